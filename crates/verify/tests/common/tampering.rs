//! Every way in which these tests tamper with a log, by name: with a copy, or as its host who can sign again.
//!
//! The log has 600 entries and was published at 5, 130, 256 and 300 before; `held` is the checkpoint of 300.

use std::fs;
use std::sync::LazyLock;

use super::*;

/// The log that is tampered with, made once.
pub static VALLEY: LazyLock<Valley> = LazyLock::new(|| Valley::of(600));

/// A mission's folder with the log, and what somebody holds of it.
pub struct Mission {
    pub folder: Folder,
}

impl Mission {
    pub fn new() -> Mission {
        let folder = Folder::new();
        VALLEY.publish(folder.path(), &[5, 130, 256, 300]);
        let held = fs::read(folder.join("record/checkpoint.old")).expect("published before");
        write(&folder.join("held"), &held);
        Mission { folder }
    }

    /// Changes the bytes of a file in the copy.
    fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let path = self.folder.join(name);
        let mut bytes = fs::read(&path).expect("a file of the log");
        change(&mut bytes);
        fs::write(&path, bytes).expect("a file can be written");
    }

    /// Changes the text of a file in the copy.
    fn replace(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.folder.join(name)).expect("a text of the log");
        assert!(text.contains(from), "{name} has {from}");
        fs::write(self.folder.join(name), text.replacen(from, to, 1)).expect("a file can be written");
    }

    /// Changes the entries of a bundle in the copy, and nothing else.
    fn change_entries(&self, name: &str, width: u16, change: impl FnOnce(&mut Vec<Vec<u8>>)) {
        self.change(&format!("record/tile/entries/{name}"), |bytes| {
            let entries = tlog::tile::read_bundle(bytes, width).expect("a bundle");
            let mut entries = entries.iter().map(|entry| entry.to_vec()).collect();
            change(&mut entries);
            *bytes = write_bundle(&entries).expect("a bundle");
        });
    }

    /// Publishes other entries in place of the log's, with everything signed again.
    fn publish_instead(&self, leaves: &[Vec<u8>]) {
        fs::remove_dir_all(self.folder.join("record")).expect("a folder can be removed");
        publish(self.folder.path(), leaves);
    }

    /// The log as its host tells it from an entry on, with everything signed again.
    fn rewrite(&self, from: usize, tell: impl FnOnce(&mut Valley)) {
        let mut valley = Valley::of(from);
        tell(&mut valley);
        self.publish_instead(&valley.leaves());
    }

    /// One entry as the host writes it, the others as they were, with everything signed again.
    fn rewrite_entry(&self, index: usize, change: impl FnOnce(&mut Entry)) {
        let mut valley = VALLEY.clone();
        change(&mut valley.entries[index]);
        self.publish_instead(&valley.leaves());
    }

    /// Signs a checkpoint again, as the host can.
    fn resign(&self, size: usize, root: Hash, witnesses: &[&str]) {
        write(&self.folder.join("record/checkpoint"), checkpoint(size, root, witnesses).to_string().as_bytes());
    }

    fn root(&self) -> Hash {
        write_tiles(&self.folder.join("elsewhere"), &VALLEY.leaves())
    }
}

/// The 64th byte of an entry, its third bit: somewhere in what its author said.
fn flip(bytes: &mut [u8], place: usize) {
    bytes[place] ^= 0b100;
}

