//! Forms: what a forum asks, in one language (`forms/<forum>/<language>/form.toml` and `template.md`).

use std::collections::{BTreeMap, BTreeSet};

use remand_reading::{EventKind, PARTICULARS};
use serde::Deserialize;

use crate::words::Words;

/// Every file below `forms/`, by its path there.
const CARRIED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/forms.rs"));

/// Why a form cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// There is no such form.
    #[error(
        "there is no form `{forum}` in the language `{language}`; there are: {known}. A form of your own lies in \
         {forum}/{language}/ below the folder of --forms"
    )]
    Missing {
        /// The forum.
        forum: String,
        /// The language.
        language: String,
        /// What there is.
        known: String,
    },
    /// A file of a form is missing.
    #[error(
        "{file} is not there; a form has form.toml, template.md and words/LANGUAGE.toml; nothing was written"
    )]
    NoFile {
        /// The file, below the folder of forms.
        file: String,
    },
    /// The settings of a form cannot be read.
    #[error("{file}, line {line}: {why}")]
    Settings {
        /// The file, below the folder of forms.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// A template cannot be filled.
    #[error("{file}, line {line}: {why}{}; nothing was written. docs/filing.md lists what a template can use", at(.word))]
    Template {
        /// The file, below the folder of forms.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The words at fault; may be empty.
        word: String,
        /// What is wrong with them.
        why: String,
    },
}

fn at(word: &str) -> String {
    if word.is_empty() { String::new() } else { format!(", at `{word}`") }
}

impl FormError {
    pub(crate) fn toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let why = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
        Self::Settings { file: file.to_owned(), line, why: format!("{why}; nothing was written") }
    }
}

/// A question that a person can answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The id that an answer names.
    pub id: String,
    /// Who can answer: `family`, `lawyer`, `case_officer`, `doctor`.
    pub owner: String,
    /// The question.
    pub question: String,
}

/// A field of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Field {
    /// Group and name (`identity.birth_date`); the template places groups.
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) number: String,
    pub(crate) label: String,
    /// What of the record fills it.
    #[serde(default)]
    pub(crate) fill: Fill,
    #[serde(default)]
    pub(crate) kinds: Vec<String>,
    #[serde(default)]
    pub(crate) role: String,
    /// The field that says the same.
    #[serde(default)]
    pub(crate) of: String,
    /// What texts say of the person beside events (`profession`): their words fill it as well.
    #[serde(default)]
    pub(crate) words: Vec<String>,
    /// Only what is said to have happened, not what is denied or not known.
    #[serde(default)]
    pub(crate) asserted: bool,
    /// Only sentences that name an international body, or only those that name none.
    pub(crate) bodies: Option<Bodies>,
    pub(crate) owner: String,
    pub(crate) question: String,
    /// Asked once for the filing, and not for each person.
    #[serde(default)]
    pub(crate) once: bool,
}

/// Whom sentences about steps name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bodies {
    /// A body of the United Nations or of several states.
    International,
    /// None of them.
    National,
}

/// What of a record fills a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fill {
    /// Only an answer.
    #[default]
    Answer,
    /// The part of the name that the record uses alone.
    FamilyName,
    /// The rest of the name.
    GivenName,
    /// The name.
    Name,
    /// Sex, where the titles before the name tell it.
    Sex,
    /// Dated sentences about events of `kinds`.
    When,
    /// Sentences about events of `kinds`.
    Told,
    /// The words that fill `role` in claims of `kinds`.
    Role,
    /// What the clock counts.
    Duration,
    /// Citations in claims of `kinds`.
    Cited,
    /// The state that holds the person.
    State,
    /// What another field says.
    Same,
}

/// A list of sentences for the template.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) kinds: Vec<String>,
}

/// A subject matter that a letter can be written for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mandate {
    pub(crate) id: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) addressee: Vec<String>,
    /// Beginnings of the ids of norms that belong to it.
    pub(crate) norms: Vec<String>,
}

/// A condition of the forum.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GateForm {
    pub(crate) id: String,
    pub(crate) kind: GateKind,
    pub(crate) what: String,
    /// Where it comes from and how that was checked.
    pub(crate) checked: String,
    /// Ids of questions, in the order that the kind of gate wants.
    #[serde(default)]
    pub(crate) asks: Vec<String>,
    #[serde(default)]
    pub(crate) kinds: Vec<String>,
    #[serde(default)]
    pub(crate) years: u16,
    #[serde(default)]
    pub(crate) months: u16,
    /// States for which it is known since when the forum is open.
    #[serde(default)]
    pub(crate) states: BTreeMap<String, jiff::civil::Date>,
    /// Languages that the forum takes.
    #[serde(default)]
    pub(crate) languages: Vec<String>,
    /// What is said where it holds, fails, or is not known; where the gate has more to say it comes after.
    #[serde(default)]
    pub(crate) holds: String,
    #[serde(default)]
    pub(crate) fails: String,
    #[serde(default)]
    pub(crate) unknown: String,
}

