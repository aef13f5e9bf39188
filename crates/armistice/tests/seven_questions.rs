//! The seven questions, asked of missions that never were: every name and number is drawn from a seed.
//!
//! ```text
//! seed ─▶ `World` ─▶ agreement, statements ─▶ init, adopt, import ─▶ answers
//!            └─────▶ what the answers must say, worked out here from the same numbers
//! ```
//!
//! Holds
//! - What is expected is arithmetic on the seed's numbers; nothing of it is asked of the program.
//! - No name of the worked example occurs, in the texts or in the answers.
//!
//! Not here: the worked example's own answers (`example`).

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use armistice::import::{Input, statements};
use armistice::limits::ImportLimits;
use armistice::mission::{Adopting, Mission};
use common::Folder;
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::Offset;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::{Value, json};
use situation::Section;

const SEEDS: u64 = 20;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// Zones whose clocks do not change, with their seconds ahead of UTC.
const ZONES: [(&str, i32); 5] = [
    ("Asia/Kathmandu", 20_700),
    ("America/Bogota", -18_000),
    ("Africa/Nairobi", 10_800),
    ("Asia/Tokyo", 32_400),
    ("Pacific/Honolulu", -36_000),
];

// ---- the world of a seed ----

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): one number of state, the same on every machine.
struct Random {
    state: u64,
    taken: BTreeSet<String>,
}

impl Random {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// From `least` to `most`, both possible.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.next() % (most - least + 1) as u64) as i64
    }
    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.between(0, choices.len() as i64 - 1) as usize]
    }
    /// A word that nobody has used, such as "Tavoru"; no two of one seed are equal.
    fn name(&mut self) -> String {
        loop {
            let mut word = String::new();
            for _ in 0..self.between(3, 4) {
                word.push(self.one_of(&['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z']));
                word.push(self.one_of(&['a', 'e', 'i', 'o', 'u']));
            }
            word[..1].make_ascii_uppercase();
            if self.taken.insert(word.clone()) {
                return word;
            }
        }
    }
    fn names(&mut self, least: i64, most: i64) -> Vec<String> {
        (0..self.between(least, most)).map(|_| self.name()).collect()
    }
}

/// What a clock does with a break beside beginning again, which every clock here does first.
#[derive(Clone, Copy, Debug)]
enum Policy {
    PauseHours(i64),
    PauseDay,
    Tolerate,
    Leave,
}

impl Policy {
    /// As the agreement says it.
    fn line(self) -> String {
        match self {
            Policy::PauseHours(hours) => format!("pause for {hours} hours"),
            Policy::PauseDay => "pause by civil day".to_owned(),
            Policy::Tolerate => "tolerate 1 breaches in 72 hours, then reset".to_owned(),
            Policy::Leave => "leave to the deciders".to_owned(),
        }
    }
    /// As the clock's answer names it.
    fn shown(self) -> String {
        if matches!(self, Policy::Tolerate) { "tolerate".to_owned() } else { self.line() }
    }
    /// Seconds that one break, on a later day than the first, takes out of the count.
    fn takes_out(self) -> i64 {
        match self {
            Policy::PauseHours(hours) => hours * HOUR,
            Policy::PauseDay => DAY,
            Policy::Tolerate | Policy::Leave => 0,
        }
    }
}

