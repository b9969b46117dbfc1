//! Headers of Bitcoin blocks that the user gives, to hold proofs against: 80 bytes each, as the network has them.
//! Nothing is asked of the network.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Malformed, der};

const HEADER: usize = 80;
/// The most bytes of a file of headers: all there will be for some decades.
const MOST_FILE: usize = 400 << 20;
/// The hash of the first block, as block explorers write it.
const FIRST: &str = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";

/// A block as its header tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// As block explorers write it.
    pub(crate) hash: String,
    /// When the miner said that it was made.
    pub(crate) at: Timestamp,
    /// Number of the block, where the file begins with the first one.
    pub(crate) height: Option<u64>,
    /// Zero bits at the beginning of the hash: what the work was.
    pub(crate) zero_bits: u32,
}

/// The headers that the user gives.
#[derive(Clone, Debug, Default)]
pub struct Headers {
    /// By the root of the transactions, as explorers write it.
    blocks: BTreeMap<String, Block>,
}

impl Headers {
    /// Adds the headers of a file: 80 bytes each one after another, or one a line as 160 hexadecimal digits. Where the
    /// first one is that of the first block, each must follow the one before, and the heights are known.
    ///
    /// # Errors
    /// It holds no headers, one without the work that it claims, or a chain with a gap.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        const WHAT: &str = "a file of block headers (80 bytes each, or one a line in hexadecimal digits)";
        if bytes.is_empty() || bytes.len() > MOST_FILE {
            return Err(Malformed(WHAT));
        }
        let text = std::str::from_utf8(bytes).ok().map(str::trim).filter(|text| text.len() >= 2 * HEADER);
        let decoded = text.and_then(|text| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(unhex).collect::<Option<Vec<_>>>()
        });
        let headers: Vec<&[u8]> = match &decoded {
            Some(lines) => lines.iter().map(Vec::as_slice).collect(),
            None => bytes.chunks(HEADER).collect(),
        };
        let mut before: Option<[u8; 32]> = None;
        let mut from_first = false;
        for (number, header) in headers.iter().enumerate() {
            let (root, mut block, hash, previous) = read(header).ok_or(Malformed(WHAT))?;
            if number == 0 {
                from_first = block.hash == FIRST;
            }
            if from_first {
                if before.is_some_and(|before| before != previous) {
                    return Err(Malformed(
                        "the chain of block headers, in which one does not follow the one before,",
                    ));
                }
                block.height = Some(number as u64);
            }
            before = Some(hash);
            self.blocks.insert(root, block);
        }
        Ok(headers.len())
    }

    /// The user gave none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The block whose transactions have this root.
    pub(crate) fn with_root(&self, merkle_root: &str) -> Option<&Block> {
        self.blocks.get(merkle_root)
    }
}

type Read = (String, Block, [u8; 32], [u8; 32]);

/// The root of the transactions, the block, its hash and the hash of the one before. `None`: it is no header, or its
/// hash is not below the target that it names.
fn read(header: &[u8]) -> Option<Read> {
    if header.len() != HEADER {
        return None;
    }
    let previous: [u8; 32] = header.get(4..36)?.try_into().ok()?;
    let root: [u8; 32] = header.get(36..68)?.try_into().ok()?;
    let seconds = u32::from_le_bytes(header.get(68..72)?.try_into().ok()?);
    let bits = u32::from_le_bytes(header.get(72..76)?.try_into().ok()?);
    let hash: [u8; 32] = Sha256::digest(Sha256::digest(header)).into();
    let mut shown = hash;
    shown.reverse();
    if shown > target(bits)? {
        return None;
    }
    let zero_bits = zero_bits(&shown);
    let at = Timestamp::from_second(i64::from(seconds)).ok()?;
    let block = Block { hash: der::hex(&shown), at, height: None, zero_bits };
    Some((reversed(root), block, hash, previous))
}

/// What the hash may be at most, from its compact form: an exponent to 256 and 23 bits.
fn target(bits: u32) -> Option<[u8; 32]> {
    let [exponent, mantissa @ ..] = bits.to_be_bytes();
    if mantissa.first()? & 0x80 != 0 || !(4..=32).contains(&exponent) {
        return None;
    }
    let mut target = [0; 32];
    let start = 32 - usize::from(exponent);
    for (place, byte) in target.iter_mut().skip(start).zip(mantissa) {
        *place = byte;
    }
    Some(target)
}

fn zero_bits(hash: &[u8; 32]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let next = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or_default() * 8 + next
}

fn reversed(mut bytes: [u8; 32]) -> String {
    bytes.reverse();
    der::hex(&bytes)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some((digit(*pair.first()?)? << 4) | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first block and the one after it, as everybody has them.
    const BLOCK_0: &str = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c";
    const BLOCK_1: &str = "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299";
    const ROOT_1: &str = "0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098";

    #[test]
    fn headers_in_both_forms() {
        let text = format!("{BLOCK_0}\n{BLOCK_1}\n");
        let binary = [unhex(BLOCK_0).unwrap(), unhex(BLOCK_1).unwrap()].concat();
        for file in [text.as_bytes(), &binary] {
            let mut headers = Headers::default();
            assert_eq!(headers.add_file(file), Ok(2));
            let block = headers.with_root(ROOT_1).unwrap();
            assert_eq!(block.hash, "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048");
            assert_eq!(block.at.to_string(), "2009-01-09T02:54:25Z");
            assert_eq!((block.height, block.zero_bits), (Some(1), 32));
        }
        let mut alone = Headers::default();
        alone.add_file(BLOCK_1.as_bytes()).unwrap();
        assert_eq!(alone.with_root(ROOT_1).unwrap().height, None, "its height cannot be told");
    }

    #[test]
    fn what_is_no_header_is_refused() {
        let altered = BLOCK_1.replacen("982051", "982052", 1);
        let easy = BLOCK_1.replace("ffff001d", "ffff7f20");
        let gap = format!("{BLOCK_0}\n{BLOCK_0}");
        for (why, file) in [
            ("nothing", ""),
            ("half a header", &"01".repeat(40)),
            ("a header with a letter too many", &format!("{BLOCK_1}a")),
            ("another root, so another hash", &altered),
            ("a gap", &gap),
            ("words", &"words ".repeat(40)),
        ] {
            assert!(Headers::default().add_file(file.as_bytes()).is_err(), "{why}");
        }
        // Whoever claims little work needs little; it is told how much it was.
        let mut headers = Headers::default();
        if headers.add_file(easy.as_bytes()).is_ok() {
            assert!(headers.with_root(ROOT_1).unwrap().zero_bits < 16);
        }
        assert_eq!(target(0x01_00_00_01), None);
        assert_eq!(target(0x21_00_00_01), None);
        assert_eq!(target(0x1d_80_00_00), None, "negative");
    }
}
