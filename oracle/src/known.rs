//! What stands at a known-at, and what the registers then say: S1, S3, S4 (who withdraws), S9 (edges), S10, S11, V5.
//!
//! Not here: what several reports are about (`said`), what they prove (`proof`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::tree::Tree;
use record::statement::{BodyId, Content, Registration, Stance, Statement};
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::registers::MembershipKind;
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

/// The statements live at one known-at, read in one perspective.
pub struct Known<'a> {
    /// The agreement.
    pub tree: &'a Tree,
    /// The whole record, in any order.
    pub all: &'a [Statement],
    /// K.
    pub at: KnownAt,
    /// P.
    pub perspective: &'a Perspective,
    /// What is live at K (S3), by known-at and body id, so that the last one is the latest.
    pub live: Vec<&'a Statement>,
    aliases: BTreeMap<Name, Name>,
}

/// S3: known, and not taken back by anything live. (A corrected report is live in its corrected form, see `said`.)
fn live(all: &[Statement], at: KnownAt, aliases: &BTreeMap<Name, Name>, x: &Statement) -> bool {
    x.known() <= at && !all.iter().any(|y| takes_back(y, x, aliases) && live(all, at, aliases, y))
}

/// S3, S4: y withdraws x and comes from the outermost source of x; or y undoes the batch that x is, or came with.
fn takes_back(y: &Statement, x: &Statement, aliases: &BTreeMap<Name, Name>) -> bool {
    let name = |name: &Name| aliases.get(name).unwrap_or(name).clone();
    match &y.body.content {
        Content::Reply(reply) if reply.to == x.id && reply.stance == Stance::Withdraws => {
            x.body.outermost().is_some_and(|outermost| name(outermost) == name(y.body.speaker()))
        }
        Content::BatchUndone(batch) => x.id == *batch || x.accepted.batch == Some(*batch),
        _ => false,
    }
}

impl<'a> Known<'a> {
    /// What is known at `at` in `perspective`.
    pub fn new(tree: &'a Tree, all: &'a [Statement], at: KnownAt, perspective: &'a Perspective) -> Known<'a> {
        let sorted = |aliases: &BTreeMap<Name, Name>| {
            let mut found: Vec<&Statement> = all.iter().filter(|x| live(all, at, aliases, x)).collect();
            found.sort_by_key(|x| (x.known(), x.id));
            found
        };
        // Which aliases stand is decided with names as they are written: an alias does not decide about aliases.
        let mut aliases = BTreeMap::new();
        for statement in sorted(&BTreeMap::new()) {
            if let Content::Registration(Registration::Alias { alias, of }) = &statement.body.content {
                aliases.insert(alias.clone(), of.clone());
            }
        }
        let live = sorted(&aliases);
        Known { tree, all, at, perspective, live, aliases }
    }

    /// Names: aliases are replaced before names are compared; aliases of aliases are not followed.
    pub fn name(&self, name: &Name) -> Name {
        self.aliases.get(name).unwrap_or(name).clone()
    }
    /// Whether two names are one.
    pub fn same(&self, a: &Name, b: &Name) -> bool {
        self.name(a) == self.name(b)
    }
    /// Whether one of `names` is `name`.
    pub fn among(&self, names: &[Name], name: &Name) -> bool {
        names.iter().any(|other| self.same(other, name))
    }
    /// A chain with its names resolved.
    pub fn chain(&self, chain: &Chain) -> Chain {
        Chain {
            relayers: chain.relayers.iter().map(|name| self.name(name)).collect(),
            origins: chain
                .origins
                .iter()
                .map(|origin| match origin {
                    Origin::Named(name) => Origin::Named(self.name(name)),
                    Origin::Unnamed(words) => Origin::Unnamed(words.clone()),
                })
                .collect(),
        }
    }
    /// The live statement with this id.
    pub fn statement(&self, id: BodyId) -> Option<&'a Statement> {
        self.live.iter().copied().find(|x| x.id == id)
    }
    /// The live register entries.
    fn entries(&self) -> impl Iterator<Item = &'a Registration> + '_ {
        self.live.iter().filter_map(|x| match &x.body.content {
            Content::Registration(entry) => Some(entry),
            _ => None,
        })
    }

