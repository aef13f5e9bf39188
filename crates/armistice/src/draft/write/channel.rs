//! Bodies of the kinds that go through the channel between the parties, as fields.
//!
//! Not here: how they are read back (`content::channel`).

use record::statement::*;
use record::vocabulary::Name;
use serde_json::json;

use super::{Out, event_time, measure, word_of};
use crate::draft::content::channel::{ACCESS_STEPS, NOTIFIED, RUNG_KINDS};
use crate::draft::spelled::{distance_text, duration_text};

impl Out {
    fn names(&mut self, key: &str, names: &[Name]) {
        self.list(key, names, |name| json!(name));
    }
    fn references(&mut self, key: &str, ids: &[BodyId]) {
        self.list(key, ids, |id| json!(id.to_string()));
    }
    fn maybe_reference(&mut self, key: &str, id: Option<BodyId>) {
        if let Some(id) = id {
            self.reference(key, id);
        }
    }
    fn amount(&mut self, key: &str, amount: Option<Amount>) {
        if let Some(Amount { least, most }) = amount {
            self.value(key, json!({"least": least, "most": most}));
        }
    }

    pub(super) fn notice(&mut self, notice: &Notice) {
        self.text("what", word_of(&NOTIFIED, notice.what));
        self.names("to", &notice.to);
        self.stated_place(&notice.place);
        self.window(notice.during);
        if let Some(Heights { from_m, to_m }) = notice.heights {
            self.value("heights", json!({"from_m": from_m, "to_m": to_m}));
        }
        self.maybe("marking", &notice.marking);
        if let Some(seen) = notice.seen_at_night {
            self.value("seen_at_night", seen.into());
        }
        self.maybe("contact", &notice.contact);
        self.instant("expires", notice.expires);
        self.instant("objections_until", notice.objections_until);
        self.maybe_reference("replaces", notice.replaces);
        self.flag("may_be_told", notice.may_be_told);
        self.flag("drill", notice.drill);
        self.words("words", &notice.words);
    }

    pub(super) fn receipt(&mut self, receipt: &Receipt) {
        self.reference("of", receipt.of);
        self.names("to", &receipt.to);
        match &receipt.step {
            Step::Delivered { system } => self.said_of("step", "delivered", "system", system),
            Step::Seen { officer } => self.said_of("step", "seen", "officer", officer),
            Step::ReadBack { officer, place, marks } => {
                self.said_of("step", "read back", "officer", officer);
                self.stated_place(place);
                self.list("marks", marks, |mark| {
                    json!({"from": mark.from, "distance": distance_text(mark.distance_mm), "bearing": mark.bearing_deg})
                });
            }
            Step::Passed { unit } => self.said_of("step", "passed", "unit", unit),
            Step::Held { unit } => self.said_of("step", "held", "unit", unit),
            Step::Understood { officer } => self.said_of("step", "understood", "officer", officer),
            Step::NoObjection => self.text("step", "no objection"),
            Step::Objects => self.text("step", "objects"),
            Step::Halted { time } => {
                self.text("step", "halted");
                self.value("time", event_time(time));
            }
            Step::Continues => self.text("step", "continues"),
            Step::Closed => self.text("step", "closed"),
        }
        self.words("words", &receipt.words);
    }
    /// A word of a choice, and the one name that belongs to it.
    fn said_of(&mut self, key: &str, word: &str, of: &str, name: &str) {
        self.text(key, word);
        self.text(of, name);
    }

    pub(super) fn alert(&mut self, alert: &Alert) {
        self.names("to", &alert.to);
        self.maybe_reference("on", alert.on);
        self.place(&alert.place);
        self.names("endangered", &alert.endangered);
        if let Some(since) = &alert.since {
            self.value("since", event_time(since));
        }
        self.flag("drill", alert.drill);
        self.words("words", &alert.words);
    }
    pub(super) fn escalation(&mut self, escalation: &Escalation) {
        self.reference("of", escalation.of);
        self.text("silent", &escalation.silent);
        self.value("rung", json!(escalation.rung));
        self.names("to", &escalation.to);
        self.instant("due", Some(escalation.due));
    }
    pub(super) fn ladder(&mut self, ladder: &Ladder) {
        self.text("party", &ladder.party);
        self.list("rungs", &ladder.rungs, |rung| {
            let after = duration_text(i64::try_from(rung.after_s).unwrap_or(i64::MAX));
            let mut value = json!({"after": after, "by": word_of(&RUNG_KINDS, rung.by)});
            if !rung.whom.is_empty() {
                value["whom"] = json!(rung.whom);
            }
            value
        });
    }
    pub(super) fn duty(&mut self, duty: &Duty) {
        self.text("officer", &duty.officer);
        self.text("party", &duty.party);
        self.names("to", &duty.to);
        self.value("rank", json!(duty.rank));
        self.list("reach", &duty.reach, |way| json!(way));
        self.list("languages", &duty.languages, |tag| json!(tag));
        self.during(duty.during);
    }
    pub(super) fn handover(&mut self, handover: &Handover) {
        self.text("watch", &handover.watch);
        self.text("from", &handover.from);
        self.text("to", &handover.to);
        self.instant("handed_at", Some(handover.at));
        self.references("open", &handover.open);
        self.words("words", &handover.words);
    }
    pub(super) fn call(&mut self, call: &Call) {
        self.maybe_reference("same_as", call.same_as);
        self.names("to", &call.to);
        self.references("about", &call.about);
        self.text("caller", &call.caller);
        self.text("called", &call.called);
        self.instant("began", Some(call.began));
        self.instant("ended", call.ended);
        self.names("spoke", &call.spoke);
        self.list("numbers", &call.numbers, |number| json!(number));
        self.maybe("language", &call.language);
        self.maybe("interpreter", &call.interpreter);
        self.words("words", &call.words);
    }

