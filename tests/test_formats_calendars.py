"""Calendars and contacts, as files and in mails: events with their times and people, cards with their facts."""

from datetime import date
from pathlib import Path

import pytest
from test_formats_slides import read
from test_loaders_mail import HEAD, part, parts, text_of

from index.errors import LoadError
from index.loaders.content_lines import read_components


def event(*lines: str, around: str = "") -> str:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", *filter(None, [around]), "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )


MEETING = (
    "UID:1",
    "DTSTART;TZID=Europe/Berlin:20240312T180000",
    "DTEND;TZID=Europe/Berlin:20240312T200000",
    'ORGANIZER;CN="Moe, Ida":mailto:ida@x.example',
    "ATTENDEE;CN=Olav Karst;PARTSTAT=ACCEPTED:mailto:olav@x.example",
    "ATTENDEE:mailto:bo@x.example",
    r"SUMMARY:Council\, spring meeting",
    r"LOCATION:Old mill\; room 2",
    r"DESCRIPTION:Agenda:\n1. The quay\n2. The price of coal\, which rose by 12",
    "  % since May.",
    "CREATED:20240201T101500Z",
    "BEGIN:VALARM",
    "DESCRIPTION:Reminder",
    "END:VALARM",
)
STATED = (
    "Event: Council, spring meeting | When: 2024-03-12 18:00 to 20:00 (Europe/Berlin) | Where: Old mill; room 2 | "
    "Organizer: Moe, Ida | Attendees: Olav Karst, bo@x.example"
)
AGENDA = "Agenda:\n1. The quay\n2. The price of coal, which rose by 12 % since May."


def test_an_event_says_when_where_and_who(tmp_path: Path) -> None:
    article = read(tmp_path / "invite.ics", event(*MEETING).encode())
    assert article.text == f"{STATED}\n\n{AGENDA}"
    assert (article.title, article.author, article.published) == (
        "Council, spring meeting",
        "Moe, Ida",
        date(2024, 2, 1),
    )
    assert [place.name for place in article.places] == ["2024-03-12"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("DTSTART;VALUE=DATE:20231224", "DTEND;VALUE=DATE:20231227"), "When: 2023-12-24 to 2023-12-26"),
        (("DTSTART;VALUE=DATE:20231224", "DTEND;VALUE=DATE:20231225"), "When: 2023-12-24"),
        (("DTSTART:20240312T180000Z",), "When: 2024-03-12 18:00 (UTC)"),
        (("DTSTART:20240312T233000", "DURATION:PT1H30M"), "When: 2024-03-12 23:30 to 2024-03-13 01:00"),
        (
            ("DTSTART:20240312T180000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,-1FR;UNTIL=20240601T000000Z"),
            "When: 2024-03-12 18:00 | Repeats: every 2 weeks, on Tuesday and the last Friday, until 2024-06-01",
        ),
        (("RRULE:FREQ=YEARLY;COUNT=3",), "Repeats: every year, 3 times"),
        (("RRULE:odd",), "Repeats: odd"),
        (("STATUS:CANCELLED",), "Status: cancelled"),
        (("STATUS:CONFIRMED", "DTSTART:99999999"), ""),
        (("CATEGORIES:Harbour,Ice", "URL:https://x.example/1"), "Categories: Harbour,Ice | Web: https://x.example/1"),
    ],
)
def test_times_and_rules_in_words(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    text = read(tmp_path / "a.ics", event("SUMMARY:Ball", *lines).encode()).text
    assert text == " | ".join(filter(None, ("Event: Ball", said)))


def test_a_calendar_is_told_by_its_days_and_what_is_no_event_is_passed_over(tmp_path: Path) -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    second = "BEGIN:VTODO\r\nDUE:20230401T120000\r\nSUMMARY:Paint the crane\r\nEND:VTODO"
    calendar = event("SUMMARY:Fair", "DTSTART:20240501", around=f"X-WR-CALNAME:Harbour\r\n{zone}\r\n{second}")
    article = read(tmp_path / "a.ics", calendar.encode())
    assert article.text == "Task: Paint the crane | Due: 2023-04-01 12:00\n\nEvent: Fair | When: 2024-05-01"
    assert (article.title, article.author, article.published) == ("Harbour", "", None)
    assert [place.name for place in article.places] == ["2023-04-01", "2024-05-01"]


CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;\r\n"
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen M=C3=BCl=\r\nler\r\nTEL;CELL:+49 170 1234567\r\n"
    "EMAIL;INTERNET;WORK:jm@x.example\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nN:Vane;Ada;;Dr.;\r\n"
    "ORG:Harbour office;Tolls\r\nTEL;TYPE=WORK,VOICE:555 010\r\nADR;TYPE=HOME:;;3 Quay Street;Kellin;;4711;Norrland\r\n"
    "NOTE:Has the key of the mill\\, ask\r\n  before noon.\r\nBDAY:19610304\r\nitem1.URL:https\\://ada.example\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\nEND:VCARD\r\n"
)
READ_CARDS = (
    "Name: Jürgen Müller | Phone (cell): +49 170 1234567 | Mail (work): jm@x.example\n\nName: Dr. Ada Vane | "
    "Organisation: Harbour office, Tolls | Phone (work): 555 010 | Address (home): 3 Quay Street, Kellin, 4711, "
    "Norrland | Web: https://ada.example | Birthday: 1961-03-04 | Note: Has the key of the mill, ask before noon."
)


