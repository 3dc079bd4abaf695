"""Who wrote a text, and when, as its own first lines say it; the text itself stays as it is."""

from datetime import date
from pathlib import Path

import pytest
from office_files import NAMESPACES
from test_formats_slides import read

from index.loaders.bylines import read_byline

MARCH = date(2024, 3, 12)
BODY = "The ferry was stuck for nine hours."


@pytest.mark.parametrize(
    ("head", "author", "day"),
    [
        ("Ice holds the ferry\nBy Gus Varley", "Gus Varley", None),
        ("Ice\nby Gus Varley and Ann Lee, Staff Writers", "Gus Varley, Ann Lee", None),
        ("Ice\nBY GUS VARLEY", "GUS VARLEY", None),
        ("Ice\nBy Gus Varley, Reuters", "Gus Varley", None),
        ("Ice\nBy Gus Varley in London", "Gus Varley", None),
        ("Ice\nBy Gus Varley | 12 March 2024", "Gus Varley", MARCH),
        ("Ice\nBy Gus Varley, March 12, 2024, updated 14 March 2024", "Gus Varley", MARCH),
        ("Ice\nWritten by J. R. Smith-Jones", "J. R. Smith-Jones", None),
        ("# Ice\n\n**By Gus Varley**\n\n_Published: 12 March 2024_", "Gus Varley", MARCH),
        ("Ice\nPosted on March 12, 2024 at 10:05 am by Gus Varley", "Gus Varley", MARCH),
        ("Ice\nAuthor: Gus Varley\nDate: 2024-03-12", "Gus Varley", MARCH),
        ("Eis\nVon Hanna Meier und Jan van der Berg", "Hanna Meier, Jan van der Berg", None),
        ("Eis\nVon unserer Korrespondentin Hanna Meier", "", None),
        ("Eis\nAutorin: Hanna Meier\nStand: 12.03.2024", "Hanna Meier", MARCH),
        ("Eis\nText: Hanna Meier, Fotos: Jan Otto", "Hanna Meier", None),
        ("Eis\nVeröffentlicht am 12. März 2024 von Hanna Meier", "Hanna Meier", MARCH),
        (
            "Glace\nPar Étienne Roche, à Kellin\nPublié le 12 mars 2024 à 10h05, mis à jour le 14 mars 2024",
            "Étienne Roche",
            MARCH,
        ),
        (
            "Hielo\nPor María José de la Cruz y Luis Peña\nPublicado el 12 de marzo de 2024",
            "María José de la Cruz, Luis Peña",
            MARCH,
        ),
        ("Ghiaccio\nDi Maria Rossi\nPubblicato il 12 marzo 2024", "Maria Rossi", MARCH),
        ("Ice\nUpdated: 12 March 2024", "", MARCH),
        ("Ice\nTuesday, 12 March 2024", "", MARCH),
        ("Tuesday, 12 March 2024\nDear diary", "", MARCH),
        ("Berlin, den 12. März 2024\n\nSehr geehrte Frau Meier,", "", MARCH),
    ],
)
def test_lines_of_their_own(head: str, author: str, day: date | None) -> None:
    found = read_byline(f"{head}\n\n{BODY}\n")
    assert (found.author, found.published) == (author, day)


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON, 12 March 2024 —",
        "LONDON, March 12, 2024 (Reuters) -",
        "BERLIN, 12. März 2024 (dpa) –",
        "PARIS, le 12 mars 2024 —",
        "MADRID, 12 de marzo de 2024.-",
        "New York, 2024-03-12 --",
    ],
)
def test_datelines(dateline: str) -> None:
    for above in ("", "Ice holds the ferry\n", "Ice\nBy Gus Varley\n"):
        assert read_byline(f"{above}{dateline} {BODY * 5}").published == MARCH


@pytest.mark.parametrize(
    "head",
    [
        "By Hook or Crook",
        "By the River",
        "Ice\nBy Monday",
        "Ice\nBy Our Correspondent",
        "Ice\nBy the river we sat down and wept.",
        "Ice\nBy Royal Appointment",
        "Von der Leyen besucht Kellin",
        "Ice\nVon Berlin nach Hamburg",
        "The Battle of Kellin, 12 March 1644",
        "Ice\nThe mill burned on 12 March 1644.",
        "Ice\nDate: soon",
        "Ice\nPublished by the guild of Kellin",
        "KELLIN (Reuters) - " + BODY,
        "Data: 131 ships",
        "This is an updated version of a story that ran on March 17, 2022.",
        "NOTE: This story was updated on Jan. 18, 2022, to make it free for all readers.",
    ],
)
def test_what_only_looks_like_one(head: str) -> None:
    found = read_byline(f"{head}\n\n{BODY}\n")
    assert (found.author, found.published) == ("", None)


