//! Posts, end to end: what one side says reaches the other, through the operator, by hand, over links that fail, and after crashes.
//!
//! Holds
//! - The programs are the real ones, and what they promise is checked by the verifier.
//!
//! Not here: what is forged, and what is said then (`post_cases`), the stream itself (`reading_along`).

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant as Clock, SystemTime, UNIX_EPOCH};

use common::http::{At, nobody};
use common::posts::{Link, Relay, Side, Valley, armistice, fields, soon, text, well};
use record::envelope::EnvelopeId;
use record::statement::{Body, Content, Step};
use record::submission::Submission;
use serde_json::{Value, json};
use situation::audience::{Audience, Readership};
use verify::receipt::Against;

const SEND: &[&str] = &[
    "notice",
    "send",
    "planned-activity",
    "--to",
    "South",
    "--place",
    "Mill",
    "--point",
    "39.10 N 22.50 E",
    "--radius",
    "500 m",
    "--from",
    "2090-03-05 16:00",
    "--until",
    "2090-03-05 18:00",
    "--contact",
    "telephone 1",
    "--says",
    "firing at a range",
];

/// The id in what a command that says something answers.
fn id(said: &Value) -> String {
    said["statements"][0].as_str().unwrap_or_else(|| panic!("{said}")).to_owned()
}
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
/// The same as people and flags write it.
fn spelled(at: u64) -> String {
    armistice::message::utc(record::vocabulary::time::Instant(at as i64))
}
/// A notice to a side with these words, as a line of JSON.
fn notice(to: &str, words: &str, more: &[(&str, Value)]) -> Value {
    let pairs = [
        ("kind", json!("notice")),
        ("author", json!(if to == "South" { "north-liaison" } else { "south-liaison" })),
        ("what", json!("planned activity")),
        ("to", json!([to])),
        ("at", json!(["Mill"])),
        ("from", json!("2090-03-05T16:00:00Z")),
        ("until", json!("2090-03-05T18:00:00Z")),
        ("contact", json!("telephone 1")),
        ("words", json!(words)),
    ];
    fields(&[&pairs[..], more].concat())
}
/// The notice or alert with this id in what `notice list` answers.
fn listed(side: &Side, id: &str) -> Value {
    let list = side.json(&["notice", "list", "--all"]);
    let all = ["notices", "alerts"].into_iter().flat_map(|key| list[key].as_array().unwrap().clone());
    all.into_iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id} is not in {list}"))
}
fn standing(side: &Side, id: &str) -> String {
    listed(side, id)["recipients"][0]["standing"]["word"].as_str().unwrap().to_owned()
}
/// Receipts of a step in a log: of which statement each is.
fn delivered(log: &[(u64, record::envelope::Entry, Body)]) -> Vec<String> {
    let of = |body: &Body| match &body.content {
        Content::Receipt(receipt) if matches!(receipt.step, Step::Delivered { .. }) => Some(receipt.of.to_string()),
        _ => None,
    };
    log.iter().filter_map(|(.., body)| of(body)).collect()
}
/// The words of the notices in a log, in their order.
fn words(log: &[(u64, record::envelope::Entry, Body)]) -> Vec<String> {
    let of = |body: &Body| match &body.content {
        Content::Notice(notice) => Some(notice.words.clone()),
        _ => None,
    };
    log.iter().filter_map(|(.., body)| of(body)).collect()
}
/// That an author's statements have the numbers 0, 1, 2 … and each names the one before.
fn chained(log: &[(u64, record::envelope::Entry, Body)], author: &str) -> usize {
    let own: Vec<_> =
        log.iter().map(|(_, entry, _)| &entry.signed).filter(|signed| signed.envelope.author == author).collect();
    let mut previous: Option<EnvelopeId> = None;
    for (number, signed) in own.iter().enumerate() {
        assert_eq!((signed.envelope.number, signed.envelope.previous), (number as u64, previous), "{author}");
        previous = Some(signed.id());
    }
    own.len()
}
/// Entries of a log that a party may read.
fn for_party(log: &[(u64, record::envelope::Entry, Body)], party: &str) -> Vec<u64> {
    let audience = Audience::Party(party.to_owned());
    let of = |author: &str| match author {
        "north-liaison" => "North".to_owned(),
        "south-liaison" => "South".to_owned(),
        other => other.to_owned(),
    };
    let mut readership = Readership::default();
    for (.., body) in log {
        let id = record::wire::body_id(&record::wire::encode(body).unwrap());
        readership.enter(id, body, Some(&of(&body.author)));
    }
    log.iter()
        .filter(|(.., body)| readership.may_read(&audience, body, Some(&of(&body.author))))
        .map(|(index, ..)| *index)
        .collect()
}

