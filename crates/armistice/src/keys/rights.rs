//! Rights of secret files: made for their owner alone, and refused where others can read them.
//!
//! Holds
//! - A secret that others on the machine can read is refused, not warned of: nobody reads a warning of a server at night,
//!   and whoever copied an encrypted key can guess at its passphrase for ever.
//! - The way out is one command. A group may read what belongs to root, as services are given their keys.
//!
//! Not here: what is in the files (`keys`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use crate::codes;
use crate::message::Message;

/// Makes the folder of keys, for its owner alone; one that is there stays as it is.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A file that is not there yet, for its owner alone.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// What others may do with a secret file and should not; nothing is said of pipes and devices.
#[cfg(unix)]
pub fn exposed(path: &Path) -> Option<Message> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let rights = metadata.mode() & 0o777;
    let others = if metadata.uid() == 0 { 0o037 } else { 0o077 };
    (rights & others != 0).then(|| {
        Message::new(codes::KEY_EXPOSED, "others on this machine can read or change this secret file")
            .at(path.display().to_string())
            .note(format!("its rights are {rights:04o}; 0600 is its owner alone"))
            .help(format!(
                "`chmod 600 {}`; if somebody may have read it, make a new key: `armistice key rotate --help`",
                path.display()
            ))
    })
}

/// Elsewhere than on Unix the folder's own rights decide.
#[cfg(not(unix))]
pub fn exposed(_: &Path) -> Option<Message> {
    None
}
