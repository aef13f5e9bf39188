//! The worked examples of the definitions, computed by the oracle, so that the oracle itself is right.
//!
//! The invented valley: parties North and South, guarantors G1, G2, zone Europe/Athens, Day D = Mon 4 March 2030 06:00 (+02:00),
//! clock 7 days = 168 h.

use std::collections::BTreeMap;

use agreement::tree::*;
use oracle::{Answers, ClockAnswer, PhaseWord, Word, answer};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Attribution};
use record::vocabulary::moment::{Accepts, Moment as At, Perspective};
use record::vocabulary::place::Place;
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::standards::{Alternative, FindingWord, Standard, StandardChain};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision, Zone};

/// A local time of March 2030 in Athens, before the clocks change on the 31st.
fn mar(day: i64, hour: i64, minute: i64) -> Instant {
    Instant(1_898_805_600 + (day - 4) * 86_400 + hour * 3_600 + minute * 60)
}
fn span(from: Instant, until: Instant) -> Interval {
    Interval::new(from, until)
}
fn hours(n: i64) -> i64 {
    n * 3_600
}
fn name(text: &str) -> Name {
    text.to_owned()
}
fn cited() -> Cited {
    Cited { paragraph: String::new(), provenance: Provenance::Signed }
}
fn both(names: &[&str]) -> Deciders {
    Deciders { names: names.iter().map(|n| name(n)).collect(), rule: Rule::All }
}

const ANY: usize = 0;
const CREDIBLE: usize = 1;
const CORROBORATED: usize = 2;
const AGREED: usize = 3;

struct Valley {
    tree: Tree,
    statements: Vec<Statement>,
}

impl Valley {
    /// The chain of E6, one prohibition, no clock.
    fn new() -> Valley {
        let standard = |called: &str, alternatives| Standard { name: name(called), alternatives };
        let origins = |count, grade: &str| Alternative::Origins { count, at_least: Grade::parse(grade) };
        let guarantors = vec![name("G1"), name("G2")];
        let confirmed =
            Alternative::Finding { words: vec![FindingWord::Confirmed], bodies: guarantors.clone(), all: true };
        let tree = Tree {
            name: name("valley"),
            source: String::new(),
            provenance: Provenance::Signed,
            zone: Zone::named("Europe/Athens").unwrap(),
            parties: vec![name("North"), name("South")],
            others: vec![name("civilians"), name("Listed"), name("Band")],
            bodies: guarantors,
            epochs: vec![Epoch { name: name("D"), at: mar(4, 6, 0), cited: cited() }],
            acts: vec![Class { name: name("attack"), includes: vec![name("shelling")] }],
            weapons: vec![],
            registers: vec![],
            zones: vec![],
            standards: StandardChain {
                standards: vec![
                    standard("any", vec![Alternative::Origins { count: 1, at_least: None }]),
                    standard("credible", vec![origins(1, "B2")]),
                    standard("corroborated", vec![origins(2, "C3"), Alternative::Acknowledged]),
                    standard("agreed", vec![confirmed]),
                ],
                headline: 0,
                single_channel_as_one: false,
            },
            perspectives: vec![],
            coverage: CoverageRule::NoMinimum,
            severity: Severity { classes: vec![], rows: vec![] },
            regimes: vec![],
            articles: vec![],
            judgements: vec![],
            clocks: vec![],
            inclusions: Vec::new(),
            changes: Vec::new(),
            authentic: None,
            patterns: Vec::new(),
            phases: vec![],
        };
        let mut valley = Valley { tree, statements: vec![] };
        valley.article("1", None, Period::Fixed { from: Moment::After { epoch: name("D"), seconds: 0 }, until: None });
        valley
    }
    fn article(&mut self, id: &str, zone: Option<&str>, period: Period) -> &mut Prohibition {
        let towards = Targets { each_other: true, named: vec![name("civilians")], anyone: false };
        let prohibition = Prohibition {
            acts: vec![name("attack")],
            binds: vec![Binding { actors: vec![name("North"), name("South")], towards }],
            weapons: Weapons::Any { such_as: vec![] },
            zone: zone.map(name),
            ground: None,
            answers_for: None,
            period,
            exceptions: vec![],
            measured: None,
            cure: None,
        };
        let kind = ArticleKind::Prohibition(prohibition);
        let (title, provided, suspended_while) = (String::new(), None, None);
        self.tree.articles.push(Article {
            id: name(id),
            standing: Standing::Agreed,
            wordings: Vec::new(),
            title,
            cited: cited(),
            kind,
            provided,
            suspended_while,
        });
        match &mut self.tree.articles.last_mut().unwrap().kind {
            ArticleKind::Prohibition(prohibition) => prohibition,
            _ => unreachable!(),
        }
    }
    fn prohibition(&mut self) -> &mut Prohibition {
        match &mut self.tree.articles[0].kind {
            ArticleKind::Prohibition(prohibition) => prohibition,
            _ => unreachable!(),
        }
    }
    /// The clock of 168 h from Day D over article 1.
    fn clock(&mut self, policy: Policy) -> &mut Clock {
        self.tree.clocks.push(Clock {
            name: name("calm"),
            length: Length::Elapsed(hours(168)),
            start: Moment::After { epoch: name("D"), seconds: 0 },
            regime: None,
            scope: Scope::Anywhere,
            watches: vec![name("1")],
            qualifying: 0,
            policies: vec![policy],
            headline: None,
            contested: Effect::DoNotBreak,
            unattributed: Effect::LeaveOpen,
            unobserved: Unobserved::Count,
            standards: vec![ANY],
            cited: cited(),
        });
        self.tree.clocks.last_mut().unwrap()
    }
    fn phase(&mut self, once: bool) {
        let conditions = vec![PhaseCondition::Complete { clock: name("calm"), policy: 0 }];
        let deciders = both(&["North", "South"]);
        self.tree.phases.push(Phase { name: name("joint"), conditions, once, standard: ANY, deciders, cited: cited() });
    }
    fn say(&mut self, known: Instant, author: &str, content: Content) -> BodyId {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&(self.statements.len() as u64 + 1).to_be_bytes());
        let body = Body { author: name(author), said_at: None, on_behalf: None, cited: None, content };
        let accepted = Acceptance { known: KnownAt(known), history: false, received: None, batch: None };
        self.statements.push(Statement { id: BodyId(id), body, accepted });
        BodyId(id)
    }
    fn register(&mut self, entry: Registration) {
        self.say(mar(1, 0, 0), "office", Content::Registration(entry));
    }
    fn report(&mut self, known: Instant, report: Report) -> BodyId {
        let author = report.chain.outermost().cloned().unwrap_or(name("office"));
        self.say(known, &author, Content::Report(report))
    }
    fn reply(&mut self, known: Instant, speaker: &str, to: BodyId, stance: Stance) -> BodyId {
        let reply = Reply { to, stance, subject: name("military"), without_prejudice: false, words: String::new() };
        self.say(known, speaker, Content::Reply(reply))
    }
    fn finding(&mut self, known: Instant, body: &str, on: BodyId, word: FindingWord, actor: &str) -> BodyId {
        let finding = Finding {
            on: OnIncident::Of(on),
            finding: Some(word),
            attribution: Some(Attribution::Actor(name(actor))),
            intent: None,
            severity: None,
            time: None,
            place: None,
            targets: vec![],
            words: String::new(),
        };
        self.say(known, body, Content::Finding(finding))
    }
    fn decide(&mut self, at: Instant, who: &str, question: Question, yes: bool) {
        self.say(at, who, Content::Decision(Decision { question, yes }));
    }
    fn renew(&mut self, at: Instant, who: &str, seconds: i64) {
        let renewal = Renewal {
            regime: name("calm-days"),
            act: name("renewal"),
            term: RenewalTerm::Seconds(seconds),
            retroactive_from: None,
        };
        self.say(at, who, Content::Renewal(renewal));
    }
    /// A regime of 48 h from Day D that both parties may renew.
    fn regime(&mut self, clocks_in_gap: GapEffect) {
        self.tree.regimes.push(Regime {
            name: name("calm-days"),
            from: Moment::After { epoch: name("D"), seconds: 0 },
            seconds: Some(hours(48)),
            renewal: Some(RenewalRule { deciders: both(&["North", "South"]), retroactive: false }),
            continues_on_silence: false,
            provisions_stay: false,
            clocks_in_gap,
            cited: cited(),
        });
    }
    fn answer(&self, happened: Instant, known: Instant) -> Answers {
        answer(&self.tree, &self.statements, &moment(happened, known))
    }
    /// The word of article 1 on the only incident for one proposition.
    fn word(&self, about: About, s: usize, happened: Instant, known: Instant) -> Option<Word> {
        let answers = self.answer(happened, known);
        let words: BTreeMap<_, _> = answers
            .verdicts
            .iter()
            .filter(|((article, _, who, standard), _)| article == "1" && *who == about && *standard == s)
            .collect();
        assert!(words.len() <= 1, "one incident, one word: {words:?}");
        words.values().next().map(|word| **word)
    }
    fn north(&self, s: usize) -> Option<Word> {
        self.word(About::Actor(name("North")), s, mar(28, 0, 0), mar(28, 0, 0))
    }
    fn event(&self, s: usize) -> Option<Word> {
        self.word(About::Event, s, mar(28, 0, 0), mar(28, 0, 0))
    }
    /// The only clock at the weakest standard, known when it happened.
    fn clock_at(&self, happened: Instant) -> ClockAnswer {
        self.clock_known(happened, happened)
    }
    fn clock_known(&self, happened: Instant, known: Instant) -> ClockAnswer {
        let answers = self.answer(happened, known);
        *answers.clocks.values().next().unwrap()
    }
    /// Earliest and latest completion, seen on 9 March.
    fn completes(&self) -> (Instant, Instant) {
        let (earliest, latest) = self.clock_at(mar(10, 0, 0)).completion;
        (earliest.expect("completes"), latest.expect("completes"))
    }
    fn completes_at(&self, at: Instant) {
        assert_eq!(self.completes(), (at, at));
    }
}

