//! Runs the readable cases of `cases/import` (their form is described in `spec/import.md`).
//!
//! A case is a small mission in a folder of its own, files to put there, and a list of things to do; what is answered is
//! the expected text. `UPDATE_EXPECT=1` writes the answers into the cases.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use armistice::draft;
use armistice::exchange::{self, Format};
use armistice::import::{self, Input, KnownRule, ged};
use armistice::limits::ImportLimits;
use armistice::message::Message;
use armistice::mission::{Adopting, Mission};
use record::live::Knowledge;
use record::statement::Statement;
use record::vocabulary::time::{Instant, KnownAt};
use situation::audience::Audience;

use super::Folder;

const VALLEY: &str = include_str!("../data/valley.accord");
const ZONES: &str = include_str!("../data/valley.geojson");
const NOW: &str = "2030-06-01T00:00:00Z";

/// Runs every case under `folder`; panics with all differences at once.
pub fn run(folder: &Path) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in cases(folder) {
        count += 1;
        let text = fs::read_to_string(&path).unwrap();
        let case = Case::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let answer = case.answer();
        if answer == case.expected {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, case.with(&text, &answer)).unwrap();
        } else {
            wrong.push(format!("{}\n--- expected\n{}--- answered\n{answer}", path.display(), case.expected));
        }
    }
    assert!(count > 0, "there are cases under {}", folder.display());
    assert!(wrong.is_empty(), "{}\n(UPDATE_EXPECT=1 writes the answers into the cases)", wrong.join("\n"));
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => open.push(path),
                Some(extension) if extension == "md" => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// `bytes`, packed.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

struct Case<'c> {
    /// Files: the words behind the opening fence, and the text.
    files: Vec<(Vec<&'c str>, &'c str)>,
    todo: Vec<&'c str>,
    expected: &'c str,
}

impl<'c> Case<'c> {
    fn parse(text: &'c str) -> Result<Case<'c>, String> {
        let mut case = Case { files: Vec::new(), todo: Vec::new(), expected: "" };
        let mut rest = text.strip_prefix("# ").ok_or("a case begins with its title")?;
        while let Some((_, block)) = rest.split_once("\n```") {
            let (info, block) = block.split_once('\n').ok_or("a block has no lines")?;
            let end =
                if block.starts_with("```") { 0 } else { block.find("\n```").ok_or("a block is not closed")? + 1 };
            let (body, after) = block.split_at(end);
            rest = &after["```".len()..];
            let mut words = info.split_whitespace();
            match words.next() {
                Some("input") => case.todo = body.lines().filter(|line| !line.trim().is_empty()).collect(),
                Some("expect") => case.expected = body,
                Some(_) => case.files.push((words.collect(), body)),
                None => return Err("a block says what it is".to_owned()),
            }
        }
        if case.todo.is_empty() { Err("a case has an `input` block".to_owned()) } else { Ok(case) }
    }

    fn with(&self, text: &str, answer: &str) -> String {
        let at = text.find("\n```expect").expect("a case has an `expect` block") + "\n```expect\n".len();
        format!("{}{answer}{}", &text[..at], &text[at + self.expected.len()..])
    }

    fn answer(&self) -> String {
        let folder = Folder::new("case");
        let mut world = World {
            dir: folder.path().join("mission"),
            now: instant(NOW),
            limits: ImportLimits::default(),
            out: String::new(),
        };
        Mission::init(&world.dir, "The valley mission", VALLEY, &super::founding("test"), Instant(0)).unwrap();
        fs::write(world.dir.join("zones/valley.geojson"), ZONES).unwrap();
        for (words, text) in &self.files {
            let [path, how @ ..] = &words[..] else { panic!("a block of a file names it") };
            let mut bytes = text.as_bytes().to_vec();
            let mut how = how.iter();
            while let Some(word) = how.next() {
                let mut number = || how.next().and_then(|n| n.parse::<usize>().ok()).expect("a number of bytes");
                match *word {
                    "latin-1" => {
                        bytes = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a Latin letter")).collect()
                    }
                    "gzip" => bytes = gzip(&bytes),
                    "cut" => bytes.truncate(bytes.len() - number()),
                    other => panic!("`{other}` is done to no file"),
                }
            }
            fs::write(world.dir.join(path), bytes).unwrap();
        }
        for line in &self.todo {
            world.act(line);
        }
        let dir = format!("{}/", world.dir.display());
        world.out.replace(&dir, "").replace(&world.dir.display().to_string(), "the mission's folder")
    }
}

/// The folder of one case, and what was answered so far.
struct World {
    dir: PathBuf,
    now: Instant,
    limits: ImportLimits,
    out: String,
}

impl World {
    fn act(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match &words[..] {
            ["now", at] => self.now = instant(at),
            ["limit", "rows", n] => self.limits.rows = n.parse().unwrap(),
            ["limit", "cell", n] => self.limits.cell_bytes = n.parse().unwrap(),
            ["limit", "file", n] => self.limits.file_bytes = n.parse().unwrap(),
            ["open"] => {
                if let Some(mission) = self.mission() {
                    let _ = writeln!(self.out, "opened: {} in the record", mission.store.statements().len());
                }
            }
            ["init"] => {
                if let Err(messages) =
                    Mission::init(&self.dir, "The valley mission", VALLEY, &super::founding("test"), Instant(0))
                {
                    self.say(&messages);
                }
            }
            ["adopt", rest @ ..] => self.adopt(rest),
            ["import", "ucdp-ged", file, rest @ ..] => self.import_ged(file, rest),
            ["import", "statements", file, rest @ ..] => self.import_statements(file, rest),
            ["import", "whiteflag", file, "by", name] => self.import_whiteflag(file, name),
            ["export", format, "to", out, rest @ ..] => self.export(format, out, rest),
            ["show", rest @ ..] => self.show(rest.first().copied()),
            ["remove", file] => fs::remove_file(self.dir.join(file)).unwrap(),
            ["folder", file] => fs::create_dir_all(self.dir.join(file)).unwrap(),
            ["change", "byte", at, "of", file] => self.edit(file, |bytes| bytes[at.parse::<usize>().unwrap()] ^= 1),
            ["repeat", word, times, "times", "in", file] => self.edit(file, |bytes| {
                let text = String::from_utf8(std::mem::take(bytes)).unwrap();
                *bytes = text.replace(word, &word.repeat(times.parse().unwrap())).into_bytes();
            }),
            ["replace", ..] => {
                let parts: Vec<&str> = line.split('`').collect();
                let [_, old, " by ", new, file] = parts[..] else { panic!("replace `a` by `b` in FILE") };
                self.edit(file.trim_start_matches(" in "), |bytes| {
                    let text = String::from_utf8(std::mem::take(bytes)).unwrap();
                    assert!(text.contains(old), "`{old}` is there");
                    *bytes = text.replace(old, new).into_bytes();
                });
            }
            _ => panic!("`{line}` is nothing that a case can do"),
        }
    }

