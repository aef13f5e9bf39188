//! The partial tree: what was read of a text, line by line, with its place in the text.
//!
//! Holds
//! - A line that could not be read is told apart from one that is not there, so that nobody asks for it again.
//! - Names are not looked up yet; civil times are not instants yet.
//!
//! Not here: the tree that verdicts are computed from (`tree`).

use record::vocabulary::Name;
use record::vocabulary::sources::Grade;
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::Date;

use crate::diagnostic::Span;
use crate::tree::{
    Beyond, CoverageRule, Effect, GapEffect, Measured, PauseUnit, Provenance, ReferFrom, Running, StepTime, Then,
    Total, Unobserved, ZoneSource,
};

/// Something the text says, and where.
#[derive(Clone, Debug)]
pub struct Said<T> {
    pub value: T,
    pub span: Span,
}

/// A name or quoted text.
pub type Named = Said<Name>;

/// A line that a block has once.
#[derive(Clone, Default, Debug)]
pub enum Slot<T> {
    #[default]
    Absent,
    Unreadable(Span),
    Said(Said<T>),
}

impl<T> Slot<T> {
    pub fn said(&self) -> Option<&Said<T>> {
        match self {
            Slot::Said(said) => Some(said),
            _ => None,
        }
    }
    /// Where it stands, readable or not.
    pub fn span(&self) -> Option<Span> {
        match self {
            Slot::Absent => None,
            Slot::Unreadable(span) => Some(*span),
            Slot::Said(said) => Some(said.span),
        }
    }
    pub fn is_there(&self) -> bool {
        self.span().is_some()
    }
}

/// What can be declared. A family one of whose declarations could not be read is not searched for unknown names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Family {
    Party,
    Other,
    Body,
    Zone,
    Standard,
    Act,
    Weapon,
    Regime,
    Article,
    Inclusion,
    Change,
    Pattern,
    Clock,
    Phase,
    Judgement,
    Class,
    Epoch,
    Perspective,
}

/// The whole text.
#[derive(Clone, Default, Debug)]
pub struct Syntax {
    /// The head of the block `agreement`, and its title where that could be read.
    pub head: Option<Said<Option<String>>>,
    pub source: Slot<SourceText>,
    pub authentic: Slot<AuthenticText>,
    pub time_zone: Slot<String>,
    pub parties: Slot<Vec<Named>>,
    pub others: Slot<Vec<Named>>,
    pub bodies: Slot<Vec<Named>>,
    pub acts: Vec<ClassLine>,
    pub weapons: Vec<ClassLine>,
    pub epochs: Vec<EpochLine>,
    pub registers: Vec<RegisterLine>,
    pub zones: Vec<ZoneLine>,
    pub standards: StandardsBlock,
    pub perspectives: Option<Span>,
    pub perspective_lines: Vec<PerspectiveLine>,
    pub coverage: Option<Span>,
    pub coverage_rule: Slot<CoverageRule>,
    pub severity: Option<Span>,
    pub classes: Slot<Vec<Named>>,
    pub rows: Vec<RowLine>,
    pub judgements: Vec<JudgementBlock>,
    pub regimes: Vec<RegimeBlock>,
    pub articles: Vec<ArticleBlock>,
    pub inclusions: Vec<InclusionBlock>,
    pub changes: Vec<ChangeBlock>,
    pub patterns: Vec<PatternBlock>,
    pub clocks: Vec<ClockBlock>,
    pub phases: Vec<PhaseBlock>,
    pub tests: Vec<TestBlock>,
    /// Families with a declaration that could not be read.
    pub unread: Vec<Family>,
}

#[derive(Clone, Debug)]
pub struct SourceText {
    pub words: String,
    pub provenance: Option<Provenance>,
}

/// What stands behind a clause: `[¶1] "title" as press`.
#[derive(Clone, Default, Debug)]
pub struct Tail {
    pub paragraph: Option<Named>,
    pub title: Option<Named>,
    pub provenance: Option<Provenance>,
    /// Whether the end of the line could not be read: then nothing is missed in it.
    pub unreadable: bool,
}

#[derive(Clone, Debug)]
pub struct ClassLine {
    pub name: Named,
    pub includes: Vec<Named>,
}

