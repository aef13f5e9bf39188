//! Witnesses over real connections: what they cosign, what they refuse, what they keep, and what a log hears of them.
//!
//! Holds
//! - The messages are in `cases/witness/bad`; `UPDATE_EXPECT=1` rewrites their answers.
//!
//! Not here: formats and proofs (`tlog`), connections and limits of servers (`serve`).

mod common;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use armistice::limits::{WITNESS_PROOF_LINES, WITNESS_REFUSED_FILES, WITNESS_REQUEST_BYTES};
use armistice::message::Message;
use armistice::witness::client::Client;
use armistice::witness::request::AddCheckpoint;
use armistice::witness::service;
use armistice::witness::state::{NotCosigned, Witness, origin_hash};
use common::http::{Answer, Running};
use common::{Folder, pages};
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::Cosigner;
use tlog::edge::RightEdge;
use tlog::hash::{EMPTY_ROOT, Hash, leaf_hash};
use tlog::note::{NoteSignature, NoteSigner, SignedNote};
use tlog::policy::LogPolicy;
use tlog::tile::{Tile, TilePath, TileSource, tile_bytes};

const ORIGIN: &str = "valley.example/log";

/// A log in memory: `past` differs from the first entry on where it is another number.
struct Log {
    edge: RightEdge,
    files: BTreeMap<TilePath, Vec<u8>>,
    past: u64,
}

impl Log {
    fn of(size: u64, past: u64) -> Log {
        let mut log = Log { edge: RightEdge::default(), files: BTreeMap::new(), past };
        log.grow(size);
        log
    }
    fn grow(&mut self, size: u64) {
        for index in self.edge.size()..size {
            let full = self.edge.append(leaf_hash(&[self.past.to_be_bytes(), index.to_be_bytes()].concat())).unwrap();
            self.files.extend(full.into_iter().map(|(path, hashes)| (path, tile_bytes(&hashes))));
        }
        self.files.extend(self.edge.partial_tiles().map(|(path, hashes)| (path, tile_bytes(hashes))));
    }
    fn source(&self) -> TileSource<Tile, impl FnMut(TilePath) -> Result<Option<Tile>, Infallible>> {
        let read = |path| Ok(self.files.get(&path).map(|bytes| Tile::read(bytes).unwrap()));
        TileSource::new(self.edge.size(), read).unwrap()
    }
    fn root_at(&self, size: u64) -> Hash {
        self.source().root_at(size).unwrap()
    }
    fn proof(&self, old: u64) -> Vec<Hash> {
        self.source().prove_consistency(old).unwrap()
    }
    fn note(&self) -> SignedNote {
        sign(&Checkpoint::new(ORIGIN, self.edge.size(), self.edge.root()).unwrap().to_string())
    }
    fn request(&self, old: u64) -> String {
        AddCheckpoint { old, proof: self.proof(old), note: self.note() }.to_string()
    }
}

fn log_key() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}
fn sign(text: &str) -> SignedNote {
    SignedNote::sign(text, &log_key()).unwrap()
}
fn cosigner(name: &str) -> Cosigner {
    let mut secret = [9; 32];
    name.bytes().take(32).enumerate().for_each(|(i, byte)| secret[i] = byte);
    Cosigner::new(name, &secret).unwrap()
}

/// A policy of all these witnesses, each with an address where it has one.
fn policy(witnesses: &[(&str, Option<String>)]) -> LogPolicy {
    let mut text = format!("log {}\n", log_key().verifier());
    for (name, url) in witnesses {
        text += &format!("witness {name} {} {}\n", cosigner(name).verifier(), url.as_deref().unwrap_or(""));
    }
    let names: Vec<&str> = witnesses.iter().map(|(name, _)| *name).collect();
    text += &format!("group all all {}\nquorum all\n", names.join(" "));
    LogPolicy::parse(text.as_bytes()).unwrap()
}

