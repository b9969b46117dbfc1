//! What of a record fills a field of a form.

mod particular;

pub(crate) use particular::position;

use remand_chronology::Event;
use remand_reading::{Claim, ClaimIx, Polarity, SourceKind};

use crate::custody;
use crate::draft::{Block, Run, Support};
use crate::form::{Ask, Bodies, Field, Fill, Form};
use crate::scribe::{Scribe, View};
use crate::telling::{first_place, is_one_of, is_told, of_kinds, said, tells};
use crate::words::filled;

type Value = Vec<Vec<Run>>;

/// The field with what fills it: of the record, of the answers, or a question.
pub(crate) fn field(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, field: &Field) -> Block {
    let id = if field.once { field.id.clone() } else { view.id(&field.id) };
    let letter = if field.once { "" } else { view.letter.as_str() };
    let mut value = of_record(scribe, view, form, field);
    let answers: Vec<_> = view.answers_to(&field.id).collect();
    let differ = answers.iter().any(|answer| answers.iter().any(|other| answer.contradicts(other)));
    for answer in &answers {
        value.push(scribe.answer(view, answer));
    }
    let ask = Ask { id: field.id.clone(), owner: field.owner.clone(), question: field.question.clone() };
    if differ {
        let question = scribe.question(letter, &ask, &id);
        value.push(vec![Run::fixed(scribe.words.fill("answers_differ")), Run::Question { question }]);
    } else if value.is_empty() {
        let question = scribe.question(letter, &ask, &id);
        let text = scribe.words.fill("placeholder").to_owned();
        value.push(vec![Run::Placeholder { text }, Run::Question { question }]);
    }
    Block::Field { id, number: field.number.clone(), label: field.label.clone(), value }
}

/// Something fills the field.
pub(crate) fn is_filled(block: &Block) -> bool {
    let Block::Field { value, .. } = block else { return false };
    !value.iter().flatten().any(|run| matches!(run, Run::Placeholder { .. }))
}

fn of_record(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, field: &Field) -> Value {
    let mut value = by_fill(scribe, view, form, field);
    value.extend(particular::words(scribe, view, field));
    value
}

fn by_fill(scribe: &mut Scribe<'_>, view: &View<'_>, form: &Form, field: &Field) -> Value {
    match field.fill {
        Fill::Answer => Vec::new(),
        Fill::FamilyName => name_part(scribe, view, true),
        Fill::GivenName => name_part(scribe, view, false),
        Fill::Sex => particular::sex(scribe, view),
        Fill::Name => name(scribe, view).map(|runs| vec![runs]).unwrap_or_default(),
        Fill::When => {
            let told = of_kinds(scribe, view, &field.kinds, |event, claim| takes(view, field, event, claim));
            told.into_iter().filter(|told| told.at.is_some()).map(|told| told.runs).collect()
        }
        Fill::Told => {
            let told = of_kinds(scribe, view, &field.kinds, |event, claim| takes(view, field, event, claim));
            told.into_iter().map(|told| told.runs).collect()
        }
        Fill::Role => roles(scribe, view, field),
        Fill::Duration => custody::lengths(scribe, view),
        Fill::Cited => cited(scribe, view, field),
        Fill::State => state(scribe, view),
        Fill::Same => {
            let other = form.fields.iter().find(|known| known.id == field.of);
            let filled_there = other.is_some_and(|other| !of_record(scribe, view, form, other).is_empty());
            let Some(other) = other.filter(|_| filled_there) else { return Vec::new() };
            let text = format!("{} {}", other.number, other.label).trim().to_owned();
            let reference = Run::Reference { to: view.id(&other.id), text };
            vec![filled(scribe.words.fill("same"), &[("field", vec![reference])])]
        }
    }
}

/// The field asks for what this claim tells.
fn takes(view: &View<'_>, field: &Field, event: &Event, claim: &Claim) -> bool {
    let bodies = match field.bodies {
        None => true,
        Some(Bodies::International) => names_body(view, event, claim),
        Some(Bodies::National) => !names_body(view, event, claim),
    };
    bodies && (!field.asserted || claim.polarity == Polarity::Asserted)
}

/// The claim names a body of the United Nations or of several states, or another does that gives the event the same time.
pub(crate) fn names_body(view: &View<'_>, event: &Event, claim: &Claim) -> bool {
    let reading = &view.record.chronology.reading;
    let same_time = |other: &&Claim| *other == claim || !claim.when.is_unknown() && other.when == claim.when;
    let words: Vec<&str> = event
        .claims
        .iter()
        .filter_map(|ix| reading.claims.get(ix.0))
        .filter(same_time)
        .filter_map(|claim| view.record.words(&claim.passage))
        .collect();
    reading.sources.iter().any(|source| {
        matches!(source.kind, SourceKind::UnBody | SourceKind::Intergovernmental)
            && source
                .variants
                .iter()
                .chain([&source.name])
                .any(|form| words.iter().any(|words| words.contains(form.as_str())))
    })
}

