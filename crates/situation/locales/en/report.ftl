# The sentences of the report. Values are isolated by the program; quotation marks stand around what somebody wrote.

title = Daily report, { $date }
disclaimer = Verdicts are computed from what is on the record, under the standard of proof named with each. A verdict is not a determination by any body, and is without prejudice to any party.

header-agreement = Agreement
header-period = Period
header-cut-off = Information cut-off
header-times = Times
header-perspective = Perspective
header-standard = Standard of proof
header-audience = Audience
cut-off-all = everything on the record
zone-of-times = { $zone } ({ $offset } from Greenwich)
audience-mission = the mission

section-bottom-line = Bottom line
section-clocks = Clocks and phases
section-timeline = Timeline
section-violations = Reported incidents
section-casualties = Casualties
section-zones = Zones and map
section-humanitarian = Aid
section-notices = Notices and messages
section-access = Access of monitors
section-coverage = What was watched
section-follow-up = Follow-up
section-corrections = Corrections
section-unknown = What is not known
section-annex = Sources and method

# Times and amounts
time-never = never, as known
time-ever = ever
time-not-stated = not stated
time-between = { $from } – { $until }
time-within = { $date } { $from } – { $until }
time-lasting = from { $from } until { $until }
time-in-words = { $time } ({ $words })
unit-hours = { $n } h
unit-minutes = { $n } min
unit-seconds = { $n } s
unit-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
range = { $least }–{ $most }
range-open = at least { $least }
range-up-to = up to { $most }
range-open-to = { $least } to { $most } or more
list-separator = {", "}
clause-separator = {"; "}
quoted = “{ $words }”
headline-of = { $name } (headline)
and-more = And { $n } more, not listed here.

# Names
about-actor = said to be by { $actor }
about-event = nobody established as having acted
accused-nobody = nobody named
accused-dyad = between { $a } and { $b }, no attacker stated
source-unnamed = an unnamed source
source-unnamed-words = unnamed: { $words }
chain-citing = { $relayer }, citing { $cited }
place-area = within an outlined area
place-not-stated = place not stated
place-unnamed = place without a name
place-within = { $names } ({ $within })
place-disc = within { $km } km of { $position }
act-not-stated = act not stated
field-actor = actor
field-target = target
field-act = act
field-weapon = weapon
field-place = place
field-time = time
field-ground = who held the ground
field-support = who supported the author

# Figures
killed = killed
injured = injured
killed-or-injured = killed or injured (one sum)
missing = missing
detained = detained
combatants = combatants
civilians = civilians
population-not-stated = not stated who
scope-cumulative = a running total
scope-ambiguous = unclear what it counts
count = { $category }: { $figure }
measure = { $name }: { $number } { $unit }

# Verdicts
word-breached = breached
word-contested = contested
word-undetermined = undetermined
word-kept = no breach established
word-not-applicable = not applicable
word-uncovered = no clause covers it
cause-not-established = alleged, not established
cause-imprecise = missing, imprecise or disputed: { $fields }
cause-not-observed = not observed
cause-judgement-awaited = a judgement is awaited from { $deciders }
cause-exception = exception { $name } is claimed and not settled
cause-sealed = the geometry of { $zone } is sealed or unpublished
cause-no-version = no version of { $zone } is agreed
cause-pending = a referral is pending
cause-steps = steps are still owed: { $steps }
cause-trigger = what asks for it is alleged, contested or imprecise
cause-not-yet-due = not yet due
status-none = nothing on the record alleges it
status-alleged = alleged; neither what speaks for it nor what speaks against it meets the standard
status-refuted = what speaks against it meets the standard
status-contested = what speaks for it and what speaks against it both meet the standard
status-established = what speaks for it meets the standard
verdict = { $word } under { $articles }, { $about }, at { $standards }: { $because }
verdict-state = At { $standards } it is a state about which articles ask: whether somebody held ground, or supported somebody.
state-holds-ground = Whether { $actor } held the ground then is a claim of its own; at { $standards }: { $status }.
state-supports = Whether { $actor } supported the author then is a claim of its own; at { $standards }: { $status }.
verdict-uncovered = No clause of the agreement covers it at { $standards }.
verdict-event-only = { $articles } is named only because nobody is established at { $standards } as having acted; it does not bind { $names }, whom reports name.
verdict-at = { $word } at { $standard }

