//! The report as a document: sections, sentences with footnotes, tables, drawings - in one language, without layout.
//!
//! ```text
//! situation ─▶ `report::of` ─▶ `Report` ─▶ HTML (and later PDF), JSON: renderers add layout and no word of their own
//! ```
//!
//! Holds
//! - Every text stands in the report's language; what somebody wrote stands in Unicode isolates, so that ranges, times and
//!   names keep their direction inside a text of the other direction.
//! - Every sentence about the record names its footnotes, and every footnote names statements.
//! - A drawing holds what a table beside it says too: nothing is in a picture alone.
//!
//! Not here: what the sentences say (`sections`), the words (`language`), layout and colour (`armistice`).

use record::statement::BodyId;
use record::vocabulary::place::Area;
use record::vocabulary::time::{Instant, Interval};

use super::language::Language;

/// A report for one period, as known at one instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// The language of every text in it.
    pub language: Language,
    /// "Daily report, 18 September 2016".
    pub title: String,
    /// Whether it is a report of an exercise: every page says so.
    pub exercise: bool,
    /// Label and value: agreement, period, information cut-off, perspective, standard, audience.
    pub header: Vec<(String, String)>,
    /// What every verdict is shown with.
    pub disclaimer: String,
    /// The standards of proof by name, weakest first: a computed sentence names one of them.
    pub standards: Vec<String>,
    /// The period that is reported on.
    pub period: Interval,
    /// The sections, in the order of their numbers; none is missing because it is empty.
    pub sections: Vec<Section>,
    /// Footnotes; a [`Note`]'s number is its index plus one.
    pub notes: Vec<Note>,
}

impl Report {
    /// Hands every text to `f`, those of drawings and footnotes among them; not the ids of incidents and links.
    pub fn each_text(&mut self, f: &mut dyn FnMut(&mut String)) {
        self.header.iter_mut().for_each(|(_, value)| f(value));
        self.notes.iter_mut().flat_map(|note| &mut note.lines).for_each(&mut *f);
        for block in self.sections.iter_mut().flat_map(|section| &mut section.blocks) {
            match block {
                Block::Heading(text) => f(text),
                Block::Paragraph(all) | Block::List(all) => all.iter_mut().for_each(|one| f(&mut one.text)),
                Block::Table(table) => table.each_text(f),
                Block::Clock(clock) => {
                    [&mut clock.title, &mut clock.summary].into_iter().for_each(&mut *f);
                    for row in &mut clock.rows {
                        f(&mut row.label);
                        f(&mut row.reading.text);
                        row.marks.iter_mut().for_each(|mark| mark.each_text(f));
                    }
                }
                Block::Timeline(timeline) => {
                    f(&mut timeline.summary);
                    for (lane, marks) in &mut timeline.lanes {
                        f(lane);
                        marks.iter_mut().for_each(|mark| mark.each_text(f));
                    }
                }
                Block::Map(map) => {
                    f(&mut map.summary);
                    map.shapes
                        .iter_mut()
                        .for_each(|shape| [&mut shape.label, &mut shape.words].into_iter().for_each(&mut *f));
                    map.not_drawn.iter_mut().for_each(|one| f(&mut one.text));
                }
                Block::Card(card) => card.each_text(f),
            }
        }
    }
}

impl Table {
    fn each_text(&mut self, f: &mut dyn FnMut(&mut String)) {
        f(&mut self.caption);
        self.rows.iter_mut().flatten().for_each(|cell| f(&mut cell.text));
    }
}

impl Mark {
    fn each_text(&mut self, f: &mut dyn FnMut(&mut String)) {
        f(&mut self.label);
        self.name.iter_mut().for_each(f);
    }
}

impl Card {
    fn each_text(&mut self, f: &mut dyn FnMut(&mut String)) {
        f(&mut self.title);
        let lists = [&mut self.verdicts, &mut self.common, &mut self.quotes, &mut self.answers, &mut self.missing];
        lists.into_iter().flatten().for_each(|one| f(&mut one.text));
        self.versions.each_text(f);
        f(&mut self.chains.summary);
        self.chains.nodes.iter_mut().for_each(|node| f(&mut node.label));
        for strip in &mut self.figures {
            f(&mut strip.summary);
            strip.marks.iter_mut().for_each(|mark| f(&mut mark.label.text));
        }
    }
}