/// What is done, by name.
pub type Tampering = (&'static str, fn(&Mission));

/// With a copy: whoever carries or keeps it, and has no key.
pub const OF_A_COPY: &[Tampering] = &[
    ("nothing is done", |_| {}),
    ("a bit of an entry is flipped", |m| m.change_entries("000", 256, |entries| flip(&mut entries[17], 64))),
    ("a bit of an author's signature is flipped", |m| {
        m.change_entries("001", 256, |entries| {
            let at = entries[3].len() - 30;
            flip(&mut entries[3], at);
        });
    }),
    ("a bit of an acceptance in the last bundle is flipped", |m| {
        m.change_entries("002.p/88", 88, |entries| {
            let last = entries[87].len() - 1;
            flip(&mut entries[87], last);
        });
    }),
    ("a bit of a tile of level 0 is flipped", |m| m.change("record/tile/0/001", |bytes| flip(bytes, 32 * 9))),
    ("a bit of the last tile of level 0 is flipped", |m| {
        m.change("record/tile/0/002.p/88", |bytes| flip(bytes, 32 * 9))
    }),
    ("a bit of a tile of level 1 is flipped", |m| m.change("record/tile/1/000.p/2", |bytes| flip(bytes, 40))),
    ("a bit of the length of an entry is flipped", |m| m.change("record/tile/entries/000", |bytes| flip(bytes, 1))),
    ("a tile is cut", |m| m.change("record/tile/0/000", |bytes| bytes.truncate(8_000))),
    ("the size of the checkpoint is changed", |m| m.replace("record/checkpoint", "\n600\n", "\n512\n")),
    ("the root of the checkpoint is changed", |m| {
        let root = m.root().to_string();
        let other = Hash([3; 32]).to_string();
        m.replace("record/checkpoint", &root, &other);
    }),
    ("a bit of the log's signature is flipped", |m| {
        m.change("record/checkpoint", |bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let line = text.lines().find(|line| line.contains(&format!(" {ORIGIN} "))).expect("a signature");
            let at = text.find(line).expect("its line") + line.len() - 20;
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        });
    }),
    ("a bit of a cosignature is flipped", |m| {
        m.change("record/checkpoint", |bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let line = text.lines().find(|line| line.contains(WITNESSES[1])).expect("a cosignature");
            let at = text.find(line).expect("its line") + line.len() - 20;
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        });
    }),
    ("a line of the checkpoint is lost", |m| m.replace("record/checkpoint", "600\n", "")),
    ("a cosignature is taken away", |m| {
        let text = fs::read_to_string(m.folder.join("record/checkpoint")).expect("a checkpoint");
        let rest: Vec<&str> = text.lines().filter(|line| !line.contains(WITNESSES[1])).collect();
        write(&m.folder.join("record/checkpoint"), (rest.join("\n") + "\n").as_bytes());
    }),
    ("the policy asks for less", |m| m.replace("record/policy.txt", "quorum sides", "quorum north")),
    ("the policy names another log", |m| {
        let other = NoteSigner::new(ORIGIN, &secret("another log")).expect("a name");
        let own = log_signer().verifier().to_string();
        m.replace("record/policy.txt", &own, &other.verifier().to_string());
    }),
    ("a line of the policy is misspelt", |m| m.replace("record/policy.txt", "quorum", "quorums")),
    ("the checkpoint is gone", |m| fs::remove_file(m.folder.join("record/checkpoint")).expect("a file")),
    ("an entry is dropped", |m| {
        m.change_entries("001", 256, |entries| drop(entries.remove(40)));
    }),
    ("an entry is dropped and the next bundle fills the place", |m| {
        let mut leaves = VALLEY.leaves();
        leaves.remove(296);
        for (name, range) in [("001", 256..512), ("002.p/88", 512..599)] {
            let mut entries = leaves[range].to_vec();
            if entries.len() == 87 {
                entries.push(VALLEY.leaves()[599].clone());
            }
            write(&m.folder.join(&format!("record/tile/entries/{name}")), &write_bundle(&entries).expect("a bundle"));
        }
    }),
    ("two entries are swapped", |m| m.change_entries("001", 256, |entries| entries.swap(10, 11))),
    ("an entry is replaced by another that its author signed", |m| {
        let mut valley = Valley::of(300);
        valley.say(["patrol-2", "north-liaison", "south-liaison", "mission-desk"][0]);
        let mut other = valley.entries[300].clone();
        let (mut envelope, _) = Valley::of(300).said("patrol-2");
        envelope.claimed = Some(record::vocabulary::time::Interval::new(Instant(BEGIN), Instant(BEGIN + 1)));
        other.signed = envelope.sign(&valley.key_of("patrol-2")).expect("an envelope");
        let other = other.encode().expect("an entry");
        m.change_entries("001", 256, |entries| entries[44] = other);
    }),
    ("an entry is replaced together with its tile", |m| {
        let mut other = VALLEY.entries[300].clone();
        other.accepted_at = Instant(other.accepted_at.0 + 1);
        let other = other.encode().expect("an entry");
        m.change("record/tile/0/001", |bytes| bytes[32 * 44..32 * 45].copy_from_slice(&leaf_hash(&other).0));
        m.change_entries("001", 256, |entries| entries[44] = other);
    }),
    ("the tail is cut off", |m| {
        fs::remove_dir_all(m.folder.join("record/tile/entries/002.p")).expect("a folder");
        fs::remove_dir_all(m.folder.join("record/tile/0/002.p")).expect("a folder");
    }),
    ("the last bundle is cut", |m| m.change("record/tile/entries/002.p/88", |bytes| bytes.truncate(bytes.len() - 9))),
    ("a tile is gone", |m| fs::remove_file(m.folder.join("record/tile/0/001")).expect("a file")),
    ("a partial file that was left behind is changed", |m| {
        m.change("record/tile/entries/000.p/130", |bytes| {
            let at = bytes.len() - 1;
            flip(bytes, at);
        });
    }),
    ("a body is changed", |m| {
        let mut blobs = VALLEY.blobs[..256].to_vec();
        let last = blobs[7].len() - 1;
        flip(&mut blobs[7], last);
        write(&m.folder.join("blobs/000"), &pack(&blobs));
    }),
    ("a file of bodies is cut", |m| m.change("blobs/001", |bytes| bytes.truncate(1_000))),
];

