//! XML of no kind that is known here: the text of its elements. An element within running text is part of it; any
//! other one ends a paragraph. What stands in attributes is not read.

use quick_xml::events::Event;

use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::xml;

/// Deepest nesting in which running text is told from structure.
const DEPTH: usize = 10_000;

/// Reads a file.
pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder) {
    let text = xml::decode(bytes);
    // For each element open, whether it has text of its own.
    let mut open: Vec<bool> = Vec::new();
    let mut deeper = 0_usize;
    let mut words = String::new();
    let broken = xml::walk(&text, |event, _| match event {
        Event::Start(_) => {
            let running = open.last() == Some(&true);
            if !running {
                layer.push(BlockKind::Paragraph, &std::mem::take(&mut words));
            }
            if open.len() < DEPTH {
                open.push(running);
            } else {
                deeper += 1;
            }
        }
        Event::End(_) => {
            if deeper > 0 {
                deeper -= 1;
            } else {
                open.pop();
            }
            if open.last() != Some(&true) {
                layer.push(BlockKind::Paragraph, &std::mem::take(&mut words));
            }
        }
        event => {
            let Some(text) = xml::characters(event) else { return };
            if !text.trim().is_empty()
                && let Some(has_text) = open.last_mut()
            {
                *has_text = true;
            }
            words.push_str(&text);
        }
    });
    layer.push(BlockKind::Paragraph, &words);
    if let Err(e) = broken {
        layer.say(format!("the XML is damaged ({e}); text after that place is missing here"));
    }
}