    pub(super) fn convoy(&mut self, convoy: &Convoy) {
        self.text("name", &convoy.name);
        self.names("to", &convoy.to);
        self.amount("trucks", convoy.trucks);
        self.list("loads", &convoy.loads, measure);
        self.names("route", &convoy.route);
        self.list("seals", &convoy.seals, |seal| json!(seal));
        self.names("permits_from", &convoy.permits_from);
        self.window(convoy.during);
        self.flag("drill", convoy.drill);
        self.words("words", &convoy.words);
    }
    pub(super) fn convoy_event(&mut self, event: &ConvoyEvent) {
        self.reference("convoy", event.convoy);
        self.names("to", &event.to);
        match &event.leg {
            Leg::Asked { issuer, answer_by } => {
                self.said_of("leg", "asked", "issuer", issuer);
                self.instant("answer_by", *answer_by);
            }
            Leg::Granted { issuer, conditions } => {
                self.said_of("leg", "granted", "issuer", issuer);
                self.maybe("conditions", conditions);
            }
            Leg::Refused { issuer } => self.said_of("leg", "refused", "issuer", issuer),
            Leg::Departed => self.text("leg", "departed"),
            Leg::Passed { checkpoint } => self.said_of("leg", "passed", "checkpoint", checkpoint),
            Leg::SealChecked { seal, whole } => {
                self.said_of("leg", "seal checked", "seal", seal);
                self.value("whole", (*whole).into());
            }
            Leg::Held { cause, by } => {
                self.said_of("leg", "held", "cause", cause);
                self.maybe("held_by", by);
            }
            Leg::WentOn => self.text("leg", "went on"),
            Leg::TurnedBack => self.text("leg", "turned back"),
            Leg::Arrived { delivered, accepted } => {
                self.text("leg", "arrived");
                self.amount("delivered", *delivered);
                self.amount("accepted", *accepted);
            }
        }
        self.amount("trucks", event.trucks);
        self.time(&event.time);
        self.place(&event.place);
        self.words("words", &event.words);
    }

    pub(super) fn access(&mut self, access: &Access) {
        self.maybe_reference("of", access.of);
        self.text("step", word_of(&ACCESS_STEPS, access.step));
        self.text("watcher", &access.watcher);
        self.text("party", &access.party);
        self.text("zone", &access.zone);
        self.window(access.during);
        self.maybe("cause", &access.cause);
        self.words("words", &access.words);
    }
    pub(super) fn inquiry(&mut self, inquiry: &Inquiry) {
        self.text("file", &inquiry.file);
        self.names("to", &inquiry.to);
        match &inquiry.stage {
            Stage::Alleged { on } => {
                self.text("stage", "alleged");
                self.on_incident(on);
            }
            Stage::Insufficient { missing } => {
                self.text("stage", "insufficient");
                self.list("missing", missing, |what| json!(what));
            }
            Stage::OutOfScope => self.text("stage", "out of scope"),
            Stage::Duplicate { of } => self.said_of("stage", "duplicate", "duplicate_of", of),
            Stage::Opened { body } => self.said_of("stage", "opened", "body", body),
            Stage::Asked { party } => self.said_of("stage", "asked", "party", party),
            Stage::Answered { party } => self.said_of("stage", "answered", "party", party),
            Stage::Refused { party } => self.said_of("stage", "refused", "party", party),
            Stage::Found { finding } => {
                self.text("stage", "found");
                self.reference("finding", *finding);
            }
            Stage::CommentsOpen => self.text("stage", "comments open"),
            Stage::Comment { party } => self.said_of("stage", "comment", "party", party),
            Stage::Ruled { class } => self.said_of("stage", "ruled", "class", class),
            Stage::Adopted { body } => self.said_of("stage", "adopted", "body", body),
            Stage::Published => self.text("stage", "published"),
            Stage::Withheld { until } => {
                self.text("stage", "withheld");
                self.instant("until", *until);
            }
            Stage::FollowUp { party, asked } => {
                self.said_of("stage", "follow-up", "party", party);
                self.text("asks", asked);
            }
            Stage::Replied { party } => self.said_of("stage", "replied", "party", party),
            Stage::Done { party } => self.said_of("stage", "done", "party", party),
            Stage::Closed => self.text("stage", "closed"),
            Stage::Reopened => self.text("stage", "reopened"),
        }
        self.instant("due", inquiry.due);
        self.words("words", &inquiry.words);
    }
    pub(super) fn area_question(&mut self, question: &AreaQuestion) {
        self.text("purpose", &question.purpose);
        self.stated_place(&question.place);
        self.window(question.during);
    }
}
