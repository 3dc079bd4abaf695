"""Text out of pictures: rapidocr, with the models of its own wheel; it comes with the extra `broadsheet[ocr]`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.print_lines import PrintedLine, in_reading_order, paragraphs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image
    from rapidocr import RapidOCR

    FloatArray = NDArray[np.float64]

INSTALL = "pip install 'broadsheet[ocr]'"
MAX_PIXELS = 100_000_000  # an A2 sheet at 400 dots an inch
_LONG_SIDE = 2400  # an A4 page at 200 dots an inch
_DETECTED_SIDE = 1280  # where lines are is seen on a smaller picture than what they say, in a third of the memory
_SURE = 0.85  # clean print is read with .99, and on its head or side with .74
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}
_ENGINE = Lock()  # its parts keep what they work on


@dataclass(frozen=True, slots=True)
class Reading:
    """Text read from a picture; `confidence` between 0 and 1 is the mean over its characters.

    `text` has its lines in reading order, with an empty line between paragraphs.
    """

    text: str
    confidence: float
    lines: tuple[PrintedLine, ...]

    @property
    def note(self) -> str:
        """Say, for a citation, where the text comes from and how sure it is."""
        return f"read from a picture, {int(100 * self.confidence)} % sure"


class OcrMissing(LoadError):
    """Text recognition is needed and is not installed."""


def can_read_pictures() -> bool:
    """Tell whether what reads pictures is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def before_each_picture(do: Callable[[], None]) -> None:
    """Have `do` called before each picture that this process reads: it may raise, or say that work goes on."""
    global _before
    _before = do


def read_picture(image: "Image") -> Reading:
    """Return the text of a picture, an empty one where none is seen.

    Raise OcrMissing without the extra, and LoadError for a picture of more than `MAX_PIXELS`.
    """
    return read_drawn(lambda: image)


def read_drawn(draw: "Callable[[], Image]") -> Reading:
    """Return the text of a picture that `draw` makes, which costs nothing where this process may not read it."""
    if not can_read_pictures():
        raise OcrMissing(f"holds a picture of text, which needs text recognition to read: type `{INSTALL}`")
    _before()
    image = draw()
    if image.width * image.height > MAX_PIXELS:
        size = f"{image.width} × {image.height}"
        raise LoadError(f"holds a picture of {size} points, more than {MAX_PIXELS // 10**6} million; make it smaller")
    lines = in_reading_order(_read_upright(fitted(image)))
    return Reading("\n\n".join(paragraphs(lines)), _sureness(lines), lines)


def _nothing() -> None:
    """Do nothing before a picture is read."""


_before: Callable[[], None] = _nothing


def _read_upright(image: "Image") -> Sequence[PrintedLine]:
    """Return the lines of a sheet that may lie on its side or on its head, as if it lay upright."""
    from PIL.Image import Transpose

    lines = _read(image)
    is_sideways = sum(len(line.text) if line.height > line.right - line.left else -len(line.text) for line in lines) > 0
    if not lines or (not is_sideways and _sureness(lines) >= _SURE):
        return lines
    readings = [lines]
    for turn in (Transpose.ROTATE_90, Transpose.ROTATE_270) if is_sideways else (Transpose.ROTATE_180,):
        readings.append(_read(image.transpose(turn)))
        if _sureness(readings[-1]) >= _SURE:
            return readings[-1]
    return max(readings, key=_sureness)


def _sureness(lines: Sequence[PrintedLine]) -> float:
    characters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / characters if characters else 0.0


def _read(image: "Image") -> Sequence[PrintedLine]:
    """Return the lines that are seen, in no order, as on a sheet that does not lie aslant."""
    import numpy as np
    from rapidocr.utils.output import RapidOCROutput

    points = np.asarray(image)
    with _ENGINE:
        try:
            found = _engine()(points[:, :, ::-1])  # blue first, as OpenCV has it
        except Exception as error:
            # The engine says that its memory is used up in its own words.
            if "alloc" in str(error).lower():
                raise MemoryError from error
            raise
    if not isinstance(found, RapidOCROutput) or not found.txts or found.boxes is None or found.scores is None:
        return ()
    boxes = _straight(np.asarray(found.boxes, dtype=float))
    (lefts, tops), (rights, bottoms) = boxes.min(axis=1).T, boxes.max(axis=1).T
    given = zip(found.txts, found.scores, lefts, tops, rights, bottoms, strict=True)
    return tuple(PrintedLine(text.strip(), *map(float, rest)) for text, *rest in given if text.strip())


def fitted(image: "Image", side: int = _LONG_SIDE) -> "Image":
    """Return the picture as a camera held it, on white, no larger than `side`: at first what is read well."""
    from PIL.Image import Resampling, new
    from PIL.ImageOps import exif_transpose

    image.draft("RGB", (2 * side, 2 * side))  # a JPEG is unpacked no larger than it is needed
    image = exif_transpose(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    image = image.convert("RGB")
    image.thumbnail((side, side), Resampling.LANCZOS)
    return image


def _straight(boxes: "FloatArray") -> "FloatArray":
    """Turn boxes (lines, 4 corners, 2) of a sheet that lies aslant by the angle that half of its lines have or more."""
    import numpy as np

    across = boxes[:, 1] - boxes[:, 0]
    angle = np.median(np.arctan2(across[:, 1], across[:, 0]))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned: FloatArray = boxes @ turn
    return turned


@cache
def _engine() -> "RapidOCR":
    """Return the engine with the models beside its own code: it fetches nothing, and writes nothing."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    options: dict[str, object] = {f"{part}.model_path": str(models / name) for part, name in _MODELS.items()}
    return rapidocr.RapidOCR(
        params=options
        | {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONG_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTED_SIDE,
            "Rec.rec_batch_num": 1,  # more at once take more memory, and no less time
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
