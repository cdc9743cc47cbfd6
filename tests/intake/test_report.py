"""The report: it shows everything, fetches nothing, and hostile words stay words."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from shoujian.intake.package.material_pdf import Leaf, material_pdf
from shoujian.intake.papers.report import (
    PagePictures,
    ReportView,
    render_report,
    write_report,
)
from shoujian.intake.papers.report_view import picture_uri, upright_border
from shoujian.intake.papers.report_words import (
    PARAMETER_WORDS,
    QUALITY_WORDS,
    SEVERITY_WORDS,
    STEP_WORDS,
    WORDS,
)
from shoujian.schemas.case import CaseState
from shoujian.schemas.completeness import CorrectionNotice
from shoujian.schemas.errors import CannotWrite
from shoujian.schemas.field import FieldValue
from shoujian.schemas.findings import finding
from shoujian.schemas.page import Step
from shoujian.schemas.results import FileResult
from shoujian.tests.intake import packing

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Seen(HTMLParser):
    """Collects what a browser would: elements with their attributes, text, and ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.elements if attribute in attrs]


@pytest.fixture
def view(tmp_path: Path) -> ReportView:
    content = packing.write_case(tmp_path / "blobs")
    pictures = {key: PagePictures(after=page.data) for key, page in content.pages.items()}
    pictures["s1", 1, None] = PagePictures(before=content.sources[0].path.read_bytes())
    return ReportView(
        case=content.case,
        procedure=content.procedure,
        completeness=content.completeness,
        files=tuple((packed.source, packed.result) for packed in content.sources),
        pictures=pictures,
        generated_at=packing.WHEN,
    )


def with_page(view: ReportView, **changes: object) -> ReportView:
    """Change the first page of the second file."""
    source, result = view.files[1]
    page = result.pages[0].model_copy(update=changes)
    changed = result.model_copy(update={"pages": (page, *result.pages[1:])})
    return replace(view, files=(view.files[0], (source, changed)))


def test_it_shows_the_case_its_state_and_its_score(view: ReportView) -> None:
    text = Seen(render_report(view)).text
    for word in ("二级建造师初始注册", "张**", "330***********0000", "草稿", "2026年11月22日 09:30", "项必需材料可用"):
        assert word in text
    assert "330100190001010000" not in text


def test_every_finding_stands_there_with_its_remedy(view: ReportView) -> None:
    text = Seen(render_report(view)).text
    for _, result in view.files:
        for item in (*view.completeness.all_findings(), *result.findings):
            assert item.message in text
            assert item.remedy in text


def test_the_gravest_finding_comes_first_and_each_once(view: ReportView) -> None:
    found = (finding("page.blank", file="s2", page=1), finding("material.missing", material="劳动合同"))
    report = view.completeness.model_copy(update={"findings": (*found, *found)})
    page = render_report(replace(view, completeness=report))
    kinds = re.findall(r'<li class="(error|confirm|warning|info)">', page)
    assert kinds == ["error", "confirm", "warning", "warning"]


def test_every_link_leads_to_a_place_on_the_page(view: ReportView) -> None:
    seen = Seen(render_report(view))
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    links = seen.values("href")
    assert links and {link.removeprefix("#") for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)


def test_a_finding_about_a_material_leads_to_its_first_page(view: ReportView) -> None:
    checks = list(view.completeness.materials)
    checks[1] = checks[1].model_copy(update={"findings": (finding("seal.missing", material="劳动合同"),)})
    report = view.completeness.model_copy(update={"materials": tuple(checks)})
    assert '<a href="#p-2-1">查看页面</a>' in render_report(replace(view, completeness=report))


def test_steps_are_told_in_words(view: ReportView) -> None:
    steps = (
        Step(name="deskewed", parameters={"clockwise_deg": -0.62}, confidence=0.95),
        Step(name="cropped", parameters={"quad": [1.0, 2.0]}),
        Step(name="invented", parameters={"strength": 3}),
    )
    text = Seen(render_report(with_page(view, steps=steps))).text
    assert "校平 逆时针 0.62° · 把握 95%" in text
    assert "裁剪并校正透视" in text and "quad" not in text.partition("收到的文件与页面")[2]
    assert "invented strength 3" in text


def test_it_fetches_and_runs_nothing(view: ReportView) -> None:
    page = render_report(view)
    seen = Seen(page)
    assert not {"script", "link", "iframe", "object", "form", "base"} & {tag for tag, _ in seen.elements}
    assert all(source.startswith("data:image/jpeg;base64,") for source in seen.values("src"))
    assert not seen.values("style") and not [key for _, attrs in seen.elements for key in attrs if key.startswith("on")]
    assert "http:" not in page and "https:" not in page and "url(" not in page


def test_the_policy_allows_exactly_its_own_style(view: ReportView) -> None:
    page = render_report(view)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = html.unescape(next(value for value in Seen(page).values("content") if "default-src" in value))
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"style-src 'sha256-{digest}'" in policy


def test_hostile_names_and_words_are_text(view: ReportView) -> None:
    hostile = '"><img src=x onerror=alert(1)>\u202egpj.exe'
    page = render_report(
        with_page(
            view,
            fields={"name": FieldValue(value=hostile, confidence=0.5)},
            evidence=(view.files[1][1].pages[0].evidence[0].model_copy(update={"text": hostile}),),
        )
    )
    seen = Seen(page)
    assert "onerror=alert(1)" in seen.text and "<script>alert(1)</script>.png" in seen.text
    assert not [attrs for _, attrs in seen.elements if "onerror" in attrs]
    assert "\u202e" not in page


