"""An author's drafts of notes: one is in hand, the others wait until they are taken up."""

from functools import partial

from sqlmodel import Session

from handlers.core import drafts, forms
from handlers.core.context import Context
from handlers.core.forms import Draft
from handlers.core.meeting_heading import title
from handlers.core.screens import lines
from handlers.handover.form import FORM
from storage.communities import Community
from storage.core.columns import row_id
from storage.handover import Handover
from storage.meetings import Meeting


def taken_up(session: Session, context: Context, handover_id: int) -> tuple[Draft, str] | None:
    """Take up the draft of this note, and the line that names it; others wait."""
    found = session.get(Handover, handover_id)
    if found is None:
        return None
    # By meeting: attendance that was ticked wrongly and put right makes the hand-over anew.
    draft = drafts.taken_up(
        session,
        context,
        FORM,
        {"meeting": found.meeting_id},
        is_kept=partial(_is_to_be_sent, session),
    )
    draft.facts = facts(row_id(found), found.meeting_id)
    forms.keep(session, context, FORM, draft)
    return draft, _which(session, context, found)


def _which(session: Session, context: Context, found: Handover) -> str:
    """The line that names the note's meeting; who shares seats in two communities may have two."""
    meeting = session.get_one(Meeting, found.meeting_id)
    told = context.words(
        "Hand-over of session {number}, {day}",
        number=meeting.number,
        day=context.words.day(meeting.starts_at),
    )
    return lines(title(session.get(Community, meeting.community_id)), f"🔁 {told}")


def facts(handover_id: int, meeting_id: int) -> dict[str, int]:
    """The facts of a draft of a note, or about one."""
    return {"handover": handover_id, "meeting": meeting_id}


def make_room(session: Session, context: Context, found: Handover) -> None:
    """Set a draft about another meeting aside, so that this note can be changed."""
    about = {"meeting": found.meeting_id}
    is_kept = partial(_is_to_be_sent, session)
    drafts.make_room(session, context, FORM, about, is_kept=is_kept)


def _is_to_be_sent(session: Session, draft: Draft) -> bool:
    """Whether something was written of a note that is still to be sent."""
    found = session.get(Handover, draft.facts.get("handover"))
    return drafts.says_something(draft) and (found is None or found.written_at is None)