fn open(dir: &Path, name: &str) -> Witness {
    Witness::open(dir, cosigner(name), &policy(&[(name, None)])).unwrap()
}
fn start(dir: &Path, name: &str) -> Running {
    let witness = Arc::new(open(dir, name));
    Running::start(move |_| service::router(witness))
}
fn add(witness: &Running, body: &str) -> Answer {
    witness.post("/add-checkpoint", "text/plain", body)
}
/// The time of a good cosignature of `note` in an answer.
fn cosigned(answer: &Answer, note: &SignedNote, name: &str) -> u64 {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    let signature = NoteSignature::parse(text.strip_suffix('\n').unwrap()).unwrap();
    let note = note.clone().with(signature).unwrap();
    note.open([cosigner(name).verifier()]).unwrap()[0].cosigned_at.unwrap()
}

// ---- what is cosigned, what is refused ----

#[test]
fn a_log_is_cosigned_from_its_first_entry_on() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let mut log = Log::of(0, 0);
    let address = format!("/{}/checkpoint", origin_hash(ORIGIN));
    assert_eq!(witness.get(&address).status, 404, "nothing is cosigned yet");
    let mut held = 0;
    for size in [0, 1, 1, 2, 255, 256, 257, 700] {
        log.grow(size);
        let answer = add(&witness, &log.request(held));
        assert!(cosigned(&answer, &log.note(), "monitor") > 1_700_000_000);
        let latest = SignedNote::parse(&witness.get(&address).body).unwrap();
        assert_eq!(latest.text(), log.note().text());
        latest.open([log_key().verifier()]).unwrap();
        let line = answer.text();
        assert!(latest.to_string().ends_with(&line), "the cosignature that was given out is the one shown");
        held = size;
    }
    assert!(witness.get("/").text().contains("size 700"));
}

#[test]
fn each_refusal_has_the_status_that_the_specification_fixes() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let log = Log::of(300, 0);
    // In the order of the specification: a request with several faults has the first one's answer.
    let stranger = NoteSigner::new("hills.example/log", &[7; 32]).unwrap();
    let text = log.note().text().to_owned();
    let of_stranger = SignedNote::sign(&text.replace(ORIGIN, "hills.example/log"), &stranger).unwrap();
    let unsigned = SignedNote::sign(&text, &NoteSigner::new(ORIGIN, &[8; 32]).unwrap()).unwrap();
    let mut lines = log.note().to_string();
    let at = lines.rfind(' ').unwrap() + 12;
    let other = if lines.as_bytes()[at] == b'A' { "B" } else { "A" };
    lines.replace_range(at..at + 1, other);
    let empty_with_root = sign(&format!("{ORIGIN}\n0\n{}\n", log.root_at(300)));
    let request = |old: u64, note: &dyn std::fmt::Display| format!("old {old}\n\n{note}");
    for (name, body, status) in [
        ("no text", "\u{0}".to_owned(), 400),
        ("no old line", log.request(0).replace("old 0", "older 0"), 400),
        ("a leading zero", log.request(0).replace("old 0", "old 00"), 400),
        ("a plus", log.request(0).replace("old 0", "old +0"), 400),
        ("a carriage return", log.request(0).replace("old 0\n", "old 0\r\n"), 400),
        ("no empty line", log.request(0).replacen("\n\n", "\n", 1), 400),
        ("a hash cut short", log.request(0).replacen("old 0\n", "old 0\nAAAA\n", 1), 400),
        ("no newline at the end", log.request(0).trim_end().to_owned(), 400),
        ("another log", request(0, &of_stranger), 404),
        ("another log, old above its size", request(900, &of_stranger), 404),
        ("no known key", request(0, &unsigned), 403),
        ("a bad signature", request(900, &lines), 403),
        ("old above the size", request(301, &log.note()), 400),
        ("old that is not held", request(12, &log.note()), 409),
        ("nothing with a root", request(0, &empty_with_root), 422),
        ("a proof from nothing", log.request(0).replacen("old 0\n", &format!("old 0\n{EMPTY_ROOT}\n"), 1), 422),
    ] {
        let answer = add(&witness, &body);
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        if status == 409 {
            assert_eq!(answer.header("content-type"), Some("text/x.tlog.size"), "{name}");
            assert_eq!(answer.text(), "0\n", "{name}");
        } else {
            assert!(answer.code().starts_with("L04"), "{name}");
        }
    }
    cosigned(&add(&witness, &log.request(0)), &log.note(), "monitor");
    // What is held decides from here on.
    let conflict = add(&witness, &log.request(0));
    assert_eq!((conflict.status, conflict.text().as_str()), (409, "300\n"));
    let mut later = Log::of(400, 0);
    let mut proof = later.proof(300);
    proof.pop();
    let body = AddCheckpoint { old: 300, proof, note: later.note() }.to_string();
    assert_eq!(add(&witness, &body).status, 422, "a proof with a hash less");
    let other = Log::of(300, 1);
    assert_eq!(add(&witness, &other.request(300)).status, 422, "the same size, another root");
    let other = Log::of(400, 1);
    assert_eq!(add(&witness, &other.request(300)).status, 422, "another past");
    later.grow(401);
    cosigned(&add(&witness, &later.request(300)), &later.note(), "monitor");
    assert_eq!(witness.get("/add-checkpoint").status, 405);
    assert_eq!(witness.get("/nothing").status, 404);
}

