//! Random registers, zone versions, incidents and their reports.
//!
//! Not here: what answers them (`acts`).

use super::*;

impl Draft {
    pub(super) fn register(&mut self, entry: Registration) {
        let known = if self.random.chance(75) { self.early() } else { self.instant() };
        let id = self.say(known, "office", Content::Registration(entry));
        if self.random.chance(8) {
            let known = self.soon_after(known);
            self.reply(known, "office", id, Stance::Withdraws);
        }
    }
    pub(super) fn member(&mut self, member: &str, of: &str, certain: bool, kind: MembershipKind) {
        let during = self.during();
        self.register(Registration::Member { member: member.to_owned(), of: of.to_owned(), during, certain, kind });
    }

    pub(super) fn registers(&mut self, tree: &Tree) {
        for name in ["brigade", "gunmen", "front", "patrol-1", "patrol-2", "ministry", "radio", "agency", "commander-n"]
        {
            let entry = Registration::Name { name: name.to_owned(), what: "actor or source".to_owned() };
            self.say(self.early(), "office", Content::Registration(entry));
        }
        for (speaker, party) in [("commander-n", "North"), ("commander-s", "South"), ("North", "North")] {
            if self.random.chance(70) {
                let (name, party, subject) =
                    (speaker.to_owned(), party.to_owned(), self.random.name(&["any", "military"]));
                let during = self.during();
                self.register(Registration::Speaker { name, party, subject, during });
            }
        }
        if self.features.members {
            let part = MembershipKind::Part;
            self.member("brigade", "North", true, part);
            self.member("gunmen", "North", false, part);
            if self.random.chance(50) {
                self.member("gunmen", "South", false, part);
            }
            self.member("ministry", "South", true, part);
            let (alias, of) = ("Nordic".to_owned(), "North".to_owned());
            self.say(self.early(), "office", Content::Registration(Registration::Alias { alias, of }));
        }
        if self.features.members || self.features.exceptions {
            self.member("Band", "Listed", true, MembershipKind::Listed);
            let certain = self.random.chance(60);
            self.member("front", "Band", certain, MembershipKind::Part);
        }
        if self.features.sources {
            for (a, b) in [("patrol-1", "patrol-2"), ("radio", "ministry"), ("agency", "radio")] {
                if self.random.chance(40) {
                    let (a, b, what, during) = (a.to_owned(), b.to_owned(), "relays".to_owned(), self.during());
                    self.register(Registration::Relation { a, b, during, what });
                }
            }
        }
        if self.features.zones {
            for (name, within) in [("mill", "lowland"), ("farm", "upland"), ("ford", "delta"), ("lowland", "country")] {
                let area = (name == "ford").then(|| Draft::disc(300_200_000, 400_500_000, 100_000));
                let (name, within) = (name.to_owned(), Some(within.to_owned()));
                self.say(self.early(), "office", Content::Registration(Registration::Place { name, within, area }));
            }
            self.zone_versions(tree);
        }
    }

    pub(super) fn zone_versions(&mut self, tree: &Tree) {
        let first = self.early();
        for (at, zone) in tree.zones.iter().enumerate() {
            if self.random.chance(45) {
                continue;
            }
            let in_force_from = self.instant();
            self.instants.push(in_force_from);
            let version = ZoneVersionStated {
                zone: zone.name.clone(),
                label: format!("map {}", at + 2),
                in_force_from,
                geometry: self.geometry(),
                with_agreement: self.random.chance(10),
            };
            let known = first.plus(self.random.below(20) * self.unit());
            let version = self.say(known, "North", Content::ZoneVersion(version));
            for signer in ["North", "South"] {
                if self.random.chance(65) {
                    let said_at = self.instant().max(known);
                    let signed = self.known_after(said_at);
                    let content =
                        Content::ZoneSignature(ZoneSignature { version, retroactive: self.random.chance(25) });
                    self.say_at(signed, Some(said_at), signer, None, content);
                }
            }
        }
    }

