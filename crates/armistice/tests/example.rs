//! The worked example `examples/syria-2016`: its files are whole, every line says where it comes from, and the answers
//! follow from what is in them.
//!
//! Holds
//! - A choice that no text makes is marked as a mission's choice; nothing else in the files goes without a source.
//! - The answers are those of the data, also where the data support none.
//!
//! Not here: how the demo prints them.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use agreement::evaluate::{Cause, ClockReading, EffectShown, PhaseWord, Word};
use agreement::tree::{ArticleKind, Tree};
use agreement::{Agreement, diagnostic};
use armistice::draft::{Context, Entry};
use armistice::import::{Input, KnownRule, ged, statements};
use armistice::limits::ImportLimits;
use armistice::mission::{Adopting, Mission};
use armistice::{jsonl, mission};
use common::{Folder, shared};
use incident::likeness::WeightsText;
use incident::likeness::reports::Comparing;
use record::live::Knowledge;
use record::statement::Content;
use record::vocabulary::counts::Category;
use record::vocabulary::facts::About;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Date, Instant, KnownAt};
use serde_json::Value;

const MARK: &str = "a mission's choice";
/// 1 January 2026: long after everything in the example was known.
const TODAY: Instant = Instant(1_767_225_600);
const REGISTERS: [&str; 5] = ["actors", "sources", "places", "speakers", "designations"];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syria-2016")
}

