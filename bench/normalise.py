"""What normalisation costs and how right it is, beside the rivals, section by section in one run.

usage: python bench/normalise.py [--seed 41] [--scale 1.0] [--only pages,crops] [--out DIR]

Each section is a module of `normalising` with `tables(seed, scale, out)`, which yields titles and tables. Rivals that
aren't installed are left out with a note.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import time

import cv2
from asking import folder, sections_of
from normalising.tables import print_table

SECTIONS = ("pages", "skew", "turns", "crops", "curved", "shaded", "defects", "limits", "real")


def main() -> None:
    options = _options()
    cv2.setNumThreads(1)  # CPU time of one core: threads would hide cost in waiting
    print(f"machine: {platform.machine()}, Python {platform.python_version()}, OpenCV {cv2.__version__}")
    print(f"seed {options.seed}, scale {options.scale:g}\n")
    for name in options.only:
        started = time.process_time()
        print(f"## {name}\n")
        section = importlib.import_module(f"normalising.{name}")
        for title, table in section.tables(options.seed, options.scale, options.out):
            print_table(title, table)
        print(f"({name}: {time.process_time() - started:.0f} CPU s)\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--scale", type=float, default=1.0, help="share of each section's full set")
    parser.add_argument("--only", type=sections_of(SECTIONS), default=SECTIONS, help=f"of {','.join(SECTIONS)}")
    parser.add_argument("--out", type=folder, help="folder for pictures of what failed")
    return parser.parse_args()


if __name__ == "__main__":
    main()
