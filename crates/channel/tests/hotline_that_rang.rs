//! A position nine kilometres off, an officer who was away, and 27 minutes until somebody listened: the channel says all of it
//! from the record alone. The shape is that of a real afternoon; names, places and numbers are invented, and then drawn.
//!
//! Holds
//! - Nothing here depends on who the parties are, where the place is, or by how much a clock is wrong.

mod hotline;

use channel::alert::{AlertState, HaltState};
use channel::notice::Objection;
use channel::read_back::Comparison;
use channel::roster::Turn;
use channel::told::Standing;
use channel::when::Wait;
use hotline::*;
use proptest::prelude::*;
use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::geometry::distance_mm;
use record::vocabulary::place::{Place, Point};
use record::vocabulary::time::KnownAt;

/// One such afternoon.
#[derive(Clone, Debug)]
struct Afternoon {
    /// Who notified, and later was asked to stop.
    striker: String,
    /// Whose people were there.
    struck: String,
    /// The two officers of the striker's roster, in their order.
    officers: [String; 2],
    /// Where the struck party's people were.
    place: Point,
    /// How far from there the notice puts them: north, in metres.
    off_m: i64,
    /// Seconds from the halt until a person saw it.
    until_person: i64,
    /// Seconds from then until it stopped.
    until_halt: i64,
    /// By how much the striker's clock is wrong, in seconds.
    clock_s: i64,
    /// How long its words took to come in, in seconds.
    on_the_way_s: i64,
}

impl Afternoon {
    fn invented() -> Afternoon {
        Afternoon {
            striker: "North".into(),
            struck: "South".into(),
            officers: ["Colonel Cedar".into(), "Captain Pine".into()],
            place: MILL,
            off_m: 9_000,
            until_person: 27 * 60,
            until_halt: 290,
            clock_s: 0,
            on_the_way_s: 12,
        }
    }

    fn declared(&self) -> Declared {
        Declared { parties: vec![self.striker.clone(), self.struck.clone()], others: strings(&["the mission", "G1"]) }
    }

