//! What a post says when something is wrong: the cases of `cases/post/bad`; and that nothing that is forged is believed.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers; no code of posts lacks a case.
//!
//! Not here: what it does when nothing is wrong (`post`).

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use armistice::keys::{Keyring, Passphrase, Purpose, Secret};
use armistice::message::Message;
use armistice::pen::{Unsigned, sign_one};
use armistice::post::server::Server;
use armistice::post::{carried, codes, copy, outbox};
use armistice::sequencer::ledger_of;
use common::http::{Answer, nobody};
use common::posts::{Forged, Forger, Side, soon, text};
use common::served::{Served, Writes, found, planned, secret, signer};
use common::{Folder, pages, passphrase_file};
use record::envelope::{Entry, Signed};
use record::identity::{Act, KeyChange, Says};
use record::statement::Body;
use record::submission::{Said, Submission};
use record::vocabulary::time::Instant;
use record::wire;
use serde_json::{Value, json};

const KIND: &str = "application/vnd.armistice.submission";

/// A served mission with South's post, which has joined it.
struct Joined {
    mission: PathBuf,
    served: Served,
    south: Side,
    _folder: Folder,
}

impl Joined {
    fn new(name: &str) -> Joined {
        let folder = Folder::new(name);
        found(&folder.path().join("mission"), "quorum none\n");
        let served = Served::start(&folder.path().join("mission"));
        let south = Side { dir: folder.path().join("south"), name: "south" };
        let mut keyring = Keyring::open(&south.dir.join("keys")).unwrap();
        let words = fs::read_to_string(passphrase_file()).unwrap();
        let passphrase = Passphrase::new(words.trim_end()).unwrap();
        let purpose = Purpose::Author { name: south.author() };
        keyring.keep(purpose, &Secret::new(secret(&south.author())), &passphrase).unwrap();
        south.join(*served);
        Joined { mission: folder.path().join("mission"), served, south, _folder: folder }
    }
    fn hand_in(&self, submission: &Submission) -> Answer {
        let answer = self.served.post("/submit", KIND, submission.encode().unwrap());
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer
    }
    /// Listens for so long, and gives what was told on the way.
    fn listen(&self, seconds: u32) -> String {
        let seconds = seconds.to_string();
        let output = self.south.run(&["post", "listen", "--seconds", &seconds, "--no-receipts"]);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stderr)
    }
    fn has(&self, submission: &Submission) -> bool {
        let Said::Body(bytes) = &submission.said else { unreachable!() };
        let body: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.south.inbox().iter().any(|line| line["body"] == body.as_str())
    }
}

// ---- what is forged ----

/// What a link or a server makes of a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Forges {
    Nothing,
    Body,
    Salt,
    Signature,
    Author,
    Time,
    Replayed,
    Stranger,
    Unreadable,
}

/// A statement as somebody makes it up who has no key of the mission.
fn made_up() -> Submission {
    let mut submission = Writes::new("north-liaison").says(planned("South", "made up"));
    submission.signed.envelope.key = signer("somebody else").key().id();
    submission.signed = submission.signed.envelope.sign(&signer("somebody else")).unwrap();
    submission
}

fn leaf(signed: Signed, accepted_at: Instant) -> Vec<u8> {
    Entry { signed, accepted_at, received: None, act: None }.encode().unwrap()
}

fn event(index: u64, submission: &Submission) -> Vec<u8> {
    let Said::Body(bytes) = &submission.said else { unreachable!() };
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    json!({ "index": index, "body": hex(bytes), "salt": hex(&submission.salt.0) }).to_string().into_bytes()
}

