//! Random agreements: a few clauses, each choice stated.
//!
//! Not here: what is said under them (`incidents`, `acts`).

use super::*;

impl Draft {
    pub(super) fn tree(&mut self) -> Tree {
        let parties =
            if self.random.chance(25) { names(&["North", "South", "East"]) } else { names(&["North", "South"]) };
        let regimes = self.regimes();
        let severity = self.severity();
        let zones = self.zones();
        let standards = self.standards();
        let articles = self.articles(&parties, &zones, &regimes, &standards);
        let articles = self.with_obligations(articles, &parties, &zones, &regimes, &standards);
        let clocks = self.clocks(&articles, &zones, &regimes, &severity, &standards);
        let mut perspectives =
            vec![Perspective { name: "all".to_owned(), accepts: Accepts::All, grader: "desk".to_owned() }];
        let some = names(&["patrol-1", "ministry", "radio", "desk", "North", "commander-n"]);
        perspectives.push(Perspective {
            name: "narrow".to_owned(),
            accepts: match self.random.below(3) {
                0 => Accepts::Only(some),
                1 => Accepts::Except(names(&["ministry", "South"])),
                _ => Accepts::Except(names(&["patrol-1"])),
            },
            grader: self.random.name(&["desk", "ministry"]),
        });
        let phases = self.phases(&clocks, &articles);
        let defence = Judgement { name: "defence".to_owned(), deciders: self.deciders(&["G1", "G2"]), cited: cited() };
        let judgements = [vec![defence], self.judgements_of_duties()].concat();
        let class = |name: &str, includes: &[&str]| Class { name: name.to_owned(), includes: names(includes) };
        Tree {
            name: "valley".to_owned(),
            source: "invented".to_owned(),
            provenance: Provenance::Reconstruction,
            zone: self.zone.clone(),
            parties,
            others: names(&["civilians", "Listed", "Band"]),
            bodies: names(&["G1", "G2"]),
            epochs: vec![Epoch { name: "D".to_owned(), at: self.start, cited: cited() }],
            acts: [
                vec![class("attack", &["shelling", "raid"]), class("hostile-act", &["attack", "blockade"])],
                self.words_of_duties(),
            ]
            .concat(),
            weapons: vec![class("heavy", &["mortar", "rocket"]), class("light", &["rifle"])],
            registers: vec![],
            zones,
            standards,
            perspectives,
            coverage: self.coverage_rule(),
            severity,
            regimes,
            articles,
            inclusions: Vec::new(),
            changes: Vec::new(),
            authentic: None,
            patterns: Vec::new(),
            judgements,
            clocks,
            phases,
        }
    }

    pub(super) fn deciders(&mut self, list: &[&str]) -> Deciders {
        let rule = match self.random.below(5) {
            0 => Rule::Any,
            1 => Rule::Chair(list[0].to_owned()),
            _ => Rule::All,
        };
        Deciders { names: names(list), rule }
    }

    pub(super) fn standards(&mut self) -> StandardChain {
        let origins =
            |count, grade: Option<&str>| Alternative::Origins { count, at_least: grade.and_then(Grade::parse) };
        let standard = |name: &str, alternatives| Standard { name: name.to_owned(), alternatives };
        let words = if self.random.chance(50) {
            vec![FindingWord::Confirmed]
        } else {
            vec![FindingWord::Confirmed, FindingWord::Probable]
        };
        let found = |all| Alternative::Finding { words: words.clone(), bodies: names(&["G1", "G2"]), all };
        let any = standard("any", vec![origins(1, None)]);
        let credible = standard("credible", vec![origins(1, Some("B2"))]);
        let mut second = vec![origins(2, Some("C3"))];
        if self.random.chance(60) {
            second.push(Alternative::Acknowledged);
        }
        if self.random.chance(40) {
            second.insert(0, found(false));
        }
        let second = standard("corroborated", second);
        let agreed = standard("agreed", vec![found(true)]);
        let standards = match self.random.below(8) {
            0 | 6 => vec![any],
            1 => vec![any, second],
            2 => vec![credible, second, agreed],
            3 => vec![any, agreed],
            4 | 7 => vec![any, credible],
            _ => vec![any, credible, second, agreed],
        };
        StandardChain { standards, headline: 0, single_channel_as_one: self.random.chance(50) }
    }

