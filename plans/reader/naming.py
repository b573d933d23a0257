"""Whether words name one undertaking of its own: by a place, a river, a road, a site in them."""

import re

from plans.reader.gazetteer import Gazetteer
from plans.reader.names import act, thing

_POLICY = re.compile(
    r"(?:意见|办法|规划|方案|条例|政策|制度|机制|体制|标准|规则|格局|水平|能力|功能|作用|优势|体系|模式|服务|氛围|意识|渠道|高地|之城"
    r"|名城|强市|强省|强县|品牌|行动|产业|经济|战略|安全|红线|控制线|公约|会议|一公里|绿色通道|新手段|(?<!大)市场|人才|队伍|资源|要素|合作|交流|发展|交通网络|(?<![纵横环”])铁路网|交通圈|之路|(?<!号)机组|(?<=级)数据库|高校)$"
)
_FIRM = re.compile(
    r"(?:公司|集团|企业|合作社|协会|商会|银行|学院|家庭农场|机构|职业中学|技工学校|(?<!湾区)大学)$"
)
_NO_NAME = re.compile(
    r"\d+[-—–]|[与和把将在对以为向由从用按让使及有各]|当好|打好|做到|坚定|坚决|融入|帮助|助推|全方位|重点吸引|合理|拓宽|疏通|畅通|努力|依法|择优|原则上|主要|因地|积极|统筹|吸引|更好|讲好|借鉴|联合"
    r"|助力|着力|力争|引领|系统谋划|深度|支撑|呼应|主动|协商|抢先|继续|真正|合作|聚力|参与|整合|深入|实现|复制|全面|促进|强化|加强|一条|五水|三大|抓|争取|互设|解决|优化|重点|聚焦|我[省市县]|\d+(?:[-—–]\d+)?[为家个是]"
    r"|串点|充分|面向|规范|率先|重要|一批|所有|相关|国内外|市场|企业|群众|农村|城乡|城镇|社会|每|省内|跨省|携手|适度|串联|依托|沿海|沿边|出疆|供需|同时|其中|保障|创作|遴选|连通|既有|规模以上|正式|革命老区|外商|\d+万吨以上|干线铁路|开放口岸"
)
_AIM = re.compile(r"(?:枢纽|示范市|承载地|目的地|策源地|聚集区|地区|区域|基地)$")
# What a place is to become, not what is built in it.
_ROLE = re.compile(r"(?:示范区|先行区|试验区|样板区|引领区|功能区|经济区|经济带)$")
_NO_WORK = re.compile(
    r"(?:骨干通道|战略通道|走廊|屏障|数据库|项目库|旅游带|打卡地|[港口机场]群|交通圈|精品线路|性枢纽|城市枢纽|工作站|众创空间)$"
    r"|(?<!交易)(?<!云服务)(?<!互联网)(?<!交通)(?<!监管)平台”?$|^[^“”]*“[^”]*(?<!工程)(?<!项目)(?<!\d)”$"
)
_TITLE = re.compile(
    r"高质量|经济走廊|重要|新型|区域|供港|国家级?|一流|全国|全省|特色|重点|具有|千亿|世界|优质|绿色|地区"
)
_FEATURE = re.compile(
    r"(?<!护)(?<!母)[^\W\d_a-zA-Z山银冰运内界大小沿跨过入治全干亲城各条江河湖两三四五六七八九十临滨环出](?:河|江|湖)(?![道流段网湖渠泊岸长]|水网|北省|南省|系)|引[\u4e00-\u9fff]{1,3}[济入补][\u4e00-\u9fff]|沿黄|两河|“[两三四五六七八九十]+[河江湖山][^”]*”|号线|[GS]\d{1,4}"
    r"|[国省]道\d|\d{3}国道|太行|太岳|吕梁|中条|秦岭|大别|武夷|武陵|罗霄|祁连|六盘|燕山|阴山|长城|京杭|[\u4e00-\u9fff][^矿荒登火冰江靠高]山(?![区地水体林庄峰])|[一二三四五六七八九十两]纵|(?:[\u4e00-\u9fff]{2,6}(?:至|到|[—–-]+))+[\u4e00-\u9fff]{2,}"
    r"|[二三四五六内外中]环(?:路|线|高架|快速)|[\u4e00-\u9fff]{2}·[\u4e00-\u9fff]{2}|三北防护林|^[东西南北]山(?![区地水体林上体])|金三角|城市群|京津冀|大湾区|长三角|珠三角|北部湾|都市圈|海峡两岸|华北|华东|中[日韩德俄法英意新欧](?=[\u4e00-\u9fff]{2,})"
    r"|^[\u4e00-\u9fff]{0,2}[晋豫陕冀鲁粤桂湘鄂皖苏浙闽赣川渝黔滇藏甘青宁蒙辽吉黑京津沪琼新][东西南北中][\u4e00-\u9fff]{2,}"
)
_SPEAKS = re.compile(
    r"落户|入驻|建立|结成|实行|依托|加快|进入|融入|参与|延伸|申报|转化利用|吸引|共建|打造|推进|推动|一带一路|”“|[^现存潜]在[^线建]|(?<!方)向|与[^、]{2,}(?:合作|对接|衔接)|企业$|积极|开通|形成|借鉴|一批|(?:跨|联合).{0,6}整治$"
)
# Words that say of what kind a site is, not which one.
_KIND_OF = re.compile(
    "港口|园区|企业|厂矿|景区|周边|其他|防洪|普速|公共图书|西部地区|骨干|大型|中型|小型|重点|重大|骨干|主要|病险|调蓄|农村|城市|城镇|乡镇|县城|市政|城区|城乡|中心|国家|省级|市级|县级|综合|航空|铁路|公路|水运|内河|沿海|保税|物流|多式|联运|快递|电商"
    "|高铁|高速|城际|市域|普速|客运|货运|通用|支线|国际|区域|全国|全省|全市|全域|省际|市际|对外|新建|改建|扩建|配套|专用|专业|特色|精品|优质|品牌|星级|旅游|文化|红色|历史|传统"
    "|主题|康养|生态|自然|森林|湿地|湖泊|河道|流域|水利|水源|供水|引水|灌溉|节水|高效|现代|智慧|智能|数字|虚拟|绿色|清洁|新能源|光伏|风电|火电|水电|抽水|燃气|燃煤|分布式|一批|各|若干"
    "|公立|综合性|专科|三甲|三级|二级|基层|社区|妇幼|中医|儿童|传染病|普通|实验|示范|寄宿|完全|职业|义务|公共|公益|群众|体育|便民|应急|储备|地下|立体|过境|环城|跨|断头|快速|互通|疏港"
    "|能力|瓶颈|拥挤|拥堵|断面|战略|一级|等级|高标准|标准|、|，|的|级"
)
_SHORT = re.compile(r"[河渠湖江溪沟港变街渡]$|\d号线$|[^线公铁断道]路$")
_ZONE = re.compile(r"(?:开发区|高新区|经开区|工业园)$")
_THERE = re.compile(r"(?:开发区|高新区|经开区)$")
_SUBSTATION = re.compile(r"[\u4e00-\u9fffⅠ-Ⅹ0-9]{2,8}(?<!改)(?<!转)(?<!应)(?<!演)变$")
_STREET = re.compile(
    r"^[\u4e00-\u9fff]{2,3}(?<!断头)(?<![颈干辅支联连公])(?<!道)(?<!铁)(?<!产业)(?<!旅游)(?<!资源)(?:路|街|大道)(?:沿线|北延|南延|东延|西延)?$"
)
_SITE = re.compile(
    r"(?:水库|调蓄库|水源库|大桥|灌区|扬水|电站|水电站|抽水蓄能|水利枢纽|引水(?:工程)?|引黄|水厂|湿地公园|森林公园|自然保护区|遗址(?:公园)?|博物馆|纪念馆|故里|故居"
    r"|古渡|古镇|古城|古村|景区|度假区|[\u4e00-\u9fff](?:寺|庙|宫|阁|塔|楼)|步行街|大道|快速路|北路|南路|东路|西路|机场|铁路|高铁|城际|客专|高速(?:公路)?|联络线|隧道|通道"
    r"|火车站|高铁站|港区?|码头|航道|输变电|变电站|换流站|煤矿|风电场|核电|农商城|物流园|陆港|空港|医院|中学|小学|校区|体育场|水源置换|供水工程|蓄滞洪区|科学城|口岸|新城|走廊)"
)
_OWN = re.compile(r"^市(?:级|属)?(?!域|场|政|内|际|长|区|县|校|民(?!服))[\u4e00-\u9fff]{2,}")
_INSTITUTION = re.compile(
    r"^(?:市|县|区|州|经开区|高新区)(?!域|级|城|场|政(?!务)|民(?!服|政)|内|际|长|区|校|乡|镇|直|中心|位)[\u4e00-\u9fff]{1,14}?"
    r"(?:医院|中心|学校|中学|小学|高中|幼儿园|[博图文美科规展档体]\S{1,3}馆|剧院|院|党校|看守所|公园|广场|实验室|厂|厂房|新院区|新校区)"
)
_NUMBERED = re.compile(
    r"^(?:[省市县区])?(?:第[一二三四五六七八九十]{1,2}|[一二三四五六七八九十]{1,2}(?=[中小高幼]))(?:中学?|小学?|高中|幼儿园|实验|人民医院|医院|水厂|污水处理厂|初级|完全)"
)
_SUPPORTED = re.compile(r"(?:学校|大学|中心|企业|高校|孵化器|医院|院|中学|小学)$")
_TITLED = re.compile(
    r"“[\u4e00-\u9fff]{2,12}”[\u4e00-\u9fff]*(?:平台|系统|公园|街区|小镇|村落|中心|基地)$"
    r"|“?[\u4e00-\u9fff]{2,14}(?:平台|系统|公园|街区|小镇|村落|中心|书房|发展带)”$"
)
_COMMON_LAND = re.compile(
    r"山水林田湖|病险水库|流域(?:（[^）]*）)?[^，]{0,6}(?:保护|协同治理|生态保护与高质量发展示范区)$|沿河|环湖|环城|跨流域|重点区域|^城市群|省际|出市|外运|古镇$"
)
WATERS = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<!运)[河渠湖江溪沟]$")
# Ratings to be won and changes of rank: they build nothing.
_RATING = re.compile(
    r"撤[县市]设[市区]|(?:正式|对外)开放$|升级为?(?:国家|省)级|申报世界|申遗|列入世界遗产|[45]A级[^，。]{0,4}景区创建|创建国家?[45]A级|(?:同城化|一体化|融合发展|设站|创建)$"
)
_DONE_TO = re.compile(
    r"(?:修护|扩能提质|提质升级|品质升级|提档升级|升级|水源涵养|输变电|风力发电|抽水蓄能|扩容|复工复产|改线|东延|西延[\u4e00-\u9fff]{0,4}|南延|北延|气源开发利用|体系)$"
)
_PARK = re.compile(
    r"[\u4e00-\u9fffA-Z0-9]{4,}(?:产业园|保税区|物流园|走廊|生态廊道|景观带|[二三四]期)$|[\u4e00-\u9fff]{2,4}过境高速(?:公路)?$"
)
_MORE_WORKS = re.compile(
    r"(?:轨道交通|运河|泊位|交易所|光缆|[\d一二三四五]期|[纵横环射][^，]*网|风景道|廊带|景观带|生态带|旅游带|经济带|示范带|打卡地|快线|加速器|跑道|输电|特高压(?:直流)?|防护林|林带|作业区|大通道|村落|超市|投资区|科学城|合作区|核电|合作平台|实验区|博物院|廊道系统|科教城|枢纽港|NO\.?\d+”?|城\d+号|水源置换|（过境）|引[\u4e00-\u9fff]{1,3}[济入补][\u4e00-\u9fff]{1,3}|[\u4e00-\u9fffⅠ-Ⅹ0-9]{2}变)$"
)


