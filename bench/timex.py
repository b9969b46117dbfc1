#!/usr/bin/env python3
"""Scores and speed of temporal taggers, ours and others', in one run and one table.

    python3 bench/timex.py                       the examples of the lexicons as a corpus, and every peer that is there
    python3 bench/timex.py --data DIR            every DIR/*.jsonl as a corpus (--corpus NAME: only that one, repeatable)
    python3 bench/timex.py --hostile             text that nobody wrote for a tagger: 1, 10 and 100 MB of it, in MB/s

Builds our tagger (the small developer tool `tag`) in release mode first; `--ours "remand timex --jsonl"` takes another
command. Needs a Unix system, Python 3.11, and nothing else; peers that are not installed are named with the command
that installs them. See bench/README.md for the format of a corpus and for where corpora can be got.
"""

import argparse
import collections
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import tomllib
from pathlib import Path

from path import machine, plain_texts

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(__file__).resolve().parent / "peers"
LEXICON = ROOT / "lexicon"

# Bytes of the text that speed is measured on, and its language.
SPEED_BYTES = 5_000_000
SPEED_LANGUAGE = "en"

Peer = collections.namedtuple("Peer", "name command probe languages install")
NPM = f"npm install --prefix {PEERS} "
ALL = [
    Peer("chrono-node", ["node", PEERS / "chrono.mjs"], ["node", PEERS / "chrono.mjs", "--probe"],
         {"en", "de", "fr", "es", "ru"}, NPM + "chrono-node"),
    Peer("recognizers-text", ["node", PEERS / "recognizers.mjs"], ["node", PEERS / "recognizers.mjs", "--probe"],
         {"en", "fr", "es"}, NPM + "@microsoft/recognizers-text-date-time"),
    Peer("dateparser", [sys.executable, PEERS / "search_dates.py"], [sys.executable, "-c", "import dateparser"],
         None, "pip install dateparser"),
]


# Corpora


def read_corpus(path):
    documents = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            for key in ("id", "lang", "text", "timexes"):
                document[key]
            for gold in document["timexes"]:
                gold["start"], gold["end"]
        except (ValueError, KeyError, TypeError) as error:
            sys.exit(f"{path}, line {number}: no document ({error}); bench/README.md says what one looks like")
        documents.append(document)
    return documents


def examples():
    """The examples of the lexicons, a corpus for each language."""
    corpora = {}
    for path in sorted(LEXICON.glob("*/time.toml")):
        language = path.parent.name
        documents = []
        for example in tomllib.loads(path.read_text(encoding="utf-8")).get("examples", []):
            at, gold = 0, []
            for expected in example["expect"]:
                start = example["text"].find(expected["quote"], at)
                if start < 0:
                    sys.exit(f"{path}: `{expected['quote']}` is not in `{example['text']}`")
                at = start + len(expected["quote"])
                gold.append({"start": start, "end": at, "value": expected["value"]})
            documents.append({"id": f"{language}{len(documents)}", "lang": language, "text": example["text"],
                              "dct": example.get("published"), "timexes": gold})
        corpora[f"examples-{language}"] = documents
    return corpora


def corpora(chosen):
    if not chosen.data:
        found = examples()
    else:
        found = {path.stem: read_corpus(path) for path in sorted(chosen.data.glob("*.jsonl"))}
    if chosen.corpus:
        missing = set(chosen.corpus) - set(found)
        if missing:
            sys.exit(f"no corpus {', '.join(sorted(missing))}; there are {', '.join(found)}")
        found = {name: found[name] for name in chosen.corpus}
    if not found:
        sys.exit(f"no corpus: no *.jsonl in {chosen.data}")
    return found


# Running


class Failed(Exception):
    """A tagger that did not end well."""


Run = collections.namedtuple("Run", "lines cpu memory")


