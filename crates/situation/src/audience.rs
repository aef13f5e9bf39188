//! Audiences: who may read the body of a statement.
//!
//! ```text
//! statements as they come in ─▶ `Readership::enter`
//! audience, body             ─▶ `Readership::may_read` ─▶ yes or no: the one place where this is decided
//! ```
//!
//! Envelopes, their order and their proofs are public; a body is not always. Whoever has to check a published sentence
//! must be able to compute it again, so everybody with a part in the mission reads every statement that bears on one. What goes
//! through the channel between the parties is for those whom it names. The public reads what is public by nature: the terms
//! that were adopted, where they apply and how long, what was decided, what was found.
//!
//! Holds
//! - It does not depend on who would gain: what is not addressed, a party reads as another one does, and with the names of two
//!   parties exchanged the answers are exchanged.
//! - What is addressed is read by the mission, by those who said it and by those whom it names, and by nobody else.
//! - What is said of something addressed, a reply, a translation, a leg of a convoy, is for those who read that, and for whoever says it.
//!   Of something whose body is not here it is for the mission and whoever says it: nobody knows whom that was for.
//! - A kind of statement that is added later does not compile until somebody says here who reads it.
//!
//! Not here: who belongs to which audience (the charter's roles), how published places are coarsened, attachments.

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{Body, BodyId, Content, Statement};
use record::vocabulary::Name;

/// Who reads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Audience {
    /// The mission that keeps the record.
    Mission,
    /// A monitor or field observer.
    Monitor,
    /// The liaison of a party.
    Party(Name),
    /// An analyst with a right to read.
    Reader,
    /// Everybody.
    Public,
}

/// Who reads what is said of what was addressed: the names of those who read each addressed statement, by its id.
///
/// ```
/// use record::statement::{Body, BodyId, Content, Duty, Report, Translation};
/// use record::vocabulary::time::Interval;
/// use situation::audience::{Audience, Readership};
///
/// let said = |content| Body { author: "north-liaison".into(), said_at: None, on_behalf: None, cited: None, content };
/// let (north, south) = (Audience::Party("North".into()), Audience::Party("South".into()));
/// let mut readership = Readership::default();
/// let report = said(Content::Report(Report::default()));
/// assert!(readership.may_read(&south, &report, None));
/// assert!(!readership.may_read(&Audience::Public, &report, None));
///
/// let (officer, party) = ("Major A".to_owned(), "North".to_owned());
/// let (reach, languages, during) = (vec!["telephone 1".to_owned()], vec![], Interval::ALWAYS);
/// let duty = said(Content::Duty(Duty { officer, party, to: vec![], rank: 1, reach, languages, during }));
/// assert!(readership.may_read(&north, &duty, Some(&"North".to_owned())));
/// assert!(!readership.may_read(&south, &duty, Some(&"North".to_owned())));
///
/// // Its translation is for the same.
/// let id = BodyId([7; 32]);
/// readership.enter(id, &duty, Some(&"North".to_owned()));
/// let words = said(Content::Translation(Translation { of: id, out_of: None, into: "en".into(), words: "telephone 1".into() }));
/// assert!(readership.may_read(&north, &words, None) && !readership.may_read(&south, &words, None));
/// ```
#[derive(Clone, Default, Debug)]
pub struct Readership {
    /// Those who read each addressed statement.
    addressed: BTreeMap<BodyId, BTreeSet<Name>>,
    /// Statements that everybody with a part reads.
    open: BTreeSet<BodyId>,
}

