//! Norms as a table, and what of them a lawyer still has to check.

use remand_case::Listed;
use remand_law::HowChecked;

use super::{counted, line};

/// A title is cut to no less than this, however narrow the terminal.
const LEAST: usize = 24;

const GAP: &str = "  ";

/// All norms in one table. In a terminal of `width` characters titles are cut so that a row stays on its line.
pub(super) fn all(rows: &[Listed], width: Option<usize>, out: &mut String) {
    let mut table = vec![["ID", "WHAT", "LIMIT", "IN FORCE", "CHECKED"].map(str::to_owned)];
    table
        .extend(rows.iter().map(|row| {
            [&row.id, &row.title, &row.limit, &row.in_force, &row.checked].map(ToOwned::to_owned)
        }));
    print(&table, 1, width, out);
    line(out, format!("\n{}", counted(rows.len(), "norm")));
}

/// Norms that were not held against the text, the most doubtful first, with what to open and where to mend.
pub(super) fn unchecked(rows: &[Listed], width: Option<usize>, out: &mut String) {
    let groups = [
        (HowChecked::Memory, "from memory: nobody opened a source"),
        (
            HowChecked::SecondaryText,
            "against a secondary text: somebody read a page about the source, not the source",
        ),
    ];
    for (how, words) in groups {
        let group: Vec<&Listed> = rows.iter().filter(|row| row.how == how).collect();
        if group.is_empty() {
            continue;
        }
        line(out, format!("{}, {words}\n", counted(group.len(), "norm")));
        let mut table = vec![["ID", "SOURCE", "MEND"].map(str::to_owned)];
        table.extend(
            group.iter().map(|row| [row.id.clone(), row.cites.clone(), format!("{}:{}", row.file, row.line)]),
        );
        print(&table, 1, width, out);
        out.push('\n');
    }
    line(out, counted(rows.len(), "norm to check"));
    if !rows.is_empty() {
        line(
            out,
            "Open the source, hold the norm against it, and write the day: `checked 2024-01-31 against text`.",
        );
    }
}

/// Columns as wide as what stands in them; the one that may be cut gives way where a row is too long.
pub(super) fn print<const N: usize>(
    table: &[[String; N]],
    cut: usize,
    width: Option<usize>,
    out: &mut String,
) {
    let mut widths = [0; N];
    for row in table {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = cell.chars().count().max(*widest);
        }
    }
    let whole = widths.iter().sum::<usize>() + GAP.len() * N.saturating_sub(1);
    if let (Some(width), Some(column)) = (width, widths.get_mut(cut)) {
        let least = LEAST.min(*column);
        *column = column.saturating_sub(whole.saturating_sub(width)).max(least);
    }
    for row in table {
        let cells: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| format!("{:<width$}", fit(cell, width))).collect();
        line(out, cells.join(GAP).trim_end());
    }
}

/// The first characters of a text that is too long, with a mark that there is more.
fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, title: &str, how: HowChecked) -> Listed {
        Listed {
            id: id.to_owned(),
            title: title.to_owned(),
            jurisdiction: "own".to_owned(),
            limit: "hard".to_owned(),
            in_force: "2001-01-01 ..".to_owned(),
            how,
            checked: format!("{}, 2024-01-31", how.words()),
            cites: "Code art. 7".to_owned(),
            file: "own.md".to_owned(),
            line: 12,
        }
    }

    fn table(width: Option<usize>) -> String {
        let mut out = String::new();
        let rows = [
            row("xx.7", "Judge", HowChecked::Text),
            row("xx.12.family", "The family is told within twelve hours", HowChecked::Memory),
        ];
        all(&rows, width, &mut out);
        out
    }

    #[test]
    fn columns_are_as_wide_as_what_stands_in_them() {
        assert_eq!(
            table(None),
            "ID            WHAT                                    LIMIT  IN FORCE       CHECKED\n\
             xx.7          Judge                                   hard   2001-01-01 ..  against text, 2024-01-31\n\
             xx.12.family  The family is told within twelve hours  hard   2001-01-01 ..  from memory, 2024-01-31\n\
             \n2 norms\n"
        );
    }

    #[test]
    fn in_a_terminal_titles_are_cut_but_never_to_nothing() {
        assert_eq!(
            table(Some(86)).lines().nth(2),
            Some("xx.12.family  The family is told with…  hard   2001-01-01 ..  from memory, 2024-01-31")
        );
        assert_eq!(table(Some(10)), table(Some(86)));
        assert_eq!(table(Some(200)), table(None));
    }

    #[test]
    fn what_nobody_read_comes_before_what_was_read_in_part() {
        let mut out = String::new();
        let rows = [row("xx.1", "A", HowChecked::SecondaryText), row("xx.2", "B", HowChecked::Memory)];
        unchecked(&rows, None, &mut out);
        assert_eq!(
            out,
            "1 norm, from memory: nobody opened a source\n\n\
             ID    SOURCE       MEND\n\
             xx.2  Code art. 7  own.md:12\n\n\
             1 norm, against a secondary text: somebody read a page about the source, not the source\n\n\
             ID    SOURCE       MEND\n\
             xx.1  Code art. 7  own.md:12\n\n\
             2 norms to check\n\
             Open the source, hold the norm against it, and write the day: `checked 2024-01-31 against text`.\n"
        );
        out.clear();
        unchecked(&[], None, &mut out);
        assert_eq!(out, "0 norms to check\n");
    }
}
