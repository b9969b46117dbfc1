//! A response of HTTP/1.x as it came over the line (RFC 9112), and the decoding of its body (RFC 9110, section 8.4).

use std::borrow::Cow;
use std::io::{BufReader, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// Most bytes of the lines before a body.
const HEAD: usize = 256 << 10;

/// A status line or request line, header fields, and what follows them.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    pub(crate) first_line: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: &'a [u8],
}

impl<'a> Message<'a> {
    pub(crate) fn parse(block: &'a [u8]) -> Option<Self> {
        let start = block.get(..block.len().min(HEAD)).unwrap_or_default();
        let mut at = 0;
        let mut lines = Vec::new();
        loop {
            let rest = start.get(at..)?;
            let Some(end) = rest.iter().position(|b| *b == b'\n') else {
                // The head alone, without the empty line that ends it.
                if start.len() == block.len() && !lines.is_empty() {
                    lines.push(rest.trim_ascii_end());
                    at = block.len();
                    break;
                }
                return None;
            };
            let line = rest.get(..end).unwrap_or_default().trim_ascii_end();
            at += end + 1;
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        let mut lines = lines.into_iter();
        let first_line = String::from_utf8_lossy(lines.next()?).into_owned();
        let fields = fields(lines);
        Some(Self { first_line, fields, body: block.get(at..).unwrap_or_default() })
    }

    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }

    /// The status of a response: number and reason.
    pub(crate) fn status(&self) -> Option<&str> {
        let (version, status) = self.first_line.split_once(' ')?;
        version.starts_with("HTTP/").then(|| status.trim())
    }

    /// The body without the chunks it travelled in; as it is where there are none, whatever the fields say.
    pub(crate) fn unwrapped(&self) -> Cow<'a, [u8]> {
        let chunked = self
            .field("Transfer-Encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        match chunked.then(|| dechunk(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        }
    }

    /// Decodes what [`Message::unwrapped`] gives; the name of a coding that is not known is an error.
    pub(crate) fn decoder<'b>(&self, unwrapped: &'b [u8]) -> Result<Box<dyn Read + 'b>, String> {
        const MOST: usize = 4;
        let codings = self.field("Content-Encoding").unwrap_or_default().to_ascii_lowercase();
        let codings: Vec<&str> = codings
            .split(',')
            .map(str::trim)
            .filter(|coding| !coding.is_empty() && *coding != "identity")
            .collect();
        if codings.len() > MOST {
            return Err(codings.join(", "));
        }
        let mut body: Box<dyn Read + 'b> = Box::new(unwrapped);
        let mut first = true;
        for coding in codings.into_iter().rev() {
            // Many programs decode the body and leave the field as it was.
            let start = if first { unwrapped } else { &[] };
            body = match coding {
                "gzip" | "x-gzip" if !first || start.starts_with(&[0x1f, 0x8b]) => {
                    Box::new(MultiGzDecoder::new(BufReader::new(body)))
                }
                "deflate" if is_zlib(start) => Box::new(ZlibDecoder::new(BufReader::new(body))),
                "deflate" if !is_words(start) => Box::new(DeflateDecoder::new(BufReader::new(body))),
                "br" if !is_words(start) => Box::new(brotli_decompressor::Decompressor::new(body, 4096)),
                "gzip" | "x-gzip" | "deflate" | "br" => body,
                unknown => return Err(unknown.to_owned()),
            };
            first = false;
        }
        Ok(body)
    }
}

/// The value of the first field of this name.
pub(crate) fn field<'f>(fields: &'f [(String, String)], name: &str) -> Option<&'f str> {
    fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// Header fields from lines; a line that begins with white space goes on with the one before.
pub(crate) fn fields<'l>(lines: impl Iterator<Item = &'l [u8]>) -> Vec<(String, String)> {
    const MOST: usize = 1000;
    let mut all: Vec<(String, String)> = Vec::new();
    for line in lines.take(MOST) {
        let text = String::from_utf8_lossy(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = all.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            all.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    all
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Begins with characters, as no compressed stream is likely to.
fn is_words(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    !start.is_empty()
        && start.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~') || *b >= 0x80)
        && start.trim_ascii_start().first().is_some_and(|b| matches!(b, b'<' | b'{' | b'['))
}

/// What is in the chunks; nothing where the body does not begin with one. A cut-off body gives what it has.
fn dechunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut any = false;
    loop {
        let line = body.iter().take(1024).position(|b| *b == b'\n');
        let size = line.and_then(|end| {
            let digits = body.get(..end)?.split(|b| *b == b';').next()?.trim_ascii();
            usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        });
        let (Some(line), Some(size)) = (line, size) else { return any.then_some(whole) };
        any = true;
        let data = body.get(line + 1..).unwrap_or_default();
        if size == 0 {
            return Some(whole);
        }
        let (chunk, rest) = data.split_at_checked(size).unwrap_or((data, &[]));
        whole.extend_from_slice(chunk);
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if body.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn body(block: &[u8]) -> String {
        let message = Message::parse(block).unwrap();
        let unwrapped = message.unwrapped();
        let mut text = String::new();
        message.decoder(&unwrapped).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn chunks_are_taken_off_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (sent, whole) in [
            ("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde"),
            ("3\nabc\n0\n\n", "abc"),
            ("a\r\ncut o", "cut o"),
            ("<p>not in chunks", "<p>not in chunks"),
            ("", ""),
        ] {
            assert_eq!(body(format!("{head}{sent}").as_bytes()), whole);
        }
    }

    #[test]
    fn codings_are_undone_unless_they_were_before() {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
        assert_eq!(body(format!("{head}<p>decoded before").as_bytes()), "<p>decoded before");
        let brotli = b"HTTP/1.1 200 OK\ncontent-encoding: br\n\n\x0b\x02\x80hello\x03";
        assert_eq!(body(brotli), "hello");
        let unknown = Message::parse(b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n\r\nuryyb").unwrap();
        assert_eq!(unknown.decoder(b"uryyb").err().as_deref(), Some("rot13"));
    }

    #[test]
    fn heads_come_in_many_states() {
        let message = Message::parse(b"HTTP/1.0 404\nA: 1\n  2\nno field\n\nrest").unwrap();
        assert_eq!(
            (message.status(), message.field("a"), message.body),
            (Some("404"), Some("1 2"), b"rest".as_slice())
        );
        assert_eq!(Message::parse(b"HTTP/1.1 204 No Content\r\nA: 1").unwrap().field("A"), Some("1"));
        assert!(Message::parse(b"").is_none() && Message::parse(&[b'x'; 300_000]).is_none());
        assert_eq!(Message::parse(b"GET / HTTP/1.1\n\n").unwrap().status(), None);
    }
}
