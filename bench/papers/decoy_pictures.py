"""Decoys: what isn't a paper of an office: reports, newspapers, screens, pictures, blank sheets."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from PIL import Image
from shoujian.demo.applicant import DemoPerson

from .people import digits, pick, printed
from .registry import decoy
from .shapes import form
from .sheet import Sheet


@decoy("health")
def health(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """体检报告."""
    sheet = Sheet(rng, face="micro")
    sheet.mid(180, f"{p.place[3:]}第二人民医院", 64)
    sheet.mid(290, "健 康 体 检 报 告", 84, weight=1)
    sheet.put(
        220, 450, f"姓名：{p.name}   性别：{p.sex}   体检号：{digits(rng, 8)}   日期：{printed(p.trained, 'dash')}", 42
    )
    rows = [("项目", "结果", "单位", "参考范围", "提示")]
    for item, unit, low, high in (
        ("白细胞计数", "10^9/L", 3.5, 9.5), ("红细胞计数", "10^12/L", 4.3, 5.8), ("血红蛋白", "g/L", 130, 175),
        ("血小板计数", "10^9/L", 125, 350), ("丙氨酸氨基转移酶", "U/L", 9, 50), ("总胆固醇", "mmol/L", 2.8, 5.7),
        ("甘油三酯", "mmol/L", 0.5, 1.7), ("空腹血糖", "mmol/L", 3.9, 6.1), ("尿酸", "umol/L", 208, 428),
    ):  # fmt: skip
        value = float(rng.uniform(low * 0.9, high * 1.1))
        rows.append((item, f"{value:.1f}", unit, f"{low}-{high}", "↑" if value > high else ""))
    y = sheet.table(220, 540, (620, 340, 340, 440, 300), rows, 42, height=2.3, thick=2)
    sheet.para(220, y + 80, "总检建议：注意饮食，加强锻炼，定期复查血脂、血糖。", 46, 2040)
    sheet.put(1500, y + 360, "总检医师：", 46)
    sheet.sign(pick(rng, "钱孙李") + "文", 1850, y + 380, size=70, black=True)
    return [sheet]


@decoy("transcript")
def transcript(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """成绩单: of a school, with its seal, but no diploma."""
    subjects = (
        "高等数学",
        "大学英语",
        "材料力学",
        "结构力学",
        "工程测量",
        "土力学",
        "混凝土结构",
        "工程经济",
        "施工组织",
    )
    lines = "\n".join(
        f"{name} | {int(rng.integers(60, 99))} | {pick(rng, ('2', '3', '4'))} | {other} | "
        f"{int(rng.integers(60, 99))} | 2"
        for name, other in zip(subjects, subjects[::-1], strict=True)
    )
    above = f"姓名：{p.name}    学号：{digits(rng, 10)}    专业：{p.major}"
    data = "课程名称 | 成绩 | 学分 | 课程名称 | 成绩 | 学分\n" + lines
    sheet = form(rng, f"{p.school}学生成绩单", above, data, (560, 220, 220, 560, 220, 220))
    sheet.put(1500, 2400, "教务处（章）", 48)
    sheet.seal(f"{p.school}教务处", 1750, 2400)
    return [sheet]


@decoy("newspaper")
def newspaper(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A page of a newspaper, in columns, with a lost-and-found box."""
    sheet = Sheet(rng, face="song", paper=(234, 230, 220))
    sheet.put(160, 120, "示例日报", 170, face="kai", weight=2)
    sheet.put(2300, 200, printed(p.applied, "cn") + "  星期五  第6版", 44, anchor="ra")
    sheet.draw.line((140, 380, 2340, 380), fill=(40, 40, 40), width=6)
    sheet.put(160, 420, "全市重点工程建设提速增效", 120, face="bold")
    text = (
        "本报讯 记者昨日从市建设局了解到，今年以来，全市重点工程建设进展顺利，一批道路、学校、医院项目相继开工。"
        "施工现场机械轰鸣，工人们正抓紧时间浇筑混凝土。项目负责人表示，将在保证质量和安全的前提下加快进度，"
        "确保年底前完成主体结构。"
    )
    for column in range(4):
        y = 620.0
        while y < 2150:
            y = sheet.para(160 + column * 550, y, text, 40, 510, leading=1.5)
    sheet.draw.rectangle((160, 2760, 2320, 3380), outline=(40, 40, 40), width=4)
    sheet.put(200, 2790, "遗失启事", 64, face="hei")
    for row in range(5):
        name = p.name if row == 2 else pick(rng, "王李张刘") + pick(rng, "建国志强")
        lost = pick(rng, ("身份证一张", "毕业证书一本", "二级建造师注册证书", "公章一枚", "营业执照副本"))
        sheet.put(200, 2900 + row * 90, f"△{name}遗失{lost}，编号{digits(rng, 8)}，声明作废。", 42)
    return [sheet]


