//! Imports: the cases of `cases/import`, files that were cut, mis-encoded, too long, doubled or shuffled, and real data.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use armistice::import::{self, Input, KnownRule, Outcome, Reading, ged};
use armistice::limits::ImportLimits;
use armistice::message::Message;
use common::Folder;
use common::cases::{self, gzip};
use record::statement::{Accused, BodyId, Content, Report};
use record::vocabulary::counts::{Category, Population};
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{Instant, KnownAt, Zone};

const NOW: Instant = Instant(1_906_500_000); // 2030-06-01

const HEADER: &str = "id,type_of_violence,side_a,side_b,source_office,source_date,source_headline,where_prec,\
    where_coordinates,adm_1,adm_2,latitude,longitude,country,date_start,date_end,deaths_a,deaths_b,deaths_civilians,\
    deaths_unknown,low,best,high";

/// One good row with this id, reported by `office`.
fn row(id: u32, office: &str) -> String {
    format!(
        "{id},1,North,South,{office},2030-03-06,\"shells at the Mill\",1,Mill,East,,39.1,22.5,Valley,2030-03-05,\
         2030-03-05,0,2,0,0,2,2,2"
    )
}

fn table(rows: &[String]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

fn options() -> ged::Options {
    ged::Options {
        author: "mission".into(),
        zone: Zone::named("Europe/Athens").expect("a zone of the bundled data"),
        known: KnownRule::FromSources,
    }
}

fn read_within(bytes: impl Into<Vec<u8>>, limits: ImportLimits) -> Result<Reading, Message> {
    let input = Input::of("events.csv", bytes.into(), limits)?;
    ged::read(&input, &options(), &mut |_| {})
}

fn read(bytes: impl Into<Vec<u8>>) -> Result<Reading, Message> {
    read_within(bytes, ImportLimits::default())
}

fn accept(dir: &Path, bytes: impl Into<Vec<u8>>) -> Outcome {
    read(bytes).unwrap().accept(&mut common::store(dir), NOW, false).unwrap()
}

fn reports(reading: &Reading) -> Vec<&Report> {
    let content = reading.good.iter().map(|row| &row.entry.body().content);
    content.filter_map(|content| if let Content::Report(report) = content { Some(report) } else { None }).collect()
}

fn ids(reading: &Reading) -> BTreeSet<BodyId> {
    reading.good.iter().map(|row| row.entry.id()).collect()
}

#[test]
fn the_cases_hold() {
    cases::run(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/import").as_path());
}

#[test]
fn a_file_cut_at_any_byte_of_its_last_row_is_refused_or_was_whole() {
    let whole = table(&[row(1, "radio"), row(2, "\"radio;agency\"")]);
    let last_row = whole.trim_end().rfind('\n').unwrap() + 1;
    let complete = whole.rfind(',').unwrap();
    for end in last_row + 1..whole.len() {
        match read(&whole.as_bytes()[..end]) {
            Err(message) => assert_eq!(message.code, "I0106", "cut at {end}: {message}"),
            // With its last comma the row has all its cells: an empty number is a bad row, a short one cannot be told.
            Ok(reading) => assert!(end > complete && reading.good.len() + reading.bad.len() == 2, "cut at {end}"),
        }
    }
    // Between rows nothing can be seen; that is what the number of rows in the outcome is for.
    assert_eq!(read(&whole.as_bytes()[..last_row]).unwrap().good.len(), 1);
}

#[test]
fn a_packed_file_cut_anywhere_is_refused_and_a_changed_byte_never_passes() {
    let rows: Vec<String> = (0..40).map(|id| row(id, "radio")).collect();
    let packed = gzip(table(&rows).as_bytes());
    let whole = read(packed.clone()).unwrap();
    for end in 2..packed.len() {
        assert_eq!(read(&packed[..end]).unwrap_err().code, "I0104", "cut at {end}");
    }
    for at in 10..packed.len() {
        let mut changed = packed.clone();
        changed[at] ^= 0x10;
        if let Ok(reading) = read(changed) {
            // Bits between the last block and its checksum mean nothing.
            assert_eq!(ids(&reading), ids(&whole), "byte {at}");
        }
    }
}

#[test]
fn a_packed_file_in_several_members_is_read_whole() {
    let text = table(&[row(1, "radio"), row(2, "radio")]);
    let (one, two) = text.split_at(300);
    let packed = [gzip(one.as_bytes()), gzip(two.as_bytes())].concat();
    assert_eq!(read(packed).unwrap().good.len(), 2);
}

#[test]
fn text_that_is_not_utf8_is_refused_at_its_line() {
    let mut bytes = table(&[row(1, "radio"), row(2, "radio")]).into_bytes();
    let at = bytes.len() - 20;
    bytes[at] = 0xe9;
    let message = read(bytes).unwrap_err();
    assert_eq!(message.code, "I0103");
    assert!(message.at.contains("line 3"), "{message}");
    let wide: Vec<u8> = table(&[row(1, "radio")]).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read([&[0xff, 0xfe][..], &wide].concat()).unwrap_err().code, "I0103");
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let text = table(&[row(1, "radio"), row(2, "radio")]);
    let limits = ImportLimits { file_bytes: text.len(), rows: 2, cell_bytes: "shells at the Mill".len() };
    assert_eq!(read_within(text.as_str(), limits).unwrap().good.len(), 2);
    for past in [
        ImportLimits { file_bytes: limits.file_bytes - 1, ..limits },
        ImportLimits { rows: 1, ..limits },
        ImportLimits { cell_bytes: limits.cell_bytes - 1, ..limits },
    ] {
        assert_eq!(read_within(text.as_str(), past).unwrap_err().code, "I0102", "{past:?}");
    }
    // A small packed file that would fill the machine is stopped where it passes the limit.
    let packed = gzip(&vec![b'x'; 50_000_000]);
    assert!(packed.len() < 100_000);
    let limits = ImportLimits { file_bytes: 1_000_000, ..ImportLimits::default() };
    assert_eq!(read_within(packed, limits).unwrap_err().code, "I0102");
}

#[test]
fn shuffled_and_doubled_rows_make_the_same_statements() {
    let folder = Folder::new("import");
    let mut rows: Vec<String> = (0..50).map(|id| row(id, "radio")).collect();
    let first = accept(folder.path(), table(&rows));
    assert_eq!((first.accepted, first.already), (50, 0));
    let before = ids(&read(table(&rows)).unwrap());
    let size = common::store(folder.path()).log_size();

    let same = accept(folder.path(), table(&rows));
    assert_eq!((same.accepted, same.already, same.batch), (0, 50, first.batch));
    rows.reverse();
    rows.swap(3, 31);
    rows.push(rows[7].clone());
    assert_eq!(ids(&read(table(&rows)).unwrap()), before);
    let shuffled = accept(folder.path(), table(&rows));
    assert_eq!((shuffled.accepted, shuffled.already, shuffled.batch), (0, 51, None));
    assert_eq!(common::store(folder.path()).log_size(), size, "nothing was appended");
}

#[test]
fn columns_may_stand_in_any_order_with_others_between_them_and_tags_below() {
    let plain = read(table(&[row(1, "radio")])).unwrap();
    let (names, cells): (Vec<&str>, String) = (HEADER.split(',').collect(), row(1, "radio"));
    let cells: Vec<&str> = cells.split(',').collect();
    let order: Vec<usize> = (0..names.len()).rev().collect();
    let line = |of: &[&str], more: &str| {
        let parts: Vec<&str> = order.iter().map(|index| of[*index]).collect();
        format!("{more},{}\r\n", parts.join(","))
    };
    let tags: Vec<String> = names.iter().map(|name| format!("#{name}+x")).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let text = format!("\u{feff}{}{}{}", line(&names, "relid"), line(&tags, ""), line(&cells, "7"));
    let turned = read(text).unwrap();
    assert_eq!(ids(&turned), ids(&plain));
    assert_eq!(turned.good[0].place.row, Some(3));
}

#[test]
fn a_row_is_named_as_a_table_program_counts_it() {
    let broken = row(3, "radio").replace("2030-03-05,0,2", "2030-03-05,0,two");
    let folded = row(2, "radio").replace("shells at the Mill", "shells\nat\nthe Mill");
    let reading = read(table(&[row(1, "radio"), folded, broken])).unwrap();
    let [bad] = &reading.bad[..] else { panic!("one bad row: {:?}", reading.bad) };
    assert_eq!((bad.place.row, bad.place.line, bad.column.as_deref()), (Some(4), 6, Some("deaths_b")));
    assert_eq!(reports(&reading)[1].words, "shells at the Mill");
}

#[test]
fn known_from_sources_is_the_last_second_of_the_latest_source_in_the_agreements_zone() {
    let known = |start: &str, end: &str, dates: &str| {
        let text = row(1, "radio").replace("2030-03-05,2030-03-05", &format!("{start},{end}"));
        let reading = read(table(&[text.replace("2030-03-06", dates)])).unwrap();
        let flags = reports(&reading)[0].flags.join("; ");
        let KnownAt(known) = reading.good[0].entry.known_at().unwrap();
        (armistice::message::utc(known), flags)
    };
    // Athens is two hours ahead of UTC in winter, three from 31 March 2030 on.
    assert_eq!(known("2030-03-05", "2030-03-05", "2030-03-06"), ("2030-03-06T21:59:59Z".into(), String::new()));
    assert_eq!(known("2030-03-05", "2030-03-05", "2030-03-31").0, "2030-03-31T20:59:59Z");
    assert_eq!(known("2030-03-05", "2030-03-05", "2030-03-07;2030-03-06").0, "2030-03-07T21:59:59Z");
    let (at, flags) = known("2030-03-05", "2030-03-08", "2029-03-06;2030-03-07");
    assert_eq!(at, "2030-03-08T21:59:59Z");
    assert!(flags.starts_with("source date impossible"), "{flags}");
    assert_eq!(known("2030-03-05", "2030-03-05", "soon").0, "2030-03-05T21:59:59Z");
    assert_eq!(known("2030-03-05", "2030-03-05", "").1, "no source date");
}

#[test]
fn a_body_does_not_depend_on_how_known_at_was_stated() {
    let input = Input::of("events.csv", table(&[row(1, "radio")]).into_bytes(), ImportLimits::default()).unwrap();
    let at = ged::Options { known: KnownRule::At(Instant(1_900_000_000)), ..options() };
    let stated = ged::read(&input, &at, &mut |_| {}).unwrap();
    assert_eq!(ids(&stated), ids(&read(table(&[row(1, "radio")])).unwrap()));
    assert_eq!(stated.good[0].entry.known_at(), Some(KnownAt(Instant(1_900_000_000))));
    assert_eq!(stated.known_rule, "2030-03-17T17:46:40Z");
}

#[test]
fn counts_of_one_report_never_add_up_to_more_than_was_said() {
    for numbers in
        ["0,2,1,4,7,7,7", "0,0,0,0,0,0,0", "0,2,0,0,1,2,9", "1,2,0,0,5,3,9", "1,1,1,0,3,3,2", "1,2,0,0,3,2,3"]
    {
        let text = row(1, "radio").replace("0,2,0,0,2,2,2", numbers);
        let reading = read(table(&[text])).unwrap();
        let report = reports(&reading)[0];
        let stated: Vec<u32> = numbers.split(',').map(|number| number.parse().unwrap()).collect();
        let (low, best, high) = (stated[4], stated[5], stated[6]);
        let sum: u32 = stated[..4].iter().sum();
        let least: u32 = report.counts.iter().map(|count| count.least).sum();
        let most: u32 = report.counts.iter().map(|count| count.most.unwrap()).sum();
        assert!(report.counts.iter().all(|count| count.category == Category::Killed));
        assert_eq!(least, low.min(best).min(high).min(sum), "{numbers}");
        assert_eq!(most, low.max(best).max(high).max(sum), "{numbers}");
        assert_eq!(report.flags.len(), usize::from(low > best) + usize::from(best > high) + usize::from(sum != best));
    }
}

#[test]
fn progress_is_told_and_ends_with_all_rows() {
    let rows: Vec<String> = (0..2_500).map(|id| row(id, "radio")).collect();
    let input = Input::of("events.csv", table(&rows).into_bytes(), ImportLimits::default()).unwrap();
    let mut told = Vec::new();
    ged::read(&input, &options(), &mut |rows| told.push(rows)).unwrap();
    assert_eq!(told, [1_000, 2_000, 2_500]);
}

#[test]
fn all_or_nothing_refuses_everything_where_one_row_is_bad() {
    let folder = Folder::new("import");
    let mut store = common::store(folder.path());
    let text = table(&[row(1, "radio"), row(2, "radio").replace("39.1", "north")]);
    assert_eq!(read(text.as_str()).unwrap().accept(&mut store, NOW, true).unwrap_err().code, "I0301");
    assert!(store.statements().is_empty() && store.log_size() == 1, "the charter alone");
    let outcome = read(text).unwrap().accept(&mut store, NOW, false).unwrap();
    assert_eq!((outcome.accepted, outcome.bad_rows.len()), (1, 1));
}

// ---- real data ----

fn syria() -> Option<Reading> {
    let path = common::shared("data/ucdp-ged-syria/ged_syria_2016-2018.csv.gz")?;
    let input = Input::open(&path, ImportLimits::default()).unwrap();
    let zone = Zone::named("Asia/Damascus").unwrap();
    Some(ged::read(&input, &ged::Options { zone, ..options() }, &mut |_| {}).unwrap())
}

#[test]
fn the_syria_release_is_read_without_a_bad_row_and_its_faults_are_flagged() {
    let Some(reading) = syria() else { return };
    assert_eq!((reading.good.len(), reading.bad.len()), (14_522, 0));
    assert_eq!(ids(&reading).len(), 14_522);
    let reports = reports(&reading);
    let flagged =
        |text: &str| reports.iter().filter(|report| report.flags.iter().any(|flag| flag.contains(text))).count();
    assert_eq!(flagged("exceeds best"), 22);
    assert_eq!(flagged("exceeds high"), 47);
    assert_eq!(flagged("source date impossible"), 193);
    assert_eq!(flagged("add up to"), 0);
    assert_eq!(reports.iter().filter(|report| matches!(report.accused, Accused::Actor(_))).count(), 412);
    assert_eq!(reports.iter().filter(|report| matches!(report.accused, Accused::Dyad(..))).count(), 14_110);
    // Districts, provinces and the country as a whole have no disc.
    let without_disc = reports.iter().filter(|r| r.place.as_ref().unwrap().area.is_none()).count();
    assert_eq!(without_disc, 305 + 564 + 235);
    assert!(reports.iter().all(|report| report.chain.relayers == ["UCDP GED"]));
}

#[test]
fn the_traps_of_september_2016_are_not_stepped_into() {
    let Some(reading) = syria() else { return };
    let event = |id: &str| {
        let key = Some(format!("ucdp-ged:{id}"));
        let index = reports(&reading).iter().position(|report| report.event == key).unwrap();
        (reports(&reading)[index].clone(), reading.good[index].entry.known_at().unwrap().0)
    };
    let (strike, known) = event("227936");
    // The coding of the coalition is kept as the file has it; a register line says who is meant.
    assert_eq!(strike.accused, Accused::Dyad("Government of Iraq".into(), "IS".into()));
    assert_eq!(strike.chain.origins, ["SOHR", "Airwars"].map(|name| Origin::Named(name.into())));
    assert_eq!(strike.counts.len(), 1);
    assert_eq!(
        (strike.counts[0].population, strike.counts[0].least, strike.counts[0].most),
        (Population::Unknown, 90, Some(90))
    );
    assert_eq!(
        strike.place.unwrap().names,
        ["Jabal Thurdah", "Deir ez Zor district", "Deir ez Zor Governorate", "Syria"]
    );
    assert_eq!(armistice::message::utc(known), "2016-09-18T20:59:59Z");
    let (convoy, known) = event("301214");
    assert_eq!(convoy.accused, Accused::Actor("Government of Syria".into()));
    assert_eq!(convoy.targets, ["civilians"]);
    assert_eq!(convoy.chain.origins, [Origin::Named("HRW".into())]);
    assert_eq!(armistice::message::utc(known), "2016-09-20T20:59:59Z");
}

#[test]
fn the_syria_release_enters_once_and_survives_a_restart() {
    let Some(reading) = syria() else { return };
    let folder = Folder::new("import");
    let mut store = common::store(folder.path());
    let first = reading.clone().accept(&mut store, NOW, true).unwrap();
    assert_eq!((first.accepted, first.already), (14_522, 0));
    let mut again = common::store(folder.path());
    assert_eq!(again.statements(), store.statements());
    let second = reading.accept(&mut again, NOW, true).unwrap();
    assert_eq!((second.accepted, second.already, second.batch), (0, 14_522, first.batch));
}

/// A release with further columns in another order: what the global releases look like.
#[test]
fn other_layouts_of_the_same_events_make_the_same_statements() {
    let Some(path) = common::shared("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz") else { return };
    let input = Input::open(&path, ImportLimits::default()).unwrap();
    let plain = ged::read(&input, &options(), &mut |_| {}).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(input.text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for (further, tags) in [(8, false), (10, true)] {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let turned = |record: &csv::StringRecord, name: &dyn Fn(usize) -> String| {
            let further = (0..further).map(name);
            further.chain(record.iter().rev().map(str::to_owned)).collect::<Vec<String>>()
        };
        for (index, record) in records.iter().enumerate() {
            if index == 1 && tags {
                let columns = turned(&records[0], &|index| format!("more_{index}"));
                writer.write_record(columns.iter().map(|name| format!("#{name}"))).unwrap();
            }
            let name = if index == 0 { "more_" } else { "" };
            writer.write_record(turned(record, &|number| format!("{name}{number}"))).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let input = Input::of("global.csv", bytes, ImportLimits::default()).unwrap();
        let other = ged::read(&input, &options(), &mut |_| {}).unwrap();
        assert_eq!(other.bad, []);
        assert_eq!(ids(&other), ids(&plain));
    }
}

#[test]
fn rows_are_bad_only_for_what_is_wrong_with_them() {
    // Every cell in turn is spoilt; the message names its column, or the cell is one that cannot be wrong.
    let names: Vec<&str> = HEADER.split(',').collect();
    let cells = row(1, "radio");
    for (index, name) in names.iter().enumerate() {
        let mut cells: Vec<&str> = cells.split(',').collect();
        cells[index] = "";
        let reading = read(table(&[cells.join(","), row(2, "radio")])).unwrap();
        let free =
            ["source_office", "source_date", "source_headline", "where_coordinates", "adm_1", "adm_2", "country"];
        let columns: Vec<&str> = reading.bad.iter().filter_map(|bad| bad.column.as_deref()).collect();
        assert_eq!(columns, if free.contains(name) { vec![] } else { vec![*name] });
        assert_eq!(reading.good.len(), if free.contains(name) { 2 } else { 1 });
    }
}

#[test]
fn statements_in_writing_are_imported_like_any_file() {
    let folder = Folder::new("import");
    let mut store = common::store(folder.path());
    let lines = concat!(
        "{\"label\":\"r1\",\"known\":\"2030-03-05 12:00\",\"kind\":\"report\",\"from\":[\"radio\"],\"act\":\"attack\"}\r\n",
        "\r\n",
        "{\"known\":\"2030-03-06 12:00\",\"kind\":\"reply\",\"to\":\"r1\",\"author\":\"South\",\"stance\":\"denies\"}\r\n",
    );
    let read = |history: bool, text: &str| {
        let input = Input::of("a.jsonl", text.as_bytes().to_vec(), ImportLimits::default()).unwrap();
        let options = import::statements::Options { author: "mission".into(), zone: options().zone, history };
        import::statements::read(&input, &options, &mut |_| {})
    };
    // Live: both lines state a known-at, and are left out; with nothing good nothing is appended.
    let live = read(false, lines).unwrap().accept(&mut store, NOW, false).unwrap();
    let codes: Vec<(u64, &str)> = live.bad_rows.iter().map(|row| (row.place.line, row.message.code)).collect();
    assert_eq!((live.accepted, live.batch, codes), (0, None, vec![(1, "S0204"), (3, "S0204")]));
    assert!(store.statements().is_empty());

    let history = read(true, lines).unwrap().accept(&mut store, NOW, false).unwrap();
    assert_eq!((history.accepted, history.bad_rows.len()), (2, 0));
    assert!(store.statements()[1..].iter().all(|statement| statement.accepted.history));
    let again = read(true, lines).unwrap().accept(&mut store, NOW, false).unwrap();
    assert_eq!((again.accepted, again.already, again.batch), (0, 2, history.batch));

    for end in lines.len() - 60..lines.len() - 3 {
        assert_eq!(read(true, &lines[..end]).unwrap_err().code, "I0106", "cut at {end}");
    }
}

#[test]
fn a_file_that_is_packed_is_known_by_its_bytes() {
    let folder = Folder::new("import");
    let text = table(&[row(1, "radio")]);
    let mut plain = fs::File::create(folder.path().join("plain.csv.gz")).unwrap();
    plain.write_all(text.as_bytes()).unwrap();
    fs::write(folder.path().join("packed.csv"), gzip(text.as_bytes())).unwrap();
    for name in ["plain.csv.gz", "packed.csv"] {
        let input = Input::open(&folder.path().join(name), ImportLimits::default()).unwrap();
        assert_eq!((input.name.as_str(), input.text.as_str()), (name, text.as_str()));
    }
}
