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

/// What the case sheet says beside the words of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPhrases {
    pub(crate) kind: &'static str,
    pub(crate) since: &'static str,
    pub(crate) since_all: &'static str,
    pub(crate) held: &'static str,
    pub(crate) findings: &'static str,
    pub(crate) findings_how: &'static str,
    pub(crate) none: &'static str,
    pub(crate) more: &'static str,
    pub(crate) asked: &'static str,
    pub(crate) reasons: &'static str,
    pub(crate) show_orders: &'static str,
    pub(crate) answer_late: &'static str,
    pub(crate) due: &'static str,
    pub(crate) passed: &'static str,
    pub(crate) owed_by: &'static str,
    pub(crate) nothing_due: &'static str,
    pub(crate) check: &'static str,
    pub(crate) how: &'static str,
    pub(crate) sources: &'static str,
    pub(crate) files: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) made_for: &'static str,
    pub(crate) page: &'static str,
    pub(crate) of: &'static str,
    pub(crate) in_english: &'static str,
    pub(crate) missing: &'static str,
}

const SHEET_ENGLISH: SheetPhrases = SheetPhrases {
    kind: "Case sheet",
    since: "In custody since {day}, on {account}.",
    since_all: "In custody since {day}.",
    held: "Since when, and for how long",
    findings: "The strongest findings",
    findings_how: "Each is a norm held against what the record says, and not a judgment. What is breached even on the state\u{2019}s own account stands first.",
    none: "On the record as it stands, no norm is found to be breached. That is not to say that none was.",
    more: "further norms by the same facts",
    asked: "What is asked",
    reasons: "Nobody has said yet what is asked. The record itself gives reason to ask:",
    show_orders: "that an order be shown for each day for which none is known, and that whoever is held without one be released",
    answer_late: "that what was owed by a day that has passed be answered (below)",
    due: "What is due",
    passed: "passed; no answer is in the record",
    owed_by: "owed by",
    nothing_due: "No deadline is known to the record.",
    check: "How to check this",
    how: "Every sentence leads to words in a file. E1 is the first file of the record; the fingerprint (SHA-256, its first characters) shows that a copy is the same file. The dossier and its bundle hold the words in their context, every finding with its proof, and what speaks against it; they can be checked without those who made them.",
    sources: "Sources",
    files: "files in the record",
    as_of: "As of",
    made_for: "Made for",
    page: "page",
    of: "of",
    in_english: "in English",
    missing: "Characters that the fonts of this print do not have are printed as □; the web page has them",
};

const SHEET_FRENCH: SheetPhrases = SheetPhrases {
    kind: "Fiche de l\u{2019}affaire",
    since: "En détention depuis le {day}, selon {account}.",
    since_all: "En détention depuis le {day}.",
    held: "Depuis quand, et combien de temps",
    findings: "Les constats les plus solides",
    findings_how: "Chacun est une norme confrontée à ce que dit le dossier, et non un jugement. Ce qui est violé même selon la version de l\u{2019}État vient en premier.",
    none: "En l\u{2019}état du dossier, aucune violation d\u{2019}une norme n\u{2019}est constatée. Cela ne veut pas dire qu\u{2019}il n\u{2019}y en a pas eu.",
    more: "autres normes par les mêmes faits",
    asked: "Ce qui est demandé",
    reasons: "Personne n\u{2019}a encore dit ce qui est demandé. Le dossier lui-même donne lieu de demander :",
    show_orders: "qu\u{2019}une décision soit produite pour chaque jour pour lequel aucune n\u{2019}est connue, et que quiconque est détenu sans décision soit libéré",
    answer_late: "qu\u{2019}une réponse soit donnée à ce qui était dû à une date passée (ci-dessous)",
    due: "Échéances",
    passed: "passée ; le dossier ne contient aucune réponse",
    owed_by: "à la charge de",
    nothing_due: "Le dossier ne connaît aucune échéance.",
    check: "Comment vérifier",
    how: "Chaque phrase mène aux mots d\u{2019}un fichier. E1 est le premier fichier du dossier ; l\u{2019}empreinte (SHA-256, ses premiers caractères) montre qu\u{2019}une copie est le même fichier. Le dossier complet et son paquet contiennent les mots dans leur contexte, chaque constat avec sa preuve et ce qui s\u{2019}y oppose ; on peut les vérifier sans ceux qui les ont établis.",
    sources: "Sources",
    files: "fichiers au dossier",
    as_of: "Au",
    made_for: "Établi pour",
    page: "page",
    of: "sur",
    in_english: "en anglais",
    missing: "Les caractères absents des polices de cette édition sont imprimés □ ; la page web les contient",
};

const SHEET_SPANISH: SheetPhrases = SheetPhrases {
    kind: "Ficha del caso",
    since: "Bajo custodia desde el {day}, según {account}.",
    since_all: "Bajo custodia desde el {day}.",
    held: "Desde cuándo y por cuánto tiempo",
    findings: "Las conclusiones más sólidas",
    findings_how: "Cada una es una norma contrastada con lo que dice el expediente, no una sentencia. Lo que se incumple incluso según la versión del Estado figura primero.",
    none: "Con el expediente tal como está, no se constata el incumplimiento de ninguna norma. Eso no quiere decir que no lo haya.",
    more: "otras normas por los mismos hechos",
    asked: "Qué se pide",
    reasons: "Nadie ha dicho todavía qué se pide. El propio expediente da motivo para pedir:",
    show_orders: "que se muestre una orden para cada día para el que no se conoce ninguna, y que se ponga en libertad a quien esté detenido sin ella",
    answer_late: "que se responda a lo que se debía en una fecha ya pasada (véase abajo)",
    due: "Plazos",
    passed: "vencido; en el expediente no hay respuesta",
    owed_by: "a cargo de",
    nothing_due: "El expediente no conoce ningún plazo.",
    check: "Cómo comprobarlo",
    how: "Cada frase lleva a las palabras de un archivo. E1 es el primer archivo del expediente; la huella (SHA-256, sus primeros caracteres) muestra que una copia es el mismo archivo. El expediente completo y su paquete contienen las palabras en su contexto, cada conclusión con su prueba y lo que se opone a ella; pueden comprobarse sin quienes los hicieron.",
    sources: "Fuentes",
    files: "archivos en el expediente",
    as_of: "A fecha de",
    made_for: "Elaborado para",
    page: "página",
    of: "de",
    in_english: "en inglés",
    missing: "Los caracteres que no tienen las fuentes de esta impresión figuran como □; la página web los contiene",
};

impl SheetPhrases {
    /// Those of a language; English where there are none.
    pub(crate) fn of(language: &str) -> Self {
        match language {
            "fr" => SHEET_FRENCH,
            "es" => SHEET_SPANISH,
            _ => SHEET_ENGLISH,
        }
    }
}
