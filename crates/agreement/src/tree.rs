//! The syntax tree of an agreement: what the text says, with every choice it makes.
//!
//! Holds
//! - Each field is a choice stated in the text; a text that leaves one open does not become a tree without a diagnostic.
//! - Names are as written; registers resolve them at evaluation, because registers are dated.
//!
//! Not here: positions in the text (`parse`), JSON (`json`), meaning (`evaluate`).

mod changes;
mod inclusion;
mod pattern;
mod phase;
mod scope;
mod zone;

pub use changes::{Authentic, Change, Ends, Release, Running, Standing, TakesEffect};
pub use inclusion::Inclusion;
pub use pattern::Pattern;
pub use phase::{Phase, PhaseCondition};
pub use scope::{Part, Scope};
pub use zone::{Around, ZoneDeclared, ZoneSource};

use record::vocabulary::Name;
use record::vocabulary::moment::Perspective;
use record::vocabulary::standards::{FindingWord, StandardChain};
use record::vocabulary::time::{Instant, Zone};

/// A whole agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    /// Its title.
    pub name: String,
    /// Where the text comes from, in words.
    pub source: String,
    /// How far the text can be relied on as the parties' own; a clause may state its own.
    pub provenance: Provenance,
    /// In which languages its text is authentic, where it says so.
    pub authentic: Option<Authentic>,
    /// The zone of every civil time and day in it.
    pub zone: Zone,
    /// Who is bound as a party. Order of the text.
    pub parties: Vec<Name>,
    /// Other actors named in it: groups outside the agreement, protected people ("civilians").
    pub others: Vec<Name>,
    /// Who may decide, find or sign.
    pub bodies: Vec<Name>,
    /// Instants with a name.
    pub epochs: Vec<Epoch>,
    /// Act words with the words they include.
    pub acts: Vec<Class>,
    /// Weapon words with the words they include.
    pub weapons: Vec<Class>,
    /// Registers by reference.
    pub registers: Vec<RegisterFile>,
    /// Zones.
    pub zones: Vec<ZoneDeclared>,
    /// Standards of proof.
    pub standards: StandardChain,
    /// Perspectives; the first is used where none is asked for.
    pub perspectives: Vec<Perspective>,
    /// What calm needs (V7).
    pub coverage: CoverageRule,
    /// Severity classes and the table that assigns them.
    pub severity: Severity,
    /// Regimes.
    pub regimes: Vec<Regime>,
    /// Articles, in the order of the text; several may be texts of one article, under one name.
    pub articles: Vec<Article>,
    /// What it includes of other agreements, in the order of the text; the articles stand behind its own.
    pub inclusions: Vec<Inclusion>,
    /// Amendments and exits, in the order of the text.
    pub changes: Vec<Change>,
    /// Judgement slots.
    pub judgements: Vec<Judgement>,
    /// Patterns.
    pub patterns: Vec<Pattern>,
    /// Clocks.
    pub clocks: Vec<Clock>,
    /// Phases.
    pub phases: Vec<Phase>,
}

/// What a zone of a fixed offset means, whose name has the sign turned round: "UTC-3" for `Etc/GMT+3`.
pub(crate) fn fixed_offset(zone: &str) -> Option<String> {
    let rest = zone.strip_prefix("Etc/GMT")?;
    let hours = rest.strip_prefix(['+', '-']).filter(|hours| *hours != "0")?;
    Some(format!("UTC{}{hours}", if rest.starts_with('+') { '-' } else { '+' }))
}

/// The first instant after the civil day that lies `days` after that of `at`.
pub(crate) fn end_of_day(zone: &Zone, at: Instant, days: i64) -> Instant {
    zone.numbered_day(zone.day_number(at) + days).until
}

/// How far a text or clause can be relied on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Provenance {
    /// Seen as signed.
    Signed,
    /// Stated officially by a signatory.
    Official,
    /// Known from the press.
    Press,
    /// Put together by the drafter of this file.
    Reconstruction,
}

