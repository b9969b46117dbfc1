//! The conversation with an editor: messages in, answers out, one after the other.

use std::collections::BTreeMap;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    ClientCapabilities, CompletionParams, CompletionResponse, Diagnostic, DidChangeTextDocumentParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DocumentFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, GotoDefinitionParams, Hover,
    HoverContents, HoverParams, InitializeParams, LogMessageParams, MarkupContent, MarkupKind, MessageType,
    Position, PositionEncodingKind, PublishDiagnosticsParams, ReferenceParams, TextDocumentIdentifier,
    TextDocumentPositionParams, TextEdit, Uri, WorkspaceSymbolParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::shelf::{Disk, Open, Shelf};
use crate::text::{Encoding, Lines, apply};
use crate::{completion, hover, place, problems, symbols, uri};

/// Speaks with an editor over standard input and output until it says `exit` or goes away. True where it said
/// `shutdown` before, as it must.
///
/// # Errors
///
/// Where what comes in are no messages of the protocol, or the output is closed.
pub fn serve_stdio(disk: Disk<'_>) -> std::io::Result<bool> {
    let (connection, threads) = Connection::stdio();
    let orderly = serve(&connection, disk);
    // The thread that writes ends when nobody can give it more.
    drop(connection);
    threads.join()?;
    Ok(orderly)
}

/// Speaks with an editor until it says `exit` or goes away. True where it said `shutdown` before, as it must.
pub fn serve(connection: &Connection, disk: Disk<'_>) -> bool {
    let mut server = Server {
        connection,
        shelf: Shelf::new(disk),
        client: ClientCapabilities::default(),
        encoding: Encoding::Utf16,
        stage: Stage::New,
        published: BTreeMap::new(),
    };
    loop {
        let message = if server.shelf.is_waiting() {
            // Cases run while the editor has nothing to say.
            match connection.receiver.try_recv() {
                Ok(message) => message,
                Err(nothing) if nothing.is_empty() => {
                    if let Some(name) = server.shelf.run_next() {
                        let host = server.shelf.host();
                        server.publish(&name, host.as_deref(), false);
                    }
                    continue;
                }
                Err(_) => break,
            }
        } else {
            match connection.receiver.recv() {
                Ok(message) => message,
                Err(_) => break,
            }
        };
        match message {
            Message::Request(request) => server.request(request),
            Message::Notification(told) if told.method == "exit" => break,
            Message::Notification(told) => server.notification(told),
            Message::Response(_) => {}
        }
    }
    server.stage == Stage::Shut
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// `initialize` has not come yet.
    New,
    Open,
    /// `shutdown` came.
    Shut,
}

struct Server<'c, 'd> {
    connection: &'c Connection,
    shelf: Shelf<'d>,
    client: ClientCapabilities,
    encoding: Encoding,
    stage: Stage,
    /// What the editor was told of each file.
    published: BTreeMap<String, (Uri, Vec<Diagnostic>)>,
}

/// Why a request has no answer.
struct Refusal(ErrorCode, String);

