//! The other forms: PDF, JSON, calendar.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use remand_dossier::ics::{self, Naming};
use remand_dossier::{document, html, json, paper, pdf};
use serde_json::Value;

fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|at| *at == part).count()
}

/// With `REMAND_SAMPLES` naming a folder, they are written there, to be looked at.
#[test]
fn every_form_of_every_case_is_made() {
    let samples = std::env::var_os("REMAND_SAMPLES").map(std::path::PathBuf::from);
    for (name, case) in [
        ("tormanov", common::tormanov()),
        ("empty", common::empty()),
        ("three-days", common::three_days()),
        ("years", common::eighteen_years()),
        ("large", common::large()),
    ] {
        let document = document(&case.record());
        let forms = [
            ("html", html::write(&document).unwrap().into_bytes()),
            ("pdf", pdf::write(&paper(&case.record())).unwrap()),
            ("json", json::write(&case.record()).unwrap().into_bytes()),
            ("ics", ics::write(&case.record(), Naming::Nobody).into_bytes()),
        ];
        for (form, bytes) in forms {
            assert!(bytes.len() > 100, "{name}.{form} is empty");
            if let Some(folder) = &samples {
                std::fs::write(folder.join(name).with_extension(form), bytes).unwrap();
            }
        }
    }
}

#[test]
fn the_pdf_is_tagged_has_an_outline_and_is_the_same_twice() {
    let case = common::tormanov();
    let one = pdf::write(&paper(&case.record())).unwrap();
    assert!(one.starts_with(b"%PDF-1.7"));
    for part in [&b"/StructTreeRoot"[..], b"/Outlines", b"/Lang(en)", b"/Marked true", b"pdfuaid", b"pdfaid"]
    {
        assert!(count(&one, part) > 0, "{} is not in the PDF", String::from_utf8_lossy(part));
    }
    assert!(count(&one, b"/JavaScript") == 0 && count(&one, b"/EmbeddedFile") == 0);
    assert!(one == pdf::write(&paper(&case.record())).unwrap());
}

#[test]
fn characters_that_no_font_has_do_not_stop_the_pdf() {
    let mut case = common::tormanov();
    let subject = case.chronology.reading.subject.as_mut().unwrap();
    subject.name = "政治 🕊️ \u{202E}name #panic() $x$ @here <a> \\".to_owned();
    assert!(pdf::write(&paper(&case.record())).is_ok());
}

#[test]
fn every_character_of_the_basic_plane_may_stand_in_a_source() {
    let mut case = common::empty();
    let all: String = ('\u{20}'..='\u{FFFF}').step_by(3).collect();
    case.unread = vec![remand_dossier::Unread { name: "all".to_owned(), why: all }];
    let made = pdf::write(&paper(&case.record()));
    assert!(made.is_ok(), "{}", made.unwrap_err());
}

#[test]
fn an_empty_record_is_a_pdf_and_a_calendar_too() {
    let case = common::empty();
    assert!(pdf::write(&paper(&case.record())).unwrap().starts_with(b"%PDF"));
    assert_eq!(ics::write(&case.record(), Naming::Nobody).matches("BEGIN:VEVENT").count(), 0);
}

fn written(case: &common::Case) -> Value {
    serde_json::from_str(&json::write(&case.record()).unwrap()).unwrap()
}

/// The keywords that `spec/dossier.schema.json` uses, and no others.
fn conforms(schema: &Value, root: &Value, value: &Value, at: &str) -> Result<(), String> {
    let keywords = schema.as_object().unwrap();
    for (keyword, rule) in keywords {
        match keyword.as_str() {
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                conforms(&root["$defs"][name], root, value, at)?;
            }
            "type" => {
                let names: Vec<&str> = match rule {
                    Value::Array(names) => names.iter().map(|name| name.as_str().unwrap()).collect(),
                    name => vec![name.as_str().unwrap()],
                };
                let is = match value {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "integer",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                };
                if !names.contains(&is) {
                    return Err(format!("{at} is {is}, not {names:?}"));
                }
            }
            "const" if value != rule => return Err(format!("{at} is not {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                return Err(format!("{at}: {value} is not listed"));
            }
            "pattern" => {
                // Only two patterns are in use: a digest and an event id.
                let text = value.as_str().unwrap_or_default();
                let hex = text.strip_prefix("ev-").unwrap_or(text);
                let length = if rule.as_str().unwrap().contains("ev-") { 10 } else { 64 };
                if hex.len() != length || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(format!("{at}: {text} does not match {rule}"));
                }
            }
            "required" if value.is_object() => {
                for name in rule.as_array().unwrap() {
                    if value.get(name.as_str().unwrap()).is_none() {
                        return Err(format!("{at} has no {name}"));
                    }
                }
            }
            "properties" => {
                for (name, of) in value.as_object().into_iter().flatten() {
                    let rule = rule.get(name).ok_or_else(|| format!("{at}/{name} is not in the schema"))?;
                    conforms(rule, root, of, &format!("{at}/{name}"))?;
                }
            }
            "items" => {
                for (ix, of) in value.as_array().into_iter().flatten().enumerate() {
                    conforms(rule, root, of, &format!("{at}/{ix}"))?;
                }
            }
            "const"
            | "enum"
            | "required"
            | "$schema"
            | "$id"
            | "title"
            | "description"
            | "$defs"
            | "additionalProperties"
            | "minimum" => {}
            other => return Err(format!("the schema uses `{other}`, which this test does not read")),
        }
    }
    Ok(())
}

