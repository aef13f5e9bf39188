//! Linking on sets whose truth is known: how much is found, and what must never happen.
//!
//! The sets lie in the shared data; without it these tests say so and pass.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use armistice::import::mapping::Mapping;
use armistice::limits::ImportLimits;
use armistice::linking::score::{Score, score};
use armistice::linking::{mapped, tables, weights};
use common::{Folder, shared};
use incident::likeness::{COLUMNS, Entry, Linker, Outlook, Standing, column, copies, distinct, names};

fn linked(set: &str) -> Option<(Score, Linker)> {
    let folder = shared(&format!("data/linkage/{set}"))?;
    let mut reports = tables::read(&folder, ImportLimits::default()).expect("tables");
    assert!(reports.bad.is_empty(), "{:?}", reports.bad.first());
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let truth = tables::truth(&folder, ImportLimits::default()).expect("the truth");
    Some((score(&linker.incidents(), &truth), linker))
}

#[test]
fn reports_of_eight_sources_once_each() {
    let Some((score, linker)) = linked("dev10k_core") else { return };
    assert!(score.f1() >= 0.93, "F1 {:.4}", score.f1());
    for (_, members) in linker.incidents() {
        let sources: BTreeSet<u32> = members.iter().map(|id| linker.entry(id).expect("live").source).collect();
        assert_eq!(sources.len(), members.len(), "one report for each source");
    }
}

#[test]
fn with_updates_and_reports_that_cover_several() {
    let Some((score, _)) = linked("dev10k_full") else { return };
    assert!(score.f1() >= 0.91, "F1 {:.4}", score.f1());
    assert!(score.covering_merged() <= 0.10, "merged {:.3}", score.covering_merged());
}

/// Chances held against a truth.
struct Held {
    /// By tenths of the chance: pairs, those truly about one incident, the sum of the chances.
    tenths: [(u64, u64, u64); 10],
    /// Reports with a pair between 50 and 950 per mille, and all.
    unsure: (usize, usize),
    /// Groups of reports that depend on each other, and of them those whose true number of incidents lies in the range given.
    groups: (usize, usize),
    /// The least and the greatest numbers of incidents in all groups, and the true one between them.
    distinct: (usize, usize, usize),
    outlooks: Vec<(Outlook, bool)>,
}

impl Held {
    /// How far the chances lie from the truth, per mille: the mean over all pairs, over those of a chance of 100 and more, and the farthest of
    /// a tenth with 200 pairs or more.
    fn apart(&self) -> (u64, u64, u64) {
        let sum = |of: &[(u64, u64, u64)]| {
            let pairs: u64 = of.iter().map(|(pairs, ..)| pairs).sum();
            of.iter().map(|(_, same, chances)| (same * 1_000).abs_diff(*chances)).sum::<u64>() / pairs.max(1)
        };
        let populated = self.tenths.iter().filter(|(pairs, ..)| *pairs >= 200);
        (sum(&self.tenths), sum(&self.tenths[1..]), populated.map(|tenth| sum(&[*tenth])).max().unwrap_or(0))
    }

    fn print(&self, set: &str) {
        let (mean, of_likely, farthest) = self.apart();
        eprintln!(
            "{set}: chances lie {mean} per mille from the truth, those of 100 and more {of_likely}, the farthest tenth {farthest}; unsure {} of {} reports; \
             {} of {} groups in range; {} to {} incidents, truly {}",
            self.unsure.0,
            self.unsure.1,
            self.groups.1,
            self.groups.0,
            self.distinct.0,
            self.distinct.1,
            self.distinct.2
        );
        for (tenth, (pairs, same, chances)) in self.tenths.iter().enumerate().filter(|(_, (pairs, ..))| *pairs > 0) {
            eprintln!("  {tenth}: {pairs} pairs, said {} per mille, truly {}", chances / pairs, same * 1_000 / pairs);
        }
    }
}