fn moment(happened: Instant, known: Instant) -> At {
    let perspective = Perspective { name: name("all"), accepts: Accepts::All, grader: name("desk") };
    At { happened, known: KnownAt(known), standard: 0, perspective }
}
/// North attacks South at `at`, says patrol-1.
fn attack(at: Instant) -> Report {
    Report {
        chain: Chain::direct("patrol-1"),
        accused: Accused::Actor(name("North")),
        act: Some(name("shelling")),
        targets: vec![name("South")],
        time: Some(EventTime::at(at)),
        ..Report::default()
    }
}
fn within(from: Instant, until: Instant) -> Option<EventTime> {
    Some(EventTime::within(span(from, until), Precision::Stated(String::new())))
}
fn graded(valley: &mut Valley, of: BodyId, grade: &str) {
    let grade = Grade::parse(grade).unwrap();
    valley.say(mar(9, 0, 0), "desk", Content::Grading(Grading { of, grade }));
}
fn speaks(valley: &mut Valley, who: &str, party: &str) {
    let during = Interval::ALWAYS;
    let entry = Registration::Speaker { name: name(who), party: name(party), subject: name("any"), during };
    valley.register(entry);
}
fn named_area(zone: &str) -> ZoneDeclared {
    let geometry = ZoneSource::Stated(ZoneGeometry::NamedArea(name(zone)));
    ZoneDeclared { name: name(zone), geometry, cosigners: vec![], cited: cited() }
}
fn place(names: &[&str]) -> Option<Place> {
    Some(Place { names: names.iter().map(|n| name(n)).collect(), area: None })
}

// ---- 1. Time ----

#[test]
fn t3_both_limits_are_inclusive() {
    let mut valley = Valley::new();
    valley.report(mar(5, 12, 0), attack(mar(5, 10, 0)));
    let north = || About::Actor(name("North"));
    assert_eq!(valley.word(north(), ANY, mar(5, 10, 0), mar(5, 12, 0)), Some(Word::Breached));
    assert_eq!(valley.word(north(), ANY, mar(5, 10, 0), Instant(mar(5, 12, 0).0 - 1)), None);
    assert_eq!(valley.word(north(), ANY, Instant(mar(5, 10, 0).0 - 1), mar(5, 12, 0)), None);
}

#[test]
fn t5_an_incident_that_may_not_have_happened_yet_is_undetermined() {
    let mut valley = Valley::new();
    valley.report(mar(5, 23, 0), Report { time: within(mar(5, 17, 0), mar(5, 22, 0)), ..attack(mar(5, 0, 0)) });
    let north = || About::Actor(name("North"));
    assert_eq!(valley.word(north(), ANY, mar(5, 20, 0), mar(6, 0, 0)), Some(Word::Undetermined));
    assert_eq!(valley.word(north(), ANY, mar(5, 22, 0), mar(6, 0, 0)), Some(Word::Breached));
}

#[test]
fn t4_a_lasting_incident_restarts_a_reset_clock_after_its_last_instant_and_is_one_break_of_tolerance() {
    let mut valley = Valley::new();
    let lasting = EventTime {
        began: Interval::instant(mar(6, 15, 0)),
        ended: Some(Interval::instant(mar(6, 18, 0))),
        precision: Precision::Exact,
    };
    valley.report(mar(6, 20, 0), Report { time: Some(lasting), ..attack(mar(6, 15, 0)) });
    valley.clock(Policy::Reset);
    valley.completes_at(mar(13, 18, 0));
    assert_eq!(valley.clock_known(mar(6, 16, 0), mar(7, 0, 0)).value, (0, 0));
    valley.tree.clocks.clear();
    valley.clock(Policy::Tolerate { at_most: vec![Some(0)], window: None, beyond: Beyond::Reset });
    valley.completes_at(mar(13, 15, 0));
    valley.tree.clocks.clear();
    valley.clock(Policy::Pause(PauseUnit::UntilRestored));
    valley.completes_at(mar(11, 9, 0));
    valley.tree.clocks.clear();
    valley.clock(Policy::Pause(PauseUnit::Seconds(hours(2))));
    assert_eq!(valley.completes().0, Instant(mar(11, 6, 0).0 + hours(5) - 1));
}

// ---- 2. Place ----

#[test]
fn p5_a_version_signed_by_one_is_contested_where_it_differs_from_the_agreed_one() {
    let mut valley = Valley::new();
    let (old, cosigners) = (named_area("Old"), vec![name("North"), name("South")]);
    valley.tree.zones = vec![ZoneDeclared { name: name("strip"), cosigners, ..old }];
    valley.prohibition().zone = Some(name("strip"));
    for (place, within) in [("mill", "Old"), ("mill", "Wide"), ("farm", "Wide"), ("quay", "Harbour")] {
        valley.register(Registration::Place { name: name(place), within: Some(name(within)), area: None });
    }
    let version = ZoneVersionStated {
        zone: name("strip"),
        label: name("map 2"),
        in_force_from: mar(4, 6, 0),
        geometry: ZoneGeometry::NamedArea(name("Wide")),
        with_agreement: false,
    };
    let version = valley.say(mar(4, 7, 0), "North", Content::ZoneVersion(version));
    let sign = |valley: &mut Valley, who: &str| {
        let signature = ZoneSignature { version, retroactive: false };
        valley.say(mar(4, 8, 0), who, Content::ZoneSignature(signature));
    };
    sign(&mut valley, "North");
    let words = |valley: &Valley| {
        ["mill", "farm", "quay"].map(|at| {
            let mut one = Valley { tree: valley.tree.clone(), statements: valley.statements.clone() };
            one.report(mar(6, 0, 0), Report { place: place(&[at]), ..attack(mar(5, 10, 0)) });
            one.north(ANY).unwrap()
        })
    };
    assert_eq!(words(&valley), [Word::Breached, Word::Contested, Word::NotApplicable]);
    sign(&mut valley, "South");
    assert_eq!(words(&valley), [Word::Breached, Word::Breached, Word::NotApplicable]);
}

#[test]
fn p6_sealed_geometry_is_undetermined() {
    let mut valley = Valley::new();
    let geometry = ZoneSource::Stated(ZoneGeometry::Sealed(name("commitment")));
    valley.tree.zones = vec![ZoneDeclared { geometry, ..named_area("strip") }];
    valley.prohibition().zone = Some(name("strip"));
    valley.report(mar(6, 0, 0), Report { place: place(&["mill"]), ..attack(mar(5, 10, 0)) });
    assert_eq!(valley.north(ANY), Some(Word::Undetermined));
}

// ---- 3. Statements ----

#[test]
fn s3_s4_a_correction_counts_from_its_known_at_and_its_withdrawal_revives_the_report() {
    let mut valley = Valley::new();
    let day = |d| within(mar(d, 0, 0), mar(d + 1, 0, 0));
    let r1 = valley.report(mar(6, 0, 0), Report { time: day(5), ..attack(mar(5, 0, 0)) });
    valley.clock(Policy::Reset);
    valley.tree.clocks[0].start = Moment::At(mar(1, 0, 0));
    if let ArticleKind::Prohibition(p) = &mut valley.tree.articles[0].kind {
        p.period = Period::Fixed { from: Moment::At(mar(1, 0, 0)), until: None };
    }
    let correction = Correction { time: day(4), ..Correction::default() };
    let c = valley.reply(mar(9, 0, 0), "patrol-1", r1, Stance::Corrects(Box::new(correction)));
    let latest_value = |valley: &Valley, known| valley.clock_known(mar(10, 0, 0), known).value.1;
    assert_eq!(latest_value(&valley, mar(8, 0, 0)), hours(5 * 24));
    assert_eq!(latest_value(&valley, mar(9, 0, 0)), hours(6 * 24));
    valley.reply(mar(9, 12, 0), "patrol-2", c, Stance::Withdraws);
    assert_eq!(latest_value(&valley, mar(9, 12, 0)), hours(6 * 24), "only the outermost source withdraws");
    valley.reply(mar(9, 13, 0), "patrol-1", c, Stance::Withdraws);
    assert_eq!(latest_value(&valley, mar(9, 13, 0)), hours(5 * 24));
    assert_eq!(latest_value(&valley, mar(8, 0, 0)), hours(5 * 24));
}

