//! The text of an agreement: broken text is normal, a checked one has no loose ends.

use agreement::acts::Acts;
use agreement::diagnostic::{Severity, render_all};
use agreement::evaluate::evaluate;
use agreement::{Agreement, Keywords, check, parse, to_json, translate};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::Value;

use crate::{Read, taken};

/// An instant inside the years of most examples: 2030-06-01.
const AT: Instant = Instant(1_906_500_000);

pub(crate) fn run(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let parsed = parse(text);
    let unread = parsed.diagnostics().len();
    let checked = check(parsed);
    assert!(checked.diagnostics.len() >= unread.min(1), "checking hides what parsing found");
    let shown = render_all(&checked.diagnostics, "case.accord", text);
    assert_eq!(shown.is_empty(), checked.diagnostics.is_empty());
    let errors = checked.diagnostics.iter().any(|found| found.severity == Severity::Error);
    assert_eq!(
        checked.agreement.is_none(),
        errors,
        "an agreement has no errors, and a text without errors is one\n{shown}"
    );
    let Some(agreement) = checked.agreement else { return Read::Refused };

    let json = to_json(&agreement);
    let value: Value = serde_json::from_str(&json).expect("the tree is JSON");
    assert_eq!(serde_json::to_string(&value).expect("values of JSON"), json, "the tree's JSON has one spelling");
    layout_says_nothing(text, &json);
    let laid_out = agreement::format(text).expect("a text without errors can be laid out");
    let again = check(parse(&laid_out)).agreement.map(|agreement| to_json(&agreement));
    assert_eq!(again.as_deref(), Some(json.as_str()), "fmt changed what is said:\n{laid_out}");
    assert_eq!(agreement::format(&laid_out).as_ref(), Ok(&laid_out), "laid out again it differs");
    other_keywords_say_the_same(text, &json);
    assert!(agreement::paraphrase(&agreement).iter().all(|clause| !clause.sentences.is_empty()), "an untold clause");
    evaluates(&agreement);
    taken(true)
}

/// Line ends, blank lines and comments change nothing.
fn layout_says_nothing(text: &str, json: &str) {
    let mut variants = vec![format!("\n-- a comment\n{text}"), format!("{text}\n\n-- a comment")];
    if !text.contains('\r') {
        variants.push(text.replace('\n', "\r\n"));
    }
    for variant in variants {
        let checked = check(parse(&variant));
        let again = checked.agreement.as_ref().map(|agreement| to_json(agreement));
        assert_eq!(again.as_deref(), Some(json), "layout changed what is said:\n{variant}");
    }
}

/// In Arabic keywords, and back in English ones, the tree is the same.
fn other_keywords_say_the_same(text: &str, json: &str) {
    let arabic = translate(text, Keywords::Arabic).expect("a text without errors can be translated");
    for written in [translate(&arabic, Keywords::English).expect("and back"), arabic] {
        let again = check(parse(&written)).agreement.map(|agreement| to_json(&agreement));
        assert_eq!(again.as_deref(), Some(json), "other keywords changed what is said:\n{written}");
    }
}

/// Evaluation cannot fail: with nothing known every clock, regime and phase has an answer.
fn evaluates(agreement: &Agreement) {
    for perspective in &agreement.perspectives {
        let moment = Moment {
            happened: AT,
            known: KnownAt(AT),
            standard: agreement.standards.headline,
            perspective: perspective.clone(),
        };
        let evaluation = evaluate(agreement, &[], &Acts::default(), &moment);
        assert!(evaluation.judged.is_empty(), "nothing happened and something was judged");
        assert_eq!(evaluation.phases.len() % agreement.phases.len().max(1), 0);
    }
}
