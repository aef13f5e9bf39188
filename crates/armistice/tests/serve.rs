//! The server over real connections: files of the record, submissions once and for all, receipts, proofs, audiences, stops.
//!
//! Not here: its messages (`serve_cases`), what may enter (`record`), witnesses alone (`witness`).

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use armistice::limits::{CONNECTIONS, CONNECTIONS_OF_ADDRESS, EVENT_READERS, HEAD_BYTES};
use armistice::log::LogReader;
use armistice::serve::listen;
use armistice::witness::service;
use armistice::witness::state::Witness;
use common::Folder;
use common::http::{Answer, At, Running};
use common::served::{ORIGIN, Served, Writes, found, log_key, signer, token};
use record::envelope::Entry;
use record::limits::SUBMISSION_BYTES;
use record::receipt::Receipt;
use record::statement::{Content, Duty};
use record::submission::Submission;
use record::vocabulary::time::Interval;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::Cosigner;
use tlog::hash::{Hash, leaf_hash};
use tlog::note::SignedNote;
use tlog::policy::LogPolicy;
use tlog::proof_file::ProofFile;

const KIND: &str = "application/vnd.armistice.submission";

/// A folder with the valley's log, of which nobody has to cosign.
fn valley() -> Folder {
    let folder = Folder::new("serve");
    found(&folder.path().join("mission"), "quorum none\n");
    folder
}
fn mission(folder: &Folder) -> std::path::PathBuf {
    folder.path().join("mission")
}
fn hand_in(at: &At, submission: &Submission) -> Answer {
    at.post("/submit", KIND, submission.encode().unwrap())
}
/// The receipt in an answer, signed by the log.
fn receipt(answer: &Answer) -> Receipt {
    let note = SignedNote::parse(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()));
    note.open([log_key().verifier()]).unwrap();
    Receipt::parse(note.text()).unwrap()
}
/// What `ask` gives as soon as it gives something.
fn soon<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
fn entries(dir: &Path) -> Vec<Entry> {
    let reader = LogReader::open(dir).unwrap();
    reader.leaves(0..reader.size()).map(|leaf| Entry::decode(&leaf.unwrap().1.entry).unwrap()).collect()
}

// ---- handing in ----

#[test]
fn a_statement_is_received_published_and_proved() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    let submission = patrol.report("shells at the mill");
    let answer = hand_in(&served, &submission);
    assert_eq!((answer.status, answer.header("location")), (201, Some("/entry/1")), "{}", answer.text());
    let promised = receipt(&answer);
    assert_eq!((promised.origin.as_str(), promised.index, promised.include_within_s), (ORIGIN, 1, 60));
    let leaf = served.get("/entry/1").body;
    assert_eq!(leaf_hash(&leaf), Hash(promised.leaf));
    assert_eq!(Entry::decode(&leaf).unwrap().signed, submission.signed);
    assert_eq!(served.get("/receipt/1").body, answer.body);

    let proof = soon("the proof", || Some(served.get("/proof/1")).filter(|answer| answer.status == 200));
    let policy = LogPolicy::parse(&served.get("/record/policy.txt").body).unwrap();
    let examined = ProofFile::parse(&proof.body).unwrap();
    assert_eq!(examined.verify(&leaf_hash(&leaf), &policy).unwrap().checkpoint.size(), 2);
    assert!(examined.verify(&leaf_hash(b"another"), &policy).is_err());
    let status = served.get("/status").json();
    assert_eq!((status["accepted"]["size"].as_u64(), status["published"]["size"].as_u64()), (Some(2), Some(2)));
}

#[test]
fn what_is_sent_again_is_the_same_entry_with_the_same_receipt() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    let submission = patrol.report("shells at the mill");
    let first = hand_in(&served, &submission);
    let second = hand_in(&served, &submission);
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.body, second.body, "one statement, one receipt");
    // Something else under the same submit id, and something else under the same number.
    let other = Writes::new("patrol-2").report("no shells at the mill");
    assert_eq!((hand_in(&served, &other).status, hand_in(&served, &other).code().as_str()), (409, "R0302"));
    let mut renamed = other.signed.envelope.clone();
    renamed.submit.0 = [77; 16];
    let renamed = Submission { signed: renamed.sign(&signer("patrol-2")).unwrap(), ..other };
    let answer = hand_in(&served, &renamed);
    assert_eq!((answer.status, answer.code().as_str()), (409, "R0303"));
    drop(served);
    // Also after a restart.
    let served = Served::start(&mission(&folder));
    let third = hand_in(&served, &submission);
    assert_eq!((third.status, third.body), (200, first.body));
    assert_eq!(entries(&mission(&folder)).len(), 2);
}

