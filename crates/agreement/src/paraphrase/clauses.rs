//! Zones, judgements, regimes and articles, in sentences.
//!
//! Not here: clocks and phases (`clocks`).

use record::limits::STRIP_MM;
use record::vocabulary::Name;
use record::vocabulary::geometry::strip::{Ends, Strip};
use record::vocabulary::place::{Area, Point, Polygon};
use record::vocabulary::registers::ZoneGeometry;

use super::words::{and, deciders, duration, is_or_are, moment, not_all, or};
use crate::tree::{
    Around, Article, ArticleKind, Binding, Burden, Condition, Exception, GapEffect, Ground, Holders, Judgement,
    Pattern, Period, Prohibition, Regime, Tree, Weapons, ZoneDeclared, ZoneSource,
};

/// Where a zone lies, and who may move it.
pub fn zone(zone: &ZoneDeclared) -> Vec<String> {
    let name = &zone.name;
    let first = match &zone.geometry {
        ZoneSource::Stated(ZoneGeometry::Area(area)) => format!("{name} is {}.", self::area(area)),
        ZoneSource::Strip(strip) => format!("{name} is {}.", self::strip(strip)),
        ZoneSource::Buffer { around, from_mm, to_mm } => buffer(name, around, *from_mm, *to_mm),
        ZoneSource::Stated(ZoneGeometry::NamedArea(area)) => {
            format!("{name} is \"{area}\" and every place that the register of places puts inside it.")
        }
        ZoneSource::Stated(ZoneGeometry::Sealed(_)) => {
            format!("{name} is sealed: until it is opened, whether anything lies in it is undetermined.")
        }
        ZoneSource::Stated(ZoneGeometry::Unpublished) => {
            format!("{name} was not published: whether anything lies in it is undetermined.")
        }
        ZoneSource::File { path, feature } => {
            format!("{name} is the outline \"{feature}\" of the file \"{path}\", as it was on adoption.")
        }
        ZoneSource::NoneYet => {
            format!("{name} is not agreed yet: until it is, whether anything lies in it is undetermined.")
        }
    };
    let later = match zone.cosigners.as_slice() {
        [] => "No later version can be agreed under this text.".to_owned(),
        [one] => format!("A version is agreed once {one} has signed it."),
        all => {
            format!("A version is agreed once each of {} has signed it; signed by fewer, it decides nothing.", and(all))
        }
    };
    vec![first, later]
}

fn area(area: &Area) -> String {
    match area {
        Area::Disc { centre, radius_mm } => {
            format!("everything within {} of {}", distance(*radius_mm), position(centre))
        }
        Area::Polygons(polygons) => {
            let ring = |polygon: &Polygon| positions(&polygon.outer).join(", ");
            let rings: Vec<String> = polygons.iter().map(ring).collect();
            format!("the area inside the corners {}", rings.join("; and "))
        }
    }
}

/// What lies near an area, down to its edges.
fn buffer(name: &Name, around: &Around, from_mm: u64, to_mm: u64) -> String {
    let (area, itself) = match around {
        Around::Zone(zone) => (format!("{zone}, as this text has {zone}"), zone.clone()),
        Around::Polygon(polygon) => {
            let polygon = Area::Polygons(vec![polygon.clone()]);
            (self::area(&polygon), "that area itself".to_owned())
        }
    };
    let to = distance(to_mm);
    match from_mm {
        0 => format!(
            "{name} is everything less than {to} away from {area}: {itself} is inside, and what is exactly {to} away is outside."
        ),
        mm => {
            let from = distance(mm);
            format!(
                "{name} is everything {from} away or more and less than {to} from {area}: what is exactly {from} away is inside, \
                 what is exactly {to} away is outside, and {itself} is outside."
            )
        }
    }
}

