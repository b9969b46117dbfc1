#!/usr/bin/env python3
"""How long it takes to index and to search many small texts, and what is found, beside `grep` and plain SQLite FTS5.

    python3 bench/search.py                 20,000 texts of some 2 kB, made of the invented case
    python3 bench/search.py --texts 2000    fewer
    python3 bench/search.py --bin DIR       takes the developer tool `search-texts` from there instead of building it

The texts are sentences of `examples/veld` and of the examples of `lexicon/*/time.toml` in an order drawn from a fixed seed,
each with one of a few invented names in one of its spellings: the same in each run. Nothing fails here.
"""

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    ["Zhandos Karimbayev", "Жандос Каримбаев", "Жандоса Каримбаева", "Жандостың Каримбаевқа", "Djandos Karimbaev"],
    ["Yuri Shcherbin", "Юрий Щербин", "Юрия Щербина", "Iouri Chtcherbine", "Jurij Schtscherbin"],
]
QUERIES = [
    ("one word", "detention", "detention"),
    ("a word in another form", "адвокаты", "адвокаты"),
    ("two words", "court order", "court order"),
    ("a phrase", '"the court"', '"the court"'),
    ("a beginning", "deten*", "deten*"),
    ("a name", "Karimbayev", "Karimbayev"),
    ("a full name", "Zhandos Karimbayev", "Zhandos Karimbayev"),
    ("near", "court NEAR/5 detention", "NEAR(court detention, 5)"),
    ("a word that is everywhere", "the", "the"),
]


def sentences():
    found = []
    for path in sorted((ROOT / "examples" / "veld").rglob("*")):
        if path.suffix in (".txt", ".md", ".html", ".eml"):
            text = re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8", errors="ignore"))
            found += [" ".join(s.split()) for s in re.split(r"(?<=[.!?])\s+", text)]
    for path in sorted((ROOT / "lexicon").glob("*/time.toml")):
        found += re.findall(r'"([^"\n]{30,})"', path.read_text(encoding="utf-8"))
    return sorted({s for s in found if 30 <= len(s) <= 400})


def texts(count):
    draw = random.Random(7)
    pool = sentences()
    for number in range(count):
        size, chosen = 0, []
        while size < 2000:
            chosen.append(draw.choice(pool))
            size += len(chosen[-1].encode())
        if draw.random() < 0.05:
            chosen.insert(draw.randrange(len(chosen)), f"{draw.choice(draw.choice(NAMES))} 2024.")
        yield f"{number:06}", " ".join(chosen)


def tool(binaries):
    if not binaries:
        subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "remand-search", "--bins"], cwd=ROOT, check=True)
        binaries = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    return Path(binaries) / "search-texts"


def ours(program, lines, queries, path=None):
    command = [program, *(["--file", path] if path else []), *queries]
    answer = subprocess.run(command, input=lines, capture_output=True, check=True).stdout
    index, *rows = map(json.loads, answer.splitlines())
    return index["seconds"], [(row["items"], row["seconds"]) for row in rows]


def plain(all_texts, queries):
    began = time.monotonic()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, text, tokenize='unicode61')")
    database.executemany("INSERT INTO t VALUES (?, ?)", all_texts)
    made = time.monotonic() - began
    rows = []
    for query in queries:
        best = None
        for _ in range(5):
            began = time.monotonic()
            items = database.execute("SELECT count(*) FROM t WHERE t MATCH ?", [query]).fetchone()[0]
            database.execute("SELECT id, snippet(t, 1, '[', ']', '…', 20) FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20",
                             [query]).fetchall()
            took = time.monotonic() - began
            best = took if best is None else min(best, took)
        rows.append((items, best))
    return made, rows


def grep(folder, query):
    """The words of a query in order, with anything between: all that `grep` can say."""
    pattern = re.sub(r"NEAR/\d+", "", query).replace('"', "").replace("*", "")
    began = time.monotonic()
    found = subprocess.run(["grep", "-ril", "-e", ".*".join(pattern.split()), folder], capture_output=True).stdout
    return len(found.splitlines()), time.monotonic() - began


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--bin")
    options = parser.parse_args()
    all_texts = list(texts(options.texts))
    size = sum(len(text.encode()) for _, text in all_texts)
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in all_texts).encode()
    program = tool(options.bin)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "texts"
        files.mkdir()
        for name, text in all_texts:
            (files / name).write_text(text, encoding="utf-8")
        memory, rows = ours(program, lines, [query for _, query, _ in QUERIES])
        path = Path(folder) / "search.db"
        on_disk, _ = ours(program, lines, [], path)
        theirs, their_rows = plain(all_texts, [query for _, _, query in QUERIES])
        print(f"{len(all_texts)} texts, {size / 1e6:.0f} MB. Indexed in memory in {memory:.1f} s, in a file in {on_disk:.1f} s "
              f"({path.stat().st_size / 1e6:.0f} MB with the texts); plain FTS5 (unicode61, in memory) {theirs:.1f} s.\n")
        print("| query | files | ms | plain FTS5: files | ms | grep -ri: files | ms |")
        print("|---|---|---|---|---|---|---|")
        for (what, query, _), (items, took), (their_items, their_took) in zip(QUERIES, rows, their_rows):
            lines_found, grep_took = grep(files, query)
            print(f"| {what}: `{query}` | {items} | {took * 1e3:.1f} | {their_items} | {their_took * 1e3:.1f} "
                  f"| {lines_found} | {grep_took * 1e3:.0f} |")


if __name__ == "__main__":
    main()
