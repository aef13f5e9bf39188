//! The worked examples and tables of the definitions of amendments, exits, declarations beside and readings, and tests for each
//! of their rules, computed by the oracle.
//!
//! Not here: the valley in which they lie (`valley`), the evaluator.

#[expect(dead_code, reason = "the examples of obligations need more of it")]
mod valley;

use std::collections::BTreeSet;

use agreement::tree::*;
use oracle::{Answers, ChangeWord, DutyAnswer, Standing as Stands, State, Word};
use record::statement::*;
use record::vocabulary::facts::About;
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::{EventTime, Instant, Interval};
use valley::*;

const AMENDED: &str = "1 by amendment \"A\"";

// ---- The valley with changes ----

/// An amendment "A" that touches nothing yet, signed by all of North and South, in force with the last signature.
fn amendment(called: &str) -> Change {
    Change {
        name: name(called),
        title: String::new(),
        is_exit: false,
        signed_as: signing_name(called),
        signers: Deciders { names: names(&["North", "South"]), rule: Rule::All },
        effect: TakesEffect::AfterSignature(0),
        running: Some(Running::Stay),
        replaces: vec![],
        adds: vec![],
        ends: Ends::Articles(vec![]),
        releases: None,
        cited: cited(),
    }
}
fn signing_name(of: &str) -> String {
    format!("{of} #0011223344556677")
}
fn from(at: Instant, reaches_back: bool) -> TakesEffect {
    TakesEffect::From { at: Moment::At(at), reaches_back }
}
fn decide(valley: &mut Valley, slot: &str, who: &str, yes: bool, at: Instant) {
    let question = Question::Judgement { slot: name(slot), on: None };
    valley.say(at, who, Content::Decision(Decision { question, yes }));
}
fn sign(valley: &mut Valley, of: &str, who: &str, at: Instant) {
    decide(valley, &signing_name(of), who, true, at);
}
fn both_sign(valley: &mut Valley, of: &str, at: Instant) {
    sign(valley, of, "North", at);
    sign(valley, of, "South", at);
}
/// Article 1 in other words by an amendment, of which both have signed since 6 March 00:00.
fn replaced(valley: &mut Valley, by: Change, kind: ArticleKind) {
    let called = by.name.clone();
    valley.article("1", kind).standing = Standing::ByAmendment(called.clone());
    valley.tree.changes.push(Change { replaces: names(&["1"]), ..by });
    both_sign(valley, &called, mar(6, 0, 0));
}
/// Article 1 ended by "A" at that instant.
fn ended(valley: &mut Valley, at: Instant, running: Running) {
    let ends = Ends::Articles(names(&["1"]));
    let change = Change { effect: from(at, true), running: Some(running), ends, ..amendment("A") };
    valley.tree.changes.push(change);
    both_sign(valley, "A", mar(6, 0, 0));
}
fn change_at(valley: &Valley, at: Instant) -> oracle::ChangeAnswer {
    valley.at(at).changes[&name("A")]
}
/// The duties of a text at the first standard.
fn duties_of(valley: &Valley, text: &str, at: Instant) -> Vec<DutyAnswer> {
    let duties = valley.at(at).duties.into_iter();
    duties.filter(|((of, .., s), _)| of == text && *s == ANY).map(|(_, answer)| answer).collect()
}
/// Only this text has a duty that anything set going, and it is so.
fn owed_under(valley: &Valley, text: &str, at: Instant, word: Word, state: State) {
    let awake = valley
        .at(at)
        .duties
        .into_iter()
        .filter(|((.., s), duty)| *s == ANY && duty.states != BTreeSet::from([State::Dormant]));
    let awake: Vec<_> = awake.map(|((of, ..), duty)| (of, duty.word, duty.states)).collect();
    assert_eq!(awake, [(name(text), word, BTreeSet::from([state]))], "at {at:?}");
}
fn north_within(n: i64) -> Obligation {
    let due = Due::Within { seconds: hours(n), trigger: arrival() };
    Obligation { obliged: names(&["North"]), ..required(due) }
}
fn north_before(at: Instant) -> Obligation {
    Obligation { obliged: names(&["North"]), ..required(Due::By(Moment::At(at))) }
}
fn in_step(n: i64) -> Obligation {
    required(Due::EachOther { seconds: hours(n) })
}
/// 12 hours cut to so many from 8 March 00:00.
fn cut_to(n: i64, running: Running) -> Valley {
    let mut valley = Valley::requires(north_within(12));
    let change = Change { effect: from(mar(8, 0, 0), true), running: Some(running), ..amendment("A") };
    replaced(&mut valley, change, ArticleKind::Obligation(north_within(n)));
    valley
}
fn forbids(act: &str) -> Prohibition {
    Prohibition { acts: names(&[act]), cure: None, ..forbids_presence() }
}
fn word_on(valley: &Valley, text: &str, at: Instant, of: BodyId) -> Word {
    valley.at(at).verdicts[&(name(text), incident(of), About::Actor(name("North")), ANY)]
}
fn shells(valley: &mut Valley, at: Instant) -> BodyId {
    valley.report(Report { targets: names(&["South"]), ..told("North", "shelling", EventTime::at(at)) })
}
fn uncovered(answers: &Answers, of: BodyId) -> bool {
    answers.uncovered.contains(&(incident(of), ANY))
}
/// Three days of calm from Day D, on these articles.
fn clock(called: &str, watches: &[&str], regime: Option<&str>) -> Clock {
    Clock {
        name: name(called),
        length: Length::Elapsed(hours(72)),
        start: Moment::At(mar(4, 6, 0)),
        regime: regime.map(name),
        scope: Scope::Anywhere,
        watches: names(watches),
        qualifying: 0,
        policies: vec![Policy::Reset],
        headline: None,
        contested: Effect::Break,
        unattributed: Effect::Break,
        unobserved: Unobserved::Count,
        standards: vec![ANY],
        cited: cited(),
    }
}
fn value(valley: &Valley, called: &str, at: Instant) -> i64 {
    valley.at(at).clocks[&(name(called), 0, ANY, Part::Whole)].value.0
}

