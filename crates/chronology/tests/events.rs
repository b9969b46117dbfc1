//! Claims in, events out.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use proptest::prelude::*;
use remand_chronology::{Chronology, OnAccount, RepeatKind, gather};
use remand_reading::{About, Basis, ClaimIx, EntryIx, Modality, Polarity, SourceKind};
use support::{Record, d, remand_term_by_term, role, until, w};

fn of(record: Record) -> Chronology {
    gather(record.reading, d("2040-01-01"))
}

/// `kind when known_since: number of claims`.
#[track_caller]
fn check(record: Record, expected: &[&str]) {
    let chronology = of(record);
    let found: Vec<String> = chronology
        .events
        .iter()
        .map(|e| format!("{} {} {}: {}", e.kind, e.when.edtf, e.known_since.edtf, e.claims.len()))
        .collect();
    assert_eq!(found, expected);
}

fn letter(write: impl FnOnce(&mut Record, EntryIx)) -> Record {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let entry = r.entry(counsel, "2031-10-01");
    write(&mut r, entry);
    r
}

#[test]
fn a_remand_told_term_by_term() {
    check(
        remand_term_by_term(),
        &[
            "arrest 2031-02-05/2031-02-08 2031-03-16/2031-03-24: 4",
            "court_sanction 2031-02-08 2031-03-17/2031-04-02: 1",
            "detention_extension 2031-02-24/2031-03-01 2031-03-24: 2",
            "detention_expiry 2031-03-08 2031-03-16/2031-03-24: 1",
            "detention_expiry 2031-04-06 2031-04-06/2031-05-06: 1",
            "detention_expiry 2031-05-06 2031-05-06: 1",
            "detention_expiry 2031-06-06 2031-06-06: 1",
            "detention_extension 2031-07-18 2031-07-18: 1",
            "detention_extension ../2031-03-24 2031-03-16/2031-03-24: 2",
            "detention_extension ../2031-05-11 2031-05-11: 1",
            "detention_extension ../2031-07-18 2031-07-18: 1",
        ],
    );
}

#[test]
fn dates_that_meet_are_one_event_and_a_date_that_fits_two_is_neither() {
    check(
        letter(|r, e| {
            r.say(e, "hearing", "2031-05-01");
            r.say(e, "hearing", "2031-05-01T10:00");
            r.say(e, "hearing", "2031-05-20");
            r.say(e, "hearing", "2031-05-01/2031-05-31");
            r.say(e, "hearing", "2031-05-15/2031-06-15");
        }),
        &[
            "hearing 2031-05 2031-10-01: 1",
            "hearing 2031-05-01T10:00 2031-10-01: 2",
            "hearing 2031-05-20 2031-10-01: 2",
        ],
    );
}

#[test]
fn an_undated_claim_joins_the_only_event_it_can_mean() {
    let undated = |r: &mut Record, e| {
        r.say_with(e, "transfer", "../2031-10-01", |c| c.basis = Basis::Bounded);
    };
    check(
        letter(|r, e| {
            r.say(e, "transfer", "2031-05-01");
            undated(r, e);
        }),
        &["transfer 2031-05-01 2031-10-01: 2"],
    );
    check(
        letter(|r, e| {
            r.say(e, "transfer", "2031-05-01");
            r.say(e, "transfer", "2031-06-01");
            undated(r, e);
            undated(r, e);
        }),
        &[
            "transfer 2031-05-01 2031-10-01: 1",
            "transfer 2031-06-01 2031-10-01: 1",
            "transfer ../2031-10-01 2031-10-01: 2",
        ],
    );
}

#[test]
fn kinds_of_telling_are_kept_apart() {
    let chronology = of(letter(|r, e| {
        r.say(e, "release", "2031-05-01");
        r.say_with(e, "release", "2031-05-01", |c| c.modality = Modality::Demanded);
        r.say_with(e, "release", "2031-05-01", |c| c.modality = Modality::General);
        r.say_with(e, "release", "2031-05-01", |c| c.modality = Modality::Planned);
        r.say_with(e, "release", "2031-05-01", |c| c.polarity = Polarity::NotKnown);
        r.say_with(e, "release", "2031-05-01", |c| c.about = About::Others);
        // A denial is of the event it denies.
        r.say_with(e, "release", "2031-05-01", |c| c.polarity = Polarity::Denied);
    }));
    assert_eq!(chronology.events.len(), 6);
    let happened = chronology.events.iter().filter(|e| chronology.happened(e)).count();
    assert_eq!(happened, 2);
}

