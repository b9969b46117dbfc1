#!/usr/bin/env python3
"""Times the law: norms judged in a second, packs read and linked, a case of ten years held against all of them.

    python3 bench/law.py                       builds the developers' examples of remand-finding and runs them
    python3 bench/law.py --binary PATH         and times `remand law check` of this release binary

Of several runs the fastest counts. Needs Python 3.9, and nothing else.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from path import ROOT, machine

EXAMPLES = ["throughput", "decade"]


def build():
    command = ["cargo", "build", "--release", "--locked", "-p", "remand-finding"]
    subprocess.run(command + [part for name in EXAMPLES for part in ("--example", name)], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return (target if target.is_absolute() else ROOT / target) / "release" / "examples"


def rows(command):
    """Rows of a run: a name, and numbers."""
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    split = (line.split("\t") for line in said.splitlines())
    return {name: [float(number) for number in numbers] for name, *numbers in split}


def best(command, repeat, seconds):
    """Of several runs the rows with the least of the column `seconds`."""
    found = {}
    for _ in range(repeat):
        for name, numbers in rows(command).items():
            if name not in found or numbers[seconds] < found[name][seconds]:
                found[name] = numbers
    return found


def throughput(examples, chosen):
    print("| records | million a second | with filling | of those that apply | met | not met | contested "
          "| undetermined | not applicable |\n|---|---|---|---|---|---|---|---|---|", flush=True)
    for name, (filling, judging, *counts) in best([examples / "throughput", str(chosen.cases)], chosen.repeat, 1).items():
        judged, applies = sum(counts), sum(counts[:4])
        shares = " | ".join(f"{100 * count / judged:.0f} %" for count in counts)
        rates = " | ".join(f"{rate / 1e6:.1f}" for rate in
                           (judged / judging, judged / (judging + filling), applies / judging))
        print(f"| {name} | {rates} | {shares} |", flush=True)


def decade(examples, repeat):
    print("\n| step | ms | how many |\n|---|---|---|", flush=True)
    for name, (seconds, made) in best([examples / "decade"], repeat, 0).items():
        print(f"| {name} | {1000 * seconds:.1f} | {made:.0f} |", flush=True)


def check(binary, repeat):
    walls = []
    for _ in range(repeat):
        begun = time.monotonic()
        done = subprocess.run([binary, "law", "check"], capture_output=True, text=True)
        walls.append(time.monotonic() - begun)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
    print(f"\n`remand law check`, {done.stdout.strip()}: {1000 * min(walls):.0f} ms", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--binary", type=Path, help="a release binary whose `law check` is timed")
    options.add_argument("--cases", type=int, default=5000, help="generated cases of each kind (5000)")
    options.add_argument("--repeat", type=int, default=5, help="runs of which the fastest counts (5)")
    chosen = options.parse_args()
    if min(chosen.cases, chosen.repeat) < 1:
        options.error("--cases and --repeat are at least 1")
    examples = build()
    print(f"{machine()}\n")
    throughput(examples, chosen)
    decade(examples, chosen.repeat)
    if chosen.binary:
        check(chosen.binary, chosen.repeat)


if __name__ == "__main__":
    main()
