"""What programs export: subtitles with their times, and notes, chats and tables in JSON."""

import json
from datetime import date
from pathlib import Path

import pytest
from test_formats_slides import read

from index import Article
from index.errors import LoadError
from index.loaders.registry import file_id, read_file
from index.types import Failure


def cue(begin: str, end: str, *lines: str) -> str:
    return "\n".join([f"{begin} --> {end}", *lines, "", ""])


def test_subtitles_are_prose_whose_places_are_times(tmp_path: Path) -> None:
    written = (
        "1\n" + cue("00:00:01,000", "00:00:03,500", "<i>The harbour was built</i>", "in 1931.")
        + "2\n" + cue("00:00:03,600", "00:00:06,000", "{\\an8}It cost nine crowns.")
        + "3\n" + cue("01:01:20,000", "01:01:22,000", "- Who paid?", "- The guild.")
    )  # fmt: skip
    article = read(tmp_path / "The harbour.srt", written.encode("cp1252"))
    assert article.text == "The harbour was built in 1931. It cost nine crowns.\n\n- Who paid?\n\n- The guild."
    assert [place.name for place in article.places] == ["at 0:00:01", "at 1:01:20"]
    assert article.title == "The harbour"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "WEBVTT - x\n\nNOTE by\nhand\n\nSTYLE\n::cue { color: red }\n\nid\n"
            + cue("00:01.000", "00:04.000 align:start", "<v Ida Moe>The quay &amp; the mole are shut.</v>")
            + cue("00:04.100", "00:06.000", "<v.loud Olav>Until <c.red>May</c>?</v>"),
            "Ida Moe: The quay & the mole are shut.\n\nOlav: Until May?",
        ),
        (
            "WEBVTT\nKind: captions\n\n"
            + cue("00:00:00.500", "00:00:02.000", "the ferry of")
            + cue("00:00:02.000", "00:00:04.000", "the ferry of", "<00:00:02.500><c>dorn sails</c>")
            + cue("00:00:04.000", "00:00:05.000", "dorn sails", "at noon"),
            "the ferry of dorn sails at noon",
        ),
        (cue("00:01.0", "00:02.0", "a < b"), "a < b"),
        ("\ufeffWEBVTT\r\n\r\n" + cue("00:01.000", "00:02.000", "Eels.").replace("\n", "\r\n"), "Eels."),
    ],
)
def test_captions_as_programs_write_them(tmp_path: Path, written: str, text: str) -> None:
    assert read(tmp_path / "a.vtt", written.encode()).text == text


def test_a_long_talk_is_parted_behind_sentences(tmp_path: Path) -> None:
    cues = [
        cue(f"00:{n:02}:00.000", f"00:{n:02}:59.950", f"Sentence number {n} is about the quay,", "and it ends.")
        for n in range(40)
    ]
    article = read(tmp_path / "a.vtt", "".join(cues).encode())
    paragraphs = article.text.split("\n\n")
    assert len(paragraphs) == len(article.places) > 2
    assert all(one.endswith("and it ends.") and len(one) < 800 for one in paragraphs)


def test_what_is_no_subtitles_says_so(tmp_path: Path) -> None:
    for content, reason in ((b"", "holds no text"), (b"WEBVTT\n\nHello", "it is no subtitles")):
        with pytest.raises(LoadError, match=reason):
            read(tmp_path / "a.srt", content)


