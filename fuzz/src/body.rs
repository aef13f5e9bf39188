//! The bytes of a statement body: one spelling, one id, and the same thing said as fields.

use armistice::draft::{Context, Draft, Spelling, body, codes, from_body};
use record::vocabulary::time::Zone;
use record::wire::{body_id, decode, encode};

use crate::Read;

/// What bytes can say and the written forms cannot: names of several lines, a correction of nothing, a period without an
/// instant.
const NOT_WRITTEN: &[&str] = &[codes::NAME, codes::ONE_OF, codes::BACKWARDS];

pub(crate) fn run(bytes: &[u8]) -> Read {
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(error) => {
            assert!(error.code().starts_with('R') && !error.to_string().is_empty());
            return Read::Refused;
        }
    };
    let again = encode(&decoded).expect("what was read can be written");
    assert_eq!(again, bytes, "an accepted body has one spelling");
    assert_eq!(decode(&again).as_ref(), Ok(&decoded));
    assert_eq!(body_id(&again), body_id(bytes));
    // Said as fields it is the same, or refused for what the written forms do not say; never something else.
    let draft = Draft { fields: from_body(&decoded), spelling: Spelling::Json };
    let context = Context::new(Zone::named("Europe/Athens").expect("a zone of the bundled data"));
    match body(&draft, &context) {
        Ok(entry) => assert_eq!(entry.body, decoded, "{}", serde_json::Value::from(draft.fields)),
        Err(problems) => {
            for problem in problems {
                assert!(NOT_WRITTEN.contains(&problem.code), "{}", problem.render("body"));
            }
        }
    }
    Read::Taken
}
