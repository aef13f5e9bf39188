//! The command line as people meet it: the real program, run in folders of its own.
//!
//! Holds
//! - Every message of the command line's own is shown by a case in `cases/command/bad`, every page of help by a file in
//!   `cases/command/help`; `UPDATE_EXPECT=1` rewrites both.
//! - The five minutes of the README run as they are written.
//!
//! Not here: what is computed (`cases/agreement`, `cases/incident`), messages about files (`cases/import`).

mod common;
#[path = "common/schemas.rs"]
mod schemas;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use armistice::hash::{hex, sha256};
use armistice::import::{Input, statements};
use armistice::limits::ImportLimits;
use armistice::mission::{AUTHOR, Adopting, Mission};
use common::Folder;
use record::statement::Content;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_armistice");
/// What `armistice init` writes.
const FIRST: &str = include_str!("../src/cli/first.accord");
/// When the valley's terms were known: 1 March 2026, 12:00 UTC.
const TERMS_KNOWN: Instant = Instant(1_772_366_400);
/// When the valley's reports are imported: 1 June 2026.
const TODAY: Instant = Instant(1_780_272_000);
/// Two reports of one shelling, the second a day later and through a relayer.
const REPORTS: &str = r#"{"label":"r1","known":"2026-03-04 18:00","kind":"report","from":["patrol-2"],"grade":"B2","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04 15:00","at":["Valley"],"counts":[{"category":"killed","least":2,"most":2}],"event":"mill"}
{"label":"r2","known":"2026-03-05 09:00","kind":"report","from":["radio","ministry"],"grade":"C3","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04","at":["Valley"],"counts":[{"category":"killed","least":3,"most":3}],"event":"mill"}
"#;
/// What went through a channel, as others noted it: every standing, every objection, a halt that was answered.
const CHANNEL: &str = r#"{"label":"n1","known":"2026-03-05 08:00","kind":"notice","author":"North","what":"planned activity","to":["South","mission"],"at":["Valley"],"area":{"centre":"39.18 N 22.50 E","radius":"500 m"},"from":"2026-03-05 10:00","until":"2026-03-06 10:00","objections_until":"2026-03-05 09:00","marking":"white cross","words":"a line is laid"}
{"label":"n2","known":"2026-03-05 08:00","kind":"notice","author":"North","what":"protected site","to":["South"],"at":["Valley"],"from":"2026-03-01 10:00","until":"2026-04-01 10:00"}
{"label":"n3","known":"2026-03-05 08:00","kind":"notice","author":"South","what":"repair window","to":["mission"],"area":{"centre":"39.18 N 22.50 E","radius":"0 m"},"from":"2026-03-05 11:00","until":"2026-03-05 13:00","may_be_told":true}
{"label":"q1","known":"2026-03-05 08:01","kind":"area-question","author":"South","purpose":"to repair the line","area":{"centre":"39.18 N 22.50 E","radius":"0 m"},"from":"2026-03-05 11:00","until":"2026-03-05 13:00"}
{"label":"d1","known":"2026-03-05 08:01","kind":"receipt","author":"South","of":"n1","to":["North"],"step":"delivered","system":"south-desk"}
{"label":"b1","known":"2026-03-05 08:02","kind":"receipt","author":"South","of":"n1","to":["North"],"step":"read back","officer":"Major A","at":["Valley"],"area":{"centre":"39.10 N 22.50 E","radius":"0 m"}}
{"label":"u1","known":"2026-03-05 08:03","kind":"receipt","author":"South","of":"n1","to":["North"],"step":"understood","officer":"Major A"}
{"label":"o1","known":"2026-03-05 08:04","kind":"receipt","author":"South","of":"n1","to":["North"],"step":"objects","words":"too near the post"}
{"label":"p1","known":"2026-03-05 08:05","kind":"receipt","author":"South","of":"n2","to":["North"],"step":"passed","unit":"Brigade 4"}
{"label":"w1","known":"2026-03-05 11:00","kind":"warning","author":"South","to":["North"],"on":"n1","endangered":["civilians"]}
{"label":"e1","known":"2026-03-05 11:01","kind":"escalation","author":"mission","of":"w1","silent":"North","rung":1,"to":["G1"],"due":"2026-03-05 11:01"}
{"label":"h1","known":"2026-03-05 11:10","kind":"halt","author":"South","to":["North"],"on":"n1"}
{"label":"d2","known":"2026-03-05 11:11","kind":"receipt","author":"North","of":"h1","to":["South"],"step":"delivered","system":"north-desk"}
{"label":"s1","known":"2026-03-05 11:12","kind":"receipt","author":"North","of":"h1","to":["South"],"step":"seen","officer":"Major N"}
{"label":"t1","known":"2026-03-05 11:15","kind":"receipt","author":"North","of":"h1","to":["South"],"step":"halted","time":"2026-03-05 11:14"}
{"label":"r1","known":"2026-03-05 18:00","kind":"report","from":["patrol-2"],"grade":"B2","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-05 12:00","at":["Valley"],"event":"post"}
{"label":"f1","known":"2026-03-06 18:00","kind":"finding","author":"G1","on":"r1","finding":"confirmed"}
"#;
/// The case that `armistice case` is given: it holds.
const CASE: &str =
    "# Nothing happened\n\n```agreement over valley\n```\n\n```expect\nat 2030-03-05\n  incidents: 0\n```\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// The program in `folder`, away from the terminal, the settings and the shared data of whoever runs the tests.
fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("ARMISTICE_SHARED", folder);
    command.env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
    for name in ["UPDATE_EXPECT", "COLUMNS", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}
fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

/// Writes a file for its owner alone.
fn secret(path: &Path, content: &str) {
    fs::write(path, content).expect("written");
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("given to its owner alone");
}

