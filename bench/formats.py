#!/usr/bin/env python3
"""What is read of a folder of files, how long and how much memory it takes, and how it compares with other readers.

    python3 bench/formats.py DIR                 every file under DIR, one row a format
    python3 bench/formats.py DIR --files         also one line a file: what was read, or why not
    python3 bench/formats.py DIR --only docx     only names that end so (repeatable)
    python3 bench/formats.py DIR --no-reference  without the other readers

Builds the small developer tools `text-layer` and `text-worker` first (`--bin DIR` takes them from there instead). The
character error is the edit distance to the text of another reader, by its length, with white space, dashes and bars of
drawn tables made alike; `missing` and `extra` are its parts. Where several readers are there, the nearest counts, and is
named: they disagree about headers, footers, list numbers and comments. Nothing fails here; needs `rapidfuzz` for the
comparison, and uses what is installed of pandoc, LibreOffice, catdoc, antiword, python-docx, openpyxl, BeautifulSoup.
"""

import argparse
import collections
import email
import email.policy
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400_000


def build():
    subprocess.run(["cargo", "build", "--quiet", "--release", "-p", "remand-text", "--bins"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release"


def read(binaries, path):
    """The answer for a file, seconds, and the most memory of a process in MiB."""
    began = time.monotonic()
    with open(path, "rb") as file, tempfile.TemporaryFile() as out:
        process = subprocess.Popen([binaries / "text-layer", path.name], stdin=file, stdout=out,
                                   stderr=subprocess.PIPE)
        said = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        answer = out.read()
    seconds = time.monotonic() - began
    if process.returncode:
        return None, [], seconds, 0, said.strip()
    layer, parts = json.loads(answer)
    return layer, parts, seconds, usage.ru_maxrss // 1024, ""


# Other readers


def run(*command, stdin=None):
    done = subprocess.run(command, stdin=stdin, capture_output=True, timeout=120)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def pandoc(form):
    return lambda path: run("pandoc", "-f", form, "-t", "plain", "--wrap=none", path)


def office(path):
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", "--headless", f"-env:UserInstallation=file://{tempfile.gettempdir()}/formats-office",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(path))
        made = list(Path(folder).iterdir())
        return made[0].read_text("utf-8-sig", "replace") if made else None


def python_docx(path):
    import docx
    from docx.table import Table
    document = docx.Document(str(path))

    def of(parent):
        for item in parent.iter_inner_content():
            if isinstance(item, Table):
                for row in item.rows:
                    seen = set()
                    for cell in row.cells:
                        if cell._tc not in seen:
                            seen.add(cell._tc)
                            yield from of(cell)
            else:
                yield item.text
    section = document.sections
    margins = [p.text for s in section for m in (s.header, s.footer) if not m.is_linked_to_previous for p in m.paragraphs]
    heads = [p.text for s in section if not s.header.is_linked_to_previous for p in s.header.paragraphs]
    feet = margins[len(heads):] if len(section) == 1 else []
    return "\n".join([*heads, *of(document), *feet])


def openpyxl_text(path):
    import datetime
    import openpyxl
    book = openpyxl.load_workbook(path, data_only=True)

    def shown(value):
        if isinstance(value, datetime.datetime):
            if value.time() == datetime.time():
                return value.date().isoformat()
            return value.strftime("%Y-%m-%d %H:%M" if value.second == 0 else "%Y-%m-%d %H:%M:%S")
        if isinstance(value, (datetime.time, datetime.date)):
            return value.isoformat()
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float):
            return f"{value:.15g}" if value != int(value) else str(int(value))
        return str(value)
    lines = []
    for sheet in book.worksheets:
        lines.append(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            lines.append(" ".join(shown(value) for value in row if value is not None))
    return "\n".join(lines)


def soup(parser):
    def text(path):
        import bs4
        page = bs4.BeautifulSoup(path.read_bytes(), parser)
        for tag in page(["script", "style", "template", "title", "iframe", "object"]):
            tag.decompose()
        for tag in page(lambda tag: tag.has_attr("hidden") or "display:none" in tag.get("style", "").replace(" ", "")):
            tag.decompose()
        for tag in page(["br", "p", "div", "td", "th", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "option", "dt", "dd"]):
            tag.insert_before("\n")
            tag.insert_after("\n")
        return page.get_text()
    return text


def inscriptis(path):
    import inscriptis
    import chardet
    data = path.read_bytes()
    return inscriptis.get_text(data.decode(chardet.detect(data)["encoding"] or "utf-8", "replace"))


def python_email(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    lines = [f"{name}: {message[name]}" for name in ("From", "Sender", "To", "Cc", "Bcc", "Date", "Subject") if message[name]]
    body = message.get_body(("plain", "html"))
    if body is not None:
        text = body.get_content()
        if body.get_content_subtype() == "html":
            import bs4
            text = bs4.BeautifulSoup(text, "html5lib").get_text("\n")
        lines.append(text)
    return "\n".join(lines)


READERS = {
    "docx": {"pandoc": pandoc("docx"), "python-docx": python_docx, "LibreOffice": office},
    "odt": {"pandoc": pandoc("odt"), "LibreOffice": office},
    "fodt": {"LibreOffice": office},
    "rtf": {"LibreOffice": office, "pandoc": pandoc("rtf")},
    "doc": {"LibreOffice": office, "catdoc": lambda p: run("catdoc", "-w", "-d", "utf-8", p),
            "antiword": lambda p: run("antiword", "-m", "UTF-8.txt", "-w", "0", p)},
    "xlsx": {"openpyxl": openpyxl_text},
    "html": {"html5lib": soup("html5lib"), "lxml": soup("lxml"), "inscriptis": inscriptis},
    "eml": {"email": python_email},
}
READERS["htm"] = READERS["html"]


def alike(text):
    text = re.sub(r"[-─—=_]{3,}|[|+]", " ", text.replace("\ufeff", "").replace("\u00ad", ""))
    text = text.replace("\u2011", "-").replace("\u2022", "-")
    # Marks before list items.
    text = re.sub(r"^\s*[-*]\s+", "", text, flags=re.M)
    return " ".join(text.split())[:LONGEST]


def compare(ours, path, kind):
    """The nearest reader: its name, character error, share of its text that is missing, share that is extra."""
    from rapidfuzz.distance import Levenshtein
    found = []
    for name, reader in READERS.get(kind, {}).items():
        try:
            theirs = reader(path)
        except Exception:  # A reader that fails has nothing to say.
            continue
        theirs = alike(theirs or "")
        if not theirs:
            continue
        mine = alike(ours)
        if min(len(mine), len(theirs)) > 60_000:
            # Edit scripts of long texts take too much memory; the distance alone does not.
            distance = Levenshtein.distance(mine, theirs)
            found.append((distance / len(theirs), name, None, None, len(theirs)))
            continue
        counts = collections.Counter(op.tag for op in Levenshtein.editops(theirs, mine))
        error = sum(counts.values()) / len(theirs)
        found.append((error, name, counts["delete"] / len(theirs), counts["insert"] / len(theirs), len(theirs)))
    return min(found) if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bin", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--no-reference", action="store_true")
    arguments = parser.parse_args()
    binaries = arguments.bin or build()
    answers = []
    # All of them before any other reader is loaded: a child is counted with the memory that this process has.
    for path in sorted(path for path in arguments.folder.rglob("*") if path.is_file()):
        kind = path.suffix.lower().lstrip(".") or "none"
        if not arguments.only or kind in arguments.only:
            answers.append((kind, path, *read(binaries, path)))
    rows = collections.defaultdict(list)
    for kind, path, layer, parts, seconds, memory, said in answers:
        text = layer["text"] if layer else ""
        reasons = [d["message"] for d in layer["diagnostics"]] if layer else [said]
        near = None if arguments.no_reference or not text.strip() else compare(text, path, kind)
        rows[kind].append((path, bool(text.strip()) or bool(parts), reasons, seconds, memory, near))
        if arguments.files:
            error = f"{near[0]:7.2%} {near[1]:11}" if near else " " * 19
            detail = f" -{near[2]:.1%} +{near[3]:.1%}" if near and near[2] is not None else ""
            print(f"{error} {seconds:5.2f}s {memory:4} MiB {len(text):8} {path.name}{detail}"
                  + ("" if text.strip() else "  ! " + "; ".join(reasons)[:160]), flush=True)
    print()
    print("| format | files | read | refused, with a reason | silent | slowest s | most MiB | compared | character error: all, median, worst |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind, files in sorted(rows.items()):
        got = sum(ok for _, ok, *_ in files)
        refused = sum(not ok and bool(reasons) for _, ok, reasons, *_ in files)
        near = sorted(n for *_, n in files if n)
        total = sum(n[4] for n in near)
        error = (f"{sum(n[0] * n[4] for n in near) / total:.2%}, {near[len(near) // 2][0]:.2%}, {near[-1][0]:.2%}"
                 if total else "")
        print(f"| {kind} | {len(files)} | {got} | {refused} | {len(files) - got - refused} "
              f"| {max(f[3] for f in files):.2f} | {max(f[4] for f in files)} | {len(near)} | {error} |")


if __name__ == "__main__":
    main()
