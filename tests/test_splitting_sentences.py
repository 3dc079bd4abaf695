import sys
from pathlib import Path
from types import FrameType

import pytest

from index.splitting import split_sentences
from index.splitting.sentences import CANDIDATE

INTERVIEW = [
    "**WTN:** Dr. Hughes,the recent off…of power in Syria.",
    "what are the implications of these…egional stability?",
    "**Dr. Hughes:** The situation is d… deeply troubling.",
    "HTS’s advance, while arguably weak…rule in key areas.",
    "This poses a critically important …rorist activities.",
    "Regionally, the fear is that this … a wider conflict.",
    "**WTN:** The United States has exp…norities in Syria.",
    "What concrete steps can the intern…rable populations?",
    "**Dr. Hughes:** The international …-pronged approach.",
    "Firstly, there must be a renewed p…ical negotiations.",
    "Secondly, ensuring unimpeded human…bsolutely crucial.",
    "International pressure on all part…st be intensified.",
    "And there needs to be a concerted …y minority groups.",
    "**WTN:** Turkey has been a key pla…vening militarily.",
    "How do you perceive Turkey’s role …latest escalation?",
    "**Dr.Hughes:** Turkey’s involvemen…ugh contradictory.",
    "On one hand, they have legitimate …in northern Syria.",
    "Conversely,their support for HTS,a…ighly problematic.",
    "This creates a complex dynamic tha… peace settlement.",
    "**WTN:** The recent appointment of…itive development.",
    "Could this signal a renewed emphas…the Syrian crisis?",
    "**Dr. Hughes:** It might very well…ole in the region.",
    "However, it ultimately depends on …Syrian government.",
    "The OSCE, with its focus on confli…nd building trust.",
    "**WTN:** Looking ahead, what are t…enarios for Syria?",
    "**Dr. Hughes:** The immediate chal…tecting civilians.",
    "In the long term, the goal must be…ving the conflict.",
    "This will require arduous compromi…es from all sides.",
    "The potential scenarios are varied…regional conflict.",
    "Avoiding these nightmare scenarios…peaceful solution.",
]
STARTER = Path(__file__).parent.parent / "seeds" / "000_8be325a0ea03c6de.txt"


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        # Dirty text, as in the starter article.
        [
            "aiming to shape Syria’s future.",
            "”We said, ‘Come, let us meet,'” Erdogan stated.",
            "“Regrettably, no,” he added.",
        ],
        ["In a separate advancement, the U.S.congratulated Türkiye on the election.", "The statement went on."],
        ["**Dr.Hughes:** Turkey’s involvement is intricate.", "On one hand, they have concerns."],
        ["This targets Kurdish militias.", "the objective was a buffer zone."],
        ["He changed the balance of power in Syria.", "what are the implications?"],
        ["Throughout Syria,notably minority groups,according to his spokesperson,Matthew Miller.", "He left."],
        ["“We called on Assad.", "We said, ‘Come.’", "Unfortunatly, he did not,” said the president."],
        ["**Washington D.C.** – Following the escalation, WTN sat down with Dr. Annabel Hughes.", "She spoke."],
        # Abbreviations and initials.
        ["The U.S. Senate met in Washington, D.C.", "The bill passed in the U.S.", "It is law."],
        ["Mr. Smith, Dr. Jones and Gen. Lee left St. Louis on Jan. 6.", "They met J. R. R. Tolkien."],
        ["Polls close at 8 p.m. ET and at 9 a.m. Tuesday-Friday.", "They opened at 6 a.m.", "Nobody came."],
        ["He joined Apple Inc. in May.", "Apple Inc. Chief Tim Cook said so.", "He runs Apple Inc.", "The firm grew."],
        ["No. 10 is open, e.g. today, i.e. now, etc.", "And so on.", "No.", "I think not."],
        [
            "George W. Bush and Sen. Kay, D-Va., met.",
            "Roe v. Wade fell in the 1990s.",
            "Mr Mote won $230m.",
            "It rose.",
        ],
        ["The rule is in vol. 3, p. 5 and Fig. 2.", "Then it ends."],
        # Numbers, addresses and files.
        ["Prices rose 3.5 to 4.25.", "They fell in 2019.", "5 people left."],
        ["See www.example.com or https://a.org/b.html?x=1.", "Write to a.b@example.com.", "Done."],
        ["Use node.js and README.md, not Booking.Com Limited.", "It works."],
        # End marks and quotation marks.
        ["What?!", "No!!", "Wait... what?", "Yes…", "“Stop!” Ms. Lee said.", "“Why?” she asked.", '"Go."', "He went."],
        ["He left (it was late.)", "“It is over.”", "[They agreed.]", "She said ‘no.’", "End"],
        ["What is Are We There Yet? and other films.", "Yahoo! News said so."],
        ["It grew stronger.", "… We like it.", "... The end."],
        ["The first fact.[1]", "The next.[2][3]", "Last"],
        ["1. January 6 was cold.", "2. It snowed."],
        # German counts with a full stop, and closes with the mark that opens in English.
        ["Er läuft seit dem 4. Mai 2024 wieder.", "Vom 3. bis 5. Juni ist zu.", "Im 19. Jahrhundert nicht."],
        ["Es endete 3 zu 4.", "Die Fans jubelten.", "Sie kamen am 3.", "Dann gingen sie."],
        ["Sie sagte: „Es sind 60.000.“", "Der Steinmetz fand ‚nichts.‘", "Dann ging er."],
        # A number at the beginning of a wrapped line.
        ["The work cost 4.3 million crowns, which is\n600,000 crowns more than planned.", "It rained."],
        # Other scripts.
        ["今天很好！", "是吗？", "“好。”", "他说。"],
    ],
)
def test_sentences_with_a_space_between_them(expected: list[str]) -> None:
    text = " ".join(expected)
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It gains momentum.The offensive has begun.", ["It gains momentum.", "The offensive has begun."]),
        ("political negotiations.Secondly, aid is crucial.", ["political negotiations.", "Secondly, aid is crucial."]),
        ("Resolution 2254.Next came talks", ["Resolution 2254.", "Next came talks"]),
        ("protecting civilians.In the long term", ["protecting civilians.", "In the long term"]),
        ("the war.the objective was", ["the war.", "the objective was"]),
        ("Syria’s future.”We said so", ["Syria’s future.", "”We said so"]),
        ("He said “go now.”We left at once", ["He said “go now.”", "We left at once"]),
        ('She said "go."He left. "Fine."', ['She said "go."', "He left.", '"Fine."']),
        ("He left.“We stay,” she said.", ["He left.", "“We stay,” she said."]),
        ("Is it so?Yes, it is!Then go.", ["Is it so?", "Yes, it is!", "Then go."]),
        ("in the U.S.The plan; the U.S.Army base", ["in the U.S.", "The plan; the U.S.Army base"]),
        ("He met Mr.Smith.Dr.Hughes left", ["He met Mr.Smith.Dr.Hughes left"]),
        ("你好。今天很好！", ["你好。", "今天很好！"]),
        ("One.<br>Two</p><p>Three.&nbsp;Four", ["One.", "<br>Two</p>", "<p>Three.&nbsp;", "Four"]),
        ("He came. \u00a0\tShe\u00a0left. \n", ["He came.", "She\u00a0left."]),
        ("No end mark\n\nNext paragraph", ["No end mark", "Next paragraph"]),
        (
            "# Heading one\nText here. More.\n- item\n- other",
            ["# Heading one", "Text here.", "More.", "- item", "- other"],
        ),
        ("name | price\nsalt | 2.50", ["name | price", "salt | 2.50"]),
        ("A: Hello. There.\nB: Yes.", ["A: Hello.", "There.", "B: Yes."]),
        ("", []),
        (" \n\t\r\n ", []),
        ("...", ["..."]),
        ("Yes", ["Yes"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_starters_interview() -> None:
    text = STARTER.read_text(encoding="utf-8")
    found = [f"{sentence[:34]}…{sentence[-18:]}" for sentence in sentences(text[text.index("**WTN:**") :])]
    assert found == INTERVIEW


def test_a_run_of_end_marks_is_looked_at_once() -> None:
    assert sum(1 for _ in CANDIDATE.finditer("." * 100_000)) == 1
    assert sum(1 for _ in CANDIDATE.finditer("." + '"' * 100_000)) == 1
    assert sum(1 for _ in CANDIDATE.finditer("<" * 100_000)) == 0


@pytest.mark.parametrize(
    "unit", ["a.", 'a."Aa', ".&", ".[", "Aa.", "<br>", "“A?” ", "**", "! ", "Go. ", "Hi.\n", "A: b.\n"]
)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    def calls(text: str) -> int:
        count = 0

        def tell(frame: FrameType, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(tell)
        try:
            split_sentences(text)
        finally:
            sys.setprofile(None)
        return count

    assert calls(unit * 1_000) < 2.2 * calls(unit * 500)


@pytest.mark.parametrize(
    "unit", [".", "a.", 'a."Aa', ".&", "Aa.", "<br>", "“A?” ", "! ", "Go. ", "x", "one two\n", "。", ". . "]
)
def test_sentences_of_a_long_text_cover_it(unit: str) -> None:
    text = unit * 5_000
    assert "".join("".join(sentence.split()) for sentence in sentences(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("She said:\n“We shall not\nsteer until\nit is gone.”\nThe answer of the board of pilots was no.",
         ["She said:", "“We shall not\nsteer until\nit is gone.”", "The answer of the board of pilots was no."]),
        ("Sie sagte:\n„Wir fahren nicht\nmehr hinaus,\nbis er geht.“\nDie Antwort der Lotsen war nein, wie immer.",
         ["Sie sagte:", "„Wir fahren nicht\nmehr hinaus,\nbis er geht.“",
          "Die Antwort der Lotsen war nein, wie immer."]),
        ("“Gone”\nand left\nThe answer of the board of pilots was no, as always before.\nthe end",
         ["“Gone”", "and left", "The answer of the board of pilots was no, as always before.", "the end"]),
    ],
)  # fmt: skip
def test_a_quotation_over_short_lines_is_one(text: str, sentences: list[str]) -> None:
    assert [span.of(text) for span in split_sentences(text)] == sentences
