"""`application.yaml`: what the applicant keys in, beside the scans."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from ..processors.names import display_name
from ..schemas.base import Frozen
from ..schemas.case import Applicant
from ..schemas.errors import InputRejected
from ..schemas.procedure import Procedure
from .dropfolder.stability import take_snapshot

APPLICATION_NAMES = ("application.yaml", "application.yml", "application.json")
MAX_BYTES = 64 * 1024
MAX_PLACES = 5
"""Named in a message: keys come from outside, and there may be thousands."""


class Application(Frozen):
    """A case's procedure and applicant; `materials` may declare what single files are."""

    procedure: str | None = None
    applicant: Applicant = Applicant()
    materials: dict[str, str] = Field(default_factory=dict, description="file name: material name")

    def check_materials(self, procedure: Procedure) -> None:
        """Hold the declared names against the procedure's.

        Raises:
            NotFound: one of them is no material of it.
        """
        for name in self.materials.values():
            procedure.named(name)


def find_application(folder: Path) -> Path | None:
    """Return the folder's application file, if there is one; a link is none."""
    return next((folder / name for name in APPLICATION_NAMES if take_snapshot(folder / name)), None)


def load_application(path: Path) -> Application:
    """Read an application file (YAML, of which JSON is a part); an applicant alone is accepted too.

    Raises:
        InputRejected: it is too large, not YAML, or has wrong keys; the message names them without their values.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputRejected(f"{path.name} 过大", remedy="申请信息文件不应超过 64 KB")
        data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_TextLoader)
    except (OSError, ValueError, AttributeError, TypeError, RecursionError, yaml.YAMLError) as error:
        # The loader raises what it likes on "!!int x" or a thousand brackets.
        raise InputRejected(f"{path.name} 无法读取", remedy="请检查格式（YAML，UTF-8 编码）") from error
    if isinstance(data, dict) and "applicant" not in data and data.keys() <= Applicant.model_fields.keys():
        data = {"applicant": data}
    try:
        return Application.model_validate(data or {})
    except ValidationError as error:
        places = [".".join(map(str, item["loc"])) or "文件" for item in error.errors(include_input=False)]
        wrong = "、".join(display_name(place) for place in places[:MAX_PLACES])
        raise InputRejected(f"{path.name} 的内容有误：{wrong}", remedy="请对照 inbox/README.md 填写") from error


class _TextLoader(yaml.SafeLoader):
    """Reads every plain value as text: an ID number or phone is no integer, a date stays as it is written."""


_TextLoader.yaml_implicit_resolvers = {}
