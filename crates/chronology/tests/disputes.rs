//! Records in, disputes out. A dispute a person would laugh at is as wrong as one that is missed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod support;

use remand_chronology::{Chronology, gather};
use remand_reading::{About, Basis, Modality, Polarity, Quantity, SourceKind};
use remand_timex::{Precision, Unit};
use support::{Record, amount, d, remand_term_by_term, role, until, w};

const AS_OF: &str = "2040-01-01";

fn of(record: Record) -> Chronology {
    gather(record.reading, d(AS_OF))
}

/// One line for each dispute: kind, severity, topic, number of sides.
#[track_caller]
fn check(record: Record, expected: &[&str]) -> Chronology {
    let chronology = of(record);
    let found: Vec<String> = chronology
        .disputes
        .iter()
        .map(|d| format!("{:?} {:?} {} ({})", d.kind, d.severity, d.topic, d.sides.len()))
        .collect();
    assert_eq!(found, expected, "{:#?}", chronology.disputes.iter().map(|d| &d.why).collect::<Vec<_>>());
    chronology
}

#[test]
fn a_remand_told_term_by_term() {
    let chronology = check(
        remand_term_by_term(),
        &[
            "Tension High Arrest: 5 Feb 2031 or 8 Feb 2031 (3)",
            "Superseded High What covered custody after 8 Mar 2031 (2)",
            "Superseded Medium What covered custody after 6 Jun 2031 (2)",
            "Superseded Low What covered custody after 6 Apr 2031 (2)",
            "Superseded Low What covered custody after 6 May 2031 (2)",
        ],
    );
    let whys: Vec<&str> = chronology.disputes.iter().map(|d| d.why.as_str()).collect();
    assert_eq!(
        whys,
        [
            "it happens once, and is dated 5 Feb 2031 and 8 Feb 2031, 3 days apart; other acts bear one of these dates, \
             which may have been taken for that of the arrest",
            "said to have ended on 8 Mar 2031; an extension runs until 6 Apr 2031, decided 24 Feb 2031 to 1 Mar 2031, \
             before that day, public since 24 Mar 2031: 16 days after 8 Mar 2031",
            "said to have ended on 6 Jun 2031; an extension runs until 6 Jul 2031, public since 18 Jul 2031: 42 days \
             after 6 Jun 2031",
            "a term that ended on 6 May 2031 presupposes an order after 6 Apr 2031: 30 days that nobody announced",
            "said to have ended on 6 May 2031; an extension runs until 6 Jun 2031, public since 11 May 2031: 5 days \
             after 6 May 2031",
        ]
    );
}

/// Two texts, one of the defence and one of the prosecution, published in 2031.
fn two_texts(write: impl FnOnce(&mut Record, remand_reading::EntryIx, remand_reading::EntryIx)) -> Record {
    let mut r = Record::default();
    let counsel = r.source("B. Roe, counsel", SourceKind::Counsel);
    let prosecutor = r.source("Office of the Prosecutor", SourceKind::Prosecutor);
    let letter = r.entry(counsel, "2031-10-01");
    let release = r.entry(prosecutor, "2031-11-01");
    write(&mut r, letter, release);
    r
}

#[test]
fn a_day_inside_a_range_is_no_dispute() {
    let record = two_texts(|r, letter, release| {
        r.say(letter, "arrest", "2031-02-05T23:00");
        r.say(release, "arrest", "2031-02-05/2031-02-06");
        r.say(release, "arrest", "2031-02-01/2031-02-28");
        r.say(letter, "arrest", "?");
        r.say_with(letter, "arrest", "../2031-10-01", |c| c.basis = Basis::Bounded);
    });
    check(record, &[]);
}

#[test]
fn two_hearings_are_two_hearings_and_two_verdicts_are_a_dispute() {
    let record = two_texts(|r, letter, release| {
        for kind in ["hearing", "verdict"] {
            r.say(letter, kind, "2031-05-01");
            r.say(release, kind, "2031-05-04");
        }
    });
    check(record, &["Contradiction Medium Verdict: 1 May 2031 or 4 May 2031 (2)"]);
}

