"""How good a loan is by its days late, and what is set aside for it.

The law gives the days of each class and its weight; what is set aside is the part that the weight leaves: nothing for
`lancar`, a quarter, three quarters, all of what is outstanding for `macet` (KEP-100/MBU/2002 in the other direction).
"""

from datetime import date

from ayomi.core.law.book import integers, parameter
from ayomi.core.law.funds import CLASSES, FILE, LoanClass, class_of
from ayomi.core.money import WHOLE, PartsPerMillion, Rupiah, share

__all__ = ["CLASSES", "LoanClass", "class_of", "provision", "provision_rates"]


def provision_rates(day: date) -> dict[LoanClass, PartsPerMillion]:
    """What part of the outstanding sum of each class is set aside on `day`, ppm. Raises NotInForce before June 2002."""
    weights = parameter(FILE, "class_weight", integers).on(day).value
    return {name: WHOLE - weights[name] for name in CLASSES}


def provision(outstanding: Rupiah, days_late: int, day: date) -> Rupiah:
    """What is set aside for a loan that is `days_late` on `day`, rounded half up."""
    return share(outstanding, provision_rates(day)[class_of(days_late)])
