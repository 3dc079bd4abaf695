"""How many characters are read right from pictures: `python tests/benchmarks/ocr.py [--with tesseract] [--out FOLDER]`.

Twenty pages are printed here: two fonts (sans and Times-like), English and German, clean (200 dots an inch), poor (a
quarter of the points, blurred, aslant, noisy, JPEG at quality 25) and as a phone sees them (in perspective, unevenly
lit). Characters right is 1 - edit distance / characters printed, line ends and runs of spaces counted as one space,
over what Broadsheet makes of a picture, reading order and words broken at line ends included. `--with tesseract` has
Debian's tesseract-ocr (with tesseract-ocr-deu) read them instead; its order and line ends are its own.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.loaders.ocr import read_picture  # noqa: E402

FONTS = {"sans": "DejaVuSans.ttf", "times": "STIXGeneral.ttf"}
SIZE = (1654, 2339)  # A4 at 200 dots an inch
MARGIN = 190
ENGLISH = """The lock at Farrow Mill reopens

Boats may pass the lock at Farrow Mill again from Monday, 14 October 2019, after two years and seven months of \
repairs. The county paid £1.84 million, a third more than the £1.38 million that the engineers had asked for in \
their first report. "Nobody knew how far the oak had rotted below the water line," said Judith Pemberton, who \
led the works.

The new gates weigh 11.5 tonnes each and were built in a yard near Quayle Bridge. They replace a pair hung in \
1931, which were themselves the fourth since the canal was dug. Divers found coins, a child's shoe and the keel \
of a narrow boat in the mud; the finds go to the museum in Exmoor Street (open Tuesday to Sunday, 10.30–17.00).

Tolls rise with the opening: £6.20 for a boat of up to 12 metres, £9.75 above that, and nothing for rowing \
boats. About 640 boats passed each summer before the closure. The lock-keeper, Tom Okafor, expects half as many \
in the first year, because "people have found other ways, and habits are slow to turn".

Opponents of the scheme point to the fish pass, which was left out to save £210,000. The river trust has asked \
the ombudsman to look into it (case 2019/0417-B) and wants an answer by Christmas. Meanwhile eels are carried \
over the weir by hand, in buckets, by volunteers of the angling club. They moved 3,212 of them in September \
alone."""
GERMAN = """Die alte Spinnerei wird ein Archiv

Das Stadtarchiv von Güstritz zieht im Frühjahr 2021 in die frühere Spinnerei am Mühlgraben. Der Umbau kostet \
voraussichtlich 7,3 Millionen Euro; davon trägt das Land 60 Prozent. „Wir haben zum ersten Mal genügend Fläche \
für alles, was seit 1848 übrig geblieben ist“, sagte die Leiterin Käthe Brömmel am Donnerstag im Kulturausschuß.

Bisher lagern die Akten an fünf Orten, zum Teil in feuchten Kellern. Nach dem Hochwasser vom 9. August 2002 \
mußten 4.700 Bände gefriergetrocknet werden. Künftig sind es 18 °C und höchstens 45 % Luftfeuchte, überwacht von \
36 Fühlern. Die Regale fassen 5,2 Kilometer Papier, das ist fast das Doppelte des heutigen Bestandes.

Für Besucher öffnet das Haus dienstags bis freitags von 9 bis 16.30 Uhr. Der Lesesaal hat 24 Plätze und liegt \
dort, wo früher die Ringspinnmaschinen standen. Die gußeisernen Säulen bleiben stehen, ebenso die Uhr über dem \
Tor, die seit dem Brand von 1911 auf zwanzig nach drei zeigt. Gebühren werden nicht erhoben (§ 6 der \
Archivordnung).

Kritik kommt vom Heimatverein: Die Straßenbahn hält erst in 900 Metern Entfernung, und der Fußweg führt über \
eine Brücke ohne Geländer. Baurat Jürgen Weißköppel verspricht, daß bis zur Eröffnung „wenigstens ein Bus“ \
fährt. Die Akten ziehen ab dem 15. Februar um, jede Nacht zwei Lastwagen voll, begleitet von der Feuerwehr."""
TEXTS = {"English": ENGLISH, "German": GERMAN}
TESSERACT = {"English": "eng", "German": "deu"}
REACH = {"clean": 0.98, "poor": 0.93}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a picture, and what is printed on it."""

    font: str
    language: str
    quality: str
    text: str
    image: Image.Image


def pages() -> Iterator[Page]:
    """Yield the twenty pages, the same each time."""
    for font in FONTS:
        for language, text in TEXTS.items():
            for points, quality in ((10, "clean"), (13, "clean"), (10, "poor"), (13, "poor"), (12, "photo")):
                rng = np.random.default_rng([len(font), len(language), points])
                image = _spoilt(_printed(text, FONTS[font], points), quality, rng)
                yield Page(font, language, quality, text, image)