#[test]
fn what_the_log_does_not_take_is_refused_with_its_reason() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let good = Writes::new("patrol-2").report("shells");
    let bytes = good.encode().unwrap();
    let mut forged = good.clone();
    forged.signed.signature[9] ^= 1;
    let stranger = Writes::new("hill-watch").report("shells");
    let reader = Writes::new("analyst").report("shells");
    let mut gap = Writes::new("north-liaison");
    gap.report("first");
    let mut elsewhere = good.signed.envelope.clone();
    elsewhere.mission = "hills.example/record".into();
    let elsewhere = Submission { signed: elsewhere.sign(&signer("patrol-2")).unwrap(), ..good.clone() };
    let other_body = Submission { salt: record::envelope::Salt([1; 32]), ..good.clone() };
    for (name, bytes, status) in [
        ("a bad signature", forged.encode().unwrap(), 403),
        ("an author of no charter", stranger.encode().unwrap(), 403),
        ("a reader", reader.encode().unwrap(), 403),
        ("a statement before its turn", gap.report("second").encode().unwrap(), 409),
        ("another log's", elsewhere.encode().unwrap(), 422),
        ("another body", other_body.encode().unwrap(), 422),
        ("cut", bytes[..bytes.len() - 1].to_vec(), 422),
        ("nothing", Vec::new(), 422),
        ("too long", vec![0; SUBMISSION_BYTES + 1], 413),
    ] {
        let answer = served.post("/submit", KIND, bytes);
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        let page = answer.json();
        assert_eq!(page["status"], status);
        assert!(
            ["title", "detail", "help", "code", "type"].iter().all(|key| !page[key].as_str().unwrap().is_empty()),
            "{page}"
        );
        let meaning = served.get(page["type"].as_str().unwrap());
        assert_eq!(meaning.status, 200, "{name}: {}", page["type"]);
    }
    assert_eq!(served.post("/submit", "text/plain", &bytes).status, 415);
    assert_eq!(served.post_with("/submit", "", &bytes).status, 415);
    assert_eq!(served.post("/submit", KIND, vec![0; SUBMISSION_BYTES]).status, 422, "at the limit it is read");
    assert_eq!(entries(&mission(&folder)).len(), 1, "nothing was accepted");
    assert_eq!(served.post("/submit", "application/octet-stream; x=y", &bytes).status, 201);
}

#[test]
fn a_body_that_says_no_length_is_cut_at_the_limit() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut stream = served.connect();
    let head =
        format!("POST /submit HTTP/1.1\r\nhost: here\r\ncontent-type: {KIND}\r\ntransfer-encoding: chunked\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"4000\r\n".as_slice(), &[0; 0x4000], b"\r\n"].concat();
    for _ in 0..=SUBMISSION_BYTES / 0x4000 {
        let _ = stream.write_all(&chunk);
    }
    assert_eq!(Answer::read(&mut stream).unwrap().status, 413);
}

#[test]
fn many_authors_with_lost_answers_enter_each_statement_once_and_in_order() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    const EACH: u64 = 40;
    let authors = ["patrol-2", "north-liaison", "south-liaison"];
    std::thread::scope(|scope| {
        for (which, author) in authors.into_iter().enumerate() {
            let at = At { address: served.address };
            scope.spawn(move || {
                let mut writes = Writes::new(author);
                for number in 0..EACH {
                    let submission = writes.report(&format!("statement {number}"));
                    let bytes = submission.encode().unwrap();
                    if (number + which as u64).is_multiple_of(3) {
                        // The connection is cut before the answer: at once, or in the middle of the body.
                        let mut stream = at.connect();
                        let head = format!(
                            "POST /submit HTTP/1.1\r\nhost: here\r\ncontent-type: {KIND}\r\ncontent-length: {}\r\n\r\n",
                            bytes.len()
                        );
                        let sent = if number.is_multiple_of(2) { bytes.len() } else { bytes.len() / 2 };
                        stream.write_all(head.as_bytes()).unwrap();
                        stream.write_all(&bytes[..sent]).unwrap();
                        drop(stream);
                    }
                    let answer = at.post("/submit", KIND, &bytes);
                    assert!([200, 201].contains(&answer.status), "{}", answer.text());
                    assert_eq!(receipt(&answer).origin, ORIGIN);
                }
            });
        }
    });
    served.stop().unwrap();
    let entries = entries(&mission(&folder));
    assert_eq!(entries.len() as u64, 1 + 3 * EACH);
    for author in authors {
        let numbers: Vec<u64> = entries
            .iter()
            .map(|entry| &entry.signed.envelope)
            .filter(|envelope| envelope.author == author)
            .map(|envelope| envelope.number)
            .collect();
        assert_eq!(numbers, (0..EACH).collect::<Vec<_>>(), "{author}");
    }
}

