//! Limits of a report, each with its unit in the name: what is past one is counted in a sentence, never dropped in silence.
//!
//! Holds
//! - A report's length grows with its period, not with the record.
//!
//! Not here: limits of statements (`record::limits`).

/// Most statements that one footnote tells in words; it names the others by their ids.
pub const NOTE_STATEMENTS: usize = 12;
/// Most incidents with a card of their own; the worst at the headline standard first.
pub const CARDS: usize = 40;
/// Most cards for which the nearest flip is looked for.
pub const FLIPS: usize = 12;
/// Most versions side by side on one card.
pub const VERSIONS: usize = 24;
/// Most rows of one table.
pub const TABLE_ROWS: usize = 400;
/// Most points of one list.
pub const LIST_POINTS: usize = 40;
/// Most days before the period that one clock's drawing shows.
pub const CLOCK_DAYS: i64 = 60;
/// Most incidents marked on one row of a clock; those of further days are counted.
pub const CLOCK_MARKS: usize = 120;
/// Most days before the period that the timeline shows.
pub const TIMELINE_DAYS: i64 = 7;
/// Most marks in one lane.
pub const LANE_MARKS: usize = 150;
/// Most marks of one lane with a name beside them.
pub const NAMED_MARKS: usize = 12;
/// A figure of people killed or injured from which a mark is named.
pub const NAMED_FIGURE: u32 = 10;
/// Most characters of a name on a drawing.
pub const NAME_CHARACTERS: usize = 34;
/// Most areas on the map.
pub const SHAPES: usize = 400;
/// Greatest radius of an area that is drawn as where an incident was; a coarser one is listed.
pub const DRAWN_RADIUS_MM: u64 = 60_000_000;
/// Most earlier days whose report is compared with what is known now.
pub const COMPARED_DAYS: i64 = 14;
/// Most sources in the graph of one card.
pub const GRAPH_SOURCES: usize = 40;