    pub(super) fn disc(lon_e7: i32, lat_e7: i32, radius_mm: u64) -> Area {
        Area::Disc { centre: Point { lon_e7, lat_e7 }, radius_mm }
    }
    pub(super) fn place(&mut self) -> Option<Place> {
        if !self.features.zones {
            return None;
        }
        let named = |list: &[&str]| Some(Place { names: names(list), area: None });
        // The squares are 0.1 degree wide: 30.00-30.10 and 30.05-30.15 east, 40.00-40.10 north.
        let disc = |lon, radius_mm| Some(Place { names: vec![], area: Some(Draft::disc(lon, 400_500_000, radius_mm)) });
        if self.plain || self.random.chance(25) {
            // In the first square and in the lowland.
            return Some(Place { names: names(&["mill"]), area: Some(Draft::disc(300_200_000, 400_500_000, 500_000)) });
        }
        match self.random.below(12) {
            0 | 1 => named(&["mill"]),
            2 => named(&["farm"]),
            3 => named(&["ford"]),
            4 => named(&["hamlet", "lowland"]),
            5 => named(&["country"]),
            6 => disc(300_700_000, 500_000),
            7 | 8 => disc(300_200_000, 500_000),
            9 => disc(301_300_000, 500_000),
            10 => disc(301_000_000, 2_000_000),
            _ => None,
        }
    }

    /// When it happened: exact, a few seconds wide, a whole civil day, or lasting.
    pub(super) fn time(&mut self) -> EventTime {
        let at = self.instant();
        self.instants.push(at);
        let wide = |random: &mut Random| Interval::new(at, at.plus(random.range(1, 4)));
        if self.random.chance(18) {
            // A lasting one ends after every instant at which it may have begun.
            let began = if self.random.chance(60) { Interval::instant(at) } else { wide(&mut self.random) };
            let end = began.until.plus(self.random.range(0, 6) * self.unit());
            let ended = Interval::new(end, end.plus(if self.random.chance(70) { 1 } else { self.random.range(2, 3) }));
            self.instants.push(end);
            return EventTime { began, ended: Some(ended), precision: Precision::Stated("for a while".to_owned()) };
        }
        if !self.features.vague || self.random.chance(50) {
            return EventTime::at(at);
        }
        if !self.seconds && self.long_sets > 0 && self.random.chance(60) {
            self.long_sets -= 1;
            return EventTime::within(self.zone.day_of(at), Precision::Day);
        }
        EventTime::within(wide(&mut self.random), Precision::Stated("about".to_owned()))
    }

