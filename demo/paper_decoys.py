"""Papers that belong to no material: an invoice, a newspaper page, a menu, an English letter, a blank page."""

from __future__ import annotations

import cv2
import numpy as np

from ..processors.page import Pixels
from .applicant import DemoPerson
from .canvas import A4, Canvas, Paper
from .stamps import qr_like, round_seal

_NEWS = (
    "本报讯（记者 样本）示例市昨日举行春季植树活动，来自各街道的三百余名市民参加。"
    "活动现场，大家挥锹铲土、扶苗浇水，干得热火朝天。"
    "据介绍，今年全市计划新增绿地二十万平方米，重点建设河道两岸的慢行步道。",
    "入夏以来，示例市图书馆推出夜间开放服务，每周二至周六延长至二十一时三十分闭馆。工作人员介绍，夜间读者以学生和上班族为主，"
    "自习座位常常一座难求，馆方正在考虑增加一百个座位。",
    "昨日傍晚，一场大雨使示例区部分路段积水。环卫工人连夜出动，疏通排水口六十余处，今晨早高峰前交通已恢复正常。气象台预计未来"
    "三天仍有阵雨，请市民出行带好雨具。",
)
_LETTER = (
    "Dear Mr Sample,",
    "Thank you for your letter of 3 March. We were pleased to hear that the garden chairs arrived in good order, and "
    "we are sorry about the missing screws. A bag with twelve of them was posted to you this morning and should "
    "reach you by Friday.",
    "Our shop will be closed during the first week of April because we are moving to larger rooms at 12 Example Road. "
    "From 10 April you will find us there every day except Sunday, between nine and six.",
    "If you would like to see the new catalogue, please let us know. "
    "We would be glad to send you a copy free of charge.",
    "Yours sincerely,",
    "A. N. Other",
)
_DISHES = (
    "清炒时蔬",
    "番茄炒蛋",
    "红烧豆腐",
    "糖醋里脊",
    "鱼香茄子",
    "酸辣土豆丝",
    "西湖牛肉羹",
    "扬州炒饭",
    "葱油拌面",
    "桂花糖藕",
)


