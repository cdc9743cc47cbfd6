"""Names of people: what may be one, and where one stands in prose."""

from __future__ import annotations

import re

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程"
    "嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸"
    "司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须"
    "丰巢关蒯相查后荆红游竺权逯盖益桓公肖覃闫付代岳涂佟初辜苑商佘牟佴伯赏墨哈谯笪年爱阳区"
)
_TWO = "欧阳|上官|司马|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|轩辕|端木|南宫|独孤|西门|百里|呼延|澹台"
_OTHER_PEOPLES = r"[\u4e00-\u9fa5]{1,10}(?:·[\u4e00-\u9fa5]{1,10}){1,3}"
_AT_START = re.compile(
    rf"{_OTHER_PEOPLES}|[\u4e00-\u9fa5\u3400-\u4dbf]{{2,4}}?(?=先生|女士|同志|同学|小姐|[^\u4e00-\u9fa5]|$)"
)
_IN_PROSE = re.compile(
    r"(?:^|[,。:;]|证明|兹有|现有|学生|学员|本人|职工|员工|授予|申请人|承诺人|劳动者|系我(?:单位|公司|司)|持证人|"
    r"公司|集团|[为由对将与]|聘用|推荐|委托|同意)"
    r"(?:[我本](?:单位|公司|司|院|校))?(?:在职|正式)?(?:职工|员工|学生|学员|人员)?:?"
    rf"({_OTHER_PEOPLES}|(?:{_TWO}|[{_SURNAMES}])[\u4e00-\u9fa5]{{1,2}}?)"
    r"(?=学员:|[,(_]?(?:性别|[男女](?![\u4e00-\u9fa5])|[男女]性|(?:居民)?身份证|公民身份|证件号|同志|同学|先生|女士|系我|系本|\d{4}年\d{1,2}月))"
)
_AFTER_NAME = re.compile(
    r"[,(]?(?:$|性别|[男女](?![\u4e00-\u9fa5])|身份证|公民身份|居民身份|证件号|\d{4}年|先生|女士|同志|同学|小姐)"
)
_NO_NAME = re.compile(
    "签|[盖公印]章|性别|民族|姓名|名称|公司|号码|日期|地址|住址|电话|代表|承诺|声明|单位|合同|甲方|乙方|权利|义务|责任|规定|应当|不得|"
    "可以|必须|有权|同意|专业|劳动|证书|身[份分]|证件|工作|备注|照片|籍贯|学历|职务|职称|本人|本科|专科|汉族|居民|中华|群众|未婚|已婚|兹有|兹证|现有|[已将因在与按须或的]"
)
"""Words of forms and clauses; none of them is in a person's name."""


def name_at(text: str) -> str | None:
    """Return the name that the folded text begins with: two to four characters and no more, or with middle dots."""
    found = _AT_START.match(text)
    return found[0] if found and may_be_name(found[0]) else None


def name_in_prose(text: str) -> tuple[str, int] | None:
    """Return the name of whom a sentence is about (学生张三,性别男), and where it ends."""
    for found in _IN_PROSE.finditer(text):
        if may_be_name(found[1]):
            return found[1], found.end(1)
    return None


def closes(text: str) -> bool:
    """Return whether what follows a name follows names: nothing, sex, birth or ID number, and not a sentence."""
    return _AFTER_NAME.match(text.lstrip("_-~")) is not None


def may_be_name(text: str) -> bool:
    """Return False for words of the form."""
    return _NO_NAME.search(text) is None


def has_surname(name: str) -> bool:
    """Return whether the name begins with one of the six hundred usual family names, or has a middle dot."""
    return name[:1] in _SURNAMES or name[:2] in _TWO.split("|") or "·" in name
