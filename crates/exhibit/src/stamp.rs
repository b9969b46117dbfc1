//! The stamp at the foot of a page: which exhibit, which of its pages, which page of the bundle.

/// What a page is stamped with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// What it is: `E3`.
    pub(crate) label: String,
    /// Which of the pages of the exhibit: `page 2 of 14`; a page about the exhibit has none.
    pub(crate) page: String,
    /// Page of the bundle.
    pub(crate) bundle: usize,
}

/// Points from the edges of the page.
const SIDE: f32 = 28.0;
const FOOT: f32 = 9.0;
const SIZE: f32 = 8.5;

impl Stamp {
    /// The content stream that draws it on a page of this width.
    pub(crate) fn drawn(&self, width: f32) -> Vec<u8> {
        let left =
            if self.page.is_empty() { self.label.clone() } else { format!("{}, {}", self.label, self.page) };
        let right = format!("page {} of the bundle", self.bundle);
        let room = width - 2.0 * SIDE;
        // Two halves and a gap; on a narrow page the letters are smaller.
        let size = (room / (length(&left) + length(&right) + 2.0)).min(SIZE);
        let at = width - SIDE - length(&right) * size;
        let shown = |x: f32, text: &str| {
            let text = escaped(text);
            format!("BT /RemandStamp {size:.2} Tf {x:.2} {FOOT:.2} Td ({text}) Tj ET\n")
        };
        let line = FOOT + SIZE + 1.5;
        let end = width - SIDE;
        format!(
            "q 0 g 0 G 0.4 w {SIDE:.2} {line:.2} m {end:.2} {line:.2} l S\n{}{}Q\n",
            shown(SIDE, &left),
            shown(at, &right)
        )
        .into_bytes()
    }
}

/// Width of a text in Helvetica at a size of one, by the Adobe font metrics of the letters that stamps have.
fn length(text: &str) -> f32 {
    text.chars()
        .map(|c| match c {
            'f' | ' ' | ',' | '.' | 't' => 0.278,
            'l' | 'i' => 0.222,
            '-' => 0.333,
            'E' => 0.667,
            'T' => 0.611,
            _ => 0.556,
        })
        .sum()
}

/// Labels are letters and digits; anything else is not drawn.
fn escaped(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || " ,.-+".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_stays_on_the_page() {
        for width in [200.0_f32, 595.0, 5000.0] {
            let stamp = Stamp { label: "E3-T".to_owned(), page: "page 2 of 14".to_owned(), bundle: 1234 };
            let drawn = String::from_utf8(stamp.drawn(width)).unwrap();
            assert!(
                drawn.contains("(E3-T, page 2 of 14) Tj") && drawn.contains("(page 1234 of the bundle) Tj"),
                "{drawn}"
            );
            let places: Vec<f32> = drawn
                .lines()
                .filter_map(|line| line.split(" Tf ").nth(1)?.split(' ').next()?.parse().ok())
                .collect();
            assert_eq!(places.len(), 2);
            assert!(places.iter().all(|x| *x >= SIDE && *x < width - SIDE), "{drawn}");
            assert!(places[1] > places[0], "{drawn}");
        }
    }

    #[test]
    fn nothing_gets_out_of_the_string() {
        let stamp = Stamp { label: "E1) Tj (x\\".to_owned(), page: String::new(), bundle: 1 };
        assert!(String::from_utf8(stamp.drawn(595.0)).unwrap().contains("(E1 Tj x) Tj"));
    }
}
