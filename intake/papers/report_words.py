"""Every word that `report.html` says, in both languages; the template holds none."""

from __future__ import annotations

from ...schemas.findings import Locale

Said = dict[Locale, str]


def _said(zh: str, en: str) -> Said:
    return {"zh": zh, "en": en}


WORDS: dict[str, Said] = {
    "report": _said("收件报告", "Intake report"),
    "case": _said("办件", "Case"),
    "applicant": _said("申请人", "Applicant"),
    "id_number": _said("证件号码", "ID number"),
    "checked": _said("核对日期", "Checked on"),
    "generated": _said("生成时间", "Generated"),
    "required_usable": _said("项必需材料可用", "required materials usable"),
    "of": _said("/", "of"),
    "complete": _said("材料齐全，可以提交", "Complete: ready to submit"),
    "incomplete": _said("材料尚不齐全或有问题待处理", "Something is missing or has to be dealt with"),
    "submitted": _said("已提交并封存", "Submitted and sealed"),
    "to_do": _said("需要处理的问题", "What to do"),
    "to_check": _said("供工作人员核实", "For a clerk to check"),
    "look": _said("查看页面", "see the page"),
    "no_findings": _said("没有发现问题", "Nothing was found wrong"),
    "checklist": _said("材料清单", "Checklist"),
    "material": _said("材料名称", "Material"),
    "status": _said("状态", "Status"),
    "pages": _said("页", "Pages"),
    "problems": _said("问题", "Findings"),
    "required": _said("必需", "required"),
    "optional": _said("可选", "optional"),
    "conditional": _said("有条件", "conditional"),
    "conditional_required": _said("有条件，本件须交", "conditional, needed here"),
    "receipt": _said("申报告知单", "Receipt"),
    "number": _said("办件申报号", "Application number"),
    "submitted_at": _said("提交时间", "Submitted"),
    "package": _said("申报包", "Package"),
    "password_hidden": _said(
        "查询密码只在《申报告知单》上显示，本报告不含密码。",
        "The password stands on the receipt only, not in this report.",
    ),
    "notice": _said("补正告知", "Correction notice"),
    "notice_given": _said("已于 {time} 一次性告知 {count} 项", "Given once at {time}, with {count} findings"),
    "files": _said("收到的文件与页面", "Files and pages"),
    "page": _said("第 {n} 页", "page {n}"),
    "card": _said("第 {n} 张", "card {n}"),
    "before": _said("收到的样子", "as received"),
    "after": _said("整理之后", "after normalisation"),
    "no_picture": _said("没有图像", "no picture"),
    "blank": _said("空白页", "blank page"),
    "unknown": _said("未能识别", "unknown"),
    "confidence": _said("把握", "confidence"),
    "margin": _said("领先第二名", "ahead of the second"),
    "candidates": _said("候选", "Candidates"),
    "evidence": _said("依据", "Evidence"),
    "fields": _said("读到的内容", "Fields"),
    "seal_says": _said("印章", "Seal"),
    "valid": _said("校验通过", "check passed"),
    "invalid": _said("校验不通过", "check failed"),
    "unchecked": _said("无校验", "no check"),
    "sure": _said("把握 {share}", "{share} sure"),
    "steps": _said("处理过程", "What was done"),
    "quality": _said("清晰度", "Legibility"),
    "size": _said("{w}×{h} 像素", "{w}×{h} px"),
    "dpi": _said("{dpi} dpi", "{dpi} dpi"),
    "dpi_unknown": _said("物理尺寸未知", "physical size unknown"),
    "decided_matcher": _said("自动识别", "found by content"),
    "decided_declared": _said("按上传时的申报", "as declared at upload"),
    "decided_person": _said("由工作人员确定", "decided by a person"),
    "front": _said("正面", "front"),
    "back": _said("背面", "back"),
    "unreadable_file": _said("这个文件没有可以显示的页面", "This file has no page to show"),
    "legend_quad": _said("找到的边界，实线一侧为上", "border found; the solid side is the top"),
    "legend_box": _said("起决定作用的文字", "text that decided"),
    "close": _said("关闭", "Close"),
    "unmatched": _said("未归入任何材料的页面", "Pages of no material"),
    "privacy": _said(
        "本报告含个人信息，仅供办理本申报使用，请勿外传。",
        "This report holds personal data; use it for this application only.",
    ),
}

SEVERITY_WORDS: dict[str, Said] = {
    "error": _said("须补正", "to correct"),
    "confirm": _said("须核实", "to confirm"),
    "warning": _said("提示", "hint"),
    "info": _said("说明", "note"),
}

