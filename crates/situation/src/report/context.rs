//! What every section is made from: the situation at the cut-off, the period's incidents, ways to say a sentence.
//!
//! Holds
//! - The situation is computed once; days before it are evaluated again over the same facts.
//! - An incident belongs to the period where it may have happened in it; one without a stated time, where it became known.
//!
//! Not here: what a section says.

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{Evaluation, Judged, Word, evaluate};
use agreement::tree::{ArticleKind, Condition, Tree};
use incident::Incident;
use record::live::Knowledge;
use record::statement::{BodyId, Content, Report, Stance, Statement};
use record::vocabulary::Name;
use record::vocabulary::facts::{Fact, IncidentId};
use record::vocabulary::moment::Moment;
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{EventTime, Instant, Interval};

use super::Asked;
use super::document::{Block, Sentence, SentenceKind, Tone};
use super::language::{Value, Words};
use super::notes::Notes;
use super::say::Say;
use crate::audience::{Audience, Readership};
use crate::{Situation, WORDS, at};

/// Everything a section may look at.
pub(super) struct Context<'a> {
    pub(super) tree: &'a Tree,
    pub(super) statements: &'a [Statement],
    pub(super) moment: &'a Moment,
    pub(super) period: Interval,
    pub(super) say: Say<'a>,
    pub(super) now: Situation<'a>,
    /// The period's incidents, in order of time.
    pub(super) incidents: Vec<Reported>,
    /// Incidents that are a trigger or a deed of some duty, with the standards at which they are.
    parts: BTreeSet<(IncidentId, usize)>,
    judged: BTreeMap<IncidentId, Vec<usize>>,
    /// Replies known at the cut-off, by what they answer, in order of their being known.
    replies: BTreeMap<BodyId, Vec<&'a Statement>>,
    /// Who reads what is said of what was addressed.
    readership: Readership,
}

/// An incident of the period.
#[derive(Clone)]
pub(super) struct Reported {
    /// Index into the situation's incidents.
    pub(super) index: usize,
    /// When it may have been, over all its reports.
    pub(super) span: Interval,
    /// The same with the ends that reports state, for words: what lasted until midnight is told so, not a second less.
    pub(super) stated: Interval,
    /// The worst word at each standard, weakest first; `None` where no clause covers it.
    pub(super) words: Vec<Option<Word>>,
    /// The card's link.
    pub(super) anchor: String,
}

