//! Inquiries: the file of one allegation from intake to follow-up (spec/inquiries.md F1-F4).
//!
//! ```text
//! steps known at K ─▶ `files` ─▶ stage, requests, ledger rows of each file ─▶ `overdue`, `ledger`, `Funnel`
//! ```
//!
//! Holds
//! - A file is in exactly one stage; only the steps that the table lists for it move it on.
//! - A step out of turn is kept and shown. It moves nothing.
//! - *Not stated* is a value of its own: a request without a due instant is never overdue.
//!
//! Not here: judging. Each step is somebody's signed word, and no step is made by time.

use std::collections::{BTreeMap, BTreeSet};

use record::live::Knowledge;
use record::statement::{BodyId, Content, Inquiry, OnIncident, Stage as Step, Statement};
use record::vocabulary::Name;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};

use crate::convoy::said_at;

pub mod funnel;

/// Where a file is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FileStage {
    /// Steps are known, and no allegation: nothing was received.
    NotReceived,
    /// An allegation was received.
    Alleged,
    /// It lacks what is needed.
    Insufficient {
        /// The letter that says so.
        letter: BodyId,
        /// What is missing.
        missing: Vec<String>,
    },
    /// The mission has no say in it.
    OutOfScope,
    /// It is the same as another file.
    Duplicate {
        /// The other.
        of: Name,
    },
    /// An inquiry is open.
    Open {
        /// By which body; `None` where it was opened again.
        body: Option<Name>,
    },
    /// The parties may comment.
    InComment {
        /// Until when, where that is stated.
        until: Option<Instant>,
    },
    /// It is ruled on.
    Ruled {
        /// In which class.
        class: Name,
    },
    /// A body adopted the ruling.
    Adopted {
        /// Which.
        body: Name,
        /// The class of the ruling.
        class: Name,
    },
    /// It is published.
    Published {
        /// The class of the ruling.
        class: Name,
    },
    /// It is withheld.
    Withheld {
        /// Until when, where that is stated.
        until: Option<Instant>,
        /// The class of the ruling.
        class: Name,
    },
    /// It is closed.
    Closed {
        /// Where it was when it was closed.
        from: Box<FileStage>,
    },
}

impl FileStage {
    /// Where `step` leads from here; `None` where it is not next, or moves nothing. `by` is its statement.
    pub fn after(&self, step: &Inquiry, by: BodyId, registers: &Registers) -> Option<FileStage> {
        use FileStage::*;
        let name = |name: &Name| registers.resolve(name).to_owned();
        let class = || match self {
            Ruled { class } | Adopted { class, .. } | Published { class } | Withheld { class, .. } => {
                Some(class.clone())
            }
            _ => None,
        };
        match (&step.stage, self) {
            (Step::Alleged { .. }, NotReceived | Insufficient { .. }) => Some(Alleged),
            (Step::Insufficient { missing }, Alleged) => Some(Insufficient { letter: by, missing: missing.clone() }),
            (Step::OutOfScope, Alleged) => Some(OutOfScope),
            (Step::Duplicate { of }, Alleged) => Some(Duplicate { of: name(of) }),
            (Step::Opened { body }, Alleged | Insufficient { .. }) => Some(Open { body: Some(name(body)) }),
            (Step::CommentsOpen, Open { .. }) => Some(InComment { until: step.due }),
            (Step::Ruled { class }, Alleged | Open { .. } | InComment { .. }) => Some(Ruled { class: name(class) }),
            (Step::Adopted { body }, Ruled { class }) => Some(Adopted { body: name(body), class: class.clone() }),
            (Step::Published, Ruled { .. } | Adopted { .. } | Withheld { .. }) => Some(Published { class: class()? }),
            (Step::Withheld { until }, Ruled { .. } | Adopted { .. }) => {
                Some(Withheld { until: *until, class: class()? })
            }
            (
                Step::Closed,
                Insufficient { .. }
                | Open { .. }
                | InComment { .. }
                | Ruled { .. }
                | Adopted { .. }
                | Published { .. }
                | Withheld { .. },
            ) => Some(Closed { from: Box::new(self.clone()) }),
            (
                Step::Reopened,
                OutOfScope
                | Duplicate { .. }
                | Ruled { .. }
                | Adopted { .. }
                | Published { .. }
                | Withheld { .. }
                | Closed { .. },
            ) => Some(Open { body: None }),
            _ => None,
        }
    }
}