impl Readership {
    /// Of statements in any order.
    pub fn of<'s>(statements: impl IntoIterator<Item = &'s Statement>) -> Readership {
        let mut readership = Readership::default();
        let mut waiting: Vec<&Statement> = statements.into_iter().collect();
        let here: BTreeSet<BodyId> = waiting.iter().map(|statement| statement.id).collect();
        // What is said of something comes after it, whichever stands first here.
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|statement| {
                let waits = match readers(&statement.body.content) {
                    Readers::AsOf(id) => here.contains(id) && !readership.has(id),
                    _ => false,
                };
                if !waits {
                    readership.enter(statement.id, &statement.body, None);
                }
                waits
            });
            // No statement names one that names it: ids are hashes.
            if waiting.len() == before {
                break;
            }
        }
        readership
    }
    fn has(&self, id: &BodyId) -> bool {
        self.open.contains(id) || self.addressed.contains_key(id)
    }
    /// Takes in a statement. Whoever speaks of it has read it, so it comes in before what is said of it.
    pub fn enter(&mut self, id: BodyId, body: &Body, principal: Option<&Name>) {
        let Some(names) = self.names(body) else {
            self.open.insert(id);
            return;
        };
        let own = [&body.author, body.speaker()].into_iter().chain(principal);
        let names = names.into_iter().chain(own.cloned()).collect();
        self.addressed.entry(id).or_insert(names);
    }
    /// Whether `audience` may read `body`. `principal` is whose the author is, by the charter; a party reads what its own say.
    pub fn may_read(&self, audience: &Audience, body: &Body, principal: Option<&Name>) -> bool {
        match (readers(&body.content), audience) {
            (Readers::Everybody, _) | (_, Audience::Mission) => true,
            (_, Audience::Public) => false,
            (_, audience) => match (self.names(body), audience) {
                (None, _) => true,
                (Some(names), Audience::Party(party)) => {
                    let says_it = [&body.author, body.speaker()].contains(&party) || principal == Some(party);
                    says_it || names.contains(party)
                }
                (Some(_), _) => false,
            },
        }
    }
    /// Those for whom it is, besides whoever says it; `None` where it is for all with a part.
    fn names(&self, body: &Body) -> Option<BTreeSet<Name>> {
        match readers(&body.content) {
            Readers::Everybody | Readers::WhoeverHasPart => None,
            Readers::Named(names) => Some(names.into_iter().cloned().collect()),
            Readers::AsOf(id) if self.open.contains(id) => None,
            Readers::AsOf(id) => Some(self.addressed.get(id).cloned().unwrap_or_default()),
        }
    }
}

/// Who reads what a statement of some kind says.
enum Readers<'b> {
    /// The public, too.
    Everybody,
    /// Everybody with a part in the mission.
    WhoeverHasPart,
    /// These, and whoever says it.
    Named(Vec<&'b Name>),
    /// Those who read this statement, and whoever says it.
    AsOf(&'b BodyId),
}

/// Those whom it names, and nobody where it names nobody.
fn named(to: &[Name]) -> Readers<'_> {
    Readers::Named(to.iter().collect())
}
/// Those whom it names; everybody with a part in the mission where it names nobody.
fn named_or_all(to: &[Name]) -> Readers<'_> {
    if to.is_empty() { Readers::WhoeverHasPart } else { named(to) }
}