impl<'a> Context<'a> {
    pub(super) fn new(tree: &'a Tree, statements: &'a [Statement], asked: &'a Asked) -> Context<'a> {
        let now = at(tree, statements, &asked.moment);
        let mut judged: BTreeMap<IncidentId, Vec<usize>> = BTreeMap::new();
        for (index, one) in now.evaluation.judged.iter().enumerate() {
            judged.entry(now.facts[one.fact].incident.clone()).or_default().push(index);
        }
        let standards = 0..tree.standards.standards.len();
        let parts: BTreeSet<(IncidentId, usize)> = standards
            .flat_map(|standard| now.parts_of_duties(standard).into_keys().map(move |id| (id.clone(), standard)))
            .collect();
        let say = Say { tree, words: Words::of(asked.language) };
        let (moment, period) = (&asked.moment, asked.period);
        let mut replies: BTreeMap<BodyId, Vec<&Statement>> = BTreeMap::new();
        for statement in statements.iter().filter(|statement| statement.known() <= moment.known) {
            if let Content::Reply(reply) = &statement.body.content {
                replies.entry(reply.to).or_default().push(statement);
            }
        }
        for own in replies.values_mut() {
            own.sort_by_key(|statement| (statement.known(), statement.id));
            own.dedup_by_key(|statement| statement.id);
        }
        let readership = Readership::of(statements);
        let incidents = Vec::new();
        let mut context =
            Context { tree, statements, moment, period, say, now, incidents, judged, parts, replies, readership };
        context.incidents = context.within(period);
        context
    }

    /// Whether everybody with a part in the mission reads a statement: a report is read by more than those whom it names.
    pub(super) fn is_open(&self, statement: &Statement) -> bool {
        self.readership.may_read(&Audience::Reader, &statement.body, None)
    }

    /// Whether it is open, or every party and body of the terms is named in it: what all were told, a report may tell.
    pub(super) fn is_for_all(&self, statement: &Statement) -> bool {
        let mut all = self.tree.parties.iter().chain(&self.tree.bodies);
        let read = |name: &Name| self.readership.may_read(&Audience::Party(name.clone()), &statement.body, None);
        self.is_open(statement) || !self.tree.parties.is_empty() && all.all(read)
    }

    /// The incidents that may have happened in `period`, in order of time; a card's link is made of the place in it.
    pub(super) fn within(&self, period: Interval) -> Vec<Reported> {
        let mut found = Vec::new();
        for (index, incident) in self.now.incidents.iter().enumerate() {
            if !belongs(&self.now.knowledge, incident, period) {
                continue;
            }
            let Some(span) = self.span_of(incident, EventTime::hull) else { continue };
            let Some(stated) = self.span_of(incident, stated) else { continue };
            found.push(Reported { index, span, stated, words: self.words_of(incident), anchor: String::new() });
        }
        found.sort_by_key(|reported| (reported.span.from, reported.index));
        for (number, reported) in found.iter_mut().enumerate() {
            reported.anchor = format!("incident-{}", number + 1);
        }
        found
    }

    fn span_of(&self, incident: &Incident, of: fn(&EventTime) -> Interval) -> Option<Interval> {
        let times = self.reports(incident).filter_map(|(_, report)| report.time.as_ref().map(of));
        let stated = times.reduce(Interval::hull);
        stated.or_else(|| {
            incident.reports.first().map(|_| Interval::new(Instant::EVER, Instant(self.moment.happened.0 + 1)))
        })
    }

    /// The worst word under the agreement at each standard; `None` where no clause of it covers it.
    fn words_of(&self, incident: &Incident) -> Vec<Option<Word>> {
        let mut words = vec![None; self.tree.standards.standards.len()];
        for judged in self.judged_as_agreed(&incident.id).filter(|judged| judged.word != Word::NotApplicable) {
            let word: &mut Option<Word> = &mut words[judged.standard];
            *word = (*word).max(Some(judged.word));
        }
        // A duty's trigger or deed is covered, and is no breach of it; so is a state that an article asks about.
        for (standard, word) in words.iter_mut().enumerate() {
            let one = (incident.id.clone(), standard);
            if word.is_none() && (self.parts.contains(&one) || self.now.evaluation.states.contains(&one)) {
                *word = Some(Word::NotApplicable);
            }
        }
        words
    }

    /// The verdicts on one incident.
    pub(super) fn judged(&self, id: &IncidentId) -> impl Iterator<Item = &Judged> {
        self.judged.get(id).into_iter().flatten().map(|index| &self.now.evaluation.judged[*index])
    }
    /// Those under the agreement itself.
    pub(super) fn judged_as_agreed(&self, id: &IncidentId) -> impl Iterator<Item = &Judged> {
        self.judged(id).filter(|judged| self.tree.articles[judged.article].is_of_the_agreement())
    }
    pub(super) fn incident(&self, reported: &Reported) -> &Incident {
        &self.now.incidents[reported.index]
    }
    /// Reports on one incident, as they stand, with the statement that makes each, in order of their being known. A denial
    /// counts as evidence and is told as a reply, not as one more version.
    pub(super) fn reports<'s>(&'s self, incident: &'s Incident) -> impl Iterator<Item = (&'s Statement, &'s Report)> {
        incident.reports.iter().filter_map(|i| {
            let live = &self.now.knowledge.live[*i];
            let is_version = match &live.statement.body.content {
                Content::Reply(reply) => matches!(reply.stance, Stance::Corrects(_)),
                _ => true,
            };
            Some((live.statement, live.report.as_deref()?)).filter(|_| is_version)
        })
    }
    /// Everything that answers a statement, in order of its being known at the cut-off.
    pub(super) fn replies_to(&self, id: BodyId) -> &[&'a Statement] {
        self.replies.get(&id).map_or(&[], Vec::as_slice)
    }
    /// The report as it was first made and when it was last corrected, where what stands now is its correction.
    pub(super) fn before_correction<'s>(&'s self, statement: &'s Statement) -> Option<(&'s Report, Instant)> {
        let live = self.now.knowledge.live.iter().find(|live| live.statement.id == statement.id)?;
        let by = live.corrected_by?;
        let by = self.replies_to(statement.id).iter().find(|reply| reply.id == by)?;
        match &statement.body.content {
            Content::Report(report) => Some((report, by.known().0)),
            _ => None,
        }
    }
    /// Reports on one incident that no longer stand, each with the reply that withdrew it.
    pub(super) fn withdrawn(&self, incident: &Incident) -> Vec<(&'a Statement, &'a Statement)> {
        let live: Vec<BodyId> = incident.reports.iter().map(|i| self.now.knowledge.live[*i].statement.id).collect();
        let mut withdrawn = Vec::new();
        for statement in self.statements.iter().filter(|statement| statement.known() <= self.moment.known) {
            let Content::Report(report) = &statement.body.content else { continue };
            if report.event.as_deref() != Some(incident.id.0.as_str()) || live.contains(&statement.id) {
                continue;
            }
            let own = self.replies_to(statement.id).iter().rev();
            let by = own.into_iter().find(
                |reply| matches!(&reply.body.content, Content::Reply(reply) if matches!(reply.stance, Stance::Withdraws)),
            );
            withdrawn.extend(by.map(|by| (statement, *by)));
        }
        withdrawn.sort_by_key(|(statement, _)| (statement.known(), statement.id));
        withdrawn.dedup_by_key(|(statement, _)| statement.id);
        withdrawn
    }
    /// Whether every report on the incident is of something said, told or announced, and none of something done.
    pub(super) fn is_words(&self, incident: &Incident) -> bool {
        is_words(self.tree, &self.now.knowledge, incident)
    }
    /// Whether some version on the incident comes from `actor`, one of its own or whoever speaks for it, and not as a reply.
    pub(super) fn is_heard(&self, incident: &Incident, actor: &Name) -> bool {
        let registers = &self.now.knowledge.registers;
        self.reports(incident).any(|(statement, report)| {
            report.chain.origins.iter().any(
                |origin| matches!(origin, Origin::Named(name) if registers.same_origin(name, actor, statement.known().0)),
            )
        })
    }
    /// Ids of everything live on one incident.
    pub(super) fn ids(&self, incident: &Incident) -> Vec<BodyId> {
        let all = incident.reports.iter().chain(&incident.findings).chain(&incident.replies);
        all.map(|i| self.now.knowledge.live[*i].statement.id).collect()
    }
    /// The headline standard.
    pub(super) fn headline(&self) -> usize {
        self.tree.standards.headline
    }
    /// The standard the report is asked at.
    pub(super) fn standard(&self) -> usize {
        self.moment.standard
    }

    /// How an incident is drawn at the report's standard.
    pub(super) fn tone(&self, reported: &Reported) -> Tone {
        match reported.words[self.standard()] {
            None => Tone::Uncovered,
            Some(Word::Breached) => Tone::Breaks,
            Some(Word::Contested) => Tone::MayBreak,
            Some(Word::Undetermined) => Tone::Open,
            Some(Word::Kept | Word::NotApplicable) => Tone::Calm,
        }
    }

    /// Clocks, verdicts and phases at earlier instants, over what is known at the cut-off.
    ///
    /// Only what lies in the clocks' time is evaluated: nothing else moves them.
    pub(super) fn evaluated_at(&self, instants: impl Iterator<Item = Instant>) -> Vec<(Instant, Evaluation)> {
        let facts = self.clock_facts();
        instants
            .map(|happened| {
                let moment = Moment { happened, ..self.moment.clone() };
                (happened, evaluate(self.tree, &facts, &self.now.acts, &moment))
            })
            .collect()
    }
    fn clock_facts(&self) -> Vec<Fact> {
        // Duties and steps that permit an act may lie before it, or before every clock.
        let reaches_back = self.tree.articles.iter().any(|article| match &article.kind {
            ArticleKind::Obligation(_) => true,
            ArticleKind::Prohibition(terms) => {
                terms.exceptions.iter().any(|one| matches!(one.condition, Condition::InOrder(_)))
            }
            _ => false,
        });
        if reaches_back {
            return self.now.facts.clone();
        }
        let start = self.clocks_start().unwrap_or(Instant::NEVER);
        let time = Interval::new(start, Instant(self.moment.happened.0 + 1));
        let mut facts = Vec::new();
        for own in self.now.facts.chunk_by(|a, b| a.incident == b.incident) {
            let touches =
                own.iter().flat_map(|fact| &fact.admitted).any(|admitted| !admitted.time.hull().meet(time).is_empty());
            if touches {
                facts.extend(own.iter().cloned());
            }
        }
        facts
    }
    /// When the first clock starts.
    pub(super) fn clocks_start(&self) -> Option<Instant> {
        self.tree.clocks.iter().filter_map(|clock| self.tree.instant(&clock.start)).min()
    }

    // ---- sentences ----

    /// A sentence without a claim: what is not there, how the report is made.
    pub(super) fn plain(&self, name: &str, values: &[(&str, Value)]) -> Sentence {
        Sentence { text: self.say.say(name, values), notes: Vec::new(), kind: SentenceKind::Plain }
    }
    /// A sentence about what somebody said, with its footnote.
    pub(super) fn said(
        &self,
        notes: &mut Notes<'_>,
        ids: impl IntoIterator<Item = BodyId>,
        name: &str,
        values: &[(&str, Value)],
    ) -> Sentence {
        self.said_text(notes, ids, self.say.say(name, values))
    }
    pub(super) fn said_text(
        &self,
        notes: &mut Notes<'_>,
        ids: impl IntoIterator<Item = BodyId>,
        text: String,
    ) -> Sentence {
        Sentence { text, notes: notes.cite(&self.say, ids), kind: SentenceKind::Said }
    }
    /// What may rest on statements and may say that there are none: with its footnote where there is something to lead to.
    pub(super) fn told(&self, notes: &mut Notes<'_>, ids: impl IntoIterator<Item = BodyId>, text: String) -> Sentence {
        let said = self.said_text(notes, ids, text);
        let kind = if said.notes.is_empty() { SentenceKind::Plain } else { SentenceKind::Said };
        Sentence { kind, ..said }
    }
    /// Replies on an incident by those who are registered to speak for `party`, in order of their being known.
    pub(super) fn replies_of<'s>(
        &'s self,
        incident: &'s Incident,
        party: &'s Name,
    ) -> impl Iterator<Item = &'s Statement> {
        let (knowledge, registers) = (&self.now.knowledge, &self.now.knowledge.registers);
        incident.replies.iter().map(|i| knowledge.live[*i].statement).filter(move |statement| {
            let subject = match &statement.body.content {
                Content::Reply(reply) => reply.subject.as_str(),
                _ => "any",
            };
            registers.speaks_for(statement.body.speaker(), party, subject, statement.said_at())
        })
    }
    /// A sentence that says what follows under a standard, which `values` name.
    pub(super) fn computed(
        &self,
        notes: &mut Notes<'_>,
        ids: impl IntoIterator<Item = BodyId>,
        name: &str,
        values: &[(&str, Value)],
    ) -> Sentence {
        let notes = notes.cite(&self.say, ids);
        Sentence { text: self.say.say(name, values), notes, kind: SentenceKind::Computed }
    }
    /// Cuts a list at `most` and says how many more there are.
    pub(super) fn cut(&self, mut sentences: Vec<Sentence>, most: usize) -> Vec<Sentence> {
        let more = sentences.len().saturating_sub(most);
        if more > 0 {
            sentences.truncate(most);
            sentences.push(self.plain("and-more", &[("n", more.into())]));
        }
        sentences
    }
    /// How many rows past a limit are not listed, where there are any.
    pub(super) fn more(&self, n: usize) -> Option<Block> {
        (n > 0).then(|| Block::Paragraph(vec![self.plain("and-more", &[("n", n.into())])]))
    }
    /// A cell of a table that says nothing about the record.
    pub(super) fn cell(&self, text: impl Into<String>) -> Sentence {
        Sentence { text: text.into(), ..Sentence::default() }
    }
    /// Titles of columns.
    pub(super) fn columns(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.say.word(name)).collect()
    }

    /// Live statements of any kind known in the period, in order of their being known.
    pub(super) fn known_in_period(&self) -> impl Iterator<Item = &'a Statement> {
        let period = self.period;
        self.now.knowledge.live.iter().map(|live| live.statement).filter(move |s| period.contains(s.known().0))
    }
    /// Whether a report is of this class of acts.
    pub(super) fn is_act(&self, report: &Report, class: &str) -> bool {
        report.act.as_ref().is_some_and(|act: &Name| Tree::includes(&self.tree.acts, class, act))
    }
    /// Whether a statement was said, or is about something, in the period.
    pub(super) fn in_period(&self, statement: &Statement) -> bool {
        let when = match &statement.body.content {
            Content::Report(report) => report.time.as_ref().map(|time| time.hull()),
            _ => None,
        };
        match when {
            Some(span) if span.from != Instant::EVER => !span.meet(self.period).is_empty(),
            _ => self.period.contains(statement.said_at()),
        }
    }
}