// ---- through the operator ----

#[test]
fn a_notice_a_warning_and_a_halt_go_from_party_to_party_and_every_step_is_proved() {
    let mut valley = Valley::joined("post-steps");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let listening = [north.listening(), south.listening()];
    let notified = id(&north.json(SEND));
    // Its machine answers by itself, and no more than that it has it.
    soon("delivered", || delivered(&valley.log()).contains(&notified).then_some(()));
    soon("North hears so", || {
        (listed(&north, &notified)["recipients"][0]["standing"]["word"] == "delivered").then_some(())
    });
    soon("South has it", || south.inbox().iter().any(|line| line["index"].is_u64()).then_some(()));
    south.well(&["notice", "ack", &notified[..8], "--seen", "Major A"]);
    soon("seen", || (standing(&north, &notified) == "seen").then_some(()));

    let begun = Clock::now();
    let warned = id(&north.json(&[
        "notice",
        "warn",
        "--to",
        "South",
        "--on",
        &notified[..8],
        "--endangers",
        "civilians",
        "--says",
        "beware",
    ]));
    soon("a warning is delivered", || delivered(&valley.log()).contains(&warned).then_some(()));
    let halt = id(&north.json(&["notice", "halt", "--to", "South", "--place", "Mill", "--endangers", "aid"]));
    soon("a halt is delivered", || delivered(&valley.log()).contains(&halt).then_some(()));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let ahead = soon("the halt in its turn", || {
        let inbox = south.inbox();
        let body = |line: &Value| line["body"].as_str().unwrap().to_owned();
        let first = inbox.iter().rposition(|line| line["ahead"].is_u64())?;
        let turn = inbox.iter().position(|line| line["index"].is_u64() && body(line) == body(&inbox[first]))?;
        Some((first, turn))
    });
    assert!(ahead.0 < ahead.1, "it came before its turn, and in its turn: {ahead:?}");
    soon("South can answer it", || {
        south.run(&["notice", "ack", &halt[..8], "--seen", "Major A"]).status.success().then_some(())
    });
    let stopped = spelled(now());
    south.well(&["notice", "ack", &halt[..8], "--halted", &stopped]);
    let halted = soon("halted", || {
        let one = listed(&north, &halt);
        (one["recipients"][0]["halt"]["word"] == "halted").then_some(one)
    });
    assert_eq!(halted["recipients"][0]["standing"]["word"], "seen", "{halted}");
    north.well(&["notice", "resume", &halt[..8], "--says", "the convoy is through"]);
    drop(listening);

    // Each was delivered once, though the warnings came twice; and the mission's own list says the same.
    let log = valley.log();
    let told = delivered(&log);
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), 3);
    chained(&log, "north-liaison");
    chained(&log, "south-liaison");
    let list: Value = serde_json::from_str(&well(valley.run(&["--json", "notice", "list", "--all"]))).unwrap();
    assert_eq!(list["notices"][0]["recipients"][0]["standing"]["word"], "seen", "{list}");
    let at = At {
        address: soon("an address", || fs::read_to_string(valley.mission().join("state/serving")).ok())
            ["http://".len()..]
            .trim()
            .parse()
            .unwrap(),
    };
    for side in [&north, &south] {
        assert!(proved(side, at) > 2, "{} has receipts", side.name);
    }
    valley.stop();
}

