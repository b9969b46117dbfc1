//! The index: words of the texts in SQLite's FTS5, with the texts beside them, for their places.
//!
//! Everything in it is derived. In memory it leaves no trace; as a file it can be deleted at any time. Three columns
//! hold the words of a text: as they stand (folded), their stems, and the keys of those that may be names.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use remand_text::{TextLayer, language_of};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::fold::fold;
use crate::hit::{Found, Hit, Searched, is_name, places};
use crate::name;
use crate::query::{Expression, Query, Term};
use crate::stem::{Stems, Tongue};
use crate::words::words;

/// Changes whenever the same text would give other words: an index of another version is refused.
const VERSION: u32 = 1;
const APPLICATION: u32 = 0x524d_5358;

const SCHEMA: [&str; 2] = [
    "CREATE TABLE items (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, language TEXT, date TEXT, \
     text TEXT NOT NULL, pages TEXT NOT NULL, tongues TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE words USING fts5(word, stem, name, content='', contentless_delete=1, \
     tokenize=\"ascii tokenchars '_'\")",
];

/// A block of fewer bytes is in the language of its text; of a longer one, so many are looked at.
const TELLING: usize = 60;
const LOOKED_AT: usize = 400;
/// Texts that are taken apart at once.
const BATCH: usize = 256;

/// An index over the texts of items.
pub struct Index {
    database: Connection,
    stems: Stems,
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file is damaged, of another version, or something else: it can be deleted and built anew.
    #[error("the search index cannot be used ({0}): delete it, and it is built anew")]
    NotUsable(String),
    /// The index did not do what was asked.
    #[error("the search index failed: {0}")]
    Failed(#[from] rusqlite::Error),
}

/// A text to be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The item.
    pub item: &'a str,
    /// What the text follows from, such as the item and the version of the reader: the same key, the same text.
    pub key: &'a str,
    /// The text.
    pub layer: &'a TextLayer,
}

/// Which items are searched; all of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// These alone, where there are some.
    pub items: Vec<String>,
    /// Those in this language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// Those of this day or later, as `2024-03-05`. An item without a date is left out.
    pub from: Option<String>,
    /// Those of this day or earlier.
    pub to: Option<String>,
}

