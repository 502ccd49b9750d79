"""The commands as a user runs them, in a process of their own."""

import os
import subprocess

from serving import COMMAND
from trust.counts import TRACEBACK

PATIENCE = 300
"""Seconds after which a command hangs."""


def run(*words, **environment):
    """A command that has ended, with what it said."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE,
        env={**os.environ, **environment},
    )


def is_sentence(done):
    """Whether a command has succeeded, or failed with one sentence and an exit code of ours."""
    if done.returncode == 0:
        return TRACEBACK not in done.stderr
    said = done.stderr.strip().splitlines()
    ends_well = bool(said) and said[-1].startswith(("Error: ", "Usage: "))
    return done.returncode in (1, 2) and ends_well and TRACEBACK not in done.stderr


def last_words(done):
    """The end of what it said, for a note."""
    said = done.stderr.strip().splitlines() or ["nothing"]
    return f"exit code {done.returncode}: {said[-1][-200:]}"