/// A mission that never was. Times are seconds after its epoch.
struct World {
    seed: u64,
    zone: (&'static str, i32),
    /// Local time.
    epoch: DateTime,
    epoch_name: String,
    title: String,
    parties: Vec<String>,
    civilians: String,
    outsider: String,
    bodies: Vec<String>,
    /// The class the article forbids, and a word of it.
    class: String,
    act: String,
    notice: String,
    warning: String,
    halt: String,
    delay: String,
    place: String,
    /// Odd seeds: the zone is a disc around this point (degrees north, east), and reports a lesser disc; else both give its name.
    point: Option<(i64, i64)>,
    /// Weakest first.
    standards: [String; 4],
    headline: usize,
    grade: (char, u8),
    perspective: String,
    author: String,
    regime: String,
    runs_days: i64,
    article: i64,
    paragraph: i64,
    clock: String,
    length_days: i64,
    policy: Policy,
    /// The phase under the strongest standard, which nothing reaches; the one under the standard before it.
    phases: [String; 2],
    /// Sources: one who speaks for itself, who relays it, a second origin, who relays that, and one for the aid.
    sources: [String; 5],
    strike: String,
    uncovered: String,
    aid: String,
    causes: [String; 2],
    goods: String,
    killed: [i64; 3],
    waited_hours: [i64; 2],
    waiting: i64,
    answer_minutes: i64,
    /// The breach, when it was first known, when the second origin was known, and when it is asked.
    broken: i64,
    first_known: i64,
    late_known: i64,
    now: i64,
    known: i64,
    /// Of the uncovered act, the notice, the warning, the halt, and of the delay's two beginnings.
    uncovered_at: i64,
    told_at: [i64; 3],
    waited_from: [i64; 2],
}

impl World {
    fn of(seed: u64) -> World {
        let mut random = Random { state: seed, taken: BTreeSet::new() };
        let r = &mut random;
        let start = r.between(5, 9) * HOUR + r.between(0, 11) * 5 * MINUTE;
        let first_day = date(r.between(2028, 2060) as i16, r.between(1, 12) as i8, r.between(1, 28) as i8);
        let length_days = r.between(5, 9);
        // On the second or third day of the calm, by day, so that a report of it is known before midnight.
        let day = r.between(1, 2);
        let broken = day * DAY + r.between(2 * 60, 20 * 60) * MINUTE - start;
        let late_known = (day + 1) * DAY - start + r.between(6 * 60, 20 * 60) * MINUTE;
        let now = length_days * DAY + r.between(60, 15 * 60) * MINUTE + r.between(0, 59);
        let next_day = (day + 1) * DAY - start;
        let notice_at = next_day + r.between(8 * 60, 9 * 60) * MINUTE;
        let answer_minutes = r.between(11, 59);
        World {
            seed,
            zone: r.one_of(&ZONES),
            epoch: first_day.at(0, 0, 0, 0) + SignedDuration::from_secs(start),
            epoch_name: r.name(),
            title: r.name(),
            parties: r.names(2, 4),
            civilians: r.name(),
            outsider: r.name(),
            bodies: r.names(2, 3),
            class: r.name(),
            act: r.name(),
            notice: r.name() + " notice",
            warning: r.name() + " warning",
            halt: r.name() + " halt",
            delay: r.name(),
            place: r.name(),
            point: (seed % 2 == 1).then(|| (r.between(1, 60), r.between(1, 170))),
            standards: [r.name(), r.name(), r.name(), r.name()],
            headline: r.between(0, 3) as usize,
            grade: (r.one_of(&['A', 'B', 'C']), r.between(1, 4) as u8),
            perspective: r.name(),
            author: r.name(),
            regime: r.name(),
            runs_days: length_days + r.between(6, 20),
            article: r.between(1, 90),
            paragraph: r.between(1, 90),
            clock: r.name(),
            length_days,
            policy: match r.between(0, 3) {
                0 => Policy::PauseHours(r.between(1, 20)),
                1 => Policy::PauseDay,
                2 => Policy::Tolerate,
                _ => Policy::Leave,
            },
            phases: [r.name(), r.name()],
            sources: [r.name(), r.name(), r.name(), r.name(), r.name()],
            strike: r.name(),
            uncovered: r.name(),
            aid: r.name(),
            causes: [r.name(), r.name()],
            goods: r.name(),
            // Below 200, so that no figure is the sum of two others.
            killed: [r.between(100, 130), r.between(131, 160), r.between(161, 199)],
            waited_hours: [r.between(11, 29), r.between(31, 49)],
            waiting: r.between(10, 99),
            answer_minutes,
            broken,
            first_known: broken + r.between(5, 120) * MINUTE,
            late_known,
            now,
            known: now + r.between(1, 90) * HOUR,
            uncovered_at: next_day + r.between(60, 7 * 60) * MINUTE,
            told_at: [notice_at, notice_at + r.between(61, 120) * MINUTE, notice_at + r.between(121, 180) * MINUTE],
            waited_from: [r.between(0, 20) * HOUR, r.between(0, 20) * HOUR],
        }
    }

