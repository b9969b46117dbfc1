//! One question to a time-stamping authority over HTTP (RFC 3161, 3.4), and its answer. What is asked is a digest, and the
//! answer is signed: nobody on the way learns or changes anything, over `http://` either.

use std::time::Duration;

use remand_stamp::MOST_TOKEN;

/// How long the whole exchange may take.
const PATIENCE: Duration = Duration::from_secs(20);
const QUERY: &str = "application/timestamp-query";
const REPLY: &str = "application/timestamp-reply";

/// Why a server gave no time-stamp.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The address cannot be asked.
    #[error("`{0}` is not the address of a time-stamp server: write http://host/path or https://host/path")]
    Address(String),
    /// It cannot be reached, or the connection breaks.
    #[error("{server} gives no answer: {why}; try again later, or another server")]
    NoAnswer {
        /// Its address.
        server: String,
        /// What went wrong.
        why: String,
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

/// Sends a request for a time-stamp; the body of the answer. Nothing in it says which program asks, and it goes to no other
/// server than the one named.
///
/// # Errors
/// Why there is none.
pub(crate) fn post(server: &str, request: &[u8]) -> Result<Vec<u8>, PostError> {
    let url = url::Url::parse(server).ok();
    let known = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = known.filter(|url| url.username().is_empty() && url.password().is_none());
    let url = url.ok_or_else(|| PostError::Address(server.to_owned()))?;
    let failed = |e: ureq::Error| PostError::NoAnswer { server: server.to_owned(), why: e.to_string() };
    let answer = |why: String| PostError::Answer { server: server.to_owned(), why };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent("")
        .build()
        .into();
    let asked = agent.post(url.as_str()).header("content-type", QUERY).header("accept", REPLY);
    let mut response = asked.send(request).map_err(failed)?;
    let field = |name: &str| {
        let value = response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.chars().filter(|c| !c.is_control()).take(200).collect::<String>()
    };
    let status = response.status();
    if status.is_redirection() {
        return Err(answer(format!(
            "it sends on to {}; give that address, if you trust it",
            field("location")
        )));
    }
    if status.as_u16() != 200 {
        return Err(answer(format!("it answers {status}")));
    }
    if !field("content-type").to_ascii_lowercase().starts_with(REPLY) {
        return Err(answer("it answers something else than a time-stamp".to_owned()));
    }
    response.body_mut().with_config().limit(MOST_TOKEN as u64).read_to_vec().map_err(failed)
}
