"""Files of the office formats, all made by code."""

import io
import struct
from collections.abc import Mapping
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:draw="{_ODF}:drawing:1.0" xmlns:style="{_ODF}:style:1.0" xmlns:presentation="{_ODF}:presentation:1.0" '
    f'xmlns:meta="{_ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    f'xmlns:manifest="{_ODF}:manifest:1.0"'
)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPUB = "http://www.idpf.org/2007"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def odf(body: str, styles: str = "", meta: str = "", manifest: str = "") -> bytes:
    """Return an OpenDocument file; `body` is what stands in its body element."""
    parts = {
        "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>",
    }
    return packed(parts)


def table(*rows: tuple[str, ...], name: str = "") -> str:
    """Return a table of OpenDocument."""
    cells = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in rows)
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f'<table:table table:name="{name}">{inside}</table:table>'


def workbook(rows: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an Excel workbook of one sheet, "Prices", whose rows are given in XML."""
    relation = f'<Relationship Id="r1" Type="{_OFFICE}'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{relation}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Prices" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relation}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return packed(parts | dict(extra or {}))


def slides(text: str, doctype: str = "", relations: str = "") -> bytes:
    """Return a presentation of one slide."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{office}" ' + (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    return packed({
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="a" Type="{office}/officeDocument" '
        'Target="ppt/show.xml"/></Relationships>',
        "ppt/show.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="1" r:id="s"/><p:sldId id="2" r:id="no"/>'
        "</p:sldIdLst></p:presentation>",
        "ppt/_rels/show.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="s" Type="{office}/slide" '
        f'Target="slide.xml"/>{relations}</Relationships>',
        "ppt/slide.xml": f"{doctype}<p:sld {names}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r>"
        "</a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
        "ppt/vbaProject.bin": b"macro",
    })  # fmt: skip


def words(row: int, *cells: str) -> str:
    """Return a row of a workbook's sheet."""
    inside = "".join(
        f'<c r="{chr(65 + place)}{row}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(cells)
    )
    return f'<row r="{row}">{inside}</row>'


def epub(
    chapters: Mapping[str, str],
    toc: str = "",
    meta: str = "",
    spine: tuple[str, ...] = (),
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """Return a book; `chapters` are the bodies of its files by name, `toc` the list items of its contents."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in spine or chapters)
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": f'<package xmlns="{_EPUB}/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{meta}'
        f'</metadata><manifest>{items}<item id="nav" href="nav.xhtml" properties="nav"/></manifest>'
        f"<spine>{order}</spine></package>",
        "OEBPS/nav.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="{_EPUB}/ops"><body>'
        f'<nav epub:type="toc"><ol>{toc}</ol></nav></body></html>',
    }
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'
    parts |= {f"OEBPS/{name}": page.format(body) for name, body in chapters.items()}
    return packed(parts | dict(extra or {}))


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB) of these streams, named "stream" or "folder/stream", padded with zeros."""
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    names = ["Root Entry", *folders, *streams]
    content = b""
    starts = {}
    chains: list[int] = []
    for name, data in streams.items():
        padded = data.ljust(4096, b"\0")
        padded += bytes(-len(padded) % _SECTOR)
        starts[name] = len(chains)
        count = len(padded) // _SECTOR
        chains += [*range(len(chains) + 1, len(chains) + count), _END]
        content += padded
    children = {folder: [name for name in streams if name.startswith(f"{folder}/")] for folder in folders}
    children["Root Entry"] = [*folders, *(name for name in streams if "/" not in name)]
    after = {left: right for kin in children.values() for left, right in pairwise(kin)}
    directory = b""
    for name in names:
        label = name.rpartition("/")[2].encode("utf-16-le") + b"\0\0"
        kin = children.get(name)
        kind = 5 if name == "Root Entry" else 1 if kin is not None else 2
        child = names.index(kin[0]) if kin else _FREE
        right = names.index(after[name]) if name in after else _FREE
        size = max(4096, len(streams[name])) if kind == 2 else 0
        start = starts.get(name, _END)
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", label, len(label), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size
        )
    directory += bytes(-len(directory) % _SECTOR)
    first = len(chains)
    count = len(directory) // _SECTOR
    chains += [*range(first + 1, first + count), _END]
    fats = 1
    while fats * _SECTOR // 4 < len(chains) + fats:
        fats += 1
    places = range(len(chains), len(chains) + fats)
    table = [*chains, *[_FAT] * fats]
    table += [_FREE] * (fats * _SECTOR // 4 - len(table))
    listed = [*places, *[_FREE] * (109 - fats)]
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fats, first,
        0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    return header + struct.pack("<109I", *listed) + content + directory + struct.pack(f"<{len(table)}I", *table)


def message(texts: Mapping[str, str], sent: int = 0, more: Mapping[str, bytes] | None = None) -> bytes:
    """Return an Outlook message; `texts` are its properties by number, `sent` counts seconds since 1601."""
    row = struct.pack("<HHIQ", 0x0040, 0x0039, 6, sent * 10_000_000)
    streams = {"__properties_version1.0": bytes(32) + row}
    streams |= {f"__substg1.0_{number}001F": text.encode("utf-16-le") for number, text in texts.items()}
    return ole(streams | dict(more or {}))
