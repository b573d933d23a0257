"""The sheets of paper that stand as evidence in the demonstration city, marked as simulated."""

from functools import cache

SHEET = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Contents 4 0 R "
    "/Resources << /Font << /F 5 0 R >> >> >>"
)
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [6 0 R] >>"
)
DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
)
DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


@cache
def paper(title: str) -> bytes:
    """A PDF of one sheet: the title, and that nothing about it is real."""
    lines = [
        (title, 26, 300),
        ("示范市（模拟数据）", 18, 240),
        ("本文件仅供演示，不具任何效力", 14, 200),
    ]
    drawn = "\n".join(
        f"BT /F {size} Tf 60 {height} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for text, size, height in lines
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        SHEET,
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        FONT,
        DESCENDANT,
        DESCRIPTOR,
    ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode("ascii")
