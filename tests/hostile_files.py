"""Hostile files, all made by code."""

import gzip
import io
import json
import struct
import zlib
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile

import docx

SEEN = "The pier of Saltmere leans."
UNSEEN = "Swordfish is the unseen word."
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*contents: str | bytes, page: str = "", filters: str = "", trailer: str = "") -> bytes:
    """Return a PDF with a page for each content stream; readers rebuild its missing cross-reference table."""
    kids = " ".join(f"{4 + 2 * row} 0 R" for row in range(len(contents)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for row, written in enumerate(contents):
        content = written.encode("latin-1") if isinstance(written, str) else written
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * row} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> {page} >>".encode()
        )
        objects.append(f"<< /Length {len(content)} {filters} >>\nstream\n".encode() + content + b"\nendstream")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, written) for number, written in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + f"trailer\n<< /Root 1 0 R {trailer} >>\n%%EOF\n".encode()


def printed(text: str = SEEN, y: int = 700, before: str = "", size: str = "12") -> str:
    """Return what prints a line, with operators before it in a state of its own."""
    return f"q {before} BT /F1 {size} Tf 72 {y} Td ({text}) Tj ET Q\n"


def word(body: str = "", *, doctype: str = "", entities: str = "") -> bytes:
    """Return a Word document; with a body in XML, or a doctype, its main part is replaced."""
    document = docx.Document()
    document.add_paragraph(SEEN)
    saved = io.BytesIO()
    document.save(saved)
    if not (body or doctype):
        return saved.getvalue()
    paragraph = f"<w:p><w:r><w:t>{SEEN}{entities}</w:t></w:r></w:p>"
    main = f'{doctype}<w:document xmlns:w="{_WORD}"><w:body>{paragraph}{body}</w:body></w:document>'
    return with_part(saved.getvalue(), "word/document.xml", main.encode())


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """Return the zip with one part replaced or added."""
    packed = io.BytesIO()
    # The quickest packing: bombs of 200 MiB are made of parts.
    with ZipFile(io.BytesIO(archive)) as old, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return packed.getvalue()


def run(properties: str, text: str = UNSEEN) -> str:
    """Return a Word paragraph of one run with the given properties."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def nested_zip(levels: int) -> bytes:
    """Return a zip in a zip in a zip; the innermost unpacks to 32 MiB."""
    content = bytes(2**25)
    for _ in range(levels):
        packed = io.BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for copy in range(4):
                archive.writestr(f"{copy}.zip", content)
        content = packed.getvalue()
    return content


def overlapping_zip(entries: int) -> bytes:
    """Return a zip whose entries all are the same 16 MiB of data: 42.zip without nesting."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(2**24))
    data = packed.getvalue()
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    records = data[directory:end] * entries
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(records), directory, 0)
    return data[:directory] + records + tail


def lying_zip(stated_bytes: int) -> bytes:
    """Return a document whose main part unpacks to 200 MiB and states another size."""
    bomb = with_part(word(), "word/document.xml", bytes(200 * 2**20))
    return bomb.replace(struct.pack("<L", 200 * 2**20), struct.pack("<L", stated_bytes))


def encrypted_zip() -> bytes:
    """Return a document whose parts are marked as encrypted."""
    data = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def entities(count: int) -> str:
    """Return a doctype whose entity e{count} stands for 10 to the power of `count` words."""
    declared = "".join(f'<!ENTITY e{row} "{f"&e{row - 1};" * 10}">' for row in range(1, count + 1))
    return f'<!DOCTYPE d [<!ENTITY e0 "lol ">{declared}<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def gz_lines(*lines: bytes) -> bytes:
    """Return compressed lines."""
    return gzip.compress(b"\n".join(lines))


def article_line(article_id: str, text: str = SEEN) -> bytes:
    """Return an article line."""
    return json.dumps({"id": article_id, "text": text}).encode()


def deflated(content: bytes) -> bytes:
    """Return the content as a PDF's /FlateDecode has it."""
    return zlib.compress(content, 9)


def front_matter_bomb(levels: int) -> str:
    """Return front matter whose title is 10 to the power of `levels` words by way of aliases."""
    rows = [f"a{row}: &a{row} [{', '.join([f'*a{row - 1}'] * 10)}]" for row in range(1, levels + 1)]
    return "\n".join(["---", "a0: &a0 [x, x]", *rows, f"title: *a{levels}", "---", SEEN])


def nested_mail(levels: int) -> bytes:
    """Return a mail whose parts lie in each other."""
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{row}\n\n--b{row}\n" for row in range(levels))
    return f"From: ada@example.org\n{parts}\n\n{SEEN}\n".encode()


def page(*parts: str, head: str = "") -> str:
    """Return a web page of paragraphs, the seen one first."""
    return f"<html><head><title>News</title>{head}</head><body><p>{SEEN}</p>{''.join(parts)}</body></html>"


def tags(names: Sequence[str], depth: int) -> str:
    """Return the elements `depth` times in each other, a word in the innermost."""
    opening = "".join(f"<{name}>" for name in names)
    return opening * depth + "innermost" + "".join(f"</{name}>" for name in reversed(names)) * depth
