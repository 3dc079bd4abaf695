"""HTML as text: what elements mean is kept, whichever way a page writes it."""

from pathlib import Path

import pytest

from index import Article
from index.loaders.formats.html import visible_text
from index.loaders.registry import read_file

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The keepers of the Lindal reservoir met in the old mill to speak about the dam, a hundred years old.",
        "They agreed to lower the water by two hands before the rain, since the eastern wall lets some of it through.",
        "A mason from Tarn will look at the wall in September, the sluice stays shut until he says what it needs.",
    )
)


def article(tmp_path: Path, inner: str, head: str = "") -> Article:
    """Return what is read of a page whose article ends with `inner`."""
    path = tmp_path / "page.html"
    path.write_text(
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><nav><a href=/>Start</a>"
        f"<a href=/b>Boats</a></nav><article><h1>Water</h1>{BODY}{inner}</article>"
        "<footer>All rights reserved.</footer></body></html>",
        encoding="utf-8",
    )
    [loaded] = read_file(path, "x")
    assert isinstance(loaded, Article)
    return loaded


def ending(tmp_path: Path, inner: str, head: str = "") -> str:
    """Return what stands behind the last paragraph of the article."""
    text = article(tmp_path, inner, head).text
    assert "Boats" not in text
    assert text.count("mason from Tarn") == 1
    return text.partition("what it needs.")[2].strip("\n")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        # Powers, ordinals, prices, degrees.
        ("It holds 10<sup>6</sup> litres.", "It holds 10^6 litres."),
        ("About 3 × 10<sup>−4</sup> of it.", "About 3 × 10^−4 of it."),
        ("A field of 40 m<sup>2</sup>, a room of 60 km<sup>3</sup>.", "A field of 40 m^2, a room of 60 km^3."),
        ("Let x<sup>2</sup> + y<sup>n</sup> be E = mc<sup>2</sup>.", "Let x^2 + y^n be E = mc^2."),
        ("So (a+b)<sup>2</sup> and 2<sup>n+1</sup>.", "So (a+b)^2 and 2^(n+1)."),
        ("On the 1<sup>st</sup> and the 22<sup>nd</sup>.", "On the 1st and the 22nd."),
        ("M<sup>me</sup> Odile, 2<sup>e</sup> rang.", "Mme Odile, 2e rang."),
        ("It costs $4<sup>99</sup> a box.", "It costs $4.99 a box."),
        ("Heat it to 20<sup>o</sup>C.", "Heat it to 20°C."),
        ("Ca<sup>2+</sup> and <sup>14</sup>C.", "Ca^2+ and 14C."),
        ("Area 5 m<span style='vertical-align: super'>2</span>.", "Area 5 m^2."),
        # Marks of notes.
        ("There were 4,200<sup>7</sup> people.", "There were 4,200 people."),
        ("It burned in 1904<sup><a href='#n12'>12</a></sup>.", "It burned in 1904."),
        ("In 1904<sup>[<i>citation needed</i>]</sup> it burned.", "In 1904[citation needed] it burned."),
        ("It burned<sup>3</sup>, they say.<sup>4, 5</sup>", "It burned, they say."),
        ("The mill.<a href='#fn1'><sup>1</sup></a> It stood.", "The mill. It stood."),
        ("The miller<sup>b</sup> of D<sup>r</sup> Ost.", "The miller of Dr Ost."),
        ("The mill<sup>*</sup> and the weir<sup>[2]</sup>.", "The mill and the weir."),
        ("In 10<sup class='footnote-ref' id='fnref1'>9</sup> years.", "In 10 years."),
        # Lowered text and fractions.
        ("CO<sub>2</sub> and H<sub>2</sub>O, log<sub>10</sub>.", "CO2 and H2O, log10."),
        ("Where x<sub>i</sub> is T<sub>max</sub>.", "Where x_i is T_max."),
        ("Take 1<sup>1</sup>&frasl;<sub>2</sub> cups.", "Take 1 1/2 cups."),
        ("Take <sup>3</sup>/<sub>4</sub> of it, 2<span class=frac>1/4</span> eels.", "Take 3/4 of it, 2 1/4 eels."),
        # Struck out, added, quoted.
        ("It costs <del>90</del> <ins>75</ins> crowns.", "It costs 75 crowns."),
        ("It costs <s>90</s> 75, once <strike>80</strike> 70.", "It costs 75, once 70."),
        ("It costs <span style='text-decoration: line-through'>90</span> 75.", "It costs 75."),
        ("She said <q>it is <q>dry</q></q>.", "She said “it is ‘dry’”."),
        ("She said <q>“it is dry”</q>.", "She said “it is dry”."),
        # Fields.
        ("Boat: <input value='Marigold'> Long: <select><option>30<option selected>41.5</select>",
         "Boat: Marigold Long: 41.5"),
        ("<label><input type=checkbox checked> Insured</label> <input type=checkbox> Leased", "[x] Insured [ ] Leased"),
        ("Note: <textarea>two lamps</textarea> <input type=hidden value=9><input type=password value=x>",
         "Note: two lamps"),
        # Signs that are pictures, readings, marks of headings, times.
        ("Fine <img class=emoji alt='🙂' src=a.png><img alt='A long description' src=b.png> day.", "Fine 🙂 day."),
        ("<ruby>東<rt>ひがし</rt></ruby>", "東(ひがし)"),
        ("At <time datetime='2024-02-01T10:00'></time> and <time datetime=2024>in spring</time>.",
         "At 2024-02-01 10:00 and in spring."),
    ],
)  # fmt: skip
def test_what_a_line_means_is_kept(tmp_path: Path, markup: str, text: str) -> None:
    assert ending(tmp_path, f"<p>{markup}</p>") == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<pre><code>if a:\n    go(1)\n\nelse:\n\tstop()</code></pre>", "if a:\n    go(1)\n\nelse:\n\tstop()"),
        ("<pre>\n  two spaces<br>x<del>y</del>  z\n</pre><p>End.</p>", "  two spaces\nx  z\n\nEnd."),
        ("<pre><div class=line>one</div><div class=line>  two</div></pre>", "one\n  two"),
        ("<div style='white-space: pre'>a\n b</div>", "a\n b"),
        (
            "<table><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>a()\n  b()</pre></td></tr></table>",
            "a()\n  b()",
        ),
        ("<ol start=4><li>Rope<ul><li>hemp<li>sisal</ul><li>Tar</ol>", "4. Rope\n  - hemp\n  - sisal\n5. Tar"),
        ("<ol reversed><li>a<li>b<li value=9>c<li>d</ol>", "4. a\n3. b\n9. c\n8. d"),
        ("<ol type=a start=26><li>x<li>y</ol><ol type=I><li>p<li>q</ol>", "z. x\naa. y\n\nI. p\nII. q"),
        ("<ul><li>a</li><ul><li>b</li></ul><li></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><li><p>One.</p><p>More of it.</p></li></ul>", "- One.\n\nMore of it."),
        ("<dl><dt>Weir<dd>A low wall.<dt>Leat<dt>Lade<dd>A ditch.<dd>Or a pipe.</dl>",
         "Weir: A low wall.\nLeat, Lade: A ditch.\nLeat, Lade: Or a pipe."),
        ("<dl><div><dt>Open?</dt><dd>Until six.</dd></div></dl>", "Open? Until six."),
        ("<table><caption>Ships</caption><thead><tr><th>Harbour<th>2019<th>2020</thead><tr><td>Kellin<td>4<td>5</table>",
         "Ships\n\nHarbour: Kellin | 2019: 4 | 2020: 5"),
        ("<table><tr><th>Day<th>Gate<tr><td rowspan=2>Monday<td>north<tr><td>south</table>",
         "Day: Monday | Gate: north\nDay: Monday | Gate: south"),
        ("<table><tr><th colspan=2>Fees<tr><th>Boat<th>Fee<tr><td>small<td>10</table>",
         "Fees\n\nBoat: small | Fee: 10"),
        ("<table><tr><td><b>Boat</b><td><b>Fee</b><tr><td>small<td>10</table>", "Boat: small | Fee: 10"),
        ("<table><tr><td>Name<td>Odo<tr><td>Age<td>40</table>", "Name | Odo\nAge | 40"),
        ("<form><label>Name</label><input value=Odo><select><option>red</select></form>", "Name Odo red"),
        ("<table role=presentation><tr><td><p>Left.</p><td><p>Right.</p></table>", "Left.\n\nRight."),
        ("<figure><img src=a.png alt=''><figcaption>The weir in May.</figcaption></figure>", "The weir in May."),
        ("<h2>Walls <a class=headerlink href='#w'>¶</a></h2><p>They are thick.</p>", "## Walls\n\nThey are thick."),
        ("<p><span style='display:block'>One.</span><span style='display:block'>Two.</span></p>", "One.\n\nTwo."),
        ("<p><b>Odo:</b> It leaks.</p><p><strong>Ida</strong>: No.</p>", "**Odo:** It leaks.\n\n**Ida:** No."),
    ],
)  # fmt: skip
def test_blocks_keep_their_shape(tmp_path: Path, markup: str, text: str) -> None:
    assert ending(tmp_path, markup) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mi>F</mi><mo>=</mo><mn>7.5</mn><mtext> kN</mtext>", "F = 7.5 kN"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup><mo>&#8290;</mo><msqrt><mn>3</mn></msqrt>", "x_i^2√(3)"),
        ("<semantics><msup><mi>r</mi><mn>2</mn></msup><annotation>r^{2}</annotation></semantics>", "r^2"),
    ],
)
def test_formulas_are_written_on_the_line(tmp_path: Path, formula: str, text: str) -> None:
    assert ending(tmp_path, f"<p>Then <math>{formula}</math>.</p>") == f"Then {text}."
    beside = "<img class='mwe-math-fallback-image-inline' aria-hidden=true alt='x' src=x.svg>"
    hidden = f"<span style='display:none'><math>{formula}</math></span>{beside}"
    assert ending(tmp_path, f"<p>Then <span>{hidden}</span>.</p>") == f"Then {text}."