// ---- files of the record ----

#[test]
fn the_record_is_served_as_its_format_asks() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    for number in 0..260 {
        assert_eq!(hand_in(&served, &patrol.report(&format!("statement {number}"))).status, 201);
    }
    let size = |answer: &Answer| Checkpoint::parse(SignedNote::parse(&answer.body).unwrap().text()).unwrap().size();
    let checkpoint =
        soon("the checkpoint", || Some(served.get("/record/checkpoint")).filter(|answer| size(answer) == 261));
    assert_eq!(checkpoint.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(checkpoint.header("cache-control"), Some("no-store"));
    let tag = checkpoint.header("etag").unwrap();
    for said in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = served.get_with("/record/checkpoint", &format!("if-none-match: {said}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{said}");
    }
    assert_eq!(served.get_with("/record/checkpoint", "if-none-match: \"x\"\r\n").status, 200);
    for (path, bytes) in [("tile/0/000", 8192), ("tile/0/001.p/5", 160), ("tile/1/000.p/1", 32)] {
        let tile = served.get(&format!("/record/{path}"));
        assert_eq!((tile.status, tile.body.len()), (200, bytes), "{path}");
        assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
        assert!(tile.header("cache-control").unwrap().contains("immutable"));
        assert_eq!(tile.body, fs::read(mission(&folder).join("record").join(path)).unwrap());
    }
    for path in ["tile/entries/000", "tile/entries/001.p/5"] {
        let bundle = served.get(&format!("/record/{path}"));
        assert_eq!(bundle.body, fs::read(mission(&folder).join("record").join(path)).unwrap(), "{path}");
        assert!(bundle.body.len() > 500);
    }
    let head = served.send("HEAD /record/tile/0/000 HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some("8192"), 0));
    for gone in ["tile/0/000.p/7", "tile/0/002", "tile/2/000", "tile/entries/002", "tile/0/0", "tile/0/x000/000"] {
        assert_eq!(served.get(&format!("/record/{gone}")).status, 404, "{gone}");
    }
}

#[test]
fn nothing_leads_out_of_the_record() {
    let folder = valley();
    let dir = mission(&folder);
    fs::write(dir.join("secret.txt"), "kept back").unwrap();
    fs::create_dir_all(dir.join("record/proofs")).unwrap();
    fs::write(dir.join("record/proofs/1.tlog-proof"), "a proof").unwrap();
    fs::write(dir.join("record/.hidden"), "kept back").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(dir.join("secret.txt"), dir.join("record/proofs/out.txt")).unwrap();
        std::os::unix::fs::symlink(&dir, dir.join("record/proofs/up")).unwrap();
        std::os::unix::fs::symlink("1.tlog-proof", dir.join("record/proofs/same.tlog-proof")).unwrap();
    }
    let served = Served::start(&dir);
    assert_eq!(served.get("/record/proofs/1.tlog-proof").text(), "a proof");
    assert_eq!(served.get("/record/proofs/same.tlog-proof").text(), "a proof", "a link within the record");
    for path in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "..%252fsecret.txt",
        "proofs/../../secret.txt",
        "proofs/%2e%2e/%2e%2e/secret.txt",
        "proofs/..\\..\\secret.txt",
        "proofs/out.txt",
        "proofs/up/secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "%2fetc%2fpasswd",
        ".hidden",
        "%2ehidden",
        "proofs",
        "proofs/",
        "",
        "checkpoint/",
        "checkpoint%00",
        "proofs//1.tlog-proof",
        "./checkpoint",
        "../state/lock",
        "..%c0%afsecret.txt",
        "proofs/1.tlog-proof/x",
    ] {
        let answer = served.get(&format!("/record/{path}"));
        assert_eq!(answer.status, 404, "{path}: {}", String::from_utf8_lossy(&answer.body));
        assert!(!String::from_utf8_lossy(&answer.body).contains("kept back"), "{path}");
    }
    for path in ["/state/lock", "/blobs/000", "/keys", "/../secret.txt", "/mission.toml"] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_log_that_stopped_is_seen_where_a_server_is_watched() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    // Whoever keeps the machine changed a file that the next publication places, too.
    let tile = mission(&folder).join("record/tile/0/000.p/2");
    fs::create_dir_all(tile.parent().unwrap()).unwrap();
    fs::write(&tile, "another").unwrap();
    let accepted = hand_in(&served, &patrol.report("one"));
    assert_eq!(accepted.status, 201, "{}", accepted.text());

    let status = soon("a log that stopped", || {
        Some(served.get("/status").json()).filter(|status| !status["log_stopped"].is_null())
    });
    assert_eq!(status["log_stopped"]["code"], "L0107", "{status}");
    let health = served.get("/healthz");
    assert_eq!((health.status, health.text().contains("/status")), (503, true));
    assert!(served.get("/").text().contains("Nothing more is accepted"));
    // What was accepted is told; what comes is not taken.
    assert_eq!(served.get("/receipt/1").status, 200);
    assert_eq!(hand_in(&served, &patrol.report("two")).status, 503);
    assert_eq!(served.stop().unwrap_err().code, "L0105");
}

