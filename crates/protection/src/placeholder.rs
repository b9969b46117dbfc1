//! What stands in the place of a protected value, in the language of the document.

use crate::mark::{Kind, Mark, Marked};

/// Words for each kind: a person, a detail; in the languages that documents are made in.
struct Wording {
    language: &'static str,
    minor: (&'static str, &'static str),
    witness: (&'static str, &'static str),
    medical: (&'static str, &'static str),
    other: (&'static str, &'static str),
}

const WORDINGS: [Wording; 6] = [
    Wording {
        language: "en",
        minor: ("child", "detail on a child"),
        witness: ("witness", "detail on a witness"),
        medical: ("patient", "medical detail"),
        other: ("protected person", "protected detail"),
    },
    Wording {
        language: "ru",
        minor: ("ребёнок", "сведения о ребёнке"),
        witness: ("свидетель", "сведения о свидетеле"),
        medical: ("пациент", "медицинские сведения"),
        other: ("защищаемое лицо", "защищаемые сведения"),
    },
    Wording {
        language: "kk",
        minor: ("бала", "бала туралы мәлімет"),
        witness: ("куәгер", "куәгер туралы мәлімет"),
        medical: ("науқас", "медициналық мәлімет"),
        other: ("қорғалатын тұлға", "қорғалатын мәлімет"),
    },
    Wording {
        language: "de",
        minor: ("Kind", "Angabe zu einem Kind"),
        witness: ("Zeuge", "Angabe zu einem Zeugen"),
        medical: ("Patient", "medizinische Angabe"),
        other: ("geschützte Person", "geschützte Angabe"),
    },
    Wording {
        language: "fr",
        minor: ("enfant", "détail sur un enfant"),
        witness: ("témoin", "détail sur un témoin"),
        medical: ("patient", "détail médical"),
        other: ("personne protégée", "détail protégé"),
    },
    Wording {
        language: "es",
        minor: ("niño", "dato sobre un niño"),
        witness: ("testigo", "dato sobre un testigo"),
        medical: ("paciente", "dato médico"),
        other: ("persona protegida", "dato protegido"),
    },
];

/// `[witness 1]`: the number counts all marks of the case of this kind and sort, so that it stays when one is
/// withdrawn or hidden from others only. English where the language has no words here.
pub(crate) fn placeholder(mark: &Mark, all: &[Mark], language: &str) -> String {
    if let Some(words) = mark.replace.as_deref().map(str::trim).filter(|words| !words.is_empty()) {
        return format!("[{}]", words.trim_matches(['[', ']']));
    }
    let person = |mark: &Mark| matches!(mark.what, Marked::Person(_));
    let alike = |other: &&Mark| other.kind == mark.kind && person(other) == person(mark);
    let number =
        all.iter().filter(alike).position(|other| other.number == mark.number).unwrap_or_default() + 1;
    let [english, ..] = &WORDINGS;
    let wording = WORDINGS.iter().find(|wording| wording.language == language).unwrap_or(english);
    let (of_person, of_detail) = match mark.kind {
        Kind::Minor => wording.minor,
        Kind::Witness => wording.witness,
        Kind::Medical => wording.medical,
        Kind::Other => wording.other,
    };
    format!("[{} {number}]", if person(mark) { of_person } else { of_detail })
}
