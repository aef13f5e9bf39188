//! What the fields of a draft make: an entry with its body.
//!
//! Holds
//! - A field that the draft does not state is `None` or empty in the body; nothing is filled in but the author.
//! - Every entry has an id: a body that has no canonical bytes is a problem here, not later.
//!
//! Not here: which keys a kind has (`table`), how values look (`values`), the kinds of the channel between the parties
//! (`channel`).

pub(super) mod channel;

use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::facts::Attribution;
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::{Interval, KnownAt};
use record::wire;
use serde_json::Value;

use super::fields::{Fields, hex32, one_of};
use super::problem::quoted;
use super::table::{COMMON_RULES, KINDS, Kind};
use super::{Context, Draft, Entry, Problem, Spelling, codes, limits, nearest};

/// Reads a whole draft.
pub(super) fn entry(draft: &Draft, context: &Context) -> Result<Entry, Vec<Problem>> {
    let kind = kind_of(draft).map_err(|problem| vec![problem])?;
    let mut fields = Fields::new(kind, draft, context);
    let label = label(&mut fields);
    let known = fields.instant("known").map(KnownAt);
    let received = received(&mut fields);
    let body = body(&mut fields);
    if !fields.problems.is_empty() {
        return Err(fields.problems);
    }
    let bytes = wire::encode(&body).map_err(|refusal| {
        let message = format!("the record cannot hold this statement: {refusal}");
        vec![Problem::new(codes::RECORD, "", message).help("shorten it, or say it in several statements")]
    })?;
    Ok(Entry { label, id: wire::body_id(&bytes), body, known, received, line: 0 })
}

fn kind_of(draft: &Draft) -> Result<&'static Kind, Problem> {
    let words = || KINDS.iter().map(|kind| kind.word);
    match draft.fields.get("kind") {
        Some(Value::String(word)) => Kind::named(word).ok_or_else(|| {
            let problem = Problem::new(codes::KIND, "kind", format!("{} is no kind of statement", quoted(word)));
            let problem = problem.expected(one_of(words()));
            match nearest(word, words()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem,
            }
        }),
        _ => {
            let problem = Problem::new(codes::KIND, "kind", "the statement does not say what kind it is");
            Err(problem.expected(one_of(words())))
        }
    }
}

fn label(fields: &mut Fields<'_>) -> Option<String> {
    let value = fields.get("label")?;
    let label = fields.string("label", value, "a label")?.to_owned();
    match label_fault(&label, fields.spelling) {
        Some(fault) => {
            let problem = Problem::new(codes::LABEL, "label", format!("{} {fault}", quoted(&label)));
            fields.note(problem.expected("letters, digits, `-`, `_` and `.`, such as `r1`"));
        }
        None if fields.context.labels.contains_key(&label) || fields.context.broken.contains(&label) => {
            let message = format!("the label {} is taken by an earlier statement", quoted(&label));
            fields.note(Problem::new(codes::LABEL, "label", message).help("give each statement a label of its own"));
        }
        None => {}
    }
    Some(label)
}

/// Why a word cannot be a label.
pub(super) fn label_fault(label: &str, spelling: Spelling) -> Option<&'static str> {
    let character = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let kinds = KINDS.iter().filter(|kind| kind.keeps_its_words(spelling));
    let first_words = kinds.flat_map(|kind| kind.phrases.iter().map(|(phrase, _)| *phrase));
    let mut reserved = first_words.chain(COMMON_RULES.iter().map(|rule| rule.keyword));
    if label.is_empty() || !label.chars().all(character) || label.starts_with("--") {
        Some("cannot be a label")
    } else if label.chars().count() > limits::LABEL_CHARACTERS {
        Some("is too long for a label")
    } else if hex32(label).is_some() {
        Some("looks like a body id and cannot be a label")
    } else if reserved.any(|phrase| phrase.split(' ').next() == Some(label)) {
        Some("is a keyword and cannot be a label")
    } else {
        None
    }
}

fn received(fields: &mut Fields<'_>) -> Option<Received> {
    let value = fields.get("received")?;
    let form = "`{\"at\":…,\"by\":…}`";
    let map = fields.object("received", value, &["at", "by"], form)?;
    let (Some(at), Some(by)) = (map.get("at"), map.get("by")) else {
        let message = "`received` needs both when and by whom";
        fields.note(Problem::new(codes::MISSING, "received", message).expected(form));
        return None;
    };
    let (at, by) = (fields.instant_at("received.at", at), fields.name_at("received.by", by));
    Some(Received { at: at?, by: by? })
}

