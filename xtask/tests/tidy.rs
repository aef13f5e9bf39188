//! Tidy finds nothing here, and each of its rules fires where it should.

use xtask::tidy::{self, Problem, RULES, Tree, modules, pure};

#[test]
fn the_repository_is_tidy() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands below the top folder");
    let problems = tidy::check(&Tree::read(top).expect("the repository can be read"));
    let all: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert!(all.is_empty(), "{} to mend:\n{}", all.len(), all.join("\n"));
}

/// What the rule of this name finds in a tree, as `path:line wrong`.
fn found(rule: &str, files: &[(&str, &str)]) -> Vec<String> {
    let (_, rule) = RULES.iter().find(|(name, _)| *name == rule).expect("a rule of this name");
    rule(&Tree::of(files)).iter().map(|p| format!("{}:{} {}", p.path, p.line, p.wrong)).collect()
}

/// One tree per rule in which it fires. A rule without one fails the test below.
fn fires(rule: &str) -> Vec<(&'static str, &'static str)> {
    match rule {
        "module headers" => vec![("crates/record/src/lib.rs", "pub mod a;\n")],
        "long files" => vec![("oracle/src/lib.rs", LONG)],
        "dead files" => vec![("crates/record/src/lib.rs", "//! A."), ("crates/record/src/b.rs", "//! B.")],
        "crate arrows" => vec![(
            "crates/incident/Cargo.toml",
            "[package]\nname = \"incident\"\n[dependencies]\nagreement.workspace = true\n",
        )],
        "names in pure crates" => vec![("crates/incident/src/lib.rs", "use std::collections::HashMap;")],
        "lints of pure crates" => vec![("crates/record/src/lib.rs", "")],
        "glossary" => {
            vec![("crates/record/src/lib.rs", "pub struct Wolf;"), ("GLOSSARY.md", "| word |\n|---|\n| clock |\n")]
        }
        "words" => vec![("crates/armistice/src/lib.rs", "pub struct EnemyPosition;")],
        "error codes" => vec![("crates/agreement/src/codes.rs", "pub const A: &str = \"A0107\";")],
        "machine paths" => vec![("README.md", concat!("see /ho", "me/ana/notes"))],
        "registry hosts" => vec![("web/package-lock.json", concat!("https://registry.", "npmjs.org/x"))],
        "unfinished marks" => vec![("docs/guide/start.md", concat!("TO", "DO: write"))],
        "links" => vec![("README.md", "[guide](docs/guide.md)")],
        "cases" => vec![("cases/agreement/good/a.md", "no title\n\n```expect\n```\n")],
        "dependencies" => vec![("Cargo.toml", "[workspace.dependencies]\nserde = \"1\"\n")],
        other => panic!("the rule `{other}` has no tree in which it fires: add one"),
    }
}

const LONG: &str = {
    const BYTES: [u8; 901] = [b'\n'; 901];
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => panic!("line feeds are text"),
    }
};

#[test]
fn every_rule_fires_somewhere() {
    for (rule, _) in RULES {
        assert!(!found(rule, &fires(rule)).is_empty(), "the rule `{rule}` does not fire");
    }
}

#[test]
fn no_rule_fires_in_a_tidy_tree() {
    let tree = Tree::of(&[
        ("Cargo.toml", "[workspace.dependencies]\nrecord = { path = \"crates/record\" }\n# SHA-256\nsha2 = \"1\"\n"),
        ("crates/record/Cargo.toml", "[package]\nname = \"record\"\n[dependencies]\nsha2.workspace = true\n"),
        ("crates/record/clippy.toml", "disallowed-types = []\n"),
        ("crates/agreement/clippy.toml", "disallowed-types = []\n"),
        (
            "crates/record/src/lib.rs",
            "//! The record.\n\npub mod codes;\n/// A HashMap, std::fs, 1.5\npub struct Statements;\n",
        ),
        ("crates/record/src/codes.rs", "//! Codes.\n\npub const BAD_BODY: &str = \"R0001\";\n"),
        ("cases/record/bad/body.md", "# A body\n\n```expect\nerror[R0001]: x\n```\n"),
        ("GLOSSARY.md", "# Words\n\n| word | meaning |\n|---|---|\n| statement | [the record](crates/record/src) |\n"),
    ]);
    assert_eq!(tidy::check(&tree), []);
}

