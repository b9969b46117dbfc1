//! Sentences in, what stands against the record out. The person, the places and all numbers are invented.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod common;

use std::fmt::Write as _;

use common::Case;
use jiff::civil::date;
use remand_proofread::Standing::{Carried, Contradicted, NotInTheRecord as Absent, Uncertain};
use remand_proofread::{Checked, Proofreader, Standing};

const STATEMENT: &str = "Statement of Harbour Legal Aid

Mr. Teodor Malkin was arrested on 6 January 2023 in Port Valen. He was taken to Remand Centre No. 4.

On 8 January 2023 the District Court of Port Valen sanctioned his detention for two months, until 8 March 2023. No decision on his custody after 8 March 2023 has been shown to anyone.

“We were told nothing for three days, and the guards laughed at us,” his sister Irina Malkin said.

At least 37 people were detained in the harbour district in January 2023. The petition for his release had 1,200 signatures on 1 March 2023. The search took six officers, who carried away 14 boxes of paper.

He is charged under article 214 (3) of the Criminal Code. The court set bail at 50,000 euros, and 12 per cent of it was paid. The case is No. 3-118/23; our telephone is +44 20 7946 0018.

On 20 February 2023 at 14:30 he was seen by Dr. Lena Orrow in the prison hospital, for the first time after 45 days.

Teodor Malkin, born on 3 May 1970, is a harbour pilot. A witness saw a guard strike him in April 2023.

He had no visit for 30 days in the punishment cell.";

const RUSSIAN: &str = "Письмо адвоката

Теодор Малкин был задержан 6 января 2023 года. «Мне не дали увидеть подзащитного ни разу», — сказал адвокат Павел Ренко. Под обращением подписались 64 врача.";

const FRENCH: &str = "Communiqué du Comité de soutien

« Nous demandons sa libération immédiate », a déclaré le Comité de soutien le 2 mars 2023. Au moins 15 avocats se sont réunis devant le tribunal de Port Valen.";

fn case() -> Case {
    Case::texts(
        &[
            ("statement", "2023-05-20", STATEMENT),
            ("letter", "2023-05-21", RUSSIAN),
            ("support", "2023-03-02", FRENCH),
        ],
        "Teodor Malkin",
        date(2023, 6, 7),
    )
}

/// Language, sentence, the words that are looked for, how they stand, and words of what is said of them.
type Row = (&'static str, &'static str, &'static str, Standing, &'static str);