fn text(path: &str) -> String {
    fs::read_to_string(example().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn agreement() -> Agreement {
    let text = text("agreement.accord");
    let checked = agreement::check(agreement::parse(&text));
    checked
        .agreement
        .unwrap_or_else(|| panic!("{}", diagnostic::render_all(&checked.diagnostics, "agreement.accord", &text)))
}

fn entries(agreement: &Agreement) -> Vec<Entry> {
    let context = Context::new(agreement.zone.clone());
    jsonl::parse(text("statements.jsonl").as_bytes(), &context).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn tables() -> impl Iterator<Item = (String, Vec<BTreeMap<String, String>>)> {
    REGISTERS.into_iter().map(|register| {
        let path = format!("registers/{register}.csv");
        let mut reader = csv::Reader::from_path(example().join(&path)).expect("the register is there");
        (path, reader.deserialize().map(|row| row.expect("the register is a table")).collect())
    })
}

/// Whether some words cite a row, an ambiguity, a numbered source or a coded one, or are marked as ours.
fn says_where_from(words: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let row = |prefix: &str| words.match_indices(prefix).any(|(at, _)| digits(&words[at + prefix.len()..]) == 2);
    let codes =
        ["source ", "sources ", "worked example", "A (", "A;", "G (", "Y,", "Y, ", "W, ", "W (", "row ", "rows "];
    words.to_lowercase().contains(MARK)
        || ["F-", "T-", "S-", "A-"].into_iter().any(row)
        || codes.into_iter().any(|code| words.starts_with(code) || words.contains(&format!(" {code}")))
        || ["A", "W", "Y"].contains(&words)
}

#[test]
fn the_agreement_is_checked_and_the_notes_are_about_what_was_never_published() {
    let text = text("agreement.accord");
    let checked = agreement::check(agreement::parse(&text));
    let shown = diagnostic::render_all(&checked.diagnostics, "agreement.accord", &text);
    assert!(checked.agreement.is_some(), "{shown}");
    let codes: BTreeSet<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    // The annex that was not published, a chain that is not nested, acts that reports name and no clause forbids, a text
    // without a minimum of coverage, an article that no clock watches: notes. The text's own "without delay" and "unhindered"
    // are the warnings.
    assert_eq!(codes, BTreeSet::from(["A0501", "A0506", "A0601", "A0602", "A0605", "A0610"]), "{shown}");
    let warnings: Vec<_> = checked.diagnostics.iter().filter(|d| d.severity == diagnostic::Severity::Warning).collect();
    assert_eq!(warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(), ["A0601"; 3], "{shown}");
}

#[test]
fn every_line_that_makes_a_choice_cites_it_or_is_marked() {
    const HEADS: [&str; 7] = ["agreement", "registers", "zones", "standards", "perspectives", "coverage", "severity"];
    const NO_CHOICE: [&str; 6] = ["source", "acts", "forbids", "declares", "not", "parties"];
    let mut block = "";
    let mut above = String::new();
    let text = text("agreement.accord");
    for (number, line) in (1..).zip(text.lines()) {
        let (said, comment) = line.split_once("--").map_or((line, ""), |(said, comment)| (said, comment.trim()));
        if said.trim().is_empty() {
            above = if line.trim().is_empty() { String::new() } else { format!("{above} {comment}") };
            continue;
        }
        let head = !said.starts_with(' ');
        let word = said.split_whitespace().next().unwrap_or_default();
        if head {
            block = word;
        }
        let cited = said.split_once('[').map_or("", |(_, rest)| rest);
        // Heads, titles and files say nothing that another choice could replace; clauses carry their citation in the tree.
        let head_of_block = head && HEADS.contains(&word);
        let plain = head_of_block || block == "registers" || NO_CHOICE.contains(&word.trim_end_matches(','));
        let from = [comment, above.as_str(), cited].into_iter().any(says_where_from);
        assert!(plain || from, "line {number} says neither where it comes from nor that it is {MARK}: {line}");
        above.clear();
    }
}

#[test]
fn every_row_of_the_three_texts_is_in_the_agreement_with_its_provenance() {
    let agreement = agreement();
    let named: BTreeSet<&str> = agreement.articles.iter().map(|article| article.id.as_str()).collect();
    let cited: String = {
        let tree: &Tree = &agreement;
        let mut all: Vec<&str> = tree.epochs.iter().map(|epoch| epoch.cited.paragraph.as_str()).collect();
        all.extend(tree.regimes.iter().map(|regime| regime.cited.paragraph.as_str()));
        all.extend(tree.judgements.iter().map(|judgement| judgement.cited.paragraph.as_str()));
        all.extend(tree.changes.iter().map(|change| change.cited.paragraph.as_str()));
        all.extend(tree.clocks.iter().map(|clock| clock.cited.paragraph.as_str()));
        all.extend(tree.phases.iter().map(|phase| phase.cited.paragraph.as_str()));
        all.join("; ")
    };
    let readme = text("README.md");
    let rows = (1..=14).map(|n| format!("F-{n:02}")).chain((1..=6).map(|n| format!("T-{n:02}")));
    for row in rows.chain((0..=26).map(|n| format!("S-{n:02}"))) {
        assert!(named.contains(row.as_str()) || cited.contains(&row), "{row} is nowhere in the agreement");
        assert!(readme.contains(&format!("| {row} |")), "{row} is not in the table of the README");
    }
    // The README's table states the provenance of each row; articles carry it.
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    for line in readme.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, row, _, provenance, ..] = cells[..] {
            told.insert(row, provenance);
        }
    }
    for article in &agreement.articles {
        let provenance = format!("{:?}", article.cited.provenance).to_lowercase();
        assert_eq!(told[article.id.as_str()], provenance, "article {}", article.id);
    }
}

#[test]
fn what_needs_a_later_construct_is_never_called_declaratory() {
    let agreement = agreement();
    let declared: BTreeSet<&str> = agreement
        .articles
        .iter()
        .filter(|article| matches!(article.kind, ArticleKind::Declaratory { .. }))
        .map(|article| article.id.as_str())
        .collect();
    // Definitions, intentions and best effort (V8), as their rows say; and what the Army reserved for itself alone (L6).
    assert_eq!(declared, BTreeSet::from(["F-03", "F-10", "F-11", "S-00", "S-24", "S-25"]));
    let forbidding: BTreeSet<&str> = agreement
        .articles
        .iter()
        .filter(|article| matches!(article.kind, ArticleKind::Prohibition(_)))
        .map(|article| article.id.as_str())
        .collect();
    let known = [
        "F-05", "F-06", "F-07", "S-02", "S-03", "S-04", "S-05", "S-08", "S-10", "S-11", "S-12", "S-13", "S-14", "S-19",
        "S-20",
    ];
    assert_eq!(forbidding, BTreeSet::from(known));
    let requiring: BTreeSet<&str> = agreement
        .articles
        .iter()
        .filter(|article| matches!(article.kind, ArticleKind::Obligation(_)))
        .map(|article| article.id.as_str())
        .collect();
    assert_eq!(requiring, BTreeSet::from(["F-08", "S-15", "S-16", "S-18"]));
}

#[test]
fn every_statement_is_read_and_says_where_it_was_read_and_when_it_was_known() {
    let agreement = agreement();
    let entries = entries(&agreement);
    for (line, entry) in text("statements.jsonl").lines().zip(&entries) {
        let stated: Value = serde_json::from_str(line).expect("an object");
        let cited = stated["cited"].as_str().unwrap_or_default();
        assert!(cited.contains("worked example, row"), "{line}");
        let source = cited.split(';').next().unwrap_or_default();
        let coded = ["A", "G", "W", "Y"].iter().any(|code| source.starts_with(code)) || source.contains('[');
        assert!(coded || source.contains("unverified"), "no source code: {line}");
        assert!(entry.known.is_some(), "{line}");
        if let Content::Report(report) = &entry.body.content {
            assert!(report.grade.is_none(), "nothing that we read grades a source: {line}");
            assert!(!report.words.is_empty(), "{line}");
            if let Some(act) = &report.act {
                let known = agreement.acts.iter().any(|class| class.name == *act || class.includes.contains(act));
                assert!(known, "`{act}` is no act of the agreement: it might be taken for any: {line}");
            }
        }
    }
    assert!(entries.len() > 75);
}

#[test]
fn a_legal_conclusion_is_never_an_input() {
    let agreement = agreement();
    for entry in entries(&agreement) {
        let Content::Report(report) = entry.body.content else { continue };
        if report.act.as_deref() == Some("conclusion") {
            assert_eq!(report.accused, record::statement::Accused::Unstated, "{}", report.words);
        }
    }
    assert!(!Tree::includes(&agreement.acts, "military action", "conclusion"));
}

#[test]
fn every_register_row_and_every_feature_says_where_it_comes_from() {
    for (path, rows) in tables() {
        for row in &rows {
            let from = !row["source"].is_empty() && says_where_from(&row["source"]) || row["note"].contains(MARK);
            assert!(from, "{path}: {row:?}");
        }
        assert!(!rows.is_empty());
    }
    let file: Value = serde_json::from_str(&text("zones/places.geojson")).expect("GeoJSON");
    for feature in file["features"].as_array().expect("features") {
        let property = |name: &str| feature["properties"][name].as_str().unwrap_or_default().to_owned();
        assert!(!property("name").is_empty() && !property("source").is_empty(), "{feature}");
        assert!(property("note").starts_with("approximation"), "{feature}");
    }
}

#[test]
fn every_side_of_the_events_of_september_2016_is_a_registered_name() {
    let Some(path) = shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz") else { return };
    let (_folder, mission) = built(false);
    let knowledge = Knowledge::at(mission.store.statements(), KnownAt(TODAY), &situation::declared(&mission.agreement));
    let file = flate2::read::GzDecoder::new(fs::File::open(path).expect("it is there"));
    let mut reader = csv::Reader::from_reader(file);
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    for row in &rows {
        for side in ["side_a", "side_b"] {
            assert!(knowledge.registers.knows(&row[side]), "`{}` is not registered", row[side]);
        }
    }
    // An umbrella name is an alias of no party.
    assert_eq!(knowledge.registers.resolve("Syrian insurgents"), "Syrian insurgents");
    assert_eq!(knowledge.registers.resolve("Government of Iraq"), "coalition");
}

// ---- the mission ----

fn built(with_events: bool) -> (Folder, Mission) {
    let folder = Folder::new("example");
    let dir = folder.path().join("mission");
    Mission::init(&dir, "syria-2016", &text("agreement.accord"), &common::founding("test"), Instant(0))
        .unwrap_or_else(|messages| panic!("{messages:#?}"));
    for part in ["registers", "zones"] {
        for entry in fs::read_dir(example().join(part)).expect("it is there") {
            let entry = entry.expect("readable");
            fs::copy(entry.path(), dir.join(part).join(entry.file_name())).expect("it can be copied");
        }
    }
    let mut mission = common::mission(&dir).unwrap_or_else(|messages| panic!("{messages:#?}"));
    let terms = mission.agreement.epochs[0].at;
    let adopting = Adopting { live_from: None, known: Some(KnownAt(terms)) };
    mission.adopt(adopting, TODAY).unwrap_or_else(|messages| panic!("{messages:#?}"));
    let zone = mission.agreement.zone.clone();
    let author = mission::AUTHOR.to_owned();
    let open = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        Input::of(&name, fs::read(path).expect("readable"), ImportLimits::default()).expect("a file to import")
    };
    let options = statements::Options { author: author.clone(), zone: zone.clone(), history: true };
    let reading = statements::read(&open(example().join("statements.jsonl")), &options, &mut |_| {}).expect("read");
    assert!(reading.bad.is_empty(), "{:#?}", reading.bad);
    reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    if with_events && let Some(path) = shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz") {
        let options = ged::Options { author, zone, known: KnownRule::FromSources };
        let reading = ged::read(&open(path), &options, &mut |_| {}).expect("read");
        reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    }
    (folder, mission)
}

