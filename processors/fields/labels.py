"""Where labels stand in a text, and whether they stand there as labels or as words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..matching.infix import find_infix

OTHER_LABELS = re.split(
    " ",
    "性别 民族 出生 出生日期 出生年月 籍贯 国籍 政治面貌 户籍 户口性质 照片 备注 住址 住所 地址 通讯地址 "
    "联系地址 家庭住址 注册地址 邮编 邮政编码 电子邮箱 邮箱 传真 姓名 公民身份号码 身份证号 身份证号码 "
    "证件号码 证件号 证号 证件类型 社会保障号 联系电话 联系方式 手机 手机号码 电话 职务 职称 岗位 工作年限 "
    "参加工作时间 工作单位 衔级 部别 级别 性质 单位 名称 企业名称 单位名称 单位编号 统一社会信用代码 注册资本 "
    "类型 成立日期 营业期限 经营范围 工商注册地 企业资质类别 资质等级 资质证书编号 登记机关 合同编号 备案编号 "
    "注册编号 编号 验证码 毕业院校 毕业学校 毕业时间 毕业日期 入学时间 所学专业 专业类别 专业 学历 学制 学位 "
    "管理号 证书编号 签发日期 批准日期 发证日期 日期 发证机关 签发机关 签发单位 有效期 有效期限 有效期至 "
    "开始时间 截止时间 起始时间 结束时间 起止时间 打印时间 缴费基数 缴费状态 参保状态 培训单位 培训机构 "
    "培训时间 培训地点 培训内容 必修课 选修课 授课教师",
)
"""Labels that end a value, whether the material names them or not."""

OTHERS = re.split(
    " ",
    "法定代表人 法人代表 法人 法定代表人(负责人) 法定代表人或委托代理人 委托代理人 代理人 受托人 负责人 "
    "企业负责人 单位负责人 技术负责人 项目负责人 主要负责人 主管 班组长 校长 院长 班主任 联系人 紧急联系人 "
    "校(院)长 院(校)长 经办人 经办人员 审核人 复核人 考核人 制表人 填表人 打印人 开票人 收款人 配偶 监护人 "
    "家属 父亲 母亲 子女 证明人 介绍人 见证人 推荐人 主席 学位评定委员会主席",
)
"""Labels of people other than the one whom a document is about: what is said of them is not said of that one."""

_SAY_ALL = ("姓名", "名称", "性别", "民族", "出生", "住址")
"""Labels that are words of no sentence, so that they need no colon: 乙方 and 用人单位 stand in every clause."""
_SAY_LITTLE = (
    "编号",
    "专业",
    "日期",
    "电话",
    "手机",
    "单位",
    "名称",
    "学时",
    "类型",
    "级别",
    "性质",
    "岗位",
    "合计",
    "证号",
)
"""Labels that other words change: 资质|编号, 打印|日期; behind a word they are part of another label."""
_ENGLISH = (
    r"(?:(?i:name|full|id|card|no|number|date|of|on|issued?|birth|sex|gender|nationality|company|employer|certificate|"
    r"cert|tel|phone|mobile|major|special[it]+y|category|valid|until|from|address|authority|signature|photo|type|"
    r"registration)[.']?)+"
)
"""What bilingual forms say in English, blanks folded away: Name, IDNo., DateofIssue."""
_TAIL = re.compile(rf"(?P<note>[(](?!{_ENGLISH}[)])[^()]{{1,12}}[)])?(?:[/(]?{_ENGLISH}[)]?)?(?P<colon>[:;])?")
_SPECK = "[·._~-]?"
_SIGNED = re.compile("[签章印]")
_SIGNATURE = re.compile("(?:签名|签字|签章|盖章|手印|[(][签盖][^()]{0,12}[)]?)+:?")
"""Behind 乙方(签字): stands a hand's writing."""
_ENGLISH_LABEL = re.compile(rf"[(/]?{_ENGLISH}[)]?:?")
_ITEM = re.compile(r"(?:第?[一二三四五六七八九十\d]{1,3}[条款章,.:)]|[(][一二三四五六七八九十\d]{1,3}[)]|[^\w(])*")
_HAN = re.compile(r"[\u4e00-\u9fa5]")
_HALF_READ = 0.8
"""Likeness of a two-character label set far apart (名　称) of which one character was read."""
_SHORTEST_MISREAD = 4


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """A label at text[start:end] of a text, its colon and its English included; `similarity` 0..1 of what was read.

    `words` are the labels that it is made of (乙方 and 身份证号); `bound`: it stands there as a label, by its colon, by
    itself or by what it says; `begins`: nothing but a clause's number stands before it; `signed`: for a signature;
    `prefixed`: behind a word that is no label, which may make it another.
    """

    words: tuple[str, ...]
    start: int
    end: int
    similarity: float = 1.0
    bound: bool = True
    begins: bool = True
    signed: bool = False
    prefixed: bool = False

    @property
    def ends_value(self) -> bool:
        """Whether the value of a label before it ends here."""
        return self.bound or len(self.words[-1]) > 2

    def rank(self, labels: Collection[str]) -> int | None:
        """Return the place in a field's labels of the one that this is, or None: of several words the last decides."""
        whole, last = "".join(self.words), len(self.words[-1])
        if any(word in OTHERS and not any(word in label for label in labels) for word in self.words):
            return None
        found = (rank for rank, label in enumerate(labels) if len(label) >= last and whole.endswith(label))
        rank = next(found, None)
        return rank + len(labels) if rank is not None and self.prefixed else rank


