//! What a charter, an amendment and a change of keys need, and what they do.
//!
//! Holds
//! - A charter needs the consent of every principal: those of the charter in force, and those of the new one.
//! - A key is changed by itself (rotation), or by the root keys of its author's principal; a key that begins signs, too.
//! - A consent that stands in an act was asked for, stands there once, and is checked.
//! - A key that is ended as stolen takes with it the key that it rotated to, and so on, whenever that becomes known.
//!
//! Not here: the rest of what an entry needs (`ledger`), whether names are to be told apart (`names`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::refusal::utc;
use super::{KeyLife, Ledger, Refusal, names};
use crate::envelope::{Check, Envelope, KeyId, PublicKey};
use crate::identity::{Act, Charter, Consent, KeyChange, Principal, PrincipalKind, Role, Says};
use crate::vocabulary::time::Instant;

impl Ledger {
    pub(super) fn admit_act(
        &self,
        act: &Act,
        envelope: &Envelope,
        accepted_at: Instant,
        checks: &mut Vec<Check>,
    ) -> Result<(), Refusal> {
        let mission = match &act.says {
            Says::Charter(charter) => &charter.mission,
            Says::Keys(change) => &change.mission,
        };
        if *mission != self.origin {
            return Err(Refusal::OtherLog { mission: mission.clone() });
        }
        match &act.says {
            Says::Charter(charter) => self.admit_charter(charter, act, accepted_at, checks),
            Says::Keys(change) => self.admit_keys(change, act, envelope, checks),
        }
    }

    fn admit_charter(
        &self,
        charter: &Charter,
        act: &Act,
        accepted_at: Instant,
        checks: &mut Vec<Check>,
    ) -> Result<(), Refusal> {
        if charter.amends != self.charter_id() {
            return Err(Refusal::OtherCharter { amends: charter.amends, in_force: self.charter_id() });
        }
        self.sound(charter)?;
        let in_force = self.charter();
        // Whoever could move the beginning of the live mission could date knowledge back.
        let live = in_force.and_then(|charter| charter.live_from).filter(|live_from| accepted_at >= *live_from);
        if let Some(live) = live.filter(|live| charter.live_from != Some(*live)) {
            let why = format!("the mission is live since {}, and an amendment leaves that as it is", utc(live));
            return Err(Refusal::Unsound { why });
        }
        let principals = || in_force.into_iter().flat_map(|charter| &charter.principals).chain(&charter.principals);
        let mut may: Vec<(&str, PublicKey)> = principals().flat_map(roots).collect();
        for author in &charter.authors {
            may.extend(author.keys.iter().map(|key| (author.name.as_str(), *key)));
        }
        let given = Given::of(act, &may, checks)?;
        principals().try_for_each(|principal| given.enough(principal))?;
        given.only()
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
            for root in &principal.roots {
                let id = root.id();
                if !roots.insert(id) {
                    return unsound(format!("the root key {id} stands there twice"));
                }
                if let Some(life) = self.keys.get(&id) {
                    return unsound(format!("the root key {id} is one that `{}` signs or signed with", life.author));
                }
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
            if names.contains(&author.name) && author.of != author.name {
                return unsound(format!("`{}` has the name of a principal and belongs to another", author.name));
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
                if roots.contains(&id) || self.was_used(id) || !new_keys.insert(id) {
                    return unsound(format!("the key {id} of `{}` is used already", author.name));
                }
            }
        }
        names::told_apart(names.into_iter().chain(authors)).map_err(|why| Refusal::Unsound { why })?;
        match charter.authors.iter().any(|author| author.role == Role::Mission) {
            true => Ok(()),
            false => unsound("no author keeps the record: one has the role of the mission".to_owned()),
        }
    }

    /// Whether a key is or was an author's or a principal's.
    fn was_used(&self, key: KeyId) -> bool {
        self.keys.contains_key(&key) || self.roots.contains(&key)
    }

    fn admit_keys(
        &self,
        change: &KeyChange,
        act: &Act,
        envelope: &Envelope,
        checks: &mut Vec<Check>,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::UnknownAuthor { author: change.author.clone() };
        let author = self.author(&change.author).ok_or_else(unknown)?;
        if let Some(ends) = change.ends {
            self.may_end(change, ends)?;
        }
        if let Some(key) = change.begins.map(|key| key.id()).filter(|key| self.was_used(*key)) {
            return Err(Refusal::KeyUsed { key });
        }
        let principal = self.principal(&author.of).expect("a sound charter has the principal of each author");
        let mut may: Vec<(&str, PublicKey)> = roots(principal).collect();
        may.extend(change.begins.map(|key| (change.author.as_str(), key)));
        let given = Given::of(act, &may, checks)?;
        // Whoever brings a key shows that it has it.
        if change.begins.is_some_and(|key| !given.by.contains(&(change.author.as_str(), key.id()))) {
            return Err(Refusal::NotConsented { by: change.author.clone(), have: 0, needed: 1 });
        }
        if !is_rotation(change, act, envelope.key) {
            given.enough(principal)?;
        }
        given.only()
    }

    /// Whether the key may end: it is its author's, and has not ended; or it has, and more of what it signed falls under
    /// suspicion now. A thief who rotated a key has ended it.
    fn may_end(&self, change: &KeyChange, ends: KeyId) -> Result<(), Refusal> {
        let author = || change.author.clone();
        let life = self.keys.get(&ends).filter(|life| life.author == change.author);
        let life = life.ok_or_else(|| Refusal::UnknownKey { author: author(), key: ends })?;
        if let Some(until) = life.until {
            let earlier = |since: u64| life.suspect_since.is_none_or(|already| since < already);
            if !change.suspect_since.is_some_and(earlier) {
                return Err(Refusal::KeyEnded { author: author(), key: ends, until });
            }
        }
        let (from, until) = (life.from, life.until.unwrap_or(self.size));
        match change.suspect_since {
            Some(since) if !(from..=until).contains(&since) => Err(Refusal::SuspectRange { since, from, until }),
            _ => Ok(()),
        }
    }

