//! A Whiteflag message: its fields by name, as JSON, as one text, and as the bytes that are sent.
//!
//! ```text
//! JSON ⇄ `WhiteflagMessage` ⇄ text (fields one after the other) ⇄ hexadecimal digits (the fields packed)
//! ```
//!
//! Holds
//! - Version 1 of the standard (draft 7, sections 4.1 to 4.3): one table says how long each field is and how it is packed.
//! - What is written is read back to the same fields; what does not have the form of its field is refused.
//!
//! Not here: what a message says (`whiteflag`), encryption, key material (`K`), putting it on a blockchain.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::draft::quoted;

/// How the characters of a field look, and how they are packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// So many characters of ASCII in 8 bits each; to the end of the message where 0.
    Text(usize),
    /// So many hexadecimal digits in 4 bits each.
    Hexadecimal(usize),
    /// So many decimal digits in 4 bits each.
    Decimal(usize),
    /// 0 or 1 in one bit.
    Flag,
    /// `+` or `-` in one bit, so many digits, a point, five digits; the point is not packed.
    Degrees(usize),
    /// `2030-03-05T10:00:00Z`: the digits.
    DateTime,
    /// `P00D00H00M`: the digits.
    Duration,
}

impl Form {
    /// A text of the form, with `0` for every character that is free.
    fn pattern(self) -> String {
        match self {
            Form::Text(n) | Form::Hexadecimal(n) | Form::Decimal(n) => "0".repeat(n),
            Form::Flag => "0".to_owned(),
            Form::Degrees(n) => format!("+{}.00000", "0".repeat(n)),
            Form::DateTime => "0000-00-00T00:00:00Z".to_owned(),
            Form::Duration => "P00D00H00M".to_owned(),
        }
    }

    /// What it looks like, for messages.
    fn expected(self) -> String {
        match self {
            Form::Text(0) => "characters of ASCII".to_owned(),
            Form::Text(n) => format!("{n} character of ASCII"),
            Form::Hexadecimal(n) => format!("{n} hexadecimal digits"),
            Form::Decimal(n) => format!("{n} digits"),
            Form::Flag => "0 or 1".to_owned(),
            Form::Degrees(n) => format!("degrees such as `+{}1.50000`", "0".repeat(n - 1)),
            Form::DateTime => "an instant in UTC such as `2030-03-05T10:00:00Z`".to_owned(),
            Form::Duration => "days, hours and minutes such as `P01D12H00M`".to_owned(),
        }
    }

    fn fits(self, value: &str) -> bool {
        match self {
            Form::Text(0) => value.is_ascii(),
            Form::Text(n) => value.is_ascii() && value.len() == n,
            Form::Hexadecimal(n) => value.len() == n && value.bytes().all(|byte| byte.is_ascii_hexdigit()),
            Form::Flag => matches!(value, "0" | "1"),
            _ => {
                let pattern = self.pattern();
                let like = |(free, byte): (u8, u8)| match free {
                    b'0' => byte.is_ascii_digit(),
                    b'+' => matches!(byte, b'+' | b'-'),
                    fixed => byte == fixed,
                };
                value.len() == pattern.len() && pattern.bytes().zip(value.bytes()).all(like)
            }
        }
    }

    fn pack(self, value: &str, bits: &mut Bits) {
        for byte in value.bytes() {
            match self {
                Form::Text(_) => bits.push(byte.into(), 8),
                Form::Flag => bits.push((byte == b'1').into(), 1),
                _ => match byte {
                    b'+' | b'-' if matches!(self, Form::Degrees(_)) => bits.push((byte == b'+').into(), 1),
                    _ => {
                        // The characters that stand in every value of the form are left out.
                        let digit = char::from(byte).to_digit(16).filter(|_| byte != b'D' || self.is_hexadecimal());
                        digit.into_iter().for_each(|digit| bits.push(digit, 4));
                    }
                },
            }
        }
    }

    fn is_hexadecimal(self) -> bool {
        matches!(self, Form::Hexadecimal(_))
    }

