"""How does a draft of a study become a study folder and a store, and what is said of it?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from setupscope.data.complete import folder_beside
from setupscope.data.errors import InputError
from setupscope.data.importing.drafts import UNFINISHED, Draft, keep, require_free, study_folder
from setupscope.data.importing.proposals import Proposal
from setupscope.data.importing.summary import Summary, summarize
from setupscope.data.storage.building import Progress, build, nothing
from setupscope.data.storage.places import DEFAULT_STORE, store_path
from setupscope.data.storage.urls import Url


class Destination(NamedTuple):
    """Where a study and its store go."""

    store: Path
    study: Path


class DestinationOptions(NamedTuple):
    """Where the user wants a study and its store, and whether they may replace others."""

    store: Path | None
    study: Path | None
    replace: bool
    dry_run: bool

    def destination(self) -> Destination | None:
        """The store and the study's folder, which is beside it; None where nothing is built.

        Raises
        ------
        InputError
            When the store would be the one of the shipped study, or something is in the way.
        """
        if self.dry_run:
            return None
        place = store_path(self.store)
        if isinstance(place, Url):
            raise InputError(
                f"{place}: is a URL; write a store on this machine with --store DIR, then upload"
                " its study with: setupscope build STUDY.toml --store URL"
            )
        if place == DEFAULT_STORE:
            raise InputError(
                f"{place}: is the store of the shipped study, which `setupscope dashboard`"
                " rebuilds; choose another with --store"
            )
        folder = (self.study or study_folder(place)).absolute()
        require_free(place, folder, self.replace)
        return Destination(place, folder)


def publish(
    proposal: Proposal,
    to: Destination | None,
    say: Callable[[Summary], None],
    progress: Progress = nothing,
    on_wait: Callable[[], None] = nothing,
    on_resume: Progress = nothing,
    processes: int | None = None,
) -> Path | None:
    """Shows the summary; then builds the store and keeps the study, if there is a destination.

    The last four parameters are those of `setupscope.data.storage.building.build`.

    Returns
    -------
    Path or None
        Where a study folder that was replaced is now.

    Raises
    ------
    InputError
        When the study is not accepted, or cannot be written.
    """
    with _staged(proposal.draft, to) as study_file:
        summary = summarize(study_file, proposal.lines, proposal.notes)
        say(summary)
        if summary.blocked:
            raise InputError(summary.blocked)
        if to is None:
            return None
        former: list[Path | None] = []
        build(
            study_file,
            to.store,
            progress=progress,
            on_wait=on_wait,
            on_resume=on_resume,
            processes=processes,
            on_complete=lambda: former.append(keep(study_file.parent, to.study)),
        )
        (to.study / UNFINISHED).unlink(missing_ok=True)
        return former[0]


@contextmanager
def _staged(draft: Draft, to: Destination | None) -> Iterator[Path]:
    """The study in a folder of its own, near its place; the folder is gone afterwards."""
    label = to.study if to else Path("the study")
    try:
        if to:
            to.study.parent.mkdir(parents=True, exist_ok=True)
        with folder_beside(to.study) if to else TemporaryDirectory(prefix="setupscope-") as place:
            staged = Path(place) / "study"
            try:
                yield draft.write(staged)
            except InputError as error:
                raise InputError(str(error).replace(str(staged), str(label))) from error
    except OSError as error:
        raise InputError(f"{error.filename or label}: {error.strerror or error}") from error
