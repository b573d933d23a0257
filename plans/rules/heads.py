"""What a plan document says of itself on its first pages: number, issuer, date and period.

Proposals for a form that a person confirms: what is not found stays empty.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

HEAD = 3000
"""So many characters hold the covering letter, the cover and the first sentences."""

NUMBER = re.compile(
    r"([\u4e00-\u9fff]{2,12})\s*[〔\[［【(（]\s*(20\d\d)\s*[〕\]］】)）]\s*(\d{1,4})\s*号"
)
YEARS = r"(20\d\d)\s*年?\s*[-—–－~～至到]{1,2}\s*(20\d\d)\s*年"
TITLE_PERIOD = re.compile(YEARS)
STATED_PERIOD = re.compile(rf"规划期限?\s*[：:为是]?\s*(?:为|是)?\s*{YEARS}")
FIVE_YEARS = re.compile(
    r"[“\"”「『]?(?:第十([一二三四五六])个五年|十([一二三四五六])五)[”\"“」』]?"
)
FIVE_YEARS_BEGIN = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
OUTLOOK = re.compile(
    r"(20[345]\d)\s*年\s*(?:的)?\s*(?:远景|愿景)(?:目标)?|展望\s*(?:到|至)?\s*(20[345]\d)\s*年"
)
ISSUER = re.compile(
    r"^[\s　]*([\u4e00-\u9fff]{2,20}?(?:人民政府(?:办公厅|办公室)?|发展和改革委员会|人大常委会|"
    r"委员会|厅|局))[\s　]*$",
    re.MULTILINE,
)
DAY = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
CHINESE_DAY = re.compile(
    r"(二[〇○Ｏ零][一二三四五六七八九〇○零]{2})年(十?[一二三四五六七八九十])月"
    r"([一二三]?十?[一二三四五六七八九十])日"
)
DIGITS = {sign: str(i) for i, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True)
class Head:
    """The head as the text seems to give it."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    period_start: int | None = None
    period_end: int | None = None
    outlook_year: int | None = None


def head_of(text: str, *, title: str = "", number: str = "") -> Head:
    """What the first pages say; `title` and `number` are what the reader has found already."""
    head = text[:HEAD]
    stated = _years(TITLE_PERIOD, title) or _years(STATED_PERIOD, text[: 10 * HEAD])
    start, end = stated or _five_years(title) or _five_years(head) or (None, None)
    outlook = OUTLOOK.search(title) or OUTLOOK.search(head)
    return Head(
        title=_one_line(title)[:200],
        number=number or _number(head),
        issuer=_issuer(head),
        issued_on=_day(head),
        period_start=start,
        period_end=end,
        outlook_year=int(outlook[1] or outlook[2]) if outlook else None,
    )


def _number(head: str) -> str:
    found = NUMBER.search(head)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _years(pattern: "re.Pattern[str]", words: str) -> tuple[int, int] | None:
    found = pattern.search(words)
    return (int(found[1]), int(found[2])) if found and found[1] < found[2] else None


def _five_years(words: str) -> tuple[int, int] | None:
    """The latest five-year period that the words name again and again: the one before is looked
    back upon, the one after at most foreseen."""
    named = Counter(
        FIVE_YEARS_BEGIN[in_full or in_short] for in_full, in_short in FIVE_YEARS.findall(words)
    )
    often = max(named.values(), default=0) / 4
    again = [year for year, times in named.items() if times >= often]
    return (max(again), max(again) + 4) if again else None


def _issuer(head: str) -> str:
    found = ISSUER.search(head)
    return found[1] if found else ""


def _day(head: str) -> date | None:
    found = DAY.search(head)
    if found:
        return _date(*(int(part) for part in found.groups()))
    words = CHINESE_DAY.search(head)
    if words:
        year = int("".join(DIGITS[sign] for sign in words[1]))
        return _date(year, _number_of(words[2]), _number_of(words[3]))
    return None


def _number_of(words: str) -> int:
    """A number below 40 in Chinese figures: 十二, 二十, 三十一."""
    if "十" not in words:
        return int(DIGITS[words])
    tens, _sign, ones = words.partition("十")
    return 10 * int(DIGITS[tens] if tens else 1) + int(DIGITS[ones] if ones else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _one_line(words: str) -> str:
    return re.sub(r"\s+", "", words) if re.search(r"[\u4e00-\u9fff]", words) else words.strip()
