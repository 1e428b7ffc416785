"""The axis of numbers: from nought, with round ticks; by powers of ten where figures are too far apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.words import Words

_MOST_TICKS = 4
_FAR_APART = 1000
"""From which ratio on figures are shown by powers of ten."""
_SIZES = ((1e12, "figure.trillion"), (1e9, "figure.billion"), (1e6, "figure.million"))
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True, slots=True)
class NumberTick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class NumberAxis:
    """Numbers from `least` up to `most`, over `length` units."""

    least: float
    most: float
    length: float
    logarithmic: bool
    ticks: tuple[NumberTick, ...]

    def at(self, number: float) -> float:
        """How far up `number` stands, within the axis."""
        return _share(number, self.least, self.most, self.logarithmic) * self.length


def fit_numbers(figures: Sequence[float], length: float, words: Words) -> NumberAxis:
    """An axis for `figures` (none negative), `length` units long; its numbers are written in `words`."""
    most = max(figures, default=0.0)
    least = min((figure for figure in figures if figure > 0), default=0.0)
    if least > 0 and min(figures) > 0 and most / least >= _FAR_APART:
        low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
        step = math.ceil((high - low) / _MOST_TICKS)
        at = [10.0**power for power in range(low, high + step, step)]
        least, most = at[0], at[-1]
    else:
        step = _round_step(most)
        at = [step * n for n in range(math.ceil(most / step - 1e-9) + 1)] if most else [0.0, 1.0]
        least, most = 0.0, at[-1]
    logarithmic = least > 0
    ticks = tuple(NumberTick(_share(n, least, most, logarithmic) * length, number_words(n, words)) for n in at)
    return NumberAxis(least, most, length, logarithmic, ticks)


def _share(number: float, least: float, most: float, logarithmic: bool) -> float:
    if logarithmic:
        number = max(number, least)
        share = (math.log10(number) - math.log10(least)) / (math.log10(most) - math.log10(least))
    else:
        share = (number - least) / (most - least)
    return min(max(share, 0.0), 1.0)


def _round_step(most: float) -> float:
    """1, 2 or 5 times a power of ten, so that at most `_MOST_TICKS` steps reach `most`."""
    if not most:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most / _MOST_TICKS))
    return next(power * n for n in (1, 2, 5, 10, 20) if power * n * _MOST_TICKS >= most * (1 - 1e-9))


def number_words(number: float, words: Words) -> str:
    """A round number for an axis, in English: "3,000", "2.5 million", "10¹⁸", "0.25"."""
    if number >= 1e15 or 0 < number < 1e-4:
        power = math.floor(math.log10(number) + 1e-9)
        factor = words.number(f"{number / 10.0**power:.3g}")
        return ("" if factor == "1" else f"{factor} × ") + f"10{str(power).translate(_RAISED)}"
    for size, name in _SIZES:
        if number >= size:
            return words.fill(name, n=words.number(f"{number / size:.6g}"))
    return words.number(f"{number:,.0f}" if number >= 1000 or number == int(number) else f"{number:.6g}")
