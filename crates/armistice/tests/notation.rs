//! Written statements: both forms say the same, come back from JSON the same, and fail with a message one can act on.
//!
//! `cases/statements/bad/*.md` hold the messages; `UPDATE_EXPECT=1` rewrites them.

mod pairs;

use std::path::{Path, PathBuf};

use armistice::draft::limits::{
    FILE_BYTES, LABEL_CHARACTERS, LIST_ITEMS, PLACED_PROBLEMS, STATEMENT_BYTES, STATEMENTS,
};
use armistice::draft::table::{COMMON_KEYS, COMMON_RULES, KINDS};
use armistice::draft::{Context, Draft, Entry, Problem, Read, Spelling, body, from_body, from_entry};
use armistice::{jsonl, notation};
use record::statement::{BodyId, Content, Report};
use record::vocabulary::time::{EventTime, Instant, Interval, Precision, Zone};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The zone of the examples, and what an earlier text left behind.
fn context() -> Context {
    let mut context = Context::new(Zone::named("Europe/Athens").expect("a zone of the bundled data"));
    for (label, byte) in [("r1", 1), ("r2", 2), ("z1", 3), ("b1", 4)] {
        context.labels.insert(label.to_owned(), BodyId([byte; 32]));
    }
    context
}

fn one(read: Result<Vec<Entry>, Vec<Problem>>, text: &str) -> Entry {
    let mut entries = read.unwrap_or_else(|problems| {
        panic!("{text}\n{}", problems.iter().map(|problem| problem.render("text")).collect::<String>())
    });
    assert_eq!(entries.len(), 1, "{text}");
    entries.remove(0)
}
fn readable(text: &str) -> Entry {
    one(notation::parse(text, &context()), text)
}
fn json(text: &str) -> Entry {
    one(jsonl::parse(text.as_bytes(), &context()), text)
}
fn report(text: &str) -> Report {
    match readable(text).body.content {
        Content::Report(report) => report,
        other => panic!("{other:?}"),
    }
}
fn time(text: &str) -> EventTime {
    report(&format!("report from radio time {text}")).time.expect("a time")
}
/// Local time of Athens in winter.
fn at(day: i64, hour: i64, minute: i64) -> Instant {
    // 2030-03-01T00:00 +02:00
    Instant(1_898_546_400 + (day - 1) * 86_400 + hour * 3_600 + minute * 60)
}