/// The name of the person as a run with what it rests on.
pub(crate) fn name_run(scribe: &mut Scribe<'_>, view: &View<'_>, text: &str) -> Run {
    let subject = view.record.chronology.reading.subject.as_ref();
    let mut forms: Vec<String> = subject.map(|subject| subject.variants.clone()).unwrap_or_default();
    forms.extend(subject.map(|subject| subject.name.clone()));
    forms.sort();
    forms.dedup();
    let on = vec![scribe.support(Support::Name { forms })];
    Run::Text { text: text.to_owned(), on }
}

fn name(scribe: &mut Scribe<'_>, view: &View<'_>) -> Option<Vec<Run>> {
    let subject = view.record.chronology.reading.subject.as_ref()?;
    let run = name_run(scribe, view, &subject.name);
    Some(noted(scribe, view, run, &subject.name))
}

fn noted(scribe: &mut Scribe<'_>, view: &View<'_>, run: Run, text: &str) -> Vec<Run> {
    let mut runs = vec![run];
    if let Some(cite) = first_place(view, text) {
        runs.push(scribe.note(&[cite]));
    }
    runs
}

/// Said before a family name, and before a given name only where the family name follows.
const TITLES: [&str; 10] = [" Mr.", " Mr", " Mrs.", " Mrs", " Ms.", " Ms", " Dr.", " Mme", " г-н", " г-жа"];

/// The family name is the one word of the name that the record uses alone for the person, where there is one such word
/// and the name has another: a guess by place would be wrong for half the world.
fn name_part(scribe: &mut Scribe<'_>, view: &View<'_>, family: bool) -> Value {
    let Some(subject) = view.record.chronology.reading.subject.as_ref() else { return Vec::new() };
    let parts: Vec<&str> = subject.name.split_whitespace().collect();
    let count = |part: &str| {
        let alone = |text: &str| {
            text.match_indices(part).count().saturating_sub(text.match_indices(&subject.name).count())
        };
        view.record.items.iter().map(|(_, layer)| alone(&layer.text)).sum::<usize>()
    };
    let known = |part: &&str| subject.variants.iter().any(|form| form == *part);
    let mut alone: Vec<(usize, &str)> =
        parts.iter().copied().filter(|part| known(part)).map(|part| (count(part), part)).collect();
    alone.sort_by(|a, b| b.cmp(a));
    // "Mr Roe", and not "Mr Ada Roe": there the title stands before the whole name.
    let addressed = |part: &str| {
        view.record.items.iter().any(|(_, layer)| {
            layer.text.match_indices(part).any(|(at, _)| {
                let before = layer.text.get(..at).unwrap_or_default().trim_end();
                let after = layer.text.get(at + part.len()..).unwrap_or_default().trim_start();
                let whole = parts.iter().any(|other| *other != part && after.starts_with(other));
                !whole && TITLES.iter().any(|title| before.ends_with(title))
            })
        })
    };
    let titled: Vec<&str> = parts.iter().copied().filter(|part| addressed(part)).collect();
    let used = match alone.as_slice() {
        _ if titled.len() == 1 => titled.first().copied(),
        [(_, only)] => Some(*only),
        // Much oftener than any other: friends use the given name now and then.
        [(most, first), (next, _), ..] if *most >= 2 * *next && *most > 0 => Some(*first),
        _ => None,
    };
    let Some(used) = used.filter(|_| parts.len() > 1) else {
        return match name(scribe, view) {
            Some(runs) => vec![filled(scribe.words.fill("whole_name"), &[("name", runs)])],
            None => Vec::new(),
        };
    };
    let text = if family {
        used.to_owned()
    } else {
        parts.iter().copied().filter(|part| *part != used).collect::<Vec<_>>().join(" ")
    };
    let run = name_run(scribe, view, &text);
    let mut runs = noted(scribe, view, run, if family { used } else { &subject.name });
    runs.push(Run::fixed(format!(" {}", scribe.words.fill("name_split"))));
    vec![runs]
}

