"""Which provinces, cities and counties a plan's words name, by GB/T 2260 code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plans.reader.gazetteer import Gazetteer, Mention, city_of, level_of, province_of

# What makes a place's short name part of another name: a street, a river, a town, a village.
_OTHER_NAME = re.compile(
    r"[东西南北中]?(?:大街|大道|路(?![网面段灯口基线况侧由])|街(?![道区巷景])|巷)"
    r"|[江河](?![道段湖流堤岸滩谷网川西东南北])|(?:镇|乡)(?![村镇区])|村(?![镇庄级])|街道(?!路)"
    r"|盆地|学派|精神|战役|起义|会议|模式|经验|宣言|共识|协定|牌(?!坊|楼)"
)
_COUNTY_OTHER_NAME = re.compile(
    r"山(?![区地前洪体林西上城庄村水楂药羊])|门(?![户类])|运河|话|籍|人(?!民|口|才|工|居|行|社|大)"
)
# Behind a name that a lake, a river or a mountain may bear, too, these speak of that.
_LAND = re.compile(
    r"湿地|生态|景区|风景|旅游|国家|省级|保护|流域|水[体质系域利]|文化|大桥|森林|遗址|康养|度假|周边|热门|和"
)
_COMPANY = re.compile(
    r"(?![县市区])(?:(?!开发区|示范区|工业园|产业园|高新区|经开区|[县市区])[\u4e00-\u9fffA-Za-z0-9（）]){0,12}?"
    r"(?:有限(?:责任)?公司|股份|集团|公司)"
)
_BRANCH = re.compile(
    r"联通|移动(?!互联|终端|支付)|电信|铁塔公司|制版|电投|能投|交投|城投|建投|水投|焦煤|电力公司|大众|现代汽车"
)
_GROUP_BEFORE = re.compile(
    r"(?:中车|中铁|中建|中粮|中航|中电|国电|大唐|华电|华能|华润|京能|国能|大秦|中科院)$"
)
_LED_BY = re.compile(
    r"以[^，。；：]{2,40}?为(?:龙头|主|重点|核心|依托|载体|代表|引领|主体|牵引)(?!的?[^，。；]{0,4}县)"
)
_SCHOOL = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:大学|学院|研究院|研究所|设计院|[学化物工]所)")
_TITLES = re.compile(r"《[^《》]{0,80}》")
_BETWEEN = re.compile(
    r"(?:[、，,/]|和|与|及|以及)|(?P<line>(?:（[^（）]{1,8}）)?(?:[—\-–~～－]+|至|到|经))"
)
_WHOSE = re.compile(r"[市港]?")
_WHOSE_FAR = re.compile(r"[^、，。；：至到经和与及—\-–~～（）()]{0,5}")
_LINE_NOUN = re.compile(r"段|高?铁|高速|公路|城际|客运?专|管道|管线|输|特高压|航线")
_LINE_ON = re.compile(r"(?:（[^（）]{1,8}）)?(?:至|[—\-–～]{1,2}(?=[\u4e00-\u9fff]))")
_ABBREVIATED = re.compile(r"(?<=[\u4e00-\u9fff])（([\u4e00-\u9fff]{1,2})）")
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
    known = _words_in_lists(_Words(context, home, names)) if context else frozenset()
    text = _ABBREVIATED.sub(r"\1", text)
    codes = tuple(dict.fromkeys(_places(_Words(text, home, names, known))))
    if codes or not heading:
        return codes
    return regions_in(heading, home, gazetteer=names)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text whose places are looked for, in a document of `home`."""

    text: str
    home: str
    names: Gazetteer
    known: frozenset[str] = frozenset()

    def word(self, mention: Mention) -> str:
        """Give the name as it stands in the text."""
        return self.text[mention.start : mention.end]

    def behind(self, pattern: re.Pattern[str], mention: Mention) -> bool:
        """Tell whether a pattern follows a name."""
        return pattern.match(self.text, mention.end) is not None

    def is_own_city(self, code: str) -> bool:
        """Tell whether a place lies in the document's own city."""
        return bool(self.home) and code[:4] == self.home[:4]

    def is_own_province(self, code: str) -> bool:
        """Tell whether a place lies in the document's own province."""
        return bool(self.home) and code[:2] == self.home[:2]


def _places(words: _Words) -> Iterator[str]:
    """Give the code of each mention that counts; one that says whose the next is does not."""
    mentions = _outside_titles(words.text, words.names.mentions(words.text))
    listed = _listed_mentions(words, mentions)
    last: tuple[Mention, str] | None = None
    for mention in mentions:
        above = last[1] if last and _says_whose(words, last, mention) else ""
        safe = mention in listed or words.word(mention) in words.known
        code = _meant(words, mention, above, safe)
        if not code:
            continue
        if last and not (above and _lies_in(code, above)):
            yield last[1]
        last = (mention, code)
    if last:
        yield last[1]