// ---- L1 ----

#[test]
fn l1_a_breach_of_any_text_breaks_the_clock_and_it_is_kept_where_each_is() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    valley.tree.clocks.push(clock("calm", &["1"], None));
    valley.tree.articles.push(Article {
        id: name("2"),
        provided: Some(Provided { article: name("1"), judgement: name("J") }),
        ..valley.tree.articles[0].clone()
    });
    let change = Change { effect: from(mar(6, 0, 0), true), ..amendment("A") };
    replaced(&mut valley, change, ArticleKind::Prohibition(forbids("presence")));
    let attack = shells(&mut valley, mar(5, 0, 0));
    let presence = valley.did("North", "weapons", mar(7, 0, 0));
    let later = mar(8, 0, 0);
    assert_eq!(word_on(&valley, "1", later, attack), Word::Breached);
    assert_eq!(word_on(&valley, AMENDED, later, attack), Word::NotApplicable);
    assert_eq!(word_on(&valley, AMENDED, later, presence), Word::Breached);
    assert_eq!(value(&valley, "calm", mar(6, 0, 0)), hours(24), "broken under the first text");
    assert_eq!(value(&valley, "calm", later), hours(24), "broken under the second");
    let state = |at: Instant| valley.at(at).provided[&(name("2"), ANY)].state;
    assert_eq!((state(mar(4, 12, 0)), state(mar(5, 0, 0))), (Stands::Stands, Stands::Failed));
}

#[test]
fn l1_a_text_by_amendment_that_is_nowhere_in_force_owes_nothing() {
    let mut valley = Valley::requires(north_within(12));
    let text = valley.article("1", ArticleKind::Obligation(north_before(mar(7, 0, 0))));
    text.standing = Standing::ByAmendment(name("A"));
    text.provided = Some(Provided { article: name("1"), judgement: name("J") });
    valley.tree.changes.push(Change { replaces: names(&["1"]), ..amendment("A") });
    let answers = valley.at(mar(9, 0, 0));
    assert!(answers.duties.is_empty() && answers.provided.is_empty(), "nobody signed");
    assert_eq!(answers.periods[&(name(AMENDED), ANY)], Word::NotApplicable);
    both_sign(&mut valley, "A", mar(6, 0, 0));
    let answers = valley.at(mar(9, 0, 0));
    assert_eq!((answers.duties.len(), answers.provided.len()), (2, 2), "at two standards");
}

// ---- L2 ----

#[test]
fn l2_the_word_shown_is_the_first_that_applies() {
    let shown = |rule: Rule, said: &[(&str, bool, Instant)]| {
        let mut valley = Valley::requires(north_within(12));
        let signers = Deciders { names: names(&["North", "South"]), rule };
        valley.tree.changes.push(Change { signers, adds: names(&["9"]), ..amendment("A") });
        for (who, yes, at) in said {
            decide(&mut valley, &signing_name("A"), who, *yes, *at);
        }
        let change = change_at(&valley, mar(4, 6, 0));
        (change.word, change.signed)
    };
    let (five, six, seven) = (mar(5, 0, 0), mar(6, 0, 0), mar(7, 0, 0));
    assert_eq!(shown(Rule::All, &[]), (ChangeWord::Proposed, None));
    assert_eq!(shown(Rule::All, &[("North", false, five)]), (ChangeWord::Proposed, None));
    assert_eq!(shown(Rule::All, &[("North", true, five)]), (ChangeWord::Awaiting, None));
    assert_eq!(shown(Rule::All, &[("North", true, five), ("South", false, six)]), (ChangeWord::Disputed, None));
    assert_eq!(shown(Rule::All, &[("North", false, five), ("South", false, six)]), (ChangeWord::Refused, None));
    assert_eq!(shown(Rule::All, &[("North", true, five), ("South", true, six)]), (ChangeWord::Signed, Some(six)));
    assert_eq!(shown(Rule::Any, &[("South", true, six), ("North", false, five)]), (ChangeWord::Signed, Some(six)));
    let chair = Rule::Chair(name("North"));
    assert_eq!(shown(chair.clone(), &[("South", true, five)]), (ChangeWord::Proposed, None));
    assert_eq!(shown(chair, &[("North", true, six)]), (ChangeWord::Signed, Some(six)));
    // A later no takes nothing back; one before the other has signed does.
    let later_no = [("North", true, five), ("South", true, six), ("North", false, seven)];
    assert_eq!(shown(Rule::All, &later_no), (ChangeWord::Signed, Some(six)));
    let earlier_no = [("North", true, five), ("North", false, six), ("South", true, seven)];
    assert_eq!(shown(Rule::All, &earlier_no), (ChangeWord::Disputed, None));
    // Answers of one second are taken together.
    assert_eq!(shown(Rule::All, &[("South", true, six), ("North", true, six)]), (ChangeWord::Signed, Some(six)));
}

