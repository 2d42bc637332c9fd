"""`/start`: the one command that leads to several rooms, by what follows it and where."""

from handlers import interest, library, people
from handlers.communities import group
from handlers.core.context import Context
from handlers.interest.public import START as SOURCE
from handlers.interest.public import source_of
from handlers.members import registration
from handlers.prompts import answer
from handlers.prompts.views import START


async def on_command(context: Context) -> None:
    """Open an invitation, tie a group, leave one's interest, or say what this is."""
    token = context.arguments.split(maxsplit=1)[0] if context.arguments else ""
    if not context.is_private:
        await group.on_start_in_group(context)
    elif token.startswith(START):
        await answer.on_start(context, token)
    elif await library.on_start(context, token) or await interest.on_start(context):
        return
    elif token.startswith(SOURCE):
        await people.on_start(context, source_of(token))
    elif token:
        await registration.on_start(context, token)
    elif not await registration.goes_on(context):
        await people.on_start(context)
