//! Statements as they are accepted, to whoever may read them: `/channel` over real connections, and webhooks.
//!
//! Not here: what a post makes of them (`post`), what else the server answers (`serve`).

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Clock};

use armistice::limits::{CHANNEL_QUEUED, CHANNEL_READERS, CONNECTIONS_OF_ADDRESS, EVENT_SILENCE_SECONDS, HOOKS};
use armistice::pen::{Unsigned, sign_one};
use armistice::sequencer::ledger_of;
use armistice::serve::hooks;
use common::Folder;
use common::http::At;
use common::posts::soon;
use common::served::{Served, Writes, found, log_key, mill, planned, signer, token};
use record::identity::{Act, KeyChange, Says};
use record::statement::{Alert, AlertKind, Content, Report, Translation};
use record::submission::{Said, Submission};
use record::wire;
use serde_json::Value;
use situation::audience::{Audience, Readership};
use tlog::note::SignedNote;

const KIND: &str = "application/vnd.armistice.submission";

fn valley(name: &str) -> (Folder, PathBuf) {
    let folder = Folder::new(name);
    let dir = folder.path().join("mission");
    found(&dir, "quorum none\n");
    (folder, dir)
}
fn hand_in(at: &At, submission: &Submission) -> u64 {
    let answer = at.post("/submit", KIND, submission.encode().unwrap());
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.header("location").unwrap()["/entry/".len()..].parse().unwrap()
}
fn halt(to: &str) -> Content {
    Content::Alert(Alert {
        kind: AlertKind::Halt,
        to: vec![to.to_owned()],
        on: None,
        place: Some(mill()),
        endangered: vec!["aid".into()],
        since: None,
        drill: false,
        words: String::new(),
    })
}

/// One who reads along.
struct Stream {
    lines: BufReader<TcpStream>,
    status: u16,
}

/// An event: its name, its number where it came in its turn, what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Event {
    name: String,
    id: Option<u64>,
    data: Value,
}

impl Event {
    fn index(&self) -> u64 {
        self.data["index"].as_u64().unwrap()
    }
}

impl Stream {
    /// Asks over HTTP/1.0, whose answers come as they are.
    fn open(at: &At, headers: &str) -> Stream {
        Stream::over(at.connect(), headers)
    }
    fn over(mut stream: TcpStream, headers: &str) -> Stream {
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream.write_all(format!("GET /channel HTTP/1.0\r\nhost: here\r\n{headers}\r\n").as_bytes()).unwrap();
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(lines.read_line(&mut head).unwrap() > 0, "{head}");
        }
        Stream { lines, status: head.split(' ').nth(1).unwrap().parse().unwrap() }
    }
    /// As an author, behind an entry.
    fn of(at: &At, author: &str, last: Option<u64>) -> Stream {
        let last = last.map(|last| format!("last-event-id: {last}\r\n")).unwrap_or_default();
        let stream = Stream::open(at, &format!("authorization: Bearer {}\r\n{last}", token(at, author)));
        assert_eq!(stream.status, 200);
        stream
    }
    /// The next event; none where the stream ended.
    fn next(&mut self) -> Option<Event> {
        let (mut name, mut id, mut data) = (String::new(), None, None);
        loop {
            let mut line = String::new();
            match self.lines.read_line(&mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => return None,
                Err(error) => panic!("{error}"),
            }
            match line.trim_end().split_once(": ") {
                Some(("event", value)) => name = value.to_owned(),
                Some(("id", value)) => id = value.parse().ok(),
                Some(("data", value)) => data = Some(serde_json::from_str(value).unwrap()),
                _ if line == "\n" && data.is_some() => return Some(Event { name, id, data: data? }),
                _ => {}
            }
        }
    }
    /// The next so many.
    fn take(&mut self, count: usize) -> Vec<Event> {
        (0..count).map(|_| self.next().expect("the stream goes on")).collect()
    }
}

// ---- who reads what ----