#[test]
fn s4_an_origin_that_retracts_is_taken_out_of_every_report() {
    let mut valley = Valley::new();
    let via = |outer: &str, event: &str| Report {
        chain: Chain { relayers: vec![name(outer)], origins: vec![Origin::Named(name("ministry"))] },
        event: Some(name(event)),
        ..attack(mar(5, 10, 0))
    };
    let r1 = valley.report(mar(6, 0, 0), via("BBC", "f:1"));
    valley.report(mar(6, 0, 0), via("agency", "f:1"));
    valley.report(mar(6, 0, 0), Report { event: Some(name("f:1")), ..attack(mar(5, 10, 0)) });
    assert_eq!(valley.north(ANY), Some(Word::Breached));
    valley.reply(mar(7, 0, 0), "patrol-1", valley.statements[2].id, Stance::Withdraws);
    assert_eq!(valley.north(ANY), Some(Word::Breached));
    let relayed = Report {
        chain: Chain { relayers: vec![name("radio")], origins: vec![Origin::Named(name("patrol-1"))] },
        ..via("", "f:1")
    };
    valley.report(mar(6, 0, 0), relayed);
    valley.reply(mar(8, 0, 0), "ministry", r1, Stance::Withdraws);
    assert!(valley.answer(mar(28, 0, 0), mar(28, 0, 0)).verdicts.is_empty());
}

#[test]
fn s5_an_explanation_acknowledges_where_it_says_so_and_its_speaker_is_registered() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 0, 0), attack(mar(5, 10, 0)));
    let explains = |acknowledges| Stance::Explains { exception: None, intent: Some(name("accident")), acknowledges };
    valley.reply(mar(6, 1, 0), "commander", r1, explains(true));
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined), "not registered");
    speaks(&mut valley, "commander", "North");
    assert_eq!(valley.north(CORROBORATED), Some(Word::Breached));
}

#[test]
fn s9_bbc_and_agency_citing_one_ministry_are_one_origin() {
    let mut valley = Valley::new();
    let relayed = |outer: &str, origin| Report {
        chain: Chain { relayers: vec![name(outer)], origins: vec![origin] },
        event: Some(name("f:1")),
        ..attack(mar(5, 10, 0))
    };
    let ministry = || Origin::Named(name("ministry"));
    let mut ids = vec![
        valley.report(mar(6, 0, 0), relayed("BBC", ministry())),
        valley.report(mar(6, 0, 0), relayed("agency", ministry())),
        valley.report(mar(6, 0, 0), relayed("agency", Origin::Unnamed(name("activists")))),
    ];
    ids.drain(..).for_each(|id| graded(&mut valley, id, "C3"));
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
    let hospital = valley.report(mar(6, 0, 0), relayed("agency", Origin::Named(name("hospital"))));
    graded(&mut valley, hospital, "B3");
    assert_eq!(valley.north(CORROBORATED), Some(Word::Breached));
    // The register says that the hospital is controlled by the ministry.
    let (a, b, what) = (name("hospital"), name("ministry"), name("controlled by"));
    valley.register(Registration::Relation { a, b, during: span(mar(6, 0, 0), mar(6, 0, 1)), what });
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
    valley.tree.standards.single_channel_as_one = true;
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
}

#[test]
fn s9_origins_through_one_channel_are_one_where_the_text_says_so() {
    let mut valley = Valley::new();
    let relayed = |origin: &str| Report {
        chain: Chain { relayers: vec![name("agency")], origins: vec![Origin::Named(name(origin))] },
        event: Some(name("f:1")),
        ..attack(mar(5, 10, 0))
    };
    for origin in ["hospital", "teacher"] {
        let id = valley.report(mar(6, 0, 0), relayed(origin));
        graded(&mut valley, id, "B3");
    }
    assert_eq!(valley.north(CORROBORATED), Some(Word::Breached));
    valley.tree.standards.single_channel_as_one = true;
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
}

#[test]
fn s10_only_grades_of_the_perspectives_grader_count_and_the_latest_of_them() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 0, 0), Report { grade: Grade::parse("A1"), ..attack(mar(5, 10, 0)) });
    assert_eq!(valley.north(CREDIBLE), Some(Word::Undetermined), "graded by its own author");
    graded(&mut valley, r1, "B2");
    assert_eq!(valley.north(CREDIBLE), Some(Word::Breached));
    graded(&mut valley, r1, "A6");
    assert_eq!(valley.north(CREDIBLE), Some(Word::Undetermined));
}

#[test]
fn s11_a_report_is_seen_where_every_source_on_its_chain_is_accepted() {
    let mut valley = Valley::new();
    let via = |outer: &str| Report {
        chain: Chain { relayers: vec![name(outer)], origins: vec![Origin::Named(name("ministry"))] },
        ..attack(mar(5, 10, 0))
    };
    valley.report(mar(6, 0, 0), via("agency"));
    let mut at = moment(mar(9, 0, 0), mar(9, 0, 0));
    at.perspective.accepts = Accepts::Only(vec![name("ministry"), name("BBC")]);
    assert!(answer(&valley.tree, &valley.statements, &at).verdicts.is_empty());
    valley.report(mar(6, 0, 0), via("BBC"));
    assert_eq!(
        answer(&valley.tree, &valley.statements, &at).verdicts.len(),
        4 + 3,
        "North; the event where it is not established"
    );
}

// ---- 4. Standards ----

#[test]
fn e6_one_b2_report_and_a_bare_denial() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 0, 0), attack(mar(5, 10, 0)));
    graded(&mut valley, r1, "B2");
    valley.reply(mar(7, 0, 0), "North", r1, Stance::Denies { basis: None });
    assert_eq!(valley.north(CREDIBLE), Some(Word::Breached));
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
    valley.reply(mar(8, 0, 0), "North", r1, Stance::Denies { basis: Some(name("own observation")) });
    assert_eq!(valley.north(ANY), Some(Word::Contested));
    assert_eq!(valley.north(CREDIBLE), Some(Word::Breached), "the denial is ungraded");
}

#[test]
fn e3_a_b2_observer_who_says_no_is_against_at_credible() {
    let mut valley = Valley::new();
    valley.report(mar(6, 0, 0), Report { event: Some(name("f:1")), ..attack(mar(5, 10, 0)) });
    let no = Report {
        chain: Chain::direct("observer"),
        polarity: Polarity::DidNotHappen,
        accused: Accused::Unstated,
        event: Some(name("f:1")),
        ..attack(mar(5, 10, 0))
    };
    let no = valley.report(mar(6, 0, 0), no);
    graded(&mut valley, no, "B2");
    assert_eq!(valley.north(ANY), Some(Word::Contested));
    assert_eq!(valley.north(CREDIBLE), Some(Word::Kept), "refuted");
}

#[test]
fn e6_findings_that_differ_leave_agreed_alleged() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 0, 0), attack(mar(5, 10, 0)));
    valley.finding(mar(7, 0, 0), "G1", r1, FindingWord::Confirmed, "North");
    valley.finding(mar(7, 0, 0), "G2", r1, FindingWord::Refuted, "North");
    assert_eq!(valley.north(AGREED), Some(Word::Undetermined));
    valley.finding(mar(8, 0, 0), "G2", r1, FindingWord::Confirmed, "North");
    assert_eq!(valley.north(AGREED), Some(Word::Breached));
    assert_eq!(
        valley.north(CREDIBLE),
        Some(Word::Breached),
        "what satisfies a stronger standard satisfies a weaker one"
    );
}

#[test]
fn e6_one_c3_report_breaks_the_clock_under_the_weakest_standard_only() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 16, 0), attack(mar(6, 15, 0)));
    graded(&mut valley, r1, "C3");
    valley.clock(Policy::Reset).standards = vec![ANY, CREDIBLE, CORROBORATED];
    let answers = valley.answer(mar(10, 0, 0), mar(10, 0, 0));
    let values: Vec<i64> = answers.clocks.values().map(|clock| clock.value.0).collect();
    assert_eq!(values, [hours(81), hours(138), hours(138)]);
}

