//! A whole log: what holds, and what is said of it.

mod common;
#[path = "common/program.rs"]
mod program;

use common::*;
use program::verify;

#[test]
fn a_log_that_nobody_touched_holds() {
    let folder = Folder::new();
    Valley::of(600).publish(folder.path(), &[5, 130, 256, 300]);
    let (output, code) = verify(folder.path(), &["log", "record", "--blobs", "blobs"]);
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(code, 0);
}
