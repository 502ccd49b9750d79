"""Lists of setups with the values of two metrics, each a click from its page or its check."""

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.claim_check import check_claim, claimed
from setupscope.dashboard.components.setup_table import (
    CLAIM,
    clickable,
    named_parts,
    open_setup,
    setup_ids,
)
from setupscope.dashboard.text.definitions import metrics_defined
from setupscope.dashboard.text.pools import left_out, listed


def show_pair_list(slice_: Slice, pair: tuple[str, str], table: pd.DataFrame, key: str) -> None:
    """Setups of one scenario and measure: `value_a`, `value_b` and `margin` besides their parts."""
    study, scenario = slice_.study, slice_.study.scenario(slice_.scenario_names()[0])
    given, noun = (study.noun(scenario, role) for role in ("given", "candidates"))
    candidates, heads = f"{noun}s left out", [study.metric(key).label for key in pair]
    shown = named_parts(study, table).rename(columns={"given": given}).drop(columns="measure")
    if len(slice_.accepted("backbone")) > 1:
        shown["backbone"] = table["backbone"]
    shown[candidates] = [listed(names) for names in left_out(study, table)]
    shown[heads[0]], shown[heads[1]] = table["value_a"], table["value_b"]
    shown["margin"] = table["margin"]
    # A tie shows neither; the claim checked is then that of the page.
    claims = [pair[::-1] if margin < 0 else pair for margin in table["margin"]]
    shown.insert(1, CLAIM, claimed(claims))  # in sight on a phone
    ids = setup_ids(table)
    clickable(
        shown,
        key,
        (*heads, "margin"),
        (candidates,),
        lambda row: open_setup(ids[row]),
        meanings={
            head: metrics_defined(study, [metric]) for head, metric in zip(heads, pair, strict=True)
        },
        on_claim=lambda row: check_claim(ids[row], *claims[row]),
    )
