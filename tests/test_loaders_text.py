"""Plain text, Markdown, encodings and the cleaning that every text goes through."""

from datetime import date
from pathlib import Path

import pytest

from index import Article
from index.errors import LoadError
from index.loaders import load_file
from index.loaders.cleaning import clean_line, clean_text, title_from
from index.loaders.encoding import decode
from index.loaders.formats.markdown import to_readable

SEED = Path(__file__).parent.parent / "seeds" / "000_8be325a0ea03c6de.txt"


def only_article(path: Path) -> Article:
    [article] = load_file(path, "the-id")
    assert isinstance(article, Article)
    return article


def test_the_seed_article_loads_with_its_characters_unchanged() -> None:
    article = only_article(SEED)

    assert article.text == SEED.read_text(encoding="utf-8")
    assert article.title == ("U.S. Secretary of State Antony Blinken engaged in a crucial conversation with Turkish…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\x0bd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x07c\x1bd\x9fe", "abcde"),
        ("\ufeffzero\u200b width\u202e and\u2066 bidi\xad", "zero width and bidi"),
        ("trailing  \t\nspaces\xa0\n", "trailing\nspaces"),
        ("\n\n  indented\tstays\n\n\nblank lines stay\n", "  indented\tstays\n\n\nblank lines stay"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("e\u0301 stays decomposed, é composed", "e\u0301 stays decomposed, é composed"),
        ("ships 🚢 and “quotes” – stay", "ships 🚢 and “quotes” – stay"),
    ],
)
def test_clean_text(text: str, expected: str) -> None:
    assert clean_text(text) == expected


def test_clean_line_joins_lines_and_white_space() -> None:
    assert clean_line("  A\u200b title\r\n\tin  two lines ") == "A title in two lines"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nThe harbour\nIt opened.", "The harbour"),
        ("x" * 100 + "\nnext", "x" * 100),
        ("word " * 30, "word " * 17 + "word…"),
        ("The mayor said, on a very long day that had begun early in the morning, that the harbour, he meant", "="),
        ("一" * 120, "一" * 90 + "…"),
        ("---\n***\n## **The harbour**\ntext", "The harbour"),
        ("- first item\n- second", "first item"),
        ("***", "***"),
    ],
)
def test_title_from(text: str, expected: str) -> None:
    assert title_from(text) == (text if expected == "=" else expected)


def test_a_cut_title_does_not_end_in_a_comma() -> None:
    text = "The mayor said on a very long day that had begun early in the morning, in the new harbour, that it is done"

    assert title_from(text) == (
        "The mayor said on a very long day that had begun early in the morning, in the new harbour…"
    )