def _printed(text: str, font_name: str, points: int) -> Image.Image:
    import matplotlib as mpl

    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    image = Image.new("L", SIZE, 255)
    drawn = ImageDraw.Draw(image)
    height = points * 200 / 72
    y: float = MARGIN
    for number, paragraph in enumerate(text.split("\n\n")):
        font = ImageFont.truetype(str(folder / font_name), round(height * (1.5 if number == 0 else 1)))
        for line in _lines(paragraph, font, SIZE[0] - 2 * MARGIN):
            drawn.text((MARGIN, y), line, fill=0, font=font)
            y += font.size * 1.32
        y += height * 0.8
    return image


def _lines(paragraph: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in paragraph.split(" "):
        if line and font.getlength(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _spoilt(image: Image.Image, quality: str, rng: np.random.Generator) -> Image.Image:
    if quality == "poor":
        image = image.rotate(0.8, resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = image.resize((image.width // 2, image.height // 2), Image.Resampling.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(0.7))
        return _jpeg(_noisy(image, 18, rng), 25)
    if quality == "photo":
        w, h = image.size
        corners = (-70, -40, -20, h + 60, w + 90, h + 30, w + 30, -80)
        image = image.transform((w, h), Image.Transform.QUAD, corners, resample=Image.Resampling.BICUBIC, fillcolor=110)
        light = np.linspace(1.0, 0.55, w)[None, :] * np.linspace(0.95, 0.8, h)[:, None]
        dim = Image.fromarray((np.asarray(image, dtype=float) * light).astype(np.uint8))
        return _jpeg(_noisy(dim.filter(ImageFilter.GaussianBlur(0.8)), 6, rng), 60).convert("RGB")
    return image


def _noisy(image: Image.Image, spread: float, rng: np.random.Generator) -> Image.Image:
    points = np.asarray(image, dtype=float) + rng.normal(0, spread, (image.height, image.width))
    return Image.fromarray(points.clip(0, 255).astype(np.uint8))


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=quality)
    return Image.open(packed)


def characters_right(printed: str, read: str) -> float:
    """Return 1 - edit distance / characters printed, at least 0, over texts whose white space is single spaces."""
    printed, read = " ".join(printed.split()), " ".join(read.split())
    codes = np.array([ord(character) for character in read], dtype=np.int64)
    steps = np.arange(len(read) + 1)
    row = steps.copy()
    for count, character in enumerate(printed, 1):
        # Levenshtein row by row; what is read too much is a running minimum.
        changed = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(character)))
        row = np.minimum.accumulate(np.concatenate(([count], changed)) - steps) + steps
    return max(0.0, 1 - float(row[-1]) / len(printed))


def _by_tesseract(page: Page, folder: Path) -> str:
    path = folder / "page.png"
    page.image.save(path, dpi=(200, 200))
    command = ["tesseract", str(path), "-", "-l", TESSERACT[page.language]]
    alone = os.environ | {"OMP_THREAD_LIMIT": "1"}  # its threads wait for each other on a computer with few cores
    return subprocess.run(command, capture_output=True, text=True, check=True, env=alone).stdout


def main() -> None:
    """Measure the engine that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with", dest="engine", choices=("broadsheet", "tesseract"), default="broadsheet")
    parser.add_argument("--out", type=Path, help="where pages and texts go")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as own:
        measure(chosen.engine, chosen.out or Path(own))


def measure(engine: str, folder: Path) -> None:
    """Have `engine` read the pages, leave them and their texts in `folder`, and say how much is right."""
    folder.mkdir(parents=True, exist_ok=True)
    right: dict[str, list[float]] = {}
    seconds = []
    for number, page in enumerate(pages()):
        began = time.perf_counter()
        text = read_picture(page.image).text if engine == "broadsheet" else _by_tesseract(page, folder)
        seconds.append(time.perf_counter() - began)
        right.setdefault(page.quality, []).append(characters_right(page.text, text))
        name = f"{number:02} {page.font} {page.language} {page.quality}"
        page.image.save(folder / f"{name}.png")
        (folder / f"{name} {engine}.txt").write_text(text, encoding="utf-8")
        sys.stderr.write(f"{name}: {right[page.quality][-1]:.4f}, {seconds[-1]:.1f} s\n")
    found = {quality: {"mean": statistics.fmean(each), "worst": min(each)} for quality, each in right.items()}
    sys.stdout.write(json.dumps({"engine": engine, "s_a_page": statistics.median(seconds)} | found) + "\n")


if __name__ == "__main__":
    main()
