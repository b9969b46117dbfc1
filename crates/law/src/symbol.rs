//! The names in a pack and what may follow where a text breaks off, for an editor.

use serde::Serialize;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A kind of event.
    Event,
    /// A state, of the vocabulary or defined.
    State,
    /// A role that a circumstance can be said of.
    Role,
    /// What can be asked of an event or said of a role.
    Qualifier,
    /// A length that a case has.
    Measure,
    /// An account.
    Account,
    /// A parameter.
    Parameter,
    /// A calendar.
    Calendar,
    /// A norm.
    Norm,
    /// An instrument.
    Instrument,
}

impl Kind {
    /// What it is, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::State => "state",
            Self::Role => "role",
            Self::Qualifier => "qualifier",
            Self::Measure => "measure",
            Self::Account => "account",
            Self::Parameter => "parameter",
            Self::Calendar => "calendar",
            Self::Norm => "norm",
            Self::Instrument => "instrument",
        }
    }

    pub(crate) fn article(self) -> &'static str {
        match self {
            Self::Event => "an event",
            Self::State => "a state",
            Self::Role => "a role",
            Self::Qualifier => "a qualifier",
            Self::Measure => "a measure",
            Self::Account => "an account",
            Self::Parameter => "a parameter",
            Self::Calendar => "a calendar",
            Self::Norm => "the id of a norm",
            Self::Instrument => "the id of an instrument",
        }
    }

    /// Where names of this kind come from.
    pub(crate) fn where_from(self) -> &'static str {
        match self {
            Self::State => {
                "use a state of the vocabulary, or define it with a `define` block in a pack read together with this one"
            }
            Self::Parameter => {
                "write a length such as `48 hours`, or the id of a `parameter` block in a pack read together with this one"
            }
            Self::Calendar => "use the id of a `calendar` block in a pack read together with this one",
            Self::Account => "write `state`, `defence` or `independent`",
            Self::Event | Self::Role | Self::Qualifier | Self::Measure => {
                "use a name of the vocabulary (law/vocabulary.toml)"
            }
            Self::Norm | Self::Instrument => "use the id of a block in a pack read together with this one",
        }
    }
}

/// A name where it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it names.
    pub kind: Kind,
    /// The name, which is as long in the text.
    pub name: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// It stands at the head of the block that makes it; else it is used.
    pub defines: bool,
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// This word of the language.
    Word(&'static str),
    /// A name of this kind.
    Name(Kind),
    /// `YYYY-MM-DD`.
    Date,
    /// A moment: `YYYY-MM`, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`.
    Moment,
    /// A whole number.
    Number,
    /// An ISO 3166-1 code in lower case.
    Country,
    /// Any words.
    Text,
}
