"""The native HTTP API, below /api: the objects that `--json` prints."""
