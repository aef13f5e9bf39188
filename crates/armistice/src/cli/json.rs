//! The same answers as JSON: `--json` of every command.
//!
//! Holds
//! - Instants are RFC 3339 in UTC; seconds and days are numbers; ids are whole.
//!
//! Not here: text for people (`show`).

use agreement::evaluate::{
    ChangeReading, ChangeWord, ClockReading, ConditionReading, ConditionState, Duty, Judged, PhaseReading, PhaseWord,
    State, StateShown, Word, ZoneAsked,
};
use agreement::tree::Length;
use incident::{Contradiction, Incident, LinkedBy, contradictions};
use record::statement::{BodyId, Content, Statement};
use record::vocabulary::Kleene;
use record::vocabulary::facts::{About, IncidentId};
use record::vocabulary::time::{Instant, Interval};
use serde_json::{Value, json};
use situation::distinct::Distinct;
use situation::origins::{Because, Origins, origins};
use situation::{ClockExplanation, Explanation, Section, Situation, words};

use super::show;
use crate::message::utc;

fn at(instant: Option<Instant>) -> Value {
    instant.map_or(Value::Null, |instant| utc(instant).into())
}
fn span(span: Interval) -> Value {
    json!({ "from": utc(span.from), "until": utc(span.until) })
}
fn ids(ids: &[BodyId]) -> Vec<String> {
    ids.iter().map(BodyId::to_string).collect()
}
fn about(about: &About) -> Value {
    match about {
        About::Actor(actor) => json!({ "actor": actor }),
        About::Event => json!("event"),
    }
}
/// The word as JSON spells it.
fn word(word: Word) -> &'static str {
    match word {
        Word::Kept => "kept",
        Word::Breached => "breached",
        Word::Contested => "contested",
        Word::Undetermined => "undetermined",
        Word::NotApplicable => "not applicable",
    }
}
fn kleene(kleene: Kleene) -> &'static str {
    match kleene {
        Kleene::Must => "must",
        Kleene::May => "may",
        Kleene::No => "no",
    }
}

/// The moment and the agreement, in every answer.
pub fn head(situation: &Situation<'_>) -> Value {
    let moment = &situation.evaluation.moment;
    json!({
        "agreement": situation.tree.name,
        "provenance": show::provenance(situation.tree.provenance),
        "happened_until": utc(moment.happened),
        "known_until": utc(moment.known.0),
        "standard": situation.tree.standards.standards[moment.standard].name,
        "perspective": moment.perspective.name,
        "statements": situation.knowledge.live.len(),
        "statements_of_history_batches": situation.knowledge.live.iter().filter(|l| l.statement.accepted.history).count(),
        "note": show::NOT_A_DETERMINATION,
    })
}

