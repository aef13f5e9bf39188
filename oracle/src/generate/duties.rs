//! Random obligations, permissions in an order, suspensions and conditions; and what is said of deeds, triggers, failures and
//! steps.
//!
//! Holds
//! - A history without them is drawn as if this file were not there.
//! - Few of the incidents of one obligation are imprecise, so that most duties are small enough for brute force.
//!
//! Not here: prohibitions and clocks (`clauses`), acts that are forbidden (`incidents`).

use super::*;

/// The slot that suspends articles, and that says whether they go on.
const WINTER: &str = "winter";

/// An act to be reported.
struct Told {
    act: &'static str,
    actor: Name,
    targets: Vec<Name>,
    at: Instant,
}

impl Draft {
    // ---- Clauses ----

    /// Words of deeds, triggers, failures and steps, with wider ones.
    pub(super) fn words_of_duties(&self) -> Vec<Class> {
        let class = |name: &str, includes: &[&str]| Class { name: name.to_owned(), includes: names(includes) };
        let classes = [
            class("movement", &["passage", "withdrawal"]),
            class("approach", &["arrival", "entry"]),
            class("outreach", &["patrol", "warning"]),
            class("signal", &["call", "order", "notice"]),
            class("hindrance", &["roadblock"]),
        ];
        if self.features.obligations { classes.to_vec() } else { Vec::new() }
    }

    pub(super) fn judgements_of_duties(&mut self) -> Vec<Judgement> {
        if !self.features.obligations {
            return Vec::new();
        }
        vec![Judgement { name: WINTER.to_owned(), deciders: self.deciders(&["G1", "G2"]), cited: cited() }]
    }

    /// So many seconds, or hours on the scale of days.
    pub(super) fn units_of(&mut self, from: i64, to: i64) -> i64 {
        self.random.range(from, to) * self.unit()
    }

    /// Adds obligations; and to some of the articles a cure time, an ordered permission, a suspension, a condition.
    pub(super) fn with_obligations(
        &mut self,
        mut articles: Vec<Article>,
        parties: &[Name],
        zones: &[ZoneDeclared],
        regimes: &[Regime],
        standards: &StandardChain,
    ) -> Vec<Article> {
        if !self.features.obligations {
            return articles;
        }
        for article in &mut articles {
            if let ArticleKind::Prohibition(prohibition) = &mut article.kind {
                prohibition.cure = self.random.chance(45).then(|| self.length(1, 6));
                if self.random.chance(30) {
                    prohibition.exceptions.push(self.ordered(standards));
                }
            }
        }
        for number in 1..=self.random.pick(&[1, 1, 2]) {
            let kind = ArticleKind::Obligation(self.obligation(parties, zones, regimes));
            articles.push(Article {
                standing: Standing::Agreed,
                wordings: Vec::new(),
                id: format!("duty-{number}"),
                title: String::new(),
                cited: cited(),
                kind,
                provided: None,
                suspended_while: None,
            });
        }
        let ids: Vec<Name> = articles.iter().map(|article| article.id.clone()).collect();
        for article in &mut articles {
            let judged = matches!(article.kind, ArticleKind::Prohibition(_) | ArticleKind::Obligation(_));
            if judged && self.random.chance(20) {
                article.suspended_while = Some(WINTER.to_owned());
            }
            let other = self.random.pick(&ids);
            if judged && other != article.id && other != "hope" && self.random.chance(50) {
                article.provided = Some(Provided { article: other, judgement: WINTER.to_owned() });
            }
        }
        articles
    }

    /// O7: an exception in an order.
    fn ordered(&mut self, standards: &StandardChain) -> Exception {
        let mut steps = Vec::new();
        for act in ["call", "order"] {
            if self.random.chance(60) {
                let when = StepTime::Before { within: self.units_of(3, 8), ahead: self.units_of(0, 2) };
                steps.push(Step { act: act.to_owned(), when });
            }
        }
        if steps.is_empty() || self.random.chance(50) {
            steps.push(Step { act: "notice".to_owned(), when: StepTime::After { within: self.units_of(1, 6) } });
        }
        Exception {
            name: "E3".to_owned(),
            condition: Condition::InOrder(steps),
            burden: self.random.pick(&[Burden::Accused, Burden::Accused, Burden::Accuser]),
            standard: self.random.below(standards.standards.len() as i64).min(self.random.below(2)) as usize,
            zone: None,
        }
    }

