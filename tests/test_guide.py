"""The guide's blocks run as they stand, and print what stands below them."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from setupscope import analysis

GUIDE = Path(__file__).parents[1] / "docs" / "guide.md"
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", re.DOTALL)


@pytest.fixture(scope="module")
def blocks():
    """Each block of code and what it is said to print."""
    return BLOCK.findall(GUIDE.read_text(encoding="utf-8"))


def test_every_block_prints_what_stands_below_it(blocks, shipped_link, monkeypatch):
    monkeypatch.setenv("SETUPSCOPE_STORE", str(shipped_link))
    names = {}
    for code, text in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(GUIDE), "exec"), names)
        assert printed.getvalue() == text, code


def test_every_question_has_a_block_that_prints(blocks):
    asked = "\n".join(code for code, text in blocks if text)
    helpers = {"Slice", "agreement_of_slices", "conclusion_and_leads", "leads_of_winner"}
    helpers |= {"near_copies", "other_winners", "usefulness", "margins", "density"}
    helpers |= {"Ablation", "SoundnessTables", "against_random", "candidate_ablation"}
    helpers |= {"dispersion_pairs", "family_ablation", "fidelity_curve", "rates_with_baselines"}
    helpers |= {"ClaimVerdict", "claim_margins", "shown_margins", "TableCheck"}
    for name in set(analysis.__all__) - helpers:
        assert f"ss.{name}(" in asked