@decoy("blank")
def blank(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """An empty sheet, or one with what shines through from its back."""
    tone = int(rng.integers(244, 254))
    sheet = Sheet(rng, paper=(tone, tone, tone - 2))
    if rng.random() < 0.5:
        for y in range(300, 3200, 110):
            sheet.put(2150, y, "〇" * int(rng.integers(8, 34)), 50, fill=(tone - 8,) * 3, anchor="ra", record=False)
    return [sheet]


@decoy("scenery")
def scenery(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A photograph of hills under a sky, or of a building site."""
    width, height = 2400, 1800
    ys = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([120, 170, 225]) * (1 - ys) + np.array([225, 230, 235]) * ys
    picture = np.broadcast_to(sky, (height, width, 3)).astype(np.uint8).copy()
    x = np.arange(width)
    for layer in range(4):
        rough = cv2.resize(rng.normal(0, 1, (1, 9)).astype(np.float32), (width, 1), interpolation=cv2.INTER_CUBIC)[0]
        ridge = height * (0.4 + 0.14 * layer) + 160 * rough
        tone = np.array([90, 120, 100]) * (1 - 0.17 * layer) + rng.normal(0, 10, 3)
        picture[np.arange(height)[:, None] > ridge[None, x]] = np.clip(tone, 0, 255).astype(np.uint8)
    noise = rng.normal(0, 9, (height, width, 1))
    picture = np.clip(picture + cv2.GaussianBlur(noise, (0, 0), 1.2)[..., None] * 4, 0, 255).astype(np.uint8)
    sheet = Sheet(rng, (width, height))
    sheet.image = Image.fromarray(picture)
    return [sheet]


@decoy("chat")
def chat(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A screenshot of a chat about the very materials."""
    sheet = Sheet(rng, (1080, 2280), face="micro", paper=(237, 237, 237))
    sheet.put(60, 30, f"{int(rng.integers(8, 22))}:{pick(rng, ('05', '32', '47'))}", 40)
    sheet.mid(120, pick(rng, ("人事小周", "建造师注册群(46)", p.legal_person)), 48)
    texts = (
        "您好，注册材料都准备好了吗？", "身份证和毕业证书扫描好了", "还差劳动合同和社保参保证明",
        "社保在手机上就能打印，记得要带章的", "资格证书超过三年的要", "收到，我今晚发你", "OK",
    )  # fmt: skip
    y = 260.0
    for place, text in enumerate(texts):
        right = place % 2 == 1
        length = min(680, len(text) * 44 + 70)
        left = 1080 - 160 - length if right else 160
        depth = 120 if len(text) * 44 <= 640 else 180
        tone = (149, 236, 105) if right else (255, 255, 255)
        sheet.draw.rounded_rectangle((left, y, left + length, y + depth), 16, fill=tone)
        sheet.para(left + 35, y + 32, text, 42, 640, indent=0, leading=1.4)
        at = 950 if right else 30
        sheet.draw.rounded_rectangle(
            (at, y, at + 100, y + 100), 12, fill=tuple(int(v) for v in rng.integers(60, 220, 3))
        )
        y += depth + 70
    sheet.draw.rectangle((0, 2130, 1080, 2280), fill=(247, 247, 247))
    return [sheet]


@decoy("web_page")
def web_page(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A screenshot of a query for a registered person."""
    sheet = Sheet(rng, (1920, 1080), face="micro", paper=(255, 255, 255))
    sheet.draw.rectangle((0, 0, 1920, 70), fill=(222, 225, 230))
    sheet.put(160, 14, "jzsc.example.gov.cn/data/person/detail?id=" + digits(rng, 12), 28)
    sheet.draw.rectangle((0, 70, 1920, 190), fill=(28, 100, 180))
    sheet.put(80, 96, "全国建筑市场监管公共服务平台", 50, fill=(255, 255, 255))
    sheet.put(
        80,
        230,
        f"{p.name}   {p.sex}   证件类型：居民身份证   证件号码：{p.id_number[:6]}********{p.id_number[-4:]}",
        34,
    )
    data = f"""
        注册类别 | 注册号 | 注册专业 | 有效期 | 注册单位
        二级注册建造师 | 浙2332019{digits(rng, 9)} | {p.specialty} | {printed(p.contract_until, "dash")} | {p.company}
    """
    sheet.table(80, 320, (300, 420, 320, 260, 460), data, 28, height=2.6, line=(210, 214, 220), head=(240, 243, 248))
    for place, text in enumerate(("个人工程业绩", "个人业绩技术指标", "不良行为", "良好行为", "变更记录")):
        sheet.put(80 + place * 300, 620, text, 32, fill=(28, 100, 180))
    sheet.put(80, 720, "暂无数据", 30, fill=(140, 140, 140))
    return [sheet]


@decoy("drawing")
def drawing(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """A floor plan with a title block."""
    sheet = Sheet(rng, (3508, 2480), face="fang")
    sheet.frame(80, (30, 30, 30), width=8, double=False)
    grid = [int(v) for v in 360 + np.cumsum(rng.integers(260, 520, 6))]
    for place, x in enumerate(grid):
        sheet.draw.line((x, 300, x, 1900), fill=(150, 60, 60), width=2)
        sheet.draw.ellipse((x - 40, 1910, x + 40, 1990), outline=(30, 30, 30), width=3)
        sheet.put(x, 1950, str(place + 1), 44, anchor="mm")
    for left, right in pairwise(grid):
        sheet.draw.rectangle((left, 500, right, 1700), outline=(20, 20, 20), width=12)
        sheet.put((left + right) / 2, 1100, pick(rng, ("卧室", "客厅", "厨房", "楼梯间", "卫生间")), 46, anchor="mm")
        sheet.put((left + right) / 2, 400, str((right - left) * 5), 36, anchor="mm")
    data = f"""
        工程名称 | 市民中心综合楼 | 图名 | 一层平面图
        设计 | {p.name} | 图号 | 建施-0{int(rng.integers(1, 9))}
        比例 | 1:100 | 日期 | {printed(p.trained, "dot")}
    """
    sheet.table(2000, 2060, (220, 560, 200, 420), data, 42, height=2.4)
    return [sheet]