    pub(super) fn obligation(&mut self, parties: &[Name], zones: &[ZoneDeclared], regimes: &[Regime]) -> Obligation {
        let due = self.due(zones);
        let triggered = matches!(due, Due::Within { .. } | Due::Promptly { .. });
        let each_other = matches!(due, Due::EachOther { .. });
        let acts =
            self.random.pick(&[&["passage"][..], &["withdrawal"], &["passage", "withdrawal"], &["patrol", "warning"]]);
        let some = self.random.pick(&[names(&["North"]), names(&["South"]), parties.to_vec(), parties.to_vec()]);
        let obliged = if each_other { parties.to_vec() } else { some };
        let every = acts.len() > 1 && self.random.chance(60);
        let total = (!every && self.random.chance(15)).then(|| Total {
            name: "accepted".to_owned(),
            at_least: self.random.pick(&[1, 3, 4, 6]),
            unit: "weapons".to_owned(),
        });
        Obligation {
            every,
            acts: names(acts),
            any_one: obliged.len() > 1 && !each_other && self.random.chance(30),
            obliged,
            towards: match self.random.below(6) {
                0 | 1 if triggered => Towards::WhoeverTriggers,
                2 => Towards::Named(names(self.random.pick(&[&["civilians"][..], &["North", "South"]]))),
                _ => Towards::Anyone,
            },
            weapons: if self.random.chance(10) {
                Weapons::Only(names(&["heavy"]))
            } else {
                Weapons::Any { such_as: vec![] }
            },
            zone: (self.features.zones && self.random.chance(50)).then(|| self.random.pick(zones).name),
            measured: self.random.chance(12).then(|| self.measured()),
            total,
            period: self.period(regimes),
            due,
            shown: if self.random.chance(55) {
                Shown::ByTheObliged
            } else {
                Shown::ByTheAccuser { through: names(&["roadblock"]) }
            },
            bands: self.bands(),
        }
    }

    /// P2, P4.
    fn measured(&mut self) -> Measured {
        let comparisons =
            [Comparison::AtLeast, Comparison::MoreThan, Comparison::AtMost, Comparison::LessThan, Comparison::AtLeast];
        let mut bounds = vec![Threshold { number: 500, unit: "m".to_owned() }];
        if self.random.chance(40) {
            bounds.push(Threshold { number: 500, unit: self.random.pick(&["yd", "ft", "paces"]).to_owned() });
        }
        let of = if self.random.chance(30) { names(&["heavy"]) } else { Vec::new() };
        Measured { name: "distance".to_owned(), of, comparison: self.random.pick(&comparisons), thresholds: bounds }
    }

    /// P2, S14: what a report of a deed measures.
    fn measures(&mut self) -> Vec<Measure> {
        let mut measures = Vec::new();
        if self.random.chance(60) {
            let least = self.random.pick(&[152, 153, 456, 457, 458, 499, 500, 501, 1_640]);
            let most = self.random.pick(&[Some(0), Some(0), Some(50), None]);
            let unit = self.random.pick(&["m", "m", "yd", "ft", "paces", "km"]).to_owned();
            measures.push(Measure { name: "distance".to_owned(), least, most: most.map(|more| least + more), unit });
        }
        if self.random.chance(70) {
            let least = self.random.pick(&[0, 1, 2, 3]);
            let most = self.random.pick(&[Some(0), Some(0), Some(2), None]).map(|more| least + more);
            measures.push(Measure {
                name: "accepted".to_owned(),
                least,
                most,
                unit: self.random.pick(&["weapons", "weapons", "weapons", "tonnes"]).to_owned(),
            });
        }
        measures
    }

    fn due(&mut self, zones: &[ZoneDeclared]) -> Due {
        let seconds = self.length(1, 6);
        match self.random.below(8) {
            0 | 1 => {
                let by = self.start.plus(self.length(2, 16));
                self.instants.push(by);
                Due::By(Moment::At(by))
            }
            2 | 3 => Due::EachOther { seconds },
            4 => Due::Promptly { trigger: self.trigger(zones) },
            _ => Due::Within { seconds, trigger: self.trigger(zones) },
        }
    }

