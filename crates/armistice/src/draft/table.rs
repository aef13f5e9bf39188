//! The fields of every kind of statement: one table for both written forms.
//!
//! ```text
//! readable line ─▶ rules (keyword, what it writes) ─▶ fields (JSON keys) ─▶ `content`
//! ```
//!
//! Holds
//! - Every JSON key of a kind is written by some rule, head or phrase of it: what one form can say, the other can.
//! - `spec/notation.md` names every key and keyword here.
//!
//! Not here: what the values look like (`values`), what becomes of them (`content`).

mod channel;

use Form::*;

use super::Spelling;

/// A kind of statement.
pub struct Kind {
    /// Its word in JSON.
    pub word: &'static str,
    /// With an article, for messages: "a report".
    pub noun: &'static str,
    /// What its readable form begins with.
    pub phrases: &'static [Phrase],
    /// Values that follow the phrase.
    pub head: &'static [Slot],
    /// Its JSON keys.
    pub keys: &'static [Key],
    /// Its keywords.
    pub rules: &'static [Rule],
}

/// A field as JSON has it.
pub struct Key {
    /// Its key.
    pub key: &'static str,
    /// Whether the kind needs it.
    pub needed: bool,
    /// The readable keyword that stands for it in messages; empty where several say it.
    pub written: &'static str,
    /// What it is, for messages: "the statement answered".
    pub what: &'static str,
}

/// A keyword of the readable form and the values that follow it.
pub struct Rule {
    /// Its words.
    pub keyword: &'static str,
    /// What it writes, in order.
    pub slots: &'static [Slot],
}

