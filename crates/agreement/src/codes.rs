//! The codes of everything that can be said against a text: letter A, four digits, a title, and what to do.
//!
//! A01 the text cannot be read · A02 a choice is missing · A03 a name leads nowhere · A04 it cannot be meant so ·
//! A05 warnings and notes · A06 drafting: what the text says too loosely.
//!
//! Holds
//! - One table. A code that was released keeps its meaning; a code that is no longer given is not given again to another.
//! - Every code is triggered by a case in `cases/agreement/bad/`.
//!
//! Not here: the wording for one text (`parse`, `check`).

record::codes! {
    TAB "A0101" "a tab in the text"
        "Indentation has meaning in an agreement, and a tab is as wide as each reader's program makes it. \
         Replace tabs by spaces; two for each level are usual."
    UNSEEN "A0102" "a character that cannot be seen"
        "Control characters, spaces without width and marks that turn the direction of writing can make a text look different \
         from what is read by the program. They are refused everywhere, in comments too. Delete the character and type the words again."
    UNCLOSED "A0103" "quotation marks or brackets that do not close"
        "A quoted text and a citation end on the line on which they begin. Add the missing `\"` or `]`."
    LOOKALIKE "A0104" "a sign that looks like another"
        "Word processors replace straight quotation marks by curved ones, and other scripts have commas of their own. \
         The language knows one of each: `\"` and `,`. Replace the sign."
    INDENTATION "A0105" "a line that stands too far left or right"
        "A block such as `article 1` begins at the left margin; its lines are indented, all by the same number of spaces. \
         Only a line that ends in a comma goes on in a deeper one. Move the line to where it belongs."
    UNKNOWN_BLOCK "A0106" "a block that the language does not have"
        "A line at the left margin opens a block: agreement, registers, zones, standards, perspectives, coverage, severity, judgement, \
         regime, article, clock, phase or tests. Write one of these words first, or indent the line under the block it belongs to."
    UNKNOWN_LINE "A0107" "a line that its block does not have"
        "Each block has its own lines; the message lists them. A term that the language cannot say yet is written as an article with \
         `not yet expressed, needs \"…\"`: it stays visible and has no verdict."
    UNREADABLE_LINE "A0108" "a line that cannot be read"
        "The line begins like one of its block and goes on differently. The mark shows the first word that was not understood, \
         and the help shows how the line is written. Put names that contain such words in quotation marks."
    SAID_TWICE "A0109" "something said twice"
        "A line or block that can be said only once stands here a second time. If both were kept, a reader could choose. \
         Delete one of them, or join them into one line."
    LIMIT "A0110" "more than the program holds"
        "Texts, names and lists have a greatest length, so that every machine can read every agreement. The limits are listed in \
         `spec/language.md`. Shorten the text, or move lists into a register."
    QUANTITY "A0111" "a number or date that cannot be meant"
        "A duration of nothing, a day that is not in the calendar, an hour 25, a number that cannot be held exactly. \
         Write the value that the parties agreed on."
    COORDINATE "A0112" "a position that the geometry does not hold"
        "Latitudes go from 70 S to 70 N and longitudes from 180 W to 180 E, and no zone may cross the line of 180 degrees. \
         Outside of that the distances would not be exact. Write positions as `39.10 N 22.50 E`."
    PATH "A0113" "a path that leaves the agreement's folder"
        "Files are named by their path from the folder of the agreement, with `/`, and without `..`, so that every party reads the same file. \
         Copy the file there and name it so."
    MIXED_KEYWORDS "A0114" "keywords of two languages"
        "A text has keywords of one language, that of its first word, so that every party reads the same lines; names and quoted texts may be in any. \
         Write the line in the keywords of its text; `armistice fmt --keywords` writes a whole text in the other ones."

