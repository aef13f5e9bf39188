//! What a charter, an amendment and a change of keys need, and what they do.
//!
//! Holds
//! - A charter needs the consent of every principal: those of the charter in force, and those of the new one.
//! - A key is changed by itself (rotation), or by the root keys of its author's principal; a key that begins signs, too.
//! - A key that is ended as stolen takes with it every key that it signed in since.
//!
//! Not here: the rest of what an entry needs (`ledger`).

use std::collections::BTreeSet;

use super::{KeyLife, Ledger, Refusal};
use crate::envelope::{Check, Envelope, KeyId, PublicKey};
use crate::identity::{Act, Charter, Consent, KeyChange, Principal, PrincipalKind, Role, Says};

impl Ledger {
    pub(super) fn admit_act(&self, act: &Act, envelope: &Envelope, checks: &mut Vec<Check>) -> Result<(), Refusal> {
        let says = act.says.bytes()?;
        let mission = match &act.says {
            Says::Charter(charter) => &charter.mission,
            Says::Keys(change) => &change.mission,
        };
        if *mission != self.origin {
            return Err(Refusal::OtherLog { mission: mission.clone() });
        }
        match &act.says {
            Says::Charter(charter) => self.admit_charter(charter, &act.consents, &says, checks),
            Says::Keys(change) => self.admit_keys(change, &act.consents, envelope, &says, checks),
        }
    }

    fn admit_charter(
        &self,
        charter: &Charter,
        consents: &[Consent],
        says: &[u8],
        checks: &mut Vec<Check>,
    ) -> Result<(), Refusal> {
        if charter.amends != self.charter_id() {
            return Err(Refusal::OtherCharter { amends: charter.amends, in_force: self.charter_id() });
        }
        self.sound(charter)?;
        let in_force = self.charter().map_or(&[][..], |charter| &charter.principals);
        for principal in in_force.iter().chain(&charter.principals) {
            consented(principal, consents, says, checks)?;
        }
        Ok(())
    }

    /// A charter in itself, and beside the keys that the log has seen.
    fn sound(&self, charter: &Charter) -> Result<(), Refusal> {
        let unsound = |why: String| Err(Refusal::Unsound { why });
        let mut names = BTreeSet::new();
        let mut roots = BTreeSet::new();
        for principal in &charter.principals {
            if !names.insert(&principal.name) {
                return unsound(format!("the principal `{}` stands there twice", principal.name));
            }
            if let Some(root) = principal.roots.iter().find(|root| !roots.insert(root.id())) {
                return unsound(format!("the root key {} stands there twice", root.id()));
            }
        }
        if charter.principals.iter().filter(|principal| principal.kind == PrincipalKind::Mission).count() != 1 {
            return unsound("one principal, and not more, is the mission".to_owned());
        }
        let mut authors = BTreeSet::new();
        let mut new_keys = BTreeSet::new();
        for author in &charter.authors {
            if !authors.insert(&author.name) {
                return unsound(format!("the author `{}` stands there twice", author.name));
            }
            if !names.contains(&author.of) {
                return unsound(format!("`{}`, to whom `{}` belongs, is no principal", author.of, author.name));
            }
            let is_new = self.author(&author.name).is_none();
            if is_new && author.keys.is_empty() {
                return unsound(format!("the new author `{}` has no key", author.name));
            }
            if !is_new && !author.keys.is_empty() {
                return unsound(format!(
                    "`{}` is an author already: keys are changed by a change of keys",
                    author.name
                ));
            }
            for key in &author.keys {
                let id = key.id();
                if roots.contains(&id) || self.keys.contains_key(&id) || !new_keys.insert(id) {
                    return unsound(format!("the key {id} of `{}` is used already", author.name));
                }
            }
        }
        match charter.authors.iter().any(|author| author.role == Role::Mission) {
            true => Ok(()),
            false => unsound("no author keeps the record: one has the role of the mission".to_owned()),
        }
    }