/// One step of a file, as somebody said it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileStep<'a> {
    /// The statement.
    pub statement: BodyId,
    /// When it was said.
    pub said: Instant,
    /// Who says it.
    pub speaker: Name,
    /// The step.
    pub step: &'a Inquiry,
    /// What it did to the file.
    pub turn: Turn,
}

/// What a step did to its file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Turn {
    /// It moved the file on.
    Moved,
    /// It stands in the file and moves nothing, as its kind does.
    Stands,
    /// It was not next from where the file was: it moves nothing.
    OutOfTurn,
}

/// One file at T.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File<'a> {
    /// Its name, as registered.
    pub name: Name,
    /// Where it is.
    pub stage: FileStage,
    /// When it was first received: the first allegation that moved it.
    pub received: Option<Instant>,
    /// What it is about: the incidents of its allegations.
    pub on: Vec<&'a OnIncident>,
    /// Whether an inquiry was ever open.
    pub ever_open: bool,
    /// Every step, in order.
    pub steps: Vec<FileStep<'a>>,
    /// Findings that belong to it, of whatever body, side by side: each with the step that says so.
    pub findings: Vec<FindingOfFile>,
    /// The rulings that moved it, in order.
    pub rulings: Vec<Ruling>,
    /// What parties were asked, in order.
    pub requests: Vec<Request>,
}

/// That a finding belongs to a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FindingOfFile {
    /// The finding.
    pub finding: BodyId,
    /// Who says that it belongs there.
    pub speaker: Name,
    /// The step.
    pub statement: BodyId,
}

/// A ruling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ruling {
    /// In which class.
    pub class: Name,
    /// When it was said.
    pub said: Instant,
    /// Who ruled.
    pub speaker: Name,
    /// The step.
    pub statement: BodyId,
}

/// What a party is asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Asked {
    /// For something.
    Something,
    /// For comments.
    Comments,
    /// To act.
    FollowUp {
        /// What it is asked to do.
        asked: String,
    },
}

/// By when an answer is due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Due {
    /// By this instant, which is still in time.
    By(Instant),
    /// That is not stated.
    NotStated,
}

/// A request to a party.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// The file.
    pub file: Name,
    /// The step that asks.
    pub statement: BodyId,
    /// When it was said.
    pub said: Instant,
    /// Who is asked.
    pub party: Name,
    /// What is asked.
    pub asked: Asked,
    /// By when.
    pub due: Due,
    /// What came of it.
    pub state: RequestState,
    /// What the party, or others of it, said after a follow-up: *replied* and *done*, in order.
    pub replies: Vec<ReplyOfFile>,
}

/// What came of a request.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RequestState {
    /// Nothing, and it is not overdue.
    Waiting,
    /// Nothing, and it was due.
    Overdue {
        /// By when.
        since: Instant,
    },
    /// An answer.
    Answered {
        /// The step.
        by: BodyId,
        /// When it was said.
        said: Instant,
    },
    /// A refusal.
    Refused {
        /// The step.
        by: BodyId,
        /// When it was said.
        said: Instant,
    },
}

impl Request {
    /// How many seconds after it was due an answer or a refusal came; `None` where none came, or in time.
    pub fn late_s(&self) -> Option<u64> {
        let (Due::By(due), RequestState::Answered { said, .. } | RequestState::Refused { said, .. }) =
            (self.due, &self.state)
        else {
            return None;
        };
        (due < *said).then(|| Interval::new(due, *said).seconds().unsigned_abs())
    }
}

/// That a party replied to a follow-up, or that it is done.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ReplyOfFile {
    /// The step.
    pub statement: BodyId,
    /// Who says so.
    pub speaker: Name,
    /// When it was said.
    pub said: Instant,
    /// Whether it says that what was asked is done.
    pub done: bool,
}

/// A letter that says what an allegation lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter<'a> {
    /// The file.
    pub file: Name,
    /// The step.
    pub statement: BodyId,
    /// When it was said.
    pub said: Instant,
    /// Whom it is for: everybody with a part in the mission where empty.
    pub to: &'a [Name],
    /// What is missing.
    pub missing: &'a [String],
    /// By when that is asked for.
    pub due: Due,
    /// In its own words.
    pub words: &'a str,
    /// Whether the file is still where the letter put it.
    pub stands: bool,
}

