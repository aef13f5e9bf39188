//! The codes of everything that the report's lint finds: letter W, four digits, a title, and what to do.
//!
//! W01 the report's form · W02 what a sentence rests on · W03 words.
//!
//! Holds
//! - One table. A code that was released keeps its meaning; a code that is no longer given is not given again to another.
//! - Every code is triggered by a case in `cases/report/bad/`.
//!
//! Not here: the checks (`report::lint`).

record::codes! {
    SECTIONS "W0101" "a section that is missing or out of place"
        "Every report has the same sections in the same order, so that a reader finds what is not there as surely as what is. \
         An empty section says that nothing is on the record."
    EMPTY "W0102" "a section without a sentence"
        "A section that says nothing can be mistaken for calm. It says that nothing is on the record."
    TABLE "W0103" "a table row that is not as wide as its table"
        "Every cell stands under the title of its column."
    DRAWING "W0104" "a drawing without words"
        "A drawing has a title and a summary, for those who do not see it and for paper without colour."
    ISOLATES "W0105" "a name that is not set apart"
        "Names, times and positions stand in Unicode isolates, each of them closed, so that they keep their direction inside a \
         text of the other one."
    HEADER "W0106" "a header or disclaimer that is not whole"
        "A report says its agreement, period, information cut-off, time zone, perspective, standard and audience, and that its \
         verdicts are no determination."
    NO_NOTE "W0201" "a sentence about the record without a footnote"
        "What is said of the record leads to the statements that say it."
    NO_SUCH_NOTE "W0202" "a footnote that is not there"
        "The number of a footnote leads to a footnote."
    EMPTY_NOTE "W0203" "a footnote that leads to no statement"
        "A footnote names the statements by their ids, each with what it says."
    NO_STANDARD "W0204" "a verdict without its standard of proof"
        "A computed sentence names the standard that it holds at: the same evidence gives other words at other standards."
    NO_ORIGIN "W0205" "a figure of casualties that nobody states"
        "Each figure stands with its origin and leads to the statement that gives it."
    BLAME "W0301" "a word that takes a side"
        "The report's own words name, accuse and judge nobody. Such a word may stand in a quotation, where it is somebody's own."
    CONFIRMED "W0302" "`confirmed` where no body found it"
        "`Confirmed` is the word of a body's signed finding and of nothing else."
    ADDED "W0303" "figures that were added"
        "Two sources may count the same people. Figures stand side by side, by origin, and have no total."
}
