"""The language of formulas over the columns of a frame."""

import narwhals as nw


class Columns:
    """`language.Language` over columns: every word becomes an expression, evaluated for all rows at once."""

    def column(self, name: str) -> nw.Expr:
        return nw.col(name)

    def number(self, value: int) -> nw.Expr:
        return nw.lit(value, dtype=nw.Int64)

    def truth(self, *, value: bool) -> nw.Expr:
        return nw.lit(value)

    def whole(self, values: nw.Expr) -> nw.Expr:
        return values.cast(nw.Int64)

    def choose(self, condition: nw.Expr, met: nw.Expr, unmet: nw.Expr) -> nw.Expr:
        return nw.when(condition).then(met).otherwise(unmet)

    def month_count(self, days: nw.Expr) -> nw.Expr:
        return days.dt.year().cast(nw.Int64) * 12 + days.dt.month()


COLUMNS = Columns()
