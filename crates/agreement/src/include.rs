//! Inclusions: articles of another agreement, brought in for a time (L8).
//!
//! ```text
//! text ─▶ `parse` ─▶ its inclusions ───────────┐
//! the other texts, each of the stated hash ──┴▶ the text with their articles written out behind it ─▶ `parse` ─▶ `check`
//! ```
//!
//! Holds
//! - An article comes in as it stands in the other text, word for word, but for its name, its period and its source.
//! - Only a text of the hash that the inclusion states is brought in.
//!
//! Not here: whether both texts mean the same by the same words (`check`), reading files (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::check::listed;
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::parse::keywords::Keywords;
use crate::parse::syntax::*;
use crate::parse::{Included, Parsed, parse};
use crate::tree::{Change, Provenance, Standing, Tree};
use crate::{codes, limits};

/// Texts that a text includes, by their path from its folder.
pub type Texts = BTreeMap<String, String>;

/// Reads a text, and brings in what it includes. Never fails; what cannot be read, or brought in, is among the diagnostics.
///
/// ```
/// use agreement::{Texts, included, parse_with};
/// let digest = "0".repeat(64);
/// let text = format!("agreement \"Cessation\"\n\ninclusion February [¶1]\n  text \"february.accord\" sha256:{digest}\n  brings article 1\n");
/// assert!(included(&text).contains("february.accord"));
/// assert_eq!(parse_with(&text, &Texts::new()).diagnostics()[0].code, "A0427", "it is not at hand");
/// ```
pub fn parse_with(text: &str, texts: &Texts) -> Parsed {
    let own = parse(text);
    let Some(syntax) = own.syntax.as_ref().filter(|syntax| !syntax.inclusions.is_empty()) else { return own };
    let mut problems = Vec::new();
    let (whole, included) = written_out(&own, syntax, texts, &mut problems);
    let mut parsed = parse(&whole);
    parsed.own = text.len();
    parsed.marks = own.marks;
    parsed.included = included;
    parsed.report(problems);
    parsed
}

/// The paths of the texts that a text includes, each once.
pub fn included(text: &str) -> BTreeSet<String> {
    let parsed = parse(text);
    let syntax = parsed.syntax.iter();
    syntax
        .flat_map(|syntax| &syntax.inclusions)
        .filter_map(|one| Some(one.text.said()?.value.0.value.clone()))
        .collect()
}

/// The name that an article has where inclusion `inclusion` brings it in.
pub(crate) fn brought(inclusion: &str, article: &str) -> String {
    format!("{inclusion} {article}")
}

/// `own` with the articles that its inclusions bring in written out behind it; what stands in the way is put to `out`.
/// An inclusion that cannot be written out is left out, and said to be.
fn written_out(own: &Parsed, syntax: &Syntax, texts: &Texts, out: &mut Vec<Diagnostic>) -> (String, Vec<Included>) {
    let mut text = own.text.clone();
    let mut included = Vec::new();
    if let Some(past) = syntax.inclusions.get(limits::INCLUSIONS) {
        let message = format!("this text has more than {} inclusions", limits::INCLUSIONS);
        out.push(
            Diagnostic::error(codes::LIMIT, message, past.head.span, "one too many; it brings in nothing")
                .help("bring the articles of one text in with one inclusion, or write them out"),
        );
    }
    for inclusion in syntax.inclusions.iter().take(limits::INCLUSIONS) {
        let (Some(of), Some(brings)) = (inclusion.text.said(), inclusion.brings.said()) else { continue };
        let (path, digest) = &of.value;
        let found = texts.get(&path.value).map_or_else(
            || {
                Err(problem(format!("the text `{}` is not at hand", path.value), path.span, "no such file is here")
                    .help("put the file there; its path starts from the folder of this text"))
            },
            |other| agreed(other, path, digest).map(|agreement| (other, agreement)),
        );
        let (other, agreement) = match found {
            Ok(found) => found,
            Err(diagnostic) => {
                out.push(diagnostic);
                continue;
            }
        };
        let keywords = Keywords::of(&own.text);
        let other = crate::translate(other, keywords).expect("a text without errors can be written in other keywords");
        let parsed = parse(&other);
        let begins = text.len();
        for article in &brings.value {
            match cut(&parsed, &agreement, inclusion, article, &own.text) {
                Ok(block) => {
                    text.push('\n');
                    text.push_str(&block);
                }
                Err(diagnostic) => out.push(*diagnostic),
            }
        }
        included.push(Included {
            name: inclusion.head.name.value.clone(),
            path: path.value.clone(),
            span: inclusion.head.span,
            written: Span::new(begins, text.len()),
            agreement,
        });
    }
    (text, included)
}

fn problem(message: String, span: Span, label: &str) -> Diagnostic {
    Diagnostic::error(codes::INCLUSION, message, span, label)
}

