//! A record in a few words: statements of invented people, at invented times.
//!
//! Holds
//! - Every statement has an id of its own, which says nothing of when it was made.
//!
//! Not here: what anything means.

#![allow(dead_code, reason = "each test file uses its part")]

use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision};

/// Seconds of an hour.
pub const HOUR: i64 = 3600;
/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// Statements as they come in.
#[derive(Clone, Default)]
pub struct Said {
    pub statements: Vec<Statement>,
}

impl Said {
    /// `speaker` says something, known at once.
    pub fn say(&mut self, speaker: &str, at: i64, content: Content) -> BodyId {
        self.say_known(speaker, at, at, content)
    }
    /// `speaker` says something at `said`, known at `known`.
    pub fn say_known(&mut self, speaker: &str, said: i64, known: i64, content: Content) -> BodyId {
        let id = id(self.statements.len() as u64);
        let body = Body { author: speaker.into(), said_at: Some(Instant(said)), on_behalf: None, cited: None, content };
        let accepted = Acceptance { known: KnownAt(Instant(known)), history: false, received: None, batch: None };
        self.statements.push(Statement { id, body, accepted });
        id
    }
    /// `speaker` takes a statement back.
    pub fn withdraw(&mut self, speaker: &str, at: i64, to: BodyId) -> BodyId {
        let stance = Stance::Withdraws;
        let reply = Reply { to, stance, subject: "any".into(), without_prejudice: false, words: String::new() };
        self.say(speaker, at, Content::Reply(reply))
    }
    /// `alias` is another name of `of`.
    pub fn alias(&mut self, alias: &str, of: &str) -> BodyId {
        let registration = Registration::Alias { alias: alias.into(), of: of.into() };
        self.say("mission", 0, Content::Registration(registration))
    }
    /// `name` speaks for `party`.
    pub fn speaker(&mut self, name: &str, party: &str) -> BodyId {
        let (name, party, subject) = (name.into(), party.into(), "any".into());
        let registration = Registration::Speaker { name, party, subject, during: Interval::ALWAYS };
        self.say("mission", 0, Content::Registration(registration))
    }
    /// Everything known until `known`.
    pub fn known(&self, known: i64) -> Knowledge<'_> {
        Knowledge::at(&self.statements, KnownAt(Instant(known)), &declared())
    }
    /// Everything.
    pub fn all(&self) -> Knowledge<'_> {
        Knowledge::at(&self.statements, KnownAt::ALL, &declared())
    }
    /// The same statements, in another order.
    pub fn shuffled(&self, seed: u64) -> Said {
        let mut shuffled = self.clone();
        Dice(seed).shuffle(&mut shuffled.statements);
        shuffled
    }
    /// Only what was known until `known`.
    pub fn until(&self, known: i64) -> Said {
        let known = KnownAt(Instant(known));
        Said { statements: self.statements.iter().filter(|s| s.known() <= known).cloned().collect() }
    }
}

/// The parties of the valley.
pub fn declared() -> Declared {
    Declared { parties: vec!["North".into(), "South".into()], others: vec!["joint office".into()] }
}

/// The `number`th id: no order of time is an order of ids.
pub fn id(number: u64) -> BodyId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    BodyId(bytes)
}

/// The interval of these seconds.
pub fn span(from: i64, until: i64) -> Interval {
    Interval::new(Instant(from), Instant(until))
}

/// One exact instant.
pub fn at(at: i64) -> EventTime {
    EventTime::at(Instant(at))
}

/// One instant, somewhere from `from` to before `until`.
pub fn somewhere(from: i64, until: i64) -> EventTime {
    EventTime::within(span(from, until), Precision::Days)
}

/// From exactly `from` until exactly `until`.
pub fn lasting(from: i64, until: i64) -> EventTime {
    let (began, ended) = (Interval::instant(Instant(from)), Interval::instant(Instant(until)));
    EventTime { began, ended: Some(ended), precision: Precision::Exact }
}

/// `n` trucks.
pub fn trucks(n: u64) -> Option<Amount> {
    Some(Amount { least: n, most: Some(n) })
}

/// Names, as the record spells them.
pub fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Numbers that a seed fixes (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// One of `from..until`.
    pub fn between(&mut self, from: i64, until: i64) -> i64 {
        from + (self.next() % (until - from).unsigned_abs()).cast_signed()
    }
    /// Mixes `items`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            items.swap(at, other);
        }
    }
    /// `how_many` different names.
    pub fn names(&mut self, how_many: usize) -> Vec<Name> {
        let syllables = ["ba", "kel", "mor", "ti", "sun", "ra", "dov", "el", "pin", "os", "qua", "wir"];
        let mut names = Vec::new();
        while names.len() < how_many {
            let name: String = (0..3).map(|_| syllables[(self.next() % 12) as usize]).collect();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
