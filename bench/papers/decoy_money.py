"""Decoys: what banks, tax offices and shops print."""

from __future__ import annotations

import numpy as np
from shoujian.demo.applicant import DemoPerson
from shoujian.demo.canvas import A4

from .people import after, company_of, digits, pick, printed
from .registry import decoy
from .sheet import LANDSCAPE, Sheet
from .social import months_before

_ROUGH = (120, 60, 40)


@decoy("bank_flow")
def bank_flow(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """银行流水, on two pages."""
    sheets = []
    balance = float(rng.integers(3000, 90000))
    for page in (1, 2):
        sheet = Sheet(rng, face="hei")
        sheet.mid(180, pick(rng, ("个人账户交易明细", "活期账户历史明细清单", "借记卡账户交易流水")), 70)
        sheet.put(180, 320, f"户名：{p.name}    账号：6217{digits(rng, 15)}    币种：人民币", 38)
        sheet.put(180, 390, f"起止日期：{printed(after(p.applied, -90), 'dash')} 至 {printed(p.applied, 'dash')}", 38)
        rows = [("交易日期", "摘要", "交易金额", "余额", "对方户名")]
        for place in range(24):
            move = float(rng.normal(0, 2500))
            balance = abs(balance + move)
            day = printed(after(p.applied, -90 + page * 30 + place), "dash")
            word = pick(rng, ("消费", "转账", "代发工资", "利息", "快捷支付"))
            rows.append((day, word, f"{move:.2f}", f"{balance:.2f}", pick(rng, ("支付平台", p.company[:8], "超市"))))
        sheet.table(180, 470, (400, 340, 400, 420, 560), rows, 36, height=2.1, ruled=page == 1, thick=2)
        sheet.put(2200, 3300, f"第{page}页/共2页", 34, anchor="ra")
        sheet.seal("示例银行业务专用章", 1850, 3000, diameter=380)
        sheets.append(sheet)
    return sheets


@decoy("tax")
def tax(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """个人所得税完税证明: a table by months with an e-seal, much like a proof of insurance."""
    sheet = Sheet(rng, face="song")
    sheet.mid(200, pick(rng, ("中华人民共和国税收完税证明", "中华人民共和国个人所得税纳税记录")), 80, face="bold")
    sheet.put(2250, 350, f"No.{digits(rng, 18)}", 40, anchor="ra")
    sheet.put(220, 430, f"纳税人名称：{p.name}    身份证件号码：{p.id_number}", 42)
    rows = [("税款所属期", "入库日期", "所得项目", "实缴（退）税额", "扣缴单位")]
    for month in months_before(p.applied, 14):
        amount = f"{float(rng.uniform(20, 900)):.2f}"
        rows.append((f"{month:%Y-%m}", f"{month:%Y-%m}-15", "工资薪金", amount, p.company[:12]))
    y = sheet.table(220, 520, (340, 360, 340, 400, 600), rows, 38, height=2.2)
    sheet.put(220, y + 50, "说明：1.本记录不含未申报信息。2.验证码：" + digits(rng, 16), 38)
    sheet.put(1400, y + 260, "税务机关（盖章）", 44)
    sheet.put(1400, y + 350, "开具时间：" + printed(p.applied, "cn"), 44)
    sheet.seal(f"国家税务总局{p.place[3:]}税务局", 1750, y + 320)
    return [sheet]


@decoy("housing_fund")
def housing_fund(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """住房公积金缴存证明."""
    sheet = Sheet(rng, face=pick(rng, ("song", "fang")))
    sheet.mid(300, pick(rng, ("住房公积金个人缴存证明", "个人住房公积金缴存情况表")), 90, face="bold")
    data = f"""
        姓名 | {p.name} | 证件号码 | {p.id_number}
        单位名称 | {p.company} *3
        个人账号 | {digits(rng, 12)} | 账户状态 | 正常
        缴存基数 | {int(rng.integers(50, 150)) * 100} | 缴存比例 | 单位12% 个人12%
        月缴存额 | {int(rng.integers(900, 3000))}.00 | 缴至年月 | {printed(p.applied, "month")}
        账户余额 | {int(rng.integers(9000, 90000))}.{digits(rng, 2)} | 开户日期 | {printed(p.contract_from, "dash")}
    """
    y = sheet.table(240, 500, (320, 680, 320, 680), data, 46, height=2.8)
    sheet.para(240, y + 80, "以上信息属实，特此证明。本证明仅反映打印时的账户情况。", 48, 2000)
    sheet.put(1300, y + 400, f"{p.place[3:]}住房公积金管理中心", 50)
    sheet.put(1400, y + 500, "打印日期：" + printed(p.insurance_printed, "cn"), 50)
    sheet.seal(f"{p.place[3:]}住房公积金管理中心", 1700, y + 450)
    return [sheet]


@decoy("invoice")
def invoice(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """增值税发票."""
    sheet = Sheet(rng, (2480, 1654), face="song")
    sheet.put(1240, 90, pick(rng, ("浙江增值税普通发票", "电子发票（普通发票）")), 76, anchor="ma", fill=_ROUGH)
    sheet.put(1750, 100, f"发票号码：{digits(rng, 20)}", 36)
    sheet.put(1750, 160, f"开票日期：{printed(p.applied, 'cn0')}", 36)
    sheet.qr(140, 60, 220)
    seller, pay = company_of(rng, p.place[3:]), int(rng.integers(300, 9000))
    data = f"""
        购买方 | <名称：{p.company}~纳税人识别号：{p.uscc} | 销售方 | <名称：{seller}~纳税人识别号：{p.uscc[:-1]}X
    """
    y = sheet.table(120, 310, (140, 960, 140, 1000), data, 40, height=4, line=_ROUGH)
    rows = [
        ("货物或应税劳务名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额"),
        ("*现代服务*培训费", "", "次", "1", f"{pay}.00", f"{pay}.00", "6%", f"{pay * 0.06:.2f}"),
        ("", "", "", "", "", "", "", ""),
    ]
    y = sheet.table(120, y, (560, 300, 160, 180, 260, 300, 180, 300), rows, 38, height=2.8, line=_ROUGH)
    sheet.table(120, y, (560, 1680), [("价税合计（大写）", f"<（小写）¥{pay * 1.06:.2f}")], 40, height=2.6, line=_ROUGH)
    sheet.put(160, y + 260, "收款人：         复核：         开票人：管理员", 38)
    sheet.seal(seller, 2050, y + 240, below="发票专用章", diameter=360)
    return [sheet]


@decoy("receipt")
def receipt(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """收据."""
    sheet = Sheet(rng, (2200, 1050), face="song", paper=(250, 240, 240))
    sheet.mid(70, "收   款   收   据", 80, face="hei")
    sheet.put(1700, 170, "No " + digits(rng, 7), 50, fill=(190, 30, 30))
    sheet.put(700, 190, printed(p.applied, "cn"), 44)
    pay = int(rng.integers(1, 90)) * 100
    text = f"今收到[[ {p.name} ]]交来[[ 继续教育培训报名费 ]]，人民币（大写）[[ {pay} 元整 ]]  ￥[[ {pay}.00 ]]"
    y = sheet.para(160, 330, text, 56, 1850, indent=0, filled="wen", leading=2.2)
    sheet.put(160, y + 120, "收款单位（章）          会计：          出纳：          经手人：", 44)
    sheet.seal(p.company, 520, y + 110, below="财务专用章", diameter=360)
    return [sheet]


@decoy("ticket")
def ticket(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """火车票."""
    sheet = Sheet(rng, (1010, 640), face="song", paper=(206, 228, 242))
    sheet.put(60, 40, digits(rng, 2) + "A" + digits(rng, 6), 40, fill=(190, 40, 40))
    sheet.put(60, 120, "杭州东站", 64, face="hei")
    sheet.put(430, 110, f"G{int(rng.integers(10, 9000))}", 56)
    sheet.put(680, 120, f"{p.address[3:5]}站", 64, face="hei")
    sheet.put(60, 240, f"{printed(p.applied, 'cn0')} 09:35开    06车12F号", 42)
    sheet.put(60, 310, f"￥{int(rng.integers(40, 600))}.5元         二等座", 42)
    sheet.put(60, 370, "限乘当日当次车", 36)
    sheet.put(60, 430, f"{p.id_number[:10]}****{p.id_number[-4:]} {p.name}", 42)
    sheet.put(200, 520, "买票请到12306 发货请到95306", 32)
    sheet.qr(780, 400, 180)
    return [sheet]


@decoy("insurance_bill")
def insurance_bill(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """建筑施工人员意外伤害保险单: insurance, but not social insurance."""
    sheet = Sheet(rng, face="micro")
    sheet.put(200, 150, "示例财产保险股份有限公司", 60, fill=(180, 40, 40))
    sheet.mid(320, "团体人身意外伤害保险单", 84, weight=1)
    data = f"""
        保单号码 | {digits(rng, 20)} *3
        投保人 | {p.company} *3
        被保险人 | {p.name}等36人 | 证件号码 | 详见清单
        保险期间 | 自{printed(p.contract_from, "cn")}零时起至{printed(after(p.contract_from, 364), "cn")}二十四时止 *3
        保险金额 | 意外身故、伤残 600000元/人 *3
        保险费合计 | 人民币 {int(rng.integers(3, 40))}000.00 元 *3
        特别约定 | <本保单承保建筑施工活动中发生的意外伤害，受益人为法定继承人。 *3
    """
    y = sheet.table(200, 480, (360, 700, 360, 660), data, 44, height=2.9)
    sheet.put(1400, y + 200, "保险人签章：", 44)
    sheet.put(1400, y + 300, "签单日期：" + printed(p.contract_from, "dash"), 44)
    sheet.seal("示例财产保险股份有限公司", 1750, y + 260, below="承保专用章")
    return [sheet]


@decoy("payroll")
def payroll(p: DemoPerson, rng: np.random.Generator) -> list[Sheet]:
    """工资表, landscape."""
    sheet = Sheet(rng, LANDSCAPE if rng.random() < 0.8 else (A4[0], A4[1]), face="song")
    sheet.mid(150, f"{p.company}{printed(p.applied, 'month')}工资发放表", 66, face="hei")
    rows = [("序号", "姓名", "基本工资", "补贴", "扣社保", "扣公积金", "个税", "实发", "签字")]
    for place in range(1, 15):
        name = p.name if place == 4 else pick(rng, "周吴郑王冯陈") + pick(rng, "强敏伟芳军丽")
        pays = [str(int(v)) for v in rng.integers(100, 9000, 6)]
        rows.append((str(place), name, *pays, ""))
    sheet.table(180, 300, (sheet.width - 360) // 9 * np.ones(9, int), rows, 40, height=2.4)
    return [sheet]
