//! `remand law lsp`: one conversation over standard input and output, with packs on disk.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::run::program;

const PACK: &str = "```norm xx.code.12\ncites Code art. 12\nchecked 2026-11-22 from memory\nlimit hard\n\
in force 2001-01-01 ..\nexpect appearance_before_judge within 24 hours of arest\n```\n";

/// The next message that `wanted` takes.
fn hear(from: &mut BufReader<ChildStdout>, wanted: impl Fn(&Value) -> bool) -> Value {
    loop {
        let mut length = 0;
        let mut line = String::new();
        while from.read_line(&mut line).unwrap() > 0 && line != "\r\n" {
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().unwrap();
            }
            line.clear();
        }
        assert!(length > 0, "the server has gone");
        let mut body = vec![0; length];
        from.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        if wanted(&message) {
            return message;
        }
    }
}

#[test]
fn an_editor_is_told_of_faults_on_disk_and_the_server_ends_when_it_is_asked_to() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("law/.hidden")).unwrap();
    fs::write(dir.path().join("law/code.md"), PACK).unwrap();
    fs::write(dir.path().join("law/.hidden/code.md"), PACK).unwrap();
    fs::write(dir.path().join("law/odd.md"), b"```norm \xff\n").unwrap();
    let mut server =
        program().args(["law", "lsp"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut to = server.stdin.take().unwrap();
    let mut from = BufReader::new(server.stdout.take().unwrap());
    let mut say = |message: Value| {
        let body = message.to_string();
        write!(to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        to.flush().unwrap();
    };
    let folder = json!([{"uri": format!("file://{}", dir.path().display()), "name": "law"}]);
    let params = json!({"processId": null, "capabilities": {}, "workspaceFolders": folder});
    say(json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}));
    hear(&mut from, |message| message["id"] == 1 && message["result"]["serverInfo"]["name"] == "remand");
    say(json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
    let told = hear(&mut from, |message| message["method"] == "textDocument/publishDiagnostics");
    assert!(told["params"]["uri"].as_str().unwrap().ends_with("/law/code.md"), "{told}");
    let problem = &told["params"]["diagnostics"][0];
    assert_eq!(problem["message"], "unknown event `arest`\ndid you mean `arrest`?");
    assert_eq!(problem["range"]["start"], json!({"line": 5, "character": 50}));
    say(json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    hear(&mut from, |message| message["id"] == 2);
    say(json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.wait().unwrap().code(), Some(0));
}
