//! The examples in `examples`: each text checks, its tests hold, it is laid out, and every article says where it comes from.
//!
//! Holds
//! - Nothing in them claims to be a signed text; each README says that it is a reconstruction.
//! - Each kind of clause that the language has is used by at least one of them, and the list below says by which.
//!
//! Not here: the files of the worked example of September 2016 (`example`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use agreement::Checked;
use agreement::diagnostic::{self, Severity};
use agreement::tree::{
    Article, ArticleKind, Condition, Due, Obligation, Prohibition, Provenance, Shown, Standing, Towards, Tree, Weapons,
    ZoneSource,
};
use armistice::case::run_test;

const TEXT: &str = "agreement.accord";

/// Every kind of clause that is looked for.
const CONSTRUCTS: [&str; 31] = [
    "prohibition",
    "obligation by a date",
    "within a time of a trigger",
    "counted from a finding",
    "within a time of each other",
    "promptly",
    "bands of lateness",
    "shown by the accuser",
    "any one of the obliged",
    "all of several acts",
    "any of several acts",
    "towards whoever triggers it",
    "measured",
    "total",
    "cured",
    "only some weapons",
    "exception by target",
    "exception by judgement",
    "exception by steps in order",
    "provided",
    "suspended",
    "strip",
    "zone not agreed yet",
    "renewed regime",
    "clock",
    "phase",
    "amendment",
    "exit",
    "declared beside",
    "declared",
    "not yet expressed",
];

/// Which example uses which of them.
const USES: [(&str, &[&str]); 6] = [
    (
        "donbas-2020-07",
        &[
            "prohibition",
            "obligation by a date",
            "within a time of a trigger",
            "counted from a finding",
            "bands of lateness",
            "measured",
            "cured",
            "only some weapons",
            "exception by steps in order",
            "not yet expressed",
        ],
    ),
    (
        "hodeidah-2018",
        &[
            "prohibition",
            "obligation by a date",
            "within a time of a trigger",
            "within a time of each other",
            "bands of lateness",
            "shown by the accuser",
            "any one of the obliged",
            "towards whoever triggers it",
            "total",
            "cured",
            "zone not agreed yet",
            "renewed regime",
            "clock",
            "phase",
            "declared",
            "not yet expressed",
        ],
    ),
    (
        "israel-lebanon-2024",
        &[
            "prohibition",
            "obligation by a date",
            "within a time of a trigger",
            "counted from a finding",
            "promptly",
            "bands of lateness",
            "any one of the obliged",
            "any of several acts",
            "measured",
            "only some weapons",
            "exception by judgement",
            "provided",
            "strip",
            "declared",
            "not yet expressed",
        ],
    ),
    (
        "kosovo-1999",
        &[
            "prohibition",
            "obligation by a date",
            "within a time of a trigger",
            "counted from a finding",
            "bands of lateness",
            "shown by the accuser",
            "all of several acts",
            "measured",
            "cured",
            "exception by judgement",
            "provided",
            "suspended",
            "strip",
            "declared",
            "not yet expressed",
        ],
    ),
    (
        "minsk-2015",
        &[
            "prohibition",
            "obligation by a date",
            "within a time of a trigger",
            "counted from a finding",
            "within a time of each other",
            "bands of lateness",
            "measured",
            "total",
            "cured",
            "only some weapons",
            "strip",
            "amendment",
            "not yet expressed",
        ],
    ),
    (
        "syria-2016",
        &[
            "prohibition",
            "exception by target",
            "exception by judgement",
            "measured",
            "only some weapons",
            "promptly",
            "within a time of a trigger",
            "within a time of each other",
            "zone not agreed yet",
            "renewed regime",
            "clock",
            "phase",
            "exit",
            "declared beside",
            "declared",
            "not yet expressed",
        ],
    ),
];

fn folders() -> Vec<PathBuf> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let entries = fs::read_dir(parent).expect("the examples are there");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    folders.retain(|path| path.join(TEXT).is_file());
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().expect("a folder has a name").to_string_lossy().into_owned()
}

fn text(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{}: {file}: {error}", folder.display()))
}

fn checked(folder: &Path) -> Checked {
    let text = text(folder, TEXT);
    let checked = agreement::check(agreement::parse(&text));
    let shown = diagnostic::render_all(&checked.diagnostics, TEXT, &text);
    assert!(checked.agreement.is_some(), "{}\n{shown}", folder.display());
    checked
}

/// Runs `of` on each example with its name and its tree.
fn each(mut of: impl FnMut(&str, &Tree)) {
    for folder in folders() {
        let agreement = checked(&folder).agreement.expect("it was checked");
        of(&name(&folder), &agreement);
    }
}

/// Whether a citation gives the number of a source.
fn cites_a_source(paragraph: &str) -> bool {
    let numbered = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    ["source ", "sources "].into_iter().any(|word| paragraph.split(word).skip(1).any(numbered))
}

#[test]
fn six_examples_are_in_the_list_and_each_is_in_its_own_folder() {
    let found: Vec<String> = folders().iter().map(|folder| name(folder)).collect();
    assert_eq!(found, USES.map(|(name, _)| name));
}

