"""What a plan says of an undertaking: its capacity, area, cost, phases, end points, owners …

Values are words of the text with the spaces taken out, under the keys that
`fixtures/plans/README.md` lists, and some more: `deadline`, the words that say by when,
`period`, the years of building, and the offices in charge: `lead` 牵头, `responsible` 责任,
`supporting` 配合.
"""

import re
from typing import Any

from plans.reader.lines import line_facts
from plans.reader.makers import company_in, place_in, zone_in

Facts = dict[str, Any]

_NUMBER = r"(?:\d+(?:\.\d+)?(?:[×xX*]\d+(?:\.\d+)?)?)"
_ABOUT = r"(?:约|近|超过|超|不少于|不低于|达到|达|为|至|共|合计)?"
_SCALE = r"(?:多|余)?(?:万亿|亿|千万|百万|万|千)?(?:多|余)?"
_OUTPUT = (
    r"(?:标准立方米|标准煤|立方米|立方|方|吨|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦|MWh|MW|GWh|GW|KW|kW|kWp|千伏安|兆伏安|MVA|kVA"
    r"|平方米|平米|㎡|台套|台(?:（套）|\(套\))?|套|件|辆|架|艘|片|支|只|头|羽|条|张|枚|颗|瓶|盒|吨标箱|标箱|TEU|AH|Ah|Wh"
    r"|米|公里|人次|人|床|户|千克|公斤|升|株|棒|亩|瓦)"
)
_PER = r"(?:/|每)(?:年|日|天|时|小时|a|d|h)"
_OUTPUT_VERB = (
    r"年(?:生产能力|综合利用|处理能力|处理|加工能力|加工|产能|产|屠宰|出栏|饲养|存栏|发电|供气|供水|输气|吞吐|回收|拆解|利用|交易|储|销售|育)"
    r"|日(?:处理|供水|产|加工)(?:能力)?"
)
_YEARLY = re.compile(
    rf"(?:{_OUTPUT_VERB}){_ABOUT}{_NUMBER}{_SCALE}{_OUTPUT}(?:{_PER})?"
    rf"(?:[\u4e00-\u9fff]{{1,8}}?(?:和|及|、)?{_NUMBER}{_SCALE}{_OUTPUT}[\u4e00-\u9fff]{{1,6}}?(?=建设|项目|生产|工程))?"
)
_RATED = re.compile(
    rf"{_NUMBER}{_SCALE}(?:标准立方米|立方米|立方|方|吨|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦|MWh|MW|GWh|GW|KW|kW|MVA|千伏安|头|羽|标箱|床"
    rf"|张床位|平方米|平米|万?只|台(?:（套）|\(套\))?(?=[\u4e00-\u9fff])|套(?=[\u4e00-\u9fff])|辆|件|张)(?:{_PER})?"
)
_VOLTAGE = re.compile(
    r"[±]?\d+(?:千伏|万伏|kV|KV)(?=[^，。；]{0,8}(?:输变电|变电|线路|直流|交流|电网))"
)
_STATED = re.compile(
    r"(?:(?:处理|生产|供水|供热|接待|吞吐|储气|存储|仓储|装机|设计|养殖|建设|发电|总|治理)?"
    r"(?:能力|规模|容量|产能|库容|装机)|可存储|具备|储量|装机)"
    rf"(?P<size>{_ABOUT}{_NUMBER}{_SCALE}{_OUTPUT}(?:{_PER})?(?:服务器|机架|床位)?)"
)
_BEDS = re.compile(rf"(?:总)?床位(?:数)?{_ABOUT}{_NUMBER}张|{_NUMBER}张(?:床位|病床)")
_LAND = re.compile(
    rf"(?:占地(?:面积)?|用地(?:面积|规模)?|规划(?:总)?面积|总面积|园区面积|征地|治理面积|灌溉面积|规划控制面积)"
    rf"(?P<size>(?:约|近|为|达)*{_NUMBER}{_SCALE}(?:亩|公顷|平方公里|平方千米|km2|km²|平方米))"
)
_LAND_IN_NAME = re.compile(rf"{_NUMBER}(?:余|多)?(?:万|千)?(?:亩|公顷|平方公里)|[百千]万亩")
_FLOOR = re.compile(
    rf"(?:(?:总)?建筑(?:总)?面积|建设面积|(?:标准)?(?:化)?厂房|数据中心|建筑规模)(?:（[^）]*）)?"
    rf"(?P<size>(?:约|近|为|达)*{_NUMBER}{_SCALE}(?:平方米|平米|㎡|m2|m²))"
    rf"|(?P<before>{_NUMBER}{_SCALE}(?:平方米|平米|㎡))(?=(?:的)?(?:标准|厂房|集|综合|建筑))"
)
_LENGTH = re.compile(
    rf"(?:全长|总长度|总长|长度|总里程|里程|线路长|线路全长|路线全长|新建线路|共长|线长|长)(?:约|为|达|共)*"
    rf"(?P<size>{_NUMBER}{_SCALE}(?:公里|千米|km|KM|Km|米|m(?![a-zA-Z2²])))"
)
_LENGTH_IN_NAME = re.compile(rf"{_NUMBER}{_SCALE}(?:公里|千米|km)")
_MONEY = rf"{_NUMBER}{_SCALE}(?:亿元|万元|元|亿美元|万美元|亿(?!立|吨|千|度|方|件|只|AH))"
_COST = re.compile(
    r"(?<!首期)(?:(?:估算|计划|预计|项目|概算|规划|拟|静态)?总?投资(?:额|规模|估算|概算)?|投资匡算|概算|估算投资|总投入)"
    rf"(?:（[^）]*）)?[：:]?(?P<size>(?:约|近|为|达|超过|超)*{_NUMBER}(?:余|多)?(?:万亿元|亿元|万元|亿美元|万美元|亿))"
    rf"|(?P<first>首期(?:总)?投资(?:约|近)?{_NUMBER}(?:亿元|万元))"
)
_PHASE = re.compile(r"(?<!分)(?:[一二三四五六七八]|首|[1-8])期")
_PHASE_IN_NAME = re.compile(
    r"(?:(?:[一二三四五六七八]|[IVⅠⅡⅢ]{1,3})期(?:[、和及与]?(?:[二三四五六七八])期)*|首期)(?!货|刊|待|限)"
)
_GRADE = re.compile(
    r"[一二三四]级(?:站|公路|航道)|省级(?=研发|重点实验室|湿地|自然保护区)|A[123]级(?:及以上)?|[ⅠⅡⅢⅣⅤ]级(?=航道)|(?<=标准)4[CDEF]|(?<![A-Z0-9])4[CDEF](?=级?机场|级)"
)
_AIRFIELD = re.compile(r"(?:等级|标准)(?:达到|为|提升至|升级至)?(4[CDEF])")
_COUNTED = re.compile(r"(?P<number>\d+)(?:个|座|条|处|所|家|项|名|场|台|辆|套|户|对|块)$")
_LISTED = re.compile(r"等(?P<number>\d+)(?:余)?(?:个|座|条|所|处|家|项|大)")
_BY_WHEN = (
    r"(?:20\d\d年(?:(?:1[0-2]|[1-9])月)?(?:底|末|年底|上半年|下半年|年中)?(?:前|以前|之前)?"
    r"|[“\"]?十[三四五六][五][”\"]?(?:期)?(?:末|期间|时期|前期|中期|后期)|[一二三四五]年(?:内)?|规划期(?:内|末))"
)
_DEADLINE = re.compile(
    rf"(?P<when>{_BY_WHEN})(?:，)?(?:[^，。；：]{{0,10}}?)(?:建成|完成|投产|投用|投入(?:使用|运营|生产)|竣工|通车|完工|运营|开工|开通|达产|启用|全线贯通|贯通|交付|通水|并网)"
    rf"|(?:计划|预计|力争|确保|拟)(?:于|在|到)?(?P<plan>{_BY_WHEN})"
)
_PERIOD = re.compile(
    r"(?:建设(?:年限|期限|周期|工期|期|起止年限|时间)|起止年限|实施(?:期限|年限)|工期)[：:]?(?:为)?"
    r"(?P<years>20\d\d(?:年)?(?:[—\-–~～至]+20\d\d)?年?|[一二三四五\d]+(?:年|个月))"
    r"|[（(](?P<brackets>20\d\d(?:年)?[—\-–~～至]+20\d\d年?)[）)]"
)
_OFFICES = (
    ("lead", r"牵头(?:单位|部门)|主管(?:单位|部门)|主办(?:单位|部门)"),
    ("responsible", r"(?:责任|负责|实施|承担|建设)(?:单位|部门|主体)|业主(?:单位)?"),
    ("supporting", r"(?:配合|参与|协办|协同)(?:单位|部门)"),
)
_LABEL = "|".join(label for _, label in _OFFICES)
_OFFICE = re.compile(
    rf"(?P<label>{_LABEL})[：:](?P<who>(?:（[^（）]{{1,20}}）|(?!(?:{_LABEL})[：:])[^。；;）)】\t]){{2,160}})"
)
_IN_CHARGE = re.compile(
    r"[（(](?P<who>[^（）()，。；：]{1,80}?(?:局|委|厅|部|办|政府|管委会|公司|院|中心)(?:等)?)(?:按职责分工)?"
    r"(?P<how>牵头|负责)(?:负责)?(?:[，、；][^（）()]{0,80})?[）)]"
)
_NATURE_END = re.compile(
    r"(?:增建(?:第?二线|复线)|提速改造|节水改造|大修改造|新改建|现代化升级改造|扩容改建|品质升级|异地新建|异地迁建|整体搬迁|搬迁改扩建|搬迁改造|改扩建|新改扩建|续建配套[与及和](?:现代化|节水)改造|续建配套|除险加固"
    r"|(?:技术|绿色化|智能化)?(?:提质|提升|提标|升级|达标)改造|建设改造|技术改造|改造(?:提升|升级|扩建)|提档升级|转型升级|扩能提质|提质扩能|提质升级"
    r"|建设[与和]改造|扩能改造|扩容改造|扩能|扩容|达速改造|(?<![与及和])改造|升级(?=建设)|新建|迁建|重建|扩建|改建|拆建|复建|续建|修缮|加固|改线|技改|[东西南北][扩延]|拓宽改造)"
)
_NATURE = re.compile(
    rf"(?P<nature>{_NATURE_END.pattern})(?:规划|建设|[和与及][\u4e00-\u9fff]{{2,5}}建设)?"
    r"(?:（[^）]*）)?(?:工程|项目|建设)*(?:（[^）]*）)?$"
)
_NEW_BUILT = re.compile(
    r"(?<=[司业料品司团县市区])新建(?!县|区|路|村)|技改(?=及|和|项目|工程)|改扩建(?=及|工程|项目)"
)
_HEADED = re.compile(r"^(?P<head>[^：:。]{2,60})[：:。](?P<rest>.{6,})$", re.S)
_SPACES = re.compile(r"\s+")