/// What somebody between makes of an answer; `old` is entry 1, which came before.
fn forge(forges: Forges, old: &Submission, path: &str, bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let channel = path == "/channel";
    let changed = |key: &str, change: &dyn Fn(String) -> String| {
        let mut event: Value = serde_json::from_slice(bytes).ok()?;
        event[key] = json!(change(event[key].as_str()?.to_owned()));
        Some(vec![event.to_string().into_bytes()])
    };
    let entry = |change: &dyn Fn(&mut Entry)| {
        let mut entry = Entry::decode(bytes).ok()?;
        change(&mut entry);
        Some(vec![entry.encode().unwrap()])
    };
    let first = |text: String| {
        if let Some(rest) = text.strip_prefix('0') { format!("1{rest}") } else { format!("0{}", &text[1..]) }
    };
    match forges {
        // "the mill", "the hill".
        Forges::Body if channel => changed("body", &|body| body.replace("746865206d696c6c", "7468652068696c6c")),
        Forges::Salt if channel => changed("salt", &first),
        Forges::Signature if path.starts_with("/entry/") => entry(&|entry| entry.signed.signature[7] ^= 1),
        Forges::Author if path.starts_with("/entry/") => {
            entry(&|entry| entry.signed.envelope.author = "mission".into())
        }
        Forges::Time if path.starts_with("/entry/") => entry(&|entry| entry.accepted_at = entry.accepted_at.plus(3600)),
        Forges::Replayed if channel => Some(vec![event(99, old)]),
        Forges::Replayed if path == "/entry/99" => Some(vec![leaf(old.signed.clone(), Instant(1_900_000_000))]),
        Forges::Stranger if channel => Some(vec![event(99, &made_up())]),
        Forges::Stranger if path == "/entry/99" => Some(vec![leaf(made_up().signed, Instant(1_900_000_000))]),
        Forges::Unreadable if channel => Some(vec![b"{\"index\":7,\"body\":\"0\"}".to_vec()]),
        _ => None,
    }
}

#[test]
fn what_is_forged_on_its_way_is_not_believed_and_it_is_said_why() {
    let joined = Joined::new("post-forged");
    let mut north = Writes::new("north-liaison");
    let old = north.says(planned("South", "what came before"));
    joined.hand_in(&old);
    assert_eq!(joined.listen(2), "");
    assert!(joined.has(&old));

    let forges = Arc::new(Mutex::new(Forges::Nothing));
    let (now, first) = (forges.clone(), old.clone());
    let forged: Arc<Forged> = Arc::new(move |path, bytes| forge(*now.lock().unwrap(), &first, path, bytes));
    let forger = Forger::before(joined.served.address, forged);
    joined.south.turn_to(forger.address);
    for (kind, code, why) in [
        (Forges::Body, "L0712", "did not sign this"),
        (Forges::Salt, "L0712", "did not sign this"),
        (Forges::Signature, "L0712", "signature does not hold"),
        (Forges::Author, "L0704", ""),
        (Forges::Time, "L0704", ""),
        (Forges::Replayed, "L0704", "entry 1 before"),
        (Forges::Stranger, "L0713", "is not known as one of"),
        (Forges::Unreadable, "L0704", "cannot be read"),
    ] {
        let said = north.says(planned("South", &format!("people are at the mill, {kind:?}")));
        joined.hand_in(&said);
        let before = joined.south.inbox();
        *forges.lock().unwrap() = kind;
        let told = joined.listen(if matches!(kind, Forges::Stranger | Forges::Author) { 9 } else { 4 });
        assert!(told.contains(code) && told.contains(why) && told.contains("not believed"), "{kind:?}: {told}");
        assert_eq!(joined.south.inbox(), before, "{kind:?}: nothing was taken in");
        // Over an honest link it comes as it was said.
        *forges.lock().unwrap() = Forges::Nothing;
        joined.listen(2);
        assert!(joined.has(&said), "{kind:?}");
    }
    let heard = joined.south.heard();
    assert_eq!(heard, (1..=9).collect::<Vec<_>>());
}