#[test]
fn a_header_says_something_on_the_first_line() {
    let at = |text| found("module headers", &[("xtask/src/a.rs", text)]).len();
    assert_eq!((at("//! What it is.\n"), at("//!\n"), at("\n//! Late.\n"), at("// Not a header.\n")), (0, 1, 1, 1));
    assert!(found("module headers", &[("crates/record/tests/a.rs", "fn a() {}")]).is_empty());
}

#[test]
fn a_long_file_needs_a_reason_and_a_reason_needs_a_long_file() {
    let tree = Tree::of(&[("crates/record/src/lib.rs", LONG)]);
    assert!(modules::long_files_but(&tree, &[("crates/record/src/lib.rs", "one idea")]).is_empty());
    let stale =
        modules::long_files_but(&Tree::of(&[("crates/record/src/a.rs", "")]), &[("crates/record/src/a.rs", "")]);
    assert_eq!(stale.len(), 1);
}

#[test]
fn a_file_is_alive_when_its_parent_declares_it() {
    let alive = [
        ("crates/record/src/lib.rs", "pub mod a;\nmod b;\n#[cfg(test)]\nmod tests;\n"),
        ("crates/record/src/a.rs", ""),
        ("crates/record/src/b/mod.rs", "pub(crate) mod c;"),
        ("crates/record/src/b/c.rs", ""),
        ("crates/record/src/tests.rs", ""),
        ("crates/record/src/bin/tool.rs", ""),
    ];
    assert!(found("dead files", &alive).is_empty());
    let dead = [("crates/record/src/lib.rs", "// mod a;"), ("crates/record/src/a.rs", "")];
    assert_eq!(
        found("dead files", &dead),
        ["crates/record/src/a.rs:0 no file declares `mod a;`, so nothing compiles this one"]
    );
}

/// What the arrows say of one crate with these dependency lines.
fn arrows(name: &str, dependencies: &str) -> usize {
    let text = format!("[package]\nname = \"{name}\"\n\n{dependencies}\n");
    found("crate arrows", &[(&format!("crates/{name}/Cargo.toml"), &text)]).len()
}

#[test]
fn arrows_go_only_where_the_table_says() {
    assert_eq!(arrows("agreement", "[dependencies]\nrecord.workspace = true"), 0);
    assert_eq!(arrows("agreement", "[dependencies]\nrecord.workspace = true\nincident.workspace = true"), 1);
    assert_eq!(arrows("channel", "[dependencies]\nagreement = { path = \"../agreement\" }"), 1);
    assert_eq!(arrows("incident", "[dependencies]\njiff.workspace = true"), 1);
    assert_eq!(arrows("record", "[dependencies]\njiff.workspace = true\nserde_json.workspace = true"), 1);
    assert_eq!(arrows("verify", "[dependencies]\ntlog.workspace = true\nagreement.workspace = true"), 1);
    assert_eq!(arrows("oracle", "[dependencies]\nproptest.workspace = true\nincident.workspace = true"), 1);
    assert_eq!(arrows("armistice", "[dependencies]\nclap.workspace = true\nsituation.workspace = true"), 0);
    assert_eq!(arrows("newcomer", ""), 1);
}

