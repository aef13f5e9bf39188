//! The daily report: its sections, words and footnotes, the page it becomes, and what its lint says of a faulty one.
//!
//! Holds
//! - A report does not depend on the order of statements, and swapped parties get the mirror report.
//! - Each finding of the lint is shown by a case in `cases/report/bad`; `UPDATE_EXPECT=1` rewrites their messages.
//! - Nothing that somebody wrote becomes markup or turns the direction of a page.
//!
//! Not here: how a page looks in a browser (`tests/browser`).

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use agreement::tree::Tree;
use armistice::import::{Input, statements};
use armistice::limits::ImportLimits;
use armistice::mission::{AUTHOR, Adopting, Mission, labels};
use armistice::page;
use common::Folder;
use record::statement::Statement;
use record::vocabulary::time::{Instant, KnownAt};
use situation::report::{Asked, Block, Language, Report, SECTIONS, SentenceKind, limits, lint};

/// What `armistice init` writes: North and South, a clock of seven days.
const FIRST: &str = include_str!("../src/cli/first.accord");
/// 1 March 2026, 12:00 UTC: the valley's terms are known.
const TERMS_KNOWN: Instant = Instant(1_772_366_400);
/// 1 June 2026.
const TODAY: Instant = Instant(1_780_272_000);
/// 5 March 2026, noon.
const DAY: Instant = Instant(1_772_712_000);
const REPORTS: &str = r#"{"label":"r1","known":"2026-03-04 18:00","kind":"report","from":["patrol-2"],"grade":"B2","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04 15:00","at":["Valley"],"counts":[{"category":"killed","least":2,"most":2}],"event":"mill"}
{"label":"r2","known":"2026-03-05 09:00","kind":"report","from":["radio","ministry"],"grade":"C3","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04","at":["Valley"],"counts":[{"category":"killed","least":3,"most":5}],"event":"mill"}
{"label":"r3","known":"2026-03-05 11:00","kind":"report","from":["clinic"],"grade":"B2","accused":"North","act":"shelling","targets":["South"],"time":"2026-03-05 08:00","at":["Valley"],"counts":[{"category":"injured","least":1,"most":3}],"words":"two shells at eight","event":"ford"}
{"label":"r4","known":"2026-03-05 12:00","kind":"report","from":["monitors"],"grade":"B2","act":"fighting","between":["North","South"],"time":"2026-03-05","at":["Valley"],"event":"ridge"}
{"label":"r5","known":"2026-03-06 10:00","kind":"report","from":["monitors"],"grade":"B2","accused":"South","act":"overflight","time":"2026-03-05","at":["Valley"],"event":"flight"}
{"label":"d1","known":"2026-03-05 20:00","kind":"reply","author":"North","to":"r3","stance":"denies","basis":"own log"}
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A mission of its own with these terms and statements.
fn mission(terms: &str, lines: &str) -> (Folder, Mission) {
    let folder = Folder::new("report");
    let mut mission =
        Mission::init(&folder.path().join("mission"), "valley", terms, &common::founding("test"), Instant(0))
            .expect("a new mission");
    mission.adopt(Adopting { live_from: None, known: Some(KnownAt(TERMS_KNOWN)) }, TODAY).expect("adopted");
    let zone = mission.agreement.zone.clone();
    let options = statements::Options { author: AUTHOR.to_owned(), zone, history: true };
    let input = Input::of("reports.jsonl", lines.into(), ImportLimits::default()).expect("a text");
    let reading = statements::read(&input, &options, &mut |_| {}).expect("statements");
    let outcome = reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    assert!(outcome.bad_rows.is_empty(), "{:?}", outcome.bad_rows);
    (folder, mission)
}

fn asked(tree: &Tree, language: Language) -> Asked {
    Asked::day(tree, DAY, KnownAt(TODAY), tree.perspectives[0].clone(), language)
}

fn valley(language: Language) -> Report {
    let (_folder, mission) = mission(FIRST, REPORTS);
    situation::report::of(&mission.agreement, mission.store.statements(), &asked(&mission.agreement, language))
}

/// The example's statements, without the shared data set.
fn example() -> (Folder, Mission) {
    let source = root().join("examples/syria-2016");
    let folder = Folder::new("report-example");
    let place = folder.path().join("mission");
    let terms = fs::read_to_string(source.join("agreement.accord")).expect("the example is there");
    let mut mission =
        Mission::init(&place, "syria-2016", &terms, &common::founding("test"), Instant(0)).expect("a new mission");
    for part in ["registers", "zones"] {
        for entry in fs::read_dir(source.join(part)).expect("the example is whole").flatten() {
            fs::copy(entry.path(), place.join(part).join(entry.file_name())).expect("copied");
        }
    }
    let known = Instant(1_473_451_200);
    mission.adopt(Adopting { live_from: None, known: Some(KnownAt(known)) }, TODAY).expect("adopted");
    let zone = mission.agreement.zone.clone();
    let options = statements::Options { author: AUTHOR.to_owned(), zone, history: true };
    let input = Input::open(&source.join("statements.jsonl"), ImportLimits::default()).expect("the example is there");
    let reading = statements::read(&input, &options, &mut |_| {}).expect("statements");
    reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    (folder, mission)
}

