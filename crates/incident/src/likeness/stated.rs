//! Weights in writing: what a statement of them holds, what a person can read, and what a mirror links with.
//!
//! ```text
//! armistice weights 1
//! join -2164
//! level when 0 same -1044 episode -2811 unrelated -5190    a day and a day: overlap
//! source "patrol-1" delay 93600 lean -120
//! rare 9966
//! word "convoy" 6670
//! ```
//!
//! Holds
//! - Written and read again, weights link the same. Levels of which nothing is said weigh nothing.
//! - Everything after the numbers of a level is for people.
//!
//! Not here: who signs it.

use std::fmt::{self, Write};

use super::compare::Field;
use super::covers::{CLASSES, Covers, FEATURES};
use super::entry::Lexicon;
use super::weights::{Hypothesis, LEVELS, LONGEST_DELAY_S, RARE_MILLIBITS, Weights};

const FIRST_LINE: &str = "armistice weights 1";
const FEATURE_NAMES: [&str; FEATURES] = ["place", "by", "to", "time", "killed", "injured"];
const PRIORS: [&str; 2] = ["of-two-sources", "of-one-source"];
/// Farthest that any number in it may lie from 0, in millibits: sums of them never overflow.
const FARTHEST: i32 = 100_000;

const WORD: &str = "a whole number of 1 to 100,000 millibits";

/// Why a text states no weights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WeightsFault {
    /// The line, from 1.
    pub line: usize,
    /// What was expected there.
    pub expected: &'static str,
}

impl fmt::Display for WeightsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: expected {}", self.line, self.expected)
    }
}

/// Weights in writing that were read once and found good. Which number a source has is said where they are used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WeightsText(String);

impl WeightsText {
    /// Those that come with the program.
    pub fn first() -> WeightsText {
        WeightsText(FIRST.to_owned())
    }

    /// Weights that were learnt.
    pub fn of(weights: &Weights, lexicon: &Lexicon) -> WeightsText {
        WeightsText(weights.text(lexicon))
    }

    /// Weights of somebody's file.
    ///
    /// # Errors
    /// The first line that is none of it.
    pub fn read(text: String) -> Result<WeightsText, WeightsFault> {
        Weights::read(&text, &mut Lexicon::default())?;
        Ok(WeightsText(text))
    }

    /// The weights, sources by the numbers of `lexicon`.
    pub fn weights(&self, lexicon: &mut Lexicon) -> Weights {
        Weights::read(&self.0, lexicon).expect("it was read before")
    }