    /// Who is said to have acted in the strike, and on whom.
    fn striker(&self) -> &str {
        &self.parties[self.seed as usize % 2]
    }
    fn struck(&self) -> &str {
        &self.parties[(self.seed as usize + 1) % 2]
    }
    /// The act that no clause covers: an outsider's on a party, or a party's on an outsider.
    fn uncovered_by(&self) -> (&str, &str) {
        let (party, outsider) = (self.struck(), self.outsider.as_str());
        if self.seed.is_multiple_of(3) { (party, outsider) } else { (outsider, party) }
    }
    /// The grade that meets the second standard, and the lesser one that meets the third.
    fn grades(&self) -> [String; 2] {
        let (letter, digit) = self.grade;
        [format!("{letter}{digit}"), format!("{}{}", char::from(letter as u8 + 1), digit + 1)]
    }
    fn length(&self) -> i64 {
        self.length_days * DAY
    }

    fn at(&self, seconds: i64) -> Instant {
        let epoch = Offset::from_seconds(self.zone.1).and_then(|offset| offset.to_timestamp(self.epoch));
        Instant(epoch.expect("an instant of this century").as_second() + seconds)
    }
    fn civil(&self, seconds: i64) -> DateTime {
        self.epoch + SignedDuration::from_secs(seconds)
    }
    /// "2041-03-05 10:00", with seconds where there are any.
    fn text(&self, seconds: i64) -> String {
        let civil = self.civil(seconds);
        civil.strftime(if civil.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
    }
    fn date(&self, seconds: i64) -> String {
        self.civil(seconds).strftime("%Y-%m-%d").to_string()
    }
    /// The last second of the civil day that holds `seconds`.
    fn end_of_day(&self, seconds: i64) -> i64 {
        let next = self.civil(seconds).date().tomorrow().expect("a day of this century").at(0, 0, 0, 0);
        next.duration_since(self.epoch).as_secs() - 1
    }

    fn agreement(&self) -> String {
        let World { title, epoch_name, civilians, outsider, class, act, place, regime, clock, article, .. } = self;
        let World { perspective, author, paragraph, length_days, runs_days, .. } = self;
        let World { notice, warning, halt, delay, .. } = self;
        let ([s1, s2, s3, s4], [strong, weak]) = (&self.standards, &self.grades());
        let (parties, bodies) = (self.parties.join(", "), self.bodies.join(", "));
        let (zone, start) = (self.zone.0, self.text(0));
        let headline = &self.standards[self.headline];
        let geometry = match self.point {
            Some((north, east)) => format!("within 5 km of {north} N {east} E"),
            None => format!("named area \"{place}\""),
        };
        let policy = self.policy.line();
        let phases: String = (self.phases.iter().zip([s4, s3]))
            .map(|(phase, standard)| {
                format!(
                    "phase \"{phase}\" [§{paragraph}]
  eligible when clock \"{clock}\" is complete by reset
  once complete
  under {standard}
  opened by all of {bodies}

"
                )
            })
            .collect();
        format!(
            "agreement \"{title}\"
  source \"{title}\" as signed
  time zone {zone}
  parties {parties}
  others {civilians}, {outsider}
  bodies {bodies}
  acts
    {class} includes {act}
    communication includes {notice}, {warning}, {halt}
    {delay}
  epoch {epoch_name} is {start} [§{paragraph}]

zones
  zone {place} is {geometry} [§{paragraph}]

standards
  {s1}: 1 report
  {s2}: 1 origin of grade {strong}
  {s3}: 2 independent origins of grade {weak}, or acknowledged by the accused
  {s4}: finding confirmed by all of {bodies}
  headline {headline}
  single channel counts as one

perspectives
  {perspective} accepts all sources, graded by {author}

coverage
  no minimum

regime {regime} [§{paragraph}]
  runs {runs_days} days from {epoch_name}
  renewed by all of {bodies}, late renewal is not retroactive
  on silence lapses
  in a gap provisions suspended, clocks paused

article {article} [§{paragraph}] \"{title}\"
  forbids {class}
  binds {parties} towards each other, {civilians}
  with any weapon
  in {place}
  during {regime}

clock \"{clock}\" [§{paragraph}]
  counts {length_days} days elapsed
  from {epoch_name}
  while {regime}
  anywhere
  watches article {article}
  broken by any breach
  contested breaches leave it open
  unattributed breaches leave it open
  unobserved days count
  on break reset
  on break {policy}
  headline reset
  under every standard

{phases}"
        )
    }

    /// The statements, in no order: the late report first.
    fn statements(&self) -> String {
        let [own, relayer, second, second_relayer, depot] = &self.sources;
        let [strong, weak] = self.grades();
        let [notice_at, warning_at, halt_at] = self.told_at;
        let (striker, struck) = (self.striker(), self.struck());
        let (uncovered_by, uncovered_on) = self.uncovered_by();
        let killed = |count: i64| json!([{ "category": "killed", "least": count, "most": count }]);
        let known = |seconds: i64| self.text(seconds);
        let strike = |from: Value, known_at: i64, grade: &str, count: i64, time: i64| {
            self.located(json!({
                "known": known(known_at), "kind": "report", "from": from, "grade": grade, "accused": striker,
                "act": self.act, "targets": [struck], "time": self.text(time), "counts": killed(count),
                "event": self.strike,
            }))
        };
        let told = |from: &str, act: &str, by: &str, on: &str, at: i64, known_at: i64, words: &str| {
            json!({
                "known": known(known_at), "kind": "report", "from": [from], "act": act, "accused": by, "targets": [on],
                "time": self.text(at), "words": words,
            })
        };
        let waited = |which: usize, from: &str| {
            let (begin, hours) = (self.waited_from[which], self.waited_hours[which]);
            let until = begin + hours * HOUR;
            json!({
                "known": known(until + HOUR), "kind": "report", "from": [from], "act": self.delay,
                "time": { "from": self.text(begin), "until": self.text(until) }, "cause": self.causes[which],
                "measures": [{
                    "name": format!("{} waiting", self.goods), "least": self.waiting, "most": self.waiting, "unit": self.goods,
                }],
                "event": self.aid,
            })
        };
        let mut warning = told(struck, &self.warning, struck, striker, warning_at, warning_at + 5 * MINUTE, "stop");
        warning["measures"] = json!([{
            "name": "answer delay", "least": self.answer_minutes, "most": self.answer_minutes, "unit": "minutes",
        }]);
        let list = [
            // The late report: the second origin, through a relayer, with its own figure.
            strike(json!([second_relayer, second]), self.late_known, &weak, self.killed[2], self.broken),
            strike(json!([own]), self.first_known, &strong, self.killed[0], self.broken),
            strike(json!([relayer, own]), self.first_known + MINUTE, &weak, self.killed[1], self.broken),
            self.located(json!({
                "known": known(self.uncovered_at + HOUR), "kind": "report", "from": [own], "grade": strong,
                "accused": uncovered_by, "act": self.act, "targets": [uncovered_on],
                "time": self.text(self.uncovered_at), "event": self.uncovered,
            })),
            told(striker, &self.halt, striker, struck, halt_at, halt_at + MINUTE, "halted"),
            warning,
            // Known last, said first.
            told(striker, &self.notice, striker, struck, notice_at, halt_at + HOUR, "notified"),
            waited(0, own),
            waited(1, depot),
            json!({
                "known": known(self.length() + 30 * MINUTE), "kind": "decision", "author": self.bodies[0],
                "opens": self.phases[0], "answer": "yes",
            }),
        ];
        list.iter().map(|statement| format!("{statement}\n")).collect()
    }

    /// `report`, in the place of the article.
    fn located(&self, mut report: Value) -> Value {
        match self.point {
            Some((north, east)) => {
                report["area"] = json!({ "centre": format!("{north} N {east} E"), "radius": "1 km" })
            }
            None => report["at"] = json!([self.place]),
        }
        report
    }

    /// Init, adopt and import as a mission does, and ask.
    fn answers(&self) -> Vec<Section> {
        let folder = Folder::new("questions");
        let today = Instant(self.at(self.known).0 + 365 * DAY);
        let told = |messages: Vec<armistice::message::Message>| -> String {
            messages.iter().map(|message| format!("{message}\n")).collect()
        };
        let text = self.agreement();
        let opened =
            Mission::init(&folder.path().join("mission"), &self.title, &text, &common::founding("test"), Instant(0));
        let mut mission = opened.unwrap_or_else(|messages| panic!("seed {}\n{}", self.seed, told(messages)));
        // Whoever grades is named once; the program asks whether that is right. The rest is advice: a headline that one
        // report meets, a chain that is not nested, names that no clause uses, no minimum of coverage.
        let advice = ["A0504", "A0506", "A0602", "A0605"];
        let codes = mission.diagnostics.iter().map(|diagnostic| diagnostic.code);
        let asked: Vec<&str> = codes.filter(|code| !advice.contains(code)).collect();
        assert_eq!(asked, ["A0502"], "seed {}: {:#?}", self.seed, mission.diagnostics);
        let adopting = Adopting { live_from: None, known: Some(KnownAt(self.at(-DAY))) };
        mission.adopt(adopting, today).unwrap_or_else(|messages| panic!("seed {}\n{}", self.seed, told(messages)));
        let zone = mission.agreement.zone.clone();
        let options = statements::Options { author: self.author.clone(), zone, history: true };
        let input = Input::of("all.jsonl", self.statements().into_bytes(), ImportLimits::default()).expect("a text");
        let reading = statements::read(&input, &options, &mut |_| {}).expect("statements");
        let outcome = reading.accept(&mut mission.store, today, true);
        let outcome = outcome.unwrap_or_else(|message| panic!("seed {}\n{message}\n{}", self.seed, self.statements()));
        assert_eq!(outcome.accepted, 10, "seed {}", self.seed);
        let tree = &mission.agreement;
        let moment = Moment {
            happened: self.at(self.now),
            known: KnownAt(self.at(self.known)),
            standard: self.headline,
            perspective: tree.perspectives[0].clone(),
        };
        situation::answers(tree, mission.store.statements(), &moment, self.at(self.broken))
    }
}

/// Every world with its answers; made once.
fn worlds() -> &'static [(World, Vec<Section>)] {
    static WORLDS: OnceLock<Vec<(World, Vec<Section>)>> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let of = |seed| {
            let world = World::of(seed);
            let answers = world.answers();
            (world, answers)
        };
        (0..SEEDS).map(of).collect()
    })
}