/// A citation `[¶1]` and, where it differs from the agreement's, a provenance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cited {
    /// The paragraph or source row cited.
    pub paragraph: String,
    /// How far it can be relied on.
    pub provenance: Provenance,
}

/// An instant with a name: Day D.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Epoch {
    /// Its name.
    pub name: Name,
    /// The instant.
    pub at: Instant,
    /// Source.
    pub cited: Cited,
}

/// A word and the words it includes: `attack includes shelling, air strike`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Class {
    /// The wider word.
    pub name: Name,
    /// The narrower words.
    pub includes: Vec<Name>,
}

/// A register file of the mission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterFile {
    /// Which register: "actors", "sources", "places", "designations".
    pub register: Name,
    /// Its path, relative to the agreement.
    pub path: String,
}

/// What calm needs (V7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CoverageRule {
    /// The text states no minimum.
    NoMinimum,
    /// So many seconds of each zone-day, watched by these sources (empty: by anyone accepted).
    Needs {
        /// Seconds of each zone-day.
        seconds: i64,
        /// Whose coverage counts.
        by: Vec<Name>,
    },
}

/// Severity classes and their table (O9).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Severity {
    /// Least first. Empty: the agreement does not grade breaches.
    pub classes: Vec<Name>,
    /// First matching row decides; a report may also state its class.
    pub rows: Vec<SeverityRow>,
}

/// One row of a severity table: a class, and what must hold of the incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeverityRow {
    /// Index into the classes.
    pub class: usize,
    /// All must hold; none means "otherwise".
    pub when: Vec<SeverityTest>,
}

/// One condition of a severity row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SeverityTest {
    /// The act is this word or one it includes.
    Act(Name),
    /// The weapon is this word or one it includes.
    Weapon(Name),
    /// At least so many killed.
    Killed(u32),
    /// At least so many injured.
    Injured(u32),
}

/// An article, or one of several texts of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Its name: "1", "access". One text of each standing has it.
    pub id: Name,
    /// Whose text it is.
    pub standing: Standing,
    /// Its title.
    pub title: String,
    /// Its words in authentic languages: language and words, in the order of the text. They are shown; nothing follows from them.
    pub wordings: Vec<(Name, String)>,
    /// Source.
    pub cited: Cited,
    /// What it does.
    pub kind: ArticleKind,
    /// `provided article 2 is kept, else judged "J"` (O8).
    pub provided: Option<Provided>,
    /// `suspended while judged "J"`: not in force while this slot, asked at large, is answered yes.
    pub suspended_while: Option<Name>,
}

/// What an article stands or falls with (O8). It never changes a verdict: it is shown, with who must decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Provided {
    /// The article that must be kept.
    pub article: Name,
    /// The judgement slot that decides what becomes of it where it is not.
    pub judgement: Name,
}

/// What an article does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ArticleKind {
    /// Forbids acts.
    Prohibition(Prohibition),
    /// Requires deeds.
    Obligation(Obligation),
    /// Declares, intends, defines: no verdict (V8).
    Declaratory {
        /// In words, what may be shown as its metric.
        metric: Option<String>,
    },
    /// A clause that this version of the language cannot hold yet.
    NotYetExpressed {
        /// What it needs.
        needs: String,
    },
}

/// A prohibition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prohibition {
    /// Acts forbidden, with everything they include.
    pub acts: Vec<Name>,
    /// Who is bound, towards whom. An actor is bound where any line binds it.
    pub binds: Vec<Binding>,
    /// Weapons.
    pub weapons: Weapons,
    /// Where; `None` for anywhere.
    pub zone: Option<Name>,
    /// On whose ground, where it says so (V11).
    pub ground: Option<Ground>,
    /// Words of acts that show whom the bound support, where they answer for those (V11).
    pub answers_for: Option<Vec<Name>>,
    /// When.
    pub period: Period,
    /// Exceptions in order of rank.
    pub exceptions: Vec<Exception>,
    /// What must be measured of it, if anything (P2).
    pub measured: Option<Measured>,
    /// `cured within 48 hours`: a lasting breach that ends in fewer seconds than these is shown as cured (O5).
    pub cure: Option<i64>,
}

