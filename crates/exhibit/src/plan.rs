//! Which exhibits are bound, under which labels and in which order: by number, each translation behind its original.

use std::collections::BTreeMap;

use remand_dossier::{Record, WithheldWhy};
use remand_text::TextLayer;
use remand_vault::Item;

/// An exhibit that is the translation of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// Number of the translation.
    pub exhibit: usize,
    /// Number of what it translates.
    pub of: usize,
    /// Who translated it, and in what capacity, as far as anybody said.
    pub translator: Option<String>,
}

/// Why nothing can be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// An exhibit was asked for that there is not.
    #[error("there is no exhibit E{number}; the case has {}, and the dossier lists them", exhibits(*.all))]
    NoExhibit {
        /// The number.
        number: usize,
        /// How many there are.
        all: usize,
    },
    /// A case without files.
    #[error("the case has no files that could be exhibits; `remand add CASE FILES` takes some in")]
    Nothing,
}

fn exhibits(all: usize) -> String {
    if all == 1 { "one, E1".to_owned() } else { format!("{all}, E1 to E{all}") }
}

/// One exhibit.
#[derive(Clone, Debug)]
pub struct Exhibit<'a> {
    /// Its number in the record, by which footnotes name it.
    pub number: usize,
    /// What its pages are stamped with: `E3`, or `E3-T` of a translation of E3; in a group of cases `B-E3`.
    pub label: String,
    /// How footnotes name it, whatever it translates: `E7`.
    pub cited: String,
    /// The item; of a withheld one, what is left of it.
    pub item: &'a Item,
    /// Its text.
    pub layer: &'a TextLayer,
    /// Why the audience does not get it.
    pub withheld: Option<WithheldWhy>,
    /// Its date, as far as anybody says.
    pub date: Option<String>,
    /// From whom it came.
    pub received: Option<String>,
    /// The label of what it translates.
    pub translates: Option<String>,
    /// Who translated it.
    pub translator: Option<String>,
    /// Labels and names of the exhibits that were found inside it.
    pub holds: Vec<(String, String)>,
    /// Label and name of the exhibit that it was found in.
    pub inside: Option<(String, String)>,
}

impl Exhibit<'_> {
    /// The last part of its name.
    pub fn short_name(&self) -> &str {
        let name = self.item.name.rsplit(['/', '!']).next().unwrap_or_default();
        if name.is_empty() { &self.item.name } else { name }
    }
}

/// All exhibits that are bound, in their order.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The exhibits.
    pub exhibits: Vec<Exhibit<'a>>,
}