/// That every receipt of a post holds, and its statement is in the log; how many.
fn proved(side: &Side, at: At) -> usize {
    soon("published", || {
        side.well(&["post", "fetch"]);
        let last = side
            .files("receipts", "receipt")
            .iter()
            .filter_map(|path| path.file_stem()?.to_str()?.parse::<u64>().ok())
            .max();
        (at.get(&format!("/proof/{}", last?)).status == 200).then_some(())
    });
    side.well(&["post", "fetch"]);
    let record = side.dir.join("record");
    let receipts = side.files("receipts", "receipt");
    for receipt in &receipts {
        let (report, evidence) =
            verify::receipt::check(receipt, Against::Log(&record)).unwrap_or_else(|_| panic!("{receipt:?}"));
        assert!(report.holds() && evidence.is_none(), "{report}");
        let index = receipt.file_stem().unwrap().to_str().unwrap();
        let (proof, entry) = (side.dir.join("a.tlog-proof"), side.dir.join("a.bin"));
        fs::write(&proof, at.get(&format!("/proof/{index}")).body).unwrap();
        fs::write(&entry, at.get(&format!("/entry/{index}")).body).unwrap();
        let report = verify::inclusion::check(&proof, Some(&entry), &record.join("policy.txt"))
            .unwrap_or_else(|_| panic!("{index}"));
        assert!(report.holds(), "{report}");
        // It is this statement.
        let kept = Submission::decode(&fs::read(receipt.with_extension("submission")).unwrap()).unwrap();
        let entry = record::envelope::Entry::decode(&fs::read(&entry).unwrap()).unwrap();
        assert_eq!(entry.signed, kept.signed);
    }
    // A receipt of which a byte was changed holds no more.
    let mut bytes = fs::read(&receipts[0]).unwrap();
    let at = bytes.iter().rposition(u8::is_ascii_digit).unwrap();
    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
    let changed = side.dir.join("changed.receipt");
    fs::write(&changed, bytes).unwrap();
    assert!(
        verify::receipt::check(&changed, Against::Log(&record)).is_ok_and(|(report, _)| !report.holds())
            || verify::receipt::check(&changed, Against::Log(&record)).is_err()
    );
    receipts.len()
}

// ---- by hand ----

