"""Draws many scenes into files, so that the fit never waits for the drawing; more may come while it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from .papers import Pixels, paper
from .scene import HEIGHT, WIDTH, scene

_PAPERS = 1200
_PHOTO_PX = 400  # of the short side


def main() -> None:
    """Draw; `--photos` is a folder of any photographs (surfaces, rooms), `--papers` one of upright documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder that gets pixels-SEED.npy and truth-SEED.npy")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=2500)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--papers", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    rng = np.random.default_rng(asked.seed)
    photos = [_shrunk(picture) for picture in _pictures(asked.photos)]
    papers = [paper(rng, photos) for _ in range(_PAPERS)] + _pictures(asked.papers) * 3
    asked.out.mkdir(parents=True, exist_ok=True)
    sizes = {"pixels": (HEIGHT, WIDTH, 3), "truth": (HEIGHT // 2, WIDTH // 2, 3)}
    drawn = {name: np.empty((asked.count, *size), np.uint8) for name, size in sizes.items()}
    for index in range(asked.count):
        made = scene(rng, papers, photos)
        drawn["pixels"][index], drawn["truth"][index] = made.pixels, made.truth
    for name in ("truth", "pixels"):  # the fit looks for pixels, so they come last
        np.save(asked.out / f"{name}-{asked.seed}.part.npy", drawn[name])
        (asked.out / f"{name}-{asked.seed}.part.npy").rename(asked.out / f"{name}-{asked.seed}.npy")


def _pictures(folder: Path | None) -> list[Pixels]:
    paths = sorted(folder.iterdir()) if folder else []
    return [picture for path in paths if (picture := cv2.imread(str(path), cv2.IMREAD_COLOR)) is not None]


def _shrunk(picture: Pixels) -> Pixels:
    scale = min(1.0, _PHOTO_PX / min(picture.shape[:2]))
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    main()
