"""Which slice has the reader chosen, and how does it change?

The slice lives in the reader's session and in the address. Whoever changes it, a widget, a
click in a figure, undo or a link, goes through here, so that panel, pages and address agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import streamlit as st

from setupscope.analysis.slices.queries import KEYS, named
from setupscope.analysis.slices.slices import Field, Slice
from setupscope.dashboard.limits import MAX_UNDO
from setupscope.dashboard.session.collection import apply_collection, collection_parameter
from setupscope.dashboard.session.page_choices import PageChoices
from setupscope.dashboard.session.page_keys import KEPT, keys_of
from setupscope.dashboard.session.stores import (
    PRIVATELY,
    STAMP,
    current_store,
    set_current_link,
    store_stamp,
)
from setupscope.data.errors import unknown
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Scenario

STATE = "chosen"
NOT_HERE = (
    "the link needs a study that was uploaded on the page Your metric; it is private to that"
    " session or no longer exists, so the shared study is shown"
)


@dataclass
class State:
    """What one reader looks at.

    Attributes
    ----------
    slice_ : Slice
        Of one scenario.
    past : list of Slice
        Earlier slices, the latest last.
    former : Slice, optional
        The slice that was shown before the present one, whichever way it was left.
    page : str
        The page shown.
    asked : PageChoices
        What this page and the others are asked, where it is not their own choice.
    written : dict
        What the address was last made to say, besides what is kept.
    problems : list of str
        What the address asked for and did not get, until the next change.
    given_mode : str, optional
        Whether the givens of the slice were picked by naming them or by leaving others out.
    edited : bool
        Whether a widget or a click has changed anything since the last run, so that the
        address is behind.
    from_address : set of str
        Choices that come from the address of this run, and were not made before.
    idle : set of str
        Choices that this slice does not offer; they return with one that does.
    going : str, optional
        Page to turn to at the next run.
    """

    slice_: Slice
    past: list[Slice] = field(default_factory=list)
    former: Slice | None = None
    page: str = ""
    asked: PageChoices = field(default_factory=PageChoices)
    written: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    given_mode: str | None = None
    edited: bool = False
    from_address: set[str] = field(default_factory=set)
    idle: set[str] = field(default_factory=set)
    going: str | None = None

    @property
    def scenario(self) -> str:
        """The scenario of the slice."""
        return self.slice_.scenario_names()[0]

    @property
    def choices(self) -> dict[str, str]:
        """Values of the page's keys that differ from the page's own choice."""
        return self.asked.of(self.page, self.scenario)

    @property
    def offered(self) -> dict[str, str]:
        """The choices that the page takes; known once the page has run."""
        return {key: value for key, value in self.choices.items() if key not in self.idle}

    def drop(self, key: str, problem: str) -> None:
        """Forgets a choice that the page cannot show, and says why."""
        self.asked.choose(key, None, self.scenario)
        self.problems = [*self.problems, problem]

    def change(self, slice_: Slice) -> None:
        """Another slice; undo brings the present one back."""
        self.problems = []
        if slice_.givens != self.slice_.givens:
            self.given_mode = None
        # Slices of two studies may be equal; what they can be asked is not.
        if slice_ != self.slice_ or slice_.study.digest != self.slice_.study.digest:
            self.past = [*self.past, self.slice_][-MAX_UNDO:]
            self.former, self.slice_ = self.slice_, slice_


def current_state() -> State:
    """What the reader of this run looks at."""
    state: State = st.session_state[STATE]
    return state


def edited() -> bool:
    """Whether the reader has changed anything since the last run, so that the address is behind."""
    return STATE in st.session_state and current_state().edited


class Arrival(Enum):
    """How a run begins, as far as that decides what the address is taken for."""

    FIRST = "the first run of this reader"
    LINK_TO_STORE = "a link to another store was followed"
    STORE = "the store is another one: switched, or built again"
    LINK = "a link was followed, or the back button pressed"
    PAGE = "another page was turned to"
    STAY = "a widget was used, or a figure clicked"


def begin_run(study: MeasuredStudy, page: str) -> State:
    """What the reader looks at, brought in line with the address; the start of every run."""
    parameters = dict(st.query_params.to_dict())
    collected = parameters.pop(KEPT, "")
    if STATE not in st.session_state:
        st.session_state[STATE] = State(opening_slice(study, study.scenarios[0]))
    state = current_state()
    state.from_address, state.idle = set(), set()
    arrival = _arrival(state, study, page, parameters)
    state.page = page
    match arrival:
        case Arrival.FIRST | Arrival.LINK_TO_STORE | Arrival.LINK:
            _apply_address(state, study, page, parameters)
        case Arrival.STORE:
            former = address(state.slice_) | state.choices
            _apply_address(state, study, page, former if state.edited else former | parameters)
        case Arrival.PAGE | Arrival.STAY:
            pass
    if arrival in (Arrival.FIRST, Arrival.LINK_TO_STORE, Arrival.STORE):
        state.past, state.former = [], None
    if arrival is Arrival.FIRST and collected:
        state.problems += apply_collection(collected, study)
    state.edited = False
    return state


def _arrival(
    state: State, study: MeasuredStudy, page: str, parameters: Mapping[str, str]
) -> Arrival:
    if not state.page:
        return Arrival.FIRST
    if state.slice_.study.digest != study.digest:
        return Arrival.LINK_TO_STORE if _names_store(parameters) else Arrival.STORE
    if not state.edited and parameters and parameters != state.written:
        return Arrival.LINK
    return Arrival.STAY if state.page == page else Arrival.PAGE


def address(slice_: Slice) -> dict[str, str]:
    """The keys of an address that hold a slice; the scenario is always among them."""
    return {"scenario": slice_.scenario_names()[0]} | slice_.parameters()


def full_address(slice_: Slice) -> dict[str, str]:
    """The keys of an address that hold a slice, and the store where there are several."""
    return address(slice_) | store_stamp()


def address_of(page: str, slice_: Slice) -> dict[str, str]:
    """The keys of an address that opens a page with a slice, asked what it was asked last."""
    asked = current_state().asked.of(page, slice_.scenario_names()[0])
    return full_address(slice_) | asked


def write_address(state: State) -> None:
    """Makes the address say what is looked at; the end of every run."""
    wanted = full_address(state.slice_) | state.offered
    collected = collection_parameter()
    whole = wanted | ({KEPT: collected} if collected else {})
    if whole != st.query_params.to_dict():
        st.query_params.from_dict(whole)
    state.written = wanted


def _apply_address(
    state: State, study: MeasuredStudy, page: str, parameters: Mapping[str, str]
) -> None:
    """Applies an address, and keeps a sentence for each part that cannot be applied."""
    own = keys_of(page)
    repeated = [key for key in parameters if len(st.query_params.get_all(key)) > 1]
    choices = {key: value for key, value in parameters.items() if key in own}
    strangers = [key for key in parameters if key not in own and key not in KEYS]
    of_slice = {key: value for key, value in parameters.items() if key in KEYS}
    missing = _resolve_private(of_slice)
    slice_, problems = read_slice(study, of_slice)
    problems += missing
    problems += named("key of the address", strangers, [*KEYS, *own])
    problems += [f"key “{key}” occurs more than once; the last value is used" for key in repeated]
    state.change(slice_)
    former = state.choices
    state.asked.replace(page, choices, state.scenario)
    state.problems = problems
    state.from_address = {key for key in choices if former.get(key) != choices[key]}


def _names_store(parameters: Mapping[str, str]) -> bool:
    """Whether an address names the store that is shown, of several."""
    return parameters.get(STAMP) in store_stamp().values()


def _resolve_private(parameters: dict[str, str]) -> list[str]:
    """Takes the name of a private store out of what is asked; a sentence where it is not here."""
    named_store = parameters.get(STAMP, "")
    if not named_store.startswith(PRIVATELY):
        return []
    del parameters[STAMP]
    return [] if store_stamp().get(STAMP) == named_store else [NOT_HERE]


def read_slice(study: MeasuredStudy, parameters: Mapping[str, str]) -> tuple[Slice, list[str]]:
    """The slice of one scenario that some decoded keys describe, and what they do not get."""
    if not parameters:
        return opening_slice(study, study.scenarios[0]), []
    asked = {key: value for key, value in parameters.items() if key == "scenario" and value}
    wanted, problems = Slice.from_parameters(asked, study)
    found, names = list(problems), wanted.scenario_names()
    if len(names) > 1 and not found:
        title = study.scenario(names[0]).title
        which = "several scenarios" if asked else "no scenario"
        found.append(f"the address names {which}, but a page shows only one: {title}")
    slice_, problems = Slice.from_parameters({**parameters, "scenario": names[0]}, study)
    return slice_, [*found, *problems]


def switch_store(link: str) -> None:
    """Turns to another store, with what of the slice it has; its past stays behind."""
    set_current_link(link)
    state, study = current_state(), current_store().study
    name, parameters = state.slice_.scenario_names()[0], address(state.slice_)
    slice_ = opening_slice(study, study.scenarios[0])
    if name in [scenario.name for scenario in study.scenarios]:
        slice_, _ = read_slice(study, parameters)
    state.slice_, state.past, state.former = slice_, [], None
    state.problems, state.given_mode, state.edited = [], None, True


def opening_slice(study: MeasuredStudy, scenario: Scenario) -> Slice:
    """The slice with which a scenario opens: all of it, without ratios across tasks.

    Where targets are ranked, Rel@1 divides performances on different tasks.
    """
    measures: tuple[str, ...] = ()
    if scenario.candidates == "target":
        own = study.measures_of(scenario.name)
        measures = tuple(key for key in own if not MEASURES[key].needs_ratio)
    return Slice(study, scenarios=(scenario.name,), measures=measures)


def change(**fields: Field) -> None:
    """Another value of some fields of the slice; a widget's callback."""
    change_to(current_state().slice_.replace(**fields))


