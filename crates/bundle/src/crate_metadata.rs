//! `ro-crate-metadata.json`: the payload as an [RO-Crate 1.2](https://w3id.org/ro/crate/1.2), for other programs.

use std::collections::BTreeMap;

use remand_vault::{Item, LineHash, Record, View};
use serde_json::{Map, Value, json};

use crate::contents::Contents;
use crate::name::{Paths, media_type};

/// The graph while it is written: each thing once, under its id.
#[derive(Default)]
struct Graph(BTreeMap<String, Value>);

impl Graph {
    fn add(&mut self, id: impl Into<String>, kind: &str, members: Value) {
        let id = id.into();
        let mut thing = Map::new();
        thing.insert("@id".to_owned(), json!(id));
        thing.insert("@type".to_owned(), json!(kind));
        if let Value::Object(members) = members {
            thing.extend(members);
        }
        self.0.entry(id).or_insert(Value::Object(thing));
    }
}

fn to(id: impl AsRef<str>) -> Value {
    json!({ "@id": id.as_ref() })
}

/// The id of a person or program, from what is said of them.
pub(crate) fn id_of(kind: &str, said: &str) -> String {
    let digest = LineHash::of(said.as_bytes()).to_string();
    format!("#{kind}-{}", digest.get(..16).unwrap_or(&digest))
}

/// The id of what an entry records.
pub(crate) fn id_of_entry(entry: &LineHash) -> String {
    format!("#entry-{entry}")
}

/// Whoever writes a log, by the name they have there.
pub(crate) fn writers(view: &View) -> BTreeMap<String, String> {
    let named =
        |person: String| if person.is_empty() { "somebody who gives no name".to_owned() } else { person };
    view.heads().into_iter().map(|head| (head.log.to_string(), named(head.person))).collect()
}

/// Describes `files`: path and, where it is known, size.
pub(crate) fn write(
    view: &View,
    contents: &Contents<'_>,
    paths: &Paths,
    files: &BTreeMap<&str, Option<u64>>,
) -> Vec<u8> {
    let mut graph = Graph::default();
    for (log, person) in writers(view) {
        graph.add(format!("#writer-{log}"), "Person", json!({ "name": person }));
    }
    for item in view.items() {
        file_of_item(&item, paths, &mut graph);
    }
    actions(view, paths, &mut graph);
    for (path, bytes) in files {
        let mut said = json!({
            "name": path.rsplit('/').next().unwrap_or(path),
            "description": description(path),
            "encodingFormat": media_type(path),
        });
        if let (Value::Object(said), Some(bytes)) = (&mut said, bytes) {
            said.insert("contentSize".to_owned(), json!(bytes.to_string()));
        }
        graph.add(*path, "File", said);
    }
    root(contents, files, &mut graph);
    let document = json!({
        "@context": "https://w3id.org/ro/crate/1.2/context",
        "@graph": graph.0.into_values().collect::<Vec<_>>(),
    });
    format!("{document:#}\n").into_bytes()
}

fn description(path: &str) -> &'static str {
    match path.split('/').next() {
        Some("logs") => "what one person did and decided on one device; a signed log",
        Some("checkpoints") => "how far a log reached, signed",
        Some("proofs") => "that the receipt of an item stands in a log",
        Some("dossier") => "a document made from the case",
        Some("prov.jsonld") => "where everything comes from, as W3C PROV-O",
        Some("annotations.jsonld") => "notes on passages of the texts, as W3C Web Annotations",
        _ => "an object that an entry of a log names",
    }
}

fn root(contents: &Contents<'_>, files: &BTreeMap<&str, Option<u64>>, graph: &mut Graph) {
    let known = |kind: &str| graph.0.keys().filter(|id| id.starts_with(kind)).map(to).collect::<Vec<_>>();
    let (actions, writers) = (known("#entry-"), known("#writer-"));
    graph.add(
        "ro-crate-metadata.json",
        "CreativeWork",
        json!({ "about": to("./"), "conformsTo": to("https://w3id.org/ro/crate/1.2") }),
    );
    let mut said = json!({
        "name": contents.title,
        "description": "The files of a case as they were received, what people did with them and decided, and what \
                        was made from them.",
        "datePublished": contents.made_at.get(..10).unwrap_or_default(),
        "license": to("#terms"),
        "hasPart": files.keys().map(to).collect::<Vec<_>>(),
        "creator": writers,
        "mentions": actions,
    });
    if let Value::Object(said) = &mut said {
        if !contents.audience.is_empty() {
            said.insert("audience".to_owned(), to("#audience"));
            graph.add("#audience", "Audience", json!({ "name": contents.audience }));
        }
        if !contents.organisation.is_empty() {
            said.insert("publisher".to_owned(), to("#organisation"));
            graph.add("#organisation", "Organization", json!({ "name": contents.organisation }));
        }
    }
    graph.add("./", "Dataset", said);
    graph.add(
        "#terms",
        "CreativeWork",
        json!({
            "name": "Not for publication",
            "description": "The files belong to those who made them and are handed over for the purposes of the case.",
        }),
    );
}

