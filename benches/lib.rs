//! What the benchmarks share: where the data is, what a run cost.
//!
//! Holds
//! - Figures are medians of several runs in one process; CPU time and peak memory are the operating system's own.
//!
//! Not here: what is measured (`floor.rs`, one file a benchmark).

pub mod trace;

use std::path::PathBuf;
use std::time::Instant;

use armistice::mission::Founding;
use record::envelope::Signer;

/// How the missions of benchmarks begin: with keys that anybody can guess.
pub fn founding() -> Founding {
    Founding::alone("bench", &Signer::new(&[1; 32]), Signer::new(&[2; 32]), &[3; 32], None)
}

/// The shared data, where it is: `$ARMISTICE_SHARED`, else `../shared` beside the checkout.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let shared = std::env::var_os("ARMISTICE_SHARED").map_or_else(beside, PathBuf::from);
    Some(shared.join(path)).filter(|path| path.exists())
}

/// What one run cost.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Wall-clock seconds.
    pub wall: f64,
    /// User and system seconds of this process.
    pub cpu: f64,
}

/// Runs `work` and says what it cost.
pub fn cost<T>(work: impl FnOnce() -> T) -> (Cost, T) {
    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let out = work();
    (Cost { wall: wall.elapsed().as_secs_f64(), cpu: cpu_seconds() - cpu }, out)
}

/// The middle one of several figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 14 and 15 after the command's closing bracket: user and system time in hundredths of a second.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Greatest memory this process ever held, in megabytes.
pub fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