/// The last second of a day of September 2016.
fn end_of(mission: &Mission, day: i8) -> Instant {
    mission.agreement.zone.day(Date::new(2016, 9, day).expect("a day")).last()
}

fn at<'m>(mission: &'m Mission, happened: Instant, known: Instant) -> situation::Situation<'m> {
    let perspective = mission.agreement.perspectives[0].clone();
    let moment =
        Moment { happened, known: KnownAt(known), standard: mission.agreement.standards.headline, perspective };
    situation::at(&mission.agreement, mission.store.statements(), &moment)
}

fn reading<'s>(now: &'s situation::Situation<'_>, clock: &str, policy: usize, standard: usize) -> &'s ClockReading {
    let found = now.evaluation.clocks.iter().find(|r| r.clock == clock && r.policy == policy && r.standard == standard);
    found.expect("every clock is read under every policy and standard")
}

const HOUR: i64 = 3_600;
/// From Day D, 12 September 19:00, until the last second of 18 September.
const UNTIL_18: i64 = 149 * HOUR - 1;

#[test]
fn above_the_weakest_standard_nothing_that_is_covered_is_established_so_calm_completes_on_day_d_plus_seven() {
    for with_events in [false, true] {
        let (_folder, mission) = built(with_events);
        let d = mission.agreement.epochs[0].at;
        let (eighteenth, twentieth) = (end_of(&mission, 18), end_of(&mission, 20));
        for standard in 1..4 {
            for (happened, known) in [(eighteenth, eighteenth), (eighteenth, TODAY)] {
                let now = at(&mission, happened, known);
                let elapsed = reading(&now, "seven days", 0, standard);
                assert_eq!(elapsed.value, (UNTIL_18, UNTIL_18));
                let whole = Some(d.plus(168 * HOUR));
                assert_eq!((elapsed.completion.earliest, elapsed.completion.latest), (whole, whole));
                assert!(elapsed.breaks.is_empty());
                // The seventh day is finished with its last second; the clock completes at midnight, one second later.
                assert_eq!(reading(&now, "seven calendar days", 0, standard).value, (7, 7));
            }
            let now = at(&mission, twentieth, twentieth);
            let calendar = reading(&now, "seven calendar days", 0, standard);
            assert_eq!(calendar.completion.latest, Some(d.plus(149 * HOUR)), "the Army's seven days end at midnight");
            let windows = reading(&now, "seven days in renewed windows", 0, standard);
            assert_eq!(
                (windows.value, windows.completion.earliest),
                ((48 * HOUR, 48 * HOUR), None),
                "no renewal by both"
            );
        }
        let now = at(&mission, twentieth, TODAY);
        let word = |name: &str| now.evaluation.phases.iter().find(|phase| phase.phase == name).map(|phase| &phase.word);
        assert_eq!(word("joint centre"), Some(&PhaseWord::PossiblyEligible), "nobody judged access");
        assert_eq!(word("joint centre, calm alone"), Some(&PhaseWord::Eligible), "and both Sides are awaited");
    }
}

