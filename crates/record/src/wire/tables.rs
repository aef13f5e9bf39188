//! How a table of `spec/statements.md` is written down, for bodies and envelopes alike.
//!
//! Holds
//! - A table is read both ways, so writing and reading cannot differ; a check is made both ways, too.
//!
//! Not here: the tables themselves (`wire::body`, `envelope::wire`), how items are spelled (`cbor`).

use super::WireError;
use super::cbor::{Item, MapReader, Reader, Writer};

/// The version that the tables spell.
pub(crate) const VERSION: u64 = 1;

/// A map: `key rule field`. The rules are the methods of `MapWriter` and `MapReader`: `one` is always there, `maybe` is
/// left out where not stated, `list` where empty, and `some` is a list that is never empty.
macro_rules! fields {
    ($type:ident { $($table:tt)* }) => { fields!($type where anything { $($table)* }); };
    ($type:ident where $check:ident { $($key:literal $rule:ident $field:ident)* }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                check_written($check, self, writer);
                writer.map(|map| map$(.$rule($key, &self.$field))*);
            }
            fn read(reader: &mut Reader<'_>) -> Result<$type, WireError> {
                let at = reader.at();
                let value = reader.map(|map| Ok($type { $($field: map.$rule($key)?,)* }))?;
                $check(&value, at)?;
                Ok(value)
            }
        }
    };
}

/// Words without fields, each a number.
macro_rules! words {
    ($type:ident, $what:literal { $($number:literal $word:ident)* }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                writer.uint(match self {
                    $($type::$word => $number,)*
                });
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
pub(crate) use {fields, words};

/// What must hold of a value beyond its type; the offset says where it begins.
pub(crate) type Check<T> = fn(&T, usize) -> Result<(), WireError>;

pub(crate) fn check_written<T: ?Sized>(check: Check<T>, value: &T, writer: &mut Writer) {
    if let Err(error) = check(value, writer.at()) {
        writer.refuse(error);
    }
}
pub(crate) fn anything<T>(_: &T, _: usize) -> Result<(), WireError> {
    Ok(())
}
pub(crate) fn require(holds: bool, error: WireError) -> Result<(), WireError> {
    if holds { Ok(()) } else { Err(error) }
}

/// Key 0 of what stands alone. It is judged before the rest, which another version may spell otherwise.
pub(crate) fn read_version(map: &mut MapReader<'_, '_>) -> Result<(), WireError> {
    let at = map.next_at();
    let version = map.one(0)?;
    require(version == VERSION, WireError::UnknownVersion { at, version, expected: VERSION })
}

/// Whether bytes are not too many.
pub(crate) type Length = fn(&[u8]) -> Result<(), WireError>;

/// The bytes of `item` standing alone, where `length` lets them pass.
pub(crate) fn bytes_of<T: Item>(item: &T, length: Length) -> Result<Vec<u8>, WireError> {
    let mut writer = Writer::default();
    item.write(&mut writer);
    let bytes = writer.finish()?;
    length(&bytes)?;
    Ok(bytes)
}

/// The item that `bytes` spell and nothing after it; the length is judged before they are read.
pub(crate) fn item_of<T: Item>(bytes: &[u8], length: Length) -> Result<T, WireError> {
    length(bytes)?;
    let mut reader = Reader::new(bytes);
    let item = T::read(&mut reader)?;
    reader.finish()?;
    Ok(item)
}
