"""The support check: what must be in the evidence for a claim to be shown, and what becomes the citation."""

from datetime import date

import pytest

from index import Article, Hit, Passage, Span
from rag.answer.short.amounts import lacks_kind
from rag.answer.short.answer_type import cut_to_kind
from rag.answer.short.cutting import shorten
from rag.answer.short.form import short_form
from rag.answer.written.claims import split_claims
from rag.evidence.windows import gather_evidence
from rag.generators.base import Review
from rag.support.judge import Verdict, judge
from rag.support.names import are_same, find_names, is_held
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.support.quotes import close_quotation, is_verbatim, mend_quotes, quotes
from rag.support.relevance import Relevance, compare_with_question, load_weights, probability, speaks_of_another
from rag.support.speakers import find_sayers
from rag.types import Claim, Evidence, Support, Window

TEXT = (
    "The bridge of Alderwick was opened on 3 May 1931 by the engineer Ada Vane. It is 212 metres long and cost "
    "1,250 crowns. “It will outlast us all,” Vane said. Tom Quill of the rowing club called it ugly."
)
ARTICLE = Article("a", "The bridge", TEXT, source="The Post", published=date(2024, 3, 1))


def evidence_of(text: str = TEXT) -> Evidence:
    article = Article("a", "The bridge", text)
    return Evidence((Window(article, 0, len(text), Span(0, 10), 0.8),), 60)


@pytest.mark.parametrize(
    ("claim", "question", "cited"),
    [
        ("The bridge of Alderwick is 212 metres long.", "How long is the bridge of Alderwick?", "212 metres"),
        ("It was opened on 3 May 1931.", "When was the bridge opened?", "3 May 1931"),
        ("The bridge was opened by Ada Vane.", "Who opened the bridge?", "Ada Vane"),
        ("Vane said, “It will outlast us all.”", "What did Vane say of the bridge?", "outlast"),
        ("The bridge cost 1250 crowns.", "What did the bridge cost?", "1,250 crowns"),
    ],
)
def test_a_claim_that_the_evidence_holds_is_supported_by_its_sentence(claim: str, question: str, cited: str) -> None:
    judged = judge(claim, evidence_of().windows).claim
    assert judged.support is Support.SUPPORTED
    assert question
    citation = judged.citations[0]
    assert cited in citation.quote
    assert citation.quote == TEXT[citation.start : citation.end]


@pytest.mark.parametrize(
    "claim",
    [
        "The bridge of Alderwick is 312 metres long.",
        "The bridge was opened by Emmanuel Macron.",
        "The president of France is Emmanuel Macron.",
        "The Post said that the bridge of Yemen was opened on 3 May 1931.",
        "Yemen was condemned by the United Nations.",
    ],
)
def test_a_claim_with_another_number_name_or_subject_is_not_supported(claim: str) -> None:
    judged = judge(claim, evidence_of().windows).claim
    assert not judged.support.is_shown
    assert judged.reason


