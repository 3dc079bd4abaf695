"""Yes or no: a sentence that tells the opposite deed of the same thing answers No; one of another thing nothing."""

from pathlib import Path

import pytest
from points_support import library_of

from index import Article, Hit, Library, Passage, Span
from rag.answer.yes_no.opposed import find_denied_premise, find_opposed
from rag.answer.yes_no.verdict import find_verdict
from rag.assistant import Assistant
from rag.types import Outcome, Window


def window(text: str, title: str = "News") -> Window:
    return Window(Article("a", title, text), 0, len(text), Span(0, len(text)), 1.0)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was the plan approved?", "The plan was rejected."),
        ("Was the plan approved?", "The council rejected the plan."),
        ("Did the council approve the plan?", "The council rejected the plan by seven votes to one."),
        ("Did the council approve the plan?", "The plan was turned down by the council."),
        ("Was the application of the brewery approved?", "The brewery's application was refused by 7 votes to 1."),
        ("Was the brewery's application approved?", "The brewery applied in May. The application was refused."),
        ("Was the supermarket approved?", "Councillors voted by 17 to 9 against a supermarket on the old site."),
        ("Did the strike go ahead?", "The strike was called off."),
        ("Did the strike go ahead?", "The strike was to begin on Monday. It was called off on Sunday."),
        ("Did the concert take place?", "The concert was cancelled because of the storm."),
        ("Was the match played?", "The match was abandoned because of fog."),
        ("Was the festival cancelled?", "The festival went ahead in the rain."),
        ("Did the union accept the offer?", "The union rejected an offer of 6 per cent over two years."),
        (
            "Was the offer of 6 per cent accepted?",
            "The offer of 6 per cent was turned down by 91 per cent of the members.",
        ),
        ("Has the bid been accepted?", "They turned the bid down last week."),
        ("Did the court convict Pryce?", "The court acquitted Pryce."),
        ("Did Rovers win the final?", "Rovers lost the final on penalties."),
        ("Was the bill passed?", "The bill was defeated in the Senate."),
        ("Was Mara Holt elected?", "Mara Holt was defeated by Jon Pell."),
        ("Was the plan rejected?", "The plan was approved."),
    ],
)
def test_the_opposite_deed_answers_no(question: str, text: str) -> None:
    found = find_opposed(question, [window(text)])
    assert found is not None
    assert text.endswith(found.quote)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was the plan approved?", "The budget was rejected."),
        ("Did the strike go ahead?", "The march was called off."),
        ("Was the second plan approved?", "The first plan was rejected."),
        ("Was the budget of the school approved?", "The budget of the museum was rejected."),
        ("Was the plan approved by the mayor?", "The plan was rejected by the council."),
        ("Did Ida accept the offer?", "Bo rejected the offer."),
        ("Did Jon Pell win the race?", "Mara Holt lost the race."),
        ("Was Mara Holt elected?", "Mara Holt defeated Jon Pell."),
        ("Did the strike go ahead in June?", "The strike was called off in May."),
        ("Was the plan approved?", "The plan was not rejected."),
        ("Was the plan approved?", "The mayor wants the plan to be rejected."),
        ("Was the plan approved?", "If the plan is rejected, the school closes."),
        ("Did the strike go ahead?", "The union said the strike could be called off."),
        ("Was the plan approved?", "The plan was rejected in March. In May the plan was adopted."),
        ("Was the plan approved?", "A plan to close the school was rejected, and a new plan is due."),
        ("Was the school closed?", "The school was opened in 1902."),
        ("Wasn't the plan approved?", "The plan was rejected."),
        ("Who approved the plan?", ""),
        ("War der Plan angenommen?", "Der Plan wurde abgelehnt."),
    ],
)
def test_what_is_of_another_thing_or_no_fact_answers_nothing(question: str, text: str) -> None:
    assert find_opposed(question, [window(text)] if text else []) is None