#[test]
fn under_the_weakest_standard_it_may_have_been_broken_and_nothing_surely_breaks_it() {
    for with_events in [false, true] {
        let (_folder, mission) = built(with_events);
        let now = at(&mission, end_of(&mission, 18), end_of(&mission, 18));
        let clock = reading(&now, "seven days", 0, 0);
        assert_eq!(clock.value, (0, UNTIL_18), "a report of rebel groups in general, on some day of the week");
        assert!(clock.breaks.iter().any(|b| b.incident.0 == "rebel-violations-2016-09-12"));
        assert!(clock.breaks.iter().all(|b| b.effect == EffectShown::MayBreak));
        let later = at(&mission, end_of(&mission, 20), TODAY);
        let clock = reading(&later, "seven days", 0, 0);
        assert_eq!(clock.completion.earliest, Some(mission.agreement.epochs[0].at.plus(168 * HOUR)));
        assert_ne!(clock.completion.latest, clock.completion.earliest);
    }
}

#[test]
fn no_clause_covers_the_strike_on_government_troops_once_its_author_is_established() {
    let (_folder, mission) = built(true);
    let now = at(&mission, end_of(&mission, 20), TODAY);
    let uncovered = |incident: &str, standard: usize| {
        now.evaluation.uncovered.iter().any(|(id, at)| id.0 == incident && *at == standard)
    };
    let words = |incident: &str, standard: usize| -> BTreeSet<Word> {
        let judged = now.evaluation.judged.iter().filter(|judged| judged.standard == standard);
        judged.filter(|judged| now.facts[judged.fact].incident.0 == incident).map(|judged| judged.word).collect()
    };
    assert!(uncovered("deir-ez-zor-2016-09-17", 0));
    for standard in 1..4 {
        // Above it nobody is established as its author: it might be anybody's, also a party's.
        assert_eq!(
            words("deir-ez-zor-2016-09-17", standard),
            BTreeSet::from([Word::Undetermined, Word::NotApplicable])
        );
        // By then only the February terms were in force, and they protect the parties.
        assert!(uncovered("urum-al-kubra-2016-09-19", standard));
    }
}