/// Noon of a day of September 2016, in Damascus.
fn september(day: i64) -> Instant {
    Instant(1_472_720_400 + (day - 1) * 86_400)
}

// ---- sections, words, footnotes ----

#[test]
fn every_day_of_the_example_passes_the_lint_in_both_languages() {
    let (_folder, mission) = example();
    let tree: &Tree = &mission.agreement;
    for day in [9, 12, 13, 17, 18, 20, 30] {
        for language in Language::ALL {
            for standard in [0, tree.standards.headline] {
                let mut asked =
                    Asked::day(tree, september(day), KnownAt(TODAY), tree.perspectives[0].clone(), language);
                asked.moment.standard = standard;
                let report = situation::report::of(tree, mission.store.statements(), &asked);
                let keys: Vec<&str> = report.sections.iter().map(|section| section.key).collect();
                assert_eq!(keys, SECTIONS);
                assert_eq!(lint(&report), [], "{day} September in {}", language.tag());
                let twice = format!("{report:?}").contains('\u{fffd}');
                assert!(!twice, "no source of the example writes marks that turn a text, so none is replaced");
            }
        }
    }
}

#[test]
fn every_footnote_leads_to_a_statement_on_the_record() {
    let (_folder, mission) = example();
    let ids: BTreeSet<_> = mission.store.statements().iter().map(|statement| statement.id).collect();
    let tree: &Tree = &mission.agreement;
    let asked = Asked::day(tree, september(18), KnownAt(TODAY), tree.perspectives[0].clone(), Language::English);
    let report = situation::report::of(tree, mission.store.statements(), &asked);
    assert!(report.notes.len() > 10, "a day with many reports has many footnotes");
    for note in &report.notes {
        assert!(note.statements.iter().all(|id| ids.contains(id)));
    }
}

#[test]
fn an_incident_belongs_to_the_days_that_its_reports_name() {
    let line = |day: u32, source: &str| {
        format!(
            "{{\"known\":\"2026-03-09 12:00\",\"kind\":\"report\",\"from\":[\"{source}\"],\"accused\":\"South\",\"act\":\"shelling\",\"targets\":[\"North\"],\"time\":\"2026-03-0{day}\",\"event\":\"mill\"}}\n"
        )
    };
    // One report puts it on the 3rd, one on the 6th, and none on the days between.
    let (_folder, mission) = mission(FIRST, &format!("{}{}", line(3, "radio"), line(6, "clinic")));
    let tree: &Tree = &mission.agreement;
    for (day, cards_shown) in [(-3, 0), (-2, 1), (-1, 0), (0, 0), (1, 1), (2, 0)] {
        let day = Instant(DAY.0 + day * 86_400);
        let asked = Asked::day(tree, day, KnownAt(TODAY), tree.perspectives[0].clone(), Language::English);
        let report = situation::report::of(tree, mission.store.statements(), &asked);
        assert_eq!(cards(&report).len(), cards_shown, "{}", report.title);
    }
}

#[test]
fn an_empty_day_says_so_in_every_section() {
    let (_folder, mission) = mission(FIRST, REPORTS);
    let tree: &Tree = &mission.agreement;
    for language in Language::ALL {
        let asked =
            Asked::day(tree, Instant(DAY.0 + 20 * 86_400), KnownAt(TODAY), tree.perspectives[0].clone(), language);
        let report = situation::report::of(tree, mission.store.statements(), &asked);
        assert_eq!(lint(&report), []);
        assert_eq!(report.sections.len(), SECTIONS.len());
    }
}

#[test]
fn a_report_says_what_it_would_not_have_said_then() {
    let (_folder, mission) = mission(FIRST, REPORTS);
    let tree: &Tree = &mission.agreement;
    // The overflight of 5 March became known on the 6th; the report of the 6th compares the 5th as then and as now known.
    let day = Instant(DAY.0 + 86_400);
    let asked = Asked::day(tree, day, KnownAt(TODAY), tree.perspectives[0].clone(), Language::English);
    let report = situation::report::of(tree, mission.store.statements(), &asked);
    let corrections = report.sections.iter().find(|section| section.key == "corrections").expect("there");
    let said = format!("{corrections:?}");
    assert!(
        said.contains("Of the reports of the \u{2068}4\u{2069} days before") || said.contains("days before"),
        "{said}"
    );
    // As known at its own end, nothing about it was known later.
    let asked =
        Asked::day(tree, day, KnownAt(Instant(day.0 + 43_200)), tree.perspectives[0].clone(), Language::English);
    let then = situation::report::of(tree, mission.store.statements(), &asked);
    assert_ne!(then.sections, report.sections, "the cut-off decides what a report knows");
}

// ---- laws ----

