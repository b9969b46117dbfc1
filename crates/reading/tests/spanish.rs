//! One invented case told in English and Spanish: the same claims come of it.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod article;

use article::{read, told};
use remand_reading::Reader;

/// English and Spanish of one sentence, and what both tell.
const CASES: &[([&str; 2], &[&str])] = &[
    (
        [
            "Orsen Kaldray was detained on 12 March 2024.",
            "Orsen Kaldray fue detenido el 12 de marzo de 2024.",
        ],
        &["arrest 2024-03-12 Asserted Stated Independent"],
    ),
    (
        [
            "The Prosecutor General's Office said that Kaldray was detained on 12 March.",
            "La Fiscalía General dijo que Kaldray fue detenido el 12 de marzo.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "According to the family, Kaldray was arrested on the night of 9-10 March.",
            "Según su familia, Kaldray fue arrestado en la noche del 9 al 10 de marzo.",
        ],
        &["arrest 2024-03-09/2024-03-10 Asserted Stated Defence"],
    ),
    (
        ["Kaldray was not released on 12 May.", "Kaldray no fue puesto en libertad el 12 de mayo."],
        &["release 2024-05-12 Denied Stated Independent"],
    ),
    (
        ["On 6 April Kaldray was admitted to hospital.", "El 6 de abril Kaldray fue hospitalizado."],
        &["hospitalisation 2024-04-06 Asserted Stated Independent"],
    ),
    (
        [
            "On 2 April Kaldray was charged with high treason.",
            "El 2 de abril Kaldray fue acusado de alta traición.",
        ],
        &["charge 2024-04-02 Asserted Stated Independent"],
    ),
    (["Everyone has the right to a lawyer.", "Toda persona tiene derecho a un abogado."], &[]),
    (["Neither 31 April nor anything else.", "Ni el 31 de abril ni nada más."], &[]),
];

#[test]
fn the_same_is_told_in_both_languages() {
    let reader = Reader::new().unwrap();
    let mut wrong = Vec::new();
    for (sentences, expected) in CASES {
        for (language, sentence) in ["en", "es"].into_iter().zip(sentences) {
            let told = told(&read(&reader, language, &[sentence]));
            if told != *expected {
                wrong.push(format!("{language}: {sentence}\n    {told:?}\n    not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
