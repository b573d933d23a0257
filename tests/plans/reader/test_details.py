"""What the words around a row say of it: offices, counts, groups as printed, where a quote ends."""

from plans.reader import Source, read
from plans.reader.model import FoundCommitment


def rows_of(*lines: str) -> dict[str, FoundCommitment]:
    return {found.name: found for found in read(Source("\n".join(lines)), "140800").commitments}


def test_the_offices_that_end_a_group_hold_for_its_works() -> None:
    rows = rows_of(
        "专栏1 文旅重点项目",
        "（一）景区",
        "甲山景区索道项目、乙寺修缮项目。",
        "牵头单位：县文旅局；配合单位：县住建局",
        "（二）场馆",
        "丙县体育馆项目。",
    )
    assert rows["甲山景区索道项目"].facts["lead"] == "县文旅局"
    assert rows["乙寺修缮项目"].facts["supporting"] == "县住建局"
    assert "lead" not in rows["丙县体育馆项目"].facts


def test_a_programme_s_list_is_counted_where_the_text_counts_it() -> None:
    rows = rows_of(
        "专栏1 医疗重点项目",
        "医院提升工程：甲县医院改扩建项目、乙县医院新建项目等 12 个项目。",
    )
    assert rows["医院提升工程"].facts["count"] == 12
    assert "count" not in rows["甲县医院改扩建项目"].facts


def test_a_box_of_directions_lists_no_works() -> None:
    text = "加强能源产业合作、推广先进技术、与周边城市产业链协同。"
    assert rows_of("专栏1 能源产业合作差异化路径", text) == {}


def test_a_line_between_two_places_is_a_work() -> None:
    rows = rows_of(
        "专栏1 交通重点项目", "国省道改造工程：省道甲店-乙口、省道丙坪-丁洼、省道戊村-己庄。"
    )
    assert {rows[f"省道{ends}"].level for ends in ("甲店-乙口", "丙坪-丁洼")} == {"project"}


def test_a_quote_ends_before_what_its_work_is_hoped_to_bring() -> None:
    rows = rows_of("第一章 交通", "加快推进甲至乙高速铁路建设，实现与中原城市群的快速连接。")
    assert rows["甲至乙高速铁路"].quote == "甲至乙高速铁路"