/// Every sentence of a section, without isolates, one a line.
fn said_in(report: &Report, key: &str) -> String {
    let mut report = report.clone();
    report.sections.retain(|section| section.key == key);
    let said: Vec<String> = sentences(&mut report).into_iter().map(|(one, _)| one.text.clone()).collect();
    said.join("\n").replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

#[test]
fn a_hold_of_a_convoy_is_told_where_every_party_and_body_was_told() {
    let plan = |label: &str, to: &str| {
        format!(
            "{{\"label\":\"{label}\",\"known\":\"2026-03-05 08:00\",\"kind\":\"convoy\",\"author\":\"relief\",\"name\":\"{label}\",\"to\":[{to}],\"route\":[\"Border\",\"Town\"],\"from\":\"2026-03-05 08:00\",\"until\":\"2026-03-06 08:00\"}}\n"
        )
    };
    let held = |of: &str, cause: &str| {
        format!(
            "{{\"known\":\"2026-03-05 14:00\",\"kind\":\"convoy-event\",\"author\":\"relief\",\"convoy\":\"{of}\",\"leg\":\"held\",\"cause\":\"{cause}\",\"time\":{{\"from\":\"2026-03-05 09:00\",\"until\":\"2026-03-05 12:00\"}}}}\n"
        )
    };
    let all = "\"North\",\"South\",\"G1\",\"G2\"";
    let lines = [
        plan("open", all),
        held("open", "permits are missing"),
        plan("closed", "\"North\",\"G1\",\"G2\""),
        held("closed", "the bridge is watched"),
    ];
    let (_folder, mission) = mission(FIRST, &lines.concat());
    for language in Language::ALL {
        let report =
            situation::report::of(&mission.agreement, mission.store.statements(), &asked(&mission.agreement, language));
        assert_eq!(lint(&report), []);
        let said = said_in(&report, "humanitarian");
        assert!(said.contains("permits are missing") && !said.contains("the bridge is watched"), "{said}");
        assert!(language != Language::English || said.contains("3 h"), "how long it lasted: {said}");
    }
}

/// What is said after the 4 March at the mill: a correction, a withdrawal, a denial through somebody else, a word of the accused.
const AFTERWARDS: &str = r#"{"label":"c1","known":"2026-03-06 09:00","kind":"reply","author":"radio","to":"r2","stance":"corrects","counts":[{"category":"killed","least":4,"most":4}]}
{"label":"w1","known":"2026-03-06 10:00","kind":"report","from":["school"],"grade":"B2","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04 15:00","at":["Valley"],"counts":[{"category":"killed","least":9,"most":9}],"event":"mill"}
{"label":"w2","known":"2026-03-07 10:00","kind":"reply","author":"school","to":"w1","stance":"withdraws"}
{"label":"n1","known":"2026-03-06 11:00","kind":"report","from":["radio","South"],"accused":"South","act":"shelling","happened":false,"event":"mill"}
"#;

#[test]
fn what_was_corrected_withdrawn_and_passed_on_is_told_as_that() {
    let (_folder, mission) = mission(FIRST, &format!("{REPORTS}{AFTERWARDS}"));
    let tree: &Tree = &mission.agreement;
    let day = Instant(DAY.0 - 86_400);
    let report = |known: Instant| {
        let asked = Asked::day(tree, day, KnownAt(known), tree.perspectives[0].clone(), Language::English);
        situation::report::of(tree, mission.store.statements(), &asked)
    };
    let now = report(TODAY);
    let (cards, figures) = (said_in(&now, "violations"), said_in(&now, "casualties"));
    // A corrected figure keeps what it was and is known since its correction.
    for said in ["killed: 4 (before: killed: 3–5)", "2026-03-05 09:00, corrected 2026-03-06 09:00"] {
        assert!(cards.contains(said), "{said}\n{cards}");
    }
    assert!(figures.contains("4 (before: 3–5)") && figures.contains("2026-03-06 09:00"), "{figures}");
    // A withdrawn one is in no strip and no table, and the card says who took it back.
    assert!(cards.contains("killed: 9 (known 2026-03-06 10:00; withdrawn by school, 2026-03-07 10:00)"), "{cards}");
    assert!(!figures.contains('9') || !figures.lines().any(|line| line == "9"), "{figures}");
    // South denies through the radio: no reply of its own, and no silence.
    assert!(cards.contains("it was not the act of South"), "{cards}");
    assert!(cards.contains("No reply of its own on the record from South"), "{cards}");
    assert!(!cards.contains("No reply on the record from South"), "{cards}");
    let corrections = said_in(&now, "corrections");
    assert!(
        corrections.contains("radio corrects: killed: 4") && corrections.contains("school withdraws"),
        "{corrections}"
    );
    // On the evening of the 6th the withdrawn figure stands; on the 4th nothing of it is known.
    let sixth = said_in(&report(Instant(DAY.0 + 86_400)), "casualties");
    assert!(sixth.lines().any(|line| line == "9"), "{sixth}");
    assert!(!said_in(&report(Instant(day.0 + 36_000)), "violations").contains("before"));
}

#[test]
fn labels_are_shown_beside_their_originals_and_decide_nothing() {
    let plain = valley(Language::Arabic);
    let labels =
        situation::report::Labels::of(Language::Arabic).with("South", "الجنوب").with("seven days", "سبعة أيام");
    let shown = labels.applied(plain.clone());
    let all = |report: &Report| SECTIONS.map(|key| said_in(report, key)).join("\n");
    let (before, after) = (all(&plain), all(&shown));
    assert!(before.contains("South") && !before.contains("الجنوب"), "{before}");
    assert!(after.contains("«سبعة أيام»") && after.contains("الجنوب"), "{after}");
    // The program's own words for what it imports have labels without a file.
    assert!(after.contains("قصف") && before.contains("shelling"));
    // The original stands in the table at the end, and nowhere else.
    assert_eq!(after.matches("South").count(), 1, "{after}");
    assert!(said_in(&shown, "annex").contains("South"));
    // What stands between quotation marks is never taken for a name: a translation of it says that it is one.
    let quoted = labels.clone().with("two shells at eight", "قذيفتان في الثامنة").applied(plain.clone());
    assert!(all(&quoted).contains("«قذيفتان في الثامنة [ترجمة]»"), "{}", all(&quoted));
    assert!(after.contains("«two shells at eight»"), "{after}");
    // Footnotes lead to the same statements, and nothing else changes.
    let ids = |report: &Report| report.notes.iter().flat_map(|note| note.statements.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&plain), ids(&shown));
    assert_eq!(
        situation::report::Labels::of(Language::English).applied(valley(Language::English)),
        valley(Language::English)
    );
}