#[test]
fn the_json_has_the_declared_shape() {
    let schema: Value = serde_json::from_str(include_str!("../../../spec/dossier.schema.json")).unwrap();
    for case in [common::tormanov(), common::empty(), common::three_days(), common::large()] {
        conforms(&schema, &schema, &written(&case), "").unwrap();
    }
    let mut bad = written(&common::tormanov());
    bad["clock"]["all"]["spans"][0]["status"] = "covered".into();
    assert!(conforms(&schema, &schema, &bad, "").unwrap_err().contains("covered"));
    let mut bad = written(&common::tormanov());
    bad["events"][0]["claims"][0].as_object_mut().unwrap().remove("asserter");
    assert!(conforms(&schema, &schema, &bad, "").is_err());
}

#[test]
fn offsets_in_the_json_are_bytes_of_the_text_layer() {
    let case = common::tormanov();
    let json = written(&case);
    let layer = |id: &str| &case.items.iter().find(|(item, _)| item.id.to_string() == id).unwrap().1;
    let mut checked = 0;
    for event in json["events"].as_array().unwrap() {
        for claim in event["claims"].as_array().unwrap() {
            let at = |name: &str| usize::try_from(claim[name].as_u64().unwrap()).unwrap();
            let words = layer(claim["item"].as_str().unwrap()).text.get(at("start")..at("end"));
            assert_eq!(claim["quote"].as_str(), words);
            checked += usize::from(words.is_some());
        }
    }
    assert!(checked > 15);
}

#[test]
fn the_ends_of_the_clock_are_days_or_minutes_and_its_end_may_be_open() {
    let json = written(&common::tormanov());
    let spans = &json["clock"]["all"]["spans"];
    assert_eq!(spans[0]["from"], "2022-01-05T18:20");
    assert_eq!(spans[0]["to"], "2022-01-07");
    assert_eq!(spans[5]["to"], Value::Null);
    assert_eq!(spans[3]["status"], "disclosed_late");
    assert_eq!(spans[3]["known_since"], "2022-05-11");
    let order = spans[1]["orders"][0].as_str().unwrap();
    let event = json["events"].as_array().unwrap().iter().find(|event| event["id"] == order).unwrap();
    assert_eq!(event["type"], "court_sanction");
}

