//! What the chronology can be read by: the topics of events.

use remand_reading::EventKind;

/// A topic of the chronology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Arrest, orders, terms, release.
    Custody,
    /// Charge, trial, verdict, appeal.
    Court,
    /// Counsel, family, conditions, ill-treatment.
    Treatment,
    /// Health.
    Health,
    /// What bodies of the state say in public.
    Statements,
    /// Petitions to international bodies and what they say.
    International,
    /// What others say and ask.
    Reactions,
    /// Anything else.
    Other,
}

impl Topic {
    pub(crate) const EACH: [Self; 8] = [
        Self::Custody,
        Self::Court,
        Self::Treatment,
        Self::Health,
        Self::Statements,
        Self::International,
        Self::Reactions,
        Self::Other,
    ];

    /// Its name in addresses and keys.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Custody => "custody",
            Self::Court => "court",
            Self::Treatment => "treatment",
            Self::Health => "health",
            Self::Statements => "statements",
            Self::International => "international",
            Self::Reactions => "reactions",
            Self::Other => "other",
        }
    }

    /// The topic of a kind of event: by its name where that is telling, else by what the vocabulary says of it.
    pub(crate) fn of(kind: EventKind) -> Self {
        let event = kind.describe();
        let about = |words: &[&str]| words.iter().any(|word| kind.name().contains(word));
        let has = |role: &str| event.roles.iter().any(|known| known == role);
        if about(&["medical", "hospital", "injury", "death_in"]) {
            Self::Health
        } else if about(&[
            "online_petition",
            "ngo_",
            "foreign_",
            "appeal_letter",
            "rating",
            "toll",
            "referendum",
        ]) {
            Self::Reactions
        } else if about(&[
            "petition",
            "opinion",
            "communication",
            "government_response",
            "follow_up",
            "session",
            "response_due",
            "urgent_",
            "allegation_letter",
            "treaty_body",
            "regional_",
            "complaint_",
            "interim_",
        ]) {
            Self::International
        } else if about(&["statement", "press_release", "secrecy"]) {
            Self::Statements
        } else if about(&[
            "counsel",
            "family",
            "incommunicado",
            "solitary",
            "ill_treatment",
            "consul",
            "reasons_given",
        ]) {
            Self::Treatment
        } else if event.orders
            || event.begins.iter().chain(&event.ends).any(|state| state == "in_custody")
            || about(&[
                "custody",
                "detention",
                "sanction",
                "transfer",
                "admission",
                "arrest",
                "dismissal",
                "bail",
            ]) && kind.name() != "transfer_to_court"
        {
            Self::Custody
        } else if has("court")
            || about(&[
                "charge",
                "indictment",
                "trial",
                "verdict",
                "sentence",
                "appeal",
                "hearing",
                "plea",
                "judg",
                "prosecutor",
                "investigation",
                "interrogation",
                "case_review",
                "court",
            ])
        {
            Self::Court
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_stand_where_a_reader_looks_for_them() {
        for (kind, topic) in [
            ("arrest", Topic::Custody),
            ("court_sanction", Topic::Custody),
            ("detention_expiry", Topic::Custody),
            ("release", Topic::Custody),
            ("sentence", Topic::Custody),
            ("transfer_to_court", Topic::Court),
            ("trial_start", Topic::Court),
            ("appeal", Topic::Court),
            ("counsel_denied", Topic::Treatment),
            ("medical_denied", Topic::Health),
            ("statement_of_guilt", Topic::Statements),
            ("opinion_published", Topic::International),
            ("appeal_letter", Topic::Reactions),
            ("country_rating", Topic::Reactions),
        ] {
            assert_eq!(Topic::of(EventKind::named(kind).unwrap()), topic, "{kind}");
        }
    }

    #[test]
    fn every_topic_has_a_name_in_every_language() {
        for topic in Topic::EACH {
            for language in crate::languages() {
                assert!(
                    !language.word(&format!("topic_{}", topic.name())).is_empty(),
                    "{topic:?} {}",
                    language.code
                );
            }
        }
    }
}
