//! A history in readable lines, to understand a disagreement.
//!
//! Instants are written relative to Day D: `D+7` on the scale of seconds, `D+2d 06:00:00` on the scale of days.

use std::fmt::Write;

use agreement::tree::{Article, ArticleKind, Tree};
use record::statement::{Accused, Content, OnIncident, Polarity, Question, Reply, Report, Stance, Statement};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{EventTime, Instant, Interval};

use super::Case;

/// The agreement, the record in order of known-at, and the moments.
pub fn describe(case: &Case) -> String {
    let mut out = String::new();
    let day_d = Show(case.tree.epochs.first().map_or(Instant(0), |epoch| epoch.at));
    day_d.tree(&mut out, &case.tree).expect("a string takes every line");
    out.push_str("statements (known, id, author)\n");
    let mut statements: Vec<&Statement> = case.statements.iter().collect();
    statements.sort_by_key(|x| (x.known(), x.id));
    for statement in statements {
        day_d.statement(&mut out, statement).expect("a string takes every line");
    }
    out.push_str("moments\n");
    for moment in &case.moments {
        let (happened, known) = (day_d.at(moment.happened), day_d.at(moment.known.0));
        let of = &moment.perspective;
        writeln!(out, "  T {happened}  K {known}  accepts {:?}, grader {}", of.accepts, of.grader).expect("a string");
    }
    out
}

/// Shows instants relative to Day D.
struct Show(Instant);

impl Show {
    fn at(&self, at: Instant) -> String {
        if at == Instant::NEVER {
            return "never".to_owned();
        }
        if at == Instant::EVER {
            return "ever".to_owned();
        }
        let after = at.0 - self.0.0;
        if after.abs() < 3_600 {
            return format!("D{after:+}");
        }
        let (days, rest) = (after.div_euclid(86_400), after.rem_euclid(86_400));
        format!("D{days:+}d {:02}:{:02}:{:02}", rest / 3_600, rest % 3_600 / 60, rest % 60)
    }
    fn span(&self, span: Interval) -> String {
        if span.until.0 == span.from.0 + 1 {
            return self.at(span.from);
        }
        format!("[{}, {})", self.at(span.from), self.at(span.until))
    }
    fn time(&self, time: &EventTime) -> String {
        match time.ended {
            None => self.span(time.began),
            Some(ended) => format!("from {} to {}", self.span(time.began), self.span(ended)),
        }
    }
    fn place(place: &Place) -> String {
        let area = place.area.as_ref().map(|area| match area {
            Area::Disc { centre, radius_mm } => format!("{},{} r {radius_mm} mm", centre.lon_e7, centre.lat_e7),
            Area::Polygons(polygons) => format!("{} polygons", polygons.len()),
        });
        format!("{} {}", place.names.join(" in "), area.unwrap_or_default())
    }

