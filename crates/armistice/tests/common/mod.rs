//! What the tests of files share: a folder of their own, and the shared data where it is.

#![allow(dead_code)]

pub mod cases;
pub mod log;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A new, empty folder that is removed when it goes out of scope.
pub struct Folder(PathBuf);

impl Folder {
    /// A folder whose name begins with `name`.
    pub fn new(name: &str) -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let unique = format!("{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique);
        fs::create_dir_all(&path).expect("the folder for tests can be written");
        Folder(path)
    }
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The file at `path` in the shared data; says loudly that a test is skipped where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("ARMISTICE_SHARED").map_or(beside, PathBuf::from);
    let file = folder.join(path);
    if file.exists() {
        return Some(file);
    }
    skip(&format!("`{path}` is not in the shared data ($ARMISTICE_SHARED, else ../shared)"));
    None
}

/// Says that a test leaves something out. Not with `println!`: what a test that passes says there, nobody sees.
pub fn skip(why: &str) {
    writeln!(std::io::stdout(), "SKIP: {why}").expect("standard output can be written");
}
