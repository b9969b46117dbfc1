//! What an editor says and what it is told: one conversation a test.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a fault here is a fault of the test"
)]

mod editor;

use editor::{Editor, PACK, at, find};
use serde_json::{Value, json};

const URI: &str = "file:///ada/law/zz/code.md";
const PATH: &str = "/ada/law/zz/code.md";

fn with_pack() -> Editor {
    let editor = Editor::open(&[(PATH, PACK)], rich());
    editor.did_open(URI, PACK);
    editor
}

/// What most editors can do today, with columns in UTF-16.
fn rich() -> Value {
    json!({"textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
    }})
}

fn none(messages: &[String]) -> bool {
    messages.is_empty()
}

#[test]
fn the_encoding_of_columns_is_utf_8_where_the_editor_offers_it_and_utf_16_else() {
    for (offer, chosen) in [
        (json!({}), "utf-16"),
        (json!({"general": {"positionEncodings": ["utf-16"]}}), "utf-16"),
        (json!({"general": {"positionEncodings": ["utf-32", "utf-16", "utf-8"]}}), "utf-8"),
    ] {
        let mut editor = Editor::silent(&[]);
        let answer = editor.ask("initialize", json!({"capabilities": offer})).unwrap();
        assert_eq!(answer["capabilities"]["positionEncoding"], chosen);
        assert!(editor.close());
    }
}

#[test]
fn a_sound_pack_has_no_problems() {
    let mut editor = with_pack();
    editor.until(URI, none);
    assert!(editor.close());
}

#[test]
fn a_fault_is_told_at_its_word_with_what_to_do_and_goes_when_it_is_mended() {
    let mut editor = with_pack();
    let (line, column) = find(PACK, "of arrest");
    editor.did_change(URI, (line, column + 3), (line, column + 9), "arest");
    let told = editor.until(URI, |messages| messages.len() == 1);
    assert_eq!(told, ["unknown event `arest`\ndid you mean `arrest`?"]);
    let problem = &editor.problems[URI][0];
    assert_eq!(problem["range"], json!({"start": at((line, column + 3)), "end": at((line, column + 8))}));
    assert_eq!((problem["severity"].as_i64(), problem["source"].as_str()), (Some(1), Some("remand")));
    editor.did_change(URI, (line, column + 3), (line, column + 8), "arrest");
    editor.until(URI, none);
    assert!(editor.close());
}

#[test]
fn columns_are_right_after_letters_and_signs_of_more_than_one_byte() {
    let text = "```norm zz.a\ncites x\nchecked 2026-11-22 from memory\nlimit hard\nin force 2000-01-01 ..\nunless release cites 😀 Кодекс\nexpect verdict within 2 hours of arrest\nbeside нет\n```\n";
    let text = text.replace("release cites 😀 Кодекс", "ж😀ж release");
    for (encodings, width) in [(json!(["utf-8"]), 8), (json!(["utf-16"]), 4)] {
        let mut editor = Editor::open(&[], json!({"general": {"positionEncodings": encodings}}));
        editor.did_open(URI, &text);
        editor.until(URI, |messages| messages.len() == 2);
        let range = &editor.problems[URI][0]["range"];
        assert_eq!(range["start"], at((5, 7)), "{range}");
        assert_eq!(range["end"], at((5, 7 + width)), "{range}");
        assert!(editor.close());
    }
}

#[test]
fn a_case_that_does_not_come_out_says_what_was_found() {
    let mut editor = with_pack();
    let (line, column) = find(PACK, "=> not_met");
    editor.did_change(URI, (line, column + 3), (line, column + 10), "met");
    let told = editor.until(URI, |messages| messages.len() == 1);
    assert!(told[0].starts_with("the case expects met\nfound not_met: "), "{told:?}");
    assert_eq!(editor.problems[URI][0]["range"]["start"], at((line, 0)));
    // The law is changed instead of the case: what was found before is not stale.
    let (at_line, at_column) = find(PACK, "72 hours");
    editor.did_change(URI, (at_line, at_column), (at_line, at_column + 2), "144");
    editor.until(URI, none);
    assert!(editor.close());
}

