//! From records, answers and a form to a draft.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};
use remand_dossier::{Checked, Record};

use crate::answer::Answer;
use crate::draft::{Block, Draft, Exhibit, Gate, NormUsed, Part, Person, Run, SCHEMA, Support};
use crate::form::{Form, Mandate};
use crate::grounds::{self, Ground};
use crate::scribe::{Scribe, View};
use crate::telling::{Told, of_kinds};
use crate::{FormError, custody, fill, gates, number, template};

/// The record of one person with the answers of the case.
pub struct Case<'r> {
    /// What its audience may see.
    pub record: &'r Record<'r>,
    /// What people answered, in the order of the journal.
    pub answers: &'r [Answer],
    /// What the user called it, for messages.
    pub called: String,
}

/// Why no draft can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilingError {
    /// The form.
    #[error(transparent)]
    Form(#[from] FormError),
    /// A record of nobody.
    #[error(
        "the case in {0} has no person: no text of it names one clearly. Say who it is about with `remand dossier --out {0} \
         --subject NAME`, or look at the names with `remand review {0}`; nothing was written"
    )]
    NoSubject(String),
    /// Two cases of one person.
    #[error(
        "{name} is the person of both {first} and {second}: a filing has one case for each person. Give one of them, or \
         take the files of the other into it (`remand merge`); nothing was written"
    )]
    SamePerson {
        /// Who.
        name: String,
        /// The first case.
        first: String,
        /// The second.
        second: String,
    },
    /// A mandate that the form does not have.
    #[error("`{mandate}` is no mandate of this form; there are: {known}; nothing was written")]
    NoMandate {
        /// What was asked for.
        mandate: String,
        /// What there is.
        known: String,
    },
    /// No case at all.
    #[error("a filing needs a case")]
    NoCase,
}

/// The draft of a filing.
///
/// # Errors
/// Where a record has no subject, two have the same one, or the template has a fault.
pub fn draft(form: &Form, cases: &[Case<'_>], mandates: &[String]) -> Result<Draft, FilingError> {
    people_differ(cases)?;
    let words = form.words()?;
    let first = cases.first().ok_or(FilingError::NoCase)?;
    let group = cases.len() > 1;
    let mut before = 0;
    let mut views = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let letter = if group { letter(at) } else { String::new() };
        views.push(View { record: case.record, answers: case.answers, letter, exhibits_before: before });
        before += case.record.items.len();
    }
    let mut scribe = Scribe::new(words);
    let mandates = chosen(form, &scribe, &views, mandates)?;
    let norms: Vec<String> = mandates.iter().flat_map(|mandate| mandate.norms.iter().cloned()).collect();
    let everybody: Vec<Vec<Ground>> =
        views.iter().map(|view| grounds::grounds(&scribe, form, view, &norms)).collect();
    let common = if group { common(&mut scribe, form, &views, &everybody) } else { Common::default() };

    let mut all_gates: Vec<Gate> = Vec::new();
    let mut people: Vec<Value> = Vec::new();
    let mut working = Vec::new();
    for (view, grounds) in views.iter().zip(&everybody) {
        let fields: Vec<Block> = form
            .fields
            .iter()
            .filter(|field| !field.once)
            .map(|field| fill::field(&mut scribe, view, form, field))
            .collect();
        all_gates.extend(gates::gates(&mut scribe, view, form, &fields));
        people.push(person(&mut scribe, form, view, grounds, fields, &common));
        let open = grounds::open(&mut scribe, form, view);
        if !open.is_empty() {
            let heading = if group { format!("{} ", view.letter) } else { String::new() };
            let heading = vec![Run::fixed(format!("{heading}{}", words.word("working")))];
            working.push(Part { id: "working".to_owned(), number: String::new(), heading, blocks: open });
        }
    }
    let exhibits: Vec<Exhibit> = views.iter().flat_map(|view| view.exhibits(words)).collect();
    let shared = shared(&mut scribe, form, &views, &exhibits);
    let norms = norms_used(&scribe, form, &views, &everybody);
    let norm_blocks = norm_list(&norms, words, &mut scribe);
    let norm_blocks = scribe.blocks(norm_blocks);
    let names: Vec<Run> = names(&mut scribe, &views);
    let names = scribe.inline(names);
    let context = context! {
        group => group, names => names, people => people, shared => shared,
        common => context! {
            sections => common.sections(&mut scribe),
            tiers => common_tiers(&mut scribe, &views, &everybody, &common),
            any => !common.told.is_empty() || !common.grounds.is_empty(),
        },
        mandates => mandates.iter().map(|mandate| context! { id => mandate.id, title => mandate.title }).collect::<Vec<_>>(),
        norms => norm_blocks, words => words.words.clone(),
    };
    let parts = template::parts(&scribe, form, context)?;
    let mut addressee = form.addressee.clone();
    addressee.extend(mandates.iter().flat_map(|mandate| mandate.addressee.iter().cloned()));
    let mut draft = Draft {
        schema: SCHEMA,
        forum: form.forum.clone(),
        title: form.title.clone(),
        addressee,
        language: form.language.clone(),
        people: views.iter().map(people_of).collect(),
        as_of: first.record.as_of,
        as_of_words: words.day(first.record.as_of),
        audience: words.audience(first.record.audience.name()).to_owned(),
        notice: notice(cases, words),
        checked: form.checked.clone(),
        gates: all_gates,
        parts,
        working,
        questions: scribe.questions,
        notes: scribe.notes,
        exhibits,
        norms,
        supports: scribe.supports,
        words: words.words.clone(),
    };
    number::number(&mut draft, words);
    Ok(draft)
}

