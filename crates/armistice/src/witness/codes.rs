//! The codes of witnesses: letter L, from 04 on.
//!
//! L0401 to L0405 are answers of a witness · L0406, L0407 its own state and start · L0411 on what a log hears of its witnesses.
//!
//! Holds
//! - Every code is triggered by a case in `cases/witness/bad/`.
//!
//! Not here: why the bytes of a note or a proof are refused (`tlog` says it; it stands in the sentence).

record::codes! {
    REQUEST "L0401" "a request for a cosignature that cannot be read"
        "A request is a line `old` with a size, the lines of a consistency proof, an empty line and a signed log checkpoint, as C2SP \
         tlog-witness has them. Nothing was cosigned. Correct the program that asks."
    UNKNOWN_LOG "L0402" "a log that the witness does not know"
        "A witness cosigns for the logs of the policy that it was started with, and for no other. Nothing was cosigned. Start it with a \
         policy that names the log, or ask another witness."
    NOT_SIGNED "L0403" "a log checkpoint without a good signature of its log"
        "No key that the witness knows of this log has signed it, or a signature that names such a key does not fit. Nothing was \
         cosigned. Look whether the log changed its key without an amendment of the charter."
    OTHER_SIZE "L0404" "a request that begins at another size than the witness holds"
        "The answer is the size that the witness holds. Prove from there and ask again: programs do so by themselves. Where the \
         witness holds more than the log, the log lost entries."
    NOT_CONTINUED "L0405" "a log checkpoint that does not continue the one cosigned before"
        "The proof does not lead from the one to the other, or one size has two roots. Nothing was cosigned, and both checkpoints were \
         kept as a file. Where the log signed two roots of one size, the two are evidence: hand them to every party."
    STATE "L0406" "what a witness holds cannot be read or written"
        "A witness that cannot keep what it cosigned must not cosign. Repair the disk and start it again. Where its folder is lost or \
         damaged, the witness is over: put a new key into the policy by an amendment of the charter, because a witness that \
         forgot could be led to cosign another past."
    START "L0407" "a witness that cannot begin"
        "A witness begins with a policy that names at least one log and the witness's own key, and with a folder that no other process \
         uses. Nothing was cosigned."

    AHEAD "L0411" "a witness that has seen more of the log than this machine holds"
        "This log was put back from an old copy, or another machine writes the same log. Going on would sign a second past, which \
         everybody can prove. Do not start the log: fetch the missing entries from the machine, copy or mirror that has them."
    FORKED "L0412" "a witness that holds another past of the log"
        "The witness cosigned a log checkpoint that this log does not continue, so one of the two is not the log that the others saw. \
         Do not start the log; keep both checkpoints, and compare them with those of the other parties."
    SILENT "L0413" "a witness that did not cosign"
        "It could not be reached, was too slow, or answered something else than a cosignature. The log goes on; who is missing and since \
         when stands at `/status`. Look at the witness."
    ADDRESS "L0414" "a witness without an address that can be asked"
        "The policy gives no address for the witness, or one that does not begin with `http://`. Its cosignature must come some other \
         way, or the address is put into the policy by an amendment of the charter."
}
