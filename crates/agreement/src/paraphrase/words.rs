//! Words that every clause needs: lists, durations, moments, who decides.
//!
//! Not here: sentences (`head`, `clauses`, `clocks`).

use record::vocabulary::time::Instant;

use crate::tree::{Deciders, Moment, Rule, Tree};

/// "A, B and C".
pub fn and<S: AsRef<str>>(names: &[S]) -> String {
    joined(names, "and")
}
/// "A, B or C".
pub fn or<S: AsRef<str>>(names: &[S]) -> String {
    joined(names, "or")
}

fn joined<S: AsRef<str>>(names: &[S], last_word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {last_word} {}", most.join(", "), last.as_ref())
        }
    }
}

/// "is" for one, "are" for several.
pub fn is_or_are<T>(names: &[T]) -> &'static str {
    if names.len() == 1 { "is" } else { "are" }
}

/// "1 hour", "3 hours".
pub fn counted(count: impl Into<i64>, noun: &str) -> String {
    let count = count.into();
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Seconds in the greatest unit that holds them whole, no greater than hours; whole days beside the hours.
pub fn duration(seconds: i64) -> String {
    match seconds {
        seconds if seconds % 86_400 == 0 && seconds > 86_400 => {
            format!("{} ({})", counted(seconds / 86_400, "day"), counted(seconds / 3_600, "hour"))
        }
        seconds if seconds % 3_600 == 0 => counted(seconds / 3_600, "hour"),
        seconds if seconds % 60 == 0 => counted(seconds / 60, "minute"),
        seconds => counted(seconds, "second"),
    }
}

/// "2030-03-04 06:00 +02:00".
pub fn instant(tree: &Tree, at: Instant) -> String {
    let civil = tree.zone.civil(at);
    let seconds = if civil.second() == 0 { String::new() } else { format!(":{:02}", civil.second()) };
    format!("{} {:02}:{:02}{seconds} {}", civil.date(), civil.hour(), civil.minute(), tree.zone.offset(at))
}

/// "D (2030-03-04 06:00 +02:00)", "2 hours after D (…)", an instant alone.
pub fn moment(tree: &Tree, moment: &Moment) -> String {
    let at = tree.instant(moment).map(|at| instant(tree, at)).unwrap_or_default();
    match moment {
        Moment::At(_) => at,
        Moment::EndOfDay { epoch, days: 0 } => format!("the end of the day of {epoch} ({at})"),
        Moment::EndOfDay { epoch, days } => {
            format!("the end of the day {} after that of {epoch} ({at})", counted(*days, "day"))
        }
        Moment::After { epoch, seconds: 0 } => format!("{epoch} ({at})"),
        Moment::After { epoch, seconds } => format!("{} after {epoch} ({at})", duration(*seconds)),
    }
}

/// Who it takes: "G1 and G2 together", "any one of G1 and G2", "G1 alone (as chair of G1 and G2)".
pub fn deciders(deciders: &Deciders) -> String {
    match (&deciders.rule, deciders.names.as_slice()) {
        (Rule::Chair(chair), names) => format!("{chair} alone (as chair of {})", and(names)),
        (_, [one]) => one.clone(),
        (Rule::All, names) => format!("{} together", and(names)),
        (Rule::Any, names) => format!("any one of {}", and(names)),
    }
}

/// That one of several who must act together cannot act alone; nothing where one is enough.
pub fn not_all(deciders: &Deciders) -> &'static str {
    match (&deciders.rule, deciders.names.len()) {
        (Rule::All, 2) => "; one of them alone is not enough",
        (Rule::All, 3..) => "; fewer than all of them are not enough",
        _ => "",
    }
}
