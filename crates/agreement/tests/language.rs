//! The language: broken agreements and what is said of them, and texts no drafter would write.
//!
//! Holds
//! - Each file of `cases/agreement/bad/` is one idea; `UPDATE_EXPECT=1` rewrites its `expect` block.
//! - Every code of the language is triggered by one of them.

mod common;
mod swaps;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use agreement::diagnostic::{Severity, render_all};
use agreement::{Checked, Diagnostic, check, codes, limits, parse_with, to_json};
use common::{block, checked, example, included, json, read, root};
use swaps::SWAPS;

/// The codes of everything that is said, but for the note on the example's own chain of standards.
fn codes_of(checked: &Checked) -> Vec<&'static str> {
    checked.diagnostics.iter().map(|diagnostic| diagnostic.code).filter(|code| *code != codes::NOT_NESTED).collect()
}

/// Every place lies in the text, on character boundaries, and can be shown.
fn places_are_in(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        assert!(codes::explain(diagnostic.code).is_some(), "{} is in the table", diagnostic.code);
        assert!(diagnostic.labels.iter().filter(|label| label.primary).count() == 1, "one primary place");
        for label in &diagnostic.labels {
            let span = label.span;
            assert!(text.get(span.start..span.end).is_some(), "{span:?} of {} lies in the text", diagnostic.code);
        }
    }
}

#[test]
fn broken_agreements_are_answered_with_what_to_write() {
    let folder = root().join("cases/agreement/bad");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "md")) {
        let page = fs::read_to_string(file).unwrap();
        let text = block(&page, "agreement").expect("a case has a block `agreement`");
        let expected = block(&page, "expect").expect("a case has a block `expect`");
        let Checked { agreement, diagnostics, .. } = check(parse_with(text, &included(&page)));
        places_are_in(text, &diagnostics);
        assert!(!diagnostics.is_empty(), "{} is broken", file.display());
        assert_eq!(agreement.is_none(), diagnostics.iter().any(|d| d.severity == Severity::Error));
        seen.extend(diagnostics.iter().map(|diagnostic| diagnostic.code));
        let found = render_all(&diagnostics, "case.accord", text);
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let start = page.find("```expect\n").unwrap();
            fs::write(file, format!("{}```expect\n{found}```\n", &page[..start])).unwrap();
        } else {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_EXPECT=1 rewrites them", wrong.join("\n"));
    let without: Vec<&str> = codes::CODES.iter().map(|code| code.code).filter(|code| !seen.contains(code)).collect();
    assert!(without.is_empty(), "no case triggers {without:?}");
}

