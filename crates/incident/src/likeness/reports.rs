//! The reports of a record as entries, and what likeness proposes for them.
//!
//! ```text
//! live reports, registers ─▶ entries ─▶ linked with what people said and feeds keep apart ─▶ `Proposal`s for a person to decide
//! ```
//!
//! Holds
//! - What the record links is never taken apart by a proposal, and what it keeps apart is never put together.
//! - A proposal changes nothing: it counts when somebody says *same*.
//!
//! Not here: what an act includes (the caller says which word is wider than which).

use std::collections::{BTreeMap, BTreeSet};

use record::live::{Knowledge, Live};
use record::statement::{Accused, BodyId, Content, Identity, Polarity, Report};
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, CountScope};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::place::{Area, Point};
use record::vocabulary::registers::Registers;
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{Instant, Zone};

use super::alternatives::{Alternative, LIKELY};
use super::copies::{Copies, copies_by};
use super::entry::{Entry, Lexicon, Path, UNSTATED};
use super::explain::{Judged, judge};
use super::learn::learn;
use super::linker::{Linker, Word};
use super::stated::WeightsText;
use crate::Incident;

/// How far from the place that it names a report without an extent may have been, in metres, where a register knows where that is.
const NAMED_PLACE_M: u32 = 6_000;

/// By what the reports of a record are compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparing {
    /// Times finer than a day are taken as civil days of it.
    pub zone: Zone,
    /// For each word of an act the next wider one.
    pub wider: BTreeMap<Name, Name>,
    /// What levels weigh.
    pub weights: WeightsText,
}

/// Two incidents of the record that are likely one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// The one that was reported first.
    pub first: IncidentId,
    /// The other.
    pub second: IncidentId,
    /// The report of each that are most alike: what a person looks at.
    pub reports: (BodyId, BodyId),
    /// log2 of the odds of these two, in millibits.
    pub odds: i32,
    /// How likely the two incidents are one, per mille.
    pub chance: u32,
    /// The most killed or injured that any report of the two gives.
    pub figure: u32,
}

/// Incidents of the record that depend on each other, and how many they may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undecided {
    /// The incidents, those reported first first.
    pub incidents: Vec<IncidentId>,
    /// The ways of dividing them, the likeliest first; as recorded is always among them.
    pub ways: Vec<Way>,
}

/// A way of dividing incidents of the record that depend on each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// Which are one, by number in [`Undecided::incidents`]; each stands in one part.
    pub parts: Vec<Vec<usize>>,
    /// How likely it is beside the others, per mille.
    pub weight: u32,
}

impl Way {
    /// Whether each incident is one of its own: so it is on the record.
    pub fn as_recorded(&self) -> bool {
        self.parts.iter().all(|part| part.len() == 1)
    }
}

impl Undecided {
    /// The likeliest ways that together carry 950 of 1000.
    pub fn likely(&self) -> &[Way] {
        let mut carried = 0;
        let count = self.ways.iter().take_while(|way| {
            let open = carried < LIKELY;
            carried += way.weight;
            open
        });
        &self.ways[..count.count()]
    }

    /// How many incidents these are at least, in all ways that are likely. At most they are as many as are recorded.
    pub fn least(&self) -> usize {
        self.likely().iter().map(|way| way.parts.len()).min().unwrap_or(self.incidents.len())
    }
}

/// Incidents of the record of which likeness leaves open how many they are.
///
/// What the record links and keeps apart holds in every way; each group stands for itself.
pub fn undecided(incidents: &[&Incident], knowledge: &Knowledge<'_>, comparing: &Comparing) -> Vec<Undecided> {
    let recorded = Recorded::of(incidents, knowledge, comparing);
    let mut found = Vec::new();
    for (members, alternatives) in recorded.linker.alternatives_to_apart() {
        let mut numbers: Vec<usize> = Vec::new();
        for id in &members {
            if !numbers.contains(&recorded.of[*id]) {
                numbers.push(recorded.of[*id]);
            }
        }
        let number = |report: &usize| numbers.iter().position(|number| *number == recorded.of[members[*report]]);
        let way = |alternative: &Alternative| {
            let part = |part: &Vec<usize>| {
                let incidents: BTreeSet<usize> = part.iter().filter_map(number).collect();
                incidents.into_iter().collect()
            };
            Way { parts: alternative.parts.iter().map(part).collect(), weight: alternative.weight }
        };
        if numbers.len() > 1 {
            let incidents = numbers.iter().map(|number| incidents[*number].id.clone()).collect();
            found.push(Undecided { incidents, ways: alternatives.iter().map(way).collect() });
        }
    }
    found
}

