//! Submitting: acknowledged statements a second, and how long one waits, beside what this disk and these cores can do.
//!
//! ```text
//! calibration: fdatasync of 4 KiB in zeros · verify_strict of 600 bytes on one core
//! 64 submitters, in this process, signed beforehand,    target: 0.7 x cores x verify_strict/s
//!    each with 16 statements on their way
//! one submitter, one after the other                   target: 0.8 / (median fdatasync + one verify_strict)
//! half of the first rate, at even times                target: p99 within 3 x p99 of fdatasync + 5 ms
//! the whole log checked by the verifier, every core    target: 0.8 x verify_strict/s a core
//! ```
//!
//! `ARMISTICE_BENCH_DIR` names a folder on the disk to measure; without it one beside the benchmark's program.
//!
//! Not here: the log without signatures (`record.rs`), other systems' figures (COMPARE.md).

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant as Clock};

use armistice::mission::Founding;
use armistice::pen::{Pen, Unsigned};
use armistice::sequencer::{Accepted, NotAccepted, Pending, Running, Sequencer};
use armistice::store::Store;
use benches::cost;
use ed25519_dalek::{Signer as _, SigningKey};
use record::envelope::{Signer, Voice};
use record::identity::{Author, Role};
use record::ledger::Ledger;
use record::statement::{Body, Content, Report};
use record::submission::{Said, Submission};
use record::vocabulary::sources::Chain;
use record::vocabulary::time::Instant;
use record::wire;

const SUBMITTERS: usize = 64;
const EACH: usize = 1_000;
const ALONE: usize = 500;
/// Statements that one submitter has on their way at most.
const ON_THEIR_WAY: usize = 16;
const WORDS: usize = 300;
const NOW: Instant = Instant(1_900_000_000);

