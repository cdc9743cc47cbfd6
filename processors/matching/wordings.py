"""What of a line may be kept as a wording: the print of a form, never what somebody filled in.

Kept are runs of Chinese characters. A run ends where anything else stands, so that no number, date or Latin name is
ever part of one; what follows a colon or the label of a person, company or address is taken as filled in. What is
left is still held against the applicant's own values, and counts only where two applicants bear it (`hints.learn`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...schemas.hint import MAX_PHRASE, MIN_PHRASE

_LONGEST_PLAIN = 16
"""Of a sentence its beginning is enough: the longer a wording, the surer it is misread somewhere."""
_UNITS = "年月日时分秒号元份页次岁"
"""What a number leaves behind at the beginning of a run: 20日查验码."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_FILLED_IN_AFTER = re.compile(
    r"(?:联系|经办|办理|代理|代表|负责|申请|参保|持证|受托|委托|被保险|投保|证明|审核|复核)人(?![员数类基信情承声须应的意])|"
    r"姓名|甲方|乙方|签名|签字|签章|先生|女士|同志|住址|地址|住所|户籍|籍贯|电话|手机|单位名称|企业名称"
)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟元]{2,}|年.{0,3}月|月.{0,3}日")
_EMPLOYER = re.compile(r"公司|集团|有限|股份|事务所|商行|工作室|合伙|个体户|厂$|大学|学院|学校|中学|小学|医院")
_PLACE = re.compile(r"[省市区县旗镇乡村路街巷弄幢栋楼室屯组].*[省市区县旗镇乡村路街巷弄幢栋楼室屯组]")
"""杭州市西湖区, 文三路某某弄: two of them make an address; one alone is 杭州市社会保险管理服务中心."""
_LONG_NAME = re.compile(
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|司空|夏侯|轩辕|端木|独孤|南宫|东郭|百里|呼延).{2}"
)


def wordings(line: str, private: Sequence[str], *, title: bool = False) -> Iterator[str]:
    """Yield the wordings of a folded line that may be kept; of a title they may be longer.

    private: values in folded spelling that must not be part of any.
    """
    for value in private:
        line = line.replace(value, "|")
    for run in _HAN.finditer(line):
        if line[: run.start()].endswith(":"):
            continue
        label = _FILLED_IN_AFTER.search(run[0])
        text = run[0][: label.end()] if label else run[0]
        if line[: run.start()][-1:].isdigit():
            text = text.lstrip(_UNITS)
        text = text[: MAX_PHRASE if title else _LONGEST_PLAIN]
        if is_impersonal(text, title=title):
            yield text


def is_impersonal(text: str, *, title: bool = False) -> bool:
    """Return whether a wording has the form of print: no date, sum, employer, school, address or long name in it.

    A title may name places: 浙江省杭州市职工缴费情况表 is no address.
    """
    if not MIN_PHRASE <= len(text) <= MAX_PHRASE or not _HAN.fullmatch(text):
        return False
    if _LONG_NAME.fullmatch(text):
        return False
    label = _FILLED_IN_AFTER.search(text)
    filled_in = label is not None and label.end() < len(text)
    return not (filled_in or _NUMERALS.search(text) or _EMPLOYER.search(text) or (not title and _PLACE.search(text)))
