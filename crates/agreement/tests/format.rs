//! Layout and paraphrase: what a drafter gets back of a text.
//!
//! Holds
//! - Every agreement of the repository is in the one layout; laid out again it stays as it is.
//! - However a text is spaced, broken and commented, it comes back as the same statements, and its tree is the same.
//! - The cases of `cases/agreement/read/` show how clauses read; `UPDATE_EXPECT=1` rewrites them.

mod common;

use std::fs;

use agreement::{check, format, limits, parse, to_json};
use common::{block, checked, example, json, read, root};
use proptest::prelude::*;

fn laid_out(text: &str) -> String {
    format(text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

#[test]
fn the_agreements_of_the_repository_are_in_the_one_layout() {
    for path in ["crates/armistice/src/cli/first.accord", "examples/syria-2016/agreement.accord"] {
        let text = read(path);
        let differs = laid_out(&text)
            .lines()
            .zip(text.lines())
            .find_map(|(new, old)| (new != old).then(|| [old.to_owned(), new.to_owned()]));
        assert_eq!(differs, None, "{path}: `armistice fmt` lays it out");
    }
    assert_eq!(laid_out(&example()), example());
}

#[test]
fn every_whole_agreement_of_the_cases_keeps_its_tree() {
    let mut kept = 0;
    for folder in ["agreement/good", "agreement/bad", "incident/good", "agreement/base"] {
        let Ok(entries) = fs::read_dir(root().join("cases").join(folder)) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            let page = fs::read_to_string(&path).unwrap_or_default();
            for text in page.split("```agreement\n").skip(1).filter_map(|rest| rest.split("```").next()) {
                // Texts with errors are refused or have no tree; pieces over a base are no text of their own.
                let Some(agreement) = checked(text).agreement else { continue };
                let after = laid_out(text);
                assert_eq!(json(&after), to_json(&agreement), "{}", path.display());
                assert_eq!(laid_out(&after), after, "{}", path.display());
                kept += 1;
            }
        }
    }
    assert!(kept >= 15, "{kept} whole agreements");
}

#[test]
fn a_text_is_laid_out_with_its_comments_where_they_belong() {
    let page = read("cases/agreement/format/a-text-in-a-hurry.md");
    let found = laid_out(block(&page, "agreement").unwrap());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let start = page.find("```expect\n").unwrap();
        let path = root().join("cases/agreement/format/a-text-in-a-hurry.md");
        fs::write(path, std::format!("{}```expect\n{found}```\n", &page[..start])).unwrap();
    } else {
        assert_eq!(found, block(&page, "expect").unwrap());
    }
    assert_eq!(laid_out(&found), found);
}

#[test]
fn lines_of_tests_stay_as_they_are() {
    let tests = "tests\n  test \"one\"\n    r1  report from patrol   by South\n        at Mill  time 2030-03-05\n\n    at 2030-03-05\n      \
                 incidents: 1  -- so\n";
    let text = std::format!("{}\n{tests}", example());
    assert_eq!(laid_out(&text), text);
    let text = std::format!("{}{tests}-- and now\nzones\n", example());
    assert_eq!(laid_out(&text), std::format!("{}\n{tests}\n-- and now\nzones\n", example()));
}

#[test]
fn a_text_that_cannot_be_read_is_refused_with_its_errors() {
    let errors = format("agreement \"A\"\n  partys North, South\n  time zone Europe/Athens [\n").unwrap_err();
    assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["A0107", "A0103"]);
}

#[test]
fn a_line_is_broken_at_the_limit_and_not_before() {
    let line = |last: usize| {
        let text = std::format!("agreement \"A\"\n  parties North, {}, {}", "S".repeat(60), "T".repeat(last));
        laid_out(&text).lines().skip(1).map(|row| row.chars().count()).collect::<Vec<_>>()
    };
    let first = "  parties North, ,".len() + 60;
    let fits = limits::LAYOUT_COLUMNS - first - 1;
    assert_eq!(line(fits), [limits::LAYOUT_COLUMNS]);
    assert_eq!(line(fits + 1), [first, 6 + fits + 1]);
}

