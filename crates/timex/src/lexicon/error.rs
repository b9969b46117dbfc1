//! What is wrong with a lexicon that cannot be used.

/// A lexicon that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LexiconError {
    /// Not TOML, or a table that no lexicon has.
    #[error("lexicon/{language}/time.toml: {source}")]
    Toml {
        /// ISO 639-1 code.
        language: &'static str,
        /// What is wrong, with line and column.
        source: Box<toml::de::Error>,
    },
    /// A word class or a value that does not exist.
    #[error("lexicon/{language}/time.toml, [words.{class}], `{key}`: {problem}")]
    Word {
        /// ISO 639-1 code.
        language: &'static str,
        /// The table.
        class: String,
        /// The key in it.
        key: String,
        /// What is wrong and what is expected.
        problem: String,
    },
    /// A form that cannot be read.
    #[error("lexicon/{language}/time.toml, form `{form}`: {problem}")]
    Form {
        /// ISO 639-1 code.
        language: &'static str,
        /// The form as written.
        form: String,
        /// What is wrong and what is expected.
        problem: String,
    },
}