#[test]
fn the_states_date_against_everybody_elses_is_a_conflict_of_sources() {
    let mut r = Record::default();
    let of_each = [SourceKind::Counsel, SourceKind::Family, SourceKind::Prosecutor, SourceKind::Court];
    for (n, kind) in of_each.into_iter().enumerate() {
        let by = r.source(&format!("Source {n}"), kind);
        let entry = r.entry(by, "2031-10-01");
        r.say(entry, "arrest", if n < 2 { "2031-02-05" } else { "2031-02-08" });
    }
    r.say(remand_reading::EntryIx(0), "court_sanction", "2031-02-08");
    check(r, &["SourceConflict High Arrest: 5 Feb 2031 or 8 Feb 2031 (3)"]);
}

#[test]
fn a_source_that_corrects_itself_is_overtaken_and_not_contradicted() {
    let told = |published: [&str; 2]| {
        let mut r = Record::default();
        let press = r.source("The Daily Tide", SourceKind::Press);
        for (published, day) in published.into_iter().zip(["2031-05-01", "2031-05-03"]) {
            let entry = r.entry(press, published);
            r.say(entry, "verdict", day);
        }
        r
    };
    check(told(["2031-05-02", "2031-05-09"]), &["Superseded Medium Verdict: 1 May 2031 or 3 May 2031 (2)"]);
    // Which came later is not known.
    check(
        told(["2031-05-02/2031-05-20", "2031-05-09"]),
        &["Contradiction Medium Verdict: 1 May 2031 or 3 May 2031 (2)"],
    );
}

#[test]
fn a_duty_lawyer_and_a_lawyer_of_choice_are_two_lawyers() {
    let told = |had: &str, refused: &str| {
        two_texts(|r, letter, release| {
            r.say_with(release, "counsel_access", "?", |c| c.roles.push(role("counsel", had)));
            r.say_with(letter, "counsel_denied", "?", |c| c.roles.push(role("counsel", refused)));
        })
    };
    check(told("дежурный адвокат", "the lawyer of his choice"), &["Tension Medium Counsel (2)"]);
    check(told("a lawyer", "any lawyer"), &["SourceConflict High Access to counsel (2)"]);
}

#[test]
fn arrests_of_others_and_arrests_after_a_release_are_no_dispute() {
    let record = two_texts(|r, letter, _| {
        r.say(letter, "arrest", "2031-02-05");
        r.say(letter, "release", "2031-03-05");
        r.say(letter, "arrest", "2031-04-05");
        r.say_with(letter, "arrest", "2031-02-01", |c| c.about = About::Others);
    });
    check(record, &[]);
}

#[test]
fn an_end_told_without_a_doubt_contradicts_an_extension_that_was_decided_before_it() {
    let record = two_texts(|r, letter, release| {
        r.say(letter, "detention_expiry", "2031-03-08");
        r.say_with(release, "detention_extension", "2031-03-01", |c| {
            (c.term, c.made_public) = (until("2031-05-08"), Some(w("2031-10-20")));
        });
        r.reading.entries[letter.0].published = w("2031-03-10");
    });
    check(record, &["Contradiction High What covered custody after 8 Mar 2031 (2)"]);
}

#[test]
fn a_history_that_tells_the_end_and_the_extension_has_nothing_to_correct() {
    let record = two_texts(|r, letter, _| {
        r.say(letter, "detention_expiry", "2031-03-08");
        r.say_with(letter, "detention_extension", "2031-03-07", |c| c.term = until("2031-05-08"));
    });
    check(record, &[]);
}

#[test]
fn a_question_that_a_later_announcement_answers_is_superseded() {
    let mut r = Record::default();
    let site = r.source("Friends of A. Doe", SourceKind::Campaign);
    let july = r.entry(site, "2031-07-18");
    r.say_with(july, "detention_extension", "../2031-07-18", |c| {
        (c.basis, c.term) = (Basis::Bounded, until("2031-07-06"))
    });
    r.say_with(july, "detention_extension", "2031-07-18", |c| c.polarity = Polarity::NotKnown);
    let again = r.entry(site, "2031-07-20");
    r.say_with(again, "detention_extension", "2031-07-19", |c| c.polarity = Polarity::NotKnown);
    let august = r.entry(site, "2031-08-26");
    r.say_with(august, "detention_extension", "../2031-08-25", |c| {
        (c.basis, c.term, c.made_public) = (Basis::Bounded, until("2031-10-06"), Some(w("2031-08-25")));
    });
    let chronology = check(r, &["Superseded Low What covered custody (3)"]);
    let why = &chronology.disputes[0].why;
    assert!(why.ends_with("6 Jul 2031 to 25 Aug 2031 = 50 days"), "{why}");
}

