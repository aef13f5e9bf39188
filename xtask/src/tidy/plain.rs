//! What no file says: places on one machine, hosts of package registries, marks of unfinished work.
//!
//! Holds
//! - The patterns are joined from pieces, so that this file does not find itself.

use super::{Problem, Tree, lines};

/// No file names a folder of somebody's machine.
pub fn machine_paths(tree: &Tree) -> Vec<Problem> {
    let folders = ["work", "home", "root", "Users", "farm", "tmp"].map(|folder| format!("/{folder}/"));
    let drives = ["C", "D"].map(|drive| format!("{drive}:\\"));
    let help = "write the path from the top of the repository, or let the caller pass it";
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (line, text) in lines(text) {
            let folder = folders.iter().find(|folder| {
                text.match_indices(folder.as_str()).any(|(at, _)| {
                    // Inside a longer path, or behind a host's name, such a folder is not one of a machine.
                    !text[..at].ends_with(|c: char| {
                        c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '~' | '*')
                    })
                })
            });
            let drive = drives.iter().find(|drive| {
                text.match_indices(drive.as_str()).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric()))
            });
            if let Some(found) = folder.or(drive) {
                problems.push(Problem::new(path, line, format!("a path of one machine: `{found}`"), help));
            }
        }
    }
    problems
}

/// No file names the host of a package registry; `Cargo.lock` must, and may.
pub fn registry_hosts(tree: &Tree) -> Vec<Problem> {
    let hosts =
        [["crates", "io"], ["registry", "npmjs"], ["pypi", "org"], ["files", "pythonhosted"], ["deb", "debian"]];
    let hosts = hosts.map(|pieces| pieces.join("."));
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| !path.ends_with("Cargo.lock")) {
        for (line, text) in lines(text) {
            for host in hosts.iter().filter(|host| text.contains(host.as_str())) {
                problems.push(Problem::new(
                    path,
                    line,
                    format!("the host of a package registry: `{host}`"),
                    "name the package; which registry serves it is each machine's own setting (npm: omit-lockfile-registry-resolved)",
                ));
            }
        }
    }
    problems
}

/// No source or page has a mark of unfinished work.
pub fn unfinished(tree: &Tree) -> Vec<Problem> {
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|pieces| pieces.concat());
    let macros = [["to", "do!("], ["unimple", "mented!("]].map(|pieces| pieces.concat());
    let ends = [".rs", ".ts", ".js", ".css", ".html", ".md", ".toml", ".sh", ".accord", ".ci/run"];
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| ends.iter().any(|end| path.ends_with(end))) {
        for (line, text) in lines(text) {
            let word = words.iter().find(|word| {
                text.match_indices(word.as_str())
                    .any(|(at, word)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
            });
            let call =
                macros.iter().find(|call| text.match_indices(call.as_str()).any(|(at, _)| !text[..at].ends_with(part)));
            if let Some(found) = word.or(call) {
                problems.push(Problem::new(
                    path,
                    line,
                    format!("unfinished: `{}`", found.trim_end_matches('(')),
                    "finish it, or open an issue and say in the text what is not there",
                ));
            }
        }
    }
    problems
}
