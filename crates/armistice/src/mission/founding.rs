//! How a mission begins: its charter, the consents to it, and the pen that signs it into the log as entry 0.
//!
//! Holds
//! - A mission without parties has itself as its one principal; parties come with an amendment that all consent to.
//! - The log's origin has part of the root key's id in it, so that no two missions have one.
//!
//! Not here: what a charter needs (`record::ledger`), where keys lie (`keys`).

use std::path::Path;
use std::sync::Arc;

use record::envelope::{PublicKey, Signer};
use record::identity::{Author, Charter, Consent, Principal, PrincipalKind, Role, Says};
use record::vocabulary::time::Instant;
use tlog::key::VerifierKey;
use tlog::note::NoteSigner;

use super::AUTHOR;
use crate::limits::INCLUDE_WITHIN_S;
use crate::log::CHECKPOINT;
use crate::pen::Pen;

/// A charter with what it needs to be entry 0.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The charter.
    pub charter: Charter,
    /// The consents to it.
    pub consents: Vec<Consent>,
    /// Who enters it.
    pub pen: Pen,
}

impl Founding {
    /// A mission called `name`, alone: `root` decides, `author` writes, and the log's key is made from `log`.
    pub fn alone(name: &str, root: &Signer, author: Signer, log: &[u8; 32], live_from: Option<Instant>) -> Founding {
        Founding::with_origin(origin(name, root.key()), name, root, author, log, live_from)
    }

    /// The same for an exercise: its log's origin says so, and with it every statement and every checkpoint of it.
    pub fn exercise(name: &str, root: &Signer, author: Signer, log: &[u8; 32], live_from: Option<Instant>) -> Founding {
        let origin = format!("{EXERCISE}{}", origin(name, root.key()));
        Founding::with_origin(origin, name, root, author, log, live_from)
    }

    fn with_origin(
        origin: String,
        name: &str,
        root: &Signer,
        author: Signer,
        log: &[u8; 32],
        live_from: Option<Instant>,
    ) -> Founding {
        let log = NoteSigner::new(&origin, log).expect("an origin of letters, digits and signs names a key");
        let charter = Charter {
            mission: origin,
            name: name.to_owned(),
            amends: None,
            log_key: log.verifier().to_string(),
            policy: format!("log {}\nquorum none\n", log.verifier()),
            include_within_s: INCLUDE_WITHIN_S,
            retention_days: None,
            live_from,
            principals: vec![Principal {
                name: AUTHOR.to_owned(),
                kind: PrincipalKind::Mission,
                roots: vec![*root.key()],
                needed: 1,
            }],
            authors: vec![Author {
                name: AUTHOR.to_owned(),
                of: AUTHOR.to_owned(),
                role: Role::Mission,
                mandates: Vec::new(),
                keys: vec![*author.key()],
            }],
        };
        let pen = Pen { author: AUTHOR.to_owned(), signer: Arc::new(author), log };
        let mut founding = Founding { charter, consents: Vec::new(), pen };
        founding.consent(AUTHOR, root);
        founding
    }

    /// Adds a party that speaks for itself: its own root key, and an author of its name with one key.
    pub fn with_party(mut self, name: &str, root: &PublicKey, author: &PublicKey) -> Founding {
        let name = name.to_owned();
        self.charter.principals.push(Principal {
            name: name.clone(),
            kind: PrincipalKind::Party,
            roots: vec![*root],
            needed: 1,
        });
        let (of, role, mandates) = (name.clone(), Role::Liaison, Vec::new());
        self.charter.authors.push(Author { name, of, role, mandates, keys: vec![*author] });
        self.consents.clear();
        self
    }

    /// Adds a witness that has to have cosigned, and where it is asked.
    pub fn with_witness(mut self, name: &str, key: &VerifierKey, url: &str) -> Founding {
        let log = self.pen.log.verifier();
        self.charter.policy = format!("log {log}\nwitness {name} {key} {url}\nquorum {name}\n");
        self.consents.clear();
        self
    }

    /// Adds the consent of a principal by one of its root keys: to the charter as it stands now.
    ///
    /// # Panics
    /// The charter is beyond a limit.
    pub fn consent(&mut self, of: &str, root: &Signer) {
        let says = Says::Charter(Box::new(self.charter.clone()));
        self.consents.push(says.consent(of, root).expect("a charter within its limits"));
    }
}

/// How the origin of an exercise's log begins; that of no other mission has a full stop in its name.
pub const EXERCISE: &str = "exercise.";

/// What stands on everything that an exercise shows.
pub const WATERMARK: &str = "EXERCISE EXERCISE EXERCISE: nothing here has happened";

/// Whether a log is that of an exercise.
pub fn is_exercise(origin: &str) -> bool {
    origin.starts_with(EXERCISE)
}

/// Whether what lies in a folder, a mission or a post, is an exercise: by the checkpoint of its log.
pub fn is_exercise_at(dir: &Path) -> bool {
    std::fs::read_to_string(dir.join(CHECKPOINT)).is_ok_and(|text| is_exercise(&text))
}

/// The name of a new log: letters and digits of the mission's name, and part of a key's id.
pub fn origin(name: &str, root: &PublicKey) -> String {
    let letters =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect::<String>();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(ORIGIN_CHARACTERS).collect();
    let slug = if slug.is_empty() { "mission".to_owned() } else { slug };
    format!("{slug}-{}/record", &root.id().to_string()[..8])
}

/// Letters of a mission's name in its log's origin.
const ORIGIN_CHARACTERS: usize = 40;