#[test]
fn an_unanswered_question_is_no_dispute() {
    let record = two_texts(|r, letter, _| {
        r.say(letter, "arrest", "2031-02-05");
        r.say_with(letter, "court_sanction", "2031-10-01", |c| c.polarity = Polarity::NotKnown);
    });
    check(record, &[]);
}

#[test]
fn no_order_against_a_running_order() {
    let record = two_texts(|r, letter, release| {
        r.say_with(letter, "court_sanction", "2031-04-01/2031-04-30", |c| c.polarity = Polarity::Denied);
        r.say_with(release, "court_sanction", "2031-03-01", |c| c.term = until("2031-05-01"));
    });
    check(record, &["SourceConflict High Whether custody had an order (2)"]);
}

#[test]
fn the_state_against_the_defence_on_ill_treatment_and_one_source_against_itself() {
    let record = two_texts(|r, letter, release| {
        r.say(letter, "ill_treatment", "?");
        r.say_with(release, "ill_treatment", "?", |c| c.polarity = Polarity::Denied);
    });
    check(record, &["SourceConflict High Ill-treatment (2)"]);
    let mut record = two_texts(|_, _, _| {});
    let prosecutor = remand_reading::SourceIx(1);
    let (first, second) = (record.entry(prosecutor, "2031-12-01"), record.entry(prosecutor, "2031-12-02"));
    record.say(first, "appearance_before_judge", "2031-02-07");
    record.say_with(second, "appearance_before_judge", "2031-02-07", |c| c.polarity = Polarity::Denied);
    check(record, &["Contradiction Medium Brought before a judge (2)"]);
}

#[test]
fn a_denial_of_another_days_hearing_is_no_dispute() {
    let record = two_texts(|r, letter, release| {
        r.say(letter, "hearing", "2031-05-01");
        r.say_with(release, "hearing", "2031-05-04", |c| c.polarity = Polarity::Denied);
        r.say_with(release, "hearing", "?", |c| c.polarity = Polarity::Denied);
    });
    check(record, &[]);
}

#[test]
fn two_officials_contradict_each_other_on_one_topic_only() {
    let statement = |r: &mut Record, entry, by: &str, day: &str, topic: &str, stance: &str| {
        let by = r.source(by, SourceKind::Government);
        r.say_with(entry, "official_statement", day, |c| {
            (c.asserter, c.about) = (by, About::Nobody);
            c.roles.push(role(stance, topic));
        });
    };
    let record = two_texts(|r, letter, _| {
        statement(
            r,
            letter,
            "Head of state",
            "2031-02-10",
            "armed smugglers led the strike in the harbour",
            "affirms",
        );
        statement(r, letter, "Chief prosecutor", "2031-03-14", "no smugglers were in the harbour", "denies");
        statement(
            r,
            letter,
            "Minister of the interior",
            "2031-03-14",
            "wages were not paid in the harbour",
            "denies",
        );
    });
    let chronology = check(record, &["SourceConflict High Two official accounts: smugglers, harbour (2)"]);
    assert!(chronology.disputes[0].why.contains("32 days apart"), "{}", chronology.disputes[0].why);
}

#[test]
fn kinds_of_counsel() {
    let told = |fillers: &[&str]| {
        let mut r = Record::default();
        let site = r.source("Friends of A. Doe", SourceKind::Campaign);
        for (n, filler) in fillers.iter().enumerate() {
            let entry = r.entry(site, &format!("2031-04-{:02}", n + 1));
            r.say_with(entry, "counsel_denied", "?", |c| c.roles.push(role("counsel", filler)));
        }
        r
    };
    check(
        told(&["lawyer of his choice", "only a state-appointed lawyer", "an independent lawyer"]),
        &["Tension Medium Counsel (3)"],
    );
    check(told(&["lawyer of his choice", "his chosen lawyer"]), &[]);
    check(told(&["a lawyer", "a lawyer of his choice"]), &[]);
    // The same in another language; a name tells which lawyer, not which kind of one.
    check(told(&["lawyer of his choice", "адвокат по его выбору"]), &[]);
    check(told(&["B. Roe", "Advocate Barrow", "a lawyer of his choice"]), &[]);
    check(told(&["адвокат по его выбору", "дежурный адвокат"]), &["Tension Medium Counsel (2)"]);
}