#[test]
fn signatures_that_are_not_the_logs_do_not_count_and_are_not_kept() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let log = Log::of(5, 0);
    let stranger = NoteSigner::new("stranger.example", &[3; 32]).unwrap();
    // A cosignature by the witness's own name that is not its own: of a log, nothing but the log's key counts.
    let forged = NoteSignature::parse(&format!(
        "\u{2014} monitor {}",
        SignedNote::sign("x\n", &stranger).unwrap().signatures()[0].to_string().rsplit(' ').next().unwrap()
    ));
    let note = log.note().with(stranger.sign(log.note().text())).unwrap().with(forged.unwrap()).unwrap();
    let answer = add(&witness, &format!("old 0\n\n{note}"));
    cosigned(&answer, &log.note(), "monitor");
    let held = SignedNote::parse(&witness.get(&format!("/{}/checkpoint", origin_hash(ORIGIN))).body).unwrap();
    assert_eq!(held.signatures().len(), 2, "the log's and the witness's");
}

#[test]
fn limits_of_a_request_hold_at_the_limit_and_one_past_it() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let log = Log::of(5, 0);
    let lines = |count: usize| {
        log.request(0).replacen("old 0\n", &format!("old 0\n{}", format!("{EMPTY_ROOT}\n").repeat(count)), 1)
    };
    assert_eq!(add(&witness, &lines(WITNESS_PROOF_LINES)).status, 422, "so many hashes are read");
    assert_eq!(add(&witness, &lines(WITNESS_PROOF_LINES + 1)).status, 400);
    let padded = |bytes: usize| {
        // Unknown signatures may be of any length and do not count.
        let line = |count: usize| format!("\u{2014} other {}\n", "AAAA".repeat(count));
        let body = log.request(0);
        let rest = bytes - body.len() - line(0).len();
        let body = body + &line(rest / 4);
        let name = "r".repeat(rest % 4);
        body.replacen("\u{2014} other ", &format!("\u{2014} other{name} "), 1)
    };
    assert_eq!(padded(WITNESS_REQUEST_BYTES).len(), WITNESS_REQUEST_BYTES);
    assert_eq!(add(&witness, &padded(WITNESS_REQUEST_BYTES + 1)).status, 413);
    assert_eq!(add(&witness, &padded(WITNESS_REQUEST_BYTES)).status, 200);
}

// ---- many at once, and restarts ----

