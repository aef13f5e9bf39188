//! Random histories from one seed: an agreement, a small record, and moments to ask.
//!
//! Holds
//! - The same seed gives the same history on every machine; nothing but the seed decides.
//! - The tree is a checked one: every name it uses is declared, every index is in range.
//! - A statement is known later than the statements it points to.
//! - Histories are small: few incidents can break, and at most two sets of possible instants are long, so that brute force
//!   over placements is feasible.
//!
//! Not here: comparing answers (the tests of `situation` do), shrinking.

mod rename;
mod show;

use agreement::tree::*;
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope, Population};
use record::vocabulary::facts::Attribution;
use record::vocabulary::moment::{Accepts, Moment as At, Perspective};
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::standards::{Alternative, FindingWord, Standard, StandardChain};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision, Zone};

pub use rename::swap_parties;
pub use show::describe;

/// One history and the moments at which it is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The agreement.
    pub tree: Tree,
    /// The record, in order of arrival, which is not the order of known-at.
    pub statements: Vec<Statement>,
    /// When, known until when, by whom.
    pub moments: Vec<At>,
}

/// Splitmix64: the next number is a mixed counter.
struct Random(u64);

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }
    /// One of `0..n`.
    fn below(&mut self, n: i64) -> i64 {
        (self.next() % n as u64) as i64
    }
    /// One of `from..=to`.
    fn range(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to - from + 1)
    }
    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as i64) as usize].clone()
    }
    fn name(&mut self, from: &[&str]) -> Name {
        self.pick(from).to_owned()
    }
}

fn names(list: &[&str]) -> Vec<Name> {
    list.iter().map(|name| (*name).to_owned()).collect()
}
fn cited() -> Cited {
    Cited { paragraph: "1".to_owned(), provenance: Provenance::Reconstruction }
}

/// A history under construction.
struct Draft {
    random: Random,
    /// Clocks of 5-20 seconds, else of 2-4 days.
    seconds: bool,
    zone: Zone,
    /// Day D.
    start: Instant,
    /// How long the history is after D, in units.
    units: i64,
    /// How many long sets of possible instants may still be made.
    long_sets: i64,
    features: Features,
    statements: Vec<Statement>,
    /// Batch of what is said next.
    batch: Option<BodyId>,
    /// Interesting instants, for moments.
    instants: Vec<Instant>,
    /// Reports entered: id, known-at, incident number, whether it happened.
    entered: Vec<(BodyId, Instant, usize, bool)>,
}

/// Which parts of the language this history uses; each is plain where it is off.
struct Features {
    zones: bool,
    regime: bool,
    coverage: bool,
    severity: bool,
    exceptions: bool,
    members: bool,
    sources: bool,
    replies: bool,
    findings: bool,
    against: bool,
    linking: bool,
    batches: bool,
    vague: bool,
}

/// The history of one seed.
pub fn history(seed: u64) -> Case {
    let mut random = Random(mixed(seed ^ 0x00a5_1571_ce00));
    let seconds = random.chance(60);
    let zone = Zone::named(random.pick(&["Europe/Athens", "Asia/Damascus", "UTC"])).expect("a zone of the zone data");
    // 28 March 2030 06:00 UTC: three days before the clocks change in Athens; or an instant near local midnight.
    let base = Instant(1_900_908_000 + random.pick(&[0, 0, 3_600 * 16, -86_400 * 20]));
    let start = if random.chance(25) { zone.day_of(base).from } else { base };
    let on = |random: &mut Random| random.chance(35);
    let features = Features {
        zones: on(&mut random),
        regime: on(&mut random),
        coverage: !seconds && on(&mut random),
        severity: on(&mut random),
        exceptions: on(&mut random),
        members: on(&mut random),
        sources: on(&mut random),
        replies: on(&mut random),
        findings: on(&mut random),
        against: on(&mut random),
        linking: on(&mut random),
        batches: random.chance(15),
        vague: random.chance(50),
    };
    let units = if seconds { 40 } else { 8 * 24 };
    let mut draft = Draft {
        random,
        seconds,
        zone,
        start,
        units,
        long_sets: 2,
        features,
        statements: Vec::new(),
        batch: None,
        instants: vec![start],
        entered: Vec::new(),
    };
    let tree = draft.tree();
    draft.registers(&tree);
    draft.incidents();
    draft.linking();
    draft.replies();
    draft.findings();
    draft.decisions(&tree);
    draft.renewals(&tree);
    draft.coverage(&tree);
    draft.undo_a_batch();
    let moments = draft.moments(&tree);
    let case = Case { tree, statements: draft.statements, moments };
    shuffle(&case, seed)
}

