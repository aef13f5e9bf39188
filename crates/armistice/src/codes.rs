//! The codes of the shell's messages: letter S (store), L (log), I (import), M (mission), four digits, a title, and what to do.
//!
//! S02 what may be appended · L01 the log on disk · L02 checkpoints compared · L03 entries, and who appends them · L05 keys ·
//! I01 a file refused whole · I02 a row left out · I03 a choice of the importer · I04 mappings and batches · I05 linking and estimates · M01 the folder · M02 registers · M03 zones ·
//! M04 boundaries · M05 labels · M06 charters, consents, changes of keys ·
//! M07 closing words.
//!
//! Holds
//! - One table. A code that was released keeps its meaning and is not given to another.
//! - Every code is triggered by a case under `cases/`: of `import`, `log`, `key` or `command`.
//!
//! Not here: the form of a message (`message`), codes of the agreement's text (`agreement::codes`), of statements in
//! writing (`draft::codes`).

record::codes! {
    STORE_REFERENCE "S0201" "a statement that points at one that is not there"
        "A reply, finding, signature or decision names the statement it is about by its id, and that statement must be in the record \
         already or stand earlier in the same batch. Import that one first."
    STORE_LATER_THAN_ACCEPTED "S0202" "a known-at after the acceptance"
        "Nobody can have known something in this record after now. Correct the stated known-at."
    STORE_LIVE "S0203" "a history batch in a live mission"
        "From the instant named in the adoption on, what becomes known is known when it is accepted: nobody can say afterwards that \
         something was known earlier. Import it without a stated known-at."
    STORE_KNOWN_STATED "S0204" "a stated known-at outside a history batch"
        "In a live mission the acceptance decides when a statement became known. Leave the known-at out, or mark the batch as history."
    STORE_UNDOES_NO_BATCH "S0205" "an undoing of something that is no batch"
        "Only a whole import can be undone, by the id of its batch statement. A single statement is withdrawn by its outermost source."
    LOG_IO "L0101" "the log could not be read or written"
        "The disk stands in the way. Nothing was accepted unless the message says that it is not known; after an error of writing the log \
         takes nothing more until it is opened again, and what is in it then is what was accepted."
    LOG_NO_ROOM "L0102" "no room on the disk for the log"
        "What was accepted is safe, and nothing more is accepted or published until there is room. Make room; nothing of the log itself may \
         be deleted by hand."
    LOG_READ_ONLY "L0103" "a log that may not be written"
        "The disk is mounted for reading only, or the rights of the folder do not allow writing. Nothing was accepted. Whoever keeps the log \
         must be able to write `record`, `state` and `blobs`; a reader needs no right to write."
    LOG_HELD "L0104" "a second program that would write the log"
        "Two writers would make two histories. The lock is the system's and goes with the program that holds it, also where that was \
         killed: there is never a stale one to delete."
    LOG_DAMAGED "L0105" "a log that was changed or lost bytes"
        "Bytes that had been accepted or published were changed, lost or deleted. Nothing is dropped silently and nothing is written. Keep \
         the folder, it is evidence; put the mission back from a copy or a mirror."
    LOG_FOREIGN "L0106" "a log written by another version"
        "The write-ahead log, or an entry of it, was written by another version of the program, or by another program. Use the version that wrote \
         it, or a later one; keep the folder as it is, as evidence, if there was none."
    LOG_STOPPED "L0107" "a log that stopped"
        "After a failed write nobody knows what the disk holds, so the log takes nothing more, and nothing is tried again. Look at the disk, \
         then start again."
    LOG_NOT_CONTINUED "L0108" "a log that lacks what was signed"
        "The disk holds less than what the log's key signed, or something else: the mission was put back from an older copy. Going on would \
         make a second history, which every witness would notice. Put the newest copy back, or fetch what is missing from a mirror."
    LOG_GROUP "L0109" "leaves beyond a limit"
        "An entry, its blob, or a group of them is longer than the log takes. Nothing of the group was accepted."
    LOG_NOT_CHECKED "L0201" "a file that is none that can be checked"
        "The message says what was looked for. Checkpoints, proofs and receipts are text files that are passed on whole and unchanged."
    LOG_OLDER "L0202" "a log that is older than a checkpoint of it"
        "Somebody holds a checkpoint of a longer log. A copy is brought up to date; the mission's own log was put back from an old copy, and \
         must not go on: put the newest one back."
    LOG_NO_PEN "L0301" "nothing to sign with"
        "Only the machine that keeps the log appends to it, with the author's key and the log's, both in the folder keys/. Run the command \
         there, or hand the statement in to the mission's server."
    LOG_NO_ENTRY "L0302" "an entry that the log does not have"
        "Entries are counted from 0. `armistice record show` lists the last ones."
    LOG_NO_CHARTER "L0303" "a log that has not begun"
        "A log begins with the mission's charter. `armistice init` makes a mission with one."
    LOG_CLOCK "L0304" "a clock that stands before the log's last entry"
        "Acceptance never goes back along a log, so nothing is accepted while this machine's clock is wrong. Set the clock. Cosignatures of \
         witnesses tell everybody what the time was."
    KEY_FILE "L0501" "a key file that cannot be used"
        "A key file was cut, is of another kind, or cannot be read or written. Put it back from a copy; where there is none, the root keys of \
         its principal sign a new key in, and those of a log or a witness are changed by an amended charter."
    KEY_PASSPHRASE "L0502" "a passphrase that does not open the key file"
        "Try again. A forgotten passphrase cannot be found again: the root keys of the principal sign a new key in."
    KEY_NO_PASSPHRASE "L0503" "no passphrase"
        "Keys are kept encrypted. Name a file whose one line is the passphrase, with --passphrase-file or in $ARMISTICE_PASSPHRASE_FILE, or run \
         the command at a terminal. It is never an argument: others on the machine can read those."
    KEY_CHANGED "L0504" "a key file that was changed or exchanged"
        "What a key file says in the clear is held to its encrypted part, and its public key to its secret one. Somebody, or a failing disk, \
         changed one of them. Nothing was signed. Put the file back from a copy, and find out who can write into the folder."
    KEY_PURPOSE "L0505" "a key for something else"
        "A key has one purpose: an author, the root of a principal, a log, or a witness. One key for two of them would let what was signed \
         for one be shown as the other's."
    KEY_EXPOSED "L0506" "a secret file that others can read"
        "Others on the machine can copy it and guess at its passphrase for ever, or read the passphrase itself. Give the file to its owner \
         alone; if it may have been read, rotate the key. A disk that keeps no rights, such as most USB sticks, is no place to sign from: copy \
         the file into `keys`."
    KEY_NEW "L0507" "a key that cannot be made"
        "Key files are never overwritten, and the name of an author, principal, log or witness stands in one line of one. Nothing was made."
    IMPORT_IO "I0101" "a file that cannot be read"
        "The file does not exist, or its rights do not allow reading it. Nothing was imported."
    IMPORT_TOO_LONG "I0102" "a file, row or cell beyond a limit"
        "Limits keep a damaged or hostile file from filling the machine. Nothing was imported. Divide the file, or look for a \
         quotation mark that does not close."
    IMPORT_NOT_UTF8 "I0103" "a file that is not UTF-8"
        "Names would be read wrongly. Nothing was imported. Save the file as UTF-8; a spreadsheet program calls it `CSV UTF-8`."
    IMPORT_GZIP "I0104" "a packed file that cannot be unpacked"
        "The file was cut or changed on its way. Nothing was imported. Fetch it again."
    IMPORT_COLUMNS "I0105" "columns that are missing or stand twice"
        "Columns are found by their names in the first row, in any order. A data set may have further columns, which are not read; a \
         register may not, because a misspelt name would be lost. Nothing of the file was taken."
    IMPORT_CUT "I0106" "a file that ends inside a row"
        "The file was cut on its way. Nothing was imported, because nobody knows what is missing. Fetch it again."
    IMPORT_EMPTY "I0107" "a file without rows"
        "There is nothing to import. If rows were expected, look at how the file was made."
    ROW_CELLS "I0201" "a row with another number of cells than the header"
        "A comma that is not in quotation marks divides a cell in two. The row was left out; the good rows were imported."
    ROW_NUMBER "I0202" "a cell that is no number"
        "Write digits only. The row was left out; the good rows were imported."
    ROW_DATE "I0203" "a cell that is no date"
        "Write year, month and day as 2030-03-05. The row was left out; the good rows were imported."
    ROW_CODE "I0204" "a cell with a code that its column does not have"
        "The message lists the codes of the column. The row was left out; the good rows were imported."
    ROW_POSITION "I0205" "a cell that is no position"
        "Write degrees with a decimal point, such as 39.1; south and west are negative. The row was left out; the good rows were imported."
    ROW_EMPTY "I0206" "an empty cell that is needed"
        "The row was left out; the good rows were imported."
    ROW_TOO_MUCH "I0207" "a row that makes no statement"
        "What the row says does not fit a statement. The row was left out; the good rows were imported."
    IMPORT_ALL_OR_NOTHING "I0301" "bad rows where all or nothing was asked for"
        "Nothing was imported. Correct the rows, or import the good ones by leaving `--all-or-nothing` out."
    MAPPING "I0401" "a mapping that cannot be read"
        "A mapping is a TOML file; the message names the line and what stands there. Nothing was imported. `armistice import template` \
         shows mappings that can be read."
    MAPPING_CHOICE "I0402" "a mapping that leaves something open"
        "A choice that the mapping does not make would be made by the program, for somebody and against somebody. Nothing was imported."
    IMPORT_WORKBOOK "I0403" "a workbook that cannot be read"
        "The file was damaged, is protected, or is no workbook. Nothing was imported."
    BATCH_UNKNOWN "I0404" "a batch that is not there"
        "`armistice import list` shows the batches of the mission with their names."
    BATCH_STANDS "I0405" "a batch that is undone already, or stands"
        "Undoing and restoring are statements of their own, and each stands until it is taken back. Nothing was changed."
    BATCH_UNDONE "I0406" "a file whose import was undone"
        "The same rows are on the record and were taken back as a whole. Importing them again would not make them count; restoring the batch does."
    WEIGHTS "I0501" "weights that cannot be read"
        "Weights for linking are a text that the program writes; the message names the line. Nothing was linked. Without weights they are learnt \
         from the reports."
    LISTS "I0502" "lists from which nothing can be estimated"
        "The table has a column of 0 and 1 for each list and last the number of people on exactly those lists; the message says what is wrong with \
         it. Nothing was estimated."
    TALLY "I0503" "counts that cannot be set side by side"
        "The table has a column with the names of strata (a place, a day) and one of counts for each register; the message says what is wrong with \
         it. Nothing was counted."
    MISSION_IO "M0101" "a file of the mission that cannot be read or written"
        "The disk or its rights stand in the way, or this is not the folder of a mission."
    MISSION_LINE "M0102" "a line of mission.toml that is not understood"
        "The file has lines `key = \"value\"`; nothing in it can change a verdict."
    MISSION_TEXT "M0103" "an agreement with errors"
        "An agreement with errors has no verdicts. Repair what the messages name; `armistice check` shows them alone."
    MISSION_CHANGED "M0104" "an agreement that differs from the adopted one"
        "What the mission computes follows from the text that was adopted. A changed text counts only after it was adopted in its turn."
    MISSION_NOT_EMPTY "M0105" "a new mission where something is already"
        "A new mission begins in an empty folder, so that nothing is overwritten."
    MISSION_OUTSIDE "M0106" "a path that leaves the mission's folder"
        "A mission is one folder, so that it can be copied whole. Put the file inside it."
    WEIGHTS_MISSING "M0107" "weights in force that are not in the mission's folder"
        "The mission stated by which weights it compares reports, by the hash of their text; the text is missing or differs. Verdicts do not \
         depend on it. Put the file back as it was, or adopt other weights."
    REGISTER_UNKNOWN "M0201" "a register of a name that is not known"
        "The registers are actors, sources, places, speakers and designations, each in registers/NAME.csv. Nothing was adopted."
    REGISTER_ROW "M0202" "a register row that makes no entry"
        "Nothing was adopted. Correct the row and adopt again. The columns of each register are in spec/import.md."
    ZONE_FILE "M0301" "a file that is no GeoJSON"
        "A zone file is a GeoJSON FeatureCollection (RFC 7946), UTF-8. Nothing was adopted."
    ZONE_FEATURE "M0302" "a feature that is not there, or there twice"
        "A zone takes the one feature whose property `name` is the name in the agreement. Nothing was adopted."
    ZONE_GEOMETRY "M0303" "a geometry that cannot be used"
        "A zone is a Polygon, a MultiPolygon, or a Point with a property `radius_m`; positions are longitude first. Nothing was adopted."
    BASEMAP "M0401" "a file of boundaries that cannot be drawn"
        "A basemap is GeoJSON lines or outlines, positions longitude first, in degrees. No report was written."
    LABELS "M0501" "a file of labels that cannot be used"
        "`labels/LANGUAGE.csv` has the columns `name` and `label`, and one label for each name. Labels are shown in reports of that language; \
         `labels/as/PERSPECTIVE.csv` has the same columns, and says what that side calls places of the register; it shows in that side's reports. \
         Neither changes a verdict. The report is not written until the file is right, or taken away."
    CHARTER_FILE "M0601" "a charter's file that cannot be used"
        "`armistice charter draft` writes the charter in force as a file to edit; spec/identity.md says what each line means. Nothing was changed."
    CONSENT_FILE "M0602" "a consent that cannot be used"
        "A consent is for one text, and is taken whole and unchanged. Have it given again for the text as it reads now."
    CHANGE_FILE "M0603" "a change of keys that cannot be used"
        "What is consented to is read first, word by word: a change of keys is taken whole and unchanged, and for the log that it names."
    CLOSING "M0701" "closing words that cannot be kept or read"
        "An officer agrees on two closing words with the mission, one for *all is as always* and one for *I am forced*; they differ, and stand on two \
         lines of standard input. Only slow hashes of them are kept, in `keys/closing`. No report was refused because of its closing word."
}
