//! Cases in Markdown: a block that says what is done, and a block `expect` with what is said then.
//!
//! Holds
//! - `UPDATE_EXPECT=1` writes the answers into the cases.
//!
//! Not here: what the blocks mean (each test of cases).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use record::codes::Code;

/// Holds every case of `cases/FOLDER` that has a block called `name` to what `answer` makes of it. Gives all that was said.
pub fn hold(folder: &str, name: &str, answer: impl Fn(&str) -> String) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut said, mut cases) = (Vec::new(), String::new(), 0);
    for file in files {
        let page = fs::read_to_string(&file).unwrap();
        let Some((from, to)) = block(&page, name) else { continue };
        cases += 1;
        let found = answer(&page[from..to]);
        let (from, to) = block(&page, "expect").expect("a case has an `expect` block");
        if page[from..to] != found {
            match std::env::var_os("UPDATE_EXPECT") {
                Some(_) => fs::write(&file, format!("{}{found}{}", &page[..from], &page[to..])).unwrap(),
                None => {
                    wrong.push(format!("{}\n--- expected\n{}--- answered\n{found}", file.display(), &page[from..to]))
                }
            }
        }
        said += &found;
    }
    assert!(cases > 0, "there are cases with a block `{name}`");
    assert!(wrong.is_empty(), "{}\n(UPDATE_EXPECT=1 writes the answers into the cases)", wrong.join("\n"));
    said
}

/// That `said` shows each of these codes.
pub fn show<'c>(said: &str, codes: impl IntoIterator<Item = &'c Code>) {
    let silent: BTreeSet<&str> =
        codes.into_iter().map(|code| code.code).filter(|code| !said.contains(&format!("error[{code}]"))).collect();
    assert!(silent.is_empty(), "no case triggers {silent:?}");
}

/// From where to where the text of a block goes.
fn block(page: &str, name: &str) -> Option<(usize, usize)> {
    let open = format!("```{name}\n");
    let from = page.find(&open)? + open.len();
    Some((from, from + page[from..].find("```").expect("a block is closed")))
}
