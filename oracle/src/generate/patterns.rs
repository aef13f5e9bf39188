//! Random patterns.
//!
//! Holds
//! - They are drawn last and from numbers of their own: a history without them is drawn as if this file were not there.
//! - All articles that one names are of the agreement, or all are declared by one declarer.
//! - A window often reaches exactly from one instant that matters to another, or a second further.
//!
//! Not here: what they count (`clauses`, `changes`, `incidents`).

use super::*;

impl Draft {
    /// Adds one or two patterns to one tree in three, and sometimes what people answer.
    pub(super) fn with_patterns(&mut self, tree: &mut Tree, seed: u64) {
        if !mixed(seed ^ 0x0000_9a77_e500).is_multiple_of(3) {
            return;
        }
        let own = Random(mixed(seed ^ 0x0000_9a77_e5d4));
        let before = std::mem::replace(&mut self.random, own);
        for number in 1..=self.random.pick(&[1, 1, 2]) {
            let Some(watches) = self.watched_by_pattern(tree) else { break };
            let pattern = self.pattern(tree, watches, number);
            self.said_of_pattern(&pattern);
            tree.patterns.push(pattern);
        }
        self.random = before;
    }

    /// Prohibitions of the agreement, or of one declarer.
    fn watched_by_pattern(&mut self, tree: &Tree) -> Option<Vec<Name>> {
        let forbids = |text: &&Article| matches!(text.kind, ArticleKind::Prohibition(_));
        let (mut agreed, mut declared) = (Vec::new(), Vec::new());
        for text in tree.articles.iter().filter(forbids) {
            let names = match text.standing {
                Standing::Agreed | Standing::ByAmendment(_) => &mut agreed,
                Standing::DeclaredBy(_) => &mut declared,
                Standing::ReadBy(_) => continue,
            };
            if !names.contains(&text.id) {
                names.push(text.id.clone());
            }
        }
        if agreed.is_empty() || !declared.is_empty() && self.random.chance(30) {
            return (!declared.is_empty()).then_some(declared);
        }
        if self.random.chance(40) {
            return Some(vec![self.random.pick(&agreed)]);
        }
        Some(agreed)
    }

    fn pattern(&mut self, tree: &Tree, watches: Vec<Name>, number: i64) -> Pattern {
        let whose: &[&[&str]] = &[
            &[],
            &[],
            &["North"],
            &["South"],
            &["North", "South"],
            &["South", "Band"],
            &["Band"],
            &["Listed"],
            &["strangers"],
        ];
        let classes = tree.severity.classes.len() as i64;
        Pattern {
            name: format!("pattern {number}"),
            at_least: self.random.pick(&[2, 2, 2, 2, 3, 3, 4]),
            watches,
            seconds: self.window(),
            by: names(self.random.pick(whose)),
            qualifying: if classes > 0 { self.random.below(classes) as usize } else { 0 },
            judgement: self.random.pick(&tree.judgements).name,
            cited: cited(),
        }
    }

    fn window(&mut self) -> i64 {
        let (one, other) = (self.random.pick(&self.instants.clone()), self.random.pick(&self.instants.clone()));
        let apart = (one.0 - other.0).abs();
        if apart > 0 && self.random.chance(50) {
            apart + self.random.below(2)
        } else {
            self.units_of(1, self.units / 2)
        }
    }

    /// Sometimes both bodies answer, sometimes one.
    fn said_of_pattern(&mut self, pattern: &Pattern) {
        if self.random.chance(60) {
            return;
        }
        let yes = self.random.chance(60);
        for who in ["G1", "G2"] {
            if self.random.chance(75) {
                let said_at = self.instant();
                self.decide(said_at, who, Question::Judgement { slot: pattern.judgement.clone(), on: None }, yes);
            }
        }
    }
}
