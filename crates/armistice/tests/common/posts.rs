//! What the tests of posts share: a mission with two liaison posts, made by the program itself, and links that fail.
//!
//! Holds
//! - The mission is made once in a run, as its officers would make it, and copied for each test.
//!
//! Not here: servers inside the test (`served`).

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::{Duration, Instant};

use armistice::log::LogReader;
use record::envelope::Entry;
use record::statement::Body;
use record::submission::salt_and_body;
use record::wire;
use serde_json::Value;

use super::http::At;
use super::{Folder, log, passphrase_file};

/// The program.
pub fn armistice() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
    command.stdin(Stdio::null()).env("ARMISTICE_PASSPHRASE_FILE", passphrase_file());
    command
}

/// What a program printed, where it went well.
pub fn well(output: Output) -> String {
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A mission with a post for each side.
pub struct Valley {
    folder: Folder,
    serving: Option<Child>,
    address: Option<SocketAddr>,
    _template: Arc<Folder>,
}

impl Valley {
    /// The mission as it was founded, with nobody serving it.
    pub fn new(name: &str) -> Valley {
        let template = template();
        let folder = Folder::new(name);
        log::copy(template.path(), folder.path());
        Valley { folder, serving: None, address: None, _template: template }
    }
    /// The same, served, and both sides have joined.
    pub fn joined(name: &str) -> Valley {
        let mut valley = Valley::new(name);
        let at = valley.serve();
        for side in ["north", "south"] {
            valley.side(side).join(at);
        }
        valley
    }
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
    pub fn mission(&self) -> PathBuf {
        self.folder.path().join("mission")
    }
    /// The post of a side.
    pub fn side(&self, name: &'static str) -> Side {
        Side { dir: self.folder.path().join(name), name }
    }
    /// Serves the mission, where it was served before.
    pub fn serve(&mut self) -> At {
        self.serve_at(self.address.map_or_else(own_address, |address| address.to_string()), &[])
    }
    pub fn serve_at(&mut self, address: String, more: &[&str]) -> At {
        assert!(self.serving.is_none(), "it is served already");
        let mut command = armistice();
        command.arg("--mission").arg(self.mission()).args(["serve", "--json", "--listen", &address]).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let first: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: `{line}`"));
        let address = first["listening"].as_str().unwrap().parse().unwrap();
        (self.serving, self.address) = (Some(child), Some(address));
        At { address }
    }
    /// Stops the server, and waits until it is gone.
    pub fn stop(&mut self) {
        let mut child = self.serving.take().expect("it is served");
        assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
        assert!(child.wait().unwrap().success());
    }
    /// A command of the mission.
    pub fn run(&self, args: &[&str]) -> Output {
        armistice().arg("--mission").arg(self.mission()).args(args).output().unwrap()
    }
    /// Every statement of the log that has a body, with its place and its entry.
    pub fn log(&self) -> Vec<(u64, Entry, Body)> {
        statements(&self.mission())
    }
}

/// An address for one mission alone: all are made alike, and what is said to one must not come to another that took over its port.
fn own_address() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    match cfg!(target_os = "linux") {
        true => format!("127.{}.{}.1:0", 2 + std::process::id() % 250, number % 250),
        false => "127.0.0.1:0".to_owned(),
    }
}

