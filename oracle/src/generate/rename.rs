//! The same history with the two parties' names exchanged (V9).
//!
//! Not here: names of zones, places, convoys, files, acts and words; they are not actors.

use agreement::tree::{
    ArticleKind, Condition, CoverageRule, Deciders, Due, Exception, Ground, Holders, Obligation, Policy, Rule, Scope,
    Standing, Towards, Tree,
};
use record::statement::{Accused, Body, Content, Leg, Registration, Report, Stage, Stance, Statement, Step};
use record::vocabulary::Name;
use record::vocabulary::facts::Attribution;
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::sources::Origin;
use record::vocabulary::standards::Alternative;

use super::Case;

/// North is South and South is North, everywhere.
pub fn swap_parties(case: &Case) -> Case {
    let mut swapped = case.clone();
    tree(&mut swapped.tree);
    swapped.statements.iter_mut().for_each(statement);
    for moment in &mut swapped.moments {
        perspective(&mut moment.perspective);
    }
    swapped
}

fn name(name: &mut Name) {
    match name.as_str() {
        "North" => *name = "South".to_owned(),
        "South" => *name = "North".to_owned(),
        _ => {}
    }
}
fn names(list: &mut [Name]) {
    list.iter_mut().for_each(name);
}
fn deciders(deciders: &mut Deciders) {
    names(&mut deciders.names);
    if let Rule::Chair(chair) = &mut deciders.rule {
        name(chair);
    }
}
fn perspective(perspective: &mut Perspective) {
    name(&mut perspective.grader);
    match &mut perspective.accepts {
        Accepts::All => {}
        Accepts::Only(list) | Accepts::Except(list) => names(list),
    }
}

fn tree(tree: &mut Tree) {
    names(&mut tree.parties);
    names(&mut tree.others);
    names(&mut tree.bodies);
    tree.zones.iter_mut().for_each(|zone| names(&mut zone.cosigners));
    for alternative in tree.standards.standards.iter_mut().flat_map(|standard| &mut standard.alternatives) {
        if let Alternative::Finding { bodies, .. } = alternative {
            names(bodies);
        }
    }
    tree.perspectives.iter_mut().for_each(perspective);
    if let CoverageRule::Needs { by, .. } = &mut tree.coverage {
        names(by);
    }
    tree.regimes.iter_mut().filter_map(|regime| regime.renewal.as_mut()).for_each(|rule| deciders(&mut rule.deciders));
    for article in &mut tree.articles {
        if let Standing::ReadBy(who) | Standing::DeclaredBy(who) = &mut article.standing {
            name(who);
        }
        match &mut article.kind {
            ArticleKind::Prohibition(prohibition) => {
                for line in &mut prohibition.binds {
                    names(&mut line.actors);
                    names(&mut line.towards.named);
                }
                if let Some(Ground { held_by: Holders::Named(list), .. }) = &mut prohibition.ground {
                    names(list);
                }
                prohibition.exceptions.iter_mut().for_each(exception);
            }
            ArticleKind::Obligation(required) => obligation(required),
            ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {}
        }
    }
    for change in &mut tree.changes {
        deciders(&mut change.signers);
        if let Some(release) = &mut change.releases {
            names(&mut release.names);
        }
    }
    tree.judgements.iter_mut().for_each(|judgement| deciders(&mut judgement.deciders));
    tree.patterns.iter_mut().for_each(|pattern| names(&mut pattern.by));
    for clock in &mut tree.clocks {
        if let Scope::Pairs(list) = &mut clock.scope {
            names(list);
        }
    }
    for policy in tree.clocks.iter_mut().flat_map(|clock| &mut clock.policies) {
        if let Policy::Refer { deciders: asked, .. } = policy {
            deciders(asked);
        }
    }
    tree.phases.iter_mut().for_each(|phase| deciders(&mut phase.deciders));
}

fn obligation(obligation: &mut Obligation) {
    names(&mut obligation.obliged);
    if let Towards::Named(list) = &mut obligation.towards {
        names(list);
    }
    if let Due::Within { trigger, .. } | Due::Promptly { trigger } = &mut obligation.due {
        names(&mut trigger.by);
        if let Some(found) = &mut trigger.found {
            names(&mut found.bodies);
        }
    }
}

fn exception(exception: &mut Exception) {
    if let Condition::TargetIs(lists) = &mut exception.condition {
        names(lists);
    }
}

fn statement(statement: &mut Statement) {
    let Body { author, on_behalf, content: said, .. } = &mut statement.body;
    name(author);
    if let Some(entry) = on_behalf {
        name(&mut entry.speaker);
        name(&mut entry.recorder);
    }
    if let Some(received) = &mut statement.accepted.received {
        name(&mut received.by);
    }
    content(said);
}