#[test]
fn with_the_operator_down_statements_are_carried_answered_and_entered_once() {
    let mut valley = Valley::joined("post-carried");
    let (north, south) = (valley.side("north"), valley.side("south"));
    for side in [&north, &south] {
        assert_eq!(side.listen(2)["receipts"], 0);
    }
    valley.stop();
    let before = valley.log().len();

    let said = north.well(SEND);
    assert!(said.contains("is signed, and waits here") && said.contains("post carry"), "{said}");
    let halt = id(&north.json(&["notice", "halt", "--to", "South", "--place", "Mill", "--endangers", "aid"]));
    // What was said here is known here, before anybody else has it.
    let notified = north.json(&["notice", "list", "--all"])["notices"][0]["id"].as_str().unwrap().to_owned();
    let stick = valley.path().join("stick");
    let carry = |side: &Side| {
        side.well(&["post", "carry", &stick.join(side.name).display().to_string()]);
        let mut files: Vec<PathBuf> =
            fs::read_dir(stick.join(side.name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    };
    let of_north = carry(&north);
    assert_eq!(of_north.len(), 2);
    let read = |side: &Side, files: &[PathBuf]| {
        let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        side.json(&[&["post", "read"], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat())
    };
    let first = read(&south, &of_north);
    assert!(
        first["read"].as_array().unwrap().iter().all(|one| one["new"] == true && one["author"] == "north-liaison"),
        "{first}"
    );
    let again = read(&south, &of_north);
    assert!(again["read"].as_array().unwrap().iter().all(|one| one["new"] == false), "{again}");
    south.well(&["notice", "ack", &notified[..8], "--seen", "Major A"]);
    south.well(&["notice", "ack", &halt[..8], "--seen", "Major A"]);
    south.well(&["notice", "ack", &halt[..8], "--halted", &spelled(now())]);
    assert_eq!(standing(&south, &notified), "seen", "it is known where it was said");
    let of_south = carry(&south);
    assert_eq!(of_south.len(), 3);
    read(&north, &of_south);
    assert_eq!((standing(&north, &notified), standing(&north, &halt)), ("seen".to_owned(), "seen".to_owned()));

    // The mission takes all of it, in any order, among a file that is none, one twice; and a second time nothing.
    let broken = stick.join("broken.submission");
    fs::write(&broken, "no statement").unwrap();
    let mut all = [of_south.clone(), vec![broken], of_north.clone(), of_south[1..2].to_vec()].concat();
    all.reverse();
    let accept = |files: &[PathBuf]| {
        let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        valley
            .run(&[&["--json", "record", "accept"], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat())
    };
    let output = accept(&all);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &said["accepted"], &said["already"]), (Some(2), &json!(5), &json!(0)), "{said}");
    assert!(text(&output.stderr).contains("L0711"), "{}", text(&output.stderr));
    let said: Value = serde_json::from_str(&well(accept(&[of_south, of_north].concat()))).unwrap();
    assert_eq!((&said["accepted"], &said["already"]), (&json!(0), &json!(5)));
    let log = valley.log();
    assert_eq!(log.len(), before + 5);
    assert_eq!((chained(&log, "north-liaison"), chained(&log, "south-liaison")), (2, 3));

    // The link is back: what waited gets its receipt and no second entry, and what was read by hand is answered for the machine.
    valley.serve();
    for (side, count) in [(&north, 2), (&south, 3)] {
        let sent = side.json(&["post", "send"]);
        assert_eq!(sent["accepted"].as_array().unwrap().len(), count, "{sent}");
        assert!(side.files("outbox", "submission").is_empty());
        assert_eq!(side.json(&["post", "send"])["accepted"], json!([]));
    }
    assert_eq!(valley.log().len(), before + 5);
    let heard = south.listen(3);
    assert_eq!(
        (&heard["heard"], &heard["receipts"]),
        (&json!(2), &json!(2)),
        "only its own two receipts are new: {heard}"
    );
    assert_eq!(south.listen(2)["receipts"], 0, "answered once");
    north.listen(3);
    assert_eq!(standing(&north, &halt), "seen");
    assert_eq!(listed(&north, &halt)["recipients"][0]["delivered"]["system"], "post of south-liaison");
    // Both sides know the same.
    let parts = |side: &Side| listed(side, &halt)["recipients"][0]["standing"].clone();
    assert_eq!(parts(&north), parts(&south));
}

#[test]
fn carried_statements_enter_while_the_server_writes_and_one_sides_fault_keeps_no_others_back() {
    let valley = Valley::joined("post-accept");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let (_held, dead) = nobody();
    for side in [&north, &south] {
        side.turn_to(dead);
        let to = if side.name == "north" { "South" } else { "North" };
        side.say(&[notice(to, "one", &[]), notice(to, "two", &[])]);
        side.well(&["post", "carry", &valley.path().join("stick").display().to_string()]);
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(valley.path().join("stick")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 4);
    // Of North's two the first is missing.
    let files: Vec<String> = files[1..].iter().map(|path| path.display().to_string()).collect();
    let before = valley.log().len();
    let output = valley
        .run(&[&["--json", "record", "accept"], &files.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &said["accepted"]), (Some(2), &json!(2)), "{said}");
    let why = text(&output.stderr);
    assert!(why.contains("R0304") && why.contains(&files[0]), "{why}");
    let log = valley.log();
    assert_eq!(
        log[before..].iter().map(|(_, entry, _)| entry.signed.envelope.author.as_str()).collect::<Vec<_>>(),
        ["south-liaison"; 2]
    );
}

// ---- over a link that fails ----

#[test]
fn over_a_link_that_delays_stalls_and_drops_nothing_is_lost_and_nothing_doubled() {
    let valley = Valley::joined("post-link");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let at = soon("an address", || fs::read_to_string(valley.mission().join("state/serving")).ok());
    let relay = Relay::to(at["http://".len()..].trim().parse().unwrap());
    south.turn_to(relay.address);
    let listening = south.listening();
    let links = [
        Link::Slow(Duration::from_millis(40)),
        Link::Drops(6_000),
        Link::Cut,
        Link::Drops(900),
        Link::Stalls,
        Link::Drops(20_000),
        Link::Passes,
        Link::Cut,
    ];
    let mut waited = false;
    for (round, link) in links.into_iter().enumerate() {
        relay.becomes(link);
        for number in 0..3 {
            north.say(&[notice("South", &format!("north {round} {number}"), &[])]);
        }
        if round == 3 {
            north.well(&["notice", "halt", "--to", "South", "--place", "Mill", "--endangers", "aid"]);
        }
        let said = south.say(&[notice("North", &format!("south {round}"), &[])]);
        waited |= said["accepted"] == json!([]);
        std::thread::sleep(Duration::from_millis(700));
    }
    assert!(waited, "some waited");
    relay.becomes(Link::Passes);
    south.well(&["post", "send"]);
    // Everything that South may read is there, each once, in the order of the log; and all of it is answered once.
    soon("all that South may read", || {
        (south.heard() == for_party(&valley.log(), "South") && delivered(&valley.log()).len() == 25).then_some(())
    });
    drop(listening);
    let log = valley.log();
    let heard = south.heard();
    assert_eq!(heard, for_party(&log, "South"));
    assert!(heard.windows(2).all(|pair| pair[0] < pair[1]), "{heard:?}");
    let said = words(&log);
    assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len(), "{said:?}");
    assert_eq!(said.iter().filter(|words| words.starts_with("north")).count(), 24);
    assert_eq!(
        said.iter().filter(|words| words.starts_with("south")).cloned().collect::<Vec<_>>(),
        (0..8).map(|n| format!("south {n}")).collect::<Vec<_>>()
    );
    let told = delivered(&log);
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len(), "{told:?}");
    chained(&log, "south-liaison");
    assert!(south.files("outbox", "submission").is_empty());
    // North, whose link stood, has heard it all, too; what it answers comes last.
    north.listen(4);
    let heard = north.heard();
    assert!(heard.len() >= for_party(&log, "North").len(), "{heard:?}");
    assert_eq!(heard, for_party(&valley.log(), "North")[..heard.len()]);
}

/// A network of its own for one side, behind a pair of interfaces.
struct Apart {
    name: String,
    near: String,
}

impl Apart {
    fn new() -> Result<Apart, String> {
        let number = std::process::id() % 10_000;
        let apart = Apart { name: format!("arm{number}"), near: format!("arm{number}a") };
        let far = format!("arm{number}b");
        let steps: &[&[&str]] = &[
            &["netns", "add", &apart.name],
            &["link", "add", &apart.near, "type", "veth", "peer", "name", &far],
            &["link", "set", &far, "netns", &apart.name],
            &["address", "add", "198.51.100.1/30", "dev", &apart.near],
            &["link", "set", &apart.near, "up"],
            &["-n", &apart.name, "address", "add", "198.51.100.2/30", "dev", &far],
            &["-n", &apart.name, "link", "set", &far, "up"],
        ];
        for step in steps {
            let done = Command::new("ip").args(*step).output().map_err(|error| format!("`ip` is not here: {error}"))?;
            if !done.status.success() {
                return Err(format!("`ip {}`: {}", step.join(" "), text(&done.stderr).trim()));
            }
        }
        Ok(apart)
    }
    fn link(&self, state: &str) {
        assert!(Command::new("ip").args(["link", "set", &self.near, state]).status().unwrap().success());
    }
    fn run(&self, side: &Side, args: &[&str]) -> Command {
        let inner = side.command(args);
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &self.name])
            .arg(inner.get_program())
            .args(inner.get_args())
            .stdin(std::process::Stdio::null());
        command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        let _ = Command::new("ip").args(["netns", "delete", &self.name]).output();
        let _ = Command::new("ip").args(["link", "delete", &self.near]).output();
    }
}

