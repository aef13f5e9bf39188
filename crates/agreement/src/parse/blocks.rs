//! Blocks: reading each line of each block into the partial tree.
//!
//! Holds
//! - A line that cannot be read is reported, and known to be there.
//! - A word that is nearly a word of the language is reported and then read as that word, so that nothing else is missed.
//!
//! Not here: which lines there are (`grammar`), where they stand (`groups`), what is in them (`phrases`, `cursor`).

use std::borrow::Cow;

use super::changes::{STANDINGS, articles, authentic, standing};
use super::cursor::{Cursor, Read, quantity};
use super::grammar::{Block, Which, first_word};
use super::groups::{Group, groups};
use super::keywords::mixed;
use super::lines::{Kind, Line};
use super::obligations::{band, due, measured, provided, requires, shown, totals};
use super::phrases::{alternative, binds, condition, exception, ground, length, period, policy, shown_by, test};
use super::syntax::*;
use super::zones::zone;
use super::{REGISTERS, Reading};
use crate::diagnostic::{Diagnostic, Span, closest};
use crate::tree::{CoverageRule, Effect, GapEffect, Unobserved};
use crate::{codes, limits};

/// Reads every line; `None` where there are too many clauses.
pub fn read(lines: &[Line<'_>], out: &mut Reading) -> Option<Syntax> {
    let groups = groups(lines, &mut out.diagnostics);
    let mut reader = Reader { syntax: Syntax::default(), out, clauses: 0 };
    for group in &groups {
        let before = reader.out.diagnostics.len();
        reader.block(group);
        reader.name_bodies(before);
        if reader.clauses > limits::CLAUSES {
            return None;
        }
    }
    Some(reader.syntax)
}

/// Reads one line to its end; what cannot be read is reported, unless the line is known to be broken.
fn line_of<T>(
    out: &mut Reading,
    line: &Line<'_>,
    forms: &[&str],
    read: impl FnOnce(&mut Cursor<'_, '_>) -> Read<T>,
) -> Option<T> {
    let mut at = Cursor::new(line);
    match read(&mut at).and_then(|value| at.end().map(|()| value)) {
        Ok(value) => {
            out.marks.extend(at.marks());
            (!line.broken).then_some(value)
        }
        Err(fail) => {
            if !line.broken {
                let mixed = fail.stopped().and_then(|span| mixed::phrase(line, span));
                out.diagnostics.push(mixed.unwrap_or_else(|| fail.into_diagnostic(forms)));
            }
            None
        }
    }
}

/// Reads one line into its slot, and reports a second one.
pub(super) fn put<T>(
    out: &mut Reading,
    slot: &mut Slot<T>,
    line: &Line<'_>,
    forms: &[&str],
    read: impl FnOnce(&mut Cursor<'_, '_>) -> Read<T>,
) {
    let value = line_of(out, line, forms, read);
    match slot.span() {
        Some(first) => out.diagnostics.push(twice(line.span(), first)),
        None => {
            *slot = match value {
                Some(value) => Slot::Said(Said { value, span: line.span() }),
                None => Slot::Unreadable(line.span()),
            }
        }
    }
}

/// Words that treaties use for words of the language.
const SYNONYMS: [(&str, &str); 11] = [
    ("prohibits", "forbids"),
    ("bans", "forbids"),
    ("obliges", "binds"),
    ("states", "declares"),
    ("must", "requires"),
    ("shall", "requires"),
    ("by", "before"),
    ("يمنع", "forbids"),
    ("تحظر", "forbids"),
    ("تلزم", "binds"),
    ("يتعين", "requires"),
];

fn twice(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(codes::SAID_TWICE, "this block makes this choice twice", second, "said again here")
        .also(first, "said here first")
        .help("delete one of the two")
}

pub(super) struct Reader<'o> {
    pub(super) syntax: Syntax,
    pub(super) out: &'o mut Reading,
    clauses: usize,
}