/// Incidents of the record, each put together whatever likeness says of its reports.
struct Recorded {
    linker: Linker,
    by_id: BTreeMap<Name, (BodyId, Entry)>,
    /// By report the number of its incident.
    of: BTreeMap<Name, usize>,
}

impl Recorded {
    fn of(incidents: &[&Incident], knowledge: &Knowledge<'_>, comparing: &Comparing) -> Recorded {
        let mut lexicon = Lexicon::default();
        let weights = comparing.weights.weights(&mut lexicon);
        let entries = entries(knowledge, &comparing.zone, &comparing.wider, &mut lexicon);
        let mut by_id: BTreeMap<Name, (BodyId, Entry)> =
            entries.into_iter().map(|(id, entry)| (entry.id.clone(), (id, entry))).collect();
        let mut words = stated(knowledge);
        let of = recorded(incidents, knowledge, |id| by_id.contains_key(id), &mut words);
        by_id.retain(|id, _| of.contains_key(id));
        let all = by_id.values().map(|(_, entry)| entry.clone()).collect();
        Recorded { linker: Linker::of(all, lexicon, weights, words), by_id, of }
    }
}

/// Which incident of the record each compared report is of; what the record links is added to the words as *same*.
fn recorded(
    incidents: &[&Incident],
    knowledge: &Knowledge<'_>,
    compared: impl Fn(&str) -> bool,
    words: &mut BTreeMap<(Name, Name), Word>,
) -> BTreeMap<Name, usize> {
    let mut of = BTreeMap::new();
    for (number, incident) in incidents.iter().enumerate() {
        let ids = incident.reports.iter().map(|i| knowledge.live[*i].statement.id.to_string());
        let ids: Vec<String> = ids.filter(|id| compared(id)).collect();
        for id in &ids {
            of.insert(id.clone(), number);
            words.insert((ids[0].clone(), id.clone()), Word::Same);
        }
    }
    words.retain(|(a, b), _| a != b);
    of
}

/// Entries of every live report that happened, with a time, a place and a source.
///
/// `wider` names for each word of an act the next wider one. Times finer than a day are taken as civil days of `zone`.
pub fn entries(
    knowledge: &Knowledge<'_>,
    zone: &Zone,
    wider: &BTreeMap<Name, Name>,
    lexicon: &mut Lexicon,
) -> Vec<(BodyId, Entry)> {
    let mut entries = Vec::new();
    for live in &knowledge.live {
        if let Some(report) = live.report.as_deref()
            && report.polarity == Polarity::Happened
            && let Some(entry) = entry(live, report, &knowledge.registers, zone, wider, lexicon)
        {
            entries.push((live.statement.id, entry));
        }
    }
    entries
}

