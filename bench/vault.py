#!/usr/bin/env python3
"""Speed of taking in, taking in again, and verifying, beside sha256sum and cp over the same files in one run.

    cargo build --release
    python3 bench/vault.py [--items 20000] [--bytes 5000000000] [--folder DIR]

Makes invented files in a folder of its own (removed at the end), half of them small letters and half large binary files,
so that both the cost of a file and that of a byte are seen. Times are wall clock; memory is the most that the process held.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.join(os.path.dirname(__file__), "..", "target", "release", "remand")


def letter(number):
    return (
        f"Letter {number} of 4 March 2031.\n\nThe district court extended the detention by two months, until "
        f"{1 + number % 28} May 2031. The lawyer was told on {1 + number % 27} March.\n"
    ).encode() * 6


def make(folder, items, size):
    chance = random.Random(7)
    large = max(1, items // 50)
    each = max(1000, (size - (items - large) * 1000) // large)
    block = chance.randbytes(1 << 20)
    total = 0
    for number in range(items):
        shelf = os.path.join(folder, f"{number // 500:03}")
        os.makedirs(shelf, exist_ok=True)
        if number % 50 == 0:
            path = os.path.join(shelf, f"{number:05}.bin")
            with open(path, "wb") as file:
                file.write(number.to_bytes(8, "big"))
                left = each - 8
                while left > 0:
                    file.write(block[: min(left, len(block))])
                    left -= len(block)
        else:
            path = os.path.join(shelf, f"{number:05}.txt")
            with open(path, "wb") as file:
                file.write(letter(number))
        total += os.path.getsize(path)
    return total


def timed(name, command, total, **options):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stderr.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:44} {wall:8.2f} s  {cpu:8.2f} cpu-s  {total / wall / 1e6:8.0f} MB/s")
    return wall, cpu


def peak(command):
    """The most memory that one run of a command held, in MiB."""
    out = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(out.stderr.decode().split()[-1]) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--bytes", type=int, default=5_000_000_000)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--program", default=PROGRAM)
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="remand-bench-", dir=arguments.folder)
    os.environ["REMAND_HOME"] = os.path.join(work, "home")
    try:
        source, case = os.path.join(work, "source"), os.path.join(work, "case")
        total = make(source, arguments.items, arguments.bytes)
        print(f"{arguments.items} files, {total / 1e9:.2f} GB; {os.cpu_count()} processors")
        remand = arguments.program
        everything = f"find {source} -type f -print0 | xargs -0 sha256sum"
        timed("sha256sum, before", ["sh", "-c", everything], total)
        timed("cp -r", ["cp", "-r", source, os.path.join(work, "copy")], total)
        shutil.rmtree(os.path.join(work, "copy"))
        timed("remand add --bytes-only, all new", [remand, "add", case, source, "--bytes-only"], total)
        timed("remand add --bytes-only, all known", [remand, "add", case, source, "--bytes-only"], total)
        checked, _ = timed("remand verify", [remand, "verify", case], total)
        hashed, _ = timed("sha256sum, one process", ["sh", "-c", everything], total)
        print(f"verify runs at {hashed / checked:.2f} of the speed of sha256sum")
        print(f"most memory: verify {peak([remand, 'verify', case]):.0f} MiB, "
              f"add {peak([remand, 'add', case, source, '--bytes-only']):.0f} MiB")
        letters = os.path.join(work, "letters")
        os.makedirs(letters)
        count = min(2000, arguments.items)
        for number in range(count):
            with open(os.path.join(letters, f"{number}.txt"), "wb") as file:
                file.write(letter(number + 1_000_000))
        small, cpu = timed("remand add, small letters with their texts", [remand, "add", case + "2", letters], count * 1000)
        print(f"{count / cpu:.0f} small files a second of processor time, {count / small:.0f} a second in all")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