/// One section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// Its stable name, for links and for the lint: "bottom-line", "clocks", "violations".
    pub key: &'static str,
    /// Its title.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A smaller title.
    Heading(String),
    /// One paragraph of sentences.
    Paragraph(Vec<Sentence>),
    /// Points, one fact each.
    List(Vec<Sentence>),
    /// A table.
    Table(Table),
    /// A clock over time.
    Clock(ClockDrawing),
    /// The period's happenings in lanes.
    Timeline(TimelineDrawing),
    /// Where.
    Map(MapDrawing),
    /// One incident.
    Card(Box<Card>),
}

/// A sentence, or a piece of text that stands alone, with its footnotes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sentence {
    /// In the report's language; values are isolated (U+2068 … U+2069).
    pub text: String,
    /// Numbers of footnotes, from 1, ascending.
    pub notes: Vec<usize>,
    /// What it rests on.
    pub kind: SentenceKind,
}

/// What a sentence rests on: the lint asks a sentence about the record for its footnotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SentenceKind {
    /// It says what somebody said: it has a footnote.
    Said,
    /// It is a verdict or clock computed under a standard: it names the standard.
    Computed,
    /// It says what is not there, or how the report is made.
    #[default]
    Plain,
}

/// A footnote: the statements that a sentence leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What is said there, one line for each of the first statements, in order of `statements`.
    pub lines: Vec<String>,
    /// The ids of all of them, whole.
    pub statements: Vec<BodyId>,
    /// How many of the statements have no line.
    pub more: usize,
}

/// A table; every row has as many cells as there are columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Titles of columns.
    pub columns: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<Sentence>>,
}

/// One clock (in one zone, or of one pair) drawn over time: what it showed at the end of each day, as known at the cut-off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockDrawing {
    /// Its name, and its zone or pair where there is one clock for each.
    pub title: String,
    /// What the drawing says, for those who do not see it.
    pub summary: String,
    /// First and last instant drawn.
    pub span: Interval,
    /// Starts of civil days in `span`, with their dates.
    pub days: Vec<(Instant, String)>,
    /// The cut-off within `span`: what is right of it is a projection.
    pub now: Instant,
    /// How much completes it, in `unit`s of the points.
    pub needs: i64,
    /// The unit of values, in words: "hours", "civil days"; values are in seconds or civil days.
    pub unit: String,
    /// How much completes it, in words: "168 h".
    pub target: String,
    /// One for each group of policies and standards with the same course; the first holds the headline.
    pub rows: Vec<ClockRow>,
}

/// One course of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockRow {
    /// "reset (headline), pause by civil day - at credible, corroborated".
    pub label: String,
    /// Least and greatest value at instants, ascending.
    pub points: Vec<ClockPoint>,
    /// The value and completion in words.
    pub reading: Sentence,
    /// Earliest and latest completion; `None`: never, as known.
    pub completion: (Option<Instant>, Option<Instant>),
    /// What broke it, or may have; incidents of one day may stand together.
    pub marks: Vec<Mark>,
}

/// The value of a clock at one instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockPoint {
    /// When.
    pub at: Instant,
    /// Least value over all placements.
    pub least: i64,
    /// Greatest value.
    pub greatest: i64,
}

/// Something at a time on a drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// When it may have been.
    pub span: Interval,
    /// How it is drawn.
    pub tone: Tone,
    /// What it is, in words.
    pub label: String,
    /// What is written beside it: what has a time of day, several reports or a high figure is named, the others are counted.
    pub name: Option<String>,
    /// The card it leads to, where there is one.
    pub anchor: Option<String>,
}

