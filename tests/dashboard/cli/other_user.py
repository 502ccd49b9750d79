"""Run without the privileges of root over files: commands on folders that belong to somebody else.

    setpriv --bounding-set=-dac_override,-dac_read_search python other_user.py FOLDER

Standard input is a list of commands, in JSON; standard output lists how each ended.
"""

import json
import os
import sys

from click.testing import CliRunner

from setupscope.dashboard.cli.main import main


def run(words):
    """How a command ends, and what it says on standard error."""
    done = CliRunner().invoke(main, words)
    unexpected = done.exception is not None and not isinstance(done.exception, SystemExit)
    return done.exit_code, repr(done.exception) if unexpected else done.stderr


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    print(json.dumps([run(words) for words in json.load(sys.stdin)]))