#[test]
fn each_audience_hears_what_it_may_read_and_nothing_else() {
    let (_folder, dir) = valley("along-audience");
    let served = Served::start(&dir);
    let authors = ["mission", "patrol-2", "north-liaison", "south-liaison", "analyst"];
    let mut streams: Vec<(&str, Stream)> =
        authors.into_iter().map(|author| (author, Stream::of(&served, author, None))).collect();
    streams.push(("public", Stream::open(&served, "")));
    let (mut north, mut south, mut patrol) =
        (Writes::new("north-liaison"), Writes::new("south-liaison"), Writes::new("patrol-2"));
    let said = [
        north.says(planned("mission", "to the mission alone")),
        north.says(planned("South", "to South")),
        south.says(planned("North", "to North")),
        patrol.report("shells"),
    ];
    for submission in &said {
        hand_in(&served, submission);
    }
    // Words about something are for those who read it.
    for of in [&said[0], &said[1], &said[3]] {
        let Said::Body(bytes) = &of.said else { unreachable!("no acts") };
        let (of, words) = (wire::body_id(bytes), "in another language".to_owned());
        let translation = Translation { of, out_of: None, into: "en".into(), words };
        hand_in(&served, &patrol.says(Content::Translation(translation)));
    }
    // What all read comes last: who has it has heard everything before it.
    hand_in(&served, &north.decision());
    let expected = |reader: &str| -> &[u64] {
        match reader {
            "mission" | "north-liaison" => &[1, 2, 3, 4, 5, 6, 7, 8],
            "south-liaison" => &[2, 3, 4, 6, 7, 8],
            "patrol-2" | "analyst" => &[4, 7, 8],
            _ => &[8],
        }
    };
    for (reader, stream) in &mut streams {
        let mut heard = Vec::new();
        while heard.last() != Some(&8) {
            let event = stream.next().unwrap();
            assert_eq!((event.name.as_str(), event.id), ("statement", Some(event.index())), "{reader}");
            heard.push(event.index());
        }
        assert_eq!(heard, expected(reader), "{reader}");
    }
    drop(streams);
    // Whoever comes back to the beginning reads the same, from a server that has just begun, too.
    let again = |served: &Served| {
        for reader in authors.into_iter().chain(["public"]) {
            let mut again = match reader {
                "public" => Stream::open(served, "last-event-id: 0\r\n"),
                author => Stream::of(served, author, Some(0)),
            };
            let expected = expected(reader);
            assert_eq!(again.take(expected.len()).iter().map(Event::index).collect::<Vec<_>>(), expected, "{reader}");
            let bearer = match reader {
                "public" => String::new(),
                author => format!("authorization: Bearer {}\r\n", token(served, author)),
            };
            for index in 1..=8 {
                let answer = served.get_with(&format!("/statement/{index}"), &bearer);
                assert_eq!(answer.status == 200, expected.contains(&index), "{reader} {index}");
            }
        }
    };
    again(&served);
    drop(served);
    let served = Served::start(&dir);
    again(&served);
    for bad in ["Bearer x", "Basic YTpi"] {
        assert_eq!(Stream::open(&served, &format!("authorization: {bad}\r\n")).status, 401);
    }
}

#[test]
fn whoever_comes_back_with_a_number_misses_nothing_and_hears_nothing_twice() {
    let (_folder, dir) = valley("along-back");
    let served = Served::start(&dir);
    const EACH: usize = 150;
    std::thread::scope(|scope| {
        let at = At { address: served.address };
        scope.spawn(move || {
            let mut north = Writes::new("north-liaison");
            for number in 0..EACH {
                hand_in(
                    &at,
                    &north.says(planned(if number % 3 == 0 { "mission" } else { "South" }, &format!("{number}"))),
                );
            }
        });
        scope.spawn(move || {
            let mut patrol = Writes::new("patrol-2");
            for number in 0..EACH {
                hand_in(&at, &patrol.report(&format!("{number}")));
            }
        });
        // It leaves after 1, 2, 3 … events, and comes back while more are said.
        let (mut heard, mut last) = (Vec::new(), 0);
        let all = EACH + EACH * 2 / 3;
        let mut round = 0;
        while heard.len() < all {
            round += 1;
            let mut stream = Stream::of(&at, "south-liaison", Some(last));
            for event in stream.take(round.min(all - heard.len())) {
                last = event.id.unwrap();
                heard.push(last);
            }
        }
        assert!(heard.windows(2).all(|pair| pair[0] < pair[1]), "{heard:?}");
        let said = common::posts::statements(&dir);
        let of = |author: &str| if author == "north-liaison" { "North" } else { "mission" }.to_owned();
        let south = Audience::Party("South".into());
        let readership = Readership::default();
        let expected: Vec<u64> = said
            .iter()
            .filter(|(.., body)| readership.may_read(&south, body, Some(&of(&body.author))))
            .map(|(index, ..)| *index)
            .collect();
        assert_eq!(heard, expected);
    });
    // A number that the log does not have yet is no reason to send anything.
    let mut ahead = Stream::of(&served, "south-liaison", Some(999_999));
    let index = hand_in(&served, &Writes::new("south-liaison").decision());
    assert_eq!(ahead.next().unwrap().id, Some(index));
}

