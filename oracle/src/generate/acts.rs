//! Random replies, findings, decisions, renewals and coverage.
//!
//! Not here: the reports they answer (`incidents`).

use super::*;

impl Draft {
    pub(super) fn reply(&mut self, known: Instant, speaker: &str, to: BodyId, stance: Stance) -> BodyId {
        let takes_back = matches!(stance, Stance::Withdraws | Stance::Corrects(_));
        let reply = Reply {
            to,
            stance,
            subject: self.random.name(&["military", "military", "aid"]),
            without_prejudice: !takes_back && self.random.chance(10),
            words: String::new(),
        };
        if !takes_back && self.random.chance(20) {
            // An entry on behalf, written down later than it was said.
            let behalf = OnBehalf {
                speaker: speaker.to_owned(),
                recorder: "patrol-1".to_owned(),
                medium: "telephone".to_owned(),
            };
            let said_at = known.plus(-self.random.range(0, 3) * self.unit());
            return self.say_at(known, Some(said_at), "patrol-1", Some(behalf), Content::Reply(reply));
        }
        self.say(known, speaker, Content::Reply(reply))
    }

    pub(super) fn replies(&mut self) {
        if !self.features.replies {
            return;
        }
        for (id, known, _, happened) in self.entered.clone() {
            if self.random.chance(45) {
                continue;
            }
            let Some((outermost, origins)) =
                self.statements.iter().find(|x| x.id == id).and_then(|x| match &x.body.content {
                    Content::Report(report) => {
                        let origins: Vec<Name> = report.chain.named_origins().cloned().collect();
                        Some((report.chain.outermost().cloned(), origins))
                    }
                    _ => None,
                })
            else {
                continue;
            };
            let answered = self.soon_after(known);
            let party = self.random.name(&["commander-n", "commander-n", "commander-s", "North", "South"]);
            match self.random.below(8) {
                0 if happened => {
                    let ack = self.reply(answered, &party, id, Stance::Acknowledges);
                    if self.random.chance(20) {
                        let known = self.soon_after(answered);
                        let author = self.author(ack);
                        self.reply(known, &author, ack, Stance::Withdraws);
                    }
                }
                1 => {
                    let basis = self.random.chance(50).then(|| "own record".to_owned());
                    let who = self.random.name(&["North", "South", "commander-n", "patrol-2", "ministry"]);
                    let denial = self.reply(answered, &who, id, Stance::Denies { basis });
                    if self.random.chance(40) {
                        let (known, grade) = (self.soon_after(answered), self.grade());
                        self.say(known, "desk", Content::Grading(Grading { of: denial, grade }));
                    }
                }
                2 if happened => {
                    let exception = self.random.pick(&[None, Some("E1"), Some("E2")]).map(str::to_owned);
                    let intent = self.random.chance(30).then(|| "accident".to_owned());
                    let acknowledges = self.random.chance(40);
                    let explained =
                        self.reply(answered, &party, id, Stance::Explains { exception, intent, acknowledges });
                    if self.random.chance(50) {
                        let (known, grade) = (self.soon_after(answered), self.grade());
                        self.say(known, "desk", Content::Grading(Grading { of: explained, grade }));
                    }
                }
                3 => {
                    let field = self.random.name(&["E1", "E2", "time"]);
                    self.reply(answered, "patrol-2", id, Stance::Disputes { field });
                }
                4 | 5 => {
                    let by = outermost.filter(|_| !self.random.chance(20)).unwrap_or("commander-s".to_owned());
                    let stance = Stance::Corrects(Box::new(self.correction()));
                    let correction = self.reply(answered, &by, id, stance);
                    if self.random.chance(40) {
                        let known = self.soon_after(answered);
                        self.reply(known, &by, correction, Stance::Withdraws);
                    }
                }
                _ => {
                    let by = match (outermost, origins.first()) {
                        (Some(outermost), _) if self.random.chance(50) => outermost,
                        (_, Some(origin)) if self.random.chance(70) => origin.clone(),
                        _ => "patrol-1".to_owned(),
                    };
                    let withdrawal = self.reply(answered, &by, id, Stance::Withdraws);
                    if self.random.chance(30) {
                        let known = self.soon_after(answered);
                        self.reply(known, &by, withdrawal, Stance::Withdraws);
                    }
                }
            }
        }
    }
    pub(super) fn author(&self, id: BodyId) -> Name {
        self.statements.iter().find(|x| x.id == id).map(|x| x.body.speaker().clone()).expect("said before")
    }
    pub(super) fn correction(&mut self) -> Correction {
        let mut correction = Correction::default();
        for _ in 0..self.random.range(1, 2) {
            match self.random.below(6) {
                0 => correction.time = Some(EventTime::at(self.instant())),
                1 => correction.accused = Some(self.accused()),
                2 => correction.targets = Some(names(self.random.pick(&[&["civilians"][..], &["Band"], &[]]))),
                3 => correction.place = self.place(),
                4 => correction.severity = self.severity_stated(),
                _ => correction.act = self.act(),
            }
        }
        correction
    }

