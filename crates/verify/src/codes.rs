//! The codes of the verifier's messages: letter V, four digits, a title, and what to do.
//!
//! V01 files · V02 log checkpoints and policies · V03 the tree · V04 entries and bodies · V05 receipts, proofs, evidence ·
//! V06 the command line.
//!
//! Holds
//! - One table. A code that was released keeps its meaning and is not given to another.
//! - Every code is triggered by a case in `cases/verify/bad/`.
//!
//! Not here: codes of entries that the record's own rules refuse (`record::codes`); they are shown as they are.

record::codes! {
    NO_LOG "V0101" "a folder that is no copy of a log"
        "A mission's `record` folder holds `checkpoint`, `policy.txt` and `tile`. Name that folder, or copy it whole."
    IO "V0102" "a file that could not be read or written"
        "The disk or its rights stand in the way. Nothing was found out about the log."
    FILE_MISSING "V0103" "a file of the log that is not there"
        "The size that was signed says which files there are. Fetch it again; a log that does not hand out what it signed for has something to explain."
    FILE_DAMAGED "V0104" "a file that is no tile or bundle"
        "It was cut, or lengths in it were altered. Fetch it again, and keep this one if it stays so."
    NO_CHECKPOINT "V0201" "bytes that are no log checkpoint"
        "A log checkpoint has a line each for name, size and root, an empty line, and signatures. Fetch it again."
    BAD_SIGNATURE "V0202" "a signature that does not fit the log checkpoint"
        "Size, root or signature were altered after they were signed. Nothing that this checkpoint says is borne out by anybody."
    NOT_BY_ITS_LOG "V0203" "a log checkpoint that is not signed by its log"
        "The policy names the key of the log. Either the checkpoint is another log's, or the policy is not the mission's: compare it with the charter \
         that your side signed."
    NO_QUORUM "V0204" "a log checkpoint without its quorum"
        "The policy says who must have cosigned. Until they have, the log may show another history to somebody else; ask the witnesses that are missing."
    POLICY "V0205" "a file that is no policy"
        "A policy has lines `log`, `witness`, `group` and `quorum` (C2SP tlog-policy). Take it from the charter that your side signed."
    POLICY_OTHER "V0206" "a policy that is not the charter's"
        "The charter in force holds the policy word for word. Another one lets others sign: trust the charter's."
    ENTRY_OTHER "V0301" "an entry that is not the log's"
        "Its bytes were altered, exchanged or replaced after the log signed for them. Keep this copy as evidence and fetch the entry from another party."
    TILE_OTHER "V0302" "a tile that does not follow from what is below it"
        "One of the two was altered. Compare with another party's copy."
    ROOT_OTHER "V0303" "entries that lead to another root"
        "The checkpoint was signed for other entries than these. Compare with another party's copy: the one that leads to the signed root is the log."
    PARTIAL_OTHER "V0304" "a partial file that is no beginning of its full one"
        "Partial files show earlier states of the log. One that does not fit was altered, or the log had other entries then."
    ROLLED_BACK "V0305" "a log that is shorter than it was"
        "A log only grows. Somebody restored an older state, or shows you less than it has: keep the checkpoint you hold, and ask others for theirs."
    NOT_CONTINUED "V0306" "a log that does not continue the checkpoint you hold"
        "The log signed for two histories. Keep both checkpoints; with `--out` this program writes the evidence for the other parties."
    FORK "V0307" "two log checkpoints of one size with two roots"
        "The log signed for two histories. Keep both checkpoints; with `--out` this program writes the evidence for the other parties."
    OTHER_LOG "V0308" "log checkpoints of two logs"
        "The first line of a checkpoint names its log. Compare checkpoints of one log."
    ENTRY_UNREADABLE "V0401" "an entry that is none"
        "The log signed for bytes that are no entry of version 1. Either they were written by a later version, or the log holds what no mirror can judge."
    SIGNATURE "V0402" "an entry whose signature does not hold"
        "The log took in what its author did not sign. Keep the entry: the log answers for it."
    BACK_DATED "V0403" "an entry accepted before it can have been"
        "Witnesses saw the log without it after its time to include had passed. The acceptance is not to be believed: known-at begins later."
    FORWARD_DATED "V0404" "an entry accepted after it was seen"
        "Witnesses saw the log with it before it says that it was accepted. One of the clocks is wrong, or the acceptance was altered."
    BODY_OTHER "V0405" "a body that is not what its author committed to"
        "The bytes beside the log were altered or exchanged. Keep them, and fetch the body from another party."
    BLOBS_DAMAGED "V0406" "a file of bodies that cannot be read"
        "It was cut, or lengths in it were altered. Fetch it again."
    NO_RECEIPT "V0501" "a file that is no receipt"
        "A receipt is a signed note whose first line is `armistice-receipt/v1`. Fetch it again from where the statement was handed in."
    RECEIPT_NOT_SIGNED "V0502" "a receipt that the log did not sign"
        "It promises nothing. Hand the statement in again, and keep what was answered."
    RECEIPT_BROKEN "V0503" "a receipt that was not honoured"
        "The log signed that it accepted the statement, and the statement is not in the log although its time to include has passed, or another one \
         stands in its place. With `--out` this program writes the evidence."
    NO_PROOF "V0504" "a file that is no proof"
        "A proof file begins with `c2sp.org/tlog-proof@v1`. Fetch it again."
    PROOF_FAILS "V0505" "a proof that does not hold for the entry"
        "The entry, its place or the checkpoint is another than the proof was made for. Ask for a new proof; if it fails too, keep both."
    NO_EVIDENCE "V0506" "a file that is no evidence"
        "An evidence file begins with `armistice-evidence/v1` (spec/evidence-files.md). It may have been cut on its way."
    EVIDENCE_FAILS "V0507" "evidence that proves nothing"
        "What it holds is signed wrongly, or is no contradiction. Do not hand it on."
    USAGE "V0601" "a command that is not understood"
        "`armistice-verify --help` lists the commands and what each takes."
}