// ---- what does not wait ----

/// A statement of some length, which everybody with a part in the mission reads.
fn long(writes: &mut Writes, number: usize) -> Submission {
    writes.says(Content::Report(Report { words: format!("{number} {}", "w".repeat(7_000)), ..Report::default() }))
}

#[test]
fn a_halt_comes_before_what_waits_for_a_reader_and_again_in_its_turn() {
    let (_folder, dir) = valley("along-halt");
    let served = Served::start(&dir);
    let (mut patrol, mut north) = (Writes::new("patrol-2"), Writes::new("north-liaison"));
    // One has to catch up with much, and reads nothing yet; one stands in the queue.
    let before = 1_500;
    for number in 0..before {
        hand_in(&served, &long(&mut patrol, number));
    }
    let mut late = Stream::of(&served, "south-liaison", Some(0));
    let mut prompt = Stream::of(&served, "south-liaison", None);
    std::thread::sleep(Duration::from_millis(500));
    let begun = Clock::now();
    let index = hand_in(&served, &north.says(halt("South")));
    let first = prompt.take(2);
    assert_eq!(
        first.iter().map(|event| (event.name.as_str(), event.id, event.index())).collect::<Vec<_>>(),
        [("urgent", None, index), ("statement", Some(index), index)]
    );
    assert!(begun.elapsed() < Duration::from_secs(10));
    let heard = late.take(before + 2);
    let urgent = heard.iter().position(|event| event.name == "urgent").unwrap();
    let turn = heard.iter().position(|event| event.id == Some(index)).unwrap();
    assert_eq!(heard[urgent].data, heard[turn].data);
    assert_eq!(turn, heard.len() - 1);
    assert!(turn - urgent > 100, "before what was still to be caught up with: {urgent} of {turn}");
    let in_turn: Vec<u64> = heard.iter().filter_map(|event| event.id).collect();
    assert_eq!(in_turn, (1..=index).collect::<Vec<_>>());
    // The other party, to which it is not, hears nothing of it.
    let mut public = Stream::open(&served, "");
    let index = hand_in(&served, &north.says(halt("mission")));
    let decided = hand_in(&served, &north.decision());
    assert_eq!(public.next().unwrap().id, Some(decided));
    assert_eq!(prompt.next().unwrap().id, Some(decided), "not {index}");
}

#[test]
fn a_reader_that_does_not_keep_up_is_let_go_and_goes_on_where_it_was() {
    let (_folder, dir) = valley("along-slow");
    let served = Served::start(&dir);
    let mut patrol = Writes::new("patrol-2");
    let mut slow = Stream::of(&served, "south-liaison", None);
    let mut prompt = Stream::of(&served, "south-liaison", None);
    let count = 4 * CHANNEL_QUEUED + 500;
    std::thread::scope(|scope| {
        let reads = scope.spawn(|| prompt.take(count).iter().map(Event::index).collect::<Vec<_>>());
        let begun = Clock::now();
        for number in 0..count {
            hand_in(&served, &long(&mut patrol, number));
        }
        assert_eq!(reads.join().unwrap(), (1..=count as u64).collect::<Vec<_>>(), "who keeps up hears all");
        assert!(begun.elapsed() < Duration::from_secs(120));
    });
    // The slow one has what was sent and what stood in its queue; then it ended.
    let mut heard: Vec<u64> = std::iter::from_fn(|| slow.next()).map(|event| event.id.unwrap()).collect();
    assert!(heard.len() >= CHANNEL_QUEUED && heard.len() < count, "{} of {count}", heard.len());
    let mut again = Stream::of(&served, "south-liaison", heard.last().copied());
    heard.extend(again.take(count - heard.len()).iter().filter_map(|event| event.id));
    assert_eq!(heard, (1..=count as u64).collect::<Vec<_>>());
}

