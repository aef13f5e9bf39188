//! A clock over time: one row for each course, a band from the least value to the greatest, what broke it or may have.
//!
//! Not here: which policies share a row (`situation::report`).

use maud::{Markup, html};
use situation::report::{ClockDrawing, ClockPoint, ClockRow, Tone};

use super::{Across, legend, mark, patterns_swatch, percent, share, symbol};
use crate::page::text::{plain, sentence, text};
use crate::page::{Page, folded};

/// Height of a row's plot, in pixels.
const HEIGHT: f64 = 74.0;
/// Height of the lane of marks beneath, in pixels.
const MARKS: f64 = 20.0;

/// Half a mark's width on a narrow page, in percent: no mark stands out of the drawing.
const EDGE: f64 = 2.2;

pub(crate) fn clock(page: &Page<'_>, drawing: &ClockDrawing) -> Markup {
    let across = Across::new(page, drawing.span);
    let tones: Vec<Tone> = [Tone::Breaks, Tone::MayBreak, Tone::Open]
        .into_iter()
        .filter(|tone| drawing.rows.iter().flat_map(|row| &row.marks).any(|mark| mark.tone == *tone))
        .collect();
    html! {
        figure.clock {
            figcaption { h3 { (text(&drawing.title)) } p { (text(&drawing.summary)) } }
            @if let Some(row) = drawing.rows.first() { (course(page, drawing, row, &across)) }
            (legend(page, &[(swatch("band"), "page-band"), (swatch("target"), "page-target"), (swatch("done"), "page-completion"),
                (patterns_swatch("projection"), "page-now")]))
            ul.legend {
                @for tone in tones {
                    li { (symbol(tone)) " " (page.word(match tone {
                        Tone::Breaks => "page-breaks",
                        Tone::MayBreak => "page-may-break",
                        _ => "page-at-risk",
                    })) }
                }
            }
            @if drawing.rows.len() > 1 {
                details {
                    summary { (page.word("page-other-readings")) " (" (drawing.rows.len() - 1) ")" (folded(page)) }
                    @for row in &drawing.rows[1..] { (course(page, drawing, row, &across)) }
                }
            }
        }
    }
}

fn swatch(class: &str) -> Markup {
    html! {
        svg width="22" height="10" aria-hidden="true" {
            @if class == "target" { line.target x1="0" x2="22" y1="5" y2="5" {} }
            @else { rect class=(class) width="22" height="10" {} }
        }
    }
}

fn course(page: &Page<'_>, drawing: &ClockDrawing, row: &ClockRow, across: &Across) -> Markup {
    let greatest = row.points.iter().map(|point| point.greatest).max().unwrap_or(0).max(drawing.needs).max(1);
    // A little air above the target, so that its line is seen.
    let y = |value: i64| HEIGHT - share(value, greatest) / 100.0 * (HEIGHT - 8.0);
    let now = across.at(drawing.now);
    let (after, rest) = across.between(drawing.now, drawing.span.until);
    let completion = row.completion.0.map(|earliest| {
        let latest = row.completion.1.unwrap_or(drawing.span.until).min(drawing.span.until);
        across.between(earliest.min(drawing.span.until), latest)
    });
    html! {
        div.row {
            p.label { (text(&row.label)) }
            svg.plot height=(format!("{HEIGHT:.0}")) role="img" aria-label=(plain(&row.reading.text)) {
                (across.days(&drawing.days, HEIGHT))
                rect.projection x=(percent(after)) width=(percent(rest)) y="0" height=(format!("{HEIGHT:.0}")) {}
                // The band alone is stretched; its line keeps its width.
                svg x="0" y="0" width="100%" height=(format!("{HEIGHT:.0}")) viewBox={ "0 0 100 " (HEIGHT) } preserveAspectRatio="none" overflow="visible" {
                    polygon.band vector-effect="non-scaling-stroke" points=(band(&row.points, across, &y)) {}
                }
                line.base x1="0" x2="100%" y1=(format!("{HEIGHT:.0}")) y2=(format!("{HEIGHT:.0}")) {}
                line.target x1="0" x2="100%" y1=(format!("{:.1}", y(drawing.needs))) y2=(format!("{:.1}", y(drawing.needs))) {}
                line.now x1=(percent(now)) x2=(percent(now)) y1="0" y2=(format!("{HEIGHT:.0}")) {}
                // The value of the line stands where the clock begins: the band is low there.
                text.halo x=(percent(across.at(drawing.span.from))) y=(format!("{:.1}", y(drawing.needs) + 14.0)) { (plain(&drawing.target)) }
                // Where nothing is sure, the picture says so itself.
                @if row.points.last().is_some_and(|last| last.least == 0 && last.greatest > 0) {
                    text.halo x=(percent((across.at(drawing.span.from) + now * 3.0) / 4.0)) y=(format!("{:.1}", HEIGHT - 8.0))
                        text-anchor="middle" { (page.word("page-band-any")) }
                }
                @if let Some((left, width)) = completion {
                    rect.done x=(percent(left)) width=(percent(width.max(0.4))) y=(format!("{:.1}", y(drawing.needs) - 4.0)) height="8" {}
                }
            }
            @if !row.marks.is_empty() {
                svg.plot height=(format!("{MARKS:.0}")) aria-hidden="true" {
                    @for shown in &row.marks {
                        @let (left, width) = across.between(shown.span.from, shown.span.until);
                        @if width > 0.6 {
                            rect class={ "bar " (crate::page::tone_class(shown.tone)) } x=(percent(left)) width=(percent(width)) y="8" height="4" {}
                        }
                    }
                    @for shown in &row.marks {
                        @let (left, width) = across.between(shown.span.from, shown.span.until);
                        (mark(shown.tone, (left + width / 2.0).clamp(EDGE, 100.0 - EDGE), MARKS / 2.0, &plain(&shown.label)))
                    }
                }
            }
            (across.dates(&drawing.days))
            p.reading { (sentence(page, &row.reading)) }
            @if !row.marks.is_empty() {
                details {
                    summary { (page.word("page-as-list")) " (" (row.marks.len()) ")" (folded(page)) }
                    ul.points {
                        @for shown in &row.marks {
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

/// The outline of what the value may have been: along the greatest values and back along the least.
fn band(points: &[ClockPoint], across: &Across, y: &impl Fn(i64) -> f64) -> String {
    let along = points.iter().map(|point| (across.at(point.at), y(point.greatest)));
    let back = points.iter().rev().map(|point| (across.at(point.at), y(point.least)));
    along.chain(back).map(|(x, y)| format!("{x:.2},{y:.1}")).collect::<Vec<_>>().join(" ")
}
