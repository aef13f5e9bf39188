//! Random amendments and exits with their texts and signatures, exits that release somebody, declarations beside, readings.
//!
//! Holds
//! - They are drawn last and from numbers of their own: a history without them is drawn as if this file were not there.
//! - What each change lists is there, and each text by an amendment is listed; a declaration binds its declarer alone.
//! - A text that replaces another waits for findings where that one does.
//!
//! Not here: the articles first agreed (`clauses`, `duties`).

use super::*;

/// The name under which a change is signed.
fn signing_name(name: &str) -> Name {
    format!("{name} #0011223344556677")
}

/// A change being written.
struct Touched {
    replaces: Vec<Name>,
    adds: Vec<Name>,
    ends: Ends,
}

impl Draft {
    /// Adds to a tree and to what is said.
    pub(super) fn with_changes(&mut self, tree: &mut Tree, seed: u64) {
        if !self.features.changes {
            return;
        }
        let own = Random(mixed(seed ^ 0x0000_a3e7_d5c4));
        let before = std::mem::replace(&mut self.random, own);
        if self.random.chance(30) {
            self.declared(tree);
        }
        for number in 1..=self.random.pick(&[1, 1, 2, 2, 3]) {
            self.change(tree, number);
        }
        if self.random.chance(30) {
            self.read(tree);
        }
        self.random = before;
    }

    /// Adds to one tree in six an exit or two that release somebody; drawn from numbers of its own.
    pub(super) fn with_releases(&mut self, tree: &mut Tree, seed: u64) {
        if !mixed(seed ^ 0x4e1e_a5e2_0000).is_multiple_of(6) {
            return;
        }
        let own = Random(mixed(seed ^ 0x4e1e_a5e2_05d4));
        let before = std::mem::replace(&mut self.random, own);
        if self.random.chance(60) {
            self.more_are_bound(tree);
        }
        for number in 1..=self.random.pick(&[1, 1, 1, 2]) {
            let change = self.release(format!("leaving {number}"));
            self.signatures(&change);
            tree.changes.push(change);
        }
        if self.random.chance(70) {
            self.between_two(tree, 9);
        }
        self.random = before;
    }

    fn release(&mut self, name: Name) -> Change {
        let whom: &[&[&str]] = &[&["North"], &["South"], &["Band"], &["Band"], &["North", "South"], &["South", "Band"]];
        let whom = names(self.random.pick(whom));
        let signers = match self.random.below(3) {
            0 => self.deciders(&["North", "South"]),
            1 => Deciders { names: names(&["North", "South"]), rule: Rule::All },
            _ => Deciders { names: whom.clone(), rule: Rule::Any },
        };
        Change {
            signed_as: signing_name(&name),
            name,
            title: String::new(),
            is_exit: true,
            signers,
            effect: self.takes_effect(),
            running: Some(self.random.pick(&[Running::Stay, Running::Change])),
            replaces: Vec::new(),
            adds: Vec::new(),
            ends: Ends::Articles(Vec::new()),
            releases: Some(Release { names: whom, still_protected: self.random.chance(60) }),
            cited: cited(),
        }
    }

    // ---- Clauses ----

    fn change(&mut self, tree: &mut Tree, number: i64) {
        let is_exit = self.random.chance(25);
        let name = if is_exit { format!("exit {number}") } else { format!("change {number}") };
        let touched = self.touched(tree, is_exit, number);
        let from: Vec<Name> = touched.replaces.iter().chain(&touched.adds).cloned().collect();
        for article in from {
            self.text(tree, &article, &name);
        }
        let requires = |article: &Article| {
            let named = [&touched.replaces, &touched.adds].iter().any(|names| names.contains(&article.id));
            let ended = match &touched.ends {
                Ends::Agreement => true,
                Ends::Articles(names) => names.contains(&article.id),
            };
            let beside = matches!(article.standing, Standing::DeclaredBy(_));
            !beside && (named || ended) && matches!(article.kind, ArticleKind::Obligation(_))
        };
        let asked = tree.articles.iter().any(requires);
        let running = (asked || self.random.chance(30)).then(|| self.random.pick(&[Running::Stay, Running::Change]));
        let effect = self.takes_effect();
        let signers = match self.random.below(4) {
            0 => self.deciders(&["South", "G1", "North"]),
            1 => self.deciders(&["North", "South"]),
            2 => Deciders { names: names(&["North", "South"]), rule: Rule::All },
            _ if is_exit => Deciders { names: names(&["North", "South"]), rule: Rule::Any },
            _ => self.deciders(&["G2", "G1"]),
        };
        let change = Change {
            signed_as: signing_name(&name),
            name,
            title: String::new(),
            is_exit,
            signers,
            effect,
            running,
            replaces: touched.replaces,
            adds: touched.adds,
            ends: touched.ends,
            releases: None,
            cited: cited(),
        };
        self.signatures(&change);
        tree.changes.push(change);
    }