/// The whole status.
pub fn status(situation: &Situation<'_>) -> Value {
    let tree = situation.tree;
    let evaluation = &situation.evaluation;
    json!({
        "moment": head(situation),
        "bottom_line": situation::panel::bottom_line(situation),
        "regimes": evaluation.regimes.iter().map(|(name, periods)| json!({
            "regime": name, "periods": periods.iter().map(|p| span(*p)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "changes": evaluation.changes.iter().map(|reading| change(situation, reading)).collect::<Vec<_>>(),
        "patterns": evaluation.patterns.iter().map(|reading| json!({
            "pattern": tree.patterns[reading.pattern].name,
            "standard": tree.standards.standards[reading.standard].name,
            "stands": kleene(reading.stands),
            "since": reading.since.map(utc),
            "most_in_one_window": { "surely": reading.most.0, "possibly": reading.most.1 },
            "found_as_judged": match reading.judged {
                Kleene::Must => Some(true),
                Kleene::No => Some(false),
                Kleene::May => None,
            },
            "awaiting": reading.awaiting,
        })).collect::<Vec<_>>(),
        "clocks": evaluation.clocks.iter().map(|reading| clock(situation, reading)).collect::<Vec<_>>(),
        "phases": evaluation.phases.iter().map(|reading| phase(situation, reading)).collect::<Vec<_>>(),
        "articles": evaluation.periods.iter().map(|period| json!({
            "article": tree.articles[period.article].label(),
            "title": tree.articles[period.article].title,
            "standard": tree.standards.standards[period.standard].name,
            "verdict": word(period.word),
            "unobserved": period.unobserved.iter().map(|d| span(*d)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "no_clause_covers": evaluation.uncovered.iter().map(|(id, standard)| json!({
            "incident": id.0, "standard": tree.standards.standards[*standard].name,
        })).collect::<Vec<_>>(),
    })
}

/// One amendment or exit.
fn change(situation: &Situation<'_>, reading: &ChangeReading) -> Value {
    let declared = &situation.tree.changes[reading.change];
    json!({
        "name": declared.name,
        "kind": if declared.is_exit { "exit" } else { "amendment" },
        "signing_name": declared.signed_as,
        "word": match reading.word {
            ChangeWord::Signed => "signed",
            ChangeWord::Refused => "refused",
            ChangeWord::Disputed => "disputed",
            ChangeWord::Awaiting => "awaiting",
            ChangeWord::Proposed => "proposed",
        },
        "signed": reading.signed.map(utc),
        "effect": reading.effect.map(utc),
        "answers": reading.answers.iter().map(|(name, yes, at)| json!({
            "name": name, "yes": yes, "at": utc(*at),
        })).collect::<Vec<_>>(),
        "awaiting": reading.awaiting,
    })
}

/// One duty. Seconds; the due instant is the first that is too late.
pub fn duty(situation: &Situation<'_>, duty: &Duty) -> Value {
    let tree = situation.tree;
    let bands = duty.obligation(tree).map(|obligation| obligation.bands.as_slice()).unwrap_or_default();
    let fact = |index: &usize| {
        let fact = &situation.facts[*index];
        json!({ "incident": fact.incident.0, "about": about(&fact.about) })
    };
    json!({
        "article": tree.articles[duty.article].label(),
        "obliged": duty.obliged,
        "standard": tree.standards.standards[duty.standard].name,
        "trigger": duty.trigger.as_ref().map(fact),
        "verdict": word(duty.word),
        "causes": duty.causes.iter().map(words::cause).collect::<Vec<_>>(),
        "states": duty.states.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "due": duty.due.map(|(first, last)| json!({ "earliest": utc(first), "latest": utc(last) })),
        "late": duty.late.map(|(least, greatest)| json!({ "least": least, "greatest": greatest })),
        "bands": duty.bands.iter().map(|band| bands[*band].label.as_str()).collect::<Vec<_>>(),
        "deeds": duty.deeds.iter().map(fact).collect::<Vec<_>>(),
        "denied": situation.is_denied(duty),
    })
}

/// What an article depends on, and whether it is kept.
pub fn condition(situation: &Situation<'_>, reading: &ConditionReading) -> Value {
    let tree = situation.tree;
    let article = &tree.articles[reading.article];
    json!({
        "article": article.label(),
        "provided": article.provided.as_ref().map(|provided| provided.article.as_str()),
        "standard": tree.standards.standards[reading.standard].name,
        "state": match reading.state {
            ConditionState::Stands => "stands",
            ConditionState::InDoubt => "in doubt",
            ConditionState::Failed => "failed",
        },
        "since": reading.since.map(|(first, last)| json!({ "earliest": utc(first), "latest": utc(last) })),
        "goes_on_as_judged": match reading.judged {
            Kleene::Must => Some(true),
            Kleene::No => Some(false),
            Kleene::May => None,
        },
        "awaiting": reading.awaiting,
    })
}

/// One clock reading.
pub fn clock(situation: &Situation<'_>, reading: &ClockReading) -> Value {
    let tree = situation.tree;
    let declared = tree.clocks.iter().find(|clock| clock.name == reading.clock).expect("readings are of clocks");
    let (unit, needs) = match declared.length {
        Length::Elapsed(seconds) => ("seconds", seconds),
        Length::Calendar { days, .. } => ("civil days", days),
    };
    let now = situation.evaluation.moment.happened;
    let list = |breaks: &[agreement::evaluate::Break]| -> Vec<Value> {
        breaks
            .iter()
            .map(|b| {
                json!({
                    "incident": b.incident.0,
                    "about": about(&b.about),
                    "when": span(b.span),
                    "effect": match b.effect {
                        agreement::evaluate::EffectShown::Breaks => "breaks",
                        agreement::evaluate::EffectShown::MayBreak => "may break",
                        agreement::evaluate::EffectShown::AtRisk => "at risk",
                    },
                    "article": tree.articles[b.article].label(),
                })
            })
            .collect()
    };
    json!({
        "clock": reading.clock,
        "policy": declared.policies[reading.policy].to_string(),
        "standard": tree.standards.standards[reading.standard].name,
        "zone": reading.part.zone(),
        "pair": reading.part.pair(),
        "unit": unit,
        "needs": needs,
        "value": { "least": reading.value.0, "greatest": reading.value.1 },
        "completion": { "earliest": at(reading.completion.earliest), "latest": at(reading.completion.latest) },
        "complete": if reading.completion.surely(now) { "surely" }
            else if reading.completion.possibly(now) { "possibly" } else { "no" },
        "bound": reading.bound,
        "breaks": list(&reading.breaks),
        "at_risk": list(&reading.at_risk),
        "unobserved": reading.unobserved.iter().map(|d| span(*d)).collect::<Vec<_>>(),
    })
}

fn phase(situation: &Situation<'_>, reading: &PhaseReading) -> Value {
    let flags = situation.openings.get(&reading.phase);
    let sure = |flag: Kleene| (flag != Kleene::May).then_some(flag == Kleene::Must);
    json!({
        "phase": reading.phase,
        "word": match reading.word {
            PhaseWord::Open { .. } => "open",
            PhaseWord::Disputed => "disputed",
            PhaseWord::Refused => "refused",
            PhaseWord::Eligible => "eligible",
            PhaseWord::PossiblyEligible => "possibly eligible",
            PhaseWord::NotEligible => "not eligible",
        },
        "open_since": match reading.word { PhaseWord::Open { since, .. } => utc(since).into(), _ => Value::Null },
        "premature": flags.and_then(|flags| sure(flags.premature)),
        "on_superseded_knowledge": flags.and_then(|flags| sure(flags.superseded)),
        "eligible": kleene(reading.eligible),
        "conditions": reading.conditions.iter().map(|k| kleene(*k)).collect::<Vec<_>>(),
        "awaiting": reading.awaiting,
        "answers": reading.answers.iter().map(|(name, yes, when)| json!({
            "decider": name, "yes": yes, "at": utc(*when),
        })).collect::<Vec<_>>(),
    })
}

/// One verdict.
pub fn verdict(situation: &Situation<'_>, judged: &Judged) -> Value {
    let fact = &situation.facts[judged.fact];
    json!({
        "incident": fact.incident.0,
        "about": about(&fact.about),
        "article": situation.tree.articles[judged.article].label(),
        "standard": situation.tree.standards.standards[judged.standard].name,
        "verdict": word(judged.word),
        "causes": judged.causes().iter().map(words::cause).collect::<Vec<_>>(),
        "claimed_states": states(&judged.states),
        "denied": !fact.denied.is_empty(),
        "acknowledged": fact.acknowledged.is_some(),
        "when": span(fact.admitted[judged.standard].time.hull()),
    })
}

/// Claims of states that a verdict looked at.
fn states(states: &[StateShown]) -> Value {
    let list = states.iter().map(|shown| {
        let state = match shown.state {
            State::HoldsGround => "holds the ground",
            State::Supports => "supports the author",
        };
        let status = words::status(shown.status);
        json!({ "state": state, "actor": shown.actor, "incident": shown.incident.0, "status": status })
    });
    json!(list.collect::<Vec<_>>())
}

/// Every incident, or those named.
pub fn incidents(situation: &Situation<'_>, only: Option<&IncidentId>, distinct: &Distinct) -> Value {
    let tree = situation.tree;
    let grader = &situation.evaluation.moment.perspective.grader;
    let list: Vec<Value> = situation
        .incidents
        .iter()
        .filter(|incident| only.is_none_or(|id| *id == incident.id))
        .map(|incident| {
            let reports: Vec<Value> = incident
                .reports
                .iter()
                .filter_map(|i| {
                    let live = &situation.knowledge.live[*i];
                    let report = live.report.as_deref()?;
                    Some(json!({
                        "id": live.statement.id.to_string(),
                        "known": utc(live.statement.known().0),
                        "history": live.statement.accepted.history,
                        "chain": words::chain(&report.chain),
                        "grade": situation.knowledge.grade(live.statement.id, grader).to_string(),
                        "says": words::statement(&tree.zone, live.statement),
                        "counts": report.counts.iter().map(words::count).collect::<Vec<_>>(),
                        "translations": translations(situation, live.statement.id),
                        "flags": report.flags,
                        "cited": live.statement.body.cited,
                    }))
                })
                .collect();
            let facts: Vec<Value> = situation
                .facts_of(&incident.id)
                .map(|index| {
                    let fact = &situation.facts[index];
                    json!({
                        "about": about(&fact.about),
                        "level_for": level(situation, fact.level_for),
                        "level_against": level(situation, fact.level_against),
                    })
                })
                .collect();
            let answers: Vec<Value> = incident
                .replies
                .iter()
                .chain(&incident.findings)
                .map(|i| {
                    let statement = situation.knowledge.live[*i].statement;
                    json!({ "id": statement.id.to_string(), "says": words::statement(&tree.zone, statement) })
                })
                .collect();
            json!({
                "incident": incident.id.0,
                "reports": reports,
                "replies_and_findings": answers,
                "propositions": facts,
                "origins": origins_of(situation, &incident.id),
                "casualties_by_origin": situation::casualty_lines(situation, &incident.id),
                "ways": super::ways::as_json(distinct, &incident.id),
            })
        })
        .collect();
    let all = json!({ "least": distinct.least(), "most": distinct.recorded });
    let of = |incident: &&Incident| only.is_none_or(|id| *id == incident.id);
    let shown: Vec<Incident> = situation.incidents.iter().filter(of).cloned().collect();
    let contradictions = contradictions(&situation.knowledge, &shown);
    let contradictions: Vec<Value> = contradictions.iter().map(|one| contradiction(situation, one)).collect();
    json!({
        "moment": head(situation),
        "incidents": list,
        "distinct_incidents": all,
        "contradictions": contradictions,
    })
}

/// What others make of a statement's words in other languages, with the statements that answer them.
fn translations(situation: &Situation<'_>, of: BodyId) -> Vec<Value> {
    let live = || situation.knowledge.live.iter().map(|live| live.statement);
    let translated = live().filter_map(|statement| match &statement.body.content {
        Content::Translation(translation) if translation.of == of => Some((statement, translation)),
        _ => None,
    });
    translated
        .map(|(statement, translation)| {
            let answers =
                |other: &&Statement| matches!(&other.body.content, Content::Reply(reply) if reply.to == statement.id);
            let answers: Vec<String> = live().filter(answers).map(|other| other.id.to_string()).collect();
            json!({
                "id": statement.id.to_string(),
                "by": statement.body.speaker(),
                "out_of": translation.out_of,
                "into": translation.into,
                "words": translation.words,
                "answers": answers,
            })
        })
        .collect()
}

/// Two reports that somebody says are of two incidents, and by what they are one all the same.
pub fn contradiction(situation: &Situation<'_>, one: &Contradiction) -> Value {
    let said = situation.knowledge.live.iter().find(|live| live.statement.id == one.different);
    let chain = one.chain.iter().map(|link| {
        let (by, statement, event) = match &link.by {
            LinkedBy::Same(id) => ("same", Some(id.to_string()), None),
            LinkedBy::Event(key) => ("event", None, Some(key.as_str())),
            LinkedBy::Reply => ("reply", None, None),
        };
        json!({
            "from": link.from.to_string(), "to": link.to.to_string(), "by": by, "statement": statement, "event": event,
        })
    });
    json!({
        "incident": one.incident.0,
        "reports": [one.reports.0.to_string(), one.reports.1.to_string()],
        "different": one.different.to_string(),
        "speaker": said.map(|live| live.statement.body.speaker()),
        "known": said.map(|live| utc(live.statement.known().0)),
        "chain": chain.collect::<Vec<_>>(),
    })
}

fn origins_of(situation: &Situation<'_>, incident: &IncidentId) -> Value {
    let Origins { reports, independent, groups, unnamed } = origins(situation, incident);
    let groups: Vec<Value> = groups
        .iter()
        .map(|group| {
            let because = match group.because {
                Because::Alone => "alone",
                Because::Registered => "registered",
                Because::SingleChannel => "single channel",
            };
            json!({ "names": group.names, "because": because })
        })
        .collect();
    json!({ "reports": reports, "independent": independent, "groups": groups, "unnamed": unnamed })
}

fn level(situation: &Situation<'_>, level: usize) -> Value {
    match level {
        0 => Value::Null,
        level => situation.tree.standards.standards[level - 1].name.clone().into(),
    }
}

fn zone_asked(used: &ZoneAsked) -> Value {
    json!({
        "zone": used.zone,
        "version": used.version.as_ref().map(|(label, _)| label),
        "in_force_from": used.version.as_ref().map(|(_, from)| utc(*from)),
        "agreed": used.agreed,
        "sealed": used.sealed,
        "sealed_in_the_text": used.sealed_in_the_text,
    })
}

/// One explanation.
pub fn explanation(situation: &Situation<'_>, explained: &Explanation<'_>) -> Value {
    json!({
        "article": explained.article.id,
        "title": explained.article.title,
        "paragraph": explained.article.cited.paragraph,
        "incident": explained.incident.0,
        "about": about(&explained.about),
        "standard": situation.tree.standards.standards[explained.standard].name,
        "verdict": word(explained.word),
        "causes": explained.causes.iter().map(words::cause).collect::<Vec<_>>(),
        "because_exception": explained.because,
        "claimed_states": states(&explained.states),
        "zones": explained.zones.iter().map(zone_asked).collect::<Vec<_>>(),
        "minimal_support": ids(&explained.support),
        "opposing": ids(&explained.opposing),
        "acknowledged_by": explained.acknowledged.map(|id| id.to_string()),
        "flip": explained.flip.as_ref().map(|flip| json!({
            "statements": flip.statements, "kind": flip.kind, "becomes": word(flip.becomes),
        })),
    })
}

/// The answers to the questions.
pub fn sections(sections: &[Section]) -> Value {
    let list: Vec<Value> =
        sections.iter().map(|section| json!({ "question": section.title, "answer": section.lines })).collect();
    json!(list)
}

/// Why a clock stands where it stands.
pub fn clock_explanation(situation: &Situation<'_>, explained: &ClockExplanation) -> Value {
    json!({
        "clock": explained.clock,
        "standard": situation.tree.standards.standards[explained.standard].name,
        "zone": explained.part.zone(),
        "pair": explained.part.pair(),
        "last_broken_by": explained.broken_by.as_ref().map(|(b, support)| json!({
            "incident": b.incident.0, "about": about(&b.about), "when": span(b.span), "minimal_support": ids(support),
        })),
        "may_have_been_broken_by": explained.may_break.iter().map(|b| b.incident.0.clone()).collect::<Vec<_>>(),
        "at_risk": explained.at_risk,
        "unobserved_days": explained.unobserved,
        "cheapest_flip": explained.cheapest.as_ref().map(|(b, flip)| json!({
            "incident": b.incident.0, "statements": flip.statements, "kind": flip.kind, "becomes": word(flip.becomes),
        })),
    })
}
