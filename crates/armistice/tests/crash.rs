//! Crashes of the log on disk, made from outside: processes that are killed or whose system calls fail, power cuts, full
//! and read-only disks.
//!
//! ```text
//! this program --appender DIR STEPS… ─▶ under strace: killed, or given an error, at one system call after the other
//!                                    └▶ on a disk in a file, which is copied at an acknowledgement: the power was cut
//! ```
//!
//! Holds
//! - What was acknowledged is found, whole and in its place; no two signed checkpoints contradict each other; the log can be
//!   used again. After every cycle.
//! - No acknowledgement comes before the write and the fdatasync of its group.
//! - Some 200 cycles with every run of the tests; `ARMISTICE_CRASH_CYCLES=10000` makes as many.
//!
//! It has a `main` of its own: the program that is killed does nothing but append and publish, so that its system calls can
//! be counted. What needs strace, root or loop devices says loudly that it is skipped without them.
//!
//! Not here: random histories in one process (`log.rs`), the words of messages (`log_cases.rs`).

mod common;
mod crashes;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

type Test = (&'static str, fn(usize));

/// Each with its share of the cycles, in hundredths.
const TESTS: [(Test, usize); 5] = [
    (("no_acknowledgement_comes_before_its_fdatasync", crashes::traced::acknowledgements_come_last), 0),
    (("a_log_killed_or_failed_at_any_system_call_keeps_what_it_acknowledged", crashes::injected::every_call), 70),
    (("a_power_cut_after_an_acknowledgement_loses_nothing", crashes::power::cut), 30),
    (("a_full_disk_is_said_clearly_and_the_log_goes_on_when_there_is_room", crashes::full::no_room), 0),
    (("a_read_only_disk_is_said_clearly_and_the_log_can_be_read", crashes::full::read_only), 0),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("--appender", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return crashes::appender::run(rest);
    }
    if arguments.iter().any(|argument| argument == "--list") {
        TESTS.iter().for_each(|((name, _), _)| println!("{name}: test"));
        return;
    }
    let cycles = std::env::var("ARMISTICE_CRASH_CYCLES").ok().and_then(|cycles| cycles.parse().ok()).unwrap_or(200);
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let (mut passed, mut failed, mut left_out) = (0, 0, 0);
    for ((name, test), share) in TESTS {
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            left_out += 1;
            continue;
        }
        let begun = Instant::now();
        let well = catch_unwind(AssertUnwindSafe(|| test(cycles * share / 100))).is_ok();
        match well {
            true => println!("test {name} ... ok ({:.1} s)", begun.elapsed().as_secs_f64()),
            false => println!("test {name} ... FAILED"),
        }
        if well { passed += 1 } else { failed += 1 }
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {passed} passed; {failed} failed; 0 ignored; 0 measured; {left_out} filtered out"
    );
    std::process::exit(i32::from(failed > 0));
}
