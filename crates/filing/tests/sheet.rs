//! The case sheet as files: what is escaped, and what goes on two pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use remand_filing::sheet::{Due, Finding, Piece, Sheet, SheetError, Source, empty, html, pdf};

/// A sheet with so much of everything.
fn sheet(facts: usize, words: usize) -> Sheet {
    let sentence = || {
        vec![
            Piece::Text { text: "said ".repeat(words) },
            Piece::Quote { text: "«Ответ»".to_owned(), lang: Some("ru".to_owned()) },
            Piece::Source { number: 1 },
        ]
    };
    let finding = Finding {
        title: "Brought promptly before a judge".to_owned(),
        title_lang: None,
        stands: "Even on the state's own account".to_owned(),
        norms: vec!["ICCPR art. 9(3) (from memory only)".to_owned()],
        more: 2,
        facts: (0..facts).map(|_| sentence()).collect(),
    };
    let due = Due {
        day: "3 September 2031".to_owned(),
        passed: true,
        what: "Reply of the government".to_owned(),
        by: "the government".to_owned(),
        rule: "60 days".to_owned(),
    };
    let source =
        Source { number: 1, place: "E1 p. 1".to_owned(), quote: "“held”".to_owned(), lang: None };
    Sheet {
        held: vec![sentence()],
        findings: vec![finding; 3],
        due: vec![due],
        sources: vec![source],
        ..empty("Ilse <b>Marren</b> & \"x\"", "en", jiff::civil::date(2031, 8, 12))
    }
}

#[test]
fn nothing_of_a_source_is_markup() {
    let page = html(&sheet(1, 3)).unwrap();
    assert!(page.contains("Ilse &#60;b&#62;Marren&#60;/b&#62; &#38;"), "{page}");
    assert!(page.contains("<bdi lang=\"ru\">«Ответ»</bdi><sup><a href=\"#s1\">1</a></sup>"), "{page}");
    assert!(page.contains("id=\"s1\"") && page.contains("default-src 'none'"));
}

#[test]
fn what_is_said_of_a_deadline_is_said_of_it() {
    let page = html(&sheet(1, 3)).unwrap();
    assert!(page.contains("owed by the government (passed; no answer is in the record)"), "{page}");
    let mut nothing = sheet(1, 3);
    nothing.due.clear();
    nothing.findings.clear();
    let page = html(&nothing).unwrap();
    assert!(page.contains("No deadline is known to the record."));
    assert!(page.contains("That is not to say that none was."));
}

#[test]
fn less_is_told_until_it_goes_on_two_pages() {
    let made = |measure: remand_filing::sheet::Measure| -> Result<Sheet, SheetError> {
        Ok(if measure == remand_filing::sheet::MEASURES[0] { sheet(3, 900) } else { sheet(1, 20) })
    };
    let (told, bytes) = pdf(made).unwrap();
    assert_eq!(told.findings.first().unwrap().facts.len(), 1, "the second measure is the one that fits");
    assert!(String::from_utf8_lossy(&bytes).contains("<pdfaid:part>2<"));
}

#[test]
fn what_does_not_go_on_two_pages_is_refused() {
    let made = |_| -> Result<Sheet, SheetError> { Ok(sheet(1, 6000)) };
    assert!(matches!(pdf(made), Err(SheetError::TooLong)));
    let failing = |_| -> Result<Sheet, SheetError> { Err(SheetError::TooLong) };
    assert!(pdf(failing).is_err());
}