#[test]
fn arrows_see_every_spelling_of_a_dependency() {
    assert_eq!(arrows("record", "[dependencies.agreement]\nworkspace = true\n"), 1);
    assert_eq!(arrows("record", "[target.'cfg(unix)'.dependencies]\nlibc.workspace = true\n"), 1);
    assert_eq!(arrows("record", "[build-dependencies]\ncc.workspace = true\n"), 1);
    assert_eq!(arrows("record", "[dependencies]\nsha2 = { package = \"evil\", version = \"1\" }\n"), 1);
    assert_eq!(arrows("record", "[dev-dependencies]\nproptest.workspace = true\n[lints]\nworkspace = true\n"), 0);
}

#[test]
fn the_oracle_sees_only_the_syntax_tree() {
    let at = |text| found("crate arrows", &[("oracle/src/lib.rs", text)]).len();
    assert_eq!(at("use agreement::tree::Article;\nfn evaluate() {}"), 0);
    assert_eq!(at("use agreement::{tree, evaluate::evaluate};"), 1);
    assert_eq!(at("let all = agreement::evaluate(a);"), 1);
}

/// What the names rule says of a line in a pure crate.
fn pure_names(text: &str) -> usize {
    found("names in pure crates", &[("crates/situation/src/lib.rs", text)]).len()
}

#[test]
fn pure_crates_do_not_name_the_world() {
    for text in [
        "use std::fs;",
        "use std::{fmt, net::TcpStream};",
        "let home = std::env::var(\"X\");",
        "std::thread::spawn(f);",
        "std::process::exit(1);",
        "let now = SystemTime::now();",
        "let now = std::time::Instant::now();",
        "use core::time;",
        "let now = jiff::Zoned::now();",
        "fn f(m: &HashSet<u8>) {}",
        "let x: f32 = y;",
        "let x = y as f64;",
        "println!(\"x\");",
        "eprintln!();",
        "dbg!(x);",
        "let x = 1.5;",
        "let x = 1e9;",
        "let x = 2_f64;",
    ] {
        assert_eq!(pure_names(text), 1, "{text}");
    }
}

#[test]
fn pure_crates_may_speak_of_the_world() {
    for text in [
        "/// Unlike std::fs, HashMap or f64.\nfn a() {}",
        "let help = \"use std::env; println!(1.5)\";",
        "let help = r#\"say \"HashMap\" here\"#;",
        "use std::time::Duration;",
        "use crate::vocabulary::time::Instant;",
        "let x = 1..5; let y = pair.0.1; let z = 0x1e5;",
        "let quote = '\"'; let fs = a::fs::b; // std::fs",
        "#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn a() { println!(\"{}\", 1.5); }\n}\nfn b<'a>(x: &'a str) {}",
        "writeln!(f, \"x\");",
    ] {
        assert_eq!(pure_names(text), 0, "{text}");
    }
    assert_eq!(pure_names("#[cfg(test)]\nmod tests { fn a() {} }\nuse std::fs;"), 1, "after the unit tests");
    assert_eq!(pure_names("enum A { #[cfg(test)] B }\nuse std::fs;"), 1, "after a variant for unit tests");
    assert_eq!(pure_names("let a = '{'; /* a /* b */ c */ use std::fs;"), 1, "after a nested comment");
}

#[test]
fn an_exception_of_a_pure_crate_must_be_needed() {
    let exception = [("crates/record/src/lib.rs", "f64", "drawing only")];
    let needed = Tree::of(&[("crates/record/src/lib.rs", "fn draw(x: f64) {}")]);
    assert!(pure::names_but(&needed, &exception).is_empty());
    let stale = Tree::of(&[("crates/record/src/lib.rs", "fn draw(x: i64) {}")]);
    assert_eq!(pure::names_but(&stale, &exception).len(), 1);
}

#[test]
fn all_pure_crates_obey_one_lint_file() {
    let (one, other) = ("a = []\n", "a = [1]\n");
    let at = |files: &[(&str, &str)]| found("lints of pure crates", files);
    assert!(at(&[("crates/record/clippy.toml", one), ("crates/incident/clippy.toml", one)]).is_empty());
    assert_eq!(
        at(&[("crates/record/clippy.toml", one), ("crates/incident/clippy.toml", other)]),
        ["crates/incident/clippy.toml:0 differs from crates/record/clippy.toml"]
    );
    assert_eq!(at(&[("crates/record/clippy.toml", one), ("clippy.toml", one)]).len(), 1);
}

