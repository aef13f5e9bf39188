//! A server from its start to its end.
//!
//! ```text
//! log opened ─▶ witnesses asked: is one of them ahead? ─▶ sequencer, publication, connections
//! stop ─▶ no new connection ─▶ what was begun is answered ─▶ last publication ─▶ log closed
//! ```
//!
//! Holds
//! - A log that a witness proves to be an old copy, or another one, is not started.
//! - It ends when it is told to, or when a witness proves another log; never because of a request. A disk that fails ends the
//!   taking in of statements; what is published can still be read.
//!
//! Not here: what is answered (`router`).

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use record::ledger::Ledger;
use record::wire;
use situation::audience::Readership;
use tlog::note::NoteSigner;
use tlog::policy::LogPolicy;

use super::channel::read_again;
use super::codes;
use super::gate::Gate;
use super::hooks;
use super::hub::Hub;
use super::listen::{self, Stop, Stopping};
use super::publish::Publishing;
use super::router;
use super::site::{Site, now};
use super::timers::{Timekeeper, timers};
use crate::limits::{PUBLISH_MILLISECONDS, STOP_SECONDS, WITNESS_AGAIN_SECONDS};
use crate::log::{LogReader, Proving};
use crate::message::Message;
use crate::mission::{is_exercise, of_charter};
use crate::sequencer::{Running, Sequencer, serving_file};
use crate::witness::client::Client;

/// Serves the mission in a folder until `stop` is asked to. `ready` is told when everything runs.
///
/// # Errors
/// L01: the disk; L03: the log is not this key's; L0411, L0412: a witness proves that this is not the log it saw.
pub fn serve(
    mission: &Path,
    listener: TcpListener,
    signer: NoteSigner,
    client: Client,
    (stop, stopping): (Stop, Stopping),
    ready: impl FnOnce(&Ledger),
) -> Result<(), Message> {
    serve_timed(mission, listener, signer, client, (stop, stopping), None, ready)
}

/// The same, and says who is asked next where nobody answers a warning or a halt.
///
/// # Errors
/// As for [`serve`].
pub fn serve_timed(
    mission: &Path,
    listener: TcpListener,
    signer: NoteSigner,
    client: Client,
    (stop, stopping): (Stop, Stopping),
    keeper: Option<Timekeeper>,
    ready: impl FnOnce(&Ledger),
) -> Result<(), Message> {
    let sequencer = Sequencer::open(mission, signer.clone())?;
    let gate = Arc::new(match &keeper {
        Some(keeper) => Gate::new(keeper.declared.clone(), &keeper.statements),
        None => Gate::new(of_charter(sequencer.ledger()), &[]),
    });
    let readership = readership(mission, sequencer.ledger(), keeper.as_ref())?;
    let (size, exercise) = (sequencer.ledger().size(), is_exercise(sequencer.ledger().origin()));
    let hub = Arc::new(Hub::new(readership, size, exercise));
    let (timers, told_timers) = keeper.map(timers).unzip();
    check_not_ahead(mission, &sequencer, &client)?;
    let publishing = Publishing::new(mission, client, stop.clone());
    let _serving = Serving::at(mission, &listener)?;
    let first = sequencer.publication();
    ready(sequencer.ledger());
    let publish = publishing.clone();
    let interval = Duration::from_millis(PUBLISH_MILLISECONDS);
    let (told, entered, hooked) = (hub.clone(), gate.clone(), hub.clone());
    let running = Running::start_tapped(
        sequencer,
        Arc::new(now),
        interval,
        move |publication| publish.publish(publication),
        Box::new(move |group| {
            entered.tell(&group);
            told.tell(&group);
            if let Some(timers) = &told_timers {
                timers.tell(&group);
            }
        }),
    );
    let (published, witnessed) = (publishing.published(), publishing.witnessed());
    let (key, handle) = (signer.clone(), running.handle());
    let site = Site::new(mission, running.handle(), signer, published, witnessed, (hub, gate), stopping.clone());
    let answered = site.and_then(|site| {
        let hooks = hooks::start(mission, &handle, &hooked, &key, &stopping)?;
        let timers = timers.map(|timers| timers.start(handle.clone(), Arc::new(now), stopping.clone()));
        let again = again(publishing.clone(), first, stopping.clone());
        let answered = answer(listener, site, stop.clone(), stopping);
        stop.stop();
        // They sleep for a moment at most.
        let _ = again.join();
        hooks.into_iter().for_each(|hook| drop(hook.join()));
        timers.into_iter().for_each(|timers| drop(timers.join()));
        drop(handle);
        answered
    });
    let closed = running.stop();
    // A witness's proof is why everything else ended.
    match publishing.witnessed().state().alarm {
        Some(alarm) => Err(alarm),
        None => answered.and(closed),
    }
}

