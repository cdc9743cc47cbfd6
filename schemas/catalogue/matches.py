"""What is doubtful about which material a page is."""

from __future__ import annotations

from .entry import Entry, entry

MATCH: dict[str, Entry] = {
    "match.unknown": entry(
        "confirm",
        "无法确定是哪一种材料",
        "It could not be told which material this is",
        "请指定材料名称；与本事项无关的页面请删除",
        "Assign a material name, or delete the page if it does not belong here",
    ),
    "match.contradicts": entry(
        "error",
        "材料名称不符：申报为“{material}”，内容像是“{seen}”",
        "Declared as “{material}”, but it looks like “{seen}”",
        "请核对后改正材料名称，或重新上传正确的材料",
        "Correct the material name, or upload the right document",
    ),
    "match.unconfirmed": entry(
        "confirm",
        "申报为“{material}”，但内容未能印证",
        "Declared as “{material}”, but the content does not confirm it",
        "请工作人员查看该页",
        "A clerk should look at the page",
    ),
    "match.uncertain": entry(
        "confirm",
        "可能是“{material}”，把握不大（{confidence}）",
        "Perhaps “{material}”, but not surely ({confidence})",
        "请工作人员确认材料名称",
        "A clerk should confirm the material name",
    ),
    "match.continues": entry(
        "confirm",
        "按“{material}”的续页处理，是否接续{before}把握不大",
        "Taken as a further page of “{material}”, but it may not go on with {before}",
        "请工作人员核对；不是同一份材料的，请为本页指定材料名称",
        "A clerk should look; if it is another document, assign this page its own material name",
    ),
    "match.may_continue": entry(
        "confirm",
        "可能接续{before}，是否同一份材料把握不大",
        "It may go on with {before}, but not surely",
        "请工作人员核对；是同一份材料的，请为本页指定相同的材料名称",
        "A clerk should look; if it is the same document, assign this page the same material name",
    ),
}
