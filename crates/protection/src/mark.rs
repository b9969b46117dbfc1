//! What a person decided to protect, from whom, and why.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use remand_vault::ItemId;
use serde::{Deserialize, Serialize};

/// For whom an output is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those who work on the case: nothing is hidden.
    #[default]
    Team,
    /// A court or a body that the case is filed with.
    Court,
    /// Another organisation that works with the team.
    Partner,
    /// Everybody.
    Public,
}

impl Audience {
    /// All of them, those who see most first.
    pub const EACH: [Self; 4] = [Self::Team, Self::Court, Self::Partner, Self::Public];

    /// Its name in the journal, in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Court => "court",
            Self::Partner => "partner",
            Self::Public => "public",
        }
    }

    /// From whom a mark hides where nobody says otherwise.
    pub fn usual() -> BTreeSet<Self> {
        BTreeSet::from([Self::Partner, Self::Public])
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Audience {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<Self, MarkError> {
        let found = Self::EACH.into_iter().find(|audience| audience.name() == text.trim());
        found.ok_or_else(|| MarkError::Audience(text.trim().to_owned()))
    }
}

/// Why somebody or something is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A child, or what tells who the child is.
    Minor,
    /// A witness, a source.
    Witness,
    /// Health.
    Medical,
    /// Anything else.
    Other,
}

impl Kind {
    /// All of them.
    pub const EACH: [Self; 4] = [Self::Minor, Self::Witness, Self::Medical, Self::Other];

    /// Its name in the journal and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Witness => "witness",
            Self::Medical => "medical",
            Self::Other => "other",
        }
    }
}

impl FromStr for Kind {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<Self, MarkError> {
        let found = Self::EACH.into_iter().find(|kind| kind.name() == text.trim());
        found.ok_or_else(|| MarkError::Kind(text.trim().to_owned()))
    }
}

/// Words of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The item.
    pub item: ItemId,
    /// First byte of the words in the text of the item.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
}

/// What is protected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marked {
    /// A person, by a name in any of its spellings.
    Person(String),
    /// A word or a phrase, a number.
    Words(String),
    /// Words of an item, and the same words elsewhere.
    Passage(Passage),
    /// The name of an item; its text stays.
    ItemName(ItemId),
    /// An item with its name and its text.
    Item(ItemId),
}

/// A mark taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// Who took it back.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// Why; may be empty.
    pub because: String,
}

/// What a person decided to protect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Number of the entry in the journal, from 1.
    #[serde(skip)]
    pub number: u64,
    /// When (RFC 3339). The journal has it, so it is not written twice.
    #[serde(skip)]
    pub at: String,
    /// What is protected.
    pub what: Marked,
    /// Why.
    pub kind: Kind,
    /// Who says so.
    pub by: String,
    /// The reason in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// From whom it is hidden.
    pub hidden_from: BTreeSet<Audience>,
    /// What stands in its place, without the brackets; `None`: the kind with a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replace: Option<String>,
    /// A person is looked for by the whole name only, because a part of it is an ordinary word or the name of others.
    #[serde(default, skip_serializing_if = "is_false")]
    pub whole_name: bool,
    /// It was taken back, and hides nothing any more.
    #[serde(skip)]
    pub withdrawn: Option<Withdrawal>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// Why something cannot be marked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// Nobody stands for it.
    #[error("say who marks it: --by NAME")]
    Nobody,
    /// Words of which nothing can be found again.
    #[error("nothing can be looked for: a name or a detail needs at least two letters or digits in a row")]
    Nothing,
    /// A number that stands everywhere.
    #[error(
        "a number of fewer than five digits stands in too many places: mark the passage, --passage ITEM \"words\""
    )]
    ShortNumber,
    /// No audience has this name.
    #[error("`{0}` is no audience: court, public, partner and team are")]
    Audience(String),
    /// Hidden from nobody.
    #[error("say from whom it is hidden: --audience public,partner")]
    FromNobody,
    /// No kind has this name.
    #[error("`{0}` is no kind of protection: minor, witness, medical and other are")]
    Kind(String),
    /// A placeholder that shows what it hides.
    #[error("what stands in the place of a protected value shows it: choose other words for --replace")]
    Shown,
}

