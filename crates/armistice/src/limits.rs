//! Limits of the shell, each with its unit in the name.
//!
//! What a statement may hold is limited in `record::limits`; these are limits of files.

/// Longest file that an import reads, after it is unpacked.
pub const IMPORT_FILE_BYTES: usize = 512 * 1024 * 1024;
/// Most rows (or lines) of one import.
pub const IMPORT_ROWS: usize = 1_000_000;
/// Longest cell (or line) of an imported file: longer than any text a statement may hold.
pub const IMPORT_CELL_BYTES: usize = 64 * 1024;
/// Longest file of a mission: agreement, register, geometry.
pub const MISSION_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Longest file of boundaries for a map.
pub const BASEMAP_BYTES: u64 = 32 * 1024 * 1024;
/// Most positions of a file of boundaries: more would make a report too heavy to open.
pub const BASEMAP_POINTS: usize = 200_000;
/// Most bad rows that one message lists; the rest is counted.
pub const BAD_ROWS_LISTED: usize = 50;

/// The limits of one import; a test states smaller ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImportLimits {
    /// Longest file, unpacked.
    pub file_bytes: usize,
    /// Most rows.
    pub rows: usize,
    /// Longest cell.
    pub cell_bytes: usize,
}

impl Default for ImportLimits {
    fn default() -> ImportLimits {
        ImportLimits { file_bytes: IMPORT_FILE_BYTES, rows: IMPORT_ROWS, cell_bytes: IMPORT_CELL_BYTES }
    }
}
/// Longest label of a name in a report.
pub const LABEL_CHARACTERS: usize = 200;
/// Most earlier messages that one CAP message names; the ones before were superseded by those named.
pub const CAP_REFERENCES: usize = 256;
/// Longest headline of a CAP message (CAP 1.2, 3.2.2).
pub const CAP_HEADLINE_CHARACTERS: usize = 160;
/// Longest line of a calendar without its end (RFC 5545, 3.1).
pub const ICS_LINE_BYTES: usize = 75;
/// Submissions that wait for the disk at most; more are asked to come again.
pub const QUEUED_SUBMISSIONS: usize = 16_384;
/// Most submissions that one write secures.
pub const GROUP_SUBMISSIONS: usize = 1_024;
/// Seconds within which an accepted statement is in a published checkpoint, as a new mission promises.
pub const INCLUDE_WITHIN_S: u64 = 60;
/// Longest entry of the log: what a bundle can hold of one.
pub const LOG_ENTRY_BYTES: usize = tlog::limits::ENTRY_BYTES;
/// Longest blob of an entry: a body with its salt, and room to grow.
pub const LOG_BLOB_BYTES: usize = 128 * 1024;
/// Length of a segment of the write-ahead log.
pub const LOG_SEGMENT_BYTES: u64 = 8 * 1024 * 1024;
/// Length of the first segment of a log: a mission that says little stays small.
pub const LOG_FIRST_SEGMENT_BYTES: u64 = 1024 * 1024;
/// Most leaves of one group: the rows of one import, with the statement that heads them.
pub const LOG_GROUP_LEAVES: usize = IMPORT_ROWS + 1;
/// Most bytes in the leaves of one group.
pub const LOG_GROUP_BYTES: usize = 1_000_000_000;
/// Longest segment: one that was made for the longest group.
pub const LOG_LONGEST_SEGMENT_BYTES: u64 = 1024 * 1024 * 1024;
/// Most folders that a publication holds open at a time.
pub const LOG_OPEN_FOLDERS: usize = 32;
/// How often a reader looks at something that seems damaged before it says so.
pub const LOG_LOOKS: u32 = 20;
/// How long it waits in between.
pub const LOG_LOOK_AGAIN_MILLISECONDS: u64 = 5;
/// Rows of the index that are saved in one commit.
pub const LOG_INDEX_ROWS: usize = 32_768;
/// Memory that the index keeps of its file.
pub const LOG_INDEX_CACHE_BYTES: usize = 32 * 1024 * 1024;

/// Longest request to a witness: a proof, and a checkpoint with sixteen post-quantum signatures.
pub const WITNESS_REQUEST_BYTES: usize = 256 * 1024;
/// Most hashes of a request to a witness (C2SP tlog-witness, "add-checkpoint").
pub const WITNESS_PROOF_LINES: usize = 63;
/// Most requests of one log that a witness keeps as files where it refused them: anybody can send a good checkpoint with a
/// bad proof.
pub const WITNESS_REFUSED_FILES: usize = 100;
/// Longest answer of a witness that a log reads.
pub const WITNESS_ANSWER_BYTES: u64 = 256 * 1024;
/// How long a log waits for one answer of a witness.
pub const WITNESS_ANSWER_SECONDS: u64 = 5;
/// How often a log asks a witness anew within one publication, where the witness holds another size.
pub const WITNESS_ATTEMPTS: usize = 3;
/// How long a log leaves a witness alone that did not answer, at the most.
pub const WITNESS_REST_SECONDS: u64 = 60;

