//! What the tests of the server share: a mission with a charter of several authors, served from a folder.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use armistice::message::Message;
use armistice::mission::Founding;
use armistice::pen::Pen;
use armistice::serve::listen::{self, Stop};
use armistice::serve::run;
use armistice::store::Store;
use armistice::witness::client::Client;
use record::challenge::Challenge;
use record::envelope::{Commitment, Envelope, EnvelopeId, Salt, Signer, SubmitId, Voice};
use record::identity::{Author, Charter, Principal, PrincipalKind, Role};
use record::statement::{Body, Content, Decision, Notice, Notified, Question, Report};
use record::submission::{Said, Submission};
use record::vocabulary::place::Place;
use record::vocabulary::time::{Instant, Interval};
use record::wire;
use tlog::note::NoteSigner;

use super::http::At;

pub const ORIGIN: &str = "valley.example/record";
/// 2020-01-01: before the clock of any machine that runs this, as a log that is no farther than its clock asks for.
pub const FOUNDED: Instant = Instant(1_577_836_800);

/// A key that is no secret, of whoever has this name.
pub fn signer(name: &str) -> Signer {
    Signer::new(&secret(name))
}
/// The bytes of that key.
pub fn secret(name: &str) -> [u8; 32] {
    let mut secret = [5; 32];
    name.bytes().take(32).enumerate().for_each(|(i, byte)| secret[i] = byte);
    secret
}
pub fn log_key() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

/// Who writes and reads in the valley, for whom, as what.
const AUTHORS: &[(&str, &str, Role)] = &[
    ("mission", "mission", Role::Mission),
    ("patrol-2", "mission", Role::Monitor),
    ("north-liaison", "North", Role::Liaison),
    ("south-liaison", "South", Role::Liaison),
    ("analyst", "mission", Role::Reader),
];

/// Begins the valley's log in `dir`; the policy has these lines besides that of the log.
pub fn found(dir: &Path, policy: &str) {
    fs::create_dir_all(dir).unwrap();
    Store::found(dir, &founding(policy), FOUNDED).unwrap();
}

/// How the valley's log begins.
pub fn founding(policy: &str) -> Founding {
    let principals =
        [("mission", PrincipalKind::Mission), ("North", PrincipalKind::Party), ("South", PrincipalKind::Party)];
    let charter = Charter {
        mission: ORIGIN.into(),
        name: "The valley mission".into(),
        amends: None,
        log_key: log_key().verifier().to_string(),
        policy: format!("log {}\n{policy}", log_key().verifier()),
        include_within_s: 60,
        retention_days: None,
        live_from: None,
        principals: principals
            .iter()
            .map(|(name, kind)| Principal {
                name: (*name).into(),
                kind: *kind,
                roots: vec![*signer(&format!("root of {name}")).key()],
                needed: 1,
            })
            .collect(),
        authors: AUTHORS
            .iter()
            .map(|(name, of, role)| Author {
                name: (*name).into(),
                of: (*of).into(),
                role: *role,
                mandates: Vec::new(),
                keys: vec![*signer(name).key()],
            })
            .collect(),
    };
    let pen = Pen { author: "mission".into(), signer: Arc::new(signer("mission")), log: log_key() };
    let mut founding = Founding { charter, consents: Vec::new(), pen };
    for (name, _) in principals {
        founding.consent(name, &signer(&format!("root of {name}")));
    }
    founding
}

/// A served mission, stopped when it goes out of scope.
pub struct Served {
    at: At,
    stop: Stop,
    thread: Option<JoinHandle<Result<(), Message>>>,
}

impl Served {
    /// Serves the mission in `dir`.
    pub fn start(dir: &Path) -> Served {
        Served::try_start(dir).map_err(|message| panic!("{message}")).unwrap()
    }
    /// The same, where it may be refused.
    pub fn try_start(dir: &Path) -> Result<Served, Message> {
        let listener: TcpListener = listen::bind("127.0.0.1:0".parse().unwrap(), false)?;
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = Stop::new();
        let (tell, told) = mpsc::channel();
        let (dir, hand) = (dir.to_owned(), stop.clone());
        let thread = std::thread::spawn(move || {
            let client = Client::within(Duration::from_secs(2));
            run::serve(&dir, listener, log_key(), client, (hand, stopping), |_| tell.send(()).unwrap())
        });
        match told.recv() {
            Ok(()) => Ok(Served { at: At { address }, stop, thread: Some(thread) }),
            Err(_) => Err(thread.join().unwrap().unwrap_err()),
        }
    }
    /// Asks it to stop, without waiting.
    pub fn ask_to_stop(&self) {
        self.stop.stop();
    }
    /// Stops it, and gives how it ended.
    pub fn stop(mut self) -> Result<(), Message> {
        self.stop.stop();
        self.thread.take().unwrap().join().unwrap()
    }
    /// Waits until it ended by itself.
    pub fn ended(mut self) -> Result<(), Message> {
        self.thread.take().unwrap().join().unwrap()
    }
}

