//! One request and the response to it.

/// Something fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Address that was asked for, `http` or `https`, in ASCII as it went over the line.
    pub url: String,
    /// When the response began to arrive, in UTC as RFC 3339: `2024-03-05T10:00:00Z`, with a fraction where known.
    pub time: String,
    /// IP address of the server, where known.
    pub address: Option<String>,
    /// What was sent; the first line is the request line.
    pub request: Message,
    /// What came back; the first line is the status line. The body is without the chunks it travelled in, in the content
    /// coding that its fields name.
    pub response: Message,
}

/// A message of HTTP/1.1, or one of HTTP/2 written as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Request line or status line, without its end.
    pub first_line: String,
    /// Header fields in their order.
    pub fields: Vec<(String, String)>,
    /// What follows the fields.
    pub body: Vec<u8>,
}

/// What was fetched cannot be written down.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// There is no exchange.
    #[error("nothing was fetched: a capture needs one response at least")]
    Empty,
    /// The address is none that could have been fetched.
    #[error("`{0}` is not an http or https address in ASCII without spaces")]
    Address(String),
    /// The time is not in the form that web archives have.
    #[error("`{0}` is not a time in UTC in the form of RFC 3339 (2024-03-05T10:00:00Z)")]
    Time(String),
    /// A first line or a field would not be read back as what it is.
    #[error(
        "`{0}` cannot stand in the head of an HTTP message: it has a line break, or is no name of a field"
    )]
    Head(String),
    /// The ZIP file could not be put together.
    #[error("the capture could not be written: {0}")]
    Zip(String),
}

impl Exchange {
    pub(crate) fn check(&self) -> Result<(), CaptureError> {
        let place = self.url.strip_prefix("http://").or_else(|| self.url.strip_prefix("https://"));
        if place.is_none_or(|place| place.is_empty() || place.starts_with('/'))
            || !self.url.chars().all(|c| c.is_ascii_graphic())
        {
            return Err(CaptureError::Address(self.url.clone()));
        }
        check_time(&self.time)?;
        if let Some(address) = self.address.as_ref().filter(|address| !is_line(address)) {
            return Err(CaptureError::Head(address.clone()));
        }
        self.request.check()?;
        self.response.check()
    }
}

/// `2024-03-05T10:00:00Z`, with up to nine digits of a fraction.
pub(crate) fn check_time(time: &str) -> Result<(), CaptureError> {
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let whole = shape.strip_suffix('Z').and_then(|shape| shape.strip_prefix("0000-00-00T00:00:00"));
    let fraction = |rest: &str| {
        rest.is_empty()
            || rest
                .strip_prefix('.')
                .is_some_and(|d| (1..=9).contains(&d.len()) && d.bytes().all(|b| b == b'0'))
    };
    if whole.is_some_and(fraction) { Ok(()) } else { Err(CaptureError::Time(time.to_owned())) }
}

fn is_line(text: &str) -> bool {
    !text.contains(['\r', '\n', '\0'])
}

impl Message {
    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn check(&self) -> Result<(), CaptureError> {
        let wrong = |text: &str| Err(CaptureError::Head(text.to_owned()));
        if self.first_line.trim().is_empty() || !is_line(&self.first_line) {
            return wrong(&self.first_line);
        }
        for (name, value) in &self.fields {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_graphic() && c != ':') || !is_line(value) {
                return wrong(&format!("{name}: {value}"));
            }
        }
        Ok(())
    }

    /// The head as it went over the line. The chunks are no longer there, so the field that announces them has
    /// another name, as other programs write it too.
    pub(crate) fn head(&self) -> String {
        let mut head = format!("{}\r\n", self.first_line);
        for (name, value) in &self.fields {
            let prefix = if name.eq_ignore_ascii_case("Transfer-Encoding") { "X-Archive-Orig-" } else { "" };
            head.push_str(&format!("{prefix}{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}