fn content(content: &mut Content) {
    match content {
        Content::Report(said) => report(said),
        Content::Reply(reply) => {
            if let Stance::Corrects(correction) = &mut reply.stance {
                correction.accused.iter_mut().for_each(accused);
                correction.targets.iter_mut().for_each(|targets| names(targets));
            }
        }
        Content::Finding(finding) => {
            if let Some(Attribution::Actor(actor)) = &mut finding.attribution {
                name(actor);
            }
            names(&mut finding.targets);
        }
        Content::Coverage(coverage) => name(&mut coverage.watcher),
        Content::Registration(entry) => match entry {
            Registration::Name { name: own, .. } => name(own),
            Registration::Alias { alias, of } => {
                name(alias);
                name(of);
            }
            Registration::Member { member, of, .. } => {
                name(member);
                name(of);
            }
            Registration::Speaker { name: own, party, .. } => {
                name(own);
                name(party);
            }
            Registration::Relation { a, b, .. } => {
                name(a);
                name(b);
            }
            Registration::Place { .. } => {}
        },
        Content::Notice(notice) => names(&mut notice.to),
        Content::Receipt(receipt) => {
            names(&mut receipt.to);
            step(&mut receipt.step);
        }
        Content::Alert(alert) => {
            names(&mut alert.to);
            names(&mut alert.endangered);
        }
        Content::Escalation(escalation) => {
            name(&mut escalation.silent);
            names(&mut escalation.to);
        }
        Content::Ladder(ladder) => {
            name(&mut ladder.party);
            ladder.rungs.iter_mut().for_each(|rung| names(&mut rung.whom));
        }
        Content::Duty(duty) => {
            name(&mut duty.officer);
            name(&mut duty.party);
            names(&mut duty.to);
        }
        Content::Handover(handover) => {
            name(&mut handover.watch);
            name(&mut handover.from);
            name(&mut handover.to);
        }
        Content::Call(call) => {
            names(&mut call.to);
            name(&mut call.caller);
            name(&mut call.called);
            names(&mut call.spoke);
            call.interpreter.iter_mut().for_each(name);
        }
        Content::Convoy(convoy) => {
            names(&mut convoy.to);
            names(&mut convoy.permits_from);
        }
        Content::ConvoyEvent(event) => {
            names(&mut event.to);
            match &mut event.leg {
                Leg::Asked { issuer, .. } | Leg::Granted { issuer, .. } | Leg::Refused { issuer } => name(issuer),
                Leg::Held { by, .. } => by.iter_mut().for_each(name),
                Leg::Departed
                | Leg::Passed { .. }
                | Leg::SealChecked { .. }
                | Leg::WentOn
                | Leg::TurnedBack
                | Leg::Arrived { .. } => {}
            }
        }
        Content::Access(access) => {
            name(&mut access.watcher);
            name(&mut access.party);
        }
        Content::Inquiry(inquiry) => {
            names(&mut inquiry.to);
            stage(&mut inquiry.stage);
        }
        Content::AreaQuestion(_) => {}
        Content::Decision(_)
        | Content::ZoneVersion(_)
        | Content::ZoneSignature(_)
        | Content::Adoption(_)
        | Content::Renewal(_)
        | Content::Identity(_)
        | Content::Unsure(_)
        | Content::Weighing(_)
        | Content::Translation(_)
        | Content::Grading(_)
        | Content::Batch(_)
        | Content::BatchUndone(_) => {}
    }
}

fn step(step: &mut Step) {
    match step {
        Step::Delivered { system } => name(system),
        Step::Seen { officer } | Step::ReadBack { officer, .. } | Step::Understood { officer } => name(officer),
        Step::Passed { unit } | Step::Held { unit } => name(unit),
        Step::NoObjection | Step::Objects | Step::Halted { .. } | Step::Continues | Step::Closed => {}
    }
}

fn stage(stage: &mut Stage) {
    match stage {
        Stage::Opened { body } | Stage::Adopted { body } => name(body),
        Stage::Asked { party }
        | Stage::Answered { party }
        | Stage::Refused { party }
        | Stage::Comment { party }
        | Stage::FollowUp { party, .. }
        | Stage::Replied { party }
        | Stage::Done { party } => name(party),
        Stage::Alleged { .. }
        | Stage::Insufficient { .. }
        | Stage::OutOfScope
        | Stage::Duplicate { .. }
        | Stage::Found { .. }
        | Stage::CommentsOpen
        | Stage::Ruled { .. }
        | Stage::Published
        | Stage::Withheld { .. }
        | Stage::Closed
        | Stage::Reopened => {}
    }
}

fn report(report: &mut Report) {
    names(&mut report.chain.relayers);
    for origin in &mut report.chain.origins {
        if let Origin::Named(source) = origin {
            name(source);
        }
    }
    accused(&mut report.accused);
    names(&mut report.targets);
}

fn accused(accused: &mut Accused) {
    match accused {
        Accused::Unstated => {}
        Accused::Actor(actor) => name(actor),
        Accused::Dyad(a, b) => {
            name(a);
            name(b);
        }
    }
}
