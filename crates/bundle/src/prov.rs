//! `prov.jsonld`: where everything comes from, as [W3C PROV-O](https://www.w3.org/TR/prov-o/), made from the logs.

use std::collections::BTreeMap;

use remand_vault::{Receipt, Record, View};
use serde_json::{Map, Value, json};

use crate::contents::Contents;
use crate::crate_metadata::{id_of, id_of_entry, writers};
use crate::name::Paths;

fn to(id: impl AsRef<str>) -> Value {
    json!({ "@id": id.as_ref() })
}

fn moment(text: &str) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": text })
}

struct Graph {
    things: Vec<Value>,
    agents: BTreeMap<String, Value>,
}

impl Graph {
    fn program(&mut self, tool: &str) -> String {
        let id = id_of("program", tool);
        let thing = json!({ "@id": id, "@type": ["prov:Agent", "prov:SoftwareAgent"], "rdfs:label": tool });
        self.agents.insert(id.clone(), thing);
        id
    }

    fn person(&mut self, name: &str) -> String {
        let id = id_of("source", name);
        let thing = json!({ "@id": id, "@type": ["prov:Agent", "prov:Person"], "rdfs:label": name });
        self.agents.insert(id.clone(), thing);
        id
    }

    fn activity(&mut self, id: &str, label: &str, at: &str, more: Value) {
        let mut thing = Map::new();
        thing.insert("@id".to_owned(), json!(id));
        thing.insert("@type".to_owned(), json!("prov:Activity"));
        thing.insert("rdfs:label".to_owned(), json!(label));
        thing.insert("prov:endedAtTime".to_owned(), moment(at));
        if let Value::Object(more) = more {
            thing.extend(more);
        }
        self.things.push(Value::Object(thing));
    }

    fn entity(&mut self, id: &str, label: &str, by: &str, from: Option<&str>) {
        let mut thing = json!({
            "@id": id, "@type": "prov:Entity", "rdfs:label": label, "prov:wasGeneratedBy": to(by),
        });
        if let (Value::Object(thing), Some(from)) = (&mut thing, from) {
            thing.insert("prov:wasDerivedFrom".to_owned(), to(from));
        }
        self.things.push(thing);
    }
}

pub(crate) fn write(view: &View, contents: &Contents<'_>, paths: &Paths) -> Vec<u8> {
    let mut graph = Graph { things: Vec::new(), agents: BTreeMap::new() };
    for (log, person) in writers(view) {
        let id = format!("#writer-{log}");
        let thing = json!({ "@id": id, "@type": ["prov:Agent", "prov:Person"], "rdfs:label": person });
        graph.agents.insert(id, thing);
    }
    for entry in view.entries() {
        let (id, at) = (id_of_entry(&entry.id), entry.recorded_at.as_str());
        let writer = to(format!("#writer-{}", entry.log));
        let path = |item| paths.get(item).unwrap_or_default();
        match &entry.record {
            Record::ItemReceived { item, name, receipt, .. } => {
                receive(&id, at, &writer, receipt, path(item), &mut graph);
                graph.entity(path(item), name, &id, None);
            }
            Record::ItemKnownAgain { item, receipt, .. } => {
                receive(&id, at, &writer, receipt, path(item), &mut graph);
            }
            Record::ItemFound { item, name, parent, tool, .. } => {
                let program = to(graph.program(tool));
                let more =
                    json!({ "prov:wasAssociatedWith": [writer, program], "prov:used": to(path(parent)) });
                graph.activity(&id, "extract", at, more);
                graph.entity(path(item), name, &id, Some(path(parent)));
            }
            Record::TextTaken { item, text, tool, .. } => {
                let program = to(graph.program(tool));
                let more =
                    json!({ "prov:wasAssociatedWith": [writer, program], "prov:used": to(path(item)) });
                graph.activity(&id, "read", at, more);
                let label = format!("text of {}", view.item(item).map_or("an item", |item| &item.name));
                graph.entity(path(text), &label, &id, Some(path(item)));
            }
            Record::Sealed { audience, .. } => {
                let label =
                    if audience.is_empty() { "seal".to_owned() } else { format!("seal for {audience}") };
                graph.activity(&id, &label, at, json!({ "prov:wasAssociatedWith": writer }));
            }
            _ => {}
        }
    }
    let mut things: Vec<Value> = graph.agents.into_values().collect();
    things.extend(graph.things);
    things.push(json!({
        "@id": "./", "@type": ["prov:Entity", "prov:Bundle"], "rdfs:label": contents.title,
        "prov:generatedAtTime": moment(contents.made_at),
    }));
    let document = json!({
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": things,
    });
    format!("{document:#}\n").into_bytes()
}

/// What was received, from whom, as whoever received it says.
fn receive(id: &str, at: &str, writer: &Value, receipt: &Receipt, item: &str, graph: &mut Graph) {
    let mut more = json!({ "prov:wasAssociatedWith": writer, "rdfs:seeAlso": to(item) });
    if let Value::Object(more) = &mut more {
        let said = [
            ("how", &receipt.how),
            ("on", &receipt.on),
            ("received by", &receipt.by),
            ("note", &receipt.note),
        ];
        let words: Vec<String> =
            said.iter().filter_map(|(what, value)| Some(format!("{what}: {}", value.as_ref()?))).collect();
        if !words.is_empty() {
            more.insert("rdfs:comment".to_owned(), json!(words.join("; ")));
        }
        // Whoever handed it over takes part in the activity, in that role.
        if let Some(from) = &receipt.from {
            let person = graph.person(from);
            let role = json!({ "@type": "prov:Role", "rdfs:label": "handed it over" });
            let association =
                json!({ "@type": "prov:Association", "prov:agent": to(person), "prov:hadRole": role });
            more.insert("prov:qualifiedAssociation".to_owned(), association);
        }
    }
    graph.activity(id, "receive", at, more);
}
