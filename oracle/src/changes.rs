//! Amendments, exits, declarations beside and readings: L1-L3, L5-L7.
//!
//! Holds
//! - Which changes are signed, from when they have effect, and which text of an article lives when.
//! - Signatures are cut by K alone, like renewals: T plays no part.
//!
//! Not here: what a text says (`terms`), what becomes of deadlines that run (`duty`).

use std::collections::BTreeSet;

use agreement::tree::{Article, ArticleKind, Binding, Change, Ends, Period, Regime, Rule, Standing, TakesEffect, Tree};
use record::statement::Question;
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use crate::answers::{ChangeAnswer, ChangeWord};
use crate::calm::periods_of;
use crate::known::Known;
use crate::spans;
use crate::terms::{decisions, in_force, instant};

// ---- L2, L3: signatures and effect ----

/// L2, L3: a change as known at K.
pub fn change(known: &Known, change: &Change) -> ChangeAnswer {
    let answers = decisions(known, |question| match question {
        Question::Judgement { slot, on: None } => *slot == change.signed_as,
        _ => false,
    });
    // Of each signer the latest answer up to an instant counts there; of several in one second the last known.
    let latest = |signer: &Name, until: Instant| {
        let own = answers.iter().filter(|(who, said, _)| known.same(who, signer) && *said <= until);
        own.max_by_key(|(_, said, _)| *said).map(|(_, _, yes)| *yes)
    };
    let asked: Vec<Name> = match &change.signers.rule {
        Rule::Chair(chair) => vec![chair.clone()],
        Rule::All | Rule::Any => change.signers.names.clone(),
    };
    let at = |until: Instant| -> Vec<Option<bool>> { asked.iter().map(|signer| latest(signer, until)).collect() };
    let is_met = |until: Instant| match &change.signers.rule {
        Rule::All | Rule::Chair(_) => at(until).iter().all(|answer| *answer == Some(true)),
        // Any of them: a yes signs, whatever the same signer says in the same second.
        Rule::Any => answers.iter().any(|(who, said, yes)| *yes && *said == until && known.among(&asked, who)),
    };
    // Answers of one second are taken together: the rule is asked after all of them.
    let instants: BTreeSet<Instant> = answers.iter().map(|(_, said, _)| *said).collect();
    let signed = instants.into_iter().find(|said| is_met(*said));
    let now = at(Instant::NEVER);
    let word = if signed.is_some() {
        ChangeWord::Signed
    } else if now.iter().all(|answer| *answer == Some(false)) {
        ChangeWord::Refused
    } else if now.contains(&Some(true)) && now.contains(&Some(false)) {
        ChangeWord::Disputed
    } else if now.contains(&Some(true)) {
        ChangeWord::Awaiting
    } else {
        ChangeWord::Proposed
    };
    ChangeAnswer { word, signed, effect: signed.map(|w| effect(known.tree, change, w)) }
}

/// L3: e of a change signed at w.
fn effect(tree: &Tree, change: &Change, w: Instant) -> Instant {
    match &change.effect {
        TakesEffect::From { at, reaches_back: true } => instant(tree, at),
        TakesEffect::From { at, reaches_back: false } => instant(tree, at).max(w),
        TakesEffect::AfterSignature(seconds) => w.plus(*seconds),
    }
}

/// The signed changes with their e, in the order of e and, for equal e, in the order of the text.
fn signed<'a>(known: &Known<'a>) -> Vec<(Instant, &'a Change)> {
    let mut signed: Vec<(Instant, &Change)> =
        known.tree.changes.iter().filter_map(|one| Some((change(known, one).effect?, one))).collect();
    signed.sort_by_key(|(e, _)| *e);
    signed
}

/// L3: from when the agreement has ended.
pub fn end_of_the_agreement(known: &Known) -> Option<Instant> {
    signed(known).into_iter().find(|(_, change)| change.ends == Ends::Agreement).map(|(e, _)| e)
}

// ---- L1, L3, L6, L7: texts and their lives ----

/// L1: what names an article means its first text and its texts by amendment; or the declaration of that name.
pub fn texts<'a>(tree: &'a Tree, name: &Name) -> Vec<&'a Article> {
    let is_read = |article: &Article| matches!(article.standing, Standing::ReadBy(_));
    tree.articles.iter().filter(|article| article.id == *name && !is_read(article)).collect()
}

/// L3: a part of the time of an article, and the text that lives in it.
#[derive(Clone)]
pub struct Life<'a> {
    /// [e, e of the next).
    pub span: Interval,
    /// `None`: the article has ended, or is not there yet.
    pub text: Option<&'a Article>,
    /// What began it; `None`: it is from ever.
    pub by: Option<&'a Change>,
}

/// L3, L6, L7: the lives of the article of which this is a text, in their order.
///
/// A reading lives as long as the text first agreed, and nothing follows it. A declaration always does.
pub fn lives<'a>(known: &Known<'a>, article: &'a Article) -> Vec<Life<'a>> {
    let of_the_agreement = lives_of_the_agreement(known, &article.id);
    match &article.standing {
        Standing::Agreed | Standing::ByAmendment(_) => of_the_agreement,
        Standing::DeclaredBy(_) => vec![Life { span: Interval::ALWAYS, text: Some(article), by: None }],
        Standing::ReadBy(_) => {
            let mut lives = of_the_agreement;
            lives.truncate(2);
            for (number, life) in lives.iter_mut().enumerate() {
                life.text = (number == 0).then_some(article);
            }
            lives
        }
    }
}

