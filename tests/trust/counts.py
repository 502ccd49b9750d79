"""What came of an attack: how often it was tried, and how often something went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Counts:
    """What came of one attempt, or of several together; all but `tried` have to be 0.

    Attributes
    ----------
    tried : int
        Attempts.
    lost : int
        Results that were there before and are gone or broken, or runs that a former one blocks.
    wrong : int
        Answers that differ, that were given where they had to be refused, or that are missing.
    tracebacks : int
        Tracebacks and crash boxes that a user or the log got to see.
    scripts : int
        Scripts of others that a browser ran.
    outside : int
        Names that were looked up, and requests that left the machine.
    notes : tuple of str
        What went wrong, or was not tried and why; each once.
    """

    tried: int = 0
    lost: int = 0
    wrong: int = 0
    tracebacks: int = 0
    scripts: int = 0
    outside: int = 0
    notes: tuple[str, ...] = ()

    def __add__(self, other):
        numbers = {name: getattr(self, name) + getattr(other, name) for name in NUMBERS}
        return Counts(**numbers, notes=tuple(dict.fromkeys((*self.notes, *other.notes))))

    @property
    def harm(self):
        """How often something went wrong."""
        return sum(getattr(self, name) for name in HARM)


NUMBERS = tuple(field.name for field in fields(Counts) if field.name != "notes")
HARM = NUMBERS[1:]


def one(note="", **harm):
    """One attempt, and what it did; the note is kept where it did harm."""
    numbers = {name: int(value) for name, value in harm.items()}
    return Counts(tried=1, **numbers, notes=(note,) if note and any(numbers.values()) else ())


def also(note="", **harm):
    """What another look at the same attempt found."""
    return replace(one(note, **harm), tried=0)


def skipped(why):
    """Nothing was tried."""
    return Counts(notes=(f"not tried: {why}",))


def total(attempts: Iterable[Counts]) -> Counts:
    """All attempts together."""
    return sum(attempts, Counts())
