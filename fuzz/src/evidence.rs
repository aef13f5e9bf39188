//! What a verifier reads and the log's formats do not have: evidence files, and files of bodies.

use verify::evidence::Evidence;
use verify::log::read_pack;

use crate::{Read, taken};

/// The names of all who signed anything in the corpus: nobody else's signature can be made here.
const SIGNERS: [&str; 2] = ["valley.example/log", "north-liaison"];

pub(crate) fn run(bytes: &[u8]) -> Read {
    let evidence = match Evidence::parse(bytes) {
        Ok(evidence) => evidence,
        Err(error) => {
            assert!(!error.to_string().chars().any(char::is_control), "{error:?}");
            return Read::Refused;
        }
    };
    assert_eq!(evidence.to_string().as_bytes(), bytes, "a second spelling of evidence");
    match evidence.prove() {
        Ok(proved) => assert!(SIGNERS.iter().any(|name| proved.sentence.contains(name)), "{proved:?}"),
        Err(error) => assert!(!error.to_string().chars().any(char::is_control), "{error:?}"),
    }
    Read::Taken
}

pub(crate) fn bodies(bytes: &[u8]) -> Read {
    let pack = read_pack(bytes);
    if let Some(pack) = &pack {
        let lengths = pack.iter().map(|blob| (blob.len() as u32).to_be_bytes());
        let again: Vec<u8> = lengths.zip(pack).flat_map(|(length, blob)| [&length[..], blob].concat()).collect();
        assert_eq!(again, bytes, "a second spelling of a file of bodies");
    }
    taken(pack.is_some())
}
