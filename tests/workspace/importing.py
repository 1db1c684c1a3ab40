"""Imports a file again and again into a workspace and kills itself at random moments.

    python importing.py WORKSPACE FILE ROUNDS

Each round forks a child that reads the file and keeps it, and kills the child after a random part
of the time that an import takes. Prints, for each round, whether it was killed.
"""

import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from cx.data.reading import read
from cx.workspace import Workspace


def bring_in(folder, file):
    workspace = Workspace(folder)
    table = read(file, key=workspace.key).tables[0]
    workspace.save(
        table.file,
        name="answers",
        kind="feedback",
        roles=table.recognition.roles,
        recipe=table.recipe,
    )


def forked(folder, file):
    """Fork an import; it runs in a thread of its own because threads do not survive a fork."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        work = threading.Thread(target=bring_in, args=(folder, file))
        work.start()
        work.join()
        os._exit(0)
    return child


def main(folder, file, rounds):
    draw = random.Random(20261124)  # noqa: S311 -- moments, not secrets
    start = time.perf_counter()
    os.waitpid(forked(folder, file), 0)
    takes = time.perf_counter() - start
    sys.stdout.write("whole\n")
    for _ in range(rounds):
        child = forked(folder, file)
        time.sleep(draw.random() * 1.1 * takes)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "whole\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
