//! Signatures, checked on every core at once: they are nearly all the work of checking a log.
//!
//! ```text
//! reader ─▶ batches of checks, a few waiting ─▶ one worker for each core ─▶ which of them do not hold
//! ```
//!
//! Holds
//! - The one rule is that of `Check::holds`; here it is only decided where and when.
//! - A reader that is faster than the workers waits: what is unchecked does not pile up.

use std::num::NonZero;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use record::envelope::Check;

use crate::limits::PROBLEMS_SHOWN;

/// A signature of an entry: the first is its author's, the others are consents to the act that it carries.
pub(crate) struct OfEntry {
    pub(crate) index: u64,
    pub(crate) number: usize,
    pub(crate) check: Check,
}

/// Signatures that do not hold: index of the entry and number of the signature. The first few are kept, all are counted.
#[derive(Default)]
pub(crate) struct Failed {
    pub(crate) first: Vec<(u64, usize)>,
    pub(crate) count: u64,
    pub(crate) checked: u64,
}

/// Runs `read`, which sends batches of signatures, and checks them beside it.
pub(crate) fn in_parallel<R>(read: impl FnOnce(&SyncSender<Vec<OfEntry>>) -> R) -> (R, Failed) {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (sender, receiver) = sync_channel::<Vec<OfEntry>>(2 * workers);
    let receiver = Mutex::new(receiver);
    let work = || {
        let mut failed = Failed::default();
        loop {
            // The lock is held while waiting and no longer: the next worker waits behind it.
            let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(batch) = next else { return failed };
            failed.checked += batch.len() as u64;
            for signature in batch.iter().filter(|signature| !signature.check.holds()) {
                failed.add(signature.index, signature.number);
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let read = read(&sender);
        drop(sender);
        let mut failed = Failed::default();
        for worker in workers {
            let found = worker.join().expect("a worker checks signatures and does not stop");
            failed.checked += found.checked;
            let unlisted = found.count - found.first.len() as u64;
            found.first.into_iter().for_each(|(index, number)| failed.add(index, number));
            failed.count += unlisted;
        }
        (read, failed)
    })
}

impl Failed {
    fn add(&mut self, index: u64, number: usize) {
        self.count += 1;
        let place = self.first.partition_point(|other| *other < (index, number));
        self.first.insert(place, (index, number));
        self.first.truncate(PROBLEMS_SHOWN as usize);
    }
}