POLISH = (
    "Premier powiedział w piątek, że nowy port zostanie otwarty jeszcze w tym roku, choć budowa trwała dłużej, niż "
    "zakładano. Według władz miasta pierwsze statki wpłyną do niego na początku października. Mieszkańcy skarżyli się "
    "na hałas, ale większość z nich cieszy się z nowych miejsc pracy. Związki zawodowe żądają wyższych płac i grożą "
    "strajkiem, jeśli rozmowy z zarządem nie przyniosą żadnych rezultatów do końca przyszłego tygodnia."
)
TURKISH = (
    "Belediye başkanı cuma günü yaptığı açıklamada yeni limanın bu yıl içinde açılacağını söyledi. İnşaat "
    "beklenenden daha uzun sürdü, ancak ilk gemilerin ekim başında limana girmesi bekleniyor. Şehirde yaşayanlar "
    "gürültüden şikâyet etti, fakat çoğu yeni iş imkânlarından dolayı mutlu olduğunu dile getirdi. Sendikalar daha "
    "yüksek ücret istiyor ve görüşmelerden sonuç çıkmazsa gelecek hafta greve gideceklerini duyurdu."
)
GERMAN = "Der Bürgermeister sagte: „Wir öffnen den Hafen – für alle.“ Es kostet 5 €."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        ("Café “quoted” naïve", "cp1252"),
        ("Le maire a déclaré que le port était fermé à l’été.", "cp1252"),
        ("El niño comió. Según él, mañana será mejor.", "cp1252"),
        ("Министр заявил, что переговоры продолжатся на следующей неделе в городе.", "cp1251"),
        ("これは日本語のニュース記事です。首相は会見で述べた。", "shift_jis"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        ("这是一篇新闻报道，总理在记者会上表示。", "gb18030"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode(encoding))

    assert only_article(path).text == text


def test_big_endian_utf16_with_a_byte_order_mark() -> None:
    assert decode(b"\xfe\xff" + GERMAN.encode("utf-16-be")) == GERMAN


def test_one_broken_byte_does_not_turn_utf8_into_another_encoding() -> None:
    data = GERMAN.encode() + b" \xff " + GERMAN.encode()

    assert decode(data) == f"{GERMAN} \N{REPLACEMENT CHARACTER} {GERMAN}"


@pytest.mark.parametrize(
    ("declared", "data", "expected"),
    [
        ("iso-8859-1", b"it\x92s", "it’s"),
        ("iso-8859-1", "größer".encode(), "größer"),
        ("iso-2022-jp", "会見".encode("iso-2022-jp"), "会見"),
        ("no-such-encoding", b"plain", "plain"),
        ("iso-8859-7", "Αθήνα".encode("iso-8859-7"), "Αθήνα"),
    ],
)
def test_a_declared_encoding_counts_after_utf8(declared: str, data: bytes, expected: str) -> None:
    assert decode(data, declared) == expected


@pytest.mark.parametrize("data", [b"text\0text", b"\x89PNG\r\n\x1a\n\0\0\0", bytes(range(1, 32)) * 5])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(LoadError, match="holds binary data, not text"):
        decode(data)


def test_damaged_utf16_is_refused() -> None:
    with pytest.raises(LoadError, match="begins like UTF-16-LE text but is damaged at byte 2"):
        decode(b"\xff\xfea\0\x00")


FRONT_MATTER = """---
title: "The harbour"
date: 2024-03-05T08:00:00+01:00
source: Daily News
author:
  - Ann Lee
  - Bo Chen
url: https://example.org/harbour
tags: [ships]
---

# Another heading

It opened.
"""


def test_front_matter_becomes_fields(tmp_path: Path) -> None:
    path = tmp_path / "harbour.md"
    path.write_text(FRONT_MATTER, encoding="utf-8")

    assert only_article(path) == Article(
        id="the-id",
        title="The harbour",
        text="# Another heading\n\nIt opened.",
        source="Daily News",
        url="https://example.org/harbour",
        published=date(2024, 3, 5),
        author="Ann Lee, Bo Chen",
    )


@pytest.mark.parametrize(
    ("front", "title", "published"),
    [
        ("title: A\ndate: 2024-13-45", "A", None),
        ("title: A\ndate: soon", "A", None),
        ("title: A\npublished: 2024-03-05", "A", date(2024, 3, 5)),
        ("title: Harbour: the end\ndate: 2024-03-05", "Harbour: the end", date(2024, 3, 5)),
        ("title: 2024", "2024", None),
        ("title: [" * 3000, "The text.", None),
        ("just prose between two rules", "just prose between two rules", None),
    ],
)
def test_odd_front_matter(tmp_path: Path, front: str, title: str, published: date | None) -> None:
    path = tmp_path / "odd.md"
    path.write_text(f"---\n{front}\n---\nThe text.\n", encoding="utf-8", newline="\r\n")

    # To the end: a reader that is left in the middle of a file is ended, and the next file waits for another one.
    article, *_ = load_file(path, "the-id")

    assert isinstance(article, Article)
    assert article.published == published
    assert article.title == title
    assert article.text.endswith("The text.")


def test_prose_between_rules_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text("---\n\nNot YAML at all, but text.\n\n---\n\nMore.", encoding="utf-8")

    assert "Not YAML at all, but text." in only_article(path).text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## Heading\n\n- item\n1. first", "## Heading\n\n- item\n1. first"),
        ("**Dr. Hughes:** The *situation* is", "**Dr. Hughes:** The *situation* is"),
        ('a [link](https://x.org/a_(b) "title") here', "a link here"),
        ("a [link][1] here\n\n[1]: https://x.org", "a link here\n"),
        ("![A chart](a.png) [![A map](b.png)](c) text ![](d.png)", "A chart A map text"),
        ("a <!-- hidden\nmore --> b", "a  b"),
        ("open <!-- comment", "open <!-- comment"),
        ("a <b>bold</b> <br/>word, 2 < 3 > 1 and <3", "a bold\nword, 2 < 3 > 1 and <3"),
        ("see <https://x.org/a>", "see https://x.org/a"),
        (r"\$5 million\* &amp; more", "$5 million* & more"),
        ("Title\n=====\n\nSub\n---\ntext\n\n---\n", "# Title\n\n## Sub\ntext\n\n---\n"),
        ("```\n<b>[code](x)\n```\n`<b>` stays", "```\n<b>[code](x)\n```\n`<b>` stays"),
        ("[WTN] says [1] and [^2]", "[WTN] says [1] and [^2]"),
    ],
)
def test_markdown_becomes_readable_text(markdown: str, expected: str) -> None:
    assert to_readable(markdown).text.strip("\n") == expected.strip("\n")


def test_the_first_heading_is_the_title_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("An introduction.\n\n## The **new** harbour ##\n\nText.", encoding="utf-8")

    assert only_article(path).title == "The new harbour"


@pytest.mark.parametrize(
    "hostile", ["<!--" * 50_000, "[" * 50_000, "[a](" * 20_000, "`" * 30_000 + "x", "<a " * 50_000]
)
def test_hostile_markdown_takes_no_time(hostile: str) -> None:
    assert len(to_readable(hostile).text) <= len(hostile)