/// Who reads what is said of what is on the log already. Where its statements were not read in, the log is read through.
fn readership(mission: &Path, ledger: &Ledger, keeper: Option<&Timekeeper>) -> Result<Readership, Message> {
    let mut readership = Readership::default();
    let Some(keeper) = keeper else {
        let log = LogReader::open(mission)?;
        for leaf in log.leaves(0..log.size()) {
            let (index, leaf) = leaf?;
            if let Some(fresh) = read_again(ledger, index, &leaf) {
                readership.enter(wire::body_id(&fresh.bytes), &fresh.body, fresh.principal.as_ref());
            }
        }
        return Ok(readership);
    };
    for statement in &keeper.statements {
        let principal = ledger.author(&statement.body.author).map(|author| &author.of);
        readership.enter(statement.id, &statement.body, principal);
    }
    Ok(readership)
}

/// The file that says where the server is, for commands that would write the log.
struct Serving(PathBuf);

impl Serving {
    fn at(mission: &Path, listener: &TcpListener) -> Result<Serving, Message> {
        let path = serving_file(mission);
        let address = listener.local_addr().map(|address| format!("http://{address}\n"));
        let written = address.and_then(|address| std::fs::write(&path, address));
        written.map_err(|error| Message::io(crate::codes::LOG_IO, "write", &path, &error))?;
        Ok(Serving(path))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that stays leads to a server that does not answer, which is told.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Answers requests, in threads of their own, until the server stops.
fn answer(listener: TcpListener, site: Site, stop: Stop, stopping: Stopping) -> Result<(), Message> {
    let failed =
        |error: std::io::Error| Message::new(codes::LISTEN, format!("the server cannot run: {}", error.kind()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let app = router(Arc::new(site));
    let ended = runtime.block_on(async {
        tokio::spawn(listen::stop_on_signals(stop));
        listen::answer(listener, app, stopping).await
    });
    runtime.shutdown_timeout(Duration::from_secs(STOP_SECONDS));
    ended.map_err(failed)
}

/// Publishes what was accepted before the start, and asks missing witnesses again, now and then.
fn again(
    publishing: Publishing,
    first: Option<crate::sequencer::Publication>,
    stopping: Stopping,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let told = |done: Result<(), Message>| {
            if let Err(message) = done {
                eprintln!("{message}");
            }
        };
        if let Some(first) = first {
            told(publishing.publish(first));
        }
        let mut waited = Duration::ZERO;
        let moment = Duration::from_millis(100);
        while !stopping.now() {
            thread::sleep(moment);
            waited += moment;
            if waited >= Duration::from_secs(WITNESS_AGAIN_SECONDS) {
                waited = Duration::ZERO;
                told(publishing.again());
            }
        }
    })
}

/// That no witness has seen more of this log, or another past of it.
fn check_not_ahead(mission: &Path, sequencer: &Sequencer, client: &Client) -> Result<(), Message> {
    let Some(charter) = sequencer.ledger().charter() else { return Ok(()) };
    let Ok(policy) = LogPolicy::parse(charter.policy.as_bytes()) else { return Ok(()) };
    // A witness holds what was published, or a little more that was signed just before the last end.
    let published = LogReader::open(mission)?.published().map_or(0, |head| head.size);
    let root_at = |size| {
        let proving = (size <= published).then(|| Proving::open(mission, published).ok())??;
        { proving }.root_at(size).ok()
    };
    let origin = sequencer.ledger().origin();
    let missing = client.check_not_ahead(&policy, origin, sequencer.size(), &sequencer.root(), &root_at)?;
    for one in missing {
        eprintln!(
            "note: the witness `{}` could not be asked whether it is ahead of this log: {}",
            one.name, one.why.sentence
        );
    }
    Ok(())
}
