# The sentences of the report. Values are isolated by the program; quotation marks stand around what somebody wrote.

title = التقرير اليومي، { $date }
disclaimer = الأحكام محسوبة ممّا هو مدوَّن في السجل، وفق معيار الإثبات المذكور مع كل حكم. وليس الحكم قرارًا صادرًا عن أي هيئة، ولا يمسّ بحقوق أي طرف أو بموقفه.

header-agreement = الاتفاق
header-period = الفترة
header-cut-off = تاريخ إقفال المعلومات
header-times = الأوقات
header-perspective = المنظور
header-standard = معيار الإثبات
header-audience = الجهة الموجَّه إليها
cut-off-all = كل ما في السجل
zone-of-times = { $zone } (الفارق عن غرينتش { $offset })
audience-mission = البعثة

section-bottom-line = الخلاصة
section-clocks = العدّادات والمراحل
section-timeline = التسلسل الزمني
section-violations = الحوادث المبلَّغ عنها
section-casualties = الضحايا
section-zones = المناطق والخريطة
section-humanitarian = المساعدات
section-notices = الإشعارات والرسائل
section-access = وصول المراقبين
section-coverage = ما جرت مراقبته
section-follow-up = المتابعة
section-corrections = التصويبات
section-unknown = ما ليس معلومًا
section-annex = المصادر والمنهج

# Times and amounts
time-never = لا موعد، وفق المعلوم
time-ever = منذ البداية
time-not-stated = غير مذكور
time-between = من { $from } إلى { $until }
time-within = من { $from } إلى { $until } يوم { $date }
time-lasting = بدؤه { $from } وانتهاؤه { $until }
time-in-words = { $time } ({ $words })
unit-hours = { $n ->
    [zero] { $n } ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
   *[other] { $n } ساعة
 }
unit-minutes = { $n ->
    [zero] { $n } دقيقة
    [one] ودقيقة واحدة
    [two] ودقيقتان
    [few] و{ $n } دقائق
   *[other] و{ $n } دقيقة
 }
unit-seconds = { $n ->
    [one] وثانية واحدة
    [two] وثانيتان
    [few] و{ $n } ثوانٍ
   *[other] و{ $n } ثانية
 }
unit-days = { $n ->
    [zero] { $n } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
 }
range = من { $least } إلى { $most }
range-open = { $least } على الأقل
range-up-to = { $most } على الأكثر
range-open-to = من { $least } إلى { $most } أو أكثر
list-separator = {"، "}
clause-separator = {"؛ "}
quoted = «{ $words }»
headline-of = { $name } (الرئيسي)
and-more = { $n ->
    [one] وهناك بند واحد آخر غير مدرج هنا.
    [two] وهناك بندان آخران غير مدرجين هنا.
    [few] وهناك { $n } بنود أخرى غير مدرجة هنا.
    [many] وهناك { $n } بندًا آخر غير مدرج هنا.
   *[other] وهناك { $n } بند آخر غير مدرج هنا.
 }

# Names
about-actor = يُنسب ذلك إلى { $actor }
about-event = لم يثبت من قام بذلك
accused-nobody = دون تسمية أحد
accused-dyad = بين { $a } و{ $b }، دون ذكر المهاجم
source-unnamed = مصدر غير مسمّى
source-unnamed-words = غير مسمّى: { $words }
chain-citing = { $relayer }، نقلًا عن { $cited }
place-area = داخل منطقة مرسومة الحدود
place-not-stated = المكان غير مذكور
place-unnamed = مكان دون اسم
place-within = { $names } ({ $within })
place-disc = في نطاق { $km } كم من { $position }
act-not-stated = الفعل غير مذكور
field-actor = من يُنسب إليه
field-target = المستهدَف
field-act = الفعل
field-weapon = السلاح
field-place = المكان
field-time = الوقت
field-ground = من كان يسيطر على الأرض
field-support = من كان يدعم الفاعل

# Figures
killed = قتلى
injured = جرحى
killed-or-injured = قتلى أو جرحى (مجموع واحد)
missing = مفقودون
detained = محتجزون
combatants = مقاتلون
civilians = مدنيون
population-not-stated = دون تحديد الفئة
scope-cumulative = حصيلة تراكمية
scope-ambiguous = ليس واضحًا ما الذي يشمله العدد
count = { $category }: { $figure }
measure = { $name } ({ $unit }): { $number }

# Verdicts
word-breached = خرق
word-contested = متنازَع فيه
word-undetermined = غير محدَّد
word-kept = لم يثبت أي خرق
word-not-applicable = لا ينطبق
word-uncovered = لا يشمله أي بند
cause-not-established = ادعاء لم يثبت
cause-imprecise = بيان ناقص أو غير دقيق أو مختلَف فيه: { $fields }
cause-not-observed = لم تجرِ مراقبته
cause-judgement-awaited = يُنتظر حكم من { $deciders }
cause-exception = الاستثناء { $name } مُدَّعًى به ولم يُبَتّ فيه
cause-sealed = حدود { $zone } مختومة أو غير منشورة
cause-no-version = لا توجد صيغة متفق عليها لحدود { $zone }
cause-pending = الإحالة ما زالت قيد النظر
cause-steps = خطوات ما زالت مستحقة: { $steps }
cause-trigger = ما يوجبه مُدَّعًى به أو مختلَف فيه أو غير دقيق
cause-not-yet-due = لم يحن أجله بعد
status-none = لا يوجد في السجل ادعاء به
status-alleged = مزعوم؛ ولا يستوفي المعيارَ ما يؤيده ولا ما ينفيه
status-refuted = ما ينفيه يستوفي المعيار
status-contested = ما يؤيده وما ينفيه يستوفيان المعيار معًا
status-established = ما يؤيده يستوفي المعيار
verdict = الحكم «{ $word }» بموجب { $articles }، { $about }، وفق معيار { $standards }: { $because }
verdict-state = هذه، وفق { $standards }، حالة تسأل عنها المواد: هل كانت جهة تسيطر على أرض أو تدعم جهة أخرى.
state-holds-ground = كون { $actor } كان يسيطر على الأرض حينها ادعاء قائم بذاته؛ وفق { $standards }: { $status }.
state-supports = كون { $actor } كان يدعم الفاعل حينها ادعاء قائم بذاته؛ وفق { $standards }: { $status }.
verdict-uncovered = لا يشمله أي بند من بنود الاتفاق وفق معيار { $standards }.
verdict-event-only = لم يُذكر { $articles } إلا لأنه لم يثبت، وفق معيار { $standards }، من قام بالفعل؛ وهو غير مُلزم لمن تسمّيهم التقارير: { $names }.
verdict-at = «{ $word }» وفق معيار { $standard }