def test_without_evidence_nothing_is_supported() -> None:
    assert judge("The bridge is old.", ()).claim.support is Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,250 people in 3 boats", [1250, 3]),
        ("two dozen eggs", [24]),
        ("$1.13bn and 3 million", [1.13e9, 3e6]),
        ("on the 15th try in 2015", [15, 2015]),
        ("one of them", []),
        ("a 911-kilometer border", [911]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [number.value for number in quantities(text)] == pytest.approx(values)


def test_a_date_is_the_same_in_any_order_and_a_code_is_no_number() -> None:
    dates = [quantities(said)[0] for said in ("3 October 2022", "October 3, 2022", "3.10.2022", "2022-10-03")]
    assert all(one.holds(other) for one in dates for other in dates)
    (march,) = quantities("10 March 2022")
    assert march.is_rival(dates[0])
    (year,) = quantities("in 2022")
    assert dates[0].holds(year)
    assert not year.holds(dates[0])
    (code,) = quantities("fault E-1045")
    assert code.kind is QuantityKind.CODE
    assert code.holds(quantities("fault E1045")[0])
    assert code.is_rival(quantities("fault E-1054")[0])


def test_whether_two_names_can_be_of_one_bearer() -> None:
    def name(text: str) -> object:
        return find_names(f"so says {text}")[-1]

    for one, other in (("Biden", "President Joe Biden"), ("the UN", "the United Nations"), ("Ada Vane", "Mrs Vane")):
        assert are_same(name(one), name(other))  # type: ignore[arg-type]
    for one, other in (("Tobias Vost", "Hanne Vost"), ("King Osric III", "King Osric IV"), ("Kellin", "Tolvane")):
        assert not are_same(name(one), name(other))  # type: ignore[arg-type]


def test_names_and_whether_a_text_speaks_of_them() -> None:
    text = "Yesterday the U.S. envoy Joe Biden and the United Nations met in Saltmere. The Wall stands."
    assert [text[name.start : name.end] for name in find_names(text)] == [
        "U.S.", "Joe Biden", "United Nations", "Saltmere", "Wall",
    ]  # fmt: skip
    (biden,) = find_names("so says Mr Joe Biden")[-1:]
    assert is_held(biden, "President Biden spoke.")
    assert not is_held(biden, "Joe Quill spoke.")
    for name, held in (
        ("so the UN", "the United Nations"),
        ("the United Nations", "the UN"),
        ("the US", "the U.S. envoy"),
    ):
        assert is_held(find_names(name)[0], held)
    assert not is_held(find_names("of Yemen")[0], text)


def test_quotes_are_found_and_compared_letter_by_letter() -> None:
    assert [quoted.text for quoted in quotes('He said “one thing” and "another".')] == ["one thing", "another"]
    assert is_verbatim("It will outlast us all.", TEXT)
    assert is_verbatim("it will … us all", TEXT)
    assert not is_verbatim("It will outlast them all", TEXT)


def test_claims_are_sentences_without_invented_citations() -> None:
    assert split_claims("Answer: It is 212 metres long [1]. It cost 1,250 crowns. It cost 1,250 crowns.") == (
        "It is 212 metres long.",
        "It cost 1,250 crowns.",
    )
    assert split_claims("## A heading\n\n**WTN:** Turkey is *near*.") == ("A heading", "WTN: Turkey is near.")
    assert split_claims(" \n ") == ()
    quoted = '"Sorry is a start. It isn\'t an ending," she said.'
    assert split_claims(f"Ruth Pocock wanted more. {quoted} She left.") == (
        "Ruth Pocock wanted more.",
        quoted,
        "She left.",
    )


@pytest.mark.parametrize(
    ("claim", "question", "short"),
    [
        ("The border between Turkey and Syria is 911 kilometers long.", "How long is the border?", "911 kilometers"),
        ("Resolution 2254 was adopted in December 2015.", "When was Resolution 2254 adopted?", "December 2015"),
        ("Annabel Hughes works at the Brookings Institution.", "Where does Annabel Hughes work?",
         "Brookings Institution"),
        ("Feridun Sinirlioglu succeeded to the post.", "Who succeeded to the post?", "Feridun Sinirlioglu"),
        ("The alliance captured Idlib, Aleppo, and northern regions of Hama province within days.",
         "Which northern cities and province did the alliance capture?", "Idlib, Aleppo, and northern regions of Hama"),
        ("Erdogan said, 'Come, let us meet,' but could not get an answer.", "What did Erdogan say to Assad?",
         "Come, let us meet"),
        ("", "Is the bridge open?", ""),
        ("On 4 May the pier was closed with 30 boats inside.", "How many boats were inside?", "30 boats"),
        ("On 4 May we named the wrong number of boats.", "How many boats were inside?", ""),
        ("The report of 4 May, “Fire: 12 saved”, was wrong.", "How many were saved?", ""),
        ("“We lost 40 boats,” said Orr.", "How many boats did they lose?", "40 boats"),
        ("One of its concerns is a region along its southern border.", "How long is the border?", ""),
    ],
)  # fmt: skip
def test_the_short_form_is_what_was_asked_for(claim: str, question: str, short: str) -> None:
    assert shorten(claim, question) == short


def hit(id: str, text: str, start: int = 0, whole: str = "") -> Hit:
    passage = Passage(text, start, start + len(text))
    return Hit(Article(id, id.title(), whole or text), passage, 0.5, 0.5, 0.5)


def test_evidence_keeps_the_order_the_budget_and_near_copies_once() -> None:
    first = "The council voted for the wall by nine votes to six after four hours of debate."
    copy = "The council voted for the wall by nine votes to six after long hours of debate."
    hits = [hit("a", first), hit("b", copy), hit("c", "Fish is sold on Tuesday."), hit("d", "Nothing of use here.")]
    found = gather_evidence("Who voted for the wall?", hits, 20, lambda text: len(text.split()))
    assert [window.article.id for window in found.windows] == ["a"]
    found = gather_evidence("Who voted for the wall?", hits, 21, lambda text: len(text.split()))
    assert [window.article.id for window in found.windows] == ["a", "c"]
    assert found.tokens == 21


def test_each_passage_is_a_window_of_its_own_so_that_it_reads_the_same_for_every_question() -> None:
    whole = "The pier is old. It leans. The wall was built by Ada Vane."
    hits = [hit("a", whole[27:], 27, whole), hit("b", "Something else entirely."), hit("a", whole[:26], 0, whole)]
    found = gather_evidence("Who built the wall?", hits, 100, lambda text: len(text.split()))
    assert [window.text for window in found.windows] == [whole[27:], "Something else entirely.", whole[:26]]
    assert found.windows[0].best.of(whole) == "The wall was built by Ada Vane."


@pytest.mark.parametrize(
    ("claim", "mended"),
    [
        ('Vane said it "will outlast us all".', 'Vane said it "will outlast us all".'),
        ('"it Will outlast – us all," Vane said.', '"It will outlast us all", Vane said.'),
        ('Vane said "it will … us all".', 'Vane said "It will" … "us all".'),
        ('Vane called it "a marvel of the age".', "Vane called it a marvel of the age."),
        ("It is 212 metres long.", "It is 212 metres long."),
    ],
)
def test_a_quote_is_in_the_sources_letters_or_loses_its_marks(claim: str, mended: str) -> None:
    assert mend_quotes(claim, [TEXT]) == mended
    assert all(quoted.text in TEXT for quoted in quotes(mended))


def test_brackets_that_the_source_has_stay_in_a_quote() -> None:
    said = 'The bank said: "The two [Orvas and Dorn] have agreed on it."'
    assert mend_quotes('"the two [Orvas and Dorn] have agreed"', [said]) == '"The two [Orvas and Dorn] have agreed"'


def test_words_are_not_put_into_anothers_mouth() -> None:
    assert [
        name.words[-1].text for name in find_sayers("“It is ugly,” said Tom Quill. According to Ada Vane it is not.")
    ] == [
        "Quill",
        "Vane",
    ]
    assert judge("Vane said that it will outlast us all.", evidence_of().windows).claim.support is Support.SUPPORTED
    wrong = judge("Tom Quill said that it will outlast us all.", evidence_of().windows).claim
    assert not wrong.support.is_shown
    assert wrong.reason
    turn = Article("i", "An interview", "It was cold on the bridge that day.\n\nWe sang.")
    said = Window(turn, 0, len(turn.text), Span(0, 35), 0.8, speaker="Tom Quill")
    claim = "Ada Vane said that it was cold on the bridge that day."
    assert not judge(claim, (said,)).claim.support.is_shown


def test_a_claim_of_two_clauses_is_cited_to_two_articles() -> None:
    mill = Article("m", "The mill", "The mill of Saltmere was built in 1904 by Per Hagen.")
    windows = (evidence_of().windows[0], Window(mill, 0, len(mill.text), Span(0, 20), 0.8))
    claim = "The bridge of Alderwick was opened in 1931, while the mill of Saltmere was built in 1904."
    judged = judge(claim, windows).claim
    assert [citation.article for citation in judged.citations] == ["a", "m"]
    assert not judge(claim.replace("1904", "1905"), windows).claim.support.is_shown


@pytest.mark.parametrize(
    ("claim", "question", "proposed", "short"),
    [
        ("The bridge was opened by Ada Vane in May.", "Who opened the bridge?", "Ada Vane.", "Ada Vane"),
        ("The bridge was opened by Ada Vane in May.", "Who opened the bridge?", "Emmanuel Macron", "Ada Vane"),
        ("It is 212 metres long.", "How long is it?", "212 metres", "212 metres"),
        ("It is 212 metres long.", "How long is it?", "212 miles", "212 metres"),
        ("It took three months.", "How long did it take?", "3 months", "3 months"),
        ("The mill is older than the bridge.", "Which is older, the bridge or the mill?", "older", "mill"),
        ("The bridge is made of steel.", "Is the bridge made of wood or steel?", "", "steel"),
        ("The Warsaw Uprising began on 1 August 1944.", "When did it begin?", "August 1", "1 August 1944"),
        ("Herve served as a general in the 1050s.", "When did Herve serve?", "1050s", "1050s"),
        (
            "Turbo-electric transmission",
            "What is the propulsion called?",
            "Turbo-electric transmission.",
            "Turbo-electric transmission",
        ),
        (
            "Koch and von Behring were proponents of it.",
            "What two scientists were proponents?",
            "Koch",
            "Koch and von Behring",
        ),
        (
            'Protesters glued their hands to John Constable\'s "The Hay Wain" in the National Gallery.',
            "Protesters glued their hands to which painting in the National Gallery?",
            'John Constable\'s "The Hay Wain".',
            'John Constable\'s "The Hay Wain"',
        ),
        (
            'The festival opened with "Tides" and "Salt" on Friday night, to long applause.',
            "Which two films opened the festival?",
            '"Tides" and "Salt".',
            '"Tides" and "Salt"',
        ),
        (
            'The 2022 Emmys gave "Succession" the most nominations.',
            "Which show has the most nominations?",
            '"Succession"',
            "Succession",
        ),
        (
            "There have been 420 wildfires in England and Wales since the start of the year.",
            "How many wildfires have there been in England and Wales since the start of the year?",
            "420 wildfires in England and Wales since the start of the year",
            "420",
        ),
        (
            "Pitt's plan called for three major offensive actions with many troops.",
            "How many actions did Pitt's plan call for?",
            "Three major offensive actions",
            "Three major offensive actions",
        ),
    ],
)
def test_the_proposed_short_form_must_be_held(claim: str, question: str, proposed: str, short: str) -> None:
    assert short_form(Claim(claim, Support.SUPPORTED, 0.9), question, proposed) == short


def relevance_of(claim: str, question: str, evidence: Evidence, review: Review | None = None) -> Relevance:
    (match, *_) = judge(claim, evidence.windows).matches
    return compare_with_question(question, claim, match, evidence, review or Review())


def test_passages_that_follow_each_other_count_as_one_for_how_well_they_fit() -> None:
    text = "The pier is old and it leans.\nIt was built by Ada Vane.\nFar away, a mill stood."
    pier = Article("pier", "The pier", text)
    spans = [(0, 29), (30, 55), (56, len(text))]
    best, second, third = (
        Window(pier, start, end, Span(start, end), score)
        for (start, end), score in zip(spans, (0.9, 0.6, 0.5), strict=True)
    )
    told = relevance_of("Ada Vane built it.", "Who built the pier?", Evidence((best, second), 20))
    assert (told.hit, told.place) == (0.9, 1.0)
    told = relevance_of("A mill stood far away.", "Where was the mill?", Evidence((best, third), 20))
    assert (told.hit, told.place) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("short", "held"),
    [("212 metres", 1.0), ("1932", 0.0), ("Ada Quill", 0.0), ("the bridge", None), ("", None)],
)
def test_whether_the_cited_span_bears_the_short_form_out(short: str, held: float | None) -> None:
    said = relevance_of(
        "The bridge is 212 metres long.", "How long is the bridge?", evidence_of(), Review(short, 1.0, 2.0)
    )
    assert (said.firmness, said.short_firmness, said.stated, said.alone, said.short_held) == (
        1.0,
        2.0,
        None,
        None,
        held,
    )


