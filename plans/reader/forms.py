"""The forms of works in lists: roads by number, lines by their ends, amounts, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.reader.gazetteer import Gazetteer, Mention
from plans.reader.names import is_act_tail, name_like

_CODE = r"(?:[国省县乡]道\s?[A-Z]?\d{1,4}(?:线)?|[A-Z]{1,2}\d{1,4}(?:线)?|\d{3}[国省]道)"
CODED = re.compile(_CODE)
CODES = re.compile(rf"{_CODE}$")
ROUTE = re.compile(
    r"[一-龥A-Za-z0-9（）]{2,24}?(?:[—–－~-]{1,2}|至|到)[一-龥A-Za-z0-9（）—–-]{2,24}"
)
NUMBERED_TAIL = re.compile(
    r"(?P<own>[^\d两三四五六七八九十]{2,8})(?:\d+|[两三四五六七八九十]+)(?:个|座|条|处|所|家|大)(?=.{3})"
)
JOINT = re.compile(r"[—–－~-]{1,2}|至|到")
AMOUNT = re.compile(
    r"(?:年产|年处理|年加工|日处理|日产)?\d[\d.×*]*[万亿]?(?:吨|千瓦|兆瓦|MW|GW|平方米|立方米|立方|头|只|台|套|辆|件|米|公里|亩|kV|千伏|床|张)"
)
COUNTED = re.compile(r"\d+(?:座|条|处|个|所|家|口|孔)")
DISTRICT = re.compile(r"[一-龥]{1,4}?(?:市|县|区|旗)(?![一二三四五六七八九十]|域|政|场|级|块)")
_BRACKETS_END = re.compile(r"(?:（[^（）]*）)+$")
_LINE_NOUN = re.compile(
    r"(?:段|路|街|大道|河|江|渠|桥|堤|水库|湖|线|沟|闸|泵站|医院|中学|小学|学校|公园|小区|市场|校区|院|馆|园|站|场|厂)$"
)
_GENERIC = re.compile(
    r"(?:特色|美丽|城际|城市|市域|高速|普速|高铁|铁路|公路|客运|货运|专用|专线|国省|干线|普通|一级|二级|快速|大型|中型|小型|煤炭|集运|集装箱|输气|输水|输煤|输油|输电|天然气|长输|抽水|蓄能|风力|风电|光伏|发电|火电"
    r"|垃圾|焚烧|污水|处理|智慧|生态|文化|旅游|物流|产业|工业|农业|科技|通用|支线|国际|航空|综合|综合性|交通|立体|跨河|跨江|过江|长江|黄河|特大|特|大|新|老|旧|自驾车|自驾|露营|考古|遗址|历史|国家|省级|市级|县级|国家级|水利|防洪|灌溉|引水|调水|供水|备用|应急|水源"
    r"|过境|改线|环线|联络|连接|扩容|改扩建|改造|扩建|新建|迁建|建设|治理|整治|修复|保护|开发|提升|升级|续建|配套|工程|项目|机场|公路|高速公路|大桥|航运|水电|隧道|码头|港|站|场|厂|园|区|库|线|路|段|中心|基地|电站|水库|灌区|管道|管线|枢纽|院|馆|通道|小镇|古镇|景区|度假|街区|公园|煤矿|矿井|运河|航道|泵站|水闸|营地|湿地|森林|风景|名胜|停车|调压|加油|加气|充电|换电|换流|候车|换乘|调蓄|净水|现代化|规模化|标准化|数字|大数据|数据|云计算|储能|特高压|变电|千伏|输变电|调压|加压|加油|加气|加氢|充电|换电|变电站|门站)+$"
)


# Parts of the country that no code stands for.
_REGION = re.compile(
    r"京津冀|长三角|长江三角洲|珠三角|珠江三角洲|粤港澳大湾区|粤港澳|成渝(?:地区)?(?:双城经济圈)?|北部湾|环渤海|关中平原|长江中游|中原|海峡西岸|辽中南|哈长|山东半岛|黔中|滇中|兰西|呼包鄂榆|天山北坡|长株潭|雄安新区"
)
_WIDE = re.compile(r"大湾区|都市圈|城市群|经济带|经济区|流域|平原|半岛|盆地|高原|丘陵")


def mentions_first(words: str) -> tuple[int, Mention | None]:
    """How far places reach from the beginning of the words, and the last of them."""
    if region := _REGION.match(words):
        return region.end(), None
    end, last = 0, None
    for mention in Gazetteer.standard().mentions(words):
        if mention.start != end:
            break
        end, last = mention.end, mention
    return end, last


def is_place(words: str) -> bool:
    """Tell whether words are a place, or places, and nothing else."""
    return mentions_first(words)[0] == len(words) > 0


def province_first(words: str) -> int:
    """How many characters the name of a province at the beginning takes."""
    first = next(iter(Gazetteer.standard().mentions(words)), None)
    return first.end if first and first.start == 0 and is_province(first) else 0


def is_province(mention: Mention | None) -> bool:
    """Tell whether a mention means a province."""
    return mention is not None and any(code.endswith("0000") for code in mention.codes)


def own_part(words: Sequence[str], last: str) -> int | None:
    """How much of the last item is its own, the rest being the tail of all; None when none is."""
    if all(CODES.fullmatch(word) for word in words) and (code := CODED.match(last)):
        return code.end()
    if CODES.fullmatch(words[0]) and all(_NUMBER.fullmatch(word) for word in words[1:]):
        return number.end() if (number := _NUMBER.match(last)) else None
    lines = all(ROUTE.fullmatch(word) for word in words)
    if lines and (end := _route_end(last)) is not None:
        return end
    for rule in (_by_grade, _by_noun, _by_count, _by_place, _by_form):
        if (end := rule(words, last)) is not None:
            return end or None
    return None


def same_kind(word: str, last: str) -> bool:
    """Tell whether two works share the deed that only the last one prints."""
    return bool(_by_noun([word], last) or _by_count([word], last))


def _by_noun(words: Sequence[str], last: str) -> int | None:
    """人民路、解放路、中山路提质改造工程: the noun of the others ends the last one's own part."""
    if any(COUNTED.match(word) for word in words):
        return None
    inner = {"段" for word in words if word.endswith("段）")}
    nouns = {found.group() for word in words if (found := _LINE_NOUN.search(bare(word)))}
    if len(nouns) != 1:
        return None
    for at in re.finditer(rf"(?:{'|'.join({*nouns, *inner})})(?:（[^（）]*）)?", last):
        if at.start() >= 1 and is_act_tail(last[at.end() :]):
            return at.end()
    return None


