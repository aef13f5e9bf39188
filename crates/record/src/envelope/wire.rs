//! The keys of an envelope and of an entry: the tables of `spec/envelopes.md`, read both ways.
//!
//! Holds
//! - Keys and numbers of version 1 are never given another meaning.
//! - The signature is the last key: what is signed is the same map without it.
//!
//! Not here: what the fields mean (`envelope`), how items are spelled (`wire::cbor`).

use super::*;
use crate::wire::cbor::{MapReader, MapWriter};
use crate::wire::tables::{VERSION, anything, check_written, fields, words};

/// The key of the signature.
const SIGNATURE: u64 = 13;
/// What it adds to the map: its key, the head of a byte string, and 64 bytes.
pub(super) const SIGNATURE_BYTES: usize = 1 + 2 + 64;

/// Keys 0 to 12.
fn write_fields<'m, 'w>(envelope: &Envelope, map: &'m mut MapWriter<'w>) -> &'m mut MapWriter<'w> {
    map.one(0, &VERSION).one(1, &envelope.mission).one(2, &envelope.author).one(3, &envelope.key);
    map.one(4, &envelope.number).maybe(5, &envelope.previous).one(6, &envelope.submit);
    map.maybe(7, &envelope.claimed).list(8, &envelope.references).one(9, &envelope.body);
    map.list(10, &envelope.attachments).one(11, &envelope.voice).maybe(12, &envelope.known)
}

fn read_fields(map: &mut MapReader<'_, '_>) -> Result<Envelope, WireError> {
    tables::read_version(map)?;
    let envelope = Envelope {
        mission: map.one(1)?,
        author: map.one(2)?,
        key: map.one(3)?,
        number: map.one(4)?,
        previous: map.maybe(5)?,
        submit: map.one(6)?,
        claimed: map.maybe(7)?,
        references: map.list(8)?,
        body: map.one(9)?,
        attachments: map.list(10)?,
        voice: map.one(11)?,
        known: map.maybe(12)?,
    };
    check(&envelope, map.at())?;
    Ok(envelope)
}

/// What no envelope may say.
fn check(envelope: &Envelope, at: usize) -> Result<(), WireError> {
    if (envelope.number == 0) != envelope.previous.is_none() {
        return Err(WireError::ChainBroken { at });
    }
    for (what, items, most) in [
        ("references", envelope.references.len(), limits::ENVELOPE_REFERENCES),
        ("attachments", envelope.attachments.len(), limits::ENVELOPE_ATTACHMENTS),
    ] {
        if items > most {
            return Err(WireError::TooManyItems { at, what, items, most });
        }
    }
    let names = [("log origin", envelope.mission.len()), ("author's name", envelope.author.len())];
    match names.into_iter().find(|(_, bytes)| *bytes == 0 || *bytes > limits::NAME_BYTES) {
        Some((what, _)) => Err(WireError::OutOfRange { at, what }),
        None => Ok(()),
    }
}

impl Item for Envelope {
    fn write(&self, writer: &mut Writer) {
        check_written(check, self, writer);
        writer.map(|map| write_fields(self, map));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Envelope, WireError> {
        reader.map(read_fields)
    }
}

impl Item for Signed {
    fn write(&self, writer: &mut Writer) {
        check_written(check, &self.envelope, writer);
        writer.map(|map| write_fields(&self.envelope, map).one(SIGNATURE, &self.signature));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Signed, WireError> {
        let from = reader.at();
        let (envelope, signature) = reader.map(|map| Ok((read_fields(map)?, map.one(SIGNATURE)?)))?;
        // There is one spelling: the envelope's bytes are these without the signature, in a map of one key fewer.
        let signed = reader.since(from);
        let mut bytes = signed[..signed.len() - SIGNATURE_BYTES].to_vec();
        bytes[0] -= 1;
        let id = id_of(&bytes);
        Ok(Signed { envelope, signature, id })
    }
}

impl Item for Entry {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| {
            map.one(0, &VERSION)
                .one(1, &self.signed)
                .one(2, &self.accepted_at)
                .maybe(3, &self.received)
                .maybe(4, &self.act)
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Entry, WireError> {
        reader.map(|map| {
            tables::read_version(map)?;
            Ok(Entry { signed: map.one(1)?, accepted_at: map.one(2)?, received: map.maybe(3)?, act: map.maybe(4)? })
        })
    }
}

fields! { Commitment {
    0 one digest
    1 one body_bytes
} }

fields! { Attachment {
    0 one sha256
    1 one bytes
    2 one media
} }

fields! { Reference {
    0 one relation
    1 one to
} }

fields! { Received {
    0 one at
    1 one by
} }

words! { Relation, "how one statement is about another" { 0 Answers 1 Corrects 2 Withdraws 3 Receives 4 Opens 5 Erases 6 ComesWith } }
words! { Voice, "whose words they are" { 0 Own 1 Imported 2 Act } }

/// Byte strings of a fixed length.
macro_rules! strings {
    ($($type:ty, $expected:literal, |$value:ident| $bytes:expr, $make:expr;)*) => { $(
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                let $value = self;
                writer.bytes($bytes);
            }
            fn read(reader: &mut Reader<'_>) -> Result<$type, WireError> {
                let at = reader.at();
                let bytes = reader.bytes()?.try_into();
                bytes.map($make).map_err(|_| WireError::Expected { at, expected: $expected })
            }
        }
    )* };
}
strings! {
    EnvelopeId, "a byte string of 32 bytes", |id| &id.0, EnvelopeId;
    SubmitId, "a byte string of 16 bytes", |id| &id.0, SubmitId;
    KeyId, "a byte string of 8 bytes", |id| &id.0, KeyId;
    ActId, "a byte string of 32 bytes", |id| &id.0, ActId;
    Salt, "a byte string of 32 bytes", |salt| &salt.0, Salt;
    [u8; 64], "a byte string of 64 bytes", |signature| signature, |signature| signature;
}

impl Item for PublicKey {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(&self.bytes());
    }
    fn read(reader: &mut Reader<'_>) -> Result<PublicKey, WireError> {
        let at = reader.at();
        let bytes = reader.bytes()?.try_into();
        let bytes = bytes.map_err(|_| WireError::Expected { at, expected: "a byte string of 32 bytes" })?;
        PublicKey::new(bytes).map_err(|_| WireError::BadKey { at })
    }
}
