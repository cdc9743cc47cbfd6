"""The two papers: what they say, that hostile words stay words, that they come out the same."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from shoujian.intake.papers.documents import notice_pdf, notice_text, receipt_pdf
from shoujian.intake.papers.plain import china_time, plain_text, wrapped
from shoujian.schemas.completeness import CorrectionNotice
from shoujian.schemas.findings import Finding, finding
from shoujian.schemas.receipt import ReceivedMaterial
from shoujian.tests.intake import packing

FINDINGS = (
    finding("page.blurred", file="s1", page=2, value=0.31, limit=0.2, material="身份证"),
    finding("material.missing", material="学历证书"),
    finding("seal.missing", material="劳动合同", file="s2", page=1),
    finding("file.encrypted", file="s3"),
)


def notice(*findings: Finding) -> CorrectionNotice:
    return CorrectionNotice(
        case_id="c1",
        procedure_title="二级建造师初始注册",
        applicant_masked="张*丰",
        issued_at=packing.WHEN,
        findings=findings,
    )


def pages_text(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_the_receipt_says_what_the_applicant_must_keep() -> None:
    receipt = packing.receipt("ab" * 32)
    (text,) = pages_text(receipt_pdf(receipt, office="示例政务服务中心"))
    for word in (
        "示例政务服务中心",
        receipt.number,
        "7K2M-9QXD",
        "张*丰",
        "身份证",
        "劳动合同",
        "2026年11月22日09:30",
        "ab" * 32,
    ):
        assert word in text
    assert "2种，共4页" in text


def test_the_receipt_of_ten_materials_is_one_sheet() -> None:
    materials = tuple(ReceivedMaterial(name=f"材料{number}", pages=2) for number in range(10))
    receipt = packing.receipt("ab" * 32, materials=materials)
    assert len(pages_text(receipt_pdf(receipt, office="示例政务服务中心"))) == 1


def test_a_receipt_read_again_has_no_password() -> None:
    (text,) = pages_text(receipt_pdf(packing.receipt("ab" * 32, password=None)))
    assert "已在首次出具时告知" in text


def test_the_same_data_make_the_same_papers() -> None:
    assert receipt_pdf(packing.receipt("ab" * 32)) == receipt_pdf(packing.receipt("ab" * 32))
    assert notice_pdf(notice(*FINDINGS)) == notice_pdf(notice(*FINDINGS))


def test_the_notice_tells_every_finding_with_its_remedy_and_place() -> None:
    text = "".join(pages_text(notice_pdf(notice(*FINDINGS), names={"s1": "a.jpg", "s2": "合同.pdf"})))
    for item in FINDINGS:
        assert "".join(item.message.split()) in text
        assert "".join(item.remedy.split()) in text
    assert "合同.pdf第1页" in text
    assert text.index("一、须补正（2项）") < text.index("二、须核实（1项）") < text.index("三、提示（1项）")


def test_a_long_notice_repeats_its_head_on_every_page() -> None:
    findings = tuple(finding("material.missing", material=f"材料{number}") for number in range(60))
    texts = pages_text(notice_pdf(notice(*findings)))
    assert len(texts) > 2
    assert all("处理办法位置" in text for text in texts)
    assert "材料59" in texts[-1]


def test_names_from_outside_stay_on_their_line() -> None:
    named = {"s1": "a\u202egpj.exe\n四、伪造\x00" + "长" * 300, "s2": "笑\U0001f600.pdf"}
    text = notice_text(notice(*FINDINGS), names=named)
    assert "\u202e" not in text and "\x00" not in text
    assert not any(line.startswith("四、") for line in text.splitlines())
    assert max(len(line) for line in text.splitlines()) < 200
    assert "笑□.pdf" in "".join(pages_text(notice_pdf(notice(*FINDINGS), names=named)))


def test_the_text_numbers_all_findings_in_one_row() -> None:
    lines = notice_text(notice(*FINDINGS), names={"s3": "x.zip"}).splitlines()
    numbered = [line for line in lines if line[:1].isdigit()]
    assert [line.partition(".")[0] for line in numbered] == ["1", "2", "3", "4"]
    assert numbered[1] == "2. 【—】文件已加密，无法读取。请去除密码后重新上传。（x.zip）"


def test_a_notice_without_findings_can_be_printed() -> None:
    assert "问题合计无" in pages_text(notice_pdf(notice()))[0]


def test_times_are_those_of_the_counter() -> None:
    assert china_time(packing.WHEN) == "2026年11月22日 09:30"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一二三四五，六", ["一二三四五，", "六"]),  # a comma hangs rather than start a line
        ("一二三四（五六）", ["一二三四", "（五六）"]),
        ("一二三 abcd 五", ["一二三", "abcd", "五"]),
        ("abcdefghijkl", ["abcde", "fghij", "kl"]),
        ("", [""]),
    ],
)
def test_lines_break_as_print_does(text: str, expected: list[str]) -> None:
    assert wrapped(text, 5, lambda part: float(len(part))) == expected


def test_a_long_name_keeps_both_ends() -> None:
    shown = plain_text("甲" * 50 + "乙" * 50 + ".pdf", limit=30)
    assert len(shown) == 30 and shown.startswith("甲") and shown.endswith(".pdf")
