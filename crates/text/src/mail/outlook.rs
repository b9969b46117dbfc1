//! Messages of Outlook ([MS-OXMSG] in a compound file, properties after [MS-OXPROPS]): header lines, body, attachments.
//! An attached message becomes a file of the same form.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use cfb::CompoundFile;
use encoding_rs::Encoding;

use super::{lzfu, mailbox};
use crate::BlockKind;
use crate::builder::LayerBuilder;
use crate::collect::Parts;
use crate::part::{Part, PartKind};
use crate::{charset, html, instant};

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

const PROPERTIES: &str = "__properties_version1.0";

/// Most bytes of one property held in memory.
const VALUE: u64 = 64 << 20;

/// Most recipients and attachments of one message.
const ENTRIES: usize = 10_000;

pub(crate) fn read(bytes: &[u8], layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    match CompoundFile::open(Cursor::new(bytes)) {
        Ok(mut file) => message(&mut file, layer, parts),
        Err(e) => {
            layer.say(format!("the message is damaged ({e}); save it as .eml or PDF and add that beside it"))
        }
    }
}

fn message(file: &mut File<'_>, layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let root = Storage::open(file, Path::new("/"), 32);
    let class = root.text(file, 0x001a);
    headers(file, &root, layer);
    if class.is_some_and(|class| class.to_ascii_uppercase().starts_with("IPM.NOTE.SMIME")) {
        layer.say("the message is signed or encrypted with S/MIME; what is inside it is its attachment");
    }
    body(file, &root, layer, parts);
    for path in children(file, "__attach_version1.0_#") {
        attachment(file, &path, root.encoding, parts);
    }
}

fn headers(file: &mut File<'_>, root: &Storage, layer: &mut LayerBuilder) {
    let from = person(
        root.text(file, 0x0c1a).or_else(|| root.text(file, 0x0042)),
        [0x5d01, 0x0c1f, 0x5d02, 0x0065].into_iter().filter_map(|id| root.text(file, id)).collect(),
    );
    let mut recipients: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for path in children(file, "__recip_version1.0_#") {
        let mut recipient = Storage::open(file, &path, 8);
        recipient.encoding = root.encoding;
        let addresses = [0x39fe, 0x3003].into_iter().filter_map(|id| recipient.text(file, id)).collect();
        let kind = recipient.numbers.get(&0x0c15).copied().unwrap_or(1) & 0xf;
        recipients.entry(kind).or_default().extend(person(recipient.text(file, 0x3001), addresses));
    }
    // The list that is only shown stands in for recipients that are not there.
    let mut of_kind = |kind: u64, shown: u16| {
        recipients.remove(&kind).map(|people| people.join(", ")).or_else(|| root.text(file, shown))
    };
    let (to, cc, bcc) = (of_kind(1, 0x0e04), of_kind(2, 0x0e03), of_kind(3, 0x0e02));
    let times: Vec<(&str, String)> = [
        (0x0039, "PidTagClientSubmitTime"),
        (0x0e06, "PidTagMessageDeliveryTime"),
        (0x0060, "PidTagStartDate"),
        (0x0061, "PidTagEndDate"),
        (0x3007, "PidTagCreationTime"),
        (0x3008, "PidTagLastModificationTime"),
    ]
    .into_iter()
    .filter_map(|(id, name)| Some((name, instant::from_filetime(*root.numbers.get(&id)?)?)))
    .collect();
    let subject = root.text(file, 0x0037).map(|subject| subject.trim().to_owned());
    let lines = [
        ("From", from.clone()),
        ("To", to.clone()),
        ("Cc", cc),
        ("Bcc", bcc),
        ("Date", times.first().map(|(_, time)| time.clone())),
        ("Subject", subject.clone()),
    ];
    for (name, value) in lines {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            layer.push(
                BlockKind::Header,
                &format!("{name}: {}", value.split_whitespace().collect::<Vec<_>>().join(" ")),
            );
        }
    }
    let metadata = layer.metadata();
    metadata.title = subject;
    metadata.author = from;
    metadata.to = to;
    metadata.date_origin = times.first().map(|(name, _)| format!("MSG {name}"));
    metadata.date = times.first().map(|(_, time)| time.clone());
    if times.len() > 1 {
        let times: Vec<String> = times.into_iter().map(|(name, time)| format!("{name} {time}")).collect();
        layer.say(format!("times in the message: {}", times.join(", ")));
    }
    if root.text(file, 0x007d).is_some_and(|lines| lines.to_ascii_lowercase().contains("dkim-signature:")) {
        layer.say("its header lines have a DKIM signature; it was not verified");
    }
}

