//! What a text layer is read into: entries, sources and claims. All of it is proposed until a person accepts it.

use std::fmt;
use std::ops::Range;

use remand_timex::When;
use remand_vault::ItemId;
use serde::{Deserialize, Serialize};

/// A kind of event of the vocabulary (`law/vocabulary.toml`), such as `arrest`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EventKind(pub(crate) &'static str);

impl EventKind {
    /// Its name in the vocabulary.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("there is no event `{name}` in the vocabulary")))
    }
}

impl fmt::Debug for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Words in an item: bytes `span` of its text layer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// The item.
    pub item: ItemId,
    /// First byte, inclusive.
    pub start: usize,
    /// Last byte, exclusive.
    pub end: usize,
}

impl Passage {
    /// The bytes as a range.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Both hold some of the same bytes.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.item == other.item && self.start < other.end && other.start < self.end
    }
}

/// Whose account a source belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Bodies and officials of the state that holds the person.
    State,
    /// The detainee, counsel, family, doctors they named, those who campaign for the detainee.
    Defence,
    /// Everyone else: UN bodies, other states, organisations, the press, and sources nobody could place.
    Independent,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Prosecution service or prosecutor.
    Prosecutor,
    /// Security or intelligence service.
    SecurityService,
    /// Police.
    Police,
    /// Court or judge.
    Court,
    /// Prison, remand centre, prison service.
    Prison,
    /// Ministry or minister.
    Ministry,
    /// President, head of government, parliament, or the government as such.
    Government,
    /// "Official information", "the authorities": the state without a name.
    Officials,
    /// United Nations body or mandate holder.
    UnBody,
    /// Other international organisation.
    Intergovernmental,
    /// Another state, its officials and members of its parliament.
    ForeignState,
    /// Non-governmental organisation, national human-rights institution.
    Organisation,
    /// Press.
    Press,
    /// The detainee.
    Detainee,
    /// Family and friends.
    Family,
    /// Lawyer or petitioner for the detainee.
    Counsel,
    /// Doctor.
    Doctor,
    /// A page or group that campaigns for the detainee.
    Campaign,
    /// Experts and analysts.
    Expert,
    /// Cannot be told.
    Unknown,
}

impl SourceKind {
    /// Whose account a source of this kind belongs to, where nothing says that it is another state's.
    pub fn account(self) -> Account {
        match self {
            Self::Prosecutor
            | Self::SecurityService
            | Self::Police
            | Self::Court
            | Self::Prison
            | Self::Ministry
            | Self::Government
            | Self::Officials => Account::State,
            Self::Detainee | Self::Family | Self::Counsel | Self::Doctor | Self::Campaign => Account::Defence,
            Self::UnBody
            | Self::Intergovernmental
            | Self::ForeignState
            | Self::Organisation
            | Self::Press
            | Self::Expert
            | Self::Unknown => Account::Independent,
        }
    }
}

/// A person or body that informs. Never a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Name as it is written most fully.
    pub name: String,
    /// Every form of the name that was met, `name` included.
    pub variants: Vec<String>,
    /// What it is.
    pub kind: SourceKind,
    /// Whose account it belongs to.
    pub account: Account,
}

/// Index of a [`Source`] in [`Reading::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourceIx(pub usize);

/// Index of an [`Entry`] in [`Reading::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct EntryIx(pub usize);

/// Index of a [`Claim`] in [`Reading::claims`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ClaimIx(pub usize);

/// One dated piece of an item: an entry of an updates page, a letter, an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Where it stands.
    pub passage: Passage,
    /// Its headline, where it has one.
    pub headline: Option<Passage>,
    /// When it was published, sent or signed.
    pub published: When,
    /// Why `published` is what it is, in words.
    pub published_why: String,
    /// The entry whose text this one repeats or translates; it is the same text, not a second source.
    pub same_text_as: Option<EntryIx>,
    /// Who speaks where the text names nobody else.
    pub author: SourceIx,
}

/// Is the thing said to be so?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It happened.
    Asserted,
    /// It did not happen.
    Denied,
    /// The source says that it does not know, or that nothing was made public. Not a denial.
    NotKnown,
}

/// How the thing is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// As a fact.
    Stated,
    /// As somebody's allegation ("allegedly", "reportedly").
    Alleged,
    /// As something to come.
    Planned,
    /// As something asked for.
    Demanded,
    /// As a general state of affairs, of no one person.
    General,
}

/// Where the date of a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The words give it.
    Stated,
    /// Computed from words ("90 days after", "almost a month before").
    Computed,
    /// Bounded by the publication of the entry, or by the course of the case.
    Bounded,
    /// Nothing bounds it.
    Unknown,
}

