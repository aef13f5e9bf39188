//! Drafting: what a text says too loosely to be computed, or leaves for a dispute.
//!
//! ```text
//! a whole text ─▶ words that say no time, measure or place · terms without a clause · states without an end ─▶ warnings, notes
//! ```
//!
//! Holds
//! - Each says why it matters to the people who sign, and the ways out; none keeps a text from being adopted.
//! - Quoted texts are read for vague words; what people answer (`judgement`) is not, because somebody decides there.
//!
//! Not here: choices that are not made (errors of `clauses` and `clocks`).

use std::collections::BTreeSet;

use super::Checker;
use super::clauses::called;
use super::names::{self, listed};
use crate::codes;
use crate::diagnostic::{Diagnostic, Label, Severity, Span};
use crate::parse::syntax::*;
use crate::tree::{Beyond, CoverageRule, PauseUnit, Then};

/// Words that mean something else to each side, what they lack, why it matters, and what to write instead.
struct Vague {
    words: &'static [&'static str],
    lacks: &'static str,
    why: &'static str,
    ways: &'static [&'static str],
}

const VAGUE: [Vague; 6] = [
    Vague {
        words: &[
            "promptly",
            "immediately",
            "as soon as possible",
            "as quickly as possible",
            "as early as possible",
            "without delay",
            "without undue delay",
            "forthwith",
            "in due course",
            "timely",
            "in a timely manner",
            "speedily",
            "swiftly",
            "urgently",
            "regularly",
            "periodically",
            "soon",
            "normally",
        ],
        lacks: "names no time",
        why: "without an hour or a day, no delay can be shown",
        ways: &[
            "write a time, such as `within 12 hours` or `D + 72 hours`",
            "or `declares, metric \"hours until …\"`: the times are shown, without a verdict",
        ],
    },
    Vague {
        words: &[
            "reasonable",
            "reasonably",
            "proportionate",
            "disproportionate",
            "excessive",
            "significant",
            "significantly",
            "substantial",
            "substantially",
            "serious",
            "large-scale",
            "adequate",
            "appropriate",
            "sufficient",
            "minimal",
            "undue",
            "where necessary",
            "if necessary",
            "as necessary",
            "necessary measures",
            "necessary steps",
            "major breach",
            "major breaches",
            "major violation",
            "major violations",
            "major incident",
            "major incidents",
            "major attack",
            "major attacks",
            "without hindrance",
            "unhindered",
        ],
        lacks: "names no measure",
        why: "without a number, or somebody who answers, two readers can measure differently and nothing decides between them",
        ways: &[
            "write a number, or a class of the block `severity`",
            "or let it be judged: `judgement \"…\" by all of A, B [¶4]`",
        ],
    },
    Vague {
        words: &[
            "near",
            "nearby",
            "in the vicinity",
            "vicinity",
            "close to",
            "surrounding",
            "adjacent",
            "in the area of",
        ],
        lacks: "names no place",
        why: "without a line on a map, nobody can tell whether something lies inside",
        ways: &["declare a zone and name it, such as `zone Mill is within 2 km of 39.10 N 22.50 E [map 1]`"],
    },
    Vague {
        words: &[
            "best efforts",
            "all efforts",
            "every effort",
            "all possible efforts",
            "endeavour",
            "endeavor",
            "strive",
            "where possible",
            "if possible",
            "as far as possible",
            "to the extent possible",
            "should",
            "in good faith",
            "good faith",
            "where feasible",
            "if feasible",
            "as far as feasible",
            "in principle",
        ],
        lacks: "binds nobody to a result",
        why: "an effort cannot be shown to be lacking, so nothing said here can be breached",
        ways: &[
            "forbid what is not to happen: `forbids …`",
            "or say openly that it binds to nothing that can be judged: `declares`",
        ],
    },
    Vague {
        words: &[
            "etc",
            "and so on",
            "and the like",
            "including but not limited to",
            "among others",
            "or similar",
            "hostile",
            "provocation",
            "provocations",
            "provocative",
        ],
        lacks: "is a list without an end",
        why: "a report is matched by the words listed; whether another act is meant, the text does not say",
        ways: &["list what is meant under `acts` or `weapons`, such as `attack includes shelling, air strike`"],
    },
    Vague {
        words: &["relevant", "competent", "the authorities", "those responsible", "as agreed", "mutually acceptable"],
        lacks: "names nobody",
        why: "where nobody is named, nobody can be asked",
        ways: &["name the body or the party, declared in `bodies` or `parties`"],
    },
];

/// Most further places that one note marks.
pub(super) const PLACES: usize = 8;

