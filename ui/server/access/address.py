"""The address of the page."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is served; with a certificate and its key over https."""

    host: str = "127.0.0.1"
    port: int = 7860
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_secure(self) -> bool:
        """Tell whether nobody on the way can read along."""
        return self.certificate is not None

    @property
    def url(self) -> str:
        """Return what is typed into the browser on this computer."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
        return f"http{'s' if self.is_secure else ''}://{shown}:{self.port}/"
