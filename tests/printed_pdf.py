"""PDFs made by hand: print at a place on a page, other objects beside it."""

from collections.abc import Sequence

FONTS = {
    "F1": "/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding",
    "F2": "/Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding",
    "F3": "/Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    "/Supplement 4 >> /DW 1000 >>]",
    # A font whose letters, from A on, are all drawn by the object 10, and mean what the object 11 says.
    "F4": "/Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /A 10 0 R >> "
    f"/Encoding << /Differences [65 {'/A ' * 26}] >> /FirstChar 65 /LastChar 90 /Widths [{'400 ' * 26}] "
    "/Resources << >> "
    "/ToUnicode 11 0 R",
}


def at(
    x: float, y: float, text: str, size: float = 11, *, font: str = "F1", matrix: str = "1 0 0 1", ink: str = "0 g"
) -> str:
    """Return the content that draws a text from a point on."""
    written = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    if font == "F3":
        return f"{ink} BT /F3 {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
    return f"{ink} BT /{font} {size} Tf {matrix} {x} {y} Tm ({written}) Tj ET\n"


def down(lines: Sequence[str], x: float = 72, y: float = 720, step: float = 14, size: float = 11) -> str:
    """Return the content that draws lines one below the other."""
    return "".join(at(x, y - step * row, line, size) for row, line in enumerate(lines))


def drawn_letters(bottom: int, top: int, *meanings: str) -> list[str]:
    """Return the objects of letters, A and those behind it, that fill a box from height to height, in thousandths."""
    shape = f"400 0 50 {bottom} 350 {top} d1 50 {bottom} 300 {top - bottom} re f"
    pairs = " ".join(f"<{65 + row:02x}> <{said.encode('utf-16-be').hex()}>" for row, said in enumerate(meanings))
    said = f"{len(meanings)} beginbfchar {pairs} endbfchar"
    means = f"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange {said}"
    return [f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" for stream in (shape, f"{means} endcmap end")]


def made_pdf(
    *contents: str,
    page: str = "",
    objects: Sequence[str] = (),
    catalog: str = "",
    info: str = "",
    box: str = "[0 0 595 842]",
) -> bytes:
    """Return a PDF with a page for each content; `objects` get the numbers from 10 on, and all pages hold `page`."""
    kids = [20 + len(objects) + 2 * number for number in range(len(contents))]
    fonts = " ".join(f"/{name} {3 + row} 0 R" for row, name in enumerate(FONTS))
    numbered = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>",
        **{3 + row: f"<< /Type /Font {font} >>" for row, font in enumerate(FONTS.values())},
        9: f"<< {info} >>",
        **{10 + row: written for row, written in enumerate(objects)},
    }
    for kid, content in zip(kids, contents, strict=True):
        numbered[kid] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << /Font << {fonts} >> "
            f"/XObject << /Im 10 0 R >> >> /Contents {kid + 1} 0 R {page} >>"
        )
        numbered[kid + 1] = f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"
    body = "".join(f"{number} 0 obj\n{written}\nendobj\n" for number, written in numbered.items())
    trailer = f"trailer\n<< /Size {max(numbered) + 1} /Root 1 0 R /Info 9 0 R >>\n%%EOF\n"
    return b"%PDF-1.7\n" + body.encode("cp1252") + trailer.encode()