/// An obligation (semantics 9): a deed that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obligation {
    /// The deeds, words of acts.
    pub acts: Vec<Name>,
    /// `all of`: every one of them; else one is enough.
    pub every: bool,
    /// Who is bound: each for itself, or together where any one is enough.
    pub obliged: Vec<Name>,
    /// `any of`: one of them is enough.
    pub any_one: bool,
    /// Towards whom.
    pub towards: Towards,
    /// With what.
    pub weapons: Weapons,
    /// Where the deed is done; `None` for anywhere.
    pub zone: Option<Name>,
    /// What must be measured of the deed, if anything (P2).
    pub measured: Option<Measured>,
    /// What the deeds must reach together, if anything (S14).
    pub total: Option<Total>,
    /// When the obligation is in force.
    pub period: Period,
    /// By when the deed is due.
    pub due: Due,
    /// What it means that nothing is shown.
    pub shown: Shown,
    /// Bands of lateness, in order, the last open-ended; empty: late is a breach.
    pub bands: Vec<Band>,
}

/// A bound on what is measured (P2, P4): `where measured "pull-back" at least 500 m or 500 yd`, `where measured "calibre" of
/// guns at least 100 mm`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measured {
    /// The measure's name.
    pub name: Name,
    /// The weapons of which it is asked; empty where it is asked whatever the weapon.
    pub of: Vec<Name>,
    /// How it is compared.
    pub comparison: Comparison,
    /// The bound; several where the text can be read in several units. Never empty.
    pub thresholds: Vec<Threshold>,
}

/// How a measure is compared with a bound.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Comparison {
    /// `at least`.
    AtLeast,
    /// `more than`.
    MoreThan,
    /// `at most`.
    AtMost,
    /// `less than`.
    LessThan,
}

/// A number and its unit, as stated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Threshold {
    /// The number.
    pub number: u64,
    /// The unit.
    pub unit: Name,
}

/// What deeds must reach together (S14).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// The measure's name: "accepted".
    pub name: Name,
    /// At least so many.
    pub at_least: u64,
    /// Of this unit; what is stated in another is not known to add anything.
    pub unit: Name,
}

/// Towards whom a deed is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Towards {
    /// Towards anybody.
    Anyone,
    /// Towards members of these.
    Named(Vec<Name>),
    /// Towards the actor of what triggered it.
    WhoeverTriggers,
}

/// By when a deed is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// Once, before this instant (O4).
    By(Moment),
    /// After each trigger, in fewer seconds than these (O4).
    Within {
        /// Seconds.
        seconds: i64,
        /// What it answers.
        trigger: Trigger,
    },
    /// In fewer seconds than these after the first step of another of the obliged (O6).
    EachOther {
        /// Seconds: the tolerance.
        seconds: i64,
    },
    /// As soon as can be after each trigger: measured, and without a verdict (O5).
    Promptly {
        /// What it answers.
        trigger: Trigger,
    },
}

/// What makes an obligation due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trigger {
    /// Words of acts; any of them.
    pub acts: Vec<Name>,
    /// Whose act, with their members; empty: anybody's.
    pub by: Vec<Name>,
    /// Where; `None` for anywhere.
    pub zone: Option<Name>,
    /// It counts from the finding that it was so, not from the act (O1).
    pub found: Option<Found>,
}

/// A finding that an obligation waits for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Words that are enough.
    pub words: Vec<FindingWord>,
    /// Bodies.
    pub bodies: Vec<Name>,
    /// All of them (else any).
    pub all: bool,
}

/// What it means that nothing is shown when the deadline has passed (O4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// The obliged must show fulfilment: nothing shown is a breach.
    ByTheObliged,
    /// The accuser must show the breach, by an act of these words at or after the deadline: nothing shown is undetermined.
    ByTheAccuser {
        /// Words of acts.
        through: Vec<Name>,
    },
}

