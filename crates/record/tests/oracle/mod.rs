//! Who may sign entry i, a second time: from `spec/identity.md` and the whole list of entries, for each question anew.
//!
//! Holds
//! - Nothing is carried from one entry to the next; each answer looks over all earlier acts.
//! - Rules are asked in the order of I13, and the first one that is broken gives its code.
//!
//! Not here: code of the ledger, names (I8), bodies (I12).

use record::codes;
use record::envelope::*;
use record::identity::*;
use record::vocabulary::time::Instant;

use crate::valley::*;

/// An author's key, and the entry that began it.
#[derive(Clone)]
struct Birth {
    author: String,
    key: PublicKey,
    entry: usize,
    from: usize,
    /// The key that rotated itself into this one.
    parent: Option<KeyId>,
}

fn acts(entries: &[Entry]) -> impl Iterator<Item = (usize, &Entry, &Act)> {
    entries.iter().enumerate().filter_map(|(index, entry)| Some((index, entry, &entry.act.as_ref()?.act)))
}

fn charters(entries: &[Entry]) -> impl Iterator<Item = (usize, &Charter)> {
    acts(entries).filter_map(|(index, _, act)| match &act.says {
        Says::Charter(charter) => Some((index, charter.as_ref())),
        Says::Keys(_) => None,
    })
}

fn changes(entries: &[Entry]) -> impl Iterator<Item = (usize, &Entry, &Act, &KeyChange)> {
    acts(entries).filter_map(|(index, entry, act)| match &act.says {
        Says::Keys(change) => Some((index, entry, act, change.as_ref())),
        Says::Charter(_) => None,
    })
}

/// I8: the last one.
fn in_force(entries: &[Entry]) -> Option<&Charter> {
    charters(entries).last().map(|(_, charter)| charter)
}

/// I9.
fn rotates(change: &KeyChange, act: &Act, signed_by: KeyId) -> bool {
    let Some(begins) = change.begins else { return false };
    let alone = act.consents.iter().all(|consent| consent.of == change.author && consent.key == begins.id());
    change.ends == Some(signed_by) && change.suspect_since.is_none() && alone
}

/// I5: every key that an act began.
fn births(entries: &[Entry]) -> Vec<Birth> {
    let mut births = Vec::new();
    for (entry, charter) in charters(entries) {
        for author in &charter.authors {
            let from = if entry == 0 { 0 } else { entry + 1 };
            let one = |key: &PublicKey| Birth { author: author.name.clone(), key: *key, entry, from, parent: None };
            births.extend(author.keys.iter().map(one));
        }
    }
    for (entry, carrier, act, change) in changes(entries) {
        if let Some(key) = change.begins {
            let signed_by = carrier.signed.envelope.key;
            let from = if signed_by == key.id() { entry } else { entry + 1 };
            let parent = rotates(change, act, signed_by).then_some(signed_by);
            births.push(Birth { author: change.author.clone(), key, entry, from, parent });
        }
    }
    births
}

fn birth(entries: &[Entry], key: KeyId) -> Option<Birth> {
    births(entries).into_iter().find(|birth| birth.key.id() == key)
}

/// I11: from which entry on the key is suspect, by what stands in `entries`.
fn suspect_since(entries: &[Entry], key: KeyId) -> Option<usize> {
    let birth = birth(entries, key)?;
    let said = changes(entries).filter(|(_, _, _, change)| change.ends == Some(key));
    let said = said.filter_map(|(_, _, _, change)| change.suspect_since).min().map(|since| since as usize);
    let parent = birth.parent.and_then(|parent| suspect_since(entries, parent));
    let fallen = parent.filter(|since| birth.entry >= *since).map(|_| birth.from);
    said.into_iter().chain(fallen).min()
}

