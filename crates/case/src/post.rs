//! One question to a time-stamping authority over HTTP (RFC 9112), and its answer. What is asked is a digest, and the
//! answer is signed: nobody on the way learns or changes anything, so that no encryption is needed.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use remand_stamp::MOST_TOKEN;

/// How long a connection, and then the whole exchange, may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most bytes of the head of an answer.
const MOST_HEAD: usize = 16 << 10;
const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";

/// Why a server gave no time-stamp.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The address cannot be asked.
    #[error("`{0}` is not the address of a time-stamp server: write http://host/path")]
    Address(String),
    /// Over HTTPS.
    #[error(
        "`{0}` is to be asked over HTTPS, which this command does not speak; most servers answer over http:// too (the \
         answer is signed, and what is sent is a digest), or carry the request over by hand (--request, then --token)"
    )]
    Https(String),
    /// It cannot be reached, or the connection breaks.
    #[error("{server} gives no answer: {source}; try again later, or another server")]
    Io {
        /// Its address.
        server: String,
        /// What the system said.
        source: io::Error,
    },
    /// It answers something else.
    #[error("{server} gives no time-stamp: {why}")]
    Answer {
        /// Its address.
        server: String,
        /// What is wrong.
        why: String,
    },
}

/// Sends a request for a time-stamp; the body of the answer.
///
/// # Errors
/// Why there is none.
pub(crate) fn post(server: &str, request: &[u8]) -> Result<Vec<u8>, PostError> {
    let (host, port, path) = parts(server)?;
    let failed = |source| PostError::Io { server: server.to_owned(), source };
    let answer = exchange(&host, port, &path, request).map_err(failed)?;
    body(&answer).map_err(|why| PostError::Answer { server: server.to_owned(), why })
}

/// Host, port and path.
fn parts(server: &str) -> Result<(String, u16, String), PostError> {
    let bad = || PostError::Address(server.to_owned());
    if server.starts_with("https://") {
        return Err(PostError::Https(server.to_owned()));
    }
    let rest = server.strip_prefix("http://").ok_or_else(bad)?;
    if !rest.bytes().all(|b| b.is_ascii_graphic()) || rest.contains(['@', '#']) {
        return Err(bad());
    }
    let (authority, path) = rest.split_once('/').map_or((rest, String::new()), |(a, p)| (a, p.to_owned()));
    let (host, port) = match authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')) {
        Some((host, port)) => (host, port.parse().map_err(|_| bad())?),
        None => (authority, 80),
    };
    if host.is_empty() {
        return Err(bad());
    }
    Ok((host.to_owned(), port, format!("/{path}")))
}

fn exchange(host: &str, port: u16, path: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name is not known");
    let mut stream = None;
    for address in (bare, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(open) => {
                stream = Some(open);
                break;
            }
            Err(e) => last = e,
        }
    }
    let mut stream = stream.ok_or(last)?;
    let until = Instant::now() + PATIENCE;
    stream.set_write_timeout(Some(PATIENCE))?;
    // Version 1.0: a server answers in one piece and ends. Nothing says which program asks.
    let head = format!(
        "POST {path} HTTP/1.0\r\nHost: {host}:{port}\r\nContent-Type: {QUERY}\r\nAccept: {REPLY}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        request.len()
    );
    stream.write_all(&[head.as_bytes(), request].concat())?;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&answer) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "it takes too long"));
        }
        stream.set_read_timeout(Some(left))?;
        let read = stream.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        answer.extend_from_slice(bytes);
        if answer.len() > MOST_HEAD + MOST_TOKEN {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it answers too much"));
        }
    }
    Ok(answer)
}

/// The head of an answer, and what follows it.
fn split(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((answer.get(..end)?, answer.get(end + 4..)?))
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.filter(|(found, _)| found.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
}

/// It says how long it is, and is that long: a server may keep the connection open.
fn is_whole(answer: &[u8]) -> bool {
    let Some((head, body)) = split(answer) else { return false };
    let length = field(&String::from_utf8_lossy(head), "content-length").and_then(|text| text.parse().ok());
    length.is_some_and(|length: usize| body.len() >= length)
}

/// The time-stamp in an answer.
fn body(answer: &[u8]) -> Result<Vec<u8>, String> {
    let (head, body) = split(answer).ok_or("it does not speak HTTP")?;
    let head = String::from_utf8_lossy(head);
    let status = head.lines().next().unwrap_or_default();
    let mut words = status.split(' ');
    if !words.next().is_some_and(|version| version.starts_with("HTTP/1.")) {
        return Err("it does not speak HTTP".to_owned());
    }
    match words.next() {
        Some("200") => {}
        Some("301" | "302" | "307" | "308") => {
            let to = field(&head, "location").unwrap_or("somewhere");
            let to: String = to.chars().filter(|c| !c.is_control()).take(200).collect();
            return Err(format!("it sends on to {to}; give that address, if you trust it"));
        }
        _ => {
            let status: String = status.chars().filter(|c| !c.is_control()).take(100).collect();
            return Err(format!("it answers `{status}`"));
        }
    }
    if !field(&head, "content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with(REPLY)) {
        return Err("it answers something else than a time-stamp".to_owned());
    }
    if field(&head, "transfer-encoding").is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err("it answers in pieces to a client that cannot take them".to_owned());
    }
    match field(&head, "content-length").map(str::parse::<usize>) {
        None => Ok(body.to_vec()),
        Some(Ok(length)) if length <= body.len() => Ok(body.get(..length).unwrap_or_default().to_vec()),
        Some(_) => Err("its answer breaks off".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let read =
            |address: &str| parts(address).ok().map(|(host, port, path)| format!("{host} {port} {path}"));
        for (address, expected) in [
            ("http://stamps.invalid", Some("stamps.invalid 80 /")),
            ("http://stamps.invalid:8080/tsa?a=b", Some("stamps.invalid 8080 /tsa?a=b")),
            ("http://[::1]:3000/", Some("[::1] 3000 /")),
            ("http://[::1]", Some("[::1] 80 /")),
            ("http://", None),
            ("http://a:b/", None),
            ("http://a:99999/", None),
            ("http://me@a/", None),
            ("http://a/b c", None),
            ("http://a/\r\nX: y", None),
            ("ftp://a/", None),
            ("stamps.invalid", None),
        ] {
            assert_eq!(read(address).as_deref(), expected, "{address}");
        }
        assert!(matches!(parts("https://a/"), Err(PostError::Https(_))));
    }

    #[test]
    fn answers() {
        let good =
            "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(body(good.as_bytes()), Ok(b"abc".to_vec()));
        assert_eq!(body(format!("{good}def").as_bytes()), Ok(b"abc".to_vec()), "and not more");
        assert_eq!(body(good.replace("Content-Length: 3\r\n", "").as_bytes()), Ok(b"abc".to_vec()));
        for (from, to, why) in [
            ("200 OK", "404 Not Found", "404"),
            ("200 OK\r\n", "302 Found\r\nLocation: http://b/\r\n", "http://b/"),
            ("timestamp-reply", "html", "something else"),
            ("Length: 3", "Length: 4", "breaks off"),
            ("Length: 3", "Length: x", "breaks off"),
            ("Content-Length: 3", "Transfer-Encoding: chunked", "pieces"),
            ("HTTP/1.1", "SSH-2.0", "speak HTTP"),
            ("\r\n\r\n", "\r\n", "speak HTTP"),
        ] {
            let why_not = body(good.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert!(why_not.contains(why), "{to}: {why_not}");
        }
    }
}