/// What likeness proposes: incidents of the record that are likely one, the greatest figures first.
pub fn proposals(incidents: &[Incident], knowledge: &Knowledge<'_>, comparing: &Comparing) -> Vec<Proposal> {
    let all: Vec<&Incident> = incidents.iter().collect();
    let Recorded { linker, by_id, of: recorded } = Recorded::of(&all, knowledge, comparing);
    let mut proposals = Vec::new();
    for (_, members) in linker.incidents() {
        let numbers: BTreeSet<usize> = members.iter().map(|id| recorded[*id]).collect();
        let mut parts: Vec<Vec<&str>> = numbers
            .iter()
            .map(|number| members.iter().copied().filter(|id| recorded[*id] == *number).collect())
            .collect();
        parts.sort_by_key(|part| by_id[part[0]].1.arrival());
        let Some((first, others)) = parts.split_first() else { continue };
        for other in others {
            let pairs = first.iter().flat_map(|a| other.iter().map(move |b| (*a, *b)));
            let judged = pairs.map(|(a, b)| {
                let (x, y) = (&by_id[a].1, &by_id[b].1);
                (judge(x, y, linker.lexicon(), linker.weights()).odds, a, b)
            });
            let Some((odds, a, b)) = judged.max_by_key(|(odds, a, b)| (*odds, std::cmp::Reverse((*a, *b)))) else {
                continue;
            };
            let figure = first.iter().chain(other).map(|id| figure(&by_id[*id].1)).max().unwrap_or(0);
            proposals.push(Proposal {
                first: incidents[recorded[a]].id.clone(),
                second: incidents[recorded[b]].id.clone(),
                reports: (by_id[a].0, by_id[b].0),
                odds,
                chance: 0,
                figure,
            });
        }
    }
    let pairs: Vec<(String, String)> =
        proposals.iter().map(|proposal| (proposal.reports.0.to_string(), proposal.reports.1.to_string())).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    for (proposal, outlook) in proposals.iter_mut().zip(linker.outlooks_of(&pairs)) {
        proposal.chance = outlook.chance;
    }
    proposals.sort_by(|a, b| (b.figure, a.odds, &a.first, &a.second).cmp(&(a.figure, b.odds, &b.first, &b.second)));
    proposals
}

/// Origins of the record that tell the same more often than is expected of them, by name; those who pass on what others say are left out.
pub fn repeated(incidents: &[Incident], knowledge: &Knowledge<'_>, comparing: &Comparing) -> Vec<([Name; 2], Copies)> {
    let all: Vec<&Incident> = incidents.iter().collect();
    let Recorded { linker, by_id, .. } = Recorded::of(&all, knowledge, comparing);
    let mut names: Vec<Name> = Vec::new();
    let mut of_report: BTreeMap<&str, u32> = BTreeMap::new();
    let by_body: BTreeMap<BodyId, &str> = by_id.iter().map(|(name, (id, _))| (*id, name.as_str())).collect();
    for live in &knowledge.live {
        let Some(id) = by_body.get(&live.statement.id) else { continue };
        let chain = live.report.as_deref().map(|report| &report.chain);
        // Of a report with several origins it is not known whose figure it gives.
        if let Some([Origin::Named(origin)]) = chain.map(|chain| chain.origins.as_slice()) {
            let origin = knowledge.registers.resolve(origin);
            let at = names.iter().position(|name| name == origin).unwrap_or(names.len());
            if at == names.len() {
                names.push(origin.to_owned());
            }
            of_report.insert(id, at as u32);
        }
    }
    let found = copies_by(&linker, |entry| of_report.get(entry.id.as_str()).copied());
    found.into_iter().map(|one| (one.sources.map(|at| names[at as usize].clone()), one)).collect()
}

/// Weights learnt from the live reports of a record, and from how many; words of people are obeyed while it learns. The weights of
/// `comparing` have no part in it. `None` where there are fewer than [`crate::limits::LEARN_FROM_REPORTS`].
pub fn learnt(
    incidents: &[Incident],
    knowledge: &Knowledge<'_>,
    comparing: &Comparing,
) -> (usize, Option<WeightsText>) {
    let mut lexicon = Lexicon::default();
    let entries: Vec<Entry> = entries(knowledge, &comparing.zone, &comparing.wider, &mut lexicon)
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    if entries.len() < crate::limits::LEARN_FROM_REPORTS {
        return (entries.len(), None);
    }
    let mut words = stated(knowledge);
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let all: Vec<&Incident> = incidents.iter().collect();
    recorded(&all, knowledge, |id| ids.contains(id), &mut words);
    let weights = learn(&entries, &lexicon, &words, false);
    (entries.len(), Some(WeightsText::of(&weights, &lexicon)))
}

