//! Copies what a page needs out of a PDF, object by object, and leaves what acts or holds files behind.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::{Dict, MaybeRef, Name, ObjRef, Object, Stream};
use hayro::hayro_syntax::xref::XRef;

use super::token::{Tokens, is_forbidden};
use super::{BoundObject, Keep, jpeg};

/// Brackets in brackets; what is deeper is left out.
const DEEPEST: usize = 50;
/// Bytes of a stream below which compressing it is of no use.
const SMALL: usize = 200;
/// Bytes that come out of one stream at most.
const UNPACKED: u64 = 256 << 20;

/// Keys of a stream that lead out of the file, hold what was written beside the picture, or are made anew.
const LEFT_OUT: [&[u8]; 18] = [
    b"AF",
    b"Alternates",
    b"DL",
    b"DP",
    b"DecodeParms",
    b"F",
    b"FDecodeParms",
    b"FFilter",
    b"Filter",
    b"LastModified",
    b"Length",
    b"Measure",
    b"Metadata",
    b"OPI",
    b"PieceInfo",
    b"PtData",
    b"Ref",
    b"StructParent",
];

/// Kinds of objects that nothing on a page is drawn with.
const BEHIND: [&[u8]; 12] = [
    b"Action",
    b"Annot",
    b"Catalog",
    b"Metadata",
    b"ObjStm",
    b"Outlines",
    b"Page",
    b"Pages",
    b"Sig",
    b"StructElem",
    b"StructTreeRoot",
    b"XRef",
];

/// Copies objects; each gets the next number when it is first referred to.
pub(super) struct Copier<'a, 'k> {
    /// The file that is copied from, where there is one.
    xref: Option<&'a XRef>,
    numbers: BTreeMap<(u32, i32), u32>,
    waiting: VecDeque<(ObjRef, u32)>,
    last: u32,
    keep: &'k mut Keep<'k>,
}

impl<'a, 'k> Copier<'a, 'k> {
    pub(super) fn new(xref: Option<&'a XRef>, keep: &'k mut Keep<'k>) -> Self {
        Self { xref, numbers: BTreeMap::new(), waiting: VecDeque::new(), last: 0, keep }
    }

