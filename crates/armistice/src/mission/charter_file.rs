//! A charter as people write it: `charter.toml`; and a consent as a file that travels.
//!
//! Holds
//! - Every key is known, and none is guessed: what is left out is not in the charter.
//! - The log's origin and the charter that is amended are not written down: they follow from the log.
//! - A consent names the act it is for; one for another text is not taken.
//!
//! Not here: what a charter needs (`record::ledger`).

use std::fmt::Write as _;

use record::envelope::{KeyId, PublicKey};
use record::identity::{ActId, Author, Charter, Consent, Mandate, Principal, PrincipalKind, Role};
use record::vocabulary::time::Instant;
use serde::Deserialize;

use crate::codes;
use crate::message::{Message, quoted, utc};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CharterToml {
    name: String,
    log_key: String,
    policy: String,
    include_within_s: u64,
    retention_days: Option<u64>,
    live_from: Option<String>,
    #[serde(default)]
    principal: Vec<PrincipalToml>,
    #[serde(default)]
    author: Vec<AuthorToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrincipalToml {
    name: String,
    kind: String,
    roots: Vec<String>,
    needed: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorToml {
    name: String,
    of: String,
    role: String,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    mandate: Vec<MandateToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MandateToml {
    speaks_for: String,
    #[serde(default)]
    subjects: Vec<String>,
}

const KINDS: &[(&str, PrincipalKind)] =
    &[("mission", PrincipalKind::Mission), ("party", PrincipalKind::Party), ("body", PrincipalKind::Body)];
const ROLES: &[(&str, Role)] =
    &[("mission", Role::Mission), ("monitor", Role::Monitor), ("liaison", Role::Liaison), ("reader", Role::Reader)];

/// The word for what a principal is.
pub fn kind_word(kind: PrincipalKind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word)
}

/// The word for a role.
pub fn role_word(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word)
}

fn wrong(file: &str, sentence: String, help: &str) -> Message {
    Message::new(codes::CHARTER_FILE, sentence).at(file).help(help)
}

/// The charter that the text of `file` describes, for the log `mission`, in place of the charter `amends`.
///
/// # Errors
/// M06: what is not understood, with its place.
pub fn parse(file: &str, text: &str, mission: &str, amends: Option<ActId>) -> Result<Charter, Message> {
    let read: CharterToml = toml::from_str(text).map_err(|error| {
        let why = error.message().to_owned();
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        wrong(
            &format!("{file} line {line}"),
            format!("the charter cannot be read: {why}"),
            "`armistice charter draft` writes one to edit",
        )
    })?;
    let choice = |what: &str, word: &str, known: Vec<&str>| {
        let sentence = format!("there is no {what} {}", quoted(word));
        wrong(file, sentence, &format!("it is one of: {}", known.join(", ")))
    };
    let key = |text: &String| public_key(file, text);
    let live_from = read.live_from.as_deref().map(|text| instant(file, text)).transpose()?;
    let mut principals = Vec::new();
    for PrincipalToml { name, kind, roots, needed } in read.principal {
        let known = KINDS.iter().find(|(word, _)| *word == kind);
        let kind = known.ok_or_else(|| choice("kind of principal", &kind, KINDS.iter().map(|k| k.0).collect()))?.1;
        let roots = roots.iter().map(key).collect::<Result<_, _>>()?;
        principals.push(Principal { name, kind, roots, needed });
    }
    let mut authors = Vec::new();
    for AuthorToml { name, of, role, keys, mandate } in read.author {
        let known = ROLES.iter().find(|(word, _)| *word == role);
        let role = known.ok_or_else(|| choice("role", &role, ROLES.iter().map(|r| r.0).collect()))?.1;
        let keys = keys.iter().map(key).collect::<Result<_, _>>()?;
        let mandates =
            mandate.into_iter().map(|m| Mandate { speaks_for: m.speaks_for, subjects: m.subjects }).collect();
        authors.push(Author { name, of, role, mandates, keys });
    }
    Ok(Charter {
        mission: mission.to_owned(),
        name: read.name,
        amends,
        log_key: read.log_key,
        policy: read.policy,
        include_within_s: read.include_within_s,
        retention_days: read.retention_days,
        live_from,
        principals,
        authors,
    })
}

fn instant(file: &str, text: &str) -> Result<Instant, Message> {
    let read: Result<jiff::Timestamp, _> = text.parse();
    read.map(|at| Instant(at.as_second()))
        .map_err(|_| wrong(file, format!("{} is no instant", quoted(text)), "write it as 2031-03-01T00:00:00Z"))
}

/// A public key, as 64 hexadecimal digits.
///
/// # Errors
/// M0601: it is none.
pub fn public_key(file: &str, text: &str) -> Result<PublicKey, Message> {
    let bytes = bytes_of::<32>(text);
    bytes.and_then(|bytes| PublicKey::new(&bytes).ok()).ok_or_else(|| {
        wrong(
            file,
            format!("{} is no public key", quoted(text)),
            "write the 64 hexadecimal digits that `armistice key list` shows",
        )
    })
}

pub(super) fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The text of `charter.toml`; keys of authors who are there already are left out, since those stay.
pub fn print(charter: &Charter, in_force: bool) -> String {
    // A JSON text is a basic string of TOML, too.
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let list =
        |values: Vec<String>| format!("[{}]", values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", "));
    let keys = |keys: &[PublicKey]| list(keys.iter().map(|key| hex(&key.bytes())).collect());
    let mut out = String::new();
    let mut line = |parts: std::fmt::Arguments<'_>| writeln!(out, "{parts}").expect("a string grows");
    line(format_args!("name = {}", text(&charter.name)));
    line(format_args!("log_key = {}", text(&charter.log_key)));
    line(format_args!("policy = {}", text(&charter.policy)));
    line(format_args!("include_within_s = {}", charter.include_within_s));
    if let Some(days) = charter.retention_days {
        line(format_args!("retention_days = {days}"));
    }
    if let Some(live_from) = charter.live_from {
        line(format_args!("live_from = {}", text(&utc(live_from))));
    }
    for principal in &charter.principals {
        line(format_args!("\n[[principal]]\nname = {}", text(&principal.name)));
        line(format_args!("kind = {}", text(kind_word(principal.kind))));
        line(format_args!("roots = {}", keys(&principal.roots)));
        line(format_args!("needed = {}", principal.needed));
    }
    for author in &charter.authors {
        line(format_args!("\n[[author]]\nname = {}", text(&author.name)));
        line(format_args!("of = {}", text(&author.of)));
        line(format_args!("role = {}", text(role_word(author.role))));
        if !in_force {
            line(format_args!("keys = {}", keys(&author.keys)));
        }
        for mandate in &author.mandates {
            line(format_args!("[[author.mandate]]\nspeaks_for = {}", text(&mandate.speaks_for)));
            line(format_args!("subjects = {}", list(mandate.subjects.clone())));
        }
    }
    out
}

const CONSENT_FIRST_LINE: &str = "armistice-consent/1";

/// A consent as a file of five lines.
pub fn print_consent(act: &ActId, consent: &Consent) -> String {
    let Consent { of, key, signature } = consent;
    format!("{CONSENT_FIRST_LINE}\nact {act}\nof {of}\nkey {key}\nsignature {}\n", hex(signature))
}

/// The consent in a file, and the act it is for.
///
/// # Errors
/// M0602: it is none.
pub fn parse_consent(file: &str, text: &str) -> Result<(ActId, Consent), Message> {
    let read = (|| {
        let mut lines = text.strip_prefix(CONSENT_FIRST_LINE)?.strip_prefix('\n')?.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        let act = ActId(bytes_of(&field("act")?)?);
        let of = field("of")?;
        let key = KeyId(bytes_of(&field("key")?)?);
        let signature = bytes_of(&field("signature")?)?;
        Some((act, Consent { of, key, signature }))
    })();
    let consent = read.filter(|(act, consent)| print_consent(act, consent) == text);
    consent.ok_or_else(|| {
        Message::new(codes::CONSENT_FILE, "this is no consent")
            .at(file)
            .help("a consent is the file that `armistice key consent` wrote, whole and unchanged")
    })
}