/// Checks section `number` (from 1) of every world.
fn each(number: usize, check: impl Fn(&World, &[String])) {
    for (world, sections) in worlds() {
        println!("seed {}\n{}\n", world.seed, sections[number - 1].lines.join("\n"));
        check(world, &sections[number - 1].lines);
    }
}

// ---- what follows, by hand ----

/// "36 h 0 min 1 s", "18 h".
fn hours(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    match (minutes, rest) {
        (0, 0) => format!("{hours} h"),
        (_, 0) => format!("{hours} h {minutes} min"),
        _ => format!("{hours} h {minutes} min {rest} s"),
    }
}

impl World {
    /// How many standards the strike meets in the knowledge of `known`: its first origin's grade makes two, its second origin three.
    fn met(&self, known: i64) -> usize {
        match known {
            known if known >= self.late_known => 3,
            known if known >= self.first_known => 2,
            _ => 0,
        }
    }
    /// The value of the clock that begins again, at `now` in the knowledge of `known`.
    fn value(&self, standard: usize, now: i64, known: i64) -> i64 {
        if now >= self.broken && self.met(known) > standard { now - self.broken } else { now }
    }
    /// "152 h; would complete …", for a run that completes at `complete`.
    fn run(&self, value: i64, complete: i64) -> String {
        let word = if complete <= self.now { "complete since" } else { "runs, would complete" };
        format!("{}; {word} {}", hours(value), self.text(complete))
    }
}

