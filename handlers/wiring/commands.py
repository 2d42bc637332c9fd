"""The commands, in the order of the menus: names, who they serve, where they work."""

from typing import Final

from handlers import (
    announcing,
    attendance,
    frame,
    handover,
    harvest,
    interest,
    library,
    links,
    overview,
    people,
    prompts,
    summaries,
    themes,
)
from handlers.cases import bringing, moderating
from handlers.communities import found, group
from handlers.core.context import Context
from handlers.core.routes import Command, Where, Who
from handlers.duos import screens
from handlers.meetings import agenda, plan, session
from handlers.members import roster as members_list
from handlers.people import language
from handlers.rsvp import private_card
from handlers.wiring import start, todo
from handlers.wiring.default_texts import ORIGINALS
from locales import N_


async def _help(context: Context) -> None:
    await people.on_help(context, COMMANDS)


async def _frame(context: Context) -> None:
    await frame.on_command(context, ORIGINALS)


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        start.on_command,
        "start",
        N_("Begin here"),
        by_hidden=group.on_start_by_hidden,
    ),
    Command(todo.on_command, "todo", N_("What you still have to do"), where=Where.PRIVATE),
    Command(
        private_card.on_command,
        "rsvp",
        N_("The next meeting: do you come?"),
        Who.MEMBER,
        in_cycle=True,
    ),
    Command(agenda.on_command, "agenda", N_("All meetings, for your calendar"), Who.MEMBER),
    Command(
        screens.on_command,
        "duo",
        N_("Share your seat with a colleague"),
        Who.MEMBER,
        Where.PRIVATE,
    ),
    Command(
        handover.on_command,
        "handover",
        N_("Pass on to your duo partner what they need"),
        Who.MEMBER,
        Where.PRIVATE,
        translations={"nl": "overdracht", "fr": "relais"},
    ),
    Command(
        bringing.on_command,
        "case",
        N_("Bring a case, without your name"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=bringing.on_command_in_group,
        leaves_no_trace=True,
        by_hidden=bringing.on_command_by_hidden,
        translations={"nl": "casus", "fr": "situation"},
    ),
    Command(
        moderating.on_command,
        "cases",
        N_("The cases: open the urn, read, choose"),
        where=Where.PRIVATE,
        translations={"nl": "casussen", "fr": "situations"},
    ),
    Command(
        library.on_command,
        "library",
        N_("What colleagues find useful: search, share, try"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=library.on_command_in_group,
        translations={"nl": "bib", "fr": "biblio"},
    ),
    Command(plan.on_command, "plan", N_("Plan the meetings"), Who.MODERATOR),
    Command(
        session.on_command,
        "session",
        N_("Change a meeting"),
        Who.MODERATOR,
        in_cycle=True,
        translations={"nl": "sessie", "fr": "seance"},
    ),
    Command(
        members_list.on_command,
        "members",
        N_("Who is in, and who waits"),
        Who.MODERATOR,
        Where.PRIVATE,
        translations={"nl": "leden", "fr": "membres"},
    ),
    Command(
        attendance.on_command,
        "attendance",
        N_("Tick who was there"),
        Who.MODERATOR,
        Where.PRIVATE,
        translations={"nl": "aanwezigheid", "fr": "presence"},
    ),
    Command(
        summaries.on_command,
        "summary",
        N_("Write the summary of a session"),
        Who.MODERATOR,
        translations={"nl": "verslag", "fr": "compterendu"},
    ),
    Command(
        prompts.on_command,
        "prompt",
        N_("Ask the group something between two meetings"),
        Who.LEAD,
        Where.PRIVATE,
        in_cycle=True,
        takes_community=True,
        translations={"nl": "vraag", "fr": "question"},
    ),
    Command(
        themes.on_command,
        "themes",
        N_("Which themes recur, and since when"),
        Who.LEADING,
        Where.PRIVATE,
        translations={"nl": "themas"},
    ),
    Command(
        found.on_command,
        "community",
        N_("Found a community, or list them"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"nl": "gemeenschap", "fr": "communaute"},
    ),
    Command(
        overview.on_command,
        "overview",
        N_("How all communities stand"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"nl": "overzicht", "fr": "apercu"},
    ),
    Command(
        announcing.on_command,
        "announce",
        N_("Say something to all moderators or communities"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"nl": "bericht", "fr": "annonce"},
    ),
    Command(
        interest.on_command,
        "interest",
        N_("Who would like to take part"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"nl": "interesse", "fr": "interet"},
    ),
    Command(
        links.on_command,
        "links",
        N_("What communities release for each other"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"fr": "liens"},
    ),
    Command(
        harvest.on_command,
        "export",
        N_("The harvest: what was released, as files"),
        Who.FOLLOWING,
        Where.PRIVATE,
        translations={"nl": "oogst", "fr": "recolte"},
    ),
    Command(
        _frame,
        "frame",
        N_("The texts and the rhythm of all communities"),
        Who.COORDINATOR,
        Where.PRIVATE,
        translations={"nl": "kader", "fr": "cadre"},
    ),
    Command(
        language.on_command,
        "language",
        N_("Choose your language"),
        where=Where.PRIVATE,
        translations={"nl": "taal", "fr": "langue"},
    ),
    Command(_help, "help", N_("What I can do")),
    Command(people.on_cancel, "cancel", N_("Stop what you were filling in"), where=Where.PRIVATE),
    Command(people.on_privacy, "privacy", N_("What I keep, and who sees it"), where=Where.PRIVATE),
    Command(
        people.on_mydata,
        "mydata",
        N_("All that I keep about you, as a file"),
        where=Where.PRIVATE,
    ),
    Command(people.on_forget, "forget", N_("Erase all that I keep about you"), where=Where.PRIVATE),
)
