//! Deterministic CBOR (RFC 8949, 4.2.1): the few items that the record uses, in the one spelling it accepts.
//!
//! ```text
//! value ─▶ `Writer` ─▶ bytes ─▶ `Reader` ─▶ value, or a refusal that names the byte
//! ```
//!
//! Holds
//! - Numbers in their shortest form, lengths stated, map keys unsigned and ascending; no tags, floats or null.
//! - A type writes and reads its keys in the same ascending order, so whatever reads also writes back the same bytes.
//! - Memory is taken for what was read, never for what a length claims.
//!
//! Not here: which keys a statement has (`body`), what is done with the bytes.

use super::WireError;
use crate::limits;

/// A value that is one CBOR item.
///
/// ```
/// use record::wire::{WireError, cbor::{Item, Reader, Writer}};
///
/// #[derive(PartialEq, Debug)]
/// struct Frame { index: u64, note: Option<String> }
/// impl Item for Frame {
///     fn write(&self, writer: &mut Writer) {
///         writer.map(|map| map.one(0, &self.index).maybe(1, &self.note));
///     }
///     fn read(reader: &mut Reader<'_>) -> Result<Frame, WireError> {
///         reader.map(|map| Ok(Frame { index: map.one(0)?, note: map.maybe(1)? }))
///     }
/// }
///
/// let mut writer = Writer::default();
/// Frame { index: 7, note: None }.write(&mut writer);
/// let bytes = writer.finish().unwrap();
/// assert_eq!(bytes, [0xa1, 0x00, 0x07]); // a map of one: key 0, value 7
///
/// let mut reader = Reader::new(&bytes);
/// assert_eq!(Frame::read(&mut reader), Ok(Frame { index: 7, note: None }));
/// assert_eq!(reader.finish(), Ok(()));
/// ```
pub trait Item: Sized {
    /// Appends it.
    fn write(&self, writer: &mut Writer);
    /// Reads one; refuses what `write` would not have written.
    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError>;
}

/// The upper three bits of an item's first byte.
#[derive(Clone, Copy)]
enum Major {
    Uint = 0,
    Nint = 1,
    Bytes = 2,
    Text = 3,
    List = 4,
    Map = 5,
}

const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;

/// Room for what is usually written, so that it is moved seldom.
const USUAL_BYTES: usize = 512;

/// Most keys of one map: its head stays one byte.
const MAP_KEYS: u8 = 23;

/// Appends items to bytes.
pub struct Writer {
    bytes: Vec<u8>,
    depth: usize,
    refused: Option<WireError>,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer { bytes: Vec::with_capacity(USUAL_BYTES), depth: 0, refused: None }
    }
}