    fn tree(&self, out: &mut String, tree: &Tree) -> std::fmt::Result {
        writeln!(out, "agreement in {}, D is {}; parties {:?}", tree.zone.name(), self.0.0, tree.parties)?;
        writeln!(out, "  standards (single channel as one: {})", tree.standards.single_channel_as_one)?;
        for standard in &tree.standards.standards {
            writeln!(out, "    {}: {:?}", standard.name, standard.alternatives)?;
        }
        writeln!(out, "  coverage {:?}; severity {:?}", tree.coverage, tree.severity)?;
        for zone in &tree.zones {
            writeln!(out, "  zone {}: {:?}, cosigners {:?}", zone.name, zone.geometry, zone.cosigners)?;
        }
        for regime in &tree.regimes {
            writeln!(
                out,
                "  regime {}: from {:?} for {:?} s, renewal {:?}, continues {}, provisions stay {}, clocks {:?}",
                regime.name,
                regime.from,
                regime.seconds,
                regime.renewal,
                regime.continues_on_silence,
                regime.provisions_stay,
                regime.clocks_in_gap,
            )?;
        }
        for article in &tree.articles {
            let ArticleKind::Prohibition(prohibition) = &article.kind else {
                writeln!(out, "  article {}: {}", article.label(), self.dated(format!("{:?}", article.kind)))?;
                Show::stands_by(out, article)?;
                continue;
            };
            writeln!(
                out,
                "  article {}: {:?} in {:?}, weapons {:?}, {:?}",
                article.label(),
                prohibition.acts,
                prohibition.zone,
                prohibition.weapons,
                self.dated(format!("{:?}", prohibition.period)),
            )?;
            for line in &prohibition.binds {
                writeln!(out, "    binds {:?} towards {:?}", line.actors, line.towards)?;
            }
            if let Some(ground) = &prohibition.ground {
                writeln!(out, "    on {ground:?}")?;
            }
            if let Some(shown_by) = &prohibition.answers_for {
                writeln!(out, "    answering for whoever they support, shown by {shown_by:?}")?;
            }
            for exception in &prohibition.exceptions {
                writeln!(out, "    {exception:?}")?;
            }
            if let Some(cure) = prohibition.cure {
                writeln!(out, "    cured within {cure} s")?;
            }
            Show::stands_by(out, article)?;
        }
        for change in &tree.changes {
            writeln!(
                out,
                "  {} {}: signed by {:?}, in force {}, running {:?}",
                if change.is_exit { "exit" } else { "amendment" },
                change.name,
                change.signers,
                self.dated(format!("{:?}", change.effect)),
                change.running,
            )?;
            writeln!(
                out,
                "    replaces {:?}, adds {:?}, ends {:?}, releases {:?}",
                change.replaces, change.adds, change.ends, change.releases
            )?;
        }
        for judgement in &tree.judgements {
            writeln!(out, "  judgement {}: {:?}", judgement.name, judgement.deciders)?;
        }
        for pattern in &tree.patterns {
            writeln!(
                out,
                "  pattern {}: at least {} breaches of {:?} in {} s, by {:?}, qualifying {}, judged {}",
                pattern.name,
                pattern.at_least,
                pattern.watches,
                pattern.seconds,
                pattern.by,
                pattern.qualifying,
                pattern.judgement,
            )?;
        }
        for clock in &tree.clocks {
            writeln!(
                out,
                "  clock {}: {:?} from {:?}, regime {:?}, {:?}, watches {:?}, qualifying {}, standards {:?}",
                clock.name,
                clock.length,
                clock.start,
                clock.regime,
                clock.scope,
                clock.watches,
                clock.qualifying,
                clock.standards,
            )?;
            writeln!(
                out,
                "    contested {:?}, unattributed {:?}, unobserved {:?}",
                clock.contested, clock.unattributed, clock.unobserved
            )?;
            for (index, policy) in clock.policies.iter().enumerate() {
                writeln!(out, "    policy {index}: {policy:?}")?;
            }
        }
        for phase in &tree.phases {
            writeln!(
                out,
                "  phase {}: {:?}, once {}, standard {}, {:?}",
                phase.name, phase.conditions, phase.once, phase.standard, phase.deciders
            )?;
        }
        Ok(())
    }

    /// O8: what suspends an article, and its condition.
    fn stands_by(out: &mut String, article: &Article) -> std::fmt::Result {
        if let Some(slot) = &article.suspended_while {
            writeln!(out, "    suspended while judged {slot}")?;
        }
        if let Some(provided) = &article.provided {
            writeln!(out, "    provided article {} is kept, else judged {}", provided.article, provided.judgement)?;
        }
        Ok(())
    }

    fn statement(&self, out: &mut String, statement: &Statement) -> std::fmt::Result {
        let body = &statement.body;
        write!(out, "  {:<16} {} {}", self.at(statement.known().0), statement.id.short(), body.author)?;
        if let Some(entry) = &body.on_behalf {
            write!(out, " for {}", entry.speaker)?;
        }
        if let Some(said_at) = body.said_at {
            write!(out, " (said {})", self.at(said_at))?;
        }
        if let Some(batch) = statement.accepted.batch {
            write!(out, " (batch {})", batch.short())?;
        }
        writeln!(out, ": {}", self.content(&body.content))
    }