#[test]
fn a_type_stands_in_the_glossary_by_its_words() {
    let glossary = "| Word | Meaning | Also in code |\n|:--|---|--:|\n\
        | party / actor | who | `DeadlyParty` |\n\
        | log checkpoint | size and root; a Wolf is not one | |\n\
        | body (of a statement), standard of proof | x | |\n";
    let missing = |name: &str| {
        let text = format!("/// X.\npub struct {name} {{}}\n");
        found("glossary", &[("GLOSSARY.md", glossary), ("crates/record/src/lib.rs", &text)]).len()
    };
    for known in [
        "Party",
        "Parties",
        "Actor",
        "DeadlyParties",
        "LogCheckpoint",
        "Checkpoint",
        "Bodies",
        "StandardOfProof",
        "ActorId",
        "PartyLogCheckpoint",
    ] {
        assert_eq!(missing(known), 0, "{known}");
    }
    for unknown in ["Wolf", "PartyLog", "CheckpointLog", "Part", "ProofActor"] {
        assert_eq!(missing(unknown), 1, "{unknown}");
    }
    let others = [
        ("GLOSSARY.md", glossary),
        ("crates/record/src/lib.rs", "pub(crate) enum Wolf {}\nstruct Fox;\npub fn wolf() {}\n"),
        ("crates/armistice/src/lib.rs", "pub struct Wolf;"),
    ];
    assert!(found("glossary", &others).is_empty());
    let text = "pub struct PartyWolfFox;";
    assert_eq!(
        found("glossary", &[("GLOSSARY.md", glossary), ("crates/record/src/lib.rs", text)]),
        ["crates/record/src/lib.rs:1 the glossary does not know `wolf`, `fox` of `PartyWolfFox`"]
    );
    let kinds = "pub enum Wolf {}\npub trait Fox {}\npub type Bear = u8;\npub union Owl {}\n";
    assert_eq!(found("glossary", &[("GLOSSARY.md", glossary), ("crates/incident/src/lib.rs", kinds)]).len(), 4);
}

#[test]
fn a_type_that_other_crates_cannot_name_needs_no_glossary() {
    let at = |top: &str, module: &str| {
        let files = [
            ("GLOSSARY.md", "| word |\n|---|\n| clock |\n"),
            ("crates/record/src/lib.rs", top),
            ("crates/record/src/a/mod.rs", module),
            ("crates/record/src/a/b.rs", "pub struct Wolf;"),
        ];
        found("glossary", &files).len()
    };
    for (top, module) in [
        ("pub mod a;", "pub mod b;"),
        ("pub mod a;", "mod b;\npub use b::*;"),
        ("pub mod a;", "mod b;\npub use b::{Fox, Wolf};"),
        ("mod a;\npub use a::Wolf;", "mod b;\npub use b::Wolf;"),
        ("mod a;\npub use a::b::Wolf;", "pub(crate) mod b;"),
        ("mod a;\npub use a::b;", "pub mod b;"),
    ] {
        assert_eq!(at(top, module), 1, "{top} / {module}");
    }
    for (top, module) in [
        ("pub mod a;", "mod b;"),
        ("mod a;", "pub mod b;"),
        ("pub mod a;", "mod b;\npub use b::{Fox, Bear};"),
        ("pub mod a;", "mod b;\nuse b::*;"),
    ] {
        assert_eq!(at(top, module), 0, "{top} / {module}");
    }
}

