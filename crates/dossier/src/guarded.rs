//! The record as one audience may see it: the place where protected values are replaced, before any writer sees them.
//!
//! Every writer takes a [`Record`]. A [`Guarded`] owns a copy in which each text is edited and each place in a text moved
//! with it; types are taken apart field by field, so that a field that is new does not compile until somebody has said
//! what becomes of it here.

use std::collections::{BTreeMap, BTreeSet};

use remand_chronology::{Chronology, Dispute, DurationCheck, Event, Mark as Reviewed, Side};
use remand_clock::{DetentionClock, Span};
use remand_finding::{Ask, Deadline, Finding, Given, Quoted, Reason, Reasons, Withdrawal};
use remand_protection::{Audience, Edited, Guard, Known, Mark};
use remand_reading::{
    Citation, Claim, Entry, NotRead, Passage, Reading, RoleFiller, Source, StatedDuration, Subject, TimeAt,
};
use remand_text::{Block, Diagnostic, Metadata, Page, Recognised, Statement, TextLayer};
use remand_vault::{Item, ItemId};

use crate::changes::{Changes, DeadlineChange, FindingChange};
use crate::document::LANGUAGE;
use crate::identity::deadline_ids;
use crate::record::{Astray, Record, Unread, Withheld, WithheldWhy};

/// What the marks of a case come to for an audience of this record.
pub fn guard(record: &Record<'_>, marks: &[Mark], audience: Audience) -> Guard {
    let reading = &record.chronology.reading;
    let mut people: Vec<Vec<String>> = Vec::new();
    if let Some(subject) = &reading.subject {
        people.push(subject.variants.iter().chain([&subject.name]).cloned().collect());
    }
    people.extend(
        reading.sources.iter().map(|source| source.variants.iter().chain([&source.name]).cloned().collect()),
    );
    let names = |item: &Item| item.also.iter().chain([&item.name]).cloned().collect();
    let items = record.items.iter().map(|(item, _)| (item.id, names(item))).collect();
    Guard::new(marks, audience, &Known { people, items }, LANGUAGE)
}

/// A record in which nothing is left that its audience may not see.
#[derive(Debug)]
pub struct Guarded {
    guard: Guard,
    items: Vec<Item>,
    layers: Vec<TextLayer>,
    chronology: Chronology,
    clocks: Vec<DetentionClock>,
    findings: Vec<Finding>,
    deadlines: Vec<Deadline>,
    changes: Option<Changes>,
    unread: Vec<Unread>,
    given: Vec<Given>,
    astray: Vec<Astray>,
    withheld: Vec<Withheld>,
    kept_back: BTreeSet<ItemId>,
    as_of_why: String,
}

/// Where the bytes and ids of items went.
struct Moved<'g> {
    guard: &'g Guard,
    edited: BTreeMap<ItemId, Edited>,
    ids: BTreeMap<ItemId, ItemId>,
}