    fn trigger(&mut self, zones: &[ZoneDeclared]) -> Trigger {
        let words = if self.random.chance(50) {
            vec![FindingWord::Confirmed]
        } else {
            vec![FindingWord::Confirmed, FindingWord::Probable]
        };
        let found = Found { words, bodies: names(&["G1", "G2"]), all: self.random.chance(40) };
        Trigger {
            acts: names(self.random.pick(&[&["arrival"][..], &["entry"], &["arrival", "entry"]])),
            by: names(self.random.pick(&[&[][..], &["Band"], &["civilians"], &["South"], &["North", "Band"]])),
            zone: (self.features.zones && self.random.chance(30)).then(|| self.random.pick(zones).name),
            found: self.random.chance(30).then_some(found),
        }
    }

    /// O3: none, or rising limits of which the last is open and breached.
    pub(super) fn bands(&mut self) -> Vec<Band> {
        let mut bands = Vec::new();
        if self.random.chance(40) {
            return bands;
        }
        let mut below = 0;
        for (label, kept) in [("delay", true), ("long delay", false)] {
            if self.random.chance(65) {
                below += self.length(1, 3);
                bands.push(Band { below: Some(below), label: label.to_owned(), kept });
            }
        }
        bands.push(Band { below: None, label: "obstruction".to_owned(), kept: false });
        bands
    }

    // ---- What is said ----

    /// What is said of deeds, triggers, failures and steps; and answers at large.
    pub(super) fn said_of_duties(&mut self, tree: &Tree) {
        if !self.features.obligations {
            return;
        }
        let of_acts = std::mem::take(&mut self.entered);
        for article in &tree.articles {
            match &article.kind {
                ArticleKind::Obligation(obligation) => self.said_of_obligation(tree, obligation),
                ArticleKind::Prohibition(prohibition) => {
                    for exception in &prohibition.exceptions {
                        if let Condition::InOrder(steps) = &exception.condition {
                            self.said_of_steps(steps, of_acts.len());
                        }
                    }
                }
                ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {}
            }
        }
        if self.random.chance(50) {
            self.replies();
        }
        if self.random.chance(30) {
            self.findings();
        }
        self.entered = of_acts;
        let asked = tree.articles.iter().any(|x| x.suspended_while.is_some() || x.provided.is_some());
        if asked {
            let yes = self.random.chance(70);
            for who in ["G1", "G2"] {
                for number in 0..self.random.range(0, 2) {
                    let said_at = self.instant();
                    let question = Question::Judgement { slot: WINTER.to_owned(), on: None };
                    self.decide(said_at, who, question, yes == (number == 0));
                }
            }
        }
    }

    pub(super) fn said_of_obligation(&mut self, tree: &Tree, obligation: &Obligation) {
        let limits: Vec<i64> = obligation.bands.iter().filter_map(|band| band.below).collect();
        match &obligation.due {
            Due::By(moment) => {
                let due = crate::terms::instant(tree, moment);
                self.deeds_around(obligation, due, &limits, None);
            }
            Due::EachOther { seconds } => {
                let first = self.instant();
                let actor = self.random.pick(&obligation.obliged);
                self.deed(obligation, first, None, Some(actor));
                self.deeds_around(obligation, first.plus(*seconds), &limits, None);
            }
            Due::Within { seconds, trigger } => self.triggered(obligation, trigger, *seconds, &limits),
            Due::Promptly { trigger } => {
                let soon = self.length(0, 3);
                self.triggered(obligation, trigger, soon, &limits);
            }
        }
    }

    fn triggered(&mut self, obligation: &Obligation, trigger: &Trigger, seconds: i64, limits: &[i64]) {
        for _ in 0..self.random.pick(&[0, 1, 1, 1, 1, 2]) {
            let at = self.instant().max(self.start.plus(self.unit()));
            let usual = if trigger.by.is_empty() { names(&["Band", "civilians", "South"]) } else { trigger.by.clone() };
            let actor =
                if self.random.chance(85) { self.random.pick(&usual) } else { self.random.name(&["front", "East"]) };
            let act = if trigger.acts.iter().any(|act| act == "arrival") { "arrival" } else { "entry" };
            let wider = self.random.chance(6);
            let told = Told { act: if wider { "approach" } else { act }, actor: actor.clone(), targets: vec![], at };
            let known = self.tell(told);
            let mut from = at;
            if let Some(found) = &trigger.found {
                from = self.certified(found, &actor, known);
            }
            let usual_trigger = Some(actor).filter(|_| self.random.chance(80));
            self.deeds_around(obligation, from.plus(seconds), limits, usual_trigger.as_ref());
        }
    }