/// The valley with a view of South beside the mission's, and the mill as a registered place; a report quotes the place's name.
fn with_south() -> (Folder, Mission) {
    let folder = Folder::new("report-as");
    let place = folder.path().join("mission");
    let accepts = "  mission accepts all sources, graded by mission\n";
    let terms = FIRST.replace(accepts, &format!("{accepts}  south accepts all sources, graded by mission\n"));
    let mut mission =
        Mission::init(&place, "valley", &terms, &common::founding("test"), Instant(0)).expect("a new mission");
    fs::create_dir_all(place.join("labels/as")).expect("made");
    fs::write(place.join("registers/places.csv"), "name,within\nMill,Valley\n").expect("written");
    fs::write(place.join("registers/actors.csv"), "name,alias_of\nMiller's,Mill\n").expect("written");
    mission.adopt(Adopting { live_from: None, known: Some(KnownAt(TERMS_KNOWN)) }, TODAY).expect("adopted");
    let zone = mission.agreement.zone.clone();
    let options = statements::Options { author: AUTHOR.to_owned(), zone, history: true };
    let lines =
        REPORTS.replace("\"at\":[\"Valley\"]", "\"at\":[\"Mill\",\"Valley\"]").replace("two shells at eight", "Mill");
    let input = Input::of("reports.jsonl", lines.into(), ImportLimits::default()).expect("a text");
    let reading = statements::read(&input, &options, &mut |_| {}).expect("statements");
    let outcome = reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    assert!(outcome.bad_rows.is_empty(), "{:?}", outcome.bad_rows);
    (folder, mission)
}

#[test]
fn a_side_calls_places_by_its_own_names_in_its_own_view_alone() {
    let (_folder, mission) = with_south();
    let tree: &Tree = &mission.agreement;
    let statements = mission.store.statements();
    let write = |name: &str, content: &str| fs::write(mission.dir.join(name), content).expect("written");
    let read = |name: &str, language| labels::read_as(&mission.dir, language, name, tree, statements);
    let report = |name: &str, language| {
        let view = tree.perspectives.iter().find(|one| one.name == name).expect("declared").clone();
        situation::report::of(tree, statements, &Asked::day(tree, DAY, KnownAt(TODAY), view, language))
    };
    let all = |report: &Report| SECTIONS.map(|key| said_in(report, key)).join("\n");
    write("labels/as/south.csv", "name,label\nMill,Southmill\n");
    write("labels/ar.csv", "name,label\nMill,الطاحونة\n");
    for language in Language::ALL {
        let arabic = language == Language::Arabic;
        let (mine, theirs) = (report("mission", language), report("south", language));
        let shown = read("south", language).expect("can be used").applied(theirs.clone());
        let said = all(&shown);
        assert!(said.contains("Southmill"), "{said}");
        // The agreed form stands once, beside the name in the last section; a quotation is never given a side's name.
        let last = said_in(&shown, "annex");
        assert!(last.lines().any(|line| line == "Mill") && last.contains("Southmill"), "{last}");
        let recognises = match arabic {
            true => "لا ينطوي اسم المكان على أي اعتراف",
            false => "A name for a place recognises nothing: the agreed form is that of the register.",
        };
        assert!(last.contains(recognises), "{last}");
        let quoted = if arabic { "«الطاحونة [ترجمة]»" } else { "“Mill”" };
        assert!(said.contains(quoted) && !said.contains("“Southmill"), "{said}");
        let elsewhere = said.replace(quoted, "").replace(&last.replace(quoted, ""), "");
        assert!(!elsewhere.contains("Mill") && !elsewhere.contains("الطاحونة"), "{elsewhere}");
        // The mission's view has the agreed form, or its translation, and no word of this.
        let labelled = read("mission", language).expect("can be used");
        assert_eq!(labelled, labels::read(&mission.dir, language).expect("can be used"));
        let plain = all(&labelled.applied(mine.clone()));
        assert!(!plain.contains("Southmill") && !plain.contains(recognises), "{plain}");
        assert!(plain.contains(if arabic { "الطاحونة" } else { "Mill" }), "{plain}");
        // What is said and its footnotes are the same, and the lint finds nothing, before and after.
        assert_eq!(shown.notes.len(), theirs.notes.len());
        assert_eq!((lint(&mine), lint(&theirs), lint(&shown)), (vec![], vec![], vec![]));
    }
    // A file for the language stands before the plain one.
    write("labels/as/south.ar.csv", "name,label\nMill,طاحونة الجنوب\n");
    let said = |language| all(&read("south", language).expect("can be used").applied(report("south", language)));
    assert!(said(Language::Arabic).contains("طاحونة الجنوب") && !said(Language::Arabic).contains("Southmill"));
    assert!(said(Language::English).contains("Southmill"));

    // A name that is no agreed form of a place is refused, each with its line.
    write("labels/as/south.csv", "name,label\nMil,a\nMiller's,b\nNorth,c\nValley,d\nBridge,e\nMill,f\n");
    let wrong = read("south", Language::English).expect_err("refused");
    let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 5, "{told:#?}");
    for (message, part) in told.iter().zip([
        "did you mean `Mill`?",
        "write `Mill`, as the register has it",
        "`North` is no name of a place alone",
        "`Valley` is no name of a place alone",
        "the register knows no place `Bridge`",
    ]) {
        assert!(message.contains(part) && message.contains("error[M0501]"), "{message}");
    }
    // Of the mission's own view, and of nobody's, there is no such file.
    write("labels/as/mission.csv", "name,label\n");
    let wrong = read("mission", Language::English).expect_err("refused");
    assert!(wrong[0].to_string().contains("the mission's own view shows the agreed form"), "{}", wrong[0]);
}