impl Guarded {
    /// `record` without what `guard` hides. `tainted` are items whose bytes show it, whatever their text does.
    pub fn new(record: &Record<'_>, mut guard: Guard, tainted: &BTreeSet<ItemId>) -> Self {
        let edited: BTreeMap<ItemId, Edited> =
            record.items.iter().map(|(item, layer)| (item.id, guard.edit(item.id, &layer.text))).collect();
        let why = |item: &Item, layer: &TextLayer| {
            if guard.hides_item(item.id).is_some() {
                return Some(WithheldWhy::Hidden);
            }
            let same =
                edited.get(&item.id).is_none_or(Edited::is_same) && guard.hides_name(item.id).is_none();
            if tainted.contains(&item.id) || !same || says(&guard, item, layer) {
                Some(WithheldWhy::HoldsProtected)
            } else if layer.text.trim().is_empty() && item.bytes > 0 {
                Some(WithheldWhy::NotRead)
            } else {
                None
            }
        };
        let mut reasons: BTreeMap<ItemId, WithheldWhy> =
            record.items.iter().filter_map(|(item, layer)| Some((item.id, why(item, layer)?))).collect();
        // What holds a file holds what is in it.
        for (item, _) in &record.items {
            let mut parent = item.parent.filter(|_| reasons.contains_key(&item.id));
            let mut steps = 0;
            while let Some(id) = parent.filter(|_| steps < record.items.len()) {
                reasons.entry(id).or_insert(WithheldWhy::HoldsProtected);
                parent = record.item(id).and_then(|(item, _)| item.parent);
                steps += 1;
            }
        }
        let mut ids = BTreeMap::new();
        let mut withheld = Vec::new();
        for (at, (item, _)) in record.items.iter().enumerate() {
            if let Some(why) = reasons.get(&item.id) {
                let id = withheld_id(at + 1);
                ids.insert(item.id, id);
                withheld.push(Withheld { id, exhibit: at + 1, why: *why });
                guard.hide_digest(item.id);
            }
        }
        let moved = Moved { guard: &guard, edited, ids };
        let (items, layers) = record.items.iter().map(|(item, layer)| moved.item(item, layer)).unzip();
        let chronology = moved.chronology(record.chronology);
        let mut clocks = record.clocks.to_vec();
        clocks.iter_mut().for_each(|clock| moved.clock(clock));
        let findings = record.findings.iter().map(|finding| moved.finding(finding)).collect();
        let mut deadlines = record.deadlines.to_vec();
        deadlines.iter_mut().for_each(|deadline| moved.deadline(deadline));
        let mut changes = record.changes.cloned();
        changes.iter_mut().for_each(|changes| moved.changes(changes));
        let mut unread = record.unread.to_vec();
        for Unread { name, why } in &mut unread {
            moved.text(name);
            moved.text(why);
        }
        let mut given = record.given.to_vec();
        given.iter_mut().for_each(|given| moved.given(given));
        let mut astray = record.astray.to_vec();
        for Astray { item, quote, by, became: _ } in &mut astray {
            match guard.hides_item(*item) {
                Some(placeholder) => *quote = placeholder.to_owned(),
                None => moved.text(quote),
            }
            moved.text(by);
            moved.id(item);
        }
        let as_of_why = guard.replace(record.as_of_why).into_owned();
        let kept_back = moved.ids.keys().copied().collect();
        let mut guarded = Self {
            items,
            layers,
            chronology,
            clocks,
            findings,
            deadlines,
            changes,
            unread,
            given,
            astray,
            withheld,
            kept_back,
            as_of_why,
            guard,
        };
        guarded.number_changes(record);
        guarded
    }

    /// Ids of deadlines are made from the places of claims, which are others now.
    fn number_changes(&mut self, record: &Record<'_>) {
        let ids: BTreeMap<String, String> =
            deadline_ids(record).into_iter().zip(deadline_ids(&self.record(record))).collect();
        let changed = self.changes.iter_mut().flat_map(|changes| &mut changes.deadlines);
        for (at, change) in changed.enumerate() {
            change.id = ids.get(&change.id).cloned().unwrap_or_else(|| format!("dl-{at:020x}"));
        }
    }

    /// The audience gets this item of the record that this was made from.
    pub fn gives(&self, item: ItemId) -> bool {
        !self.kept_back.contains(&item)
    }

    /// What finds the values that are hidden here.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// To print from. What is not of the case is taken from `record`, which this was made from.
    pub fn record<'a>(&'a self, record: &Record<'a>) -> Record<'a> {
        Record {
            items: self.items.iter().zip(&self.layers).collect(),
            chronology: &self.chronology,
            clocks: &self.clocks,
            findings: &self.findings,
            deadlines: &self.deadlines,
            within: record.within,
            changes: self.changes.as_ref(),
            as_of: record.as_of,
            as_of_why: &self.as_of_why,
            packs: record.packs,
            journal: record.journal.clone(),
            tool_version: record.tool_version,
            unread: &self.unread,
            given: &self.given,
            astray: &self.astray,
            audience: self.guard.audience(),
            withheld: &self.withheld,
        }
    }
}

/// The id that a withheld item has in outputs: no digest of anything, and the same for the same exhibit.
fn withheld_id(exhibit: usize) -> ItemId {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().rev().zip((exhibit as u64).to_le_bytes()) {
        *to = from;
    }
    ItemId::from_bytes(bytes)
}

/// What a file says of itself, or its name, has a protected value.
fn says(guard: &Guard, item: &Item, layer: &TextLayer) -> bool {
    let metadata = &layer.metadata;
    let said = [&metadata.title, &metadata.author, &metadata.to, &metadata.modified_by];
    let said = said.into_iter().flatten().chain(metadata.said.iter().map(|said| &said.value));
    said.chain([&item.name]).chain(&item.also).any(|text| guard.finds(text))
}