/// A band of lateness (O3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Band {
    /// Late by fewer seconds than these; `None` for the last.
    pub below: Option<i64>,
    /// What it is called: "delay".
    pub label: String,
    /// Whether the obligation counts as kept.
    pub kept: bool,
}

/// One line `binds A, B towards C`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Actors bound, with their members.
    pub actors: Vec<Name>,
    /// Protected targets.
    pub towards: Targets,
}

/// Who is protected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Targets {
    /// `each other`: members of any other actor of the same line than the accused's own.
    pub each_other: bool,
    /// Further protected actors by name, with their members; never the accused's own.
    pub named: Vec<Name>,
    /// `anyone`: every target.
    pub anyone: bool,
}

/// `on ground held by the accused, shown by control`: a state that reports claim (V11).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// By whom it must be held.
    pub held_by: Holders,
    /// Words of acts that show who holds it. Never empty.
    pub shown_by: Vec<Name>,
}

/// By whom ground must be held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holders {
    /// The accused, with its own side.
    TheAccused,
    /// Somebody else.
    OthersThanTheAccused,
    /// These, with their members.
    Named(Vec<Name>),
}

/// Which weapons a prohibition covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Weapons {
    /// Any; the list is illustrative and never excludes.
    Any {
        /// Weapons the text names as examples.
        such_as: Vec<Name>,
    },
    /// These and what they include.
    Only(Vec<Name>),
}

/// When a prohibition is in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Period {
    /// While this regime runs (and in its gaps, where provisions stay).
    During(Name),
    /// From one instant to another.
    Fixed {
        /// First instant.
        from: Moment,
        /// First instant after; `None` without end.
        until: Option<Moment>,
    },
}

/// An instant in the text: an epoch plus seconds, or a stated one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Moment {
    /// A stated instant.
    At(Instant),
    /// An epoch plus elapsed seconds.
    After {
        /// The epoch.
        epoch: Name,
        /// Seconds after it.
        seconds: i64,
    },
    /// The first instant after the civil day that lies so many days after that of an epoch (T10).
    EndOfDay {
        /// The epoch.
        epoch: Name,
        /// Civil days after its own.
        days: i64,
    },
}

/// An exception (V4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// Its name: "E1".
    pub name: Name,
    /// Its condition.
    pub condition: Condition,
    /// Who must show it.
    pub burden: Burden,
    /// Index into the standard chain: its own standard x.
    pub standard: usize,
    /// The agreed zone on which it depends, if any: contested where the zone is.
    pub zone: Option<Name>,
}

/// What makes an exception true.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// The target belongs to one of these (a designation list, a group) at the incident's instant.
    TargetIs(Vec<Name>),
    /// A judgement slot was answered yes for the incident.
    Judged(Name),
    /// These steps were taken in this order, by the accused's own side (O7).
    InOrder(Vec<Step>),
}

/// A step of an ordered permission (O7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// A word of acts.
    pub act: Name,
    /// When it is taken.
    pub when: StepTime,
}

/// When a step is taken, seen from the act that it permits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepTime {
    /// Before the act or at its instant.
    Before {
        /// In so many seconds before it, or fewer.
        within: i64,
        /// Seconds that must pass between it and the next step, or the act.
        ahead: i64,
    },
    /// At the instant of the act or after it.
    After {
        /// In fewer seconds after it.
        within: i64,
    },
}

/// Who must show an exception.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Burden {
    /// The accused: not shown means that it fails.
    Accused,
    /// The accuser: not shown leaves it undetermined unless shown against.
    Accuser,
}

/// A judgement slot: a question that only people answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// Its name: "proportionate self-defence".
    pub name: Name,
    /// Who answers, and how many must.
    pub deciders: Deciders,
    /// Source.
    pub cited: Cited,
}

