//! A text with its expressions marked as TIMEX3, in a TimeML document.

use std::fmt::{self, Display, Formatter, Write};

use crate::{Anchor, Kind, Timex, When};

/// A TimeML document: [`Display`] writes it.
///
/// Expressions that the annotation guidelines of the language leave out ([`Timex::apart`]) are not marked.
#[derive(Clone, Copy, Debug)]
pub struct TimeMl<'a> {
    /// The text.
    pub text: &'a str,
    /// Its expressions, in order.
    pub timexes: &'a [Timex],
    /// When it was written; the document has no creation time where this is unknown.
    pub published: &'a When,
}

impl Display for TimeMl<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>\n\n")?;
        let dated = !self.published.edtf.is_empty();
        if dated {
            let edtf = &self.published.edtf;
            // TIMEX3 has no value for an interval.
            let one = edtf.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | 'T' | ':'));
            let value = if one { edtf } else { "XXXX-XX-XX" };
            write!(f, "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{value}\"")?;
            f.write_str(" temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">")?;
            escaped(f, edtf)?;
            f.write_str("</TIMEX3></DCT>\n\n")?;
        }
        f.write_str("<TEXT>")?;
        let mut at = 0;
        let marked: Vec<&Timex> = self.timexes.iter().filter(|t| !t.apart).collect();
        for (n, &timex) in (1_usize..).zip(&marked) {
            escaped(f, self.text.get(at..timex.start).unwrap_or_default())?;
            write!(f, "<TIMEX3 tid=\"t{n}\" type=\"{}\" value=\"", kind(timex.kind))?;
            escaped(f, &timex.value)?;
            f.write_char('"')?;
            if let Some(modifier) = &timex.modifier {
                write!(f, " mod=\"{modifier}\"")?;
            }
            write!(f, " temporalFunction=\"{}\"", timex.anchor != Anchor::Explicit)?;
            if timex.anchor == Anchor::Publication && dated {
                f.write_str(" anchorTimeID=\"t0\"")?;
            } else if let Some(range) = &timex.against
                && let Ok(at) = marked.binary_search_by_key(&range.start, |t| t.start)
            {
                write!(f, " anchorTimeID=\"t{}\"", at + 1)?;
            }
            f.write_char('>')?;
            escaped(f, self.text.get(timex.start..timex.end).unwrap_or_default())?;
            f.write_str("</TIMEX3>")?;
            at = timex.end;
        }
        escaped(f, self.text.get(at..).unwrap_or_default())?;
        f.write_str("</TEXT>\n\n</TimeML>\n")
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "DATE",
        Kind::Time => "TIME",
        Kind::Duration => "DURATION",
        Kind::Set => "SET",
    }
}

/// Text or an attribute in XML. What XML cannot hold becomes a replacement character.
fn escaped(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let with = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\r' => "&#13;",
            '\n' | '\t' => continue,
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => continue,
        };
        f.write_str(text.get(done..at).unwrap_or_default())?;
        f.write_str(with)?;
        done = at + c.len_utf8();
    }
    f.write_str(text.get(done..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::TimeMl;
    use crate::{Context, Tagger, When, resolve};

    static TAGGER: LazyLock<Tagger> = LazyLock::new(Tagger::lazy);

    fn marked(text: &str, published: &str) -> String {
        let published: When = published.parse().unwrap_or_default();
        let found = TAGGER.find(text, "en");
        let timexes = resolve(text, &found, &Context { published: &published, known: &[] });
        TimeMl { text, timexes: &timexes, published: &published }.to_string()
    }

    #[test]
    fn a_document_with_a_date() {
        let document = marked("He left on 2 March, after almost a month.", "2024-03-05");
        assert_eq!(
            document,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<TimeML>

<DCT><TIMEX3 tid="t0" type="DATE" value="2024-03-05" temporalFunction="false" functionInDocument="CREATION_TIME">2024-03-05</TIMEX3></DCT>

<TEXT>He left on <TIMEX3 tid="t1" type="DATE" value="2024-03-02" temporalFunction="true" anchorTimeID="t0">2 March</TIMEX3>, after <TIMEX3 tid="t2" type="DURATION" value="P1M" mod="LESS_THAN" temporalFunction="false">almost a month</TIMEX3>.</TEXT>

</TimeML>
"#
        );
    }

    #[test]
    fn a_date_resolved_against_another_names_it() {
        let document = marked("It began on 28 December 2021. Two days later it ended.", "");
        let later =
            r#"<TIMEX3 tid="t2" type="DATE" value="2021-12-30" temporalFunction="true" anchorTimeID="t1">"#;
        assert!(document.contains(later), "{document}");
    }

    #[test]
    fn without_a_date_there_is_no_anchor() {
        let document = marked("He left on 2 March.", "");
        assert!(!document.contains("DCT") && !document.contains("anchorTimeID"), "{document}");
        assert!(document.contains("value=\"XXXX-03-02\""), "{document}");
    }

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_replaced() {
        let document = marked("<b>\"5 & 6\"\r\n\u{0}\u{1b}\u{fffe}\t5 May 2024]]></b>", "");
        let text = "<TEXT>&lt;b&gt;&quot;5 &amp; 6&quot;&#13;\n\u{fffd}\u{fffd}\u{fffd}\t<TIMEX3 ";
        assert!(
            document.contains(text) && document.ends_with("]]&gt;&lt;/b&gt;</TEXT>\n\n</TimeML>\n"),
            "{document}"
        );
        assert!(marked("", "").contains("<TEXT></TEXT>"));
    }
}