/// The lines under the group that names `standard` in the panel of a clock.
fn under<'l>(lines: &'l [String], standard: &str) -> Vec<&'l str> {
    let names = |line: &str| -> bool {
        let list = line.strip_prefix("  at ").unwrap_or_default();
        list.split(", ").any(|name| name.trim_end_matches(" (headline)") == standard)
    };
    let group = lines.iter().position(|line| names(line)).unwrap_or_else(|| panic!("{standard}: {lines:#?}"));
    lines[group + 1..].iter().map_while(|line| line.strip_prefix("    ")).collect()
}

#[test]
fn the_first_says_how_long_it_has_been_calm_under_each_standard_and_policy() {
    each(1, |world, lines| {
        let World { clock, length_days, paragraph, .. } = world;
        let hours_long = length_days * 24;
        assert_eq!(
            lines[0],
            format!("Clock \"{clock}\": {hours_long} h elapsed from {} [§{paragraph}]", world.text(0))
        );
        for (index, standard) in world.standards.iter().enumerate() {
            let said = under(lines, standard);
            if index == 3 {
                // Nobody has found anything: no break, and every policy says the same.
                assert_eq!(said[0], format!("every policy: {}", world.run(world.now, world.length())));
                assert!(said[1].starts_with("nothing established breaks it; "), "{said:?}");
                continue;
            }
            let again = world.run(world.now - world.broken, world.broken + world.length());
            let out = world.policy.takes_out();
            let other = world.run(world.now - out, world.length() + out);
            assert_eq!(said[0], format!("reset (headline): {again}"));
            assert_eq!(said[1], format!("{}: {other}", world.policy.shown()));
            let (strike, striker, date) = (&world.strike, world.striker(), world.date(world.broken));
            assert!(
                said[2].starts_with(&format!("broken by 1 incident, last {strike} by {striker} ({date})")),
                "{said:?}"
            );
        }
    });
}

