//! A halt: how long until everybody who is connected has it, while the others talk.
//!
//! ```text
//! this program ─▶ the server, the same program in a process of its own
//!    1,000 clients of 60 parties, on several addresses of this machine, read `/channel` along
//!    200 statements a second, each to a party with 10 clients      one halt a round, to all 60 parties
//! from the first byte of its POST to the event `urgent` at each client        target: p99 under 100 ms
//! memory of the server: before anybody is connected, and when all are, and nothing was said
//! ```
//!
//! `ARMISTICE_BENCH_DIR` names a folder on the disk to measure; without it one beside the benchmark's program.
//!
//! Not here: how fast statements are accepted (`submit.rs`), links that are slow.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Clock};

use armistice::mission::Founding;
use armistice::pen::{Pen, Unsigned};
use armistice::post::server::Server;
use armistice::serve::{listen, run};
use armistice::store::Store;
use armistice::witness::client::Client;
use benches::median;
use record::envelope::Signer;
use record::identity::{Author, Principal, PrincipalKind, Role};
use record::ledger::Ledger;
use record::statement::{Alert, AlertKind, Body, Content, Notice, Notified};
use record::submission::Submission;
use record::vocabulary::place::Place;
use record::vocabulary::time::{Instant, Interval};
use record::wire;

/// Parties with so many clients each: what is said beside halts is said to one of these.
const SMALL: (usize, usize) = (50, 10);
/// The others, with so many each.
const LARGE: (usize, usize) = (10, 50);
const CLIENTS: usize = SMALL.0 * SMALL.1 + LARGE.0 * LARGE.1;
const OF_ADDRESS: usize = 200;
const WATCHES: usize = 8;
const A_SECOND: usize = 200;
const WARM: usize = 3;
const ROUNDS: usize = 21;
const BETWEEN: Duration = Duration::from_millis(700);
/// 2020-01-01.
const FOUNDED: Instant = Instant(1_577_836_800);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(place) = arguments.iter().position(|argument| argument == "serve") {
        return serve(Path::new(&arguments[place + 1]));
    }
    let exe = std::env::current_exe().expect("a program has a path");
    let beside = || exe.parent().expect("a program lies in a folder").to_owned();
    let dir = std::env::var_os("ARMISTICE_BENCH_DIR").map_or_else(beside, PathBuf::from);
    let folder = dir.join(format!("armistice-bench-halt-{}", std::process::id()));
    let founding = founding();
    Store::found(&folder, &founding, FOUNDED).expect("an empty folder");
    let ledger = armistice::sequencer::ledger_of(&folder).expect("a log");
    let mut server = Serving::start(&exe, &folder);

    let before = server.resident_kilobytes();
    let readers = Readers::connect(server.address, ledger.origin());
    let after = server.resident_kilobytes();
    let talk = Talk::start(server.address, &ledger, &founding);
    let halts = signed(&ledger, &founding, "mission", Signer::new(&[2; 32]), &vec![halt(); WARM + ROUNDS]);
    let waits = rounds(server.address, &readers, &halts);
    let (said, seconds) = talk.stop();
    let while_talking = server.resident_kilobytes();
    server.stop();
    fs::remove_dir_all(&folder).expect("the benchmark's own folder");

    let of = |share: usize| median(waits.iter().map(|round| round[(round.len() - 1) * share / 100] * 1000.0).collect());
    println!(
        "halt: {CLIENTS} clients, {:.0} other statements/s: median {:.1} ms, p99 {:.1} ms, last {:.1} ms (medians of {ROUNDS} rounds; target \
         p99 under 100 ms); {:.1} KB of memory for each client ({:.1} MB, then {:.1} MB; {:.1} MB while they talk)",
        said as f64 / seconds,
        of(50),
        of(99),
        of(100),
        (after.saturating_sub(before)) as f64 / CLIENTS as f64,
        before as f64 / 1024.0,
        after as f64 / 1024.0,
        while_talking as f64 / 1024.0,
    );
}

// ---- the server ----

