//! Links between the pages of the repository lead somewhere: to a file, and to a heading where they name one.
//!
//! Holds
//! - Code blocks and code spans are not read; links to other hosts are not followed.

use std::collections::BTreeMap;

use super::{Problem, Tree, lines};

/// Each link of each Markdown file resolves.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        for (line, target) in prose(text)
            .into_iter()
            .flat_map(|(line, text)| targets(&text).into_iter().map(move |target| (line, target)))
        {
            if let Some((wrong, help)) = broken(tree, path, &target) {
                problems.push(Problem::new(path, line, wrong, help));
            }
        }
    }
    problems
}

fn broken(tree: &Tree, path: &str, target: &str) -> Option<(String, String)> {
    let foreign = target.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric()));
    if foreign || target.is_empty() {
        return None;
    }
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let resolved = if file.is_empty() { Some(path.to_owned()) } else { resolve(path, &file.replace("%20", " ")) };
    let Some(resolved) = resolved else {
        return Some((
            format!("the link `{target}` leaves the repository"),
            "write it from the folder of this page, to a file of the repository".to_owned(),
        ));
    };
    if !tree.has(&resolved) {
        return Some((
            format!("the link `{target}` leads nowhere: there is no `{resolved}`"),
            "correct the path, or write the page".to_owned(),
        ));
    }
    let page = tree.text(&resolved).filter(|_| resolved.ends_with(".md") && !heading.is_empty())?;
    if headings(page).iter().any(|known| known == heading) {
        return None;
    }
    Some((format!("the link `{target}` names a heading that `{resolved}` does not have"), {
        let known: Vec<String> = headings(page).iter().map(|known| format!("`#{known}`")).collect();
        format!("the headings there are {}", known.join(", "))
    }))
}

/// A link of the page `from`, as a path from the top; `None` where it leaves the repository.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = if link.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The lines outside code blocks, code spans blanked.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut kept = Vec::new();
    let mut fence: Option<String> = None;
    for (line, text) in lines(text) {
        let start = text.trim_start();
        let marks: String = start.chars().take_while(|c| *c == '`' || *c == '~').collect();
        match &fence {
            Some(open) if start.starts_with(open.as_str()) && start.trim_end().trim_matches(['`', '~']).is_empty() => {
                fence = None;
            }
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => {
                let spans = text.split('`').collect::<Vec<_>>();
                let balanced = spans.len() % 2 == 1;
                let outside =
                    spans.iter().enumerate().map(|(at, part)| if at % 2 == 1 && balanced { "code" } else { *part });
                kept.push((line, outside.collect::<Vec<_>>().concat()));
            }
        }
    }
    kept
}

/// The targets of `[text](target)` and `[name]: target`.
fn targets(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for rest in text.split("](").skip(1) {
        let mut depth = 0usize;
        let end = rest.find(|c| {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 => return true,
                ')' => depth -= 1,
                _ => {}
            }
            false
        });
        if let Some(end) = end {
            targets.push(bare(&rest[..end]));
        }
    }
    // A footnote `[^1]: …` is text.
    let definition = text.split_once("]: ").filter(|(name, _)| name.starts_with('[') && !name.starts_with("[^"));
    targets.extend(definition.map(|(_, target)| bare(target)));
    targets
}

/// A target without its title and angle brackets.
fn bare(target: &str) -> String {
    let target = target.trim();
    match target.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((inside, _)) => inside.to_owned(),
        None => target.split(" \"").next().unwrap_or(target).trim().to_owned(),
    }
}

/// The anchors of a page's headings, as the forges make them, and explicit `id`s.
fn headings(page: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut anchors = Vec::new();
    let mut fenced = false;
    for (_, line) in lines(page) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        for id in line.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            anchors.push(id.to_owned());
        }
        let level = line.chars().take_while(|c| *c == '#').count();
        let Some(title) = line[level..].strip_prefix(' ').filter(|_| (1..=6).contains(&level)) else { continue };
        // A link in a heading counts with its text alone.
        let mut text = String::new();
        for (at, part) in title.trim().split("](").enumerate() {
            text.push_str(if at == 0 { part } else { part.split_once(')').map_or("", |(_, after)| after) });
        }
        let slug: String = text
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let count = seen.entry(slug.clone()).or_insert(0);
        anchors.push(if *count == 0 { slug } else { format!("{slug}-{count}") });
        *count += 1;
    }
    anchors
}