/// `name <address>`, with the first address that looks like one.
fn person(name: Option<String>, addresses: Vec<String>) -> Option<String> {
    let address = addresses.iter().find(|address| address.contains('@')).or_else(|| addresses.first());
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    match (name, address) {
        // What has no @ is a path in a directory of Exchange, which says nothing to a reader.
        (Some(name), Some(address)) if name != *address && address.contains('@') => {
            Some(format!("{name} <{address}>"))
        }
        (Some(name), _) => Some(name),
        (None, address) => address.cloned(),
    }
}

fn body(file: &mut File<'_>, root: &Storage, layer: &mut LayerBuilder, parts: &mut Parts<'_>) {
    let plain = root.text(file, 0x1000).filter(|text| !text.trim().is_empty());
    let page = root.bytes(file, 0x1013, "0102").or_else(|| root.bytes(file, 0x1013, "001E"));
    let page = page.map(|page| charset::decode(&page, root.encoding.map(Encoding::name), false).text);
    let page = page.or_else(|| root.text(file, 0x1013));
    let rtf = root.bytes(file, 0x1009, "0102");
    match (plain, page, rtf) {
        (Some(text), page, rtf) => {
            layer.push_paragraphs(&text);
            if page.is_some() || rtf.is_some() {
                layer.say("the message has its text twice, plain and formatted; the plain text was read");
            }
        }
        (None, Some(page), _) => html::read_text(&page, layer),
        (None, None, Some(rtf)) => match lzfu::decompress(&rtf) {
            Some(rtf) => {
                let part = Part::new(PartKind::Embedded, "body.rtf").media_type(Some("application/rtf"));
                parts.take(part, rtf.as_slice());
            }
            None => {
                layer.say("the formatted body is damaged; save the message as PDF and add that beside it")
            }
        },
        (None, None, None) => {}
    }
}

fn attachment(file: &mut File<'_>, path: &Path, encoding: Option<&'static Encoding>, parts: &mut Parts<'_>) {
    let mut storage = Storage::open(file, path, 8);
    storage.encoding = encoding;
    let name = [0x3707, 0x3704, 0x3001]
        .into_iter()
        .find_map(|id| storage.text(file, id).filter(|name| !name.trim().is_empty()));
    let embedded = path.join("__substg1.0_3701000D");
    let is_message = file.is_stream(embedded.join(PROPERTIES));
    let name = match name {
        Some(name) if is_message => mailbox::file_name(&name).replace(".eml", ".msg"),
        Some(name) => name,
        None if is_message => "message.msg".to_owned(),
        None => "attachment".to_owned(),
    };
    let kind = if is_message { PartKind::Message } else { PartKind::Attachment };
    let mut part = Part::new(kind, name.trim()).media_type(storage.text(file, 0x370e));
    part.say("Content-ID", storage.text(file, 0x3712).unwrap_or_default());
    for (id, name) in [(0x3007, "created"), (0x3008, "modified")] {
        let time = storage.numbers.get(&id).and_then(|steps| instant::from_filetime(*steps));
        part.say(name, time.unwrap_or_default());
    }
    if let Ok(data) = file.open_stream(path.join("__substg1.0_37010102")) {
        parts.take(part, data);
    } else if file.is_storage(&embedded) {
        match standing_alone(file, &embedded, is_message) {
            Ok(bytes) => {
                if is_message {
                    part.media_type = Some("application/vnd.ms-outlook".to_owned());
                }
                part.say("made", "the storage it stands in, as a compound file of its own");
                parts.take(part, bytes.as_slice());
            }
            Err(e) => parts.say(format!("the attachment \u{201c}{}\u{201d} is damaged: {e}", part.name)),
        }
    } else if let Some(place) = storage.text(file, 0x370d).or_else(|| storage.text(file, 0x3708)) {
        parts.say(format!("the attachment \u{201c}{}\u{201d} is only a link to {place}", part.name));
    } else {
        parts.say(format!("the attachment \u{201c}{}\u{201d} has no data in the message", part.name));
    }
}