#[test]
fn tolls_that_exclude_each_other_and_tolls_of_different_things() {
    let toll = |r: &mut Record, entry, least: u64, most: Option<u64>, cause: Option<&str>| {
        r.say_with(entry, "death_toll", "?", |c| {
            c.about = About::Others;
            c.quantity = Some(Quantity { least: Some(least), most, unit: "people".to_owned() });
            c.roles.extend(cause.map(|cause| role("cause", cause)));
        });
    };
    let record = two_texts(|r, letter, release| {
        toll(r, letter, 231, None, None);
        toll(r, release, 200, Some(200), None);
        // Another measure: deaths by one cause.
        toll(r, release, 8, Some(8), None);
        toll(r, letter, 220, Some(220), Some("beatings"));
    });
    check(record, &["Tension Low Deaths counted (2)"]);
}

#[test]
fn counts_that_grow_and_counts_that_shrink() {
    let count = |kind: &str, told: &[(&str, &str, u64)]| {
        let mut r = Record::default();
        let press = r.source("The Daily Tide", SourceKind::Press);
        for (published, when, n) in told {
            let entry = r.entry(press, published);
            r.say_with(entry, kind, when, |c| {
                c.about = About::Others;
                c.quantity = Some(Quantity { least: Some(*n), most: Some(*n), unit: "people".to_owned() });
            });
        }
        r
    };
    let deaths = "2031-01-07";
    let grown = count("death_toll", &[("2031-02-01", deaths, 164), ("2031-05-01", deaths, 225)]);
    let chronology = check(grown, &["Superseded Low Deaths counted (2)"]);
    assert_eq!(
        chronology.disputes[0].why,
        "the count grew: 164 (1 Feb 2031 or later), 225 (1 May 2031 or later)"
    );
    check(
        count("death_toll", &[("2031-02-01", deaths, 225), ("2031-05-01", deaths, 164)]),
        &["Tension Low Deaths counted (2)"],
    );
    // Signatures are there to be gathered.
    let signatures = [("2031-04-01", "2031-03-29", 935), ("2031-06-20", "2031-06-17", 1400)];
    check(count("online_petition", &signatures), &[]);
    let fewer = [("2031-04-01", "2031-03-29", 1400), ("2031-06-20", "2031-06-17", 935)];
    check(count("online_petition", &fewer), &["Tension Low Online petition (2)"]);
    // Each may be the older.
    let open = [("2031-02-01/2031-06-01", deaths, 164), ("2031-03-01", deaths, 225)];
    check(count("death_toll", &open), &["Tension Low Deaths counted (2)"]);
}

#[test]
fn until_when_a_condition_lasted() {
    let told = |by_state: &str, by_counsel: &str, kind: &str| {
        two_texts(|r, letter, release| {
            r.say_with(letter, kind, "2031-04-02", |c| c.term = until(by_counsel));
            r.say_with(release, kind, "2031-04-02", |c| c.term = until(by_state));
        })
    };
    let chronology = check(
        told("2031-04-16", "2031-04-24", "solitary"),
        &["SourceConflict High Solitary confinement: until when (2)"],
    );
    assert_eq!(
        chronology.disputes[0].why,
        "2 Apr 2031 to 16 Apr 2031 = 14 days; 2 Apr 2031 to 24 Apr 2031 = 22 days"
    );
    check(
        told("2031-04-16", "2031-04-24", "hospitalisation"),
        &["SourceConflict Medium Hospital: until when (2)"],
    );
    check(told("2031-04-16", "2031-04-16", "solitary"), &[]);
    let ranges = two_texts(|r, letter, release| {
        r.say(letter, "solitary", "2031-04-02/2031-04-24");
        r.say(release, "solitary", "2031-04-02/2031-04-16");
    });
    check(ranges, &["SourceConflict High Solitary confinement: until when (2)"]);
}

#[test]
fn places_and_courts() {
    let told = |kind: &str, name: &str, a: &str, b: &str| {
        two_texts(|r, letter, release| {
            for (entry, text) in [(letter, a), (release, b)] {
                r.say_with(entry, kind, "2031-05-01", |c| c.roles.push(role(name, text)));
            }
        })
    };
    check(told("arrest", "place", "Kessimir", "Thaldin"), &["Tension Medium Where: arrest (2)"]);
    // A house stands in a town.
    check(told("arrest", "place", "his home in Kessimir", "Kessimir"), &[]);
    check(told("arrest", "place", "the Harbour Palace", "Kessimir"), &[]);
    check(told("arrest", "place", "Kessimir", "Кессимире"), &[]);
    check(
        told("hospitalisation", "place", "Prison Hospital No. 2", "Prison Hospital No. 7"),
        &["Tension Medium Where: hospital (2)"],
    );
    check(
        told("verdict", "court", "the City Court of Thaldin", "the Special Criminal Court of Thaldin"),
        &["Tension Medium Which court: the trial (2)"],
    );
    check(told("verdict", "court", "the City Court", "the City Court of Thaldin"), &[]);
    check(told("verdict", "court", "a court in Thaldin", "the City Court of Thaldin"), &[]);
    check(told("verdict", "court", "районный суд", "the City Court of Thaldin"), &[]);
}