/// I5, I8, I11: the entry that ended the key.
fn ended(entries: &[Entry], key: KeyId) -> Option<usize> {
    let birth = birth(entries, key)?;
    let said = changes(entries).find(|(_, _, _, change)| change.ends == Some(key)).map(|(entry, ..)| entry);
    let dropped = charters(entries).filter(|(entry, _)| *entry > birth.entry);
    let dropped = dropped.filter(|(_, charter)| charter.authors.iter().all(|author| author.name != birth.author));
    let fell = (0..entries.len()).find(|entry| suspect_since(&entries[..=*entry], key).is_some());
    said.into_iter().chain(dropped.map(|(entry, _)| entry).next()).chain(fell).min()
}

/// I11: what is suspect: key, first and last entry.
pub fn suspects(entries: &[Entry]) -> Vec<(KeyId, u64, u64)> {
    let ids = births(entries).into_iter().map(|birth| birth.key.id());
    let mut found: Vec<_> =
        ids.filter_map(|id| Some((id, suspect_since(entries, id)? as u64, ended(entries, id)? as u64))).collect();
    found.sort();
    found
}

/// I5: keys that may sign the next entry, with their authors.
pub fn living(entries: &[Entry]) -> Vec<(String, KeyId)> {
    let alive = births(entries).into_iter().filter(|birth| ended(entries, birth.key.id()).is_none());
    let mut found: Vec<_> = alive.map(|birth| (birth.author.clone(), birth.key.id())).collect();
    found.sort();
    found
}

/// Whether a key was anybody's, I8 and I9.
fn was_used(entries: &[Entry], key: KeyId) -> bool {
    birth(entries, key).is_some() || charters(entries).any(|(_, charter)| is_root(charter, key))
}

fn is_root(charter: &Charter, key: KeyId) -> bool {
    charter.principals.iter().flat_map(|principal| &principal.roots).any(|root| root.id() == key)
}

/// What is wrong with `entry` behind `entries`; none: it may be the next one. `already`: it is in the log.
pub fn refuses(entries: &[Entry], entry: &Entry) -> Result<Option<usize>, &'static str> {
    let envelope = &entry.signed.envelope;
    let require = |holds: bool, code: &'static str| if holds { Ok(()) } else { Err(code) };
    // Order.
    require(envelope.mission == LOG, codes::OTHER_MISSION)?;
    let own = || entries.iter().enumerate().filter(|(_, other)| other.signed.envelope.author == envelope.author);
    if let Some((index, other)) = own().find(|(_, other)| other.signed.envelope.submit == envelope.submit) {
        return if other.signed.id() == entry.signed.id() { Ok(Some(index)) } else { Err(codes::SUBMIT_REUSED) };
    }
    require(envelope.number >= own().count() as u64, codes::NUMBER_REUSED)?;
    require(envelope.number == own().count() as u64, codes::NUMBER_MISSING)?;
    require(envelope.previous == own().next_back().map(|(_, other)| other.signed.id()), codes::OTHER_PAST)?;
    // I2, I3.
    require(entries.iter().all(|other| other.accepted_at <= entry.accepted_at), codes::ACCEPTED_EARLIER)?;
    require((envelope.voice == Voice::Act) == entry.act.is_some(), codes::ACT_OUT_OF_PLACE)?;
    let act = entry.act.as_ref().map(|open| &open.act);
    let brought = match act.map(|act| &act.says) {
        Some(Says::Keys(change)) if change.author == envelope.author => change.begins,
        _ => None,
    };
    // I1, I4, I5.
    let charter = match (in_force(entries), act.map(|act| &act.says)) {
        (Some(charter), _) => charter,
        (None, Some(Says::Charter(charter))) => charter.as_ref(),
        (None, _) => return Err(codes::NO_CHARTER),
    };
    let author = charter.authors.iter().find(|author| author.name == envelope.author);
    let author = author.ok_or(codes::UNKNOWN_AUTHOR)?;
    let key = if entries.is_empty() {
        require(author.role == Role::Mission, codes::UNKNOWN_AUTHOR)?;
        author.keys.iter().find(|key| key.id() == envelope.key).copied().ok_or(codes::UNKNOWN_AUTHOR_KEY)?
    } else {
        require(author.role != Role::Reader, codes::READS_ONLY)?;
        require(envelope.voice != Voice::Imported || author.role == Role::Mission, codes::IMPORTS_NOT)?;
        match brought.filter(|key| key.id() == envelope.key) {
            Some(key) => key,
            None => {
                let birth = birth(entries, envelope.key).filter(|birth| birth.author == envelope.author);
                let birth = birth.ok_or(codes::UNKNOWN_AUTHOR_KEY)?;
                require(ended(entries, envelope.key).is_none(), codes::KEY_ENDED)?;
                birth.key
            }
        }
    };
    // I6.
    if let Some(known) = envelope.known {
        require(known <= entry.accepted_at, codes::KNOWN_LATER)?;
        require(charter.live_from.is_none_or(|live| entry.accepted_at < live), codes::LIVE)?;
    }
    if let Some(open) = &entry.act {
        require(Commitment::to(&open.salt, &open.act.encode().unwrap()) == envelope.body, codes::OTHER_BODY)?;
    }
    match act.map(|act| (act, &act.says)) {
        Some((act, Says::Charter(next))) => amends(entries, next, act, entry.accepted_at)?,
        Some((act, Says::Keys(change))) => changes_keys(entries, charter, change, act, envelope.key)?,
        None => {}
    }
    let consents = act.map_or(&[][..], |act| &act.consents);
    let hold = consents.iter().all(|consent| holds(act.expect("it has consents"), consent));
    require(entry.signed.is_by(&key) && hold, codes::BAD_SIGNATURE)?;
    Ok(None)
}

