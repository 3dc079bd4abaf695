"""Power failures: what was not synced is lost in part or all, and the home is as whole as after a crash.

BROADSHEET_FAULT_SEED sets the seed, BROADSHEET_FAULT_POWER how many failures the slow form takes.
"""

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_replay import Call, Disk, read_journal
from fault_runs import RECORD, Patient, start_patient
from fault_work import check_home

WORK = ("sync", "remove", "rebuild", "compact", "layers", "pull", "converse", "backup")
SEED = int(os.environ.get("BROADSHEET_FAULT_SEED", "20261123"))
FAILURES = int(os.environ.get("BROADSHEET_FAULT_POWER", "400"))  # in the slow form, over all kinds of work


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    with start_patient(tmp_path_factory.mktemp("power")) as started:
        yield started


@pytest.mark.slow
@pytest.mark.parametrize("work", WORK)
def test_the_power_fails_sometimes(patient: Patient, work: str) -> None:
    fail_at_points(patient, work, 2)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("work", WORK)
def test_the_power_fails_often(patient: Patient, work: str) -> None:
    fail_at_points(patient, work, FAILURES // len(WORK))


def fail_at_points(patient: Patient, work: str, points: int) -> None:
    home = patient.new_home()
    recorded = patient.run(work, RECORD, home=home)
    assert (recorded.signal, recorded.code) == (0, 0), recorded.said
    calls = read_journal(home.with_suffix(".journal"))
    assert len(calls) > 20
    chance = random.Random(f"{SEED} {work}")  # noqa: S311
    for number, point in enumerate(sorted(chance.randint(1, len(calls)) for _ in range(points))):
        disk = Disk(patient.new_home())
        for call in calls[:point]:
            disk.do(call)
        disk.fail(random.Random(f"{SEED} {work} {number}"), home)  # noqa: S311
        try:
            check_home(home, work, patient.before)
        except BaseException as error:
            error.add_note(f"seed {SEED}, {work}, failure {number} after call {point} of {len(calls)}")
            raise


def test_what_was_synced_survives_and_what_was_not_may_be_gone(tmp_path: Path) -> None:
    """The test's own disk: a check that it can lose something at all."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "old").write_bytes(b"old")
    name = str(home / "new")
    calls = [Call("c", name, 1, b""), Call("w", name, 0, b"safe"), Call("s", name, 0, b""), Call("w", name, 4, b"lost")]
    calls += [Call("u", str(home / "old"), 0, b"")]
    disk = Disk(home)
    for call in calls:
        disk.do(call)
    ends = set()
    for number in range(60):
        disk.fail(random.Random(number), home)  # noqa: S311
        ends.add(((home / "new").read_bytes(), (home / "old").exists()))
    shutil.rmtree(home)
    assert ends == {(new, old) for new in (b"safe", b"safelost") for old in (True, False)}
