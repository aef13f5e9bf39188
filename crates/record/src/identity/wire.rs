//! The keys of an act: the tables of `spec/identity.md`, read both ways.
//!
//! Holds
//! - Keys and numbers of version 1 are never given another meaning.
//! - Consents are the last key: what is consented to is the same map without them.
//!
//! Not here: what the fields mean (`identity`), how items are spelled (`wire::cbor`).

use super::*;
use crate::wire::cbor::{MapWriter, Reader};
use crate::wire::tables::{VERSION, anything, check_written, fields, require, words};

/// Keys 0 to 2.
fn write_fields<'m, 'w>(says: &Says, map: &'m mut MapWriter<'w>) -> &'m mut MapWriter<'w> {
    match says {
        Says::Charter(charter) => map.one(0, &VERSION).one(1, &0u64).one(2, charter.as_ref()),
        Says::Keys(change) => map.one(0, &VERSION).one(1, &1u64).one(2, change.as_ref()),
    }
}

/// The map without consents.
pub(super) fn write_says(says: &Says, writer: &mut Writer) {
    writer.map(|map| write_fields(says, map));
}

impl Item for Act {
    fn write(&self, writer: &mut Writer) {
        check_written(check_act, self, writer);
        writer.map(|map| write_fields(&self.says, map).list(3, &self.consents));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Act, WireError> {
        let at = reader.at();
        let act = reader.map(|map| {
            tables::read_version(map)?;
            let at = map.next_at();
            let says = match map.one::<u64>(1)? {
                0 => Says::Charter(Box::new(map.one(2)?)),
                1 => Says::Keys(Box::new(map.one(2)?)),
                number => return Err(WireError::UnknownChoice { at, what: "what an act says", number }),
            };
            Ok(Act { says, consents: map.list(3)? })
        })?;
        check_act(&act, at)?;
        Ok(act)
    }
}

fn few(at: usize, what: &'static str, items: usize, most: usize) -> Result<(), WireError> {
    require(items <= most, WireError::TooManyItems { at, what, items, most })
}

fn named(at: usize, what: &'static str, name: &str) -> Result<(), WireError> {
    require((1..=limits::NAME_BYTES).contains(&name.len()), WireError::OutOfRange { at, what })
}

fn check_act(act: &Act, at: usize) -> Result<(), WireError> {
    few(at, "consents", act.consents.len(), limits::ACT_CONSENTS)
}

fn check_charter(charter: &Charter, at: usize) -> Result<(), WireError> {
    few(at, "principals", charter.principals.len(), limits::CHARTER_PRINCIPALS)?;
    few(at, "authors", charter.authors.len(), limits::CHARTER_AUTHORS)?;
    named(at, "log origin", &charter.mission)?;
    let within = (1..=limits::INCLUDE_WITHIN_S).contains(&charter.include_within_s);
    require(within, WireError::OutOfRange { at, what: "time to include" })?;
    let kept = charter.retention_days.unwrap_or(1);
    require((1..=limits::RETENTION_DAYS).contains(&kept), WireError::OutOfRange { at, what: "time to keep bodies" })?;
    // The origin is the name of the key that signs notes: without white space and plus signs.
    let names_a_key = !charter.mission.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    require(names_a_key, WireError::OutOfRange { at, what: "log origin" })
}

fn check_principal(principal: &Principal, at: usize) -> Result<(), WireError> {
    few(at, "root keys", principal.roots.len(), limits::PRINCIPAL_ROOTS)?;
    named(at, "principal's name", &principal.name)?;
    let within = (1..=principal.roots.len() as u64).contains(&principal.needed);
    require(within, WireError::OutOfRange { at, what: "number of root keys needed" })
}

fn check_author(author: &Author, at: usize) -> Result<(), WireError> {
    few(at, "keys", author.keys.len(), limits::AUTHOR_KEYS)?;
    few(at, "mandates", author.mandates.len(), limits::AUTHOR_MANDATES)?;
    named(at, "author's name", &author.name)
}

fn check_mandate(mandate: &Mandate, at: usize) -> Result<(), WireError> {
    few(at, "subjects", mandate.subjects.len(), limits::MANDATE_SUBJECTS)
}

fn check_change(change: &KeyChange, at: usize) -> Result<(), WireError> {
    let says = change.ends.is_some() || change.begins.is_some();
    require(says, WireError::OutOfRange { at, what: "change of keys that changes none" })?;
    let suspects = change.suspect_since.is_none() || change.ends.is_some();
    require(suspects, WireError::OutOfRange { at, what: "suspicion of a key that does not end" })
}

fields! { Charter where check_charter {
    0 one mission
    1 one name
    2 maybe amends
    3 one log_key
    4 one policy
    5 one include_within_s
    6 maybe retention_days
    7 maybe live_from
    8 some principals
    9 some authors
} }

fields! { Principal where check_principal {
    0 one name
    1 one kind
    2 some roots
    3 one needed
} }

fields! { Author where check_author {
    0 one name
    1 one of
    2 one role
    3 list mandates
    4 list keys
} }

fields! { Mandate where check_mandate {
    0 one speaks_for
    1 list subjects
} }

fields! { KeyChange where check_change {
    0 one mission
    1 one author
    2 maybe ends
    3 maybe suspect_since
    4 maybe begins
} }

fields! { Consent where anything {
    0 one of
    1 one key
    2 one signature
} }

fields! { OpenAct where anything {
    0 one salt
    1 one act
} }

words! { PrincipalKind, "what a principal is" { 0 Mission 1 Party 2 Body } }
words! { Role, "what an author may do" { 0 Mission 1 Monitor 2 Liaison 3 Reader } }
