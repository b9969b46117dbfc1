//! Two runs of words side by side: which of them both have.

/// A step of the way from one run of words to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Both have the word: its place in each.
    Both(usize, usize),
    /// Only the first has it.
    First(usize),
    /// Only the second has it.
    Second(usize),
}

/// The shortest way from `first` to `second`.
pub(crate) fn steps<T: PartialEq>(first: &[T], second: &[T]) -> Vec<Step> {
    let width = second.len() + 1;
    let mut table = vec![0_u32; (first.len() + 1) * width];
    let at = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in first.iter().enumerate().rev() {
        for (j, b) in second.iter().enumerate().rev() {
            let value = if a == b {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::with_capacity(first.len() + second.len());
    while let (Some(a), Some(b)) = (first.get(i), second.get(j)) {
        if a == b {
            found.push(Step::Both(i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&table, i + 1, j) >= at(&table, i, j + 1) {
            found.push(Step::First(i));
            i += 1;
        } else {
            found.push(Step::Second(j));
            j += 1;
        }
    }
    found.extend((i..first.len()).map(Step::First));
    found.extend((j..second.len()).map(Step::Second));
    found
}

/// Letters that must be changed to make one word of the other; `None` for more than `most`.
pub(crate) fn letters_apart(one: &str, other: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, mine) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (j, theirs) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or(usize::MAX);
            let value = if mine == theirs { diagonal } else { 1 + diagonal.min(above).min(left) };
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = value;
            }
            (diagonal, left) = (above, value);
        }
    }
    row.last().copied().filter(|apart| *apart <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_between_two_runs() {
        let found = steps(&["a", "b", "c"], &["a", "x", "c"]);
        assert_eq!(found, [Step::Both(0, 0), Step::First(1), Step::Second(1), Step::Both(2, 2)]);
        assert_eq!(steps::<&str>(&[], &[]), []);
        assert_eq!(steps(&["a"], &[]), [Step::First(0)]);
    }

    #[test]
    fn letters_between_two_words() {
        for (one, other, expected) in [
            ("kaldray", "kaldrey", Some(1)),
            ("orsen", "orson", Some(1)),
            ("brandel", "krast", None),
            ("", "", Some(0)),
        ] {
            assert_eq!(letters_apart(one, other, 2), expected, "{one} {other}");
        }
    }
}
