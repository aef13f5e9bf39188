//! Codes of cases that cannot be run: letter K. Each has a case in `cases/case/bad/`.
//!
//! Holds
//! - `spec/cases.md` lists them.
//!
//! Not here: what a case finds to differ (an answer, not an error).

/// No title, or a block that is not closed.
pub const FORM: &str = "K0101";
/// Not exactly one block `agreement`, or no block `expect`.
pub const BLOCKS: &str = "K0102";
/// A base that there is not, or a change of something it does not have.
pub const BASE: &str = "K0103";
/// An agreement with errors.
pub const AGREEMENT: &str = "K0201";
/// Statements with problems.
pub const STATEMENTS: &str = "K0202";
/// A statement without `known`.
pub const KNOWN: &str = "K0203";
/// A moment that cannot be read, or a question before the first moment.
pub const MOMENT: &str = "K0301";
/// A question of no known form.
pub const QUESTION: &str = "K0302";
/// A name in a question that is not there.
pub const NAME: &str = "K0303";
