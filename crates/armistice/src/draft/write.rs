//! A body as fields: the inverse of `body`, for JSON output.
//!
//! Holds
//! - Instants are UTC, references are body ids, imprecise times and areas are spelled out: nothing else is needed to read it.
//! - A field that the body does not state is not written.
//!
//! Not here: statements as bytes (`record::wire`), the kinds of the channel between the parties (`channel`).

mod channel;

use record::statement::*;
use record::vocabulary::counts::{Count, CountScope, Measure};
use record::vocabulary::facts::Attribution;
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};
use serde_json::{Map, Value, json};

use super::Entry;
use super::content::FINDING_WORDS;
use super::spelled::{distance_text, duration_text, instant_text, point_text};
use super::values::{CATEGORIES, POPULATIONS, SCOPES};

/// The fields of `body`; [`body`](super::body) reads them back to an equal one.
pub fn from_body(body: &Body) -> Map<String, Value> {
    let mut out = Out(Map::new());
    out.text("kind", kind(&body.content));
    out.text("author", &body.author);
    out.instant("said", body.said_at);
    if let Some(entry) = &body.on_behalf {
        let OnBehalf { speaker, recorder, medium } = entry;
        out.value("on_behalf", json!({"speaker": speaker, "recorder": recorder, "medium": medium}));
    }
    out.maybe("cited", &body.cited);
    match &body.content {
        Content::Report(report) => out.report(report),
        Content::Reply(reply) => out.reply(reply),
        Content::Decision(decision) => out.decision(decision),
        Content::Finding(finding) => out.finding(finding),
        Content::Coverage(coverage) => {
            out.text("watcher", &coverage.watcher);
            out.text("zone", &coverage.zone);
            out.window(coverage.during);
        }
        Content::Registration(entry) => out.registration(entry),
        Content::ZoneVersion(version) => out.zone_version(version),
        Content::ZoneSignature(signature) => {
            out.reference("under", signature.version);
            out.flag("retroactive", signature.retroactive);
        }
        Content::Adoption(adoption) => {
            out.text("agreement", &adoption.agreement);
            out.hash("text", adoption.text_sha256);
            out.hash("tree", adoption.tree_sha256);
            out.instant("live_from", adoption.live_from);
        }
        Content::Renewal(renewal) => {
            out.text("regime", &renewal.regime);
            out.text("act", &renewal.act);
            match renewal.term {
                RenewalTerm::Seconds(seconds) => out.text("for", &duration_text(seconds)),
                RenewalTerm::Until(at) => out.instant("until", Some(at)),
                RenewalTerm::Open => out.flag("without_end", true),
            }
            out.instant("retroactive_from", renewal.retroactive_from);
        }
        Content::Identity(identity) => {
            out.reference("a", identity.a);
            out.reference("b", identity.b);
        }
        Content::Unsure(unsure) => {
            out.reference("a", unsure.a);
            out.reference("b", unsure.b);
        }
        Content::Weighing(weights) => {
            out.hash("text", weights.text_sha256);
            out.value("reports", json!(weights.reports));
        }
        Content::Translation(translation) => {
            out.reference("of", translation.of);
            out.maybe("out_of", &translation.out_of);
            out.text("into", &translation.into);
            out.text("words", &translation.words);
        }
        Content::Grading(grading) => {
            out.reference("of", grading.of);
            out.text("grade", &grading.grade.to_string());
        }
        Content::Batch(batch) => {
            out.text("format", &batch.format);
            out.text("file", &batch.file);
            out.hash("hash", batch.sha256);
            out.text("known_rule", &batch.known_rule);
            out.value("rows", json!(batch.rows));
        }
        Content::BatchUndone(batch) => out.reference("batch", *batch),
        Content::Notice(notice) => out.notice(notice),
        Content::Receipt(receipt) => out.receipt(receipt),
        Content::Alert(alert) => out.alert(alert),
        Content::Escalation(escalation) => out.escalation(escalation),
        Content::Ladder(ladder) => out.ladder(ladder),
        Content::Duty(duty) => out.duty(duty),
        Content::Handover(handover) => out.handover(handover),
        Content::Call(call) => out.call(call),
        Content::Convoy(convoy) => out.convoy(convoy),
        Content::ConvoyEvent(event) => out.convoy_event(event),
        Content::Access(access) => out.access(access),
        Content::Inquiry(inquiry) => out.inquiry(inquiry),
        Content::AreaQuestion(question) => out.area_question(question),
    }
    out.0
}