/// The same history in another order of arrival; every known-at stays.
pub fn shuffle(case: &Case, seed: u64) -> Case {
    let mut random = Random(seed);
    let mut shuffled = case.clone();
    for last in (1..shuffled.statements.len()).rev() {
        shuffled.statements.swap(last, random.below(last as i64 + 1) as usize);
    }
    shuffled
}

impl Draft {
    // ---- Instants ----

    /// So many units: seconds, or hours on the scale of days.
    fn unit(&self) -> i64 {
        if self.seconds { 1 } else { 3_600 }
    }
    /// An instant at or after D; often one that matters already, or a second beside it.
    fn instant(&mut self) -> Instant {
        if self.random.chance(15) {
            let near = self.random.pick(&self.instants.clone());
            return near.plus(self.random.range(-1, 1));
        }
        let units = self.random.range(-2, self.units);
        self.start.plus(units * self.unit())
    }
    /// A length of `from..=to` seconds, or on the scale of days of as many quarters of a day.
    fn length(&mut self, from: i64, to: i64) -> i64 {
        self.random.range(from, to) * if self.seconds { 1 } else { 6 * 3_600 }
    }
    /// A later instant, soon.
    fn soon_after(&mut self, at: Instant) -> Instant {
        let units = self.random.range(1, 6);
        at.plus(units * self.unit())
    }
    /// When something that happened at `at` becomes known: mostly soon, sometimes long after.
    fn known_after(&mut self, at: Instant) -> Instant {
        if self.random.chance(20) {
            let late = self.random.range(1, self.units);
            at.plus(late * self.unit())
        } else if self.random.chance(20) {
            at
        } else {
            self.soon_after(at)
        }
    }
    fn early(&self) -> Instant {
        self.start.plus(-10 * self.unit())
    }
    /// An interval for a register entry: mostly always, else from or until an instant that matters.
    fn during(&mut self) -> Interval {
        if self.random.chance(55) {
            return Interval::ALWAYS;
        }
        let at = self.instant();
        self.instants.push(at);
        match self.random.below(3) {
            0 => Interval::new(Instant::EVER, at),
            1 => Interval::new(at, Instant::NEVER),
            _ => Interval::new(at, at.plus(self.length(2, 12))),
        }
    }

    // ---- Saying ----

    fn say(&mut self, known: Instant, author: &str, content: Content) -> BodyId {
        self.say_at(known, None, author, None, content)
    }
    fn say_at(
        &mut self,
        known: Instant,
        said_at: Option<Instant>,
        author: &str,
        on_behalf: Option<OnBehalf>,
        content: Content,
    ) -> BodyId {
        let mut id = [0; 32];
        for (at, part) in id.chunks_mut(8).enumerate() {
            let number = self.statements.len() as u64 * 4 + at as u64;
            part.copy_from_slice(&mixed(number.wrapping_add(0x51ce)).to_be_bytes());
        }
        let body = Body { author: author.to_owned(), said_at, on_behalf, cited: None, content };
        let accepted = Acceptance { known: KnownAt(known), history: false, received: None, batch: self.batch };
        self.statements.push(Statement { id: BodyId(id), body, accepted });
        BodyId(id)
    }

    // ---- The agreement ----

