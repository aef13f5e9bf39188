//! The fields of the kinds that go through the channel between the parties: rows of the one table.
//!
//! Holds
//! - A word that says what happened (a step, a leg, a stage) is one key in JSON and a keyword of its own in the readable form.
//!
//! Not here: what the values look like (`values`), what becomes of them (`content::channel`).

use super::Form::*;
use super::{AT, BEFORE, BY_AUTHOR, FROM, Key, Kind, Rule, SAYS, SINCE, TIME, UNTIL, WORDS, may, must, rule};

const TO: Rule = rule("to", &[("to", Names)]);
const DRILL: Rule = rule("drill", &[("drill", Flag(true))]);
const OF: Rule = rule("of", &[("of", Text)]);

const FOR_THESE: Key = must("to", "to", "whom it is for");
const FOR_SOME: Key = may("to", "to", "whom it is for");
const IS_DRILL: Key = may("drill", "drill", "that it is an exercise");
const PLACE: Key = may("at", "at", "where, by name");
const AREA: Key = may("area", "at", "where, as a set of points");
const FROM_WHEN: Key = must("from", "from", "from when");
const UNTIL_WHEN: Key = must("until", "until", "until before when");

// ---- notices and what comes back ----

pub(super) const NOTICE: Kind = Kind {
    word: "notice",
    noun: "a notice",
    phrases: &[("notice", &[])],
    head: &[],
    keys: &[
        must(
            "what",
            "",
            "what it is about: `protected site`, `humanitarian movement`, `planned activity`, `repair window` or `local silence`",
        ),
        FOR_THESE,
        PLACE,
        AREA,
        FROM_WHEN,
        UNTIL_WHEN,
        may("heights", "heights", "between which heights"),
        may("marking", "marking", "how it can be recognised"),
        may("seen_at_night", "seen at night", "whether the marking can be seen at night"),
        may("contact", "contact", "whom to call"),
        may("expires", "expires", "from when it no longer holds unless it is said again"),
        may("objections_until", "objections until", "until when objections are asked for"),
        may("replaces", "replaces", "the notice in whose place it stands"),
        may("may_be_told", "may be told", "that whoever asks about the place may be told that there is a notice"),
        IS_DRILL,
        WORDS,
    ],
    rules: &[
        rule("protected site", &[("what", Is("protected site"))]),
        rule("humanitarian movement", &[("what", Is("humanitarian movement"))]),
        rule("planned activity", &[("what", Is("planned activity"))]),
        rule("repair window", &[("what", Is("repair window"))]),
        rule("local silence", &[("what", Is("local silence"))]),
        BY_AUTHOR,
        TO,
        AT,
        FROM,
        UNTIL,
        rule("heights", &[("heights", Heights)]),
        rule("marking", &[("marking", Text)]),
        rule("seen at night", &[("seen_at_night", Flag(true))]),
        rule("not seen at night", &[("seen_at_night", Flag(false))]),
        rule("contact", &[("contact", Text)]),
        rule("expires", &[("expires", Instant)]),
        rule("objections until", &[("objections_until", Instant)]),
        rule("replaces", &[("replaces", Text)]),
        rule("may be told", &[("may_be_told", Flag(true))]),
        DRILL,
        SAYS,
    ],
};

pub(super) const RECEIPT: Kind = Kind {
    word: "receipt",
    noun: "a receipt",
    phrases: &[("receipt", &[])],
    head: &[],
    keys: &[
        must("of", "of", "the statement it answers"),
        FOR_THESE,
        must("step", "", "what it attests, such as `seen by` and who"),
        may("system", "delivered to system", "which machine"),
        may("officer", "", "which person"),
        may("unit", "", "which unit or command"),
        PLACE,
        AREA,
        may("marks", "mark", "where, as seen from known places"),
        may("time", "time", "when"),
        WORDS,
    ],
    rules: &[
        OF,
        BY_AUTHOR,
        TO,
        rule("delivered to system", &[("step", Is("delivered")), ("system", Text)]),
        rule("seen by", &[("step", Is("seen")), ("officer", Text)]),
        rule("read back by", &[("step", Is("read back")), ("officer", Text)]),
        AT,
        rule("mark", &[("marks", Mark)]),
        rule("passed to unit", &[("step", Is("passed")), ("unit", Text)]),
        rule("held by unit", &[("step", Is("held")), ("unit", Text)]),
        rule("understood by", &[("step", Is("understood")), ("officer", Text)]),
        rule("no objection", &[("step", Is("no objection"))]),
        rule("objects", &[("step", Is("objects"))]),
        rule("halted", &[("step", Is("halted"))]),
        TIME,
        rule("continues", &[("step", Is("continues"))]),
        rule("closed", &[("step", Is("closed"))]),
        SAYS,
    ],
};

