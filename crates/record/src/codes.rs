//! The codes of everything that can be said against the bytes of a statement: letter R, four digits, a title, and what to do.
//!
//! R01 bytes that are no canonical body, or a body that has no canonical bytes · R02 envelopes, acts and keys · R03 order ·
//! R04 who may write and say what · R05 charters and changes of keys · R06 receipts.
//!
//! Holds
//! - One table. A code that was released keeps its meaning; a code that is no longer given is not given again to another.
//! - Every code is triggered by a case in `cases/record/bad/`.
//!
//! Not here: the sentence for one body (`wire`), codes of statements in writing (the shell's).

/// A code with its help text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code {
    /// A letter per crate and four digits: "R0101".
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it means and what to do, in a few sentences.
    pub help: &'static str,
}

/// A crate's table of codes: a constant per code, `CODES` with all of them in order, and `explain` to look one up.
#[macro_export]
macro_rules! codes {
    ($($name:ident $code:literal $title:literal $help:literal)*) => {
        $(#[doc = $title] pub const $name: &str = $code;)*
        /// All codes, in order.
        pub const CODES: &[$crate::codes::Code] =
            &[$($crate::codes::Code { code: $code, title: $title, help: $help }),*];
        /// The entry of `code`, where there is one.
        pub fn explain(code: &str) -> Option<&'static $crate::codes::Code> {
            CODES.iter().find(|entry| entry.code == code)
        }
    };
}

