"""What is wrong with a page, whatever it is."""

from __future__ import annotations

from .entry import Entry, entry

PAGE: dict[str, Entry] = {
    "page.blank": entry(
        "warning",
        "空白页",
        "Blank page",
        "如为漏扫请补扫；如为材料背面可忽略",
        "Scan it again if something is missing; ignore it if it is an empty back",
    ),
    "page.blurred": entry(
        "warning",
        "页面模糊（模糊度 {value}，应低于 {limit}）",
        "The page is blurred (blur {value}, should be below {limit})",
        "请固定手机、对准文字点按对焦后重拍，或改用扫描仪",
        "Hold the phone still, tap on the text to focus and retake, or use a scanner",
    ),
    "page.glare": entry(
        "warning",
        "页面有反光（占 {value}%）",
        "The page has glare ({value} % of it)",
        "请避开灯光直射、关闭闪光灯后重拍",
        "Avoid direct light, switch the flash off and retake",
    ),
    "page.low_contrast": entry(
        "warning",
        "字迹太淡（对比度 {value}，应不低于 {limit}）",
        "The writing is too faint (contrast {value}, should be at least {limit})",
        "请提高扫描对比度或在明亮处重拍",
        "Raise the scanner's contrast or retake in bright light",
    ),
    "page.text_too_small": entry(
        "warning",
        "文字过小（高 {value} 像素，应不低于 {limit}）",
        "The text is too small ({value} px high, should be at least {limit})",
        "请以 300 dpi 重新扫描，或靠近拍摄使材料占满画面",
        "Scan at 300 dpi, or move closer so that the document fills the frame",
    ),
    "page.dark": entry(
        "warning",
        "页面过暗",
        "The page is too dark",
        "请在光线充足处重拍",
        "Retake in good light",
    ),
    "page.overexposed": entry(
        "warning",
        "页面过曝，部分内容发白",
        "The page is overexposed and partly washed out",
        "请降低曝光或避开强光后重拍",
        "Lower the exposure or avoid strong light and retake",
    ),
    "page.cut_off": entry(
        "confirm",
        "材料边缘超出画面，可能缺少内容",
        "The document leaves the frame; something may be missing",
        "请使四条边全部进入画面后重拍",
        "Retake with all four edges inside the frame",
    ),
    "page.not_cropped": entry(
        "info",
        "未能确定材料边界，保留整幅画面",
        "The document's border could not be told; the whole frame is kept",
        "如背景过多，请在纯色桌面上重拍",
        "If there is much background, retake on a plain table",
    ),
    "page.direction_unknown": entry(
        "info",
        "无法确定页面方向，保持原样",
        "The page's direction could not be told; it was left as it is",
        "如页面颠倒，请旋转后重新上传",
        "If it is upside down, turn it and upload it again",
    ),
    "page.unreadable": entry(
        "error",
        "字迹无法辨认（识别置信度 {value}）",
        "The writing cannot be read (reading confidence {value})",
        "请重新扫描或在明亮处对准重拍",
        "Scan it again, or retake it sharp and in good light",
    ),
    "ocr.empty": entry(
        "warning",
        "页面未识别到文字",
        "No text was found on the page",
        "请核对是否为空白页或照片",
        "Check whether it is a blank page or a picture",
    ),
    "ocr.failed": entry(
        "error",
        "文字识别失败",
        "Reading the text failed",
        "请重试；仍失败请联系管理员",
        "Try again; if it fails again, ask the operator",
    ),
}
