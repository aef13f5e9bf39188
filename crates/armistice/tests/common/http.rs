//! What the tests of servers share: a server on a free port, and a client that sends exactly the bytes it is given.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use armistice::serve::listen::{self, Stop};
use axum::Router;

/// Where a server listens, asked with exactly the bytes that a test gives.
#[derive(Clone, Copy)]
pub struct At {
    pub address: SocketAddr,
}

/// A server in a thread of its own, stopped when it goes out of scope.
pub struct Running {
    at: At,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Serves what `app` makes of the hand that stops it.
    pub fn start(app: impl FnOnce(listen::Stopping) -> Router + Send + 'static) -> Running {
        Running::start_at("127.0.0.1:0".parse().unwrap(), app)
    }
    /// The same, at an address.
    pub fn start_at(address: SocketAddr, app: impl FnOnce(listen::Stopping) -> Router + Send + 'static) -> Running {
        let listener = listen::bind(address, false).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = Stop::new();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async { listen::answer(listener, app(stopping.clone()), stopping).await.unwrap() });
        });
        Running { at: At { address }, stop, thread: Some(thread) }
    }
    /// Asks it to stop, without waiting.
    pub fn ask_to_stop(&self) {
        self.stop.stop();
    }
}

impl std::ops::Deref for Running {
    type Target = At;
    fn deref(&self) -> &At {
        &self.at
    }
}

impl At {
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
    pub fn get(&self, path: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"))
    }
    pub fn get_with(&self, path: &str, headers: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n{headers}\r\n"))
    }
    pub fn post(&self, path: &str, kind: &str, body: impl AsRef<[u8]>) -> Answer {
        self.post_with(path, &format!("content-type: {kind}\r\n"), body)
    }
    pub fn post_with(&self, path: &str, headers: &str, body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
            body.len()
        );
        self.send([head.as_bytes(), body].concat())
    }
    /// The same as `post`; nothing where nobody answers.
    pub fn try_post(&self, path: &str, kind: &str, body: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
        Answer::read(&mut stream).ok()
    }
    /// Sends these bytes and reads one answer.
    pub fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // A server that refuses early closes before everything was written; its answer is there all the same.
        let _ = stream.write_all(bytes.as_ref());
        Answer::read(&mut stream).unwrap()
    }
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            if !std::thread::panicking() {
                ended.unwrap();
            }
        }
    }
}

/// An address at which nobody listens, kept from everybody else for as long as this is held.
pub fn nobody() -> (tokio::net::TcpSocket, SocketAddr) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// A connection from an address of this machine.
pub fn from(own: SocketAddr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(own).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream
}

/// An answer of a server.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads one answer up to the end of the connection or of its stated length.
    pub fn read(stream: &mut TcpStream) -> io::Result<Answer> {
        let mut bytes = Vec::new();
        let mut part = [0; 16 * 1024];
        let head = loop {
            let read = stream.read(&mut part)?;
            bytes.extend_from_slice(&part[..read]);
            match find(&bytes, b"\r\n\r\n") {
                Some(at) => break at,
                None if read == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                None => {}
            }
        };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let mut lines = text.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let mut answer = Answer { status, headers, body: bytes[head + 4..].to_vec() };
        let length = answer.header("content-length").map(|length| length.parse::<usize>().unwrap());
        while length.is_none_or(|length| answer.body.len() < length) {
            match stream.read(&mut part) {
                Ok(0) => break,
                Ok(read) => answer.body.extend_from_slice(&part[..read]),
                Err(error) if length.is_none() && error.kind() == io::ErrorKind::ConnectionReset => break,
                Err(error) => return Err(error),
            }
        }
        Ok(answer)
    }
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
    /// The code of a problem.
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