# Clocks
value-range = من { $least } إلى { $most }
completion-never = العدّ متوقف: لا يكتمل وفق المعلوم
completion-since = مكتمل منذ { $at }
completion-would = العدّ جارٍ، ومن شأنه أن يكتمل في { $at } إن لم ينقطع
completion-since-between = مكتمل منذ وقت ما بين { $from } و{ $until }
completion-possibly = ربما اكتمل منذ { $from }، ومن شأنه أن يكتمل يقينًا في { $until } إن لم ينقطع
completion-would-between = العدّ جارٍ، ومن شأنه أن يكتمل في وقت ما بين { $from } و{ $until } إن لم ينقطع
completion-possibly-or-never = ربما اكتمل منذ { $from }، أو لا يكتمل، وفق المعلوم
completion-would-or-never = العدّ جارٍ، ومن شأنه أن يكتمل في { $from } على أقرب تقدير، أو ألا يكتمل، وفق المعلوم
value-of = { $value } (المطلوب { $needs })
length-elapsed = { $time } من الوقت المنقضي
length-calendar-first = { $days } بحساب التقويم (واليوم الأول محسوب)
length-calendar-zero = { $days } بحساب التقويم (واليوم الأول هو اليوم صفر)
policy-reset = البدء من جديد عند كل انقطاع
policy-pause-day = التوقف طوال اليوم التقويمي
policy-pause-time = التوقف مدة { $time } من كل انقطاع
policy-pause-restored = التوقف من كل انقطاع حتى استعادة الهدوء
policy-tolerate = التسامح مع { $each } { $within }، ثم { $beyond }
tolerate-class = { $n ->
    [zero] دون أي حادث من درجة { $class }
    [one] حادث واحد من درجة { $class }
    [two] حادثين من درجة { $class }
    [few] { $n } حوادث من درجة { $class }
    [many] { $n } حادثًا من درجة { $class }
   *[other] { $n } حادث من درجة { $class }
 }
tolerate-any = { $n ->
    [zero] دون أي حادث
    [one] حادث واحد
    [two] حادثين
    [few] { $n } حوادث
    [many] { $n } حادثًا
   *[other] { $n } حادث
 }
tolerate-window = خلال { $time }
tolerate-run = في العدّ الواحد
policy-refer = الإحالة إلى { $deciders } مدة { $term } من { $from }، ثم { $then }
refer-from-breach = وقت الانقطاع
refer-from-known = وقت العلم به
refer-then-excused = كأن الانقطاع لم يكن
policy-discretionary = ترك الأمر لأصحاب القرار
deciders-all = { $names } (مجتمعين)
deciders-any = أيّ من { $names }
deciders-chair = { $names }، والقرار للرئيس { $chair }
every-policy = كل القواعد
clocks-none = لا يتضمن الاتفاق أي عدّاد.
clock-title = «{ $clock }»
clock-title-zone = «{ $clock }» في { $zone }
clock-title-pair = «{ $clock }» بين { $a } و{ $b }
clock-summary = المطلوب { $length }، ويُعدّ ابتداءً من { $start } [{ $paragraph }]. { $rows ->
    [one] صف واحد: المسار واحد في كل القواعد والمعايير.
    [two] صفّان، صف لكل مسار؛ وتُجمع القواعد والمعايير ذات المسار الواحد معًا.
    [few] { $rows } صفوف، صف لكل مسار؛ وتُجمع القواعد والمعايير ذات المسار الواحد معًا.
    [many] { $rows } صفًّا، صف لكل مسار؛ وتُجمع القواعد والمعايير ذات المسار الواحد معًا.
   *[other] { $rows } صف، صف لكل مسار؛ وتُجمع القواعد والمعايير ذات المسار الواحد معًا.
 }
clock-while = ولا يُحتسب إلا ما دام «{ $regime }» نافذًا.
clock-whatever = ويُحتسب أيًا كانت الفترة النافذة.
clock-unit-hours = ساعات
clock-unit-days = أيام
clock-label = { $policies } – وفق معيار { $standards }
clock-reading = { $value }؛ { $completion }؛ { $broken }
clock-reading-bound = { $value } (حدّ: وقد يكون المجال الحقيقي أضيق)؛ { $completion }؛ { $broken }
broken-by-nothing = لا يقطع العدّ شيء ثابت
broken-before = { $n ->
    [one] سبق أن قطعه حادث واحد: { $last }
    [two] سبق أن قطعه حادثان، آخرهما { $last }
    [few] سبق أن قطعته { $n } حوادث، آخرها { $last }
    [many] سبق أن قطعه { $n } حادثًا، آخرها { $last }
   *[other] سبق أن قطعه { $n } حادث، آخرها { $last }
 }
broken-by = { $n ->
    [one] قطعه حادث واحد: { $last }
    [two] قطعه حادثان، آخرهما { $last }
    [few] قطعته { $n } حوادث، آخرها { $last }
    [many] قطعه { $n } حادثًا، آخرها { $last }
   *[other] قطعه { $n } حادث، آخرها { $last }
 }
broken-maybe = { $n ->
    [one] وربما قطعه حادث واحد: { $last }
    [two] وربما قطعه حادثان، آخرهما { $last }
    [few] وربما قطعته { $n } حوادث، آخرها { $last }
    [many] وربما قطعه { $n } حادثًا، آخرها { $last }
   *[other] وربما قطعه { $n } حادث، آخرها { $last }
 }
broken-risk = { $n ->
    [one] ويهدده حادث واحد مزعوم
    [two] ويهدده حادثان مزعومان
    [few] وتهدده { $n } حوادث مزعومة
    [many] ويهدده { $n } حادثًا مزعومًا
   *[other] ويهدده { $n } حادث مزعوم
 }
broken-unobserved = { $n ->
    [one] ولم يُراقَب يوم واحد
    [two] ولم يُراقَب يومان
    [few] ولم تُراقَب { $n } أيام
    [many] ولم يُراقَب { $n } يومًا
   *[other] ولم يُراقَب { $n } يوم
 }
break-of = { $incident } ({ $date })
break-named = { $incident } ({ $about }، { $date })
breaks-together = { $n ->
    [two] حادثان، { $date }
    [few] { $n } حوادث، { $date }
    [many] { $n } حادثًا، { $date }
   *[other] { $n } حادث، { $date }
 }