#[test]
fn e7_times_are_intersected_or_hulled() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    let on = |time| Report { time, event: Some(name("f:1")), ..attack(mar(5, 0, 0)) };
    valley.report(mar(6, 0, 0), on(Some(EventTime::at(mar(5, 5, 0)))));
    valley.report(mar(6, 0, 0), Report { chain: Chain::direct("patrol-2"), ..on(within(mar(5, 0, 0), mar(6, 0, 0))) });
    assert_eq!(valley.clock_at(mar(6, 5, 0)).value, (hours(24), hours(24)));
    valley.statements.pop();
    valley.report(mar(6, 0, 0), Report { chain: Chain::direct("radio"), ..on(Some(EventTime::at(mar(5, 6, 0)))) });
    assert_eq!(valley.clock_at(mar(6, 6, 0)).value, (hours(24), hours(25)));
}

#[test]
fn e7_an_end_comes_after_its_begin() {
    let lasting = |began, ended| Some(EventTime { began, ended: Some(ended), precision: Precision::Exact });
    let on = |time| Report { time, event: Some(name("f:1")), ..attack(mar(5, 0, 0)) };
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    // It began at 22:00. "On that day" lets it end a second after any instant of the day; of those, a second after 22:00.
    let night = lasting(Interval::instant(mar(5, 22, 0)), Interval::instant(mar(6, 4, 0)));
    valley.report(mar(7, 0, 0), on(night));
    valley.report(mar(7, 0, 0), Report { chain: Chain::direct("patrol-2"), ..on(within(mar(5, 0, 0), mar(6, 0, 0))) });
    assert_eq!(valley.clock_at(mar(8, 10, 0)).value, (hours(54), hours(60) - 1));
    // It ended before 13:00, so at 13:30 it has begun, though begins until 14:00 are stated.
    let mut valley = Valley::new();
    let noon = lasting(span(mar(5, 10, 0), mar(5, 14, 0)), span(mar(5, 11, 0), mar(5, 13, 0)));
    valley.report(mar(6, 0, 0), on(noon));
    let word = |at| valley.word(About::Actor(name("North")), ANY, at, mar(6, 0, 0));
    assert_eq!(word(mar(5, 12, 59)), Some(Word::Undetermined));
    assert_eq!(word(mar(5, 13, 30)), Some(Word::Breached));
}

#[test]
fn e8_one_says_north_one_says_south_the_event_is_established() {
    let mut valley = Valley::new();
    let north = valley.report(mar(6, 0, 0), Report { event: Some(name("f:1")), ..attack(mar(5, 10, 0)) });
    let south = Report {
        chain: Chain::direct("patrol-2"),
        accused: Accused::Actor(name("South")),
        targets: vec![name("North")],
        event: Some(name("f:1")),
        ..attack(mar(5, 10, 0))
    };
    let south = valley.report(mar(6, 0, 0), south);
    graded(&mut valley, north, "C3");
    graded(&mut valley, south, "C3");
    assert_eq!(valley.north(CORROBORATED), Some(Word::Undetermined));
    assert_eq!(valley.event(CORROBORATED), Some(Word::Undetermined));
    assert_eq!(valley.event(ANY), None, "not used where an accused is established");
}

#[test]
fn e8_v1_a_dyad_accuses_neither_and_is_an_unattributed_breach() {
    let mut valley = Valley::new();
    let fighting =
        || Report { accused: Accused::Dyad(name("North"), name("South")), targets: vec![], ..attack(mar(6, 15, 0)) };
    valley.report(mar(6, 16, 0), fighting());
    assert_eq!((valley.north(ANY), valley.event(ANY)), (None, Some(Word::Breached)));
    valley.clock(Policy::Reset).unattributed = Effect::LeaveOpen;
    assert_eq!(valley.clock_at(mar(7, 15, 0)).value, (hours(24), hours(81)));
    valley.tree.clocks[0].unattributed = Effect::Break;
    assert_eq!(valley.clock_at(mar(7, 15, 0)).value, (hours(24), hours(24)));
    valley.tree.clocks[0].unattributed = Effect::DoNotBreak;
    assert_eq!(valley.clock_at(mar(7, 15, 0)).value, (hours(81), hours(81)));
    let band = Report { accused: Accused::Dyad(name("North"), name("Band")), ..fighting() };
    let mut valley = Valley::new();
    valley.report(mar(6, 16, 0), band);
    assert_eq!(valley.event(ANY), Some(Word::NotApplicable), "no possible actor is bound towards its target");
}

#[test]
fn e7_v1_a_finding_decides_the_target_of_the_accused_beside_a_dyad() {
    let found = |target: &str| {
        let mut valley = Valley::new();
        let both =
            Report { accused: Accused::Dyad(name("South"), name("Band")), targets: vec![], ..attack(mar(5, 10, 0)) };
        let fighting = valley.report(mar(6, 0, 0), Report { event: Some(name("f:1")), ..both });
        let south = Report { accused: Accused::Actor(name("South")), targets: vec![], ..attack(mar(5, 10, 0)) };
        valley.report(mar(6, 0, 0), Report { event: Some(name("f:1")), ..south });
        for body in ["G1", "G2"] {
            let finding = Finding {
                on: OnIncident::Of(fighting),
                finding: Some(FindingWord::Confirmed),
                attribution: None,
                intent: None,
                severity: None,
                time: None,
                place: None,
                targets: vec![name(target)],
                words: String::new(),
            };
            valley.say(mar(7, 0, 0), body, Content::Finding(finding));
        }
        valley.event(AGREED)
    };
    assert_eq!(found("Band"), Some(Word::NotApplicable), "whoever it was, nothing protects Band");
    assert_eq!(found("North"), Some(Word::Undetermined), "South would be bound, Band would not");
}

// ---- 5. Verdicts ----

#[test]
fn v1_the_last_instant_of_a_regime_is_before_its_end() {
    let mut valley = Valley::new();
    let end = mar(6, 6, 0);
    valley.prohibition().period = Period::Fixed { from: Moment::At(mar(4, 6, 0)), until: Some(Moment::At(end)) };
    valley.report(mar(6, 8, 0), attack(end));
    assert_eq!(valley.north(ANY), Some(Word::NotApplicable));
    valley.statements.clear();
    valley.report(mar(6, 8, 0), attack(Instant(end.0 - 1)));
    assert_eq!(valley.north(ANY), Some(Word::Breached));
    // GT-12: possibly before, possibly after the end of the term.
    valley.statements.clear();
    valley.report(mar(6, 8, 0), Report { time: within(mar(6, 5, 0), mar(6, 7, 0)), ..attack(end) });
    assert_eq!(valley.north(ANY), Some(Word::Undetermined));
}

#[test]
fn v3_one_contested_and_undetermined_ones_are_contested() {
    let mut valley = Valley::new();
    let r1 = valley.report(mar(6, 0, 0), attack(mar(5, 10, 0)));
    valley.reply(mar(6, 1, 0), "observer", r1, Stance::Denies { basis: None });
    for hour in 11..15 {
        valley.report(mar(6, 0, 0), Report { act: None, ..attack(mar(5, hour, 0)) });
    }
    let answers = valley.answer(mar(9, 0, 0), mar(9, 0, 0));
    assert_eq!(answers.periods[&(name("1"), ANY)], Word::Contested);
    assert_eq!(valley.answer(mar(4, 0, 0), mar(9, 0, 0)).periods[&(name("1"), ANY)], Word::NotApplicable);
    assert_eq!(valley.answer(mar(4, 6, 0), mar(9, 0, 0)).periods[&(name("1"), ANY)], Word::Kept);
}

fn listed_target(burden: Burden) -> Valley {
    let mut valley = Valley::new();
    let condition = Condition::TargetIs(vec![name("Listed")]);
    valley.prohibition().binds[0].towards.anyone = true;
    valley.prohibition().exceptions =
        vec![Exception { name: name("E1"), condition, burden, standard: CREDIBLE, zone: None }];
    let during = span(mar(1, 0, 0), mar(6, 0, 0));
    let (member, of, kind) = (name("Band"), name("Listed"), MembershipKind::Listed);
    valley.register(Registration::Member { member, of, during, certain: true, kind });
    valley
}

#[test]
fn v4_weak_proof_of_an_exception_never_excuses() {
    let on_band = || Report { targets: vec![name("Band")], ..attack(mar(5, 10, 0)) };
    let mut valley = listed_target(Burden::Accused);
    let r1 = valley.report(mar(7, 0, 0), on_band());
    assert_eq!(valley.north(ANY), Some(Word::Breached), "claimed, not shown");
    graded(&mut valley, r1, "B2");
    assert_eq!(valley.north(ANY), Some(Word::Kept));
    let mut valley = listed_target(Burden::Accuser);
    valley.report(mar(7, 0, 0), on_band());
    assert_eq!(valley.north(ANY), Some(Word::Undetermined));
    // Mixed positions claim it and refute it.
    let mut valley = listed_target(Burden::Accused);
    let r1 = valley.report(mar(7, 0, 0), Report { targets: vec![name("Band"), name("civilians")], ..on_band() });
    graded(&mut valley, r1, "B2");
    assert_eq!(valley.north(ANY), Some(Word::Contested));
}