def test_what_is_not_known_of_an_answer_is_the_mean_of_what_was() -> None:
    neutral = load_weights().neutral
    unknown = Relevance(0.5, 1.0, 1.0, 0.8, 1.0)
    doubts = (neutral.firmness, neutral.short_firmness, neutral.stated, neutral.alone, neutral.short_held)
    known = Relevance(0.5, 1.0, 1.0, 0.8, 1.0, *doubts)
    assert probability(unknown) == probability(known)


def test_an_answer_whose_span_lacks_the_short_form_is_less_sure() -> None:
    question = "How long is the bridge of Alderwick?"
    borne, bare, other = (
        probability(relevance_of("The bridge is 212 metres long.", question, evidence_of(), Review(short)))
        for short in ("212 metres", "", "3 May 1932")
    )
    assert borne > bare > other


def test_an_article_that_does_not_name_what_was_asked_about_answers_nothing() -> None:
    matches = judge("The bridge was opened in 1931.", evidence_of().windows).matches[:1]
    assert speaks_of_another("What happened in Yemen and in Syria?", matches)
    assert not speaks_of_another("When was the bridge of Alderwick opened?", matches)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("May horses travel on the ferry?", "No"),
        ("May dogs travel on the ferry?", "Yes"),
        ("May cats travel on the ferry of Dorn?", ""),
        ("Does the ferry sail in January?", "No"),
        ("Is the ferry blue?", ""),
        ("Why may horses not travel on the ferry?", ""),
        ("True or false: horses may travel on the ferry.", "False"),
    ],
)
def test_yes_and_no_follow_from_what_the_articles_say(question: str, verdict: str) -> None:
    text = "Dogs may travel on the ferry. Horses may not travel on the ferry. The ferry does not sail in January."
    article = Article("ferry", "The ferry of Dorn", text)
    windows = (Window(article, 0, len(text), Span(0, 10), 0.8),)
    judged = max(
        (judge(sentence, windows) for sentence in text.replace(". ", ".|").split("|")),
        key=lambda verdict: _shared(verdict, question),
    )
    assert short_form(judged.claim, question, "yes", judged.matches) == verdict