/// What the program prints where it succeeds; panics with its message where it does not.
fn prints(folder: &Path, arguments: &[&str]) -> String {
    let output = program(folder, arguments);
    assert_eq!(code(&output), 0, "{arguments:?}\n{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(text(&output.stderr), "", "{arguments:?}");
    text(&output.stdout)
}

/// A folder with the mission `MISSION`: the first agreement and two reports, the same bytes each time.
fn with_mission() -> Folder {
    let folder = Folder::new("command");
    let mut mission =
        Mission::init(&folder.path().join("MISSION"), "valley", FIRST, &common::founding("test"), Instant(0))
            .expect("a new mission");
    common::keys(&folder.path().join("MISSION"));
    let known = Some(KnownAt(TERMS_KNOWN));
    mission.adopt(Adopting { live_from: None, known }, TODAY).expect("adopted");
    let zone = mission.agreement.zone.clone();
    let options = statements::Options { author: AUTHOR.to_owned(), zone, history: true };
    let input = Input::of("reports.jsonl", REPORTS.into(), ImportLimits::default()).expect("a text");
    let reading = statements::read(&input, &options, &mut |_| {}).expect("statements");
    let outcome = reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    assert_eq!((outcome.accepted, outcome.bad_rows.len()), (2, 0));
    folder
}

// ---- cases ----

#[test]
fn every_bad_command_gets_its_message() {
    let mut wrong = Vec::new();
    let mut said = String::new();
    let mut ended: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files("cases/command/bad", "md") {
        let page = fs::read_to_string(&path).expect("a case can be read");
        let case = Case::read(&page).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let answer = case.answer();
        let exit = answer.lines().next().expect("an answer begins with its exit code");
        let last = case.commands.last().expect("read with one");
        ended.entry(exit.to_owned()).or_default().insert(last[0].clone());
        said.push_str(&answer);
        if answer == case.expected {
            continue;
        }
        match updating() {
            true => fs::write(&path, case.with(&page, &answer)).expect("a case can be written"),
            false => wrong.push(format!("{}\n--- expected\n{}--- answered\n{answer}", path.display(), case.expected)),
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_EXPECT=1 writes the answers into the cases", wrong.join("\n"));
    for code in armistice::cli::codes::CODES.iter().map(|code| code.code) {
        assert!(said.contains(&format!("error[{code}]")), "no case shows {code}");
    }
    // 0 is what every other test is about.
    assert_eq!(ended.keys().collect::<Vec<_>>(), ["exit 1", "exit 2", "exit 3"]);
    for (exit, commands) in ended {
        assert!(commands.len() > 1, "only {commands:?} end with {exit}");
    }
}

/// Commands of which the last cannot be done: files beside the mission, the arguments of each, what the program says.
struct Case<'c> {
    files: Vec<(&'c str, Vec<u8>)>,
    commands: Vec<Vec<String>>,
    expected: &'c str,
}

impl<'c> Case<'c> {
    fn read(page: &'c str) -> Result<Case<'c>, String> {
        let mut case = Case { files: Vec::new(), commands: Vec::new(), expected: "" };
        let mut rest = page.strip_prefix("# ").ok_or("a case begins with its title")?;
        while let Some((_, block)) = rest.split_once("\n```") {
            // Four marks where a file has blocks of its own.
            let (fence, block) = block.strip_prefix('`').map_or(("```", block), |block| ("````", block));
            let (info, block) = block.split_once('\n').ok_or("a block has no lines")?;
            let end = match block.starts_with(fence) {
                true => 0,
                false => block.find(&format!("\n{fence}")).ok_or("a block is not closed")? + 1,
            };
            let (body, after) = block.split_at(end);
            rest = &after[fence.len()..];
            match info.split_once(' ').unwrap_or((info, "")) {
                ("command", "") => case.commands = body.lines().map(arguments).collect(),
                ("expect", "") => case.expected = body,
                ("file", name) if !name.is_empty() => case.files.push((name, body.into())),
                // Bytes that no text holds.
                ("hex", name) if !name.is_empty() => {
                    let bytes = body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16));
                    case.files.push((name, bytes.collect::<Result<_, _>>().map_err(|error| error.to_string())?));
                }
                _ => return Err(format!("`{info}` is no block of a case")),
            }
        }
        if case.commands.is_empty() { Err("a case has a `command` block".to_owned()) } else { Ok(case) }
    }

    fn answer(&self) -> String {
        let folder = with_mission();
        for (name, content) in &self.files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder of a case can be made");
            fs::write(path, content).expect("a file of a case can be written");
        }
        let mut answer = String::new();
        for (index, command) in self.commands.iter().enumerate() {
            let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
            let output = program(folder.path(), &arguments);
            if index + 1 == self.commands.len() {
                answer = Case::said(&output);
            } else {
                assert!(output.status.success(), "{command:?}: {}", text(&output.stderr));
            }
        }
        answer
    }

    fn said(output: &Output) -> String {
        let mut answer = format!("exit {}\n", code(output));
        for (name, said) in [("stdout", text(&output.stdout)), ("stderr", text(&output.stderr))] {
            if !said.is_empty() {
                answer += &format!("-- {name}\n{}\n", said.trim_end());
            }
        }
        answer
    }

    fn with(&self, page: &str, answer: &str) -> String {
        let at = page.rfind("\n```expect\n").expect("a case has an `expect` block") + "\n```expect\n".len();
        format!("{}{answer}{}", &page[..at], &page[at + self.expected.len()..])
    }
}

/// Words, or what stands in quotation marks.
fn arguments(line: &str) -> Vec<String> {
    let pieces = line.trim().split('"').enumerate();
    pieces
        .flat_map(|(at, piece)| match at % 2 {
            1 => vec![piece.to_owned()],
            _ => piece.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder of cases is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == extension));
    files.sort();
    files
}

// ---- help ----

/// Every command by its words, with its page of help: first the program itself, then its commands, then theirs.
fn commands() -> Vec<(Vec<String>, String)> {
    let folder = Folder::new("help");
    let mut all = Vec::new();
    let mut open = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let asked: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let page = prints(folder.path(), &asked);
        if let Some((_, list)) = page.split_once("\nCommands:\n") {
            let names = list.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
            let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
            open.extend(names.map(|name| [&words[..], &[name.to_owned()]].concat()));
        }
        all.push((words, page));
    }
    all.sort();
    all
}

