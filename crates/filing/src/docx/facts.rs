//! `customXml/item1.xml`: the facts and questions of the draft as it was written, so that `remand file --continue` can
//! tell what the record says differently by now from what a person changed.

use super::xml::Xml;
use crate::continued::standing;
use crate::draft::Draft;
use crate::fact::Fact;

/// Its namespace.
pub(crate) const NAMESPACE: &str = "urn:remand:draft:1";

pub(super) fn part(draft: &Draft, facts: &[Fact]) -> String {
    let mut xml = Xml::part();
    xml.open(
        "draft",
        &[
            ("xmlns", NAMESPACE),
            ("forum", &draft.forum),
            ("language", &draft.language),
            ("asOf", &draft.as_of.to_string()),
        ],
    );
    for person in &draft.people {
        xml.leaf("person", &[], &person.name);
    }
    for fact in facts {
        xml.leaf(
            "fact",
            &[("tag", &fact.tag), ("place", &fact.place), ("on", &fact.on.join(" "))],
            &fact.text,
        );
    }
    for gate in &draft.gates {
        xml.empty("gate", &[("id", &gate.id), ("standing", standing(gate.standing))]);
    }
    for question in &draft.questions {
        xml.leaf(
            "question",
            &[("id", &question.id), ("letter", &question.letter), ("number", &question.number.to_string())],
            &question.text,
        );
    }
    xml.finish()
}