#[test]
fn two_speakers_of_one_day_make_two_statements() {
    check(
        letter(|r, e| {
            let minister = r.source("The minister", SourceKind::Ministry);
            let say = |r: &mut Record, by| {
                r.say_with(e, "official_statement", "2031-05-01", |c| c.asserter = by);
            };
            say(r, minister);
            say(r, minister);
            say(r, remand_reading::SourceIx(0));
        }),
        &["official_statement 2031-05-01 2031-10-01: 2", "official_statement 2031-05-01 2031-10-01: 1"],
    );
}

#[test]
fn petitions_of_different_people_are_different_petitions() {
    check(
        letter(|r, e| {
            for by in ["B. Roe", "Residents of the town"] {
                r.say_with(e, "petition_filed", "../2031-10-01", |c| {
                    c.basis = Basis::Bounded;
                    c.roles.push(role("by", by));
                });
            }
        }),
        &["petition_filed ../2031-10-01 2031-10-01: 1", "petition_filed ../2031-10-01 2031-10-01: 1"],
    );
}

#[test]
fn orders_are_told_apart_by_the_end_of_their_terms() {
    check(
        letter(|r, e| {
            for end in ["2031-05-06", "2031-06-06", "2031-06-06"] {
                r.say_with(e, "detention_extension", "../2031-10-01", |c| {
                    (c.basis, c.term) = (Basis::Bounded, until(end));
                });
            }
        }),
        &[
            "detention_extension ../2031-10-01 2031-10-01: 1",
            "detention_extension ../2031-10-01 2031-10-01: 2",
        ],
    );
}

#[test]
fn an_event_is_known_since_its_earliest_announcement_and_not_before_it_happened() {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let undated = r.entry(site, "../2031-12-01");
    r.say(undated, "hospitalisation", "2031-05-04");
    r.say(undated, "charge", "2031-02-06");
    let late = r.entry(site, "2031-11-01");
    r.say_with(late, "charge", "2031-02-06", |c| c.made_public = Some(w("2031-02-13")));
    check(r, &["charge 2031-02-06 2031-02-13: 2", "hospitalisation 2031-05-04 2031-05-04/2031-12-01: 1"]);
}

#[test]
fn a_claim_that_was_not_out_yet_is_left_out_and_its_announcement_is_not() {
    let mut r = letter(|r, e| {
        r.say(e, "charge", "2031-02-06");
    });
    r.say_with(EntryIx(0), "detention_extension", "../2031-10-01", |c| {
        (c.basis, c.made_public, c.term) = (Basis::Bounded, Some(w("2031-03-24")), until("2031-04-06"));
    });
    let chronology = gather(r.reading, d("2031-04-01"));
    let kinds: Vec<&str> = chronology.events.iter().map(|e| e.kind.name()).collect();
    assert_eq!(kinds, ["detention_extension"]);
    assert_eq!(chronology.reading.claims.len(), 2);
}

#[test]
fn a_date_that_is_computed_yields_to_one_that_is_said() {
    check(
        letter(|r, e| {
            r.say(e, "arrest", "2031-02-05");
            r.say(e, "arrest", "2031-02-08");
            r.say_with(e, "arrest", "2031-02-07/2031-03-01", |c| c.basis = Basis::Computed);
            r.say_with(e, "arrest", "../2031-02-06", |c| c.basis = Basis::Bounded);
        }),
        &["arrest 2031-02-05/2031-02-08 2031-10-01: 4"],
    );
    check(
        letter(|r, e| {
            r.say_with(e, "arrest", "2031-02-01/2031-03-01", |c| c.basis = Basis::Computed);
            r.say_with(e, "arrest", "../2031-02-06", |c| c.basis = Basis::Bounded);
        }),
        &["arrest 2031-02-01/2031-02-06 2031-10-01: 2"],
    );
}

#[test]
fn an_account_tells_its_own_date() {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let police = r.source("City police", SourceKind::Police);
    let letter = r.entry(counsel, "2031-10-01");
    r.say(letter, "arrest", "2031-02-05");
    r.say_with(letter, "arrest", "2031-02-08", |c| (c.asserter, c.via) = (police, vec![counsel]));
    let chronology = of(r);
    let event = &chronology.events[0];
    let told = |account| chronology.told(event, account, d("2040-01-01")).map(|e| e.when.edtf);
    assert_eq!(told(OnAccount::State).as_deref(), Some("2031-02-08"));
    assert_eq!(told(OnAccount::Defence).as_deref(), Some("2031-02-05"));
    assert_eq!(told(OnAccount::All).as_deref(), Some("2031-02-05/2031-02-08"));
    assert_eq!(told(OnAccount::Independent), None);
    assert_eq!(chronology.told(event, OnAccount::All, d("2031-09-30")), None);
}

