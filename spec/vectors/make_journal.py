#!/usr/bin/env python3
"""Writes the vectors of spec/journal.md: `journal/*` (logs) and `proof/*` (checkpoints and proofs).

    python3 make_journal.py

The same bytes at each run. The arithmetic of the curve is that of the reference verifier; signing, which that does not
do, is here, so that signatures can be made that no careful program makes.
"""

import base64
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "reference"))
import verify as v  # noqa: E402

VAULT = "0123456789abcdef0123456789abcdef"
NOW = "2031-01-01T08:00:00Z"
ITEM = hashlib.sha256(b"order").hexdigest()
OTHER_ITEM = hashlib.sha256(b"letter").hexdigest()
FOLDER = {"journal": {}, "proof": {}}


class Key:
    def __init__(self, seed):
        digest = hashlib.sha512(bytes([seed] * 32)).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
        self.prefix = digest[32:]
        self.public = v.encoding_of(v.multiply(self.scalar, v.BASE))
        self.hex = self.public.hex()

    def sign(self, message, unreduced=False):
        r = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % v.ORDER
        point = v.encoding_of(v.multiply(r, v.BASE))
        k = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % v.ORDER
        s = (r + k * self.scalar) % v.ORDER + (v.ORDER if unreduced else 0)
        return point + s.to_bytes(32, "little")


ADA, BEN = Key(1), Key(2)


def b64(data):
    return base64.b64encode(data).decode()


def signed(line, key=ADA, context=v.CONTEXT, **how):
    """The line with its signature."""
    return line[:-1] + b',"signature":"' + b64(key.sign(context + line, **how)).encode() + b'"}'


def line(number, previous, entry, members=None, at=NOW):
    says = {"number": number, "previous": previous, "recorded_at": at, "entry": entry}
    says.update(members or {})
    return json.dumps(says, ensure_ascii=False, separators=(",", ":")).encode()


def digest(data):
    return hashlib.sha256(data).hexdigest()


ZEROS = "0" * 64


def opened(**other):
    return dict({"format": 2, "vault": VAULT, "key": ADA.hex, "person": "Ada Obi", "device": "laptop"}, **other)


FIRST = signed(line(1, ZEROS, "log_opened", opened()))


def received(item=ITEM, name="order.txt", size=5, **other):
    return dict({"item": item, "name": name, "bytes": size}, **other)


def second(entry="item_received", members=None, at=NOW, sign=signed):
    data = line(2, digest(FIRST), entry, received() if members is None else members, at)
    return sign(data) if sign else data


def raw_second(text):
    """A second line given as text, signed; `PREVIOUS` stands for the hash."""
    return signed(text.replace("PREVIOUS", digest(FIRST)).encode())


def log(*lines):
    return b"".join(one + b"\n" for one in lines)


def chain(*entries, signs=None):
    """A log of these entries after the first line; only the lines named in `signs` are signed, or all."""
    lines = [FIRST]
    for number, (entry, members) in enumerate(entries, 2):
        data = line(number, digest(lines[-1]), entry, members)
        lines.append(signed(data) if signs is None or number in signs else data)
    return lines


def journal(name, data, expect, why, head=None):
    header = "expect: %s\n" % expect
    if head:
        header += "head: %s\n" % head
    FOLDER["journal"][name] = (header + "why: %s\n\n" % why).encode() + data


def proof(name, kind, data, expect, why, **other):
    says = {"kind": kind, "expect": expect, "vault": VAULT, "key": ADA.hex}
    says.update(other, why=why)
    FOLDER["proof"][name] = ("".join("%s: %s\n" % pair for pair in says.items()) + "\n").encode() + data


