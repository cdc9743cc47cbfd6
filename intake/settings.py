"""Settings, read once from the environment (SHOUJIAN_*) and shoujian.toml, then passed down."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ..schemas.errors import BadConfiguration
from ..schemas.findings import Locale

CONFIG_FILE_VARIABLE = "SHOUJIAN_CONFIG"


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "shoujian"


def default_locale() -> Locale:
    """Return the language that the environment asks for; Chinese unless it says English."""
    language = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if language.startswith("en") else "zh"


class Settings(BaseSettings):
    """Everything an operator can choose; each value says its unit and effect."""

    model_config = SettingsConfigDict(env_prefix="SHOUJIAN_", frozen=True, extra="forbid")

    data_dir: Path = Field(default_factory=_default_data_dir, description="bytes, database and packages live below it")
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL; unset = SQLite below data_dir; postgresql+psycopg://... for several hosts",
    )
    procedures_dir: Path | None = Field(default=None, description="folder of further procedure files (*.yaml)")
    default_procedure: str = Field(
        default="zj-constructor2-initial", description="for drop folders without application.yaml"
    )
    inbox: Path = Field(default=Path("inbox"), description="the drop folder")
    outbox: Path = Field(default=Path("outbox"), description="results and notices; may not lie under the inbox")
    rejected: Path = Field(default=Path("rejected"), description="files that could not be taken, with the reason")
    quiet_seconds: float = Field(
        default=5.0, gt=0, description="a folder is finished when nothing in it changed for so long"
    )
    rescan_seconds: float = Field(default=10.0, gt=0, description="how often the drop folder is listed anyway")
    polling: bool = Field(default=False, description="do not rely on file system events (network shares)")
    engine: Literal["auto", "ppocr", "tesseract"] = Field(default="auto", description="the reader")
    second_reader: Literal["auto", "none"] = Field(
        default="auto", description="whether Tesseract, where it is installed, is asked about doubtful values"
    )
    hints: bool = Field(default=True, description="learn wordings of the office's forms from decisions, and use them")
    workers: int = Field(
        default_factory=lambda: max(1, len(os.sched_getaffinity(0))),
        ge=1,
        le=64,
        description="pages worked on at once; each needs about 300 MB",
    )
    decode_timeout_s: float = Field(default=60.0, gt=0, description="longest time for reading one page of a file")
    locale: Locale = Field(default_factory=default_locale, description="language of messages: zh or en")
    office: str = Field(default="示例政务服务中心", description="the name printed on receipts and notices")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments beat the environment, which beats the TOML file."""
        toml = Path(os.environ.get(CONFIG_FILE_VARIABLE, "shoujian.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=toml)

    @property
    def url(self) -> str:
        """The database's URL."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.data_dir / 'shoujian.db').resolve()}"

    @property
    def procedure_dirs(self) -> tuple[Path, ...]:
        """Folders of procedure files beside those of the package."""
        return (self.procedures_dir,) if self.procedures_dir is not None else ()

    @property
    def blobs_dir(self) -> Path:
        """Where received bytes lie, named by their hash."""
        return self.data_dir / "blobs"

    @property
    def packages_dir(self) -> Path:
        """Where submission packages lie, named by their number."""
        return self.data_dir / "packages"

    @property
    def work_dir(self) -> Path:
        """Where unfinished work lies; may be emptied when nothing runs."""
        return self.data_dir / "work"


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; arguments given here beat every other source.

    Raises:
        BadConfiguration: a value does not fit, or a key is unknown; the message names each.
    """
    named = os.environ.get(CONFIG_FILE_VARIABLE)
    if named and not Path(named).is_file():
        raise BadConfiguration(f"配置文件不存在：{named}", remedy=f"请检查环境变量 {CONFIG_FILE_VARIABLE}")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        problems = "；".join(
            f"{'.'.join(map(str, item['loc']))}：{item['msg']}" for item in error.errors(include_input=False)
        )
        raise BadConfiguration(f"配置有误：{problems}", remedy="请对照 docs/settings.md 修改") from error
    except ValueError as error:
        raise BadConfiguration(f"配置文件无法读取：{error}", remedy="请检查 shoujian.toml 的语法") from error