heading-phases = المراحل
phases-none = لا يتضمن الاتفاق أي مرحلة.
phase = المرحلة «{ $phase }» وفق معيار { $standard }: { $said }
phase-open = مفتوحة منذ { $since }
phase-disputed = مختلَف فيها، غير مفتوحة (نعم: { $yes }؛ لا: { $no })
phase-refused = مرفوضة
phase-eligible = مستوفية للشروط
phase-possibly = ربما كانت مستوفية للشروط
phase-not-eligible = غير مستوفية للشروط
phase-premature = فُتحت قبل أن تستوفي الشروط يقينًا
phase-superseded = فُتحت بناءً على معلومات حلّ غيرها محلّها
phase-perhaps-premature = ربما فُتحت قبل أن تستوفي الشروط يقينًا: عدّادها لا يعطي إلا حدًّا
phase-perhaps-superseded = ربما فُتحت بناءً على معلومات حلّ غيرها محلّها: عدّادها لا يعطي إلا حدًّا
phase-awaiting = لم يصدر بعدُ قرار من { $names }
condition-complete = اكتمال العدّاد «{ $clock }» وفق قاعدة { $policy }
condition-kept = عدم ثبوت خرق للمادة { $article }
condition-judged = الحكم في «{ $slot }»
condition-fails = شرط لم يتحقق: { $what }
condition-undetermined = شرط غير محدَّد: { $what }
heading-duties = ما هو مستحق
duties-none = وفق معيار { $standard }: لا يُعرف شيء مستحق ولا شيء حان أجله.
duty-told = المادة { $article }، { $who }: { $word } وفق معيار { $standard }: { $states }.
duty-because = { $word }، { $causes }
duty-denied = { $word }، مع نفي
word-duty-kept = جرى الوفاء به
duty-dormant = لا شيء يوجبه
duty-in-force = مستحق قبل { $due }
duty-not-so-far = لم يُنفَّذ حتى الآن
duty-took = نُفِّذ بعد { $time }
duty-done = نُفِّذ في أجله
duty-overdue = تجاوز أجله منذ { $due }
duty-lapsed = سقط بانتهاء الفترة التي كان مستحقًّا فيها
duty-late = نُفِّذ متأخرًا بمقدار { $late }
duty-late-called = نُفِّذ متأخرًا بمقدار { $late }، ويسمى { $labels }
condition-told = تتوقف المادة { $article } على مراعاة المادة { $on }. وفق معيار { $standard }: { $state }.
condition-stands = وهي مراعاة
condition-in-doubt = وذلك موضع شك
condition-failed = وهي غير مراعاة
condition-failed-since = وهي غير مراعاة منذ { $since }
condition-goes-on = يستمر العمل بالمادة { $article }، وفق الحكم الصادر
condition-ended = انتهى العمل بالمادة { $article }، وفق الحكم الصادر

heading-patterns = أنماط تُعرض على أصحاب الحكم
pattern-told = «{ $name }» وفق معيار { $standard }: { $state }. ولا يترتب عليه شيء آخر.
pattern-stands = قائم منذ { $since }
pattern-may-stand = ربما كان قائمًا
pattern-does-not-stand = غير قائم
pattern-most = أكثر ما وقع في المدة الواحدة { $n }
pattern-found = ثبت، وفق الحكم
pattern-not-found = لم يثبت، وفق الحكم
heading-changes = التعديلات والانسحابات
change-in-effect = وُقّع «{ $name }» في { $signed }، وهو نافذ منذ { $effect }، وفق المعلوم.
change-takes-effect = وُقّع «{ $name }» في { $signed }، ويصبح نافذًا في { $effect }، وفق المعلوم.
change-not-signed = «{ $name }» غير نافذ: { $state }.
change-not-given = لم يُقدَّم «{ $name }».
change-signed-by = وقّعه { $names }
change-refused-by = رفضه { $names }
change-awaiting = لم يجب بشأنه { $names }
article-by-amendment = { $article } بموجب التعديل «{ $name }»
article-as-read-by = { $article } كما يقرؤها { $name }
article-declared-by = { $article } التي أعلنها { $name } منفردًا

heading-regimes = الفترات السارية
regime-runs = الفترة «{ $regime }» سارية من { $from } حتى { $until }، وفق المعلوم.
regime-runs-open = الفترة «{ $regime }» سارية منذ { $from }، دون نهاية وفق المعلوم.
regime-ended = انتهت الفترة «{ $regime }» في { $until }، وفق المعلوم.
regime-not-begun = لم تبدأ الفترة «{ $regime }»، وفق المعلوم.

# Timeline
timeline-title = ما يُقال إنه حدث، وما قيل
timeline-summary = { $n ->
    [one] علامة واحدة
    [two] علامتان
    [few] { $n } علامات
    [many] { $n } علامة
   *[other] { $n } علامة
 } ({ $span })؛ وتوضع الحوادث بحسب أشدّ حكم عليها وفق معيار { $standard }. وطول الشريط بقدر عدم دقة الوقت.
lane-breached = خرق
lane-contested = متنازَع فيه
lane-undetermined = غير محدَّد أو مزعوم
lane-kept = لم يثبت أي خرق
lane-uncovered = لا يشمله أي بند
lane-replies = ردود ونتائج تحقيق
lane-decisions = قرارات وتجديدات
lane-messages = إشعارات ورسائل
lane-cut = في «{ $lane }» علامات سابقة غير مرسومة، عددها { $n }.
mark-incident = { $incident }: { $act }، { $time }

# Incidents
violations-none = لا يوجد في السجل أي حادث لهذه الفترة. وعدم الإبلاغ عن حادث لا يعني أنه لم يقع.
violations-how = يُعرض كل حادث بجميع رواياته. ويُذكر الحكم وفق معيار { $standard } ووفق أضعف معيار.
violations-caption = الحوادث التي ربما وقعت في الفترة، بحسب ترتيبها الزمني
cards-more = { $n ->
    [one] وهناك حادث آخر ليست له بطاقة خاصة؛ وهو في الجدول.
    [two] وهناك حادثان آخران ليست لهما بطاقة خاصة؛ وهما في الجدول.
   *[other] وهناك حوادث أخرى عددها { $n } ليست لها بطاقات خاصة؛ وهي في الجدول.
 }
