//! The record as the pages of one language see it: names, references, quotations, claims.

use std::collections::BTreeMap;

use remand_chronology::{Event, OnAccount};
use remand_clock::DetentionClock;
use remand_dossier::Record;
use remand_dossier::document::{line, shortened};
use remand_finding::Outcome;
use remand_reading::{About, Account, Claim, ClaimIx, Modality, Passage, Polarity, SourceIx};
use remand_vault::ItemId;

use crate::html::Html;
use crate::language::{Language, Worded};
use crate::page::documents;
use crate::post::Post;
use crate::site::Publication;

/// Characters of a quotation in a list.
pub(crate) const QUOTE: usize = 320;

/// What pages are made from.
pub(crate) struct View<'a> {
    pub(crate) publication: &'a Publication<'a>,
    pub(crate) words: &'static Language,
    pub(crate) posts: &'a [Post<'a>],
    /// Ids of events, in the order of the record.
    pub(crate) events: &'a [String],
    /// The page on which each event stands.
    pub(crate) places: &'a BTreeMap<usize, String>,
    /// The page on which each norm stands that is told of.
    pub(crate) norms: &'a BTreeMap<String, String>,
    /// Folders between the root of this language and the page that is being written.
    pub(crate) depth: usize,
}

impl<'a> View<'a> {
    pub(crate) fn record(&self) -> &'a Record<'a> {
        self.publication.record
    }

    /// The same for a page in a folder.
    pub(crate) fn below(&self, depth: usize) -> Self {
        Self { depth, ..*self }
    }

    /// A link to a page of this language.
    pub(crate) fn href(&self, page: &str) -> String {
        format!("{}{page}", "../".repeat(self.depth))
    }

    /// The name of the person; empty where nobody could be told.
    pub(crate) fn subject(&self) -> String {
        let subject = self.record().chronology.reading.subject.as_ref();
        subject.map(|subject| line(&subject.name)).unwrap_or_default()
    }