fn people_of(view: &View<'_>) -> Person {
    let subject = view.record.chronology.reading.subject.as_ref();
    Person {
        name: subject.map(|subject| subject.name.clone()).unwrap_or_default(),
        letter: view.letter.clone(),
    }
}

fn people_differ(cases: &[Case<'_>]) -> Result<(), FilingError> {
    let mut seen: Vec<(&str, &BTreeSet<String>, &str)> = Vec::new();
    let mut forms: Vec<BTreeSet<String>> = Vec::new();
    for case in cases {
        let Some(subject) = case.record.chronology.reading.subject.as_ref() else {
            return Err(FilingError::NoSubject(case.called.clone()));
        };
        // A surname alone is shared by families: only forms of two words or more make two persons one.
        let long = |form: &&String| form.split_whitespace().count() > 1 || **form == subject.name;
        forms.push(
            subject
                .variants
                .iter()
                .chain([&subject.name])
                .filter(long)
                .map(|form| form.to_lowercase())
                .collect(),
        );
    }
    for (case, forms) in cases.iter().zip(&forms) {
        let name =
            case.record.chronology.reading.subject.as_ref().map_or("", |subject| subject.name.as_str());
        if let Some((_, _, first)) = seen.iter().find(|(_, known, _)| !known.is_disjoint(forms)) {
            return Err(FilingError::SamePerson {
                name: name.to_owned(),
                first: (*first).to_owned(),
                second: case.called.clone(),
            });
        }
        seen.push((name, forms, &case.called));
    }
    Ok(())
}

/// `A` to `Z`, then `AA`.
fn letter(at: usize) -> String {
    let of = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or_default());
    if at < 26 { of(at).to_string() } else { format!("{}{}", of(at / 26 - 1), of(at)) }
}

/// The mandates that were asked for; without, those that a ground belongs to, and all where none does.
fn chosen<'f>(
    form: &'f Form,
    scribe: &Scribe<'_>,
    views: &[View<'_>],
    asked: &[String],
) -> Result<Vec<&'f Mandate>, FilingError> {
    for mandate in asked {
        if !form.mandates.iter().any(|known| known.id == *mandate) {
            let known: Vec<&str> = form.mandates.iter().map(|known| known.id.as_str()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(FilingError::NoMandate { mandate: mandate.clone(), known });
        }
    }
    let has_ground = |mandate: &Mandate| {
        views.iter().any(|view| !grounds::grounds(scribe, form, view, &mandate.norms).is_empty())
    };
    let taken = |mandate: &&Mandate| {
        if asked.is_empty() { has_ground(mandate) } else { asked.contains(&mandate.id) }
    };
    let found: Vec<&Mandate> = form.mandates.iter().filter(taken).collect();
    Ok(if found.is_empty() { form.mandates.iter().collect() } else { found })
}