def invoice(person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return an electronic invoice of a shop, landscape."""
    canvas = Canvas((2480, 1654))
    canvas.text((1240, 150), "浙江增值税电子普通发票", 88, weight=1, anchor="mm", fill=(150, 60, 30))
    canvas.stamp(qr_like(rng, side=230), (260, 190), seal=False)
    number = int(rng.integers(10_000_000, 99_999_999))
    for row, text in enumerate(
        (f"发票代码：033000000{number % 1000:03d}", f"发票号码：{number}", "开票日期：2026年05月06日")
    ):
        canvas.text((1780, 90 + row * 66), text, 42)
    canvas.draw.rectangle((140, 340, 2340, 1500), outline=(150, 60, 30), width=4)
    canvas.text((180, 370), f"购买方名称：{person.company}", 44)
    canvas.text((180, 450), f"纳税人识别号：{person.uscc}", 44)
    canvas.draw.line((140, 540, 2340, 540), fill=(150, 60, 30), width=3)
    for row, cells in enumerate(
        (("货物或应税劳务名称", "数量", "单价", "金额", "税率"), ("*办公用品*打印纸", "20", "25.00", "500.00", "13%"))
    ):
        for x, cell in zip((180, 960, 1280, 1640, 2080), cells, strict=True):
            canvas.text((x, 570 + row * 90), cell, 44)
    canvas.draw.line((140, 1180, 2340, 1180), fill=(150, 60, 30), width=3)
    canvas.text((180, 1215), "价税合计（大写）伍佰陆拾伍元整　（小写）¥565.00", 46)
    canvas.text((180, 1340), "销售方名称：示例市样本文具店", 44)
    canvas.text((180, 1420), "收款人：样本　复核：模拟　开票人：范例", 44)
    canvas.stamp(round_seal("示例市样本文具店", rng, diameter=380, below="发票专用章"), (2000, 1340))
    return canvas.paper(None, "invoice")


def newspaper(_person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return a page of a newspaper in three columns, with a grey picture."""
    canvas = Canvas(A4, paper=(238, 235, 226))
    canvas.text((1240, 260), "示例日报", 220, weight=4, anchor="mm", spacing=50)
    canvas.text((1240, 430), "2026年4月12日 星期日 农历丙午年二月廿五 今日8版", 44, anchor="mm")
    canvas.draw.line((160, 490, 2320, 490), fill=(40, 40, 40), width=8)
    canvas.text((180, 540), "全民植树添新绿 携手共建好家园", 110, weight=2)
    canvas.paste(_news_picture(rng), (180, 740, 1540, 1560))
    canvas.text((180, 1580), "市民在示例公园参加植树活动。样本 摄", 38)
    for column, (left, top) in enumerate(((180, 1700), (900, 1700), (1620, 740))):
        y = float(top)
        while y < 3150:
            for text in _NEWS[column:] + _NEWS[:column]:
                y = canvas.paragraph((left, y), text, 42, width=660, leading=1.6) if y < 3000 else y + 400
    return canvas.paper(None, "newspaper")


def menu(_person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return a restaurant's menu."""
    canvas = Canvas(A4, paper=(250, 240, 222))
    canvas.draw.rectangle((120, 120, 2360, 3388), outline=(140, 60, 30), width=14)
    canvas.text((1240, 380), "样本小馆", 200, weight=3, anchor="mm", fill=(140, 40, 20), spacing=60)
    canvas.text((1240, 600), "今日菜单", 100, anchor="mm")
    for row, dish in enumerate(_DISHES):
        y = 820 + row * 210
        canvas.text((420, y), dish, 88)
        canvas.text((2060, y), f"¥{int(rng.integers(12, 68))}.00", 84, anchor="ra")
        canvas.draw.line((1000, y + 96, 1720, y + 96), fill=(160, 130, 100), width=3)
    canvas.text((1240, 3180), "营业时间：10:00-21:30　订餐电话：0000-12345678", 56, anchor="mm")
    return canvas.paper(None, "menu")


def letter(_person: DemoPerson, _rng: np.random.Generator) -> Paper:
    """Return a business letter in English."""
    canvas = Canvas(A4)
    canvas.text((300, 300), "EXAMPLE & SAMPLE LTD", 84, weight=1)
    canvas.text((300, 420), "Garden furniture since 1974", 46)
    canvas.text((2180, 640), "14 March 2026", 52, anchor="ra")
    y = 860.0
    for part in _LETTER:
        y = canvas.paragraph((300, y), part, 54, width=1880, leading=1.6, indent=0) + 60
    return canvas.paper(None, "letter")


def blank(_person: DemoPerson, rng: np.random.Generator) -> Paper:
    """Return an empty sheet, very slightly tinted."""
    tint = int(rng.integers(246, 254))
    return Canvas(A4, paper=(tint, tint, tint - 2)).paper(None, "blank")


def _news_picture(rng: np.random.Generator) -> Pixels:
    """Return a grey, cloudy picture with some figures in it."""
    clouds = cv2.resize(rng.uniform(90, 210, (5, 8)).astype(np.float32), (1360, 820), interpolation=cv2.INTER_CUBIC)
    grey = np.clip(clouds, 0, 255).astype(np.uint8)
    for x in range(160, 1300, 190):
        at = (x + int(rng.integers(-50, 50)), int(rng.integers(430, 520)))
        cv2.ellipse(grey, (at[0], at[1] + 240), (80, 200), 0, 0, 360, int(rng.integers(30, 90)), -1, cv2.LINE_AA)
        cv2.circle(grey, at, 48, int(rng.integers(120, 190)), -1, cv2.LINE_AA)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