/// As the log's host, who signs everything again, with witnesses who do not read entries.
pub const BY_THE_HOST: &[Tampering] = &[
    ("all is made anew but the checkpoint is not signed again", |m| {
        let mut valley = VALLEY.clone();
        valley.entries[599].accepted_at = Instant(BEGIN + 10 * 599 + 1);
        write_tiles(&m.folder.join("record"), &valley.leaves());
    }),
    ("an acceptance is dated back before the one before it", |m| {
        m.rewrite_entry(500, |entry| entry.accepted_at = Instant(BEGIN + 10 * 499 - 1));
    }),
    ("a new entry is dated back", |m| {
        m.rewrite(300, |valley| {
            valley.say("patrol-2");
            // It came half an hour later than it says, and the witnesses saw the log without it.
            valley.entries[300].accepted_at = Instant(BEGIN + 10 * 299);
        });
        let note = checkpoint_at(
            300,
            write_tiles(&m.folder.join("e"), &VALLEY.leaves()[..300]),
            &WITNESSES,
            (BEGIN + 4_800) as u64,
        );
        write(&m.folder.join("held"), note.to_string().as_bytes());
    }),
    ("an acceptance is dated ahead", |m| {
        m.rewrite_entry(599, |entry| entry.accepted_at = Instant(BEGIN + 10 * 600 + 3_600));
    }),
    ("an entry is signed with a key that ended", |m| {
        m.rewrite(60, |valley| {
            valley.revoke("south-liaison", 50, &["South"]);
            valley.say("south-liaison");
        });
    }),
    ("a key is ended without its principal's consent", |m| {
        m.rewrite(60, |valley| valley.revoke("south-liaison", 50, &["North"]));
    }),
    ("a consent is forged", |m| {
        m.rewrite(60, |valley| {
            valley.revoke("south-liaison", 50, &["South"]);
            let mut entry = valley.entries.pop().expect("the revocation");
            valley.blobs.pop();
            let mut open = entry.act.take().expect("an act");
            open.act.consents[1].signature[5] ^= 1;
            let mut envelope = entry.signed.envelope;
            envelope.body = open.commitment().expect("an act");
            valley.enter(envelope, Some(open), Vec::new());
        });
    }),
    ("an author's statement is forged", |m| {
        m.rewrite(101, |valley| {
            valley.keys.insert("north-liaison".into(), 7);
            let (mut envelope, blob) = valley.said("north-liaison");
            envelope.key = signer("north-liaison 0").key().id();
            valley.enter(envelope, None, blob);
        });
    }),
    ("a statement for another mission's log is taken in", |m| {
        m.rewrite(101, |valley| {
            let (mut envelope, blob) = valley.said("north-liaison");
            envelope.mission = "hills.example/log".into();
            valley.enter(envelope, None, blob);
        });
    }),
    ("a statement by a stranger is taken in", |m| {
        m.rewrite(101, |valley| valley.say("passer-by"));
    }),
    ("a statement is dropped", |m| {
        let mut leaves = VALLEY.leaves();
        leaves.remove(100);
        m.publish_instead(&leaves);
    }),
    ("a statement is taken in twice", |m| {
        let mut leaves = VALLEY.leaves();
        leaves.insert(101, leaves[100].clone());
        m.publish_instead(&leaves);
    }),
    ("the charter is left out", |m| m.publish_instead(&VALLEY.leaves()[1..])),
    ("bytes that are no entry are taken in", |m| {
        let mut leaves = VALLEY.leaves();
        leaves[599] = b"what is this".to_vec();
        m.publish_instead(&leaves);
    }),
    ("an older state is put back", |m| m.publish_instead(&VALLEY.leaves()[..256])),
    ("one side is shown another log of the same size", |m| {
        let mut valley = Valley::of(299);
        valley.say("patrol-2");
        m.publish_instead(&valley.leaves());
    }),
    ("one side is shown a log that goes on from another past", |m| {
        let mut valley = Valley::of(299);
        (0..40).for_each(|_| valley.say("patrol-2"));
        m.publish_instead(&valley.leaves());
    }),
    ("the log of another mission is shown", |m| {
        let note = fs::read_to_string(m.folder.join("record/checkpoint")).expect("a checkpoint");
        let text = note.split("\n\n").next().expect("a text").replace(ORIGIN, "hills.example/log") + "\n";
        let signer = NoteSigner::new("hills.example/log", &secret("the log")).expect("a name");
        let note = SignedNote::sign(&text, &signer).expect("a note");
        write(&m.folder.join("record/checkpoint"), note.to_string().as_bytes());
    }),
    ("one side has not cosigned", |m| {
        let root = m.root();
        m.resign(600, root, &[WITNESSES[0], WITNESSES[2]]);
    }),
];

