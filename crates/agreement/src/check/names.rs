//! Names: what is declared, what is meant by a name that is not, and two things with one name.
//!
//! Not here: names that only registers know (sources, members of groups): registers are dated.

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;

use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity, Span, closest};
use crate::parse::syntax::*;

/// A kind of name: how it is called, where it is declared.
#[derive(Clone, Copy)]
pub struct Kind {
    code: &'static str,
    one: &'static str,
    many: &'static str,
    /// Families of declarations that it looks into.
    families: &'static [Family],
    declare: &'static str,
}

pub const ACTOR: Kind = Kind {
    code: codes::UNKNOWN_ACTOR,
    one: "actor",
    many: "actors",
    families: &[Family::Party, Family::Other],
    declare: "add it to the line `parties` or `others`",
};
pub const GROUP: Kind = Kind {
    code: codes::UNKNOWN_GROUP,
    one: "group or designation list",
    many: "groups",
    families: &[Family::Party, Family::Other],
    declare: "add it to the line `others`; the register says who belongs to it, and when",
};
pub const BODY: Kind = Kind {
    code: codes::UNKNOWN_BODY,
    one: "body",
    many: "bodies",
    families: &[Family::Body],
    declare: "add it to the line `bodies`",
};
pub const DECIDER: Kind = Kind {
    code: codes::UNKNOWN_BODY,
    one: "body or party",
    many: "bodies and parties",
    families: &[Family::Body, Family::Party],
    declare: "add it to the line `bodies` or `parties`",
};
pub const ZONE: Kind = Kind {
    code: codes::UNKNOWN_ZONE,
    one: "zone",
    many: "zones",
    families: &[Family::Zone],
    declare: "declare it in the block `zones`, or write `anywhere`",
};
/// The zone that a buffer lies around.
pub const SURROUNDED: Kind = Kind { declare: "declare it in the block `zones`", ..ZONE };
pub const STANDARD: Kind = Kind {
    code: codes::UNKNOWN_STANDARD,
    one: "standard",
    many: "standards",
    families: &[Family::Standard],
    declare: "declare it in the block `standards`",
};
pub const ACT: Kind = Kind {
    code: codes::UNKNOWN_ACT,
    one: "act",
    many: "acts",
    families: &[Family::Act],
    declare: "declare it under `acts`, alone or with the words it includes",
};
pub const WEAPON: Kind = Kind {
    code: codes::UNKNOWN_WEAPON,
    one: "weapon",
    many: "weapons",
    families: &[Family::Weapon],
    declare: "declare it under `weapons`, alone or with the words it includes",
};
pub const REGIME: Kind = Kind {
    code: codes::UNKNOWN_REGIME,
    one: "regime",
    many: "regimes",
    families: &[Family::Regime],
    declare: "write its block, which begins `regime NAME [¶3]`",
};
pub const ARTICLE: Kind = Kind {
    code: codes::UNKNOWN_ARTICLE,
    one: "article",
    many: "articles",
    families: &[Family::Article],
    declare: "write the article, or name another",
};
pub const CHANGE: Kind = Kind {
    code: codes::UNKNOWN_CHANGE,
    one: "amendment",
    many: "amendments",
    families: &[Family::Change],
    declare: "write its block, which begins `amendment \"NAME\" [protocol 1]`",
};
pub const CLOCK: Kind = Kind {
    code: codes::UNKNOWN_CLOCK,
    one: "clock",
    many: "clocks",
    families: &[Family::Clock],
    declare: "write its block, which begins `clock NAME [¶5]`",
};
pub const JUDGEMENT: Kind = Kind {
    code: codes::UNKNOWN_JUDGEMENT,
    one: "judgement",
    many: "judgements",
    families: &[Family::Judgement],
    declare: "declare who answers it: `judgement \"…\" by all of G1, G2 [¶4]`",
};
pub const CLASS: Kind = Kind {
    code: codes::UNKNOWN_CLASS,
    one: "severity class",
    many: "classes",
    families: &[Family::Class],
    declare: "add it to the line `classes` of the block `severity`",
};
pub const EPOCH: Kind = Kind {
    code: codes::UNKNOWN_EPOCH,
    one: "epoch",
    many: "epochs",
    families: &[Family::Epoch],
    declare: "declare it in the agreement, `epoch D is 2030-03-04 06:00 [¶1]`, or write the date and time",
};

/// What stands in lists: a name that is there twice says nothing of its own the second time.
const LISTED: [&str; 13] = [
    "holder",
    "decider",
    "body",
    "actor",
    "bound actor",
    "protected actor",
    "watched article",
    "zone of the clock",
    "actor of the clock",
    "standard of the clock",
    "tolerated class",
    "included word",
    "weapon of the measure",
];