/// Who decides together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deciders {
    /// By name; never empty.
    pub names: Vec<Name>,
    /// How many must.
    pub rule: Rule,
}

/// How many deciders a decision needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rule {
    /// All of them.
    All,
    /// One is enough.
    Any,
    /// The chair alone decides; the others' answers are shown.
    Chair(Name),
}

/// A regime: a period with a rule for its renewal (G1-G4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Regime {
    /// Its name.
    pub name: Name,
    /// Its first instant.
    pub from: Moment,
    /// Seconds of its first period; `None` without end.
    pub seconds: Option<i64>,
    /// Who may renew it; `None`: not renewable.
    pub renewal: Option<RenewalRule>,
    /// `on silence continues` (else lapses).
    pub continues_on_silence: bool,
    /// In a gap the provisions stay in force (else are suspended).
    pub provisions_stay: bool,
    /// What a gap does to clocks.
    pub clocks_in_gap: GapEffect,
    /// Source.
    pub cited: Cited,
}

/// Who may renew, and whether a late renewal may reach back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenewalRule {
    /// Who.
    pub deciders: Deciders,
    /// Whether an act may say `retroactive from`.
    pub retroactive: bool,
}

/// What a gap does to clocks (G3).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GapEffect {
    /// Gap seconds are not counted.
    Paused,
    /// Value 0 in the gap; the run restarts with the next period.
    Reset,
    /// As if there were no gap.
    Unaffected,
}

/// A clock (semantics 7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Its name.
    pub name: Name,
    /// What it counts.
    pub length: Length,
    /// First instant counted.
    pub start: Moment,
    /// The regime whose gaps concern it, if any.
    pub regime: Option<Name>,
    /// One clock, or one per zone, or one per pair.
    pub scope: Scope,
    /// Articles watched; prohibitions.
    pub watches: Vec<Name>,
    /// Index of the least severity class that breaks it; 0 where there are no classes.
    pub qualifying: usize,
    /// Policies side by side, in the order of the text; each is a clock of its own (C8).
    pub policies: Vec<Policy>,
    /// Index into `policies`, where the text names one.
    pub headline: Option<usize>,
    /// What contested breaches do.
    pub contested: Effect,
    /// What breaches attributed to nobody do.
    pub unattributed: Effect,
    /// What days that nobody watched do.
    pub unobserved: Unobserved,
    /// Indices into the standard chain.
    pub standards: Vec<usize>,
    /// Source.
    pub cited: Cited,
}

/// The length of a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// Elapsed seconds.
    Elapsed(i64),
    /// Civil days of the agreement's zone.
    Calendar {
        /// How many.
        days: i64,
        /// `first day counts` (else it is day 0).
        first_day_counts: bool,
    },
}

/// What breaks do to a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Every break restarts (C3).
    Reset,
    /// Some time is not counted (C4).
    Pause(PauseUnit),
    /// Some breaks are tolerated (C5).
    Tolerate {
        /// Per severity class (index): how many; `None` below the qualifying class.
        at_most: Vec<Option<u32>>,
        /// Seconds; `None` for "in the run".
        window: Option<i64>,
        /// What happens beyond.
        beyond: Beyond,
    },
    /// A body rules (C6).
    Refer {
        /// Who rules.
        deciders: Deciders,
        /// Seconds given.
        term: i64,
        /// From the breach, or from its being known.
        from: ReferFrom,
        /// What happens where no ruling came.
        then: Then,
        /// `late rulings count`.
        late_count: bool,
    },
    /// Breaks are listed; only deciders judge (C7).
    Discretionary,
}

/// What a pause takes out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PauseUnit {
    /// The whole civil day of the break.
    CivilDay,
    /// So many seconds from the break.
    Seconds(i64),
    /// From the break until the established restoration: the end of a lasting incident, else open.
    UntilRestored,
}

/// What happens beyond tolerance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Beyond {
    /// Restart.
    Reset,
    /// Pause.
    Pause(PauseUnit),
}