/// Signatures of Ed25519 are the same whenever they are made: one that holds is what its key makes.
fn holds(act: &Act, consent: &Consent) -> bool {
    let signer = KEYS.iter().map(|name| signer(name)).find(|signer| signer.key().id() == consent.key);
    signer.is_some_and(|signer| act.says.consent(&consent.of, &signer).unwrap() == *consent)
}

/// I7: as many as it needs.
fn consents(principal: &Principal, act: &Act) -> bool {
    let by = |root: &&PublicKey| act.consents.iter().any(|c| c.of == principal.name && c.key == root.id());
    principal.roots.iter().filter(by).count() as u64 >= principal.needed
}

/// I7: each was asked for and is there once.
fn nobody_else(act: &Act, principals: &[&Principal], begin: &[(&str, KeyId)]) -> bool {
    let roots = principals.iter().flat_map(|p| p.roots.iter().map(|root| (p.name.as_str(), root.id())));
    let asked: Vec<(&str, KeyId)> = roots.chain(begin.iter().copied()).collect();
    let once = |c: &Consent| act.consents.iter().filter(|other| (&other.of, other.key) == (&c.of, c.key)).count() == 1;
    act.consents.iter().all(|c| asked.contains(&(&c.of, c.key)) && once(c))
}

/// I8.
fn amends(entries: &[Entry], next: &Charter, act: &Act, accepted_at: Instant) -> Result<(), &'static str> {
    let require = |holds: bool, code: &'static str| if holds { Ok(()) } else { Err(code) };
    let before = in_force(entries);
    let id = before.map(|charter| Says::Charter(Box::new(charter.clone())).id().unwrap());
    require(next.amends == id, codes::OTHER_CHARTER)?;
    let roots: Vec<KeyId> = next.principals.iter().flat_map(|p| &p.roots).map(PublicKey::id).collect();
    let keys: Vec<KeyId> = next.authors.iter().flat_map(|author| &author.keys).map(PublicKey::id).collect();
    let once = |ids: &[KeyId]| ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1);
    let is_new = |author: &Author| before.is_none_or(|b| b.authors.iter().all(|old| old.name != author.name));
    let named = |name: &str| next.principals.iter().any(|p| p.name == name);
    let sound = once(&roots)
        && once(&keys)
        && roots.iter().all(|root| birth(entries, *root).is_none())
        && keys.iter().all(|key| !roots.contains(key) && !was_used(entries, *key))
        && next.principals.iter().filter(|p| p.kind == PrincipalKind::Mission).count() == 1
        && next.principals.iter().all(|p| next.principals.iter().filter(|q| p.name == q.name).count() == 1)
        && next.authors.iter().all(|a| next.authors.iter().filter(|b| a.name == b.name).count() == 1)
        && next.authors.iter().all(|a| named(&a.of) && (!named(&a.name) || a.of == a.name))
        && next.authors.iter().all(|author| is_new(author) != author.keys.is_empty())
        && next.authors.iter().any(|author| author.role == Role::Mission);
    let live = before.and_then(|charter| charter.live_from).filter(|live| accepted_at >= *live);
    require(sound && live.is_none_or(|live| next.live_from == Some(live)), codes::UNSOUND_CHARTER)?;
    let principals: Vec<&Principal> = before.into_iter().chain([next]).flat_map(|c| &c.principals).collect();
    require(principals.iter().all(|principal| consents(principal, act)), codes::NOT_CONSENTED)?;
    let begin: Vec<(&str, KeyId)> =
        next.authors.iter().flat_map(|a| a.keys.iter().map(|key| (a.name.as_str(), key.id()))).collect();
    require(nobody_else(act, &principals, &begin), codes::CONSENT_OF_NOBODY)
}

