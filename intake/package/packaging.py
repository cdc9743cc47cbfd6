"""A complete case becomes its package: what goes into the bag, and under which names.

    <number>/data/originals/01-<sha8>.jpg    every file as received, unchanged
    <number>/data/pages/02-01.jpg            normalised pages, by material and order (00 = no material)
    <number>/data/materials/02-身份证.pdf     one document per material
    <number>/data/materials/02-身份证.jpg     both sides of a card as one picture, where the portal takes pictures
    <number>/data/manifest.json              readings, steps, findings and decisions (`schemas.package.Manifest`)

The receipt names the package's checksum, so it cannot be inside; it lies beside (docs/decisions/0004).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ...schemas.case import Case
from ...schemas.completeness import Completeness, MaterialCheck, PageRef
from ...schemas.decision import Decision
from ...schemas.errors import CannotWrite, ShoujianError
from ...schemas.findings import Finding
from ...schemas.geometry import Size
from ...schemas.package import (
    FindingRecord,
    Manifest,
    ManifestFile,
    ManifestMaterial,
    ManifestPage,
    PackageInfo,
    Software,
)
from ...schemas.procedure import Material, Procedure, Side
from ...schemas.results import FileResult, PageResult
from ...schemas.source import Source
from .bag import BagWriter
from .cards import (
    CARD_TOPS_MM,
    Kind,
    Leaf,
    card_page,
    card_sheets,
    is_card,
)
from .material_pdf import material_pdf, sheet_numbers
from .verify import verify_package

PageKey = tuple[str, int, int | None]
"""(source id, page from 1, card from 1 or None for the whole page)."""

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
    "application/zip": "zip",
}
"""File names in a package come from what a file is, never from what it was called."""
NAME_CHARACTERS = 40
"""A file name of 40 Chinese characters has 120 bytes; file systems hold 255."""


@dataclass(frozen=True, slots=True)
class PackedSource:
    """One file as received: its record, where its bytes lie, and what was seen in it."""

    source: Source
    path: Path
    result: FileResult


@dataclass(frozen=True, slots=True)
class PackedPage:
    """One normalised page, encoded: `size` (width, height) px, `dpi` None where unknown."""

    data: bytes
    media_type: str
    size: Size
    dpi: float | None = None


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Everything that goes into the package of one case; `number` is the 办件申报号, allocated before."""

    case: Case
    procedure: Procedure
    number: str
    created_at: datetime
    sources: tuple[PackedSource, ...]
    pages: Mapping[PageKey, PackedPage]
    completeness: Completeness
    decisions: tuple[Decision, ...] = ()


def write_package(folder: Path, content: PackageContent) -> PackageInfo:
    """Write `<number>.zip` into the folder, verify it by reading it back, and only then give it its name.

    Raises:
        CannotWrite: the package exists, the disk is full, or what was read back is not what was written.
    """
    with BagWriter(folder, content.number, when=content.created_at) as bag:
        manifest = _fill(bag, content)
        bag.add("data/manifest.json", manifest.model_dump_json(indent=1).encode())
        bag.seal(_bag_info(content))
        report = verify_package(bag.partial)
        if not report.ok:
            raise CannotWrite(
                f"申报包 {bag.target.name} 写入后校验未通过：{report.problems[0].message}（{report.problems[0].path}）",
                remedy="请检查存储设备后重新提交",
            )
        bag.keep()
    return PackageInfo(path=str(bag.target), name=bag.target.name, sha256=report.sha256, size=report.size)


def safe_name(name: str) -> str:
    """Return a material name as a part of a file name: letters, digits and hyphens, never empty."""
    folded = unicodedata.normalize("NFC", name)
    return re.sub(r"[^\w-]+", "_", folded)[:NAME_CHARACTERS].strip("_") or "_"


def software() -> Software:
    """Return the name and version of what makes the package."""
    try:
        return Software(name="shoujian", version=version("shoujian"))
    except PackageNotFoundError:  # run from a source tree that was never installed
        return Software(name="shoujian", version="0")