#[test]
fn pages_say_what_is_here_and_what_a_code_means() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    assert_eq!(served.get("/healthz").text(), "ok\n");
    let home = served.get("/");
    assert_eq!(home.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(home.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    let text = home.text();
    assert!(text.contains("The valley mission") && text.contains(ORIGIN) && !text.contains("<script"), "{text}");
    for link in
        text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).filter(|link| *link != "/events")
    {
        assert_eq!(served.get(link).status, 200, "{link}");
    }
    assert!(served.get("/codes/L0605").text().contains("Retry-After"));
    assert_eq!(served.get("/codes/R0302").status, 200, "of other parts of the program, too");
    assert_eq!(served.get("/codes/L9999").status, 404);
    assert_eq!(served.get("/codes/%3Cscript%3E").status, 404);
}

// ---- who reads what ----

#[test]
fn a_body_is_read_by_whom_it_is_for() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let report = Writes::new("patrol-2").report("shells at the mill");
    let decision = Writes::new("north-liaison").decision();
    hand_in(&served, &report);
    hand_in(&served, &decision);
    let with = |path: &str, token: &str| served.get_with(path, &format!("authorization: Bearer {token}\r\n"));
    for author in ["mission", "patrol-2", "north-liaison", "south-liaison", "analyst"] {
        let token = token(&served, author);
        for (path, submission) in [("/statement/1", &report), ("/statement/2", &decision)] {
            let answer = with(path, &token);
            let record::submission::Said::Body(body) = &submission.said else { unreachable!() };
            assert_eq!((answer.status, &answer.body), (200, body), "{author} {path}");
            let salt = record::envelope::Salt([9; 32]);
            assert_eq!(answer.header("armistice-salt").unwrap(), "09".repeat(32));
            assert!(submission.signed.envelope.body.opens(&salt, &answer.body));
        }
    }
    assert_eq!(served.get("/statement/2").status, 200, "a decision is public");
    assert_eq!(served.get("/statement/0").status, 200, "so is the charter");
    let refused = served.get("/statement/1");
    assert_eq!(
        (refused.status, refused.code().as_str(), refused.header("www-authenticate")),
        (401, "L0614", Some("Bearer"))
    );
    assert!(!refused.text().contains("mill"));
    assert_eq!(served.get("/entry/1").status, 200, "the envelope is public");
    let as_json = served.get_with("/statement/2", "accept: application/json\r\n").json();
    assert_eq!(as_json["index"], 2);
    for bad in ["", "Bearer", "Bearer x", &format!("Bearer {}", "0".repeat(64)), "Basic YTpi"] {
        let answer = served.get_with("/statement/2", &format!("authorization: {bad}\r\n"));
        assert_eq!((answer.status, answer.code().as_str()), (401, "L0613"), "{bad}");
    }
}

