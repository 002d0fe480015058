"""Whatever comes to whatever operation: an answer of the described kind or a refusal of the one shape, never a failure.

Walks over the description that programs read, so that an operation added later is tried too. SNAP BI and DCI have tests
of their own beside theirs.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ayomi.apps.partners.actions import keys, partners
from ayomi.apps.partners.rules import SCOPES
from ayomi.edges.api.interface import api
from tests.apps.partners.world import partner
from tests.edges.web.paying import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cache_table", "users")]

SCHEMA: Final[dict[str, Any]] = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS: Final = [
    (method, path, operation) for path, methods in SCHEMA["paths"].items() for method, operation in methods.items()
]
SHAPES: Final = SCHEMA["components"]["schemas"]
plausible = st.sampled_from(
    ["", "0", "-1", "\x00", "2026-11", "2026-13", "2026-02-30", "2026-11-20", "7401055502900001", "8000000000000",
     "é" * 99, "new_licence", "bill.paid", "own_account", "https://10.0.0.1/", 0, -1,
     1.5, 10**30, True, None, [], {}]
)  # fmt: skip
anything = plausible | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=5,
)


def fields(shape: Any) -> list[str]:
    """The names of the fields of a described body, of whatever part it is put together from."""
    if isinstance(shape, list):
        return sorted({name for each in shape for name in fields(each)})
    if not isinstance(shape, dict):
        return []
    found = list(shape.get("properties", {}))
    if reference := shape.get("$ref"):
        found += fields(SHAPES[reference.rsplit("/", 1)[-1]])
    return found + fields([each for name, each in shape.items() if name in ("items", "anyOf", "oneOf", "schema")])


def body_of(operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    kinds = operation.get("requestBody", {}).get("content", {})
    names = sorted({name for kind in kinds.values() for name in fields(kind)})
    if not names:
        return anything
    record = st.dictionaries(st.sampled_from(names), anything, max_size=len(names))
    return record | st.lists(record, max_size=3) | anything


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, Any]:
    """A method, an address with its query, and a body."""
    method, path, operation = draw(st.sampled_from(OPERATIONS))
    asked: dict[str, str] = {}
    for parameter in operation.get("parameters", []):
        value = str(draw(anything))
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(value, safe="") or "0")
        elif draw(st.booleans()):
            asked[parameter["name"]] = value
    body = draw(body_of(operation)) if "requestBody" in operation else None
    address = f"{path}?{urlencode(asked)}"
    return draw(st.sampled_from([method, method, method, "post", "delete"])), address, body


@pytest.fixture
def callers(client: Client) -> list[tuple[Client, dict[str, str]]]:
    """A program that may ask everything, somebody signed in at the head office, and a stranger."""
    number = partner("SEMUA", scopes=SCOPES, sandbox=True, at=timezone.now())
    partners.register_address(number, "https://mitra.example.id/hook", by=None, at=timezone.now())
    secret = keys.issue_secret(number, use="bearer", by=None, at=timezone.now()).secret
    return [(client, {"Authorization": f"Bearer {secret}"}), (enter(Client(), "head_office"), {}), (Client(), {})]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=requests(), who=st.sampled_from([0, 0, 1, 2]))
def test_whatever_is_asked_no_operation_fails(
    callers: list[tuple[Client, dict[str, str]]], request: tuple[str, str, Any], who: int
) -> None:
    (client, headers), (method, address, body) = callers[who], request
    answered = client.generic(
        method.upper(), address, json.dumps(body), content_type="application/json", headers=headers
    )
    kind = answered.headers["Content-Type"]
    assert answered.status_code < 500, answered.content
    if answered.status_code < 400:
        assert kind.startswith(("application/json", "text/csv", "application/pdf"))
        return
    assert kind.startswith("application/json"), address
    error = answered.json()["error"]
    assert error["code"]
    assert error["message"]


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/targets?month=%00", 400, "bad_request"), ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/eligibility/enrolments/%00", 400, "bad_request"),
        ("GET", "/api/v1/persons/x/cover", 404, "not_found"), ("POST", "/api/v1/health", 405, "wrong_method"),
    ],
)  # fmt: skip
def test_what_never_reaches_an_operation_is_refused_in_the_one_shape(
    client: Client, method: str, address: str, status: int, code: str
) -> None:
    answered = client.generic(method, address)
    assert (answered.status_code, answered.json()["error"]["code"]) == (status, code)
    assert ("Allow" in answered.headers) == (status == 405)


def test_the_description_says_who_may_call_what(client: Client) -> None:
    told = {
        operation["operationId"]: [name for each in operation.get("security", []) for name in each]
        for _, _, operation in OPERATIONS
    }
    assert (told["health"], told["person_cover"], told["webhooks"]) == ([], ["SignedIn"], ["PartnerSecret"])
    assert SCHEMA["components"]["securitySchemes"]["PartnerSecret"] == {"type": "http", "scheme": "bearer"}
