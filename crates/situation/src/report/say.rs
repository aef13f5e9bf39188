//! Values and statements in the words of one language: times, amounts, names, what somebody says.
//!
//! Holds
//! - What somebody wrote is quoted and isolated and never translated; everything around it is in the report's language.
//! - A list of names is joined the way the language joins it.
//!
//! Not here: which sentence is said (the sections), the messages themselves (`locales/`), what goes through the channel
//! between the parties (`channel`).

mod channel;

use agreement::evaluate::{Cause, ClockReading, Word};
use agreement::tree::{Article, Beyond, Clock, Length, Part, PauseUnit, Policy, ReferFrom, Rule, Standing, Then, Tree};
use record::statement::{
    Accused, Content, Correction, OnIncident, Polarity, Question, RenewalTerm, Report, Stance, Statement,
};
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::facts::{About, Attribution};
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};

use super::language::{Value, Words, isolated};
use crate::{COMMUNICATION, words};

/// Words at least so long, in characters, are not quoted twice in one footnote.
const REPEATED: usize = 24;

/// Speaks one language about one agreement.
pub(super) struct Say<'a> {
    pub(super) tree: &'a Tree,
    pub(super) words: Words,
}

impl Say<'_> {
    pub(super) fn say(&self, name: &str, values: &[(&str, Value)]) -> String {
        self.words.say(name, values)
    }
    pub(super) fn word(&self, name: &str) -> String {
        self.words.word(name)
    }

    // ---- times and amounts ----

    pub(super) fn instant(&self, at: Instant) -> String {
        match at {
            Instant::NEVER => self.word("time-never"),
            Instant::EVER => self.word("time-ever"),
            // Date and time keep their order in a text of the other direction.
            at => isolated(&words::instant(&self.tree.zone, at)),
        }
    }
    pub(super) fn date(&self, at: Instant) -> String {
        match at {
            Instant::NEVER | Instant::EVER => self.instant(at),
            at => words::date(&self.tree.zone, at),
        }
    }
    /// A civil day as its date, an instant as itself, anything else from - until.
    pub(super) fn span(&self, span: Interval) -> String {
        let zone = &self.tree.zone;
        if span.from == Instant::EVER {
            return self.word("time-not-stated");
        }
        if span.seconds() == 1 {
            return self.instant(span.from);
        }
        let day = zone.day_of(span.from);
        if day == span {
            return self.date(span.from);
        }
        let whole_days = day.from == span.from && zone.day_of(span.last()).until == span.until;
        let (from, until) = match whole_days {
            true => (self.date(span.from), self.date(span.last())),
            false => (words::instant(zone, span.from), words::instant(zone, span.last())),
        };
        // Within one day the date is said once.
        let date = self.date(span.from);
        if let (Some(from), Some(until)) = (clock(&from, &date), clock(&until, &date)) {
            return self.say("time-within", &[("date", date.into()), ("from", from.into()), ("until", until.into())]);
        }
        self.say("time-between", &[("from", from.into()), ("until", until.into())])
    }
    pub(super) fn event_time(&self, time: &EventTime) -> String {
        let base = match time.ended {
            None => self.span(time.began),
            Some(ended) => {
                self.say("time-lasting", &[("from", self.span(time.began).into()), ("until", self.span(ended).into())])
            }
        };
        match &time.precision {
            Precision::Stated(words) if !words.is_empty() => {
                self.say("time-in-words", &[("time", base.into()), ("words", self.quoted(words).into())])
            }
            _ => base,
        }
    }
    pub(super) fn duration(&self, seconds: i64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
        let mut parts = vec![self.say("unit-hours", &[("n", hours.into())])];
        if minutes != 0 || rest != 0 {
            parts.push(self.say("unit-minutes", &[("n", minutes.into())]));
        }
        if rest != 0 {
            parts.push(self.say("unit-seconds", &[("n", rest.into())]));
        }
        parts.join(" ")
    }
    /// One duration, or the least and the greatest where they differ.
    pub(super) fn lasting(&self, least: i64, most: i64) -> String {
        self.least_to_most((least, most), |seconds| self.duration(seconds))
    }
    pub(super) fn days(&self, days: i64) -> String {
        self.say("unit-days", &[("n", days.into())])
    }
    /// "5", "5–8", "at least 5", "up to 8".
    pub(super) fn range(&self, least: u64, most: Option<u64>) -> String {
        match most {
            Some(most) if most == least => least.to_string(),
            Some(most) if least == 0 => self.say("range-up-to", &[("most", most.to_string().into())]),
            Some(most) => self.say("range", &[("least", least.to_string().into()), ("most", most.to_string().into())]),
            None => self.say("range-open", &[("least", least.to_string().into())]),
        }
    }

    // ---- names ----

    /// An article by its name, and whose text it is where that is not the one first agreed.
    pub(super) fn article(&self, article: &Article) -> String {
        let id = isolated(&article.id);
        let told = |name: &str, whose: &Name| self.say(name, &[("article", id.clone().into()), ("name", whose.into())]);
        match &article.standing {
            Standing::Agreed => id,
            Standing::ByAmendment(name) => told("article-by-amendment", name),
            Standing::ReadBy(name) => told("article-as-read-by", name),
            Standing::DeclaredBy(name) => told("article-declared-by", name),
        }
    }
    /// Names, each isolated, joined as the language joins them.
    pub(super) fn list<S: AsRef<str>>(&self, names: &[S]) -> String {
        let names: Vec<String> = names.iter().map(|name| isolated(name.as_ref())).collect();
        self.join(&names)
    }
    /// Texts of this language, joined as it joins them.
    pub(super) fn join(&self, texts: &[String]) -> String {
        texts.join(&self.word("list-separator"))
    }
    /// Clauses, joined as the language joins them: each may hold a list of its own.
    pub(super) fn clauses(&self, texts: &[String]) -> String {
        texts.join(&self.word("clause-separator"))
    }
    pub(super) fn quoted(&self, words: &str) -> String {
        self.say("quoted", &[("words", Value::Quoted(words.to_owned()))])
    }
    /// A name between the same marks.
    fn titled(&self, name: &str) -> String {
        self.say("quoted", &[("words", name.into())])
    }
    /// Standards by name, the headline marked.
    pub(super) fn standards(&self, indices: &[usize]) -> String {
        let names = indices.iter().map(|index| {
            let name = isolated(&self.tree.standards.standards[*index].name);
            if *index == self.tree.standards.headline {
                self.say("headline-of", &[("name", name.into())])
            } else {
                name
            }
        });
        self.join(&names.collect::<Vec<_>>())
    }
    pub(super) fn about(&self, about: &About) -> String {
        match about {
            About::Actor(actor) => self.say("about-actor", &[("actor", actor.into())]),
            About::Event => self.word("about-event"),
        }
    }
    pub(super) fn accused(&self, accused: &Accused) -> String {
        match accused {
            Accused::Unstated => self.word("accused-nobody"),
            Accused::Actor(actor) => self.say("about-actor", &[("actor", actor.into())]),
            Accused::Dyad(a, b) => self.say("accused-dyad", &[("a", a.into()), ("b", b.into())]),
        }
    }
    pub(super) fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Named(name) => isolated(name),
            Origin::Unnamed(words) if words.is_empty() => self.word("source-unnamed"),
            Origin::Unnamed(words) => self.say("source-unnamed-words", &[("words", self.quoted(words).into())]),
        }
    }
    /// "BBC, citing a ministry, citing a commander".
    pub(super) fn chain(&self, chain: &Chain) -> String {
        let origins: Vec<String> = chain.origins.iter().map(|origin| self.origin(origin)).collect();
        let mut said = self.join(&origins);
        for relayer in chain.relayers.iter().rev() {
            said = self.say("chain-citing", &[("relayer", relayer.into()), ("cited", said.into())]);
        }
        said
    }
    pub(super) fn place(&self, place: &Place) -> String {
        let names = self.list(&place.names);
        let within = match &place.area {
            Some(Area::Disc { centre, radius_mm }) => Some(self.disc(*centre, *radius_mm)),
            Some(Area::Polygons(_)) => Some(self.word("place-area")),
            None => None,
        };
        match (place.names.is_empty(), within) {
            (true, None) => self.word("place-not-stated"),
            (true, Some(within)) => within,
            (false, None) => names,
            (false, Some(within)) => self.say("place-within", &[("names", names.into()), ("within", within.into())]),
        }
    }
    pub(super) fn disc(&self, centre: Point, radius_mm: u64) -> String {
        let degrees = |e7: i32| {
            let e7 = i64::from(e7).abs();
            format!("{}.{:04}", e7 / 10_000_000, e7 % 10_000_000 / 1_000)
        };
        let (north, east) = (if centre.lat_e7 < 0 { "S" } else { "N" }, if centre.lon_e7 < 0 { "W" } else { "E" });
        let position = format!("{}°{north} {}°{east}", degrees(centre.lat_e7), degrees(centre.lon_e7));
        if radius_mm == 0 {
            return isolated(&position);
        }
        let kilometres = i64::try_from(radius_mm.div_ceil(1_000_000)).unwrap_or(i64::MAX);
        self.say("place-disc", &[("km", kilometres.into()), ("position", position.into())])
    }

    // ---- figures ----

    pub(super) fn category(&self, category: Category) -> String {
        self.word(match category {
            Category::Killed => "killed",
            Category::Injured => "injured",
            Category::KilledOrInjured => "killed-or-injured",
            Category::Missing => "missing",
            Category::Detained => "detained",
        })
    }
    pub(super) fn population(&self, population: Population) -> String {
        self.word(match population {
            Population::Combatant => "combatants",
            Population::Civilian => "civilians",
            Population::Unknown => "population-not-stated",
        })
    }
    pub(super) fn figure(&self, count: &Count) -> String {
        let mut parts = vec![self.range(count.least.into(), count.most.map(u64::from))];
        if count.population != Population::Unknown {
            parts.push(self.population(count.population));
        }
        match count.scope {
            CountScope::Incident => {}
            CountScope::Cumulative => parts.push(self.word("scope-cumulative")),
            CountScope::Ambiguous => parts.push(self.word("scope-ambiguous")),
        }
        if !count.words.is_empty() {
            parts.push(self.quoted(&count.words));
        }
        self.join(&parts)
    }
    pub(super) fn count(&self, count: &Count) -> String {
        self.say("count", &[("category", self.category(count.category).into()), ("figure", self.figure(count).into())])
    }
    pub(super) fn measure(&self, measure: &Measure) -> String {
        let number = self.range(measure.least, measure.most);
        self.say(
            "measure",
            &[("name", (&measure.name).into()), ("number", number.into()), ("unit", (&measure.unit).into())],
        )
    }

    // ---- verdicts and clocks ----

    pub(super) fn verdict(&self, word: Word) -> String {
        self.word(match word {
            Word::Breached => "word-breached",
            Word::Contested => "word-contested",
            Word::Undetermined => "word-undetermined",
            Word::Kept => "word-kept",
            Word::NotApplicable => "word-not-applicable",
        })
    }
    /// Why a verdict is undetermined; fields that are imprecise are named together.
    pub(super) fn causes(&self, causes: &[Cause]) -> String {
        let imprecise = |cause: &&Cause| matches!(cause, Cause::Imprecise(_));
        let fields: Vec<String> = causes
            .iter()
            .filter_map(|cause| if let Cause::Imprecise(field) = cause { Some(self.field(field)) } else { None })
            .collect();
        let mut said: Vec<String> =
            causes.iter().filter(|cause| !imprecise(cause)).map(|cause| self.cause(cause)).collect();
        if !fields.is_empty() {
            said.push(self.say("cause-imprecise", &[("fields", self.join(&fields).into())]));
        }
        self.clauses(&said)
    }
    pub(super) fn cause(&self, cause: &Cause) -> String {
        match cause {
            Cause::NotEstablished => self.word("cause-not-established"),
            Cause::Imprecise(field) => self.say("cause-imprecise", &[("fields", self.field(field).into())]),
            Cause::NotObserved => self.word("cause-not-observed"),
            Cause::JudgementAwaited(deciders) => {
                self.say("cause-judgement-awaited", &[("deciders", self.list(deciders).into())])
            }
            Cause::StepsAwaited(steps) => self.say("cause-steps", &[("steps", self.list(steps).into())]),
            Cause::Trigger => self.word("cause-trigger"),
            Cause::ExceptionNotSettled(name) => self.say("cause-exception", &[("name", name.into())]),
            Cause::Sealed(zone) => self.say("cause-sealed", &[("zone", zone.into())]),
            Cause::NoAgreedVersion(zone) => self.say("cause-no-version", &[("zone", zone.into())]),
            Cause::Pending => self.word("cause-pending"),
            Cause::NotYetDue => self.word("cause-not-yet-due"),
        }
    }
    fn field(&self, field: &str) -> String {
        match field {
            "actor" | "target" | "act" | "weapon" | "place" | "time" | "ground" | "support" => {
                self.word(&format!("field-{field}"))
            }
            other => isolated(other),
        }
    }
    pub(super) fn value(&self, clock: &Clock, value: (i64, i64)) -> String {
        self.least_to_most(value, |value| self.amount(clock, value))
    }
    fn least_to_most(&self, (least, most): (i64, i64), one: impl Fn(i64) -> String) -> String {
        match least == most {
            true => one(least),
            false => self.say("value-range", &[("least", one(least).into()), ("most", one(most).into())]),
        }
    }
    /// What a clock counts, in its unit. A day ends with its last second: the second that a reading at its end falls short of
    /// the minute would be more exact than anything on the page.
    fn amount(&self, clock: &Clock, value: i64) -> String {
        match clock.length {
            Length::Calendar { .. } => self.days(value),
            Length::Elapsed(_) if value % 60 == 59 => self.duration(value + 1),
            Length::Elapsed(_) => self.duration(value),
        }
    }
    /// A clock's value, and how much completes it.
    pub(super) fn value_of(&self, clock: &Clock, value: (i64, i64)) -> String {
        let needs = match clock.length {
            Length::Calendar { days, .. } => days,
            Length::Elapsed(seconds) => seconds,
        };
        self.say("value-of", &[("value", self.value(clock, value).into()), ("needs", self.amount(clock, needs).into())])
    }
    pub(super) fn completion(&self, reading: &ClockReading, now: Instant) -> String {
        let at = |at: Instant| Value::from(self.instant(at));
        match (reading.completion.earliest, reading.completion.latest) {
            (None, _) => self.word("completion-never"),
            (Some(a), Some(b)) if a == b && b <= now => self.say("completion-since", &[("at", at(a))]),
            (Some(a), Some(b)) if a == b => self.say("completion-would", &[("at", at(a))]),
            (Some(a), Some(b)) if b <= now => {
                self.say("completion-since-between", &[("from", at(a)), ("until", at(b))])
            }
            (Some(a), Some(b)) if a <= now => self.say("completion-possibly", &[("from", at(a)), ("until", at(b))]),
            (Some(a), Some(b)) => self.say("completion-would-between", &[("from", at(a)), ("until", at(b))]),
            (Some(a), None) if a <= now => self.say("completion-possibly-or-never", &[("from", at(a))]),
            (Some(a), None) => self.say("completion-would-or-never", &[("from", at(a))]),
        }
    }
    pub(super) fn length(&self, clock: &Clock) -> String {
        match clock.length {
            Length::Elapsed(seconds) => self.say("length-elapsed", &[("time", self.duration(seconds).into())]),
            Length::Calendar { days, first_day_counts: true } => {
                self.say("length-calendar-first", &[("days", self.days(days).into())])
            }
            Length::Calendar { days, first_day_counts: false } => {
                self.say("length-calendar-zero", &[("days", self.days(days).into())])
            }
        }
    }
    /// A clock by its name, and by its zone or pair where it has several.
    pub(super) fn clock(&self, clock: &Clock, part: &Part) -> String {
        let clock = ("clock", (&clock.name).into());
        match part {
            Part::Whole => self.say("clock-title", &[clock]),
            Part::Zone(zone) => self.say("clock-title-zone", &[clock, ("zone", zone.into())]),
            Part::Pair(a, b) => self.say("clock-title-pair", &[clock, ("a", a.into()), ("b", b.into())]),
        }
    }
    pub(super) fn policy(&self, policy: &Policy) -> String {
        match policy {
            Policy::Reset => self.word("policy-reset"),
            Policy::Pause(unit) => self.pause(unit),
            Policy::Tolerate { at_most, window, beyond } => {
                let classes = &self.tree.severity.classes;
                let each = at_most.iter().enumerate().filter_map(|(index, most)| {
                    let most = i64::from((*most)?);
                    Some(match classes.get(index) {
                        Some(class) => self.say("tolerate-class", &[("n", most.into()), ("class", class.into())]),
                        None => self.say("tolerate-any", &[("n", most.into())]),
                    })
                });
                let each = self.join(&each.collect::<Vec<_>>());
                let within = match window {
                    Some(seconds) => self.say("tolerate-window", &[("time", self.duration(*seconds).into())]),
                    None => self.word("tolerate-run"),
                };
                let beyond = match beyond {
                    Beyond::Reset => self.word("policy-reset"),
                    Beyond::Pause(unit) => self.pause(unit),
                };
                self.say(
                    "policy-tolerate",
                    &[("each", each.into()), ("within", within.into()), ("beyond", beyond.into())],
                )
            }
            Policy::Refer { deciders, term, from, then, .. } => {
                let from = self.word(match from {
                    ReferFrom::Breach => "refer-from-breach",
                    ReferFrom::Known => "refer-from-known",
                });
                let then = match then {
                    Then::Reset => self.word("policy-reset"),
                    Then::Pause(unit) => self.pause(unit),
                    Then::Excuse => self.word("refer-then-excused"),
                };
                self.say(
                    "policy-refer",
                    &[
                        ("deciders", self.deciders(&deciders.names, &deciders.rule).into()),
                        ("term", self.duration(*term).into()),
                        ("from", from.into()),
                        ("then", then.into()),
                    ],
                )
            }
            Policy::Discretionary => self.word("policy-discretionary"),
        }
    }
    fn pause(&self, unit: &PauseUnit) -> String {
        match unit {
            PauseUnit::CivilDay => self.word("policy-pause-day"),
            PauseUnit::Seconds(seconds) => self.say("policy-pause-time", &[("time", self.duration(*seconds).into())]),
            PauseUnit::UntilRestored => self.word("policy-pause-restored"),
        }
    }
    pub(super) fn deciders(&self, names: &[Name], rule: &Rule) -> String {
        let listed = self.list(names);
        match rule {
            Rule::All if names.len() > 1 => self.say("deciders-all", &[("names", listed.into())]),
            Rule::Any if names.len() > 1 => self.say("deciders-any", &[("names", listed.into())]),
            Rule::Chair(chair) => self.say("deciders-chair", &[("names", listed.into()), ("chair", chair.into())]),
            _ => listed,
        }
    }

    // ---- what somebody says ----

    pub(super) fn finding(&self, word: FindingWord) -> String {
        self.word(match word {
            FindingWord::Confirmed => "finding-confirmed",
            FindingWord::Probable => "finding-probable",
            FindingWord::Possible => "finding-possible",
            FindingWord::NotSubstantiated => "finding-not-substantiated",
            FindingWord::Refuted => "finding-refuted",
            FindingWord::Inconclusive => "finding-inconclusive",
        })
    }
    /// What a report says, without who says it.
    pub(super) fn claim(&self, report: &Report) -> String {
        let mut parts = Vec::new();
        parts.push(report.act.as_ref().map_or(self.word("act-not-stated"), |act| isolated(act)));
        // Whom a denial names is not said to have acted.
        if report.polarity == Polarity::Happened || !matches!(report.accused, Accused::Actor(_)) {
            parts.push(self.accused(&report.accused));
        }
        if !report.targets.is_empty() {
            let told = report.act.as_ref().is_some_and(|act| Tree::includes(&self.tree.acts, COMMUNICATION, act));
            let name = if told { "claim-to" } else { "claim-on" };
            parts.push(self.say(name, &[("targets", self.list(&report.targets).into())]));
        }
        parts.extend(report.weapon.as_ref().map(|weapon| self.say("claim-with", &[("weapon", weapon.into())])));
        parts.extend(report.place.as_ref().map(|place| self.place(place)));
        parts.extend(report.time.as_ref().map(|time| self.event_time(time)));
        parts.extend(report.counts.iter().map(|count| self.count(count)));
        parts.extend(report.measures.iter().map(|measure| self.measure(measure)));
        parts.extend(
            report.cause.as_ref().map(|cause| self.say("claim-cause", &[("cause", self.quoted(cause).into())])),
        );
        self.join(&parts)
    }
    /// One line that says what a statement says.
    pub(super) fn statement(&self, statement: &Statement) -> String {
        let speaker = statement.body.speaker();
        match &statement.body.content {
            Content::Report(report) => {
                let mut values =
                    vec![("source", self.chain(&report.chain).into()), ("claim", self.claim(report).into())];
                let name = match (report.polarity, &report.accused) {
                    (Polarity::Happened, _) => "says-happened",
                    (Polarity::DidNotHappen, Accused::Actor(actor)) => {
                        values.push(("actor", actor.into()));
                        "says-not-by"
                    }
                    (Polarity::DidNotHappen, _) => "says-not-happened",
                };
                let said = self.say(name, &values);
                self.with_words(said, &report.words)
            }
            Content::Reply(reply) => {
                let stance = self.stance(&reply.stance);
                let said = self.say(
                    if reply.without_prejudice { "says-reply-reserved" } else { "says-reply" },
                    &[("speaker", speaker.into()), ("stance", stance.into()), ("to", reply.to.short().into())],
                );
                self.with_words(said, &reply.words)
            }
            Content::Finding(found) => {
                let mut parts = Vec::new();
                parts.extend(found.finding.map(|word| self.quoted(&self.finding(word))));
                parts.push(match &found.attribution {
                    None => self.word("attribution-empty"),
                    Some(Attribution::Actor(actor)) => self.say("attribution-actor", &[("actor", actor.into())]),
                    Some(Attribution::SomeParty) => self.word("attribution-some-party"),
                    Some(Attribution::NotAttributable) => self.word("attribution-none"),
                });
                parts.push(match &found.intent {
                    None => self.word("intent-empty"),
                    Some(intent) => self.say("intent", &[("intent", self.quoted(intent).into())]),
                });
                parts.extend(
                    found.severity.as_ref().map(|severity| self.say("severity", &[("severity", severity.into())])),
                );
                let said = self.say("says-finds", &[("body", speaker.into()), ("finding", self.join(&parts).into())]);
                self.with_words(said, &found.words)
            }
            Content::Decision(decision) => {
                let yes = decision.yes;
                let (question, word) = match &decision.question {
                    Question::Phase(phase) => {
                        let question = self.say("question-phase", &[("phase", phase.into())]);
                        (question, if yes { "answer-yes" } else { "answer-no" })
                    }
                    Question::Ruling { clock, on } => {
                        let on = self.on_incident(on);
                        let question = self.say("question-ruling", &[("on", on.into()), ("clock", clock.into())]);
                        (question, if yes { "answer-breaks" } else { "answer-excused" })
                    }
                    Question::Judgement { slot, on } => {
                        let question = match on {
                            Some(on) => {
                                let on = self.on_incident(on);
                                self.say("question-judgement-of", &[("slot", slot.into()), ("on", on.into())])
                            }
                            None if agreement::is_signing_name(slot) => {
                                self.say("question-signature", &[("slot", slot.into())])
                            }
                            None => self.say("question-judgement", &[("slot", slot.into())]),
                        };
                        (question, if yes { "answer-yes" } else { "answer-no" })
                    }
                };
                self.say(
                    "says-decides",
                    &[("speaker", speaker.into()), ("question", question.into()), ("answer", self.word(word).into())],
                )
            }
            Content::Coverage(coverage) => self.say(
                "says-watched",
                &[
                    ("watcher", (&coverage.watcher).into()),
                    ("zone", (&coverage.zone).into()),
                    ("during", self.span(coverage.during).into()),
                ],
            ),
            Content::Renewal(renewal) => {
                let term = match renewal.term {
                    RenewalTerm::Seconds(seconds) => self.say("term-time", &[("time", self.duration(seconds).into())]),
                    RenewalTerm::Until(until) => self.say("term-until", &[("at", self.instant(until).into())]),
                    RenewalTerm::Open => self.word("term-open"),
                };
                self.say(
                    "says-renews",
                    &[
                        ("speaker", speaker.into()),
                        ("act", self.titled(&renewal.act).into()),
                        ("regime", (&renewal.regime).into()),
                        ("term", term.into()),
                    ],
                )
            }
            Content::Translation(translation) => self.say(
                "says-translates",
                &[
                    ("speaker", speaker.into()),
                    ("of", translation.of.short().into()),
                    ("language", translation.into.clone().into()),
                    ("words", translation.words.clone().into()),
                ],
            ),
            Content::Grading(grading) => self.say(
                "says-grades",
                &[
                    ("speaker", speaker.into()),
                    ("of", grading.of.short().into()),
                    ("grade", grading.grade.to_string().into()),
                ],
            ),
            Content::Identity(identity) => self.say(
                if identity.same { "says-same" } else { "says-different" },
                &[("speaker", speaker.into()), ("a", identity.a.short().into()), ("b", identity.b.short().into())],
            ),
            Content::Unsure(unsure) => self.say(
                "says-unsure",
                &[("speaker", speaker.into()), ("a", unsure.a.short().into()), ("b", unsure.b.short().into())],
            ),
            Content::Weighing(weights) => self.say(
                "says-weights",
                &[("speaker", speaker.into()), ("reports", i64::try_from(weights.reports).unwrap_or(i64::MAX).into())],
            ),
            Content::Registration(_) => self.say("says-registers", &[("speaker", speaker.into())]),
            Content::ZoneVersion(version) => self.say(
                "says-zone-version",
                &[("speaker", speaker.into()), ("label", (&version.label).into()), ("zone", (&version.zone).into())],
            ),
            Content::ZoneSignature(signature) => self.say(
                "says-zone-signature",
                &[("speaker", speaker.into()), ("version", signature.version.short().into())],
            ),
            Content::Adoption(adoption) => self.say(
                "says-adopts",
                &[("speaker", speaker.into()), ("agreement", self.titled(&adoption.agreement).into())],
            ),
            Content::Batch(batch) => self.say(
                "says-batch",
                &[
                    ("file", (&batch.file).into()),
                    ("format", (&batch.format).into()),
                    ("rows", i64::try_from(batch.rows).unwrap_or(i64::MAX).into()),
                ],
            ),
            Content::BatchUndone(batch) => {
                self.say("says-undoes", &[("speaker", speaker.into()), ("batch", batch.short().into())])
            }
            Content::Notice(notice) => self.notice(speaker, notice),
            Content::Receipt(receipt) => self.receipt(speaker, receipt),
            Content::Alert(alert) => self.alert(speaker, alert),
            Content::Escalation(escalation) => self.escalation(speaker, escalation),
            Content::Ladder(ladder) => self.ladder(speaker, ladder),
            Content::Duty(duty) => self.duty(speaker, duty),
            Content::Handover(handover) => self.handover(speaker, handover),
            Content::Call(call) => self.call(speaker, call),
            Content::Convoy(convoy) => self.convoy(speaker, convoy),
            Content::ConvoyEvent(event) => self.convoy_event(speaker, event),
            Content::Access(access) => self.access(speaker, access),
            Content::Inquiry(inquiry) => self.inquiry(speaker, inquiry),
            Content::AreaQuestion(question) => self.area_question(speaker, question),
        }
    }
    pub(super) fn stance(&self, stance: &Stance) -> String {
        match stance {
            Stance::Acknowledges => self.word("stance-acknowledges"),
            Stance::Denies { basis: None } => self.word("stance-denies-bare"),
            Stance::Denies { basis: Some(basis) } => self.say("stance-denies", &[("basis", self.quoted(basis).into())]),
            Stance::Explains { exception, intent, acknowledges } => {
                let mut parts = vec![self.word("stance-explains")];
                parts.extend(exception.as_ref().map(|name| self.say("explains-exception", &[("name", name.into())])));
                parts.extend(
                    intent.as_ref().map(|intent| self.say("intent", &[("intent", self.quoted(intent).into())])),
                );
                if *acknowledges {
                    parts.push(self.word("explains-acknowledging"));
                }
                self.join(&parts)
            }
            Stance::Disputes { field } => self.say("stance-disputes", &[("field", self.field(field).into())]),
            Stance::Corrects(correction) => match self.corrected(correction) {
                said if said.is_empty() => self.word("stance-corrects"),
                said => self.say("stance-corrects-to", &[("what", said.into())]),
            },
            Stance::Withdraws => self.word("stance-withdraws"),
        }
    }
    /// What a correction states anew.
    fn corrected(&self, correction: &Correction) -> String {
        let named = |field: &str, value: String| {
            self.say("version-common", &[("field", self.word(field).into()), ("value", value.into())])
        };
        let mut parts = Vec::new();
        parts.extend(correction.polarity.map(|polarity| match polarity {
            Polarity::Happened => self.word("polarity-happened"),
            Polarity::DidNotHappen => self.word("polarity-not"),
        }));
        parts.extend(correction.accused.as_ref().map(|accused| self.accused(accused)));
        parts.extend(correction.act.as_ref().map(|act| named("field-act", isolated(act))));
        parts.extend(correction.targets.as_ref().map(|targets| named("field-target", self.list(targets))));
        parts.extend(correction.weapon.as_ref().map(|weapon| named("field-weapon", isolated(weapon))));
        parts.extend(correction.time.as_ref().map(|time| named("field-time", self.event_time(time))));
        parts.extend(correction.place.as_ref().map(|place| named("field-place", self.place(place))));
        parts.extend(correction.counts.iter().flatten().map(|count| self.count(count)));
        parts.extend(correction.severity.as_ref().map(|class| self.say("severity", &[("severity", class.into())])));
        self.clauses(&parts)
    }
    fn on_incident(&self, on: &OnIncident) -> String {
        match on {
            OnIncident::Of(id) => self.say("incident-of", &[("id", id.short().into())]),
            OnIncident::Event(key) => isolated(key),
        }
    }
    fn with_words(&self, said: String, words: &str) -> String {
        if words.is_empty() {
            return said;
        }
        self.say("said-in-words", &[("said", said.into()), ("words", self.quoted(words).into())])
    }
    /// A footnote's line: the statement, who entered it and since when it is known.
    pub(super) fn note(&self, statement: &Statement) -> String {
        let words = match &statement.body.content {
            Content::Report(report) => report.words.as_str(),
            _ => "",
        };
        // Words that stand in the sentence are not quoted again from where they were found.
        let where_found = statement.body.cited.as_deref().map(|cited| match words.chars().count() {
            REPEATED.. => cited.replace(words, "…"),
            _ => cited.to_owned(),
        });
        let history = if statement.accepted.history { self.word("known-history") } else { String::new() };
        self.say(
            "note-line",
            &[
                ("said", self.statement(statement).into()),
                ("known", self.instant(statement.known().0).into()),
                ("history", history.into()),
                (
                    "cited",
                    where_found
                        .map_or(String::new(), |cited| self.say("note-cited", &[("where", cited.into())]))
                        .into(),
                ),
            ],
        )
    }
}

/// The time of day of an instant in words that falls on `date`.
fn clock(instant: &str, date: &str) -> Option<String> {
    instant.strip_prefix(date).map(str::trim_start).filter(|clock| !clock.is_empty()).map(str::to_owned)
}
