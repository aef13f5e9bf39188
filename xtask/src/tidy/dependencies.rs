//! Dependencies: each one of others stands once, in the top `Cargo.toml`, under a line that says what it saves us.
//!
//! Not here: which crate may use it (`arrows`).

use super::manifest::dependencies;
use super::{Problem, Tree};

/// Each dependency of the workspace has its reason on the line above, and each crate takes it from there.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let top = tree.text("Cargo.toml").unwrap_or("");
    for used in dependencies(top, |section| section == "workspace.dependencies") {
        if !used.is_path && !used.has_reason {
            problems.push(Problem::new(
                "Cargo.toml",
                used.line,
                format!("`{}` has no reason", used.package),
                "say on the line above, as a comment, what it saves us",
            ));
        }
    }
    // The fuzz targets are a workspace of their own.
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with("/Cargo.toml") && !path.starts_with("fuzz/")) {
        let any = |section: &str| matches!(section, "dependencies" | "dev-dependencies" | "build-dependencies");
        for used in dependencies(text, any) {
            if !used.from_workspace && !used.is_path {
                problems.push(Problem::new(
                    path,
                    used.line,
                    format!("`{}` states its own version", used.package),
                    "put it into [workspace.dependencies] of the top Cargo.toml with its reason, and write `workspace = true` here",
                ));
            }
        }
    }
    problems
}