    fn ask<R>(&self, record: &Record, t: i64, read: impl FnOnce(channel::Channel<'_>) -> R) -> R {
        let knowledge = Knowledge::at(&record.statements, KnownAt(at(t)), &self.declared());
        read(channel::at(&record.statements, &knowledge, at(t)))
    }

    /// The notice, what was read back, and the halt, at 0; whoever is due is called.
    fn told(&self) -> (Record, BodyId, BodyId, BodyId) {
        let mut record = Record::default();
        let hill = |name: &str| Place { names: vec![name.into()], ..place(self.place, 150) };
        record.known_place("the airfield hill", disc(self.place, 400));
        record.known_place("the bridge", disc(north_of(self.place, -20_000), 50));
        let day = span(-30_000, 30_000);
        for (officer, rank) in self.officers.iter().zip(1..) {
            record.say(-20_000, &self.striker, duty(&self.striker, officer, rank, day));
        }
        let mut before = notice(&[&self.struck], hill("the airfield hill"), span(-3_000, 9_000));
        before.what = Notified::PlannedActivity;
        before.objections_until = Some(at(-4_000));
        before.place.area = Some(disc(north_of(self.place, self.off_m), 150));
        let notified = record.notify(-9_000, &self.striker, before);
        // The other side reads back where it has the name: on the hill itself.
        let back = record.answer(-8_000, &self.struck, notified, read_back("Major Fig", place(self.place, 100)));
        let halt =
            record.warn(0, &self.struck, alert(AlertKind::Halt, &[&self.striker], Some(hill("the airfield hill"))));
        (record, notified, back, halt)
    }

    /// Says at once whatever is due until somebody was reached, then what came back.
    fn passes(&self, record: &mut Record, halt: BodyId) -> Vec<(i64, Escalation)> {
        let mut said = Vec::new();
        let mut t = 0;
        while t < self.until_person + self.on_the_way_s {
            let due: Vec<Escalation> = self
                .ask(record, t, |channel| channel.due().iter().map(|due| due.escalation(&strings(&["G1"]))).collect());
            for escalation in due {
                said.push((t, escalation.clone()));
                record.escalate(t, "the mission", escalation);
            }
            let next = self.ask(record, t, |channel| channel.next_due());
            t = next.map_or(i64::MAX, |next| next.0 - TEN);
        }
        let own = |seconds: i64| seconds + self.clock_s;
        let seen_known = self.until_person + self.on_the_way_s;
        record.answer(20, &self.striker, halt, delivered());
        record.answer_said(seen_known, own(self.until_person), &self.striker, halt, seen(&self.officers[1]));
        let stopped = self.until_person + self.until_halt;
        let known = stopped + self.on_the_way_s;
        record.answer_said(known, own(stopped), &self.striker, halt, halted(own(stopped)));
        said
    }
}

/// What everybody can read off the record, whoever the parties are.
fn check(day: &Afternoon) {
    let (mut record, notified, back, halt) = day.told();

    // At read-back, before anything flew: flagged at once, with the distance.
    let away = distance_mm(day.place, north_of(day.place, day.off_m));
    day.ask(&record, -8_000, |channel| {
        let held = channel.notice(notified).unwrap();
        let told = &held.recipients[0].told;
        let Comparison::Differs { apart: Some(apart), .. } = &told.read_backs[0].comparison else {
            panic!("not flagged: {told:?}")
        };
        assert_eq!(told.read_backs[0].person.by.id, back);
        assert!(apart.least_mm <= away && away <= apart.most_mm);
        assert!(apart.most_mm - apart.least_mm <= 500_002, "both rims: {apart:?}");
        // And before that, from the notice alone: the hill of that name is somewhere else.
        let named = channel.named_places(&held);
        assert!(named[0].comparison.differs(), "{named:?}");
        let words = channel.words_for(&held.notice.place);
        assert_eq!(words.len(), 2, "what to say at the phone");
        assert!(matches!(told.standing, Standing::Seen { .. }), "seen, and not understood");
    });
    // The time for objections passes in silence: no answer, and no consent.
    day.ask(&record, -3_500, |channel| {
        let held = channel.notice(notified).unwrap();
        assert_eq!(held.recipients[0].objection, Objection::NoAnswer { since: at(-4_000) });
    });

    // The first officer is away: the second is called a minute after the halt came in, and so on.
    day.ask(&record, 60, |channel| {
        let due = channel.due();
        assert_eq!((due.len(), due[0].at), (1, at(60)));
        assert!(matches!(due[0].turn, Turn::NextOfficer { officer, .. } if officer == day.officers[1]));
    });
    let said = day.passes(&mut record, halt);
    let rungs: Vec<(i64, u64)> = said.iter().map(|(t, escalation)| (*t, escalation.rung)).collect();
    let reached = day.until_person + day.on_the_way_s;
    let expected: Vec<(i64, u64)> = [(60, 1), (180, 2), (600, 3)].into_iter().filter(|(t, _)| *t < reached).collect();
    assert_eq!(rungs, expected);
    assert_eq!(said[0].1.to, std::slice::from_ref(&day.officers[1]));

    // While it lasted, everybody could see how long.
    let while_waiting = (day.until_person - 1).min(500);
    day.ask(&record, while_waiting, |channel| {
        let striker = channel.alert(halt).unwrap().recipients.remove(0);
        assert_eq!((striker.person.most_s, striker.person.running), (while_waiting as u64, true));
        assert_eq!(striker.halting.unwrap().state, HaltState::Asked);
    });

    // Afterwards the record alone yields the minutes.
    let end = reached + day.until_halt + day.on_the_way_s + 100;
    day.ask(&record, end, |channel| {
        let held = channel.alert(halt).unwrap();
        assert_eq!(held.state, AlertState::Standing);
        let striker = &held.recipients[0];
        let halting = striker.halting.unwrap();
        let person = striker.told.standing.person().unwrap();
        assert_eq!(person.officer, day.officers[1]);
        // What two clocks leave: the stated instant where both can be right, else all from the halt until it was known.
        let left = |happened: i64| match (happened + day.clock_s, happened + day.on_the_way_s) {
            (said, known) if (0..=known).contains(&said) => (said, said),
            (_, known) => (0, known),
        };
        let wait = |from: (i64, i64), until: (i64, i64)| Wait {
            least_s: (until.0 - from.1).max(0) as u64,
            most_s: (until.1 - from.0).max(0) as u64,
            running: false,
        };
        let (saw, stopped) = (left(day.until_person), left(day.until_person + day.until_halt));
        assert_eq!(striker.person, wait((0, 0), saw));
        assert_eq!(striker.person_from_delivery, Some(wait((20, 20), saw)));
        assert_eq!(halting.wait, wait((0, 0), stopped));
        assert_eq!(halting.wait_from_person, Some(wait(saw, stopped)));
        assert_eq!(person.by.when.disagrees.is_some(), saw.0 != saw.1 || day.until_person + day.clock_s != saw.0);
        if day.clock_s == 0 || saw.0 != saw.1 {
            let truth = day.until_person as u64;
            assert!(striker.person.least_s <= truth && truth <= striker.person.most_s, "{striker:?}");
        }
        assert!(channel.due().is_empty(), "a person was reached");
        assert_eq!(striker.escalations.len(), expected.len());
    });
}

#[test]
fn the_afternoon_of_the_wrong_hill() {
    let day = Afternoon::invented();
    check(&day);
    let (mut record, _, _, halt) = day.told();
    day.passes(&mut record, halt);
    day.ask(&record, 3_000, |channel| {
        let striker = channel.alert(halt).unwrap().recipients.remove(0);
        assert_eq!(striker.person, Wait { least_s: 1_620, most_s: 1_620, running: false }, "27 minutes");
        let halting = striker.halting.unwrap();
        assert!(halting.wait_from_person.unwrap().most_s < 300, "within five minutes once a person knew");
        assert!(matches!(halting.state, HaltState::HaltedAt { .. }));
    });
}

#[test]
fn a_clock_that_is_an_hour_off_gives_an_interval_that_holds_the_27_minutes() {
    for clock_s in [3_600, -3_600] {
        let day = Afternoon { clock_s, ..Afternoon::invented() };
        check(&day);
        let (mut record, _, _, halt) = day.told();
        day.passes(&mut record, halt);
        let person = day.ask(&record, 3_000, |channel| channel.alert(halt).unwrap().recipients[0].person);
        assert_eq!(person, Wait { least_s: 0, most_s: 1_632, running: false }, "and never 87 minutes, nor -33");
    }
}

prop_compose! {
    fn any_afternoon()(
        names in proptest::collection::btree_set("[A-Z][a-z]{2,9}( [A-Z][a-z]{2,7})?", 4).prop_map(|names| names.into_iter().collect::<Vec<_>>()).prop_shuffle(),
        lat in -600_000_000..600_000_000i32,
        lon in -1_700_000_000..1_700_000_000i32,
        off_m in 5_000..14_000i64,
        south in any::<bool>(),
        until_person in 70..4_000i64,
        until_halt in 1..300i64,
        clock_s in prop_oneof![Just(0i64), -60..60i64, Just(3_600i64), Just(-3_600i64), -8_000..8_000i64],
        on_the_way_s in 0..40i64,
    ) -> Afternoon {
        Afternoon {
            striker: names[0].clone(),
            struck: names[1].clone(),
            officers: [names[2].clone(), names[3].clone()],
            place: Point { lat_e7: lat, lon_e7: lon },
            off_m: if south { -off_m } else { off_m },
            until_person,
            until_halt,
            clock_s,
            on_the_way_s,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_the_same_whoever_and_wherever(day in any_afternoon()) {
        check(&day);
    }
}
