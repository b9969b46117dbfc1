//! Taking files out of a container within limits, one after another, so that none but the one at hand is in memory.

use std::io::{self, Read};

use crate::part::{Part, tame_name};
use crate::wire::{Limits, shorten};
use crate::{Diagnostic, Statement};

/// What passes from the reader of a container to whoever keeps the parts: the bytes of a part in pieces, then the
/// part without its bytes, or the word that the pieces are to be forgotten.
#[derive(Debug)]
pub(crate) enum Frame<'a> {
    Bytes(&'a [u8]),
    End(Part),
    Forget,
}

/// Most bytes in one [`Frame::Bytes`].
pub(crate) const PIECE: usize = 64 * 1024;

/// What became of the bytes offered as a part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// They are a part.
    Whole,
    /// They broke off: what there was of them is a part that says so, unless there was nothing at all.
    Damaged,
    /// A limit was reached, and they are left out.
    LeftOut,
}

/// Where the reader of a container puts what it finds.
pub(crate) struct Parts<'a> {
    budget: Budget,
    keep: &'a mut dyn FnMut(Frame<'_>) -> io::Result<()>,
    /// The limit that was reached, and the name of the first part beyond it.
    full: Option<(String, String)>,
    left_out: usize,
    taken: usize,
    diagnostics: Vec<Diagnostic>,
    /// Room for one piece, kept from part to part.
    piece: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// `input` is the size of the container in bytes.
    pub(crate) fn new(
        limits: &Limits,
        input: u64,
        keep: &'a mut dyn FnMut(Frame<'_>) -> io::Result<()>,
    ) -> Self {
        let budget = Budget::new(limits, input);
        Self {
            budget,
            keep,
            full: None,
            left_out: 0,
            taken: 0,
            diagnostics: Vec::new(),
            piece: vec![0; PIECE],
        }
    }

    /// Takes everything that `from` gives as the bytes of `part`.
    pub(crate) fn take(&mut self, part: Part, from: impl Read) -> Taken {
        if self.full.is_none()
            && let Err(limit) = self.budget.part()
        {
            self.full = Some((limit, part.name.clone()));
        }
        if self.full.is_some() {
            self.left_out += 1;
            return Taken::LeftOut;
        }
        let mut piece = std::mem::take(&mut self.piece);
        let taken = self.take_in_pieces(part, from, &mut piece);
        self.piece = piece;
        taken
    }

    fn take_in_pieces(&mut self, mut part: Part, mut from: impl Read, piece: &mut [u8]) -> Taken {
        let mut any = false;
        let mut taken = Taken::Whole;
        loop {
            match from.read(piece) {
                Ok(0) => break,
                Ok(read) => {
                    let bytes = piece.get(..read).unwrap_or_default();
                    if let Err(limit) = self.budget.bytes(read as u64) {
                        self.full = Some((limit, part.name));
                        self.left_out += 1;
                        self.pass(Frame::Forget);
                        return Taken::LeftOut;
                    }
                    any = true;
                    self.pass(Frame::Bytes(bytes));
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    taken = Taken::Damaged;
                    if !any {
                        self.say(format!(
                            "\u{201c}{}\u{201d} inside it could not be read: {e}; ask for it anew",
                            part.name
                        ));
                        return taken;
                    }
                    part.damage.get_or_insert_with(|| format!("it breaks off: {e}"));
                    break;
                }
            }
        }
        self.taken += 1;
        self.pass(Frame::End(part));
        taken
    }

    /// Says what is wrong with a part, or with the container as far as its parts go.
    pub(crate) fn say(&mut self, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic { page: None, message: message.into() });
    }

    /// How many were taken.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// What has to be said about the parts, the limit that was reached last.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        if let Some((limit, first)) = self.full.take() {
            let message = format!(
                "{} file(s) inside it were left out, from \u{201c}{first}\u{201d} on: {limit}; unpack it and add \
                 the files in it",
                self.left_out
            );
            self.say(message);
        }
        self.diagnostics
    }

    /// A pipe that nobody reads any more: the parent has given up and will end this process.
    fn pass(&mut self, frame: Frame<'_>) {
        if (self.keep)(frame).is_err() {
            self.full.get_or_insert_with(|| ("nobody takes them any more".to_owned(), String::new()));
        }
    }
}

/// Makes parts of frames, on the side that does not believe what it is told.
#[derive(Debug)]
pub(crate) struct Assembly {
    budget: Budget,
    bytes: Vec<u8>,
}

impl Assembly {
    pub(crate) fn new(limits: &Limits, input: u64) -> Self {
        Self { budget: Budget::new(limits, input), bytes: Vec::new() }
    }

    /// Takes a frame; gives the part that it completes.
    pub(crate) fn take(&mut self, frame: Frame<'_>) -> Result<Option<Part>, String> {
        match frame {
            Frame::Bytes(bytes) => {
                self.budget.bytes(bytes.len() as u64)?;
                self.bytes.extend_from_slice(bytes);
                Ok(None)
            }
            Frame::Forget => {
                self.bytes = Vec::new();
                Ok(None)
            }
            Frame::End(mut part) => {
                self.budget.part()?;
                part.bytes = std::mem::take(&mut self.bytes);
                tame(&mut part);
                Ok(Some(part))
            }
        }
    }
}

/// Keeps what a part says about itself within what a person can read.
fn tame(part: &mut Part) {
    const STATEMENTS: usize = 50;
    part.name = tame_name(&part.name);
    part.said.truncate(STATEMENTS);
    for Statement { name, value } in &mut part.said {
        shorten(name, 100);
        shorten(value, 2000);
    }
    if let Some(media_type) = &mut part.media_type {
        shorten(media_type, 200);
    }
    if let Some(damage) = &mut part.damage {
        shorten(damage, 1000);
    }
}