/// How a condition is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GateKind {
    /// The answer is yes.
    Consent,
    /// There is an answer.
    Answered,
    /// The draft is in a language of the forum.
    Language,
    /// Remedies are exhausted, or an exception is claimed.
    Exhaustion,
    /// No other body has it now.
    ElsewhereNow,
    /// No other body has or had it.
    ElsewhereEver,
    /// Not longer ago than so many years or months: counted from an answer with a day, or from the first event of `kinds`.
    Within,
    /// The state has accepted the forum, and the arrest lies after that.
    Party,
    /// Events of these kinds are in the record.
    Events,
    /// Every field of a group is filled.
    Complete,
}

/// A form in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[serde(skip)]
    pub(crate) forum: String,
    #[serde(skip)]
    pub(crate) language: String,
    pub(crate) title: String,
    pub(crate) addressee: Vec<String>,
    /// What of it is from memory or from secondary text.
    pub(crate) checked: Vec<String>,
    /// Beginnings of the ids of norms that a finding must have; empty: every norm.
    #[serde(default)]
    pub(crate) norms: Vec<String>,
    /// Beginnings of the ids of norms that are left out: those on procedures, and those of other forums.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// Findings on norms of the state's own law belong to it as well.
    #[serde(default)]
    pub(crate) own_law: bool,
    #[serde(default, rename = "field")]
    pub(crate) fields: Vec<Field>,
    #[serde(default, rename = "section")]
    pub(crate) sections: Vec<Section>,
    #[serde(default, rename = "ask")]
    pub(crate) asks: Vec<Ask>,
    #[serde(default, rename = "gate")]
    pub(crate) gates: Vec<GateForm>,
    #[serde(default, rename = "mandate")]
    pub(crate) mandates: Vec<Mandate>,
    #[serde(skip)]
    pub(crate) template: String,
    #[serde(skip)]
    pub(crate) words: Option<Words>,
    #[serde(skip)]
    pub(crate) titles: BTreeMap<String, String>,
}

/// Places in braces of a sentence, each once.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
}

/// No sentence has a place that the program does not fill: those of the same name in English say which there are.
fn places_are_known(file: &str, text: &str) -> Result<(), FormError> {
    let english = CARRIED.iter().find(|(known, _)| *known == "words/en.toml").map_or("", |(_, text)| *text);
    let read = |text: &str| toml::from_str::<BTreeMap<String, toml::Value>>(text).unwrap_or_default();
    let (ours, theirs) = (read(english), read(text));
    for (section, values) in &theirs {
        for (name, value) in values.as_table().into_iter().flatten() {
            let value = value.to_string();
            let known = ours.get(section).and_then(|known| known.get(name)).map(ToString::to_string);
            let known = known.unwrap_or_default();
            if let Some(place) = places(&value).difference(&places(&known)).next() {
                let braced = format!("{{{place}}}");
                let line = text.lines().position(|line| line.contains(&braced)).map_or(1, |at| at + 1);
                let there: Vec<String> = places(&known).iter().map(|place| format!("{{{place}}}")).collect();
                let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
                let why =
                    format!("`{section}.{name}` has no place {braced}; it has: {there}; nothing was written");
                return Err(FormError::Settings { file: file.to_owned(), line, why });
            }
        }
    }
    Ok(())
}

/// All forms: those of the program, and those of the user before them.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    own: BTreeMap<String, String>,
}

impl Forms {
    /// With the user's own files, by their paths below the folder of forms.
    pub fn new(own: BTreeMap<String, String>) -> Self {
        Self { own }
    }

    fn file(&self, path: &str) -> Option<&str> {
        let carried = || CARRIED.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
        self.own.get(path).map(String::as_str).or_else(carried)
    }

    /// Forum and language of each form, in order.
    pub fn known(&self) -> Vec<(String, String)> {
        let paths = CARRIED.iter().map(|(path, _)| *path).chain(self.own.keys().map(String::as_str));
        let forms: BTreeSet<(String, String)> = paths
            .filter_map(|path| path.strip_suffix("/form.toml")?.split_once('/'))
            .map(|(forum, language)| (forum.to_owned(), language.to_owned()))
            .collect();
        forms.into_iter().collect()
    }

    /// The form of a forum in a language.
    ///
    /// # Errors
    /// Where there is none, or it has a fault: in which file and line.
    pub fn form(&self, forum: &str, language: &str) -> Result<Form, FormError> {
        let missing = || {
            let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for (forum, language) in self.known() {
                forms.entry(forum).or_default().push(language);
            }
            let each = forms.iter().map(|(forum, languages)| format!("{forum} ({})", languages.join(", ")));
            FormError::Missing {
                forum: forum.to_owned(),
                language: language.to_owned(),
                known: each.collect::<Vec<_>>().join(", "),
            }
        };
        let there = |file: &str| self.file(file).ok_or_else(|| FormError::NoFile { file: file.to_owned() });
        let file = format!("{forum}/{language}/form.toml");
        let text = self.file(&file).ok_or_else(missing)?;
        let mut form: Form = toml::from_str(text).map_err(|error| FormError::toml(&file, text, &error))?;
        let template = format!("{forum}/{language}/template.md");
        form.template = there(&template)?.to_owned();
        let words = format!("words/{language}.toml");
        let words_text = there(&words)?;
        places_are_known(&words, words_text)?;
        let words = Words::read(language, &words, words_text)?;
        let titles = "words/norms.toml";
        let all: BTreeMap<String, BTreeMap<String, String>> = match self.file(titles) {
            Some(text) => toml::from_str(text).map_err(|error| FormError::toml(titles, text, &error))?,
            None => BTreeMap::new(),
        };
        form.titles = all.get(language).cloned().unwrap_or_default();
        form.forum = forum.to_owned();
        form.language = language.to_owned();
        form.check(&file, text, &words)?;
        form.words = Some(words);
        Ok(form)
    }