column-incident = الحادث
column-time = الوقت
column-place = المكان
column-act = الفعل
column-accused = يُنسب إلى
column-sources = المصادر
column-verdict = الحكم
column-polarity = الرواية
column-targets = المستهدَف
column-weapon = السلاح
column-figures = الأعداد
column-source = المصدر
column-grade = التقييم
column-known = معلوم منذ
column-category = الفئة
column-figure = العدد
column-origin = المصدر الأصلي
column-chain = وصل عن طريق
column-zone = المنطقة
column-version = الصيغة
column-agreed = متفق عليها
column-paragraph = الفقرة
column-said = ما قيل
column-watcher = المراقِب
column-watched = مدة المراقبة
column-day = اليوم
column-what = الموضوع
column-then = كما كان معلومًا حينها
column-now = كما هو معلوم الآن
column-named = من تسمّيه التقارير
column-named-in = حوادث يُنسب إليه الفعل فيها
column-answered = ردّ عليها
column-heard = لا ردّ مباشر، ونقل عنه آخرون
column-unanswered = لا كلمة له في السجل
column-as-origin = بوصفه مصدرًا أصليًا
column-as-relayer = بوصفه ناقلًا
sources-counted = { $reports ->
    [one] تقرير واحد
    [two] تقريران
    [few] { $reports } تقارير
    [many] { $reports } تقريرًا
   *[other] { $reports } تقرير
 } { $origins ->
    [zero] دون مصدر أصلي
    [one] من مصدر أصلي واحد
    [two] من مصدرين أصليين
    [few] من { $origins } مصادر أصلية
    [many] من { $origins } مصدرًا أصليًا
   *[other] من { $origins } مصدر أصلي
 }
incident-titled = { $act }، { $accused }، { $place }
card-title = { $act }؛ { $accused }؛ { $place }؛ { $time }
card-quote = بحسب { $source }: { $words }
card-withdrawn = { $said } (معلوم منذ { $known }؛ سحبه { $by } في { $withdrawn })
card-answer = { $said } (معلوم منذ { $known })
version-common = { $field }: { $value }
versions-caption = الروايات جنبًا إلى جنب
versions-more = وهناك تقارير أخرى غير معروضة، عددها { $n }.
known-corrected = { $known }، وصُوِّب في { $corrected }
cell-corrected = { $now } (وكان: { $before })
known-stated = { $known }، كما ورد في دفعة بأثر رجعي
known-history = ، كما ورد في دفعة بأثر رجعي
not-graded = دون تقييم
not-stated = غير مذكور
polarity-happened = وقع
polarity-not-by = ليس من فعل { $actor }
polarity-not = لم يقع
missing-reply = لا ردّ في السجل من { $names }. والسكوت ليس جوابًا.
missing-reply-heard = لا ردّ في السجل صادر عن { $names } مباشرة؛ وما نقله عنه آخرون وارد بين الروايات.
missing-finding = لا توجد في السجل نتيجة تحقيق لأي هيئة.
missing-fields = لا يذكر أي تقرير: { $fields }.
graph-summary = { $reports ->
    [one] تقرير واحد
    [two] تقريران
    [few] { $reports } تقارير
    [many] { $reports } تقريرًا
   *[other] { $reports } تقرير
 } { $origins ->
    [zero] دون مصدر أصلي
    [one] من مصدر أصلي واحد
    [two] من مصدرين أصليين
    [few] من { $origins } مصادر أصلية
    [many] من { $origins } مصدرًا أصليًا
   *[other] من { $origins } مصدر أصلي
 }، { $relayers ->
    [zero] دون أن ينقلها أحد
    [one] عبر ناقل واحد
    [two] عبر ناقلَين
    [few] عبر { $relayers } ناقلين
    [many] عبر { $relayers } ناقلًا
   *[other] عبر { $relayers } ناقل
 }.
graph-summary-cut = { $reports ->
    [one] تقرير واحد
    [two] تقريران
    [few] { $reports } تقارير
    [many] { $reports } تقريرًا
   *[other] { $reports } تقرير
 } { $origins ->
    [zero] دون مصدر أصلي
    [one] من مصدر أصلي واحد
    [two] من مصدرين أصليين
    [few] من { $origins } مصادر أصلية
    [many] من { $origins } مصدرًا أصليًا
   *[other] من { $origins } مصدر أصلي
 }، { $relayers ->
    [zero] دون أن ينقلها أحد
    [one] عبر ناقل واحد
    [two] عبر ناقلَين
    [few] عبر { $relayers } ناقلين
    [many] عبر { $relayers } ناقلًا
   *[other] عبر { $relayers } ناقل
 }؛ والمصادر غير المرسومة: { $more }.
flip = ما من شأنه أن يغيّر الحكم «{ $word }» بموجب المادة { $article } وفق معيار { $standard }: { $what }، فيصبح «{ $becomes }».
flip-state = ما من شأنه أن يغيّر الحكم «{ $word }» بموجب المادة { $article } وفق معيار { $standard }: { $what }، في ما يخص من كان يسيطر على الأرض أو يدعم الفاعل، فيصبح «{ $becomes }».
flip-withdrawal = سحبُ { $of } من جانب { $by }
flip-reports = { $n ->
    [one] تقريرٌ مستقل إضافي واحد
    [two] تقريران مستقلان إضافيان
    [few] { $n } تقارير مستقلة إضافية
    [many] { $n } تقريرًا مستقلًا إضافيًا
   *[other] { $n } تقرير مستقل إضافي
 }{ $grade }
flip-reports-not = { $n ->
    [one] تقريرٌ مستقل إضافي واحد يفيد بأنه لم يقع
    [two] تقريران مستقلان إضافيان يفيدان بأنه لم يقع
    [few] { $n } تقارير مستقلة إضافية تفيد بأنه لم يقع
    [many] { $n } تقريرًا مستقلًا إضافيًا تفيد بأنه لم يقع
   *[other] { $n } تقرير مستقل إضافي تفيد بأنه لم يقع
 }{ $grade }
flip-grade = ، بتقييم { $grade } أو أفضل
flip-acknowledgement = إقرارٌ من ناطق مسجَّل باسم { $actor }
flip-finding = { $n ->
    [one] نتيجة تحقيق { $word } من { $bodies }
   *[other] نتائج تحقيق { $word } من { $bodies }
 }
flip-judgement = حكمٌ في «{ $slot }»

# Casualties
figures-none = لا يوجد في السجل أي عدد للضحايا في هذه الفترة.
figures-never-added = تُعرض الأعداد بحسب المصدر والمصدر الأصلي. ولا تُجمع أبدًا: فقد يَعُدّ مصدران الأشخاص أنفسهم.
figures-caption = الأعداد كما ذُكرت
strip-summary = { $n ->
    [one] { $category }: عدد واحد، { $one }
    [two] { $category }: عددان، من { $least } إلى { $most }
    [few] { $category }: { $n } أعداد، من { $least } إلى { $most }
    [many] { $category }: { $n } عددًا، من { $least } إلى { $most }
   *[other] { $category }: { $n } عدد، من { $least } إلى { $most }
 }. ولا تُجمع.
