"""Two fictitious cases as people drop them: one complete, one with the usual defects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import yaml

from ..schemas.geometry import Quad
from ..schemas.page import Rotation
from . import files
from .applicant import DemoPerson, fictitious_applicant
from .canvas import Paper
from .devices import (
    Light,
    Shot,
    photograph,
    scan,
)
from .paper_identity import portrait
from .paper_social import insurance, insurance_pdf
from .papers import draw

PROCEDURE = "zj-constructor2-initial"
COMPLETE, DEFECTS = "demo-complete", "demo-defects"


@dataclass(frozen=True, slots=True)
class DemoPage:
    """The truth of one page; `quad` in pixels of the decoded picture, None where the page fills it.

    `material` None = belongs to none (a decoy or a blank page); `rotation` None for what has no direction.
    """

    page: int
    kind: str
    material: str | None
    side: str | None
    rotation: Rotation | None
    skew: float
    quad: Quad | None
    fields: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file: its name in the folder, `member` inside it for an archive, and its pages (none if it can't open)."""

    name: str
    pages: tuple[DemoPage, ...]
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding which must appear: one of `codes`, about `material` or in `file` where these are given."""

    codes: tuple[str, ...]
    material: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One sub-folder for the drop folder with everything that is true about it."""

    folder: Path
    person: DemoPerson
    files: tuple[DemoFile, ...]
    expected: tuple[Expected, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The finding codes that must appear, the likeliest of each alternative."""
        return tuple(dict.fromkeys(expected.codes[0] for expected in self.expected))


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """What `write_demo` wrote."""

    root: Path
    complete: DemoCase
    defects: DemoCase


@dataclass(slots=True)
class _Writer:
    folder: Path
    person: DemoPerson
    rng: np.random.Generator
    written: list[DemoFile] = field(default_factory=list)

    def put(self, name: str, content: bytes, pages: tuple[DemoPage, ...] = (), *, member: str | None = None) -> None:
        (self.folder / name).write_bytes(content)
        self.written.append(DemoFile(name, pages, member))

    def photo(self, name: str, shot: Shot, *, sensor_turned: bool = False) -> None:
        self.put(name, files.jpeg(shot, sensor_turned=sensor_turned), (_truth(shot),))

    def paper(self, kind: str, person: DemoPerson | None = None) -> Paper:
        return self.papers(kind, person)[0]

    def papers(self, kind: str, person: DemoPerson | None = None) -> list[Paper]:
        return draw(kind, person or self.person, self.rng)

    def case(self, expected: tuple[Expected, ...] = ()) -> DemoCase:
        form = {"procedure": PROCEDURE, "applicant": self.person.applicant().model_dump()}
        text = yaml.safe_dump(form, allow_unicode=True, sort_keys=False)
        (self.folder / "application.yaml").write_text(text, encoding="utf-8")
        return DemoCase(self.folder, self.person, tuple(self.written), expected)


def write_demo(dest: Path, *, seed: int = 7, today: date) -> DemoFolder:
    """Write both cases into sub-folders of `dest`, which is made if need be; return the truth.

    The same seed and day give the same bytes. `today` is the day of application, which the papers' dates fit.

    Raises:
        OSError: a folder or file can't be written, or a sub-folder is there already.
    """
    return DemoFolder(dest, _complete(dest, seed, today), _defective(dest, seed + 1, today))


def _complete(dest: Path, seed: int, today: date) -> DemoCase:
    """Everything that is required, handed in as badly as can still be read."""
    desk = _writer(dest / COMPLETE, seed, today)
    rng, person = desk.rng, desk.person
    front = photograph(desk.paper("id_front"), rng, size=(2268, 3024), desk="wood", coverage=0.62, tilt_deg=9)
    desk.photo("IMG_2034.jpg", front, sensor_turned=True)
    back = photograph(
        desk.paper("id_back"), rng, size=(2268, 3024), desk="dark", coverage=0.7, tilt_deg=6, roll_deg=-4, turned=180
    )
    desk.photo("IMG_2035.jpg", back)
    desk.photo("证件照.jpg", scan(portrait(person, rng), rng, noise=0.5, quality=92))
    shadow = Light(shadow=0.45)
    learned = photograph(desk.paper("diploma"), rng, desk="cloth", turned=90, tilt_deg=14, coverage=0.93, light=shadow)
    member = "学历证书.jpg"
    desk.put("材料.zip", files.old_zip({member: files.jpeg(learned)}), (_truth(learned),), member=member)
    desk.photo("扫描件001.jpg", scan(desk.paper("qualification"), rng, skew_deg=1.8, bed="black", quality=75))
    pages = [
        scan(paper, rng, dpi=200, skew_deg=skew, turned=turned)
        for paper, skew, turned in zip(desk.papers("contract"), (0.6, -1.1, 0.3, -0.4), _TURNED, strict=True)
    ]
    desk.put("劳动合同.pdf", files.scanned_pdf(pages), _truths(pages))
    desk.put("社保证明.pdf", insurance_pdf(person, rng), (_printed(insurance(person, rng)),))
    pages = [scan(paper, rng, dpi=200, skew_deg=-0.8) for paper in desk.papers("application")]
    desk.put("申请表.tif", files.tiff(pages), _truths(pages))
    trained = scan(desk.paper("training"), rng, dpi=200, skew_deg=0.5, noise=0)
    desk.put("继续教育.png", files.png(trained), (_truth(trained),))
    promised = photograph(desk.paper("promise"), rng, size=(1440, 1920), desk="white", tilt_deg=5, quality=75)
    desk.photo("微信图片_20261103101522.jpg", promised)
    desk.photo("扫描件002.jpg", scan(desk.paper("licence"), rng, dpi=200, turned=270, skew_deg=-2.2, bed="white"))
    return desk.case()


_TURNED: tuple[Rotation, ...] = (0, 0, 180, 0)


def _defective(dest: Path, seed: int, today: date) -> DemoCase:
    """The usual defects, one of each."""
    desk = _writer(dest / DEFECTS, seed, today)
    rng, person = desk.rng, desk.person
    desk.photo("身份证.jpg", photograph(desk.paper("id_front"), rng, size=(2268, 3024), desk="clutter", coverage=0.6))
    desk.photo("照片.jpg", scan(portrait(person, rng, background="red"), rng, noise=0.5, quality=92))
    desk.photo(
        "毕业证.jpg", photograph(desk.paper("diploma"), rng, size=(4032, 3024), desk="plain", blur=13.0, motion=15)
    )
    desk.photo("扫描件003.jpg", scan(desk.paper("qualification"), rng, dpi=200, skew_deg=-1.3))
    other = replace(fictitious_applicant(seed + 100, today=today), company=person.company, uscc=person.uscc)
    pages = [scan(paper, rng, dpi=200, skew_deg=0.7) for paper in desk.papers("contract", other)]
    desk.put("合同扫描.pdf", files.scanned_pdf(pages), _truths(pages))
    stale = replace(person, insurance_printed=today - timedelta(days=400))
    desk.put("社保.pdf", insurance_pdf(stale, rng), (_printed(insurance(stale, rng)),))
    locked = files.encrypted(files.scanned_pdf([scan(desk.paper("promise"), rng, dpi=150, noise=0)]))
    desk.put("承诺书（加密）.pdf", locked)
    desk.photo("扫描件004.jpg", scan(desk.paper("blank"), rng, dpi=200, noise=1.5))
    desk.photo("IMG_3318.jpg", photograph(desk.paper("menu"), rng, size=(2268, 3024), desk="wood", turned=0))
    return desk.case(_EXPECTED)


_EXPECTED = (
    Expected(("material.side_missing", "material.unknown"), material="身份证"),
    Expected(("photo.background",), material="一寸免冠照片"),
    Expected(("page.blurred", "page.unreadable"), file="毕业证.jpg"),
    Expected(("case.name_mismatch",)),
    Expected(("case.id_mismatch",)),
    Expected(("field.too_old",), material="社会保险参保证明"),
    Expected(("file.encrypted",), file="承诺书（加密）.pdf"),
    Expected(("material.unknown", "material.missing"), material="二级建造师初始注册申请表"),
    Expected(("material.unknown", "material.missing_conditional"), material="继续教育证明"),
    Expected(("page.blank",), file="扫描件004.jpg"),
    Expected(("match.unknown",), file="IMG_3318.jpg"),
)
"""While the locked PDF is unread nobody knows whether the form is in it: `material.unknown`, not `missing`."""


def _writer(folder: Path, seed: int, today: date) -> _Writer:
    folder.mkdir(parents=True)
    return _Writer(folder, fictitious_applicant(seed, today=today), np.random.default_rng([seed, 0xCA5E]))


def _truths(shots: list[Shot]) -> tuple[DemoPage, ...]:
    return tuple(_truth(shot, number) for number, shot in enumerate(shots, 1))


def _truth(shot: Shot, page: int = 1) -> DemoPage:
    paper = shot.paper
    directed = paper.kind != "blank"
    return DemoPage(
        page=page,
        kind=paper.kind,
        material=paper.name,
        side=paper.side,
        rotation=shot.rotation if directed else None,
        skew=shot.skew,
        quad=None if _fills(shot) else shot.quad,
        fields=paper.fields,
        text=paper.text,
    )


def _printed(paper: Paper) -> DemoPage:
    """Return the truth of a page born digital: upright, level, filling its page."""
    return DemoPage(1, paper.kind, paper.name, paper.side, 0, 0.0, None, paper.fields, paper.text)


def _fills(shot: Shot) -> bool:
    """Tell a scan as large as its paper, askew or not: there is nothing around it to crop."""
    return shot.device == "scan" and {*shot.size} == {*_scanned_size(shot)}


def _scanned_size(shot: Shot) -> tuple[int, int]:
    factor = (shot.dpi or shot.paper.dpi) / shot.paper.dpi
    return round(shot.paper.size[0] * factor), round(shot.paper.size[1] * factor)
