//! The codes of problems with written statements: letter N, four digits, a title, and what to do.
//!
//! N01 lines and words · N02 JSON · N03 fields · N04 values · N05 the record's own limits.
//!
//! Holds
//! - One table. A code that was released keeps its meaning; a code that is no longer given is not given again to another.
//! - Every code is triggered by a case in `cases/statements/bad/`.
//!
//! Not here: the sentence for one text (`draft`), codes of bytes (`record::codes`).

record::codes! {
    TOO_LONG "N0101" "a text, statement or list longer than allowed"
        "A limit keeps one file from filling the machine. Shorten the text, cite the document that has all of it, or divide the file; \
         the limits stand in spec/notation.md."
    NOT_UTF8 "N0102" "a text that is not UTF-8"
        "Names would be read wrongly. Save the file as UTF-8."
    TAB "N0103" "a tab"
        "A tab is as wide as each reader's program makes it. Write spaces."
    OPEN_QUOTE "N0104" "a quotation that does not begin or end on its line"
        "A quoted text begins and ends with `\"` on one line. Curved quotation marks of a word processor are no quotation marks here."
    ESCAPE "N0105" "an escape that stands for nothing"
        "In a quotation `\\` begins one of `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r` and `\\u{41}`. Write `\\\\` for a backslash."
    NO_KEYWORD "N0106" "something that is no keyword where one belongs"
        "The message names the nearest keyword of this kind of statement; all of them stand in spec/notation.md. A name of several \
         words stands in quotation marks."
    KIND "N0107" "no kind of statement, or an unknown one"
        "A statement says first what it is: report, reply, finding, decision, coverage, a register entry … spec/notation.md lists the kinds."
    NO_VALUE "N0108" "a keyword without its value, or with another"
        "Each keyword is followed by one form of value. The message says which it was; spec/notation.md shows them."
    REPEATED "N0109" "a field given twice"
        "If both were kept, a reader could choose. Keep one of them."
    LABEL "N0110" "a label that cannot be one, or is taken"
        "A label is one word by which later lines of the same file point at this one. Choose another."

    NOT_JSON "N0201" "a line that is not one JSON object"
        "Each line of the file is one whole object, `{` to `}`. A line that was cut or joined with the next is repaired at its source."
    REPEATED_KEY "N0202" "a key given twice in one object"
        "Readers of JSON differ on which of the two counts. Keep one of them."
    UNKNOWN_KEY "N0203" "a key that the kind of statement does not have"
        "Passing over it would lose what somebody said. The message names the nearest key; all of them stand in spec/notation.md."
    WRONG_FORM "N0204" "a value of another form than the field takes"
        "The message says what was expected: a text, a whole number, a list, true or false. Numbers and dates are not written as each other."

    MISSING "N0301" "a required field that is missing"
        "The statement says nothing without it. Write it; what nobody knows is left out only where spec/notation.md lets it be."
    ONE_OF "N0302" "one of several fields is required, or only one is allowed"
        "The fields exclude each other, or one of them has to be there. The message lists them."
    ONLY_WITH "N0303" "a field that goes only with another"
        "A basis belongs to a denial, a claimed exception to an explanation. Leave the field out, or change what the statement is."
    REFERENCE "N0304" "a reference to no earlier statement"
        "Statements point only backwards: at a label above in the same file, or at the whole id of a statement on the record. Put the \
         other statement first, or correct the name."
    CHOICE "N0305" "a word that is not one of the choices"
        "The message lists the choices. No word is taken for another, however near."
    NAME "N0306" "a name or text that is empty or cannot be one"
        "A name is a line of text without space before or after it. Correct it, or leave the field out where nobody is named."

    TIME "N0401" "something that is no instant or time"
        "Write `2030-03-05 10:00`, with an offset where the zone is another than the agreement's, or a date alone where an event's hour is \
         not known. spec/notation.md has the forms for imprecise times."
    SKIPPED "N0402" "a local time that the clocks skipped"
        "The clocks went forward over it, so nothing happened then. Ask for the right time, or state the offset of the clock it was read from."
    TWICE "N0403" "a local time that the clocks showed twice"
        "The clocks went back and the hour came twice. Write which of the two is meant by its offset."
    DATE_ALONE "N0404" "a date where a clock time belongs"
        "A date is a whole day, and here one instant is meant. Write the time of day."
    BACKWARDS "N0405" "an end at or before its beginning"
        "Exchange the two, or correct one of them."
    DURATION "N0406" "something that is no duration"
        "Write `72 hours`, `7 days`. Months and years differ in length: write the days or the date that is meant."
    AREA "N0407" "something that is no point, distance or area"
        "Write positions as `39.10 N 22.50 E` and distances as `500 m` or `3 km`; spec/notation.md has the forms of areas."
    COUNT "N0408" "something that is no count or range"
        "Write `3`, `62-80`, `at least 60`, `about 40`. A range goes from its least to its greatest; what nobody counted is left out."
    GRADE "N0409" "something that is no grade"
        "A grade is a letter from A to F for the source and a digit from 1 to 6 for what it says, as in B2. Leave it out where nobody graded."
    HASH "N0410" "something that is no hash"
        "A hash is `sha256:` and 64 hexadecimal digits in lower case, as `sha256sum FILE` prints them."

    RECORD "N0501" "a statement that the record cannot hold"
        "Every field was read, and together they make no body. The message carries the record's own code, which begins with R: \
         explain that one."
}