def test_entries_of_a_live_page_stand_under_their_headings_with_their_times(tmp_path: Path) -> None:
    entries = "".join(
        f"<article><time datetime='2024-02-0{day}T10:00'>{day} Feb</time><h2><a href='#e{day}'>Gauge {day}</a></h2>"
        f"<p>At ten the river stood {day} hands above the mark, and the guard closed the mill's gate.</p></article>"
        for day in range(1, 6)
    )
    path = tmp_path / "live.html"
    path.write_text(
        f"<main><h1>Flood</h1>{entries}</main><aside><h2>Weather</h2><p>Rain.</p></aside>", encoding="utf-8"
    )
    [loaded] = read_file(path, "x")
    assert isinstance(loaded, Article)
    assert loaded.text.startswith("## Flood\n\n## Gauge 1\n\n1 Feb\n\nAt ten the river stood 1 hands")
    assert loaded.text.count("## Gauge") == 5
    assert "## Gauge 5\n\n5 Feb\n\nAt ten the river stood 5 hands" in loaded.text
    assert "Weather" not in loaded.text


@pytest.mark.parametrize(
    "wall",
    [
        "<div class=paywall><p>This article is for subscribers. Subscribe for 1 crown a week.</p><p>Log in</p></div>",
        "<section id=regwall><h3>Keep reading</h3><p>Already have an account? <a href=/l>Sign in</a></p></section>",
        "<p>Subscribe to continue reading. Already a member? Log in.</p>",
        "<div class='o-subscription'><p>Nur für Abonnenten. Jetzt abonnieren oder anmelden und weiterlesen.</p></div>",
    ],
)
def test_what_only_asks_to_subscribe_is_left_out(tmp_path: Path, wall: str) -> None:
    assert ending(tmp_path, wall) == ""


