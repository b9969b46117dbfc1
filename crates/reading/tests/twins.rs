//! One invented case told in English, Russian and Kazakh: the same claims come of it, whatever the language.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod article;

use article::{read, told};
use remand_reading::Reader;

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
