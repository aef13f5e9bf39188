//! Blocks: which lines each block has, how each is written, and reading them.
//!
//! Holds
//! - The forms in [`BLOCKS`] are the grammar as the reader sees it: they are shown where a line cannot be read.
//! - A word that is nearly a word of the language is reported and then read as that word, so that nothing else is missed.
//!
//! Not here: words and numbers inside a line (`cursor`).

use std::borrow::Cow;

use record::vocabulary::place::{Area, Point, Polygon};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::sources::Grade;
use record::vocabulary::standards::FindingWord;

use super::cursor::{Cursor, Fail, Read, quantity};
use super::lines::{Kind, Line};
use super::syntax::*;
use crate::diagnostic::{Diagnostic, Span, closest};
use crate::tree::{Beyond, CoverageRule, Effect, GapEffect, ReferFrom, Then, Unobserved, ZoneSource};
use crate::{codes, limits};

/// Which block it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Which {
    Agreement,
    Registers,
    Zones,
    Standards,
    Perspectives,
    Coverage,
    Severity,
    Judgement,
    Regime,
    Article,
    Clock,
    Phase,
}

/// A block: its word, how its head is written, and its lines by their first word ("" for lines that begin with a name).
struct Block {
    which: Which,
    word: &'static str,
    head: &'static [&'static str],
    lines: &'static [(&'static str, &'static [&'static str])],
}

impl Block {
    fn forms(&self, word: &str) -> &'static [&'static str] {
        self.lines.iter().find(|(first, _)| *first == word).map_or(&[], |(_, forms)| forms)
    }
    fn has(&self, word: &str) -> bool {
        !word.is_empty() && self.lines.iter().any(|(first, _)| *first == word)
    }
    /// Whether lines may begin with a name.
    fn is_free(&self) -> bool {
        self.lines.iter().any(|(first, _)| first.is_empty())
    }
}