def change_to(slice_: Slice) -> None:
    """Another slice as a whole; a callback."""
    state = current_state()
    state.change(slice_)
    state.edited = True


def change_scenario(name: str) -> None:
    """Another scenario: the metrics compared stay, and measures that the reader chose."""
    study = (old := current_state().slice_).study
    start = opening_slice(study, study.scenario(name))
    as_opened = opening_slice(study, study.scenario(old.scenario_names()[0])).measures
    kept = tuple(key for key in old.measures if key in start.accepted("measure"))
    measures = start.measures if old.measures == as_opened else kept
    change_to(start.replace(measures=measures).comparing_as(old))


def undo() -> None:
    """The slice before the last change."""
    state = current_state()
    if state.past:
        state.former, state.slice_ = state.slice_, state.past.pop()
    state.problems, state.given_mode, state.edited = [], None, True


def reset() -> None:
    """The whole scenario again."""
    slice_ = current_state().slice_
    change_to(opening_slice(slice_.study, slice_.study.scenario(slice_.scenario_names()[0])))


def page_choice(key: str, accepted: Sequence[str], default: str) -> str:
    """A page's own choice; a value of the address that is not accepted is named and dropped.

    A choice that was made on the page, and that this slice does not offer, waits for one that
    does.
    """
    state = current_state()
    value = state.choices.get(key, default)
    if value in accepted:
        return value
    if key not in state.from_address:
        state.idle.add(key)
    elif key in state.choices:
        state.drop(key, unknown(f"value of {key}", value, filter(None, accepted)))
    return default


def set_page_choice(key: str, value: str | None) -> None:
    """Another value of a page's own choice; none means the page's own again."""
    state = current_state()
    state.problems = []
    state.asked.choose(key, value, state.scenario)
    state.edited = True


def set_page_choices(choices: Mapping[str, str]) -> None:
    """Other values of choices that belong together."""
    state = current_state()
    state.problems = []
    state.asked.update(choices, state.scenario)
    state.edited = True


def go_to(page: str, slice_: Slice | None = None, choices: Mapping[str, str] | None = None) -> None:
    """Turns to another page, with another slice or choices if some are given; a callback."""
    state = current_state()
    if slice_ is not None:
        state.change(slice_)
    state.asked.update(choices or {}, state.scenario)
    state.going, state.edited = page, True