/// What may still come out of one container.
#[derive(Debug)]
struct Budget {
    limits: Limits,
    input: u64,
    parts: usize,
    bytes: u64,
}

impl Budget {
    fn new(limits: &Limits, input: u64) -> Self {
        Self { limits: limits.clone(), input, parts: 0, bytes: 0 }
    }

    fn part(&mut self) -> Result<(), String> {
        if self.parts >= self.limits.parts {
            return Err(format!("there are more than {} files in it", self.limits.parts));
        }
        self.parts += 1;
        Ok(())
    }

    fn bytes(&mut self, more: u64) -> Result<(), String> {
        self.bytes = self.bytes.saturating_add(more);
        if self.bytes > self.limits.part_bytes {
            return Err(format!(
                "together they have more than the {} bytes that are taken out of one file",
                self.limits.part_bytes
            ));
        }
        if self.bytes > Limits::EXPANSION_FREE
            && self.bytes > self.input.saturating_mul(self.limits.expansion)
        {
            return Err(format!(
                "they are more than {} times as large as the file that they are in, as in a file made to fill a disk",
                self.limits.expansion
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::PartKind;

    fn limits() -> Limits {
        Limits { parts: 3, part_bytes: 12 << 20, ..Limits::default() }
    }

    /// What is kept of parts of these sizes, and what is said.
    fn collect(input: u64, sizes: &[u64]) -> (Vec<usize>, Vec<String>) {
        let limits = limits();
        let mut assembly = Assembly::new(&limits, input);
        let mut kept = Vec::new();
        let mut keep = |frame: Frame<'_>| {
            kept.extend(assembly.take(frame).unwrap().map(|part| part.bytes.len()));
            Ok(())
        };
        let mut parts = Parts::new(&limits, input, &mut keep);
        for (n, size) in sizes.iter().enumerate() {
            let name = format!("{n}.bin");
            parts.take(Part::new(PartKind::Member, &name), io::repeat(b'a').take(*size));
        }
        let said = parts.finish().into_iter().map(|diagnostic| diagnostic.message).collect();
        (kept, said)
    }

    #[test]
    fn what_was_taken_before_a_limit_stays() {
        assert_eq!(collect(1000, &[10, 0, 70_000]), (vec![10, 0, 70_000], vec![]));
        let (kept, said) = collect(1000, &[1, 1, 1, 1, 1]);
        assert_eq!(kept, [1, 1, 1]);
        assert!(said[0].starts_with("2 file(s) inside it were left out, from \u{201c}3.bin\u{201d} on: there are more than 3 files"), "{}", said[0]);
        let (kept, said) = collect(1 << 20, &[5, 13 << 20, 5]);
        assert_eq!(kept, [5]);
        assert!(
            said[0].contains("2 file(s)") && said[0].contains("more than the 12582912 bytes"),
            "{}",
            said[0]
        );
    }

    #[test]
    fn small_files_may_grow_as_they_like_large_ones_may_not() {
        assert_eq!(collect(1000, &[9 << 20]).0, [9 << 20]);
        let (kept, said) = collect(1000, &[11 << 20]);
        assert_eq!(kept, [0; 0]);
        assert!(said[0].contains("more than 200 times as large"), "{}", said[0]);
    }

    #[test]
    fn a_part_that_breaks_off_is_kept_and_says_so() {
        struct Breaks(u8);
        impl Read for Breaks {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if self.0 == 0 {
                    return Err(io::Error::other("bad checksum"));
                }
                self.0 -= 1;
                buffer.fill(b'x');
                Ok(buffer.len())
            }
        }
        let limits = limits();
        let mut assembly = Assembly::new(&limits, 10);
        let mut kept = Vec::new();
        let mut keep = |frame: Frame<'_>| {
            kept.extend(assembly.take(frame).unwrap());
            Ok(())
        };
        let mut parts = Parts::new(&limits, 10, &mut keep);
        assert_eq!(parts.take(Part::new(PartKind::Member, "a"), Breaks(1)), Taken::Damaged);
        assert_eq!(parts.take(Part::new(PartKind::Member, "b"), Breaks(0)), Taken::Damaged);
        let said = parts.finish();
        assert_eq!(
            said[0].message,
            "\u{201c}b\u{201d} inside it could not be read: bad checksum; ask for it anew"
        );
        assert_eq!(kept.len(), 1);
        assert_eq!(
            (kept[0].bytes.len(), kept[0].damage.as_deref()),
            (PIECE, Some("it breaks off: bad checksum"))
        );
    }

    #[test]
    fn an_assembly_believes_no_count_and_no_name() {
        let mut assembly = Assembly::new(&limits(), 1000);
        let end = || Frame::End(Part { name: "../x".to_owned(), ..Part::new(PartKind::Member, "") });
        assert_eq!(assembly.take(end()).unwrap().unwrap().name, "%2E%2E/x");
        assert!(assembly.take(end()).is_ok() && assembly.take(end()).is_ok());
        assert!(assembly.take(end()).unwrap_err().contains("more than 3 files"));
        let piece = vec![0; 4 << 20];
        let mut assembly = Assembly::new(&limits(), 1000);
        assert!((0..2).all(|_| assembly.take(Frame::Bytes(&piece)).is_ok()));
        assert!(assembly.take(Frame::Bytes(&piece)).unwrap_err().contains("200 times"));
    }
}
