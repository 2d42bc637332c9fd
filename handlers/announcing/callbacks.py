"""📨 sends an announcement, ❌ stops what is not sent yet."""

from functools import partial

from sqlmodel import Session

from bot.rules.rhythm import next_allowed
from handlers.announcing import messages
from handlers.announcing.compose import FORM, given, mark_of
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.screens import Screen
from storage import announcing
from storage.announcing import Announcement, Audience
from storage.core import form_drafts


async def on_press(visit: Visit) -> None:
    """Only for who is a coordinator at this moment."""
    if not visit.is_coordinator:
        await visit.refuse(visit.words("This command is for Brusano's coordinators."))
    elif visit.verb == "send":
        await _on_send(visit)
    elif visit.verb == "stop":
        await _on_stop(visit)
    else:
        await visit.pop_up()


async def _on_send(visit: Visit) -> None:
    words = visit.words
    sent = await visit.write(partial(_send, visit=visit))
    if sent is None:
        # Pressed again, or under an older preview: what was sent is told by its own message.
        await visit.refuse(words("This was sent or changed before. /announce begins anew."))
        return
    await visit.pop_up()
    await visit.show(Screen(f"✅ {words('It is on its way; below you see how far it has come.')}"))


def _send(session: Session, visit: Visit) -> Announcement | None:
    row = form_drafts.about(session, visit.sender.telegram_id, FORM.topic)
    draft = forms.opened(row, visit.house.seal)
    if draft is None or not given(draft) or not draft.values.get("audience"):
        return None
    if visit.references[:1] != (mark_of(visit, draft),):
        return None
    settings = visit.house.settings
    at = next_allowed(visit.now, settings.quiet_hours, settings.timezone)
    said = announcing.announce(
        session,
        visit.house.seal,
        Audience(draft.values["audience"]),
        given(draft),
        visit.sender.telegram_id,
        visit.now,
        at,
    )
    messages.follow(session, said, visit.now)
    form_drafts.drop(session, visit.sender.telegram_id, FORM.topic)
    return said


async def _on_stop(visit: Visit) -> None:
    stopped = await visit.write(partial(_stop, visit=visit))
    words = visit.words
    if stopped is None:
        await visit.refuse(words("This announcement is no longer there."))
    elif stopped:
        await visit.pop_up(f"✅ {words.plain('Stopped: nothing more is sent.')}")
    else:
        await visit.refuse(words("All of it was sent already."))


def _stop(session: Session, visit: Visit) -> bool | None:
    said = session.get(Announcement, callback_data.number(visit.references) or 0)
    if said is None:
        return None
    stopped = announcing.stop(session, said, visit.now)
    messages.follow(session, said, visit.now)
    return stopped