    /// What it replaces, adds and ends: no article twice, and something.
    fn touched(&mut self, tree: &Tree, is_exit: bool, number: i64) -> Touched {
        let mut there: Vec<Name> = Vec::new();
        for article in tree.articles.iter().filter(|article| article.is_of_the_agreement()) {
            if !there.contains(&article.id) {
                there.push(article.id.clone());
            }
        }
        let (mut replaces, mut adds, mut ended) = (Vec::new(), Vec::new(), Vec::new());
        for article in there.clone() {
            let usual = if article.starts_with("duty") { 6 } else { 4 };
            match self.random.below(10) {
                number if number < usual && !is_exit => replaces.push(article),
                6 | 7 => ended.push(article),
                _ => {}
            }
        }
        if !is_exit && self.random.chance(25) {
            adds.push(format!("new-{number}"));
        }
        let whole = self.random.chance(if is_exit { 35 } else { 10 });
        if replaces.is_empty() && adds.is_empty() && ended.is_empty() {
            let article = self.random.pick(&there);
            if is_exit { ended.push(article) } else { replaces.push(article) }
        }
        Touched { replaces, adds, ends: if whole { Ends::Agreement } else { Ends::Articles(ended) } }
    }

    /// The text of an article by a change: like an earlier one, or new.
    fn text(&mut self, tree: &mut Tree, article: &Name, by: &Name) {
        let earlier: Vec<Article> = tree.articles.iter().filter(|text| text.id == *article).cloned().collect();
        let earlier: Vec<Article> = earlier.into_iter().filter(Article::is_of_the_agreement).collect();
        let standing = Standing::ByAmendment(by.clone());
        let text = match earlier.last() {
            Some(last) => {
                let mut text = Article { standing, ..last.clone() };
                self.otherwise(tree, &mut text);
                text
            }
            None => {
                let kind = self.another_kind(tree);
                Article {
                    wordings: Vec::new(),
                    id: article.clone(),
                    standing,
                    title: String::new(),
                    cited: cited(),
                    kind,
                    provided: None,
                    suspended_while: None,
                }
            }
        };
        self.said_of_text(tree, &text);
        tree.articles.push(text);
    }

    /// A kind of article that need not be like any other.
    fn another_kind(&mut self, tree: &Tree) -> ArticleKind {
        if self.features.obligations && self.random.chance(50) {
            return ArticleKind::Obligation(self.obligation(&tree.parties, &tree.zones, &tree.regimes));
        }
        self.articles(&tree.parties, &tree.zones, &tree.regimes, &tree.standards).remove(0).kind
    }

    /// The same article in other words.
    fn otherwise(&mut self, tree: &Tree, text: &mut Article) {
        if self.random.chance(15) {
            text.kind = self.another_kind(tree);
        } else {
            match &mut text.kind {
                ArticleKind::Prohibition(prohibition) => self.prohibition_otherwise(tree, prohibition),
                ArticleKind::Obligation(obligation) => self.obligation_otherwise(tree, obligation),
                ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {}
            }
        }
        if self.random.chance(15) {
            text.provided = None;
        }
        if self.features.obligations && self.random.chance(15) {
            let winter = text.suspended_while.is_none().then(|| "winter".to_owned());
            text.suspended_while = winter;
        }
    }

    fn prohibition_otherwise(&mut self, tree: &Tree, prohibition: &mut Prohibition) {
        match self.random.below(6) {
            0 => prohibition.acts = names(&["blockade"]),
            1 => prohibition.acts = names(&["hostile-act"]),
            2 => prohibition.zone = (!tree.zones.is_empty()).then(|| self.random.pick(&tree.zones).name),
            3 => prohibition.period = self.period(&tree.regimes),
            4 => prohibition.weapons = Weapons::Only(names(&["light"])),
            _ => prohibition.exceptions = self.exceptions(&tree.zones, &tree.standards),
        }
    }

    fn obligation_otherwise(&mut self, tree: &Tree, obligation: &mut Obligation) {
        let later = self.length(1, 6);
        match &mut obligation.due {
            Due::Within { seconds, .. } | Due::EachOther { seconds } => *seconds = later,
            Due::By(moment) => {
                let by = self.start.plus(self.length(2, 20));
                self.instants.push(by);
                *moment = Moment::At(by);
            }
            Due::Promptly { .. } => {}
        }
        match self.random.below(10) {
            0 => obligation.bands = self.bands(),
            1 => obligation.shown = Shown::ByTheObliged,
            2 => obligation.period = self.period(&tree.regimes),
            3 if !obligation.every && obligation.total.is_none() => obligation.acts = names(&["withdrawal"]),
            _ => {}
        }
    }