#[test]
fn the_glossary_explains_a_word_once_and_is_there() {
    let twice = "| word | meaning |\n|---|---|\n| claim | a |\n| Claims | b |\n";
    assert_eq!(
        found("glossary", &[("GLOSSARY.md", twice)]),
        ["GLOSSARY.md:4 `Claims` is explained twice, first in line 3"]
    );
    assert_eq!(found("glossary", &[]), ["GLOSSARY.md:0 missing GLOSSARY.md"]);
}

#[test]
fn names_and_texts_take_no_side() {
    let at = |text| found("words", &[("crates/situation/src/lib.rs", text)]).len();
    for text in [
        "pub struct HitCount;",
        "pub fn ping() {}",
        "pub struct A {\n    pub trust_score: u8,\n}",
        "pub const fn user_id() {}",
        "pub struct AttackEvent;",
        "let text = \"the enemy moved\";",
        "let text = \"trust score 3\";",
    ] {
        assert_eq!(at(text), 1, "{text}");
    }
    for text in [
        "pub struct EventTime;",
        "pub fn event_key() {}",
        "pub struct White;",
        "fn hit() {}",
        "let text = \"an attack on white pages\";",
        "// the enemy of clarity",
        "#[cfg(test)]\nmod tests { const A: &str = \"user\"; }",
    ] {
        assert_eq!(at(text), 0, "{text}");
    }
}

#[test]
fn every_code_has_a_case_and_one_home() {
    let codes = ("crates/agreement/src/codes.rs", "//! C.\npub const NOTHING: Code = Code(\"A0107\", \"A01070\");");
    let case = ("cases/agreement/bad/nothing.md", "error[A0107]: nothing");
    assert!(found("error codes", &[codes, case]).is_empty());
    assert!(found("error codes", &[codes, ("cases/import/bad/x.md", "A0107")]).is_empty());
    assert_eq!(
        found("error codes", &[codes, ("cases/agreement/good/a.md", "A0107")]),
        ["crates/agreement/src/codes.rs:2 no case shows the message of `A0107`"]
    );
    assert_eq!(
        found("error codes", &[codes, case, ("crates/agreement/src/check.rs", "fail(\"A0107\")")]),
        ["crates/agreement/src/check.rs:1 the code `A0107` is spelled out here"]
    );
    assert_eq!(
        found("error codes", &[("crates/record/src/wire.rs", "Fault => \"R0101\"")]).len(),
        1,
        "without a codes.rs"
    );
    assert_eq!(
        found("error codes", &[codes, case, ("cases/record/bad/x.md", "# X\nerror[R0001]: x")]),
        ["cases/record/bad/x.md:2 the case expects `R0001`, and no codes.rs has it"]
    );
    assert_eq!(
        found(
            "error codes",
            &[codes, case, ("crates/record/src/codes.rs", "\"A0108\""), ("cases/x/bad/b.md", "A0108")]
        ),
        ["crates/record/src/codes.rs:1 code `A0108` has the letter of `agreement`, which has `A0107`"]
    );
}

#[test]
fn no_file_names_one_machine() {
    let at = |text: String| found("machine paths", &[("a.csv", &text)]).len();
    for folder in ["work", "home", "root", "Users", "tmp"] {
        assert_eq!(at(format!("see `/{folder}/x`")), 1, "{folder}");
        assert_eq!(at(format!("../{folder}/x docs/{folder}/x https://north.example/{folder}/x")), 0, "{folder}");
    }
    assert_eq!(at(format!("{}:\\x", "C")), 1);
}

#[test]
fn only_the_lock_file_names_a_registry() {
    for host in [["crates", "io"], ["pypi", "org"], ["deb", "debian"], ["files", "pythonhosted"]] {
        let text = host.join(".");
        assert_eq!(found("registry hosts", &[("README.md", &text)]).len(), 1, "{text}");
        assert_eq!(found("registry hosts", &[("Cargo.lock", &text)]).len(), 0, "{text}");
    }
}