// ---- how it ends ----

#[test]
fn a_stream_ends_with_the_part_in_the_mission_and_with_the_server() {
    let (_folder, dir) = valley("along-end");
    let served = Served::start(&dir);
    let mut south = Stream::of(&served, "south-liaison", None);
    let mut north = Stream::of(&served, "north-liaison", None);
    let mut public = Stream::open(&served, "");
    // South's key is ended by its root, through the mission.
    let ledger = ledger_of(&dir).unwrap();
    let says = Says::Keys(Box::new(KeyChange {
        mission: ledger.origin().to_owned(),
        author: "south-liaison".into(),
        ends: Some(signer("south-liaison").key().id()),
        suspect_since: None,
        begins: None,
    }));
    let consents = vec![says.consent("South", &signer("root of South")).unwrap()];
    let change = sign_one(&ledger, "mission", &signer("mission"), Unsigned::act(Act { says, consents })).unwrap();
    hand_in(&served, &change);
    let begun = Clock::now();
    let mut patrol = Writes::new("patrol-2");
    assert_eq!(south.next(), None, "nothing more comes");
    assert!(begun.elapsed() < Duration::from_secs(EVENT_SILENCE_SECONDS + 5), "{:?}", begun.elapsed());
    let index = hand_in(&served, &patrol.report("shells"));
    assert_eq!(north.next().unwrap().id, Some(index), "the others read on");
    let begun = Clock::now();
    served.stop().unwrap();
    assert_eq!((north.next(), public.next()), (None, None));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn a_stream_that_has_nothing_to_say_breathes() {
    let (_folder, dir) = valley("along-breath");
    let served = Served::start(&dir);
    let mut stream = served.connect();
    stream.write_all(b"GET /channel HTTP/1.0\r\nhost: here\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(EVENT_SILENCE_SECONDS + 5))).unwrap();
    let mut seen = String::new();
    let mut part = [0; 512];
    while !seen.ends_with("\n:\n\n") {
        let read = stream.read(&mut part).unwrap();
        assert!(read > 0, "{seen}");
        seen.push_str(std::str::from_utf8(&part[..read]).unwrap());
    }
    assert!(seen.contains("text/event-stream") && seen.contains("retry: 1000\n\n"), "{seen}");
}

#[test]
fn as_many_read_statements_along_as_allowed_and_not_one_more() {
    let (_folder, dir) = valley("along-limit");
    // Both ends of each connection are in this process.
    let needed = 2 * CHANNEL_READERS + 400;
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse::<usize>().ok());
    if files.is_none_or(|files| files < needed) {
        return common::skip(&format!(
            "{CHANNEL_READERS} readers need {needed} open files, here are {files:?}: `ulimit -n {needed}`"
        ));
    }
    let served = Served::start(&dir);
    let connect = |number: usize| {
        // As many addresses as it takes; each has room for what else is asked.
        let of_address = CONNECTIONS_OF_ADDRESS - 6;
        let from = SocketAddr::from(([127, 0, 1, 1 + (number / of_address) as u8], 0));
        common::http::from(from, served.address)
    };
    let mut readers: Vec<Stream> = (0..CHANNEL_READERS).map(|number| Stream::over(connect(number), "")).collect();
    assert!(readers.iter().all(|reader| reader.status == 200));
    let mut refused = connect(CHANNEL_READERS);
    refused.write_all(b"GET /channel HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n").unwrap();
    let answer = common::http::Answer::read(&mut refused).unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (503, "L0605"));
    assert_eq!(answer.header("retry-after"), Some(EVENT_SILENCE_SECONDS.to_string().as_str()));
    // All of them hear what is said.
    let begun = Clock::now();
    let index = hand_in(&served, &Writes::new("north-liaison").decision());
    assert!(readers.iter_mut().all(|reader| reader.next().unwrap().id == Some(index)));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    drop(readers.pop());
    soon("a place", || (Stream::over(connect(CHANNEL_READERS), "").status == 200).then_some(()));
}

// ---- webhooks ----

