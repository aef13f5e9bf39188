//! Questions about an area: what the asker learns, how many it asked, whether it sweeps (N8).
//!
//! Holds
//! - A refusal and a notice that may not be told of are one answer: *speak to the mission*.
//! - What was asked is counted whatever became of it, and is counted also where it was taken back.
//!
//! Not here: which squares meet which notices (`conflict`).

use std::collections::BTreeMap;

use record::statement::{AreaQuestion, BodyId, Content, Statement};
use record::vocabulary::geometry::apart::width_mm;
use record::vocabulary::time::Instant;

use crate::book::{Book, Kind, Said, View};
use crate::conflict::{self, Learns, Squares};
use crate::limits;

/// A question as it was put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QuestionHeld<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What it asks.
    pub question: &'a AreaQuestion,
    /// How many its party had asked in the 24 hours until then, this one included.
    pub number: usize,
    /// Whether it sweeps; then an alarm is raised.
    pub sweeps: Option<Sweep>,
    /// What became of it.
    pub heard: Heard,
}

/// How questions sweep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sweep {
    /// One is too wide.
    Wide {
        /// How wide, in millimetres.
        width_mm: u64,
    },
    /// Several, one beside another.
    Touching {
        /// How many in 24 hours.
        questions: usize,
    },
    /// More than are answered, wherever they are.
    Many {
        /// How many in 24 hours.
        questions: usize,
    },
}

/// What became of a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Heard {
    /// It was answered, by what was known when it came in.
    Answered(Learns),
    /// It has no purpose.
    NoPurpose,
    /// It has no area that can be measured.
    NotMeasurable,
    /// It sweeps.
    Sweeps,
}

impl Heard {
    /// What the asker learns.
    pub fn learns(&self) -> Learns {
        match self {
            Heard::Answered(learns) => *learns,
            Heard::NoPurpose | Heard::NotMeasurable | Heard::Sweeps => Learns::SpeakToTheMission,
        }
    }
}

/// A question with what is counted.
struct Put<'b, 'a> {
    said: &'b Said<'a>,
    question: &'a AreaQuestion,
    squares: Option<Squares>,
}

/// Every question that has come in, by when it did.
pub(crate) fn questions<'a>(book: &Book<'a>, view: View) -> Vec<QuestionHeld<'a>> {
    // A question that was taken back was asked all the same.
    let come_in = book.of(Kind::Question).filter(|said| said.known() <= view.known && said.when.was_by(view.at));
    let mut put: Vec<Put> = come_in
        .filter_map(|said| {
            let Content::AreaQuestion(question) = &said.statement.body.content else { return None };
            let squares = book.registers.area_of(&question.place).and_then(Squares::of);
            Some(Put { said, question, squares })
        })
        .collect();
    put.sort_by_key(|put| (put.said.when.last, put.said.id()));
    let mut by_voice: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, put) in put.iter().enumerate() {
        for voice in &put.said.voices {
            by_voice.entry(voice).or_default().push(number);
        }
    }
    put.iter().map(|own| hear(book, &put, &by_voice, own)).collect()
}

fn hear<'a>(
    book: &Book<'a>,
    put: &[Put<'_, 'a>],
    by_voice: &BTreeMap<&'a str, Vec<usize>>,
    own: &Put<'_, 'a>,
) -> QuestionHeld<'a> {
    let at = own.said.when.last;
    // Those of one second count together, so that their order never matters.
    let recent = |voice: &str| -> &[usize] {
        let all = by_voice[voice].as_slice();
        let until = |instant: Instant| all.partition_point(|number| put[*number].said.when.last <= instant);
        &all[until(at.plus(-limits::QUESTIONS_S))..until(at)]
    };
    let counted = own.said.voices.iter().map(|voice| recent(voice));
    let number = counted.clone().map(<[usize]>::len).max().unwrap_or(0);
    let sweeps = if number > limits::QUESTIONS {
        Some(Sweep::Many { questions: number })
    } else {
        let width = book.registers.area_of(&own.question.place).and_then(width_mm);
        let wide = width.filter(|width_mm| *width_mm > limits::QUESTION_WIDTH_MM);
        let touching = counted.map(|numbers| touching(put, numbers, own)).max().unwrap_or(0);
        let beside = (touching > limits::TOUCHING_QUESTIONS).then_some(Sweep::Touching { questions: touching });
        wide.map(|width_mm| Sweep::Wide { width_mm }).or(beside)
    };
    let heard = match own.squares {
        _ if own.question.purpose.trim().is_empty() => Heard::NoPurpose,
        _ if sweeps.is_some() => Heard::Sweeps,
        None => Heard::NotMeasurable,
        Some(squares) => {
            let then = View { at, known: at };
            Heard::Answered(conflict::ask(book, &own.said.voices, &squares, own.question.during, then))
        }
    };
    QuestionHeld { statement: own.said.statement, question: own.question, number, sweeps, heard }
}

/// How many of these questions hang together with `own`, each touching the next.
fn touching(put: &[Put], numbers: &[usize], own: &Put) -> usize {
    let mut rest: Vec<Squares> = numbers
        .iter()
        .map(|number| &put[*number])
        .filter(|put| put.said.id() != own.said.id())
        .filter_map(|put| put.squares)
        .collect();
    let mut open: Vec<Squares> = own.squares.into_iter().collect();
    let mut count = open.len();
    while let Some(squares) = open.pop() {
        let (near, far) = rest.into_iter().partition(|other| squares.touch(other));
        rest = far;
        count += Vec::len(&near);
        open.extend(near);
    }
    count
}

/// The notices of others that a question touched when it came in; their owners are told of it.
pub(crate) fn touched(book: &Book, id: BodyId) -> Vec<BodyId> {
    let Some(said) = book.get(id) else { return Vec::new() };
    let Content::AreaQuestion(question) = &said.statement.body.content else { return Vec::new() };
    let at = said.when.last;
    conflict::touched(book, &said.voices, &question.place, question.during, View { at, known: at })
}