#[test]
fn help_says_what_it_said() {
    let folder = root().join("cases/command/help");
    let mut stale: BTreeSet<PathBuf> = files("cases/command/help", "txt").into_iter().collect();
    let mut wrong = Vec::new();
    for (words, page) in commands() {
        let name = ["armistice".to_owned()].into_iter().chain(words).collect::<Vec<_>>().join("-");
        let path = folder.join(format!("{name}.txt"));
        stale.remove(&path);
        if fs::read_to_string(&path).is_ok_and(|frozen| frozen == page) {
            continue;
        }
        match updating() {
            true => fs::write(&path, page).expect("help can be written"),
            false => wrong.push(format!("{}\n{page}", path.display())),
        }
    }
    if updating() {
        stale.iter().for_each(|path| fs::remove_file(path).expect("a page of a command that went can be removed"));
    } else {
        wrong.extend(stale.iter().map(|path| format!("{}: no command has this page", path.display())));
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_EXPECT=1 writes these", wrong.join("\n"));
}

// ---- JSON ----

#[test]
fn every_command_answers_in_json_as_its_schema_says() {
    let folder = with_mission();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).expect("written");
    write("terms.accord", FIRST);
    write("amended.accord", &FIRST.replace("shelling", "fire"));
    write(
        "messages.txt",
        "WF100P00000000000000000000000000000000000000000000000000000000000000000122030-03-05T10:00:00ZP01D00H00M21+39.10000+022.5000005000000000\nWF1\n",
    );
    write("broken.accord", "agreement \"Nothing\"\n");
    write("reports.jsonl", REPORTS);
    write("channel.jsonl", CHANNEL);
    secret(&folder.path().join("words"), "nine grey herons\n");
    write(
        "own.jsonl",
        "{\"label\":\"o1\",\"kind\":\"report\",\"from\":[\"mission\"],\"act\":\"visit\",\"words\":\"the bridge is open\"}\n",
    );
    write("case.md", CASE);
    write("failing.md", &CASE.replace("incidents: 0", "incidents: 1"));
    write(
        "incidents.csv",
        "Incident ID,Date,Village,Reported by,Type\nford,2026-03-07,Ford,patrol-1,shelling\nford,soon,Ford,patrol-1,shelling\n",
    );
    write("lists.csv", "a,b,c,people\n1,0,0,40\n0,1,0,30\n0,0,1,25\n1,1,0,12\n1,0,1,9\n0,1,1,7\n1,1,1,4\n");
    write("counts.csv", "place,X,Y\nEast,4,3\nWest,1,\nSouth,,5\n");
    let row = |n: usize| {
        format!("{n},patrol-{},2026-03-{:02},Ford {at},shelling,40.{at},30.1\n", n % 5, 1 + n % 28, at = n / 140)
    };
    write("many.csv", &format!("ID,Who,Date,Village,Type,Lat,Lon\n{}", (0..1_000).map(row).collect::<String>()));
    write(
        "many.toml",
        "name = \"many\"\n[dates]\nzone = \"Europe/Athens\"\n[columns]\nevent = \"ID\"\norigin = \"Who\"\ndate = \"Date\"\n\
         act = \"Type\"\nplaces = [\"Village\"]\nlatitude = \"Lat\"\nlongitude = \"Lon\"\n[constants]\nradius_m = 1000\n",
    );
    fs::create_dir(folder.path().join("tables")).expect("made");
    write("tables/reports.csv", "report_id,source,date_start\nr1,patrol,2026-03-05\nr2,radio,soon\n");
    let lines = "init VALLEY
        adopt
        record show
        record show 0
        record show 1
        record show 9999
        record append own.jsonl --author mission
        record verify
        record prove 1
        record checkpoint --save kept.checkpoint
        record compare kept.checkpoint
        charter show
        charter draft --out charter.toml
        charter consent charter.toml --of mission --out charter.consent
        charter adopt charter.toml --consent charter.consent
        check terms.accord
        check terms.accord --tree
        check terms.accord --paraphrase
        check broken.accord
        fmt --check terms.accord broken.accord
        check none.accord
        import --format statements --history reports.jsonl
        import --format ucdp-ged reports.jsonl
        import --format ucdp-ged reports.jsonl --known-from-sources
        import guess incidents.csv --out incidents.toml
        import template
        import template incident-log
        import template nothing
        import incidents.csv --mapping incidents.toml --dry-run
        import incidents.csv --mapping incidents.toml
        import list
        import undo BATCH
        import undo BATCH
        import restore BATCH
        status --at 2026-03-10
        status --at 2026-03-10 --questions --report-day 2026-03-04
        status --at yesterday
        clock \"seven days\" --at 2026-03-10
        clock \"eight days\"
        report --date 2026-03-04
        report --date 2026-03-10 --lang ar
        report --date 2026-03-04 --lang xx
        incidents --at 2026-03-10
        incident show mill --at 2026-03-10
        incident show none
        incidents --review
        incident show mill --explain --at 2026-03-10
        incident unsure mill incident-log:ford --because \"two reports of smoke\"
        incidents --review
        incident different mill incident-log:ford
        incident different REPORT incident-log:ford --because \"patrols saw two\"
        incident same mill incident-log:ford --because \"one shelling\"
        incident show mill
        incidents --review
        casualties --all --at 2026-03-10
        casualties mill --at 2026-03-10
        casualties none
        incident same mill mill
        link tables --out clusters.csv --covers covers.csv
        link tables/reports.csv --out clusters.csv
        link incidents.csv --out clusters.csv
        link incidents.csv --mapping incidents.toml --out clusters.csv
        link incidents.csv --mapping incidents.toml --mapping incidents.toml --out clusters.csv
        link none --out clusters.csv
        weights show
        weights learn --out learnt.weights
        link tables --out clusters.csv --write-weights first.weights
        weights difference first.weights
        import many.csv --mapping many.toml
        weights learn --out learnt.weights
        weights difference learnt.weights
        weights difference counts.csv
        weights adopt first.weights --because \"a trial\"
        weights show
        incidents --review
        tally counts.csv
        sources
        sources --at 2026-03-10
        estimate lists.csv
        estimate none.csv
        verdicts --at 2026-03-10
        verdicts --word breached --article 1
        scenario terms.accord --party South --breached-at credible --not-at agreed
        scenario terms.accord --conflicts
        scenario terms.accord --party Nobody --breached-at credible --not-at agreed
        redline terms.accord
        redline terms.accord amended.accord
        redline terms.accord broken.accord
        difference amended.accord --at 2026-03-10
        difference --signed Nothing
        duties --at 2026-03-10
        duties --article none
        explain mill --proof credible
        explain --clock \"seven days\" --at 2026-03-10
        case case.md failing.md
        import --format statements --history channel.jsonl
        notice send planned-activity --to South --place Mill --point \"39.10 N 22.50 E\" --radius \"500 m\" --from \"2099-03-05 16:00\" --until \"2099-03-05 18:00\" --heights 0-300 --objections-until \"2099-03-05 12:00\" > NOTICE
        notice send planned-activity --to South --place Mill --from \"2099-03-05 16:00\" --until \"2099-03-05 18:00\" --heights high
        notice send planned-activity --to Nobody --place Mill --from \"2020-03-05 16:00\" --until \"2020-03-05 18:00\"
        notice ack NOTICE --seen \"Major A\"
        notice ack NOTICE --read-back \"Major A\" --point \"39.18 N 22.50 E\" --mark \"Mill 9 km bearing 120\"
        notice ack NOTICE --read-back \"Major A\" --point \"39.18 N 22.50 E\" --mark \"nine from Mill\"
        notice ack ffffff --seen \"Major A\"
        notice warn --to South --on NOTICE --endangers civilians > WARNING
        notice halt --to South --to North --place Mill --endangers aid --since \"2026-03-05 16:00\" > HALT
        notice ack HALT --seen \"Major A\" --by North --through telephone
        notice call --caller South --called mission --began \"2026-03-05 17:02\" --ended \"2026-03-05 17:04\" --about HALT --says \"nobody answered\"
        notice list
        notice list --all --at \"2026-03-05 12:00\"
        notice due
        notice brief HALT --for G1
        notice brief NOTICE --for G1
        notice escalate OVERDUE --silent North
        notice escalate HALT --silent North --rung 9
        notice struck
        notice ask --point \"39.10 N 22.50 E\" --radius \"1 km\" --from \"2036-03-05 16:00\" --until \"2036-03-05 18:00\" --purpose \"clearing mines\"
        notice export --format cap --out ALERTS
        notice import messages.txt --by relief --to North
        notice import nothing.txt --by relief --to North
        notice close HALT
        notice resume NOTICE
        notice resume HALT --says \"the convoy is through\"
        notice close NOTICE
        notice withdraw WARNING --says \"nobody is there\"
        notice list --all
        convoy plan \"relief 7\" --to North --trucks 20-40 --route Border --route Bridge --route Town --permits-from North --from 2026-03-05 --until 2026-03-08 --seal A1 > CONVOY
        convoy plan \"relief 8\" --trucks many --route Border --route Town --from 2026-03-05 --until 2026-03-08
        convoy clear CONVOY --asked North --at \"2026-03-05 09:00\" --answer-by \"2026-03-05 12:00\"
        convoy move CONVOY --passed Bridge --trucks 18
        convoy move CONVOY --seal-whole A1 --place Bridge
        convoy hold CONVOY --cause \"permits are missing\" --held-by North --trucks 20
        convoy arrive CONVOY --delivered 18 --accepted 17
        convoy list
        convoy list --at 2026-03-01 --known 2026-03-01
        access say requested --watcher patrol-2 --party North --zone Valley --from \"2026-03-05 08:00\" --until \"2026-03-05 16:00\" > ACCESS
        access say denied --of ACCESS --watcher patrol-2 --party North --zone Valley --from \"2026-03-05 08:00\" --until \"2026-03-05 16:00\" --cause mines
        access list --at 2026-03-05 --days 2
        inquiry step mill-7 alleged --on mill
        inquiry letter mill-7
        inquiry step mill-7 insufficient --missing \"who saw it\" --due \"2036-03-12 12:00\"
        inquiry step mill-7 published
        inquiry step mill-7 opened --body G1
        inquiry step mill-7 asked --party South --due \"2036-03-12 12:00\"
        inquiry step mill-7 asked --party South --due \"2026-03-12 12:00\"
        inquiry step mill-7 asked --party Suoth
        inquiry step mill-7 found --finding FINDING
        inquiry step mill-7 ruled --class minor
        inquiry step mill-7 follow-up --party South --asks \"show the order\"
        inquiry step mill-7 done --party South
        inquiry step mill-7 ruled
        inquiry show mill-7
        inquiry show mill-9
        inquiry list
        inquiry list --overdue
        inquiry letter mill-7
        inquiry funnel
        inquiry funnel --from 2026-03-01 --until 2026-04-01
        watch duty \"Captain B\" --for North --rank 2 --reach \"telephone 2\" --from \"2026-01-01\" --until \"2036-01-01\"
        watch hand-over mission --from \"Officer 1\" --to \"Officer 2\" --open HALT > HANDOVER
        watch list
        notice ack HANDOVER --understood \"Officer 2\"
        watch list --days 2
        watch form --count 2 --out pages.html
        watch form --count 0 --out pages.html
        watch form --sms
        watch note --number FORM --by radio --call-sign \"Olive 3\" --typed-by \"Officer 1\" \"report from patrol-2 act shelling at Mill killed 3\"
        watch note --number FORM --by paper --typed-by \"Officer 2\" \"report from patrol-2 act shelling at Mill killed 5\"
        watch note --number FORM-1 --by radio \"report from patrol-2 act shelling at Mill\"
        watch log
        watch words --officer \"Officer 1\"
        watch signs
        ready
        ready --day soon
        post fetch
        key new patrol-2 --passphrase-file words
        key new --log valley.example/log --passphrase-file words
        key new patrol-2 --passphrase-file none
        key list
        key revoke mission KEY --suspect-since 0 --change stolen.change
        key consent stolen.change --of mission --out mission.consent
        key bring mission d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a --change new.change
        key revoke mission ffff
        key rotate mission
        doctor
        explain-code a0213
        explain-code
        completions bash
        man
        man --dir PAGES
        serve --listen 192.0.2.7:8710
        demo --dir DEMO --no-serve";
    let list = prints(folder.path(), &["import", "list", "--json", "--mission", "MISSION"]);
    let list: Value = serde_json::from_str(&list).expect("JSON");
    let batch = list["batches"][0]["batch"].as_str().expect("a batch was imported");
    let keys = prints(folder.path(), &["key", "list", "--json", "--mission", "MISSION"]);
    let keys: Value = serde_json::from_str(&keys).expect("JSON");
    let mut keys = keys["keys"].as_array().expect("a list").iter();
    let key = keys.find(|key| key["for"] == "author").and_then(|key| key["id"].as_str()).expect("the mission's key");
    let shown = prints(folder.path(), &["incident", "show", "mill", "--json", "--mission", "MISSION"]);
    let shown: Value = serde_json::from_str(&shown).expect("JSON");
    let report = shown["incidents"][0]["reports"][1]["id"].as_str().expect("two reports of the mill");
    let form = prints(folder.path(), &["watch", "form", "--sms", "--json", "--mission", "MISSION"]);
    let form: Value = serde_json::from_str(&form).expect("JSON");
    let form = form["numbers"][0].as_str().expect("a number");
    let schemas = schemas::all();
    let commands: BTreeSet<Vec<String>> = commands().into_iter().map(|(words, _)| words).collect();
    let (mut asked, mut met) = (BTreeSet::new(), BTreeSet::from(["common".to_owned()]));
    // These go on until they are stopped: what they say is held to its schema where they are started (`serve_command`).
    met.extend(["serve", "record-witness"].map(str::to_owned));
    // What is typed in is held to its schema where it is (`intake`).
    met.insert("watch-words".to_owned());
    // What a post says needs a mission that is served, and what it carries a post.
    let posts = ["join", "fetch", "say", "send", "carry", "read", "listen"].map(|word| format!("post-{word}"));
    met.extend(posts.into_iter().chain(["record-accept".to_owned()]));
    // Ids of what was said before, by the name behind `>`.
    let mut said = BTreeMap::new();
    for line in lines.lines() {
        let names = [("BATCH", batch), ("KEY", key), ("REPORT", report), ("FORM", form)];
        let mut words = arguments(&names.iter().fold(line.to_owned(), |line, (name, is)| line.replace(name, is)));
        let name = if words.iter().rev().nth(1).is_some_and(|word| word == ">") { words.pop() } else { None };
        words.truncate(words.len() - usize::from(name.is_some()));
        for word in &mut words {
            if let Some(id) = said.get(word) {
                String::clone_from(word, id);
            }
            if word == "OVERDUE" {
                let due = prints(folder.path(), &["notice", "due", "--json", "--mission", "MISSION"]);
                let due: Value = serde_json::from_str(&due).expect("JSON");
                due["due"][0]["alert"].as_str().expect("nobody answered the first warning").clone_into(word);
            }
        }
        let given: Vec<&str> = words.iter().map(String::as_str).chain(["--json", "--mission", "MISSION"]).collect();
        let output = program(folder.path(), &given);
        let answer: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{line}: {error}\n{}{}", text(&output.stdout), text(&output.stderr)));
        let refused = code(&output) >= 2 && !text(&output.stderr).is_empty();
        assert_eq!(answer.get("errors").is_some(), refused, "{line}\n{answer:#}");
        for error in answer["errors"].as_array().into_iter().flatten() {
            let message = error["message"].as_str().expect("a message is a text");
            let code = error["code"].as_str().expect("a code is a text");
            assert!(message.starts_with(&format!("error[{code}]: ")), "{line}\n{message}");
            assert!(text(&output.stderr).contains(message), "{line}: people are told the same");
        }
        asked.insert(words[0].clone());
        if let Some(name) = name {
            said.insert(name, answer["statements"][0].as_str().expect("something was said").to_owned());
        }
        if line.contains("history channel.jsonl") {
            let store = Mission::open(&folder.path().join("MISSION")).expect("the mission").store;
            let finding = store.statements().iter().find(|one| matches!(one.body.content, Content::Finding(_)));
            said.insert("FINDING".to_owned(), finding.expect("it was imported").id.to_string());
        }

        let longest = (1..=words.len()).rev().map(|count| &words[..count]).find(|words| commands.contains(*words));
        let name = if refused { "errors".to_owned() } else { longest.expect("a command").join("-") };
        assert!(schemas.contains_key(&name), "{line}: write spec/schemas/{name}.json");
        schemas::holds(&schemas, &name, &answer, line);
        met.insert(name);
    }
    let known: BTreeSet<String> = commands.into_iter().filter_map(|words| words.first().cloned()).collect();
    assert_eq!(asked, known, "every command is asked, and no other");
    assert_eq!(met, schemas.into_keys().collect(), "every schema is met by an answer");
}