#[test]
fn codes_have_one_letter_four_digits_their_order_and_a_help_text() {
    assert!(codes::CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
    for code in codes::CODES {
        assert!(code.code.len() == 5 && code.code.starts_with('A') && code.code[1..].parse::<u16>().is_ok());
        assert!(code.help.split(". ").count() >= 2 && code.help.ends_with('.'), "{}: {}", code.code, code.help);
        assert!(!code.title.ends_with('.') && !code.help.contains("  "), "{}", code.code);
    }
}

#[test]
fn the_example_of_the_specification_has_no_loose_end() {
    let text = example();
    let Checked { agreement, diagnostics, .. } = checked(&text);
    let said: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(said, [codes::NOT_NESTED], "{}", render_all(&diagnostics, "example.accord", &text));
    let agreement = agreement.expect("no error, so an agreement");
    assert_eq!((agreement.articles.len(), agreement.changes.len()), (14, 3));
    assert_eq!(agreement.clocks[0].policies.len(), 5);
    assert_eq!(agreement.clocks[0].standards, [0, 1, 2, 3]);
    assert_eq!(agreement.standards.headline, 2);
}

#[test]
fn every_line_shown_in_the_table_of_alternatives_can_be_read() {
    let example = example();
    for (line, others) in SWAPS {
        assert!(example.contains(line), "the example says {line}");
        for other in *others {
            let text = example.replacen(line, other, 1);
            let Checked { agreement, diagnostics, .. } = checked(&text);
            // An elapsed word of a policy that another line still names is no fault of the line that is tried.
            let others: Vec<_> = diagnostics
                .iter()
                .filter(|d| d.code != codes::UNKNOWN_POLICY && d.severity == Severity::Error)
                .collect();
            assert!(others.is_empty(), "{other}{}", render_all(&diagnostics, "example.accord", &text));
            assert!(agreement.is_some() || !diagnostics.is_empty());
        }
    }
}

#[test]
fn a_broken_article_does_not_hide_another() {
    let text =
        example().replace("  forbids attack\n", "  frobids attack\n").replace("needs \"distances between people\"", "")
            + "\narticle 9 [¶8] \"Roads\"\n  forbids closing roads\n  binds North\n";
    let checked = checked(&text);
    let said = render_all(&checked.diagnostics, "example.accord", &text);
    for part in
        ["did you mean `forbids`?", "expected `, needs", "not say towards whom", "no act is called `closing roads`"]
    {
        assert!(said.contains(part), "{part} is said of its line in\n{said}");
    }
    assert!(said.contains("article `9` does not say where"), "{said}");
    assert!(!said.contains("`1` does not"), "nothing follows from the slip in article 1:\n{said}");
}

#[test]
fn what_follows_from_one_mistake_is_not_reported() {
    let example = example();
    for (line, broken) in [
        ("  parties North, South\n", "  parties North, \"South\n"),
        ("  zone Valley is named area", "  zone Valley is some area"),
        ("  epoch D is 2030-03-04 06:00", "  epoch D is 4 March 2030"),
        ("  credible: 1 origin of grade B2\n", "  credible: one good origin\n"),
        ("regime calm [¶3]\n", "regime calm [¶3\n"),
        ("  runs 48 hours from D\n", "  runs 48 hours\n"),
        ("clock \"seven days\" [¶5]\n", "clock \"seven days\" [¶5] as rumour\n"),
        ("  classes minor, serious, grave\n", "  classes\n"),
        ("  on break reset\n", "  on break start again\n"),
        ("    attack includes shelling, air strike, ground attack\n", "    attack includes shelling, [¶2]\n"),
        ("article 1 [¶2]", "article [¶2]"),
        ("article 1 [¶2]", "artikle 1 [¶2]"),
    ] {
        assert!(example.contains(line), "the example says {line}");
        let text = example.replacen(line, broken, 1);
        let checked = checked(&text);
        let said = render_all(&checked.diagnostics, "example.accord", &text);
        assert_eq!(checked.diagnostics.len(), 1, "{broken}\n{said}");
    }
}

#[test]
fn every_beginning_of_a_text_is_answered() {
    let text = example();
    for (end, _) in text.char_indices() {
        let part = &text[..end];
        let checked = checked(part);
        places_are_in(part, &checked.diagnostics);
        let errors = checked.diagnostics.iter().any(|d| d.severity == Severity::Error);
        assert_eq!(checked.agreement.is_none(), errors, "{end} bytes");
        if end % 97 == 0 {
            assert!(!render_all(&checked.diagnostics, "part.accord", part).contains('\t'));
        }
    }
}

/// Small numbers that look random (xorshift).
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

#[test]
fn whatever_is_typed_is_answered() {
    let example = example();
    let words: Vec<&str> = example.split_inclusive([' ', '\n', ',']).collect();
    let odd = [
        "\t",
        "\u{202e}",
        "“",
        "،",
        "--",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\r\n",
        "+",
        "999999999999999999999",
        "٣",
        "\0",
        "  ",
    ];
    for seed in 1..=1500 {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed * 7_919));
        let text = if seed % 2 == 0 {
            // Bytes changed one by one; what is no text any more is replaced.
            let mut bytes = example.clone().into_bytes();
            for _ in 0..=dice.below(12) {
                let at = dice.below(bytes.len());
                match dice.below(3) {
                    0 => bytes[at] = dice.below(256) as u8,
                    1 => drop(bytes.remove(at)),
                    _ => bytes.insert(at, bytes[dice.below(bytes.len())]),
                }
            }
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            // Words exchanged, dropped and doubled.
            let mut words = words.clone();
            for _ in 0..=dice.below(8) {
                let (at, other) = (dice.below(words.len()), dice.below(words.len()));
                match dice.below(4) {
                    0 => words.swap(at, other),
                    1 => drop(words.remove(at)),
                    2 => words.insert(at, words[other]),
                    _ => words.insert(at, odd[dice.below(odd.len())]),
                }
            }
            words.concat()
        };
        let checked = checked(&text);
        places_are_in(&text, &checked.diagnostics);
        let shown = render_all(&checked.diagnostics, "typed.accord", &text);
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "seed {seed}: nothing that a terminal obeys");
        if let Some(agreement) = checked.agreement {
            json::read(&to_json(&agreement));
        }
    }
}