    /// The value that `bits` hold next; `None` where they end before it.
    fn unpack(self, bits: &mut Digits<'_>) -> Option<String> {
        let length = match self {
            Form::Text(0) => bits.left() / 8,
            Form::Text(n) => n,
            _ => 0,
        };
        match self {
            Form::Text(_) => (0..length).map(|_| bits.take(8).map(|byte| char::from(byte as u8))).collect(),
            Form::Hexadecimal(n) => {
                (0..n).map(|_| bits.take(4).and_then(|digit| char::from_digit(digit, 16))).collect()
            }
            Form::Flag => bits.take(1).map(|bit| bit.to_string()),
            _ => {
                let next = |free| match free {
                    '0' => bits.take(4).and_then(|digit| char::from_digit(digit, 16)),
                    '+' => bits.take(1).map(|bit| if bit == 1 { '+' } else { '-' }),
                    fixed => Some(fixed),
                };
                self.pattern().chars().map(next).collect()
            }
        }
    }
}

/// The header (4.2.1).
const HEADER: &[(&str, Form)] = &[
    ("Prefix", Form::Text(2)),
    ("Version", Form::Text(1)),
    ("EncryptionIndicator", Form::Text(1)),
    ("DuressIndicator", Form::Flag),
    ("MessageCode", Form::Text(1)),
    ("ReferenceIndicator", Form::Hexadecimal(1)),
    ("ReferencedMessage", Form::Hexadecimal(64)),
];
/// The body of signs and signals (4.3.1).
const SIGN: &[(&str, Form)] = &[
    ("SubjectCode", Form::Hexadecimal(2)),
    ("DateTime", Form::DateTime),
    ("Duration", Form::Duration),
    ("ObjectType", Form::Hexadecimal(2)),
    ("ObjectLatitude", Form::Degrees(2)),
    ("ObjectLongitude", Form::Degrees(3)),
    ("ObjectSizeDim1", Form::Decimal(4)),
    ("ObjectSizeDim2", Form::Decimal(4)),
    ("ObjectOrientation", Form::Decimal(3)),
];
/// Whether a request has objects for which it is made, in what order: at most eight times (4.3.1.9).
const OBJECT: &[(&str, Form)] = &[("ObjectType", Form::Hexadecimal(2)), ("ObjectTypeQuant", Form::Decimal(2))];
const OBJECTS: usize = 8;

/// The fields of the body under a message code; `None` for a code that has none here.
fn body(code: &str) -> Option<&'static [(&'static str, Form)]> {
    match code {
        "P" | "E" | "D" | "S" | "I" | "M" | "Q" => Some(SIGN),
        "A" => Some(&[("VerificationMethod", Form::Hexadecimal(1)), ("VerificationData", Form::Text(0))]),
        "R" => Some(&[("ResourceMethod", Form::Hexadecimal(1)), ("ResourceData", Form::Text(0))]),
        "F" => Some(&[("Text", Form::Text(0))]),
        _ => None,
    }
}

/// A message with the form that the standard gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WhiteflagMessage {
    /// About the message, and no part of it: where it was sent, by which account. Not standardised.
    pub meta: Map<String, Value>,
    /// The seven fields of the header, in their order.
    header: Vec<String>,
    /// Of a test message, the code of what is tested.
    tested: Option<String>,
    /// The fields of the body, in their order.
    body: Vec<String>,
    /// Of a request, the objects for which it is made: type and number.
    objects: Vec<[String; 2]>,
}

/// Why something is no message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A field does not have its form.
    Field {
        /// Which field.
        field: String,
        /// What stands there; `None` where nothing does.
        found: Option<String>,
        /// What it looks like.
        expected: String,
    },
    /// It is encrypted: nothing behind the indicator can be read.
    Encrypted,
    /// It has another form altogether.
    Form(String),
}

impl Fault {
    fn field(field: &str, found: Option<&str>, form: Form) -> Fault {
        Fault::Field { field: field.to_owned(), found: found.map(str::to_owned), expected: form.expected() }
    }
}

