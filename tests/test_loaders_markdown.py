"""Markdown as people write it: nothing that is text goes, and nothing that is markup stays."""

from datetime import date
from pathlib import Path

import pytest

from index import Article
from index.loaders import load_file
from index.loaders.formats.markdown import to_readable
from index.loaders.front_matter import split_front_matter
from index.types import Notice


def load(tmp_path: Path, markdown: str) -> Article:
    path = tmp_path / "note.md"
    path.write_text(markdown, encoding="utf-8")
    article, *_ = load_file(path, "the-id")
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    "text",
    [
        "Open it where depth <a and wind > 4, shut it where p <q or r> s.",
        "A Map<Key, List<Crate>> is filled, and <vessel> stands for its name.",
        "If 3 < 5 and 7 > 2, then Foo<Bar> is a Box<T>.",
        "<vessel>\nis the placeholder.",
        "<?php echo 'moored'; ?>",
        "<!-- this was never closed\nand so it is text",
        "[Ida]: We sailed at noon.\n[Olav]: Yes.",
        "[2021-07-09]: the lock was shut",
        "[Ida]: 9.30\n[Olav]: e.g.",
        "[^1] says so.\n\n[^1]: https://note.example/1\n[^2]: Ibid.",
        "The force is $F = 9\\,\\mathrm{kN}$ and $$a_1 \\* b$$ holds.",
        "With \\(x^2 \\, y\\) and \\[a = b\\] it fits.",
        "$$\na\n=\nb\n$$",
        "\\begin{align}\na &= b \\\\\nc\n\\end{align}",
        "It cost $5 and then $6, or 2*3*4 crowns.",
        "snake_case_name, __init__, ~~gone~~, ***both*** and `a <b> [c](d)`.",
        "```html\n<!-- the number is 12 -->\n[a](b) <p>\n```",
        "~~~\nnever closed [a](b)",
        "    indented [code](x)\n    <b>",
        "- [ ] buy rope\n- [x] paint",
        "> [!NOTE] Ice\n> closed\n>\n> in frost",
        "1. one\n   - below\n2. two\n\n   more of two",
        "Term\n: its meaning",
        "A paragraph that runs\nover two lines\n---\nand a rule under it.",
        "* * *\n\nBelow a rule.",
        "#tag is no heading",
    ],
)
def test_text_and_code_stay_as_they_are(text: str) -> None:
    assert to_readable(text).text == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("See [the [inner] note](https://x.example/a_(b)) now.", "See the [inner] note now."),
        ("[![State](s.svg)](https://x.example) It failed.", "State It failed."),
        ("Read the [rules][r] [first].\n\n[r]: https://x.example (Rules)\n[first]: /a", "Read the rules first."),
        ('[plan](my plan v2.pdf) ![A crane](the crane.png "x")', "plan A crane"),
        ("![Rope rose from 4 to 9](c.png)", "Rope rose from 4 to 9"),
        ("![From *2010*][c]\n\n[c]: c.png 'Chart'", "From 2010"),
        ('![](empty.png "The quay in 1931") here', "The quay in 1931 here"),
        ("![](empty.png) here", "here"),
        ("<img src='a.png' alt='Sales: 5 &amp; 6'> rose", "Sales: 5 & 6 rose"),
        ("<p>\n<img alt=Map src=m.png>\n</p>", "Map"),
        ("![](data:image/png;base64,AAAA/BBB+C=) here", "here"),
        ("[[Ida Moe|Ida]] by [[Quay Six#History]], ![[map.png|300]]", "Ida by Quay Six > History, map.png"),
        ("[[#Top]] [[Note#^b1]] [[1]](https://x.example)", "Top Note [1]"),
        ("one<br>two<br/>\nthree  \nfour\\\nfive", "one\ntwo\nthree\nfour\nfive"),
        ("before<div>inside</div>after", "before\ninside\nafter"),
        ("10<sup>6</sup> litres of H<sub>2</sub>O", "10^6 litres of H2O"),
        ("a <span style='display:none'>unseen</span>b <b hidden>unseen</b>c", "a b c"),
        ("<div style='display:none'>unseen</div>\n\nseen", "seen"),
        ("<script>unseen()</script>\n\nseen", "seen"),
        ("<div>\n<p>First.</p>\n<p>Second.</p>\n</div>", "First.\n\nSecond."),
        ("<details><summary>More</summary>Below it.</details>", "More\n\nBelow it."),
        ("<details>\n<summary>More</summary>\n\nWith **marks**.\n\n</details>", "More\n\nWith **marks**."),
        ("<https://x.example/a%20b> <ida@x.example>", "https://x.example/a%20b ida@x.example"),
        ("[Ida] \\[sic\\] &copy; \\*5\\*", "[Ida] [sic] © *5*"),
        ("| Day | Hours |\n|---|---|\n| Mo<br>Tu | 8 to 12 |\n| Su | |", "Day: Mo Tu | Hours: 8 to 12\nSu"),
        ("| | |\n|---|---|\n| a `x\\|y` | **b** |", "a `x|y` | **b**"),
        ("Wide\n====\n\nNarrow\n------\ntext", "# Wide\n\n## Narrow\ntext"),
    ],
)
def test_markup_becomes_what_it_shows(markdown: str, text: str) -> None:
    assert to_readable(markdown).text == text