fn body(fields: &mut Fields<'_>) -> Body {
    let author = fields.name("author").unwrap_or_else(|| fields.context.author.clone());
    let said_at = fields.instant("said");
    let on_behalf = on_behalf(fields);
    let cited = fields.text("cited");
    let content = content(fields);
    Body { author, said_at, on_behalf, cited, content }
}

fn on_behalf(fields: &mut Fields<'_>) -> Option<OnBehalf> {
    let value = fields.get("on_behalf")?;
    let form = "`{\"speaker\":…,\"recorder\":…,\"medium\":…}`";
    let map = fields.object("on_behalf", value, &["speaker", "recorder", "medium"], form)?;
    let (Some(speaker), Some(recorder), Some(medium)) = (map.get("speaker"), map.get("recorder"), map.get("medium"))
    else {
        let message = "an entry on behalf names the speaker, the recorder and the medium";
        fields.note(Problem::new(codes::MISSING, "on_behalf", message).expected(form));
        return None;
    };
    let speaker = fields.name_at("on_behalf.speaker", speaker);
    let recorder = fields.name_at("on_behalf.recorder", recorder);
    let medium = fields.name_at("on_behalf.medium", medium);
    Some(OnBehalf { speaker: speaker?, recorder: recorder?, medium: medium? })
}

/// Replies, decisions, findings and signatures are somebody's: the mission never answers by default.
fn somebody_speaks(fields: &mut Fields<'_>) {
    if !fields.has("author") && !fields.has("on_behalf") {
        let message = format!("{} does not say whose it is", fields.kind.noun);
        let help = "name the author, or enter it on behalf of its speaker";
        fields.note(Problem::new(codes::MISSING, "author", message).help(help));
    }
}

fn content(fields: &mut Fields<'_>) -> Content {
    match fields.kind.word {
        "report" => Content::Report(report(fields)),
        "reply" => Content::Reply(reply(fields)),
        "decision" => Content::Decision(decision(fields)),
        "finding" => Content::Finding(finding(fields)),
        "coverage" => Content::Coverage(Coverage {
            watcher: fields.needed_name("watcher"),
            zone: fields.needed_name("zone"),
            during: fields.during(),
        }),
        "zone-version" => Content::ZoneVersion(zone_version(fields)),
        "zone-signature" => {
            somebody_speaks(fields);
            let (version, retroactive) = (fields.reference("under"), fields.said("retroactive"));
            Content::ZoneSignature(ZoneSignature { version, retroactive })
        }
        "renewal" => Content::Renewal(renewal(fields)),
        "same" | "different" => {
            let (a, b) = two_reports(fields);
            Content::Identity(Identity { a, b, same: fields.kind.word == "same" })
        }
        "unsure" => {
            let (a, b) = two_reports(fields);
            Content::Unsure(Unsure { a, b })
        }
        "weights" => {
            Content::Weighing(Weighing { text_sha256: fields.hash("text"), reports: fields.needed_number("reports") })
        }
        "translation" => Content::Translation(Translation {
            of: fields.reference("of"),
            out_of: fields.text("out_of"),
            into: fields.words("into"),
            words: fields.words("words"),
        }),
        "grading" => {
            let (of, grade) = (fields.reference("of"), grade(fields).unwrap_or(Grade::UNGRADED));
            Content::Grading(Grading { of, grade })
        }
        "adoption" => Content::Adoption(Adoption {
            agreement: fields.needed_name("agreement"),
            text_sha256: fields.hash("text"),
            tree_sha256: fields.hash("tree"),
            live_from: fields.instant("live_from"),
        }),
        "batch" => Content::Batch(Batch {
            format: fields.needed_name("format"),
            file: fields.needed_name("file"),
            sha256: fields.hash("hash"),
            known_rule: fields.text("known_rule").unwrap_or_default(),
            rows: fields.needed_number("rows"),
        }),
        "undo" => Content::BatchUndone(fields.reference("batch")),
        "name" | "alias" | "member" | "listed" | "speaker" | "relation" | "place" => {
            Content::Registration(registration(fields))
        }
        _ => channel::content(fields),
    }
}

