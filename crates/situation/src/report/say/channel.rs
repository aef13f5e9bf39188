//! What goes through the channel between the parties, in the words of one language: one sentence for each statement.
//!
//! Holds
//! - Every sentence that shows a notice says that it gives no permission.
//!
//! Not here: other kinds of statement (`say`), the messages themselves (`locales/`).

use record::statement::{
    Access, AccessStep, Alert, AlertKind, Amount, AreaQuestion, BodyId, Call, Convoy, ConvoyEvent, Duty, Escalation,
    Handover, Inquiry, Ladder, Leg, Notice, Notified, Receipt, RungKind, Stage, Step,
};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use super::Say;
use crate::words;

impl Say<'_> {
    pub(super) fn notice(&self, speaker: &Name, notice: &Notice) -> String {
        let what = self.word(match notice.what {
            Notified::ProtectedSite => "notified-protected-site",
            Notified::HumanitarianMovement => "notified-humanitarian-movement",
            Notified::PlannedActivity => "notified-planned-activity",
            Notified::RepairWindow => "notified-repair-window",
            Notified::LocalSilence => "notified-local-silence",
        });
        let said = self.say(
            "says-notifies",
            &[("speaker", speaker.into()), ("to", self.list(&notice.to).into()), ("what", what.into())],
        );
        let mut parts = vec![self.place(&notice.place), self.window(notice.during)];
        parts.extend(notice.heights.map(|heights| {
            let (from, to) = (heights.from_m.to_string(), heights.to_m.to_string());
            self.say("notice-heights", &[("from", from.into()), ("to", to.into())])
        }));
        parts.extend(self.in_quotes("notice-marking", "marking", notice.marking.as_ref()));
        parts.extend(
            notice
                .seen_at_night
                .map(|seen| self.word(if seen { "notice-seen-at-night" } else { "notice-not-seen-at-night" })),
        );
        parts.extend(self.in_quotes("notice-contact", "contact", notice.contact.as_ref()));
        let at = |name, at| self.say(name, &[("at", self.instant(at).into())]);
        parts.extend(notice.expires.map(|instant| at("notice-expires", instant)));
        parts.extend(notice.objections_until.map(|instant| at("notice-objections", instant)));
        parts.extend(notice.replaces.map(|of| self.say("notice-replaces", &[("of", of.short().into())])));
        if notice.may_be_told {
            parts.push(self.word("notice-may-be-told"));
        }
        parts.push(self.word("notice-no-permission"));
        self.drilled(self.detailed(said, parts, &notice.words), notice.drill)
    }

    pub(super) fn receipt(&self, speaker: &Name, receipt: &Receipt) -> String {
        let named = |name, key, value: &Name| self.say(name, &[(key, value.into())]);
        let step = match &receipt.step {
            Step::Delivered { system } => named("step-delivered", "system", system),
            Step::Seen { officer } => named("step-seen", "officer", officer),
            Step::ReadBack { officer, place, marks } => {
                let mut parts = vec![named("step-read-back", "officer", officer), self.place(place)];
                parts.extend(marks.iter().map(|mark| {
                    let (km, bearing) = (words::kilometres(mark.distance_mm), mark.bearing_deg.to_string());
                    let values = [("km", km.into()), ("from", (&mark.from).into()), ("bearing", bearing.into())];
                    self.say("mark", &values)
                }));
                self.clauses(&parts)
            }
            Step::Passed { unit } => named("step-passed", "unit", unit),
            Step::Held { unit } => named("step-held", "unit", unit),
            Step::Understood { officer } => named("step-understood", "officer", officer),
            Step::NoObjection => self.word("step-no-objection"),
            Step::Objects => self.word("step-objects"),
            Step::Halted { time } => self.say("step-halted", &[("time", self.event_time(time).into())]),
            Step::Continues => self.word("step-continues"),
            Step::Closed => self.word("step-closed"),
        };
        let (of, to) = (receipt.of.short(), self.list(&receipt.to));
        let values = [("speaker", speaker.into()), ("to", to.into()), ("of", of.into()), ("step", step.into())];
        self.with_words(self.say("says-receipt", &values), &receipt.words)
    }

    pub(super) fn alert(&self, speaker: &Name, alert: &Alert) -> String {
        let name = match alert.kind {
            AlertKind::Warning => "says-warns",
            AlertKind::Halt => "says-halt",
        };
        let said = self.say(name, &[("speaker", speaker.into()), ("to", self.list(&alert.to).into())]);
        let mut parts = Vec::new();
        parts.extend(alert.on.map(|on| self.say("on-statement", &[("of", on.short().into())])));
        parts.extend(alert.place.as_ref().map(|place| self.place(place)));
        if !alert.endangered.is_empty() {
            parts.push(self.say("alert-endangered", &[("who", self.list(&alert.endangered).into())]));
        }
        let since = |time| self.say("alert-since", &[("time", self.event_time(time).into())]);
        parts.extend(alert.since.as_ref().map(since));
        self.drilled(self.detailed(said, parts, &alert.words), alert.drill)
    }

    pub(super) fn escalation(&self, speaker: &Name, escalation: &Escalation) -> String {
        self.say(
            "says-escalates",
            &[
                ("speaker", speaker.into()),
                ("to", self.list(&escalation.to).into()),
                ("of", escalation.of.short().into()),
                ("silent", (&escalation.silent).into()),
                ("rung", escalation.rung.to_string().into()),
                ("at", self.instant(escalation.due).into()),
            ],
        )
    }

    pub(super) fn ladder(&self, speaker: &Name, ladder: &Ladder) -> String {
        let rungs = ladder.rungs.iter().map(|rung| {
            let name = match rung.by {
                RungKind::NextOfficer => "rung-next-officer",
                RungKind::OtherChannel => "rung-other-channel",
                RungKind::OtherSide => "rung-other-side",
                RungKind::Guarantors => "rung-guarantors",
            };
            let after = self.duration(i64::try_from(rung.after_s).unwrap_or(i64::MAX));
            let said = self.say(name, &[("after", after.into())]);
            match rung.whom.is_empty() {
                true => said,
                false => self.say("rung-whom", &[("rung", said.into()), ("whom", self.list(&rung.whom).into())]),
            }
        });
        let rungs = self.clauses(&rungs.collect::<Vec<_>>());
        let values = [("speaker", speaker.into()), ("party", (&ladder.party).into()), ("rungs", rungs.into())];
        self.say("says-ladder", &values)
    }

    pub(super) fn duty(&self, speaker: &Name, duty: &Duty) -> String {
        let said = self.say(
            "says-duty",
            &[
                ("speaker", speaker.into()),
                ("officer", (&duty.officer).into()),
                ("party", (&duty.party).into()),
                ("rank", duty.rank.to_string().into()),
            ],
        );
        let mut parts = vec![self.window(duty.during)];
        if !duty.reach.is_empty() {
            parts.push(self.say("duty-reach", &[("reach", self.all_quoted(&duty.reach).into())]));
        }
        if !duty.languages.is_empty() {
            parts.push(self.say("duty-languages", &[("languages", self.list(&duty.languages).into())]));
        }
        self.detailed(said, parts, "")
    }

    pub(super) fn handover(&self, speaker: &Name, handover: &Handover) -> String {
        let said = self.say(
            "says-hands-over",
            &[
                ("speaker", speaker.into()),
                ("watch", (&handover.watch).into()),
                ("from", (&handover.from).into()),
                ("to", (&handover.to).into()),
                ("at", self.instant(handover.at).into()),
            ],
        );
        let mut parts = Vec::new();
        if !handover.open.is_empty() {
            parts.push(self.say("handover-open", &[("open", self.ids(&handover.open).into())]));
        }
        self.detailed(said, parts, &handover.words)
    }

    pub(super) fn call(&self, speaker: &Name, call: &Call) -> String {
        let values =
            [("speaker", speaker.into()), ("caller", (&call.caller).into()), ("called", (&call.called).into())];
        let said = self.say("says-call", &values);
        let mut parts = vec![match call.ended {
            Some(ended) => self.window(Interval::new(call.began, ended)),
            None => self.instant(call.began),
        }];
        parts.push(match call.spoke.is_empty() {
            true => self.word("call-nobody-spoke"),
            false => self.say("call-spoke", &[("who", self.list(&call.spoke).into())]),
        });
        if !call.numbers.is_empty() {
            parts.push(self.say("call-numbers", &[("numbers", self.all_quoted(&call.numbers).into())]));
        }
        parts.extend(call.language.as_ref().map(|tag| self.say("call-language", &[("language", tag.into())])));
        parts.extend(call.interpreter.as_ref().map(|name| self.say("call-interpreter", &[("name", name.into())])));
        if !call.about.is_empty() {
            parts.push(self.say("call-about", &[("about", self.ids(&call.about).into())]));
        }
        parts.extend(call.same_as.map(|other| self.say("call-same-as", &[("other", other.short().into())])));
        self.detailed(said, parts, &call.words)
    }

    pub(super) fn convoy(&self, speaker: &Name, convoy: &Convoy) -> String {
        let said = self.say("says-convoy", &[("speaker", speaker.into()), ("name", (&convoy.name).into())]);
        let mut parts: Vec<String> = convoy.trucks.map(|amount| self.trucks(amount)).into_iter().collect();
        parts.extend(convoy.loads.iter().map(|load| self.measure(load)));
        parts.push(self.say("convoy-route", &[("route", self.list(&convoy.route).into())]));
        if !convoy.seals.is_empty() {
            parts.push(self.say("convoy-seals", &[("seals", self.all_quoted(&convoy.seals).into())]));
        }
        if !convoy.permits_from.is_empty() {
            parts.push(self.say("convoy-permits", &[("issuers", self.list(&convoy.permits_from).into())]));
        }
        parts.push(self.window(convoy.during));
        self.drilled(self.detailed(said, parts, &convoy.words), convoy.drill)
    }

    pub(super) fn convoy_event(&self, speaker: &Name, event: &ConvoyEvent) -> String {
        let issued = |name, issuer: &Name| self.say(name, &[("issuer", issuer.into())]);
        let leg = match &event.leg {
            Leg::Asked { issuer, answer_by } => {
                let mut parts = vec![issued("leg-asked", issuer)];
                parts.extend(answer_by.map(|by| self.say("leg-answer-by", &[("at", self.instant(by).into())])));
                self.clauses(&parts)
            }
            Leg::Granted { issuer, conditions } => {
                let mut parts = vec![issued("leg-granted", issuer)];
                parts.extend(self.in_quotes("leg-conditions", "conditions", conditions.as_ref()));
                self.clauses(&parts)
            }
            Leg::Refused { issuer } => issued("leg-refused", issuer),
            Leg::Departed => self.word("leg-departed"),
            Leg::Passed { checkpoint } => self.say("leg-passed", &[("checkpoint", checkpoint.into())]),
            Leg::SealChecked { seal, whole } => {
                let name = if *whole { "leg-seal-whole" } else { "leg-seal-not-whole" };
                self.say(name, &[("seal", self.quoted(seal).into())])
            }
            Leg::Held { cause, by } => {
                let mut parts = vec![match by {
                    Some(by) => self.say("leg-held-by", &[("by", by.into())]),
                    None => self.word("leg-held"),
                }];
                parts.push(self.say("claim-cause", &[("cause", self.quoted(cause).into())]));
                self.clauses(&parts)
            }
            Leg::WentOn => self.word("leg-went-on"),
            Leg::TurnedBack => self.word("leg-turned-back"),
            Leg::Arrived { delivered, accepted } => {
                let number =
                    |name, amount: Amount| self.say(name, &[("trucks", self.range(amount.least, amount.most).into())]);
                let mut parts = vec![self.word("leg-arrived")];
                parts.extend(delivered.map(|amount| number("leg-delivered", amount)));
                parts.extend(accepted.map(|amount| number("leg-accepted", amount)));
                self.clauses(&parts)
            }
        };
        let values = [("speaker", speaker.into()), ("convoy", event.convoy.short().into()), ("leg", leg.into())];
        let mut parts = Vec::new();
        parts.extend(event.trucks.map(|amount| self.trucks(amount)));
        parts.extend(event.time.as_ref().map(|time| self.event_time(time)));
        parts.extend(event.place.as_ref().map(|place| self.place(place)));
        self.detailed(self.say("says-convoy-event", &values), parts, &event.words)
    }

    pub(super) fn access(&self, speaker: &Name, access: &Access) -> String {
        let step = self.word(match access.step {
            AccessStep::Requested => "access-requested",
            AccessStep::Granted => "access-granted",
            AccessStep::Conditional => "access-conditional",
            AccessStep::Delayed => "access-delayed",
            AccessStep::Denied => "access-denied",
        });
        let said = self.say(
            "says-access",
            &[
                ("speaker", speaker.into()),
                ("watcher", (&access.watcher).into()),
                ("zone", (&access.zone).into()),
                ("party", (&access.party).into()),
                ("step", step.into()),
            ],
        );
        let mut parts = vec![self.window(access.during)];
        parts.extend(access.of.map(|of| self.say("on-statement", &[("of", of.short().into())])));
        parts.extend(self.in_quotes("claim-cause", "cause", access.cause.as_ref()));
        self.detailed(said, parts, &access.words)
    }

    pub(super) fn inquiry(&self, speaker: &Name, inquiry: &Inquiry) -> String {
        let of_party = |name, party: &Name| self.say(name, &[("party", party.into())]);
        let of_body = |name, body: &Name| self.say(name, &[("body", body.into())]);
        let stage = match &inquiry.stage {
            Stage::Alleged { on } => self.say("stage-alleged", &[("on", self.on_incident(on).into())]),
            Stage::Insufficient { missing } => {
                self.say("stage-insufficient", &[("missing", self.all_quoted(missing).into())])
            }
            Stage::OutOfScope => self.word("stage-out-of-scope"),
            Stage::Duplicate { of } => self.say("stage-duplicate", &[("of", of.into())]),
            Stage::Opened { body } => of_body("stage-opened", body),
            Stage::Asked { party } => of_party("stage-asked", party),
            Stage::Answered { party } => of_party("stage-answered", party),
            Stage::Refused { party } => of_party("stage-refused", party),
            Stage::Found { finding } => self.say("stage-found", &[("finding", finding.short().into())]),
            Stage::CommentsOpen => self.word("stage-comments-open"),
            Stage::Comment { party } => of_party("stage-comment", party),
            Stage::Ruled { class } => self.say("stage-ruled", &[("class", self.quoted(class).into())]),
            Stage::Adopted { body } => of_body("stage-adopted", body),
            Stage::Published => self.word("stage-published"),
            Stage::Withheld { until: None } => self.word("stage-withheld"),
            Stage::Withheld { until: Some(at) } => {
                self.say("stage-withheld-until", &[("at", self.instant(*at).into())])
            }
            Stage::FollowUp { party, asked } => {
                self.say("stage-follow-up", &[("party", party.into()), ("asked", self.quoted(asked).into())])
            }
            Stage::Replied { party } => of_party("stage-replied", party),
            Stage::Done { party } => of_party("stage-done", party),
            Stage::Closed => self.word("stage-closed"),
            Stage::Reopened => self.word("stage-reopened"),
        };
        let values = [("speaker", speaker.into()), ("file", (&inquiry.file).into()), ("stage", stage.into())];
        let due = inquiry.due.map(|at| self.say("inquiry-due", &[("at", self.instant(at).into())]));
        self.detailed(self.say("says-inquiry", &values), due.into_iter().collect(), &inquiry.words)
    }

    pub(super) fn area_question(&self, speaker: &Name, question: &AreaQuestion) -> String {
        let purpose = self.quoted(&question.purpose);
        let said = self.say("says-asks-area", &[("speaker", speaker.into()), ("purpose", purpose.into())]);
        self.detailed(said, vec![self.place(&question.place), self.window(question.during)], "")
    }

    /// What is said, its details and its words.
    fn detailed(&self, said: String, parts: Vec<String>, words: &str) -> String {
        let said = match parts.is_empty() {
            true => said,
            false => self.say("said-in-words", &[("said", said.into()), ("words", self.clauses(&parts).into())]),
        };
        match words.is_empty() {
            true => said,
            false => self.clauses(&[said, self.quoted(words)]),
        }
    }
    /// From when until when, as somebody stated it, an open end by the words for it.
    fn window(&self, during: Interval) -> String {
        let (from, until) = (("from", self.instant(during.from).into()), ("until", self.instant(during.until).into()));
        match (during.from == Instant::EVER, during.until == Instant::NEVER) {
            (false, false) => self.say("window", &[from, until]),
            (false, true) => self.say("window-from", &[from]),
            (true, false) => self.say("window-until", &[until]),
            (true, true) => self.word("window-always"),
        }
    }
    fn drilled(&self, said: String, drill: bool) -> String {
        if drill { self.say("said-in-drill", &[("said", said.into())]) } else { said }
    }
    /// A message around somebody's words, where there are any.
    fn in_quotes(&self, name: &str, key: &str, words: Option<&String>) -> Option<String> {
        words.map(|words| self.say(name, &[(key, self.quoted(words).into())]))
    }
    fn all_quoted(&self, texts: &[String]) -> String {
        self.join(&texts.iter().map(|text| self.quoted(text)).collect::<Vec<_>>())
    }
    fn ids(&self, ids: &[BodyId]) -> String {
        self.list(&ids.iter().map(BodyId::short).collect::<Vec<_>>())
    }
    fn trucks(&self, amount: Amount) -> String {
        self.say("trucks", &[("number", self.range(amount.least, amount.most).into())])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use agreement::{check, parse};
    use record::statement::{Acceptance, Content, Statement};
    use record::vocabulary::time::KnownAt;
    use record::wire;

    use super::*;
    use crate::report::language::{Language, Words};

    /// Every kind and every alternative of the channel, as frozen.
    fn frozen() -> Vec<Statement> {
        let page = include_str!("../../../../../cases/record/body-v2.txt");
        let lines = page.lines().filter(|line| !line.starts_with('#'));
        // A refused line has a code where an accepted one has its id.
        let accepted = lines.filter_map(|line| {
            let parts: Vec<&str> = line.split(' ').collect();
            (parts.len() == 3).then(|| bytes(parts[1]))
        });
        let statements = accepted.map(|bytes| Statement {
            id: wire::body_id(&bytes),
            body: wire::decode(&bytes).expect("an accepted line"),
            accepted: Acceptance {
                known: KnownAt(Instant(1_899_000_000)),
                history: false,
                received: None,
                batch: None,
            },
        });
        let older =
            |content: &Content| matches!(content, Content::Unsure(_) | Content::Weighing(_) | Content::Translation(_));
        statements.filter(|statement| !older(&statement.body.content)).collect()
    }
    fn bytes(digits: &str) -> Vec<u8> {
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
        pairs.map(|pair| u8::from_str_radix(pair, 16).expect("digits")).collect()
    }

    /// What every statement says in each language, and in the one line of the command.
    fn said() -> Vec<Vec<(Statement, String)>> {
        let agreement = check(parse(include_str!("../../../../armistice/src/cli/first.accord"))).agreement;
        let agreement = agreement.expect("the text has no errors");
        let mut all: Vec<Vec<_>> = Vec::new();
        for language in Language::ALL {
            let say = Say { tree: &agreement, words: Words::of(language) };
            all.push(frozen().into_iter().map(|s| (s.clone(), say.statement(&s))).collect());
        }
        all.push(frozen().into_iter().map(|s| (s.clone(), words::statement(&agreement.zone, &s))).collect());
        all
    }

    #[test]
    fn every_statement_of_the_channel_says_who_speaks_and_differs_from_every_other() {
        for lines in said() {
            for (statement, line) in &lines {
                assert!(line.contains(statement.body.speaker().as_str()), "{line}");
            }
            let different: BTreeSet<&String> = lines.iter().map(|(_, line)| line).collect();
            assert_eq!(different.len(), lines.len());
            assert!(lines.len() > 60);
        }
    }

    #[test]
    fn every_line_that_shows_a_notice_says_that_it_gives_no_permission() {
        let permits = ["gives no permission; silence is not consent", "لا يمنح إذنًا؛ والسكوت ليس موافقة"];
        for lines in said() {
            for (statement, line) in lines {
                let says = permits.iter().any(|words| line.contains(words));
                assert_eq!(says, matches!(statement.body.content, Content::Notice(_)), "{line}");
            }
        }
    }

    #[test]
    fn a_drill_is_said_to_be_one() {
        for (lines, word) in said().into_iter().zip(["drill: ", "تمرين: ", "drill: "]) {
            for (statement, line) in lines {
                let drill = match &statement.body.content {
                    Content::Notice(notice) => notice.drill,
                    Content::Alert(alert) => alert.drill,
                    Content::Convoy(convoy) => convoy.drill,
                    _ => false,
                };
                assert_eq!(line.starts_with(word), drill, "{line}");
            }
        }
    }
}
