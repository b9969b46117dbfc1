//! Writes a reading by hand, claim by claim.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use jiff::civil::{Date, DateTime};
use remand_reading::{
    About, Account, Basis, Citation, Claim, ClaimIx, DurationStart, Entry, EntryIx, EventKind, Modality,
    Passage, Polarity, Reading, RoleFiller, Source, SourceIx, SourceKind, StatedDuration, Term,
};
use remand_timex::{Amount, Precision, Unit, When};

#[derive(Default)]
pub struct Record {
    pub reading: Reading,
    offset: usize,
}

pub fn d(text: &str) -> Date {
    text.parse().unwrap()
}

/// `2031-01-05`, `2031-01-05T23:00`, `2031-01-05/2031-01-06`, `../2031-01-06`, `?`.
pub fn w(text: &str) -> When {
    let day = |text: &str| (text != "..").then(|| d(text));
    match text.split_once('/') {
        Some((a, b)) => When::bounded(day(a), day(b)),
        None if text == "?" => When::unknown(),
        None if text.contains('T') => When::minute(text.parse::<DateTime>().unwrap()),
        None => When::day(d(text)),
    }
}

pub fn until(day: &str) -> Option<Term> {
    Some(Term { until: Some(w(day)), ..Term::default() })
}

pub fn length(iso: &str) -> Option<Term> {
    Some(Term { length: Some(iso.to_owned()), ..Term::default() })
}

pub fn role(role: &str, text: &str) -> RoleFiller {
    RoleFiller { role: role.to_owned(), text: text.to_owned() }
}

pub fn amount(count: u32, unit: Unit, precision: Precision) -> Amount {
    Amount { count, unit, precision }
}

impl Record {
    /// A source by name; the account follows from what it is.
    pub fn source(&mut self, name: &str, kind: SourceKind) -> SourceIx {
        let account: Account = kind.account();
        self.reading.sources.push(Source {
            name: name.to_owned(),
            variants: vec![name.to_owned()],
            kind,
            account,
        });
        SourceIx(self.reading.sources.len() - 1)
    }

    /// An entry of `author`, published at `published`.
    pub fn entry(&mut self, author: SourceIx, published: &str) -> EntryIx {
        let passage = self.passage(1000);
        self.reading.entries.push(Entry {
            passage,
            headline: None,
            published: w(published),
            published_why: String::new(),
            same_text_as: None,
            author,
        });
        EntryIx(self.reading.entries.len() - 1)
    }

    fn passage(&mut self, length: usize) -> Passage {
        self.offset += length;
        let item = "00".repeat(32).parse().unwrap();
        Passage { item, start: self.offset, end: self.offset + length.min(10) }
    }

    /// A claim by the author of `entry` that the subject met with `kind` at `when`, which the words state.
    pub fn say(&mut self, entry: EntryIx, kind: &str, when: &str) -> ClaimIx {
        self.say_with(entry, kind, when, |_| {})
    }

    /// The same, with changes.
    pub fn say_with(
        &mut self,
        entry: EntryIx,
        kind: &str,
        when: &str,
        change: impl FnOnce(&mut Claim),
    ) -> ClaimIx {
        let when = w(when);
        let mut claim = Claim {
            kind: EventKind::named(kind).unwrap(),
            passage: self.passage(10),
            entry,
            basis: if when.is_unknown() { Basis::Unknown } else { Basis::Stated },
            when,
            made_public: None,
            asserter: self.reading.entries[entry.0].author,
            via: Vec::new(),
            polarity: Polarity::Asserted,
            modality: Modality::Stated,
            about: About::Subject,
            term: None,
            quantity: None,
            roles: Vec::new(),
        };
        change(&mut claim);
        self.reading.claims.push(claim);
        ClaimIx(self.reading.claims.len() - 1)
    }

    /// A stated duration in `entry`.
    pub fn lasts(&mut self, entry: EntryIx, amount: Amount, from: DurationStart, at: Option<&str>) {
        let passage = self.passage(10);
        self.reading.durations.push(StatedDuration { passage, entry, amount, from, at: at.map(w) });
    }

    /// A citation of `norm` with a gloss of `letters` letters.
    pub fn cites(&mut self, entry: EntryIx, norm: &str, letters: usize) {
        let passage = self.passage(10);
        let gloss = Passage { end: passage.start + letters, ..passage.clone() };
        self.reading.citations.push(Citation { passage, entry, norm: norm.to_owned(), gloss: Some(gloss) });
        self.offset += letters;
    }
}

/// The order of knowledge of a remand told term by term: an arrest by night, an order three days later, ends of terms
/// that texts report before they learn of the extension, one extension that nobody ever announced.
pub fn remand_term_by_term() -> Record {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let service = r.source("State Protection Bureau", SourceKind::SecurityService);
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let officials = r.source("official reports", SourceKind::Officials);

    let march = r.entry(site, "2031-03-16/2031-03-24");
    r.say_with(march, "arrest", "2031-02-08", |c| (c.asserter, c.via) = (officials, vec![site]));
    r.say(march, "detention_expiry", "2031-03-08");
    r.say_with(march, "detention_extension", "../2031-03-24", |c| {
        (c.polarity, c.basis) = (Polarity::NotKnown, Basis::Bounded);
    });
    let petition = r.entry(site, "2031-03-17/2031-04-02");
    r.say_with(petition, "arrest", "2031-02-05", |c| (c.asserter, c.via) = (counsel, vec![site]));
    r.say_with(petition, "court_sanction", "2031-02-08", |c| {
        (c.asserter, c.via, c.modality) = (counsel, vec![site], Modality::Alleged);
    });
    let april = r.entry(site, "2031-03-29/2031-04-06");
    r.say_with(april, "detention_extension", "../2031-04-02", |c| {
        (c.asserter, c.via, c.basis, c.term) = (service, vec![site], Basis::Bounded, until("2031-04-06"));
    });
    let after = r.entry(site, "2031-04-06/2031-05-06");
    r.say(after, "detention_expiry", "2031-04-06");
    r.say_with(after, "detention_extension", "2031-02-24/2031-03-01", |c| {
        (c.basis, c.made_public) = (Basis::Computed, Some(w("2031-03-24")));
    });
    r.say_with(after, "detention_extension", "../2031-05-06", |c| {
        (c.polarity, c.basis) = (Polarity::NotKnown, Basis::Bounded);
    });
    let may = r.entry(site, "2031-05-06");
    r.say(may, "detention_expiry", "2031-05-06");
    r.say(may, "arrest", "2031-02-05/2031-02-06");
    let release = r.entry(site, "2031-05-20/2031-06-06");
    r.say_with(release, "detention_extension", "../2031-05-11", |c| {
        (c.asserter, c.via, c.basis, c.term) = (service, vec![site], Basis::Bounded, until("2031-06-06"));
        c.made_public = Some(w("2031-05-11"));
    });
    let june = r.entry(site, "2031-06-06");
    r.say(june, "detention_expiry", "2031-06-06");
    let july = r.entry(site, "2031-07-18");
    r.say_with(july, "detention_extension", "../2031-07-18", |c| {
        (c.asserter, c.via, c.basis, c.term) = (service, vec![site], Basis::Bounded, until("2031-07-06"));
    });
    r.say_with(july, "detention_extension", "2031-07-18", |c| c.polarity = Polarity::NotKnown);
    let later = r.entry(counsel, "2032-01-05/2032-02-01");
    r.say(later, "arrest", "2031-02-05T23:00");
    r
}