#[test]
fn l2_only_a_signer_signs_and_only_by_the_signing_name() {
    let mut valley = Valley::requires(north_within(12));
    valley.tree.changes.push(Change { adds: names(&["9"]), ..amendment("A") });
    for who in ["North", "South"] {
        decide(&mut valley, "A", who, true, mar(5, 0, 0));
        decide(&mut valley, "A #8899aabbccddeeff", who, true, mar(5, 0, 0));
    }
    sign(&mut valley, "A", "G1", mar(5, 0, 0));
    assert_eq!(change_at(&valley, mar(9, 0, 0)).word, ChangeWord::Proposed);
}

// ---- L3 ----

/// The table of L3, signed on 6 March and on 9 March.
#[test]
fn l3_when_a_change_takes_effect() {
    let effect = |effect: TakesEffect, signed: Instant| {
        let mut valley = Valley::requires(north_within(12));
        valley.tree.changes.push(Change { effect, adds: names(&["9"]), ..amendment("A") });
        sign(&mut valley, "A", "North", mar(5, 0, 0));
        sign(&mut valley, "A", "South", signed);
        // T plays no part.
        change_at(&valley, mar(4, 6, 0)).effect.unwrap()
    };
    let (m, early, late) = (mar(8, 0, 0), mar(6, 0, 0), mar(9, 0, 0));
    let with_last = TakesEffect::AfterSignature(0);
    let seven_days = TakesEffect::AfterSignature(hours(7 * 24));
    assert_eq!((effect(from(m, false), early), effect(from(m, false), late)), (m, late));
    assert_eq!((effect(from(m, true), early), effect(from(m, true), late)), (m, m));
    assert_eq!((effect(with_last.clone(), early), effect(with_last, late)), (early, late));
    assert_eq!((effect(seven_days.clone(), early), effect(seven_days, late)), (mar(13, 0, 0), mar(16, 0, 0)));
}

/// Signed 6 March, in force from 8 March: a convoy that came on 8 March 01:00 has 8 hours. Signed 9 March: from the signature,
/// and the convoy has 12; retroactive, it has 8.
#[test]
fn l3_an_amendment_signed_late_and_a_retroactive_one() {
    let due_after = |signed: Instant, reaches_back: bool| {
        let mut valley = Valley::requires(north_within(12));
        let kind = ArticleKind::Obligation(north_within(8));
        valley.article("1", kind).standing = Standing::ByAmendment(name("A"));
        let effect = from(mar(8, 0, 0), reaches_back);
        valley.tree.changes.push(Change { effect, replaces: names(&["1"]), ..amendment("A") });
        both_sign(&mut valley, "A", signed);
        valley.did("convoys", "arrival", mar(8, 1, 0));
        let overdue = |h: i64| {
            let awake = [duties_of(&valley, "1", mar(8, h, 0)), duties_of(&valley, AMENDED, mar(8, h, 0))].concat();
            assert_eq!(awake.len(), 1);
            awake[0].states.contains(&State::Overdue)
        };
        (2..24).find(|h| overdue(*h)).unwrap() - 1
    };
    assert_eq!(due_after(mar(6, 0, 0), false), 8);
    assert_eq!(due_after(mar(9, 0, 0), false), 12);
    assert_eq!(due_after(mar(9, 0, 0), true), 8);
}

#[test]
fn l3_what_becomes_known_later_changes_what_is_said_of_earlier_acts_and_not_what_was_known_before() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    valley.article("1", ArticleKind::Prohibition(forbids("presence"))).standing = Standing::ByAmendment(name("A"));
    valley.tree.changes.push(Change { effect: from(mar(5, 0, 0), true), replaces: names(&["1"]), ..amendment("A") });
    let attack = shells(&mut valley, mar(6, 0, 0));
    assert_eq!(word_on(&valley, "1", mar(7, 0, 0), attack), Word::Breached);
    both_sign(&mut valley, "A", mar(9, 0, 0));
    assert_eq!(word_on(&valley, "1", mar(7, 0, 0), attack), Word::NotApplicable);
    assert_eq!(change_at(&valley, mar(4, 6, 0)).effect, Some(mar(5, 0, 0)));
}

#[test]
fn l3_changes_of_one_effect_follow_the_text_and_one_that_ends_leaves_no_text() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    let at = |h| from(mar(6, h, 0), true);
    let change = |called: &str, effect| Change { effect, ..amendment(called) };
    replaced(&mut valley, change("A", at(0)), ArticleKind::Prohibition(forbids("attack")));
    replaced(&mut valley, change("B", at(0)), ArticleKind::Prohibition(forbids("attack")));
    let ends = Ends::Articles(names(&["1"]));
    valley.tree.changes.push(Change { ends, ..change("C", at(12)) });
    both_sign(&mut valley, "C", mar(6, 0, 0));
    let second = "1 by amendment \"B\"";
    let (before, during, after) =
        (shells(&mut valley, mar(5, 0, 0)), shells(&mut valley, mar(6, 0, 0)), shells(&mut valley, mar(6, 12, 0)));
    let words = |of| ["1", AMENDED, second].map(|text| word_on(&valley, text, mar(9, 0, 0), of));
    let na = Word::NotApplicable;
    assert_eq!(words(before), [Word::Breached, na, na]);
    assert_eq!(words(during), [na, na, Word::Breached]);
    assert_eq!(words(after), [na, na, na]);
    assert!(uncovered(&valley.at(mar(9, 0, 0)), after));
}