const ROWS: &[Row] = &[
    // Lengths that are counted from the arrest. The text is of 7 June 2023: 152 days.
    (
        "en",
        "Teodor Malkin has been in custody for 152 days.",
        "152 days",
        Carried,
        "from 6 January 2023 to 7 June 2023 are 152 days",
    ),
    (
        "en",
        "Teodor Malkin has been in custody for 150 days.",
        "150 days",
        Contradicted,
        "are 152 days; 150 days would end on 5 June 2023",
    ),
    ("en", "He has been held for 151 days.", "151 days", Contradicted, "151 days would end on 6 June 2023"),
    ("en", "He has been held for 153 days.", "153 days", Carried, "counting both days"),
    ("en", "He has been held for 154 days.", "154 days", Contradicted, "152 days"),
    ("en", "He has been in detention for more than 150 days.", "more than 150 days", Carried, "152 days"),
    (
        "en",
        "He has been in detention for more than 152 days.",
        "more than 152 days",
        Contradicted,
        "152 days",
    ),
    ("en", "He has been in detention for at least 152 days.", "at least 152 days", Carried, "152 days"),
    ("en", "He has been in detention for almost a year.", "almost a year", Carried, "5 months"),
    ("en", "He has been in detention for five months.", "five months", Carried, "5 months 1 day"),
    (
        "en",
        "He has been in detention for seven months.",
        "seven months",
        Contradicted,
        "5 months 1 day; 7 months would end on 6 August 2023",
    ),
    ("en", "He has been held for over six months.", "over six months", Contradicted, "5 months 1 day"),
    ("en", "He has been in custody for 22 weeks.", "22 weeks", Carried, ""),
    ("en", "He has been in custody for 30 weeks.", "30 weeks", Contradicted, "152 days"),
    ("en", "On the 153rd day of his detention nothing has changed.", "153rd day", Carried, "day 153"),
    (
        "en",
        "On the 100th day of his detention nothing has changed.",
        "100th day",
        Contradicted,
        "7 June 2023 is day 153",
    ),
    (
        "en",
        "On 15 April 2023, the 100th day of his detention, nothing had changed.",
        "100th day",
        Carried,
        "day 100 counted from 6 January 2023",
    ),
    ("en", "Day 152 in detention.", "Day 152", Uncertain, "day 153"),
    ("fr", "Il est détenu depuis 152 jours.", "152 jours", Carried, "152 days"),
    ("fr", "Il est détenu depuis 150 jours.", "150 jours", Contradicted, "152 days"),
    ("fr", "Il est en détention depuis plus de cinq mois.", "plus de cinq mois", Carried, ""),
    ("es", "Lleva 152 días detenido.", "152 días", Carried, "152 days"),
    ("es", "Lleva 140 días detenido.", "140 días", Contradicted, "152 days"),
    ("ru", "Он находится под стражей 152 дня.", "152 дня", Carried, "152 days"),
    ("ru", "Он находится под стражей 155 дней.", "155 дней", Contradicted, "152 days"),
    ("ru", "Сегодня 153-й день его задержания.", "153-й день", Carried, "day 153"),
    ("de", "Er ist seit 152 Tagen in Haft.", "152 Tagen", Carried, "152 days"),
    ("de", "Er ist seit 160 Tagen in Haft.", "160 Tagen", Contradicted, "152 days"),
    ("kk", "Ол 152 күн қамауда отыр.", "152 күн", Carried, "152 days"),
    // Days that no order covers.
    ("en", "He has been held for 92 days without any order.", "92 days", Carried, "no order"),
    (
        "en",
        "He has been held for 80 days without any order.",
        "80 days",
        Contradicted,
        "no order is known for",
    ),
    ("fr", "Il est détenu 80 jours sans aucune ordonnance.", "80 jours", Contradicted, "no order is known"),
    // Lengths that the record states, and such that two dates give.
    ("en", "The court sanctioned his detention for two months.", "two months", Carried, ""),
    (
        "en",
        "The court sanctioned his detention for four months.",
        "four months",
        Absent,
        "no text of the record",
    ),
    (
        "en",
        "The term ran from 8 January 2023 to 8 March 2023, that is 59 days.",
        "59 days",
        Carried,
        "59 days",
    ),
    ("en", "He had no visit for 30 days.", "30 days", Carried, ""),
    ("en", "A doctor saw him after 45 days.", "45 days", Carried, ""),
    // Ages.
    ("en", "Teodor Malkin, aged 53, is a pilot.", "aged 53", Carried, "born on 3 May 1970"),
    ("en", "Teodor Malkin, aged 60, is a pilot.", "aged 60", Absent, "53 years old"),
    ("en", "Teodor Malkin, aged 52, is a pilot.", "aged 52", Uncertain, "53 years old"),
    // Dates.
    ("en", "He was arrested on 6 January 2023.", "6 January 2023", Carried, ""),
    ("en", "He was arrested on 6 January.", "6 January", Carried, ""),
    ("en", "He was arrested on 7 January 2023.", "7 January 2023", Contradicted, "6 January 2023"),
    ("en", "He was arrested in January 2023.", "January 2023", Carried, ""),
    ("en", "He was arrested in February 2023.", "February 2023", Contradicted, "6 January 2023"),
    ("ru", "Теодор Малкин был задержан 6 января 2023 года.", "6 января 2023 года", Carried, ""),
    (
        "ru",
        "Теодор Малкин был задержан 9 января 2023 года.",
        "9 января 2023 года",
        Contradicted,
        "6 January 2023",
    ),
    ("fr", "Il a été arrêté le 6 janvier 2023.", "6 janvier 2023", Carried, ""),
    ("fr", "Il a été arrêté le 16 janvier 2023.", "16 janvier 2023", Contradicted, "6 January 2023"),
    ("es", "Fue detenido el 6 de enero de 2023.", "el 6 de enero de 2023", Carried, ""),
    ("es", "Fue detenido el 10 de enero de 2023.", "el 10 de enero de 2023", Contradicted, "6 January 2023"),
    ("de", "Er wurde am 6. Januar 2023 festgenommen.", "6. Januar 2023", Carried, ""),
    ("de", "Er wurde am 5. Januar 2023 festgenommen.", "5. Januar 2023", Contradicted, "6 January 2023"),
    ("kk", "Ол 2023 жылғы 6 қаңтарда ұсталды.", "2023 жылғы 6 қаңтарда", Carried, ""),
    (
        "en",
        "On 9 January 2023 the District Court of Port Valen sanctioned his detention.",
        "9 January 2023",
        Contradicted,
        "8 January 2023",
    ),
    (
        "en",
        "The concert was on 17 October 2019.",
        "17 October 2019",
        Absent,
        "no text of the record has this date",
    ),
    (
        "en",
        "A witness saw a guard strike him on 14 April 2023.",
        "14 April 2023",
        Uncertain,
        "no nearer date than 1 April 2023",
    ),
    ("en", "Today, 7 June 2023, we ask again.", "7 June 2023", Carried, ""),
    ("en", "On 20 February 2023 at 14:30 he was seen by a doctor.", "20 February 2023 at 14:30", Carried, ""),
    (
        "en",
        "On 20 February 2023 at 16:45 he was seen by a doctor.",
        "20 February 2023 at 16:45",
        Absent,
        "not the hour",
    ),
    // Counts.
    ("en", "At least 37 people were detained in the harbour district.", "37", Carried, ""),
    ("en", "37 people were detained in the harbour district.", "37", Uncertain, "at least"),
    (
        "en",
        "At least 39 people were detained in the harbour district in January.",
        "39",
        Contradicted,
        "at least 37",
    ),
    ("en", "More than 30 people were detained in the harbour district in January.", "30", Carried, "37"),
    ("en", "The petition had 1200 signatures.", "1200", Carried, ""),
    ("en", "The petition for his release had 1,500 signatures.", "1,500", Contradicted, "1,200"),
    ("en", "The search took seven officers, who carried away boxes of paper.", "seven", Contradicted, "six"),
    ("en", "The search took 6 officers.", "6", Carried, ""),
    ("en", "The ferry has 812 seats.", "812", Absent, "no text of the record has this number"),
    ("en", "Harbour pilots have 37 rules.", "37", Uncertain, "perhaps of something else"),
    ("fr", "Au moins 15 avocats se sont réunis devant le tribunal.", "15", Carried, ""),
    ("fr", "Au moins 25 avocats se sont réunis devant le tribunal de Port Valen.", "25", Contradicted, "15"),
    ("ru", "Под обращением подписались 64 врача.", "64", Carried, ""),
    ("ru", "Под обращением подписались 46 врачей.", "46", Contradicted, "64"),
    // Money and percentages.
    ("en", "Bail was set at €50,000.", "50,000", Carried, ""),
    ("en", "The court set bail at 60,000 euros.", "60,000", Contradicted, "50,000"),
    ("de", "Die Kaution beträgt 50.000 Euro.", "50.000", Carried, ""),
    ("en", "Only 12% of the bail was paid.", "12", Carried, ""),
    ("en", "Only 13 per cent of the bail was paid by friends.", "13", Contradicted, ""),
    ("es", "Pagó el 12 por ciento.", "12", Carried, ""),
    // Numbers that count nothing.
    ("en", "Case No. 3-118/23 is pending.", "3-118/23", Carried, ""),
    ("en", "Case No. 3-119/23 is pending.", "3-119/23", Absent, "no text of the record has it"),
    ("en", "Call +44 20 7946 0018.", "+44 20 7946 0018", Carried, ""),
    ("en", "He is in Remand Centre No. 4.", "4", Carried, ""),
    // Quotations.
    (
        "en",
        "“We were told nothing for three days, and the guards laughed at us,” she said.",
        "“We were told nothing for three days, and the guards laughed at us,”",
        Carried,
        "",
    ),
    (
        "en",
        "\"we were told nothing  for three days\", she said.",
        "\"we were told nothing for three days\"",
        Carried,
        "differ from the source",
    ),
    (
        "en",
        "“We were told […] and the guards laughed at us”, she said.",
        "“We were told […] and the guards laughed at us”",
        Carried,
        "cut",
    ),
    (
        "en",
        "“We were told nothing for five days, and the guards laughed at us,” she said.",
        "“We were told nothing for five days, and the guards laughed at us,”",
        Contradicted,
        "[-five-] {+three+}",
    ),
    (
        "en",
        "“For three days the guards told us nothing and laughed at us,” she said.",
        "“For three days the guards told us nothing and laughed at us,”",
        Contradicted,
        "",
    ),
    (
        "en",
        "“The minister must answer for the harbour fire,” she said.",
        "“The minister must answer for the harbour fire,”",
        Absent,
        "no item has these words",
    ),
    (
        "en",
        "She wrote: “They said ‘We were told nothing for three days’ to all.”",
        "“They said ‘We were told nothing for three days’ to all.”",
        Contradicted,
        "[-They said-]",
    ),
    (
        "ru",
        "«Мне не дали увидеть подзащитного ни разу», — сказал адвокат.",
        "«Мне не дали увидеть подзащитного ни разу»",
        Carried,
        "",
    ),
    (
        "ru",
        "«Мне не дали увидеть подзащитного ни одного раза», — сказал адвокат.",
        "«Мне не дали увидеть подзащитного ни одного раза»",
        Contradicted,
        "{+разу",
    ),
    (
        "fr",
        "« Nous demandons sa libération immédiate », dit le Comité.",
        "« Nous demandons sa libération immédiate »",
        Carried,
        "",
    ),
    (
        "en",
        "“I was never allowed to see my client”, the lawyer said (translated from Russian).",
        "“I was never allowed to see my client”",
        Uncertain,
        "translation",
    ),
    (
        "en",
        "“I was never allowed to see my client”, the lawyer said.",
        "“I was never allowed to see my client”",
        Absent,
        "if it is a translation",
    ),
    (
        "de",
        "„Wir fordern seine Freilassung“ (übersetzt aus dem Französischen).",
        "„Wir fordern seine Freilassung“",
        Uncertain,
        "translation",
    ),
    // Names.
    ("en", "His sister Irina Malkin came.", "Irina Malkin", Carried, ""),
    ("en", "His sister Irina Malken came.", "Irina Malken", Uncertain, "the record writes “Malkin”"),
    ("en", "The lawyer Pavel Renko came.", "Pavel Renko", Carried, "Павел"),
    ("ru", "Его сестра Ирина Малкина пришла.", "Ирина Малкина", Carried, ""),
    ("en", "The judge Oswin Tarrel came.", "Oswin Tarrel", Absent, "no text of the record has"),
    ("en", "The sister Lena Malkin came.", "Lena Malkin", Uncertain, "not together"),
    ("de", "Herr Malkin wurde in Port Valen festgehalten.", "Port Valen", Carried, ""),
    // Citations.
    (
        "en",
        "He is charged under article 214 (3) of the Criminal Code.",
        "article 214 (3) of the Criminal Code",
        Carried,
        "",
    ),
    (
        "en",
        "He is charged under article 215 of the Criminal Code.",
        "article 215 of the Criminal Code",
        Absent,
        "neither",
    ),
];

