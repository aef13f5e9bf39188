//! Lanes over time: bars as long as a time is uncertain, diamonds for what was said.
//!
//! Not here: which lane a thing stands in (`situation::report`).

use maud::{Markup, html};
use record::vocabulary::time::Interval;
use situation::report::{Mark, TimelineDrawing, Tone};

use super::{Across, mark, percent, symbol};
use crate::page::Page;
use crate::page::text::{plain, text};

/// Height of one line of a lane, in pixels.
const LINE: f64 = 11.0;
/// Most lines of a lane; what does not fit lies on the last.
const LINES: usize = 40;

pub(crate) fn timeline(page: &Page<'_>, drawing: &TimelineDrawing) -> Markup {
    let across = Across::new(page, drawing.span);
    let full: Vec<&(String, Vec<Mark>)> = drawing.lanes.iter().filter(|(_, marks)| !marks.is_empty()).collect();
    html! {
        figure.timeline {
            figcaption { h3 { (text(&drawing.title)) } p { (text(&drawing.summary)) } }
            @for (name, marks) in &drawing.lanes { (lane(drawing, name, marks, &across)) }
            div.lane { div {} (across.dates(&drawing.ticks)) }
            @if !full.is_empty() {
                details {
                    summary { (page.word("page-as-list")) }
                    @for (name, marks) in full {
                        h4 { (text(name)) }
                        ul.points {
                            @for shown in marks {
                                li {
                                    (symbol(shown.tone)) " "
                                    @if let Some(anchor) = &shown.anchor { a href={ "#" (anchor) } { (text(&shown.label)) } }
                                    @else { (text(&shown.label)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn lane(drawing: &TimelineDrawing, name: &str, marks: &[Mark], across: &Across) -> Markup {
    let placed = lines(marks, across);
    let height = placed.iter().max().map_or(1, |line| line + 1) as f64 * LINE + 4.0;
    html! {
        div.lane {
            div.name { (text(name)) " " span.count { "(" (marks.len()) ")" } }
            svg.plot height=(format!("{height:.0}")) role="img" aria-label={ (plain(name)) ": " (marks.len()) } {
                (across.days(&drawing.ticks, height))
                @for (shown, line) in marks.iter().zip(&placed) {
                    @let (left, width) = across.between(shown.span.from, shown.span.until);
                    @let top = *line as f64 * LINE + 2.0;
                    @if shown.tone == Tone::Word && width < 1.5 {
                        (mark(Tone::Word, left, top + LINE / 2.0, &plain(&shown.label)))
                    } @else {
                        rect class={ "bar " (crate::page::tone_class(shown.tone)) } x=(percent(left)) width=(percent(width.max(0.5)))
                            y=(format!("{:.0}", top + 2.0)) height=(format!("{:.0}", LINE - 4.0)) { title { (plain(&shown.label)) } }
                    }
                }
            }
        }
    }
}

/// The line of each mark, so that marks of one line do not overlap.
fn lines(marks: &[Mark], across: &Across) -> Vec<usize> {
    let mut ends: Vec<Interval> = Vec::new();
    let gap = across.span.seconds() / 60;
    marks
        .iter()
        .map(|shown| {
            let free = ends.iter().position(|taken| taken.until.0 + gap <= shown.span.from.0);
            let line = free.unwrap_or(ends.len()).min(LINES - 1);
            if line == ends.len() {
                ends.push(shown.span);
            } else {
                ends[line] = ends[line].hull(shown.span);
            }
            line
        })
        .collect()
}