fn report(fields: &mut Fields<'_>) -> Report {
    let chain = fields.get("from").and_then(|value| chain(fields, value));
    fields.at_most_one(&["accused", "between"], "who did it");
    Report {
        chain: chain.unwrap_or_else(|| Chain::direct("")),
        polarity: polarity(fields).unwrap_or(Polarity::Happened),
        accused: accused(fields).unwrap_or(Accused::Unstated),
        act: fields.name("act"),
        targets: fields.names("targets").unwrap_or_default(),
        weapon: fields.name("weapon"),
        time: fields.time(),
        place: fields.place(),
        counts: fields.counts().unwrap_or_default(),
        measures: fields.measures("measures").unwrap_or_default(),
        severity: fields.name("severity"),
        basis: fields.text("basis"),
        cause: fields.text("cause"),
        event: fields.text("event"),
        words: fields.words("words"),
        grade: grade(fields),
        flags: fields.texts("flags").unwrap_or_default(),
    }
}

/// `["radio", "ministry", {"unnamed": "activists"}]`; several origins are a list at the end.
fn chain(fields: &mut Fields<'_>, value: &Value) -> Option<Chain> {
    let links = fields.list_at("from", value)?;
    let Some(((path, last), relayers)) = links.split_last() else {
        let problem = Problem::new(codes::MISSING, "from", "the chain has no source");
        fields
            .note(problem.help("where the source is not named, say how the report calls it: `unnamed \"activists\"`"));
        return None;
    };
    let relayers: Vec<_> = relayers.iter().map(|(path, relayer)| fields.name_at(path, relayer)).collect();
    let origins: Vec<_> = fields.list_at(path, last)?.iter().map(|(path, value)| origin(fields, path, value)).collect();
    if origins.is_empty() {
        let message = "the last link of the chain names no source";
        fields.note(Problem::new(codes::MISSING, path.as_str(), message));
    }
    let relayers = relayers.into_iter().collect::<Option<_>>()?;
    Some(Chain { relayers, origins: origins.into_iter().collect::<Option<_>>()? })
}

fn origin(fields: &mut Fields<'_>, path: &str, value: &Value) -> Option<Origin> {
    if !value.is_object() {
        return fields.name_at(path, value).map(Origin::Named);
    }
    let form = "a name, or `{\"unnamed\":…}` with the report's words";
    let map = fields.object(path, value, &["unnamed"], form)?;
    match map.get("unnamed") {
        Some(words) => {
            let words = fields.string(&format!("{path}.unnamed"), words, "a text")?;
            Some(Origin::Unnamed(words.to_owned()))
        }
        None => {
            fields.wrong_form(path, value, form);
            None
        }
    }
}

fn polarity(fields: &mut Fields<'_>) -> Option<Polarity> {
    fields.flag("happened").map(|yes| if yes { Polarity::Happened } else { Polarity::DidNotHappen })
}

fn accused(fields: &mut Fields<'_>) -> Option<Accused> {
    if fields.has("accused") {
        return fields.name("accused").map(Accused::Actor);
    }
    let value = fields.get("between")?;
    let Some([a, b]) = value.as_array().map(Vec::as_slice) else {
        fields.wrong_form("between", value, "a list of two names");
        return None;
    };
    let (a, b) = (fields.name_at("between[0]", a), fields.name_at("between[1]", b));
    Some(Accused::Dyad(a?, b?))
}

fn grade(fields: &mut Fields<'_>) -> Option<Grade> {
    let text = fields.get("grade").and_then(|value| fields.string("grade", value, "a grade such as `B2`"))?;
    let grade = Grade::parse(text);
    if grade.is_none() {
        let problem = Problem::new(codes::GRADE, "grade", format!("{} is no grade", quoted(text)));
        fields.note(problem.expected("a letter `A` to `F` and a digit `1` to `6`, such as `B2`"));
    }
    grade
}

/// The fields that only a correction states.
const CORRECTED: [&str; 12] = [
    "happened",
    "accused",
    "between",
    "nobody_accused",
    "act",
    "targets",
    "weapon",
    "time",
    "at",
    "area",
    "counts",
    "severity",
];

