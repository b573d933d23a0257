"""Which region a plan document is of."""

import re
from collections import Counter

from plans.reader.gazetteer import Gazetteer, city_of, level_of, province_of

_ISSUER = re.compile(
    r"(?:国民经济|人民政府|人民代表大会|(?:[“\"]?十[三四五六][五][”\"]?)|发展和改革|发展改革|20\d\d|综合交通|水利|水安全"
    r"|现代|能源|新型|高质量|交通|生态|教育|卫生|区域|基础设施|重点|重大|城镇|农业|文化|推进|关于|中长期|委员会)"
)
_NATIONAL = re.compile(
    r"中华人民共和国|国务院|全国人民代表大会|国家发展改革委|国家发展和改革委|中共中央"
)

_OF_A_CITY = re.compile(r"我市|全市|市区|市民|城区|市域|主城|中心城|片区")


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
        sure = len(mention.codes) == 1 or level_of(mention.codes[0]) == "city"
        if mention.standing in ("full", "plain") and sure:
            counts[mention.codes[0]] += 1
    total = sum(counts.values())
    if total < 20 and _OF_A_CITY.search(text):
        only = _only_city(counts)
        if only:
            return only
    if total < 8:
        return ""
    cities: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for code, count in counts.items():
        provinces[province_of(code)] += count
        if level_of(code) != "province":
            cities[city_of(code)] += count
    leading = cities.most_common(2)
    city, in_city = leading[0] if leading else ("", 0)
    next_to_it = leading[1][1] if len(leading) > 1 else 0
    if in_city >= 0.45 * total or in_city >= max(12, 0.3 * total, 3 * next_to_it):
        return city
    province, in_province = provinces.most_common(1)[0]
    return province if in_province >= 0.7 * total else ""


def _only_city(counts: Counter[str]) -> str:
    """Give the city of a short text that speaks of 我市 or 市区: the one it names most itself."""
    cities = Counter({code: count for code, count in counts.items() if level_of(code) == "city"})
    named = cities.most_common(2)
    if not named or (len(named) > 1 and named[0][1] == named[1][1]):
        return ""
    return named[0][0]
