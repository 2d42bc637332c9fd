"""The half-written notes of one author: one is in hand, the others wait until they are taken up."""

from sqlmodel import Session

from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.core.meeting_heading import title
from handlers.core.screens import lines
from handlers.handover.form import FORM
from storage.communities import Community
from storage.core import form_drafts
from storage.handover import Handover
from storage.meetings import Meeting


def taken_up(session: Session, context: Context, handover_id: int) -> tuple[Draft, str] | None:
    """What the author has of this note, and which one it is; those of others wait beside it."""
    found = session.get(Handover, handover_id)
    if found is None:
        return None
    telegram_id, cipher = context.sender.telegram_id, context.services.cipher
    draft = forms.opened(form_drafts.about(session, telegram_id, FORM.topic), cipher)
    # By meeting: attendance that was ticked wrongly and put right makes the hand-over anew.
    if draft is None or draft.facts.get("meeting") != found.meeting_id:
        set_aside(session, context, draft)
        aside = _beside(found.meeting_id)
        draft = forms.opened(form_drafts.about(session, telegram_id, aside), cipher) or Draft()
        form_drafts.drop(session, telegram_id, aside)
    draft.facts = facts(found)
    forms.keep(session, context, FORM, draft)
    return draft, _which(session, context, found)


def _which(session: Session, context: Context, found: Handover) -> str:
    """The meeting of a note: who shares a seat in two communities may owe two."""
    meeting = session.get_one(Meeting, found.meeting_id)
    told = context.words(
        "Hand-over of session {number}, {day}",
        number=meeting.number,
        day=context.words.day(meeting.starts_at),
    )
    return lines(title(session.get(Community, meeting.community_id)), f"🔁 {told}")


def facts(found: Handover) -> dict[str, int | None]:
    """What a draft says of the note it is for."""
    return {"handover": found.id, "meeting": found.meeting_id}


def _beside(meeting_id: int) -> str:
    """The topic under which a half-written note waits while another one is written."""
    return f"{FORM.topic}:{meeting_id}"


def set_aside(session: Session, context: Context, draft: Draft | None) -> None:
    """Keep what was written of a note that is still to be sent."""
    if draft is None or not any(draft.values.values()) or "meeting" not in draft.facts:
        return
    found = session.get(Handover, draft.facts["handover"])
    if found is None or found.written_at is None:
        stored = context.services.cipher.encrypt_fields(draft.as_json(), "values")
        topic = _beside(draft.facts["meeting"])
        form_drafts.keep(session, context.sender.telegram_id, topic, stored, form_drafts.BESIDE)
