//! The codes of the command line's own messages: letter C, four digits, a title, and what to do.
//!
//! Holds
//! - Every code is triggered by a case in `cases/command/bad/`.
//!
//! Not here: codes of files, stores and imports (`crate::codes`).

record::codes! {
    UNKNOWN_NAME "C0101" "a name that is not there"
        "Standards, perspectives, clocks, articles, incidents, languages and codes are named as the agreement, the record or the program \
         has them; the message lists those near by. An incident may not be known yet at the moment asked about: look at `--known`."
    BAD_MOMENT "C0102" "a moment that cannot be read"
        "Write a date (its last second is meant), a local time in quotation marks such as \"2016-09-18 19:00\", or a time with its \
         offset. A local time that the clocks skipped or showed twice needs the offset."
    BAD_CHOICE "C0103" "two choices that exclude each other, or none where one is needed"
        "The program does not choose for you where the answer would differ. The message says between what to choose."
    NO_MISSION "C0104" "a folder that holds no mission"
        "A command about a mission runs in its folder, where mission.toml lies, or is told it with `--mission DIR`. `armistice init DIR` \
         makes a new one."
    NOT_AN_AGREEMENT "C0105" "a text with errors, where an agreement is needed"
        "Nothing follows from a text that has errors. `armistice check` shows each with its place and what to write instead."
    FORM_NUMBER "C0106" "a form's number that is misread, or of another mission"
        "Each form bears the mission's short name, digits and a check character. One wrong character, or two exchanged, is noticed. Ask whoever \
         has the form to read the number once more, character by character; nothing was taken in."
    NOT_TAKEN_IN "C0107" "a report that cannot be taken in as it stands"
        "One report makes one statement, said by whoever types it or on behalf of whoever said it elsewhere. Nothing was taken in; the message says \
         what to type. The mission's stop-word at the head of the text is never refused."
}
