"""What stands in forms: names, companies and the wordings of labels, as offices, schools and companies print them.

They come from what is known of the papers, not from the procedure's file, so that a label the file doesn't know is met
here as it is in life. Blanks stand for blanks in print.
"""

from __future__ import annotations

from collections.abc import Mapping


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


SURNAMES = _listed(
    "王|李|张|刘|陈|杨|赵|黄|周|吴|徐|孙|马|朱|胡|林|郭|何|高|罗|梁|宋|郑|谢|韩|唐|冯|于|董|萧|程|曹|袁|邓|许|"
    "傅|沈|曾|彭|吕|苏|欧阳|上官|司马"
)
GIVEN = _listed("伟|芳|娜|敏|静|磊|强|洋|艳|勇|军|杰|娟|涛|超|明|霞|平|刚|秀英|建华|志强|文静|国庆|小红|子涵|学生|方圆")
OTHER_PEOPLES = _listed("买买提·艾力江|阿依古丽·吐尔逊|古丽娜尔")
PLACES = _listed("杭州|宁波|浙江|温州|绍兴市|金华|上海|北京|中国|")
WORDS = _listed("示例|样本|模拟|范例|虚构|佳样|宏范")
BUSINESS = _listed("建设|建筑工程|市政工程|建工集团|路桥工程|水利水电建设|机电安装|园林绿化工程|建筑设计研究院")
FORMS = _listed("有限公司|有限公司|有限责任公司|股份有限公司|集团有限公司|有限公司杭州分公司|（集团）有限公司")
SPECIALTIES = _listed("建筑工程|公路工程|水利水电工程|市政公用工程|矿业工程|机电工程")

LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "二级建造师初始注册申请表": {
        "name": _listed("姓名|姓名|姓　名|姓　　名|申请人姓名|持证人姓名|申请人|持证人|本人姓名"),
        "id_number": _listed(
            "身份证号|身份证号码|公民身份号码|居民身份证号码|证件号码|证件号|身份证件号码|有效证件号码|证号"
        ),
        "company": _listed(
            "企业名称|单位名称|聘用企业|聘用企业名称|聘用单位|工作单位|受聘企业|所在单位|现聘用单位|单位全称"
        ),
        "phone": _listed("联系电话|手机号码|手机|移动电话|电话|联系方式|手机号"),
        "form_number": _listed("编号|申请编号|申请表编号|表单编号"),
    },
    "二级建造师资格证书": {
        "name": _listed("姓名|姓名|姓　名|姓　　名|申请人姓名|持证人姓名|申请人|持证人|本人姓名"),
        "id_number": _listed(
            "身份证号|身份证号码|公民身份号码|居民身份证号码|证件号码|证件号|身份证件号码|有效证件号码|证号"
        ),
        "certificate_number": _listed("证书编号|管理号|证书号|证书号码|资格证书编号|证书管理号|编号|资格证书号"),
        "specialty": _listed("专业类别|专业|专业名称|报考专业|资格专业|执业专业|考试专业"),
        "issued_on": _listed("签发日期|发证日期|批准日期|发证时间|签发时间|颁发日期|批准时间|授予日期"),
    },
    "劳动合同": {
        "company": _listed("甲方（用人单位）|甲方|甲方（单位名称）|用人单位（甲方）|用人单位名称|甲方名称|用人单位"),
        "name": _listed("乙方（劳动者）|乙方|劳动者（乙方）|乙方姓名|劳动者姓名|员工姓名|乙方（员工姓名）|职工姓名"),
        "id_number": _listed(
            "身份证号|身份证号码|公民身份号码|居民身份证号码|证件号码|证件号|身份证件号码|有效证件号码|证号"
        ),
    },
    "社会保险参保证明": {
        "name": _listed("姓名|姓　名|参保人姓名|参保人员姓名|职工姓名|参保人员|参保人|个人姓名"),
        "id_number": _listed(
            "社会保障号|社会保障号码|个人社会保障号|证件号码|公民身份号码|身份证号码|社会保障号（身份证号）"
        ),
        "company": _listed("单位名称|参保单位|参保单位名称|缴费单位|缴费单位名称|现参保单位|工作单位|当前参保单位"),
        "printed_on": _listed("打印时间|打印日期|出具日期|开具日期|制表日期|证明日期|查询日期|生成日期|出具时间"),
    },
    "继续教育证明": {
        "name": _listed(
            "姓名|姓名|姓　名|姓　　名|申请人姓名|持证人姓名|申请人|持证人|本人姓名|学员姓名|学员|学员姓名"
        ),
        "id_number": _listed(
            "身份证号|身份证号码|公民身份号码|居民身份证号码|证件号码|证件号|身份证件号码|有效证件号码|证号"
        ),
        "hours": _listed("总学时|学时|学时合计|累计学时|培训学时|完成学时|合计学时|总学时数"),
        "issued_on": _listed("签发日期|发证日期|批准日期|发证时间|签发时间|颁发日期|批准时间|授予日期"),
    },
    "承诺书": {
        "name": _listed("承诺人|承诺人姓名|姓名|申请人|申请人姓名|本人姓名"),
        "id_number": _listed(
            "身份证号|身份证号码|公民身份号码|居民身份证号码|证件号码|证件号|身份证件号码|有效证件号码|证号"
        ),
        "signed_on": _listed("承诺日期|日期|签署日期|签订日期|承诺时间|填写日期"),
    },
    "身份证": {
        "name": _listed("姓名"),
        "id_number": _listed("公民身份号码"),
        "address": _listed("住址"),
    },
    "营业执照": {
        "uscc": _listed("统一社会信用代码|统一社会信用代码|社会信用代码|信用代码"),
        "company": _listed("名称|名　称|名　　称|企业名称|公司名称|单位名称"),
    },
}
"""Wordings of each field's label by material."""

OTHERS = tuple(
    (label, value)
    for pair in _listed(
        "性别=男|民族=汉族|学历=大学本科|职务=项目经理|职称=工程师|毕业院校=示例理工大学|政治面貌=群众|"
        "邮政编码=310000|电子邮箱=someone@example.cn|籍贯=浙江杭州|备注=|通讯地址=浙江省示例市样本区模拟路12号|"
        "工作年限=8年|户口性质=城镇"
    )
    for label, value in [pair.split("=")]
)
"""Labels that no field is asked for, with a value."""

ENGLISH = {
    "name": ("Name", "Full Name", "NAME"),
    "id_number": ("ID No.", "ID Number", "ID Card No."),
    "company": ("Company", "Employer", "Name of Company"),
    "certificate_number": ("Certificate No.", "No.", "Cert. No."),
    "issued_on": ("Date of Issue", "Issue Date", "Issued on"),
    "specialty": ("Speciality", "Category", "Major"),
    "phone": ("Tel.", "Mobile", "Phone"),
}
"""What stands beside or below a label on a bilingual paper."""