/// What the cases of a group share.
#[derive(Default)]
struct Common {
    /// Sentences by section.
    told: BTreeMap<String, Vec<Told>>,
    /// Keys of those sentences.
    sentences: BTreeSet<String>,
    /// Keys of grounds.
    grounds: Vec<String>,
}

impl Common {
    fn sections(&self, scribe: &mut Scribe<'_>) -> BTreeMap<String, String> {
        let blocks = |scribe: &mut Scribe<'_>, told: &Vec<Told>| {
            let blocks = grounds::points(told.clone());
            scribe.blocks(blocks)
        };
        self.told.iter().map(|(id, told)| (id.clone(), blocks(scribe, told))).collect()
    }
}

fn common(scribe: &mut Scribe<'_>, form: &Form, views: &[View<'_>], everybody: &[Vec<Ground>]) -> Common {
    let mut common = Common::default();
    for section in &form.sections {
        let each: Vec<Vec<Told>> =
            views.iter().map(|view| of_kinds(scribe, view, &section.kinds, |_, _| true)).collect();
        let Some((first, others)) = each.split_first() else { continue };
        let everywhere =
            |told: &&Told| others.iter().all(|other| other.iter().any(|known| known.key == told.key));
        let shared: Vec<Told> = first.iter().filter(everywhere).cloned().collect();
        common.sentences.extend(shared.iter().map(|told| told.key.clone()));
        common.told.insert(section.id.clone(), shared);
    }
    let keys: Vec<Vec<String>> = views
        .iter()
        .zip(everybody)
        .map(|(view, grounds)| grounds::keys(scribe, view, &grounds.iter().collect::<Vec<_>>()))
        .collect();
    if let Some((first, others)) = keys.split_first() {
        let everywhere = |key: &&String| others.iter().all(|other| other.contains(key));
        common.grounds = first.iter().filter(everywhere).cloned().collect();
    }
    common
}

/// The grounds that all share, told once, with the exhibits of the first.
fn common_tiers(
    scribe: &mut Scribe<'_>,
    views: &[View<'_>],
    everybody: &[Vec<Ground>],
    common: &Common,
) -> Vec<Value> {
    let (Some(view), Some(mine)) = (views.first(), everybody.first()) else { return Vec::new() };
    let all: Vec<&Ground> = mine.iter().collect();
    let keys = grounds::keys(scribe, view, &all);
    let shared: Vec<&Ground> = all
        .into_iter()
        .zip(keys)
        .filter(|(_, key)| common.grounds.contains(key))
        .map(|(ground, _)| ground)
        .collect();
    grounds::tiers(scribe, view, &shared, &[])
}

/// Blocks of fields by group, as a template sees them.
fn groups(scribe: &mut Scribe<'_>, form: &Form, once: bool, blocks: Vec<Block>) -> BTreeMap<String, String> {
    let mut by: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    let fields = form.fields.iter().filter(|field| field.once == once);
    for (field, block) in fields.zip(blocks) {
        let group = field.id.split_once('.').map_or("", |(group, _)| group);
        by.entry(group.to_owned()).or_default().push(block);
    }
    by.into_iter().map(|(group, blocks)| (group, scribe.blocks(blocks))).collect()
}

fn person(
    scribe: &mut Scribe<'_>,
    form: &Form,
    view: &View<'_>,
    grounds: &[Ground],
    fields: Vec<Block>,
    common: &Common,
) -> Value {
    let name = people_of(view).name;
    let name = fill::name_run(scribe, view, &name);
    let name = scribe.inline(vec![name]);
    let fields = groups(scribe, form, false, fields);
    let clock = custody::blocks(scribe, view);
    let clock = scribe.blocks(clock);
    let mut sections: BTreeMap<String, String> = BTreeMap::new();
    for section in &form.sections {
        let mut told = of_kinds(scribe, view, &section.kinds, |_, _| true);
        told.retain(|told| !common.sentences.contains(&told.key));
        let blocks = grounds::points(told);
        sections.insert(section.id.clone(), scribe.blocks(blocks));
    }
    let disputes = grounds::disputes(scribe, view);
    let disputes = scribe.blocks(disputes);
    let categories = grounds::categories(scribe, view, grounds, &common.grounds);
    let all: Vec<&Ground> = grounds.iter().collect();
    let tiers = grounds::tiers(scribe, view, &all, &common.grounds);
    let beside = grounds::beside(grounds);
    let beside = grounds::tiers(scribe, view, &beside, &common.grounds);
    context! {
        letter => view.letter, name => name, fields => fields, clock => clock, sections => sections,
        disputes => disputes, categories => categories, tiers => tiers, beside => beside,
    }
}

/// What is of the filing and of no one person: fields asked once, the list of exhibits.
fn shared(scribe: &mut Scribe<'_>, form: &Form, views: &[View<'_>], exhibits: &[Exhibit]) -> Value {
    let Some(view) = views.first() else { return Value::UNDEFINED };
    let blocks: Vec<Block> = form
        .fields
        .iter()
        .filter(|field| field.once)
        .map(|field| fill::field(scribe, view, form, field))
        .collect();
    let fields = groups(scribe, form, true, blocks);
    let mut points = Vec::new();
    for exhibit in exhibits {
        let on = vec![scribe.support(Support::Exhibit { exhibit: exhibit.number })];
        let name = match &exhibit.withheld {
            Some(why) => format!("{} ({why})", exhibit.name),
            None => exhibit.name.clone(),
        };
        points.push(vec![
            Run::Strong { text: exhibit.label.clone(), on: on.clone() },
            Run::fixed(": "),
            Run::Text { text: name, on },
        ]);
    }
    let list = if points.is_empty() { Vec::new() } else { vec![Block::List { numbered: false, points }] };
    let exhibits = scribe.blocks(list);
    let placeholder = scribe.words.fill("placeholder").to_owned();
    let blank = scribe.inline(vec![Run::Placeholder { text: placeholder }]);
    context! { fields => fields, exhibits => exhibits, blank => blank }
}

