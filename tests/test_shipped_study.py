"""The shipped store: its counts, its values, and what the study is known to find."""

import hashlib
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from setupscope.analysis import win_rates
from setupscope.data.study.study_file import SHIPPED_STUDY

COUNTS = {
    "segmentation-source": 171_156,
    "classification-source": 362_592,
    "segmentation-target": 171_156,
    "classification-target": 38_912,
    "segmentation-target-gain": 128_367,
    "classification-target-gain": 29_184,
}
PUBLISHED = {
    "segmentation.csv": "05e160c0fea7ad4d34d84892153aa5e924df029fd232f6cd0c4624b871fc4548",
    "classification.csv": "1948d0487d8ea0ae4b5c20983d442f3780d453990daf5694b071d7de7d051022",
}
SAMPLED = 1200


def test_the_measurements_are_the_published_ones():
    for name, expected in PUBLISHED.items():
        content = (SHIPPED_STUDY.parent / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == expected


def test_the_store_holds_every_setup_once_and_no_nulls(shipped):
    frame = shipped.setups().df()
    assert frame["scenario"].value_counts().to_dict() == COUNTS == dict(shipped.manifest.counts)
    assert not frame.duplicated(["scenario", "given", "backbone", "measure", "pool"]).any()
    assert not frame.isna().any().any()
    assert (frame["covered"] == 0b11111).all()


def test_the_store_is_small(shipped):
    assert sum(file.size for file in shipped.manifest.files.values()) <= 20e6


def gains(table):
    """Performance less the mean of the other sources on the target, under the same backbone."""
    whole = table.groupby(["target", "backbone"])["performance"].transform
    others = (whole("sum") - table["performance"]) / (whole("size") - 1)
    return table["performance"] - others


def expected_values(study, tables, names, setup):
    """The five values of a setup, from the CSV files and SciPy."""
    scenario = study.scenario(setup.scenario)
    pool = [name for bit, name in enumerate(names[setup.scenario]) if setup.pool >> bit & 1]
    table = tables[scenario.table]
    if scenario.performance == "gain":
        table = table.assign(performance=gains(table))
    held = table[(table[scenario.given] == setup.given) & (table["backbone"] == setup.backbone)]
    block = held.set_index(scenario.candidates).loc[pool]
    by = {"pearson": stats.pearsonr, "kendall": stats.kendalltau}
    by["weighted_kendall"] = stats.weightedtau
    for metric in study.metric_keys:
        performance, score = block["performance"].to_numpy(), block[metric].to_numpy()
        if setup.measure == "rel_at_1":
            yield performance[score == score.max()].mean() / performance.max()
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield by[setup.measure](performance, score)[0]


def test_values_are_scipys_to_float32_on_random_setups(shipped):
    study = shipped.study
    tables = {table.key: pd.read_csv(SHIPPED_STUDY.parent / table.file) for table in study.tables}
    tables["segmentation"]["backbone"] = "unstated"
    names = {
        scenario.name: sorted(tables[scenario.table][scenario.candidates].unique())
        for scenario in study.scenarios
    }
    sample = shipped.setups().df().sample(SAMPLED, random_state=7)
    for setup in sample.itertuples():
        assert setup.pool.bit_count() == setup.pool_size
        expected = np.float32([*expected_values(study, tables, names, setup)])
        found = np.float32([getattr(setup, metric) for metric in study.metric_keys])
        np.testing.assert_allclose(found, expected, rtol=2**-23, atol=1e-9)


def test_no_given_stands_in_its_own_pool(shipped):
    bit = shipped.candidates().set_index(["scenario", "candidate"])["bit"].to_dict()
    frame = shipped.setups().df()[["scenario", "given", "pool", "roster"]].astype({"given": str})
    for (scenario, given), block in frame.groupby(["scenario", "given"], observed=True):
        own = 1 << int(bit[scenario, given]) if (scenario, given) in bit else 0
        assert (block["pool"] & own == 0).all()
        assert (block["roster"] == block["pool"] | own).all()


def best(table):
    row = table.loc[table["win_rate"].idxmax()]
    return row["metric"], round(row["win_rate"], 2)


@pytest.mark.parametrize(
    ("scenario", "backbone", "expected"),
    [
        ("segmentation-source", "unstated", ("logme", 0.50)),
        ("classification-source", "frozen", ("nleep", 0.88)),
        ("classification-source", "fine-tuned", ("nleep", 0.79)),
        ("classification-target", "frozen", ("gbc", 0.52)),
        ("classification-target", "fine-tuned", ("gbc", 0.49)),
        ("segmentation-target-gain", "unstated", ("hscore", 0.41)),
    ],
)
def test_the_known_winners_come_out(shipped, scenario, backbone, expected):
    rates = win_rates(shipped.setups(), by=("backbone",))
    part = rates[(rates["scenario"] == scenario) & (rates["backbone"] == backbone)]
    assert best(part) == expected


def test_row_groups_can_be_left_out_by_their_statistics(shipped):
    import pyarrow.parquet as pq

    part = shipped.path / "setups" / "scenario=segmentation-source" / "part-0.parquet"
    metadata = pq.ParquetFile(part).metadata
    for index in range(metadata.num_row_groups):
        given = metadata.row_group(index).column(0).statistics
        assert given.min == given.max
