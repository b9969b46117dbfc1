"""What other readers find inside files: for each file one line of its path, a tab, and the SHA-256 of every file in it.

Readers: zipfile, tarfile, mailbox and email of the standard library; warcio and extract-msg where they are installed.
A file that a reader refuses is left out."""

import email
import email.policy
import hashlib
import mailbox
import pathlib
import sys
import tarfile
import tempfile
import zipfile

try:
    from warcio.archiveiterator import ArchiveIterator
except ImportError:
    ArchiveIterator = None
try:
    import extract_msg
except ImportError:
    extract_msg = None


def digest(content):
    return hashlib.sha256(content).hexdigest()


def of_zip(path):
    with zipfile.ZipFile(path) as archive:
        return [archive.read(info) for info in archive.infolist() if not info.is_dir()]


def of_tar(path):
    with tarfile.open(path, "r:") as archive:
        return [archive.extractfile(member).read() for member in archive if member.isfile()]


def of_mail(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = []
    for part in message.iter_attachments():
        if not part.is_multipart() and part.get_content_maintype() not in ("text", "message"):
            parts.append(part.get_payload(decode=True))
    # Of a broken encoding this reader gives nothing, where ours gives what there is.
    return [part for part in parts if part]


def of_warc(path):
    with open(path, "rb") as stream:
        return [
            body
            for record in ArchiveIterator(stream, arc2warc=True)
            if record.rec_type in ("response", "resource", "conversion")
            for body in [record.content_stream().read()]
            if body
        ]


def of_outlook(path):
    with extract_msg.openMsg(str(path)) as message:
        return [a.data for a in message.attachments if isinstance(a.data, bytes)]


def count_mailbox(path):
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(path.read_bytes())
        copy.flush()
        return len(mailbox.mbox(copy.name))


READERS = {".zip": of_zip, ".tar": of_tar, ".eml": of_mail}
if ArchiveIterator:
    READERS |= {".warc": of_warc, ".warc.gz": of_warc, ".arc.gz": of_warc}
if extract_msg:
    READERS[".msg"] = of_outlook

for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.name.endswith(".mbox"):
        print(path, f"count {count_mailbox(path)}", sep="\t")
    for ending, reader in READERS.items():
        if path.name.endswith(ending):
            try:
                print(path, *sorted(map(digest, reader(path))), sep="\t")
            except Exception as e:
                print(f"{path}: {type(e).__name__}: {e}", file=sys.stderr)
