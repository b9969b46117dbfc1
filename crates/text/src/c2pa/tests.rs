//! C2PA manifests that are made here, read back, and damaged.

use super::*;
use crate::TextLayer;

/// A box.
fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap();
    [&length.to_be_bytes(), kind.as_slice(), content].concat()
}

/// A superbox with a label.
fn labelled(label: &str, contents: &[Vec<u8>]) -> Vec<u8> {
    let description = [[0; 16].as_slice(), &[3], label.as_bytes(), &[0]].concat();
    boxed(b"jumb", &[boxed(b"jumd", &description), contents.concat()].concat())
}

fn encoded(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

fn map(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| (Value::from(*key), value.clone())).collect())
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    let length = if length < 0x80 { vec![length] } else { vec![0x81, length] };
    [&[tag], length.as_slice(), content].concat()
}

fn named(common: &str) -> Vec<u8> {
    let pair = [der(6, &[0x55, 4, 3]), der(0x0c, common.as_bytes())].concat();
    der(0x30, &der(0x31, &der(0x30, &pair)))
}

fn certificate() -> Vec<u8> {
    let validity = [der(0x17, b"240101000000Z"), der(0x18, b"20501231000000Z")].concat();
    let body = [
        der(0xa0, &[2, 1, 2]),
        der(2, &[7]),
        der(0x30, &[]),
        named("Root of the maker"),
        der(0x30, &validity),
        named("Camera 5"),
    ];
    der(0x30, &der(0x30, &body.concat()))
}

fn store() -> Vec<u8> {
    let action = map(&[
        ("action", "c2pa.created".into()),
        ("when", Value::Tag(0, Box::new("2024-03-05T14:30:00Z".into()))),
        ("softwareAgent", map(&[("name", "Firmware".into()), ("version", "2.1".into())])),
        ("digitalSourceType", "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture".into()),
    ]);
    let actions = map(&[("actions", Value::Array(vec![action]))]);
    let ingredient = map(&[("dc:title", "first.jpg".into()), ("relationship", "parentOf".into())]);
    let claim = map(&[
        ("claim_generator_info", map(&[("name", "Camera".into()), ("version", "5".into())])),
        ("dc:title", "court.jpg".into()),
        ("alg", "sha256".into()),
    ]);
    let headers = Value::Map(vec![(1.into(), (-7).into()), (33.into(), Value::Bytes(certificate()))]);
    let signature = Value::Array(vec![
        Value::Bytes(encoded(&headers)),
        map(&[("sigTst2", map(&[]))]),
        Value::Null,
        Value::Bytes(vec![0; 64]),
    ]);
    let content = |value: &Value| vec![boxed(b"cbor", &encoded(value))];
    let assertions = [
        labelled("c2pa.actions.v2", &content(&actions)),
        labelled("c2pa.ingredient.v3__1", &content(&ingredient)),
        labelled("c2pa.hash.data", &content(&map(&[("alg", "sha384".into())]))),
    ];
    let manifest = labelled(
        "urn:c2pa:1",
        &[
            labelled("c2pa.assertions", &assertions),
            labelled("c2pa.claim.v2", &content(&claim)),
            labelled("c2pa.signature", &content(&Value::Tag(18, Box::new(signature)))),
        ],
    );
    labelled("c2pa", &[labelled("urn:c2pa:0", &[]), manifest])
}

fn read(file: &[u8]) -> TextLayer {
    let mut layer = LayerBuilder::new("image/jpeg", 1000);
    of_image(file, &mut layer);
    layer.finish()
}

/// A JPEG whose store is cut into packets of this size.
fn jpeg(store: &[u8], packet: usize) -> Vec<u8> {
    let (head, content) = store.split_at(8);
    let mut file = b"\xff\xd8".to_vec();
    for (number, piece) in (1_u32..).zip(content.chunks(packet)) {
        let segment = [b"JP\0\x01".as_slice(), &number.to_be_bytes(), head, piece].concat();
        file.extend([0xff, 0xeb]);
        file.extend(u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
        file.extend(segment);
    }
    file.extend(b"\xff\xda\0\x02");
    file
}

fn png(store: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        [&u32::try_from(data.len()).unwrap().to_be_bytes(), kind.as_slice(), data, &[0; 4]].concat()
    };
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"caBX", store)].concat()
}

#[test]
fn a_manifest_is_told_and_said_not_to_be_checked() {
    let store = store();
    let webp = [
        b"RIFF\0\0\0\0WEBPVP8 \x01\0\0\0x\0C2PA".as_slice(),
        &u32::try_from(store.len()).unwrap().to_le_bytes(),
        &store,
    ];
    for file in [jpeg(&store, 100), jpeg(&store, 60_000), png(&store), webp.concat()] {
        let layer = read(&file);
        let said: Vec<(&str, &str)> =
            layer.metadata.said.iter().map(|said| (said.name.as_str(), said.value.as_str())).collect();
        let signer =
            "CN=Camera 5 (certificate valid from 2024-01-01 to 2050-12-31, issued by CN=Root of the maker)";
        assert_eq!(
            said,
            [
                ("C2PA manifests of what it was made from", "1"),
                ("C2PA claim generator", "Camera 5"),
                ("C2PA title", "court.jpg"),
                ("C2PA hash algorithm", "sha384"),
                ("C2PA signature algorithm", "ES256"),
                ("C2PA signer, not checked", signer),
                ("C2PA action", "c2pa.created, 2024-03-05T14:30:00Z, Firmware 2.1, digitalCapture"),
                ("C2PA ingredient", "first.jpg, parentOf"),
            ]
        );
        let message = &layer.diagnostics[0].message;
        assert!(message.contains("signature not checked") && !message.contains("trusted"), "{message}");
    }
}

#[test]
fn a_file_without_a_manifest_says_nothing() {
    let other = labelled("other", &[]);
    for file in [b"\xff\xd8\xff\xda\0\x02".as_slice(), b"GIF89a", &jpeg(&other, 100), &png(&[])[..33]] {
        assert_eq!(read(file).diagnostics, [], "{file:?}");
    }
}

#[test]
fn a_damaged_manifest_is_said_to_be_damaged() {
    let whole = store();
    for damaged in [&whole[..30], b"\0\0\0\x01jumbc2pa\xff\xff\xff\xff\xff\xff\xff\xff".as_slice(), b"c2pa\0"]
    {
        let layer = read(&png(damaged));
        assert!(layer.diagnostics[0].message.contains("damaged"), "{:?}", layer.diagnostics);
    }
    // Every cut and every changed byte is survived.
    for end in 0..whole.len() {
        read(&png(&whole[..end]));
        let mut changed = whole.clone();
        changed[end] ^= 0xff;
        read(&png(&changed));
    }
    let mut deep = labelled("c2pa", &[]);
    for _ in 0..1000 {
        deep = labelled("c2pa", &[deep]);
    }
    read(&png(&deep));
}