#[test]
fn what_is_said_with_a_key_that_is_new_here_is_believed_once_the_key_is_published() {
    let joined = Joined::new("post-new-key");
    let listening = joined.south.listening();
    let mut north = Writes::new("north-liaison");
    let first = north.says(planned("South", "with the old key"));
    joined.hand_in(&first);
    soon("the first", || joined.has(&first).then_some(()));
    // North puts a new key in the place of the old one, and says something at once: the log shows neither to others yet.
    let ledger = ledger_of(&joined.mission).unwrap();
    let new = signer("north-liaison, its second key");
    let says = Says::Keys(Box::new(KeyChange {
        mission: ledger.origin().to_owned(),
        author: "north-liaison".into(),
        ends: Some(signer("north-liaison").key().id()),
        suspect_since: None,
        begins: Some(*new.key()),
    }));
    let consents = vec![says.consent("north-liaison", &new).unwrap()];
    let change =
        sign_one(&ledger, "north-liaison", &signer("north-liaison"), Unsigned::act(Act { says, consents })).unwrap();
    joined.hand_in(&change);
    let ledger = ledger_of(&joined.mission).unwrap();
    let body = |words: &str| Body {
        author: "north-liaison".into(),
        said_at: None,
        on_behalf: None,
        cited: None,
        content: planned("South", words),
    };
    let second = body("with the new key");
    let second =
        sign_one(&ledger, "north-liaison", &new, Unsigned::own(wire::encode(&second).unwrap(), &second)).unwrap();
    joined.hand_in(&second);
    soon("the second", || joined.has(&second).then_some(()));
    drop(listening);
    // Whoever begins anew believes both: the copy says which key could sign when.
    fs::remove_file(joined.south.dir.join("inbox.jsonl")).unwrap();
    assert_eq!(joined.listen(2), "");
    assert!(joined.has(&first) && joined.has(&second));
}

#[test]
fn a_receipt_of_another_statement_takes_nothing_out_of_the_outbox() {
    let joined = Joined::new("post-other-receipt");
    let receipt = joined.hand_in(&Writes::new("patrol-2").report("shells")).body;
    let honest = Arc::new(Mutex::new(false));
    let is_honest = honest.clone();
    let forged: Arc<Forged> =
        Arc::new(move |path, _| (path == "/submit" && !*is_honest.lock().unwrap()).then(|| vec![receipt.clone()]));
    let forger = Forger::before(joined.served.address, forged);
    joined.south.turn_to(forger.address);
    let said = joined.south.say(&[json!({ "kind": "notice", "author": "south-liaison", "what": "planned activity", "to": ["North"], "at": ["Mill"], "from": "2090-03-05T16:00:00Z", "until": "2090-03-05T18:00:00Z" })]);
    assert_eq!(said["accepted"], json!([]), "{said}");
    assert_eq!(joined.south.files("outbox", "submission").len(), 1);
    assert!(joined.south.files("receipts", "receipt").is_empty());
    assert!(joined.south.refused(&["post", "send"]).contains("L0704"));
    *honest.lock().unwrap() = true;
    assert_eq!(joined.south.json(&["post", "send"])["accepted"], json!([2]), "it was accepted the first time");
}

// ---- carried by hand ----

/// A statement as somebody carries it.
fn carried_file(dir: &Path, bytes: &[u8]) -> PathBuf {
    let path = dir.join("carried.submission");
    fs::write(&path, bytes).unwrap();
    path
}

/// What is said of a carried file at the post in `dir`.
fn read(dir: &Path, bytes: &[u8]) -> Result<Body, Message> {
    let file = carried_file(dir, bytes);
    carried::read_file(&file).and_then(|submission| carried::opened(&submission, &ledger_of(dir).unwrap()))
}

fn of_another_mission() -> Submission {
    let mut submission = Writes::new("north-liaison").says(planned("South", "in the hills"));
    submission.signed.envelope.mission = "hills.example/record".into();
    submission.signed = submission.signed.envelope.sign(&signer("north-liaison")).unwrap();
    submission
}

#[test]
fn of_a_carried_file_every_byte_counts() {
    let joined = Joined::new("post-flipped");
    let good = Writes::new("north-liaison").says(planned("South", "people are at the mill"));
    let bytes = good.encode().unwrap();
    let dir = &joined.south.dir;
    assert_eq!(
        wire::encode(&read(dir, &bytes).unwrap()).unwrap(),
        match &good.said {
            Said::Body(body) => body.clone(),
            Said::Act(_) => unreachable!(),
        }
    );
    for place in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1;
        let code = read(dir, &flipped).map(|body| format!("{body:?}")).unwrap_err().code;
        let known = [codes::NOT_CARRIED, codes::NOT_SIGNED, codes::STRANGE_KEY, codes::OTHER_MISSION];
        assert!(known.contains(&code), "byte {place}: {code}");
    }
    for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(read(dir, &bytes[..length]).unwrap_err().code, codes::NOT_CARRIED, "{length} bytes");
    }
    assert_eq!(read(dir, &[bytes, vec![0]].concat()).unwrap_err().code, codes::NOT_CARRIED);
}