#[test]
fn the_first_says_it_in_the_knowledge_of_each_day_too() {
    each(1, |world, lines| {
        let told = |now: i64, known: i64| {
            let values: Vec<String> = (0..4).map(|standard| hours(world.value(standard, now, known))).collect();
            // Standards weakest first; the strike meets the first few of them, so there are two groups at most.
            let same = values.iter().take_while(|value| **value == values[0]).count();
            let names = |range: std::ops::Range<usize>| world.standards[range].join(", ");
            match same {
                4 => values[0].clone(),
                _ => format!("{} ({}); {} ({})", values[0], names(0..same), values[same], names(same..4)),
            }
        };
        let title = "In the knowledge of each day (headline policy; standards with equal values together)";
        let at = lines.iter().position(|line| line == title).expect("the days have their title");
        let mut expected = Vec::new();
        let mut day = 0;
        loop {
            let end = world.end_of_day(day).min(world.now);
            let (then, today) = (told(end, end), told(end, world.known));
            let changed = if then == today { String::new() } else { format!("; as now known {today}") };
            expected.push(format!("  {} \"{}\": as then known {then}{changed}", world.date(end), world.clock));
            if end == world.now {
                break;
            }
            day = end + 1;
        }
        assert_eq!(lines[at + 1..], expected, "seed {}", world.seed);
        let changed = expected.iter().filter(|line| line.contains("as now known")).count();
        assert!(changed >= 1, "the late report changes what is said of its day");
    });
}

#[test]
fn the_second_names_the_act_that_no_clause_covers() {
    each(2, |world, lines| {
        let (by, on) = world.uncovered_by();
        let World { act, uncovered, delay, aid, .. } = world;
        let mut expected = vec![
            format!("no clause covers this act: {act} by {by} on {on} ({uncovered})"),
            format!("no clause covers this act: {delay} nobody named ({aid})"),
        ];
        expected.sort();
        assert_eq!(lines, expected, "seed {}", world.seed);
    });
}

#[test]
fn the_third_lists_notice_warning_and_halt_in_order_with_when_each_was_known() {
    each(3, |world, lines| {
        let (striker, struck) = (world.striker(), world.struck());
        let [notice_at, warning_at, halt_at] = world.told_at.map(|at| world.text(at));
        let known = |seconds: i64| format!("[known {}, stated by a history batch]", world.text(seconds));
        let [_, warned, halted] = world.told_at;
        let World { notice, warning, halt, answer_minutes, .. } = world;
        let expected = [
            format!(
                "{striker} says, {notice}, by {striker}, on {struck}, {notice_at}, \"notified\" {}",
                known(halted + HOUR)
            ),
            format!(
                "{struck} says, {warning}, by {struck}, on {striker}, {warning_at}, answer delay {answer_minutes} minutes, \"stop\" {}",
                known(warned + 5 * MINUTE)
            ),
            format!(
                "{striker} says, {halt}, by {striker}, on {struck}, {halt_at}, \"halted\" {}",
                known(halted + MINUTE)
            ),
            "silence is no answer: it is never consent and never denial".to_owned(),
        ];
        assert_eq!(lines, expected, "seed {}", world.seed);
    });
}