#[test]
fn an_exercise_says_so_in_every_answer_and_page_and_cannot_be_taken_for_a_mission() {
    let folder = Folder::new("command");
    prints(folder.path(), &["init", "rehearsal", "--exercise"]);
    prints(folder.path(), &["init", "valley"]);
    let say = |mission: &str, arguments: &[&str]| prints(folder.path(), &[arguments, &["--mission", mission]].concat());
    let halt = ["notice", "halt", "--to", "North", "--place", "Valley", "--says", "stop"];
    for (mission, exercise) in [("rehearsal", true), ("valley", false)] {
        let said: Value = serde_json::from_str(&say(mission, &[&halt[..], &["--json"]].concat())).expect("JSON");
        assert_eq!(said.get("exercise").is_some(), exercise, "{said}");
        let id = said["statements"][0].as_str().expect("an id").to_owned();
        let commands: [&[&str]; 6] = [
            &["status"],
            &["notice", "list"],
            &["notice", "brief", &id, "--for", "G1"],
            &["watch", "list"],
            &["watch", "log"],
            &["record", "show", "0"],
        ];
        for command in commands {
            let (told, json) = (say(mission, command), say(mission, &[command, &["--json"]].concat()));
            let json: Value = serde_json::from_str(&json).expect("JSON");
            assert_eq!(told.starts_with(armistice::mission::WATERMARK), exercise, "{told}");
            assert_eq!(json.get("exercise"), exercise.then_some(&Value::Bool(true)), "{json}");
        }
        for page in
            [&["report", "--date", "2026-06-01", "--out", "page.html"][..], &["watch", "form", "--out", "page.html"]]
        {
            say(mission, page);
            let page = fs::read_to_string(folder.path().join("page.html")).expect("written");
            assert_eq!(page.contains("EXERCISE"), exercise);
        }
        say(mission, &["notice", "export", "--format", "cap", "--out", mission]);
        let alerts: String = files_in(&folder.path().join(mission), "xml");
        assert_eq!(alerts.contains("<status>Exercise</status>"), exercise, "{alerts}");
        let checkpoint = fs::read_to_string(folder.path().join(mission).join("record/checkpoint")).expect("a log");
        assert_eq!(checkpoint.starts_with("exercise."), exercise);
    }
    // What was signed in an exercise is an entry of its own log alone.
    fs::copy(folder.path().join("rehearsal/record/checkpoint"), folder.path().join("valley/record/checkpoint"))
        .expect("copied");
    let output = program(folder.path(), &["record", "verify", "--mission", "valley"]);
    assert_ne!(code(&output), 0, "{}", text(&output.stdout));
}

