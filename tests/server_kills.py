"""Kills servers of one library at any time, over and over: `server_kills.py ADDRESS HOME KILLS SEED`.

A server is a process that asks, keeps the answer in a conversation, takes a document in and sometimes removes one,
as a page does. Each is forked, so that it works at once; what it has finished, it says, a line of JSON each.
"""

import json
import os
import random
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

from index.embedders.hashed import HashedEmbedder
from index.home import find_home
from index.library import Library
from rag.assistant import Assistant
from ui.conversations.store import ConversationStore

TOGETHER = 2


def say(what: str, *facts: object) -> None:
    """Write a line at once, whole: a pipe takes so few bytes together or not at all."""
    os.write(1, (json.dumps([what, *facts]) + "\n").encode())


def serve(address: str, home: Path, name: str) -> None:
    """Do what a page does, until the end."""
    store = ConversationStore.of(find_home(str(home), address))
    with Library.open(address, embedder=HashedEmbedder()) as library:
        assistant = Assistant(library)
        conversation = store.start(name).id
        for number in range(1_000_000):
            question = f"When was house {name} {number - 1} built?"
            say("asked", conversation, store.append(conversation, assistant.ask(question)).number, question)
            file = home / f"{name}-{number}.txt"
            file.write_text(f"House {name} {number}\n\nHouse {name} {number} was built in {1800 + number}.\n")
            library.sync(file)
            say("added", file.name)
            if number % 3 == 2:
                library.remove(file.name)
                say("removed", file.name)


def start(address: str, home: Path, name: str) -> int:
    """Fork a server and return its number."""
    child = os.fork()
    if child == 0:
        try:
            serve(address, home, name)
        finally:
            os._exit(1)
    return child


def main(address: str, home: Path, kills: int, seed: int) -> None:
    """Kill so many servers, two of which run at a time."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    # What is imported once is so for all of them: what is to be killed is work.
    import_module("index.filling.ahead")
    with Library.open(address, embedder=HashedEmbedder()) as library:
        Assistant(library).ask("When was the first house built?")
    running: list[int] = []
    for kill in range(kills):
        while len(running) < TOGETHER:
            running.append(start(address, home, f"s{kill}x{len(running)}"))
        time.sleep(chosen.uniform(0.0, 1.2))
        victim = running.pop(chosen.randrange(TOGETHER))
        os.kill(victim, signal.SIGKILL)
        ended = os.waitpid(victim, 0)[1]
        say("killed", os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else -os.WEXITSTATUS(ended))
    for victim in running:
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
