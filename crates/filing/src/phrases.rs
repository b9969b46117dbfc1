//! What the writers say beside the words of a form, in its language.

use serde::Serialize;

/// Those of one language.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Phrases {
    pub(crate) contents: &'static str,
    pub(crate) page: &'static str,
    pub(crate) of: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) made_for: &'static str,
    pub(crate) question: &'static str,
    pub(crate) asked_of: &'static str,
    pub(crate) answer_with: &'static str,
    pub(crate) exhibits: &'static str,
    pub(crate) exhibit: &'static str,
    pub(crate) file: &'static str,
    pub(crate) language: &'static str,
    pub(crate) pages: &'static str,
    pub(crate) not_given: &'static str,
    pub(crate) about: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) worksheet: &'static str,
    pub(crate) for_team: &'static str,
    pub(crate) conditions: &'static str,
    pub(crate) questions: &'static str,
    pub(crate) nothing_open: &'static str,
    pub(crate) holds: &'static str,
    pub(crate) fails: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) quote: (&'static str, &'static str),
}

const ENGLISH: Phrases = Phrases {
    contents: "Contents",
    page: "page",
    of: "of",
    as_of: "As of",
    made_for: "Made for",
    question: "Question",
    asked_of: "Asked of",
    answer_with: "To answer",
    exhibits: "Exhibits",
    exhibit: "No.",
    file: "File",
    language: "Language",
    pages: "Pages",
    not_given: "Not given",
    about: "About this document",
    missing: "Characters that the fonts of this print do not have are printed as □; the DOCX has them",
    worksheet: "Worksheet of the filing",
    for_team: "For the team. Not to be sent.",
    conditions: "Conditions of the forum",
    questions: "Open questions",
    nothing_open: "Nothing is open.",
    holds: "holds",
    fails: "FAILS",
    unknown: "not known",
    quote: ("\u{201c}", "\u{201d}"),
};

const FRENCH: Phrases = Phrases {
    contents: "Table des matières",
    page: "page",
    of: "sur",
    as_of: "Au",
    made_for: "Établi pour",
    question: "Question",
    asked_of: "Adressée à",
    answer_with: "Pour répondre",
    exhibits: "Pièces",
    exhibit: "N°",
    file: "Fichier",
    language: "Langue",
    pages: "Pages",
    not_given: "Non communiquée",
    about: "Au sujet de ce document",
    missing: "Les caractères absents des polices de cette édition sont imprimés □ ; le fichier DOCX les contient",
    worksheet: "Feuille de travail de la communication",
    for_team: "Pour l’équipe. À ne pas envoyer.",
    conditions: "Conditions de l’organe saisi",
    questions: "Questions ouvertes",
    nothing_open: "Rien n’est ouvert.",
    holds: "remplie",
    fails: "NON REMPLIE",
    unknown: "inconnu",
    quote: ("«\u{a0}", "\u{a0}»"),
};

const SPANISH: Phrases = Phrases {
    contents: "Índice",
    page: "página",
    of: "de",
    as_of: "A fecha de",
    made_for: "Elaborado para",
    question: "Pregunta",
    asked_of: "Dirigida a",
    answer_with: "Para responder",
    exhibits: "Documentos",
    exhibit: "N.º",
    file: "Archivo",
    language: "Idioma",
    pages: "Páginas",
    not_given: "No se entrega",
    about: "Sobre este documento",
    missing: "Los caracteres que no tienen las fuentes de esta impresión figuran como □; el archivo DOCX los contiene",
    worksheet: "Hoja de trabajo de la comunicación",
    for_team: "Para el equipo. No debe enviarse.",
    conditions: "Condiciones del órgano",
    questions: "Preguntas abiertas",
    nothing_open: "No hay nada abierto.",
    holds: "se cumple",
    fails: "NO SE CUMPLE",
    unknown: "no se sabe",
    quote: ("«", "»"),
};

impl Phrases {
    /// Those of a language; English where there are none.
    pub(crate) fn of(language: &str) -> Self {
        match language {
            "fr" => FRENCH,
            "es" => SPANISH,
            _ => ENGLISH,
        }
    }
}

/// The name of an audience.
pub(crate) fn audience<'a>(name: &'a str, language: &str) -> &'a str {
    match (language, name) {
        ("fr", "team") => "l’équipe",
        ("fr", "court") => "la juridiction ou l’organe saisi",
        ("fr", "partner") => "les partenaires",
        ("fr", "public") => "le public",
        ("es", "team") => "el equipo",
        ("es", "court") => "el tribunal u órgano",
        ("es", "partner") => "los socios",
        ("es", "public") => "el público",
        (_, "team") => "the team",
        (_, "court") => "the court or body",
        (_, "partner") => "partners",
        (_, "public") => "the public",
        (_, other) => other,
    }
}