#[test]
fn a_carried_statement_is_its_authors_for_this_mission_or_none() {
    let joined = Joined::new("post-strange");
    let dir = &joined.south.dir;
    let code = |submission: &Submission| read(dir, &submission.encode().unwrap()).unwrap_err().code;
    assert_eq!(code(&of_another_mission()), codes::OTHER_MISSION);
    assert_eq!(code(&made_up()), codes::STRANGE_KEY);
    // North signs what is South's, and for South.
    let mut north = Writes::new("north-liaison");
    let body = |author: &str| Body {
        author: author.into(),
        said_at: None,
        on_behalf: None,
        cited: None,
        content: planned("South", "words"),
    };
    assert_eq!(code(&north.submission(wire::encode(&body("south-liaison")).unwrap())), codes::NOT_SIGNED);
    let mut stolen = north.says(planned("South", "words"));
    stolen.signed.envelope.author = "south-liaison".into();
    stolen.signed = stolen.signed.envelope.sign(&signer("north-liaison")).unwrap();
    assert_eq!(code(&stolen), codes::STRANGE_KEY);
    let mut on_behalf = body("north-liaison");
    on_behalf.on_behalf = Some(record::statement::OnBehalf {
        speaker: "South".into(),
        recorder: "north-liaison".into(),
        medium: "telephone".into(),
    });
    assert_eq!(
        code(&Writes::new("north-liaison").submission(wire::encode(&on_behalf).unwrap())),
        record::codes::NO_MANDATE
    );
    // One that only reads says nothing, either: the log would not take it.
    let imported = {
        let mut submission = Writes::new("mission").says(planned("South", "words"));
        submission.signed.envelope.voice = record::envelope::Voice::Imported;
        submission.signed = submission.signed.envelope.sign(&signer("mission")).unwrap();
        submission
    };
    assert_eq!(code(&imported), codes::NOT_CARRIED);
}

// ---- another log ----

/// Two missions with one key and one beginning: what the post copied, and what it is shown later.
struct Forked {
    _folder: Folder,
    held: PathBuf,
    shown: PathBuf,
    post: PathBuf,
    said: [Writes; 2],
}

impl Forked {
    /// `common` statements are in both; then the one has `held` of its own, the other `shown`.
    fn new(common: usize, held: usize, shown: usize) -> Forked {
        let folder = Folder::new("post-forked");
        let dirs = ["held", "shown"].map(|name| folder.path().join(name));
        found(&dirs[0], "quorum none\n");
        let mut patrol = Writes::new("patrol-2");
        say(&dirs[0], &mut patrol, "common", common);
        common::log::copy(&dirs[0], &dirs[1]);
        let mut said = [patrol.clone(), patrol];
        say(&dirs[0], &mut said[0], "held", held);
        say(&dirs[1], &mut said[1], "shown", shown);
        let post = folder.path().join("post");
        let served = Served::start(&dirs[0]);
        armistice::post::Post::join(&post, &served.url(), "south-liaison", None).unwrap();
        let [held, shown] = dirs;
        Forked { _folder: folder, held, shown, post, said }
    }
    fn fetch(&self, dir: &Path) -> Result<u64, Message> {
        let served = Served::start(dir);
        copy::fetch(&self.post, &Server::new(&served.url()).unwrap())
    }
}

/// Serves a mission until this many are said and published.
fn say(dir: &Path, writes: &mut Writes, words: &str, count: usize) {
    let served = Served::start(dir);
    for number in 0..count {
        let submission = writes.report(&format!("{words} {number}"));
        assert_eq!(served.post("/submit", KIND, submission.encode().unwrap()).status, 201);
    }
    served.stop().unwrap();
}

