//! What the updates of a site are made of: texts that people wrote for it, and entries of captured pages of updates.

use std::collections::{BTreeMap, BTreeSet};

use remand_dossier::Record;
use remand_dossier::document::line;
use remand_reading::Entry;
use remand_timex::When;
use remand_vault::ItemId;

use crate::{Update, slug};

/// A page that is published in dated pieces has so many at least.
const LEAST: usize = 3;

/// An update with its address.
#[derive(Clone, Debug)]
pub(crate) struct Post<'a> {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) lang: Option<String>,
    pub(crate) when: When,
    pub(crate) body: Body<'a>,
}

/// Where the text comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Body<'a> {
    /// Somebody wrote it for the site.
    Update(&'a Update),
    /// It stands in an item, and is quoted.
    Entry(&'a Entry),
}

/// Items that are captured pages of updates: several dated pieces, each with a headline. A diary has none, and letters
/// are one piece each: nobody wrote those to be published.
pub fn pages_of_updates(record: &Record<'_>) -> Vec<ItemId> {
    let mut pieces: BTreeMap<ItemId, (usize, bool)> = BTreeMap::new();
    for entry in &record.chronology.reading.entries {
        let (count, all) = pieces.entry(entry.passage.item).or_insert((0, true));
        *count += 1;
        *all &= entry.headline.is_some();
    }
    let is = |item: &ItemId| pieces.get(item).is_some_and(|(count, all)| *count >= LEAST && *all);
    record.items.iter().map(|(item, _)| item.id).filter(is).collect()
}

impl<'a> Post<'a> {
    /// The entry with its headline as title; the address hangs on the text alone, because the day may be narrowed later.
    fn of_entry(record: &Record<'_>, entry: &'a Entry) -> Option<Self> {
        let words = record.words(&entry.passage)?;
        let headline = entry.headline.as_ref().and_then(|headline| record.words(headline)).map(line)?;
        let lang = record.item(entry.passage.item).and_then(|(_, layer)| layer.language.clone());
        Some(Self {
            slug: slug(None, &headline, words),
            title: headline,
            lang,
            when: entry.published.clone(),
            body: Body::Entry(entry),
        })
    }

    fn of_update(update: &'a Update) -> Self {
        Self {
            slug: update.slug.clone(),
            title: line(&update.title),
            lang: Some(update.lang.clone()),
            when: When::day(update.day),
            body: Body::Update(update),
        }
    }

    /// All of a site, the newest first. Entries of a page whose dates do not part them stay in the order of the page.
    pub(crate) fn all(
        record: &Record<'_>,
        entries: &'a [Entry],
        pages: &[ItemId],
        updates: &'a [Update],
    ) -> Vec<Self> {
        let mut seen = BTreeSet::new();
        // What was published later could not be known on the day of the record.
        let known = |entry: &&Entry| entry.published.first_day().is_none_or(|day| day <= record.as_of);
        let of_pages = entries.iter().filter(|entry| pages.contains(&entry.passage.item)).filter(known);
        let entries = of_pages.filter_map(|entry| Self::of_entry(record, entry));
        let mut all: Vec<Self> = updates
            .iter()
            .rev()
            .map(Self::of_update)
            .chain(entries)
            .filter(|post| seen.insert(post.slug.clone()))
            .collect();
        all.sort_by_key(|post| std::cmp::Reverse(post.when.earliest));
        all
    }

    /// The year under which it is listed.
    pub(crate) fn year(&self) -> Option<i16> {
        self.when.first_day().or_else(|| self.when.last_day()).map(|day| day.year())
    }

    /// The update that somebody wrote, where it is one.
    pub(crate) fn update(&self) -> Option<&'a Update> {
        match self.body {
            Body::Update(update) => Some(update),
            Body::Entry(_) => None,
        }
    }
}
