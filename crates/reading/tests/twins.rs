//! One invented case told in English, Russian and Kazakh: the same claims come of it, whatever the language.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on fails")]

use remand_reading::{Document, Options, Reader, Reading};
use remand_text::{Block, BlockKind, TextLayer};
use remand_vault::{Item, ItemId};

/// Reads paragraphs of an article of 22 May 2024 about Orsen Kaldray.
fn read(reader: &Reader, language: &str, paragraphs: &[&str]) -> Reading {
    let text = paragraphs.join("\n\n");
    let mut blocks = Vec::new();
    let mut start = 0;
    for paragraph in paragraphs {
        let span = start..start + paragraph.len();
        start = span.end + 2;
        blocks.push(Block { kind: BlockKind::Paragraph, span });
    }
    let mut layer = TextLayer { text, language: Some(language.to_owned()), blocks, ..TextLayer::default() };
    layer.metadata.date = Some("2024-05-22".to_owned());
    let bytes = layer.text.len() as u64;
    let item =
        Item { id: ItemId::from_digest([7; 32]), name: "article.txt".to_owned(), also: Vec::new(), bytes };
    let name = if language == "en" { "Orsen Kaldray" } else { "Орсен Калдрей" };
    let options = Options { subject: Some(name.to_owned()), ..Options::default() };
    reader.read(&[Document { item: &item, layer: &layer }], &options).unwrap()
}

/// `kind date polarity modality account` of each claim; what officials say is a claim of its own and left out.
fn told(reading: &Reading) -> Vec<String> {
    let claims = reading.claims.iter().filter(|c| c.kind.name() != "official_statement");
    let mut told: Vec<String> = claims
        .map(|c| {
            let account = reading.sources.get(c.asserter.0).unwrap().account;
            format!("{} {} {:?} {:?} {account:?}", c.kind, c.when.edtf, c.polarity, c.modality)
        })
        .collect();
    told.sort();
    told
}

/// English, Russian and Kazakh of one sentence, and what it tells.
const CASES: &[([&str; 3], &[&str])] = &[
    (
        [
            "Orsen Kaldray was detained on 12 March 2024.",
            "Орсен Калдрей был задержан 12 марта 2024 года.",
            "Орсен Калдрей 2024 жылғы 12 наурызда ұсталды.",
        ],
        &["arrest 2024-03-12 Asserted Stated Independent"],
    ),
    (
        [
            "According to the family, Kaldray was arrested on the night of 9-10 March.",
            "По словам семьи, Калдрей был арестован в ночь с 9 на 10 марта.",
            "Отбасының айтуынша, Калдрей 9 наурыздан 10 наурызға қараған түні тұтқындалған.",
        ],
        &["arrest 2024-03-09/2024-03-10 Asserted Stated Defence"],
    ),
    (
        [
            "The Prosecutor General's Office said that Kaldray was detained on 12 March.",
            "Генеральная прокуратура сообщила, что Калдрей был задержан 12 марта.",
            "Бас прокуратура Калдрейдің 12 наурызда ұсталғанын хабарлады.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "“Kaldray was detained on 12 March,” said prosecutor Berik Orlan.",
            "«Калдрей был задержан 12 марта», — заявил прокурор Берик Орлан.",
            "«Калдрей 12 наурызда ұсталды», – деді прокурор Берік Орлан.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "On 13 March the city court sanctioned Kaldray's detention.",
            "13 марта городской суд санкционировал содержание Калдрея под стражей.",
            "13 наурызда қалалық сот Калдрейді қамауға алуға санкция берді.",
        ],
        &["court_sanction 2024-03-13 Asserted Stated Independent"],
    ),
    (
        [
            "Kaldray was not released on 12 May.",
            "Калдрей не был освобождён 12 мая.",
            "Калдрей 12 мамырда босатылмады.",
        ],
        &["release 2024-05-12 Denied Stated Independent"],
    ),
    (
        [
            "On 6 April Kaldray was admitted to hospital.",
            "6 апреля Калдрей был госпитализирован.",
            "6 сәуірде Калдрей ауруханаға жатқызылды.",
        ],
        &["hospitalisation 2024-04-06 Asserted Stated Independent"],
    ),
    (
        [
            "On 2 April Kaldray was charged with high treason.",
            "2 апреля Калдрею предъявили обвинение в государственной измене.",
            "2 сәуірде Калдрейге мемлекетке опасыздық жасады деген айып тағылды.",
        ],
        &["charge 2024-04-02 Asserted Stated Independent"],
    ),
    (
        [
            "On 5 April a lawyer was not allowed to see Kaldray.",
            "5 апреля адвоката к Калдрею не допустили.",
            "5 сәуірде адвокат Калдрейге жіберілмеді.",
        ],
        &["counsel_denied 2024-04-05 Asserted Stated Independent"],
    ),
    (
        [
            "Kaldray's family was not notified on 13 March.",
            "13 марта семью Калдрея не уведомили.",
            "13 наурызда Калдрейдің отбасына хабарланбады.",
        ],
        &["family_notified 2024-03-13 Denied Stated Independent"],
    ),
    (
        [
            "On 18 April the trial of Kaldray began.",
            "18 апреля начался суд над Калдреем.",
            "18 сәуірде Калдрейдің ісі бойынша сот басталды.",
        ],
        &["trial_start 2024-04-18 Asserted Stated Independent"],
    ),
    (
        [
            "The court extended Kaldray's detention until 12 July.",
            "Суд продлил Калдрею срок содержания под стражей до 12 июля.",
            "Сот Калдрейді қамауда ұстау мерзімін 12 шілдеге дейін ұзартты.",
        ],
        &["detention_extension ../2024-05-22 Asserted Stated Independent"],
    ),
    (
        [
            "It is unknown whether Kaldray's detention was extended.",
            "Продлён ли арест Калдрея, неизвестно.",
            "Калдрейдің қамақ мерзімінің ұзартылған-ұзартылмағаны белгісіз.",
        ],
        &["detention_extension 2024-05-22 NotKnown Stated Independent"],
    ),
    (
        [
            "On 30 April Kaldray was sentenced to twelve years in prison.",
            "30 апреля Калдрея приговорили к двенадцати годам колонии.",
            "30 сәуірде Калдрей он екі жылға бас бостандығынан айырылды.",
        ],
        &["sentence 2024-04-30 Asserted Stated Independent"],
    ),
    (
        [
            "Kaldray spoke at a conference.",
            "Калдрей выступил на конференции.",
            "Калдрей конференцияда сөйледі.",
        ],
        &[],
    ),
];

#[test]
fn twins_tell_the_same() {
    let reader = Reader::new().unwrap();
    let mut wrong = Vec::new();
    for (sentences, expected) in CASES {
        for (language, sentence) in ["en", "ru", "kk"].into_iter().zip(sentences) {
            let found = told(&read(&reader, language, &[sentence]));
            if found != *expected {
                wrong.push(format!("{language}: {sentence}\n    {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