/// For each report of an incident after its first: the other report of it that is most alike, and how the two compare.
pub fn reasons(incident: &Incident, knowledge: &Knowledge<'_>, comparing: &Comparing) -> Vec<(BodyId, BodyId, Judged)> {
    let mut lexicon = Lexicon::default();
    let weights = comparing.weights.weights(&mut lexicon);
    let entries = entries(knowledge, &comparing.zone, &comparing.wider, &mut lexicon);
    let of_incident: BTreeSet<BodyId> = incident.reports.iter().map(|i| knowledge.live[*i].statement.id).collect();
    let own: Vec<&(BodyId, Entry)> = entries.iter().filter(|(id, _)| of_incident.contains(id)).collect();
    let most_alike = |at: usize| {
        let (id, entry) = own[at];
        let others = own.iter().enumerate().filter(|(other, _)| *other != at);
        let judged = others.map(|(_, (other, compared))| (*other, judge(entry, compared, &lexicon, &weights)));
        let (other, judged) = judged.max_by_key(|(other, judged)| (judged.odds, std::cmp::Reverse(*other)))?;
        Some((*id, other, judged))
    };
    (1..own.len()).filter_map(most_alike).collect()
}

/// How the two reports of two incidents compare that are most alike; `None` where nothing can be compared.
pub fn alike([first, second]: [&Incident; 2], knowledge: &Knowledge<'_>, comparing: &Comparing) -> Option<Judged> {
    let mut lexicon = Lexicon::default();
    let weights = comparing.weights.weights(&mut lexicon);
    let entries: BTreeMap<BodyId, Entry> =
        entries(knowledge, &comparing.zone, &comparing.wider, &mut lexicon).into_iter().collect();
    let of = |incident: &Incident| -> Vec<&Entry> {
        incident.reports.iter().filter_map(|i| entries.get(&knowledge.live[*i].statement.id)).collect()
    };
    let (ones, others) = (of(first), of(second));
    let judged = ones.iter().flat_map(|a| others.iter().map(|b| judge(a, b, &lexicon, &weights)));
    judged.reduce(|best, next| if next.odds > best.odds { next } else { best })
}

/// The latest word of people on each pair of reports.
fn stated(knowledge: &Knowledge<'_>) -> BTreeMap<(Name, Name), Word> {
    let mut stated = BTreeMap::new();
    for live in &knowledge.live {
        if let Content::Identity(Identity { a, b, same }) = &live.statement.body.content {
            let (a, b) = (a.to_string(), b.to_string());
            let pair = if a <= b { (a, b) } else { (b, a) };
            stated.insert(pair, if *same { Word::Same } else { Word::Different });
        }
    }
    stated
}

fn figure(entry: &Entry) -> u32 {
    entry.killed.unwrap_or(0).saturating_add(entry.injured.unwrap_or(0))
}

