//! The records of a capture as one WARC 1.1 file, each compressed on its own so that an index can point at it.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use crate::Exchange;

/// Where a response lies in the file, for the index.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) offset: usize,
    pub(crate) length: usize,
    pub(crate) payload_digest: String,
}

/// The file, and the place of the response of each exchange.
pub(crate) fn write(
    exchanges: &[Exchange],
    software: &str,
    created: &str,
) -> std::io::Result<(Vec<u8>, Vec<Place>)> {
    let mut file = Vec::new();
    let info = format!(
        "software: {software}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    );
    let fields =
        [("WARC-Type", "warcinfo"), ("WARC-Date", created), ("Content-Type", "application/warc-fields")];
    let info_id = append(&mut file, &fields, &[], info.as_bytes())?;
    let mut places = Vec::new();
    for exchange in exchanges {
        let payload_digest = sha256(&exchange.response.body);
        let address = exchange.address.as_deref().map(|address| ("WARC-IP-Address", address));
        let common = |kind: &'static str, media_type: &'static str| {
            let mut fields = vec![
                ("WARC-Type", kind),
                ("WARC-Date", exchange.time.as_str()),
                ("WARC-Target-URI", exchange.url.as_str()),
                ("WARC-Warcinfo-ID", info_id.as_str()),
                ("Content-Type", media_type),
            ];
            fields.extend(address);
            fields
        };
        let offset = file.len();
        let mut fields = common("response", "application/http; msgtype=response");
        fields.push(("WARC-Payload-Digest", &payload_digest));
        let head = exchange.response.head();
        let response_id = append(&mut file, &fields, head.as_bytes(), &exchange.response.body)?;
        places.push(Place { offset, length: file.len() - offset, payload_digest: payload_digest.clone() });

        let request_digest = sha256(&exchange.request.body);
        let mut fields = common("request", "application/http; msgtype=request");
        fields.push(("WARC-Payload-Digest", &request_digest));
        fields.push(("WARC-Concurrent-To", &response_id));
        append(&mut file, &fields, exchange.request.head().as_bytes(), &exchange.request.body)?;
    }
    Ok((file, places))
}

/// Adds a record whose block is `head` and `body`; gives its id.
fn append(file: &mut Vec<u8>, fields: &[(&str, &str)], head: &[u8], body: &[u8]) -> std::io::Result<String> {
    let mut block = Sha256::new();
    block.update(head);
    block.update(body);
    let block_digest = format!("sha256:{}", hex(&block.finalize()));
    let mut lines: String = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    lines.push_str(&format!(
        "WARC-Block-Digest: {block_digest}\r\nContent-Length: {}\r\n",
        head.len().saturating_add(body.len())
    ));
    let id = id(&lines, file.len());
    let mut record = GzBuilder::new().mtime(0).write(file, Compression::default());
    record.write_all(format!("WARC/1.1\r\nWARC-Record-ID: {id}\r\n{lines}\r\n").as_bytes())?;
    record.write_all(head)?;
    record.write_all(body)?;
    record.write_all(b"\r\n\r\n")?;
    record.finish()?;
    Ok(id)
}

/// A UUID of version 8 (RFC 9562) made from what the record is and where it stands: the same capture has the same ids.
fn id(lines: &str, offset: usize) -> String {
    let digest = Sha256::new().chain_update(offset.to_be_bytes()).chain_update(lines).finalize();
    let mut bytes = [0_u8; 16];
    for (place, byte) in bytes.iter_mut().zip(digest) {
        *place = byte;
    }
    let number = u128::from_be_bytes(bytes);
    let number = number & !(0xf << 76) | 8 << 76;
    let number = number & !(0b11 << 62) | 0b10 << 62;
    let digits = format!("{number:032x}");
    let group = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!(
        "<urn:uuid:{}-{}-{}-{}-{}>",
        group(0, 8),
        group(8, 12),
        group(12, 16),
        group(16, 20),
        group(20, 32)
    )
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
