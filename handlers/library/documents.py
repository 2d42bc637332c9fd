"""A document that is sent to share it: Telegram keeps it, and only its id is noted."""

from handlers.core import forms
from handlers.core.context import Context
from handlers.core.updates import Said
from handlers.library.form import WHAT, document
from handlers.library.share import FLOWS
from storage.core import form_drafts


async def take_file(context: Context, event: Said) -> bool:
    """Take a document of any size, if an item is being shared; False when none is.

    A picture or a voice can't be sent again as a document: who sent one hears how to do it.
    """
    telegram_id = context.sender.telegram_id
    row = await context.read(lambda session: form_drafts.current(session, telegram_id))
    flow = FLOWS.get(row.topic) if row is not None else None
    draft = forms.opened(row, context.services.cipher)
    if flow is None or draft is None:
        return False
    if event.file is not None:
        value = document(event.file.file_id, event.file.name)
        return await forms.on_file(context, flow, draft, WHAT, value)
    if event.text or draft.asked != WHAT:
        return False
    await context.refuse(
        context.words("I can only take documents. Send this one as a file: 📎, then File.")
    )
    return True
