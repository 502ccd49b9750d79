"""Which setup is meant, in one text that links, selections and figures can carry?"""

from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import quote, unquote

from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.masks import MASK_BITS
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.study.measured import MeasuredStudy

FORM = (
    "scenario/given/backbone/measure/pool, the pool in hexadecimal, and names as in an address,"
    " with %2F for a / and %20 for a blank"
)
WIDE = "~"
"""What a pool begins with that has candidates beyond the 62nd: the mask in base64url (RFC 4648)."""


@dataclass(frozen=True)
class SetupId:
    """The five parts of a setup.

    Attributes
    ----------
    scenario, given, backbone, measure : str
        As in the frame of setups.
    pool : int
        Mask over the bits of the scenario's candidates.
    """

    scenario: str
    given: str
    backbone: str
    measure: str
    pool: int

    def __str__(self) -> str:
        parts = (self.scenario, self.given, self.backbone, self.measure)
        return "/".join([*(quote(part, safe="") for part in parts), pool_text(self.pool)])

    @classmethod
    def parse(cls, text: str, study: MeasuredStudy) -> "SetupId":
        """The setup that a text names; whether the store holds it is not asked.

        Raises
        ------
        InputError
            When a part is missing or unknown to the study, or the pool holds the given.
        """
        parts = [unquote(part) for part in text.split("/")]
        if len(parts) != 5:
            slashes = "; it has a / too many, perhaps inside a name" if len(parts) > 5 else ""
            raise InputError(f"setup {quoted(text)} is not accepted (accepted: {FORM}){slashes}")
        scenario, given, backbone, measure, mask = parts
        _require("scenario", scenario, [known.name for known in study.scenarios])
        names = study.names_of(scenario)
        _require("given", given, names.givens)
        _require("backbone", backbone, names.backbones)
        _require("measure", measure, study.measures_of(scenario))
        id_ = cls(scenario, given, backbone, measure, _pool(mask, len(names.candidates)))
        if given in id_.members(study):
            where = f"setup {quoted(text)} is not accepted"
            raise InputError(f"{where}: the given {quoted(given)} is in its own pool")
        return id_

    def members(self, study: MeasuredStudy) -> tuple[str, ...]:
        """The candidates of the pool, in the order of the bits."""
        names = study.names_of(self.scenario).candidates
        return tuple(name for bit, name in enumerate(names) if self.pool >> bit & 1)


def _require(what: str, name: str, accepted: tuple[str, ...] | list[str]) -> None:
    if name not in accepted:
        raise InputError(unknown(f"{what} of a setup", name, accepted))


def pool_text(pool: int) -> str:
    """A pool as it stands in the id of a setup, a sixth as long as it has candidates at most."""
    if pool.bit_length() <= MASK_BITS:
        return f"{pool:x}"
    packed = pool.to_bytes(-(-pool.bit_length() // 8), "little")
    return WIDE + urlsafe_b64encode(packed).decode().rstrip("=")


def _mask(text: str) -> int:
    """The mask that a text stands for; 0 where it stands for none."""
    if text.startswith(WIDE):
        packed = text[1:].encode() + b"=" * (-len(text[1:]) % 4)
        try:
            return int.from_bytes(b64decode(packed, b"-_", validate=True), "little")
        except ValueError:
            return 0
    return int(text, 16) if text and set(text) <= set("0123456789abcdef") else 0


def _pool(mask: str, candidates: int) -> int:
    pool = _mask(mask) if mask.isascii() and len(mask) <= max(16, candidates) else 0
    if pool.bit_count() < SMALLEST_POOL or pool >> candidates:
        raise InputError(
            f"pool {quoted(mask)} of a setup is not accepted (accepted: a hexadecimal mask of"
            f" {SMALLEST_POOL} or more of {candidates} candidates)"
        )
    return pool