impl Drop for Valley {
    fn drop(&mut self) {
        if let Some(mut child) = self.serving.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Every statement of a mission's log that has a body, with its place and its entry.
pub fn statements(mission: &Path) -> Vec<(u64, Entry, Body)> {
    let reader = LogReader::open(mission).unwrap();
    let said = reader.leaves(0..reader.size()).filter_map(|leaf| {
        let (index, leaf) = leaf.unwrap();
        let entry = Entry::decode(&leaf.entry).unwrap();
        let (_, body) = salt_and_body(&leaf.blob)?;
        Some((index, entry, wire::decode(body).unwrap()))
    });
    said.collect()
}

/// The founded mission, made once for all tests that run together.
fn template() -> Arc<Folder> {
    static MADE: Mutex<Weak<Folder>> = Mutex::new(Weak::new());
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(folder) = made.upgrade() {
        return folder;
    }
    let folder = Arc::new(Folder::new("valley-template"));
    make(folder.path());
    *made = Arc::downgrade(&folder);
    folder
}

fn make(dir: &Path) {
    let path = |name: &str| dir.join(name).display().to_string();
    let run = |of: &str, args: &[&str]| well(armistice().args(["--mission", &path(of)]).args(args).output().unwrap());
    well(armistice().args(["init", &path("mission"), "--unattended"]).output().unwrap());
    run("mission", &["charter", "draft", "--out", &path("charter.toml")]);
    let mut charter = fs::read_to_string(path("charter.toml")).unwrap();
    let mut speakers = fs::read_to_string(path("mission/registers/speakers.csv")).unwrap();
    for (party, of) in [("North", "north"), ("South", "south")] {
        fs::create_dir_all(path(&format!("{of}/keys"))).unwrap();
        let key = |args: &[&str]| {
            let made: Value = serde_json::from_str(&run(of, &[&["--json", "key", "new"], args].concat())).unwrap();
            made["public"].as_str().unwrap().to_owned()
        };
        let author = format!("{of}-liaison");
        let (root, own) = (key(&["--root", party]), key(&[&author]));
        charter += &format!(
            "\n[[principal]]\nname = \"{party}\"\nkind = \"party\"\nroots = [\"{root}\"]\nneeded = 1\n\n[[author]]\n\
             name = \"{author}\"\nof = \"{party}\"\nrole = \"liaison\"\nkeys = [\"{own}\"]\n"
        );
        speakers += &format!("{author},{party},any,,,invented,\n");
        log::copy(&dir.join("mission/record"), &dir.join(of).join("record"));
    }
    fs::write(path("charter.toml"), charter).unwrap();
    fs::write(path("mission/registers/speakers.csv"), speakers).unwrap();
    let places = "Mill,Valley,39.10,22.50,500,invented,\nBridge,Valley,39.20,22.60,200,invented,\nValley,,39.15,22.55,20000,invented,\n";
    fs::OpenOptions::new()
        .append(true)
        .open(path("mission/registers/places.csv"))
        .and_then(|mut file| file.write_all(places.as_bytes()))
        .unwrap();
    let mut adopt = vec!["charter".to_owned(), "adopt".into(), path("charter.toml")];
    for (of, principal) in [("mission", "mission"), ("north", "North"), ("south", "South")] {
        let consent = path(&format!("{of}.consent"));
        run(of, &["charter", "consent", &path("charter.toml"), "--of", principal, "--out", &consent]);
        adopt.extend(["--consent".to_owned(), consent]);
    }
    run("mission", &adopt.iter().map(String::as_str).collect::<Vec<_>>());
    run("mission", &["adopt"]);
    // A party has its keys and nothing else before it joins.
    for of in ["north", "south"] {
        fs::remove_dir_all(dir.join(of).join("record")).unwrap();
    }
}

/// A party's post.
#[derive(Clone)]
pub struct Side {
    pub dir: PathBuf,
    pub name: &'static str,
}

impl Side {
    pub fn author(&self) -> String {
        format!("{}-liaison", self.name)
    }
    /// A command of this post, about to be run.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = armistice();
        command.arg("--mission").arg(&self.dir).args(args);
        command
    }
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
    pub fn well(&self, args: &[&str]) -> String {
        well(self.run(args))
    }
    pub fn json(&self, args: &[&str]) -> Value {
        let said = self.well(&[&["--json"], args].concat());
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
    }
    /// What a command that fails says.
    pub fn refused(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(!output.status.success(), "{}", text(&output.stdout));
        text(&output.stderr)
    }
    pub fn join(&self, at: At) {
        self.well(&["post", "join", "--server", &at.url(), "--author", &self.author()]);
    }
    /// From now on the server is there.
    pub fn turn_to(&self, address: SocketAddr) {
        let text = format!("server = \"http://{address}\"\nauthor = \"{}\"\n", self.author());
        fs::write(self.dir.join("post.toml"), text).unwrap();
    }
    /// Says what the lines of JSON say.
    pub fn say(&self, lines: &[Value]) -> Value {
        self.json(&["post", "say", &self.written(lines)])
    }
    /// A file with lines of JSON, for `post say`.
    pub fn written(&self, lines: &[Value]) -> String {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = self.dir.join(format!("said-{number}.jsonl"));
        fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        path.display().to_string()
    }
    /// Listens for so many seconds.
    pub fn listen(&self, seconds: u32) -> Value {
        self.listen_with(seconds, &[])
    }
    pub fn listen_with(&self, seconds: u32, more: &[&str]) -> Value {
        let seconds = seconds.to_string();
        let output = self.run(&[&["post", "listen", "--seconds", &seconds, "--json"], more].concat());
        let said = well(output);
        said.lines().last().and_then(|_| last_json(&said)).unwrap_or_else(|| panic!("no answer: {said}"))
    }
    /// Listens until it is told to end.
    pub fn listening(&self) -> Listener {
        let mut command = self.command(&["post", "listen", "--json"]);
        let log = fs::File::create(self.dir.join("listen.err")).unwrap();
        Listener { child: command.stdout(Stdio::null()).stderr(log).spawn().unwrap() }
    }
    /// Lines of the inbox.
    pub fn inbox(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.dir.join("inbox.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    }
    /// Numbers of the entries that came in their turn, in the order in which they came.
    pub fn heard(&self) -> Vec<u64> {
        self.inbox().iter().filter_map(|line| line["index"].as_u64()).collect()
    }
    /// Files of a folder of the post with this ending, sorted.
    pub fn files(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.dir.join(folder)).into_iter().flatten();
        let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        found.retain(|path| path.extension().is_some_and(|found| found == ending));
        found.sort();
        found
    }
}

/// The last value of JSON in what a program printed.
fn last_json(said: &str) -> Option<Value> {
    let starts = said.match_indices('{').map(|(at, _)| at);
    starts.filter_map(|at| serde_json::from_str(&said[at..]).ok()).next()
}

/// A post that listens, until this is dropped.
pub struct Listener {
    child: Child,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What `ask` gives as soon as it gives something, within a minute.
pub fn soon<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

// ---- links ----

/// How a link is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// Everything passes.
    Passes,
    /// Everything passes so much later.
    Slow(Duration),
    /// Nothing passes, and nobody is told.
    Stalls,
    /// Each connection ends after so many bytes at the most.
    Drops(usize),
    /// Every connection ends at once.
    Cut,
}

/// A link between a post and a server.
pub struct Relay {
    pub address: SocketAddr,
    link: Arc<Mutex<Link>>,
}

impl Relay {
    pub fn to(target: SocketAddr) -> Relay {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let link = Arc::new(Mutex::new(Link::Passes));
        let state = link.clone();
        // It ends with the test's process: nobody connects to it after the test.
        std::thread::spawn(move || {
            for (number, near) in listener.incoming().flatten().enumerate() {
                let far = TcpStream::connect(target);
                let now = *held(&state);
                if let (Ok(far), false) = (far, now == Link::Cut) {
                    let left = Arc::new(Mutex::new(match now {
                        Link::Drops(most) => Some(most * (number % 7 + 1) / 7),
                        _ => None,
                    }));
                    pump(&near, &far, &state, &left);
                    pump(&far, &near, &state, &left);
                }
            }
        });
        Relay { address, link }
    }
    pub fn becomes(&self, link: Link) {
        *held(&self.link) = link;
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Passes on bytes in one direction, as the link lets them.
fn pump(from: &TcpStream, to: &TcpStream, link: &Arc<Mutex<Link>>, left: &Arc<Mutex<Option<usize>>>) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let (link, left) = (link.clone(), left.clone());
    from.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    std::thread::spawn(move || {
        let mut part = [0; 4096];
        loop {
            let read = match from.read(&mut part) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                    if *held(&link) == Link::Cut {
                        break;
                    }
                    continue;
                }
                Err(_) => break,
            };
            while *held(&link) == Link::Stalls {
                std::thread::sleep(Duration::from_millis(20));
            }
            if let Link::Slow(time) = *held(&link) {
                std::thread::sleep(time);
            }
            let passes = match &mut *held(&left) {
                Some(left) => {
                    let passes = read.min(*left);
                    *left -= passes;
                    passes
                }
                None => read,
            };
            if *held(&link) == Link::Cut || to.write_all(&part[..passes]).is_err() || passes < read {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// Somebody between a post and the server who changes what the server answers.
pub struct Forger {
    pub address: SocketAddr,
}

/// What a forger makes of an answer: of a path, its status and body; of `/channel`, of each event's data. `None` leaves it as it is.
pub type Forged = dyn Fn(&str, &[u8]) -> Option<Vec<Vec<u8>>> + Send + Sync;

impl Forger {
    pub fn before(target: SocketAddr, forged: Arc<Forged>) -> Forger {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let forged = forged.clone();
                std::thread::spawn(move || hand_on(near, target, &*forged));
            }
        });
        Forger { address }
    }
}

/// One request, and its answer.
fn hand_on(near: TcpStream, target: SocketAddr, forged: &Forged) -> Option<()> {
    let mut reader = BufReader::new(near.try_clone().ok()?);
    let mut near = near;
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let path = head.split(' ').nth(1)?.to_owned();
    let field = |name: &str| {
        head.lines().find_map(|line| line.to_lowercase().strip_prefix(name).map(|rest| rest.trim().to_owned()))
    };
    let mut body = vec![0; field("content-length:").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    // An answer to HTTP/1.0 ends with its connection, and comes as it is.
    let mut far = TcpStream::connect(target).ok()?;
    let kept = head.lines().skip(1).filter(|line| !line.is_empty() && !line.to_lowercase().starts_with("connection"));
    let kept: String = kept.map(|line| format!("{line}\r\n")).collect();
    far.write_all(format!("{} {path} HTTP/1.0\r\n{kept}\r\n", head.split(' ').next()?).as_bytes()).ok()?;
    far.write_all(&body).ok()?;
    let mut far = BufReader::new(far);
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\n") {
        if far.read_line(&mut answer).ok()? == 0 {
            return None;
        }
    }
    let status = answer.split(' ').nth(1)?.to_owned();
    let kind = answer.lines().find(|line| line.to_lowercase().starts_with("content-type")).unwrap_or("x: y").to_owned();
    if path == "/channel" {
        near.write_all(format!("HTTP/1.1 {status} x\r\n{kind}\r\nconnection: close\r\n\r\n").as_bytes()).ok()?;
        let mut event = String::new();
        while far.read_line(&mut event).ok()? > 0 {
            if !event.ends_with("\n\n") && event != "\n" {
                continue;
            }
            let data = event.lines().find_map(|line| line.strip_prefix("data: "));
            match data.and_then(|data| forged(&path, data.as_bytes())) {
                Some(events) => {
                    for data in events {
                        near.write_all(format!("event: statement\ndata: {}\n\n", text(&data)).as_bytes()).ok()?;
                    }
                }
                None => near.write_all(event.as_bytes()).ok()?,
            }
            event.clear();
        }
        return Some(());
    }
    let mut body = Vec::new();
    far.read_to_end(&mut body).ok()?;
    let (status, body) = match forged(&path, &body).and_then(|mut answers| answers.pop()) {
        Some(body) => ("200".to_owned(), body),
        None => (status, body),
    };
    let head = format!("HTTP/1.1 {status} x\r\n{kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    near.write_all(&[head.as_bytes(), &body].concat()).ok()
}

/// Fields of a statement, by name.
pub fn fields(pairs: &[(&str, Value)]) -> Value {
    let map: BTreeMap<&str, Value> = pairs.iter().cloned().collect();
    serde_json::to_value(map).unwrap()
}
