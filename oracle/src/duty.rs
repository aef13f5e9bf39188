//! Obligations: O1-O6, L4 and the verdict on the article, by brute force over placements.
//!
//! Not here: permissions in an order (`steps`), prohibitions that are cured (`terms`).

mod deeds;
mod placed;
mod texts;

use std::collections::BTreeSet;

use agreement::tree::{Article, ArticleKind, Due, Obligation, Shown, Towards, Tree, Trigger};
use record::vocabulary::facts::{About, IncidentId};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::answers::{Cause, DutyAnswer, DutyKey, Word};
use crate::changes::is_nowhere;
use crate::terms::{badness, changes};
pub use deeds::said_so;
use deeds::{Candidate, Role, Triggered, deed_roles, failures, is_there, triggers};
pub use placed::DUTY_PLACEMENTS;
use placed::{Begins, Duty};
use texts::Course;

/// The obligations of the agreement.
pub fn obligations(tree: &Tree) -> Vec<(&Article, &Obligation)> {
    tree.articles
        .iter()
        .filter_map(|article| match &article.kind {
            ArticleKind::Obligation(obligation) => Some((article, obligation)),
            _ => None,
        })
        .collect()
}

/// One obligation at one standard, as some are obliged: what their duties have in common.
struct Clause<'a> {
    scene: &'a Scene<'a>,
    article: &'a Article,
    obligation: &'a Obligation,
    s: usize,
    course: Course<'a>,
    changes: BTreeSet<Instant>,
}

/// Every duty of an obligation at standard s; `None` beyond [`DUTY_PLACEMENTS`].
pub fn duties(
    scene: &Scene,
    article: &Article,
    obligation: &Obligation,
    s: usize,
) -> Vec<(DutyKey, Option<DutyAnswer>)> {
    let of_group = |obliged: &Vec<Name>| {
        let clause = Clause::new(scene, article, obligation, s, obliged);
        // L1: a text that is nowhere in force owes nothing but what goes on under it.
        let nothing = is_nowhere(&scene.known, article) && !clause.course.receives();
        if nothing { Vec::new() } else { clause.duties_of(obliged) }
    };
    groups(obligation).iter().flat_map(of_group).collect()
}

/// V6: incidents that may be a trigger, a deed or a shown failure of the obligation by T.
pub fn parts(scene: &Scene, article: &Article, obligation: &Obligation, s: usize) -> BTreeSet<IncidentId> {
    let mut parts = BTreeSet::new();
    for obliged in groups(obligation) {
        let clause = Clause::new(scene, article, obligation, s, &obliged);
        let changes = &clause.changes;
        let is_dated = matches!(obligation.due, Due::By(_));
        let nothing = is_nowhere(&scene.known, article) && !clause.course.receives();
        if nothing || is_dated && clause.course.dated().is_none() {
            continue;
        }
        let mut asked_by: Vec<Option<About>> = Vec::new();
        match &obligation.due {
            Due::By(_) | Due::EachOther { .. } => asked_by.push(None),
            Due::Within { .. } | Due::Promptly { .. } => {
                if obligation.towards != Towards::WhoeverTriggers {
                    asked_by.push(None);
                }
                for trigger in clause.triggers() {
                    parts.insert(trigger.by.incident.name.clone());
                    asked_by.push(Some(trigger.by.about.clone()));
                }
            }
        }
        for about in &asked_by {
            let roles = deed_roles(obligation, &obliged, about.as_ref());
            let deeds = deeds::deeds(scene, changes, s, &roles, None).into_iter();
            parts.extend(deeds.filter(|deed| is_there(&deed.cells, scene.happened)).map(|deed| deed.of));
        }
        if let Shown::ByTheAccuser { through } = &obligation.shown {
            let failures = failures(scene, changes, s, obligation, &obliged, through).into_iter();
            parts.extend(failures.filter(|shown| is_there(&shown.cells, scene.happened)).map(|shown| shown.of));
        }
    }
    parts
}

/// Each obliged actor has a duty of its own; `any of` makes one of them all.
fn groups(obligation: &Obligation) -> Vec<Vec<Name>> {
    if obligation.any_one {
        return vec![obligation.obliged.clone()];
    }
    obligation.obliged.iter().map(|name| vec![name.clone()]).collect()
}

/// The verdict on the article: the worst of its duties; what is not applicable does not count, nor what is only not yet due.
pub fn verdict_on_article(duties: &[DutyAnswer]) -> Word {
    let only_not_yet_due = |duty: &&DutyAnswer| duty.causes == BTreeSet::from([Cause::NotYetDue]);
    let counting = duties.iter().filter(|duty| duty.word != Word::NotApplicable && !only_not_yet_due(duty));
    match counting.map(|duty| duty.word).max_by_key(|word| badness(*word)) {
        Some(worst) => worst,
        None if duties.iter().any(|duty| only_not_yet_due(&duty)) => Word::Undetermined,
        None => Word::NotApplicable,
    }
}

/// The same until T of another instant than the scene's: as a condition of a phase it is asked as of the completion.
pub fn verdict_as_of(scene: &Scene, article: &Article, obligation: &Obligation, s: usize, at: Instant) -> Option<Word> {
    let known = &scene.known;
    let then = Scene::new(known.tree, known.all, at, known.at, known.perspective);
    let duties: Option<Vec<DutyAnswer>> =
        duties(&then, article, obligation, s).into_iter().map(|(_, answer)| answer).collect();
    Some(verdict_on_article(&duties?))
}