#[test]
fn a_fault_that_an_open_file_brings_about_in_another_is_told_there() {
    let other = "## Longer\n\n```norm zz.code.longer\ncites a\nchecked 2026-11-22 from memory\nlimit hard\nzz_waiting at most 60 days\n```\n";
    let mut editor = Editor::open(&[(PATH, PACK), ("/ada/law/zz/other.md", other)], rich());
    editor.did_open(URI, PACK);
    editor.until(URI, none);
    let (line, column) = find(PACK, "zz_waiting");
    editor.did_change(URI, (line, column), (line, column + 10), "zz_wartend");
    let told = editor.until("file:///ada/law/zz/other.md", |messages| !messages.is_empty());
    assert!(told[0].contains("zz_waiting"), "{told:?}");
    editor.did_change(URI, (line, column), (line, column + 10), "zz_waiting");
    editor.until("file:///ada/law/zz/other.md", none);
    assert!(editor.close());
}

#[test]
fn cases_of_files_that_are_not_open_are_run_when_a_file_is_saved() {
    let other = "```norm zz.code.other\ncites a\nchecked 2026-11-22 from memory\nlimit hard\nexpect release within zz.arrest_limit of arrest\n```\n\n```case released on the third day\narrest  2024-03-04T10:00\nrelease 2024-03-06T10:00\nas of   2024-03-31\n=> met\n```\n";
    let mut editor = Editor::open(&[(PATH, PACK), ("/ada/law/zz/other.md", other)], rich());
    editor.did_open(URI, PACK);
    editor.until(URI, none);
    let (line, column) = find(PACK, "72 hours");
    editor.did_change(URI, (line, column), (line, column + 2), "24");
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": URI}}));
    // Editors that watch files tell of what they saved themselves.
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": URI, "type": 2}]}));
    let told = editor.until("file:///ada/law/zz/other.md", |messages| !messages.is_empty());
    assert!(told[0].starts_with("the case expects met\nfound not_met"), "{told:?}");
    assert!(editor.close());
}

#[test]
fn a_file_of_the_law_folder_stands_in_for_the_pack_of_the_program_that_it_is() {
    let (place, text) =
        remand_finding::PACKS.iter().find(|(place, _)| *place == "un/iccpr/article-9.md").unwrap();
    let path = format!("/ada/law/{place}");
    let uri = format!("file://{path}");
    let mut editor = Editor::open(&[(&path, text)], rich());
    editor.did_open(&uri, text);
    editor.until(&uri, none);
    // A norm that other packs of the program name is renamed: they have a fault, which is told here.
    let text = text.replace("norm iccpr.9.3.judge", "norm iccpr.9.3.richter");
    editor.did_replace(&uri, &text);
    let told = editor.until(&uri, |messages| !messages.is_empty());
    assert!(
        told.iter().any(|message| message.starts_with("together with the packs of the program: ")),
        "{told:?}"
    );
    assert!(editor.close());
}

#[test]
fn markdown_beside_a_law_folder_is_read_with_it_and_does_not_disturb_it() {
    let mut editor = Editor::open(&[(PATH, PACK), ("/ada/notes.md", PACK)], rich());
    editor.did_open(URI, PACK);
    editor.until(URI, none);
    editor.did_open("file:///ada/notes.md", PACK);
    let told = editor.until("file:///ada/notes.md", |messages| !messages.is_empty());
    assert!(told.iter().any(|message| message.starts_with("a second instrument `zz.code`")), "{told:?}");
    assert_eq!(editor.problems[URI], Vec::<Value>::new());
    assert!(editor.close());
}

#[test]
fn an_older_text_of_a_pack_is_read_in_its_place() {
    let mut editor = with_pack();
    editor.until(URI, none);
    let older = "git:/ada/law/zz/code.md?ref";
    editor.did_open(older, &PACK.replace("hard", "soft"));
    let told = editor.until(older, |messages| !messages.is_empty());
    assert!(told.iter().all(|message| message.contains("soft")), "{told:?}");
    assert!(editor.close());
}