/// What lies in a strip, down to its edges.
fn strip(strip: &Strip) -> String {
    let to = distance(strip.to_mm);
    let side = strip.side.map_or("everything on either side".to_owned(), |side| match strip {
        Strip { from_mm: 0, to_mm: STRIP_MM, .. } => format!("all ground {}", side.as_str()),
        _ => format!("everything to the {}", side.as_str()),
    });
    let (reach, near_edge) = match strip.from_mm {
        0 if strip.side.is_some() && strip.to_mm == STRIP_MM => {
            (format!("up to {to}"), "the line itself is inside".to_owned())
        }
        0 => (format!("less than {to} away"), "the line itself is inside".to_owned()),
        mm => {
            let from = distance(mm);
            (format!("{from} away or more and less than {to}"), format!("what is exactly {from} away is inside"))
        }
    };
    let ends = match strip.ends {
        Ends::Flat => "what lies beyond an end of the line is outside, however near",
        Ends::Round => "the same holds around each end of the line",
    };
    let except = match strip.except.as_slice() {
        [] => String::new(),
        [point] => format!("; outside too is the point {}, and nothing around it", position(point)),
        points => format!("; outside too are the points {}, and nothing around them", and(&positions(points))),
    };
    let line = positions(&strip.line).join(", ");
    format!("{side} of the line {line}, {reach}: {near_edge}, what is exactly {to} away is outside, and {ends}{except}")
}

/// "2 km", "350 m", "1500 mm".
fn distance(mm: u64) -> String {
    match mm {
        mm if mm > 0 && mm % 1_000_000 == 0 => format!("{} km", mm / 1_000_000),
        mm if mm % 1_000 == 0 => format!("{} m", mm / 1_000),
        mm => format!("{mm} mm"),
    }
}

fn positions(points: &[Point]) -> Vec<String> {
    points.iter().map(position).collect()
}

/// "39.1 N 22.5 E".
fn position(point: &Point) -> String {
    format!("{} {}", degrees(point.lat_e7, "N", "S"), degrees(point.lon_e7, "E", "W"))
}

/// "39.1 N", from units of 1e-7 degree.
fn degrees(e7: i32, positive: &str, negative: &str) -> String {
    let text = format!("{}.{:07}", e7.unsigned_abs() / 10_000_000, e7.unsigned_abs() % 10_000_000);
    let number = text.trim_end_matches('0').trim_end_matches('.');
    format!("{number} {}", if e7 < 0 { negative } else { positive })
}

/// Who answers a question that only people can.
pub fn judgement(judgement: &Judgement) -> Vec<String> {
    vec![
        format!("Whether it is \"{}\" is for people to say, never for the program.", judgement.name),
        format!(
            "It takes the answer of {}{}. Until they have answered, the verdict waits.",
            deciders(&judgement.deciders),
            not_all(&judgement.deciders)
        ),
    ]
}

/// When a regime runs, who renews it, what silence and a gap do.
pub fn regime(tree: &Tree, regime: &Regime) -> Vec<String> {
    let from = moment(tree, &regime.from);
    let mut out = vec![match regime.seconds {
        None => format!("It runs from {from}, without end."),
        Some(seconds) => {
            let end = tree.instant(&regime.from).map(|at| super::words::instant(tree, at.plus(seconds)));
            format!("It runs for {} from {from}, until {}.", duration(seconds), end.unwrap_or_default())
        }
    }];
    match &regime.renewal {
        Some(rule) => {
            let who = deciders(&rule.deciders);
            out.push(format!("It takes {who} to renew it{}.", not_all(&rule.deciders)));
            out.push(
                match rule.retroactive {
                    true => "A renewal that comes late may reach back and close the gap before it.",
                    false => "A renewal that comes late does not reach back: the gap before it stays a gap.",
                }
                .into(),
            );
        }
        None if regime.seconds.is_some() => out.push("Nobody can renew it.".into()),
        None => {}
    }
    if regime.seconds.is_some() {
        let ends = if regime.continues_on_silence { "it continues" } else { "it lapses" };
        out.push(match regime.renewal {
            Some(_) => format!("If nobody renews it, {ends}."),
            None => format!("When its time is over, {ends}."),
        });
    }
    if !has_gaps(regime) {
        out.push(format!("It is never interrupted; before {from} it forbids nothing."));
        return out;
    }
    let acts = if regime.provisions_stay { "stays forbidden" } else { "is not forbidden" };
    let clocks = match regime.clocks_in_gap {
        GapEffect::Paused => "stand still",
        GapEffect::Reset => "go back to nothing and begin again with the next period",
        GapEffect::Unaffected => "go on as if there were no gap",
    };
    out.push(format!("In a gap between two periods, and after the last, what its articles forbid {acts}, and clocks that count while it runs {clocks}."));
    out
}