def test_the_files_of_every_kind_keep_them_and_lose_no_text(tmp_path: Path) -> None:
    text = f"Ice holds the ferry\nBy Gus Varley\nLONDON, 12 March 2024 — {BODY}"
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    rich = "\\par ".join(text.replace("—", "\\u8212?").split("\n"))
    kinds = {
        "a.txt": text,
        "a.md": text.replace("\nBy", "\n\n*By").replace("Varley", "Varley*\n"),
        "a.html": paragraphs,
        "a.rtf": f"{{\\rtf1 {rich}}}",
        "a.fodt": f"<?xml version='1.0'?><office:document {NAMESPACES}><office:body><office:text>"
        f"{paragraphs.replace('<p>', '<text:p>').replace('</p>', '</text:p>')}"
        "</office:text></office:body></office:document>",
    }
    for name, written in kinds.items():
        article = read(tmp_path / name, written.encode())
        assert (article.author, article.published) == ("Gus Varley", MARCH), name
        assert "By Gus Varley" in article.text
        assert f"LONDON, 12 March 2024 — {BODY}" in article.text


def test_what_a_file_states_of_itself_goes_before_its_byline(tmp_path: Path) -> None:
    front = f"---\nauthor: Ada Vane\ndate: 2023-01-02\n---\n# Ice\n\nBy Gus Varley\n\nLONDON, 12 March 2024 — {BODY}"
    article = read(tmp_path / "a.md", front.encode())
    assert (article.author, article.published) == ("Ada Vane", date(2023, 1, 2))


@pytest.mark.parametrize(
    ("name", "written", "author"),
    [
        ("a.org", "#+TITLE: Harbour\n#+AUTHOR: Ida Moe\n#+DATE: <2024-03-12 Tue>\n* Quay\n  It is shut.\n", "Ida Moe"),
        ("a.rst", "Harbour\n=======\n\n:Author: Ida Moe\n:Date: 2024-03-12\n\nThe quay is **shut**.\n", "Ida Moe"),
        ("a.adoc", "= Harbour\nIda Moe <ida@x.example>\nv1.0, 2024-03-12\n\nThe quay is shut.\n", "Ida Moe"),
        (
            "a.tex",
            "\\title{Harbour}\n\\author{Ida Moe \\and Bo Karst}\n\\date{12 March 2024}\nShut.\n",
            "Ida Moe, Bo Karst",
        ),
        ("a.md", "# Harbour\n\nCreated: March 12, 2024 6:05 PM\nAuthor: Ida Moe\n\nThe quay is shut.\n", "Ida Moe"),
    ],
)
def test_formats_of_text_that_state_it_in_their_own_way(tmp_path: Path, name: str, written: str, author: str) -> None:
    article = read(tmp_path / name, written.encode())
    assert (article.title, article.author, article.published) == ("Harbour", author, MARCH)


def test_a_chat_is_called_after_its_file(tmp_path: Path) -> None:
    for first in ("12/03/2024, 18:05 - Ida Moe: The quay is shut", "[12.03.24, 18:05:11] Ida Moe: Der Kai ist zu"):
        assert read(tmp_path / "Chat with Ida.txt", f"{first}\n".encode()).title == "Chat with Ida"


@pytest.mark.parametrize(
    ("head", "author", "day", "source"),
    [
        (
            "Ice holds the ferry\nBy Gus Varley\nThe Kellin Echo, 12 March 2024",
            "Gus Varley",
            MARCH,
            "The Kellin Echo",
        ),
        ("Correction: the ferry\nNorthern Evening Post, 12 March 2024", "", MARCH, "Northern Evening Post"),
        ("Ice\nPress release, University of Kellin, 12 March 2024", "", MARCH, "University of Kellin"),
        ("Dumplings\nBy Gus Varley, Kitchen Notes, 12 March 2024", "Gus Varley", MARCH, "Kitchen Notes"),
        ("Ice\nCoast Gazette\n12 March 2024", "", MARCH, "Coast Gazette"),
        ("Ice\nBy Gus Varley for the Daily Mail", "Gus Varley", None, "Daily Mail"),
        ("# Ice\n*By Gus Varley. The Weekend Compass, 12 March 2024*", "Gus Varley", MARCH, "The Weekend Compass"),
        ("Ice\nBy J. R. Varley, The Valley Voice", "J. R. Varley", None, "The Valley Voice"),
        ("Eis\nVon Hanna Meier\nKelliner Bote, 12. März 2024", "Hanna Meier", MARCH, "Kelliner Bote"),
        ("Eis\nNorddeutsche Zeitung, 12.03.2024", "", MARCH, "Norddeutsche Zeitung"),
        ("Glace\nLe Courrier de Kellin, 12 mars 2024", "", MARCH, "Le Courrier de Kellin"),
        ("Ice | The Times | 12 March 2024", "", MARCH, "The Times"),
        ("MINUTES\nThe town council of Kellin met.\nTuesday 12 March 2024, 7.00 p.m., Guildhall", "", MARCH, ""),
        ("Ice\nNew York, 12 March 2024", "", MARCH, ""),
        ("Ice\nThe Hague, 12 March 2024", "", MARCH, ""),
        ("Ice\nThe ferry sank, 12 March 2024", "", None, ""),
        ("Ice\nBy Gus Varley in London", "Gus Varley", None, ""),
    ],
)
def test_the_paper_of_a_masthead(head: str, author: str, day: date | None, source: str) -> None:
    found = read_byline(f"{head}\n\n{BODY}\n")
    assert (found.author, found.published, found.source) == (author, day, source)


