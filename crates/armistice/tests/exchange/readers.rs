//! Export and import as a whole: who reads what, files, and a file of messages that the mission says.

use std::fs;

use armistice::exchange::{Asked, Format, Importing, export, import, say, write};
use armistice::import::Input;
use armistice::limits::ImportLimits;
use armistice::log::LogReader;
use armistice::message::Message;
use record::envelope::{Entry, Voice};
use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::time::KnownAt;
use situation::audience::Audience;

use crate::common::{self, Folder};
use crate::made::*;

/// Who is whose: `north-liaison` is North's.
fn principal(author: &Name) -> Option<Name> {
    (author == "north-liaison").then(|| "North".to_owned())
}

fn exported(made: &Made, reader: &Audience, format: Format) -> Result<Vec<(String, String)>, Message> {
    let knowledge = made.knowledge();
    let asked = Asked { reader, ..asked(made, &knowledge) };
    export(&asked, format).map(|exported| exported.files)
}

/// All of it, as the mission asks.
fn asked<'a>(made: &'a Made, knowledge: &'a Knowledge<'a>) -> Asked<'a> {
    Asked {
        statements: &made.0,
        knowledge,
        origin: "mission.example",
        reader: &Audience::Mission,
        principal: &principal,
    }
}

fn party(name: &str) -> Audience {
    Audience::Party(name.into())
}

fn spoken() -> Made {
    let mut made = Made::default();
    let for_south = Notice { words: "for the eyes of South".into(), ..notice() };
    let one = made.say("north-liaison", 0, Content::Notice(for_south));
    let band =
        Notice { to: vec!["Band".into()], replaces: Some(one), words: "for the eyes of Band".into(), ..notice() };
    made.say("north-liaison", 1, Content::Notice(band));
    made.say(
        "South",
        2,
        Content::Alert(Alert { to: vec!["Band".into()], words: "halt, Band".into(), ..alert(AlertKind::Halt) }),
    );
    made
}

#[test]
fn nothing_is_exported_to_who_may_not_read_it_nor_shows_in_what_is() {
    let made = spoken();
    for format in Format::ALL {
        for reader in [Audience::Public, Audience::Monitor, Audience::Reader, party("East")] {
            assert_eq!(exported(&made, &reader, format).unwrap_err().code, "I0601", "{reader:?}");
        }
        let all = |reader: &Audience| {
            let files = exported(&made, reader, format).unwrap();
            files.into_iter().map(|(_, text)| text).collect::<String>()
        };
        let south = all(&party("South"));
        assert!(!south.contains("for the eyes of Band") && !south.contains("Update"), "{south}");
        // For South its notice stands as it was said; the same export without what South may not read.
        let blind = Made(vec![made.0[0].clone(), made.0[2].clone()]);
        let knowledge = blind.knowledge();
        let reader = party("South");
        let asked = Asked { reader: &reader, ..asked(&blind, &knowledge) };
        let same: String = export(&asked, format).unwrap().files.into_iter().map(|(_, text)| text).collect();
        assert_eq!(south, same);
        // Who speaks for North reads what its liaison said; the mission reads everything.
        let north = all(&party("North"));
        assert!(!north.contains("halt, Band"));
        assert_ne!(north, south);
        if format != Format::Whiteflag {
            assert!(north.contains("for the eyes of Band") && south.contains("for the eyes of South"));
        }
    }
    let counts = |reader: &Audience| exported(&made, reader, Format::Cap).unwrap().len();
    assert_eq!(
        [party("South"), party("Band"), party("North"), Audience::Mission].map(|reader| counts(&reader)),
        [2, 2, 2, 3]
    );
}

#[test]
fn what_became_known_later_is_not_exported() {
    let made = spoken();
    let knowledge = made.known(KnownAt(at(0)));
    let asked = asked(&made, &knowledge);
    assert_eq!(export(&asked, Format::Cap).unwrap().count, 1);
}

#[test]
fn what_was_left_out_is_listed_and_whoever_sends_is_told_who_reads() {
    let mut made = spoken();
    let quiet = made.say("South", 3, Content::Notice(Notice { what: Notified::LocalSilence, ..notice() }));
    let knowledge = made.knowledge();
    let asked = asked(&made, &knowledge);
    let found = export(&asked, Format::Whiteflag).unwrap();
    assert_eq!((found.count, found.left_out[0].0), (3, quiet));
    assert!(found.notes[0].contains("can be read by everybody"));
    let messages: serde_json::Value = serde_json::from_str(&found.files[0].1).unwrap();
    assert_eq!(messages.as_array().unwrap().len(), 3);
}

#[test]
fn files_go_into_a_folder_or_under_the_name_that_is_given() {
    let made = spoken();
    let knowledge = made.knowledge();
    let asked = asked(&made, &knowledge);
    let folder = Folder::new("exchange");
    let cap = export(&asked, Format::Cap).unwrap();
    let new = folder.path().join("new/cap");
    write(&new, &cap).unwrap();
    write(&new, &cap).unwrap();
    assert_eq!(fs::read_dir(&new).unwrap().count(), 3);
    assert_eq!(fs::read_to_string(new.join(&cap.files[0].0)).unwrap(), cap.files[0].1);
    let ics = export(&asked, Format::Ics).unwrap();
    write(&new, &ics).unwrap();
    write(&folder.path().join("other/mine.ics"), &ics).unwrap();
    for path in ["new/cap/channel.ics", "other/mine.ics"] {
        assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), ics.files[0].1);
    }
    let taken = folder.path().join("other/mine.ics");
    assert_eq!(write(&taken, &cap).unwrap_err().code, "I0602");
}

