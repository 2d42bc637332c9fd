"""What a form is, what was given of it so far, and how what a person types fills it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.screens import paragraphs
from locales import Words

REMEMBERED = 50
"""Messages by which a draft knows what it has heard: more than come again after a kill."""

LABEL: Final = re.compile(r"[^\W\d_][^\d:]{0,39}:(?!//)")
"""How a line with a label begins. A date, an hour or an address of a page is none."""

Choices = Callable[[Words], tuple[tuple[str, str], ...]]
"""The values that buttons give, each with its label."""

Asked = Callable[[Mapping[str, str]], bool]
"""Whether a field is asked at all, by the values that were given so far."""


def always(_values: Mapping[str, str]) -> bool:
    """Asked whatever was given so far."""
    return True


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask. `read` gives the value to keep, or None when it makes no sense.

    Given with its label, a field that is long also takes the lines that follow.
    """

    name: str
    labels: tuple[str, ...]
    ask: Callable[[Words], str]
    read: Callable[[str, Context], str | None]
    refuse: Callable[[Words], str]
    title: Callable[[Words], str]
    choices: Choices | None = None
    is_optional: bool = False
    is_long: bool = False
    is_asked: Asked = always


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a topic, in the order in which they are asked.

    `rest` names the field to which is added what is typed once nothing is asked any more: a text
    that is pasted comes in several messages when it is long.
    """

    topic: str
    fields: tuple[Field, ...]
    rest: str = ""

    def field(self, name: str | None) -> Field | None:
        """The field of this name."""
        return next((f for f in self.fields if f.name == name), None)

    def labelled(self, label: str) -> Field | None:
        """The field that a person means by a label, in any language."""
        plain = _plain(label)
        return next((f for f in self.fields if plain in f.labels), None)


def _plain(label: str) -> str:
    """A label as fields name it: a phone writes ’ for ', and French may write `orateur·rice`."""
    return re.sub(r"·\w+", "", fold(label).replace("’", "'"))


@dataclass(slots=True)
class Draft:
    """What a person gave so far: `values` by field, `asked` is what was asked last.

    `facts` are the room's own: which invitation, which meeting. `heard` are the messages that
    were taken in: one that comes again after a kill must not answer the next question too.
    `refused`, `unknown` and `is_full` are about the last message only: fields, lines for no
    field, and whether it no longer fitted in what was there.
    """

    values: dict[str, str] = field(default_factory=dict)
    asked: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_full: bool = False

    def missing(self, form: Form) -> Field | None:
        """The first field to ask that has neither a value nor was skipped."""
        values = self.values
        return next((f for f in form.fields if f.name not in values and f.is_asked(values)), None)

    def as_json(self) -> dict[str, Any]:
        """The draft as it is stored."""
        return {
            "values": self.values,
            "asked": self.asked,
            "facts": self.facts,
            "heard": self.heard[-REMEMBERED:],
        }


def fill(form: Form, draft: Draft, text: str, context: Context) -> bool:
    """Put what a person typed into the draft; False when it held nothing for this form.

    Labelled lines go to their fields; what belongs to no field is kept in `draft.unknown`, to be
    named in the answer. Without any label, the text answers what was asked.
    """
    given, draft.unknown = _labelled(form, text)
    if not given or _is_prose(form, draft, given, text):
        given, draft.unknown = _unlabelled(form, draft, text)
    for name, value in given.items():
        _put(form, draft, name, value, context)
    return bool(given)


def _is_prose(form: Form, draft: Draft, given: Mapping[str, str], text: str) -> bool:
    """Whether one line with a colon answers the open question, though it begins like a label.

    'Urgent: call the doctor' says what is open; it does not choose an urgency.
    """
    asked = form.field(draft.asked)
    is_line = len(text.strip().splitlines()) == 1
    return asked is not None and asked.is_long and is_line and asked.name not in given


def _put(form: Form, draft: Draft, name: str, value: str, context: Context) -> None:
    target = form.field(name)
    if target is None:
        return
    read = target.read(value, context)
    if read is None and name == form.rest and draft.asked is None and draft.values.get(name):
        # The last piece of a long text must not cost the pieces before it.
        draft.is_full = True
    elif read is None:
        draft.refused.append(name)
        draft.values.pop(name, None)
    else:
        draft.values[name] = read


def _labelled(form: Form, text: str) -> tuple[dict[str, str], list[str]]:
    """Values by the name of their field, and the lines that belong to none."""
    given: dict[str, str] = {}
    unknown: list[str] = []
    last: Field | None = None
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        target = form.labelled(label) if colon else None
        if target is not None:
            last = target
            given[target.name] = value.strip()
        elif last is not None and _goes_on(last, given[last.name], line):
            given[last.name] = f"{given[last.name]}\n{line}".strip()
        elif line.strip():
            unknown.append(line.strip())
    return given, unknown


def _goes_on(target: Field, so_far: str, line: str) -> bool:
    """Whether a line without a label of the form belongs to the field before it."""
    return target.is_long or not (so_far or LABEL.match(line.strip()))


def _unlabelled(form: Form, draft: Draft, text: str) -> tuple[dict[str, str], list[str]]:
    """The same of a text without a label of this form: it answers the question that is open."""
    target = form.field(draft.asked) or draft.missing(form)
    if target is None and form.rest:
        return {form.rest: paragraphs(draft.values.get(form.rest), text)}, []
    written = [line.strip() for line in text.splitlines() if line.strip()]
    if target is None:
        return {}, written
    is_answer = draft.asked is not None and len(written) <= 1
    if target.is_long or is_answer:
        return {target.name: text}, []
    unknown = [line for line in written if LABEL.match(line)]
    rest = "\n".join(line for line in written if line not in unknown)
    return {target.name: rest} if rest else {}, unknown