fn names(scribe: &mut Scribe<'_>, views: &[View<'_>]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (at, view) in views.iter().enumerate() {
        if at > 0 {
            let last = at + 1 == views.len();
            runs.push(Run::fixed(if last { scribe.words.says("and") } else { ", " }));
        }
        runs.push(fill::name_run(scribe, view, &people_of(view).name));
    }
    runs
}

fn norms_used(
    scribe: &Scribe<'_>,
    form: &Form,
    views: &[View<'_>],
    everybody: &[Vec<Ground>],
) -> Vec<NormUsed> {
    let mut norms: BTreeSet<NormUsed> = BTreeSet::new();
    for (view, grounds) in views.iter().zip(everybody) {
        let used: BTreeSet<&str> = grounds.iter().flat_map(Ground::ids).collect();
        for finding in view.record.findings.iter().filter(|finding| used.contains(finding.norm.as_str())) {
            norms.insert(grounds::norm_used(scribe, form, finding));
        }
    }
    norms.into_iter().collect()
}

fn norm_list(norms: &[NormUsed], words: &crate::words::Words, scribe: &mut Scribe<'_>) -> Vec<Block> {
    let mut points = Vec::new();
    for norm in norms {
        let on = vec![scribe.support(Support::Norm { norm: norm.id.clone() })];
        let mut runs = vec![Run::Strong { text: norm.cites.clone(), on: on.clone() }, Run::fixed(": ")];
        if norm.title_lang == words.language {
            runs.push(Run::fixed(norm.title.clone()));
            if words.language != "en" {
                runs.push(Run::fixed(format!(" ({})", words.findings().translated)));
            }
        } else {
            let lang = Some(norm.title_lang.clone());
            runs.push(Run::Emphasis { text: norm.title.clone(), lang, on: Vec::new() });
            runs.push(Run::fixed(format!(" ({})", words.word("english"))));
        }
        runs.push(Run::fixed("; "));
        runs.push(Run::Text { text: norm.checked.clone(), on });
        points.push(runs);
    }
    if points.is_empty() { Vec::new() } else { vec![Block::List { numbered: false, points }] }
}

pub(crate) fn notice(cases: &[Case<'_>], words: &crate::words::Words) -> Option<String> {
    let worst = cases.iter().map(|case| match case.record.checked() {
        Checked::Nothing => 0,
        Checked::Partly { .. } => 1,
        Checked::All => 2,
    });
    match worst.min() {
        Some(0) => Some(words.word("unreviewed").to_owned()),
        Some(1) => Some(words.word("partly_reviewed").to_owned()),
        _ => None,
    }
}
