#!/usr/bin/env python3
"""Times `remand dossier`: wall clock, processor time, peak memory, pages a second.

    python3 bench/path.py                 both measurements
    python3 bench/path.py --pages 100     fewer pages
    python3 bench/path.py --only case     the small case alone

Builds the release binary first (`--binary PATH` takes one that is there). Needs a Unix system, Python 3.9, and nothing
else.
"""

import argparse
import email
import email.policy
import os
import platform
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "veld"
SEEDS = ROOT.parent / "shared" / "seeds"

PAGES_A_FILE = 4
BYTES_A_PAGE = 3000
SEED = 20240310

MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"],
    "ru": ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"],
}
# Exit codes of a run that is done; 3 says that something could not be read.
DONE = (0, 3)


def plain_texts():
    """Texts of the example in English and Russian: the plain files and the bodies of the mails."""
    texts = []
    for path in sorted(EXAMPLE.rglob("*")):
        if path.suffix == ".txt":
            raw = path.read_bytes()
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                text = raw.decode("windows-1251")
        elif path.suffix == ".eml":
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            text = body.get_content() if body else ""
        else:
            continue
        language = language_of(text)
        if language:
            texts.append((language, text.replace("\r\n", "\n")))
    return texts


def language_of(text):
    if re.search("[әғқңөұүһі]", text.lower()):
        return None
    cyrillic = len(re.findall("[а-яё]", text.lower()))
    latin = len(re.findall("[a-z]", text.lower()))
    return None if cyrillic + latin < 100 else "ru" if cyrillic > latin else "en"


def paragraphs(texts):
    found = {"en": [], "ru": []}
    for language, text in texts:
        for part in re.split(r"\n\s*\n", text):
            part = " ".join(part.split())
            if len(part) > 80:
                found[language].append(part)
    return found


def other_dates(text, language, draw):
    """The text with other days, months and years in the same places."""
    names = "|".join(MONTHS[language])
    month = lambda: draw.choice(MONTHS[language])
    text = re.sub(rf"\b\d{{1,2}}(?= (?:{names})\b)", lambda _: str(draw.randint(1, 28)), text)
    text = re.sub(rf"\b(?:{names})\b", lambda _: month(), text)
    text = re.sub(r"\b20[12]\d\b", lambda _: str(draw.randint(2021, 2024)), text)
    text = re.sub(r"\b\d{1,2}\.\d{2}\.(?=20\d\d)", lambda _: f"{draw.randint(1, 28):02}.{draw.randint(1, 12):02}.", text)
    text = re.sub(r"\b(?:1[0-9]|2[0-3]):[0-5]\d\b", lambda _: f"{draw.randint(10, 23)}:{draw.randint(10, 59)}", text)
    return text


def write_pages(folder, pages):
    """`pages` pages in files of four, the same for every run; gives the number of files and bytes."""
    draw = random.Random(SEED)
    stock = paragraphs(plain_texts())
    if not all(stock.values()):
        sys.exit(f"there is not enough text in {EXAMPLE}")
    files = written = 0
    while pages > 0:
        language = "ru" if files % 3 == 2 else "en"
        here = min(PAGES_A_FILE, pages)
        day = f"{draw.randint(1, 28)} {draw.choice(MONTHS[language])} {draw.randint(2021, 2024)}"
        parts, size = [day], 0
        while size < here * BYTES_A_PAGE:
            batch = draw.sample(stock[language], len(stock[language]))
            for part in batch:
                if size >= here * BYTES_A_PAGE:
                    break
                part = other_dates(part, language, draw)
                parts.append(part)
                size += len(part.encode("utf-8"))
        text = "\n\n".join(parts) + "\n"
        (folder / f"{files:04}.txt").write_text(text, encoding="utf-8")
        written += len(text.encode("utf-8"))
        files, pages = files + 1, pages - here
    return files, written


class GivenUp(Exception):
    """A run that needs more than it may have."""


def run(command, limit, memory):
    """Wall seconds, processor seconds and peak MiB of the largest process."""
    begun = time.monotonic()
    space = memory << 30
    child = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (space, space)),
    )
    os.set_blocking(child.stderr.fileno(), False)
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() - begun > limit:
            child.kill()
            os.wait4(child.pid, 0)
            child.returncode = -9
            raise GivenUp(f"over {limit} s")
        time.sleep(0.02)
    wall = time.monotonic() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    said = (child.stderr.read() or b"").decode(errors="replace")
    child.stderr.close()
    if "memory allocation" in said:
        raise GivenUp(f"over {memory} GiB")
    if child.returncode not in DONE:
        sys.exit(f"{' '.join(map(str, command))}\nended with {child.returncode}: {said}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def measure(title, binary, source, pages, chosen):
    for pdf in (False, True):
        name = f"{title}, {'with' if pdf else 'without'} PDF"
        runs = []
        try:
            for _ in range(chosen.repeat):
                with tempfile.TemporaryDirectory() as out:
                    command = [binary, "dossier", source, "--out", out] + ([] if pdf else ["--no-pdf"])
                    runs.append(run(command, chosen.limit, chosen.memory))
        except GivenUp as why:
            print(f"| {name} | given up: {why} | | | |", flush=True)
            continue
        wall, cpu, memory = min(runs)
        rate = f"{pages / wall:.1f}" if pages else ""
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} | {rate} |", flush=True)


def build():
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "remand-cli"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return (target if target.is_absolute() else ROOT / target) / "release" / "remand"


def machine():
    cpu = platform.processor() or "processor unknown"
    try:
        models = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
        cpu = models[0] if models else cpu
    except OSError:
        pass
    commit = "commit unknown"
    if shutil.which("git"):
        asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
        commit = asked.stdout.strip() or commit
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {commit}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--binary", type=Path, help="a release binary that is there; nothing is built")
    options.add_argument("--only", choices=["case", "pages"], help="one of the two measurements")
    options.add_argument("--pages", type=int, default=1000, help="pages to generate (1000)")
    options.add_argument("--repeat", type=int, default=3, help="runs of which the fastest counts (3)")
    options.add_argument("--limit", type=int, default=1800, help="seconds after which a run is given up (1800)")
    options.add_argument("--memory", type=int, default=12, help="GiB that a process may ask for (12)")
    options.add_argument("--keep", type=Path, help="write the generated pages into this folder and stop")
    chosen = options.parse_args()
    if min(chosen.pages, chosen.repeat, chosen.limit, chosen.memory) < 1:
        options.error("--pages, --repeat, --limit and --memory are at least 1")
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        print("{} files, {} bytes".format(*write_pages(chosen.keep, chosen.pages)))
        return
    binary = chosen.binary or build()
    if not binary.is_file():
        sys.exit(f"there is no binary at {binary}")
    print(f"{machine()}\n")
    print("| run | wall s | CPU s | peak MiB | pages/s |\n|---|---|---|---|---|", flush=True)
    if chosen.only != "pages":
        title, source = ("two captured pages", SEEDS) if SEEDS.is_dir() else ("the example", EXAMPLE)
        measure(title, binary, source, None, chosen)
    if chosen.only != "case":
        with tempfile.TemporaryDirectory() as folder:
            files, written = write_pages(Path(folder), chosen.pages)
            title = f"{chosen.pages} pages ({files} files, {written / 1e6:.1f} MB)"
            measure(title, binary, folder, chosen.pages, chosen)


if __name__ == "__main__":
    main()