/// The same text with other spaces: each line's indentation, the gaps between words, blank lines, comments.
fn disturbed(text: &str, noise: &[u8]) -> String {
    let mut noise = noise.iter().copied().cycle();
    let mut next = || usize::from(noise.next().unwrap_or(0));
    let widths = [0, 1 + next() % 4, 0, 0];
    let step = widths[1];
    let mut out = String::new();
    for row in text.lines() {
        for _ in 0..next() % 3 {
            out.push_str(match next() % 4 {
                0 => "\n",
                1 => "-- a word at the margin\n",
                2 => "       --a word further in\n",
                _ => "   \n",
            });
        }
        let indent = (row.len() - row.trim_start().len()) / 2;
        out.push_str(&" ".repeat(indent * step));
        let mut quoted = false;
        for c in row.trim_start().chars() {
            quoted ^= matches!(c, '"' | '[' | ']');
            match c {
                ' ' if !quoted => out.push_str(&" ".repeat(1 + next() % 3)),
                ',' if !quoted && next() % 5 == 0 => {
                    out.push_str([",", ",  -- and", ",\n  -- between"][next() % 3]);
                    out.push('\n');
                    out.push_str(&" ".repeat(indent * step + 1 + next() % 3));
                }
                ',' if !quoted => out.push_str([",", " , ", ", "][next() % 3]),
                c => out.push(c),
            }
        }
        if next() % 4 == 0 {
            out.push_str([" -- at the end", "--", "  ---- a rule"][next() % 3]);
        }
        out.push_str(if next() % 7 == 0 { "\r\n" } else { "\n" });
    }
    out
}

/// Words and comments alone, in their order.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn however_it_is_spaced_a_text_comes_back_the_same(noise in proptest::collection::vec(any::<u8>(), 50..400)) {
        let text = disturbed(&example(), &noise);
        let once = laid_out(&text);
        prop_assert_eq!(words(&once), words(&text));
        prop_assert_eq!(json(&once), json(&example()));
        prop_assert_eq!(laid_out(&once), once);
    }
}

// ---- paraphrase ----

/// Everything that is said of a text, clause by clause.
fn reads(text: &str) -> String {
    let checked = check(parse(text));
    let agreement = checked.agreement.unwrap_or_else(|| panic!("{:#?}\n{text}", checked.diagnostics));
    let mut out = String::new();
    for clause in agreement::paraphrase(&agreement) {
        assert!(!clause.sentences.is_empty(), "{} is told", clause.clause);
        for sentence in &clause.sentences {
            assert!(sentence.ends_with('.') && !sentence.contains("  ") && !sentence.contains(".."), "{sentence}");
        }
        out.push_str(&std::format!("{} [{}]\n  {}\n", clause.clause, clause.paragraph, clause.sentences.join("\n  ")));
    }
    out
}

#[test]
fn the_whole_example_is_told_in_plain_english() {
    let path = root().join("cases/agreement/paraphrase/the-valley-cessation.md");
    let page = fs::read_to_string(&path).unwrap();
    let found = reads(&example());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let start = page.find("```expect\n").unwrap();
        fs::write(path, std::format!("{}```expect\n{found}```\n", &page[..start])).unwrap();
    } else {
        assert_eq!(found, block(&page, "expect").unwrap());
    }
}

