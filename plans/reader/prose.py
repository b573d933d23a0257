"""The undertakings that running prose names: a railway, a reservoir, a park with a name or a place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.reader.deeds import Deed, deeds
from plans.reader.gazetteer import Gazetteer
from plans.reader.lists import Piece, clauses, sentences
from plans.reader.members import Member
from plans.reader.model import Document, FoundCommitment, Paragraph, Section
from plans.reader.names import act, thing
from plans.reader.writing import Found, Place, write

Span = tuple[int, int]

# Chapters that look back or set aims promise no work of their own.
_LOOKS_BACK = re.compile(
    r"^(?:.{0,6}(?:发展|合作|规划|工作|现有|建设|现实)?(?:基础|成就|成效|现状|概况|概述|背景|形势|环境)(?:和.{0,6})?|.{0,12}(?:回顾|机遇|挑战|短板|问题))$"
    r"|^发展环境|面临的|前言|序言|指导思想|基本原则|发展原则|(?:发展|主要|总体|规划|具体|远景)目标|^目标|指标|展望|环境影响"
    r"|发展思路|发展路线|发展定位|^到20\d\d年|党的(?:全面)?领导|重点合作区域|组织领导"
)
_PAST = re.compile(
    r"[“\"]?十[二三]五[”\"]?(?:时期|期间|以来)|五年来|近年来|过去|累计|顺利(?!推进|实施|完工|建成)|已经|业已|相继|先后|圆满|荣获|跻身|新增了|增长[了到]?\d"
    r"|(?:已|均已)(?:建成|完成|开工|投产|投入|通车|成为|形成|实现|获)|建成了|完成了|成功(?:举办|创建|入选)|位于|地处|毗邻"
)
_DOING = re.compile(
    r"推进|推动|加快|建设|新建|改建|扩建|实施|打造|启动|谋划|规划|研究|完成|建成|贯通|打通|争取|建立|组建|共建|设立|创建|申报|申建|开工|续建|改造|布局"
    r"|开展|抓好|筹建|重启|提升|完善|做好|构建|开通|迁建|修建|兴建|整合|培育|配套|修复|治理|支持|加强|加大|共创|加密"
)
_POLICY = re.compile(
    r"(?:意见|办法|规划|方案|条例|政策|制度|机制|体制|标准|规则|格局|水平|能力|功能|作用|优势|体系|模式|服务|氛围|意识|渠道|高地|之城"
    r"|名城|强市|强省|强县|品牌|行动|产业|经济|战略|安全|红线|控制线|公约|会议|一公里|绿色通道|新手段|(?<!大)市场|人才|队伍|资源|要素|合作|交流|发展)$"
)
_FIRM = re.compile(r"(?:公司|集团|企业|合作社|协会|商会|银行|学院|家庭农场|机构|职业中学|技工学校)$")
_NO_NAME = re.compile(
    r"[与和把将在对以为向由从用按让使及有各]|当好|打好|做到|坚定|坚决|融入|帮助|助推|全方位|重点吸引|合理|拓宽|疏通|畅通|努力|依法|择优|原则上|主要|因地|积极|统筹|吸引|更好|讲好|借鉴|联合"
    r"|助力|着力|力争|引领|系统谋划|深度|支撑|呼应|主动|协商|抢先|继续|真正|合作|聚力|参与|整合|深入|实现|复制|全面|促进|强化|加强|一条|五|三大|抓|争取|互设|解决|优化|重点|聚焦|我[省市县]|\d+(?:[-—–]\d+)?[为家个是]"
    r"|串点|充分|面向|规范|率先|重要|一批|所有|相关|国内外|市场|企业|群众|农村|城乡|城镇|社会|每|省内|跨省"
)
# Words that lead in to the work: with whom, by what standard, what is done to it.
_LEAD_IN = re.compile(
    r"^(?:与|在|以|参与|省市|部省|市校|校地|提前|升级|申建|申报|力推|联合|依托|携手|共同|共创|高质量|高标准|全面|串联|配套|提升打造|滚动)[^，。]{0,20}?"
    r"(?:共建|设立|打造|建设|创建|打通|改造(?!工程|项目)|筹建|组建|实施|申建|升级打造|共创|串联)(?=[^，。]{4,})"
)
_TRAIL = re.compile(
    r"(?:的(?:开发|建设)|(?<!开发)(?<!标准化)建设|贯通|组建|落地|编制|建设运营|开发与建设|合作建设|建设任务)$"
)
_SO_MANY = re.compile(r"[两三四五六七八九十\d]+[大个条座]")
# A clause that promises no one thing but some of a kind, or leans on what there is.
_SOME = re.compile(
    r"一批|一系列|若干|各类|各县|各地|每个|有条件|鼓励|引导|吸引|面向|对接|融入|借鉴|支持(?!建设|创建|打造)|联合|围绕|依托|利用|发挥|培育|推广|学习|加强与|参与"
)
_AIM = re.compile(r"(?:枢纽|经济区|经济带|走廊|示范区|先行区|试验区|样板区|引领区|功能区|示范市|承载地|目的地|策源地|聚集区|地区|区域|基地)$")
_TITLE = re.compile(r"重要|新型|区域|供港|国家级?|一流|全国|全省|特色|重点|具有|千亿|世界|优质|绿色|地区")
_FEATURE = re.compile(
    r"黄河|长江|淮河|珠江|汾河|渭河|海河|[\u4e00-\u9fff]{1,3}[^山银冰运](?:河|江|湖)(?!道|流|段|网|水网|湖库|北省|南省)|号线|[GS]\d{1,4}"
    r"|[国省]道\d|\d{3}国道|太行|吕梁山|秦岭|中条山|太岳|长城|京杭|[一二三四五六七八九十两]纵|(?:[\u4e00-\u9fff]{2,6}(?:至|到|[—–-]+))+[\u4e00-\u9fff]{2,}"
    r"|金三角|城市群|京津冀|大湾区|长三角|珠三角|北部湾|都市圈|海峡两岸|华北|华东|中[日韩德俄法英意新欧](?=[\u4e00-\u9fff]{2,})"
    r"|^[\u4e00-\u9fff]{0,2}[晋豫陕冀鲁粤桂湘鄂皖苏浙闽赣川渝黔滇藏甘青宁蒙辽吉黑京津沪琼新][东西南北中][\u4e00-\u9fff]{2,}"
)
_SPEAKS = re.compile(
    r"落户|入驻|建立|结成|实行|依托|加快|进入|融入|参与|延伸|申报|转化利用|吸引|共建|打造|推进|推动|一带一路|”“|[^现存潜]在[^线建]|(?<!方)向|与[^、]{2,}(?:合作|对接|衔接)|企业$|(?:跨|联合).{0,6}整治$"
)
_STREET = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<!断头)(?<![颈干辅支联连公])(?<!道)(?<!铁)(?<!产业)(?<!旅游)(?<!资源)(?:路|街|大道)(?:沿线|北延|南延|东延|西延)?$")
_SITE = re.compile(
    r"(?:水库|调蓄库|水源库|大桥|灌区|扬水|电站|水电站|抽水蓄能|水利枢纽|引水(?:工程)?|引黄|水厂|湿地公园|森林公园|自然保护区|遗址(?:公园)?|博物馆|纪念馆|故里|故居"
    r"|古渡|古镇|古城|古村|景区|度假区|[\u4e00-\u9fff](?:寺|庙|宫|阁|塔|楼)|步行街|大道|快速路|北路|南路|东路|西路|机场|铁路|高铁|城际|客专|高速(?:公路)?|联络线|隧道|通道"
    r"|火车站|高铁站|港区?|码头|航道|输变电|变电站|换流站|煤矿|风电场|核电|农商城|物流园|陆港|空港|医院|中学|小学|校区|体育场|水源置换|供水工程|蓄滞洪区|科学城|口岸|新城|走廊)"
)
_OWN = re.compile(r"^市(?:级|属)?(?!域|场|政|内|际|长|区|县|校|民(?!服))[\u4e00-\u9fff]{2,}")
_SUPPORTED = re.compile(r"(?:学校|大学|中心|企业|高校|孵化器)$")
_TITLED = re.compile(
    r"“[\u4e00-\u9fff]{2,12}”[\u4e00-\u9fff]*(?:平台|系统|公园|街区|小镇|村落|中心|基地)$"
    r"|“?[\u4e00-\u9fff]{2,12}(?:平台|系统|公园|街区|小镇|村落|中心|书房)”$"
)
_COMMON_LAND = re.compile(
    r"山水林田湖|病险水库|流域(?:（[^）]*）)?[^，]{0,6}(?:保护|协同治理|生态保护与高质量发展示范区)$|沿河|环湖|环城|跨流域|重点区域|^城市群|省际|出市|外运|古镇$"
)
_WATERS = re.compile(r"^[\u4e00-\u9fff]{2,3}[河渠湖江溪沟港]$")
# Deeds on a named thing that build nothing, but that somebody can report on.
_NAMED_TASK = re.compile(
    r"(?:撤县设[市区]|撤市设区|(?:正式|对外)开放|升级为?国家级[^，。]{2,14}|申报世界[^，。]{2,8}|申遗|列入世界遗产[^，。]{0,6}|5A级景区创建|创建国家5A级景区"
    r"|[—–-].*(?:同城化|一体化|融合发展)|设站)$"
)
_DONE_TO = re.compile(
    r"(?:扩能提质|提质升级|品质升级|提档升级|升级|水源涵养|输变电|风力发电|抽水蓄能|扩容|复工复产|改线|东延|西延[\u4e00-\u9fff]{0,4}|南延|北延|气源开发利用|体系)$"
)
_PARK = re.compile(r"[\u4e00-\u9fffA-Z0-9]{4,}(?:产业园|保税区|物流园|走廊)$|[\u4e00-\u9fff]{2,4}过境高速(?:公路)?$")
# A work that a sentence leans on: 以建设黄河文明遗址公园为牵引.
_LEANING = re.compile(
    r"以(?P<deed>建设|创建)?(?P<name>[^，。；、为]{4,24}?)(?P<done>建设)?(?:、(?P<more>[^，。；、为]{4,24}?)(?:建设)?)?为(?:牵引|抓手|突破口|重点|先行示范|示范|载体|支撑|龙头|引领)"
)
_MORE_WORKS = re.compile(
    r"(?:网|风景道|廊带|景观带|生态带|旅游带|经济带|示范带|打卡地|快线|加速器|跑道|输电|特高压(?:直流)?|防护林|村落|超市|投资区|科学城|合作区|核电|合作平台|实验区|博物院|廊道系统|科教城|枢纽港|水源置换|（过境）|[\u4e00-\u9fffⅠ-Ⅹ0-9]{2}变)$"
)


def in_prose(document: Document, *, gazetteer: Gazetteer | None = None) -> list[FoundCommitment]:
    """Find the undertakings that paragraphs outside boxes and tables name, in the text's order.

    Kept is what has a doing verb before it, ends like a work or a deed on one, and bears a name
    of its own or a place; what stands in one list with such a work is kept with less confidence.
    Looking back, aims, policies and companies are left out.
    """
    names = gazetteer or Gazetteer.standard()
    found: list[FoundCommitment] = []
    for paragraph in _prose(document):
        for sentence in sentences(Piece(paragraph.folded.text, 0)):
            if not _PAST.search(sentence.text):
                found.extend(_rows(document, paragraph, sentence, names))
    return found


def _prose(document: Document) -> Iterator[Paragraph]:
    by_key = {section.key: section for section in document.sections}
    for paragraph in document.paragraphs:
        if paragraph.kind != "body" or paragraph.box:
            continue
        if not any(_LOOKS_BACK.search(s.title) for s in _lineage(by_key, paragraph.section)):
            yield paragraph


def _lineage(by_key: dict[str, Section], key: str) -> Iterator[Section]:
    """Give a section and those around it."""
    while key in by_key:
        yield by_key[key]
        key = by_key[key].parent


def _rows(
    document: Document, paragraph: Paragraph, sentence: Piece, names: Gazetteer
) -> Iterator[FoundCommitment]:
    read = deeds(sentence)
    promised = False
    for clause in clauses(sentence):
        promised = promised or bool(_DOING.search(clause.text))
        own = [
            _bare(deed, paragraph.folded.text)
            for deed in read
            if clause.start <= deed.member.start < clause.end
        ]
        marks = [_naming(_name(deed, paragraph), names) for deed in own]
        mostly = 2 * marks.count(2) >= len(marks)
        for deed, mark in zip(own, marks, strict=True):
            before = clause.text[: deed.member.start - clause.start]
            if not (_DOING.search(before) or (promised and not before)):
                continue
            name = _name(deed, paragraph)
            if _WATERS.match(name) and not re.search("治理|整治|疏浚", before):
                continue
            vague = bool(_SOME.search(before))
            sure = _sureness(name, mark or (0 if mostly else -1), vague=vague)
            if sure:
                yield _row(document, paragraph, sentence, deed, sure)
    yield from _leaned_on(document, paragraph, sentence, names)


def _leaned_on(
    document: Document, paragraph: Paragraph, sentence: Piece, names: Gazetteer
) -> Iterator[FoundCommitment]:
    """Find the works that a sentence builds on (以建设…为牵引)."""
    for leaning in _LEANING.finditer(sentence.text):
        if not (leaning.group("deed") or leaning.group("done")):
            continue
        for group in ("name", "more"):
            name = leaning.group(group)
            if not name or not _is_work(name) or _naming(name, names) < 2:
                continue
            start = sentence.start + leaning.start(group)
            span = (start, start + len(name))
            member = Member((span,), *span, "leaned on", 0.5)
            sure = _sureness(name, 2, vague=False)
            if sure:
                yield _row(document, paragraph, sentence, Deed(member), 0.5)


def _bare(deed: Deed, text: str) -> Deed:
    """Take off a name what leads in to the work and what goes on behind it."""
    member = deed.member
    spans = [*_without_lead(member.name[:1], text), *member.name[1:]]
    spans = _without_others(_last_said(spans, text), text)
    name = tuple(_without_trail(spans, text))
    start = max(member.start, name[0][0]) if member.start == member.name[0][0] else member.start
    end = name[-1][1] if member.end == member.name[-1][1] and len(member.name) == 1 else member.end
    return replace(deed, member=replace(member, name=name, start=start, end=max(end, start + 1)))


def _without_lead(spans: Sequence[Span], text: str) -> list[Span]:
    start, end = spans[0]
    lead = _LEAD_IN.match(text[start:end])
    return [(start + lead.end() if lead else start, end)]


def _last_said(spans: list[Span], text: str) -> list[Span]:
    """Give the noun of 「以汾河为重点的“七河”生态修复治理工程」, the words before its 的 left out."""
    start, end = spans[0]
    at = text.rfind("的", start, end)
    if len(spans) > 1 or at < 0 or not 5 <= end - at <= 30:
        return spans
    tail = text[at + 1 : end]
    if "“" in text[start:at] and "”" in tail or act(tail) and len(tail) < 7:
        return spans
    if re.match("[东西南北]起", text[start:at]):
        return spans
    return [(at + 1, end)]


def _without_others(spans: list[Span], text: str) -> list[Span]:
    """Take 「等」 out of a name, with the class behind it where what is before it is a work."""
    start, end = spans[0]
    at = text.find("等", start + 2, end)
    if len(spans) > 1 or at < 0 or text[at - 1] in "高初中一二三四同":
        return spans
    if _is_work(text[start:at]) or end - at <= 4:
        return [(start, at)]
    return [(start, at), (at + 1, end)]


def _without_trail(spans: list[Span], text: str) -> list[Span]:
    """Take off 建设, 的开发 …, and the 项目 of 「等项目」; 三大 before a class goes, too."""
    start, end = spans[-1]
    if len(spans) > 1 and text[start:end] == "项目":
        return spans[:-1]
    trail = _TRAIL.search(text, start, end)
    if trail and trail.start() - start >= (4 if len(spans) == 1 else 2):
        end = trail.start()
    number = _SO_MANY.match(text, start if len(spans) > 1 else end, end)
    if number:
        start = number.end()
    return [*spans[:-1], (start, end)]


def _name(deed: Deed, paragraph: Paragraph) -> str:
    return deed.member.words(paragraph.folded.text)


def _is_work(name: str) -> bool:
    return thing(name) or _MORE_WORKS.search(name) is not None or _WATERS.match(name) is not None


def _sureness(name: str, mark: int, *, vague: bool) -> float:
    """Tell how sure it is that a name is a concrete undertaking's, 0 for none.

    `mark`: 2 for a place's or a site's name, 1 for a weaker sign, 0 for none in a list of such, -1
    for none at all; `vague`: the clause speaks of some of a kind.
    """
    if mark == 2 and _NAMED_TASK.search(name) and not (vague or _NO_NAME.match(name)):
        return 0.5
    if not 3 <= len(name) <= 40 or _POLICY.search(name) or _FIRM.search(name):
        return 0.0
    if _NO_NAME.match(name) or "，" in name or _SPEAKS.search(name):
        return 0.0
    if "的" in name and not re.match(r"[东西南北]起|[^的]{6,}的[\u4e00-\u9fff]{2,6}[建造治修护]", name):
        return 0.0
    if vague and _SUPPORTED.search(name):
        return 0.0
    if _is_work(name):
        return _WORK_SURE.get((mark, vague), 0.0)
    done = act(name) or _DONE_TO.search(name) is not None
    return 0.6 if mark == 2 and done and not vague else 0.0


# By the mark of the name, and whether its clause is vague.
_WORK_SURE = {(2, False): 0.75, (2, True): 0.5, (1, False): 0.55, (0, False): 0.45}


def _naming(name: str, names: Gazetteer) -> int:
    """Tell whether words hold a name of their own: 2 a place, a river, a site, 1 perhaps, 0 no."""
    if _COMMON_LAND.search(name):
        return 0
    whole, name = name, name.strip("“”")
    aim = _AIM.search(name) is not None and _TITLE.search(name) is not None
    if not aim and _FEATURE.search(name):
        return 2
    for mention in names.mentions(name):
        if mention.standing != "everyday" and mention.end < len(name):
            return 1 if aim else 2
    site = _SITE.search(name)
    if site and site.start() > 1 and _proper_run(name[: site.end()], names) >= 2:
        return 2
    if aim:
        return 0
    if _STREET.match(name):
        return 2
    return 1 if _OWN.search(name) or _PARK.search(name) or _titled(whole) else 0


def _titled(name: str) -> bool:
    """Tell whether quotation marks give the work a name in words (“河东书房”, “智慧黄河”平台)."""
    return _TITLED.match(name) is not None


def _proper_run(name: str, names: Gazetteer) -> int:
    """Give the length of the longest run of characters that are no common words."""
    longest = run = at = 0
    while at < len(name):
        if names.is_word(name[at : at + 2]):
            at, run = at + 2, 0
            continue
        run = run + 1 if "\u4e00" <= name[at] <= "\u9fff" else 0
        at += 1
        longest = max(longest, run)
    return longest


def _row(
    document: Document, paragraph: Paragraph, sentence: Piece, deed: Deed, sure: float
) -> FoundCommitment:
    member = deed.member
    task = _NAMED_TASK.search(member.words(paragraph.folded.text)) is not None
    found = Found(
        member.name, member.start, member.end, "task" if task else deed.kind,
        f"named in prose: {member.why}", min(sure, member.sure),
        stage=deed.stage, nature=deed.nature, context=sentence.text,
    )  # fmt: skip
    return write(Place(document, None, "", paragraph.section), paragraph.folded, found)