fn listed(found: &[Checked]) -> String {
    found.iter().fold(String::new(), |mut all, c| {
        writeln!(all, "    {:?} {:?} “{}”: {}", c.standing, c.what, c.words, c.says).unwrap();
        all
    })
}

#[test]
fn sentences_of_six_languages() {
    let case = case();
    let record = case.record();
    let proofreader = Proofreader::new(&record, date(2023, 6, 7)).unwrap();
    let mut wrong = String::new();
    for (language, text, words, standing, says) in ROWS {
        let found = proofreader.check(text, language).unwrap();
        let hit = found.iter().find(|checked| checked.words == *words);
        if !hit.is_some_and(|checked| checked.standing == *standing && checked.says.contains(says)) {
            writeln!(wrong, "“{text}”: “{words}” should be {standing:?} “{says}”\n{}", listed(&found))
                .unwrap();
        }
    }
    assert!(ROWS.len() >= 100, "{} rows", ROWS.len());
    assert!(wrong.is_empty(), "{wrong}");
}

/// Plain sentences about the case: nothing else in them is called into question.
#[test]
fn sentences_that_nobody_would_question() {
    let case = case();
    let record = case.record();
    let proofreader = Proofreader::new(&record, date(2023, 6, 7)).unwrap();
    let mut wrong = String::new();
    for (language, text) in [
        (
            "en",
            "We ask the District Court of Port Valen to release Teodor Malkin at once.\n\n## What we ask\n\n1. Release him.\n2. Pay him.",
        ),
        ("en", "# Nothing Has Changed In Port Valen\n\nThis is our update. One of us went there."),
        (
            "fr",
            "Nous demandons la libération de Teodor Malkin. Il est à Port Valen depuis le 6 janvier 2023.",
        ),
        ("es", "Pedimos la libertad de Teodor Malkin, detenido en Port Valen desde el 6 de enero de 2023."),
        (
            "de",
            "Wir fordern die Freilassung von Teodor Malkin. Das Gericht schweigt, und die Haft dauert an.",
        ),
        ("ru", "Мы требуем освободить Теодора Малкина. Адвокат Павел Ренко не видел его."),
        ("kk", "Біз Теодор Малкинді босатуды талап етеміз."),
        ("en", ""),
        ("en", "“"),
        ("en", "… … … ((( 1"),
        ("xx", "On 3 May 1999 37 people"),
    ] {
        let found = proofreader.check(text, language).unwrap();
        let questioned: Vec<Checked> =
            found.into_iter().filter(|checked| !matches!(checked.standing, Carried)).collect();
        if !questioned.is_empty() && text.len() > 20 {
            writeln!(wrong, "“{text}”\n{}", listed(&questioned)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn spans_are_places_of_the_text_and_the_listing_is_data() {
    let case = case();
    let record = case.record();
    let text = "Él fue detenido — “¿cómo?” — el 6 de enero de 2023; 812 barcos 🕊️ y «nada».";
    let found = remand_proofread::proofread(text, "es", &record, date(2023, 6, 7)).unwrap();
    assert!(!found.is_empty());
    for checked in &found {
        assert!(text.get(checked.span.clone()).is_some(), "{checked:?}");
    }
    let written = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Checked>>(&written).unwrap(), found);
}

/// A record without a subject, without texts, of another day: no statement is carried by what is not there.
#[test]
fn an_empty_record_carries_nothing() {
    let case = Case::of(Vec::new(), None, date(2023, 6, 7));
    let record = case.record();
    let text =
        "Teodor Malkin was arrested on 6 January 2023 and held for 152 days without an order, “as always”.";
    let found = remand_proofread::proofread(text, "en", &record, date(2023, 6, 7)).unwrap();
    assert!(found.len() >= 4, "{found:?}");
    assert!(
        found.iter().all(|checked| checked.standing != Carried && checked.carried_by.is_empty()),
        "{found:?}"
    );
}
