"""How are numbers said: shares, values, counts, and lists of names?"""

import math

NO_NUMBER = "–"


def percent(share: float) -> str:
    """A share to the tenth of a per cent: "49.8 %"; a little is "<0.1 %", nearly all ">99.9 %"."""
    if math.isnan(share):
        return NO_NUMBER
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def unbroken(share: float) -> str:
    """The same, on one line wherever it stands."""
    return percent(share).replace(" ", "\N{NO-BREAK SPACE}")


def whole_percent(share: float) -> str:
    """A share in whole per cent, without the sign; a little is "<1", nearly all is ">99"."""
    if math.isnan(share):
        return NO_NUMBER
    if 0 < share < 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{100 * share:.0f}"


def p_value(p: float) -> str:
    """A p to two significant digits, and to four decimals at most: "0.012", "<0.0001"."""
    if math.isnan(p):
        return NO_NUMBER
    return "<0.0001" if p < 0.0001 else f"{p:#.2g}" if p >= 0.001 else f"{p:.4f}"


def points(difference: float) -> str:
    """A difference of shares in percentage points: "+23", "−8", "0"."""
    whole = round(100 * difference)
    return _minus(f"{whole:+d}") if whole else "0"


def tenths(difference: float) -> str:
    """The same to a tenth: "+7.5", "−0.4", "0.0"."""
    return _minus(f"{100 * difference:+.1f}") if round(100 * difference, 1) else "0.0"


def points_noun(difference: float) -> str:
    """What stands after `points`: "point" or "points"."""
    return "point" if abs(round(100 * difference)) == 1 else "points"


def unsigned_tenths(difference: float) -> str:
    """How large it is, to a tenth: "4.5", "less than 0.1", "0.0"."""
    size = abs(100 * difference)
    return "less than 0.1" if 0 < size < 0.1 else f"{size:.1f}"


def ends(low: float, high: float) -> str:
    """Both ends of an interval of shares, in hundredths: "−4 to 61"."""
    return _minus(f"{round(100 * low)} to {round(100 * high)}")


def span(low: float, high: float) -> str:
    """An interval of shares in whole per cent: "37 to 61 %"."""
    return f"{ends(low, high)} %"


def value(number: float) -> str:
    """A measure's value to two digits: "0.48"."""
    return NO_NUMBER if math.isnan(number) else _minus(f"{round(number, 2) + 0:.2f}")


def short_value(number: float) -> str:
    """A measure's value where there is little room: ".48", "−.48", "1.0"."""
    return value(number).replace("0.", ".", 1).replace("1.00", "1.0")


def _minus(number: str) -> str:
    return number.replace("-", "−")


def four_digits(number: float) -> str:
    """A score, a performance or a value to four decimals: "0.7491"; a smaller one as "2.5e−07"."""
    if math.isnan(number):
        return NO_NUMBER
    return _minus(f"{number:.2g}" if 0 < abs(number) < 0.00005 else f"{number:.4f}")


def three_digits(number: float) -> str:
    """A margin to three decimals: "−0.033"; a smaller one as "2.5e−07"."""
    if math.isnan(number):
        return NO_NUMBER
    return _minus(f"{number:.2g}" if 0 < abs(number) < 0.0005 else f"{round(number, 3) + 0:.3f}")


def quantity(number: int, noun: str) -> str:
    """A number of things: "1 target dataset", "17 target datasets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def join_names(names: list[str]) -> str:
    """Names as a sentence lists them: "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
