//! The codes of posts: letter L, from 07 on.
//!
//! L0701 to L0709 the mission's server · from L0711 on what was carried by hand.
//!
//! Holds
//! - Every code is triggered by a case in `cases/post/bad/`.
//!
//! Not here: why a statement is refused (`record::codes`), the server (`serve::codes`).

record::codes! {
    AWAY "L0701" "a server that does not answer"
        "What was signed is in the outbox and is sent with `armistice post send` once the server answers. What cannot wait is carried by hand: \
         `armistice post carry`."
    NOT_CONTINUED "L0702" "a log that does not continue the copy that is here"
        "Two people may be shown two histories. The copy stays as it was; show the evidence to the others, and sign nothing for this server \
         until it is explained."
    REFUSED "L0703" "a statement that the server refuses"
        "It stays in the outbox, and those behind it wait. The code in the message says why. What cannot be put right is moved out of the outbox; \
         what waits behind it is signed anew when it is sent."
    NOT_VOUCHED "L0704" "a place in the log for which the log's key does not vouch"
        "Somebody between here and the mission may have changed what was sent, or the log says two things. What came is not believed; what was to be \
         sent stays in the outbox. Fetch the log, and ask the mission on another way."
    NOT_CARRIED "L0711" "a file that is no carried statement"
        "Carried statements are files that `armistice post carry` writes; they are copied whole and unchanged."
    NOT_SIGNED "L0712" "a statement that its author did not sign"
        "Nothing of it is believed. Keep the file, and ask the author on another way what was said."
    STRANGE_KEY "L0713" "a statement whose key this copy of the log does not have"
        "The copy may be older than the key, or somebody made it up. Fetch the log (`armistice post fetch`) and read it again; until then do not rely on it."
    OTHER_MISSION "L0714" "a statement of another mission"
        "It was signed for another log and says nothing here, whoever carries it."
}
