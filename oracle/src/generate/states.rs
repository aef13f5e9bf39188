//! Random articles that ask who holds ground and who stands behind whom, and what is said of it.
//!
//! Holds
//! - They are drawn from numbers of their own: a history without them is drawn as if this file were not there.
//! - No act of a state breaks a clock unless an article forbids it, so their times may be long.
//!
//! Not here: the other clauses (`clauses`), clocks for each pair (`pairs`).

use super::*;

/// Words of a state with the words that they include.
const STATES: [(&str, &[&str]); 2] = [("presence", &["control", "checkpoint"]), ("backing", &["support", "supply"])];

impl Draft {
    /// Lets the articles of one tree in four ask about states, and adds to what is said.
    pub(super) fn with_states(&mut self, tree: &mut Tree, seed: u64) {
        if !mixed(seed ^ 0x0057_a7e7_0000).is_multiple_of(4) {
            return;
        }
        let own = Random(mixed(seed ^ 0x0057_a7e7_05d4));
        let before = std::mem::replace(&mut self.random, own);
        for (wider, included) in STATES {
            tree.acts.push(Class { name: wider.to_owned(), includes: names(included) });
        }
        self.asks_about_states(tree);
        self.places_of_states();
        if self.random.chance(40) {
            let (certain, of) = (self.random.chance(60), self.random.pick(&["Band", "South"]));
            self.member("front", of, certain, MembershipKind::Part);
        }
        for number in 1..=self.random.pick(&[0, 1, 1, 2, 2, 3]) {
            self.held(number);
        }
        for number in 1..=self.random.pick(&[0, 1, 1, 2, 3]) {
            self.supported(number);
        }
        // Beside long sets of possible instants, more of them would have too many placements for brute force.
        let raids = if self.long_sets == 2 { self.random.pick(&[1, 1, 2]) } else { 1 };
        for number in 1..=raids {
            self.raid(number);
        }
        self.random = before;
    }

    fn asks_about_states(&mut self, tree: &mut Tree) {
        for article in &mut tree.articles {
            let ArticleKind::Prohibition(prohibition) = &mut article.kind else { continue };
            if self.random.chance(65) {
                let named: &[&[&str]] = &[&["North"], &["South"], &["Band"], &["North", "Band"], &["Listed"]];
                let held_by = match self.random.below(3) {
                    0 => Holders::TheAccused,
                    1 => Holders::OthersThanTheAccused,
                    _ => Holders::Named(names(self.random.pick(named))),
                };
                let shown: &[&[&str]] = &[
                    &["control"],
                    &["control"],
                    &["presence"],
                    &["control", "checkpoint"],
                    &["control", "blockade"],
                    &["raid"],
                ];
                prohibition.ground = Some(Ground { held_by, shown_by: names(self.random.pick(shown)) });
            }
            if self.random.chance(55) {
                let shown: &[&[&str]] = &[&["support"], &["support"], &["backing"], &["supply", "support"], &["raid"]];
                prohibition.answers_for = Some(names(self.random.pick(shown)));
            }
            if self.long_sets == 2 && self.random.chance(20) {
                prohibition.binds[0].towards.anyone = true;
            }
        }
    }

    fn places_of_states(&mut self) {
        if self.features.zones {
            return;
        }
        for (name, within) in [("mill", "lowland"), ("farm", "upland"), ("ford", "delta"), ("lowland", "country")] {
            let area = (name == "ford").then(|| Draft::disc(300_200_000, 400_500_000, 100_000));
            let (name, within) = (name.to_owned(), Some(within.to_owned()));
            self.say(self.early(), "office", Content::Registration(Registration::Place { name, within, area }));
        }
    }

