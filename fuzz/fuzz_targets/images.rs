//! Any bytes as a C2PA manifest, as captions of an image, as an image: what is said stays within its limits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remand_text::{Limits, extract};

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, &[0; 4]].concat()
}

fn segment(marker: u8, head: &[u8], data: &[u8]) -> Vec<u8> {
    let data = &data[..data.len().min(60_000)];
    let length = (head.len() + data.len() + 2) as u16;
    [&[0xff, marker], length.to_be_bytes().as_slice(), head, data].concat()
}

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else { return };
    let end = b"\xff\xda\0\x02".as_slice();
    let file = match first % 5 {
        0 => [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"caBX", bytes)].concat(),
        1 => [b"\xff\xd8", segment(0xeb, b"JP\0\x01\0\0\0\x01", bytes).as_slice(), end].concat(),
        2 => [b"\xff\xd8", segment(0xed, b"Photoshop 3.0\0", bytes).as_slice(), end].concat(),
        3 => [b"\xff\xd8\xff", bytes].concat(),
        _ => [b"II*\0", bytes].concat(),
    };
    let limits = Limits { memory: 1 << 26, ..Limits::default() };
    let found = extract(&file, "a", file.len() as u64, &limits);
    assert!(found.layer.media_type.starts_with("image/"));
    assert!(found.layer.text.is_empty() && found.parts.is_empty());
    for said in &found.layer.diagnostics {
        assert!(!said.message.contains("trusted"));
    }
});