    NO_AGREEMENT "A0201" "the head of the agreement is missing or incomplete"
        "A text begins with `agreement \"title\"` and says under it where the text comes from, how far it can be relied on, and who the parties are. \
         Nothing of this is assumed."
    NO_TIME_ZONE "A0202" "no time zone"
        "Days and local times mean nothing without a zone: a day of calm begins and ends at local midnight. \
         Write `time zone Europe/Athens`, with the zone whose clocks the parties use."
    NO_CITATION "A0203" "a clause without a citation"
        "Each clause carries the paragraph it comes from, so that a verdict can be read against the text. Write it in brackets after the name: `[¶3]`. \
         Where there is no number, any words that find the place will do: `[annex 2, map 1]`."
    NO_STANDARDS "A0204" "no standards of proof"
        "The text must say what counts as shown: how many independent origins, of which grade, whose finding, whether an acknowledgement is enough. \
         Write a block `standards`, weakest first."
    NO_HEADLINE "A0205" "no headline standard"
        "Verdicts are computed under every standard; the text says which of them is shown first. Write `headline` and its name in the block `standards`."
    NO_SINGLE_CHANNEL "A0206" "no rule for single channels"
        "Several origins may reach the record only through one and the same relayer. The text says whether they then count as one or each by itself: \
         `single channel counts as one` or `single channel counts by origin`."
    NO_PERSPECTIVE "A0207" "no perspective, or one without a grader"
        "A perspective says which sources are accepted and whose grades count. Verdicts are always computed in one. \
         Write at least one in the block `perspectives`."
    NO_COVERAGE "A0208" "no rule for coverage"
        "When nobody watched, nothing was reported: the text says how many hours of a day must be watched before silence counts as calm. \
         Write `no minimum` or `calm needs N hours of each zone-day by …` in the block `coverage`."
    NO_ARTICLE_LINE "A0209" "an article that leaves a choice open"
        "A prohibition says who is bound towards whom, with which weapons, where and when. The message lists the lines to choose from; \
         nothing is assumed, not even `anywhere`."
    EMPTY_ARTICLE "A0210" "an article that does nothing"
        "An article forbids, or declares, or is not yet expressed. Write one of `forbids …`, `declares`, `not yet expressed, needs \"…\"`."
    NO_BURDEN "A0211" "an exception without burden or standard"
        "The text says who must show an exception, and how well. Its standard is its own: weak proof of an exception never excuses strong proof of a breach. \
         Write `, burden on the accused at credible` with the choice that was agreed."
    NO_REGIME_LINE "A0212" "a regime that leaves a choice open"
        "A regime says how long it runs, who may renew it and whether late, what silence means, and what a gap does to provisions and clocks. \
         The message lists the lines to choose from."
    NO_CLOCK_LINE "A0213" "a clock that leaves a choice open"
        "Two honest readers of \"seven days of calm\" can differ by days. A clock therefore says its length and unit, start, regime, scope, what breaks it, \
         what doubt does, what happens on a break and under which standards it counts. The message lists the lines to choose from."
    NO_PHASE_LINE "A0214" "a phase that leaves a choice open"
        "A phase says when it is eligible, whether once is enough, under which standard, and who opens it. The message lists the lines to choose from."
    NO_CLASSES "A0215" "severity rows without classes"
        "Rows assign classes, and the classes have an order, least first. Write `classes minor, serious` as the first line of the block."
    NO_COSIGNERS "A0216" "a zone without a version, and nobody to sign one"
        "A zone that is not agreed yet gets its first version by signatures. Write whose: `zone Road is not agreed yet, versions signed by …`."
    NO_EXPECTATION "A0217" "a test that expects nothing"
        "A test beside the terms says what follows from what people said: a moment, and under it questions with their answers. \
         Without one nothing would be tested. Write `at` and a moment, and at least one question (`spec/cases.md` lists them)."

    NO_ENDS "A0218" "a strip that does not say how it ends"
        "A strip along a line goes on round the ends of the line, or stops there. A gun a few hundred metres beyond the end is inside in the one case and outside \
         in the other. Write `, ends flat` or `, ends round` behind the line."

