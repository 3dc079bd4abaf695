"""Labels of the page that Gradio holds once for all readers, put into the language of who opens it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.browser.wording import SOURCE, language

Props = Mapping[str, object]

_CONFIG = re.compile(rb"window\.gradio_config = (\{.*?\});\s*</script>", re.DOTALL)
_LANGUAGE = re.compile(rb'(<html\s[^>]*?\blang=")[^"]*')


@dataclass(frozen=True, slots=True)
class Labels:
    """What says something by itself, by the id of its element: the properties of its component, made when asked."""

    made: dict[str, Callable[[], Props]] = field(default_factory=dict)

    def of(self, name: str, make: Callable[[], Props]) -> dict[str, Any]:
        """Return what a component is built with in the source language, its id among it; note how it is made anew."""
        self.made[name] = make
        return {"elem_id": name, **make()}

    def put(self, frame: bytes) -> bytes:
        """Return the frame of the page with the labels in the language of the request."""
        frame = _LANGUAGE.sub(rb"\g<1>" + language().encode(), frame, count=1)
        found = _CONFIG.search(frame)
        if found is None or language() == SOURCE:
            return frame
        config = json.loads(found[1])
        for component in config["components"]:
            props = component["props"]
            if make := self.made.get(props.get("elem_id")):
                props.update(make())
        written = json.dumps(config).replace("<", "\\u003c")
        return frame[: found.start(1)] + written.encode() + frame[found.end(1) :]
