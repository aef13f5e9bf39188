//! A post: the machine of whoever takes part in a mission without keeping its record.
//!
//! ```text
//! post.toml   where the server is, and who writes here     record/      a copy of the log, checked
//! keys/       the author's key                             fetched/     what is not yet checked of it
//! outbox/     signed and not yet in the log                receipts/    what the server promised
//! inbox.jsonl   what came, as it came                      fork.evidence   that the log says two things, where it does
//! ```
//!
//! Holds
//! - What is signed is on this disk before it goes anywhere: a link that is cut loses nothing, and sent twice it is one statement.
//! - What came is believed where its author signed it, with a key that the copy of the log has.
//! - A log that does not continue the copy that is here is refused, and the evidence is kept.
//!
//! Not here: what the statements mean (`channel`), the server (`serve`).

pub mod codes;
pub mod carried;
pub mod copy;
pub mod inbox;
pub mod outbox;
pub mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use record::envelope::EnvelopeId;
use record::ledger::Ledger;
use record::statement::{BodyId, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::Zone;
use serde::Deserialize;

use crate::message::Message;
use crate::sequencer::ledger_of;
use server::Server;

/// The file that makes a folder a post.
pub const POST_FILE: &str = "post.toml";

/// An open post.
#[derive(Debug)]
pub struct Post {
    /// Its folder.
    pub dir: PathBuf,
    /// Who writes here.
    pub author: Name,
    /// In which zone times are read and shown here. Its owner says it: a server that said it could shift what is said here by hours.
    pub zone: Zone,
    /// Where the mission's server is.
    pub server: Server,
    /// Who may write, as far as the copy of the log goes.
    pub ledger: Ledger,
    /// What came, in the order in which it was accepted, then what was carried here, then what was said here and has not come back.
    pub statements: Vec<Statement>,
    /// The last entry that came in its turn.
    pub last: Option<u64>,
    /// At which place of the log each envelope came.
    pub places: BTreeMap<EnvelopeId, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    server: String,
    author: Name,
    zone: Option<String>,
}

impl Post {
    /// Whether a folder is a post.
    pub fn is_at(dir: &Path) -> bool {
        dir.join(POST_FILE).exists()
    }

    /// Makes a post in a folder that may hold keys already, and fetches the log.
    ///
    /// # Errors
    /// L0701: the server does not answer; L0702: what it gives does not hold; M01: the disk.
    pub fn join(dir: &Path, server: &str, author: &str, zone: Option<&Zone>) -> Result<Post, Message> {
        let address = Server::new(server)?;
        fs::create_dir_all(dir).map_err(|error| Message::io(crate::codes::MISSION_IO, "make", dir, &error))?;
        copy::fetch(dir, &address)?;
        // Who joins again, for another address, keeps the zone that was said before.
        let before = if Post::is_at(dir) && zone.is_none() { Settings::of(dir)?.zone } else { None };
        let zone = zone.map(|zone| zone.name().to_owned()).or(before);
        // A string of JSON is one of TOML.
        let line = |text: &str| serde_json::Value::from(text).to_string();
        let zone = zone.map_or(String::new(), |zone| format!("zone = {}\n", line(&zone)));
        let text = format!("server = {}\nauthor = {}\n{zone}", line(server), line(author));
        crate::log::place_file(&dir.join(POST_FILE), text.as_bytes())?;
        Post::open(dir)
    }

    /// Opens the post in a folder.
    ///
    /// # Errors
    /// M01: a file cannot be read or is wrong; L01: the copy of the log does not hold.
    pub fn open(dir: &Path) -> Result<Post, Message> {
        let settings = Settings::of(dir)?;
        let inbox = inbox::read(dir)?;
        let ledger = ledger_of(dir)?;
        let mut statements = inbox.statements;
        let came: BTreeSet<BodyId> = statements.iter().map(|statement| statement.id).collect();
        let here = outbox::said_here(dir, inbox.last.map_or(0, |last| last + 1))?;
        statements.extend(here.into_iter().filter(|statement| !came.contains(&statement.id)));
        Ok(Post {
            dir: dir.to_owned(),
            server: Server::new(&settings.server)?,
            zone: settings.zone()?,
            author: settings.author,
            ledger,
            statements,
            last: inbox.last,
            places: inbox.places,
        })
    }

    /// Brings the copy of the log of the post in a folder up to what the server has published, and opens it: also where the copy that is
    /// there was damaged.
    ///
    /// # Errors
    /// As for [`copy::fetch`] and [`Post::open`].
    pub fn open_fetched(dir: &Path) -> Result<Post, Message> {
        copy::fetch(dir, &Server::new(&Settings::of(dir)?.server)?)?;
        Post::open(dir)
    }

    /// Brings the copy of the log up to what the server has published.
    ///
    /// # Errors
    /// As for [`copy::fetch`].
    pub fn fetch(&mut self) -> Result<(), Message> {
        copy::fetch(&self.dir, &self.server)?;
        self.ledger = ledger_of(&self.dir)?;
        Ok(())
    }
}

impl Settings {
    fn of(dir: &Path) -> Result<Settings, Message> {
        let path = dir.join(POST_FILE);
        let text =
            fs::read_to_string(&path).map_err(|error| Message::io(crate::codes::MISSION_IO, "read", &path, &error))?;
        toml::from_str(&text).map_err(|error| {
            Message::new(crate::codes::MISSION_LINE, "the file of this post cannot be read")
                .at(path.display().to_string())
                .note(error.to_string())
                .help("it has the lines `server = \"http://…\"` and `author = \"…\"`, and may have `zone = \"Europe/Athens\"`")
        })
    }
    /// The zone that it names, else UTC.
    fn zone(&self) -> Result<Zone, Message> {
        let name = self.zone.as_deref().unwrap_or("UTC");
        Zone::named(name).ok_or_else(|| {
            Message::new(crate::codes::MISSION_LINE, format!("`{name}` is no time zone"))
                .at(POST_FILE)
                .help("name it as the agreement does, such as `Europe/Athens`; without the line times are in UTC")
        })
    }
}

/// A message of a post, with what to do.
fn told(code: &'static str, sentence: impl Into<String>) -> Message {
    Message::new(code, sentence).help(codes::explain(code).map_or("", |code| code.help))
}