def _says_whose(words: _Words, last: tuple[Mention, str], mention: Mention) -> bool:
    """Tell whether the place before says whose this one is (临汾襄汾, 四川大渡河泸定)."""
    before, code = last
    between = words.text[before.end : mention.start]
    far = level_of(code) == "province"
    return (_WHOSE_FAR if far else _WHOSE).fullmatch(between) is not None


def _lies_in(code: str, above: str) -> bool:
    return code != above and above in (city_of(code), province_of(code))


def _outside_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    spans = [title.span() for title in _TITLES.finditer(text)]
    spans += [leader.span() for leader in _LED_BY.finditer(text)]
    if not spans:
        return mentions
    return [m for m in mentions if not any(a < m.start < b for a, b in spans)]


def _meant(words: _Words, mention: Mention, above: str, safe: bool) -> str:
    """Give the region that a mention means, "" when it means none that counts."""
    inside = [code for code in mention.codes if above and _lies_in(code, above)]
    code = inside[0] if inside else _candidate(mention.codes, words.home)
    if not code or not _is_reported(code, words.home):
        return ""
    if mention.standing == "full":
        return code
    if _is_other_name(words, mention, code):
        return ""
    if inside:
        land = mention.standing == "ambiguous" and words.behind(_LAND, mention)
        return "" if land else code
    return code if safe or _is_plain(words, mention, code) else ""


def _candidate(codes: Sequence[str], home: str) -> str:
    """Choose among places of one name: the document's own city, then its province, then by rank."""
    for scope in (home[:4], home[:2]) if home else ():
        near = [code for code in codes if code.startswith(scope)]
        if near:
            return near[0] if level_of(near[0]) != "county" else _only(near)
    higher = [code for code in codes if level_of(code) != "county"]
    return higher[0] if higher else _only(codes)


def _only(codes: Sequence[str]) -> str:
    """Give the one county of a name; of a city and the county around it the city (伊宁)."""
    if len({city_of(code) for code in codes}) > 1:
        return ""
    return min(codes, key=lambda code: (code[4] != "0", code))


def _is_reported(code: str, home: str) -> bool:
    if not home:
        return True
    return code[:2] == home[:2] and level_of(code) != "province"


def _is_plain(words: _Words, mention: Mention, code: str) -> bool:
    """Tell whether a short name without a list or a parent around it means the place."""
    own = words.is_own_city(code)
    if mention.standing == "everyday":
        return _ends_line(words, mention) and words.behind(_LINE_NOUN, mention)
    if mention.standing == "ambiguous":
        return (words.is_own_province(code) or _ends_line(words, mention)) and not words.behind(
            _LAND, mention
        )
    if level_of(code) != "county" or own:
        return True
    if words.names.is_loose(words.text, mention):
        return False
    return words.word(mention)[-1] != "县" or _stands_free(words.text, mention.start)


def _ends_line(words: _Words, mention: Mention) -> bool:
    """Tell whether a name is where a line begins or ends (石坝至纳溪段)."""
    before = words.text[max(0, mention.start - 1) : mention.start]
    if before and before in "至到经—-–～":
        return True
    return words.behind(_LINE_ON, mention)


def _stands_free(text: str, at: int) -> bool:
    return at == 0 or _NAME_EDGE.match(text[at - 1]) is not None


def _is_other_name(words: _Words, mention: Mention, code: str) -> bool:
    """Tell whether the short name is part of a street's, a river's, a company's name."""
    if any(words.behind(kind, mention) for kind in (_OTHER_NAME, _COMPANY, _BRANCH)):
        return True
    if _GROUP_BEFORE.search(words.text[: mention.start]):
        return True
    if words.word(mention)[-1] != "县" and words.behind(_COUNTY_OTHER_NAME, mention):
        return True
    away = bool(words.home) and not words.is_own_city(code)
    return away and words.behind(_SCHOOL, mention)


def _listed_mentions(words: _Words, mentions: list[Mention]) -> set[Mention]:
    """Give the mentions that stand in a list of places, or on one line with another."""
    listed: set[Mention] = set()
    for chain, on_a_line in _chains(words.text, mentions):
        sure = {
            city_of(code)
            for mention in chain
            if mention.standing in ("full", "plain")
            and (code := _candidate(mention.codes, words.home))
        }
        if on_a_line:
            listed.update(chain)
        elif sure:
            listed.update(m for m in chain if any(city_of(code) in sure for code in m.codes))
    return listed


def _chains(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[list[Mention], bool]]:
    """Give the runs of mentions with nothing but 、 between them, or (then True) 至, — or 经."""
    chain: list[Mention] = []
    on_a_line = True
    for mention in mentions:
        between = _BETWEEN.fullmatch(text, chain[-1].end, mention.start) if chain else None
        if chain and not between:
            if len(chain) > 1:
                yield chain, on_a_line
            chain, on_a_line = [], True
        if between:
            on_a_line = on_a_line and between.group("line") is not None
        chain.append(mention)
    if len(chain) > 1:
        yield chain, on_a_line


@lru_cache(maxsize=64)
def _words_in_lists(words: _Words) -> frozenset[str]:
    mentions = words.names.mentions(words.text)
    return frozenset(words.word(mention) for mention in _listed_mentions(words, mentions))