#[test]
fn carets_stand_under_the_words_of_any_script() {
    let text = "agreement \"هدنة الوادي\"\n  source \"نص 1 آذار\" as signed\n  time zone Asia/Damascus\n  parties الشمال, الجنوب, الشمال\n";
    let checked = checked(text);
    let twice = checked.diagnostics.iter().find(|d| d.code == codes::NAMED_TWICE).expect("a party is named twice");
    assert_eq!(
        twice.render("wadi.accord", text),
        "error[A0315]: the actor `الشمال` is named twice\n   \
         wadi.accord:4:27\n \
         4 │   parties الشمال, الجنوب, الشمال\n   \
         │                           ^^^^^^ named again here\n   \
         │           ------ named first here\n   \
         help: delete one of the two\n"
    );
}

#[test]
fn of_a_very_long_line_the_part_around_the_mark_is_shown() {
    let text = format!("agreement \"x\"\n  parties {}North, qqqqq, North\n", "Aaaa, ".repeat(90).replace('A', "B"));
    let checked = checked(&text);
    let twice = checked.diagnostics.iter().rfind(|d| d.message.contains("`North`")).expect("named twice");
    let shown = twice.render("x.accord", &text);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[1], "   x.accord:2:565");
    assert!(lines[2].starts_with(" 2 │ …, Baaa, ") && lines[2].ends_with("North, qqqqq, North"), "{shown}");
    let at = lines[3].chars().position(|c| c == '^').unwrap();
    assert_eq!(lines[2].chars().skip(at).collect::<String>(), "North");
    assert!(shown.lines().all(|line| line.chars().count() < limits::SHOWN_CHARACTERS + 40), "{shown}");
}

#[test]
fn a_text_with_windows_line_ends_or_a_byte_order_mark_is_the_same_agreement() {
    let text = example();
    let plain = json(&text);
    for other in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text.replace('\n', "   -- a comment\n\n")] {
        assert_eq!(json(&other), plain);
    }
}

#[test]
fn blocks_may_stand_in_any_order() {
    let text = example();
    let mut blocks: Vec<&str> = text.split("\n\n").map(|block| block.trim_end()).collect();
    let plain = json(&text);
    for _ in 0..7 {
        // The first to the end: blocks of one kind stay in their order.
        blocks.rotate_left(1);
        assert_eq!(json(&blocks.join("\n\n")), plain);
    }
}