/// Most connections at once.
pub const CONNECTIONS: usize = 4096;
/// Most connections of one address at once.
pub const CONNECTIONS_OF_ADDRESS: usize = 256;
/// Longest head of a request.
pub const HEAD_BYTES: usize = 16 * 1024;
/// How long a connection may take to send the head of a request.
pub const HEAD_SECONDS: u64 = 10;
/// How long the body of a request may take to arrive.
pub const BODY_SECONDS: u64 = 15;
/// How long a peer may take nothing of an answer.
pub const STALL_SECONDS: u64 = 20;
/// How long requests that were begun may take to end when the server stops.
pub const STOP_SECONDS: u64 = 10;
/// From how far ahead of the clock on whoever types a time in is told that it is still to come, in seconds: people write whole minutes.
pub const TOLD_AHEAD_S: i64 = 60;
/// For how long a second signal to a server is the first one again, in milliseconds.
pub const SIGNAL_TWICE_MS: u64 = 1_000;
/// Most authors, or addresses, whose quotas are kept in memory at once.
pub const QUOTA_ENTRIES: usize = 16 * 1024;
/// Statements that one author may hand in a minute; what is sent again counts.
pub const SUBMISSIONS_OF_AUTHOR_A_MINUTE: u32 = 3_000;
/// Requests to hand in, to be challenged or to get a token from one address a minute.
pub const REQUESTS_OF_ADDRESS_A_MINUTE: u32 = 12_000;
/// How long a challenge waits for its answer.
pub const CHALLENGE_SECONDS: u64 = 60;
/// Most challenges that wait at once.
pub const CHALLENGES: usize = 1024;
/// Most challenges of one address that wait at once.
pub const CHALLENGES_OF_ADDRESS: usize = 16;
/// How long a token counts.
pub const TOKEN_SECONDS: u64 = 30 * 60;
/// Most tokens that count at once.
pub const TOKENS: usize = 1024;
/// Longest body of a request for a challenge or a token.
pub const TOKEN_REQUEST_BYTES: usize = 4 * 1024;
/// Most readers of checkpoints as they come.
pub const EVENT_READERS: usize = 128;
/// Most who read statements along.
pub const CHANNEL_READERS: usize = 2048;
/// Statements that wait for one reader; one that does not keep up is let go, and comes back.
pub const CHANNEL_QUEUED: usize = 256;
/// Warnings and halts that wait for one reader.
pub const CHANNEL_QUEUED_URGENT: usize = 64;
/// Entries that are read at once for a reader who comes back.
pub const CHANNEL_EARLIER_ENTRIES: u64 = 64;
/// How long nothing may be said to a reader of checkpoints: then a line that says nothing follows.
pub const EVENT_SILENCE_SECONDS: u64 = 15;
/// How much of a file is read at once for an asker.
pub const FILE_PART_BYTES: usize = 64 * 1024;
/// Longest file of the record that is read whole, to tell an asker whether it changed.
pub const TAGGED_FILE_BYTES: u64 = 1024 * 1024;
/// Memory of the log's index, in bytes.
pub const INDEX_CACHE_BYTES: usize = 16 * 1024 * 1024;
/// Entries after which the index is secured: what a start has to catch up at most.
pub const INDEX_SECURED_ENTRIES: u64 = 65_536;
/// How long what was accepted waits for what follows, before all of it is published.
pub const PUBLISH_MILLISECONDS: u64 = 1000;
/// How often witnesses that are missing under the published checkpoint are asked again.
pub const WITNESS_AGAIN_SECONDS: u64 = 2;
/// How long a command waits for another one that writes the log, in seconds.
pub const LOCK_WAIT_S: u64 = 5;
/// How often it looks meanwhile, in milliseconds.
pub const LOCK_LOOK_AGAIN_MS: u64 = 20;
/// How long a command waits for the witnesses of a checkpoint, in seconds.
pub const WITNESS_COMMAND_S: u64 = 2;
/// Seconds by which the clock may stand before the last acceptance: less is taken for a clock that was set right.
pub const CLOCK_BACK_S: i64 = 3600;
/// Longest batch that a command hands to a server.
pub const BATCH_BYTES: usize = 256 * 1024 * 1024;
/// How long a command waits for a server to take a batch, in seconds.
pub const HAND_OVER_S: u64 = 120;
/// How often a command signs a batch anew because others wrote meanwhile.
pub const HAND_OVER_LOOKS: u32 = 5;
/// Longest key file.
pub const KEY_FILE_BYTES: usize = 16 * 1024;
/// Most key files in one folder.
pub const KEY_FILES: usize = 1000;
/// Longest name of whom a key is for.
pub const KEY_NAME_BYTES: usize = 255;
/// Cost of opening a key file: scrypt with 2^14 rounds over 16 MiB, which is the most that OpenSSL opens.
pub const KEY_SCRYPT_LOG_N: u8 = 14;
/// Size of scrypt's block, in units of 128 bytes.
pub const KEY_SCRYPT_R: u32 = 8;
/// How often all of it is done, so that one guess takes about a tenth of a second.
pub const KEY_SCRYPT_P: u32 = 2;
/// Most memory that opening a key file may ask for.
pub const KEY_SCRYPT_BYTES: u64 = 256 * 1024 * 1024;
/// Most work that it may ask for: that memory, as often as it is gone through.
pub const KEY_SCRYPT_WORK_BYTES: u64 = 1024 * 1024 * 1024;
/// Most rounds that opening a key of another program may ask for.
pub const KEY_PBKDF2_ROUNDS: u32 = 10_000_000;
/// Longest closing words of an officer.
pub const CLOSING_BYTES: usize = 120;
/// Most officers with closing words: what is heard is compared with those of all, a tenth of a second each.
pub const CLOSING_OFFICERS: usize = 32;
/// Longest line in a file of closing words: longer than the hashes of one report for all officers.
pub const CLOSING_LINE_BYTES: u64 = 64 * 1024;
/// Longest report that is typed in.
pub const INTAKE_BYTES: u64 = 64 * 1024;
/// Longest words of a halt that the stop-word made; what is longer is cut.
pub const STOP_WORDS_BYTES: usize = 1_000;
/// Most forms that are printed at once.
pub const FORMS_AT_ONCE: u32 = 500;
/// Longest checkpoint or policy that is read.
pub const CHECKPOINT_BYTES: u64 = 256 * 1024;
/// How old a cosignature may be before a duty officer should ask.
pub const COSIGNED_WITHIN_S: i64 = 24 * 3600;
/// How far the clock may stand before the last acceptance or cosignature: other machines' clocks differ, too.
pub const CLOCK_BEHIND_S: i64 = 120;
/// How far behind it the last acceptance or cosignature may lie before the clock is to be looked at.
pub const CLOCK_AHEAD_S: i64 = 90 * 24 * 3600;
/// Free room under which a log's disk is bad.
pub const FREE_BYTES_BAD: u64 = 100_000_000;
/// Free room under which it is to be looked at.
pub const FREE_BYTES_LOOK: u64 = 1_000_000_000;
/// How often a write is secured to measure a disk.
pub const SYNC_PROBES: usize = 9;
/// A secured write that takes less was none: a fast disk with its own battery takes about 20 microseconds.
pub const SYNC_UNBELIEVABLE_MICROSECONDS: u128 = 10;
/// A secured write that takes so long holds up whoever hands in statements.
pub const SYNC_SLOW_MICROSECONDS: u128 = 100_000;
/// Longest passphrase.
pub const PASSPHRASE_BYTES: usize = 1024;
/// How long a post waits for an answer of the mission's server, in seconds.
pub const POST_ANSWER_S: u64 = 10;
/// After how long a post asks for the stream of statements anew, in seconds: a link that was cut without a word is noticed then.
pub const POST_STREAM_S: u64 = 30;
/// How long a post keeps a connection that says nothing, in seconds: less than [`HEAD_SECONDS`], after which the server ends it.
pub const POST_IDLE_S: u64 = 5;
/// How long a post rests before it asks a server again that did not answer, in milliseconds.
pub const POST_REST_MS: u64 = 1000;
/// How often a post looks whether an entry with a key that it does not know is published, a rest apart.
pub const POST_PUBLISHED_LOOKS: u32 = 5;
/// How often a post begins to fetch the log again because it grew meanwhile.
pub const POST_FETCH_LOOKS: u32 = 3;
/// Most of an answer that a post reads: a full bundle of entries fits.
pub const POST_ANSWER_BYTES: u64 = 32 * 1024 * 1024;
/// Most webhooks of a mission.
pub const HOOKS: usize = 32;
/// How long a webhook may take to answer, in seconds.
pub const HOOK_ANSWER_S: u64 = 10;
/// Longest rest between two attempts of a webhook, in seconds.
pub const HOOK_REST_S: u64 = 60;
/// How often it is looked for something to send, in milliseconds.
pub const HOOK_LOOKS_MS: u64 = 50;
/// How often the timers look at the clock, in milliseconds.
pub const TIMER_LOOKS_MS: u64 = 200;
/// After how long the timers try again to say what the log did not take, in seconds.
pub const TIMER_AGAIN_S: i64 = 5;