/// Serves the mission until nobody writes to it any more.
fn serve(mission: &Path) {
    let listener = listen::bind("127.0.0.1:0".parse().expect("an address"), false).expect("a free port");
    let address = listener.local_addr().expect("bound");
    let (stop, stopping) = listen::Stop::new();
    let hand = stop.clone();
    thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        hand.stop();
    });
    let signer = benches::founding().pen.log;
    run::serve(mission, listener, signer, Client::default(), (stop, stopping), |_| println!("{address}"))
        .expect("the server ends well");
}

struct Serving {
    child: Child,
    address: SocketAddr,
}

impl Serving {
    fn start(exe: &Path, folder: &Path) -> Serving {
        let mut command = Command::new(exe);
        command.arg("serve").arg(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("this program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("an address");
        Serving { child, address: line.trim().parse().expect("an address") }
    }
    fn resident_kilobytes(&self) -> usize {
        // What was asked for just now has been answered, and what is freed at once is free.
        thread::sleep(Duration::from_secs(2));
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
    }
    fn stop(&mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("it was started").success());
    }
}

// ---- what is said ----

fn party(number: usize) -> (String, Signer, Signer) {
    let secret = |of: u8| {
        let mut secret = [of; 32];
        secret[..8].copy_from_slice(&(number as u64).to_be_bytes());
        Signer::new(&secret)
    };
    (format!("party-{number}"), secret(11), secret(12))
}
fn watch(number: usize) -> (String, Signer) {
    let mut secret = [13; 32];
    secret[..8].copy_from_slice(&(number as u64).to_be_bytes());
    (format!("watch-{number}"), Signer::new(&secret))
}

/// 60 parties with a liaison each, and who talks beside them.
fn founding() -> Founding {
    let mut founding = benches::founding();
    let author = |name: String, of: String, role: Role, key: &Signer| Author {
        name,
        of,
        role,
        mandates: Vec::new(),
        keys: vec![*key.key()],
    };
    for number in 0..SMALL.0 + LARGE.0 {
        let (name, root, own) = party(number);
        let roots = vec![*root.key()];
        founding.charter.principals.push(Principal {
            name: name.clone(),
            kind: PrincipalKind::Party,
            roots,
            needed: 1,
        });
        founding.charter.authors.push(author(format!("{name}-liaison"), name, Role::Liaison, &own));
    }
    for number in 0..WATCHES {
        let (name, own) = watch(number);
        founding.charter.authors.push(author(name, "mission".to_owned(), Role::Monitor, &own));
    }
    founding.consents.clear();
    founding.consent("mission", &Signer::new(&[1; 32]));
    for number in 0..SMALL.0 + LARGE.0 {
        let (name, root, _) = party(number);
        founding.consent(&name, &root);
    }
    founding
}

fn mill() -> Place {
    Place { names: vec!["Mill".to_owned()], area: None }
}
fn halt() -> Content {
    Content::Alert(Alert {
        kind: AlertKind::Halt,
        to: (0..SMALL.0 + LARGE.0).map(|number| party(number).0).collect(),
        on: None,
        place: Some(mill()),
        endangered: vec!["aid".to_owned()],
        since: None,
        drill: false,
        words: "a convoy is at the mill".to_owned(),
    })
}
fn notice(number: usize) -> Content {
    Content::Notice(Notice {
        what: Notified::PlannedActivity,
        to: vec![party(number % SMALL.0).0],
        place: mill(),
        during: Interval { from: Instant(3_800_000_000), until: Instant(3_800_007_200) },
        heights: None,
        marking: None,
        seen_at_night: None,
        contact: Some("telephone 1".to_owned()),
        expires: None,
        objections_until: None,
        replaces: None,
        may_be_told: false,
        drill: false,
        words: format!("{number} {}", "w".repeat(200)),
    })
}

/// An author's next statements.
fn signed(ledger: &Ledger, founding: &Founding, name: &str, signer: Signer, contents: &[Content]) -> Vec<Vec<u8>> {
    let pen = Pen { author: name.to_owned(), signer: Arc::new(signer), log: founding.pen.log.clone() };
    let draft = |content: &Content| {
        let body =
            Body { author: name.to_owned(), said_at: None, on_behalf: None, cited: None, content: content.clone() };
        Unsigned::own(wire::encode(&body).expect("a short body"), &body)
    };
    let offers = pen.sign_batch(ledger, contents.iter().map(draft).collect(), None).expect("signed");
    offers.iter().map(|offer| Submission::encode(offer.submission()).expect("a short statement")).collect()
}

/// A connection that hands in, one statement after the other.
struct Sender(TcpStream);

impl Sender {
    fn connect(own: Ipv4Addr, to: SocketAddr) -> Sender {
        let stream = from(own, to);
        stream.set_nodelay(true).expect("a connection");
        Sender(stream)
    }
    fn begin(&mut self, bytes: &[u8]) {
        let head = format!(
            "POST /submit HTTP/1.1\r\nhost: here\r\ncontent-type: application/vnd.armistice.submission\r\ncontent-length: {}\r\n\r\n",
            bytes.len()
        );
        self.0.write_all(&[head.as_bytes(), bytes].concat()).expect("the server takes it");
    }
    fn end(&mut self) {
        let mut answer = Vec::new();
        let mut part = [0; 4096];
        loop {
            let read = self.0.read(&mut part).expect("the server answers");
            assert!(read > 0, "{}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&part[..read]);
            let text = String::from_utf8_lossy(&answer);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                assert!(head.starts_with("HTTP/1.1 201"), "{text}");
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
                if length.is_none_or(|length| body.len() >= length) {
                    return;
                }
            }
        }
    }
}

fn from(own: Ipv4Addr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let stream = runtime.block_on(connect(own, to)).into_std().expect("a connection");
    stream.set_nonblocking(false).expect("a connection");
    stream
}

async fn connect(own: Ipv4Addr, to: SocketAddr) -> tokio::net::TcpStream {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from((own, 0))).expect("this machine has every address of 127");
    socket.connect(to).await.expect("the server listens")
}