def material_keys(check: MaterialCheck, content: PackageContent) -> tuple[PageKey, ...]:
    """Return the pages of a material in order; of a page with several cards only those that are this material."""
    results = {packed.source.id: packed.result for packed in content.sources}
    keys: list[PageKey] = []
    for ref in check.pages:
        page = _page(results.get(ref.file), ref)
        cards = [number for number, card in enumerate(page.cards, 1) if card.material == check.name]
        keys += [(ref.file, ref.page, number) for number in cards] or [(ref.file, ref.page, None)]
    material = content.procedure.material(check.name)
    if material and material.sides:
        sides = material.sides
        keys.sort(key=lambda key: _side_rank(_shown(results[key[0]], key).side, sides))
    return tuple(dict.fromkeys(keys))


def _fill(bag: BagWriter, content: PackageContent) -> Manifest:
    files = tuple(_add_original(bag, number, packed) for number, packed in enumerate(content.sources, 1))
    pairs = enumerate(content.completeness.materials, 1)
    materials = tuple(_add_material(bag, number, check, content) for number, check in pairs)
    used = {(page.file, page.page, page.card) for material in materials for page in material.pages}
    rest = [key for key in _all_keys(content) if key not in used and (*key[:2], None) not in used]
    unmatched = tuple(_add_page(bag, f"00-{number:02d}", key, content) for number, key in enumerate(rest, 1))
    return Manifest(
        number=content.number,
        case_id=content.case.id,
        procedure_id=content.procedure.id,
        procedure_version=content.procedure.version,
        procedure_title=content.procedure.title,
        applicant=content.case.applicant,
        created_at=content.created_at,
        software=software(),
        complete=content.completeness.complete,
        files=files,
        materials=materials,
        unmatched=unmatched,
        findings=_records(content.completeness.findings),
        decisions=content.decisions,
    )


def _add_original(bag: BagWriter, number: int, packed: PackedSource) -> ManifestFile:
    source = packed.source
    path = f"data/originals/{number:02d}-{source.sha256[:8]}.{EXTENSIONS.get(source.media_type, 'bin')}"
    member = bag.add(path, packed.path)
    if member.digests["sha256"] != source.sha256:
        raise CannotWrite(
            f"原件 {source.sha256[:8]} 与收到时的校验值不符，已停止打包", remedy="请检查存储设备，并从备份恢复该文件"
        )
    return ManifestFile(
        id=source.id,
        name=source.name,
        sha256=source.sha256,
        size=member.size,
        media_type=source.media_type,
        origin=source.origin,
        declared=source.declared,
        path=path,
        findings=_records(packed.result.findings),
        pages=packed.result.pages,
    )


def _add_material(bag: BagWriter, number: int, check: MaterialCheck, content: PackageContent) -> ManifestMaterial:
    keys = material_keys(check, content)
    pages = [_add_page(bag, f"{number:02d}-{order:02d}", key, content) for order, key in enumerate(keys, 1)]
    pdf = picture = None
    if pages:
        stem = f"data/materials/{number:02d}-{safe_name(check.name)}"
        material = content.procedure.material(check.name)
        leaves = _leaves(keys, pages, material, content)
        pdf = f"{stem}.pdf"
        bag.add(pdf, material_pdf(leaves, title=check.name, created=content.created_at))
        picture = _add_card_picture(bag, stem, leaves, material)
        numbers = sheet_numbers(leaves) if len(leaves) == len(pages) else (1,) * len(pages)
        pages = [page.model_copy(update={"sheet": sheet}) for page, sheet in zip(pages, numbers, strict=True)]
    return ManifestMaterial(
        name=check.name,
        required=check.required,
        status=check.status,
        pdf=pdf,
        picture=picture,
        pages=tuple(pages),
        findings=_records(check.findings),
    )