# Clocks
value-range = { $least } to { $most }
completion-never = stands still: never completes, as known
completion-since = complete since { $at }
completion-would = runs, would complete at { $at }
completion-since-between = complete, since between { $from } and { $until }
completion-possibly = possibly complete since { $from }, surely at { $until }
completion-would-between = runs, would complete between { $from } and { $until }
completion-possibly-or-never = possibly complete since { $from }, or never, as known
completion-would-or-never = runs, would complete at { $from } at the earliest, or never, as known
value-of = { $value } ({ $needs } needed)
length-elapsed = { $time } of elapsed time
length-calendar-first = { $days } of the calendar (the first day counts)
length-calendar-zero = { $days } of the calendar (the first day is day 0)
policy-reset = reset at each break
policy-pause-day = pause by civil day
policy-pause-time = pause for { $time } from each break
policy-pause-restored = pause from each break until restored
policy-tolerate = tolerate { $each } { $within }, then { $beyond }
tolerate-class = { $n } { $class }
tolerate-any = { $n }
tolerate-window = in { $time }
tolerate-run = in the run
policy-refer = refer to { $deciders } for { $term } from { $from }, then { $then }
refer-from-breach = the break
refer-from-known = its being known
refer-then-excused = as if there were no break
policy-discretionary = leave to the deciders
deciders-all = all of { $names }
deciders-any = any of { $names }
deciders-chair = { $names }, the chair { $chair } deciding
every-policy = every policy
clocks-none = The agreement has no clock.
clock-title = “{ $clock }”
clock-title-zone = “{ $clock }” in { $zone }
clock-title-pair = “{ $clock }” between { $a } and { $b }
clock-summary = Needs { $length }, counted from { $start } [{ $paragraph }]. { $rows ->
    [one] One row: every policy and standard has the same course.
   *[other] { $rows } rows, one for each course; policies and standards with the same course stand together.
 }
clock-while = It counts only while “{ $regime }” is in force.
clock-whatever = It counts whatever period is in force.
clock-unit-hours = hours
clock-unit-days = days
clock-label = { $policies } – at { $standards }
clock-reading = { $value }; { $completion }; { $broken }
clock-reading-bound = { $value } (a bound: the true range may be narrower); { $completion }; { $broken }
broken-by-nothing = nothing established breaks it
broken-before = { $n ->
    [one] earlier broken by { $n } incident: { $last }
   *[other] earlier broken by { $n } incidents, the last { $last }
 }
broken-by = { $n ->
    [one] broken by { $n } incident: { $last }
   *[other] broken by { $n } incidents, the last { $last }
 }
broken-maybe = { $n ->
    [one] { $n } incident may have: { $last }
   *[other] { $n } incidents may have, the last { $last }
 }
broken-risk = { $n ->
    [one] { $n } alleged incident puts it at risk
   *[other] { $n } alleged incidents put it at risk
 }
broken-unobserved = { $n ->
    [one] { $n } day not observed
   *[other] { $n } days not observed
 }
break-of = { $incident } ({ $date })
break-named = { $incident } ({ $about }, { $date })
breaks-together = { $n } incidents, { $date }

heading-phases = Phases
phases-none = The agreement has no phases.
phase = Phase “{ $phase }” at { $standard }: { $said }
phase-open = open since { $since }
phase-disputed = disputed, not open (yes: { $yes }; no: { $no })
phase-refused = refused
phase-eligible = eligible
phase-possibly = possibly eligible
phase-not-eligible = not eligible
phase-premature = opened before it was surely eligible
phase-superseded = opened on knowledge since superseded
phase-perhaps-premature = perhaps opened before it was surely eligible: its clock gives a bound
phase-perhaps-superseded = perhaps opened on knowledge since superseded: its clock gives a bound
phase-awaiting = no decision yet from { $names }
condition-complete = clock “{ $clock }” complete by { $policy }
condition-kept = article { $article } kept
condition-judged = judged “{ $slot }”
condition-fails = { $what }: not satisfied
condition-undetermined = { $what }: undetermined
heading-duties = What is owed
duties-none = At { $standard } nothing is known to be owed or to have fallen due.
duty-told = Article { $article }, { $who }: { $word } at { $standard }: { $states }.
duty-because = { $word }, { $causes }
duty-denied = { $word }, denied
word-duty-kept = kept
duty-dormant = nothing asks for it
duty-in-force = due before { $due }
duty-not-so-far = not done so far
duty-took = done after { $time }
duty-done = done in time
duty-overdue = overdue since { $due }
duty-lapsed = lapsed with the period in which it was owed
duty-late = done late, by { $late }
duty-late-called = done late, by { $late }, called { $labels }
condition-told = Article { $article } depends on article { $on } being kept. At { $standard }: { $state }.
condition-stands = it is
condition-in-doubt = that is in doubt
condition-failed = it is not
condition-failed-since = it is not, since { $since }
condition-goes-on = article { $article } goes on, as judged
condition-ended = article { $article } ended, as judged

