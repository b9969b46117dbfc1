//! An update: a dated text that somebody wrote for the site, with what it rests on.

use jiff::civil::Date;
use remand_protection::{Passage, Withdrawal};
use serde::{Deserialize, Serialize};

use crate::slug;

/// A statement of an update that the record does not carry, or has otherwise: it goes out as the author's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The words of the update.
    pub words: String,
    /// How the author knows it.
    pub because: String,
}

/// A dated text that somebody wrote for the site. The journal keeps it as the decision `{"update": …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Number of the entry in the journal, from 1.
    #[serde(skip)]
    pub number: u64,
    /// When it was recorded (RFC 3339). The journal has it, so it is not written twice.
    #[serde(skip)]
    pub at: String,
    /// The day it is dated.
    pub day: Date,
    /// The last part of its address, for good ([`Update::with_slug`]).
    pub slug: String,
    /// Its headline, without markup.
    pub title: String,
    /// Its text in Markdown, without the headline.
    pub text: String,
    /// Language of headline and text, as an ISO 639-1 code.
    pub lang: String,
    /// Who wrote it.
    pub by: String,
    /// The words of the record it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Passage>,
    /// Statements of it that the record does not carry and the author vouches for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Accepted>,
    /// The slug of the update that this one corrects: numbers of entries move when logs of others are taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// It was withdrawn: its page stays, and says so. An entry of its own in the journal.
    #[serde(skip)]
    pub withdrawn: Option<Withdrawal>,
}

impl Update {
    /// The same with the address that its day, its headline and its text give.
    #[must_use]
    pub fn with_slug(self) -> Self {
        Self { slug: slug(Some(self.day), &self.title, &self.text), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_keeps_it_word_for_word() {
        let update = Update {
            number: 0,
            at: String::new(),
            day: jiff::civil::date(2031, 5, 2),
            slug: String::new(),
            title: "The court answered".to_owned(),
            text: "After **152 days**.".to_owned(),
            lang: "en".to_owned(),
            by: "Ada Roe".to_owned(),
            sources: Vec::new(),
            accepted: Vec::new(),
            corrects: None,
            withdrawn: None,
        }
        .with_slug();
        let text = serde_json::to_string(&update).unwrap();
        assert_eq!(serde_json::from_str::<Update>(&text).unwrap(), update);
        assert!(update.slug.starts_with("2031-05-02-the-court-answered-"), "{}", update.slug);
        for bad in ["{}", &text.replace("2031-05-02\"", "2 May\"")] {
            assert!(serde_json::from_str::<Update>(bad).is_err(), "{bad}");
        }
    }
}
