//! What is said of an export or an import of other programs' messages that does not work: the cases of `cases/exchange/bad`.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers; no code of exchanges lacks a case.
//!
//! Not here: messages that are right (`exchange`).

mod common;

use armistice::exchange::{Asked, Exported, Format, Importing, codes, export, import, write};
use armistice::import::Input;
use armistice::limits::ImportLimits;
use common::{Folder, pages};
use record::live::{Declared, Knowledge};
use record::vocabulary::time::KnownAt;
use situation::audience::Audience;

#[test]
fn every_case_says_what_it_should() {
    let said = pages::hold("exchange/bad", "exchange", answer);
    pages::show(&said, codes::CODES);
}

fn answer(what: &str) -> String {
    let folder = Folder::new("exchange-case");
    let said = match what.trim().split_once(' ').expect("a verb and more") {
        ("export", _) => {
            let knowledge = Knowledge::at(&[], KnownAt::ALL, &Declared::default());
            let reader = Audience::Mission;
            let asked = Asked {
                statements: &[],
                knowledge: &knowledge,
                origin: "valley.example/record",
                reader: &reader,
                principal: &|_| None,
            };
            export(&asked, Format::Cap).map(drop).unwrap_err().to_string()
        }
        ("write", _) => {
            let place = folder.path().join("channel.ics");
            std::fs::write(&place, "a file").unwrap();
            let exported = Exported {
                format: Format::Cap,
                files: vec![("a.xml".to_owned(), "<alert/>".to_owned())],
                count: 1,
                left_out: Vec::new(),
                notes: Vec::new(),
            };
            write(&place, &exported).unwrap_err().to_string()
        }
        (_, message) => {
            let input =
                Input::of("messages.txt", format!("{message}\n").into_bytes(), ImportLimits::default()).unwrap();
            let importing = Importing { author: "mission".into(), by: "North".into(), to: vec!["South".into()] };
            let reading = import(&input, &importing, &[]).unwrap();
            reading.bad.iter().map(|bad| bad.message.to_string()).collect::<Vec<_>>().join("\n")
        }
    };
    format!("{}\n", said.replace(&format!("{}/", folder.path().display()), ""))
}
