"""Several drafts of one form: one is in hand, the others wait until they are taken up."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlmodel import Session

from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form
from storage.core import form_drafts
from storage.core.form_drafts import IN_HAND, waiting_as

NOTHING = 0
"""The id that stands for no row."""

About = Mapping[str, int]
"""What tells the drafts of a form apart: row ids among their facts, always in the same order."""

ANYTHING: Final[About] = {}

IsKept = Callable[[Draft], bool]
"""Whether a draft is still wanted when another is taken up."""


def says_something(draft: Draft) -> bool:
    """Whether anything was written in a draft."""
    return any(draft.values.values())


def taken_up(
    session: Session,
    context: Context,
    form: Form,
    about: About,
    *,
    begin: Callable[[], Draft] | None = None,
    is_kept: IsKept = says_something,
) -> Draft:
    """Take up the requester's draft about these rows, else begin one.

    The draft in hand about other rows waits, where `is_kept` wants it.
    """
    draft = _again(session, context, form, about, is_kept)
    if draft is None:
        _set_aside(session, context, form, about, is_kept)
        draft = begin() if begin is not None else Draft(facts=dict(about))
    return draft


def make_room(
    session: Session,
    context: Context,
    form: Form,
    about: About,
    *,
    is_kept: IsKept = says_something,
) -> None:
    """Set the draft in hand aside if it is about other rows."""
    draft = _kept(session, context, form.topic)
    if draft is not None and not _is_about(draft, about):
        _set_aside(session, context, form, about, is_kept)


def _is_about(draft: Draft, about: About) -> bool:
    return all(draft.facts.get(name, NOTHING) == about[name] for name in about)


def in_hand(
    session: Session, context: Context, form: Form, about: About = ANYTHING
) -> Draft | None:
    """Take up the draft of a button; None when a field of it is missing."""
    draft = _again(session, context, form, about, says_something)
    return draft if draft is not None and draft.missing(form) is None else None


def drop(session: Session, context: Context, form: Form) -> None:
    """Erase the draft in hand."""
    form_drafts.drop(session, context.sender.telegram_id, form.topic)


def _again(
    session: Session, context: Context, form: Form, about: About, is_kept: IsKept
) -> Draft | None:
    """Take up the draft about these rows; None when there is none."""
    draft = _kept(session, context, form.topic)
    if draft is not None and _is_about(draft, about):
        return draft
    beside = _kept(session, context, form.topic, waiting_as(about))
    if beside is not None:
        _set_aside(session, context, form, about, is_kept)
        who = context.sender.telegram_id
        form_drafts.drop(session, who, form.topic, waiting_as(about))
        forms.keep(session, context, form, beside)
    return beside


def _set_aside(
    session: Session, context: Context, form: Form, about: About, is_kept: IsKept
) -> None:
    """Let the draft in hand wait, where it is wanted."""
    draft = _kept(session, context, form.topic)
    if draft is not None and is_kept(draft):
        told_apart = waiting_as({name: draft.facts.get(name, NOTHING) for name in about})
        form_drafts.keep(
            session,
            context.sender.telegram_id,
            form.topic,
            context.services.cipher.encrypt_fields(draft.as_json(), "values"),
            context.now,
            waits_as=told_apart,
            takes_text=False,
        )


def _kept(session: Session, context: Context, topic: str, waits_as: str = IN_HAND) -> Draft | None:
    row = form_drafts.about(session, context.sender.telegram_id, topic, waits_as)
    return forms.opened(row, context.services.cipher)
