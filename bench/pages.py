"""Seconds, CPU-seconds and memory per page, by stage, beside ocrmypdf on the same pages in the same run.

usage: python bench/pages.py [--counts 1,10,100] [--seed 11] [--rival-pages 10]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from accuracy import mean_missed
from measuring import measured
from readers.rivals import ocrmypdf_program, run_ocrmypdf

STAGES = ("decode", "normalise", "read", "match", "encode")


def main() -> None:
    options = _options()
    counts = [int(count) for count in options.counts.split(",")]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        truths = _write_pages(Path(folder), options.seed, max(counts))
        cores, photos = len(os.sched_getaffinity(0)), sum(truth["photo"] for truth in truths)
        print(f"machine: {platform.machine()}, {cores} cores, Python {platform.python_version()}")
        print(f"pages: shoujian.demo.samples, seed {options.seed}, {photos} photos of {len(truths)}\n")
        runs = [_measure(Path(folder), truths[:count]) for count in counts]
        _print_cost(runs)
        _print_stages(runs[-1])
        _print_accuracy(runs[-1], truths)
        _rival(Path(folder), truths[: options.rival_pages], runs[-1])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default="1,10,100", help="how many pages in each run")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rival-pages", type=int, default=10, help="pages given to ocrmypdf; 0 = leave it out")
    return parser.parse_args()


def _write_pages(folder: Path, seed: int, count: int) -> list[dict[str, Any]]:
    from shoujian.demo.files import jpeg
    from shoujian.demo.samples import sample_pages

    truths = []
    for index, shot in enumerate(sample_pages(seed, count)):
        path = folder / f"{index:04d}.jpg"
        path.write_bytes(jpeg(shot))
        truths.append(
            {
                "path": str(path),
                "material": shot.paper.name,
                "rotation": shot.rotation,
                "fields": dict(shot.paper.fields),
                "photo": shot.device != "scan",
                "text": shot.paper.text,
                "size": shot.size,
            }
        )
    return truths


def _measure(folder: Path, truths: list[dict[str, Any]]) -> dict[str, Any]:
    """Run the desk over the pages in a process of its own and account for it and its children."""
    listing = folder / "listing.json"
    listing.write_text(json.dumps([truth["path"] for truth in truths]))
    output, account = measured([sys.executable, __file__, "--worker", str(listing)])
    result: dict[str, Any] = json.loads(output)
    return result | {
        "count": len(truths),
        "wall": account.wall_s,
        "cpu": account.cpu_s,
        "main_mb": account.main_mb,
        "tree_mb": account.tree_mb,
    }


def worker(listing: Path) -> None:
    """Inspect the files and print pages and peak memory as JSON (in a process of its own)."""
    from shoujian import Desk, load_settings

    with tempfile.TemporaryDirectory(prefix="bench-desk-") as data:
        started = time.perf_counter()
        with Desk.open(load_settings(data_dir=Path(data))) as desk:
            seen = desk.inspect([Path(path) for path in json.loads(listing.read_text())], text=True)
        inside = time.perf_counter() - started
    pages = [json.loads(page.model_dump_json()) for file in seen.files for page in file.pages]
    print(json.dumps({"pages": pages, "inside": inside}))


def _print_cost(runs: list[dict[str, Any]]) -> None:
    print("| pages | wall s | wall s/page | CPU s/page | pages/s | peak MB (desk) | peak MB (with decoders) |")
    print("|---|---|---|---|---|---|---|")
    for run in runs:
        n = run["count"]
        print(
            f"| {n} | {run['wall']:.1f} | {run['wall'] / n:.2f} | {run['cpu'] / n:.2f} | {n / run['wall']:.2f} "
            f"| {run['main_mb']:.0f} | {run['tree_mb']:.0f} |"
        )
    if len(runs) > 1:
        first, last = runs[0], runs[-1]
        each = (last["cpu"] - first["cpu"]) / (last["count"] - first["count"])
        print(f"\nwithout start-up: {each:.2f} CPU s/page ({last['count']} against {first['count']} pages)")
    print()


def _print_stages(run: dict[str, Any]) -> None:
    total = sum(sum(page["seconds"].values()) for page in run["pages"])
    print(f"| stage ({run['count']} pages, wall inside the page's thread) | median ms | mean ms | share |")
    print("|---|---|---|---|")
    for stage in STAGES:
        values = [page["seconds"].get(stage, 0.0) for page in run["pages"]]
        share = sum(values) / total
        print(f"| {stage} | {1000 * median(values):.0f} | {1000 * sum(values) / len(values):.0f} | {share:.0%} |")
    reading = sum(page["seconds"].get("read", 0.0) for page in run["pages"])
    print(f"\nnot OCR: {1 - reading / total:.0%} of the time\n")


def _print_accuracy(run: dict[str, Any], truths: list[dict[str, Any]]) -> None:
    tally: Counter[str] = Counter()
    for page, truth in zip(run["pages"], truths, strict=True):
        named = page["material"]
        if truth["material"]:
            tally["named right" if named == truth["material"] else "unnamed" if named is None else "named wrong"] += 1
        else:
            tally["decoy refused" if named is None else "decoy accepted"] += 1
        turn = page["rotation"]
        tally["turn right" if turn == truth["rotation"] else "turn unknown" if turn is None else "turn wrong"] += 1
        wanted = truth["fields"].get("id_number")
        if wanted and named == truth["material"]:
            found = page["fields"].get("id_number", {}).get("value")
            tally["ID right" if found == wanted else "ID missing" if found is None else "ID wrong"] += 1
    print("| what (pages drawn for the purpose; not a claim about real ones) | count |\n|---|---|")
    for what in sorted(tally):
        print(f"| {what} | {tally[what]} |")
    print(f"\ncharacters missed (each true line against its best place in the text): {_missed(truths, run):.1%}\n")


def _missed(truths: list[dict[str, Any]], run: dict[str, Any]) -> float:
    pages = zip(run["pages"], truths, strict=True)
    return mean_missed([(truth["text"], [line["text"] for line in page["text"]]) for page, truth in pages])


def _rival(folder: Path, truths: list[dict[str, Any]], ours: dict[str, Any]) -> None:
    program = ocrmypdf_program() if truths else None
    if program is None:
        return
    walls, cpus, read = [], [], []
    for truth in truths:
        wall, cpu, text = run_ocrmypdf(program, Path(truth["path"]))
        walls.append(wall)
        cpus.append(cpu)
        read.append((truth["text"], text))
    same = _measure(folder, truths)
    n = len(truths)
    print(f"| the same {n} pages | wall s/page | CPU s/page | characters missed |\n|---|---|---|---|")
    own = f"{same['wall'] / n:.2f} | {same['cpu'] / n:.2f} | {_missed(truths, same):.1%}"
    print(f"| shoujian (start-up included) | {own} |")
    missed = mean_missed(read)
    print(f"| ocrmypdf (a process for each page) | {sum(walls) / n:.2f} | {sum(cpus) / n:.2f} | {missed:.1%} |")
    print(f"| ratio | {sum(walls) / same['wall']:.1f} | {sum(cpus) / same['cpu']:.1f} | |")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--worker":
        worker(Path(sys.argv[2]))
    else:
        main()
