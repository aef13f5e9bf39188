//! Lanes over time: bars as long as a time is uncertain, a number for those of the same days, diamonds for what was said.
//!
//! Not here: which lane a thing stands in (`situation::report`).

use std::collections::BTreeMap;

use maud::{Markup, html};
use record::vocabulary::time::{Instant, Interval};
use situation::report::{Mark, TimelineDrawing, Tone};

use super::{Across, mark, percent, symbol};
use crate::page::text::{plain, text};
use crate::page::{Page, folded};

/// Height of one line of a lane, in pixels.
const LINE: f64 = 11.0;
/// Height of a name over its bar, in pixels.
const TEXT: f64 = 14.0;
/// Height of a bar with a number in it, in pixels.
const COUNTED: f64 = 14.0;
/// No civil day is longer, in seconds.
const LONGEST_DAY: i64 = 26 * 3_600;
/// Most names of what a number stands for that a pointer shows.
const TITLES: usize = 12;

pub(crate) fn timeline(page: &Page<'_>, drawing: &TimelineDrawing) -> Markup {
    let across = Across::new(page, drawing.span);
    let full: Vec<&(String, Vec<Mark>)> = drawing.lanes.iter().filter(|(_, marks)| !marks.is_empty()).collect();
    html! {
        figure.timeline {
            figcaption { h3 { (text(&drawing.title)) } p { (text(&drawing.summary)) } }
            @for (name, marks) in &drawing.lanes { (lane(page, drawing, name, marks, &across)) }
            div.lane { div {} (across.dates(&drawing.ticks)) }
            ul.legend {
                li { svg width="22" height="12" aria-hidden="true" { rect.period width="22" height="12" {} } (page.word("page-period")) }
                li { svg width="22" height="12" aria-hidden="true" { rect.bar.uncovered x="1" y="1" width="20" height="10" {} } (page.word("page-whole-days")) }
            }
            @if !full.is_empty() {
                details {
                    summary { (page.word("page-as-list")) (folded(page)) }
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

/// What one lane draws: something named, or so many that share a span.
struct Drawn<'a> {
    span: Interval,
    name: Option<&'a str>,
    marks: Vec<&'a Mark>,
    counted: bool,
}

fn drawn<'a>(drawing: &TimelineDrawing, marks: &'a [Mark]) -> Vec<Drawn<'a>> {
    let begins = |at: Instant| at == drawing.span.until || drawing.ticks.iter().any(|(tick, _)| *tick == at);
    let whole_days = |span: Interval| begins(span.from) && begins(span.until);
    let mut counted: BTreeMap<(Instant, Instant), Vec<&Mark>> = BTreeMap::new();
    let mut drawn = Vec::new();
    for shown in marks {
        if shown.name.is_none() && whole_days(shown.span) {
            counted.entry((shown.span.from, shown.span.until)).or_default().push(shown);
        } else {
            drawn.push(Drawn { span: shown.span, name: shown.name.as_deref(), marks: vec![shown], counted: false });
        }
    }
    let mut all: Vec<Drawn<'a>> =
        counted.into_values().map(|marks| Drawn { span: marks[0].span, name: None, marks, counted: true }).collect();
    // Single days stand on one line; what lasted longer stands beneath.
    all.sort_by_key(|group| (group.span.seconds() > LONGEST_DAY, group.span.from));
    all.extend(drawn);
    all
}

fn lane(page: &Page<'_>, drawing: &TimelineDrawing, name: &str, marks: &[Mark], across: &Across) -> Markup {
    let drawn = drawn(drawing, marks);
    let (tops, height) = tops(&drawn, across);
    let period = across.between(drawing.period.from.max(drawing.span.from), drawing.period.until);
    html! {
        div.lane {
            div.name { (text(name)) " " span.count { "(" (marks.len()) ")" } }
            svg.plot height=(format!("{height:.0}")) role="img" aria-label={ (plain(name)) ": " (marks.len()) } {
                rect.period x=(percent(period.0)) width=(percent(period.1)) y="0" height=(format!("{height:.0}")) {}
                (across.days(&drawing.ticks, height))
                @for (shown, top) in drawn.iter().zip(&tops) { (one(page, shown, *top, across)) }
            }
        }
    }
}

fn one(page: &Page<'_>, shown: &Drawn<'_>, top: f64, across: &Across) -> Markup {
    let (left, width) = across.between(shown.span.from, shown.span.until);
    let tone = shown.marks[0].tone;
    let title = shown.marks.iter().take(TITLES).map(|mark| plain(&mark.label)).collect::<Vec<_>>().join("\n");
    let title = if shown.marks.len() > TITLES { format!("{title}\n…") } else { title };
    let (top, bar) = if shown.name.is_some() { (top + TEXT, LINE - 4.0) } else { (top, LINE - 4.0) };
    let height = if shown.counted { COUNTED } else { bar };
    html! {
        @if tone == Tone::Word && width < 1.5 {
            (mark(Tone::Word, left.clamp(2.2, 97.8), top + LINE / 2.0, &title))
        } @else {
            rect class={ "bar " (crate::page::tone_class(tone)) } x=(percent(left)) width=(percent(width.max(0.5)))
                y=(format!("{:.0}", top + 2.0)) height=(format!("{height:.0}")) { title { (title) } }
        }
        @if shown.counted {
            text.halo x=(percent(left + width / 2.0)) y=(format!("{:.0}", top + 13.0)) text-anchor="middle" { (shown.marks.len()) }
        }
        @if let Some(name) = shown.name {
            @let (x, side) = beside(left, width);
            text.halo x=(percent(x)) y=(format!("{:.0}", top - 2.0)) text-anchor=(anchor(page, side)) { (plain(name)) }
        }
    }
}

/// Where a name stands over its bar, so that it stays inside the drawing: at so many percent, its left end, middle or right
/// end there.
fn beside(left: f64, width: f64) -> (f64, f64) {
    match left + width / 2.0 {
        middle if middle < 35.0 => (left.max(0.5), 0.0),
        middle if middle > 65.0 => ((left + width).min(99.5), 1.0),
        middle => (middle, 0.5),
    }
}

fn anchor(page: &Page<'_>, side: f64) -> &'static str {
    match (side, page.rtl()) {
        (0.5, _) => "middle",
        (0.0, false) | (1.0, true) => "start",
        _ => "end",
    }
}

/// The top of each, in pixels, so that none lies on another, and the height of all.
fn tops(drawn: &[Drawn<'_>], across: &Across) -> (Vec<f64>, f64) {
    let mut lines: Vec<(Interval, f64, f64)> = Vec::new();
    let gap = across.span.seconds() / 60;
    let mut end = 2.0;
    let mut tops = Vec::new();
    for shown in drawn {
        let needs = match (shown.name, shown.counted) {
            (Some(_), _) => TEXT + LINE,
            (None, true) => COUNTED + 4.0,
            _ => LINE,
        };
        // A name takes its line alone: it is wider than its bar.
        let apart = if shown.counted { 0 } else { gap };
        let free =
            |taken: &Interval| taken.until.0 + apart <= shown.span.from.0 || shown.span.until.0 + apart <= taken.from.0;
        let found = lines.iter_mut().find(|(taken, _, height)| shown.name.is_none() && *height == needs && free(taken));
        match found {
            Some((taken, top, _)) => {
                tops.push(*top);
                *taken = taken.hull(shown.span);
            }
            None => {
                // A line of a name has a height that no other line has.
                let own = if shown.name.is_some() { 0.0 } else { needs };
                lines.push((shown.span, end, own));
                tops.push(end);
                end += needs;
            }
        }
    }
    (tops, end.max(LINE) + 2.0)
}
