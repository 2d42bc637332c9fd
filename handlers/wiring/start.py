"""`/start`: the one command that leads to several rooms, by what follows it and where."""

from handlers import interest, library, people
from handlers.communities import group
from handlers.core.context import Visit
from handlers.interest.public import START as SOURCE
from handlers.interest.public import source_of
from handlers.members import registration
from handlers.prompts import answer
from handlers.prompts.views import START


async def on_command(visit: Visit) -> None:
    """Open an invitation, tie a group, leave one's interest, or say what this is."""
    token = visit.arguments.split(maxsplit=1)[0] if visit.arguments else ""
    if not visit.is_private:
        await group.on_start_in_group(visit)
    elif token.startswith(START):
        await answer.on_start(visit, token)
    elif await library.on_start(visit, token) or await interest.on_start(visit):
        return
    elif token.startswith(SOURCE):
        await people.on_start(visit, source_of(token))
    elif token:
        await registration.on_start(visit, token)
    elif not await registration.goes_on(visit):
        await people.on_start(visit)