impl Reader<'_> {
    fn block(&mut self, group: &Group<'_, '_>) {
        match group.block.which {
            Which::Agreement => self.agreement(group),
            Which::Registers => self.registers(group),
            Which::Zones => self.zones(group),
            Which::Standards => self.standards(group),
            Which::Perspectives => self.perspectives(group),
            Which::Coverage => self.coverage(group),
            Which::Severity => self.severity(group),
            Which::Judgement => self.judgement(group),
            Which::Regime => self.regime(group),
            Which::Article => self.article(group),
            Which::Inclusion => self.inclusion(group),
            Which::Amendment | Which::Exit => self.change(group),
            Which::Pattern => self.pattern(group),
            Which::Clock => self.clock(group),
            Which::Phase => self.phase(group),
            Which::Tests => self.tests(group),
        }
    }

    /// Writes the bodies of this text instead of examples into what was reported since `before`.
    fn name_bodies(&mut self, before: usize) {
        let Some(bodies) = self.syntax.bodies.said() else { return };
        let names: Vec<&str> = bodies.value.iter().take(4).map(|name| name.value.as_str()).collect();
        let Some(chair) = names.first() else { return };
        let (all, led) = (format!(" of {}", names.join(", ")), format!("by {chair} as chair"));
        for help in self.out.diagnostics.iter_mut().skip(before).flat_map(|diagnostic| &mut diagnostic.help) {
            *help = help.replace(" of A, B", &all).replace("by A as chair", &led);
        }
    }

    /// Reports a head with more than its word, and a block that was there before.
    fn plain_head(&mut self, group: &Group<'_, '_>, before: Option<Span>) -> Span {
        let _ = line_of(self.out, group.head, group.block.head, |at| at.opening(group.block.word));
        match before {
            Some(first) => {
                self.out.diagnostics.push(twice(group.head.first_span(), first));
                first
            }
            None => group.head.first_span(),
        }
    }

    /// The head of a clause: its word, a name, a citation.
    pub(super) fn head(&mut self, group: &Group<'_, '_>, family: Family, titled: bool) -> Head {
        let mut name = None;
        let tail = line_of(self.out, group.head, group.block.head, |at| {
            at.opening(group.block.word)?;
            name = Some(at.name("a name", &Cursor::before_tail(&[]))?);
            at.tail(titled)
        });
        self.headed(group, family, name, tail)
    }

    fn headed(&mut self, group: &Group<'_, '_>, family: Family, name: Option<Named>, tail: Option<Tail>) -> Head {
        self.clause(group.head.first_span());
        let first = group.head.first_span();
        let name = name.unwrap_or_else(|| {
            self.syntax.unread.push(family);
            Said { value: String::new(), span: first }
        });
        let tail = tail.unwrap_or(Tail { unreadable: true, ..Tail::default() });
        Head { span: first.to(name.span), name, tail }
    }

    /// Counts a clause.
    fn clause(&mut self, span: Span) {
        self.clauses += 1;
        if self.clauses == limits::CLAUSES + 1 {
            let message = format!("this text has more than {} clauses", limits::CLAUSES);
            self.out.diagnostics.push(
                Diagnostic::error(codes::LIMIT, message, span, "one too many")
                    .help("split the text into several agreements, or move lists of places into a file"),
            );
        }
    }

    /// The line with its first word as the language spells it, reported where it does not.
    pub(super) fn spelled<'l, 't>(&mut self, block: &'static Block, line: &'l Line<'t>) -> Option<Cow<'l, Line<'t>>> {
        let word = line.first_word();
        if block.word_of(line).is_some() {
            return Some(Cow::Borrowed(line));
        }
        let first = |opening: &'static str| first_word(line.keywords.written(opening));
        let synonym = SYNONYMS.iter().find(|(other, _)| *other == word).map(|(_, ours)| *ours);
        let synonym = synonym.and_then(|ours| block.openings().find(|opening| first_word(opening) == ours)).map(first);
        let meant = synonym.or_else(|| closest(word, block.openings().map(first)));
        let message = match word {
            "" => format!("no line of the block `{}` begins so", block.word),
            word => format!("no line of the block `{}` begins with `{word}`", block.word),
        };
        let diagnostic = Diagnostic::error(codes::UNKNOWN_LINE, message, line.first_span(), "not understood");
        let Some(meant) = meant else {
            let forms: Vec<&str> = block.lines.iter().flat_map(|(_, forms)| forms.first()).copied().collect();
            self.out.diagnostics.push(match forms.as_slice() {
                [] => diagnostic.help("this block has no lines: delete it, or move it to the left margin"),
                forms => diagnostic.lines("write one of the lines of this block, such as", forms),
            });
            return None;
        };
        self.out.diagnostics.push(diagnostic.help(format!("did you mean `{meant}`?")));
        let mut line = line.clone();
        line.tokens[0].text = meant;
        Some(Cow::Owned(line))
    }

    /// Reads each line of a block whose lines all begin with a word of the language: by that word, in English.
    pub(super) fn each_line(
        &mut self,
        group: &Group<'_, '_>,
        mut read: impl FnMut(&mut Reading, &Line<'_>, &'static str, &'static [&'static str]),
    ) {
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else { continue };
            let word = group.block.word_of(line.as_ref()).unwrap_or("");
            read(self.out, line.as_ref(), word, group.block.forms(word));
        }
    }

    fn agreement(&mut self, group: &Group<'_, '_>) {
        let title = line_of(self.out, group.head, group.block.head, |at| {
            at.opening(group.block.word)?;
            if at.is_at_end() { Ok(None) } else { at.quoted("a title").map(|title| Some(title.value)) }
        });
        match &self.syntax.head {
            Some(first) => self.out.diagnostics.push(twice(group.head.first_span(), first.span)),
            None => {
                // A title that could not be read is not missed again.
                let value = title.unwrap_or(Some(String::new()));
                self.syntax.head = Some(Said { value, span: group.head.first_span() });
            }
        }
        let mut weapons = false;
        for (line, nested) in &group.lines {
            if *nested {
                self.class(line, weapons);
                continue;
            }
            let Some(line) = self.spelled(group.block, line) else { continue };
            let (line, word) = (line.as_ref(), group.block.word_of(&line).unwrap_or(""));
            let forms = group.block.forms(word);
            let (out, syntax) = (&mut *self.out, &mut self.syntax);
            let names = |at: &mut Cursor<'_, '_>| {
                at.opening(word)?;
                at.list("a name", &[])
            };
            match word {
                "source" => put(out, &mut syntax.source, line, forms, |at| {
                    at.expect("source")?;
                    let words = at.quoted("where the text comes from")?.value;
                    let provenance = if at.is_at_end() { None } else { Some(at.provenance()?) };
                    Ok(SourceText { words, provenance })
                }),
                "time" => put(out, &mut syntax.time_zone, line, forms, |at| {
                    at.expect("time zone")?;
                    at.name("the name of a zone such as `Europe/Athens`", &[]).map(|name| name.value)
                }),
                "authentic" => put(out, &mut syntax.authentic, line, forms, authentic),
                "parties" => put(out, &mut syntax.parties, line, forms, names),
                "others" => put(out, &mut syntax.others, line, forms, names),
                "bodies" => put(out, &mut syntax.bodies, line, forms, names),
                "acts" | "weapons" => {
                    weapons = word == "weapons";
                    let _ = line_of(out, line, forms, |at| at.opening(word));
                }
                _ => {
                    let mut name = None;
                    let rest = line_of(out, line, forms, |at| {
                        at.expect("epoch")?;
                        name = Some(at.name("a name", &["is"])?);
                        at.expect("is")?;
                        let civil = at.civil()?;
                        Ok((civil, at.tail(false)?))
                    });
                    match name {
                        Some(name) => syntax.epochs.push(EpochLine { name, rest }),
                        None => syntax.unread.push(Family::Epoch),
                    }
                    self.clause(line.span());
                }
            }
        }
        let slots = [
            (matches!(self.syntax.parties, Slot::Unreadable(_)), Family::Party),
            (matches!(self.syntax.others, Slot::Unreadable(_)), Family::Other),
            (matches!(self.syntax.bodies, Slot::Unreadable(_)), Family::Body),
        ];
        self.syntax.unread.extend(slots.into_iter().filter(|(unread, _)| *unread).map(|(_, family)| family));
    }

    /// `attack includes shelling`, under `acts` or `weapons`.
    fn class(&mut self, line: &Line<'_>, weapons: bool) {
        let forms = if weapons { "heavy weapons includes artillery, tanks" } else { "attack includes shelling" };
        let mut name = None;
        let includes = line_of(self.out, line, &[forms], |at| {
            name = Some(at.name("a word", &["includes"])?);
            if at.eat("includes") { at.list("a word", &[]) } else { Ok(vec![]) }
        });
        match (name, includes) {
            (Some(name), Some(includes)) => {
                let classes = if weapons { &mut self.syntax.weapons } else { &mut self.syntax.acts };
                classes.push(ClassLine { name, includes });
            }
            _ => self.syntax.unread.push(if weapons { Family::Weapon } else { Family::Act }),
        }
    }

    fn registers(&mut self, group: &Group<'_, '_>) {
        self.plain_head(group, None);
        for (line, _) in &group.lines {
            let read = line_of(self.out, line, group.block.forms(""), |at| {
                let register = at.name_or(&REGISTERS, "a register", &["from (a file)"])?;
                at.expect("from (a file)")?;
                Ok(RegisterLine { register, path: at.path("a path")? })
            });
            self.syntax.registers.extend(read);
        }
    }

    fn zones(&mut self, group: &Group<'_, '_>) {
        self.plain_head(group, None);
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else {
                self.syntax.unread.push(Family::Zone);
                continue;
            };
            let mut name = None;
            let rest = line_of(self.out, line.as_ref(), group.block.forms("zone"), |at| {
                at.expect("zone")?;
                name = Some(at.name("a name", &["is"])?);
                at.expect("is")?;
                zone(at)
            });
            match name {
                Some(name) => self.syntax.zones.push(ZoneLine { name, rest }),
                None => self.syntax.unread.push(Family::Zone),
            }
            self.clause(line.span());
        }
    }

    fn standards(&mut self, group: &Group<'_, '_>) {
        let before = self.syntax.standards.head;
        self.syntax.standards.head = Some(self.plain_head(group, before));
        for (line, _) in &group.lines {
            let word = group.block.word_of(line).unwrap_or("");
            let named = line.tokens.iter().any(|token| token.kind == Kind::Colon);
            let block = &mut self.syntax.standards;
            let forms = group.block.forms(word);
            match word {
                "headline" if !named => put(self.out, &mut block.headline, line, forms, |at| {
                    at.expect("headline (a standard)")?;
                    at.name("the name of a standard", &[]).map(|name| name.value)
                }),
                "single" if !named => put(self.out, &mut block.single_channel_as_one, line, forms, |at| {
                    at.expect("single channel counts")?;
                    at.choice(&[("as one", true), ("by origin", false)])
                }),
                _ => {
                    let mut name = None;
                    let alternatives = line_of(self.out, line, group.block.forms(""), |at| {
                        let written = at.name("the name of a standard", &[])?;
                        at.expect_colon()?;
                        name = Some(written);
                        let mut alternatives = vec![alternative(at)?];
                        while at.eat_after_comma("or") {
                            alternatives.push(alternative(at)?);
                        }
                        Ok(alternatives)
                    });
                    match name {
                        Some(name) => block.lines.push(StandardLine { name, alternatives }),
                        None => self.syntax.unread.push(Family::Standard),
                    }
                }
            }
        }
    }

    fn perspectives(&mut self, group: &Group<'_, '_>) {
        let before = self.syntax.perspectives;
        self.syntax.perspectives = Some(self.plain_head(group, before));
        for (line, _) in &group.lines {
            let mut name = None;
            let rest = line_of(self.out, line, group.block.forms(""), |at| {
                let written = at.name("the name of a perspective", &["accepts"])?;
                at.expect("accepts")?;
                name = Some(written);
                let ends = ["graded by"];
                let accepts = if !at.eat("all sources") {
                    AcceptsText::Only(at.list("a source", &ends)?)
                } else if at.eat_after_comma("but") {
                    AcceptsText::Except(at.list("a source", &ends)?)
                } else {
                    AcceptsText::All
                };
                let grader = if at.eat_after_comma("graded by") { Some(at.name("a name", &[])?) } else { None };
                Ok((accepts, grader))
            });
            match name {
                Some(name) => self.syntax.perspective_lines.push(PerspectiveLine { name, rest }),
                None => self.syntax.unread.push(Family::Perspective),
            }
        }
    }

    fn coverage(&mut self, group: &Group<'_, '_>) {
        // A second block is reported by its line.
        self.syntax.coverage = Some(self.plain_head(group, None));
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else {
                if !self.syntax.coverage_rule.is_there() {
                    self.syntax.coverage_rule = Slot::Unreadable(line.span());
                }
                continue;
            };
            let line = line.as_ref();
            let forms = [group.block.forms("no"), group.block.forms("calm")].concat();
            put(self.out, &mut self.syntax.coverage_rule, line, &forms, |at| {
                if at.eat("no minimum") {
                    return Ok(CoverageRule::NoMinimum);
                }
                at.expect("calm needs")?;
                let start = at.here();
                let seconds = at.duration()?;
                if seconds > 86_400 {
                    return Err(quantity("more hours than a day has", at.since(start), "of each zone-day"));
                }
                at.expect("of each zone-day by")?;
                let by = if at.eat("anyone") { vec![] } else { at.list("a source", &[])? };
                Ok(CoverageRule::Needs { seconds, by: by.into_iter().map(|name| name.value).collect() })
            });
        }
    }

    fn severity(&mut self, group: &Group<'_, '_>) {
        let before = self.syntax.severity;
        self.syntax.severity = Some(self.plain_head(group, before));
        for (line, _) in &group.lines {
            if group.block.word_of(line) == Some("classes") {
                put(self.out, &mut self.syntax.classes, line, group.block.forms("classes"), |at| {
                    at.expect("classes")?;
                    at.list("a class", &[])
                });
                continue;
            }
            let mut class = None;
            let when = line_of(self.out, line, group.block.forms(""), |at| {
                let name = at.name("a class", &["when (a class)", "otherwise"])?;
                let otherwise = at.eat("otherwise");
                if !otherwise && !at.eat("when (a class)") {
                    return Err(at.expected("`when` or `otherwise`"));
                }
                class = Some(name);
                let mut tests = vec![];
                while !otherwise && (tests.is_empty() || at.eat("and (a class)")) {
                    tests.push(test(at)?);
                    at.list_fits(tests.len())?;
                }
                Ok(tests)
            });
            if let Some(class) = class {
                self.syntax.rows.push(RowLine { class, when, span: line.span() });
            }
        }
        if matches!(self.syntax.classes, Slot::Unreadable(_)) {
            self.syntax.unread.push(Family::Class);
        }
    }

    fn judgement(&mut self, group: &Group<'_, '_>) {
        let mut name = None;
        let mut deciders = None;
        let tail = line_of(self.out, group.head, group.block.head, |at| {
            at.opening(group.block.word)?;
            name = Some(at.name("a name", &Cursor::before_tail(&["by (deciders)"]))?);
            at.expect("by (deciders)")?;
            deciders = Some(at.deciders(&Cursor::before_tail(&[]))?);
            at.tail(false)
        });
        let head = self.headed(group, Family::Judgement, name, tail);
        self.syntax.judgements.push(JudgementBlock { head, deciders });
        for (line, _) in &group.lines {
            self.spelled(group.block, line);
        }
    }

    fn regime(&mut self, group: &Group<'_, '_>) {
        let mut regime = RegimeBlock {
            head: self.head(group, Family::Regime, false),
            runs: Slot::Absent,
            renewal: Slot::Absent,
            continues_on_silence: Slot::Absent,
            gap: Slot::Absent,
        };
        self.each_line(group, |out, line, word, forms| match word {
            "runs" => put(out, &mut regime.runs, line, forms, |at| {
                at.expect("runs")?;
                let seconds = if at.eat("without end") { None } else { Some(at.duration()?) };
                at.expect("from (a time)")?;
                Ok(RunsText { seconds, from: at.moment(&[])? })
            }),
            "not" => put(out, &mut regime.renewal, line, forms, |at| {
                at.expect("not renewable")?;
                Ok(RenewalText::Not)
            }),
            "renewed" => put(out, &mut regime.renewal, line, forms, |at| {
                at.expect("renewed by")?;
                let deciders = at.deciders(&["late renewal"])?;
                let retroactive = if at.eat_after_comma("late renewal") {
                    Some(at.choice(&[("is not retroactive", false), ("may be retroactive", true)])?)
                } else {
                    None
                };
                Ok(RenewalText::By { deciders, retroactive })
            }),
            "on" => put(out, &mut regime.continues_on_silence, line, forms, |at| {
                at.expect("on silence")?;
                at.choice(&[("lapses", false), ("continues", true)])
            }),
            _ => put(out, &mut regime.gap, line, forms, |at| {
                at.expect("in a gap")?;
                let provisions_stay =
                    if at.eat("provisions") { Some(at.choice(&[("suspended", false), ("stay", true)])?) } else { None };
                let clocks = if at.eat_after_comma("clocks") {
                    let effects = [
                        ("paused", GapEffect::Paused),
                        ("reset (in a gap)", GapEffect::Reset),
                        ("unaffected", GapEffect::Unaffected),
                    ];
                    Some(at.choice(&effects)?)
                } else {
                    None
                };
                if provisions_stay.is_none() && clocks.is_none() {
                    return Err(at.expected("`provisions` or `clocks`"));
                }
                Ok(GapText { provisions_stay, clocks })
            }),
        });
        self.syntax.regimes.push(regime);
    }

    fn article(&mut self, group: &Group<'_, '_>) {
        let (mut name, mut standing) = (None, None);
        let tail = line_of(self.out, group.head, group.block.head, |at| {
            at.opening(group.block.word)?;
            name = Some(at.name("a name", &Cursor::before_tail(&STANDINGS))?);
            standing = self::standing(at)?;
            at.tail(true)
        });
        let mut article = ArticleBlock {
            head: self.headed(group, Family::Article, name, tail),
            standing,
            wordings: vec![],
            forbids: Slot::Absent,
            binds: vec![],
            binds_unreadable: false,
            weapons: Slot::Absent,
            place: Slot::Absent,
            ground: Slot::Absent,
            answering: Slot::Absent,
            period: Slot::Absent,
            exceptions: vec![],
            measured: Slot::Absent,
            totals: Slot::Absent,
            cured: Slot::Absent,
            requires: Slot::Absent,
            due: Slot::Absent,
            shown: Slot::Absent,
            bands: vec![],
            bands_unreadable: false,
            provided: Slot::Absent,
            suspended: Slot::Absent,
            declares: Slot::Absent,
            not_yet: Slot::Absent,
        };
        self.each_line(group, |out, line, word, forms| match word {
            "forbids" => put(out, &mut article.forbids, line, forms, |at| {
                at.expect("forbids")?;
                at.list("an act", &[])
            }),
            "requires" => put(out, &mut article.requires, line, forms, requires),
            "where" => put(out, &mut article.measured, line, forms, measured),
            "totals" => put(out, &mut article.totals, line, forms, totals),
            "cured" => put(out, &mut article.cured, line, forms, |at| {
                at.expect("cured within")?;
                at.duration()
            }),
            "before" | "within" | "promptly" => put(out, &mut article.due, line, forms, due),
            "fulfilment" | "breach" => put(out, &mut article.shown, line, forms, shown),
            "late" => match line_of(out, line, forms, band) {
                Some(value) => article.bands.push(Said { value, span: line.span() }),
                None => article.bands_unreadable = true,
            },
            "provided" => put(out, &mut article.provided, line, forms, provided),
            "suspended" => put(out, &mut article.suspended, line, forms, |at| {
                at.expect("suspended while judged")?;
                at.name("a judgement", &[])
            }),
            "binds" => match line_of(out, line, forms, |at| binds(at, line.span())) {
                Some(binds) => article.binds.push(binds),
                None => article.binds_unreadable = true,
            },
            "with" => put(out, &mut article.weapons, line, forms, |at| {
                if at.eat("with any weapon") {
                    let such_as = if at.eat_after_comma("such as") { at.list("a weapon", &[])? } else { Vec::new() };
                    return Ok(WeaponsText::Any { such_as });
                }
                if !at.eat("with only") {
                    at.opening("with")?;
                    return Err(at.expected("`any weapon` or `only …`"));
                }
                at.list("a weapon", &[]).map(WeaponsText::Only)
            }),
            "in" => put(out, &mut article.place, line, forms, |at| {
                at.expect("in (a zone)")?;
                at.name("a zone", &[]).map(Some)
            }),
            "anywhere" => put(out, &mut article.place, line, forms, |at| at.expect("anywhere").map(|()| None)),
            "during" | "from" => put(out, &mut article.period, line, forms, period),
            "on" => put(out, &mut article.ground, line, forms, ground),
            "also" => put(out, &mut article.answering, line, forms, |at| {
                at.expect("also binds whoever they support")?;
                shown_by(at)
            }),
            "except" => {
                let mut name = None;
                let rest = line_of(out, line, forms, |at| {
                    at.expect("except")?;
                    name = Some(at.name("a name such as `E1`", &["when (an exception)"])?);
                    exception(at)
                });
                let name = name.unwrap_or(Said { value: String::new(), span: line.first_span() });
                article.exceptions.push(ExceptionLine { name, rest, span: line.span() });
            }
            "wording" => article.wordings.extend(line_of(out, line, forms, |at| {
                at.expect("wording")?;
                Ok((at.name("a language", &[])?, at.quoted("the words of the article")?))
            })),
            "declares" => put(out, &mut article.declares, line, forms, |at| {
                at.expect("declares")?;
                if at.eat_after_comma("metric") {
                    return at.quoted("what can be shown").map(|metric| Some(metric.value));
                }
                Ok(None)
            }),
            _ => put(out, &mut article.not_yet, line, forms, |at| {
                at.expect("not yet expressed")?;
                if !at.eat_after_comma("needs") {
                    return Err(at.expected("`, needs \"…\"`"));
                }
                at.quoted("what the language lacks").map(|needs| needs.value)
            }),
        });
        self.syntax.articles.push(article);
    }

    fn clock(&mut self, group: &Group<'_, '_>) {
        let mut clock = ClockBlock {
            head: self.head(group, Family::Clock, false),
            length: Slot::Absent,
            start: Slot::Absent,
            regime: Slot::Absent,
            scope: Slot::Absent,
            watches: Slot::Absent,
            qualifying: Slot::Absent,
            contested: Slot::Absent,
            unattributed: Slot::Absent,
            unobserved: Slot::Absent,
            policies: vec![],
            policies_unreadable: false,
            headline: Slot::Absent,
            standards: Slot::Absent,
        };
        let effects = [
            ("breaches break", Effect::Break),
            ("breaches do not break", Effect::DoNotBreak),
            ("breaches leave it open", Effect::LeaveOpen),
        ];
        self.each_line(group, |out, line, word, forms| match word {
            "counts" => put(out, &mut clock.length, line, forms, length),
            "from" => put(out, &mut clock.start, line, forms, |at| {
                at.expect("from (a time)")?;
                at.moment(&[])
            }),
            "while" => put(out, &mut clock.regime, line, forms, |at| {
                at.expect("while (a regime)")?;
                at.name("a regime", &[]).map(Some)
            }),
            "whatever" => {
                put(out, &mut clock.regime, line, forms, |at| at.expect("whatever the regime").map(|()| None));
            }
            "anywhere" => {
                put(out, &mut clock.scope, line, forms, |at| at.expect("anywhere").map(|()| ScopeText::Anywhere));
            }
            "in" => put(out, &mut clock.scope, line, forms, |at| {
                at.expect("in each of")?;
                at.list("a zone", &[]).map(ScopeText::Each)
            }),
            "for" => put(out, &mut clock.scope, line, forms, |at| {
                at.expect("for each pair of")?;
                at.list("an actor", &[]).map(ScopeText::Pairs)
            }),
            "watches" => put(out, &mut clock.watches, line, forms, |at| {
                at.expect("watches")?;
                articles(at, &[])
            }),
            "broken" => put(out, &mut clock.qualifying, line, forms, |at| {
                if at.eat("broken by any breach") {
                    return Ok(None);
                }
                at.expect("broken by")?;
                let class = at.name("a class", &["or graver"])?;
                at.expect("or graver")?;
                Ok(Some(class))
            }),
            "contested" => put(out, &mut clock.contested, line, forms, |at| {
                at.expect("contested")?;
                at.choice(&effects)
            }),
            "unattributed" => put(out, &mut clock.unattributed, line, forms, |at| {
                at.expect("unattributed")?;
                at.choice(&effects)
            }),
            "unobserved" => put(out, &mut clock.unobserved, line, forms, |at| {
                at.expect("unobserved")?;
                at.choice(&[
                    ("days count", Unobserved::Count),
                    ("days do not count", Unobserved::DoNotCount),
                    ("days leave it open", Unobserved::LeaveOpen),
                ])
            }),
            "on" => match line_of(out, line, forms, policy) {
                Some(value) => clock.policies.push(Said { value, span: line.span() }),
                None => clock.policies_unreadable = true,
            },
            "headline" => put(out, &mut clock.headline, line, forms, |at| {
                at.expect("headline (a policy)")?;
                at.policy_name().map(|name| name.value)
            }),
            _ => put(out, &mut clock.standards, line, forms, |at| {
                if at.eat("under every standard") {
                    return Ok(None);
                }
                at.expect("under (standards)")?;
                at.list("a standard", &[]).map(Some)
            }),
        });
        self.syntax.clocks.push(clock);
    }

    fn phase(&mut self, group: &Group<'_, '_>) {
        let mut phase = PhaseBlock {
            head: self.head(group, Family::Phase, false),
            conditions: vec![],
            conditions_unreadable: false,
            once: Slot::Absent,
            standard: Slot::Absent,
            deciders: Slot::Absent,
        };
        let mut eligible: Option<Span> = None;
        self.each_line(group, |out, line, word, forms| match word {
            "eligible" | "and" => {
                if word == "and" && eligible.is_none() && phase.conditions.is_empty() {
                    let message = "the first condition of a phase begins with `eligible when`";
                    out.diagnostics.push(
                        Diagnostic::error(
                            codes::UNREADABLE_LINE,
                            message,
                            line.first_span(),
                            "expected `eligible when …`",
                        )
                        .help("begin the first condition of a phase with `eligible when`"),
                    );
                }
                let read = line_of(out, line, forms, |at| {
                    at.expect(if word == "and" { "and (a condition)" } else { "eligible when" })?;
                    condition(at)
                });
                match read {
                    Some(value) => phase.conditions.push(Said { value, span: line.span() }),
                    None => phase.conditions_unreadable = true,
                }
                match eligible {
                    Some(first) if word == "eligible" => out
                        .diagnostics
                        .push(twice(line.span(), first).help("where both must hold, begin the second line with `and`")),
                    None if word == "eligible" => eligible = Some(line.span()),
                    _ => {}
                }
            }
            "once" => put(out, &mut phase.once, line, forms, |at| at.expect("once complete").map(|()| true)),
            "while" => {
                put(out, &mut phase.once, line, forms, |at| at.expect("while the run still stands").map(|()| false));
            }
            "under" => put(out, &mut phase.standard, line, forms, |at| {
                at.expect("under (a standard)")?;
                at.name("a standard", &[]).map(|name| name.value)
            }),
            _ => put(out, &mut phase.deciders, line, forms, |at| {
                at.expect("opened by")?;
                at.deciders(&[])
            }),
        });
        self.syntax.phases.push(phase);
    }

    fn tests(&mut self, group: &Group<'_, '_>) {
        self.plain_head(group, None);
        // Lines of a test stand deeper than its head, so that none of them can be taken for one.
        let margin = group.lines.iter().map(|(line, _)| line.indent).min().unwrap_or(0);
        let mut inner = None;
        for (line, _) in &group.lines {
            match self.syntax.tests.last_mut() {
                Some(test) if line.indent > margin => {
                    // Deeper than the first, `at` goes on with a statement: it says where something happened.
                    let depth = *inner.get_or_insert(line.indent);
                    let is_moment = line.first_word() == "at" && line.indent <= depth;
                    let part = if is_moment || test.expected.is_some() { &mut test.expected } else { &mut test.given };
                    *part = Some(part.map_or(line.span(), |span| span.to(line.span())));
                }
                _ => {
                    inner = None;
                    let Some(line) = self.spelled(group.block, line) else { continue };
                    let title = line_of(self.out, line.as_ref(), group.block.forms("test"), |at| {
                        at.expect("test")?;
                        at.quoted("what it shows")
                    });
                    let title = title.unwrap_or(Said { value: String::new(), span: line.first_span() });
                    self.syntax.tests.push(TestBlock { title, given: None, expected: None });
                }
            }
        }
    }
}
