//! The parts of the crash campaign (`crash.rs`).

pub mod appender;
pub mod after;
pub mod traced;
pub mod injected;
pub mod power;
pub mod full;

use std::path::Path;
use std::process::{Command, Stdio};

use super::common::skip;

/// Whether a program is there; says loudly what is left out without it.
pub fn has(program: &str, what: &str) -> bool {
    let found = Command::new(program).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        skip(&format!("{what}: `{program}` is not here"));
    }
    found
}

/// Mounts with these arguments; where that is not allowed, says loudly what is left out.
pub fn mount(arguments: &[&str], at: &Path, what: &str) -> Option<Mounted> {
    let mut command = Command::new("mount");
    command.args(arguments).arg(at).stdout(Stdio::null()).stderr(Stdio::null());
    if command.status().is_ok_and(|status| status.success()) {
        return Some(Mounted(at.to_owned()));
    }
    skip(&format!("{what}: nothing can be mounted here (it needs root and loop devices)"));
    None
}

/// A file system that is unmounted when it goes out of scope.
pub struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.0.display());
    }
}

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}