heading-patterns = Patterns, put before people
pattern-told = “{ $name }” at { $standard }: { $state }. Nothing else follows from it.
pattern-stands = it stands since { $since }
pattern-may-stand = it may stand
pattern-does-not-stand = it does not stand
pattern-most = at most { $n } in one window
pattern-found = found, as judged
pattern-not-found = not found, as judged
heading-changes = Amendments and exits
change-in-effect = “{ $name }” was signed { $signed } and is in effect from { $effect }, as known.
change-takes-effect = “{ $name }” was signed { $signed } and takes effect { $effect }, as known.
change-not-signed = “{ $name }” is not in effect: { $state }.
change-not-given = “{ $name }” has not been given.
change-signed-by = signed by { $names }
change-refused-by = refused by { $names }
change-awaiting = not answered by { $names }
article-by-amendment = { $article } by amendment “{ $name }”
article-as-read-by = { $article } as read by { $name }
article-declared-by = { $article } declared by { $name } alone

heading-regimes = Periods in force
regime-runs = “{ $regime }” runs from { $from } until { $until }, as known.
regime-runs-open = “{ $regime }” runs from { $from }, without end as known.
regime-ended = “{ $regime }” ended { $until }, as known.
regime-not-begun = “{ $regime }” has not begun, as known.

# Timeline
timeline-title = What is said to have happened, and what was said
timeline-summary = { $n } marks over { $span }; incidents by their worst word at { $standard }. A bar is as long as the time is uncertain.
lane-breached = breached
lane-contested = contested
lane-undetermined = undetermined or alleged
lane-kept = no breach established
lane-uncovered = no clause covers it
lane-replies = replies and findings
lane-decisions = decisions and renewals
lane-messages = notices and messages
lane-cut = In “{ $lane }” { $n } earlier marks are not drawn.
mark-incident = { $incident }: { $act }, { $time }

# Incidents
violations-none = No incident of this period is on the record. That nobody reports one does not mean that there was none.
violations-how = Each incident stands with all its versions. The verdict is told at { $standard } and at the weakest standard.
violations-caption = Incidents that may have happened in the period, in order of time
cards-more = { $n ->
    [one] One further incident has no card of its own; it is in the table.
   *[other] { $n } further incidents have no card of their own; they are in the table.
 }
column-incident = incident
column-time = time
column-place = place
column-act = act
column-accused = who is said to have acted
column-sources = sources
column-verdict = verdict
column-polarity = says that
column-targets = target
column-weapon = weapon
column-figures = figures
column-source = source
column-grade = grade
column-known = known
column-category = category
column-figure = figure
column-origin = origin
column-chain = came through
column-zone = zone
column-version = version
column-agreed = agreed
column-paragraph = paragraph
column-said = what was said
column-watcher = watched by
column-watched = how long
column-day = day
column-what = what
column-then = as then known
column-now = as now known
column-named = named
column-named-in = said to have acted in
column-answered = answered
column-heard = no reply, heard through others
column-unanswered = no word on record
column-as-origin = as origin
column-as-relayer = as relayer
sources-counted = { $reports ->
    [one] { $reports } report
   *[other] { $reports } reports
 }, { $origins ->
    [one] { $origins } origin
   *[other] { $origins } origins
 }
