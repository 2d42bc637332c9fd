"""Half-written prompts and answers: one is in hand, the others wait until they are taken up."""

from sqlmodel import Session

from handlers import forms
from handlers.forms import Draft, Form
from handlers.visit import Visit
from storage import conversations

COMMUNITY, PROMPT = "community", "prompt"
"""What tells the drafts of the two forms apart: for which community, about which prompt."""


def taken_up(session: Session, visit: Visit, form: Form, kind: str, key: int) -> Draft:
    """What the visitor has begun for this one; what they have begun for another waits beside it."""
    telegram_id, seal = visit.sender.telegram_id, visit.house.seal
    draft = forms.opened(conversations.about(session, telegram_id, form.topic), seal)
    if draft is not None and draft.facts.get(kind) == key:
        return draft
    _set_aside(session, visit, form, draft, kind)
    aside = f"{form.topic}:{key}"
    found = forms.opened(conversations.about(session, telegram_id, aside), seal)
    conversations.drop(session, telegram_id, aside)
    return found or Draft(facts={kind: key})


def _set_aside(session: Session, visit: Visit, form: Form, draft: Draft | None, kind: str) -> None:
    if draft is None or kind not in draft.facts or not any(draft.values.values()):
        return
    stored = visit.house.seal.hide(draft.as_json(), "values")
    aside = f"{form.topic}:{draft.facts[kind]}"
    conversations.keep(session, visit.sender.telegram_id, aside, stored, conversations.BESIDE)


def in_hand(session: Session, visit: Visit, form: Form, kind: str, key: int | None) -> Draft | None:
    """The draft that a button speaks of, if it is the one in hand and nothing of it is missing."""
    row = conversations.about(session, visit.sender.telegram_id, form.topic)
    draft = forms.opened(row, visit.house.seal)
    if draft is None or draft.facts.get(kind) != key or draft.missing(form) is not None:
        return None
    return draft


def drop(session: Session, visit: Visit, form: Form) -> None:
    """Let go of the draft in hand."""
    conversations.drop(session, visit.sender.telegram_id, form.topic)
