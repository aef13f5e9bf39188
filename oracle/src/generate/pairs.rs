//! Random clocks for each pair, and incidents between those who may be one.
//!
//! Holds
//! - They are drawn from numbers of their own: a history without them is drawn as if this file were not there.
//! - Each pair names declared actors, each once.
//!
//! Not here: the clock itself (`clauses`), states that are claimed (`states`).

use super::*;

impl Draft {
    /// Makes the clock of one tree in five one for each pair, and adds to what is said.
    pub(super) fn with_pairs(&mut self, tree: &mut Tree, seed: u64) {
        if !mixed(seed ^ 0x0000_9a12_0500).is_multiple_of(5) {
            return;
        }
        let own = Random(mixed(seed ^ 0x0000_9a12_05d4));
        let before = std::mem::replace(&mut self.random, own);
        let pairs: &[&[&str]] = &[
            &["North", "South"],
            &["North", "South", "Band"],
            &["North", "South", "Band"],
            &["South", "Band"],
            &["Listed", "North", "Band"],
            &["civilians", "South", "North"],
            &["Band", "civilians"],
        ];
        tree.clocks[0].scope = Scope::Pairs(names(self.random.pick(pairs)));
        // Beside long sets of possible instants, more that breaks would have too many placements for brute force.
        if self.long_sets == 2 && self.random.chance(50) {
            self.more_are_bound(tree);
        }
        for (member, of) in [("brigade", "South"), ("South", "Listed"), ("Band", "North"), ("gunmen", "Band")] {
            if self.random.chance(25) {
                let certain = self.random.chance(60);
                self.member(member, of, certain, MembershipKind::Part);
            }
        }
        // More of them would have too many placements for brute force.
        self.between_two(tree, 1);
        self.random = before;
    }

    /// Lets the first line of each text bind Band, or protect everybody.
    pub(super) fn more_are_bound(&mut self, tree: &mut Tree) {
        for article in tree.articles.iter_mut().filter(|article| article.is_of_the_agreement()) {
            let ArticleKind::Prohibition(prohibition) = &mut article.kind else { continue };
            if self.random.chance(50) {
                prohibition.binds[0].actors.push("Band".to_owned());
            } else {
                prohibition.binds[0].towards.anyone = true;
            }
        }
    }

    /// One incident: who did it to whom is said in several ways, or not at all.
    pub(super) fn between_two(&mut self, tree: &Tree, number: i64) {
        let time = EventTime::at(self.instant());
        self.instants.push(time.began.from);
        let mut known = self.soon_after(time.began.from);
        let event = format!("pair:{number}");
        let place = self.place();
        for report in 0..self.random.pick(&[1, 1, 2, 3]) {
            let report = Report {
                chain: Chain::direct(self.random.name(&["patrol-1", "patrol-2", "ministry"])),
                accused: self.one_or_both(),
                act: Some("shelling".to_owned()),
                targets: self.somebody(),
                weapon: Some("mortar".to_owned()),
                time: (report == 0 || self.random.chance(60)).then(|| time.clone()),
                place: place.clone(),
                severity: self.severity_stated(),
                event: Some(event.clone()),
                grade: self.random.chance(80).then(|| self.grade()),
                ..Report::default()
            };
            let id = self.say(known, "desk", Content::Report(report));
            self.entered.push((id, known, 0, true));
            if self.random.chance(35) {
                self.found_between_two(known, &event);
            }
            known = self.soon_after(known);
        }
        let refers = tree.clocks[0].policies.iter().any(|policy| matches!(policy, Policy::Refer { .. }));
        if refers && self.random.chance(60) {
            let yes = self.random.chance(50);
            for who in ["G1", "G2"] {
                let (said_at, on) = (self.soon_after(known), OnIncident::Event(event.clone()));
                self.decide(said_at, who, Question::Ruling { clock: tree.clocks[0].name.clone(), on }, yes);
            }
        }
    }

    fn one_or_both(&mut self) -> Accused {
        let actor = |name: &str| Accused::Actor(name.to_owned());
        let dyad = |(a, b): (&str, &str)| Accused::Dyad(a.to_owned(), b.to_owned());
        match self.random.below(10) {
            0..=3 => actor(self.random.pick(&["North", "South", "Band"])),
            4 | 5 => actor(self.random.pick(&["brigade", "gunmen", "front", "Nordic", "strangers"])),
            6 => Accused::Unstated,
            _ => dyad(self.random.pick(&[
                ("North", "South"),
                ("Band", "North"),
                ("brigade", "South"),
                ("gunmen", "South"),
                ("strangers", "Nordic"),
                ("front", "civilians"),
            ])),
        }
    }

    fn somebody(&mut self) -> Vec<Name> {
        let targets: &[&[&str]] = &[
            &[],
            &["South"],
            &["North"],
            &["Band"],
            &["South", "Band"],
            &["brigade", "civilians"],
            &["gunmen"],
            &["front"],
            &["strangers"],
        ];
        names(self.random.pick(targets))
    }

    fn found_between_two(&mut self, known: Instant, event: &str) {
        let attribution = match self.random.below(4) {
            0 => Attribution::NotAttributable,
            1 => Attribution::Actor(self.random.name(&["North", "Band"])),
            _ => Attribution::SomeParty,
        };
        let finding = Finding {
            on: OnIncident::Event(event.to_owned()),
            finding: Some(self.random.pick(&[FindingWord::Confirmed, FindingWord::Confirmed, FindingWord::Probable])),
            attribution: Some(attribution),
            intent: None,
            severity: None,
            time: None,
            place: None,
            targets: if self.random.chance(50) { self.somebody() } else { Vec::new() },
            words: String::new(),
        };
        let body = self.random.name(&["G1", "G2"]);
        let known = self.soon_after(known);
        self.say(known, &body, Content::Finding(finding));
    }
}