    NO_CHANGE_LINE "A0219" "an amendment or exit that leaves a choice open"
        "Whose signatures an amendment or exit needs, from when it counts, what it changes, and what becomes of deadlines that run, each decide what is owed to whom. \
         Write the missing line."
    NO_PATTERN_LINE "A0220" "a pattern that leaves a choice open"
        "How many breaches of which articles, in which time, whose, how grave, and who is asked: each decides when people are troubled and about whom. \
         Write the missing line. One breach is no pattern."
    NO_INCLUSION_LINE "A0221" "an inclusion that leaves a choice open"
        "Which text an inclusion includes, which of its articles hold here, and for which time, each decide what is owed to whom. Write the missing line."

    UNKNOWN_ACTOR "A0301" "an actor that nobody declared"
        "Actors are named in the lines `parties` and `others`. Names are compared letter by letter. Correct the name or declare it."
    UNKNOWN_BODY "A0302" "a body that nobody declared"
        "Who decides, signs or renews is named in `bodies` or `parties`; who finds is named in `bodies`. Correct the name or declare it."
    UNKNOWN_ZONE "A0303" "a zone that nobody declared"
        "Zones are declared in the block `zones`, also those that are sealed, unpublished or not agreed yet. Correct the name or declare it."
    UNKNOWN_STANDARD "A0304" "a standard that nobody declared"
        "Standards are declared in the block `standards`. Correct the name or declare it."
    UNKNOWN_ACT "A0305" "an act that nobody declared"
        "Words for acts are declared under `acts`, alone or with the words they include. Without that a report could never be matched. \
         Correct the word or declare it."
    UNKNOWN_WEAPON "A0306" "a weapon that nobody declared"
        "Words for weapons are declared under `weapons`, alone or with the words they include. Examples after `such as` need no declaration. \
         Correct the word or declare it."
    UNKNOWN_REGIME "A0307" "a regime that nobody declared"
        "A regime is a block: `regime calm [¶3]`. Correct the name, or write the block, or say `from …` or `whatever the regime`."
    UNKNOWN_ARTICLE "A0308" "an article that is not in the text"
        "Articles are named by what follows the word: `article 1`. Correct the name or write the article."
    UNKNOWN_CLOCK "A0309" "a clock that is not in the text"
        "A phase names a clock of this text: `clock \"seven days\" [¶5]`. Correct the name or write the clock."
    UNKNOWN_POLICY "A0310" "a policy that the clock does not have, or has twice"
        "A policy is named by its words: `reset`, `pause by civil day`, `tolerate`, `refer`, `leave to the deciders`. Name one that stands behind \
         `on break` in that clock. Where two would answer to the same words, write two clocks."
    UNKNOWN_JUDGEMENT "A0311" "a judgement that nobody declared"
        "A question that only people answer is declared with who answers it: `judgement \"proportionate\" by all of G1, G2 [¶4]`. \
         Correct the name or declare it."
    UNKNOWN_CLASS "A0312" "a severity class that nobody declared"
        "Classes are named in `classes` in the block `severity`, least first. Correct the name or declare it; \
         without classes write `broken by any breach`."
    UNKNOWN_EPOCH "A0313" "an epoch that nobody declared"
        "Instants with a name are declared in the agreement: `epoch D is 2030-03-04 06:00 [¶1]`. Correct the name, declare it, or write the date and time."
    UNKNOWN_TIME_ZONE "A0314" "a time zone that is not in the zone data"
        "Write the name of a zone such as `Europe/Athens` or `Asia/Damascus`. An offset such as `+02:00` does not say when the clocks change; \
         where they never do, `Etc/GMT-2` means UTC+2. The offset can stand behind each epoch."
    NAMED_TWICE "A0315" "two things with one name"
        "A name must lead to one thing. Rename one of the two, or delete the one that repeats the other."
    UNKNOWN_GROUP "A0316" "an exception for a group that nobody declared"
        "The condition `target is …` names a group or a designation list of the registers. Declare it in the line `others`, \
         so that a misspelt name cannot silently empty the exception."
    UNKNOWN_REGISTER "A0317" "a register that the language does not have"
        "Registers are `actors`, `sources`, `places` and `designations`. Write one of them."
    UNKNOWN_CHANGE "A0318" "an amendment that is not in the text"
        "A text `by amendment` belongs to an amendment of this text: `amendment \"Eight hours\" [protocol 1]`. Correct the name or write the amendment."

