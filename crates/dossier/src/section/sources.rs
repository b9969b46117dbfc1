//! Section 7: the exhibits, who informs, which texts repeat each other, and how the dossier was made.

use remand_reading::{Entry, SourceIx};
use remand_text::TextLayer;
use remand_vault::Item;

use super::part;
use crate::document::{Block, Cell, Edition, Run, Section, Table, cell, line, shortened};
use crate::passages::Passages;
use crate::prose;
use crate::record::Record;

/// Id of the list of exhibits.
pub(super) const EXHIBITS: &str = "exhibits";
/// Characters of a headline or title; the passage section has the rest.
const HEADLINE: usize = 120;

pub(super) fn section(record: &Record<'_>, number: &str, passages: &mut Passages<'_>) -> Section {
    let mut parts: Vec<(&str, &str, Vec<Block>)> = vec![(EXHIBITS, "Exhibits", exhibits(record))];
    if !record.unread.is_empty() {
        parts.push(("unread", "Files that could not be read", unread(record)));
    }
    if !record.chronology.reading.sources.is_empty() {
        parts.push(("informants", "Who informs", informants(record, passages.edition())));
    }
    let given = super::given::blocks(record, passages);
    if !given.is_empty() {
        parts.push(("given", "Given by the people who work on the case", given));
    }
    let repeated = repetitions(record, passages);
    if !repeated.is_empty() {
        parts.push(("repetitions", "Texts that repeat each other", repeated));
    }
    if !record.chronology.reading.entries.is_empty() {
        parts.push(("entries", "Entries and their dates", entries(record, passages)));
    }
    parts.push(("method", "How this dossier was made", method(record)));
    let blocks = parts
        .into_iter()
        .enumerate()
        .map(|(ix, (id, heading, blocks))| {
            Block::Section(part(id, &format!("{number}.{}", ix + 1), heading, blocks))
        })
        .collect();
    part("sources", number, "Sources", blocks)
}

fn exhibits(record: &Record<'_>) -> Vec<Block> {
    if record.items.is_empty() {
        return vec![Block::paragraph("No item was read.")];
    }
    let mut table = Table::new("Exhibits", &[("No.", 7), ("File", 33), ("What it is", 26), ("SHA-256", 34)]);
    for (ix, (item, layer)) in record.items.iter().enumerate() {
        let cells = vec![
            vec![vec![Run::strong(format!("E{}", ix + 1))]],
            file(record, item, layer),
            what(record, item, layer),
            match record.withheld(item.id) {
                Some(withheld) => cell(format!("withheld: {}", withheld.why.words())),
                None => vec![vec![Run::code(item.id.to_string())]],
            },
        ];
        table.push_as(format!("e{}", ix + 1), cells);
    }
    vec![
        Block::paragraph(
            "An exhibit is a file as it was received; its number is E1, E2 and so on. The SHA-256 is a fingerprint \
             of its bytes: any change to the file changes it. “¶” counts the paragraphs of the extracted text.",
        ),
        Block::Table(table),
    ]
}

fn file(record: &Record<'_>, item: &Item, layer: &TextLayer) -> Cell {
    let mut lines = cell(&item.name);
    for name in &item.also {
        lines.push(vec![Run::text(format!("also received as {}", line(name)))]);
    }
    if let Some(title) = layer.metadata.title.as_deref().filter(|title| !title.trim().is_empty()) {
        lines.push(vec![Run::Quote { text: shortened(title, HEADLINE), lang: layer.language.clone() }]);
    }
    for diagnostic in &layer.diagnostics {
        let place = diagnostic.page.map(|page| format!("p. {page}: ")).unwrap_or_default();
        lines.push(vec![
            Run::strong("Not read: "),
            Run::text(format!("{place}{}", line(&diagnostic.message))),
        ]);
    }
    for part in record.chronology.reading.not_read.iter().filter(|part| part.item == item.id) {
        let language = match part.language.as_str() {
            "" => "a language that could not be told".to_owned(),
            code => prose::language(code).to_owned(),
        };
        let text =
            format!("text in {language} was kept and searched for nothing: there is no lexicon for it");
        lines.push(vec![Run::strong("Not read: "), Run::text(text)]);
    }
    lines
}

fn what(record: &Record<'_>, item: &Item, layer: &TextLayer) -> Cell {
    let mut facts = vec![layer.media_type.clone()];
    if record.withheld(item.id).is_none() {
        facts.push(prose::size(item.bytes));
    }
    if let Some(language) = &layer.language {
        facts.push(prose::language(language).to_owned());
    }
    if !layer.pages.is_empty() {
        facts.push(prose::count(layer.pages.len() as u64, "page", "pages"));
    }
    facts.retain(|fact| !fact.is_empty());
    let mut lines = cell(facts.join(", "));
    if let Some(author) = layer.metadata.author.as_deref().filter(|author| !author.trim().is_empty()) {
        lines.push(vec![Run::text(format!("names as its author {}", line(author)))]);
    }
    if let Some(date) = &layer.metadata.date {
        let origin = layer.metadata.date_origin.as_deref().unwrap_or("the file");
        lines.push(vec![Run::text(format!("{} gives the date ", line(origin))), Run::code(date)]);
    }
    lines
}