#[test]
fn many_requests_at_once_never_bring_an_older_checkpoint_back() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let logs: Vec<Log> = (1..=24).map(|size| Log::of(size, 0)).collect();
    let largest = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let (logs, witness, largest) = (&logs, &witness, &largest);
            scope.spawn(move || {
                let mut old = 0;
                for log in logs.iter().cycle().skip(worker * 3).take(60) {
                    let size = log.edge.size();
                    if old > size {
                        continue;
                    }
                    let before = largest.load(std::sync::atomic::Ordering::SeqCst);
                    let answer = add(witness, &log.request(old));
                    match answer.status {
                        200 => {
                            assert!(size >= before, "size {size} was cosigned after size {before}");
                            largest.fetch_max(size, std::sync::atomic::Ordering::SeqCst);
                            old = size;
                        }
                        409 => old = answer.text().trim_end().parse().unwrap(),
                        status => panic!("{status}: {}", answer.text()),
                    }
                }
            });
        }
    });
    let held = SignedNote::parse(&witness.get(&format!("/{}/checkpoint", origin_hash(ORIGIN))).body).unwrap();
    let held = Checkpoint::parse(held.text()).unwrap().size();
    assert_eq!(held, largest.into_inner());
    assert!(held > 1);
}

#[test]
fn of_two_pasts_sent_at_once_one_is_cosigned() {
    for round in 0..6 {
        let folder = Folder::new("witness");
        let witness = start(&folder.path().join("state"), "monitor");
        let pasts: Vec<Log> = (0..8).map(|past| Log::of(4 + round, past)).collect();
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                pasts.iter().map(|log| scope.spawn(|| add(&witness, &log.request(0)).status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    }
}

#[test]
fn what_was_cosigned_is_held_after_a_restart() {
    let folder = Folder::new("witness");
    let dir = folder.path().join("state");
    let log = Log::of(40, 0);
    let first = start(&dir, "monitor");
    let line = add(&first, &log.request(0)).text();
    drop(first);
    let second = start(&dir, "monitor");
    assert_eq!(add(&second, &Log::of(41, 1).request(0)).text(), "40\n");
    assert_eq!(add(&second, &Log::of(41, 1).request(40)).status, 422);
    let shown = second.get(&format!("/{}/checkpoint", origin_hash(ORIGIN))).text();
    assert!(shown.ends_with(&line));
    // A file that was being written when the power went is not what is held.
    drop(second);
    fs::write(dir.join(origin_hash(ORIGIN)).join("checkpoint.next"), "half a checkp").unwrap();
    let third = start(&dir, "monitor");
    cosigned(&add(&third, &Log::of(50, 0).request(40)), &Log::of(50, 0).note(), "monitor");
}

#[test]
fn what_is_held_is_refused_where_any_byte_of_it_changed() {
    let folder = Folder::new("witness");
    let dir = folder.path().join("state");
    let log = Log::of(40, 0);
    open(&dir, "monitor").add_checkpoint(log.request(0).as_bytes(), 1_900_000_000).unwrap();
    let path = dir.join(origin_hash(ORIGIN)).join("checkpoint");
    let whole = fs::read(&path).unwrap();
    let try_open = || Witness::open(&dir, cosigner("monitor"), &policy(&[("monitor", None)])).map(|_| ());
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&path, &changed).unwrap();
        assert_eq!(try_open().unwrap_err().code, "L0406", "byte {at}");
    }
    for end in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..end]).unwrap();
        assert_eq!(try_open().unwrap_err().code, "L0406", "cut at {end}");
    }
    fs::write(&path, &whole).unwrap();
    try_open().unwrap();
}

#[test]
fn a_disk_that_cannot_keep_a_checkpoint_gets_no_cosignature() {
    let folder = Folder::new("witness");
    let dir = folder.path().join("state");
    let witness = start(&dir, "monitor");
    let log = Log::of(3, 0);
    let own = dir.join(origin_hash(ORIGIN));
    fs::remove_dir_all(&own).unwrap();
    let answer = add(&witness, &log.request(0));
    assert_eq!((answer.status, answer.code().as_str()), (500, "L0406"));
    assert!(!answer.text().contains(folder.path().to_str().unwrap()), "an answer tells nothing of the disk");
    // The disk is back, and the witness goes on from what it held: nothing.
    fs::create_dir(&own).unwrap();
    cosigned(&add(&witness, &log.request(0)), &log.note(), "monitor");
}

