//! Leaves of the log: one spelling each, and no signature holds over what was changed.

use record::envelope::{Entry, Signed};

use crate::{Read, taken};

pub(crate) fn run(bytes: &[u8]) -> Read {
    let signed = Signed::decode(bytes);
    if let Ok(signed) = &signed {
        assert_eq!(signed.encode().as_deref(), Ok(bytes), "a second spelling of an envelope");
        assert_eq!(Signed::decode(bytes).map(|again| again.id()), Ok(signed.id()));
    }
    let entry = Entry::decode(bytes);
    if let Ok(entry) = &entry {
        assert_eq!(entry.encode().as_deref(), Ok(bytes), "a second spelling of an entry");
    }
    taken(signed.is_ok() || entry.is_ok())
}
