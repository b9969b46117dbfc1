//! Proofreads a text against a record: each date, count, duration, quotation, name, amount, percentage and citation of
//! the text, with what carries it, what contradicts it, or that nothing does.
//!
//! The text need not be of the record: a draft of an update, a press release, a filing that somebody edited. Lengths of
//! time are held against the dates by the arithmetic of the chronology, dates by the claims of the events they are of.

mod checked;
mod citation;
mod compare;
mod date;
mod draft;
mod duration;
mod figure;
mod known;
mod lexicon;
mod listing;
mod name;
mod number;
mod quotation;
mod quoted;

use std::ops::Range;

use jiff::civil::Date;
use remand_dossier::Record;
use remand_reading::{Reader, ReaderError};
use remand_timex::Tagger;

pub use checked::{Carrier, Checked, Standing, What};
pub use listing::{counted, line_of, listing};

use crate::draft::Draft;
use crate::known::Known;

/// A record that texts are held against, as of the end of a day.
pub struct Proofreader<'r> {
    known: Known<'r>,
    reader: Reader,
    tagger: Tagger,
}

impl<'r> Proofreader<'r> {
    /// `day` is the day of the texts: what is counted in them is complete on it, and dates without a year are near it.
    ///
    /// # Errors
    ///
    /// Where the lexicon of a language of the record cannot be used: a fault of the program's own data.
    pub fn new(record: &'r Record<'r>, day: Date) -> Result<Self, ReaderError> {
        let (reader, tagger) = (Reader::new()?, Tagger::lazy());
        let known = Known::new(record, day, &reader, &tagger)?;
        Ok(Self { known, reader, tagger })
    }

    /// From here on the texts are of the day `day`.
    pub fn set_day(&mut self, day: Date) {
        self.known.set_day(day);
    }

    /// Words that carry what they say beside the record: the fixed words of a form, answers that a person gave.
    ///
    /// # Errors
    ///
    /// As for [`Proofreader::new`].
    pub fn with_fixed(mut self, name: &str, text: &str, language: &str) -> Result<Self, ReaderError> {
        self.known.add_fixed(name, text, language, &self.reader, &self.tagger)?;
        Ok(self)
    }

    /// What `text`, in the language `lang` (ISO 639-1), says, in the order of the text; nothing in a language that is
    /// not read.
    ///
    /// # Errors
    ///
    /// As for [`Proofreader::new`].
    pub fn check(&self, text: &str, lang: &str) -> Result<Vec<Checked>, ReaderError> {
        let Some(draft) = Draft::new(text, lang, &self.known, &self.reader, &self.tagger)? else {
            return Ok(Vec::new());
        };
        let mut all = quoted::quotations(&draft, &self.known);
        all.extend(citation::citations(&draft, &self.known));
        all.extend(date::dates(&draft, &self.known));
        let durations = duration::durations(&draft, &self.known);
        let numbered: Vec<Range<usize>> = durations.iter().map(|checked| checked.span.clone()).collect();
        all.extend(durations);
        all.extend(number::numbers(&draft, &self.known, &numbered));
        all.extend(number::references(&draft, &self.known));
        all.extend(name::names(&draft, &self.known));
        all.sort_by_key(|checked| (checked.span.start, checked.span.end));
        Ok(all)
    }
}

/// Holds one text against a record; see [`Proofreader`], which does so for several.
///
/// # Errors
///
/// Where a lexicon cannot be used: a fault of the program's own data.
pub fn proofread(
    text: &str,
    lang: &str,
    record: &Record<'_>,
    day: Date,
) -> Result<Vec<Checked>, ReaderError> {
    Proofreader::new(record, day)?.check(text, lang)
}
