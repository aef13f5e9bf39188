//! Keywords in other languages: one tree, whichever keywords a text has.
//!
//! Holds
//! - The agreements of the repository, and every choice of the language, give the same bytes in Arabic keywords, and come
//!   back as they were.
//! - What is said of a text keeps its code, and stands at the same words.
//! - The table of `spec/language.md` is the table of the reader.

mod common;
mod swaps;

use std::fs;

use agreement::diagnostic::{Severity, render_all};
use agreement::{Keywords, codes, format, parse, to_json, translate};
use common::{block, checked, example, json, read, root};
use swaps::SWAPS;

fn translated(text: &str, keywords: Keywords) -> String {
    translate(text, keywords).unwrap_or_else(|errors| panic!("{}", render_all(&errors, "text.accord", text)))
}

/// The text in Arabic keywords, which says the same and comes back as it was.
fn arabic_of(text: &str) -> String {
    let arabic = translated(text, Keywords::Arabic);
    assert_eq!(Keywords::of(&arabic), Keywords::Arabic, "{arabic}");
    assert_eq!(format(&arabic).as_ref(), Ok(&arabic), "it is laid out");
    assert_eq!(translated(&arabic, Keywords::English), format(text).expect("it can be read"));
    assert!(
        !arabic
            .chars()
            .any(|c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    );
    arabic
}

#[test]
fn whole_agreements_have_the_same_bytes_in_arabic_keywords() {
    let files = ["crates/armistice/src/cli/first.accord", "examples/syria-2016/agreement.accord"].map(read);
    for text in files.into_iter().chain([example()]) {
        let arabic = arabic_of(&text);
        assert_eq!(json(&arabic), json(&text));
        let words = |text: &str| checked(text).diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
        assert_eq!(words(&arabic), words(&text), "and the same is said of it");
    }
}

#[test]
fn every_choice_of_the_language_has_the_same_bytes_in_arabic_keywords() {
    let example = example();
    for (line, others) in SWAPS {
        for other in *others {
            let text = example.replacen(line, other, 1);
            let arabic = arabic_of_any_number(&text);
            let bytes = |text: &str| checked(text).agreement.map(|agreement| to_json(&agreement));
            assert_eq!(bytes(&text), bytes(&arabic), "{arabic}");
        }
    }
}

/// Like [`arabic_of`], for texts that have the word for one behind another number, or for more behind one.
fn arabic_of_any_number(text: &str) -> String {
    let arabic = translated(text, Keywords::Arabic);
    assert_eq!(translated(&translated(&arabic, Keywords::English), Keywords::Arabic), arabic);
    arabic
}

#[test]
fn what_is_said_of_a_text_keeps_its_code_and_its_place() {
    let (mut same, mut unreadable) = (0, 0);
    for entry in fs::read_dir(root().join("cases/agreement/bad")).unwrap() {
        let path = entry.unwrap().path();
        let page = fs::read_to_string(&path).unwrap();
        let Some(text) = block(&page, "agreement") else { continue };
        let Ok(arabic) = translate(text, Keywords::Arabic) else {
            unreadable += 1;
            continue;
        };
        let laid_out = format(text).unwrap();
        let said = |text: &str| {
            let row = |at: usize| text[..at].matches('\n').count();
            let found = checked(text).diagnostics;
            let places = found.iter().map(|found| (found.code, found.severity == Severity::Error, found.labels.len()));
            let rows = found.iter().map(|found| row(found.labels[0].span.start));
            places.zip(rows).collect::<Vec<_>>()
        };
        let rows_alike = arabic.lines().count() == laid_out.lines().count();
        let (own, other) = (said(&laid_out), said(&arabic));
        let codes =
            |said: &[((&'static str, bool, usize), usize)]| said.iter().map(|(what, _)| *what).collect::<Vec<_>>();
        assert_eq!(codes(&own), codes(&other), "{}", path.display());
        assert!(!rows_alike || own == other, "{}\n{own:?}\n{other:?}", path.display());
        same += 1;
    }
    assert!(same > 70, "{same} texts can be read, {unreadable} cannot");
}

#[test]
fn lines_to_paste_are_in_the_keywords_of_the_text_and_can_be_pasted() {
    let arabic = translated(&example(), Keywords::Arabic);
    for (line, part) in [
        ("  ما دامت نافذة الفترة calm\n", "  أيا كانت الفترة النافذة\n"),
        ("  عند السكوت تنقضي\n", "  عند السكوت تستمر\n"),
        ("  متى تحقق الاكتمال مرة واحدة\n", "  ما دام العد قائما\n"),
        ("  يحظر بموجبها attack\n", "إعلانية"),
    ] {
        let text = arabic.replacen(line, "", 1);
        let said = render_all(&checked(&text).diagnostics, "text.accord", &text);
        assert!(text != arabic && said.contains(part), "{line}\n{said}");
    }
    let text = arabic.replacen("يحظر بموجبها attack", "يحضر بموجبها attack", 1);
    let said = render_all(&checked(&text).diagnostics, "text.accord", &text);
    assert!(said.contains("error[A0107]") && said.contains("did you mean `يحظر`?"), "{said}");
}

#[test]
fn the_forms_that_are_shown_have_no_word_of_the_english_keywords() {
    let words =
        ["with any", " towards ", "forbids", "burden", "anywhere", "during", "renewed", "counts", "leave", "elapsed"];
    let arabic = translated(&example(), Keywords::Arabic);
    let mut shown = 0;
    for gone in arabic.lines().filter(|row| row.starts_with("  ")) {
        let text = arabic.replacen(&format!("{gone}\n"), "", 1);
        for help in checked(&text).diagnostics.iter().flat_map(|found| &found.help) {
            for row in help.split('\n').skip(1) {
                assert!(!words.iter().any(|word| row.contains(word)), "{gone}\n{help}");
                shown += 1;
            }
        }
    }
    assert!(shown >= 50, "{shown} forms");
}

#[test]
fn a_name_that_is_a_keyword_elsewhere_is_put_in_quotation_marks() {
    let text = example().replace("civilians", "أي جهة كانت").replace("zone Mill", "zone في المنطقة");
    let arabic = translated(&text, Keywords::Arabic);
    assert!(arabic.contains("تجاه بعضها بعضا، \"أي جهة كانت\"\n"), "{arabic}");
    assert_eq!(json(&arabic), json(&text));
    assert_eq!(json(&translated(&arabic, Keywords::English)), json(&text));
    let arabic = translated(&example(), Keywords::Arabic).replace("civilians", "each other");
    let english = translated(&arabic, Keywords::English);
    assert!(english.contains("towards each other, \"each other\"\n"), "{english}");
    assert_eq!(json(&english), json(&arabic));
}

#[test]
fn the_commas_of_a_text_are_those_of_its_keywords() {
    let text = "agreement \"A\"\n  parties North، South\n";
    let said = |text: &str| parse(text).diagnostics().iter().map(|found| found.code).collect::<Vec<_>>();
    assert_eq!(said(text), [codes::LOOKALIKE]);
    let text = "اتفاق \"A\"\n  الأطراف North، South, East\n";
    assert_eq!(said(text), [""; 0]);
    assert_eq!(translated(text, Keywords::English), "agreement \"A\"\n  parties North, South, East\n");
    assert_eq!(said("اتفاق \"A\"\n  الأطراف North\u{200f}، South\n"), [codes::UNSEEN]);
}

#[test]
fn words_behind_numbers_agree_with_them() {
    for (number, word) in
        [(1, "يوم"), (2, "يوم"), (3, "أيام"), (10, "أيام"), (11, "يوما"), (99, "يوما"), (100, "يوم"), (103, "أيام")]
    {
        let unit = if number == 1 { "day" } else { "days" };
        let text = format!("agreement \"A\"\n\nregime calm [1]\n  runs {number} {unit} from D\n");
        let arabic = arabic_of(&text);
        assert!(arabic.contains(&format!("تسري {number} {word} ابتداء من D\n")), "{arabic}");
        for other in ["يوم", "أيام", "يوما"] {
            let read = translated(
                &arabic.replace(&format!("{number} {word}"), &format!("{number} {other}")),
                Keywords::English,
            );
            assert_eq!(read, text);
        }
    }
}

#[test]
fn every_beginning_of_an_arabic_text_is_answered() {
    let text = translated(&example(), Keywords::Arabic);
    for (end, _) in text.char_indices() {
        let part = &text[..end];
        let found = checked(part).diagnostics;
        for label in found.iter().flat_map(|found| &found.labels) {
            assert!(part.get(label.span.start..label.span.end).is_some(), "{end} bytes");
        }
    }
}

#[test]
fn any_mixture_of_words_is_answered() {
    let (english, arabic) = (example(), translated(&example(), Keywords::Arabic));
    let words: Vec<&str> = arabic.split_inclusive([' ', '\n']).chain(english.split_inclusive([' ', '\n'])).collect();
    let mut state = 7_u64;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most as u64) as usize
    };
    for _ in 0..300 {
        let (from, count) = (below(words.len()), 5 + below(60));
        let mut text: Vec<&str> = words.iter().cycle().skip(from).take(count).copied().collect();
        for _ in 0..below(5) {
            text[below(count)] = words[below(words.len())];
        }
        let text = ["اتفاق \"A\"\n", "agreement \"A\"\n"][below(2)].to_owned() + &text.concat();
        let found = checked(&text);
        render_all(&found.diagnostics, "text.accord", &text);
        for keywords in [Keywords::English, Keywords::Arabic] {
            let _ = translate(&text, keywords);
        }
    }
}

#[test]
fn an_agreement_in_arabic_keywords_reads_as_the_case_shows() {
    let path = "cases/agreement/format/a-valley-in-arabic-keywords.md";
    let page = read(path);
    let text = block(&page, "agreement").expect("the case has a text");
    assert_eq!(format(text).as_deref(), Ok(text), "it is laid out");
    assert!(checked(text).agreement.is_some(), "{}", render_all(&checked(text).diagnostics, path, text));
    let found = translated(text, Keywords::English);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let start = page.find("```expect\n").unwrap();
        fs::write(root().join(path), format!("{}```expect\n{found}```\n", &page[..start])).unwrap();
    } else {
        assert_eq!(Some(found.as_str()), block(&page, "expect"));
    }
    assert_eq!(translated(&found, Keywords::Arabic), text);
}

#[test]
fn the_specification_has_the_table_of_the_reader() {
    let page = read("spec/language.md");
    let row = |(phrase, sense, forms): &(&str, &str, &[&str])| {
        let sense = if sense.is_empty() { String::new() } else { format!(" ({sense})") };
        let mut forms = forms.to_vec();
        forms.dedup();
        format!("| `{phrase}`{sense} | `{}` |\n", forms.join("` · `"))
    };
    let table: String = parse::keyword_table().iter().map(row).collect();
    let head = "| English | Arabic |\n| --- | --- |\n";
    let start = page.find(head).expect("the section on keywords has the table") + head.len();
    let end = start + page[start..].find("\n\n").expect("more follows") + 1;
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join("spec/language.md"), format!("{}{table}{}", &page[..start], &page[end..])).unwrap();
    } else {
        assert_eq!(page[start..end], table, "UPDATE_EXPECT=1 writes it");
    }
}
