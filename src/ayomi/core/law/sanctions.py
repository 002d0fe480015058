"""Administrative sanctions on employers as steps in time: which may come next, and from which day. PP 86/2013."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args

from ayomi.core.law.book import integer, parameter, strings
from ayomi.core.law.calendar import calendar, calendar_unknown
from ayomi.core.law.citation import Citation, Words

FILE = "sanctions.yaml"
Ground: TypeAlias = Literal["unregistered", "incomplete", "arrears"]
Step: TypeAlias = Literal["warning_1", "warning_2", "fine", "stop_services"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
STEPS: tuple[Step, ...] = get_args(Step)
SERVICES = ("business_permit", "tender_permit", "foreign_worker_permit", "labour_supply_permit", "building_permit")


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken. `ends`: the last day of the time it gives, None where it gives none."""

    step: Step
    on: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Next:
    """The step that may come next, from `since` on."""

    step: Step
    since: date


def time_of(step: Step, on: date) -> date | None:
    """The last day of the time a step given on `on` leaves to put things right; None for the last step.

    Warnings give working days, the fine calendar days. Raises NotInForce before 2013-12-24. Source: PP 86/2013.
    """
    if step == "stop_services":
        return None
    if step == "fine":
        return on + timedelta(days=parameter(FILE, "fine_payment_days", integer).on(on).value)
    return calendar().working_days_after(on, parameter(FILE, "warning_working_days", integer).on(on).value)


def next_step(ground: Ground, taken: Sequence[Taken], day: date) -> Next | None:
    """What may follow the steps taken (in their order), and from when; None after the last.

    The first warning may be given at once, on `day`. Whoever is not fined by the law goes from the second warning
    straight to the request to stop services. Raises NotInForce before 2013-12-24.
    """
    fined = ground in parameter(FILE, "fined_grounds", strings).on(day).value
    if not taken:
        return Next("warning_1", day)
    last = taken[-1]
    if last.ends is None:
        return None
    after: dict[Step, Step] = {
        "warning_1": "warning_2", "warning_2": "fine" if fined else "stop_services", "fine": "stop_services",
    }  # fmt: skip
    return Next(after[last.step], last.ends + timedelta(days=1))


def doubts(ground: Ground, taken: Sequence[Taken]) -> tuple[Words, ...]:
    """What is not certain about a case: its ground, and holidays of years that are not known yet."""
    found = []
    unsure = parameter(FILE, "grounds", strings).values[-1].unsure
    if ground == "arrears" and unsure is not None:
        found.append(unsure)
    ends = [each.ends for each in taken if each.ends is not None and each.step != "fine"]
    found += [calendar_unknown(day.year) for day in ends if not calendar().knows(day)][:1]
    return tuple(found)


def source(name: str, day: date) -> Citation:
    """Where a parameter of the sanctions stands on a day."""
    return parameter(FILE, name, lambda value: value).on(day).citation


def services_on(day: date) -> tuple[str, ...]:
    """The public services that may be asked to be stopped."""
    return parameter(FILE, "services", strings).on(day).value
