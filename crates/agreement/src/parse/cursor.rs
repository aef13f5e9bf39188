//! A cursor over one line: phrases, names, lists, numbers, times, and what was expected where they fail.
//!
//! Holds
//! - A name is a quoted text, or the words up to a comma, a bracket, the end or a phrase that the caller names.
//! - A failure says where and what would have been understood; the rest of the line is left alone.
//!
//! Not here: which lines there are (`blocks`).

use record::vocabulary::time::Date;

use super::keywords::{Keywords, english, row};
use super::lines::{Kind, Line, Token};
use super::syntax::{Civil, DecidersText, MomentText, Named, PolicyName, RuleText, Said, Tail};
use super::{Mark, Marked};
use crate::diagnostic::{Diagnostic, Span};
use crate::tree::{PauseUnit, Provenance};
use crate::{codes, limits};

/// Why a line cannot be read.
pub struct Fail {
    code: &'static str,
    message: String,
    span: Span,
    label: String,
    help: Option<&'static str>,
}

impl Fail {
    pub fn new(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Fail {
        Fail { code, message: message.into(), span, label: label.into(), help: None }
    }
    pub fn help(mut self, help: &'static str) -> Fail {
        self.help = Some(help);
        self
    }
    /// Where the reader stopped, if it was at words that it did not expect.
    pub fn stopped(&self) -> Option<Span> {
        (self.code == codes::UNREADABLE_LINE).then_some(self.span)
    }
    /// As a diagnostic; `forms` are shown where nothing more exact is known to help.
    pub fn into_diagnostic(self, forms: &[&str]) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, self.message, self.span, self.label);
        match (self.help, forms) {
            (Some(help), _) => diagnostic.help(help),
            (None, []) => diagnostic,
            (None, [_]) => diagnostic.lines("write the line so:", forms),
            (None, _) => diagnostic.lines("write the line in one of these ways", forms),
        }
    }
}

pub type Read<T> = Result<T, Fail>;

/// Phrases that end a name before a citation that was forgotten.
const PROVENANCE: [(&str, Provenance); 4] = [
    ("as signed", Provenance::Signed),
    ("as official", Provenance::Official),
    ("as press", Provenance::Press),
    ("as reconstruction", Provenance::Reconstruction),
];

/// A place in a line.
#[derive(Clone)]
pub struct Cursor<'l, 't> {
    tokens: &'l [Token<'t>],
    at: usize,
    keywords: Keywords,
    /// What was understood so far: from which token until which, and what it is.
    marks: Vec<(usize, usize, Marked)>,
}

