# Words that drawings and pages say of themselves: legends, axes, links.

page-exercise = تمرين: لم يحدث شيء مما يرد هنا
page-skip = الانتقال إلى التقرير
page-contents = المحتويات
page-notes = الحواشي
page-notes-how = يقود كل رقم إلى الأقوال التي تستند إليها الجملة، بمعرِّفاتها.
page-back = العودة إلى النص
page-note-mark = الحاشية { $n }
page-more-statements = { $n ->
    [one] وقول واحد آخر
    [two] وقولان آخران
    [few] و{ $n } أقوال أخرى
    [many] و{ $n } قولًا آخر
   *[other] و{ $n } قول آخر
 }
page-as-list = المحتوى نفسه في قائمة
page-legend = مفتاح الرموز
page-breaks = يقطع
page-may-break = ربما يقطع
page-at-risk = مزعوم، مهدِّد
page-uncovered = لا يشمله أي بند
page-calm = لم يثبت أي خرق
page-word = ما قيل أو تقرر
page-band = من أقل قيمة إلى أكبر قيمة
page-target = يكتمل عند هذه القيمة
page-now = نهاية الفترة؛ وما بعدها إسقاط
page-completion = من شأنه أن يكتمل في هذا الوقت، وفق المعلوم
page-zone = منطقة متفق عليها
page-zone-not-agreed = منطقة غير متفق عليها
page-place = مكان مسجَّل
page-incident = حيث يُقال إن حادثًا وقع
page-basemap = الحدود على هذه الخريطة من ملف قدّمته البعثة. وهي لا تعبّر عن أي رأي في وضع أي إقليم أو في حدوده.
page-basemap-disputed = متنازَع عليه، كما يذكر ذلك الملف
page-no-basemap = لم تُرسم أي حدود.
page-scale = { $km } كم
page-north = الشمال
page-origin = مصدر أصلي
page-unnamed = مصدر أصلي غير مسمّى
page-relayer = ناقل
page-common = ما تتفق عليه الروايات كلها
page-quotes = بنصّ أقوالهم
page-chains = من ينقل عمّن
page-figures = الأعداد بحسب المصدر الأصلي
page-answers = الردود ونتائج التحقيق
page-missing = ما ينقص
page-verdicts = الأحكام
page-versions = الروايات جنبًا إلى جنب
page-not-drawn = غير مرسوم
page-made = أُعدّ بواسطة Armistice { $version }، بيانات المناطق الزمنية { $zone-data }.
page-unclear = لا يتضح النطاق أو الفئة
page-scroll = جدول يمكن تمريره أفقيًا
page-up = العودة إلى المحتويات
page-briefs = ما رواه مصدر واحد ولا رد عليه
page-in-file = تُطبع هذه مختصرة، ونصها الكامل مطوي في الملف.
page-folded = مطوي؛ تجده في الملف
page-unfold = الأحكام والنصوص وما ينقص
page-see = انظر
page-other-readings = قراءات أخرى
page-band-any = قد تكون أي قيمة من 0
page-period = الفترة التي يغطيها التقرير
page-whole-days = يدل الرقم على عدد ما لم يُذكر من وقته سوى الأيام
page-drawn-with = تحت الرقم { $n }
page-no-room = { $n ->
    [one] تسمية واحدة لم يتسع لها مكان على الخريطة، وهي في مفتاح الرموز.
    [two] تسميتان لم يتسع لهما مكان على الخريطة، وهما في مفتاح الرموز.
    [few] { $n } تسميات لم يتسع لها مكان على الخريطة، وهي في مفتاح الرموز.
   *[other] { $n } تسمية لم يتسع لها مكان على الخريطة، وهي في مفتاح الرموز.
 }

# Paper forms.
form-title-report = بلاغ: وقع أمر ما
form-title-access = بلاغ: هل تمكّنا من المراقبة
form-title-convoy = بلاغ: قافلة
form-exercise = تمرين
form-number-how = اذكر هذا الرقم أولًا، حرفًا حرفًا، بأي وسيلة أبلغت. ويدلّ حرفه الأخير على صحة سماعه. تُستعمل الاستمارة مرة واحدة.
form-who = الجهة المبلِّغة (المركز، الدورية، الاسم)
form-call-sign = نداء اللاسلكي أو رقم الهاتف
form-way = وسيلة الإبلاغ: لاسلكي، هاتف، رسالة قصيرة، ورق فقط
form-when = وقت الوقوع: التاريخ والتوقيت المحلي
form-when-noted = وقت كتابة هذا: التاريخ والتوقيت المحلي
form-where = المكان: أسماء الأماكن، الأصغر أولًا؛ المسافة والاتجاه من مكان معروف
form-latitude = خط العرض
form-longitude = خط الطول
form-what = ماذا وقع وبأي وسيلة، بقدر ما هو معروف
form-by-whom = يقال إن الفاعل هو (يُترك فارغًا إن لم يقل أحد)
form-on-whom = يقال إنه استهدف
form-people = الأشخاص: قتلى، جرحى، مفقودون؛ مدنيون أو مقاتلون، وبحسب قول مَن
form-access-what = طُلب أو مُنح أو مُنح بشروط أو تأخّر أو رُفض؛ وإلى أي منطقة
form-access-party = الجهة صاحبة الإذن
form-access-cause = السبب بحسب قولهم
form-convoy-name = أي قافلة
form-convoy-what = غادرت، مرّت، فُحص الختم، أُوقفت، واصلت، عادت، وصلت
form-convoy-trucks = عدد الشاحنات
form-basis = كيف عُرف ذلك
form-seen = رأيته بنفسي
form-heard = سمعته بنفسي
form-told = قاله آخرون: مَن؟
form-words = بكلماتهم
form-written-by = كتبه (الاسم والتوقيع)
form-read-back-by = أعاد قراءته (الاسم والوقت)
form-typed-by = أدخله
form-checked-by = أدخله مرة ثانية للتحقق
form-closing = يُترك فارغًا ما هو غير معروف. اختم بلاغك باللاسلكي بكلمة الختام المتفق عليها، ولا تكتبها في هذه الاستمارة.