    /// Findings on what was told last.
    fn certified(&mut self, found: &Found, actor: &Name, known: Instant) -> Instant {
        let report = *self.entered.last().expect("told before");
        let mut at = known;
        for body in &found.bodies {
            for _ in 0..self.random.pick(&[0, 1, 1, 1, 2]) {
                at = self.soon_after(at);
                let attribution = self.random.pick(&[None, Some(actor), Some(actor), Some(actor)]);
                let finding = Finding {
                    on: self.on(report),
                    finding: Some(self.random.pick(&[
                        FindingWord::Confirmed,
                        FindingWord::Confirmed,
                        FindingWord::Probable,
                        FindingWord::Refuted,
                    ])),
                    attribution: attribution.map(|actor| Attribution::Actor(actor.clone())),
                    intent: None,
                    severity: None,
                    time: None,
                    place: None,
                    targets: vec![],
                    words: String::new(),
                };
                self.say(at, body, Content::Finding(finding));
                self.instants.push(at);
            }
        }
        at
    }

    /// Deeds before, at and after the instant at which they are due, and failures after it.
    fn deeds_around(&mut self, obligation: &Obligation, due: Instant, limits: &[i64], trigger: Option<&Name>) {
        self.instants.push(due);
        self.instants.extend(limits.iter().map(|limit| due.plus(*limit)));
        let anchors: Vec<Instant> = limits.iter().map(|limit| due.plus(*limit)).chain([due, due]).collect();
        let mut each = if obligation.every { 2 } else { 1 };
        if obligation.obliged.len() > 1 && !obligation.any_one {
            each += 1;
        }
        for _ in 0..self.random.pick(&[0, each, each, each + 1]) {
            let near = self.random.pick(&anchors);
            let at = if self.random.chance(45) {
                near.plus(self.random.range(-2, 1))
            } else {
                near.plus(self.units_of(-6, 5))
            };
            self.deed(obligation, at, trigger, None);
        }
        if let Shown::ByTheAccuser { .. } = &obligation.shown
            && self.random.chance(60)
        {
            let at = self.random.pick(&anchors).plus(self.random.pick(&[-1, 0, 0, 1, 5 * self.unit()]));
            let act = if self.random.chance(8) { "hindrance" } else { "roadblock" };
            let actor = self.doer(&obligation.obliged);
            self.tell(Told { act, actor, targets: vec![], at });
        }
    }

    /// One of the obliged, or somebody near them.
    fn doer(&mut self, obliged: &[Name]) -> Name {
        match self.random.below(12) {
            0 if self.features.members => self.random.name(&["brigade", "gunmen"]),
            1 => "Band".to_owned(),
            _ => self.random.pick(obliged),
        }
    }

    fn deed(&mut self, obligation: &Obligation, at: Instant, trigger: Option<&Name>, actor: Option<Name>) {
        let wider = if obligation.acts.iter().any(|act| act == "patrol") { "outreach" } else { "movement" };
        let word = match self.random.pick(&obligation.acts).as_str() {
            "passage" => "passage",
            "withdrawal" => "withdrawal",
            "patrol" => "patrol",
            _ => "warning",
        };
        let act = if self.random.chance(8) { wider } else { word };
        let actor = actor.unwrap_or_else(|| self.doer(&obligation.obliged));
        let targets = match (&obligation.towards, trigger) {
            (Towards::WhoeverTriggers, Some(trigger)) => vec![trigger.clone()],
            (Towards::Named(names), _) if self.random.chance(80) => vec![self.random.pick(names)],
            _ => names(self.random.pick(&[&[][..], &["civilians"], &["South"]])),
        };
        self.tell(Told { act, actor, targets, at });
    }