/// Those who talk meanwhile, at even times.
struct Talk {
    over: Arc<AtomicBool>,
    begun: Clock,
    threads: Vec<thread::JoinHandle<usize>>,
}

impl Talk {
    fn start(address: SocketAddr, ledger: &Ledger, founding: &Founding) -> Talk {
        let each = A_SECOND * 60 / WATCHES;
        let over = Arc::new(AtomicBool::new(false));
        let prepared: Vec<Vec<Vec<u8>>> = (0..WATCHES)
            .map(|number| {
                let (name, own) = watch(number);
                let contents: Vec<Content> = (0..each).map(|count| notice(count * WATCHES + number)).collect();
                signed(ledger, founding, &name, own, &contents)
            })
            .collect();
        let begun = Clock::now();
        let step = Duration::from_secs_f64(WATCHES as f64 / A_SECOND as f64);
        let threads = prepared.into_iter().enumerate().map(|(number, statements)| {
            let over = over.clone();
            thread::spawn(move || {
                let mut sender = Sender::connect(Ipv4Addr::new(127, 0, 1, 1 + number as u8), address);
                let first = begun + step.mul_f64(number as f64 / WATCHES as f64);
                for (count, statement) in statements.iter().enumerate() {
                    thread::sleep((first + step * count as u32).saturating_duration_since(Clock::now()));
                    if over.load(Ordering::Relaxed) {
                        return count;
                    }
                    sender.begin(statement);
                    sender.end();
                }
                panic!("there was too little to say");
            })
        });
        let threads = threads.collect();
        // What is measured begins when they are at it.
        thread::sleep(Duration::from_secs(1));
        Talk { over, begun, threads }
    }
    /// How many statements were accepted, and in how many seconds.
    fn stop(self) -> (usize, f64) {
        let seconds = self.begun.elapsed().as_secs_f64();
        self.over.store(true, Ordering::Relaxed);
        (self.threads.into_iter().map(|thread| thread.join().expect("all was accepted")).sum(), seconds)
    }
}

// ---- who hears ----

/// All clients, in one thread, and when the latest halt came to each.
struct Readers {
    came: Arc<Mutex<Vec<Clock>>>,
    count: Arc<AtomicUsize>,
}

