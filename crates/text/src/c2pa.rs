//! C2PA manifests (C2PA Technical Specification 2.1): what a camera or program says of how a file came about. Read and
//! reported; no signature, hash or certificate is checked, and nothing here is called trusted.
//!
//! The store is a tree of JUMBF boxes (ISO 19566-5) with CBOR in them. It lies in APP11 segments of a JPEG, a chunk
//! `caBX` of a PNG, a chunk `C2PA` of a WebP, or a file attached to a PDF (annex A of the specification).

mod certificate;
mod jumbf;

use ciborium::Value;

use crate::builder::LayerBuilder;
use crate::images::segments;
use jumbf::Superbox;

/// Most actions and ingredients that are reported of one manifest.
const LISTED: usize = 30;
/// Deepest value in CBOR.
const DEPTH: usize = 40;

/// Reports the manifests of an image, where it has any.
pub(crate) fn of_image(bytes: &[u8], layer: &mut LayerBuilder) {
    let store = match bytes {
        [0xff, 0xd8, ..] => in_jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => in_png(bytes),
        [b'R', b'I', b'F', b'F', ..] => in_webp(bytes),
        _ => None,
    };
    if let Some(store) = store {
        report(&store, layer);
    }
}

/// Reports the manifests of a store.
pub(crate) fn report(store: &[u8], layer: &mut LayerBuilder) {
    let manifests =
        jumbf::read(store).filter(|root| root.label == "c2pa").map(|root| root.inner).unwrap_or_default();
    // The last one is that of the file itself; those before it are of what it was made from.
    let Some(active) = manifests.last() else {
        layer.say("the file has a C2PA manifest that is damaged: what it says of its origin cannot be read");
        return;
    };
    let mut found = Manifest::default();
    found.read(active);
    if manifests.len() > 1 {
        layer.state("C2PA manifests of what it was made from", (manifests.len() - 1).to_string());
    }
    found.tell(layer);
}

/// What one manifest says.
#[derive(Default)]
struct Manifest {
    generator: String,
    title: String,
    hash: String,
    actions: Vec<String>,
    ingredients: Vec<String>,
    signer: String,
    algorithm: String,
    stamped: bool,
}

impl Manifest {
    fn read(&mut self, manifest: &Superbox<'_>) {
        for part in &manifest.inner {
            match part.label.as_str() {
                "c2pa.claim" | "c2pa.claim.v2" => {
                    if let Some(claim) = part.content(b"cbor").and_then(cbor) {
                        self.claim(&claim);
                    }
                }
                "c2pa.signature" => {
                    if let Some(signature) = part.content(b"cbor").and_then(cbor) {
                        self.signature(&signature);
                    }
                }
                "c2pa.assertions" => part.inner.iter().for_each(|assertion| self.assertion(assertion)),
                _ => {}
            }
        }
    }

    fn claim(&mut self, claim: &Value) {
        // A list of programs in the first version of claims, one in the second.
        let information = get(claim, "claim_generator_info");
        let first = information.and_then(|info| info.as_array().and_then(|all| all.first()).or(Some(info)));
        self.generator = first
            .map(program)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| text(claim, "claim_generator"));
        self.title = text(claim, "dc:title");
        if self.hash.is_empty() {
            self.hash = text(claim, "alg");
        }
    }

    fn assertion(&mut self, assertion: &Superbox<'_>) {
        let Some(value) = assertion.content(b"cbor").and_then(cbor) else { return };
        // A second assertion of a kind has a number after its label.
        let label = assertion.label.split("__").next().unwrap_or_default();
        let kind = label.split(".v").next().unwrap_or_default();
        match kind {
            "c2pa.actions" => {
                for action in get(&value, "actions").and_then(Value::as_array).into_iter().flatten() {
                    if self.actions.len() < LISTED {
                        self.actions.push(action_in_words(action));
                    }
                }
            }
            "c2pa.ingredient" if self.ingredients.len() < LISTED => {
                let said =
                    [text(&value, "dc:title"), text(&value, "relationship"), text(&value, "dc:format")];
                self.ingredients.push(joined(&said));
            }
            "c2pa.hash.data" => {
                let own = text(&value, "alg");
                if !own.is_empty() {
                    self.hash = own;
                }
            }
            _ => {}
        }
    }

    /// A `COSE_Sign1` (RFC 9052, 4.2): protected headers, other headers, nothing, the signature.
    fn signature(&mut self, signature: &Value) {
        let untagged = match signature {
            Value::Tag(_, inner) => inner,
            other => other,
        };
        let Some([protected, headers, ..]) = untagged.as_array().map(Vec::as_slice) else { return };
        let protected = protected.as_bytes().and_then(|bytes| cbor(bytes));
        let find = |number: i64, name: &str| {
            let of = |map: &Value| {
                let entries = map.as_map()?;
                let is = |key: &Value| {
                    key.as_text() == Some(name)
                        || key.as_integer().is_some_and(|key| i128::from(key) == i128::from(number))
                };
                entries.iter().find(|(key, _)| is(key)).map(|(_, value)| value.clone())
            };
            protected.as_ref().and_then(of).or_else(|| of(headers))
        };
        self.algorithm = find(1, "alg").and_then(|alg| alg.as_integer()).map(algorithm).unwrap_or_default();
        self.stamped = find(i64::MAX, "sigTst").or_else(|| find(i64::MAX, "sigTst2")).is_some();
        // The certificate of the signer, or a chain that begins with it (RFC 9360).
        let chain = find(33, "x5chain");
        let first = match &chain {
            Some(Value::Array(chain)) => chain.first(),
            other => other.as_ref(),
        };
        self.signer =
            first.and_then(Value::as_bytes).and_then(|der| certificate::in_words(der)).unwrap_or_default();
    }

    fn tell(&self, layer: &mut LayerBuilder) {
        layer.state("C2PA claim generator", self.generator.clone());
        layer.state("C2PA title", self.title.clone());
        layer.state("C2PA hash algorithm", self.hash.clone());
        layer.state("C2PA signature algorithm", self.algorithm.clone());
        layer.state("C2PA signer, not checked", self.signer.clone());
        for action in &self.actions {
            layer.state("C2PA action", action.clone());
        }
        for ingredient in &self.ingredients {
            layer.state("C2PA ingredient", ingredient.clone());
        }
        let or_unknown =
            |text: &str| if text.is_empty() { "somebody unnamed".to_owned() } else { text.to_owned() };
        let stamp = if self.stamped { ", with a time-stamp" } else { "" };
        layer.say(format!(
            "the file has a C2PA manifest, made by {} and signed by {}{stamp}, of {} step(s) in how it came about: read, \
             signature not checked; check it with a C2PA program before you rely on it",
            or_unknown(&self.generator),
            or_unknown(&self.signer),
            self.actions.len()
        ));
    }
}

