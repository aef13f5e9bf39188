//! The worked example of patterns and a test of each sentence of their definition, computed by the oracle.
//!
//! Not here: the valley in which they lie (`valley`), the evaluator.

#[expect(dead_code, reason = "the examples of obligations need more of it")]
mod valley;

use agreement::tree::*;
use oracle::PatternAnswer;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::registers::MembershipKind;
use record::vocabulary::time::{EventTime, Instant, Interval};
use valley::*;

// ---- The valley with patterns ----

fn forbids(act: &str) -> Prohibition {
    Prohibition { acts: names(&[act]), cure: None, ..forbids_presence() }
}
fn at_least(n: usize, of: i64) -> Pattern {
    Pattern {
        name: name("P"),
        at_least: n,
        watches: names(&["1"]),
        seconds: hours(of),
        by: vec![],
        qualifying: 0,
        judgement: name("J"),
        cited: cited(),
    }
}
/// Article 1 forbids North and South to shell anyone; the pattern watches it.
fn valley(pattern: Pattern) -> Valley {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids("shelling")));
    valley.tree.patterns.push(pattern);
    valley
}
fn shells(valley: &mut Valley, actor: &str, time: EventTime) -> BodyId {
    valley.report(Report { targets: names(&["civilians"]), ..told(actor, "shelling", time) })
}
fn shells_at(valley: &mut Valley, actor: &str, at: Instant) -> BodyId {
    shells(valley, actor, EventTime::at(at))
}
fn member(valley: &mut Valley, of: &str, during: Interval, certain: bool) {
    let (member, of) = (name("brigade"), name(of));
    let entry = Registration::Member { member, of, during, certain, kind: MembershipKind::Part };
    valley.say(mar(1, 0, 0), "office", Content::Registration(entry));
}
fn pattern(valley: &Valley, at: Instant) -> PatternAnswer {
    valley.at(at).patterns[&(name("P"), ANY)]
}
fn is(valley: &Valley, at: Instant, stands: Kleene, most: (usize, usize), since: Option<Instant>) {
    let found = pattern(valley, at);
    assert_eq!((found.stands, found.most, found.since), (stands, most, since), "at {at:?}");
}
const END: Instant = Instant(1_898_805_600 + 20 * 86_400);

/// At least 3 in 72 h: 5 March 08:00, 6 March 08:00, 8 March 07:59:59: stands since the third. The third at 08:00: does not
/// stand. The third somewhere on 8 March: may stand.
#[test]
fn v10_three_in_seventy_two_hours() {
    let third = |third: EventTime| {
        let mut valley = valley(at_least(3, 72));
        shells_at(&mut valley, "South", mar(5, 8, 0));
        shells_at(&mut valley, "South", mar(6, 8, 0));
        shells(&mut valley, "South", third);
        valley
    };
    let last = before(mar(8, 8, 0));
    is(&third(EventTime::at(last)), END, Kleene::Must, (3, 3), Some(last));
    is(&third(EventTime::at(last)), before(last), Kleene::No, (2, 2), None);
    is(&third(EventTime::at(mar(8, 8, 0))), END, Kleene::No, (2, 2), None);
    let on_the_8th = third(between(mar(8, 0, 0), mar(9, 0, 0)));
    is(&on_the_8th, END, Kleene::May, (2, 3), None);
}

#[test]
fn v10_what_is_contested_may_count_and_what_is_alleged_does_not() {
    let mut valley = valley(at_least(2, 24));
    shells_at(&mut valley, "North", mar(5, 8, 0));
    let second = shells_at(&mut valley, "North", mar(5, 9, 0));
    is(&valley, END, Kleene::Must, (2, 2), Some(mar(5, 9, 0)));
    valley.denied(second, mar(5, 10, 0));
    is(&valley, END, Kleene::May, (1, 2), None);
    // Neither report is graded: at "credible" both are alleged.
    assert_eq!(valley.at(END).patterns[&(name("P"), CREDIBLE)].most, (0, 0));
}

