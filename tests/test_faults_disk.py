"""A full disk and a broken one: a plain sentence, and a home that is as whole as before.

BROADSHEET_FAULT_SEED sets the seed, BROADSHEET_FAULT_ERRORS how many points the slow form takes.
"""

import os
import random
from collections.abc import Iterator

import pytest
from fault_runs import BROKEN, COUNT, FULL, Patient, start_patient
from fault_work import check_home

WORK = ("sync", "remove", "rebuild", "compact", "layers", "pull", "converse", "backup")
SEED = int(os.environ.get("BROADSHEET_FAULT_SEED", "20261123"))
POINTS = int(os.environ.get("BROADSHEET_FAULT_ERRORS", "320"))  # in the slow form, over all kinds of work


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    with start_patient(tmp_path_factory.mktemp("disk")) as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("work", WORK)
def test_the_disk_is_full_or_breaks(patient: Patient, work: str) -> None:
    fail_at_points(patient, work, 4)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("work", WORK)
def test_the_disk_is_full_or_breaks_at_many_points(patient: Patient, work: str) -> None:
    fail_at_points(patient, work, POINTS // len(WORK))


def fail_at_points(patient: Patient, work: str, points: int) -> None:
    calls = patient.run(work, COUNT).calls
    chance = random.Random(f"{SEED} {work}")  # noqa: S311
    failed = 0
    for point in range(points):
        how, at = (FULL, BROKEN)[point % 2], chance.randint(1, calls)
        ended = patient.run(work, how, at)
        try:
            assert ended.signal == 0
            if ended.code:
                failed += 1
                sentence = ended.said.splitlines()[0]
                assert "unexpected" not in sentence
                assert sentence.endswith(".")
            check_home(ended.home, work, patient.before)
        except BaseException as error:
            error.add_note(f"seed {SEED}, {work}, point {point}: how {how}, at {at}\n{ended.said}")
            raise
    assert failed >= points // 4  # a disk that is full only for the last few calls, of a cache, may go unnoticed