incident-titled = { $act }, { $accused }, { $place }
card-title = { $act }; { $accused }; { $place }; { $time }
card-quote = { $source } says: { $words }
card-withdrawn = { $said } (known { $known }; withdrawn by { $by }, { $withdrawn })
card-answer = { $said } (known { $known })
version-common = { $field }: { $value }
versions-caption = Versions side by side
versions-more = And { $n } more reports, not shown.
known-corrected = { $known }, corrected { $corrected }
cell-corrected = { $now } (before: { $before })
known-stated = { $known }, stated by a history batch
known-history = , stated by a history batch
not-graded = not graded
not-stated = not stated
polarity-happened = it happened
polarity-not = it did not happen
polarity-not-by = it was not the act of { $actor }
missing-reply = No reply on the record from { $names }. Silence is no answer.
missing-reply-heard = No reply of its own on the record from { $names }: what others pass on of it stands among the versions.
missing-finding = No finding of any body is on the record.
missing-fields = No report states: { $fields }.
graph-summary = { $reports ->
    [one] { $reports } report
   *[other] { $reports } reports
 } from { $origins ->
    [one] { $origins } origin
   *[other] { $origins } origins
 }, passed on by { $relayers ->
    [0] nobody
    [one] { $relayers } other
   *[other] { $relayers } others
 }.
graph-summary-cut = { $reports } reports from { $origins } origins, passed on by { $relayers } others; { $more } sources are not drawn.
flip = What would change “{ $word }” under article { $article } at { $standard }: { $what } would make it “{ $becomes }”.
flip-state = What would change “{ $word }” under article { $article } at { $standard }: { $what }, on the claim who held the ground or supported the author, would make it “{ $becomes }”.
flip-withdrawal = the withdrawal of { $of } by { $by }
flip-reports = { $n ->
    [one] one more independent report
   *[other] { $n } more independent reports
 }{ $grade }
flip-reports-not = { $n ->
    [one] one more independent report that it did not happen
   *[other] { $n } more independent reports that it did not happen
 }{ $grade }
flip-grade = , graded { $grade } or better,
flip-acknowledgement = an acknowledgement by a registered speaker of { $actor }
flip-finding = { $n ->
    [one] a finding { $word } by { $bodies }
   *[other] findings { $word } by { $bodies }
 }
flip-judgement = a judgement of “{ $slot }”

# Casualties
figures-none = No casualty figure for this period is on the record.
figures-never-added = Figures stand by source and origin. They are never added: two sources may count the same people.
figures-caption = Figures as stated
strip-summary = { $n ->
    [one] { $category }: one figure, { $one }
   *[other] { $category }: { $n } figures, from { $least } to { $most }
 }. Not added.
strip-summary-open = { $n ->
    [one] { $category }: one figure, { $one }
   *[other] { $category }: { $n } figures, from { $least } to { $most } or more
 }. Not added.
strip-mark = { $origin }: { $figure } (known { $known })

# Zones
map-title = Zones, places and where incidents are said to have been
map-summary = { $zones } zones and { $places } places of the mission; { $areas } areas in which reports put incidents. An outline shows how far a position is uncertain, never a point that nobody stated.
map-none = No zone, place or position that can be drawn is on the record.
map-not-drawn = { $incident }: no position stated, or only one too coarse to draw.
zones-none = The agreement declares no zone.
zones-caption = Zones and their versions
zone-none = none
zone-no-version = no version is on the record
zone-agreed = agreed
zone-not-agreed = not signed by all
zone-sealed = sealed
zone-unpublished = not published
zone-version-from = { $label }, from { $from }
heading-weapons = Weapons
weapons-not-kept = Inventories of weapons are not kept in this record yet.

# Aid, notices, access
aid-none = No report of this period tells of aid that waited, or of a cause.
aid-told-to-all = What is said of a convoy on its way stands here where every party and body was told it.
aid-never-added = Rival causes stand side by side; their hours are not added.
aid-cause = Claimed cause: { $cause }
aid-no-cause = none stated
aid-length = { $said }; { $length }
notices-none = No notice or message between people is on the record for this period.
notices-caption = Who told whom what, when, and since when it is known
notices-silence = Silence is no answer: it is never consent and never denial.
notices-counted = Notices in force or to come, or said in this period: { $n }.
notices-unanswered = Recipients of them whom no person has answered for: { $n }. Silence is not consent.
notices-read-back-differs = Recipients whose read-back differs from the position that was notified: { $n }.
notices-objected = Recipients that object: { $n }.
alert-person = { $said }: a person had seen it after { $wait }.
alert-no-person = { $said }: no person is known to have seen it, { $wait } so far.
alert-halted = { $said }: said to have stopped after { $wait }.
notices-struck = Established incidents where and when a notice was in force: { $n }. Which ones is said to those whom the notices are for.
access-none = No report of “{ $act }” is on the record for this period.