impl WhiteflagMessage {
    /// A sign or signal that refers to nothing.
    pub(super) fn sign(code: &str, body: [String; 9]) -> WhiteflagMessage {
        let header = ["WF", "1", "0", "0", code, "0", &"0".repeat(64)].map(str::to_owned).to_vec();
        WhiteflagMessage { meta: Map::new(), header, tested: None, body: body.to_vec(), objects: Vec::new() }
    }
    /// The same, about an earlier message.
    pub(super) fn referring(mut self, indicator: char, to: String) -> WhiteflagMessage {
        self.header[5] = indicator.to_string();
        self.header[6] = to;
        self
    }
    /// The same as a test, which nobody acts on.
    pub(super) fn into_test(mut self) -> WhiteflagMessage {
        self.tested = Some(std::mem::replace(&mut self.header[4], "T".to_owned()));
        self
    }

    /// The field of this name: of the header, else of the body.
    pub fn field(&self, name: &str) -> Option<&str> {
        let in_header = HEADER.iter().zip(&self.header);
        let in_body = body(self.code()).unwrap_or(&[]).iter().zip(&self.body);
        in_header.chain(in_body).find(|((field, _), _)| *field == name).map(|(_, value)| value.as_str())
    }
    /// What kind of message it is: its code, of a test that of what is tested.
    pub fn code(&self) -> &str {
        self.tested.as_deref().unwrap_or(&self.header[4])
    }
    /// Whether it is a test, which nobody acts on.
    pub fn is_test(&self) -> bool {
        self.tested.is_some()
    }
    /// Whether its sender says that it was sent under force or threat.
    pub fn is_under_duress(&self) -> bool {
        self.header[3] == "1"
    }
    /// How it relates to an earlier message: `0` to `9`.
    pub fn reference(&self) -> &str {
        &self.header[5]
    }
    /// The identifier of that message, as it was sent.
    pub fn referenced(&self) -> &str {
        &self.header[6]
    }

    /// As an object of JSON, as the standard's schema has it.
    pub fn to_json(&self) -> Value {
        let fields = |table: &[(&str, Form)], values: &[String]| -> Map<String, Value> {
            table.iter().zip(values).map(|((name, _), value)| ((*name).to_owned(), json!(value))).collect()
        };
        let mut content = fields(body(self.code()).unwrap_or(&[]), &self.body);
        if !self.objects.is_empty() {
            let objects: Vec<Value> = self.objects.iter().map(|object| Value::Object(fields(OBJECT, object))).collect();
            content.insert("requestObjects".to_owned(), json!(objects));
        }
        if let Some(code) = &self.tested {
            content = [("PseudoMessageCode".to_owned(), json!(code)), ("PseudoMessageBody".to_owned(), json!(content))]
                .into_iter()
                .collect();
        }
        let mut message = Map::new();
        if !self.meta.is_empty() {
            message.insert("MetaHeader".to_owned(), Value::Object(self.meta.clone()));
        }
        message.insert("MessageHeader".to_owned(), Value::Object(fields(HEADER, &self.header)));
        message.insert("MessageBody".to_owned(), Value::Object(content));
        Value::Object(message)
    }

    /// Reads [`WhiteflagMessage::to_json`]; the fields of what is tested may stand beside its code, as some programs write them.
    ///
    /// # Errors
    /// A field is missing, or has another form than the standard's.
    pub fn from_json(message: &Value) -> Result<WhiteflagMessage, Fault> {
        let part = |of: &Value, name: &str| {
            let part = of.get(name).and_then(Value::as_object);
            part.cloned().ok_or_else(|| Fault::Form(format!("it has no object `{name}`")))
        };
        let header = part(message, "MessageHeader")?;
        let mut content = part(message, "MessageBody")?;
        let header = read(HEADER, &header)?;
        ours(&header)?;
        let tested = match header[4].as_str() {
            "T" => {
                let code = read(&[("PseudoMessageCode", Form::Text(1))], &content)?.remove(0);
                if let Some(Value::Object(inner)) = content.get("PseudoMessageBody") {
                    content = inner.clone();
                }
                Some(code)
            }
            _ => None,
        };
        let code = tested.as_deref().unwrap_or(&header[4]);
        let table = body(code).ok_or_else(|| no_body(code))?;
        let mut objects = Vec::new();
        if let Some(Value::Array(items)) = content.get("requestObjects").filter(|_| code == "Q") {
            for item in items {
                let object =
                    item.as_object().ok_or_else(|| Fault::Form("an item of `requestObjects` is no object".into()))?;
                let [kind, number] = <[String; 2]>::try_from(read(OBJECT, object)?).expect("two fields");
                objects.push([kind, number]);
            }
        }
        few(&objects)?;
        let body = read(table, &content)?;
        let meta = message.get("MetaHeader").and_then(Value::as_object).cloned().unwrap_or_default();
        Ok(WhiteflagMessage { meta, header, tested, body, objects })
    }

