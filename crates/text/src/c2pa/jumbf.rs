//! Boxes of JUMBF (ISO 19566-5, annex A): a length, a type, and what is in it; a superbox begins with a description
//! that has its label.

/// Deepest nesting of superboxes; a store has four levels.
const DEPTH: usize = 12;
/// Most boxes of one store.
const BOXES: usize = 5000;

/// A superbox.
#[derive(Debug, Default)]
pub(super) struct Superbox<'a> {
    /// Empty where it has none.
    pub(super) label: String,
    /// Superboxes in it.
    pub(super) inner: Vec<Superbox<'a>>,
    /// Other boxes in it: their type and what they hold.
    contents: Vec<([u8; 4], &'a [u8])>,
}

impl<'a> Superbox<'a> {
    /// What the first box of a type holds.
    pub(super) fn content(&self, kind: &[u8; 4]) -> Option<&'a [u8]> {
        self.contents.iter().find(|(found, _)| found == kind).map(|(_, content)| *content)
    }
}

/// Reads the superbox that these bytes begin with. What is damaged in it is left out.
pub(super) fn read(bytes: &[u8]) -> Option<Superbox<'_>> {
    let (kind, content, _) = take(bytes)?;
    (kind == *b"jumb").then(|| superbox(content, DEPTH, &mut BOXES.clone()))
}

fn superbox<'a>(mut rest: &'a [u8], depth: usize, left: &mut usize) -> Superbox<'a> {
    let mut found = Superbox::default();
    while let Some((kind, content, after)) = take(rest) {
        let Some(fewer) = left.checked_sub(1) else { break };
        *left = fewer;
        rest = after;
        match &kind {
            b"jumd" => found.label = label(content).unwrap_or_default(),
            b"jumb" => {
                if let Some(depth) = depth.checked_sub(1) {
                    found.inner.push(superbox(content, depth, left));
                }
            }
            _ => found.contents.push((kind, content)),
        }
    }
    found
}

/// A box: its type, what it holds, and what follows it.
fn take(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let (length, after) = bytes.split_first_chunk::<4>()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let (head, length, after) = match u32::from_be_bytes(*length) {
        // It goes on to the end.
        0 => (8, bytes.len(), after),
        // The length is too large for four bytes.
        1 => {
            let (length, after) = after.split_first_chunk::<8>()?;
            (16, usize::try_from(u64::from_be_bytes(*length)).ok()?, after)
        }
        length => (8, usize::try_from(length).ok()?, after),
    };
    let (content, rest) = after.split_at_checked(length.checked_sub(head)?)?;
    Some((*kind, content, rest))
}

/// The label of a description: after a type of sixteen bytes and one of switches, up to a zero.
fn label(description: &[u8]) -> Option<String> {
    const HAS_LABEL: u8 = 2;
    let switches = *description.get(16)?;
    let text = description.get(17..).filter(|_| switches & HAS_LABEL != 0)?;
    let end = text.iter().position(|byte| *byte == 0)?;
    let text = std::str::from_utf8(text.get(..end)?).ok()?;
    (text.len() <= 300).then(|| text.to_owned())
}
