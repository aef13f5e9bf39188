//! `armistice serve`: the mission over HTTP.
//!
//! Not here: the server (`serve`).

use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;

use super::unlock::{Unlock, log_signer, pen};
use super::{Answer, Failure, write_out};
use crate::message::Message;
use crate::mission::{AUTHOR, Mission};
use crate::pen::Pen;
use crate::serve::timers::Timekeeper;
use crate::serve::{listen, run};
use crate::witness::client::Client;

/// Where the server listens.
#[derive(clap::Args)]
pub(super) struct ServeFlags {
    /// The address and port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8710")]
    pub(super) listen: SocketAddr,
    /// Listen at an address that others can reach: without encryption, for networks that the mission trusts
    #[arg(long)]
    pub(super) beyond_this_machine: bool,
}

pub(super) fn serve(mission: &Path, flags: &ServeFlags, unlock: &Unlock, as_json: bool) -> Result<Answer, Failure> {
    let listener = listen::bind(flags.listen, flags.beyond_this_machine)?;
    let address = listener.local_addr().unwrap_or(flags.listen);
    // One passphrase opens both keys; where the mission's own is elsewhere, the log's is enough.
    let own = pen(mission, AUTHOR, unlock);
    let signer = match &own {
        Ok(pen) => pen.log.clone(),
        Err(_) => log_signer(mission, unlock)?,
    };
    let mut told = Ok(());
    let ready = |ledger: &record::ledger::Ledger| {
        let (origin, size) = (ledger.origin(), ledger.size());
        told = match as_json {
            true => {
                write_out(&[json!({ "listening": address.to_string(), "mission": origin, "size": size }).to_string()])
            }
            false => write_out(&[
                format!("serving {origin}, {size} entries, at http://{address}/"),
                "stop with Ctrl-C: what was begun is answered, and published".to_owned(),
            ]),
        };
        if flags.beyond_this_machine && !address.ip().is_loopback() {
            eprintln!(
                "note: others can reach {address}; what is asked and answered there is not encrypted, tokens included"
            );
        }
    };
    let keeper = timekeeper(mission, own);
    run::serve_timed(mission, listener, signer, Client::default(), listen::Stop::new(), keeper, ready)?;
    told?;
    Ok(Answer::ok(vec!["stopped; everything that was accepted is published".to_owned()], json!({ "stopped": true })))
}

/// What the timers need; nothing where this machine has not the mission's own key or terms, which is told.
fn timekeeper(mission: &Path, own: Result<Pen, Message>) -> Option<Timekeeper> {
    let made = move || -> Result<Timekeeper, Message> {
        let pen = own?;
        let opened = Mission::open(mission).map_err(|mut messages| messages.remove(0))?;
        Ok(Timekeeper {
            pen,
            declared: super::desk::declared(&opened),
            guarantors: opened.agreement.bodies.clone(),
            statements: opened.store.statements().to_vec(),
        })
    };
    match made() {
        Ok(keeper) => Some(keeper),
        Err(message) => {
            eprintln!(
                "note: nobody is turned to where a warning is not answered: {} [{}]",
                message.sentence, message.code
            );
            None
        }
    }
}
