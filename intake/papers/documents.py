"""What the applicant gets on paper: 申报告知单 (the receipt) and 补正告知 (the notice of everything to correct).

Both are also data (`schemas.receipt`, `schemas.completeness`); these are their printed forms. The same data make the
same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...schemas.catalogue import Severity
from ...schemas.completeness import CorrectionNotice
from ...schemas.findings import Finding
from ...schemas.receipt import Receipt
from .plain import china_time, plain_text
from .sheet import (
    AMBER,
    BLUE,
    INK,
    MARGIN_MM,
    MUTED,
    RED,
    RULE,
    TINT,
    WIDTH_MM,
    Colour,
    Sheet,
)

RECEIPT_TITLE = "申报告知单"
NOTICE_TITLE = "补正告知"
NUMBER_BOX_MM = 25.0
GROUPS: tuple[tuple[tuple[Severity, ...], str, Colour], ...] = (
    (("error",), "须补正", RED),
    (("confirm",), "须核实", AMBER),
    (("warning", "info"), "提示", BLUE),
)
"""In this order; the first two keep a case from being submitted."""
ORDINALS = "一二三"

HOW_TO_FOLLOW = (
    "1. 登录政务服务网，进入“办事进度”；",
    "2. 输入上方的办件申报号和查询密码，即可查看办理状态和历次记录；",
    "3. 请妥善保管查询密码：系统不保存密码原文，密码只在本单出具时显示一次。",
)
RECEIPT_MEANS = "本单表明所列材料已收到并封存，不代表受理或者准予许可。材料内容以申报包为准，申报包的校验值见下。"
NOTICE_MEANS = (
    "经核对，您的申报材料存在以下问题。现参照《中华人民共和国行政许可法》第三十二条第一款第（四）项，"
    "一次性告知需要补正的全部内容。请按“处理办法”逐条处理后重新提交；未列出的材料无需重复上传。"
)


def receipt_pdf(receipt: Receipt, *, office: str = "") -> bytes:
    """Return the 申报告知单 as an A4 PDF; without a password (a receipt read again) it says so instead.

    `office` is the name of the counter that issues it.
    """
    foot = f"办件申报号 {receipt.number}"
    sheet = Sheet(title=f"{RECEIPT_TITLE} {receipt.number}", foot=foot, created=receipt.submitted_at)
    sheet.heading(RECEIPT_TITLE, receipt.procedure_title)
    _number_and_password(sheet, receipt)
    pages = sum(material.pages for material in receipt.materials)
    sheet.pairs(
        [
            ("申请人", receipt.applicant_masked),
            ("提交时间", f"{china_time(receipt.submitted_at)}（北京时间）"),
        ]
    )
    sheet.section(f"收到的材料（{len(receipt.materials)} 种，共 {pages} 页）")
    rows = [(str(index), item.name, str(item.pages)) for index, item in enumerate(receipt.materials, 1)]
    sheet.grid(("序号", "材料名称", "页数"), (16, WIDTH_MM - 35, 19), rows)
    sheet.section("如何查询办事进度", room_mm=60)
    for line in HOW_TO_FOLLOW:
        sheet.paragraph(line)
    sheet.section("说明")
    sheet.paragraph(RECEIPT_MEANS, size=9, colour=MUTED)
    sheet.paragraph(f"申报包：{receipt.package_name}", size=8, colour=MUTED)
    sheet.paragraph(f"SHA-256：{receipt.package_sha256}", size=8, colour=MUTED)
    sheet.signed(office, china_time(receipt.submitted_at).split()[0])
    return bytes(sheet.output())


def notice_pdf(notice: CorrectionNotice, *, names: Mapping[str, str] | None = None, office: str = "") -> bytes:
    """Return the 补正告知 as an A4 PDF.

    `names` says what each file id was called when it came, `office` which counter issues it.
    """
    sheet = Sheet(title=NOTICE_TITLE, foot=f"办件 {notice.case_id}", created=notice.issued_at)
    sheet.heading(NOTICE_TITLE, notice.procedure_title)
    groups = _groups(notice)
    sheet.pairs(
        [
            ("申请人", notice.applicant_masked),
            ("告知时间", f"{china_time(notice.issued_at)}（北京时间）"),
            ("问题合计", "，".join(f"{title} {len(found)} 项" for title, _, found in groups) or "无"),
        ]
    )
    sheet.ln(3)
    sheet.paragraph(NOTICE_MEANS, size=9.5)
    number = 1
    for ordinal, (title, colour, found) in zip(ORDINALS, groups, strict=False):
        sheet.section(f"{ordinal}、{title}（{len(found)} 项）", colour)
        rows = [_notice_row(number + index, item, names or {}, "\n") for index, item in enumerate(found)]
        heads = ("序号", "材料名称", "问题", "处理办法", "位置")
        sheet.grid(heads, (14, 31, 50, 48, 27), rows, size=9)
        number += len(found)
    sheet.signed(office, china_time(notice.issued_at).split()[0])
    return bytes(sheet.output())


def notice_text(notice: CorrectionNotice, *, names: Mapping[str, str] | None = None) -> str:
    """Return the 补正告知 as plain text, for a message or an outbox file."""
    lines = [
        f"{NOTICE_TITLE}：{notice.procedure_title}",
        f"申请人：{notice.applicant_masked}　告知时间：{china_time(notice.issued_at)}（北京时间）",
        NOTICE_MEANS,
    ]
    number = 1
    for ordinal, (title, _, found) in zip(ORDINALS, _groups(notice), strict=False):
        lines += ["", f"{ordinal}、{title}（{len(found)} 项）"]
        for item in found:
            _, material, message, remedy, place = _notice_row(number, item, names or {})
            lines.append(f"{number}. 【{material}】{message}。{remedy}。" + (f"（{place}）" if place != "—" else ""))
            number += 1
    return "\n".join(lines) + "\n"


def place_of(finding: Finding, names: Mapping[str, str], between: str = " ") -> str:
    """Return where a finding is, in words: the file's name as it came, and the page."""
    parts = [plain_text(names.get(finding.file, finding.file), limit=30)] if finding.file else []
    parts += [f"第 {finding.page} 页"] if finding.page else []
    return between.join(parts) or "—"


