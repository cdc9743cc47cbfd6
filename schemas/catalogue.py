"""Every finding code: how grave it is, the sentence that says it, and the remedy, in Chinese and English.

A code is stable for good: portals translate it, statistics count it. Sentences may get better.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "confirm", "warning", "info"]
"""error blocks the submission; confirm asks a person to look; warning and info only tell."""


class Entry(NamedTuple):
    """One code's severity and its sentences by locale; braces name facts."""

    severity: Severity
    message: dict[str, str]
    remedy: dict[str, str]


def _entry(severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Entry:
    return Entry(severity, {"zh": zh, "en": en}, {"zh": remedy_zh, "en": remedy_en})


_FILE: dict[str, Entry] = {
    "file.empty": _entry(
        "error",
        "文件为空（0 字节或全为零）",
        "The file is empty (no bytes, or only zero bytes)",
        "请检查原文件能否打开，重新导出后上传",
        "Check that the original opens, export it again and upload it",
    ),
    "file.too_large": _entry(
        "error",
        "文件 {size_mb} MB，超过上限 {limit_mb} MB",
        "The file has {size_mb} MB, over the limit of {limit_mb} MB",
        "请降低扫描分辨率或拆分文件后重新上传",
        "Scan at a lower resolution or split the file, then upload again",
    ),
    "file.unknown_type": _entry(
        "error",
        "无法识别的文件格式",
        "The file is of no known format",
        "请转换为 JPG、PNG、TIFF 或 PDF 后重新上传",
        "Convert it to JPG, PNG, TIFF or PDF and upload it again",
    ),
    "file.extension": _entry(
        "info",
        "扩展名与内容不符，实际为 {media_type}，已按内容处理",
        "The extension does not fit the content, which is {media_type}; handled by content",
        "无需处理；建议改用正确的扩展名",
        "Nothing to do; a right extension avoids doubt",
    ),
    "file.encrypted": _entry(
        "error",
        "文件已加密，无法读取",
        "The file is encrypted and cannot be read",
        "请去除密码后重新上传",
        "Remove the password and upload it again",
    ),
    "file.damaged": _entry(
        "error",
        "文件已损坏，无法打开",
        "The file is damaged and cannot be opened",
        "请检查原文件能否打开，重新扫描或导出后上传",
        "Check that the original opens; scan or export it again and upload it",
    ),
    "file.truncated": _entry(
        "error",
        "文件不完整，内容在中途截断",
        "The file is incomplete: its content breaks off",
        "请等待文件传输完成后重新上传",
        "Wait until the transfer has finished and upload it again",
    ),
    "file.repaired": _entry(
        "info",
        "文件有轻微损坏，已修复后读取",
        "The file is slightly damaged; it was read after a repair",
        "请核对页面内容是否完整",
        "Check that the pages are whole",
    ),
    "file.too_many_pages": _entry(
        "error",
        "文件有 {pages} 页，超过上限 {limit} 页",
        "The file has {pages} pages, over the limit of {limit}",
        "请拆分文件后重新上传",
        "Split the file and upload the parts",
    ),
    "file.too_many_pixels": _entry(
        "error",
        "图像 {megapixels} 百万像素，超过上限 {limit} 百万像素",
        "The image has {megapixels} megapixels, over the limit of {limit}",
        "请降低分辨率后重新上传",
        "Lower the resolution and upload it again",
    ),
    "file.timeout": _entry(
        "error",
        "读取文件超过 {seconds} 秒，已停止",
        "Reading the file took more than {seconds} seconds and was stopped",
        "请重新扫描或另存为常用格式后上传",
        "Scan it again or save it in a common format, then upload it",
    ),
    "file.crashed": _entry(
        "error",
        "文件使解码程序异常退出，已隔离",
        "The file made the decoder stop; it was isolated",
        "请重新扫描或另存为常用格式后上传",
        "Scan it again or save it in a common format, then upload it",
    ),
    "file.active_content": _entry(
        "warning",
        "PDF 含有脚本、启动动作或附件，未执行，也不会进入申报包的派生文件",
        "The PDF carries scripts, launch actions or attachments; none was run or copied",
        "建议打印为普通 PDF 后上传",
        "Print it to a plain PDF and upload that",
    ),
    "file.first_frame_only": _entry(
        "info",
        "动态图像只读取第一帧",
        "Only the first frame of the animation was read",
        "如需其他画面，请分别上传",
        "Upload other frames as files of their own",
    ),
    "file.duplicate": _entry(
        "info",
        "与已收到的文件内容完全相同，只保留一份",
        "The same bytes were received before; one copy is kept",
        "无需处理",
        "Nothing to do",
    ),
    "file.not_regular": _entry(
        "error",
        "不是普通文件（链接、管道或设备），未读取",
        "Not a regular file (a link, pipe or device); it was not read",
        "请放入文件本身",
        "Provide the file itself",
    ),
    "archive.damaged": _entry(
        "error",
        "压缩包损坏，无法解开",
        "The archive is damaged and cannot be unpacked",
        "请重新压缩，或直接上传其中的文件",
        "Pack it again, or upload the files inside directly",
    ),
    "archive.encrypted": _entry(
        "error",
        "压缩包已加密，无法解开",
        "The archive is encrypted and cannot be unpacked",
        "请去除密码后重新上传",
        "Remove the password and upload it again",
    ),
    "archive.too_large": _entry(
        "error",
        "压缩包解开后超过上限（{limit_mb} MB 或 {limit_files} 个文件）",
        "The archive unpacks to more than the limit ({limit_mb} MB or {limit_files} files)",
        "请分成几个压缩包上传",
        "Split it into several archives",
    ),
    "archive.member_skipped": _entry(
        "warning",
        "压缩包内的“{member}”未读取（目录嵌套、链接或再次压缩）",
        "“{member}” in the archive was not read (nested archive, link or unsafe name)",
        "请直接上传该文件",
        "Upload that file directly",
    ),
}

_PAGE: dict[str, Entry] = {
    "page.blank": _entry(
        "warning",
        "空白页",
        "Blank page",
        "如为漏扫请补扫；如为材料背面可忽略",
        "Scan it again if something is missing; ignore it if it is an empty back",
    ),
    "page.blurred": _entry(
        "warning",
        "页面模糊（模糊度 {value}，应低于 {limit}）",
        "The page is blurred (blur {value}, should be below {limit})",
        "请固定手机、对准文字点按对焦后重拍，或改用扫描仪",
        "Hold the phone still, tap on the text to focus and retake, or use a scanner",
    ),
    "page.glare": _entry(
        "warning",
        "页面有反光（占 {value}%）",
        "The page has glare ({value} % of it)",
        "请避开灯光直射、关闭闪光灯后重拍",
        "Avoid direct light, switch the flash off and retake",
    ),
    "page.low_contrast": _entry(
        "warning",
        "字迹太淡（对比度 {value}，应不低于 {limit}）",
        "The writing is too faint (contrast {value}, should be at least {limit})",
        "请提高扫描对比度或在明亮处重拍",
        "Raise the scanner's contrast or retake in bright light",
    ),
    "page.text_too_small": _entry(
        "warning",
        "文字过小（高 {value} 像素，应不低于 {limit}）",
        "The text is too small ({value} px high, should be at least {limit})",
        "请以 300 dpi 重新扫描，或靠近拍摄使材料占满画面",
        "Scan at 300 dpi, or move closer so that the document fills the frame",
    ),
    "page.dark": _entry(
        "warning",
        "页面过暗",
        "The page is too dark",
        "请在光线充足处重拍",
        "Retake in good light",
    ),
    "page.overexposed": _entry(
        "warning",
        "页面过曝，部分内容发白",
        "The page is overexposed and partly washed out",
        "请降低曝光或避开强光后重拍",
        "Lower the exposure or avoid strong light and retake",
    ),
    "page.cut_off": _entry(
        "confirm",
        "材料边缘超出画面，可能缺少内容",
        "The document leaves the frame; something may be missing",
        "请使四条边全部进入画面后重拍",
        "Retake with all four edges inside the frame",
    ),
    "page.not_cropped": _entry(
        "info",
        "未能确定材料边界，保留整幅画面",
        "The document's border could not be told; the whole frame is kept",
        "如背景过多，请在纯色桌面上重拍",
        "If there is much background, retake on a plain table",
    ),
    "page.direction_unknown": _entry(
        "info",
        "无法确定页面方向，保持原样",
        "The page's direction could not be told; it was left as it is",
        "如页面颠倒，请旋转后重新上传",
        "If it is upside down, turn it and upload it again",
    ),
    "page.unreadable": _entry(
        "error",
        "字迹无法辨认（识别置信度 {value}）",
        "The writing cannot be read (reading confidence {value})",
        "请重新扫描或在明亮处对准重拍",
        "Scan it again, or retake it sharp and in good light",
    ),
    "ocr.empty": _entry(
        "warning",
        "页面未识别到文字",
        "No text was found on the page",
        "请核对是否为空白页或照片",
        "Check whether it is a blank page or a picture",
    ),
    "ocr.failed": _entry(
        "error",
        "文字识别失败",
        "Reading the text failed",
        "请重试；仍失败请联系管理员",
        "Try again; if it fails again, ask the operator",
    ),
}

_MATCH: dict[str, Entry] = {
    "match.unknown": _entry(
        "confirm",
        "无法确定是哪一种材料",
        "It could not be told which material this is",
        "请指定材料名称；与本事项无关的页面请删除",
        "Assign a material name, or delete the page if it does not belong here",
    ),
    "match.contradicts": _entry(
        "error",
        "材料名称不符：申报为“{material}”，内容像是“{seen}”",
        "Declared as “{material}”, but it looks like “{seen}”",
        "请核对后改正材料名称，或重新上传正确的材料",
        "Correct the material name, or upload the right document",
    ),
    "match.unconfirmed": _entry(
        "confirm",
        "申报为“{material}”，但内容未能印证",
        "Declared as “{material}”, but the content does not confirm it",
        "请工作人员查看该页",
        "A clerk should look at the page",
    ),
    "match.uncertain": _entry(
        "confirm",
        "可能是“{material}”，把握不大（{confidence}）",
        "Perhaps “{material}”, but not surely ({confidence})",
        "请工作人员确认材料名称",
        "A clerk should confirm the material name",
    ),
}

_MATERIAL: dict[str, Entry] = {
    "material.missing": _entry(
        "error",
        "未上传“{material}”",
        "“{material}” was not uploaded",
        "请上传“{material}”的扫描件或照片",
        "Upload a scan or photo of “{material}”",
    ),
    "material.missing_conditional": _entry(
        "error",
        "因{reason}，须提交“{material}”，尚未上传",
        "“{material}” is required because {reason}, and was not uploaded",
        "请上传“{material}”的扫描件或照片",
        "Upload a scan or photo of “{material}”",
    ),
    "material.unknown": _entry(
        "error",
        "有文件未能读取，无法确定是否缺少“{material}”",
        "Some files could not be read, so it is not known whether “{material}” is there",
        "请先处理无法读取的文件",
        "Deal with the unreadable files first",
    ),
    "material.condition_unknown": _entry(
        "confirm",
        "无法确定是否须提交“{material}”（{reason}）",
        "It could not be told whether “{material}” is required ({reason})",
        "请工作人员核实条件",
        "A clerk should check the condition",
    ),
    "material.side_missing": _entry(
        "error",
        "“{material}”缺少{side}",
        "“{material}” lacks its {side}",
        "请补充上传{side}",
        "Upload the {side} as well",
    ),
    "material.too_few_pages": _entry(
        "error",
        "“{material}”只有 {pages} 页，至少应有 {limit} 页",
        "“{material}” has {pages} page(s), at least {limit} are needed",
        "请补齐缺少的页",
        "Upload the pages that are missing",
    ),
    "material.too_many_pages": _entry(
        "error",
        "“{material}”有 {pages} 页，最多 {limit} 页",
        "“{material}” has {pages} pages, at most {limit} are allowed",
        "请只保留重要的页",
        "Keep only the important pages",
    ),
    "material.over_limit": _entry(
        "error",
        "“{material}”压缩到清晰度下限后仍有 {size_kb} KB，超过 {limit_kb} KB",
        "“{material}” still has {size_kb} KB at the legibility floor, over {limit_kb} KB",
        "请裁去空白或分页后重新上传",
        "Crop the margins or split the page and upload it again",
    ),
    "material.low_resolution": _entry(
        "error",
        "“{material}”图像 {width}×{height} 像素，低于要求的 {min_width}×{min_height}",
        "“{material}” has {width}×{height} px, below the {min_width}×{min_height} asked for",
        "请以更高分辨率重新扫描或靠近拍摄",
        "Scan at a higher resolution or move closer",
    ),
    "material.monochrome": _entry(
        "confirm",
        "“{material}”应为彩色（有印章或照片），收到的是黑白件",
        "“{material}” should be in colour (it bears a seal or photo) but is black and white",
        "请对原件彩色扫描",
        "Scan the original in colour",
    ),
    "photo.size": _entry(
        "error",
        "照片 {width}×{height} 像素，无法得到要求的 {want_width}×{want_height}",
        "The portrait has {width}×{height} px and cannot give {want_width}×{want_height}",
        "请提供更大的证件照电子版",
        "Provide a larger digital portrait",
    ),
    "photo.background": _entry(
        "confirm",
        "照片背景不是{wanted}",
        "The portrait's background is not {wanted}",
        "请使用{wanted}证件照",
        "Use a portrait on a background of {wanted}",
    ),
    "photo.text": _entry(
        "error",
        "照片上有文字或印章",
        "There is text or a stamp on the portrait",
        "请使用没有文字和印章的照片",
        "Use a portrait without text or stamp",
    ),
    "field.missing": _entry(
        "confirm",
        "“{material}”上未能读到{label}",
        "{label} could not be read on “{material}”",
        "请工作人员核对，或重新上传清晰的页面",
        "A clerk should check it, or upload a clearer page",
    ),
    "field.invalid": _entry(
        "error",
        "“{material}”上的{label}“{value}”校验不通过",
        "{label} “{value}” on “{material}” fails its check",
        "请核对原件；如识别有误，请重新上传清晰的页面",
        "Check the original; upload a clearer page if it was misread",
    ),
    "field.doubtful": _entry(
        "confirm",
        "“{material}”上的{label}识别把握不大",
        "{label} on “{material}” was read with little confidence",
        "请工作人员核对",
        "A clerk should check it",
    ),
    "field.expired": _entry(
        "error",
        "“{material}”已于 {date} 到期",
        "“{material}” expired on {date}",
        "请上传有效期内的材料",
        "Upload one that is still valid",
    ),
    "field.too_old": _entry(
        "error",
        "“{material}”出具于 {date}，超过 {days} 天",
        "“{material}” was issued on {date}, more than {days} days ago",
        "请重新开具后上传",
        "Obtain a fresh one and upload it",
    ),
    "seal.missing": _entry(
        "confirm",
        "“{material}”上未发现印章",
        "No seal was found on “{material}”",
        "请核对是否已盖章，盖章后彩色扫描上传",
        "Check that it is sealed, and scan it in colour",
    ),
}

_CASE: dict[str, Entry] = {
    "case.name_mismatch": _entry(
        "error",
        "“{material}”上的姓名“{value}”与申请人“{expected}”不一致",
        "The name “{value}” on “{material}” differs from the applicant's “{expected}”",
        "请核对是否为本人材料",
        "Check that the document is the applicant's own",
    ),
    "case.id_mismatch": _entry(
        "error",
        "“{material}”上的证件号码 {value} 与申请人 {expected} 不一致",
        "The ID number {value} on “{material}” differs from the applicant's {expected}",
        "请核对是否为本人材料",
        "Check that the document is the applicant's own",
    ),
    "case.company_mismatch": _entry(
        "confirm",
        "“{material}”上的单位“{value}”与申报企业“{expected}”不一致",
        "The company “{value}” on “{material}” differs from the declared “{expected}”",
        "请核对企业名称",
        "Check the company's name",
    ),
    "case.applicant_incomplete": _entry(
        "error",
        "申请人基本信息缺少：{fields}",
        "The applicant's basic information lacks: {fields}",
        "请填写后保存",
        "Fill it in and save",
    ),
    "case.id_invalid": _entry(
        "error",
        "申请人证件号码 {value} 校验不通过",
        "The applicant's ID number {value} fails its check",
        "请核对证件号码",
        "Check the number",
    ),
    "case.age": _entry(
        "error",
        "申请人已满 {age} 周岁，超过本事项年龄上限",
        "The applicant is {age}, over this procedure's age limit",
        "请咨询窗口",
        "Ask at the counter",
    ),
    "case.empty": _entry(
        "error",
        "没有收到任何材料",
        "No document was received",
        "请上传申报材料",
        "Upload the documents",
    ),
    "case.same_picture": _entry(
        "confirm",
        "与“{other}”几乎相同，可能是同一材料重复提交",
        "Nearly the same as “{other}”; perhaps the same paper twice",
        "请核对；重复的请删除",
        "Check it and delete the copy",
    ),
}

CATALOGUE: dict[str, Entry] = {**_FILE, **_PAGE, **_MATCH, **_MATERIAL, **_CASE}