impl Mark {
    /// The mark can be kept: somebody stands for it, it hides from somebody, and its words can be found.
    ///
    /// # Errors
    ///
    /// What is missing.
    pub fn checked(&self) -> Result<(), MarkError> {
        if self.by.trim().is_empty() {
            return Err(MarkError::Nobody);
        }
        if self.hidden_from.is_empty() {
            return Err(MarkError::FromNobody);
        }
        let words = match &self.what {
            Marked::Person(words) | Marked::Words(words) => words,
            Marked::Passage(passage) => &passage.quote,
            Marked::ItemName(_) | Marked::Item(_) => return Ok(()),
        };
        let runs = remand_search::words(words).filter_map(|range| words.get(range));
        let longest = runs.map(|word| word.chars().count()).max().unwrap_or_default();
        if longest < 2 {
            return Err(MarkError::Nothing);
        }
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let digits = words.chars().filter(char::is_ascii_digit).count();
        if letters == 0 && digits < crate::phrase::DIGITS && matches!(self.what, Marked::Words(_)) {
            return Err(MarkError::ShortNumber);
        }
        let shown = self.replace.as_deref().is_some_and(|replace| {
            let alone = Self { replace: None, ..self.clone() };
            crate::Guard::of_everything(&alone).finds(replace)
        });
        if shown { Err(MarkError::Shown) } else { Ok(()) }
    }

    /// It hides from `audience`.
    pub fn hides_from(&self, audience: Audience) -> bool {
        self.withdrawn.is_none() && self.hidden_from.contains(&audience)
    }

    /// It says the same as `other`, both in force.
    pub fn same_as(&self, other: &Self) -> bool {
        self.withdrawn.is_none()
            && other.withdrawn.is_none()
            && self.what == other.what
            && self.kind == other.kind
            && self.hidden_from == other.hidden_from
            && self.replace == other.replace
            && self.whole_name == other.whole_name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(what: Marked) -> Mark {
        Mark {
            number: 3,
            at: String::new(),
            what,
            kind: Kind::Witness,
            by: "Ada Roe".to_owned(),
            because: String::new(),
            hidden_from: Audience::usual(),
            replace: None,
            whole_name: false,
            withdrawn: None,
        }
    }

    #[test]
    fn a_mark_needs_a_person_an_audience_and_words_that_can_be_found() {
        let person = |name: &str| mark(Marked::Person(name.to_owned()));
        let detail = |words: &str| mark(Marked::Words(words.to_owned()));
        for (mark, expected) in [
            (person("Mira Tolle"), Ok(())),
            (person("Ли Ан"), Ok(())),
            (person("  "), Err(MarkError::Nothing)),
            (person("A. B."), Err(MarkError::Nothing)),
            (Mark { by: " ".to_owned(), ..person("Mira Tolle") }, Err(MarkError::Nobody)),
            (Mark { hidden_from: BTreeSet::new(), ..person("Mira Tolle") }, Err(MarkError::FromNobody)),
            (Mark { replace: Some("young Mira".to_owned()), ..person("Mira Tolle") }, Err(MarkError::Shown)),
            (Mark { replace: Some("a child".to_owned()), ..person("Mira Tolle") }, Ok(())),
            (detail("epilepsy"), Ok(())),
            (detail("+7 701 555 01 42"), Ok(())),
            (detail("42"), Err(MarkError::ShortNumber)),
        ] {
            assert_eq!(mark.checked(), expected, "{:?}", mark.what);
        }
    }

    #[test]
    fn the_journal_keeps_it_word_for_word() {
        let mut one = mark(Marked::Person("Mira Tolle".to_owned()));
        one.number = 0;
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(
            text,
            "{\"what\":{\"person\":\"Mira Tolle\"},\"kind\":\"witness\",\"by\":\"Ada Roe\",\"hidden_from\":[\"partner\",\"public\"]}"
        );
        assert_eq!(serde_json::from_str::<Mark>(&text).unwrap(), one);
        for bad in ["{}", "{\"what\":{\"person\":1}}", &text.replace("witness", "wise")] {
            assert!(serde_json::from_str::<Mark>(bad).is_err(), "{bad}");
        }
        assert_eq!("press".parse::<Audience>(), Err(MarkError::Audience("press".to_owned())));
        assert_eq!("child".parse::<Kind>(), Err(MarkError::Kind("child".to_owned())));
    }
}