def _notice_row(
    number: int, item: Finding, names: Mapping[str, str], between: str = " "
) -> tuple[str, str, str, str, str]:
    return str(number), item.material or "—", item.message, item.remedy, place_of(item, names, between)


def _groups(notice: CorrectionNotice) -> list[tuple[str, Colour, Sequence[Finding]]]:
    """Return (title, colour, findings) of every group that has some, findings of one material together."""
    grouped: list[tuple[str, Colour, Sequence[Finding]]] = []
    for severities, title, colour in GROUPS:
        found = [item for item in notice.findings if item.severity in severities]
        order = list(dict.fromkeys(item.material for item in found))
        found.sort(key=lambda item: order.index(item.material))  # stable: pages stay in order
        if found:
            grouped.append((title, colour, found))
    return grouped


def _number_and_password(sheet: Sheet, receipt: Receipt) -> None:
    """Draw the two things that an applicant must keep, large."""
    top, gap = sheet.get_y(), 5.0
    left_width = WIDTH_MM * 0.64
    right_x, right_width = MARGIN_MM + left_width + gap, WIDTH_MM - left_width - gap
    sheet.set_fill_color(*TINT)
    sheet.set_draw_color(*RULE)
    sheet.set_line_width(0.2)
    sheet.rect(MARGIN_MM, top, left_width, NUMBER_BOX_MM, style="DF", round_corners=True, corner_radius=2)
    sheet.set_draw_color(*RED)
    sheet.set_dash_pattern(dash=1.4, gap=1.0)
    sheet.rect(right_x, top, right_width, NUMBER_BOX_MM, style="D", round_corners=True, corner_radius=2)
    sheet.set_dash_pattern()
    sheet.small("办件申报号", x=MARGIN_MM, y=top + 2.5, width=left_width)
    sheet.small("查询密码", x=right_x, y=top + 2.5, width=right_width)
    sheet.spaced(receipt.number, x=MARGIN_MM, y=top + 11.5, width=left_width, size=19, colour=INK, gap=0.8)
    if receipt.password:
        sheet.spaced(receipt.password, x=right_x, y=top + 11.5, width=right_width, size=19, colour=RED, gap=0.8)
    else:
        sheet.small("已在首次出具时告知，不再显示", x=right_x, y=top + 12, width=right_width)
    sheet.set_xy(MARGIN_MM, top + NUMBER_BOX_MM + 4)