def test_cells_of_html_tables_are_parted() -> None:
    text = to_readable("<table><tr><td>Kellin</td><td>412</td></tr><tr><td>Sund</td><td>97</td></tr></table>").text

    assert "Kellin412" not in text
    assert [word for word in text.replace("|", " ").split() if word] == ["Kellin", "412", "Sund", "97"]


@pytest.mark.parametrize(
    ("front", "author", "is_dated"),
    [
        ("---\ntitle: The crane\ndate: May 6, 2022\nauthor: Ida Moe\n---\n", "Ida Moe", True),
        ("---\ntitle: The crane\ncreated: 2022/05/06\nauthor:\n  name: Ida Moe\n  mail: x\n---\n", "Ida Moe", True),
        ("---\nTitle: The crane\nPub-Date: 6.5.2022\nAuthors: [{name: Ida Moe}, Bo]\n...\n", "Ida Moe, Bo", True),
        ("---\ntitle: The crane\npublished: 6 May 2022\ndate: 2022-01-01\n---\n", "", True),
        ("---\ntitle: The crane\nlayout: [broken\ndate: 2022-05-06\n---\n", "", True),
        ("+++\ntitle = 'The crane'\ndate = 2022-05-06T09:00:00Z\nauthor = 'Ida Moe'\na = 1\n+++\n", "Ida Moe", True),
        ("+++\ntitle = 'The crane'\n[extra]\nauthor = 'Ida Moe'\n+++\n", "Ida Moe", False),
        ("+++\ntitle = 'The crane'\nbroken = = 1\ndate = 2022-05-06\n+++\n", "", True),
        ('{\n "title": "The crane", "author": "Ida Moe", "date": "2022-05-06"\n}\n\n', "Ida Moe", True),
    ],
)
def test_front_matter_of_every_kind(tmp_path: Path, front: str, author: str, is_dated: bool) -> None:
    article = load(tmp_path, f"{front}\nIt stands on the quay.\n")

    assert (article.title, article.author, article.published) == (
        "The crane", author, date(2022, 5, 6) if is_dated else None,
    )  # fmt: skip
    assert article.text == "It stands on the quay."


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nIt begins with a rule: and goes on.\n\n---\n\nThe second part.",
        "---\nNote: the lock is shut.\n---\nThe second part.",
        "+++\nNo field = at all, said Ida\n+++\nThe second part.",
        '{"a": 1}\n\nThe second part.',
        '{"title": "All of it is JSON"}',
        "---\ntitle: never closed\n\nThe second part.",
    ],
)
def test_what_states_no_known_field_is_text(tmp_path: Path, text: str) -> None:
    assert split_front_matter(text)[1] == text
    words = text.replace("---", "").replace("##", "").split()
    assert set(words) <= set(load(tmp_path, text).text.split())


def test_a_date_that_is_not_understood_is_said_and_the_article_loads(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("---\ntitle: The crane\ndate: 04/05/2023\n---\nText.", encoding="utf-8")

    article, notice = load_file(path, "the-id")

    assert isinstance(article, Article)
    assert article.published is None
    assert isinstance(notice, Notice)
    assert "'04/05/2023' was not understood" in notice.reason


@pytest.mark.parametrize(
    "hostile",
    [
        "[a][b" * 8000,
        "![[" * 15_000,
        "a <b hidden>" * 3000,
        "- a\n" * 5000,
        "> " * 400 + "x",
        "\n".join(" " * (2 * depth) + "- a" for depth in range(120)),
        "<!-- " * 9000,
        "$a " * 9000,
        "\\(" * 20_000,
    ],
)
@pytest.mark.slow
def test_hostile_markdown_keeps_its_size(hostile: str) -> None:
    assert len(to_readable(hostile).text) <= 2 * len(hostile)
