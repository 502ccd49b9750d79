"""How does the command line tell a user what went wrong, and a shell that something did?"""

import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click
import duckdb

from setupscope.data import InputError
from setupscope.data.errors import sentence
from setupscope.data.storage.places import STORE_VARIABLE

FAILED, INTERRUPTED, CLOSED = 1, 130, 141
"""Exit codes of a failed write, of Ctrl-C, and of a reader that has gone, as shells have them."""


URLS = re.compile(
    r"([a-z][a-z0-9+.-]+:/+)(?:[^\s'\"]*@)?([^\s?'\"]*)(?:\?[^\s'\"]*(?<![:;,.)]))?", re.IGNORECASE
)
"""URLs, also those that were taken for paths: how each begins, and its place."""


class Sentence(click.ClickException):
    """A mistake in the input: one sentence on standard error, exit code 2."""

    exit_code = 2


class Commands(click.Group):
    """Commands whose errors reach the user as one sentence."""

    def invoke(self, context: click.Context) -> object:
        """Runs the command; raises Sentence where it raises InputError."""
        try:
            return super().invoke(context)
        except InputError as error:
            raise Sentence(sentence(error)) from error
        except duckdb.IOException as error:
            reason = str(error).partition("\n")[0]
            raise Sentence(f"the store can no longer be read ({reason})") from error
        except BrokenPipeError:
            _discard_output()
            raise SystemExit(CLOSED) from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Runs the command line and ends with an exit code; the parameters are those of Click."""
        run = partial(super().main, args, prog_name, complete_var, False, **extra)
        if not standalone_mode:
            return run()
        write_any_text()
        words = sys.argv[1:] if args is None else args

        def run_from_here() -> object:
            require_places(words)
            return run()

        sys.exit(exit_code(run_from_here))


def require_places(words: Sequence[str]) -> None:
    """Refuses what no library could open: names that are not UTF-8, and a folder that is gone.

    Raises
    ------
    Sentence
        When the working directory is gone, or it, a word or the store's variable is not UTF-8.
    """
    try:
        here = os.getcwd()
    except OSError as error:
        raise Sentence("the working directory is gone; change to one that is there") from error
    for text in (*words, here, os.environ.get(STORE_VARIABLE, "")):
        if not text.isascii() and text != text.encode(errors="replace").decode():
            shown = os.fsencode(text).decode(errors="backslashreplace")
            raise Sentence(f"{shown}: is not UTF-8; rename it, or use a link with another name")


def without_secrets(text: str) -> str:
    """A message in which no URL has its user and its query, wherever it comes from."""
    return URLS.sub(lambda found: f"{found[1]}{found[2]}", text)


def write_any_text() -> None:
    """Has text that standard output cannot encode appear with `?` in place of such letters."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def exit_code(run: Callable[[], object]) -> int:
    """Runs a command; what went wrong is said on standard error, without a traceback."""
    try:
        code = run()
        sys.stdout.flush()
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(without_secrets(shown.getvalue()), err=True, nl=False)
        return error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return CLOSED
    except OSError as error:
        if error.filename is not None:  # one that the user named, or beside it
            said = without_secrets(f"Error: {error.filename}: {error.strerror or error}")
            click.echo(said, err=True)
            return Sentence.exit_code
        _discard_output()
        click.echo(f"Error: standard output: {error.strerror or error}", err=True)
        return FAILED
    return code if isinstance(code, int) else 0


def _discard_output() -> None:
    """Keeps the interpreter from trying to write the rest at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None