def test_the_paper_reaches_the_article(tmp_path: Path) -> None:
    text = read(tmp_path / "ice.txt", f"Ice\nBy Gus Varley\nThe Kellin Echo, 12 March 2024\n\n{BODY}\n".encode())
    marked = read(tmp_path / "ice.md", f"# Ice\n\nCoast Gazette, 12 March 2024\n\n{BODY}\n".encode())
    assert [text.source, marked.source] == ["The Kellin Echo", "Coast Gazette"]


@pytest.mark.parametrize(
    "head",
    [
        "Minutes of the Works Committee, 12 March 2024",
        "# Minutes of the Works Committee – 12 March 2024",
        "## Kellin Borough Council: minutes of the Works Committee\n\nMeeting of 12 March 2024, Guildhall, 6.30 pm",
        "Draft minutes of the meeting held on Tuesday 12 March 2024",
        "Agenda for 12 March 2024 at 6.30 pm",
        "Newsletter | 12 March 2024",
        "Protokoll der Sitzung vom 12. März 2024",
        "Procès-verbal de la séance du 12 mars 2024",
        "Policy on street trading\n\nAdopted 12 March 2024",
        "Policy\nKellin Borough Council. Adopted 12 March 2024, in force from 1 January 2025.",
        "Policy\nApproved by the full council on 12 March 2024.",
        "Satzung\nBeschlossen vom Gemeinderat am 12. März 2024",
    ],
)
def test_minutes_and_what_was_adopted_have_their_day(head: str) -> None:
    assert read_byline(f"{head}\n\n{BODY}\n").published == MARCH


@pytest.mark.parametrize(
    "head",
    [
        "The Storm of Kellin, 12 March 2024",
        "Row at the council meeting of 12 March 2024",
        "Meeting of 12 March 2024 ends in a row",
        "Minutes of the Works Committee, 12 March 2024, were leaked",
        "The council adopted it on 12 March 2024.",
        "Adopted in 1998, the rule was changed on 12 March 2024.",
        "Policy\nAdopted in March 2024",
        "Policy\nIn force from 12 March 2024",
        "Minutes of the meetings of 12 March 2024 and 14 April 2024",
        "Items\n\n- Minutes of the meeting of 12 March 2024\n1. Minutes of the meeting of 12 March 2024",
        "Timetable valid from 12 March 2024",
        "Results for the half year to 12 March 2024",
        "From the end of the World, 12 March 2024",
    ],
)
def test_the_day_of_something_else_is_not_taken(head: str) -> None:
    found = read_byline(f"{head}\n\n{BODY}\n")
    assert (found.published, found.source) == (None, "")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ('*From "Nora\'s tin", the recipe column of the Kellin Bay Post, 12 March 2024*', "Kellin Bay Post"),
        ("From The Kellin Echo, 12 March 2024", "The Kellin Echo"),
        ("First published in the Weekend Compass, 12 March 2024.", "Weekend Compass"),
    ],
)
def test_the_paper_that_a_text_was_taken_from(line: str, source: str) -> None:
    found = read_byline(f"# Plum cake\n\n{line}\n\n{BODY}\n")
    assert (found.published, found.source) == (MARCH, source)


def test_a_title_beside_the_text_dates_minutes_and_a_stated_day_goes_before_it() -> None:
    title = "Minutes of the Works Committee, 12 March 2024"
    assert read_byline(BODY, title).published == MARCH
    assert read_byline(f"Minutes\nPublished: 14 March 2024\n\n{BODY}", title).published == date(2024, 3, 14)