#[test]
fn what_was_known_of_the_strike_differs_by_day() {
    let (_folder, mission) = built(false);
    let reports = |known: Instant| {
        let now = at(&mission, end_of(&mission, 20), known);
        now.incident("deir-ez-zor-2016-09-17").map_or(0, |incident| incident.reports.len())
    };
    let november = mission.agreement.zone.day(Date::new(2016, 11, 29).expect("a day")).last();
    assert_eq!(reports(end_of(&mission, 17)), 0, "the article is of the 18th");
    let (then, later, today) = (reports(end_of(&mission, 18)), reports(november), reports(TODAY));
    assert!(then < later && later < today, "{then} {later} {today}");
}

fn accept(mission: &mut Mission, lines: &str) {
    let options =
        statements::Options { author: mission::AUTHOR.to_owned(), zone: mission.agreement.zone.clone(), history: true };
    let input = Input::of("invented.jsonl", lines.as_bytes().to_vec(), ImportLimits::default()).expect("a text");
    let reading_of = statements::read(&input, &options, &mut |_| {}).expect("read");
    reading_of.accept(&mut mission.store, TODAY, true).expect("accepted");
}

/// Invented reports: who holds the road is on no record.
const INVENTED: &str = r#"{"label":"stop","known":"2016-09-13 18:00","kind":"report","from":["invented"],"act":"obstruction of aid","accused":"SY-GOV","time":"2016-09-13 12:00","at":["Castello Road"],"event":"stop"}
{"label":"held","known":"2016-09-13 19:00","kind":"report","from":["invented"],"act":"control","accused":"Syrian Army","time":{"from":"2016-09-13 06:00","until":"2016-09-14 06:00"},"at":["Castello Road"],"event":"held"}
{"label":"too","known":"2016-09-13 20:00","kind":"report","from":["invented"],"act":"control","accused":"OPP","time":{"from":"2016-09-13 06:00","until":"2016-09-14 06:00"},"at":["Castello Road"],"event":"too"}"#;