#[test]
fn one_petition_or_several() {
    let filed = |dated: bool| {
        two_texts(|r, letter, release| {
            for (entry, by, day) in
                [(letter, "Lawyers for Lawyers", "2031-05-01"), (release, "Harbour Watch", "2031-06-01")]
            {
                let when = if dated { day } else { "../2031-10-01" };
                r.say_with(entry, "petition_filed", when, |c| {
                    c.basis = if dated { Basis::Stated } else { Basis::Bounded };
                    c.roles.push(role("by", by));
                });
            }
        })
    };
    check(filed(false), &["Tension Low Who: petition filed (2)"]);
    check(filed(true), &[]);
}

#[test]
fn a_charge_and_what_a_text_says_that_it_means() {
    let charged = |meaning: &str| {
        two_texts(|r, letter, release| {
            let claim = r.say_with(letter, "charge", "2031-02-06", |c| {
                c.roles.push(role("offence", "violent seizure of the harbour"));
                c.roles.push(role("meaning", meaning));
            });
            r.cites(letter, "article 9", 20);
            r.reading.claims[claim.0].passage.end = r.reading.citations[0].passage.end + 20;
            r.say_with(release, "charge", "2031-02-06", |c| {
                c.roles.push(role("offence", "seizing the harbour"));
            });
        })
    };
    check(
        charged("meaning changes made through the newspapers"),
        &["Tension Medium What the charge says (2)"],
    );
    check(charged("meaning a seizure with weapons"), &[]);
}

#[test]
fn a_plan_that_came_otherwise_is_overtaken() {
    let told = |planned: &str, done: &str| {
        two_texts(|r, letter, release| {
            r.say_with(letter, "trial_start", planned, |c| c.modality = Modality::Planned);
            r.say(release, "trial_start", done);
        })
    };
    let chronology =
        check(told("2031-10-03", "2031-10-10"), &["Superseded Low Planned and done: trial begins (2)"]);
    assert_eq!(chronology.disputes[0].why, "planned for 3 Oct 2031, told as done 10 Oct 2031, 7 days apart");
    check(told("2031-10-10", "2031-10-10"), &[]);
    let sentence = |years: [&str; 2]| {
        two_texts(|r, letter, release| {
            r.say_with(letter, "sentence", "?", |c| {
                (c.modality, c.term) = (Modality::Planned, support::length(years[0]));
            });
            r.say_with(release, "sentence", "2031-10-20", |c| c.term = support::length(years[1]));
        })
    };
    check(sentence(["P17Y", "P18Y"]), &["Superseded Medium Planned and done: sentence (2)"]);
    check(sentence(["P18Y", "P18Y"]), &[]);
}

#[test]
fn what_was_not_known_and_then_told() {
    let told = |asked_in_release: bool| {
        two_texts(|r, letter, release| {
            let (asks, tells) = if asked_in_release { (release, letter) } else { (letter, release) };
            r.say_with(asks, "charge", "?", |c| c.polarity = Polarity::NotKnown);
            r.say(tells, "charge", "2031-02-06");
        })
    };
    check(told(false), &["Superseded Low Not known and then told: charge (2)"]);
    // Asked after it was told: the one who asks may not have heard.
    check(told(true), &[]);
}

#[test]
fn words_and_conduct_of_one_text() {
    let told = |promise: &str, kind: &str, one_text: bool| {
        two_texts(|r, letter, release| {
            let ministry = r.source("Ministry of Harbours", SourceKind::Ministry);
            r.say_with(letter, "official_statement", "2031-09-01", |c| {
                (c.asserter, c.about) = (ministry, About::Nobody);
                c.roles.push(role("affirms", promise));
            });
            let counsel = r.reading.entries[letter.0].author;
            let entry = if one_text { letter } else { release };
            r.say_with(entry, kind, "?", |c| c.asserter = counsel);
        })
    };
    let promise = "we are for openness and stand ready to cooperate";
    check(
        told(promise, "hearing_closed", true),
        &["StatementAgainstConduct Low Words and conduct: openness, cooperate (2)"],
    );
    check(told(promise, "hearing_closed", false), &[]);
    check(told(promise, "hearing", true), &[]);
    check(told("the harbour is open again", "hearing_closed", true), &[]);
}

