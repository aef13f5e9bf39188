//! What the server says when something is wrong: the cases of `cases/serve/bad`, each done over a real connection.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers; no code of the server lacks a case.
//!
//! Not here: what it does when nothing is wrong (`serve`).

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use armistice::limits::CHALLENGES_OF_ADDRESS;
use armistice::message::Message;
use armistice::serve::{codes, listen};
use common::http::{Answer, At, Running};
use common::served::{Served, Writes, found, signer};
use common::{Folder, pages};
use record::limits::SUBMISSION_BYTES;

const KIND: &str = "application/vnd.armistice.submission";

/// The problem in an answer, as a message.
fn said(answer: &Answer) -> String {
    let page = answer.json();
    let text = |key: &str| page[key].as_str().unwrap().to_owned();
    assert_eq!(page["status"], answer.status);
    let wait = answer.header("retry-after").map(|seconds| format!("\n   ask again after {seconds} s"));
    format!(
        "error[{}]: {}\n   answered with {}{}\n",
        text("code"),
        text("detail"),
        answer.status,
        wait.unwrap_or_default()
    )
}

/// The message, without the port that a test happened to get.
fn told(message: &Message) -> String {
    let sentence = message.sentence.split(':').map(|part| {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        if digits > 3 && part != "8710`" { format!("8710{}", &part[digits..]) } else { part.to_owned() }
    });
    format!("{}\n", Message { sentence: sentence.collect::<Vec<_>>().join(":"), ..message.clone() })
}

fn challenge(at: &At, author: &str) -> Answer {
    let key = signer(author).key().id();
    at.post("/challenge", "application/json", format!("{{\"author\":\"{author}\",\"key\":\"{key}\"}}"))
}

/// What a case is about, done.
fn made(what: &str) -> String {
    match what {
        "a request that fails" => {
            let fails = || async {
                if true {
                    panic!("a fault for a case");
                }
                "never"
            };
            let running = Running::start(move |_| axum::Router::new().fallback(fails));
            return said(&running.get("/"));
        }
        "listening where somebody listens" => {
            let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            return told(&listen::bind(taken.local_addr().unwrap(), false).unwrap_err());
        }
        "listening at 192.0.2.7:8710" => {
            return told(&listen::bind("192.0.2.7:8710".parse().unwrap(), false).unwrap_err());
        }
        _ => {}
    }
    let folder = Folder::new("serve-case");
    let dir = folder.path().join("mission");
    found(&dir, "quorum none\n");
    let served = Served::start(&dir);
    let hand_in = |bytes: Vec<u8>| served.post("/submit", KIND, bytes);
    let mut patrol = Writes::new("patrol-2");
    let answer = match what {
        "GET /nothing" => served.get("/nothing"),
        "GET /submit" => served.get("/submit"),
        "GET /proof/7" => served.get("/proof/7"),
        "a submission of one byte too many" => hand_in(vec![0; SUBMISSION_BYTES + 1]),
        "POST /submit as text/plain" => served.post("/submit", "text/plain", "North was struck"),
        "as many challenges as an address may have, and one more" => {
            (0..CHALLENGES_OF_ADDRESS).for_each(|_| assert_eq!(challenge(&served, "analyst").status, 200));
            challenge(&served, "analyst")
        }
        "a body that does not come" => {
            let mut stream = served.connect();
            let head =
                format!("POST /submit HTTP/1.1\r\nhost: here\r\ncontent-type: {KIND}\r\ncontent-length: 900\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            Answer::read(&mut stream).unwrap()
        }
        "POST /challenge with {}" => served.post("/challenge", "application/json", "{}"),
        "a signature under no challenge" => {
            let body = format!("{{\"nonce\":\"{}\",\"signature\":\"{}\"}}", "00".repeat(32), "00".repeat(64));
            served.post("/token", "application/json", body)
        }
        "a challenge signed by somebody else" => {
            let asked = challenge(&served, "north-liaison").json();
            let body = format!("{{\"nonce\":{},\"signature\":\"{}\"}}", asked["nonce"], "00".repeat(64));
            served.post("/token", "application/json", body)
        }
        "a token of zeros" => {
            served.get_with("/statement/0", &format!("authorization: Bearer {}\r\n", "00".repeat(32)))
        }
        "the body of a report, without a token" => {
            assert_eq!(hand_in(patrol.report("shells").encode().unwrap()).status, 201);
            served.get("/statement/1")
        }
        "the proof of an entry that is just accepted" => (1..50)
            .map(|index| {
                assert_eq!(hand_in(patrol.report(&index.to_string()).encode().unwrap()).status, 201);
                served.get(&format!("/proof/{index}"))
            })
            .find(|answer| answer.status != 200)
            .expect("a publication takes longer than a request"),
        "a statement whose body was taken out of its pack" => {
            for number in 0..260 {
                assert_eq!(hand_in(patrol.report(&number.to_string()).encode().unwrap()).status, 201);
            }
            served.stop().unwrap();
            take_body(&dir.join("blobs/000"), 5);
            let served = Served::start(&dir);
            return said(&served.get("/statement/5"));
        }
        other => panic!("nothing is made of `{other}`"),
    };
    said(&answer).replace("entry 1 ", "the entry ").replace("entry 2 ", "the entry ").replace("entry 3 ", "the entry ")
}

/// Writes a pack again without the blob of one entry.
fn take_body(pack: &Path, gone: usize) {
    let bytes = fs::read(pack).unwrap();
    let (mut rest, mut kept, mut place) = (bytes.as_slice(), Vec::new(), 0);
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (blob, after) = after.split_at(u32::from_be_bytes(*length) as usize);
        let blob = if place == gone { &[][..] } else { blob };
        kept.extend_from_slice(&(blob.len() as u32).to_be_bytes());
        kept.extend_from_slice(blob);
        (rest, place) = (after, place + 1);
    }
    assert_eq!(place, 256, "a pack has 256 blobs");
    fs::write(pack, kept).unwrap();
}

#[test]
fn the_cases_hold() {
    let said = pages::hold("serve/bad", "made", |what| made(what.trim_end()));
    pages::show(&said, codes::CODES);
}
