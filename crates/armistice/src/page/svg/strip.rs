//! Figures of one category on one scale, each on a line of its own: nothing is added, nothing overlaps.
//!
//! Not here: whose figures (`situation::report`).

use maud::{Markup, html};
use situation::report::{Strip, StripMark};

use super::percent;
use crate::page::Page;
use crate::page::text::{sentence, text};

pub(crate) fn strip(page: &Page<'_>, drawn: &Strip) -> Markup {
    if let [alone] = drawn.marks.as_slice() {
        // One figure has no other to stand beside on a scale.
        return html! {
            p.alone { (text(&drawn.category)) " – " (sentence(page, &alone.label)) @if alone.unclear { " (" (page.word("page-unclear")) ")" } }
        };
    }
    let greatest = drawn.marks.iter().map(|mark| mark.most.unwrap_or(mark.least)).max().unwrap_or(0).max(1);
    let end = nice(greatest);
    html! {
        div.strip {
            p.sum { (text(&drawn.summary)) }
            @for mark in &drawn.marks {
                div.figure {
                    div { (sentence(page, &mark.label)) @if mark.unclear { " (" (page.word("page-unclear")) ")" } }
                    (bar(page, mark, end))
                }
            }
            div.figure {
                div {}
                svg.plot height="16" aria-hidden="true" {
                    text x=(place(page, 0, end)) y="12" text-anchor="start" { "0" }
                    text x=(place(page, end / 2, end)) y="12" text-anchor="middle" { (end / 2) }
                    text x=(place(page, end, end)) y="12" text-anchor="end" { (end) }
                }
            }
        }
    }
}

/// Where a number stands, in percent; a tenth of the width is left for what is open upwards.
fn across(page: &Page<'_>, number: u64, end: u64) -> f64 {
    let part = number as f64 * 90.0 / end as f64;
    if page.rtl() { 100.0 - part } else { part }
}
fn place(page: &Page<'_>, number: u64, end: u64) -> String {
    percent(across(page, number, end))
}

fn bar(page: &Page<'_>, mark: &StripMark, end: u64) -> Markup {
    let (a, b) = (across(page, mark.least, end), across(page, mark.most.unwrap_or(mark.least), end));
    let (left, width) = (a.min(b), (a - b).abs());
    let class = if mark.unclear { "range unclear" } else { "range" };
    let open = mark.most.is_none();
    let tip = if page.rtl() { "M0 0H-34M-28 -4L-34 0L-28 4" } else { "M0 0H34M28 -4L34 0L28 4" };
    html! {
        svg.plot height="16" aria-hidden="true" {
            line.base x1="0" x2="100%" y1="8" y2="8" {}
            rect class=(class) x=(percent(left)) width=(percent(width)) y="4" height="8" {}
            svg x=(percent(a)) y="8" overflow="visible" { circle class=(class) r="4.5" {} @if open { path.edge d=(tip) {} } }
            @if width > 0.0 { svg x=(percent(b)) y="8" overflow="visible" { circle class=(class) r="4.5" {} } }
        }
    }
}

/// The next round number whose half is whole too: 2, 4, 10, 20, 40, 100, 200, ….
fn nice(number: u64) -> u64 {
    let mut unit = 1u64;
    loop {
        for step in [2, 4, 6, 10] {
            match unit.checked_mul(step) {
                Some(round) if round >= number => return round,
                Some(_) => {}
                None => return number,
            }
        }
        match unit.checked_mul(10) {
            Some(next) => unit = next,
            None => return number,
        }
    }
}