fn file_of_item(item: &Item, paths: &Paths, graph: &mut Graph) {
    let Some(path) = paths.get(&item.id) else { return };
    let mut said = json!({
        "name": item.name,
        "description": "a file as it was received",
        "contentSize": item.bytes.to_string(),
        "encodingFormat": media_type(path),
        "sha256": item.id.to_string(),
    });
    if let Value::Object(said) = &mut said {
        if !item.also.is_empty() {
            said.insert("alternateName".to_owned(), json!(item.also));
        }
        if let Some(parent) = item.parent.and_then(|parent| paths.get(&parent)) {
            said.insert("isBasedOn".to_owned(), to(parent));
        }
    }
    graph.add(path, "File", said);
}

/// Receipts, and what programs made.
fn actions(view: &View, paths: &Paths, graph: &mut Graph) {
    for entry in view.entries() {
        let id = id_of_entry(&entry.id);
        let writer = to(format!("#writer-{}", entry.log));
        match &entry.record {
            Record::ItemReceived { item, name, receipt, .. }
            | Record::ItemKnownAgain { item, name, receipt } => {
                let Some(path) = paths.get(item) else { continue };
                let mut said = json!({
                    "name": format!("receipt of {name}"),
                    "agent": writer,
                    "object": to(path),
                    "endTime": entry.recorded_at,
                });
                let words = [
                    receipt.how.as_ref().map(|how| format!("how: {how}")),
                    receipt.on.as_ref().map(|on| format!("on: {on}")),
                    receipt.by.as_ref().map(|by| format!("received by: {by}")),
                    receipt.note.clone(),
                ];
                let words: Vec<String> = words.into_iter().flatten().collect();
                if let Value::Object(said) = &mut said {
                    if !words.is_empty() {
                        said.insert("description".to_owned(), json!(words.join("; ")));
                    }
                    if let Some(from) = &receipt.from {
                        let sender = id_of("source", from);
                        said.insert("sender".to_owned(), to(&sender));
                        graph.add(sender, "Person", json!({ "name": from }));
                    }
                }
                graph.add(id, "ReceiveAction", said);
            }
            Record::TextTaken { item, text, tool, .. } => {
                let (Some(from), Some(result)) = (paths.get(item), paths.get(text)) else { continue };
                let software = program(tool, graph);
                graph.add(
                    result,
                    "File",
                    json!({
                        "name": format!("text of {}", view.item(item).map_or("an item", |item| &item.name)),
                        "encodingFormat": "application/json",
                        "sha256": text.to_string(),
                        "isBasedOn": to(from),
                    }),
                );
                graph.add(
                    id,
                    "CreateAction",
                    json!({
                        "name": "a text was taken from an item", "agent": writer, "instrument": to(software),
                        "object": to(from), "result": to(result), "endTime": entry.recorded_at,
                    }),
                );
            }
            Record::ItemFound { item, parent, tool, part, .. } => {
                let (Some(result), Some(from)) = (paths.get(item), paths.get(parent)) else { continue };
                let software = program(tool, graph);
                graph.add(
                    id,
                    "CreateAction",
                    json!({
                        "name": format!("found inside another file: {part}"), "agent": writer,
                        "instrument": to(software), "object": to(from), "result": to(result),
                        "endTime": entry.recorded_at,
                    }),
                );
            }
            _ => {}
        }
    }
}

fn program(tool: &str, graph: &mut Graph) -> String {
    let id = id_of("program", tool);
    // Asked for by the profile; no page on the network speaks of just this version, so that the address is a name.
    let plain: String =
        tool.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let said = json!({ "name": tool, "version": tool, "url": format!("urn:remand:program:{plain}") });
    graph.add(id.clone(), "SoftwareApplication", said);
    id
}