impl<'a> Clause<'a> {
    fn new(
        scene: &'a Scene<'a>,
        article: &'a Article,
        obligation: &'a Obligation,
        s: usize,
        obliged: &[Name],
    ) -> Clause<'a> {
        let course = Course::new(&scene.known, article, obliged);
        let changes = &changes(scene) | &course.thresholds();
        Clause { scene, article, obligation, s, course, changes }
    }

    /// O1, L4: the triggers that end up under this text.
    fn triggers(&self) -> Vec<Triggered<'a>> {
        let sources = self.course.sources();
        let sources: Vec<(&Trigger, Vec<Interval>)> = sources
            .into_iter()
            .filter_map(|(text, in_force)| match &text.kind {
                ArticleKind::Obligation(Obligation {
                    due: Due::Within { trigger, .. } | Due::Promptly { trigger },
                    ..
                }) => Some((trigger, in_force)),
                _ => None,
            })
            .collect();
        triggers(self.scene, &self.changes, self.s, &sources)
    }

    /// The duties of these obliged: one, or one per trigger.
    fn duties_of(&self, obliged: &[Name]) -> Vec<(DutyKey, Option<DutyAnswer>)> {
        let once = |begins: Begins, due: placed::Due| {
            let key = self.key(obliged, None);
            vec![(key, self.duty(obliged, None, begins, due).answer())]
        };
        match &self.obligation.due {
            Due::By(_) => match self.course.dated() {
                // O2: one trigger, certain, at the first instant in force.
                Some((trigger, due)) => once(Begins::Certain(trigger), placed::Due::At(due)),
                // L4: it is owed by nobody.
                None => once(Begins::Certain(None), placed::Due::Never),
            },
            Due::EachOther { seconds } => {
                once(Begins::FirstOfOthers(self.course.first_in_step()), placed::Due::After(*seconds))
            }
            Due::Within { seconds, .. } => self.per_trigger(obliged, Some(*seconds)),
            Due::Promptly { .. } => self.per_trigger(obliged, None),
        }
    }

    fn per_trigger(&self, obliged: &[Name], seconds: Option<i64>) -> Vec<(DutyKey, Option<DutyAnswer>)> {
        self.triggers()
            .into_iter()
            .map(|trigger| {
                let about = &trigger.by.about;
                let key = self.key(obliged, Some((trigger.by.incident.name.clone(), about.clone())));
                let begins = Begins::Triggered(trigger.instants, trigger.may_be_absent);
                let due = seconds.map_or(placed::Due::Never, placed::Due::After);
                (key, self.duty(obliged, Some(about), begins, due).answer())
            })
            .collect()
    }

    fn key(&self, obliged: &[Name], trigger: Option<(IncidentId, About)>) -> DutyKey {
        (self.article.label(), obliged.to_vec(), trigger, self.s)
    }

    fn duty(&self, obliged: &[Name], trigger: Option<&About>, begins: Begins, due: placed::Due) -> Duty<'_> {
        let obligation = self.obligation;
        let roles = deed_roles(obligation, obliged, trigger);
        let words = roles.len();
        Duty {
            happened: self.scene.happened,
            in_force: self.course.times(),
            floor: self.course.floor(),
            // L4: in step, also where no text is in force at the step.
            belongs: match obligation.due {
                Due::EachOther { .. } => self.course.belongs(),
                _ => self.course.sources().into_iter().flat_map(|(_, instants)| instants).collect(),
            },
            begins,
            due,
            bands: &obligation.bands,
            total: obligation.total.as_ref().map(|total| total.at_least),
            shown: &obligation.shown,
            words,
            deeds: self.deeds(roles, obliged),
            failures: match &obligation.shown {
                Shown::ByTheObliged => Vec::new(),
                Shown::ByTheAccuser { through } => {
                    failures(self.scene, &self.changes, self.s, obligation, obliged, through)
                }
            },
        }
    }

    /// The deeds of the obliged; with `each other` also those of the others (O6), as the last role.
    /// What may be a deed of both is placed for each by itself.
    fn deeds<'t>(&'t self, roles: Vec<Role<'t>>, obliged: &[Name]) -> Vec<Candidate> {
        let total = self.obligation.total.as_ref();
        let mut own = deeds::deeds(self.scene, &self.changes, self.s, &roles, total);
        let Due::EachOther { .. } = self.obligation.due else { return own };
        own.iter_mut().flat_map(|deed| &mut deed.cells).for_each(|cell| cell.counts.push(Kleene::No));
        let others: Vec<Name> =
            self.obligation.obliged.iter().filter(|name| !obliged.contains(name)).cloned().collect();
        let mut theirs = deeds::deeds(self.scene, &self.changes, self.s, &[self.others(&others)], None);
        for cell in theirs.iter_mut().flat_map(|deed| &mut deed.cells) {
            cell.counts.splice(0..0, roles.iter().map(|_| Kleene::No));
        }
        own.append(&mut theirs);
        own
    }

    /// O6: a deed of any of the others, in any of the required words.
    fn others(&self, others: &[Name]) -> Role<'_> {
        Role { acts: &self.obligation.acts, ..deed_roles(self.obligation, others, None).remove(0) }
    }
}