    /// S11: whether the perspective accepts a source.
    pub fn accepts(&self, source: &Name) -> bool {
        match &self.perspective.accepts {
            Accepts::All => true,
            Accepts::Only(names) => self.among(names, source),
            Accepts::Except(names) => !self.among(names, source),
        }
    }
    /// S11: whether every named source of a chain is accepted; an unnamed origin is.
    pub fn sees(&self, chain: &Chain) -> bool {
        chain.relayers.iter().all(|source| self.accepts(source))
            && chain.origins.iter().all(|origin| match origin {
                Origin::Named(source) => self.accepts(source),
                Origin::Unnamed(_) => true,
            })
    }
    /// S10: the latest known grade by the perspective's grader; the one carried at entry is its author's first.
    pub fn grade(&self, id: BodyId) -> Grade {
        let grader = &self.perspective.grader;
        let mut grade = Grade::UNGRADED;
        if let Some(statement) = self.statement(id)
            && let Content::Report(report) = &statement.body.content
            && let Some(at_entry) = report.grade
            && self.same(&statement.body.author, grader)
        {
            grade = at_entry;
        }
        for statement in &self.live {
            if let Content::Grading(grading) = &statement.body.content
                && grading.of == id
                && self.same(statement.body.speaker(), grader)
            {
                grade = grading.grade;
            }
        }
        grade
    }