/// North denounces on 6 March with 24 hours' notice.
#[test]
fn l3_the_end_of_the_agreement() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    let period = valley.regime(hours(7 * 24));
    valley.article("own", ArticleKind::Prohibition(Prohibition { period, ..forbids("attack") })).standing =
        Standing::DeclaredBy(name("North"));
    valley.tree.clocks.push(clock("calm", &["1"], None));
    valley.tree.clocks.push(clock("own calm", &["own"], None));
    valley.tree.regimes.push(Regime { name: name("terms"), ..valley.tree.regimes[0].clone() });
    let signers = Deciders { names: names(&["North", "South"]), rule: Rule::Any };
    let effect = TakesEffect::AfterSignature(hours(24));
    valley.tree.changes.push(Change { is_exit: true, signers, effect, ends: Ends::Agreement, ..amendment("A") });
    sign(&mut valley, "A", "North", mar(6, 0, 0));
    let end = mar(7, 0, 0);
    assert_eq!(change_at(&valley, end).effect, Some(end));
    // Until then everything binds as before; from then on nothing of it counts.
    let attack = shells(&mut valley, before(end));
    let later = shells(&mut valley, mar(8, 0, 0));
    assert_eq!(word_on(&valley, "1", mar(9, 0, 0), attack), Word::Breached);
    assert_eq!(word_on(&valley, "1", mar(9, 0, 0), later), Word::NotApplicable);
    assert_eq!(word_on(&valley, "own declared by North", mar(9, 0, 0), later), Word::Breached);
    assert_eq!((value(&valley, "calm", end), value(&valley, "calm", mar(20, 0, 0))), (1, 1));
    assert_eq!(value(&valley, "own calm", mar(9, 0, 0)), hours(24));
    let answers = valley.at(mar(20, 0, 0));
    assert_eq!(answers.clocks[&(name("calm"), 0, ANY, Part::Whole)].completion, (None, None), "no run completes later");
    assert_eq!(answers.regimes[&name("terms")], [Interval::new(mar(4, 6, 0), end)]);
    assert_eq!(answers.regimes[&name("calm")], [Interval::new(mar(4, 6, 0), mar(11, 6, 0))], "only declared beside");
}

#[test]
fn l3_a_clock_stands_still_whatever_is_agreed_after_the_end() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    valley.tree.clocks.push(clock("calm", &["1"], None));
    let effect = from(mar(6, 0, 0), true);
    valley.tree.changes.push(Change { effect, ends: Ends::Agreement, ..amendment("B") });
    both_sign(&mut valley, "B", mar(5, 0, 0));
    let change = Change { effect: from(mar(7, 0, 0), true), ..amendment("A") };
    replaced(&mut valley, change, ArticleKind::Prohibition(forbids("attack")));
    let attack = shells(&mut valley, mar(8, 0, 0));
    assert_eq!(word_on(&valley, AMENDED, mar(9, 0, 0), attack), Word::Breached);
    assert_eq!(value(&valley, "calm", mar(9, 0, 0)), hours(42));
}

#[test]
fn l3_a_change_that_ends_the_agreement_keeps_what_it_gives() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    valley.article("2", ArticleKind::Prohibition(forbids("presence")));
    let change = Change { effect: from(mar(6, 0, 0), true), ends: Ends::Agreement, ..amendment("A") };
    replaced(&mut valley, change, ArticleKind::Prohibition(forbids("attack")));
    let attack = shells(&mut valley, mar(8, 0, 0));
    let presence = valley.did("North", "weapons", mar(8, 0, 0));
    assert_eq!(word_on(&valley, AMENDED, mar(9, 0, 0), attack), Word::Breached);
    assert_eq!(word_on(&valley, "2", mar(9, 0, 0), presence), Word::NotApplicable);
}

// ---- L4 ----

/// A convoy came on 7 March at 23:00. Staying: due 8 March 11:00. Changing: due 8 March 07:00.
#[test]
fn l4_a_convoy_between_two_texts() {
    let came = |running| {
        let mut valley = cut_to(8, running);
        valley.did("convoys", "arrival", mar(7, 23, 0));
        valley
    };
    let staying = came(Running::Stay);
    owed_under(&staying, "1", before(mar(8, 11, 0)), Word::Undetermined, State::InForce);
    owed_under(&staying, "1", mar(8, 11, 0), Word::Breached, State::Overdue);
    let changing = came(Running::Change);
    owed_under(&changing, AMENDED, before(mar(8, 7, 0)), Word::Undetermined, State::InForce);
    owed_under(&changing, AMENDED, mar(8, 7, 0), Word::Breached, State::Overdue);
}