#[test]
fn a_closed_file_is_as_it_is_on_disk_and_a_deleted_one_has_no_problems() {
    let mut editor = with_pack();
    let (line, column) = find(PACK, "hard");
    editor.did_change(URI, (line, column), (line, column + 4), "soft");
    editor.until(URI, |messages| messages.len() == 1);
    editor.tell("textDocument/didClose", json!({"textDocument": {"uri": URI}}));
    editor.until(URI, none);
    editor.files.lock().unwrap().insert(PATH.to_owned(), PACK.replace("hard", "soft"));
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": URI, "type": 2}]}));
    editor.until(URI, |messages| !messages.is_empty());
    editor.files.lock().unwrap().clear();
    editor.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": URI, "type": 3}]}));
    editor.until(URI, none);
    assert!(editor.close());
}

#[test]
fn hover_says_what_a_name_is() {
    let mut editor = with_pack();
    for (words, into, says) in [
        // A norm of the program: plain words, source, how it was checked, and its text, for it is not on disk.
        (
            "iccpr.9.3.judge",
            3,
            vec!["48 hours", "- Source: ", "- Checked: ", "a pack of the program", "norm iccpr.9.3.judge"],
        ),
        (
            "zz.code.judge",
            0,
            vec!["A judge within three days", "72 hours of the arrest", "from memory, on 2026-11-22"],
        ),
        ("case a judge", 1, vec!["zz.code.judge"]),
        ("zz.arrest_limit of", 2, vec!["parameter", "72 hours from 2000-01-01"]),
        ("of arrest", 4, vec!["Arrest", "Begins: `in_custody`", "`zz_waiting`", "Takes part: `detainee`"]),
        ("zz_waiting at most", 1, vec!["state", "from       arrest"]),
        ("limit      hard", 1, vec!["the text gives the number"]),
        ("first day out", 1, vec!["day of the trigger"]),
        ("instrument zz.code", 12, vec!["in force   2000-01-01"]),
        ("expect     app", 1, vec!["\"expect\""]),
    ] {
        let found = editor.ask_at("textDocument/hover", URI, PACK, words, into);
        let text = found["contents"]["value"].as_str().unwrap_or_else(|| panic!("{words}: {found}"));
        for say in says {
            assert!(text.contains(say), "{words}: `{say}` is not in\n{text}");
        }
        assert_eq!(found["contents"]["kind"], "markdown");
    }
    for (words, into) in [("Kodeks", 1), ("Кодекс", 2), ("three days", 0), ("2026-11-22", 3)] {
        assert_eq!(editor.ask_at("textDocument/hover", URI, PACK, words, into), Value::Null, "{words}");
    }
    assert!(editor.close());
}

#[test]
fn hover_says_what_words_of_the_vocabulary_and_calendars_mean() {
    let text = "```calendar zz.holidays\ncovers 2000-01-01 .. 2030-12-31\noff every 01-01 New Year\n```\n\n```norm zz.a\ncites x\nchecked 2026-11-22 from memory\nlimit hard\nin force 2000-01-01 ..\nwhen detainee is minor and maximum_sentence over 10 years\nnever transfer while in_custody\ncounting working days of zz.holidays\n```\n";
    let mut editor = Editor::open(&[], rich());
    editor.did_open(URI, text);
    for (words, into, says) in [
        ("detainee is", 1, "**detainee** (role)"),
        ("minor and", 1, "**minor** (qualifier)\n\n"),
        ("maximum_sentence", 1, "**maximum_sentence** (measure)\n\n"),
        ("in_custody", 1, "Begins with: `arrest`"),
        ("in_custody", 1, "Ends with: "),
        ("of zz.holidays", 4, "off every 01-01 New Year"),
        ("working days of", 1, "days that are off are not counted"),
        ("while in", 1, "\"while\""),
    ] {
        let found = editor.ask_at("textDocument/hover", URI, text, words, into);
        let told = found["contents"]["value"].as_str().unwrap_or_else(|| panic!("{words}: {found}"));
        assert!(told.contains(says), "{words}: `{says}` is not in\n{told}");
    }
    assert!(editor.close());
}

#[test]
fn an_editor_that_shows_no_markdown_gets_plain_text() {
    let mut editor = Editor::open(&[], json!({}));
    editor.did_open(URI, PACK);
    let found = editor.ask_at("textDocument/hover", URI, PACK, "hard", 1);
    assert_eq!(found["contents"]["kind"], "plaintext");
    assert!(editor.close());
}