    pub(super) fn severity(&mut self) -> Severity {
        if !self.features.severity {
            return Severity { classes: vec![], rows: vec![] };
        }
        let row = |class, when| SeverityRow { class, when };
        let rows = match self.random.below(3) {
            0 => vec![],
            1 => vec![
                row(1, vec![SeverityTest::Killed(1)]),
                row(1, vec![SeverityTest::Act("shelling".to_owned()), SeverityTest::Weapon("heavy".to_owned())]),
                row(0, vec![]),
            ],
            _ => vec![row(1, vec![SeverityTest::Act("attack".to_owned())]), row(0, vec![SeverityTest::Injured(1)])],
        };
        Severity { classes: names(&["minor", "grave"]), rows }
    }

    pub(super) fn square(lon: i32, lat: i32) -> ZoneGeometry {
        let corner = |east: i32, north: i32| Point { lon_e7: lon + east, lat_e7: lat + north };
        let outer = vec![corner(0, 0), corner(1_000_000, 0), corner(1_000_000, 1_000_000), corner(0, 1_000_000)];
        ZoneGeometry::Area(Area::Polygons(vec![Polygon { outer, holes: vec![] }]))
    }
    pub(super) fn geometry(&mut self) -> ZoneGeometry {
        match self.random.below(10) {
            0..=3 => Draft::square(300_000_000, 400_000_000),
            4 => Draft::square(300_500_000, 400_000_000),
            5..=7 => ZoneGeometry::NamedArea("lowland".to_owned()),
            8 => ZoneGeometry::NamedArea("upland".to_owned()),
            _ => ZoneGeometry::Sealed("commitment".to_owned()),
        }
    }
    pub(super) fn zones(&mut self) -> Vec<ZoneDeclared> {
        if !self.features.zones && !self.features.coverage {
            return vec![];
        }
        let mut zones = Vec::new();
        for name in &["Valley", "Ridge"][..self.random.range(1, 2) as usize] {
            let geometry =
                if self.random.chance(12) { ZoneSource::NoneYet } else { ZoneSource::Stated(self.geometry()) };
            let signed_by_both = names(&["North", "South"]);
            let cosigners = match geometry {
                ZoneSource::NoneYet => signed_by_both,
                _ => self.random.pick(&[vec![], signed_by_both.clone(), signed_by_both]),
            };
            zones.push(ZoneDeclared { name: (*name).to_owned(), geometry, cosigners, cited: cited() });
        }
        zones
    }

    pub(super) fn coverage_rule(&mut self) -> CoverageRule {
        if !self.features.coverage {
            return CoverageRule::NoMinimum;
        }
        let by = self.random.pick(&[vec![], names(&["patrol-1", "patrol-2"])]);
        CoverageRule::Needs { seconds: 6 * 3_600, by }
    }

    /// D, or D and some seconds.
    pub(super) fn moment_in_text(&mut self) -> Moment {
        match self.random.below(4) {
            0 => Moment::After { epoch: "D".to_owned(), seconds: self.length(0, 2) },
            1 => Moment::At(self.start),
            _ => Moment::After { epoch: "D".to_owned(), seconds: 0 },
        }
    }

    pub(super) fn regimes(&mut self) -> Vec<Regime> {
        if !self.features.regime {
            return vec![];
        }
        let renewal = RenewalRule { deciders: self.deciders(&["North", "South"]), retroactive: self.random.chance(50) };
        let seconds = self.length(8, 16);
        self.instants.push(self.start.plus(seconds));
        vec![Regime {
            name: "calm-days".to_owned(),
            from: self.moment_in_text(),
            seconds: Some(seconds).filter(|_| !self.random.chance(8)),
            renewal: Some(renewal).filter(|_| !self.random.chance(8)),
            continues_on_silence: self.random.chance(20),
            provisions_stay: self.random.chance(35),
            clocks_in_gap: self.random.pick(&[GapEffect::Paused, GapEffect::Reset, GapEffect::Unaffected]),
            cited: cited(),
        }]
    }