    /// Ids of all questions of all forms in order, with the question in English.
    ///
    /// # Errors
    /// Where a form has a fault.
    pub fn questions(&self) -> Result<BTreeMap<String, Ask>, FormError> {
        let mut all = BTreeMap::new();
        for (forum, language) in self.known() {
            let form = self.form(&forum, &language)?;
            for ask in form.all_asks() {
                if language == "en" {
                    all.insert(ask.id.clone(), ask);
                } else {
                    all.entry(ask.id.clone()).or_insert(ask);
                }
            }
        }
        Ok(all)
    }
}

impl Form {
    /// Fields and questions beside them.
    pub(crate) fn all_asks(&self) -> impl Iterator<Item = Ask> {
        let ask = |field: &Field| Ask {
            id: field.id.clone(),
            owner: field.owner.clone(),
            question: field.question.clone(),
        };
        self.fields.iter().map(ask).chain(self.asks.iter().cloned())
    }

    pub(crate) fn words(&self) -> Result<&Words, FormError> {
        self.words.as_ref().ok_or_else(|| FormError::Missing {
            forum: self.forum.clone(),
            language: self.language.clone(),
            known: String::new(),
        })
    }

    pub(crate) fn ask(&self, id: &str) -> Option<Ask> {
        self.all_asks().find(|ask| ask.id == id)
    }

    /// Everything that can be told before a template runs: names that lead nowhere, kinds of events that do not exist.
    fn check(&self, file: &str, text: &str, words: &Words) -> Result<(), FormError> {
        let fault = |word: &str, why: String| {
            let line = text.lines().position(|line| line.contains(word)).map_or(1, |at| at + 1);
            Err(FormError::Settings {
                file: file.to_owned(),
                line,
                why: format!("{why}; nothing was written"),
            })
        };
        let kinds = self.fields.iter().flat_map(|field| &field.kinds);
        let kinds = kinds.chain(self.sections.iter().flat_map(|section| &section.kinds));
        for kind in kinds.chain(self.gates.iter().flat_map(|gate| &gate.kinds)) {
            if EventKind::named(kind).is_none() {
                return fault(kind, format!("`{kind}` is no event of law/vocabulary.toml"));
            }
        }
        let mut ids = BTreeSet::new();
        for ask in self.all_asks() {
            if !words.owner_is_known(&ask.owner) {
                return fault(
                    &ask.owner,
                    format!("`{}` is no owner; use family, lawyer, case_officer or doctor", ask.owner),
                );
            }
            if !ask.id.contains('.') {
                return fault(&ask.id, format!("the id `{}` needs a group: `identity.{}`", ask.id, ask.id));
            }
            if !ids.insert(ask.id.clone()) {
                return fault(&ask.id, format!("the id `{}` is there twice", ask.id));
            }
        }
        for gate in &self.gates {
            for id in &gate.asks {
                let group = gate.kind == GateKind::Complete;
                if !group && !ids.contains(id) {
                    return fault(
                        id,
                        format!("the condition `{}` asks `{id}`, which is no question of this form", gate.id),
                    );
                }
            }
        }
        for what in self.fields.iter().flat_map(|field| &field.words) {
            if !PARTICULARS.contains(&what.as_str()) {
                let known = PARTICULARS.join(", ");
                return fault(
                    what,
                    format!("`{what}` is nothing that is looked for in texts; there are: {known}"),
                );
            }
        }
        for field in self.fields.iter().filter(|field| field.fill == Fill::Same) {
            if !ids.contains(&field.of) {
                return fault(
                    &field.id,
                    format!("`{}` says the same as `{}`, which is no field", field.id, field.of),
                );
            }
        }
        Ok(())
    }

    /// Findings on a norm belong to the filing.
    pub(crate) fn takes(&self, norm: &str, state: Option<&str>) -> bool {
        let own = self.own_law
            && state.is_some_and(|state| norm.strip_prefix(state).is_some_and(|rest| rest.starts_with('.')));
        if self.without.iter().any(|start| norm.starts_with(start.as_str())) {
            return false;
        }
        own || self.norms.is_empty() || self.norms.iter().any(|start| norm.starts_with(start.as_str()))
    }
}