impl<'a> File<'a> {
    /// Steps that were not next from where the file was.
    pub fn out_of_turn(&self) -> impl Iterator<Item = &FileStep<'a>> {
        self.steps.iter().filter(|step| step.turn == Turn::OutOfTurn)
    }
    /// When the file came to where it is, and by which step; `None` of one that was not received.
    pub fn moved(&self) -> Option<&FileStep<'a>> {
        self.steps.iter().rfind(|step| step.turn == Turn::Moved)
    }
    /// Every letter by which it was found insufficient, in order.
    pub fn letters(&self) -> impl Iterator<Item = Letter<'a>> {
        let moved = self.steps.iter().filter(|step| step.turn == Turn::Moved);
        moved.filter_map(|step| {
            let Step::Insufficient { missing } = &step.step.stage else { return None };
            Some(Letter {
                file: self.name.clone(),
                statement: step.statement,
                said: step.said,
                to: &step.step.to,
                missing,
                due: due(step.step),
                words: &step.step.words,
                stands: matches!(&self.stage, FileStage::Insufficient { letter, .. } if *letter == step.statement),
            })
        })
    }
}

/// Every file that anybody named in a step said by `at`, by name.
pub fn files<'a>(knowledge: &Knowledge<'a>, at: Instant) -> BTreeMap<Name, File<'a>> {
    let registers = &knowledge.registers;
    let mut steps: BTreeMap<&str, Vec<(&'a Statement, &'a Inquiry)>> = BTreeMap::new();
    for statement in knowledge.live.iter().map(|live| live.statement) {
        if let Content::Inquiry(step) = &statement.body.content
            && said_at(statement) <= at
        {
            steps.entry(registers.resolve(&step.file)).or_default().push((statement, step));
        }
    }
    let file = |(name, steps): (&str, Vec<_>)| (name.to_owned(), file(registers, name, steps, at));
    steps.into_iter().map(file).collect()
}

/// Where a step stands among steps of one instant: in the order of the table.
fn rank(step: &Step) -> u8 {
    match step {
        Step::Alleged { .. } => 0,
        Step::Insufficient { .. } => 1,
        Step::OutOfScope => 2,
        Step::Duplicate { .. } => 3,
        Step::Opened { .. } => 4,
        Step::Asked { .. } => 5,
        Step::Answered { .. } => 6,
        Step::Refused { .. } => 7,
        Step::Found { .. } => 8,
        Step::CommentsOpen => 9,
        Step::Comment { .. } => 10,
        Step::Ruled { .. } => 11,
        Step::Adopted { .. } => 12,
        Step::Withheld { .. } => 13,
        Step::Published => 14,
        Step::FollowUp { .. } => 15,
        Step::Replied { .. } => 16,
        Step::Done { .. } => 17,
        Step::Closed => 18,
        Step::Reopened => 19,
    }
}

fn due(step: &Inquiry) -> Due {
    step.due.map_or(Due::NotStated, Due::By)
}

fn file<'a>(registers: &Registers, name: &str, mut said: Vec<(&'a Statement, &'a Inquiry)>, at: Instant) -> File<'a> {
    said.sort_by_key(|(statement, step)| (said_at(statement), statement.known(), rank(&step.stage), statement.id));
    let mut file = File {
        name: name.to_owned(),
        stage: FileStage::NotReceived,
        received: None,
        on: Vec::new(),
        ever_open: false,
        steps: Vec::with_capacity(said.len()),
        findings: Vec::new(),
        rulings: Vec::new(),
        requests: Vec::new(),
    };
    for (statement, step) in said {
        let said = said_at(statement);
        let speaker = registers.resolve(statement.body.speaker()).to_owned();
        let next = file.stage.after(step, statement.id, registers);
        let turn = match &step.stage {
            Step::Asked { .. }
            | Step::Answered { .. }
            | Step::Refused { .. }
            | Step::Found { .. }
            | Step::Comment { .. }
            | Step::FollowUp { .. }
            | Step::Replied { .. }
            | Step::Done { .. } => Turn::Stands,
            _ if next.is_some() => Turn::Moved,
            _ => Turn::OutOfTurn,
        };
        if let Some(next) = next {
            file.ever_open |= matches!(next, FileStage::Open { .. });
            file.stage = next;
        }
        match &step.stage {
            Step::Alleged { on } => {
                if turn == Turn::Moved {
                    file.received = file.received.or(Some(said));
                }
                if !file.on.contains(&on) {
                    file.on.push(on);
                }
            }
            Step::Found { finding } => file.findings.push(FindingOfFile {
                finding: *finding,
                speaker: speaker.clone(),
                statement: statement.id,
            }),
            Step::Ruled { class } if turn == Turn::Moved => file.rulings.push(Ruling {
                class: registers.resolve(class).to_owned(),
                said,
                speaker: speaker.clone(),
                statement: statement.id,
            }),
            _ => {}
        }
        // A step that is out of turn asks nobody anything.
        if turn != Turn::OutOfTurn {
            ask(registers, &mut file, statement, step, said);
        }
        answer(registers, &mut file.requests, statement, step, said, &speaker);
        file.steps.push(FileStep { statement: statement.id, said, speaker, step, turn });
    }
    for request in &mut file.requests {
        if let (RequestState::Waiting, Due::By(since)) = (&request.state, request.due)
            && since < at
        {
            request.state = RequestState::Overdue { since };
        }
    }
    file
}