    pub(super) fn on(&mut self, report: (BodyId, Instant, usize, bool)) -> OnIncident {
        if self.random.chance(40) { OnIncident::Event(format!("feed:{}", report.2)) } else { OnIncident::Of(report.0) }
    }

    pub(super) fn findings(&mut self) {
        if !self.features.findings || self.entered.is_empty() {
            return;
        }
        for _ in 0..self.random.range(1, 5) {
            let report = self.random.pick(&self.entered.clone());
            let known = self.soon_after(report.1);
            let word = match self.random.below(10) {
                0 => None,
                1 => Some(FindingWord::Refuted),
                2 => Some(FindingWord::NotSubstantiated),
                3 => Some(FindingWord::Possible),
                4 | 5 => Some(FindingWord::Probable),
                _ => Some(FindingWord::Confirmed),
            };
            let attribution = match self.random.below(7) {
                0 => None,
                1 => Some(Attribution::SomeParty),
                2 => Some(Attribution::NotAttributable),
                3 => Some(Attribution::Actor("South".to_owned())),
                _ => Some(Attribution::Actor("North".to_owned())),
            };
            let time = (self.seconds && self.random.chance(15)).then(|| EventTime::at(self.instant()));
            let finding = Finding {
                on: self.on(report),
                finding: word,
                attribution,
                intent: None,
                severity: self.severity_stated(),
                time,
                place: if self.random.chance(20) { self.place() } else { None },
                targets: names(self.random.pick(&[&[][..], &[], &["civilians"], &["Band"]])),
                words: String::new(),
            };
            let body = self.random.name(&["G1", "G2"]);
            let id = self.say(known, &body, Content::Finding(finding));
            if self.random.chance(10) {
                let known = self.soon_after(known);
                self.reply(known, &body, id, Stance::Withdraws);
            }
        }
    }

    pub(super) fn decide(&mut self, said_at: Instant, who: &str, question: Question, yes: bool) {
        let known = if self.random.chance(70) { said_at } else { self.soon_after(said_at) };
        self.instants.push(said_at);
        let stated = (known != said_at || self.random.chance(50)).then_some(said_at);
        self.say_at(known, stated, who, None, Content::Decision(Decision { question, yes }));
    }

    pub(super) fn decisions(&mut self, tree: &Tree) {
        for phase in &tree.phases {
            for who in ["North", "South"] {
                for _ in 0..self.random.pick(&[0, 1, 1, 2]) {
                    let said_at = self.instant();
                    let yes = self.random.chance(70);
                    self.decide(said_at, who, Question::Phase(phase.name.clone()), yes);
                }
            }
        }
        let refers = tree.clocks.iter().any(|c| c.policies.iter().any(|p| matches!(p, Policy::Refer { .. })));
        for report in self.entered.clone() {
            if refers && self.random.chance(45) {
                let agrees = self.random.chance(70);
                let yes = self.random.chance(50);
                for who in ["G1", "G2"] {
                    if self.random.chance(75) {
                        let on = self.on(report);
                        let said_at = self.soon_after(report.1);
                        let question = Question::Ruling { clock: tree.clocks[0].name.clone(), on };
                        self.decide(said_at, who, question, yes == (agrees || who == "G1"));
                    }
                }
            }
            if self.features.exceptions && self.random.chance(30) {
                let yes = self.random.chance(60);
                for who in ["G1", "G2"] {
                    if self.random.chance(75) {
                        let on = Some(self.on(report));
                        let said_at = self.soon_after(report.1);
                        self.decide(said_at, who, Question::Judgement { slot: "defence".to_owned(), on }, yes);
                    }
                }
            }
        }
        let at_large = tree.phases.iter().any(|p| p.conditions.iter().any(|c| matches!(c, PhaseCondition::Judged(_))));
        if at_large {
            for who in ["G1", "G2"] {
                let said_at = self.instant();
                let yes = self.random.chance(80);
                self.decide(said_at, who, Question::Judgement { slot: "defence".to_owned(), on: None }, yes);
            }
        }
    }