#[test]
fn the_fourth_gives_figures_by_origin_and_never_adds_them() {
    each(4, |world, lines| {
        let [own, relayer, second, second_relayer, _] = &world.sources;
        let [a, b, c] = world.killed;
        let known = |seconds: i64| world.text(seconds);
        let mut origins = [
            format!(
                "  origin {own}: killed {a} [{own}, known {}]; killed {b} [{relayer} < {own}, known {}]",
                known(world.first_known),
                known(world.first_known + MINUTE)
            ),
            format!("  origin {second}: killed {c} [{second_relayer} < {second}, known {}]", known(world.late_known)),
        ];
        origins.sort();
        assert_eq!(lines[0], format!("{}:", world.strike));
        assert_eq!(lines[1..3], origins, "seed {}", world.seed);
        assert_eq!(lines.len(), 4, "one incident, and what is never done with figures");
        assert!(lines[3].starts_with("figures of different sources are never added"));
        let said = lines.join(" ");
        let numbers: BTreeSet<&str> = said.split(|c: char| !c.is_ascii_digit()).collect();
        for sum in [a + b, a + c, b + c, a + b + c] {
            assert!(!numbers.contains(sum.to_string().as_str()), "seed {}: {sum}", world.seed);
        }
    });
}

#[test]
fn the_fifth_gives_the_hours_of_waiting_by_claimed_cause() {
    each(5, |world, lines| {
        let sources = [&world.sources[0], &world.sources[4]];
        let (waiting, goods) = (world.waiting, &world.goods);
        let mut causes: Vec<(String, String)> = (0..2)
            .map(|which| {
                let (begin, length) = (world.waited_from[which], world.waited_hours[which] * HOUR);
                let claim = format!(
                    "  {}: from {} until {}; {} to {}; {goods} waiting {waiting} {goods}",
                    sources[which],
                    world.text(begin),
                    world.text(begin + length),
                    hours(length),
                    hours(length),
                );
                (format!("claimed cause: {}", world.causes[which]), claim)
            })
            .collect();
        causes.sort();
        let mut expected: Vec<String> = causes.into_iter().flat_map(|(cause, claim)| [cause, claim]).collect();
        expected.push("rival causes stand side by side; their hours are not added".to_owned());
        assert_eq!(lines, expected, "seed {}", world.seed);
        let sum = hours(world.waited_hours.iter().sum::<i64>() * HOUR);
        assert!(lines.iter().all(|line| !line.contains(&format!(" {sum}"))), "seed {}: {sum}", world.seed);
    });
}

#[test]
fn the_sixth_says_which_phase_is_eligible_and_who_must_still_decide() {
    each(6, |world, lines| {
        let [eligible, waiting] = &world.phases;
        let ([_, _, third, fourth], clock) = (&world.standards, &world.clock);
        let (all, others) = (world.bodies.join(", "), world.bodies[1..].join(", "));
        let expected = [
            format!("phase \"{eligible}\" at {fourth}: eligible, awaiting {others}"),
            format!(
                "phase \"{waiting}\" at {third}: not eligible, awaiting {all}; failing: clock \"{clock}\" complete by reset (not satisfied)"
            ),
        ];
        assert_eq!(lines, expected, "seed {}", world.seed);
    });
}

