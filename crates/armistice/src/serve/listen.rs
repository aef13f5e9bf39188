//! Connections: how many, how long, and how they end.
//!
//! ```text
//! listener ─▶ a place among `CONNECTIONS` ─▶ head within its time ─▶ router ─▶ answer, taken within its time
//! stop ─▶ no new connection ─▶ requests under way are answered ─▶ end, at the latest after `STOP_SECONDS`
//! ```
//!
//! Holds
//! - A peer that sends or takes nothing is let go: it costs one place among those of its address, for seconds.
//! - A request that fails is answered with a fault, and no other request notices.
//! - A request that was begun is carried to its end though its peer is gone.
//!
//! Not here: what is answered (the routers of `serve` and `witness`), limits of bodies (`body`).

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep, timeout};

use super::codes;
use super::problem::Problem;
use crate::limits::{
    CONNECTIONS, CONNECTIONS_OF_ADDRESS, HEAD_BYTES, HEAD_SECONDS, SIGNAL_TWICE_MS, STALL_SECONDS, STOP_SECONDS,
};
use crate::message::Message;

/// Who asks: the address on the other side of the connection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Peer(pub IpAddr);

/// The hand that stops a server.
#[derive(Clone)]
pub struct Stop(watch::Sender<bool>);

/// Tells whether the server is stopping.
#[derive(Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stop {
    /// A hand, and what it moves.
    pub fn new() -> (Stop, Stopping) {
        let (sender, receiver) = watch::channel(false);
        (Stop(sender), Stopping(receiver))
    }
    /// Stops it; once is enough.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    /// Whether it is stopping.
    pub fn now(&self) -> bool {
        *self.0.borrow()
    }
    /// Returns when it is.
    pub async fn wait(&mut self) {
        // A hand that is gone stops nothing any more.
        if self.0.wait_for(|stopping| *stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Takes the address, before anything else is begun.
///
/// # Errors
/// L0631 where it is taken; L0632 where others can reach it and `beyond` does not say that this is meant.
pub fn bind(address: SocketAddr, beyond: bool) -> Result<TcpListener, Message> {
    if !address.ip().is_loopback() && !beyond {
        return Err(Message::new(codes::NOT_LOOPBACK, format!("others can reach `{address}`"))
            .note("what is asked and answered there is not encrypted, tokens included")
            .help("listen on 127.0.0.1 behind a server with TLS; or say `--beyond-this-machine` if this is meant"));
    }
    let listener = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    listener.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
            io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
            kind => kind.to_string(),
        };
        Message::new(codes::LISTEN, format!("cannot listen at `{address}`: {why}"))
            .help("name another address with `--listen`; port 0 takes any free one")
    })
}

/// Answers with `app` until it is stopped and what was begun is answered.
///
/// # Errors
/// The listener cannot be used.
pub async fn answer(listener: TcpListener, app: Router, mut stopping: Stopping) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let app = app.layer(middleware::from_fn(apart));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let guests = Guests::default();
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place.expect("places are never closed"),
            () = stopping.wait() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.wait() => break,
        };
        let Ok((stream, peer)) = accepted else {
            // No file handles are left, or the peer is gone: neither is a reason to spin.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(guest) = guests.enter(peer.ip()) else { continue };
        let app = app.clone().layer(Extension(Peer(peer.ip())));
        let stopping = stopping.clone();
        open.spawn(async move {
            connection(stream, app, stopping).await;
            drop((place, guest));
        });
    }
    drop(listener);
    let ended = timeout(Duration::from_secs(STOP_SECONDS), async { while open.join_next().await.is_some() {} });
    if ended.await.is_err() {
        eprintln!("note: connections that did not end within {STOP_SECONDS} s were cut");
    }
    Ok(())
}

async fn connection(stream: TcpStream, app: Router, mut stopping: Stopping) {
    // Answers are small: they leave at once.
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(HEAD_SECONDS)).max_buf_size(HEAD_BYTES);
    let service = TowerToHyperService::new(app);
    let connection = builder.serve_connection(TokioIo::new(Unstalled::new(stream)), service);
    let mut connection = std::pin::pin!(connection);
    // What ends a connection in error is its peer's affair: gone, too slow, or not speaking HTTP.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stopping.wait() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Answers each request in a task of its own: a panic is a fault of that request, and a peer that leaves cuts nothing off.
async fn apart(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::fault().into_response(),
    }
}

/// How many connections each address has open.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// One connection of an address, until it is dropped.
struct Guest {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    fn enter(&self, address: IpAddr) -> Option<Guest> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= CONNECTIONS_OF_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Guest { guests: self.clone(), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut counts = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// A connection whose writes fail when its peer takes nothing for [`STALL_SECONDS`].
struct Unstalled {
    stream: TcpStream,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Unstalled {
    fn new(stream: TcpStream) -> Unstalled {
        Unstalled { stream, waiting: None }
    }

    /// Passes on what a write came to; while it waits, the time runs.
    fn watched<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let stall = || Box::pin(sleep(Duration::from_secs(STALL_SECONDS)));
        match self.waiting.get_or_insert_with(stall).as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Unstalled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Unstalled {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched(written, context)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watched(written, context)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Stops at the first interrupt or termination signal, and ends the process at the second. What watches over a process may send one
/// signal twice, to it and to its group: that is one.
pub async fn stop_on_signals(stop: Stop) {
    interrupted().await;
    eprintln!("stopping: what was begun is answered; a second signal stops at once");
    stop.stop();
    let first = tokio::time::Instant::now();
    while first.elapsed() < Duration::from_millis(SIGNAL_TWICE_MS) {
        interrupted().await;
    }
    eprintln!("stopped at once");
    std::process::exit(130);
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    let _ = tokio::signal::ctrl_c().await;
}