# Coverage
coverage-none = Nobody states that they watched any zone in this period.
coverage-no-minimum = The agreement states no minimum of watching.
coverage-needs = The agreement asks for { $time } of watching for each zone and day.
coverage-needs-by = The agreement asks for { $time } of watching for each zone and day, by { $by }.
coverage-caption = Watched in the period
coverage-unwatched = Nobody states that they watched { $zones }.
coverage-not-calm = Where nobody watched, the absence of reports does not mean calm.

# Follow-up
heading-open = Open
follow-none = Nothing waits for a judgement, a ruling or a decision.
follow-open = { $what }: { $n ->
    [one] { $n } incident waits
   *[other] { $n } incidents wait
 } at { $standard }, { $first } among them.
follow-phase = Phase “{ $phase }” at { $standard }: no answer yet from { $names }.
follow-caption = Who is said to have acted in how many incidents, and what is on the record of their answers
follow-fights = { $n ->
    [one] { $n } incident is told as a fight between two, by reports that name no attacker
   *[other] { $n } incidents are told as fights between two, by reports that name no attacker
 }: nobody is asked for a reply to that.
heading-decided = Decided, found and renewed in the period
decided-none = No decision, finding or renewal became known in the period.

# Corrections
corrections-no-days = There is no earlier day of this agreement to compare.
corrections-compared = { $different ->
    [0] The reports of the { $days } days before would read as they did.
    [one] Of the reports of the { $days } days before, { $different } would read differently now.
   *[other] Of the reports of the { $days } days before, { $different } would read differently now.
 }
corrections-caption = As known at the end of each day, and as now known, at { $standard }
correction-unknown = not in the report
correction-clock = “{ $clock }”
heading-arrived = Incidents that became known only after their day
correction-arrived = { $day }: { $n ->
    [one] { $n } incident
   *[other] { $n } incidents
 }; as now known, at { $standard }: { $counts }
heading-corrected = Corrected and withdrawn in the period; said since on what is told here
corrected-none = Nothing was corrected or withdrawn in the period, and nothing became known since, up to the cut-off, that answers what is told here.
correction-said = { $said } (known { $known })

# Bottom line
bottom-clock = { $clock } by { $policy }, at { $standard }: { $value }; { $completion }; { $broken }
word-counted = { $n } { $word }
uncovered-counted = { $n } covered by no clause
bottom-words = { $n ->
    [one] { $n } incident may have happened in the period
   *[other] { $n } incidents may have happened in the period
 }, { $within } of them wholly within it by what is stated; at { $standard }: { $counts }
bottom-trend = Incidents known at the end of each day: { $now } for this one, { $then } for { $before }. As now known: { $now-later } and { $then-later }. Reports of a day go on arriving for days.
bottom-ungraded = No report on the record is graded so that it could meet { $standard }: that nothing is established at it is no finding of calm.
bottom-incident = { $incident }: { $parts }
bottom-said = { $n ->
    [one] { $n } further entry is of something said, told or announced
   *[other] { $n } further entries are of something said, told or announced
 }; they are no incidents and are not counted.
bottom-figures-long = { $n ->
    [one] Figures of people killed are stated on { $n } incident, for which no time is stated, or one much longer than the period
   *[other] Figures of people killed are stated on { $n } incidents, for which no time is stated, or one much longer than the period
 }.
bottom-figures = { $n ->
    [one] Figures of people killed are stated on { $n } incident
   *[other] Figures of people killed are stated on { $n } incidents
 }; sources state most on “{ $incident }”: { $range }. { $long ->
    [0] Figures are not added.
   *[other] For { $long } of them no time is stated, or one much longer than the period. Figures are not added.
 }
bottom-unwatched = Nobody states that they watched any zone: that little is reported does not mean that it was calm.

# What is not known
unknown-none = Nothing of the period is undetermined.
unknown-cause = { $n ->
    [one] { $n } incident is undetermined
   *[other] { $n } incidents are undetermined
 } at { $standard }: { $cause }
unknown-dyad = { $n ->
    [one] { $n } report names two actors and no attacker.
   *[other] { $n } reports name two actors and no attacker.
 }
unknown-nobody = { $n ->
    [one] { $n } report names nobody as having acted.
   *[other] { $n } reports name nobody as having acted.
 }
unknown-uncovered = { $n ->
    [one] { $n } incident is covered by no clause under any standard; people may disagree whether it should be.
   *[other] { $n } incidents are covered by no clause under any standard; people may disagree whether they should be.
 }
