//! What reading tells: faults, and for an editor the names that stand in a text and the words that may follow.

use std::collections::BTreeSet;

use super::block::Word;
use crate::{Diagnostic, Expected, Kind, Symbol};

/// More faults than these in one file help nobody.
pub(crate) const MOST_FAULTS: usize = 100;

/// Longer lines are not repeated with each fault of them.
const LONGEST_LINE: usize = 1000;

/// What reading a file tells.
pub(crate) struct Report<'t> {
    file: &'t str,
    faults: Vec<Diagnostic>,
    /// Names in the text, where somebody asks for them.
    pub(crate) symbols: Option<Vec<Symbol>>,
    /// What may stand where the words of a field end, where somebody asks for it.
    pub(crate) expected: Option<BTreeSet<Expected>>,
}

impl<'t> Report<'t> {
    pub(crate) fn new(file: &'t str) -> Self {
        Self { file, faults: Vec::new(), symbols: None, expected: None }
    }

    pub(crate) fn fault(&mut self, word: Word<'_>, message: impl Into<String>, help: impl Into<String>) {
        if !self.is_full() {
            self.faults.push(diagnostic(self.file, word, message.into(), help.into()));
        }
    }

    /// Tells that the file is too large to be law.
    pub(crate) fn too_large(&mut self, bytes: usize, most: usize) {
        let word = Word { text: "", line: 1, column: 1, source: "" };
        let message = format!("the file has {bytes} bytes; a law pack has at most {most}");
        self.fault(word, message, "split it into one file an article");
    }

    /// What else is found is not told.
    pub(crate) fn is_full(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }

    pub(crate) fn count(&self) -> usize {
        self.faults.len()
    }

    pub(crate) fn expect(&mut self, expected: Expected) {
        if let Some(all) = &mut self.expected {
            all.insert(expected);
        }
    }

    pub(crate) fn symbol(&mut self, kind: Kind, word: Word<'_>, defines: bool) {
        if let Some(all) = &mut self.symbols {
            all.push(Symbol {
                kind,
                name: word.text.to_owned(),
                line: word.line,
                column: word.column,
                defines,
            });
        }
    }

    pub(crate) fn into_faults(self) -> Vec<Diagnostic> {
        self.faults
    }
}

/// A fault at a word.
pub(crate) fn diagnostic(file: &str, word: Word<'_>, message: String, help: String) -> Diagnostic {
    let source = if word.source.len() > LONGEST_LINE { "" } else { word.source };
    Diagnostic {
        file: file.to_owned(),
        line: word.line,
        column: word.column,
        source: source.to_owned(),
        word: word.text.to_owned(),
        message,
        help,
    }
}
