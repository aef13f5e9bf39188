//! Codes of problems with written statements: letter N. Each has a case in `cases/statements/bad/`.

/// A text, statement or list is longer than allowed.
pub const TOO_LONG: &str = "N0101";
/// The text is not UTF-8.
pub const NOT_UTF8: &str = "N0102";
/// A tab.
pub const TAB: &str = "N0103";
/// A quotation that does not end on its line.
pub const OPEN_QUOTE: &str = "N0104";
/// An escape that stands for nothing.
pub const ESCAPE: &str = "N0105";
/// Something that is no keyword where one belongs.
pub const NO_KEYWORD: &str = "N0106";
/// No kind of statement, or an unknown one.
pub const KIND: &str = "N0107";
/// A keyword without its value, or with another.
pub const NO_VALUE: &str = "N0108";
/// A field given twice.
pub const REPEATED: &str = "N0109";
/// A label that cannot be one, or is taken.
pub const LABEL: &str = "N0110";

/// A line that is not one JSON object.
pub const NOT_JSON: &str = "N0201";
/// A key given twice in one object.
pub const REPEATED_KEY: &str = "N0202";
/// A key that the kind of statement does not have.
pub const UNKNOWN_KEY: &str = "N0203";
/// A value of another form than the field takes.
pub const WRONG_FORM: &str = "N0204";

/// A required field is missing.
pub const MISSING: &str = "N0301";
/// One of several fields is required, or only one is allowed.
pub const ONE_OF: &str = "N0302";
/// A field that goes only with another.
pub const ONLY_WITH: &str = "N0303";
/// A reference to no earlier statement.
pub const REFERENCE: &str = "N0304";
/// A word that is not one of the choices.
pub const CHOICE: &str = "N0305";
/// A name or text that is empty or cannot be one.
pub const NAME: &str = "N0306";

/// Something that is no instant or time.
pub const TIME: &str = "N0401";
/// A local time that the clocks skipped.
pub const SKIPPED: &str = "N0402";
/// A local time that the clocks showed twice.
pub const TWICE: &str = "N0403";
/// A date where a clock time belongs.
pub const DATE_ALONE: &str = "N0404";
/// An end at or before its beginning.
pub const BACKWARDS: &str = "N0405";
/// Something that is no duration.
pub const DURATION: &str = "N0406";
/// Something that is no point, distance or area.
pub const AREA: &str = "N0407";
/// Something that is no count or range.
pub const COUNT: &str = "N0408";
/// Something that is no grade.
pub const GRADE: &str = "N0409";
/// Something that is no hash.
pub const HASH: &str = "N0410";

/// The record cannot hold the body.
pub const RECORD: &str = "N0501";
