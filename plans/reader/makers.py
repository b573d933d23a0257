"""Who builds and where: the company and the development zone in an undertaking's name."""

import re

from plans.reader.gazetteer import Gazetteer

_ZONE_KIND = (
    r"(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|产业开发区|农业开发区|开发区|高新区|经开区"
    r"|高科技工业园区|工业园区|产业集聚区|建材集聚区|综合示范区|综改区|保税区(?=[^，。]{2,}(?:项目|建设)))"
)
_ZONE = re.compile(
    rf"^(?P<zone>(?:[\u4e00-\u9fff]{{2,9}}?(?:县|市|区)?)?{_ZONE_KIND})(?P<rest>[^，。；：:]+)"
)
_ZONE_HEADING = re.compile(
    r"^(?P<zone>[\u4e00-\u9fff]{2,9}?(?:开发区|高新区|经开区|示范区|工业园区|工业园))$"
)
# A zone with a name of its own does not need its county's: 芮城县风陵渡开发区.
_COUNTY_OF_ZONE = re.compile(
    r"^[\u4e00-\u9fff]{2,3}[县市](?=(?!经济|高新|产业|农业|工业|高科技)[\u4e00-\u9fff]{2,4}?(?:开发区|高科技工业园区|工业园区|集聚区)$)"
)
_LED_BY = re.compile(r"^以(?P<who>[^，。；]{2,30}?)为(?:龙头|主|重点|核心|代表|引领|依托)的")
_FIRM_END = r"(?:（集团）)?(?:有限责任公司|股份有限公司|有限公司|总公司|公司|集团|总厂|热电厂)"
_FIRM = re.compile(
    rf"^(?!医疗集团|企业集团)(?P<who>(?:[\u4e00-\u9fffA-Za-z]|（[\u4e00-\u9fff]{{2,4}}）){{2,28}}?{_FIRM_END}(?:[\u4e00-\u9fff]{{2,4}}分公司)?)(?P<rest>.+)"
)
_OWNED = re.compile(
    r"^(?P<who>(?![与以和有具])[\u4e00-\u9fff、]{4,20}?)的(?=[^，。；]{4,}(?:项目|平台|工程|工厂|中心|基地)$)"
)
_TRADES = (
    "药业|重工|铜业|镁业|铝业|钨业|泵业|实业|茶业|酒业|纸业|矿业|钢铁|水泥|汽车|光电|科技|焦化|化工|热能"
    "|新能源|食品|集团|软件|陶瓷"
)
_TRADE_FIRM = re.compile(
    rf"^(?P<who>(?:山西)?[\u4e00-\u9fff]{{2,4}}?(?:{_TRADES}))(?=[\u4e00-\u9fff0-9×A-Z“].{{3,}})"
)
_BRAND = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{2,4})(?=年(?:产|处理|加工|综合利用)|\d+(?:\.\d+)?(?:MW|兆瓦|万千瓦|万吨(?!级)))"
)
# A firm's name with its trade, however common its words, before what is made, how much of it.
_MAKES = re.compile(
    rf"^(?P<who>[\u4e00-\u9fff]{{2,6}}?(?:{_TRADES}))(?=新建|年[产处加]|\d+(?:\.\d+)?(?:[×xX]\d+)?万?(?:吨|千瓦))"
)
# Firms known all over the country: their names say no trade.
_KNOWN = re.compile(
    r"^(?P<who>(?:阳煤丰喜|中车|中铝|中铁|中核|中广核|华能|大唐|国电投?|华电|华润|三峡集团|中煤|京东|阿里巴巴|百度|华为|腾讯|比亚迪"
    r"|富士康|宁德时代|隆基|协鑫|正泰|海尔|格力|温氏|牧原|新希望|蒙牛|伊利|东鹏|娃哈哈|中粮|顺丰|菜鸟|中兴))(?=[\u4e00-\u9fff0-9]{4,})"
)
_TOWN = re.compile(
    r"^(?!城乡|小镇|乡镇|村镇)(?P<town>[\u4e00-\u9fff]{1,3}(?<!小)(?<!城)[镇乡])(?![村镇级区街])(?=[\u4e00-\u9fff]{2,})"
)
_NOT_A_FIRM = re.compile(
    r"沿|板块|绿色|现代|高端|精细|煤|新型|传统|农业|生物|文化|数字|智慧|特色|先进|医药|电子|信息|高新|航空|汽车|机械|健康|有机|装备|培育|扶持|发展|重点|国家|省|市|县|区|镇|实验|中试|煤层|再生|军工|产业|盐|煤|石油|天然|光伏|风电|氢|新"
)
_FOR = re.compile(
    r"(?:围绕|以|依托|建设主体为)(?P<who>[\u4e00-\u9fff]{2,20}?(?:有限公司[\u4e00-\u9fff]{0,4}分公司|有限公司|集团))"
)


def zone_in(text: str, *, alone: bool = False) -> str:
    """Give the development zone that a name begins with; `alone`: the text is a zone's name."""
    if alone:
        found = _ZONE_HEADING.match(text)
        return found.group("zone") if found else ""
    found = _ZONE.match(text)
    if not found or re.match(r"(?:国家级?(?:经济|高新|综合)|建设$|管委会$)", found.group("rest")):
        return ""
    return _COUNTY_OF_ZONE.sub("", found.group("zone"))


def company_in(name: str, content: str = "") -> str:
    """Give the company that an undertaking's name begins with, or which its paragraph names."""
    led = _LED_BY.match(name)
    if led:
        return led.group("who")
    bare = _without_place(name)
    for pattern in (_FIRM, _OWNED, _KNOWN):
        found = pattern.match(bare)
        if found:
            return found.group("who")
    found = _MAKES.match(bare)
    if found and not _NOT_A_FIRM.match(found.group("who")):
        return found.group("who")
    for pattern in (_TRADE_FIRM, _BRAND):
        found = pattern.match(bare)
        if found and _may_be_a_firm(found.group("who")):
            return found.group("who")
    found = _FOR.search(content[:60])
    return found.group("who") if found else ""


def _without_place(name: str) -> str:
    """Take a zone's or a county's full name off the front (万荣县朗致双人药业…)."""
    zone = _ZONE.match(name) if zone_in(name) else None
    if zone:
        return zone.group("rest")
    at = 0
    for mention in Gazetteer.standard().mentions(name[:12]):
        full = mention.standing == "full" or name[mention.end - 1] == "县"
        if mention.start != at or not full or mention.codes[0].endswith("0000"):
            break
        at = mention.end
    return name[at:]


def _may_be_a_firm(who: str) -> bool:
    """Tell whether a name may be a brand: no common word, no place, no trade in its front."""
    brand = who.removeprefix("山西")[:2]
    if _NOT_A_FIRM.search(brand):
        return False
    names = Gazetteer.standard()
    return not names.is_word(brand) and not names.mentions(brand)


def place_in(name: str) -> str:
    """Give the town that an undertaking's name puts it in (永济市韩阳镇土地综合整治项目)."""
    front = Gazetteer.standard().mentions(name[:8])
    if not front or front[0].start:
        return ""
    found = _TOWN.match(name[front[0].end :])
    return found.group("town") if found else ""