impl Writer {
    /// The bytes, or the first refusal.
    pub fn finish(self) -> Result<Vec<u8>, WireError> {
        assert_eq!(self.depth, 0, "every list and map is closed");
        self.refused.map_or(Ok(self.bytes), Err)
    }
    /// The offset of the next item.
    pub fn at(&self) -> usize {
        self.bytes.len()
    }
    /// Says that a value may not be written; the first refusal is what `finish` returns.
    pub fn refuse(&mut self, error: WireError) {
        self.refused.get_or_insert(error);
    }
    /// A number of 0 or more.
    pub fn uint(&mut self, number: u64) {
        self.head(Major::Uint, number);
    }
    /// A number.
    pub fn int(&mut self, number: i64) {
        match u64::try_from(number) {
            Ok(number) => self.head(Major::Uint, number),
            // The argument n of a negative item stands for -1 - n, and -1 - number is `!number`.
            Err(_) => self.head(Major::Nint, !number as u64),
        }
    }
    /// Yes or no.
    pub fn bool(&mut self, yes: bool) {
        self.bytes.push(if yes { TRUE } else { FALSE });
    }
    /// A byte string.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.head(Major::Bytes, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }
    /// A text.
    pub fn text(&mut self, text: &str) {
        self.head(Major::Text, text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
    /// A list of `len` items, which `items` appends.
    pub fn list(&mut self, len: usize, items: impl FnOnce(&mut Writer)) {
        self.enter();
        self.head(Major::List, len as u64);
        items(self);
        self.depth -= 1;
    }
    /// A list of two.
    pub fn pair<T: Item>(&mut self, first: &T, second: &T) {
        self.list(2, |writer| {
            first.write(writer);
            second.write(writer);
        });
    }
    /// A map, whose keys `fields` appends in ascending order.
    pub fn map(&mut self, fields: impl for<'m, 'w> FnOnce(&'m mut MapWriter<'w>) -> &'m mut MapWriter<'w>) {
        self.enter();
        let head = self.bytes.len();
        self.head(Major::Map, 0);
        let count = fields(&mut MapWriter { writer: self, last: None, count: 0 }).count;
        self.bytes[head] |= count;
        self.depth -= 1;
    }

    fn enter(&mut self) {
        self.depth += 1;
        assert!(self.depth <= limits::NESTING_LEVELS, "the types of the record nest less deeply than the limit");
    }
    fn head(&mut self, major: Major, argument: u64) {
        let major = (major as u8) << 5;
        let wide = argument.to_be_bytes();
        match argument {
            0..24 => self.bytes.push(major | argument as u8),
            24..0x100 => self.bytes.extend_from_slice(&[major | 24, argument as u8]),
            0x100..0x1_0000 => self.bytes.extend_from_slice(&[major | 25, wide[6], wide[7]]),
            0x1_0000..0x1_0000_0000 => {
                self.bytes.push(major | 26);
                self.bytes.extend_from_slice(&wide[4..]);
            }
            _ => {
                self.bytes.push(major | 27);
                self.bytes.extend_from_slice(&wide);
            }
        }
    }
}

/// Appends the keys of one map.
pub struct MapWriter<'w> {
    writer: &'w mut Writer,
    last: Option<u64>,
    count: u8,
}

impl MapWriter<'_> {
    /// Key 0 of a choice: which alternative it is.
    pub fn which(&mut self, number: u64) -> &mut Self {
        self.one(0, &number)
    }
    /// A field that is always there.
    pub fn one<T: Item>(&mut self, key: u64, value: &T) -> &mut Self {
        self.key(key);
        value.write(self.writer);
        self
    }
    /// A field left out where it is not stated.
    pub fn maybe<T: Item>(&mut self, key: u64, value: &Option<T>) -> &mut Self {
        match value {
            Some(value) => self.one(key, value),
            None => self,
        }
    }
    /// A list left out where it is empty.
    pub fn list<T: Item>(&mut self, key: u64, items: &Vec<T>) -> &mut Self {
        if items.is_empty() { self } else { self.one(key, items) }
    }
    /// A list that is never empty.
    pub fn some<T: Item>(&mut self, key: u64, items: &Vec<T>) -> &mut Self {
        self.key(key);
        if items.is_empty() {
            let at = self.writer.at();
            self.writer.refuse(WireError::NothingListed { at });
        }
        items.write(self.writer);
        self
    }

    fn key(&mut self, key: u64) {
        assert!(self.last.is_none_or(|last| last < key), "keys are written in ascending order");
        assert!(self.count < MAP_KEYS, "a map of the record has at most 23 keys");
        self.last = Some(key);
        self.count += 1;
        self.writer.uint(key);
    }
}

/// Reads items from bytes, strictly.
pub struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    depth: usize,
}

