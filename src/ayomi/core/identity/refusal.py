"""How an identifier is refused or doubted: a code for programs, and plain words with a cure for people.

A refusal means the text cannot be the identifier. A caution means it can, and somebody should look: the value is
usable. Cautions of strength `check` deserve a person's eye; `hint` only records what was noticed and is common in good
data. Words are made when asked for, since a column of refusals needs only the codes; they never repeat the identifier.
"""

from __future__ import annotations

from dataclasses import dataclass

from ayomi.core.identity.wording import CAUTIONS, NAMES, REFUSALS, Strength

Facts = tuple[tuple[str, str | int], ...]

_INDONESIAN, _ENGLISH = 0, 1


def _fill(template: str, facts: Facts, language: int) -> str:
    values = {key: NAMES[str(value)][language] if key == "name" else value for key, value in facts}
    text = template.format(**values)
    return text[:1].upper() + text[1:]


class Refused(ValueError):
    """The text is not such an identifier.

    `code` is stable; `message_id`/`message_en` say what is wrong, `cure_id`/`cure_en` what to do; `suggestion` is a
    value to offer to a person for confirmation (empty when none is certain enough). It is never applied by itself.
    """

    def __init__(self, code: str, facts: Facts = (), suggestion: str = "") -> None:
        super().__init__(code, facts, suggestion)
        self.code = code
        self.facts = facts
        self.suggestion = suggestion

    def __str__(self) -> str:
        return self.code

    @property
    def message_id(self) -> str:
        return _fill(REFUSALS[self.code][0], self.facts, _INDONESIAN)

    @property
    def message_en(self) -> str:
        return _fill(REFUSALS[self.code][1], self.facts, _ENGLISH)

    @property
    def cure_id(self) -> str:
        return _fill(REFUSALS[self.code][2], self.facts, _INDONESIAN)

    @property
    def cure_en(self) -> str:
        return _fill(REFUSALS[self.code][3], self.facts, _ENGLISH)


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at in an accepted value."""

    code: str
    facts: Facts = ()

    @property
    def message_id(self) -> str:
        return _fill(CAUTIONS[self.code][0], self.facts, _INDONESIAN)

    @property
    def message_en(self) -> str:
        return _fill(CAUTIONS[self.code][1], self.facts, _ENGLISH)

    @property
    def cure_id(self) -> str:
        return _fill(CAUTIONS[self.code][2], self.facts, _INDONESIAN)

    @property
    def cure_en(self) -> str:
        return _fill(CAUTIONS[self.code][3], self.facts, _ENGLISH)

    @property
    def strength(self) -> Strength:
        return CAUTIONS[self.code][4]


def refuse(code: str, /, *, suggested: str = "", **facts: str | int) -> Refused:
    """The refusal with this code; `facts` fill its words, `name` being a key of the names table."""
    return Refused(code, tuple(facts.items()), suggested)


def caution(code: str, /, **facts: str | int) -> Caution:
    """The caution with this code; `facts` as for `refuse`."""
    return Caution(code, tuple(facts.items()))


def strength_of(code: str) -> Strength:
    """Strength of a caution known only by its code, as columns give it."""
    return CAUTIONS[code][4]