/// Whether every report on the incident is of something said, told or announced.
pub(super) fn is_words(tree: &Tree, knowledge: &Knowledge<'_>, incident: &Incident) -> bool {
    let said = |report: &Report| {
        let of = |act: &Name| WORDS.iter().any(|class| Tree::includes(&tree.acts, class, act));
        report.act.as_ref().is_some_and(of)
    };
    let mut reports = incident.reports.iter().filter_map(|i| knowledge.live[*i].report.as_deref()).peekable();
    reports.peek().is_some() && reports.all(said)
}

/// Whether some report's time may lie in `period`; where none states one, whether a report became known in it.
pub(super) fn belongs(knowledge: &Knowledge<'_>, incident: &Incident, period: Interval) -> bool {
    let live = || incident.reports.iter().map(|i| &knowledge.live[*i]);
    let times = live().filter_map(|live| Some(live.report.as_deref()?.time.as_ref()?.hull()));
    let times: Vec<Interval> = times.filter(|time| time.from > Instant::EVER).collect();
    match times.is_empty() {
        true => live().any(|live| period.contains(live.statement.known().0)),
        false => times.iter().any(|time| !time.meet(period).is_empty()),
    }
}

/// A time from its first stated beginning to its last stated end.
fn stated(time: &EventTime) -> Interval {
    time.ended.map_or(time.began, |ended| time.began.hull(ended))
}
