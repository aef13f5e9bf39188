//! Answers to the questions of a case: the one place where they are put into words.
//!
//! Holds
//! - The same situation gives the same text; lists stand in order of time, then of the file.
//! - An incident is called by the first label that is about it.
//!
//! Not here: which questions there are (`ask`), the words of causes and durations (`situation::words`).

use std::collections::BTreeSet;

use agreement::evaluate::{Break, Cause, ClockReading, EffectShown, Judged, PhaseReading, PhaseWord, Verdict, Word};
use agreement::tree::{ArticleKind, Length, Part, PhaseCondition};
use incident::{Incident, Link, LinkedBy};
use record::statement::{Accused, BodyId, Content, Statement};
use record::vocabulary::facts::{About, Attribution, Fact, IncidentId, Status};
use record::vocabulary::sources::Grade;
use record::vocabulary::standards::{Evidence, FindingWord, independent_origins};
use record::vocabulary::time::{EventTime, Instant, Interval, LocalTime, Zone};
use record::vocabulary::{Kleene, Name};
use situation::{Situation, words};

use super::ask::{Question, unknown_name};
use super::channel;
use crate::message::Message;

pub(super) const NOT_KNOWN: &str = "not known";
const NOT_HAPPENED: &str = "not happened by then";
const NOTHING_ALLEGED: &str = "nothing alleged";
const NOT_ASKED: &str = "not asked";

/// The answer to `question` in `situation`; `labels` are in the order of the file.
pub(super) fn answer(
    question: &Question,
    situation: &Situation<'_>,
    statements: &[Statement],
    labels: &[(String, BodyId)],
) -> Result<String, Message> {
    let teller = Teller { situation, statements, labels };
    Ok(match question {
        Question::Channel(question) => channel::answer(question, &teller)?,
        Question::Incidents => situation.incidents.len().to_string(),
        Question::Period { article, standard } => teller.period(*article, *standard),
        Question::Duty { actor, trigger, article, standard } => {
            let incident = match trigger {
                None => None,
                Some(label) => match teller.incident(label)? {
                    Some(incident) => Some(&incident.id),
                    None => return Ok(teller.gone(label).to_owned()),
                },
            };
            teller.duty(actor, incident, *article, *standard)
        }
        Question::Total { name, actor, article, standard } => teller.total(name, actor, *article, *standard),
        Question::Condition { article, standard } => teller.condition(*article, *standard),
        Question::Phase(index) => teller.phase(&situation.evaluation.phases[*index], *index),
        Question::Change(index) => {
            let now = situation.evaluation.moment.happened;
            words::change(situation.tree, &situation.evaluation.changes[*index], now)
        }
        Question::Pattern { pattern, standard } => {
            let mut readings = situation.evaluation.patterns.iter();
            let own = readings.find(|one| one.pattern == *pattern && one.standard == *standard);
            own.map_or_else(|| "none".to_owned(), |own| words::pattern(situation.tree, own))
        }
        Question::Regime(index) => teller.regime(&situation.evaluation.regimes[*index].1),
        Question::Clock { clock, part, policy, standard } => {
            let reading = teller.reading(*clock, part, *standard, Some(*policy));
            teller.clock(reading, situation.tree.clocks[*clock].length)
        }
        Question::Complete { clock, part, policy, standard } => {
            let reading = teller.reading(*clock, part, *standard, Some(*policy));
            let now = situation.evaluation.moment.happened;
            let by_now = |at: Option<Instant>| at.is_some_and(|at| at <= now);
            let said = match (by_now(reading.completion.earliest), by_now(reading.completion.latest)) {
                (_, true) => "yes",
                (true, false) => "possibly",
                (false, false) => "no",
            };
            said.to_owned()
        }
        Question::Breaks { clock, part, standard } => teller.breaks(teller.reading(*clock, part, *standard, None)),
        Question::Grade { of } => match teller.live(of)? {
            Some(id) => situation.knowledge.grade(id, &situation.evaluation.moment.perspective.grader).to_string(),
            None => teller.gone(of).to_owned(),
        },
        Question::Covered { of, .. }
        | Question::Finding { on: of, .. }
        | Question::Verdict { of, .. }
        | Question::Support { of, .. }
        | Question::MissingSteps { of, .. }
        | Question::States { of, .. }
        | Question::Zones { of, .. }
        | Question::Measure { of, .. }
        | Question::Status { of, .. }
        | Question::Level { of, .. }
        | Question::Origins { of, .. }
        | Question::Figures { of, .. }
        | Question::Contradictions { of }
        | Question::BreaksIt { of, .. }
        | Question::Time { of, .. } => match teller.incident(of)? {
            Some(incident) => teller.about_incident(question, incident),
            None => teller.gone(of).to_owned(),
        },
    })
}

