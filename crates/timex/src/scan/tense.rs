//! Whether the sentence around an expression speaks of something past or of something to come.

use super::{BEHIND, Scan};
use crate::class::Class;
use crate::token::{Gap, Shape};

impl Scan<'_> {
    /// The nearest word of the sentence that tells the tense is one such as "will"; `None` where no word tells it.
    pub(super) fn tells_future(&self, len: usize) -> Option<bool> {
        let (mut behind, mut ahead) = (true, true);
        for n in 1..=BEHIND {
            let before = self.at.checked_sub(n).filter(|_| behind);
            let after = Some(self.at + len - 1 + n).filter(|_| ahead);
            let open = |i: &usize| self.token(*i).is_some() && !self.ends_sentence(*i);
            behind = before.as_ref().is_some_and(open);
            ahead = after.as_ref().is_some_and(|i| open(i) && !self.begins_clause(*i));
            for i in [before.filter(|_| behind), after.filter(|_| ahead)].into_iter().flatten() {
                if self.class_at(i, Class::Future).is_some() {
                    return Some(true);
                }
                // "Will be paid": the participle says nothing.
                let passive = i.checked_sub(1).is_some_and(|b| self.class_at(b, Class::Auxiliary).is_some());
                if !passive && (self.class_at(i, Class::Past).is_some() || self.ends_as_past(i)) {
                    return Some(false);
                }
            }
        }
        None
    }

    /// A word in small letters with one of the endings that [words.past] lists: "-ed".
    fn ends_as_past(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| {
            t.shape == Shape::Word
                && !t.capital
                && self.lexicon.past_endings.iter().any(|ending| self.tokens.slice(t).ends_with(ending))
        })
    }

    /// "That", "which", a quotation: its tense is its own.
    fn begins_clause(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.shape, Shape::Mark('"' | '“' | '«' | '`')))
            || self.class_at(i, Class::Clause).is_some()
    }

    /// A stop after an initial or a short title is none: "J. Roe", "Dr. Sato".
    fn ends_sentence(&self, i: usize) -> bool {
        let Some(token) = self.token(i) else { return true };
        match token.shape {
            _ if token.gap == Gap::Paragraph => true,
            Shape::Mark('!' | '?' | ';') => true,
            Shape::Mark('.') => {
                let short = i.checked_sub(1).and_then(|b| self.token(b)).is_some_and(|b| {
                    b.shape == Shape::Word && b.capital && b.end - b.start <= 3 && token.gap == Gap::None
                });
                let begins = self.token(i + 1).is_none_or(|t| {
                    t.gap != Gap::None && (t.capital || matches!(t.shape, Shape::Mark('"' | '“' | '«' | '`')))
                });
                begins && !short
            }
            _ => false,
        }
    }
}