#[test]
fn what_does_not_continue_is_kept_beside_what_was_held() {
    let folder = Folder::new("witness");
    let dir = folder.path().join("state");
    let witness = open(&dir, "monitor");
    let log = Log::of(40, 0);
    witness.add_checkpoint(log.request(0).as_bytes(), 1_900_000_000).unwrap();
    let kept = dir.join(origin_hash(ORIGIN)).join("refused");
    for past in 1..WITNESS_REFUSED_FILES as u64 + 5 {
        let other = Log::of(40, past);
        for _ in 0..2 {
            witness.add_checkpoint(other.request(40).as_bytes(), 1_900_000_001).unwrap_err();
        }
        let count = fs::read_dir(&kept).unwrap().count();
        assert_eq!(count, 2 * (past as usize).min(WITNESS_REFUSED_FILES), "the same one is kept once");
    }
    let one = fs::read_dir(&kept).unwrap().next().unwrap().unwrap().path().with_extension("txt");
    let evidence = fs::read(one.with_extension("evidence")).unwrap();
    assert!(verify::evidence::Evidence::parse(&evidence).unwrap().prove().is_ok(), "`armistice-verify` takes it");
    let page = fs::read_to_string(one).unwrap();
    let part = |from: &str, to: &str| page.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    let held = SignedNote::parse(part("--- held\n", "--- sent\n").as_bytes()).unwrap();
    let sent = SignedNote::parse(part("--- sent\n", "--- proof").as_bytes()).unwrap();
    for note in [&held, &sent] {
        note.open([log_key().verifier()]).unwrap();
    }
    let [held, sent] = [held, sent].map(|note| Checkpoint::parse(note.text()).unwrap());
    assert!(held.contradicts(&sent), "the two are evidence");
}

#[test]
fn a_folder_is_of_one_witness_and_of_one_process() {
    let folder = Folder::new("witness");
    let dir = folder.path().join("state");
    let first = open(&dir, "monitor");
    let try_open = |name: &str| Witness::open(&dir, cosigner(name), &policy(&[(name, None)])).map(|_| ()).unwrap_err();
    assert!(try_open("monitor").sentence.contains("in use"));
    drop(first);
    assert!(try_open("north").sentence.contains("belongs to another witness"));
    let elsewhere = folder.path().join("letters");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("letter.txt"), "to nobody").unwrap();
    let message = Witness::open(&elsewhere, cosigner("north"), &policy(&[("north", None)])).map(|_| ()).unwrap_err();
    assert_eq!(message.code, "L0406");
    let strange = policy(&[("south", None)]);
    let message = Witness::open(&folder.path().join("new"), cosigner("north"), &strange).map(|_| ()).unwrap_err();
    assert_eq!(message.code, "L0407", "no policy names it");
    let no_log = format!("witness north {}\nquorum none\n", cosigner("north").verifier());
    let no_log = LogPolicy::parse(no_log.as_bytes()).unwrap();
    let message = Witness::open(&folder.path().join("new"), cosigner("north"), &no_log).map(|_| ()).unwrap_err();
    assert_eq!(message.code, "L0407", "no log to watch");
}

// ---- the log's side ----

/// Asks all witnesses of `policy` about the present checkpoint of `log`.
fn ask(client: &Client, policy: &LogPolicy, log: &Log) -> armistice::witness::client::Cosigning {
    let size = log.edge.size();
    let files = log.files.clone();
    client.cosign(policy, &log.note(), &move |old| {
        let read = |path| Ok::<_, Infallible>(files.get(&path).map(|bytes| Tile::read(bytes).unwrap()));
        TileSource::new(size, read).unwrap().prove_consistency(old).map_err(|error| error.to_string())
    })
}

