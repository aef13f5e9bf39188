# Words that drawings and pages say of themselves: legends, axes, links.

page-exercise = EXERCISE: nothing here has happened
page-skip = Skip to the report
page-contents = Contents
page-notes = Footnotes
page-notes-how = Each number leads to the statements that a sentence rests on, by their ids.
page-back = back to the text
page-note-mark = footnote { $n }
page-more-statements = { $n ->
    [one] and { $n } more statement
   *[other] and { $n } more statements
 }
page-as-list = The same as a list
page-legend = Legend
page-breaks = breaks
page-may-break = may break
page-at-risk = alleged, at risk
page-uncovered = no clause covers it
page-calm = no breach established
page-word = something said or decided
page-band = from the least value to the greatest
page-target = complete at this value
page-now = period's end; what is after it is a projection
page-completion = completes in this time, as known
page-zone = zone, agreed
page-zone-not-agreed = zone, not agreed
page-place = registered place
page-incident = where an incident is said to have been
page-basemap = Boundaries on this map come from a file that the mission supplied. They imply no opinion on the status of any territory or on its boundaries.
page-basemap-disputed = disputed, as that file says
page-no-basemap = No boundaries are drawn.
page-scale = { $km } km
page-north = north
page-origin = origin
page-unnamed = origin without a name
page-relayer = passed it on
page-common = What every version says
page-quotes = In their words
page-chains = Who relays whom
page-figures = Figures by origin
page-answers = Replies and findings
page-missing = What is missing
page-verdicts = Verdicts
page-versions = Versions side by side
page-not-drawn = Not drawn
page-made = Made by Armistice { $version }, time zone data { $zone-data }.
page-unclear = scope or population unclear
page-scroll = table, can be scrolled sideways
page-up = Back to the contents
page-briefs = Told by one source, with no reply
page-in-file = In print these are short: what each says in full stands in the file, folded.
page-folded = folded: the file has it
page-unfold = Verdicts, words and what is missing
page-see = see
page-other-readings = Other readings
page-band-any = may be anywhere from 0
page-period = the period reported on
page-whole-days = a number stands for so many of which no more than the days is stated
page-drawn-with = under { $n }
page-no-room = { $n ->
    [one] One label found no room on the map; the legend has it.
   *[other] { $n } labels found no room on the map; the legend has them.
 }

# Paper forms.
form-title-report = Report: something happened
form-title-access = Report: whether we could look
form-title-convoy = Report: a convoy
form-exercise = EXERCISE
form-number-how = Say this number first, character by character, by whatever way you report. Its last character tells whether it was heard rightly. Use a form once.
form-who = Who reports (post, patrol, name)
form-call-sign = Call sign or telephone number
form-way = Reported by: radio, telephone, SMS, paper alone
form-when = When it happened: date, local time
form-when-noted = When this was written: date, local time
form-where = Where: place names, smallest first; how far and in which direction from a known place
form-latitude = Latitude
form-longitude = Longitude
form-what = What happened, by which means, as far as known
form-by-whom = Said to be done by (leave empty if nobody says)
form-on-whom = Said to be done to
form-people = People: killed, injured, missing; civilians or combatants, as said by whom
form-access-what = Asked for, granted, granted on conditions, delayed or denied; into which zone
form-access-party = Whose leave it was
form-access-cause = Why, as they say
form-convoy-name = Which convoy
form-convoy-what = Left, passed, seal checked, held, went on, turned back, arrived
form-convoy-trucks = How many trucks
form-basis = How it is known
form-seen = seen by myself
form-heard = heard by myself
form-told = told by others: by whom?
form-words = In their own words
form-written-by = Written by (name, signature)
form-read-back-by = Read back by (name, time)
form-typed-by = Typed in by
form-checked-by = Typed a second time, as a check, by
form-closing = What is not known stays empty. End a report at the radio with your closing word; do not write it on this form.
