//! The form of `examples/veld.expected.toml`, whose head says how each part is to be read.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) subject: String,
    pub(crate) as_of: String,
    pub(crate) event: Vec<Event>,
    pub(crate) not_event: Vec<NotEvent>,
    pub(crate) not_time: Vec<Quote>,
    pub(crate) clock: Vec<Clock>,
    pub(crate) dispute: Vec<Dispute>,
    pub(crate) consistent: Vec<Consistent>,
    pub(crate) duration: Vec<Duration>,
    pub(crate) not_a_stretch: Vec<Quote>,
    pub(crate) finding: Vec<Finding>,
    pub(crate) deadline: Vec<Deadline>,
    pub(crate) diagnostic: Vec<Diagnostic>,
    pub(crate) repetition: Vec<Repetition>,
    pub(crate) citation: Vec<Quote>,
    pub(crate) item: Vec<Item>,
    pub(crate) entry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) earliest: Option<String>,
    pub(crate) latest: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) known_since: Option<String>,
    pub(crate) claims: Vec<Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claim {
    pub(crate) account: String,
    pub(crate) file: String,
    pub(crate) quote: String,
    #[serde(default = "asserted")]
    pub(crate) polarity: String,
    #[serde(default)]
    pub(crate) hard: bool,
}

fn asserted() -> String {
    "asserted".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quote {
    pub(crate) file: String,
    pub(crate) quote: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotEvent {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) file: String,
    pub(crate) quote: String,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clock {
    pub(crate) account: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) status: Vec<String>,
    pub(crate) known_since: Option<String>,
    #[serde(default)]
    pub(crate) hard: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dispute {
    pub(crate) kind: Vec<String>,
    pub(crate) topic: Vec<String>,
    pub(crate) sides: [Quote; 2],
    #[serde(default)]
    pub(crate) hard: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Consistent {
    #[serde(rename = "why")]
    _why: String,
    pub(crate) sides: [Quote; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Duration {
    pub(crate) file: String,
    pub(crate) quote: String,
    pub(crate) verdict: String,
    #[serde(rename = "why")]
    _why: String,
    #[serde(default)]
    pub(crate) hard: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    pub(crate) norm: String,
    pub(crate) account: String,
    pub(crate) outcome: Vec<String>,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deadline {
    pub(crate) norm: String,
    pub(crate) procedure: Vec<String>,
    pub(crate) due: String,
    pub(crate) status: String,
    #[serde(rename = "why")]
    _why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Diagnostic {
    pub(crate) file: String,
    pub(crate) words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repetition {
    pub(crate) files: [String; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) file: String,
    pub(crate) language: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) entries: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) headline: String,
    pub(crate) earliest: String,
    pub(crate) latest: String,
}
