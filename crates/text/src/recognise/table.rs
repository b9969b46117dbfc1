//! The table in which Tesseract answers: a line of twelve columns for each block, paragraph, line and word.

/// Most words of one page; a page set in the smallest type has some 3,000.
const WORDS: usize = 20_000;
/// Most bytes of a word.
const LONGEST: usize = 200;

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// From 0 to 100.
    pub(super) confidence: u8,
    /// Numbers of its block and its paragraph there.
    pub(super) paragraph: (u32, u32),
    /// Number of its line in that.
    pub(super) line: u32,
}

/// Reads the table. What is not a word in it is passed over; a table of another form is refused.
pub(super) fn parse(table: &str) -> Result<Vec<Word>, String> {
    const HEAD: &str =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext";
    const WORD: &str = "5";
    let mut lines = table.lines();
    if lines.next() != Some(HEAD) {
        return Err("Tesseract answered in a form that is not known".to_owned());
    }
    let mut words = Vec::new();
    for line in lines {
        let mut columns = line.splitn(12, '\t');
        if columns.next() != Some(WORD) {
            continue;
        }
        let mut number = |skip: usize| columns.nth(skip)?.parse::<f32>().ok().filter(|n| n.is_finite());
        let (Some(block), Some(paragraph), Some(line), Some(confidence)) =
            (number(1), number(0), number(0), number(5))
        else {
            continue;
        };
        let text: String = columns.next().unwrap_or_default().chars().filter(|c| !c.is_control()).collect();
        let text = text.trim();
        // What the machine takes for a line or a stain has no confidence.
        if text.is_empty() || text.len() > LONGEST || confidence < 0.0 || words.len() >= WORDS {
            continue;
        }
        words.push(Word {
            text: text.to_owned(),
            confidence: confidence.min(100.0) as u8,
            paragraph: (block as u32, paragraph as u32),
            line: line as u32,
        });
    }
    Ok(words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const HEAD: &str =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    #[test]
    fn words_have_a_place_and_a_confidence() {
        let table = format!(
            "{HEAD}1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n4\t1\t1\t2\t3\t0\t5\t5\t90\t20\t-1\t\n\
             5\t1\t1\t2\t3\t1\t5\t5\t40\t20\t96.5\tмарта\n5\t1\t1\t2\t3\t2\t50\t5\t40\t20\t0\t2024\n"
        );
        let words = parse(&table).unwrap();
        let place = |word: &Word| (word.text.clone(), word.confidence, word.paragraph, word.line);
        assert_eq!(place(&words[0]), ("марта".to_owned(), 96, (1, 2), 3));
        assert_eq!(place(&words[1]), ("2024".to_owned(), 0, (1, 2), 3));
    }

    #[test]
    fn what_is_no_word_is_passed_over_and_no_table_is_refused() {
        for line in [
            "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t95\t ",
            "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t-1\tstain",
            "5\t1\t1\t1\t1\t1\t0\t0\t1\t1\tNaN\tx",
            "5\t1\t1",
            "5\tx\ty\tz\t1\t1\t0\t0\t1\t1\t95\tword",
            "\u{0}",
        ] {
            assert_eq!(parse(&format!("{HEAD}{line}\n")).unwrap(), [], "{line}");
        }
        assert_eq!(parse(&format!("{HEAD}5\t1\t1\t1\t1\t1\t0\t0\t1\t1\t1e9\tx\ty\n")).unwrap()[0].text, "xy");
        assert!(parse("").is_err() && parse("Error opening data file").is_err());
    }
}