#[test]
fn v5_membership_is_looked_up_at_the_incidents_instant() {
    let struck = |time| {
        let mut valley = listed_target(Burden::Accused);
        let r1 = valley.report(mar(7, 0, 0), Report { targets: vec![name("Band")], time, ..attack(mar(5, 10, 0)) });
        graded(&mut valley, r1, "B2");
        valley.north(ANY)
    };
    assert_eq!(struck(within(mar(5, 0, 0), mar(7, 0, 0))), Some(Word::Undetermined));
    assert_eq!(struck(Some(EventTime::at(mar(5, 10, 0)))), Some(Word::Kept));
    assert_eq!(struck(Some(EventTime::at(mar(6, 0, 0)))), Some(Word::Breached));
}

#[test]
fn v5_a_name_is_known_where_the_register_has_it_as_a_member_or_as_what_has_members() {
    let on_the_squad = |entries: &[(&str, &str)]| {
        let mut valley = Valley::new();
        for (member, of) in entries {
            let (member, of, kind) = (name(member), name(of), MembershipKind::Part);
            valley.register(Registration::Member { member, of, during: Interval::ALWAYS, certain: true, kind });
        }
        valley.report(mar(6, 0, 0), Report { targets: vec![name("squad")], ..attack(mar(5, 10, 0)) });
        valley.north(ANY)
    };
    assert_eq!(on_the_squad(&[]), Some(Word::Undetermined), "nobody registered it");
    assert_eq!(on_the_squad(&[("squad", "Band")]), Some(Word::NotApplicable));
    assert_eq!(on_the_squad(&[("gunner", "squad")]), Some(Word::NotApplicable));
    assert_eq!(on_the_squad(&[("squad", "South")]), Some(Word::Breached));
}

#[test]
fn v6_a_guarantors_aircraft_are_covered_by_no_clause() {
    let mut valley = Valley::new();
    let aircraft =
        Report { accused: Accused::Actor(name("G1")), targets: vec![name("North")], ..attack(mar(5, 10, 0)) };
    valley.report(mar(6, 0, 0), aircraft);
    let answers = valley.answer(mar(9, 0, 0), mar(9, 0, 0));
    assert_eq!(answers.uncovered.iter().filter(|(_, s)| *s == ANY).count(), 1);
}

#[test]
fn v7_a_day_watched_a_minute_too_short_is_unobserved() {
    let mut valley = Valley::new();
    valley.tree.coverage = CoverageRule::Needs { seconds: hours(6), by: vec![] };
    valley.tree.zones = vec![named_area("East")];
    let mut watch = |from, until| {
        let coverage = Coverage { watcher: name("patrol-1"), zone: name("East"), during: span(from, until) };
        valley.say(until, "patrol-1", Content::Coverage(coverage));
    };
    watch(mar(4, 6, 0), mar(4, 13, 0));
    watch(mar(5, 6, 0), mar(5, 11, 59));
    let period = |happened| valley.answer(happened, mar(9, 0, 0)).periods[&(name("1"), ANY)];
    assert_eq!(period(mar(4, 20, 0)), Word::Kept, "the running day is not yet judged");
    assert_eq!(period(mar(5, 0, 0)), Word::Kept);
    assert_eq!(period(Instant(mar(6, 0, 0).0 - 2)), Word::Kept);
    assert_eq!(period(Instant(mar(6, 0, 0).0 - 1)), Word::Undetermined);
}

#[test]
fn v9_swapping_the_parties_swaps_the_answers() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    valley.report(mar(6, 16, 0), attack(mar(6, 15, 0)));
    let swapped = oracle::generate::Case {
        tree: valley.tree.clone(),
        statements: valley.statements.clone(),
        moments: vec![moment(mar(9, 0, 0), mar(9, 0, 0))],
    };
    let swapped = oracle::generate::swap_parties(&swapped);
    let other = answer(&swapped.tree, &swapped.statements, &swapped.moments[0]);
    let same = valley.answer(mar(9, 0, 0), mar(9, 0, 0));
    assert_eq!(other.clocks, same.clocks);
    assert!(other.verdicts.keys().all(|(_, _, about, s)| *s != ANY || *about == About::Actor(name("South"))));
}

// ---- 6. Regime ----

#[test]
fn g2_g3_a_late_renewal_leaves_a_gap() {
    let gap = |effect, signed: [Instant; 2]| {
        let mut valley = Valley::new();
        valley.regime(effect);
        valley.prohibition().period = Period::During(name("calm-days"));
        valley.clock(Policy::Reset).regime = Some(name("calm-days"));
        valley.renew(signed[0], "North", hours(900));
        valley.renew(signed[1], "South", hours(900));
        valley
    };
    let late = [mar(6, 5, 0), mar(6, 9, 0)];
    gap(GapEffect::Paused, late).completes_at(mar(11, 9, 0));
    gap(GapEffect::Reset, late).completes_at(mar(13, 9, 0));
    gap(GapEffect::Unaffected, late).completes_at(mar(11, 6, 0));
    gap(GapEffect::Reset, [mar(6, 5, 0), mar(6, 5, 0)]).completes_at(mar(11, 6, 0));
    // In the gap nothing is in force, and a reset clock shows 0; one second before it all counts.
    let mut valley = gap(GapEffect::Reset, late);
    valley.report(mar(6, 10, 0), attack(mar(6, 7, 0)));
    assert_eq!(valley.north(ANY), Some(Word::NotApplicable));
    let value = |at| valley.clock_known(at, mar(9, 0, 0)).value;
    assert_eq!(value(mar(6, 6, 0)), (0, 0));
    assert_eq!(value(Instant(mar(6, 6, 0).0 - 1)), (hours(48) - 1, hours(48) - 1));
    assert_eq!(value(mar(6, 8, 0)), (0, 0));
    assert_eq!(value(mar(6, 10, 0)), (hours(1), hours(1)));
}

#[test]
fn g2_one_decider_alone_renews_nothing_and_a_lapsed_clock_never_completes() {
    let mut valley = Valley::new();
    valley.regime(GapEffect::Paused);
    valley.prohibition().period = Period::During(name("calm-days"));
    valley.clock(Policy::Reset).regime = Some(name("calm-days"));
    valley.renew(mar(6, 5, 0), "North", hours(72));
    assert_eq!(valley.clock_at(mar(7, 0, 0)).completion, (None, None));
    valley.report(mar(8, 0, 0), attack(mar(6, 6, 0)));
    assert_eq!(valley.north(ANY), Some(Word::NotApplicable));
    // Both sign before the end: until 9 March 06:00.
    valley.renew(mar(6, 5, 0), "South", hours(72));
    assert_eq!(valley.north(ANY), Some(Word::Breached));
    valley.statements.retain(|x| !matches!(x.body.content, Content::Report(_)));
    valley.report(mar(9, 8, 0), attack(mar(9, 6, 0)));
    assert_eq!(valley.north(ANY), Some(Word::NotApplicable));
}

// ---- 7. Clocks ----

fn broken_at(policy: Policy, breaks: &[Instant]) -> Valley {
    let mut valley = Valley::new();
    valley.clock(policy);
    for at in breaks {
        valley.report(Instant(at.0 + 60), attack(*at));
    }
    valley
}

#[test]
fn c1_a_breach_possibly_before_the_regime_is_a_may_break() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    valley.report(mar(5, 0, 0), Report { time: within(mar(4, 5, 0), mar(4, 7, 0)), ..attack(mar(4, 6, 0)) });
    assert_eq!(valley.clock_at(mar(5, 6, 0)).value, (hours(23) + 1, hours(24)));
    valley.report(mar(5, 0, 0), Report { place: None, act: None, ..attack(mar(4, 20, 0)) });
    assert_eq!(valley.clock_at(mar(5, 6, 0)).value, (hours(10), hours(24)), "an unstated act may break");
}

#[test]
fn c2_c3_reset() {
    broken_at(Policy::Reset, &[]).completes_at(mar(11, 6, 0));
    broken_at(Policy::Reset, &[mar(8, 15, 0)]).completes_at(mar(15, 15, 0));
    broken_at(Policy::Reset, &[mar(4, 6, 0)]).completes_at(mar(11, 6, 0));
    // A break one second before completion breaks, a break at that second comes after it.
    let completion =
        |at: Instant| broken_at(Policy::Reset, &[at]).clock_known(mar(12, 0, 0), mar(12, 0, 0)).completion.0;
    assert_eq!(completion(Instant(mar(11, 6, 0).0 - 1)), Some(Instant(mar(18, 6, 0).0 - 1)));
    assert_eq!(completion(mar(11, 6, 0)), Some(mar(11, 6, 0)));
}