/// The fields of `entry`: its label, its known-at and receipt where stated, then its body.
pub fn from_entry(entry: &Entry) -> Map<String, Value> {
    let mut out = Out(Map::new());
    out.maybe("label", &entry.label);
    out.instant("known", entry.known.map(|known| known.0));
    if let Some(Received { at, by }) = &entry.received {
        out.value("received", json!({"at": instant_text(*at), "by": by}));
    }
    out.0.extend(from_body(&entry.body));
    out.0
}

/// The word for a kind of statement.
pub fn kind(content: &Content) -> &'static str {
    match content {
        Content::Report(_) => "report",
        Content::Reply(_) => "reply",
        Content::Decision(_) => "decision",
        Content::Finding(_) => "finding",
        Content::Coverage(_) => "coverage",
        Content::Registration(Registration::Name { .. }) => "name",
        Content::Registration(Registration::Alias { .. }) => "alias",
        Content::Registration(Registration::Member { kind: MembershipKind::Part, .. }) => "member",
        Content::Registration(Registration::Member { kind: MembershipKind::Listed, .. }) => "listed",
        Content::Registration(Registration::Speaker { .. }) => "speaker",
        Content::Registration(Registration::Relation { .. }) => "relation",
        Content::Registration(Registration::Place { .. }) => "place",
        Content::ZoneVersion(_) => "zone-version",
        Content::ZoneSignature(_) => "zone-signature",
        Content::Adoption(_) => "adoption",
        Content::Renewal(_) => "renewal",
        Content::Identity(Identity { same: true, .. }) => "same",
        Content::Identity(Identity { same: false, .. }) => "different",
        Content::Unsure(_) => "unsure",
        Content::Weighing(_) => "weights",
        Content::Translation(_) => "translation",
        Content::Grading(_) => "grading",
        Content::Batch(_) => "batch",
        Content::BatchUndone(_) => "undo",
        Content::Notice(_) => "notice",
        Content::Receipt(_) => "receipt",
        Content::Alert(Alert { kind: AlertKind::Warning, .. }) => "warning",
        Content::Alert(Alert { kind: AlertKind::Halt, .. }) => "halt",
        Content::Escalation(_) => "escalation",
        Content::Ladder(_) => "ladder",
        Content::Duty(_) => "duty",
        Content::Handover(_) => "handover",
        Content::Call(_) => "call",
        Content::Convoy(_) => "convoy",
        Content::ConvoyEvent(_) => "convoy-event",
        Content::Access(_) => "access",
        Content::Inquiry(_) => "inquiry",
        Content::AreaQuestion(_) => "area-question",
    }
}

/// The fields written so far.
struct Out(Map<String, Value>);

impl Out {
    fn value(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }
    fn text(&mut self, key: &str, text: &str) {
        self.value(key, text.into());
    }
    fn maybe(&mut self, key: &str, text: &Option<String>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }
    fn words(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }
    /// Written only where it says yes.
    fn flag(&mut self, key: &str, yes: bool) {
        if yes {
            self.value(key, true.into());
        }
    }
    fn list<T>(&mut self, key: &str, items: &[T], value: impl Fn(&T) -> Value) {
        if !items.is_empty() {
            self.value(key, items.iter().map(value).collect());
        }
    }
    fn instant(&mut self, key: &str, at: Option<Instant>) {
        if let Some(at) = at {
            self.text(key, &instant_text(at));
        }
    }
    fn reference(&mut self, key: &str, id: BodyId) {
        self.text(key, &id.to_string());
    }
    fn hash(&mut self, key: &str, bytes: [u8; 32]) {
        self.text(key, &format!("sha256:{}", BodyId(bytes)));
    }
    fn during(&mut self, during: Interval) {
        self.instant("from", (during.from != Instant::EVER).then_some(during.from));
        self.instant("until", (during.until != Instant::NEVER).then_some(during.until));
    }
    /// Both ends, also open ones, of a kind that has to state them.
    fn window(&mut self, during: Interval) {
        self.instant("from", Some(during.from));
        self.instant("until", Some(during.until));
    }

