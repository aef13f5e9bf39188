//! The head of an agreement and what it says of evidence, in sentences.
//!
//! Not here: clauses that cite a paragraph (`clauses`, `clocks`).

use record::vocabulary::moment::Accepts;
use record::vocabulary::standards::Alternative;

use super::known_as;
use super::words::{and, duration, instant, is_or_are, or};
use crate::tree::{Class, CoverageRule, SeverityRow, SeverityTest, Tree, fixed_offset};

/// Where the text comes from, who is who, which words include which.
pub fn agreement(tree: &Tree) -> Vec<String> {
    let zone = match fixed_offset(tree.zone.name()) {
        Some(utc) => format!("{} ({utc})", tree.zone.name()),
        None => tree.zone.name().to_owned(),
    };
    let mut out = vec![
        format!("This is \"{}\". The text, \"{}\", is {}.", tree.name, tree.source, known_as(tree.provenance)),
        format!("Times are local times of {zone}; a day begins and ends there at midnight."),
        format!("The parties are {}.", and(&tree.parties)),
    ];
    if let Some(authentic) = &tree.authentic {
        let differ = match &authentic.prevails {
            Some(language) => format!("where they differ, the text in {language} prevails"),
            None => "none prevails over another".to_owned(),
        };
        out.push(format!("Its texts in {} are authentic; {differ}.", and(&authentic.languages)));
    }
    if !tree.others.is_empty() {
        let others = and(&tree.others);
        out.push(format!(
            "{others} {} named in the text and {} to it.",
            is_or_are(&tree.others),
            if tree.others.len() == 1 { "is not a party" } else { "are not parties" }
        ));
    }
    if !tree.bodies.is_empty() {
        out.push(format!("Decisions and findings of {} are seen in every perspective.", and(&tree.bodies)));
    }
    out.extend(tree.acts.iter().chain(&tree.weapons).map(includes));
    out.extend(tree.registers.iter().map(|file| {
        format!("The register of {} is the file \"{}\", as it was on adoption.", file.register, file.path)
    }));
    out.extend(tree.epochs.iter().map(|epoch| {
        let known = match epoch.cited.provenance {
            provenance if provenance == tree.provenance => String::new(),
            provenance => format!(", {}", known_as(provenance)),
        };
        format!("{} is {} [{}]{known}.", epoch.name, instant(tree, epoch.at), epoch.cited.paragraph)
    }));
    out
}

fn includes(class: &Class) -> String {
    let name = &class.name;
    if class.includes.is_empty() {
        return format!("\"{name}\" includes no other word of this text.");
    }
    let narrower = and(&class.includes);
    format!("\"{name}\" includes {narrower}; a report that says only \"{name}\" may mean any of them.")
}

/// What meets each standard.
pub fn standards(tree: &Tree) -> Vec<String> {
    let chain = &tree.standards;
    let mut out: Vec<String> = chain
        .standards
        .iter()
        .map(|standard| {
            let ways: Vec<String> = standard.alternatives.iter().map(alternative).collect();
            format!("\"{}\" is met by {}.", standard.name, ways.join(", or by "))
        })
        .collect();
    let several = |way: &Alternative| matches!(way, Alternative::Origins { count: 2.., .. });
    if chain.standards.iter().any(|standard| standard.alternatives.iter().any(several)) {
        out.push("An origin is where a report comes from in the end: ten papers that quote one ministry are one origin, and so are all who belong to one party.".into());
        out.push(
            "A party's own report counts as one origin wherever that party is heard, also against its adversary."
                .into(),
        );
    }
    if chain.standards.len() > 1 {
        out.push("They go from weak to strong: what meets a later one meets every earlier one.".into());
    }
    out.push(format!(
        "Verdicts are computed under each of them; \"{}\" is the one shown first.",
        chain.standards[chain.headline].name
    ));
    out.push(
        match chain.single_channel_as_one {
            true => "Origins that are known through one and the same channel count as one origin.",
            false => "Origins count each for itself, also where one and the same channel passed them on.",
        }
        .into(),
    );
    out
}

fn alternative(alternative: &Alternative) -> String {
    match alternative {
        Alternative::Origins { count: 1, at_least: None } => "a single report, whatever its grade".into(),
        Alternative::Origins { count: 1, at_least: Some(grade) } => format!("1 origin graded {grade} or better"),
        Alternative::Origins { count, at_least: None } => format!("{count} independent origins, whatever their grade"),
        Alternative::Origins { count, at_least: Some(grade) } => {
            format!("{count} independent origins graded {grade} or better")
        }
        Alternative::Acknowledged => "the acknowledgement of the accused".into(),
        Alternative::Finding { words, bodies, all } => {
            let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.as_str())).collect();
            let rule = if *all || bodies.len() == 1 { "" } else { "any one of " };
            let each = if *all && bodies.len() > 1 { "each of " } else { "" };
            format!("a finding {} by {rule}{each}{}", or(&words), and(bodies))
        }
    }
}

/// Who is heard, whose grades count.
pub fn perspectives(tree: &Tree) -> Vec<String> {
    let one = |(number, perspective): (usize, &record::vocabulary::moment::Perspective)| {
        let heard = match &perspective.accepts {
            Accepts::All => "every source".to_owned(),
            Accepts::Only(sources) => format!("{} and no other source", and(sources)),
            Accepts::Except(sources) => format!("every source but {}", and(sources)),
        };
        let first = if number == 0 { "; it is the one used where none is asked for" } else { "" };
        format!("\"{}\" hears {heard}, and takes grades from {}{first}.", perspective.name, perspective.grader)
    };
    tree.perspectives.iter().enumerate().map(one).collect()
}

/// What a day without reports is.
pub fn coverage(tree: &Tree) -> Vec<String> {
    vec![match &tree.coverage {
        CoverageRule::NoMinimum => {
            "A day on which nothing is reported counts as calm, whether or not anybody watched; this favours whoever acts unseen."
                .into()
        }
        CoverageRule::Needs { seconds, by } => {
            let who = if by.is_empty() { "anybody".to_owned() } else { or(by) };
            format!(
                "A day in a zone counts as observed where {who} watched it for {} or more; otherwise it is undetermined, not calm.",
                duration(*seconds)
            )
        }
    }]
}

/// How breaches are graded.
pub fn severity(tree: &Tree) -> Vec<String> {
    let severity = &tree.severity;
    if severity.classes.is_empty() {
        return vec!["Breaches are not graded: each weighs the same.".into()];
    }
    let mut out = vec![format!("From the least, the classes of breaches are {}.", and(&severity.classes))];
    out.extend(severity.rows.iter().map(|row| severity_row(&severity.classes[row.class], row)));
    out.push(
        "The first of these that matches decides; a report that does not say enough leaves the class open.".into(),
    );
    out
}

fn severity_row(class: &str, row: &SeverityRow) -> String {
    let tests: Vec<String> = row
        .when
        .iter()
        .map(|test| match test {
            SeverityTest::Act(act) => format!("the act is {act}"),
            SeverityTest::Weapon(weapon) => format!("the weapon belongs to {weapon}"),
            SeverityTest::Killed(least) => at_least(*least, "killed"),
            SeverityTest::Injured(least) => at_least(*least, "injured"),
        })
        .collect();
    match tests.as_slice() {
        [] => format!("In every other case a breach is {class}."),
        tests => format!("A breach is {class} where {}.", and(tests)),
    }
}

fn at_least(count: u32, what: &str) -> String {
    let people = if count == 1 { "person was" } else { "people were" };
    format!("at least {count} {people} {what}")
}
