"""How fast files are read: `python tests/benchmarks/reading.py [--against FOLDER]`.

Five hundred files are written here, a mix of the kinds that people keep: text, Markdown, web pages, mail, Word, PDF
with lines and with words drawn singly, and article lines. They are read in one process, one after the other, after a
first file of each kind; the fastest of some rounds counts, in seconds of the processor, which other programs disturb
least. `--against` takes a checkout of another version: both are measured in turn, and the last column is how many
files a second this one reads for each that the other does.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = (
    "the of and a in to harbour river keeper lamp mill council ferry bridge winter spring smith widow timber coal eel "
    "tower crane barge village market paid built burned opened closed said found carried nine twelve old new long "
    "northern quiet heavy letter book road field stone water night morning year people children horses"
).split()
SHARES = {
    "text": 100, "markdown": 100, "html": 100, "mail": 50, "word": 50, "pdf": 50, "pdf, words singly": 25, "jsonl": 25,
}  # fmt: skip
PARAGRAPHS = 18


def main() -> None:
    """Measure this version, or both in turn, and print files a second."""
    given = _arguments()
    if given.inside:
        print(json.dumps(_measured(given.tree, given.inside)))  # noqa: T201
        return
    with tempfile.TemporaryDirectory() as made:
        _write_files(Path(made))
        trees = [given.tree, *filter(None, [given.against])]
        best: dict[Path, dict[str, float]] = {tree: {} for tree in trees}
        for _ in range(given.rounds):
            for tree in trees:
                command = [sys.executable, __file__, "--inside", made, "--tree", str(tree)]
                done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tree)
                for kind, seconds in json.loads(done.stdout.splitlines()[-1]).items():
                    best[tree][kind] = min(seconds, best[tree].get(kind, seconds))
    _print(best[given.tree], best.get(given.against))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, help="a checkout of another version")
    parser.add_argument("--rounds", type=int, default=5, help="how often each version reads them (default: 5)")
    parser.add_argument("--tree", type=Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _print(ours: Mapping[str, float], theirs: Mapping[str, float] | None) -> None:
    counts = {**SHARES, "all": sum(SHARES.values())}
    ours, theirs = ({**one, "all": sum(one.values())} if one else {} for one in (ours, theirs))
    for kind, count in counts.items():
        compared = f"{count / theirs[kind]:8.0f} {theirs[kind] / ours[kind]:6.2f}" if theirs else ""
        print(f"{kind:<20}{count:4} files {count / ours[kind]:8.0f} a second {compared}")  # noqa: T201


def _measured(tree: Path, made: Path) -> dict[str, float]:
    """Return the processor's seconds by kind."""
    sys.path[:0] = [str(tree)]
    from index.loaders.registry import read_file

    def read(path: Path) -> None:
        assert [*read_file(path, "the-id")]

    folders = sorted(made.iterdir())
    for folder in folders:
        read(next(folder.iterdir()))
    took = {}
    for folder in folders:
        began = time.process_time()
        for path in sorted(folder.iterdir()):
            read(path)
        took[folder.name] = time.process_time() - began
    return took


def _write_files(made: Path) -> None:
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    dice = random.Random(17)  # noqa: S311
    for kind, count in SHARES.items():
        suffix, write = _KINDS[kind]
        (made / kind).mkdir()
        for number in range(count):
            (made / kind / f"{number:03}{suffix}").write_bytes(write(dice, number))


def _sentence(dice: random.Random) -> str:
    words = " ".join(dice.choices(WORDS, k=dice.randint(7, 22)))
    return f"{words[0].upper()}{words[1:]}{dice.choice(['', f', in {dice.randint(1700, 2024)}'])}."


def _paragraphs(dice: random.Random) -> Iterator[str]:
    for _ in range(PARAGRAPHS):
        yield " ".join(_sentence(dice) for _ in range(dice.randint(2, 6)))


def _text(dice: random.Random, number: int) -> bytes:
    if not number % 5:
        return _western(dice)
    return "\n\n".join([f"Notes, {number}", *_paragraphs(dice)]).encode()