#[test]
fn bodies_named_for_one_arrest() {
    let arrest = |r: &mut Record, entry, by: &str| {
        r.say_with(entry, "arrest", "2031-02-05", |c| c.roles.push(role("by", by)));
    };
    let record = two_texts(|r, letter, release| {
        arrest(r, letter, "State Protection Bureau");
        arrest(r, letter, "the SPB");
        arrest(r, letter, "armed men");
        arrest(r, release, "Ministry of the Interior");
    });
    check(record, &["Tension Medium Who: arrest (3)"]);
    let record = two_texts(|r, letter, release| {
        arrest(r, letter, "armed men");
        arrest(r, release, "security forces");
    });
    check(record, &[]);
}

#[test]
fn lengths_of_isolation_that_no_rounding_joins() {
    let told = |days: u32, months: u32| {
        two_texts(|r, letter, release| {
            for (entry, n, unit) in [(letter, days, Unit::Day), (release, months, Unit::Month)] {
                let claim = r.say(entry, "incommunicado", "?");
                let passage = r.reading.claims[claim.0].passage.clone();
                r.lasts(
                    entry,
                    amount(n, unit, Precision::Exact),
                    remand_reading::DurationStart::Custody,
                    None,
                );
                r.reading.durations.last_mut().unwrap().passage = passage;
            }
        })
    };
    check(told(72, 3), &["Tension Medium Held incommunicado (2)"]);
    check(told(88, 3), &[]);
}

#[test]
fn acts_in_an_impossible_order() {
    let record = two_texts(|r, letter, release| {
        r.say(letter, "petition_filed", "2031-03-17");
        r.say(release, "petition_accepted", "2031-03-10");
    });
    check(record, &["Tension Medium Order of petition filed and petition accepted (2)"]);
    let record = two_texts(|r, letter, release| {
        r.say(letter, "petition_filed", "2031-03-17");
        r.say(letter, "petition_filed", "2031-05-17");
        r.say(release, "petition_accepted", "2031-03-10");
    });
    check(record, &[]);
}

#[test]
fn a_text_that_knows_the_future() {
    let record = two_texts(|r, letter, _| {
        r.say(letter, "hospitalisation", "2031-10-09");
        r.say_with(letter, "trial_start", "2031-12-01", |c| c.modality = Modality::Planned);
        r.say(letter, "response_due", "2031-12-01");
    });
    let chronology = check(record, &["Tension Medium A text that is older than what it tells (2)"]);
    assert!(chronology.disputes[0].why.ends_with("= 8 days later"));
}

#[test]
fn glosses_of_one_provision() {
    let record = two_texts(|r, letter, release| {
        r.cites(letter, "Constitution art. 13", 30);
        r.cites(release, "Constitution art. 13", 44);
        r.cites(letter, "ICCPR art. 9", 20);
        r.cites(release, "ICCPR art. 14", 25);
        // A text beside itself says nothing new.
        r.cites(letter, "ICCPR art. 7", 20);
        r.cites(letter, "ICCPR art. 7", 25);
    });
    check(record, &["Tension Low What Constitution art. 13 says (2)"]);
}

#[test]
fn the_same_text_twice_is_one_text() {
    let mut r = two_texts(|r, letter, release| {
        r.say_with(letter, "counsel_denied", "?", |c| c.roles.push(role("counsel", "lawyer of his choice")));
        r.say_with(release, "counsel_denied", "?", |c| c.roles.push(role("counsel", "independent lawyer")));
        r.cites(letter, "Constitution art. 13", 30);
        r.cites(release, "Constitution art. 13", 44);
    });
    r.reading.entries[1].same_text_as = Some(remand_reading::EntryIx(0));
    let chronology = check(r, &[]);
    assert_eq!(chronology.events[0].independent_sources, 1);
    assert_eq!(chronology.repetitions.len(), 1);
}

#[test]
fn an_empty_reading_is_an_empty_chronology() {
    let chronology = check(Record::default(), &[]);
    assert!(chronology.events.is_empty() && chronology.durations.is_empty());
}