/// Who answers, and from what.
pub(super) struct Teller<'c> {
    pub(super) situation: &'c Situation<'c>,
    pub(super) statements: &'c [Statement],
    pub(super) labels: &'c [(String, BodyId)],
}

impl Teller<'_> {
    fn about_incident(&self, question: &Question, incident: &Incident) -> String {
        match question {
            Question::Covered { standard, .. } => self.covered(incident, *standard),
            Question::BreaksIt { clock, part, standard, .. } => {
                let reading = self.reading(*clock, part, *standard, None);
                let own = reading.breaks.iter().chain(&reading.at_risk).filter(|one| one.incident == incident.id);
                // The plainest word over its propositions: by whom, and by nobody established.
                let word = |effect: EffectShown| match effect {
                    EffectShown::Breaks => (0, "yes"),
                    EffectShown::MayBreak => (1, "may"),
                    EffectShown::AtRisk => (2, "at risk"),
                };
                own.map(|one| word(one.effect)).min().map_or("no", |(_, said)| said).to_owned()
            }
            Question::Finding { body, .. } => self.finding(incident, body),
            Question::Verdict { by, article, standard, .. } => match self.judged(incident, by, *article, *standard) {
                Ok(judged) => self.verdict(judged),
                Err(why) => why.to_owned(),
            },
            Question::Support { by, article, standard, .. } => match self.judged(incident, by, *article, *standard) {
                Ok(judged) => self.support(judged),
                Err(why) => why.to_owned(),
            },
            Question::MissingSteps { by, article, standard, .. } => {
                match self.judged(incident, by, *article, *standard) {
                    Ok(judged) => {
                        let missing = self.situation.missing_steps(judged);
                        if missing.is_empty() { "none".to_owned() } else { missing.join(", ") }
                    }
                    Err(why) => why.to_owned(),
                }
            }
            Question::States { by, article, standard, .. } => match self.judged(incident, by, *article, *standard) {
                Ok(judged) if judged.states.is_empty() => "none".to_owned(),
                Ok(judged) => {
                    let said = judged.states.iter().map(|shown| words::state(shown, &self.called(&shown.incident)));
                    said.collect::<Vec<_>>().join("; ")
                }
                Err(why) => why.to_owned(),
            },
            Question::Zones { by, article, standard, .. } => match self.judged(incident, by, *article, *standard) {
                Ok(judged) => {
                    let zone = &self.situation.tree.zone;
                    let used = self.situation.zones_asked(judged);
                    let said: Vec<String> = used.iter().map(|used| words::zone_asked(zone, used)).collect();
                    if said.is_empty() { "none".to_owned() } else { said.join("; ") }
                }
                Err(why) => why.to_owned(),
            },
            Question::Measure { by, article, standard, .. } => self.measure(incident, by, *article, *standard),
            Question::Status { by, standard, .. } => {
                let status = self.fact(incident, by).map_or(Status::None, |fact| fact.status(*standard));
                words::status(status).to_owned()
            }
            Question::Level { by, .. } => {
                let (supported, opposed) =
                    self.fact(incident, by).map_or((0, 0), |fact| (fact.level_for, fact.level_against));
                format!("for {}, against {}", self.level(supported), self.level(opposed))
            }
            Question::Figures { category, .. } => {
                let found = situation::casualties::of_incident(self.situation, incident);
                let tally = found.tallies.iter().find(|tally| tally.category == *category);
                tally.map_or_else(|| "no figure".to_owned(), ToString::to_string)
            }
            Question::Contradictions { .. } => self.contradictions(incident),
            Question::Origins { by, grade, .. } => self.origins(incident, by, *grade).to_string(),
            Question::Time { by, standard, .. } => match self.fact(incident, by) {
                Some(fact) if fact.status(*standard) != Status::None => {
                    let admitted = &fact.admitted[*standard];
                    let disputed = if admitted.time_disputed { ", disputed" } else { "" };
                    format!("{}{disputed}", self.time(&admitted.time))
                }
                _ => NOTHING_ALLEGED.to_owned(),
            },
            _ => unreachable!("only questions about an incident come here"),
        }
    }

    // ---- who and what

    pub(super) fn id(&self, label: &str) -> Result<BodyId, Message> {
        let known = self.labels.iter().find(|(name, _)| name == label);
        let names = self.labels.iter().map(|(name, _)| name.as_str());
        known.map(|(_, id)| *id).ok_or_else(|| unknown_name("statement labelled", label, names))
    }
    /// The labelled statement, where it is live.
    fn live(&self, label: &str) -> Result<Option<BodyId>, Message> {
        let id = self.id(label)?;
        Ok(self.situation.knowledge.live.iter().any(|live| live.statement.id == id).then_some(id))
    }
    /// The incident that the labelled statement is about, as known.
    fn incident(&self, label: &str) -> Result<Option<&Incident>, Message> {
        let id = self.id(label)?;
        Ok(self.situation.incidents.iter().find(|incident| self.members(incident).any(|member| member == id)))
    }
    fn members<'i>(&'i self, incident: &'i Incident) -> impl Iterator<Item = BodyId> + 'i {
        let indices = incident.reports.iter().chain(&incident.replies).chain(&incident.findings);
        indices.map(|index| self.situation.knowledge.live[*index].statement.id)
    }
    /// Why a labelled statement is about no incident.
    fn gone(&self, label: &str) -> &'static str {
        let until = self.situation.evaluation.moment.known;
        let said = self.id(label).ok().and_then(|id| self.statements.iter().find(|s| s.id == id && s.known() <= until));
        match said.map(|statement| &statement.body.content) {
            None => NOT_KNOWN,
            Some(Content::Report(_) | Content::Reply(_) | Content::Finding(_)) => "withdrawn",
            Some(_) => "about no incident",
        }
    }
    pub(super) fn label_of(&self, id: BodyId) -> Option<&str> {
        self.labels.iter().find(|(_, labelled)| *labelled == id).map(|(label, _)| label.as_str())
    }
    /// The first label in the file among the reports of an incident.
    pub(super) fn called(&self, id: &IncidentId) -> String {
        let incident = self.situation.incidents.iter().find(|incident| &incident.id == id);
        let reports: BTreeSet<BodyId> = incident
            .into_iter()
            .flat_map(|incident| {
                incident.reports.iter().map(|index| self.situation.knowledge.live[*index].statement.id)
            })
            .collect();
        let label = self.labels.iter().find(|(_, id)| reports.contains(id));
        label.map_or_else(|| id.0.clone(), |(label, _)| label.clone())
    }
    fn fact(&self, incident: &Incident, by: &Option<Name>) -> Option<&Fact> {
        let about = match by {
            Some(actor) => About::Actor(self.situation.knowledge.registers.resolve(actor).to_owned()),
            None => About::Event,
        };
        self.situation.facts.iter().find(|fact| fact.incident == incident.id && fact.about == about)
    }
    /// The verdict asked for, or why there is none.
    fn judged(
        &self,
        incident: &Incident,
        by: &Option<Name>,
        article: usize,
        standard: usize,
    ) -> Result<&Judged, &'static str> {
        let Some(fact) = self.fact(incident, by).filter(|fact| fact.status(standard) != Status::None) else {
            return Err(NOTHING_ALLEGED);
        };
        let found = self.situation.evaluation.judged.iter().find(|judged| {
            judged.article == article && judged.standard == standard && &self.situation.facts[judged.fact] == fact
        });
        let settled = |other: &Fact| matches!(other.status(standard), Status::Established | Status::Contested);
        let actors = self.situation.facts.iter().filter(|f| f.incident == incident.id && f.about != About::Event);
        found.ok_or_else(|| match (&self.situation.tree.articles[article].kind, by) {
            (ArticleKind::Declaratory { .. }, _) => "not applicable (declaratory)",
            (ArticleKind::NotYetExpressed { .. }, _) => "not yet expressed",
            (_, None) if actors.into_iter().any(settled) => NOT_ASKED,
            _ => NOT_HAPPENED,
        })
    }

    // ---- verdicts

    fn period(&self, article: usize, standard: usize) -> String {
        match &self.situation.tree.articles[article].kind {
            ArticleKind::Declaratory { .. } => return "not applicable (declaratory)".to_owned(),
            ArticleKind::NotYetExpressed { .. } => return "not yet expressed".to_owned(),
            ArticleKind::Prohibition(_) | ArticleKind::Obligation(_) => {}
        }
        let evaluation = &self.situation.evaluation;
        let period = evaluation.periods.iter().find(|p| p.article == article && p.standard == standard);
        let Some(period) = period else { return Word::NotApplicable.to_string() };
        words::with_causes(words::article_word(self.situation.tree, article, period.word), &period.causes)
    }

    /// What an actor owes, or why nothing is asked of it.
    fn duty(&self, actor: &Name, trigger: Option<&IncidentId>, article: usize, standard: usize) -> String {
        let registers = &self.situation.knowledge.registers;
        let facts = &self.situation.facts;
        let own = self.situation.evaluation.duties.iter().filter(|duty| {
            duty.article == article
                && duty.standard == standard
                && duty.obliged.iter().any(|name| registers.resolve(name) == registers.resolve(actor))
                && duty.trigger.map(|fact| &facts[fact].incident) == trigger
        });
        let said: Vec<String> = own.map(|duty| words::duty(self.situation, duty)).collect();
        if said.is_empty() { "nothing asked".to_owned() } else { said.join(" | ") }
    }

    /// What the reports measured, against each bound of the article.
    fn measure(&self, incident: &Incident, by: &Option<Name>, article: usize, standard: usize) -> String {
        let measured = match &self.situation.tree.articles[article].kind {
            ArticleKind::Prohibition(terms) => terms.measured.as_ref(),
            ArticleKind::Obligation(terms) => terms.measured.as_ref(),
            _ => None,
        };
        let (Some(measured), Some(fact)) = (measured, self.fact(incident, by)) else {
            return "nothing measured".to_owned();
        };
        let claims = fact.admitted[standard].claims.iter().flat_map(|claim| &fact.claims[*claim].measures);
        let said: Vec<String> =
            claims.filter(|one| one.name == measured.name).map(|one| words::readings(measured, one)).collect();
        if said.is_empty() { "nothing measured".to_owned() } else { said.join("; ") }
    }

    /// What the deeds of an actor's duty come to (S14).
    fn total(&self, name: &str, actor: &Name, article: usize, standard: usize) -> String {
        let registers = &self.situation.knowledge.registers;
        let own = self.situation.evaluation.duties.iter().find(|duty| {
            duty.article == article
                && duty.standard == standard
                && duty.obliged.iter().any(|obliged| registers.resolve(obliged) == registers.resolve(actor))
        });
        let Some(duty) = own else { return "nothing asked".to_owned() };
        let (least, most) = self.situation.total(duty, name);
        match most {
            Some(most) if most == least => least.to_string(),
            Some(most) => format!("{least} to {most}"),
            None => format!("{least} or more"),
        }
    }

    fn condition(&self, article: usize, standard: usize) -> String {
        let conditions = &self.situation.evaluation.conditions;
        let own = conditions.iter().find(|one| one.article == article && one.standard == standard);
        own.map_or_else(|| "none".to_owned(), |own| words::condition(self.situation.tree, own))
    }

    fn verdict(&self, judged: &Judged) -> String {
        let fact = &self.situation.facts[judged.fact];
        match judged.word {
            Word::Breached => {
                let mut parts = vec![judged.word.to_string()];
                if fact.about == About::Event {
                    parts.push(possible_actors(fact, judged.standard));
                }
                if !fact.denied.is_empty() {
                    parts.push("denied".to_owned());
                }
                if fact.acknowledged.is_some() {
                    parts.push("acknowledged".to_owned());
                }
                if self.situation.cured(judged) {
                    parts.push("cured".to_owned());
                }
                parts.join(", ")
            }
            Word::Undetermined => undetermined(judged.causes()),
            Word::Kept => {
                let because: BTreeSet<&str> = judged
                    .cells
                    .iter()
                    .filter_map(|(_, verdict)| match verdict {
                        Verdict::KeptBecause(name) => Some(name.as_str()),
                        _ => None,
                    })
                    .collect();
                let because: Vec<&str> = because.into_iter().collect();
                if because.is_empty() {
                    judged.word.to_string()
                } else {
                    format!("{}, because {}", judged.word, because.join(" or "))
                }
            }
            Word::NotApplicable | Word::Contested => judged.word.to_string(),
        }
    }

    fn covered(&self, incident: &Incident, standard: usize) -> String {
        let evaluation = &self.situation.evaluation;
        if evaluation.uncovered.contains(&(incident.id.clone(), standard)) {
            return "no clause covers this act".to_owned();
        }
        let judged = self.situation.judged_as_agreed().filter(|judged| {
            judged.standard == standard
                && judged.word != Word::NotApplicable
                && self.situation.facts[judged.fact].incident == incident.id
        });
        let duties = self.situation.duties_of(&incident.id, standard);
        let articles: BTreeSet<usize> =
            judged.map(|judged| judged.article).chain(duties.map(|duty| duty.article)).collect();
        if articles.is_empty() && evaluation.states.contains(&(incident.id.clone(), standard)) {
            return A_STATE.to_owned();
        }
        if articles.is_empty() {
            let mut facts = self.situation.facts.iter().filter(|fact| fact.incident == incident.id);
            let alleged = facts.any(|fact| fact.status(standard) != Status::None);
            return if alleged { NOT_HAPPENED } else { NOTHING_ALLEGED }.to_owned();
        }
        let names: Vec<String> = articles.iter().map(|index| self.situation.tree.articles[*index].label()).collect();
        format!("covered by article {}", names.join(", "))
    }

    fn support(&self, judged: &Judged) -> String {
        let explained = situation::explain(self.situation, self.statements, judged);
        let listed = |ids: &[BodyId]| {
            let place = |id: &BodyId| self.labels.iter().position(|(_, labelled)| labelled == id);
            let mut ids = ids.to_vec();
            ids.sort_by_key(|id| (place(id).unwrap_or(usize::MAX), *id));
            let names: Vec<String> =
                ids.iter().map(|id| self.label_of(*id).map_or_else(|| id.short(), str::to_owned)).collect();
            if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
        };
        match explained.opposing.as_slice() {
            [] => listed(&explained.support),
            opposing => format!("{}; opposing {}", listed(&explained.support), listed(opposing)),
        }
    }

    // ---- evidence

    fn level(&self, level: usize) -> &str {
        match level.checked_sub(1) {
            Some(index) => &self.situation.tree.standards.standards[index].name,
            None => "none",
        }
    }

    /// "d1 against s1, s2": the word that says *different*, and what makes the two reports one.
    fn contradictions(&self, incident: &Incident) -> String {
        let called = |id: BodyId| self.label_of(id).map_or_else(|| id.short(), str::to_owned);
        let by = |link: &Link| match &link.by {
            LinkedBy::Same(id) => called(*id),
            LinkedBy::Event(key) => format!("event {}", words::quoted(key)),
            LinkedBy::Reply => format!("the reply of {} and {}", called(link.from), called(link.to)),
        };
        let found = incident::contradictions(&self.situation.knowledge, std::slice::from_ref(incident));
        let told = found.iter().map(|one| {
            let chain: Vec<String> = one.chain.iter().map(by).collect();
            format!("{} against {}", called(one.different), chain.join(", "))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { "none".to_owned() } else { told.join("; ") }
    }

    fn origins(&self, incident: &Incident, by: &Option<Name>, grade: Option<Grade>) -> usize {
        let Some(fact) = self.fact(incident, by) else { return 0 };
        let reports: Vec<&Evidence> = fact
            .claims
            .iter()
            .map(|claim| &claim.evidence)
            .filter(|evidence| grade.is_none_or(|bound| evidence.grade.meets(bound)))
            .collect();
        let as_one = self.situation.tree.standards.single_channel_as_one;
        independent_origins(&reports, &self.situation.knowledge.registers, as_one)
    }

    /// A body's four slots: the latest known statement that fills each (S12).
    fn finding(&self, incident: &Incident, body: &str) -> String {
        let (mut word, mut attribution, mut intent, mut severity) = (None, None, None, None);
        let registers = &self.situation.knowledge.registers;
        // Live statements stand in order of (known-at, id).
        for index in &incident.findings {
            let statement = self.situation.knowledge.live[*index].statement;
            let Content::Finding(finding) = &statement.body.content else { continue };
            if registers.resolve(statement.body.speaker()) != registers.resolve(body) {
                continue;
            }
            word = finding.finding.map(FindingWord::as_str).or(word);
            intent = finding.intent.as_ref().map(|intent| format!("intent \"{intent}\"")).or(intent);
            severity = finding.severity.as_ref().map(|severity| format!("severity {severity}")).or(severity);
            let attributed = finding.attribution.as_ref().map(|attribution| match attribution {
                Attribution::Actor(actor) => format!("attributed to {actor}"),
                Attribution::SomeParty => "attributed to some party".to_owned(),
                Attribution::NotAttributable => "attributed to nobody".to_owned(),
            });
            attribution = attributed.or(attribution);
        }
        [
            word.map_or_else(|| "no finding".to_owned(), str::to_owned),
            attribution.unwrap_or_else(|| "no attribution".to_owned()),
            intent.unwrap_or_else(|| "no intent".to_owned()),
            severity.unwrap_or_else(|| "no severity".to_owned()),
        ]
        .join(", ")
    }

    // ---- clocks, phases, regimes

    fn reading(&self, clock: usize, part: &Part, standard: usize, policy: Option<usize>) -> &ClockReading {
        let declared = &self.situation.tree.clocks[clock];
        let mut readings = self.situation.evaluation.clocks.iter();
        let found = readings.find(|reading| {
            reading.clock == declared.name
                && &reading.part == part
                && reading.standard == standard
                && policy.is_none_or(|policy| reading.policy == policy)
        });
        found.expect("a clock has a reading for each part of its scope, standard and policy")
    }

    fn clock(&self, reading: &ClockReading, length: Length) -> String {
        let amount = |value: i64| match length {
            Length::Elapsed(_) => words::duration(value),
            Length::Calendar { .. } if value == 1 => "1 day".to_owned(),
            Length::Calendar { .. } => format!("{value} days"),
        };
        let needed = match length {
            Length::Elapsed(seconds) => seconds,
            Length::Calendar { days, .. } => days,
        };
        let value = match reading.value {
            (least, greatest) if least == greatest => amount(least),
            (least, greatest) => format!("{} to {}", amount(least), amount(greatest)),
        };
        let bound = if reading.bound { ", bound" } else { "" };
        format!("{value} of {}, {}{bound}", amount(needed), self.completion(reading))
    }

    fn completion(&self, reading: &ClockReading) -> String {
        let now = self.situation.evaluation.moment.happened;
        let Some(earliest) = reading.completion.earliest else { return "never completes, as known".to_owned() };
        let latest = reading.completion.latest;
        let from = self.instant(earliest);
        let until = match latest {
            Some(latest) if latest != earliest => format!(" to {}", self.instant(latest)),
            _ => String::new(),
        };
        match latest {
            Some(latest) if latest <= now => format!("complete since {from}{until}"),
            Some(latest) if earliest <= now => {
                format!("possibly complete since {from}, surely {}", self.instant(latest))
            }
            None if earliest <= now => format!("possibly complete since {from}, or never"),
            None => format!("completes {from}, or never"),
            Some(_) => format!("completes {from}{until}"),
        }
    }

    fn breaks(&self, reading: &ClockReading) -> String {
        let mut listed: Vec<(Instant, String)> = Vec::new();
        for entry in reading.breaks.iter().chain(&reading.at_risk) {
            let text = self.break_words(entry);
            // One incident under two watched articles is one break.
            if !listed.iter().any(|(_, other)| *other == text) {
                listed.push((entry.span.from, text));
            }
        }
        let date = |day: &Interval| words::date(&self.situation.tree.zone, day.from);
        listed.extend(reading.unobserved.iter().map(|day| (day.from, format!("unobserved {}", date(day)))));
        listed.sort_by_key(|(at, _)| *at);
        let listed: Vec<String> = listed.into_iter().map(|(_, text)| text).collect();
        if listed.is_empty() { "none".to_owned() } else { listed.join("; ") }
    }

    fn break_words(&self, entry: &Break) -> String {
        let by = match &entry.about {
            About::Actor(actor) => actor.as_str(),
            About::Event => "nobody",
        };
        let effect = match entry.effect {
            EffectShown::Breaks => "breaks at",
            EffectShown::MayBreak => "may break at",
            EffectShown::AtRisk => "at risk at",
        };
        format!("{} by {by} {effect} {}", self.called(&entry.incident), self.span(entry.span))
    }

    fn phase(&self, reading: &PhaseReading, index: usize) -> String {
        let conditions = |wanted: Kleene| {
            let phase = &self.situation.tree.phases[index];
            let names = phase.conditions.iter().zip(&reading.conditions).filter(|(_, held)| **held == wanted);
            let names: Vec<String> = names
                .map(|(condition, _)| match condition {
                    PhaseCondition::Complete { clock, .. } => format!("clock \"{clock}\""),
                    PhaseCondition::Kept { article, .. } => format!("article {article}"),
                    PhaseCondition::Judged(slot) => format!("judged \"{slot}\""),
                })
                .collect();
            names.join(", ")
        };
        match reading.word {
            PhaseWord::Open { since, .. } => {
                let flags = self.situation.openings.get(&reading.phase).copied();
                format!("open since {}{}", self.instant(since), flags.map(situation::opening_words).unwrap_or_default())
            }
            PhaseWord::Disputed => "disputed".to_owned(),
            PhaseWord::Refused => "refused".to_owned(),
            PhaseWord::Eligible => format!("eligible, awaiting {}", reading.awaiting.join(", ")),
            PhaseWord::PossiblyEligible => format!("possibly eligible, in doubt {}", conditions(Kleene::May)),
            PhaseWord::NotEligible => format!("not eligible, failing {}", conditions(Kleene::No)),
        }
    }

    fn regime(&self, periods: &[Interval]) -> String {
        let period = |period: &Interval| match period.until {
            Instant::NEVER => format!("{} without end", self.instant(period.from)),
            until => format!("{} to {}", self.instant(period.from), self.instant(until)),
        };
        periods.iter().map(period).collect::<Vec<_>>().join(", ")
    }

    // ---- times

    /// With its offset where the clocks showed it twice.
    pub(super) fn instant(&self, at: Instant) -> String {
        let zone: &Zone = &self.situation.tree.zone;
        let text = words::instant(zone, at);
        match zone.local(zone.civil(at)) {
            LocalTime::Twice(..) => format!("{text} {}", zone.offset(at)),
            _ => text,
        }
    }
    /// The first and the last instant of a set.
    pub(super) fn span(&self, span: Interval) -> String {
        match (span.from, span.last()) {
            (Instant::EVER, last) => format!("not stated, until {}", self.instant(last)),
            (first, last) if first == last => self.instant(first),
            (first, last) => format!("{} to {}", self.instant(first), self.instant(last)),
        }
    }
    fn time(&self, time: &EventTime) -> String {
        match time.ended {
            None => self.span(time.began),
            Some(ended) => format!("began {}, ended {}", self.span(time.began), self.span(ended)),
        }
    }
}

fn undetermined(causes: impl IntoIterator<Item = Cause>) -> String {
    let causes: Vec<String> = causes.into_iter().map(|cause| words::cause(&cause)).collect();
    format!("undetermined, {}", causes.join("; "))
}

/// "by one of North, South", where only reports without a stated attacker say who it may have been.
fn possible_actors(fact: &Fact, standard: usize) -> String {
    let claims = fact.admitted[standard].claims.iter().map(|index| &fact.claims[*index].accused);
    let mut actors: BTreeSet<&str> = BTreeSet::new();
    let mut dyads = false;
    for accused in claims {
        match accused {
            Accused::Dyad(a, b) => {
                actors.extend([a.as_str(), b.as_str()]);
                dyads = true;
            }
            Accused::Actor(actor) => {
                actors.insert(actor);
            }
            Accused::Unstated => {}
        }
    }
    if dyads {
        format!("by one of {}", actors.into_iter().collect::<Vec<_>>().join(", "))
    } else {
        "by some bound party".to_owned()
    }
}

/// Something that is claimed and is nothing an article forbids or requires.
const A_STATE: &str = "no clause forbids or requires it; articles ask about it as a state";