unknown-articles = { $n ->
    [one] { $n } article cannot be computed yet: { $articles }
   *[other] { $n } articles cannot be computed yet: { $articles }
 }

# Annex
annex-sources = Sources of the period's reports
annex-statements = { $known } statements were known at the cut-off; { $live } of them stand, neither withdrawn nor replaced.
annex-how = This report can be made again from the same statements, agreement and cut-off, and gives the same bytes.
annex-history = { $n } statements came in history batches that state when they were known.

# What people say
claim-on = on { $targets }
claim-to = to { $targets }
claim-with = with { $weapon }
claim-cause = claimed cause: { $cause }
says-happened = { $source } says: { $claim }
says-not-happened = { $source } says that it did not happen: { $claim }
says-not-by = { $source } says that it was not the act of { $actor }: { $claim }
says-reply = { $speaker } { $stance } (on { $to })
says-reply-reserved = { $speaker } { $stance } (on { $to }), without prejudice, not counted
says-finds = { $body } finds: { $finding }
says-decides = { $speaker } decides on { $question }: { $answer }
says-watched = { $watcher } states that it watched { $zone }, { $during }
says-renews = { $speaker } signs { $act } of { $regime }, { $term }
says-translates = { $speaker } translates { $of } into { $language }: “{ $words }”
says-grades = { $speaker } grades { $of } { $grade }
says-same = { $speaker } says that { $a } and { $b } are the same incident
says-unsure = { $speaker } cannot say whether { $a } and { $b } are the same incident
says-weights = { $speaker } compares reports by weights learnt from { $reports } reports
says-different = { $speaker } says that { $a } and { $b } are different incidents
says-registers = { $speaker } makes an entry of a register
says-zone-version = { $speaker } states version { $label } of { $zone }
says-zone-signature = { $speaker } signs zone version { $version }
says-adopts = { $speaker } adopts { $agreement }
says-batch = import of { $file } ({ $format }), { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 }
says-undoes = { $speaker } undoes import { $batch }
said-in-words = { $said }: { $words }
stance-acknowledges = acknowledges
stance-denies = denies, on the basis of { $basis }
stance-denies-bare = denies, stating no basis
stance-explains = explains
stance-disputes = disputes { $field }
stance-corrects = corrects
stance-corrects-to = corrects: { $what }
stance-withdraws = withdraws
explains-exception = claiming exception { $name }
explains-acknowledging = acknowledging the act
finding-confirmed = confirmed
finding-probable = probable
finding-possible = possible
finding-not-substantiated = not substantiated
finding-refuted = refuted
finding-inconclusive = inconclusive
attribution-empty = attribution: not stated
attribution-actor = attributed to { $actor }
attribution-some-party = attributed to some party, undetermined which
attribution-none = not attributable
intent = intent: { $intent }
intent-empty = intent: not stated
severity = severity { $severity }
question-phase = opening { $phase }
question-ruling = { $on } on clock { $clock }
question-judgement = { $slot }
question-signature = signing “{ $slot }”
question-judgement-of = { $slot }, of { $on }
answer-yes = yes
answer-no = no
answer-breaks = breaks
answer-excused = excused
incident-of = the incident of { $id }
term-time = for { $time }
term-until = until { $at }
term-open = without end
note-line = { $said } [known { $known }{ $history }]{ $cited }
note-cited = {" "}{ $where }