fn reply(fields: &mut Fields<'_>) -> Reply {
    somebody_speaks(fields);
    let words = ["acknowledges", "denies", "explains", "disputes", "corrects", "withdraws"];
    let choices = words.map(|word| (word, word));
    let stance = fields.get("stance").and_then(|value| fields.choice("stance", value, &choices));
    let Some(stance) = stance else {
        // Without a stance nothing says which fields belong.
        return Reply {
            to: fields.reference("to"),
            stance: Stance::Withdraws,
            subject: String::new(),
            without_prejudice: false,
            words: String::new(),
        };
    };
    if stance != "denies" {
        fields.only_with(&["basis"], "`denies`");
    }
    if stance != "explains" {
        fields.only_with(&["exception", "intent", "acknowledging"], "`explains`");
    }
    if stance != "disputes" {
        fields.only_with(&["field"], "`disputes`");
    }
    if stance != "corrects" {
        fields.only_with(&CORRECTED, "`corrects`");
    }
    let stance = match stance {
        "acknowledges" => Stance::Acknowledges,
        "denies" => Stance::Denies { basis: fields.text("basis") },
        "explains" => {
            if !fields.has("exception") && !fields.has("intent") {
                let problem = Problem::new(codes::ONE_OF, "stance", "the explanation says nothing");
                fields.note(problem.expected("an `exception`, an `intent`, or both"));
            }
            Stance::Explains {
                exception: fields.name("exception"),
                intent: fields.text("intent"),
                acknowledges: fields.said("acknowledging"),
            }
        }
        "disputes" => {
            if !fields.has("field") {
                let problem = Problem::new(codes::MISSING, "field", "the dispute does not say what is wrong");
                fields.note(problem.help("name the field or the exception"));
            }
            Stance::Disputes { field: fields.needed_name("field") }
        }
        "corrects" => Stance::Corrects(Box::new(correction(fields))),
        _ => Stance::Withdraws,
    };
    Reply {
        to: fields.reference("to"),
        stance,
        subject: fields.words("subject"),
        without_prejudice: fields.said("without_prejudice"),
        words: fields.words("words"),
    }
}

fn correction(fields: &mut Fields<'_>) -> Correction {
    if !CORRECTED.iter().any(|key| fields.has(key)) {
        let problem = Problem::new(codes::ONE_OF, "stance", "the correction states no field");
        fields.note(problem.help("state the fields that are replaced; the rest stands"));
    }
    fields.at_most_one(&["accused", "between", "nobody_accused"], "who did it");
    let nobody = fields.said("nobody_accused").then_some(Accused::Unstated);
    Correction {
        polarity: polarity(fields),
        accused: accused(fields).or(nobody),
        act: fields.name("act"),
        targets: fields.names("targets"),
        weapon: fields.name("weapon"),
        time: fields.time(),
        place: fields.place(),
        counts: fields.counts(),
        severity: fields.name("severity"),
    }
}

/// An incident by one of its reports or by its event key.
fn on_incident(fields: &mut Fields<'_>) -> Option<OnIncident> {
    let value = fields.get("on")?;
    if !value.is_object() {
        return fields.reference_at("on", value).map(OnIncident::Of);
    }
    let form = "a reference, or `{\"event\":…}`";
    let map = fields.object("on", value, &["event"], form)?;
    match map.get("event") {
        Some(event) => fields.name_at("on.event", event).map(OnIncident::Event),
        None => {
            fields.wrong_form("on", value, form);
            None
        }
    }
}

fn decision(fields: &mut Fields<'_>) -> Decision {
    somebody_speaks(fields);
    let question = fields.one_of(&["opens", "clock", "judges", "signs"], "what it decides");
    let ruling = question == Some("clock");
    let choices: [(&str, bool); 2] =
        if ruling { [("breaks", true), ("excused", false)] } else { [("yes", true), ("no", false)] };
    let yes = fields.get("answer").and_then(|value| fields.choice("answer", value, &choices)).unwrap_or(false);
    let on = on_incident(fields);
    match question {
        Some("opens" | "signs") => fields.only_with(&["on"], "a ruling or a judgement"),
        Some("clock") if !fields.has("on") => {
            let problem = Problem::new(codes::MISSING, "on", "a ruling needs the incident it is on");
            fields.note(problem.help("name one of its reports, or its event key"));
        }
        _ => {}
    }
    let question = match question {
        Some("clock") => {
            let on = on.unwrap_or_else(|| OnIncident::Event(String::new()));
            Question::Ruling { clock: fields.needed_name("clock"), on }
        }
        Some("judges") => Question::Judgement { slot: fields.needed_name("judges"), on },
        Some("signs") => {
            let named = fields.needed_name("signs");
            let slot = fields.context.signing.get(&named).cloned().unwrap_or(named);
            Question::Judgement { slot, on: None }
        }
        _ => Question::Phase(fields.needed_name("opens")),
    };
    Decision { question, yes }
}

/// The words of the finding slot.
pub(super) const FINDING_WORDS: [(&str, FindingWord); 6] = [
    ("confirmed", FindingWord::Confirmed),
    ("probable", FindingWord::Probable),
    ("possible", FindingWord::Possible),
    ("not substantiated", FindingWord::NotSubstantiated),
    ("refuted", FindingWord::Refuted),
    ("inconclusive", FindingWord::Inconclusive),
];

