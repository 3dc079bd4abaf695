"""The promises that are fuzzed for hours, held for some seconds here; and what fuzzing has found, for good."""

import pytest
from fuzz_seeds import seeds
from fuzz_targets import targets
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders.cleaning import title_from
from rag.answer.written.claims import split_claims
from rag.support.instructions import instruction_spans
from ui.conversations.urls import link_target

pytestmark = pytest.mark.slow

TARGETS = targets()
SEEDS = seeds()
FOUND = {
    "load.txt": [b"\x2a\xff\xff\xff\x2a\xff\x2a\xff\xff\x2a\xff\xff\x2a\x2a"],
    "markdown-export": [b"\0" * 52 + b"http://e\xe1mple.org/!?j", b"\2\t\nhttp://T0\nO\n\nh\xff"],
}


def test_every_target_has_a_seed() -> None:
    assert sorted(SEEDS) == sorted(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_promises_hold_for_honest_input_and_for_what_was_found(name: str) -> None:
    for data in (*SEEDS[name], *FOUND.get(name, ())):
        TARGETS[name](data)


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """Return the data with a part replaced by other bytes."""
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 40)))
    return data[:start] + draw(st.binary(max_size=30)) + data[end:]


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_promises_hold_for_changed_input(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(changed(data.draw(st.sampled_from(SEEDS[name])))))


@pytest.mark.parametrize("url", ["\0http://example.org", "http://example.org/\x07", "ht\ntp://example.org"])
def test_an_address_with_controls_is_none(url: str) -> None:
    assert link_target(url) == ""


def test_a_title_of_marks_alone_is_one_clean_line() -> None:
    assert title_from("*\xa0\xa0*\xa0**") == "* * **"


@pytest.mark.timeout(60)  # both took minutes and more
def test_long_runs_take_no_time_that_grows_with_their_square() -> None:
    assert split_claims("\xa0" * 200_000 + "a") == ("a",)
    assert instruction_spans("港" * 200_000) == ()