#[test]
fn every_side_of_a_dispute_keeps_its_passages() {
    let json = written(&common::tormanov());
    let of = |n: usize| json["disputes"][n]["claims"].as_array().unwrap().clone();
    assert_eq!(of(0).iter().map(|claim| claim["side"].as_u64().unwrap()).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!(of(1).len(), 3);
    assert_eq!(of(1)[0]["asserter"], Value::Null);
    assert_eq!(of(1)[0]["quote"], "Nobody has shown an order");
}

#[test]
fn ids_of_events_differ_and_stay_when_other_events_come_in() {
    let ids = |case: &common::Case| -> Vec<String> {
        let json = written(case);
        json["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (small, large) = (ids(&common::tormanov()), ids(&common::large()));
    assert_eq!(large.iter().collect::<BTreeSet<_>>().len(), large.len());
    assert_eq!(small[..], large[..small.len()]);
}

#[test]
fn lines_of_the_calendar_are_short_and_unfold_to_what_was_meant() {
    let text = ics::write(&common::tormanov().record(), Naming::Nobody);
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let unfolded = text.replace("\r\n ", "");
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 3);
    assert_eq!(unfolded.matches("BEGIN:VALARM").count(), 2, "two for the one that is open");
    assert!(unfolded.contains("\r\nTRIGGER:-P14D\r\n") && unfolded.contains("\r\nTRIGGER:-P3D\r\n"));
    assert!(unfolded.contains("\r\nDTSTART;VALUE=DATE:20220812\r\nDTEND;VALUE=DATE:20220813\r\n"));
    assert!(unfolded.contains("\r\nDTSTAMP:20220720T000000Z\r\n"));
    assert!(unfolded.contains("a very long title\\, with commas\\, so that"));
}

#[test]
fn the_calendar_names_nobody_unless_it_is_asked_to() {
    let case = common::tormanov();
    let text = ics::write(&case.record(), Naming::Nobody).replace("\r\n ", "");
    assert!(!text.contains("Tormanov") && !text.contains("Ilyas"), "{text}");
    let text = ics::write(&case.record(), Naming::Subject).replace("\r\n ", "");
    assert_eq!(text.matches("\r\nSUMMARY:Ilyas Tormanov: ").count(), 3, "{text}");
}

/// Properties of each entry by name, with what stands before the colon: read as RFC 5545 says and not as we write.
fn entries(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut found = Vec::new();
    let mut stack: Vec<String> = Vec::new();
    let mut current = std::collections::BTreeMap::new();
    for line in text.replace("\r\n ", "").replace("\r\n\t", "").split_terminator("\r\n") {
        let (head, value) = line.split_once(':').unwrap_or_else(|| panic!("no colon in {line}"));
        let name = head.split(';').next().unwrap_or_default();
        assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'), "not a name: {name}");
        match name {
            "BEGIN" => stack.push(value.to_owned()),
            "END" => {
                assert_eq!(stack.pop().as_deref(), Some(value));
                if value == "VEVENT" {
                    found.push(std::mem::take(&mut current));
                }
            }
            _ if stack.last().is_some_and(|open| open == "VEVENT") => {
                assert!(current.insert(name.to_owned(), value.to_owned()).is_none(), "{name} stands twice");
            }
            _ => {}
        }
    }
    assert!(stack.is_empty());
    found
}

#[test]
fn an_uncertain_day_is_entered_at_its_earliest_and_told_in_full() {
    let found = entries(&ics::write(&common::tormanov().record(), Naming::Nobody));
    let open = &found[1];
    assert_eq!((open["DTSTART"].as_str(), open["DTEND"].as_str()), ("20220812", "20220813"));
    assert!(
        open["SUMMARY"].ends_with("(at the earliest\\; at the latest 14 August 2022)"),
        "{}",
        open["SUMMARY"]
    );
    assert!(open["DESCRIPTION"].contains("Due between 12 and 14 August 2022"), "{}", open["DESCRIPTION"]);
    assert!(open["DESCRIPTION"].contains("Which day depends on the day of the communication"));
}

#[test]
fn a_limit_in_hours_is_entered_at_its_minute_in_the_time_of_the_place() {
    let mut case = common::tormanov();
    let minute = common::at("2022-08-12T10:30");
    case.deadlines[1].due = (minute.date(), minute.date());
    case.deadlines[1].due_minute = Some((minute, minute));
    let text = ics::write(&case.record(), Naming::Nobody);
    assert_eq!(entries(&text)[1]["DTSTART"], "20220812T103000");
    assert!(!entries(&text)[1].contains_key("DTEND") && text.contains("\r\nTRIGGER:-PT4H\r\n"), "{text}");
}

#[test]
fn a_limit_that_only_passed_is_no_entry_and_what_moved_has_a_later_sequence() {
    let mut case = common::tormanov();
    case.deadlines[0].named = false;
    case.deadlines[1].named = false;
    assert_eq!(entries(&ics::write(&case.record(), Naming::Nobody)).len(), 2, "the open one stays");
    let sequence = |entries_in_journal: usize| {
        let mut record = case.record();
        record.journal.entries = entries_in_journal;
        entries(&ics::write(&record, Naming::Nobody))[0]["SEQUENCE"].parse::<u64>().unwrap()
    };
    assert!(sequence(7) < sequence(8));
}

#[test]
fn words_of_every_kind_and_days_at_the_ends_of_the_calendar_are_written_as_the_format_asks() {
    let mut case = common::tormanov();
    let words = [
        "\u{202e}\r\nBEGIN:VEVENT\nSUMMARY:x".to_owned(),
        "Жалоба; ответ, срок\\ ".repeat(40),
        "👩‍⚖️é".repeat(60),
        String::new(),
        "\0\u{7f}\t\u{85}\u{2028}".to_owned(),
    ];
    for words in words {
        for day in ["0001-01-01", "9999-12-31"] {
            case.deadlines[1].procedure.clone_from(&words);
            case.deadlines[1].trigger.clone_from(&words);
            case.deadlines[1].due = (common::d(day), common::d(day));
            let text = ics::write(&case.record(), Naming::Nobody);
            assert_eq!(entries(&text).len(), 3, "{words:?}");
            for line in text.split("\r\n") {
                assert!(line.len() <= 75 && !line.contains(|ch: char| ch.is_control()), "{line:?}");
            }
        }
    }
}

#[test]
fn a_deadline_keeps_its_uid_when_its_date_moves() {
    let uids = |text: &str| -> Vec<String> {
        text.replace("\r\n ", "").lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    let mut case = common::tormanov();
    let before = uids(&ics::write(&case.record(), Naming::Nobody));
    case.deadlines[1].due = (common::d("2022-09-01"), common::d("2022-09-01"));
    let after = uids(&ics::write(&case.record(), Naming::Nobody));
    assert_eq!(before, after);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 3);
    // Told again in a later text, it is still the same.
    let again = case.chronology.reading.claims.len() - 1;
    case.deadlines[1].claims.insert(0, remand_reading::ClaimIx(again));
    let first = case.chronology.reading.claims[case.deadlines[1].claims[1].0].entry;
    case.chronology.reading.claims[again].entry = first;
    case.chronology.reading.claims[again].passage.start += 1_000_000;
    case.chronology.reading.claims[again].passage.item =
        case.chronology.reading.claims[case.deadlines[1].claims[1].0].passage.item;
    assert_eq!(uids(&ics::write(&case.record(), Naming::Nobody)), before);
}
