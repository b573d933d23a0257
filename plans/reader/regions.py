"""Which provinces, cities and counties a plan's words name, by GB/T 2260 code."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from plans.reader.gazetteer import Gazetteer, Mention, city_of, level_of, province_of

# What makes a place's short name part of another name: a street, a river, a town, a village.
_OTHER_NAME = re.compile(
    r"[东西南北中]?(?:大街|大道|路(?![网面段灯口基线况侧由])|街(?![道区巷景])|巷)"
    r"|[江河](?![道段湖流堤岸滩谷网川西东南北])|(?:镇|乡)(?![村镇区])|村(?![镇庄级])|街道(?!路)"
    r"|盆地|学派|精神|战役|起义|会议|模式|经验|宣言|共识|协定|牌(?!坊|楼)"
)
_COUNTY_OTHER_NAME = re.compile(
    r"山(?![区地前洪体林西上城庄村水楂药羊])|运河|话|籍|人(?!民|口|才|工|居|行|社|大)"
)
# Behind a name that a lake, a river or a mountain may bear, too, these speak of that.
_LAND = re.compile(r"湿地|生态|景区|风景|旅游|国家|保护|流域|水[体质系域]|文化|大桥|森林|遗址")
_COMPANY = re.compile(
    r"(?![县市区])(?:(?!开发区|示范区|工业园|产业园|高新区|经开区|[县市区])[\u4e00-\u9fffA-Za-z0-9（）]){0,12}?"
    r"(?:有限(?:责任)?公司|股份|集团|公司)"
)
_BRANCH = re.compile(r"联通|移动(?!互联|终端|支付)|电信|铁塔公司|制版")
_GROUP_BEFORE = re.compile(
    r"(?:中车|中铁|中建|中粮|中航|中电|国电|大唐|华电|华能|华润|京能|国能|大秦|中科院)$"
)
_LED_BY = re.compile(r"以[^，。；：]{2,40}?为(?:龙头|主|重点|核心|依托|代表|引领|主体)")
_SCHOOL = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:大学|学院|研究院|研究所|设计院|[学化物工]所)")
_TITLES = re.compile(r"《[^《》]{0,80}》")
_BETWEEN = re.compile(r"(?:[、，,/]|和|与|及|以及|[—\-–~～－]+|至|到)")
_NAME_EDGE = re.compile(r"[\s、，。；：:;,（()）“”‘’/—\-–~～－0-9]|和|与|及|至|到|在|对|经|由")


def regions_in(
    text: str,
    home: str = "",
    *,
    context: str = "",
    heading: str = "",
    gazetteer: Gazetteer | None = None,
) -> tuple[str, ...]:
    """Give the codes of the cities and counties that a name or quote names, each once, in order.

    `home` is the region that the document is of. With one, cities and counties of its province
    count (the province itself says nothing); without one (a national document) all places count.
    `context` is the sentence or list that the name was taken from: it tells whether a name that
    is also a word (盐湖, 城区) stands among other places there. A place that only says whose the
    next one is (临汾襄汾) does not count, nor do streets, rivers, companies and titles.

    `text` is the commitment's full name, and where its quote goes on to describe it (name：…) the
    quote behind it. `heading`, what the commitment hangs on (its programme's name, else the
    headed paragraph's), gives the regions of one that names none itself.
    """
    names = gazetteer or Gazetteer.standard()
    known = _words_in_lists(context, home, names) if context else frozenset()
    codes = tuple(dict.fromkeys(code for _, code in _places(text, home, names, known)))
    if codes or not heading:
        return codes
    return regions_in(heading, home, gazetteer=names)


def _places(
    text: str, home: str, names: Gazetteer, known: frozenset[str]
) -> Iterator[tuple[Mention, str]]:
    """Give each mention that counts with the code it means."""
    mentions = _outside_titles(text, names.mentions(text))
    listed = _listed_mentions(text, mentions, home)
    parent: tuple[int, str] | None = None
    held: tuple[Mention, str] | None = None
    for mention in mentions:
        above = parent[1] if parent and parent[0] == mention.start else ""
        safe = mention in listed or text[mention.start : mention.end] in known
        code = _meant(mention, text, home, above, safe)
        away = level_of(code) == "county" and code[:4] != home[:4] if code else False
        if away and not above and mention.standing != "full" and names.is_loose(text, mention):
            code = ""
        if held and not (code and above and _lies_in(code, above)):
            yield held
        held = None
        if code:
            held = (mention, code)
        parent = (mention.end, code) if code else parent
    if held:
        yield held


def _lies_in(code: str, above: str) -> bool:
    return code != above and above in (city_of(code), province_of(code))


def _outside_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    spans = [title.span() for title in _TITLES.finditer(text)]
    spans += [leader.span() for leader in _LED_BY.finditer(text)]
    if not spans:
        return mentions
    return [m for m in mentions if not any(a < m.start < b for a, b in spans)]


def _meant(mention: Mention, text: str, home: str, above: str, safe: bool) -> str:
    """Give the region that a mention means, "" when it means none that counts."""
    if above:
        inside = [code for code in mention.codes if _lies_in(code, above)]
        if inside:
            land = mention.standing == "ambiguous" and _LAND.match(text, mention.end)
            return "" if land else inside[0]
    code = _candidate(mention.codes, home)
    if not code or not _is_reported(code, home):
        return ""
    if mention.standing == "full":
        return code
    return code if _is_plainly_meant(mention, code, text, home, safe) else ""


def _candidate(codes: Sequence[str], home: str) -> str:
    """Choose among places of one name: the document's own city, then its province, then by rank."""
    if home:
        for scope in (home[:4], home[:2]):
            near = [code for code in codes if code.startswith(scope)]
            if near:
                return near[0] if len(near) == 1 or level_of(near[0]) != "county" else ""
    higher = [code for code in codes if level_of(code) != "county"]
    if higher:
        return higher[0]
    return codes[0] if len(codes) == 1 else ""


def _is_reported(code: str, home: str) -> bool:
    if not home:
        return True
    return code[:2] == home[:2] and level_of(code) != "province"


def _is_plainly_meant(mention: Mention, code: str, text: str, home: str, safe: bool) -> bool:
    if _is_other_name(mention, code, text, home):
        return False
    if safe:
        return True
    own_city = bool(home) and code[:4] == home[:4]
    if mention.standing == "everyday":
        return False
    if mention.standing == "ambiguous":
        return own_city and not _LAND.match(text, mention.end)
    one_character = text[mention.end - 1] == "县"
    return own_city or not one_character or _stands_free(text, mention.start)


def _stands_free(text: str, at: int) -> bool:
    return at == 0 or _NAME_EDGE.match(text[at - 1]) is not None


def _is_other_name(mention: Mention, code: str, text: str, home: str) -> bool:
    """Tell whether the short name is part of a street's, a river's, a company's name."""
    if any(kind.match(text, mention.end) for kind in (_OTHER_NAME, _COMPANY, _BRANCH)):
        return True
    if _GROUP_BEFORE.search(text[: mention.start]):
        return True
    county = level_of(code) == "county" and text[mention.end - 1] != "县"
    if county and _COUNTY_OTHER_NAME.match(text, mention.end):
        return True
    away = bool(home) and code[:4] != home[:4]
    return away and _SCHOOL.match(text, mention.end) is not None


def _listed_mentions(text: str, mentions: list[Mention], home: str) -> set[Mention]:
    """Give the mentions that stand in a list of places, one of which is beyond doubt."""
    listed: set[Mention] = set()
    for chain in _chains(text, mentions):
        sure = {
            city_of(code)
            for mention in chain
            if mention.standing in ("full", "plain") and (code := _candidate(mention.codes, home))
        }
        if sure:
            listed.update(m for m in chain if any(city_of(code) in sure for code in m.codes))
    return listed


def _chains(text: str, mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Give the runs of two and more mentions with nothing but 、 or 至 between them."""
    chain: list[Mention] = []
    for mention in mentions:
        between = text[chain[-1].end : mention.start] if chain else ""
        if chain and not _BETWEEN.fullmatch(between):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(mention)
    if len(chain) > 1:
        yield chain


def _words_in_lists(context: str, home: str, names: Gazetteer) -> frozenset[str]:
    mentions = names.mentions(context)
    return frozenset(context[m.start : m.end] for m in _listed_mentions(context, mentions, home))


_ISSUER = re.compile(
    r"(?:国民经济|人民政府|人民代表大会|(?:[“\"]?十[三四五六][五][”\"]?)|发展和改革|发展改革|20\d\d|综合交通|水利|水安全"
    r"|现代|能源|新型|高质量|交通|生态|教育|卫生|区域|基础设施|重点|重大|城镇|农业|文化|推进|关于|中长期|委员会)"
)
_NATIONAL = re.compile(
    r"中华人民共和国|国务院|全国人民代表大会|国家发展改革委|国家发展和改革委|中共中央"
)


def guess_home(text: str, *, gazetteer: Gazetteer | None = None) -> str:
    """Guess the region that a document is of, "" for a national one or when nothing tells.

    The title and issuer at its head decide; where they name no place, the city or province that
    the text speaks of most, provided that it outweighs all others.
    """
    names = gazetteer or Gazetteer.standard()
    head = re.sub(r"\s", "", text[:1200])
    for mention in names.mentions(head[:400]):
        if mention.standing == "full" and _ISSUER.match(head, mention.end):
            return mention.codes[0]
    if _NATIONAL.search(head[:200]):
        return ""
    return _most_named(re.sub(r"\s", "", text), names)


def _most_named(text: str, names: Gazetteer) -> str:
    """Give the city, else the province, that most of the text's places lie in."""
    counts: Counter[str] = Counter()
    for mention in names.mentions(text):
        if mention.standing in ("full", "plain") and len(mention.codes) == 1:
            counts[mention.codes[0]] += 1
    total = sum(counts.values())
    if total < 8:
        return ""
    cities: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for code, count in counts.items():
        provinces[province_of(code)] += count
        if level_of(code) != "province":
            cities[city_of(code)] += count
    city, in_city = cities.most_common(1)[0] if cities else ("", 0)
    if in_city >= 0.45 * total:
        return city
    province, in_province = provinces.most_common(1)[0]
    return province if in_province >= 0.6 * total else ""