#[test]
fn what_is_addressed_is_read_by_the_mission_whoever_says_it_and_whom_it_names() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut north = Writes::new("north-liaison");
    hand_in(&served, &north.says(duty(&["South"])));
    hand_in(&served, &north.says(duty(&[])));
    let readers = |path: &str| -> Vec<&str> {
        let authors = ["mission", "patrol-2", "north-liaison", "south-liaison", "analyst"];
        let reads = |author: &&str| {
            let answer = served.get_with(path, &format!("authorization: Bearer {}\r\n", token(&served, author)));
            assert!(answer.status == 200 || (answer.status, answer.code().as_str()) == (403, "L0614"), "{author}");
            answer.status == 200
        };
        authors.into_iter().filter(reads).collect()
    };
    assert_eq!(readers("/statement/1"), ["mission", "north-liaison", "south-liaison"]);
    assert_eq!(readers("/statement/2"), ["mission", "north-liaison"]);
    let refused = served.get("/statement/1");
    assert_eq!((refused.status, refused.code().as_str()), (401, "L0614"));
    assert!(!refused.text().contains("telephone"));
}

/// Who answers for North, told to these.
fn duty(to: &[&str]) -> Content {
    Content::Duty(Duty {
        officer: "Major A".into(),
        party: "North".into(),
        to: to.iter().map(|name| (*name).to_owned()).collect(),
        rank: 1,
        reach: vec!["telephone 1".into()],
        languages: vec![],
        during: Interval::ALWAYS,
    })
}

// ---- checkpoints as they come ----

/// Reads events until one has a name, and gives its id and its data.
fn event(stream: &mut std::net::TcpStream, seen: &mut String) -> (u64, String) {
    let mut part = [0; 4096];
    loop {
        if let Some(at) = seen.find("event: checkpoint\n")
            && let Some(end) = seen[at..].find("\n\n")
        {
            let text = seen[..at + end].to_owned();
            *seen = seen[at + end + 2..].to_owned();
            let id = text.rsplit("id: ").next().unwrap().lines().next().unwrap().parse().unwrap();
            let data: Vec<&str> =
                text.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start).collect();
            return (id, data.join("\n"));
        }
        let read = stream.read(&mut part).unwrap();
        assert!(read > 0, "the events ended: {seen}");
        seen.push_str(&String::from_utf8_lossy(&part[..read]));
    }
}

#[test]
fn new_checkpoints_come_as_events_and_a_reader_goes_on_where_it_was() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let follow = |headers: &str| {
        let mut stream = served.connect();
        stream.write_all(format!("GET /events HTTP/1.1\r\nhost: here\r\n{headers}\r\n").as_bytes()).unwrap();
        (stream, String::new())
    };
    let (mut stream, mut seen) = follow("");
    let (id, note) = event(&mut stream, &mut seen);
    assert_eq!(id, 1, "the present one at once");
    SignedNote::parse(note.as_bytes()).unwrap().open([log_key().verifier()]).unwrap();
    let mut patrol = Writes::new("patrol-2");
    hand_in(&served, &patrol.report("one"));
    let (id, note) = event(&mut stream, &mut seen);
    assert_eq!(id, 2);
    assert_eq!(note, served.get("/record/checkpoint").text());
    // One who saw this one gets the next; one who saw an older one gets this one.
    let (mut same, mut same_seen) = follow("last-event-id: 2\r\n");
    let (mut older, mut older_seen) = follow("last-event-id: 1\r\n");
    assert_eq!(event(&mut older, &mut older_seen).0, 2);
    hand_in(&served, &patrol.report("two"));
    assert_eq!(event(&mut same, &mut same_seen).0, 3);
    assert_eq!(event(&mut stream, &mut seen).0, 3);
    // Stopping ends them.
    served.stop().unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
}

// ---- the slow, the broken, the end ----