    pub(super) fn chain(&mut self) -> Chain {
        const SOURCES: [&str; 5] = ["patrol-1", "patrol-2", "ministry", "radio", "agency"];
        if !self.features.sources || self.random.chance(40) {
            return Chain::direct(self.random.name(&SOURCES));
        }
        let mut relayers = Vec::new();
        for relayer in ["agency", "radio"] {
            if self.random.chance(40) {
                relayers.push(relayer.to_owned());
            }
        }
        let mut origins = Vec::new();
        for _ in 0..self.random.range(1, 2) {
            let origin = match self.random.below(6) {
                0 => Origin::Unnamed("activists".to_owned()),
                1 => Origin::Named(self.random.name(&["North", "South", "commander-n"])),
                _ => Origin::Named(self.random.name(&SOURCES)),
            };
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        Chain { relayers, origins }
    }

    pub(super) fn accused(&mut self) -> Accused {
        let actor = |name: &str| Accused::Actor(name.to_owned());
        let dyad = |a: &str, b: &str| Accused::Dyad(a.to_owned(), b.to_owned());
        if self.plain || self.random.chance(60) {
            return if self.random.chance(65) { actor("North") } else { actor("South") };
        }
        match self.random.below(9) {
            0 if self.features.members => actor("brigade"),
            1 if self.features.members => actor("gunmen"),
            2 if self.features.members => actor("Nordic"),
            3 => actor("strangers"),
            4 => actor(self.random.pick(&["Band", "G1", "East"])),
            5 => dyad("North", "South"),
            6 => dyad("South", self.random.pick(&["Band", "civilians", "front"])),
            _ => Accused::Unstated,
        }
    }
    pub(super) fn targets(&mut self, accused: &Accused) -> Vec<Name> {
        match accused {
            Accused::Dyad(..) => return vec![],
            Accused::Actor(name) if self.plain || self.random.chance(60) => {
                return names(if name == "South" { &["North"] } else { &["South"] });
            }
            _ => {}
        }
        if self.features.exceptions && self.random.chance(40) {
            return names(self.random.pick(&[&["Band"][..], &["Band"], &["front"], &["Band", "civilians"]]));
        }
        match self.random.below(8) {
            0 => vec![],
            1 | 2 => names(&["Band"]),
            3 => names(&["front"]),
            4 => names(&["strangers"]),
            5 => names(&["Band", "civilians"]),
            6 => names(&["North"]),
            _ => names(&["civilians"]),
        }
    }
    pub(super) fn act(&mut self) -> Option<Name> {
        if self.plain {
            return Some("shelling".to_owned());
        }
        match self.random.below(20) {
            0 => None,
            1 => Some("hostile-act".to_owned()),
            2 => Some("blockade".to_owned()),
            3 => Some("noise".to_owned()),
            4 => Some("attack".to_owned()),
            5 => Some("raid".to_owned()),
            _ => Some("shelling".to_owned()),
        }
    }
    pub(super) fn counts(&mut self) -> Vec<Count> {
        if !self.features.severity || self.random.chance(50) {
            return vec![];
        }
        let least = self.random.range(0, 2) as u32;
        let most = self.random.pick(&[None, Some(least), Some(least), Some(least + 1)]);
        vec![Count {
            category: self.random.pick(&[Category::Killed, Category::Injured]),
            population: Population::Unknown,
            least,
            most,
            scope: CountScope::Incident,
            words: String::new(),
        }]
    }
    pub(super) fn severity_stated(&mut self) -> Option<Name> {
        (self.features.severity && self.random.chance(35)).then(|| self.random.name(&["minor", "grave"]))
    }
    pub(super) fn grade(&mut self) -> Grade {
        if self.plain {
            return Grade::parse(self.random.pick(&["A1", "B2"])).expect("a grade");
        }
        Grade::parse(self.random.pick(&["A1", "B2", "B2", "B3", "C3", "C3", "C4", "D3", "A6", "F6"])).expect("a grade")
    }

    pub(super) fn report(&mut self, incident: usize, like: Option<&Report>, time: &EventTime) -> Report {
        let accused = match like {
            Some(report) if self.random.chance(75) => report.accused.clone(),
            _ => self.accused(),
        };
        let targets = match like {
            Some(report) if report.accused == accused && self.random.chance(75) => report.targets.clone(),
            _ => self.targets(&accused),
        };
        let polarity = if like.is_some() && self.features.against && self.random.chance(40) {
            Polarity::DidNotHappen
        } else {
            Polarity::Happened
        };
        let place = match like {
            Some(report) if self.random.chance(75) => report.place.clone(),
            _ => self.place(),
        };
        let accused =
            if polarity == Polarity::DidNotHappen && self.random.chance(40) { Accused::Unstated } else { accused };
        let unkeyed = self.features.linking && self.random.chance(30);
        Report {
            chain: self.chain(),
            polarity,
            accused,
            act: if like.is_some() && self.random.chance(20) { None } else { self.act() },
            targets,
            weapon: self
                .random
                .pick(if self.plain {
                    &[Some("mortar")]
                } else {
                    &[None, Some("mortar"), Some("rifle"), Some("stick")]
                })
                .map(str::to_owned),
            time: if like.is_some() && self.random.chance(20) {
                None
            } else {
                Some(self.time_like(time, like.is_some()))
            },
            place,
            counts: self.counts(),
            severity: self.severity_stated(),
            basis: self.random.chance(60).then(|| "own observation".to_owned()),
            event: (!unkeyed).then(|| format!("feed:{incident}")),
            words: String::new(),
            grade: (self.plain || self.random.chance(70)).then(|| self.grade()),
            ..Report::default()
        }
    }
    /// The same time; or, on the scale of seconds, one a little beside it; or its whole day.
    pub(super) fn time_like(&mut self, time: &EventTime, second_report: bool) -> EventTime {
        if !second_report || self.random.chance(60) || time.ended.is_some() {
            return time.clone();
        }
        let from = time.began.from.plus(self.random.range(-1, 2));
        EventTime::within(Interval::new(from, from.plus(self.random.range(1, 3))), Precision::Exact)
    }

    pub(super) fn incidents(&mut self) {
        let count = self.random.pick(&[0, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
        let batch = self.features.batches.then(|| {
            let batch = Batch {
                format: "rows".to_owned(),
                file: "rows.csv".to_owned(),
                sha256: [0; 32],
                known_rule: "from sources".to_owned(),
                rows: 2,
            };
            self.say(self.early(), "office", Content::Batch(batch))
        });
        for incident in 0..count {
            let time = self.time();
            let happened = time.hull().until;
            let mut first: Option<Report> = None;
            let reports = self.random.pick(&[1, 1, 1, 2, 2, 3]);
            let plain = self.random.chance(60);
            let mut known_from = self.known_after(happened);
            for _ in 0..reports {
                self.plain = plain && self.random.chance(80);
                let mut report = self.report(incident, first.as_ref(), &time);
                if first.is_none() && self.long_sets > 0 && self.random.chance(5) {
                    self.long_sets -= 1;
                    report.time = None;
                }
                let author = match report.chain.outermost() {
                    Some(outermost) if self.random.chance(15) => outermost.clone(),
                    _ => "desk".to_owned(),
                };
                self.plain = false;
                self.batch = batch.filter(|_| self.random.chance(40));
                let happened = report.polarity == Polarity::Happened;
                let id = self.say(known_from, &author, Content::Report(report.clone()));
                self.batch = None;
                self.entered.push((id, known_from, incident, happened));
                self.instants.push(known_from);
                if self.random.chance(25) {
                    let (known, grade) = (self.soon_after(known_from), self.grade());
                    let grader = self.random.name(&["desk", "desk", "ministry"]);
                    self.say(known, &grader, Content::Grading(Grading { of: id, grade }));
                }
                first.get_or_insert(report);
                known_from = if self.random.chance(15) { known_from } else { self.known_after(known_from) };
            }
        }
    }

    pub(super) fn linking(&mut self) {
        if !self.features.linking || self.entered.len() < 2 {
            return;
        }
        for _ in 0..self.random.range(1, 3) {
            let (a, known_a, incident, _) = self.random.pick(&self.entered.clone());
            let beside: Vec<_> = self.entered.iter().copied().filter(|x| x.0 != a && x.2 == incident).collect();
            let all: Vec<_> = self.entered.iter().copied().filter(|x| x.0 != a).collect();
            let anywhere = beside.is_empty() || self.random.chance(10);
            let (b, known_b, ..) = self.random.pick(if anywhere { &all } else { &beside });
            let known = self.soon_after(known_a.max(known_b));
            let same = self.random.chance(60);
            let said = match self.random.chance(10) {
                true => Content::Unsure(Unsure { a, b }),
                false => Content::Identity(Identity { a, b, same }),
            };
            let id = self.say(known, "desk", said);
            if self.random.chance(15) {
                let known = self.soon_after(known);
                self.reply(known, "desk", id, Stance::Withdraws);
            }
        }
    }
}
