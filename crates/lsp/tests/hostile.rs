//! An editor that says what it should not: the server answers as the protocol says, or not at all, and goes on.
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

fn with_pack() -> Editor {
    let editor = Editor::open(&[], json!({}));
    editor.did_open(URI, PACK);
    editor
}

/// The server still answers.
fn lives(editor: &mut Editor) {
    let found = editor.ask_at("textDocument/hover", URI, PACK, "hard", 1);
    assert!(found["contents"]["value"].as_str().is_some(), "{found}");
}

#[test]
fn nothing_is_answered_before_initialize_and_nothing_after_shutdown() {
    let mut editor = Editor::silent(&[]);
    editor.did_open(URI, PACK);
    assert_eq!(editor.ask("textDocument/hover", json!({})).unwrap_err().0, -32002);
    assert_eq!(editor.ask("shutdown", Value::Null).unwrap_err().0, -32002);
    assert_eq!(editor.ask("initialize", json!({"capabilities": 7})).unwrap_err().0, -32602);
    editor.ask("initialize", json!({"capabilities": {}})).unwrap();
    assert_eq!(editor.ask("initialize", json!({"capabilities": {}})).unwrap_err().0, -32600);
    editor.ask("shutdown", Value::Null).unwrap();
    assert_eq!(editor.ask("workspace/symbol", json!({"query": ""})).unwrap_err().0, -32600);
    assert!(editor.end());
}

#[test]
fn an_exit_without_shutdown_is_no_orderly_end() {
    assert!(!Editor::silent(&[]).end());
    assert!(!with_pack().end());
}

#[test]
fn an_unknown_request_is_refused_and_an_unknown_notification_left_alone() {
    let mut editor = with_pack();
    for method in ["textDocument/rename", "$/unheard", "", "ТЕКСТ"] {
        assert_eq!(editor.ask(method, json!({})).unwrap_err().0, -32601, "{method}");
        editor.tell(method, json!({"any": "thing"}));
    }
    editor.tell("$/cancelRequest", json!({"id": 1}));
    lives(&mut editor);
    assert!(editor.close());
}

#[test]
fn params_of_another_shape_are_refused_and_change_nothing() {
    let mut editor = with_pack();
    let broken = [
        Value::Null,
        json!([]),
        json!("text"),
        json!({"textDocument": {"uri": 5}}),
        json!({"textDocument": {"uri": "not a uri at all"}, "position": at((0, 0)), "contentChanges": []}),
        json!({"textDocument": {"uri": URI}, "position": {"line": -1, "character": 0}}),
        json!({"textDocument": {"uri": URI}, "position": {"line": 1e30, "character": 0}}),
    ];
    for params in broken {
        for method in ["hover", "definition", "references", "completion", "formatting"] {
            let refused = editor.ask(&format!("textDocument/{method}"), params.clone()).unwrap_err();
            assert_eq!(refused.0, -32602, "{method} {params}");
            assert!(refused.1.contains(method), "{refused:?}");
        }
        for method in ["didOpen", "didChange"] {
            editor.tell(&format!("textDocument/{method}"), params.clone());
        }
        editor.tell("workspace/didChangeWorkspaceFolders", params);
    }
    lives(&mut editor);
    assert!(editor.close());
}

#[test]
fn places_that_are_not_there_have_nothing() {
    let mut editor = with_pack();
    let (line, column) = find(PACK, "😀");
    let places = [(u32::MAX, u32::MAX), (0, u32::MAX), (u32::MAX, 0), (9999, 3), (line, column + 1), (0, 0)];
    for place in places {
        for method in ["hover", "definition", "completion", "references"] {
            let params = json!({"textDocument": {"uri": URI}, "position": at(place), "context": {"includeDeclaration": true, "triggerKind": 1}});
            let found = editor.ask(&format!("textDocument/{method}"), params).unwrap();
            assert!(found == Value::Null || found == json!([]), "{method} at {place:?}: {found}");
        }
    }
    lives(&mut editor);
    assert!(editor.close());
}