#[test]
fn who_sends_nothing_is_let_go_and_keeps_nobody_waiting() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut idle: Vec<_> = (0..40).map(|_| served.connect()).collect();
    idle.iter_mut().skip(20).for_each(|stream| stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: he").unwrap());
    let begun = Instant::now();
    assert_eq!(served.get("/healthz").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    for stream in &mut idle {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
    }
}

#[test]
fn one_address_has_as_many_connections_as_allowed_and_not_one_more() {
    let running = Running::start(|_| axum::Router::new().fallback(|| async { "here" }));
    let mut open = Vec::new();
    for _ in 0..CONNECTIONS_OF_ADDRESS {
        let mut stream = running.connect();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").unwrap();
        assert_eq!(Answer::read(&mut stream).unwrap().status, 200);
        open.push(stream);
    }
    let mut one_more = running.connect();
    let _ = one_more.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n");
    assert!(Answer::read(&mut one_more).is_err(), "it is let go");
    drop(open.pop());
    soon("a place", || {
        let mut stream = running.connect();
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n");
        Answer::read(&mut stream).ok()
    });
}

#[test]
fn there_are_as_many_connections_as_allowed_and_the_next_one_waits() {
    // Both ends of each are in this process.
    let needed = 2 * CONNECTIONS + 400;
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let open_files = limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next());
    if open_files.and_then(|files| files.parse::<usize>().ok()).is_none_or(|files| files < needed) {
        return common::skip(&format!("{CONNECTIONS} connections need {needed} open files: `ulimit -n {needed}`"));
    }
    // Requests that are never answered, and counted: what says nothing would be let go.
    let begun = Arc::new(AtomicUsize::new(0));
    let count = begun.clone();
    let running = Running::start(move |_| {
        let never = move || {
            count.fetch_add(1, Ordering::SeqCst);
            std::future::pending::<&'static str>()
        };
        axum::Router::new().fallback(never)
    });
    let ask = |number: usize| {
        let own = [127, 0, 2, 1 + (number / CONNECTIONS_OF_ADDRESS) as u8];
        let mut stream = common::http::from((own, 0).into(), running.address);
        stream.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").unwrap();
        stream
    };
    let mut open: Vec<_> = (0..CONNECTIONS).map(ask).collect();
    soon("all of them", || (begun.load(Ordering::SeqCst) == CONNECTIONS).then_some(()));
    let _one_more = ask(CONNECTIONS);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(begun.load(Ordering::SeqCst), CONNECTIONS, "it waits");
    drop(open.pop());
    soon("the place of who left", || (begun.load(Ordering::SeqCst) > CONNECTIONS).then_some(()));
}

#[test]
fn as_many_read_along_as_allowed_and_not_one_more() {
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let follow = || {
        let mut stream = served.connect();
        stream.write_all(b"GET /events HTTP/1.1\r\nhost: here\r\n\r\n").unwrap();
        let mut part = [0; 64];
        let read = stream.read(&mut part).unwrap();
        let status = String::from_utf8_lossy(&part[..read]).split(' ').nth(1).unwrap().to_owned();
        (stream, status)
    };
    let mut readers: Vec<_> = (0..EVENT_READERS).map(|_| follow()).collect();
    assert!(readers.iter().all(|(_, status)| status == "200"));
    assert_eq!(follow().1, "503", "one more");
    drop(readers.pop());
    // A reader that left is noticed when something is said to it.
    let mut patrol = Writes::new("patrol-2");
    soon("a place", || {
        hand_in(&served, &patrol.report("something new"));
        (follow().1 == "200").then_some(())
    });
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let running = Running::start(|_| axum::Router::new().fallback(|| async { "here" }));
    let with = |bytes: usize| running.get_with("/", &format!("x: {}\r\n", "a".repeat(bytes))).status;
    assert_eq!(with(HEAD_BYTES / 2), 200);
    assert_eq!(with(2 * HEAD_BYTES), 431);
}

#[test]
fn a_request_that_fails_is_a_fault_of_that_request() {
    let running = Running::start(|_| {
        let fails = || async {
            if true {
                panic!("a fault for a test");
            }
            "never"
        };
        axum::Router::new()
            .route("/fails", axum::routing::get(fails))
            .route("/good", axum::routing::get(|| async { "good" }))
    });
    // Both over one connection: not even that is lost.
    let mut stream = running.connect();
    for (path, status) in [("/fails", 500), ("/good", 200), ("/fails", 500)] {
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: here\r\n\r\n").as_bytes()).unwrap();
        let answer = Answer::read(&mut stream).unwrap();
        assert_eq!(answer.status, status);
        assert!(!answer.text().contains("for a test"), "the inside of the program is told to nobody");
    }
    assert_eq!(running.get("/fails").code(), "L0607");
}