strip-summary-open = { $n ->
    [one] { $category }: عدد واحد، { $one }
    [two] { $category }: عددان، من { $least } إلى { $most } أو أكثر
    [few] { $category }: { $n } أعداد، من { $least } إلى { $most } أو أكثر
    [many] { $category }: { $n } عددًا، من { $least } إلى { $most } أو أكثر
   *[other] { $category }: { $n } عدد، من { $least } إلى { $most } أو أكثر
 }. ولا تُجمع.
strip-mark = { $origin }: { $figure } (معلوم منذ { $known })

# Zones
map-title = المناطق والأماكن ومواقع الحوادث كما ذُكرت
map-summary = مناطق البعثة: { $zones }، وأماكنها: { $places }، والمساحات التي تضع التقارير الحوادث فيها: { $areas }. والخط المرسوم يبيّن مدى عدم دقة الموقع، ولا يشير أبدًا إلى نقطة لم يذكرها أحد.
map-none = لا يوجد في السجل ما يمكن رسمه من المناطق أو الأماكن أو المواقع.
map-not-drawn = { $incident }: الموقع غير مذكور، أو أنه تقريبي إلى حد لا يسمح برسمه.
zones-none = لا يحدد الاتفاق أي منطقة.
zones-caption = المناطق وصيغ حدودها
zone-none = لا يوجد
zone-no-version = لا توجد أي صيغة في السجل
zone-agreed = متفق عليها
zone-not-agreed = لم يوقّعها الجميع
zone-sealed = مختومة
zone-unpublished = غير منشورة
zone-version-from = { $label }، منذ { $from }
heading-weapons = الأسلحة
weapons-not-kept = لا تُحفظ قوائم جرد الأسلحة في هذا السجل بعد.

# Aid, notices, access
aid-none = لا يذكر أي تقرير في هذه الفترة انتظارًا للمساعدات ولا سببًا له.
aid-told-to-all = ما يُقال عن قافلة في طريقها يَرِد هنا متى أُبلغ به كل طرف وكل هيئة.
aid-never-added = تُعرض الأسباب المتعارضة جنبًا إلى جنب؛ ولا تُجمع ساعاتها.
aid-cause = السبب المُدَّعى: { $cause }
aid-no-cause = لم يُذكر سبب
aid-length = { $said }؛ { $length }
notices-none = لا يوجد في السجل إشعار أو رسالة بين الأشخاص في هذه الفترة.
notices-caption = من أبلغ من، وبماذا، ومتى، ومنذ متى صار ذلك معلومًا
notices-silence = السكوت ليس جوابًا: فهو ليس موافقة أبدًا ولا نفيًا أبدًا.
notices-counted = الإشعارات النافذة أو المقبلة أو الصادرة في هذه الفترة: { $n }.
notices-unanswered = المتلقون الذين لم يُجب عنهم أي شخص: { $n }. السكوت ليس موافقة.
notices-read-back-differs = المتلقون الذين يختلف ما أعادوا قراءته عن الموقع المُبلَّغ: { $n }.
notices-objected = المتلقون المعترضون: { $n }.
alert-person = { $said }: رآه شخص بعد { $wait }.
alert-no-person = { $said }: لا يُعلم أن شخصًا رآه، منذ { $wait } حتى الآن.
alert-halted = { $said }: قيل إنه توقف بعد { $wait }.
notices-struck = الحوادث الثابتة حيث ومتى كان إشعار نافذًا: { $n }. أما أيها فيُقال لمن وُجِّهت إليهم الإشعارات.
access-none = لا يوجد في السجل أي تقرير من نوع «{ $act }» في هذه الفترة.

# Coverage
coverage-none = لم يذكر أحد أنه راقب أي منطقة في هذه الفترة.
coverage-no-minimum = لا يحدد الاتفاق حدًّا أدنى للمراقبة.
coverage-needs = يطلب الاتفاق مراقبة قدرها { $time } لكل منطقة في كل يوم.
coverage-needs-by = يطلب الاتفاق مراقبة قدرها { $time } لكل منطقة في كل يوم، من جانب { $by }.
coverage-caption = ما جرت مراقبته في الفترة
coverage-unwatched = لم يذكر أحد أنه راقب { $zones }.
coverage-not-calm = حيث لم يراقب أحد، لا يعني غياب التقارير أن الهدوء ساد.

# Follow-up
heading-open = ما زال مفتوحًا
follow-none = لا شيء ينتظر حكمًا أو فصلًا أو قرارًا.
follow-open = { $what }: { $n ->
    [one] ينتظر ذلك حادث واحد
    [two] ينتظر ذلك حادثان
    [few] تنتظر ذلك { $n } حوادث
    [many] ينتظر ذلك { $n } حادثًا
   *[other] ينتظر ذلك { $n } حادث
 } وفق معيار { $standard }، ومنها { $first }.
follow-phase = المرحلة «{ $phase }» وفق معيار { $standard }: لم يرد بعدُ جواب من { $names }.
follow-caption = من يُنسب إليه الفعل وفي كم حادث، وما في السجل من ردوده
follow-fights = { $n ->
    [one] يُروى حادث واحد
    [two] يُروى حادثان
    [few] تُروى { $n } حوادث
    [many] يُروى { $n } حادثًا
   *[other] يُروى { $n } حادث
 } قتالًا بين طرفين دون تسمية المهاجم، ولا يُطلب من أحد ردّ بشأن ذلك.
heading-decided = ما صدر في الفترة من قرارات ونتائج تحقيق وتجديدات
decided-none = لم يُعلم في الفترة بأي قرار أو نتيجة تحقيق أو تجديد.

# Corrections
corrections-no-days = لا يوجد يوم سابق في هذا الاتفاق للمقارنة.
corrections-compared = { $different ->
    [zero] { $days ->
        [one] تقرير اليوم السابق يبقى على ما كان عليه.
        [two] تقريرا اليومين السابقين يبقيان على ما كانا عليه.
        [few] تقارير الأيام السابقة، وعددها { $days }، تبقى على ما كانت عليه.
       *[other] تقارير الأيام السابقة، وعددها { $days }، تبقى على ما كانت عليه.
     }
   *[other] { $days ->
        [one] تقرير اليوم السابق كان سيختلف لو كُتب الآن.
        [two] من تقريرَي اليومين السابقين، { $different ->
            [one] كان أحدهما سيختلف لو كُتب الآن.
           *[other] كان كلاهما سيختلف لو كُتب الآن.
         }
       *[other] من تقارير الأيام السابقة، وعددها { $days }، { $different ->
            [one] كان واحد سيختلف لو كُتب الآن.
            [two] كان اثنان سيختلفان لو كُتبا الآن.
           *[other] كانت { $different } منها ستختلف لو كُتبت الآن.
         }
     }
 }
