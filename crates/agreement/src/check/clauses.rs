//! Severity, judgements, regimes and articles.
//!
//! Holds
//! - An article is one of three things; a prohibition says who, towards whom, with what, where and when.
//!
//! Not here: clocks and phases (`clocks`).

use record::vocabulary::Name;

use super::names::{self, paste};
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity as Weight, Span};
use crate::parse::syntax::*;
use crate::tree::{
    Article, ArticleKind, Binding, Burden, Condition, Deciders, Exception, Judgement, Measured, Period, Prohibition,
    Regime, RenewalRule, Rule, Severity, SeverityRow, SeverityTest, Targets, Weapons,
};

/// "article `1`", or "this article" where its name could not be read.
pub fn called(what: &str, head: &Head) -> String {
    if head.name.value.is_empty() { format!("this {what}") } else { format!("{what} `{}`", head.name.value) }
}

/// Most names offered for pasting.
const OFFERED: usize = 6;

impl Checker<'_> {
    pub(super) fn severity(&mut self) -> Option<Severity> {
        let syntax = self.syntax;
        let classes = syntax.classes.said().map(|said| values_of(&said.value)).unwrap_or_default();
        if let (Some(head), Slot::Absent) = (syntax.severity, &syntax.classes) {
            let message = "the block `severity` does not say which classes there are, least first";
            self.missing(codes::NO_CLASSES, message, head, ["  classes minor, serious, grave"]);
        }
        let mut rows = Some(Vec::new());
        let mut otherwise: Option<Span> = None;
        for line in &syntax.rows {
            if let Some(last) = otherwise {
                let message = format!("this row of class `{}` is never reached", line.class.value);
                self.out.push(
                    Diagnostic::error(codes::AFTER_OTHERWISE, message, line.span, "stands below `otherwise`")
                        .also(last, "matches every incident")
                        .help("move the row with `otherwise` to the end"),
                );
            }
            if syntax.classes.is_there() {
                self.resolve(names::CLASS, &line.class);
            }
            if otherwise.is_none() {
                self.never_reached(line);
            }
            let class = classes.iter().position(|class| *class == line.class.value);
            let when: Option<Vec<SeverityTest>> =
                line.when.as_ref().map(|tests| tests.iter().map(|test| self.severity_test(test)).collect());
            if when.as_ref().is_some_and(Vec::is_empty) {
                otherwise.get_or_insert(line.span);
            }
            let row = class.zip(when).map(|(class, when)| SeverityRow { class, when });
            rows = rows.zip(row).map(|(mut rows, row)| {
                rows.push(row);
                rows
            });
        }
        Some(Severity { classes, rows: rows? })
    }

    /// Reports a row whose incidents all match a row above it.
    fn never_reached(&mut self, line: &RowLine) {
        let above = self.syntax.rows.iter().take_while(|above| above.span.start < line.span.start);
        let tests = |row: &'_ RowLine| row.when.clone().unwrap_or_default();
        let wider = |above: &&RowLine| {
            !tests(above).is_empty()
                && tests(above).iter().all(|wide| tests(line).iter().any(|narrow| self.implies(narrow, wide)))
        };
        let Some(above) = above.filter(|above| above.class.value != line.class.value).find(wider) else { return };
        let message = format!("this row of class `{}` is never reached", line.class.value);
        self.out.push(
            Diagnostic::error(codes::AFTER_OTHERWISE, message, line.span, "every incident that matches this")
                .also(above.span, "matches this row before, and the first decides")
                .help("move the narrower row above the wider one"),
        );
    }

    /// Whether every incident that passes `narrow` passes `wide`.
    fn implies(&self, narrow: &TestText, wide: &TestText) -> bool {
        let includes = |lines: &[ClassLine], wide: &Named, narrow: &Named| {
            let of = |line: &&ClassLine| line.name.value == wide.value;
            wide.value == narrow.value
                || lines.iter().filter(of).any(|line| line.includes.iter().any(|word| word.value == narrow.value))
        };
        match (narrow, wide) {
            (TestText::Act(narrow), TestText::Act(wide)) => includes(&self.syntax.acts, wide, narrow),
            (TestText::Weapon(narrow), TestText::Weapon(wide)) => includes(&self.syntax.weapons, wide, narrow),
            (TestText::Killed(narrow), TestText::Killed(wide)) => narrow >= wide,
            (TestText::Injured(narrow), TestText::Injured(wide)) => narrow >= wide,
            _ => false,
        }
    }

    fn severity_test(&mut self, test: &TestText) -> SeverityTest {
        match test {
            TestText::Act(name) => {
                self.resolve(names::ACT, name);
                SeverityTest::Act(name.value.clone())
            }
            TestText::Weapon(name) => {
                self.resolve(names::WEAPON, name);
                SeverityTest::Weapon(name.value.clone())
            }
            TestText::Killed(count) => SeverityTest::Killed(*count),
            TestText::Injured(count) => SeverityTest::Injured(*count),
        }
    }

    pub(super) fn deciders(&mut self, deciders: &DecidersText) -> Deciders {
        for name in &deciders.names {
            self.resolve(names::DECIDER, name);
        }
        self.unique("decider", deciders.names.iter().cloned());
        let rule = match &deciders.rule {
            RuleText::All => Rule::All,
            RuleText::Any => Rule::Any,
            RuleText::Chair(chair) => {
                if self.resolve(names::DECIDER, chair) && !deciders.names.iter().any(|name| name.value == chair.value) {
                    let list = values_of(&deciders.names).join(", ");
                    let message = format!("the chair `{}` is not among the deciders", chair.value);
                    self.out.push(
                        Diagnostic::error(codes::CHAIR, message, chair.span, "not in the list that follows")
                            .help(format!("write `{0} as chair of {0}, {list}`", chair.value)),
                    );
                }
                Rule::Chair(chair.value.clone())
            }
        };
        Deciders { names: values_of(&deciders.names), rule }
    }

    pub(super) fn judgement(&mut self, block: &JudgementBlock) -> Option<Judgement> {
        let cited = self.cited(&called("judgement", &block.head), block.head.span, &block.head.tail);
        let deciders = block.deciders.as_ref().map(|deciders| self.deciders(deciders));
        Some(Judgement { name: block.head.name.value.clone(), deciders: deciders?, cited: cited? })
    }

    pub(super) fn regime(&mut self, block: &RegimeBlock) -> Option<Regime> {
        let code = codes::NO_REGIME_LINE;
        let (what, at) = (called("regime", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        let is_endless = block.runs.said().is_some_and(|runs| runs.value.seconds.is_none());
        let asks_for_renewal = match &block.runs {
            Slot::Absent => true,
            Slot::Unreadable(_) => false,
            Slot::Said(_) => !is_endless,
        };
        if !block.runs.is_there() {
            let epoch = self.some_moment();
            let lines = [format!("  runs 48 hours from {epoch}"), format!("  runs without end from {epoch}")];
            self.missing(code, format!("{what} does not say from when and how long it runs"), at, lines);
        }
        if !block.renewal.is_there() && asks_for_renewal {
            let who = self.some_deciders();
            let lines = [
                "  not renewable".to_owned(),
                format!("  renewed by all of {who}, late renewal is not retroactive"),
                format!("  renewed by all of {who}, late renewal may be retroactive"),
            ];
            self.missing(code, format!("{what} does not say who may renew it"), at, lines);
        }
        if !block.continues_on_silence.is_there() && asks_for_renewal {
            let lines = ["  on silence lapses", "  on silence continues"];
            self.missing(code, format!("{what} does not say what silence means at its end"), at, lines);
        }
        let provisions = ["suspended", "stay"].map(|effect| format!("provisions {effect}"));
        let clocks = ["paused", "reset", "unaffected"].map(|effect| format!("clocks {effect}"));
        match &block.gap {
            Slot::Absent => {
                let lines = provisions.iter().flat_map(|provisions| {
                    clocks.iter().map(move |clocks| format!("  in a gap {provisions}, {clocks}"))
                });
                let message = format!("{what} does not say what a gap does to provisions and clocks");
                self.missing(code, message, at, lines);
            }
            Slot::Said(gap) => {
                if gap.value.provisions_stay.is_none() {
                    let message = format!("{what} does not say what a gap does to provisions");
                    self.unsaid(code, message, gap.span, &provisions);
                }
                if gap.value.clocks.is_none() {
                    let message = format!("{what} does not say what a gap does to clocks");
                    self.unsaid(code, message, gap.span, clocks.iter().map(|clocks| format!(", {clocks}")));
                }
            }
            Slot::Unreadable(_) => {}
        }
        let runs = block.runs.said().and_then(|runs| Some((self.moment(&runs.value.from)?, runs.value.seconds)));
        let renewal = match &block.renewal {
            Slot::Said(Said { value: RenewalText::Not, .. }) => Some(None),
            Slot::Said(Said { value: RenewalText::By { deciders, retroactive }, span }) => {
                let deciders = self.deciders(deciders);
                if retroactive.is_none() {
                    let message = format!("{what} does not say whether a late renewal may reach back");
                    let words = [", late renewal is not retroactive", ", late renewal may be retroactive"];
                    self.unsaid(code, message, *span, words);
                }
                retroactive.map(|retroactive| Some(RenewalRule { deciders, retroactive }))
            }
            Slot::Absent if is_endless => Some(None),
            Slot::Absent | Slot::Unreadable(_) => None,
        };
        let continues_on_silence = match &block.continues_on_silence {
            Slot::Said(said) => Some(said.value),
            Slot::Absent if is_endless => Some(false),
            Slot::Absent | Slot::Unreadable(_) => None,
        };
        let gap = block.gap.said().map(|gap| &gap.value);
        let (from, seconds) = runs?;
        Some(Regime {
            name: block.head.name.value.clone(),
            from,
            seconds,
            renewal: renewal?,
            continues_on_silence: continues_on_silence?,
            provisions_stay: gap?.provisions_stay?,
            clocks_in_gap: gap?.clocks?,
            cited: cited?,
        })
    }

    pub(super) fn article(&mut self, block: &ArticleBlock) -> Option<Article> {
        let (what, at) = (called("article", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        let standing = self.standing(block);
        let wordings = self.wordings(block);
        let shared = [block.weapons.span(), block.place.span(), block.period.span()]
            .into_iter()
            .chain([block.provided.span(), block.suspended.span(), block.measured.span()])
            .flatten()
            .chain(block.binds.iter().map(|binds| binds.span))
            .min();
        let prohibits = [block.forbids.span(), block.cured.span(), block.ground.span(), block.answering.span()]
            .into_iter()
            .flatten()
            .chain(block.exceptions.iter().map(|exception| exception.span))
            .min();
        let requires = [block.requires.span(), block.due.span(), block.shown.span(), block.totals.span()]
            .into_iter()
            .flatten()
            .chain(block.bands.iter().map(|band| band.span))
            .min();
        let other = [block.declares.span(), block.not_yet.span()];
        let acting = [prohibits, requires].into_iter().flatten();
        let acting: Vec<Span> =
            if prohibits.or(requires).is_some() { acting.collect() } else { shared.into_iter().collect() };
        let kinds: Vec<Span> = acting.into_iter().chain(other.into_iter().flatten()).collect();
        if let [first, second, ..] = kinds.as_slice() {
            let message = format!("{what} does two things");
            self.out.push(
                Diagnostic::error(codes::TWO_KINDS, message, *second, "this is one of them")
                    .also(*first, "this is another")
                    .help("an article forbids, or requires, or declares, or is not yet expressed: write two articles"),
            );
            return None;
        }
        let kind = match (&block.declares, &block.not_yet) {
            (Slot::Said(metric), _) => ArticleKind::Declaratory { metric: metric.value.clone() },
            (_, Slot::Said(needs)) => ArticleKind::NotYetExpressed { needs: needs.value.clone() },
            (Slot::Unreadable(_), _) | (_, Slot::Unreadable(_)) => return None,
            (Slot::Absent, Slot::Absent) if requires.is_some() => {
                ArticleKind::Obligation(self.obligation(block, &what)?)
            }
            (Slot::Absent, Slot::Absent) => {
                if !block.forbids.is_there() {
                    let act = self.known.of_kind(names::ACT).first().map_or("attack", String::as_str);
                    let lines = [
                        format!("  forbids {act}"),
                        format!("  requires {act}"),
                        "  declares".to_owned(),
                        "  not yet expressed, needs \"what the language lacks\"".to_owned(),
                    ];
                    let message = format!("{what} does not say what it does");
                    self.missing(codes::EMPTY_ARTICLE, message, at, lines);
                    // Without any line of a prohibition there is nothing more to ask.
                    prohibits.or(shared)?;
                }
                ArticleKind::Prohibition(self.prohibition(block, &what)?)
            }
        };
        let title = block.head.tail.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let provided = match &block.provided {
            Slot::Said(provided) => Some(self.provided(block, provided)?),
            Slot::Absent => None,
            Slot::Unreadable(_) => return None,
        };
        let suspended_while = match &block.suspended {
            Slot::Said(said) => self.resolve(names::JUDGEMENT, &said.value).then(|| said.value.value.clone()),
            Slot::Absent => None,
            Slot::Unreadable(_) => return None,
        };
        Some(Article {
            id: block.head.name.value.clone(),
            standing: standing?,
            title,
            wordings: wordings?,
            cited: cited?,
            kind,
            provided,
            suspended_while,
        })
    }

    fn prohibition(&mut self, block: &ArticleBlock, what: &str) -> Option<Prohibition> {
        let code = codes::NO_ARTICLE_LINE;
        let at = block.head.span;
        if block.binds.is_empty() && !block.binds_unreadable {
            let parties = self.syntax.parties.said().map(|parties| values_of(&parties.value)).unwrap_or_default();
            let lines = match parties.as_slice() {
                [one, other, ..] => vec![
                    format!("  binds {} towards each other", parties.join(", ")),
                    format!("  binds {one} towards {other}"),
                    format!("  binds {} towards anyone", parties.join(", ")),
                ],
                _ => vec!["  binds North, South towards each other".to_owned()],
            };
            self.missing(code, format!("{what} does not say whom it binds towards whom"), at, lines);
        }
        for line in block.binds.iter().filter(|line| !line.towards || line.any_one || line.whoever) {
            let message = format!("{what} forbids, and this line does not say towards whom");
            self.out.push(
                Diagnostic::error(code, message, line.span, "binds without a target")
                    .help("write `towards each other`, `towards anyone` or the names of those who are protected; `any of` and `whoever triggers it` stand in an article that requires"),
            );
        }
        if !block.weapons.is_there() {
            let weapons = self.syntax.weapons.iter().take(OFFERED);
            let only = weapons.map(|line| format!("  with only {}", line.name.value));
            let lines: Vec<String> = ["  with any weapon".to_owned()].into_iter().chain(only).collect();
            self.missing(code, format!("{what} does not say which weapons it covers"), at, lines);
        }
        self.where_and_when(block, what);
        let acts = block.forbids.said().map(|acts| {
            self.unique("act", acts.value.iter().cloned());
            self.resolve_all(names::ACT, &acts.value)
        });
        let binds: Vec<Option<Binding>> = block.binds.iter().map(|line| self.binding(line)).collect();
        let weapons = self.weapons_of(block);
        let zone = self.zone_of(block, what);
        let ground = self.ground(block, what);
        let answers_for = self.answers_for(block, what);
        let period = block.period.said().and_then(|period| self.period(period, what));
        self.unique("exception", block.exceptions.iter().map(|exception| exception.name.clone()));
        self.out.extend(super::overlap::overlaps(&block.exceptions));
        let exceptions: Vec<Option<Exception>> = block.exceptions.iter().map(|line| self.exception(line)).collect();
        Some(Prohibition {
            acts: acts?,
            binds: binds.into_iter().collect::<Option<_>>().filter(|_| !block.binds_unreadable)?,
            weapons: weapons?,
            zone: zone?,
            ground: ground?,
            answers_for: answers_for?,
            period: period?,
            exceptions: exceptions.into_iter().collect::<Option<_>>()?,
            measured: self.measured_of(block)?,
            cure: match &block.cured {
                Slot::Said(said) => Some(said.value),
                Slot::Absent => None,
                Slot::Unreadable(_) => return None,
            },
        })
    }

    /// Reports that an article does not say where it applies, or when it is in force.
    pub(super) fn where_and_when(&mut self, block: &ArticleBlock, what: &str) {
        let (code, at) = (codes::NO_ARTICLE_LINE, block.head.span);
        if !block.place.is_there() {
            let zones = self.known.of_kind(names::ZONE).iter().take(OFFERED).map(|zone| format!("  in {zone}"));
            let lines: Vec<String> = ["  anywhere".to_owned()].into_iter().chain(zones).collect();
            self.missing(code, format!("{what} does not say where it applies"), at, lines);
        }
        if !block.period.is_there() {
            let regimes = self.known.of_kind(names::REGIME).iter().filter(|name| !name.is_empty()).take(OFFERED);
            let during: Vec<String> = regimes.map(|regime| format!("  during {}", paste(regime))).collect();
            let moment = self.some_moment();
            let from = [format!("  from {moment}"), format!("  from {moment} until {moment} + 48 hours")];
            let lines: Vec<String> = during.into_iter().chain(from).collect();
            self.missing(code, format!("{what} does not say when it is in force"), at, lines);
        }
    }

    /// What must be measured, if anything; `None` where it cannot be read.
    pub(super) fn measured_of(&mut self, block: &ArticleBlock) -> Option<Option<Measured>> {
        match &block.measured {
            Slot::Said(said) => {
                self.unique("weapon of the measure", said.value.of.iter().cloned());
                self.resolve_all(names::WEAPON, &said.value.of);
                Some(Some(said.value.bound.clone()))
            }
            Slot::Absent => Some(None),
            Slot::Unreadable(_) => None,
        }
    }

    pub(super) fn weapons_of(&mut self, block: &ArticleBlock) -> Option<Weapons> {
        block.weapons.said().map(|weapons| match &weapons.value {
            // Examples never exclude anything, so nothing hangs on how they are spelled.
            WeaponsText::Any { such_as } => Weapons::Any { such_as: values_of(such_as) },
            WeaponsText::Only(names) => Weapons::Only(self.resolve_all(names::WEAPON, names)),
        })
    }

    pub(super) fn zone_of(&mut self, block: &ArticleBlock, what: &str) -> Option<Option<Name>> {
        block.place.said().map(|place| {
            let name = place.value.as_ref()?;
            self.resolve(names::ZONE, name);
            self.note_unseen(what, name);
            Some(name.value.clone())
        })
    }

    pub(super) fn resolve_all(&mut self, kind: names::Kind, list: &[Named]) -> Vec<Name> {
        for name in list {
            self.resolve(kind, name);
        }
        values_of(list)
    }

    /// An epoch, or else a date and time, to be pasted.
    pub(super) fn some_moment(&self) -> String {
        self.known.of_kind(names::EPOCH).first().map_or("2030-03-04 06:00".to_owned(), |name| paste(name))
    }

    pub(super) fn note_unseen(&mut self, what: &str, name: &Named) {
        let Some((span, how)) = self.unseen_zone(&name.value) else { return };
        let message = format!("{what} speaks of zone `{}`, which is {how}", name.value);
        let until = match how {
            "sealed" => "opened",
            "unpublished" => "published as a version",
            _ => "signed as a version",
        };
        self.out.push(
            Diagnostic::error(
                codes::UNKNOWN_GROUND,
                message,
                name.span,
                "whether something lies in it is undetermined",
            )
            .also(span, how)
            .weighing(Weight::Note)
            .note(format!("verdicts that depend on it are undetermined until it is {until}"))
            .help("if it is meant so, nothing is to be done; a published zone is written `zone Z is feature \"F\" of \"file.geojson\"`"),
        );
    }

    fn binding(&mut self, line: &BindLine) -> Option<Binding> {
        let actors = self.resolve_all(names::ACTOR, &line.actors);
        let named = self.resolve_all(names::ACTOR, &line.named);
        self.unique("bound actor", line.actors.iter().cloned());
        self.unique("protected actor", line.named.iter().cloned());
        self.bound_outsiders(line);
        if !line.towards || line.whoever || line.any_one {
            return None;
        }
        let protects = |actor: &Name| {
            line.anyone
                || (line.each_other && actors.iter().any(|other| other != actor))
                || named.iter().any(|target| target != actor)
        };
        if !actors.iter().any(protects) {
            let message = "this line protects nobody";
            let who = actors.first().map_or("", String::as_str);
            self.out.push(
                Diagnostic::error(
                    codes::EMPTY_PROHIBITION,
                    message,
                    line.span,
                    format!("binds `{who}` towards itself alone"),
                )
                .note("a target that belongs to the accused is not protected from it")
                .help(format!("name who is protected from `{who}`, or bind the other party in the same line")),
            );
            return None;
        }
        let towards = Targets { each_other: line.each_other, named, anyone: line.anyone };
        Some(Binding { actors, towards })
    }

    /// Warns of somebody bound who is not a party.
    pub(super) fn bound_outsiders(&mut self, line: &BindLine) {
        let others = self.syntax.others.said().map(|others| values_of(&others.value)).unwrap_or_default();
        for actor in line.actors.iter().filter(|actor| others.contains(&actor.value)) {
            let message = format!("actor `{}` is bound and is not a party", actor.value);
            let mut diagnostic = Diagnostic::error(
                codes::BOUND_OUTSIDER,
                message,
                actor.span,
                "named among the others",
            )
            .weighing(Weight::Warning)
            .help("if it has agreed, move it to the line `parties`; if it acts for a party, nothing is to be done");
            let declared = self.syntax.others.said().into_iter().flat_map(|others| &others.value);
            for other in declared.filter(|other| other.value == actor.value).take(1) {
                diagnostic = diagnostic.also(other.span, "declared here");
            }
            self.out.push(diagnostic);
        }
    }

    pub(super) fn period(&mut self, period: &Said<PeriodText>, what: &str) -> Option<Period> {
        match &period.value {
            PeriodText::During(regime) => {
                self.resolve(names::REGIME, regime).then(|| Period::During(regime.value.clone()))
            }
            PeriodText::Fixed { from, until } => {
                let first = self.moment(from);
                let end = until.as_ref().map(|until| self.moment(until));
                let ends = until.as_ref().and_then(|until| self.instant(until));
                if let (Some(begins), Some(ends)) = (self.instant(from), ends)
                    && ends <= begins
                    && let Some(zone) = &self.zone
                {
                    let (begins, ends) = (super::civil_words(zone, begins), super::civil_words(zone, ends));
                    let message = format!("{what} ends before it begins");
                    self.out.push(
                        Diagnostic::error(codes::ENDS_FIRST, message, period.span, "no instant lies between")
                            .note(format!("it is in force from {begins} until {ends}"))
                            .help("correct one of the two"),
                    );
                }
                let until = match end {
                    Some(end) => Some(end?),
                    None => None,
                };
                Some(Period::Fixed { from: first?, until })
            }
        }
    }

    fn exception(&mut self, line: &ExceptionLine) -> Option<Exception> {
        let rest = line.rest.as_ref()?;
        let name = &line.name.value;
        let condition = match &rest.condition {
            ConditionText::TargetIs(groups) => Condition::TargetIs(self.resolve_all(names::GROUP, groups)),
            ConditionText::Judged(judgement) => {
                self.resolve(names::JUDGEMENT, judgement);
                Condition::Judged(judgement.value.clone())
            }
            ConditionText::InOrder(steps) => Condition::InOrder(self.steps(steps)),
        };
        if rest.on_the_accused.is_none() {
            let message = format!("exception `{name}` does not say who must show it");
            self.unsaid(codes::NO_BURDEN, message, line.span, [", burden on the accused", ", burden on the accuser"]);
        }
        if rest.standard.is_none() {
            let known = self.known.of_kind(names::STANDARD);
            let standards: Vec<String> = known.iter().take(OFFERED).map(|name| format!("at {name}")).collect();
            let message = format!("exception `{name}` does not say how well it must be shown");
            self.unsaid(codes::NO_BURDEN, message, line.span, standards);
        }
        let standard = rest.standard.as_ref().and_then(|standard| self.standard(standard));
        if let Some(zone) = &rest.zone {
            self.resolve(names::ZONE, zone);
            self.note_unseen(&format!("exception `{name}`"), zone);
        }
        Some(Exception {
            name: name.clone(),
            condition,
            burden: if rest.on_the_accused? { Burden::Accused } else { Burden::Accuser },
            standard: standard?,
            zone: rest.zone.as_ref().map(|zone| zone.value.clone()),
        })
    }
}
