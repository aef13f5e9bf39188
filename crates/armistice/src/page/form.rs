//! Paper forms: one A4 page for each number, to be filled in by hand, read out at the radio and typed in afterwards.
//!
//! ```text
//! kind, languages, numbers ─▶ `render` ─▶ one HTML file: no script, nothing fetched
//! ```
//!
//! Holds
//! - With two languages every label stands in both, each in its own direction.
//! - A form of an exercise says so on every page.
//!
//! Not here: the numbers (`channel::forms`), the words (`situation`'s locales).

use maud::{DOCTYPE, Markup, PreEscaped, html};
use situation::report::{Language, Words};

use super::{POLICY, text};

const STYLE: &str = include_str!("form.css");

/// What is reported with a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Something that happened.
    Report,
    /// Whether monitors could look.
    Access,
    /// What became of a convoy.
    Convoy,
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Kind::Report => "form-title-report",
            Kind::Access => "form-title-access",
            Kind::Convoy => "form-title-convoy",
        }
    }
    /// Lines beside those that every form has: a label, and how many lines are left for it.
    fn own(self) -> &'static [(&'static str, usize)] {
        match self {
            Kind::Report => &[("form-what", 3), ("form-by-whom", 1), ("form-on-whom", 1), ("form-people", 2)],
            Kind::Access => &[("form-access-what", 2), ("form-access-party", 1), ("form-access-cause", 2)],
            Kind::Convoy => &[("form-convoy-name", 1), ("form-convoy-what", 2), ("form-convoy-trucks", 1)],
        }
    }
}

/// Forms with these numbers, as one HTML file.
pub fn render(mission: &str, kind: Kind, languages: &[Language], numbers: &[String], drill: bool) -> String {
    let words: Vec<Words> = languages.iter().map(|language| Words::of(*language)).collect();
    let first = words.first().expect("a form is in one language or more");
    let direction = |language: Language| if language.right_to_left() { "rtl" } else { "ltr" };
    let label = |name: &str| labels(&words, name);
    let markup = html! {
        (DOCTYPE)
        html lang=(first.language.tag()) dir=(direction(first.language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light";
                title { (text::plain(mission)) " – " (first.word(kind.title())) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for number in numbers { (page(mission, kind, number, drill, &label)) }
            }
        }
    };
    markup.into_string()
}

fn labels(words: &[Words], name: &str) -> Markup {
    html! {
        @for words in words {
            span lang=(words.language.tag()) dir=(if words.language.right_to_left() { "rtl" } else { "ltr" }) {
                (words.word(name))
            }
        }
    }
}

fn page(mission: &str, kind: Kind, number: &str, drill: bool, label: &dyn Fn(&str) -> Markup) -> Markup {
    html! {
        section.paper aria-label=(number) {
            @if drill { p.watermark { (label("form-exercise")) } }
            header {
                h1 { (label(kind.title())) }
                p.mission { bdi { (text::plain(mission)) } }
                p.number dir="ltr" { (number) }
                p.how { (label("form-number-how")) }
            }
            (line(label("form-who"), 1))
            div.two { (line(label("form-call-sign"), 1)) (line(label("form-way"), 1)) }
            div.two { (line(label("form-when"), 1)) (line(label("form-when-noted"), 1)) }
            (line(label("form-where"), 1))
            div.two { (boxes(label("form-latitude"), "N")) (boxes(label("form-longitude"), "E")) }
            @for (name, lines) in kind.own() { (line(label(name), *lines)) }
            div.field { div.label { (label("form-basis")) } div.choices {
                @for name in ["form-seen", "form-heard", "form-told"] { div.choice { span.box {} (label(name)) } }
            } }
            (line(label("form-words"), 4))
            div.two { (line(label("form-written-by"), 1)) (line(label("form-read-back-by"), 1)) }
            div.two { (line(label("form-typed-by"), 1)) (line(label("form-checked-by"), 1)) }
            footer { (label("form-closing")) }
        }
    }
}

fn line(label: Markup, lines: usize) -> Markup {
    html! { div.field { div.label { (label) } div class={ "room of-" (lines) } {} } }
}

/// Degrees with four places behind the point, a box for each digit.
fn boxes(label: Markup, direction: &str) -> Markup {
    html! {
        div.field { div.label { (label) } div.digits dir="ltr" {
            @for _ in 0..2 { span.box {} } span.point { "." } @for _ in 0..4 { span.box {} } span.point { (direction) }
        } }
    }
}
