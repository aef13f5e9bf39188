//! What leaves the mission says nothing of a position that was notified to somebody: not alone, and not beside what left it the day before.
//!
//! ```text
//! the same days, the site here │ the same days, the site elsewhere ─▶ reports and exports of both days ─▶ equal to the letter
//! ```
//!
//! Holds
//! - Whatever two consecutive exports have in common or in difference, it does not depend on where the site is.
//!
//! Not here: who reads which statement (`situation::audience`), what questions tell (`crates/channel/tests`).

use armistice::draft::Context;
use armistice::exchange::{Asked, Format, export};
use armistice::jsonl;
use armistice::page;
use armistice::terms::Terms;
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::{Acceptance, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Date, Instant, KnownAt, Zone};
use situation::audience::Audience;
use situation::report::{self, Language};

const VALLEY: &str = include_str!("data/valley.accord");
const DAYS: [&str; 2] = ["2030-03-05", "2030-03-06"];

/// Degrees of a point in 1e-5 degree.
fn spelled((lat, lon): (i32, i32)) -> String {
    format!("{}.{:05} N {}.{:05} E", lat / 100_000, lat % 100_000, lon / 100_000, lon % 100_000)
}

/// Two days on which a site at this point (1e-5 degree) is notified to North, read back, replaced and warned of, while somebody who looks for it
/// reports that shells fell at `alleged`, and the mission writes in a reply where the site is.
fn days(point: (i32, i32), alleged: (i32, i32)) -> Vec<Statement> {
    let degrees = |shift: i32| spelled((point.0 + shift, point.1));
    let mut all: Vec<Statement> = Vec::new();
    let mut say = |line: String, known: &str| {
        let context = Context::new(zone());
        let read = jsonl::parse(line.as_bytes(), &context).unwrap_or_else(|problems| panic!("{line}: {problems:#?}"));
        for written in read {
            let known = KnownAt(instant(known));
            let id = written.id;
            let accepted = Acceptance { known, history: false, received: None, batch: None };
            all.push(Statement { id, body: written.body, accepted });
        }
        all.last().expect("a line says something").id
    };
    let notice = |at: &str, replaces: &str| {
        format!(
            r#"{{"kind":"notice","author":"mission","said":"{at}","what":"protected site","to":["North"],"at":["the clinic"],"area":{{"centre":"{}","radius":"200 m"}},"from":"2030-03-01 00:00","until":"2030-04-01 00:00","contact":"telephone 9","words":"a clinic"{replaces}}}"#,
            degrees(if replaces.is_empty() { 0 } else { 7 })
        )
    };
    let first = say(notice("2030-03-05 08:00", ""), "2030-03-05 08:00");
    say(
        format!(
            r#"{{"kind":"receipt","author":"North","said":"2030-03-05 08:20","of":"{first}","to":["mission"],"step":"read back","officer":"Major A","area":{{"centre":"{}","radius":"100 m"}}}}"#,
            degrees(3)
        ),
        "2030-03-05 08:20",
    );
    say(notice("2030-03-06 07:00", &format!(r#","replaces":"{first}""#)), "2030-03-06 07:00");
    say(
        format!(
            r#"{{"kind":"halt","author":"mission","said":"2030-03-06 09:00","to":["North"],"at":["the clinic"],"area":{{"centre":"{}","radius":"200 m"}},"endangered":["civilians"],"words":"shells fall at the clinic"}}"#,
            degrees(7)
        ),
        "2030-03-06 09:00",
    );
    say(
        format!(
            r#"{{"kind":"report","from":["South"],"grade":"D4","accused":"North","act":"shelling","targets":["civilians"],"time":"2030-03-06 10:00","area":{{"centre":"{}","radius":"0 m"}},"event":"probe"}}"#,
            spelled(alleged)
        ),
        "2030-03-06 11:00",
    );
    let words = format!("it stands at {}", degrees(7));
    say(
        format!(
            r#"{{"kind":"reply","to":"{first}","author":"mission","said":"2030-03-06 12:00","stance":"denies","words":"{words}"}}"#
        ),
        "2030-03-06 12:00",
    );
    say(
        format!(
            r#"{{"kind":"translation","of":"{first}","author":"mission","said":"2030-03-06 12:00","into":"en","words":"{words}"}}"#
        ),
        "2030-03-06 12:00",
    );
    all
}

fn zone() -> Zone {
    Zone::named("Europe/Athens").expect("the zone data has it")
}

/// "2030-03-05 08:00" where the valley is.
fn instant(text: &str) -> Instant {
    let part = |from: usize, until: usize| text[from..until].parse::<i64>().expect("a number");
    let date = Date::new(2030, part(5, 7) as i8, part(8, 10) as i8).expect("a date");
    zone().day(date).from.plus(part(11, 13) * 3_600 + part(14, 16) * 60)
}

/// All that anybody who is not named gets on the two days, one after the other.
fn left_the_mission(statements: &[Statement]) -> Vec<String> {
    let tree = Terms::from(VALLEY).checked("valley.accord").expect("the terms are right").0;
    let mut left = Vec::new();
    for day in DAYS {
        let end = KnownAt(instant(&format!("{day} 23:59")));
        for language in Language::ALL {
            let perspective = tree.perspectives[0].clone();
            let asked = report::Asked::day(&tree, instant(&format!("{day} 12:00")), end, perspective, language);
            left.push(page::render(&report::of(&tree, statements, &asked), None));
        }
        let knowledge = Knowledge::at(statements, end, &situation::declared(&tree));
        for reader in [Audience::Public, Audience::Party("South".to_owned()), Audience::Monitor] {
            for format in Format::ALL {
                let asked = Asked {
                    statements,
                    knowledge: &knowledge,
                    origin: "valley-00000000/record",
                    reader: &reader,
                    principal: &|author: &Name| Some(author.clone()),
                };
                left.push(match export(&asked, format) {
                    Ok(exported) => format!("{:?}", exported.files),
                    Err(message) => message.to_string(),
                });
            }
        }
    }
    left
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn two_consecutive_exports_tell_nothing_of_where_a_site_is(
        here in (3_890_000..3_940_000i32, 2_220_000..2_280_000i32),
        there in (3_890_000..3_940_000i32, 2_220_000..2_280_000i32),
    ) {
        let (one, other) = (left_the_mission(&days(here, here)), left_the_mission(&days(there, here)));
        prop_assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            prop_assert!(one == other, "it tells {here:?} from {there:?}: {}", first_difference(one, other));
        }
    }
}

/// The test above would see a difference: whom a notice is for gets another text where the site is elsewhere.
#[test]
fn whom_it_is_for_gets_the_position() {
    let tree = Terms::from(VALLEY).checked("valley.accord").expect("the terms are right").0;
    let of = |point| {
        let statements = days(point, (3_900_000, 2_250_000));
        let knowledge = Knowledge::at(&statements, KnownAt::ALL, &situation::declared(&tree));
        let reader = Audience::Party("North".to_owned());
        let asked = Asked {
            statements: &statements,
            knowledge: &knowledge,
            origin: "valley-00000000/record",
            reader: &reader,
            principal: &|author: &Name| Some(author.clone()),
        };
        format!("{:?}", export(&asked, Format::Cap).expect("North has a notice").files)
    };
    assert_ne!(of((3_900_000, 2_250_000)), of((3_910_000, 2_250_000)));
}

fn first_difference(one: &str, other: &str) -> String {
    let at = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
    let from = one[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    one[from..].chars().take(160).collect()
}