#[test]
fn nothing_is_left_unfinished() {
    let at = |path: &str, text: &str| found("unfinished marks", &[(path, text)]).len();
    for mark in [["FIX", "ME"], ["to", "do!()"], ["unimple", "mented!()"], ["// TO", "DO(x)"], ["XX", "X"]] {
        assert_eq!(at("crates/record/src/lib.rs", &mark.concat()), 1, "{mark:?}");
    }
    assert_eq!(at("README.md", concat!("MASTO", "DON, SHA-XX", "XX")), 0);
    assert_eq!(at("data.csv", concat!("TO", "DO")), 0);
}

#[test]
fn links_lead_somewhere() {
    let page = ("spec/time.md", "# Time\n\n## T4: silence, `gaps` & \"calm\"\n\n## Again\n\n## Again\n");
    let at = |text: &str| found("links", &[("spec/index.md", text), page, ("cases/a/good/b.md", "")]);
    for text in [
        "[time](time.md) and [case](../cases/a/good/b.md)",
        "[T4](time.md#t4-silence-gaps--calm) [second](time.md#again-1)",
        "[top](/spec/time.md) [folder](../cases/a/) [site](https://north.example/x) [mail](mailto:a@b.example)",
        "`[not](a.md)`\n```text\n[not](b.md)\n```\n",
        "# Here\n[here](#here)\n[time]: time.md\n[^note]: see there",
    ] {
        assert_eq!(at(text), [""; 0], "{text}");
    }
    assert_eq!(at("\n[x](tiem.md)"), ["spec/index.md:2 the link `tiem.md` leads nowhere: there is no `spec/tiem.md`"]);
    assert_eq!(at("[x]: tiem.md").len(), 1);
    assert_eq!(at("![map](map.svg \"the map\")").len(), 1);
    assert_eq!(at("[x](../../y.md)"), ["spec/index.md:1 the link `../../y.md` leaves the repository"]);
    assert_eq!(at("[x](time.md#t5)").len(), 1);
    assert_eq!(at("[x](#nowhere)").len(), 1);
}

#[test]
fn a_case_has_a_title_and_expects_something() {
    let at = |text: &str| found("cases", &[("cases/agreement/good/a.md", text)]);
    let good = "# A late report\n\nProse.\n\n```statements\nx\n```\n\n```expect\ny\n```\n";
    assert_eq!(at(good), [""; 0]);
    assert_eq!(at(&good.replace("# A", "A")), ["cases/agreement/good/a.md:1 the case has no title"]);
    assert_eq!(at(&good.replace("```expect", "```text")), ["cases/agreement/good/a.md:0 the case expects nothing"]);
    assert_eq!(at(&good.replace("y\n```\n", "y\n")), ["cases/agreement/good/a.md:9 the block is not closed"]);
    assert!(found("cases", &[("cases/README.md", "# Cases\n")]).is_empty());
}

#[test]
fn a_dependency_has_its_reason_once() {
    let top = |lines: &str| format!("[workspace.dependencies]\n{lines}\n[profile.dev]\ndebug = 1\n");
    let at = |text: &str| found("dependencies", &[("Cargo.toml", text)]).len();
    assert_eq!(at(&top("# hashes\nsha2 = \"1\"\nrecord = { path = \"crates/record\" }")), 0);
    assert_eq!(at(&top("#\nsha2 = \"1\"")), 1);
    assert_eq!(at(&top("# two at once\nsha2 = \"1\"\njiff = { version = \"1\" }")), 1);
    assert_eq!(at(&top("\n[workspace.dependencies.sha2]\nversion = \"1\"")), 1);
    let own =
        |line: &str| found("dependencies", &[("crates/a/Cargo.toml", &format!("[dev-dependencies]\n{line}\n"))]).len();
    assert_eq!(own("sha2.workspace = true"), 0);
    assert_eq!(own("sha2 = { workspace = true, features = [\"x\"] }"), 0);
    assert_eq!(own("sha2 = \"1\""), 1);
}