    SKIPPED_TIME "A0401" "a local time that the clocks skipped"
        "When clocks go forward, an hour of local time does not exist. Write the time before or after it that is meant."
    DOUBLED_TIME "A0402" "a local time that the clocks showed twice"
        "When clocks go back, an hour of local time happens twice. Write the offset of the one that is meant after the time."
    WRONG_OFFSET "A0403" "an offset that the zone did not have"
        "The offset after a time must be one that the agreement's zone had at that time. Correct the time or the offset, or leave the offset out."
    COUNTED_REPORTS "A0404" "a standard that counts reports"
        "The number of reports proves nothing: a hundred can repeat one. Count independent origins."
    CHAIN_ORDER "A0405" "standards that are not in order"
        "Standards are written weakest first, and what meets a stronger one meets every weaker one. Here everything that meets a standard also meets the one \
         after it, which is therefore not stronger. Change the order, or the wording of one."
    AFTER_OTHERWISE "A0406" "a severity row that is never reached"
        "The first matching row decides, and a row above it, such as `otherwise`, matches everything that this one does. Move the row above it."
    TOLERANCE "A0407" "a tolerance without the right numbers"
        "A tolerant policy gives a number for every class that breaks the clock, and for no other: `0 grave` says that none is tolerated. \
         Without severity classes it is one number: `tolerate 2 breaches`."
    EMPTY_PROHIBITION "A0408" "a prohibition that protects nobody"
        "Nobody is protected from themselves: a line that binds one party towards that party alone forbids nothing. \
         Bind several parties towards `each other`, or name who is protected."
    NEVER_COMPLETE "A0409" "a clock that can never complete"
        "The clock needs more time than its regime can last, so no peace however long completes it. Make the regime renewable, say that gaps leave clocks \
         unaffected, shorten the clock, or count `whatever the regime`."
    UNREACHABLE_PHASE "A0410" "a phase that can never be eligible"
        "The phase asks under a standard under which its clock does not count. Let the clock count under it too, or choose one of the clock's."
    CIRCLE "A0411" "a word that includes itself"
        "Classes of acts and weapons go from wider to narrower words; here a word is, through others, narrower than itself. Delete one of the inclusions."
    NO_VERDICT "A0412" "an article that has no verdict"
        "Only an article that forbids or requires can be kept or breached, and only acts break a clock. A declaration, or an article not yet expressed, cannot break a clock or be a condition; \
         a `judgement` can."
    ENDS_FIRST "A0413" "a period that ends before it begins"
        "A period runs from its first instant to the first instant after it. Here nothing lies between. Correct one of the two."
    CHAIR "A0414" "a chair who is not among the deciders"
        "`A as chair of A, B` means that A decides and B is heard. The chair must be one of those listed. Add the chair to the list."
    TWO_KINDS "A0415" "an article that does two things"
        "An article forbids, or requires, or declares, or is not yet expressed. Split it into two articles, so that each can be cited."
    NO_RUN "A0416" "a condition that asks about a run nobody names"
        "`article … is kept` is asked at the completion or throughout the run of the phase's clock. Add a condition `clock … is complete by …`."
    OVERLAP "A0417" "two exceptions that ask differently of one act"
        "Both exceptions apply to the same act, and say of it different things: who must show it, or how well. Whichever is easier to show would always decide, \
         and the other would protect nobody. Let both ask the same, join them into one, or name different lists, zones or judgements."
    BANDS "A0418" "bands of lateness that are not in order"
        "Bands say what lateness means, from the least to the greatest: limits rise, those that are kept stand first, and the last, `late by more`, is a breach. \
         Put them in this order."
    STEPS "A0419" "steps that cannot be taken in order"
        "An ordered permission names its steps in the order in which they are taken: those before the act, then those after it, each at a time that there is. \
         Correct the order or the times."
    DUE_FIRST "A0420" "a deadline that is over when the obligation begins"
        "What is due must be due after the obligation begins, or nobody can keep it. Correct the deadline or the beginning."
    NOT_OBLIGED "A0421" "a line that an obligation cannot have"
        "An obligation binds each actor for itself, or any one of them. It cannot bind them towards each other, answer a trigger that it does not have, wait for itself, \
         or have a measured time and a verdict. The message says which, and what to write."
    SIDE_UNCLEAR "A0422" "a side of a line that is not clear"
        "A strip `north of` a line lies on that side of every piece of it. A piece that runs exactly north and south has no northern side, and in a line that turns back \
         two pieces have their northern sides on different hands. Name the side that all pieces have, or write one zone for each stretch of the line."