impl Index {
    /// An empty index in memory. Nothing of it is written to a disk.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn in_memory() -> Result<Self, IndexError> {
        let database = Connection::open_in_memory()?;
        database.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = OFF")?;
        Self::created(database)
    }

    /// The index in the file `path`, which is made where it is not there.
    ///
    /// # Errors
    /// [`IndexError::NotUsable`] where the file is no index of this version.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let unusable = |e: rusqlite::Error| IndexError::NotUsable(e.to_string());
        let database = Connection::open(path).map_err(unusable)?;
        // What a file that was tampered with defines is not run.
        database
            .execute_batch(
                "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY",
            )
            .map_err(unusable)?;
        let number = |name: &str| database.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
        match (number("application_id").map_err(unusable)?, number("user_version").map_err(unusable)?) {
            (APPLICATION, VERSION) if is_ours(&database).map_err(unusable)? => {
                Ok(Self { database, stems: Stems::new() })
            }
            (0, 0) if is_empty(&database).map_err(unusable)? => Self::created(database),
            (APPLICATION, VERSION) => Err(IndexError::NotUsable("its tables are others".to_owned())),
            (APPLICATION, other) => {
                Err(IndexError::NotUsable(format!("it has version {other}, and this program {VERSION}")))
            }
            _ => Err(IndexError::NotUsable("it is no search index".to_owned())),
        }
    }

    /// An index in memory over these texts.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn build<'a>(texts: impl IntoIterator<Item = (&'a str, &'a TextLayer)>) -> Result<Self, IndexError> {
        let mut index = Self::in_memory()?;
        let keyed: Vec<(&str, String, &TextLayer)> =
            texts.into_iter().map(|(item, layer)| (item, key_of(layer), layer)).collect();
        let entries: Vec<Entry<'_>> =
            keyed.iter().map(|(item, key, layer)| Entry { item, key, layer }).collect();
        index.put(&entries)?;
        Ok(index)
    }

    fn created(database: Connection) -> Result<Self, IndexError> {
        let mut index = Self { database, stems: Stems::new() };
        let making = index.database.transaction()?;
        for table in SCHEMA {
            making.execute_batch(table)?;
        }
        making.pragma_update(None, "application_id", APPLICATION)?;
        making.pragma_update(None, "user_version", VERSION)?;
        making.commit()?;
        Ok(index)
    }

    /// The index has the text of `item` that follows from `key`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn has(&self, item: &str, key: &str) -> Result<bool, IndexError> {
        let mut asked = self.database.prepare_cached("SELECT key = ?2 FROM items WHERE id = ?1")?;
        Ok(asked.query_row([item, key], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// Takes in texts, all or none of them, in the place of what there was of their items.
    ///
    /// # Errors
    /// Where the disk is full, the file cannot be written, or another process holds it.
    pub fn put(&mut self, entries: &[Entry<'_>]) -> Result<(), IndexError> {
        let taking = self.database.transaction()?;
        for batch in entries.chunks(BATCH) {
            let taken: Vec<Taken> =
                batch.par_iter().map_init(Stems::new, |stems, entry| Taken::of(entry.layer, stems)).collect();
            for (entry, taken) in batch.iter().zip(taken) {
                remove(&taking, entry.item)?;
                insert(&taking, entry, &taken)?;
            }
        }
        taking.commit()?;
        Ok(())
    }

    /// Forgets every item but these.
    ///
    /// # Errors
    /// As [`Index::put`].
    pub fn keep_only(&mut self, items: &BTreeSet<&str>) -> Result<(), IndexError> {
        let forgetting = self.database.transaction()?;
        let known: Vec<String> = forgetting
            .prepare("SELECT id FROM items ORDER BY n")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for item in known.iter().filter(|item| !items.contains(item.as_str())) {
            remove(&forgetting, item)?;
        }
        forgetting.commit()?;
        Ok(())
    }

    /// The items that fit `query`, at most `limit`, the best first; of two that fit as well, the one whose name comes
    /// first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn search(&self, query: &Query, filter: &Filter, limit: usize) -> Result<Found, IndexError> {
        let only = match filter.items.as_slice() {
            [] => None,
            items => Some(serde_json::to_string(items).unwrap_or_default()),
        };
        let conditions = "FROM words JOIN items ON items.n = words.rowid WHERE words MATCH ?1 \
             AND (?2 IS NULL OR language = ?2) AND (?3 IS NULL OR date >= ?3) AND (?4 IS NULL OR date <= ?4) \
             AND (?5 IS NULL OR id IN (SELECT value FROM json_each(?5)))";
        let asked = matching(&query.0, &self.stems);
        let items = self
            .database
            .prepare_cached(&format!("SELECT count(*) {conditions}"))?
            .query_row(params![asked, filter.language, filter.from, filter.to, only], |row| {
                row.get::<_, i64>(0)
            })?;
        let mut best = self.database.prepare_cached(&format!(
            "SELECT id, language, date, text, pages, tongues, bm25(words, 4.0, 2.0, 1.0) AS rank {conditions} \
             ORDER BY rank, id LIMIT ?6"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = best.query(params![asked, filter.language, filter.from, filter.to, only, limit])?;
        let mut hits = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(3)?;
            let pages: Vec<(u32, Range<usize>)> =
                serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
            let codes: Vec<(usize, String)> =
                serde_json::from_str(&row.get::<_, String>(5)?).unwrap_or_default();
            let tongues: Vec<(usize, Option<Tongue>)> =
                codes.into_iter().map(|(start, code)| (start, Tongue::of(&code))).collect();
            let searched = Searched { text: &text, pages: &pages, tongues: &tongues };
            let (places, count) = places(query, &searched, &self.stems);
            let rank: f64 = row.get(6)?;
            hits.push(Hit {
                item: row.get(0)?,
                score: -rank,
                language: row.get(1)?,
                date: row.get(2)?,
                places,
                count,
            });
        }
        Ok(Found { hits, items: usize::try_from(items).unwrap_or(0) })
    }
}

/// Tables and indexes are those that this program makes, word for word.
fn is_ours(database: &Connection) -> rusqlite::Result<bool> {
    let made: Vec<String> = database
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'words\\_%' ESCAPE '\\' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(made == SCHEMA)
}

fn is_empty(database: &Connection) -> rusqlite::Result<bool> {
    database.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn key_of(layer: &TextLayer) -> String {
    Sha256::digest(layer.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text taken apart.
struct Taken {
    word: String,
    stem: String,
    name: String,
    /// From where on the text is in which language, as JSON.
    tongues: String,
    /// Number and place of the pages, as JSON.
    pages: String,
    date: Option<String>,
}

impl Taken {
    fn of(layer: &TextLayer, stems: &Stems) -> Self {
        let text = layer.text.as_str();
        let tongues = tongues(layer);
        let searched = Searched { text, pages: &[], tongues: &tongues };
        let mut word = String::with_capacity(text.len());
        let mut stem = String::with_capacity(text.len());
        let mut name = String::new();
        let add = |to: &mut String, what: &str| {
            to.push_str(what);
            to.push(' ');
        };
        for span in words(text) {
            let Some(found) = text.get(span.clone()) else { continue };
            let folded = fold(found);
            if folded.is_empty() {
                continue;
            }
            // One stem for each word, so that distances are the same in both.
            add(
                &mut stem,
                &stems.of(found, searched.tongue_at(span.start)).unwrap_or_else(|| folded.clone()),
            );
            add(&mut word, &folded);
            if is_name(found) {
                name::keys(found).iter().for_each(|key| add(&mut name, key));
            }
        }
        let codes: Vec<(usize, &str)> =
            tongues.iter().map(|(start, tongue)| (*start, tongue.map_or("", Tongue::code))).collect();
        let pages: Vec<(u32, &Range<usize>)> =
            layer.pages.iter().map(|page| (page.number, &page.span)).collect();
        Self {
            word,
            stem,
            name,
            tongues: serde_json::to_string(&codes).unwrap_or_default(),
            pages: serde_json::to_string(&pages).unwrap_or_default(),
            date: layer.metadata.date.as_deref().and_then(day),
        }
    }
}

/// The languages of a text, block by block where they can be told.
fn tongues(layer: &TextLayer) -> Vec<(usize, Option<Tongue>)> {
    let whole = layer.language.as_deref().and_then(Tongue::of);
    let mut tongues = vec![(0, whole)];
    for block in &layer.blocks {
        let text = layer.text.get(block.span.clone()).unwrap_or_default();
        // The language of a text is that of its largest block.
        let told = text.len() >= TELLING && text.len() * 2 < layer.text.len();
        let start = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        let told = if told { language_of(start).and_then(Tongue::of) } else { None };
        let tongue = told.or(whole);
        if tongues.last().is_none_or(|(_, last)| *last != tongue) {
            tongues.push((block.span.start, tongue));
        }
    }
    tongues
}

/// The day of a date in ISO 8601.
fn day(date: &str) -> Option<String> {
    let day = date.get(..10)?;
    let digits = |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    day.char_indices().all(digits).then(|| day.to_owned())
}

fn remove(within: &Transaction<'_>, item: &str) -> rusqlite::Result<()> {
    let mut asked = within.prepare_cached("DELETE FROM items WHERE id = ?1 RETURNING n")?;
    if let Some(n) = asked.query_row([item], |row| row.get::<_, i64>(0)).optional()? {
        within.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([n])?;
    }
    Ok(())
}

fn insert(within: &Transaction<'_>, entry: &Entry<'_>, taken: &Taken) -> rusqlite::Result<()> {
    let layer = entry.layer;
    within
        .prepare_cached(
            "INSERT INTO items (id, key, language, date, text, pages, tongues) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            entry.item,
            entry.key,
            layer.language,
            taken.date,
            layer.text,
            taken.pages,
            taken.tongues
        ])?;
    let n = within.last_insert_rowid();
    within
        .prepare_cached("INSERT INTO words (rowid, word, stem, name) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![n, taken.word, taken.stem, taken.name])?;
    Ok(())
}

/// An expression in the language of FTS5. Words have letters and digits alone, so nothing in them can be mistaken for it.
fn matching(expression: &Expression, stems: &Stems) -> String {
    let joined = |all: &[Expression], with: &str| {
        all.iter().map(|one| format!("({})", matching(one, stems))).collect::<Vec<_>>().join(with)
    };
    match expression {
        Expression::Term(term) => matching_term(term, stems),
        Expression::Near(terms) => {
            let pairs = terms.windows(2).filter_map(|pair| match pair {
                [(one, _), (other, distance)] => Some(matching_near(one, other, *distance, stems)),
                _ => None,
            });
            pairs.map(|pair| format!("({pair})")).collect::<Vec<_>>().join(" AND ")
        }
        Expression::And(all) => joined(all, " AND "),
        Expression::Or(all) => joined(all, " OR "),
        Expression::Without(wanted, unwanted) => {
            format!("({}) NOT ({})", matching(wanted, stems), joined(unwanted, " OR "))
        }
    }
}

/// The words as they stand, as FTS5 writes a phrase.
fn phrase(term: &Term) -> String {
    let words: Vec<String> = term.words.iter().map(|word| fold(word)).collect();
    format!("\"{}\"{}", words.join(" "), if term.prefix { " *" } else { "" })
}

fn is_loose(term: &Term) -> bool {
    !term.exact && !term.prefix
}

fn matching_term(term: &Term, stems: &Stems) -> String {
    let mut ways = vec![format!("word : {}", phrase(term))];
    if let ([word], true) = (term.words.as_slice(), is_loose(term)) {
        ways.extend(stems.in_all(word).iter().map(|stem| format!("stem : \"{stem}\"")));
        ways.extend(name::keys(word).iter().map(|key| format!("name : \"{key}\"")));
    }
    ways.join(" OR ")
}

/// Two terms within a distance: as they stand, or as stems of one language.
fn matching_near(one: &Term, other: &Term, distance: u32, stems: &Stems) -> String {
    let near = |column: &str, one: &str, other: &str| format!("{column} : NEAR({one} {other}, {distance})");
    let mut ways = vec![near("word", &phrase(one), &phrase(other))];
    let forms = |term: &Term| -> Vec<String> {
        match (term.words.as_slice(), is_loose(term)) {
            ([word], true) => {
                let all = stems.in_all(word);
                let forms = if all.is_empty() { vec![fold(word)] } else { all };
                forms.iter().map(|form| format!("\"{form}\"")).collect()
            }
            _ => Vec::new(),
        }
    };
    let others = forms(other);
    for form in forms(one) {
        ways.extend(others.iter().map(|other| near("stem", &form, other)));
    }
    ways.join(" OR ")
}
