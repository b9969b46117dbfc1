#!/usr/bin/env python3
"""How long `remand exhibits` takes, and how much memory, for a case of many exhibits and pages.

    bench/exhibits.py REMAND DIR [--exhibits 300] [--pages 26] [--limit 20MB]

Makes an invented case in DIR (PDFs of text, vector drawings and a photograph a page in three; pictures; mails), has
REMAND take it in, and measures `remand exhibits` alone with /usr/bin/time: seconds, and the most memory of the program
itself; children have a limit of their own. Most of the time is the reading of the texts, which the record needs:
`remand clock` on the same case shows how much, and --rows 3 makes pages with little to read. The text is drawn from a
seed, so that every run makes the same files.
"""

import argparse
import io
import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

from PIL import Image

WORDS = "the road to harbour was closed for snow and nobody of those who waited at pier knew when a boat would come again after night with letters from islands where their families live".split()


def sentence(chance):
    return " ".join(chance.choices(WORDS, k=chance.randint(7, 12))).capitalize() + "."


def photograph(chance, width, height):
    small = Image.frombytes("RGB", (width // 16, height // 16), chance.randbytes(width // 16 * (height // 16) * 3))
    out = io.BytesIO()
    small.resize((width, height), Image.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue()


def pdf(chance, pages, pictures, rows):
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"]
    images = []
    for picture in pictures:
        images.append(len(objects) + 1)
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width 800 /Height 608 /ColorSpace /DeviceRGB /BitsPerComponent 8"
            b" /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture)
        )
    kids = []
    for number in range(pages):
        # A blank line after every fifth.
        lines = [f"BT /F 11 Tf 60 {780 - 15 * line} Td ({sentence(chance)}) Tj ET" for line in range(rows) if line % 6 < 5]
        lines += [f"{chance.random() * 500:.2f} 40 m {chance.random() * 500:.2f} 90 l S" for _ in range(30)]
        if number % 3 == 0 and images:
            lines.append(f"q 200 0 0 150 330 60 cm /I{number % len(images)} Do Q")
        body = zlib.compress("\n".join(lines).encode())
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(body), body))
        named = b" ".join(b"/I%d %d 0 R" % pair for pair in enumerate(images))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >>"
            b" /XObject << %s >> >> >>" % (len(objects), named)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def mail(chance, number):
    text = "\n\n".join(" ".join(sentence(chance) for _ in range(6)) for _ in range(12))
    return f"From: Ada Roe <ada@example.org>\nTo: Ben Ito <ben@example.org>\nSubject: Letter {number}\nDate: Mon, 6 May 2031 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


def make(folder, exhibits, pages, rows):
    folder.mkdir(parents=True)
    for number in range(exhibits):
        chance = random.Random(number)
        kind = number % 10
        if kind == 8:
            (folder / f"{number:03} photograph.jpg").write_bytes(photograph(chance, 3008, 2000))
        elif kind == 9:
            (folder / f"{number:03} letter.eml").write_bytes(mail(chance, number))
        else:
            pictures = [photograph(chance, 800, 608) for _ in range(3)]
            (folder / f"{number:03} order.pdf").write_bytes(pdf(chance, pages, pictures, rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("remand", type=Path)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--exhibits", type=int, default=300)
    parser.add_argument("--pages", type=int, default=26)
    parser.add_argument("--rows", type=int, default=44, help="of text on a page")
    parser.add_argument("--limit")
    options = parser.parse_args()
    sources, case = options.dir / "sources", options.dir / "case"
    if not sources.exists():
        make(sources, options.exhibits, options.pages, options.rows)
    if not case.exists():
        started = time.monotonic()
        subprocess.run([options.remand, "dossier", sources, "--no-pdf", "--out", case], check=True, stdout=subprocess.DEVNULL)
        print(f"taken in: {time.monotonic() - started:.1f} s (not part of the measurement)", flush=True)
    command = [options.remand, "exhibits", case, "--out", options.dir / "out"]
    if options.limit:
        command += ["--size-limit", options.limit]
    run = subprocess.run(["/usr/bin/time", "-v", *command], stderr=subprocess.PIPE, text=True, check=False)
    sys.stderr.write("".join(line + "\n" for line in run.stderr.splitlines() if line.startswith("remand")))
    for line in run.stderr.splitlines():
        if any(word in line for word in ("Elapsed", "Maximum resident", "User time", "System time")):
            print(line.strip())
    if run.returncode:
        sys.exit(run.stderr)


if __name__ == "__main__":
    main()
