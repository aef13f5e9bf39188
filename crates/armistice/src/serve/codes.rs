//! The codes of the server: letter L, from 06 on.
//!
//! L0601 to L0609 any request · L0611 on who asks · L0621 on what is asked for · L0631 on starting and stopping.
//!
//! Holds
//! - Every code is triggered by a case in `cases/serve/bad/`.
//!
//! Not here: why a statement is refused (`record::codes`), what a witness answers (`witness::codes`).

record::codes! {
    NO_PATH "L0601" "an address at which there is nothing"
        "The addresses of the server are in spec/server.md; those below `/record/` are the files of the log and no others."
    NO_METHOD "L0602" "an address that is not asked in this way"
        "The header `Allow` of the answer names the ways in which it is asked."
    TOO_LONG "L0603" "a request longer than allowed"
        "Nothing was accepted. The longest statement with its envelope fits; a long document is an attachment, of which the envelope \
         holds the digest."
    MEDIA "L0604" "a body of another kind than the address takes"
        "Nothing was accepted. Send the header `Content-Type` that the message names."
    TOO_MANY "L0605" "more requests than allowed in a minute"
        "Nothing was accepted, and nothing is wrong with the statement: send the same bytes again after the seconds in `Retry-After`. \
         Sent again, a statement is one statement."
    TOO_SLOW "L0606" "a request that did not arrive in time"
        "Nothing was accepted. Send the same bytes again."
    FAULT "L0607" "a fault of the server"
        "The request was not answered; the service goes on. Whether a statement was accepted is not known: send the same bytes again, \
         which is harmless. What happened stands in the server's own output."
    MALFORMED "L0609" "a request that cannot be read"
        "The message says what was expected. spec/server.md has an example of each request."

    NO_CHALLENGE "L0611" "an answer to no challenge"
        "A challenge is answered once and within its time. Ask for a new one at `/challenge`, and sign that."
    NOT_ITS_KEY "L0612" "a challenge that no key of the author has signed"
        "The key must be in force for the author in the log, and the signature must fit the text in spec/server.md. Look which key is in \
         force (`armistice key list`) and sign a new challenge."
    NO_TOKEN "L0613" "a token that does not count"
        "It was never given out, its time is over, or the server was started anew. Ask for a new one: `/challenge`, then `/token`."
    NOT_FOR_AUDIENCE "L0614" "a statement that this audience may not read"
        "Its envelope and its place in the log are public, and the proof holds without it. Whoever may read it sends a token."

    NOT_PUBLISHED "L0621" "an entry that is accepted and not yet published"
        "The acceptance receipt stands. The proof follows with the next log checkpoint: ask again after the seconds in `Retry-After`."
    NO_ENTRY "L0622" "an entry that the log does not have"
        "Entries are numbered from 0; `/status` says how many there are."
    NO_BODY "L0623" "a statement whose body is not here"
        "The log holds the commitment; the body was erased, or was never handed to this machine. Ask whoever said it."

    LISTEN "L0631" "an address at which the server cannot listen"
        "Another program has it, or this machine does not. Name another one with `--listen`."
    NOT_LOOPBACK "L0632" "an address that others can reach"
        "Without encryption, whoever can reach the address reads what is asked and answered, tokens included. Put a server with TLS in \
         front of a loopback address; or, on a network that the mission trusts, say `--beyond-this-machine`."
}
