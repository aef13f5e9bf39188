//! Groups: lines under the block they belong to, and what is wrong about where they stand.
//!
//! Holds
//! - A line that stands in the wrong place is reported and then read where it belongs, if that can be told.
//!
//! Not here: what the lines say (`blocks`).

use super::grammar::{BLOCKS, Block, Which, first_word};
use super::lines::{Kind, Line};
use crate::codes;
use crate::diagnostic::{Diagnostic, closest};

/// A block as it stands in the text; each line with whether it stands under `acts` or `weapons`.
pub struct Group<'l, 't> {
    pub block: &'static Block,
    pub head: &'l Line<'t>,
    pub lines: Vec<(&'l Line<'t>, bool)>,
}

/// Lines under their blocks, with what is wrong about where they stand.
pub fn groups<'l, 't>(lines: &'l [Line<'t>], out: &mut Vec<Diagnostic>) -> Vec<Group<'l, 't>> {
    let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    if let (Some(first), 1..) = (lines.first(), margin) {
        let message = format!("this text is indented by {}", spaces(margin));
        let label = "a block begins at the left margin";
        out.push(
            Diagnostic::error(codes::INDENTATION, message, first.first_span(), label)
                .help(format!("move every line to the left, by {}", spaces(margin))),
        );
    }
    let mut groups: Vec<Group<'l, 't>> = Vec::new();
    // Whether the lines that follow belong to no block, and whether that was said.
    let (mut lost, mut said) = (true, false);
    for line in lines {
        let word = line.first_word();
        let own = Block::opened_by(line);
        let current = if lost { None } else { groups.last_mut() };
        let is_cited = line.tokens.iter().any(|token| token.kind == Kind::Cited);
        let block = if line.indent == margin {
            match (own, current) {
                (None, Some(group)) if group.block.word_of(line).is_some() => {
                    let message = format!("`{word}` stands at the left margin, where a block begins");
                    let label = format!("a line of the block `{}`", group.block.word);
                    out.push(
                        Diagnostic::error(codes::INDENTATION, message, line.first_span(), label)
                            .also(group.head.first_span(), "this block")
                            .help("indent it like the other lines of the block"),
                    );
                    group.lines.push((line, false));
                    continue;
                }
                (None, _) => {
                    let written = |block: &Block| line.keywords.written(block.word);
                    let meant = closest(word, BLOCKS.iter().map(|block| first_word(written(block))));
                    let meant = meant.and_then(|meant| BLOCKS.iter().find(|block| first_word(written(block)) == meant));
                    out.push(unknown_block(line, meant));
                    meant
                }
                (own, _) => own,
            }
        } else {
            match (own, current) {
                (own, Some(group)) => {
                    let is_line = if group.block.which == Which::Tests {
                        // Statements and questions have words of their own.
                        true
                    } else if group.block.is_free() {
                        !is_cited
                    } else {
                        group.block.word_of(line).is_some()
                    };
                    if own.is_none() || is_line {
                        group.lines.push((line, false));
                        continue;
                    }
                    out.push(indented_block(line));
                    own
                }
                (Some(own), None) => {
                    out.push(indented_block(line));
                    Some(own)
                }
                (None, None) => {
                    // The lines of a block that nobody knows are not looked at.
                    if !said {
                        let message = "this line stands under no block";
                        out.push(
                            Diagnostic::error(codes::INDENTATION, message, line.first_span(), "indented")
                                .lines("a text begins with its block at the left margin", BLOCKS[0].head),
                        );
                    }
                    said = true;
                    continue;
                }
            }
        };
        lost = block.is_none();
        said = true;
        groups.extend(block.map(|block| Group { block, head: line, lines: Vec::new() }));
    }
    for group in groups.iter_mut().filter(|group| group.block.which != Which::Tests) {
        indentation(group, margin, out);
    }
    groups
}

/// Reports lines that are indented otherwise than their neighbours, and finds those under `acts` and `weapons`.
fn indentation(group: &mut Group<'_, '_>, margin: usize, out: &mut Vec<Diagnostic>) {
    let mut indents: Vec<usize> = group.lines.iter().map(|(line, _)| line.indent).filter(|i| *i > margin).collect();
    let first = indents.first().copied();
    let nests = group.block.which == Which::Agreement;
    indents.sort_unstable();
    let usual = indents.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).map(|run| run[0]);
    let Some(usual) = (if nests { first } else { usual }) else { return };
    let mut under: Option<Option<usize>> = None;
    for (line, nested) in &mut group.lines {
        let wanted = match under {
            Some(inner) if nests && line.indent > usual => {
                *nested = true;
                let inner = inner.unwrap_or(line.indent);
                under = Some(Some(inner));
                inner
            }
            Some(_) if nests && group.block.word_of(line).is_none() && is_class(line) => {
                *nested = true;
                usual + 2
            }
            _ => {
                under = matches!(group.block.word_of(line), Some("acts" | "weapons")).then_some(None);
                usual
            }
        };
        if line.indent != wanted && line.indent > margin {
            let message = format!("this line is indented by {}, its block by {}", spaces(line.indent), spaces(wanted));
            out.push(
                Diagnostic::error(codes::INDENTATION, message, line.first_span(), "stands otherwise than its block")
                    .help("indent all lines of a block alike; a line goes on in a deeper one only after a comma"),
            );
        }
    }
}

fn is_class(line: &Line<'_>) -> bool {
    (0..line.tokens.len()).any(|at| line.phrase_at(at, "includes").is_some())
}

fn spaces(count: usize) -> String {
    format!("{count} {}", if count == 1 { "space" } else { "spaces" })
}

fn indented_block(line: &Line<'_>) -> Diagnostic {
    let message = format!("the block `{}` is indented", line.first_word());
    Diagnostic::error(codes::INDENTATION, message, line.first_span(), "a block begins at the left margin")
        .help("move it to the left margin, and indent its lines")
}

fn unknown_block(line: &Line<'_>, meant: Option<&Block>) -> Diagnostic {
    let message = match line.first_word() {
        "" => "no block begins like this line".to_owned(),
        word => format!("no block is called `{word}`"),
    };
    let words = BLOCKS.iter().map(|block| format!("`{}`", block.word)).collect::<Vec<_>>().join(", ");
    let diagnostic = Diagnostic::error(codes::UNKNOWN_BLOCK, message, line.first_span(), "at the left margin");
    match meant {
        Some(meant) => diagnostic.help(format!("did you mean `{}`?", meant.word)),
        None => {
            diagnostic.note(format!("the blocks are {words}")).help("indent the line if it belongs to the block above")
        }
    }
}