#[test]
fn a_log_gets_every_cosignature_and_a_quorum() {
    let folder = Folder::new("witness");
    let names = ["monitor", "north", "south"];
    let running: Vec<Running> = names.iter().map(|name| start(&folder.path().join(name), name)).collect();
    let witnesses: Vec<_> = names.iter().zip(&running).map(|(name, run)| (*name, Some(run.url() + "/"))).collect();
    let policy = policy(&witnesses);
    let client = Client::default();
    let mut log = Log::of(0, 0);
    for size in [1, 2, 300, 300, 301] {
        log.grow(size);
        let got = ask(&client, &policy, &log);
        assert!(got.missing.is_empty(), "{:?}", got.missing);
        assert!(policy.check(&got.note).unwrap().has_quorum);
    }
    // A log whose memory is gone asks again from nothing, and hears where the witness stands.
    log.grow(600);
    let got = ask(&Client::default(), &policy, &log);
    assert!(got.missing.is_empty(), "{:?}", got.missing);
}

#[test]
fn who_does_not_cosign_is_named_and_costs_its_own_time_alone() {
    let folder = Folder::new("witness");
    let good = start(&folder.path().join("monitor"), "monitor");
    // One that takes connections and says nothing, one that is not there, one that talks without end, one without address.
    let mute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let talks =
        Running::start(|_| axum::Router::new().fallback(|| async { "\u{2014} talks AAAAAAAA\n".repeat(40_000) }));
    let liar = Running::start(|_| axum::Router::new().fallback(|| async { "no cosignature\n" }));
    let away = Running::start(|_| {
        axum::Router::new()
            .fallback(|| async { (axum::http::StatusCode::FOUND, [("location", "http://127.0.0.1:1/")]) })
    });
    let policy = policy(&[
        ("monitor", Some(good.url())),
        ("mute", Some(format!("http://{}", mute.local_addr().unwrap()))),
        ("gone", Some(format!("http://{gone}"))),
        ("talks", Some(talks.url())),
        ("liar", Some(liar.url())),
        ("away", Some(away.url())),
        ("nowhere", None),
        ("secret", Some("https://witness.example".to_owned())),
    ]);
    let begun = std::time::Instant::now();
    let got = ask(&Client::within(Duration::from_secs(2)), &policy, &Log::of(9, 0));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let missing: Vec<(&str, &str)> = got.missing.iter().map(|one| (one.name.as_str(), one.why.code)).collect();
    assert_eq!(
        missing,
        [
            ("mute", "L0413"),
            ("gone", "L0413"),
            ("talks", "L0413"),
            ("liar", "L0413"),
            ("away", "L0413"),
            ("nowhere", "L0414"),
            ("secret", "L0414"),
        ]
    );
    assert!(!got.missing.iter().any(|one| one.is_alarm()));
    let examined = policy.examine(&got.note).unwrap();
    assert_eq!(examined.cosigned.len(), 1);
    assert!(!examined.has_quorum);
}

#[test]
fn a_cosignature_of_another_text_is_not_taken() {
    let folder = Folder::new("witness");
    let witness = open(&folder.path().join("state"), "monitor");
    let line = witness.add_checkpoint(Log::of(3, 0).request(0).as_bytes(), 1_900_000_000).unwrap();
    let replays = Running::start(move |_| {
        axum::Router::new().fallback(move || {
            let line = format!("{line}\n");
            async move { line }
        })
    });
    let got = ask(&Client::default(), &policy(&[("monitor", Some(replays.url()))]), &Log::of(4, 0));
    assert_eq!(got.missing.len(), 1);
    assert_eq!(got.note.signatures().len(), 1, "the log's own");
}

