//! What else lies in a log's folder: files that the checkpoint does not account for.
//!
//! Holds
//! - One folder's names are in memory, of which a log has some thousand.
//! - Files newer than the checkpoint are what a log that goes on looks like; they are told and prove nothing.

use tlog::tile::TilePath;

use crate::folder::Folder;
use crate::head::{CHECKPOINT, POLICY};
use crate::limits::FILES_SHOWN;
use crate::report::{Failure, Report};

/// Files that belong to a public folder and are no part of the log itself.
const BESIDE: &[&str] = &[CHECKPOINT, POLICY, "checkpoint.old"];
/// The folder of proofs, which are checked one by one.
const PROOFS: &str = "proofs";

/// Tells of every file that is not a tile or bundle of a log of `size` entries.
pub(crate) fn tell(folder: &Folder, size: u64, report: &mut Report) -> Result<(), Failure> {
    let (mut newer, mut foreign, mut proofs) = (Names::default(), Names::default(), 0u64);
    let mut open = vec![String::new()];
    while let Some(within) = open.pop() {
        for (name, is_folder) in folder.list(&within)? {
            let path = if within.is_empty() { name } else { format!("{within}/{name}") };
            if is_folder {
                open.push(path);
            } else if path.starts_with(PROOFS) {
                proofs += 1;
            } else if !BESIDE.contains(&path.as_str()) {
                match path.parse::<TilePath>() {
                    Ok(tile) if is_within(tile, size) => {}
                    Ok(_) => newer.add(path),
                    Err(_) => foreign.add(path),
                }
            }
        }
    }
    newer.tell("newer than the checkpoint", report);
    foreign.tell("no part of a log", report);
    if proofs > 0 {
        report.unchecked.push(format!("{proofs} files in `{PROOFS}`: `armistice-verify inclusion` checks one"));
    }
    Ok(())
}

fn is_within(tile: TilePath, size: u64) -> bool {
    TilePath::in_log(tile.kind(), tile.index(), size).is_some_and(|own| tile.width() <= own.width())
}

/// The first names, and how many there are.
#[derive(Default)]
struct Names {
    first: Vec<String>,
    count: usize,
}

impl Names {
    fn add(&mut self, name: String) {
        self.count += 1;
        if self.first.len() < FILES_SHOWN {
            self.first.push(name);
        }
    }
    fn tell(self, what: &str, report: &mut Report) {
        if self.count > 0 {
            let more = if self.count > self.first.len() { ", …" } else { "" };
            let names: Vec<String> = self.first.iter().map(|name| format!("`{}`", tlog::spell::shown(name))).collect();
            report.noticed.push(format!(
                "{} files are {what} and were not checked: {}{more}",
                self.count,
                names.join(", ")
            ));
        }
    }
}
