//! What a post says when something is wrong: the cases of `cases/post/bad`.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers; no code of posts lacks a case.
//!
//! Not here: posts when nothing is wrong, and links that fail (`post`).

mod common;

use std::fs;
use std::path::Path;

use armistice::message::Message;
use armistice::post::server::Server;
use armistice::post::{carried, codes, copy, outbox};
use armistice::sequencer::ledger_of;
use axum::Router;
use axum::routing::post;
use common::http::Running;
use common::served::{Served, Writes, found, signer};
use common::{Folder, pages};
use record::statement::{Body, Content, Report};
use record::submission::{Said, Submission};
use record::wire;

#[test]
fn every_case_says_what_it_should() {
    let said = pages::hold("post/bad", "post", answer);
    pages::show(&said, codes::CODES);
}

fn answer(what: &str) -> String {
    let folder = Folder::new("post-case");
    let mission = folder.path().join("mission");
    found(&mission, "quorum none\n");
    let message = made(what.trim(), folder.path(), &mission);
    let text = format!("{message}\n").replace(&format!("{}/", folder.path().display()), "");
    // A test gets whichever port is free.
    let ports = text.split("127.0.0.1:").enumerate().map(|(place, part)| match place {
        0 => part.to_owned(),
        _ => format!("8710{}", part.trim_start_matches(|c: char| c.is_ascii_digit())),
    });
    ports.collect::<Vec<_>>().join("127.0.0.1:")
}

fn made(what: &str, folder: &Path, mission: &Path) -> Message {
    let desk = folder.join("post");
    let ledger = || ledger_of(mission).unwrap();
    let file = |bytes: &[u8]| {
        let path = folder.join("carried.submission");
        fs::write(&path, bytes).unwrap();
        path
    };
    match what {
        "address" => Server::new("mission.example:8710").unwrap_err(),
        "another log" => {
            let served = Served::start(mission);
            copy::fetch(&desk, &Server::new(&served.url()).unwrap()).unwrap();
            drop(served);
            let again = folder.join("again");
            found(&again, "quorum none\n");
            let served = Served::start(&again);
            let message = copy::fetch(&desk, &Server::new(&served.url()).unwrap()).unwrap_err();
            // Which hashes differ is another matter each time.
            Message { notes: Vec::new(), ..message }
        }
        "stranger" => {
            let served = Served::start(mission);
            outbox::sign(&desk, &ledger(), &signer("stranger"), &says("stranger")).unwrap();
            sent(&desk, &ledger(), &served.url())
        }
        "receipt" => {
            let liar = Running::start(|_| Router::new().route("/submit", post(|| async { "a receipt\n" })));
            outbox::sign(&desk, &ledger(), &signer("north-liaison"), &says("north-liaison")).unwrap();
            sent(&desk, &ledger(), &liar.url())
        }
        "text" => carried::read_file(&file(b"\xef\xbb\xbfa statement\r\n")).unwrap_err(),
        "changed" => {
            let mut submission = Writes::new("north-liaison").report("two shells");
            submission.said = Said::Body(wire::encode(&says("north-liaison")).unwrap());
            refused(&submission, &ledger())
        }
        "key" => {
            let desk = outbox::sign(&desk, &ledger(), &signer("nobody"), &says("north-liaison"));
            refused(&desk.unwrap(), &ledger())
        }
        _ => {
            let mut submission = Writes::new("north-liaison").report("two shells");
            submission.signed.envelope.mission = "plain.example/record".into();
            refused(&submission, &ledger())
        }
    }
}

fn says(author: &str) -> Body {
    let content = Content::Report(Report { words: "three shells".into(), ..Report::default() });
    Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }
}

fn sent(desk: &Path, ledger: &record::ledger::Ledger, url: &str) -> Message {
    outbox::send(desk, ledger, &Server::new(url).unwrap()).unwrap().stopped.expect("it is refused")
}

fn refused(submission: &Submission, ledger: &record::ledger::Ledger) -> Message {
    carried::opened(submission, ledger).unwrap_err()
}