    /// An instant that matters, or any.
    fn takes_effect(&mut self) -> TakesEffect {
        match self.random.below(6) {
            0 => TakesEffect::AfterSignature(0),
            1 => TakesEffect::AfterSignature(self.length(1, 6)),
            _ => {
                let near = self.random.pick(&self.instants.clone());
                let at = match self.random.below(3) {
                    0 => near.plus(self.random.range(-3, 3)),
                    // While a deadline that something set going may run.
                    1 => near.plus(self.length(0, 5)),
                    _ => self.instant(),
                };
                self.instants.push(at);
                TakesEffect::From { at: Moment::At(at), reaches_back: self.random.chance(50) }
            }
        }
    }

    /// A declaration of North or South, and maybe a clock that watches it.
    fn declared(&mut self, tree: &mut Tree) {
        let declarer = self.random.name(&["North", "South"]);
        let mut kind = self.another_kind(tree);
        match &mut kind {
            ArticleKind::Prohibition(prohibition) => {
                prohibition.binds.truncate(1);
                prohibition.binds[0].actors = vec![declarer.clone()];
                prohibition.binds[0].towards = Targets { each_other: false, named: vec![], anyone: true };
            }
            ArticleKind::Obligation(obligation) => {
                obligation.obliged = vec![declarer.clone()];
                obligation.any_one = false;
                if let Due::EachOther { .. } = obligation.due {
                    obligation.due = Due::By(Moment::At(self.start.plus(self.length(2, 16))));
                }
            }
            ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {}
        }
        let stands_by = Provided { article: "1".to_owned(), judgement: "defence".to_owned() };
        let provided = self.random.chance(20).then_some(stands_by);
        let forbids = matches!(kind, ArticleKind::Prohibition(_));
        tree.articles.push(Article {
            wordings: Vec::new(),
            id: "own".to_owned(),
            standing: Standing::DeclaredBy(declarer),
            title: String::new(),
            cited: cited(),
            kind,
            provided,
            suspended_while: None,
        });
        if forbids && self.random.chance(60) {
            let calm = tree.clocks[0].clone();
            tree.clocks.push(Clock { name: "own-calm".to_owned(), watches: names(&["own"]), ..calm });
        }
    }

    /// A reading of an article first agreed.
    fn read(&mut self, tree: &mut Tree) {
        let agreed: Vec<Article> =
            tree.articles.iter().filter(|text| text.standing == Standing::Agreed).cloned().collect();
        let mut text = self.random.pick(&agreed);
        text.standing = Standing::ReadBy(self.random.name(&["North", "South", "G1"]));
        self.otherwise(tree, &mut text);
        tree.articles.push(text);
    }

    // ---- What is said ----

    /// Sometimes deeds around the instant at which something is due under a new text.
    fn said_of_text(&mut self, tree: &Tree, text: &Article) {
        if let ArticleKind::Obligation(obligation) = &text.kind
            && self.random.chance(35)
        {
            let of_acts = std::mem::take(&mut self.entered);
            self.said_of_obligation(tree, obligation);
            self.entered = of_acts;
        }
    }

    /// Mostly all that are needed say yes.
    fn signatures(&mut self, change: &Change) {
        let question = || Question::Judgement { slot: change.signed_as.clone(), on: None };
        let willing = self.random.chance(70);
        let first = self.instant();
        let one_second = self.random.chance(20);
        for signer in change.signers.names.clone() {
            if !willing && self.random.chance(35) {
                continue;
            }
            let mut said_at = if one_second { first } else { first.plus(self.random.range(-3, 3) * self.unit()) };
            let yes = willing || self.random.chance(50);
            let changed = self.random.chance(20);
            if changed {
                self.sign(said_at, &signer, question(), !yes);
                said_at = if self.random.chance(30) { said_at } else { self.soon_after(said_at) };
            }
            self.sign(said_at, &signer, question(), yes);
        }
        if self.random.chance(8) {
            // In other words, which signs nothing.
            let slot = change.name.clone();
            self.sign(first, "North", Question::Judgement { slot, on: None }, true);
        }
        if self.random.chance(8) {
            self.sign(first, "Band", question(), self.statements.len().is_multiple_of(2));
        }
    }

    fn sign(&mut self, said_at: Instant, signer: &str, question: Question, yes: bool) {
        if self.random.chance(80) {
            self.decide(said_at, signer, question, yes);
            return;
        }
        let known = self.known_after(said_at);
        self.instants.push(said_at);
        self.say_at(known, Some(said_at), signer, None, Content::Decision(Decision { question, yes }));
    }
}