    fn report(&mut self, report: &Report) {
        self.value("from", chain(&report.chain));
        if report.polarity == Polarity::DidNotHappen {
            self.value("happened", false.into());
        }
        self.accused(&report.accused);
        self.maybe("act", &report.act);
        self.list("targets", &report.targets, |name| json!(name));
        self.maybe("weapon", &report.weapon);
        self.time(&report.time);
        self.place(&report.place);
        self.list("counts", &report.counts, count);
        self.list("measures", &report.measures, measure);
        self.maybe("severity", &report.severity);
        self.maybe("basis", &report.basis);
        self.maybe("cause", &report.cause);
        self.maybe("event", &report.event);
        self.words("words", &report.words);
        self.maybe("grade", &report.grade.map(|grade| grade.to_string()));
        self.list("flags", &report.flags, |flag| json!(flag));
    }
    fn accused(&mut self, accused: &Accused) {
        match accused {
            Accused::Unstated => {}
            Accused::Actor(name) => self.text("accused", name),
            Accused::Dyad(a, b) => self.value("between", json!([a, b])),
        }
    }
    fn time(&mut self, time: &Option<EventTime>) {
        if let Some(time) = time {
            self.value("time", event_time(time));
        }
    }
    fn place(&mut self, place: &Option<Place>) {
        if let Some(place) = place {
            self.stated_place(place);
        }
    }
    fn stated_place(&mut self, Place { names, area }: &Place) {
        self.list("at", names, |name| json!(name));
        self.area(area);
    }
    fn area(&mut self, stated: &Option<Area>) {
        if let Some(stated) = stated {
            self.value("area", area(stated));
        }
    }

    fn reply(&mut self, reply: &Reply) {
        self.reference("to", reply.to);
        match &reply.stance {
            Stance::Acknowledges => self.text("stance", "acknowledges"),
            Stance::Denies { basis } => {
                self.text("stance", "denies");
                self.maybe("basis", basis);
            }
            Stance::Explains { exception, intent, acknowledges } => {
                self.text("stance", "explains");
                self.maybe("exception", exception);
                self.maybe("intent", intent);
                self.flag("acknowledging", *acknowledges);
            }
            Stance::Disputes { field } => {
                self.text("stance", "disputes");
                self.text("field", field);
            }
            Stance::Corrects(correction) => {
                self.text("stance", "corrects");
                self.correction(correction);
            }
            Stance::Withdraws => self.text("stance", "withdraws"),
        }
        self.words("subject", &reply.subject);
        self.flag("without_prejudice", reply.without_prejudice);
        self.words("words", &reply.words);
    }
    fn correction(&mut self, correction: &Correction) {
        if let Some(polarity) = correction.polarity {
            self.value("happened", (polarity == Polarity::Happened).into());
        }
        if let Some(accused) = &correction.accused {
            self.flag("nobody_accused", *accused == Accused::Unstated);
            self.accused(accused);
        }
        self.maybe("act", &correction.act);
        if let Some(targets) = &correction.targets {
            self.value("targets", json!(targets));
        }
        self.maybe("weapon", &correction.weapon);
        self.time(&correction.time);
        self.place(&correction.place);
        if let Some(counts) = &correction.counts {
            self.value("counts", counts.iter().map(count).collect());
        }
        self.maybe("severity", &correction.severity);
    }

    fn on_incident(&mut self, on: &OnIncident) {
        match on {
            OnIncident::Of(id) => self.reference("on", *id),
            OnIncident::Event(event) => self.value("on", json!({"event": event})),
        }
    }
    fn decision(&mut self, decision: &Decision) {
        let ruling = matches!(decision.question, Question::Ruling { .. });
        match &decision.question {
            Question::Phase(phase) => self.text("opens", phase),
            Question::Ruling { clock, on } => {
                self.text("clock", clock);
                self.on_incident(on);
            }
            Question::Judgement { slot, on } => {
                // A signature is an answer to a slot that carries the digest of what is signed.
                let signs = on.is_none() && agreement::is_signing_name(slot);
                self.text(if signs { "signs" } else { "judges" }, slot);
                if let Some(on) = on {
                    self.on_incident(on);
                }
            }
        }
        self.text(
            "answer",
            match (ruling, decision.yes) {
                (true, true) => "breaks",
                (true, false) => "excused",
                (false, true) => "yes",
                (false, false) => "no",
            },
        );
    }
    fn finding(&mut self, finding: &Finding) {
        self.on_incident(&finding.on);
        if let Some(word) = finding.finding {
            self.text("finding", word_of(&FINDING_WORDS, word));
        }
        match &finding.attribution {
            None => {}
            Some(Attribution::Actor(name)) => self.text("attributed_to", name),
            Some(Attribution::SomeParty) => self.text("attribution", "some party"),
            Some(Attribution::NotAttributable) => self.text("attribution", "nobody"),
        }
        self.maybe("intent", &finding.intent);
        self.maybe("severity", &finding.severity);
        self.time(&finding.time);
        self.place(&finding.place);
        self.list("targets", &finding.targets, |name| json!(name));
        self.words("words", &finding.words);
    }