fn main() {
    let exe = std::env::current_exe().expect("a program has a path");
    let beside = || exe.parent().expect("a program lies in a folder").to_owned();
    let dir = std::env::var_os("ARMISTICE_BENCH_DIR").map_or_else(beside, PathBuf::from);
    let folder = dir.join(format!("armistice-bench-submit-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder to measure in");
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let calibration = Calibration::measure(&folder);
    println!("submit: {cores} cores; {}", calibration.said());

    let mission = folder.join("many");
    let (sequencer, statements) = prepared(&mission, SUBMITTERS, EACH);
    let (rate, cpu) = together(sequencer, statements, ON_THEIR_WAY);
    let wall = cores as f64 * calibration.verify;
    println!(
        "  {SUBMITTERS} submitters: {rate:.0} acknowledged/s, {cpu:.0} us CPU each; {:.2} of cores x verify_strict (target 0.70)",
        rate / wall
    );

    let together_rate = rate;
    let (sequencer, waited) = prepared(&folder.join("waiting"), SUBMITTERS, EACH / 4);
    let (rate, _) = together(sequencer, waited, 1);
    println!("  {SUBMITTERS} submitters, each waiting for every answer: {rate:.0} acknowledged/s");
    let (spent, report) = cost(|| {
        let (record, blobs) = (mission.join("record"), mission.join("blobs"));
        let asked = verify::log::Asked { folder: &record, blobs: Some(&blobs), from: None, policy: None };
        verify::log::check(asked).unwrap_or_else(|_| panic!("the log can be read")).0
    });
    assert!(report.holds(), "{report}");
    let checked = (SUBMITTERS * EACH) as f64 / spent.cpu;
    println!(
        "  full check: {checked:.0} entries a second of CPU ({:.2} s wall); {:.2} of verify_strict (target 0.80)",
        spent.wall,
        checked / calibration.verify
    );

    let (sequencer, statements) = prepared(&folder.join("alone"), 1, ALONE);
    let (rate, _) = together(sequencer, statements, 1);
    let bound = 1.0 / (calibration.sync_median + 1.0 / calibration.verify);
    println!(
        "  one submitter: {rate:.0} acknowledged/s; {:.2} of 1 / (fdatasync + verify_strict) (target 0.80)",
        rate / bound
    );

    let (sequencer, statements) = prepared(&folder.join("half"), SUBMITTERS, EACH / 4);
    let p99 = half_load(sequencer, statements, together_rate / 2.0);
    let bound = 3.0 * calibration.sync_p99 + 0.005;
    println!("  half load: p99 {:.2} ms; the target is {:.2} ms or less", p99 * 1000.0, bound * 1000.0);
    fs::remove_dir_all(&folder).expect("the benchmark's own folder");
}

/// What nothing can beat here: seconds of one fdatasync, signatures checked a second on one core.
struct Calibration {
    sync_median: f64,
    sync_p99: f64,
    verify: f64,
}

impl Calibration {
    fn measure(folder: &Path) -> Calibration {
        let mut file = File::create(folder.join("calibration")).expect("a file to measure with");
        file.write_all(&vec![0; 4096 * 4096]).expect("room for 16 MB");
        file.sync_all().expect("a disk that works");
        let mut syncs: Vec<f64> = (0..2_000u64)
            .map(|number| {
                let begun = Clock::now();
                file.write_all_at(&[number as u8; 4096], number * 4096).expect("a disk that works");
                file.sync_data().expect("a disk that works");
                begun.elapsed().as_secs_f64()
            })
            .collect();
        syncs.sort_by(f64::total_cmp);
        let key = SigningKey::from_bytes(&[7; 32]);
        let message = [5; 600];
        let (signature, public) = (key.sign(&message), key.verifying_key());
        let (spent, ()) = cost(|| {
            for _ in 0..20_000 {
                assert!(public.verify_strict(&message, &signature).is_ok());
            }
        });
        Calibration {
            sync_median: syncs[syncs.len() / 2],
            sync_p99: syncs[syncs.len() * 99 / 100],
            verify: 20_000.0 / spent.cpu,
        }
    }
    fn said(&self) -> String {
        let (median, p99) = (self.sync_median * 1000.0, self.sync_p99 * 1000.0);
        format!("fdatasync median {median:.2} ms, p99 {p99:.2} ms; verify_strict {:.0}/s a core", self.verify)
    }
}

fn author(number: usize) -> (String, Signer) {
    let mut secret = [9; 32];
    secret[..8].copy_from_slice(&(number as u64).to_be_bytes());
    (format!("author-{number}"), Signer::new(&secret))
}

/// A new log, and what each author will hand in: numbered, chained and signed.
fn prepared(mission: &Path, authors: usize, each: usize) -> (Sequencer, Vec<Vec<Submission>>) {
    let mut founding: Founding = benches::founding();
    for number in 0..authors {
        let (name, signer) = author(number);
        let (of, keys) = ("mission".to_owned(), vec![*signer.key()]);
        founding.charter.authors.push(Author { name, of, role: Role::Monitor, mandates: Vec::new(), keys });
    }
    founding.consents.clear();
    founding.consent("mission", &Signer::new(&[1; 32]));
    Store::found(mission, &founding, NOW).expect("an empty folder");
    let sequencer = Sequencer::open(mission, founding.pen.log.clone()).expect("a new log");
    let sign = |number: usize| signed(sequencer.ledger(), &founding, number, each);
    let statements = (0..authors).map(sign).collect();
    (sequencer, statements)
}

fn signed(ledger: &Ledger, founding: &Founding, number: usize, each: usize) -> Vec<Submission> {
    let (name, signer) = author(number);
    let pen = Pen { author: name.clone(), signer: Arc::new(signer), log: founding.pen.log.clone() };
    let draft = |count: usize| {
        let words = format!("{count} {}", "w".repeat(WORDS));
        let report = Report { chain: Chain::direct(name.as_str()), words, ..Report::default() };
        let content = Content::Report(report);
        let body = Body { author: name.clone(), said_at: None, on_behalf: None, cited: None, content };
        let said = Said::Body(wire::encode(&body).expect("a short body"));
        Unsigned { said, body: Some(body), voice: Voice::Own, claimed: None, known: None, received: None }
    };
    let offers = pen.sign_batch(ledger, (0..each).map(draft).collect(), None).expect("signed");
    offers.iter().map(|offer| offer.submission().clone()).collect()
}

fn running(sequencer: Sequencer) -> Running {
    Running::start(sequencer, Arc::new(|| NOW), Duration::from_secs(1), |publication| publication.run())
}

/// All at once, each submitter with at most so many on their way: acknowledged a second, and microseconds of CPU for each.
fn together(sequencer: Sequencer, statements: Vec<Vec<Submission>>, on_their_way: usize) -> (f64, f64) {
    let count: usize = statements.iter().map(Vec::len).sum();
    let running = running(sequencer);
    let (spent, ()) = cost(|| {
        thread::scope(|scope| {
            for own in statements {
                let handle = running.handle();
                scope.spawn(move || {
                    let mut pending = VecDeque::new();
                    let refused = |why: NotAccepted| -> Accepted { panic!("{}", why.message()) };
                    for submission in own {
                        if pending.len() == on_their_way {
                            let first: Pending = pending.pop_front().expect("some are on their way");
                            first.wait().unwrap_or_else(refused);
                        }
                        let begun = handle.begin(submission);
                        pending.push_back(begun.unwrap_or_else(|why| panic!("{}", why.message())));
                    }
                    for last in pending {
                        last.wait().unwrap_or_else(refused);
                    }
                });
            }
        });
    });
    running.stop().expect("published");
    (count as f64 / spent.wall, spent.cpu * 1e6 / count as f64)
}

/// At `rate` a second, at even times: the 99th percentile of the seconds from when each was due to its acknowledgement.
fn half_load(sequencer: Sequencer, statements: Vec<Vec<Submission>>, rate: f64) -> f64 {
    let running = running(sequencer);
    let step = Duration::from_secs_f64(statements.len() as f64 / rate);
    let begun = Clock::now() + Duration::from_millis(20);
    let submitters = statements.len();
    let mut waits: Vec<f64> = thread::scope(|scope| {
        let submitters: Vec<_> = (statements.into_iter().enumerate())
            .map(|(number, own)| {
                let handle = running.handle();
                scope.spawn(move || {
                    let first = begun + step.mul_f64(number as f64 / submitters as f64);
                    let wait = |(count, submission): (usize, Submission)| {
                        let due = first + step * count as u32;
                        thread::sleep(due.saturating_duration_since(Clock::now()));
                        handle.submit(submission).unwrap_or_else(|why| panic!("{}", why.message()));
                        due.elapsed().as_secs_f64()
                    };
                    own.into_iter().enumerate().map(wait).collect::<Vec<f64>>()
                })
            })
            .collect();
        submitters.into_iter().flat_map(|submitter| submitter.join().expect("answered")).collect()
    });
    running.stop().expect("published");
    waits.sort_by(f64::total_cmp);
    waits[waits.len() * 99 / 100]
}