    fn tree(&mut self) -> Tree {
        let parties = if self.random.chance(25) { names(&["North", "South", "East"]) } else { names(&["North", "South"]) };
        let regimes = self.regimes();
        let severity = self.severity();
        let zones = self.zones();
        let standards = self.standards();
        let articles = self.articles(&parties, &zones, &regimes, &standards);
        let clocks = self.clocks(&articles, &zones, &regimes, &severity, &standards);
        let mut perspectives = vec![Perspective {
            name: "all".to_owned(),
            accepts: Accepts::All,
            grader: "desk".to_owned(),
        }];
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
        let phases = self.phases(&clocks, &articles, &standards);
        let judgements = vec![Judgement { name: "defence".to_owned(), deciders: self.deciders(&["G1", "G2"]), cited: cited() }];
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
            acts: vec![class("attack", &["shelling", "raid"]), class("hostile-act", &["attack", "blockade"])],
            weapons: vec![class("heavy", &["mortar", "rocket"]), class("light", &["rifle"])],
            registers: vec![],
            zones,
            standards,
            perspectives,
            coverage: self.coverage_rule(),
            severity,
            regimes,
            articles,
            judgements,
            clocks,
            phases,
        }
    }

    fn deciders(&mut self, list: &[&str]) -> Deciders {
        let rule = match self.random.below(5) {
            0 => Rule::Any,
            1 => Rule::Chair(list[0].to_owned()),
            _ => Rule::All,
        };
        Deciders { names: names(list), rule }
    }

    fn standards(&mut self) -> StandardChain {
        let origins = |count, grade: Option<&str>| Alternative::Origins { count, at_least: grade.and_then(Grade::parse) };
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
        let standards = match self.random.below(6) {
            0 => vec![any],
            1 => vec![any, second],
            2 => vec![credible, second, agreed],
            3 => vec![any, agreed],
            4 => vec![any, credible],
            _ => vec![any, credible, second, agreed],
        };
        StandardChain { standards, headline: 0, single_channel_as_one: self.random.chance(50) }
    }

    fn severity(&mut self) -> Severity {
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

    fn square(lon: i32, lat: i32) -> ZoneGeometry {
        let corner = |east: i32, north: i32| Point { lon_e7: lon + east, lat_e7: lat + north };
        let outer = vec![corner(0, 0), corner(1_000_000, 0), corner(1_000_000, 1_000_000), corner(0, 1_000_000)];
        ZoneGeometry::Area(Area::Polygons(vec![Polygon { outer, holes: vec![] }]))
    }
    fn geometry(&mut self) -> ZoneGeometry {
        match self.random.below(8) {
            0..=2 => Draft::square(300_000_000, 400_000_000),
            3 => Draft::square(300_500_000, 400_000_000),
            4 | 5 => ZoneGeometry::NamedArea("lowland".to_owned()),
            6 => ZoneGeometry::NamedArea("upland".to_owned()),
            _ => ZoneGeometry::Sealed("commitment".to_owned()),
        }
    }
    fn zones(&mut self) -> Vec<ZoneDeclared> {
        if !self.features.zones && !self.features.coverage {
            return vec![];
        }
        let mut zones = Vec::new();
        for name in &["Valley", "Ridge"][..self.random.range(1, 2) as usize] {
            let geometry =
                if self.random.chance(12) { ZoneSource::NoneYet } else { ZoneSource::Stated(self.geometry()) };
            let cosigners = self.random.pick(&[vec![], names(&["North", "South"]), names(&["North", "South"])]);
            zones.push(ZoneDeclared { name: (*name).to_owned(), geometry, cosigners, cited: cited() });
        }
        zones
    }

    fn coverage_rule(&mut self) -> CoverageRule {
        if !self.features.coverage {
            return CoverageRule::NoMinimum;
        }
        let by = self.random.pick(&[vec![], names(&["patrol-1", "patrol-2"])]);
        CoverageRule::Needs { seconds: 6 * 3_600, by }
    }

    /// D, or D and some seconds.
    fn moment_in_text(&mut self) -> Moment {
        match self.random.below(4) {
            0 => Moment::After { epoch: "D".to_owned(), seconds: self.length(0, 2) },
            1 => Moment::At(self.start),
            _ => Moment::After { epoch: "D".to_owned(), seconds: 0 },
        }
    }

    fn regimes(&mut self) -> Vec<Regime> {
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

    fn articles(
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
            let period = match regimes.first() {
                Some(regime) if self.random.chance(75) => Period::During(regime.name.clone()),
                _ => Period::Fixed {
                    from: self.moment_in_text(),
                    until: if self.random.chance(15) {
                        let until = self.instant();
                        self.instants.push(until);
                        Some(Moment::At(until))
                    } else {
                        None
                    },
                },
            };
            let zone = (self.features.zones && self.random.chance(60)).then(|| self.random.pick(zones).name);
            let exceptions = self.exceptions(zones, standards);
            let weapons = match self.random.below(8) {
                0 => Weapons::Only(names(&["heavy"])),
                1 => Weapons::Any { such_as: names(&["mortar"]) },
                _ => Weapons::Any { such_as: vec![] },
            };
            let acts = names(if id == 1 || self.random.chance(50) { &["attack"] } else { &["blockade"] });
            articles.push(Article {
                id: id.to_string(),
                title: String::new(),
                cited: cited(),
                kind: ArticleKind::Prohibition(Prohibition { acts, binds, weapons, zone, period, exceptions }),
            });
        }
        if self.random.chance(15) {
            let kind = ArticleKind::Declaratory { metric: None };
            articles.push(Article { id: "hope".to_owned(), title: String::new(), cited: cited(), kind });
        }
        articles
    }

    fn exceptions(&mut self, zones: &[ZoneDeclared], standards: &StandardChain) -> Vec<Exception> {
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
                    standard: self.random.below(standards.standards.len() as i64) as usize,
                    zone: (self.features.zones && self.random.chance(25)).then(|| self.random.pick(zones).name),
                });
            }
        }
        exceptions
    }

    fn pause_unit(&mut self) -> PauseUnit {
        match self.random.below(3) {
            0 if !self.seconds => PauseUnit::CivilDay,
            1 => PauseUnit::UntilRestored,
            _ => PauseUnit::Seconds(self.length(1, 6)),
        }
    }
    fn policy(&mut self, severity: &Severity, qualifying: usize) -> Policy {
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
    fn effect(&mut self) -> Effect {
        self.random.pick(&[Effect::DoNotBreak, Effect::LeaveOpen, Effect::Break])
    }

    fn clocks(
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

    fn phases(&mut self, clocks: &[Clock], articles: &[Article], standards: &StandardChain) -> Vec<Phase> {
        let policy = self.random.below(clocks[0].policies.len() as i64) as usize;
        let mut conditions = vec![PhaseCondition::Complete { clock: clocks[0].name.clone(), policy }];
        if self.random.chance(35) {
            let article = self.random.pick(articles).id;
            conditions.push(PhaseCondition::Kept { article, throughout: self.random.chance(50) });
        }
        if self.random.chance(15) {
            conditions.push(PhaseCondition::Judged("defence".to_owned()));
        }
        vec![Phase {
            name: "joint-centre".to_owned(),
            conditions,
            once: self.random.chance(50),
            standard: self.random.below(standards.standards.len() as i64) as usize,
            deciders: self.deciders(&["North", "South"]),
            cited: cited(),
        }]
    }

    // ---- Registers, zones ----

    fn register(&mut self, entry: Registration) {
        let known = if self.random.chance(75) { self.early() } else { self.instant() };
        let id = self.say(known, "office", Content::Registration(entry));
        if self.random.chance(8) {
            let known = self.soon_after(known);
            self.reply(known, "office", id, Stance::Withdraws);
        }
    }
    fn member(&mut self, member: &str, of: &str, certain: bool, kind: MembershipKind) {
        let during = self.during();
        self.register(Registration::Member { member: member.to_owned(), of: of.to_owned(), during, certain, kind });
    }

    fn registers(&mut self, tree: &Tree) {
        for name in ["brigade", "gunmen", "front", "patrol-1", "patrol-2", "ministry", "radio", "agency", "commander-n"] {
            let entry = Registration::Name { name: name.to_owned(), what: "actor or source".to_owned() };
            self.say(self.early(), "office", Content::Registration(entry));
        }
        for (speaker, party) in [("commander-n", "North"), ("commander-s", "South"), ("North", "North")] {
            if self.random.chance(70) {
                let (name, party, subject) = (speaker.to_owned(), party.to_owned(), self.random.name(&["any", "military"]));
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

    fn zone_versions(&mut self, tree: &Tree) {
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
                    let content = Content::ZoneSignature(ZoneSignature { version, retroactive: self.random.chance(25) });
                    self.say_at(signed, Some(said_at), signer, None, content);
                }
            }
        }
    }

    // ---- Incidents and their reports ----

    fn disc(lon_e7: i32, lat_e7: i32, radius_mm: u64) -> Area {
        Area::Disc { centre: Point { lon_e7, lat_e7 }, radius_mm }
    }
    fn place(&mut self) -> Option<Place> {
        if !self.features.zones {
            return None;
        }
        let named = |list: &[&str]| Some(Place { names: names(list), area: None });
        // The squares are 0.1 degree wide: 30.00-30.10 and 30.05-30.15 east, 40.00-40.10 north.
        let disc = |lon, radius_mm| Some(Place { names: vec![], area: Some(Draft::disc(lon, 400_500_000, radius_mm)) });
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
    fn time(&mut self) -> EventTime {
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

    fn chain(&mut self) -> Chain {
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

    fn accused(&mut self) -> Accused {
        let actor = |name: &str| Accused::Actor(name.to_owned());
        let dyad = |a: &str, b: &str| Accused::Dyad(a.to_owned(), b.to_owned());
        if self.random.chance(70) {
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
    fn targets(&mut self, accused: &Accused) -> Vec<Name> {
        match accused {
            Accused::Dyad(..) => return vec![],
            Accused::Actor(name) if self.random.chance(70) => {
                return names(if name == "South" { &["North"] } else { &["South"] });
            }
            _ => {}
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
    fn act(&mut self) -> Option<Name> {
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
    fn counts(&mut self) -> Vec<Count> {
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
    fn severity_stated(&mut self) -> Option<Name> {
        (self.features.severity && self.random.chance(35)).then(|| self.random.name(&["minor", "grave"]))
    }
    fn grade(&mut self) -> Grade {
        Grade::parse(self.random.pick(&["A1", "B2", "B2", "B3", "C3", "C3", "C4", "D3", "A6", "F6"])).expect("a grade")
    }

    fn report(&mut self, incident: usize, like: Option<&Report>, time: &EventTime) -> Report {
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
        let accused = if polarity == Polarity::DidNotHappen && self.random.chance(40) { Accused::Unstated } else { accused };
        let unkeyed = self.features.linking && self.random.chance(30);
        Report {
            chain: self.chain(),
            polarity,
            accused,
            act: if like.is_some() && self.random.chance(20) { None } else { self.act() },
            targets,
            weapon: self.random.pick(&[None, Some("mortar"), Some("rifle"), Some("stick")]).map(str::to_owned),
            time: if like.is_some() && self.random.chance(20) { None } else { Some(self.time_like(time, like.is_some())) },
            place,
            counts: self.counts(),
            severity: self.severity_stated(),
            basis: self.random.chance(60).then(|| "own observation".to_owned()),
            event: (!unkeyed).then(|| format!("feed:{incident}")),
            words: String::new(),
            grade: self.random.chance(70).then(|| self.grade()),
            ..Report::default()
        }
    }
    /// The same time; or, on the scale of seconds, one a little beside it; or its whole day.
    fn time_like(&mut self, time: &EventTime, second_report: bool) -> EventTime {
        if !second_report || self.random.chance(60) || time.ended.is_some() {
            return time.clone();
        }
        let from = time.began.from.plus(self.random.range(-1, 2));
        EventTime::within(Interval::new(from, from.plus(self.random.range(1, 3))), Precision::Exact)
    }

    fn incidents(&mut self) {
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
            let mut known_from = self.known_after(happened);
            for _ in 0..reports {
                let mut report = self.report(incident, first.as_ref(), &time);
                if first.is_none() && self.long_sets > 0 && self.random.chance(5) {
                    self.long_sets -= 1;
                    report.time = None;
                }
                let author = match report.chain.outermost() {
                    Some(outermost) if self.random.chance(25) => outermost.clone(),
                    _ => "desk".to_owned(),
                };
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

    fn linking(&mut self) {
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
            let id = self.say(known, "desk", Content::Identity(Identity { a, b, same }));
            if self.random.chance(15) {
                let known = self.soon_after(known);
                self.reply(known, "desk", id, Stance::Withdraws);
            }
        }
    }

    // ---- Replies ----

    fn reply(&mut self, known: Instant, speaker: &str, to: BodyId, stance: Stance) -> BodyId {
        let takes_back = matches!(stance, Stance::Withdraws | Stance::Corrects(_));
        let reply = Reply {
            to,
            stance,
            subject: self.random.name(&["military", "military", "aid"]),
            without_prejudice: !takes_back && self.random.chance(10),
            words: String::new(),
        };
        if !takes_back && self.random.chance(20) {
            // An entry on behalf, written down later than it was said.
            let behalf =
                OnBehalf { speaker: speaker.to_owned(), recorder: "patrol-1".to_owned(), medium: "telephone".to_owned() };
            let said_at = known.plus(-self.random.range(0, 3) * self.unit());
            return self.say_at(known, Some(said_at), "patrol-1", Some(behalf), Content::Reply(reply));
        }
        self.say(known, speaker, Content::Reply(reply))
    }

    fn replies(&mut self) {
        if !self.features.replies {
            return;
        }
        for (id, known, _, happened) in self.entered.clone() {
            if self.random.chance(45) {
                continue;
            }
            let Some((outermost, origins)) = self.statements.iter().find(|x| x.id == id).and_then(|x| match &x.body.content {
                Content::Report(report) => {
                    let origins: Vec<Name> = report.chain.named_origins().cloned().collect();
                    Some((report.chain.outermost().cloned(), origins))
                }
                _ => None,
            }) else {
                continue;
            };
            let answered = self.soon_after(known);
            let party = self.random.name(&["commander-n", "commander-n", "commander-s", "North", "South"]);
            match self.random.below(8) {
                0 if happened => {
                    let ack = self.reply(answered, &party, id, Stance::Acknowledges);
                    if self.random.chance(20) {
                        let known = self.soon_after(answered);
                        let author = self.author(ack);
                        self.reply(known, &author, ack, Stance::Withdraws);
                    }
                }
                1 => {
                    let basis = self.random.chance(50).then(|| "own record".to_owned());
                    let who = self.random.name(&["North", "South", "commander-n", "patrol-2", "ministry"]);
                    let denial = self.reply(answered, &who, id, Stance::Denies { basis });
                    if self.random.chance(40) {
                        let (known, grade) = (self.soon_after(answered), self.grade());
                        self.say(known, "desk", Content::Grading(Grading { of: denial, grade }));
                    }
                }
                2 if happened => {
                    let exception = self.random.pick(&[None, Some("E1"), Some("E2")]).map(str::to_owned);
                    let intent = self.random.chance(30).then(|| "accident".to_owned());
                    let acknowledges = self.random.chance(40);
                    let explained =
                        self.reply(answered, &party, id, Stance::Explains { exception, intent, acknowledges });
                    if self.random.chance(50) {
                        let (known, grade) = (self.soon_after(answered), self.grade());
                        self.say(known, "desk", Content::Grading(Grading { of: explained, grade }));
                    }
                }
                3 => {
                    let field = self.random.name(&["E1", "E2", "time"]);
                    self.reply(answered, "patrol-2", id, Stance::Disputes { field });
                }
                4 | 5 => {
                    let by = outermost.filter(|_| !self.random.chance(20)).unwrap_or("commander-s".to_owned());
                    let stance = Stance::Corrects(Box::new(self.correction()));
                    let correction = self.reply(answered, &by, id, stance);
                    if self.random.chance(40) {
                        let known = self.soon_after(answered);
                        self.reply(known, &by, correction, Stance::Withdraws);
                    }
                }
                _ => {
                    let by = match (outermost, origins.first()) {
                        (Some(outermost), _) if self.random.chance(50) => outermost,
                        (_, Some(origin)) if self.random.chance(70) => origin.clone(),
                        _ => "patrol-1".to_owned(),
                    };
                    let withdrawal = self.reply(answered, &by, id, Stance::Withdraws);
                    if self.random.chance(30) {
                        let known = self.soon_after(answered);
                        self.reply(known, &by, withdrawal, Stance::Withdraws);
                    }
                }
            }
        }
    }
    fn author(&self, id: BodyId) -> Name {
        self.statements.iter().find(|x| x.id == id).map(|x| x.body.speaker().clone()).expect("said before")
    }
    fn correction(&mut self) -> Correction {
        let mut correction = Correction::default();
        for _ in 0..self.random.range(1, 2) {
            match self.random.below(6) {
                0 => correction.time = Some(EventTime::at(self.instant())),
                1 => correction.accused = Some(self.accused()),
                2 => correction.targets = Some(names(self.random.pick(&[&["civilians"][..], &["Band"], &[]]))),
                3 => correction.place = self.place(),
                4 => correction.severity = self.severity_stated(),
                _ => correction.act = self.act(),
            }
        }
        correction
    }

    // ---- Findings, decisions, renewals, coverage ----

    fn on(&mut self, report: (BodyId, Instant, usize, bool)) -> OnIncident {
        if self.random.chance(40) {
            OnIncident::Event(format!("feed:{}", report.2))
        } else {
            OnIncident::Of(report.0)
        }
    }

    fn findings(&mut self) {
        if !self.features.findings || self.entered.is_empty() {
            return;
        }
        for _ in 0..self.random.range(1, 5) {
            let report = self.random.pick(&self.entered.clone());
            let known = self.soon_after(report.1);
            let word = match self.random.below(10) {
                0 => None,
                1 => Some(FindingWord::Refuted),
                2 => Some(FindingWord::NotSubstantiated),
                3 => Some(FindingWord::Possible),
                4 | 5 => Some(FindingWord::Probable),
                _ => Some(FindingWord::Confirmed),
            };
            let attribution = match self.random.below(7) {
                0 => None,
                1 => Some(Attribution::SomeParty),
                2 => Some(Attribution::NotAttributable),
                3 => Some(Attribution::Actor("South".to_owned())),
                _ => Some(Attribution::Actor("North".to_owned())),
            };
            let time = (self.seconds && self.random.chance(15)).then(|| EventTime::at(self.instant()));
            let finding = Finding {
                on: self.on(report),
                finding: word,
                attribution,
                intent: None,
                severity: self.severity_stated(),
                time,
                place: if self.random.chance(20) { self.place() } else { None },
                targets: names(self.random.pick(&[&[][..], &[], &["civilians"], &["Band"]])),
                words: String::new(),
            };
            let body = self.random.name(&["G1", "G2"]);
            let id = self.say(known, &body, Content::Finding(finding));
            if self.random.chance(10) {
                let known = self.soon_after(known);
                self.reply(known, &body, id, Stance::Withdraws);
            }
        }
    }

    fn decide(&mut self, said_at: Instant, who: &str, question: Question, yes: bool) {
        let known = if self.random.chance(70) { said_at } else { self.soon_after(said_at) };
        self.instants.push(said_at);
        let stated = (known != said_at || self.random.chance(50)).then_some(said_at);
        self.say_at(known, stated, who, None, Content::Decision(Decision { question, yes }));
    }

    fn decisions(&mut self, tree: &Tree) {
        for phase in &tree.phases {
            for who in ["North", "South"] {
                for _ in 0..self.random.pick(&[0, 1, 1, 2]) {
                    let said_at = self.instant();
                    let yes = self.random.chance(70);
                    self.decide(said_at, who, Question::Phase(phase.name.clone()), yes);
                }
            }
        }
        let refers = tree.clocks.iter().any(|c| c.policies.iter().any(|p| matches!(p, Policy::Refer { .. })));
        for report in self.entered.clone() {
            if refers && self.random.chance(45) {
                let agrees = self.random.chance(70);
                let yes = self.random.chance(50);
                for who in ["G1", "G2"] {
                    if self.random.chance(75) {
                        let on = self.on(report);
                        let said_at = self.soon_after(report.1);
                        let question = Question::Ruling { clock: tree.clocks[0].name.clone(), on };
                        self.decide(said_at, who, question, yes == (agrees || who == "G1"));
                    }
                }
            }
            if self.features.exceptions && self.random.chance(30) {
                let yes = self.random.chance(60);
                for who in ["G1", "G2"] {
                    if self.random.chance(75) {
                        let on = Some(self.on(report));
                        let said_at = self.soon_after(report.1);
                        self.decide(said_at, who, Question::Judgement { slot: "defence".to_owned(), on }, yes);
                    }
                }
            }
        }
        let at_large = tree.phases.iter().any(|p| p.conditions.iter().any(|c| matches!(c, PhaseCondition::Judged(_))));
        if at_large {
            for who in ["G1", "G2"] {
                let said_at = self.instant();
                let yes = self.random.chance(80);
                self.decide(said_at, who, Question::Judgement { slot: "defence".to_owned(), on: None }, yes);
            }
        }
    }

    fn renewals(&mut self, tree: &Tree) {
        let Some(regime) = tree.regimes.first() else { return };
        let Some(seconds) = regime.seconds else { return };
        let mut end = self.start.plus(seconds);
        for number in 1..=self.random.range(0, 2) {
            let late = self.random.chance(45);
            let signed = if late { end.plus(self.length(0, 5)) } else { end.plus(-self.length(0, 4) - 1) };
            let longer = self.length(6, 14);
            let term = match self.random.below(6) {
                0 => RenewalTerm::Open,
                1 => RenewalTerm::Until(end.max(signed).plus(longer)),
                _ => RenewalTerm::Seconds(longer),
            };
            let retroactive_from = (late && self.random.chance(40)).then_some(end);
            let act = format!("renewal {number}");
            for who in ["North", "South"] {
                if self.random.chance(85) {
                    let said_at = if who == "North" { signed.plus(-self.random.range(0, 2)) } else { signed };
                    let known = self.known_after(said_at);
                    let renewal = Renewal { regime: regime.name.clone(), act: act.clone(), term, retroactive_from };
                    self.say_at(known, Some(said_at), who, None, Content::Renewal(renewal));
                }
            }
            self.instants.extend([end, signed]);
            end = end.max(signed).plus(longer);
            self.instants.push(end);
        }
    }

    fn coverage(&mut self, tree: &Tree) {
        if !self.features.coverage {
            return;
        }
        let left_open = tree.clocks.iter().any(|clock| clock.unobserved == Unobserved::LeaveOpen);
        let hole = self.random.range(0, 7);
        for zone in &tree.zones {
            let mut day = self.zone.day_of(self.start);
            for number in 0..10 {
                let short = self.random.chance(if left_open { 0 } else { 15 });
                if number != hole && !short {
                    let from = day.from.plus(self.random.range(0, 8) * 3_600);
                    let watched = self.random.pick(&[6 * 3_600, 6 * 3_600, 10 * 3_600, 6 * 3_600 - 1, 24 * 3_600]);
                    let watched = if left_open { 24 * 3_600 } else { watched };
                    let from = if left_open { day.from } else { from };
                    let during = Interval::new(from, from.plus(watched));
                    let watcher = self.random.name(&["patrol-1", "patrol-1", "patrol-2", "radio"]);
                    let watcher = if left_open { "patrol-1".to_owned() } else { watcher };
                    let known = if left_open || self.random.chance(50) { self.early() } else { self.known_after(day.until) };
                    let coverage = Coverage { watcher: watcher.clone(), zone: zone.name.clone(), during };
                    self.say(known, &watcher, Content::Coverage(coverage));
                }
                day = self.zone.day_of(day.until);
            }
        }
    }

    fn undo_a_batch(&mut self) {
        let batch = self.statements.iter().find(|x| matches!(x.body.content, Content::Batch(_))).map(|x| x.id);
        let Some(batch) = batch.filter(|_| self.random.chance(60)) else { return };
        let latest = self.statements.iter().filter(|x| x.accepted.batch == Some(batch)).map(|x| x.known().0).max();
        let known = self.soon_after(latest.unwrap_or(self.start));
        let undone = self.say(known, "office", Content::BatchUndone(batch));
        if self.random.chance(25) {
            let known = self.soon_after(known);
            self.reply(known, "office", undone, Stance::Withdraws);
        }
    }

    // ---- Moments ----

    fn moments(&mut self, tree: &Tree) -> Vec<At> {
        let length = match tree.clocks[0].length {
            Length::Elapsed(n) => n,
            Length::Calendar { days, .. } => days * 86_400,
        };
        let happened: Vec<Instant> =
            self.instants.iter().flat_map(|at| [*at, *at, at.plus(length), at.plus(-1)]).collect();
        let knowns: Vec<Instant> = self.statements.iter().map(|x| x.known().0).collect();
        let end = self.start.plus((self.units + 10) * self.unit());
        let mut moments = Vec::new();
        for number in 0..5 {
            let happened = match self.random.below(4) {
                0 => end,
                1 => self.instant(),
                _ => self.random.pick(&happened),
            };
            let known = match self.random.below(4) {
                0 => end,
                1 => happened,
                2 => self.random.pick(&knowns),
                _ => self.random.pick(&knowns).plus(-1),
            };
            moments.push(At {
                happened,
                known: KnownAt(if number == 0 { end } else { known }),
                standard: 0,
                perspective: tree.perspectives[usize::from(self.random.chance(33))].clone(),
            });
        }
        moments
    }
}
