"""Judge statements that code takes from articles, half as they stand and half with one thing changed.

    python tests/benchmarks/contrasts.py ARTICLES.jsonl|FOLDER ... [--most 600] [--show KIND] [--list]

Each kind of change (negation, name, number, date, speaker, comparison, table cell) is made to a sentence that has what
it takes, and the same sentence, said a little otherwise where that can be done by rule (a number in other letters, a
trailing clause left off), is its true twin. The whole article is the evidence. Half of the articles (by the sha256 of
their ids) are for looking at; the figures of the other half, with 95 % bootstrap intervals, are what counts.
"""

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import Article, Span
from index.loaders import find_files, load_file
from index.splitting import split_sentences
from rag.support.judge import judge
from rag.support.names import find_names
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.types import Support, Window

RESAMPLES = 2000
AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|may|might|must|will|would|should|did|does|do)\b(?! not|n't)"
)
DENIED = re.compile(r"\b(is|are|was|were|has|have|had|can|could|may|must|will|would|should|did|does|do) not\b")
COMPARED = {
    "more": "fewer", "less": "more", "larger": "smaller", "smaller": "larger", "higher": "lower", "lower": "higher",
    "older": "younger", "earlier": "later", "later": "earlier", "before": "after", "after": "before", "above": "below",
    "increased": "decreased", "decreased": "increased", "rose": "fell", "fell": "rose", "largest": "smallest",
    "first": "last", "most": "least", "best": "worst", "north": "south", "northern": "southern", "southern": "northern",
    "east": "west", "western": "eastern", "eastern": "western", "longer": "shorter", "better": "worse",
}  # fmt: skip
COMPARISON = re.compile(rf"\b({'|'.join(COMPARED)})\b")
SAYER = re.compile(r"\b(said|says|told|argued|claimed|wrote|announced|added|warned|explained|suggested)\b")
DIGITS = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+\b")
SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
TAIL = re.compile(r",\s+(?:which|who|although|while|whereas|because|and)\b[^,;:()\"“”]*\.$")


@dataclass(frozen=True, slots=True)
class Twin:
    """A statement about an article, whether it is true, and how it was made."""

    article: Article
    text: str
    is_true: bool
    kind: str


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a file of article lines or of a folder."""
    if path.is_dir():
        for file in find_files(path):
            yield from (item for item in load_file(file, file.name) if isinstance(item, Article))
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        yield Article(id=given["id"], title=given.get("title", ""), text=given["text"], source=given.get("source", ""))


def negate(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with its first "not" taken out, or one put in."""
    if found := DENIED.search(sentence):
        return sentence[: found.end(1)] + sentence[found.end() :]
    found = AUXILIARY.search(sentence)
    if found is None or re.search(r"\b(?:not|no|never|none|nor|neither|without|only)\b", sentence):
        return None
    return f"{sentence[: found.end()]} not{sentence[found.end() :]}"