    pub(super) fn articles(
        &mut self,
        parties: &[Name],
        zones: &[ZoneDeclared],
        regimes: &[Regime],
        standards: &StandardChain,
    ) -> Vec<Article> {
        let mut articles = Vec::new();
        for id in 1..=self.random.range(1, 2) {
            let mut binds = vec![Binding {
                actors: parties.to_vec(),
                towards: Targets {
                    each_other: self.random.chance(90),
                    named: names(if self.random.chance(60) { &["civilians"] } else { &[] }),
                    anyone: self.random.chance(12),
                },
            }];
            if self.random.chance(15) {
                let towards = Targets { each_other: false, named: names(&["civilians", "North"]), anyone: false };
                binds.push(Binding { actors: names(&["Band", "South"]), towards });
            }
            let period = self.period(regimes);
            let zone = (self.features.zones && self.random.chance(60)).then(|| self.random.pick(zones).name);
            let exceptions = self.exceptions(zones, standards);
            let weapons = match self.random.below(8) {
                0 => Weapons::Only(names(&["heavy"])),
                1 => Weapons::Any { such_as: names(&["mortar"]) },
                _ => Weapons::Any { such_as: vec![] },
            };
            let acts = names(if id == 1 || self.random.chance(50) { &["attack"] } else { &["blockade"] });
            articles.push(Article {
                standing: Standing::Agreed,
                wordings: Vec::new(),
                id: id.to_string(),
                title: String::new(),
                cited: cited(),
                kind: ArticleKind::Prohibition(Prohibition {
                    acts,
                    binds,
                    weapons,
                    zone,
                    ground: None,
                    answers_for: None,
                    period,
                    exceptions,
                    measured: None,
                    cure: None,
                }),
                provided: None,
                suspended_while: None,
            });
        }
        if self.random.chance(15) {
            let kind = ArticleKind::Declaratory { metric: None };
            articles.push(Article {
                standing: Standing::Agreed,
                wordings: Vec::new(),
                id: "hope".to_owned(),
                title: String::new(),
                cited: cited(),
                kind,
                provided: None,
                suspended_while: None,
            });
        }
        articles
    }

    /// While a regime runs, or fixed.
    pub(super) fn period(&mut self, regimes: &[Regime]) -> Period {
        match regimes.first() {
            Some(regime) if self.random.chance(75) => Period::During(regime.name.clone()),
            _ => Period::Fixed {
                from: self.moment_in_text(),
                until: if self.random.chance(15) {
                    let until = self.instant().max(self.start.plus(self.length(3, 8)));
                    self.instants.push(until);
                    Some(Moment::At(until))
                } else {
                    None
                },
            },
        }
    }

    pub(super) fn exceptions(&mut self, zones: &[ZoneDeclared], standards: &StandardChain) -> Vec<Exception> {
        let mut exceptions = Vec::new();
        if !self.features.exceptions {
            return exceptions;
        }
        let lists = Condition::TargetIs(names(&["Listed"]));
        for (name, condition) in [("E1", lists), ("E2", Condition::Judged("defence".to_owned()))] {
            if self.random.chance(65) {
                exceptions.push(Exception {
                    name: name.to_owned(),
                    condition,
                    burden: self.random.pick(&[Burden::Accused, Burden::Accuser]),
                    standard: self.random.below(standards.standards.len() as i64).min(self.random.below(2)) as usize,
                    zone: (self.features.zones && self.random.chance(25)).then(|| self.random.pick(zones).name),
                });
            }
        }
        exceptions
    }