CHATGPT = [
    {
        "title": "Harbour trip",
        "create_time": 1710262800.1,
        "mapping": {
            "c": {
                "message": {
                    "author": {"role": "assistant"},
                    "create_time": 1710262863.0,
                    "content": {"parts": ["At noon."]},
                }
            },
            "a": {"id": "a", "message": None},
            "b": {
                "message": {"author": {"role": "user"}, "create_time": 1710262801.0, "content": {"parts": ["When?"]}}
            },
        },
    }
]
TELEGRAM = {
    "name": "Council chat",
    "type": "private_group",
    "messages": [
        {
            "id": 1,
            "date": "2024-03-12T18:05:00",
            "date_unixtime": "1710266700",
            "from": "Ida Moe",
            "text": "The quay is shut.",
        },
        {"id": 2, "date": "2024-03-12T18:06:00", "action": "pin"},
        {
            "id": 3,
            "date": "2024-03-12T18:07:00",
            "from": "Olav",
            "text": ["See ", {"type": "link", "text": "https://x.example"}],
        },
    ],
}
SLACK = [
    {"user": "U1", "ts": "1710262800.000100", "text": "It broke", "user_profile": {"real_name": "Ida Moe"}},
    {"user": "U2", "ts": "1710262900.000100", "text": "On it"},
]
CLAUDE = [
    {
        "uuid": "1",
        "name": "Tides",
        "chat_messages": [{"sender": "human", "created_at": "2024-03-12T18:05:11Z", "text": "High?"}],
    }
]


@pytest.mark.parametrize(
    ("value", "title", "text", "places"),
    [
        (
            CHATGPT,
            "a",
            "## Harbour trip\n\ncreate_time: 2024-03-12 17:00\n\n2024-03-12\n\nuser: When?\n\nassistant: At noon.",
            ["Harbour trip", "Harbour trip, 2024-03-12 17:00", "Harbour trip, 2024-03-12 17:01"],
        ),
        (
            TELEGRAM,
            "Council chat",
            "type: private_group\n\n2024-03-12\n\nIda Moe: The quay is shut.\n\nOlav: See https://x.example",
            ["2024-03-12 18:05", "2024-03-12 18:07"],
        ),
        (
            SLACK,
            "a",
            "2024-03-12\n\nIda Moe: It broke\n\nU2: On it",
            ["2024-03-12 17:00", "2024-03-12 17:01"],
        ),
        (
            CLAUDE,
            "a",
            "## Tides\n\nuuid: 1\n\n2024-03-12\n\nhuman: High?",
            ["Tides", "Tides, 2024-03-12 18:05"],
        ),
        (
            [{"harbour": "Kellin", "ships": 131, "open": True}, {"harbour": "Tarn", "ships": 12, "open": None}],
            "a",
            "harbour: Kellin | ships: 131 | open: true\nharbour: Tarn | ships: 12",
            [],
        ),
        (
            {"a": {"b": {"c": "deep"}}, "n": None, "tags": ["ice", "ferry"], "by": {"name": "Ida"}},
            "a",
            "tags: ice, ferry\nby: Ida\n\na:\nb:\nc: deep",
            [],
        ),
        ("One text.", "a", "One text.", []),
        (["One text.", "Another."], "a", "One text., Another.", []),
    ],
)
def test_exports_are_read_as_what_they_are(
    tmp_path: Path, value: object, title: str, text: str, places: list[str]
) -> None:
    article = read(tmp_path / "a.json", json.dumps(value).encode())
    assert (article.title, article.text) == (title, text)
    assert [place.name for place in article.places if place.name] == places


def test_an_article_in_json_keeps_who_wrote_it_and_when(tmp_path: Path) -> None:
    stated = {
        "headline": "Ice",
        "author": {"name": "Gus Varley"},
        "datePublished": "2024-03-12",
        "url": "https://x.example/1",
    }
    article = read(tmp_path / "a.json", json.dumps(stated | {"body": "The ferry was stuck."}).encode())
    assert (article.title, article.author, article.published) == ("Ice", "Gus Varley", date(2024, 3, 12))
    assert article.text.endswith("\n\nThe ferry was stuck.")
    keep = {"title": "Shopping", "textContent": "Eels\nand rope", "userEditedTimestampUsec": 1710262800000000}
    article = read(tmp_path / "b.json", json.dumps(keep).encode())
    assert (article.title, article.published) == ("Shopping", date(2024, 3, 12))
    assert article.text.endswith("Eels\nand rope")