impl Moved<'_> {
    fn text(&self, text: &mut String) {
        if let std::borrow::Cow::Owned(replaced) = self.guard.replace(text) {
            *text = replaced;
        }
    }

    fn texts<'t>(&self, texts: impl IntoIterator<Item = &'t mut String>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn id(&self, id: &mut ItemId) {
        if let Some(withheld) = self.ids.get(id) {
            *id = *withheld;
        }
    }

    fn passage(&self, passage: &mut Passage) {
        let Passage { item, start, end } = passage;
        if let Some(edited) = self.edited.get(item) {
            let range = edited.range(*start..*end);
            (*start, *end) = (range.start, range.end);
        }
        self.id(item);
    }

    fn item(&self, item: &Item, layer: &TextLayer) -> (Item, TextLayer) {
        let Item { id, name, also, bytes, parent } = item;
        let guarded = Item {
            id: self.ids.get(id).copied().unwrap_or(*id),
            name: self.guard.item_name(*id, name),
            also: if self.guard.hides_name(*id).is_some() {
                Vec::new()
            } else {
                also.iter().map(|name| self.guard.replace(name).into_owned()).collect()
            },
            // The exact size finds a published file as its digest does.
            bytes: if self.ids.contains_key(id) { 0 } else { *bytes },
            parent: parent.map(|parent| self.ids.get(&parent).copied().unwrap_or(parent)),
        };
        (guarded, self.layer(*id, layer))
    }

    fn layer(&self, id: ItemId, layer: &TextLayer) -> TextLayer {
        let TextLayer {
            text,
            media_type,
            language,
            pages,
            blocks,
            metadata,
            diagnostics,
            recognised,
            pictures,
            engines,
        } = layer;
        let hidden = self.guard.hides_item(id).is_some();
        let edited = self.edited.get(&id);
        let range = |span: &std::ops::Range<usize>| {
            edited.map_or_else(|| span.clone(), |edited| edited.range(span.clone()))
        };
        let text = edited.map_or_else(|| text.clone(), |edited| edited.text.clone());
        if hidden {
            return TextLayer {
                text,
                language: None,
                media_type: media_type.clone(),
                ..TextLayer::default()
            };
        }
        TextLayer {
            text,
            media_type: media_type.clone(),
            language: language.clone(),
            pages: pages.iter().map(|page| Page { number: page.number, span: range(&page.span) }).collect(),
            blocks: blocks.iter().map(|block| Block { kind: block.kind, span: range(&block.span) }).collect(),
            metadata: self.metadata(metadata),
            diagnostics: diagnostics
                .iter()
                .map(|Diagnostic { page, message }| Diagnostic {
                    page: *page,
                    message: self.guard.replace(message).into_owned(),
                })
                .collect(),
            recognised: recognised
                .iter()
                .map(|word| Recognised { span: range(&word.span), confidence: word.confidence })
                .collect(),
            pictures: pictures.clone(),
            engines: engines.clone(),
        }
    }

    fn metadata(&self, metadata: &Metadata) -> Metadata {
        let Metadata { title, author, to, date, modified, modified_by, date_origin, said } = metadata;
        let replaced =
            |text: &Option<String>| text.as_ref().map(|text| self.guard.replace(text).into_owned());
        Metadata {
            title: replaced(title),
            author: replaced(author),
            to: replaced(to),
            date: date.clone(),
            modified: modified.clone(),
            modified_by: replaced(modified_by),
            date_origin: replaced(date_origin),
            said: said
                .iter()
                .map(|Statement { name, value }| Statement {
                    name: name.clone(),
                    value: self.guard.replace(value).into_owned(),
                })
                .collect(),
        }
    }

    fn chronology(&self, chronology: &Chronology) -> Chronology {
        let Chronology { mut reading, events, mut disputes, mut durations, repetitions, mut reviewed } =
            chronology.clone();
        self.reading(&mut reading);
        for Dispute { kind: _, severity: _, topic, why, sides } in &mut disputes {
            self.text(topic);
            self.text(why);
            for Side { says, claims: _, passages } in sides {
                self.text(says);
                passages.iter_mut().for_each(|passage| self.passage(passage));
            }
        }
        for DurationCheck { stated: _, computed, verdict: _ } in &mut durations {
            self.texts(computed);
        }
        for Reviewed { verdict: _, by, at: _ } in reviewed.marks.values_mut() {
            self.text(by);
        }
        self.texts(&mut reviewed.by);
        // Of an event there are dates and numbers; what is said of it stands in its claims.
        for Event { kind: _, when: _, known_since: _, claims: _, independent_sources: _, term: _ } in &events
        {
        }
        Chronology { reading, events, disputes, durations, repetitions, reviewed }
    }

    fn reading(&self, reading: &mut Reading) {
        let Reading { subject, entries, sources, claims, times, durations, citations, state: _, not_read } =
            reading;
        if let Some(Subject { name, variants, inferred: _ }) = subject {
            self.text(name);
            self.texts(&mut *variants);
            variants.dedup();
        }
        for Entry { passage, headline, published: _, published_why, same_text_as: _, author: _ } in entries {
            self.passage(passage);
            headline.iter_mut().for_each(|headline| self.passage(headline));
            self.text(published_why);
        }
        for Source { name, variants, kind: _, account: _ } in sources {
            self.text(name);
            self.texts(&mut *variants);
            variants.dedup();
        }
        for claim in claims {
            self.claim(claim);
        }
        for TimeAt { passage, entry: _, timex } in times {
            if let Some(edited) = self.edited.get(&passage.item).filter(|edited| !edited.is_same()) {
                let range = edited.range(timex.start..timex.end);
                (timex.start, timex.end) = (range.start, range.end);
                timex.against = timex.against.take().map(|range| edited.range(range));
            }
            self.passage(passage);
        }
        for StatedDuration { passage, entry: _, amount: _, from: _, at: _ } in durations {
            self.passage(passage);
        }
        for Citation { passage, entry: _, norm: _, gloss } in citations {
            self.passage(passage);
            gloss.iter_mut().for_each(|gloss| self.passage(gloss));
        }
        for NotRead { item, language: _ } in not_read {
            self.id(item);
        }
    }

    fn claim(&self, claim: &mut Claim) {
        let Claim {
            kind: _,
            passage,
            entry: _,
            when: _,
            basis: _,
            made_public: _,
            asserter: _,
            via: _,
            polarity: _,
            modality: _,
            about: _,
            term: _,
            quantity: _,
            roles,
        } = claim;
        let hidden = self.guard.hides_item(passage.item).map(str::to_owned);
        for RoleFiller { role: _, text } in roles {
            match &hidden {
                Some(placeholder) => text.clone_from(placeholder),
                None => self.text(text),
            }
        }
        self.passage(passage);
    }

    fn clock(&self, clock: &mut DetentionClock) {
        let DetentionClock { account: _, as_of: _, spans, bands: _, ticks: _, totals: _, held: _ } = clock;
        for Span { from: _, to: _, status: _, orders: _, known_since: _, claims: _, why, start_assumed: _ } in
            spans
        {
            self.text(why);
        }
    }

    fn finding(&self, finding: &Finding) -> Finding {
        let mut finding = finding.clone();
        let Finding {
            norm: _,
            title: _,
            cites: _,
            checked: _,
            limit: _,
            version: _,
            account: _,
            outcome: _,
            summary,
            reasons,
            missing,
            asks,
            given: _,
            wgad: _,
            beside: _,
            even_on_state_account: _,
        } = &mut finding;
        self.text(summary);
        self.texts(missing);
        for Ask { what, words } in asks {
            self.text(what);
            self.text(words);
        }
        let mut steps: Vec<Reason> = reasons.to_vec();
        for Reason { text, claims: _, passages } in &mut steps {
            self.text(text);
            passages.iter_mut().for_each(|passage| self.passage(passage));
        }
        let mut steps = steps.into_iter();
        if let Some(first) = steps.next() {
            *reasons = Reasons::new(first, steps.collect());
        }
        finding
    }

    fn deadline(&self, deadline: &mut Deadline) {
        let Deadline {
            kind: _,
            procedure,
            act: _,
            owed_by,
            body: _,
            named: _,
            due: _,
            due_minute: _,
            depends,
            provided,
            rule,
            limit: _,
            norm: _,
            trigger,
            trigger_event: _,
            claims: _,
            answered_by: _,
            status: _,
        } = deadline;
        self.texts([procedure, owed_by, rule, trigger]);
        self.texts(depends);
        self.texts(provided);
    }

    fn changes(&self, changes: &mut Changes) {
        let Changes { since: _, deadlines, findings } = changes;
        for DeadlineChange {
            change: _,
            id: _,
            norm: _,
            procedure,
            owed_by,
            before: _,
            now: _,
            because,
            gone: _,
        } in deadlines
        {
            self.texts([procedure, owed_by]);
            because.iter_mut().for_each(|passage| self.passage(passage));
        }
        for FindingChange { norm: _, title: _, cites: _, account: _, before: _, now: _, because } in findings
        {
            because.iter_mut().for_each(|passage| self.passage(passage));
        }
    }

    fn given(&self, given: &mut Given) {
        let Given { number: _, by, at: _, saying: _, because, account: _, quoted, withdrawn } = given;
        self.texts([by, because]);
        if let Some(Quoted { item, start, end, quote }) = quoted {
            let mut passage = Passage { item: *item, start: *start, end: *end };
            if let Some(placeholder) = self.guard.hides_item(*item) {
                *quote = placeholder.to_owned();
            } else {
                self.text(quote);
            }
            self.passage(&mut passage);
            (*item, *start, *end) = (passage.item, passage.start, passage.end);
        }
        if let Some(Withdrawal { by, at: _, because }) = withdrawn {
            self.texts([by, because]);
        }
    }
}
