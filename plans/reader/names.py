"""What a commitment is called: leading verbs and trailing 等 off, and what noun is left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.reader.gazetteer import Gazetteer
from plans.reader.lists import veil

_HOW = (
    "积极|加快|核准|基本|今年|年内|大力|重点|全面|持续|深入|扎实|稳步|有序|统筹|着力|着手|力争|争取|尽快|全力|继续|进一步|高标准|高质量|高水平|高起点|高效"
    "|抓好|抓紧|切实|逐步|同步|适时|分期|分批|联合|共同|合力|协同|主动|不断|科学|优先|集中|规划|谋划|计划|组织|依法|确保|引深|主要|分别"
    "|充分|力推|扎实|新|拟|将|要|再|并|开工|推动|推进|布局|率先|深度|有效|严格|力促|有力|稳妥|扎扎实实|因地制宜|整县|分类|超前|加速|精心|高位|高效|高质|着重|安全|稳定|试点|联动|并"
)
# Deeds whose object is a work; the object is the name.
_WORK_DEED = (
    "推进|推动|实施|研究论证|论证|开展|建设|新开工建设|新开工|开工建设|开工|建成投用|建成投产|建成通车|建成运营|建成|打造|谋划|规划建设|规划|研究推进|研究"
    "|加快|启动|重启|新建|改建|扩建|改扩建|迁建|续建|重建|修建|兴建|筹建|储备|布局|竣工|创建|抓好|争取|改造提升|提升改造|升级改造|提档升级|扩容改造|扩能改造|提级改造|改造"
    "|通车|打通|贯通|复工|改（扩）建|新（改、扩）建|新改扩建|修缮|配套建设|完成|完善|提升|优化|建立|设立|组建|搭建|构建|培育|形成|做大做强|做优做强"
    "|承办|举办|办好|建好|组织拍摄|拍摄|编制|引进|招引|合作共建|共建|支持|鼓励|支撑|成立|试点|试点建设|试点开展|探索|落实|建成一批|做好|搞好|开行|开通|增建|提质改造|推广|倡导|提高|增强|扩大|巩固|深化|拓展|引导|促进|招引|加大|营造|维护|改善|实现|加密|补齐|筑牢|进行|实行|创办|规划布局|安装|配备|购置|筛选|招聘|叫响|发布|补充|扶持|集聚|申报|争创|提升改造|新增|整治|关闭退出|关停退出|关闭|关停|退出|整合|发展|加强|强化|健全|建立健全|推出|延伸|保护修缮|修缮保护|突破|攻克|攻关|做强|做优|做精|力推|用好|引深|引深开展|新改建|新改扩建|新建改建|新扩建|确保|力促"
)
_ALL = sorted({*_WORK_DEED.split("|")}, key=len, reverse=True)
_ADVERB = (
    "积极|加快|大力|全面|持续|深入|扎实|稳步|有序|统筹|全力|继续|尽快|研究|着力|适时|抓紧|重点|共同|协同|联合|合力|分类|逐步|主动"
    "|进一步|提前|高标准|高质量|高水平|高起点|高效|规划|谋划|探索|支持|基本|力争|再"
)
_PROGRESS = re.compile(
    rf"(?:{_ADVERB})*(?:推进|推动)|提速实施|启动实施|加快实施|探索实施|继续建设|支持建设|高水平规划建设"
    rf"|(?:{_ADVERB})*(?:规划新增|规划建设|规划研究|研究规划|谋划建设|谋划|启动建设|启动|开工建设|建成投用|建成投产|建成通车|建成)"
    r"|(?<!继)续建|新开工建设|新开工|加快建设|重点加快|加快|争取承办|争取开工|争取|重点争取|力争开工|研究论证|论证"
    r"|力推|试点(?=建设|开展)|规划|重启|储备|筹建|竣工|研究|创建|开工"
)
_NATURE = re.compile(
    r"改扩建|新改建|保护修缮|新建|改建|扩建|迁建|重建|改造提升|提升改造|升级改造|提档升级|改造|修缮"
)
# Nouns that begin like a verb: their words stay.
_NOUN_FIRST = re.compile(
    r"建设(?:路|大道|大街|街|社区|局|单位|工程|项目|用地|集团|银行|村|镇|[东南西北]路|兵团|主体)"
    r"|整治(?:工程|项目|提升|修复|行动)|规划(?:馆|院|展览|区)|发展(?:大道|路|中心|银行)|新建(?:县|区|镇|村|路)|研究(?:院|所|中心|基地)|改造(?:工程|项目)"
    r"|(?:改扩建|扩建|新建|迁建|续建|改建|提升|修复|优化|完善|创建|推进|培育|布局)(?:工程|项目|行动)|储备(?:库|林|粮|基地|中心)"
    r"|重点(?:实验室|村|镇|工程|项目|企业|产业|区域|流域|领域|城镇|园区|中学|高中|学科|专科|行业|遗址)|联合(?:大学|水泥|重工|实验室)"
    r"|计划生育|科学(?:城|园|院|馆|谷|中心|技术)|组织部|主要(?:支流|河流)|新(?:能源|材料|型|区|城|一代|城区|校区|院区)|协同(?:创新|中心)"
    r"|集中(?:供热|供水|供气|安置|式|连片)|要(?:素|塞)|配套(?!建设)|将(?:军|台)|并网|再生|主干|高效节水|高质量发展|高标准农田|高水平(?:医院|大学|高职)"
    r"|启动区|建成区|支持中心|建立健全$|争取$|开工率|引进来|发展(?:区|带|轴)|加强型|培育(?:库|基地|中心)"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """The verbs before a name: how many characters, and the stage and nature they state."""

    length: int = 0
    deed: str = ""
    stage: str = ""
    nature: str = ""
    deed_at: int = 0


NO_OPENING = Opening()


def opening(text: str) -> Opening:
    """Read the verbs with which a clause begins (加快推进, 续建 …), none before a name."""
    at, settled, deed, deed_at = 0, 0, "", -1
    while not _NOUN_FIRST.match(text, at):
        if settled and text[at : at + 1] in ("、", "和", "并") and _DEED_NEXT.match(text, at + 1):
            at += 1
        step = _STEP.match(text, at)
        if step is None:
            break
        at = step.end()
        if step.lastgroup == "deed":
            deed_at = step.start() if deed_at < 0 else deed_at
            deed, settled = step.group(), at
    if not deed:
        return NO_OPENING
    words = text[:settled]
    progress, nature = _PROGRESS.search(words), _NATURE.search(words)
    return Opening(
        settled,
        deed,
        progress.group() if progress else "",
        nature.group() if nature else "",
        deed_at,
    )


_STEP = re.compile(rf"(?P<deed>{'|'.join(_ALL)})|(?P<how>{_HOW})")

_DEED_NEXT = re.compile("改建|扩建|改扩建|新建|改造|续建|迁建|实施|推进|提升|完善|维修|修缮")

# 等 and what may follow it at the end of a list.
_COUNT = r"(?:\d+|[一二三四五六七八九十]+)(?:个|项|条|座|处|家|所|类|大)?"
_CLASS = (
    r"(?:工业|农业|产业|基础设施|园林绿化|民生|交通|水利|文旅|社会事业|技改|一批|一系列|各类|省级|市级|国家级|国家|重大|重点|骨干|标志性|示范|支撑性|引领性|基础性|战略性|特色|优质|龙头|大型|在建|续建|新建)*"
    r"(?:项目|工程|重大项目|重点项目|重点工程|子项目|任务|产业|产品|企业|县|市|区|地区|领域|环节|内容|工作|文艺精品|高端节会赛事|景区|基地|节点|线路|路段|城市)?"
)
_OTHERS = re.compile(
    rf"等(?:{_COUNT})?{_CLASS}(?:的)?(?:建设|实施|前期工作|前期|落地|开工|改造|建设和运营)?$"
)
_WORK_GOES_ON = re.compile(
    r"(?:的)?(?:前期工作|前期论证|前期研究|前期|方案论证|方案比选论证|建设进度|建设步伐|建设进程|建设工作)$"
)
_DEED_GOES_ON = re.compile(r"(?<=.{2})(?:建设|实施|落地|开工|发展)$")
_DEED_PUSHES = re.compile(
    r"推进|推动|加快|开展|启动|研究|开工|重启|谋划|抓好|争取|实施|完成|做好|支持|规划"
)


_GROWS = re.compile(
    r"(?<=.{4})(?:高质量发展|提质扩容|扩容提质|提质增效|做优做强|做大做强|做强做优|提质升级发展)$"
)
_DEED_RAISES = re.compile(r"加强|强化|完善|健全|优化|支持|建立")
_DEED_SEES = re.compile(r"确保|力促|力争|争取|推动|推进|实现|促进|加快|完成")
_COMES_TO = re.compile(
    r"(?P<stage>竣工投用|竣工|完工|建成投用|建成投产|建成通车|建成投运|建成|通车|投产|投用|投运|开工建设|开工|落地|投入使用|投入运营|交付使用|达产达效|达产|并网发电|完成主体建设|完成主体施工|主体完工|主体封顶|主体结构封顶|封顶|开门应诊|建成通水|通水|开馆|开园|投入运行|全线贯通|主体)$"
)
_COUNTED = re.compile(r"\d+(?:条|座|个|处|所|家|项)")


@dataclass(frozen=True, slots=True)
class Ending:
    """The words behind a name that are no part of it: where the name ends, what they tell."""

    end: int
    stage: str = ""
    others: bool = False
    tail: tuple[int, int] | None = None
    built: bool = False


def ending(text: str, deed: str) -> Ending:
    """Find where a name ends: before 等, 等8个项目, and before the 建设 that answers 推进."""
    if deed and (grown := _GROWS.search(text)):
        return ending(text[: grown.start()], deed)
    if found := _OTHERS.search(veil(text)):
        shared = re.search("项目|工程", found.group())
        tail = (found.start() + shared.start(), found.start() + shared.end()) if shared else None
        built, stage = found.group().endswith("建设"), _preparing(found.group())
        return Ending(found.start(), stage=stage, others=True, tail=tail, built=built)
    if deed and (found := _WORK_GOES_ON.search(text)):
        return Ending(found.start(), stage=_preparing(found.group()))
    if _DEED_SEES.search(deed) and (found := _COMES_TO.search(text)):
        return Ending(found.start(), stage=found.group("stage"))
    if (found := _COMES_TO.search(text)) and thing(text[: found.start()]):
        return Ending(found.start(), stage=found.group("stage"))
    pushed = (_DEED_PUSHES.search(deed) or _DEED_RAISES.search(deed)) and not _COUNTED.match(text)
    found = _DEED_GOES_ON.search(text) if pushed else None
    own = text[: found.start()] if found else ""
    if own.endswith("”") and not thing(own[:-1]):
        return Ending(len(text))
    if thing(own) or own.endswith(("集群", "体系", "机制", "制度")):
        return Ending(len(own))
    return Ending(len(text))


def _preparing(words: str) -> str:
    """Give the words that say that a work is being prepared (前期, 前期工作, 前期研究)."""
    found = re.search("前期(?:工作|论证|研究)?", words)
    return found.group() if found else ""


_THING = re.compile(
    r"(?:项目|工程|中心|基地|园|园区|产业园|空间|站|场|站场|桥|隧道|机场|水库|库|公路|高速|铁路|高铁|客专|专线|干线|支线|复线|联络线|连接线|通道|大道|道路|路|路段|街|街道|港|港区|码头|航道"
    r"|电站|电厂|热电厂|管道|管线|管网|管廊|馆|院|医院|校|学校|小学|中学|大学|学院|高中|职中|幼儿园|机构|所|平台|网络|系统|集聚区|示范区|景区|度假区|开发区|新区|片区|功能区|保税区|试验区|先行区|小镇"
    r"|公园|广场|街区|社区|生产线|产线|车间|工厂|厂|工坊|设施|装置|灌区|渠|渠道|闸|泵站|枢纽|堤|堤防|水厂|塔|楼|大楼|综合体|商圈|营地|驿站|剧院|戏台|大厦|酒店|民宿|牧场|养殖场|实验室|研究院|工作站|孵化器"
    r"|(?<![导光毛视棉电])线|段|过境|环线|走廊|廊道|示范带|屏障|林场|保护区|湿地|煤矿|矿井|矿|风电场|光伏|储能|变电站|换流站|换电站|充电桩|充电站|基站|骨干网|专网|一张网|云|大脑|城|智慧[一-龥]{2}|互通|立交|出入口|服务区|枢纽站|地铁|轻轨"
    r"|(?:经济|观光|旅游|度假|工业|合作|保税|核心|实验|产业|生态|校|院|园|牧|林|矿|库|港|展示|种植|养殖|安置)区|风情|乐园|世界|牧业|故里|古镇|古城|古村|古街|故居|旧址|纪念馆|陵园|剧场|小剧场|分局|派出所|法院|检察院|会展|[一-龥]{3}城|牌坊|[一-龥]{2}(?:寺|庙|祠)|峡谷|(?:药|硅|光|智|数|氢|电|科创|科技|智慧|数据|创新)谷|集散地|机场群|港口群|引[一-龥]{1,2}[济入补][一-龥]{1,2}|南水北调|西气东输|西电东送|变|食堂|宿舍|厂房|用房|配电房|病房|门诊|车站|水闸|跑道|航站楼|体育场|运动场|操场|泳池|菜场|菜市场|步道|绿道|栈道|车位|停车位|公寓|住房|安置房|保障房|公租房|塘坝|淤地坝|坝|运河|井|管廊带|中继站|门站|调压站|水电|核电|风场|机组|储气库|油库|粮库|保税仓|云仓|博物院|美术馆|纪念碑|观景台|游客中心|缆车|索道|客栈|号线|一期|二期|三期|四期|工程段|供水|引水|调水|扬水|东扩|西延|北延|南延|东延|延伸|舞台|书房|图书馆|市场|农场|果园|大棚|冷库|物流园|口岸|陆港|空港|无水港)"
    r"(?:（[^）]{1,120}）|\([^)]{1,20}\))?$|[”》]$"
)
_ACT = re.compile(
    r"(?:水资源配置|水系连通|三江连通|连通|建设|改造|扩建|改扩建|迁建|新建|改建|重建|整治|治理|修复|保护|开发|利用|提升|升级|配套|搬迁|拆迁|绿化|美化|亮化|改线|扩容|扩能|增容|加固|疏浚|清淤|修缮|复垦|恢复|运营|电气化|开发利用|综合利用|技改|研发|生产|制造|工程化|产业化|数字化|智能化|示范)"
    r"(?:（[^）]{1,20}）)?$"
)
_TOWN = re.compile(r"[一-龥]{2,4}(?:镇|乡|村|街道)(?!建|级|振|道|容|貌|旅|企|医|卫|学|庄|民|集)")


def thing(name: str) -> bool:
    """Tell whether a name ends in something that can stand (a station, a park, a 工程)."""
    return bool(_THING.search(name))


def act(name: str) -> bool:
    """Tell whether a name ends in a deed that has become a noun (建设, 改造, 治理 …)."""
    return bool(_ACT.search(name))


_ACT_TAIL = re.compile(
    r"(?:(?:续建|配套|节水|现代化|提质|提升|提档|升级|改造|扩建|改扩建|新建|迁建|改建|重建|整体|异地|拓宽|改线|扩容|扩能|综合|生态|全面|国宝|大修|除险|加固|整治|治理|修复|保护|清淤|疏浚|防洪|达标|河道|绿化|美化|亮化|及|和|与|建设|重点|校舍)*"
    r"(?:改造|扩建|改扩建|新建|迁建|改建|重建|提升|升级|加固|整治|治理|修复|保护|清淤|疏浚|改线|扩容|扩能|拓宽|绿化|美化|亮化|建设|开发|搬迁))(?:工程|项目|建设)*(?:（[^（）]*）)?$"
)


def is_act_tail(words: str) -> bool:
    """Tell whether words are nothing but a deed that a list can share (提质改造工程)."""
    return bool(_ACT_TAIL.fullmatch(words))


def placed(name: str) -> bool:
    """Tell whether a name says where: a region, or a town or village by its full form."""
    return bool(_TOWN.search(name)) or any(
        mention.standing in ("full", "plain") for mention in Gazetteer.standard().mentions(name)
    )


# Words of everyday trade: a short item that holds one of them is a kind of thing, not a name.
_COMMON = re.compile(
    r"小麦|玉米|杂粮|水稻|果品|鲜果|饮品|畜禽|饲料|钢铁|焦化|水泥|煤炭|化工|电力|冶金|建材|机械|装备|汽车|电子|医药|食品|纺织|轻工|农业|工业|服务|物流|旅游|文化|体育|教育|医疗|卫生|养老|科技|信息|数据|智能|智慧|网络|平台|系统|技术|设备|设施|产品|材料|生产|加工|制造|研发"
    r"|创新|改造|建设|工程|项目|治理|保护|修复|利用|管理|资源|能源|环境|生态|污水|垃圾|废水|废物|粉煤灰|供水|供热|供电|供气|排水|道路|公路|铁路|交通|城市|乡村|农村|社区|住房|园区|中心|基地|企业|产业|安全|应急|监测|检测|检验|培训|人才|金融|商业|贸易|消费"
    r"|发电|光伏|风电|储能|电池|芯片|软件|机器人|生物|制药|药品|种植|养殖|畜牧|水产|蔬菜|水果|粮食|苗木|林业|草原|绿化|景观|展示|展览|会议|办公|生活|公共|基础|传统|新型|现代|高端|特色|优势|重点|重大|缸|炉|管|泵|轴|板|卷|线缆|导线|玻璃|陶瓷|塑料|橡胶|光学|光电|传感|通信|通讯|互联|区块链|云计算|人工|影像|血液|健康|康复|绿色|低碳|循环|节能|环保|车间|厂房|仓库|冷链|批发|零售|会展|饮食|文旅|疏散|照明|标识|地力|耕地|育种|良种|病虫|土壤|河道|堤防|水系|管网|变电|输电|配电|港口|航道|机场|水库|灌区|博物|图书|遗址|古建|古迹|壁画|影视|艺术|非遗|品牌|节庆|森林|湿地|矿山|流域"
)
_CHINESE_NAME = re.compile(r"[一-龥“”·（）]{2,8}")


def name_like(words: str) -> bool:
    """Tell whether a short item can be a proper name (of a place, a reservoir, a road)."""
    return bool(_CHINESE_NAME.fullmatch(words)) and not _COMMON.search(words)