    /// Every value with its form, in the order in which they stand in the message.
    fn values(&self) -> impl Iterator<Item = (Form, &str)> {
        let forms = |table: &'static [(&'static str, Form)]| table.iter().map(|(_, form)| *form);
        let header = forms(HEADER).zip(&self.header);
        let tested = self.tested.iter().map(|code| (Form::Text(1), code));
        let body = forms(body(self.code()).unwrap_or(&[])).zip(&self.body);
        let objects = self.objects.iter().flat_map(move |object| forms(OBJECT).zip(object));
        header.chain(tested).chain(body).chain(objects).map(|(form, value)| (form, value.as_str()))
    }

    /// The fields one after the other (4.1.2).
    pub fn to_text(&self) -> String {
        self.values().map(|(_, value)| value).collect()
    }

    /// Reads [`WhiteflagMessage::to_text`].
    ///
    /// # Errors
    /// As for [`WhiteflagMessage::from_json`].
    pub fn from_text(text: &str) -> Result<WhiteflagMessage, Fault> {
        let mut rest = text;
        let message = WhiteflagMessage::parse(|field, form| {
            let length = match form {
                Form::Text(0) => rest.len(),
                form => form.pattern().len(),
            };
            let (value, after) = rest.split_at_checked(length).ok_or_else(|| Fault::field(field, None, form))?;
            rest = after;
            if form.fits(value) { Ok(value.to_owned()) } else { Err(Fault::field(field, Some(value), form)) }
        })?;
        let (objects, after) = rest.as_bytes().as_chunks::<4>();
        let mut message = message;
        if message.code() == "Q" && after.is_empty() {
            for object in objects {
                let (kind, number) = object.split_at(2);
                let [kind, number] = [kind, number].map(|part| String::from_utf8_lossy(part).into_owned());
                for ((name, form), value) in OBJECT.iter().zip([&kind, &number]) {
                    if !form.fits(value) {
                        return Err(Fault::field(name, Some(value), *form));
                    }
                }
                message.objects.push([kind, number]);
            }
        } else if !rest.is_empty() {
            return Err(Fault::Form(format!("{} stands behind its last field", quoted(rest))));
        }
        few(&message.objects)?;
        Ok(message)
    }

    /// The packed fields as hexadecimal digits (4.1.3): what is sent where nothing is encrypted.
    pub fn to_hexadecimal(&self) -> String {
        let mut bits = Bits::default();
        self.values().for_each(|(form, value)| form.pack(value, &mut bits));
        bits.digits()
    }

    /// Reads [`WhiteflagMessage::to_hexadecimal`].
    ///
    /// # Errors
    /// As for [`WhiteflagMessage::from_json`].
    pub fn from_hexadecimal(digits: &str) -> Result<WhiteflagMessage, Fault> {
        if let Some(other) = digits.chars().find(|c| !c.is_ascii_hexdigit()) {
            return Err(Fault::Form(format!("`{other}` is no hexadecimal digit")));
        }
        let mut bits = Digits { digits: digits.as_bytes(), at: 0 };
        let mut message = WhiteflagMessage::parse(|field, form| {
            let value = form.unpack(&mut bits).ok_or_else(|| Fault::field(field, None, form))?;
            if form.fits(&value) { Ok(value) } else { Err(Fault::field(field, Some(&value), form)) }
        })?;
        if message.code() == "Q" {
            while bits.left() >= 16 {
                let value = |(name, form): &(&str, Form)| {
                    let value = form.unpack(&mut bits).unwrap_or_default();
                    if form.fits(&value) { Ok(value) } else { Err(Fault::field(name, Some(&value), *form)) }
                };
                let values = OBJECT.iter().map(value).collect::<Result<Vec<_>, _>>()?;
                message.objects.push(<[String; 2]>::try_from(values).expect("two fields"));
            }
            few(&message.objects)?;
        }
        if bits.left() >= 8 || bits.take(bits.left()).is_some_and(|rest| rest != 0) {
            return Err(Fault::Form("something stands behind its last field".to_owned()));
        }
        Ok(message)
    }

    /// The fields that every message of its code has, each as `next` finds it.
    fn parse(mut next: impl FnMut(&str, Form) -> Result<String, Fault>) -> Result<WhiteflagMessage, Fault> {
        let mut header = Vec::new();
        for (name, form) in HEADER {
            header.push(next(name, *form)?);
            if *name == "EncryptionIndicator" {
                ours(&header)?;
            }
        }
        let tested = match header[4].as_str() {
            "T" => Some(next("PseudoMessageCode", Form::Text(1))?),
            _ => None,
        };
        let code = tested.as_deref().unwrap_or(&header[4]);
        let table = body(code).ok_or_else(|| no_body(code))?;
        let body = table.iter().map(|(name, form)| next(name, *form)).collect::<Result<_, _>>()?;
        Ok(WhiteflagMessage { meta: Map::new(), header, tested, body, objects: Vec::new() })
    }
}