impl Checker<'_> {
    /// Everything there is to say of the drafting of a whole text.
    pub(super) fn read_as_drafted(&mut self) {
        self.vague_words();
        self.unused();
        self.unsettled();
        self.without_end();
        self.silence();
        self.ungraded();
    }

    pub(super) fn advise(
        &mut self,
        code: &'static str,
        weight: Severity,
        message: String,
        span: Span,
        label: &str,
    ) -> &mut Diagnostic {
        self.out.push(Diagnostic::error(code, message, span, label).weighing(weight));
        self.out.last_mut().expect("it was just added")
    }

    fn vague_words(&mut self) {
        let syntax = self.syntax;
        let mut texts: Vec<Span> = Vec::new();
        for article in &syntax.articles {
            texts.extend(article.head.tail.title.as_ref().map(|title| title.span));
            texts.extend(article.declares.span());
            texts.extend(article.not_yet.span());
        }
        // A word that includes others says by them what it means.
        let lone = syntax.acts.iter().chain(&syntax.weapons).filter(|line| line.includes.is_empty());
        texts.extend(lone.map(|line| line.name.span));
        for text in texts {
            for (span, vague) in found_in(self.quote(text), text.start) {
                // Where the text says by a class or a judgement what the word means, somebody decides it.
                let word = self.quote(span).to_lowercase();
                let decided = [names::CLASS, names::JUDGEMENT].map(|kind| self.known.of_kind(kind).contains(&word));
                if decided.contains(&true) {
                    continue;
                }
                let message = format!("`{}` {}", self.quote(span), vague.lacks);
                let lines = vague.ways.join("\n");
                let diagnostic = self.advise(
                    codes::VAGUE,
                    Severity::Warning,
                    message,
                    span,
                    "each party can read it in its own way",
                );
                diagnostic.notes.push(vague.why.to_owned());
                diagnostic.help.push(lines);
            }
        }
    }

    /// Notes what is declared and stands in no clause.
    fn unused(&mut self) {
        let syntax = self.syntax;
        let used = Used::of(syntax);
        let classes = |lines: &[ClassLine]| {
            lines.iter().flat_map(|line| line.includes.iter()).map(|word| word.value.clone()).collect::<BTreeSet<_>>()
        };
        let (acts, weapons) = (classes(&syntax.acts), classes(&syntax.weapons));
        let idle = |names: &BTreeSet<String>, name: &Named| !names.contains(&name.value);
        let heads = |head: &Head| Said { value: head.name.value.clone(), span: head.span };
        let families: [(&str, &str, Vec<Named>); 6] = [
            (
                "act",
                "forbid or require it, or delete it; a word for what is allowed may stay: reports that use it are kept and have no verdict",
                syntax
                    .acts
                    .iter()
                    .filter(|line| !line.includes.iter().any(|word| used.acts.contains(&word.value)))
                    .map(|line| line.name.clone())
                    .filter(|name| idle(&used.acts, name) && idle(&acts, name))
                    .collect(),
            ),
            (
                "weapon",
                "write it in an article or a severity row, or delete it",
                syntax
                    .weapons
                    .iter()
                    .map(|line| line.name.clone())
                    .filter(|name| idle(&used.weapons, name) && idle(&weapons, name))
                    .collect(),
            ),
            (
                "epoch",
                "use it where its day is meant, or delete it",
                syntax.epochs.iter().map(|line| line.name.clone()).filter(|name| idle(&used.epochs, name)).collect(),
            ),
            (
                "judgement",
                "name it in an article or a phase, or delete it",
                syntax
                    .judgements
                    .iter()
                    .map(|block| heads(&block.head))
                    .filter(|name| idle(&used.judgements, name))
                    .collect(),
            ),
            (
                "regime",
                "write `during …` in its articles and `while …` in its clocks, or delete it",
                syntax
                    .regimes
                    .iter()
                    .map(|block| heads(&block.head))
                    .filter(|name| idle(&used.regimes, name))
                    .collect(),
            ),
            (
                "body",
                "name it where it decides, or delete it",
                syntax
                    .bodies
                    .said()
                    .into_iter()
                    .flat_map(|bodies| bodies.value.clone())
                    .filter(|name| idle(&used.people, name))
                    .collect(),
            ),
        ];
        for (what, help, names) in families {
            let Some((first, others)) = names.split_first() else { continue };
            let shown: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            let plural = match (names.len(), what) {
                (1, what) => what.to_owned(),
                (_, "body") => "bodies".to_owned(),
                (_, what) => format!("{what}s"),
            };
            let message = format!("no clause uses the {plural} {}", listed(&shown));
            let diagnostic =
                self.advise(codes::UNUSED, Severity::Note, message, first.span, "declared here, and used nowhere");
            let also = |name: &Named| Label { span: name.span, text: "this too".to_owned(), primary: false };
            diagnostic.labels.extend(others.iter().take(PLACES).map(also));
            diagnostic.help.push(help.to_owned());
        }
    }

    /// Notes that nobody is heard who could settle a contested verdict.
    fn unsettled(&mut self) {
        let syntax = self.syntax;
        let findings = syntax.standards.lines.iter().flat_map(|line| line.alternatives.iter().flatten());
        let settled = findings.into_iter().any(|way| matches!(way, AlternativeText::Finding(_)))
            || policies(syntax).any(|(_, policy)| matches!(policy, PolicyText::Refer { .. }));
        let Some(head) = syntax.standards.head.filter(|_| !settled && forbids(syntax)) else { return };
        let message = "nobody in this text settles what stays contested".to_owned();
        let bodies = if syntax.bodies.is_there() { self.some_deciders() } else { "G1, G2".to_owned() };
        // A finding in a stronger standard alone would draw a note on the weaker ones; a single report is met by any.
        let one_report = |line: &&StandardLine| {
            let ways = line.alternatives.iter().flatten();
            ways.into_iter().any(|way| matches!(way, AlternativeText::Origins { count: 1, at_least: None }))
        };
        let weak = syntax.standards.lines.iter().rposition(|line| one_report(&line)).map_or(0, |at| at + 1);
        let names: Vec<&str> = syntax.standards.lines[weak..].iter().map(|line| line.name.value.as_str()).collect();
        let add = match names.as_slice() {
            [] => format!("add a standard, such as\n  agreed: finding confirmed by all of {bodies}"),
            names => format!("add to {}\n  , or finding confirmed by all of {bodies}", listed(names)),
        };
        let diagnostic =
            self.advise(codes::UNSETTLED, Severity::Note, message, head, "no standard here is met by a finding");
        diagnostic.notes.push("where evidence stands against evidence, the verdict stays contested".to_owned());
        diagnostic.help.push(format!("{add}\nor let a clock refer its breaks: `on break refer to …`; if the parties left it so, nothing is to be done"));
    }

    /// Notes states that begin and that nothing ends.
    fn without_end(&mut self) {
        let syntax = self.syntax;
        for block in &syntax.regimes {
            if let Some(said) = block.continues_on_silence.said().filter(|said| said.value) {
                let message = format!("no day ends {}: silence continues it", called("regime", &block.head));
                self.advise(
                    codes::WITHOUT_END,
                    Severity::Note,
                    message,
                    said.span,
                    "if nobody says anything, it runs for ever",
                )
                .help
                .push("write `on silence lapses`; if it is meant so, nothing is to be done".to_owned());
            }
        }
        for (span, policy) in policies(syntax) {
            let paused = match policy {
                PolicyText::Pause(unit) => Some(unit),
                PolicyText::Tolerate { beyond: Some(Beyond::Pause(unit)), .. } => Some(unit),
                PolicyText::Refer { then: Some(Then::Pause(unit)), .. } => Some(unit),
                _ => None,
            };
            if paused == Some(&PauseUnit::UntilRestored) {
                let message = "this clock pauses until somebody reports the end".to_owned();
                self.advise(
                    codes::WITHOUT_END,
                    Severity::Note,
                    message,
                    span,
                    "if nobody reports it, the clock stands for ever",
                )
                .help
                .push(
                    "write `pause for 12 hours` or `pause by civil day`; if it is meant so, nothing is to be done"
                        .to_owned(),
                );
            }
        }
    }

    /// Notes that calm needs no watching.
    fn silence(&mut self) {
        let syntax = self.syntax;
        let Some(rule) = syntax.coverage_rule.said().filter(|rule| rule.value == CoverageRule::NoMinimum) else {
            return;
        };
        let unobserved = syntax.clocks.iter().find_map(|clock| clock.unobserved.span());
        if !forbids(syntax) {
            return;
        }
        let message = "a day that nobody watched counts as calm".to_owned();
        let diagnostic = self.advise(codes::SILENCE, Severity::Note, message, rule.span, "no hour need be watched");
        if let Some(span) = unobserved {
            let text = "decides nothing as long as no hour need be watched".to_owned();
            diagnostic.labels.push(Label { span, text, primary: false });
        }
        diagnostic.notes.push("a place that nobody can reach then counts as calm".to_owned());
        diagnostic.help.push(
            "write how much must be watched and by whom, in the form\n  calm needs N hours of each zone-day by …\nif the parties left it so, nothing is to be done".to_owned(),
        );
    }

    /// Notes a severity table that leaves incidents without a class.
    fn ungraded(&mut self) {
        let syntax = self.syntax;
        let open = syntax.rows.iter().all(|row| row.when.as_ref().is_none_or(|when| !when.is_empty()));
        let (Some(last), Some(classes)) = (syntax.rows.last().filter(|_| open), syntax.classes.said()) else { return };
        let least = classes.value.first().map_or("", |class| class.value.as_str());
        let message = "the block `severity` gives no class to an incident that no row matches".to_owned();
        let diagnostic =
            self.advise(codes::UNGRADED, Severity::Note, message, last.span, "the last row, with a condition");
        diagnostic
            .notes
            .push("it may be of any class, and clocks that depend on the class stay open for it".to_owned());
        diagnostic.help.push(format!("add a last row, such as\n  {least} otherwise"));
    }
}