_FOUR = re.compile(r"[\u4e00-\u9fff]{4}")
# Characters with which technical words begin that no dictionary of everyday words holds.
_MORPHEME = re.compile(
    r"[煤储沿省县市区州农跨配低露千百老多饲病燃电线输排居便出入进道丘通镁铝危六宜生演游退书微离超飞待机票分证全国陆更规冷短勤智较做背外普四三五七八严建揭承共]"
    r"|[新旧大小高中特主副总各该本某单双两半非无有再]|[\u4e00-\u9fff][化性型类级式度率量]"
)


# What the state grants to one place only.
_GRANTED = re.compile(
    r"^(?:综合保税区|保税区|保税物流中心(?:（[^）]*）)?)$"
    r"|^国家(?:级)?[\u4e00-\u9fff]{4,}(?:试验场|研究所|实验室|综合利用基地|实验区)$"
)


_DEED = re.compile(
    r"(?:改造|提升|扩建|改扩建|迁建|整治|治理|修复|提质|扩容|升级|加固|修缮|保护)+(?:工程|项目)?$"
)
# A deed on what has no edges: it names no one site.
_NO_SITE = re.compile(
    r"(?:地区|海区|区域|上下游|左右岸|干支流|支流|沿岸|沿线|排污口|企业|节点|周边|名镇|名村)[^，。]{0,14}(?:保护|修复|治理|绿化|改造|开发|提升|整治)$"
)


