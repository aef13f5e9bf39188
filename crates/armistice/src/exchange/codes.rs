//! The codes of exchange: letter I, 06, a title, and what to do.
//!
//! Holds
//! - Every code is triggered by a case in `cases/import/bad/`.
//!
//! Not here: codes of files and batches (`crate::codes`).

record::codes! {
    NOTHING "I0601" "nothing to export"
        "Notices, warnings, halts and deadlines are exported that were known at the moment asked about and that the reader may read. The \
         message says what was left out and why. No file was written."
    NOT_WRITTEN "I0602" "a file that could not be written"
        "The disk or its rights stand in the way, or the name is taken by something else. Files written before it are complete."
    UNREADABLE "I0603" "a Whiteflag message that cannot be read"
        "A message is JSON as the standard lays it down, the text of its fields one after the other, or the hexadecimal digits that are sent. \
         The message names the field and what stands there. It was left out; the others were imported."
    NO_COUNTERPART "I0604" "a Whiteflag message that says what has no counterpart here"
        "Protective signs, missions, danger signs and open requests to cease fire have one, and what takes them back or answers them. \
         What the others say is entered by a person, in the words of whoever said it."
    DURESS "I0605" "a Whiteflag message sent under duress"
        "Whoever sent it says that they were forced. It is not put on the record, where those who forced them could read that it was noticed. \
         Tell whoever decides for the mission, by another way."
    ENCRYPTED "I0606" "a Whiteflag message that is encrypted"
        "Only whoever has the key can read it. Ask its sender for what it says, or import it as the program that decrypts it writes it."
    NOT_ON_RECORD "I0607" "an answer to a message that is not on the record"
        "A message that updates, ends or answers another one makes a statement only where that one is on the record, under its own id or \
         with the transaction in which it was sent. Import that one first."
}