#[test]
fn who_held_the_road_at_that_hour_decides_and_is_a_claim_of_its_own() {
    let (_folder, mut mission) = built(false);
    accept(&mut mission, INVENTED);
    let word = |hour: i64| {
        let known = mission.agreement.epochs[0].at.plus((hour - 19) * HOUR + 24 * HOUR);
        let now = at(&mission, end_of(&mission, 20), known);
        let judged = now.evaluation.judged.iter().find(|judged| {
            let (fact, article) = (&now.facts[judged.fact], &mission.agreement.articles[judged.article]);
            fact.incident.0 == "stop" && fact.about != About::Event && article.id == "S-05" && judged.standard == 0
        });
        let judged = judged.expect("it is judged");
        (judged.word, judged.causes())
    };
    let unknown = vec![Cause::Imprecise("ground".into())];
    assert_eq!(word(18), (Word::Undetermined, unknown));
    assert_eq!(word(19), (Word::Breached, vec![]));
    assert_eq!(word(20), (Word::Contested, vec![]));
}

#[test]
fn a_renewal_by_both_sides_moves_the_clock_of_renewed_windows() {
    let (_folder, mut mission) = built(false);
    let renewals = r#"{"known":"2016-09-14 18:00","kind":"renewal","regime":"September cessation","act":"invented","for":"120 hours","author":"US"}
{"known":"2016-09-14 18:00","kind":"renewal","regime":"September cessation","act":"invented","for":"120 hours","author":"RU"}"#;
    accept(&mut mission, renewals);
    let now = at(&mission, end_of(&mission, 20), TODAY);
    let windows = reading(&now, "seven days in renewed windows", 0, mission.agreement.standards.headline);
    assert_eq!(windows.completion.latest, Some(mission.agreement.epochs[0].at.plus(168 * HOUR)));
}

#[test]
fn what_was_told_on_17_september_is_known_in_steps() {
    let (_folder, mission) = built(false);
    let told = |known: Instant| {
        let perspective = mission.agreement.perspectives[0].clone();
        let standard = mission.agreement.standards.headline;
        let moment = Moment { happened: end_of(&mission, 20), known: KnownAt(known), standard, perspective };
        situation::answers(&mission.agreement, mission.store.statements(), &moment, end_of(&mission, 18))[2]
            .lines
            .join("\n")
    };
    let (then, later, today) = (told(end_of(&mission, 18)), told(end_of(&mission, 20)), told(TODAY));
    for (word, known) in [
        ("notice", 0),
        ("warning", 0),
        ("halt", 0),
        ("30-50 minutes", 1),
        ("no concerns", 1),
        ("9 km", 2),
        ("27 minutes", 2),
    ] {
        let found = [&then, &later, &today].iter().position(|lines| lines.contains(word));
        assert_eq!(found, Some(known), "{word}");
    }
}

#[test]
fn without_its_main_origin_little_is_left_that_may_have_broken_calm() {
    if shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz").is_none() {
        return;
    }
    let (_folder, mission) = built(true);
    let may_break = |perspective: usize| {
        let perspective = mission.agreement.perspectives[perspective].clone();
        let happened = end_of(&mission, 19);
        let moment = Moment { happened, known: KnownAt(TODAY), standard: 0, perspective };
        let now = situation::at(&mission.agreement, mission.store.statements(), &moment);
        reading(&now, "seven days", 0, 0).breaks.len()
    };
    let (all, without) = (may_break(0), may_break(1));
    assert!(all > 40 && without > 0 && without < 10, "{all} with SOHR, {without} without");
}

// ---- many reports, one incident ----

fn comparing(mission: &Mission) -> Comparing {
    let classes = mission.agreement.acts.iter();
    let wider = classes.flat_map(|class| class.includes.iter().map(|one| (one.clone(), class.name.clone()))).collect();
    Comparing { zone: mission.agreement.zone.clone(), wider, weights: WeightsText::first() }
}