/// Whether a regime can be interrupted: it has an end, and silence does not carry it on.
pub fn has_gaps(regime: &Regime) -> bool {
    regime.seconds.is_some() && !regime.continues_on_silence
}

/// What an article forbids to whom, and what excuses; or why it has no verdict.
pub fn article(tree: &Tree, article: &Article) -> Vec<String> {
    let mut out = match article.title.as_str() {
        "" => Vec::new(),
        title => vec![format!("Title: \"{title}\".")],
    };
    out.extend(super::changes::standing(tree, article));
    out.extend(article.wordings.iter().map(|(language, words)| format!("Its words in {language}: \"{words}\".")));
    out.extend(match &article.kind {
        ArticleKind::Prohibition(terms) => prohibition(tree, terms),
        ArticleKind::Obligation(terms) => super::obligations::obligation(tree, terms),
        ArticleKind::Declaratory { metric: None } => vec!["It declares something; no verdict follows from it.".into()],
        ArticleKind::Declaratory { metric: Some(metric) } => {
            vec![format!("It declares something; no verdict follows from it. What can be shown of it: {metric}.")]
        }
        ArticleKind::NotYetExpressed { needs } => {
            vec![format!(
                "The parties are bound by the words of the text; the program keeps reports of it and gives no verdict. What is missing: {needs}."
            )]
        }
    });
    if let Some(provided) = &article.provided {
        out.push(format!(
            "It depends from its beginning on article {} being kept. Where that is breached, contested or undetermined, what becomes of this article is asked of people (\"{}\"); \
             the program changes no verdict for it.",
            provided.article, provided.judgement
        ));
    }
    if let Some(judgement) = &article.suspended_while {
        out.push(format!("It is suspended, and nothing follows from it, while people say that it is \"{judgement}\"."));
    }
    out
}

fn prohibition(tree: &Tree, terms: &Prohibition) -> Vec<String> {
    let mut out: Vec<String> = terms
        .binds
        .iter()
        .map(|binding| {
            let (actors, acts) = (and(&binding.actors), and(&terms.acts));
            let word = if terms.acts.len() == 1 { "the word includes" } else { "these words include" };
            format!("Forbidden to {actors} {}: {acts}, and whatever {word}.", towards(binding))
        })
        .collect();
    out.push(weapons(&terms.weapons));
    out.extend(terms.measured.iter().map(super::obligations::measured));
    out.push(scope(tree, &terms.zone, &terms.period));
    out.extend(terms.ground.iter().map(ground));
    out.extend(terms.answers_for.iter().map(|acts| {
        format!(
            "Whoever is supported at that time by somebody who is bound is bound as that one is, as reports of {} say and to the standard asked: \
             the breach is its own, and the verdict says who supported it.",
            or(acts)
        )
    }));
    out.extend(terms.exceptions.iter().map(|e| exception(tree, e)));
    out.extend(terms.cure.map(|cure| {
        format!("A breach that lasts, and ends in less than {}, is shown as cured; it stays a breach.", duration(cure))
    }));
    if terms.exceptions.len() > 1 {
        out.push("Where more than one exception holds, the one that stands first in the text is named.".into());
    }
    out
}

/// On whose ground, and what shows it.
fn ground(ground: &Ground) -> String {
    let by = match &ground.held_by {
        Holders::TheAccused => "whoever is accused, or its own side,".into(),
        Holders::OthersThanTheAccused => "somebody else than whoever is accused, and than its own side,".into(),
        Holders::Named(list) => or(list),
    };
    format!(
        "It holds only on ground that {by} held at that time, as reports of {} say and to the standard asked; where nobody says who held it, the verdict is undetermined.",
        or(&ground.shown_by)
    )
}

