"""Models by their hub name: from the hub's cache on this computer first, from the network second."""

import re
from pathlib import Path

from index.errors import ModelMissing

HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
# Never the pickles, nor the exports for other engines.
WANTED = ["*.json", "*.txt", "*.model", "*.safetensors", "README.md"]


def is_hub_name(name: str) -> bool:
    """Tell whether a name has the form owner/model."""
    return HUB_NAME.fullmatch(name) is not None


def fetch_snapshot(name: str) -> Path:
    """Return the folder of a hub model, called as its commit; raise ModelMissing when it cannot be had.

    Nothing is asked of the network when the cache holds it, or when HF_HUB_OFFLINE is set.
    """
    from httpx2 import HTTPError
    from huggingface_hub import is_offline_mode, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        try:
            return Path(snapshot_download(name, allow_patterns=WANTED, local_files_only=True))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(name, allow_patterns=WANTED))
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise _missing(name, f"the hub answered {status}; a wrong name or a closed model") from error
    except (OSError, ValueError, HTTPError) as error:
        offline = is_offline_mode()
        reason = "the hub may not be asked, because HF_HUB_OFFLINE is set" if offline else "the hub cannot be reached"
        raise _missing(name, reason) from error


def _missing(name: str, reason: str) -> ModelMissing:
    return ModelMissing(
        f"The model {name} is not on this computer, and {reason}: "
        "fetch it where there is a network, or name a folder that holds it."
    )
