//! `armistice serve` and `armistice record witness` as programs: they begin, answer, and stop at a signal.
//!
//! Not here: what they answer (`serve`, `witness`).

mod common;
#[path = "common/schemas.rs"]
mod schemas;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use armistice::keys::{Keyring, Passphrase, PassphraseSource, Purpose};
use armistice::sequencer::ledger_of;
use common::Folder;
use common::http::At;
use record::envelope::{Commitment, Envelope, Salt, Signer, SubmitId, Voice};
use record::statement::{Body, Content, Report};
use record::submission::{Said, Submission};
use record::wire;
use serde_json::Value;
use tlog::key::{SignatureType, VerifierKey};

fn armistice(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
    command.args(args).stdin(Stdio::null()).env_remove("ARMISTICE_PASSPHRASE_FILE");
    command
}
fn run(args: &[&str]) -> Output {
    armistice(args).output().unwrap()
}

/// A program that says in one line of JSON where it listens.
struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
    first: Value,
}

impl Program {
    fn start(args: &[&str]) -> Program {
        let mut child = armistice(args).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let first = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: `{line}`"));
        Program { child, out, first }
    }
    fn at(&self) -> At {
        At { address: self.first["listening"].as_str().unwrap().parse().unwrap() }
    }
    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }
    /// How it ended, within seconds, and what it said last.
    fn ended(mut self) -> (Option<i32>, String) {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(30));
        };
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        (status.code(), rest)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn made(folder: &Path) -> String {
    let dir = folder.join("valley").display().to_string();
    let output = run(&["init", &dir, "--unattended"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    dir
}

/// What it said first, and last, in JSON.
fn as_its_schema_says(name: &str, first: &Value, last: &str) {
    let schemas = schemas::all();
    let last: Value = serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: `{last}`"));
    assert_eq!(last["stopped"], true);
    schemas::holds(&schemas, name, first, name);
    schemas::holds(&schemas, name, &last, name);
}

#[test]
fn a_mission_is_served_and_ends_at_a_signal() {
    let folder = Folder::new("serve-command");
    let dir = made(folder.path());
    for name in ["TERM", "INT"] {
        let program = Program::start(&["serve", "--mission", &dir, "--listen", "127.0.0.1:0", "--json"]);
        let at = program.at();
        assert_eq!(at.get("/healthz").text(), "ok\n");
        let status = at.get("/status").json();
        assert_eq!(status["mission"], program.first["mission"]);
        assert!(status["accepted"]["size"].as_u64().unwrap() >= 2, "charter and terms: {status}");
        // One log, one program: the second is refused and disturbs nothing.
        let second = run(&["serve", "--mission", &dir, "--listen", "127.0.0.1:0"]);
        assert!(!second.status.success() && String::from_utf8_lossy(&second.stderr).contains("error[L0104]"));
        assert_eq!(at.get("/record/checkpoint").status, 200);
        program.signal(name);
        let first = program.first.clone();
        let (code, said) = program.ended();
        assert_eq!(code, Some(0), "{said}");
        as_its_schema_says("serve", &first, &said);
    }
    let refused = run(&["serve", "--mission", &dir, "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--beyond-this-machine"));
}

#[test]
fn a_command_hands_its_batch_to_the_server_that_writes_the_log() {
    let folder = Folder::new("serve-command");
    let dir = made(folder.path());
    let lines = folder.path().join("reports.jsonl");
    let report = |label: &str| {
        format!(
            "{{\"label\":\"{label}\",\"kind\":\"report\",\"from\":[\"patrol-2\"],\"act\":\"shelling\",\"words\":\"{label}\"}}\n"
        )
    };
    fs::write(&lines, report("r1") + &report("r2")).unwrap();
    let import = ["import", "--format", "statements", lines.to_str().unwrap(), "--mission", &dir];
    let said = |output: Output| {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let program = Program::start(&["serve", "--mission", &dir, "--listen", "127.0.0.1:0", "--json"]);
    let before = program.at().get("/status").json()["accepted"]["size"].as_u64().unwrap();
    assert!(said(run(&import)).contains("2 statements accepted, 0 already there"));
    assert!(said(run(&import)).contains("0 statements accepted, 2 already there"));
    let after = program.at().get("/status").json()["accepted"]["size"].as_u64().unwrap();
    assert_eq!(after, before + 3, "a heading and two reports, once");
    // Two at a time: each is signed anew where the other one took its number.
    let more = ["r3", "r4"].map(|label| {
        let file = folder.path().join(format!("{label}.jsonl")).display().to_string();
        fs::write(&file, report(label)).unwrap();
        let args = ["import", "--format", "statements", &file, "--mission", &dir];
        armistice(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    for child in more {
        assert!(said(child.wait_with_output().unwrap()).contains("1 statement accepted"));
    }
    program.signal("TERM");
    assert_eq!(program.ended().0, Some(0));
    assert!(said(run(&["record", "verify", "--mission", &dir])).starts_with("holds: "));
    assert!(!Path::new(&dir).join("state/serving").exists());
}

#[test]
fn what_was_acknowledged_is_found_after_the_server_was_killed() {
    let folder = Folder::new("serve-command");
    let dir = made(folder.path());
    let keys = Path::new(&dir).join("keys");
    let passphrase = Passphrase::ask(&PassphraseSource::of(None, &keys), false).unwrap();
    let keyring = Keyring::open(&keys).unwrap();
    let file =
        keyring.files().iter().find(|file| *file.purpose() == Purpose::Author { name: "mission".into() }).unwrap();
    let signer = Signer::new(file.unlock(&passphrase).unwrap().bytes());
    let statements = |count: u64| {
        let ledger = ledger_of(Path::new(&dir)).unwrap();
        let (first, mut previous) = ledger.next("mission");
        let mut made = Vec::new();
        for number in first..first + count {
            let report = Report { words: format!("statement {number}"), ..Report::default() };
            let content = Content::Report(report);
            let body = Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content };
            let (body, salt) = (wire::encode(&body).unwrap(), Salt([3; 32]));
            let envelope = Envelope {
                mission: ledger.origin().into(),
                author: "mission".into(),
                key: signer.key().id(),
                number,
                previous,
                submit: SubmitId([number.to_be_bytes(), [9; 8]].concat().try_into().unwrap()),
                claimed: None,
                references: Vec::new(),
                body: Commitment::to(&salt, &body),
                attachments: Vec::new(),
                voice: Voice::Own,
                known: None,
            };
            let signed = envelope.sign(&signer).unwrap();
            previous = Some(signed.id());
            made.push(Submission { signed, salt, said: Said::Body(body), received: None }.encode().unwrap());
        }
        made
    };
    for round in 0..4u64 {
        let program = Program::start(&["serve", "--mission", &dir, "--listen", "127.0.0.1:0", "--json"]);
        let at = program.at();
        let sent = statements(4000);
        // Receipts up to the moment when nobody answers any more.
        let receipts: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let hand_in = scope.spawn(|| {
                let answers = sent.iter().map_while(|bytes| at.try_post("/submit", "application/octet-stream", bytes));
                answers
                    .map(|answer| (answer.status, answer.body))
                    .inspect(|(status, _)| assert_eq!(*status, 201))
                    .map(|(_, body)| body)
                    .collect()
            });
            std::thread::sleep(Duration::from_millis(150 + 130 * round));
            program.signal("KILL");
            hand_in.join().unwrap()
        });
        drop(program);
        assert!(!receipts.is_empty() && receipts.len() < sent.len(), "{} of {}", receipts.len(), sent.len());
        let program = Program::start(&["serve", "--mission", &dir, "--listen", "127.0.0.1:0", "--json"]);
        let at = program.at();
        for (bytes, receipt) in sent.iter().zip(&receipts) {
            let answer = at.try_post("/submit", "application/octet-stream", bytes).unwrap();
            assert_eq!((answer.status, &answer.body), (200, receipt), "acknowledged, and found with the same receipt");
        }
        // The one that was under way is new or is there; it is in the log once.
        let next = at.try_post("/submit", "application/octet-stream", &sent[receipts.len()]).unwrap();
        assert!([200, 201].contains(&next.status), "{}", next.text());
        program.signal("TERM");
        assert_eq!(program.ended().0, Some(0));
    }
}

#[test]
fn a_witness_is_started_with_a_policy_and_a_key_and_with_no_other() {
    let folder = Folder::new("serve-command");
    let dir = made(folder.path());
    let keys = folder.path().join("witness-keys");
    let passphrase = Passphrase::unattended(&keys).unwrap();
    let mut keyring = Keyring::open(&keys).unwrap();
    let file = keyring.create(Purpose::Witness { name: "north-witness".into() }, &passphrase).unwrap();
    let key = VerifierKey::new("north-witness", SignatureType::Cosignature, &file.public()).unwrap();
    let file = file.path().display().to_string();
    let own = fs::read_to_string(Path::new(&dir).join("record/policy.txt")).unwrap();
    let log = own.lines().find(|line| line.starts_with("log ")).unwrap();
    let policy = folder.path().join("policy.txt").display().to_string();
    fs::write(&policy, format!("{log}\nwitness north {key}\nquorum north\n")).unwrap();
    let state = folder.path().join("state").display().to_string();
    let args = [
        "record",
        "witness",
        "--policy",
        &policy,
        "--key",
        &file,
        "--state",
        &state,
        "--listen",
        "127.0.0.1:0",
        "--json",
    ];
    let program = Program::start(&args);
    assert_eq!(program.first["key"], key.to_string());
    assert!(program.at().get("/").text().contains("nothing cosigned yet"));
    let second = run(&args);
    assert!(String::from_utf8_lossy(&second.stderr).contains("in use by another process"));
    program.signal("TERM");
    let first = program.first.clone();
    let (code, said) = program.ended();
    assert_eq!(code, Some(0), "{said}");
    as_its_schema_says("record-witness", &first, &said);
    // The key of an author is no witness's, and another policy does not name this one.
    let mut author = fs::read_dir(Path::new(&dir).join("keys")).unwrap().map(|entry| entry.unwrap().path());
    let author = author.find(|path| fs::read_to_string(path).unwrap().contains("purpose: author")).unwrap();
    let mut wrong = args;
    wrong[5] = author.to_str().unwrap();
    assert!(String::from_utf8_lossy(&run(&wrong).stderr).contains("error[L0505]"));
    fs::write(&policy, format!("{log}\nquorum none\n")).unwrap();
    assert!(String::from_utf8_lossy(&run(&args).stderr).contains("does not name this witness"));
}
