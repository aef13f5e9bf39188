//! The codes of everything that is said against a statement of the channel when it is handed in: letter H, four digits,
//! a title, and what to do.
//!
//! H01 what cannot be acted on.
//!
//! Holds
//! - One table. A code that was released keeps its meaning; a code that is no longer given is not given again to another.
//! - Every code is triggered by a case in `cases/channel/bad/`.
//!
//! Not here: the checks (`admissible`), statements that are no canonical bytes (`record::codes`).

record::codes! {
    CROSSES_ITSELF "H0101" "an outline that crosses itself"
        "Nobody can say what is inside an outline that crosses or touches itself, and two people would mark two places on their maps. \
         Put its corners in the order in which one walks around it, or state two outlines."
    AREA "H0102" "an area that cannot be measured"
        "What cannot be measured cannot be read back, and nobody sees that a position is wrong. Correct the area."
    OVER "H0103" "a notice whose window is over"
        "A notice tells beforehand. Correct the window; what has happened is said by a report."
    UNKNOWN_RECIPIENT "H0104" "a recipient that nobody knows"
        "A notice to a name that is no party, no body and in no register reaches nobody, and silence would be all that comes back. \
         Correct the name, or have it registered first."
    TO_ITSELF "H0105" "a recipient that is the speaker itself"
        "A notice, a warning or a halt tells somebody else. Name whom it is for."
    EXPIRY "H0106" "an expiry outside the window"
        "A notice that has to be said again expires within its window, after it began and before it ends. Correct the expiry, or leave it out."
    OBJECTIONS "H0107" "a time for objections that nobody can keep"
        "Objections are asked for until an instant that is still to come and not after the end of the window. Nothing follows from its \
         passing: silence is not consent."
    NOT_YET "H0108" "something that happened in time to come"
        "What happened is said once it has happened. Correct the time; what is planned is said by a notice or a plan."
    ANSWER_OVER "H0109" "an answer that nobody can give in time"
        "Who is asked must have time to answer: else it is overdue before it was asked. Correct the time. What was asked \
         before, and is entered now, is the word of who asked: `--by G1 --through letter`; of a convoy, `--at` says when."
    HANDED_TO_ITSELF "H0110" "a watch handed to who has it"
        "A hand-over counts once two have signed it, who goes and who comes. Name the other officer."
    ACCEPTED_MORE "H0111" "more accepted than delivered"
        "One speaker's own numbers must fit each other. Correct them; what another says otherwise is said by another, and both are kept."
}