#[test]
fn whoever_types_in_haste_is_told_what_does_not_fit() {
    let folder = Folder::new("command");
    prints(folder.path(), &["init", "valley"]);
    let say = |arguments: &[&str]| prints(folder.path(), &[arguments, &["--mission", "valley"]].concat());
    let id = |arguments: &[&str]| -> String {
        let said: Value = serde_json::from_str(&say(&[arguments, &["--json"]].concat())).expect("JSON");
        said["statements"][0].as_str().expect("an id").to_owned()
    };
    let told = |said: &str, what: &str| assert!(said.contains(what), "{what}:\n{said}");

    // A halt reaches those who are known, whatever else is wrong with it.
    let halt = say(&["notice", "halt", "--to", "North", "--to", "Suoth", "--on", "ffffff", "--place", "Valley"]);
    told(&halt, "HALT to North, at Valley");
    told(&halt, "NOT SAID TO `Suoth`, WHOM NOBODY KNOWS");
    told(&halt, "IT NAMES NO NOTICE: `ffffff` names no notice that is known here");
    let window = ["--from", "2026-01-01", "--until", "2036-01-01"];
    let drill =
        id(&[&["notice", "send", "protected-site", "--to", "North", "--place", "Ford", "--drill"], &window[..]]
            .concat());
    let earnest = say(&["notice", "halt", "--to", "North", "--on", &drill]);
    told(&earnest, "HALT to North, at Ford");
    told(&earnest, "the notice is an EXERCISE, and this is none");
    told(&say(&["notice", "due"]), "nothing is due");
    told(&say(&["notice", "halt", "--to", "south,North", "--place", "Ford"]), "HALT to South, North, at Ford");
    let refused = program(folder.path(), &["notice", "halt", "--to", "Suoth", "--mission", "valley"]);
    told(&text(&refused.stderr), "NO HALT HAS GONE OUT");

    // Answers, and what is no answer.
    let (from, until) = (window[1], window[3]);
    let duty = |officer: &str, rank: &str, reach: &str| {
        say(&[
            "watch", "duty", officer, "--for", "North", "--rank", rank, "--reach", reach, "--from", from, "--until",
            until,
        ]);
    };
    duty("Major A", "1", "telephone 1");
    duty("Captain B", "2", "telephone 2");
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    duty("Major A", "1", "telephone 77");
    let halt = say(&["notice", "halt", "--to", "North", "--point", "39.10 N 22.50 E"]);
    told(&halt, "call Major A for North: telephone 77\n  call Captain B for North: telephone 2");
    assert!(!halt.contains("telephone 1\n"), "a number that was wrong was said again: {halt}");
    let halt = id(&["notice", "halt", "--to", "North", "--point", "39.11 N 22.50 E"]);
    let by_north = ["--by", "North", "--through", "telephone"];
    let call = ["notice", "call", "--caller", "mission", "--called", "North", "--began", "2026-03-05 17:02"];
    told(
        &say(&[&call[..], &["--spoke", "Captain B", "--about", &halt]].concat()),
        "A CALL IS NO ANSWER: if they have seen it, enter: ",
    );
    told(
        &say(&[&["notice", "ack", &halt, "--seen", "Major Z"], &by_north[..]].concat()),
        "`Major Z` IS NOT ON THE ROSTER OF North",
    );
    told(
        &say(&[&["notice", "ack", &halt, "--understood", "Major A"], &by_north[..]].concat()),
        "IT DOES NOT COUNT AS UNDERSTOOD",
    );
    let before = [&["notice", "ack", &halt, "--halted", "2026-03-05 17:00"], &by_north[..]].concat();
    told(&say(&before), "THAT IS BEFORE THE HALT CAME IN");
    told(&say(&["notice", "list"]), "(clocks disagree: said to be 2026-03-05 17:00)");
    told(&say(&[&["notice", "resume", &halt], &by_north[..]].concat()), "THIS LIFTS NOTHING: only mission can");
    let slip = id(&[&["notice", "ack", &halt, "--continues", "--says", "firing goes on"], &by_north[..]].concat());
    told(&say(&["notice", "withdraw", &slip]), "is taken back");
    assert!(!say(&["notice", "list"]).contains("firing goes on"));
    told(&say(&["notice", "resume", &halt]), "gives no permission");
    let far =
        say(&[&["notice", "send", "protected-site", "--to", "North", "--point", "39.10 S 22.50 E"], &window[..]]
            .concat());
    assert!(!far.contains("FAR FROM"), "nobody registered a place: {far}");

    // Hand-overs.
    let hand = ["watch", "hand-over", "mission"];
    let first = id(&[&hand[..], &["--from", "Officer 1", "--to", "Officer 2", "--at", "2026-03-05 18:00"]].concat());
    let unsigned = "THIS DOES NOT SIGN THE HAND-OVER: it counts when Officer 2 signs";
    told(&say(&["notice", "ack", &first, "--seen", "Officer 2"]), unsigned);
    let sign =
        ["notice", "ack", &first, "--understood", "Officer 2", "--by", "Officer 2", "--through", "word of mouth"];
    told(&say(&sign), "both have signed: Officer 2 has the watch mission since");
    let at = ["--from", "Officer 7", "--to", "Officer 8", "--at", "2026-03-05 19:00"];
    let stranger = say(&[&hand[..], &at[..]].concat());
    told(&stranger, "OUT OF LINE: the hand-over before it passed the watch to Officer 2, and Officer 7 hands it on");
    let list = say(&["watch", "list"]);
    told(&list, "is out of line: Officer 2 had the watch, and Officer 7 hands it on");
    told(&list, "Standing, and named as open by no hand-over");

    // Convoys, names, times.
    let plan = id(&[
        &[
            "convoy",
            "plan",
            "relief 7",
            "--trucks",
            "20",
            "--route",
            "Border",
            "--route",
            "Town",
            "--permits-from",
            "North",
        ],
        &window[..],
    ]
    .concat());
    let convoy = |arguments: &[&str]| say(&[&["convoy"], arguments].concat());
    told(&convoy(&["move", &plan, "--passed", "Ford"]), "Ford is not on the planned way (Border - Town)");
    told(&convoy(&["clear", &plan, "--granted", "South"]), "the plan asks no permission of South, but of: North");
    told(&convoy(&[&["clear", &plan, "--refused", "North", "--says", "mines"], &by_north[..]].concat()), "statement");
    told(&convoy(&["clear", &plan, "--granted", "North"]), "THIS IS NOT THE WORD OF North, whose permission it is");
    told(&convoy(&["hold", &plan, "--cause", "mines", "--held-by", "Nroth"]), "NO REGISTER KNOWS `Nroth`");
    told(&convoy(&["arrive", &plan, "--delivered", "30"]), "more than the 20 trucks of the plan");
    told(&convoy(&["move", &plan, "--seal-broken", "A9"]), "A9 is no seal of the plan: none");
    let list = convoy(&["list"]);
    told(&list, "claimed to be held up by Nroth");
    told(&list, "permission of South: granted");
    told(&list, "speakers differ on the answer, and both stand:");
    told(&list, ", says North, as mission enters it, by telephone");
    let access = ["access", "say", "requested", "--watcher", "patorl-2", "--party", "North", "--zone", "Valley"];
    told(&say(&[&access[..], &window[..]].concat()), "NO REGISTER KNOWS `patorl-2`");
    let asked = id(&[&access[..], &window[..]].concat());
    let denied =
        ["access", "say", "denied", "--of", &asked, "--watcher", "patrol-7", "--party", "South", "--zone", "Valley"];
    told(&say(&[&denied[..], &window[..]].concat()), "IT DIFFERS FROM THE REQUEST IN party, watcher");
    told(
        &say(&["inquiry", "step", "mill-7", "alleged", "--on", "mill"]),
        "no report that is known here bears the event key `mill`",
    );
    let duty = ["watch", "duty", "Captain B", "--for", "Nroth", "--reach", "telephone 2"];
    told(&say(&[&duty[..], &window[..]].concat()), "NO REGISTER KNOWS `Nroth`");
    let ready = program(folder.path(), &["ready", "--mission", "valley"]);
    told(&text(&ready.stdout), "officers are on duty for Nroth, whom no register knows");
}

#[test]
fn what_is_said_by_telephone_counts_for_who_said_it_and_tells_who_entered_it() {
    let folder = Folder::new("command");
    prints(folder.path(), &["init", "valley"]);
    let say = |arguments: &[&str]| prints(folder.path(), &[arguments, &["--mission", "valley"]].concat());
    let json =
        |arguments: &[&str]| -> Value { serde_json::from_str(&say(&[arguments, &["--json"]].concat())).expect("JSON") };
    let notice =
        ["notice", "send", "protected-site", "--to", "North", "--point", "39.15 N 22.55 E", "--radius", "100 m"];
    let times = ["--from", "2026-01-01 00:00", "--until", "2036-01-01 00:00"];
    let notice = json(&[&notice[..], &times].concat())["statements"][0].as_str().expect("an id").to_owned();
    let halt = json(&["notice", "halt", "--to", "North", "--on", &notice])["statements"][0]
        .as_str()
        .expect("an id")
        .to_owned();
    assert!(say(&["notice", "list"]).contains("where the notice is: within 100 m of 39.1500 N 22.5500 E"));

    let own = say(&["notice", "ack", &halt, "--seen", "Major A"]);
    assert!(own.contains("THIS COUNTS FOR NOBODY") && own.contains("--by North --through telephone"), "{own}");
    assert!(say(&["notice", "list"]).contains("North: SILENT"));
    let theirs = say(&["notice", "ack", &halt, "--seen", "Major A", "--by", "North", "--through", "telephone"]);
    assert!(!theirs.contains("COUNTS FOR NOBODY"), "{theirs}");
    let call =
        ["notice", "call", "--caller", "mission", "--called", "North", "--began", "2026-03-05 17:02", "--about", &halt];
    say(&[&call[..], &["--spoke", "Captain B"]].concat());
    let list = say(&["notice", "list"]);
    assert!(
        list.contains("North: seen by Major A") && list.contains(", as mission enters it, by telephone)"),
        "{list}"
    );
    assert!(list.contains("call, mission to North") && list.contains("Captain B spoke"), "{list}");

    let page = |halt: &str| json(&["notice", "brief", halt, "--for", "G1"]);
    let before = page(&halt);
    assert_eq!(before["page"]["where"][0], "within 100 m of 39.1500 N 22.5500 E");
    assert!(before["short"].as_str().expect("a text").contains("39.1500 N"), "{before:#}");
    assert!(before["page"]["asked"][0].as_str().expect("a text").contains("stop"));
    say(&["notice", "resume", &halt, "--says", "it is over"]);
    let after = page(&halt);
    assert_eq!(
        (&after["page"]["asked"][0], &after["page"]["by when"][0]),
        (&"nothing any more".into(), &"it is over".into())
    );
    assert!(after["short"].as_str().expect("a text").contains("OVER"), "{after:#}");
}