@pytest.mark.parametrize(
    ("question", "text", "word"),
    [
        ("Has the swimming pool reopened?", "Councillor Quill asked when the swimming pool would reopen.", ""),
        ("Did the bridge open in May?", "The bridge will open in May.", ""),
        ("Did the bridge open in May?", "The bridge opened in May.", "Yes"),
        ("Will the bridge open in May?", "The bridge will open in May.", "Yes"),
        ("May dogs travel on the ferry?", "Dogs may travel on the ferry.", "Yes"),
        ("Was the school closed?", "The mayor said that the school was closed.", "Yes"),
    ],
)
def test_what_is_only_asked_or_planned_is_no_yes(question: str, text: str, word: str) -> None:
    found = find_verdict(question, [window(text)])
    assert (found[0] if found else "") == word


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Did the council approve the tram plan?", "The tram plan was rejected by eight votes to five."),
        ("Did the bus strike go ahead?", "The bus strike was called off on Sunday night."),
    ],
)
def test_the_answer_is_no_with_the_sentence_that_says_so(
    library: Library, tmp_path: Path, question: str, quote: str
) -> None:
    (tmp_path / "tram.md").write_text(
        "# The tram plan\n\nThe council met on Monday to talk of the tram plan and of a tram line to the harbour. "
        "The tram plan was rejected by eight votes to five.\n",
        "utf-8",
    )
    (tmp_path / "strike.md").write_text(
        "# The bus strike\n\nThe bus strike was to begin on Monday. The bus strike was called off on Sunday night.\n",
        "utf-8",
    )
    library.sync(tmp_path)
    answer = Assistant(library).ask(question)
    assert (answer.short, answer.outcome is Outcome.NO_EVIDENCE) == ("No", False)
    assert quote in [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why was Ada Orr convicted of arson?", "Ada Orr pleaded not guilty. On Monday the jury acquitted Mrs Orr."),
        ("Why was the plan rejected?", "The plan was approved on Monday."),
        ("Why did the council reject the plan?", "The council approved the plan on Monday."),
        ("Why was the match played?", "The match was called off because of snow."),
    ],
)
def test_what_a_why_takes_for_granted_is_denied(question: str, text: str) -> None:
    article = Article("a", "News", text)
    denied = find_denied_premise(question, [Hit(article, Passage(text, 0, len(text)), 1.0, 1.0, 0.0)])
    assert denied is not None
    assert denied.quote in text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why was Ada Orr acquitted?", "On Monday the jury acquitted Mrs Orr."),
        ("Why was Ada Orr convicted?", "On Monday the jury acquitted Mr Lund."),
        ("Was the plan rejected?", "The plan was approved on Monday."),
        ("Why is the plan dear?", "The plan was approved on Monday."),
    ],
)
def test_what_is_so_or_of_another_denies_no_premise(question: str, text: str) -> None:
    article = Article("a", "News", text)
    assert find_denied_premise(question, [Hit(article, Passage(text, 0, len(text)), 1.0, 1.0, 0.0)]) is None


SHORT = {
    "bid.md": """---
title: Orme makes a new offer for Quay United
---

To take over Quay United, Silas Orme will still need the approval of Hedda Lund and Bo Karst, who own 29 per cent.
""",
    "court.md": """---
title: Tarn Oil left without its wells
---

Tarn Oil unsuccessfully sought to halt the auction of its wells by turning to the court of Ketterby.
""",
    "debt.md": """---
title: Clerk sentenced for theft from the fund
---

Ada Vane took money for nine years. The total came to £90,000. Since then she has paid back £31,000, said her lawyer.
""",
    "ship.md": """---
title: Probe on its way to Lesser Moon
---

The probe is a hundred times smaller than the moon Lesser, so it won't obliterate the moon.

The council of Ketterby voted to rescind its decision to sell the mill. Ines Brandt said that Bo Karst was right to
resign.
""",
}


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        ("Can Silas Orme take over Quay United without Hedda Lund?", "No", "will still need the approval"),
        ("Did going to court help Tarn Oil to stop the auction?", "No", "unsuccessfully"),
        ("Has Ada Vane paid back all of the money?", "No", "£31,000"),
        ("Could the probe destroy the moon?", "No", "won't obliterate"),
        ("Did the council of Ketterby sell the mill?", "", ""),
        ("Did Ines Brandt resign?", "", ""),
    ],
)
def test_what_is_needed_failed_or_was_a_part_answers_no(question: str, short: str, quote: str, tmp_path: Path) -> None:
    answer = Assistant(library_of(tmp_path, SHORT)).ask(question)
    assert answer.short == short
    cited = [one for claim in answer.claims for one in claim.citations]
    cited += [one for point in answer.points for one in point.citations]
    assert not short or quote in cited[0].quote
