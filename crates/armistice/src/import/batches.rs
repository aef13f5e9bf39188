//! Batches of a mission: what was imported, undone, restored - each by a statement of its own.
//!
//! Holds
//! - Undoing takes down a whole batch from its known-at on; what was known before stays as it was known.
//! - Undoing what is undone, or restoring what stands, is refused.
//!
//! Not here: what an undone batch means for knowledge (`record::live`).

use std::collections::BTreeSet;

use record::live::{Declared, Knowledge};
use record::statement::{Batch, Body, BodyId, Content, Reply, Stance, Statement};
use record::vocabulary::time::{Instant, KnownAt};

use super::Reading;
use crate::codes;
use crate::message::{Message, quoted};
use crate::store::{Appended, Entry, Store};

/// One import.
#[derive(Clone, Debug)]
pub struct Imported<'s> {
    /// The statement that heads it.
    pub head: &'s Statement,
    /// What it says of the file.
    pub batch: &'s Batch,
    /// The statement that undoes it, where one stands.
    pub undone_by: Option<BodyId>,
}

/// Every import of `store`, in the order of acceptance.
pub fn list(store: &Store) -> Vec<Imported<'_>> {
    let knowledge = Knowledge::at(store.statements(), KnownAt::ALL, &Declared::default());
    let undoings: Vec<(BodyId, BodyId)> = knowledge
        .live
        .iter()
        .filter_map(|live| match &live.statement.body.content {
            Content::BatchUndone(batch) => Some((*batch, live.statement.id)),
            _ => None,
        })
        .collect();
    let heads = store.statements().iter().filter_map(|statement| match &statement.body.content {
        Content::Batch(batch) => Some((statement, batch)),
        _ => None,
    });
    heads
        .map(|(head, batch)| {
            let undone_by = undoings.iter().find(|(of, _)| *of == head.id).map(|(_, by)| *by);
            Imported { head, batch, undone_by }
        })
        .collect()
}

/// The import whose name begins with `name`.
///
/// # Errors
/// I0404: none does, or several do.
pub fn named<'s>(store: &'s Store, name: &str) -> Result<Imported<'s>, Message> {
    let lower = name.trim().to_lowercase();
    let mut found: Vec<Imported<'s>> = list(store)
        .into_iter()
        .filter(|imported| !lower.is_empty() && imported.head.id.to_string().starts_with(&lower))
        .collect();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Message::new(codes::BATCH_UNKNOWN, format!("there is no batch {}", quoted(name)))
            .help("`armistice import list` shows the batches and their names")),
        several => Err(Message::new(codes::BATCH_UNKNOWN, format!("{several} batches begin with {}", quoted(name)))
            .help("write more of the name")),
    }
}

/// Takes a batch down as a whole, from `now` on.
///
/// # Errors
/// I0404, I0405, or what the store refuses.
pub fn undo(
    store: &mut Store,
    name: &str,
    author: &str,
    because: Option<&str>,
    now: Instant,
) -> Result<(BodyId, Appended), Message> {
    let imported = named(store, name)?;
    let id = imported.head.id;
    if imported.undone_by.is_some() {
        return Err(Message::new(codes::BATCH_STANDS, format!("the batch {} is undone already", id.short()))
            .help(format!("`armistice import restore {}` takes the undoing back", id.short())));
    }
    let body = statement(store, author, because, now, Content::BatchUndone(id));
    append(store, body, now).map(|appended| (id, appended))
}

/// Takes an undoing back: the batch counts again, from `now` on.
///
/// # Errors
/// I0404, I0405, or what the store refuses.
pub fn restore(
    store: &mut Store,
    name: &str,
    author: &str,
    because: Option<&str>,
    now: Instant,
) -> Result<(BodyId, Appended), Message> {
    let imported = named(store, name)?;
    let id = imported.head.id;
    let Some(undone_by) = imported.undone_by else {
        return Err(Message::new(codes::BATCH_STANDS, format!("the batch {} stands", id.short()))
            .help("there is nothing to restore"));
    };
    let reply = Reply {
        to: undone_by,
        stance: Stance::Withdraws,
        subject: "any".to_owned(),
        without_prejudice: false,
        words: because.unwrap_or_default().to_owned(),
    };
    let body = statement(store, author, because, now, Content::Reply(reply));
    append(store, body, now).map(|appended| (id, appended))
}

/// A statement that was never made before: two undoings of one batch, with a restoring between them, are two.
fn statement(store: &Store, author: &str, because: Option<&str>, now: Instant, content: Content) -> Body {
    let said_at = store.accepted_at(now);
    let mut body = Body {
        author: author.to_owned(),
        said_at: Some(said_at),
        on_behalf: None,
        cited: because.map(str::to_owned),
        content,
    };
    let taken: BTreeSet<BodyId> = store.statements().iter().map(|statement| statement.id).collect();
    while Entry::new(body.clone()).is_ok_and(|entry| taken.contains(&entry.id())) {
        body.said_at = body.said_at.map(|at| at.plus(1));
    }
    body
}

fn append(store: &mut Store, body: Body, now: Instant) -> Result<Appended, Message> {
    let entry = Entry::new(body).map_err(|error| {
        Message::new(codes::ROW_TOO_MUCH, "this makes no statement").note(error.to_string()).help("shorten the reason")
    })?;
    store.append(vec![entry], now, false)
}

/// Refuses an import that was undone and not restored: the same bytes, read in the same way.
///
/// # Errors
/// I0406.
pub fn not_undone(store: &Store, reading: &Reading) -> Result<(), Message> {
    let id = reading.head_id();
    match list(store).into_iter().find(|imported| imported.head.id == id) {
        Some(Imported { undone_by: Some(_), .. }) => {
            let name = id.short();
            Err(Message::new(codes::BATCH_UNDONE, format!("the import of {} was undone", quoted(&reading.file)))
                .note(format!("it was batch {name}"))
                .help(format!(
                    "`armistice import restore {name}` makes it count again; if the mapping was wrong, import with the corrected one"
                )))
        }
        _ => Ok(()),
    }
}

/// Rows whose statement came in an import that was undone would be there already and not count. They are stated again: the
/// same words, with the file that says them again as where they were read. Returns how many.
pub fn state_again(store: &Store, reading: &mut Reading) -> usize {
    let undone: BTreeSet<BodyId> = list(store)
        .into_iter()
        .filter(|imported| imported.undone_by.is_some())
        .map(|imported| imported.head.id)
        .collect();
    if undone.is_empty() {
        return 0;
    }
    let of = |statement: &&Statement| statement.accepted.batch.is_some_and(|batch| undone.contains(&batch));
    let dormant: BTreeSet<BodyId> = store.statements().iter().filter(of).map(|statement| statement.id).collect();
    let head = reading.head_id();
    let mut again = 0;
    for row in reading.good.iter_mut().filter(|row| dormant.contains(&row.entry.id())) {
        let mut body = row.entry.body().clone();
        let before = body.cited.take().map_or(String::new(), |cited| format!("{cited}; "));
        body.cited = Some(format!("{before}stated again by {}, batch {}", reading.file, head.short()));
        if let Ok(entry) = Entry::new(body) {
            row.entry = entry.known(row.entry.known_at());
            again += 1;
        }
    }
    again
}
