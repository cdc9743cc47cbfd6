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
    "page.motion_blurred": entry(
        "warning",
        "拍摄时手抖，字迹拖影（模糊度 {value}，应低于 {limit}；方向 {angle}°）",
        "The camera moved, the writing is smeared (blur {value}, should be below {limit}; direction {angle}°)",
        "请双手持稳或将手机靠在支撑物上，光线明亮时重拍",
        "Hold the phone with both hands or rest it on something, and retake in bright light",
    ),
    "page.glare": entry(
        "warning",
        "页面有反光（占 {value}%，应不超过 {limit}%）",
        "The page has glare ({value} % of it, should be {limit} % at most)",
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
        "页面过暗（纸面亮度 {value}，应不低于 {limit}）",
        "The page is too dark (brightness of the paper {value}, should be at least {limit})",
        "请在光线充足处重拍，勿用身体挡光",
        "Retake in good light, and don't stand in it",
    ),
    "page.overexposed": entry(
        "warning",
        "页面过曝，字迹发白（对比度 {value}，应不低于 {limit}）",
        "The page is overexposed, its writing washed out (contrast {value}, should be at least {limit})",
        "请点按纸面对焦以降低曝光，或避开强光后重拍",
        "Tap on the paper to lower the exposure, or avoid strong light, and retake",
    ),
    "page.uneven_light": entry(
        "warning",
        "页面光照不均（最暗处亮度为最亮处的 {value}%，应不低于 {limit}%）",
        "The light is uneven (the darkest part is {value} % as bright as the brightest, should be at least {limit} %)",
        "请避开手机和身体的影子，在均匀光线下重拍",
        "Keep the shadow of phone and body off the page and retake in even light",
    ),
    "page.screen": entry(
        "warning",
        "疑似翻拍屏幕（屏幕网纹强度 {value}，应低于 {limit}）",
        "This looks like a photo of a screen (pixel grid {value}, should be below {limit})",
        "请拍摄或扫描纸质原件，或直接上传电子文件",
        "Photograph or scan the paper itself, or upload the electronic file",
    ),
    "page.fingers": entry(
        "warning",
        "手指遮挡页面（占 {value}%，应不超过 {limit}%）",
        "A hand covers part of the page ({value} % of it, should be {limit} % at most)",
        "请将材料平放在桌面上，手离开画面后重拍",
        "Lay the document flat on a table, keep hands out of the picture and retake",
    ),
    "page.cut_off": entry(
        "confirm",
        "材料边缘超出画面，可能缺少内容",
        "The document leaves the frame; something may be missing",
        "请使四条边全部进入画面后重拍",
        "Retake with all four edges inside the frame",
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