corrections-caption = كما كان معلومًا في نهاية كل يوم، وكما هو معلوم الآن، وفق معيار { $standard }
correction-unknown = غير وارد في التقرير
correction-clock = «{ $clock }»
heading-arrived = حوادث لم تُعلم إلا بعد يومها
correction-arrived = { $day }: { $n ->
    [one] حادث واحد
    [two] حادثان
    [few] { $n } حوادث
    [many] { $n } حادثًا
   *[other] { $n } حادث
 }، والأحكام وفق المعلوم الآن ومعيار { $standard }: { $counts }
heading-corrected = ما صُوِّب وسُحب في الفترة، وما قيل بعدها عمّا يرد هنا
corrected-none = لم يُصوَّب شيء ولم يُسحب في الفترة، ولم يُعلم بعدها حتى تاريخ إقفال المعلومات ما يردّ على ما يرد هنا.
correction-said = { $said } (معلوم منذ { $known })

# Bottom line
bottom-clock = { $clock } بقاعدة { $policy }، وفق معيار { $standard }: { $value }؛ { $completion }؛ { $broken }
word-counted = «{ $word }» في { $n } منها
uncovered-counted = «لا يشمله أي بند» في { $n } منها
bottom-words = { $n ->
    [one] ربما وقع في الفترة حادث واحد
    [two] ربما وقع في الفترة حادثان
    [few] ربما وقعت في الفترة { $n } حوادث
    [many] ربما وقع في الفترة { $n } حادثًا
   *[other] ربما وقع في الفترة { $n } حادث
 }، { $within ->
    [zero] وليس منها ما يقع وقته المذكور كله ضمنها
   *[other] ويقع { $within } منها بكامل الوقت المذكور ضمنها
 }؛ والأحكام وفق معيار { $standard }: { $counts }
bottom-trend = الحوادث المعلومة في نهاية كل يوم: { $now } لهذا اليوم، و{ $then } ليوم { $before }. ووفق المعلوم الآن: { $now-later } و{ $then-later }. وتظل التقارير عن يوم ما ترد أيامًا بعده.
bottom-ungraded = لا يوجد في السجل تقرير مصنَّف تصنيفًا يستوفي معيار { $standard }: فعدم ثبوت شيء وفقه لا يعني أن الهدوء قد ساد.
bottom-incident = { $incident }: { $parts }
bottom-said = { $n ->
    [one] وهناك قيد واحد آخر هو قول أو رسالة أو إعلان، فلا يُعدّ حادثًا.
    [two] وهناك قيدان آخران هما من الأقوال أو الرسائل أو الإعلانات، فلا يُعدّان من الحوادث.
    [few] وهناك { $n } قيود أخرى هي من الأقوال أو الرسائل أو الإعلانات، فلا تُعدّ من الحوادث.
    [many] وهناك { $n } قيدًا آخر من الأقوال أو الرسائل أو الإعلانات، فلا يُعدّ أيٌّ منها حادثًا.
   *[other] وهناك { $n } قيد آخر من الأقوال أو الرسائل أو الإعلانات، فلا يُعدّ أيٌّ منها حادثًا.
 }
bottom-figures-long = { $n ->
    [one] ذُكرت أعداد للقتلى في حادث واحد لم يُذكر له وقت، أو ذُكر له وقت أطول بكثير من الفترة.
    [two] ذُكرت أعداد للقتلى في حادثين لم يُذكر لهما وقت، أو ذُكر لهما وقت أطول بكثير من الفترة.
    [few] ذُكرت أعداد للقتلى في { $n } حوادث لم يُذكر لها وقت، أو ذُكر لها وقت أطول بكثير من الفترة.
    [many] ذُكرت أعداد للقتلى في { $n } حادثًا لم يُذكر لها وقت، أو ذُكر لها وقت أطول بكثير من الفترة.
   *[other] ذُكرت أعداد للقتلى في { $n } حادث لم يُذكر لها وقت، أو ذُكر لها وقت أطول بكثير من الفترة.
 }
bottom-figures = { $n ->
    [one] ذُكرت أعداد للقتلى في حادث واحد
    [two] ذُكرت أعداد للقتلى في حادثين
    [few] ذُكرت أعداد للقتلى في { $n } حوادث
    [many] ذُكرت أعداد للقتلى في { $n } حادثًا
   *[other] ذُكرت أعداد للقتلى في { $n } حادث
 }؛ وأكبرها في «{ $incident }»: تذكر المصادر { $range }. { $long ->
    [0] والأعداد لا تُجمع.
    [one] ولم يُذكر لحادث منها وقت، أو ذُكر له وقت أطول بكثير من الفترة. والأعداد لا تُجمع.
    [two] ولم يُذكر لحادثين منها وقت، أو ذُكر لهما وقت أطول بكثير من الفترة. والأعداد لا تُجمع.
    [few] ولم يُذكر لعدد { $long } منها وقت، أو ذُكر لها وقت أطول بكثير من الفترة. والأعداد لا تُجمع.
    [many] ولم يُذكر لعدد { $long } منها وقت، أو ذُكر لها وقت أطول بكثير من الفترة. والأعداد لا تُجمع.
   *[other] ولم يُذكر لعدد { $long } منها وقت، أو ذُكر لها وقت أطول بكثير من الفترة. والأعداد لا تُجمع.
 }
bottom-unwatched = لم يذكر أحد أنه راقب أي منطقة: وقلة ما أُبلغ عنه لا تعني أن الهدوء ساد.

# What is not known
unknown-none = لا شيء في الفترة غير محدَّد.
unknown-cause = { $n ->
    [one] حادث واحد لم يُحدَّد الحكم عليه
    [two] حادثان لم يُحدَّد الحكم عليهما
    [few] { $n } حوادث لم يُحدَّد الحكم عليها
    [many] { $n } حادثًا لم يُحدَّد الحكم عليها
   *[other] { $n } حادث لم يُحدَّد الحكم عليها
 } وفق معيار { $standard }: { $cause }
unknown-dyad = { $n ->
    [one] يسمّي تقرير واحد جهتين دون ذكر المهاجم.
    [two] يسمّي تقريران جهتين دون ذكر المهاجم.
    [few] تسمّي { $n } تقارير جهتين دون ذكر المهاجم.
    [many] يسمّي { $n } تقريرًا جهتين دون ذكر المهاجم.
   *[other] يسمّي { $n } تقرير جهتين دون ذكر المهاجم.
 }
