"""Is a package whole, unchanged, and what its receipt says? Reads without unpacking, trusts nothing.

A ladder, cheapest rung first; every rung tells all that it sees:

1. the container: one base folder, plain names, stored members, nothing hidden between or after them
2. the bag: declaration, Payload-Oxum, every file listed and every listed file there
3. the bytes: SHA-256 and SHA-512 of every file
4. the manifest: it is valid, and its originals and pages are those in the bag
5. the receipt: number and checksum
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ...schemas.package import (
    Manifest,
    ManifestFile,
    ManifestPage,
    VerifyProblem,
    VerifyReport,
)
from ...schemas.receipt import Receipt
from .bag import (
    ALGORITHMS,
    BAGIT_TXT,
    CHUNK_BYTES,
    Member,
    zip_entry,
)

MAX_MEMBERS = 20_000
"""500 files of a case with 200 pages each would be more than an archive accepts; a real package has tens."""
MAX_PACKAGE_BYTES = 4 << 30
"""Members are stored, so that they hold no more than the package; a case is limited to 0.5 GB of originals."""
MAX_TAG_BYTES = 64 << 20
"""manifest.json of a case of 1000 read pages has about 20 MB."""

TAG_FILES = ("bagit.txt", "bag-info.txt", *(f"manifest-{name}.txt" for name in ALGORITHMS))
TAG_MANIFESTS = tuple(f"tagmanifest-{name}.txt" for name in ALGORITHMS)
MANIFEST = "data/manifest.json"

MESSAGES = {
    "package.unreadable": "文件不存在、不是申报包或已损坏，无法打开",
    "package.too_large": "超过可校验的大小或文件数上限",
    "zip.name": "文件名不安全、重复或不在唯一的根目录之下",
    "zip.compressed": "文件被重新压缩或加密，不是原样的申报包",
    "zip.container": "压缩包的目录信息被改动，或夹带了其他内容",
    "file.changed": "内容与校验值不符，已被改动或损坏",
    "file.missing": "清单中有，申报包中没有",
    "file.unlisted": "申报包中有，清单中没有",
    "bag.declaration": "BagIt 声明不正确",
    "bag.list": "清单格式不正确",
    "bag.oxum": "文件总数或总字节数与 Payload-Oxum 不符",
    "bag.identifier": "申报号与根目录名不一致",
    "manifest.invalid": "申报记录无法读取或不符合格式",
    "manifest.number": "申报记录中的申报号与申报包不一致",
    "manifest.reference": "申报记录引用的文件不存在",
    "manifest.checksum": "与申报记录中的校验值或大小不符",
    "manifest.unreferenced": "申报记录没有提到这个文件",
    "receipt.number": "申报号与申报告知单不一致",
    "receipt.checksum": "申报包的校验值与申报告知单不一致",
    "receipt.case": "办件或事项与申报告知单不一致",
}
"""What each problem's code means; a code is stable, sentences may get better."""

UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error)
"""What `zipfile` raises for broken input (NotImplementedError: a version or method it does not know)."""


@dataclass(slots=True)
class _Bag:
    """What was read of a package: members by path below the base folder, and the problems so far."""

    name: str
    base: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    problems: dict[tuple[str, str], VerifyProblem] = field(default_factory=dict)

    def tell(self, code: str, path: str = "") -> None:
        """Note a problem once; without a path it is the package's own."""
        path = path or self.name
        self.problems.setdefault((code, path), VerifyProblem(code=code, path=path, message=MESSAGES[code]))


def verify_package(path: Path, receipt: Receipt | None = None) -> VerifyReport:
    """Return everything that is wrong with a package; it never raises for what is in the file."""
    bag = _Bag(path.name)
    sha256 = ""
    manifest = None
    size = 0
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size > MAX_PACKAGE_BYTES:
                bag.tell("package.too_large")
            else:
                sha256 = _sha256(file)
                _read_zip(file, size, bag)
    except UNREADABLE:
        bag.tell("package.unreadable")
    if not bag.members and not bag.problems:
        bag.tell("package.unreadable")  # an empty zip
    if bag.members:
        _check_bag(bag)
        manifest = _check_manifest(bag)
    if receipt is not None:
        _check_receipt(bag, manifest, sha256, receipt)
    return VerifyReport(
        package=path.name,
        ok=not bag.problems,
        number=manifest.number if manifest else None,
        sha256=sha256,
        files=len(bag.members),
        size=size,
        receipt_checked=receipt is not None,
        problems=tuple(bag.problems.values()),
    )