    fn admit_keys(
        &self,
        change: &KeyChange,
        consents: &[Consent],
        envelope: &Envelope,
        says: &[u8],
        checks: &mut Vec<Check>,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::UnknownAuthor { author: change.author.clone() };
        let author = self.author(&change.author).ok_or_else(unknown)?;
        if let Some(ends) = change.ends {
            let life = self.keys.get(&ends).filter(|life| life.author == change.author);
            let life = life.ok_or_else(|| Refusal::UnknownKey { author: change.author.clone(), key: ends })?;
            if let Some(until) = life.until {
                return Err(Refusal::KeyEnded { author: change.author.clone(), key: ends, until });
            }
            if let Some(since) = change.suspect_since.filter(|since| !(life.from..=self.size).contains(since)) {
                return Err(Refusal::SuspectRange { since, from: life.from, size: self.size });
            }
        }
        if let Some(begins) = &change.begins {
            let id = begins.id();
            let is_root = self.charter().is_some_and(|c| c.principals.iter().any(|p| p.roots.contains(begins)));
            if self.keys.contains_key(&id) || is_root {
                return Err(Refusal::KeyUsed { key: id });
            }
            // Whoever brings a key shows that it has it.
            let own = consents.iter().find(|consent| consent.of == change.author && consent.key == id);
            let own = own.ok_or_else(|| Refusal::NotConsented { by: change.author.clone(), have: 0, needed: 1 })?;
            checks.push(own.check(*begins, says));
        }
        let is_rotation = change.begins.is_some()
            && change.suspect_since.is_none()
            && change.ends == Some(envelope.key)
            && change.author == envelope.author;
        if is_rotation {
            return Ok(());
        }
        let principal = self.principal(&author.of).expect("a sound charter has the principal of each author");
        consented(principal, consents, says, checks)
    }

    pub(super) fn enter_act(&mut self, act: &Act, signed_by: KeyId) {
        let index = self.size;
        match &act.says {
            Says::Charter(charter) => {
                for author in &charter.authors {
                    for key in &author.keys {
                        // The first charter is signed by a key that it brings itself.
                        let from = if index == 0 { 0 } else { index + 1 };
                        self.begin(&author.name, *key, from, None);
                    }
                }
                let stays = |name: &str| charter.authors.iter().any(|author| author.name == name);
                for life in self.keys.values_mut().filter(|life| life.until.is_none() && !stays(&life.author)) {
                    life.until = Some(index);
                }
                let id = act.says.id().expect("an act that was read has bytes");
                self.charter = Some((id, charter.as_ref().clone()));
            }
            Says::Keys(change) => {
                let is_rotation = change.ends == Some(signed_by) && change.suspect_since.is_none();
                if let Some(ends) = change.ends {
                    self.end(ends, index, change.suspect_since);
                }
                if let Some(begins) = change.begins {
                    self.begin(&change.author, begins, index + 1, is_rotation.then_some(signed_by));
                }
            }
        }
    }

    fn begin(&mut self, author: &str, key: PublicKey, from: u64, signed_in_by: Option<KeyId>) {
        let author = author.to_owned();
        let life = KeyLife { author, key, from, until: None, suspect_since: None, signed_in_by };
        self.keys.insert(key.id(), life);
    }

    /// Ends a key; one under suspicion takes along those that it, or they, signed in since.
    fn end(&mut self, key: KeyId, index: u64, suspect_since: Option<u64>) {
        let mut ending = vec![key];
        while let Some(key) = ending.pop() {
            let life = self.keys.get_mut(&key).expect("the key was found when the act was admitted");
            life.until.get_or_insert(index);
            let Some(since) = suspect_since else { continue };
            life.suspect_since = Some(life.suspect_since.map_or(since, |earlier| earlier.min(since)).max(life.from));
            let signed_in =
                |life: &&KeyLife| life.signed_in_by == Some(key) && life.from > since && life.suspect_since.is_none();
            ending.extend(self.keys.values().filter(signed_in).map(|life| life.key.id()));
        }
    }
}

/// The key of the first envelope: of an author whom the charter that it carries lets keep the record.
pub(super) fn key_of_founder(charter: &Charter, envelope: &Envelope) -> Result<PublicKey, Refusal> {
    let founder = charter.authors.iter().find(|author| author.name == envelope.author && author.role == Role::Mission);
    let founder = founder.ok_or_else(|| Refusal::UnknownAuthor { author: envelope.author.clone() })?;
    let key = founder.keys.iter().find(|key| key.id() == envelope.key);
    key.copied().ok_or_else(|| Refusal::UnknownKey { author: envelope.author.clone(), key: envelope.key })
}

/// Enough root keys of a principal have consented; each counts once.
fn consented(principal: &Principal, consents: &[Consent], says: &[u8], checks: &mut Vec<Check>) -> Result<(), Refusal> {
    let mut have = 0;
    for root in &principal.roots {
        if let Some(consent) = consents.iter().find(|c| c.of == principal.name && c.key == root.id()) {
            checks.push(consent.check(*root, says));
            have += 1;
        }
    }
    match have >= principal.needed {
        true => Ok(()),
        false => Err(Refusal::NotConsented { by: principal.name.clone(), have, needed: principal.needed }),
    }
}
