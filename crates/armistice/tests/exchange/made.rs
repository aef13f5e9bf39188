//! Made records: statements one after the other, and random histories of notices, alerts and what comes back.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision};
use record::wire;

/// 2030-03-05T10:00:00Z.
pub const TEN: i64 = 1_898_935_200;

/// A record, one statement after the other.
#[derive(Clone, Default, Debug)]
pub struct Made(pub Vec<Statement>);

impl Made {
    /// `author` says `content`, known `after` seconds past ten.
    pub fn say(&mut self, author: &str, after: i64, content: Content) -> BodyId {
        self.enter(Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }, after)
    }
    pub fn enter(&mut self, body: Body, after: i64) -> BodyId {
        let id = wire::body_id(&wire::encode(&body).expect("a body"));
        let known = KnownAt(Instant(TEN + after));
        let accepted = Acceptance { known, history: false, received: None, batch: None };
        self.0.push(Statement { id, body, accepted });
        id
    }
    pub fn withdraw(&mut self, author: &str, after: i64, to: BodyId, words: &str) -> BodyId {
        let reply = Reply {
            to,
            stance: Stance::Withdraws,
            subject: "any".into(),
            without_prejudice: false,
            words: words.into(),
        };
        self.say(author, after, Content::Reply(reply))
    }
    pub fn receipt(&mut self, author: &str, after: i64, of: BodyId, step: Step) -> BodyId {
        self.say(author, after, Content::Receipt(Receipt { of, to: vec!["North".into()], step, words: String::new() }))
    }
    pub fn knowledge(&self) -> Knowledge<'_> {
        self.known(KnownAt::ALL)
    }
    pub fn known(&self, known: KnownAt) -> Knowledge<'_> {
        Knowledge::at(&self.0, known, &declared())
    }
    pub fn all(&self) -> Vec<&Statement> {
        self.0.iter().collect()
    }
}

pub fn declared() -> Declared {
    Declared { parties: vec!["North".into(), "South".into()], others: vec!["Band".into()] }
}

pub fn at(after: i64) -> Instant {
    Instant(TEN + after)
}

pub fn point(lat_e7: i32, lon_e7: i32) -> Point {
    Point { lon_e7, lat_e7 }
}

/// Mill, 500 m around 39.1 N 22.5 E.
pub fn mill() -> Place {
    let area = Area::Disc { centre: point(391_000_000, 225_000_000), radius_mm: 500_000 };
    Place { names: vec!["Mill".into(), "East".into()], area: Some(area) }
}

/// A protected site at Mill, from eleven for two hours, for South.
pub fn notice() -> Notice {
    Notice {
        what: Notified::ProtectedSite,
        to: vec!["South".into()],
        place: mill(),
        during: Interval::new(at(3_600), at(3 * 3_600)),
        heights: None,
        marking: None,
        seen_at_night: None,
        contact: None,
        expires: None,
        objections_until: None,
        replaces: None,
        may_be_told: false,
        drill: false,
        words: "A clinic.".into(),
    }
}

pub fn alert(kind: AlertKind) -> Alert {
    Alert {
        kind,
        to: vec!["South".into()],
        on: None,
        place: Some(mill()),
        endangered: vec!["civilians".into()],
        since: None,
        drill: false,
        words: "People are there.".into(),
    }
}

/// `number` samples, the same on every machine.
pub fn samples<T: std::fmt::Debug>(number: usize, strategy: impl Strategy<Value = T>) -> Vec<T> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng);
    (0..number).map(|_| strategy.new_tree(&mut runner).expect("a strategy without filters").current()).collect()
}

// ---- random values ----

/// Words with whatever a format could stumble over.
pub fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("a <clinic> & \"school\"; one, two\\n".to_owned()),
        Just("العيادة عند الطاحونة، لا تقترب".to_owned()),
        Just("line one\r\nline two\n\ttab".to_owned()),
        Just("]]> \u{0}\u{1b}[31m \u{7f}\u{fffe}\u{202e} 🕊".to_owned()),
        "[ -~]{0,80}",
        "\\PC{0,40}",
    ];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("North".to_owned()),
        Just("South".to_owned()),
        Just("Brigade \"4\", north".to_owned()),
        Just("القطاع <الشرقي> & الجسر".to_owned()),
        "\\PC{1,30}",
    ]
}