    /// From how many reports they were learnt; 0 where the text does not say.
    pub fn learnt_from(&self) -> u64 {
        self.weights(&mut Lexicon::default()).learnt_from
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Learnt from reports of invented incidents, in which it is known what a source says of the same thing.
const FIRST: &str = include_str!("first.weights");

impl Weights {
    /// The weights that come with the program, for a record too small to learn from. A source's own update must name what it updates.
    pub fn first(lexicon: &mut Lexicon) -> Weights {
        Weights::read(FIRST, lexicon).expect("the program's own weights can be read")
    }

    /// The weights in writing; sources by the names of `lexicon`.
    pub fn text(&self, lexicon: &Lexicon) -> String {
        let mut text = format!("{FIRST_LINE}\njoin {}\napart {}\n", self.join, self.apart);
        if self.learnt_from > 0 {
            let _ = writeln!(text, "learnt {}", self.learnt_from);
        }
        if let Some(update) = self.update {
            let _ = writeln!(text, "update {update}");
        }
        for (name, priors) in PRIORS.iter().zip(&self.priors) {
            let _ = writeln!(text, "prior {name}{}", three(priors));
        }
        for (at, field) in Field::ALL.into_iter().enumerate() {
            for level in 0..LEVELS {
                let under = [0, 1, 2].map(|hypothesis: usize| self.levels[hypothesis][at][level]);
                // A level that says the same under each hypothesis says nothing.
                if under.iter().all(|bits| *bits == under[0]) {
                    continue;
                }
                let words = field.level(level as u8).unwrap_or_default();
                let _ = writeln!(text, "level {} {level}{}    {words}", field.as_str(), three(&under));
            }
        }
        let sources = self.delays.len().max(self.leans.len());
        for source in 0..sources as u32 {
            let (delay, lean) = (self.delay(source), self.lean(source));
            if delay != 0 || lean != 0 {
                let _ = writeln!(text, "source {} delay {delay} lean {lean}", in_quotes(lexicon.name(source)));
            }
        }
        let words = (0..).zip(&self.words).filter(|(_, bits)| **bits > 0);
        let mut words: Vec<(&str, i32)> = words.map(|(word, bits)| (lexicon.name(word), *bits)).collect();
        words.sort_unstable();
        if self.rare != RARE_MILLIBITS || !words.is_empty() {
            let _ = writeln!(text, "rare {}", self.rare);
        }
        for (word, bits) in words {
            let _ = writeln!(text, "word {} {bits}", in_quotes(word));
        }
        if let Some(covers) = &self.covers {
            let _ = writeln!(text, "covers prior {}", covers.prior);
            for (name, classes) in FEATURE_NAMES.iter().zip(&covers.classes) {
                let numbers: Vec<String> = classes.iter().map(i32::to_string).collect();
                let _ = writeln!(text, "covers {name} {}", numbers.join(" "));
            }
        }
        text
    }

    /// Reads what [`Weights::text`] wrote.
    ///
    /// # Errors
    /// The first line that is none of it.
    pub fn read(text: &str, lexicon: &mut Lexicon) -> Result<Weights, WeightsFault> {
        let mut weights = Weights::default();
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, line)| line.trim_end() != FIRST_LINE) {
            return Err(WeightsFault { line: 1, expected: "`armistice weights 1`" });
        }
        for (line, content) in lines {
            let fault = |expected| WeightsFault { line, expected };
            let mut words = content.split_whitespace();
            let number = |word: Option<&str>| {
                let number = word.and_then(|word| word.parse::<i32>().ok());
                number
                    .filter(|number| (-FARTHEST..=FARTHEST).contains(number))
                    .ok_or(fault("a whole number of at most 100,000 millibits either way"))
            };
            match words.next() {
                None => {}
                Some("join") => weights.join = number(words.next())?,
                Some("apart") => weights.apart = number(words.next())?,
                Some("learnt") => {
                    let reports = words.next().and_then(|word| word.parse().ok());
                    weights.learnt_from = reports.ok_or(fault("`learnt` with a number of reports"))?;
                }
                Some("update") => weights.update = Some(number(words.next())?),
                Some("prior") => {
                    let which = words.next().and_then(|word| PRIORS.iter().position(|name| *name == word));
                    let which = which.ok_or(fault("`of-two-sources` or `of-one-source`"))?;
                    for (hypothesis, prior) in Hypothesis::ALL.iter().zip(&mut weights.priors[which]) {
                        expect(words.next(), hypothesis.as_str())
                            .ok_or(fault("`same`, `episode`, `unrelated`, each with a number"))?;
                        *prior = number(words.next())?;
                    }
                }
                Some("level") => {
                    let field =
                        words.next().and_then(|word| Field::ALL.iter().position(|field| field.as_str() == word));
                    let field = field.ok_or(fault("the name of a field that is compared"))?;
                    let level = words.next().and_then(|word| word.parse::<u8>().ok());
                    let level = level.ok_or(fault("the number of a level, 0 to 255"))?;
                    for (hypothesis, levels) in Hypothesis::ALL.iter().zip(&mut weights.levels) {
                        expect(words.next(), hypothesis.as_str())
                            .ok_or(fault("`same`, `episode`, `unrelated`, each with a number"))?;
                        levels[field][usize::from(level)] = number(words.next())?;
                    }
                }
                Some("source") => {
                    let (name, rest) =
                        quoted(content).ok_or(fault("a source's name in quotes, with `delay` and `lean`"))?;
                    let mut words = rest.split_whitespace();
                    let source = lexicon.number(&name) as usize;
                    weights.delays.resize(weights.delays.len().max(source + 1), 0);
                    weights.leans.resize(weights.leans.len().max(source + 1), 0);
                    expect(words.next(), "delay").ok_or(fault("`delay` with a number of seconds"))?;
                    let delay = words.next().and_then(|word| word.parse::<i64>().ok());
                    let delay = delay.filter(|delay| (-LONGEST_DELAY_S..=LONGEST_DELAY_S).contains(delay));
                    weights.delays[source] =
                        delay.ok_or(fault("`delay` with a number of seconds, a hundred years at most"))?;
                    expect(words.next(), "lean").ok_or(fault("`lean` with a number"))?;
                    weights.leans[source] = number(words.next())?;
                }
                Some("rare") => weights.rare = says(words.next()).ok_or(fault(WORD))?,
                Some("word") => {
                    let (name, rest) = quoted(content).ok_or(fault("a word in quotes, with a number"))?;
                    let word = lexicon.number(&name) as usize;
                    weights.words.resize(weights.words.len().max(word + 1), 0);
                    weights.words[word] = says(rest.split_whitespace().next()).ok_or(fault(WORD))?;
                }
                Some("covers") => {
                    let covers = weights.covers.get_or_insert(Covers { classes: [[0; CLASSES]; FEATURES], prior: 0 });
                    let name = words.next();
                    if name == Some("prior") {
                        covers.prior = number(words.next())?;
                        continue;
                    }
                    let feature = name.and_then(|word| FEATURE_NAMES.iter().position(|feature| *feature == word));
                    let feature =
                        feature.ok_or(fault("what is looked at in a report that covers several incidents"))?;
                    for class in &mut covers.classes[feature] {
                        *class = number(words.next())?;
                    }
                }
                Some(_) => {
                    return Err(fault(
                        "`join`, `apart`, `learnt`, `update`, `prior`, `level`, `source`, `rare`, `word` or `covers`",
                    ));
                }
            }
        }
        Ok(weights)
    }
}

/// What a word says.
fn says(word: Option<&str>) -> Option<i32> {
    word?.parse().ok().filter(|number| (1..=FARTHEST).contains(number))
}

fn three(numbers: &[i32; 3]) -> String {
    Hypothesis::ALL.iter().zip(numbers).fold(String::new(), |mut text, (hypothesis, number)| {
        let _ = write!(text, " {} {number}", hypothesis.as_str());
        text
    })
}

fn expect(word: Option<&str>, expected: &str) -> Option<()> {
    (word == Some(expected)).then_some(())
}

fn in_quotes(name: &str) -> String {
    let name: String = name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What stands in the first quotation marks of a line, and what follows them.
fn quoted(line: &str) -> Option<(String, &str)> {
    let start = line.find('"')? + 1;
    let mut name = String::new();
    let mut letters = line[start..].char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((name, &line[start + at + 1..])),
            '\\' => name.push(letters.next()?.1),
            _ => name.push(letter),
        }
    }
    None
}