/// Somebody who takes what a hook sends, and answers as a test says.
struct Taker {
    address: SocketAddr,
    taken: Arc<Mutex<Vec<String>>>,
    status: Arc<Mutex<u16>>,
    listening: Arc<Mutex<Option<TcpListener>>>,
}

impl Taker {
    fn new() -> Taker {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (taken, status) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(204)));
        let (list, answers) = (taken.clone(), status.clone());
        let own = listener.try_clone().unwrap();
        std::thread::spawn(move || {
            for stream in own.incoming().flatten() {
                let _ = take(stream, &list, &answers);
            }
        });
        Taker { address, taken, status, listening: Arc::new(Mutex::new(Some(listener))) }
    }
    fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }
    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }
    /// Numbers of what came, each note checked.
    fn came(&self) -> Vec<u64> {
        assert!(self.listening.lock().unwrap().is_some());
        let notes = self.taken.lock().unwrap().clone();
        notes.iter().map(|note| said(note)["index"].as_u64().unwrap()).collect()
    }
}

/// What a note says, where the log signed it.
fn said(note: &str) -> Value {
    let note = SignedNote::parse(note.as_bytes()).unwrap();
    note.open([log_key().verifier()]).expect("the log signed it");
    serde_json::from_str(note.text()).unwrap()
}

fn take(mut stream: TcpStream, list: &Mutex<Vec<String>>, answers: &Mutex<u16>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        assert!(head.starts_with("POST /hook HTTP/1.1"), "{head}");
        assert!(head.to_lowercase().contains("content-type: text/plain"), "{head}");
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap();
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        list.lock().unwrap().push(String::from_utf8(body).unwrap());
        let status = *answers.lock().unwrap();
        stream.write_all(format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n").as_bytes())?;
    }
}

fn hook(name: &str, url: &str, party: Option<&str>) -> String {
    let party = party.map(|party| format!("party = \"{party}\"\n")).unwrap_or_default();
    format!("[[hook]]\nname = \"{name}\"\nurl = \"{url}\"\n{party}\n")
}

#[test]
fn what_a_hook_may_read_is_sent_in_order_signed_by_the_log() {
    let (_folder, dir) = valley("hooks");
    let (all, south) = (Taker::new(), Taker::new());
    // What was accepted before there was a hook is not sent.
    let served = Served::start(&dir);
    let mut north = Writes::new("north-liaison");
    hand_in(&served, &north.says(planned("South", "before")));
    served.stop().unwrap();
    fs::write(dir.join("hooks.toml"), hook("all", &all.url(), None) + &hook("south", &south.url(), Some("South")))
        .unwrap();
    let served = Served::start(&dir);
    hand_in(&served, &north.says(planned("mission", "to the mission")));
    hand_in(&served, &north.says(halt("South")));
    hand_in(&served, &north.says(planned("South", "to South")));
    hand_in(&served, &Writes::new("patrol-2").report("shells"));
    soon("all", || (all.came().len() == 4).then_some(()));
    soon("South's", || (south.came().len() == 3).then_some(()));
    assert_eq!((all.came(), south.came()), (vec![2, 3, 4, 5], vec![3, 4, 5]));
    let note = all.taken.lock().unwrap()[1].clone();
    assert_eq!((&said(&note)["kind"], &said(&note)["statement"]["to"][0]), (&"halt".into(), &"South".into()));
    // Changed by a letter it is not the log's any more.
    let changed = SignedNote::parse(note.replace("aid", "all").as_bytes()).unwrap();
    assert!(changed.open([log_key().verifier()]).is_err());
}

