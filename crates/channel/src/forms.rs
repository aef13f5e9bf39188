//! Numbered forms: one report, heard by radio, on paper, by telephone and by SMS (spec/convoys.md B7).
//!
//! ```text
//! number on the form ─▶ the first that comes makes the statement; each that comes, the first too, is a receipt that cites the number ─▶ `taken`
//! ```
//!
//! Holds
//! - A number with one wrong digit or letter, or with two of them exchanged, is no number.
//! - What comes later never changes the first: it stands beside it, and says where it differs.
//!
//! Not here: which fields differ and in which words (the shell), closing words (`keys::closing` of the shell).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use record::live::Knowledge;
use record::statement::{BodyId, Content, Stance, Statement, Step};
use record::vocabulary::Name;

use crate::limits::{FORM_DIGITS, FORM_NUMBER_MOST, FORM_SHORT_NAME_CHARACTERS};

/// The characters of ISO/IEC 7064, MOD 37-2, by their values.
const ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
/// What stands before a number where a statement or receipt cites it.
const FORM: &str = "form ";

/// The number of a form: the mission's short name, digits, a check character.
///
/// ```
/// use channel::forms::{FormNumber, Misread};
/// let number = FormNumber::new("VALLEY", 17).unwrap();
/// assert_eq!(number.to_string(), "VALLEY-0017-O");
/// assert_eq!(FormNumber::parse("valley 0017 o"), Ok(number));
/// assert_eq!(FormNumber::parse("VALLEY-0071-O"), Err(Misread::Check));
/// assert_eq!(FormNumber::parse("the first one"), Err(Misread::Shape));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FormNumber {
    mission: String,
    number: u32,
}

/// Why a text is no number of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misread {
    /// It is not a short name, digits and a check character.
    Shape,
    /// The check character does not fit what stands before it.
    Check,
}

impl FormNumber {
    /// The number of a mission's form; `None` where the short name or the number is beyond its limit.
    pub fn new(short_name: &str, number: u32) -> Option<FormNumber> {
        let named = is_short_name(short_name) && (1..=FORM_NUMBER_MOST).contains(&number);
        named.then(|| FormNumber { mission: short_name.to_owned(), number })
    }
    /// Reads one, with hyphens or spaces, in capitals or not.
    ///
    /// # Errors
    /// It has another shape, or its check character does not fit. What would fit is not said: whoever has the form reads it again.
    pub fn parse(text: &str) -> Result<FormNumber, Misread> {
        let text = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = text.split(['-', ' ']).filter(|part| !part.is_empty()).collect();
        let [mission, digits, check] = parts.as_slice() else { return Err(Misread::Shape) };
        if digits.len() < FORM_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) || check.len() != 1 {
            return Err(Misread::Shape);
        }
        let number = digits.parse().ok().and_then(|number| FormNumber::new(mission, number)).ok_or(Misread::Shape)?;
        // Further noughts before the number would be another spelling of it.
        if number.digits() != *digits {
            return Err(Misread::Shape);
        }
        if check.starts_with(number.check()) { Ok(number) } else { Err(Misread::Check) }
    }
    /// The short name of the mission whose form it is.
    pub fn mission(&self) -> &str {
        &self.mission
    }
    fn digits(&self) -> String {
        format!("{:0width$}", self.number, width = FORM_DIGITS)
    }
    /// ISO/IEC 7064, MOD 37-2: weights are powers of 2, which are all different for up to 36 characters.
    fn check(&self) -> char {
        let digits = self.digits();
        let value = |byte| ALPHABET.iter().position(|one| *one == byte).expect("letters and digits alone");
        let sum = self.mission.bytes().chain(digits.bytes()).fold(0, |sum, byte| (sum + value(byte)) * 2 % 37);
        char::from(ALPHABET[(38 - sum) % 37])
    }
}

impl fmt::Display for FormNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.mission, self.digits(), self.check())
    }
}

/// Whether a text can stand at the head of a form's number: capitals and digits, a capital first.
pub fn is_short_name(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.len() <= FORM_SHORT_NAME_CHARACTERS
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(known)
}

/// By which way a report came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    /// By radio.
    Radio,
    /// On a paper form, typed by somebody.
    Paper,
    /// By telephone.
    Telephone,
    /// As a short message.
    Sms,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 4] = [Way::Radio, Way::Paper, Way::Telephone, Way::Sms];
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Way::Radio => "radio",
            Way::Paper => "paper",
            Way::Telephone => "telephone",
            Way::Sms => "sms",
        }
    }
}

/// How one report of a number came, as the receipt about it cites.
///
/// ```
/// use channel::forms::{Came, FormNumber, Way};
/// let number = FormNumber::new("VALLEY", 17).unwrap();
/// let came = Came { number, way: Way::Radio, call_sign: Some("Olive 3".into()), read_back: None };
/// assert_eq!(came.cited(), "form VALLEY-0017-O by radio, call sign \"Olive 3\"");
/// assert_eq!(Came::parse(&came.cited()), Some(came));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Came {
    /// The form's number.
    pub number: FormNumber,
    /// By which way.
    pub way: Way,
    /// From which call sign, where one was said.
    pub call_sign: Option<String>,
    /// Who read it back, where somebody did.
    pub read_back: Option<String>,
}