impl<'a> Plan<'a> {
    /// The exhibits of a guarded record. `received` says from whom they came, by number; `only` leaves those with these
    /// numbers and their translations, none all. `letter` is that of the person in a group of cases, else empty.
    ///
    /// # Errors
    /// Where there are none, or `only` names one that there is not.
    pub fn new(
        record: &Record<'a>,
        translations: &[Translated],
        received: &BTreeMap<usize, String>,
        only: &[usize],
        letter: &str,
    ) -> Result<Self, PlanError> {
        let all = record.items.len();
        if all == 0 {
            return Err(PlanError::Nothing);
        }
        if let Some(number) = only.iter().find(|number| !(1..=all).contains(number)) {
            return Err(PlanError::NoExhibit { number: *number, all });
        }
        let translations = straight(translations, all);
        let of = |number: usize| translations.iter().find(|translated| translated.exhibit == number);
        let cited = |number: usize| match letter {
            "" => format!("E{number}"),
            letter => format!("{letter}-E{number}"),
        };
        let mut order: Vec<(usize, String)> = Vec::new();
        for number in (1..=all).filter(|number| of(*number).is_none()) {
            order.push((number, cited(number)));
            let behind: Vec<&Translated> =
                translations.iter().filter(|translated| translated.of == number).collect();
            for (at, translated) in behind.iter().enumerate() {
                let which = if behind.len() == 1 { String::new() } else { (at + 1).to_string() };
                order.push((translated.exhibit, format!("{}-T{which}", cited(number))));
            }
        }
        let labels: BTreeMap<usize, String> = order.iter().cloned().collect();
        let numbers: BTreeMap<_, usize> =
            record.items.iter().enumerate().map(|(at, (item, _))| (item.id, at + 1)).collect();
        let told = |number: usize| {
            let (item, _) = record.items.get(number.checked_sub(1)?)?;
            Some((labels.get(&number)?.clone(), item.name.clone()))
        };
        let wanted = |number: usize| {
            let original = of(number).map_or(number, |translated| translated.of);
            only.is_empty() || only.contains(&number) || only.contains(&original)
        };
        let exhibit = |(number, label): (usize, String)| {
            let (item, layer) = record.items.get(number.checked_sub(1)?).copied()?;
            let holds = record.items.iter().filter(|(inner, _)| inner.parent == Some(item.id));
            let holds = holds.filter_map(|(inner, _)| told(*numbers.get(&inner.id)?)).collect();
            Some(Exhibit {
                number,
                label,
                cited: cited(number),
                item,
                layer,
                withheld: record.withheld(item.id).map(|withheld| withheld.why),
                date: date(record, item, layer),
                received: received.get(&number).cloned(),
                translates: of(number).map(|translated| cited(translated.of)),
                translator: of(number).and_then(|translated| translated.translator.clone()),
                holds,
                inside: item.parent.and_then(|parent| told(*numbers.get(&parent)?)),
            })
        };
        let exhibits = order.into_iter().filter(|(number, _)| wanted(*number)).filter_map(exhibit).collect();
        Ok(Self { exhibits })
    }

    /// The exhibit that footnotes name so.
    pub fn exhibit(&self, cited: &str) -> Option<&Exhibit<'a>> {
        self.exhibits.iter().find(|exhibit| exhibit.cited == cited)
    }
}

/// When it was written, sent or published: what the file says, else the days of what was read in it.
fn date(record: &Record<'_>, item: &Item, layer: &TextLayer) -> Option<String> {
    let said =
        layer.metadata.date.as_deref().map(|date| date.split('T').next().unwrap_or_default().to_owned());
    if let Some(said) = said.filter(|said| !said.is_empty()) {
        return Some(said);
    }
    let entries = record.chronology.reading.entries.iter().filter(|entry| entry.passage.item == item.id);
    let days: Vec<_> = entries.filter_map(|entry| entry.published.first_day()).collect();
    match (days.iter().min()?, days.iter().max()?) {
        (first, last) if first == last => Some(first.to_string()),
        (first, last) => Some(format!("{first} to {last}")),
    }
}

/// Translations of what is itself no translation, each exhibit once.
fn straight(translations: &[Translated], all: usize) -> Vec<Translated> {
    let mut kept: Vec<Translated> = Vec::new();
    for translated in translations {
        let Translated { exhibit, of, .. } = translated;
        let there = (1..=all).contains(exhibit) && (1..=all).contains(of) && exhibit != of;
        let is_one = translations.iter().any(|other| other.exhibit == *of);
        if there && !is_one && kept.iter().all(|other| other.exhibit != *exhibit) {
            kept.push(translated.clone());
        }
    }
    kept.sort_by_key(|translated| (translated.of, translated.exhibit));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(exhibit: usize, of: usize) -> Translated {
        Translated { exhibit, of, translator: None }
    }

    #[test]
    fn a_translation_of_a_translation_or_of_itself_is_none() {
        let all = [
            translated(2, 1),
            translated(3, 2),
            translated(4, 4),
            translated(5, 9),
            translated(6, 1),
            translated(2, 7),
        ];
        let kept: Vec<(usize, usize)> = straight(&all, 8).iter().map(|t| (t.exhibit, t.of)).collect();
        assert_eq!(kept, [(2, 1), (6, 1)]);
    }

    #[test]
    fn exhibits_that_there_are_not_are_told() {
        let error = PlanError::NoExhibit { number: 9, all: 4 }.to_string();
        assert!(error.contains("no exhibit E9") && error.contains("E1 to E4"), "{error}");
    }
}