fn cbor(bytes: &[u8]) -> Option<Value> {
    ciborium::de::from_reader_with_recursion_limit(bytes, DEPTH).ok()
}

fn get<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    map.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

/// A text, or the date that a tag says a text is; empty where there is none.
fn text(map: &Value, name: &str) -> String {
    let text = match get(map, name) {
        Some(Value::Tag(_, inner)) => inner.as_text(),
        Some(value) => value.as_text(),
        None => None,
    };
    text.unwrap_or_default().trim().chars().take(500).collect()
}

/// A program: a name, or a map of name and version.
fn program(value: &Value) -> String {
    match value.as_text() {
        Some(name) => name.to_owned(),
        None => [text(value, "name"), text(value, "version")].join(" ").trim().to_owned(),
    }
}

fn action_in_words(action: &Value) -> String {
    let agent = get(action, "softwareAgent").map(program).unwrap_or_default();
    let source = text(action, "digitalSourceType");
    let source = source.rsplit('/').next().unwrap_or_default().to_owned();
    joined(&[text(action, "action"), text(action, "when"), agent, source])
}

fn joined(said: &[String]) -> String {
    said.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Names of the algorithms that the specification allows (13.2.1).
fn algorithm(number: ciborium::value::Integer) -> String {
    match i128::from(number) {
        -7 => "ES256".to_owned(),
        -35 => "ES384".to_owned(),
        -36 => "ES512".to_owned(),
        -37 => "PS256".to_owned(),
        -38 => "PS384".to_owned(),
        -39 => "PS512".to_owned(),
        -8 => "EdDSA".to_owned(),
        other => format!("COSE algorithm {other}"),
    }
}

/// APP11 segments of one box, put together (ISO 19566-5, D.2): after `JP`, a number of the box and of the packet,
/// each repeats the head of the box.
fn in_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut store: Vec<u8> = Vec::new();
    let mut instance = None;
    for (marker, segment) in segments(bytes) {
        let [b'J', b'P', high, low, rest @ ..] = segment else { continue };
        let Some(packet) = rest.get(4..).filter(|_| marker == 0xeb) else { continue };
        let head = if packet.starts_with(&[0, 0, 0, 1]) { 16 } else { 8 };
        match instance {
            None if is_store(packet) => {
                instance = Some([*high, *low]);
                store.extend_from_slice(packet);
            }
            Some(number) if number == [*high, *low] => store.extend_from_slice(packet.get(head..)?),
            _ => {}
        }
    }
    instance.map(|_| store)
}

/// The box is a manifest store: its description has the label `c2pa`.
fn is_store(packet: &[u8]) -> bool {
    let start = packet.get(..packet.len().min(80)).unwrap_or_default();
    memchr::memmem::find(start, b"jumbc2pa").is_some() || memchr::memmem::find(start, b"c2pa\0").is_some()
}

/// The chunk `caBX` (PNG, third edition, 5.3).
fn in_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let data = after.get(..length)?;
        if kind == b"caBX" {
            return Some(data.to_vec());
        }
        rest = after.get(length.checked_add(4)?..)?;
    }
}

/// The chunk `C2PA` of a RIFF file.
fn in_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(12..)?;
    loop {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let data = after.get(..length)?;
        if kind == b"C2PA" {
            return Some(data.to_vec());
        }
        rest = after.get(length.checked_add(length % 2)?..)?;
    }
}

/// For the fuzzer: a store as it lies in a file.
#[doc(hidden)]
pub fn fuzz(bytes: &[u8]) {
    let mut layer = LayerBuilder::new("image/jpeg", 1 << 20);
    of_image(bytes, &mut layer);
    report(bytes, &mut layer);
    drop(layer.finish());
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