    fn registration(&mut self, entry: &Registration) {
        match entry {
            Registration::Name { name, what } => {
                self.text("name", name);
                self.words("is", what);
            }
            Registration::Alias { alias, of } => {
                self.text("alias", alias);
                self.text("of", of);
            }
            Registration::Member { member, of, during, certain, kind: _ } => {
                self.text("member", member);
                self.text("of", of);
                self.during(*during);
                if !certain {
                    self.value("certain", false.into());
                }
            }
            Registration::Speaker { name, party, subject, during } => {
                self.text("speaker", name);
                self.text("party", party);
                self.text("subject", subject);
                self.during(*during);
            }
            Registration::Relation { a, b, during, what } => {
                self.text("a", a);
                self.text("b", b);
                self.words("what", what);
                self.during(*during);
            }
            Registration::Place { name, within, area } => {
                self.text("place", name);
                self.maybe("within", within);
                self.area(area);
            }
        }
    }
    fn zone_version(&mut self, version: &ZoneVersionStated) {
        self.text("zone", &version.zone);
        self.text("version", &version.label);
        self.instant("in_force_from", Some(version.in_force_from));
        match &version.geometry {
            ZoneGeometry::Area(stated) => self.value("area", area(stated)),
            ZoneGeometry::NamedArea(name) => self.text("named_area", name),
            ZoneGeometry::Sealed(commitment) => self.text("sealed", commitment),
            ZoneGeometry::Unpublished => self.flag("unpublished", true),
        }
        self.flag("with_agreement", version.with_agreement);
    }
}

fn chain(chain: &Chain) -> Value {
    let origin = |origin: &Origin| match origin {
        Origin::Named(name) => json!(name),
        Origin::Unnamed(words) => json!({"unnamed": words}),
    };
    let mut links: Vec<Value> = chain.relayers.iter().map(|name| json!(name)).collect();
    match chain.origins.as_slice() {
        [one] => links.push(origin(one)),
        several => links.push(several.iter().map(origin).collect()),
    }
    Value::Array(links)
}

/// An exact instant as it is; everything else as sets with its precision.
fn event_time(time: &EventTime) -> Value {
    let exact = |span: Interval| span.until.0 == span.from.0 + 1;
    let between = |span: Interval| json!({"between": [instant_text(span.from), instant_text(span.until)]});
    let end = |span: Interval| if exact(span) { json!(instant_text(span.from)) } else { between(span) };
    let mut value = match time.ended {
        None if exact(time.began) && time.precision == Precision::Exact => return end(time.began),
        None if exact(time.began) => json!({"at": instant_text(time.began.from)}),
        None => between(time.began),
        Some(ended) => json!({"from": end(time.began), "until": end(ended)}),
    };
    let (key, word) = match &time.precision {
        Precision::Exact => ("precision", "exact"),
        Precision::Day => ("precision", "day"),
        Precision::Days => ("precision", "days"),
        Precision::Stated(words) => ("words", words.as_str()),
    };
    value[key] = json!(word);
    value
}

fn area(area: &Area) -> Value {
    let ring = |ring: &Vec<Point>| ring.iter().map(|point| json!(point_text(*point))).collect::<Value>();
    match area {
        Area::Disc { centre, radius_mm } => {
            json!({"centre": point_text(*centre), "radius": distance_text(*radius_mm)})
        }
        Area::Polygons(polygons) => {
            let polygons = polygons.iter().map(|polygon| {
                let mut value = json!({"outer": ring(&polygon.outer)});
                if !polygon.holes.is_empty() {
                    value["holes"] = polygon.holes.iter().map(ring).collect();
                }
                value
            });
            json!({"polygons": polygons.collect::<Value>()})
        }
    }
}

fn count(count: &Count) -> Value {
    let mut value = json!({
        "category": word_of(&CATEGORIES, count.category),
        "least": count.least,
        "most": count.most,
        "population": word_of(&POPULATIONS, count.population),
    });
    if count.scope != CountScope::Incident {
        value["scope"] = json!(word_of(&SCOPES, count.scope));
    }
    if !count.words.is_empty() {
        value["words"] = json!(count.words);
    }
    value
}

fn measure(measure: &Measure) -> Value {
    json!({"name": measure.name, "least": measure.least, "most": measure.most, "unit": measure.unit})
}

/// The word of a choice.
fn word_of<'a, T: PartialEq>(choices: &[(&'a str, T)], value: T) -> &'a str {
    choices.iter().find(|(_, meaning)| *meaning == value).map_or("", |(word, _)| word)
}
