"""The question read before anything else, so that who asks and whom about are looked up in one statement."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from ayomi.apps.eligibility.actions.asking import Begun, begin_with
from ayomi.apps.eligibility.rules.reading import Asked, WrongFields, read_asked
from ayomi.apps.partners.queries.callers import Caller
from ayomi.edges.api.eligibility.refusals import Refused, object_of

Begin = Callable[[str], "tuple[Caller, int] | None"]


class Question:
    """One question as it came. What is wrong with it is told only to whoever may ask."""

    def __init__(self, request: HttpRequest) -> None:
        self.wrong: Exception | None = None
        self.asked: Asked | None = None
        self.begun: Begun | None = None
        try:
            self.asked = read_asked(object_of(request), today=timezone.localdate())
        except (WrongFields, Refused) as wrong:
            self.wrong = wrong

    def begin(self) -> Begin | None:
        """How the call begins, where the question is one about a person."""
        return self._begin if self.asked is not None and self.asked.nik else None

    def _begin(self, secret: str) -> tuple[Caller, int] | None:
        assert self.asked is not None
        self.begun = begin_with(secret, self.asked, at=timezone.now())
        return (self.begun.caller, self.begun.calls) if self.begun else None

    def right(self) -> Asked:
        """The question, or what is wrong with it (raised)."""
        if self.asked is None:
            raise self.wrong or Refused("bad_request")
        return self.asked


def question_of(request: HttpRequest) -> Question:
    """The question of a request, read once."""
    found: Question | None = getattr(request, "question", None)
    if found is None:
        found = Question(request)
        request.question = found  # type: ignore[attr-defined]  # Django's request carries what views add
    return found