/// Files that somebody got or made, each beside the log.
pub const FILES: &[Tampering] = &[
    ("a receipt for entry 17", |m| m.note("receipt", &receipt(17, &VALLEY.leaves()[17]))),
    ("a receipt for entry 610, which is not due", |m| m.note("receipt", &receipt(610, b"not yet there"))),
    ("a receipt for entry 600, which is overdue", |m| {
        m.note("receipt", &receipt(600, b"never there"));
        let root = m.root();
        m.note("record/checkpoint", &checkpoint_at(600, root, &WITNESSES, (BEGIN + 10 * 600 + 3_600) as u64));
    }),
    ("a receipt for entry 17, in whose place another one stands", |m| m.note("receipt", &receipt(17, b"another one"))),
    ("a receipt that the log did not sign", |m| {
        let text = receipt(17, &VALLEY.leaves()[17]).text().to_owned();
        let other = NoteSigner::new(ORIGIN, &secret("somebody else")).expect("a name");
        m.note("receipt", &SignedNote::sign(&text, &other).expect("a note"));
    }),
    ("a proof of entry 17", |m| {
        write(&m.folder.join("17.tlog-proof"), proof_of(&m.folder.join("record"), 17).to_string().as_bytes());
        write(&m.folder.join("17.bin"), &VALLEY.leaves()[17]);
    }),
    ("a proof of entry 17 beside entry 18", |m| {
        write(&m.folder.join("17.tlog-proof"), proof_of(&m.folder.join("record"), 17).to_string().as_bytes());
        write(&m.folder.join("17.bin"), &VALLEY.leaves()[18]);
    }),
    ("evidence of a fork in which the log did not fork", |m| {
        let key = log_signer().verifier().clone();
        let held = fs::read_to_string(m.folder.join("held")).expect("a checkpoint");
        let own: Vec<&str> = held.lines().filter(|line| !line.contains("/witness")).collect();
        let note = own.join("\n") + "\n";
        let text = format!("armistice-evidence/v1 fork\nkey {key}\n\n{note}\n{note}");
        write(&m.folder.join("evidence"), text.as_bytes());
    }),
];

impl Mission {
    fn note(&self, name: &str, note: &SignedNote) {
        write(&self.folder.join(name), note.to_string().as_bytes());
    }
}

/// Does what is called so to a mission.
pub fn tamper(mission: &Mission, name: &str) {
    let found = OF_A_COPY.iter().chain(BY_THE_HOST).chain(FILES).find(|(known, _)| *known == name);
    let (_, work) = found.unwrap_or_else(|| panic!("there is no tampering `{name}`"));
    work(mission);
}