def test_an_article_about_subscriptions_and_a_paid_part_stay(tmp_path: Path) -> None:
    text = (
        "The library lets those who subscribe log in from home, and the council pays for it until the spring of 2031."
    )
    long = f"<div class=paywall>{''.join(f'<p>{text} Reader {number} said so.</p>' for number in range(9))}</div>"
    assert ending(tmp_path, long).count("library lets") == 9


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<frameset><frame src=a.html><noframes><body>Frames are needed.</body></noframes></frameset>",
         "Frames are needed."),
        ("<p>Before.</p><iframe srcdoc='&lt;p&gt;Inner &lt;b&gt;page&lt;/b&gt;.&lt;/p&gt;'>No frames.</iframe>",
         "Before.\n\nInner page."),
        ("<p>Before.</p><iframe src=a.html>No frames.</iframe>", "Before."),
        ("<x-card><template shadowrootmode=open><p>In the shadow.</p></template></x-card>", "In the shadow."),
        ("<p>a</p><iframe srcdoc='&lt;p style=display:none&gt;wordfish&lt;/p&gt;b'></iframe>", "a\n\nb"),
        ("<p>One <svg><text>no</text></svg><script>no</script><!-- no --><noscript>no</noscript>two.</p>", "One two."),
    ],
)  # fmt: skip
def test_pages_in_pages_are_read_where_a_browser_shows_them(page: str, text: str) -> None:
    assert visible_text(page) == text


