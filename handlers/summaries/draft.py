"""A moderator's drafts of summaries: one is in hand, others wait until taken up."""

from functools import partial
from typing import Any

from sqlmodel import Session

from bot.rules.summaries import Part
from handlers.core import drafts, forms
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.summaries.form import FORM
from storage import summaries, themes
from storage.core import form_drafts
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.themes import Tagged

MEETING, BASE, SHARED, THEMES = "meeting", "base", "shared", "themes"
"""The facts of a draft: its meeting; the version it replaces, 0 for none; the parts that may be
shared; the keys of its themes.
"""

ALL, STRANGE = "all", "strange"
"""And of its preview: whether all themes are offered; the names given that are no themes."""


def in_hand(session: Session, context: Context) -> Draft | None:
    """The draft in hand, if there is one."""
    row = form_drafts.about(session, context.sender.telegram_id, FORM.topic)
    return forms.opened(row, context.services.cipher)


def of_meeting(session: Session, context: Context, meeting: Meeting) -> Draft | None:
    """The draft in hand, if it is about this meeting."""
    draft = in_hand(session, context)
    return draft if draft is not None and draft.facts.get(MEETING) == meeting.id else None


def taken_up(session: Session, context: Context, meeting: Meeting) -> Draft:
    """Take up the draft about this meeting, else begin one from the published summary.

    The draft about another meeting waits.
    """
    draft = drafts.taken_up(
        session,
        context,
        FORM,
        {MEETING: row_id(meeting)},
        begin=partial(_begun, session, context, meeting),
    )
    forms.keep(session, context, FORM, draft)
    return draft


def _begun(session: Session, context: Context, meeting: Meeting) -> Draft:
    summary = summaries.of_meeting(session, meeting.id)
    facts: dict[str, Any] = {MEETING: meeting.id, BASE: 0, SHARED: [], THEMES: []}
    facts |= {ALL: False, STRANGE: []}
    if summary is None:
        # Free text is not asked for beside the three questions.
        return Draft({Part.TEXT.value: ""}, facts=facts)
    said = summaries.parts(summary, context.services.cipher)
    facts |= {
        BASE: summary.version,
        SHARED: list(summary.shared),
        THEMES: sorted(themes.tags(session, Tagged.SUMMARY, summary.id or 0)),
    }
    return Draft({part.value: said.get(part, "") for part in Part}, facts=facts)


def said(draft: Draft) -> dict[Part, str]:
    """The parts of a draft that say something."""
    return {part: draft.values[part] for part in Part if draft.values.get(part)}


def shared(draft: Draft) -> frozenset[Part]:
    """The parts of a draft that may be shared with Brusano."""
    return frozenset(part for part in said(draft) if part.value in draft.facts[SHARED])


def chosen(draft: Draft) -> frozenset[str]:
    """The keys of the themes that are ticked."""
    return frozenset(draft.facts[THEMES])