# What goes through the channel between the parties
on-statement = on { $of }
said-in-drill = drill: { $said }
window = from { $from } until { $until }
window-from = from { $from } on
window-until = until { $until }
window-always = without beginning or end
trucks = trucks: { $number }
says-notifies = { $speaker } notifies { $to } of { $what }
notified-protected-site = a protected site
notified-humanitarian-movement = a humanitarian movement
notified-planned-activity = a planned activity
notified-repair-window = quiet for a repair
notified-local-silence = quiet in one place
notice-heights = heights { $from } to { $to } m
notice-marking = marking { $marking }
notice-seen-at-night = seen at night
notice-not-seen-at-night = not seen at night
notice-contact = contact { $contact }
notice-expires = no longer holds from { $at } unless it is said again
notice-objections = objections are asked for until { $at }
notice-replaces = in place of { $of }
notice-may-be-told = whoever asks about the place may be told of it
notice-no-permission = gives no permission; silence is not consent; its absence forbids nothing
says-receipt = { $speaker } to { $to } on { $of }: { $step }
step-delivered = reached the machine { $system }
step-seen = seen by { $officer }
step-read-back = read back by { $officer }
mark = { $km } km from { $from }, bearing { $bearing }°
step-passed = passed to { $unit }
step-held = { $unit } attests that it has it
step-understood = understood by { $officer }
step-no-objection = no objection, which is no permission
step-objects = objects
step-halted = halted, { $time }
step-continues = continues
step-closed = says that it is over
says-warns = { $speaker } warns { $to }
says-halt = { $speaker } asks { $to } to halt
alert-endangered = there: { $who }
alert-since = going on, begun { $time }
says-escalates = { $speaker } turns to { $to } on { $of }: no answer from { $silent }, rung { $rung }, due { $at }
says-ladder = { $speaker } states whom the mission turns to where { $party } does not answer: { $rungs }
rung-next-officer = after { $after } the next officer
rung-other-channel = after { $after } another channel
rung-other-side = after { $after } the other side
rung-guarantors = after { $after } the guarantors
rung-whom = { $rung } ({ $whom })
says-duty = { $speaker } states that { $officer } is on duty for { $party }, rank { $rank }
duty-reach = reached by { $reach }
duty-languages = languages: { $languages }
says-hands-over = { $speaker } states that the watch of { $watch } passes from { $from } to { $to }, { $at }
handover-open = still open: { $open }
says-call = { $speaker } notes a call from { $caller } to { $called }
call-spoke = spoke: { $who }
call-nobody-spoke = nobody is said to have spoken
call-numbers = numbers: { $numbers }
call-language = language: { $language }
call-interpreter = interpreter: { $name }
call-about = about { $about }
call-same-as = the same call as { $other }
says-convoy = { $speaker } states the plan of convoy { $name }
convoy-route = by way of { $route }
convoy-seals = seals { $seals }
convoy-permits = permission is asked of { $issuers }
says-convoy-event = { $speaker } on convoy { $convoy }: { $leg }
leg-asked = permission asked of { $issuer }
leg-answer-by = an answer is needed by { $at }
leg-granted = permission given by { $issuer }
leg-conditions = on conditions: { $conditions }
leg-refused = permission refused by { $issuer }
leg-departed = left
leg-passed = passed the road checkpoint { $checkpoint }
leg-seal-whole = seal { $seal } looked at: whole
leg-seal-not-whole = seal { $seal } looked at: not whole
leg-held = held up
leg-held-by = held up by { $by }, as claimed
leg-went-on = went on
leg-turned-back = turned back
leg-arrived = arrived
leg-delivered = trucks that delivered: { $trucks }
leg-accepted = trucks that were accepted: { $trucks }
says-access = { $speaker } on the access of { $watcher } to { $zone }, leave of { $party }: { $step }
access-requested = requested
access-granted = granted
access-conditional = granted on conditions
access-delayed = delayed
access-denied = denied
says-inquiry = { $speaker } on inquiry { $file }: { $stage }
inquiry-due = due { $at }
stage-alleged = an allegation was received on { $on }
stage-insufficient = insufficient, missing: { $missing }
stage-out-of-scope = out of scope
stage-duplicate = the same as { $of }
stage-opened = opened by { $body }
stage-asked = { $party } is asked for something
stage-answered = { $party } answers
stage-refused = { $party } refuses
stage-found = finding { $finding }
stage-comments-open = the parties may comment
stage-comment = { $party } comments
stage-ruled = ruled { $class }
stage-adopted = the ruling is adopted by { $body }
stage-published = published
stage-withheld = not published
stage-withheld-until = not published until { $at }
stage-follow-up = { $party } is asked to act: { $asked }
stage-replied = { $party } says what it did
stage-done = what was asked of { $party } is done
stage-closed = closed
stage-reopened = opened again
says-asks-area = { $speaker } asks whether { $purpose } would meet what others notified

heading-labels = Names in this report
labels-caption = Label and original
labels-how = Names stand as the mission has translated them, and words that the program writes on import as it translates them. A label is no more than that: the original decides, and everything was computed with it. What is translated between quotation marks says so: [translated].
column-label = label
column-original = original
heading-places = Names of places
places-caption = Name of a place and its agreed form
places-how = Places stand as { $side } calls them; nothing was computed with these names.
places-recognise = A name for a place recognises nothing: the agreed form is that of the register.
column-agreed-form = agreed form
label-quoted = { $label } [translated]
