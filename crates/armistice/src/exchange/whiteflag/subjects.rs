//! Subjects: what the codes of Whiteflag signs and signals mean, and what they are here (standard, draft 7, 4.3.1.2).
//!
//! Holds
//! - A code that the standard reserves or leaves to private use means nothing here.
//!
//! Not here: the fields of a message (`message`), what its reference says (`whiteflag`).

/// What a sign or signal is here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Means {
    /// A notice of a protected site.
    Site,
    /// A notice of a humanitarian movement.
    Movement,
    /// A notice of a planned activity.
    Activity,
    /// A warning.
    Warning,
    /// A halt.
    Halt,
    /// Nothing, and why.
    Nothing(&'static str),
}

const FLAG: Means =
    Means::Nothing("a white flag asks to talk or to surrender: it marks no site that is to be spared for what it is");
const ACCESS: Means = Means::Nothing("access is asked for to a zone, and by whom: enter it as an access request");
const EMERGENCY: Means = Means::Nothing("a call for help is answered by people, not put among notices");
const STATUS: Means = Means::Nothing("how somebody or something fares is a report");
const STRUCTURE: Means = Means::Nothing("infrastructure is marked, not said to be spared");

/// What `code` with `subject` means, and in words; `None` where the standard gives it no meaning.
pub(super) fn meaning(code: &str, subject: &str) -> Option<(Means, &'static str)> {
    use Means::*;
    let rows: &[(&str, Means, &str)] = match code {
        "P" => &[
            ("00", Site, "protective sign"),
            ("01", FLAG, "white flag"),
            ("02", FLAG, "white flag, request for negotiation"),
            ("03", FLAG, "white flag, surrender"),
            ("10", Site, "red cross, red crescent or red crystal"),
            ("11", Site, "red cross"),
            ("12", Site, "red crescent"),
            ("13", Site, "red crystal"),
            ("20", Site, "United Nations"),
            ("30", Site, "protected zone"),
            ("31", Site, "hospital and safety zone"),
            ("32", Site, "prisoner of war camp"),
            ("33", Site, "internment camp"),
            ("40", Site, "civil defence"),
            ("50", Site, "cultural property"),
            ("51", Site, "monuments and cultural institutions"),
            ("52", Site, "cultural property, Hague Convention"),
            ("53", Site, "cultural property under special protection"),
            ("60", Site, "works and installations containing dangerous forces"),
        ],
        "M" => &[
            ("00", Activity, "mission"),
            ("10", Movement, "humanitarian mission"),
            ("20", Movement, "mission under humanitarian law"),
            ("21", Movement, "monitoring under humanitarian law"),
            ("22", Movement, "visit to prisoners of war and detained persons"),
            ("23", Movement, "care for wounded, sick or shipwrecked military personnel"),
            ("24", Movement, "aid for civilians"),
            ("25", Movement, "food for civilians"),
            ("26", Movement, "health care for civilians"),
            ("27", Movement, "shelter for civilians"),
            ("28", Movement, "restoring family links of civilians"),
            ("29", Movement, "restoring infrastructure for civilians"),
            ("2A", Movement, "support to local government, advice"),
            ("2B", Movement, "support mission, administration"),
            ("2C", Movement, "support mission, logistics"),
            ("30", Activity, "disaster or emergency response"),
            ("40", Activity, "special political mission"),
            ("41", Activity, "special political mission, envoy"),
            ("42", Activity, "special political mission, sanctions panel"),
            ("43", Activity, "special political mission, monitoring group"),
            ("44", Activity, "special political mission in the field"),
            ("50", Activity, "diplomatic mission"),
            ("60", Activity, "law enforcement operation"),
            ("70", Activity, "peace operation"),
            ("71", Activity, "peace operation, conflict prevention"),
            ("72", Activity, "peace operation, peacemaking"),
            ("73", Activity, "peace operation, peacekeeping"),
            ("74", Activity, "peace operation, peacebuilding"),
            ("75", Activity, "peace operation, peace enforcement"),
            ("80", Activity, "military operation"),
        ],
        "D" => &[
            ("00", Warning, "danger area"),
            ("10", Warning, "attack"),
            ("11", Warning, "direct ground attack"),
            ("12", Warning, "mortar or artillery attack"),
            ("13", Warning, "ground bomb attack"),
            ("14", Warning, "air attack"),
            ("15", Warning, "complex attack"),
            ("1A", Warning, "chemical attack"),
            ("1B", Warning, "biological attack"),
            ("1C", Warning, "nuclear attack"),
            ("20", Warning, "hazardous conflict area"),
            ("21", Warning, "mine field"),
            ("22", Warning, "unexploded ordnance"),
            ("23", Warning, "chemical contamination"),
            ("24", Warning, "biological contamination"),
            ("25", Warning, "radiological contamination"),
            ("26", Warning, "nuclear contamination"),
            ("27", Warning, "surface-to-air threat"),
            ("30", Warning, "transport accident"),
            ("31", Warning, "air accident"),
            ("32", Warning, "rail accident"),
            ("33", Warning, "road accident"),
            ("34", Warning, "boat accident"),
            ("40", Warning, "industrial accident"),
            ("41", Warning, "accidental release"),
            ("42", Warning, "explosion, no attack"),
            ("43", Warning, "chemical explosion, no attack"),
            ("44", Warning, "nuclear explosion or radiation, no attack"),
            ("45", Warning, "explosion in a mine"),
            ("46", Warning, "pollution"),
            ("47", Warning, "acid rain"),
            ("48", Warning, "pollution of the air"),
            ("50", Warning, "complex emergency"),
            ("51", Warning, "banditry"),
            ("52", Warning, "uprising"),
            ("53", Warning, "displaced people"),
            ("54", Warning, "famine"),
            ("A0", Warning, "geophysical disaster"),
            ("A1", Warning, "earthquake"),
            ("A2", Warning, "earthquake with tsunami"),
            ("A3", Warning, "volcano"),
            ("A4", Warning, "rockfall"),
            ("A5", Warning, "landslide"),
            ("A6", Warning, "avalanche"),
            ("A7", Warning, "subsidence"),
            ("B0", Warning, "meteorological disaster"),
            ("B1", Warning, "storm"),
            ("B2", Warning, "tropical cyclone"),
            ("B3", Warning, "extratropical cyclone"),
            ("B4", Warning, "local storm"),
            ("C0", Warning, "hydrological disaster"),
            ("C1", Warning, "flood"),
            ("C2", Warning, "flash flood"),
            ("C3", Warning, "storm surge"),
            ("C4", Warning, "rockfall by water"),
            ("C5", Warning, "landslide by water"),
            ("C6", Warning, "avalanche by water"),
            ("C7", Warning, "subsidence by water"),
            ("D0", Warning, "climatological disaster"),
            ("D1", Warning, "heat wave"),
            ("D2", Warning, "cold wave"),
            ("D3", Warning, "extreme winter"),
            ("D4", Warning, "drought"),
            ("D5", Warning, "forest fire"),
            ("D6", Warning, "land fire"),
            ("E0", Warning, "biological disaster"),
            ("E1", Warning, "epidemic"),
            ("E2", Warning, "viral epidemic"),
            ("E3", Warning, "bacterial epidemic"),
            ("E4", Warning, "parasitic epidemic"),
            ("E5", Warning, "fungal epidemic"),
            ("E6", Warning, "prion epidemic"),
            ("E7", Warning, "insect infestation"),
            ("E8", Warning, "animal stampede"),
        ],
        "Q" => &[("10", Halt, "request for a cease fire"), ("20", ACCESS, "request for access to an area")],
        "E" => return Some((EMERGENCY, "emergency signal")),
        "S" => return Some((STATUS, "status signal")),
        "I" => return Some((STRUCTURE, "infrastructure sign")),
        "A" => return Some((Nothing("who somebody is on a blockchain says nothing here"), "authentication")),
        "R" => return Some((Nothing("it points to something elsewhere"), "resource")),
        "F" => return Some((Nothing("free text is entered by a person who has read it"), "free text")),
        _ => return None,
    };
    let row = rows.iter().find(|(code, ..)| code.eq_ignore_ascii_case(subject));
    row.map(|(_, means, words)| (*means, *words))
}

/// What an object type is, in words; `None` for those without a meaning.
pub(super) fn object(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "00" => "object not stated",
        "10" => "group of people",
        "11" => "one person",
        "12" => "2 to 10 people",
        "13" => "10 to 100 people",
        "14" => "100 to 1000 people",
        "15" => "1000 to 10000 people",
        "20" => "area",
        "21" => "circular area",
        "22" => "rectangular area",
        "23" => "triangular area",
        "30" => "structure",
        "31" => "circular structure",
        "32" => "rectangular structure",
        "33" => "triangular structure",
        "40" => "land vehicle",
        "50" => "water vehicle",
        "60" => "air vehicle",
        "70" => "space vehicle",
        "80" => "goods",
        _ => return None,
    })
}