impl Server<'_, '_> {
    fn send(&self, message: impl Into<Message>) {
        // Where nobody listens any more the next message to read says so.
        drop(self.connection.sender.send(message.into()));
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn log(&self, message: String) {
        self.notify("window/logMessage", LogMessageParams { typ: MessageType::WARNING, message });
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match (self.stage, method.as_str()) {
            (Stage::New, "initialize") => self.initialize(params),
            (Stage::New, _) => {
                Err(Refusal(ErrorCode::ServerNotInitialized, "`initialize` comes first".to_owned()))
            }
            (Stage::Open, "initialize") => {
                Err(Refusal(ErrorCode::InvalidRequest, "`initialize` comes once".to_owned()))
            }
            (Stage::Open, "shutdown") => {
                self.stage = Stage::Shut;
                Ok(Value::Null)
            }
            (Stage::Open, method) => self.answer(method, params),
            (Stage::Shut, _) => {
                Err(Refusal(ErrorCode::InvalidRequest, "after `shutdown` only `exit` comes".to_owned()))
            }
        };
        self.send(response(id, answer));
    }

    fn initialize(&mut self, params: Value) -> Result<Value, Refusal> {
        // A capability of version 3.18 that the types do not know.
        let shows =
            params.pointer("/capabilities/workspace/textDocumentContent").is_some_and(Value::is_object);
        let params: InitializeParams = read("initialize", params)?;
        let encodings = params.capabilities.general.as_ref();
        let encodings =
            encodings.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
        if encodings.contains(&PositionEncodingKind::UTF8) {
            self.encoding = Encoding::Utf8;
        }
        self.client = params.capabilities;
        #[expect(deprecated, reason = "older clients name one folder only")]
        let single = params.root_uri;
        let folders: Vec<String> = match params.workspace_folders {
            Some(folders) if !folders.is_empty() => {
                folders.iter().map(|folder| uri::name(&folder.uri)).collect()
            }
            _ => single.iter().map(uri::name).collect(),
        };
        self.shelf.shows_carried = shows;
        self.stage = Stage::Open;
        for note in self.shelf.set_folders(folders) {
            self.log(note);
        }
        Ok(capabilities(self.encoding))
    }

    /// The answer to a request; no method is tried before `initialize`.
    fn answer(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        let encoding = self.encoding;
        match method {
            "textDocument/hover" => {
                let params: HoverParams = read(method, params)?;
                let (name, position) = place_of(&params.text_document_position_params);
                let found = hover::hover(&self.shelf, &name, position, encoding);
                written(found.map(|text| Hover { contents: self.markup(text), range: None }))
            }
            "textDocument/definition" => {
                let params: GotoDefinitionParams = read(method, params)?;
                let (name, position) = place_of(&params.text_document_position_params);
                written(place::definitions(&self.shelf, &name, position, encoding))
            }
            "textDocument/references" => {
                let params: ReferenceParams = read(method, params)?;
                let (name, position) = place_of(&params.text_document_position);
                let makers = params.context.include_declaration;
                written(place::references(&self.shelf, &name, position, makers, encoding))
            }
            "textDocument/completion" => {
                let params: CompletionParams = read(method, params)?;
                let (name, position) = place_of(&params.text_document_position);
                let items = completion::completion(&self.shelf, &name, position, encoding);
                written(CompletionResponse::Array(items))
            }
            "textDocument/formatting" => {
                let params: DocumentFormattingParams = read(method, params)?;
                written(self.format(&uri::name(&params.text_document.uri)))
            }
            "textDocument/documentSymbol" => {
                let params: DocumentSymbolParams = read(method, params)?;
                let uri = params.text_document.uri;
                let file = self.shelf.file(&uri::name(&uri));
                let found = file.map(|file| symbols::document(file.text(), encoding)).unwrap_or_default();
                written(if self.knows_levels() {
                    DocumentSymbolResponse::Nested(found)
                } else {
                    DocumentSymbolResponse::Flat(symbols::flat(found, &uri))
                })
            }
            "workspace/symbol" => {
                let params: WorkspaceSymbolParams = read(method, params)?;
                written(symbols::workspace(&self.shelf, &params.query, encoding))
            }
            "workspace/textDocumentContent" => {
                let params: TextDocumentIdentifier = read(method, params)?;
                let place = uri::pack(&params.uri).unwrap_or_default();
                let text = self.shelf.carried(&place);
                let missing = || {
                    Refusal(
                        ErrorCode::InvalidParams,
                        format!("no pack of the program is at {}", params.uri.as_str()),
                    )
                };
                text.map(|text| json!({"text": text})).ok_or_else(missing)
            }
            _ => Err(Refusal(ErrorCode::MethodNotFound, format!("this server has no `{method}`"))),
        }
    }

    fn notification(&mut self, told: Notification) {
        if self.stage != Stage::Open {
            return;
        }
        if let Err(Refusal(_, why)) = self.take(&told.method, told.params) {
            self.log(why);
        }
    }

    /// Takes what the editor tells. What it need not know of is left alone, as the protocol says.
    fn take(&mut self, method: &str, params: Value) -> Result<(), Refusal> {
        match method {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let params: DidOpenTextDocumentParams = read(method, params)?;
                let document = params.text_document;
                let name = uri::name(&document.uri);
                let open = Open { uri: document.uri, version: document.version, text: document.text };
                self.shelf.open(&name, open);
                self.publish_all(&name);
            }
            "textDocument/didChange" => {
                let params: DidChangeTextDocumentParams = read(method, params)?;
                let name = uri::name(&params.text_document.uri);
                let (version, encoding) = (params.text_document.version, self.encoding);
                self.shelf.change(&name, version, |text| apply(text, params.content_changes, encoding));
                self.publish_all(&name);
            }
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = read(method, params)?;
                let name = uri::name(&params.text_document.uri);
                self.shelf.close(&name);
                self.publish_all(&name);
            }
            "textDocument/didSave" => self.shelf.save(),
            "workspace/didChangeWatchedFiles" => {
                let notes = self.shelf.read_disk();
                self.reread(notes);
            }
            "workspace/didChangeWorkspaceFolders" => {
                let params: DidChangeWorkspaceFoldersParams = read(method, params)?;
                let gone: Vec<String> =
                    params.event.removed.iter().map(|folder| uri::name(&folder.uri)).collect();
                let mut folders = self.shelf.folders().to_vec();
                folders.retain(|folder| !gone.contains(folder));
                folders.extend(params.event.added.iter().map(|folder| uri::name(&folder.uri)));
                folders.sort();
                folders.dedup();
                let notes = self.shelf.set_folders(folders);
                self.reread(notes);
            }
            _ => {}
        }
        Ok(())
    }

    fn reread(&mut self, notes: Vec<String>) {
        for note in notes {
            self.log(note);
        }
        self.publish_all("");
    }

    /// Asks to be told of files that change outside of the editor, and tells what is wrong with those there are.
    fn watch(&mut self) {
        let files = self.client.workspace.as_ref().and_then(|workspace| workspace.did_change_watched_files);
        if files.and_then(|files| files.dynamic_registration) == Some(true) {
            let registration = json!({"registrations": [{
                "id": "packs", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": {"watchers": [{"globPattern": "**/*.md"}]},
            }]});
            let id = RequestId::from("packs".to_owned());
            self.send(Request::new(id, "client/registerCapability".to_owned(), registration));
        }
        self.publish_all("");
    }

    /// The whole file in its regular form; none where it has a fault, is in that form or is no law.
    fn format(&self, name: &str) -> Option<Vec<TextEdit>> {
        let pack = self.shelf.pack(name)?;
        let file = self.shelf.file(name)?;
        if self.shelf.faults(name).next().is_some() {
            return None;
        }
        let new_text = remand_law::format(pack);
        if new_text == file.text() {
            return Some(Vec::new());
        }
        let range = Lines::new(file.text(), self.encoding).whole();
        Some(vec![TextEdit { range, new_text }])
    }

    /// Tells the problems of every file where they have changed, and those of `changed` anyway.
    fn publish_all(&mut self, changed: &str) {
        let mut names: Vec<String> = self.shelf.names_of_files().map(str::to_owned).collect();
        names.extend(self.published.keys().filter(|name| self.shelf.file(name).is_none()).cloned());
        // The file that is being written comes first.
        names.sort_by_key(|name| name != changed);
        let host = self.shelf.host();
        for name in names {
            self.publish(&name, host.as_deref(), name == changed);
        }
    }

    /// Tells the problems of a file where they have changed; with `anyway` always.
    fn publish(&mut self, name: &str, host: Option<&str>, anyway: bool) {
        let open = self.shelf.file(name).and_then(|file| file.open.as_ref());
        let version = open.map(|open| open.version);
        let Some(uri) = self.shelf.uri(name).or_else(|| self.published.get(name).map(|(uri, _)| uri.clone()))
        else {
            return;
        };
        let found = problems::problems(&self.shelf, name, host == Some(name), self.encoding);
        let known = self.published.get(name).map(|(_, known)| known.as_slice()).unwrap_or_default();
        if !anyway && known == found {
            return;
        }
        let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics: found.clone(), version };
        self.notify("textDocument/publishDiagnostics", params);
        if found.is_empty() {
            self.published.remove(name);
        } else {
            self.published.insert(name.to_owned(), (uri, found));
        }
    }

    fn markup(&self, text: String) -> HoverContents {
        let hover = self.client.text_document.as_ref().and_then(|document| document.hover.as_ref());
        let formats = hover.and_then(|hover| hover.content_format.as_deref()).unwrap_or_default();
        let kind = if formats.contains(&MarkupKind::Markdown) {
            MarkupKind::Markdown
        } else {
            MarkupKind::PlainText
        };
        HoverContents::Markup(MarkupContent { kind, value: text })
    }

    /// The client shows symbols in levels.
    fn knows_levels(&self) -> bool {
        let document = self.client.text_document.as_ref();
        let symbol = document.and_then(|document| document.document_symbol.as_ref());
        symbol.and_then(|symbol| symbol.hierarchical_document_symbol_support) == Some(true)
    }
}

/// What the server can do.
fn capabilities(encoding: Encoding) -> Value {
    let encoding = match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    json!({
        "capabilities": {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": true, "change": 2, "save": true},
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "completionProvider": {"triggerCharacters": [" ", "`"]},
            "documentFormattingProvider": true,
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "workspace": {
                "workspaceFolders": {"supported": true, "changeNotifications": true},
                "textDocumentContent": {"schemes": [uri::SCHEME]},
            },
        },
        "serverInfo": {"name": "remand", "version": env!("CARGO_PKG_VERSION")},
    })
}

fn place_of(params: &TextDocumentPositionParams) -> (String, Position) {
    (uri::name(&params.text_document.uri), params.position)
}

fn read<T: DeserializeOwned>(method: &str, params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| {
        Refusal(ErrorCode::InvalidParams, format!("`{method}` cannot be understood: {error}"))
    })
}

fn written(answer: impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| Refusal(ErrorCode::InternalError, error.to_string()))
}

fn response(id: RequestId, answer: Result<Value, Refusal>) -> Response {
    match answer {
        Ok(value) => Response::new_ok(id, value),
        Err(Refusal(code, message)) => Response::new_err(id, code as i32, message),
    }
}