/// Claims of `kind` by the author of a letter, each with a date and roles.
fn told(kind: &str, claims: &[(&str, &[(&str, &str)])]) -> Record {
    letter(|r, e| {
        for (when, roles) in claims {
            r.say_with(e, kind, when, |c| {
                if when.starts_with("..") {
                    c.basis = Basis::Bounded;
                }
                c.roles.extend(roles.iter().map(|(name, text)| role(name, text)));
            });
        }
    })
}

#[test]
fn an_undated_claim_joins_the_one_of_several_whose_place_it_names() {
    let record = told(
        "transfer",
        &[
            ("2031-05-01", &[("to", "Remand Centre No. 2")]),
            ("2031-06-01", &[("to", "Harbour Prison")]),
            ("../2031-10-01", &[("to", "the Harbour Prison")]),
            ("../2031-10-01", &[("to", "a prison")]),
        ],
    );
    check(
        record,
        &[
            "transfer 2031-05-01 2031-10-01: 1",
            "transfer 2031-06-01 2031-10-01: 2",
            // A prison: either of them.
            "transfer ../2031-10-01 2031-10-01: 1",
        ],
    );
}

#[test]
fn two_places_of_one_day_are_two_transfers_and_two_bodies_of_one_day_are_one_arrest() {
    check(
        told(
            "transfer",
            &[("2031-05-01", &[("to", "City Hospital")]), ("2031-05-01", &[("to", "Harbour Prison")])],
        ),
        &["transfer 2031-05-01 2031-10-01: 1", "transfer 2031-05-01 2031-10-01: 1"],
    );
    check(
        told(
            "interrogation",
            &[
                ("2031-05-01", &[("by", "State Protection Bureau")]),
                ("2031-05-01", &[("by", "Harbour Police")]),
            ],
        ),
        &["interrogation 2031-05-01 2031-10-01: 2"],
    );
    // What passes between two parties is known by them.
    check(
        told(
            "petition_filed",
            &[("2031-05-01", &[("by", "B. Roe")]), ("2031-05-01", &[("by", "Lawyers for Lawyers")])],
        ),
        &["petition_filed 2031-05-01 2031-10-01: 1", "petition_filed 2031-05-01 2031-10-01: 1"],
    );
}

#[test]
fn names_in_another_script_are_heard() {
    check(
        told(
            "transfer",
            &[
                ("2031-05-01", &[("to", "Orrowick")]),
                ("2031-06-01", &[("to", "Thaldin")]),
                ("../2031-10-01", &[("to", "тюремную больницу Орровика")]),
            ],
        ),
        &["transfer 2031-05-01 2031-10-01: 2", "transfer 2031-06-01 2031-10-01: 1"],
    );
}

#[test]
fn a_statement_is_its_speakers_whoever_tells_of_it() {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let minister = r.source("Minister of Harbours", SourceKind::Ministry);
    let press = r.source("The Daily Tide", SourceKind::Press);
    for (author, asserter) in [(site, site), (press, minister)] {
        let entry = r.entry(author, "2031-04-16");
        r.say_with(entry, "statement_of_guilt", "2031-04-15", |c| {
            c.asserter = asserter;
            c.roles.push(role("by", "Minister of Harbours"));
        });
    }
    check(r, &["statement_of_guilt 2031-04-15 2031-04-16: 2"]);
}

#[test]
fn a_minister_is_heard_in_two_scripts() {
    let mut r = Record::default();
    for name in [
        "Minister of Harbours, Garran Sollane",
        "министр портов Гарран Соллан",
        "Minister of Harbours, Ulla Brant",
    ] {
        let minister = r.source(name, SourceKind::Ministry);
        let entry = r.entry(minister, "2031-04-16");
        r.say(entry, "statement_of_guilt", "2031-04-15");
    }
    let chronology = of(r);
    let told: Vec<_> = chronology.events.iter().map(|e| (e.claims.len(), e.independent_sources)).collect();
    assert_eq!(told, [(2, 1), (1, 1)]);
}

#[test]
fn an_order_that_names_nobody_is_the_persons_where_one_was_made_that_day() {
    let record = letter(|r, e| {
        r.say_with(e, "detention_extension", "2031-10-09", |c| c.term = until("2031-12-12"));
        for day in ["2031-10-09", "2031-10-10"] {
            r.say_with(e, "detention_extension", day, |c| {
                (c.about, c.polarity) = (About::Nobody, Polarity::Denied);
            });
        }
    });
    let chronology = of(record);
    let told: Vec<_> = chronology.events.iter().map(|e| (chronology.about(e), e.claims.len())).collect();
    assert_eq!(told, [(About::Subject, 2), (About::Nobody, 1)]);
}

