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