    pub(crate) fn claim(&self, ix: ClaimIx) -> Option<&'a Claim> {
        self.record().chronology.reading.claims.get(ix.0)
    }

    /// Somebody says that it happened, and to the person of the case.
    pub(crate) fn happened_to_subject(&self, event: &Event) -> bool {
        let mut claims = event.claims.iter().filter_map(|ix| self.claim(*ix));
        claims.any(|claim| claim.about == About::Subject && claim.polarity == Polarity::Asserted)
    }

    pub(crate) fn event(&self, ix: usize) -> Option<&'a Event> {
        self.record().chronology.events.get(ix)
    }

    pub(crate) fn clock(&self, account: OnAccount) -> Option<&'a DetentionClock> {
        let clock = self.record().clocks.iter().find(|clock| clock.account == account)?;
        (!clock.spans.is_empty()).then_some(clock)
    }

    /// Number of an item among the exhibits.
    pub(crate) fn exhibit(&self, item: ItemId) -> Option<usize> {
        self.record().items.iter().position(|(known, _)| known.id == item).map(|at| at + 1)
    }

    /// The name of a source. An author whom nobody names goes by the exhibit.
    pub(crate) fn source(&self, ix: SourceIx) -> String {
        let source = self.record().chronology.reading.sources.get(ix.0);
        let name = source.map_or_else(|| self.words.word("source_unknown").to_owned(), |s| line(&s.name));
        let Some(file) = name.strip_prefix("author of ") else { return name };
        match self.file(file) {
            Some(number) => self.words.say("author_of", &[("exhibit", &format!("E{number}"))]),
            None => name,
        }
    }

    fn file(&self, name: &str) -> Option<usize> {
        let is = |item: &&(&remand_vault::Item, &remand_text::TextLayer)| {
            item.0.name == name || item.0.name.rsplit('/').next() == Some(name)
        };
        self.record().items.iter().find(is).and_then(|(item, _)| self.exhibit(item.id))
    }

    /// English text of a stage before, with exhibits in the place of file names and dates in words.
    pub(crate) fn sentence(&self, text: &str) -> Worded {
        let mut text = remand_dossier::sentence(&line(text));
        let mut files: Vec<(&str, usize)> = Vec::new();
        for (at, (item, _)) in self.record().items.iter().enumerate() {
            let file = item.name.rsplit('/').next().unwrap_or(&item.name);
            if file.contains('.') && file.len() > 4 {
                files.push((file, at + 1));
            }
        }
        files.sort_by_key(|(file, _)| std::cmp::Reverse(file.len()));
        for (file, number) in files {
            if text.contains(file) {
                let by = format!("author of {file}");
                text = text.replace(&format!("the {by}"), &by);
                text = text
                    .replace(&by, &format!("the author of E{number}"))
                    .replace(file, &format!("E{number}"));
            }
        }
        self.words.english(text)
    }

    pub(crate) fn on_account(&self, account: OnAccount) -> &'static str {
        match account {
            OnAccount::All => self.words.word("on_all"),
            OnAccount::State => self.words.word("on_state"),
            OnAccount::Defence => self.words.word("on_defence"),
            OnAccount::Independent => self.words.word("on_independent"),
        }
    }

    pub(crate) fn account(&self, account: Account) -> &'static str {
        match account {
            Account::State => self.words.word("account_state"),
            Account::Defence => self.words.word("account_defence"),
            Account::Independent => self.words.word("account_independent"),
        }
    }

    pub(crate) fn outcome(&self, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Met => self.words.word("outcome_met"),
            Outcome::NotMet => self.words.word("outcome_not_met"),
            Outcome::Contested => self.words.word("outcome_contested"),
            Outcome::Undetermined => self.words.word("outcome_undetermined"),
            Outcome::NotApplicable => self.words.word("outcome_not_applicable"),
        }
    }

    /// Words that may be in another language than the page.
    pub(crate) fn worded(&self, html: &mut Html, worded: &Worded) {
        match worded.lang {
            Some(lang) => html.element("span", &[("lang", lang), ("dir", "ltr")], &worded.text),
            None => html.text(&worded.text),
        }
    }

    /// Where a passage stands, with a link to the exhibit.
    pub(crate) fn cite(&self, html: &mut Html, passage: &Passage) {
        let place = self.record().place(passage);
        match self.exhibit(passage.item) {
            Some(number) => {
                let href = self.href(&documents::place(number));
                html.element("a", &[("class", "cite"), ("href", &href)], &place);
            }
            None => html.element("span", &[("class", "cite")], &place),
        }
    }

    /// The words of a passage, as a quotation in their language.
    pub(crate) fn quote(&self, html: &mut Html, passage: &Passage, most: usize) {
        let Some(words) = self.record().words(passage) else { return };
        let lang = self.record().item(passage.item).and_then(|(_, layer)| layer.language.clone());
        quotation(html, &shortened(words, most), lang.as_deref());
    }

    /// Who says it, through whom, on whose account, and how.
    pub(crate) fn who(&self, html: &mut Html, claim: &Claim) {
        let reading = &self.record().chronology.reading;
        html.element("b", &[("class", "who"), ("dir", "auto")], &self.source(claim.asserter));
        for via in claim.via.iter().rev() {
            html.text(&format!(" {} ", self.words.word("through")));
            html.element("bdi", &[], &self.source(*via));
        }
        html.text(" ");
        let account = reading.account(claim.asserter);
        html.element("span", &[("class", "mark")], self.account(account));
        for mark in self.marks(claim) {
            html.text(" ");
            html.element("span", &[("class", "mark strong")], mark);
        }
    }

    /// What a reader must know beside the words: denied, alleged, to come, of others.
    fn marks(&self, claim: &Claim) -> Vec<&'static str> {
        let polarity = match claim.polarity {
            Polarity::Asserted => None,
            Polarity::Denied => Some(self.words.word("says_not")),
            Polarity::NotKnown => Some(self.words.word("says_not_known")),
        };
        let modality = match claim.modality {
            Modality::Stated => None,
            Modality::Alleged => Some(self.words.word("alleged")),
            Modality::Planned => Some(self.words.word("planned")),
            Modality::Demanded => Some(self.words.word("demanded")),
            Modality::General => Some(self.words.word("in_general")),
        };
        polarity.into_iter().chain(modality).collect()
    }

    /// Who, the words, and where they stand.
    pub(crate) fn said(&self, html: &mut Html, claim: &Claim) {
        self.who(html, claim);
        html.text(": ");
        self.quote(html, &claim.passage, QUOTE);
        html.text(" ");
        self.cite(html, &claim.passage);
    }

    /// Claims with what they say, the first of each text, up to a number.
    pub(crate) fn claims(&self, html: &mut Html, claims: &[ClaimIx], most: usize) {
        let mut seen: Vec<(SourceIx, String)> = Vec::new();
        let mut shown: Vec<&Claim> = Vec::new();
        for claim in claims.iter().filter_map(|ix| self.claim(*ix)) {
            let words = self.record().words(&claim.passage).map(line).unwrap_or_default();
            let key = (claim.asserter, words);
            if !seen.contains(&key) {
                seen.push(key);
                shown.push(claim);
            }
        }
        if shown.is_empty() {
            return;
        }
        html.tag("ul", &[("class", "claims")], |html| {
            for claim in shown.iter().take(most) {
                html.tag("li", &[], |html| self.said(html, claim));
            }
            if shown.len() > most {
                let more = self.words.count("more_statements", (shown.len() - most) as u64);
                html.element("li", &[("class", "small")], &more);
            }
        });
    }

    /// A link to the place of an event in the chronology.
    pub(crate) fn event_href(&self, ix: usize) -> Option<String> {
        let (page, id) = (self.places.get(&ix)?, self.events.get(ix)?);
        Some(self.href(&format!("{page}#{id}")))
    }

    /// An event by its name, with a link.
    pub(crate) fn event_link(&self, html: &mut Html, ix: usize) {
        let Some(event) = self.event(ix) else { return };
        let name = self.words.event(event.kind);
        match self.event_href(ix) {
            Some(href) => html.tag("a", &[("href", &href)], |html| self.worded(html, &name)),
            None => self.worded(html, &name),
        }
    }
}

/// Words of a source: a quotation that keeps its language and direction.
pub(crate) fn quotation(html: &mut Html, words: &str, lang: Option<&str>) {
    match lang.filter(|lang| is_language(lang)) {
        Some(lang) => html.element("q", &[("lang", lang), ("dir", direction(lang))], words),
        None => html.element("q", &[("dir", "auto")], words),
    }
}

/// A tag that may stand in an attribute `lang`.
pub(crate) fn is_language(lang: &str) -> bool {
    (2..=12).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// The direction in which a language is written.
pub(crate) fn direction(lang: &str) -> &'static str {
    match lang.split('-').next().unwrap_or_default() {
        "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}