fn finding(fields: &mut Fields<'_>) -> Finding {
    somebody_speaks(fields);
    fields.at_most_one(&["attributed_to", "attribution"], "whom it is attributed to");
    let attribution = match fields.get("attribution") {
        Some(value) => {
            let choices = [("some party", true), ("nobody", false)];
            let some = fields.choice("attribution", value, &choices);
            some.map(|some| if some { Attribution::SomeParty } else { Attribution::NotAttributable })
        }
        None => fields.name("attributed_to").map(Attribution::Actor),
    };
    Finding {
        on: on_incident(fields).unwrap_or_else(|| OnIncident::Event(String::new())),
        finding: fields.get("finding").and_then(|value| fields.choice("finding", value, &FINDING_WORDS)),
        attribution,
        intent: fields.text("intent"),
        severity: fields.name("severity"),
        time: fields.time(),
        place: fields.place(),
        targets: fields.names("targets").unwrap_or_default(),
        words: fields.words("words"),
    }
}

fn registration(fields: &mut Fields<'_>) -> Registration {
    match fields.kind.word {
        "name" => Registration::Name { name: fields.needed_name("name"), what: fields.words("is") },
        "alias" => Registration::Alias { alias: fields.needed_name("alias"), of: fields.needed_name("of") },
        "member" => member(fields, MembershipKind::Part),
        "listed" => member(fields, MembershipKind::Listed),
        "speaker" => Registration::Speaker {
            name: fields.needed_name("speaker"),
            party: fields.needed_name("party"),
            subject: fields.text("subject").unwrap_or_else(|| "any".to_owned()),
            during: fields.during(),
        },
        "relation" => Registration::Relation {
            a: fields.needed_name("a"),
            b: fields.needed_name("b"),
            during: fields.during(),
            what: fields.words("what"),
        },
        _ => Registration::Place {
            name: fields.needed_name("place"),
            within: fields.name("within"),
            area: fields.area("area"),
        },
    }
}

fn member(fields: &mut Fields<'_>, kind: MembershipKind) -> Registration {
    let (member, of): (Name, Name) = (fields.needed_name("member"), fields.needed_name("of"));
    let during: Interval = fields.during();
    Registration::Member { member, of, during, certain: fields.flag("certain").unwrap_or(true), kind }
}

fn zone_version(fields: &mut Fields<'_>) -> ZoneVersionStated {
    let geometry = match fields.one_of(&["area", "named_area", "sealed", "unpublished"], "where the zone is") {
        Some("area") => fields.area("area").map(ZoneGeometry::Area),
        Some("named_area") => fields.name("named_area").map(ZoneGeometry::NamedArea),
        Some("sealed") => fields.name("sealed").map(ZoneGeometry::Sealed),
        Some(_) if !fields.said("unpublished") => {
            let problem = Problem::new(codes::ONE_OF, "unpublished", "the zone version does not say where the zone is");
            fields.note(problem.help("leave `unpublished` out, and state the area"));
            None
        }
        _ => None,
    };
    ZoneVersionStated {
        zone: fields.needed_name("zone"),
        label: fields.needed_name("version"),
        in_force_from: fields.instant("in_force_from").unwrap_or(record::vocabulary::time::Instant(0)),
        geometry: geometry.unwrap_or(ZoneGeometry::Unpublished),
        with_agreement: fields.said("with_agreement"),
    }
}

fn renewal(fields: &mut Fields<'_>) -> Renewal {
    somebody_speaks(fields);
    let term = match fields.one_of(&["for", "until", "without_end"], "for how long") {
        Some("for") => fields.get("for").and_then(|value| fields.duration_at("for", value)).map(RenewalTerm::Seconds),
        Some("until") => fields.instant("until").map(RenewalTerm::Until),
        Some(_) if !fields.said("without_end") => {
            let problem = Problem::new(codes::ONE_OF, "without_end", "the renewal does not say for how long");
            fields.note(problem.help("leave `without_end` out, and state `for` or `until`"));
            None
        }
        _ => None,
    };
    Renewal {
        regime: fields.needed_name("regime"),
        act: fields.needed_name("act"),
        term: term.unwrap_or(RenewalTerm::Open),
        retroactive_from: fields.instant("retroactive_from"),
    }
}

fn two_reports(fields: &mut Fields<'_>) -> (BodyId, BodyId) {
    let (a, b) = (fields.reference("a"), fields.reference("b"));
    let stated = fields.problems.is_empty();
    if stated && a == b {
        let problem = Problem::new(codes::REFERENCE, "b", "a report is named twice");
        fields.note(problem.expected("two different reports"));
    }
    (a, b)
}
