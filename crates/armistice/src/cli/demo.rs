//! `armistice demo`: the worked example as a mission, with its answers.
//!
//! Holds
//! - The same steps a user takes: init, import, status, questions. Nothing is prepared but the source files.
//! - Parties and witness are invented: keys made here, which nobody else has. What parties say is signed by their keys and
//!   never counted; what others relayed is signed by the mission and marked imported.
//!
//! Not here: the example's content (`examples/syria-2016`).

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use record::envelope::Signer;
use record::vocabulary::time::KnownAt;
use serde_json::json;
use tlog::cosignature::Cosigner;
use tlog::policy::LogPolicy;

use super::import::{Format, import_file};
use super::serve::ServeFlags;
use super::unlock::{Unlock, pen};
use super::witness::Beside;
use super::{Answer, Failure, init, now, plain_moment, questions_answer, read_text, show};
use crate::draft::Context;
use crate::import::KnownRule;
use crate::keys::{Keyring, Passphrase, PassphraseSource, Purpose, Secret};
use crate::message::Message;
use crate::mission::{AUTHOR, Adopting, Founding, KEYS_FOLDER, Mission};
use crate::terms::Terms;
use crate::witness::state::Witness;

/// What `init` writes where no text is given: short, without errors, to be edited.
pub const FIRST_AGREEMENT: &str = include_str!("first.accord");

/// The example's files, by their place in a mission's folder.
const FILES: &[(&str, &str)] = &[
    ("agreement.accord", include_str!("../../../../examples/syria-2016/agreement.accord")),
    ("hotline.jsonl", include_str!("../../../../examples/syria-2016/hotline.jsonl")),
    ("labels/ar.csv", include_str!("../../../../examples/syria-2016/labels/ar.csv")),
    ("registers/actors.csv", include_str!("../../../../examples/syria-2016/registers/actors.csv")),
    ("registers/designations.csv", include_str!("../../../../examples/syria-2016/registers/designations.csv")),
    ("registers/places.csv", include_str!("../../../../examples/syria-2016/registers/places.csv")),
    ("registers/sources.csv", include_str!("../../../../examples/syria-2016/registers/sources.csv")),
    ("registers/speakers.csv", include_str!("../../../../examples/syria-2016/registers/speakers.csv")),
    ("parties.jsonl", include_str!("../../../../examples/syria-2016/parties.jsonl")),
    ("statements.jsonl", include_str!("../../../../examples/syria-2016/statements.jsonl")),
    ("zones/places.geojson", include_str!("../../../../examples/syria-2016/zones/places.geojson")),
];

/// When the demo looks: eight days after the cessation began, the evening after the convoy was struck.
const AT: &str = "2016-09-20";
/// When the terms were known: the text's own time stamp, 22:00 in Geneva.
const TERMS_KNOWN: &str = "2016-09-09 23:00";
/// The day whose report is shown as then known and as now known.
const REPORT_DAY: &str = "2016-09-18";

/// Parties of the example that have keys.
const PARTIES: &[&str] = &["US", "RU", "SY-GOV"];
/// The witness, invented.
const WITNESS: &str = "example-witness";