/// One that came on 7 March at 13:00 was due on 8 March at 01:00; changing, 13:00 + 8 h lies before the change, and it is due
/// at 00:00.
#[test]
fn l4_nobody_is_late_before_the_new_text_is_in_force() {
    let mut valley = cut_to(8, Running::Change);
    valley.did("convoys", "arrival", mar(7, 13, 0));
    owed_under(&valley, AMENDED, before(mar(8, 0, 0)), Word::Undetermined, State::InForce);
    owed_under(&valley, AMENDED, mar(8, 0, 0), Word::Breached, State::Overdue);
    // Due at e or before, nothing runs.
    let mut at_e = cut_to(8, Running::Change);
    at_e.did("convoys", "arrival", mar(7, 12, 0));
    owed_under(&at_e, "1", mar(8, 0, 0), Word::Breached, State::Overdue);
    // What was done before e counts.
    let mut done = cut_to(8, Running::Change);
    done.did("convoys", "arrival", mar(7, 13, 0));
    done.did("North", "passage", mar(7, 23, 0));
    owed_under(&done, AMENDED, mar(9, 0, 0), Word::Kept, State::Done);
}

#[test]
fn l4_through_several_changes_a_deadline_goes_on_step_by_step() {
    let mut valley = cut_to(8, Running::Change);
    let change = Change { effect: from(mar(8, 2, 0), true), running: Some(Running::Change), ..amendment("B") };
    replaced(&mut valley, change, ArticleKind::Obligation(north_within(24)));
    // One is due on 8 March at 00:00 under the second text, and goes no further; the other at 07:00, and goes on.
    valley.did("convoys", "arrival", mar(7, 13, 0));
    owed_under(&valley, AMENDED, mar(8, 0, 0), Word::Breached, State::Overdue);
    let mut other = Valley { statements: valley.statements[..4].to_vec(), tree: valley.tree };
    other.did("convoys", "arrival", mar(7, 23, 0));
    owed_under(&other, "1 by amendment \"B\"", before(mar(8, 23, 0)), Word::Undetermined, State::InForce);
    owed_under(&other, "1 by amendment \"B\"", mar(8, 23, 0), Word::Breached, State::Overdue);
}

#[test]
fn l4_a_deadline_ends_with_its_article() {
    let came = |running| {
        let mut valley = Valley::requires(north_within(12));
        ended(&mut valley, mar(8, 0, 0), running);
        valley.did("convoys", "arrival", mar(7, 23, 0));
        valley
    };
    let mut changing = came(Running::Change);
    owed_under(&changing, "1", before(mar(8, 0, 0)), Word::Undetermined, State::InForce);
    owed_under(&changing, "1", mar(8, 0, 0), Word::NotApplicable, State::Lapsed);
    changing.did("North", "passage", mar(8, 0, 0));
    owed_under(&changing, "1", mar(9, 0, 0), Word::NotApplicable, State::Lapsed);
    changing.did("North", "passage", before(mar(8, 0, 0)));
    owed_under(&changing, "1", mar(9, 0, 0), Word::Kept, State::Done);
    owed_under(&came(Running::Stay), "1", mar(8, 11, 0), Word::Breached, State::Overdue);
    // So with another form.
    let mut other_form = Valley::requires(north_within(12));
    let change = Change { effect: from(mar(8, 0, 0), true), running: Some(Running::Change), ..amendment("A") };
    replaced(&mut other_form, change, ArticleKind::Obligation(in_step(12)));
    other_form.did("convoys", "arrival", mar(7, 23, 0));
    owed_under(&other_form, "1", mar(8, 0, 0), Word::NotApplicable, State::Lapsed);
}

#[test]
fn l4_a_trigger_belongs_to_the_text_whose_life_holds_it_and_only_if_that_is_in_force() {
    let mut valley = cut_to(8, Running::Stay);
    valley.did("convoys", "arrival", mar(8, 0, 0));
    owed_under(&valley, AMENDED, mar(8, 8, 0), Word::Breached, State::Overdue);
    // The new text states a later period of its own.
    let period = Period::Fixed { from: Moment::At(mar(9, 0, 0)), until: None };
    valley.tree.articles[1].kind = ArticleKind::Obligation(Obligation { period, ..north_within(8) });
    assert!(valley.at(mar(8, 8, 0)).duties.is_empty());
}

#[test]
fn l4_what_is_due_promptly_stays() {
    let mut valley =
        Valley::requires(Obligation { obliged: names(&["North"]), ..required(Due::Promptly { trigger: arrival() }) });
    ended(&mut valley, mar(8, 0, 0), Running::Change);
    valley.did("convoys", "arrival", mar(7, 23, 0));
    valley.did("North", "passage", mar(8, 3, 0));
    owed_under(&valley, "1", mar(9, 0, 0), Word::NotApplicable, State::Done);
    assert_eq!(duties_of(&valley, "1", mar(9, 0, 0))[0].late, Some((hours(4), hours(4))));
}

