//! The acceptance receipt: what the sequencer promises of an entry (`spec/identity.md`).
//!
//! ```text
//! armistice-receipt/v1
//! valley.example/log                                                 the log
//! 17                                                                 the entry
//! 4ac1…                                                              its leaf hash
//! 1900000100                                                         accepted at, Unix seconds
//! 60                                                                 in a published checkpoint within seconds
//! ```
//!
//! Holds
//! - It is the text of a note that the log's key signs; its first line keeps it from being a checkpoint of any log.
//! - It has one spelling.
//!
//! Not here: the signature (`tlog::note`), whether the promise was kept (`verify`).

use std::fmt;

use crate::codes;
use crate::vocabulary::time::Instant;

const FIRST_LINE: &str = "armistice-receipt/v1";

/// What the sequencer promises of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The log.
    pub origin: String,
    /// The entry's place.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: [u8; 32],
    /// When it was accepted.
    pub accepted_at: Instant,
    /// Seconds from then on within which a published checkpoint has it.
    pub include_within_s: u64,
}

impl Receipt {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let mut leaf = String::new();
        self.leaf.iter().for_each(|byte| leaf += &format!("{byte:02x}"));
        let Receipt { origin, index, accepted_at, include_within_s, .. } = self;
        format!("{FIRST_LINE}\n{origin}\n{index}\n{leaf}\n{}\n{include_within_s}\n", accepted_at.0)
    }
    /// The receipt that `text` spells.
    ///
    /// # Errors
    /// It is not what [`Receipt::text`] writes.
    ///
    /// ```
    /// use record::receipt::Receipt;
    /// use record::vocabulary::time::Instant;
    ///
    /// let origin = "valley.example/log".to_owned();
    /// let receipt = Receipt { origin, index: 17, leaf: [4; 32], accepted_at: Instant(1_900_000_100), include_within_s: 60 };
    /// assert_eq!(Receipt::parse(&receipt.text()), Ok(receipt));
    /// ```
    pub fn parse(text: &str) -> Result<Receipt, NoReceipt> {
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or(NoReceipt);
        if line()? != FIRST_LINE {
            return Err(NoReceipt);
        }
        let receipt = Receipt {
            origin: line()?.to_owned(),
            index: number(line()?)?,
            leaf: digest(line()?)?,
            accepted_at: Instant(line()?.parse().map_err(|_| NoReceipt)?),
            include_within_s: number(line()?)?,
        };
        // One spelling: what is read is what would be written.
        if receipt.text() == text { Ok(receipt) } else { Err(NoReceipt) }
    }
    /// The instant after which a published checkpoint without the entry breaks the promise.
    pub fn due(&self) -> Instant {
        Instant(self.accepted_at.0.saturating_add(i64::try_from(self.include_within_s).unwrap_or(i64::MAX)))
    }
}

fn number(text: &str) -> Result<u64, NoReceipt> {
    text.parse().map_err(|_| NoReceipt)
}

fn digest(text: &str) -> Result<[u8; 32], NoReceipt> {
    let mut digest = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(NoReceipt);
    }
    for (place, byte) in digest.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).map_err(|_| NoReceipt)?;
    }
    Ok(digest)
}

/// A text that is no acceptance receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoReceipt;

impl NoReceipt {
    /// Its code.
    pub fn code(&self) -> &'static str {
        codes::NO_RECEIPT
    }
}
impl fmt::Display for NoReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is no acceptance receipt, whose first line is `{FIRST_LINE}`")
    }
}
impl std::error::Error for NoReceipt {}
