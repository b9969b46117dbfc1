//! The longest form of the lexicon that fits at the place of matching.

use super::{AHEAD, Scan};
use crate::Direction;
use crate::class::{Class, DIRECTIONS, named};
use crate::pattern::{Element, Gives};
use crate::slots::{NUMERIC, Slots, numeric, worded};
use crate::token::{Gap, Shape, Token};
use crate::words::Meaning;

/// The longest form that fits.
pub(super) struct Best {
    pub(super) len: usize,
    /// With the words that have to follow.
    pub(super) reach: usize,
    pub(super) gives: Gives,
    pub(super) slots: Slots,
    pub(super) meaning: Meaning,
}

impl Scan<'_> {
    pub(super) fn longest(&self) -> Option<Best> {
        let mut best = None;
        self.walk(0, self.at, &Slots::default(), &mut best);
        best
    }

    fn walk(&self, at: u32, i: usize, slots: &Slots, best: &mut Option<Best>) {
        let Some(node) = self.lexicon.forms.node(at) else { return };
        if node.accept == Some(Gives::Date) && !(slots.first.exists() && slots.last.exists()) {
            self.no_day.set(self.no_day.get().max(i - self.at));
        }
        if let Some(gives) = node.accept
            && i > self.at
            && best.as_ref().is_none_or(|b| b.reach < i - self.at)
            && let Some(meaning) = slots.meaning(gives)
            && (!slots.small || (slots.first.month.is_some() && slots.first.year.is_some()))
            && !(two_months(&meaning, slots) && self.two_dates(slots))
            && !self.counts_from_complement(gives, i)
        {
            let reach = i - self.at;
            *best = Some(Best { len: slots.len.unwrap_or(reach), reach, gives, slots: *slots, meaning });
        }
        if node.leads(Class::End)
            && let Some(next) = self.lexicon.forms.along(at, Element::Class(Class::End))
        {
            self.walk(next, i, &Slots { len: Some(i - self.at), ..*slots }, best);
        }
        let Some(token) = self.token(i) else { return };
        if i - self.at >= AHEAD || (i > self.at && token.gap == Gap::Paragraph) {
            return;
        }
        if let Shape::Number(number) = token.shape {
            for class in node.classes(NUMERIC) {
                let Some(next) = self.lexicon.forms.along(at, Element::Class(class)) else { continue };
                if !self.goes_on(next, i + 1) {
                    continue;
                }
                let mut slots = *slots;
                if numeric(number, class, &mut slots) {
                    self.walk(next, i + 1, &slots, best);
                }
            }
            if !token.spelled {
                return;
            }
        }
        for sense in self.lexicon.senses(token.word) {
            let Some(next) = self.lexicon.forms.along(at, sense.element) else { continue };
            let Some(rest) = self.phrase_at(sense.phrase, i + 1) else { continue };
            if !self.goes_on(next, i + 1 + rest) {
                continue;
            }
            let mut slots = *slots;
            if let Element::Class(class) = sense.element {
                if !worded(sense.value, class, &mut slots) {
                    continue;
                }
                slots.weak |= sense.weak;
                slots.small |= sense.proper && !token.capital;
            }
            self.walk(next, i + 1 + rest, &slots, best);
        }
    }

    /// A form ends at this node, or goes on with token `i`: what has been gathered is copied for nothing else.
    fn goes_on(&self, at: u32, i: usize) -> bool {
        let leads = |token: &Token| match token.shape {
            Shape::Number(_) => true,
            _ => {
                let senses = self.lexicon.senses(token.word);
                senses.iter().any(|sense| self.lexicon.forms.along(at, sense.element).is_some())
            }
        };
        self.lexicon.forms.may_end(at) || self.token(i).is_some_and(leads)
    }

    /// "From 5 May to 6 June" is two dates, each with its own preposition; so is "5 May and 6 June", unless
    /// "between" stands before.
    fn two_dates(&self, slots: &Slots) -> bool {
        if slots.conjoined {
            return self.class_before(self.at, Class::Between).is_none();
        }
        let before =
            self.class_before(self.at, Class::Direction).and_then(|(value, _)| named(DIRECTIONS, value));
        matches!(before, Some(Direction::From | Direction::Since))
    }

    /// "Trois mois après l'arrestation": a preposition ends the form at `i`, and what it is counted from follows.
    fn counts_from_complement(&self, gives: Gives, i: usize) -> bool {
        matches!(gives, Gives::Later | Gives::Earlier)
            && self.class_at(i, Class::Complement).is_some()
            && self.class_before(i, Class::Direction).is_some()
    }
}

fn two_months(meaning: &Meaning, slots: &Slots) -> bool {
    matches!(meaning, Meaning::Calendar { last: Some(_), .. })
        && slots.first.month.is_some()
        && slots.last.month.is_some()
}
