"""What contracts say: the clauses of the model contract of 2008, of a newer short one, of the building trade's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from papers.sheet import Sheet

MODEL = """
二、工作内容和工作地点
第三条 乙方根据甲方要求，经过协商，从事{job}工作。甲方可根据工作需要和对乙方业绩的考核结果，按照合理诚信原则，\
变动乙方的工作岗位，乙方服从甲方的安排。
第四条 甲方安排乙方所从事的工作内容及要求，应当符合国家法律法规规定的劳动基准和甲方依法制订的并已公示的规章制度。\
乙方的工作地点为{place}。
三、工作时间和休息休假
第五条 甲乙双方经协商确定，乙方实行标准工时工作制，每日工作不超过八小时，每周工作不超过四十小时，每周至少休息一日。
第六条 甲方由于生产经营需要，经与工会和乙方协商后可以延长工作时间，一般每日不得超过一小时，每月不超过三十六小时。
第七条 甲方依法保证乙方的法定节假日、年休假、婚假、产假、丧假等休假权利。
四、劳动报酬
第八条 乙方试用期满后，甲方应根据本单位的工资制度，确定乙方实行计时工资，月工资为人民币{wage}元，\
试用期工资不低于约定工资的百分之八十。
第九条 甲方应以法定货币形式按月支付乙方工资，发薪日为每月{day}日，不得克扣或无故拖欠。甲方支付乙方的工资，\
不得低于当地最低工资标准。
五、社会保险
第十条 甲乙双方必须依法参加社会保险，按月缴纳社会保险费。乙方缴纳部分，由甲方在乙方工资中代为扣缴。
第十一条 乙方患病或非因工负伤，其医疗待遇、病假工资按国家和本省有关规定执行。
六、劳动保护、劳动条件和职业危害防护
第十二条 甲方应建立健全生产工艺流程，制定操作规程、工作规范和劳动安全卫生制度及其标准，为乙方提供必要的劳动防护用品。
第十三条 甲方对可能产生职业病危害的岗位，应当向乙方履行告知义务，并做好劳动过程中职业危害的预防工作。
七、劳动合同的变更、解除、终止
第十四条 经甲乙双方协商一致，可以变更劳动合同的相关内容，变更劳动合同应当采用书面形式。
第十五条 经甲乙双方协商一致，劳动合同可以解除。乙方提前三十日以书面形式通知甲方，可以解除劳动合同。
第十六条 有《劳动合同法》第四十四条规定情形之一的，劳动合同终止。甲方应当在解除或终止劳动合同时出具证明，\
并在十五日内办理档案和社会保险关系转移手续。
八、双方约定的其他事项
第十七条 乙方取得的执业资格证书由乙方本人保管，注册费用由甲方承担。
九、劳动争议处理
第十八条 双方因履行本合同发生争议，可以向劳动争议仲裁委员会申请仲裁；对仲裁裁决不服的，可以向人民法院提起诉讼。
十、其他
第十九条 本合同未尽事宜，按国家有关规定执行。本合同一式两份，甲乙双方各执一份，自双方签字盖章之日起生效。
"""
SITE = """
第二条 乙方在甲方承建的工程项目中担任{job}，工作地点为{place}及甲方其他施工现场。
第三条 乙方按照项目部统一安排上下班，工时按综合计算工时工作制执行，农忙、雨休、春节期间按甲方通知休假。
第四条 工资实行月薪制，每月{wage}元，由甲方于次月{day}日前通过农民工工资专用账户或银行卡发放，不得以任何理由拖欠。
第五条 甲方依法为乙方办理工伤保险及其他社会保险，乙方应缴纳部分由甲方代扣代缴。
第六条 甲方为乙方提供安全帽、安全带等劳动防护用品，并进行三级安全教育；乙方应严格遵守操作规程，\
有权拒绝违章指挥和强令冒险作业。
第七条 乙方应遵守施工现场管理制度，服从项目部管理，爱护机具材料，不得酒后上岗。
第八条 有下列情形之一的，任何一方可以解除本合同：工程停建、缓建的；乙方严重违反规章制度的；\
甲方未按时足额支付劳动报酬的。
第九条 因本合同发生争议的，双方协商解决；协商不成的，可向工程所在地劳动人事争议仲裁委员会申请仲裁。
第十条 本合同自双方签字（盖章）之日起生效，一式三份，甲方、乙方、项目部各执一份。
"""


def written(template: str, **values: str) -> list[str]:
    """Return the paragraphs with what was agreed."""
    return template.format(**values).strip().splitlines()


def flow(
    rng: np.random.Generator, first: Sheet, y: float, paras: Sequence[str], size: int, *, leading: float = 1.8
) -> tuple[list[Sheet], float]:
    """Set paragraphs from y on over as many pages as they need; return the further pages and the last y."""
    pages: list[Sheet] = []
    sheet = first
    for text in paras:
        rows = 1 + (len(text) + 2) * size // 1850
        if y + rows * size * leading > 3180:
            sheet, y = Sheet(rng, face=first.face), 300.0
            pages.append(sheet)
        heading = text[0] in "一二三四五六七八九十" and text[1:3].find("、") >= 0
        y = sheet.para(
            310, y, text, size, 1860, leading=leading, indent=0 if heading else 2, weight=1 if heading else 0
        )
    return pages, y
