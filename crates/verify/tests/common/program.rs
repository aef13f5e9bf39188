//! The program as a process: for the tests of its own crate, which know where it was built.

use std::path::Path;
use std::process::{Command, Output};

/// What the program says in `folder`, and with which exit code.
pub fn verify(folder: &Path, arguments: &[&str]) -> (Output, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice-verify"));
    let output = command.current_dir(folder).args(arguments).output().expect("the program starts");
    let code = output.status.code().expect("the program ends by itself");
    (output, code)
}