impl<'b> Reader<'b> {
    /// At the first byte.
    pub fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { bytes, at: 0, depth: 0 }
    }
    /// The bytes of what was read from the offset `from` on.
    pub fn since(&self, from: usize) -> &'b [u8] {
        &self.bytes[from..self.at]
    }
    /// The offset of the next item.
    pub fn at(&self) -> usize {
        self.at
    }
    /// Refuses bytes after the last item.
    pub fn finish(self) -> Result<(), WireError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(WireError::BytesLeft { at: self.at }) }
    }
    /// A number of 0 or more.
    pub fn uint(&mut self) -> Result<u64, WireError> {
        self.argument(Major::Uint, "a number of 0 or more")
    }
    /// A number.
    pub fn int(&mut self) -> Result<i64, WireError> {
        let at = self.at;
        let (major, argument) = self.head("a number")?;
        let number = i64::try_from(argument).map_err(|_| WireError::OutOfRange { at, what: "number" });
        match major {
            0 => number,
            1 => number.map(|number| !number),
            _ => Err(WireError::Expected { at, expected: "a number" }),
        }
    }
    /// Yes or no.
    pub fn bool(&mut self) -> Result<bool, WireError> {
        let at = self.at;
        let expected = "true or false";
        match self.bytes.get(at) {
            Some(&byte @ (FALSE | TRUE)) => {
                self.at += 1;
                Ok(byte == TRUE)
            }
            _ => Err(self.head(expected).err().unwrap_or(WireError::Expected { at, expected })),
        }
    }
    /// A byte string.
    pub fn bytes(&mut self) -> Result<&'b [u8], WireError> {
        let at = self.at;
        let len = self.argument(Major::Bytes, "a byte string")?;
        self.take(at, len)
    }
    /// A text.
    pub fn text(&mut self) -> Result<&'b str, WireError> {
        let at = self.at;
        let len = self.argument(Major::Text, "a text")?;
        std::str::from_utf8(self.take(at, len)?).map_err(|_| WireError::NotUtf8 { at })
    }
    /// A list of any length; `item` reads one.
    pub fn list<T>(
        &mut self,
        mut item: impl FnMut(&mut Reader<'b>) -> Result<T, WireError>,
    ) -> Result<Vec<T>, WireError> {
        self.enter()?;
        let len = self.argument(Major::List, "a list")?;
        // Grows as items are read: the length is only a claim.
        let mut items = Vec::new();
        for _ in 0..len {
            items.push(item(self)?);
        }
        self.depth -= 1;
        Ok(items)
    }
    /// A list of two.
    pub fn pair<T: Item>(&mut self) -> Result<[T; 2], WireError> {
        let (at, expected) = (self.at, "a list of two");
        self.enter()?;
        if self.argument(Major::List, expected)? != 2 {
            return Err(WireError::Expected { at, expected });
        }
        let pair = [T::read(self)?, T::read(self)?];
        self.depth -= 1;
        Ok(pair)
    }
    /// A map; `fields` asks for its keys in ascending order, and no other key may be there.
    pub fn map<T>(
        &mut self,
        fields: impl FnOnce(&mut MapReader<'_, 'b>) -> Result<T, WireError>,
    ) -> Result<T, WireError> {
        let at = self.at;
        self.enter()?;
        let left = self.argument(Major::Map, "a map")?;
        let mut map = MapReader { reader: self, at, left, next: None, last: None };
        map.advance()?;
        let value = fields(&mut map)?;
        if let Some((at, key)) = map.next {
            return Err(WireError::UnknownKey { at, key });
        }
        self.depth -= 1;
        Ok(value)
    }

    fn enter(&mut self) -> Result<(), WireError> {
        self.depth += 1;
        if self.depth > limits::NESTING_LEVELS { Err(WireError::TooDeep { at: self.at }) } else { Ok(()) }
    }
    /// The next `len` bytes of the item that begins at `at`.
    fn take(&mut self, at: usize, len: u64) -> Result<&'b [u8], WireError> {
        let rest = &self.bytes[self.at..];
        let len = usize::try_from(len).ok().filter(|len| *len <= rest.len()).ok_or(WireError::EndsEarly { at })?;
        self.at += len;
        Ok(&rest[..len])
    }
    fn argument(&mut self, major: Major, expected: &'static str) -> Result<u64, WireError> {
        let at = self.at;
        let (found, argument) = self.head(expected)?;
        if found == major as u8 { Ok(argument) } else { Err(WireError::Expected { at, expected }) }
    }
    /// Major type and argument of the next item; refuses what no body holds.
    fn head(&mut self, expected: &'static str) -> Result<(u8, u64), WireError> {
        let at = self.at;
        let &first = self.bytes.get(at).ok_or(WireError::EndsEarly { at })?;
        let (major, low) = (first >> 5, first & 0x1f);
        match (major, low) {
            (7, _) if first == FALSE || first == TRUE => return Err(WireError::Expected { at, expected }),
            (6 | 7, _) | (_, 28..=30) => return Err(WireError::Foreign { at }),
            (_, 31) => return Err(WireError::IndefiniteLength { at }),
            _ => self.at += 1,
        }
        if low < 24 {
            return Ok((major, u64::from(low)));
        }
        let width = 1 << (low - 24);
        let argument = self.take(at, width)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let least = [24, 0x100, 0x1_0000, 0x1_0000_0000][usize::from(low - 24)];
        if argument < least { Err(WireError::NotShortest { at }) } else { Ok((major, argument)) }
    }
}

/// Reads the keys of one map, in ascending order.
pub struct MapReader<'r, 'b> {
    reader: &'r mut Reader<'b>,
    at: usize,
    left: u64,
    /// The next key and its offset, already read.
    next: Option<(usize, u64)>,
    last: Option<u64>,
}