    CHANGES "A0423" "an amendment and its texts that do not fit together"
        "An amendment names the articles that it replaces, adds or ends, and the text of each that it replaces or adds stands in an article `by amendment` of its name. \
         What it adds is new; what it replaces is there, and so is what somebody reads. Correct the list, or write the text."
    BESIDE "A0424" "a declaration that is taken for the agreement"
        "What one actor declares alone binds that actor alone and stays beside the agreement: no amendment, condition or phase of the agreement names it, and a clock watches either \
         the agreement or one actor's declarations. Name an article of the agreement, or write a clock for each."
    WORDING "A0425" "wordings that do not fit together"
        "A text that is authentic in several languages says which prevails where they differ, or that none does; an article that quotes one of them quotes each. \
         Otherwise the wording that is quoted decides by being there. Add what is missing."
    INCLUSION "A0426" "an article that cannot be brought in"
        "An inclusion brings articles of another agreement in as they stand there. It takes them from the text whose hash it states, if no change of that text touches them, \
         and only where both texts mean the same by the same acts, weapons, zones, judgements, epochs and standards. The message says what differs and what to write."

    UNKNOWN_GROUND "A0501" "a zone that nobody can look at"
        "Whether something lies in a sealed, unpublished or not yet agreed zone is undetermined until it is opened or signed. \
         This is a note: the text may be meant so."
    UNKNOWN_GRADER "A0502" "a grader or a watcher whom the text does not mention otherwise"
        "Grades count only if the grader gives them, and coverage only if the watcher gives it: a misspelt grader leaves every report ungraded, \
         a misspelt watcher every day unobserved. If the name is right, nothing is to be done."
    BOUND_OUTSIDER "A0503" "somebody bound who is not a party"
        "The line binds an actor that is named under `others`. That can be meant, for forces that act for a party; \
         if the actor has agreed, name it under `parties`."
    ONE_SIDED "A0504" "a headline that one party alone can establish"
        "Under the headline standard a single statement of one party establishes a breach by the other, and ends the calm that both are promised. \
         The text may be meant so; every such verdict then rests on the accuser's word. Ask for independent origins, for a grade that no party gives, \
         or for a finding by a body of both."
    ALONE "A0505" "one party that decides alone"
        "A question on which a verdict, a clock or a phase depends is answered by one party without the other. Name a body, or write `all of` both parties. \
         If the parties agreed to it, nothing is to be done."
    NOT_NESTED "A0506" "standards that do not contain each other"
        "What meets a stronger standard counts as meeting every weaker one, even where the words of the weaker one do not name it: the order of the chain decides. \
         This is a note, so that nobody is surprised: add the same way to the weaker standard if its words are to say so."
    JOINED "A0507" "a name that may be two"
        "Names stand with commas between them; `and` belongs to a name. A line `parties A and B` therefore has one party. \
         Write a comma, or put the name in quotation marks if it is one."

