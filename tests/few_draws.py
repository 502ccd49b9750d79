"""Where words, pages and files are under test, and not the numbers, a few draws are enough."""

from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

from setupscope.analysis.audit.audit import AUDITS
from setupscope.analysis.soundness import soundness
from setupscope.analysis.soundness.random_metric import random_metric
from setupscope.analysis.soundness.seed_noise import seed_noise
from setupscope.dashboard.queries import queries


@contextmanager
def few_draws():
    """Seed noise and the random metric are drawn 20 times, on 20 pools of each given."""
    noise = partial(seed_noise, draws=20, pools=20)
    random = partial(random_metric, draws=20, pools=20)
    with (
        patch.object(queries, "seed_noise", noise),
        patch.object(soundness, "random_metric", random),
        patch.object(queries, "random_metric", random),
    ):
        yield


@contextmanager
def without_made_up():
    """`setupscope audit` without its made-up tables, which tests of their own are about."""
    with patch.dict(AUDITS, {"made-up tables": lambda *_: iter(())}):
        yield
