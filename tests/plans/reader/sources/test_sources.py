"""Files as they come: every kind gives its text, and what gives none says why."""

import io
import zipfile
from pathlib import Path

import pytest

from plans.reader.sources import UnreadableSource, open_source, source_of
from tests.plans.reader.files import cell, docx, paragraph, pdf, table

PLAN = "第一章 总体要求\n\n实施引黄济涑工程。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + PLAN.encode(), "utf-8"),
        (PLAN.encode("utf-16"), "utf-16-le"),
        (PLAN.encode("utf-16-be"), "utf-16-be"),
        (PLAN.encode("utf-16-le"), "utf-16-le"),
        (PLAN.encode("gb18030"), "gb18030"),
    ],
)
def test_text_is_read_in_the_encodings_that_offices_use(data: bytes, encoding: str) -> None:
    source = source_of(data, "plan.txt")
    assert source.text == PLAN
    assert source.encoding == encoding


def test_line_breaks_stay_as_they_are() -> None:
    assert source_of(b"a\r\nb\r\n", "a.md").text == "a\r\nb\r\n"


def test_a_word_document_keeps_paragraphs_tables_and_order() -> None:
    spanning = cell("经济发展", properties='<w:vMerge w:val="restart"/>')
    covered = cell("", properties="<w:vMerge/>")
    data = docx(
        paragraph("专栏1 主要指标")
        + table(
            cell("类别") + cell("指标", properties='<w:gridSpan w:val="2"/>'),
            spanning + cell("生产总值") + cell("7%"),
            covered + cell("城镇化率") + cell("60%"),
        )
        + paragraph("表后的段落。")
    )
    assert source_of(data, "plan.docx").text == (
        "专栏1 主要指标\n类别\t指标\t\n经济发展\t生产总值\t7%\n\t城镇化率\t60%\n表后的段落。\n"
    )


def test_a_table_of_one_cell_is_a_frame_of_paragraphs() -> None:
    box = f"<w:tc>{paragraph('专栏2 重大项目')}{paragraph('平陆运河、机场改扩建。')}</w:tc>"
    source = source_of(docx(paragraph("前文。") + table(box) + paragraph("后文。")), "a.docx")
    (frame,) = source.frames
    assert source.text[slice(*frame)] == "专栏2 重大项目\n平陆运河、机场改扩建。\n"


def test_the_numbers_that_word_counts_are_part_of_the_text() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章 "/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    deeper = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    styles = (
        '<w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    chapter = '<w:pStyle w:val="H1"/>'
    data = docx(
        paragraph("总则", properties=chapter)
        + paragraph("甲", properties=deeper)
        + paragraph("乙", properties=deeper)
        + paragraph("任务", properties=chapter)
        + paragraph("丙", properties=deeper),
        numbering=numbering,
        styles=styles,
    )
    assert source_of(data, "a.docx").text == "第一章 总则\n1.甲\n2.乙\n第二章 任务\n1.丙\n"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('专栏3 水利工程')}</w:txbxContent>"
    shape = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    data = docx(f"<w:p><w:r>{shape}</w:r><w:r><w:t>正文。</w:t></w:r></w:p>")
    assert source_of(data, "a.docx").text == "正文。\n专栏3 水利工程\n"


def test_a_page_gives_its_text_and_tables_without_its_furniture() -> None:
    page = """<html><head><title>x</title><style>p{}</style></head><body><nav>首页</nav>
      <h1>第一章 总体要求</h1><p>建设&nbsp;5G
      基站。</p><script>var a = "<p>no</p>"</script>
      <table><tr><td rowspan=2>类别</td><td>甲</td></tr><tr><td>乙</td></tr></table>
      <footer>网站地图</footer></body></html>"""
    source = source_of(
        page.encode("gb18030").replace(b"<head>", b'<head><meta charset="gb2312">'), "a.html"
    )
    assert source.text == "第一章 总体要求\n建设\xa05G 基站。\n类别\t甲\n\t乙\n"
    assert source.encoding == "gb18030"


def test_a_pdf_keeps_its_pages() -> None:
    data = pdf(
        ["第一章 总体要求", "加快推进重大水利工程建设，实施引黄济涑"],
        ["工程，建设平陆县备用水源工程，完善供水网络。"],
    )
    source = source_of(data, "plan.pdf")
    second = source.text.index("平陆县")
    assert source.page_of(0) == 1
    assert source.page_of(second) == 2
    assert "引黄济涑" in source.text


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b" \n ", "a.txt", "empty"),
        (docx(paragraph("")), "a.docx", "empty"),
        (b"MZ\x90\x00", "a.exe", "wrong_type"),
        (PLAN.encode(), "a.docx", "wrong_type"),
        (PLAN.encode(), "a.pdf", "wrong_type"),
        (docx(paragraph("x")), "a.txt", "wrong_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.docx", "encrypted"),
        (b"%PDF-1.4 broken", "a.pdf", "broken"),
        (b"PK\x03\x04 broken", "a.docx", "broken"),
        (pdf(["1"], ["2"], ["3"]), "scan.pdf", "no_text"),
        (b"\x89PNG\r\n\x1a\n\xff\xd8\xff\xe0\x00", "a.txt", "unknown_encoding"),
    ],
)
def test_what_gives_no_text_says_why(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableSource) as refused:
        source_of(data, name)
    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


def test_a_package_that_unpacks_to_far_too_much_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 11_000_000)
    with pytest.raises(UnreadableSource) as refused:
        source_of(file.getvalue(), "bomb.docx")
    assert refused.value.code == "too_large"


def test_entities_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(UnreadableSource) as refused:
        source_of(file.getvalue(), "a.docx")
    assert refused.value.code == "broken"


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableSource) as refused:
        source_of(file.getvalue(), "a.docx")
    assert refused.value.code == "wrong_type"


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_bytes(PLAN.encode())
    assert open_source(path).format == "md"


def test_a_table_inside_a_frame_keeps_its_columns() -> None:
    inner = table(cell("指标") + cell("2020年"), cell("") + cell("7%"))
    frame = f"<w:tbl><w:tr><w:tc>{paragraph('专栏1 指标表')}{inner}</w:tc></w:tr></w:tbl>"
    assert source_of(docx(frame), "a.docx").text == "专栏1 指标表\n指标\t2020年\n\t7%\n"