def facts_in(
    name: str,
    quote: str = "",
    *,
    heading: str = "",
    group: str = "",
    context: str = "",
    remark: str = "",
    members: str = "",
    level: str = "project",
    stage: str = "",
    nature: str = "",
) -> Facts:
    """Collect what the text says of one undertaking.

    `name` is its full name, `quote` its own words (the whole paragraph where one describes it).
    `heading` is the name of the programme it hangs on and `group` the headed paragraph it stands
    in: what they state for all their members (改造, a zone) holds for it. `context` is the
    sentence or table row around the quote, read for owners, deadlines and counts only. `stage` and
    `nature` are what the verbs before the name have told already.
    """
    name, quote, context = (_SPACES.sub("", text) for text in (name, quote or name, context))
    content = content_of(name, quote)
    facts: Facts = {}
    if stage:
        facts["stage"] = stage
    nature = nature or nature_in(name) or nature_in(heading) or _built(content)
    _put(facts, "stage" if nature == "续建" else "nature", nature)
    facts.update(line_facts(name, heading))
    facts.update(_measures(name, (content or quote.removeprefix(name)) + remark))
    facts.update(_phases(name, content))
    _put(facts, "company", company_in(name, content))
    _put(facts, "zone", zone_in(name) or zone_in(group, alone=True))
    if level == "programme" or _COUNTED.search(name):
        _put(facts, "count", count_in(name, quote + members))
    _put(facts, "grade", _first(_GRADE, name) or _first(_AIRFIELD, content, 1))
    if "from" not in facts:
        _put(facts, "place", place_in(name))
    facts.update(_when_and_who(quote + remark, context))
    _put(facts, "content", content)
    return facts