#[test]
fn l4_lapsing_is_asked_of_the_period_of_the_text_past_the_end_of_its_life() {
    // The regime ends on 8 March 06:00: a deadline that stays lapses with it, as if the change had not been.
    let mut valley = cut_to(8, Running::Stay);
    let period = valley.regime(hours(96));
    valley.tree.articles[0].kind = ArticleKind::Obligation(Obligation { period, ..north_within(12) });
    valley.did("convoys", "arrival", mar(7, 23, 0));
    owed_under(&valley, "1", before(mar(8, 6, 0)), Word::Undetermined, State::InForce);
    owed_under(&valley, "1", mar(8, 6, 0), Word::NotApplicable, State::Lapsed);
    // Changing, it is asked of the new text, which has no end.
    let mut changing = Valley { tree: valley.tree.clone(), statements: valley.statements.clone() };
    changing.tree.changes[0].running = Some(Running::Change);
    owed_under(&changing, AMENDED, mar(8, 7, 0), Word::Breached, State::Overdue);
    // At the end of the agreement what is asked is the regime as it would run.
    let mut agreement_ends = Valley::requires(north_within(12));
    let period = agreement_ends.regime(hours(96));
    agreement_ends.tree.articles[0].kind = ArticleKind::Obligation(Obligation { period, ..north_within(12) });
    let effect = from(mar(8, 0, 0), true);
    agreement_ends.tree.changes.push(Change { effect, ends: Ends::Agreement, ..amendment("A") });
    both_sign(&mut agreement_ends, "A", mar(6, 0, 0));
    agreement_ends.did("convoys", "arrival", mar(7, 18, 0));
    owed_under(&agreement_ends, "1", mar(8, 6, 0), Word::Breached, State::Overdue);
}

/// Withdrawal before 10 March put off to 12 March, or brought forward to 7 March, from 8 March 00:00.
#[test]
fn l4_a_date_put_off() {
    let dated = |first: Instant, next: Instant, running| {
        let mut valley = Valley::requires(north_before(first));
        let change = Change { effect: from(mar(8, 0, 0), true), running: Some(running), ..amendment("A") };
        replaced(&mut valley, change, ArticleKind::Obligation(north_before(next)));
        valley
    };
    let staying = dated(mar(10, 0, 0), mar(12, 0, 0), Running::Stay);
    owed_under(&staying, "1", mar(10, 0, 0), Word::Breached, State::Overdue);
    owed_under(&staying, "1", mar(12, 0, 0), Word::Breached, State::Overdue);
    let mut changing = dated(mar(10, 0, 0), mar(12, 0, 0), Running::Change);
    owed_under(&changing, AMENDED, before(mar(12, 0, 0)), Word::Undetermined, State::InForce);
    owed_under(&changing, AMENDED, mar(12, 0, 0), Word::Breached, State::Overdue);
    // It has the trigger of the first: what was done under that counts.
    changing.did("North", "passage", mar(5, 0, 0));
    owed_under(&changing, AMENDED, mar(12, 0, 0), Word::Kept, State::Done);
    // The later of M and e.
    let forward = dated(mar(10, 0, 0), mar(7, 0, 0), Running::Change);
    owed_under(&forward, AMENDED, before(mar(8, 0, 0)), Word::Undetermined, State::InForce);
    owed_under(&forward, AMENDED, mar(8, 0, 0), Word::Breached, State::Overdue);
    // Where nothing runs at e the next duty stands by itself.
    let mut past = dated(mar(7, 0, 0), mar(12, 0, 0), Running::Change);
    past.did("North", "passage", mar(6, 0, 0));
    let words = |text: &str| duties_of(&past, text, mar(12, 0, 0)).iter().map(|duty| duty.word).collect::<Vec<_>>();
    assert_eq!((words("1"), words(AMENDED)), (vec![Word::Kept], vec![Word::Breached]));
}

#[test]
fn l4_in_step_the_first_step_is_looked_for_from_the_first_text_on() {
    let step = |running, at: Instant| {
        let mut valley = Valley::requires(in_step(24));
        let change = Change { effect: from(mar(8, 0, 0), true), running: Some(running), ..amendment("A") };
        replaced(&mut valley, change, ArticleKind::Obligation(in_step(12)));
        valley.did("North", "passage", at);
        valley
    };
    let south = |valley: &Valley, text: &str, at: Instant| {
        let duties = valley.at(at).duties.into_iter();
        let of_south = |((of, obliged, _, s), _): &((_, Vec<_>, _, usize), _)| {
            of == text && *obliged == names(&["South"]) && *s == ANY
        };
        duties.filter(of_south).map(|(_, duty)| duty.states).next().unwrap()
    };
    let only = |state| BTreeSet::from([state]);
    let staying = step(Running::Stay, mar(7, 20, 0));
    assert_eq!(south(&staying, "1", before(mar(8, 20, 0))), only(State::InForce));
    assert_eq!(south(&staying, "1", mar(8, 20, 0)), only(State::Overdue));
    assert_eq!(south(&staying, AMENDED, mar(8, 20, 0)), only(State::Dormant), "the step belongs to the first text");
    let changing = step(Running::Change, mar(7, 20, 0));
    assert_eq!(south(&changing, AMENDED, mar(8, 8, 0)), only(State::Overdue));
    assert_eq!(south(&changing, "1", mar(8, 20, 0)), only(State::Dormant));
    let after = step(Running::Stay, mar(8, 0, 0));
    assert_eq!(south(&after, AMENDED, mar(8, 12, 0)), only(State::Overdue));
}

