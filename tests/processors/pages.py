"""Pages written by hand as lines with boxes, in the wordings of the domain's documents."""

from __future__ import annotations

from collections.abc import Sequence

from shoujian.schemas.geometry import box_quad
from shoujian.schemas.reading import Line, Reading

A4 = (1654, 2339)
CARD = (1011, 638)
Row = str | tuple[str, float] | Sequence[tuple[str, float]]


def line(text: str, left: float, top: float, height: float = 34, confidence: float = 0.97) -> Line:
    """One line; a Chinese character is as wide as it is high, others half as wide."""
    width = sum(height if ord(char) > 0x2E7F else height * 0.55 for char in text)
    return Line(text=text, confidence=confidence, box=box_quad(left, top, left + width, top + height))


def centred(text: str, top: float, height: float, page_width: int = A4[0]) -> Line:
    drawn = line(text, 0, top, height)
    width = drawn.box[1][0]
    return line(text, (page_width - width) / 2, top, height)


def page(*lines: Line) -> Reading:
    return Reading(engine="by hand", lines=lines)


def body(texts: Sequence[str], top: float = 500, left: float = 200, height: float = 34, step: float = 70) -> list[Line]:
    return [line(text, left, top + step * index, height) for index, text in enumerate(texts)]


def id_front(number: str = "330100199003070008") -> Reading:
    return page(
        line("姓名 张三丰", 60, 70, 36),
        line("性别 女 民族 汉", 60, 150, 34),
        line("出生 1990年3月7日", 60, 230, 34),
        line("住址 浙江省杭州市样例区虚构路", 60, 310, 34),
        line("1号2幢303室", 140, 360, 34),
        line(f"公民身份号码 {number}", 60, 540, 38),
    )


def id_back() -> Reading:
    return page(
        line("中华人民共和国", 300, 80, 60),
        line("居民身份证", 330, 170, 80),
        line("签发机关 杭州市公安局样例分局", 200, 460, 34),
        line("有效期限 2015.06.30-2035.06.30", 200, 540, 34),
    )


def diploma() -> Reading:
    return page(
        centred("普通高等学校", 200, 70),
        centred("毕业证书", 320, 130),
        *body(
            [
                "学生 张三丰,性别女,1990年3月7日生,于2008年9月",
                "至2012年6月在本校土木工程专业四年制本科学习,修完教",
                "学计划规定的全部课程,成绩合格,准予毕业。",
                "校名:样例大学 校(院)长:李四",
                "证书编号:999991201205000001",
                "二〇一二年六月三十日",
            ],
            top=600,
        ),
    )


def qualification() -> Reading:
    return page(
        centred("中华人民共和国", 180, 60),
        centred("二级建造师执业资格证书", 280, 90),
        *body(
            [
                "姓名:张三丰",
                "证件号码:330100199003070008",
                "专业类别:建筑工程",
                "批准日期:2024年11月5日",
                "签发日期:2024年12月20日",
                "管理号:33202412000001",
                "证书编号:ZJ2024000001",
                "浙江省人力资源和社会保障厅 浙江省住房和城乡建设厅",
            ]
        ),
    )


def contract_first() -> Reading:
    return page(
        centred("劳动合同书", 260, 90),
        *body(
            [
                "甲方(用人单位):浙江样例建设工程有限公司",
                "法定代表人:王五",
                "乙方(劳动者):张三丰",
                "居民身份证号码:330100199003070008",
                "根据《中华人民共和国劳动法》、《中华人民共和国劳动合同法》,双方协商一致,订立本合同。",
                "第一条 劳动合同期限",
                "本合同为固定期限劳动合同,自2024年1月1日起至2029年12月31日止。",
                "第二条 工作内容和工作地点",
                "乙方同意根据甲方工作需要,担任项目管理岗位工作。",
                "第三条 工作时间和休息休假",
            ]
        ),
    )


def contract_middle() -> Reading:
    return page(
        *body(
            [
                "甲方应当按月足额支付,不得克扣或者无故拖欠。",
                "乙方应当遵守甲方依法制定的规章制度。",
                "双方可以约定其他事项,但不得违反国家规定。",
                "一方违约给另一方造成损失的,应当依法赔偿。",
                "第 3 页",
            ],
            top=200,
        )
    )


def social() -> Reading:
    return page(
        centred("浙江省社会保险参保证明(个人专用)", 150, 60),
        line("姓名:张三丰", 150, 300),
        line("社会保障号:330100199003070008", 600, 300),
        line("性别:女", 1300, 300),
        line("社会保险基本情况", 150, 380),
        line("当前参保状态", 150, 440),
        line("参保缴费", 600, 440),
        line("最近24个月单位编号对应单位明细", 150, 520),
        line("单位编号", 150, 580),
        line("单位名称", 700, 580),
        line("33010001", 150, 640),
        line("浙江样例建设工程有限公司", 560, 640),
        line("最近24个月缴费情况(2024年11月-2026年10月)", 150, 720),
        line("缴费基数(元)", 300, 780),
        line("个人缴费(元)", 700, 780),
        line("缴费状态", 1200, 780),
        line("打印时间:2026年11月2日", 1100, 2200),
        line("验证码:A1B2C3", 1300, 100, 26),
    )


def form() -> Reading:
    return page(
        centred("浙江省二级建造师初始注册申请表", 150, 70),
        line("编号:3300001", 1200, 250),
        line("姓名", 150, 330),
        line("张三丰", 400, 330),
        line("性别", 800, 330),
        line("女", 1000, 330),
        line("证件类型", 150, 400),
        line("身份证", 400, 400),
        line("证号", 800, 400),
        line("330100199003070008", 1000, 400),
        line("联系电话", 150, 470),
        line("13800000000", 400, 470),
        line("毕业院校", 800, 470),
        line("样例大学", 1000, 470),
        line("聘用企业信息", 150, 560),
        line("企业名称", 150, 630),
        line("浙江样例建设工程有限公司", 400, 630),
        line("工商注册地", 150, 700),
        line("企业资质类别", 800, 700),
        line("申请人承诺", 150, 900),
        line("聘用企业承诺", 150, 1300),
        line("申请人(签字):张三丰 2026年11月1日", 150, 1200),
    )


def education() -> Reading:
    return page(
        centred("二级建造师继续教育合格证明", 200, 80),
        *body(
            [
                "姓名:张三丰",
                "身份证号:330100199003070008",
                "参加继续教育,必修课60学时,选修课60学时,共120学时,考核合格。",
                "依据《注册建造师继续教育管理暂行办法》",
                "培训单位:样例培训中心",
                "日期:2026年5月20日",
            ]
        ),
    )


def promise() -> Reading:
    return page(
        centred("承诺书", 200, 90),
        *body(
            [
                "本人张三丰,身份证号330100199003070008,郑重承诺:",
                "所提交的材料真实、合法、有效,愿承担由此产生的一切法律责任。",
                "申请人签名:张三丰",
                "承诺日期:2026年11月3日",
            ]
        ),
    )


def licence() -> Reading:
    return page(
        centred("营业执照", 200, 140),
        line("统一社会信用代码", 150, 400),
        line("91330000MA0000007W", 150, 450),
        line("名称", 150, 600),
        line("浙江样例建设工程有限公司", 400, 600),
        line("注册资本", 1000, 600),
        line("壹仟万元整", 1200, 600),
        line("法定代表人", 150, 680),
        line("王五", 400, 680),
        line("成立日期", 1000, 680),
        line("2020年06月30日", 1200, 680),
        line("经营范围", 150, 760),
        line("建设工程施工", 400, 760),
        line("登记机关", 1000, 1400),
    )