impl MapReader<'_, '_> {
    /// The offset of the map.
    pub fn at(&self) -> usize {
        self.at
    }
    /// The offset of the next key's value, or where the map ends.
    pub fn next_at(&self) -> usize {
        self.reader.at
    }
    /// Key 0 of a choice: which alternative it is.
    pub fn which(&mut self) -> Result<u64, WireError> {
        self.one(0)
    }
    /// A field that is always there.
    pub fn one<T: Item>(&mut self, key: u64) -> Result<T, WireError> {
        self.maybe(key)?.ok_or(WireError::MissingKey { at: self.at, key })
    }
    /// A field left out where it is not stated.
    pub fn maybe<T: Item>(&mut self, key: u64) -> Result<Option<T>, WireError> {
        match self.next {
            Some((_, next)) if next == key => {
                let value = T::read(self.reader)?;
                self.advance()?;
                Ok(Some(value))
            }
            Some((at, next)) if next < key => Err(WireError::UnknownKey { at, key: next }),
            _ => Ok(None),
        }
    }
    /// A list left out where it is empty.
    pub fn list<T: Item>(&mut self, key: u64) -> Result<Vec<T>, WireError> {
        let at = self.reader.at;
        match self.maybe::<Vec<T>>(key)? {
            Some(items) if items.is_empty() => Err(WireError::EmptyList { at }),
            items => Ok(items.unwrap_or_default()),
        }
    }
    /// A list that is never empty.
    pub fn some<T: Item>(&mut self, key: u64) -> Result<Vec<T>, WireError> {
        let at = self.reader.at;
        let items: Vec<T> = self.one(key)?;
        if items.is_empty() { Err(WireError::NothingListed { at }) } else { Ok(items) }
    }

    fn advance(&mut self) -> Result<(), WireError> {
        self.next = None;
        if self.left > 0 {
            self.left -= 1;
            let at = self.reader.at;
            let key = self.reader.uint()?;
            if self.last.is_some_and(|last| key <= last) {
                return Err(WireError::KeyOrder { at, key });
            }
            self.last = Some(key);
            self.next = Some((at, key));
        }
        Ok(())
    }
}

impl Item for u64 {
    fn write(&self, writer: &mut Writer) {
        writer.uint(*self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<u64, WireError> {
        reader.uint()
    }
}

impl Item for u32 {
    fn write(&self, writer: &mut Writer) {
        writer.uint(u64::from(*self));
    }
    fn read(reader: &mut Reader<'_>) -> Result<u32, WireError> {
        let at = reader.at();
        u32::try_from(reader.uint()?).map_err(|_| WireError::OutOfRange { at, what: "count" })
    }
}

impl Item for i64 {
    fn write(&self, writer: &mut Writer) {
        writer.int(*self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<i64, WireError> {
        reader.int()
    }
}

impl Item for i32 {
    fn write(&self, writer: &mut Writer) {
        writer.int(i64::from(*self));
    }
    fn read(reader: &mut Reader<'_>) -> Result<i32, WireError> {
        let at = reader.at();
        i32::try_from(reader.int()?).map_err(|_| WireError::OutOfRange { at, what: "number" })
    }
}

impl Item for bool {
    fn write(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<bool, WireError> {
        reader.bool()
    }
}

/// At most [`limits::TEXT_BYTES`].
impl Item for String {
    fn write(&self, writer: &mut Writer) {
        if self.len() > limits::TEXT_BYTES {
            writer.refuse(WireError::TextTooLong { at: writer.at(), bytes: self.len() });
        }
        writer.text(self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<String, WireError> {
        let at = reader.at();
        let text = reader.text()?;
        if text.len() > limits::TEXT_BYTES {
            return Err(WireError::TextTooLong { at, bytes: text.len() });
        }
        Ok(text.to_owned())
    }
}

/// A digest.
impl Item for [u8; 32] {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(self);
    }
    fn read(reader: &mut Reader<'_>) -> Result<[u8; 32], WireError> {
        let at = reader.at();
        reader.bytes()?.try_into().map_err(|_| WireError::Expected { at, expected: "a byte string of 32 bytes" })
    }
}

/// May be empty; a field that is left out where it is empty is read by [`MapReader::list`].
impl<T: Item> Item for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.list(self.len(), |writer| self.iter().for_each(|item| item.write(writer)));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Vec<T>, WireError> {
        reader.list(T::read)
    }
}