_LISTING_BRACKET = re.compile(r"（[^（）]*、[^（）]*）$")
# Programmes of words, not of works: telling stories, research, what is handed down.
_OF_WORDS = re.compile(
    r"(?:文化|故事|遗产|考古|品牌|文明|名师|人才|金融|创业)(?![^，。]*[园馆院廊城区址])[^，。]{0,14}工程$"
)
_THREE_ROADS = re.compile(r"[\u4e00-\u9fff]{2}(?<!断头)(?<!出口)路")
_RELATED = re.compile("[及和与]相关|有关|等$|等[^级]{1,10}[和及]")
_POSSESSED = re.compile(r"[东西南北]起|[^的]{6,}的[\u4e00-\u9fff]{2,6}[建造治修护]")
_NETWORK = re.compile(r"^“[^”]*[纵横环射][^”]*”")


def is_work(name: str) -> bool:
    return thing(name) or _MORE_WORKS.search(name) is not None or WATERS.match(name) is not None


def sureness(name: str, mark: int, *, vague: bool, listed: bool = False) -> float:
    """Tell how sure it is that a name is a concrete undertaking's, 0 for none.

    `mark`: 2 for a place's or a site's name, 1 for a weaker sign, 0 for none in a list of such, -1
    for none at all; `vague`: the clause speaks of some of a kind; `listed`: it stands in a list
    that calls its members projects (等12个项目).
    """
    if _is_no_name(name) or _is_no_work(name):
        return 0.0
    if vague and _SUPPORTED.search(name):
        return 0.0
    if is_work(name):
        return _WORK_SURE.get((mark, vague), 0.0)
    if listed and mark >= 0:
        return 0.6 if mark == 2 else 0.45
    if _NO_SITE.search(name) or not (act(name) or _DONE_TO.search(name)):
        return 0.0
    built = is_work(_DEED.sub("", name))
    if vague:
        return 0.45 if built and mark == 2 else 0.0
    return _DEED_SURE.get((mark, built), 0.0)