#[test]
fn c4_pause_by_civil_day_takes_out_hours_already_counted() {
    let pause = || Policy::Pause(PauseUnit::CivilDay);
    broken_at(pause(), &[mar(6, 15, 0)]).completes_at(mar(12, 6, 0));
    broken_at(pause(), &[mar(6, 15, 0), mar(6, 20, 0)]).completes_at(mar(12, 6, 0));
    broken_at(pause(), &[mar(4, 20, 0)]).completes_at(mar(12, 0, 0));
    broken_at(Policy::Pause(PauseUnit::Seconds(hours(5))), &[mar(6, 15, 0)]).completes_at(mar(11, 11, 0));
    let open = broken_at(Policy::Pause(PauseUnit::UntilRestored), &[mar(6, 15, 0)]);
    assert_eq!(open.clock_at(mar(10, 0, 0)), ClockAnswer { value: (hours(57), hours(57)), completion: (None, None) });
}

#[test]
fn c5_tolerance_counts_classes_apart_in_a_window() {
    let minor = |breaks: &[Instant]| {
        let mut valley = Valley::new();
        valley.tree.severity.classes = vec![name("minor"), name("grave")];
        let at_most = vec![Some(2), Some(0)];
        valley.clock(Policy::Tolerate { at_most, window: Some(hours(72)), beyond: Beyond::Reset });
        for at in breaks {
            valley.report(Instant(at.0 + 60), Report { severity: Some(name("minor")), ..attack(*at) });
        }
        valley
    };
    minor(&[mar(5, 8, 0), mar(6, 8, 0), mar(7, 9, 0)]).completes_at(mar(14, 9, 0));
    minor(&[mar(5, 8, 0), mar(6, 8, 0), mar(8, 8, 0)]).completes_at(mar(11, 6, 0));
    let mut grave = minor(&[mar(5, 8, 0)]);
    grave.report(mar(6, 10, 0), Report { severity: Some(name("grave")), ..attack(mar(6, 9, 0)) });
    grave.completes_at(mar(13, 9, 0));
    // Severity not stated: minor or grave.
    let mut either = minor(&[mar(5, 8, 0)]);
    either.report(mar(6, 10, 0), attack(mar(6, 9, 0)));
    assert_eq!(either.completes(), (mar(11, 6, 0), mar(13, 9, 0)));
    either.tree.clocks[0].policies = vec![Policy::Reset];
    either.tree.clocks[0].qualifying = 1;
    assert_eq!(either.completes(), (mar(11, 6, 0), mar(13, 9, 0)), "a straddling range is a may-break");
}

fn refer(from: ReferFrom, then: Then, late_count: bool) -> Policy {
    Policy::Refer { deciders: both(&["G1", "G2"]), term: hours(24), from, then, late_count }
}

#[test]
fn c6_a_referral_is_pending_until_its_term_ends() {
    let mut valley = broken_at(refer(ReferFrom::Breach, Then::Reset, false), &[mar(6, 15, 0)]);
    assert_eq!(valley.clock_at(mar(7, 9, 0)).value, (hours(18), hours(75)));
    assert_eq!(valley.clock_at(mar(7, 15, 0)).value, (hours(24), hours(24)));
    let ruling =
        |valley: &Valley| Question::Ruling { clock: name("calm"), on: OnIncident::Of(valley.statements[0].id) };
    let question = ruling(&valley);
    valley.decide(mar(7, 9, 0), "G1", question.clone(), false);
    assert_eq!(valley.clock_at(mar(7, 10, 0)).value, (hours(19), hours(76)), "one of two");
    valley.decide(mar(7, 11, 0), "G2", question.clone(), false);
    assert_eq!(valley.clock_at(mar(7, 12, 0)).value, (hours(78), hours(78)));
    assert_eq!(valley.clock_at(mar(7, 15, 0)).value, (hours(81), hours(81)));
    // A late ruling counts where the text says so.
    for (late_count, value) in [(false, hours(33)), (true, hours(90))] {
        let mut valley = broken_at(refer(ReferFrom::Breach, Then::Reset, late_count), &[mar(6, 15, 0)]);
        valley.decide(mar(7, 15, 0), "G1", question.clone(), false);
        valley.decide(mar(7, 15, 0), "G2", question.clone(), false);
        assert_eq!(valley.clock_at(mar(8, 0, 0)).value, (value, value));
    }
    // From its being known: the term begins a minute after the breach.
    let known = broken_at(refer(ReferFrom::Known, Then::Excuse, false), &[mar(6, 15, 0)]);
    assert_eq!(known.clock_at(mar(7, 15, 0)).value, (hours(24), hours(81)));
    assert_eq!(known.clock_at(mar(7, 15, 1)).value, (hours(81) + 60, hours(81) + 60));
}

#[test]
fn c7_c8_policies_side_by_side() {
    let mut valley = broken_at(Policy::Reset, &[mar(6, 15, 0)]);
    valley.tree.clocks[0].policies.extend([
        Policy::Pause(PauseUnit::CivilDay),
        Policy::Tolerate { at_most: vec![Some(1)], window: None, beyond: Beyond::Reset },
        Policy::Discretionary,
    ]);
    let answers = valley.answer(mar(10, 0, 0), mar(10, 0, 0));
    let completions: Vec<Instant> = answers.clocks.values().map(|clock| clock.completion.0.unwrap()).collect();
    assert_eq!(completions, [mar(13, 15, 0), mar(12, 6, 0), mar(11, 6, 0), mar(11, 6, 0)]);
}

#[test]
fn c9_calendar_days() {
    let calendar = |first_day_counts, breaks: &[Instant]| {
        let mut valley = broken_at(Policy::Reset, breaks);
        valley.tree.clocks[0].length = Length::Calendar { days: 7, first_day_counts };
        valley
    };
    calendar(true, &[]).completes_at(mar(11, 0, 0));
    calendar(false, &[]).completes_at(mar(12, 0, 0));
    let broken = calendar(false, &[mar(6, 15, 0)]);
    broken.completes_at(mar(14, 0, 0));
    let value = |at| broken.clock_known(at, mar(20, 0, 0)).value.0;
    assert_eq!(value(mar(6, 14, 0)), 1);
    assert_eq!(value(mar(6, 15, 0)), 0);
    assert_eq!(value(mar(7, 12, 0)), 0);
    assert_eq!(value(mar(8, 0, 0)), 1);
    assert_eq!(value(mar(14, 0, 0)), 7);
    // T6: 31 March has 23 hours and is one day.
    let mut march = calendar(false, &[]);
    march.tree.clocks[0].start = Moment::At(mar(30, 6, 0));
    march.tree.clocks[0].length = Length::Calendar { days: 1, first_day_counts: false };
    march.completes_at(Instant(mar(32, 0, 0).0 - hours(1)));
}

#[test]
fn c10_the_interval_over_all_placements() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    let somewhere = || Report { time: within(mar(6, 10, 0), mar(6, 22, 0)), ..attack(mar(6, 0, 0)) };
    valley.report(mar(7, 0, 0), somewhere());
    let clock = valley.clock_at(mar(8, 10, 0));
    assert_eq!(clock.value, (hours(36) + 1, hours(48)));
    assert_eq!(clock.completion, (Some(mar(13, 10, 0)), Some(Instant(mar(13, 22, 0).0 - 1))));
    valley.statements.clear();
    valley.tree.zones = vec![named_area("East")];
    valley.prohibition().zone = Some(name("East"));
    valley.report(mar(7, 0, 0), Report { place: None, ..somewhere() });
    let clock = valley.clock_at(mar(8, 10, 0));
    assert_eq!(clock.value, (hours(36) + 1, hours(100)));
    assert_eq!(clock.completion, (Some(mar(11, 6, 0)), Some(Instant(mar(13, 22, 0).0 - 1))));
}

#[test]
fn c11_per_zone_and_in_every_zone() {
    let mut valley = Valley::new();
    valley.tree.zones = vec![named_area("East"), named_area("West")];
    valley.register(Registration::Place { name: name("East"), within: None, area: None });
    valley.clock(Policy::Reset).scope = Scope::Each(vec![name("East"), name("West")]);
    valley.phase(true);
    valley.report(mar(6, 16, 0), Report { place: place(&["East"]), ..attack(mar(6, 15, 0)) });
    let answers = valley.answer(mar(12, 0, 0), mar(12, 0, 0));
    let completions: Vec<Instant> = answers.clocks.values().map(|clock| clock.completion.1.unwrap()).collect();
    assert_eq!(completions, [mar(13, 15, 0), mar(11, 6, 0)]);
    assert_eq!(answers.phases["joint"].word, PhaseWord::NotEligible);
    let later = valley.answer(mar(13, 15, 0), mar(13, 15, 0));
    assert_eq!(later.phases["joint"].word, PhaseWord::Eligible);
}

