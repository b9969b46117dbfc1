//! Another's text inside an entry: a document that is reprinted, a mail that is quoted or forwarded.

use std::ops::Range;

use crate::author::{LETTERHEAD_LINE, kind_of_name, without_address};
use crate::lexicon::Lexicon;
use crate::mention::Names;
use crate::source::Registry;
use crate::subject::Mentioned;
use crate::{SourceIx, SourceKind};

/// Whose text is being read, where it is not the author's.
#[derive(Default)]
pub(crate) struct Relay {
    /// A document that the text says it will print.
    announced: Option<SourceIx>,
    /// It is being printed, to the end of the entry.
    printed: Option<SourceIx>,
    /// Who wrote the lines behind ">".
    quoted: Option<SourceIx>,
}

impl Relay {
    /// A block begins. `header` says that it is a header of the item itself.
    pub(crate) fn block(
        &mut self,
        words: &str,
        header: bool,
        lexicon: &Lexicon,
        subject: &Mentioned,
        names: &Names,
        registry: &mut Registry,
    ) {
        let heading = words.chars().any(char::is_alphabetic)
            && !words.chars().any(char::is_lowercase)
            && words.len() < LETTERHEAD_LINE;
        if heading && self.announced.is_some() {
            self.printed = self.announced;
        }
        if header {
            return;
        }
        let mut writer = |ways: &Option<regex::Regex>| {
            let who = ways.as_ref()?.captures(words)?.name("who")?.as_str();
            let kind = kind_of_name(who, lexicon, subject, names).unwrap_or(SourceKind::Unknown);
            Some(registry.named(without_address(who), kind, &lexicon.words))
        };
        self.quoted = writer(&lexicon.says.wrote).or(self.quoted);
        self.printed = writer(&lexicon.says.sender).or(self.printed);
    }

    /// A sentence has been read: it may say that a document is printed below.
    pub(crate) fn sentence(&mut self, words: &str, lexicon: &Lexicon, registry: &mut Registry) {
        let document = lexicon.says.reprint.captures(words).and_then(|c| c.name("document"));
        if let Some(document) = document {
            self.announced = Some(registry.named(document.as_str(), SourceKind::Counsel, &lexicon.words));
        }
    }

    /// Who wrote the sentence at `range`, where it is not the author.
    pub(crate) fn writer(&self, text: &str, range: &Range<usize>) -> Option<SourceIx> {
        let before = text.get(..range.start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let quoted = text.get(line..range.end).is_some_and(|line| line.trim_start().starts_with('>'));
        if quoted { self.quoted.or(self.printed) } else { self.printed }
    }
}