/// A civil time as written.
#[derive(Clone, Debug)]
pub struct Civil {
    pub date: Date,
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    /// "+02:00".
    pub offset: Option<Named>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum MomentText {
    At(Civil),
    After { epoch: Named, seconds: i64 },
    EndOfDay { epoch: Named, days: i64 },
}

#[derive(Clone, Debug)]
pub struct EpochLine {
    pub name: Named,
    pub rest: Option<(Civil, Tail)>,
}

#[derive(Clone, Debug)]
pub struct RegisterLine {
    pub register: Named,
    pub path: Named,
}

#[derive(Clone, Debug)]
pub struct ZoneLine {
    pub name: Named,
    pub rest: Option<ZoneText>,
}

#[derive(Clone, Debug)]
pub struct ZoneText {
    pub source: Said<ZoneSource>,
    /// Where a strip does not say how it ends.
    pub endless: Option<Span>,
    pub cosigners: Option<Vec<Named>>,
    pub tail: Tail,
}

#[derive(Clone, Default, Debug)]
pub struct StandardsBlock {
    pub head: Option<Span>,
    pub lines: Vec<StandardLine>,
    pub headline: Slot<Name>,
    pub single_channel_as_one: Slot<bool>,
}

#[derive(Clone, Debug)]
pub struct StandardLine {
    pub name: Named,
    pub alternatives: Option<Vec<AlternativeText>>,
}

#[derive(Clone, Debug)]
pub enum AlternativeText {
    Origins { count: usize, at_least: Option<Grade> },
    Acknowledged,
    Finding(FoundText),
}

#[derive(Clone, Debug)]
pub struct PerspectiveLine {
    pub name: Named,
    pub rest: Option<(AcceptsText, Option<Named>)>,
}

#[derive(Clone, Debug)]
pub enum AcceptsText {
    All,
    Only(Vec<Named>),
    Except(Vec<Named>),
}

#[derive(Clone, Debug)]
pub struct RowLine {
    pub class: Named,
    /// Empty for `otherwise`; `None` where the line could not be read.
    pub when: Option<Vec<TestText>>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum TestText {
    Act(Named),
    Weapon(Named),
    Killed(u32),
    Injured(u32),
}

#[derive(Clone, Debug)]
pub struct DecidersText {
    pub names: Vec<Named>,
    pub rule: RuleText,
}

#[derive(Clone, Debug)]
pub enum RuleText {
    All,
    Any,
    Chair(Named),
}

/// The head of a clause that is a block: `regime calm [¶3]`. The name is empty where it could not be read.
#[derive(Clone, Debug)]
pub struct Head {
    pub name: Named,
    pub span: Span,
    pub tail: Tail,
}

#[derive(Clone, Debug)]
pub struct JudgementBlock {
    pub head: Head,
    pub deciders: Option<DecidersText>,
}

#[derive(Clone, Debug)]
pub struct RegimeBlock {
    pub head: Head,
    pub runs: Slot<RunsText>,
    pub renewal: Slot<RenewalText>,
    pub continues_on_silence: Slot<bool>,
    pub gap: Slot<GapText>,
}

#[derive(Clone, Debug)]
pub struct RunsText {
    pub seconds: Option<i64>,
    pub from: MomentText,
}

#[derive(Clone, Debug)]
pub enum RenewalText {
    Not,
    By { deciders: DecidersText, retroactive: Option<bool> },
}

#[derive(Clone, Debug)]
pub struct GapText {
    pub provisions_stay: Option<bool>,
    pub clocks: Option<GapEffect>,
}

/// Whose text an article is; nothing for the text first agreed.
#[derive(Clone, Debug)]
pub enum StandingText {
    ByAmendment(Named),
    ReadBy(Named),
    DeclaredBy(Named),
}

#[derive(Clone, Debug)]
pub struct AuthenticText {
    pub languages: Vec<Named>,
    /// Which prevails; the inner `None`: none does; the outer: it is not said.
    pub prevails: Option<Option<Named>>,
}

#[derive(Clone, Debug)]
pub struct InclusionBlock {
    pub head: Head,
    pub text: Slot<(Named, String)>,
    pub brings: Slot<Vec<Named>>,
    pub period: Slot<PeriodText>,
}

#[derive(Clone, Debug)]
pub struct ChangeBlock {
    pub head: Head,
    pub is_exit: bool,
    pub signers: Slot<DecidersText>,
    pub effect: Slot<EffectText>,
    pub running: Slot<Running>,
    pub replaces: Slot<Vec<Named>>,
    pub adds: Slot<Vec<Named>>,
    pub ends: Slot<EndsText>,
    pub releases: Slot<ReleaseText>,
}

#[derive(Clone, Debug)]
pub struct ReleaseText {
    pub names: Vec<Named>,
    /// Whether the others stay bound towards them; `None` where it is not said.
    pub still_protected: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct PatternBlock {
    pub head: Head,
    pub counts: Slot<PatternText>,
    /// Empty: by anyone.
    pub by: Slot<Vec<Named>>,
    /// `None`: of any class.
    pub qualifying: Slot<Option<Named>>,
    pub judgement: Slot<Named>,
}

#[derive(Clone, Debug)]
pub struct PatternText {
    pub at_least: u32,
    pub watches: Vec<Named>,
    pub seconds: i64,
}

#[derive(Clone, Debug)]
pub enum EffectText {
    /// A stated instant; whether it reaches back where it is signed later, if that is said.
    From {
        at: MomentText,
        reaches_back: Option<bool>,
    },
    AfterSignature(i64),
}

#[derive(Clone, Debug)]
pub enum EndsText {
    Agreement,
    Articles(Vec<Named>),
}

#[derive(Clone, Debug)]
pub struct ArticleBlock {
    pub head: Head,
    pub standing: Option<StandingText>,
    pub wordings: Vec<(Named, Named)>,
    pub forbids: Slot<Vec<Named>>,
    pub binds: Vec<BindLine>,
    pub binds_unreadable: bool,
    pub weapons: Slot<WeaponsText>,
    pub place: Slot<Option<Named>>,
    pub ground: Slot<GroundText>,
    /// Words of acts that show support; none where it is not said.
    pub answering: Slot<Option<Vec<Named>>>,
    pub period: Slot<PeriodText>,
    pub exceptions: Vec<ExceptionLine>,
    pub measured: Slot<Measured>,
    pub totals: Slot<Total>,
    pub cured: Slot<i64>,
    pub requires: Slot<RequiresText>,
    pub due: Slot<DueText>,
    pub shown: Slot<ShownText>,
    pub bands: Vec<Said<BandText>>,
    pub bands_unreadable: bool,
    pub provided: Slot<ProvidedText>,
    pub suspended: Slot<Named>,
    pub declares: Slot<Option<String>>,
    pub not_yet: Slot<String>,
}

#[derive(Clone, Debug)]
pub struct BindLine {
    /// `any of`.
    pub any_one: bool,
    pub actors: Vec<Named>,
    /// Whether it says towards whom.
    pub towards: bool,
    pub each_other: bool,
    pub named: Vec<Named>,
    pub anyone: bool,
    /// `whoever triggers it`.
    pub whoever: bool,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct GroundText {
    pub held_by: HoldersText,
    /// Words of acts that show who holds it; none where it is not said.
    pub shown_by: Option<Vec<Named>>,
}

#[derive(Clone, Debug)]
pub enum HoldersText {
    TheAccused,
    OthersThanTheAccused,
    Named(Vec<Named>),
}

#[derive(Clone, Debug)]
pub struct RequiresText {
    /// Whether every one of several; `None` where it is not said.
    pub every: Option<bool>,
    pub acts: Vec<Named>,
}

#[derive(Clone, Debug)]
pub enum DueText {
    By(MomentText),
    Within { seconds: i64, trigger: TriggerText },
    EachOther { seconds: i64 },
    Promptly { trigger: TriggerText },
}

#[derive(Clone, Debug)]
pub struct TriggerText {
    pub acts: Vec<Named>,
    /// Empty: by anyone.
    pub by: Vec<Named>,
    pub zone: Option<Named>,
    pub found: Option<FoundText>,
}

#[derive(Clone, Debug)]
pub struct FoundText {
    pub words: Vec<FindingWord>,
    pub bodies: Vec<Named>,
    pub all: bool,
}

#[derive(Clone, Debug)]
pub enum ShownText {
    ByTheObliged,
    /// The words through which it is shown; `None` where they are not said.
    ByTheAccuser(Option<Vec<Named>>),
}

#[derive(Clone, Debug)]
pub struct BandText {
    /// `None`: by more.
    pub below: Option<i64>,
    pub label: String,
    pub kept: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct ProvidedText {
    pub article: Named,
    pub judgement: Option<Named>,
}

#[derive(Clone, Debug)]
pub enum WeaponsText {
    Any { such_as: Vec<Named> },
    Only(Vec<Named>),
}

#[derive(Clone, Debug)]
pub enum PeriodText {
    During(Named),
    Fixed { from: MomentText, until: Option<MomentText> },
}

#[derive(Clone, Debug)]
pub struct ExceptionLine {
    pub name: Named,
    pub rest: Option<ExceptionText>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct ExceptionText {
    pub condition: ConditionText,
    /// Whether the burden is on the accused.
    pub on_the_accused: Option<bool>,
    pub standard: Option<Named>,
    pub zone: Option<Named>,
}

#[derive(Clone, Debug)]
pub enum ConditionText {
    TargetIs(Vec<Named>),
    Judged(Named),
    InOrder(Vec<StepText>),
}

#[derive(Clone, Debug)]
pub struct StepText {
    pub act: Named,
    pub when: StepTime,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct ClockBlock {
    pub head: Head,
    pub length: Slot<LengthText>,
    pub start: Slot<MomentText>,
    pub regime: Slot<Option<Named>>,
    pub scope: Slot<ScopeText>,
    pub watches: Slot<Vec<Named>>,
    pub qualifying: Slot<Option<Named>>,
    pub contested: Slot<Effect>,
    pub unattributed: Slot<Effect>,
    pub unobserved: Slot<Unobserved>,
    pub policies: Vec<Said<PolicyText>>,
    pub policies_unreadable: bool,
    pub headline: Slot<PolicyName>,
    pub standards: Slot<Option<Vec<Named>>>,
}

#[derive(Clone, Debug)]
pub enum ScopeText {
    Anywhere,
    Each(Vec<Named>),
    Pairs(Vec<Named>),
}

#[derive(Clone, Debug)]
pub enum LengthText {
    Elapsed(i64),
    Calendar {
        days: i64,
        first_day_counts: Option<bool>,
    },
    /// `counts 7 days`: which days?
    Unsaid {
        seconds: i64,
    },
}

#[derive(Clone, Debug)]
pub enum PolicyText {
    Reset,
    Pause(PauseUnit),
    Tolerate { numbers: Vec<(u32, Named)>, window: Option<Option<i64>>, beyond: Option<Beyond> },
    Refer { deciders: DecidersText, term: i64, from: Option<ReferFrom>, then: Option<Then>, late_count: Option<bool> },
    Discretionary,
}

/// A policy by its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PolicyName {
    Reset,
    Pause(PauseUnit),
    Tolerate,
    Refer,
    Discretionary,
    /// No policy is called so.
    Other(String),
}

#[derive(Clone, Debug)]
pub struct PhaseBlock {
    pub head: Head,
    pub conditions: Vec<Said<PhaseConditionText>>,
    pub conditions_unreadable: bool,
    pub once: Slot<bool>,
    pub standard: Slot<Name>,
    pub deciders: Slot<DecidersText>,
}

#[derive(Clone, Debug)]
pub enum PhaseConditionText {
    Complete { clock: Named, policy: Option<Said<PolicyName>> },
    Kept { article: Named, throughout: Option<bool> },
    Judged(Named),
}

/// A test beside the terms. Its lines are those of cases, read by whoever runs it.
#[derive(Clone, Debug)]
pub struct TestBlock {
    pub title: Named,
    /// What people said, to the line before the first moment.
    pub given: Option<Span>,
    /// Moments, and questions with their answers.
    pub expected: Option<Span>,
}