/// Every declared name by family.
pub struct Known {
    names: BTreeMap<Family, Vec<Name>>,
    sets: BTreeMap<Family, BTreeSet<Name>>,
    unread: Vec<Family>,
    /// Two families joined, for the kinds that look into two.
    joined: BTreeMap<&'static str, Vec<Name>>,
}

impl Known {
    pub fn of(syntax: &Syntax) -> Known {
        let list = |slot: &Slot<Vec<Named>>| slot.said().map(|said| values_of(&said.value)).unwrap_or_default();
        let classes = |lines: &[ClassLine]| {
            let words = |line: &ClassLine| [vec![line.name.value.clone()], values_of(&line.includes)].concat();
            lines.iter().flat_map(words).collect::<Vec<_>>()
        };
        fn each<T>(items: &[T], name: impl Fn(&T) -> &Named) -> Vec<Name> {
            items.iter().map(|item| name(item).value.clone()).collect()
        }
        let names = BTreeMap::from([
            (Family::Party, list(&syntax.parties)),
            (Family::Other, list(&syntax.others)),
            (Family::Body, list(&syntax.bodies)),
            (Family::Zone, each(&syntax.zones, |zone| &zone.name)),
            (Family::Standard, each(&syntax.standards.lines, |line| &line.name)),
            (Family::Act, classes(&syntax.acts)),
            (Family::Weapon, classes(&syntax.weapons)),
            (Family::Regime, each(&syntax.regimes, |block| &block.head.name)),
            (Family::Article, each(&syntax.articles, |block| &block.head.name)),
            (Family::Change, each(&syntax.changes, |block| &block.head.name)),
            (Family::Clock, each(&syntax.clocks, |block| &block.head.name)),
            (Family::Judgement, each(&syntax.judgements, |block| &block.head.name)),
            (Family::Class, list(&syntax.classes)),
            (Family::Epoch, each(&syntax.epochs, |line| &line.name)),
        ]);
        let sets = names.iter().map(|(family, names)| (*family, names.iter().cloned().collect())).collect();
        let mut known = Known { names, sets, unread: syntax.unread.clone(), joined: BTreeMap::new() };
        for kind in [ACTOR, GROUP, DECIDER] {
            let all = kind.families.iter().flat_map(|family| known.names[family].clone()).collect();
            known.joined.insert(kind.one, all);
        }
        known
    }
    /// All names of a kind.
    pub fn of_kind(&self, kind: Kind) -> &[Name] {
        match kind.families {
            [family] => &self.names[family],
            _ => &self.joined[kind.one],
        }
    }
    fn has(&self, kind: Kind, name: &str) -> bool {
        kind.families.iter().any(|family| self.sets[family].contains(name))
    }
    pub(super) fn is_complete(&self, kind: Kind) -> bool {
        !kind.families.iter().any(|family| self.unread.contains(family))
    }
}