#[test]
fn a_fight_without_an_attacker_asks_nobody_for_an_answer() {
    let report = valley(Language::English);
    let section = report.sections.iter().find(|section| section.key == "follow-up").expect("there");
    let table =
        section.blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let rows: Vec<Vec<&str>> = table
        .expect("reports name somebody")
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.text.trim_matches(['\u{2068}', '\u{2069}'])).collect())
        .collect();
    // North for the ford, answered; South for the overflight, unanswered; the fight at the ridge for nobody.
    assert_eq!(rows, [["North", "1", "1", "0", "0"], ["South", "1", "0", "0", "1"]]);
    assert!(said_in(&report, "follow-up").contains("1 incident is told as a fight between two"));
}

#[test]
fn the_bottom_line_says_what_could_not_have_been_established() {
    let (_folder, mission) = example();
    let tree: &Tree = &mission.agreement;
    let asked = Asked::day(tree, september(19), KnownAt(TODAY), tree.perspectives[0].clone(), Language::English);
    let said = said_in(&situation::report::of(tree, mission.store.statements(), &asked), "bottom-line");
    assert!(said.contains("No report on the record is graded so that it could meet"), "{said}");
    assert!(said.contains("at any report:"), "the weakest standard stands beside the headline\n{said}");
    // The valley's reports are graded.
    assert!(!said_in(&valley(Language::English), "bottom-line").contains("graded so that it could meet"));
}

#[test]
fn the_order_of_statements_says_nothing() {
    let (_folder, mission) = example();
    let tree: &Tree = &mission.agreement;
    let asked = Asked::day(tree, september(18), KnownAt(TODAY), tree.perspectives[0].clone(), Language::Arabic);
    let statements = mission.store.statements();
    let one = situation::report::of(tree, statements, &asked);
    let mut turned: Vec<Statement> = statements.to_vec();
    turned.reverse();
    assert_eq!(one, situation::report::of(tree, &turned, &asked));
    let half = turned.len() / 2;
    turned.rotate_left(half);
    assert_eq!(page::render(&one, None), page::render(&situation::report::of(tree, &turned, &asked), None));
}

#[test]
fn swapped_parties_get_the_mirror_report() {
    let swapped = |text: &str| text.replace("North", "\u{1}").replace("South", "North").replace('\u{1}', "South");
    for language in Language::ALL {
        let of = |terms: &str, lines: &str| {
            let (_folder, mission) = mission(terms, lines);
            let report = situation::report::of(
                &mission.agreement,
                mission.store.statements(),
                &asked(&mission.agreement, language),
            );
            without_ids(&page::json::report(&report).to_string())
        };
        let mirror = of(&swapped(FIRST), &swapped(REPORTS));
        assert_eq!(swapped(&of(FIRST, REPORTS)), mirror);
    }
}

/// Ids follow from what is said, so they differ where names do.
fn without_ids(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() || ('a'..='f').contains(&c) {
            run.push(c);
            continue;
        }
        let is_id =
            run.len() == 64 || (run.len() == 8 && run.chars().any(|c| c.is_ascii_alphabetic()) || run.len() == 8);
        out.push_str(if is_id { "#" } else { &run });
        run.clear();
        out.push(c);
    }
    out
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    let messages = |tag: &str| -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in ["report.ftl", "page.ftl"] {
            let path = root().join("crates/situation/locales").join(tag).join(file);
            let text = fs::read_to_string(&path).expect("the messages are there");
            let mut name = String::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if let Some((head, _)) = line.split_once(" = ").filter(|_| !line.starts_with(' ')) {
                    name = head.to_owned();
                    assert!(found.insert(name.clone(), BTreeSet::new()).is_none(), "{tag}: `{name}` twice");
                }
                for value in line.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next()) {
                    found.get_mut(&name).expect("a message").insert(value.to_owned());
                }
            }
        }
        found
    };
    let (english, arabic) = (messages("en"), messages("ar"));
    let names = |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&english), names(&arabic));
    for (name, values) in &english {
        // A language may leave out a number where its words say it (`one`, `two`), never anything else.
        let more: Vec<&String> = arabic[name].difference(values).collect();
        let fewer: Vec<&String> = values.difference(&arabic[name]).filter(|value| *value != "one").collect();
        assert!(more.is_empty() && fewer.is_empty(), "`{name}`: {more:?} {fewer:?}");
    }
}