/// I9, I11.
fn changes_keys(
    entries: &[Entry],
    charter: &Charter,
    change: &KeyChange,
    act: &Act,
    signed_by: KeyId,
) -> Result<(), &'static str> {
    let require = |holds: bool, code: &'static str| if holds { Ok(()) } else { Err(code) };
    require(change.mission == LOG, codes::OTHER_LOG)?;
    let author = charter.authors.iter().find(|author| author.name == change.author).ok_or(codes::UNKNOWN_AUTHOR)?;
    if let Some(ends) = change.ends {
        let birth = birth(entries, ends).filter(|birth| birth.author == change.author);
        let birth = birth.ok_or(codes::UNKNOWN_AUTHOR_KEY)?;
        let end = ended(entries, ends);
        let more =
            change.suspect_since.is_some_and(|since| suspect_since(entries, ends).is_none_or(|s| since < s as u64));
        require(end.is_none() || more, codes::KEY_ENDED)?;
        let places = birth.from as u64..=end.unwrap_or(entries.len()) as u64;
        require(change.suspect_since.is_none_or(|since| places.contains(&since)), codes::SUSPECT_RANGE)?;
    }
    let principal = charter.principals.iter().find(|principal| principal.name == author.of).unwrap();
    let mut begin = Vec::new();
    if let Some(begins) = change.begins {
        require(!was_used(entries, begins.id()), codes::KEY_USED)?;
        begin.push((change.author.as_str(), begins.id()));
        let itself = act.consents.iter().any(|c| c.of == change.author && c.key == begins.id());
        require(itself, codes::NOT_CONSENTED)?;
    }
    require(rotates(change, act, signed_by) || consents(principal, act), codes::NOT_CONSENTED)?;
    require(nobody_else(act, &[principal], &begin), codes::CONSENT_OF_NOBODY)
}

/// Every key that occurs in histories, by name.
pub const KEYS: &[&str] = &[
    "mission-root-1",
    "North-root-1",
    "North-root-2",
    "North-root-3",
    "South-root-1",
    "South-root-2",
    "mission-1",
    "mission-2",
    "patrol-2-1",
    "North-1",
    "North-2",
    "North-3",
    "North-4",
    "North-5",
    "North-6",
    "North-post-1",
    "North-post-2",
    "South-1",
    "South-2",
    "South-3",
    "South-desk-1",
    "ferry-1",
    "ferry-2",
];