/// Whom the event concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The person of the case.
    Subject,
    /// Other people.
    Others,
    /// Nobody in particular, or it cannot be told.
    Nobody,
}

/// The stretch of custody that an order is said to cover. Either end may be left unsaid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First moment, where it is stated.
    pub from: Option<When>,
    /// The day on which it ends, where it is stated.
    pub until: Option<When>,
    /// Its length as stated, in words of ISO 8601 (`P2M`).
    pub length: Option<String>,
}

/// A number that a claim gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// Smallest and largest value the words allow; `None` leaves a side open.
    pub least: Option<u64>,
    /// See `least`.
    pub most: Option<u64>,
    /// What is counted, as written.
    pub unit: String,
}

/// A role and who or what fills it, as written (`by`, `place`, `court`, `counsel`, `offence`, `manner`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFiller {
    /// Role name of the vocabulary.
    pub role: String,
    /// The words.
    pub text: String,
}

/// One sourced statement that something happened, did not happen, or is not known to have happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// What happened.
    pub kind: EventKind,
    /// The words that say so.
    pub passage: Passage,
    /// The entry they stand in.
    pub entry: EntryIx,
    /// When it is said to have happened.
    pub when: When,
    /// Where `when` comes from.
    pub basis: Basis,
    /// The announcement it is taken from, where the words date one ("according to a press release of 11 May").
    pub made_public: Option<When>,
    /// Who says it.
    pub asserter: SourceIx,
    /// Through whom it reached the item, outermost first; empty where the author says it.
    pub via: Vec<SourceIx>,
    /// Is it said to be so?
    pub polarity: Polarity,
    /// How it is put.
    pub modality: Modality,
    /// Whom it concerns.
    pub about: About,
    /// For orders: what they cover. For acts that are due: the length of time that is given for them.
    pub term: Option<Term>,
    /// For tolls, petitions, referendums.
    pub quantity: Option<Quantity>,
    /// Who and what takes part.
    pub roles: Vec<RoleFiller>,
}

/// A time expression with its value, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeAt {
    /// Where it stands.
    pub passage: Passage,
    /// The entry it stands in.
    pub entry: EntryIx,
    /// What it says.
    pub timex: remand_timex::Timex,
}

/// A stated duration with the two ends it is said to run between, as far as the text gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatedDuration {
    /// The words.
    pub passage: Passage,
    /// The entry they stand in.
    pub entry: EntryIx,
    /// The length.
    pub amount: remand_timex::Amount,
    /// What it is counted from.
    pub from: DurationStart,
    /// The day on which it is said to be complete; `None` is the publication of the entry.
    pub at: Option<When>,
}

/// What a stated duration is counted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DurationStart {
    /// The arrest, or custody as such: every day that any claim gives for it is a plausible start.
    Custody,
    /// An event of this kind.
    Event(EventKind),
    /// A date in the text.
    Date(When),
    /// The text does not say.
    Unstated,
    /// Not a stretch of the record: a penalty, an age, a term of office.
    NotAStretch,
}

/// A legal citation in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Where it stands.
    pub passage: Passage,
    /// The entry it stands in.
    pub entry: EntryIx,
    /// The instrument and provision in a regular form (`ICCPR art. 9(3)`); the words where nothing better is known.
    pub norm: String,
    /// What the text says of it, where it glosses it.
    pub gloss: Option<Passage>,
}

/// Everything read from the items of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Who the case is about, with every form of the name; `None` where it could not be told.
    pub subject: Option<Subject>,
    /// Entries, item by item, in the order of the text.
    pub entries: Vec<Entry>,
    /// Who informs.
    pub sources: Vec<Source>,
    /// What they say.
    pub claims: Vec<Claim>,
    /// Every time expression.
    pub times: Vec<TimeAt>,
    /// Every stated duration.
    pub durations: Vec<StatedDuration>,
    /// Every legal citation.
    pub citations: Vec<Citation>,
    /// The country that the texts name most, as an ISO 3166-1 code in lower case: whose bodies count as the state's.
    pub state: Option<String>,
    /// Items, or parts of them, in languages for which there is no lexicon.
    pub not_read: Vec<NotRead>,
}

impl Reading {
    /// Whose account a source belongs to; independent where there is no such source.
    pub fn account(&self, source: SourceIx) -> Account {
        self.sources.get(source.0).map_or(Account::Independent, |s| s.account)
    }
}

/// Text that was kept and not read, because its language has no lexicon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRead {
    /// The item.
    pub item: ItemId,
    /// ISO 639-1 code of the language, empty where it could not be told.
    pub language: String,
}

/// The person of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Fullest form of the name.
    pub name: String,
    /// Every form that was met.
    pub variants: Vec<String>,
    /// The name was inferred from the texts, not given.
    pub inferred: bool,
}