/// When many breaches are put before people, and that nothing else follows.
pub fn pattern(tree: &Tree, pattern: &Pattern) -> Vec<String> {
    let whose = if pattern.by.is_empty() { "anybody".to_owned() } else { or(&pattern.by) };
    let class = match tree.severity.classes.get(pattern.qualifying) {
        Some(class) if pattern.qualifying > 0 => format!(", of class {class} or graver"),
        _ => String::new(),
    };
    let articles: Vec<String> = pattern.watches.iter().map(|name| format!("article {name}")).collect();
    vec![
        format!(
            "It stands where {} breaches by {whose} of {}{class}, lie within {}, whatever is open about their times.",
            pattern.at_least,
            or(&articles),
            duration(pattern.seconds)
        ),
        format!(
            "Where it stands, or may stand, it is put before people as \"{}\". It breaks no clock, opens no phase and changes no verdict.",
            pattern.judgement
        ),
    ]
}

/// Which weapons an article covers.
pub fn weapons(weapons: &Weapons) -> String {
    match weapons {
        Weapons::Any { such_as } if such_as.is_empty() => "The weapon makes no difference.".into(),
        Weapons::Any { such_as } => {
            format!("The weapon makes no difference; {} {} named as examples.", and(such_as), is_or_are(such_as))
        }
        Weapons::Only(weapons) => {
            format!("Only {} and what they include are meant; with another weapon it is not covered.", and(weapons))
        }
    }
}

/// Where and when an article holds.
pub fn scope(tree: &Tree, zone: &Option<Name>, period: &Period) -> String {
    let place = match zone {
        Some(zone) => format!("in {zone}"),
        None => "anywhere".into(),
    };
    format!("It holds {place}, {}.", in_force(tree, period))
}

/// `while calm runs, and not in its gaps`, `from D on`.
pub fn in_force(tree: &Tree, period: &Period) -> String {
    match period {
        Period::During(regime) => {
            let gaps = match tree.regimes.iter().find(|r| &r.name == regime).filter(|r| has_gaps(r)) {
                Some(regime) if regime.provisions_stay => ", and in its gaps",
                Some(_) => ", and not in its gaps",
                None => "",
            };
            format!("while {regime} runs{gaps}")
        }
        Period::Fixed { from, until: None } => format!("from {} on", moment(tree, from)),
        Period::Fixed { from, until: Some(until) } => {
            format!("from {} until {}", moment(tree, from), moment(tree, until))
        }
    }
}

fn towards(binding: &Binding) -> String {
    let targets = &binding.towards;
    let mut whom: Vec<String> = Vec::new();
    if targets.anyone {
        return "against anyone".into();
    }
    if targets.each_other {
        whom.push("against each other".into());
    }
    if !targets.named.is_empty() {
        whom.push(format!("against {}", and(&targets.named)));
    }
    whom.join(" and ")
}

fn exception(tree: &Tree, exception: &Exception) -> String {
    let condition = match &exception.condition {
        Condition::TargetIs(lists) => {
            format!("the target belonged to {} at that time", or(lists))
        }
        Condition::Judged(judgement) => format!("it was judged \"{judgement}\""),
        Condition::InOrder(steps) => super::obligations::in_order(steps),
    };
    let zone = exception.zone.as_ref().map(|zone| format!(", in the agreed zone {zone}")).unwrap_or_default();
    let standard = &tree.standards.standards[exception.standard].name;
    let burden = match exception.burden {
        Burden::Accused => {
            format!(
                "The accused must prove it, to the standard \"{standard}\"; otherwise the exception does not apply."
            )
        }
        Burden::Accuser => {
            format!(
                "The accuser must refute it, to the standard \"{standard}\"; claimed and not refuted, the verdict stays undetermined, which favours the accused."
            )
        }
    };
    format!("Exception {}: it is no breach where {condition}{zone}. {burden}", exception.name)
}
