//! Quotas: how much one author, or one address, may hand in; so that one flood does not keep others out.
//!
//! ```text
//! who, now ─▶ `Quota::take` ─▶ yes, or the seconds until it is worth asking again
//! ```
//!
//! Holds
//! - Each has as many as a minute allows at once, and gets one back at even intervals.
//! - Nothing in memory grows beyond `QUOTA_ENTRIES`: those who have everything back are forgotten.
//!
//! Not here: what an author is charged for (`submit`): only what it signed itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::limits::QUOTA_ENTRIES;

/// What is left to each of those who ask.
pub struct Quota<K> {
    /// How long until one is given back.
    interval: Duration,
    /// Since when each, if it had asked for nothing else, would have everything: later than now where something was taken.
    whole_at: Mutex<BTreeMap<K, Instant>>,
    minute: Duration,
}

impl<K: Ord + Clone> Quota<K> {
    /// So many a minute.
    pub fn a_minute(count: u32) -> Quota<K> {
        let minute = Duration::from_secs(60);
        Quota { interval: minute / count.max(1), whole_at: Mutex::default(), minute }
    }

    /// Takes one at `now`.
    ///
    /// # Errors
    /// Nothing is left; the seconds until something is.
    pub fn take(&self, who: &K, now: Instant) -> Result<(), u64> {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let at = whole_at.get(who).copied().unwrap_or(now).max(now) + self.interval;
        if let Some(wait) = (at - now).checked_sub(self.minute).filter(|wait| !wait.is_zero()) {
            return Err(wait.as_secs() + 1);
        }
        if !whole_at.contains_key(who) && whole_at.len() >= QUOTA_ENTRIES {
            whole_at.retain(|_, at| *at > now);
            if whole_at.len() >= QUOTA_ENTRIES {
                return Err(self.minute.as_secs());
            }
        }
        whole_at.insert(who.clone(), at);
        Ok(())
    }

    /// Whether something is left at `now`; takes nothing.
    ///
    /// # Errors
    /// As [`Quota::take`].
    pub fn has(&self, who: &K, now: Instant) -> Result<(), u64> {
        let whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let at = whole_at.get(who).copied().unwrap_or(now).max(now) + self.interval;
        match (at - now).checked_sub(self.minute).filter(|wait| !wait.is_zero()) {
            Some(wait) => Err(wait.as_secs() + 1),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minutes_worth_may_be_taken_at_once_and_comes_back_evenly() {
        let quota = Quota::a_minute(60);
        let begin = Instant::now();
        for taken in 0..60 {
            assert_eq!(quota.take(&"north", begin), Ok(()), "{taken}");
        }
        assert_eq!(quota.has(&"north", begin), Err(2));
        assert_eq!(quota.take(&"north", begin), Err(2));
        assert_eq!(quota.take(&"south", begin), Ok(()), "another one's is untouched");
        let later = begin + Duration::from_secs(3);
        assert_eq!((0..9).filter(|_| quota.take(&"north", later).is_ok()).count(), 3);
    }

    #[test]
    fn those_who_have_everything_back_are_forgotten() {
        let quota = Quota::a_minute(1);
        let begin = Instant::now();
        for who in 0..QUOTA_ENTRIES {
            assert!(quota.take(&who, begin).is_ok());
        }
        assert!(quota.take(&QUOTA_ENTRIES, begin).is_err(), "one past the limit");
        let later = begin + Duration::from_secs(61);
        assert!(quota.take(&QUOTA_ENTRIES, later).is_ok());
    }
}