#[test]
fn with_one_sides_network_down_what_waits_is_sent_later_and_what_was_missed_comes() {
    let apart = match Apart::new() {
        Ok(apart) => apart,
        Err(why) if std::env::var("ARMISTICE_NETNS").as_deref() == Ok("must") => panic!("no network of its own: {why}"),
        Err(why) => return common::skip(&format!("no network of its own for one side: {why}")),
    };
    let mut valley = Valley::new("post-apart");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let at = valley.serve_at("198.51.100.1:0".to_owned(), &["--beyond-this-machine"]);
    north.join(at);
    well(apart.run(&south, &["post", "join", "--server", &at.url(), "--author", "south-liaison"]).output().unwrap());
    let mut listening = apart
        .run(&south, &["post", "listen"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    north.say(&[notice("South", "before", &[])]);
    soon("the first one is answered", || (delivered(&valley.log()).len() == 1).then_some(()));

    apart.link("down");
    let halt = id(&north.json(&["notice", "halt", "--to", "South", "--place", "Mill", "--endangers", "aid"]));
    north.say(&[notice("South", "during", &[])]);
    let file = south.written(&[notice("North", "said without a link", &[])]);
    let begun = Clock::now();
    let said = well(apart.run(&south, &["post", "say", &file]).output().unwrap());
    assert!(said.contains("waits here"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(30), "it waits no longer than its time: {:?}", begun.elapsed());
    assert_eq!(delivered(&valley.log()).len(), 1);

    apart.link("up");
    soon("what was missed is answered, and what waited was sent", || {
        let log = valley.log();
        let said = words(&log).contains(&"said without a link".to_owned());
        (said && delivered(&log).len() == 3 && delivered(&log).contains(&halt)).then_some(())
    });
    soon("in their turn", || (south.heard() == for_party(&valley.log(), "South")).then_some(()));
    let _ = listening.kill();
    let _ = listening.wait();
    chained(&valley.log(), "south-liaison");
    valley.stop();
}

// ---- clocks, crashes, several programs ----

#[test]
fn with_clocks_that_are_an_hour_off_statements_enter_and_are_told_as_they_are() {
    let valley = Valley::joined("post-clocks");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let at = now();
    let said = |offset: i64| ("said", json!(format!("@{}", at as i64 + offset)));
    let early = id(&north.say(&[notice("South", "an hour early", &[said(-3600)])]));
    let late = id(&north.say(&[notice("South", "an hour late", &[said(3600)])]));
    let log = valley.log();
    for (words, offset) in [("an hour early", -3600), ("an hour late", 3600)] {
        let is = |body: &Body| matches!(&body.content, Content::Notice(notice) if notice.words == words);
        let (_, entry, body) = log.iter().find(|(.., body)| is(body)).unwrap();
        assert_eq!(body.said_at.unwrap().0, at as i64 + offset, "as its author says");
        assert!((entry.accepted_at.0 - at as i64).abs() < 60, "and as the operator knows");
    }
    // South, an hour behind, has seen it before it was said: the receipt enters, and the list says that the clocks disagree.
    south.listen(2);
    for of in [&early, &late] {
        let receipt = fields(&[
            ("kind", json!("receipt")),
            ("author", json!("south-liaison")),
            ("of", json!(of)),
            ("to", json!(["North"])),
            ("step", json!("seen")),
            ("officer", json!("Major A")),
            said(-7200),
        ]);
        south.say(&[receipt]);
    }
    north.listen(2);
    for of in [&early, &late] {
        let one = listed(&north, of);
        let seen = &one["recipients"][0]["standing"];
        assert_eq!((&seen["word"], &seen["by"]["when"]["clocks_disagree"]), (&json!("seen"), &json!(true)), "{one}");
    }
    assert_eq!(listed(&north, &early)["since"]["clocks_disagree"], false, "an hour on its way is possible");
    assert!(north.well(&["notice", "list", "--all"]).contains("clocks"), "it is said in words");
}

#[test]
fn programs_that_sign_at_one_post_at_once_give_each_number_once() {
    let valley = Valley::joined("post-two");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let listening = north.listening();
    for number in 0..6 {
        south.say(&[notice("North", &format!("to be answered {number}"), &[])]);
    }
    std::thread::scope(|scope| {
        for program in 0..3 {
            let north = north.clone();
            scope.spawn(move || {
                for number in 0..6 {
                    let lines: Vec<Value> =
                        (0..2).map(|n| notice("South", &format!("{program} {number} {n}"), &[])).collect();
                    let said = north.say(&lines);
                    assert_eq!(said["statements"].as_array().unwrap().len(), 2);
                }
            });
        }
    });
    north.well(&["post", "send"]);
    soon("all six are answered", || (delivered(&valley.log()).len() == 6).then_some(()));
    drop(listening);
    let log = valley.log();
    assert_eq!(chained(&log, "north-liaison"), 36 + 6);
    let mut said = words(&log);
    said.retain(|words| !words.starts_with("to be"));
    assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), 36);
    // Each program's own are in its order.
    for program in 0..3 {
        let own: Vec<&String> = said.iter().filter(|words| words.starts_with(&format!("{program} "))).collect();
        assert!(own.is_sorted(), "{own:?}");
    }
}

#[test]
fn killed_at_any_point_while_it_says_something_a_post_loses_nothing() {
    let mut valley = Valley::joined("post-killed");
    let north = valley.side("north");
    const ROUNDS: u32 = 24;
    const EACH: usize = 8;
    let mut kept: BTreeSet<EnvelopeId> = BTreeSet::new();
    let mut killed = 0;
    for round in 0..ROUNDS {
        // Now with a server, now without.
        match round {
            8 => valley.stop(),
            16 => drop(valley.serve()),
            _ => {}
        }
        let lines: Vec<Value> = (0..EACH).map(|number| notice("South", &format!("{round:02} {number}"), &[])).collect();
        let mut child = north
            .command(&["post", "say", &north.written(&lines)])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // As soon as so many of this round are signed, and a moment later: before, within and after each step.
        let signed =
            || north.files("outbox", "submission").len() + north.files("receipts", "submission").len() - kept.len();
        let begun = Clock::now();
        while signed() < (round as usize * 5) % (EACH + 1) && child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it says something");
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(u64::from(round * 7_919 % 5_000)));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let here = [north.files("outbox", "submission"), north.files("receipts", "submission")].concat();
        let here: BTreeSet<EnvelopeId> =
            here.iter().map(|path| Submission::decode(&fs::read(path).unwrap()).unwrap().signed.id()).collect();
        assert!(kept.is_subset(&here), "what was signed stays");
        kept = here;
    }
    assert!(killed > ROUNDS as usize / 4, "the moments are well chosen: {killed}");
    north.json(&["post", "send"]);
    let log = valley.log();
    let entered: BTreeSet<EnvelopeId> = log.iter().map(|(_, entry, _)| entry.signed.id()).collect();
    assert!(kept.is_subset(&entered), "what was signed is in the log");
    assert_eq!(chained(&log, "north-liaison"), kept.len());
    let said = words(&log);
    assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len(), "nothing twice");
    // Of each round a beginning, in its order.
    let mut rounds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (round, number) in said
        .iter()
        .filter_map(|words| words.split_once(' '))
        .filter_map(|(round, number)| Some((round, number.parse().ok()?)))
    {
        rounds.entry(round).or_default().push(number);
    }
    assert!(rounds.values().all(|numbers| *numbers == (0..numbers.len()).collect::<Vec<_>>()), "{rounds:?}");
    assert!(rounds.values().any(|numbers| numbers.len() < EACH), "some were cut: {rounds:?}");
    assert!(north.files("outbox", "submission").is_empty());
}