    fn edit(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let path = self.dir.join(file);
        let mut bytes = fs::read(&path).unwrap_or_default();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }
    fn say(&mut self, messages: &[Message]) {
        for message in messages {
            let _ = writeln!(self.out, "{message}");
        }
    }
    fn mission(&mut self) -> Option<Mission> {
        super::mission(&self.dir).map_err(|messages| self.say(&messages)).ok()
    }

    fn adopt(&mut self, mut rest: &[&str]) {
        let mut adopting = Adopting::default();
        while !rest.is_empty() {
            match rest {
                ["live", "from", at, after @ ..] => {
                    adopting.live_from = Some(instant(at));
                    rest = after;
                }
                ["known", at, after @ ..] => {
                    adopting.known = Some(KnownAt(instant(at)));
                    rest = after;
                }
                other => panic!("`{other:?}` is said of no adoption"),
            }
        }
        let mut mission = match Mission::open_changed(&self.dir).map(with_pen) {
            Ok(mission) => mission,
            Err(messages) => return self.say(&messages),
        };
        match mission.adopt(adopting, self.now) {
            Ok(appended) => {
                let _ = writeln!(self.out, "adopted {}, already {}", appended.new.len(), appended.already);
            }
            Err(messages) => self.say(&messages),
        }
    }

    fn import_ged(&mut self, file: &str, rest: &[&str]) {
        let (known, rest) = match rest {
            ["known", "from", "sources", rest @ ..] => (KnownRule::FromSources, rest),
            ["known", at, rest @ ..] => (KnownRule::At(instant(at)), rest),
            _ => panic!("an import of UCDP GED says how known-at is stated"),
        };
        self.import(file, rest == ["all", "or", "nothing"], |mission, input| {
            let zone = mission.agreement.zone.clone();
            ged::read(input, &ged::Options { author: "mission".to_owned(), zone, known }, &mut |_| {})
        });
    }

