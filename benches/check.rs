//! Check on save: everything `armistice check` computes of a text - read, checked, its tests run, its messages written.
//!
//! Targets: a real agreement under 100 ms; the largest text that the limits of the language take, some 10,000 clauses, under a second.
//!
//! Not here: the start of a process and the reading of a file (some 2 ms).

use armistice::case;
use benches::{Cost, cost, median};

const RUNS: usize = 15;
fn main() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/syria-2016/agreement.accord");
    let text = std::fs::read_to_string(example).expect("the example is in the repository");
    measure("syria-2016", &text, 100);
    let mut copies = 1;
    while fits(&repeated(&text, copies + 1)) {
        copies += 1;
    }
    measure(&format!("its clauses {copies} times"), &repeated(&text, copies), 1_000);
}

/// Whether the text has no errors, limits among them.
fn fits(text: &str) -> bool {
    agreement::check(agreement::parse(text)).agreement.is_some()
}

/// The text with its articles and clocks `copies` times, each copy under names of its own.
fn repeated(text: &str, copies: usize) -> String {
    let mut out = String::new();
    let mut kept = String::new();
    let mut copied = false;
    for line in text.lines() {
        if line.chars().next().is_some_and(char::is_alphabetic) {
            copied = line.starts_with("article ") || line.starts_with("clock ");
        }
        for out in [Some(&mut out), copied.then_some(&mut kept)].into_iter().flatten() {
            out.push_str(line);
            out.push('\n');
        }
    }
    for copy in 1..copies {
        for line in kept.lines() {
            match (line.strip_prefix("article "), line.strip_prefix("clock \"")) {
                (Some(rest), _) => out.push_str(&format!("article c{copy}{rest}\n")),
                (_, Some(rest)) => out.push_str(&format!("clock \"copy {copy} of {rest}\n")),
                _ => out.push_str(&format!("{line}\n")),
            }
        }
    }
    out
}

fn measure(what: &str, text: &str, target_ms: u32) {
    let run = || {
        let checked = agreement::check(agreement::parse(text));
        let agreement = checked.agreement.as_ref().expect("the text has no errors");
        let tests = checked.tests.iter().filter(|test| case::run_test("bench", text, agreement, test).passed()).count();
        let said = agreement::diagnostic::render_all(&checked.diagnostics, "bench", text);
        (agreement.articles.len() + agreement.clocks.len(), tests, said.len())
    };
    let mut clauses = 0;
    let costs: Vec<Cost> = (0..RUNS)
        .map(|_| {
            let (spent, (found, _, _)) = cost(run);
            clauses = found;
            spent
        })
        .collect();
    let wall = median(costs.iter().map(|cost| cost.wall).collect());
    println!(
        "check: {what}: {} lines, {clauses} articles and clocks: median of {RUNS}: {:.1} ms (target {target_ms} ms)",
        text.lines().count(),
        wall * 1000.0
    );
}
