//! A pen: an author's key, unlocked, and what it signs into a log.
//!
//! ```text
//! unsigned ─▶ numbered, chained, committed to with salt ─▶ signed, on all cores ─▶ offers to the sequencer
//! ```
//!
//! Holds
//! - Numbers and links follow what the log holds of the author.
//! - Salts and submit ids come from the system's random numbers, never from a statement.
//!
//! Not here: where keys lie (`keys`), whether the log takes what is signed (`sequencer`).

use std::thread;

use record::envelope::{
    Commitment, Envelope, EnvelopeId, Reference, Relation, Salt, Signer, SubmitId, UnsignedEnvelope, Voice,
};
use record::identity::Act;
use record::ledger::Ledger;
use record::statement::{Body, Received};
use record::submission::{Said, Submission};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};
use record::wire::WireError;
use std::sync::Arc;
use tlog::note::NoteSigner;

use crate::codes;
use crate::message::Message;
use crate::sequencer::Offer;

/// Who writes, and the key that signs the log's checkpoints.
#[derive(Clone, Debug)]
pub struct Pen {
    /// The author.
    pub author: Name,
    /// Its key.
    pub signer: Arc<Signer>,
    /// The log's key.
    pub log: NoteSigner,
}

/// What is to be signed.
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// What is said.
    pub said: Said,
    /// The same, where it is a body and who may say it depends on it: not for what is imported.
    pub body: Option<Body>,
    /// Whose words they are.
    pub voice: Voice,
    /// When it was said, where that is public.
    pub claimed: Option<Interval>,
    /// Of a history batch: when it was known.
    pub known: Option<Instant>,
    /// Who first got it.
    pub received: Option<Received>,
}

impl Unsigned {
    /// A body in its author's own voice, with its canonical bytes.
    pub fn own(bytes: Vec<u8>, body: &Body) -> Unsigned {
        let claimed = body.said_at.map(Interval::instant);
        let said = Said::Body(bytes);
        Unsigned { said, body: Some(body.clone()), voice: Voice::Own, claimed, known: None, received: None }
    }
    /// An act.
    pub fn act(act: Act) -> Unsigned {
        let said = Said::Act(Box::new(act));
        Unsigned { said, body: None, voice: Voice::Act, claimed: None, known: None, received: None }
    }
}

impl Pen {
    /// Signs one statement as the author's next statement in the log.
    ///
    /// # Errors
    /// It is beyond a limit, or the system has no random numbers.
    pub fn sign(&self, ledger: &Ledger, unsigned: Unsigned) -> Result<Submission, Message> {
        sign_one(ledger, &self.author, &self.signer, unsigned)
    }

    /// Signs statements as one batch: each names the first of it, or `first` where the batch goes on. Signatures are made on all
    /// cores.
    ///
    /// # Errors
    /// As for [`Pen::sign`].
    pub fn sign_batch(
        &self,
        ledger: &Ledger,
        unsigned: Vec<Unsigned>,
        first: Option<EnvelopeId>,
    ) -> Result<Vec<Offer>, Message> {
        let envelopes = envelopes(ledger, &self.author, &self.signer, unsigned, first)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = envelopes.len().div_ceil(cores).max(1);
        let key = *self.signer.key();
        let mut shares: Vec<Vec<(UnsignedEnvelope, Salt, Unsigned)>> = Vec::new();
        let mut rest = envelopes.into_iter().peekable();
        while rest.peek().is_some() {
            shares.push(rest.by_ref().take(share).collect());
        }
        let sign = |(envelope, salt, unsigned): (UnsignedEnvelope, Salt, Unsigned)| {
            let Unsigned { said, body, received, .. } = unsigned;
            Offer::own(Submission { signed: envelope.sign(&self.signer), salt, said, received }, body, key)
        };
        let signed: Vec<Vec<Offer>> = thread::scope(|scope| {
            let work = |share: Vec<(UnsignedEnvelope, Salt, Unsigned)>| share.into_iter().map(sign).collect();
            let threads: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || work(share))).collect();
            threads.into_iter().map(|thread| thread.join().expect("signing does not panic")).collect()
        });
        Ok(signed.into_iter().flatten().collect())
    }
}

/// Signs one statement as the author's next statement in the log; the log's key is not needed for it.
///
/// # Errors
/// It is beyond a limit, or the system has no random numbers.
pub fn sign_one(ledger: &Ledger, author: &str, signer: &Signer, unsigned: Unsigned) -> Result<Submission, Message> {
    let mut envelopes = envelopes(ledger, author, signer, vec![unsigned], None)?;
    let (envelope, salt, unsigned) = envelopes.pop().expect("one statement, one envelope");
    Ok(Submission { signed: envelope.sign(signer), salt, said: unsigned.said, received: unsigned.received })
}

/// Numbered and chained; only the signatures lack.
fn envelopes(
    ledger: &Ledger,
    author: &str,
    signer: &Signer,
    unsigned: Vec<Unsigned>,
    mut first: Option<EnvelopeId>,
) -> Result<Vec<(UnsignedEnvelope, Salt, Unsigned)>, Message> {
    let mut random = vec![0; unsigned.len() * RANDOM_BYTES];
    getrandom::fill(&mut random).map_err(|_| {
        Message::new(codes::LOG_IO, "the system gives no random numbers")
            .help("nothing can be signed safely without them: look at the machine")
    })?;
    let (mut number, mut previous) = ledger.next(author);
    let mut envelopes = Vec::with_capacity(unsigned.len());
    for (each, random) in unsigned.into_iter().zip(random.chunks_exact(RANDOM_BYTES)) {
        let (salt, submit) = random.split_at(32);
        let salt = Salt(salt.try_into().expect("32 bytes"));
        let bytes;
        let said = match &each.said {
            Said::Body(bytes) => bytes,
            Said::Act(act) => {
                bytes = act.encode().map_err(|error| too_long(&error))?;
                &bytes
            }
        };
        let envelope = Envelope {
            mission: ledger.origin().to_owned(),
            author: author.to_owned(),
            key: signer.key().id(),
            number,
            previous,
            submit: SubmitId(submit.try_into().expect("16 bytes")),
            claimed: each.claimed,
            references: first.map(|to| Reference { relation: Relation::ComesWith, to }).into_iter().collect(),
            body: Commitment::to(&salt, said),
            attachments: Vec::new(),
            voice: each.voice,
            known: each.known,
        };
        let envelope = envelope.unsigned().map_err(|error| too_long(&error))?;
        let id = envelope.id();
        first.get_or_insert(id);
        (number, previous) = (number + 1, Some(id));
        envelopes.push((envelope, salt, each));
    }
    Ok(envelopes)
}

/// A salt and a submit id.
const RANDOM_BYTES: usize = 32 + 16;

fn too_long(error: &WireError) -> Message {
    Message::new(error.code(), error.to_string()).help("say it in several statements")
}
