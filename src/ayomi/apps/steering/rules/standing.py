"""How a figure stands against its target. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ayomi.core.money import Language, half_up

Stand = Literal["no_target", "reached", "ahead", "behind"]


def percent(realised: Fraction | int, target: Fraction | int) -> Fraction:
    """Percent of the target, exact. Raises ZeroDivisionError for a target of nothing."""
    return Fraction(realised) / Fraction(target) * 100


def percent_text(value: Fraction, language: Language) -> str:
    """A percentage with two decimals, half up: `89,38 %` (id) or `89.38%` (en)."""
    hundredths = half_up(value.numerator * 100, value.denominator)
    whole, rest = divmod(abs(hundredths), 100)
    text = f"{'−' if hundredths < 0 else ''}{whole}.{rest:02d}"
    return text.replace(".", ",") + " %" if language == "id" else text + "%"


def forecast(realised: int, month: int, *, start: int = 0, since: int = 0) -> int:
    """What will stand at the end of December if the rest of the year brings as much a month as the months from the
    end of month `since` (0: new year), when `start` stood, to the end of `month`; half up, never below nought.

    A straight line and nothing more: it knows neither seasons nor what is planned. Where nothing has passed since
    `start` there is no pace, and what stands is what is expected.
    """
    if month <= since:
        return realised
    return max(start + half_up((realised - start) * (12 - since), month - since), 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """A realisation at the end of month `month` (1 to 12) against the target of its year. `target` None: none is set.

    The path to a target is its `course`, what shall stand by the end of each month; without one it is even, a twelfth
    of the target for each month that has passed.
    """

    realised: int
    target: int | None
    month: int
    course: tuple[int, ...] = ()

    @property
    def percent(self) -> Fraction | None:
        """Percent of the year's target; None where there is no target, or a target of nothing."""
        return percent(self.realised, self.target) if self.target else None

    @property
    def pace(self) -> Fraction:
        """Percent of the target that its course asks for by now; evenly, percent of the year that has passed."""
        if self.course and self.target:
            return percent(self.course[self.month - 1], self.target)
        return Fraction(self.month * 100, 12)

    @property
    def path(self) -> int | None:
        """What the target asks for by the end of this month, half up."""
        if self.target is None:
            return None
        return self.course[self.month - 1] if self.course else half_up(self.target * self.month, 12)

    @property
    def against_path(self) -> int | None:
        """Ahead of (above zero) or behind the path, half up away from zero."""
        if self.target is None:
            return None
        if self.course:
            return self.realised - self.course[self.month - 1]
        return half_up(self.realised * 12 - self.target * self.month, 12)

    @property
    def needed_per_month(self) -> int | None:
        """What each remaining month must bring to reach the target: 0 when reached, None when no month is left.

        None too where there is no target.
        """
        if self.target is None:
            return None
        missing = self.target - self.realised
        if missing <= 0:
            return 0
        left = 12 - self.month
        return -(-missing // left) if left else None

    @property
    def stand(self) -> Stand:
        """In one word: whether there is a target, whether it is reached, and if not, on which side of the path."""
        if self.target is None:
            return "no_target"
        if self.realised >= self.target:
            return "reached"
        if self.course:
            return "ahead" if self.realised >= self.course[self.month - 1] else "behind"
        return "ahead" if self.realised * 12 >= self.target * self.month else "behind"