def test_numbers_of_people_are_masked_wherever_they_were_read(view: ReportView) -> None:
    number = "330100190001010000"
    evidence = view.files[1][1].pages[0].evidence[0].model_copy(update={"text": f"证件号码{number}"})
    field = FieldValue(value=number, confidence=0.99, valid=True)
    page = render_report(with_page(view, evidence=(evidence,), fields={"id_number": field}))
    assert number not in page
    assert page.count("330***********0000") >= 3


def test_boxes_of_the_deciding_text_lie_over_the_page_in_its_own_pixels(view: ReportView) -> None:
    page = render_report(view)
    width, height = packing.PAGE_SIZE
    assert f'viewBox="0 0 {width} {height}"' in page
    assert '<polygon points="30.0,35.0 200.0,35.0 200.0,60.0 30.0,60.0"/>' in page
    assert "<title>标题：标题 (+2.00)</title>" in page


def test_both_cards_of_a_scan_are_drawn_on_the_one_source(view: ReportView) -> None:
    page = render_report(view)
    assert 'viewBox="0 0 1200 1700"' in page
    assert page.count("<polyline") == 2
    assert "第 2 张" in page


@pytest.mark.parametrize(
    ("rotation", "top"),
    [(0, ((0, 0), (10, 0))), (90, ((0, 20), (0, 0))), (180, ((10, 20), (0, 20))), (270, ((10, 0), (10, 20)))],
)
def test_the_top_of_a_turned_page_is_marked_on_the_source(rotation: int, top: tuple[object, object]) -> None:
    page = packing.page_result(1, None, (10, 20), rotation=rotation)
    assert upright_border(page)[:2] == top


def test_fields_say_whether_their_check_holds(view: ReportView) -> None:
    values = {
        "a": FieldValue(value="1", confidence=1, valid=True),
        "b": FieldValue(value="2", confidence=1, valid=False),
    }
    page = render_report(with_page(view, fields=values))
    assert 'class="yes" title="校验通过"' in page and 'class="no" title="校验不通过"' in page


def test_a_receipt_is_shown_without_its_password(view: ReportView) -> None:
    receipt = packing.receipt("ab" * 32)
    submitted = view.case.model_copy(update={"state": CaseState.SUBMITTED})
    page = render_report(replace(view, case=submitted, receipt=receipt))
    assert receipt.number in page and "ab" * 32 in page and "已提交并封存" in page
    assert receipt.password and receipt.password not in page


def test_a_notice_is_mentioned(view: ReportView) -> None:
    notice = CorrectionNotice(
        case_id="c1",
        procedure_title="t",
        applicant_masked="张**",
        issued_at=packing.WHEN,
        findings=(finding("material.missing", material="劳动合同"),),
    )
    assert "一次性告知 1 项" in render_report(replace(view, notice=notice))


def test_a_file_without_pages_and_a_page_without_picture_are_shown(view: ReportView) -> None:
    source, _ = view.files[0]
    broken = FileResult(
        file="x", sha256=source.sha256, media_type="application/pdf", findings=(finding("file.encrypted", file="x"),)
    )
    text = Seen(render_report(replace(view, files=((source, broken), view.files[1]), pictures={}))).text
    assert "这个文件没有可以显示的页面" in text and "没有图像" in text and "文件已加密" in text


def test_it_speaks_english(view: ReportView) -> None:
    page = render_report(replace(view, locale="en"))
    text = Seen(page).text
    assert '<html lang="en">' in page
    assert "Checklist" in text and "No seal was found" in text and "材料清单" not in text


@pytest.mark.parametrize("table", [WORDS, STEP_WORDS, QUALITY_WORDS, SEVERITY_WORDS, PARAMETER_WORDS])
def test_both_languages_say_the_same_things_with_the_same_facts(table: dict[str, dict[str, str]]) -> None:
    for key, said in table.items():
        assert set(said) == {"zh", "en"}, key
        assert set(re.findall(r"{(\w+)}", said["zh"])) == set(re.findall(r"{(\w+)}", said["en"])), key


def test_large_and_transparent_pictures_become_small_jpegs() -> None:
    sink = io.BytesIO()
    Image.new("RGBA", (3000, 1500), (255, 0, 0, 128)).save(sink, "PNG")
    uri = picture_uri(sink.getvalue())
    with Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 600))
    assert picture_uri(None) == ""


def test_a_page_made_as_pdf_is_shown_by_its_picture() -> None:
    uri = picture_uri(material_pdf([Leaf(packing.picture((600, 900), "page"), (600, 900))]))
    with Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))) as image:
        assert image.size == (600, 900)


def test_it_is_written_in_one_piece_over_an_older_one(view: ReportView, tmp_path: Path) -> None:
    dest = tmp_path / "report.html"
    dest.write_text("old")
    assert write_report(dest, view) == dest
    assert dest.read_text(encoding="utf-8") == render_report(view)
    assert [path.name for path in tmp_path.glob("report*")] == ["report.html"]


def test_a_folder_that_is_not_there_cannot_be_written(view: ReportView, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write_report(tmp_path / "none" / "report.html", view)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_shows_it_without_complaint(view: ReportView, tmp_path: Path) -> None:
    dest = write_report(tmp_path / "report.html", view)
    picture = tmp_path / "report.png"
    options = (
        "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --enable-logging=stderr"
    )
    done = subprocess.run(
        [
            str(CHROMIUM),
            *options.split(),
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--screenshot={picture}",
            "--window-size=1366,768",
            dest.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Refused" not in done.stderr and "CONSOLE" not in done.stderr
    with Image.open(picture) as image:
        assert image.size == (1366, 768)
        red = sum(count for count, colour in image.convert("RGB").getcolors(1 << 24) or [] if colour == (184, 28, 34))
    assert red > 1366, "the red rule at the top shows that the style sheet was applied"
