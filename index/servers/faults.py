"""Sentences for what goes wrong with a server: it says what happened, and what to do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from index.errors import NotSpoken, ServerFailed
from index.servers.address import KEY, KEY_FILE

SHOWN = 300  # characters of what a server says
_UNKNOWN = {400, 404, 405, 413, 415, 422, 501}  # it does not know the request, or not in this way


@contextmanager
def told(base: str, silence_s: float) -> Iterator[None]:
    """Turn what the HTTP client raises for a request to `base` into sentences.

    Raises:
        ServerFailed: the server could not be reached or broke off.
        NotSpoken: what it sent is not of the protocol.
    """
    try:
        yield
    except (httpx2.SSEError, httpx2.DecodingError) as error:
        raise NotSpoken(garbage(base)) from error
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
        raise ServerFailed(
            f"No server answers at {base} ({_one_line(str(error)) or 'it took too long'}): start it, or check host and "
            "port of the address."
        ) from error
    except httpx2.PoolTimeout as error:
        raise ServerFailed(f"The server at {base} is busy with earlier questions: ask again in a while.") from error
    except httpx2.TimeoutException as error:
        raise ServerFailed(
            f"The server at {base} was silent for {silence_s:g} s: it is too busy or too slow for this model. Ask "
            "again in a while, or give it more slots or a smaller model."
        ) from error
    except httpx2.HTTPError as error:
        raise ServerFailed(broken_off(base)) from error


def broken_off(base: str) -> str:
    """Return what to say of a reply that ends too early."""
    return f"The server at {base} broke off in the middle of its reply: see whether it still runs, and ask again."


def garbage(base: str) -> str:
    """Return what to say of a reply that is not of the protocol."""
    return (
        f"What answers at {base} does not speak the OpenAI protocol: check the address; expected llama.cpp, vLLM, "
        "SGLang, Ollama or another server with /v1/chat/completions."
    )


def refusal(base: str, status: int, body: bytes, key: str) -> ServerFailed:
    """Return the error for a reply with the status `status`; `key` is never repeated, whatever the server says."""
    if status in (401, 403):
        said = "refuses the key" if key else "wants a key"
        return ServerFailed(f"The server at {base} {said} ({status}): set {KEY}, or {KEY_FILE} to a file with it.")
    words = _words_of(body).replace(key or "\0", "…")
    why = f": {words}" if words else ""
    if status in (429, 503):
        return ServerFailed(
            f"The server at {base} is too busy or not ready ({status}{why}): ask again in a while, or give it more "
            "slots."
        )
    if 300 <= status < 400:
        return ServerFailed(f"The server at {base} is somewhere else ({status}): give its own address.")
    if status in _UNKNOWN:
        hint = "check the address and the model's name" if status == 404 else "see with which options it was started"
        return NotSpoken(f"The server at {base} did not take the request ({status}{why}): {hint}.")
    return ServerFailed(
        f"The server at {base} failed ({status}{why}); the fault is the server's, not the question's: look into its "
        "log, then ask again."
    )


def _words_of(body: bytes) -> str:
    """Return what a server says of its refusal, in one line; "" where it says nothing or sends a page."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    for name in ("error", "message", "detail"):
        if isinstance(said, dict):
            said = said.get(name, said)
    return _one_line(said if isinstance(said, str) else "")


def _one_line(text: str) -> str:
    line = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(line.split())[:SHOWN].rstrip(". ")
