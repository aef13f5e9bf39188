//! `armistice record witness`: a witness of other people's logs.
//!
//! Not here: what is cosigned (`witness`).

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use tlog::cosignature::Cosigner;
use tlog::policy::LogPolicy;

use super::unlock::Unlock;
use super::{Answer, Failure, write_out};
use crate::keys::{KeyFile, Purpose};
use crate::message::Message;
use crate::serve::listen::{self, Stop};
use crate::witness::state::Witness;
use crate::witness::{codes, service};

/// What a witness needs.
#[derive(clap::Args)]
pub(super) struct WitnessFlags {
    /// The address and port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8711")]
    listen: SocketAddr,
    /// The policy that names the logs with their keys, and this witness: the mission's record/policy.txt
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// The witness's key file
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The folder of what it cosigned: its memory, never to be put back from a copy
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// Listen at an address that others can reach
    #[arg(long)]
    beyond_this_machine: bool,
}

pub(super) fn witness(flags: &WitnessFlags, unlock: &Unlock, as_json: bool) -> Result<Answer, Failure> {
    let bytes = super::read_bytes(&flags.policy)?;
    let policy = LogPolicy::parse(&bytes).map_err(|error| {
        Message::new(codes::START, error.to_string())
            .at(flags.policy.display().to_string())
            .help("give the mission's record/policy.txt, fetched from where it is published")
    })?;
    let file = KeyFile::read(&flags.key)?;
    let Purpose::Witness { name } = file.purpose() else {
        return Err(file.is_not_for("a witness").into());
    };
    let passphrase = unlock.passphrase_beside(&flags.key)?;
    let cosigner = Cosigner::new(name, file.unlock(&passphrase)?.bytes())
        .map_err(|error| Message::new(codes::START, error.to_string()))?;
    let listener = listen::bind(flags.listen, flags.beyond_this_machine)?;
    let address = listener.local_addr().unwrap_or(flags.listen);
    let witness = Arc::new(Witness::open(&flags.state, cosigner, &policy)?);
    let key = witness.verifier().to_string();
    let logs: Vec<String> = witness.logs().map(|(origin, _)| origin.to_owned()).collect();
    match as_json {
        true => write_out(&[json!({ "listening": address.to_string(), "key": key, "logs": logs }).to_string()])?,
        false => write_out(&[
            format!("witnessing {} at http://{address}/", logs.join(", ")),
            format!("key {key}"),
            "stop with Ctrl-C".to_owned(),
        ])?,
    }
    let failed = |error: std::io::Error| {
        Message::new(crate::serve::codes::LISTEN, format!("the witness cannot run: {}", error.kind()))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    let (stop, stopping) = Stop::new();
    let ended = runtime.block_on(async {
        tokio::spawn(listen::stop_on_signals(stop));
        listen::answer(listener, service::router(witness), stopping).await
    });
    ended.map_err(failed)?;
    Ok(Answer::ok(vec!["stopped".to_owned()], json!({ "stopped": true })))
}

/// A witness that runs beside a command, until it is dropped.
pub(super) struct Beside {
    stop: Stop,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Beside {
    /// Answers at `listener`.
    pub(super) fn start(witness: Arc<Witness>, listener: TcpListener) -> Beside {
        let (stop, stopping) = Stop::new();
        let thread = std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().enable_all().build() else { return };
            // Whoever asks it hears that it does not answer.
            let _ = runtime.block_on(listen::answer(listener, service::router(witness), stopping));
        });
        Beside { stop, thread: Some(thread) }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The folder in which a file lies.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
