//! The file of a case: its title and its fenced blocks, with the lines they stand on.
//!
//! Holds
//! - Line numbers are those of the file, from 1.
//!
//! Not here: what the blocks say.

use agreement::Texts;

use super::{FILE, codes};
use crate::message::Message;

/// A case file, cut into its parts.
pub(super) struct CaseFile<'t> {
    /// Without the `#`.
    pub title: &'t str,
    /// The terms.
    pub agreement: Block<'t>,
    /// Texts that the terms include, by path.
    pub included: Texts,
    /// What is said and asked under them.
    pub script: Script<'t>,
}

/// What people said, and what is expected to follow: of a case file, or of a test beside the terms.
pub(super) struct Script<'t> {
    /// How the file is called in messages.
    pub file: &'t str,
    /// Every line of the file.
    pub lines: Vec<&'t str>,
    /// What people said.
    pub statements: Vec<Block<'t>>,
    /// Moments and questions; never empty.
    pub expected: Vec<Block<'t>>,
}

/// A fenced block.
pub(super) struct Block<'t> {
    /// What stands behind the fence: "agreement over valley".
    pub info: &'t str,
    /// The line after the fence.
    pub first_line: usize,
    /// Between the fences.
    pub lines: Vec<&'t str>,
}

/// One line of a block.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub number: usize,
    pub text: &'t str,
}

impl Script<'_> {
    /// "case.md:12".
    pub fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.file)
    }
}

impl<'t> Block<'t> {
    /// Its lines, each ended.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
    /// Its lines with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = Line<'t>> {
        self.lines.iter().enumerate().map(|(i, text)| Line { number: self.first_line + i, text })
    }
}

impl<'t> CaseFile<'t> {
    /// The parts of `text`, or what keeps it from being a case.
    pub fn read(text: &'t str) -> Result<CaseFile<'t>, Message> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<&str> = text.lines().collect();
        let title = lines.first().and_then(|first| first.strip_prefix("# ")).map(str::trim).unwrap_or_default();
        if title.is_empty() {
            return Err(Message::new(codes::FORM, "the case has no title")
                .at(format!("{FILE}:1"))
                .help("begin the first line with `# ` and say in one sentence what the case shows"));
        }
        let (mut agreements, mut statements, mut expected) = (Vec::new(), Vec::new(), Vec::new());
        let mut included = Texts::new();
        for block in blocks(&lines)? {
            if let Some(path) = block.info.strip_prefix("agreement included ") {
                included.insert(path.trim().to_owned(), block.text());
                continue;
            }
            match block.info.split_whitespace().next() {
                Some("agreement") => agreements.push(block),
                Some("statements") => statements.push(block),
                Some("expect") => expected.push(block),
                _ => {}
            }
        }
        if expected.is_empty() {
            return Err(Message::new(codes::BLOCKS, "the case expects nothing")
                .at(FILE)
                .help("add a block that opens with ```expect and holds moments and questions"));
        }
        let count = agreements.len();
        let Some(agreement) = agreements.pop().filter(|_| count == 1) else {
            let message = match count {
                0 => "the case has no agreement".to_owned(),
                count => format!("the case has {count} agreements"),
            };
            return Err(Message::new(codes::BLOCKS, message)
                .at(FILE)
                .help("write one block that opens with ```agreement and holds the whole text, or with ```agreement over valley"));
        };
        Ok(CaseFile { title, agreement, included, script: Script { file: FILE, lines, statements, expected } })
    }

    /// The block that holds what the compiler says, where the case must be refused.
    pub fn refusal(&self) -> Option<&Block<'t>> {
        let [block] = self.script.expected.as_slice() else { return None };
        let first = block.lines.iter().find(|line| !line.trim().is_empty())?;
        ["error[", "warning[", "note["].iter().any(|word| first.starts_with(word)).then_some(block)
    }
}

/// Every fenced block; a fence of more backticks holds fences of fewer.
pub(super) fn blocks<'t>(lines: &[&'t str]) -> Result<Vec<Block<'t>>, Message> {
    let mut blocks: Vec<Block<'t>> = Vec::new();
    let mut open: Option<&str> = None;
    for (number, line) in lines.iter().enumerate() {
        let marks = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            Some(fence) if line.trim_end() == fence => open = None,
            Some(_) => blocks.last_mut().expect("an open block was added").lines.push(line),
            None if marks.len() >= 3 => {
                open = Some(marks);
                blocks.push(Block { info: line[marks.len()..].trim(), first_line: number + 2, lines: Vec::new() });
            }
            None => {}
        }
    }
    match (open, blocks.last()) {
        (Some(fence), Some(block)) => Err(Message::new(codes::FORM, "a block is not closed")
            .at(format!("{FILE}:{}", block.first_line - 1))
            .help(format!("end it with a line of {} backticks", fence.len()))),
        _ => Ok(blocks),
    }
}