/// One statement of every kind and every field, in both forms; those of the channel between the parties are `pairs::CHANNEL`.
const PAIRS: &[(&str, &str)] = &[
    (
        r#"x1 known 2030-03-05 12:00 received 2030-03-05 11:00 by patrol-2 author desk said 2030-03-05 11:30
             cited "bulletin 7" report from radio < ministry < "a commander" grade B2 by South act attack on North, civilians
             with mortars at Mill, "East Bank" time 2030-03-05 10:00 killed 3 civilians injured at least 60 combatants cumulative
             killed or injured 200 ambiguous as "200 casualties" missing 4 civilians detained 2-5 measure "answer delay" 27 minutes
             measure trucks at least 20 trucks severity grave basis "own observation" cause "permits missing" event feed:12
             says "shelling at the mill" flag "low 5 exceeds best 3" flag "date guessed""#,
        r#"{"label":"x1","known":"2030-03-05 12:00","received":{"at":"2030-03-05 11:00","by":"patrol-2"},"author":"desk",
            "said":"2030-03-05 11:30","cited":"bulletin 7","kind":"report","from":["radio","ministry","a commander"],"grade":"B2",
            "accused":"South","act":"attack","targets":["North","civilians"],"weapon":"mortars","at":["Mill","East Bank"],
            "time":"2030-03-05 10:00","counts":[{"category":"killed","least":3,"most":3,"population":"civilian"},
            {"category":"injured","least":60,"most":null,"population":"combatant","scope":"cumulative","words":"at least"},
            {"category":"killed or injured","least":200,"most":200,"scope":"ambiguous","words":"200 casualties"},
            {"category":"missing","least":4,"most":4,"population":"civilian","scope":"incident"},
            {"category":"detained","least":2,"most":5,"population":"unknown"}],
            "measures":[{"name":"answer delay","least":27,"most":27,"unit":"minutes"},
            {"name":"trucks","least":20,"most":null,"unit":"trucks"}],"severity":"grave","basis":"own observation",
            "cause":"permits missing","event":"feed:12","words":"shelling at the mill",
            "flags":["low 5 exceeds best 3","date guessed"]}"#,
    ),
    (
        "report from agency between North and South act attack at within 2 km of 39.10 N 22.50 E time 2030-03-05",
        r#"{"kind":"report","from":"agency","between":["North","South"],"act":"attack",
            "area":{"centre":"39.1 N 22.5 E","radius":"2 km"},"time":"2030-03-05"}"#,
    ),
    (
        "report from compiler < ministry & hospital & unnamed \"activists\" denies time 2030-03-04 to 2030-03-06",
        r#"{"kind":"report","from":["compiler",["ministry","hospital",{"unnamed":"activists"}]],"happened":false,
            "time":{"days":["2030-03-04","2030-03-06"]}}"#,
    ),
    (
        "report from radio < unnamed \"\" happened at Mill, within 350 m of 39.1 S 22.5 W time about 2030-03-05 17:00 within 30 minutes",
        r#"{"kind":"report","from":["radio",{"unnamed":""}],"happened":true,"at":"Mill",
            "area":{"centre":"39.1 S 22.5 W","radius":"350 m"},"time":{"about":"2030-03-05 17:00","within":"30 minutes"}}"#,
    ),
    (
        r#"report from camera time between 2030-03-05 10:00 and 2030-03-05 22:00 as "that day" did not happen
             at polygon 39.1 N 22.5 E, 39.1 N 22.6 E, 39.2 N 22.6 E hole 39.12 N 22.55 E, 39.12 N 22.56 E, 39.13 N 22.56 E
                and polygon 38.1 N 22.5 E, 38.1 N 22.6 E, 38.2 N 22.6 E"#,
        r#"{"kind":"report","from":"camera","happened":false,
            "time":{"between":["2030-03-05 10:00","2030-03-05 22:00"],"words":"that day"},
            "area":{"polygons":[{"outer":["39.1 N 22.5 E","39.1 N 22.6 E","39.2 N 22.6 E"],
            "holes":[["39.12 N 22.55 E","39.12 N 22.56 E","39.13 N 22.56 E"]]},
            {"outer":["38.1 N 22.5 E","38.1 N 22.6 E","38.2 N 22.6 E"]}]}}"#,
    ),
    (
        "report from camera time from (2030-03-05) until 2030-03-06 09:00 at point 39.1 N 22.5 E",
        r#"{"kind":"report","from":"camera","time":{"from":"2030-03-05","until":"2030-03-06 09:00"},
            "area":{"centre":"39.1 N 22.5 E","radius":"0 m"}}"#,
    ),
    (
        "report from camera time 2030-03-05 10:00 +02:00 as day",
        r#"{"kind":"report","from":"camera","time":{"at":"2030-03-05T08:00:00Z","precision":"day"}}"#,
    ),
    (
        "a1 reply to r1 by North acknowledges without prejudice subject military says \"it was ours\"",
        r#"{"label":"a1","kind":"reply","to":"r1","author":"North","stance":"acknowledges","without_prejudice":true,
            "subject":"military","words":"it was ours"}"#,
    ),
    ("reply to r1 by North denies", r#"{"kind":"reply","to":"r1","author":"North","stance":"denies"}"#),
    (
        "reply to r1 denies basis \"radar log\" on behalf of \"General X\" recorded by mission by telephone",
        r#"{"kind":"reply","to":"r1","stance":"denies","basis":"radar log",
            "on_behalf":{"speaker":"General X","recorder":"mission","medium":"telephone"}}"#,
    ),
    (
        "reply to r1 by North explains exception E1 intent accident acknowledging",
        r#"{"kind":"reply","to":"r1","author":"North","stance":"explains","exception":"E1","intent":"accident","acknowledging":true}"#,
    ),
    (
        "reply to r1 by North disputes E1",
        r#"{"kind":"reply","to":"r1","author":"North","stance":"disputes","field":"E1"}"#,
    ),
    (
        "reply to r1 by radio corrects happened accused North act shelling on South, civilians with rockets severity minor
           time 2030-03-04 at Mill killed 2",
        r#"{"kind":"reply","to":"r1","author":"radio","stance":"corrects","happened":true,"accused":"North","act":"shelling",
            "targets":["South","civilians"],"weapon":"rockets","severity":"minor","time":"2030-03-04","at":["Mill"],
            "counts":{"category":"killed","least":2,"most":2}}"#,
    ),
    (
        "reply to r1 by radio corrects did not happen nobody accused on nobody no counts at polygon 39.1 N 22.5 E, 39.1 N 22.6 E, 39.2 N 22.6 E",
        r#"{"kind":"reply","to":"r1","author":"radio","stance":"corrects","happened":false,"nobody_accused":true,"targets":[],
            "counts":[],"area":{"polygons":[{"outer":["39.1 N 22.5 E","39.1 N 22.6 E","39.2 N 22.6 E"]}]}}"#,
    ),
    (
        "reply to r1 by radio corrects between North and South injured 4 killed or injured 9 missing 1 detained 2",
        r#"{"kind":"reply","to":"r1","author":"radio","stance":"corrects","between":["North","South"],"counts":[
            {"category":"injured","least":4,"most":4},{"category":"killed or injured","least":9,"most":9},
            {"category":"missing","least":1,"most":1},{"category":"detained","least":2,"most":2}]}"#,
    ),
    (
        "reply to r1 by radio withdraws",
        r#"{"kind":"reply","to":"0101010101010101010101010101010101010101010101010101010101010101","author":"radio","stance":"withdraws"}"#,
    ),
    (
        "d1 said 2030-03-11 08:00 decision by G1 opens \"joint centre\" yes",
        r#"{"label":"d1","said":"2030-03-11 08:00","kind":"decision","author":"G1","opens":"joint centre","answer":"yes"}"#,
    ),
    (
        "decision by G1 ruling on r1 of \"seven days\" breaks",
        r#"{"kind":"decision","author":"G1","clock":"seven days","on":"r1","answer":"breaks"}"#,
    ),
    (
        "decision by G1 ruling on event feed:12 of \"seven days\" excused",
        r#"{"kind":"decision","author":"G1","clock":"seven days","on":{"event":"feed:12"},"answer":"excused"}"#,
    ),
    (
        "decision by G1 judges \"proportionate self-defence\" on r1 no",
        r#"{"kind":"decision","author":"G1","judges":"proportionate self-defence","on":"r1","answer":"no"}"#,
    ),
    (
        "decision by North signs \"Eight hours #5c0f1d2e3a4b5c6d\" yes",
        r#"{"kind":"decision","author":"North","signs":"Eight hours #5c0f1d2e3a4b5c6d","answer":"yes"}"#,
    ),
    (
        "finding by G1 on r1 confirmed attributed to South intent \"not concluded\" severity grave time 2030-03-05 at Mill
           targets North, civilians says \"see annex\"",
        r#"{"kind":"finding","author":"G1","on":"r1","finding":"confirmed","attributed_to":"South","intent":"not concluded",
            "severity":"grave","time":"2030-03-05","at":"Mill","targets":["North","civilians"],"words":"see annex"}"#,
    ),
    (
        "finding by G1 on event e1 probable attributed to some party at point 1 N 2 E",
        r#"{"kind":"finding","author":"G1","on":{"event":"e1"},"finding":"probable","attribution":"some party",
            "area":{"centre":"1 N 2 E","radius":"0 m"}}"#,
    ),
    (
        "finding by G1 on r1 not substantiated attributed to nobody",
        r#"{"kind":"finding","author":"G1","on":"r1","finding":"not substantiated","attribution":"nobody"}"#,
    ),
    ("finding by G1 on r1 possible", r#"{"kind":"finding","author":"G1","on":"r1","finding":"possible"}"#),
    ("finding by G1 on r1 refuted", r#"{"kind":"finding","author":"G1","on":"r1","finding":"refuted"}"#),
    ("finding by G1 on r1 inconclusive", r#"{"kind":"finding","author":"G1","on":"r1","finding":"inconclusive"}"#),
    (
        "coverage by patrol of East from 2030-03-04 06:00 until 2030-03-04 13:00",
        r#"{"kind":"coverage","watcher":"patrol","zone":"East","from":"2030-03-04 06:00","until":"2030-03-04 13:00"}"#,
    ),
    ("name \"South brigade\" is \"armed group\"", r#"{"kind":"name","name":"South brigade","is":"armed group"}"#),
    ("alias \"Army of South\" of South", r#"{"kind":"alias","alias":"Army of South","of":"South"}"#),
    (
        "member \"South brigade\" of South from 2030-01-01 00:00 until 2030-06-01 00:00",
        r#"{"kind":"member","member":"South brigade","of":"South","from":"2030-01-01 00:00","until":"2030-06-01 00:00"}"#,
    ),
    ("may be member insurgents of South", r#"{"kind":"member","member":"insurgents","of":"South","certain":false}"#),
    (
        "listed Band on designated from 2030-01-01 00:00 until 2030-06-01 00:00",
        r#"{"kind":"listed","member":"Band","of":"designated","from":"2030-01-01 00:00","until":"2030-06-01 00:00"}"#,
    ),
    ("may be listed Band on designated", r#"{"kind":"listed","member":"Band","of":"designated","certain":false}"#),
    (
        "speaker \"General X\" for South on military from 2030-01-01 00:00 until 2030-06-01 00:00",
        r#"{"kind":"speaker","speaker":"General X","party":"South","subject":"military","from":"2030-01-01 00:00",
            "until":"2030-06-01 00:00"}"#,
    ),
    ("speaker envoy for South", r#"{"kind":"speaker","speaker":"envoy","party":"South","subject":"any"}"#),
    (
        "relation agency with radio \"relays\" from 2030-01-01 00:00 until 2030-06-01 00:00",
        r#"{"kind":"relation","a":"agency","b":"radio","what":"relays","from":"2030-01-01 00:00","until":"2030-06-01 00:00"}"#,
    ),
    ("relation agency with radio", r#"{"kind":"relation","a":"agency","b":"radio"}"#),
    (
        "place Mill within East area within 1.5 km of 39.1 N 22.5 E",
        r#"{"kind":"place","place":"Mill","within":"East","area":{"centre":"39.1 N 22.5 E","radius":"1500 m"}}"#,
    ),
    (
        "z2 zone version of East \"map 2\" in force from 2030-03-05 00:00 polygon 39.1 N 22.5 E, 39.1 N 22.6 E, 39.2 N 22.6 E by G1",
        r#"{"label":"z2","kind":"zone-version","zone":"East","version":"map 2","in_force_from":"2030-03-05 00:00",
            "area":{"polygons":{"outer":["39.1 N 22.5 E","39.1 N 22.6 E","39.2 N 22.6 E"]}},"author":"G1"}"#,
    ),
    (
        "zone version of East m2 in force from 2030-03-05 00:00 within 1 mm of 39.1 N 22.5 E",
        r#"{"kind":"zone-version","zone":"East","version":"m2","in_force_from":"2030-03-05 00:00",
            "area":{"centre":"39.1 N 22.5 E","radius":"1 mm"}}"#,
    ),
    (
        "zone version of East m2 in force from 2030-03-05 00:00 point 39.1 N 22.5 E",
        r#"{"kind":"zone-version","zone":"East","version":"m2","in_force_from":"2030-03-05 00:00",
            "area":{"centre":"39.1 N 22.5 E","radius":"0 km"}}"#,
    ),
    (
        "zone version of East m2 in force from 2030-03-05 00:00 named area \"East Bank\" with agreement",
        r#"{"kind":"zone-version","zone":"East","version":"m2","in_force_from":"2030-03-05 00:00","named_area":"East Bank",
            "with_agreement":true}"#,
    ),
    (
        "zone version of East m2 in force from 2030-03-05 00:00 sealed sha256:9f2c",
        r#"{"kind":"zone-version","zone":"East","version":"m2","in_force_from":"2030-03-05 00:00","sealed":"sha256:9f2c"}"#,
    ),
    (
        "zone version of East m2 in force from 2030-03-05 00:00 unpublished",
        r#"{"kind":"zone-version","zone":"East","version":"m2","in_force_from":"2030-03-05 00:00","unpublished":true}"#,
    ),
    (
        "zone signature under z1 by South retroactive",
        r#"{"kind":"zone-signature","under":"z1","author":"South","retroactive":true}"#,
    ),
    (
        "renewal of calm act \"renewal of 6 March\" for 72 hours by G1 retroactive from 2030-03-06 06:00",
        r#"{"kind":"renewal","regime":"calm","act":"renewal of 6 March","for":"3 days","author":"G1",
            "retroactive_from":"2030-03-06 06:00"}"#,
    ),
    (
        "renewal of calm act second until 2030-03-09 06:00 by G1",
        r#"{"kind":"renewal","regime":"calm","act":"second","until":"2030-03-09 06:00","author":"G1"}"#,
    ),
    (
        "renewal of calm act third without end by G1",
        r#"{"kind":"renewal","regime":"calm","act":"third","without_end":true,"author":"G1"}"#,
    ),
    ("s1 same r1 r2 by G1", r#"{"label":"s1","kind":"same","a":"r1","b":"r2","author":"G1"}"#),
    ("different r1 r2 by G1", r#"{"kind":"different","a":"r1","b":"r2","author":"G1"}"#),
    ("unsure r1 r2 by G1", r#"{"kind":"unsure","a":"r1","b":"r2","author":"G1"}"#),
    (
        "weights text sha256:00000000000000000000000000000000000000000000000000000000000000dd learnt from 1200 by mission",
        r#"{"kind":"weights","text":"sha256:00000000000000000000000000000000000000000000000000000000000000dd","reports":1200,
            "author":"mission"}"#,
    ),
    (
        "translation of r1 out of el into en says \"the bridge is open\" by interpreter",
        r#"{"kind":"translation","of":"r1","out_of":"el","into":"en","words":"the bridge is open","author":"interpreter"}"#,
    ),
    ("grading of r1 B2 by north", r#"{"kind":"grading","of":"r1","grade":"B2","author":"north"}"#),
    (
        "adoption of \"The valley cessation\" live from 2030-03-01 00:00 by mission
           text sha256:00000000000000000000000000000000000000000000000000000000000000aa
           tree sha256:00000000000000000000000000000000000000000000000000000000000000bb",
        r#"{"kind":"adoption","agreement":"The valley cessation","live_from":"2030-03-01 00:00",
            "text":"sha256:00000000000000000000000000000000000000000000000000000000000000aa",
            "tree":"sha256:00000000000000000000000000000000000000000000000000000000000000bb"}"#,
    ),
    (
        "b2 batch ucdp-ged file events.csv hash sha256:00000000000000000000000000000000000000000000000000000000000000cc
           known rule \"from sources\" rows 12 by desk",
        r#"{"label":"b2","kind":"batch","format":"ucdp-ged","file":"events.csv","known_rule":"from sources","rows":12,
            "author":"desk","hash":"sha256:00000000000000000000000000000000000000000000000000000000000000cc"}"#,
    ),
    ("undo batch b1 by desk", r#"{"kind":"undo","batch":"b1","author":"desk"}"#),
];

fn all_pairs() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    PAIRS.iter().chain(pairs::CHANNEL)
}

#[test]
fn both_forms_say_the_same() {
    for (text, object) in all_pairs() {
        let (a, b) = (readable(text), json(&object.replace('\n', " ")));
        assert_eq!(Entry { line: 1, ..a }, b, "{text}");
    }
}

#[test]
fn every_key_and_keyword_of_the_table_is_tried_and_documented() {
    let spec = std::fs::read_to_string(root().join("spec/notation.md")).expect("spec/notation.md");
    for kind in KINDS {
        let of_kind: Vec<_> =
            all_pairs().filter(|(_, object)| object.contains(&format!("\"kind\":\"{}\"", kind.word))).collect();
        for key in kind.keys {
            let tried = of_kind.iter().any(|(_, object)| object.contains(&format!("\"{}\":", key.key)));
            assert!(tried, "no example of `{}` in a {}", key.key, kind.word);
            assert!(spec.contains(&format!("`{}`", key.key)), "the spec does not name the key `{}`", key.key);
        }
        for rule in kind.rules {
            let tried = of_kind.iter().any(|(text, _)| text.contains(rule.keyword));
            assert!(tried, "no example of `{}` in a {}", rule.keyword, kind.word);
            assert!(kind.key(rule.slots[0].0).is_some(), "`{}` writes a key that {} lacks", rule.keyword, kind.noun);
            assert!(spec.contains(rule.keyword), "the spec does not name the keyword `{}`", rule.keyword);
        }
        // What JSON can say, the readable form can.
        let slots = kind.rules.iter().flat_map(|rule| rule.slots);
        let slots = slots.chain(kind.head).chain(kind.phrases.iter().flat_map(|(_, says)| *says));
        let written: Vec<&str> = slots.map(|(key, _)| *key).collect();
        let unwritten: Vec<&str> = kind.keys.iter().map(|key| key.key).filter(|key| !written.contains(key)).collect();
        assert!(unwritten.is_empty(), "no keyword of {} writes {unwritten:?}", kind.noun);
    }
    for key in COMMON_KEYS {
        assert!(spec.contains(&format!("| `{}` |", key.key)), "the spec does not name the key `{}`", key.key);
    }
    for rule in COMMON_RULES {
        assert!(spec.contains(rule.keyword), "the spec does not name the keyword `{}`", rule.keyword);
    }
    for limit in [STATEMENT_BYTES, FILE_BYTES, STATEMENTS, LIST_ITEMS] {
        let mut digits = limit.to_string();
        for at in (1..digits.len()).rev().filter(|at| (digits.len() - at) % 3 == 0).collect::<Vec<_>>() {
            digits.insert(at, ',');
        }
        assert!(spec.contains(&digits), "the spec does not state the limit {digits}");
    }
}

#[test]
fn a_body_comes_back_from_json_in_any_zone_without_labels() {
    let elsewhere = Context::new(Zone::named("Pacific/Auckland").expect("a zone of the bundled data"));
    for (text, _) in all_pairs() {
        let entry = readable(text);
        let draft = Draft { fields: from_body(&entry.body), spelling: Spelling::Json };
        let again = body(&draft, &elsewhere).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
        assert_eq!(again.body, entry.body, "{text}");
        assert_eq!(again.id, entry.id);
        let line = serde_json::to_string(&from_entry(&entry)).expect("values of JSON");
        let whole = one(jsonl::parse(line.as_bytes(), &elsewhere), &line);
        assert_eq!(whole, Entry { line: 1, ..entry }, "{text}");
    }
}

#[test]
fn odd_times_come_back_from_json_too() {
    let (early, late) = (Instant::EVER, Instant::NEVER);
    let span = |from: Instant, until: Instant| Interval::new(from, until);
    let times = [
        EventTime::within(span(early, at(5, 0, 0)), Precision::Stated("before 5 March".into())),
        EventTime::within(span(at(5, 0, 0), late), Precision::Exact),
        EventTime::within(Interval::instant(at(5, 0, 0)), Precision::Stated("noon".into())),
        EventTime {
            began: span(at(5, 0, 0), at(6, 0, 0)),
            ended: Some(span(at(7, 0, 0), at(8, 0, 0))),
            precision: Precision::Days,
        },
    ];
    for time in times {
        let mut entry = readable("report from radio").body;
        entry.content = Content::Report(Report { time: Some(time.clone()), ..Report::default() });
        let draft = Draft { fields: from_body(&entry), spelling: Spelling::Json };
        assert_eq!(body(&draft, &context()).expect("reads back").body, entry, "{time:?}");
    }
}

#[test]
fn the_examples_of_the_spec_are_read_and_equal() {
    let spec = std::fs::read_to_string(root().join("spec/notation.md")).expect("spec/notation.md");
    let block = |fence: &str| spec.split(fence).nth(1).and_then(|rest| rest.split("\n```").next()).expect("a block");
    let context = Context::new(Zone::named("Europe/Athens").expect("a zone"));
    let readable = notation::parse(block("```statements\n"), &context).expect("reads");
    let lines = jsonl::parse(block("```json\n").as_bytes(), &context).expect("reads");
    let bodies = |entries: &[Entry]| entries.iter().map(|entry| entry.body.clone()).collect::<Vec<_>>();
    assert_eq!(bodies(&readable), bodies(&lines));
}

#[test]
fn a_time_is_the_set_of_instants_its_words_allow() {
    let exact = |from, until| (Interval::new(from, until), None);
    let cases = [
        ("2030-03-05 10:00", exact(at(5, 10, 0), Instant(at(5, 10, 0).0 + 1)), Precision::Exact),
        ("2030-03-05 10:00:30", exact(Instant(at(5, 10, 0).0 + 30), Instant(at(5, 10, 0).0 + 31)), Precision::Exact),
        ("2030-03-05T08:00:00Z", exact(at(5, 10, 0), Instant(at(5, 10, 0).0 + 1)), Precision::Exact),
        ("2030-03-05 11:00 +03:00", exact(at(5, 10, 0), Instant(at(5, 10, 0).0 + 1)), Precision::Exact),
        (
            "2030-03-05 10:00:00.7",
            exact(at(5, 10, 0), Instant(at(5, 10, 0).0 + 1)),
            Precision::Stated("2030-03-05 10:00:00.7".into()),
        ),
        ("2030-03-05", exact(at(5, 0, 0), at(6, 0, 0)), Precision::Day),
        ("2030-03-04 to 2030-03-06", exact(at(4, 0, 0), at(7, 0, 0)), Precision::Days),
        (
            "between 2030-03-05 10:00 and 2030-03-05 22:00",
            exact(at(5, 10, 0), at(5, 22, 0)),
            Precision::Stated("between 2030-03-05 10:00 and 2030-03-05 22:00".into()),
        ),
        (
            "about 2030-03-05 17:00 within 30 minutes",
            exact(at(5, 16, 30), Instant(at(5, 17, 30).0 + 1)),
            Precision::Stated("about 2030-03-05 17:00 within 30 minutes".into()),
        ),
        (
            "from 2030-03-05 10:00 until 2030-03-05 12:00",
            (Interval::instant(at(5, 10, 0)), Some(Interval::instant(at(5, 12, 0)))),
            Precision::Exact,
        ),
        (
            "from (2030-03-05) until 2030-03-06 09:00",
            (Interval::new(at(5, 0, 0), at(6, 0, 0)), Some(Interval::instant(at(6, 9, 0)))),
            Precision::Stated("from 2030-03-05 until 2030-03-06 09:00".into()),
        ),
        (
            "from 2030-03-04 until (2030-03-05 to 2030-03-06)",
            (Interval::new(at(4, 0, 0), at(5, 0, 0)), Some(Interval::new(at(5, 0, 0), at(7, 0, 0)))),
            Precision::Days,
        ),
        (
            "2030-03-05 as \"night of 5 March\"",
            exact(at(5, 0, 0), at(6, 0, 0)),
            Precision::Stated("night of 5 March".into()),
        ),
    ];
    for (text, (began, ended), precision) in cases {
        assert_eq!(time(text), EventTime { began, ended, precision }, "{text}");
    }
}

#[test]
fn a_time_the_clocks_showed_twice_is_the_set_from_the_first_to_the_second() {
    // Summer time ends at 04:00 on 27 October: 03:30 comes at 00:30 and at 01:30 UTC.
    let first = Instant(time("2030-10-27T00:30:00Z").began.from.0);
    let twice = time("2030-10-27 03:30");
    assert_eq!(twice.began, Interval::new(first, Instant(first.0 + 3_601)));
    assert_eq!(twice.precision, Precision::Stated("2030-10-27 03:30".into()));
    assert_eq!(time("2030-10-27 03:30 +02:00").began, Interval::instant(first.plus(3_600)));
    // The short and the long day.
    assert_eq!(time("2030-03-31").began.seconds(), 23 * 3_600);
    assert_eq!(time("2030-10-27").began.seconds(), 25 * 3_600);
}

#[test]
fn the_words_of_a_count_bound_it() {
    let bounds = |text: &str| {
        let count = report(&format!("report from radio killed {text}")).counts.remove(0);
        (count.least, count.most, count.words)
    };
    assert_eq!(bounds("3"), (3, Some(3), String::new()));
    assert_eq!(bounds("62-80"), (62, Some(80), String::new()));
    assert_eq!(bounds("at least 60"), (60, None, "at least".into()));
    assert_eq!(bounds("at most 5"), (0, Some(5), "at most".into()));
    assert_eq!(bounds("more than 20"), (21, None, "more than".into()));
    assert_eq!(bounds("fewer than 10"), (0, Some(9), "fewer than".into()));
    assert_eq!(bounds("nearly 300"), (150, Some(299), "nearly".into()));
    assert_eq!(bounds("about 40"), (20, Some(60), "about".into()));
    assert_eq!(bounds("280-299 as \"nearly 300\""), (280, Some(299), "nearly 300".into()));
}

#[test]
fn words_comments_and_continuations_are_read_as_meant() {
    let text = "
-- two reports
  r3  report from radio  -- the evening news
      says \"a -- b\\n\\u{41}\\\"\"   by South

      -- still the same
      on North
  report from \"by\" act \"attack\"
";
    let entries = notation::parse(text, &context()).expect("reads");
    assert_eq!(entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 8]);
    let Content::Report(first) = &entries[0].body.content else { panic!("a report") };
    assert_eq!((first.words.as_str(), first.targets.as_slice()), ("a -- b\nA\"", &["North".to_owned()][..]));
    assert_eq!(entries[1].body.outermost().map(String::as_str), Some("by"));
    assert_eq!(entries[1].body.author, "mission");
}

#[test]
fn statements_refer_to_earlier_ones_by_label_or_id() {
    let text = "r3 report from radio\na1 reply to r3 by South denies\na2 reply to a1 by North disputes time";
    let entries = notation::parse(&text.replace("disputes time", "disputes \"time\""), &context()).expect("reads");
    let Content::Reply(reply) = &entries[1].body.content else { panic!("a reply") };
    assert_eq!(reply.to, entries[0].id);
    let Content::Reply(reply) = &entries[2].body.content else { panic!("a reply") };
    assert_eq!(reply.to, entries[1].id);
    let by_id = format!("reply to {} by South denies", entries[0].id);
    assert_eq!(readable(&by_id).body, entries[1].body);
}

#[test]
fn a_bad_line_never_hides_a_good_one() {
    let lines = "\u{feff}{\"kind\":\"name\",\"name\":\"A\"}\r\n{\"label\":\"x\",\"kind\":\"nome\"}\r\n\r\n\
                 {\"kind\":\"reply\",\"to\":\"x\",\"author\":\"A\",\"stance\":\"denies\"}\r\n{\"kind\":\"name\",\"name\":\"B\"}";
    let read: Read = jsonl::read(lines.as_bytes(), &context());
    assert_eq!(read.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [1, 5]);
    let problems: Vec<_> = read.problems.iter().map(|p| (p.code, p.line())).collect();
    assert_eq!(problems, [("N0107", Some(2)), ("N0304", Some(4))]);
    assert!(!read.refused_whole);

    let text = "\u{feff}name A\r\nx nome B\r\nreply to x by A denies\r\nname C\r\n";
    let read = notation::read(text, &context());
    assert_eq!(read.entries.len(), 2);
    assert_eq!(read.problems.iter().map(|p| p.line()).collect::<Vec<_>>(), [Some(2), Some(3)]);
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let codes = |outcome: Result<Vec<Entry>, Vec<Problem>>| match outcome {
        Ok(entries) => Ok(entries.len()),
        Err(problems) => Err(problems.iter().map(|p| p.code).collect::<Vec<_>>()),
    };
    // A statement, padded with spaces.
    let padded = |text: &str, bytes: usize| format!("{text}{}", " ".repeat(bytes - text.len()));
    let object = r#"{"kind":"name","name":"A"}"#;
    for (extra, expected) in [(0, Ok(1)), (1, Err(vec!["N0101"]))] {
        let bytes = STATEMENT_BYTES + extra;
        assert_eq!(codes(notation::parse(&padded("name A", bytes), &context())), expected);
        assert_eq!(codes(jsonl::parse(padded(object, bytes).as_bytes(), &context())), expected);
        // A list.
        let names: Vec<String> = (0..LIST_ITEMS + extra).map(|n| format!("g{n}")).collect();
        let text = format!("report from radio on {}", names.join(", "));
        assert_eq!(codes(notation::parse(&text, &context())), expected);
        // A label.
        let label = "x".repeat(LABEL_CHARACTERS + extra);
        let outcome = codes(notation::parse(&format!("{label} name A"), &context()));
        assert_eq!(outcome.is_ok(), extra == 0);
        // A text of the record.
        let text = "x".repeat(record::limits::TEXT_BYTES + extra);
        assert_eq!(codes(notation::parse(&format!("report from radio says {text}"), &context())), expected);
        // Statements of one text.
        let lines = format!("{object}\n").repeat(STATEMENTS + extra);
        assert_eq!(codes(jsonl::parse(lines.as_bytes(), &context())).is_ok(), extra == 0);
        let lines = "name A\n".repeat(STATEMENTS + extra);
        assert_eq!(codes(notation::parse(&lines, &context())).is_ok(), extra == 0);
        // The whole text.
        let blank = "\n".repeat(FILE_BYTES + extra);
        let empty = if extra == 0 { Ok(0) } else { Err(vec!["N0101"]) };
        assert_eq!(codes(jsonl::parse(blank.as_bytes(), &context())), empty);
        assert_eq!(codes(notation::parse(&blank, &context())), empty);
    }
}

#[test]
fn garbage_is_answered_with_a_bounded_number_of_problems() {
    for tabs in [PLACED_PROBLEMS, PLACED_PROBLEMS + 1, STATEMENT_BYTES - 6] {
        let read = notation::read(&format!("name A{}", "\t".repeat(tabs)), &context());
        assert_eq!(read.problems.len(), PLACED_PROBLEMS);
    }
}

#[test]
fn broken_text_is_answered_never_a_panic() {
    let context = context();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let pieces: Vec<char> = " \"\\,<&()-:.@\n\t{}[]u0Z+é“٣by".chars().collect();
    for (text, object) in all_pairs() {
        for end in text.char_indices().map(|(at, _)| at).step_by(3) {
            check_spots(&notation::read(&text[..end], &context), &text[..end]);
        }
        for _ in 0..60 {
            for (form, source) in [(0, *text), (1, *object)] {
                let mut characters: Vec<char> = source.chars().collect();
                for _ in 0..=random(3) {
                    let (at, piece) = (random(characters.len()), pieces[random(pieces.len())]);
                    match random(3) {
                        0 => characters[at] = piece,
                        1 => characters.insert(at, piece),
                        _ => drop(characters.remove(at)),
                    }
                }
                let broken: String = characters.into_iter().collect();
                if form == 0 {
                    check_spots(&notation::read(&broken, &context), &broken);
                } else {
                    check_spots(&jsonl::read(broken.replace('\n', " ").as_bytes(), &context), &broken);
                }
            }
        }
    }
}

/// Every problem names a line of the text and renders.
fn check_spots(read: &Read, text: &str) {
    for problem in &read.problems {
        let line = problem.line().expect("a line");
        assert!((1..=text.lines().count().max(1)).contains(&line), "{text}\n{problem:?}");
        assert!(problem.render("text").starts_with("error[N0"), "{problem:?}");
        assert!(!problem.to_string().contains('\n'), "{problem}");
    }
}

// ---- Cases ------------------------------------------------------------------------------------------------------

/// A case: its text, how it is read, where its expected part stands.
fn run_case(path: &Path, case: &str) -> (String, std::ops::Range<usize>) {
    let fenced = |fence: &str| {
        let begin = case.find(&format!("\n```{fence}\n"))? + fence.len() + 5;
        let end = begin + case[begin..].find("```")?;
        Some(begin..end)
    };
    let expect = fenced("expect").unwrap_or_else(|| panic!("{} has no expect block", path.display()));
    let context = Context::new(Zone::named("Europe/Athens").expect("a zone"));
    let read = if let Some(text) = fenced("statements") {
        notation::read(&String::from_utf8(made(&case[text])).expect("text"), &context)
    } else if let Some(text) = fenced("jsonl") {
        jsonl::read(&made(&case[text]), &context)
    } else {
        panic!("{} has neither a `statements` nor a `jsonl` block", path.display())
    };
    let rendered: Vec<String> = read.problems.iter().map(|problem| problem.render("case")).collect();
    (rendered.join("\n"), expect)
}

/// `⟨20000 × a⟩` is that many; `⟨FF⟩` is that byte.
fn made(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟨') {
        bytes.extend(before.bytes());
        let (made, after) = after.split_once('⟩').expect("a closing bracket");
        match made.split_once(" × ") {
            Some((times, what)) => bytes.extend(what.repeat(times.parse().expect("a number")).bytes()),
            None => bytes.push(u8::from_str_radix(made, 16).expect("a byte")),
        }
        rest = after;
    }
    bytes.extend(rest.bytes());
    bytes
}

#[test]
fn every_bad_statement_gets_its_message() {
    let folder = root().join("cases/statements/bad");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).expect("cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    assert!(paths.len() >= 20);
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut all, mut wrong) = (String::new(), Vec::new());
    for path in &paths {
        let case = std::fs::read_to_string(path).expect("a case");
        assert!(case.starts_with("# "), "{} has no title", path.display());
        let (rendered, expect) = run_case(path, &case);
        assert!(!rendered.is_empty(), "{} has no problem", path.display());
        if case[expect.clone()] != rendered {
            if update {
                let text = format!("{}{rendered}{}", &case[..expect.start], &case[expect.end..]);
                std::fs::write(path, text).expect("written");
            } else {
                wrong.push(format!("{}\n{rendered}", path.display()));
            }
        }
        all += &rendered;
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 rewrites these:\n{}", wrong.join("\n"));
    for code in armistice::draft::codes::CODES.iter().map(|code| code.code) {
        assert!(all.contains(&format!("error[{code}]")), "no case shows {code}");
    }
}