#[test]
fn a_log_that_was_replaced_is_refused_and_the_evidence_is_kept() {
    // As long, longer, shorter; and longer than a tile, of which the post has the old one.
    for (common, held, shown) in [(3, 2, 2), (3, 2, 6), (3, 6, 2), (200, 100, 120), (200, 100, 40)] {
        let mut forked = Forked::new(common, held, shown);
        let size = (1 + common + held) as u64;
        let before = common::log::files(&forked.post.join("record"));
        let refused = forked.fetch(&forked.shown.clone()).unwrap_err();
        assert_eq!(refused.code, codes::NOT_CONTINUED, "{common} {held} {shown}: {refused}");
        assert!(
            refused.notes.iter().any(|note| note.contains(copy::EVIDENCE_FILE)),
            "{common} {held} {shown}: {refused}"
        );
        let evidence = fs::read(forked.post.join(copy::EVIDENCE_FILE)).unwrap();
        let proved = verify::evidence::Evidence::parse(&evidence).unwrap();
        assert!(proved.prove().is_ok(), "{common} {held} {shown}");
        assert_eq!(common::log::files(&forked.post.join("record")), before, "the copy stays as it was");
        // The log that was there goes on, and is fetched as ever: nothing of the other one is left.
        assert_eq!(forked.fetch(&forked.held.clone()).unwrap(), size);
        say(&forked.held.clone(), &mut forked.said[0], "more", shown.max(20));
        assert_eq!(forked.fetch(&forked.held.clone()).unwrap(), size + shown.max(20) as u64, "{common} {held} {shown}");
        assert!(ledger_of(&forked.post).is_ok());
    }
}

#[test]
fn a_log_that_was_put_back_is_refused_and_proves_nothing() {
    let forked = Forked::new(3, 2, 0);
    let refused = forked.fetch(&forked.shown).unwrap_err();
    assert_eq!(refused.code, codes::NOT_CONTINUED);
    assert!(refused.to_string().contains("it has 4 entries, the copy here 6"), "{refused}");
    assert!(!forked.post.join(copy::EVIDENCE_FILE).exists());
}

#[test]
fn a_copy_that_was_damaged_is_fetched_anew() {
    let forked = Forked::new(280, 3, 0);
    let entries = forked.post.join("record/tile/entries/000");
    let mut bytes = fs::read(&entries).unwrap();
    bytes[100] ^= 1;
    fs::write(&entries, bytes).unwrap();
    assert!(armistice::post::Post::open(&forked.post).is_err());
    assert_eq!(forked.fetch(&forked.held).unwrap(), 284);
    assert!(armistice::post::Post::open(&forked.post).is_ok());
    // What a fetch that was cut has left is used, and does no harm where it is wrong.
    fs::create_dir_all(forked.post.join("fetched/tile/0")).unwrap();
    fs::write(forked.post.join("fetched/tile/0/000"), "nothing").unwrap();
    assert_eq!(forked.fetch(&forked.held).unwrap(), 284);
    assert!(!forked.post.join("fetched/tile").exists());
}

#[test]
fn a_server_that_names_any_size_costs_no_memory() {
    let joined = Joined::new("post-huge");
    let forged: Arc<Forged> = Arc::new(|path, _| {
        let root = "A".repeat(43);
        (path == "/record/checkpoint").then(|| {
            vec![format!("valley.example/record\n9000000000000000000\n{root}=\n\n— x AAAAAAAAAAAAAAAA\n").into_bytes()]
        })
    });
    let forger = Forger::before(joined.served.address, forged);
    joined.south.turn_to(forger.address);
    let refused = joined.south.refused(&["post", "fetch"]);
    assert!(refused.contains("L0701"), "{refused}");
    joined.south.turn_to(joined.served.address);
    joined.south.well(&["post", "fetch"]);
}

// ---- the cases ----