impl Readers {
    fn connect(address: SocketAddr, mission: &str) -> Readers {
        let server = Server::new(&format!("http://{address}")).expect("an address");
        let clients: Vec<String> = (0..SMALL.0 + LARGE.0)
            .flat_map(|number| {
                let (name, _, own) = party(number);
                let token = server.token(mission, &format!("{name}-liaison"), &own).expect("a token");
                vec![token; if number < SMALL.0 { SMALL.1 } else { LARGE.1 }]
            })
            .collect();
        assert_eq!(clients.len(), CLIENTS);
        let readers = Readers { came: Arc::default(), count: Arc::default() };
        let (came, count) = (readers.came.clone(), readers.count.clone());
        let reading = Arc::new(AtomicUsize::new(0));
        let ready = reading.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                for (number, token) in clients.into_iter().enumerate() {
                    let stream = connect(Ipv4Addr::new(127, 0, 0, 2 + (number / OF_ADDRESS) as u8), address).await;
                    tokio::spawn(follow(stream, token, (came.clone(), count.clone()), ready.clone()));
                }
                std::future::pending::<()>().await;
            });
        });
        while reading.load(Ordering::SeqCst) < CLIENTS {
            thread::sleep(Duration::from_millis(20));
        }
        readers
    }
}

/// One client: it looks for the line by which a halt begins.
async fn follow(
    stream: tokio::net::TcpStream,
    token: String,
    (came, count): (Arc<Mutex<Vec<Clock>>>, Arc<AtomicUsize>),
    ready: Arc<AtomicUsize>,
) {
    const LINE: &[u8] = b"event: urgent\n";
    // An answer to HTTP/1.0 comes as it is.
    let asked = format!("GET /channel HTTP/1.0\r\nhost: here\r\nauthorization: Bearer {token}\r\n\r\n");
    stream.writable().await.expect("a connection");
    assert_eq!(stream.try_write(asked.as_bytes()).expect("a connection"), asked.len());
    let (mut part, mut seen, mut begun) = (vec![0; 16 * 1024], Vec::new(), false);
    loop {
        stream.readable().await.expect("a connection");
        let read = match stream.try_read(&mut part) {
            Ok(0) => return,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => continue,
            Err(_) => return,
        };
        seen.extend_from_slice(&part[..read]);
        if !begun && seen.windows(9).any(|window| window == b"retry: 10") {
            begun = true;
            ready.fetch_add(1, Ordering::SeqCst);
        }
        let urgent = seen.windows(LINE.len()).filter(|window| *window == LINE).count();
        if urgent > 0 {
            came.lock().expect("nobody panics with it").extend(vec![Clock::now(); urgent]);
            count.fetch_add(urgent, Ordering::SeqCst);
        }
        // The beginning of a line may be here and its end not yet.
        let kept = seen.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        seen.drain(..kept);
    }
}

/// Says one halt after the other; of each, the seconds until it came to the clients, the quickest first.
fn rounds(address: SocketAddr, readers: &Readers, halts: &[Vec<u8>]) -> Vec<Vec<f64>> {
    let mut waits = Vec::new();
    for (round, halt) in halts.iter().enumerate() {
        thread::sleep(BETWEEN);
        let mut sender = Sender::connect(Ipv4Addr::new(127, 0, 3, 1), address);
        readers.came.lock().expect("nobody panics with it").clear();
        readers.count.store(0, Ordering::SeqCst);
        let begun = Clock::now();
        sender.begin(halt);
        sender.end();
        while readers.count.load(Ordering::SeqCst) < CLIENTS {
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "the halt came to {} clients",
                readers.count.load(Ordering::SeqCst)
            );
            thread::sleep(Duration::from_millis(1));
        }
        let came = readers.came.lock().expect("nobody panics with it").clone();
        let mut seconds: Vec<f64> = came.iter().map(|at| at.duration_since(begun).as_secs_f64()).collect();
        seconds.sort_by(f64::total_cmp);
        if round >= WARM {
            waits.push(seconds);
        }
    }
    waits
}