/// Two rows of the data set are other people's accounts of what the statements are about, one of them with the parties coded otherwise.
#[test]
fn likeness_proposes_the_rows_that_are_the_strike_and_the_convoy_and_nothing_else() {
    if shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz").is_none() {
        return;
    }
    let (_folder, mission) = built(true);
    let now = at(&mission, end_of(&mission, 30), TODAY);
    let found = incident::likeness::reports::proposals(&now.incidents, &now.knowledge, &comparing(&mission));
    let pairs: BTreeSet<(&str, &str)> = found.iter().map(|one| (one.first.0.as_str(), one.second.0.as_str())).collect();
    let both = |a, b| pairs.contains(&(a, b)) || pairs.contains(&(b, a));
    assert!(both("deir-ez-zor-2016-09-17", "ucdp-ged:227936"), "{pairs:?}");
    assert!(both("urum-al-kubra-2016-09-19", "ucdp-ged:301214"), "{pairs:?}");
    assert_eq!(pairs.len(), 2, "{pairs:?}");
}

#[test]
fn how_many_distinct_incidents_there_are_is_a_range_where_the_rows_leave_it_open() {
    if shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz").is_none() {
        return;
    }
    let (_folder, mission) = built(true);
    let now = at(&mission, end_of(&mission, 30), TODAY);
    let found = situation::distinct::distinct(&now, &comparing(&mission));
    // The strike and the convoy, each with the row that is about it; what is recorded is always the greatest number.
    assert_eq!(found.recorded - found.least(), 2, "{:?}", found.undecided);
    for group in &found.undecided {
        assert!(group.ways.iter().any(|way| way.as_recorded()), "{group:?}");
        assert_eq!(group.ways.iter().map(|way| way.weight).sum::<u32>(), 1_000);
        for way in &group.ways {
            let mut all: Vec<usize> = way.parts.iter().flatten().copied().collect();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..group.incidents.len()), "every incident stands once in each way: {group:?}");
        }
    }
    let casualties = situation::casualties::casualties(&now, &comparing(&mission));
    assert_eq!(casualties.distinct, (found.least(), found.recorded));
}

#[test]
fn every_toll_of_the_strike_stands_with_who_says_it_and_the_report_with_another_date_is_of_the_convoy() {
    let (_folder, mission) = built(false);
    let now = at(&mission, end_of(&mission, 30), TODAY);
    let found = situation::casualties::casualties(&now, &comparing(&mission));
    let strike = found.incidents.iter().find(|one| one.incident.0 == "deir-ez-zor-2016-09-17").expect("it is there");
    let killed = &strike.tallies[0];
    let said: BTreeSet<(u32, Option<u32>)> =
        killed.said.iter().map(|said| (said.figure.least, said.figure.most)).collect();
    for toll in [(16, None), (61, None), (62, Some(62)), (0, Some(83)), (101, None), (80, Some(80))] {
        assert!(said.contains(&toll), "{toll:?} of {said:?}");
    }
    assert!(killed.said.iter().all(|said| !said.origins.is_empty()));
    // 62 and 80 are each allowed by another origin. An unnamed one is nobody else than a named one (S9): 62 and 80 say at least 62.
    let range = |figure: situation::casualties::Figure| (figure.least, figure.most);
    assert_eq!(range(killed.claimed), (0, None));
    assert_eq!((killed.corroborated.map(range), killed.at_least), (Some((62, Some(80))), Some(62)));
    // Killed and injured in one number are a tally of their own, and nothing is taken from it.
    let both = strike.tallies.iter().find(|tally| tally.category == Category::KilledOrInjured).expect("200 in total");
    assert_eq!((both.claimed.least, both.claimed.most), (200, Some(200)));
    let convoy = now.incident("urum-al-kubra-2016-09-19").expect("it is there");
    let words = |i: &usize| now.knowledge.live[*i].report.as_deref().map_or("", |report| report.words.as_str());
    assert!(convoy.reports.iter().any(|i| words(i).contains("16 September")));
}

/// The press added two registers to "24 recorded". Nobody linked them.
#[test]
fn the_two_registers_of_a_commission_give_21_to_24_and_never_24() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/joint-commission-2017/counts.csv");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_armistice"));
    let output = command.args(["tally", "--json"]).arg(file).output().expect("it runs");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["by_stratum"], serde_json::json!({ "least": 21, "most": 24 }));
    assert_eq!(answer["by_total"], serde_json::json!({ "least": 14, "most": 24 }));
}
