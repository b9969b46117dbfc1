//! An editor that speaks with the server over channels, and an invented disk.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use remand_lsp::{Below, serve};
use serde_json::{Value, json};

pub(crate) type Files = Arc<Mutex<BTreeMap<String, String>>>;

pub(crate) struct Editor {
    connection: Connection,
    server: JoinHandle<bool>,
    last: i32,
    /// What was told last of each document.
    pub(crate) problems: BTreeMap<String, Vec<Value>>,
    /// Everything else the server said by itself.
    pub(crate) said: Vec<Message>,
    pub(crate) files: Files,
}

/// Longer than any answer takes.
const LONG: Duration = Duration::from_secs(60);

impl Editor {
    /// A server that nobody has spoken to yet, and what is on disk.
    pub(crate) fn silent(files: &[(&str, &str)]) -> Self {
        let files: BTreeMap<String, String> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let files = Arc::new(Mutex::new(files));
        let (connection, other) = Connection::memory();
        let disk = Arc::clone(&files);
        let server = std::thread::spawn(move || {
            let below = |path: &std::path::Path| {
                let path = path.display().to_string();
                let inside = |name: &str| name == path || name.starts_with(&format!("{path}/"));
                let files = disk.lock().unwrap();
                let found = files.iter().filter(|(name, _)| inside(name));
                let files = found.map(|(name, text)| (name.clone(), text.clone())).collect();
                Below { files, notes: Vec::new() }
            };
            serve(&other, &below)
        });
        Self { connection, server, last: 0, problems: BTreeMap::new(), said: Vec::new(), files }
    }

    /// An editor with the folder `/ada` open.
    pub(crate) fn open(files: &[(&str, &str)], capabilities: Value) -> Self {
        let mut editor = Self::silent(files);
        let folder = json!([{"uri": "file:///ada", "name": "ada"}]);
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folder});
        editor.ask("initialize", params).unwrap();
        editor.tell("initialized", json!({}));
        editor
    }

    pub(crate) fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    /// What is answered, or the number and message of the error.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i32, String)> {
        self.last += 1;
        let id = RequestId::from(self.last);
        self.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).unwrap();
        loop {
            match self.hear() {
                Some(Message::Response(response)) if response.id == id => {
                    return response.response_result.map_err(|error| (error.code, error.message));
                }
                Some(_) => {}
                None => panic!("no answer to {method}"),
            }
        }
    }

    /// The next message; what is told of documents is kept.
    pub(crate) fn hear(&mut self) -> Option<Message> {
        let message = self.connection.receiver.recv_timeout(LONG).ok()?;
        match &message {
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                let uri = told.params["uri"].as_str().unwrap().to_owned();
                self.problems.insert(uri, told.params["diagnostics"].as_array().unwrap().clone());
            }
            Message::Response(_) => {}
            _ => self.said.push(message.clone()),
        }
        Some(message)
    }

    /// Listens until the messages of a document are as `wanted`.
    pub(crate) fn until(&mut self, uri: &str, wanted: impl Fn(&[String]) -> bool) -> Vec<String> {
        loop {
            if let Some(found) = self.problems.get(uri) {
                let messages: Vec<String> =
                    found.iter().map(|problem| problem["message"].as_str().unwrap().to_owned()).collect();
                if wanted(&messages) {
                    return messages;
                }
            }
            assert!(self.hear().is_some(), "{uri}: {:#?}", self.problems.get(uri));
        }
    }

    pub(crate) fn did_open(&self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces what stands between two positions.
    pub(crate) fn did_change(&self, uri: &str, from: (u32, u32), to: (u32, u32), text: &str) {
        let range = json!({"start": at(from), "end": at(to)});
        let changes = json!([{"range": range, "text": text}]);
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes}),
        );
    }

    /// Replaces the whole text.
    pub(crate) fn did_replace(&self, uri: &str, text: &str) {
        let changes = json!([{"text": text}]);
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": 3}, "contentChanges": changes}),
        );
    }

    /// A request at the first place where `words` stand in `text`, `into` characters into them.
    pub(crate) fn ask_at(&mut self, method: &str, uri: &str, text: &str, words: &str, into: u32) -> Value {
        let (line, column) = find(text, words);
        let mut params = json!({"textDocument": {"uri": uri}, "position": at((line, column + into))});
        params["context"] = json!({"includeDeclaration": true});
        if method == "textDocument/completion" {
            params["context"] = json!({"triggerKind": 1});
        }
        self.ask(method, params).unwrap()
    }

    /// `shutdown`, `exit`: how the server ends.
    pub(crate) fn close(mut self) -> bool {
        self.ask("shutdown", Value::Null).unwrap();
        self.end()
    }

    /// `exit` alone.
    pub(crate) fn end(self) -> bool {
        self.tell("exit", Value::Null);
        self.server.join().unwrap()
    }
}

pub(crate) fn at((line, character): (u32, u32)) -> Value {
    json!({"line": line, "character": character})
}

/// Where words first stand in a text, in units of UTF-16.
pub(crate) fn find(text: &str, words: &str) -> (u32, u32) {
    let (before, _) = text.split_once(words).unwrap_or_else(|| panic!("no `{words}`"));
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (u32::try_from(line).unwrap(), u32::try_from(column).unwrap())
}

/// A pack without faults whose case comes out as it says.
pub(crate) const PACK: &str = "# Kodeks 😀 Зедландии

```instrument zz.code
counting   first day out, end of month last day
in force   2000-01-01 ..
```

```parameter zz.arrest_limit
cites      Code of Zedland art. 2
checked    2026-11-22 from memory
value      72 hours from 2000-01-01
```

```define zz_waiting
from       arrest
until      appearance_before_judge or release
```

## A judge within three days

```norm zz.code.judge
cites      Кодекс 😀 art. 1
checked    2026-11-22 from memory
limit      hard
expect     appearance_before_judge
           within zz.arrest_limit of arrest
beside     iccpr.9.3.judge
```

```case a judge on the fourth day
arrest                  2024-03-04T10:00
appearance_before_judge 2024-03-08T10:00
as of                   2024-03-31
=> not_met
```

## Waiting ends

```norm zz.code.waiting
cites      Code of Zedland art. 3
checked    2026-11-22 from memory
limit      hard
zz_waiting at most 30 days
```
";