#[test]
fn documents_that_nobody_opened_have_nothing() {
    let mut editor = with_pack();
    for uri in [
        "file:///nowhere.md",
        "untitled:Untitled-1",
        "remand-law:/un/iccpr/article-9.md",
        "file:///%FF%00.md",
        "file:",
        "a:",
    ] {
        let params = json!({
            "textDocument": {"uri": uri}, "position": at((3, 3)),
            "context": {"includeDeclaration": true, "triggerKind": 1},
            "options": {"tabSize": 2, "insertSpaces": true},
        });
        for method in ["hover", "definition", "references", "completion", "formatting", "documentSymbol"] {
            let found = editor.ask(&format!("textDocument/{method}"), params.clone()).unwrap();
            assert!(found == Value::Null || found == json!([]), "{method} of {uri}: {found}");
        }
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        editor.tell("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
        editor.did_change(uri, (0, 0), (1, 1), "x");
    }
    lives(&mut editor);
    assert!(editor.close());
}

#[test]
fn changes_outside_of_the_text_and_inside_of_a_character_keep_it_whole() {
    let mut editor = with_pack();
    let (line, column) = find(PACK, "😀");
    editor.did_change(URI, (line, column + 1), (line, column + 1), "x");
    editor.did_change(URI, (9999, 0), (u32::MAX, u32::MAX), "\nend 😀");
    editor.did_change(URI, (5, 9), (2, 1), "");
    editor.did_change(URI, (0, 0), (u32::MAX, 0), PACK);
    editor.until(URI, |messages| messages.is_empty());
    lives(&mut editor);
    assert!(editor.close());
}

#[test]
fn a_document_of_ten_megabytes_is_told_to_be_too_large_and_quickly_answered() {
    let mut editor = with_pack();
    let large = PACK.repeat((10 << 20) / PACK.len() + 1);
    let uri = "file:///ada/law/large.md";
    editor.did_open(uri, &large);
    let told = editor.until(uri, |messages| !messages.is_empty());
    assert!(told.len() == 1 && told[0].contains("at most 1048576"), "{told:?}");
    editor.did_change(uri, (100, 0), (100, 1), "ж");
    for method in ["hover", "completion", "definition", "formatting", "documentSymbol"] {
        let params = json!({
            "textDocument": {"uri": uri}, "position": at((200, 12)), "context": {"triggerKind": 1},
            "options": {"tabSize": 2, "insertSpaces": true},
        });
        let found = editor.ask(&format!("textDocument/{method}"), params).unwrap();
        assert!(found == Value::Null || found == json!([]), "{method}: {found}");
    }
    assert!(editor.close());
}

#[test]
fn a_line_of_a_hundred_thousand_names_is_read_once() {
    let mut editor = with_pack();
    let names = 100_000;
    let text = format!("```norm zz.long\ncites ж😀\nbeside {}a.b\n```\n", "a.b, ".repeat(names - 1));
    let uri = "file:///ada/law/long.md";
    editor.did_open(uri, &text);
    let found = editor.ask_at("textDocument/references", uri, &text, "a.b, a.b\n", 1);
    assert_eq!(found.as_array().unwrap().len(), names);
    assert_eq!(found[names - 1]["range"]["start"], at((2, 7 + 5 * u32::try_from(names - 1).unwrap())));
    assert!(editor.close());
}

#[test]
fn a_document_opened_twice_is_as_it_was_opened_last() {
    let mut editor = with_pack();
    editor.did_open(URI, &PACK.replace("hard", "soft"));
    editor.until(URI, |messages| messages.len() == 2);
    editor.did_open(URI, PACK);
    editor.until(URI, |messages| messages.is_empty());
    assert!(editor.close());
}

#[test]
fn whatever_is_opened_is_read_to_its_end() {
    let mut editor = with_pack();
    let texts = [
        "",
        "```",
        "```norm",
        "```norm\n",
        "```case x\n=> ",
        "\u{feff}```norm zz.a\nlimit ж\n```",
        "```norm a\r\nlimit soft\r\n```\r\n",
        "\r\r\r```norm a\r",
        "```define a\nwhile a\n```\n",
        "```norm 😀😀😀\n\tlimit\n",
        "\0\u{1}\u{2028}```case",
    ];
    for (at, text) in texts.iter().enumerate() {
        let uri = format!("file:///ada/law/odd{at}.md");
        editor.did_open(&uri, text);
        for (line, column) in [(0, 0), (0, 5), (1, 6), (1, 8), (2, 3)] {
            for method in ["hover", "definition", "completion"] {
                let params = json!({"textDocument": {"uri": uri}, "position": editor::at((line, column)), "context": {"triggerKind": 1}});
                editor.ask(&format!("textDocument/{method}"), params).unwrap();
            }
        }
        editor.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": uri}})).unwrap();
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
    lives(&mut editor);
    assert!(editor.close());
}