def _read_zip(file: IO[bytes], size: int, bag: _Bag) -> None:
    """Hash every member of the zip, and prove that the container holds these members and nothing else."""
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            bag.tell("package.too_large")
            return
        if not _safe_entries(entries, size, bag):
            return
        container = _Rebuilt(file, size)
        with zipfile.ZipFile(container, "w", zipfile.ZIP_STORED) as twin:
            for entry in entries:
                _read_member(archive, entry, twin, bag)
    if bag.problems:
        return  # a member that could not be read to its end moves everything after it
    for position in container.differences():
        owner = next((e.filename for e in reversed(entries) if e.header_offset <= position < archive.start_dir), "")
        bag.tell("zip.container", _below(owner, bag.base))


def _safe_entries(entries: list[zipfile.ZipInfo], size: int, bag: _Bag) -> bool:
    """Note unsafe, repeated or compressed members; return whether the members may be read."""
    bag.base = entries[0].filename.split("/")[0] if entries else ""
    seen: set[str] = set()
    for entry in entries:
        parts = entry.filename.split("/")
        odd = any(part in {"", ".", ".."} or not part.isprintable() or set(part) & set("\\:%") for part in parts)
        if odd or len(parts) < 2 or parts[0] != bag.base or entry.filename.casefold() in seen:
            bag.tell("zip.name", ascii(entry.filename))
        seen.add(entry.filename.casefold())
        if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size or entry.flag_bits & 1:
            bag.tell("zip.compressed", ascii(entry.filename))
    if sum(entry.file_size for entry in entries) > size:
        bag.tell("zip.container")  # members overlap
    return bool(entries) and not bag.problems


def _read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, twin: zipfile.ZipFile, bag: _Bag) -> None:
    path = _below(entry.filename, bag.base)
    hashes = {name: hashlib.new(name) for name in ALGORITHMS}
    kept: list[bytes] | None = [] if _is_text(path) and entry.file_size <= MAX_TAG_BYTES else None
    size = 0
    copy = zip_entry(entry.filename, _when(archive))
    copy.file_size = entry.file_size
    try:
        with archive.open(entry) as member, twin.open(copy, "w") as sink:
            while chunk := member.read(CHUNK_BYTES):
                sink.write(chunk)
                size += len(chunk)
                for digest in hashes.values():
                    digest.update(chunk)
                if kept is not None:
                    kept.append(chunk)
    except UNREADABLE:
        bag.tell("file.changed", path)
    bag.members[path] = Member(size, {name: digest.hexdigest() for name, digest in hashes.items()})
    if kept is not None:
        bag.texts[path] = b"".join(kept)


def _check_bag(bag: _Bag) -> None:
    if bag.texts.get("bagit.txt") != BAGIT_TXT:
        bag.tell("bag.declaration", "bagit.txt")
    info = _labels(bag.texts.get("bag-info.txt", b""))
    payload = {path: member for path, member in bag.members.items() if path.startswith("data/")}
    if info.get("Payload-Oxum") != f"{sum(member.size for member in payload.values())}.{len(payload)}":
        bag.tell("bag.oxum", "bag-info.txt")
    if info.get("External-Identifier") != bag.base:
        bag.tell("bag.identifier", "bag-info.txt")
    _check_lists(bag, payload, "manifest")
    tags = {path: m for path, m in bag.members.items() if path not in payload and path not in TAG_MANIFESTS}
    _check_lists(bag, tags, "tagmanifest")
    for path in (*TAG_FILES, *TAG_MANIFESTS, MANIFEST):
        if path not in bag.members:
            bag.tell("file.missing", path)


def _check_lists(bag: _Bag, members: dict[str, Member], kind: str) -> None:
    """Compare members with both lists of a kind: names in both directions, then checksums."""
    lists = {name: _parsed_list(bag, f"{kind}-{name}.txt", name) for name in ALGORITHMS}
    listed = set().union(*lists.values())
    _tell_all(bag, "file.missing", listed - bag.members.keys())
    for path, member in members.items():
        wrong = [name for name in ALGORITHMS if lists[name].get(path, "") != member.digests[name]]
        if path not in listed:
            bag.tell("file.unlisted", path)
        elif len(wrong) == len(ALGORITHMS):
            bag.tell("file.changed", path)
        else:  # one algorithm still proves the file, so it is the other one's list that was changed
            _tell_all(bag, "file.changed", (f"{kind}-{name}.txt" for name in wrong))


