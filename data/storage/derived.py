"""What does a scenario look like when it is scored with something besides its metrics?

A derived store answers every question that a store does. It is written to a temporary folder,
and gone with the object: nothing has to be kept in step with the store that it comes from.
"""

import hashlib
import weakref
from pathlib import Path
from tempfile import TemporaryDirectory

from setupscope.data.limits import MAX_IN_MEMORY
from setupscope.data.storage.building import Progress, Score, build_derived, nothing
from setupscope.data.storage.opening import Store, open_store
from setupscope.data.study.baselines import baseline_study, with_baselines
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers


def store_with_baselines(store: Store, scenario: str, progress: Progress = nothing) -> Store:
    """One scenario of a store, with its baselines as further metrics.

    Parameters
    ----------
    store : Store
        Any opened store.
    scenario : str
        The scenario, with its givens, pools and measures as they are.
    progress : callable
        Called with setups done and setups in all.

    Returns
    -------
    Store
        See `data.study.baselines` for how baselines are scored. The values of the metrics
        are those of `store`.

    Raises
    ------
    InputError
        When the scenario is unknown, or the disk is full.
    """
    study = baseline_study(store.study, scenario)
    transfers = with_baselines(store.study, store.transfers(), scenario)
    many = store.manifest.counts[scenario] > MAX_IN_MEMORY
    score = store.score if many else None
    name = f"{store.digest} {scenario} baselines"
    return derived_store(study, transfers, name, progress, score)


def derived_store(
    study: Study,
    transfers: Transfers,
    name: str,
    progress: Progress = nothing,
    score: Score | None = None,
) -> Store:
    """A study that no file describes, scored into a store of its own; `name` says which.

    `score` is as in `build`.
    """
    folder = TemporaryDirectory(prefix="setupscope-")
    place = Path(folder.name) / "store"
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    build_derived(study, transfers, digest, place, progress, score)
    # What it is asked is answered from its outcomes and values; the database need hold nothing.
    store = open_store(place, most_in_memory=0)
    weakref.finalize(store, folder.cleanup)
    return store