/// All files of this kind below a folder, one after the other.
fn files_in(folder: &Path, extension: &str) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all += &files_in(&path, extension);
        } else if path.extension().is_some_and(|found| found == extension) {
            all += &fs::read_to_string(&path).expect("read");
        }
    }
    all
}

#[test]
fn words_that_contradict_each_other_are_named_before_what_is_proposed() {
    let folder = with_mission();
    let say = |arguments: &[&str]| prints(folder.path(), &[arguments, &["--mission", "MISSION"]].concat());
    let ford = REPORTS.lines().next().expect("two").replace("mill", "ford").replace("patrol-2", "clinic");
    fs::write(folder.path().join("ford.jsonl"), ford).expect("written");
    say(&["import", "--format", "statements", "--history", "ford.jsonl"]);
    let reports = |id: &str| -> Vec<String> {
        let shown: Value = serde_json::from_str(&say(&["incident", "show", id, "--json"])).expect("JSON");
        let reports = shown["incidents"][0]["reports"].as_array().expect("a list");
        reports.iter().map(|report| report["id"].as_str().expect("an id").to_owned()).collect()
    };
    let (mill, ford) = (reports("mill"), reports("ford").remove(0));
    let [first, second, third] = [&mill[0][..8], &mill[1][..8], &ford[..8]];
    // The opposite of a word that joins nothing contradicts nothing.
    assert!(!say(&["incident", "different", second, third, "--because", "two flashes"]).contains("contradict"));
    assert!(!say(&["incidents", "--review"]).contains("contradict"));
    // Another joins the third to the first, with which the second shares the feed's key.
    let said = say(&["incident", "same", first, third]);
    let shown = say(&["incident", "show", "mill"]);
    let review = say(&["incidents", "--review"]);
    for text in [&said, &shown, &review] {
        assert!(text.contains("Words that contradict each other"), "{text}");
        assert!(text.contains(&format!("mission says different of {second} and {third}: \"two flashes\"")), "{text}");
        assert!(text.contains(&format!("{second} and {first} carry the feed's own key mill")), "{text}");
        assert!(text.contains(&format!("mission says same of {first} and {third}")), "{text}");
        assert!(text.contains(&format!("armistice incident same {second} {third}")), "{text}");
        assert!(text.contains(&format!("armistice incident different {first} {third}")), "{text}");
    }
    let at = |text: &str| review.find(text).unwrap_or_else(|| panic!("{text}: {review}"));
    assert!(at("contradict") < at("roposed"), "{review}");
    let json: Value = serde_json::from_str(&say(&["incidents", "--review", "--json"])).expect("JSON");
    let one = &json["contradictions"][0];
    assert_eq!((&one["incident"], &one["reports"]), (&json!("ford"), &json!([mill[1], ford])));
    let by: Vec<&Value> = one["chain"].as_array().expect("a chain").iter().map(|link| &link["by"]).collect();
    assert_eq!(by, ["event", "same"]);
    // The opposite word takes the first one back. Of words known in one second none is the later: this one is of the next.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(!say(&["incident", "same", second, third]).contains("contradict"));
    assert!(!say(&["incident", "show", "mill"]).contains("contradict"));
}

#[test]
fn a_text_is_written_in_other_keywords_and_back() {
    let folder = Folder::new("keywords");
    let path = folder.path().join("valley.accord");
    let tree = |folder: &Path| {
        prints(folder, &["check", "valley.accord", "--tree"])
            .lines()
            .find(|line| line.starts_with('{'))
            .map(str::to_owned)
    };
    fs::write(&path, FIRST).expect("written");
    let laid_out = agreement::format(FIRST).expect("it can be read");
    let before = tree(folder.path());
    let asked = program(folder.path(), &["fmt", "--check", "--keywords", "ar", "valley.accord"]);
    assert_eq!((code(&asked), fs::read_to_string(&path).expect("there")), (1, FIRST.to_owned()));
    assert!(text(&asked.stdout).contains("valley.accord has other keywords"), "{}", text(&asked.stdout));
    let said = prints(folder.path(), &["fmt", "--keywords", "ar", "valley.accord"]);
    assert!(said.contains("written in other keywords; its tree is the same"), "{said}");
    assert!(fs::read_to_string(&path).expect("there").contains("\nاتفاق \"The valley cessation\"\n"));
    assert_eq!(tree(folder.path()), before);
    prints(folder.path(), &["fmt", "--keywords", "en", "valley.accord"]);
    assert_eq!(fs::read_to_string(&path).expect("there"), laid_out);
}

#[test]
fn duties_are_listed_by_deadline_and_answered_as_their_schema_says() {
    let folder = Folder::new("duties");
    let terms = FIRST.replace("  acts\n", "  acts\n    passage\n    arrival\n    closure\n").replace(
        "\nclock \"seven days\"",
        "\njudgement \"the road may go on\" by all of G1, G2 [¶8]\n\narticle 8 [¶8] \"Passage\"\n  requires passage\n  binds North, South\n  \
         anywhere\n  from D\n  within 12 hours of arrival by anyone\n  fulfilment shown by the obliged\n  \
         late by less than 6 hours is \"delay\", kept\n  late by more is \"obstruction\", breached\n  \
         provided article 9 is kept, else judged \"the road may go on\"\n\narticle 9 [¶9] \"The road\"\n  forbids closure\n  \
         binds North, South towards anyone\n  with any weapon\n  anywhere\n  from D\n\nclock \"seven days\"",
    );
    fs::write(folder.path().join("terms.accord"), terms).expect("written");
    let said = [
        ("r1", "civilians", "arrival", "10:00"),
        ("r2", "North", "passage", "23:30"),
        ("r3", "South", "closure", "11:00"),
    ];
    let lines: Vec<String> = said
        .iter()
        .map(|(label, who, act, at)| {
            let report = json!({
                "label": label, "known": "2026-03-05 23:00", "kind": "report", "from": ["patrol-2"], "grade": "A1",
                "accused": who, "act": act, "time": format!("2026-03-04 {at}"), "event": label,
            });
            report.to_string()
        })
        .collect();
    fs::write(folder.path().join("said.jsonl"), lines.join("\n") + "\n").expect("written");
    prints(
        folder.path(),
        &["init", "MISSION", "--agreement", "terms.accord", "--unattended", "--known", "2026-03-01 00:00"],
    );
    prints(folder.path(), &["import", "--format", "statements", "--history", "said.jsonl", "--mission", "MISSION"]);
    let asked =
        ["duties", "--all", "--at", "2026-03-06", "--known", "now", "--proof", "any report", "--mission", "MISSION"];
    let page = prints(folder.path(), &asked);
    let lines: Vec<&str> = page.lines().collect();
    let place =
        |part: &str| lines.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}\n{page}"));
    assert!(place("South, asked for by r1") < place("North, asked for by r1"), "what is overdue stands first\n{page}");
    place("breached (overdue since 2026-03-04 22:00)");
    place("kept (late by 1 h 30 min, \"delay\")");
    place("article 8, provided article 9 is kept: failed since 2026-03-04 11:00, awaiting G1, G2");
    let answer = prints(folder.path(), &[&asked[..], &["--json"]].concat());
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    schemas::holds(&schemas::all(), "duties", &answer, "duties");
    assert_eq!(answer["duties"].as_array().map(Vec::len), Some(2));
    assert_eq!(answer["duties"][0]["late"]["greatest"], 5_400);
    assert_eq!(answer["conditions"][0]["state"], "failed");
    // What part of a duty it is: no clause is missed.
    let status = prints(folder.path(), &["status", "--at", "2026-03-06", "--known", "now", "--mission", "MISSION"]);
    assert!(status.contains("(duties: 1 late, 1 overdue)"), "{status}");
}