// ---- warnings, halts, and who answers ----

const ALERT_KEYS: &[Key] = &[
    FOR_THESE,
    may("on", "on", "the notice it is about"),
    PLACE,
    AREA,
    may("endangered", "endangers", "who or what is there"),
    may("since", "since", "since when it has been going on"),
    IS_DRILL,
    WORDS,
];
const ALERT_RULES: &[Rule] = &[
    BY_AUTHOR,
    TO,
    rule("on", &[("on", Text)]),
    AT,
    rule("endangers", &[("endangered", Names)]),
    rule("since", &[("since", Time)]),
    DRILL,
    SAYS,
];

pub(super) const WARNING: Kind = Kind {
    word: "warning",
    noun: "a warning",
    phrases: &[("warning", &[])],
    head: &[],
    keys: ALERT_KEYS,
    rules: ALERT_RULES,
};

pub(super) const HALT: Kind =
    Kind { word: "halt", noun: "a halt", phrases: &[("halt", &[])], head: &[], keys: ALERT_KEYS, rules: ALERT_RULES };

pub(super) const ESCALATION: Kind = Kind {
    word: "escalation",
    noun: "an escalation",
    phrases: &[("escalation", &[])],
    head: &[],
    keys: &[
        must("of", "of", "the warning or halt"),
        must("silent", "silent", "who has not answered"),
        must("rung", "rung", "which rung of the ladder, from 1"),
        must("to", "to", "whom the mission turns to"),
        must("due", "due", "when the rung was due"),
    ],
    rules: &[
        OF,
        rule("silent", &[("silent", Text)]),
        rule("rung", &[("rung", Number)]),
        TO,
        rule("due", &[("due", Instant)]),
        BY_AUTHOR,
    ],
};

pub(super) const LADDER: Kind = Kind {
    word: "ladder",
    noun: "a ladder",
    phrases: &[("ladder", &[])],
    head: &[],
    keys: &[
        must("party", "for", "where this party does not answer"),
        must("rungs", "rung", "after how long the mission turns to whom"),
    ],
    rules: &[rule("for", &[("party", Text)]), rule("rung", &[("rungs", Rung)]), BY_AUTHOR],
};

pub(super) const DUTY: Kind = Kind {
    word: "duty",
    noun: "a duty",
    phrases: &[("duty", &[])],
    head: &[],
    keys: &[
        must("officer", "of", "the officer"),
        must("party", "for", "for which party or post"),
        FOR_SOME,
        must("rank", "rank", "in which order officers are called, 1 first"),
        may("reach", "reach", "how the officer is reached"),
        may("languages", "language", "which languages the officer speaks"),
        SINCE,
        BEFORE,
    ],
    rules: &[
        rule("of", &[("officer", Text)]),
        rule("for", &[("party", Text)]),
        TO,
        rule("rank", &[("rank", Number)]),
        rule("reach", &[("reach", OneMoreText)]),
        rule("language", &[("languages", OneMoreText)]),
        FROM,
        UNTIL,
        BY_AUTHOR,
    ],
};

pub(super) const HANDOVER: Kind = Kind {
    word: "handover",
    noun: "a hand-over",
    phrases: &[("handover", &[])],
    head: &[],
    keys: &[
        must("watch", "of", "which watch"),
        must("from", "from", "who goes"),
        must("to", "to", "who comes"),
        must("handed_at", "at", "when"),
        may("open", "open", "what is still open"),
        WORDS,
    ],
    rules: &[
        rule("of", &[("watch", Text)]),
        rule("from", &[("from", Text)]),
        rule("to", &[("to", Text)]),
        rule("at", &[("handed_at", Instant)]),
        rule("open", &[("open", Names)]),
        SAYS,
        BY_AUTHOR,
    ],
};