impl<'l, 't> Cursor<'l, 't> {
    pub fn new(line: &'l Line<'t>) -> Self {
        Cursor { tokens: &line.tokens, at: 0, keywords: line.keywords, marks: Vec::new() }
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }
    fn is(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }
    fn take(&mut self, kind: Kind) -> Option<Token<'t>> {
        let token = self.peek().filter(|token| token.kind == kind)?;
        self.at += 1;
        Some(token)
    }

    /// The token that is next, or the empty place behind the last.
    pub fn here(&self) -> Span {
        match (self.peek(), self.tokens.last()) {
            (Some(token), _) => token.span,
            (None, Some(last)) => Span::new(last.span.end, last.span.end),
            (None, None) => Span::new(0, 0),
        }
    }
    /// From `start` to the end of the token before.
    pub fn since(&self, start: Span) -> Span {
        match self.at.checked_sub(1).and_then(|at| self.tokens.get(at)) {
            Some(last) if last.span.end > start.start => Span::new(start.start, last.span.end),
            _ => start,
        }
    }
    pub fn expected(&self, what: &str) -> Fail {
        Fail::new(codes::UNREADABLE_LINE, "this line cannot be read", self.here(), format!("expected {what}"))
    }

    /// What was understood, with every comma of the line.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        let commas = self.tokens.iter().filter(|token| token.kind == Kind::Comma);
        let commas = commas.map(|token| Mark { span: token.span, what: Marked::Comma });
        let within = |(start, end, what): &(usize, usize, Marked)| Mark {
            span: self.tokens[*start].span.to(self.tokens[end - 1].span),
            what: *what,
        };
        self.marks.iter().map(within).chain(commas)
    }
    /// Goes on at token `end`: what was passed over is `what`.
    fn pass(&mut self, end: usize, what: Option<Marked>) {
        self.marks.extend(what.map(|what| (self.at, end, what)));
        self.at = end;
    }
    /// Goes back to token `start`.
    fn back_to(&mut self, start: usize) {
        self.at = start;
        self.marks.retain(|(at, _, _)| *at < start);
    }

    fn phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        self.keywords.phrase_at(self.tokens, at, phrase)
    }
    /// A phrase as this line writes it.
    pub fn written(&self, phrase: &'static str) -> &'static str {
        self.keywords.written(phrase)
    }
    /// Whether the words of `phrase` stand somewhere in the rest of the line.
    pub fn holds(&self, phrase: &str) -> bool {
        (self.at..self.tokens.len()).any(|at| self.phrase_at(at, phrase).is_some())
    }
    /// Whether the words of `phrase` are next.
    pub fn sees(&self, phrase: &str) -> bool {
        self.phrase_at(self.at, phrase).is_some()
    }
    /// Passes over the words of `phrase` if they are next.
    pub fn eat(&mut self, phrase: &str) -> bool {
        let next = self.phrase_at(self.at, phrase);
        if let Some(end) = next {
            self.pass(end, row(phrase).map(|row| Marked::Phrase(row.english)));
        }
        next.is_some()
    }
    pub fn expect(&mut self, phrase: &str) -> Read<()> {
        if self.eat(phrase) { Ok(()) } else { Err(self.expected(&format!("`{}`", english(phrase)))) }
    }
    /// The first words of a line, which is known to be one that begins with `phrase`, perhaps spelled otherwise.
    pub fn opening(&mut self, phrase: &str) -> Read<()> {
        if self.eat(phrase) { Ok(()) } else { self.word("the line").map(drop) }
    }
    pub fn eat_comma(&mut self) -> bool {
        self.take(Kind::Comma).is_some()
    }
    /// Passes over a comma that is followed by a number.
    pub fn eat_comma_before_number(&mut self) -> bool {
        let number = self.tokens.get(self.at + 1).is_some_and(|token| {
            token.kind == Kind::Word && token.text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        });
        number && self.eat_comma()
    }
    /// Passes over a comma and `phrase`, or over `phrase` alone.
    pub fn eat_after_comma(&mut self, phrase: &str) -> bool {
        let start = self.at;
        self.eat_comma();
        let found = self.eat(phrase);
        if !found {
            self.back_to(start);
        }
        found
    }
    pub fn expect_colon(&mut self) -> Read<()> {
        self.take(Kind::Colon).map(drop).ok_or_else(|| self.expected("`:`"))
    }
    /// Nothing may follow.
    pub fn end(&self) -> Read<()> {
        if self.peek().is_none() {
            return Ok(());
        }
        Err(self.expected(if self.at == 0 { "a line of this block" } else { "the end of the line" }))
    }
    pub fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    /// One of several phrases.
    pub fn choice<T: Copy>(&mut self, choices: &[(&str, T)]) -> Read<T> {
        match choices.iter().find(|(phrase, _)| self.eat(phrase)) {
            Some((_, value)) => Ok(*value),
            None => Err(self.expected(&one_of(choices.iter().map(|(phrase, _)| english(phrase))))),
        }
    }
    /// One of several phrases, after a comma or without one; `None` where none is next.
    pub fn choice_after_comma<T: Copy>(&mut self, choices: &[(&str, T)]) -> Option<T> {
        choices.iter().find(|(phrase, _)| self.eat_after_comma(phrase)).map(|(_, value)| *value)
    }

    /// A quoted text.
    pub fn quoted(&mut self, what: &str) -> Read<Named> {
        let token = self.take(Kind::Quoted).ok_or_else(|| self.expected(&format!("{what} in quotation marks")))?;
        let length = token.text.chars().count();
        if token.text.trim().is_empty() {
            return Err(Fail::new(
                codes::UNREADABLE_LINE,
                "this line cannot be read",
                token.span,
                "expected words between the quotation marks",
            ));
        }
        if length > limits::QUOTED_CHARACTERS {
            return Err(too_long(token.span, length, limits::QUOTED_CHARACTERS));
        }
        Ok(Said { value: token.text.trim().to_owned(), span: token.span })
    }
    /// A path that stays inside the agreement's folder.
    pub fn path(&mut self, what: &str) -> Read<Named> {
        let path = self.quoted(what)?;
        let leaves = path.value.starts_with(['/', '\\', '~'])
            || path.value.contains([':', '\\'])
            || path.value.split('/').any(|part| part == ".." || part.is_empty());
        if leaves {
            let message = format!("`{}` does not stay in the folder of the agreement", path.value);
            return Err(Fail::new(codes::PATH, message, path.span, "not a path below this file's folder").help(
                "copy the file next to the agreement and write its path from there, such as `zones/valley.geojson`",
            ));
        }
        Ok(path)
    }
    /// `sha256:` and 64 digits.
    pub fn digest(&mut self) -> Read<String> {
        let fail = self.expected("`sha256:` and 64 digits of 0 to 9 and a to f");
        let digest = self.word("a digest")?.value;
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        let is_digest = hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if is_digest { Ok(digest) } else { Err(fail) }
    }
    /// A name, which ends before any of `stops`.
    pub fn name(&mut self, what: &str, stops: &[&str]) -> Read<Named> {
        if self.is(Kind::Quoted) {
            let name = self.quoted(what)?;
            self.marks.push((self.at - 1, self.at, Marked::Quoted));
            return fits(name);
        }
        let start = self.at;
        let stopped = |at: usize| stops.iter().any(|stop| self.phrase_at(at, stop).is_some());
        let mut at = start;
        while self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word) && !stopped(at) {
            at += 1;
        }
        if at == start {
            return Err(self.expected(what));
        }
        let words = &self.tokens[start..at];
        let value = words.iter().map(|token| token.text).collect::<Vec<_>>().join(" ");
        let span = words[0].span.to(words[words.len() - 1].span);
        self.pass(at, Some(Marked::Name));
        fits(Said { value, span })
    }
    /// A name, or one of `words` of the language, which is then given in English.
    pub fn name_or(&mut self, words: &[&'static str], what: &str, stops: &[&str]) -> Read<Named> {
        let start = self.at;
        let mut name = self.name(what, stops)?;
        let end = self.at;
        if let Some(word) = words.iter().find(|word| self.phrase_at(start, word) == Some(end)) {
            self.back_to(start);
            self.eat(word);
            name.value = (*word).to_owned();
        }
        Ok(name)
    }
    /// Names with commas between; a comma before any of `stops` ends the list.
    pub fn list(&mut self, what: &str, stops: &[&str]) -> Read<Vec<Named>> {
        let mut names = vec![self.name(what, stops)?];
        while self.is(Kind::Comma) && !stops.iter().any(|stop| self.phrase_at(self.at + 1, stop).is_some()) {
            self.at += 1;
            names.push(self.name(what, stops)?);
            self.list_fits(names.len())?;
        }
        Ok(names)
    }
    /// Whether a list may have `length` entries.
    pub fn list_fits(&self, length: usize) -> Read<()> {
        if length <= limits::LIST_NAMES {
            return Ok(());
        }
        let message = format!("this list has more than {} entries", limits::LIST_NAMES);
        Err(Fail::new(codes::LIMIT, message, self.here(), "one too many")
            .help("divide it, or give the group of actors a name in the register of actors and write that name"))
    }

    /// A whole number of 0 or more.
    pub fn count(&mut self, what: &str) -> Read<u32> {
        let span = self.here();
        let Some(token) = self.peek().filter(|t| t.kind == Kind::Word && t.text.bytes().all(|b| b.is_ascii_digit()))
        else {
            return Err(self.expected(what));
        };
        self.at += 1;
        match token.text.parse() {
            Ok(count) if count <= limits::COUNT => Ok(count),
            _ => Err(quantity(format!("`{}` is more than this program counts", token.text), span, "too great")),
        }
    }
    /// The seconds of a unit of duration.
    fn unit(&mut self) -> Read<i64> {
        self.choice(&[
            ("hours", 3_600),
            ("minutes", 60),
            ("days", 86_400),
            ("seconds", 1),
            ("hour", 3_600),
            ("minute", 60),
            ("day", 86_400),
            ("second", 1),
        ])
        .map_err(|_| self.expected("`minutes`, `hours` or `days`"))
    }
    /// A duration in seconds: `48 hours`.
    pub fn duration(&mut self) -> Read<i64> {
        let start = self.here();
        let count = self.count("a duration in figures, such as `48 hours`")?;
        let seconds = i64::from(count) * self.unit()?;
        let span = self.since(start);
        match seconds {
            0 => Err(quantity("a duration of 0 says nothing", span, "expected more than 0")),
            seconds if seconds > limits::DURATION_SECONDS => {
                Err(quantity("this duration is longer than a hundred years", span, "expected at most 100 years"))
            }
            seconds => Ok(seconds),
        }
    }

    /// A number of civil days: `2 calendar days`.
    fn calendar_days(&mut self) -> Read<i64> {
        let start = self.here();
        let count = i64::from(self.count("a number of civil days, such as `2 calendar days`")?);
        self.choice(&[("calendar days", ()), ("calendar day", ())]).map_err(|_| self.expected("`calendar days`"))?;
        match count {
            0 => Err(quantity("a duration of 0 says nothing", self.since(start), "expected more than 0")),
            days if days > limits::DURATION_SECONDS / 86_400 => {
                Err(quantity("this is longer than a hundred years", self.since(start), "expected at most 100 years"))
            }
            days => Ok(days),
        }
    }

    /// A civil time: `2030-03-04 06:00`, and an offset.
    pub fn civil(&mut self) -> Read<Civil> {
        let start = self.here();
        let expected = "a date and a time such as `2030-03-04 06:00`";
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Word) else {
            return Err(self.expected(expected));
        };
        let Some([year, month, day]) = digits(token.text, '-', &[4, 2, 2]) else {
            return Err(self.expected(expected));
        };
        let date = Date::new(year, month as i8, day as i8)
            .map_err(|_| quantity(format!("there is no day `{}`", token.text), token.span, days_of(year, month)))?;
        if !limits::YEARS.contains(&year) {
            let (first, last) = (limits::YEARS.start(), limits::YEARS.end());
            return Err(quantity(
                format!("year `{year}` lies outside {first} to {last}"),
                token.span,
                format!("expected a year from {first} to {last}"),
            ));
        }
        self.at += 1;
        let Some(token) = self.peek().filter(|token| token.kind == Kind::Word) else {
            return Err(self.expected("a time of day such as `06:00`"));
        };
        let parts = digits(token.text, ':', &[2, 2]).map(|[hour, minute]| [hour, minute, 0]);
        let Some([hour, minute, second]) = parts.or_else(|| digits(token.text, ':', &[2, 2, 2])) else {
            return Err(self.expected("a time of day such as `06:00`"));
        };
        if hour > 23 || minute > 59 || second > 59 {
            let message = format!("there is no time of day `{}`", token.text);
            return Err(quantity(message, token.span, "the day runs from `00:00` to `23:59`"));
        }
        self.at += 1;
        let offset = self.peek().filter(|token| token.kind == Kind::Word && is_offset(token.text));
        self.at += usize::from(offset.is_some());
        Ok(Civil {
            date,
            hour: hour as i8,
            minute: minute as i8,
            second: second as i8,
            offset: offset.map(|token| Said { value: token.text.to_owned(), span: token.span }),
            span: self.since(start),
        })
    }
    /// `D`, `D + 48 hours`, `end of day D + 2 calendar days` or a civil time; a name of an epoch ends before any of `stops`.
    pub fn moment(&mut self, stops: &[&str]) -> Read<MomentText> {
        let date = |token: &Token<'_>| {
            token.kind == Kind::Word && token.text.starts_with(|c: char| c.is_ascii_digit()) && token.text.contains('-')
        };
        if self.peek().as_ref().is_some_and(date) {
            return self.civil().map(MomentText::At);
        }
        let mut ends = vec!["+"];
        ends.extend(stops);
        if self.eat("end of day") {
            let epoch = self.name("an epoch", &ends)?;
            let days = if self.eat("+") { self.calendar_days()? } else { 0 };
            return Ok(MomentText::EndOfDay { epoch, days });
        }
        let epoch = self.name("an epoch, or a date and a time", &ends)?;
        let seconds = if self.eat("+") { self.duration()? } else { 0 };
        Ok(MomentText::After { epoch, seconds })
    }

    /// `all of A, B`, `any of A, B`, `A as chair of A, B`, `A`.
    pub fn deciders(&mut self, stops: &[&str]) -> Read<DecidersText> {
        let rule = if self.eat("all of") {
            RuleText::All
        } else if self.eat("any of") {
            RuleText::Any
        } else {
            let expected = self.expected("`all of …`, `any of …`, `… as chair of …` or one name");
            let ends: Vec<&str> = stops.iter().copied().chain(["as chair of"]).collect();
            let Ok(mut names) = self.list("a name", &ends) else { return Err(expected) };
            let (Some(first), 1) = (names.pop(), names.len() + 1) else { return Err(expected) };
            if !self.eat("as chair of") {
                return Ok(DecidersText { names: vec![first], rule: RuleText::All });
            }
            RuleText::Chair(first)
        };
        let names = self.list("a name", stops)?;
        Ok(DecidersText { names, rule })
    }

    /// What a pause takes out, after the word `pause`.
    pub fn pause(&mut self) -> Read<PauseUnit> {
        if self.eat("by civil day") {
            Ok(PauseUnit::CivilDay)
        } else if self.eat("until restored") {
            Ok(PauseUnit::UntilRestored)
        } else if self.eat("for") {
            self.duration().map(PauseUnit::Seconds)
        } else {
            Err(self.expected("`by civil day`, `for 12 hours` or `until restored`"))
        }
    }
    /// A policy by its words, to the end of the line.
    pub fn policy_name(&mut self) -> Read<Said<PolicyName>> {
        let start = self.at;
        let from = self.here();
        let known = [
            ("reset", PolicyName::Reset),
            ("tolerate (by name)", PolicyName::Tolerate),
            ("refer (by name)", PolicyName::Refer),
            ("leave to the deciders", PolicyName::Discretionary),
        ];
        for (phrase, value) in known {
            if self.eat(phrase) && self.is_at_end() {
                return Ok(Said { value, span: self.since(from) });
            }
            self.back_to(start);
        }
        if self.eat("pause") {
            if let Some(unit) = self.pause().ok().filter(|_| self.is_at_end()) {
                return Ok(Said { value: PolicyName::Pause(unit), span: self.since(from) });
            }
            self.back_to(start);
        }
        let words = self.name("the words of a policy", &[])?;
        Ok(Said { value: PolicyName::Other(words.value), span: words.span })
    }

    /// `[¶1]`, a title where `titled`, and `as press`, each where it stands.
    pub fn tail(&mut self, titled: bool) -> Read<Tail> {
        let mut tail = Tail::default();
        loop {
            if let Some(token) = (tail.paragraph.is_none()).then(|| self.take(Kind::Cited)).flatten() {
                if token.text.trim().is_empty() {
                    let message = "this line cannot be read";
                    return Err(Fail::new(codes::UNREADABLE_LINE, message, token.span, "cites nothing")
                        .help("write the paragraph of the text between the brackets: `[¶1]`"));
                }
                tail.paragraph = Some(fits(Said { value: token.text.trim().to_owned(), span: token.span })?);
            } else if titled && tail.title.is_none() && self.is(Kind::Quoted) {
                tail.title = Some(self.quoted("a title")?);
            } else {
                break;
            }
        }
        if self.sees("as") {
            tail.provenance = Some(self.provenance()?);
        }
        Ok(tail)
    }
    /// `as signed`.
    pub fn provenance(&mut self) -> Read<Provenance> {
        self.choice(&PROVENANCE)
    }
    /// Phrases at which a name before a citation ends, with `more`.
    pub fn before_tail<'a>(more: &[&'a str]) -> Vec<&'a str> {
        PROVENANCE.iter().map(|(phrase, _)| *phrase).chain(more.iter().copied()).collect()
    }

    /// A decimal number in units of `10^-places`, and the text it was written as.
    pub fn decimal(&mut self, what: &str, places: usize) -> Read<Said<i64>> {
        let token = self.peek().filter(|token| token.kind == Kind::Word).ok_or_else(|| self.expected(what))?;
        let (sign, digits) = match token.text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, token.text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(part) || digits.ends_with('.') {
            return Err(self.expected(what));
        }
        if whole.len() > 9 || part.len() > places {
            let label = format!("at most {places} digits after the point");
            return Err(quantity(format!("`{}` cannot be held exactly", token.text), token.span, label));
        }
        self.at += 1;
        let scaled = format!("{whole}{part:0<places$}").parse::<i64>().map_err(|_| self.expected(what))?;
        Ok(Said { value: sign * scaled, span: token.span })
    }
    /// Takes one word as it stands.
    pub fn word(&mut self, what: &str) -> Read<Named> {
        let token = self.take(Kind::Word).ok_or_else(|| self.expected(what))?;
        Ok(Said { value: token.text.to_owned(), span: token.span })
    }
}