#[test]
fn every_example_checks_and_the_tests_beside_its_terms_hold() {
    for folder in folders() {
        let (name, text) = (name(&folder), text(&folder, TEXT));
        let Checked { agreement, tests, diagnostics } = checked(&folder);
        let agreement = agreement.expect("it was checked");
        for test in &tests {
            let report = run_test(TEXT, &text, &agreement, test);
            assert!(report.passed(), "{name}: {}\n{}", report.title, report.lines().join("\n"));
        }
        // The worked example keeps its histories in files, and the words of its source that no number follows are warned of.
        if name == "syria-2016" {
            continue;
        }
        assert!(tests.len() >= 6, "{name}: {} tests", tests.len());
        for test in &tests {
            assert!(test.title.starts_with("invented: "), "{name}: the title of a test says so: {}", test.title);
        }
        let warnings: Vec<_> = diagnostics.iter().filter(|d| d.severity != Severity::Note).cloned().collect();
        assert!(warnings.is_empty(), "{name}\n{}", diagnostic::render_all(&warnings, TEXT, &text));
    }
}

#[test]
fn every_example_is_laid_out() {
    for folder in folders() {
        let text = text(&folder, TEXT);
        assert_eq!(agreement::format(&text).as_deref(), Ok(text.as_str()), "{}", folder.display());
    }
}

#[test]
fn every_article_cites_a_numbered_source_and_none_is_said_to_be_signed() {
    each(|name, tree| {
        assert_eq!(tree.provenance, Provenance::Reconstruction, "{name}");
        for article in &tree.articles {
            let Article { id, cited, .. } = article;
            assert!(cites_a_source(&cited.paragraph), "{name}: article {id} cites [{}]", cited.paragraph);
            assert_ne!(cited.provenance, Provenance::Signed, "{name}: article {id}");
        }
    });
}

#[test]
fn every_readme_says_that_it_is_a_reconstruction() {
    for folder in folders() {
        let readme = text(&folder, "README.md");
        assert!(readme.to_lowercase().contains("**reconstruction**"), "{}", folder.display());
        assert!(text(&folder, TEXT).starts_with("-- RECONSTRUCTION."), "{}", folder.display());
        assert!(readme.contains("mission's choice"), "{}", folder.display());
    }
}

#[test]
fn each_construct_is_used_by_the_examples_that_the_list_names() {
    let mut used = BTreeSet::new();
    each(|name, tree| {
        let found = constructs(tree);
        let told = USES.iter().find(|(known, _)| *known == name).map(|(_, list)| *list).unwrap_or_default();
        assert_eq!(found, told.iter().copied().collect(), "{name}");
        used.extend(found);
    });
    assert_eq!(used, CONSTRUCTS.into_iter().collect());
}

fn constructs(tree: &Tree) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for article in &tree.articles {
        found.extend(article.provided.as_ref().map(|_| "provided"));
        found.extend(article.suspended_while.as_ref().map(|_| "suspended"));
        match &article.kind {
            ArticleKind::Prohibition(prohibition) => found.extend(of_prohibition(prohibition)),
            ArticleKind::Obligation(obligation) => found.extend(of_obligation(obligation)),
            ArticleKind::Declaratory { .. } => found.extend(["declared"]),
            ArticleKind::NotYetExpressed { .. } => found.extend(["not yet expressed"]),
        }
    }
    for zone in &tree.zones {
        match zone.geometry {
            ZoneSource::Strip(_) => found.extend(["strip"]),
            ZoneSource::NoneYet => found.extend(["zone not agreed yet"]),
            ZoneSource::Stated(_) | ZoneSource::Buffer { .. } | ZoneSource::File { .. } => {}
        }
    }
    found.extend(tree.regimes.iter().filter_map(|regime| regime.renewal.as_ref()).map(|_| "renewed regime"));
    found.extend(tree.clocks.iter().map(|_| "clock"));
    found.extend(tree.phases.iter().map(|_| "phase"));
    found.extend(tree.changes.iter().map(|change| if change.is_exit { "exit" } else { "amendment" }));
    let beside = |article: &Article| matches!(article.standing, Standing::DeclaredBy(_));
    found.extend(tree.articles.iter().any(beside).then_some("declared beside"));
    found
}

fn of_prohibition(prohibition: &Prohibition) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::from(["prohibition"]);
    found.extend(prohibition.measured.as_ref().map(|_| "measured"));
    found.extend(prohibition.cure.map(|_| "cured"));
    found.extend(only(&prohibition.weapons));
    found.extend(prohibition.exceptions.iter().map(|exception| match exception.condition {
        Condition::TargetIs(_) => "exception by target",
        Condition::Judged(_) => "exception by judgement",
        Condition::InOrder(_) => "exception by steps in order",
    }));
    found
}

fn of_obligation(obligation: &Obligation) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let trigger = match &obligation.due {
        Due::By(_) => {
            found.insert("obligation by a date");
            None
        }
        Due::Within { trigger, .. } => {
            found.insert("within a time of a trigger");
            Some(trigger)
        }
        Due::EachOther { .. } => {
            found.insert("within a time of each other");
            None
        }
        Due::Promptly { trigger } => {
            found.insert("promptly");
            Some(trigger)
        }
    };
    found.extend(trigger.and_then(|trigger| trigger.found.as_ref()).map(|_| "counted from a finding"));
    if !obligation.bands.is_empty() {
        found.insert("bands of lateness");
    }
    if matches!(obligation.shown, Shown::ByTheAccuser { .. }) {
        found.insert("shown by the accuser");
    }
    if obligation.any_one {
        found.insert("any one of the obliged");
    }
    if obligation.acts.len() > 1 {
        found.insert(if obligation.every { "all of several acts" } else { "any of several acts" });
    }
    if obligation.towards == Towards::WhoeverTriggers {
        found.insert("towards whoever triggers it");
    }
    found.extend(obligation.measured.as_ref().map(|_| "measured"));
    found.extend(obligation.total.as_ref().map(|_| "total"));
    found.extend(only(&obligation.weapons));
    found
}

fn only(weapons: &Weapons) -> Option<&'static str> {
    matches!(weapons, Weapons::Only(_)).then_some("only some weapons")
}