#[test]
fn a_number_that_was_taken_elsewhere_is_given_up_and_the_words_are_said_under_the_next() {
    let mut valley = Valley::joined("post-anew");
    let north = valley.side("north");
    // The same key on a second machine.
    let second = Side { dir: valley.path().join("second"), name: "north" };
    common::log::copy(&north.dir, &second.dir);
    valley.stop();
    let said = north.say(&[notice("South", "waits here one", &[]), notice("South", "waits here two", &[])]);
    assert_eq!(said["accepted"], json!([]));
    valley.serve();
    second.say(&[notice("South", "said elsewhere", &[])]);
    let sent = north.json(&["post", "send"]);
    assert_eq!(sent["accepted"].as_array().unwrap().len(), 2, "{sent}");
    let log = valley.log();
    assert_eq!(words(&log), ["said elsewhere", "waits here one", "waits here two"]);
    assert_eq!(chained(&log, "north-liaison"), 3);
    assert!(north.files("outbox", "submission").is_empty());
    // Their ids are what was told when they were said: answers to them stay answers.
    let ids: Vec<String> = log
        .iter()
        .filter(|(_, entry, _)| entry.signed.envelope.author == "north-liaison")
        .map(|(.., body)| record::wire::body_id(&record::wire::encode(body).unwrap()).to_string())
        .collect();
    assert_eq!(json!(ids[1..]), said["statements"]);
}