/// A quantity that cannot be meant.
pub fn quantity(message: impl Into<String>, span: Span, label: impl Into<String>) -> Fail {
    Fail::new(codes::QUANTITY, message, span, label).help("write the number or date that the parties agreed on")
}

fn fits(name: Named) -> Read<Named> {
    let length = name.value.chars().count();
    if length <= limits::NAME_CHARACTERS {
        return Ok(name);
    }
    Err(too_long(name.span, length, limits::NAME_CHARACTERS))
}

fn too_long(span: Span, length: usize, most: usize) -> Fail {
    Fail::new(codes::LIMIT, format!("this has {length} characters, and {most} are the most"), span, "too long")
        .help("write a shorter one; long explanations belong in comments, after `--`")
}

/// "`a`, `b` or `c`".
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// How many days a month has, where there is such a month.
fn days_of(year: i16, month: i16) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = usize::try_from(month).ok().and_then(|month| NAMES.get(month.checked_sub(1)?));
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
    match name.zip(first) {
        Some((name, first)) => format!("{name} {year} has {} days", first.days_in_month()),
        None => "expected a month from 01 to 12".to_owned(),
    }
}

/// Numbers of exactly so many digits each, between `separator`s.
fn digits<const N: usize>(text: &str, separator: char, lengths: &[usize; N]) -> Option<[i16; N]> {
    let parts: Vec<&str> = text.split(separator).collect();
    if parts.len() != N {
        return None;
    }
    let mut numbers = [0; N];
    for (number, (part, length)) in numbers.iter_mut().zip(parts.iter().zip(lengths)) {
        if part.len() != *length || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    Some(numbers)
}

fn is_offset(text: &str) -> bool {
    text.strip_prefix(['+', '-']).and_then(|rest| digits(rest, ':', &[2, 2])).is_some()
}