pub(super) const CALL: Kind = Kind {
    word: "call",
    noun: "a call",
    phrases: &[("call", &[])],
    head: &[],
    keys: &[
        may("same_as", "same as", "the note of the other end"),
        FOR_SOME,
        may("about", "about", "what it was about"),
        must("caller", "caller", "who called"),
        must("called", "called", "who was called"),
        must("began", "began", "when it began"),
        may("ended", "ended", "when it ended"),
        may("spoke", "spoke", "who spoke"),
        may("numbers", "number", "the numbers or call signs"),
        may("language", "language", "in which language"),
        may("interpreter", "interpreter", "who interpreted"),
        WORDS,
    ],
    rules: &[
        BY_AUTHOR,
        rule("same as", &[("same_as", Text)]),
        TO,
        rule("about", &[("about", Names)]),
        rule("caller", &[("caller", Text)]),
        rule("called", &[("called", Text)]),
        rule("began", &[("began", Instant)]),
        rule("ended", &[("ended", Instant)]),
        rule("spoke", &[("spoke", Names)]),
        rule("number", &[("numbers", OneMoreText)]),
        rule("language", &[("language", Text)]),
        rule("interpreter", &[("interpreter", Text)]),
        SAYS,
    ],
};

// ---- convoys ----

pub(super) const CONVOY: Kind = Kind {
    word: "convoy",
    noun: "a convoy",
    phrases: &[("convoy", &[])],
    head: &[("name", Text)],
    keys: &[
        must("name", "convoy", "what it is called"),
        FOR_SOME,
        may("trucks", "trucks", "how many trucks"),
        may("loads", "load", "what they carry"),
        must("route", "route", "the way it takes"),
        may("seals", "seal", "seals, by number"),
        may("permits_from", "permits from", "whose permission is asked"),
        FROM_WHEN,
        UNTIL_WHEN,
        IS_DRILL,
        WORDS,
    ],
    rules: &[
        BY_AUTHOR,
        TO,
        rule("trucks", &[("trucks", Amount)]),
        rule("load", &[("loads", Measure)]),
        rule("route", &[("route", Names)]),
        rule("seal", &[("seals", OneMoreText)]),
        rule("permits from", &[("permits_from", Names)]),
        FROM,
        UNTIL,
        DRILL,
        SAYS,
    ],
};

pub(super) const CONVOY_EVENT: Kind = Kind {
    word: "convoy-event",
    noun: "a convoy event",
    phrases: &[("convoy event", &[])],
    head: &[],
    keys: &[
        must("convoy", "of", "the plan of the convoy"),
        FOR_SOME,
        must("leg", "", "what happened, such as `departed` or `held`"),
        may("issuer", "", "whose permission it is"),
        may("answer_by", "answer by", "by when an answer is needed"),
        may("conditions", "conditions", "on which conditions"),
        may("checkpoint", "passed", "which road checkpoint"),
        may("seal", "seal", "the number of the seal"),
        may("whole", "whole", "whether the seal was whole"),
        may("cause", "cause", "why, as claimed"),
        may("held_by", "held by", "by whom, as claimed"),
        may("delivered", "delivered", "how many trucks delivered"),
        may("accepted", "accepted", "how many trucks were accepted"),
        may("trucks", "trucks", "how many trucks it happened to"),
        may("time", "time", "when"),
        PLACE,
        AREA,
        WORDS,
    ],
    rules: &[
        rule("of", &[("convoy", Text)]),
        BY_AUTHOR,
        TO,
        rule("asked of", &[("leg", Is("asked")), ("issuer", Text)]),
        rule("answer by", &[("answer_by", Instant)]),
        rule("granted by", &[("leg", Is("granted")), ("issuer", Text)]),
        rule("conditions", &[("conditions", Text)]),
        rule("refused by", &[("leg", Is("refused")), ("issuer", Text)]),
        rule("departed", &[("leg", Is("departed"))]),
        rule("passed", &[("leg", Is("passed")), ("checkpoint", Text)]),
        rule("seal", &[("leg", Is("seal checked")), ("seal", Text)]),
        rule("whole", &[("whole", Flag(true))]),
        rule("not whole", &[("whole", Flag(false))]),
        rule("held", &[("leg", Is("held"))]),
        rule("held by", &[("leg", Is("held")), ("held_by", Text)]),
        rule("cause", &[("cause", Text)]),
        rule("went on", &[("leg", Is("went on"))]),
        rule("turned back", &[("leg", Is("turned back"))]),
        rule("arrived", &[("leg", Is("arrived"))]),
        rule("delivered", &[("delivered", Amount)]),
        rule("accepted", &[("accepted", Amount)]),
        rule("trucks", &[("trucks", Amount)]),
        TIME,
        AT,
        SAYS,
    ],
};

