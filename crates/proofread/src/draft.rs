//! The text that is proofread, taken apart: sentences, times, quotations, what it claims.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use remand_dossier::Record;
use remand_reading::{Document, Options, Reader, ReaderError, Reading, SmallWords};
use remand_text::{Block, BlockKind, TextLayer};
use remand_timex::{Context, Tagger, Timex, When, resolve};
use remand_vault::{Item, ItemId};

use crate::figure::references;
use crate::known::{Known, Shared, stems};
use crate::lexicon::{Lexicon, lexicon};
use crate::quotation::{Quotation, quotations};

/// A text, taken apart.
pub(crate) struct Draft<'t> {
    pub(crate) text: &'t str,
    pub(crate) language: &'t str,
    pub(crate) day: Date,
    pub(crate) small: SmallWords<'t>,
    pub(crate) lexicon: &'static Lexicon,
    pub(crate) times: Vec<Timex>,
    pub(crate) quotations: Vec<Quotation>,
    /// Numbers of cases, documents, telephones.
    pub(crate) references: Vec<Range<usize>>,
    /// What the text claims, as items are read.
    pub(crate) reading: Reading,
    pub(crate) sentences: Vec<Range<usize>>,
    /// For each sentence what the sentences of the record share with it, and how many of its words say something.
    shared: Vec<(Shared, usize)>,
}

/// The item that the text would be.
const ITEM: [u8; 32] = [0xff; 32];

fn layer(text: &str, language: &str, day: Date) -> TextLayer {
    let mut blocks = Vec::new();
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        let start = at + (paragraph.len() - paragraph.trim_start_matches(['\n', ' ']).len());
        let end = at + paragraph.trim_end().len();
        at += paragraph.len() + 2;
        if start < end {
            let heading = text.get(start..end).is_some_and(|block| block.starts_with('#'));
            let kind = if heading { BlockKind::Heading } else { BlockKind::Paragraph };
            blocks.push(Block { kind, span: start..end });
        }
    }
    let mut layer = TextLayer {
        text: text.to_owned(),
        language: Some(language.to_owned()),
        blocks,
        media_type: "text/plain".to_owned(),
        ..TextLayer::default()
    };
    layer.metadata.date = Some(day.to_string());
    layer
}

impl<'t> Draft<'t> {
    pub(crate) fn new(
        text: &'t str,
        language: &'t str,
        known: &Known<'_>,
        reader: &'t Reader,
        tagger: &Tagger,
    ) -> Result<Option<Self>, ReaderError> {
        let Some(small) = reader.small_words(language)? else { return Ok(None) };
        let layer = layer(text, language, known.day);
        let item = Item {
            id: ItemId::from_bytes(ITEM),
            name: "text".to_owned(),
            also: Vec::new(),
            bytes: text.len() as u64,
            parent: None,
        };
        let options = Options { subject: subject(known.record), language: Some(language.to_owned()) };
        let reading = reader.read(&[Document { item: &item, layer: &layer }], &options)?;
        let sentences: Vec<Range<usize>> = layer
            .blocks
            .iter()
            .flat_map(|block| {
                let body = text.get(block.span.clone()).unwrap_or_default();
                let start = block.span.start;
                small.sentences(body).into_iter().map(move |s| s.start + start..s.end + start)
            })
            .collect();
        let shared = sentences
            .iter()
            .map(|sentence| {
                let telling: BTreeSet<String> = stems(text.get(sentence.clone()).unwrap_or_default());
                (known.shared(&telling), telling.len())
            })
            .collect();
        let found = tagger.find(text, language);
        let times = resolve(text, &found, &Context { published: &When::day(known.day), known: &[] });
        let words = lexicon(language);
        Ok(Some(Self {
            text,
            language,
            day: known.day,
            small,
            lexicon: words,
            times,
            quotations: quotations(text),
            references: references(text, words),
            reading,
            sentences,
            shared,
        }))
    }

    /// The words at a place.
    pub(crate) fn words(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn sentence_of(&self, at: usize) -> Option<usize> {
        let next = self.sentences.partition_point(|s| s.end <= at);
        self.sentences.get(next).filter(|s| s.start <= at).map(|_| next)
    }

    /// The sentence around a place.
    pub(crate) fn sentence(&self, at: usize) -> Range<usize> {
        self.sentence_of(at).and_then(|n| self.sentences.get(n).cloned()).unwrap_or(at..at)
    }

    /// What sentences of the record share with the sentence at a place, and how many of its words say something.
    pub(crate) fn shared(&self, at: usize) -> (&Shared, usize) {
        static NONE: Shared = Shared::new();
        self.sentence_of(at)
            .and_then(|n| self.shared.get(n))
            .map_or((&NONE, 0), |(shared, all)| (shared, *all))
    }

    /// A quotation holds the place.
    pub(crate) fn quoted(&self, range: &Range<usize>) -> bool {
        self.quotations.iter().any(|q| q.span.start <= range.start && range.end <= q.span.end)
    }

    /// A citation of law holds the place, or ends right before it: the year of a law.
    pub(crate) fn cited(&self, range: &Range<usize>) -> bool {
        let citations = self.reading.citations.iter().map(|citation| citation.passage.range());
        citations.into_iter().any(|citation| {
            let inside = citation.start < range.end && range.start < citation.end;
            let between = self.text.get(citation.end..range.start).unwrap_or("\n");
            let of =
                between.len() <= 6 && !between.contains(['.', ',', ';', '\n']) && between.starts_with(' ');
            inside || of && range.len() == 4 && citation.end <= range.start
        })
    }

    /// It is the number of a case, a document, a telephone.
    pub(crate) fn referred(&self, range: &Range<usize>) -> bool {
        self.references.iter().any(|other| other.start < range.end && range.start < other.end)
    }
}

fn subject(record: &Record<'_>) -> Option<String> {
    record.chronology.reading.subject.as_ref().map(|subject| subject.name.clone())
}
