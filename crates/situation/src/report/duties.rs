//! What is owed: duties that are open at the period's end or fell due in it, at the report's standard.
//!
//! Holds
//! - What is overdue or still owed stands first, by deadline; a duty without a trigger is not told.
//!
//! Not here: how a duty is computed (`agreement`).

use agreement::evaluate::{ConditionReading, ConditionState, Duty, DutyState, Word};
use agreement::tree::{ArticleKind, Due, Obligation};
use record::statement::BodyId;
use record::vocabulary::Kleene;
use record::vocabulary::time::{Instant, Interval};

use super::context::Context;
use super::document::{Block, Sentence};
use super::limits;
use super::notes::Notes;

/// A list under its heading; nothing where the agreement requires nothing.
pub(super) fn blocks<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Vec<Block> {
    let articles = &context.tree.articles;
    let requires = articles.iter().any(|article| matches!(article.kind, ArticleKind::Obligation(_)));
    if !requires && articles.iter().all(|article| article.provided.is_none()) {
        return Vec::new();
    }
    let evaluation = &context.now.evaluation;
    let own = evaluation.duties.iter().filter(|duty| duty.standard == context.standard());
    let (mut open, mut settled): (Vec<&Duty>, Vec<&Duty>) =
        own.filter(|duty| is_told(context, duty)).partition(|duty| duty.is_open());
    open.sort_by_key(|duty| duty.due);
    settled.sort_by_key(|duty| duty.due);
    let mut points: Vec<Sentence> = open.into_iter().chain(settled).map(|duty| told(context, notes, duty)).collect();
    let conditions = evaluation.conditions.iter().filter(|one| one.standard == context.standard());
    points.extend(conditions.map(|reading| condition(context, reading)));
    if points.is_empty() {
        let standard = context.say.standards(&[context.standard()]);
        points.push(context.plain("duties-none", &[("standard", standard.into())]));
    }
    vec![Block::Heading(context.say.word("heading-duties")), Block::List(context.cut(points, limits::LIST_POINTS))]
}

/// Open at the end, or due, asked for or done in the period.
fn is_told(context: &Context<'_>, duty: &Duty) -> bool {
    let within = |span: Interval| !span.meet(context.period).is_empty();
    let falls = duty.due.is_some_and(|(first, last)| within(Interval::new(first, last.plus(1))));
    let facts = duty.trigger.iter().chain(&duty.deeds);
    let moved = facts.map(|fact| context.now.facts[*fact].admitted[duty.standard].time.hull()).any(within);
    duty.states != [DutyState::Dormant] && (duty.is_open() || falls || moved)
}

fn told<'a>(context: &Context<'a>, notes: &mut Notes<'a>, duty: &Duty) -> Sentence {
    let say = &context.say;
    let article = &context.tree.articles[duty.article];
    let mut word = match duty.word {
        Word::Kept => say.word("word-duty-kept"),
        other => say.verdict(other),
    };
    if context.now.is_denied(duty) {
        word = say.say("duty-denied", &[("word", word.into())]);
    }
    if !duty.causes.is_empty() {
        word = say.say("duty-because", &[("word", word.into()), ("causes", say.causes(&duty.causes).into())]);
    }
    let states: Vec<String> = duty.states.iter().map(|state| said(context, duty, *state)).collect();
    let values = [
        ("article", say.article(article).into()),
        ("who", say.list(&duty.obliged).into()),
        ("word", word.into()),
        ("states", say.clauses(&states).into()),
        ("standard", say.standards(&[duty.standard]).into()),
    ];
    let facts = duty.trigger.iter().chain(&duty.deeds);
    let ids: Vec<BodyId> =
        facts.flat_map(|fact| context.now.facts[*fact].claims.iter().map(|claim| claim.statement)).collect();
    context.computed(notes, ids, "duty-told", &values)
}

fn said(context: &Context<'_>, duty: &Duty, state: DutyState) -> String {
    let say = &context.say;
    let obligation: Option<&Obligation> = duty.obligation(context.tree);
    let measured = obligation.is_some_and(|one| matches!(one.due, Due::Promptly { .. }));
    let due = duty.due.map(|span| between(context, span)).unwrap_or_default();
    let late = duty.late.map(|(least, most)| say.lasting(least, most)).unwrap_or_default();
    match state {
        DutyState::Dormant => say.word("duty-dormant"),
        DutyState::InForce if measured => say.word("duty-not-so-far"),
        DutyState::InForce => say.say("duty-in-force", &[("due", due.into())]),
        DutyState::Done if measured => say.say("duty-took", &[("time", late.into())]),
        DutyState::Done => say.word("duty-done"),
        DutyState::Overdue => say.say("duty-overdue", &[("due", due.into())]),
        DutyState::Lapsed => say.word("duty-lapsed"),
        DutyState::Late => {
            let bands = obligation.map(|one| one.bands.as_slice()).unwrap_or_default();
            let labels: Vec<String> = duty.bands.iter().map(|band| say.quoted(&bands[*band].label)).collect();
            match labels.is_empty() {
                true => say.say("duty-late", &[("late", late.into())]),
                false => say.say("duty-late-called", &[("late", late.into()), ("labels", say.join(&labels).into())]),
            }
        }
    }
}

fn between(context: &Context<'_>, (first, last): (Instant, Instant)) -> String {
    match first == last {
        true => context.say.instant(first),
        false => context.say.span(Interval::new(first, last.plus(1))),
    }
}

fn condition(context: &Context<'_>, reading: &ConditionReading) -> Sentence {
    let say = &context.say;
    let article = &context.tree.articles[reading.article];
    let on = article.provided.as_ref().map(|provided| provided.article.as_str()).unwrap_or_default();
    let state = match (reading.state, reading.since) {
        (ConditionState::Stands, _) => say.word("condition-stands"),
        (ConditionState::InDoubt, _) => say.word("condition-in-doubt"),
        (ConditionState::Failed, None) => say.word("condition-failed"),
        (ConditionState::Failed, Some(since)) => {
            say.say("condition-failed-since", &[("since", between(context, since).into())])
        }
    };
    let mut parts = vec![state];
    match reading.judged {
        Kleene::Must => parts.push(say.say("condition-goes-on", &[("article", say.article(article).into())])),
        Kleene::No => parts.push(say.say("condition-ended", &[("article", say.article(article).into())])),
        Kleene::May if reading.awaiting.is_empty() => {}
        Kleene::May => parts.push(say.say("phase-awaiting", &[("names", say.list(&reading.awaiting).into())])),
    }
    let values = [
        ("article", say.article(article).into()),
        ("on", on.into()),
        ("state", say.clauses(&parts).into()),
        ("standard", say.standards(&[reading.standard]).into()),
    ];
    let mut sentence = context.plain("condition-told", &values);
    sentence.kind = super::document::SentenceKind::Computed;
    sentence
}