const BLOCKS: [Block; 12] = [
    Block {
        which: Which::Agreement,
        word: "agreement",
        head: &["agreement \"title\""],
        lines: &[
            (
                "source",
                &[
                    "source \"where the text comes from\" as signed",
                    "source \"…\" as official",
                    "source \"…\" as press",
                    "source \"…\" as reconstruction",
                ],
            ),
            ("time", &["time zone Europe/Athens"]),
            ("parties", &["parties North, South"]),
            ("others", &["others Band, civilians"]),
            ("bodies", &["bodies G1, G2"]),
            ("acts", &["acts", "  attack includes shelling, air strike"]),
            ("weapons", &["weapons", "  heavy weapons includes artillery, tanks"]),
            ("epoch", &["epoch D is 2030-03-04 06:00 [¶1]", "epoch D is 2030-03-04 06:00 +02:00 [¶1]"]),
        ],
    },
    Block {
        which: Which::Registers,
        word: "registers",
        head: &["registers"],
        lines: &[("", &["actors from \"registers/actors.csv\""])],
    },
    Block {
        which: Which::Zones,
        word: "zones",
        head: &["zones"],
        lines: &[(
            "zone",
            &[
                "zone Z is named area \"N\" [¶2]",
                "zone Z is feature \"F\" of \"file.geojson\", later versions signed by A, B [¶2]",
                "zone Z is within 2 km of 39.10 N 22.50 E [¶2]",
                "zone Z is polygon 39.10 N 22.50 E, 39.10 N 22.60 E, 39.20 N 22.60 E [¶2]",
                "zone Z is sealed sha256:… [¶2]",
                "zone Z is unpublished [¶2]",
                "zone Z is not agreed yet, versions signed by A, B [¶2]",
            ],
        )],
    },
    Block {
        which: Which::Standards,
        word: "standards",
        head: &["standards"],
        lines: &[
            (
                "",
                &[
                    "any report: 1 report",
                    "credible: 1 origin of grade B2",
                    "corroborated: 2 independent origins of grade C3, or acknowledged by the accused",
                    "agreed: finding confirmed or probable by all of G1, G2",
                ],
            ),
            ("headline", &["headline corroborated"]),
            ("single", &["single channel counts as one", "single channel counts by origin"]),
        ],
    },
    Block {
        which: Which::Perspectives,
        word: "perspectives",
        head: &["perspectives"],
        lines: &[(
            "",
            &[
                "mission accepts all sources, graded by mission",
                "north accepts ministry, radio, graded by north",
                "south accepts all sources but ministry, graded by south",
            ],
        )],
    },
    Block {
        which: Which::Coverage,
        word: "coverage",
        head: &["coverage"],
        lines: &[
            ("no", &["no minimum"]),
            (
                "calm",
                &[
                    "calm needs 6 hours of each zone-day by patrol, camera",
                    "calm needs 6 hours of each zone-day by anyone",
                ],
            ),
        ],
    },
    Block {
        which: Which::Severity,
        word: "severity",
        head: &["severity"],
        lines: &[
            ("classes", &["classes minor, serious, grave"]),
            (
                "",
                &[
                    "grave when act attack and killed at least 1",
                    "serious when weapon heavy weapons",
                    "serious when injured at least 3",
                    "minor otherwise",
                ],
            ),
        ],
    },
    Block {
        which: Which::Judgement,
        word: "judgement",
        head: &[
            "judgement \"name\" by all of A, B [¶4]",
            "judgement \"name\" by any of A, B [¶4]",
            "judgement \"name\" by A as chair of A, B [¶4]",
        ],
        lines: &[],
    },
    Block {
        which: Which::Regime,
        word: "regime",
        head: &["regime calm [¶3]"],
        lines: &[
            (
                "runs",
                &[
                    "runs 48 hours from D",
                    "runs 7 days from D + 2 hours",
                    "runs without end from 2030-03-01 00:00",
                ],
            ),
            ("not", &["not renewable"]),
            (
                "renewed",
                &[
                    "renewed by all of A, B, late renewal is not retroactive",
                    "renewed by any of A, B, late renewal may be retroactive",
                    "renewed by A as chair of A, B, late renewal is not retroactive",
                ],
            ),
            ("on", &["on silence lapses", "on silence continues"]),
            (
                "in",
                &[
                    "in a gap provisions suspended, clocks paused",
                    "in a gap provisions stay, clocks reset",
                    "in a gap provisions stay, clocks unaffected",
                ],
            ),
        ],
    },
    Block {
        which: Which::Article,
        word: "article",
        head: &["article 1 [¶2] \"title\""],
        lines: &[
            ("forbids", &["forbids attack, seizing ground"]),
            (
                "binds",
                &[
                    "binds North, South towards each other, civilians",
                    "binds North towards South",
                    "binds North, South towards anyone",
                ],
            ),
            ("with", &["with any weapon", "with any weapon, such as mortars, rockets", "with only heavy weapons"]),
            ("in", &["in Valley"]),
            ("anywhere", &["anywhere"]),
            ("during", &["during calm"]),
            ("from", &["from D", "from D until D + 48 hours"]),
            (
                "except",
                &[
                    "except E1 when target is designated, burden on the accused at credible",
                    "except E1 when judged \"proportionate\", burden on the accuser at credible, in agreed zone Z",
                ],
            ),
            ("declares", &["declares", "declares, metric \"what can be shown\""]),
            ("not", &["not yet expressed, needs \"what the language lacks\""]),
        ],
    },
    Block {
        which: Which::Clock,
        word: "clock",
        head: &["clock \"seven days\" [¶5]"],
        lines: &[
            (
                "counts",
                &[
                    "counts 7 days elapsed",
                    "counts 168 hours elapsed",
                    "counts 7 calendar days, first day counts",
                    "counts 7 calendar days, first day is day 0",
                ],
            ),
            ("from", &["from D", "from D + 48 hours", "from 2030-03-04 06:00"]),
            ("while", &["while calm"]),
            ("whatever", &["whatever the regime"]),
            ("anywhere", &["anywhere"]),
            ("in", &["in each of East, West"]),
            ("watches", &["watches article 1, article 2"]),
            ("broken", &["broken by minor or graver", "broken by any breach"]),
            (
                "contested",
                &[
                    "contested breaches break",
                    "contested breaches do not break",
                    "contested breaches leave it open",
                ],
            ),
            (
                "unattributed",
                &[
                    "unattributed breaches break",
                    "unattributed breaches do not break",
                    "unattributed breaches leave it open",
                ],
            ),
            (
                "unobserved",
                &["unobserved days count", "unobserved days do not count", "unobserved days leave it open"],
            ),
            ("on", &POLICY_FORMS),
            ("headline", &["headline reset", "headline pause by civil day", "headline leave to the deciders"]),
            ("under", &["under every standard", "under credible, corroborated"]),
        ],
    },
    Block {
        which: Which::Phase,
        word: "phase",
        head: &["phase \"joint centre\" [¶6]"],
        lines: &[
            ("eligible", &["eligible when clock \"seven days\" is complete by reset", "eligible when judged \"access\""]),
            (
                "and",
                &[
                    "and clock \"seven days\" is complete by reset",
                    "and article 1 is kept at completion",
                    "and article 1 is kept throughout the run",
                    "and judged \"access\"",
                ],
            ),
            ("once", &["once complete"]),
            ("while", &["while the run still stands"]),
            ("under", &["under corroborated"]),
            ("opened", &["opened by all of A, B", "opened by any of A, B", "opened by A as chair of A, B"]),
        ],
    },
];

const POLICY_FORMS: [&str; 7] = [
    "on break reset",
    "on break pause by civil day",
    "on break pause for 12 hours",
    "on break pause until restored",
    "on break tolerate 2 minor, 0 grave in 72 hours, then reset",
    "on break refer to all of A, B for 24 hours from the breach, then reset, late rulings do not count",
    "on break leave to the deciders",
];

/// A block as it stands in the text; each line with whether it stands under `acts` or `weapons`.
struct Group<'l, 't> {
    block: &'static Block,
    head: &'l Line<'t>,
    lines: Vec<(&'l Line<'t>, bool)>,
}