pub(super) fn demo(dir: &Path, no_serve: bool) -> Result<Answer, Failure> {
    let mut text = Vec::new();
    let source = dir.join("source");
    let place = dir.join("mission");
    let (mut mission, beside) = if place.join("mission.toml").exists() {
        text.push(format!("the demo mission is in {} already; the same files are imported again", place.display()));
        let mut mission = Mission::open(&place)?;
        mission.store.take_pen(pen(&place, AUTHOR, &Unlock::default())?);
        let beside = witness_again(dir, &place)?;
        (mission, beside)
    } else {
        for (name, content) in FILES {
            write(&source.join(name), content)?;
        }
        let agreement = read_text(&source.join("agreement.accord"))?;
        Mission::vacant(&place)?;
        let passphrase = Passphrase::unattended(&place.join(KEYS_FOLDER))?;
        let (founding, beside) = founding(dir, &place, &passphrase)?;
        let mut mission =
            init::make(&place, "syria-2016", Terms::in_folder(agreement, &source)?, Some(&source), &founding)?;
        // The example is history: its terms and registers were known when the text was time-stamped.
        let known = super::moment::instant(&mission.agreement.zone, TERMS_KNOWN, "demo")?;
        mission.adopt(Adopting { live_from: None, known: Some(KnownAt(known)) }, now())?;
        (mission, Some(beside))
    };
    text.push(format!("mission: {}", place.display()));
    let statements = source.join("statements.jsonl");
    text.extend(import_file(&mut mission, Format::Statements, &statements, None, true)?.text);
    let hotline = source.join("hotline.jsonl");
    text.extend(import_file(&mut mission, Format::Statements, &hotline, None, true)?.text);
    text.push(parties_say(&mut mission, &place, &source)?);
    // What somebody would have kept who looked before the rest came in.
    let old = place.join("record").join("checkpoint.old");
    if !old.exists() {
        let checkpoint = super::read_bytes(&place.join("record").join("checkpoint"))?;
        crate::log::place_file(&old, &checkpoint).map_err(Message::from)?;
    }
    match shared_ged() {
        Some(ged) => {
            let answer = import_file(&mut mission, Format::UcdpGed, &ged, Some(KnownRule::FromSources), false)?;
            text.extend(answer.text);
        }
        None => text.push(
            "UCDP GED is not here (looked in $ARMISTICE_SHARED, else ../shared): the example runs on its own statements"
                .into(),
        ),
    }
    for index in [0, mission.store.log_size() - 1] {
        super::entries::write_proof(&place, index, None)?;
    }
    let tree: &agreement::tree::Tree = &mission.agreement;
    let at = |text: &str| super::moment::instant(&tree.zone, text, "demo");
    let evening = at(AT)?;
    // As known on that evening, and as known now: the same function at two known-ats.
    let then = situation::at(tree, mission.store.statements(), &plain_moment(tree, evening, evening));
    text.push(String::new());
    text.push("── status on 20 September 2016, as known that evening ──".into());
    text.extend(show::status(&then));
    text.push(String::new());
    text.push("── the seven questions, as known today ──".into());
    let questions = questions_answer(&mission, &plain_moment(tree, evening, now()), at(REPORT_DAY)?);
    text.extend(questions.text);
    text.push(String::new());
    for file in super::report::write_all(&mission, &place, evening, KnownAt(now()))? {
        text.push(format!("report of 20 September 2016, as known today: {}", file.display()));
    }
    let entries = mission.store.log_size();
    text.push(format!(
        "record: {entries} entries, each signed, cosigned by {WITNESS}; proofs of the first and the last, and an older checkpoint, in {}",
        place.join("record").display()
    ));
    text.push(String::new());
    let folder = place.display();
    text.push("Try next:".into());
    for line in [
        format!("armistice --mission {folder} clock \"seven days\" --at 2016-09-19 --known 2016-09-19"),
        format!("armistice --mission {folder} incident show deir-ez-zor-2016-09-17"),
        format!("armistice --mission {folder} explain deir-ez-zor-2016-09-17"),
        format!("armistice --mission {folder} explain --clock \"seven days\" --at 2016-09-20"),
        format!("armistice --mission {folder} status --known 2016-11-29 --at 2016-09-20 --proof \"any report\""),
        format!("armistice --mission {folder} notice list --at 2016-09-17 --known 2016-11-29 --all"),
        format!("armistice --mission {folder} convoy list --at 2016-09-20"),
        format!("armistice --mission {folder} record show"),
        format!("armistice --mission {folder} record verify"),
        format!("armistice-verify log {folder}/record --blobs {folder}/blobs"),
        format!("armistice-verify inclusion {folder}/record/proofs/0.tlog-proof --policy {folder}/record/policy.txt"),
    ] {
        text.push(format!("  {line}"));
    }
    let json = json!({
        "mission": place.display().to_string(),
        "status": super::json::status(&then),
        "questions": questions.json,
    });
    if no_serve {
        drop(beside);
        return Ok(Answer::ok(text, json));
    }
    drop(mission);
    super::print(&text)?;
    let listen = ServeFlags { listen: ([127, 0, 0, 1], 8710).into(), beyond_this_machine: false };
    super::serve::serve(&place, &listen, &Unlock::default(), false)
}

/// Keys of the mission, of three parties and of a witness, all made here; a charter that each of them consents to; and the
/// witness, running.
fn founding(dir: &Path, place: &Path, passphrase: &Passphrase) -> Result<(Founding, Beside), Failure> {
    let (mut founding, root) = init::keys(place, "syria-2016", passphrase, None, false)?;
    let mut keyring = Keyring::open(&place.join(KEYS_FOLDER))?;
    let mut roots = vec![(AUTHOR.to_owned(), root)];
    for party in PARTIES {
        let (root, author) = (Secret::random()?, Secret::random()?);
        let (root_signer, author_signer) = (Signer::new(root.bytes()), Signer::new(author.bytes()));
        keyring.keep(Purpose::Root { of: (*party).to_owned() }, &root, passphrase)?;
        keyring.keep(Purpose::Author { name: (*party).to_owned() }, &author, passphrase)?;
        founding = founding.with_party(party, root_signer.key(), author_signer.key());
        roots.push(((*party).to_owned(), root_signer));
    }
    // A witness lives elsewhere: a folder of its own, with its own key and memory.
    let secret = Secret::random()?;
    let witness = dir.join("witness");
    let passphrase = Passphrase::unattended(&witness)?;
    Keyring::open(&witness)?.keep(Purpose::Witness { name: WITNESS.to_owned() }, &secret, &passphrase)?;
    let listener = crate::serve::listen::bind(([127, 0, 0, 1], 0).into(), false)?;
    let address = listener.local_addr().map_err(|error| no_address(&error))?;
    let cosigner = cosigner(&secret)?;
    founding = founding.with_witness(WITNESS, cosigner.verifier(), &format!("http://{address}"));
    for (of, root) in &roots {
        founding.consent(of, root);
    }
    let beside = cosigning(dir, cosigner, founding.charter.policy.as_bytes(), listener)?;
    Ok((founding, beside))
}

