//! The report's lint: the sections, the footnotes and the words of a report, checked over the report itself.
//!
//! ```text
//! `Report` ─▶ walk over every text ─▶ findings, each with a code, the place, what is wrong
//! ```
//!
//! Holds
//! - It looks at what stands in the report, not at how it was made: a renderer or a new section cannot slip past it.
//! - What somebody wrote stands in isolates that keep their own direction, and is never judged.
//!
//! Not here: the codes' explanations (`codes`).

use super::document::{Block, Card, Report, Section, Sentence, SentenceKind, Table};
use super::{Language, SECTIONS};
use crate::codes;

/// One thing that a report does not hold to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lapse {
    /// One of [`codes::CODES`].
    pub code: &'static str,
    /// The section's key, or "header", "notes".
    pub at: String,
    /// What is wrong, in one lower-case sentence.
    pub message: String,
}

/// Words that take a side, by language: each begins a word of the text.
const SIDES: [(Language, &[&str]); 2] = [
    (
        Language::English,
        &[
            "admit",
            "aggress",
            "apparently",
            "assessed",
            "atroci",
            "barbar",
            "blatant",
            "brutal",
            "butcher",
            "clearly",
            "condemn",
            "confess",
            "coward",
            "criminal",
            "cruel",
            "culprit",
            "deplor",
            "enem",
            "evidently",
            "extremist",
            "falsely",
            "flagrant",
            "fortunately",
            "guilt",
            "heinous",
            "illegal",
            "innocent",
            "invader",
            "likely",
            "martyr",
            "massacre",
            "militant",
            "militia",
            "murder",
            "obviously",
            "of course",
            "perpetrat",
            "pretext",
            "propaganda",
            "provocation",
            "puppet",
            "rebel",
            "regime",
            "regrettabl",
            "ruthless",
            "sadly",
            "savage",
            "shocking",
            "slaughter",
            "so-called",
            "terror",
            "thug",
            "tragic",
            "undoubtedly",
            "unfortunately",
            "unlawful",
            "unprovoked",
        ],
    ),
    (
        Language::Arabic,
        &[
            "إرهاب",
            "الإرهاب",
            "متمرد",
            "المتمرد",
            "النظام",
            "عدو",
            "العدو",
            "عدوان",
            "العدوان",
            "معتد",
            "المعتد",
            "مجرم",
            "المجرم",
            "مجزرة",
            "المجزرة",
            "مذبحة",
            "وحشي",
            "شهيد",
            "الشهيد",
            "شهداء",
            "الشهداء",
            "ميليشيا",
            "الميليشيا",
            "غاشم",
            "الغاشم",
            "بشع",
            "فظيع",
            "عميل",
            "ذريعة",
            "دعاية",
            "يزعم",
            "تزعم",
            "زعمت",
            "إدانة",
            "مع الأسف",
            "بلا شك",
            "من الواضح",
            "على الأرجح",
            "على ما يبدو",
            "همجي",
            "سافر",
            "جبان",
            "اعترف",
            "يعترف",
            "للأسف",
            "بوضوح",
            "طبعًا",
            "مزعومين",
        ],
    ),
];
/// The word of a finding, by language.
const CONFIRMED: [(Language, &[&str]); 2] =
    [(Language::English, &["confirm"]), (Language::Arabic, &["مؤكد", "مؤكَّد", "تأكد"])];
/// What a disclaimer says at least, by language: that a verdict determines nothing, and prejudices nothing.
const DISCLAIMED: [(Language, &[&str]); 2] = [
    (Language::English, &["not a determination", "without prejudice"]),
    (Language::Arabic, &["وليس الحكم قرارًا", "ولا يمسّ بحقوق أي طرف"]),
];
/// Words of a total, by language.
const TOTALS: [(Language, &[&str]); 2] = [
    (Language::English, &["altogether", "in total", "total of", "totalling", "all told"]),
    (Language::Arabic, &["إجمالي", "الإجمالي", "بإجمالي"]),
];