    /// O7: steps around something that happened, mostly by one of the parties that are accused.
    fn said_of_steps(&mut self, steps: &[Step], acts: usize) {
        for _ in 0..self.random.range(1, if acts > 2 { 2 } else { 1 }) {
            let act_at = self.random.pick(&self.instants.clone());
            let side = if self.random.chance(65) { "North" } else { "South" };
            let mut before = act_at;
            for step in steps.iter().rev() {
                if self.random.chance(15) {
                    continue;
                }
                let at = match step.when {
                    StepTime::Before { ahead, .. } => {
                        before = before.plus(-ahead - self.random.pick(&[0, 0, 1, -1, self.unit()]));
                        before
                    }
                    StepTime::After { within } => {
                        act_at.plus(self.random.pick(&[0, within - 1, within - 1, within, self.unit()]))
                    }
                };
                let act = match step.act.as_str() {
                    _ if self.random.chance(5) => "signal",
                    "call" => "call",
                    "order" => "order",
                    _ => "notice",
                };
                let brigade = self.features.members && self.random.chance(20);
                let actor = if brigade { "brigade" } else { side }.to_owned();
                self.tell(Told { act, actor, targets: vec![], at });
            }
        }
    }

    /// Reports of one act; when the first of them was known.
    fn tell(&mut self, told: Told) -> Instant {
        let incident = 100 + self.entered.last().map_or(0, |(.., incident, _)| incident - 99);
        let time = self.time_of_deed(told.at);
        self.instants.push(told.at);
        let mut known = self.soon_after(time.hull().until);
        let first_known = known;
        let mut against = false;
        for number in 0..self.random.pick(&[1, 1, 2, 2, 3]) {
            let report = self.told(&told, &time, incident, number > 0 && against);
            let happened = report.polarity == Polarity::Happened;
            let id = self.say(known, "desk", Content::Report(report));
            self.entered.push((id, known, incident, happened));
            known = self.soon_after(known);
            against = self.random.chance(45);
        }
        first_known
    }

    fn told(&mut self, told: &Told, time: &EventTime, incident: usize, against: bool) -> Report {
        self.plain = self.random.chance(85);
        let accused = match self.random.below(30) {
            0 => Accused::Unstated,
            1 => Accused::Dyad(told.actor.clone(), "South".to_owned()),
            _ => Accused::Actor(told.actor.clone()),
        };
        let accused =
            if accused == Accused::Dyad("South".to_owned(), "South".to_owned()) { Accused::Unstated } else { accused };
        let report = Report {
            chain: self.chain(),
            polarity: if against { Polarity::DidNotHappen } else { Polarity::Happened },
            act: (!self.random.chance(4)).then(|| told.act.to_owned()),
            targets: if matches!(accused, Accused::Dyad(..)) { vec![] } else { told.targets.clone() },
            accused,
            weapon: self.random.pick(&[None, Some("mortar"), Some("mortar"), Some("rifle")]).map(str::to_owned),
            time: (!self.random.chance(2)).then(|| time.clone()),
            place: self.place(),
            basis: self.random.chance(80).then(|| "own observation".to_owned()),
            event: Some(format!("feed:{incident}")),
            measures: self.measures(),
            grade: self.random.chance(85).then(|| self.grade()),
            ..Report::default()
        };
        self.plain = false;
        report
    }

    /// Mostly exact; else a few seconds or one day wide, or lasting.
    fn time_of_deed(&mut self, at: Instant) -> EventTime {
        if self.random.chance(12) {
            let began = at.plus(-self.units_of(1, 4));
            let ended = Interval::new(at, at.plus(self.random.pick(&[1, 1, 1, 2])));
            let precision = Precision::Stated("for a while".to_owned());
            return EventTime { began: Interval::instant(began), ended: Some(ended), precision };
        }
        if self.random.chance(60) {
            return EventTime::at(at);
        }
        if !self.seconds && self.long_deeds > 0 && self.random.chance(50) {
            self.long_deeds -= 1;
            return EventTime::within(self.zone.day_of(at), Precision::Day);
        }
        let from = at.plus(-self.random.range(0, 2));
        EventTime::within(
            Interval::new(from, from.plus(self.random.range(2, 4))),
            Precision::Stated("about".to_owned()),
        )
    }
}