#[test]
fn a_hook_that_is_not_taken_comes_again_until_it_is_also_after_a_restart() {
    let (_folder, dir) = valley("hooks-again");
    let taker = Taker::new();
    fs::write(dir.join("hooks.toml"), hook("south", &taker.url(), Some("South"))).unwrap();
    let served = Served::start(&dir);
    let mut north = Writes::new("north-liaison");
    taker.answers(500);
    hand_in(&served, &north.says(planned("mission", "not for South")));
    hand_in(&served, &north.says(planned("South", "one")));
    hand_in(&served, &north.says(planned("South", "two")));
    soon("it comes again", || (taker.came().len() >= 2).then_some(()));
    assert!(taker.came().iter().all(|index| *index == 2), "the same one, until it is taken: {:?}", taker.came());
    served.stop().unwrap();
    let before = taker.came().len();
    // While nobody sends, more is said by a command; and the taker is well again.
    let served = Served::start(&dir);
    soon("and again", || (taker.came().len() > before).then_some(()));
    assert_eq!(*taker.came().last().unwrap(), 2);
    for status in [302, 404] {
        taker.answers(status);
        let count = taker.came().len();
        soon("what is no 2xx is no yes", || (taker.came().len() > count).then_some(()));
    }
    taker.answers(201);
    soon("both", || (taker.came().last() == Some(&3)).then_some(()));
    let seen = taker.came();
    assert_eq!(seen.iter().filter(|index| **index == 3).count(), 1, "{seen:?}");
    served.stop().unwrap();
    // What was taken does not come again.
    let served = Served::start(&dir);
    let index = hand_in(&served, &north.says(planned("South", "three")));
    soon("the third", || (taker.came().last() == Some(&index)).then_some(()));
    assert_eq!(taker.came().len(), seen.len() + 1);
    assert_eq!(fs::read_to_string(dir.join("state/hooks/south")).unwrap(), format!("{}\n", index + 1));
}

#[test]
fn a_hook_that_never_got_anything_begins_where_it_was_set_up() {
    let (_folder, dir) = valley("hooks-new");
    let taker = Taker::new();
    taker.answers(503);
    fs::write(dir.join("hooks.toml"), hook("south", &taker.url(), Some("South"))).unwrap();
    let served = Served::start(&dir);
    soon("its place is kept", || fs::read_to_string(dir.join("state/hooks/south")).ok().filter(|text| text == "1\n"));
    let mut north = Writes::new("north-liaison");
    let index = hand_in(&served, &north.says(planned("South", "one")));
    soon("it was tried", || (!taker.came().is_empty()).then_some(()));
    served.stop().unwrap();
    taker.answers(200);
    let _served = Served::start(&dir);
    soon("it comes", || (taker.came().len() >= 2).then_some(()));
    assert!(taker.came().iter().all(|came| *came == index));
}

#[test]
fn hooks_that_are_not_understood_are_refused_with_what_is_wrong() {
    let (_folder, dir) = valley("hooks-wrong");
    let many =
        |count: usize| (0..count).map(|n| hook(&format!("h{n}"), "http://127.0.0.1:9/hook", None)).collect::<String>();
    for (text, why) in [
        ("[[hook]]\nname = \"a\"\n".to_owned(), "url"),
        ("[[hook]]\nname = \"a\"\nurl = \"http://x\"\nsecret = \"y\"\n".to_owned(), "secret"),
        (hook("a b", "http://127.0.0.1:9", None), "`a b`"),
        (hook("../a", "http://127.0.0.1:9", None), "`../a`"),
        (hook("", "http://127.0.0.1:9", None), "``"),
        (hook("a", "https://127.0.0.1:9", None), "`a`"),
        (hook("a", "file:///etc/passwd", None), "`a`"),
        (hook("a", "http://127.0.0.1:9", None) + &hook("a", "http://127.0.0.1:8", None), "two hooks"),
        (many(HOOKS + 1), "33 hooks"),
        ("hook = 7".to_owned(), "hook"),
    ] {
        fs::write(dir.join("hooks.toml"), &text).unwrap();
        let message = hooks::read(&dir).unwrap_err();
        assert!(message.code == "M0102" && message.to_string().contains(why), "{text}: {message}");
    }
    fs::write(dir.join("hooks.toml"), many(HOOKS)).unwrap();
    assert_eq!(hooks::read(&dir).unwrap().len(), HOOKS);
    // A party that the charter does not have would never be sent anything.
    fs::write(dir.join("hooks.toml"), hook("east", "http://127.0.0.1:9", Some("East"))).unwrap();
    let ended = Served::try_start(&dir).map(Served::ended);
    let message = match ended {
        Ok(ended) => ended.unwrap_err(),
        Err(message) => message,
    };
    assert!(message.code == "M0102" && message.to_string().contains("`East`"), "{message}");
    fs::remove_file(dir.join("hooks.toml")).unwrap();
    assert!(hooks::read(&dir).unwrap().is_empty());
}