fn forbids(syntax: &Syntax) -> bool {
    syntax.articles.iter().any(|article| article.forbids.is_there())
}

fn policies(syntax: &Syntax) -> impl Iterator<Item = (Span, &PolicyText)> {
    syntax.clocks.iter().flat_map(|clock| &clock.policies).map(|policy| (policy.span, &policy.value))
}

/// Vague words in a piece of the text that begins at byte `start`; of several that begin alike the longest.
fn found_in(text: &str, start: usize) -> Vec<(Span, &'static Vague)> {
    let mut words: Vec<(usize, usize, String)> = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (from, c.is_alphanumeric() || c == '-') {
            (None, true) => from = Some(at),
            (Some(begin), false) => {
                words.push((begin, at, text[begin..at].to_lowercase()));
                from = None;
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begins = |phrase: &str| {
            // Nearly every word begins no phrase: that is seen without taking the phrase apart.
            if !phrase.starts_with(words[at].2.as_str()) {
                return None;
            }
            let count = phrase.split(' ').count();
            let same = words[at..].iter().zip(phrase.split(' ')).filter(|((_, _, word), other)| word == other).count();
            (same == count).then_some(count)
        };
        let hits =
            VAGUE.iter().flat_map(|vague| vague.words.iter().filter_map(move |phrase| Some((begins(phrase)?, vague))));
        match hits.max_by_key(|(count, _)| *count) {
            Some((count, vague)) => {
                found.push((Span::new(start + words[at].0, start + words[at + count - 1].1), vague));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// The names that clauses use.
#[derive(Default)]
struct Used {
    acts: BTreeSet<String>,
    weapons: BTreeSet<String>,
    epochs: BTreeSet<String>,
    judgements: BTreeSet<String>,
    regimes: BTreeSet<String>,
    /// Whoever decides, finds, signs, grades or watches.
    people: BTreeSet<String>,
}

impl Used {
    fn of(syntax: &Syntax) -> Used {
        let mut used = Used::default();
        for test in syntax.rows.iter().flat_map(|row| row.when.iter().flatten()) {
            match test {
                TestText::Act(name) => used.acts.insert(name.value.clone()),
                TestText::Weapon(name) => used.weapons.insert(name.value.clone()),
                TestText::Killed(_) | TestText::Injured(_) => false,
            };
        }
        for article in &syntax.articles {
            used.article(article);
        }
        for regime in &syntax.regimes {
            used.moment(regime.runs.said().map(|runs| &runs.value.from));
            if let Some(RenewalText::By { deciders, .. }) = regime.renewal.said().map(|said| &said.value) {
                used.deciders(deciders);
            }
        }
        for clock in &syntax.clocks {
            used.moment(clock.start.said().map(|start| &start.value));
            used.regimes
                .extend(clock.regime.said().and_then(|regime| regime.value.as_ref()).map(|name| name.value.clone()));
        }
        for (_, policy) in policies(syntax) {
            if let PolicyText::Refer { deciders, .. } = policy {
                used.deciders(deciders);
            }
        }
        for change in &syntax.changes {
            change.signers.said().into_iter().for_each(|signers| used.deciders(&signers.value));
            if let Some(EffectText::From { at, .. }) = change.effect.said().map(|said| &said.value) {
                used.moment(Some(at));
            }
        }
        for pattern in &syntax.patterns {
            used.people(pattern.by.said().map(|said| said.value.as_slice()).unwrap_or_default());
            used.judgements.extend(pattern.judgement.said().map(|said| said.value.value.clone()));
        }
        for phase in &syntax.phases {
            for condition in &phase.conditions {
                if let PhaseConditionText::Judged(name) = &condition.value {
                    used.judgements.insert(name.value.clone());
                }
            }
            phase.deciders.said().into_iter().for_each(|deciders| used.deciders(&deciders.value));
        }
        syntax
            .judgements
            .iter()
            .filter_map(|block| block.deciders.as_ref())
            .for_each(|deciders| used.deciders(deciders));
        for way in syntax.standards.lines.iter().flat_map(|line| line.alternatives.iter().flatten()) {
            if let AlternativeText::Finding(found) = way {
                used.people(&found.bodies);
            }
        }
        for (accepts, grader) in syntax.perspective_lines.iter().filter_map(|line| line.rest.as_ref()) {
            if let AcceptsText::Only(names) | AcceptsText::Except(names) = accepts {
                used.people(names);
            }
            used.people.extend(grader.as_ref().map(|name| name.value.clone()));
        }
        if let Some(CoverageRule::Needs { by, .. }) = syntax.coverage_rule.said().map(|said| &said.value) {
            used.people.extend(by.iter().cloned());
        }
        for zone in syntax.zones.iter().filter_map(|zone| zone.rest.as_ref()) {
            used.people(zone.cosigners.as_deref().unwrap_or_default());
        }
        used
    }

    fn article(&mut self, article: &ArticleBlock) {
        self.acts
            .extend(article.forbids.said().into_iter().flat_map(|acts| &acts.value).map(|name| name.value.clone()));
        if let Some(WeaponsText::Only(names) | WeaponsText::Any { such_as: names }) =
            article.weapons.said().map(|said| &said.value)
        {
            self.weapons.extend(names.iter().map(|name| name.value.clone()));
        }
        let measured = article.measured.said().into_iter().flat_map(|said| &said.value.of);
        self.weapons.extend(measured.map(|name| name.value.clone()));
        match article.period.said().map(|period| &period.value) {
            Some(PeriodText::During(regime)) => {
                self.regimes.insert(regime.value.clone());
            }
            Some(PeriodText::Fixed { from, until }) => {
                self.moment(Some(from));
                self.moment(until.as_ref());
            }
            None => {}
        }
        for exception in article.exceptions.iter().filter_map(|exception| exception.rest.as_ref()) {
            match &exception.condition {
                ConditionText::Judged(name) => {
                    self.judgements.insert(name.value.clone());
                }
                ConditionText::InOrder(steps) => self.acts.extend(steps.iter().map(|step| step.act.value.clone())),
                ConditionText::TargetIs(_) => {}
            }
        }
        let ground = article.ground.said().and_then(|said| said.value.shown_by.as_ref());
        let support = article.answering.said().and_then(|said| said.value.as_ref());
        self.acts.extend(ground.into_iter().chain(support).flatten().map(|act| act.value.clone()));
        self.judgements.extend(article.suspended.said().map(|said| said.value.value.clone()));
        let provided = article.provided.said().and_then(|said| said.value.judgement.as_ref());
        self.judgements.extend(provided.map(|judgement| judgement.value.clone()));
        self.obligation(article);
    }

    fn obligation(&mut self, article: &ArticleBlock) {
        let through = match article.shown.said().map(|said| &said.value) {
            Some(ShownText::ByTheAccuser(Some(through))) => through.as_slice(),
            _ => &[],
        };
        let required = article.requires.said().into_iter().flat_map(|requires| &requires.value.acts);
        self.acts.extend(required.chain(through).map(|act| act.value.clone()));
        match article.due.said().map(|said| &said.value) {
            Some(DueText::By(moment)) => self.moment(Some(moment)),
            Some(DueText::Within { trigger, .. } | DueText::Promptly { trigger }) => {
                self.acts.extend(trigger.acts.iter().map(|act| act.value.clone()));
                self.people(trigger.found.as_ref().map(|found| found.bodies.as_slice()).unwrap_or_default());
            }
            Some(DueText::EachOther { .. }) | None => {}
        }
    }

    fn moment(&mut self, moment: Option<&MomentText>) {
        if let Some(MomentText::After { epoch, .. } | MomentText::EndOfDay { epoch, .. }) = moment {
            self.epochs.insert(epoch.value.clone());
        }
    }

    fn deciders(&mut self, deciders: &DecidersText) {
        self.people(&deciders.names);
        if let RuleText::Chair(chair) = &deciders.rule {
            self.people.insert(chair.value.clone());
        }
    }

    fn people(&mut self, names: &[Named]) {
        self.people.extend(names.iter().map(|name| name.value.clone()));
    }
}