def run(command, documents, limit):
    """Its lines, the processor seconds that it and its children used, and the peak MiB of the largest process."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=errors)

        def feed():
            try:
                for document in documents:
                    fields = {key: document.get(key) for key in ("id", "lang", "dct", "text")}
                    child.stdin.write(json.dumps(fields, ensure_ascii=False).encode() + b"\n")
                child.stdin.close()
            except OSError:
                pass

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        late = []
        timer = threading.Timer(limit, lambda: (late.append(True), child.kill()))
        timer.start()
        lines = child.stdout.readlines()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        feeder.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        child.stdout.close()
        if late:
            raise Failed(f"given up after {limit} s")
        if child.returncode:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()
            raise Failed(f"ended with {child.returncode}: {said[-1] if said else 'nothing said'}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(lines, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


# Scores


def canonical(value):
    """`t9:00:00`, `T09` and `T09:00` are the same time."""
    value = (value or "").strip().upper()
    time_of_day = re.fullmatch(r"([^P].*)?T(\d\d?)(?::(\d\d))?(?::00(?:\.0+)?)?", value)
    if not time_of_day:
        return value
    date, hour, minute = time_of_day.groups()
    return f"{date or ''}T{int(hour):02}:{minute or '00'}"


def kind_of(text, value):
    """The class of an expression, by its value and by whether the words name the year."""
    value = canonical(value)
    year = re.search(r"(?<!\d)[12]\d{3}(?!\d)", text) is not None
    if value.endswith("_REF"):
        return "reference"
    if value.startswith("P"):
        return "length"
    if "T" in value:
        return "time of day"
    if re.fullmatch(r"[\dX]{4}-[\dX]{2}-[\dX]{2}", value):
        if year:
            return "day"
        return "day, no year" if re.search(r"\d", text) else "day, in words"
    if re.fullmatch(r"[\dX]{4}-(\d\d|XX|SP|SU|FA|WI|W[\dX]{2}|Q[\dX]|H\d)", value):
        return "month" if year else "month, no year"
    return "year and other"


def pairs(gold, found):
    """Gold and found expressions that overlap, one to one, the longest overlap first."""
    overlaps = []
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
            if shared > 0:
                overlaps.append((-shared, abs(a["start"] - b["start"]), i, j))
    left, right = {}, set()
    for _, _, i, j in sorted(overlaps):
        if i not in left and j not in right:
            left[i] = j
            right.add(j)
    return left


def score(documents, lines):
    """Counts over all documents: hits of each measure, and how many were asked for and given."""
    answers = {}
    for line in lines:
        try:
            answer = json.loads(line)
            answers[answer["id"]] = answer["timexes"]
        except (ValueError, KeyError, TypeError):
            raise Failed(f"wrote a line that is no answer: {line[:80]!r}") from None
    count = collections.Counter()
    classes = collections.defaultdict(collections.Counter)
    for document in documents:
        gold, found = document["timexes"], answers.get(document["id"], [])
        matched = pairs(gold, found)
        count["gold"] += len(gold)
        count["found"] += len(found)
        count["relaxed"] += len(matched)
        for i, expected in enumerate(gold):
            got = found[matched[i]] if i in matched else None
            same = got is not None and (got["start"], got["end"]) == (expected["start"], expected["end"])
            count["strict"] += same
            # What the corpus gives no value or type for is left out on both sides.
            for measure in ("value", "type"):
                if not expected.get(measure):
                    continue
                count[f"{measure} gold"] += 1
                right = got is not None and canonical(got.get(measure)) == canonical(expected[measure])
                count[measure] += right
                if measure == "value":
                    kind = kind_of(document["text"][expected["start"]:expected["end"]], expected["value"])
                    classes[kind]["gold"] += 1
                    classes[kind]["right"] += right
            for measure in ("value", "type"):
                if not expected.get(measure) and got is not None:
                    count[f"{measure} free"] += 1
    return count, classes


def measures(count):
    """Precision, recall and F1 in percent of each measure; None where the corpus does not give it."""
    out = {}
    for measure in ("strict", "relaxed", "value", "type"):
        gold = count[f"{measure} gold"] if measure in ("value", "type") else count["gold"]
        found = count["found"] - count[f"{measure} free"]
        if not gold:
            out[measure] = None
            continue
        precision = count[measure] / found if found else 0.0
        recall = count[measure] / gold
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        out[measure] = tuple(100 * part for part in (precision, recall, f1))
    return out


# Speed


def speed_text(found, chosen):
    """About 5 MB of the texts at hand, over and over; of the example case where no corpora are given."""
    if chosen.data:
        texts = [d["text"] for ds in found.values() for d in ds if d["lang"] == SPEED_LANGUAGE and d["text"].strip()]
    else:
        texts = [text for language, text in plain_texts() if language == SPEED_LANGUAGE]
    if not texts:
        return []
    documents, size = [], 0
    while size < SPEED_BYTES:
        # Short texts are joined: a document has a few kilobytes.
        parts, here = [], 0
        while here < 2000:
            part = texts[(len(documents) * 7 + len(parts)) % len(texts)]
            parts.append(part)
            here += len(part.encode())
        size += here
        documents.append({"id": f"s{len(documents)}", "lang": SPEED_LANGUAGE, "dct": "2020-01-01",
                          "text": "\n\n".join(parts)})
    return documents


def speed(command, documents, share, limit):
    """MB of text per processor second, without the start; `share` of the documents is enough for slow taggers."""
    some = documents[:max(1, int(len(documents) * share))]
    size = sum(len(d["text"].encode()) for d in some)
    start = min(run(command, some[:1], limit).cpu for _ in range(3))
    done = min(run(command, some, limit).cpu for _ in range(3 if share == 1 else 1))
    return size / 1e6 / max(done - start, 1e-3)


# Hostile text

LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
HOSTILE = {
    "one line without a space": "a",
    "digits only": "7",
    "commas and dates": "2022-01-05, ",
    "the 1 the 1": "the 1 ",
    "from right to left": f"{LETTERS[:4]} {LETTERS[4:9]} {LETTERS[9:]} ",
    "names of months": "January February March April May June July August September October November December ",
    "dates that cannot be": "31 April, 30.02.2022, 2022-13-01, ",
    "no date at all": "Nobody says when any of this has happened to anyone. ",
}


def hostile(command, chosen):
    sizes = [1, 10, 100] if not chosen.small else [1, 10]
    head = " | ".join(f"{size} MB" for size in sizes)
    print(f"| text, on one line | {head} | peak MiB |\n|---|{'---|' * (len(sizes) + 1)}", flush=True)
    for name, piece in HOSTILE.items():
        rates, memory = [], 0
        for size in sizes:
            text = piece * (size * 1_000_000 // len(piece.encode()))
            document = {"id": "1", "lang": "en", "dct": None, "text": text}
            try:
                done = run(command, [document], chosen.limit)
            except Failed as why:
                rates.append(str(why))
                continue
            if len(done.lines) != 1:
                rates.append("no answer")
                continue
            rates.append(f"{size / max(done.cpu, 1e-3):.0f}")
            memory = max(memory, done.memory)
        print(f"| {name} | {' | '.join(rates)} | {memory:.0f} |", flush=True)


# Printing


def triple(scores):
    return " / ".join(f"{part:.1f}" for part in scores) if scores else "-"


def table(taggers, found, chosen):
    text = [] if chosen.no_speed else speed_text(found, chosen)
    rates, notes = {}, []
    for name, command, languages in taggers:
        if text and (languages is None or SPEED_LANGUAGE in languages):
            try:
                rates[name] = f"{speed(command, text, 1 if name == 'remand' else chosen.share, chosen.limit):.2f}"
            except Failed as why:
                notes.append(f"speed of {name}: {why}")
    print("| corpus | tagger | gold | found | strict P / R / F1 | relaxed | value | type | MB/s |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    by_class = []
    for corpus, documents in found.items():
        spoken = {d["lang"] for d in documents}
        for name, command, languages in taggers:
            if languages is not None and not spoken & languages:
                continue
            try:
                count, classes = score(documents, run(command, documents, chosen.limit).lines)
            except Failed as why:
                notes.append(f"{name} on {corpus}: {why}")
                continue
            scores = measures(count)
            rate = rates.get(name, "") if spoken == {SPEED_LANGUAGE} else ""
            cells = [triple(scores[m]) for m in ("strict", "relaxed", "value", "type")]
            print(f"| {corpus} | {name} | {count['gold']} | {count['found']} | {' | '.join(cells)} | {rate} |", flush=True)
            by_class.append((corpus, name, classes))
    if chosen.classes:
        names = sorted({kind for _, _, classes in by_class for kind in classes})
        print(f"\nRight values of each class, of how many.\n\n| corpus | tagger | {' | '.join(names)} |")
        print(f"|---|---|{'---|' * len(names)}")
        for corpus, name, classes in by_class:
            cells = [f"{classes[k]['right']} of {classes[k]['gold']}" if k in classes else "" for k in names]
            print(f"| {corpus} | {name} | {' | '.join(cells)} |")
    for note in notes:
        print(f"\nNot measured: {note}")


def build():
    subprocess.run(["cargo", "build", "--release", "--locked", "--example", "tag", "-p", "remand-timex"], cwd=ROOT,
                   check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return (target if target.is_absolute() else ROOT / target) / "release" / "examples" / "tag"


def there(peer):
    try:
        return subprocess.run([str(part) for part in peer.probe], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, help="folder of corpora, one *.jsonl each")
    options.add_argument("--corpus", action="append", help="only this corpus; may be given several times")
    options.add_argument("--ours", help="command of our tagger; nothing is built")
    options.add_argument("--no-peers", action="store_true", help="our tagger alone")
    options.add_argument("--no-speed", action="store_true", help="scores alone")
    options.add_argument("--classes", action="store_true", help="right values by class of expression as well")
    options.add_argument("--share", type=float, default=0.05, help="share of the 5 MB that peers are timed on (0.05)")
    options.add_argument("--limit", type=int, default=900, help="seconds after which a run is given up (900)")
    options.add_argument("--hostile", action="store_true", help="time our tagger on hostile text instead")
    options.add_argument("--small", action="store_true", help="with --hostile: no 100 MB")
    chosen = options.parse_args()
    if not 0 < chosen.share <= 1:
        options.error("--share is more than 0 and at most 1")
    if chosen.data and not chosen.data.is_dir():
        options.error(f"there is no folder {chosen.data}")
    ours = shlex.split(chosen.ours) if chosen.ours else [build(), "--jsonl"]
    print(f"{machine()}\n")
    if chosen.hostile:
        hostile(ours, chosen)
        return
    taggers = [("remand", ours, None)]
    missing = []
    for peer in [] if chosen.no_peers else ALL:
        if there(peer):
            taggers.append((peer.name, peer.command, peer.languages))
        else:
            missing.append(peer)
    table(taggers, corpora(chosen), chosen)
    for peer in missing:
        print(f"\nNot run, because it is not installed: {peer.name} ({peer.install})")


if __name__ == "__main__":
    main()
