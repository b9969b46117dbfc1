//! One invented case told in English, German and French: the same claims come of it, whatever the language.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod article;

use article::{read, told};
use remand_reading::Reader;

/// English, German and French of one sentence, and what it tells.
const CASES: &[([&str; 3], &[&str])] = &[
    (
        [
            "Orsen Kaldray was detained on 12 March 2024.",
            "Orsen Kaldray wurde am 12. März 2024 festgenommen.",
            "Orsen Kaldray a été arrêté le 12 mars 2024.",
        ],
        &["arrest 2024-03-12 Asserted Stated Independent"],
    ),
    (
        [
            "The family said that Kaldray was arrested on the night of 9-10 March.",
            "Die Familie erklärte, dass Kaldray in der Nacht vom 9. auf den 10. März verhaftet worden sei.",
            "La famille a affirmé que Kaldray avait été arrêté dans la nuit du 9 au 10 mars.",
        ],
        &["arrest 2024-03-09/2024-03-10 Asserted Stated Defence"],
    ),
    (
        [
            "According to the police, Kaldray was arrested on 12 March.",
            "Nach Angaben der Polizei wurde Kaldray am 12. März verhaftet.",
            "Selon la police, Kaldray a été arrêté le 12 mars.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "The Prosecutor General's Office said that Kaldray was detained on 12 March.",
            "Die Generalstaatsanwaltschaft teilte mit, dass Kaldray am 12. März festgenommen worden sei.",
            "Le parquet général a déclaré que Kaldray avait été arrêté le 12 mars.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "“Kaldray was detained on 12 March,” said prosecutor Berik Orlan.",
            "„Kaldray wurde am 12. März festgenommen“, sagte Staatsanwalt Berik Orlan.",
            "« Kaldray a été arrêté le 12 mars », a déclaré le procureur Berik Orlan.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "On 13 March the city court authorised Kaldray's detention.",
            "Am 13. März ordnete das Stadtgericht für Kaldray Untersuchungshaft an.",
            "Le 13 mars, le tribunal municipal a ordonné le placement de Kaldray en détention provisoire.",
        ],
        &["court_sanction 2024-03-13 Asserted Stated Independent"],
    ),
    (
        [
            "On 12 May Kaldray had not been released.",
            "Am 12. Mai war Kaldray nicht freigelassen worden.",
            "Le 12 mai, Kaldray n'avait pas été libéré.",
        ],
        &["release 2024-05-12 Denied Stated Independent"],
    ),
    (
        [
            "On 6 April Kaldray was admitted to hospital.",
            "Am 6. April wurde Kaldray in ein Krankenhaus eingeliefert.",
            "Le 6 avril, Kaldray a été hospitalisé.",
        ],
        &["hospitalisation 2024-04-06 Asserted Stated Independent"],
    ),
    (
        [
            "On 2 April Kaldray was charged with high treason.",
            "Am 2. April wurde Kaldray wegen Hochverrats angeklagt.",
            "Le 2 avril, Kaldray a été inculpé de haute trahison.",
        ],
        &["charge 2024-04-02 Asserted Stated Independent"],
    ),
    (
        [
            "On 5 April a lawyer was not allowed to see Kaldray.",
            "Am 5. April durfte ein Anwalt Kaldray nicht sehen.",
            "Le 5 avril, un avocat n'a pas été autorisé à voir Kaldray.",
        ],
        &["counsel_denied 2024-04-05 Asserted Stated Independent"],
    ),
    (
        [
            "Kaldray's family was not notified on 13 March.",
            "Kaldrays Familie wurde am 13. März nicht benachrichtigt.",
            "La famille de Kaldray n'a pas été prévenue le 13 mars.",
        ],
        &["family_notified 2024-03-13 Denied Stated Independent"],
    ),
    (
        [
            "On 18 April the trial of Kaldray began.",
            "Am 18. April begann der Prozess gegen Kaldray.",
            "Le 18 avril, le procès de Kaldray a commencé.",
        ],
        &["trial_start 2024-04-18 Asserted Stated Independent"],
    ),
    (
        [
            "The court extended Kaldray's detention until 12 July.",
            "Das Gericht verlängerte Kaldrays Haft bis zum 12. Juli.",
            "Le tribunal a prolongé la détention de Kaldray jusqu'au 12 juillet.",
        ],
        &["detention_extension ../2024-05-22 Asserted Stated Independent"],
    ),
    (
        [
            "It is unclear whether his detention was extended.",
            "Es ist nicht bekannt, ob Kaldrays Haft verlängert wurde.",
            "On ignore si la détention de Kaldray a été prolongée.",
        ],
        &["detention_extension 2024-05-22 NotKnown Stated Independent"],
    ),
    (
        [
            "On 30 April Kaldray was sentenced to twelve years in prison.",
            "Am 30. April wurde Kaldray zu zwölf Jahren Haft verurteilt.",
            "Le 30 avril, Kaldray a été condamné à douze ans de prison.",
        ],
        &["sentence 2024-04-30 Asserted Stated Independent"],
    ),
    (
        [
            "Kaldray was allegedly tortured on 14 March.",
            "Kaldray soll am 14. März gefoltert worden sein.",
            "Kaldray aurait été torturé le 14 mars.",
        ],
        &["ill_treatment 2024-03-14 Asserted Alleged Independent"],
    ),
    (
        [
            "On Monday the ministry announced that Kaldray was detained on 12 March.",
            "Am Montag teilte das Ministerium mit, dass Kaldray am 12. März festgenommen wurde.",
            "Lundi, le ministère a annoncé que Kaldray avait été arrêté le 12 mars.",
        ],
        &["arrest 2024-03-12 Asserted Stated State"],
    ),
    (
        [
            "Kaldray spoke at a conference.",
            "Kaldray sprach auf einer Konferenz.",
            "Kaldray a pris la parole lors d'une conférence.",
        ],
        &[],
    ),
];

#[test]
fn three_languages_tell_the_same() {
    let reader = Reader::new().unwrap();
    let mut wrong = Vec::new();
    for (sentences, expected) in CASES {
        for (language, sentence) in ["en", "de", "fr"].into_iter().zip(sentences) {
            let found = told(&read(&reader, language, &[sentence]));
            if found != *expected {
                wrong.push(format!("{language}: {sentence}\n    {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