def _check_manifest(bag: _Bag) -> Manifest | None:
    """Return the manifest when it is valid, after comparing what it names with what is there."""
    try:
        manifest = Manifest.model_validate_json(bag.texts.get(MANIFEST, b""))
    except ValidationError:
        bag.tell("manifest.invalid", MANIFEST)
        return None
    if manifest.number != bag.base:
        bag.tell("manifest.number", MANIFEST)
    documents = {path for material in manifest.materials for path in (material.pdf, material.picture) if path}
    named = {MANIFEST} | documents
    _tell_all(bag, "manifest.reference", named - bag.members.keys())
    entries: tuple[ManifestFile | ManifestPage, ...] = (*manifest.files, *manifest.pages())
    for entry in entries:
        named.add(entry.path)
        member = bag.members.get(entry.path)
        if member is None:
            bag.tell("manifest.reference", entry.path)
        elif member.digests["sha256"] != entry.sha256:
            bag.tell("manifest.checksum", entry.path)
    known = {file.id for file in manifest.files}
    _tell_all(bag, "manifest.reference", (page.path for page in manifest.pages() if page.file not in known))
    payload = {path for path in bag.members if path.startswith("data/")}
    _tell_all(bag, "manifest.unreferenced", payload - named)
    return manifest


def _check_receipt(bag: _Bag, manifest: Manifest | None, sha256: str, receipt: Receipt) -> None:
    if receipt.package_sha256 != sha256:
        bag.tell("receipt.checksum")
    if receipt.number != (manifest.number if manifest else bag.base):
        bag.tell("receipt.number")
    if manifest and (receipt.case_id, receipt.procedure_id) != (manifest.case_id, manifest.procedure_id):
        bag.tell("receipt.case")


class _Rebuilt:
    """A file to write to that only compares: what `zipfile` writes against what the package holds there."""

    def __init__(self, original: IO[bytes], size: int) -> None:
        """Compare with `original`, which has `size` bytes."""
        self._original = original
        self._size = size
        self._position = 0
        self._end = 0
        self._wrong: set[int] = set()

    def write(self, data: bytes) -> int:
        """Compare; what is written twice (a header, once its checksum is known) counts as written last."""
        start = self._position
        self._original.seek(start)
        same = self._original.read(len(data)) == data
        (self._wrong.discard if same else self._wrong.add)(start)
        self._position = start + len(data)
        self._end = max(self._end, self._position)
        return len(data)

    def tell(self) -> int:
        """Return where the next write goes."""
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to an offset from the start (0) or the end (2) of what was written."""
        self._position = offset + (self._end if whence == 2 else 0)
        return self._position

    def flush(self) -> None:
        """Do nothing: nothing is kept."""

    def close(self) -> None:
        """Do nothing: the original belongs to someone else."""

    def differences(self) -> list[int]:
        """Return where the writes began that differ; the end counts when one is longer."""
        longer = {min(self._end, self._size)} if self._end != self._size else set()
        return sorted(self._wrong | longer)


def _tell_all(bag: _Bag, code: str, paths: Iterable[str]) -> None:
    for path in sorted(paths):
        bag.tell(code, path)


def _parsed_list(bag: _Bag, path: str, algorithm: str) -> dict[str, str]:
    """Return digest by path; a line that is none makes the list wrong, the others still count."""
    found: dict[str, str] = {}
    digits = hashlib.new(algorithm).digest_size * 2
    for line in bag.texts.get(path, b"").decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        if len(digest) != digits or not name or name in found:
            bag.tell("bag.list", path)
        found[name] = digest
    return found


def _labels(text: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.decode("utf-8", "replace").splitlines())
    return {label.strip(): value.strip() for label, _, value in pairs}


def _is_text(path: str) -> bool:
    return path == MANIFEST or path in TAG_FILES or path in TAG_MANIFESTS


def _below(name: str, base: str) -> str:
    return name.removeprefix(f"{base}/")


def _when(archive: zipfile.ZipFile) -> datetime:
    return datetime(*archive.infolist()[0].date_time)


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