    pub(super) fn enter_act(&mut self, act: &Act, signed_by: KeyId) {
        let index = self.size;
        match &act.says {
            Says::Charter(charter) => {
                for author in &charter.authors {
                    author.keys.iter().for_each(|key| self.begin(&author.name, *key, signed_by, None));
                }
                let stays = |name: &str| charter.authors.iter().any(|author| author.name == name);
                for life in Arc::make_mut(&mut self.keys)
                    .values_mut()
                    .filter(|life| life.until.is_none() && !stays(&life.author))
                {
                    life.until = Some(index);
                }
                self.roots.extend(charter.principals.iter().flat_map(|principal| &principal.roots).map(PublicKey::id));
                let id = act.says.id().expect("an act that was read has bytes");
                self.charter = Some((id, Arc::new(charter.as_ref().clone())));
            }
            Says::Keys(change) => {
                if let Some(ends) = change.ends {
                    self.end(ends, index, change.suspect_since);
                }
                if let Some(begins) = change.begins {
                    let by_itself = is_rotation(change, act, signed_by).then_some(signed_by);
                    self.begin(&change.author, begins, signed_by, by_itself);
                }
            }
        }
    }

    /// A key signs from the next entry on. Where it signed this one itself, it signs from here on, and so do those of the
    /// first charter, which came with it.
    fn begin(&mut self, author: &str, key: PublicKey, signed_by: KeyId, signed_in_by: Option<KeyId>) {
        let from = if self.size == 0 || key.id() == signed_by { self.size } else { self.size + 1 };
        let life = KeyLife { author: author.to_owned(), key, from, until: None, suspect_since: None, signed_in_by };
        Arc::make_mut(&mut self.keys).insert(key.id(), life);
    }

    /// Ends a key; one under suspicion takes along the key that it rotated to, and so on.
    fn end(&mut self, key: KeyId, index: u64, suspect_since: Option<u64>) {
        let mut ending = vec![key];
        while let Some(key) = ending.pop() {
            let life =
                Arc::make_mut(&mut self.keys).get_mut(&key).expect("the key was found when the act was admitted");
            life.until.get_or_insert(index);
            let Some(since) = suspect_since else { continue };
            life.suspect_since = Some(life.suspect_since.map_or(since, |earlier| earlier.min(since)).max(life.from));
            // A key that rotates ends with that, so suspicion of it always reaches the key that came in its place.
            let signed_in = |life: &&KeyLife| life.signed_in_by == Some(key);
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

/// The key of an envelope that carries the change by which this very key begins: so nobody's help is needed where a thief,
/// or nobody, has the author's last key. Root keys have consented, or it is not admitted.
pub(super) fn key_of_newcomer(says: &Says, envelope: &Envelope) -> Option<PublicKey> {
    let Says::Keys(change) = says else { return None };
    change.begins.filter(|key| key.id() == envelope.key && change.author == envelope.author)
}

/// A key that brings its successor, which consents, and nobody else does.
fn is_rotation(change: &KeyChange, act: &Act, signed_by: KeyId) -> bool {
    let Some(begins) = &change.begins else { return false };
    let alone = act.consents.iter().all(|consent| consent.of == change.author && consent.key == begins.id());
    alone && change.ends == Some(signed_by) && change.suspect_since.is_none()
}

fn roots(principal: &Principal) -> impl Iterator<Item = (&str, PublicKey)> {
    principal.roots.iter().map(|root| (principal.name.as_str(), *root))
}

/// Who consents to an act.
struct Given<'a> {
    /// Who, with which key.
    by: BTreeSet<(&'a str, KeyId)>,
    /// One that nobody asked for, or a second time.
    stray: Option<&'a Consent>,
}

impl<'a> Given<'a> {
    /// The consents by those who `may`, which are to be checked.
    fn of(act: &'a Act, may: &[(&str, PublicKey)], checks: &mut Vec<Check>) -> Result<Given<'a>, Refusal> {
        let says = act.says.bytes()?;
        let mut given = Given { by: BTreeSet::new(), stray: None };
        for consent in &act.consents {
            let known = may.iter().find(|(name, key)| *name == consent.of && key.id() == consent.key);
            match known {
                Some((_, key)) if given.by.insert((&consent.of, consent.key)) => {
                    checks.push(consent.check(*key, &says))
                }
                _ => given.stray = Some(consent),
            }
        }
        Ok(given)
    }
    /// Enough root keys of a principal have consented.
    fn enough(&self, principal: &Principal) -> Result<(), Refusal> {
        let have = roots(principal).filter(|(name, root)| self.by.contains(&(*name, root.id()))).count() as u64;
        match have >= principal.needed {
            true => Ok(()),
            false => Err(Refusal::NotConsented { by: principal.name.clone(), have, needed: principal.needed }),
        }
    }
    /// Nobody else stands there: a name that is not checked must not look like one that counts.
    fn only(&self) -> Result<(), Refusal> {
        match self.stray {
            Some(consent) => Err(Refusal::ConsentOfNobody { of: consent.of.clone(), key: consent.key }),
            None => Ok(()),
        }
    }
}