fn instant() -> impl Strategy<Value = Instant> {
    prop_oneof![
        8 => (-100_000i64..10_000_000).prop_map(at),
        1 => Just(Instant::EVER),
        1 => Just(Instant::NEVER),
        1 => (Instant::EVER.0..Instant::NEVER.0).prop_map(Instant),
    ]
}

pub fn area() -> impl Strategy<Value = Area> {
    let near = || (380_000_000..400_000_000, 220_000_000..230_000_000).prop_map(|(lat, lon)| point(lat, lon));
    let ring = || prop::collection::vec(near(), 3..6);
    let polygon = (ring(), prop::collection::vec(ring(), 0..2)).prop_map(|(outer, holes)| Polygon { outer, holes });
    prop_oneof![
        3 => (near(), 0..20_000_000u64).prop_map(|(centre, radius_mm)| Area::Disc { centre, radius_mm }),
        1 => (-700_000_000..=700_000_000, -1_800_000_000..=1_800_000_000, 0..=2_000_000_000u64)
            .prop_map(|(lat, lon, radius_mm)| Area::Disc { centre: point(lat, lon), radius_mm }),
        2 => prop::collection::vec(polygon, 1..3).prop_map(Area::Polygons),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    (prop::collection::vec(name(), 0..3), prop::option::of(area())).prop_map(|(mut names, area)| {
        if names.is_empty() && area.is_none() {
            names.push("Mill".into());
        }
        Place { names, area }
    })
}

pub fn any_notice() -> impl Strategy<Value = Notice> {
    let what = prop::sample::select(vec![
        Notified::ProtectedSite,
        Notified::HumanitarianMovement,
        Notified::PlannedActivity,
        Notified::RepairWindow,
        Notified::LocalSilence,
    ]);
    let heights =
        prop::option::of((any::<u64>(), any::<u64>()).prop_map(|(a, b)| Heights { from_m: a.min(b), to_m: a.max(b) }));
    let window = (instant(), instant(), prop::option::of(instant()), prop::option::of(instant()));
    let looks = (heights, prop::option::of(text()), any::<Option<bool>>(), prop::option::of(text()));
    let flags = (any::<bool>(), any::<bool>());
    (what, prop::collection::vec(name(), 1..4), place(), window, looks, flags, text()).prop_map(
        |(
            what,
            to,
            place,
            (a, b, expires, objections_until),
            (heights, marking, seen_at_night, contact),
            flags,
            words,
        )| {
            let (from, until) = (a.min(b), a.max(b));
            // A window holds an instant, and that one is in it.
            let during = if from == until { Interval::new(at(0), at(1)) } else { Interval::new(from, until) };
            let (may_be_told, drill) = flags;
            let replaces = None;
            Notice {
                what,
                to,
                place,
                during,
                heights,
                marking,
                seen_at_night,
                contact,
                expires,
                objections_until,
                replaces,
                may_be_told,
                drill,
                words,
            }
        },
    )
}

pub fn any_alert() -> impl Strategy<Value = Alert> {
    let since = prop::option::of((0i64..1_000, 1i64..500).prop_map(|(from, wide)| {
        EventTime::within(Interval::new(at(from), at(from + wide)), Precision::Stated("this morning".into()))
    }));
    let kind = prop::sample::select(vec![AlertKind::Warning, AlertKind::Halt]);
    let names = || prop::collection::vec(name(), 1..3);
    (kind, names(), prop::option::of(place()), names(), since, any::<bool>(), text()).prop_map(
        |(kind, to, place, endangered, since, drill, words)| Alert {
            kind,
            to,
            on: None,
            place,
            endangered,
            since,
            drill,
            words,
        },
    )
}

/// A step of a history: who, how many seconds after the step before, and what of the steps before.
#[derive(Clone, Debug)]
pub enum Deed {
    Notify(Box<Notice>),
    Replace(Box<Notice>, prop::sample::Index),
    Warn(Box<Alert>),
    Withdraw(prop::sample::Index),
    Close(prop::sample::Index),
    Answer(prop::sample::Index, Step),
}

fn deed() -> impl Strategy<Value = Deed> {
    let any_of = any::<prop::sample::Index>;
    let step = prop::sample::select(vec![
        Step::Delivered { system: "console".into() },
        Step::Seen { officer: "Major A".into() },
        Step::Understood { officer: "Major A".into() },
        Step::NoObjection,
        Step::Objects,
        Step::Continues,
        Step::Halted { time: EventTime::at(at(0)) },
        Step::Passed { unit: "Brigade 4".into() },
    ]);
    prop_oneof![
        3 => any_notice().prop_map(|notice| Deed::Notify(Box::new(notice))),
        4 => (any_notice(), any_of()).prop_map(|(notice, of)| Deed::Replace(Box::new(notice), of)),
        1 => any_alert().prop_map(|alert| Deed::Warn(Box::new(alert))),
        5 => any_of().prop_map(Deed::Withdraw),
        2 => any_of().prop_map(Deed::Close),
        2 => (any_of(), step).prop_map(|(of, step)| Deed::Answer(of, step)),
    ]
}

/// A history in which almost everything refers to something before it, several things in a second.
pub fn history() -> impl Strategy<Value = Made> {
    let who = prop::sample::select(vec!["North", "North", "North", "South"]);
    prop::collection::vec((deed(), who, 0i64..3), 1..18).prop_map(|deeds| {
        let mut made = Made::default();
        let mut after = 0;
        for (number, (deed, who, later)) in deeds.into_iter().enumerate() {
            after += later;
            let before = made.0.clone();
            // Of the last few, so that a statement is often turned more than once; two that say the same are two all the same.
            let of = |index: &prop::sample::Index| {
                let last = &before[before.len().saturating_sub(6)..];
                (!last.is_empty()).then(|| last[index.index(last.len())].id)
            };
            let told = |words: &str| format!("{words} ({number})");
            match deed {
                Deed::Notify(mut notice) => {
                    notice.words = told(&notice.words);
                    made.say(who, after, Content::Notice(*notice));
                }
                Deed::Replace(mut notice, index) => {
                    let notices: Vec<_> =
                        before.iter().filter(|s| matches!(s.body.content, Content::Notice(_))).collect();
                    if !notices.is_empty() {
                        let old = notices[notices.len().saturating_sub(3)..][index.index(notices.len().min(3))];
                        notice.replaces = Some(old.id);
                        // Mostly of the same kind; else a drill would stand in the place of what is none.
                        if let Content::Notice(old) = &old.body.content
                            && number % 5 != 0
                        {
                            notice.drill = old.drill;
                        }
                    }
                    notice.words = told(&notice.words);
                    made.say(who, after, Content::Notice(*notice));
                }
                Deed::Warn(mut alert) => {
                    alert.words = told(&alert.words);
                    made.say(who, after, Content::Alert(*alert));
                }
                Deed::Withdraw(index) => {
                    if let Some(id) = of(&index) {
                        made.withdraw(who, after, id, &told("taken back"));
                    }
                }
                Deed::Close(index) => {
                    if let Some(of) = of(&index) {
                        let words = told("over");
                        let receipt = Receipt { of, to: vec!["South".into()], step: Step::Closed, words };
                        made.say(who, after, Content::Receipt(receipt));
                    }
                }
                Deed::Answer(index, step) => {
                    if let Some(of) = of(&index) {
                        let receipt = Receipt { of, to: vec!["North".into()], step, words: told("") };
                        made.say(who, after, Content::Receipt(receipt));
                    }
                }
            }
        }
        made
    })
}
