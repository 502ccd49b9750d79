"""What do the pages say of a slice without setups?"""

from setupscope.analysis.slices.emptiness import Emptiness
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.data.study.study import Study


def why_empty(slice_: Slice, found: Emptiness) -> str:
    """Why a slice of one scenario has no setups, in Markdown."""
    study = slice_.study
    scenario = study.scenario(slice_.scenario_names()[0])
    given = escaped(study.noun(scenario, "given"))
    candidate = escaped(study.noun(scenario, "candidates"))
    names = join_names([f"**{escaped(study.label(name))}**" for name in found.names])
    match found.cause:
        case "not_measured":
            return f"None of these {given}s was measured with this backbone."
        case "contradiction":
            return f"{names} must take part and must not take part: no pool can do both."
        case "not_a_candidate":
            return f"{names} must take part, but cannot be ranked for these {given}s."
        case "too_many_left_out":
            return f"{_rule(study, found, candidate)}: let {found.back} of them back in."
        case "covered":
            return (
                "No setup is covered by all metrics compared: each pool has a candidate that one"
                " of them does not score."
            )
        case "not_sampled":
            return (
                f"None of the pools that were drawn holds what the slice asks for; the store has"
                f" {escaped(str(study.pools))}."
            )
        case "no_such_size":
            return "No pool of this size holds what the slice asks for."


def _rule(study: Study, found: Emptiness, candidate: str) -> str:
    """What the pools of the study hold, and what the slice excludes."""
    of = quantity(found.of, candidate)
    sizes = study.pools.sizes_of(found.of)
    if study.pools.leave_out is not None:
        pools = f"Pools here leave out at most **{found.of - sizes[0]} of {of}**"
    else:
        pools = f"Pools here hold at least **{sizes[0]} of {of}**"
    return f"{pools}; you exclude **{found.left_out}**"


def wider_pools(study: Study, found: Emptiness) -> str:
    """The way to a store that has such pools, in Markdown; empty where no rule has them."""
    if not found.min_pool:
        return ""
    rule, has = f"--min-pool {found.min_pool}", f"keeps every pool of {found.min_pool} or more"
    if study.pools.sample is not None:
        rule = f"--sample {study.pools.sample} --sizes {found.min_pool}"
        has = f"draws pools of {found.min_pool}"
    return (
        f"Or score smaller pools, too: `setupscope build {rule}` (with the study's TOML file, if it"
        f" is not the shipped study) {has}."
    )
