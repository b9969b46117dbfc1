//! A fault in a pack: where it is, which word it is, and what to do.

use std::fmt;

use serde::Serialize;

/// A fault at a word of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The pack.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The whole line.
    #[serde(skip)]
    pub source: String,
    /// The word; empty where something is missing.
    pub word: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        let shown = 160;
        if self.source.chars().count() <= shown {
            writeln!(f, "  | {}", self.source)?;
            let indent = self.column.saturating_sub(1);
            writeln!(f, "  | {:indent$}{}", "", "^".repeat(self.word.chars().count().max(1)))?;
        }
        write!(f, "  = {}", self.help)
    }
}
