"""SIGKILL at random points: the library, the models and the conversations survive each of them.

The kill comes at the n-th call that changes a file, before it or in the middle of it, or after a
random time. A seed is printed with each failure; BROADSHEET_FAULT_SEED sets it, and
BROADSHEET_FAULT_POINTS how many points the slow form takes.
"""

import os
import random
from collections.abc import Iterator

import pytest
from fault_runs import ALONE, COUNT, KILL, SIGKILL, TEAR, Patient, start_patient
from fault_work import check_home

WORK = ("sync", "remove", "rebuild", "compact", "layers", "pull", "converse", "backup")
SEED = int(os.environ.get("BROADSHEET_FAULT_SEED", "20261123"))
POINTS = int(os.environ.get("BROADSHEET_FAULT_POINTS", "480"))  # in the slow form, over all kinds of work
QUICK_POINTS = 3  # a kind of work


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    with start_patient(tmp_path_factory.mktemp("crash")) as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("work", WORK)
def test_killed_at_some_points(patient: Patient, work: str) -> None:
    kill_at_points(patient, work, QUICK_POINTS)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("work", WORK)
def test_killed_at_many_points(patient: Patient, work: str) -> None:
    kill_at_points(patient, work, POINTS // len(WORK))


def kill_at_points(patient: Patient, work: str, points: int) -> None:
    whole = patient.run(work, COUNT)
    assert (whole.signal, whole.code) == (0, 0), whole.said
    assert whole.calls > 20
    assert work != "layers" or "layered" in (whole.home / "told").read_text()
    check_home(whole.home, work, patient.before)
    random_points = random.Random(f"{SEED} {work}")  # noqa: S311
    hit = 0
    for point in range(points):
        how = (KILL, TEAR, ALONE)[point % 3]
        at = random_points.randint(1, whole.calls)
        after_s = random_points.uniform(0.001, whole.seconds) if how == ALONE else 0.0
        ended = patient.run(work, how, at, after_s)
        hit += ended.signal == SIGKILL
        try:
            check_home(ended.home, work, patient.before)
        except BaseException as error:
            error.add_note(f"seed {SEED}, {work}, point {point}: how {how}, at {at}, after {after_s:.4f} s, {ended}")
            raise
    assert hit >= points * 2 // 3  # a run may have come to its end before its time