fn held(folder: &std::path::Path) -> Held {
    let mut reports = tables::read(folder, ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let truth = tables::truth(folder, ImportLimits::default()).expect("the truth");
    let mut held = Held {
        tenths: [(0, 0, 0); 10],
        unsure: (0, linker.len()),
        groups: (0, 0),
        distinct: (0, 0, 0),
        outlooks: Vec::new(),
    };
    let mut unsure = BTreeSet::new();
    for (a, b, outlook) in linker.outlooks() {
        // What truly covers several incidents is about none of them alone.
        let same = truth[a].len() == 1 && truth[a] == truth[b];
        let tenth = &mut held.tenths[(outlook.chance as usize / 100).min(9)];
        *tenth = (tenth.0 + 1, tenth.1 + u64::from(same), tenth.2 + u64::from(outlook.chance));
        if (51..950).contains(&outlook.chance) {
            unsure.extend([a.to_owned(), b.to_owned()]);
        }
        held.outlooks.push((outlook, same));
    }
    held.unsure.0 = unsure.len();
    for (members, alternatives) in linker.alternatives() {
        let single = |id: &&str| truth[*id].len() == 1;
        let incidents: BTreeSet<&BTreeSet<String>> =
            members.iter().filter(|id| single(id)).map(|id| &truth[*id]).collect();
        let truly = incidents.len() + members.iter().filter(|id| !single(id)).count();
        let (least, most) = distinct(&alternatives);
        held.groups = (held.groups.0 + 1, held.groups.1 + usize::from((least..=most).contains(&truly)));
        held.distinct = (held.distinct.0 + least, held.distinct.1 + most, held.distinct.2 + truly);
    }
    held
}

/// The first of these sets is the one by which the table of chances was made, the second is not.
#[test]
fn a_chance_is_what_it_says() {
    for (set, most, groups, unsure) in [("dev10k_core", (2, 5, 20), 970, 580), ("dev10k_full", (4, 20, 90), 890, 830)] {
        let Some(folder) = shared(&format!("data/linkage/{set}")) else { return };
        let held = held(&folder);
        held.print(set);
        let (mean, of_likely, farthest) = held.apart();
        assert!(mean <= most.0 && of_likely <= most.1 && farthest <= most.2, "{set}: {mean}, {of_likely}, {farthest}");
        assert!(held.groups.1 * 1_000 >= held.groups.0 * groups, "{set}: {:?}", held.groups);
        assert!(held.distinct.0 <= held.distinct.2 && held.distinct.2 <= held.distinct.1, "{set}: {:?}", held.distinct);
        assert!(held.unsure.0 * 1_000 <= held.unsure.1 * unsure, "{set}: {:?}", held.unsure);
    }
}

/// The same of sets from which no table was counted, and the tables of chances as they follow from the two sets by which they were.
///
/// `ARMISTICE_SHARED=… python3 benches/linkage/noise.py DIR; ARMISTICE_LINKAGE=DIR cargo test --release -p armistice --test linking -- --ignored --nocapture`
#[test]
#[ignore = "needs the sets that benches/linkage/noise.py writes, in ARMISTICE_LINKAGE"]
fn chances_of_other_sets_and_the_tables_they_come_from() {
    let more = std::path::PathBuf::from(std::env::var("ARMISTICE_LINKAGE").expect("ARMISTICE_LINKAGE names a folder"));
    let of = |set: &str| {
        Some(more.join(set))
            .filter(|folder| folder.exists())
            .or(shared(&format!("data/linkage/{set}")))
            .expect("the set")
    };
    for set in ["dev100k_core", "harsher_core", "harsher_full"] {
        held(&of(set)).print(set);
    }
    for set in ["dev10k_core", "between_full"] {
        let held = held(&of(set));
        held.print(set);
        eprintln!("the table by {set}");
        let mut counts = [[(0_u64, 0_u64); COLUMNS]; 3];
        for (outlook, same) in held.outlooks.into_iter().filter(|(outlook, _)| outlook.standing != Standing::Bound) {
            let count = &mut counts[outlook.standing as usize][column(outlook.margin)];
            *count = (count.0 + 1, count.1 + u64::from(same));
        }
        for columns in counts {
            eprintln!("    {:?},", never_falling(&columns));
        }
    }
}

/// Shares per mille that never fall from column to column: columns are taken together until each holds 30 pairs, then neighbours that fall.
fn never_falling(columns: &[(u64, u64)]) -> Vec<u64> {
    let mut pools: Vec<(u64, u64, usize)> = Vec::new();
    let mut open = (0, 0, 0);
    for (pairs, same) in columns {
        open = (open.0 + pairs, open.1 + same, open.2 + 1);
        if open.0 >= 30 {
            pools.push(std::mem::take(&mut open));
        }
    }
    let with = |a: (u64, u64, usize), b: (u64, u64, usize)| (a.0 + b.0, a.1 + b.1, a.2 + b.2);
    if open.2 > 0 {
        let last = pools.pop().expect("some column holds pairs");
        pools.push(with(last, open));
    }
    let mut rising: Vec<(u64, u64, usize)> = Vec::new();
    for pool in pools {
        rising.push(pool);
        while let [.., before, last] = rising[..]
            && before.1 * last.0 >= last.1 * before.0
        {
            rising.truncate(rising.len() - 2);
            rising.push(with(before, last));
        }
    }
    let share = |(pairs, same, width): (u64, u64, usize)| vec![((1_000 * same + pairs / 2) / pairs).min(999); width];
    rising.into_iter().flat_map(share).collect()
}

/// The example data of another program, with what that program found: three feeds of crashes, some of which are in several.
///
/// It has no truth. What the other program put together and we do not, and the other way round, is counted and bounded, so that a change shows.
#[test]
fn crashes_that_another_program_linked() {
    let Some(data) = shared("data/meltt-crash-sim") else { return };
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(data.join(name)).expect("a table of the data set");
        let head: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let cells = |row: csv::StringRecord| head.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        reader.records().map(|row| cells(row.expect("a row"))).collect::<Vec<BTreeMap<String, String>>>()
    };
    let folder = Folder::new("crashes");
    let mut reports =
        String::from("report_id,source,date_start,date_end,lat,lon,event_type,actor_a,actor_b,updates_report_id\n");
    for feed in 1..=3 {
        for row in rows(&format!("crash_data{feed}.csv")) {
            let of = |column: &str| row[column].as_str();
            let (began, ended) = (of("date"), of("enddate"));
            let ended = if ended.is_empty() { began } else { ended };
            let (lat, lon, model) = (of("latitude"), of("longitude"), of("model_tax"));
            writeln!(
                reports,
                "{feed}-{},{},{began},{ended},{lat},{lon},{model},colour {},damage {},",
                of("event"),
                of("dataset"),
                of("color_tax"),
                of("damage_tax")
            )
            .expect("written");
        }
    }
    let mut actors = String::from("source,alias,unit,grp,bloc\n");
    let mut types = String::from("source,code,base,level2,level3\n");
    for row in rows("taxonomy_color_tax.csv") {
        writeln!(
            actors,
            "{},colour {},,{},{}",
            row["data.source"], row["base.categories"], row["col_level1"], row["col_level2"]
        )
        .expect("written");
    }
    for row in rows("taxonomy_damage_tax.csv") {
        writeln!(actors, "{},damage {},,,{}", row["data.source"], row["base.categories"], row["damage_level1"])
            .expect("written");
    }
    for row in rows("taxonomy_model_tax.csv") {
        let [source, code, one, two, three] =
            ["data.source", "base.categories", "make_level1", "make_level2", "make_level3"].map(|column| &row[column]);
        writeln!(types, "{source},{code},{one},{two},{three}").expect("written");
    }
    for (name, text) in [("reports", reports), ("actors", actors), ("event_types", types)] {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect("written");
    }
    let mut reports = tables::read(folder.path(), ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let pairs = |members: &[String]| {
        let pair = |(at, a): (usize, &String)| {
            members[..at].iter().map(|b| (a.clone().min(b.clone()), a.clone().max(b.clone()))).collect::<Vec<_>>()
        };
        members.iter().enumerate().flat_map(pair).collect::<Vec<_>>()
    };
    let ours: BTreeSet<(String, String)> = linker
        .incidents()
        .into_iter()
        .flat_map(|(_, members)| pairs(&members.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        .collect();
    let theirs: BTreeSet<(String, String)> = rows("meltt_0.4.3_matches_4km_2d.csv")
        .iter()
        .flat_map(|row| {
            let member = |feed: usize| (feed, row[&format!("crash_data{feed}_event")].clone());
            let members: Vec<String> = (1..=3)
                .map(member)
                .filter(|(_, event)| event != "0")
                .map(|(feed, event)| format!("{feed}-{event}"))
                .collect();
            pairs(&members)
        })
        .collect();
    let both = ours.intersection(&theirs).count();
    eprintln!(
        "of {} pairs of the other program {both} are together here, and {} more",
        theirs.len(),
        ours.len() - both
    );
    assert_eq!(theirs.len(), 76);
    assert!(both >= 73, "{both}");
    assert!(ours.len() - both <= 13, "{}", ours.len() - both);
}

/// Records of videos, dated by their upload: 19 of one attack on a convoy, and 11 near it in words, place or time that are of something else.
///
/// The rows are turned into ours knowing what the columns mean and not the labels. The day of upload is stated once, as the last day on which
/// it may have happened, two days after the first: stated as the time of publication, too, it would count twice. The kind of violation, as
/// the archive's people coded it, is what was done.
#[test]
fn videos_of_a_convoy_and_near_misses() {
    let Some(data) = shared("data/syrian-archive") else { return };
    type Rows = Vec<BTreeMap<String, String>>;
    fn rows(reader: impl std::io::Read) -> Rows {
        csv::Reader::from_reader(reader).into_deserialize().map(|row| row.expect("a row")).collect()
    }
    let file = |name: &str| std::fs::File::open(data.join(name)).expect("a table of the data set");
    let mut all = rows(flate2::read::GzDecoder::new(file("violations_2012-2016.csv.gz")));
    all.retain(|row| row["Recording_Date"].starts_with("2016"));
    let stated = |cell: &str| cell != "NA" && !cell.is_empty();
    // A place without a position has that of other records of it; a record without a place has its province.
    let mut known: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
    for row in all.iter().filter(|row| stated(&row["Latitude"])) {
        let at = (row["Latitude"].clone(), row["Longitude"].clone());
        known.entry((row["City"].clone(), row["Neighborhood"].clone())).or_default().push(at.clone());
        known.entry((row["City"].clone(), String::new())).or_default().push(at);
    }
    let middle = |key: (String, String)| {
        let mut points = known.get(&key)?.clone();
        points.sort();
        Some(points.swap_remove(points.len() / 2))
    };
    let folder = Folder::new("videos");
    let mut writer = csv::Writer::from_path(folder.path().join("reports.csv")).expect("a table");
    let head = [
        "report_id",
        "source",
        "date_start",
        "date_end",
        "lat",
        "lon",
        "geo_prec",
        "place_name",
        "adm1",
        "event_type",
        "description",
    ];
    writer.write_record(head).expect("written");
    for row in &all {
        let (city, place) = (row["City"].clone(), row["Neighborhood"].clone());
        let named = stated(&place);
        let at = named.then(|| middle((city.clone(), place.clone()))).flatten();
        let Some((lat, lon)) = at.or_else(|| middle((city.clone(), String::new()))) else { continue };
        let day: jiff::civil::Date = row["Recording_Date"].parse().expect("a date");
        let first = day.checked_sub(jiff::Span::new().days(2)).expect("a date");
        let source =
            if stated(&row["Source"]) { row["Source"].clone() } else { format!("unnamed {}", row["Database_ID"]) };
        let (first, day) = (first.to_string(), day.to_string());
        let place = if named { place.as_str() } else { "" };
        let precision = if named { "1" } else { "4" };
        let kind = if stated(&row["Violation_Type"]) { row["Violation_Type"].as_str() } else { "" };
        writer
            .write_record([
                &row["Database_ID"],
                &source,
                &first,
                &day,
                &lat,
                &lon,
                precision,
                place,
                &city,
                kind,
                &row["Description"],
            ])
            .expect("written");
    }
    writer.flush().expect("written");
    drop(writer);
    let mut reports = tables::read(folder.path(), ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let together = |name: &str| {
        let mut clusters: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows(file(name)) {
            let incident = linker.incident_of(&row["Database_ID"]).expect("every labelled record is linked");
            *clusters.entry(incident.to_owned()).or_default() += 1;
        }
        clusters
    };
    let (convoy, others) = (together("labelled_convoy_2016-09-19.csv"), together("labelled_convoy_near_misses.csv"));
    let (cluster, most) = convoy.iter().max_by_key(|(_, members)| **members).expect("there are some");
    let mistaken = others.get(cluster).copied().unwrap_or(0);
    eprintln!(
        "of 19 records of the convoy {most} lie in one cluster, with {mistaken} of 11 near misses: {:?}",
        convoy.values()
    );
    assert_eq!(*most, 19, "{convoy:?}");
    assert_eq!(mistaken, 0, "{others:?}");
}

/// Reports that coders of the Uppsala program cited for events, of which only source, day and headline are known. Two reports are truly together
/// where they were cited for one event.
///
/// Many reports tell of several events, so no division into clusters can have all pairs; a headline without a name of a place has no position
/// and goes with nothing. Both are counted, as are two rules that anybody would try first. The day is stated once, as when it happened: that
/// of publication or the one before, where most events lie.
#[test]
fn headlines_that_coders_cited_for_events() {
    let Some(data) = shared("data/ucdp-ged-syria") else { return };
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let file = std::fs::File::open(data.join(name)).expect("a table of the data set");
        let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
        reader.deserialize().map(|row| row.expect("a row")).collect()
    };
    let gazetteer = Gazetteer::of(&rows("places_2016-2018.csv.gz"));
    let all = rows("reports_2016-2018.csv.gz");
    let folder = Folder::new("headlines");
    let mut writer = csv::Writer::from_path(folder.path().join("reports.csv")).expect("a table");
    let head = [
        "report_id",
        "source",
        "date_start",
        "date_end",
        "lat",
        "lon",
        "geo_prec",
        "place_name",
        "adm2",
        "adm1",
        "killed_best",
        "n_incidents_claimed",
        "description",
    ];
    writer.write_record(head).expect("written");
    // By report: its day, its place where the headline names one, its headline.
    let mut dated: BTreeMap<String, (jiff::civil::Date, Option<String>, String)> = BTreeMap::new();
    for row in &all {
        let published: jiff::civil::Date = row["source_date"].parse().expect("a date");
        if published.year() < 2016 {
            continue;
        }
        let headline = plain(&row["headline"]);
        // A headline that states the day is about that day; else it is about the day it was published or the one before.
        let day = stated_day(&headline);
        let first = day.unwrap_or_else(|| published.yesterday().expect("a date"));
        let place = gazetteer.find(&headline);
        let of = |column: fn(&Place) -> &str| place.map(column).unwrap_or_default().to_owned();
        let killed = stated_dead(&headline);
        let daily = headline.contains("killed yesterday") || headline.contains("were killed in");
        writer
            .write_record([
                row["report_id"].clone(),
                row["source_office"].clone(),
                first.to_string(),
                day.unwrap_or(published).to_string(),
                of(|place| &place.lat),
                of(|place| &place.lon),
                of(|place| &place.precision),
                of(|place| &place.name),
                of(|place| &place.district),
                of(|place| &place.province),
                killed.map(|killed| killed.to_string()).unwrap_or_default(),
                if daily { "2" } else { "1" }.to_owned(),
                headline.clone(),
            ])
            .expect("written");
        dated.insert(row["report_id"].clone(), (published, place.map(|place| place.name.clone()), headline));
    }
    writer.flush().expect("written");
    drop(writer);
    let mut reports = tables::read(folder.path(), ImportLimits::default()).expect("tables");
    assert!(reports.bad.is_empty(), "{:?}", reports.bad.first());
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());

    let mut cited: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows("report_event_links_2016-2018.csv.gz") {
        cited.entry(row["event_id"].clone()).or_default().insert(row["report_id"].clone());
    }
    let cited: Vec<Vec<String>> = cited.into_values().map(|members| members.into_iter().collect()).collect();
    let mut events: BTreeMap<&String, usize> = BTreeMap::new();
    cited.iter().flatten().for_each(|report| *events.entry(report).or_default() += 1);
    let every: Pairs = cited.iter().flat_map(|members| pairs(members)).collect();
    let placed = |id: &str| dated.get(id).is_some_and(|(_, place, _)| place.is_some());
    let reach: Pairs = every.iter().filter(|(a, b)| placed(a) && placed(b)).cloned().collect();
    let single: Pairs = every.iter().filter(|(a, b)| events[a] == 1 && events[b] == 1).cloned().collect();
    // What a division could have at best is bounded by pairs that it may put together: one event after the other, the largest first.
    let mut free: BTreeSet<&String> = dated.keys().collect();
    let mut by_size: Vec<&Vec<String>> = cited.iter().collect();
    by_size.sort_by_key(|members| std::cmp::Reverse(members.len()));
    let mut best = 0;
    for members in by_size {
        let left = members.iter().filter(|id| free.remove(id)).count();
        best += left * left.saturating_sub(1) / 2;
    }
    let measured = |name: &str, found: &Pairs| {
        let both = found.intersection(&every).count();
        let (precision, recall) = (both as f64 / found.len().max(1) as f64, both as f64 / every.len() as f64);
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        let of_placed = found.intersection(&reach).count() as f64 / reach.len() as f64;
        eprintln!(
            "{name}: {} pairs, precision {precision:.3}, recall {recall:.3} (of pairs with places {of_placed:.3}), F1 {f1:.3}",
            found.len()
        );
        (precision, recall, f1)
    };
    let without = dated.values().filter(|(_, place, _)| place.is_none()).count();
    eprintln!(
        "{} reports, {} with a day, {without} of them without a place; {} true pairs, {} of two with places, {} of two that tell of one event; a division made with the truth has {best}",
        all.len(),
        dated.len(),
        every.len(),
        reach.len(),
        single.len()
    );
    let together = |members: Vec<&str>| pairs(&members.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let ours = linker.incidents().into_iter().flat_map(|(_, members)| together(members)).collect();
    let (precision, recall, f1) = measured("the linker", &ours);
    let mut by_day: BTreeMap<(jiff::civil::Date, &String), Vec<&str>> = BTreeMap::new();
    let mut by_text: BTreeMap<&String, Vec<&str>> = BTreeMap::new();
    for (id, (day, place, headline)) in &dated {
        if let Some(place) = place {
            by_day.entry((*day, place)).or_default().push(id);
        }
        by_text.entry(headline).or_default().push(id);
    }
    let (_, _, day_f1) = measured("one day and one place", &by_day.into_values().flat_map(together).collect());
    let near = |(a, b): &(String, String)| (dated[a].0 - dated[b].0).get_days().abs() <= 2;
    let texts: Pairs = by_text.into_values().flat_map(together).filter(near).collect();
    let (_, _, text_f1) = measured("one headline within two days", &texts);
    assert!(precision >= 0.34 && recall >= 0.075, "{precision} {recall}");
    assert!(f1 >= 0.125 && f1 > day_f1 && f1 > text_f1, "{f1} {day_f1} {text_f1}");
}

type Pairs = BTreeSet<(String, String)>;

fn pairs(members: &[String]) -> Vec<(String, String)> {
    let before = |(at, a): (usize, &String)| {
        members[..at].iter().map(|b| (a.clone().min(b.clone()), a.clone().max(b.clone()))).collect::<Vec<_>>()
    };
    members.iter().enumerate().flat_map(before).collect()
}

/// A headline without the marks of the page it stood on.
fn plain(headline: &str) -> String {
    let headline = headline.replace("&#8220;", "\"").replace("&#8221;", "\"").replace(['’', '‘'], "'");
    let headline = headline.rsplit_once(" Comments Off on ").map_or(headline.as_str(), |(_, headline)| headline);
    headline.rsplit_once(" : Slider ").map_or(headline, |(_, headline)| headline).trim().to_owned()
}

/// "June 17th 2017: (S887) Raqqa city": the day that a headline begins with.
fn stated_day(headline: &str) -> Option<jiff::civil::Date> {
    let (stated, _) = headline.split_once(':')?;
    let mut words = stated.split_whitespace();
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let day = day.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    jiff::civil::Date::strptime("%B %d %Y", format!("{month} {day} {year}")).ok()
}

/// "At least 20 killed": the number that stands before the first word for the dead, with up to three words between.
fn stated_dead(headline: &str) -> Option<u32> {
    const DEAD: [&str; 6] = ["killed", "dead", "casualties", "martyred", "martyrs", "died"];
    let words: Vec<String> = headline.split_whitespace().map(|word| word.to_lowercase()).collect();
    let dead =
        words.iter().position(|word| DEAD.contains(&word.trim_matches(|letter: char| !letter.is_alphanumeric())))?;
    words[dead.saturating_sub(4)..dead].iter().rev().find_map(|word| word.parse().ok()).filter(|dead| *dead <= 1_000)
}

struct Place {
    name: String,
    province: String,
    district: String,
    lat: String,
    lon: String,
    precision: String,
    events: u32,
}

/// Places by the form of their names, and the pairs of letters of these by how they begin, for names spelt otherwise.
struct Gazetteer {
    places: BTreeMap<String, Place>,
    grams: BTreeMap<char, Vec<(String, Vec<u32>)>>,
}

impl Gazetteer {
    /// A name that is a town's and a province's is the province's, unless it is called a town.
    fn of(rows: &[BTreeMap<String, String>]) -> Gazetteer {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for row in rows.iter().filter(|row| matches!(row["where_prec"].as_str(), "1" | "2" | "3" | "4")) {
            let full = row["where_coordinates"].as_str();
            let of_kind = |kind: &str| full.strip_suffix(kind).map(str::trim);
            let bare = [" town", " village", " city", " Governorate"].into_iter().find_map(of_kind);
            let called = bare.map(|bare| format!("{bare} city"));
            for name in [Some(full), bare, called.as_deref()].into_iter().flatten() {
                let key = key(name);
                let place = Place {
                    name: bare.unwrap_or(full).to_owned(),
                    province: row["adm_1"].clone(),
                    district: row["adm_2"].clone(),
                    lat: row["latitude"].clone(),
                    lon: row["longitude"].clone(),
                    precision: row["where_prec"].clone(),
                    events: row["n_events"].parse().unwrap_or(0),
                };
                let rank = |place: &Place| (place.precision == "4", place.events);
                if key.len() >= 4 && full != "Syria" && places.get(&key).is_none_or(|other| rank(&place) > rank(other))
                {
                    places.insert(key, place);
                }
            }
        }
        let mut grams: BTreeMap<char, Vec<(String, Vec<u32>)>> = BTreeMap::new();
        for key in places.keys().filter(|key| key.len() >= 6) {
            let first = key.chars().next().expect("not empty");
            grams.entry(first).or_default().push((key.clone(), names::grams(key)));
        }
        Gazetteer { places, grams }
    }

    /// The place of a name, or of the name most like it from six letters on, if four in five pairs of their letters are the same.
    fn named(&self, key: &str) -> Option<&Place> {
        if let Some(place) = self.places.get(key) {
            return Some(place);
        }
        let grams = names::grams(key);
        let others = self.grams.get(&key.chars().next()?).filter(|_| key.len() >= 6)?;
        let alike = others.iter().map(|(other, of_other)| (names::likeness(&grams, of_other), other));
        let (_, other) = alike.filter(|(alike, _)| *alike >= 80).max()?;
        self.places.get(other)
    }

    /// The place that a headline names: the most exact, of these the longest, of these the first.
    fn find(&self, headline: &str) -> Option<&Place> {
        let words: Vec<&str> = headline
            .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
            .filter(|word| !word.is_empty())
            .collect();
        let mut found: Option<(&Place, usize)> = None;
        for from in 0..words.len() {
            for until in from + 1..=words.len().min(from + 4) {
                let window = &words[from..until];
                // A name begins with a capital letter; "al" before it is no part of it here.
                if !window[0].starts_with(char::is_uppercase) {
                    continue;
                }
                let key = key(&window.join(" "));
                let names = window.iter().all(|word| word.len() <= 3 || word.starts_with(char::is_uppercase));
                let Some(place) = (if names { self.named(&key) } else { self.places.get(&key) }) else { continue };
                let better = |(other, length): (&Place, usize)| {
                    let rank = |place: &Place, length: usize| (place.precision != "4", length);
                    rank(place, key.len()) > rank(other, length)
                };
                if found.is_none_or(better) {
                    found = Some((place, key.len()));
                }
            }
        }
        found.map(|(place, _)| place)
    }
}

/// The form of a name by which it is looked up: a silent letter at its end says nothing.
fn key(name: &str) -> String {
    names::form(name).trim_end_matches('h').to_owned()
}

/// Two tables with other columns, signs and ways to write a day, linked with each other by a mapping each; what cannot be compared is there, too.
#[test]
fn tables_of_any_form_are_linked_by_their_mappings() {
    let folder = Folder::new("mapped");
    let files = [
        (
            "relief.csv",
            "Nr,Who,What,Day,Place,Lat,Lon,Dead,Text\n\
             1,Relief,shelling,2030-03-04,Mill,10.01,20.01,4,\"Shells hit the mill, four dead\"\n\
             2,Relief,shelling,2030-03-09,Ford,10.20,20.31,0,Shells near the ford\n\
             3,Relief,raid,,Ford,10.20,20.31,0,A raid\n\
             4,Relief,raid,soon,Ford,10.20,20.31,0,A raid\n",
            "name = \"relief\"\n[dates]\nzone = \"UTC\"\nundated = true\n[columns]\nevent = \"Nr\"\norigin = \"Who\"\n\
             act = \"What\"\ndate = \"Day\"\nlatitude = \"Lat\"\nlongitude = \"Lon\"\nplaces = [\"Place\"]\nwords = \"Text\"\n\
             [constants]\nradius_m = 2000\n[[counts]]\ncategory = \"killed\"\nnumber = \"Dead\"\n",
        ),
        (
            "agency.csv",
            "by;type;date;town;y;x;killed;headline\n\
             Agency;shelling;04/03/2030;The Mill;10.011;20.012;5;Five killed as shells hit the mill\n\
             Agency;shelling;12/03/2030;Bridge;11.5;20.5;1;One killed at the bridge\n",
            "name = \"agency\"\n[file]\ndelimiter = \";\"\n[dates]\nzone = \"UTC\"\ndate = \"%d/%m/%Y\"\n[columns]\n\
             origin = \"by\"\nact = \"type\"\ndate = \"date\"\nlatitude = \"y\"\nlongitude = \"x\"\nplaces = [\"town\"]\n\
             words = \"headline\"\n[constants]\nradius_m = 1000\n[[counts]]\ncategory = \"killed\"\nnumber = \"killed\"\n",
        ),
    ];
    let mut reports = tables::Reports::none();
    for (name, table, mapping) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, table).expect("written");
        let mapping = Mapping::parse(name, mapping).expect("a mapping");
        mapped::add(&mut reports, &path, &mapping, ImportLimits::default()).expect("a table");
    }
    assert_eq!(reports.alone, ["3"], "no day");
    assert_eq!((reports.left_out, reports.bad.len()), (1, 1), "{:?}", reports.bad);
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    assert_eq!(
        linker.incidents(),
        [("1", vec!["1", "agency.csv row 2"]), ("2", vec!["2"]), ("agency.csv row 3", vec!["agency.csv row 3"])]
    );
}

/// Eight sources that observe by themselves, and a ninth that repeats one of them and sees some things itself: only the ninth is pointed out.
#[test]
fn a_source_that_repeats_another_is_pointed_out_and_good_observers_are_not() {
    for set in ["dev10k_core", "dev10k_full"] {
        let Some((_, linker)) = linked(set) else { return };
        let found = copies(&linker);
        assert!(found.is_empty(), "{set}: {found:?}");
    }
    let folder = shared("data/linkage/dev10k_core").expect("it was there");
    let mut reports = tables::read(&folder, ImportLimits::default()).expect("tables");
    let (repeated, seen) = (reports.lexicon.number("S3"), reports.lexicon.number("S6"));
    let ninth = reports.lexicon.number("S9");
    let mut own = Vec::new();
    for (number, entry) in reports.entries.iter().enumerate() {
        let mut copy = Entry { id: format!("ninth-{number}"), source: ninth, ..entry.clone() };
        match number % 10 {
            0..4 if entry.source == repeated => {
                copy.said = entry.said.map(|said| said + 7_200);
                copy.known += 7_200;
            }
            0..2 if entry.source == seen => {
                copy.said = entry.said.map(|said| said + 30_000);
                copy.killed = entry.killed.map(|killed| killed + number as u32 % 3);
                copy.injured = entry.injured.map(|injured| injured + number as u32 % 2);
            }
            _ => continue,
        }
        own.push(copy);
    }
    reports.entries.extend(own);
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let found = copies(&linker);
    let names: Vec<[&str; 2]> =
        found.iter().map(|one| one.sources.map(|source| linker.lexicon().name(source))).collect();
    eprintln!("{found:?}");
    assert_eq!(names, [["S3", "S9"]]);
}

/// How often the range that is claimed of a toll holds the true one, and how wide it is: incidents of the shared sets with two figures or more,
/// divided as they truly are (K7).
#[test]
fn the_range_that_is_claimed_holds_the_true_toll() {
    type Row = BTreeMap<String, String>;
    for (set, least) in [("dev10k_core", 95), ("dev10k_full", 96)] {
        let Some(folder) = shared(&format!("data/linkage/{set}")) else { return };
        let rows = |name: &str| -> Vec<Row> {
            let file = std::fs::File::open(folder.join(format!("{name}.csv.gz"))).expect("a table of the data set");
            let reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
            reader.into_deserialize().map(|row| row.expect("a row")).collect()
        };
        let reports: BTreeMap<String, Row> =
            rows("reports").into_iter().map(|row| (row["report_id"].clone(), row)).collect();
        let mut figures: BTreeMap<String, Vec<[u32; 3]>> = BTreeMap::new();
        for row in rows("truth").iter().filter(|row| row["role"] != "aggregate") {
            let report = &reports[&row["report_id"]];
            let figure = ["killed_low", "killed_best", "killed_high"].map(|column| report[column].parse().ok());
            if let ([Some(low), Some(best), Some(high)], "0") = (figure, report["killed_injured_combined"].as_str()) {
                figures.entry(row["incident_id"].clone()).or_default().push([low, best, high]);
            }
        }
        let (mut held, mut all, mut widths) = (0, 0, Vec::new());
        for incident in rows("incidents") {
            let Some(figures) = figures.get(&incident["incident_id"]) else { continue };
            if figures.len() < 2 || figures.iter().all(|[_, best, _]| *best < 3) {
                continue;
            }
            let killed: u32 = incident["killed"].parse().expect("a number");
            let least = figures.iter().map(|[low, ..]| *low).min().expect("two");
            let most = figures.iter().map(|[.., high]| *high).max().expect("two");
            all += 1;
            held += usize::from((least..=most).contains(&killed));
            widths.push(((f64::from(most) + 1.0) / (f64::from(least) + 1.0)).ln());
        }
        widths.sort_by(f64::total_cmp);
        let width = widths[widths.len() / 2];
        eprintln!("{set}: {held} of {all} ranges hold the true toll, median width e^{width:.2}");
        assert!(held * 100 >= all * least, "{held} of {all}");
        assert!(width <= 1.2, "{width}");
    }
}