#[test]
fn arabic_counts_have_the_forms_of_11_and_of_100() {
    for file in ["report.ftl", "page.ftl"] {
        let path = root().join("crates/situation/locales/ar").join(file);
        for line in fs::read_to_string(path).expect("the messages are there").lines() {
            let Some(other) = line.trim().strip_prefix("*[other]") else { continue };
            // After 11 to 99 the counted word stands in the accusative (`many`), after 100, 101, 102 in the genitive.
            let counted = other.split(" } ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            assert!(!counted.ends_with("\u{64b}ا"), "{file}: `{line}` needs a form `many`");
        }
    }
}

// ---- limits ----

#[test]
fn limits_count_what_they_leave_out() {
    let line = |incident: usize, source: usize| {
        format!(
            "{{\"known\":\"2026-03-05 {:02}:{:02}\",\"kind\":\"report\",\"from\":[\"source {source}\"],\"accused\":\"South\",\"act\":\"shelling\",\"targets\":[\"North\"],\"time\":\"2026-03-05\",\"at\":[\"Valley\"],\"event\":\"e{incident}\"}}\n",
            8 + source / 60,
            source % 60
        )
    };
    let of = |lines: String| {
        let (_folder, mission) = mission(FIRST, &lines);
        situation::report::of(
            &mission.agreement,
            mission.store.statements(),
            &asked(&mission.agreement, Language::English),
        )
    };
    // Versions and statements of a footnote, at the limit and one past it.
    for (reports, more) in [(limits::VERSIONS, 0), (limits::VERSIONS + 1, 1)] {
        let report = of((0..reports).map(|source| line(1, source)).collect());
        let card = cards(&report).remove(0);
        assert_eq!(card.versions.rows.len(), limits::VERSIONS);
        let said = card.common.iter().any(|said| said.text.contains("more reports, not shown"));
        assert_eq!(said, more > 0);
        assert!(report.notes.iter().any(|note| note.more == reports - limits::NOTE_STATEMENTS));
        assert!(report.notes.iter().all(|note| note.lines.len() <= limits::NOTE_STATEMENTS));
    }
    for (reports, more) in [(limits::NOTE_STATEMENTS, 0), (limits::NOTE_STATEMENTS + 1, 1)] {
        let report = of((0..reports).map(|source| line(1, source)).collect());
        assert_eq!(report.notes.iter().map(|note| note.more).max(), Some(more));
    }
    // Cards.
    for (incidents, cut) in [(limits::CARDS, false), (limits::CARDS + 1, true)] {
        let report = of((0..incidents).map(|incident| line(incident, incident)).collect());
        assert_eq!(cards(&report).len(), limits::CARDS);
        let section = report.sections.iter().find(|section| section.key == "violations").expect("there");
        assert_eq!(format!("{section:?}").contains("no card of its own"), cut);
        let Some(Block::Table(table)) = section.blocks.get(1) else { panic!("the table comes first") };
        assert_eq!(table.rows.len(), incidents);
    }
}

fn cards(report: &Report) -> Vec<situation::report::Card> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Card(card) = block { Some((**card).clone()) } else { None }).collect()
}

// ---- the page ----

#[test]
fn a_page_stands_alone() {
    for language in Language::ALL {
        let html = page::render(&valley(language), None);
        for outside in ["<script", "http://", "https://", "src=", "@import", "url(http", "<link"] {
            assert!(!html.contains(outside), "`{outside}` in the page");
        }
        assert!(html.contains(&format!("<html lang=\"{}\"", language.tag())));
        // Every link inside leads somewhere.
        let ids: BTreeSet<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        for link in html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(link), "#{link} leads nowhere");
        }
        let many = html.split(" id=\"").count() - 1;
        assert_eq!(many, ids.len(), "an id stands twice");
    }
}

#[test]
fn what_somebody_wrote_is_shown_and_never_obeyed() {
    let hostile = r#"{"known":"2026-03-05 09:00","kind":"report","from":["<img src=x onerror=alert(1)>"],"accused":"South","act":"shelling","targets":["North"],"time":"2026-03-05","at":["Valley"],"words":"</style><script>alert(\"x\")</script> & \"quoted\"","event":"\"><b>e"}
"#;
    let (_folder, mission) = mission(FIRST, hostile);
    let report = situation::report::of(
        &mission.agreement,
        mission.store.statements(),
        &asked(&mission.agreement, Language::English),
    );
    let html = page::render(&report, None);
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>e"));
    assert!(html.contains("&lt;script&gt;"), "the words are shown");
    assert_eq!(html.matches("</style>").count(), 1);
    // Marks that turn the direction, also those that would end an isolate early.
    let mut report = valley(Language::Arabic);
    report.title = "a\u{202e}b\u{2069}\u{2067}c".into();
    let html = page::render(&report, None);
    assert!(!html.contains(['\u{202e}', '\u{2066}', '\u{202a}']));
    assert!(html.contains("<title>a\u{fffd}b\u{2067}c\u{2069}</title>"));
}

