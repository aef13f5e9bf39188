//! The valley of the examples of obligations: one article, one guarantors' judgement, and what is said.
//!
//! Day D = Mon 4 March 2030 06:00 (+02:00). What is reported is known when it was over; two standards, "any" and "credible".
//!
//! Not here: the examples (`obligations`).

use std::collections::BTreeSet;

use agreement::tree::*;
use oracle::{Answers, Cause, DutyAnswer, State, Word, answer};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Attribution, IncidentId};
use record::vocabulary::moment::{Accepts, Moment as At, Perspective};
use record::vocabulary::sources::{Chain, Grade};
use record::vocabulary::standards::{Alternative, FindingWord, Standard, StandardChain};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision, Zone};

pub const ANY: usize = 0;
pub const CREDIBLE: usize = 1;

/// A local time of March 2030 in Athens, before the clocks change on the 31st.
pub fn mar(day: i64, hour: i64, minute: i64) -> Instant {
    Instant(1_898_805_600 + (day - 4) * 86_400 + hour * 3_600 + minute * 60)
}
pub fn hours(n: i64) -> i64 {
    n * 3_600
}
pub fn name(text: &str) -> Name {
    text.to_owned()
}
pub fn names(list: &[&str]) -> Vec<Name> {
    list.iter().map(|text| name(text)).collect()
}
pub fn cited() -> Cited {
    Cited { paragraph: String::new(), provenance: Provenance::Signed }
}
pub fn both() -> Deciders {
    Deciders { names: names(&["G1", "G2"]), rule: Rule::All }
}
pub fn from_day_d() -> Period {
    Period::Fixed { from: Moment::At(mar(4, 6, 0)), until: None }
}
pub fn before(second: Instant) -> Instant {
    second.plus(-1)
}

/// An obligation of North and South, each for itself: `requires passage`, nothing more.
pub fn required(due: Due) -> Obligation {
    Obligation {
        acts: names(&["passage"]),
        every: false,
        obliged: names(&["North", "South"]),
        any_one: false,
        towards: Towards::Anyone,
        weapons: Weapons::Any { such_as: vec![] },
        zone: None,
        period: from_day_d(),
        due,
        shown: Shown::ByTheObliged,
        measured: None,
        total: None,
        bands: vec![],
    }
}
pub fn arrival() -> Trigger {
    Trigger { acts: names(&["arrival"]), by: names(&["convoys"]), zone: None, found: None }
}
pub fn within_12_hours() -> Due {
    Due::Within { seconds: hours(12), trigger: arrival() }
}
pub fn delay_and_obstruction() -> Vec<Band> {
    vec![
        Band { below: Some(hours(6)), label: name("delay"), kept: true },
        Band { below: None, label: name("obstruction"), kept: false },
    ]
}
pub fn forbids_presence() -> Prohibition {
    let towards = Targets { each_other: true, named: names(&["civilians"]), anyone: true };
    Prohibition {
        acts: names(&["presence"]),
        binds: vec![Binding { actors: names(&["North", "South"]), towards }],
        weapons: Weapons::Any { such_as: vec![] },
        zone: None,
        ground: None,
        answers_for: None,
        period: from_day_d(),
        exceptions: vec![],
        measured: None,
        cure: Some(hours(48)),
    }
}

/// An agreement with one article, and what was said.
pub struct Valley {
    pub tree: Tree,
    pub statements: Vec<Statement>,
}