/// An amendment of [`FIRST`], and the text by it.
const AMENDMENT: &str = "
amendment \"No shelling at night\" [protocol 1]
  signed by all of North, South
  in force from 2026-03-01 00:00, signed later it is retroactive
  ends article 1
";

#[test]
fn an_amendment_is_read_compared_adopted_and_signed() {
    let folder = with_mission();
    let write = |name: &str, content: &str| fs::write(folder.path().join(name), content).expect("written");
    let at = ["--at", "2026-03-10", "--mission", "MISSION"];
    let ask = |words: &[&str]| prints(folder.path(), &[words, &at].concat());
    let amended = format!("{FIRST}{AMENDMENT}");
    write("amended.accord", &amended);
    // Before anybody adopts it: what is inserted, and what would be judged otherwise once it is signed.
    let proposed = ask(&["difference", "amended.accord"]);
    assert!(proposed.contains("amendment \"No shelling at night\" is new"), "{proposed}");
    assert!(proposed.contains("nothing, on this record at this moment"), "{proposed}");
    let supposed = ask(&["difference", "amended.accord", "--signed", "No shelling at night"]);
    assert!(supposed.contains("-> not applicable"), "{supposed}");
    // Adopted, it is proposed; signed under its signing name, it is in effect.
    fs::write(folder.path().join("MISSION/agreement.accord"), &amended).expect("written");
    prints(folder.path(), &["adopt", "--mission", "MISSION"]);
    let status = ask(&["status"]);
    let said =
        status.split("No shelling at night\": ").nth(1).and_then(|rest| rest.lines().next()).expect("it is listed");
    assert!(said.starts_with("proposed, awaiting North, South; signed as "), "{said}");
    let signing = said.rsplit("signed as ").next().expect("it is told");
    let bare = format!("{{\"kind\":\"decision\",\"signs\":{signing},\"answer\":\"yes\",\"known\":\"2026-03-06 12:00\"");
    write("signed.jsonl", &["North", "South"].map(|who| format!("{bare},\"author\":\"{who}\"}}\n")).concat());
    prints(folder.path(), &["import", "--format", "statements", "--history", "signed.jsonl", "--mission", "MISSION"]);
    let status = ask(&["status"]);
    assert!(status.contains("No shelling at night\": signed 2026-03-06 12:00"), "{status}");
    assert!(status.contains("in effect from 2026-03-01 00:00"), "{status}");
    // What is signed is no longer a supposition.
    let now = ask(&["difference", "--signed", "No shelling at night"]);
    assert!(now.contains("nothing, on this record at this moment"), "{now}");
}

#[test]
fn a_clock_for_each_pair_is_shown_for_each() {
    let folder = with_mission();
    let terms = FIRST.replace("  anywhere\n  watches", "  for each pair of North, South, civilians\n  watches");
    fs::write(folder.path().join("pairs.accord"), &terms).expect("written");
    let ask =
        |words: &[&str]| prints(folder.path(), &[words, &["--at", "2026-03-09", "--mission", "MISSION"]].concat());
    let proposed = ask(&["difference", "pairs.accord"]);
    assert!(proposed.contains("clock \"seven days\" between North and civilians by reset"), "{proposed}");
    fs::write(folder.path().join("MISSION/agreement.accord"), &terms).expect("written");
    prints(folder.path(), &["adopt", "--mission", "MISSION"]);
    let status = ask(&["status"]);
    assert!(status.contains("between North and South 128 h 59 min 59 s; runs"), "{status}");
    assert!(status.contains("| between South and civilians 185 h 59 min 59 s; complete"), "{status}");
    let shown = ask(&["clock", "seven days", "--proof", "credible"]);
    assert!(shown.contains("reset between North and South: 128 h 59 min 59 s"), "{shown}");
    assert!(shown.contains("At credible between South and civilians\n"), "{shown}");
    let explained = ask(&["explain", "--clock", "seven days"]);
    assert!(explained.contains("At credible between North and South:\n  last broken: "), "{explained}");
    for command in [&["clock", "seven days", "--json"][..], &["status", "--json"]] {
        let answer: Value = serde_json::from_str(&ask(command)).expect("JSON");
        schemas::holds(&schemas::all(), command[0], &answer, command[0]);
        let of = |pair: [&str; 2]| {
            let mut readings = answer["clocks"].as_array().expect("clocks").iter();
            let found = readings.find(|one| one["pair"] == json!(pair) && one["standard"] == "credible");
            found.unwrap_or_else(|| panic!("{pair:?}\n{answer}"))
        };
        assert_eq!(of(["North", "South"])["breaks"][0]["incident"], "mill");
        assert_eq!(of(["North", "civilians"])["breaks"], json!([]));
        assert_eq!(of(["South", "civilians"])["zone"], Value::Null);
    }
    for (language, title) in [("en", "“seven days” between North and South"), ("ar", "«seven days» بين North وSouth")]
    {
        let page = format!("{language}.html");
        let asked = ["report", "--date", "2026-03-05", "--lang", language, "--out", &page, "--mission", "MISSION"];
        prints(folder.path(), &asked);
        let page = fs::read_to_string(folder.path().join(page)).expect("written");
        assert!(page.replace("<bdi class=\"name\">", "").replace("</bdi>", "").contains(title), "{language}");
    }
}

#[test]
fn a_scenario_is_a_case_that_holds_and_says_what_was_asked() {
    let folder = Folder::new("scenario");
    fs::write(folder.path().join("terms.accord"), FIRST).expect("written");
    let asked = ["scenario", "terms.accord", "--party", "South", "--breached-at", "credible", "--not-at", "agreed"];
    let page = prints(folder.path(), &asked);
    fs::write(folder.path().join("found.md"), &page).expect("written");
    prints(folder.path(), &["case", "found.md"]);
    assert!(page.contains("article 1 at credible: breached"), "{page}");
    assert!(page.contains("article 1 at agreed: undetermined, not established"), "{page}");
    assert!(page.contains("Invented"), "{page}");
    // Exchanged parties: the exchanged scenario.
    let other = ["scenario", "terms.accord", "--party", "North", "--breached-at", "credible", "--not-at", "agreed"];
    let swapped = |text: &str| text.replace("North", "\0").replace("South", "North").replace('\0', "South");
    let said = |page: &str| page.split("```statements").nth(1).unwrap_or_default().to_owned();
    assert_eq!(said(&prints(folder.path(), &other)), swapped(&said(&page)));
}

// ---- what the program says of itself ----

#[test]
fn every_code_is_listed_and_explained_by_a_case_that_shows_it() {
    let folder = Folder::new("codes");
    let list = prints(folder.path(), &["explain-code"]);
    let codes: Vec<&str> =
        list.lines().filter_map(|line| line.strip_prefix("  ")?.split_once("  ")).map(|(code, _)| code).collect();
    let tables = [
        agreement::codes::CODES,
        armistice::cli::codes::CODES,
        armistice::codes::CODES,
        armistice::witness::codes::CODES,
        armistice::serve::codes::CODES,
        armistice::post::codes::CODES,
        armistice::case::codes::CODES,
        armistice::draft::codes::CODES,
        record::codes::CODES,
        verify::codes::CODES,
        armistice::exchange::codes::CODES,
        channel::codes::CODES,
        situation::codes::CODES,
    ];
    assert_eq!(codes, tables.concat().iter().map(|code| code.code).collect::<Vec<_>>());
    for entry in tables.concat() {
        let output = program(folder.path(), &["explain-code", &entry.code.to_lowercase(), "--json"]);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&answer["code"], &answer["help"]), (&entry.code.into(), &entry.help.into()));
        assert!(entry.help.ends_with('.'), "{}: {}", entry.code, entry.help);
        let example = answer["example"].as_str().unwrap_or_else(|| panic!("{} has no example", entry.code));
        assert!(example.starts_with("# ") && example.contains(&format!("[{}]", entry.code)), "{example}");
    }
}