/// Everything that `report` does not hold to, in its order.
pub fn lint(report: &Report) -> Vec<Lapse> {
    let mut found = Finder { report, lapses: Vec::new(), at: "header".into() };
    found.header();
    let keys: Vec<&str> = report.sections.iter().map(|section| section.key).collect();
    if keys != SECTIONS {
        found.add(codes::SECTIONS, format!("the sections are {}, not {}", keys.join(", "), SECTIONS.join(", ")));
    }
    for section in &report.sections {
        found.at = section.key.to_owned();
        found.section(section);
    }
    found.at = "notes".into();
    for (index, note) in report.notes.iter().enumerate() {
        if note.statements.is_empty() || note.lines.len() + note.more != note.statements.len() {
            found.add(codes::EMPTY_NOTE, format!("footnote {} does not name a statement with each line", index + 1));
        }
        // Its lines are what people say, in their words: their form is looked at, not their words.
        note.lines.iter().for_each(|line| found.isolates(line));
    }
    found.lapses
}

struct Finder<'r> {
    report: &'r Report,
    lapses: Vec<Lapse>,
    at: String,
}

impl Finder<'_> {
    fn add(&mut self, code: &'static str, message: String) {
        self.lapses.push(Lapse { code, at: self.at.clone(), message });
    }

    fn header(&mut self) {
        const ROWS: usize = 7;
        let report = self.report;
        let whole = report.header.len() == ROWS
            && report.header.iter().all(|(name, value)| !name.is_empty() && !value.is_empty());
        if !whole {
            self.add(codes::HEADER, format!("the header has not {ROWS} rows with a value each"));
        }
        for words in self.of(&DISCLAIMED).iter().filter(|words| !report.disclaimer.contains(**words)) {
            self.add(codes::HEADER, format!("the disclaimer does not say {words:?}"));
        }
        self.text(&report.title);
        self.text(&report.disclaimer);
        report.header.iter().for_each(|(name, _)| self.text(name));
    }

    fn section(&mut self, section: &Section) {
        if section.blocks.is_empty() || section.title.is_empty() {
            self.add(codes::EMPTY, "the section has no title or says nothing".into());
        }
        self.text(&section.title);
        for block in &section.blocks {
            match block {
                Block::Heading(title) => self.text(title),
                Block::Paragraph(sentences) | Block::List(sentences) => self.sentences(sentences),
                Block::Table(table) => self.table(table),
                Block::Clock(drawing) => {
                    self.drawn(&drawing.title, &drawing.summary);
                    for row in &drawing.rows {
                        // The label names the standards that its reading is told at.
                        self.computed(&row.label);
                        self.text(&row.label);
                        self.footnotes(&row.reading);
                        self.text(&row.reading.text);
                        row.marks.iter().for_each(|mark| self.text(&mark.label));
                    }
                }
                Block::Timeline(drawing) => {
                    self.drawn(&drawing.title, &drawing.summary);
                    for (name, marks) in &drawing.lanes {
                        self.text(name);
                        marks.iter().for_each(|mark| self.isolates(&mark.label));
                    }
                }
                Block::Map(drawing) => {
                    self.drawn(&drawing.title, &drawing.summary);
                    self.sentences(&drawing.not_drawn);
                }
                Block::Card(card) => self.card(card),
            }
        }
    }

    fn card(&mut self, card: &Card) {
        self.text(&card.title);
        for sentences in [&card.verdicts, &card.common, &card.missing] {
            self.sentences(sentences);
        }
        // Quotes and answers are others' words.
        for said in card.quotes.iter().chain(&card.answers) {
            self.footnotes(said);
            self.isolates(&said.text);
        }
        self.table(&card.versions);
        self.drawn(&card.incident, &card.chains.summary);
        for strip in &card.figures {
            self.drawn(&strip.category, &strip.summary);
            strip.marks.iter().for_each(|mark| self.figure(&mark.label));
        }
    }

    /// A figure is somebody's.
    fn figure(&mut self, figure: &Sentence) {
        if figure.kind != SentenceKind::Said {
            self.add(codes::NO_ORIGIN, format!("nobody states the figure {:?}", bare(&figure.text)));
        }
        self.sentence(figure);
    }

    fn drawn(&mut self, title: &str, summary: &str) {
        if title.is_empty() || summary.is_empty() {
            self.add(codes::DRAWING, format!("the drawing {title:?} has no title or no summary"));
        }
        self.text(summary);
    }

    fn table(&mut self, table: &Table) {
        for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| row.len() != table.columns.len()) {
            let message = format!("row {} has {} cells under {} titles", index + 1, row.len(), table.columns.len());
            self.add(codes::TABLE, message);
        }
        self.text(&table.caption);
        table.columns.iter().for_each(|column| self.text(column));
        table.rows.iter().for_each(|row| self.sentences(row));
        if self.at == "casualties" {
            for row in table.rows.iter().filter(|row| row.iter().all(|cell| cell.kind != SentenceKind::Said)) {
                let cells: Vec<String> = row.iter().map(|cell| bare(&cell.text)).collect();
                self.add(codes::NO_ORIGIN, format!("nobody states the figure {:?}", cells.join(", ")));
            }
        }
    }

    fn sentences(&mut self, sentences: &[Sentence]) {
        sentences.iter().for_each(|sentence| self.sentence(sentence));
    }

    fn sentence(&mut self, sentence: &Sentence) {
        self.footnotes(sentence);
        if sentence.kind == SentenceKind::Computed {
            self.computed(&sentence.text);
        }
        self.text(&sentence.text);
    }

    /// A computed text names the standard that it holds at.
    fn computed(&mut self, text: &str) {
        if !self.report.standards.iter().any(|name| text.contains(name.as_str())) {
            self.add(codes::NO_STANDARD, format!("no standard is named in {:?}", bare(text)));
        }
    }

    fn footnotes(&mut self, sentence: &Sentence) {
        if sentence.kind == SentenceKind::Said && sentence.notes.is_empty() {
            self.add(codes::NO_NOTE, format!("no footnote stands at {:?}", bare(&sentence.text)));
        }
        for number in sentence.notes.iter().filter(|number| **number == 0 || **number > self.report.notes.len()) {
            self.add(
                codes::NO_SUCH_NOTE,
                format!("there is no footnote {number}, named at {:?}", bare(&sentence.text)),
            );
        }
    }

    /// The words of the report's language.
    fn of(&self, words: &[(Language, &'static [&'static str])]) -> &'static [&'static str] {
        words.iter().find(|(language, _)| *language == self.report.language).map_or(&[], |(_, words)| words)
    }

    /// The form and the words of a text of the report's own.
    fn text(&mut self, text: &str) {
        self.isolates(text);
        let own = own_words(text);
        let begins = |word: &&&str| {
            own.match_indices(**word)
                .any(|(at, _)| own[..at].chars().next_back().is_none_or(|before| !before.is_alphabetic()))
        };
        for (code, words, what) in [
            (codes::BLAME, &SIDES, "takes a side"),
            (codes::CONFIRMED, &CONFIRMED, "belongs to a finding"),
            (codes::ADDED, &TOTALS, "speaks of a total"),
        ] {
            if let Some(word) = self.of(words).iter().find(begins) {
                self.add(code, format!("`{word}` {what} in {:?}", bare(text)));
            }
        }
    }

    fn isolates(&mut self, text: &str) {
        let mut depth = 0i64;
        let mut sound = true;
        for c in text.chars() {
            depth += match c {
                '\u{2066}'..='\u{2068}' => 1,
                '\u{2069}' => -1,
                _ => 0,
            };
            sound &= depth >= 0;
        }
        if depth != 0 || !sound {
            self.add(codes::ISOLATES, format!("isolates are not closed in {:?}", bare(text)));
        }
    }
}

/// What the report says itself, in lower case: what stands in isolates of their own direction is left out.
fn own_words(text: &str) -> String {
    let mut own = String::new();
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open.push(c),
            '\u{2069}' => drop(open.pop()),
            c if !open.contains(&'\u{2068}') => own.extend(c.to_lowercase()),
            _ => {}
        }
    }
    own
}

/// A text without the marks that isolate, for a message.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}
