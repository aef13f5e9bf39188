//! Every command of the command line, with its flags and its help.
//!
//! Holds
//! - Names and flags are stable; each command shows an example.
//!
//! Not here: what they do (one module each), how an answer is printed (`cli`).

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use record::vocabulary::time::{KnownAt, Zone};

use super::moment::{self, MomentFlags, with_moments};
use super::{
    access, charter, check, convoy, difference, entries, estimate, fmt, help, import, inquiry, key, link, notice, post,
    ready, report, same, scenario, serve, tally, watch, weights,
};
use crate::message::Message;
use crate::mission::Adopting;

/// Since when what is adopted counts.
#[derive(clap::Args)]
pub(super) struct Since {
    /// From when the mission is live: history batches are refused from then on
    #[arg(long, value_name = "T")]
    live_from: Option<String>,
    /// For a mission of the past: since when the terms, registers and zones were known; without it, since now
    #[arg(long, value_name = "T")]
    known: Option<String>,
}

impl Since {
    pub(super) fn read(&self, zone: &Zone) -> Result<Adopting, Message> {
        let read = |text: &Option<String>, flag: &str| {
            text.as_deref().map(|text| moment::beginning(zone, text, flag)).transpose()
        };
        Ok(Adopting {
            live_from: read(&self.live_from, "--live-from")?,
            known: read(&self.known, "--known")?.map(KnownAt),
        })
    }
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make a new mission folder
    #[command(after_help = "Example:\n  armistice init valley --agreement terms.accord")]
    Init {
        /// The folder to make
        dir: PathBuf,
        /// The agreement's text; without it a short one to edit is written
        #[arg(long, value_name = "FILE.accord")]
        agreement: Option<PathBuf>,
        /// The folder from which registers/, zones/ and labels/ are copied
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        /// Keep a random passphrase beside the keys, so that this machine signs without anybody: whoever can read the folder can, too
        #[arg(long)]
        unattended: bool,
        /// An exercise: its own log, whose origin says so for ever, and a watermark on everything it shows
        #[arg(long)]
        exercise: bool,
        #[command(flatten)]
        since: Since,
    },
    /// Adopt the agreement as it now stands in the mission's folder
    #[command(
        after_help = "Example:\n  armistice adopt\n\nA text counts when it is adopted, by its hash. Editing agreement.accord or a register \
        changes nothing until then, and what was known before stays as it was known."
    )]
    Adopt {
        #[command(flatten)]
        since: Since,
    },
    /// Check an agreement's text; every problem at once
    #[command(
        after_help = "Examples:\n  armistice check terms.accord\n  armistice check terms.accord --deny warnings\n  \
        armistice check terms.accord --paraphrase"
    )]
    Check(check::CheckFlags),
    /// The shortest history in which a party is in breach at one standard and not at another; clauses that conflict
    #[command(
        after_help = "Examples:\n  armistice scenario terms.accord --party South --breached-at credible --not-at agreed\n  \
        armistice scenario terms.accord --conflicts\n\nWhat is printed is a case: `armistice case` runs it. Its sources and acts are invented. \
        Exit code 1: nothing of a few statements was found, or, with --conflicts, a conflict was."
    )]
    Scenario(scenario::ScenarioFlags),
    /// What another text says otherwise, or what the amendments of a text change: struck and inserted words
    #[command(
        after_help = "Examples:\n  armistice redline old.accord new.accord\n  armistice redline terms.accord\n\nWhat is struck stands in \
        [-…-], what is inserted in {+…+}, clause by clause. Layout, comments and the order of clauses are no difference."
    )]
    Redline(difference::RedlineFlags),
    /// What would be judged otherwise on this record, under another text or with an amendment signed
    #[command(after_help = with_moments!("Examples:\n  armistice difference new.accord\n  armistice difference --signed \"Eight hours\" \
        --signed-at \"2030-03-06 12:00\"\n\nNothing is adopted or signed by asking."))]
    Difference(difference::DifferenceFlags),
    /// Lay out an agreement's text in the one style; comments stay
    #[command(after_help = "Examples:\n  armistice fmt terms.accord\n  armistice fmt --check terms.accord\n  \
        armistice fmt - < draft.accord > terms.accord")]
    Fmt(fmt::FmtFlags),
    /// Link the reports of tables into incidents, without a mission
    #[command(
        after_help = "Examples:\n  armistice link reports/ --out clusters.csv\n  armistice link reports/ --out clusters.csv --write-weights weights.txt\n  \
        armistice link more/ --out clusters.csv --weights weights.txt\n  \
        armistice link ngo.xlsx agency.csv --mapping ngo.toml --mapping agency.toml --out clusters.csv\n\nThe folder holds reports.csv (report_id, source, date_start, and what \
        else there is) and, where there are, actors.csv and event_types.csv with what each source's words stand for. Nothing is tuned: weights \
        are learnt from the reports. A report that covers several incidents is a cluster of its own."
    )]
    Link(link::LinkFlags),
    /// Import a file as one batch; guess, list, undo
    #[command(after_help = "Examples:\n  armistice import --format ucdp-ged ged.csv.gz --known-from-sources\n  \
        armistice import --format statements statements.jsonl --history\n  \
        armistice import guess incidents.xlsx --out incidents.toml\n  \
        armistice import incidents.xlsx --mapping incidents.toml --dry-run\n  \
        armistice import list")]
    Import(import::ImportFlags),
    /// What holds at a moment: bottom line, clocks, phases, terms
    #[command(after_help = with_moments!("Examples:\n  armistice status --at 2016-09-18 --known 2016-09-18\n  \
        armistice status --questions"))]
    Status {
        #[command(flatten)]
        moment: MomentFlags,
        /// Answer the seven questions
        #[arg(long)]
        questions: bool,
        /// The day that the last question is about; without it the day of --at
        #[arg(long, value_name = "DATE")]
        report_day: Option<String>,
    },
    /// One clock under every policy and standard, and what broke it or may have
    #[command(after_help = with_moments!("Example:\n  armistice clock \"seven days\" --at 2016-09-19 --known 2016-09-19"))]
    Clock {
        /// Its name
        name: String,
        #[command(flatten)]
        moment: MomentFlags,
        /// List every break
        #[arg(long)]
        all: bool,
    },
    /// The incidents
    #[command(after_help = with_moments!("Example:\n  armistice incidents --at 2016-09-18 --proof credible"))]
    Incidents {
        #[command(flatten)]
        moment: MomentFlags,
        /// List every incident
        #[arg(long)]
        all: bool,
        /// What likeness proposes: incidents that are likely one, for a person to decide
        #[arg(long)]
        review: bool,
    },
    /// One incident; what people say of two
    #[command(
        after_help = "Examples:\n  armistice incident show ucdp-ged:227936\n  armistice incident same 1a2b3c4d 5e6f7a8b --because \"one convoy\""
    )]
    Incident {
        #[command(subcommand)]
        command: IncidentCommand,
    },
    /// Who is heard, through whom, who counts as one, and who may repeat whom
    #[command(after_help = with_moments!("Example:\n  armistice sources\n\nWho tells the same as another more often than is expected of the two is \
        proposed, and counts apart until a register says that they share an origin."))]
    Sources {
        /// List every source
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// By what reports are compared: learnt from the record, shown as a difference, adopted
    #[command(
        after_help = "Examples:\n  armistice weights learn --out new.weights\n  armistice weights difference new.weights\n  armistice weights adopt new.weights"
    )]
    Weights {
        #[command(subcommand)]
        command: weights::WeightsCommand,
    },
    /// Casualties as claimed: figures of each origin, what two independent origins agree on, totals, what is not known
    #[command(after_help = with_moments!("Examples:\n  armistice casualties\n  armistice casualties ucdp-ged:301214\n\nFigures of different reports are never \
        added, averaged or split. A figure is corroborated where two independent origins allow it."))]
    Casualties {
        /// One incident, or the beginning of its name
        incident: Option<String>,
        /// List every incident with figures
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// How many people may be on no list, from three or more lists: a spread of models, never one number
    #[command(
        after_help = "Example:\n  armistice estimate lists.csv\n\nA column of 0 and 1 for each list, and last how many people are on exactly those \
        lists. All models that fit about as well as the best are shown, with what each takes as given, and where nothing can be estimated it says why."
    )]
    Estimate(estimate::EstimateFlags),
    /// How many distinct incidents registers count that nobody has linked: a range, never their sum
    #[command(
        after_help = "Example:\n  armistice tally counts.csv\n\nThe first column names strata (a place, a day), each other column is a register with its \
        counts. The least is the sum of the greater counts, the greatest the sum of all."
    )]
    Tally(tally::TallyFlags),
    /// Verdicts per incident, article and standard
    #[command(after_help = with_moments!("Example:\n  armistice verdicts --word breached --article 1\n\nWords: breached; contested (both accounts meet the \
        standard); undetermined, with its cause; no breach established, which is not the same as calm; not applicable. A verdict is \
        computed, and is no determination by any body."))]
    Verdicts {
        #[command(flatten)]
        moment: MomentFlags,
        /// Only this word
        #[arg(long)]
        word: Option<WordFlag>,
        /// Only this article
        #[arg(long)]
        article: Option<String>,
    },
    /// What each party owes: what is due, overdue, done or late
    #[command(after_help = with_moments!("Examples:\n  armistice duties\n  armistice duties --article 3 --all\n\nWhat is owed and what is \
        overdue stands first, by deadline. A duty is kept, breached, contested, undetermined with its cause, or not applicable; its states \
        stand behind the word."))]
    Duties {
        #[command(flatten)]
        moment: MomentFlags,
        /// Only this article
        #[arg(long)]
        article: Option<String>,
        /// List settled ones too
        #[arg(long)]
        all: bool,
    },
    /// Why: the words, the statements, the rule, and what would flip it
    #[command(
        after_help = with_moments!("Examples:\n  armistice explain ucdp-ged:227936\n  armistice explain --clock \"seven days\"")
    )]
    Explain {
        /// An incident
        #[arg(required_unless_present = "clock")]
        id: Option<String>,
        /// A clock instead
        #[arg(long, conflicts_with = "id")]
        clock: Option<String>,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// Write the daily report as one HTML file
    #[command(after_help = "Examples:\n  armistice report --date 2016-09-18\n  \
        armistice report --date 2016-09-18 --known 2016-09-18 --lang ar --out today.html")]
    Report(report::ReportFlags),
    /// The record: show, append, prove, verify, compare
    #[command(after_help = "Examples:\n  armistice record show\n  armistice record verify")]
    Record {
        #[command(subcommand)]
        command: entries::RecordCommand,
    },
    /// Who writes into the record, for whom, and who decides about it
    #[command(after_help = "Example:\n  armistice charter show")]
    Charter {
        #[command(subcommand)]
        command: charter::CharterCommand,
    },
    /// Serve the mission over HTTP: the record, submissions, receipts and proofs
    #[command(
        after_help = "Examples:\n  armistice serve\n  armistice serve --listen 127.0.0.1:8710 --mission my-mission\n\nThe addresses are in spec/server.md."
    )]
    Serve(serve::ServeFlags),
    /// A party's own machine: say, hear and prove without keeping the record
    #[command(
        after_help = "Example:\n  armistice post join --mission post --server http://127.0.0.1:8710 --author north-liaison"
    )]
    Post {
        #[command(subcommand)]
        command: post::PostCommand,
    },
    /// Tell others beforehand, say back where it is, warn, stop: who has it, who has not answered, since when
    #[command(
        after_help = "Examples:\n  armistice notice list\n  armistice notice halt --to North --place Mill --endangers civilians"
    )]
    Notice {
        #[command(subcommand)]
        command: notice::NoticeCommand,
    },
    /// Aid on its way: plans, permissions, holds, and how long trucks waited by claimed cause
    #[command(after_help = "Example:\n  armistice convoy list")]
    Convoy {
        #[command(subcommand)]
        command: convoy::ConvoyCommand,
    },
    /// The monitors' own way: watched, not allowed to look, nobody looked
    #[command(after_help = "Example:\n  armistice access list --days 2")]
    Access {
        #[command(subcommand)]
        command: access::AccessCommand,
    },
    /// Files of allegations, from intake to follow-up
    #[command(after_help = "Example:\n  armistice inquiry list")]
    Inquiry {
        #[command(subcommand)]
        command: inquiry::InquiryCommand,
    },
    /// Who has the watch, what is open, and when nobody answers
    #[command(after_help = "Example:\n  armistice watch list")]
    Watch {
        #[command(subcommand)]
        command: watch::WatchCommand,
    },
    /// What is missing before the day on which the terms begin
    #[command(
        after_help = "Example:\n  armistice ready\n\nExit code 1 where anything is missing. The mission may begin all the same."
    )]
    Ready(ready::ReadyFlags),
    /// The keys of this machine: make, list, rotate, revoke
    #[command(after_help = "Example:\n  armistice key list")]
    Key {
        #[command(subcommand)]
        command: key::KeyCommand,
    },
    /// How it stands with the mission's folder: ok, look, bad, and what to do
    #[command(
        after_help = "Example:\n  armistice doctor --mission valley\n\nNothing of the mission is changed. Exit code 1 where anything is bad."
    )]
    Doctor,
    /// Run readable cases
    #[command(after_help = "Example:\n  armistice case cases/agreement/good/*.md")]
    Case {
        /// Case files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Build the worked example and show its answers
    #[command(after_help = "Example:\n  armistice demo --dir my-demo")]
    Demo {
        /// Where to build it
        #[arg(long, default_value = "armistice-demo")]
        dir: PathBuf,
        /// Do not serve it afterwards
        #[arg(long)]
        no_serve: bool,
    },
    /// What the code of a message means, what to do, and a case that shows it
    #[command(
        after_help = "Examples:\n  armistice explain-code A0213\n  armistice explain-code        every code, one a line"
    )]
    ExplainCode {
        /// The code; without it every code is listed
        code: Option<String>,
    },
    /// Print the script by which a shell completes commands and flags
    #[command(after_help = help::COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command
    #[command(after_help = "Examples:\n  armistice man | man -l -\n  armistice man --dir ~/.local/share/man/man1")]
    Man {
        /// The folder to write armistice.1, armistice-status.1 … into
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub(super) enum IncidentCommand {
    /// Versions side by side, figures by origin, levels, verdicts
    #[command(after_help = with_moments!("Example:\n  armistice incident show ucdp-ged:227936"))]
    Show {
        /// The incident, or the beginning of its name
        id: String,
        /// Say why its reports are linked, and how alike they are
        #[arg(long)]
        explain: bool,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// Say that two are about one incident: a signed statement, taken back by the opposite one
    #[command(after_help = "Example:\n  armistice incident same 1a2b3c4d 5e6f7a8b --because \"one convoy\"")]
    Same(same::WordFlags),
    /// Say that two are not about one incident
    #[command(after_help = "Example:\n  armistice incident different 1a2b3c4d 5e6f7a8b --because \"another day\"")]
    Different(same::WordFlags),
    /// Say that you looked and cannot tell: it changes nothing, and the next who looks sees it
    #[command(
        after_help = "Example:\n  armistice incident unsure 1a2b3c4d 5e6f7a8b --because \"two videos of smoke, no place\""
    )]
    Unsure(same::WordFlags),
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum WordFlag {
    Kept,
    Breached,
    Contested,
    Undetermined,
    NotApplicable,
}

impl WordFlag {
    pub(super) fn word(self) -> agreement::evaluate::Word {
        use agreement::evaluate::Word;
        match self {
            WordFlag::Kept => Word::Kept,
            WordFlag::Breached => Word::Breached,
            WordFlag::Contested => Word::Contested,
            WordFlag::Undetermined => Word::Undetermined,
            WordFlag::NotApplicable => Word::NotApplicable,
        }
    }
}
