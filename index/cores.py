"""The cores of the processor: how many threads pay."""

import os
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")


def count_cores() -> int:
    """Return how many physical cores this process may use.

    Two threads on one core's hyper-threads hinder each other in matrix products.
    """
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    cpus = os.sched_getaffinity(0)
    return len({_core_of(cpu) for cpu in cpus})


def _core_of(cpu: int) -> str:
    """Return the ids of the logical CPUs that share `cpu`'s core, or `cpu` itself where Linux does not say."""
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text()
    except OSError:
        return str(cpu)