impl Checker<'_> {
    /// Whether `name` is declared; reported where it is not.
    pub(super) fn resolve(&mut self, kind: Kind, name: &Named) -> bool {
        if self.known.has(kind, &name.value) {
            return true;
        }
        if !self.known.is_complete(kind) {
            return false;
        }
        let known = self.known.of_kind(kind);
        let mut shown: Vec<&str> = Vec::new();
        for name in known.iter().map(String::as_str) {
            if !shown.contains(&name) {
                shown.push(name);
            }
        }
        let note = match shown.as_slice() {
            [] => format!("this text declares no {}", kind.one),
            [only] => format!("this text declares the {} `{only}`", kind.one),
            names => format!("this text declares the {} {}", kind.many, listed(names)),
        };
        let message = format!("no {} is called `{}`", kind.one, name.value);
        let diagnostic = Diagnostic::error(kind.code, message, name.span, "not declared").note(note);
        let known = known.to_vec();
        let holds = |both: &&Name| both.split(" and ").any(|part| part.trim_start_matches("the ") == name.value);
        let joined = known.iter().filter(|known| known.contains(" and ")).find(holds);
        let diagnostic = if let Some(both) = joined {
            diagnostic.help(format!("write a comma between two names, not `and`: `{both}` is read as one name"))
        } else if name.value.contains(" and ") && !name.value.contains('"') {
            diagnostic.help("write a comma between two names, not `and`; quote a name that contains the word")
        } else {
            self.suggest(diagnostic, &name.value, &known, kind.declare)
        };
        self.out.push(diagnostic);
        false
    }

    /// Warns of a party whose name may be two.
    pub(super) fn joined_names(&mut self) {
        let parties = self.syntax.parties.said().map(|said| said.value.clone()).unwrap_or_default();
        for name in parties.iter().filter(|name| name.value.contains(" and ")) {
            if self.quote(name.span).starts_with('"') {
                continue;
            }
            let message = format!("`{}` is read as the name of one party", name.value);
            self.out.push(
                Diagnostic::error(codes::JOINED, message, name.span, "one name")
                    .weighing(Severity::Warning)
                    .help("write a comma between two names, not `and`; if it is one name, put it in quotation marks"),
            );
        }
    }

    /// "did you mean", or what else can be done.
    pub(super) fn suggest(&mut self, diagnostic: Diagnostic, word: &str, known: &[Name], or_else: &str) -> Diagnostic {
        let near = match self.suggestions {
            0 => None,
            _ => {
                self.suggestions -= 1;
                closest(word, known.iter().map(String::as_str))
            }
        };
        match near {
            Some(near) if diagnostic.severity != Severity::Error && !or_else.is_empty() => {
                diagnostic.help(format!("did you mean `{near}`? {or_else}"))
            }
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None if or_else.is_empty() => diagnostic,
            None => diagnostic.help(or_else),
        }
    }

    /// Reports every name that two things have.
    pub(super) fn unique_names(&mut self) {
        let syntax = self.syntax;
        let list = |slot: &'_ Slot<Vec<Named>>| slot.said().map(|said| said.value.clone()).unwrap_or_default();
        self.unique("actor", list(&syntax.parties).into_iter().chain(list(&syntax.others)));
        self.unique("body", list(&syntax.bodies));
        self.unique("epoch", syntax.epochs.iter().map(|line| line.name.clone()));
        self.unique("act", syntax.acts.iter().map(|line| line.name.clone()));
        self.unique("weapon", syntax.weapons.iter().map(|line| line.name.clone()));
        self.unique("zone", syntax.zones.iter().map(|line| line.name.clone()));
        self.unique("standard", syntax.standards.lines.iter().map(|line| line.name.clone()));
        self.unique("perspective", syntax.perspective_lines.iter().map(|line| line.name.clone()));
        self.unique("severity class", list(&syntax.classes));
        self.unique("judgement", syntax.judgements.iter().map(|block| block.head.name.clone()));
        self.unique("regime", syntax.regimes.iter().map(|block| block.head.name.clone()));
        let labelled = |block: &ArticleBlock| Said { value: block.label(), span: block.head.name.span };
        let unread = |block: &&ArticleBlock| !block.head.name.value.is_empty();
        self.unique("article", syntax.articles.iter().filter(unread).map(labelled));
        let beside = |block: &&ArticleBlock| matches!(block.standing, None | Some(StandingText::DeclaredBy(_)));
        let named = |standing: bool| move |block: &&ArticleBlock| block.standing.is_some() == standing;
        let first: BTreeSet<&Name> = syntax.articles.iter().filter(named(false)).map(|b| &b.head.name.value).collect();
        let declared = syntax.articles.iter().filter(beside).filter(named(true));
        for block in declared.filter(|block| first.contains(&block.head.name.value)) {
            let both = syntax.articles.iter().filter(named(false)).chain([block]);
            let both = both.filter(|other| other.head.name.value == block.head.name.value);
            self.unique("article", both.map(|other| other.head.name.clone()).collect::<Vec<_>>());
        }
        self.unique("inclusion", syntax.inclusions.iter().map(|block| block.head.name.clone()));
        self.unique("amendment or exit", syntax.changes.iter().map(|block| block.head.name.clone()));
        self.unique("pattern", syntax.patterns.iter().map(|block| block.head.name.clone()));
        self.unique("clock", syntax.clocks.iter().map(|block| block.head.name.clone()));
        self.unique("phase", syntax.phases.iter().map(|block| block.head.name.clone()));
        for line in syntax.acts.iter().chain(&syntax.weapons) {
            self.unique("included word", line.includes.iter().cloned());
        }
    }

    /// Reports names that stand twice among `names`; a name that could not be read is empty and passed over.
    pub(super) fn unique(&mut self, what: &str, names: impl IntoIterator<Item = Named>) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for name in names.into_iter().filter(|name| !name.value.is_empty()) {
            match first.get(&name.value) {
                Some(span) => {
                    let message = format!("the {what} `{}` is named twice", name.value);
                    self.out.push(
                        Diagnostic::error(codes::NAMED_TWICE, message, name.span, "named again here")
                            .also(*span, "named first here")
                            .help(if LISTED.contains(&what) {
                                "delete one of the two"
                            } else {
                                "give one of the two another name, or delete it"
                            }),
                    );
                }
                None => {
                    first.insert(name.value, name.span);
                }
            }
        }
    }

    /// Some names that may decide, to be pasted.
    pub(super) fn some_deciders(&self) -> String {
        let bodies = self.known.of_kind(BODY);
        let names = if bodies.is_empty() { self.known.of_kind(DECIDER) } else { bodies };
        if names.is_empty() { "A, B".to_owned() } else { names.iter().take(4).cloned().collect::<Vec<_>>().join(", ") }
    }
}

/// A name as it can be pasted: in quotation marks where it is more than one word.
pub fn paste(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.') {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

/// "`a`, `b` and 3 more".
pub fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