/// The fields of `table` that `object` has, as texts.
fn read(table: &[(&str, Form)], object: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let value = |(name, form): &(&str, Form)| match object.get(*name) {
        Some(Value::String(value)) if form.fits(value) => Ok(value.clone()),
        Some(Value::String(value)) => Err(Fault::field(name, Some(value), *form)),
        Some(other) => Err(Fault::field(name, Some(&other.to_string()), *form)),
        None => Err(Fault::field(name, None, *form)),
    };
    table.iter().map(value).collect()
}

/// Whether the first three fields are of a message of version 1 that is not encrypted.
fn ours(header: &[String]) -> Result<(), Fault> {
    match header {
        [prefix, ..] if prefix != "WF" => Err(Fault::Form(format!("it begins with {}, not with `WF`", quoted(prefix)))),
        [_, version, ..] if version != "1" => {
            Err(Fault::Form(format!("it has version {} of the standard; version 1 is read here", quoted(version))))
        }
        [_, _, encryption, ..] if encryption != "0" => Err(Fault::Encrypted),
        _ => Ok(()),
    }
}

fn no_body(code: &str) -> Fault {
    let field = "MessageCode".to_owned();
    let expected = "one of A, P, E, D, S, I, M, Q, R, F, T".to_owned();
    Fault::Field { field, found: Some(code.to_owned()), expected }
}

fn few(objects: &[[String; 2]]) -> Result<(), Fault> {
    if objects.len() <= OBJECTS {
        return Ok(());
    }
    Err(Fault::Form(format!("it is made for {} kinds of objects; {OBJECTS} are the most", objects.len())))
}

/// Bits one after the other.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn push(&mut self, value: u32, bits: u32) {
        self.0.extend((0..bits).rev().map(|bit| value >> bit & 1 == 1));
    }
    /// Whole bytes, with zeros behind the last bit.
    fn digits(&self) -> String {
        let mut digits = String::with_capacity(self.0.len() / 4 + 2);
        for byte in self.0.chunks(8) {
            let value = (0..8).fold(0, |value: u8, bit| value << 1 | u8::from(byte.get(bit).copied().unwrap_or(false)));
            write!(digits, "{value:02x}").expect("a text takes more");
        }
        digits
    }
}

/// Bits that are read out of hexadecimal digits.
struct Digits<'d> {
    digits: &'d [u8],
    /// In bits.
    at: usize,
}

impl Digits<'_> {
    fn left(&self) -> usize {
        self.digits.len() * 4 - self.at
    }
    /// The next `bits` as a number, 32 at the most; `None` where they are not there.
    fn take(&mut self, bits: usize) -> Option<u32> {
        let end = self.at.checked_add(bits).filter(|end| *end <= self.digits.len() * 4)?;
        let value = (self.at..end).fold(0, |value, at| {
            let digit = char::from(self.digits[at / 4]).to_digit(16).expect("looked at before");
            value << 1 | (digit >> (3 - at % 4) & 1)
        });
        self.at = end;
        Some(value)
    }
}