#[test]
fn l4_a_trigger_that_waits_for_a_finding_goes_on_too() {
    let with = |seconds: i64| {
        let found = Found { words: vec![FindingWord::Confirmed], bodies: names(&["G1"]), all: true };
        let trigger = Trigger { acts: names(&["withdrawal"]), by: names(&["South"]), zone: None, found: Some(found) };
        Obligation { obliged: names(&["North"]), ..required(Due::Within { seconds, trigger }) }
    };
    let mut valley = Valley::requires(with(hours(24)));
    let change = Change { effect: from(mar(8, 0, 0), true), running: Some(Running::Change), ..amendment("A") };
    replaced(&mut valley, change, ArticleKind::Obligation(with(hours(12))));
    let vacated = valley.did("South", "withdrawal", mar(7, 1, 0));
    valley.found("G1", vacated, FindingWord::Confirmed, "South", mar(7, 20, 0));
    owed_under(&valley, AMENDED, before(mar(8, 8, 0)), Word::Undetermined, State::InForce);
    owed_under(&valley, AMENDED, mar(8, 8, 0), Word::Breached, State::Overdue);
}

// ---- L5 ----

#[test]
fn l5_an_exit_alone_or_together() {
    let effect = |rule: Rule, who: &[&str]| {
        let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
        let signers = Deciders { names: names(&["North", "South"]), rule };
        let effect = TakesEffect::AfterSignature(hours(7 * 24));
        valley.tree.changes.push(Change { is_exit: true, signers, effect, ends: Ends::Agreement, ..amendment("A") });
        for (number, who) in (0..).zip(who) {
            sign(&mut valley, "A", who, mar(5 + number, 0, 0));
        }
        change_at(&valley, mar(9, 0, 0)).effect
    };
    assert_eq!(effect(Rule::Any, &["South"]), Some(mar(12, 0, 0)), "denounced");
    assert_eq!(effect(Rule::All, &["South"]), None);
    assert_eq!(effect(Rule::All, &["South", "North"]), Some(mar(13, 0, 0)), "by both");
}

// ---- L6 ----

/// South alone leaves, from 8 March 00:00.
fn leaves(valley: &mut Valley, still_protected: bool, running: Running) {
    let releases = Some(Release { names: names(&["South"]), still_protected });
    let signers = Deciders { names: names(&["South"]), rule: Rule::Any };
    let effect = from(mar(8, 0, 0), true);
    let running = Some(running);
    valley.tree.changes.push(Change { is_exit: true, releases, signers, effect, running, ..amendment("A") });
    sign(valley, "A", "South", mar(6, 0, 0));
}

#[test]
fn l5_one_is_released_and_the_others_stay_bound() {
    let words = |still_protected| {
        let mut forbids = forbids("attack");
        forbids.binds[0].towards.anyone = false;
        let mut valley = Valley::new(ArticleKind::Prohibition(forbids));
        leaves(&mut valley, still_protected, Running::Stay);
        let mut attack = |by: &str, on: &str, at: Instant| {
            let id = valley.report(Report { targets: names(&[on]), ..told(by, "shelling", EventTime::at(at)) });
            (name("1"), incident(id), About::Actor(name(by)), ANY)
        };
        let before = attack("South", "North", Instant(mar(8, 0, 0).0 - 1));
        let of_south = attack("South", "North", mar(8, 0, 0));
        let of_north = attack("North", "South", mar(9, 0, 0));
        let answers = valley.at(mar(10, 0, 0));
        [before, of_south, of_north].map(|key| answers.verdicts[&key])
    };
    assert_eq!(words(true), [Word::Breached, Word::NotApplicable, Word::Breached]);
    assert_eq!(words(false), [Word::Breached, Word::NotApplicable, Word::NotApplicable]);
}

#[test]
fn l5_a_text_that_comes_later_binds_whom_it_names() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("attack")));
    leaves(&mut valley, true, Running::Stay);
    let change = Change { effect: from(mar(9, 0, 0), true), ..amendment("B") };
    let again = "1 by amendment \"B\"";
    replaced(&mut valley, change, ArticleKind::Prohibition(forbids("attack")));
    let targets = names(&["North"]);
    let attack = valley.report(Report { targets, ..told("South", "shelling", EventTime::at(mar(9, 0, 0))) });
    let verdict = valley.at(mar(10, 0, 0)).verdicts[&(name(again), incident(attack), About::Actor(name("South")), ANY)];
    assert_eq!(verdict, Word::Breached);
}

#[test]
fn l5_what_one_who_leaves_still_owes() {
    let owed = |arrival: Instant, running: Running| {
        let due = Due::Within { seconds: hours(12), trigger: crate::arrival() };
        let mut valley = Valley::requires(Obligation { obliged: names(&["South"]), ..required(due) });
        leaves(&mut valley, true, running);
        valley.did("convoys", "arrival", arrival);
        let duties = duties_of(&valley, "1", mar(9, 0, 0)).into_iter();
        duties.map(|duty| (duty.word, duty.states)).collect::<Vec<_>>()
    };
    let so = |word, state| vec![(word, BTreeSet::from([state]))];
    assert_eq!(owed(mar(7, 23, 0), Running::Stay), so(Word::Breached, State::Overdue), "it runs and stays");
    assert_eq!(owed(mar(7, 23, 0), Running::Change), so(Word::NotApplicable, State::Lapsed), "it lapses");
    assert_eq!(owed(mar(7, 12, 0), Running::Change), so(Word::Breached, State::Overdue), "it ran no longer");
    assert_eq!(owed(mar(8, 0, 0), Running::Stay), [], "nothing is asked from then on");
}