#[test]
fn a_name_leads_to_the_block_that_makes_it_and_to_where_else_it_stands() {
    let other = "```norm zz.code.longer\ncites a\nchecked 2026-11-22 from memory\nlimit hard\nzz_waiting at most 60 days\nbeside zz.code.judge\n```\n";
    let mut editor = Editor::open(&[(PATH, PACK), ("/ada/law/zz/other.md", other)], rich());
    editor.did_open(URI, PACK);
    editor.did_open("file:///ada/law/zz/other.md", other);
    let here = "file:///ada/law/zz/other.md";
    for (uri, text, words, made) in [
        (here, other, "zz_waiting", "zz_waiting"),
        (here, other, "zz.code.judge", "zz.code.judge"),
        (URI, PACK, "zz.arrest_limit of", "zz.arrest_limit"),
        (URI, PACK, "case a judge", "zz.code.judge"),
    ] {
        let found = editor.ask_at("textDocument/definition", uri, text, words, 1);
        let (line, column) = find(PACK, made);
        assert_eq!(found[0]["uri"], URI, "{words}");
        assert_eq!(found[0]["range"]["start"], at((line, column)), "{words}: {found}");
    }
    // What is in the program and not on disk has no place in an editor.
    assert_eq!(editor.ask_at("textDocument/definition", URI, PACK, "iccpr.9.3.judge", 1), json!([]));
    let found = editor.ask_at("textDocument/references", URI, PACK, "zz_waiting", 1);
    let places: Vec<(&str, u64)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|place| (place["uri"].as_str().unwrap(), place["range"]["start"]["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(URI, 13), (URI, 42), (here, 4)]);
    assert!(editor.close());
}

#[test]
fn completion_offers_what_the_parser_would_take() {
    let mut editor = with_pack();
    let mut offered = |words: &str, into: u32| -> Vec<String> {
        let found = editor.ask_at("textDocument/completion", URI, PACK, words, into);
        found.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(offered("limit      hard", 13), ["hard", "presumptive", "standard"]);
    assert!(offered("within zz.arr", 10).contains(&"zz.arrest_limit".to_owned()));
    assert!(offered("of arrest", 5).contains(&"arrest".to_owned()));
    assert!(offered("iccpr.9.3", 2).contains(&"iccpr.9.3.judge".to_owned()));
    assert_eq!(offered("Kodeks", 2), Vec::<String>::new());
    let found = editor.ask_at("textDocument/completion", URI, PACK, "hard", 2);
    let (line, column) = find(PACK, "hard");
    let edit = &found[0]["textEdit"];
    assert_eq!(edit["range"], json!({"start": at((line, column)), "end": at((line, column + 2))}));
    assert_eq!(edit["newText"], "hard");
    assert!(editor.close());
}

#[test]
fn formatting_writes_the_regular_form_and_leaves_faults_and_other_markdown_alone() {
    let mut editor = with_pack();
    let mut format = |uri: &str| {
        let params = json!({"textDocument": {"uri": uri}, "options": {"tabSize": 4, "insertSpaces": true}});
        editor.ask("textDocument/formatting", params).unwrap()
    };
    assert_eq!(format(URI), json!([]));
    let ragged = PACK.replace("limit      hard", "limit hard");
    let mut editor = with_pack();
    editor.did_replace(URI, &ragged);
    let params = json!({"textDocument": {"uri": URI}, "options": {"tabSize": 4, "insertSpaces": true}});
    let found = editor.ask("textDocument/formatting", params.clone()).unwrap();
    assert_eq!(found[0]["newText"], PACK);
    assert_eq!(found[0]["range"]["start"], at((0, 0)));
    assert_eq!(found[0]["range"]["end"], at((u32::try_from(ragged.lines().count()).unwrap(), 0)));
    editor.did_replace(URI, &ragged.replace("hard", "soft"));
    assert_eq!(editor.ask("textDocument/formatting", params).unwrap(), Value::Null);
    editor.did_open("file:///ada/README.md", "Two spaces  \nbreak a line.\n");
    let params = json!({"textDocument": {"uri": "file:///ada/README.md"}, "options": {"tabSize": 4, "insertSpaces": true}});
    assert_eq!(editor.ask("textDocument/formatting", params).unwrap(), Value::Null);
    assert!(editor.close());
}

#[test]
fn the_outline_has_norms_with_their_cases_in_levels_or_without() {
    let mut editor = with_pack();
    let params = json!({"textDocument": {"uri": URI}});
    let found = editor.ask("textDocument/documentSymbol", params.clone()).unwrap();
    let names: Vec<&str> = found.as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["zz.code", "zz.arrest_limit", "zz_waiting", "zz.code.judge", "zz.code.waiting"]);
    assert_eq!(found[3]["children"][0]["name"], "a judge on the fourth day");
    assert_eq!(found[3]["detail"], "A judge within three days");
    assert!(editor.close());
    let mut editor = Editor::open(&[], json!({}));
    editor.did_open(URI, PACK);
    let found = editor.ask("textDocument/documentSymbol", params).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 6);
    assert_eq!(found[0]["location"]["uri"], URI);
    assert!(editor.close());
}

#[test]
fn a_block_is_found_by_a_part_of_its_name_or_title_in_the_whole_folder() {
    let mut editor = Editor::open(&[(PATH, PACK)], rich());
    let mut named = |query: &str| -> Vec<String> {
        let found = editor.ask("workspace/symbol", json!({"query": query})).unwrap();
        found.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(named("JUDGE"), ["zz.code.judge"]);
    assert_eq!(named("three days"), ["zz.code.judge"]);
    assert_eq!(named("nothing of the kind"), Vec::<String>::new());
    assert!(editor.close());
}

#[test]
fn an_editor_that_watches_files_is_asked_to() {
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::open(&[], capabilities);
    editor.ask("workspace/symbol", json!({"query": ""})).unwrap();
    let asked = editor.said.iter().any(
        |message| matches!(message, lsp_server::Message::Request(request) if request.method == "client/registerCapability"),
    );
    assert!(asked);
    assert!(editor.close());
}

#[test]
fn a_folder_that_is_added_is_read_and_one_that_is_removed_forgotten() {
    let mut editor = Editor::open(&[("/bea/law/zz/code.md", &PACK.replace("hard", "soft"))], rich());
    let folder = json!([{"uri": "file:///bea", "name": "bea"}]);
    let uri = "file:///bea/law/zz/code.md";
    editor.tell("workspace/didChangeWorkspaceFolders", json!({"event": {"added": folder, "removed": []}}));
    editor.until(uri, |messages| !messages.is_empty());
    editor.tell("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [], "removed": folder}}));
    editor.until(uri, none);
    assert!(editor.close());
}

#[test]
fn a_pack_of_the_program_is_shown_to_an_editor_that_can_show_what_is_on_no_disk() {
    let capabilities = json!({"workspace": {"textDocumentContent": {}}});
    let mut editor = Editor::open(&[], capabilities);
    editor.did_open(URI, PACK);
    let found = editor.ask_at("textDocument/definition", URI, PACK, "iccpr.9.3.judge", 1);
    let uri = "remand-law:/un/iccpr/article-9.md";
    assert_eq!(found[0]["uri"], uri);
    let shown = editor.ask("workspace/textDocumentContent", json!({"uri": uri})).unwrap();
    let text = shown["text"].as_str().unwrap();
    let (line, column) = find(text, "iccpr.9.3.judge\n");
    assert_eq!(found[0]["range"]["start"], at((line, column)));
    // It is read in the place of the pack that it is, and has no problems.
    editor.did_open(uri, text);
    editor.until(uri, none);
    let found = editor.ask_at("textDocument/definition", uri, text, "iccpr.9.3.judge\n", 1);
    assert_eq!(found[0]["uri"], uri);
    for nowhere in ["remand-law:/un/nowhere.md", "remand-law:", "file:///ada/law/zz/code.md"] {
        let refused = editor.ask("workspace/textDocumentContent", json!({"uri": nowhere})).unwrap_err();
        assert_eq!(refused.0, -32602, "{nowhere}");
    }
    assert!(editor.close());
}