/// How something is drawn: always a shape and a colour, never a colour alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tone {
    /// No breach established; a running regime.
    Calm,
    /// Breaks; breached.
    Breaks,
    /// May break; contested.
    MayBreak,
    /// Alleged, undetermined, at risk.
    Open,
    /// No clause covers it.
    Uncovered,
    /// A reply, decision, finding.
    Word,
}

/// Happenings in lanes over time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineDrawing {
    /// What it shows.
    pub title: String,
    /// What the drawing says, for those who do not see it.
    pub summary: String,
    /// First and last instant drawn.
    pub span: Interval,
    /// The period that is reported on.
    pub period: Interval,
    /// Instants with their words on the axis: the beginnings of days.
    pub ticks: Vec<(Instant, String)>,
    /// Lanes from top to bottom.
    pub lanes: Vec<(String, Vec<Mark>)>,
}

/// The mission's own zones and places, and where incidents are said to have happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MapDrawing {
    /// What it shows.
    pub title: String,
    /// What the drawing says, for those who do not see it.
    pub summary: String,
    /// What is drawn, the largest first.
    pub shapes: Vec<Shape>,
    /// Incidents that no position was stated for, or only one too coarse to draw: listed, never drawn as a point.
    pub not_drawn: Vec<Sentence>,
}

/// An area on the map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Where it may be: a disc is drawn as a ring of its radius, whatever the radius.
    pub area: Area,
    /// What it is.
    pub kind: ShapeKind,
    /// Its name.
    pub label: String,
    /// What is said to have happened there; empty for a zone or a place.
    pub words: String,
    /// The card it leads to, where there is one.
    pub anchor: Option<String>,
}

/// What an area on the map is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ShapeKind {
    /// A zone whose version is agreed.
    Zone,
    /// A version of a zone that not all its co-signers signed.
    ZoneNotAgreed,
    /// A registered place.
    Place,
    /// Where an incident is said to have been.
    Incident(Tone),
}

/// One incident: versions side by side, sources, figures, replies, verdicts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The name by which links lead here; a valid HTML id.
    pub anchor: String,
    /// The incident's name.
    pub incident: String,
    /// Act, who is said to have acted, where, when.
    pub title: String,
    /// The worst word at the headline standard.
    pub tone: Tone,
    /// The verdicts, each with its standard and reasons.
    pub verdicts: Vec<Sentence>,
    /// What all versions say.
    pub common: Vec<Sentence>,
    /// The versions side by side.
    pub versions: Table,
    /// In their words.
    pub quotes: Vec<Sentence>,
    /// Who relays whom.
    pub chains: ChainGraph,
    /// Figures by origin, never added; one strip for each category.
    pub figures: Vec<Strip>,
    /// Replies and findings.
    pub answers: Vec<Sentence>,
    /// What is missing: undetermined causes, empty slots, nearest flip.
    pub missing: Vec<Sentence>,
}

/// Who relays whom, from origins to the report.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ChainGraph {
    /// What the drawing says, for those who do not see it.
    pub summary: String,
    /// Sources, each once.
    pub nodes: Vec<ChainNode>,
    /// From the one who said it to the one who passed it on: indices into `nodes`.
    pub edges: Vec<(usize, usize)>,
}

/// A source in a chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainNode {
    /// Its name, or the words for one without a name.
    pub label: String,
    /// What it is in these chains.
    pub role: ChainRole,
}

/// What a source is in the chains of one incident.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChainRole {
    /// An innermost link with a name.
    Origin,
    /// An innermost link without a name.
    UnnamedOrigin,
    /// A link that passes on.
    Relayer,
}

/// Figures of one category on one scale.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Strip {
    /// "killed", "killed or injured".
    pub category: String,
    /// What the drawing says, for those who do not see it.
    pub summary: String,
    /// One for each origin and figure.
    pub marks: Vec<StripMark>,
}

/// One figure by one origin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StripMark {
    /// Least.
    pub least: u64,
    /// Greatest; `None`: open upwards ("at least").
    pub most: Option<u64>,
    /// Whose figure, with its words.
    pub label: Sentence,
    /// Its scope or population is unclear or differs: drawn hatched.
    pub unclear: bool,
}