/// What a case is about, done.
fn made(what: &str) -> Message {
    match what {
        "fetching from where nobody listens" => {
            let joined = Joined::new("post-case");
            let (_held, nobody) = nobody();
            copy::fetch(&joined.south.dir, &Server::new(&format!("http://{nobody}")).unwrap()).unwrap_err()
        }
        "fetching a log that is another one from the fifth entry on" => {
            let forked = Forked::new(3, 2, 2);
            forked.fetch(&forked.shown).unwrap_err()
        }
        "sending what somebody signed who is not in the charter" => {
            let joined = Joined::new("post-case");
            waits(&joined.south.dir, &Writes::new("hill-watch").says(planned("North", "words")));
            sent(&joined.south.dir, joined.served.address)
        }
        "sending over a link that answers with another receipt" => {
            let joined = Joined::new("post-case");
            let receipt = joined.hand_in(&Writes::new("patrol-2").report("shells")).body;
            waits(&joined.south.dir, &Writes::new("south-liaison").says(planned("North", "words")));
            let forger = Forger::before(
                joined.served.address,
                Arc::new(move |path, _| (path == "/submit").then(|| vec![receipt.clone()])),
            );
            sent(&joined.south.dir, forger.address)
        }
        "reading a file of words" => read(&Joined::new("post-case").south.dir, b"North was struck").unwrap_err(),
        "reading a carried statement of which one letter was changed" => {
            let bytes = Writes::new("north-liaison").says(planned("South", "people are at the mill")).encode().unwrap();
            let at = bytes.windows(4).position(|part| part == b"mill").unwrap();
            let changed = [&bytes[..at], b"hill", &bytes[at + 4..]].concat();
            read(&Joined::new("post-case").south.dir, &changed).unwrap_err()
        }
        "reading a carried statement signed with a key that nobody knows" => {
            read(&Joined::new("post-case").south.dir, &made_up().encode().unwrap()).unwrap_err()
        }
        "reading a carried statement of the hills" => {
            read(&Joined::new("post-case").south.dir, &of_another_mission().encode().unwrap()).unwrap_err()
        }
        other => panic!("nothing is made of `{other}`"),
    }
}

/// Puts a statement into the outbox.
fn waits(dir: &Path, submission: &Submission) {
    let folder = dir.join(outbox::OUTBOX_FOLDER);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("0000000000-00000000.submission"), submission.encode().unwrap()).unwrap();
}
fn sent(dir: &Path, address: std::net::SocketAddr) -> Message {
    let server = Server::new(&format!("http://{address}")).unwrap();
    outbox::send(dir, &ledger_of(dir).unwrap(), &server).unwrap().stopped.unwrap()
}

/// The message without what differs from run to run: folders, ports, roots.
fn told(message: &Message) -> String {
    let word = |word: &str| {
        let root = word.len() == 44 && word.ends_with('=');
        match (word.find("127.0.0.1:"), word.rfind("/south/").or(word.rfind("/post/"))) {
            (Some(at), _) => format!(
                "{}127.0.0.1:8710{}",
                &word[..at],
                word[at + 10..].trim_start_matches(|c: char| c.is_ascii_digit())
            ),
            (None, Some(at)) => format!(
                "{}post{}",
                if word.starts_with('`') { "`" } else { "" },
                &word[at..].replacen("/south", "", 1).replacen("/post", "", 1)
            ),
            (None, None) if root => "ROOT".to_owned(),
            (None, None) => word.to_owned(),
        }
    };
    let lines = message
        .to_string()
        .lines()
        .map(|line| line.split(' ').map(word).collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>();
    format!("{}\n", lines.join("\n"))
}

#[test]
fn the_cases_hold() {
    let said = pages::hold("post/bad", "made", |what| told(&made(what.trim_end())));
    pages::show(&said, codes::CODES);
}

#[test]
fn a_server_that_answers_nothing_costs_its_time_and_no_more() {
    let joined = Joined::new("post-silent");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    joined.south.turn_to(silent.local_addr().unwrap());
    let begun = std::time::Instant::now();
    assert!(joined.south.refused(&["post", "fetch"]).contains("L0701"));
    assert!(begun.elapsed() < Duration::from_secs(armistice::limits::POST_ANSWER_S + 8), "{:?}", begun.elapsed());
}
