//! Zones: which version of a zone counts at an instant, and on which a verdict rests (P5, P6).
//!
//! Not here: whether a place lies in one (`grounds`, and `record`'s geometry).

use std::collections::BTreeSet;

use record::vocabulary::Name;
use record::vocabulary::facts::Fact;
use record::vocabulary::registers::{Registers, ZoneGeometry, ZoneVersion};
use record::vocabulary::time::{Instant, Interval};

use super::verdict::Judged;
use crate::acts::Acts;
use crate::tree::{ArticleKind, Tree, ZoneDeclared, ZoneSource};

/// A version of a zone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Version<'a> {
    /// What the text itself says.
    Text(&'a ZoneSource),
    /// A version that was stated.
    Stated(&'a ZoneVersion),
}

/// What counts of a zone at an instant: the latest version agreed there, and newer ones that one of those asked signed.
pub(super) fn versions_at<'a>(
    declared: &'a ZoneDeclared,
    registers: &'a Registers,
    v: Instant,
) -> (Option<Version<'a>>, Vec<Version<'a>>) {
    let mut agreed = match &declared.geometry {
        ZoneSource::File { .. } | ZoneSource::NoneYet => None,
        source => Some(Version::Text(source)),
    };
    let mut newer = Vec::new();
    let stated = registers.zones.get(&declared.name).into_iter().flatten();
    for version in stated.filter(|version| version.in_force_from <= v) {
        let signed = |name: &Name| {
            let name = registers.resolve(name);
            version.signatures.iter().filter(|(by, _)| registers.resolve(by) == name).map(|(_, from)| *from).min()
        };
        let signed_by_all = declared.cosigners.iter().all(|name| signed(name).is_some_and(|from| from <= v));
        if version.with_agreement || (!declared.cosigners.is_empty() && signed_by_all) {
            agreed = Some(Version::Stated(version));
            newer.clear();
        } else if declared.cosigners.iter().any(|name| signed(name).is_some()) {
            newer.push(Version::Stated(version));
        }
    }
    (agreed, newer)
}

/// A version of a zone on which a verdict rests.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ZoneAsked {
    /// The zone.
    pub zone: Name,
    /// The version's label and the first instant at which it is in force; `None`: as the text itself has it.
    pub version: Option<(String, Instant)>,
    /// Whether it is agreed at some instant asked about; else one of those who must sign it has.
    pub agreed: bool,
    /// Nothing is known of it but a commitment, or not even that.
    pub sealed: bool,
    /// The text itself knows the zone by a commitment alone, or not at all.
    pub sealed_in_the_text: bool,
}

/// Every version of a zone that `judged` asked about, in the order of the zones' names.
pub fn zones_asked(tree: &Tree, facts: &[Fact], acts: &Acts, judged: &Judged) -> Vec<ZoneAsked> {
    let names: BTreeSet<&Name> = match &tree.articles[judged.article].kind {
        ArticleKind::Prohibition(terms) => {
            terms.zone.iter().chain(terms.exceptions.iter().filter_map(|exception| exception.zone.as_ref())).collect()
        }
        ArticleKind::Obligation(_) | ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {
            BTreeSet::new()
        }
    };
    let span = facts[judged.fact].admitted[judged.standard].time.hull();
    let mut used = BTreeSet::new();
    for declared in tree.zones.iter().filter(|zone| names.contains(&zone.name)) {
        for at in instants(declared, &acts.registers, span) {
            let (agreed, newer) = versions_at(declared, &acts.registers, at);
            let agreed = agreed.into_iter().map(|version| (version, true));
            used.extend(
                agreed
                    .chain(newer.into_iter().map(|version| (version, false)))
                    .map(|(version, agreed)| version.asked(declared, agreed)),
            );
        }
    }
    used.into_iter().collect()
}

/// The first instant of `span`, and every later one in it at which another version may count.
fn instants(declared: &ZoneDeclared, registers: &Registers, span: Interval) -> BTreeSet<Instant> {
    let versions = registers.zones.get(&declared.name).into_iter().flatten();
    let changes = versions.flat_map(|v| std::iter::once(v.in_force_from).chain(v.signatures.values().copied()));
    changes.filter(|at| span.contains(*at)).chain([span.from]).collect()
}

impl Version<'_> {
    fn asked(self, declared: &ZoneDeclared, agreed: bool) -> ZoneAsked {
        let is_sealed =
            |geometry: &ZoneGeometry| matches!(geometry, ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished);
        let in_the_text = |source: &ZoneSource| matches!(source, ZoneSource::Stated(geometry) if is_sealed(geometry));
        let (version, sealed) = match self {
            Version::Text(source) => (None, in_the_text(source)),
            Version::Stated(stated) => {
                (Some((stated.label.clone(), stated.in_force_from)), is_sealed(&stated.geometry))
            }
        };
        let sealed_in_the_text = in_the_text(&declared.geometry);
        ZoneAsked { zone: declared.name.clone(), version, agreed, sealed, sealed_in_the_text }
    }
}