/// Notes what a step asks of parties.
fn ask(registers: &Registers, file: &mut File, statement: &Statement, step: &Inquiry, said: Instant) {
    let name = |name: &Name| registers.resolve(name).to_owned();
    let (parties, asked): (BTreeSet<Name>, Asked) = match &step.stage {
        Step::Asked { party } => (BTreeSet::from([name(party)]), Asked::Something),
        Step::FollowUp { party, asked } => (BTreeSet::from([name(party)]), Asked::FollowUp { asked: asked.clone() }),
        // What is for everybody asks each party.
        Step::CommentsOpen if step.to.is_empty() => (registers.parties.iter().map(name).collect(), Asked::Comments),
        Step::CommentsOpen => (step.to.iter().map(name).collect(), Asked::Comments),
        _ => return,
    };
    file.requests.extend(parties.into_iter().map(|party| Request {
        file: file.name.clone(),
        statement: statement.id,
        said,
        party,
        asked: asked.clone(),
        due: due(step),
        state: RequestState::Waiting,
        replies: Vec::new(),
    }));
}

/// Notes what a step answers: the requests to its party that wait, where it is an answer to their kind.
fn answer(
    registers: &Registers,
    requests: &mut [Request],
    statement: &Statement,
    step: &Inquiry,
    said: Instant,
    speaker: &Name,
) {
    let (Step::Answered { party }
    | Step::Refused { party }
    | Step::Comment { party }
    | Step::Replied { party }
    | Step::Done { party }) = &step.stage
    else {
        return;
    };
    let party = registers.resolve(party);
    for request in requests.iter_mut().filter(|request| request.party == party) {
        let answers = match &step.stage {
            Step::Comment { .. } => request.asked == Asked::Comments,
            Step::Replied { .. } | Step::Done { .. } => matches!(request.asked, Asked::FollowUp { .. }),
            _ => true,
        };
        if answers && request.state == RequestState::Waiting {
            request.state = match &step.stage {
                Step::Refused { .. } => RequestState::Refused { by: statement.id, said },
                _ => RequestState::Answered { by: statement.id, said },
            };
        }
        if answers && let Step::Replied { .. } | Step::Done { .. } = &step.stage {
            let done = matches!(step.stage, Step::Done { .. });
            request.replies.push(ReplyOfFile { statement: statement.id, speaker: speaker.clone(), said, done });
        }
    }
}

/// Every request that is overdue, by when it was due.
pub fn overdue<'f>(files: impl IntoIterator<Item = &'f File<'f>>) -> Vec<&'f Request> {
    let requests = files.into_iter().flat_map(|file| &file.requests);
    let mut overdue: Vec<&Request> =
        requests.filter(|request| matches!(request.state, RequestState::Overdue { .. })).collect();
    overdue.sort_by_key(|request| (request.due, &request.file, request.statement, &request.party));
    overdue
}

/// One line of the register of follow-ups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerRow<'f> {
    /// The findings of its file, of whatever body.
    pub findings: &'f [FindingOfFile],
    /// The latest ruling on its file.
    pub ruling: Option<&'f Ruling>,
    /// What was asked of whom, by when, what came of it, and the replies.
    pub follow_up: &'f Request,
    /// Who says that it is done.
    pub done: Vec<&'f ReplyOfFile>,
}

/// Each follow-up of `files`, by file, in order (F3).
pub fn ledger<'f>(files: impl IntoIterator<Item = &'f File<'f>>) -> Vec<LedgerRow<'f>> {
    let mut rows = Vec::new();
    for file in files {
        for follow_up in file.requests.iter().filter(|request| matches!(request.asked, Asked::FollowUp { .. })) {
            rows.push(LedgerRow {
                findings: &file.findings,
                ruling: file.rulings.last(),
                follow_up,
                done: follow_up.replies.iter().filter(|reply| reply.done).collect(),
            });
        }
    }
    rows
}