EVIDENCE_WORDS: dict[str, Said] = {
    "title": _said("标题", "title"),
    "alias": _said("别称", "alias"),
    "phrase": _said("用语", "phrase"),
    "field": _said("字段", "field"),
    "shape": _said("形状", "shape"),
    "portrait": _said("人像", "portrait"),
    "seal": _said("印章", "seal"),
    "continuation": _said("续页", "continuation"),
    "hint": _said("从人工认定学到", "learned from decisions"),
    "other": _said("像是别的文件", "like another paper"),
    "declared": _said("申报", "declared"),
    "person": _said("人工", "person"),
}

STEP_WORDS: dict[str, Said] = {
    "decoded": _said("解码", "decoded"),
    "exif": _said("按相机方向转正", "turned as the camera says"),
    "placed": _said("按文件所记方向转正", "turned as the file says"),
    "square_pixels": _said("统一横竖分辨率", "pixels made square"),
    "colour_profile": _said("转换色彩", "colours converted"),
    "alpha_on_white": _said("透明处填白", "transparency filled with white"),
    "eight_bit": _said("转为 8 位", "made 8 bit"),
    "rotated": _said("转正", "turned upright"),
    "cropped": _said("裁剪并校正透视", "cropped and squared up"),
    "glanced": _said("只看一眼", "glanced at"),
    "deskewed": _said("校平", "levelled"),
    "straightened": _said("展平", "straightened"),
    "light": _said("均匀光照", "light evened out"),
    "portrait": _said("裁成证件照", "cut to a portrait"),
    "resized": _said("缩放", "resized"),
    "encoded": _said("编码", "encoded"),
    "split": _said("分出各张证卡", "cards separated"),
}

PARAMETER_WORDS: dict[str, Said] = {
    "clockwise_deg": _said("顺时针 {v}°", "{v}° clockwise"),
    "anticlockwise_deg": _said("逆时针 {v}°", "{v}° anticlockwise"),
    "scale": _said("{v} 倍", "× {v}"),
    "width": _said("宽 {v}", "width {v}"),
    "height": _said("高 {v}", "height {v}"),
    "bytes": _said("{v} 字节", "{v} bytes"),
    "format": _said("{v}", "{v}"),
    "media": _said("{v}", "{v}"),
    "quality": _said("质量 {v}", "quality {v}"),
    "how": _said("{v}", "{v}"),
    "mode": _said("{v}", "{v}"),
    "by": _said("用 {v}", "by {v}"),
    "dpi": _said("{v} dpi", "{v} dpi"),
    "x_dpi": _said("横 {v} dpi", "{v} dpi across"),
    "y_dpi": _said("竖 {v} dpi", "{v} dpi down"),
    "orientation": _said("方向标记 {v}", "orientation tag {v}"),
    "from": _said("从 {v}", "from {v}"),
    "to": _said("到 {v}", "to {v}"),
    "method": _said("{v}", "{v}"),
    "bend": _said("弯曲 {v} 个字高", "bent by {v} character heights"),
    "moved_px": _said("最多移动 {v} 像素", "moved by up to {v} px"),
    "unevenness": _said("均匀度 {v}", "evenness {v}"),
}
"""How a step's parameter is told; one that is not here is shown by its name."""

VALUE_WORDS: dict[str, Said] = {
    "image": _said("图像", "picture"),
    "extracted": _said("原样取出", "taken out as it is"),
    "rendered": _said("渲染", "rendered"),
    "divide": _said("除以纸面亮度", "divided by the paper's brightness"),
}

QUALITY_WORDS: dict[str, Said] = {
    "blur": _said("模糊度", "blur"),
    "glare": _said("反光占比", "glare"),
    "contrast": _said("字迹对比度", "contrast"),
    "text_height_px": _said("字高（像素）", "text height (px)"),
    "brightness": _said("亮度", "brightness"),
    "unevenness": _said("光照均匀度", "evenness of light"),
    "paper": _said("纸面亮度", "brightness of the paper"),
    "light": _said("字处光照均匀度", "evenness of light on text"),
    "motion": _said("拖影（纵横比）", "motion (edge ratio)"),
    "screen": _said("屏幕网纹", "screen grid"),
    "fingers": _said("手指占比", "hand"),
}


class Words:
    """The table in one language; a template says `t("material")`."""

    def __init__(self, locale: Locale) -> None:
        """Choose the language."""
        self.locale: Locale = locale

    def __call__(self, key: str, **facts: object) -> str:
        """Return a sentence with its facts filled in."""
        return WORDS[key][self.locale].format(**facts)

    def of(self, table: dict[str, Said], key: str) -> str:
        """Return a word of another table; one that nobody translated is shown as it is."""
        said = table.get(key)
        return said[self.locale] if said else key
