"""How does the command line tell a user what went wrong?"""

import click

from setupscope.data import InputError
from setupscope.data.errors import sentence


class Sentence(click.ClickException):
    """A mistake in the input: one sentence on standard error, exit code 2."""

    exit_code = 2


class Commands(click.Group):
    """Commands whose InputError reaches the user as one sentence."""

    def invoke(self, context: click.Context) -> object:
        """Runs the command; raises Sentence where it raises InputError."""
        try:
            return super().invoke(context)
        except InputError as error:
            raise Sentence(sentence(error)) from error