def rename(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with a name of it exchanged for another of the same article."""
    own = [name for name in find_names(sentence) if name.start > 0]
    others = {article.text[n.start : n.end] for n in find_names(article.text)}
    if not own:
        return None
    name = draw.choice(own)
    said = sentence[name.start : name.end]
    words = set(said.lower().split())
    free = sorted(
        other
        for other in others
        if not words & set(other.lower().split())
        and other not in sentence
        and other.isascii()
        and len(other.split()) == len(said.split())
        and other.isupper() == said.isupper()
    )
    return sentence[: name.start] + draw.choice(free) + sentence[name.end :] if free else None


def renumber(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with a number exchanged for another of the article, else for the next one."""
    found = [
        q
        for q in quantities(sentence)
        if q.kind in (QuantityKind.NUMBER, QuantityKind.PERCENT) and DIGITS.search(sentence[q.start : q.end])
    ]
    return _exchange(sentence, article, draw, found, (QuantityKind.NUMBER, QuantityKind.PERCENT), 3)


def redate(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with a year or date exchanged for another."""
    found = [q for q in quantities(sentence) if q.kind in (QuantityKind.YEAR, QuantityKind.DATE)]
    return _exchange(sentence, article, draw, found, (QuantityKind.YEAR, QuantityKind.DATE), 7)


def _exchange(
    sentence: str,
    article: Article,
    draw: random.Random,
    found: Sequence[Quantity],
    kinds: tuple[QuantityKind, ...],
    step: int,
) -> str | None:
    if not found:
        return None
    one = draw.choice(list(found))
    said = sentence[one.start : one.end]
    digits = DIGITS.search(said)
    if digits is None:
        return None
    others = [q for q in quantities(article.text) if q.kind is one.kind and q.is_rival(one)]
    if others and draw.random() < 0.6:
        other = draw.choice(others)
        return sentence[: one.start] + article.text[other.start : other.end] + sentence[one.end :]
    number = int(digits[0].replace(",", "")) + step
    written = f"{number:,}" if "," in digits[0] else str(number)
    return sentence[: one.start] + said[: digits.start()] + written + said[digits.end() :] + sentence[one.end :]


def respeak(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with its speaker exchanged."""
    return rename(sentence, article, draw) if SAYER.search(sentence) else None


def recompare(sentence: str, article: Article, draw: random.Random) -> str | None:
    """Return the sentence with a comparison turned round."""
    found = COMPARISON.search(sentence)
    return sentence[: found.start()] + COMPARED[found[1]] + sentence[found.end() :] if found else None


CHANGES: dict[str, Callable[[str, Article, random.Random], str | None]] = {
    "negation": negate, "name": rename, "number": renumber, "date": redate, "speaker": respeak, "comparison": recompare,
}  # fmt: skip


def say_otherwise(sentence: str, draw: random.Random) -> str:
    """Return the sentence said a little otherwise, as true as before."""
    tail = TAIL.search(sentence)
    if tail and draw.random() < 0.5 and len(sentence[: tail.start()].split()) >= 6:
        sentence = sentence[: tail.start()] + "."
    for digits in DIGITS.finditer(sentence):
        value = int(digits[0].replace(",", ""))
        alone = (
            not re.match(r"[.,/:-]\d|\w|%", sentence[digits.end() :])
            and sentence[digits.start() - 1 : digits.start()] == " "
        )
        if alone and "," in digits[0] and draw.random() < 0.7:
            return sentence[: digits.start()] + str(value) + sentence[digits.end() :]
        if alone and value < len(SMALL) and draw.random() < 0.5:
            return sentence[: digits.start()] + SMALL[value] + sentence[digits.end() :]
    return re.sub(r"\b(did|does|do) not\b", lambda m: f"{m[1]}n't", sentence)


def make_twins(articles: Sequence[Article], most: int) -> list[Twin]:
    """Return at most `most` statements, as many true as false, each kind of change as often as it can be made."""
    draw = random.Random(7)  # noqa: S311 - the same statements every time
    twins: dict[str, list[Twin]] = {kind: [] for kind in (*CHANGES, "table cell")}
    for article in articles:
        if article.id.startswith("table-"):
            twins["table cell"] += _cells(article, draw)
        sentences = [s.of(article.text) for s in split_sentences(article.text)]
        fit = [s for s in sentences if 6 <= len(s.split()) <= 40 and s.endswith((".", "”", '"')) and "\n" not in s]
        for kind, change in CHANGES.items():
            draw.shuffle(fit)
            for sentence in fit:
                changed = change(sentence, article, draw)
                if changed and changed != sentence:
                    twins[kind] += [
                        Twin(article, say_otherwise(sentence, draw), True, kind),
                        Twin(article, changed, False, kind),
                    ]
                    break
    each = 2 * max(1, most // (2 * len(twins)))
    found: list[Twin] = []
    for kind in sorted(twins, key=lambda kind: len(twins[kind])):
        pairs = [twins[kind][place : place + 2] for place in range(0, len(twins[kind]), 2)]
        draw.shuffle(pairs)
        found += [twin for pair in pairs[: each // 2] for twin in pair]
    return found


def make_tables(draw: random.Random) -> Iterator[Article]:
    """Yield tables of invented harbours, as a loader writes them."""
    names = "Oskerby Tolvane Kellin Sorrel Varn Dorn Orrel Ferne Lorch Kessin Brannock Saltby".split()
    for number, what in enumerate(("arrivals", "ferries", "visitors", "staff", "boats", "lamps", "licences", "fines")):
        years = [str(2008 + number), str(2013 + number)]
        rows = [
            f"Harbour: {name} | {years[0]}: {draw.randint(20, 3000):,} | {years[1]}: {draw.randint(20, 3000):,}"
            for name in draw.sample(names, 5)
        ]
        yield Article(id=f"table-{number}", title=f"{what.capitalize()} of the harbours", text="\n".join(rows))


def _cells(article: Article, draw: random.Random) -> Iterator[Twin]:
    what = article.title.split()[0].lower()
    rows = [
        dict(cell.split(": ", 1) for cell in line.split(" | ")) for line in article.text.splitlines() if " | " in line
    ]
    for row in rows:
        if "Harbour" not in row:
            continue
        years = [key for key in row if key.isdigit()]
        year, other = draw.sample(years, 2)
        rival = draw.choice([one for one in rows if one is not row])
        wrong = draw.choice([row[other], rival[year]])
        yield Twin(article, f"{row['Harbour']} had {row[year]} {what} in {year}.", True, "table cell")
        yield Twin(article, f"{row['Harbour']} had {wrong} {what} in {year}.", False, "table cell")


def balanced(said: np.ndarray, true: np.ndarray) -> float:
    """Return the mean of the parts of true and false statements that are told rightly."""
    return float((said[true].mean() + (~said)[~true].mean()) / 2)


def main() -> None:
    """Make the twins, judge them, and print the balanced accuracies."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=600)
    parser.add_argument(
        "--show", default="", help="print the wrongly judged ones of this kind, of the half for looking at"
    )
    parser.add_argument("--list", action="store_true", help="print all statements, to be read through")
    given = parser.parse_args()
    articles = [article for path in given.articles for article in read_articles(path)]
    draw = random.Random(7)  # noqa: S311 - the same tables every time
    twins = make_twins([*articles, *make_tables(draw)], given.most)
    rows = []
    for twin in twins:
        whole = Window(twin.article, 0, len(twin.article.text), Span(0, len(twin.article.text)), 1.0)
        verdict = judge(twin.text, (whole,)).claim
        said = verdict.support in (Support.SUPPORTED, Support.WEAK)
        seen = hashlib.sha256(twin.article.id.encode()).digest()[0] % 2 == 0
        rows.append((twin.kind, twin.is_true, said, seen))
        if given.list:
            sys.stdout.write(f"{twin.kind}\t{'true' if twin.is_true else 'false'}\t{twin.text}\n")
        if given.show in (twin.kind, "all") and said != twin.is_true and seen:
            sys.stdout.write(
                f"{twin.kind} {'true' if twin.is_true else 'FALSE'} {verdict.support} {verdict.reason}: {twin.text}\n"
            )
    for name, wanted in (("looked at", True), ("unseen", False)):
        for kind in (*sorted({row[0] for row in rows}), ""):
            part = [row for row in rows if row[3] == wanted and kind in (row[0], "")]
            true = np.array([row[1] for row in part])
            held = np.array([row[2] for row in part])
            rng = np.random.default_rng(7)
            drawn = [
                balanced(held[i], true[i]) for i in (rng.integers(0, len(part), len(part)) for _ in range(RESAMPLES))
            ]
            low, high = np.nanquantile(drawn, (0.025, 0.975))
            sys.stdout.write(
                f"{name}, {kind or 'all'}: {balanced(held, true):.3f} ({low:.3f}-{high:.3f}), {len(part)} statements, "
                f"true held {held[true].mean():.2f}, false refused {(~held)[~true].mean():.2f}\n"
            )


if __name__ == "__main__":
    main()
