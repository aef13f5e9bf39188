//! Cases: each opens with a title a diplomat could read, and has what a runner needs.
//!
//! Not here: what the blocks mean and whether the case holds (`armistice case`, the runners in `tests/`).

use super::{Problem, Tree, lines};

/// Each case has its title on the first line, every block closed, and something expected.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let cases = tree.texts().filter(|(path, _)| path.starts_with("cases/") && path.ends_with(".md"));
    for (path, text) in cases {
        let title = text.lines().next().and_then(|first| first.strip_prefix("# "));
        if title.is_none_or(|title| title.trim().is_empty()) {
            problems.push(Problem::new(
                path,
                1,
                "the case has no title",
                "begin the first line with `# ` and say in one phrase what the case shows",
            ));
        }
        let mut open: Option<(usize, &str)> = None;
        let mut blocks = Vec::new();
        for (line, text) in lines(text) {
            let marks = &text[..text.len() - text.trim_start_matches('`').len()];
            match open {
                Some((_, fence)) if text.trim_end() == fence => open = None,
                None if marks.len() >= 3 => {
                    open = Some((line, marks));
                    blocks.push(text[marks.len()..].split_whitespace().next().unwrap_or(""));
                }
                _ => {}
            }
        }
        if let Some((line, fence)) = open {
            problems.push(Problem::new(path, line, "the block is not closed", format!("end it with a line `{fence}`")));
        }
        let is_case = !path.ends_with("/README.md");
        if is_case && !blocks.iter().any(|block| block.starts_with("expect")) {
            problems.push(Problem::new(
                path,
                0,
                "the case expects nothing",
                "add a block ```expect; `UPDATE_EXPECT=1` with the tests fills it in for you to review",
            ));
        }
    }
    problems
}
