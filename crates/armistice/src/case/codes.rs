//! The codes of cases that cannot be run: letter K, four digits, a title, and what to do.
//!
//! K01 the file · K02 the agreement and the statements · K03 questions.
//!
//! Holds
//! - `spec/cases.md` lists them; every code is triggered by a case in `cases/case/bad/`.
//!
//! Not here: what a case finds to differ (an answer, not an error).

record::codes! {
    FORM "K0101" "no title, or a block that is not closed"
        "A case begins with `# ` and a sentence, and every block of three backticks is closed by three."
    BLOCKS "K0102" "not exactly one block `agreement`, or no block `expect`"
        "A case has one agreement, any number of blocks `statements`, and at least one block `expect` with moments and answers."
    BASE "K0103" "a base that there is not, or a change of something it does not have"
        "`agreement over valley` states only the lines that differ from the base in spec/cases.md; the message says what the base has."
    AGREEMENT "K0201" "an agreement with errors"
        "An agreement with errors has no verdicts. The messages below it say what to repair, as `armistice check` does."
    STATEMENTS "K0202" "statements with problems"
        "The messages below it say what to repair; their codes begin with N."
    KNOWN "K0203" "a statement without `known`"
        "A case says of every statement when it became known, register entries and zone versions excepted: what is known decides the answer."
    MOMENT "K0301" "a moment that cannot be read, or a question before the first moment"
        "Every question stands under a line `at T`, with `known K` where knowledge is another. A local time that the clocks skipped or \
         showed twice carries its offset."
    QUESTION "K0302" "a question of no known form"
        "The line is `QUESTION: ANSWER`, and spec/cases.md lists the questions. Indentation is free, wording is not."
    NAME "K0303" "a name in a question that is not there"
        "Clocks, policies, standards, perspectives and labels are named as the case declares them. The message lists those there are."
}