def _shared(verdict: Verdict, question: str) -> int:
    return len(set(verdict.claim.text.lower().strip(".").split()) & set(question.lower().strip("?.").split()))


@pytest.mark.parametrize(
    ("phrase", "question", "cut"),
    [
        ("45 days", "Liz Truss resigned after how many days in office?", "45"),
        ("2 million baby swings", "Approximately how many baby swings were recalled?", "2 million"),
        ("nine years", "She was sentenced to how many years?", "nine"),
        ("45 crowns", "How many days did it last?", "45 crowns"),
        ("Three major offensive actions", "How many actions did it call for?", "Three major offensive actions"),
        ("days", "How many days?", "days"),
        ("January 2025", "In what year is the next election?", "2025"),
        ("2019 and 2025", "Which year was it?", "2019 and 2025"),
        ("January 2025", "When is the next election?", "January 2025"),
        ("Jackson, Mississippi", "Which state's capital has no water?", "Mississippi"),
        ("Jackson, Mississippi", "Which city has no water?", "Jackson, Mississippi"),
        ("Yosemite National Park", "Which national park burned?", "Yosemite National Park"),
        ("", "How many days?", ""),
    ],
)
def test_a_short_form_is_cut_to_the_kind_of_thing_asked_for(phrase: str, question: str, cut: str) -> None:
    assert cut_to_kind(phrase, question) == cut


