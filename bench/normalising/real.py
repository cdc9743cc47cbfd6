"""Real pages and photos beside the project: turns and lean of set B, outlines of set C; skipped where absent."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from shoujian.processors.geometry.orient import Orienter
from shoujian.processors.normalise import NormalisedPage, normalise
from shoujian.processors.page import PageImage

from .outlines import fit_of
from .pictures import Cell, contact_sheet
from .tables import Table

# Degrees clockwise that right each page, from the files' names or by eye; None: only the quarter turn is known, 0.
_TURNS: dict[str, tuple[float | None, ...]] = {
    "colite_7_rot180.jpg": (180,),
    "docling_ocr_test.pdf": (0,),
    "docling_ocr_test_rotated_90.pdf": (90,),
    "docling_ocr_test_rotated_270.pdf": (270,),
    "docling_sample_with_rotation_mismatch.pdf": (None,),
    "galfar_F1550.jpg": (None,),
    "kym_im_1_rot_121.png": (239,),
    "kym_im_2.png": (0,),
    "kym_im_2_rot_311.png": (49,),
    "kym_im_3.png": (0,),
    "kym_im_4_rot_23.png": (337,),
    "ocrmypdf_cardinal.pdf": (0, 270, 180, 90),
    "ocrmypdf_skew.pdf": (None,),
    "tess_devatest.png": (0,),
    "tess_eurotext.tif": (None,),
    "tess_phototest-rotated-L.png": (90,),
    "tess_phototest.tif": (0,),
    "tess_phototestrot.tif": (90,),
}
_PDF_DPI = 200
_TURN_TOLERANCE = 20.0


def tables(seed: int, scale: float, out: Path | None) -> Iterator[tuple[str, Table]]:
    """Yield what became of the real files; seed and scale aren't used: there are few."""
    folder = Path(os.environ.get("SHOUJIAN_REAL", Path(__file__).resolve().parents[3] / "shared" / "real"))
    if not folder.is_dir():
        print("note: the real pictures aren't there; section left out", file=sys.stderr)
        return
    orienter = Orienter()
    yield "real pages that are turned or lean (set B)", turns_table(folder / "B", orienter)
    yield "real photos (set C)", photos_table(folder / "C", orienter, out)


def turns_table(folder: Path, orienter: Orienter) -> Table:
    """Return one row a page: what it needed, what it got, in degrees clockwise."""
    table: Table = [("page", "needs", "turned", "levelled", "left over", "")]
    for name, truths in _TURNS.items():
        for number, (image, truth) in enumerate(zip(_pages(folder / name), truths, strict=True), start=1):
            made = normalise(image, orienter=orienter)
            label = name if len(truths) == 1 else f"{name} p{number}"
            table.append((label, "about 0" if truth is None else f"{truth:g}", *_turn_row(made, truth)))
    wrong = sum(row[-1] == "wrong" for row in table)
    unsure = sum(row[-1] == "unsure" for row in table)
    table.append((f"{len(table) - 1} pages", "", "", "", "", f"{wrong} wrong, {unsure} unsure"))
    return table


def _turn_row(made: NormalisedPage, truth: float | None) -> tuple[str, ...]:
    turn, skew = made.record.rotation, made.record.skew
    left = ((turn or 0) + (skew or 0.0) - (truth or 0.0) + 180) % 360 - 180
    if abs(left) > _TURN_TOLERANCE:
        told = "wrong" if turn is not None else "unsure"
    else:
        told = "right" if turn is not None else "unsure, upright"
    return str(turn), "" if skew is None else f"{skew:.2f}", "" if truth is None else f"{left:.2f}", told


def _pages(path: Path) -> Iterator[PageImage]:
    if path.suffix == ".pdf":
        for page in pypdfium2.PdfDocument(path):
            drawn = np.asarray(page.render(scale=_PDF_DPI / 72).to_numpy(), np.uint8)
            yield PageImage(_bgr(drawn), dpi=float(_PDF_DPI))
    else:
        yield PageImage(np.asarray(cv2.imread(str(path)), np.uint8))


def _bgr(pixels: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    return np.ascontiguousarray(pixels[..., :3])


def photos_table(folder: Path, orienter: Orienter, out: Path | None) -> Table:
    """Return one row a photo: the Jaccard where corners are known, else whether it was cropped."""
    known = json.loads((folder / "corners.json").read_text(encoding="utf-8"))
    corners = {image["file"]: np.array(image["corners_tl_tr_br_bl"], np.float32) for image in known["images"]}
    table: Table = [("photo", "ought to be cropped", "cropped", "Jaccard", "lost %")]
    cells = []
    for path in sorted(folder.glob("*.[jp][pn]g")):
        image = next(_pages(path))
        made = normalise(image, orienter=orienter)
        quads = [page.record.quad for page in (made.cards or (made,)) if page.record.quad is not None]
        truth = corners.get(path.name)
        wanted = "yes" if truth is not None else "no" if path.name in known["no_crop_expected"] else "not labelled"
        fit = ("", "")
        if truth is not None and quads:
            paper = tuple(round(float(np.linalg.norm(truth[0] - truth[side]))) for side in (1, 3))
            rectangle = np.array([(0, 0), (paper[0], 0), paper, (0, paper[1])], np.float32) - np.float32(0.5)
            found = fit_of(quads[0], cv2.getPerspectiveTransform(rectangle, truth), (paper[0], paper[1]), image.size)
            fit = (f"{found.jaccard:.3f}", f"{100 * found.lost:.1f}")
        table.append((path.name, wanted, str(len(quads)), *fit))
        cells.append(Cell.of(image.pixels, [] if truth is None else [truth], quads, f"{path.name} {fit[0]}"))
    if out is not None:
        contact_sheet(cells, out / "real-photos.jpg")
    return table
