//! A page fetched from the web, because somebody asked for it: kept as a capture (WACZ) with every request and response
//! on the way.

use std::time::Duration;

use remand_capture::{Capture, Exchange, Message};
use remand_vault::Receipt;
use ureq::http;

use crate::{CaseError, CaseFolder, Ingested};

/// Most bytes of one response.
const MOST_BYTES: u64 = 256 << 20;
/// Most redirects that are followed.
const MOST_REDIRECTS: usize = 10;
/// Longest time for one response.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a page could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The text is no address.
    #[error("`{0}` is no address that can be fetched (https://…): {1}")]
    Address(String, String),
    /// No answer came, or it broke off.
    #[error("{url} could not be fetched: {why}; nothing was taken in")]
    NoAnswer {
        /// The address.
        url: String,
        /// What went wrong.
        why: String,
    },
    /// The page sends from address to address.
    #[error("{0} redirects more than {MOST_REDIRECTS} times; nothing was taken in")]
    Redirects(String),
    /// What came cannot be written down.
    #[error("the capture of {url} cannot be written: {why}")]
    Capture {
        /// The address.
        url: String,
        /// What went wrong.
        why: String,
    },
}

impl CaseFolder {
    /// Fetches the page at `address` and takes in the capture. The page alone is fetched, with the redirects on the way:
    /// not its images and styles, and nothing of it is run.
    ///
    /// # Errors
    ///
    /// Where the page cannot be fetched, in which case nothing is taken in, or the vault cannot store it.
    pub fn fetch(&mut self, address: &str, receipt: &Receipt, version: &str) -> Result<Ingested, CaseError> {
        let capture = capture(address, version)?;
        let why = |e: remand_capture::CaptureError| FetchError::Capture {
            url: address.to_owned(),
            why: e.to_string(),
        };
        let bytes = capture.to_wacz().map_err(why)?;
        let receipt = Receipt {
            from: receipt.from.clone().or_else(|| Some(address.to_owned())),
            how: receipt.how.clone().or_else(|| Some("fetched from the web by this program".to_owned())),
            ..receipt.clone()
        };
        self.ingest_bytes(&bytes, &file_name(address, &capture.created), &receipt)
    }
}

fn capture(address: &str, version: &str) -> Result<Capture, FetchError> {
    let parsed = |text: &str| {
        let url = url::Url::parse(text).map_err(|e| FetchError::Address(text.to_owned(), e.to_string()))?;
        if matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(url)
        } else {
            Err(FetchError::Address(text.to_owned(), "only http and https are fetched".to_owned()))
        }
    };
    let software = format!("remand {version}");
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(software.as_str())
        .build()
        .into();
    let mut url = parsed(address)?;
    // The fragment is for the browser and does not travel.
    url.set_fragment(None);
    let mut exchanges = Vec::new();
    loop {
        let exchange = fetch(&agent, &url, &software)?;
        let redirect =
            exchange.response.first_line.split(' ').nth(1).is_some_and(|code| code.starts_with('3'));
        let next = exchange.response.field("location").filter(|_| redirect).map(str::to_owned);
        exchanges.push(exchange);
        let Some(next) = next else { break };
        if exchanges.len() > MOST_REDIRECTS {
            return Err(FetchError::Redirects(address.to_owned()));
        }
        let joined = url.join(&next).map_err(|e| FetchError::Address(next.clone(), e.to_string()))?;
        url = parsed(joined.as_str())?;
        url.set_fragment(None);
    }
    Ok(Capture {
        title: address.to_owned(),
        software,
        created: now(),
        exchanges,
        pages: vec![(url.to_string(), url.to_string())],
    })
}

fn now() -> String {
    jiff::Timestamp::now().to_string()
}

fn fetch(agent: &ureq::Agent, url: &url::Url, software: &str) -> Result<Exchange, FetchError> {
    let failed = |e: ureq::Error| FetchError::NoAnswer { url: url.to_string(), why: e.to_string() };
    let mut response = agent.get(url.as_str()).header("accept", "*/*").call().map_err(failed)?;
    let time = now();
    let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(failed)?;
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let fields = [("host", host.as_str()), ("user-agent", software), ("accept", "*/*")];
    let request = Message {
        first_line: format!("GET {target} HTTP/1.1"),
        fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: Vec::new(),
    };
    let status = response.status();
    let first_line =
        format!("HTTP/1.1 {} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    // The body is without the chunks it travelled in.
    let travel = |name: &http::HeaderName| *name == http::header::TRANSFER_ENCODING;
    let fields = response.headers().iter().filter(|(name, _)| !travel(name));
    let fields = fields
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let response = Message { first_line: first_line.trim_end().to_owned(), fields, body };
    Ok(Exchange { url: url.to_string(), time, address: None, request, response })
}

/// A name by which a person knows the capture again.
fn file_name(address: &str, created: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let safe: String = bare
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' })
        .collect();
    let day: String = created.chars().take(10).collect();
    format!("{}-{day}.wacz", safe.chars().take(80).collect::<String>().trim_matches('_'))
}