/// The words that fill a role, each said by who says it.
fn roles(scribe: &mut Scribe<'_>, view: &View<'_>, field: &Field) -> Value {
    let reading = &view.record.chronology.reading;
    let mut found: Value = Vec::new();
    let mut seen: Vec<(String, remand_reading::SourceIx)> = Vec::new();
    for event in view.record.chronology.events.iter().filter(|event| is_one_of(event, &field.kinds)) {
        for ix in event.claims.iter().copied() {
            let Some(claim) = reading.claims.get(ix.0).filter(|claim| tells(claim)) else { continue };
            let Some(cite) = view.cite_claim(ix).filter(|_| claim.polarity == Polarity::Asserted) else {
                continue;
            };
            for filler in claim.roles.iter().filter(|filler| filler.role == field.role) {
                let text = remand_dossier::document::line(&filler.text);
                let key = (text.clone(), claim.asserter);
                let told = is_told(view, claim, &filler.role, &text);
                if !told || text.is_empty() || !cite.quote.contains(&text) || seen.contains(&key) {
                    continue;
                }
                seen.push(key);
                let on = scribe.passages(std::slice::from_ref(&cite));
                let quote = Run::Quote { text, lang: cite.lang.clone(), on };
                let account = reading.account(claim.asserter);
                let claims: [(ClaimIx, &remand_reading::Claim); 1] = [(ix, claim)];
                let mut runs = said(scribe, view, account, &claims, vec![quote]);
                runs.push(scribe.note(std::slice::from_ref(&cite)));
                found.push(runs);
            }
        }
    }
    found
}

/// Law that the words of these claims cite.
fn cited(scribe: &mut Scribe<'_>, view: &View<'_>, field: &Field) -> Value {
    let reading = &view.record.chronology.reading;
    let mut found: Value = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for event in view.record.chronology.events.iter().filter(|event| is_one_of(event, &field.kinds)) {
        for ix in event.claims.iter().copied() {
            let Some(claim) = reading.claims.get(ix.0).filter(|claim| tells(claim)) else { continue };
            let Some(cite) = view.cite_claim(ix) else { continue };
            for citation in reading.citations.iter().filter(|known| known.passage.overlaps(&claim.passage)) {
                let Some(words) = view.record.words(&citation.passage) else { continue };
                let text = remand_dossier::document::line(words);
                // An offence by its name alone is no citation of a law.
                let numbered = text.chars().any(|ch| ch.is_ascii_digit());
                if !numbered || seen.contains(&text) || !cite.quote.contains(&text) {
                    continue;
                }
                seen.push(text.clone());
                let on = scribe.passages(std::slice::from_ref(&cite));
                let mut quotes = Vec::new();
                for text in whole_parts(&text) {
                    if !quotes.is_empty() {
                        quotes.push(Run::fixed(", "));
                    }
                    quotes.push(Run::Quote {
                        text: text.to_owned(),
                        lang: cite.lang.clone(),
                        on: on.clone(),
                    });
                }
                let claims: [(ClaimIx, &remand_reading::Claim); 1] = [(ix, claim)];
                let account = reading.account(claim.asserter);
                let mut runs = said(scribe, view, account, &claims, quotes);
                runs.push(scribe.note(std::slice::from_ref(&cite)));
                found.push(runs);
            }
        }
    }
    found
}

/// A citation that begins inside a bracket and ends before it closes, in two parts: a quotation has no half brackets.
fn whole_parts(text: &str) -> Vec<&str> {
    match text.split_once('(') {
        Some((before, inside)) if !inside.contains(')') => {
            [before, inside].into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
        }
        _ => vec![text.trim_end_matches(|c| c == ')' && !text.contains('('))],
    }
}

/// The state that holds the person, and whether somebody gave it or the program inferred it.
fn state(scribe: &mut Scribe<'_>, view: &View<'_>) -> Value {
    let Some((code, given)) = state_of(view) else { return Vec::new() };
    let how = if given { "given" } else { "the country that the texts name most" };
    let on = vec![
        scribe.support(Support::Derived { how: format!("{how}: {}", code.to_uppercase()), from: Vec::new() }),
    ];
    let code = vec![Run::Text { text: code.to_uppercase(), on }];
    let pattern = if given { "given_state" } else { "inferred_state" };
    vec![filled(scribe.words.fill(pattern), &[("code", code)])]
}

/// The state that holds the person as an ISO 3166-1 code, and whether a person gave it.
pub(crate) fn state_of(view: &View<'_>) -> Option<(String, bool)> {
    let given = view.record.given.iter().rev().find_map(|given| match &given.saying {
        remand_finding::Saying::State(code) if given.withdrawn.is_none() => Some(code.clone()),
        _ => None,
    });
    match given {
        Some(code) => Some((code, true)),
        None => view.record.chronology.reading.state.clone().map(|code| (code, false)),
    }
}
