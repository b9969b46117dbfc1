//! Counts, sums of money, percentages and the numbers of documents.

use std::ops::Range;

use crate::date::{ALIKE, CARRIERS, Found};
use crate::draft::Draft;
use crate::duration::by_clock;
use crate::figure::{Class, Figure, figures};
use crate::known::{Known, KnownFigure, said, stems};
use crate::{Carrier, Checked, Standing, What};
use remand_timex::{Amount, Precision};

/// A number of fewer units than this stands in every record, of one thing or another.
const DISTINCT: u64 = 13_000;
/// So many letters join the two numbers of a range.
const JOINED: usize = 6;
/// Words after a number that may be what it counts.
const COUNTED: usize = 3;

/// The numbers of the text outside dates, lengths, quotations and citations.
pub(crate) fn numbers(draft: &Draft<'_>, known: &Known<'_>, numbered: &[Range<usize>]) -> Vec<Checked> {
    let mut taken: Vec<Range<usize>> = numbered.to_vec();
    taken.extend(draft.times.iter().filter(|timex| !timex.vague).map(|timex| timex.start..timex.end));
    taken.extend(draft.quotations.iter().map(|quotation| quotation.span.clone()));
    taken.extend(draft.references.iter().cloned());
    taken.extend(draft.reading.citations.iter().map(|citation| citation.passage.range()));
    let figures = figures(draft.text, &taken, &draft.small, draft.lexicon);
    let each = figures.into_iter().map(|figure| {
        let what = match figure.class {
            Class::Count => What::Count,
            Class::Percent => What::Percentage,
            Class::Money(_) => What::Amount,
        };
        let found = of_a_range(draft, known, &figure).unwrap_or_else(|| number(draft, known, &figure));
        found.checked(draft, figure.span, what)
    });
    each.collect()
}

/// "Between 88 and 96 days": the first number is of the unit that the second has.
fn of_a_range(draft: &Draft<'_>, known: &Known<'_>, figure: &Figure) -> Option<Found> {
    let next = draft.times.iter().find(|timex| timex.start >= figure.span.end && timex.amount.is_some())?;
    let between = draft.text.get(figure.span.end..next.start)?;
    if between.chars().count() > JOINED || between.contains(['.', ',', ';', '\n']) {
        return None;
    }
    let count = u32::try_from(figure.value / 1000).ok()?;
    by_clock(known, &Amount { count, unit: next.amount?.unit, precision: Precision::Exact })
}

/// The words after a number that may say what it counts.
fn counted(text: &str, end: usize) -> Vec<String> {
    let after = text.get(end..).unwrap_or_default();
    let clause = after.split(['.', ';', '\n', ')']).next().unwrap_or_default();
    let words = remand_search::words(clause).filter_map(|range| clause.get(range)).take(COUNTED + 2);
    words.flat_map(stems).take(COUNTED).collect()
}