fn unread(record: &Record<'_>) -> Vec<Block> {
    let mut table = Table::new("Files that could not be read", &[("File", 40), ("Why", 60)]);
    for file in record.unread {
        table.push(vec![cell(&file.name), cell(&file.why)]);
    }
    vec![Block::Table(table)]
}

fn informants(record: &Record<'_>, edition: Edition) -> Vec<Block> {
    let reading = &record.chronology.reading;
    let mut table = Table::new(
        "Persons and bodies that inform",
        &[("Who", 46), ("What", 22), ("Account", 16), ("Statements", 16)],
    )
    .in_rows(4, false);
    for (ix, source) in reading.sources.iter().enumerate() {
        let own = reading.claims.iter().filter(|claim| claim.asserter == SourceIx(ix)).count();
        let relayed = reading.claims.iter().filter(|claim| claim.via.contains(&SourceIx(ix))).count();
        if own + relayed == 0 && edition == Edition::Paper {
            continue;
        }
        let mut statements =
            cell(if own == 0 { "none of its own".to_owned() } else { prose::number(own as u64) });
        if relayed > 0 {
            statements.push(vec![Run::text(format!("{relayed} passed on"))]);
        }
        let mut name = vec![vec![Run::strong(&source.name)]];
        let others: Vec<_> =
            source.variants.iter().filter(|name| **name != source.name).map(|name| line(name)).collect();
        if !others.is_empty() {
            name.push(vec![Run::text(format!("also {}", others.join("; ")))]);
        }
        table.push(vec![
            name,
            cell(prose::source_kind(source.kind)),
            cell(prose::account(source.account)),
            statements,
        ]);
    }
    vec![
        Block::paragraph(
            "A source is whoever informs, never a file. The account says whose side of the case a source belongs to; \
             it does not say who is right.",
        ),
        Block::Table(table),
    ]
}

fn repetitions(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    let mut table = Table::new(
        "Texts that repeat each other",
        &[("First in the record", 40), ("Repeated in", 40), ("Alike", 20)],
    );
    for repetition in &record.chronology.repetitions {
        let pair = record.entry(repetition.first).zip(record.entry(repetition.again));
        let Some((first, again)) = pair else { continue };
        let alike = match repetition.percent {
            100 => "the same text".to_owned(),
            percent => format!("{percent} per cent of the shorter one"),
        };
        let first = name(record, first, "repeated text", passages);
        let again = name(record, again, "repeated text", passages);
        table.push(vec![vec![first], vec![again], cell(alike)]);
    }
    if table.rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::paragraph("The same text in two places is one source, and it is counted once."),
        Block::Table(table),
    ]
}

/// An entry by its headline, or by its place where it has none.
fn name(record: &Record<'_>, entry: &Entry, used_for: &str, passages: &mut Passages<'_>) -> Vec<Run> {
    match &entry.headline {
        Some(headline) => {
            let quote = passages.quote(headline, HEADLINE);
            vec![quote, Run::text(" "), passages.cite(headline, used_for)]
        }
        None => vec![Run::text(format!("Entry at {}", record.place(&entry.passage)))],
    }
}

fn entries(record: &Record<'_>, passages: &mut Passages<'_>) -> Vec<Block> {
    let mut table = Table::new(
        "Entries in the order of the files, with their dates of publication",
        &[("Place", 12), ("Entry", 38), ("Published", 20), ("How the date was found", 30)],
    )
    .in_rows(4, false);
    for entry in &record.chronology.reading.entries {
        let headline = match &entry.headline {
            Some(headline) => vec![passages.quote(headline, HEADLINE)],
            None => vec![Run::text("no headline")],
        };
        let mut headline = vec![headline];
        if let Some(other) = entry.same_text_as.and_then(|ix| record.entry(ix)) {
            headline.push(vec![Run::mark(format!("same text as {}", record.place(&other.passage)))]);
        }
        table.push(vec![
            cell(record.place(&entry.passage)),
            headline,
            cell(prose::when(&entry.published)),
            cell(prose::dates_in_words(&entry.published_why)),
        ]);
    }
    vec![Block::Table(table)]
}

fn method(record: &Record<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(format!(
        "Made with Remand {} from the items above and nothing else; the same items give the same dossier, byte for \
         byte. The exact words, offsets and values stand in dossier.json.",
        record.tool_version
    ))];
    if record.packs.is_empty() {
        blocks.push(Block::paragraph("No law pack was in use."));
    } else {
        let points = record
            .packs
            .iter()
            .map(|pack| {
                let title =
                    if pack.title.is_empty() { String::new() } else { format!(", {}", line(&pack.title)) };
                let norms = prose::count(pack.norms as u64, "norm", "norms");
                vec![Run::code(&pack.name), Run::text(format!("{title} ({norms})"))]
            })
            .collect();
        blocks.push(Block::paragraph("Law packs in use:"));
        blocks.push(Block::List { numbered: false, points });
    }
    if record.journal.entries == 0 {
        blocks.push(Block::paragraph("There is no journal of the case yet."));
    } else {
        blocks.push(Block::Paragraph {
            runs: vec![
                Run::text(format!(
                    "The journal of the case held {} when this was made. Its head, to be compared with a copy kept \
                     elsewhere: ",
                    prose::count(record.journal.entries as u64, "entry", "entries")
                )),
                Run::code(&record.journal.hash),
                Run::text("."),
            ],
        });
    }
    blocks
}