impl std::ops::Deref for Served {
    type Target = At;
    fn deref(&self) -> &At {
        &self.at
    }
}

/// A token for an author with its key.
pub fn token(at: &At, author: &str) -> String {
    let key = signer(author).key().id();
    let asked = at.post("/challenge", "application/json", format!("{{\"author\":\"{author}\",\"key\":\"{key}\"}}"));
    assert_eq!(asked.status, 200, "{}", asked.text());
    let asked = asked.json();
    let nonce: Vec<u8> = (0..32)
        .map(|place| u8::from_str_radix(&asked["nonce"].as_str().unwrap()[2 * place..2 * place + 2], 16).unwrap())
        .collect();
    let challenge = Challenge {
        mission: asked["mission"].as_str().unwrap().into(),
        author: author.into(),
        key,
        nonce: nonce.try_into().unwrap(),
        ends_at: Instant(asked["ends_at"].as_i64().unwrap()),
    };
    let signature: String = challenge.sign(&signer(author)).iter().map(|byte| format!("{byte:02x}")).collect();
    let body = format!("{{\"nonce\":{},\"signature\":\"{signature}\"}}", asked["nonce"]);
    let given = at.post("/token", "application/json", body);
    assert_eq!(given.status, 200, "{}", given.text());
    given.json()["token"].as_str().unwrap().to_owned()
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.unwrap().unwrap();
            }
        }
    }
}

/// An author's statements, one after another.
#[derive(Clone)]
pub struct Writes {
    author: &'static str,
    number: u64,
    previous: Option<EnvelopeId>,
}

impl Writes {
    /// From the author's first statement on; the mission's first one is its charter.
    pub fn new(author: &'static str) -> Writes {
        Writes { author, number: 0, previous: None }
    }
    /// The next statement: a report with these words.
    pub fn report(&mut self, words: &str) -> Submission {
        self.says(Content::Report(Report { words: words.into(), ..Report::default() }))
    }
    /// The next statement: a decision, which the public reads.
    pub fn decision(&mut self) -> Submission {
        self.says(Content::Decision(Decision { question: Question::Phase("joint centre".into()), yes: true }))
    }
    /// The next statement: this.
    pub fn says(&mut self, content: Content) -> Submission {
        let body = Body { author: self.author.into(), said_at: None, on_behalf: None, cited: None, content };
        let submission = self.submission(wire::encode(&body).unwrap());
        self.number += 1;
        self.previous = Some(submission.signed.id());
        submission
    }
    /// The next statement with a body of these bytes, without counting it.
    pub fn submission(&self, body: Vec<u8>) -> Submission {
        let salt = Salt([9; 32]);
        let mut submit = [0; 16];
        submit[..8].copy_from_slice(&self.number.to_be_bytes());
        self.author.bytes().take(8).enumerate().for_each(|(i, byte)| submit[8 + i] = byte);
        let envelope = Envelope {
            mission: ORIGIN.into(),
            author: self.author.into(),
            key: signer(self.author).key().id(),
            number: self.number,
            previous: self.previous,
            submit: SubmitId(submit),
            claimed: None,
            references: Vec::new(),
            body: Commitment::to(&salt, &body),
            attachments: Vec::new(),
            voice: Voice::Own,
            known: None,
        };
        let signed = envelope.sign(&signer(self.author)).unwrap();
        Submission { signed, salt, said: Said::Body(body), received: None }
    }
}

/// A place by its name alone.
pub fn mill() -> Place {
    Place { names: vec!["Mill".into()], area: None }
}

/// An activity planned at the mill, decades ahead, told to one.
pub fn planned(to: &str, words: &str) -> Content {
    Content::Notice(Notice {
        what: Notified::PlannedActivity,
        to: vec![to.to_owned()],
        place: mill(),
        during: Interval { from: Instant(3_800_000_000), until: Instant(3_800_007_200) },
        heights: None,
        marking: None,
        seen_at_night: None,
        contact: None,
        expires: None,
        objections_until: None,
        replaces: None,
        may_be_told: false,
        drill: false,
        words: words.to_owned(),
    })
}