def test_contacts_are_rows_of_what_is_known_of_them(tmp_path: Path) -> None:
    article = read(tmp_path / "people.vcf", CARDS.encode())
    assert article.text == READ_CARDS
    assert [place.name for place in article.places] == ["contact Jürgen Müller", "contact Dr. Ada Vane"]
    assert article.title == "people"
    assert read(tmp_path / "a.vcf", ("BEGIN:VCARD" + CARDS.split("BEGIN:VCARD")[2]).encode()).title == "Dr. Ada Vane"


@pytest.mark.parametrize("name", ["a.ics", "a.vcf"])
def test_what_holds_nothing_says_so(tmp_path: Path, name: str) -> None:
    for content in (
        "",
        "Dear Ida",
        "BEGIN:VCALENDAR\nEND:VCALENDAR",
        "BEGIN:VCARD\nTEL:1\nEND:VCARD",
        "BEGIN:X\n" * 20,
    ):
        with pytest.raises(LoadError):
            read(tmp_path / name, content.encode())


def test_lines_are_read_however_programs_write_them() -> None:
    (card,) = read_components('begin:vcard\nX;A="b;c:d",e;f=g:v:w\nno line\nEND:OTHER\nEND:VCARD\n')
    assert card.name == "VCARD"
    assert [(one.name, one.parameters, one.text) for one in card.properties] == [
        ("X", {"A": "b;c:d,e", "F": "g"}, "v:w")
    ]


INVITATION = part(event(*MEETING), "calendar; method=REQUEST")
ATTACHED = (
    "Content-Type: application/ics; name=invite.ics\nContent-Disposition: attachment; filename=invite.ics\n\n"
    + event(*MEETING)
)


@pytest.mark.parametrize("with_page", [False, True])
def test_an_invitation_is_read_once_below_what_the_mail_says(tmp_path: Path, with_page: bool) -> None:
    page = [part("<p>Please come, all of you.</p>", "html")] if with_page else []
    both = parts("alternative", part("Please come, all of you."), *page, INVITATION, boundary="c")
    text = text_of(tmp_path, HEAD + parts("mixed", both, ATTACHED))
    assert text == f"Please come, all of you.\n\n{STATED}\n\n{AGENDA}\n\nAttachment: invite.ics"


def test_a_description_that_the_mail_repeats_is_not_read_twice(tmp_path: Path) -> None:
    text = text_of(tmp_path, HEAD + parts("alternative", part(AGENDA), INVITATION))
    assert text == f"{AGENDA}\n\n{STATED}"


def test_calendars_and_contacts_in_mails_are_read(tmp_path: Path) -> None:
    card = f"Content-Type: text/x-vcard; name=p.vcf\nContent-Disposition: attachment; filename=p.vcf\n\n{CARDS}"
    text = text_of(tmp_path, HEAD + parts("mixed", part("See both."), ATTACHED, card))
    assert text == (f"See both.\n\nAttachment: invite.ics\n\n{STATED}\n\n{AGENDA}\n\nAttachment: p.vcf\n\n{READ_CARDS}")
    off = part(event(*MEETING, around="METHOD:CANCEL"), "calendar")
    assert "Status: cancelled" in text_of(tmp_path, HEAD + parts("alternative", part("It is off."), off))
    assert text_of(tmp_path, HEAD + INVITATION) == f"{STATED}\n\n{AGENDA}"