impl Valley {
    pub fn new(kind: ArticleKind) -> Valley {
        let standard = |called: &str, alternatives| Standard { name: name(called), alternatives };
        let class = |of: &str, includes: &[&str]| Class { name: name(of), includes: names(includes) };
        let any = Alternative::Origins { count: 1, at_least: None };
        let credible = Alternative::Origins { count: 1, at_least: Grade::parse("B2") };
        let tree = Tree {
            name: name("valley"),
            source: String::new(),
            provenance: Provenance::Signed,
            zone: Zone::named("Europe/Athens").unwrap(),
            parties: names(&["North", "South"]),
            others: names(&["civilians", "convoys", "Band"]),
            bodies: names(&["G1", "G2"]),
            epochs: vec![],
            acts: vec![
                class("movement", &["passage", "withdrawal", "arrival", "entry"]),
                class("outreach", &["patrol", "warning"]),
                class("signal", &["call", "order", "notice"]),
                class("attack", &["shelling"]),
                class("presence", &["weapons"]),
                class("hindrance", &["roadblock"]),
            ],
            weapons: vec![],
            registers: vec![],
            zones: vec![],
            standards: StandardChain {
                standards: vec![standard("any", vec![any]), standard("credible", vec![credible])],
                headline: 0,
                single_channel_as_one: false,
            },
            perspectives: vec![],
            coverage: CoverageRule::NoMinimum,
            severity: Severity { classes: vec![], rows: vec![] },
            regimes: vec![],
            articles: vec![],
            judgements: vec![Judgement { name: name("J"), deciders: both(), cited: cited() }],
            clocks: vec![],
            inclusions: Vec::new(),
            changes: Vec::new(),
            authentic: None,
            patterns: Vec::new(),
            phases: vec![],
        };
        let mut valley = Valley { tree, statements: vec![] };
        valley.article("1", kind);
        valley
    }
    pub fn requires(obligation: Obligation) -> Valley {
        Valley::new(ArticleKind::Obligation(obligation))
    }
    pub fn article(&mut self, id: &str, kind: ArticleKind) -> &mut Article {
        let (id, title) = (name(id), String::new());
        self.tree.articles.push(Article {
            id,
            standing: Standing::Agreed,
            wordings: Vec::new(),
            title,
            cited: cited(),
            kind,
            provided: None,
            suspended_while: None,
        });
        self.tree.articles.last_mut().unwrap()
    }
    pub fn regime(&mut self, seconds: i64) -> Period {
        self.tree.regimes.push(Regime {
            name: name("calm"),
            from: Moment::At(mar(4, 6, 0)),
            seconds: Some(seconds),
            renewal: None,
            continues_on_silence: false,
            provisions_stay: false,
            clocks_in_gap: GapEffect::Unaffected,
            cited: cited(),
        });
        Period::During(name("calm"))
    }
    pub fn say(&mut self, known: Instant, author: &str, content: Content) -> BodyId {
        let mut id = [0; 32];
        id[..4].copy_from_slice(&(self.statements.len() as u32 + 1).to_be_bytes());
        let body = Body { author: name(author), said_at: None, on_behalf: None, cited: None, content };
        let accepted = Acceptance { known: KnownAt(known), history: false, received: None, batch: None };
        self.statements.push(Statement { id: BodyId(id), body, accepted });
        BodyId(id)
    }
    /// patrol-1 says so, known when it was over.
    pub fn report(&mut self, report: Report) -> BodyId {
        let known = report.time.as_ref().map_or(mar(4, 6, 0), |time| before(time.hull().until));
        self.say(known, "desk", Content::Report(report))
    }
    pub fn did(&mut self, actor: &str, act: &str, at: Instant) -> BodyId {
        self.report(told(actor, act, EventTime::at(at)))
    }
    /// patrol-2, on its own observation, says that it was not so.
    pub fn denied(&mut self, of: BodyId, at: Instant) {
        let reply = Reply {
            to: of,
            stance: Stance::Denies { basis: Some(name("own observation")) },
            subject: name("military"),
            without_prejudice: false,
            words: String::new(),
        };
        self.say(at, "patrol-2", Content::Reply(reply));
    }
    pub fn found(&mut self, body: &str, on: BodyId, word: FindingWord, actor: &str, at: Instant) {
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
        self.say(at, body, Content::Finding(finding));
    }
    /// The desk grades it C3: not credible.
    pub fn graded_c3(&mut self, of: BodyId, at: Instant) {
        self.say(at, "desk", Content::Grading(Grading { of, grade: Grade::parse("C3").unwrap() }));
    }
    pub fn judged(&mut self, who: &str, yes: bool, at: Instant) {
        let question = Question::Judgement { slot: name("J"), on: None };
        self.say(at, who, Content::Decision(Decision { question, yes }));
    }
    pub fn at(&self, at: Instant) -> Answers {
        let perspective = Perspective { name: name("all"), accepts: Accepts::All, grader: name("desk") };
        let moment = At { happened: at, known: KnownAt(mar(28, 0, 0)), standard: 0, perspective };
        answer(&self.tree, &self.statements, &moment)
    }
    /// The only duty of North.
    pub fn north(&self, at: Instant) -> DutyAnswer {
        self.duty("North", at)
    }
    pub fn duty(&self, of: &str, at: Instant) -> DutyAnswer {
        let all = self.duties(of, at);
        assert_eq!(all.len(), 1, "one duty of {of}: {all:?}");
        all[0].clone()
    }
    pub fn duties(&self, of: &str, at: Instant) -> Vec<DutyAnswer> {
        let answers = self.at(at);
        assert!(answers.beyond_duties.is_empty());
        answers
            .duties
            .into_iter()
            .filter(|((_, obliged, _, s), _)| *s == ANY && obliged == &names(&[of]))
            .map(|(_, answer)| answer)
            .collect()
    }
    pub fn north_is(&self, at: Instant, word: Word, states: &[State]) {
        self.is("North", at, word, states);
    }
    pub fn is(&self, of: &str, at: Instant, word: Word, states: &[State]) {
        let duty = self.duty(of, at);
        assert_eq!(
            (duty.word, duty.states.iter().copied().collect::<Vec<_>>()),
            (word, states.to_vec()),
            "{of} at {at:?}"
        );
    }
    pub fn article_1(&self, at: Instant) -> Word {
        self.at(at).periods[&(name("1"), ANY)]
    }
    /// The word of article 1 on what an actor did.
    pub fn judged_word(&self, at: Instant, who: &str, act: BodyId) -> Word {
        self.at(at).verdicts[&(name("1"), incident(act), About::Actor(name(who)), ANY)]
    }
}

pub fn incident(first: BodyId) -> IncidentId {
    let digits: String = first.0[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    IncidentId(format!("i-{digits}"))
}
pub fn told(actor: &str, act: &str, time: EventTime) -> Report {
    Report {
        chain: Chain::direct("patrol-1"),
        accused: Accused::Actor(name(actor)),
        act: Some(name(act)),
        time: Some(time),
        ..Report::default()
    }
}
pub fn between(from: Instant, until: Instant) -> EventTime {
    EventTime::within(Interval::new(from, until), Precision::Stated(String::new()))
}
pub fn lasting(from: Instant, until: Instant) -> EventTime {
    let precision = Precision::Stated(String::new());
    EventTime { began: Interval::instant(from), ended: Some(Interval::instant(until)), precision }
}
pub fn causes(list: &[Cause]) -> BTreeSet<Cause> {
    list.iter().copied().collect()
}