fn readers(content: &Content) -> Readers<'_> {
    match content {
        // Public by nature.
        Content::Adoption(_)
        | Content::ZoneVersion(_)
        | Content::ZoneSignature(_)
        | Content::Renewal(_)
        | Content::Decision(_)
        | Content::Finding(_) => Readers::Everybody,
        // These name people and places as somebody said them, or lead to those that do.
        Content::Report(_)
        | Content::Coverage(_)
        | Content::Registration(_)
        | Content::Identity(_)
        | Content::Unsure(_)
        | Content::Weighing(_)
        | Content::Grading(_)
        | Content::Batch(_)
        | Content::BatchUndone(_) => Readers::WhoeverHasPart,
        // Whom the mission turns to, and whether the monitors could look, everybody has to be able to check.
        Content::Ladder(_) | Content::Access(_) => Readers::WhoeverHasPart,
        // Words about a statement say what it says.
        Content::Reply(reply) => Readers::AsOf(&reply.to),
        Content::Translation(translation) => Readers::AsOf(&translation.of),
        Content::ConvoyEvent(event) if event.to.is_empty() => Readers::AsOf(&event.convoy),
        Content::ConvoyEvent(event) => named(&event.to),
        Content::Inquiry(inquiry) => named_or_all(&inquiry.to),
        // Where somebody is, or can be reached, is for those who have to know.
        Content::Notice(notice) => named(&notice.to),
        Content::Receipt(receipt) => named(&receipt.to),
        Content::Alert(alert) => named(&alert.to),
        Content::Escalation(escalation) => Readers::Named(escalation.to.iter().chain([&escalation.silent]).collect()),
        Content::Duty(duty) => named(&duty.to),
        Content::Call(call) => named(&call.to),
        Content::Convoy(convoy) => named(&convoy.to),
        Content::Handover(_) | Content::AreaQuestion(_) => Readers::Named(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use record::statement::*;
    use record::vocabulary::place::Place;
    use record::vocabulary::registers::ZoneGeometry;
    use record::vocabulary::time::{Instant, Interval};
    use record::wire;

    use super::*;

    /// Of what is said where nothing was addressed before, or of a report.
    fn may_read(audience: &Audience, body: &Body, principal: Option<&Name>) -> bool {
        let mut readership = Readership::default();
        readership.enter(ID, &said("patrol-2", Content::Report(Report::default())), None);
        readership.may_read(audience, body, principal)
    }
    const ID: BodyId = BodyId([7; 32]);
    const DURING: Interval = Interval { from: Instant(0), until: Instant(3_600) };

    fn said(author: &str, content: Content) -> Body {
        Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }
    }
    fn party(name: &str) -> Audience {
        Audience::Party(name.into())
    }
    fn mill() -> Place {
        Place { names: vec!["Mill".into()], area: None }
    }

    /// A statement of each kind that is never addressed, and whether the public reads it.
    fn never_addressed() -> Vec<(Body, bool)> {
        let contents = [
            (Content::Report(Report::default()), false),
            (
                Content::Reply(Reply {
                    to: ID,
                    stance: Stance::Withdraws,
                    subject: "any".into(),
                    without_prejudice: false,
                    words: String::new(),
                }),
                false,
            ),
            (Content::Decision(Decision { question: Question::Phase("opening".into()), yes: true }), true),
            (
                Content::Finding(Finding {
                    on: OnIncident::Of(ID),
                    finding: None,
                    attribution: None,
                    intent: None,
                    severity: None,
                    time: None,
                    place: None,
                    targets: Vec::new(),
                    words: "found".into(),
                }),
                true,
            ),
            (Content::Coverage(Coverage { watcher: "patrol-2".into(), zone: "East".into(), during: DURING }), false),
            (Content::Registration(Registration::Name { name: "patrol-2".into(), what: "a patrol".into() }), false),
            (
                Content::ZoneVersion(ZoneVersionStated {
                    zone: "East".into(),
                    label: "v1".into(),
                    in_force_from: Instant(0),
                    geometry: ZoneGeometry::NamedArea("East".into()),
                    with_agreement: true,
                }),
                true,
            ),
            (Content::ZoneSignature(ZoneSignature { version: ID, retroactive: false }), true),
            (
                Content::Adoption(Adoption {
                    agreement: "Cessation".into(),
                    text_sha256: [1; 32],
                    tree_sha256: [2; 32],
                    live_from: None,
                }),
                true,
            ),
            (
                Content::Renewal(Renewal {
                    regime: "calm".into(),
                    act: "renewal of 6 March".into(),
                    term: RenewalTerm::Open,
                    retroactive_from: None,
                }),
                true,
            ),
            (Content::Identity(Identity { a: ID, b: BodyId([8; 32]), same: true }), false),
            (Content::Unsure(Unsure { a: ID, b: BodyId([8; 32]) }), false),
            (Content::BatchUndone(ID), false),
            (ladder(), false),
            (access(), false),
        ];
        contents.into_iter().map(|(content, public)| (said("mission", content), public)).collect()
    }
    fn ladder() -> Content {
        let rung = Rung { after_s: 60, by: RungKind::NextOfficer, whom: vec![] };
        Content::Ladder(Ladder { party: "North".into(), rungs: vec![rung] })
    }
    fn access() -> Content {
        Content::Access(Access {
            of: None,
            step: AccessStep::Denied,
            watcher: "patrol-2".into(),
            party: "South".into(),
            zone: "East".into(),
            during: DURING,
            cause: None,
            words: String::new(),
        })
    }

    /// A statement of each kind that always has somebody to whom it is said.
    fn always_addressed(to: &[Name]) -> Vec<Content> {
        let to = to.to_vec();
        vec![
            Content::Notice(Notice {
                what: Notified::PlannedActivity,
                to: to.clone(),
                place: mill(),
                during: DURING,
                heights: None,
                marking: None,
                seen_at_night: None,
                contact: None,
                expires: None,
                objections_until: None,
                replaces: None,
                may_be_told: true,
                drill: false,
                words: String::new(),
            }),
            Content::Receipt(Receipt { of: ID, to: to.clone(), step: Step::Objects, words: "too near".into() }),
            Content::Alert(Alert {
                kind: AlertKind::Halt,
                to: to.clone(),
                on: None,
                place: Some(mill()),
                endangered: vec!["civilians".into()],
                since: None,
                drill: false,
                words: String::new(),
            }),
        ]
    }
    /// A statement of each kind that is for the mission alone where it names nobody.
    fn for_the_mission_or(to: &[Name]) -> Vec<Content> {
        let to = to.to_vec();
        vec![
            Content::Duty(Duty {
                officer: "Major A".into(),
                party: "North".into(),
                to: to.clone(),
                rank: 1,
                reach: vec!["telephone 1".into()],
                languages: vec![],
                during: DURING,
            }),
            Content::Call(Call {
                same_as: None,
                to: to.clone(),
                about: vec![],
                caller: "North".into(),
                called: "South".into(),
                began: Instant(0),
                ended: None,
                spoke: vec![],
                numbers: vec![],
                language: None,
                interpreter: None,
                words: String::new(),
            }),
            Content::Convoy(Convoy {
                name: "Aid 7".into(),
                to,
                trucks: None,
                loads: vec![],
                route: vec!["Mill".into()],
                seals: vec![],
                permits_from: vec!["East".into()],
                during: DURING,
                drill: false,
                words: String::new(),
            }),
        ]
    }
    /// A statement of each kind that is for everybody with a part in the mission where it names nobody.
    fn for_all_or(to: &[Name]) -> Vec<Content> {
        let (to, words) = (to.to_vec(), String::new());
        vec![
            Content::ConvoyEvent(ConvoyEvent {
                convoy: ID,
                to: to.clone(),
                leg: Leg::Departed,
                trucks: None,
                time: None,
                place: None,
                words: words.clone(),
            }),
            Content::Inquiry(Inquiry {
                file: "file 7".into(),
                to,
                stage: Stage::Asked { party: "East".into() },
                due: None,
                words,
            }),
        ]
    }
    /// A statement of each kind that is for the mission alone.
    fn for_the_mission() -> Vec<Content> {
        let handover = Handover {
            watch: "North".into(),
            from: "Major A".into(),
            to: "South".into(),
            at: Instant(0),
            open: vec![],
            words: String::new(),
        };
        let question = AreaQuestion { purpose: "repair".into(), place: mill(), during: DURING };
        vec![Content::Handover(handover), Content::AreaQuestion(question)]
    }
    fn every_addressed(to: &[Name]) -> Vec<Content> {
        [always_addressed(to), for_the_mission_or(to), for_all_or(to)].concat()
    }

    /// Those who read what North says, of the mission, the monitors, three parties, the readers and the public.
    fn readers_of(content: Content) -> Vec<&'static str> {
        let body = said("North", content);
        let all = [
            ("mission", Audience::Mission),
            ("monitor", Audience::Monitor),
            ("North", party("North")),
            ("South", party("South")),
            ("East", party("East")),
            ("reader", Audience::Reader),
            ("public", Audience::Public),
        ];
        all.into_iter().filter(|(_, audience)| may_read(audience, &body, None)).map(|(name, _)| name).collect()
    }
    const WHOEVER_HAS_PART: [&str; 6] = ["mission", "monitor", "North", "South", "East", "reader"];

    #[test]
    fn the_public_reads_what_is_public_by_nature() {
        for (body, public) in never_addressed() {
            assert_eq!(may_read(&Audience::Public, &body, None), public, "{:?}", body.content);
        }
    }

    #[test]
    fn whoever_recomputes_reads_everything_that_is_not_addressed() {
        for (body, _) in never_addressed() {
            for audience in [Audience::Mission, Audience::Monitor, party("North"), Audience::Reader] {
                assert!(may_read(&audience, &body, None), "{audience:?} {:?}", body.content);
            }
        }
    }

    #[test]
    fn parties_read_the_same_where_nothing_is_addressed() {
        let open = for_all_or(&[]).into_iter().map(|content| said("mission", content));
        for body in never_addressed().into_iter().map(|(body, _)| body).chain(open) {
            let reads = |name: &str| may_read(&party(name), &body, None);
            assert_eq!(reads("North"), reads("South"), "{:?}", body.content);
        }
    }

    #[test]
    fn what_is_addressed_is_for_the_mission_those_who_say_it_and_those_whom_it_names() {
        for content in every_addressed(&["South".into()]) {
            assert_eq!(readers_of(content.clone()), ["mission", "North", "South"], "{content:?}");
        }
        for content in every_addressed(&["East".into(), "G1".into()]) {
            assert_eq!(readers_of(content.clone()), ["mission", "North", "East"], "{content:?}");
        }
    }

    #[test]
    fn what_names_nobody_is_for_the_mission_or_for_all_by_its_kind() {
        for content in for_the_mission_or(&[]).into_iter().chain(for_the_mission()) {
            assert_eq!(readers_of(content.clone()), ["mission", "North"], "{content:?}");
        }
        for content in for_all_or(&[]) {
            assert_eq!(readers_of(content.clone()), WHOEVER_HAS_PART, "{content:?}");
        }
    }

    #[test]
    fn whoever_has_not_answered_reads_that_the_mission_turned_to_others() {
        let (silent, to) = ("South".into(), vec!["East".into()]);
        let body = said("mission", Content::Escalation(Escalation { of: ID, silent, rung: 2, to, due: Instant(60) }));
        for (name, reads) in [("South", true), ("East", true), ("North", false)] {
            assert_eq!(may_read(&party(name), &body, None), reads, "{name}");
        }
        assert!(!may_read(&Audience::Monitor, &body, None));
    }

    #[test]
    fn a_party_reads_what_its_own_say_and_what_is_entered_for_it() {
        let (north, south) = ("North".to_owned(), "South".to_owned());
        for content in every_addressed(&["East".into()]) {
            let mut body = said("north-liaison", content);
            assert!(!may_read(&party("North"), &body, None), "{:?}", body.content);
            assert!(may_read(&party("North"), &body, Some(&north)), "{:?}", body.content);
            assert!(!may_read(&party("North"), &body, Some(&south)), "{:?}", body.content);
            let (speaker, recorder, medium) = (north.clone(), "mission".into(), "telephone".into());
            body.on_behalf = Some(OnBehalf { speaker, recorder, medium });
            assert!(may_read(&party("North"), &body, None), "{:?}", body.content);
            assert!(!may_read(&party("South"), &body, None), "{:?}", body.content);
        }
    }

    #[test]
    fn with_two_parties_exchanged_the_answers_are_exchanged() {
        let all = [every_addressed(&["South".into()]), every_addressed(&["East".into()]), for_the_mission()];
        let never = never_addressed().into_iter().map(|(body, _)| body);
        let bodies = all.concat().into_iter().map(|content| said("North", content)).chain(never);
        for body in bodies {
            let swapped = exchanged(&body);
            for (name, other) in [("North", "South"), ("South", "North"), ("East", "East")] {
                let (reads, answer) = (may_read(&party(name), &body, None), may_read(&party(other), &swapped, None));
                assert_eq!(reads, answer, "{name} {:?}", body.content);
            }
        }
    }

    /// The same with the names of two parties exchanged, wherever they stand: they have as many bytes.
    fn exchanged(body: &Body) -> Body {
        let mut bytes = wire::encode(body).expect("a body of the tests");
        let (north, south) = (b"North", b"South");
        for at in 0..=bytes.len() - north.len() {
            let name = &mut bytes[at..at + north.len()];
            if name == north {
                name.copy_from_slice(south);
            } else if name == south {
                name.copy_from_slice(north);
            }
        }
        wire::decode(&bytes).expect("names of equal length")
    }

    #[test]
    fn what_is_said_of_something_that_is_not_here_is_for_the_mission_and_whoever_says_it() {
        let (stance, words) = (Stance::Withdraws, "not at the mill".to_owned());
        let reply = Reply { to: BodyId([9; 32]), stance, subject: "any".into(), without_prejudice: false, words };
        let body = said("North", Content::Reply(reply));
        for (audience, reads) in
            [(Audience::Mission, true), (party("North"), true), (party("South"), false), (Audience::Reader, false)]
        {
            assert_eq!(may_read(&audience, &body, None), reads, "{audience:?}");
        }
    }

    #[test]
    fn what_is_said_of_something_addressed_is_for_those_who_read_it() {
        let about = |id| {
            let (stance, words) = (Stance::Withdraws, "not at the mill".to_owned());
            let reply = Reply { to: id, stance, subject: "any".into(), without_prejudice: false, words: words.clone() };
            let translation = Translation { of: id, out_of: None, into: "en".into(), words: words.clone() };
            let (leg, to) = (Leg::Departed, vec![]);
            let event = ConvoyEvent { convoy: id, to, leg, trucks: None, time: None, place: None, words };
            [Content::Reply(reply), Content::Translation(translation), Content::ConvoyEvent(event)]
        };
        let (other, third) = (BodyId([8; 32]), BodyId([9; 32]));
        for notice in every_addressed(&["South".into()]) {
            let mut readership = Readership::default();
            readership.enter(ID, &said("north-liaison", notice.clone()), Some(&"North".into()));
            readership.enter(other, &said("patrol-2", Content::Report(Report::default())), None);
            let readers = |readership: &Readership, body: &Body| -> Vec<&str> {
                let parties = ["North", "South", "East"].into_iter();
                let mut all: Vec<&str> = parties.filter(|name| readership.may_read(&party(name), body, None)).collect();
                let rest = [Audience::Monitor, Audience::Reader, Audience::Public];
                assert!(readership.may_read(&Audience::Mission, body, None));
                all.extend(rest.iter().filter(|one| readership.may_read(one, body, None)).map(|_| "another"));
                all
            };
            for content in about(ID) {
                let body = said("mission", content);
                assert_eq!(readers(&readership, &body), ["North", "South"], "{:?}", body.content);
                // And what is said of that, in turn.
                let mut readership = readership.clone();
                readership.enter(third, &body, None);
                for content in about(third) {
                    assert_eq!(readers(&readership, &said("mission", content)), ["North", "South"]);
                }
            }
            for content in about(other) {
                assert_eq!(readers(&readership, &said("mission", content)).len(), 5);
            }
        }
    }
}