def _is_no_name(name: str) -> bool:
    """Tell whether words are a clause rather than a name, or too short or long for one."""
    if not 4 <= len(name) <= 40 and not (len(name) < 4 and _SHORT.search(name)):
        return True
    if "的" in name and not _POSSESSED.match(name):
        return True
    if _THREE_ROADS.fullmatch(name):
        return False
    signs = (
        _NO_NAME.match(name),
        _RELATED.search(name),
        re.search("[，：；]", name),
        _SPEAKS.search(name),
    )
    return any(signs)


def _is_no_work(name: str) -> bool:
    """Tell whether a name is a policy's, a firm's, a rank, a role, or a zone's that is there."""
    if _POLICY.search(name) and not _NETWORK.match(name):
        return True
    return any(sign.search(name) for sign in (_FIRM, _RATING, _NO_WORK, _THERE, _OF_WORDS))


# By the mark of the name, and whether the deed is done to a work.
_DEED_SURE = {(2, True): 0.6, (2, False): 0.6, (1, True): 0.45}
# By the mark of the name, and whether its clause is vague.
_WORK_SURE = {(2, False): 0.75, (2, True): 0.45, (1, False): 0.48, (0, False): 0.45}


def naming(name: str, names: Gazetteer) -> int:
    """Tell whether words hold a name of their own: 2 a place, a river, a site, 1 perhaps, 0 no."""
    if _COMMON_LAND.search(name):
        return 0
    name = _LISTING_BRACKET.sub("", name)
    whole, name = name, name.strip("“”")
    quoted = whole[0] == "“" and whole[-1] == "”"
    aim = _ROLE.search(name) is not None
    aim = aim or (_AIM.search(name) is not None and _TITLE.search(name) is not None)
    if not aim and _FEATURE.search(whole):
        return 2
    if _is_zone(name, names) or (quoted and not is_work(name)):
        return 0
    if _names_place(name, names):
        return 1 if aim else 2
    if _names_site(name):
        return 2
    if aim:
        own = "·" in name or _GRANTED.search(name) or _begins_with_name(name, names)
        return 1 if own else 0
    if any(sign.match(name) for sign in (_STREET, _INSTITUTION, _NUMBERED)):
        return 2
    if _begins_with_name(name, names) or _GRANTED.search(name):
        return 1
    return 1 if any(sign.search(whole) for sign in (_OWN, _PARK, _TITLED)) else 0


def _begins_with_name(name: str, names: Gazetteer) -> bool:
    """Tell whether a name begins with two characters that are no everyday words (黄汾 …)."""
    first, across, second = name[:2], name[1:3], name[2:4]
    if not _FOUR.match(name) or _MORPHEME.match(name) or names.is_word(first):
        return False
    return not names.is_word(across) or names.is_word(second)


def _is_zone(name: str, names: Gazetteer) -> bool:
    """Tell whether words are no more than the name of a zone that is there (运城开发区)."""
    mentions = names.mentions(name)
    return bool(mentions and _ZONE.search(name)) and len(name) - mentions[-1].end <= 8


def _names_place(name: str, names: Gazetteer) -> bool:
    return any(
        mention.standing != "everyday" and mention.end < len(name)
        for mention in names.mentions(name)
    )


def _names_site(name: str) -> bool:
    sites = (site for site in _SITE.finditer(name) if site.start() > 1)
    return any(_is_own(name, site) for site in sites) or bool(_SUBSTATION.match(name))


def _is_own(name: str, site: re.Match[str]) -> bool:
    """Tell whether what stands before a site's noun is its name (古贤水利枢纽), not its kind."""
    stem = name[: site.start()]
    kind = _KIND_OF.search(stem)
    return kind is None or kind.start() >= 2