#[test]
fn stopping_answers_what_was_begun_and_publishes_it() {
    let folder = valley();
    let dir = mission(&folder);
    let served = Served::start(&dir);
    let bytes = Writes::new("patrol-2").report("the last one").encode().unwrap();
    let mut stream = served.connect();
    let head = format!(
        "POST /submit HTTP/1.1\r\nhost: here\r\ncontent-type: {KIND}\r\ncontent-length: {}\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&bytes[..10]).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    served.ask_to_stop();
    std::thread::sleep(Duration::from_millis(300));
    assert!(std::net::TcpStream::connect(served.address).is_err(), "no new connection");
    stream.write_all(&bytes[10..]).unwrap();
    let answer = Answer::read(&mut stream).unwrap();
    assert_eq!(answer.status, 201, "{}", answer.text());
    served.ended().unwrap();
    let note = SignedNote::parse(&fs::read(dir.join("record/checkpoint")).unwrap()).unwrap();
    assert_eq!(Checkpoint::parse(note.text()).unwrap().size(), 2, "published before the end");
}

#[test]
fn an_address_that_others_can_reach_is_asked_for_in_words() {
    let message = listen::bind("0.0.0.0:0".parse().unwrap(), false).unwrap_err();
    assert_eq!(message.code, "L0632");
    assert!(listen::bind("0.0.0.0:0".parse().unwrap(), true).is_ok());
    let taken = listen::bind("127.0.0.1:0".parse().unwrap(), false).unwrap();
    assert_eq!(listen::bind(taken.local_addr().unwrap(), false).unwrap_err().code, "L0631");
}

// ---- with witnesses ----

fn cosigner(name: &str) -> Cosigner {
    let mut secret = [9; 32];
    name.bytes().take(32).enumerate().for_each(|(i, byte)| secret[i] = byte);
    Cosigner::new(name, &secret).unwrap()
}

/// A port that nobody listens at, kept for whoever comes.
fn free_port() -> std::net::SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A witness at an address, of the logs of a policy.
fn witness_at(address: std::net::SocketAddr, dir: &Path, name: &str, policy: &LogPolicy) -> Running {
    let witness = Arc::new(Witness::open(dir, cosigner(name), policy).unwrap());
    Running::start_at(address, move |_| service::router(witness))
}

#[test]
fn checkpoints_carry_the_quorum_and_who_is_missing_is_named_until_it_is_back() {
    let folder = Folder::new("serve");
    let names = ["north", "south"];
    let places: Vec<_> = names.iter().map(|_| free_port()).collect();
    let mut lines = String::new();
    for (name, place) in names.iter().zip(&places) {
        lines += &format!("witness {name} {} http://{place}\n", cosigner(name).verifier());
    }
    lines += "group sides all north south\nquorum sides\n";
    found(&mission(&folder), &lines);
    let policy = LogPolicy::parse(&fs::read(mission(&folder).join("record/policy.txt")).unwrap()).unwrap();
    let start = |which: usize| witness_at(places[which], &folder.path().join(names[which]), names[which], &policy);
    let (north, south) = (start(0), start(1));
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    let quorum_of = |size: u64| {
        let note = SignedNote::parse(&served.get("/record/checkpoint").body).unwrap();
        let examined = policy.examine(&note).unwrap();
        (examined.checkpoint.size() == size).then(|| {
            examined
                .cosigned
                .iter()
                .map(|one| String::from_utf8(one.witness.name.clone()).unwrap())
                .collect::<BTreeSet<_>>()
        })
    };
    let all = || names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    hand_in(&served, &patrol.report("one"));
    soon("two cosignatures", || quorum_of(2).filter(|cosigned| *cosigned == all()));
    assert_eq!(served.get("/status").json()["has_quorum"], true);
    let proof = served.get("/proof/1");
    assert!(ProofFile::parse(&proof.body).unwrap().verify(&leaf_hash(&served.get("/entry/1").body), &policy).is_ok());

    drop(south);
    hand_in(&served, &patrol.report("two"));
    soon("a checkpoint by one side", || quorum_of(3).filter(|cosigned| cosigned.len() == 1));
    let status =
        soon("who is missing", || Some(served.get("/status").json()).filter(|status| status["has_quorum"] == false));
    let missing: Vec<_> =
        status["witnesses"].as_array().unwrap().iter().filter(|one| !one["missing_since"].is_null()).collect();
    assert_eq!((missing.len(), missing[0]["name"].as_str()), (1, Some("south")), "{status}");
    assert_eq!(missing[0]["why"]["code"], "L0413");
    // It is back, and cosigns what stands, though nothing new is handed in.
    let south = start(1);
    soon("the side that was away", || quorum_of(3).filter(|cosigned| *cosigned == all()));
    drop((north, south));
}

#[test]
fn a_log_that_was_put_back_from_an_old_copy_is_not_started() {
    let folder = Folder::new("serve");
    let place = free_port();
    found(&mission(&folder), &format!("witness north {} http://{place}\nquorum north\n", cosigner("north").verifier()));
    let policy = LogPolicy::parse(&fs::read(mission(&folder).join("record/policy.txt")).unwrap()).unwrap();
    let _north = witness_at(place, &folder.path().join("north"), "north", &policy);
    let old = folder.path().join("old");
    common::log::copy(&mission(&folder), &old);
    let mut patrol = Writes::new("patrol-2");
    let served = Served::start(&mission(&folder));
    for number in 0..3 {
        hand_in(&served, &patrol.report(&number.to_string()));
    }
    served.stop().unwrap();
    // The folder as it was; the witness has seen more.
    let message = Served::try_start(&old).map(drop).unwrap_err();
    assert_eq!(message.code, "L0411", "{message}");
    drop(Served::start(&mission(&folder)));
}

#[test]
fn two_machines_with_one_key_are_stopped_by_a_witness() {
    let folder = Folder::new("serve");
    let place = free_port();
    found(&mission(&folder), &format!("witness north {} http://{place}\nquorum north\n", cosigner("north").verifier()));
    let policy = LogPolicy::parse(&fs::read(mission(&folder).join("record/policy.txt")).unwrap()).unwrap();
    let _north = witness_at(place, &folder.path().join("north"), "north", &policy);
    let copy = folder.path().join("copy");
    common::log::copy(&mission(&folder), &copy);
    // Both begin while nobody can tell: each has one entry.
    let (one, two) = (Served::start(&mission(&folder)), Served::start(&copy));
    hand_in(&one, &Writes::new("patrol-2").report("what the one says"));
    soon("the first machine's checkpoint", || one.get("/record/checkpoint").text().contains("\n2\n").then_some(()));
    hand_in(&two, &Writes::new("patrol-2").report("what the other says"));
    let message = two.ended().unwrap_err();
    assert_eq!(message.code, "L0412", "{message}");
    let checkpoint = fs::read_to_string(copy.join("record/checkpoint")).unwrap();
    assert!(checkpoint.contains("\n1\n"), "the second past was never placed: {checkpoint}");
}

// ---- read by a program that is not ours ----

#[test]
fn a_client_of_another_make_verifies_an_entry_over_http() {
    let Ok(version) = Command::new("python3").arg("--version").output() else {
        return common::skip("python3 is not here: no client of another make was run");
    };
    assert!(version.status.success());
    let folder = valley();
    let served = Served::start(&mission(&folder));
    let mut patrol = Writes::new("patrol-2");
    for number in 0..300 {
        assert_eq!(hand_in(&served, &patrol.report(&format!("statement {number}"))).status, 201);
    }
    soon("the checkpoint", || served.get("/record/checkpoint").text().contains("\n301\n").then_some(()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/check_over_http.py");
    let run = |index: &str, key: &str| {
        let url = format!("{}/record", served.url());
        Command::new("python3").arg(&script).args([url.as_str(), key, index]).output().unwrap()
    };
    let key = log_key().verifier().to_string();
    for index in ["0", "1", "255", "256", "300"] {
        let output = run(index, &key);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{index}: {said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(&format!("entry {index} of 301 is in the log")), "{said}");
    }
    assert!(!run("301", &key).status.success(), "an entry that is not there");
}