def _leaves(
    keys: Sequence[PageKey], pages: Sequence[ManifestPage], material: Material | None, content: PackageContent
) -> list[Leaf]:
    """Return the pictures the document is made of: the copy itself that shows both sides, if badly cut out."""
    kind = material.shape if material else "page"
    leaves = [_leaf(content.pages[key], kind, page.side) for key, page in zip(keys, pages, strict=True)]
    whole = {(file, page) for file, page, card in keys if card is not None}
    if kind == "card" and len(whole) == 1 and len(keys) > 1 and not all(map(is_card, leaves)):
        (file, page) = whole.pop()
        if all(key[:2] == (file, page) for key in keys) and (file, page, None) in content.pages:
            return [_leaf(content.pages[file, page, None], "page", None)]
    return leaves


def _add_card_picture(bag: BagWriter, stem: str, leaves: Sequence[Leaf], material: Material | None) -> str | None:
    """Add both sides of a card as one picture, for portals that take pictures; return its path, None without one."""
    if material is None or material.shape != "card" or material.upload.format == "pdf":
        return None
    data, media_type = _card_picture(leaves, material)
    if data is None or len(data) > material.upload.max_bytes:
        return None
    path = f"{stem}.{EXTENSIONS[media_type]}"
    bag.add(path, data)
    return path


def _card_picture(leaves: Sequence[Leaf], material: Material) -> tuple[bytes | None, str]:
    """Return the one picture and its media type; None where the sides do not fill exactly one sheet."""
    if len(leaves) == 1 and leaves[0].kind == "page":
        data = leaves[0].data
        return data, "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
    sheets = card_sheets(leaves) if all(map(is_card, leaves)) else ()
    if len(sheets) != 1 or len(sheets[0]) != len(CARD_TOPS_MM):
        return None, ""
    made = card_page(sheets[0], material.upload, material=material.name)
    return made.data, made.media_type


def _add_page(bag: BagWriter, stem: str, key: PageKey, content: PackageContent) -> ManifestPage:
    packed = content.pages.get(key)
    if packed is None:
        raise ShoujianError(f"no picture was given for page {key[1]} of source {key[0]}")
    path = f"data/pages/{stem}.{EXTENSIONS[packed.media_type]}"
    member = bag.add(path, packed.data)
    file, page, card = key
    result = next(entry.result for entry in content.sources if entry.source.id == file)
    return ManifestPage(
        file=file,
        page=page,
        card=card,
        side=_shown(result, key).side,
        path=path,
        sha256=member.digests["sha256"],
        media_type=packed.media_type,
        size=packed.size,
        dpi=packed.dpi,
    )


def _all_keys(content: PackageContent) -> Iterator[PageKey]:
    """Yield every page that has a picture, in the order of files and pages; its cards instead where it shows some."""
    for packed in content.sources:
        for page in packed.result.pages:
            cards = range(1, len(page.cards) + 1)
            keys: list[PageKey] = [(packed.source.id, page.page, card) for card in cards]
            yield from (key for key in keys or [(packed.source.id, page.page, None)] if key in content.pages)


def _page(result: FileResult | None, ref: PageRef) -> PageResult:
    for page in result.pages if result else ():
        if page.page == ref.page:
            return page
    raise ShoujianError(f"the check names page {ref.page} of source {ref.file}, which was not given")


def _shown(result: FileResult, key: PageKey) -> PageResult:
    page = next(page for page in result.pages if page.page == key[1])
    return page.cards[key[2] - 1] if key[2] else page


def _side_rank(side: str | None, sides: Sequence[str]) -> int:
    return sides.index(side) if side in sides else len(sides)


def _leaf(packed: PackedPage, kind: Kind, side: str | None) -> Leaf:
    known: dict[str | None, Side] = {"front": "front", "back": "back"}
    return Leaf(packed.data, packed.size, packed.dpi, kind, known.get(side))


def _records(findings: tuple[Finding, ...]) -> tuple[FindingRecord, ...]:
    return tuple(FindingRecord.of(finding) for finding in findings)


def _bag_info(content: PackageContent) -> dict[str, str]:
    made_by = software()
    return {
        "Source-Organization": content.procedure.authority or content.procedure.title,
        "External-Identifier": content.number,
        "External-Description": content.procedure.title,
        "Internal-Sender-Identifier": content.case.id,
        "Bagging-Date": content.created_at.date().isoformat(),
        "Bag-Software-Agent": f"{made_by.name} {made_by.version}",
    }
