//! Drawings as SVG: clocks, timelines, maps, chains, figures.
//!
//! ```text
//! a drawing of the report ─▶ percent of the width across, pixels down ─▶ SVG that is readable at every width
//! ```
//!
//! Holds
//! - Positions across are percentages and letters keep their size: a drawing shrinks without its words shrinking.
//! - Time runs in the reading direction of the report's language; maps are never mirrored.
//! - Every kind of thing has a shape or a pattern of its own beside its colour.
//!
//! Not here: what is drawn (`situation::report`), the style (`style.css`).

mod clock;
mod graph;
mod labels;
mod map;
mod strip;
mod timeline;

pub(super) use clock::clock;
pub(super) use graph::graph;
pub(super) use map::map;
pub(super) use strip::strip;
pub(super) use timeline::timeline;

use maud::{Markup, html};
use record::vocabulary::time::{Instant, Interval};
use situation::report::Tone;

use super::{Page, tone_class};

/// Patterns that drawings fill with; referred to by name.
pub(super) fn patterns() -> Markup {
    html! {
        svg width="0" height="0" aria-hidden="true" style="position:absolute" {
            defs {
                pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="8" height="8" fill="#f6f7f8" {}
                    line x1="0" y1="0" x2="0" y2="8" stroke="#d5dade" stroke-width="3" {}
                }
                pattern id="hatch-figure" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="6" height="6" fill="#fff" {}
                    line x1="0" y1="0" x2="0" y2="6" stroke="#5b84ad" stroke-width="3" {}
                }
            }
        }
    }
}

/// The shape of a tone, around (0, 0): a colour never stands alone.
fn path(tone: Tone) -> &'static str {
    match tone {
        Tone::Breaks => "M-5 -5L5 5M5 -5L-5 5M-6 -4L-4 -6L6 4L4 6ZM4 -6L6 -4L-4 6L-6 4Z",
        Tone::MayBreak => "M0 -6L6 5L-6 5Z",
        Tone::Open => "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
        Tone::Uncovered => "M-5 -5H5V5H-5Z",
        Tone::Calm => "M-6 -2H6V2H-6Z",
        Tone::Word => "M0 -6L6 0L0 6L-6 0Z",
    }
}

/// A tone's symbol in running text.
pub(super) fn symbol(tone: Tone) -> Markup {
    html! {
        svg.symbol viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" { path class=(tone_class(tone)) d=(path(tone)) {} }
    }
}

/// A tone's symbol on a drawing, at so many percent across and pixels down.
fn mark(tone: Tone, x: f64, y: f64, title: &str) -> Markup {
    html! {
        svg x=(percent(x)) y=(format!("{y:.0}")) overflow="visible" {
            path class={ "mark " (tone_class(tone)) } d=(path(tone)) { title { (title) } }
        }
    }
}

/// The names of symbols, as a list.
fn legend(page: &Page<'_>, items: &[(Markup, &str)]) -> Markup {
    html! {
        ul.legend { @for (sign, name) in items { li { (sign) (page.word(name)) } } }
    }
}

/// Time across, in percent of the width.
struct Across {
    span: Interval,
    rtl: bool,
}

impl Across {
    fn new(page: &Page<'_>, span: Interval) -> Across {
        Across { span, rtl: page.rtl() }
    }
    /// Where `at` lies; the ends where it lies outside.
    fn at(&self, at: Instant) -> f64 {
        let part = share(at.0.saturating_sub(self.span.from.0), self.span.seconds().max(1)).clamp(0.0, 100.0);
        if self.rtl { 100.0 - part } else { part }
    }
    /// Left edge and width of what lies between two instants.
    fn between(&self, from: Instant, until: Instant) -> (f64, f64) {
        let (a, b) = (self.at(from), self.at(until));
        (a.min(b), (a - b).abs())
    }
    /// Lines at the beginnings of days, and their dates where there is room.
    fn days(&self, days: &[(Instant, String)], height: f64) -> Markup {
        html! {
            @for (at, _) in days {
                line.day x1=(percent(self.at(*at))) x2=(percent(self.at(*at))) y1="0" y2=(format!("{height:.0}")) {}
            }
        }
    }
    /// The dates under a drawing: few on a narrow page, more on a wide one.
    fn dates(&self, days: &[(Instant, String)]) -> Markup {
        const NARROW: usize = 3;
        const WIDE: usize = 9;
        // What a narrow page shows a wide one shows too, at even distances.
        let wide = days.len().div_ceil(WIDE).max(1);
        let narrow = days.len().div_ceil(wide * NARROW).max(1) * wide;
        // A date stands after its line: near the end there is no room for it.
        let fits = |index: usize, part: i64| self.span.until.0 - days[index].0.0 >= self.span.seconds() / part;
        let on_wide = |index: usize| index.is_multiple_of(wide) && fits(index, 10);
        let on_narrow = |index: usize| index.is_multiple_of(narrow) && fits(index, 4);
        html! {
            svg.plot.axis height="18" aria-hidden="true" {
                @for (index, (at, date)) in days.iter().enumerate() {
                    @if on_wide(index) {
                        text class=[(!on_narrow(index)).then_some("wide")] x=(percent(self.at(*at))) y="13" { (date) }
                    }
                }
            }
        }
    }
}

/// `part` of `whole` in percent.
fn share(part: i64, whole: i64) -> f64 {
    // Both are seconds or counts far below 2^53.
    part as f64 * 100.0 / whole as f64
}

/// "12.3%".
fn percent(x: f64) -> String {
    format!("{x:.2}%")
}

/// A pattern as a sample in a legend.
fn patterns_swatch(class: &str) -> Markup {
    html! { svg width="22" height="10" aria-hidden="true" { rect class=(class) width="22" height="10" {} line.now x1="0" x2="0" y1="0" y2="10" {} } }
}