#[test]
fn v10_any_text_of_an_article_counts() {
    let mut valley = valley(at_least(2, 24));
    let text = ArticleKind::Prohibition(forbids("presence"));
    valley.article("1", text).standing = Standing::ByAmendment(name("A"));
    valley.tree.changes.push(Change {
        name: name("A"),
        title: String::new(),
        is_exit: false,
        signed_as: name("A #0011223344556677"),
        signers: Deciders { names: names(&["North"]), rule: Rule::All },
        effect: TakesEffect::AfterSignature(0),
        running: None,
        replaces: names(&["1"]),
        adds: vec![],
        ends: Ends::Articles(vec![]),
        releases: None,
        cited: cited(),
    });
    let signs = Question::Judgement { slot: name("A #0011223344556677"), on: None };
    valley.say(mar(5, 9, 0), "North", Content::Decision(Decision { question: signs, yes: true }));
    shells_at(&mut valley, "North", mar(5, 8, 0));
    shells_at(&mut valley, "North", mar(5, 10, 0));
    is(&valley, END, Kleene::No, (1, 1), None);
    valley.report(Report { targets: names(&["civilians"]), ..told("North", "presence", EventTime::at(mar(5, 11, 0))) });
    is(&valley, END, Kleene::Must, (2, 2), Some(mar(5, 11, 0)));
}

#[test]
fn v10_each_incident_and_accused_counts_once_whatever_articles_it_breaches() {
    let mut valley = valley(Pattern { watches: names(&["1", "2"]), ..at_least(2, 24) });
    valley.article("2", ArticleKind::Prohibition(forbids("attack")));
    shells_at(&mut valley, "North", mar(5, 8, 0));
    is(&valley, END, Kleene::No, (1, 1), None);
}

#[test]
fn v10_whether_the_accused_belongs_to_whose_breaches_count_is_asked_at_the_instant() {
    let two = |by: &[&str], during: Interval, certain: bool| {
        let mut valley = valley(Pattern { by: names(by), ..at_least(2, 24) });
        if let ArticleKind::Prohibition(forbids) = &mut valley.tree.articles[0].kind {
            forbids.binds[0].actors.push(name("brigade"));
        }
        valley.say(
            mar(1, 0, 0),
            "office",
            Content::Registration(Registration::Name { name: name("brigade"), what: name("a unit") }),
        );
        member(&mut valley, "North", during, certain);
        shells_at(&mut valley, "North", mar(5, 8, 0));
        shells_at(&mut valley, "brigade", mar(5, 9, 0));
        pattern(&valley, END).most
    };
    let (until_nine, later) = (Interval::new(Instant::EVER, mar(5, 9, 0)), mar(5, 9, 1));
    assert_eq!(two(&["North"], Interval::ALWAYS, true), (2, 2));
    assert_eq!(two(&["North"], Interval::ALWAYS, false), (1, 2));
    assert_eq!(two(&["North"], until_nine, true), (1, 1));
    assert_eq!(two(&["North"], Interval::new(Instant::EVER, later), true), (2, 2));
    assert_eq!(two(&["South"], Interval::ALWAYS, true), (0, 0));
    assert_eq!(two(&["South", "brigade"], until_nine, true), (1, 1));
    assert_eq!(two(&[], until_nine, true), (2, 2));
}

#[test]
fn v10_the_event_without_an_author_is_nobodys_and_counts_where_it_is_anyones() {
    let fighting = |by: &[&str]| {
        let mut valley = valley(Pattern { by: names(by), ..at_least(2, 24) });
        let accused = Accused::Dyad(name("North"), name("South"));
        for hour in [8, 9] {
            let time = EventTime::at(mar(5, hour, 0));
            valley.report(Report { accused: accused.clone(), ..told("North", "shelling", time) });
        }
        pattern(&valley, END).most
    };
    assert_eq!(fighting(&["North", "South"]), (0, 0));
    assert_eq!(fighting(&[]), (2, 2));
}

#[test]
fn v10_severity_wholly_below_the_class_does_not_count_and_partly_may() {
    let of = |severity: Option<&str>| {
        let mut valley = valley(Pattern { qualifying: 1, ..at_least(2, 24) });
        valley.tree.severity = Severity { classes: names(&["minor", "grave"]), rows: vec![] };
        let report = told("North", "shelling", EventTime::at(mar(5, 8, 0)));
        valley.report(Report { targets: names(&["civilians"]), severity: severity.map(name), ..report });
        pattern(&valley, END).most
    };
    assert_eq!((of(Some("minor")), of(None), of(Some("grave"))), ((0, 0), (0, 1), (1, 1)));
}

