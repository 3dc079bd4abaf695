"""llama.cpp's own server with a GGUF file, on this computer's loopback, until its standard input ends.

python tests/llama_server.py MODEL.gguf SLOTS [embeddings]
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serve_gguf(path: Path, slots: int, *, embeddings: bool = False) -> Iterator[str]:
    """Serve the model in a process of its own; gives `127.0.0.1:port`."""
    more = ["embeddings"] if embeddings else []
    command = [sys.executable, __file__, str(path), str(slots), *more]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            address = next((line for line in process.stdout if line.startswith("http://")), "")
            assert address, "llama.cpp's server did not start"
            yield address.strip().removeprefix("http://")
        finally:
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> None:
    """Serve until the standard input ends."""
    import xllamacpp

    path, slots, *more = sys.argv[1:]
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.hostnames, settings.port = ["127.0.0.1"], 0
    settings.n_parallel, settings.n_ctx = int(slots), 4096 * int(slots)
    settings.n_gpu_layers = 0
    settings.cpuparams.n_threads = 2
    settings.use_jinja = settings.endpoint_slots = True
    if more:
        settings.embedding = True
        settings.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"\n{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