#[test]
fn a_basemap_is_drawn_or_refused() {
    use armistice::page::Basemap;
    let disputed = br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"disputed":true},"geometry":{"type":"LineString","coordinates":[[22,39],[23,40]]}}]}"#;
    let basemap = Basemap::read("borders.geojson", disputed).expect("lines");
    assert!(basemap.lines[0].disputed);
    for (bytes, place) in [
        (&b"{"[..], "line 1"),
        (br#"{"type":"FeatureCollection","features":[]}"#, "borders.geojson"),
        (br#"{"type":"LineString","coordinates":[[22,139]]}"#, "feature 1"),
        (br#"{"type":"LineString","coordinates":[["a"]]}"#, "feature 1"),
        (br#"{"type":"Circle"}"#, "feature 1"),
    ] {
        let message = Basemap::read("borders.geojson", bytes).expect_err("refused");
        assert_eq!(message.code, armistice::codes::BASEMAP);
        assert!(message.at.contains(place), "{message}");
    }
    let line = |points: usize| {
        let all = vec!["[22,39]"; points].join(",");
        format!("{{\"type\":\"LineString\",\"coordinates\":[{all}]}}")
    };
    let folder = Folder::new("basemap");
    let path = folder.path().join("borders.geojson");
    for (past, whole) in [(0, true), (1, false)] {
        let mut text = line(2);
        text.push_str(&" ".repeat(armistice::limits::BASEMAP_BYTES as usize + past - text.len()));
        fs::write(&path, text).expect("written");
        assert_eq!(Basemap::open(&path).is_ok(), whole, "{past} bytes past the limit");
    }
    assert!(Basemap::read("b", line(armistice::limits::BASEMAP_POINTS).as_bytes()).is_ok());
    assert!(Basemap::read("b", line(armistice::limits::BASEMAP_POINTS + 1).as_bytes()).is_err());
}

// ---- the lint ----

/// A fault by the name that its case gives it.
fn spoil(report: &mut Report, fault: &str) {
    use situation::report::Sentence;
    let say = |text: &str, kind: SentenceKind| Sentence { text: text.into(), notes: Vec::new(), kind };
    let first = |report: &mut Report, sentence: Sentence| {
        report.sections[0].blocks.push(Block::Paragraph(vec![sentence]));
    };
    match fault {
        "the section on coverage is left out" => report.sections.retain(|section| section.key != "coverage"),
        "the section on aid says nothing" => report.sections[6].blocks.clear(),
        "a cell is left out" => {
            for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
                if let Block::Table(table) = block {
                    table.rows[0].pop();
                    return;
                }
            }
        }
        "a clock has no summary" => {
            for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
                if let Block::Clock(clock) = block {
                    clock.summary.clear();
                    return;
                }
            }
        }
        "a figure has no footnote" => {
            let casualties = &mut report.sections[4].blocks;
            let Some(Block::Table(table)) = casualties.iter_mut().find(|block| matches!(block, Block::Table(_))) else {
                panic!("there are figures")
            };
            let text = table.rows[0][2].text.clone();
            table.rows[0][2] = say(&text, SentenceKind::Plain);
        }
        "the disclaimer is shortened" => report.disclaimer.truncate(20),
        "an isolate is not closed" => first(report, say("Seen by \u{2068}patrol-2.", SentenceKind::Plain)),
        "the audience is left out" => drop(report.header.pop()),
        "a footnote leads to no statement" => report.notes[0].statements.clear(),
        "a footnote is named that is not there" => {
            let notes = vec![report.notes.len() + 1];
            first(report, Sentence { notes, ..say("Two shells fell, says a patrol.", SentenceKind::Said) });
        }
        other => match other.split_once(": ") {
            Some(("said without a footnote", text)) => first(report, say(text, SentenceKind::Said)),
            Some(("computed", text)) => first(report, say(text, SentenceKind::Computed)),
            Some(("the report says", text)) => first(report, say(text, SentenceKind::Plain)),
            _ => panic!("no fault is called {fault:?}"),
        },
    }
}

#[test]
fn every_lapse_gets_its_message() {
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("cases/report/bad")).expect("cases").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut shown = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).expect("a case");
        let block = |name: &str| {
            let from =
                text.split_once(&format!("```{name}\n")).unwrap_or_else(|| panic!("{}: no {name}", path.display()));
            from.1.split_once("```").expect("a block ends").0.to_owned()
        };
        let language = if text.contains("```fault in ar\n") { Language::Arabic } else { Language::English };
        let fault = if language == Language::Arabic { block("fault in ar") } else { block("fault") };
        let mut report = valley(language);
        assert_eq!(lint(&report), [], "the report is good before the fault");
        spoil(&mut report, fault.trim());
        let lapses = lint(&report);
        shown.extend(lapses.iter().map(|lapse| lapse.code));
        let said: String =
            lapses.iter().map(|lapse| format!("warning[{}]: {} ({})\n", lapse.code, lapse.message, lapse.at)).collect();
        assert!(!said.is_empty(), "{}: nothing was found", path.display());
        if said != block("expect") {
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(
                    path,
                    text.replace(&format!("```expect\n{}```", block("expect")), &format!("```expect\n{said}```")),
                )
                .expect("written");
            } else {
                wrong.push(format!("{}:\n{said}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}UPDATE_EXPECT=1 writes these", wrong.join("\n"));
    let codes: BTreeSet<&str> = situation::codes::CODES.iter().map(|code| code.code).collect();
    assert_eq!(shown, codes, "every code of the lint is shown by a case");
}

#[test]
fn no_message_of_the_report_takes_a_side() {
    for language in Language::ALL {
        let mut report = valley(language);
        for file in ["report.ftl", "page.ftl"] {
            let path = root().join("crates/situation/locales").join(language.tag()).join(file);
            let text = fs::read_to_string(path).expect("the messages are there");
            for line in text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("finding-confirmed")) {
                // The name of a message is not said; what follows it is.
                let said = line.split_once(" = ").map_or(line, |(_, said)| said);
                // Values are others' words.
                let own: Vec<&str> =
                    said.split("{ $").map(|part| part.split_once('}').map_or(part, |(_, own)| own)).collect();
                report.title = own.join("").replace(['{', '}'], "");
                let lapses: Vec<_> = lint(&report).into_iter().filter(|lapse| lapse.at == "header").collect();
                assert_eq!(lapses, [], "{file} in {}", language.tag());
            }
        }
    }
}