    fn content(&self, content: &Content) -> String {
        match content {
            Content::Report(report) => self.report(report),
            Content::Reply(reply) => self.reply(reply),
            Content::Decision(decision) => {
                let on = match &decision.question {
                    Question::Phase(name) => format!("phase {name}"),
                    Question::Ruling { clock, on } => format!("ruling for {clock} on {}", Show::on(on)),
                    Question::Judgement { slot, on } => {
                        format!("judgement {slot} on {}", on.as_ref().map_or("nothing".to_owned(), Show::on))
                    }
                };
                format!("decides {on}: {}", if decision.yes { "yes" } else { "no" })
            }
            Content::Finding(finding) => format!(
                "finds on {}: {:?}, {:?}, severity {:?}, time {:?}, place {:?}, targets {:?}",
                Show::on(&finding.on),
                finding.finding,
                finding.attribution,
                finding.severity,
                finding.time.as_ref().map(|time| self.time(time)),
                finding.place.as_ref().map(Show::place),
                finding.targets,
            ),
            Content::Coverage(coverage) => {
                format!("{} watched {} during {}", coverage.watcher, coverage.zone, self.span(coverage.during))
            }
            Content::Registration(entry) => {
                format!("registers {}", self.dated(format!("{entry:?}")))
            }
            Content::ZoneVersion(version) => format!(
                "version of {} from {}: {:?}, with agreement {}",
                version.zone,
                self.at(version.in_force_from),
                version.geometry,
                version.with_agreement
            ),
            Content::ZoneSignature(signature) => {
                format!("signs version {}, retroactive {}", signature.version.short(), signature.retroactive)
            }
            Content::Renewal(renewal) => format!(
                "renews {} by {:?}: {}, retroactive from {:?}",
                renewal.regime,
                renewal.act,
                self.dated(format!("{:?}", renewal.term)),
                renewal.retroactive_from.map(|at| self.at(at)),
            ),
            Content::Identity(identity) => {
                let how = if identity.same { "same" } else { "different" };
                format!("{how}: {} and {}", identity.a.short(), identity.b.short())
            }
            Content::Unsure(unsure) => format!("unsure: {} and {}", unsure.a.short(), unsure.b.short()),
            Content::Weighing(_) => "weights".to_owned(),
            Content::Translation(translation) => format!("translates {}", translation.of.short()),
            Content::Grading(grading) => format!("grades {} {}", grading.of.short(), grading.grade),
            Content::Batch(_) => "a batch".to_owned(),
            Content::BatchUndone(batch) => format!("undoes batch {}", batch.short()),
            Content::Adoption(adoption) => format!("{adoption:?}"),
            Content::Notice(_)
            | Content::Receipt(_)
            | Content::Alert(_)
            | Content::Escalation(_)
            | Content::Ladder(_)
            | Content::Duty(_)
            | Content::Handover(_)
            | Content::Call(_)
            | Content::Convoy(_)
            | Content::ConvoyEvent(_)
            | Content::Access(_)
            | Content::Inquiry(_)
            | Content::AreaQuestion(_) => self.dated(format!("{content:?}")),
        }
    }

    fn on(on: &OnIncident) -> String {
        match on {
            OnIncident::Of(id) => id.short(),
            OnIncident::Event(key) => key.clone(),
        }
    }

    fn report(&self, report: &Report) -> String {
        let origins = report.chain.origins.iter().map(|origin| match origin {
            Origin::Named(source) => source.clone(),
            Origin::Unnamed(words) => format!("\"{words}\""),
        });
        let mut said = format!(
            "{}{}<{}",
            if report.polarity == Polarity::DidNotHappen { "NOT " } else { "" },
            report.chain.relayers.join("<"),
            origins.collect::<Vec<_>>().join("+"),
        );
        let accused = match &report.accused {
            Accused::Unstated => "somebody".to_owned(),
            Accused::Actor(actor) => actor.clone(),
            Accused::Dyad(a, b) => format!("{a} and {b}"),
        };
        let targets = report.targets.join(", ");
        write!(said, " says {accused}: {} on [{targets}]", report.act.as_deref().unwrap_or("-")).expect("a string");
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                write!(said, ", {name} {value}").expect("a string");
            }
        };
        field("with", report.weapon.clone());
        field("at", report.time.as_ref().map(|time| self.time(time)));
        field("in", report.place.as_ref().map(Show::place));
        field("severity", report.severity.clone());
        let counts = report.counts.iter().map(|c| format!("{:?} {}..{:?}", c.category, c.least, c.most));
        field("counts", Some(counts.collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty()));
        field("basis", report.basis.clone());
        field("event", report.event.clone());
        field("grade", report.grade.map(|grade| grade.to_string()));
        said
    }

    fn reply(&self, reply: &Reply) -> String {
        let prejudice = if reply.without_prejudice { " without prejudice" } else { "" };
        let stance = match &reply.stance {
            Stance::Corrects(correction) => {
                let time = correction.time.as_ref().map(|time| self.time(time));
                format!("corrects, time {time:?}, {}", self.dated(format!("{correction:?}")))
            }
            other => format!("{other:?}"),
        };
        format!("answers {} on {}{prejudice}: {stance}", reply.to.short(), reply.subject)
    }

    /// Replaces `Instant(1900908000)` in a debug text.
    fn dated(&self, text: String) -> String {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find("Instant(") {
            out.push_str(&rest[..at]);
            let (number, after) = rest[at + 8..].split_once(')').unwrap_or(("0", ""));
            out.push_str(&self.at(Instant(number.parse().unwrap_or(0))));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}
