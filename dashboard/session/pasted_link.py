"""Which setup or which slice does a pasted text mean?"""

from urllib.parse import parse_qsl, urlsplit

from setupscope.analysis.slices.queries import KEYS
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.page_keys import SETUP_ID
from setupscope.data import InputError
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId


def shown_by(text: str, study: MeasuredStudy) -> SetupId | Slice:
    """The setup of a link to one or of an id, else the slice of a link or of a query.

    Raises
    ------
    InputError
        When it is neither, or names what the study does not have.
    """
    line = text.strip()
    if "=" not in line:
        return SetupId.parse(line, study)
    pairs = dict(parse_qsl(urlsplit(line).query or line.removeprefix("?"), keep_blank_values=True))
    if SETUP_ID in pairs:
        return SetupId.parse(pairs[SETUP_ID], study)
    return slice_in(line, study)


def slice_in(text: str, study: MeasuredStudy) -> Slice:
    """The slice of a pasted link or query; keys of pages are left aside.

    Raises
    ------
    InputError
        When it names no slice, or what the study does not have.
    """
    line = text.strip()
    query = urlsplit(line).query or line.removeprefix("?")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    own = {key: value for key, value in pairs.items() if key in KEYS and value}
    if not own:
        raise InputError("this is not a link to Setupscope, a setup or a query")
    slice_, problems = Slice.from_parameters(own, study)
    if problems:
        raise InputError(problems[0])
    return slice_