codes! {
    BODY_TOO_LONG "R0101" "a statement body longer than allowed"
        "A limit keeps one statement from filling every party's machine. Shorten its texts, or say it in several statements; a long \
         document is cited, not copied."
    ENDS_EARLY "R0102" "bytes that end inside an item"
        "The bytes were cut on their way, or a length in them is wrong. Fetch the statement again from whoever wrote it."
    BYTES_LEFT "R0103" "bytes after the end of the body"
        "A body ends where its map ends; more bytes would let one statement have two ids. Cut them off if they belong to the next \
         statement, else ask the writer for the body again."
    NOT_SHORTEST "R0104" "a number or length that has a shorter form"
        "Every number and length is written in the fewest bytes it fits in, so that one statement has one spelling and one id. \
         Correct the program that wrote it."
    INDEFINITE_LENGTH "R0105" "an item that does not state its length"
        "Texts, lists and maps state how long they are; forms that end with a mark instead are refused. Correct the program that wrote it."
    FOREIGN "R0106" "a form that no body has"
        "A body has whole numbers, texts, digests, lists, maps, true and false. Tags, fractions, null and reserved forms are refused. \
         What is not stated is left out."
    EXPECTED "R0107" "another item than the one that belongs there"
        "The table of keys in spec/statements.md says which item each key has. Correct the program that wrote it."
    KEY_ORDER "R0108" "keys repeated or out of order"
        "The keys of a map stand once each, the smallest first. Correct the program that wrote it."
    UNKNOWN_KEY "R0109" "a key that its map does not have"
        "Version 1 has no such key, and passing over it would lose what somebody said. Use a later version of this program if the \
         statement was written by one, else correct the program that wrote it."
    MISSING_KEY "R0110" "a key that its map must have"
        "The table of keys in spec/statements.md says which are required. Write what is missing."
    UNKNOWN_VERSION "R0111" "a version that is not known"
        "This program reads versions 1 and 2 of statement bodies, each with its own kinds. Use a later version of this program for a later one."
    UNKNOWN_KIND "R0112" "a kind of statement that is not known"
        "Version 1 has the kinds 0 to 13 of spec/statements.md, version 2 those from 14 on. Correct the number."
    UNKNOWN_CHOICE "R0113" "a number that is none of the alternatives"
        "Words such as those of a stance or a finding are written as numbers; spec/statements.md lists them. Correct the number."
    EMPTY_LIST "R0114" "an empty list that should be left out"
        "A list with nothing in it and a list that is not there would be two spellings of one statement. Leave the key out."
    NOTHING_LISTED "R0115" "an empty list where at least one item is needed"
        "A chain has at least one origin, an area at least one polygon, a polygon at least one ring. Write it, or leave out what it \
         belongs to."
    TOO_DEEP "R0116" "lists and maps inside one another beyond a limit"
        "No statement of version 1 is nested so deeply. The bytes were made to do harm, or are no statement: keep them apart and ask \
         where they came from."
    TEXT_TOO_LONG "R0117" "a text longer than allowed"
        "A limit keeps one text from filling every party's machine. Shorten it, or cite the document that has all of it."
    NOT_UTF8 "R0118" "a text that is not UTF-8"
        "Names would be read differently on different machines. Write the text as UTF-8."
    OUT_OF_RANGE "R0119" "a number outside the range of what it stands for"
        "Instants, degrees, radii, counts and durations have the ranges of spec/statements.md. Correct the number; it may be in another unit."
    NO_INSTANT "R0120" "an event time without a possible instant"
        "A begin and an end are sets of instants, from the first to before the second: the second is later than the first. Correct \
         them, or leave the time out."
    ENDS_BEFORE_BEGIN "R0121" "an event that ended before it can have begun"
        "The end of an event that lasted lies after its begin. Exchange the two, or correct them."
    NO_PLACE "R0122" "a place without a name and without an area"
        "A place says where by a name, by an area, or by both. Write one, or leave the place out."
    LEAST_ABOVE_MOST "R0123" "a least number above the greatest"
        "A count or measure is a range from its least to its greatest. Exchange the two, or correct them."
    NOT_A_GRADE "R0124" "a text that is no grade"
        "A grade is a letter from A to F for the source and a digit from 1 to 6 for what it says, as in B2. Leave it out where nobody graded."
    BAD_RING "R0125" "a ring that bounds nothing"
        "A ring has three points or more, and its first is not repeated at the end. Add points, or leave the last one out."
    TOO_MANY_POINTS "R0126" "an area of too many points"
        "A limit keeps the question whether a point lies in an area quick on every machine. Draw the area with fewer points, or as several zones."

    ENTRY_TOO_LONG "R0201" "an envelope or entry longer than allowed"
        "An entry of the log has at most 65,535 bytes. Long documents are attachments: the envelope holds their digests."
    CHAIN_BROKEN "R0202" "an author's statement that does not say which came before it"
        "Each author numbers its statements from 0, and each but the first names the one before, so that nothing can be dropped unseen. \
         Correct the program that wrote it."
    TOO_MANY_ITEMS "R0203" "too many references or attachments"
        "A list is longer than its limit in spec/envelopes.md or spec/identity.md; one statement names at most 64 others and has at most 64 files \
         beside it. Say it in several statements."
    BAD_KEY "R0204" "bytes that are no usable public key"
        "A key is a point of the curve, and none of the few for which anybody can make a signature that holds. Make another key."

    ACT_TOO_LONG "R0205" "a charter or change of keys longer than allowed"
        "An act stands in the clear in its own entry, which has room for 60,000 bytes of it. Shorten the policy or the lists."

    SUBMISSION_TOO_LONG "R0206" "a submission longer than allowed"
        "A submission has room for the longest envelope and the longest body. Long documents are attachments: the envelope holds their \
         digests."

    OTHER_MISSION "R0301" "a statement signed for another mission's log"
        "The envelope names the log it belongs into, so that nobody can carry it into another one. Hand it in there, or have its author \
         sign it for this log."
    SUBMIT_REUSED "R0302" "another statement under the same submit id"
        "An author takes a new random submit id for each statement; sent again, a statement keeps its own. Keep both as evidence, and \
         have the author sign the second one under an id of its own."
    NUMBER_REUSED "R0303" "another statement under the same number"
        "An author numbers its statements without reusing one. Two signed statements under one number prove that the author said two \
         things in one place: keep both. Where a copy of an old state was restored, fetch the author's last statement first."
    NUMBER_MISSING "R0304" "a statement before its turn"
        "An author's statements enter in their order. Hand in the missing ones first; if they were handed in and are not in the log, \
         their receipts are evidence."
    OTHER_PAST "R0305" "a statement that continues another past"
        "It names another statement as the one before than the log holds. The author signed for another history: compare what both sides \
         hold of its statements."

    NO_CHARTER "R0401" "a log that does not begin with its charter"
        "The first entry of a log says who may write into it. Make the mission anew, or fetch the log again from its beginning."
    ACCEPTED_EARLIER "R0402" "an acceptance that goes back"
        "Acceptance never decreases along a log, so that nothing can be dated back. Whoever keeps the log set an acceptance wrongly: keep \
         the entry as evidence."
    UNKNOWN_AUTHOR "R0403" "an author who is not in the charter"
        "Only those whom the charter names write into the log. Check the spelling of the name, or amend the charter with the consent of \
         every principal."
    READS_ONLY "R0404" "a statement by somebody who only reads"
        "The charter lets this author read and not write. Have somebody else enter it, or amend the charter."
    IMPORTS_NOT "R0405" "an import by somebody who may not import"
        "Words that nobody had signed are entered by the mission alone, which signs that it imported them. Sign the statement as your own, \
         or hand the file to the mission."
    UNKNOWN_AUTHOR_KEY "R0406" "a key that its author does not have"
        "The key was never one of this author's. Sign with a key that `armistice key list` shows, or have the principal's root keys \
         sign a new one in."
    KEY_ENDED "R0407" "a key that has ended"
        "The key was rotated or revoked, and signs nothing after that entry; nor does it end again, but with an earlier suspicion. Sign with \
         the key that came in its place."
    BAD_SIGNATURE "R0408" "a signature that does not hold"
        "The bytes were changed after they were signed, or somebody else signed them. Fetch the statement again from its author."
    KNOWN_LATER "R0409" "a known-at after the acceptance"
        "Nobody can have known something in this record after now. Correct the stated known-at."
    LIVE "R0410" "a stated known-at in a live mission"
        "From the instant in the charter on, what becomes known is known when it is accepted: nobody can say afterwards that something \
         was known earlier. Leave the known-at out."
    OTHER_BODY "R0411" "a body that its envelope does not commit to"
        "The envelope was signed for another text, or for another salt. Keep both as evidence, and ask the author for the right one."
    OTHER_AUTHOR "R0412" "a statement that names another author"
        "Whoever signs a statement is its author. Sign it as your own and name the speaker as one on whose behalf you enter it."
    NO_MANDATE "R0413" "a statement for somebody without a mandate"
        "The charter says who may enter statements for whom, and on what. Have the speaker sign it, or amend the charter."

    ACT_OUT_OF_PLACE "R0414" "an act that is announced and not there, or there and not announced"
        "An envelope says whether an act stands in its entry, so that nobody who keeps a log can leave one out. Keep the entry as evidence; \
         where your own program made it, announce the act with the voice 2."

    OTHER_LOG "R0501" "a charter or change of keys for another log"
        "Consents are given for one log. Have it signed again for this one."
    OTHER_CHARTER "R0502" "a charter that continues another one"
        "An amendment names the charter in force, so that two amendments cannot both come in its place. Write it again upon the charter in \
         force, and have it consented to again."
    UNSOUND_CHARTER "R0503" "a charter that is not sound"
        "The message says what stands against it. Nothing was changed."
    NOT_CONSENTED "R0504" "a charter or change of keys without the consents it needs"
        "A charter needs every principal; a revocation, and a key anew, the root keys of the author's principal; a key that begins signs, \
         too. Collect what is missing and hand it in again."
    KEY_USED "R0505" "a key that was used before"
        "A key begins once in a log, so that no consent can be used twice, and a root key signs no statements, before or after. Make a new \
         one."
    SUSPECT_RANGE "R0506" "suspicion from an entry on at which the key did not sign"
        "Name an entry from the key's first one on, and not after the one that ended it."
    CONSENT_OF_NOBODY "R0507" "a consent that does not count"
        "Every consent of an act is by a key whose consent it needs or may have, and stands there once: nobody reads a name there that was \
         not checked. Leave it out, or correct whose it is."
    NO_RECEIPT "R0601" "a text that is no acceptance receipt"
        "A receipt is the note that was answered when the statement was handed in, whole and unchanged. Ask for it again by the entry's number."
}
