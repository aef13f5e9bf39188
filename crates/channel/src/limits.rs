//! Limits of the channel, each with its unit in the name.

/// How far a read-back may lie from what it reads back, in millimetres: 200 m.
pub const READ_BACK_MM: u64 = 200_000;
/// How wide a read-back may be and still say where something is, in millimetres: 1 km, or as wide as what it reads back.
pub const READ_BACK_WIDTH_MM: u64 = 1_000_000;
/// How far the distance of a mark may be off, beside a tenth of it, in millimetres: 500 m.
pub const MARK_MM: u64 = 500_000;
/// Which part of the distance of a mark it may be off, beside `MARK_MM`: a tenth.
pub const MARK_PART: u64 = 10;
/// How far the bearing of a mark may be off, in degrees.
pub const MARK_DEG: u16 = 15;
/// From which distance on a bearing is asked, in millimetres: 1 km.
pub const BEARING_FROM_MM: u64 = 1_000_000;
/// From how many known places it is said where a position is.
pub const WORDS_MARKS: usize = 2;
/// From how far a known place says where a position is, in millimetres: 100 km. Nobody finds anything by a place that is further.
pub const WORDS_MM: u64 = 100_000_000;
/// Questions of one party that are answered in `QUESTIONS_S`.
pub const QUESTIONS: usize = 20;
/// Questions of one party in `QUESTIONS_S` that may touch one another.
pub const TOUCHING_QUESTIONS: usize = 3;
/// For how long a question is counted, in seconds: 24 hours.
pub const QUESTIONS_S: i64 = 24 * 3600;
/// Greatest width of a question, in millimetres: 5 km.
pub const QUESTION_WIDTH_MM: u64 = 5_000_000;
/// Side of the squares in which others learn where something is, in units of 1e-7 degree: 0.05 degree.
pub const SQUARE_E7: i32 = 500_000;
/// When the next officer is asked, where a party has no ladder, in seconds.
pub const NEXT_OFFICER_S: u64 = 60;
/// When another channel is tried, where a party has no ladder, in seconds.
pub const OTHER_CHANNEL_S: u64 = 180;
/// When the guarantors are asked, where a party has no ladder, in seconds.
pub const GUARANTORS_S: u64 = 600;
/// How far ahead of the clock something may be said to have happened, in seconds: a day, for a clock may be wrong and a date a slip.
pub const AHEAD_S: i64 = 24 * 3600;
/// Longest short name of a mission at the head of a form's number.
pub const FORM_SHORT_NAME_CHARACTERS: usize = 8;
/// Fewest digits of a form's number.
pub const FORM_DIGITS: usize = 4;
/// Greatest number of a form.
pub const FORM_NUMBER_MOST: u32 = 999_999;
