//! Words written as one that a lexicon knows by their halves: "Montagabend" is a Monday and its evening.

use crate::pattern::{Element, Step};

/// The two halves of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Compound {
    /// Numbers of the halves in the lexicon.
    pub(crate) halves: [u32; 2],
    /// Characters of the first.
    pub(crate) chars: usize,
}

/// What may stand in either half. `Err` says what is wrong with the form.
pub(crate) fn halves(step: &Step) -> Result<[Vec<Element>; 2], String> {
    let two = match step {
        Step::Either(all) => match all.as_slice() {
            [Step::Sequence(two)] => two.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let [first, last] = two else {
        return Err("a compound has two halves, as in `weekday part`".to_owned());
    };
    let mut sides = [Vec::new(), Vec::new()];
    for (side, step) in sides.iter_mut().zip([first, last]) {
        flatten(step, side)?;
    }
    Ok(sides)
}

fn flatten(step: &Step, out: &mut Vec<Element>) -> Result<(), String> {
    match step {
        Step::One(element) => out.push(*element),
        Step::Either(all) => all.iter().try_for_each(|one| flatten(one, out))?,
        Step::Sequence(all) if all.len() == 1 => all.iter().try_for_each(|one| flatten(one, out))?,
        Step::Sequence(_) | Step::Optional(_) => {
            return Err("each half of a compound is one word, neither more nor optional".to_owned());
        }
    }
    Ok(())
}
