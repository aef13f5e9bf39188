//! Redlines: what is kept, struck and inserted makes the two texts again; what says nothing is no difference.
//!
//! Not here: how a redline is shown (`command`).

use std::path::Path;

use armistice::redline::{Became, Clause, Piece, redline};

fn example() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/language.md");
    let page = std::fs::read_to_string(page).expect("the specification is there");
    page.split("```accord\n").nth(1).and_then(|rest| rest.split("```").next()).expect("its example").to_owned()
}

fn between(before: &str, after: &str) -> Vec<Clause> {
    redline(before, after).unwrap_or_else(|(second, problems)| panic!("{second}: {problems:?}"))
}

/// The words of one side.
fn side(line: &[Piece], after: bool) -> String {
    line.iter()
        .map(|piece| match piece {
            Piece::Kept(words) => words.as_str(),
            Piece::Struck(words) => {
                if after {
                    ""
                } else {
                    words
                }
            }
            Piece::Inserted(words) => {
                if after {
                    words
                } else {
                    ""
                }
            }
        })
        .collect()
}

#[test]
fn what_is_kept_and_struck_was_there_and_what_is_kept_and_inserted_is() {
    let before = example();
    let lines: Vec<&str> = before.lines().collect();
    let mut tried = 0;
    for (at, line) in lines.iter().enumerate() {
        // Each line of a number is tried with another number; what cannot be read then is no text.
        let Some(digit) = line.find(|c: char| c.is_ascii_digit()).filter(|_| line.starts_with("  ")) else { continue };
        let other = if line[digit..].starts_with('7') { "3" } else { "7" };
        let mut changed = lines.clone();
        let new = format!("{}{other}{}", &line[..digit], &line[digit + 1..]);
        changed[at] = &new;
        let after = changed.join("\n") + "\n";
        let Ok(found) = redline(&before, &after) else { continue };
        tried += 1;
        let [clause] = found.as_slice() else { panic!("{line}: {found:#?}") };
        assert_eq!(clause.became, Became::Changed, "{line}");
        let [said] = clause.lines.as_slice() else { panic!("{line}: {clause:#?}") };
        let whole = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (old, now) = (whole(line), whole(&new));
        assert!(side(said, false).contains(&old), "{old}: {said:?}");
        assert!(side(said, true).contains(&now), "{now}: {said:?}");
        let words = |text: &str| text.split_whitespace().count();
        let struck: usize =
            said.iter().map(|piece| if let Piece::Struck(said) = piece { words(said) } else { 0 }).sum();
        assert_eq!(struck, 1, "one word is struck: {said:?}");
    }
    assert!(tried > 40, "{tried} lines were tried");
}

#[test]
fn layout_comments_order_keywords_and_tests_are_no_difference() {
    let before = example();
    assert_eq!(between(&before, &before), []);
    let arabic = agreement::translate(&before, agreement::Keywords::Arabic).expect("it can be read");
    assert_eq!(between(&before, &arabic), []);
    let spaced = before.replace("\n  during calm\n", "\n  during    calm  -- while it runs\n");
    assert_eq!(between(&before, &spaced), []);
    let (head, rest) = before.split_once("\narticle 7 ").expect("it has an article 7");
    let (seven, tail) = rest.split_once("\n\n").expect("it ends");
    assert_eq!(between(&before, &format!("{head}\n{tail}\narticle 7 {seven}\n")), []);
    let tests = "\ntests\n  test \"nothing\"\n    at 2030-03-05\n      incidents: 0\n";
    assert_eq!(between(&before, &format!("{before}{tests}")), []);
}

#[test]
fn a_clause_that_is_new_or_gone_is_told_whole_and_the_other_way_round() {
    let before = example();
    let more = format!("{before}\narticle 12 [¶20] \"A line\"\n  declares\n");
    let [added] = &between(&before, &more)[..] else { panic!("one clause is new") };
    assert_eq!((added.name.as_str(), added.became, added.lines.len()), ("article 12", Became::Added, 2));
    let [removed] = &between(&more, &before)[..] else { panic!("one clause is gone") };
    assert_eq!((removed.name.as_str(), removed.became), ("article 12", Became::Removed));
    assert_eq!(side(&removed.lines[1], false), "declares");
}
