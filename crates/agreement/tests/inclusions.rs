//! Inclusions: what comes in is the same whatever the keywords of the two texts, and how many there may be.
//!
//! Not here: what is said of an inclusion that cannot be (`cases/agreement/bad`), verdicts (`cases/agreement/good`).

mod common;

use agreement::{Keywords, Texts, check, codes, limits, parse_with, to_json, translate};
use common::{block, included, read};
use sha2::{Digest, Sha256};

const PAGE: &str = "cases/agreement/bad/inclusion-under-a-taken-name.md";

/// A text with an inclusion, and the texts it includes.
fn including() -> (String, Texts) {
    let page = read(PAGE);
    let text = block(&page, "agreement").unwrap();
    let until = text.find("\narticle February 3").unwrap();
    (text[..until].to_owned(), included(&page))
}

fn tree(text: &str, texts: &Texts) -> String {
    to_json(&check(parse_with(text, texts)).agreement.expect("no errors"))
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn an_article_comes_in_the_same_whatever_the_keywords_of_the_two_texts() {
    let (text, texts) = including();
    let plain = tree(&text, &texts);
    let arabic = translate(&text, Keywords::Arabic).unwrap();
    assert_eq!(tree(&arabic, &texts), plain);
    let (path, other) = texts.first_key_value().unwrap();
    let translated = translate(other, Keywords::Arabic).unwrap();
    let (before, after) = (digest(other), digest(&translated));
    let texts = Texts::from([(path.clone(), translated)]);
    for own in [text, arabic] {
        assert_eq!(tree(&own.replace(&before, &after), &texts), plain.replace(&before, &after));
    }
}

#[test]
fn a_text_has_so_many_inclusions_and_not_one_more() {
    let (text, texts) = including();
    let (own, inclusion) = text.split_at(text.find("\ninclusion").unwrap());
    let with = |count: usize| {
        let one = |number: usize| inclusion.replacen("inclusion February", &format!("inclusion F{number}"), 1);
        own.to_owned() + &(0..count).map(one).collect::<String>()
    };
    let most = check(parse_with(&with(limits::INCLUSIONS), &texts));
    assert_eq!(most.agreement.expect("no errors").articles.len(), 1 + limits::INCLUSIONS);
    let past = check(parse_with(&with(limits::INCLUSIONS + 1), &texts));
    assert!(past.agreement.is_none());
    assert!(past.diagnostics.iter().any(|diagnostic| diagnostic.code == codes::LIMIT));
}
