"""What a search asks for, as one tree whichever of the three ways it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ayomi.core.dci.envelope import Wrong, bad, locale, moment, text

MOST_REQUESTS: Final = 100
MOST_PARTS: Final = 20
DEEPEST: Final = 5
LARGEST_PAGE: Final = 500
PAGE: Final = 50
IDENTIFIERS: Final[Mapping[str, str]] = {
    "uin": "nik", "nin": "nik", "nik": "nik", "national_id": "nik", "nationalid": "nik", "person_identifier": "nik",
    "kpj": "kpj", "member_identifier": "kpj", "mobile": "phone", "phone": "phone", "phone_number": "phone",
}  # fmt: skip
"""Identifier types as others write them (small letters), and ours."""
ATTRIBUTES: Final[Mapping[str, str]] = {
    **IDENTIFIERS, "age": "age", "birth_date": "born", "date_of_birth": "born", "sex": "sex", "gender": "sex",
    "region": "region", "location": "region", "district": "region",
}  # fmt: skip
_OPERATORS: Final[Mapping[str, str]] = {
    "eq": "=", "lt": "<", "le": "<=", "lte": "<=", "gt": ">", "ge": ">=", "gte": ">=", "in": "in",
}  # fmt: skip
_EXACT: Final = frozenset({"nik", "kpj", "phone", "sex", "region"})


class Rejected(Exception):
    """One request of a message that cannot be answered. `code`: of the standard's list of reasons."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `values`: one, or several for the operator 'in'."""

    attribute: str
    operator: str
    values: tuple[str | int | date, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All (`how` 'and') or any (`how` 'or') of the parts; none of the only one (`how` 'not')."""

    how: str
    parts: tuple[Tree, ...]


Tree = Test | Both


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a batch. `tree`: what is sought, or why it cannot be."""

    reference_id: str
    tree: Tree | Rejected
    page_size: int
    page: int


def _wrong(words: str) -> Rejected:
    return Rejected("rjct.search_criteria.invalid", words)


def _value(attribute: str, given: Any) -> str | int | date:
    if attribute == "age":
        try:
            years = int(str(given))
        except ValueError:
            raise _wrong("an age is a whole number") from None
        if not 0 <= years <= 150 or isinstance(given, bool):
            raise _wrong("an age is a whole number")
        return years
    if attribute == "born":
        try:
            return date.fromisoformat(str(given)[:10])
        except ValueError:
            raise _wrong("a birth date is YYYY-MM-DD") from None
    if isinstance(given, bool) or not isinstance(given, str | int) or not 0 < len(str(given)) <= 40:
        raise _wrong(f"{attribute} is no short text")
    if not str(given).isprintable():
        raise _wrong(f"{attribute} is no plain text")
    return str(given)


def _test(name: Any, operator: Any, given: Any) -> Test:
    attribute = ATTRIBUTES.get(str(name).lower())
    how = _OPERATORS.get(str(operator).lower().lstrip("$"))
    if attribute is None or how is None:
        raise _wrong("this attribute or operator is not searched by")
    if attribute in _EXACT and how not in ("=", "in"):
        raise _wrong(f"{attribute} is only compared for being equal")
    values = given if how == "in" else [given]
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_PARTS:
        raise _wrong("a list of one to twenty values")
    return Test(attribute, how, tuple(_value(attribute, each) for each in values))


def _expression(given: Any, depth: int = 0) -> Tree:
    if not isinstance(given, dict) or not 1 <= len(given) <= MOST_PARTS or depth > DEEPEST:
        raise _wrong("an expression is an object, not too deep")
    parts: list[Tree] = []
    for name, inner in given.items():
        if name in ("$and", "$or"):
            if not isinstance(inner, list) or not 1 <= len(inner) <= MOST_PARTS:
                raise _wrong(f"{name} takes a list of one to twenty")
            parts.append(Both(name[1:], tuple(_expression(each, depth + 1) for each in inner)))
        elif isinstance(inner, dict) and inner:
            parts += [_test(name, operator, value) for operator, value in inner.items()]
        else:
            parts.append(_test(name, "eq", inner))
    return parts[0] if len(parts) == 1 else Both("and", tuple(parts))


def _predicate(given: Any) -> Tree:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_PARTS:
        raise _wrong("a predicate is a list of one to twenty")
    return Both("and", tuple(_pair(each) for each in given))


def _pair(given: Any) -> Tree:
    if not isinstance(given, dict) or not isinstance(given.get("expression1"), dict):
        raise _wrong("a predicate has an expression1")
    tests = []
    for name in ("expression1", "expression2"):
        one = given.get(name)
        if isinstance(one, dict):
            tests.append(_test(one.get("attribute_name"), one.get("operator"), one.get("attribute_value")))
    how = str(given.get("condition", "and")).lower()
    if how not in ("and", "or", "not"):
        raise _wrong("a condition is and, or, not")
    if how == "not":
        # The first and not the second; alone, not the first.
        return Both("and", (tests[0], Both("not", (tests[1],)))) if len(tests) == 2 else Both("not", (tests[0],))
    return Both(how, tuple(tests)) if len(tests) == 2 else tests[0]


def identifier(given: Any) -> Test:
    """A person by a number: `{"type": "NIK", "value": "7401…"}`. Raises Rejected."""
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind.lower() not in IDENTIFIERS:
        raise _wrong("this type of identifier is not known here")
    return _test(kind, "eq", given.get("value"))


def read_query(kind: Any, query: Any) -> Tree:
    """The tree of a query. Raises Rejected."""
    if kind == "idtype-value":
        return identifier(query)
    if kind == "predicate":
        return _predicate(query)
    if kind == "expression":
        value = query.get("value") if isinstance(query, dict) else None
        inner = value.get("expression", value) if isinstance(value, dict) else None
        return _expression(inner.get("query", inner) if isinstance(inner, dict) else None)
    raise _wrong("query_type is idtype-value, expression or predicate")


def _page(*given: Any) -> tuple[int, int]:
    size, number = PAGE, 1
    for pagination in given:
        if pagination is None:
            continue
        if not isinstance(pagination, dict):
            raise bad("rjct.pagination.invalid")
        size, number = pagination.get("page_size", size), pagination.get("page_number", number)
        for each in (size, number):
            if isinstance(each, bool) or not isinstance(each, int) or not 1 <= each <= 1_000_000:
                raise bad("rjct.pagination.invalid")
    return min(size, LARGEST_PAGE), number


def _batch(message: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = message.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise bad(f"{name} is no list of requests")
    if len(found) > MOST_REQUESTS:
        raise Wrong("err.request.bad", "rjct.total_count.limit_exceeded")
    return found


def read_search(message: Mapping[str, Any]) -> list[Request]:
    """The requests of a search. Raises Wrong for a message that breaks the standard; one that only cannot be answered
    carries the reason."""
    requests, seen = [], set()
    for each in _batch(message, "search_request"):
        reference = text(each, "reference_id")
        moment(each, "timestamp")
        locale(each)
        criteria = each.get("search_criteria")
        if not isinstance(criteria, dict) or criteria.get("query") is None:
            raise bad("search_criteria is missing")
        if criteria.get("query_type") not in ("idtype-value", "expression", "predicate"):
            raise bad("query_type is idtype-value, expression or predicate")
        size, number = _page(criteria.get("pagination"), each.get("pagination"))
        tree: Tree | Rejected
        try:
            tree = read_query(criteria["query_type"], criteria["query"])
        except Rejected as rejected:
            tree = rejected
        if reference in seen:
            tree = Rejected("rjct.reference_id.duplicate", "this reference_id stands twice")
        seen.add(reference)
        requests.append(Request(reference, tree, size, number))
    return requests


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request to be told of changes."""

    reference_id: str
    person: Test | Rejected
    event: str
    record_type: str


def read_subscribe(message: Mapping[str, Any]) -> list[Wanted]:
    """The requests of a subscription: people by a number. Raises Wrong."""
    wanted = []
    for each in _batch(message, "subscribe_request"):
        moment(each, "timestamp")
        locale(each)
        criteria = each.get("subscribe_criteria")
        if not isinstance(criteria, dict) or criteria.get("filter") is None:
            raise bad("subscribe_criteria is missing")
        person: Test | Rejected
        try:
            person = identifier(criteria["filter"])
        except Rejected as rejected:
            person = Rejected("rjct.notify_details.invalid", rejected.words)
        wanted.append(
            Wanted(
                text(each, "reference_id"), person, text(criteria, "reg_event_type"),
                text(criteria, "notify_record_type"),
            )
        )  # fmt: skip
    return wanted


def read_unsubscribe(message: Mapping[str, Any]) -> list[str]:
    """The codes of subscriptions to end. Raises Wrong."""
    moment(message, "timestamp")
    codes = message.get("subscription_codes")
    if not isinstance(codes, list) or not 1 <= len(codes) <= MOST_REQUESTS:
        raise bad("subscription_codes is no list of codes")
    return [text({"subscription_code": each}, "subscription_code") for each in codes]


@dataclass(frozen=True, slots=True)
class AskedStatus:
    """Which earlier message is asked about. `by`: 'transaction_id', 'correlation_id' or 'reference_id_list'."""

    reference_id: str
    kind: str
    by: str
    values: tuple[str, ...]


def read_status(message: Mapping[str, Any]) -> AskedStatus:
    """A question about an earlier message. Raises Wrong."""
    asked = message.get("txnstatus_request")
    if not isinstance(asked, dict):
        raise bad("txnstatus_request is missing")
    locale(asked)
    kind, by, value = text(asked, "txn_type"), text(asked, "attribute_type"), asked.get("attribute_value")
    if kind not in ("search", "subscribe", "receipt") or by not in (
        "transaction_id", "correlation_id", "reference_id_list",
    ):  # fmt: skip
        raise bad("this txn_type or attribute_type is not known")
    values = value if isinstance(value, list) else [value]
    if not 1 <= len(values) <= MOST_REQUESTS:
        raise bad("attribute_value is missing")
    told = tuple(text({"attribute_value": each}, "attribute_value") for each in values)
    return AskedStatus(text(asked, "reference_id"), kind, by, told)


@dataclass(frozen=True, slots=True)
class AskedEnrolled:
    """Is this person enrolled, and in this programme? `programme`: 'jkk' ..., or empty for any."""

    person: Test
    programme: str


def read_enrolled(message: Mapping[str, Any]) -> AskedEnrolled:
    """A question whether a person is enrolled. Raises Wrong."""
    criteria = message.get("enrolled_criteria")
    query = criteria.get("query") if isinstance(criteria, dict) else None
    if not isinstance(query, dict):
        raise bad("enrolled_criteria has no query")
    programme = ""
    try:
        if "type" in query:
            return AskedEnrolled(identifier(query), programme)
        who = None
        for name, given in query.items():
            value = given.get("eq") if isinstance(given, dict) else given
            if name.endswith("programme_identifier"):
                programme = text({"programme_identifier": value}, "programme_identifier", longest=40).lower()
            else:
                who = _test(name, "eq", value)
    except Rejected as rejected:
        raise bad(rejected.words) from None
    if who is None or who.attribute not in ("nik", "kpj", "phone"):
        raise bad("the query names no person")
    return AskedEnrolled(who, programme)
