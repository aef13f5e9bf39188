//! The keys of an envelope and of an entry: the tables of `spec/statements.md`, read both ways.
//!
//! Holds
//! - Keys and numbers of version 1 are never given another meaning.
//! - The signature is the last key: what is signed is the same map without it.
//!
//! Not here: what the fields mean (`envelope`), how items are spelled (`wire::cbor`).

use super::*;
use crate::wire::cbor::{MapReader, MapWriter};

/// The version these tables spell.
const VERSION: u64 = 1;
/// The key of the signature.
const SIGNATURE: u64 = 13;

/// Keys 0 to 12.
fn write_fields<'m, 'w>(envelope: &Envelope, map: &'m mut MapWriter<'w>) -> &'m mut MapWriter<'w> {
    map.one(0, &VERSION).one(1, &envelope.mission).one(2, &envelope.author).one(3, &envelope.key);
    map.one(4, &envelope.number).maybe(5, &envelope.previous).one(6, &envelope.submit);
    map.maybe(7, &envelope.claimed).list(8, &envelope.references).one(9, &envelope.body);
    map.list(10, &envelope.attachments).one(11, &envelope.voice).maybe(12, &envelope.known)
}

fn read_fields(map: &mut MapReader<'_, '_>) -> Result<Envelope, WireError> {
    // The version is judged before the rest, which another version may spell otherwise.
    let at = map.next_at();
    match map.one(0)? {
        VERSION => {}
        version => return Err(WireError::UnknownVersion { at, version }),
    }
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
        if let Err(error) = check(self, writer.at()) {
            writer.refuse(error);
        }
        writer.map(|map| write_fields(self, map));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Envelope, WireError> {
        reader.map(read_fields)
    }
}

impl Item for Signed {
    fn write(&self, writer: &mut Writer) {
        if let Err(error) = check(&self.envelope, writer.at()) {
            writer.refuse(error);
        }
        writer.map(|map| write_fields(&self.envelope, map).one(SIGNATURE, &self.signature));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Signed, WireError> {
        let (envelope, signature) = reader.map(|map| Ok((read_fields(map)?, map.one(SIGNATURE)?)))?;
        let id = id_of(&envelope.bytes()?);
        Ok(Signed { envelope, signature, id })
    }
}

impl Item for Entry {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &VERSION).one(1, &self.signed).one(2, &self.accepted_at).maybe(3, &self.received));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Entry, WireError> {
        reader.map(|map| {
            let at = map.next_at();
            match map.one(0)? {
                VERSION => {}
                version => return Err(WireError::UnknownVersion { at, version }),
            }
            Ok(Entry { signed: map.one(1)?, accepted_at: map.one(2)?, received: map.maybe(3)? })
        })
    }
}

impl Item for Commitment {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &self.digest).one(1, &self.body_bytes));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Commitment, WireError> {
        reader.map(|map| Ok(Commitment { digest: map.one(0)?, body_bytes: map.one(1)? }))
    }
}

impl Item for Attachment {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &self.sha256).one(1, &self.bytes).one(2, &self.media));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Attachment, WireError> {
        reader.map(|map| Ok(Attachment { sha256: map.one(0)?, bytes: map.one(1)?, media: map.one(2)? }))
    }
}

impl Item for Reference {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &self.relation).one(1, &self.to));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Reference, WireError> {
        reader.map(|map| Ok(Reference { relation: map.one(0)?, to: map.one(1)? }))
    }
}

impl Item for Received {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &self.at).one(1, &self.by));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Received, WireError> {
        reader.map(|map| Ok(Received { at: map.one(0)?, by: map.one(1)? }))
    }
}

/// Words without fields, each a number.
macro_rules! words {
    ($type:ident, $what:literal { $($number:literal $word:ident)* }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                writer.uint(match self { $($type::$word => $number,)* });
            }
            fn read(reader: &mut Reader<'_>) -> Result<$type, WireError> {
                let at = reader.at();
                match reader.uint()? {
                    $($number => Ok($type::$word),)*
                    number => Err(WireError::UnknownChoice { at, what: $what, number }),
                }
            }
        }
    };
}
words! { Relation, "how one statement is about another" { 0 Answers 1 Corrects 2 Withdraws 3 Receives 4 Opens 5 Erases } }
words! { Voice, "whose words they are" { 0 Own 1 Imported } }

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
    [u8; 64], "a byte string of 64 bytes", |signature| signature, |signature| signature;
}
