"""The day that a sentence tells of first: its main clause's, counted by its own verb from the day of the article."""

from datetime import date

import pytest

from rag.evidence.event_dates import find_told

JANUARY, MARCH, OCTOBER = date(2025, 1, 18), date(2025, 3, 14), date(2025, 10, 9)


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("The cup, stolen from the hall on 11 January, was found on Thursday.", JANUARY, "16 January 2025"),
        ("Nobody knew why the bridge, built in 1968, fell on Monday.", JANUARY, "13 January 2025"),
        ("The fair, due on Saturday, was cancelled on Tuesday.", JANUARY, "14 January 2025"),
        ("After the mayor left on 3 January, Ada Orr took over on 9 January.", JANUARY, "9 January 2025"),
        ("The company said on Monday that the ship sank on 3 May.", date(2025, 5, 8), "3 May 2025"),
        ("The bill, tabled in May, was rejected by the committee in June.", OCTOBER, "June 2025"),
        ("The firm was ordered on Wednesday to pay what the judge said would be a lesson.", OCTOBER, "8 October 2025"),
        ("The germs came from a drain, the Directorate said on Thursday.", MARCH, "13 March 2025"),
    ],
)
def test_a_date_beside_the_main_event_is_not_its_day(sentence: str, published: date, day: str) -> None:
    told = find_told(sentence, published)
    assert told is not None
    assert told.label == day


@pytest.mark.parametrize(
    ("sentence", "published", "day"),
    [
        ("The night shift was cut last April.", JANUARY, "April 2024"),
        ("The vote that carried it last September still stands.", date(2025, 6, 26), "September 2024"),
        ("Work begins next February.", OCTOBER, "February 2026"),
        ("The company pleaded guilty in July.", date(2025, 6, 1), "July 2024"),
        ("The strike will end in March.", date(2025, 12, 19), "March 2026"),
        ("Their first results are expected on Thursday.", date(2025, 3, 4), "6 March 2025"),
        ("A shuttle bus for pupils begins on Monday.", date(2026, 3, 4), "9 March 2026"),
        ("The hall will stay closed until Wednesday.", JANUARY, "22 January 2025"),
    ],
)
def test_a_day_without_a_year_is_counted_from_the_article(sentence: str, published: date, day: str) -> None:
    told = find_told(sentence, published)
    assert told is not None
    assert told.label == day