#[test]
fn the_json_form_is_json_with_its_keys_in_order() {
    let agreement = checked(&example()).agreement.unwrap();
    let text = to_json(&agreement);
    let keys = json::read(&text);
    assert_eq!(
        keys,
        [
            "language",
            "name",
            "source",
            "provenance",
            "time_zone",
            "parties",
            "others",
            "bodies",
            "epochs",
            "acts",
            "weapons",
            "registers",
            "zones",
            "standards",
            "headline",
            "single_channel_as_one",
            "perspectives",
            "coverage",
            "classes",
            "severity",
            "judgements",
            "regimes",
            "articles",
            "clocks",
            "phases",
            "authentic",
            "changes",
            "patterns",
            "inclusions"
        ]
    );
    assert!(
        text.contains(r#""epochs":[{"name":"D","at":"2030-03-04T04:00:00Z","paragraph":"¶1","provenance":"signed"}]"#)
    );
    assert!(text.contains(r#""form":"disc","centre":{"lat_e7":391000000,"lon_e7":225000000},"radius_mm":2000000"#));
    assert!(text.contains(r#""at_most":[2,1,0],"window_seconds":259200,"beyond":{"form":"reset"}"#));
    let page = read("spec/language.md");
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "spec/language.md documents `{key}`");
    }
}

#[test]
fn a_strip_makes_the_second_version_of_the_json_form_and_nothing_else_changes() {
    let first = read("crates/armistice/src/cli/first.accord");
    let plain = json(&first);
    assert!(plain.starts_with(r#"{"language":1,"#));
    let with = |ends: &str| {
        let zone = format!(
            "zones\n  zone Belt is between 1 km and 2.5 km west of line 39.10 N 22.50 E, 39.20 N 22.60 E, {ends} [map 1]\n"
        );
        json(&format!("{first}\n{zone}"))
    };
    let strip = with("ends round, except 39.15 N 22.53 E");
    assert!(strip.starts_with(r#"{"language":2,"#));
    for part in [
        r#""is":{"form":"strip","line":[{"lat_e7":391000000,"lon_e7":225000000},{"lat_e7":392000000,"lon_e7":226000000}],"#,
        r#""from_mm":1000000,"to_mm":2500000,"side":"west","ends":"round","except":[{"lat_e7":391500000,"lon_e7":225300000}]}"#,
    ] {
        assert!(strip.contains(part), "{strip}");
    }
    assert!(with("ends flat").contains(r#""side":"west","ends":"flat","except":[]}"#));
}

#[test]
fn a_clock_for_each_pair_says_so_in_the_fourth_version_of_the_json_form_and_nothing_else_changes() {
    let text = example();
    let plain = json(&text);
    let pairs = json(&text.replacen("  anywhere\n  watches", "  for each pair of North, South, Band\n  watches", 1));
    let expected = plain.replacen(
        r#""standards":[0,1,2,3],"pairs":null,"paragraph":"¶5""#,
        r#""standards":[0,1,2,3],"pairs":["North","South","Band"],"paragraph":"¶5""#,
        1,
    );
    assert_eq!(pairs, expected);
    // Other clocks of such a text have the key too.
    let two = text.replacen("phase \"joint centre\"", "clock \"pairs\" [¶5]\n  counts 7 days elapsed\n  from D\n  while calm\n  for each pair of South, Band\n  watches article 1\n  broken by minor or graver\n  contested breaches break\n  unattributed breaches break\n  unobserved days count\n  on break reset\n  under credible\n\nphase \"joint centre\"", 1);
    let two = json(&two);
    assert!(two.contains(r#""standards":[0,1,2,3],"pairs":null,"#), "{two}");
    assert!(two.contains(r#""zones":null,"watches":["1"],"qualifying":0,"contested":"break","#), "{two}");
    assert!(two.contains(r#""standards":[1],"pairs":["South","Band"],"#), "{two}");
}

#[test]
fn whose_ground_makes_the_fourth_version_of_the_json_form() {
    let text = example();
    let ground = "  on ground held by others than the accused, shown by control\n";
    let answering = "  answering for whoever they support, shown by support\n";
    let plain = json(&text.replace(ground, "").replace(answering, ""));
    assert!(plain.starts_with(r#"{"language":3,"#) && !plain.contains(r#""ground":"#));
    let fourth = json(&text);
    assert!(fourth.starts_with(r#"{"language":4,"#));
    let said = r#""ground":{"held_by":"others than the accused","shown_by":["control"]},"answers_for_supported_shown_by":["support"]"#;
    assert!(
        fourth.contains(said) && fourth.contains(r#""ground":null,"answers_for_supported_shown_by":null"#),
        "{fourth}"
    );
    let named = json(&text.replace("others than the accused", "North, Band"));
    assert!(named.contains(r#""ground":{"held_by":["North","Band"],"shown_by":["control"]}"#), "{named}");
}

#[test]
fn whoever_signs_an_amendment_signs_whose_ground_it_speaks_of() {
    let signed_as = |line: &str| {
        let text = example().replace(
            "article 9 by amendment \"Eight hours\" [protocol 1, ¶2] \"A liaison office\"\n  declares\n",
            &format!(
                "article 9 by amendment \"Eight hours\" [protocol 1, ¶2] \"Posts\"\n  forbids taking ground\n  binds North, South towards each other\n  with any weapon\n  anywhere\n{line}  from D\n"
            ),
        );
        let agreement = checked(&text).agreement.expect("it is an agreement");
        agreement.changes[0].signed_as.clone()
    };
    let names =
        ["", "  on ground held by the accused, shown by control\n", "  on ground held by North, shown by control\n"]
            .map(signed_as);
    assert!(names[0] != names[1] && names[1] != names[2], "{names:?}");
}

/// A reader of JSON that accepts nothing else.
mod json {
    /// The keys of the object that `text` is. Panics where it is not JSON, or holds a space outside of a text.
    pub fn read(text: &str) -> Vec<String> {
        let mut rest = text;
        let keys = value(&mut rest);
        assert!(rest.is_empty(), "something follows: {rest}");
        keys
    }
    fn expect(rest: &mut &str, what: &str) {
        *rest = rest.strip_prefix(what).unwrap_or_else(|| panic!("{what} expected before {rest}"));
    }
    fn string(rest: &mut &str) -> String {
        expect(rest, "\"");
        let mut out = String::new();
        let mut chars = rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    *rest = &rest[at + 1..];
                    return out;
                }
                '\\' => match chars.next().expect("something is escaped").1 {
                    c @ ('"' | '\\') => out.push(c),
                    'u' => (0..4).for_each(|_| assert!(chars.next().unwrap().1.is_ascii_hexdigit())),
                    c => panic!("{c} need not be escaped"),
                },
                c => {
                    assert!(!c.is_control() || u32::from(c) >= 0x7f, "a control character stands bare");
                    out.push(c);
                }
            }
        }
        panic!("a text does not end");
    }
    fn value(rest: &mut &str) -> Vec<String> {
        let mut keys = Vec::new();
        match rest.chars().next().expect("a value") {
            '"' => drop(string(rest)),
            '{' => {
                expect(rest, "{");
                while !rest.starts_with('}') {
                    if !keys.is_empty() {
                        expect(rest, ",");
                    }
                    let key = string(rest);
                    assert!(!keys.contains(&key), "{key} stands twice");
                    keys.push(key);
                    expect(rest, ":");
                    value(rest);
                }
                expect(rest, "}");
            }
            '[' => {
                expect(rest, "[");
                let mut first = true;
                while !rest.starts_with(']') {
                    if !std::mem::take(&mut first) {
                        expect(rest, ",");
                    }
                    value(rest);
                }
                expect(rest, "]");
            }
            'n' => expect(rest, "null"),
            't' => expect(rest, "true"),
            'f' => expect(rest, "false"),
            _ => {
                let end = rest.find([',', '}', ']']).expect("a number ends");
                rest[..end].parse::<i64>().expect("a whole number");
                *rest = &rest[end..];
            }
        }
        keys
    }
}

#[test]
fn limits_hold_at_the_limit_and_not_past_it() {
    let example = example();
    let refused = |text: &str| codes_of(&checked(text)).contains(&codes::LIMIT);
    let with = |line: &str, other: String| {
        assert!(example.contains(line));
        example.replacen(line, &other, 1)
    };
    let at_and_past = |what: &str, make: &dyn Fn(usize) -> String, limit: usize| {
        assert!(checked(&make(limit)).agreement.is_some(), "{limit} {what}");
        assert!(refused(&make(limit + 1)), "{limit} and one more {what}");
    };
    at_and_past("bytes", &|n| format!("{example}-- {}\n", "x".repeat(n - example.len() - 4)), limits::TEXT_BYTES);
    at_and_past(
        "characters of a name",
        &|n| with("others Band,", format!("others Band, {},", "ع".repeat(n))),
        limits::NAME_CHARACTERS,
    );
    at_and_past(
        "characters of a quoted text",
        &|n| with("\"text of 1 March 2030\"", format!("\"{}\"", "q".repeat(n))),
        limits::QUOTED_CHARACTERS,
    );
    at_and_past(
        "names in a list",
        &|n| with("others Band,", (3..n).fold("others Band,".to_owned(), |list, i| format!("{list} g{i},"))),
        limits::LIST_NAMES,
    );
    let pairs = |n: usize| {
        let names: Vec<String> = (0..n).map(|i| format!("g{i}")).collect();
        let declared = with("others Band,", format!("others Band, {},", names.join(", ")));
        declared.replacen("  anywhere\n  watches", &format!("  for each pair of {}\n  watches", names.join(", ")), 1)
    };
    at_and_past("actors of a clock for each pair", &pairs, limits::PAIR_NAMES);
    // The example's own: an epoch, eight zones, three judgements, a regime, fourteen texts of articles, three changes, a pattern, a clock, a phase.
    at_and_past(
        "clauses",
        &|n| (33..n).fold(example.clone(), |text, i| format!("{text}\narticle x{i} [¶7]\n  declares\n")),
        limits::CLAUSES,
    );
    // One statement of the example goes on in a second line.
    let lines = example.lines().filter(|line| !line.trim().is_empty()).count() - 1;
    at_and_past(
        "lines",
        &|n| with("  weapons\n", (lines..n).fold("  weapons\n".to_owned(), |text, i| format!("{text}    w{i}\n"))),
        limits::LINES,
    );
    let unknown = |n: usize| {
        let lines = (0..n).fold("  forbids attack\n".to_owned(), |text, i| format!("{text}  qqq{i}\n"));
        checked(&with("  forbids attack\n", lines)).diagnostics
    };
    assert_eq!(unknown(limits::DIAGNOSTICS).len(), limits::DIAGNOSTICS);
    let more = unknown(limits::DIAGNOSTICS + 5);
    assert_eq!(more.len(), limits::DIAGNOSTICS + 1);
    assert!(more.last().unwrap().message.starts_with("5 more problems"));
    let quantities: [(&str, String, String); 4] = [
        (
            "runs 48 hours",
            format!("runs {} hours", limits::DURATION_SECONDS / 3_600),
            format!("runs {} hours", limits::DURATION_SECONDS / 3_600 + 1),
        ),
        (
            "killed at least 1",
            format!("killed at least {}", limits::COUNT),
            format!("killed at least {}", limits::COUNT + 1),
        ),
        (
            "within 2 km",
            format!("within {} m", limits::RADIUS_MM / 1_000),
            format!("within {}.001 m", limits::RADIUS_MM / 1_000),
        ),
        (
            "2030-03-04 06:00",
            format!("{}-03-04 06:00", limits::YEARS.end()),
            format!("{}-03-04 06:00", limits::YEARS.end() + 1),
        ),
    ];
    for (words, most, more) in quantities {
        assert!(codes_of(&checked(&with(words, most.clone()))).is_empty(), "{most}");
        assert_eq!(codes_of(&checked(&with(words, more.clone()))), [codes::QUANTITY], "{more}");
    }
    // Of so many clocks that cannot complete each is worked out; the text is refused for one more all the same.
    let never = |clocks: usize| {
        let start = example.find("clock \"seven days\"").unwrap();
        let clock = example[start..].split("\n\n").next().unwrap();
        let more: String =
            (1..clocks).map(|i| format!("\n{}\n", clock.replace("seven days", &format!("c{i}")))).collect();
        let text =
            with("  renewed by all of G1, G2, late renewal is not retroactive\n", "  not renewable\n".to_owned());
        let found = codes_of(&checked(&format!("{text}{more}")));
        assert!(found.iter().all(|code| *code == codes::NEVER_COMPLETE));
        found.len()
    };
    assert_eq!(never(limits::ARITHMETICS), limits::ARITHMETICS);
    assert_eq!(never(limits::ARITHMETICS + 1), limits::ARITHMETICS);
    // Past so many unknown names none is looked for any more, and each is still reported.
    let slips: Vec<String> =
        (0..limits::SUGGESTIONS + 20).map(|i| format!("\narticle y{i} [¶7]\n  forbids atack\n")).collect();
    let long = checked(&format!("{example}{}", slips.concat()));
    assert_eq!(codes_of(&long).iter().filter(|code| **code == codes::UNKNOWN_ACT).count(), limits::SUGGESTIONS + 20);
    assert!(long.diagnostics.len() < limits::DIAGNOSTICS);
    let helped = long.diagnostics.iter().filter(|d| d.help.iter().any(|help| help.contains("`attack`?"))).count();
    assert_eq!(helped, limits::SUGGESTIONS);
}

#[test]
fn a_clock_may_complete_exactly_at_the_end_of_its_regime() {
    let regime = |hours: usize, length: &str, start: &str| {
        let text = example()
            .replace("  runs 48 hours from D\n", &format!("  runs {hours} hours from D\n"))
            .replace("  renewed by all of G1, G2, late renewal is not retroactive\n", "  not renewable\n")
            .replace("  counts 7 days elapsed\n  from D\n", &format!("  {length}\n  from {start}\n"));
        codes_of(&checked(&text))
    };
    let never = [codes::NEVER_COMPLETE];
    assert!(regime(168, "counts 7 days elapsed", "D").is_empty());
    assert_eq!(regime(167, "counts 7 days elapsed", "D"), never);
    assert_eq!(regime(168, "counts 7 days elapsed", "D + 1 minute"), never);
    // Day D is Monday 4 March 06:00. Its rest and six whole days end on the 11th at 00:00, 162 hours later.
    assert!(regime(162, "counts 7 calendar days, first day counts", "D").is_empty());
    assert_eq!(regime(161, "counts 7 calendar days, first day counts", "D"), never);
    assert!(regime(186, "counts 7 calendar days, first day is day 0", "D").is_empty());
    assert_eq!(regime(185, "counts 7 calendar days, first day is day 0", "D"), never);
}

#[test]
fn tests_beside_the_terms_are_kept_with_their_places_and_change_no_term() {
    let tests = "\ntests\n  test \"one\"\n    r1  report from patrol by South\n        at Mill  time 2030-03-05\n    at 2030-03-05\n      \
                 incidents: 1\n  test \"two\"\n    at 2030-03-06\n    -- nothing was said\n    incidents: 0\n";
    let text = example() + tests;
    let found = checked(&text);
    assert_eq!(codes_of(&found), Vec::<&str>::new());
    let part = |span: agreement::diagnostic::Span| &text[span.start..span.end];
    assert_eq!(found.tests.iter().map(|test| test.title.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(
        found.tests[0].given.map(part),
        Some("r1  report from patrol by South\n        at Mill  time 2030-03-05")
    );
    assert_eq!(part(found.tests[0].expected), "at 2030-03-05\n      incidents: 1");
    assert_eq!(found.tests[1].given, None);
    assert_eq!(part(found.tests[1].expected), "at 2030-03-06\n    -- nothing was said\n    incidents: 0");
    assert_eq!(json(&text), json(&example()), "tests are no terms");
}
