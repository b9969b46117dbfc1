//! Bars that tell one number each, from a common zero: names and numbers are text, so that they can be read at any width.

use crate::html::Html;

/// A bar: its name, the least and the most that its number can be.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) least: u64,
    pub(crate) most: u64,
}

/// The widest bar, in hundredths of the width: its number stands beside it.
const WIDEST: f64 = 100.0;

/// A figure of bars; nothing where there is only one, or nothing to draw.
pub(crate) fn bars(html: &mut Html, title: &str, bars: &[Bar], number: impl Fn(u64) -> String) {
    let most = bars.iter().map(|bar| bar.most).max().unwrap_or(0);
    if bars.len() < 2 || most == 0 {
        return;
    }
    let share = |n: u64| {
        let part = u32::try_from(u128::from(n) * 10_000 / u128::from(most)).unwrap_or(10_000);
        (f64::from(part) / 10_000.0 * WIDEST).max(0.4)
    };
    html.tag("figure", &[("class", "chart")], |html| {
        html.element("figcaption", &[], title);
        html.tag("ul", &[("class", "bars")], |html| {
            for bar in bars {
                html.tag("li", &[], |html| {
                    html.element("span", &[("dir", "auto")], &bar.name);
                    let (least, most) = (share(bar.least), share(bar.most));
                    let open = match bar.most > bar.least {
                        true => format!("<rect x=\"0\" y=\"1\" width=\"{most:.1}%\" height=\"12\" class=\"open\"/>"),
                        false => String::new(),
                    };
                    html.tag("div", &[], |html| {
                        html.drawing(&format!(
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" height=\"14\" aria-hidden=\"true\" focusable=\"false\">\
                             {open}<rect x=\"0\" y=\"1\" width=\"{least:.1}%\" height=\"12\"/></svg>"
                        ));
                        let value = match bar.most > bar.least {
                            true => format!("{}–{}", number(bar.least), number(bar.most)),
                            false => number(bar.most),
                        };
                        html.element("strong", &[], &value);
                    });
                });
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(of: &[(u64, u64)]) -> String {
        let all: Vec<Bar> = of
            .iter()
            .map(|(least, most)| Bar { name: "a & b".to_owned(), least: *least, most: *most })
            .collect();
        Html::of(|html| bars(html, "Counted", &all, |n| n.to_string())).into_string()
    }

    #[test]
    fn bars_begin_at_zero_and_say_their_numbers() {
        let html = drawn(&[(50, 50), (200, 230)]);
        assert!(html.contains("width=\"21.7%\"") && html.contains("<strong>50</strong>"), "{html}");
        assert!(html.contains("width=\"100.0%\" height=\"12\" class=\"open\"") && html.contains("200–230"));
        assert!(html.contains("a &amp; b"));
    }

    #[test]
    fn one_number_or_none_is_not_drawn() {
        for of in [&[][..], &[(5, 5)], &[(0, 0), (0, 0)]] {
            assert_eq!(drawn(of), "");
        }
        assert!(drawn(&[(u64::MAX, u64::MAX), (1, 1)]).contains("100.0%"));
    }
}