@lru_cache(maxsize=256)
def vocabulary(labels: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern that finds the longest of the folded labels, and of those that every form may have.

    A speck between two characters (名·称) does not hide a label.
    """
    words = sorted({*labels, *OTHER_LABELS, *OTHERS}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_SPECK.join(map(re.escape, word)) for word in words))


def label_places(words: re.Pattern[str], text: str) -> Iterator[LabelPlace]:
    """Yield the labels in a folded text from left to right; words that follow each other are one label."""
    at = 0
    while found := words.search(text, at):
        parts, start, (end, tail) = [found[0]], found.start(), _end(text, found)
        while after := words.match(text, end + (text[end : end + 1] in ("(", "/"))):
            parts.append(after[0])
            end, tail = _end(text, after)
        at = max(tail.end(), end)
        place = _placed(text, tuple(re.sub(_SPECK[:-1], "", part) for part in parts), start, at, tail)
        if place is not None:
            yield place


def _end(text: str, label: re.Match[str]) -> tuple[int, re.Match[str]]:
    """Return where the label ends, with the bracket that it stands in, and what follows it."""
    bracketed = text[label.start() - 1 : label.start()] == "(" and text[label.end() : label.end() + 1] == ")"
    end = label.end() + bracketed
    return end, _tail(text, end)


def _tail(text: str, at: int) -> re.Match[str]:
    found = _TAIL.match(text, at)
    assert found is not None, "the pattern may be empty"
    return found


def _placed(text: str, words: tuple[str, ...], start: int, end: int, tail: re.Match[str]) -> LabelPlace | None:
    begins = _ITEM.fullmatch(text[:start]) is not None
    colon, last = tail["colon"] is not None, words[-1]
    after_word = start > 0 and _HAN.match(text[start - 1]) is not None
    if after_word and not begins and words[0] in _SAY_LITTLE:
        return None
    bound = colon or (end == len(text) and begins) or last.endswith(_SAY_ALL) or (len(last) > 3 and not after_word)
    note = tail["note"] or ""
    signature = _SIGNATURE.match(text, end)
    signed = _SIGNED.search(note) is not None or signature is not None
    end = signature.end() if signature else end
    return LabelPlace(words, start, end, 1.0, bound, begins, signed, after_word and not begins)


def misread_places(label: str, text: str) -> Iterator[LabelPlace]:
    """Yield where a label stands that was read with one mistake, or half of one that is set far apart."""
    if len(label) == 2:
        if len(text.rstrip(":")) == 1 and text[0] in label:
            yield LabelPlace((label,), 0, len(text), _HALF_READ)
        elif text[:1] == label[1] and label not in text:
            yield LabelPlace((label,), 0, 1, _HALF_READ, bound=False)
    elif len(label) >= _SHORTEST_MISREAD and (near := find_infix(label, text, max_distance=1)):
        tail = _tail(text, near.end)
        place = _placed(text, (label,), near.start, max(tail.end(), near.end), tail)
        if place is not None:
            yield LabelPlace((label,), place.start, place.end, near.similarity, place.bound, place.begins, place.signed)


def is_english_label(text: str) -> bool:
    """Return whether the text is the English of a label, as it stands below the Chinese on bilingual forms."""
    return len(text) > 1 and _ENGLISH_LABEL.fullmatch(text) is not None