def test_a_table_of_huge_spans_stays_small() -> None:
    cell = "<td rowspan=999 colspan=999>a</td>"
    assert len(visible_text(f"<table>{f'<tr>{cell * 30}</tr>' * 200}</table>")) < 2_000_000


@pytest.mark.parametrize(
    "sign", ["\0", "\x0b", "\x1f", "\ufffe", "\ud800", "&#1;", "&#x1F;", "&#xfffe;", "&#31", "&#65535;"]
)
def test_signs_that_no_tree_can_hold_cost_nothing_else(sign: str) -> None:
    text = visible_text(
        f"<p>One{sign}<del>{sign}gone</del>{sign} two</p><p hidden>{sign}</p>{sign}three &#10; &#65; &#x1f600;"
    )
    assert [word for word in text.replace("\ufffd", " ").replace("?", " ").split()] == [
        "One",
        "two",
        "three",
        "A",
        "😀",
    ]


STATED = "The sluice at Tarn was opened by hand on Friday, two days before the rain, and nobody was told of it. " * 2


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "NewsArticle", "articleBody": "%s", "datePublished": "2024-03-05"}',
        '{"@graph": [{"@type": "WebSite"}, {"@type": "Article", "articleBody": "%s", "datePublished": "2024-03-05"}]}',
        '[{"@type": "BlogPosting", "datePublished": "2024-03-05", "articleBody": "%s"}, {"articleBody": "Short."}]',
    ],
)
@pytest.mark.parametrize("shown", ["<div id=root></div>", "<p>Loading …</p>", "<noscript>Turn on scripts.</noscript>"])
def test_an_article_that_a_script_would_show_is_read_from_what_the_page_states(
    tmp_path: Path, json: str, shown: str
) -> None:
    path = tmp_path / "page.html"
    head = f"<title>Sluice</title><script type='application/ld+json'>{json % STATED.strip()}</script>"
    path.write_text(f"<html><head>{head}</head><body>{shown}</body></html>", encoding="utf-8")
    [loaded] = read_file(path, "x")
    assert isinstance(loaded, Article)
    assert (loaded.text, loaded.title, str(loaded.published)) == (STATED.strip(), "Sluice", "2024-03-05")


@pytest.mark.parametrize(
    "json", ["{", "[" * 5000, '"articleBody"', '{"articleBody": ["x"]}', '{"articleBody": "Short."}']
)
def test_what_a_page_shows_comes_before_what_it_states(tmp_path: Path, json: str) -> None:
    loaded = article(tmp_path, "", f"<script type='application/ld+json'>{json}</script>")
    assert "mason from Tarn" in loaded.text
    assert STATED not in article(tmp_path, "", f"<script type='application/ld+json'>{{\"articleBody\": \"{STATED}\"}}"
                                 "</script>").text  # fmt: skip
