//! English sentences of several genres in, claims out. Every country, person and case here is invented.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use remand_reading::{Claim, Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads paragraphs, parted by empty lines, of a text of `date` about `subject`.
fn read(date: Option<&str>, subject: Option<&str>, text: &str) -> Reading {
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in text.split("\n\n") {
        let span = start..start + paragraph.len();
        start = span.end + 2;
        blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
    let mut layer =
        TextLayer { text: text.to_owned(), language: Some("en".to_owned()), blocks, ..TextLayer::default() };
    layer.metadata.date = date.map(str::to_owned);
    let bytes = text.len() as u64;
    let item = Item {
        id: ItemId::from_bytes([7; 32]),
        name: "text.txt".to_owned(),
        also: Vec::new(),
        bytes,
        parent: None,
    };
    let options = Options { subject: subject.map(str::to_owned), ..Options::default() };
    Reader::new().unwrap().read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

fn name(reading: &Reading, claim: &Claim) -> String {
    reading.sources[claim.asserter.0].name.clone()
}

/// `kind date polarity modality account` of what a text of 14 May 2022 about Samira Doruk says, without statements.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let reading = read(Some("2022-05-14"), Some("Samira Doruk"), text);
    let told = reading.claims.iter().filter(|c| !c.kind.name().ends_with("_statement"));
    let found: Vec<String> = told
        .map(|c| {
            let account = reading.account(c.asserter);
            format!("{} {} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.polarity, c.modality)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

/// Who says the first claim of a text about Samira Doruk, after those through whom it came.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    let reading = read(Some("2022-05-14"), Some("Samira Doruk"), text);
    let claim = reading.claims.iter().find(|c| !c.kind.name().ends_with("_statement")).unwrap();
    let mut chain: Vec<String> =
        claim.via.iter().skip(1).map(|ix| reading.sources[ix.0].name.clone()).collect();
    chain.push(name(&reading, claim));
    assert_eq!(chain, expected, "{text}");
}

#[test]
fn every_link_of_a_chain_is_kept() {
    says(
        "The website Harbour Today says that the Ministry of Justice announced that Samira Doruk was arrested on 3 May.",
        &["website Harbour Today", "Ministry of Justice"],
    );
    says("Samira Doruk was arrested on 3 May.", &["author of text.txt"]);
}

#[test]
fn who_is_meant_by_a_pronoun_a_title_or_a_part_of_a_name() {
    for (text, speaker) in [
        (
            "The prosecutors are at odds with Samira Doruk. They claim that she was arrested on 3 May.",
            "prosecutors",
        ),
        (
            "Perla Tann, a lawyer of the family, met the press.\n\n“Doruk was arrested on 3 May”, Ms Tann said.",
            "Perla Tann",
        ),
        (
            "Her husband, Emil Tarsk, is worried. Police arrested Samira Doruk on 3 May, he said.",
            "Emil Tarsk",
        ),
        ("I examined Samira Doruk. She told me that she was beaten on 3 May.", "Samira Doruk"),
        (
            "The Ministry of Justice of Lorra replied. The ministry said that Doruk was arrested on 3 May.",
            "Ministry of Justice of Lorra",
        ),
        ("A reporter, Ina Vogler, wrote that Samira Doruk was arrested on 3 May.", "Ina Vogler"),
        ("What Samira Doruk told me:\n- she was arrested on 3 May;\n- she was beaten.", "Samira Doruk"),
    ] {
        says(text, &[speaker]);
    }
}

#[test]
fn what_is_quoted_ends_with_its_quotation() {
    says(
        "The prosecutor said: “She is well”, and on 3 May Samira Doruk was transferred to Remand Prison No. 2.",
        &["author of text.txt"],
    );
    says("The prosecutor said that “Samira Doruk was arrested on 3 May.\n\nThat is all.", &["prosecutor"]);
    let open = "The prosecutor spoke: “She is well.\n\nSamira Doruk was arrested on 3 May.";
    says(open, &["author of text.txt"]);
}

#[test]
fn what_did_not_happen() {
    for (text, expected) in [
        (
            "The ministry denied that Samira Doruk had been beaten.",
            "ill_treatment ../2022-05-14 Denied Stated State",
        ),
        ("Samira Doruk has never been charged.", "charge ../2022-05-14 Denied Stated Independent"),
        (
            "Samira Doruk has not been brought before a judge.",
            "appearance_before_judge ../2022-05-14 Denied Stated Independent",
        ),
        (
            "Samira Doruk’s family was not told until 2 May.",
            "family_notified 2022-05-02 Asserted Stated Independent",
        ),
        (
            "The registry says that no ruling extending the custody of Samira Doruk was made on 9 May.",
            "detention_extension 2022-05-09 Denied Stated State",
        ),
        (
            "Samira Doruk was given no insulin from 3 to 5 May.",
            "medical_denied 2022-05-03/2022-05-05 Asserted Stated Independent",
        ),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn what_is_planned_or_asked_for_has_not_happened() {
    check(
        "The prosecutor plans to charge Samira Doruk with fraud.",
        &["charge  Asserted Planned Independent"],
    );
    check("The authorities should release Samira Doruk at once.", &[]);
    check(
        "Allegedly Samira Doruk was beaten on 3 May.",
        &["ill_treatment 2022-05-03 Asserted Alleged Independent"],
    );
}

#[test]
fn one_event_for_each_date_and_bounds_where_a_day_is_not_given() {
    check(
        "The custody of Samira Doruk was extended on 2 March, 9 March and 16 March.",
        &[
            "detention_extension 2022-03-02 Asserted Stated Independent",
            "detention_extension 2022-03-09 Asserted Stated Independent",
            "detention_extension 2022-03-16 Asserted Stated Independent",
        ],
    );
    check(
        "By 1 April the petition for Samira Doruk had gathered 900 signatures.",
        &["online_petition ../2022-04-01 Asserted Stated Independent"],
    );
    check(
        "On 3 May the ministry said that Samira Doruk had been transferred to Remand Prison No. 2.",
        &["transfer ../2022-05-03 Asserted Stated State"],
    );
}

#[test]
fn a_ruling_dates_what_it_orders() {
    let text = "DISTRICT COURT OF NORTH LORRA\n\nCase No. 4-11\n\nRULING\n\nSellin, 8 February 2021\n\n\
                The judge has ruled:\n\n1. To remand Tom Brell in custody for two months, until 8 April 2021.";
    let reading = read(None, Some("Tom Brell"), text);
    let order = reading.claims.iter().find(|c| c.kind.name() == "court_sanction").unwrap();
    assert_eq!(order.when.edtf, "2021-02-08");
    assert_eq!(order.term.as_ref().unwrap().until.as_ref().unwrap().edtf, "2021-04-08");
    assert_eq!(name(&reading, order), "DISTRICT COURT OF NORTH LORRA");
}

#[test]
fn the_person_of_the_case_is_not_whoever_speaks_or_is_written_to() {
    for (text, expected) in [
        (
            "Dear Kara Solm,\n\nTom Brell was arrested on 3 May. His lawyer, Karl Dusek, said that Mr. Brell is ill. Karl Dusek saw him.",
            Some("Tom Brell"),
        ),
        (
            "Justice for Amina Odua\n\nToday it is 100 days since Amina Odua was taken. Her brother, Joseph Odua, said that Joseph Odua will wait.",
            Some("Amina Odua"),
        ),
        ("The council met on Monday and spoke of roads.", None),
    ] {
        let reading = read(None, None, text);
        assert_eq!(reading.subject.map(|s| s.name).as_deref(), expected, "{text}");
    }
}

#[test]
fn one_body_under_all_its_names() {
    let text = "The State Security Bureau (SSB) held Samira Doruk. SSB officers were polite, the State Security Bureau of Lorra said.\n\n\
                The WGAD wrote. The UN Working Group on Arbitrary Detention said that Samira Doruk was arrested on 3 May.";
    let reading = read(Some("2022-05-14"), Some("Samira Doruk"), text);
    let named =
        |word: &str| reading.sources.iter().filter(|s| s.variants.iter().any(|v| v.contains(word))).count();
    assert_eq!(named("Security Bureau"), 1);
    assert_eq!(named("Arbitrary Detention"), 1);
}

#[test]
fn quoted_and_forwarded_mail_has_its_own_author() {
    let text = "I doubt it.\n\nOn Mon, 2 May 2022 at 10:00, Emil Tarsk wrote:\n> Samira Doruk was arrested on 1 May.";
    says(text, &["Emil Tarsk"]);
}

#[test]
fn texts_without_anything_to_read() {
    for text in [
        "",
        "\u{a0}",
        "“",
        "> > >",
        "was arrested",
        "On wrote:",
        "According to",
        "“”«»„“\"",
        "said said said said",
    ] {
        let reading = read(None, None, text);
        assert!(reading.subject.is_none(), "{text}");
    }
}

#[test]
fn the_day_on_which_a_count_is_complete_is_not_the_day_it_is_counted_from() {
    check(
        "10 May 2022 marks 90 days that Samira Doruk has been detained.",
        &["arrest ../2022-05-10 Asserted Stated Independent"],
    );
    check("Samira Doruk was detained on 10 May 2022.", &["arrest 2022-05-10 Asserted Stated Independent"]);
}

/// Who did what a text tells first.
#[track_caller]
fn done_by(text: &str, expected: Option<&str>) {
    let reading = read(Some("2022-05-14"), Some("Samira Doruk"), text);
    let claim = reading.claims.iter().find(|c| !c.kind.name().ends_with("_statement")).unwrap();
    let by = claim.roles.iter().find(|filler| filler.role == "by").map(|filler| filler.text.as_str());
    assert_eq!(by, expected, "{text}");
}

#[test]
fn the_agent_of_a_participle_is_not_that_of_the_event() {
    done_by(
        "Samira Doruk was arrested on 3 May right after the session of the council, chaired by the Minister of Justice.",
        None,
    );
    done_by(
        "Samira Doruk was arrested on 3 May, her lawyer said, by the Ministry of Justice.",
        Some("Ministry of Justice"),
    );
    done_by("Samira Doruk, a former adviser to the Ministry of Justice, was arrested on 3 May.", None);
    done_by("Samira Doruk was arrested by the Ministry of Justice on 3 May.", Some("Ministry of Justice"));
}