#[test]
fn a_denial_of_a_ruling_is_of_the_ruling_that_the_text_has_told_of() {
    let record = letter(|r, e| {
        for (day, end) in
            [("2031-03-01", "2031-05-01"), ("2031-05-01", "2031-07-01"), ("2031-06-20", "2031-09-01")]
        {
            r.say_with(e, "detention_extension", day, |c| c.term = until(end));
        }
        r.say_with(e, "detention_extension", "../2031-10-01", |c| {
            (c.basis, c.polarity) = (Basis::Bounded, Polarity::Denied);
        });
    });
    let chronology = of(record);
    let counts: Vec<usize> = chronology.events.iter().map(|e| e.claims.len()).collect();
    assert_eq!(counts, [1, 1, 2]);
}

#[test]
fn lines_of_information() {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let family = r.source("C. Doe, sister", SourceKind::Family);
    let press = r.source("The Daily Tide", SourceKind::Press);
    let other_press = r.source("Die Flut", SourceKind::Press);
    let entries: Vec<EntryIx> = [site, press, other_press, site]
        .into_iter()
        .enumerate()
        .map(|(n, author)| r.entry(author, &format!("2031-03-{:02}", n + 1)))
        .collect();
    // The third text is the second in another language.
    r.reading.entries[2].same_text_as = Some(entries[1]);
    let mut say =
        |entry: usize, by| r.say_with(entries[entry], "hospitalisation", "2031-02-20", |c| c.asserter = by);
    let of_site = say(0, site);
    let of_family = say(1, family);
    let of_press = say(1, press);
    let translated = say(2, other_press);
    let relayed = say(3, family);
    let chronology = of(r);
    let corroboration = chronology.corroboration(&chronology.events[0]);
    assert_eq!(corroboration.lines, [vec![of_site], vec![of_family, relayed], vec![of_press, translated]]);
    let repeats: Vec<_> = corroboration.repeats.iter().map(|r| (r.claim, r.of, r.how)).collect();
    assert_eq!(
        repeats,
        [(relayed, of_family, RepeatKind::SameSource), (translated, of_press, RepeatKind::SameText)]
    );
    assert!(!corroboration.said_once());
    assert_eq!(chronology.events[0].independent_sources, 3);
}

#[test]
fn a_copy_whose_original_says_nothing_of_it_speaks_for_itself_once() {
    let mut r = Record::default();
    let press = r.source("The Daily Tide", SourceKind::Press);
    let (first, again) = (r.entry(press, "2031-03-01"), r.entry(press, "2031-03-02"));
    r.reading.entries[1].same_text_as = Some(first);
    r.say(again, "hospitalisation", "2031-02-20");
    let chronology = of(r);
    assert!(chronology.corroboration(&chronology.events[0]).said_once());
}

const KINDS: [&str; 6] =
    ["arrest", "hearing", "court_sanction", "detention_extension", "official_statement", "release"];

fn any_claim() -> impl Strategy<Value = (usize, i64, i64, usize, usize)> {
    (0..KINDS.len(), 0..400_i64, 0..40_i64, 0..3_usize, 0..4_usize)
}

fn record_of(claims: &[(usize, i64, i64, usize, usize)]) -> Record {
    letter(|r, e| {
        let start = d("2031-01-01");
        for (kind, day, width, polarity, basis) in claims {
            let first = start.checked_add(jiff::ToSpan::days(*day)).unwrap();
            let last = first.checked_add(jiff::ToSpan::days(*width)).unwrap();
            r.say_with(e, KINDS[*kind], &format!("{first}/{last}"), |c| {
                c.polarity = [Polarity::Asserted, Polarity::Denied, Polarity::NotKnown][*polarity];
                c.basis = [Basis::Stated, Basis::Computed, Basis::Bounded, Basis::Unknown][*basis];
                if width % 3 == 0 {
                    c.term = until(&last.to_string());
                }
            });
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_claim_is_of_exactly_one_event(claims in proptest::collection::vec(any_claim(), 0..20)) {
        let chronology = of(record_of(&claims));
        let mut told: Vec<ClaimIx> = chronology.events.iter().flat_map(|e| e.claims.clone()).collect();
        told.sort();
        prop_assert_eq!(told, (0..claims.len()).map(ClaimIx).collect::<Vec<_>>());
        for event in &chronology.events {
            prop_assert!(!event.claims.is_empty() && event.independent_sources > 0);
        }
        for dispute in &chronology.disputes {
            prop_assert!(dispute.sides.len() > 1 && !dispute.why.is_empty());
            prop_assert!(dispute.sides.iter().all(|side| !side.passages.is_empty()));
        }
    }

    #[test]
    fn the_order_of_events_is_that_of_time(claims in proptest::collection::vec(any_claim(), 0..20)) {
        let chronology = of(record_of(&claims));
        let moments: Vec<_> = chronology.events.iter().map(|e| (e.when.earliest.is_none(), e.when.earliest)).collect();
        prop_assert!(moments.is_sorted());
    }
}