#[test]
fn a_line_that_a_crash_cut_off_spoils_none_that_follows() {
    let valley = Valley::joined("post-cut-line");
    let (north, south) = (valley.side("north"), valley.side("south"));
    north.say(&[notice("South", "one", &[]), notice("South", "two", &[])]);
    south.listen(2);
    let path = south.dir.join("inbox.jsonl");
    let whole = fs::read(&path).unwrap();
    let all = south.heard();
    fs::write(&path, &whole[..whole.len() - 40]).unwrap();
    north.say(&[notice("South", "three", &[])]);
    south.listen(2);
    let text = fs::read_to_string(&path).unwrap();
    let heard: Vec<u64> =
        text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()?["index"].as_u64()).collect();
    let log = valley.log();
    assert!(heard.len() > all.len());
    assert_eq!(heard, for_party(&log, "South").into_iter().filter(|index| heard.contains(index)).collect::<Vec<_>>());
    assert_eq!(*heard.last().unwrap(), *for_party(&log, "South").last().unwrap());
    assert!(all.iter().all(|index| heard.contains(index)), "{all:?} {heard:?}");
    assert_eq!(delivered(&log).iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn what_came_and_was_not_answered_before_a_crash_is_answered_after_it() {
    let valley = Valley::joined("post-unanswered");
    let (north, south) = (valley.side("north"), valley.side("south"));
    north.say(&[notice("South", "one", &[]), notice("mission", "to others", &[("author", json!("north-liaison"))])]);
    // Kept, and never answered: as if it had ended between the two.
    assert_eq!(south.listen_with(2, &["--no-receipts"])["receipts"], 0);
    assert_eq!(delivered(&valley.log()).len(), 0);
    assert_eq!(south.listen(2)["receipts"], 1);
    assert_eq!(south.listen(2)["receipts"], 0);
    assert_eq!(delivered(&valley.log()).len(), 1);
}

#[test]
fn who_listens_goes_on_when_the_server_comes_back() {
    let mut valley = Valley::joined("post-restart");
    let (north, south) = (valley.side("north"), valley.side("south"));
    let _listening = south.listening();
    for round in 0..2 {
        let said = id(&north.say(&[notice("South", &format!("round {round}"), &[])]));
        soon("it is answered", || delivered(&valley.log()).contains(&said).then_some(()));
        // All tokens end with the server.
        valley.stop();
        let waits = id(&north.say(&[notice("South", &format!("waits {round}"), &[])]));
        valley.serve();
        north.well(&["post", "send"]);
        soon("what waited is answered", || delivered(&valley.log()).contains(&waits).then_some(()));
    }
}

#[test]
fn a_post_is_a_folder_that_can_be_read() {
    let valley = Valley::joined("post-folder");
    let north = valley.side("north");
    let refused = north.refused(&["post", "join", "--server", "ftp://valley.example", "--author", "north-liaison"]);
    assert!(refused.contains("L0701"), "{refused}");
    let refused = armistice()
        .args(["--mission", &valley.path().join("nowhere").display().to_string(), "post", "fetch"])
        .output()
        .unwrap();
    assert!(text(&refused.stderr).contains("M0101"), "{}", text(&refused.stderr));
    fs::write(north.dir.join("post.toml"), "server = 7\n").unwrap();
    assert!(north.refused(&["post", "send"]).contains("M0102"));
}