    pub(super) fn renewals(&mut self, tree: &Tree) {
        let Some(regime) = tree.regimes.first() else { return };
        let Some(seconds) = regime.seconds else { return };
        let mut end = self.start.plus(seconds);
        for number in 1..=self.random.range(0, 2) {
            let late = self.random.chance(45);
            let signed = if late { end.plus(self.length(0, 5)) } else { end.plus(-self.length(0, 4) - 1) };
            let longer = self.length(6, 14);
            let term = match self.random.below(6) {
                0 => RenewalTerm::Open,
                1 => RenewalTerm::Until(end.max(signed).plus(longer)),
                _ => RenewalTerm::Seconds(longer),
            };
            let retroactive_from = (late && self.random.chance(40)).then_some(end);
            let act = format!("renewal {number}");
            for who in ["North", "South"] {
                if self.random.chance(85) {
                    let said_at = if who == "North" { signed.plus(-self.random.range(0, 2)) } else { signed };
                    let known = self.known_after(said_at);
                    let renewal = Renewal { regime: regime.name.clone(), act: act.clone(), term, retroactive_from };
                    self.say_at(known, Some(said_at), who, None, Content::Renewal(renewal));
                }
            }
            self.instants.extend([end, signed]);
            end = end.max(signed).plus(longer);
            self.instants.push(end);
        }
    }

    pub(super) fn coverage(&mut self, tree: &Tree) {
        if !self.features.coverage {
            return;
        }
        let left_open = tree.clocks.iter().any(|clock| clock.unobserved == Unobserved::LeaveOpen);
        let hole = self.random.range(0, 7);
        for zone in &tree.zones {
            let mut day = self.zone.day_of(self.start);
            for number in 0..10 {
                let short = self.random.chance(if left_open { 0 } else { 15 });
                if number != hole && !short {
                    let from = day.from.plus(self.random.range(0, 8) * 3_600);
                    let watched = self.random.pick(&[6 * 3_600, 6 * 3_600, 10 * 3_600, 6 * 3_600 - 1, 24 * 3_600]);
                    let watched = if left_open { 24 * 3_600 } else { watched };
                    let from = if left_open { day.from } else { from };
                    let during = Interval::new(from, from.plus(watched));
                    let watcher = self.random.name(&["patrol-1", "patrol-1", "patrol-2", "radio"]);
                    let watcher = if left_open { "patrol-1".to_owned() } else { watcher };
                    let known =
                        if left_open || self.random.chance(50) { self.early() } else { self.known_after(day.until) };
                    let coverage = Coverage { watcher: watcher.clone(), zone: zone.name.clone(), during };
                    self.say(known, &watcher, Content::Coverage(coverage));
                }
                day = self.zone.day_of(day.until);
            }
        }
    }

    pub(super) fn undo_a_batch(&mut self) {
        let batch = self.statements.iter().find(|x| matches!(x.body.content, Content::Batch(_))).map(|x| x.id);
        let Some(batch) = batch.filter(|_| self.random.chance(60)) else { return };
        let latest = self.statements.iter().filter(|x| x.accepted.batch == Some(batch)).map(|x| x.known().0).max();
        let known = self.soon_after(latest.unwrap_or(self.start));
        let undone = self.say(known, "office", Content::BatchUndone(batch));
        if self.random.chance(25) {
            let known = self.soon_after(known);
            self.reply(known, "office", undone, Stance::Withdraws);
        }
    }
}
