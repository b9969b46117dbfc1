//! The draft of a filing, before it is a file: parts and fields, footnotes, open questions, gates.
//!
//! Every run that tells a fact names what it rests on, so that each number, date, name and quotation of a draft can be
//! walked back to a claim, to arithmetic on claims, to an answer in the journal, or to the fixed words of the form.
//!
//! Text is for display: white space is folded and what a source hides in its text is visible, as in a dossier.

use jiff::civil::Date;
use remand_dossier::document::Drawing;
use remand_vault::ItemId;
use serde::Serialize;
use std::collections::BTreeMap;

/// The value of [`Draft::schema`].
pub const SCHEMA: &str = "remand-draft-1";

/// A filing for one forum in one language.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Draft {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Name of the form (`wgad`).
    pub forum: String,
    /// Its title, as printed.
    pub title: String,
    /// To whom it goes, line by line.
    pub addressee: Vec<String>,
    /// Language of its own words, as ISO 639-1.
    pub language: String,
    /// The persons it is about, one for each case.
    pub people: Vec<Person>,
    /// It speaks as of the end of this day.
    pub as_of: Date,
    /// The same day in the words of the draft's language.
    pub as_of_words: String,
    /// For whom it is made (`court`).
    pub audience: String,
    /// What must be said on every page: that nobody has reviewed the record.
    pub notice: Option<String>,
    /// What of the form is from memory or from secondary text, in sentences.
    pub checked: Vec<String>,
    /// What must hold for the forum to take it; to be said before everything else.
    pub gates: Vec<Gate>,
    /// The filing itself.
    pub parts: Vec<Part>,
    /// For those who finish the draft, and no part of the filing: what the record leaves open.
    pub working: Vec<Part>,
    /// What the record cannot fill, by number.
    pub questions: Vec<Question>,
    /// Footnotes, by number.
    pub notes: Vec<Footnote>,
    /// Every item of the records, by number.
    pub exhibits: Vec<Exhibit>,
    /// Norms it cites, with how each was checked.
    pub norms: Vec<NormUsed>,
    /// What its runs rest on.
    pub supports: Vec<Support>,
    /// Words that a writer needs beside the parts, in the draft's language, by name: `cover`, `questions`, `exhibits`,
    /// `holds`, `quote_open` ….
    pub words: BTreeMap<String, String>,
}

/// A person the filing is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Letter of the person's annex; empty where the filing is about one person.
    pub letter: String,
}

/// Whether a condition of a forum is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It fails.
    Fails,
    /// The record and the answers do not say.
    Unknown,
    /// It holds.
    Holds,
}

/// A condition of a forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Its id (`consent`).
    pub id: String,
    /// The condition in a sentence.
    pub what: String,
    /// Where it stands.
    pub standing: Standing,
    /// Why, with what it rests on.
    pub why: Vec<Run>,
    /// Where the condition comes from, and how that was checked.
    pub checked: String,
    /// Numbers of the questions whose answers would settle it.
    pub questions: Vec<usize>,
}

/// A part with a heading. Parts nest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// Id for references, unique in the draft.
    pub id: String,
    /// `IV` or `IV.2`, as the form numbers it; may be empty.
    pub number: String,
    /// Heading.
    pub heading: Vec<Run>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A block of a part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A field of the form.
    Field {
        /// Id for references and answers (`identity.birth_date`); in a group with the letter of the person
        /// (`A.identity.birth_date`).
        id: String,
        /// Its number in the form; may be empty.
        number: String,
        /// Its name.
        label: String,
        /// Paragraphs of its value. A field that nothing fills holds one with a question.
        value: Vec<Vec<Run>>,
    },
    /// Running text.
    Paragraph {
        /// The text.
        runs: Vec<Run>,
    },
    /// Running text in smaller type.
    Small {
        /// The text.
        runs: Vec<Run>,
    },
    /// Words of a source set apart.
    Quote {
        /// The words and what leads to them.
        runs: Vec<Run>,
    },
    /// Points.
    List {
        /// Printed with numbers.
        numbered: bool,
        /// One per point.
        points: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// The clock of one person.
    Clock(Drawing),
    /// A part below.
    Part(Part),
}

/// A table with a head row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows, for those who cannot see it.
    pub caption: String,
    /// Heads of the columns.
    pub columns: Vec<Column>,
    /// Rows: one cell per column.
    pub rows: Vec<Vec<Vec<Run>>>,
}

/// Head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Share of the width, relative to the others.
    pub share: u32,
}

/// Index into [`Draft::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NoteIx(pub usize);

/// Index into [`Draft::supports`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SupportIx(pub usize);

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "run", rename_all = "snake_case")]
pub enum Run {
    /// Plain.
    Text {
        /// The words.
        text: String,
        /// What they rest on; empty where they are fixed words of the form.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        on: Vec<SupportIx>,
    },
    /// Weighty.
    Strong {
        /// The words.
        text: String,
        /// What they rest on.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        on: Vec<SupportIx>,
    },
    /// In italics: a title, a word of another language.
    Emphasis {
        /// The words.
        text: String,
        /// Their language, where it is not the draft's.
        #[serde(skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// What they rest on.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        on: Vec<SupportIx>,
    },
    /// Words of a source: a writer puts them between `quote_open` and `quote_close` of [`Draft::words`].
    Quote {
        /// The words.
        text: String,
        /// Their language as ISO 639-1, where it can be told.
        lang: Option<String>,
        /// What they rest on.
        on: Vec<SupportIx>,
    },
    /// A reference to a footnote.
    Note {
        /// Which.
        note: NoteIx,
    },
    /// An open question has its place here: a comment in a file to go on editing, a bracketed reference on paper.
    Question {
        /// Its number.
        question: usize,
    },
    /// A reference to another part or field.
    Reference {
        /// Id of the part or field.
        to: String,
        /// The words.
        text: String,
    },
    /// A place to be filled in by hand: a date, a signature, what a question asks for.
    Placeholder {
        /// What belongs there.
        text: String,
    },
}

