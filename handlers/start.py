"""`/start`: the one command that leads to several rooms, by what follows it and where."""

from handlers import library, people
from handlers.communities import group
from handlers.members import registration
from handlers.prompts import answering
from handlers.prompts.shown import START
from handlers.visit import Visit


async def on_command(visit: Visit) -> None:
    """Open an invitation, tie a group, or say what this is."""
    token = visit.arguments.split(maxsplit=1)[0] if visit.arguments else ""
    if not visit.is_private:
        await group.on_start_in_group(visit)
    elif token.startswith(START):
        await answering.on_start(visit, token)
    elif await library.on_start(visit, token):
        return
    elif token:
        await registration.on_start(visit, token)
    elif not await registration.goes_on(visit):
        await people.on_start(visit)