#[test]
fn l5_who_leaves_before_it_begins_owes_nothing_in_step() {
    let in_step_from = |begins: Instant| {
        let period = Period::Fixed { from: Moment::At(begins), until: None };
        let mut valley = Valley::requires(Obligation { period, ..in_step(24) });
        leaves(&mut valley, true, Running::Stay);
        valley.did("South", "passage", mar(11, 10, 0));
        valley
    };
    let later = in_step_from(mar(8, 0, 0));
    later.is("South", mar(11, 12, 0), Word::NotApplicable, &[State::Dormant]);
    later.is("North", mar(11, 12, 0), Word::Undetermined, &[State::InForce]);
    in_step_from(before(mar(8, 0, 0))).is("South", mar(11, 12, 0), Word::Kept, &[State::Done]);
}

#[test]
fn l5_what_has_lapsed_does_not_go_on_under_the_next_text() {
    let of_south = |obligation: &dyn Fn(i64) -> Obligation, text: &str| {
        let of_it = |n| ArticleKind::Obligation(Obligation { obliged: names(&["South"]), ..obligation(n) });
        let mut valley = Valley::new(of_it(48));
        leaves(&mut valley, true, Running::Change);
        let effect = from(mar(8, 20, 0), true);
        replaced(&mut valley, Change { effect, running: Some(Running::Change), ..amendment("B") }, of_it(36));
        valley.did("convoys", "arrival", mar(7, 10, 0));
        let duties = duties_of(&valley, text, mar(8, 21, 0)).into_iter();
        duties.flat_map(|duty| duty.states).collect::<Vec<_>>()
    };
    let next = "1 by amendment \"B\"";
    assert_eq!(of_south(&north_within, "1"), [State::Lapsed]);
    assert_eq!(of_south(&north_within, next), []);
    let dated = |n| north_before(mar(8, 0, 0).plus(hours(n)));
    assert_eq!(of_south(&dated, "1"), [State::Lapsed]);
    assert_eq!(of_south(&dated, next), [State::InForce], "the new text names South again");
}

#[test]
fn l4_v6_a_deed_that_nobody_owes_is_covered_by_no_clause() {
    let patrol_is_covered = |until: Instant, running: Running| {
        let mut valley = Valley::requires(north_before(mar(20, 0, 0)));
        let change = Change { effect: from(mar(8, 0, 0), true), running: Some(running), ..amendment("A") };
        let patrol = Obligation { acts: names(&["patrol"]), ..north_before(until) };
        replaced(&mut valley, change, ArticleKind::Obligation(patrol));
        let done = valley.did("North", "patrol", mar(9, 0, 0));
        !uncovered(&valley.at(mar(10, 0, 0)), done)
    };
    assert!(patrol_is_covered(mar(25, 0, 0), Running::Change), "the deadline goes on under it");
    assert!(!patrol_is_covered(mar(25, 0, 0), Running::Stay), "the withdrawal is still owed");
}

#[test]
fn l6_a_calm_declared_alone() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("presence")));
    let towards = Targets { each_other: false, named: vec![], anyone: true };
    let binds = vec![Binding { actors: names(&["North"]), towards }];
    valley.article("own", ArticleKind::Prohibition(Prohibition { binds, ..forbids("attack") })).standing =
        Standing::DeclaredBy(name("North"));
    valley.tree.clocks.push(clock("calm", &["1"], None));
    valley.tree.clocks.push(clock("own calm", &["own"], None));
    let attack = shells(&mut valley, mar(5, 6, 0));
    let answers = valley.at(mar(6, 6, 0));
    assert_eq!(word_on(&valley, "own declared by North", mar(6, 6, 0), attack), Word::Breached);
    assert!(uncovered(&answers, attack), "no clause of the agreement covers it");
    assert_eq!(value(&valley, "calm", mar(6, 6, 0)), hours(48));
    assert_eq!(value(&valley, "own calm", mar(6, 6, 0)), hours(24));
}

// ---- L7 ----

#[test]
fn l7_two_readings_of_one_article() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("presence")));
    valley.tree.clocks.push(clock("calm", &["1"], None));
    let text = valley.article("1", ArticleKind::Prohibition(forbids("attack")));
    text.standing = Standing::ReadBy(name("South"));
    let attack = shells(&mut valley, mar(5, 6, 0));
    let read = "1 as read by South";
    assert_eq!(word_on(&valley, read, mar(6, 6, 0), attack), Word::Breached);
    assert_eq!(word_on(&valley, "1", mar(6, 6, 0), attack), Word::NotApplicable);
    assert_eq!(value(&valley, "calm", mar(6, 6, 0)), hours(48), "no clock asks it");
    assert!(uncovered(&valley.at(mar(6, 6, 0)), attack), "nor does what covers an act");
    // It lives as long as the text first agreed.
    ended(&mut valley, mar(6, 0, 0), Running::Stay);
    let later = shells(&mut valley, mar(7, 0, 0));
    assert_eq!(word_on(&valley, read, mar(8, 0, 0), attack), Word::Breached);
    assert_eq!(word_on(&valley, read, mar(8, 0, 0), later), Word::NotApplicable);
}
