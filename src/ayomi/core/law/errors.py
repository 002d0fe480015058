"""The three ways in which the law gives no amount, each with a sentence for the reader."""

from typing import ClassVar

from ayomi.core.law.citation import Words


class LawError(Exception):
    """No answer can be given; `words` says why in both languages and `code` which of the three it is."""

    code: ClassVar[str]

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class NotInForce(LawError):
    """The rule asked for did not exist yet, or no longer, on that day."""

    code = "not_in_force"


class NotEligible(LawError):
    """The law is in force but gives this person or case no such right or duty."""

    code = "not_eligible"


class BadRequest(LawError):
    """The question cannot be read, or lacks what the law needs to answer it."""

    code = "bad_request"