def _western(dice: random.Random) -> bytes:
    return "\n\n".join(one.replace("a", "ä", 3) for one in _paragraphs(dice)).encode("cp1252")


def _markdown(dice: random.Random, number: int) -> bytes:
    blocks = [f"---\ntitle: Notes {number}\ndate: 2024-03-05\n---\n# Notes {number}"]
    for place, text in enumerate(_paragraphs(dice)):
        first, _, rest = text.partition(" ")
        blocks.append(f"**{first}** [{rest[:20]}](https://example.org/{place}) {rest[20:]} `code` *end*")
        if place % 4 == 1:
            blocks.append("\n".join(f"- {_sentence(dice)}" for _ in range(4)))
        if place % 6 == 2:
            blocks.append("| Port | Ships |\n|---|---|\n| Kellin | 131 |\n| Dorn | 12 |\n\n## Next\n\n```\nx = 1\n```")
    return "\n\n".join(blocks).encode()


def _page(dice: random.Random, number: int) -> bytes:
    links = "".join(f"<li><a href='/{place}'>{dice.choice(WORDS)}</a></li>" for place in range(30))
    body = "".join(f"<p>{text.replace('the', '<b>the</b>', 1)}</p>" for text in _paragraphs(dice))
    rows = "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Kellin</td><td>131</td></tr></table>"
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>Notes {number}</title><style>.h{{display:none}}"
        f"</style></head><body><nav><ul>{links}</ul></nav><article><h1>Notes {number}</h1>{body}{rows}</article>"
        f"<footer class=h>Copyright</footer></body></html>"
    ).encode()


def _mail(dice: random.Random, number: int) -> bytes:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Ada <a@example.org>",
        f"Notes {number}",
        "Tue, 5 Mar 2024 10:00:00 +0100",
    )
    texts = [*_paragraphs(dice)]
    mail.set_content("\n\n".join(texts))
    mail.add_alternative("".join(f"<p>{text}</p>" for text in texts), subtype="html")
    return mail.as_bytes()


def _word(dice: random.Random, number: int) -> bytes:
    import docx

    document = docx.Document()
    for text in _paragraphs(dice):
        paragraph = document.add_paragraph(text)
        paragraph.add_run(" bold").bold = True
    table = document.add_table(2, 2)
    for place, said in enumerate(("Port", "Ships", "Kellin", str(number))):
        table.cell(place // 2, place % 2).text = said
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _lines(dice: random.Random) -> Iterator[list[str]]:
    """Yield the lines of each of three pages."""
    words = " ".join(_paragraphs(dice)).split()
    lines = [" ".join(words[start : start + 12]) for start in range(0, len(words), 12)]
    for page in range(3):
        yield lines[45 * page : 45 * page + 45]


def _pdf(dice: random.Random, number: int) -> bytes:
    from printed_pdf import down, made_pdf

    return made_pdf(*(down(lines, y=760) for lines in _lines(dice)), info=f"/Title (Notes of harbour {number})")


def _pdf_of_words(dice: random.Random, number: int) -> bytes:
    from printed_pdf import at, made_pdf

    def drawn(lines: list[str]) -> str:
        pieces = []
        for place, line in enumerate(lines):
            x = 72.0
            for word in line.split():
                pieces.append(at(x, 760 - 14 * place, word, 9))
                x += 4.7 * len(word) + 3
        return "".join(pieces)

    return made_pdf(*map(drawn, _lines(dice)), info=f"/Title (Notes of harbour {number})")


def _article_lines(dice: random.Random, number: int) -> bytes:
    rows = [{"id": f"{number}-{place}", "title": "Notes", "text": text} for place, text in enumerate(_paragraphs(dice))]
    return "\n".join(map(json.dumps, rows)).encode()


_KINDS: dict[str, tuple[str, Callable[[random.Random, int], bytes]]] = {
    "text": (".txt", _text),
    "markdown": (".md", _markdown),
    "html": (".html", _page),
    "mail": (".eml", _mail),
    "word": (".docx", _word),
    "pdf": (".pdf", _pdf),
    "pdf, words singly": (".pdf", _pdf_of_words),
    "jsonl": (".jsonl", _article_lines),
}


if __name__ == "__main__":
    main()