fn lives_of_the_agreement<'a>(known: &Known<'a>, name: &Name) -> Vec<Life<'a>> {
    let tree: &'a Tree = known.tree;
    let text_of = |standing: Standing| tree.articles.iter().find(|text| text.id == *name && text.standing == standing);
    let mut lives = vec![Life { span: Interval::ALWAYS, text: text_of(Standing::Agreed), by: None }];
    for (e, change) in signed(known) {
        if change.gives(name) || change.ends(name) {
            if let Some(last) = lives.last_mut() {
                last.span.until = e;
            }
            // One that ends the article gives no text of it.
            let text = text_of(Standing::ByAmendment(change.name.clone())).filter(|_| change.gives(name));
            lives.push(Life { span: Interval::new(e, Instant::NEVER), text, by: Some(change) });
        }
    }
    lives
}

/// Which of the lives is that of this text; `None`: no signed change gives it.
pub fn own_life(lives: &[Life], article: &Article) -> Option<usize> {
    lives.iter().position(|life| life.text.is_some_and(|text| text.label() == article.label()))
}

/// L3: when a text lives, be it empty.
pub fn life(known: &Known, article: &Article) -> Interval {
    let lives = lives(known, article);
    own_life(&lives, article).map_or(Interval::new(Instant::NEVER, Instant::NEVER), |own| lives[own].span)
}

/// L1: a text by amendment, or a reading, that is nowhere in force: no condition of it is shown.
pub fn is_nowhere(known: &Known, article: &Article) -> bool {
    matches!(article.standing, Standing::ByAmendment(_) | Standing::ReadBy(_)) && in_force(known, article).is_empty()
}

// ---- L5: who is released ----

/// L5: the signed exits that release `name`, in the order of e.
fn exits_of<'a>(known: &Known<'a>, name: &Name) -> Vec<(Instant, &'a Change)> {
    let releases = |change: &Change| change.releases.as_ref().is_some_and(|release| known.among(&release.names, name));
    signed(known).into_iter().filter(|(_, change)| releases(change)).collect()
}

/// L5: the exit that strikes `name` from those bound by a text of the agreement, or a reading, whose life begins at `begins`.
pub fn released<'a>(known: &Known<'a>, name: &Name, begins: Instant) -> Option<(Instant, &'a Change)> {
    exits_of(known, name).into_iter().find(|(e, _)| begins < *e)
}

/// L5: from when `name` is struck from those protected by such a text, too.
fn unprotected(known: &Known, name: &Name, begins: Instant) -> Option<Instant> {
    let struck = |change: &Change| change.releases.as_ref().is_some_and(|release| !release.still_protected);
    exits_of(known, name).into_iter().find(|(e, change)| begins < *e && struck(change)).map(|(e, _)| e)
}

/// L5: the lines of a text as they bind and protect at v. Who is released and still protected is so by name, also where the
/// line says `each other`. A line that binds nobody says nothing.
pub fn lines_at(known: &Known, article: &Article, lines: &[Binding], v: Instant) -> Vec<Binding> {
    if matches!(article.standing, Standing::DeclaredBy(_)) {
        return lines.to_vec();
    }
    let begins = life(known, article).from;
    let is_bound = |name: &Name| released(known, name, begins).is_none_or(|(e, _)| v < e);
    let is_protected = |name: &Name| unprotected(known, name, begins).is_none_or(|e| v < e);
    let struck = |line: &Binding| {
        let (actors, left): (Vec<Name>, Vec<Name>) = line.actors.iter().cloned().partition(&is_bound);
        let mut towards = line.towards.clone();
        towards.named.extend(left.into_iter().filter(|_| line.towards.each_other));
        towards.named.retain(&is_protected);
        Binding { actors, towards }
    };
    lines.iter().map(struck).filter(|line| !line.actors.is_empty()).collect()
}

/// L5: every instant at which somebody is released.
pub fn releases(known: &Known) -> Vec<Instant> {
    signed(known).into_iter().filter(|(_, change)| change.releases.is_some()).map(|(e, _)| e).collect()
}

// ---- L3: regimes ----

/// L3: the periods of a regime as they are shown: those of the agreement run no longer once it has ended.
pub fn periods_shown(known: &Known, regime: &Regime) -> Vec<Interval> {
    let periods = periods_of(known, regime);
    match end_of_the_agreement(known) {
        Some(e) if !is_beside(known.tree, regime) => spans::within(Interval::new(Instant::EVER, e), &periods),
        _ => periods,
    }
}

/// Whether only declarations beside name a regime, or clocks that watch only such.
fn is_beside(tree: &Tree, regime: &Regime) -> bool {
    let of_article = |article: &&Article| match &article.kind {
        ArticleKind::Prohibition(prohibition) => prohibition.period == Period::During(regime.name.clone()),
        ArticleKind::Obligation(obligation) => obligation.period == Period::During(regime.name.clone()),
        ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => false,
    };
    let naming: Vec<&Article> = tree.articles.iter().filter(of_article).collect();
    let declared = |article: &Article| matches!(article.standing, Standing::DeclaredBy(_));
    let of_clocks = tree.clocks.iter().filter(|clock| clock.regime.as_ref() == Some(&regime.name));
    let mut watched = of_clocks.flat_map(|clock| &clock.watches).flat_map(|name| texts(tree, name));
    !naming.is_empty() && naming.into_iter().all(declared) && watched.all(declared)
}
