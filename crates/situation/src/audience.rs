//! Audiences: who may read the body of a statement.
//!
//! ```text
//! audience, body ─▶ `may_read` ─▶ yes or no: the one place where this is decided
//! ```
//!
//! Envelopes, their order and their proofs are public; a body is not always. Whoever has to check a published sentence
//! must be able to compute it again, so everybody with a part in the mission reads every statement. The public reads what is
//! public by nature: the terms that were adopted, where they apply and how long, what was decided, what was found.
//!
//! Holds
//! - It does not depend on who would gain: a party reads what another one reads (`parties_read_the_same`).
//! - A kind of statement that is added later does not compile until somebody says here who reads it.
//!
//! Not here: who belongs to which audience (the charter's roles), how published places are coarsened, attachments.

use record::statement::{Body, Content};
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

/// Whether `audience` may read `body`.
///
/// ```
/// use record::statement::{Adoption, Body, Content, Report};
/// use situation::audience::{Audience, may_read};
///
/// let said = |content| Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content };
/// let report = said(Content::Report(Report::default()));
/// assert!(may_read(&Audience::Party("North".into()), &report));
/// assert!(!may_read(&Audience::Public, &report));
/// ```
pub fn may_read(audience: &Audience, body: &Body) -> bool {
    match audience {
        Audience::Mission | Audience::Monitor | Audience::Party(_) | Audience::Reader => true,
        Audience::Public => is_public(&body.content),
    }
}

/// Whether what a statement of this kind says is public by nature.
fn is_public(content: &Content) -> bool {
    match content {
        Content::Adoption(_)
        | Content::ZoneVersion(_)
        | Content::ZoneSignature(_)
        | Content::Renewal(_)
        | Content::Decision(_)
        | Content::Finding(_) => true,
        // These name people and places as somebody said them, or lead to those that do.
        Content::Report(_)
        | Content::Reply(_)
        | Content::Coverage(_)
        | Content::Registration(_)
        | Content::Identity(_)
        | Content::Unsure(_)
        | Content::Weighing(_)
        | Content::Translation(_)
        | Content::Grading(_)
        | Content::Batch(_)
        | Content::BatchUndone(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use record::statement::*;
    use record::vocabulary::registers::ZoneGeometry;
    use record::vocabulary::time::Instant;

    use super::*;

    fn said(content: Content) -> Body {
        Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content }
    }

    /// A statement of each kind, and whether the public reads it.
    fn of_each_kind() -> Vec<(Body, bool)> {
        let id = BodyId([7; 32]);
        let on = OnIncident::Of(id);
        let contents = [
            (Content::Report(Report::default()), false),
            (
                Content::Reply(Reply {
                    to: id,
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
                    on,
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
            (Content::ZoneSignature(ZoneSignature { version: id, retroactive: false }), true),
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
            (Content::Identity(Identity { a: id, b: BodyId([8; 32]), same: true }), false),
            (Content::BatchUndone(id), false),
        ];
        contents.into_iter().map(|(content, public)| (said(content), public)).collect()
    }

    #[test]
    fn the_public_reads_what_is_public_by_nature() {
        for (body, public) in of_each_kind() {
            assert_eq!(may_read(&Audience::Public, &body), public, "{:?}", body.content);
        }
    }

    #[test]
    fn whoever_recomputes_reads_everything() {
        for (body, _) in of_each_kind() {
            for audience in [Audience::Mission, Audience::Monitor, Audience::Party("North".into()), Audience::Reader] {
                assert!(may_read(&audience, &body), "{audience:?} {:?}", body.content);
            }
        }
    }

    #[test]
    fn parties_read_the_same() {
        for (body, _) in of_each_kind() {
            let reads = |party: &str| may_read(&Audience::Party(party.into()), &body);
            assert_eq!(reads("North"), reads("South"), "{:?}", body.content);
        }
    }
}