def _put(facts: Facts, key: str, value: Any) -> None:
    if value:
        facts[key] = value


def _first(pattern: re.Pattern[str], text: str, group: str | int = 0) -> str:
    found = pattern.search(text)
    return (found.group(group) or "") if found else ""


def content_of(name: str, quote: str) -> str:
    """Give the description that follows the name in its own paragraph (name：description)."""
    plain = _SPACES.sub("", quote)
    if plain.startswith(name) and len(plain) > len(name) + 7:
        rest = plain[len(name) :]
        return rest[1:].rstrip("。；;") if rest[0] in "：:。，,；;" else ""
    headed = _HEADED.match(plain)
    return headed.group("rest").rstrip("。；;") if headed else ""


def nature_in(text: str) -> str:
    """Give what kind of building a name speaks of at its end (改扩建, 续建配套与节水改造 …)."""
    found = _NATURE.search(text)
    return found.group("nature") if found else _first(_NEW_BUILT, text)


def _built(content: str) -> str:
    return "新建" if re.match(r"(?:拟|计划|规划)?新建", content) else ""


def _measures(name: str, content: str) -> Facts:
    """Read capacity, areas, length and cost; a name's own figures come before its description's."""
    found: Facts = {}
    _put(found, "capacity", _capacity(name, content))
    _put(found, "land_area", _sized(_LAND, content) or _first(_LAND_IN_NAME, name))
    _put(found, "floor_area", _sized(_FLOOR, content))
    _put(found, "length", _sized(_LENGTH, content) or _first(_LENGTH_IN_NAME, name))
    _put(found, "investment", _sized(_COST, content) or _sized(_COST, name))
    return found