#[test]
fn the_seventh_says_what_the_late_report_changed_on_its_day() {
    each(7, |world, lines| {
        let World { strike, sources, killed, .. } = world;
        let mut expected = vec![format!(
            "the day {}: as known at its end, and as known {}",
            world.date(world.broken),
            world.text(world.known)
        )];
        let then = world.met(world.end_of_day(world.broken));
        let now = world.met(world.known);
        assert_eq!((then, now), (2, 3), "seed {}", world.seed);
        // Standards that say the same stand together: those met from the first, those met by the late report, the others.
        let word = |met: usize, index: usize| if met > index { "breached" } else { "undetermined" };
        for met_by in [0..then, then..now, now..world.standards.len()].into_iter().filter(|indices| !indices.is_empty())
        {
            let names: Vec<String> = met_by
                .clone()
                .map(|index| {
                    let mark = if index == world.headline { " (headline)" } else { "" };
                    format!("{}{mark}", world.standards[index])
                })
                .collect();
            let day = |met: usize| format!("1 incident under the terms (1 {})", word(met, met_by.start));
            expected.push(format!("at {}: then {}; now {}", names.join(", "), day(then), day(now)));
            if met_by.start == then && then < now {
                expected.push(format!("  {strike} was undetermined, is breached"));
            }
        }
        expected.push(format!(
            "  {strike}: figures known later: origin {}: killed {} [{} < {}, known {}]",
            sources[2],
            killed[2],
            sources[3],
            sources[2],
            world.text(world.late_known)
        ));
        assert_eq!(lines, expected, "seed {}", world.seed);
    });
}

// ---- names ----

#[test]
fn there_are_seven_sections_and_every_seed_has_the_same_questions() {
    let titles =
        |sections: &[Section]| -> Vec<String> { sections.iter().map(|section| section.title.clone()).collect() };
    let first = titles(&worlds()[0].1);
    assert_eq!(first.len(), 7);
    for (world, sections) in worlds() {
        assert_eq!(titles(sections), first, "seed {}", world.seed);
    }
}

#[test]
fn no_name_of_the_worked_example_occurs() {
    let names = example_names();
    for known in ["RU", "US", "Syria", "ISIL", "SOHR"] {
        assert!(names.contains(known), "{known} is a name of the example");
    }
    for (world, sections) in worlds() {
        let answers = sections.iter().flat_map(|section| [&section.title].into_iter().chain(&section.lines));
        let answers: String = answers.map(|line| format!("{line}\n")).collect();
        for said in [world.agreement(), world.statements(), answers] {
            let occurs = |name: &&String| {
                let part = |c: char| c.is_alphanumeric();
                said.match_indices(name.as_str())
                    .any(|(at, _)| !said[..at].ends_with(part) && !said[at + name.len()..].starts_with(part))
            };
            let found: Vec<&String> = names.iter().filter(occurs).collect();
            assert!(found.is_empty(), "seed {}: {found:?}\n{said}", world.seed);
        }
    }
}

/// What the example's agreement and registers name, without common words and single letters.
fn example_names() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syria-2016");
    let text = fs::read_to_string(folder.join("agreement.accord")).expect("the example is there");
    let tree = agreement::check(agreement::parse(&text)).agreement.expect("the example has no errors");
    let mut names: BTreeSet<String> = tree.parties.iter().chain(&tree.others).chain(&tree.bodies).cloned().collect();
    names.extend(tree.zones.iter().map(|zone| zone.name.clone()));
    for register in ["actors", "sources", "places", "speakers", "designations"] {
        let mut rows = csv::Reader::from_path(folder.join(format!("registers/{register}.csv"))).expect("a register");
        names.extend(rows.records().map(|row| row.expect("a row")[0].to_owned()));
    }
    names.retain(|name| name.chars().count() > 1 && name.contains(char::is_uppercase));
    names
}

#[test]
fn every_seed_has_names_and_numbers_of_its_own() {
    let said: BTreeSet<String> = worlds().iter().map(|(world, _)| world.agreement()).collect();
    assert_eq!(said.len(), SEEDS as usize);
    // Every choice of structure is made by some seed.
    let worlds: Vec<&World> = worlds().iter().map(|(world, _)| world).collect();
    let some = |has: &dyn Fn(&World) -> bool| worlds.iter().any(|world| has(world));
    assert!(some(&|world| world.point.is_some()) && some(&|world| world.point.is_none()));
    assert!(some(&|world| world.parties.len() > 2) && some(&|world| world.bodies.len() > 2));
    assert!((0..4).all(|headline| some(&|world| world.headline == headline)));
    for policy in ["pause for", "pause by", "tolerate", "leave"] {
        assert!(some(&|world| world.policy.shown().starts_with(policy)), "{policy}");
    }
    assert!(
        some(&|world| world.uncovered_by().0 == world.outsider)
            && some(&|world| world.uncovered_by().1 == world.outsider)
    );
}
