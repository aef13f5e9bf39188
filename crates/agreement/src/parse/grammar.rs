//! The grammar as the reader sees it: which blocks there are, which lines each has, and how each line is written.
//!
//! Holds
//! - A line is known by its first words, in English by the first of them; every form shown here can be read as it stands, names apart.
//!
//! Not here: reading the lines (`blocks`, `phrases`).

use super::lines::Line;

/// Which block it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Agreement,
    Registers,
    Zones,
    Standards,
    Perspectives,
    Coverage,
    Severity,
    Judgement,
    Regime,
    Article,
    Inclusion,
    Amendment,
    Exit,
    Pattern,
    Clock,
    Phase,
    Tests,
}

/// A line of a block: the phrases with which it can begin, all with one first word, and how it is written. Without any
/// phrase it begins with a name.
type LineForms = (&'static [&'static str], &'static [&'static str]);

/// A block: its word, how its head is written, and its lines.
pub struct Block {
    pub which: Which,
    pub word: &'static str,
    pub head: &'static [&'static str],
    pub lines: &'static [LineForms],
}

impl Block {
    /// The block whose head `line` is.
    pub fn opened_by(line: &Line<'_>) -> Option<&'static Block> {
        BLOCKS.iter().find(|block| line.begins_with(block.word))
    }
    /// How the lines that begin with the English word `word` are written; "" for those that begin with a name.
    pub fn forms(&self, word: &str) -> &'static [&'static str] {
        let known = |openings: &[&str]| openings.first().map_or("", |opening| first_word(opening)) == word;
        self.lines.iter().find(|(openings, _)| known(openings)).map_or(&[], |(_, forms)| forms)
    }
    /// The phrases with which its lines can begin.
    pub fn openings(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().flat_map(|(openings, _)| openings.iter().copied())
    }
    /// The phrase with which `line` begins, if that is one of the block: the longest.
    pub fn opening_of(&self, line: &Line<'_>) -> Option<&'static str> {
        let ends = self.openings().filter_map(|opening| Some((line.phrase_at(0, opening)?, opening)));
        ends.max_by_key(|(end, _)| *end).map(|(_, opening)| opening)
    }
    /// The English word by which `line` is known; its own first word is enough for that.
    pub fn word_of(&self, line: &Line<'_>) -> Option<&'static str> {
        let word = line.first_word();
        let begins = |opening: &&'static str| !word.is_empty() && first_word(line.keywords.written(opening)) == word;
        self.opening_of(line).or_else(|| self.openings().find(begins)).map(first_word)
    }
    /// Whether lines may begin with a name.
    pub fn is_free(&self) -> bool {
        self.lines.iter().any(|(openings, _)| openings.is_empty())
    }
}

/// The first of the words of a phrase.
pub fn first_word(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or("")
}

pub const BLOCKS: [Block; 17] = [
    Block {
        which: Which::Agreement,
        word: "agreement",
        head: &["agreement \"title\""],
        lines: &[
            (
                &["source"],
                &[
                    "source \"where the text comes from\" as signed",
                    "source \"…\" as official",
                    "source \"…\" as press",
                    "source \"…\" as reconstruction",
                ],
            ),
            (&["time zone"], &["time zone Europe/Athens"]),
            (
                &["authentic in"],
                &["authentic in English, Arabic, none prevails", "authentic in English, Arabic, English prevails"],
            ),
            (&["parties"], &["parties North, South"]),
            (&["others"], &["others Band, civilians"]),
            (&["bodies"], &["bodies G1, G2"]),
            (&["acts"], &["acts", "  attack includes shelling, air strike"]),
            (&["weapons"], &["weapons", "  heavy weapons includes artillery, tanks"]),
            (&["epoch"], &["epoch D is 2030-03-04 06:00 [¶1]", "epoch D is 2030-03-04 06:00 +02:00 [¶1]"]),
        ],
    },
    Block {
        which: Which::Registers,
        word: "registers",
        head: &["registers"],
        lines: &[(&[], &["actors from \"registers/actors.csv\""])],
    },
    Block {
        which: Which::Zones,
        word: "zones",
        head: &["zones"],
        lines: &[(
            &["zone"],
            &[
                "zone Z is named area \"N\" [¶2]",
                "zone Z is feature \"F\" of \"file.geojson\", later versions signed by A, B [¶2]",
                "zone Z is within 2 km of 39.10 N 22.50 E [¶2]",
                "zone Z is within 2000 m of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends round [¶2]",
                "zone Z is within 2000 m north of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends flat [¶2]",
                "zone Z is between 1000 m and 2500 m north of line 39.10 N 22.50 E, 39.10 N 22.60 E, ends flat, except 39.11 N 22.52 E [¶2]",
                "zone Z is polygon 39.10 N 22.50 E, 39.10 N 22.60 E, 39.20 N 22.60 E [¶2]",
                "zone Z is sealed sha256:… [¶2]",
                "zone Z is unpublished [¶2]",
                "zone Z is not agreed yet, versions signed by A, B [¶2]",
            ],
        )],
    },
    Block {
        which: Which::Standards,
        word: "standards",
        head: &["standards"],
        lines: &[
            (
                &[],
                &[
                    "any report: 1 report",
                    "credible: 1 origin of grade B2",
                    "corroborated: 2 independent origins of grade C3, or acknowledged by the accused",
                    "agreed: finding confirmed or probable by all of G1, G2",
                ],
            ),
            (&["headline (a standard)"], &["headline corroborated"]),
            (&["single channel counts"], &["single channel counts as one", "single channel counts by origin"]),
        ],
    },
    Block {
        which: Which::Perspectives,
        word: "perspectives",
        head: &["perspectives"],
        lines: &[(
            &[],
            &[
                "mission accepts all sources, graded by mission",
                "north accepts ministry, radio, graded by north",
                "south accepts all sources but ministry, graded by south",
            ],
        )],
    },
    Block {
        which: Which::Coverage,
        word: "coverage",
        head: &["coverage"],
        lines: &[
            (&["no minimum"], &["no minimum"]),
            (
                &["calm needs"],
                &[
                    "calm needs 6 hours of each zone-day by patrol, camera",
                    "calm needs 6 hours of each zone-day by anyone",
                ],
            ),
        ],
    },
    Block {
        which: Which::Severity,
        word: "severity",
        head: &["severity"],
        lines: &[
            (&["classes"], &["classes minor, serious, grave"]),
            (
                &[],
                &[
                    "grave when act attack and killed at least 1",
                    "serious when weapon heavy weapons",
                    "serious when injured at least 3",
                    "minor otherwise",
                ],
            ),
        ],
    },
    Block {
        which: Which::Judgement,
        word: "judgement",
        head: &[
            "judgement \"name\" by all of A, B [¶4]",
            "judgement \"name\" by any of A, B [¶4]",
            "judgement \"name\" by A as chair of A, B [¶4]",
        ],
        lines: &[],
    },
    Block {
        which: Which::Regime,
        word: "regime",
        head: &["regime calm [¶3]"],
        lines: &[
            (
                &["runs"],
                &["runs 48 hours from D", "runs 7 days from D + 2 hours", "runs without end from 2030-03-01 00:00"],
            ),
            (&["not renewable"], &["not renewable"]),
            (
                &["renewed by"],
                &[
                    "renewed by all of A, B, late renewal is not retroactive",
                    "renewed by any of A, B, late renewal may be retroactive",
                    "renewed by A as chair of A, B, late renewal is not retroactive",
                ],
            ),
            (&["on silence"], &["on silence lapses", "on silence continues"]),
            (
                &["in a gap"],
                &[
                    "in a gap provisions suspended, clocks paused",
                    "in a gap provisions stay, clocks reset",
                    "in a gap provisions stay, clocks unaffected",
                ],
            ),
        ],
    },
    Block {
        which: Which::Article,
        word: "article",
        head: &[
            "article 1 [¶2] \"title\"",
            "article 1 by amendment \"name\" [¶2] \"title\"",
            "article 1 as read by North [¶2]",
            "article 1 declared by North [¶2]",
        ],
        lines: &[
            (&["forbids"], &["forbids attack, seizing ground"]),
            (
                &["requires"],
                &["requires withdrawal", "requires all of patrol, warning", "requires any of patrol, warning"],
            ),
            (
                &["binds"],
                &[
                    "binds North, South towards each other, civilians",
                    "binds North towards South",
                    "binds North, South towards anyone",
                    "binds North, South",
                    "binds any of North, South",
                    "binds North, South towards whoever triggers it",
                ],
            ),
            (
                &["with any weapon", "with only"],
                &["with any weapon", "with any weapon, such as mortars, rockets", "with only heavy weapons"],
            ),
            (&["in (a zone)"], &["in Valley"]),
            (&["anywhere"], &["anywhere"]),
            (
                &["on ground held by"],
                &[
                    "on ground held by the accused, shown by control",
                    "on ground held by others than the accused, shown by control",
                    "on ground held by North, South, shown by control, patrol",
                ],
            ),
            (&["answering for whoever they support"], &["answering for whoever they support, shown by support"]),
            (&["during"], &["during calm"]),
            (&["from (a time)"], &["from D", "from D until D + 48 hours"]),
            (
                &["except"],
                &[
                    "except E1 when target is designated, burden on the accused at credible",
                    "except E1 when judged \"proportionate\", burden on the accuser at credible, in agreed zone Z",
                    "except E1 when in order call within 2 hours before and 5 minutes ahead of the next step, order within 1 hour before, notice within 1 hour after, burden on the accused at credible",
                ],
            ),
            (
                &["where measured"],
                &[
                    "where measured \"distance\" at least 500 m or 500 yd",
                    "where measured \"armed persons\" more than 20 persons",
                ],
            ),
            (&["totals at least"], &["totals at least 840 weapons \"accepted\""]),
            (&["cured within"], &["cured within 48 hours"]),
            (&["before (a time)"], &["before D + 72 hours", "before end of day D + 2 calendar days"]),
            (
                &["within"],
                &[
                    "within 12 hours of arrival by convoys in East",
                    "within 24 hours of withdrawal by South, found confirmed by all of G1, G2",
                    "within 24 hours of each other",
                ],
            ),
            (&["promptly"], &["promptly after arrival by convoys in East"]),
            (&["fulfilment"], &["fulfilment shown by the obliged"]),
            (&["breach shown by the accuser"], &["breach shown by the accuser, through roadblock"]),
            (
                &["late by"],
                &["late by less than 6 hours is \"delay\", kept", "late by more is \"obstruction\", breached"],
            ),
            (&["provided article"], &["provided article 2 is kept, else judged \"the road may go on\""]),
            (&["suspended while judged"], &["suspended while judged \"winter\""]),
            (&["wording"], &["wording Arabic \"…\""]),
            (&["declares"], &["declares", "declares, metric \"what can be shown\""]),
            (&["not yet expressed"], &["not yet expressed, needs \"what the language lacks\""]),
        ],
    },
    Block {
        which: Which::Inclusion,
        word: "inclusion",
        head: &["inclusion February [¶1] \"title\""],
        lines: &[
            (&["text"], &["text \"february.accord\" sha256:…"]),
            (&["brings"], &["brings article 1, article 3"]),
            (&["during"], &["during calm"]),
            (&["from (a time)"], &["from D", "from D until D + 48 hours"]),
        ],
    },
    Block {
        which: Which::Amendment,
        word: "amendment",
        head: &["amendment \"name\" [protocol 1] \"title\""],
        lines: &[
            SIGNED,
            IN_FORCE,
            RUNNING,
            (&["replaces"], &["replaces article 1, article 2"]),
            (&["adds"], &["adds article 9"]),
            (&["ends"], &["ends article 2"]),
        ],
    },
    Block {
        which: Which::Exit,
        word: "exit",
        head: &["exit \"denunciation\" [¶12]"],
        lines: &[
            SIGNED,
            IN_FORCE,
            RUNNING,
            (&["ends"], &["ends the agreement", "ends article 1, article 2"]),
            (&["releases"], &["releases Band, still protected", "releases Band, no longer protected"]),
        ],
    },
    Block {
        which: Which::Pattern,
        word: "pattern",
        head: &["pattern \"many small breaches\" [¶16]"],
        lines: &[
            (&["at least (breaches)"], &["at least 10 breaches of article 1, article 4 in 7 days"]),
            (&["by (an actor)"], &["by North", "by anyone"]),
            (&["of (a class)", "of any class"], &["of minor or graver", "of any class"]),
            (&["referred to"], &["referred to \"a pattern\""]),
        ],
    },
    Block {
        which: Which::Clock,
        word: "clock",
        head: &["clock \"seven days\" [¶5]"],
        lines: &[
            (
                &["counts"],
                &[
                    "counts 7 days elapsed",
                    "counts 168 hours elapsed",
                    "counts 7 calendar days, first day counts",
                    "counts 7 calendar days, first day is day 0",
                ],
            ),
            (&["from (a time)"], &["from D", "from D + 48 hours", "from 2030-03-04 06:00"]),
            (&["while (a regime)"], &["while calm"]),
            (&["whatever the regime"], &["whatever the regime"]),
            (&["anywhere"], &["anywhere"]),
            (&["in each of"], &["in each of East, West"]),
            (&["for each pair of"], &["for each pair of North, South, Band"]),
            (&["watches"], &["watches article 1, article 2"]),
            (&["broken by any breach", "broken by"], &["broken by minor or graver", "broken by any breach"]),
            (
                &["contested"],
                &["contested breaches break", "contested breaches do not break", "contested breaches leave it open"],
            ),
            (
                &["unattributed"],
                &[
                    "unattributed breaches break",
                    "unattributed breaches do not break",
                    "unattributed breaches leave it open",
                ],
            ),
            (
                &["unobserved"],
                &["unobserved days count", "unobserved days do not count", "unobserved days leave it open"],
            ),
            (&["on break"], &POLICY_FORMS),
            (
                &["headline (a policy)"],
                &["headline reset", "headline pause by civil day", "headline leave to the deciders"],
            ),
            (&["under every standard", "under (standards)"], &["under every standard", "under credible, corroborated"]),
        ],
    },
    Block {
        which: Which::Phase,
        word: "phase",
        head: &["phase \"joint centre\" [¶6]"],
        lines: &[
            (
                &["eligible when"],
                &["eligible when clock \"seven days\" is complete by reset", "eligible when judged \"access\""],
            ),
            (
                &["and (a condition)"],
                &[
                    "and clock \"seven days\" is complete by reset",
                    "and article 1 is kept at completion",
                    "and article 1 is kept throughout the run",
                    "and judged \"access\"",
                ],
            ),
            (&["once complete"], &["once complete"]),
            (&["while the run still stands"], &["while the run still stands"]),
            (&["under (a standard)"], &["under corroborated"]),
            (&["opened by"], &["opened by all of A, B", "opened by any of A, B", "opened by A as chair of A, B"]),
        ],
    },
    Block {
        which: Which::Tests,
        word: "tests",
        head: &["tests"],
        lines: &[(&["test"], &["test \"a strike breaks the clock\""])],
    },
];

const SIGNED: LineForms =
    (&["signed by"], &["signed by all of A, B", "signed by any of A, B", "signed by A as chair of A, B"]);
const IN_FORCE: LineForms = (
    &["in force"],
    &[
        "in force from 2030-03-08 00:00, signed later it counts from the signature",
        "in force from D + 4 days, signed later it is retroactive",
        "in force with the last signature",
        "in force 7 days after the last signature",
    ],
);
const RUNNING: LineForms =
    (&["running deadlines"], &["running deadlines stay as they are", "running deadlines change with it"]);

const POLICY_FORMS: [&str; 7] = [
    "on break reset",
    "on break pause by civil day",
    "on break pause for 12 hours",
    "on break pause until restored",
    "on break tolerate 2 minor, 0 grave in 72 hours, then reset",
    "on break refer to all of A, B for 24 hours from the breach, then reset, late rulings do not count",
    "on break leave to the deciders",
];
