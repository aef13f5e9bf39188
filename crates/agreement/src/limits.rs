//! Limits of an agreement's text, each with its unit in the name.
//!
//! Holds
//! - A text within the limits is read in time that grows with its length; one past them is refused with `A0110`.
//!
//! Not here: limits of statements (`record::limits`).

/// Longest text of an agreement.
pub const TEXT_BYTES: usize = 4 * 1024 * 1024;
/// Most lines that say something.
pub const LINES: usize = 100_000;
/// Most clauses: zones, epochs, judgements, regimes, articles, clocks and phases together.
pub const CLAUSES: usize = 10_000;
/// Most inclusions of other texts.
pub const INCLUSIONS: usize = 20;
/// Longest name or paragraph reference.
pub const NAME_CHARACTERS: usize = 120;
/// Longest quoted text: a title, a source, a metric, a path.
pub const QUOTED_CHARACTERS: usize = 1_000;
/// Most names in one list.
pub const LIST_NAMES: usize = 200;
/// Most actors of whom each two have a clock of their own: 190 pairs.
pub const PAIR_NAMES: usize = 20;
/// Longest duration: a hundred years.
pub const DURATION_SECONDS: i64 = 36_525 * 86_400;
/// Greatest count: origins, killed, tolerated breaches, calendar days.
pub const COUNT: u32 = 1_000_000;
/// Greatest radius of a zone around a point.
pub const RADIUS_MM: u64 = 500 * 1_000_000;
/// First and last year of a date.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
/// Most unknown names of one text for which a similar known one is looked for; the others are reported without.
pub const SUGGESTIONS: usize = 100;
/// Most clocks that are reported as never completing, each with its arithmetic. The text is refused for them anyway.
pub const ARITHMETICS: usize = 20;
/// Most characters of one line of a text, or of one paragraph, that a diagnostic shows.
pub const SHOWN_CHARACTERS: usize = 400;
/// Most columns of a row that is laid out, without its comment, where a comma allows a break.
pub const LAYOUT_COLUMNS: usize = 140;
/// Most diagnostics of one text; the number of the others is said.
pub const DIAGNOSTICS: usize = 1_000;
/// How many days after a clock's start a completion is looked for: a hundred years.
pub const CLOCK_HORIZON_DAYS: i64 = 36_525;
/// Most combinations of placements that are tried one by one; beyond it a clock's interval is a bound and says so.
pub const PLACEMENTS: usize = 4_096;