    fn import_statements(&mut self, file: &str, rest: &[&str]) {
        let (history, rest) = match rest {
            ["history", rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        self.import(file, rest == ["all", "or", "nothing"], |mission, input| {
            let zone = mission.agreement.zone.clone();
            let options = import::statements::Options { author: "mission".to_owned(), zone, history };
            import::statements::read(input, &options, &mut |_| {})
        });
    }

    fn import_whiteflag(&mut self, file: &str, by: &str) {
        let read = |mission: &Mission, input: &Input| {
            let to = mission.agreement.parties.iter().filter(|party| *party != by).cloned().collect();
            let importing = exchange::Importing { author: "mission".to_owned(), by: by.to_owned(), to };
            exchange::import(input, &importing, mission.store.statements())
        };
        self.import_as(file, read, |reading, mission, now| {
            let mut declared = situation::declared(&mission.agreement);
            declared.others.push("mission".to_owned());
            exchange::say(reading, &mut mission.store, &declared, now)
        });
    }

    fn export(&mut self, format: &str, out: &str, rest: &[&str]) {
        let reader = match rest {
            ["for", "everybody"] => Audience::Public,
            ["for", party] => Audience::Party((*party).to_owned()),
            _ => Audience::Mission,
        };
        let format = Format::ALL.into_iter().find(|known| known.name() == format).expect("a format");
        let Some(mission) = self.mission() else { return };
        let statements = mission.store.statements();
        let knowledge = Knowledge::at(statements, KnownAt::ALL, &situation::declared(&mission.agreement));
        let origin = mission.store.origin().expect("it has begun");
        let asked =
            exchange::Asked { statements, knowledge: &knowledge, origin, reader: &reader, principal: &|_| None };
        let done = exchange::export(&asked, format)
            .and_then(|exported| exchange::write(&self.dir.join(out), &exported).map(|()| exported));
        match done {
            Ok(exported) => {
                let _ = writeln!(self.out, "exported {}, left out {}", exported.count, exported.left_out.len());
            }
            Err(message) => self.say(&[message]),
        }
    }

    fn import(
        &mut self,
        file: &str,
        all_or_nothing: bool,
        read: impl FnOnce(&Mission, &Input) -> Result<import::Reading, Message>,
    ) {
        self.import_as(file, read, |reading, mission, now| reading.accept(&mut mission.store, now, all_or_nothing));
    }

    fn import_as(
        &mut self,
        file: &str,
        read: impl FnOnce(&Mission, &Input) -> Result<import::Reading, Message>,
        enter: impl FnOnce(import::Reading, &mut Mission, Instant) -> Result<import::Outcome, Message>,
    ) {
        let Some(mut mission) = self.mission() else { return };
        let outcome = Input::open(&self.dir.join(file), self.limits)
            .and_then(|input| read(&mission, &input))
            .and_then(|reading| enter(reading, &mut mission, self.now));
        match outcome {
            Ok(outcome) => {
                let rows =
                    outcome.bad_rows.iter().map(|bad| bad.place).collect::<std::collections::BTreeSet<_>>().len();
                let _ =
                    writeln!(self.out, "accepted {}, already {}, bad rows {rows}", outcome.accepted, outcome.already);
                self.say(&outcome.bad_rows.into_iter().map(|bad| bad.message).collect::<Vec<_>>());
            }
            Err(message) => self.say(&[message]),
        }
    }

    /// Statements as JSON Lines, with their known-at; of one kind where it is named.
    fn show(&mut self, kind: Option<&str>) {
        let Some(mission) = self.mission() else { return };
        for Statement { body, accepted, .. } in mission.store.statements() {
            let fields = draft::from_body(body);
            if kind.is_none_or(|kind| fields["kind"] == kind) {
                let history = if accepted.history { ", history" } else { "" };
                let _ = writeln!(self.out, "known {}{history}", armistice::message::utc(accepted.known.0));
                for (key, value) in fields {
                    let _ = writeln!(self.out, "  {key}: {value}");
                }
            }
        }
    }
}

fn instant(text: &str) -> Instant {
    Instant(text.parse::<jiff::Timestamp>().unwrap_or_else(|error| panic!("`{text}`: {error}")).as_second())
}

/// The mission, able to append.
fn with_pen(mut mission: Mission) -> Mission {
    mission.store.take_pen(super::founding("test").pen);
    mission
}
