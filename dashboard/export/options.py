"""What can a figure or a table be asked besides its slice?

The command line, exhibits and docs/figures.md are made from this one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """An option of figures and tables.

    Attributes
    ----------
    name : str
        Its name on the command line, without dashes; the field of `Exhibit` that holds it.
    metavar : str
        What its value is.
    help : str
        What it does, a sentence.
    several : bool
        Whether it can be repeated.
    """

    name: str
    metavar: str
    help: str
    several: bool = False


OPTIONS: Mapping[str, Option] = {
    option.name: option
    for option in (
        Option(
            "by",
            "COMPONENT",
            "Split by a component of the setup, or compare its levels: given, backbone, measure or"
            " pool_size; tables also by candidate and by family. The figures win-rates-by and flips"
            " also take with, without, family, without_family and pool_without_family, and"
            " agreement takes family. The map takes two of these, and a third for panels.",
            several=True,
        ),
        Option("measure", "MEASURE", "Show the values under this evaluation measure."),
        Option(
            "setup",
            "ID",
            "Show or mark this setup; its id is in the address of the page Setup, and has %2F for a"
            " / inside a name.",
        ),
        Option("metric", "METRIC", "List the setups that this metric wins, or show how it stands."),
        Option(
            "order",
            "ORDER",
            "List setups with the widest or the narrowest margin first; find also takes against:"
            " the setups in which the second metric is ahead, the widest margin first.",
        ),
        Option("shown", "METRIC", "Draw this metric; repeat the option for another.", several=True),
        Option("against", "QUERY", "Compare with this second slice."),
        Option("better", "METRIC", "The metric that a claim says is better."),
        Option("worse", "METRIC", "The metric that a claim says is worse."),
        Option(
            "along",
            "CHOICE",
            "Sweep along setups, givens, pool_size, up_to_pool_size or fact:KEY, a fact of the"
            " study.",
        ),
        Option(
            "beside",
            "DIGEST",
            "Take this study too, by the digest of its store, which --store opens; repeat the"
            " option for another. Otherwise all that --store opens.",
            several=True,
        ),
        Option(
            "alias",
            "KEY=KEY",
            "Take a metric of other studies, by its key, for one of this; repeat the option for"
            " another.",
            several=True,
        ),
        Option("shows", "SETUP-OR-QUERY", "The setup, or the slice, that shows the claim."),
    )
}
"""Every option, by name."""