/// From when a referral's term runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ReferFrom {
    /// From the break's instant.
    Breach,
    /// From the instant the incident was first established.
    Known,
}

/// What happens where a referral got no ruling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Then {
    /// Restart.
    Reset,
    /// Pause.
    Pause(PauseUnit),
    /// As if there were no break.
    Excuse,
}

/// What a contested or unattributed breach does to a clock. Order: do not break < leave it open < break.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Effect {
    /// Nothing; it is listed.
    DoNotBreak,
    /// It may break: the clock shows both.
    LeaveOpen,
    /// It breaks.
    Break,
}

/// What an unobserved day does to a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unobserved {
    /// It counts.
    Count,
    /// It does not count.
    DoNotCount,
    /// It may hold a break of the gravest class.
    LeaveOpen,
}

impl Tree {
    /// The standard's index by name.
    pub fn standard(&self, name: &str) -> Option<usize> {
        self.standards.standards.iter().position(|standard| standard.name == name)
    }
    /// The texts of the agreement's article of this name, first and amended, and of a declaration of this name.
    pub fn texts<'t>(&'t self, article: &'t str) -> impl Iterator<Item = usize> + 't {
        let read = |article: &Article| matches!(article.standing, Standing::ReadBy(_));
        self.articles.iter().enumerate().filter(move |(_, one)| one.id == article && !read(one)).map(|(index, _)| index)
    }
    /// The texts that are called so: the one with this label, else all of this name.
    pub fn called(&self, name: &str) -> Vec<usize> {
        let found = |matches: &dyn Fn(&Article) -> bool| -> Vec<usize> {
            self.articles.iter().enumerate().filter(|(_, one)| matches(one)).map(|(index, _)| index).collect()
        };
        let labelled = found(&|one| one.label() == name);
        if labelled.is_empty() { found(&|one| one.id == name) } else { labelled }
    }
    /// The instant that `moment` names.
    pub fn instant(&self, moment: &Moment) -> Option<Instant> {
        match moment {
            Moment::At(at) => Some(*at),
            Moment::After { epoch, seconds } => {
                self.epochs.iter().find(|e| &e.name == epoch).map(|e| e.at.plus(*seconds))
            }
            Moment::EndOfDay { epoch, days } => {
                self.epochs.iter().find(|e| &e.name == epoch).map(|e| end_of_day(&self.zone, e.at, *days))
            }
        }
    }
    /// Whether `word` is `class` or included in it, through any number of classes.
    pub fn includes(classes: &[Class], class: &str, word: &str) -> bool {
        // Each class is passed once: words may be included on several ways.
        let mut open = vec![class];
        let mut next = 0;
        while let Some(wider) = open.get(next).copied() {
            next += 1;
            if wider == word {
                return true;
            }
            for narrower in classes.iter().filter(|c| c.name == wider).flat_map(|c| &c.includes) {
                if !open.contains(&narrower.as_str()) {
                    open.push(narrower);
                }
            }
        }
        false
    }
    /// Whether any of `classes` names `word`.
    pub fn declares(classes: &[Class], word: &str) -> bool {
        classes.iter().any(|c| c.name == word || c.includes.iter().any(|w| w == word))
    }
}

/// How a policy is called where it is shown: "reset", "pause by civil day".
impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Policy::Reset => write!(f, "reset"),
            Policy::Pause(unit) => write!(f, "pause {unit}"),
            Policy::Tolerate { .. } => write!(f, "tolerate"),
            Policy::Refer { .. } => write!(f, "refer"),
            Policy::Discretionary => write!(f, "leave to the deciders"),
        }
    }
}
impl std::fmt::Display for PauseUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PauseUnit::CivilDay => write!(f, "by civil day"),
            PauseUnit::Seconds(seconds) if seconds % 3_600 == 0 => write!(f, "for {} hours", seconds / 3_600),
            PauseUnit::Seconds(seconds) => write!(f, "for {seconds} seconds"),
            PauseUnit::UntilRestored => write!(f, "until restored"),
        }
    }
}