/// The witness of a demo that was built before, where its address is free.
fn witness_again(dir: &Path, place: &Path) -> Result<Option<Beside>, Failure> {
    let policy = super::read_bytes(&place.join("record").join("policy.txt"))?;
    let known = LogPolicy::parse(&policy).ok();
    let url = known.and_then(|policy| policy.witnesses().first().and_then(|witness| witness.url.clone()));
    let address = url.and_then(|url| String::from_utf8(url).ok()?.strip_prefix("http://")?.parse().ok());
    let Some(listener) = address.and_then(|address| crate::serve::listen::bind(address, false).ok()) else {
        return Ok(None);
    };
    let witness = dir.join("witness");
    let keyring = Keyring::open(&witness)?;
    let passphrase = Passphrase::ask(&PassphraseSource::of(None, &witness), false)?;
    let Some(file) = keyring.files().first() else { return Ok(None) };
    cosigning(dir, cosigner(&file.unlock(&passphrase)?)?, &policy, listener).map(Some)
}

fn cosigner(secret: &Secret) -> Result<Cosigner, Message> {
    Cosigner::new(WITNESS, secret.bytes())
        .map_err(|error| Message::new(crate::witness::codes::START, error.to_string()))
}

fn cosigning(dir: &Path, cosigner: Cosigner, policy: &[u8], listener: TcpListener) -> Result<Beside, Failure> {
    let policy = LogPolicy::parse(policy)
        .map_err(|error| Message::new(crate::witness::codes::START, error.to_string()).at("record/policy.txt"))?;
    let witness = Witness::open(&dir.join("witness").join("state"), cosigner, &policy)?;
    Ok(Beside::start(Arc::new(witness), listener))
}

fn no_address(error: &std::io::Error) -> Message {
    Message::new(crate::serve::codes::LISTEN, format!("the witness has no address: {}", error.kind()))
}

/// What parties say themselves, each signed with its own key; once.
fn parties_say(mission: &mut Mission, place: &Path, source: &Path) -> Result<String, Failure> {
    let relayed = read_text(&source.join("statements.jsonl"))?;
    let own = read_text(&source.join("parties.jsonl"))?;
    // Read together: the replies name reports by their labels.
    let both = format!("{relayed}{own}");
    let context = Context::new(mission.agreement.zone.clone());
    let read = crate::jsonl::parse(both.as_bytes(), &context)
        .map_err(|problems| problems.iter().map(crate::import::statements::message).collect::<Vec<_>>())?;
    let mut said = 0;
    for written in read.into_iter().filter(|written| PARTIES.contains(&written.body.author.as_str())) {
        let author = written.body.author.clone();
        let entry = crate::store::Entry::new(written.body)
            .map_err(|error| Message::new(error.code(), error.to_string()).at("parties.jsonl"))?;
        mission.store.take_pen(pen(place, &author, &Unlock::default())?);
        said += mission.store.append(vec![entry.known(written.known)], now(), true)?.new.len();
    }
    mission.store.take_pen(pen(place, AUTHOR, &Unlock::default())?);
    let parties = PARTIES.join(", ");
    Ok(format!(
        "parties.jsonl: {said} statements in the names of {parties}, signed with keys made for this example: a reconstruction, \
         these parties signed nothing"
    ))
}

fn write(path: &Path, content: &str) -> Result<(), Message> {
    let doing = |error: &std::io::Error| Message::io(crate::codes::MISSION_IO, "write", path, error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| doing(&error))?;
    }
    std::fs::write(path, content).map_err(|error| doing(&error))
}

/// The shared September 2016 slice of UCDP GED, where it is.
fn shared_ged() -> Option<PathBuf> {
    let shared = std::env::var_os("ARMISTICE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    Some(shared.join("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz")).filter(|path| path.exists())
}
