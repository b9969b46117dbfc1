#!/usr/bin/env python3
"""Checks a bundle or a vault of Remand without Remand.

    python3 verify.py PATH [--checkpoint FILE]... [--proof FILE]... [--json]
    python3 verify.py --vectors DIR [--json]

PATH is a bundle (a ZIP file or the folder it unpacks to) or a case folder that is not locked. Needs Python 3.8 or
later and nothing else, and no network. It reads, and writes nothing.

It says what holds and what does not. The exit code is 0 where everything holds (notices may be printed), 1 where
something is damaged, 2 where there is nothing that could be checked.

The parts, in the order of this file: signatures (RFC 8032), a line of a log and a log (spec/journal.md), checkpoints
and proofs (RFC 6962, C2SP), files in a folder or a ZIP, the manifests of a bag (RFC 8493), and the check of all logs
together.
"""

import argparse
import base64
import hashlib
import json
import math
import os
import re
import stat
import sys
import zipfile

# ---------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032, section 5.1), read strictly: S below the order of the group, the key in its one encoding, neither
# the key nor R of small order, the equation without the cofactor. Points are (X, Y, Z, T), x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def is_neutral(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


def point_of(encoded):
    """The point with this encoding; None: it is the encoding of none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def encoding_of(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER or is_neutral(multiply(8, a)) or is_neutral(multiply(8, r)):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    minus_a = (-a[0] % P, a[1], a[2], -a[3] % P)
    return encoding_of(add(multiply(s, BASE), multiply(k, minus_a))) == signature[:32]


def base64_of(text, length=None):
    """The bytes that a Base64 text stands for; None where it is not the one text that does."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    fits = base64.b64encode(data).decode() == text and length in (None, len(data))
    return data if fits else None


# ---------------------------------------------------------------------------------------------------------------------
# A line of a log.


class Fault(Exception):
    """Why something does not hold, in words; `line` where it is a line of a log."""

    def __init__(self, why, line=None):
        super().__init__(why)
        self.line = line


class Members(dict):
    """A JSON object. `twice` has the names of members that stand in it more than once."""

    twice = frozenset()


