//! One report, several ways (B7): the check character, what came under a number, who checked it.
//!
//! Not here: which fields differ (`crates/armistice/tests/intake.rs`).

mod said;

use channel::forms::{Came, FormNumber, Misread, Way, is_short_name, taken};
use channel::limits::{FORM_NUMBER_MOST, FORM_SHORT_NAME_CHARACTERS};
use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::time::KnownAt;
use said::*;

const CHARACTERS: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

#[test]
fn b7_one_wrong_character_or_two_exchanged_are_noticed() {
    for number in (1..=60).chain([999, 1_000, 12_345, FORM_NUMBER_MOST]) {
        let form = FormNumber::new("VALLEY7", number).expect("within the limits");
        let text = form.to_string();
        assert_eq!(FormNumber::parse(&text), Ok(form.clone()), "{text}");
        let characters: Vec<char> = text.chars().collect();
        let places: Vec<usize> = (0..characters.len()).filter(|at| characters[*at] != '-').collect();
        let read = |changed: &[char]| FormNumber::parse(&changed.iter().collect::<String>());
        for &at in &places {
            for wrong in CHARACTERS.chars().filter(|wrong| *wrong != characters[at]) {
                let mut changed = characters.clone();
                changed[at] = wrong;
                assert!(read(&changed).is_err(), "{text} read as {changed:?}");
            }
            for &other in places.iter().filter(|other| characters[**other] != characters[at]) {
                let mut changed = characters.clone();
                changed.swap(at, other);
                assert!(read(&changed).is_err(), "{text} read as {changed:?}");
            }
        }
    }
}

#[test]
fn b7_a_number_has_one_spelling_and_is_read_in_several() {
    let form = FormNumber::new("VALLEY", 17).expect("within the limits");
    let text = form.to_string();
    for said in [text.to_lowercase(), text.replace('-', " "), format!(" {text} ")] {
        assert_eq!(FormNumber::parse(&said), Ok(form.clone()), "{said}");
    }
    for shape in ["", "VALLEY", "VALLEY-17-3", "VALLEY-00017-3", "VALLEY-0017", "VALLEY-0017-O3", "VALLEY-0000-1"] {
        assert_eq!(FormNumber::parse(shape), Err(Misread::Shape), "{shape}");
    }
    assert!(FormNumber::new("VALLEY", 0).is_none() && FormNumber::new("VALLEY", FORM_NUMBER_MOST + 1).is_none());
    assert!(is_short_name(&"A".repeat(FORM_SHORT_NAME_CHARACTERS)));
    assert!(!is_short_name(&"A".repeat(FORM_SHORT_NAME_CHARACTERS + 1)));
}

#[test]
fn b7_how_it_came_is_read_back_from_the_receipt() {
    let number = FormNumber::new("VALLEY", 17).expect("within the limits");
    for way in Way::ALL {
        for call_sign in [None, Some("Olive 3".to_owned()), Some("a \"b\", read back by \\".to_owned())] {
            for read_back in [None, Some("Captain B".to_owned())] {
                let came = Came { number: number.clone(), way, call_sign: call_sign.clone(), read_back };
                assert_eq!(Came::parse(&came.cited()), Some(came));
            }
        }
    }
    for other in ["form VALLEY-0017-4 by radio", "form VALLEY-0017-O by pigeon", "form VALLEY-0017-O; page 4", "page 4"]
    {
        assert_eq!(Came::parse(other), None, "{other}");
    }
}

#[test]
fn b7_what_comes_later_stands_beside_the_first_and_only_the_mission_s_word_counts() {
    let number = FormNumber::new("VALLEY", 17).expect("within the limits");
    let body = |author: &str, cited: String, content: Content| Body {
        author: author.into(),
        said_at: None,
        on_behalf: None,
        cited: Some(cited),
        content,
    };
    let statement = |id: u8, body: Body| Statement {
        id: BodyId([id; 32]),
        body,
        accepted: Acceptance {
            known: KnownAt(record::vocabulary::time::Instant(i64::from(id))),
            history: false,
            received: None,
            batch: None,
        },
    };
    let report = |id| statement(id, body("mission", format!("form {number}"), Content::Report(Report::default())));
    let came = |id, author: &str, of: u8, way, officer: &str| {
        let cited = Came { number: number.clone(), way, call_sign: None, read_back: None }.cited();
        let step = Step::Seen { officer: officer.into() };
        let receipt = Receipt { of: BodyId([of; 32]), to: names(&["mission"]), step, words: String::new() };
        statement(id, body(author, cited, Content::Receipt(receipt)))
    };
    let all = [
        report(1),
        report(2),
        came(3, "North", 2, Way::Radio, "Major A"),
        came(4, "mission", 1, Way::Radio, "Captain B"),
        came(5, "mission", 1, Way::Paper, "Captain B"),
        came(6, "mission", 1, Way::Telephone, "Captain C"),
        came(7, "mission", 2, Way::Sms, "Captain D"),
    ];
    let knowledge = Knowledge::at(&all, KnownAt::ALL, &Declared::default());
    let numbers = taken(&all, &knowledge, |author| author == "mission");
    let one = &numbers[&number];
    assert_eq!((numbers.len(), one.statement.id), (1, BodyId([1; 32])));
    let ways: Vec<Way> = one.arrivals.iter().map(|arrival| arrival.came.way).collect();
    assert_eq!(ways, [Way::Radio, Way::Paper, Way::Telephone]);
    // Who typed the first is no second person.
    assert_eq!(one.checked_by(|_| true).into_iter().collect::<Vec<_>>(), ["Captain C"]);
    assert!(one.checked_by(|arrival| arrival.came.way == Way::Paper).is_empty());
}