_GRADE = re.compile(r"(?:\d+[所个座处家])?(?:国家|省|市|县|区|自治区)级")


def _by_grade(words: Sequence[str], last: str) -> int | None:
    """1所省级、5所市级重大疫情救治基地: the grades share the noun."""
    own = _GRADE.match(last)
    return own.end() if own and all(_GRADE.fullmatch(word) for word in words) else None


def _by_count(words: Sequence[str], last: str) -> int | None:
    """58座小型水库、7座中型水闸除险加固: counted works with one deed."""
    if not all(COUNTED.match(word) for word in (*words, last)):
        return None
    for at in range(len(last) - 2, 3, -1):
        if _LINE_NOUN.search(last[:at]) and is_act_tail(last[at:]):
            return at
    return None


def _by_place(words: Sequence[str], last: str) -> int | None:
    """万荣、稷山、新绛汾河谷地…: the others are places and nothing else, so is the own part."""
    if all(mentions_first(word)[0] == len(word) for word in words):
        end, _ = mentions_first(last)
        if all(map(province_first, words)) and end == province_first(last):
            return 0  # 四川、西藏叶巴滩水电站: one work in two provinces
        return end or None
    return None


_BLOCK = re.compile(r"[一-龥]{2,8}?(?:区块|井田|气田|油田)")


def _by_form(words: Sequence[str], last: str) -> int | None:
    stems = [_uncoded(word) for word in words]
    if not all(name_like(stem) for stem in stems):
        return None
    if (block := _BLOCK.match(last)) and all(_BLOCK.fullmatch(stem) for stem in stems):
        return block.end()
    coded = CODED.match(last)
    begin = coded.end() if coded else 0
    if (district := DISTRICT.match(last, begin)) and district.end() - begin <= 4:
        return district.end()
    ends = {stem[-1] for stem in stems}
    if len(ends) == 1 and (end := ends.pop()) in "镇乡村河湖山" and end in last[2:8]:
        return last.index(end, 2) + 1
    if all(stem.endswith("街道") for stem in stems) and "街道" in last:
        return last.index("街道") + 2
    lengths = {len(stem) for stem in stems}
    length = min(lengths)
    sure = length == 2 or len(stems) > 1
    if sure and lengths == {length} and length <= 4 and len(last) - begin > length + 1:
        wide = _WIDE.match(last, begin + length)
        return wide.end() if wide else begin + length
    lengths = {len(re.sub("[市县区旗]$", "", stem)) for stem in stems}
    if lengths == {2} and len(last) - begin > 3:
        town = last[begin + 2] in "镇乡州" and any(stem[-1] in "市县区旗" for stem in stems)
        return begin + 2 + town
    return _before_generic(last)


def bare(words: str) -> str:
    """A name without the brackets at its end."""
    return _BRACKETS_END.sub("", words)


def _uncoded(word: str) -> str:
    code = CODED.match(word)
    return word[code.end() :] if code and code.end() < len(word) else word


def _before_generic(words: str) -> int | None:
    found = _GENERIC.search(words)
    if found is None or not 2 <= found.start() <= 8 or words[found.start() - 1].isdigit():
        return None
    return found.start()


def _route_end(words: str) -> int | None:
    joint = list(JOINT.finditer(words))
    if not joint:
        return None
    after = joint[-1].end()
    if volts := _VOLTS.search(words, after + 2):
        return volts.start()
    found = _GENERIC.search(words, after + 1) or _LINE.search(words, after + 2)
    if found is None:
        return None
    return found.start() + (words[found.start()] == "区")


_NUMBER = re.compile(r"\d{3}线?")
_VOLTS = re.compile(r"±?\d+(?:千伏|万伏|kV)")
_LINE = re.compile(r"高速铁路|铁路|高铁|高速公路|高速|公路|管道")