    /// A number that nothing has.
    pub(super) fn number(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// The highest number so far.
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// The number of an object that was referred to.
    pub(super) fn number_of(&self, reference: ObjRef) -> Option<u32> {
        self.numbers.get(&(reference.obj_number, reference.gen_number)).copied()
    }

    pub(super) fn put(&mut self, number: u32, value: Tokens, stream: Option<Vec<u8>>) -> io::Result<()> {
        (self.keep)(BoundObject { number, value: value.0, stream })
    }

    /// Copies what is referred to, and what that refers to, until nothing is left.
    pub(super) fn rest(&mut self) -> io::Result<()> {
        while let Some((reference, number)) = self.waiting.pop_front() {
            let object = self.xref.and_then(|xref| xref.get::<Object<'_>>(reference.into()));
            match object {
                Some(Object::Stream(stream)) => self.stream(number, &stream)?,
                other => {
                    let mut value = Tokens::default();
                    match other {
                        Some(object) => self.object(&object, &mut value, 0),
                        None => drop(value.word("null")),
                    }
                    self.put(number, value, None)?;
                }
            }
        }
        Ok(())
    }

    /// The number of `reference` here; it will be copied.
    pub(super) fn refer(&mut self, reference: ObjRef) -> u32 {
        let key = (reference.obj_number, reference.gen_number);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.number();
        self.numbers.insert(key, number);
        self.waiting.push_back((reference, number));
        number
    }

    pub(super) fn value(&mut self, value: &MaybeRef<Object<'_>>, to: &mut Tokens, depth: usize) {
        match value {
            MaybeRef::Ref(reference) => {
                let number = self.refer(*reference);
                to.reference(number);
            }
            MaybeRef::NotRef(object) => self.object(object, to, depth),
        }
    }

    fn object(&mut self, object: &Object<'_>, to: &mut Tokens, depth: usize) {
        match object {
            Object::Boolean(true) => to.word("true"),
            Object::Boolean(false) => to.word("false"),
            Object::Number(number) => to.number(number.as_f64()),
            Object::String(string) => to.string(string.as_bytes()),
            Object::Name(name) if !is_forbidden(name) => to.name(name),
            Object::Dict(dict) if depth < DEEPEST && !is_behind(dict) => {
                to.word("<<");
                self.entries(dict, &[], to, depth + 1);
                to.word(">>")
            }
            Object::Array(array) if depth < DEEPEST => {
                to.word("[");
                for item in array.raw_iter() {
                    self.value(&item, to, depth + 1);
                }
                to.word("]")
            }
            // A stream stands on its own and is only referred to.
            _ => to.word("null"),
        };
    }

    /// The entries of a dictionary but those under `without`.
    pub(super) fn entries(&mut self, dict: &Dict<'_>, without: &[&[u8]], to: &mut Tokens, depth: usize) {
        for (name, value) in dict.entries() {
            let name: &[u8] = &name;
            if without.contains(&name) || is_forbidden(name) {
                continue;
            }
            to.name(name);
            self.value(&value, to, depth);
        }
    }

    fn stream(&mut self, number: u32, stream: &Stream<'_>) -> io::Result<()> {
        let mut value = Tokens::default();
        let kind = stream.dict().get::<Name<'_>>("Type");
        if kind.is_some_and(|kind| BEHIND.contains(&&*kind) || is_forbidden(&kind)) {
            value.word("null");
            return self.put(number, value, None);
        }
        value.word("<<");
        self.entries(stream.dict(), &LEFT_OUT, &mut value, 1);
        let body = self.body(stream, &mut value)?;
        value.word(">>");
        self.put(number, value, Some(body))
    }

    /// The bytes of a stream, and into `value` how they are packed: the way that the search for protected names can see
    /// through, wherever that loses nothing.
    pub(super) fn body(&mut self, stream: &Stream<'_>, value: &mut Tokens) -> io::Result<Vec<u8>> {
        let filters = stream.filters();
        let pictures = |filter: &Filter| {
            matches!(
                filter,
                Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode
            )
        };
        match filters.as_slice() {
            [] => return packed(&stream.raw_data(), value),
            [Filter::FlateDecode] => {}
            [Filter::DctDecode] => {
                let raw = stream.raw_data();
                value.name(b"Filter").name(b"DCTDecode");
                self.parameters(stream, value);
                return Ok(jpeg::bare(&raw).unwrap_or_else(|| raw.into_owned()));
            }
            [Filter::FlateDecode, Filter::DctDecode] => {
                let mut raw = Vec::new();
                let read = io::Read::read_to_end(
                    &mut io::Read::take(ZlibDecoder::new(&*stream.raw_data()), UNPACKED),
                    &mut raw,
                );
                if read.is_ok() {
                    value.name(b"Filter").name(b"DCTDecode");
                    return Ok(jpeg::bare(&raw).unwrap_or(raw));
                }
            }
            filters if !filters.iter().any(pictures) => {
                if let Ok(data) = stream.decoded_data() {
                    return packed(&data, value);
                }
            }
            _ => {}
        }
        // Decrypted already.
        let kept: Vec<&Filter> = filters.iter().filter(|filter| **filter != Filter::Crypt).collect();
        value.name(b"Filter").word("[");
        for filter in &kept {
            value.name(filter_name(filter));
        }
        value.word("]");
        if kept.len() == filters.len() {
            self.parameters(stream, value);
        }
        Ok(stream.raw_data().into_owned())
    }

    fn parameters(&mut self, stream: &Stream<'_>, value: &mut Tokens) {
        for key in ["DecodeParms", "DP"] {
            if let Some(parameters) = stream.dict().get_raw::<Object<'_>>(key) {
                value.name(b"DecodeParms");
                self.value(&parameters, value, 1);
                return;
            }
        }
    }
}

/// Nothing on a page is drawn with it: it would lead to other pages, or out of the file.
fn is_behind(dict: &Dict<'_>) -> bool {
    let names: BTreeSet<Vec<u8>> = ["Type", "S"]
        .into_iter()
        .filter_map(|key| dict.get::<Name<'_>>(key))
        .map(|name| name.to_vec())
        .collect();
    let is_action = dict.contains_key("JS") || dict.contains_key("EF");
    is_action || names.iter().any(|name| is_forbidden(name)) || {
        let kind = dict.get::<Name<'_>>("Type");
        kind.is_some_and(|kind| BEHIND.contains(&&*kind))
    }
}

/// Packs bytes, and says how.
pub(super) fn packed(data: &[u8], value: &mut Tokens) -> io::Result<Vec<u8>> {
    if data.len() < SMALL {
        return Ok(data.to_vec());
    }
    value.name(b"Filter").name(b"FlateDecode");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data)?;
    encoder.finish()
}

fn filter_name(filter: &Filter) -> &'static [u8] {
    match filter {
        Filter::AsciiHexDecode => b"ASCIIHexDecode",
        Filter::Ascii85Decode => b"ASCII85Decode",
        Filter::LzwDecode => b"LZWDecode",
        Filter::FlateDecode => b"FlateDecode",
        Filter::RunLengthDecode => b"RunLengthDecode",
        Filter::CcittFaxDecode => b"CCITTFaxDecode",
        Filter::Jbig2Decode => b"JBIG2Decode",
        Filter::DctDecode => b"DCTDecode",
        Filter::JpxDecode => b"JPXDecode",
        Filter::Crypt => b"Crypt",
    }
}