    VAGUE "A0601" "a word that each party can read in its own way"
        "Nothing can be computed from words such as `promptly`, `near` or `reasonable`, and in a dispute each party fills them with its own time, line or measure. \
         Write the number, the zone or the list that was agreed, or a `judgement` with those who answer it. The message lists the ways."
    UNUSED "A0602" "something declared that no clause uses"
        "A term that is defined and then not used was often meant to stand in a clause, and that clause now says less than was agreed. \
         Use it where it was meant, or delete it. If it is there for readers only, nothing is to be done."
    UNSETTLED "A0603" "a contested verdict that nobody settles"
        "Where evidence stands against evidence, a verdict stays contested until somebody is heard who may settle it. This text names nobody: no standard is met by a finding, \
         and no clock refers a break to a body. Add one of the two, or accept that contested verdicts remain."
    WITHOUT_END "A0604" "a state that nothing ends"
        "The text says how this begins and leaves open how it ends: if nobody acts or reports, it lasts for ever. Write a time after which it ends, or who ends it. \
         If it is meant to last, nothing is to be done."
    SILENCE "A0605" "silence that counts as calm"
        "With `no minimum` a day on which nobody watched counts like a day on which nothing happened. Write how many hours of each zone-day must be watched, \
         and by whom, before silence counts as calm; or keep it, knowing that calm then rests on the absence of reports."
    UNGRADED "A0606" "breaches that no severity row grades"
        "An incident that no row matches may be of any class, so that clocks and tolerances stay open for it. Add a last row `CLASS otherwise`. \
         If every such incident is to be graded by people, nothing is to be done."
    TURNED_SIGN "A0607" "a time zone whose name has the sign turned round"
        "The zones `Etc/GMT+1` and so on are named the other way round: `Etc/GMT+3` lies west of Greenwich and is UTC-3. Write the offset behind each epoch, \
         so that a wrong zone is refused, or a zone by its city. If it is meant so, nothing is to be done."
    OWN_SOURCE "A0608" "a party that is one of its own sources"
        "The headline asks for several origins, and the perspective hears the parties: the party that accuses can be one of the origins that prove its accusation. \
         Name the parties behind `all sources but`, or ask for a grade that no party gives. If it is meant so, nothing is to be done."
    IDLE_EXCEPTION "A0609" "an exception that excuses nothing"
        "The article binds nobody towards the target that the exception names, so that an attack on it is no breach in any case. \
         Bind `towards anyone`, or delete the exception. If it is meant for a target of two kinds, nothing is to be done."
    UNWATCHED "A0610" "an article that no clock watches"
        "A breach of this article is shown and breaks no clock, because no clock names it behind `watches`. Name it there. If it is meant so, nothing is to be done."
    RUNS_ON "A0611" "a clock that runs on while a breach is contested"
        "Contested is proof on both sides. With `contested breaches do not break`, the accused and as many sources as the standard asks for keep the clock going. \
         An allegation that is only denied is not contested and breaks no clock in any case. Write `break` or `leave it open`; if it is meant so, nothing is to be done."
    ANY_GRADE "A0612" "a standard of origins without a grade"
        "Several origins of any grade meet this standard, also those that nobody has graded, for a breach and against it. Write the grade that was agreed: \
         `2 independent origins of grade C3`. If it is meant so, nothing is to be done."
    EARLY_EPOCH "A0613" "an epoch long before the date of its source"
        "The instant from which everything counts lies more than 60 days before the date that the line `source` names; a wrong year is a common slip. \
         Correct it; if it is meant so, nothing is to be done."
    IDLE_PAIR "A0614" "a pair whose clock nothing can break"
        "The clock counts for each pair, and of this pair no article that it watches binds one towards the other: whatever happens between the two, the clock runs on. \
         Watch an article that binds them, or write one clock for those who face each other. If it is meant so, nothing is to be done."
}