impl Came {
    /// The text that the receipt cites.
    pub fn cited(&self) -> String {
        let mut text = format!("{FORM}{} by {}", self.number, self.way.word());
        for (what, name) in [(CALL_SIGN, &self.call_sign), (READ_BACK, &self.read_back)] {
            if let Some(name) = name {
                text += &format!("{what}\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
            }
        }
        text
    }
    /// Reads such a text.
    pub fn parse(cited: &str) -> Option<Came> {
        let (number, rest) = cited.strip_prefix(FORM)?.split_once(" by ")?;
        let number = FormNumber::parse(number).ok()?;
        let end = rest.find(',').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        let way = Way::ALL.into_iter().find(|way| way.word() == word)?;
        let (call_sign, rest) = part(rest, CALL_SIGN)?;
        let (read_back, rest) = part(rest, READ_BACK)?;
        rest.is_empty().then_some(Came { number, way, call_sign, read_back })
    }
}

const CALL_SIGN: &str = ", call sign ";
const READ_BACK: &str = ", read back by ";

/// A quoted name behind `what`, if it stands there, and the rest; `None` where a quotation does not end.
fn part<'t>(text: &'t str, what: &str) -> Option<(Option<String>, &'t str)> {
    let Some(quoted) = text.strip_prefix(what) else { return Some((None, text)) };
    let (mut name, mut chars) = (String::new(), quoted.strip_prefix('"')?.chars());
    loop {
        match chars.next()? {
            '"' => return Some((Some(name), chars.as_str())),
            '\\' => name.push(chars.next()?),
            plain => name.push(plain),
        }
    }
}

/// What the statement of a form cites: its number, then what its author cites besides.
pub fn cited(number: &FormNumber, besides: Option<&str>) -> String {
    besides.map_or(format!("{FORM}{number}"), |besides| format!("{FORM}{number}; {besides}"))
}

/// All that came under one number.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// The statement that the first made.
    pub statement: &'a Statement,
    /// Whether it stands: its speaker may have withdrawn it, and the number is taken all the same.
    pub stands: bool,
    /// Every time it came, the first included, in the order of the record.
    pub arrivals: Vec<Arrival<'a>>,
    /// Corrections of the statement that stand.
    pub corrections: Vec<&'a Statement>,
}

/// One time that a report came.
#[derive(Clone, Debug)]
pub struct Arrival<'a> {
    /// The receipt that says so.
    pub receipt: &'a Statement,
    /// How it came.
    pub came: Came,
    /// Who typed it, where the receipt names somebody.
    pub typed_by: Option<&'a Name>,
    /// The receipt's words: where it differs.
    pub words: &'a str,
}

impl Taken<'_> {
    /// Who typed it besides whoever typed the first, and found what `agrees` says is the same.
    pub fn checked_by(&self, agrees: impl Fn(&Arrival<'_>) -> bool) -> BTreeSet<&Name> {
        let first = self.arrivals.first().and_then(|arrival| arrival.typed_by);
        let others = self.arrivals.iter().skip(1).filter(|arrival| agrees(arrival));
        // Whoever is not known to be another person checks nothing.
        others.filter_map(|arrival| arrival.typed_by).filter(|name| first.is_some_and(|first| first != *name)).collect()
    }
}

/// What came under each number, of `statements` in the order of the record, as far as it stands; `own` says whose word on it counts: the mission's.
pub fn taken<'a>(
    statements: &'a [Statement],
    knowledge: &Knowledge<'a>,
    own: impl Fn(&Name) -> bool,
) -> BTreeMap<FormNumber, Taken<'a>> {
    let live: BTreeSet<BodyId> = knowledge.live.iter().map(|live| live.statement.id).collect();
    let standing = || statements.iter().filter(|statement| live.contains(&statement.id));
    let by_id: BTreeMap<BodyId, &Statement> = statements.iter().map(|statement| (statement.id, statement)).collect();
    // What was imported was not taken in here.
    let own = |statement: &Statement| statement.accepted.batch.is_none() && own(&statement.body.author);
    let mut numbers: BTreeMap<FormNumber, Taken<'a>> = BTreeMap::new();
    for receipt in standing().filter(|statement| own(statement)) {
        let Content::Receipt(said) = &receipt.body.content else { continue };
        let Some(came) = receipt.body.cited.as_deref().and_then(Came::parse) else { continue };
        let Some(statement) = by_id.get(&said.of) else { continue };
        let typed_by = if let Step::Seen { officer } = &said.step { Some(officer) } else { None };
        let taken = numbers.entry(came.number.clone()).or_insert_with(|| Taken {
            statement,
            stands: live.contains(&statement.id),
            arrivals: Vec::new(),
            corrections: Vec::new(),
        });
        if taken.statement.id == said.of {
            taken.arrivals.push(Arrival { receipt, came, typed_by, words: &said.words });
        }
    }
    let of: BTreeMap<BodyId, FormNumber> =
        numbers.iter().map(|(number, taken)| (taken.statement.id, number.clone())).collect();
    for correction in standing() {
        let Content::Reply(reply) = &correction.body.content else { continue };
        let Stance::Corrects(_) = reply.stance else { continue };
        let Some(taken) = of.get(&reply.to).and_then(|number| numbers.get_mut(number)) else { continue };
        if own(correction) || taken.statement.body.outermost() == Some(correction.body.speaker()) {
            taken.corrections.push(correction);
        }
    }
    numbers
}
