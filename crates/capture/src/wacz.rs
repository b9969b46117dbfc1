//! The ZIP file: records, index, pages, and the list of hashes over them.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::exchange::check_time;
use crate::warc::sha256;
use crate::{CaptureError, Exchange, index, warc};

/// What one person fetched at one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// What a person calls it.
    pub title: String,
    /// The program that fetched it, with its version.
    pub software: String,
    /// When the capture was finished, in UTC as RFC 3339.
    pub created: String,
    /// Requests and responses in the order in which they were made; the first is of the page that was asked for, after
    /// which a redirect may lead elsewhere.
    pub exchanges: Vec<Exchange>,
    /// Titles of pages a person would look at, by their address; others are what those pages are made of.
    pub pages: Vec<(String, String)>,
}

const RECORDS: &str = "data.warc.gz";

impl Capture {
    /// The WACZ file. The same capture gives the same bytes.
    ///
    /// # Errors
    /// There is nothing in it, or an address, time or header field cannot be written so that it is read back as it is.
    pub fn to_wacz(&self) -> Result<Vec<u8>, CaptureError> {
        let first = self.exchanges.first().ok_or(CaptureError::Empty)?;
        check_time(&self.created)?;
        if self.software.contains(['\r', '\n']) {
            return Err(CaptureError::Head(self.software.clone()));
        }
        self.exchanges.iter().try_for_each(Exchange::check)?;
        let written = warc::write(&self.exchanges, &self.software, &self.created);
        let (records, places) = written.map_err(|e| CaptureError::Zip(e.to_string()))?;
        let index = index::write(&self.exchanges, &places, RECORDS);
        let members: [(&str, &str, &[u8]); 3] = [
            (RECORDS, "archive/data.warc.gz", &records),
            ("index.cdx", "indexes/index.cdx", index.as_bytes()),
            ("pages.jsonl", "pages/pages.jsonl", &self.page_list().into_bytes()),
        ];
        let resources: Vec<Value> = members
            .iter()
            .map(|(name, path, bytes)| json!({ "name": name, "path": path, "hash": sha256(bytes), "bytes": bytes.len() }))
            .collect();
        let package = json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": self.title,
            "software": self.software,
            "created": self.created,
            "mainPageUrl": first.url,
            "mainPageDate": first.time,
            "resources": resources,
        });
        let package = format!("{package:#}\n");
        let digest = json!({ "path": "datapackage.json", "hash": sha256(package.as_bytes()) });
        let digest = format!("{digest:#}\n");
        let mut file = ZipWriter::new(Cursor::new(Vec::new()));
        // Stored as they are: a reader finds a record by its place in the file. No time of day goes in.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default());
        let described =
            [("datapackage.json", package.as_bytes()), ("datapackage-digest.json", digest.as_bytes())];
        let failed = |e: &dyn std::error::Error| CaptureError::Zip(e.to_string());
        for (path, bytes) in members.iter().map(|(_, path, bytes)| (*path, *bytes)).chain(described) {
            let options = options.large_file(bytes.len() >= u32::MAX as usize);
            file.start_file(path, options).map_err(|e| failed(&e))?;
            file.write_all(bytes).map_err(|e| failed(&e))?;
        }
        Ok(file.finish().map_err(|e| failed(&e))?.into_inner())
    }

    /// The pages a person would look at, in the order in which they were fetched.
    fn page_list(&self) -> String {
        let mut lines =
            format!("{}\n", json!({ "format": "json-pages-1.0", "id": "pages", "title": "All Pages" }));
        for (number, exchange) in self.exchanges.iter().enumerate() {
            if let Some((url, title)) = self.pages.iter().find(|(url, _)| *url == exchange.url) {
                let id = format!("page-{}", number.saturating_add(1));
                lines.push_str(&format!(
                    "{}\n",
                    json!({ "id": id, "url": url, "title": title, "ts": exchange.time })
                ));
            }
        }
        lines
    }
}
