"""📨 sends an announcement, ❌ stops what is not sent yet."""

from functools import partial

from sqlmodel import Session

from bot.rules.rhythm import next_allowed
from handlers.announcing import messages, progress
from handlers.announcing.compose import FORM, given, mark_of
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.screens import Screen
from storage.announcing import Announcement, Audience
from storage.core import form_drafts


async def on_send(context: Context, mark: str) -> None:
    """📨: it goes out to all."""
    words = context.words
    sent = await context.write(partial(_send, context=context, mark=mark))
    if sent is None:
        # Pressed again, or under an older preview: what was sent is told by its own message.
        await context.refuse(words("This was sent or changed before. /announce begins anew."))
        return
    await context.answer()
    await context.show(
        Screen(f"✅ {words('It is on its way; below you see how far it has come.')}")
    )


def _send(session: Session, context: Context, mark: str) -> Announcement | None:
    row = form_drafts.about(session, context.sender.telegram_id, FORM.topic)
    draft = forms.opened(row, context.services.cipher)
    if draft is None or not given(draft) or not draft.values.get("audience"):
        return None
    if mark != mark_of(context, draft):
        return None
    settings = context.services.settings
    at = next_allowed(context.now, settings.quiet_hours, settings.timezone)
    said = messages.announce(
        session,
        context.services.cipher,
        Audience(draft.values["audience"]),
        given(draft),
        context.sender.telegram_id,
        context.now,
        at,
    )
    messages.follow(session, said, context.now)
    form_drafts.drop(session, context.sender.telegram_id, FORM.topic)
    return said


async def on_stop(context: Context, announcement_id: int) -> None:
    """❌: what is not sent yet is not sent."""
    stopped = await context.write(partial(_stop, context=context, announcement_id=announcement_id))
    words = context.words
    if stopped is None:
        await context.refuse(words("This announcement is no longer there."))
    elif stopped:
        await context.answer(f"✅ {words.plain('Stopped: nothing more is sent.')}")
    else:
        await context.refuse(words("All of it was sent already."))


def _stop(session: Session, context: Context, announcement_id: int) -> bool | None:
    said = session.get(Announcement, announcement_id)
    if said is None:
        return None
    stopped = progress.stop(session, said, context.now)
    messages.follow(session, said, context.now)
    return stopped
