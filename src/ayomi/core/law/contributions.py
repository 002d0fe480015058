"""What is owed for one month: a frame of people in, the same frame with every amount out.

The case of one person goes through the same formulas, without a frame: `monthly.assess_one`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic

import narwhals as nw
from narwhals.typing import IntoDataFrameT

from ayomi.core.law import own_account, relief, wage_earner
from ayomi.core.law.citation import Citation, Words
from ayomi.core.law.columns import COLUMNS
from ayomi.core.law.dated import Dated
from ayomi.core.law.errors import NotInForce
from ayomi.core.law.monthly import INCOME, Law, MonthlySegment, law_of, sources_of
from ayomi.core.law.scope import require_in_force
from ayomi.core.law.terms import PROGRAMMES, RISKS
from ayomi.core.law.wage_earner import WageEarnerLaw
from ayomi.core.money import LARGEST_WAGE
from ayomi.core.periods import Month, month_text


@dataclass(frozen=True, slots=True)
class Assessed(Generic[IntoDataFrameT]):
    """The frame with its amounts, and for each amount column the rules it rests on, with what is unsure in them."""

    frame: IntoDataFrameT
    citations: Mapping[str, tuple[Citation, ...]]
    unsure: Mapping[str, tuple[Words, ...]]


def assess(frame: IntoDataFrameT, *, month: Month, segment: MonthlySegment) -> Assessed[IntoDataFrameT]:
    """The contributions of everyone in `frame` for `month`, one row per membership.

    Reads, for wage earners: `wage` (whole rupiah), `risk` (one of RISKS; may be null where `jkk` is false); for
    own-account workers: `income`. For both: a truth column per programme in force (`jkk`, `jkm`, `jht`, and `jp`,
    `jkp`, `jpk` where the month has them), `family` (truth) while JPK is in force, and `relief` (truth, see
    `with_relief`). No null is read as zero or as false.

    Gives the frame without the truth columns it read and with Int64 rupiah columns: for wage earners `jkk`, `jkm`,
    `jht_employer`, `jht_worker`, `jp_employer`, `jp_worker`, `jpk`, `jkp_government`, `jkp_from_jkk`,
    `jkp_from_jkm`, `relief` (the sum taken off), `base`, `base_jp`, `base_jpk`, `base_jkp`; for own-account workers
    `jkk`, `jkm`, `jht`, `jpk`, `relief`, `base`. All other columns pass through.

    Raises NotInForce when the month has no such law or a row wants a programme or a relief it does not know, and
    ValueError when a needed column is missing or holds what it may not.
    """
    law = law_of(segment, month)
    people = nw.from_native(frame, eager_only=True)
    _check(people, law, segment, month)
    if isinstance(law, WageEarnerLaw):
        expressions = wage_earner.amounts(law, COLUMNS)
    else:
        people = people.with_columns(base=own_account.base_of(law, COLUMNS))
        expressions = own_account.amounts(law, COLUMNS)
    amounts = people.with_columns(**expressions)
    read = [*PROGRAMMES, "family"]
    spent = [name for name in read if name in amounts.columns and name not in expressions]
    sources = sources_of(law)
    return Assessed(
        frame=amounts.drop(spent).to_native(),
        citations={column: tuple(dict.fromkeys(source.citation for source in row)) for column, row in sources.items()},
        unsure={column: _unsure(row) for column, row in sources.items()},
    )


def with_relief(frame: IntoDataFrameT, *, month: Month, segment: MonthlySegment) -> IntoDataFrameT:
    """`frame` with the truth column `relief`: whether this month's relief applies to each row, from its facts.

    Reads the columns named in `relief.FACTS_OF[segment]` (see `relief.FACTS`); null is a fact not given.
    A column that is missing altogether raises ValueError, unless the month has no relief to decide.
    """
    people = nw.from_native(frame, eager_only=True)
    if relief.relief_of(segment, month) is not None:
        _require_columns(people.columns, relief.FACTS_OF[segment])
    return people.with_columns(relief=relief.conditions(segment, month, COLUMNS)).to_native()


def _require_columns(present: list[str], wanted: tuple[str, ...]) -> None:
    missing = [name for name in wanted if name not in present]
    if missing:
        raise ValueError(f"missing columns: {', '.join(missing)}")


def _check(people: "nw.DataFrame[IntoDataFrameT]", law: Law, segment: MonthlySegment, month: Month) -> None:
    income = INCOME[segment]
    needed = [*law.programmes, "relief", *(["family"] if "jpk" in law.programmes else [])]
    _require_columns(people.columns, (income, *needed, *(["risk"] if segment == "wage_earner" else [])))
    wrong = [name for name in needed if people.schema[name] != nw.Boolean]
    if wrong or not people.schema[income].is_integer():
        raise ValueError(f"{income} must be whole numbers and {', '.join(wrong) or 'the flags'} true or false")
    if people.is_empty():
        return
    if any(people.select(nw.col(income, *needed).null_count()).row(0)):
        raise ValueError(f"no value may be missing in {income}, {', '.join(needed)}")
    least, most = people.select(least=nw.col(income).min(), most=nw.col(income).max()).row(0)
    if least < 0 or most > LARGEST_WAGE:
        raise ValueError(f"{income} must lie between 0 and {LARGEST_WAGE}")
    if segment == "wage_earner":
        known = nw.col("risk").is_in(RISKS).fill_null(False)
        if people.select((nw.col("jkk") & ~known).any()).item():
            raise ValueError(f"risk must be one of {', '.join(RISKS)} wherever jkk is true")
    for programme in PROGRAMMES:
        wanted = programme in people.columns and programme not in law.programmes
        if wanted and people.select(nw.col(programme).fill_null(False).cast(nw.Boolean).any()).item():
            require_in_force(segment, programme, month)
    if law.relief is None and people.select(nw.col("relief").any()).item():
        raise NotInForce(
            Words(
                f"Tidak ada keringanan iuran untuk bulan {month_text(month, 'id')}.",
                f"There is no relief of contributions for {month_text(month, 'en')}.",
            )
        )


def _unsure(sources: tuple[Dated[object], ...]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(source.unsure for source in sources if source.unsure))