def test_notes_in_a_list_are_places(tmp_path: Path) -> None:
    notes = [
        {"title": "Ice", "author": "Gus Varley", "content": "It froze."},
        {"title": "Owl", "content": "It is back."},
    ]
    article = read(tmp_path / "a.json", json.dumps(notes).encode())
    assert article.text == "## Ice\n\nauthor: Gus Varley\n\nIt froze.\n\n## Owl\n\nIt is back."
    assert [place.name for place in article.places] == ["Ice", "Owl"]


@pytest.mark.parametrize("written", ["", "{", "nothing", "[" * 100_000, "1" * 10_000, "null", "[]", '{"a": null}'])
def test_json_that_says_nothing_is_refused_with_a_reason(tmp_path: Path, written: str) -> None:
    with pytest.raises(LoadError):
        read(tmp_path / "a.json", written.encode())


def test_deep_json_is_read_to_its_end(tmp_path: Path) -> None:
    value: object = "the end"
    for _ in range(200):
        value = {"a": value}
    assert "the end" in read(tmp_path / "a.json", json.dumps(value).encode()).text


def note(title: str, text: str, more: str = "") -> str:
    doctype = "<!DOCTYPE en-note SYSTEM 'http://xml.evernote.com/pub/enml2.dtd'>"
    page = f"<?xml version='1.0'?>{doctype}<en-note>{text}</en-note>"
    content = f"<content><![CDATA[{page}]]></content><created>20240312T180500Z</created>"
    return f"<note><title>{title}</title>{content}{more}</note>"


def notes(*written: str) -> bytes:
    return f"<?xml version='1.0'?><en-export>{''.join(written)}</en-export>".encode()


def test_notes_of_evernote_are_articles(tmp_path: Path) -> None:
    about = "<note-attributes><author>Ida Moe</author><source-url>https://x.example/1</source-url></note-attributes>"
    held = (
        "<resource><data encoding='base64'>AAAA</data><resource-attributes><file-name>map.pdf</file-name>"
        "</resource-attributes></resource>"
    )
    rows = (
        "<div>The quay is <b>shut</b>.</div><table><tr><td>Kellin</td><td>131</td></tr></table><ul><li>Paint</li></ul>"
    )
    path = tmp_path / "My notes.enex"
    path.write_bytes(notes(note("Quay", rows, about + held), note("Blank", ""), note("Owl", "<div>It is back.</div>")))
    first, second = (one for one in read_file(path, "My notes.enex") if isinstance(one, Article))
    assert first.text == "The quay is shut.\n\nKellin | 131\n\n- Paint\n\nAttachment: map.pdf"
    assert (first.title, first.author, first.url) == ("Quay", "Ida Moe", "https://x.example/1")
    assert first.published == second.published == date(2024, 3, 12)
    assert (first.id, second.id, second.text) == ("My notes.enex!1", "My notes.enex!3", "It is back.")
    assert file_id(second.id) == "My notes.enex"


def test_damaged_notes_cost_no_others(tmp_path: Path) -> None:
    path = tmp_path / "a.enex"
    path.write_bytes(notes(note("Quay", "It is shut."), note("Owl", "It is back."))[:-60])
    article, failure = read_file(path, "a.enex")
    assert isinstance(article, Article)
    assert failure == Failure("a.enex!2", "the file is damaged from this note on")
    for content in (b"", b"<x/>", b"nothing", notes(), notes(note("", ""))):
        path.write_bytes(content)
        with pytest.raises(LoadError):
            [*read_file(path, "a.enex")]


def test_a_bomb_of_entities_in_notes_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "eel">{entities}]>'
    path = tmp_path / "a.enex"
    path.write_text(f"{bomb}<en-export><note><title>&e8;</title><content>It leans.</content></note></en-export>")
    with pytest.raises(LoadError, match="is not an export of notes, or a damaged one"):
        [*read_file(path, "a.enex")]
