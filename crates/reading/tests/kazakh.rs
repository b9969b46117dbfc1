//! Kazakh sentences in, claims out.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use remand_reading::{Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads one paragraph of an article of 25 May 2024 about Dauren Bekenov.
fn read(text: &str) -> Reading {
    let blocks = vec![Block { kind: BlockKind::Paragraph, span: 0..text.len() }];
    let mut layer =
        TextLayer { text: text.to_owned(), language: Some("kk".to_owned()), blocks, ..TextLayer::default() };
    layer.metadata.date = Some("2024-05-25".to_owned());
    let bytes = text.len() as u64;
    let item = Item {
        id: ItemId::from_bytes([7; 32]),
        name: "article.txt".to_owned(),
        also: Vec::new(),
        bytes,
        parent: None,
    };
    let options = Options { subject: Some("Дәурен Бекенов".to_owned()), ..Options::default() };
    Reader::new().unwrap().read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

/// `kind date about polarity modality account` of each claim but those of what officials say.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let reading = read(text);
    let claims = reading.claims.iter().filter(|c| c.kind.name() != "official_statement");
    let found: Vec<String> = claims
        .map(|c| {
            let account = reading.account(c.asserter);
            format!("{} {} {:?} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.about, c.polarity, c.modality)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn who_says_it_stands_before_or_behind() {
    let arrest = "arrest 2024-03-12 Subject Asserted Stated";
    for (text, account) in [
        ("Қарындасының айтуынша, Бекеновті 12 наурызда ұстады.", "Defence"),
        ("Бас прокуратура Бекеновтің 12 наурызда ұсталғанын хабарлады.", "State"),
        ("«Бекенов 12 наурызда ұсталды», – деп мәлімдеді прокурор Берік Оразов.", "State"),
        ("Прокурор Берік Оразов: «Бекенов 12 наурызда ұсталды», – деді.", "State"),
        ("Бекенов 12 наурызда ұсталды, деп хабарлады полиция.", "State"),
        ("Министрлік хабарлағандай, Бекенов 12 наурызда ұсталды.", "State"),
        ("Адвокаты былай деп жазды: Бекенов 12 наурызда ұсталды.", "Defence"),
    ] {
        let reading = read(text);
        let claim = reading.claims.iter().find(|c| c.kind.name() == "arrest");
        let found = claim.map(|c| {
            let account = reading.account(c.asserter);
            format!("{} {} {:?} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.about, c.polarity, c.modality)
        });
        assert_eq!(found, Some(format!("{arrest} {account}")), "{text}");
    }
}

#[test]
fn a_denial_is_in_the_verb_behind_it_or_in_who_speaks() {
    check("Бекенов 12 мамырда босатылмады.", &["release 2024-05-12 Subject Denied Stated Independent"]);
    check("Бекенов 12 мамырда босатылған жоқ.", &["release 2024-05-12 Subject Denied Stated Independent"]);
    check(
        "Полиция Бекеновтің 12 мамырда ұрып-соғылғанын жоққа шығарды.",
        &["ill_treatment 2024-05-12 Subject Denied Stated State"],
    );
    check(
        "Бекеновтің бұрын ұсталғаны туралы хабар шындыққа жанаспайды.",
        &["arrest ../2024-05-25 Subject Denied Stated Independent"],
    );
}

#[test]
fn a_demand_a_plan_and_silence_are_no_events() {
    check(
        "Бекеновтің қамақ мерзімі ұзартылды ма, белгісіз.",
        &["detention_extension 2024-05-25 Subject NotKnown Stated Independent"],
    );
    check(
        "Бекенов қамаудан босатылуы тиіс.",
        &["release ../2024-05-25 Subject Asserted Demanded Independent"],
    );
    check(
        "Сот отырысы 30 мамырда өтеді деп күтілуде.",
        &["hearing 2024-05-30 Nobody Asserted Planned Independent"],
    );
    check("Бекенов конференцияда сөз сөйледі.", &[]);
    check("Ол әлі қамауда ұсталуда.", &[]);
}

#[test]
fn others_are_not_the_person_of_the_case() {
    check(
        "Былтыр елде 300-ден астам белсенді қамауға алынды.",
        &[
            "arrest 2023 Others Asserted Stated Independent",
            "detention_toll 2023 Others Asserted Stated Independent",
        ],
    );
    let reading = read("Осы іс бойынша он тоғыз адам ұсталған.");
    let toll = reading.claims.iter().find(|c| c.kind.name() == "detention_toll").unwrap();
    assert_eq!(toll.quantity.as_ref().map(|q| (q.least, q.most)), Some((Some(19), Some(19))));
}

#[test]
fn a_provision_stands_behind_its_code() {
    let reading = read(
        "Бекенов Қылмыстық кодекстің 174-бабының 2-бөлігі бойынша айыпталып отыр, бұл Азаматтық және саяси \
         құқықтар туралы халықаралық пактінің 9-бабын бұзады.",
    );
    let norms: Vec<&str> = reading.citations.iter().map(|c| c.norm.as_str()).collect();
    assert_eq!(norms, ["Criminal Code 174-бабының 2-бөлігі", "ICCPR 9-бабын"]);
}

#[test]
fn text_that_is_cut_short_is_read_as_far_as_it_goes() {
    for text in [
        "",
        "«Бекенов",
        "– деді.",
        "айтуынша,",
        "жоқ емес тиіс",
        "Бекенов 31 сәуірде ұстал",
        "\u{feff}ұсталды\0",
    ] {
        let reading = read(text);
        assert!(reading.claims.len() <= 1, "{text}");
    }
}