/// A storage and all in it as a compound file of its own.
fn standing_alone(file: &mut File<'_>, storage: &Path, is_message: bool) -> std::io::Result<Vec<u8>> {
    let entries: Vec<(PathBuf, bool, u64)> = file
        .walk_storage(storage)?
        .skip(1)
        .map(|entry| (entry.path().to_owned(), entry.is_storage(), entry.len()))
        .collect();
    if entries.iter().fold(0_u64, |sum, (_, _, length)| sum.saturating_add(*length)) > VALUE * 2 {
        return Err(std::io::Error::other("it is too large to be taken apart"));
    }
    let mut alone = CompoundFile::create(Cursor::new(Vec::new()))?;
    let mut made = vec![(PathBuf::from("/"), storage.to_owned())];
    for (path, is_storage, _) in entries {
        let inner = Path::new("/").join(path.strip_prefix(storage).map_err(std::io::Error::other)?);
        if is_storage {
            alone.create_storage(&inner)?;
            made.push((inner, path));
            continue;
        }
        let mut bytes = Vec::new();
        file.open_stream(&path)?.read_to_end(&mut bytes)?;
        if is_message && inner == Path::new("/").join(PROPERTIES) && bytes.len() >= 24 {
            // The properties of a message that stands alone begin after 32 bytes, inside another after 24.
            bytes.splice(24..24, [0; 8]);
        }
        alone.create_stream(&inner)?.write_all(&bytes)?;
    }
    // The same message gives the same bytes whenever it is read.
    for (inner, path) in made {
        let entry = file.entry(&path)?;
        alone.set_created_time(&inner, entry.created())?;
        alone.set_modified_time(&inner, entry.modified())?;
    }
    alone.flush()?;
    Ok(alone.into_inner().into_inner())
}

/// The storages of the root whose names begin so, in the order of their names.
fn children(file: &File<'_>, prefix: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = file
        .read_root_storage()
        .filter(|entry| entry.is_storage() && entry.name().starts_with(prefix))
        .map(|entry| entry.path().to_owned())
        .take(ENTRIES)
        .collect();
    paths.sort();
    paths
}

/// A storage of properties.
struct Storage {
    path: PathBuf,
    /// Values that are numbers or times, by the id of the property.
    numbers: BTreeMap<u16, u64>,
    /// Charset of texts that are not Unicode.
    encoding: Option<&'static Encoding>,
}

impl Storage {
    /// `head` is how many bytes stand before the first property.
    fn open(file: &mut File<'_>, path: &Path, head: usize) -> Self {
        let mut storage = Self { path: path.to_owned(), numbers: BTreeMap::new(), encoding: None };
        let bytes = storage.stream(file, PROPERTIES).unwrap_or_default();
        for entry in bytes.get(head..).unwrap_or_default().chunks_exact(16) {
            let Some((tag, value)) = entry.split_first_chunk::<4>() else { continue };
            let value = value.last_chunk::<8>().copied().unwrap_or_default();
            let [kind, _, low, high] = *tag;
            // Numbers of 2, 4 and 8 bytes, truth values and times.
            if matches!(kind, 0x02 | 0x03 | 0x0b | 0x14 | 0x40) {
                storage.numbers.insert(u16::from_le_bytes([low, high]), u64::from_le_bytes(value));
            }
        }
        let page =
            [0x3ffd, 0x3fde].iter().find_map(|id| storage.numbers.get(id)).map(|page| page & 0xffff_ffff);
        storage.encoding = page.and_then(code_page);
        storage
    }

    fn stream(&self, file: &mut File<'_>, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        // What a damaged stream gives before its damage is better than nothing.
        drop(file.open_stream(self.path.join(name)).ok()?.take(VALUE).read_to_end(&mut bytes));
        Some(bytes)
    }

    fn bytes(&self, file: &mut File<'_>, id: u16, kind: &str) -> Option<Vec<u8>> {
        self.stream(file, &format!("__substg1.0_{id:04X}{kind}"))
    }

    fn text(&self, file: &mut File<'_>, id: u16) -> Option<String> {
        if let Some(bytes) = self.bytes(file, id, "001F") {
            return Some(
                encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.trim_end_matches('\0').to_owned(),
            );
        }
        let bytes = self.bytes(file, id, "001E")?;
        let bytes = bytes.strip_suffix(b"\0").unwrap_or(&bytes);
        Some(charset::decode(bytes, self.encoding.map(Encoding::name), false).text)
    }
}

/// The charset of a code page of Windows.
fn code_page(number: u64) -> Option<&'static Encoding> {
    let label = match number {
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".to_owned(),
        932 => "shift_jis".to_owned(),
        936 | 54936 => "gb18030".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        28591..=28606 => format!("iso-8859-{}", number - 28590),
        50220..=50222 => "iso-2022-jp".to_owned(),
        51932 => "euc-jp".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