/// From 08:00 to 20:00 on both days, in 24 hours and one second: each is counted when it began.
#[test]
fn v10_what_lasts_is_counted_at_its_first_instant() {
    let mut valley = valley(at_least(2, 24));
    valley.tree.patterns[0].seconds += 1;
    shells(&mut valley, "North", lasting(mar(5, 8, 0), mar(5, 20, 0)));
    shells(&mut valley, "North", lasting(mar(6, 8, 0), mar(6, 20, 0)));
    is(&valley, END, Kleene::Must, (2, 2), Some(mar(6, 8, 0)));
    is(&valley, mar(6, 9, 0), Kleene::Must, (2, 2), Some(mar(6, 8, 0)));
    valley.tree.patterns[0].seconds -= 1;
    is(&valley, END, Kleene::No, (1, 1), None);
}

/// Perhaps of North until 10:00 and surely from then on: it may be counted at 08:00 or at 10:00.
#[test]
fn v10_what_lasts_and_may_count_before_it_does_is_counted_at_either() {
    let mut valley = valley(Pattern { by: names(&["North"]), ..at_least(2, 6) });
    if let ArticleKind::Prohibition(forbids) = &mut valley.tree.articles[0].kind {
        forbids.binds[0].actors.push(name("brigade"));
    }
    member(&mut valley, "North", Interval::ALWAYS, false);
    member(&mut valley, "North", Interval::new(mar(5, 10, 0), Instant::NEVER), true);
    shells(&mut valley, "brigade", lasting(mar(5, 8, 0), mar(5, 20, 0)));
    shells_at(&mut valley, "North", mar(5, 9, 0));
    is(&valley, END, Kleene::Must, (2, 2), Some(mar(5, 10, 0)));
    is(&valley, mar(5, 9, 30), Kleene::May, (1, 2), None);
}

#[test]
fn v10_what_may_lie_after_t_does_not_surely_count() {
    let mut valley = valley(at_least(2, 24));
    shells_at(&mut valley, "North", mar(5, 8, 0));
    shells(&mut valley, "North", between(mar(5, 9, 0), mar(5, 10, 0)));
    is(&valley, before(mar(5, 9, 0)), Kleene::No, (1, 1), None);
    is(&valley, mar(5, 9, 0), Kleene::May, (1, 2), None);
    is(&valley, before(mar(5, 10, 0)), Kleene::Must, (2, 2), Some(before(mar(5, 10, 0))));
}

#[test]
fn v10_it_stands_only_where_one_window_holds_every_possible_instant() {
    let within = |seconds: i64| {
        let mut valley = valley(at_least(2, 2));
        valley.tree.patterns[0].seconds = seconds;
        shells_at(&mut valley, "North", mar(5, 8, 0));
        shells(&mut valley, "South", between(mar(5, 9, 0), mar(5, 10, 0)));
        pattern(&valley, END).stands
    };
    assert_eq!(within(hours(2)), Kleene::Must);
    assert_eq!(within(hours(2) - 1), Kleene::May);
    assert_eq!(within(hours(1) + 1), Kleene::May);
    assert_eq!(within(hours(1)), Kleene::No);
}

#[test]
fn v10_it_stands_since_the_least_instant_by_which_so_many_are_past() {
    let mut valley = valley(at_least(2, 24));
    shells_at(&mut valley, "North", mar(9, 8, 0));
    shells_at(&mut valley, "North", mar(5, 8, 0));
    shells_at(&mut valley, "South", mar(7, 9, 0));
    shells_at(&mut valley, "North", mar(7, 8, 0));
    shells_at(&mut valley, "North", mar(9, 9, 0));
    shells_at(&mut valley, "North", mar(9, 10, 0));
    is(&valley, END, Kleene::Must, (3, 3), Some(mar(7, 9, 0)));
}

#[test]
fn v10_the_slot_is_asked_at_large_where_it_stands_or_may_stand() {
    let answered = |breaches: i64, yes: Option<bool>| {
        let mut valley = valley(at_least(2, 24));
        for hour in 0..breaches {
            shells_at(&mut valley, "North", mar(5, 8 + hour, 0));
        }
        for body in ["G1", "G2"] {
            if let Some(yes) = yes {
                valley.judged(body, yes, mar(6, 0, 0));
            }
        }
        pattern(&valley, END).judged
    };
    assert_eq!(answered(2, Some(true)), Some(true));
    assert_eq!(answered(2, Some(false)), Some(false));
    assert_eq!(answered(2, None), None);
    assert_eq!(answered(1, Some(true)), None);
}