/// Reads every line.
pub fn read(lines: &[Line<'_>], out: &mut Vec<Diagnostic>) -> Syntax {
    let groups = groups(lines, out);
    let mut reader = Reader { syntax: Syntax::default(), out, clauses: 0 };
    for group in &groups {
        reader.block(group);
    }
    reader.syntax
}

/// Lines under their blocks, with what is wrong about where they stand.
fn groups<'l, 't>(lines: &'l [Line<'t>], out: &mut Vec<Diagnostic>) -> Vec<Group<'l, 't>> {
    let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    if let (Some(first), 1..) = (lines.first(), margin) {
        let message = format!("the whole text is indented, by {}", spaces(margin));
        let label = "a block begins at the left margin";
        out.push(Diagnostic::error(codes::INDENTATION, message, first.first_span(), label));
    }
    let mut groups: Vec<Group<'l, 't>> = Vec::new();
    // Whether the lines that follow belong to no block, and whether that was said.
    let (mut lost, mut said) = (true, false);
    for line in lines {
        let word = line.first_word();
        let own = BLOCKS.iter().find(|block| block.word == word);
        let current = if lost { None } else { groups.last_mut() };
        let is_cited = line.tokens.iter().any(|token| token.kind == Kind::Cited);
        let block = if line.indent == margin {
            match (own, current) {
                (None, Some(group)) if group.block.has(word) => {
                    let message = format!("`{word}` stands at the left margin, where a block begins");
                    let label = format!("a line of the block `{}`", group.block.word);
                    out.push(
                        Diagnostic::error(codes::INDENTATION, message, line.first_span(), label)
                            .also(group.head.first_span(), "this block")
                            .help("indent it like the other lines of the block"),
                    );
                    group.lines.push((line, false));
                    continue;
                }
                (None, _) => {
                    let meant = closest(word, BLOCKS.iter().map(|block| block.word));
                    out.push(unknown_block(line, meant));
                    BLOCKS.iter().find(|block| meant == Some(block.word))
                }
                (own, _) => own,
            }
        } else {
            match (own, current) {
                (own, Some(group)) => {
                    let is_line = if group.block.is_free() { !is_cited } else { group.block.has(word) };
                    if own.is_none() || is_line {
                        group.lines.push((line, false));
                        continue;
                    }
                    out.push(indented_block(line));
                    own
                }
                (Some(own), None) => {
                    out.push(indented_block(line));
                    Some(own)
                }
                (None, None) => {
                    // The lines of a block that nobody knows are not looked at.
                    if !said {
                        let message = "this line stands under no block";
                        out.push(
                            Diagnostic::error(codes::INDENTATION, message, line.first_span(), "indented")
                                .lines("a text begins with its block at the left margin", BLOCKS[0].head),
                        );
                    }
                    said = true;
                    continue;
                }
            }
        };
        lost = block.is_none();
        said = true;
        groups.extend(block.map(|block| Group { block, head: line, lines: Vec::new() }));
    }
    for group in &mut groups {
        indentation(group, margin, out);
    }
    groups
}

/// Reports lines that are indented otherwise than their neighbours, and finds those under `acts` and `weapons`.
fn indentation(group: &mut Group<'_, '_>, margin: usize, out: &mut Vec<Diagnostic>) {
    let mut indents: Vec<usize> = group.lines.iter().map(|(line, _)| line.indent).filter(|i| *i > margin).collect();
    let first = indents.first().copied();
    let nests = group.block.which == Which::Agreement;
    indents.sort_unstable();
    let usual = indents.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map(|run| run[0]);
    let Some(usual) = (if nests { first } else { usual }) else { return };
    let mut under: Option<Option<usize>> = None;
    for (line, nested) in &mut group.lines {
        let wanted = match under {
            Some(inner) if nests && line.indent > usual => {
                *nested = true;
                let inner = inner.unwrap_or(line.indent);
                under = Some(Some(inner));
                inner
            }
            Some(_) if nests && !group.block.has(line.first_word()) && is_class(line) => {
                *nested = true;
                usual + 2
            }
            _ => {
                under = matches!(line.first_word(), "acts" | "weapons").then_some(None);
                usual
            }
        };
        if line.indent != wanted && line.indent > margin {
            let message = format!("this line is indented by {}, its block by {}", spaces(line.indent), spaces(wanted));
            out.push(
                Diagnostic::error(codes::INDENTATION, message, line.first_span(), "stands otherwise than its block")
                    .help("indent all lines of a block alike; a line goes on in a deeper one only after a comma"),
            );
        }
    }
}

fn is_class(line: &Line<'_>) -> bool {
    line.tokens.iter().any(|token| token.kind == Kind::Word && token.text == "includes")
}

fn spaces(count: usize) -> String {
    format!("{count} {}", if count == 1 { "space" } else { "spaces" })
}

fn indented_block(line: &Line<'_>) -> Diagnostic {
    let message = format!("the block `{}` is indented", line.first_word());
    Diagnostic::error(codes::INDENTATION, message, line.first_span(), "a block begins at the left margin")
        .help("move it to the left margin, and indent its lines")
}

fn unknown_block(line: &Line<'_>, meant: Option<&str>) -> Diagnostic {
    let message = match line.first_word() {
        "" => "no block begins like this line".to_owned(),
        word => format!("no block is called `{word}`"),
    };
    let words = BLOCKS.iter().map(|block| format!("`{}`", block.word)).collect::<Vec<_>>().join(", ");
    let diagnostic = Diagnostic::error(codes::UNKNOWN_BLOCK, message, line.first_span(), "at the left margin");
    match meant {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.note(format!("the blocks are {words}")).help("indent the line if it belongs to the block above"),
    }
}

/// Reads one line to its end; what cannot be read is reported, unless the line is known to be broken.
fn line_of<T>(
    out: &mut Vec<Diagnostic>,
    line: &Line<'_>,
    forms: &[&str],
    read: impl FnOnce(&mut Cursor<'_, '_>) -> Read<T>,
) -> Option<T> {
    let mut at = Cursor::new(line);
    match read(&mut at).and_then(|value| at.end().map(|()| value)) {
        Ok(value) => (!line.broken).then_some(value),
        Err(fail) => {
            if !line.broken {
                out.push(fail.into_diagnostic(forms));
            }
            None
        }
    }
}

