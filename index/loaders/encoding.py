"""Bytes to text: byte order marks, UTF-8, what the file declares, and a guess, in this order."""

import codecs
import re

from index.errors import LoadError
from index.loaders.letters import latin_encoding
from index.loaders.plausibility import alphabet_encoding, is_plausible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Their bytes can be valid UTF-8 or hold NULs, so a declaration of one of them counts before all else.
_DECIDED_BY_DECLARATION = ("iso-2022-", "hz", "utf-7", "utf-16", "utf-32")
_CONTROL_BYTES = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SWITCHES = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b\$[@B]|\x1b\$\([A-D]"), "iso2022_jp_2"),
    (re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}"), "hz"),
)
_MIN_UPPER_NULS = 4
_MIN_UPPER_NUL_RATIO = 0.05
_MAX_CONTROL_RATIO = 0.05
_SAMPLE_BYTES = 256 * 1024
# Old DOS and Macintosh code pages fit any Western text and win over the right one by chance.
_NEVER_GUESSED = (
    *("cp037", "cp437", "cp500", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860"),
    *("cp861", "cp862", "cp863", "cp864", "cp865", "cp866", "cp869", "cp1026", "cp1140", "mac_cyrillic"),
    *("mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish", "utf_7", "utf_16", "utf_16_be"),
    *("utf_16_le", "utf_32", "utf_32_be", "utf_32_le"),
)
_CENTRAL_EUROPEAN = ("Croatian", "Czech", "Hungarian", "Polish", "Romanian", "Slovak", "Slovene")
_CODE_PAGES = {"Turkish": "cp1254"} | dict.fromkeys(_CENTRAL_EUROPEAN, "cp1250")
_MIN_LANGUAGE_BYTES = 400
_MAX_CHAOS_BEHIND = 0.05
_WESTERN_LETTER = re.compile(rb"(?<=[A-Za-z])[\xc0-\xff](?![\x80-\xbf])|[\xc0-\xff](?=[A-Za-z])")
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_CUT_AT_THE_START = re.compile(rb"^[\x80-\xbf]{1,3}")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text in `data`; `declared` is the encoding that the file names, or empty.

    Raise `LoadError` for binary data and for bytes that fit no known encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    declared = declared.strip().lower()
    if declared.startswith(_DECIDED_BY_DECLARATION) and (text := _tried(data, declared)) is not None:
        return text
    if (text := _unmarked_utf16(data)) is not None:
        return text
    if (text := _escaped(data)) is not None:
        return text
    _refuse_binary(data)
    text = _tried(data, "utf-8")
    if text is None:
        text = _mended_utf8(data)
    if text is None and declared:
        # Browsers read "latin-1" as Windows-1252, and so is it meant.
        text = _tried(data, "cp1252" if declared in {"iso-8859-1", "latin-1", "latin1"} else declared)
        if text is not None and not is_plausible(text):
            return _guessed(data, otherwise=text)
    return _guessed(data) if text is None else text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(f"begins like {encoding.upper()} text but is damaged at byte {error.start}") from error


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the text of UTF-16 without a byte order mark, or None when the data is not that.

    Spaces, line ends and digits have a NUL for their upper byte in every language.
    """
    sample = data[:_SAMPLE_BYTES]
    upper = {"utf-16-le": sample[1::2].count(0), "utf-16-be": sample[::2].count(0)}
    likely, other = sorted(upper, key=lambda encoding: upper[encoding], reverse=True)
    least = max(_MIN_UPPER_NULS, _MIN_UPPER_NUL_RATIO * len(sample) / 2)
    if len(data) % 2 or upper[likely] < least or upper[other]:
        return None
    text = _tried(data, likely)
    if text is None or "\0" in text or len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > _MAX_CONTROL_RATIO * len(text):
        return None
    return text


def _escaped(data: bytes) -> str | None:
    """Return the text of an encoding that switches between alphabets by escape sequences, as mails in Japanese do."""
    for pattern, encoding in _SWITCHES:
        if data.isascii() and pattern.search(data) and (text := _tried(data, encoding)) is not None:
            return text
    return None


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE_BYTES]
    if b"\0" in data or len(_CONTROL_BYTES.findall(sample)) > _MAX_CONTROL_RATIO * len(sample):
        raise LoadError("holds binary data, not text")


def _mended_utf8(data: bytes) -> str | None:
    """Return UTF-8 text that has a few broken bytes, or None when UTF-8 does not explain the data.

    Chance makes valid multi-byte sequences rare in other encodings, so a clear majority decides, any majority in a
    text of mostly Latin letters, and a single one where only a character at the beginning or the end is cut.
    """
    text = data.decode("utf-8", errors="replace")
    broken = text.count(_BROKEN)
    whole = sum(not character.isascii() for character in text) - broken
    inside = _CUT_AT_THE_START.sub(b"", data, count=1)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(inside)
    except UnicodeDecodeError:
        least = broken if 2 * (whole + broken) < len(text) else 4 * broken
        # What was pasted from a Western text stands as single bytes among the others.
        mended = _WESTERN_LETTER.sub(lambda letter: letter[0].decode("cp1252").encode(), data)
        return mended.decode("utf-8", errors="replace") if whole > least else None
    return _BROKEN.join([""] * (len(inside) < len(data)) + [text.lstrip(_BROKEN)]) if whole else None


def _guessed(data: bytes, otherwise: str | None = None) -> str:
    """Return the data by the likeliest encoding that makes a plausible text, else `otherwise`; raise `LoadError`."""
    sample = data[:_SAMPLE_BYTES]
    encoding = alphabet_encoding(sample) or latin_encoding(sample) or _detected(sample)
    if encoding:
        return data.decode(encoding, errors="replace")
    if otherwise is not None:
        return otherwise
    raise LoadError("is in an encoding that was not recognised; save it as UTF-8")


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_exclusion=list(_NEVER_GUESSED), enable_fallback=False)
    plausible = [match for match in matches if is_plausible(str(match))]
    if not plausible:
        text = _tried(sample, "cp1252")
        return "cp1252" if text is not None and is_plausible(text) else ""
    best = plausible[0]
    # Several Windows code pages fit equally well; the language says which is likely, in a text that is
    # long enough to tell its language.
    likely = "cp1252" if len(sample) < _MIN_LANGUAGE_BYTES else _CODE_PAGES.get(best.language, "cp1252")
    for match in plausible:
        if likely in match.could_be_from_charset and match.chaos <= best.chaos + _MAX_CHAOS_BEHIND:
            return likely
    return best.encoding