fn number(draft: &Draft<'_>, known: &Known<'_>, figure: &Figure) -> Found {
    let (shared, telling) = draft.shared(figure.span.start);
    let unit = counted(draft.text, figure.span.end);
    let of = |other: &KnownFigure| -> (usize, bool, bool) {
        let text = known.texts.get(other.text);
        let theirs = text.map(|text| counted(&text.text, other.figure.span.end)).unwrap_or_default();
        let same_unit = unit.iter().any(|word| theirs.contains(word));
        let next = unit.first().is_some_and(|word| theirs.first() == Some(word));
        (known.score(shared, other.text, other.figure.span.start), same_unit, next)
    };
    let alike = known.figures.iter().filter(|other| other.figure.class == figure.class);
    let mut same: Vec<(usize, bool, &KnownFigure)> = Vec::new();
    let mut inside: Vec<(usize, &KnownFigure)> = Vec::new();
    let mut differ: Vec<(usize, &KnownFigure)> = Vec::new();
    for other in alike {
        let equal = other.figure.value == figure.value;
        let allowed = figure.loose.is_some()
            && figure.bounds.0.is_none_or(|least| other.figure.value >= least)
            && figure.bounds.1.is_none_or(|most| other.figure.value <= most)
            && figure.bounds != (None, None);
        if equal {
            let (points, same_unit, _) = if other.timed { (0, false, false) } else { of(other) };
            same.push((points + 2 * usize::from(same_unit), same_unit, other));
        } else if !other.timed {
            let (points, same_unit, next) = of(other);
            let alike =
                points >= ALIKE && points * 2 > telling || next && points >= 2 && points * 4 >= telling * 3;
            if same_unit && allowed && points >= 2 {
                inside.push((points, other));
            } else if same_unit && alike {
                differ.push((points, other));
            }
        }
    }
    same.sort_by_key(|(points, ..)| std::cmp::Reverse(*points));
    let place = |other: &KnownFigure| known.carrier(other.text, &other.figure.span);
    let mut carriers: Vec<Carrier> = Vec::new();
    for carrier in same.iter().filter_map(|(.., other)| place(other)) {
        if carriers.len() < CARRIERS && !carriers.contains(&carrier) {
            carriers.push(carrier);
        }
    }
    let of_this = |(points, same_unit, best): &(usize, bool, &KnownFigure)| {
        let other_language = known.texts.get(best.text).is_some_and(|text| text.language != draft.language);
        *same_unit
            || *points >= 2
            || figure.class != Class::Count && !best.timed
            || other_language && figure.value >= DISTINCT
    };
    if let Some((_, same_unit, best)) = same.first().filter(|best| of_this(best)) {
        return match (&figure.loose, &best.figure.loose) {
            (None, Some(loose)) if *same_unit => {
                let told = known.told(best.text, &best.figure.span);
                Found::of(Standing::Uncertain, carriers, format!("the record says “{loose}”: {told}"))
            }
            _ => Found::carried(carriers),
        };
    }
    inside.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    if let Some((_, other)) = inside.first() {
        let carriers: Vec<Carrier> = place(other).into_iter().collect();
        let says = format!("the record has {}", carriers.first().map(said).unwrap_or_default());
        return Found::of(Standing::Carried, carriers, says);
    }
    differ.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    if let Some((_, other)) = differ.first() {
        let text = known.texts.get(other.text);
        let has = text.and_then(|text| text.text.get(other.figure.span.clone())).unwrap_or_default();
        let loose = other.figure.loose.as_deref().map(|words| format!("{words} ")).unwrap_or_default();
        let says = format!(
            "the record has {loose}{has}, not {}: {}",
            draft.words(&figure.span),
            known.told(other.text, &other.figure.span)
        );
        return Found::of(Standing::Contradicted, Vec::new(), says);
    }
    if let Some((.., best)) = same.first() {
        let told = known.told(best.text, &best.figure.span);
        let says = format!("the record has the number, perhaps of something else: {told}");
        return Found::of(Standing::Uncertain, carriers, says);
    }
    Found::of(Standing::NotInTheRecord, Vec::new(), "no text of the record has this number")
}

/// The numbers of cases and documents, telephones and addresses of the text, outside quotations and citations.
pub(crate) fn references(draft: &Draft<'_>, known: &Known<'_>) -> Vec<Checked> {
    let free = |range: &&Range<usize>| {
        let words = draft.words(range);
        let cited = draft
            .reading
            .citations
            .iter()
            .any(|c| c.passage.start < range.end && range.start < c.passage.end);
        // A mark of a note.
        !draft.quoted(range) && !cited && !words.starts_with('[')
    };
    let each = draft.references.iter().filter(free).map(|range| {
        let words = draft.words(range);
        let ids: Option<Vec<u32>> = remand_search::words(words)
            .filter_map(|word| words.get(word))
            .map(|word| known.word(&remand_search::fold(word)))
            .collect();
        let found = ids.as_deref().filter(|ids| !ids.is_empty()).and_then(|ids| known.runs(ids).next());
        let carrier = found.and_then(|(text, words)| {
            let tokens = known.texts.get(text)?.tokens.get(words)?;
            known.carrier(text, &(tokens.first()?.start as usize..tokens.last()?.end as usize))
        });
        let exhibit = words.strip_prefix('E').and_then(|number| number.parse::<usize>().ok());
        let exhibit = exhibit.filter(|number| (1..=known.record.items.len()).contains(number));
        let found = match (carrier, exhibit) {
            (Some(carrier), _) => Found::carried(vec![carrier]),
            (None, Some(_)) => Found::of(Standing::Carried, Vec::new(), "an exhibit of the record"),
            (None, None) => Found::of(Standing::NotInTheRecord, Vec::new(), "no text of the record has it"),
        };
        found.checked(draft, range.clone(), What::Reference)
    });
    each.collect()
}