/// Every sentence of a report, with whether its words are the report's own.
fn sentences(report: &mut Report) -> Vec<(&mut situation::report::Sentence, bool)> {
    let mut found = Vec::new();
    for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Paragraph(all) | Block::List(all) => found.extend(all.iter_mut().map(|one| (one, true))),
            Block::Table(table) => found.extend(table.rows.iter_mut().flatten().map(|one| (one, true))),
            Block::Clock(clock) => found.extend(clock.rows.iter_mut().map(|row| (&mut row.reading, true))),
            Block::Map(map) => found.extend(map.not_drawn.iter_mut().map(|one| (one, true))),
            Block::Card(card) => {
                let own = [&mut card.verdicts, &mut card.common, &mut card.missing];
                found.extend(own.into_iter().flatten().map(|one| (one, true)));
                found.extend(card.versions.rows.iter_mut().flatten().map(|one| (one, true)));
                found.extend(card.figures.iter_mut().flat_map(|strip| &mut strip.marks).map(|m| (&mut m.label, true)));
                found.extend(card.quotes.iter_mut().chain(&mut card.answers).map(|one| (one, false)));
            }
            Block::Heading(_) | Block::Timeline(_) => {}
        }
    }
    found
}

/// A clock's reading stands beside its label, which names the standards.
fn names_a_standard(report: &Report, one: &situation::report::Sentence, _: bool) -> bool {
    let names = &report.standards;
    one.kind == SentenceKind::Computed && names.iter().any(|name| one.text.contains(name.as_str()))
}

#[test]
fn a_fault_in_any_sentence_is_noticed() {
    use situation::codes;
    use situation::report::Sentence;
    type Fault = (&'static str, fn(&Report, &Sentence, bool) -> bool, fn(&mut Sentence));
    const FAULTS: [Fault; 5] = [
        (codes::BLAME, |_, _, own| own, |one| one.text.push_str(" regime عدوان")),
        (codes::NO_NOTE, |_, one, _| one.kind == SentenceKind::Said, |one| one.notes.clear()),
        (codes::NO_SUCH_NOTE, |_, _, _| true, |one| one.notes.push(10_000)),
        (codes::ISOLATES, |_, _, _| true, |one| one.text.insert(0, '\u{2068}')),
        (codes::NO_STANDARD, names_a_standard, |one| one.text = "x".into()),
    ];
    for language in Language::ALL {
        let good = valley(language);
        for (first, (code, applies, spoil)) in FAULTS.into_iter().enumerate() {
            let mut spoiled = 0;
            // Every third sentence, each fault from another one on.
            for place in (first % 3..sentences(&mut good.clone()).len()).step_by(3) {
                let mut report = good.clone();
                let (sentence, own) = sentences(&mut report).swap_remove(place);
                if applies(&good, sentence, own) {
                    spoil(sentence);
                    let text = sentence.text.clone();
                    spoiled += 1;
                    assert!(lint(&report).iter().any(|lapse| lapse.code == code), "{code} at {text:?}");
                }
            }
            assert!(spoiled > 3, "{code} was tried {spoiled} times");
        }
        for section in 0..good.sections.len() {
            let mut report = good.clone();
            report.sections.swap(section, (section + 1) % SECTIONS.len());
            assert!(lint(&report).iter().any(|lapse| lapse.code == codes::SECTIONS));
        }
        for note in 0..good.notes.len() {
            let mut report = good.clone();
            report.notes[note].lines.pop();
            assert!(lint(&report).iter().any(|lapse| lapse.code == codes::EMPTY_NOTE));
        }
    }
}
