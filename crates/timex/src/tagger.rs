//! Finding time expressions: the languages that the program carries, compiled, and the way into them.

use std::ops::Range;
use std::sync::OnceLock;

use crate::expression::Expression;
use crate::lexicon::{Lexicon, LexiconError};
use crate::scan::Scan;

/// Compiled lexicons. Built once; finding borrows it, from any number of threads.
#[derive(Debug)]
pub struct Tagger {
    languages: Vec<Language>,
}

/// A language that the program carries.
#[derive(Debug)]
struct Language {
    code: &'static str,
    toml: &'static str,
    lexicon: OnceLock<Result<Lexicon, LexiconError>>,
}

impl Language {
    fn lexicon(&self) -> Result<&Lexicon, &LexiconError> {
        self.lexicon.get_or_init(|| Lexicon::read(self.code, self.toml)).as_ref()
    }
}

/// Lexicons that the program carries with it, by ISO 639-1 code.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

impl Tagger {
    /// Compiles every lexicon that the program carries, and so learns of a mistake in any of them.
    ///
    /// # Errors
    ///
    /// Where a lexicon cannot be read: which one, where in it, and what is expected there.
    pub fn new() -> Result<Self, LexiconError> {
        let tagger = Self::lazy();
        tagger.languages().try_for_each(|code| tagger.prepare(code))?;
        Ok(tagger)
    }

    /// Compiles a lexicon when its language is first asked for: the quick start of a program that reads few texts.
    pub fn lazy() -> Self {
        let language = |&(code, toml)| Language { code, toml, lexicon: OnceLock::new() };
        Self { languages: EMBEDDED.iter().map(language).collect() }
    }

    /// The same with a language of one's own, in place of a lexicon of that code. `toml` has the form of
    /// `lexicon/en/time.toml`.
    ///
    /// # Errors
    ///
    /// Where the lexicon cannot be read: where in it, and what is expected there.
    pub fn with_lexicon(mut self, code: &'static str, toml: &'static str) -> Result<Self, LexiconError> {
        self.languages.retain(|language| language.code != code);
        self.languages.push(Language { code, toml, lexicon: OnceLock::new() });
        self.prepare(code).map(|()| self)
    }

    /// Compiles the lexicon of a language now. Nothing happens where it is compiled already, or not known.
    ///
    /// # Errors
    ///
    /// Where the lexicon cannot be read. [`Tagger::find`] then finds nothing in that language.
    pub fn prepare(&self, lang: &str) -> Result<(), LexiconError> {
        let language = self.languages.iter().find(|language| language.code == lang);
        language.map_or(Ok(()), |language| language.lexicon().map(|_| ()).map_err(Clone::clone))
    }

    /// ISO 639-1 codes of the languages it knows.
    pub fn languages(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.languages.iter().map(|language| language.code)
    }

    /// There is a lexicon for the language.
    pub fn knows(&self, lang: &str) -> bool {
        self.languages().any(|code| code == lang)
    }

    /// Time expressions of `text`, in order, without overlaps. `lang` is an ISO 639-1 code; nothing is found in a
    /// language without a lexicon.
    pub fn find(&self, text: &str, lang: &str) -> Vec<Expression> {
        self.scan(text, lang).0
    }

    /// Words and figures that are written like a date which no calendar has, as bytes of `text`, in order:
    /// "31 April", "2022-13-01". [`Tagger::find`] gives no day for them, though it may give the month or the year
    /// that stands in them.
    pub fn impossible(&self, text: &str, lang: &str) -> Vec<Range<usize>> {
        self.scan(text, lang).1
    }

    /// Expressions, and what looks like a date and is none.
    fn scan(&self, text: &str, lang: &str) -> (Vec<Expression>, Vec<Range<usize>>) {
        let language = self.languages.iter().find(|language| language.code == lang);
        let Some(Ok(lexicon)) = language.map(Language::lexicon) else {
            return Default::default();
        };
        Scan::new(text, lexicon).run()
    }
}
