"""Days as people write them, encodings that are believed, invisible letters that mean something, and broken words."""

from datetime import date
from pathlib import Path

import pytest

from index import Article
from index.errors import LoadError
from index.loaders import load_file
from index.loaders.cleaning import clean_text
from index.loaders.dates import read_date
from index.loaders.encoding import decode
from index.loaders.hyphens import join_broken_words

DAY = date(2023, 4, 5)


@pytest.mark.parametrize(
    "written",
    [
        *("2023-04-05", " 2023-04-05T23:30:00-05:00", "2023-04-05 10:00:00 +0200", "2023/04/05", "2023.4.5"),
        *("5.4.2023", "05. 04. 2023", "2023年4月5日", "2023년 4월 5일", "April 5, 2023", "Apr 5th 2023"),
        *("Wed, 05 Apr 2023 10:00:00 GMT", "Wed Apr  5 10:22:33 2023", "5-Apr-2023", "the 5th of April, 2023"),
        *("2023 April 5", "Wednesday, April 5, 2023 at 10:00 AM", "5. April 2023", "le 5 avril 2023", "5 aprile 2023"),
        *("5 de abril de 2023", "5 kwietnia 2023", "5 апреля 2023 г.", "2023. április 5.", "5 april 2023"),
        *("Published on April 5, 2023 by Ida", "20230405", "5 April 2023", "1680696000", "1680696000000"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_order(written: str) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("25/04/2023", date(2023, 4, 25)),
        ("04/25/2023", date(2023, 4, 25)),
        ("04-04-2023", date(2023, 4, 4)),
        ("12. März 2024", date(2024, 3, 12)),
        ("1er mars 2024", date(2024, 3, 1)),
        ("12 sept. 2024", date(2024, 9, 12)),
        ("12 mai 2024", date(2024, 5, 12)),
    ],
)
def test_a_day_that_can_be_read_in_one_way_only(written: str, day: date) -> None:
    assert read_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "04/05/2023", "04-05-2023", "2023-04", "2023", "April 2023", "April", "31.2.2023", "2024-13-45"),
        *(
            "2024-03-051",
            "5.4.23",
            "April 5, 2023 - April 7, 2023",
            "April 45, 2023",
            "May the lock be open",
            "x" * 5000,
        ),
    ],
)
def test_what_is_no_day_or_two_is_none(written: str) -> None:
    assert read_date(written) is None


RUSSIAN = "Старый мост через реку закрыли в 1962 году. Его построил инженер, которого помнят рыбаки."
UKRAINIAN = "Старий міст через річку закрили в 1962 році, і його збудував інженер з нашого міста."


@pytest.mark.parametrize("encoding", ["koi8_r", "cp1251", "cp866", "iso8859_5"])
@pytest.mark.parametrize(
    "text", [RUSSIAN, RUSSIAN * 20, "Мост закрыт.", "МОСТ ЗАКРЫТ НАВСЕГДА", "Bridge: мост закрыт, rope."]
)
def test_russian_is_read_in_the_encodings_of_its_time(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_other_languages_are_not_taken_for_russian() -> None:
    assert decode(UKRAINIAN.encode("koi8_u")) == UKRAINIAN
    for text, encoding in (
        ("Η παλιά γέφυρα έκλεισε το 1962 και ο μηχανικός μίλησε.", "cp1253"),
        ("הגשר הישן נסגר בשנת 1962 והמהנדס דיבר אל התושבים", "cp1255"),
        ("ממשלת ישראל החליטה אתמול לאשר את התקציב לשנה הבאה", "iso8859_8"),
        ("Η ΠΑΛΙΑ ΓΕΦΥΡΑ ΕΚΛΕΙΣΕ ΧΘΕΣ", "cp1253"),
        ("Άλλη γέφυρα άνοιξε το 1970.", "iso8859_7"),
        ("أغلق الجسر القديم في عام 1962 وتحدث المهندس.", "cp1256"),
        ("สะพานเก่าปิดในปี 1962 และวิศวกรพูด", "cp874"),
        ("古い橋は1962年に閉じられた。", "shift_jis"),
        ("Pokój gęsi: żółw śpi, ćma leci nad łąką i źdźbło się chwieje.", "cp1250"),
        ("ÜBER DIE BRÜCKE: ÖL UND ÄRGER", "cp1252"),
    ):
        assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Die Brücke ist zu. Größe".encode() + b"\xc3", "Die Brücke ist zu. Größe\ufffd"),
        ("Die Brücke ist zu, sagt Jörg".encode() + b"\xe2\x80", "Die Brücke ist zu, sagt Jörg\ufffd"),
        (b"\xbccke: die Br\xc3\xbccke", "\ufffdcke: die Brücke"),
        (
            "Die Brücke \xff ist für alle zu".encode().replace("ÿ".encode(), b"\xff"),
            "Die Brücke \ufffd ist für alle zu",
        ),
        (b"Le caf\xe9", "Le café"),
    ],
)
def test_a_cut_character_does_not_turn_utf8_into_another_encoding(data: bytes, text: str) -> None:
    assert decode(data) == text


def test_a_declared_encoding_is_believed_only_where_it_makes_words() -> None:
    assert decode(RUSSIAN.encode("koi8_r"), "iso-8859-1") == RUSSIAN
    assert decode("größer".encode("cp1252"), "iso-8859-1") == "größer"


def test_what_no_encoding_makes_words_of_is_refused() -> None:
    with pytest.raises(LoadError, match="encoding that was not recognised"):
        decode(bytes(range(0x81, 0xFF)) * 3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("کتاب‌ها را می‌خوانم", "کتاب‌ها را می‌خوانم"),
        ("कर्‍य क्‌ष", "कर्‍य क्‌ष"),
        ("👩‍🚀 and 🏳️‍🌈", "👩‍🚀 and 🏳️‍🌈"),
        ("hid\u200cden and \u200djoined", "hidden and joined"),
        ("کتاب\u200c\u200cها \u200c.", "کتاب\u200cها ."),
        ("ﺍﻟﺴﻔﻴﻨﺔ", "السفينة"),
    ],
)
def test_joiners_stay_where_scripts_need_them(text: str, kept: str) -> None:
    assert clean_text(text) == kept


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("It is not govern-\nment business, they said.", "It is not government\nbusiness, they said."),
        ("because the long-\nterm leases", "because the long-term\nleases"),
        ("in twenty-\ntwo cost-\neffective ways", "in twenty-two\ncost-effective\nways"),
        ("The riverbank-side. The riverbank-\nside path", "The riverbank-side. The riverbank-side\npath"),
        ("die Kranken-\nversicherung der", "die Krankenversicherung\nder"),
        ("two- and three-\nyear terms, ex-\nMayor", "two- and three-year\nterms, ex-\nMayor"),
        ("short-\nand long-term", "short-\nand long-term"),
        ("state-of-\nthe art", "state-of-the\nart"),
        ("https://x.example/a-\nb and a -\nb, 5-\n6", "https://x.example/a-\nb and a -\nb, 5-\n6"),
        ("(inter-\nnational).", "(international).\n"),
    ],
)
def test_words_broken_at_a_line_end_are_whole_again(text: str, joined: str) -> None:
    assert join_broken_words(text) == joined


def test_plain_text_is_read_with_its_words_whole(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"The wage is not govern-\r\nment business.\r\n")

    (article,) = load_file(path, "the-id")

    assert isinstance(article, Article)
    assert article.text == "The wage is not government\nbusiness."