#[test]
fn c11_a_clock_for_each_pair() {
    let pairs = |report: Report, unattributed: Effect| {
        let mut valley = Valley::new();
        valley.tree.parties.push(name("Band"));
        valley.prohibition().binds[0].actors.push(name("Band"));
        valley.prohibition().binds[0].towards.anyone = true;
        valley.clock(Policy::Reset).scope = Scope::Pairs(vec![name("North"), name("South"), name("Band")]);
        valley.tree.clocks[0].unattributed = unattributed;
        valley.phase(true);
        valley.report(mar(6, 16, 0), report);
        valley
    };
    let completions = |valley: &Valley| -> Vec<[Option<Instant>; 2]> {
        let answers = valley.answer(mar(12, 0, 0), mar(12, 0, 0));
        let of = |one: &str, other: &str| {
            let (earliest, latest) =
                answers.clocks[&(name("calm"), 0, ANY, Part::Pair(name(one), name(other)))].completion;
            [earliest, latest]
        };
        vec![of("North", "South"), of("North", "Band"), of("South", "Band")]
    };
    let whole = [Some(mar(11, 6, 0)), Some(mar(11, 6, 0))];
    let broken = [Some(mar(13, 15, 0)), Some(mar(13, 15, 0))];
    let may_be_broken = [whole[0], broken[0]];

    let valley = pairs(Report { targets: vec![name("Band")], ..attack(mar(6, 15, 0)) }, Effect::Break);
    assert_eq!(completions(&valley), [whole, broken, whole]);
    assert_eq!(valley.answer(mar(13, 14, 0), mar(14, 0, 0)).phases["joint"].word, PhaseWord::NotEligible);
    assert_eq!(valley.answer(mar(13, 15, 0), mar(14, 0, 0)).phases["joint"].word, PhaseWord::Eligible);

    let nobody_says_whom = pairs(Report { targets: vec![], ..attack(mar(6, 15, 0)) }, Effect::Break);
    assert_eq!(completions(&nobody_says_whom), [may_be_broken, may_be_broken, whole]);

    let fighting = Accused::Dyad(name("North"), name("South"));
    let fighting = pairs(Report { accused: fighting, targets: vec![], ..attack(mar(6, 15, 0)) }, Effect::Break);
    assert_eq!(completions(&fighting), [broken, whole, whole]);

    let by_nobody = pairs(Report { accused: Accused::Unstated, ..attack(mar(6, 15, 0)) }, Effect::Break);
    assert_eq!(completions(&by_nobody), [may_be_broken, whole, may_be_broken]);
    let by_nobody = pairs(Report { accused: Accused::Unstated, ..attack(mar(6, 15, 0)) }, Effect::DoNotBreak);
    assert_eq!(completions(&by_nobody), [whole, whole, whole]);
}

#[test]
fn c11_of_several_targets_of_one_claim_one_is_enough_and_members_count_at_the_instant() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset).scope = Scope::Pairs(vec![name("North"), name("South"), name("Band")]);
    valley.register(Registration::Member {
        member: name("front"),
        of: name("Band"),
        during: span(mar(1, 0, 0), mar(6, 0, 0)),
        certain: true,
        kind: MembershipKind::Part,
    });
    valley.register(Registration::Name { name: name("front"), what: name("a group") });
    let targets = vec![name("South"), name("front")];
    valley.report(mar(6, 16, 0), Report { targets: targets.clone(), ..attack(mar(5, 15, 0)) });
    valley.report(mar(6, 16, 0), Report { targets, ..attack(mar(6, 15, 0)) });
    let answers = valley.answer(mar(12, 0, 0), mar(12, 0, 0));
    let latest =
        |other: &str| answers.clocks[&(name("calm"), 0, ANY, Part::Pair(name("North"), name(other)))].completion.1;
    assert_eq!(latest("South"), Some(mar(13, 15, 0)));
    assert_eq!(latest("Band"), Some(mar(12, 15, 0)), "on 6 March the front is Band's no longer");
}

#[test]
fn c13_then_and_now() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    valley.report(mar(20, 10, 0), attack(mar(9, 12, 0)));
    assert_eq!(valley.clock_known(mar(19, 19, 0), mar(19, 19, 0)).completion.0, Some(mar(11, 6, 0)));
    assert_eq!(valley.clock_known(mar(19, 19, 0), mar(20, 10, 0)).completion.0, Some(mar(16, 12, 0)));
}

#[test]
fn v7_c1_unobserved_days_count_or_do_not_or_are_left_open() {
    let unobserved = |unobserved| {
        let mut valley = Valley::new();
        valley.tree.coverage = CoverageRule::Needs { seconds: hours(6), by: vec![] };
        valley.tree.zones = vec![named_area("East")];
        let during = span(mar(5, 0, 0), mar(9, 0, 0));
        let coverage = Coverage { watcher: name("patrol-1"), zone: name("East"), during };
        valley.say(mar(9, 0, 0), "patrol-1", Content::Coverage(coverage));
        valley.clock(Policy::Reset).unobserved = unobserved;
        valley.clock_at(mar(9, 0, 0))
    };
    assert_eq!(unobserved(Unobserved::Count).value, (hours(114), hours(114)));
    assert_eq!(unobserved(Unobserved::DoNotCount).value, (hours(96), hours(96)));
    assert_eq!(unobserved(Unobserved::LeaveOpen).value, (hours(96) + 1, hours(114)));
}

// ---- V11. States that are claimed ----

/// A report of a state, from and until two instants.
fn state(by: &str, act: &str, from: Instant, until: Instant) -> Report {
    let (began, ended) = (Interval::instant(from), Some(Interval::instant(until)));
    Report {
        chain: Chain::direct("patrol-1"),
        accused: Accused::Actor(name(by)),
        act: Some(name(act)),
        time: Some(EventTime { began, ended, precision: Precision::Exact }),
        event: Some(format!("{act} by {by}")),
        ..Report::default()
    }
}

fn with_states() -> Valley {
    let mut valley = Valley::new();
    for act in ["control", "support"] {
        valley.tree.acts.push(Class { name: name(act), includes: vec![] });
    }
    valley
}

/// The drawing of V11: who is said to hold the mill, and an attack by South there.
fn at_the_mill(held_by: Holders, at: Instant) -> Valley {
    let mut valley = with_states();
    valley.prohibition().ground = Some(Ground { held_by, shown_by: vec![name("control")] });
    let north = state("North", "control", mar(5, 6, 0), mar(9, 6, 0));
    let north = valley.report(mar(8, 0, 0), Report { place: place(&["mill"]), ..north });
    graded(&mut valley, north, "B2");
    let south = Report { chain: Chain::direct("patrol-2"), ..state("South", "control", mar(7, 6, 0), mar(10, 6, 0)) };
    let south = valley.report(mar(8, 0, 0), Report { place: place(&["mill"]), ..south });
    graded(&mut valley, south, "C3");
    let (accused, targets) = (Accused::Actor(name("South")), vec![name("North")]);
    let entry = valley.report(mar(9, 13, 0), Report { accused, targets, place: place(&["mill"]), ..attack(at) });
    graded(&mut valley, entry, "B2");
    valley
}

fn by_south(valley: &Valley, s: usize) -> Word {
    let answers = valley.answer(mar(28, 0, 0), mar(28, 0, 0));
    let of_entry: Vec<Word> = answers
        .verdicts
        .iter()
        .filter(|((_, _, about, standard), word)| {
            *about == About::Actor(name("South")) && *standard == s && **word != Word::NotApplicable
        })
        .map(|(_, word)| *word)
        .collect();
    of_entry.first().copied().unwrap_or(Word::NotApplicable)
}

#[test]
fn v11_whose_ground_it_is_said_to_be() {
    let asked = |at: Instant| at_the_mill(Holders::Named(vec![name("North")]), at);
    let words = |at: Instant| [by_south(&asked(at), ANY), by_south(&asked(at), CREDIBLE)];
    assert_eq!(words(mar(4, 12, 0)), [Word::Undetermined, Word::Undetermined]);
    assert_eq!(words(mar(6, 12, 0)), [Word::Breached, Word::Breached]);
    assert_eq!(words(mar(8, 12, 0)), [Word::Contested, Word::Breached]);
    assert_eq!(words(mar(9, 12, 0)), [Word::NotApplicable, Word::Undetermined]);
}

#[test]
fn v11_the_accused_and_its_side_hold_it_or_others_do() {
    let others = |at: Instant| by_south(&at_the_mill(Holders::OthersThanTheAccused, at), ANY);
    let accused = |at: Instant| by_south(&at_the_mill(Holders::TheAccused, at), ANY);
    assert_eq!([others(mar(6, 12, 0)), others(mar(9, 12, 0))], [Word::Breached, Word::NotApplicable]);
    assert_eq!([accused(mar(6, 12, 0)), accused(mar(9, 12, 0))], [Word::NotApplicable, Word::Breached]);
    // A member is on the side of its party.
    for (held_by, word) in [(Holders::TheAccused, Word::Breached), (Holders::OthersThanTheAccused, Word::NotApplicable)]
    {
        let mut valley = at_the_mill(held_by, mar(9, 12, 0));
        let (member, of, kind) = (name("brigade"), name("North"), MembershipKind::Part);
        valley.register(Registration::Name { name: name("brigade"), what: name("a unit") });
        valley.register(Registration::Member { member, of, during: Interval::ALWAYS, certain: true, kind });
        let accused = Accused::Actor(name("brigade"));
        let event = Some(name("raid"));
        valley.report(mar(7, 0, 0), Report { accused, place: place(&["mill"]), event, ..attack(mar(6, 12, 0)) });
        assert_eq!(valley.word(About::Actor(name("brigade")), ANY, mar(28, 0, 0), mar(28, 0, 0)), Some(word));
    }
}