@pytest.mark.parametrize(
    ("question", "claim", "lacks"),
    [
        ("How many people descend from Confucius?", "A descendant of Confucius married a Korean woman.", True),
        ("How many people descend from Confucius?", "Some 30,000 people descend from Confucius.", False),
        ("How many people descend from Confucius?", "He came to Korea after the war and married a Korean woman.", True),
        ("How many of the crew were hurt?", "None of the crew was hurt.", False),
        ("How many of the 9 crew were hurt?", "The 9 crew had life jackets.", True),
        ("How old is the keeper?", "The keeper lives on Gull Point.", True),
        ("How old is the keeper?", "The keeper is seventy-one.", False),
        ("When was the wall built?", "The wall was built by Halvorsen.", True),
        ("When was the wall built?", "The wall was built after the flood.", False),
        ("When was the wall built?", "The wall was built in October.", False),
        ("What is the salary of the mayor of Saltmere?", "The mayor of Saltmere is Rosalind Achterberg.", True),
        ("What was the length of the wall?", "The wall was 1.8 kilometres long.", False),
        ("Wie viele Menschen waren an Bord?", "Die Menschen wurden gerettet.", True),
        ("Who built the wall?", "The wall was built by Halvorsen.", False),
        ("Vane made history when she took what post?", "Vane took the post of keeper.", False),
        ("The wall broke. When was it mended?", "The wall was mended by Halvorsen.", True),
        ("How does the gate work?", "The gate turns on two hinges.", False),
    ],
)
def test_an_amount_or_a_time_that_was_asked_for_is_given(question: str, claim: str, lacks: bool) -> None:
    assert lacks_kind(claim, question) is lacks


SPOKEN = (
    'Vane insisted: "The kiln broke. I left at once." Quill also said "It was late," replied the mayor. She said: "No. '
    'It rained," he told Ronne. It rained "for a week", all say.\n\n"Never again. It is\n\n'
    '"It paid," said Vane, who sold it. "Nobody lost by it. I would know." "It did not," said Quill. "Not," added Orr, '
    '"to us."'
)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ('Vane insisted: "The kiln broke.', 'Vane insisted: "The kiln broke. I left at once."'),
        ('I left at once."', '"The kiln broke. I left at once."'),
        ('She said: "No.', 'She said: "No. It rained," he told Ronne.'),
        ('Quill also said "It was late," replied the mayor.', 'Quill also said "It was late," replied the mayor.'),
        ('It rained "for a week", all say.', 'It rained "for a week", all say.'),
        ('"Never again.', '"Never again.'),  # nobody closes it
        ('"It paid," said Vane, who sold it.', '"It paid," said Vane, who sold it. "Nobody lost by it. I would know."'),
        ('"It did not," said Quill.', '"It did not," said Quill.'),  # what follows is another's
    ],
)
def test_a_stretch_ends_with_the_quotation_that_it_began(part: str, whole: str) -> None:
    start = SPOKEN.index(part)
    assert close_quotation(SPOKEN, Span(start, start + len(part))).of(SPOKEN) == whole