// ---- import ----

fn importing(by: &str) -> Importing {
    Importing { author: "mission".into(), by: by.into(), to: vec!["South".into()] }
}

fn input(text: &str) -> Input {
    Input::of("messages", text.as_bytes().to_vec(), ImportLimits::default()).unwrap()
}

#[test]
fn what_was_exported_is_imported_elsewhere_in_every_form() {
    let mut made = Made::default();
    let site = made.say("North", 0, Content::Notice(notice()));
    made.say("North", 1, Content::Alert(Alert { on: Some(site), ..alert(AlertKind::Warning) }));
    let files = exported(&made, &Audience::Mission, Format::Whiteflag).unwrap();
    let list = files[0].1.clone();
    let messages: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    let about = |key: &str| -> String {
        let lines = messages.iter().map(|message| message["MetaHeader"]["armistice"][key].as_str().unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    let lines: String = messages.iter().map(|message| format!("{message}\n")).collect();
    for text in [list, lines, about("text"), about("hexadecimal")] {
        let reading = import(&input(&text), &importing("North"), &[]).unwrap();
        assert_eq!((reading.good.len(), reading.bad.len()), (2, 0), "{:?}", reading.bad);
        let body = reading.good[0].entry.body();
        assert_eq!((body.author.as_str(), body.speaker().as_str()), ("mission", "North"));
        assert_eq!(body.on_behalf.as_ref().map(|entry| entry.medium.as_str()), Some("Whiteflag"));
    }
    // Where the record has what it is about, under its own id, a warning is about it.
    let reading = import(&input(&about("text")), &importing("mission"), &made.0).unwrap();
    let Content::Alert(warning) = &reading.good[1].entry.body().content else { panic!("a warning") };
    assert_eq!((warning.on, reading.good[1].entry.body().on_behalf.is_none()), (Some(site), true));
}

#[test]
fn messages_are_said_in_the_mission_s_own_voice_and_the_same_file_twice_changes_nothing() {
    let mut made = Made::default();
    made.say("North", 0, Content::Notice(notice()));
    let text = exported(&made, &Audience::Mission, Format::Whiteflag).unwrap().remove(0).1;
    let folder = Folder::new("exchange");
    let declared = Declared { parties: vec!["North".into(), "South".into()], others: vec!["mission".into()] };
    for accepted in [1, 0] {
        let mut store = common::store(folder.path());
        let reading = import(&input(&text), &importing("North"), store.statements()).unwrap();
        let outcome = say(reading, &mut store, &declared, at(10)).unwrap();
        assert_eq!((outcome.accepted, outcome.already, outcome.batch), (accepted, 1 - accepted, None));
    }
    // Whom nobody knows cannot be told.
    let mut store = common::store(folder.path());
    let nobody = Importing { to: vec!["Nroth".into()], ..importing("North") };
    let outcome = say(import(&input(&text), &nobody, &[]).unwrap(), &mut store, &declared, at(20)).unwrap();
    assert_eq!((outcome.accepted, outcome.bad_rows[0].message.code), (0, "H0104"));
    let statements = store.statements();
    assert_eq!(statements.iter().filter(|one| matches!(one.body.content, Content::Notice(_))).count(), 1);
    assert!(!statements.iter().any(|one| matches!(one.body.content, Content::Batch(_))));
    let log = LogReader::open(folder.path()).unwrap();
    let (_, last) = log.leaves(0..log.size()).last().unwrap().unwrap();
    assert_eq!(Entry::decode(&last.entry).unwrap().signed.envelope.voice, Voice::Own);
}

#[test]
fn a_bad_message_does_not_hold_up_the_others_and_is_named_by_its_line() {
    let mut made = Made::default();
    made.say("North", 0, Content::Notice(notice()));
    let list = exported(&made, &Audience::Mission, Format::Whiteflag).unwrap().remove(0).1;
    let message: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    let text = message[0]["MetaHeader"]["armistice"]["text"].as_str().unwrap();
    let reading = import(&input(&format!("{text}\n\nWF1\n{text}x\nzz\n")), &importing("North"), &[]).unwrap();
    let lines: Vec<(u64, &str)> = reading.bad.iter().map(|bad| (bad.place.line, bad.message.code)).collect();
    assert_eq!((reading.good.len(), lines), (1, vec![(3, "I0603"), (4, "I0603"), (5, "I0603")]));
    let reading =
        import(&input(&format!("[{},\n {},\n {{]", message[0], message[0])), &importing("North"), &[]).unwrap();
    assert_eq!((reading.good.len(), reading.bad[0].place.line, reading.bad[0].message.code), (2, 3, "I0603"));
    assert_eq!(import(&input(" \n"), &importing("North"), &[]).unwrap_err().code, "I0107");
    let limits = ImportLimits { rows: 1, ..ImportLimits::default() };
    let two = Input::of("messages", format!("{text}\n{text}\n").into_bytes(), limits).unwrap();
    assert_eq!(import(&two, &importing("North"), &[]).unwrap_err().code, "I0102");
    let one = Input::of("messages", text.as_bytes().to_vec(), limits).unwrap();
    assert_eq!(import(&one, &importing("North"), &[]).unwrap().good.len(), 1);
}
