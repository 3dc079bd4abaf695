"""Cores of the processor: how many threads pay, and whether the engine runs at all."""

import os
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")
_DESCRIPTION = Path("/proc/cpuinfo")


def lacks_avx2(description: Path = _DESCRIPTION) -> bool:
    """Tell whether this is an x86 processor without AVX2, whose first step in the engine would end the program.

    False where nothing says so: on other kinds of processors, and on systems that do not describe theirs.
    """
    try:
        lines = description.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    return any("avx2" not in line.split() for line in lines if line.startswith("flags") and "sse2" in line.split())


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