#[test]
fn v11_a_state_is_shown_as_a_state() {
    let valley = at_the_mill(Holders::TheAccused, mar(6, 12, 0));
    let answers = valley.answer(mar(28, 0, 0), mar(28, 0, 0));
    let uncovered: Vec<usize> = answers.uncovered.iter().map(|(_, s)| *s).collect();
    assert_eq!(uncovered, [ANY, CREDIBLE], "the entry alone, where it is established who held the mill");
}

#[test]
fn v11_what_nobody_is_named_with_is_a_state_beside_an_established_accused() {
    let uncovered = |act: &str| {
        let mut valley = with_states();
        let ground = Ground { held_by: Holders::TheAccused, shown_by: vec![name("control")] };
        valley.prohibition().ground = Some(ground);
        valley.tree.acts.push(Class { name: name("movement"), includes: vec![] });
        let told = |by, act| Report { event: Some(name("f:1")), ..state(by, act, mar(5, 6, 0), mar(5, 7, 0)) };
        valley.report(mar(6, 0, 0), told("North", "movement"));
        valley.report(mar(6, 0, 0), Report { accused: Accused::Unstated, ..told("North", act) });
        let answers = valley.answer(mar(9, 0, 0), mar(9, 0, 0));
        answers.uncovered.iter().filter(|(_, s)| *s == ANY).count()
    };
    assert_eq!(uncovered("control"), 0, "somebody may have held the ground");
    assert_eq!(uncovered("movement"), 1);
}

#[test]
fn v11_whoever_is_supported_is_answered_for() {
    let band_attacks = |valley: &mut Valley, by: &str| {
        let report =
            Report { accused: Accused::Actor(name(by)), targets: vec![name("South")], ..attack(mar(6, 12, 0)) };
        valley.report(mar(7, 0, 0), Report { place: None, ..report });
    };
    let word = |valley: &Valley, by: &str, s| valley.word(About::Actor(name(by)), s, mar(28, 0, 0), mar(28, 0, 0));
    let supported = |by: &str, of: &str| {
        let mut valley = with_states();
        valley.prohibition().answers_for = Some(vec![name("support")]);
        let backing = state(by, "support", mar(5, 0, 0), mar(9, 0, 0));
        let id = valley.report(mar(6, 0, 0), Report { targets: vec![name(of)], ..backing });
        (valley, id)
    };
    let (mut valley, backing) = supported("North", "Band");
    band_attacks(&mut valley, "Band");
    assert_eq!(word(&valley, "Band", ANY), Some(Word::Breached));
    assert_eq!(word(&valley, "Band", CREDIBLE), Some(Word::Undetermined));
    // Denied by somebody else: who answers for Band is contested.
    let denies = Stance::Denies { basis: Some(name("own observation")) };
    valley.reply(mar(7, 0, 0), "patrol-2", backing, denies);
    assert_eq!(word(&valley, "Band", ANY), Some(Word::Contested));

    // Whoever supports an attacker of North is not bound as North: it would not protect its own.
    let (mut valley, _) = supported("South", "Band");
    band_attacks(&mut valley, "Band");
    assert_eq!(word(&valley, "Band", ANY), Some(Word::NotApplicable));
    // Nothing is passed on.
    let (mut valley, _) = supported("North", "Band");
    let backing = state("Band", "support", mar(5, 0, 0), mar(9, 0, 0));
    valley.report(mar(6, 0, 0), Report { targets: vec![name("civilians")], ..backing });
    band_attacks(&mut valley, "civilians");
    assert_eq!(word(&valley, "civilians", ANY), Some(Word::NotApplicable));
}

// ---- 8. Phases ----

#[test]
fn h1_once_complete_or_while_the_run_still_stands() {
    for (once, word) in [(true, PhaseWord::Eligible), (false, PhaseWord::NotEligible)] {
        let mut valley = broken_at(Policy::Reset, &[mar(11, 6, 0)]);
        valley.phase(once);
        assert_eq!(valley.answer(mar(11, 6, 0), mar(12, 0, 0)).phases["joint"].word, word);
    }
}

#[test]
fn h2_the_shown_word() {
    let decided = |decisions: &[(i64, &str, bool)]| {
        let mut valley = broken_at(Policy::Reset, &[]);
        valley.phase(true);
        for (hour, who, yes) in decisions {
            valley.decide(mar(11, *hour, 0), who, Question::Phase(name("joint")), *yes);
        }
        valley.answer(mar(12, 0, 0), mar(12, 0, 0)).phases["joint"].word
    };
    assert_eq!(decided(&[]), PhaseWord::Eligible);
    assert_eq!(decided(&[(7, "North", true)]), PhaseWord::Eligible);
    assert_eq!(decided(&[(7, "North", true), (8, "South", true)]), PhaseWord::Open { since: mar(11, 8, 0) });
    assert_eq!(decided(&[(7, "North", true), (8, "South", false)]), PhaseWord::Disputed);
    assert_eq!(decided(&[(7, "North", false), (8, "South", false)]), PhaseWord::Refused);
    let reopened = [(7, "North", true), (8, "South", true), (9, "South", false)];
    assert_eq!(decided(&reopened), PhaseWord::Open { since: mar(11, 8, 0) }, "a no after opening does not close");
    let never_together = [(7, "North", true), (8, "North", false), (9, "South", true)];
    assert_eq!(decided(&never_together), PhaseWord::Disputed);
}

#[test]
fn h3_open_on_superseded_knowledge() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    valley.phase(true);
    for who in ["North", "South"] {
        valley.decide(mar(11, 8, 0), who, Question::Phase(name("joint")), true);
    }
    valley.report(mar(15, 0, 0), attack(mar(9, 12, 0)));
    let flags = |valley: &Valley, known| {
        let phase = valley.answer(known, known).phases["joint"];
        (phase.word, phase.premature, phase.superseded)
    };
    let open = PhaseWord::Open { since: mar(11, 8, 0) };
    assert_eq!(flags(&valley, mar(14, 0, 0)), (open, Some(false), Some(false)));
    assert_eq!(flags(&valley, mar(15, 0, 0)), (open, Some(false), Some(true)));
    // *Known o* is when the needed yes became known: here after the breach did.
    valley.statements.retain(|x| !matches!(x.body.content, Content::Decision(_)));
    for who in ["North", "South"] {
        valley.decide(mar(16, 0, 0), who, Question::Phase(name("joint")), true);
        valley.statements.last_mut().unwrap().body.said_at = Some(mar(11, 8, 0));
    }
    assert_eq!(flags(&valley, mar(17, 0, 0)), (open, Some(true), Some(true)));
    let mut early = broken_at(Policy::Reset, &[mar(9, 12, 0)]);
    early.phase(true);
    for who in ["North", "South"] {
        early.decide(mar(11, 8, 0), who, Question::Phase(name("joint")), true);
    }
    let phase = early.answer(mar(12, 0, 0), mar(12, 0, 0)).phases["joint"];
    assert_eq!((phase.word, phase.premature, phase.superseded), (open, Some(true), Some(false)));
}

#[test]
fn c12_a_conjunct_that_is_breached_fails_the_condition() {
    let mut valley = Valley::new();
    valley.clock(Policy::Reset);
    valley.phase(true);
    valley.article("2", None, Period::Fixed { from: Moment::At(mar(4, 6, 0)), until: None }).acts =
        vec![name("blockade")];
    valley.tree.acts.push(Class { name: name("blockade"), includes: vec![] });
    let kept = PhaseCondition::Kept { article: name("2"), throughout: true };
    valley.tree.phases[0].conditions.push(kept);
    let word = |valley: &Valley| valley.answer(mar(12, 0, 0), mar(12, 0, 0)).phases["joint"].word;
    assert_eq!(word(&valley), PhaseWord::Eligible);
    valley.report(mar(9, 0, 0), Report { act: Some(name("blockade")), ..attack(mar(8, 0, 0)) });
    assert_eq!(word(&valley), PhaseWord::NotEligible);
    valley.tree.phases[0].conditions[1] = PhaseCondition::Kept { article: name("2"), throughout: false };
    assert_eq!(word(&valley), PhaseWord::Eligible, "at completion it was over");
}