fn entry(
    live: &Live<'_>,
    report: &Report,
    registers: &Registers,
    zone: &Zone,
    wider: &BTreeMap<Name, Name>,
    lexicon: &mut Lexicon,
) -> Option<Entry> {
    let time = report.time.as_ref()?.hull();
    if time.from == Instant::EVER || time.until == Instant::NEVER {
        return None;
    }
    let place = report.place.as_ref();
    let (at, radius_m) = place.and_then(|place| ground(place.area.as_ref(), registers.area_of(place)))?;
    // Rows of one feed are kept apart by the feed: it is one source, whoever it cites.
    let feed = report.event.as_deref().and_then(|key| key.split_once(':')).map(|(feed, _)| feed);
    let source = feed.or(report.chain.outermost().map(String::as_str)).unwrap_or(&live.statement.body.author);
    let killed = counted(report, Category::Killed);
    let both = counted(report, Category::KilledOrInjured);
    let names: Vec<&str> =
        place.into_iter().flat_map(|place| &place.names).map(|name| registers.resolve(name)).collect();
    let mut name = |at: usize| names.get(at).map_or(UNSTATED, |name| lexicon.number(name));
    let (place, within) = (name(0), [name(1), name(2)]);
    let (by, to) = match &report.accused {
        Accused::Actor(actor) => (Some(actor), report.targets.first()),
        Accused::Dyad(a, b) => (Some(a), Some(b)),
        Accused::Unstated => (None, report.targets.first()),
    };
    let actors = [by, to].map(|actor| {
        actor.map_or([UNSTATED; 3], |actor| {
            upwards(registers.resolve(actor), lexicon, |name| above(registers, name, time.from))
        })
    });
    let act = report.act.as_ref();
    Some(Entry {
        id: live.statement.id.to_string(),
        known: live.statement.known().0.0,
        source: lexicon.number(registers.resolve(source)),
        said: live.statement.body.said_at.map(|at| at.0),
        from: zone.day_of(time.from).from.0,
        until: zone.day_of(time.last()).until.0,
        at: Some(at),
        radius_m,
        place,
        within,
        act: act.map_or([UNSTATED; 3], |act| upwards(act, lexicon, |name| wider.get(name).cloned())),
        actors,
        killed: killed.or(both),
        injured: counted(report, Category::Injured),
        combined: killed.is_none() && both.is_some(),
        incidents: 1 + u32::from(report.counts.iter().any(|count| count.scope == CountScope::Cumulative)),
        updates: None,
        keyed: feed.is_some(),
        words: lexicon.words(&report.words, &names),
    })
}

/// A name with what it belongs to, finest first. What belongs to nothing is as coarse as names go.
fn upwards(name: &str, lexicon: &mut Lexicon, above: impl Fn(&str) -> Option<Name>) -> Path {
    let mut chain = vec![name.to_owned()];
    while let Some(next) = chain.last().and_then(|name| above(name))
        && !chain.contains(&next)
    {
        chain.push(next);
    }
    let mut path = [UNSTATED; 3];
    // The widest stands last; of a long chain, the finest and the widest two.
    let kept = chain.len().min(3);
    for (at, level) in path.iter_mut().rev().take(kept).enumerate() {
        let name = if at + 1 == kept { &chain[0] } else { &chain[chain.len() - 1 - at] };
        *level = lexicon.number(name);
    }
    path
}

fn above(registers: &Registers, name: &str, at: Instant) -> Option<Name> {
    let memberships = registers.memberships.get(name)?;
    memberships.iter().find(|entry| entry.certain && entry.during.contains(at)).map(|entry| entry.of.clone())
}

/// The best figure of a category: of a range its middle; figures of parts are added, because counts of one report never overlap.
fn counted(report: &Report, category: Category) -> Option<u32> {
    let counts =
        report.counts.iter().filter(|count| count.category == category && count.scope != CountScope::Cumulative);
    counts
        .map(|count| count.most.map_or(count.least, |most| count.least + (most.saturating_sub(count.least)) / 2))
        .reduce(u32::saturating_add)
}

/// A middle and a radius around all of an area.
fn ground(stated: Option<&Area>, named: Option<&Area>) -> Option<(Point, u32)> {
    let (area, named) = match (stated, named) {
        (Some(area), _) => (area, false),
        (None, Some(area)) => (area, true),
        (None, None) => return None,
    };
    let (at, radius_m) = match area {
        Area::Disc { centre, radius_mm } => (*centre, u32::try_from(radius_mm / 1_000).ok()?),
        Area::Polygons(polygons) => {
            let points = || polygons.iter().flat_map(|polygon| &polygon.outer);
            let middle = |of: fn(&Point) -> i32| {
                let (least, greatest) = (points().map(of).min()?, points().map(of).max()?);
                Some(((i64::from(least) + i64::from(greatest)) / 2) as i32)
            };
            let at = Point { lon_e7: middle(|point| point.lon_e7)?, lat_e7: middle(|point| point.lat_e7)? };
            (at, points().map(|point| super::ground::apart_m(at, *point)).max()?)
        }
    };
    // A point that stands for a town says no more than that it was there.
    Some((at, if named { radius_m.max(NAMED_PLACE_M) } else { radius_m.max(1_000) }))
}