#[test]
fn a_witness_that_is_ahead_or_holds_another_past_is_an_alarm() {
    let folder = Folder::new("witness");
    let witness = start(&folder.path().join("state"), "monitor");
    let policy = policy(&[("monitor", Some(witness.url()))]);
    let client = Client::default();
    let check = |log: &Log| {
        let files = log.files.clone();
        let size = log.edge.size();
        let root_at_size = move |old: u64| {
            let read = |path| Ok::<_, Infallible>(files.get(&path).map(|bytes| Tile::read(bytes).unwrap()));
            TileSource::new(size, read).unwrap().root_at(old).ok()
        };
        client.check_not_ahead(&policy, ORIGIN, size, &log.edge.root(), &root_at_size)
    };
    assert!(check(&Log::of(0, 0)).unwrap().is_empty(), "a witness that never cosigned is no obstacle");
    let log = Log::of(300, 0);
    assert!(ask(&client, &policy, &log).missing.is_empty());
    assert!(check(&log).unwrap().is_empty());
    assert!(check(&Log::of(301, 0)).unwrap().is_empty());
    assert_eq!(check(&Log::of(299, 0)).unwrap_err().code, "L0411");
    assert_eq!(check(&Log::of(300, 1)).unwrap_err().code, "L0412");
    assert_eq!(check(&Log::of(301, 1)).unwrap_err().code, "L0412");
    // The same is heard while asking for a cosignature.
    let behind = ask(&Client::default(), &policy, &Log::of(200, 0));
    assert_eq!(behind.missing[0].why.code, "L0411");
    assert!(behind.missing[0].is_alarm());
    let other = ask(&Client::default(), &policy, &Log::of(400, 1));
    assert_eq!(other.missing[0].why.code, "L0412");
    // A new log of the same name: the witness holds more than nothing, and shows it.
    let anew = ask(&Client::default(), &policy, &Log::of(2, 1));
    assert_eq!(anew.missing[0].why.code, "L0411");
    // One that cannot be asked is told, and does not stand in the way.
    drop(witness);
    let missing = check(&log).unwrap();
    assert_eq!((missing.len(), missing[0].why.code), (1, "L0413"));
}

#[test]
fn no_witness_stops_a_log_by_a_word() {
    let log = Log::of(9, 0);
    // It says that it holds more, and shows a checkpoint that the log never signed.
    let stranger = NoteSigner::new(ORIGIN, &[8; 32]).unwrap();
    let more = Checkpoint::new(ORIGIN, 500, Log::of(500, 0).edge.root()).unwrap().to_string();
    let forged = SignedNote::sign(&more, &stranger).unwrap();
    let forged = forged.clone().with(cosigner("monitor").cosign(&forged, 1_900_000_000).unwrap()).unwrap().to_string();
    let liar = Running::start(move |_| {
        let sized = || async { (axum::http::StatusCode::CONFLICT, [("content-type", "text/x.tlog.size")], "500\n") };
        axum::Router::new().route("/add-checkpoint", axum::routing::post(sized)).fallback(move || {
            let forged = forged.clone();
            async move { forged }
        })
    });
    let policy = policy(&[("monitor", Some(liar.url()))]);
    let got = ask(&Client::default(), &policy, &log);
    assert_eq!(got.missing[0].why.code, "L0413", "{}", got.missing[0].why);
    let missing = Client::default().check_not_ahead(&policy, ORIGIN, 9, &log.edge.root(), &|_| None).unwrap();
    assert_eq!(missing[0].why.code, "L0413");
}

#[test]
fn a_witness_that_did_not_answer_is_left_alone_for_a_while() {
    let folder = Folder::new("witness");
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let good = start(&folder.path().join("north"), "north");
    let policy = policy(&[("monitor", Some(format!("http://{gone}"))), ("north", Some(good.url()))]);
    let client = Client::default();
    assert!(ask(&client, &policy, &Log::of(3, 0)).missing[0].why.sentence.contains("cannot be reached"));
    // Each time that it does not answer it is left alone for longer: a slow machine catches one of them.
    let left_alone = (4..14).any(|size| {
        let again = ask(&client, &policy, &Log::of(size, 0));
        assert_eq!(again.missing.len(), 1, "the other one is not held up");
        again.missing[0].why.sentence.contains("asked again in")
    });
    assert!(left_alone);
    let begun = std::time::Instant::now();
    while !ask(&client, &policy, &Log::of(20, 0)).missing[0].why.sentence.contains("cannot be reached") {
        assert!(begun.elapsed() < Duration::from_secs(90), "it is asked again");
        std::thread::sleep(Duration::from_millis(200));
    }
}

// ---- messages ----