    pub(super) fn pause_unit(&mut self) -> PauseUnit {
        match self.random.below(3) {
            0 if !self.seconds => PauseUnit::CivilDay,
            1 => PauseUnit::UntilRestored,
            _ => PauseUnit::Seconds(self.length(1, 6)),
        }
    }
    pub(super) fn policy(&mut self, severity: &Severity, qualifying: usize) -> Policy {
        match self.random.below(7) {
            0 | 1 => Policy::Reset,
            2 => Policy::Pause(self.pause_unit()),
            3 | 4 => Policy::Tolerate {
                at_most: (0..severity.classes.len().max(1))
                    .map(|class| (class >= qualifying).then(|| self.random.range(0, 2) as u32))
                    .collect(),
                window: if self.random.chance(60) { Some(self.length(2, 8)) } else { None },
                beyond: if self.random.chance(50) { Beyond::Reset } else { Beyond::Pause(self.pause_unit()) },
            },
            5 => Policy::Refer {
                deciders: self.deciders(&["G1", "G2"]),
                term: self.length(2, 8),
                from: self.random.pick(&[ReferFrom::Breach, ReferFrom::Known]),
                then: match self.random.below(3) {
                    0 => Then::Reset,
                    1 => Then::Pause(self.pause_unit()),
                    _ => Then::Excuse,
                },
                late_count: self.random.chance(50),
            },
            _ => Policy::Discretionary,
        }
    }
    pub(super) fn effect(&mut self) -> Effect {
        self.random.pick(&[Effect::DoNotBreak, Effect::LeaveOpen, Effect::Break])
    }

    pub(super) fn clocks(
        &mut self,
        articles: &[Article],
        zones: &[ZoneDeclared],
        regimes: &[Regime],
        severity: &Severity,
        standards: &StandardChain,
    ) -> Vec<Clock> {
        let qualifying = if severity.classes.is_empty() { 0 } else { self.random.below(2) as usize };
        let policies = (0..self.random.range(1, 2)).map(|_| self.policy(severity, qualifying)).collect();
        let length = if self.seconds {
            Length::Elapsed(self.random.range(5, 20))
        } else if self.random.chance(50) {
            Length::Elapsed(self.random.range(2, 4) * 86_400)
        } else {
            Length::Calendar { days: self.random.range(2, 4), first_day_counts: self.random.chance(50) }
        };
        let prohibitions = articles.iter().filter(|article| matches!(article.kind, ArticleKind::Prohibition(_)));
        let mut watches: Vec<Name> = prohibitions.map(|article| article.id.clone()).collect();
        if self.random.chance(40) {
            watches.truncate(1);
        }
        let mut of: Vec<usize> = (0..standards.standards.len()).collect();
        of.retain(|_| self.random.chance(70));
        if of.is_empty() {
            of.push(0);
        }
        vec![Clock {
            name: "calm".to_owned(),
            length,
            start: self.moment_in_text(),
            regime: regimes.first().filter(|_| self.random.chance(80)).map(|regime| regime.name.clone()),
            scope: if self.features.zones && self.random.chance(50) {
                Scope::Each(zones.iter().map(|zone| zone.name.clone()).collect())
            } else {
                Scope::Anywhere
            },
            watches,
            qualifying,
            policies,
            headline: None,
            contested: self.effect(),
            unattributed: self.effect(),
            unobserved: self.random.pick(&[Unobserved::Count, Unobserved::DoNotCount, Unobserved::LeaveOpen]),
            standards: of,
            cited: cited(),
        }]
    }

    pub(super) fn phases(&mut self, clocks: &[Clock], articles: &[Article]) -> Vec<Phase> {
        let policy = self.random.below(clocks[0].policies.len() as i64) as usize;
        let mut conditions = vec![PhaseCondition::Complete { clock: clocks[0].name.clone(), policy }];
        if self.random.chance(35) {
            let judged =
                |article: &&Article| matches!(article.kind, ArticleKind::Prohibition(_) | ArticleKind::Obligation(_));
            let ids: Vec<Name> = articles.iter().filter(judged).map(|article| article.id.clone()).collect();
            let article = self.random.pick(&ids);
            conditions.push(PhaseCondition::Kept { article, throughout: self.random.chance(50) });
        }
        if self.random.chance(15) {
            conditions.push(PhaseCondition::Judged("defence".to_owned()));
        }
        if self.features.obligations && self.random.chance(35) {
            let article = "duty-1".to_owned();
            conditions.push(PhaseCondition::Kept { article, throughout: self.random.chance(50) });
        }
        vec![Phase {
            name: "joint-centre".to_owned(),
            conditions,
            once: self.random.chance(50),
            standard: self.random.pick(&clocks[0].standards),
            deciders: self.deciders(&["North", "South"]),
            cited: cited(),
        }]
    }
}
