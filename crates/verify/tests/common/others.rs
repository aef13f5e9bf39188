//! Programs that we did not write, which check a log: Go's `sumdb` and Python (`tests/third-party`).
//!
//! Each is run where it is; what is absent is said with a line `SKIP`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

pub fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/third-party").join(name)
}

pub fn skip(why: &str) {
    println!("SKIP: {why}");
}

pub fn starts(program: &str, argument: &str) -> bool {
    Command::new(program).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// Where Debian's package `golang-golang-x-mod-dev` puts the sources.
pub const GO_PATH: &str = "/usr/share/gocode";

/// The Go program, built once; `None` where Go or its package is absent.
static GO: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    if !starts("go", "version") || !Path::new(GO_PATH).join("src/golang.org/x/mod/sumdb/tlog").is_dir() {
        skip(
            "no Go with golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev), so nobody checks a log with sumdb",
        );
        return None;
    }
    // Kept from run to run, as what Cargo builds is.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = folder.join("verify-log");
    let mut build = Command::new("go");
    build.env("GO111MODULE", "off").env("GOPATH", GO_PATH).env("GOFLAGS", "").env("GOCACHE", folder.join("go"));
    let output = build.arg("build").arg("-o").arg(&program).arg(script("verify.go")).output().expect("go starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(program)
});

/// The programs that are here, by name.
pub fn programs() -> Vec<(&'static str, Command)> {
    let mut programs = Vec::new();
    if let Some(program) = &*GO {
        programs.push(("go", Command::new(program)));
    }
    if starts("python3", "--version") {
        let mut python = Command::new("python3");
        python.arg(script("verify.py"));
        programs.push(("python", python));
    } else {
        skip("no python3, so nobody checks a log with the second verifier");
    }
    programs
}

/// Runs every program that is here with these arguments.
pub fn ask(folder: &Path, arguments: &[&str]) -> Vec<(&'static str, Output)> {
    let run = |(name, mut command): (&'static str, Command)| {
        (name, command.current_dir(folder).args(arguments).output().expect("the program starts"))
    };
    programs().into_iter().map(run).collect()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub fn all_hold(folder: &Path, arguments: &[&str]) {
    for (name, output) in ask(folder, arguments) {
        println!("{name}: {}", said(&output).trim_end());
        assert!(output.status.success() && said(&output).starts_with("holds: "), "{name}: {}", said(&output));
    }
}
