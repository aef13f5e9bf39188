//! Tables of reports and weights that others wrote: every good row is in one incident, and weights link as they are read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use armistice::limits::ImportLimits;
use armistice::linking::{self, tables};
use incident::likeness::{Lexicon, Linker, Weights};

use crate::{Read, taken};

/// Most reports of which it is looked at whether one by one gives what all at once gives.
const ONE_BY_ONE: usize = 24;

/// A table of reports, linked all at once and one by one.
pub(crate) fn reports(bytes: &[u8]) -> Read {
    let table = Table::new(bytes);
    let Ok(mut reports) = tables::read(&table.0, ImportLimits::default()) else { return Read::Refused };
    for row in &reports.bad {
        let said = row.message.to_string();
        assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "a message that steers a terminal");
    }
    let ids: BTreeSet<String> = reports.entries.iter().map(|entry| entry.id.clone()).collect();
    assert_eq!(ids.len(), reports.entries.len(), "an id stands twice");
    let weights = linking::weights(&mut reports);
    let linker = |entries| Linker::of(entries, reports.lexicon.clone(), weights.clone(), BTreeMap::new());
    let all = linker(reports.entries.clone());
    let members: Vec<&str> = all.incidents().into_iter().flat_map(|(_, members)| members).collect();
    assert_eq!(members.len(), ids.len(), "a report is lost or in two incidents");
    assert!(members.iter().all(|id| ids.contains(*id)), "a report that nobody wrote");
    let _ = incident::likeness::copies(&all);
    if reports.entries.len() <= ONE_BY_ONE {
        let mut growing = linker(Vec::new());
        for entry in reports.entries.iter().rev() {
            growing.insert(entry.clone()).expect("ids differ");
        }
        assert_eq!(growing.incidents(), all.incidents(), "the order of arrival at the program matters");
    }
    taken(!ids.is_empty())
}

/// Weights in writing: written again they are the same, and they weigh without overflowing.
pub(crate) fn weights(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let mut lexicon = Lexicon::default();
    let weights = match Weights::read(text, &mut lexicon) {
        Ok(weights) => weights,
        Err(fault) => {
            assert!(fault.line >= 1 && !fault.expected.is_empty(), "a fault without a place");
            return Read::Refused;
        }
    };
    let written = weights.text(&lexicon);
    let again = Weights::read(&written, &mut lexicon).expect("what was written is read");
    assert_eq!(again.text(&lexicon), written, "written twice it differs");
    for level in [0_u8, 1, 7, 255] {
        let _ = weights.odds(&[level; incident::likeness::FIELDS], level % 2 == 0);
    }
    Read::Taken
}

/// A file of one run, removed with it.
struct Table(PathBuf);

impl Table {
    fn new(bytes: &[u8]) -> Table {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("armistice-fuzz-reports-{}-{number}.csv", std::process::id()));
        std::fs::write(&path, bytes).expect("a temporary file");
        Table(path)
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