/// Reads one line into its slot, and reports a second one.
fn put<T>(
    out: &mut Vec<Diagnostic>,
    slot: &mut Slot<T>,
    line: &Line<'_>,
    forms: &[&str],
    read: impl FnOnce(&mut Cursor<'_, '_>) -> Read<T>,
) {
    let value = line_of(out, line, forms, read);
    match slot.span() {
        Some(first) => out.push(twice(line.span(), first)),
        None => {
            *slot = match value {
                Some(value) => Slot::Said(Said { value, span: line.span() }),
                None => Slot::Unreadable(line.span()),
            }
        }
    }
}

fn twice(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(codes::SAID_TWICE, "this can be said only once", second, "said again here")
        .also(first, "said here first")
        .help("delete one of the two")
}

struct Reader<'o> {
    syntax: Syntax,
    out: &'o mut Vec<Diagnostic>,
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
            Which::Clock => self.clock(group),
            Which::Phase => self.phase(group),
        }
    }

    /// Reports a head with more than its word, and a block that was there before.
    fn plain_head(&mut self, group: &Group<'_, '_>, before: Option<Span>) -> Span {
        let _ = line_of(self.out, group.head, group.block.head, |at| at.word("the block").map(drop));
        match before {
            Some(first) => {
                self.out.push(twice(group.head.first_span(), first));
                first
            }
            None => group.head.first_span(),
        }
    }

    /// The head of a clause: its word, a name, a citation.
    fn head(&mut self, group: &Group<'_, '_>, family: Family, titled: bool) -> Head {
        let mut name = None;
        let tail = line_of(self.out, group.head, group.block.head, |at| {
            at.word("the block")?;
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
            let message = format!("more than {} clauses", limits::CLAUSES);
            self.out.push(
                Diagnostic::error(codes::LIMIT, message, span, "one too many")
                    .help("split the text into several agreements, or move lists of places into a file"),
            );
        }
    }

    /// The line with its first word as the language spells it, reported where it does not.
    fn spelled<'l, 't>(&mut self, block: &'static Block, line: &'l Line<'t>) -> Option<Cow<'l, Line<'t>>> {
        let word = line.first_word();
        if block.has(word) {
            return Some(Cow::Borrowed(line));
        }
        let meant = closest(word, block.lines.iter().map(|(first, _)| *first));
        let message = match word {
            "" => format!("no line of the block `{}` begins so", block.word),
            word => format!("no line of the block `{}` begins with `{word}`", block.word),
        };
        let diagnostic = Diagnostic::error(codes::UNKNOWN_LINE, message, line.first_span(), "not understood");
        let Some(meant) = meant else {
            let forms: Vec<&str> = block.lines.iter().flat_map(|(_, forms)| forms.first()).copied().collect();
            self.out.push(match forms.as_slice() {
                [] => diagnostic.help("this block has no lines: delete it, or move it to the left margin"),
                forms => diagnostic.lines("the lines of this block are such as", forms),
            });
            return None;
        };
        self.out.push(diagnostic.help(format!("did you mean `{meant}`?")));
        let mut line = line.clone();
        line.tokens[0].text = meant;
        Some(Cow::Owned(line))
    }

    fn agreement(&mut self, group: &Group<'_, '_>) {
        let title = line_of(self.out, group.head, group.block.head, |at| {
            at.word("the block")?;
            if at.is_at_end() { Ok(None) } else { at.quoted("a title").map(|title| Some(title.value)) }
        });
        match &self.syntax.head {
            Some(first) => self.out.push(twice(group.head.first_span(), first.span)),
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
            let (line, word) = (line.as_ref(), line.first_word());
            let forms = group.block.forms(word);
            let (out, syntax) = (&mut *self.out, &mut self.syntax);
            let names = |at: &mut Cursor<'_, '_>| {
                at.word("the line")?;
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
                "parties" => put(out, &mut syntax.parties, line, forms, names),
                "others" => put(out, &mut syntax.others, line, forms, names),
                "bodies" => put(out, &mut syntax.bodies, line, forms, names),
                "acts" | "weapons" => {
                    weapons = word == "weapons";
                    let _ = line_of(out, line, forms, |at| at.word("the line"));
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
                let register = at.name("a register", &["from"])?;
                at.expect("from")?;
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
            let word = line.first_word();
            let named = line.tokens.iter().any(|token| token.kind == Kind::Colon);
            let block = &mut self.syntax.standards;
            let forms = group.block.forms(word);
            match word {
                "headline" if !named => put(self.out, &mut block.headline, line, forms, |at| {
                    at.expect("headline")?;
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
        let before = self.syntax.coverage;
        self.syntax.coverage = Some(self.plain_head(group, before));
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
            if line.first_word() == "classes" {
                put(self.out, &mut self.syntax.classes, line, group.block.forms("classes"), |at| {
                    at.expect("classes")?;
                    at.list("a class", &[])
                });
                continue;
            }
            let mut class = None;
            let when = line_of(self.out, line, group.block.forms(""), |at| {
                let name = at.name("a class", &["when", "otherwise"])?;
                let otherwise = at.eat("otherwise");
                if !otherwise && !at.eat("when") {
                    return Err(at.expected("`when` or `otherwise`"));
                }
                class = Some(name);
                let mut tests = vec![];
                while !otherwise && (tests.is_empty() || at.eat("and")) {
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
            at.word("the block")?;
            name = Some(at.name("a name", &Cursor::before_tail(&["by"]))?);
            at.expect("by")?;
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
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else { continue };
            let (line, out) = (line.as_ref(), &mut *self.out);
            let forms = group.block.forms(line.first_word());
            match line.first_word() {
                "runs" => put(out, &mut regime.runs, line, forms, |at| {
                    at.expect("runs")?;
                    let seconds = if at.eat("without end") { None } else { Some(at.duration()?) };
                    at.expect("from")?;
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
                    let provisions_stay = if at.eat("provisions") {
                        Some(at.choice(&[("suspended", false), ("stay", true)])?)
                    } else {
                        None
                    };
                    let clocks = if at.eat_after_comma("clocks") {
                        let effects = [
                            ("paused", GapEffect::Paused),
                            ("reset", GapEffect::Reset),
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
            }
        }
        self.syntax.regimes.push(regime);
    }

    fn article(&mut self, group: &Group<'_, '_>) {
        let mut article = ArticleBlock {
            head: self.head(group, Family::Article, true),
            forbids: Slot::Absent,
            binds: vec![],
            binds_unreadable: false,
            weapons: Slot::Absent,
            place: Slot::Absent,
            period: Slot::Absent,
            exceptions: vec![],
            declares: Slot::Absent,
            not_yet: Slot::Absent,
        };
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else { continue };
            let (line, out) = (line.as_ref(), &mut *self.out);
            let forms = group.block.forms(line.first_word());
            match line.first_word() {
                "forbids" => put(out, &mut article.forbids, line, forms, |at| {
                    at.expect("forbids")?;
                    at.list("an act", &[])
                }),
                "binds" => match line_of(out, line, forms, |at| binds(at, line.span())) {
                    Some(binds) => article.binds.push(binds),
                    None => article.binds_unreadable = true,
                },
                "with" => put(out, &mut article.weapons, line, forms, |at| {
                    if at.eat("with any weapon") {
                        let such_as =
                            if at.eat_after_comma("such as") { at.list("a weapon", &[])? } else { Vec::new() };
                        return Ok(WeaponsText::Any { such_as });
                    }
                    at.expect("with")?;
                    at.expect("only").map_err(|_| at.expected("`any weapon` or `only …`"))?;
                    at.list("a weapon", &[]).map(WeaponsText::Only)
                }),
                "in" => put(out, &mut article.place, line, forms, |at| {
                    at.expect("in")?;
                    at.name("a zone", &[]).map(Some)
                }),
                "anywhere" => put(out, &mut article.place, line, forms, |at| at.expect("anywhere").map(|()| None)),
                "during" => put(out, &mut article.period, line, forms, |at| {
                    at.expect("during")?;
                    at.name("a regime", &[]).map(PeriodText::During)
                }),
                "from" => put(out, &mut article.period, line, forms, |at| {
                    at.expect("from")?;
                    let from = at.moment(&["until"])?;
                    let until = if at.eat("until") { Some(at.moment(&[])?) } else { None };
                    Ok(PeriodText::Fixed { from, until })
                }),
                "except" => {
                    let mut name = None;
                    let rest = line_of(out, line, forms, |at| {
                        at.expect("except")?;
                        name = Some(at.name("a name such as `E1`", &["when"])?);
                        exception(at)
                    });
                    let name = name.unwrap_or(Said { value: String::new(), span: line.first_span() });
                    article.exceptions.push(ExceptionLine { name, rest, span: line.span() });
                }
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
            }
        }
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
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else { continue };
            let (line, out) = (line.as_ref(), &mut *self.out);
            let forms = group.block.forms(line.first_word());
            match line.first_word() {
                "counts" => put(out, &mut clock.length, line, forms, length),
                "from" => put(out, &mut clock.start, line, forms, |at| {
                    at.expect("from")?;
                    at.moment(&[])
                }),
                "while" => put(out, &mut clock.regime, line, forms, |at| {
                    at.expect("while")?;
                    at.name("a regime", &[]).map(Some)
                }),
                "whatever" => {
                    put(out, &mut clock.regime, line, forms, |at| at.expect("whatever the regime").map(|()| None));
                }
                "anywhere" => put(out, &mut clock.scope, line, forms, |at| at.expect("anywhere").map(|()| None)),
                "in" => put(out, &mut clock.scope, line, forms, |at| {
                    at.expect("in each of")?;
                    at.list("a zone", &[]).map(Some)
                }),
                "watches" => put(out, &mut clock.watches, line, forms, |at| {
                    at.expect("watches")?;
                    if !at.sees("article") && !at.sees("articles") {
                        return Err(at.expected("`article`"));
                    }
                    let mut articles = vec![];
                    while articles.is_empty() || at.eat_comma() {
                        let _ = at.eat("article") || at.eat("articles");
                        articles.push(at.name("an article", &[])?);
                        at.list_fits(articles.len())?;
                    }
                    Ok(articles)
                }),
                "broken" => put(out, &mut clock.qualifying, line, forms, |at| {
                    at.expect("broken by")?;
                    if at.eat("any breach") {
                        return Ok(None);
                    }
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
                    at.expect("headline")?;
                    at.policy_name().map(|name| name.value)
                }),
                _ => put(out, &mut clock.standards, line, forms, |at| {
                    at.expect("under")?;
                    if at.eat("every standard") { Ok(None) } else { at.list("a standard", &[]).map(Some) }
                }),
            }
        }
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
        for (line, _) in &group.lines {
            let Some(line) = self.spelled(group.block, line) else { continue };
            let (line, out) = (line.as_ref(), &mut *self.out);
            let word = line.first_word();
            let forms = group.block.forms(word);
            match word {
                "eligible" | "and" => {
                    if word == "and" && eligible.is_none() && phase.conditions.is_empty() {
                        let message = "the first condition of a phase begins with `eligible when`";
                        out.push(Diagnostic::error(codes::UNREADABLE_LINE, message, line.first_span(), "and what?"));
                    }
                    let read = line_of(out, line, forms, |at| {
                        at.expect(if word == "and" { "and" } else { "eligible when" })?;
                        condition(at)
                    });
                    match read {
                        Some(value) => phase.conditions.push(Said { value, span: line.span() }),
                        None => phase.conditions_unreadable = true,
                    }
                    match eligible {
                        Some(first) if word == "eligible" => out.push(twice(line.span(), first).help(
                            "where both must hold, begin the second line with `and`",
                        )),
                        None if word == "eligible" => eligible = Some(line.span()),
                        _ => {}
                    }
                }
                "once" => put(out, &mut phase.once, line, forms, |at| at.expect("once complete").map(|()| true)),
                "while" => {
                    put(out, &mut phase.once, line, forms, |at| {
                        at.expect("while the run still stands").map(|()| false)
                    });
                }
                "under" => put(out, &mut phase.standard, line, forms, |at| {
                    at.expect("under")?;
                    at.name("a standard", &[]).map(|name| name.value)
                }),
                _ => put(out, &mut phase.deciders, line, forms, |at| {
                    at.expect("opened by")?;
                    at.deciders(&[])
                }),
            }
        }
        self.syntax.phases.push(phase);
    }
}

/// What stands after `zone Z is`.
fn zone(at: &mut Cursor<'_, '_>) -> Read<ZoneText> {
    let start = at.here();
    let source = if at.eat("named area") {
        let name = at.name("the name of an area", &Cursor::before_tail(&[]))?;
        ZoneSource::Stated(ZoneGeometry::NamedArea(name.value))
    } else if at.eat("feature") {
        let feature = at.quoted("the name of a feature")?.value;
        at.expect("of")?;
        ZoneSource::File { path: at.path("a path")?.value, feature }
    } else if at.eat("within") {
        let radius_mm = radius(at)?;
        at.expect("of")?;
        let (centre, _) = position(at)?;
        ZoneSource::Stated(ZoneGeometry::Area(Area::Disc { centre, radius_mm }))
    } else if at.eat("polygon") {
        ZoneSource::Stated(ZoneGeometry::Area(Area::Polygons(vec![polygon(at)?])))
    } else if at.eat("sealed") {
        let fail = at.expected("`sha256:` and 64 digits of 0 to 9 and a to f");
        let digest = at.word("a commitment")?;
        let is_digest = digest.value.strip_prefix("sha256:").is_some_and(|hex| {
            hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        });
        if !is_digest {
            return Err(fail);
        }
        ZoneSource::Stated(ZoneGeometry::Sealed(digest.value))
    } else if at.eat("unpublished") {
        ZoneSource::Stated(ZoneGeometry::Unpublished)
    } else if at.eat("not agreed yet") {
        ZoneSource::NoneYet
    } else {
        return Err(at.expected("what the zone is"));
    };
    let source = Said { value: source, span: at.since(start) };
    let cosigners = if at.eat_after_comma("later versions signed by") || at.eat_after_comma("versions signed by") {
        Some(at.list("a name", &Cursor::before_tail(&[]))?)
    } else {
        None
    };
    Ok(ZoneText { source, cosigners, tail: at.tail(false)? })
}

fn radius(at: &mut Cursor<'_, '_>) -> Read<u64> {
    let start = at.here();
    // In millionths of the unit: millimetres where it is the kilometre.
    let number = at.decimal("a distance such as `2 km`", 6)?;
    let per_mm = at.choice(&[("km", 1), ("m", 1_000)])?;
    let span = at.since(start);
    if number.value <= 0 {
        return Err(quantity("a radius of nothing", span, "write a distance greater than nothing"));
    }
    if number.value % per_mm != 0 {
        return Err(quantity("a distance below a millimetre", span, "at most 3 digits after the point"));
    }
    match u64::try_from(number.value / per_mm) {
        Ok(mm) if mm <= limits::RADIUS_MM => Ok(mm),
        _ => Err(quantity("a radius of more than 500 km", span, "too far")),
    }
}

/// `39.10 N 22.50 E`.
fn position(at: &mut Cursor<'_, '_>) -> Read<(Point, Span)> {
    let start = at.here();
    let lat = at.decimal("a latitude such as `39.10 N`", 7)?;
    let north = at.choice(&[("N", 1), ("S", -1)])?;
    let lon = at.decimal("a longitude such as `22.50 E`", 7)?;
    let east = at.choice(&[("E", 1), ("W", -1)])?;
    let outside = |span: Span, label: &str| Err(Fail::new(codes::COORDINATE, "no such position", span, label));
    if !(0..=700_000_000).contains(&lat.value) {
        return outside(lat.span, "latitudes go from 70 S to 70 N").map_err(write_positions);
    }
    if !(0..=1_800_000_000).contains(&lon.value) {
        return outside(lon.span, "longitudes go from 180 W to 180 E").map_err(write_positions);
    }
    let point = Point { lon_e7: (east * lon.value) as i32, lat_e7: (north * lat.value) as i32 };
    Ok((point, at.since(start)))
}

fn write_positions(fail: Fail) -> Fail {
    fail.help("write degrees with N or S first, then E or W: `39.10 N 22.50 E`")
}

fn polygon(at: &mut Cursor<'_, '_>) -> Read<Polygon> {
    let start = at.here();
    let mut outer = vec![];
    loop {
        let (point, _) = position(at)?;
        outer.push(point);
        at.list_fits(outer.len())?;
        if !at.eat_comma_before_number() {
            break;
        }
    }
    let span = at.since(start);
    if outer.len() > 1 && outer.first() == outer.last() {
        outer.pop();
    }
    let refuse = |message: &str, label: &str| Err(Fail::new(codes::COORDINATE, message, span, label));
    if outer.len() < 3 {
        return refuse("a polygon with fewer than three corners", "encloses nothing").map_err(write_positions);
    }
    let lons = || outer.iter().map(|point| i64::from(point.lon_e7));
    if lons().max().unwrap_or(0) - lons().min().unwrap_or(0) > 1_800_000_000 {
        return refuse("a polygon across the line of 180 degrees", "more than half around the earth")
            .map_err(write_positions);
    }
    if let Some((a, b)) = crossing(&outer) {
        let label = format!("side {a} meets side {b}");
        return refuse("a polygon whose sides cross", &label)
            .map_err(|fail| fail.help("write the corners in their order around the zone"));
    }
    Ok(Polygon { outer, holes: vec![] })
}

/// Two sides of a ring, counted from 1, that meet elsewhere than in the corner between them.
fn crossing(ring: &[Point]) -> Option<(usize, usize)> {
    let point = |i: usize| {
        let point = ring[i % ring.len()];
        (i128::from(point.lon_e7), i128::from(point.lat_e7))
    };
    let turn = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    };
    let between = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        turn(a, b, c) == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
    };
    for i in 0..ring.len() {
        for j in i + 1..ring.len() {
            let (a, b, c, d) = (point(i), point(i + 1), point(j), point(j + 1));
            let meet = if j == i + 1 {
                between(a, b, d) || between(c, d, a)
            } else if i == 0 && j == ring.len() - 1 {
                between(a, b, c) || between(c, d, b)
            } else {
                (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0)
                    || between(a, b, c)
                    || between(a, b, d)
                    || between(c, d, a)
                    || between(c, d, b)
            };
            if meet {
                return Some((i + 1, j + 1));
            }
        }
    }
    None
}

/// One way to meet a standard.
fn alternative(at: &mut Cursor<'_, '_>) -> Read<AlternativeText> {
    if at.eat("acknowledged by the accused") {
        return Ok(AlternativeText::Acknowledged);
    }
    if at.eat("finding") {
        let mut words = vec![];
        while words.is_empty() || at.eat_after_comma("or") {
            words.push(at.choice(&[
                ("confirmed", FindingWord::Confirmed),
                ("probable", FindingWord::Probable),
                ("possible", FindingWord::Possible),
            ])?);
        }
        at.expect("by")?;
        let all = at.choice(&[("all of", true), ("any of", false)])?;
        let bodies = at.list("a body", &["or"])?;
        return Ok(AlternativeText::Finding { words, bodies, all });
    }
    let start = at.here();
    let count = at.count("`1 report`, a number of origins, `acknowledged by the accused` or `finding …`")? as usize;
    if count == 0 {
        return Err(quantity("a standard that nothing need meet", at.since(start), "at least 1"));
    }
    if count == 1 && at.eat("report") {
        return Ok(AlternativeText::Origins { count, at_least: None });
    }
    if at.eat("reports") || at.eat("report") {
        let message = "the number of reports proves nothing: a hundred can repeat one";
        return Err(Fail::new(codes::COUNTED_REPORTS, message, at.since(start), "counts reports")
            .help("count independent origins instead, such as `2 independent origins of grade C3`"));
    }
    let independent = at.eat("independent");
    if !independent && count > 1 {
        return Err(at.expected("`independent origins`"));
    }
    at.choice(&[("origins", ()), ("origin", ())])?;
    let at_least = if at.eat("of grade") {
        let fail = at.expected("a grade of a letter A to F and a digit 1 to 6, such as `B2`");
        let grade = at.word("a grade")?;
        Some(Grade::parse(&grade.value).ok_or(fail)?)
    } else {
        None
    };
    Ok(AlternativeText::Origins { count, at_least })
}

/// One condition of a severity row.
fn test(at: &mut Cursor<'_, '_>) -> Read<TestText> {
    if at.eat("act") {
        return at.name("an act", &["and"]).map(TestText::Act);
    }
    if at.eat("weapon") {
        return at.name("a weapon", &["and"]).map(TestText::Weapon);
    }
    let killed = at.choice(&[("killed at least", true), ("injured at least", false)]);
    let killed = killed.map_err(|_| at.expected("`act …`, `weapon …`, `killed at least 1` or `injured at least 1`"))?;
    let start = at.here();
    match at.count("a number")? {
        0 => Err(quantity("a condition that always holds", at.since(start), "at least 1")),
        count if killed => Ok(TestText::Killed(count)),
        count => Ok(TestText::Injured(count)),
    }
}

/// `binds A, B towards each other, C`.
fn binds(at: &mut Cursor<'_, '_>, span: Span) -> Read<BindLine> {
    at.expect("binds")?;
    let actors = at.list("an actor", &["towards"])?;
    at.expect("towards")?;
    let mut line = BindLine { actors, each_other: false, named: vec![], anyone: false, span };
    let mut entries = 0;
    while entries == 0 || at.eat_comma() {
        entries += 1;
        if at.eat("each other") {
            line.each_other = true;
        } else if at.eat("anyone") {
            line.anyone = true;
        } else {
            line.named.push(at.name("`each other`, `anyone` or an actor", &[])?);
        }
        at.list_fits(entries)?;
    }
    Ok(line)
}

/// What stands after `except E`.
fn exception(at: &mut Cursor<'_, '_>) -> Read<ExceptionText> {
    at.expect("when")?;
    let ends = ["burden on", "in agreed zone", "at"];
    let condition = if at.eat("target is") {
        ConditionText::TargetIs(at.list("a group", &ends)?)
    } else if at.eat("judged") {
        ConditionText::Judged(at.name("a judgement", &ends)?)
    } else {
        return Err(at.expected("`target is …` or `judged \"…\"`"));
    };
    let on_the_accused = at.choice_after_comma(&[("burden on the accused", true), ("burden on the accuser", false)]);
    let standard =
        if at.eat_after_comma("at") { Some(at.name("a standard", &["in agreed zone"])?) } else { None };
    let zone = if at.eat_after_comma("in agreed zone") { Some(at.name("a zone", &[])?) } else { None };
    Ok(ExceptionText { condition, on_the_accused, standard, zone })
}

/// `counts …`.
fn length(at: &mut Cursor<'_, '_>) -> Read<LengthText> {
    at.expect("counts")?;
    let mut ahead = at.clone();
    let start = at.here();
    let days = i64::from(ahead.count("a number of hours or days")?);
    if ahead.eat("calendar days") || ahead.eat("calendar day") {
        *at = ahead;
        if days == 0 || days > limits::DURATION_SECONDS / 86_400 {
            return Err(quantity("a length that cannot be meant", at.since(start), "between 1 day and 100 years"));
        }
        let first_day_counts = at.choice_after_comma(&[("first day counts", true), ("first day is day 0", false)]);
        return Ok(LengthText::Calendar { days, first_day_counts });
    }
    let seconds = at.duration()?;
    Ok(if at.eat("elapsed") { LengthText::Elapsed(seconds) } else { LengthText::Unsaid { seconds } })
}

/// `on break …`.
fn policy(at: &mut Cursor<'_, '_>) -> Read<PolicyText> {
    at.expect("on break")?;
    if at.eat("reset") {
        Ok(PolicyText::Reset)
    } else if at.eat("pause") {
        at.pause().map(PolicyText::Pause)
    } else if at.eat("leave to the deciders") {
        Ok(PolicyText::Discretionary)
    } else if at.eat("tolerate") {
        let mut numbers = vec![];
        while numbers.is_empty() || at.eat_comma_before_number() {
            let count = at.count("a number of breaches")?;
            numbers.push((count, at.name("a class", &["in", "then"])?));
            at.list_fits(numbers.len())?;
        }
        let window = if at.eat("in the run") {
            Some(None)
        } else if at.eat("in") {
            Some(Some(at.duration()?))
        } else {
            None
        };
        let beyond = if !at.eat_after_comma("then") {
            None
        } else if at.eat("reset") {
            Some(Beyond::Reset)
        } else if at.eat("pause") {
            Some(Beyond::Pause(at.pause()?))
        } else {
            return Err(at.expected("`reset` or `pause …`"));
        };
        Ok(PolicyText::Tolerate { numbers, window, beyond })
    } else if at.eat("refer to") {
        let deciders = at.deciders(&["for"])?;
        at.expect("for")?;
        let term = at.duration()?;
        let from = at.choice_after_comma(&[
            ("from the breach", ReferFrom::Breach),
            ("from its being known", ReferFrom::Known),
        ]);
        let then = if !at.eat_after_comma("then") {
            None
        } else if at.eat("reset") {
            Some(Then::Reset)
        } else if at.eat("excuse") {
            Some(Then::Excuse)
        } else if at.eat("pause") {
            Some(Then::Pause(at.pause()?))
        } else {
            return Err(at.expected("`reset`, `pause …` or `excuse`"));
        };
        let late_count =
            at.choice_after_comma(&[("late rulings count", true), ("late rulings do not count", false)]);
        Ok(PolicyText::Refer { deciders, term, from, then, late_count })
    } else {
        Err(at.expected("`reset`, `pause …`, `tolerate …`, `refer to …` or `leave to the deciders`"))
    }
}

/// One condition of a phase.
fn condition(at: &mut Cursor<'_, '_>) -> Read<PhaseConditionText> {
    if at.eat("clock") {
        let clock = at.name("a clock", &["is"])?;
        at.expect("is complete")?;
        let policy = if at.eat("by") { Some(at.policy_name()?) } else { None };
        Ok(PhaseConditionText::Complete { clock, policy })
    } else if at.eat("article") {
        let article = at.name("an article", &["is"])?;
        at.expect("is kept")?;
        let throughout = at.choice_after_comma(&[("throughout the run", true), ("at completion", false)]);
        Ok(PhaseConditionText::Kept { article, throughout })
    } else if at.eat("judged") {
        at.name("a judgement", &[]).map(PhaseConditionText::Judged)
    } else {
        Err(at.expected("`clock … is complete`, `article … is kept` or `judged \"…\"`"))
    }
}