/// What the record cannot fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// From 1, in the order of the draft.
    pub number: usize,
    /// The id that `remand answer` takes (`identity.birth_date`).
    pub id: String,
    /// In a sentence.
    pub text: String,
    /// Who can answer it, in words of the draft's language.
    pub owner: String,
    /// Id of the part, field or gate that the answer goes to.
    pub field: String,
    /// Letter of the person it is about; empty where there is one, or where it is about the filing.
    pub letter: String,
}

/// A footnote: what a fact rests on, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Footnote {
    /// From 1, in the order of the draft.
    pub number: usize,
    /// As printed.
    pub runs: Vec<Run>,
    /// The passages of it, in the order of the text.
    pub cites: Vec<Cite>,
    /// The answer of a person that it tells.
    pub answer: Option<AnswerUsed>,
    /// What it and the sentence before it rest on.
    pub on: Vec<SupportIx>,
    /// The words of the first passage stand in the sentence before it: the note names the place.
    #[serde(skip)]
    pub in_text: bool,
}

/// Words of an exhibit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cite {
    /// Number of the exhibit among [`Draft::exhibits`], from 1.
    pub exhibit: usize,
    /// Exhibit and place (`E2 p. 3`, in a group `B-E2 p. 3`).
    pub place: String,
    /// The item.
    pub item: ItemId,
    /// First byte of the words in its text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// Their language as ISO 639-1, where it can be told.
    pub lang: Option<String>,
}

/// An answer that fills a place of the draft.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct AnswerUsed {
    /// Line of the journal.
    pub number: u64,
    /// Id of the question.
    pub id: String,
    /// What was answered.
    pub value: String,
    /// Who recorded it.
    pub by: String,
    /// When (RFC 3339).
    pub at: String,
    /// What it rests on.
    pub because: String,
}

/// What a run rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "support", rename_all = "snake_case")]
pub enum Support {
    /// Words of an exhibit that say so.
    Passage(Cite),
    /// The name and forms of the name of the person, as the record has them.
    Name {
        /// Every form.
        forms: Vec<String>,
    },
    /// A source, as the record names it.
    Source {
        /// Its name and forms of it.
        forms: Vec<String>,
    },
    /// A date, count or length computed from what else the run rests on.
    Derived {
        /// The arithmetic or the reading, in words.
        how: String,
        /// From what.
        from: Vec<SupportIx>,
    },
    /// An answer of a person.
    Answer(AnswerUsed),
    /// The day as of which the draft speaks.
    AsOf {
        /// That day.
        day: Date,
    },
    /// A norm of the law packs.
    Norm {
        /// Its id.
        norm: String,
    },
    /// An exhibit as such: its number and name.
    Exhibit {
        /// Its number.
        exhibit: usize,
    },
}

/// A file of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exhibit {
    /// From 1, across all persons.
    pub number: usize,
    /// As cited: `E2`, in a group `B-E2`.
    pub label: String,
    /// Letter of the person; empty where there is one.
    pub letter: String,
    /// Number among the exhibits of that person's record, from 1.
    pub in_case: usize,
    /// Name of the file.
    pub name: String,
    /// The item.
    pub item: ItemId,
    /// Media type.
    pub media_type: String,
    /// Language as ISO 639-1; empty where it could not be told.
    pub language: String,
    /// Pages, where it has any.
    pub pages: Option<usize>,
    /// Why the audience does not get it.
    pub withheld: Option<String>,
}

/// A norm that the draft cites.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NormUsed {
    /// Its id (`iccpr.9.3.judge`).
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Language of the heading, which is not the draft's where nobody translated it.
    pub title_lang: String,
    /// Its citation.
    pub cites: String,
    /// How it was checked, in the draft's language.
    pub checked: String,
}

impl Run {
    /// Fixed words of a form.
    pub fn fixed(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), on: Vec::new() }
    }

    /// The characters that a reader sees, without quotation marks; empty for references to notes and questions.
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text, .. }
            | Self::Strong { text, .. }
            | Self::Emphasis { text, .. }
            | Self::Quote { text, .. }
            | Self::Reference { text, .. }
            | Self::Placeholder { text } => text,
            Self::Note { .. } | Self::Question { .. } => "",
        }
    }

    /// What it rests on.
    pub fn on(&self) -> &[SupportIx] {
        match self {
            Self::Text { on, .. }
            | Self::Strong { on, .. }
            | Self::Emphasis { on, .. }
            | Self::Quote { on, .. } => on,
            Self::Note { .. } | Self::Question { .. } | Self::Reference { .. } | Self::Placeholder { .. } => {
                &[]
            }
        }
    }
}
