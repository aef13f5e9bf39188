//! What says who may sign: acts, submissions and receipts have one spelling each, and nothing that was read stops the ledger.

use record::envelope::Entry;
use record::identity::Act;
use record::ledger::{Admitted, Ledger};
use record::receipt::Receipt;
use record::submission::{Said, Submission, salt_and_body};
use record::vocabulary::time::Instant;

use crate::{Read, taken};

pub(crate) fn act(bytes: &[u8]) -> Read {
    let act = Act::decode(bytes);
    if let Ok(act) = &act {
        assert_eq!(act.encode().as_deref(), Ok(bytes), "a second spelling of an act");
        let says = act.says.bytes().expect("what was read has bytes");
        assert!(says.len() <= bytes.len(), "consents take bytes away");
        act.says.id().expect("what was read has an id");
    }
    taken(act.is_ok())
}

pub(crate) fn submission(bytes: &[u8]) -> Read {
    let Ok(submission) = Submission::decode(bytes) else { return Read::Refused };
    assert_eq!(submission.encode().as_deref(), Ok(bytes), "a second spelling of a submission");
    match &submission.said {
        Said::Body(body) => {
            let blob = submission.blob();
            assert_eq!(salt_and_body(&blob), Some((submission.salt, body.as_slice())));
            assert!(submission.act().is_none());
        }
        Said::Act(_) => assert!(submission.blob().is_empty() && submission.act().is_some()),
    }
    let fits = submission.body();
    // As the first entry of its log: admitted with signatures to check, or refused with a reason.
    let (act, envelope) = (submission.act(), &submission.signed.envelope);
    let mut ledger = Ledger::new(&envelope.mission);
    let entry = Entry { signed: submission.signed.clone(), accepted_at: Instant(0), received: None, act };
    match ledger.admit(&entry, |_, _| None) {
        Ok(Admitted::Next(signatures)) => {
            assert!(fits.is_ok(), "admitted with something else than was promised");
            assert_eq!(signatures.key().id(), envelope.key, "admitted under another key than it names");
            ledger.enter(&entry);
            assert!(ledger.charter().is_some() && ledger.size() == 1, "a log begins with its charter");
        }
        Ok(Admitted::Already { .. }) => panic!("an empty log has nothing"),
        Err(refusal) => assert!(!refusal.to_string().is_empty() && record::codes::explain(refusal.code()).is_some()),
    }
    Read::Taken
}

pub(crate) fn receipt(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let receipt = Receipt::parse(text);
    if let Ok(receipt) = &receipt {
        assert_eq!(receipt.text(), text, "a second spelling of a receipt");
        assert!(receipt.due() >= receipt.accepted_at, "a promise that is due before it was made");
        assert!(tlog::checkpoint::Checkpoint::parse(text).is_err(), "a receipt is no log checkpoint");
    }
    taken(receipt.is_ok())
}