unknown-nobody = { $n ->
    [one] لا يُسمَّى في تقرير واحد من قام بالفعل.
    [two] لا يُسمَّى في تقريرين من قام بالفعل.
    [few] لا يُسمَّى في { $n } تقارير من قام بالفعل.
    [many] لا يُسمَّى في { $n } تقريرًا من قام بالفعل.
   *[other] لا يُسمَّى في { $n } تقرير من قام بالفعل.
 }
unknown-uncovered = { $n ->
    [one] حادث واحد لا يشمله أي بند وفق أي معيار؛ وقد يختلف الناس في ما إذا كان ينبغي أن يشمله.
    [two] حادثان لا يشملهما أي بند وفق أي معيار؛ وقد يختلف الناس في ما إذا كان ينبغي أن يشملهما.
    [few] { $n } حوادث لا يشملها أي بند وفق أي معيار؛ وقد يختلف الناس في ما إذا كان ينبغي أن يشملها.
    [many] { $n } حادثًا لا يشملها أي بند وفق أي معيار؛ وقد يختلف الناس في ما إذا كان ينبغي أن يشملها.
   *[other] { $n } حادث لا يشملها أي بند وفق أي معيار؛ وقد يختلف الناس في ما إذا كان ينبغي أن يشملها.
 }
unknown-articles = لا يمكن بعدُ { $n ->
    [one] حساب مادة واحدة
    [two] حساب مادتين
    [few] حساب { $n } مواد
   *[other] حساب { $n } مادة
 }: { $articles }

# Annex
annex-sources = مصادر تقارير الفترة
annex-statements = الأقوال المعلومة حتى تاريخ إقفال المعلومات: { $known }؛ والقائم منها، أي ما لم يُسحب ولم يُستبدل: { $live }.
annex-how = يمكن إعداد هذا التقرير ثانيةً من الأقوال والاتفاق وتاريخ إقفال المعلومات نفسها، وتكون النتيجة متطابقة حرفيًا.
annex-history = الأقوال التي وردت في دفعات بأثر رجعي تذكر متى صارت معلومة: { $n }.

# What people say
claim-on = على { $targets }
claim-to = إلى { $targets }
claim-with = باستخدام { $weapon }
claim-cause = السبب المُدَّعى: { $cause }
says-happened = بحسب { $source }: { $claim }
says-not-happened = بحسب { $source }، لم يقع ما يلي: { $claim }
says-not-by = بحسب { $source }، ليس من فعل { $actor }: { $claim }
says-reply = { $speaker }: { $stance } (بشأن { $to })
says-reply-reserved = { $speaker }: { $stance } (بشأن { $to })، دون المساس بالموقف، ولا يُحتسب
says-finds = نتيجة تحقيق { $body }: { $finding }
says-decides = قرار { $speaker } بشأن { $question }: { $answer }
says-watched = بحسب { $watcher }، جرت مراقبة { $zone }: { $during }
says-renews = توقيع من { $speaker } على { $act } للفترة «{ $regime }»، { $term }
says-translates = ترجمة من { $speaker } لـ{ $of } إلى { $language }: «{ $words }»
says-grades = تقييم من { $speaker } لـ{ $of }: { $grade }
says-same = بحسب { $speaker }، { $a } و{ $b } حادث واحد
says-unsure = بحسب { $speaker }، لا يمكن القول إن كان { $a } و{ $b } حادثًا واحدًا أم حادثين
says-weights = يقارن { $speaker } التقارير بأوزان مستخلصة من { $reports } من التقارير
says-different = بحسب { $speaker }، { $a } و{ $b } حادثان مختلفان
says-registers = قيد أُدخل في أحد السجلات من { $speaker }
says-zone-version = بحسب { $speaker }: الصيغة { $label } لحدود { $zone }
says-zone-signature = توقيع من { $speaker } على الصيغة { $version }
says-adopts = اعتماد { $agreement } من جانب { $speaker }
says-batch = استيراد { $file } ({ $format })، عدد الصفوف { $rows }
says-undoes = إلغاء الاستيراد { $batch } من جانب { $speaker }
said-in-words = { $said }: { $words }
stance-acknowledges = إقرار
stance-denies = نفي، استنادًا إلى { $basis }
stance-denies-bare = نفي دون ذكر أي أساس
stance-explains = توضيح
stance-disputes = اعتراض على { $field }
stance-corrects-to = تصويب: { $what }
stance-corrects = تصويب
stance-withdraws = سحب
explains-exception = محتجًّا بالاستثناء { $name }
explains-acknowledging = مع الإقرار بالفعل
finding-confirmed = مؤكَّد
finding-probable = مرجَّح
finding-possible = محتمل
finding-not-substantiated = غير مدعَّم بأدلة كافية
finding-refuted = ثبت خلافه
finding-inconclusive = غير حاسم
attribution-empty = النسبة: غير مذكورة
attribution-actor = منسوب إلى { $actor }
attribution-some-party = منسوب إلى أحد الأطراف دون تحديد أيّ طرف
attribution-none = لا يمكن نسبته
intent = القصد: { $intent }
intent-empty = القصد: غير مذكور
severity = درجة الخطورة: { $severity }
question-phase = فتح { $phase }
question-ruling = { $on } في العدّاد { $clock }
question-judgement = { $slot }
question-signature = التوقيع على «{ $slot }»
question-judgement-of = { $slot }، بشأن { $on }
answer-yes = نعم
answer-no = لا
answer-breaks = يقطع
answer-excused = معذور
incident-of = الحادث الوارد في { $id }
term-time = مدة { $time }
term-until = حتى { $at }
term-open = دون نهاية
note-line = { $said } [معلوم منذ { $known }{ $history }]{ $cited }
note-cited = {" "}{ $where }

