"""The command line, in the process of the tests."""

from click.testing import CliRunner, Result

from setupscope.dashboard.cli.main import main


def run(*words: object, **options: object) -> Result:
    """What a command answers."""
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def succeeded(*words: object) -> Result:
    """The same, of a command that has to succeed."""
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done