def members(pairs):
    result = Members(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        result.twice = {name for name in names if names.count(name) > 1}
    return result


def integer(text):
    # A number that needs more than 64 bits, and -0, are no integers here: others read them as fractions.
    number = fraction(text) if len(text) > 20 or text == "-0" else int(text)
    return number if isinstance(number, float) or -(2**63) <= number < 2**64 else fraction(text)


def fraction(text):
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def no_constant(text):
    raise ValueError(text + " is no JSON")


DEEPEST = 127


def check_depth(text):
    depth, in_string, escaped = 0, False, False
    for c in text:
        if in_string:
            if escaped:
                escaped = False
            elif c == "\\":
                escaped = True
            elif c == '"':
                in_string = False
        elif c == '"':
            in_string = True
        elif c in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("it is nested more than %d levels deep" % DEEPEST)
        elif c in "]}":
            depth -= 1


def check_characters(value):
    """Halves of characters beyond FFFF, escaped alone, are no text."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_characters(name)
            check_characters(inner)
    elif isinstance(value, list):
        for inner in value:
            check_characters(inner)


def json_of(data):
    text = data.decode("utf-8")
    check_depth(text)
    value = json.loads(
        text, object_pairs_hook=members, parse_int=integer, parse_float=fraction, parse_constant=no_constant
    )
    check_characters(value)
    return value


def is_hex(digits):
    return lambda value: isinstance(value, str) and re.fullmatch("[0-9a-f]{%d}" % digits, value) is not None


def is_integer(most):
    return lambda value: type(value) is int and 0 <= value <= most


def is_text(value):
    return isinstance(value, str)


def is_any(_):
    return True


def is_text_or_null(value):
    return value is None or isinstance(value, str)


def is_receipt(value):
    return isinstance(value, dict) and fits(value, {}, dict.fromkeys(("from", "how", "on", "by", "note"), is_text_or_null))


def is_seen(value):
    return isinstance(value, list) and all(isinstance(one, dict) and fits(one, SEEN) for one in value)


def fits(value, required, optional=None):
    optional = optional or {}
    if any(name in value.twice for name in list(required) + list(optional)):
        return False
    there = all(name in value and check(value[name]) for name, check in required.items())
    return there and all(check(value[name]) for name, check in optional.items() if name in value)


ID, HASH, SIZE = is_hex(32), is_hex(64), is_integer(2**64 - 1)
SEEN = {"log": ID, "size": SIZE, "head": HASH}
# By entry: the members that must be there, and those that may.
ENTRIES = {
    "log_opened": ({"format": is_integer(2**32 - 1), "vault": ID, "key": HASH, "person": is_text, "device": is_text}, {}),
    "writer_named": ({"person": is_text, "device": is_text}, {}),
    "item_received": (
        {"item": HASH, "name": is_text, "bytes": SIZE},
        {"modified": is_text_or_null, "receipt": is_receipt},
    ),
    "item_known_again": ({"item": HASH, "name": is_text}, {"receipt": is_receipt}),
    "item_found": (
        {"item": HASH, "name": is_text, "bytes": SIZE, "parent": HASH, "part": is_text, "tool": is_text},
        {"said": is_any},
    ),
    "receipt_said": ({"item": HASH, "receipt": is_receipt}, {}),
    "source_unreadable": ({"name": is_text, "reason": is_text}, {}),
    "text_taken": ({"item": HASH, "text": HASH, "tool": is_text}, {"settings": is_any}),
    "copy_made": ({"item": HASH, "purpose": is_text}, {}),
    "decision": ({"decision": is_any}, {}),
    "logs_taken_in": ({"logs": is_seen}, {}),
    "attested": ({"kind": is_text, "checkpoint": HASH, "token": HASH}, {}),
    "sealed": ({"manifest": HASH, "audience": is_text}, {}),
}
FORMAT = 2
CONTEXT = b"remand log line v2\n"
SIGNED = re.compile(rb',"signature":"(.{88})"}\Z', re.DOTALL)
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z")


def is_time(text):
    found = TIME.fullmatch(text)
    if not found:
        return False
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    exists = 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= days[month - 1]
    return exists and hour < 24 and minute < 60 and second < 60


class Line:
    """One line of a log, given without its line feed."""

    def __init__(self, data):
        try:
            self.says = json_of(data)
        except (ValueError, RecursionError) as error:
            raise Fault("it is not JSON: %s" % error) from None
        says = self.says
        if not isinstance(says, dict):
            raise Fault("it is no JSON object")
        entry = says.get("entry")
        if not isinstance(entry, str) or entry not in ENTRIES:
            raise Fault("the entry %r is not known" % (entry,))
        if not fits(says, {"number": SIZE, "previous": HASH, "recorded_at": is_text, "entry": is_text}):
            raise Fault("`number`, `previous` or `recorded_at` is missing, stands twice, or is not what it must be")
        if not fits(says, *ENTRIES[entry]):
            raise Fault("a member of `%s` is missing, stands twice, or is not what it must be" % entry)
        if not is_time(says["recorded_at"]):
            raise Fault("`%s` is not a time in the form 2024-03-05T14:30:00Z" % says["recorded_at"])
        self.hash = hashlib.sha256(data).hexdigest()
        found = SIGNED.search(data)
        if ("signature" in says) != (found is not None) or "signature" in says.twice:
            raise Fault("the signature does not stand once, at the end of the line")
        self.signature = found and found.group(1).decode("ascii", "replace")
        self.signed = found and data[: found.start()] + b"}"

    def __getitem__(self, name):
        return self.says.get(name)

    def follows(self, number, previous):
        if self["number"] != number:
            raise Fault("it says it is number %d" % self["number"], number)
        if self["previous"] != previous:
            raise Fault("it does not follow the line before, which has the SHA-256 %s" % previous, number)

    def is_signed_by(self, key):
        signature = base64_of(self.signature, 64)
        return signature is not None and signature_holds(bytes.fromhex(key), CONTEXT + self.signed, signature)


def id_of_log(vault, key):
    return hashlib.sha256(b"remand log\n" + bytes.fromhex(vault) + bytes.fromhex(key)).hexdigest()[:32]


class Log:
    """The lines that stand up to the last signed one before the first fault; the fault; the bytes after them."""

    def __init__(self, data):
        self.lines, self.fault, self.received = [], None, set()
        self.vault = self.key = self.id = None
        self.person = self.device = ""
        pending, start, stands = [], 0, 0
        try:
            while True:
                end = data.find(b"\n", start)
                if end < 0:
                    break
                try:
                    pending.append(Line(data[start:end]))
                except Fault as fault:
                    raise Fault(str(fault), len(self.lines) + len(pending) + 1) from None
                start = end + 1
                if pending[-1].signed is not None:
                    self.accept(pending)
                    pending, stands = [], start
            number, previous = len(self.lines), self.head
            for line in pending:
                number += 1
                line.follows(number, previous)
                previous = line.hash
            if not self.lines:
                raise Fault("no line of the log is signed", 1)
        except Fault as fault:
            self.fault = fault
        self.tail = len(data) - stands

    @property
    def head(self):
        return self.lines[-1].hash if self.lines else "0" * 64

    def accept(self, commit):
        before, received, vault, key = len(self.lines), set(), self.vault, self.key
        previous = self.head
        for number, line in enumerate(commit, before + 1):
            if (line["entry"] == "log_opened") != (number == 1):
                raise Fault("the first entry, and only the first, opens the log", number)
            if number == 1:
                if line["format"] != FORMAT:
                    raise Fault("the format %d is not known" % line["format"], number)
                vault, key = line["vault"], line["key"]
            line.follows(number, previous)
            previous = line.hash
            if line["entry"] == "item_received":
                if line["item"] in self.received | received:
                    raise Fault("the item %s was received before" % line["item"], number)
                received.add(line["item"])
            if line.signed is not None and not line.is_signed_by(key):
                raise Fault("the signature was not made with the key %s of the log" % key, number)
        for line in commit:
            if line["entry"] in ("log_opened", "writer_named"):
                self.person, self.device = line["person"], line["device"]
        self.lines += commit
        self.received |= received
        self.vault, self.key, self.id = vault, key, id_of_log(vault, key)


# ---------------------------------------------------------------------------------------------------------------------
# The tree of a log (RFC 6962, section 2.1), checkpoints and proofs. Leaves are the hashes of the lines.


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(line_hash):
    return sha256(b"\0" + bytes.fromhex(line_hash))


def node(left, right):
    return sha256(b"\1" + left + right)


def split_of(size):
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves):
    # Full subtrees from the left, largest first, as (hash, size).
    stack = []
    for one in leaves:
        stack.append((one, 1))
        while len(stack) > 1 and stack[-1][1] == stack[-2][1]:
            (right, size), (left, _) = stack.pop(), stack.pop()
            stack.append((node(left, right), 2 * size))
    root = stack.pop()[0]
    while stack:
        root = node(stack.pop()[0], root)
    return root


def root_by_inclusion(index, size, leaf_hash, path):
    """The root that a proof of inclusion leads to."""
    if size == 1:
        if path:
            raise Fault("the proof has too many hashes")
        return leaf_hash
    if not path:
        raise Fault("the proof has too few hashes")
    left = split_of(size)
    if index < left:
        return node(root_by_inclusion(index, left, leaf_hash, path[:-1]), path[-1])
    return node(path[-1], root_by_inclusion(index - left, size - left, leaf_hash, path[:-1]))


def roots_by_consistency(old, new, path, old_root, whole=True):
    """The roots of the earlier and of the later tree that a proof of consistency leads to."""
    if old == new:
        if whole:
            known = old_root
            if path:
                raise Fault("the proof has too many hashes")
        else:
            if len(path) != 1:
                raise Fault("the proof has another number of hashes than it must have")
            known = path[0]
        return known, known
    if not path:
        raise Fault("the proof has too few hashes")
    left = split_of(new)
    if old <= left:
        earlier, later = roots_by_consistency(old, left, path[:-1], old_root, whole)
        return earlier, node(later, path[-1])
    earlier, later = roots_by_consistency(old - left, new - left, path[:-1], old_root, False)
    return node(path[-1], earlier), node(path[-1], later)


SIGNATURE_LINE = re.compile("— ([^ ]+) ([A-Za-z0-9+/=]+)")
NUMBER = re.compile("0|[1-9][0-9]{0,19}")
MOST_LINES = 2**62


def number_of(text, what):
    if not NUMBER.fullmatch(text) or int(text) > MOST_LINES:
        raise Fault("%s is no number, or too large" % what)
    return int(text)


class Checkpoint:
    """How far a log reached, signed (C2SP tlog-checkpoint, signed-note)."""

    def __init__(self, data):
        try:
            text = data.decode("utf-8")
        except ValueError:
            raise Fault("the checkpoint is not UTF-8") from None
        if len(data) > 1000000 or any(c < " " and c != "\n" for c in text):
            raise Fault("the checkpoint is too large, or has control characters")
        body, gap, signatures = text.rpartition("\n\n")
        if not gap or not signatures.endswith("\n"):
            raise Fault("the checkpoint has no signatures after an empty line")
        self.text = body + "\n"
        self.signatures = []
        for line in signatures[:-1].split("\n"):
            found = SIGNATURE_LINE.fullmatch(line)
            data = found and base64_of(found.group(2))
            if not data or len(data) < 5 or "+" in found.group(1) or any(c.isspace() for c in found.group(1)):
                raise Fault("a signature line of the checkpoint is malformed")
            self.signatures.append((found.group(1), data[:4], data[4:]))
        if len(self.signatures) > 100:
            raise Fault("the checkpoint has too many signatures")
        lines = body.split("\n")
        if len(lines) != 3 or not lines[0]:
            raise Fault("the checkpoint has not three lines")
        self.origin = lines[0]
        self.size = number_of(lines[1], "the size of the checkpoint")
        self.root = base64_of(lines[2], 32)
        if self.root is None:
            raise Fault("the root of the checkpoint is no hash")

    def check(self, vault, key):
        """It is of the log that `key` writes in `vault`, and signed by it."""
        origin = "remand/%s/%s" % (vault, id_of_log(vault, key))
        if self.origin != origin:
            raise Fault("the checkpoint is of the log `%s`, not of `%s`" % (self.origin, origin))
        public = b"\1" + bytes.fromhex(key)
        key_id = sha256(origin.encode() + b"\n" + public)[:4]
        own = [signature for name, id_, signature in self.signatures if (name, id_) == (origin, key_id)]
        if not own or not signature_holds(public[1:], self.text.encode(), own[0]):
            raise Fault("the checkpoint is not signed with the key %s" % key)

    def check_log(self, log):
        """The log, as far as the checkpoint reaches, is the one it was made of."""
        self.check(log.vault, log.key)
        if self.size == 0 or self.size > len(log.lines):
            raise Fault("the log has %d lines; when the checkpoint was made it had %d" % (len(log.lines), self.size))
        if root_of(leaf(line.hash) for line in log.lines[: self.size]) != self.root:
            raise Fault("the first %d lines of the log are not those that the checkpoint was made of" % self.size)


def split_proof(text):
    head, gap, note = text.partition("\n\n")
    if not gap:
        raise Fault("no checkpoint follows an empty line")
    return head.split("\n"), Checkpoint(note.encode())


def hashes_of(lines):
    hashes = [base64_of(line, 32) for line in lines]
    if None in hashes or len(hashes) > 128:
        raise Fault("a line is no hash, or there are too many")
    return hashes


def check_inclusion(text, line_hash, vault, key):
    """The line with this hash stands in the log; gives the checkpoint and the number of the line."""
    lines, checkpoint = split_proof(text)
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Fault("the first line is another than that of a proof of inclusion")
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    if not lines or not lines[0].startswith("index "):
        raise Fault("the proof has no index")
    index = number_of(lines.pop(0)[len("index "):], "the index")
    path = hashes_of(lines)
    checkpoint.check(vault, key)
    if index >= checkpoint.size:
        raise Fault("the checkpoint has %d lines, and number %d is none of them" % (checkpoint.size, index + 1))
    if root_by_inclusion(index, checkpoint.size, leaf(line_hash), path) != checkpoint.root:
        raise Fault("the line does not stand in the log of the checkpoint")
    return checkpoint, index + 1


def check_consistency(text, earlier, vault, key):
    """The checkpoint in the proof continues `earlier`; gives it."""
    lines, later = split_proof(text)
    if lines.pop(0) != "remand consistency proof v1":
        raise Fault("the first line is another than that of a proof of consistency")
    if not lines or not lines[0].startswith("old "):
        raise Fault("the proof does not say which size it continues")
    old = number_of(lines.pop(0)[len("old "):], "the earlier size")
    path = hashes_of(lines)
    later.check(vault, key)
    earlier.check(vault, key)
    if old != earlier.size or not 0 < old <= later.size:
        raise Fault("the proof continues a checkpoint of %d lines, the one given has %d" % (old, earlier.size))
    if roots_by_consistency(old, later.size, path, earlier.root) != (earlier.root, later.root):
        raise Fault("the later checkpoint does not continue the earlier one")
    return later


# ---------------------------------------------------------------------------------------------------------------------
# Files, in a folder or in a ZIP. Names have `/` between their parts.

CHUNK = 1 << 20
MOST_FILES = 2000000
MOST_EXPANSION = 1100  # Deflate reaches 1032
MOST_IN_MEMORY = 1 << 30


def check_name(name):
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in name or "\0" in name or re.match("[A-Za-z]:", name):
        raise Fault("the name `%s` leads out of its folder" % name)


class Folder:
    def __init__(self, path):
        self.path, self.sizes = path, {}
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            for entry in os.scandir(os.path.join(path, prefix)):
                name = prefix + entry.name
                if entry.is_symlink():
                    raise Fault("`%s` is a link" % name)
                if entry.is_dir():
                    waiting.append(name + "/")
                else:
                    self.sizes[name] = entry.stat().st_size

    def open(self, name):
        return open(os.path.join(self.path, name), "rb")


class Zip:
    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Fault("it is no ZIP that can be read: %s" % error) from None
        self.sizes, self.names = {}, {}
        entries = self.zip.infolist()
        if len(entries) > MOST_FILES:
            raise Fault("it has more than %d files" % MOST_FILES)
        if sum(entry.file_size for entry in entries) > MOST_EXPANSION * os.path.getsize(path):
            raise Fault("it expands to more than %d times its size" % MOST_EXPANSION)
        seen = set()
        for entry in entries:
            name = entry.filename
            check_name(name[:-1] if name.endswith("/") else name)
            if name in seen:
                raise Fault("the name `%s` stands twice in it" % name)
            seen.add(name)
            if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
                raise Fault("`%s` is a link, or encrypted" % name)
            if not name.endswith("/"):
                self.names[name] = entry
        tops = {name.partition("/")[:2] for name in self.names}
        prefix = "".join(next(iter(tops))) if len(tops) == 1 and ("/" in next(iter(tops))) else ""
        self.names = {name[len(prefix):]: entry for name, entry in self.names.items()}
        self.sizes = {name: entry.file_size for name, entry in self.names.items()}

    def open(self, name):
        return self.zip.open(self.names[name])


def digest_of(files, name):
    digest, size = hashlib.sha256(), 0
    with files.open(name) as source:
        for chunk in iter(lambda: source.read(CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def read(files, name):
    if files.sizes[name] > MOST_IN_MEMORY:
        raise Fault("`%s` is too large" % name)
    with files.open(name) as source:
        return source.read()


UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)
try:
    import zlib

    UNREADABLE += (zlib.error,)
except ImportError:
    pass


class Report:
    def __init__(self):
        self.holds, self.damages, self.notices, self.logs = [], [], [], []
        self.entries = self.items = self.bytes = 0

    def damage(self, place, message):
        self.damages.append({"place": place, "message": str(message)})

    def notice(self, place, message):
        self.notices.append({"place": place, "message": str(message)})


# ---------------------------------------------------------------------------------------------------------------------
# The manifests of a bag (RFC 8493).


def manifest_of(files, name):
    """Path and SHA-256 of each file that a manifest names."""
    try:
        text = read(files, name).decode("utf-8")
    except ValueError:
        raise Fault("`%s` is not UTF-8" % name) from None
    named = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line:
            continue
        found = re.fullmatch(r"([0-9A-Fa-f]{64})[ \t]+\*?(.+)", line)
        if not found:
            raise Fault("line %d of `%s` is no line of a manifest" % (number, name))
        path = re.sub("%(0A|0D|25)", lambda c: chr(int(c.group(1), 16)), found.group(2), flags=re.IGNORECASE)
        check_name(path)
        if path in named:
            raise Fault("`%s` names `%s` twice" % (name, path))
        named[path] = found.group(1).lower()
    return named


def check_bag(files, report):
    """Every file against the manifests; gives the SHA-256 of each file."""
    declared = read(files, "bagit.txt").decode("utf-8", "replace").split("\n")
    if declared[:2] != ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"]:
        report.damage("bagit.txt", "it does not declare a bag of version 1.0 in UTF-8")
    digests = {}
    for name in sorted(files.sizes):
        try:
            digests[name] = digest_of(files, name)
        except UNREADABLE as error:
            report.damage(name, "it cannot be read: %s" % error)
    before = len(report.damages)
    payload, tags = {}, {}
    for manifest, into in (("manifest-sha256.txt", payload), ("tagmanifest-sha256.txt", tags)):
        if manifest not in files.sizes:
            report.damage(manifest, "the manifest is missing")
            continue
        into.update(manifest_of(files, manifest))
        for name, expected in into.items():
            if name.startswith("data/") == (into is tags):
                report.damage(manifest, "`%s` does not belong into this manifest" % name)
            if name not in files.sizes:
                report.damage(name, "it is missing, and `%s` names it" % manifest)
            elif name in digests and digests[name][0] != expected:
                report.damage(name, "it was changed: `%s` has the SHA-256 %s" % (manifest, expected))
    for name in sorted(files.sizes):
        if name.startswith("data/") and name not in payload:
            report.damage(name, "it is in no manifest: somebody put it there")
        elif not name.startswith("data/") and name not in tags and name != "tagmanifest-sha256.txt":
            report.notice(name, "it is in no manifest")
    sizes = [files.sizes[name] for name in files.sizes if name.startswith("data/")]
    oxum = "Payload-Oxum: %d.%d" % (sum(sizes), len(sizes))
    info = read(files, "bag-info.txt").decode("utf-8", "replace") if "bag-info.txt" in files.sizes else ""
    if oxum not in info.split("\n"):
        report.damage("bag-info.txt", "it does not say `%s`, which is what is there" % oxum)
    if len(report.damages) == before:
        report.holds.append("All %d files are those that the manifests name." % len(files.sizes))
    return {name: digest for name, (digest, _) in digests.items()}


CONTENT = (b"data/annotations.jsonld", b"data/dossier/", b"data/items/", b"data/objects/")


def check_seal(files, logs, report):
    """Whether a log says that a bundle with this content was sealed."""
    lines = re.findall(rb"[^\n]*\n|[^\n]+", read(files, "manifest-sha256.txt"))
    digest = hashlib.sha256(b"".join(line for line in lines if line[66:].startswith(CONTENT))).hexdigest()
    sealed = {}
    for log in logs:
        for line in log.lines:
            if line["entry"] == "sealed" and line["manifest"] == digest:
                sealed[line.hash] = (log.id, line)
    for log, line in sealed.values():
        audience = " for %s" % line["audience"] if line["audience"] else ""
        report.holds.append("The log %s says that this content was sealed%s at %s." % (log, audience, line["recorded_at"]))
    if not sealed:
        report.notice("manifest-sha256.txt", "no log says that a bundle with this content was sealed")


# ---------------------------------------------------------------------------------------------------------------------
# All logs together, and the objects that they name.


def named_objects(line):
    entry = line["entry"]
    if entry in ("item_received", "item_found"):
        return [line["item"]]
    if entry == "text_taken":
        return [line["text"]]
    return [line["checkpoint"], line["token"]] if entry == "attested" else []


def item_spoken_of(line):
    entry = line["entry"]
    if entry == "item_found":
        return line["parent"]
    return line["item"] if entry in ("item_known_again", "receipt_said", "text_taken", "copy_made") else None


def moment_of(line):
    text, _, rest = line["recorded_at"][:-1].partition(".")
    return text, rest.ljust(9, "0")


def check_logs(named, report):
    """Each log by itself; `named` has their file names and bytes."""
    logs = []
    for name, data in sorted(named):
        log, place = Log(data), "logs/" + name
        if log.fault and data:
            report.damage("%s, line %d" % (place, log.fault.line), log.fault)
        elif log.tail:
            report.notice(place, "%d bytes after the last signed line were cut off while they were written" % log.tail)
        if not log.lines:
            continue
        if not name.startswith(log.id):
            report.damage(place, "the log in it is %s, which its name does not say" % log.id)
        if "~" in name:
            report.notice(place, "a second history of the log %s: one key wrote in two places, or one is rewritten" % log.id)
        for number, (before, line) in enumerate(zip(log.lines, log.lines[1:]), 2):
            if moment_of(line) < moment_of(before):
                report.notice("%s, line %d" % (place, number), "it is dated before the line before it")
        logs.append(log)
        report.logs.append(
            {
                "log": log.id,
                "person": log.person,
                "device": log.device,
                "key": log.key,
                "size": len(log.lines),
                "head": log.head,
            }
        )
        if not log.fault:
            who = log.person or "somebody who gives no name"
            report.holds.append(
                "The log %s of %s has %d lines; none was changed, left out or put in by anybody without the key %s."
                % (log.id, who, len(log.lines), log.key)
            )
    if not logs and not report.damages:
        report.damage("logs", "there is no log with an entry")
    if len({log.vault for log in logs}) > 1:
        report.notice("logs", "the logs were begun in different cases")
    return logs


def check_together(logs, report):
    """What lines say of other lines, in whatever order they are read. Gives the items and all objects named."""
    hashes = {}
    for log in logs:
        hashes.setdefault(log.id, set()).update(line.hash for line in log.lines)
    seen, items, objects = set(), set(), set()
    lines = []
    for log in logs:
        for number, line in enumerate(log.lines, 1):
            # Two histories of one log share their beginning.
            if line.hash not in seen:
                seen.add(line.hash)
                lines.append((log, number, line))
    for log, _, line in lines:
        objects.update(named_objects(line))
        if line["entry"] in ("item_received", "item_found"):
            items.add(line["item"])
        for one in line["logs"] if line["entry"] == "logs_taken_in" else []:
            if one["head"] not in hashes.get(one["log"], ()):
                report.damage(
                    "logs/%s.jsonl" % one["log"],
                    "it had %d lines when %s took it in, and the last of them is not there now" % (one["size"], log.id),
                )
    for log, number, line in lines:
        item = item_spoken_of(line)
        if item and item not in items:
            place = "logs/%s.jsonl, line %d" % (log.id, number)
            report.damage(place, "it speaks of the item %s, which no log received" % item)
    report.entries = len(lines)
    return items, objects


def check_objects(files, places, digests, items, objects, report):
    """The bytes of every object that the logs name; `places` has where each lies."""
    for one in sorted(objects):
        what = "item" if one in items else "object"
        if one not in places:
            report.damage("%s %s" % (what, one), "its bytes are missing")
            continue
        name = places[one]
        try:
            digest = digests.get(name) or digest_of(files, name)[0]
        except UNREADABLE as error:
            report.damage(name, "it cannot be read: %s" % error)
            continue
        if digest != one:
            report.damage(name, "its bytes are not those of the %s: they have the SHA-256 %s" % (what, digest))
            continue
        report.items += one in items
        report.bytes += files.sizes[name]
    if report.items == len(items):
        report.holds.append("All %d items have the bytes that were received." % len(items))
    for one in sorted(set(places) - objects):
        report.notice(places[one], "no entry of a log names it")


def log_of(checkpoint, logs):
    for log in logs:
        if checkpoint.origin == "remand/%s/%s" % (log.vault, log.id):
            return log
    raise Fault("the log that it is of, `%s`, is not here" % checkpoint.origin)


def check_checkpoint(data, logs):
    checkpoint = Checkpoint(data)
    # Of two histories of a log, it fits the one that it was made of.
    faults = []
    for log in [log_of(checkpoint, logs)] + [log for log in logs if checkpoint.origin.endswith(log.id)]:
        try:
            checkpoint.check_log(log)
            return checkpoint, log
        except Fault as fault:
            faults.append(fault)
    raise faults[0]


def check_proof(text, logs, earlier):
    _, checkpoint = split_proof(text)
    log = log_of(checkpoint, logs)
    if text.startswith("remand consistency proof"):
        if not earlier:
            raise Fault("a proof of consistency needs the earlier checkpoint: --checkpoint FILE")
        check_consistency(text, earlier[0], log.vault, log.key)
        return None, log
    index = re.search("^index ([0-9]{1,18})$", text, re.MULTILINE)
    if not index or int(index.group(1)) >= len(log.lines):
        raise Fault("the log has no such line")
    line = log.lines[int(index.group(1))]
    check_inclusion(text, line.hash, log.vault, log.key)
    return line, log


def check(path, checkpoints, proofs):
    report = Report()
    try:
        if os.path.isdir(path):
            if os.path.exists(os.path.join(path, "keys", "locked")):
                raise Fault("the case is locked; unlock it first")
            files = Folder(path)
        else:
            files = Zip(path)
        is_bag = "bagit.txt" in files.sizes
        digests = check_bag(files, report) if is_bag else {}
        prefix = "data/" if is_bag else ""
        names = [name[len(prefix):] for name in files.sizes if name.startswith(prefix)]
        named = [name[5:] for name in names if re.fullmatch(r"logs/[^/]*\.jsonl", name)]
        logs = check_logs([(name, read(files, prefix + "logs/" + name)) for name in named], report)
        items, objects = check_together(logs, report)
        kind = "items/([0-9a-f]{64})(?:[.][^/]*)?|objects/([0-9a-f]{64})" if is_bag else "objects/[0-9a-f]{2}/([0-9a-f]{64})"
        places = {}
        for name in sorted(names):
            found = re.fullmatch(kind, name)
            if found:
                places[found.group(found.lastindex)] = prefix + name
            elif name.startswith("objects/") and not is_bag:
                report.notice(name, "no entry of a log names it")
        check_objects(files, places, digests, items, objects, report)
        if is_bag:
            if "manifest-sha256.txt" in files.sizes:
                check_seal(files, logs, report)
            for name in sorted(names):
                folder = name.split("/")[0]
                if folder in ("checkpoints", "proofs"):
                    check_carried(files, prefix + name, folder, logs, report)
        check_given(checkpoints, proofs, logs, report)
    except Fault as fault:
        report.damage(path, fault)
    except UNREADABLE as error:
        report.damage(path, "it cannot be read: %s" % error)
    return report


def check_carried(files, name, folder, logs, report):
    """Checkpoints and proofs that a bundle carries."""
    try:
        data = read(files, name)
        if folder == "checkpoints":
            checkpoint, _ = check_checkpoint(data, logs)
            report.holds.append("The checkpoint `%s` of %d lines fits its log." % (name, checkpoint.size))
            return
        line, _ = check_proof(data.decode("utf-8"), logs, [])
        came = line is not None and line["entry"] in ("item_received", "item_found")
        if not came or line["item"] + ".proof" != name.split("/")[-1]:
            raise Fault("the line that it proves is not of this item")
    except (Fault, ValueError) as fault:
        report.damage(name, fault)


def check_given(checkpoints, proofs, logs, report):
    """Checkpoints and proofs kept elsewhere."""
    earlier = []
    for path in checkpoints:
        try:
            with open(path, "rb") as source:
                checkpoint, log = check_checkpoint(source.read(), logs)
            earlier.append(checkpoint)
            report.holds.append(
                "The first %d lines of the log %s are those that %s was made of." % (checkpoint.size, log.id, path)
            )
        except (Fault, OSError) as fault:
            report.damage(path, fault)
    for path in proofs:
        try:
            with open(path, "rb") as source:
                check_proof(source.read().decode("utf-8"), logs, earlier)
            report.holds.append("The proof %s holds." % path)
        except (Fault, OSError, ValueError) as fault:
            report.damage(path, fault)


# ---------------------------------------------------------------------------------------------------------------------
# Vectors: headers `key: value`, an empty line, and the bytes.


def run_vector(path):
    """What a vector comes to, in the words of its `expect`."""
    with open(path, "rb") as source:
        head, _, body = source.read().partition(b"\n\n")
    says = dict(line.split(": ", 1) for line in head.decode("utf-8").split("\n"))
    kind = says.get("kind", "log")
    if kind == "log":
        log = Log(body)
        if log.fault:
            return says, "line %d" % log.fault.line
        if says.get("head", log.head) != log.head:
            return says, "head %s" % log.head
        return says, "cut %d" % log.tail if log.tail else "sound"
    vault, key = says["vault"], says["key"]
    try:
        if kind == "checkpoint":
            checkpoint = Checkpoint(body)
            checkpoint.check(vault, key)
            shown = "size %d" % checkpoint.size
        elif kind == "inclusion":
            shown = "line %d" % check_inclusion(body.decode("utf-8"), says["line"], vault, key)[1]
        else:
            earlier = Checkpoint(base64.b64decode(says["earlier"]))
            shown = "size %d" % check_consistency(body.decode("utf-8"), earlier, vault, key).size
    except (Fault, ValueError):
        return says, "refused"
    return says, shown


def run_vectors(folder, as_json):
    results, wrong = {}, 0
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(place, name)
            says, found = run_vector(path)
            results[os.path.relpath(path, folder)] = found
            if found != says["expect"]:
                wrong += 1
                print("%s: %s was expected, and it is %s" % (path, says["expect"], found), file=sys.stderr)
    if as_json:
        print(json.dumps(results, indent=1))
    else:
        print("%d vectors, %d come out otherwise than they must" % (len(results), wrong))
    return 1 if wrong or not results else 0


def main():
    parser = argparse.ArgumentParser(
        description="Checks a bundle or a vault of Remand without Remand.",
        epilog="Exit codes: 0 everything holds; 1 something is damaged; 2 nothing could be checked.",
    )
    parser.add_argument("path", nargs="?", help="a bundle (ZIP or folder), or a case folder that is not locked")
    parser.add_argument("--checkpoint", action="append", default=[], help="a checkpoint that was kept elsewhere")
    parser.add_argument("--proof", action="append", default=[], help="a proof of inclusion or consistency")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument("--vectors", help="run the vectors below this folder")
    given = parser.parse_args()
    if given.vectors:
        return run_vectors(given.vectors, given.json)
    if not given.path or not os.path.exists(given.path):
        print("there is nothing to check at %s" % given.path, file=sys.stderr)
        return 2
    report = check(given.path, given.checkpoint, given.proof)
    if given.json:
        print(json.dumps(dict(vars(report), sound=not report.damages), indent=1, ensure_ascii=False))
        return 1 if report.damages else 0
    for line in report.holds:
        print("holds    " + line)
    for kind, found in (("notice   ", report.notices), ("DAMAGE   ", report.damages)):
        for one in found:
            print("%s%s: %s" % (kind, one["place"], one["message"]))
    print(
        "\nThis does not show that what the items say is true, nor when a line was written beyond what the device said,\n"
        "nor that lines after the end of a log were not cut away, unless a checkpoint kept elsewhere was given."
    )
    print("\n%s" % ("DAMAGED." if report.damages else "Everything that was checked holds."))
    return 1 if report.damages else 0


if __name__ == "__main__":
    sys.exit(main())