#[test]
fn every_choice_of_a_text_is_told() {
    let choices: &[(&str, &[&str])] = &[
        ("The valley cessation", &["The hill cessation"]),
        ("\"No attacks\"", &["", "\"No strikes\""]),
        ("2030-03-04 06:00 [¶1]", &["2030-03-04 06:00 [¶1] as press"]),
        ("    attack includes", &["    mining\n    attack includes"]),
        (" as signed\n  time", &[" as official\n  time", " as press\n  time", " as reconstruction\n  time"]),
        ("Europe/Athens", &["Asia/Beirut"]),
        ("epoch D is 2030-03-04 06:00", &["epoch D is 2030-03-04 07:00"]),
        ("includes shelling, air strike, ground attack", &["includes shelling, air strike"]),
        ("is named area \"Valley\"", &["is unpublished", "is within 2 km of 39.10 N 22.50 E"]),
        ("within 2 km", &["within 2100 m", "within 3 km"]),
        (
            "between 500 m and 2 km north of line",
            &[
                "between 501 m and 2 km north of line",
                "between 500 m and 2100 m north of line",
                "between 500 m and 2 km south of line",
                "between 500 m and 2 km of line",
                "within 2 km north of line",
                "within 2 km of line",
            ],
        ),
        ("north of line 39.10 N 22.50 E, 39.10 N", &["north of line 39.11 N 22.50 E, 39.10 N"]),
        ("39.10 N 22.60 E, ends flat", &["39.10 N 22.60 E, ends round", "39.10 N 22.60 E, 39.20 N 22.70 E, ends flat"]),
        (", except 39.11 N 22.52 E", &["", ", except 39.11 N 22.53 E", ", except 39.11 N 22.52 E, 39.11 N 22.53 E"]),
        ("later versions signed by North, South", &["later versions signed by G1"]),
        ("corroborated: 2 independent origins of grade C3", &["corroborated: 3 independent origins of grade C3"]),
        (", or acknowledged by the accused", &[""]),
        ("confirmed by all of G1, G2", &["confirmed by any of G1, G2", "confirmed or probable by all of G1, G2"]),
        ("headline corroborated", &["headline credible"]),
        ("single channel counts as one", &["single channel counts by origin"]),
        ("accepts all sources but ministry", &["accepts all sources", "accepts ministry"]),
        (
            "calm needs 6 hours of each zone-day by patrol, camera",
            &["no minimum", "calm needs 7 hours of each zone-day by anyone"],
        ),
        ("signed by all of North, South\n  in force from", &["signed by any of North, South\n  in force from"]),
        (
            "in force from D + 4 days, signed later it counts from the signature",
            &[
                "in force from D + 4 days, signed later it is retroactive",
                "in force from D + 5 days, signed later it is retroactive",
                "in force with the last signature",
                "in force 2 days after the last signature",
            ],
        ),
        ("running deadlines stay as they are", &["running deadlines change with it"]),
        ("  ends article 2\n", &["", "  ends article 6\n"]),
        ("  ends the agreement\n", &["  ends article 1, article 4\n"]),
        ("by amendment \"Eight hours\" [protocol 1, ¶2]", &["by amendment \"Eight hours\" [protocol 1, ¶3]"]),
        (
            "at least 10 breaches of article 1, article 4 in 7 days",
            &[
                "at least 11 breaches of article 1, article 4 in 7 days",
                "at least 10 breaches of article 1 in 7 days",
                "at least 10 breaches of article 1, article 4 in 8 days",
            ],
        ),
        ("  by North\n", &["  by anyone\n", "  by North, Band\n"]),
        ("of minor or graver", &["of serious or graver"]),
        ("referred to \"winter\"", &["referred to \"the clause goes on\""]),
        ("English, Arabic, none prevails", &["English, Arabic, Arabic prevails", "Arabic, English, none prevails"]),
        ("shall cease all attacks", &["shall stop all attacks"]),
        ("as read by South", &["as read by North"]),
        ("killed at least 1", &["killed at least 2", "injured at least 1"]),
        (
            "self-defence\" by all of G1, G2",
            &["self-defence\" by any of G1, G2", "self-defence\" by G1 as chair of G1, G2"],
        ),
        ("runs 48 hours from D", &["runs 49 hours from D", "runs 48 hours from D + 1 hour"]),
        ("late renewal is not retroactive", &["late renewal may be retroactive"]),
        ("on silence lapses", &["on silence continues"]),
        (
            "provisions suspended, clocks paused",
            &[
                "provisions stay, clocks paused",
                "provisions suspended, clocks reset",
                "provisions suspended, clocks unaffected",
            ],
        ),
        ("towards each other, civilians", &["towards each other", "towards civilians", "towards anyone"]),
        ("with any weapon, such as mortars, rockets", &["with any weapon", "with only heavy weapons"]),
        ("  in Valley\n", &["  anywhere\n", "  in East\n"]),
        ("  cured within 48 hours\n", &["", "  cured within 49 hours\n"]),
        ("provided article 1 is kept", &["provided article 5 is kept"]),
        ("else judged \"the clause goes on\"", &["else judged \"winter\""]),
        ("  suspended while judged \"winter\"\n", &["", "  suspended while judged \"the clause goes on\"\n"]),
        (
            "call within 2 hours before and 5 minutes ahead of the next step, order",
            &[
                "call within 3 hours before and 5 minutes ahead of the next step, order",
                "call within 2 hours before and 6 minutes ahead of the next step, order",
                "call within 2 hours before, order",
                "order",
            ],
        ),
        ("notice within 1 hour after", &["notice within 2 hours after", "notice within 1 hour before"]),
        ("requires passage", &["requires any of passage, entry", "requires all of passage, entry"]),
        (
            "  binds North, South towards whoever triggers it\n",
            &["  binds North, South\n", "  binds any of North, South\n"],
        ),
        (
            "  within 12 hours of arrival by Band in East\n",
            &[
                "  within 13 hours of arrival by Band in East\n",
                "  within 12 hours of arrival by anyone in East\n",
                "  within 12 hours of arrival by Band\n",
                "  within 12 hours of entry by Band in East\n",
                "  within 12 hours of arrival by Band in East, found confirmed by all of G1, G2\n",
            ],
        ),
        (
            "late by less than 6 hours is \"delay\", kept",
            &[
                "late by less than 5 hours is \"delay\", kept",
                "late by less than 6 hours is \"pause\", kept",
                "late by less than 6 hours is \"delay\", breached",
            ],
        ),
        ("found confirmed by all", &["found probable by all", "found confirmed by any"]),
        (
            "  breach shown by the accuser, through roadblock\n",
            &["  fulfilment shown by the obliged\n", "  breach shown by the accuser, through entry\n"],
        ),
        (
            "  within 24 hours of withdrawal by South in East, found confirmed by all of G1, G2\n",
            &["  before D + 72 hours\n", "  before D + 71 hours\n"],
        ),
        (
            "  promptly after entry by anyone\n",
            &["  within 24 hours of entry by anyone\n  fulfilment shown by the obliged\n"],
        ),
        ("requires all of patrol, warning", &["requires any of patrol, warning"]),
        (
            "  where measured \"pull-back\" of heavy weapons at least 500 m or 500 yd\n",
            &[
                "",
                "  where measured \"pull-back\" at least 500 m or 500 yd\n",
                "  where measured \"pull-back\" of mortars at least 500 m or 500 yd\n",
                "  where measured \"pull-back\" of heavy weapons, mortars at least 500 m or 500 yd\n",
                "  where measured \"pull-back\" of heavy weapons at least 500 m\n",
                "  where measured \"pull-back\" of heavy weapons more than 500 m or 500 yd\n",
                "  where measured \"pull-back\" of heavy weapons at most 500 m or 500 yd\n",
                "  where measured \"pull-back\" of heavy weapons less than 500 m or 500 yd\n",
                "  where measured \"gap\" of heavy weapons at least 500 m or 500 yd\n",
                "  where measured \"pull-back\" of heavy weapons at least 501 m or 500 yd\n",
            ],
        ),
        (
            "  totals at least 840 weapons \"accepted\"\n",
            &["", "  totals at least 839 weapons \"accepted\"\n", "  totals at least 840 weapons \"delivered\"\n"],
        ),
        ("  during calm\n", &["  from D\n", "  from D until D + 48 hours\n"]),
        ("on the accused at credible", &["on the accuser at credible", "on the accused at corroborated"]),
        ("at credible\n", &["at credible, in agreed zone East\n"]),
        ("declares, metric \"groups that said they separated\"", &["declares", "not yet expressed, needs \"x\""]),
        ("\"Distances\" as press", &["\"Distances\""]),
        (
            "counts 7 days elapsed",
            &["counts 7 calendar days, first day counts", "counts 7 calendar days, first day is day 0"],
        ),
        ("  while calm\n", &["  whatever the regime\n"]),
        (
            "  anywhere\n  watches",
            &["  in each of Valley, East\n  watches", "  for each pair of North, South, Band\n  watches"],
        ),
        ("contested breaches leave it open", &["contested breaches break", "contested breaches do not break"]),
        ("unattributed breaches leave it open", &["unattributed breaches break", "unattributed breaches do not break"]),
        ("unobserved days leave it open", &["unobserved days count", "unobserved days do not count"]),
        ("on break pause by civil day", &["on break pause for 12 hours", "on break pause until restored"]),
        (
            "in 72 hours, then reset",
            &["in 71 hours, then reset", "in the run, then reset", "in 72 hours, then pause by civil day"],
        ),
        ("24 hours from the breach", &["24 hours from its being known"]),
        (
            ", then reset, late rulings do not count",
            &[", then excuse, late rulings do not count", ", then reset, late rulings count"],
        ),
        ("headline reset\n", &["headline tolerate\n", "\n"]),
        ("under every standard", &["under credible, corroborated"]),
        ("is complete by reset", &["is complete by tolerate"]),
        ("kept at completion", &["kept throughout the run"]),
        ("once complete", &["while the run still stands"]),
        ("  under corroborated\n", &["  under credible\n"]),
        ("opened by all of G1, G2", &["opened by any of G1, G2", "opened by G1 as chair of G1, G2"]),
    ];
    let told = reads(&example());
    for (line, others) in choices {
        assert!(example().contains(line), "the example says `{line}`");
        for other in *others {
            assert_ne!(reads(&example().replacen(line, other, 1)), told, "`{line}` and `{other}` read alike");
        }
    }
}

#[test]
fn a_paraphrase_of_swapped_parties_is_the_swapped_paraphrase() {
    let swapped = |text: &str| text.replace("North", "\0").replace("South", "North").replace('\0', "South");
    assert_eq!(reads(&swapped(&example())), swapped(&reads(&example())));
}