def logs_that_stand():
    every = chain(
        ("writer_named", {"person": "A. Obi", "device": "phone"}),
        ("item_received", received(modified="2030-12-31T23:00:00Z", receipt={"from": "B. Doe", "on": "2030-12"})),
        ("item_known_again", {"item": ITEM, "name": "копия/order.txt"}),
        ("item_found", {"item": OTHER_ITEM, "name": "a.eml!b", "bytes": 6, "parent": ITEM, "part": "attachment", "tool": "remand 1", "said": {"charset": "utf-8"}}),
        ("receipt_said", {"item": ITEM, "receipt": {"note": "from the cousin"}}),
        ("source_unreadable", {"name": "x", "reason": "no right to read it"}),
        ("text_taken", {"item": ITEM, "text": OTHER_ITEM, "tool": "remand 1", "settings": {"ocr": ["kk", "ru"]}}),
        ("copy_made", {"item": ITEM, "purpose": "to print"}),
        ("decision", {"decision": {"subject": "A. Doe"}}),
        ("logs_taken_in", {"logs": [{"log": "0" * 32, "size": 3, "head": ZEROS}]}),
        ("attested", {"kind": "rfc3161", "checkpoint": ITEM, "token": OTHER_ITEM}),
        ("sealed", {"manifest": ITEM, "audience": "the Working Group"}),
    )
    journal("every_entry", log(*every), "sound", "each kind of entry once", digest(every[-1]))
    journal("one_line", log(FIRST), "sound", "the shortest log", digest(FIRST))
    long = chain(*[("decision", {"decision": n}) for n in range(40)], signs={41})
    journal("one_commit", log(*long), "sound", "only the last line of the commit is signed", digest(long[-1]))
    spaced = signed(b' {"entry" : "decision", "recorded_at":"%s"\t,"decision":null, "previous": "%s","number":2 }' % (NOW.encode(), digest(FIRST).encode()))
    journal("white_space_and_order", log(FIRST, spaced), "sound", "white space and the order of members are free", digest(spaced))
    escaped = raw_second('{"n\\u0075mber":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decisi\\u006fn","decision":"\\ud83d\\ude00"}' % NOW)
    journal("escapes", log(FIRST, escaped), "sound", "characters may be escaped, in names too", digest(escaped))
    unknown = second(members=received(colour="blue", weight=[1.5, {"a": 1, "a": 2}]))
    journal("unknown_member", log(FIRST, unknown), "sound", "members that are not known mean nothing", digest(unknown))
    other = second("decision", {"decision": 1, "tool": 1, "item": 2, "receipt": []})
    journal("member_of_another_entry", log(FIRST, other), "sound", "members of other entries mean nothing here", digest(other))
    twice = raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":{"a":1,"a":2},"x":1,"x":2}' % NOW)
    journal("unknown_member_twice", log(FIRST, twice), "sound", "only the members that are named must stand once", digest(twice))
    nulls = second(members=received(modified=None, receipt={"from": None}))
    journal("null_for_missing", log(FIRST, nulls), "sound", "null stands for a text that is missing", digest(nulls))
    for name, at in (
        ("time_with_nanoseconds", "2031-01-01T08:00:00.123456789Z"),
        ("time_on_a_leap_day", "2032-02-29T23:59:59Z"),
        ("time_going_backwards", "1999-12-31T00:00:00Z"),
    ):
        at = second(at=at)
        journal(name, log(FIRST, at), "sound", "a form of time that stands; the clock may go backwards", digest(at))
    again = chain(("item_received", received()), ("item_known_again", {"item": ITEM, "name": "again"}))
    journal("known_again", log(*again), "sound", "an item under a further name", digest(again[-1]))
    deep = second("decision", {"decision": json.loads("[" * 126 + "]" * 126)})
    journal("deep", log(FIRST, deep), "sound", "127 levels, the line being the first", digest(deep))
    carriage = chain(("decision", {"decision": 1}), signs=set())[1] + b"\r"
    end = signed(line(3, digest(carriage), "decision", {"decision": 2}))
    journal("carriage_return_unsigned", log(FIRST, carriage, end), "sound", "white space after the object, in a line that is not signed; it is part of what is hashed", digest(end))
    huge = second(members=received(size=2**64 - 1))
    journal("largest_size", log(FIRST, huge), "sound", "the largest size", digest(huge))


def logs_cut_off():
    whole = log(*chain(("decision", {"decision": 1}), ("decision", {"decision": 2}), signs={3}))
    middle = whole.find(b"\n", len(FIRST) + 1) + 1
    for name, end, why in (
        ("cut_after_first_byte", len(FIRST) + 2, "one byte of the next line"),
        ("cut_in_a_line", middle - 20, "in the middle of a line"),
        ("cut_before_line_feed", middle - 1, "a line without its line feed"),
        ("cut_between_lines", middle, "a commit of which the last line is missing"),
        ("cut_in_the_signature", len(whole) - 30, "in the signature"),
        ("cut_before_last_line_feed", len(whole) - 1, "a signed line without its line feed does not count"),
    ):
        journal(name, whole[:end], "cut %d" % (end - len(FIRST) - 1), why, digest(FIRST))
    journal("cut_with_any_bytes", log(FIRST) + b"\xff\x00{", "cut 3", "what follows the last line feed is not looked at", digest(FIRST))


