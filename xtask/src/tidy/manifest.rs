//! Enough of `Cargo.toml` to read dependencies.
//!
//! Not here: a TOML parser. A dependency is one line, or one `[dependencies.NAME]` section.

use super::lines;

/// One dependency line.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The line, from 1.
    pub line: usize,
    /// The package's name (also where the line renames it).
    pub package: String,
    /// Whether it says `workspace = true`.
    pub from_workspace: bool,
    /// Whether it is a folder of this repository.
    pub is_path: bool,
    /// Whether the line above is a comment.
    pub has_reason: bool,
}

/// The dependencies of the sections that `wanted` accepts, such as `dependencies` or `workspace.dependencies`.
///
/// `[target.'cfg(unix)'.dependencies]` is offered to `wanted` as `dependencies`.
pub fn dependencies(manifest: &str, wanted: impl Fn(&str) -> bool) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let (mut inside, mut single) = (false, false);
    let mut above = "";
    for (line, text) in lines(manifest) {
        let text = text.trim();
        let has_reason = above.starts_with('#') && above.trim_start_matches('#').trim() != "";
        above = text;
        if let Some(section) = text.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            // `target.'cfg(unix)'.dependencies` holds for one platform, and counts like the others.
            let section = section.rsplit("'.").next().unwrap_or(section);
            inside = wanted(section);
            single = false;
            if let Some((table, name)) = section.rsplit_once('.')
                && !inside
                && wanted(table)
            {
                (inside, single) = (true, true);
                let package = name.trim_matches('"').to_owned();
                found.push(Dependency { line, package, from_workspace: false, is_path: false, has_reason });
            }
            continue;
        }
        let Some((key, value)) = text.split_once('=').filter(|_| inside && !text.starts_with('#')) else { continue };
        let (key, value) = (key.trim(), value.replace(' ', ""));
        if single {
            let last = found.last_mut().expect("the section pushed it");
            match key {
                "package" => last.package = value.trim_matches('"').to_owned(),
                "workspace" => last.from_workspace = value == "true",
                "path" => last.is_path = true,
                _ => {}
            }
            continue;
        }
        let (name, dotted) = key.split_once('.').unwrap_or((key, ""));
        let says = |field: &str| value.contains(&format!("{{{field}=")) || value.contains(&format!(",{field}="));
        let renamed = value.split_once("package=\"").and_then(|(_, rest)| rest.split('"').next());
        found.push(Dependency {
            line,
            package: renamed.unwrap_or(name.trim_matches('"')).to_owned(),
            from_workspace: dotted == "workspace" || says("workspace"),
            is_path: dotted == "path" || says("path"),
            has_reason,
        });
    }
    found
}

/// The name in `[package]` and its line.
pub fn package(manifest: &str) -> Option<(usize, &str)> {
    lines(manifest)
        .skip_while(|(_, text)| text.trim() != "[package]")
        .skip(1)
        .take_while(|(_, text)| !text.starts_with('['))
        .find_map(|(line, text)| {
            let (key, value) = text.split_once('=')?;
            (key.trim() == "name").then(|| (line, value.trim().trim_matches('"')))
        })
}