    fn place_of_state(&mut self) -> Option<Place> {
        let place = |list: &[&str], area| Some(Place { names: names(list), area });
        let disc = |radius_mm| Some(Draft::disc(300_200_000, 400_500_000, radius_mm));
        match self.random.below(14) {
            0..=3 => place(&["mill"], None),
            4 => place(&["mill"], disc(500_000)),
            5 => place(&["farm"], None),
            6 => place(&["ford"], None),
            7 => place(&["hamlet", "lowland"], None),
            8 => place(&["lowland"], None),
            9 => place(&["country"], None),
            10 => place(&[], disc(100_000)),
            11 => place(&[], disc(2_000_000)),
            12 => match Draft::square(300_000_000, 400_000_000) {
                ZoneGeometry::Area(area) => place(&["farm"], Some(area)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Mostly lasting, with ends that are exact, a little apart, or open.
    fn time_of_state(&mut self) -> Option<EventTime> {
        let at = self.instant();
        self.instants.push(at);
        let stated = |began, ended| {
            Some(EventTime { began, ended: Some(ended), precision: Precision::Stated("for a while".to_owned()) })
        };
        let began = match self.random.below(6) {
            0 => Interval::new(at, at.plus(self.random.range(2, 4))),
            1 => Interval::new(Instant::EVER, at),
            _ => Interval::instant(at),
        };
        let end = began.until.plus(self.random.range(0, self.units / 2) * self.unit());
        match self.random.below(10) {
            0 => None,
            1 => Some(EventTime::at(at)),
            2 => Some(EventTime::within(Interval::new(at, at.plus(3)), Precision::Stated("about".to_owned()))),
            3 => stated(began, Interval::new(end, Instant::NEVER)),
            4 | 5 => stated(began, Interval::new(end, end.plus(self.random.range(2, 4)))),
            _ => {
                self.instants.push(end);
                stated(began, Interval::instant(end))
            }
        }
    }

    /// Whoever holds something, or stands behind somebody.
    fn holder(&mut self) -> Accused {
        let actor = |name: &str| Accused::Actor(name.to_owned());
        match self.random.below(12) {
            0..=3 => actor("North"),
            4..=6 => actor("South"),
            7 => actor("Band"),
            8 => actor("brigade"),
            9 => actor(self.random.pick(&["gunmen", "Nordic", "front"])),
            10 => actor("strangers"),
            _ if self.random.chance(50) => Accused::Dyad("North".to_owned(), "South".to_owned()),
            _ => Accused::Unstated,
        }
    }

    /// Several reports of one state: for it, against it, and of another.
    fn state(&mut self, event: &str, first: Report) {
        let mut known = self.instant().max(self.early());
        let reports = self.random.pick(&[1, 1, 1, 2, 2, 3]);
        for number in 0..reports {
            let mut report = first.clone();
            report.event = Some(event.to_owned());
            report.chain = Chain::direct(self.random.name(&["patrol-1", "patrol-2", "ministry", "radio"]));
            report.grade = self.random.chance(75).then(|| self.grade());
            if number > 0 {
                match self.random.below(6) {
                    0 | 1 => report.polarity = Polarity::DidNotHappen,
                    2 => report.accused = self.holder(),
                    3 => report.place = self.place_of_state(),
                    4 => report.time = self.time_of_state(),
                    _ => report.act = self.random.pick(&[None, Some("noise"), Some("presence")]).map(str::to_owned),
                }
            }
            let happened = report.polarity == Polarity::Happened;
            let id = self.say(known, "desk", Content::Report(report));
            self.instants.push(known);
            if happened && self.random.chance(25) {
                let basis = self.random.chance(60).then(|| "own record".to_owned());
                let answered = self.soon_after(known);
                let who = self.random.name(&["North", "South", "patrol-2"]);
                let denial = self.reply(answered, &who, id, Stance::Denies { basis });
                let (known, grade) = (self.soon_after(answered), self.grade());
                self.say(known, "desk", Content::Grading(Grading { of: denial, grade }));
            }
            if self.random.chance(8) {
                let taken_back = self.soon_after(known);
                let by = self.author(id);
                self.reply(taken_back, &by, id, Stance::Withdraws);
            }
            known = self.soon_after(known);
        }
        if self.random.chance(20) {
            self.found_of_state(known, event);
        }
    }

    fn found_of_state(&mut self, known: Instant, event: &str) {
        let targets: &[&[&str]] = &[&[], &[], &["Band"], &["front", "civilians"]];
        let finding = Finding {
            on: OnIncident::Event(event.to_owned()),
            finding: Some(self.random.pick(&[FindingWord::Confirmed, FindingWord::Confirmed, FindingWord::Refuted])),
            attribution: self.random.pick(&[
                None,
                Some(Attribution::SomeParty),
                Some(Attribution::Actor("North".to_owned())),
                Some(Attribution::Actor("South".to_owned())),
            ]),
            intent: None,
            severity: None,
            time: None,
            place: if self.random.chance(30) { self.place_of_state() } else { None },
            targets: names(self.random.pick(targets)),
            words: String::new(),
        };
        let body = self.random.name(&["G1", "G2"]);
        self.say(known, &body, Content::Finding(finding));
    }

    /// Ground that is said to be held.
    fn held(&mut self, number: i64) {
        let acts = [Some("control"), Some("control"), Some("control"), Some("presence"), Some("squatting"), None];
        let first = Report {
            accused: self.holder(),
            act: self.random.pick(&acts).map(str::to_owned),
            place: self.place_of_state(),
            time: self.time_of_state(),
            ..Report::default()
        };
        self.state(&format!("held:{number}"), first);
    }

    /// Somebody who is said to be supported.
    fn supported(&mut self, number: i64) {
        let targets: &[&[&str]] =
            &[&["Band"], &["Band"], &["front"], &["Band", "civilians"], &["strangers"], &["South"], &[]];
        let acts = [Some("support"), Some("support"), Some("support"), Some("backing"), Some("noise")];
        let first = Report {
            accused: self.holder(),
            act: self.random.pick(&acts).map(str::to_owned),
            targets: names(self.random.pick(targets)),
            place: if self.random.chance(40) { self.place_of_state() } else { None },
            time: self.time_of_state(),
            ..Report::default()
        };
        self.state(&format!("backed:{number}"), first);
    }

    /// An attack at a place of these, often by those who are said to be supported.
    fn raid(&mut self, number: i64) {
        let actor = |name: &str| Accused::Actor(name.to_owned());
        let at = self.instant();
        self.instants.push(at);
        let time = match self.random.below(6) {
            0 => EventTime::within(Interval::new(at, at.plus(3)), Precision::Stated("about".to_owned())),
            1 => {
                let ended = Some(Interval::instant(at.plus(self.random.range(1, 5) * self.unit())));
                EventTime { began: Interval::instant(at), ended, precision: Precision::Exact }
            }
            _ => EventTime::at(at),
        };
        let targets: &[&[&str]] = &[&["South"], &["North"], &["civilians"], &["North", "civilians"], &["Band"], &[]];
        let place = self.place_of_state();
        let mut known = self.soon_after(time.hull().until);
        let accused = match self.random.below(9) {
            0..=2 => actor("Band"),
            3 => actor("front"),
            4 => actor("South"),
            5 => actor("North"),
            6 => Accused::Dyad("Band".to_owned(), self.random.name(&["South", "North", "civilians"])),
            7 => actor(self.random.pick(&["strangers", "brigade", "gunmen"])),
            _ => Accused::Unstated,
        };
        let targets = names(self.random.pick(targets));
        for report in 0..self.random.pick(&[1, 1, 2]) {
            let report = Report {
                chain: Chain::direct(self.random.name(&["patrol-1", "patrol-2", "ministry"])),
                polarity: if report > 0 && self.random.chance(30) {
                    Polarity::DidNotHappen
                } else {
                    Polarity::Happened
                },
                accused: accused.clone(),
                act: Some(self.random.name(&["shelling", "shelling", "raid", "blockade"])),
                targets: if matches!(accused, Accused::Dyad(..)) { Vec::new() } else { targets.clone() },
                weapon: Some("mortar".to_owned()),
                time: Some(time.clone()),
                place: if self.random.chance(85) { place.clone() } else { self.place_of_state() },
                severity: self.severity_stated(),
                event: Some(format!("raid:{number}")),
                grade: self.random.chance(85).then(|| self.grade()),
                ..Report::default()
            };
            let happened = report.polarity == Polarity::Happened;
            let id = self.say(known, "desk", Content::Report(report));
            self.entered.push((id, known, 0, happened));
            known = self.soon_after(known);
        }
    }
}