    /// Names: declared in the agreement, or registered: by name, as what an alias means, as a member, or as what has parts.
    fn knows(&self, name: &Name) -> bool {
        let tree = self.tree;
        let declared = tree.parties.iter().chain(&tree.others).chain(&tree.bodies);
        let registered = self.entries().flat_map(|entry| match entry {
            Registration::Name { name, .. } => vec![name],
            Registration::Alias { of, .. } => vec![of],
            Registration::Member { member, of, kind: MembershipKind::Part, .. } => vec![member, of],
            Registration::Member { member, .. } => vec![member],
            _ => Vec::new(),
        });
        declared.chain(registered).any(|other| self.same(other, name))
    }
    /// The groups that `actor` reaches at `at` through register entries that `counts` lets pass; itself among them.
    fn groups(&self, actor: &Name, at: Instant, counts: &dyn Fn(bool, MembershipKind) -> bool) -> BTreeSet<Name> {
        let mut found = BTreeSet::from([self.name(actor)]);
        loop {
            let before = found.len();
            for entry in self.entries() {
                if let Registration::Member { member, of, during, certain, kind } = entry
                    && holds_at(*during, at)
                    && counts(*certain, *kind)
                    && found.contains(&self.name(member))
                {
                    found.insert(self.name(of));
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
    /// V5: whether `actor` belongs to `group` at `at`. A path of certain entries: must; one with a possible entry: may;
    /// an unknown name without a path: may; a known one: no.
    pub fn member(&self, actor: &Name, group: &Name, at: Instant) -> Kleene {
        let group = self.name(group);
        if self.groups(actor, at, &|certain, _| certain).contains(&group) {
            Kleene::Must
        } else if self.groups(actor, at, &|_, _| true).contains(&group) || !self.knows(actor) {
            Kleene::May
        } else {
            Kleene::No
        }
    }
    /// S9: whether the registers draw an edge between two sources at `at`: a relation, or a party that both are part of.
    pub fn same_origin(&self, a: &Name, b: &Name, at: Instant) -> bool {
        let related = self.entries().any(|entry| match entry {
            Registration::Relation { a: one, b: other, during, .. } => {
                holds_at(*during, at)
                    && (self.same(one, a) && self.same(other, b) || self.same(one, b) && self.same(other, a))
            }
            _ => false,
        });
        let parties = |name: &Name| self.groups(name, at, &|certain, kind| certain && kind == MembershipKind::Part);
        // A registered speaker is of the party it speaks for, unless it is a party itself.
        let sides = |name: &Name| {
            let mut all = parties(name);
            if !self.among(&self.tree.parties, name) {
                for (party, _) in self.speaks(name, at) {
                    all.extend(parties(&self.name(party)));
                }
            }
            all
        };
        self.same(a, b) || related || sides(a).intersection(&sides(b)).next().is_some()
    }
    /// Who is registered to speak for whom at `at`: (party, subject) of each entry of `speaker`.
    fn speaks(&self, speaker: &Name, at: Instant) -> Vec<(&'a Name, &'a str)> {
        self.entries()
            .filter_map(|entry| match entry {
                Registration::Speaker { name, party, subject, during }
                    if holds_at(*during, at) && self.same(name, speaker) =>
                {
                    Some((party, subject.as_str()))
                }
                _ => None,
            })
            .collect()
    }
    /// S5: whether `speaker` was registered at `at` to speak on `subject` for `actor` or for a party it certainly belongs to.
    pub fn may_acknowledge(&self, speaker: &Name, actor: &Name, subject: &str, at: Instant) -> bool {
        // A party that the agreement declares speaks for itself on every subject.
        let own = self.tree.parties.iter().filter(|party| self.same(party, speaker)).map(|party| (party, "any"));
        self.speaks(speaker, at).into_iter().chain(own).any(|(party, on)| {
            (on == "any" || on == subject) && (self.same(party, actor) || self.member(actor, party, at) == Kleene::Must)
        })
    }
    /// S6: whether `source` is the accused, a member or a proxy of it at `at`.
    pub fn sides_with(&self, source: &Name, accused: &Name, at: Instant) -> bool {
        self.same_origin(source, accused, at)
            || self.speaks(source, at).into_iter().any(|(party, _)| self.same(party, accused))
    }
    /// The larger places that the register puts `place` in, itself among them.
    pub fn larger_places(&self, place: &Name) -> BTreeSet<Name> {
        let mut found = BTreeSet::from([self.name(place)]);
        loop {
            let before = found.len();
            for entry in self.entries() {
                if let Registration::Place { name, within: Some(within), .. } = entry
                    && found.contains(&self.name(name))
                {
                    found.insert(self.name(within));
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
    /// Whether the place register has `place`.
    pub fn knows_place(&self, place: &Name) -> bool {
        self.entries().any(|entry| matches!(entry, Registration::Place { name, .. } if self.same(name, place)))
    }
    /// The latest registered extent of `place`.
    pub fn extent(&self, place: &Name) -> Option<&'a record::vocabulary::place::Area> {
        self.entries()
            .filter_map(|entry| match entry {
                Registration::Place { name, area: Some(area), .. } if self.same(name, place) => Some(area),
                _ => None,
            })
            .last()
    }
    /// Every instant at which some membership begins or ends.
    pub fn membership_changes(&self) -> Vec<Instant> {
        self.entries()
            .filter_map(|entry| match entry {
                Registration::Member { during, .. } => Some([during.from, during.until]),
                _ => None,
            })
            .flatten()
            .collect()
    }
}

/// T2: `[from, until)`.
pub fn holds_at(during: Interval, at: Instant) -> bool {
    during.from <= at && at < during.until
}

/// `Must` or `No` where every answer is that one, else (also without an answer) `May` (E7, places and targets).
pub fn all_agree(answers: Vec<Kleene>) -> Kleene {
    if !answers.is_empty() && answers.iter().all(|answer| *answer == Kleene::Must) {
        Kleene::Must
    } else if !answers.is_empty() && answers.iter().all(|answer| *answer == Kleene::No) {
        Kleene::No
    } else {
        Kleene::May
    }
}

/// At least one holds (Kleene).
pub fn any_of(answers: impl IntoIterator<Item = Kleene>) -> Kleene {
    answers.into_iter().max().unwrap_or(Kleene::No)
}

/// All hold (Kleene).
pub fn all_of(answers: impl IntoIterator<Item = Kleene>) -> Kleene {
    answers.into_iter().min().unwrap_or(Kleene::Must)
}
