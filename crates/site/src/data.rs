//! What machines read in a page: schema.org as JSON-LD. Statements stay claims with who makes them.

use remand_dossier::document::shortened;
use remand_reading::{Claim, SourceKind};
use serde_json::{Value, json};

use crate::view::View;

const CONTEXT: &str = "https://schema.org";

/// Characters of a claim.
const LONGEST: usize = 200;

/// The person of the case.
pub(crate) fn person(view: &View<'_>) -> Option<Value> {
    let subject = view.record().chronology.reading.subject.as_ref()?;
    let others: Vec<&String> = subject.variants.iter().filter(|name| **name != subject.name).collect();
    Some(
        json!({ "@context": CONTEXT, "@type": "Person", "@id": "#person", "name": view.subject(), "alternateName": others }),
    )
}

/// A page about the person.
pub(crate) fn page(view: &View<'_>, kind: &str, title: &str) -> Value {
    json!({
        "@context": CONTEXT,
        "@type": kind,
        "name": title,
        "inLanguage": view.words.code,
        "dateModified": view.record().as_of.to_string(),
        "about": { "@type": "Person", "name": view.subject() },
    })
}

/// A statement about an event, with who says it.
pub(crate) fn claim(view: &View<'_>, event: usize, claim: &Claim) -> Option<Value> {
    let words = view.record().words(&claim.passage)?;
    let told = view.event(event)?;
    let source = view.record().chronology.reading.sources.get(claim.asserter.0)?;
    let kind = match source.kind {
        SourceKind::Detainee
        | SourceKind::Family
        | SourceKind::Counsel
        | SourceKind::Doctor
        | SourceKind::Expert => "Person",
        _ => "Organization",
    };
    let mut about = json!({ "@type": "Event", "name": view.words.event(told.kind).text });
    if let (Some(about), Some(first)) = (about.as_object_mut(), told.when.first_day()) {
        about.insert("startDate".to_owned(), json!(first.to_string()));
    }
    Some(json!({
        "@context": CONTEXT,
        "@type": "Claim",
        "text": shortened(words, LONGEST),
        "author": { "@type": kind, "name": view.source(claim.asserter) },
        "appearance": { "@type": "CreativeWork", "name": view.record().place(&claim.passage) },
        "about": about,
    }))
}
