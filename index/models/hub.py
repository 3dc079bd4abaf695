"""The model hub as a source: files by HTTP at a pinned revision, continued where they broke off."""

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.models.lock import LockedFile, LockedModel
from index.models.sources import SourceFailed, partial_bytes, partial_path

_BLOCK_BYTES = 256 << 10
_CONNECT_TIMEOUT_S = 5.0
_TRIES_WITHOUT_A_BYTE = 3


class Hub:
    """Asks the hub at `endpoint`, by default huggingface_hub's own (`HF_ENDPOINT`).

    huggingface_hub gives the addresses, the session with its proxies and the offline switch; the
    bytes are streamed here, because its `hf_hub_download` (2.4) drops a half-finished file when it stops.
    No token is sent: the locked models are public.
    """

    def __init__(self, endpoint: str | None = None, give_up_s: float = 8.0, retry_wait_s: float = 1.0) -> None:
        self._endpoint = endpoint
        self._give_up_s = give_up_s
        self._retry_wait_s = retry_wait_s

    @property
    def name(self) -> str:
        """Return what to call this source in a message."""
        return "the model hub"

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        """Complete each wanted file, yielding the bytes there so far."""
        from huggingface_hub import constants, hf_hub_url

        if not model.hub_repo:
            raise SourceFailed("does not have it")
        if constants.is_offline_mode():
            raise SourceFailed("was not asked because HF_HUB_OFFLINE is set")
        urls = [
            hf_hub_url(model.hub_repo, file.path, revision=model.hub_revision, endpoint=self._endpoint)
            for file in wanted
        ]
        self._reach(urls[0])
        for file, url in zip(wanted, urls, strict=True):
            partial = partial_path(workbench, file)
            for _ in self._complete(url, file, partial):
                yield partial_bytes(workbench, wanted)

    def _reach(self, url: str) -> None:
        """Give up after `give_up_s`: looking up a name and trying each address have no limit of their own."""
        from huggingface_hub import get_hf_file_metadata

        findings: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

        def ask() -> None:
            try:
                get_hf_file_metadata(url, token=False, timeout=_CONNECT_TIMEOUT_S, endpoint=self._endpoint)
            except Exception as error:
                findings.put(error)
            else:
                findings.put(None)

        threading.Thread(target=ask, name="hub-reach", daemon=True).start()
        try:
            error = findings.get(timeout=self._give_up_s)
        except queue.Empty:
            raise SourceFailed(f"did not answer within {self._give_up_s:g} s") from None
        if error is not None:
            raise SourceFailed(_reason(error)) from error

    def _complete(self, url: str, file: LockedFile, partial: Path) -> Iterator[None]:
        import httpx2

        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.touch()
        tries = 0
        while (before := partial.stat().st_size) < file.size:
            reason = "ended the file early"
            try:
                yield from self._stream(url, file, partial)
            except httpx2.TransportError as error:
                reason = _reason(error)
            except httpx2.HTTPError as error:
                raise SourceFailed(_reason(error)) from error
            tries = 0 if partial.stat().st_size > before else tries + 1
            if tries == _TRIES_WITHOUT_A_BYTE:
                raise SourceFailed(f"{reason} ({file.path})")
            if tries:
                time.sleep(self._retry_wait_s)

    def _stream(self, url: str, file: LockedFile, partial: Path) -> Iterator[None]:
        from huggingface_hub import constants, get_session, hf_raise_for_status

        have = partial.stat().st_size
        headers = {"Accept-Encoding": "identity", "Range": f"bytes={have}-"}
        timeout = constants.HF_HUB_DOWNLOAD_TIMEOUT
        with get_session().stream("GET", url, headers=headers, timeout=timeout) as response:
            hf_raise_for_status(response)
            start = have if response.status_code == 206 else 0
            length = response.headers.get("Content-Length")
            if length is not None and "Content-Encoding" not in response.headers and start + int(length) != file.size:
                raise SourceFailed(f"has {file.path} with {start + int(length)} bytes instead of {file.size}")
            with partial.open("r+b") as handle:
                handle.seek(start)
                handle.truncate()
                for block in response.iter_bytes(_BLOCK_BYTES):
                    if handle.tell() + len(block) > file.size:
                        raise SourceFailed(f"has {file.path} with more than {file.size} bytes")
                    handle.write(block)
                    handle.flush()
                    yield


def _reason(error: Exception) -> str:
    from huggingface_hub.errors import HfHubHTTPError

    if isinstance(error, HfHubHTTPError):
        return f"answered with HTTP {error.response.status_code}"
    first_line = (str(error).splitlines() or [type(error).__name__])[0]
    return f"cannot be reached ({first_line})"
