"""The processor: whether the engine runs on it at all."""

from pathlib import Path

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