def _capacity(name: str, content: str) -> str:
    for pattern in (_YEARLY, _VOLTAGE, _RATED):
        found = pattern.search(name)
        if found:
            return found.group()
    return _first(_YEARLY, content) or _sized(_STATED, content) or _first(_BEDS, content)


def _sized(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if not found:
        return ""
    size = next((size for size in found.groups() if size), "")
    return re.sub(r"^(?:为|达到|达|共|合计)", "", size)


def _phases(name: str, content: str) -> Facts:
    own = _first(_PHASE_IN_NAME, name)
    if own:
        return {"phase": own}
    phases = list(dict.fromkeys(_PHASE.findall(content)))
    return {"phases": phases} if phases else {}


def count_in(name: str, quote: str) -> int | None:
    """Give how many works a programme counts (29个乡镇综合运输服务站, 「…等21个项目」)."""
    counted = _COUNTED.search(name)
    if counted:
        return int(counted.group("number"))
    opening = re.match(r"(?:[^\d，。]{0,12}?)(\d+)(?:余)?(?:个|座|条|所|处|家|项)", name)
    if opening:
        return int(opening.group(1))
    listed = _LISTED.search(quote)
    return int(listed.group("number")) if listed else None


def _when_and_who(quote: str, context: str) -> Facts:
    found: Facts = {}
    _put(found, "deadline", _sized(_DEADLINE, quote))
    _put(found, "period", _sized(_PERIOD, quote))
    return found | (offices_in(quote) or offices_in(context))


def offices_in(text: str) -> Facts:
    """Read which offices a text names: lead 牵头, responsible 责任, supporting 配合."""
    found: Facts = {}
    for office in _OFFICE.finditer(text):
        key = next(key for key, label in _OFFICES if re.fullmatch(label, office.group("label")))
        found.setdefault(key, office.group("who").strip("，,、； "))
    if not found:
        charge = _IN_CHARGE.search(text)
        if charge:
            key = "lead" if charge.group("how") == "牵头" else "responsible"
            found[key] = charge.group("who")
    return found