# What goes through the channel between the parties
on-statement = بشأن { $of }
said-in-drill = تمرين: { $said }
window = من { $from } حتى { $until }
window-from = ابتداءً من { $from }
window-until = حتى { $until }
window-always = دون بداية أو نهاية
trucks = عدد الشاحنات: { $number }
says-notifies = إشعار من { $speaker } إلى { $to } بشأن { $what }
notified-protected-site = موقع محمي
notified-humanitarian-movement = تحرك إنساني
notified-planned-activity = نشاط مزمع
notified-repair-window = هدوء لأعمال إصلاح
notified-local-silence = هدوء في مكان واحد
notice-heights = الارتفاعات من { $from } إلى { $to } م
notice-marking = العلامة المميِّزة { $marking }
notice-seen-at-night = تُرى ليلًا
notice-not-seen-at-night = لا تُرى ليلًا
notice-contact = للاتصال { $contact }
notice-expires = لا يبقى قائمًا ابتداءً من { $at } ما لم يُكرَّر
notice-objections = يُطلب إبداء الاعتراضات حتى { $at }
notice-replaces = بدلًا من { $of }
notice-may-be-told = يجوز إعلام من يسأل عن المكان بوجوده
notice-no-permission = لا يمنح إذنًا؛ والسكوت ليس موافقة؛ وعدم وجوده لا يمنع شيئًا
says-receipt = من { $speaker } إلى { $to } بشأن { $of }: { $step }
step-delivered = وصل إلى الجهاز { $system }
step-seen = اطّلع عليه { $officer }
step-read-back = أعاد قراءته { $officer }
mark = على بعد { $km } كم من { $from }، بزاوية اتجاه { $bearing }°
step-passed = أُحيل إلى { $unit }
step-held = تشهد { $unit } بأنه لديها
step-understood = فهمه { $officer }
step-no-objection = لا اعتراض، وليس ذلك إذنًا
step-objects = اعتراض
step-halted = توقف، { $time }
step-continues = مستمر
step-closed = إعلان انتهائه
says-warns = تحذير من { $speaker } إلى { $to }
says-halt = طلب توقف من { $speaker } إلى { $to }
alert-endangered = في المكان: { $who }
alert-since = مستمر، بدؤه { $time }
says-escalates = تتوجه { $speaker } إلى { $to } بشأن { $of }: لا جواب من { $silent }، الدرجة { $rung }، موعدها { $at }
says-ladder = بحسب { $speaker }، الجهات التي تتوجه إليها البعثة عند عدم جواب { $party }: { $rungs }
rung-next-officer = بعد { $after } الضابط التالي
rung-other-channel = بعد { $after } قناة أخرى
rung-other-side = بعد { $after } الطرف الآخر
rung-guarantors = بعد { $after } الجهات الضامنة
rung-whom = { $rung } ({ $whom })
says-duty = بحسب { $speaker }، { $officer } في المناوبة عن { $party }، الترتيب { $rank }
duty-reach = وسيلة الاتصال: { $reach }
duty-languages = اللغات: { $languages }
says-hands-over = بحسب { $speaker }، تنتقل مناوبة { $watch } من { $from } إلى { $to }، { $at }
handover-open = ما زال مفتوحًا: { $open }
says-call = مكالمة دوّنتها { $speaker } من { $caller } إلى { $called }
call-spoke = المتحدثون: { $who }
call-nobody-spoke = لم يُذكر أن أحدًا تحدث
call-numbers = الأرقام: { $numbers }
call-language = اللغة: { $language }
call-interpreter = المترجم: { $name }
call-about = بشأن { $about }
call-same-as = هي المكالمة نفسها الواردة في { $other }
says-convoy = خطة القافلة { $name } بحسب { $speaker }
convoy-route = عبر { $route }
convoy-seals = الأختام { $seals }
convoy-permits = يُطلب الإذن من { $issuers }
says-convoy-event = بحسب { $speaker } بشأن القافلة { $convoy }: { $leg }
leg-asked = طُلب الإذن من { $issuer }
leg-answer-by = الجواب مطلوب قبل { $at }
leg-granted = إذن من { $issuer }
leg-conditions = بشروط: { $conditions }
leg-refused = رفض الإذن من { $issuer }
leg-departed = انطلقت
leg-passed = عبرت نقطة التفتيش { $checkpoint }
leg-seal-whole = فُحص الختم { $seal }: سليم
leg-seal-not-whole = فُحص الختم { $seal }: غير سليم
leg-held = أُوقفت
leg-held-by = أوقفتها، وفق ما يُدَّعى، { $by }
leg-went-on = تابعت طريقها
leg-turned-back = عادت أدراجها
leg-arrived = وصلت
leg-delivered = عدد الشاحنات التي سلّمت حمولتها: { $trucks }
leg-accepted = عدد الشاحنات التي قُبلت: { $trucks }
says-access = بحسب { $speaker } بشأن وصول { $watcher } إلى { $zone } بإذن من { $party }: { $step }
access-requested = طُلب
access-granted = مُنح
access-conditional = مُنح بشروط
access-delayed = أُجِّل
access-denied = رُفض
says-inquiry = بحسب { $speaker } بشأن ملف التحقيق { $file }: { $stage }
inquiry-due = موعده { $at }
stage-alleged = ورد ادعاء بشأن { $on }
stage-insufficient = غير كافٍ، ينقصه: { $missing }
stage-out-of-scope = خارج نطاق الاختصاص
stage-duplicate = هو نفسه { $of }
stage-opened = فتحت التحقيق { $body }
stage-asked = طلب موجَّه إلى { $party }
stage-answered = جواب من { $party }
stage-refused = رفض من { $party }
stage-found = النتيجة { $finding }
stage-comments-open = للأطراف أن تبدي تعليقاتها
stage-comment = تعليق من { $party }
stage-ruled = صُنِّف { $class }
stage-adopted = اعتمدت التصنيف { $body }
stage-published = نُشر
stage-withheld = لم يُنشر
stage-withheld-until = لا يُنشر قبل { $at }
stage-follow-up = يُطلب من { $party } أن تتخذ إجراءً: { $asked }
stage-replied = ردّ من { $party } بما فعلت
stage-done = نُفِّذ ما طُلب من { $party }
stage-closed = أُغلق
stage-reopened = فُتح من جديد
says-asks-area = سؤال من { $speaker }: هل يلتقي { $purpose } بما أشعر به آخرون

heading-labels = الأسماء في هذا التقرير
labels-caption = الاسم المعروض والأصل
labels-how = ترد الأسماء كما ترجمتها البعثة، وترد الكلمات التي يكتبها البرنامج عند الاستيراد بترجمته. وليس الاسم المعروض سوى ترجمة: فالأصل هو المعتمد، وبه حُسب كل شيء. وما تُرجم داخل علامتي تنصيص يُشار إليه بكلمة [ترجمة].
column-label = الاسم المعروض
column-original = الأصل
heading-places = أسماء الأماكن
places-caption = اسم المكان وصيغته المتفق عليها
places-how = ترد أسماء الأماكن بالصيغة الواردة لدى { $side }، ولم يُحسب بها شيء.
places-recognise = لا ينطوي اسم المكان على أي اعتراف: فالصيغة المتفق عليها هي صيغة سجل الأماكن.
column-agreed-form = الصيغة المتفق عليها
label-quoted = { $label } [ترجمة]