// ---- the monitors' own way, and inquiries ----

pub(super) const ACCESS: Kind = Kind {
    word: "access",
    noun: "an access statement",
    phrases: &[("access", &[])],
    head: &[],
    keys: &[
        may("of", "of", "the request it answers"),
        must("step", "", "what happened: `requested`, `granted`, `granted on conditions`, `delayed` or `denied`"),
        must("watcher", "for", "who looks, or wants to"),
        must("party", "leave of", "the party whose leave it is"),
        must("zone", "into", "which zone"),
        FROM_WHEN,
        UNTIL_WHEN,
        may("cause", "cause", "why, as claimed"),
        WORDS,
    ],
    rules: &[
        rule("requested", &[("step", Is("requested"))]),
        rule("granted", &[("step", Is("granted"))]),
        rule("granted on conditions", &[("step", Is("granted on conditions"))]),
        rule("delayed", &[("step", Is("delayed"))]),
        rule("denied", &[("step", Is("denied"))]),
        OF,
        BY_AUTHOR,
        rule("for", &[("watcher", Text)]),
        rule("into", &[("zone", Text)]),
        rule("leave of", &[("party", Text)]),
        FROM,
        UNTIL,
        rule("cause", &[("cause", Text)]),
        SAYS,
    ],
};

pub(super) const INQUIRY: Kind = Kind {
    word: "inquiry",
    noun: "a step of an inquiry",
    phrases: &[("inquiry", &[])],
    head: &[("file", Text)],
    keys: &[
        must("file", "inquiry", "the file"),
        FOR_SOME,
        must("stage", "", "what is done, such as `alleged on` an incident or `opened by` a body"),
        may("on", "alleged on", "the incident it is about"),
        may("missing", "missing", "what is missing"),
        may("duplicate_of", "duplicate of", "the file that it repeats"),
        may("body", "", "which body"),
        may("party", "", "which party"),
        may("finding", "found", "the finding"),
        may("class", "ruled", "in which class it is ruled"),
        may("until", "until", "until when it is withheld"),
        may("asks", "asks", "what the party is asked to do"),
        may("due", "due", "by when what it asks for is due"),
        WORDS,
    ],
    rules: &[
        BY_AUTHOR,
        TO,
        rule("alleged on", &[("stage", Is("alleged")), ("on", OnIncident)]),
        rule("insufficient", &[("stage", Is("insufficient"))]),
        rule("missing", &[("missing", OneMoreText)]),
        rule("out of scope", &[("stage", Is("out of scope"))]),
        rule("duplicate of", &[("stage", Is("duplicate")), ("duplicate_of", Text)]),
        rule("opened by", &[("stage", Is("opened")), ("body", Text)]),
        rule("asked of", &[("stage", Is("asked")), ("party", Text)]),
        rule("answered by", &[("stage", Is("answered")), ("party", Text)]),
        rule("refused by", &[("stage", Is("refused")), ("party", Text)]),
        rule("found", &[("stage", Is("found")), ("finding", Text)]),
        rule("comments open", &[("stage", Is("comments open"))]),
        rule("comment by", &[("stage", Is("comment")), ("party", Text)]),
        rule("ruled", &[("stage", Is("ruled")), ("class", Text)]),
        rule("adopted by", &[("stage", Is("adopted")), ("body", Text)]),
        rule("published", &[("stage", Is("published"))]),
        rule("withheld", &[("stage", Is("withheld"))]),
        UNTIL,
        rule("follow-up for", &[("stage", Is("follow-up")), ("party", Text)]),
        rule("asks", &[("asks", Text)]),
        rule("replied by", &[("stage", Is("replied")), ("party", Text)]),
        rule("done by", &[("stage", Is("done")), ("party", Text)]),
        rule("closed", &[("stage", Is("closed"))]),
        rule("reopened", &[("stage", Is("reopened"))]),
        rule("due", &[("due", Instant)]),
        SAYS,
    ],
};

pub(super) const AREA_QUESTION: Kind = Kind {
    word: "area-question",
    noun: "an area question",
    phrases: &[("area question", &[])],
    head: &[],
    keys: &[must("purpose", "purpose", "what for"), PLACE, AREA, FROM_WHEN, UNTIL_WHEN],
    rules: &[BY_AUTHOR, rule("purpose", &[("purpose", Text)]), AT, FROM, UNTIL],
};