def logs_that_fail():
    def fails(name, data, number, why):
        journal(name, data, "line %d" % number, why)

    fails("empty", b"", 1, "no line")
    fails("no_line_feed", FIRST, 1, "the only line is not ended")
    fails("unsigned", log(line(1, ZEROS, "log_opened", opened())), 1, "no line is signed")
    fails("byte_order_mark", b"\xef\xbb\xbf" + log(FIRST), 1, "a byte order mark")
    fails("carriage_return", FIRST + b"\r\n", 1, "a signed line ends with its signature")
    fails("empty_line", log(FIRST, b"", second()), 2, "an empty line")
    fails("space_line", log(FIRST, b"  ", second()), 2, "a line of spaces")
    fails("not_json", log(FIRST, b"{number:2}"), 2, "no JSON")
    fails("text_after_object", log(FIRST, second() + b" x"), 2, "something after the object")
    fails("array", log(FIRST, signed(b'[2,"%s","%s","decision",1]' % (digest(FIRST).encode(), NOW.encode()))), 2, "an array in place of an object")
    fails("array_of_first_line", log(b'[1,"x"]'), 1, "an array in place of an object")
    fails("not_utf8", log(FIRST, signed(second("decision", {"decision": "x"}, sign=None).replace(b'"x"', b'"\xff"'))), 2, "not UTF-8")
    fails("surrogate_utf8", log(FIRST, signed(second("decision", {"decision": "x"}, sign=None).replace(b'"x"', b'"\xed\xa0\x80"'))), 2, "half a character in UTF-8")
    fails("surrogate_escaped", log(FIRST, raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":"\\ud800"}' % NOW)), 2, "half a character, escaped")
    fails("control_character", log(FIRST, raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":"a\tb"}' % NOW)), 2, "a control character that is not escaped")
    fails("not_a_number", log(FIRST, raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":NaN}' % NOW)), 2, "NaN is no JSON")
    fails("number_too_large", log(FIRST, raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":1e999}' % NOW)), 2, "a number beyond those of 64 bits with fractions")
    fails("too_deep", log(FIRST, second("decision", {"decision": json.loads("[" * 127 + "]" * 127)})), 2, "128 levels")

    fails("first_line_another", log(signed(line(1, ZEROS, "item_received", received()))), 1, "the first line does not open the log")
    fails("unknown_format", log(signed(line(1, ZEROS, "log_opened", opened(format=3)))), 1, "a format that is not known")
    fails("former_format", log(signed(line(1, ZEROS, "log_opened", opened(format=1)))), 1, "a format that was given up")
    fails("opened_twice", log(FIRST, second("log_opened", opened())), 2, "opened a second time")
    fails("first_line_names_another", log(signed(line(1, ITEM, "log_opened", opened()))), 1, "the first line follows one that is not there")
    fails("first_line_number_0", log(signed(line(0, ZEROS, "log_opened", opened()))), 1, "numbers begin with 1")

    three = chain(("decision", {"decision": 1}), ("decision", {"decision": 2}), ("decision", {"decision": 3}), signs={4})
    fails("changed_byte", log(FIRST, three[1].replace(b'"decision":1', b'"decision":7'), *three[2:]), 3, "a line was changed: the next does not follow it")
    fails("changed_signed_line", log(FIRST, second().replace(b"order.txt", b"0rder.txt")), 2, "a signed line was changed")
    fails("changed_space", log(FIRST, three[1][:-1] + b" }", *three[2:]), 3, "white space counts in the hash")
    fails("line_left_out", log(FIRST, *three[2:]), 2, "a line was left out")
    fails("lines_swapped", log(FIRST, three[2], three[1], three[3]), 2, "two lines were swapped")
    fails("line_repeated", log(FIRST, three[1], three[1], *three[2:]), 3, "a line stands twice")
    fails("line_put_in", log(FIRST, three[1], line(3, digest(three[1]), "decision", {"decision": 9}), *three[2:]), 4, "a line was put in")
    fails("repeated_number", log(FIRST, signed(line(1, digest(FIRST), "decision", {"decision": 1}))), 2, "a number stands twice")
    fails("number_left_out", log(FIRST, signed(line(3, digest(FIRST), "decision", {"decision": 1}))), 2, "a number is left out")
    fails("wrong_number_after_the_last_signature", log(FIRST, line(5, digest(FIRST), "decision", {"decision": 1})), 2, "lines after the last signed one are held against those before")
    fails("wrong_hash_after_the_last_signature", log(FIRST, line(2, ITEM, "decision", {"decision": 1})), 2, "lines after the last signed one are held against those before")
    fails("spliced", log(signed(line(1, ZEROS, "log_opened", opened(key=BEN.hex)), BEN), second()), 2, "the line of one log in another")

    for name, text, why in (
        ("number_as_fraction", "2.0", "2.0 is not written as an integer"),
        ("number_with_exponent", "2e0", "2e0 is not written as an integer"),
        ("number_as_text", '"2"', "a text"),
        ("number_negative", "-2", "a negative number"),
        ("number_leading_zero", "02", "no JSON"),
        ("number_beyond_64_bits", "18446744073709551618", "an integer of more than 64 bits"),
    ):
        fails(name, log(FIRST, raw_second('{"number":%s,"previous":"PREVIOUS","recorded_at":"%s","entry":"decision","decision":1}' % (text, NOW))), 2, why)
    for name, size in (("size_negative", -1), ("size_fraction", 5.0), ("size_text", "5"), ("size_minus_zero", "-0"), ("size_beyond_64_bits", 2**64)):
        data = second(members=received(size=size), sign=None).replace(b'"-0"', b"-0")
        fails(name, log(FIRST, signed(data)), 2, "a size that is no integer from 0")

    for name, at in (
        ("time_no_zone", "2031-01-01T08:00:00"),
        ("time_with_offset", "2031-01-01T08:00:00+00:00"),
        ("time_small_letters", "2031-01-01t08:00:00z"),
        ("time_with_space", "2031-01-01 08:00:00Z"),
        ("time_without_seconds", "2031-01-01T08:00Z"),
        ("time_comma", "2031-01-01T08:00:00,5Z"),
        ("time_basic_with_comma", "2031-01-01T080000,1Z"),
        ("time_empty_fraction", "2031-01-01T08:00:00.Z"),
        ("time_ten_digits", "2031-01-01T08:00:00.1234567890Z"),
        ("time_leap_second", "2031-06-30T23:59:60Z"),
        ("time_hour_24", "2031-01-01T24:00:00Z"),
        ("time_no_such_day", "2031-02-29T08:00:00Z"),
        ("time_year_0", "0000-01-01T08:00:00Z"),
        ("time_signed_year", "+2031-01-1T08:00:00Z"),
        ("time_other_digits", "2031-01-01T08:00:0\u0661Z"),
        ("time_of_another_kind", 1924934400),
    ):
        fails(name, log(FIRST, second(at=at)), 2, "not the one form of a time")

    fails("unknown_entry", log(FIRST, second("item_removed", {"item": ITEM})), 2, "an entry that is not known")
    fails("entry_as_number", log(FIRST, second(2, received())), 2, "the entry as a number")
    fails("entry_missing", log(FIRST, raw_second('{"number":2,"previous":"PREVIOUS","recorded_at":"%s","decision":1}' % NOW)), 2, "no entry")
    fails("upper_case_item", log(FIRST, second(members=received(item=ITEM.upper()))), 2, "digits in upper case")
    fails("upper_case_previous", log(FIRST, signed(line(2, digest(FIRST).upper(), "decision", {"decision": 1}))), 2, "digits in upper case")
    fails("upper_case_key", log(signed(line(1, ZEROS, "log_opened", opened(key=ADA.hex.upper())))), 1, "digits in upper case")
    fails("short_item", log(FIRST, second(members=received(item=ITEM[:-1]))), 2, "63 digits")
    fails("missing_member", log(FIRST, second(members={"item": ITEM, "name": "order.txt"})), 2, "no size")
    fails("missing_decision", log(FIRST, second("decision", {})), 2, "no decision")
    fails("member_of_another_kind", log(FIRST, second(members=received(name=5))), 2, "a name that is a number")
    fails("member_null", log(FIRST, second(members=received(name=None))), 2, "a name that is null")
    for member in ("number", "entry", "item", "name"):
        value = json.dumps({"number": 2, "entry": "item_received", "item": ITEM, "name": "order.txt"}[member])
        data = second(sign=None)[:-1] + b',"%s":%s}' % (member.encode(), value.encode())
        fails("%s_twice" % member, log(FIRST, signed(data)), 2, "a member stands twice")
    escaped = second(sign=None)[:-1] + b',"n\\u0061me":"x"}'
    fails("escaped_member_twice", log(FIRST, signed(escaped)), 2, "a member stands twice, once escaped")
    found = {"item": OTHER_ITEM, "name": "a!b", "bytes": 6, "parent": ITEM, "part": "attachment", "tool": "remand 1"}
    data = second("item_found", dict(found, said=1), sign=None)[:-1] + b',"said":2}'
    fails("said_twice", log(FIRST, signed(data)), 2, "a member that may be missing stands twice")
    fails("receipt_as_array", log(FIRST, second(members=received(receipt=["B. Doe"]))), 2, "a receipt that is an array")
    fails("receipt_null", log(FIRST, second(members=received(receipt=None))), 2, "a receipt that is null")
    fails("receipt_of_another_kind", log(FIRST, second(members=received(receipt={"from": 5}))), 2, "a receipt with a number")
    fails("logs_as_arrays", log(FIRST, second("logs_taken_in", {"logs": [["0" * 32, 3, ZEROS]]})), 2, "a log that is an array")
    fails("received_twice", log(*chain(("item_received", received()), ("item_received", received(name="again")))), 3, "an item received twice")
    fails("received_twice_in_one_commit", log(*chain(("item_received", received()), ("item_received", received(name="again")), signs={3})), 3, "an item received twice")

    bare = second(sign=None)

    def with_signature(signature, tail=b""):
        return log(FIRST, bare[:-1] + b',"signature":"' + signature + b'"' + tail + b"}")

    good = ADA.sign(v.CONTEXT + bare)
    fails("signature_of_another_key", log(FIRST, signed(bare, BEN)), 2, "signed with another key")
    fails("signature_without_context", log(FIRST, signed(bare, context=b"")), 2, "the words before what is signed are missing")
    fails("signature_of_another_context", log(FIRST, signed(bare, context=b"remand log line v1\n")), 2, "other words before what is signed")
    fails("signature_of_another_line", with_signature(b64(ADA.sign(v.CONTEXT + FIRST)).encode()), 2, "the signature of another line")
    fails("signature_of_the_whole_line", with_signature(b64(ADA.sign(v.CONTEXT + bare[:-1])).encode()), 2, "the brace is left out of what is signed")
    fails("signature_first", log(FIRST, b'{"signature":"' + b64(good).encode() + b'",' + bare[1:]), 2, "the signature does not stand at the end")
    fails("signature_with_space", log(FIRST, bare[:-1] + b', "signature":"' + b64(good).encode() + b'"}'), 2, "white space before the signature")
    fails("signature_before_the_end", with_signature(b64(good).encode(), b',"x":1'), 2, "a member follows the signature")
    fails("signature_twice", log(FIRST, signed(bare[:-1] + b',"signature":"x"}')), 2, "two signatures")
    fails("signature_null", log(FIRST, bare[:-1] + b',"signature":null}', signed(line(3, digest(bare[:-1] + b',"signature":null}'), "decision", {"decision": 1}))), 2, "a signature that is null")
    fails("signature_short", with_signature(b64(good[:63]).encode()), 2, "63 bytes")
    fails("signature_empty", with_signature(b""), 2, "an empty text")
    fails("signature_not_base64", with_signature(b"*" * 88), 2, "no Base64")
    fails("signature_for_addresses", with_signature(base64.urlsafe_b64encode(b"\xff" * 64)), 2, "the Base64 of addresses")
    text = b64(good)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = text[:85] + alphabet[alphabet.index(text[85]) | 1] + "=="
    fails("signature_loose_bits", with_signature(loose.encode()), 2, "bits of the last character that stand for nothing are not 0")
    fails("signature_not_reduced", log(FIRST, signed(bare, unreduced=True)), 2, "S is not below the order of the group")
    fails("signature_zero", with_signature(b64(bytes(64)).encode()), 2, "R and S are 0")
    small = v.encoding_of(v.NEUTRAL)
    weak = line(1, ZEROS, "log_opened", opened(key=small.hex()))
    fails("key_of_small_order", log(weak[:-1] + b',"signature":"' + b64(small + bytes(32)).encode() + b'"}'), 1, "with the neutral element as key, one signature fits every message")
    order_8 = next(p for p in (v.multiply(v.ORDER, q) for q in map(v.point_of, (bytes([n]) + bytes(31) for n in range(2, 60))) if q) if not v.is_neutral(v.multiply(4, p)))
    fails("r_of_small_order", log(FIRST, r_of_small_order(bare, order_8)), 2, "R is of small order")
    fails("mixed_order", log(FIRST, mixed_order(bare, order_8)), 2, "R has a part of small order: the equation holds only with the cofactor")
    fails("key_not_canonical", log(key_not_canonical()), 1, "the key is not in its one encoding")


def r_of_small_order(bare, point):
    encoded = v.encoding_of(point)
    message = v.CONTEXT + bare
    k = int.from_bytes(hashlib.sha512(encoded + ADA.public + message).digest(), "little") % v.ORDER
    s = k * ADA.scalar % v.ORDER
    return bare[:-1] + b',"signature":"' + b64(encoded + s.to_bytes(32, "little")).encode() + b'"}'


def mixed_order(bare, point):
    message = v.CONTEXT + bare
    r = 12345
    encoded = v.encoding_of(v.add(v.multiply(r, v.BASE), point))
    k = int.from_bytes(hashlib.sha512(encoded + ADA.public + message).digest(), "little") % v.ORDER
    s = (r + k * ADA.scalar) % v.ORDER
    return bare[:-1] + b',"signature":"' + b64(encoded + s.to_bytes(32, "little")).encode() + b'"}'


def key_not_canonical():
    """Nobody knows the scalar of such a key, so the signature is none; a reader that takes the key goes on to it."""
    y = next(n for n in range(2, 19) if v.point_of(n.to_bytes(32, "little")))
    return signed(line(1, ZEROS, "log_opened", opened(key=(v.P + y).to_bytes(32, "little").hex())))


def tree_of(lines):
    return [v.leaf(digest(one)) for one in lines]


def inclusion_path(index, leaves):
    if len(leaves) == 1:
        return []
    left = v.split_of(len(leaves))
    if index < left:
        return inclusion_path(index, leaves[:left]) + [v.root_of(leaves[left:])]
    return inclusion_path(index - left, leaves[left:]) + [v.root_of(leaves[:left])]


def consistency_path(old, leaves, whole=True):
    if old == len(leaves):
        return [] if whole else [v.root_of(leaves)]
    left = v.split_of(len(leaves))
    if old <= left:
        return consistency_path(old, leaves[:left], whole) + [v.root_of(leaves[left:])]
    return consistency_path(old - left, leaves[left:], False) + [v.root_of(leaves[:left])]


ORIGIN = "remand/%s/%s" % (VAULT, v.id_of_log(VAULT, ADA.hex))


def note(text, key=ADA, origin=ORIGIN, signature=None, key_type=b"\1"):
    key_id = v.sha256(origin.encode() + b"\n" + key_type + key.public)[:4]
    data = key_id + (key.sign(text.encode()) if signature is None else signature)
    return ("%s\n\u2014 %s %s\n" % (text, origin, b64(data))).encode()


def body(leaves, size=None, origin=ORIGIN):
    return "%s\n%s\n%s\n" % (origin, len(leaves) if size is None else size, b64(v.root_of(leaves)))


def proofs():
    lines = chain(*[("decision", {"decision": n}) for n in range(10)])
    leaves = tree_of(lines)
    seven = body(leaves[:7])
    proof("checkpoint", "checkpoint", note(seven), "size 7", "a checkpoint")
    witness = "\u2014 witness.example %s\n" % b64(b"\0" * 76)
    proof("checkpoint_with_others", "checkpoint", note(seven) + witness.encode(), "size 7", "signatures of others are left alone")
    proof("checkpoint_others_first", "checkpoint", note(seven).replace(b"\n\n", b"\n\n" + witness.encode()), "size 7", "signatures of others are left alone")

    def refused(name, data, why):
        proof(name, "checkpoint", data, "refused", why)

    refused("checkpoint_changed_size", note(seven).replace(b"\n7\n", b"\n8\n"), "the size was changed")
    refused("checkpoint_changed_root", note(body(leaves[:7])).replace(b64(v.root_of(leaves[:7])).encode(), b64(v.root_of(leaves)).encode()), "the root was changed")
    refused("checkpoint_another_key", note(seven, BEN), "signed with another key")
    refused("checkpoint_another_key_as_ours", note(seven, signature=BEN.sign(seven.encode())), "signed with another key, under the id of ours")
    refused("checkpoint_another_log", note(body(leaves[:7], origin="remand/" + VAULT + "/" + "0" * 32), origin="remand/" + VAULT + "/" + "0" * 32), "of another log")
    refused("checkpoint_other_origin_in_text", note(body(leaves[:7], origin="example.org/log")), "the text names another log than the signature")
    refused("checkpoint_only_others", (seven + "\n" + witness).encode(), "signed by others alone")
    refused("checkpoint_unsigned", (seven + "\n").encode(), "not signed")
    refused("checkpoint_key_type", note(seven, key_type=b"\4"), "a signature of another type")
    refused("checkpoint_not_reduced", note(seven, signature=ADA.sign(seven.encode(), unreduced=True)), "S is not below the order of the group")
    refused("checkpoint_first_of_two_bad", note(seven, signature=bytes(64)) + note(seven).split(b"\n\n")[1], "the first signature of the key counts")
    refused("checkpoint_leading_zero", note(body(leaves[:7], "07")), "a size with a zero before it")
    refused("checkpoint_plus", note(body(leaves[:7], "+7")), "a size with a sign")
    refused("checkpoint_empty_size", note(body(leaves[:7], "")), "no size")
    refused("checkpoint_huge", note(body(leaves[:7], 2**62 + 1)), "a size beyond any log")
    refused("checkpoint_fourth_line", note(seven + "more\n"), "a fourth line")
    refused("checkpoint_two_lines", note("\n".join(seven.split("\n")[:2]) + "\n"), "no root")
    refused("checkpoint_short_root", note("%s\n7\n%s\n" % (ORIGIN, b64(bytes(31)))), "a root of 31 bytes")
    refused("checkpoint_carriage_returns", note(seven).replace(b"\n", b"\r\n"), "lines end with 0A alone")
    refused("checkpoint_no_last_line_feed", note(seven)[:-1], "the last line is not ended")
    refused("checkpoint_hyphen", note(seven).replace("\u2014".encode(), b"-"), "a hyphen in place of the dash")
    refused("checkpoint_not_utf8", note(seven).replace(b"remand", b"rem\xffnd"), "not UTF-8")
    refused("checkpoint_empty", b"", "nothing")

    def inclusion(name, text, index, expect, why, at=None):
        proof(name, "inclusion", text, expect, why, line=digest(lines[index if at is None else at]))

    def shown(index, size, path=None, extra="", number=None):
        path = inclusion_path(index, leaves[:size]) if path is None else path
        head = "c2sp.org/tlog-proof@v1\n%sindex %s\n" % (extra, index if number is None else number)
        return (head + "".join(b64(one) + "\n" for one in path) + "\n").encode() + note(body(leaves[:size]))

    for index, size in ((0, 1), (0, 2), (1, 2), (2, 3), (4, 7), (6, 7), (10, 11)):
        inclusion("inclusion_%d_of_%d" % (index + 1, size), shown(index, size), index, "line %d" % (index + 1), "a line that stands there")
    inclusion("inclusion_extra", shown(4, 7, extra="extra AAAA\n"), 4, "line 5", "something that others put in")
    inclusion("inclusion_another_line", shown(4, 7), 4, "refused", "another line", at=5)
    inclusion("inclusion_another_index", shown(4, 7, number=5), 4, "refused", "the right line at another place")
    inclusion("inclusion_index_beyond", shown(4, 7, number=7), 4, "refused", "a line beyond the checkpoint")
    inclusion("inclusion_index_huge", shown(4, 7, number=2**64 - 1), 4, "refused", "a line beyond any log")
    inclusion("inclusion_index_plus", shown(4, 7, number="+4"), 4, "refused", "an index with a sign")
    inclusion("inclusion_index_leading_zero", shown(4, 7, number="04"), 4, "refused", "an index with a zero before it")
    inclusion("inclusion_too_short", shown(4, 7, inclusion_path(4, leaves[:7])[:-1]), 4, "refused", "a hash is missing")
    inclusion("inclusion_too_long", shown(4, 7, inclusion_path(4, leaves[:7]) + [bytes(32)]), 4, "refused", "a hash too many")
    inclusion("inclusion_swapped", shown(4, 7, inclusion_path(4, leaves[:7])[::-1]), 4, "refused", "hashes in another order")
    inclusion("inclusion_of_one_with_hash", shown(0, 1, [bytes(32)]), 0, "refused", "a log of one line needs no hash")
    inclusion("inclusion_no_checkpoint", shown(4, 7).split(b"\n\n")[0] + b"\n", 4, "refused", "no checkpoint")
    inclusion("inclusion_other_version", shown(4, 7).replace(b"@v1", b"@v2"), 4, "refused", "another version")
    inclusion("inclusion_carriage_return", shown(4, 7).replace(b"index 4\n", b"index 4\r\n"), 4, "refused", "lines end with 0A alone")
    inclusion("inclusion_loose_bits", shown(4, 7).replace(b"=\n", b"\n", 1), 4, "refused", "a hash without its padding")
    inclusion("inclusion_unsigned", shown(4, 7).replace(note(body(leaves[:7])), note(body(leaves[:7]), BEN)), 4, "refused", "a checkpoint of another key")
    node_as_leaf = v.node(leaves[0], leaves[1])
    inclusion("inclusion_of_a_node", shown(0, 4, [node_as_leaf]), 0, "refused", "a shorter way over a node of the tree")

    def consistency(name, text, old, expect, why, earlier=None):
        earlier = note(body(leaves[:old])) if earlier is None else earlier
        proof(name, "consistency", text, expect, why, earlier=b64(earlier))

    def continues(old, new, path=None, number=None):
        path = consistency_path(old, leaves[:new]) if path is None else path
        head = "remand consistency proof v1\nold %s\n" % (old if number is None else number)
        return (head + "".join(b64(one) + "\n" for one in path) + "\n").encode() + note(body(leaves[:new]))

    for old, new in ((1, 2), (2, 3), (3, 4), (3, 7), (4, 7), (6, 7), (7, 7), (7, 11), (8, 11)):
        consistency("consistency_%d_%d" % (old, new), continues(old, new), old, "size %d" % new, "the later continues the earlier")
    path = consistency_path(3, leaves[:7])
    consistency("consistency_another_earlier", continues(3, 7), 3, "refused", "the earlier checkpoint is of other lines", note(body(leaves[1:4])))
    consistency("consistency_earlier_of_another_key", continues(3, 7), 3, "refused", "the earlier checkpoint is not signed by the log", note(body(leaves[:3]), BEN))
    consistency("consistency_another_size", continues(3, 7, number=4), 3, "refused", "another size than that of the earlier one")
    consistency("consistency_size_leading_zero", continues(3, 7, number="03"), 3, "refused", "a size with a zero before it")
    consistency("consistency_too_short", continues(3, 7, path[:-1]), 3, "refused", "a hash is missing")
    consistency("consistency_too_long", continues(3, 7, path + [bytes(32)]), 3, "refused", "a hash too many")
    consistency("consistency_empty", continues(3, 7, []), 3, "refused", "no hash")
    consistency("consistency_same_with_hash", continues(7, 7, [bytes(32)]), 7, "refused", "the same size needs no hash")
    consistency("consistency_same_size_other_root", continues(7, 7), 7, "refused", "the same size and another root: the log was rewritten", note("%s\n7\n%s\n" % (ORIGIN, b64(v.root_of(leaves[1:8])))))
    consistency("consistency_backwards", continues(3, 3, [], number=7), 7, "refused", "the later one is shorter")
    consistency("consistency_from_nothing", continues(1, 7, [], number=0), 1, "refused", "an empty log is continued by everything", note("%s\n0\n%s\n" % (ORIGIN, b64(v.sha256(b"")))))
    consistency("consistency_inclusion_in_place", shown(2, 7), 3, "refused", "a proof of inclusion in its place")


def main():
    logs_that_stand()
    logs_cut_off()
    logs_that_fail()
    proofs()
    for folder, files in FOLDER.items():
        path = os.path.join(HERE, folder)
        os.makedirs(path, exist_ok=True)
        for old in set(os.listdir(path)) - set(files):
            os.remove(os.path.join(path, old))
        for name, data in files.items():
            with open(os.path.join(path, name), "wb") as out:
                out.write(data)
    print({folder: len(files) for folder, files in FOLDER.items()})


if __name__ == "__main__":
    main()