#[test]
fn shells_complete_every_command() {
    let folder = Folder::new("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = prints(folder.path(), &["completions", shell]);
        assert!(!script.contains('\u{fffd}'), "{shell}: a character was replaced");
        for (words, _) in commands() {
            assert!(words.iter().all(|word| script.contains(word.as_str())), "{shell} does not know {words:?}");
        }
    }
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = Folder::new("man");
    prints(folder.path(), &["man", "--dir", "pages"]);
    let first = fs::read_to_string(folder.path().join("pages/armistice.1")).expect("written");
    assert_eq!(prints(folder.path(), &["man"]), first);
    let mut pages = BTreeSet::new();
    for (words, help) in commands() {
        let name = ["armistice".to_owned()].into_iter().chain(words).collect::<Vec<_>>().join("-") + ".1";
        let page =
            fs::read_to_string(folder.path().join("pages").join(&name)).unwrap_or_else(|_| panic!("no page {name}"));
        for section in ["NAME", "SYNOPSIS", "OPTIONS", "EXAMPLES"] {
            assert!(page.contains(&format!("\n.SH {section}\n")), "{name} has no {section}");
        }
        let example = help.lines().skip_while(|line| !line.starts_with("Example")).nth(1);
        let example = example.unwrap_or_else(|| panic!("{name}: the help has no example"));
        assert!(page.contains(&example.trim().replace('-', "\\-")), "{name}: `{example}` is missing");
        pages.insert(name);
    }
    let written = fs::read_dir(folder.path().join("pages")).expect("written");
    let written: BTreeSet<String> =
        written.map(|file| file.expect("listed").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(written, pages, "a page for each command, and no other");
}

// ---- the way of a mission ----

#[test]
fn a_mission_from_its_first_day_to_a_changed_agreement() {
    let folder = Folder::new("mission");
    let prints = |arguments: &[&str]| prints(folder.path(), arguments);
    let has = |answer: &str, parts: &[&str]| {
        for part in parts {
            assert!(answer.contains(part), "`{part}` is missing:\n{answer}");
        }
    };
    let then = ["--at", "2026-03-10", "--known", "2026-03-10", "--mission", "valley"];
    let at_then = |arguments: &[&str]| prints(&[arguments, &then].concat());
    has(&prints(&["init", "valley"]), &["made the mission `valley`", &hex(&sha256(FIRST.as_bytes()))]);

    // Statements come in, once.
    fs::write(folder.path().join("reports.jsonl"), REPORTS).expect("written");
    let import = ["import", "--format", "statements", "--history", "reports.jsonl", "--mission", "valley"];
    has(&prints(&import), &["reports.jsonl: 2 statements accepted, 0 already there, 0 bad rows; batch "]);
    let record = || fs::read(folder.path().join("valley/record/checkpoint")).expect("the log is there");
    let (before, status) = (record(), at_then(&["status"]));
    has(&prints(&import), &["reports.jsonl: 0 statements accepted, 2 already there, 0 bad rows"]);
    assert_eq!(record(), before, "the same file twice changes nothing");
    assert_eq!(at_then(&["status"]), status);

    // What follows from them. A day of March 2026 ends in the valley at 22:00 UTC.
    let broken = "152 h 59 min 59 s; runs, would complete 2026-03-11 15:00; broken by 1 incident, last mill by South (2026-03-04)";
    let calm = "209 h 59 min 59 s; complete since 2026-03-09 06:00; nothing established breaks it; 1 incident alleged and at risk";
    has(&status, &["at any report, credible, corroborated (headline):", broken, "at agreed:", calm]);
    has(
        &status,
        &["phase \"joint centre\" at corroborated: not eligible, awaiting G1, G2; failing: clock \"seven days\""],
    );
    has(&status, &["breached at any report, credible, corroborated (headline)\n", "undetermined at agreed\n"]);
    has(
        &at_then(&["clock", "seven days"]),
        &["reset: 152 h 59 min 59 s", "2026-03-04 15:00  breaks  mill by South (article 1)"],
    );
    let early = ["clock", "seven days", "--at", "2026-03-10", "--known", "2026-03-03", "--mission", "valley"];
    let early = prints(&early);
    has(&early, &["reset: 209 h 59 min 59 s; complete since 2026-03-09 06:00"]);
    assert!(!early.contains("mill"), "what was known before the report holds nothing of it:\n{early}");
    has(&at_then(&["incidents"]), &["mill", "by South", "Valley", "1 incident"]);
    let shown = at_then(&["incident", "show", "mill"]);
    has(&shown, &["Incident mill", "patrol-2", "radio < ministry", "B2", "C3"]);
    has(&shown, &["origin patrol-2: killed 2 [", "origin ministry: killed 3 ["]);
    assert!(!shown.contains("killed 5") && !shown.contains("killed 2-3"), "figures are never joined:\n{shown}");
    let verdicts = at_then(&["verdicts", "--word", "breached"]);
    has(&verdicts, &["mill", "breached"]);
    has(
        &at_then(&["explain", "mill", "--proof", "credible"]),
        &["article 1 \"No attacks\"", "breached", "rests on", "patrol-2 says", "would become"],
    );
    has(
        &at_then(&["explain", "--clock", "seven days"]),
        &["last broken: 2026-03-04 15:00", "patrol-2 says", "cheapest flip"],
    );
    fs::write(folder.path().join("case.md"), CASE).expect("written");
    has(&prints(&["case", "case.md"]), &["ok   case.md", "1 passed, 0 failed"]);

    // The agreement is changed: refused with both hashes, then adopted.
    let changed = FIRST.replace("runs 30 days from D", "runs 31 days from D");
    assert_ne!(changed, FIRST);
    fs::write(folder.path().join("valley/agreement.accord"), &changed).expect("written");
    let refused = program(folder.path(), &["status", "--mission", "valley"]);
    assert_eq!((code(&refused), text(&refused.stdout).as_str()), (2, ""));
    let hashes = [FIRST, changed.as_str()].map(|text| hex(&sha256(text.as_bytes())));
    has(&text(&refused.stderr), &["error[M0104]", &hashes[0], &hashes[1], "armistice adopt"]);
    has(&prints(&["adopt", "--mission", "valley"]), &["adopted agreement.accord", &hashes[1]]);
    let after = at_then(&["status"]);
    has(&after, &["calm: runs (2026-03-02 06:00 to 2026-04-02 07:00)"]);
    assert_eq!(after.replace("2026-04-02", "2026-04-01"), status, "the reports are as they were");
    has(&prints(&["adopt", "--mission", "valley"]), &["0 new statements"]);
}

// ---- the README ----

#[cfg(unix)]
#[test]
fn the_five_minutes_of_the_readme_run_as_written() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let part = readme.split_once("\n## Five minutes to a result\n").expect("the README has its five minutes").1;
    let script = part.split_once("```sh\n").and_then(|(_, rest)| rest.split_once("```")).expect("they are a block").0;
    assert!(script.starts_with("cargo build --release"), "{script}");

    // The program was built already: a `cargo` that does nothing, and the program where the README looks for it.
    let folder = Folder::new("readme");
    let release = folder.path().join("target/release");
    fs::create_dir_all(&release).expect("made");
    std::os::unix::fs::symlink(BINARY, release.join("armistice")).expect("linked");
    let script = format!("set -e\ncargo() {{ :; }}\n{script}");
    let run = |script: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(folder.path()).stdin(Stdio::null());
        command.env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
        command.env_remove("UPDATE_EXPECT").output().expect("a shell starts")
    };
    let output = run(&script);
    let (said, wrong) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success() && wrong.is_empty(), "{said}{wrong}");
    // One answer for each command, in their order.
    let mut rest = said.as_str();
    for part in [
        "made the mission `valley` in valley",
        "has no errors",
        "1 statement accepted, 0 already there, 0 bad rows",
        "broken by 1 incident, last mill by South",
        "phase \"joint centre\" at corroborated: eligible, awaiting G1, G2",
        "incident mill by South, at credible:\n  breached",
        "patrol-2 says, shelling, by South, on North, at Valley",
        "reset: 209 h 59 min 59 s",
    ] {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("`{part}` is missing or too early:\n{said}")).1;
    }
    let (clock, report) = rest.split_once("wrote ").expect("the report comes last");
    assert!(!clock.contains("mill"), "before the report nothing of it was known:\n{clock}");
    assert!(report.contains("shelling, said to be by South"), "the day's incident is in the bottom line:\n{report}");
}