/// The key that a value is written to, and how the value looks.
pub type Slot = (&'static str, Form);

/// Words that begin the readable form of a kind, and what they say beyond the kind.
pub type Phrase = (&'static str, &'static [Slot]);

/// How a value looks in the readable form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Nothing: the keyword itself says this word.
    Is(&'static str),
    /// Nothing: the keyword itself says yes or no.
    Flag(bool),
    /// Nothing: the keyword itself says that the list is empty.
    Nothing,
    /// A name, text, label, grade, hash or commitment.
    Text,
    /// A text in quotes, or nothing.
    MaybeText,
    /// A text, added to a list.
    OneMoreText,
    /// A whole number.
    Number,
    /// Names, separated by commas.
    Names,
    /// Two names joined by `and`.
    Pair,
    /// `2030-03-05 10:00`.
    Instant,
    /// A time of an event.
    Time,
    /// `72 hours`.
    Duration,
    /// `radio < ministry`.
    Chain,
    /// Names, an area, or both: two keys.
    Place,
    /// An area.
    Area,
    /// An area whose first word is the keyword.
    AreaFromKeyword,
    /// A label or `event e1`.
    OnIncident,
    /// `"General X" recorded by mission by telephone`.
    OnBehalf,
    /// `2030-03-05 10:00 by mission`.
    Received,
    /// A count of this category, added to the counts.
    Count(&'static str),
    /// A measure, added to the measures.
    Measure,
    /// A number or a range.
    Amount,
    /// `0 to 300 m`.
    Heights,
    /// `Mill 9 km bearing 120`, added to the marks.
    Mark,
    /// `60 seconds next officer`, `5 minutes guarantors G1, G2`, added to the rungs.
    Rung,
}

const fn may(key: &'static str, written: &'static str, what: &'static str) -> Key {
    Key { key, needed: false, written, what }
}
const fn must(key: &'static str, written: &'static str, what: &'static str) -> Key {
    Key { key, needed: true, written, what }
}
const fn rule(keyword: &'static str, slots: &'static [Slot]) -> Rule {
    Rule { keyword, slots }
}

/// Keys that every statement may have.
pub const COMMON_KEYS: &[Key] = &[
    may("label", "label", "its label"),
    must("kind", "kind", "the kind of statement"),
    may("known", "known", "when it became known"),
    may("received", "received", "when and by whom the mission first got it"),
    may("author", "author", "who enters it into the record"),
    may("said", "said", "when it was said"),
    may("on_behalf", "on behalf of", "who said it elsewhere"),
    may("cited", "cited", "where the author read it"),
];

/// Keywords that every statement may have.
pub const COMMON_RULES: &[Rule] = &[
    rule("known", &[("known", Instant)]),
    rule("received", &[("received", Received)]),
    rule("author", &[("author", Text)]),
    rule("said", &[("said", Instant)]),
    rule("on behalf of", &[("on_behalf", OnBehalf)]),
    rule("cited", &[("cited", Text)]),
];

const BY_AUTHOR: Rule = rule("by", &[("author", Text)]);
const SAYS: Rule = rule("says", &[("words", Text)]);
const FROM: Rule = rule("from", &[("from", Instant)]);
const UNTIL: Rule = rule("until", &[("until", Instant)]);
const TIME: Rule = rule("time", &[("time", Time)]);
const AT: Rule = rule("at", &[("at", Place), ("area", Place)]);
const SEVERITY: Rule = rule("severity", &[("severity", Text)]);
const INTENT: Rule = rule("intent", &[("intent", Text)]);
const BETWEEN: Rule = rule("between", &[("between", Pair)]);
const HAPPENED: Rule = rule("happened", &[("happened", Flag(true))]);
const DID_NOT: Rule = rule("did not happen", &[("happened", Flag(false))]);
const KILLED: Rule = rule("killed", &[("counts", Count("killed"))]);
const INJURED: Rule = rule("injured", &[("counts", Count("injured"))]);
const EITHER: Rule = rule("killed or injured", &[("counts", Count("killed or injured"))]);
const MISSING: Rule = rule("missing", &[("counts", Count("missing"))]);
const DETAINED: Rule = rule("detained", &[("counts", Count("detained"))]);
const ON_INCIDENT: Rule = rule("on", &[("on", OnIncident)]);

const SINCE: Key = may("from", "from", "from when");
const BEFORE: Key = may("until", "until", "until before when");
const WORDS: Key = may("words", "says", "what it says");

/// Every kind of statement.
pub const KINDS: &[Kind] = &[
    Kind {
        word: "report",
        noun: "a report",
        phrases: &[("report", &[])],
        head: &[],
        keys: &[
            must("from", "from", "the chain it came through, outermost source first"),
            may("happened", "denies", "whether it happened"),
            may("accused", "by", "who did it"),
            may("between", "between", "the two sides of the fighting"),
            may("act", "act", "what was done"),
            may("targets", "on", "to whom"),
            may("weapon", "with", "with what"),
            may("time", "time", "when"),
            may("at", "at", "where, by name"),
            may("area", "at", "where, as a set of points"),
            may("counts", "killed", "casualties"),
            may("measures", "measure", "other numbers"),
            may("severity", "severity", "its severity class"),
            may("basis", "basis", "on what it rests"),
            may("cause", "cause", "the cause it claims"),
            may("event", "event", "the event key of its feed"),
            WORDS,
            may("grade", "grade", "the author's grade of it"),
            may("flags", "flag", "what an importer found odd"),
        ],
        rules: &[
            rule("from", &[("from", Chain)]),
            rule("denies", &[("happened", Flag(false))]),
            DID_NOT,
            HAPPENED,
            rule("by", &[("accused", Text)]),
            BETWEEN,
            rule("act", &[("act", Text)]),
            rule("on", &[("targets", Names)]),
            rule("with", &[("weapon", Text)]),
            TIME,
            AT,
            KILLED,
            INJURED,
            EITHER,
            MISSING,
            DETAINED,
            rule("measure", &[("measures", Measure)]),
            SEVERITY,
            rule("basis", &[("basis", Text)]),
            rule("cause", &[("cause", Text)]),
            rule("event", &[("event", Text)]),
            SAYS,
            rule("grade", &[("grade", Text)]),
            rule("flag", &[("flags", OneMoreText)]),
        ],
    },
    Kind {
        word: "reply",
        noun: "a reply",
        phrases: &[("reply", &[])],
        head: &[],
        keys: &[
            must("to", "to", "the statement answered"),
            must(
                "stance",
                "",
                "an answer: `acknowledges`, `denies`, `explains`, `disputes`, `corrects` or `withdraws`",
            ),
            may("basis", "basis", "on what the denial rests"),
            may("exception", "exception", "the exception claimed"),
            may("intent", "intent", "the intent stated"),
            may("acknowledging", "acknowledging", "whether it says that the act was its own"),
            may("field", "disputes", "the field or exception disputed"),
            may("subject", "subject", "on which subject it is said"),
            may("without_prejudice", "without prejudice", "whether it is never counted"),
            WORDS,
            may("happened", "did not happen", "whether it happened"),
            may("accused", "accused", "who did it"),
            may("between", "between", "the two sides of the fighting"),
            may("nobody_accused", "nobody accused", "that nobody is accused"),
            may("act", "act", "what was done"),
            may("targets", "on", "to whom"),
            may("weapon", "with", "with what"),
            may("time", "time", "when"),
            may("at", "at", "where, by name"),
            may("area", "at", "where, as a set of points"),
            may("counts", "killed", "casualties"),
            may("severity", "severity", "its severity class"),
        ],
        rules: &[
            rule("to", &[("to", Text)]),
            BY_AUTHOR,
            rule("acknowledges", &[("stance", Is("acknowledges"))]),
            rule("denies", &[("stance", Is("denies"))]),
            rule("explains", &[("stance", Is("explains"))]),
            rule("disputes", &[("stance", Is("disputes")), ("field", Text)]),
            rule("corrects", &[("stance", Is("corrects"))]),
            rule("withdraws", &[("stance", Is("withdraws"))]),
            rule("basis", &[("basis", Text)]),
            rule("exception", &[("exception", Text)]),
            INTENT,
            rule("acknowledging", &[("acknowledging", Flag(true))]),
            rule("subject", &[("subject", Text)]),
            rule("without prejudice", &[("without_prejudice", Flag(true))]),
            SAYS,
            HAPPENED,
            DID_NOT,
            rule("accused", &[("accused", Text)]),
            BETWEEN,
            rule("nobody accused", &[("nobody_accused", Flag(true))]),
            rule("act", &[("act", Text)]),
            rule("on", &[("targets", Names)]),
            rule("on nobody", &[("targets", Nothing)]),
            rule("with", &[("weapon", Text)]),
            TIME,
            AT,
            KILLED,
            INJURED,
            EITHER,
            MISSING,
            DETAINED,
            rule("no counts", &[("counts", Nothing)]),
            SEVERITY,
        ],
    },
    Kind {
        word: "decision",
        noun: "a decision",
        phrases: &[("decision", &[])],
        head: &[],
        keys: &[
            may("opens", "opens", "the phase to open"),
            may("clock", "of", "the clock ruled on"),
            may("judges", "judges", "the judgement slot"),
            may("signs", "signs", "the amendment or exit, by its signing name"),
            may("on", "on", "the incident"),
            must("answer", "", "an answer: `yes` or `no`; to a ruling `breaks` or `excused`"),
        ],
        rules: &[
            BY_AUTHOR,
            rule("opens", &[("opens", Text)]),
            rule("ruling on", &[("on", OnIncident)]),
            ON_INCIDENT,
            rule("of", &[("clock", Text)]),
            rule("judges", &[("judges", Text)]),
            rule("signs", &[("signs", Text)]),
            rule("yes", &[("answer", Is("yes"))]),
            rule("no", &[("answer", Is("no"))]),
            rule("breaks", &[("answer", Is("breaks"))]),
            rule("excused", &[("answer", Is("excused"))]),
        ],
    },
    Kind {
        word: "finding",
        noun: "a finding",
        phrases: &[("finding", &[])],
        head: &[],
        keys: &[
            must("on", "on", "the incident"),
            may("finding", "", "the finding slot"),
            may("attributed_to", "attributed to", "whom the act is attributed to"),
            may("attribution", "attributed to", "that it is attributed to some party, or to nobody"),
            may("intent", "intent", "the intent slot"),
            may("severity", "severity", "the severity slot"),
            may("time", "time", "when"),
            may("at", "at", "where, by name"),
            may("area", "at", "where, as a set of points"),
            may("targets", "targets", "to whom"),
            WORDS,
        ],
        rules: &[
            BY_AUTHOR,
            ON_INCIDENT,
            rule("confirmed", &[("finding", Is("confirmed"))]),
            rule("probable", &[("finding", Is("probable"))]),
            rule("possible", &[("finding", Is("possible"))]),
            rule("not substantiated", &[("finding", Is("not substantiated"))]),
            rule("refuted", &[("finding", Is("refuted"))]),
            rule("inconclusive", &[("finding", Is("inconclusive"))]),
            rule("attributed to", &[("attributed_to", Text)]),
            rule("attributed to some party", &[("attribution", Is("some party"))]),
            rule("attributed to nobody", &[("attribution", Is("nobody"))]),
            INTENT,
            SEVERITY,
            TIME,
            AT,
            rule("targets", &[("targets", Names)]),
            SAYS,
        ],
    },
    Kind {
        word: "coverage",
        noun: "a coverage statement",
        phrases: &[("coverage", &[])],
        head: &[],
        keys: &[
            must("watcher", "by", "the source that watched"),
            must("zone", "of", "the zone watched"),
            must("from", "from", "from when it watched"),
            must("until", "until", "until before when it watched"),
        ],
        rules: &[rule("by", &[("watcher", Text)]), rule("of", &[("zone", Text)]), FROM, UNTIL],
    },
    Kind {
        word: "name",
        noun: "a name entry",
        phrases: &[("name", &[])],
        head: &[("name", Text)],
        keys: &[must("name", "name", "the name"), may("is", "is", "what it is")],
        rules: &[rule("is", &[("is", Text)])],
    },
    Kind {
        word: "alias",
        noun: "an alias",
        phrases: &[("alias", &[])],
        head: &[("alias", Text)],
        keys: &[must("alias", "alias", "the other spelling"), must("of", "of", "the name it stands for")],
        rules: &[rule("of", &[("of", Text)])],
    },
    Kind {
        word: "member",
        noun: "a membership",
        phrases: &[("member", &[]), ("may be member", &[("certain", Flag(false))])],
        head: &[("member", Text)],
        keys: &[
            must("member", "member", "who belongs"),
            must("of", "of", "to what"),
            may("certain", "may be member", "whether it is certain"),
            SINCE,
            BEFORE,
        ],
        rules: &[rule("of", &[("of", Text)]), FROM, UNTIL],
    },
    Kind {
        word: "listed",
        noun: "a list entry",
        phrases: &[("listed", &[]), ("may be listed", &[("certain", Flag(false))])],
        head: &[("member", Text)],
        keys: &[
            must("member", "listed", "who is listed"),
            must("of", "on", "on which list"),
            may("certain", "may be listed", "whether it is certain"),
            SINCE,
            BEFORE,
        ],
        rules: &[rule("on", &[("of", Text)]), FROM, UNTIL],
    },
    Kind {
        word: "speaker",
        noun: "a speaker entry",
        phrases: &[("speaker", &[])],
        head: &[("speaker", Text)],
        keys: &[
            must("speaker", "speaker", "who speaks"),
            must("party", "for", "for which party"),
            may("subject", "on", "on which subject"),
            SINCE,
            BEFORE,
        ],
        rules: &[rule("for", &[("party", Text)]), rule("on", &[("subject", Text)]), FROM, UNTIL],
    },
    Kind {
        word: "relation",
        noun: "a relation",
        phrases: &[("relation", &[])],
        head: &[("a", Text)],
        keys: &[
            must("a", "relation", "one source"),
            must("b", "with", "the other source"),
            may("what", "with", "in words, how they are related"),
            SINCE,
            BEFORE,
        ],
        rules: &[rule("with", &[("b", Text), ("what", MaybeText)]), FROM, UNTIL],
    },
    Kind {
        word: "place",
        noun: "a place entry",
        phrases: &[("place", &[])],
        head: &[("place", Text)],
        keys: &[
            must("place", "place", "the place"),
            may("within", "within", "the next larger place"),
            may("area", "area", "its extent"),
        ],
        rules: &[rule("within", &[("within", Text)]), rule("area", &[("area", Area)])],
    },
    Kind {
        word: "zone-version",
        noun: "a zone version",
        phrases: &[("zone version", &[])],
        head: &[],
        keys: &[
            must("zone", "of", "the zone"),
            must("version", "of", "the version's label"),
            must("in_force_from", "in force from", "from when it is in force"),
            may("area", "polygon", "its points on the ground"),
            may("named_area", "named area", "a named area"),
            may("sealed", "sealed", "its commitment"),
            may("unpublished", "unpublished", "that it was never published"),
            may("with_agreement", "with agreement", "whether it is part of the adopted agreement"),
        ],
        rules: &[
            rule("of", &[("zone", Text), ("version", Text)]),
            rule("in force from", &[("in_force_from", Instant)]),
            rule("polygon", &[("area", AreaFromKeyword)]),
            rule("within", &[("area", AreaFromKeyword)]),
            rule("point", &[("area", AreaFromKeyword)]),
            rule("named area", &[("named_area", Text)]),
            rule("sealed", &[("sealed", Text)]),
            rule("unpublished", &[("unpublished", Flag(true))]),
            rule("with agreement", &[("with_agreement", Flag(true))]),
            BY_AUTHOR,
        ],
    },
    Kind {
        word: "zone-signature",
        noun: "a zone signature",
        phrases: &[("zone signature", &[])],
        head: &[],
        keys: &[
            must("under", "under", "the zone version signed"),
            may("retroactive", "retroactive", "whether it counts from the version's first day"),
        ],
        rules: &[rule("under", &[("under", Text)]), rule("retroactive", &[("retroactive", Flag(true))]), BY_AUTHOR],
    },
    Kind {
        word: "renewal",
        noun: "a renewal",
        phrases: &[("renewal", &[])],
        head: &[],
        keys: &[
            must("regime", "of", "the regime"),
            must("act", "act", "the act's name"),
            may("for", "for", "for how long"),
            may("until", "until", "until when"),
            may("without_end", "without end", "that it has no end"),
            may("retroactive_from", "retroactive from", "from when it is retroactive"),
        ],
        rules: &[
            rule("of", &[("regime", Text)]),
            rule("act", &[("act", Text)]),
            rule("for", &[("for", Duration)]),
            UNTIL,
            rule("without end", &[("without_end", Flag(true))]),
            rule("retroactive from", &[("retroactive_from", Instant)]),
            BY_AUTHOR,
        ],
    },
    Kind {
        word: "same",
        noun: "a same-incident statement",
        phrases: &[("same", &[])],
        head: &[("a", Text), ("b", Text)],
        keys: &[must("a", "same", "one report"), must("b", "same", "the other report")],
        rules: &[BY_AUTHOR],
    },
    Kind {
        word: "different",
        noun: "a different-incidents statement",
        phrases: &[("different", &[])],
        head: &[("a", Text), ("b", Text)],
        keys: &[must("a", "different", "one report"), must("b", "different", "the other report")],
        rules: &[BY_AUTHOR],
    },
    Kind {
        word: "unsure",
        noun: "a statement that cannot say",
        phrases: &[("unsure", &[])],
        head: &[("a", Text), ("b", Text)],
        keys: &[must("a", "unsure", "one report"), must("b", "unsure", "the other report")],
        rules: &[BY_AUTHOR],
    },
    Kind {
        word: "weights",
        noun: "a statement of weights",
        phrases: &[("weights", &[])],
        head: &[],
        keys: &[
            must("text", "text", "the hash of the weights in writing"),
            must("reports", "learnt from", "from how many reports they were learnt"),
        ],
        rules: &[rule("text", &[("text", Text)]), rule("learnt from", &[("reports", Number)]), BY_AUTHOR],
    },
    Kind {
        word: "translation",
        noun: "a translation",
        phrases: &[("translation", &[])],
        head: &[],
        keys: &[
            must("of", "of", "the statement translated"),
            may("out_of", "out of", "the language of the original"),
            must("into", "into", "the language translated into"),
            must("words", "says", "the words translated"),
        ],
        rules: &[
            rule("of", &[("of", Text)]),
            rule("out of", &[("out_of", Text)]),
            rule("into", &[("into", Text)]),
            SAYS,
            BY_AUTHOR,
        ],
    },
    Kind {
        word: "grading",
        noun: "a grading",
        phrases: &[("grading", &[])],
        head: &[],
        keys: &[must("of", "of", "the statement graded"), must("grade", "of", "the grade")],
        rules: &[rule("of", &[("of", Text), ("grade", Text)]), BY_AUTHOR],
    },
    Kind {
        word: "adoption",
        noun: "an adoption",
        phrases: &[("adoption", &[])],
        head: &[],
        keys: &[
            must("agreement", "of", "the agreement's name"),
            must("text", "text", "the hash of the text"),
            must("tree", "tree", "the hash of its JSON tree"),
            may("live_from", "live from", "from when the mission is live"),
        ],
        rules: &[
            rule("of", &[("agreement", Text)]),
            rule("text", &[("text", Text)]),
            rule("tree", &[("tree", Text)]),
            rule("live from", &[("live_from", Instant)]),
            BY_AUTHOR,
        ],
    },
    Kind {
        word: "batch",
        noun: "a batch",
        phrases: &[("batch", &[])],
        head: &[("format", Text)],
        keys: &[
            must("format", "batch", "the format"),
            must("file", "file", "the file's name"),
            must("hash", "hash", "the hash of the file"),
            must("known_rule", "known rule", "how known-at was stated"),
            must("rows", "rows", "how many rows were accepted"),
        ],
        rules: &[
            rule("file", &[("file", Text)]),
            rule("hash", &[("hash", Text)]),
            rule("known rule", &[("known_rule", Text)]),
            rule("rows", &[("rows", Number)]),
            BY_AUTHOR,
        ],
    },
    Kind {
        word: "undo",
        noun: "an undoing",
        phrases: &[("undo batch", &[])],
        head: &[("batch", Text)],
        keys: &[must("batch", "undo batch", "the batch undone")],
        rules: &[BY_AUTHOR],
    },
    channel::NOTICE,
    channel::RECEIPT,
    channel::WARNING,
    channel::HALT,
    channel::ESCALATION,
    channel::LADDER,
    channel::DUTY,
    channel::HANDOVER,
    channel::CALL,
    channel::CONVOY,
    channel::CONVOY_EVENT,
    channel::ACCESS,
    channel::INQUIRY,
    channel::AREA_QUESTION,
];

/// Kinds that came later: JSON that was written before may have labels that are their words, and is read as before.
const LATER: &[&str] = &[
    "notice",
    "receipt",
    "warning",
    "halt",
    "escalation",
    "ladder",
    "duty",
    "handover",
    "call",
    "convoy",
    "convoy-event",
    "access",
    "inquiry",
    "area-question",
];

impl Kind {
    /// Whether its first words are no label: in a readable line they begin the statement.
    pub fn keeps_its_words(&self, spelling: Spelling) -> bool {
        spelling == Spelling::Readable || !LATER.contains(&self.word)
    }
    /// The kind with this word in JSON.
    pub fn named(word: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.word == word)
    }
    /// A key of this kind, or of every kind.
    pub fn key(&self, key: &str) -> Option<&'static Key> {
        self.keys_all().find(|k| k.key == key)
    }
    /// Its own keys, then those of every kind.
    pub fn keys_all(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys.iter().chain(COMMON_KEYS)
    }
    /// Its own keywords, then those of every kind.
    pub fn rules_all(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().chain(COMMON_RULES)
    }
}