/// What a case is about, done: the message, and what a witness answers over HTTP.
fn made(what: &str) -> String {
    let folder = Folder::new("witness-case");
    let dir = folder.path().join("state");
    let log = Log::of(40, 0);
    let opened = || Witness::open(&dir, cosigner("monitor"), &policy(&[("monitor", None)]));
    let refused = |body: &str| match opened().unwrap().add_checkpoint(body.as_bytes(), 1_900_000_000).unwrap_err() {
        NotCosigned::Refused(refused) => {
            format!("error[{}]: {refused}\n   answered with {}\n", refused.code(), refused.status())
        }
        NotCosigned::Failed(message) => format!("{message}\n"),
    };
    let holding = || drop(opened().unwrap().add_checkpoint(log.request(0).as_bytes(), 1_900_000_000).unwrap());
    let asked = |size: u64, past: u64| {
        let witness = start(&dir, "monitor");
        let policy = policy(&[("monitor", Some(witness.url()))]);
        assert!(ask(&Client::default(), &policy, &Log::of(300, 0)).missing.is_empty());
        let log = Log::of(size, past);
        let message = Client::default().check_not_ahead(&policy, ORIGIN, size, &log.edge.root(), &|_| None);
        // Who cosigned when differs from run to run.
        let Message { code, sentence, help, notes, .. } = message.unwrap_err();
        assert!(notes[1].contains(ORIGIN), "{notes:?}");
        format!("{}\n", Message::new(code, sentence).help(help))
    };
    let missing = |policy: &LogPolicy| format!("{}\n", ask(&Client::default(), policy, &log).missing[0].why);
    let text = match what {
        "a request without its first line" => refused(&log.request(0).replace("old 0\n", "")),
        "a checkpoint of another log" => {
            let stranger = NoteSigner::new("hills.example/log", &[7; 32]).unwrap();
            let text = log.note().text().replace(ORIGIN, "hills.example/log");
            refused(&format!("old 0\n\n{}", SignedNote::sign(&text, &stranger).unwrap()))
        }
        "a checkpoint by another key" => {
            let stranger = NoteSigner::new(ORIGIN, &[8; 32]).unwrap();
            refused(&format!("old 0\n\n{}", SignedNote::sign(log.note().text(), &stranger).unwrap()))
        }
        "a proof from nothing where 40 entries are held" => {
            holding();
            refused(&Log::of(60, 0).request(0))
        }
        "40 entries of another past where 40 are held" => {
            holding();
            refused(&Log::of(40, 1).request(40))
        }
        "60 entries of another past where 40 are held" => {
            holding();
            refused(&Log::of(60, 1).request(40))
        }
        "a changed letter in what is held" => {
            holding();
            let path = dir.join(origin_hash(ORIGIN)).join("checkpoint");
            let changed = fs::read_to_string(&path).unwrap().replace("\n40\n", "\n41\n");
            fs::write(path, changed).unwrap();
            format!("{}\n", opened().map(|_| ()).unwrap_err())
        }
        "a folder of letters" => {
            fs::create_dir(&dir).unwrap();
            fs::write(dir.join("letter.txt"), "to nobody").unwrap();
            format!("{}\n", opened().map(|_| ()).unwrap_err())
        }
        "a policy of other witnesses" => {
            let message = Witness::open(&dir, cosigner("monitor"), &policy(&[("north", None)])).map(|_| ());
            format!("{}\n", message.unwrap_err())
        }
        "299 entries where a witness saw 300" => asked(299, 0),
        "300 other entries where a witness saw 300" => asked(300, 1),
        "an answer without a cosignature" => {
            let liar = Running::start(|_| axum::Router::new().fallback(|| async { "no cosignature\n" }));
            missing(&policy(&[("monitor", Some(liar.url()))]))
        }
        "a witness without an address" => missing(&policy(&[("monitor", None)])),
        other => panic!("nothing is made of `{other}`"),
    };
    text.replace(&dir.display().to_string(), "state").replace(&origin_hash(ORIGIN), "3ac1…")
}

#[test]
fn the_cases_hold() {
    let said = pages::hold("witness/bad", "made", |what| made(what.trim_end()));
    pages::show(&said, armistice::witness::codes::CODES);
}