/// The other text, if it has the stated hash and no errors.
fn agreed(other: &str, path: &Named, digest: &str) -> Result<Tree, Diagnostic> {
    let hex: String = Sha256::digest(other.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let is = format!("sha256:{hex}");
    if is != digest {
        let message = format!("the text `{}` is not the one that is included", path.value);
        return Err(problem(message, path.span, "its hash is another")
            .note(format!("it is {is}"))
            .help("put the text there that was agreed; if this is it, write its hash"));
    }
    let parsed = parse(other);
    if let Some(inclusion) = parsed.syntax.iter().flat_map(|syntax| &syntax.inclusions).next() {
        let message = format!("the text `{}` includes a text itself", path.value);
        return Err(problem(message, path.span, "an inclusion of an inclusion")
            .note(format!("its inclusion is `{}`", inclusion.head.name.value))
            .help("include that text here, too, and each article from the text in which it stands"));
    }
    let checked = crate::check(parsed);
    checked.agreement.map(|agreement| (*agreement).clone()).ok_or_else(|| {
        let first = checked.diagnostics.iter().find(|one| one.severity == Severity::Error);
        problem(format!("the text `{}` has errors", path.value), path.span, "no agreement")
            .note(first.map_or_else(String::new, |first| format!("the first: {}", first.message)))
            .help(format!("`armistice check {}` shows them", path.value))
    })
}

/// The lines of `article` in the other text, under its new name and in the period of the inclusion.
fn cut(
    other: &Parsed,
    agreement: &Tree,
    inclusion: &InclusionBlock,
    article: &Named,
    own: &str,
) -> Result<String, Box<Diagnostic>> {
    let refuse = |message: String, label: &str, help: &str| {
        Err(Box::new(problem(message, article.span, label).help(help.to_owned())))
    };
    let (name, there) = (&article.value, &agreement.name);
    let blocks = other.syntax.iter().flat_map(|syntax| &syntax.articles);
    let agreed = |block: &&ArticleBlock| block.head.name.value == *name && block.standing.is_none();
    let Some(block) = blocks.clone().find(agreed) else {
        let known: Vec<&str> = (agreement.articles.iter())
            .filter(|one| one.standing == Standing::Agreed)
            .map(|one| one.id.as_str())
            .collect();
        let message = format!("`{there}` has no article `{name}`");
        let help = format!("its articles are {}", listed(&known));
        return refuse(message, "not in the included text", &help);
    };
    let touches = |change: &&Change| change.gives(name) || change.ends(name);
    if let Some(change) = agreement.changes.iter().find(touches) {
        let message = format!("`{}` of `{there}` can change its article `{name}`", change.name);
        return refuse(
            message,
            "an article that its own text changes",
            "write the article out here as it shall hold, or include a text without the change",
        );
    }
    let needs = block.provided.said().map(|said| &said.value.article);
    if let Some(needed) = needs.filter(|needed| !is_brought(inclusion, &needed.value)) {
        let message = format!("article `{name}` of `{there}` asks for its article `{}`", needed.value);
        return refuse(message, "brought in without the other", "bring both");
    }
    Ok(rewritten(other, block, agreement, inclusion, own))
}

fn is_brought(inclusion: &InclusionBlock, article: &str) -> bool {
    inclusion.brings.said().is_some_and(|said| said.value.iter().any(|name| name.value == article))
}

fn rewritten(other: &Parsed, block: &ArticleBlock, agreement: &Tree, inclusion: &InclusionBlock, own: &str) -> String {
    let into = &inclusion.head.name.value;
    let keywords = Keywords::of(own);
    let quoted = |text: &str| format!("\"{text}\"");
    let tail = &block.head.tail;
    let mut out = format!("{} {}", keywords.written("article"), quoted(&brought(into, &block.head.name.value)));
    if let Some(paragraph) = &tail.paragraph {
        out += &format!(" [{into} {}]", paragraph.value);
    }
    if let Some(title) = &tail.title {
        out += &format!(" {}", quoted(&title.value));
    }
    let provenance = match tail.provenance.unwrap_or(agreement.provenance) {
        Provenance::Signed => "as signed",
        Provenance::Official => "as official",
        Provenance::Press => "as press",
        Provenance::Reconstruction => "as reconstruction",
    };
    out += &format!(" {}\n", keywords.written(provenance));
    // Its other lines, up to the next line at the margin; its period is that of the inclusion.
    let text = &other.text;
    let first = text[block.head.span.start..].find('\n').map_or(text.len(), |end| block.head.span.start + end + 1);
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        if line.starts_with(|c: char| !c.is_whitespace()) {
            break;
        }
        let of_period = block.period.span().is_some_and(|span| (at..at + line.len()).contains(&span.start));
        let provided = block.provided.said().filter(|said| (at..at + line.len()).contains(&said.span.start));
        match (of_period, provided) {
            (true, _) => {
                let stated = inclusion.period.said().map_or("", |said| &own[said.span.start..said.span.end]);
                out += &format!("  {stated}\n");
            }
            (_, Some(said)) => {
                let name = &said.value.article;
                let (before, behind) = (name.span.start - at, name.span.end - at);
                out += &format!("{}{}{}", &line[..before], quoted(&brought(into, &name.value)), &line[behind..]);
            }
            _ => out += line,
        }
        at += line.len();
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// What was said of lines that were written out, said of the inclusion that brought them.
pub(crate) fn at_the_inclusion(included: &[Included], diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut() {
        let of =
            |span: Span| included.iter().find(|one| span.start >= one.written.start && span.start < one.written.end);
        let at = diagnostic.position();
        if let Some(inclusion) = of(Span::new(at, at)) {
            diagnostic.notes.insert(0, format!("so it stands in `{}`", inclusion.path));
        }
        for label in &mut diagnostic.labels {
            if let Some(inclusion) = of(label.span) {
                label.span = inclusion.span;
            }
        }
    }
}
