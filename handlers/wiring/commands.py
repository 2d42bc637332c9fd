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


# Names in English, Dutch and French; a language without its own name uses the English one.
COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        start.on_command,
        ("start",),
        N_("Begin here"),
        by_hidden=group.on_start_by_hidden,
    ),
    Command(todo.on_command, ("todo",), N_("What you still have to do"), where=Where.PRIVATE),
    Command(
        private_card.on_command,
        ("rsvp",),
        N_("The next meeting: do you come?"),
        Who.MEMBER,
        in_cycle=True,
    ),
    Command(agenda.on_command, ("agenda",), N_("All meetings, for your calendar"), Who.MEMBER),
    Command(
        screens.on_command,
        ("duo",),
        N_("Share your seat with a colleague"),
        Who.MEMBER,
        Where.PRIVATE,
    ),
    Command(
        handover.on_command,
        ("handover", "overdracht", "relais"),
        N_("Pass on to your duo partner what they need"),
        Who.MEMBER,
        Where.PRIVATE,
    ),
    Command(
        bringing.on_command,
        ("case", "casus", "situation"),
        N_("Bring a case, without your name"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=bringing.on_command_in_group,
        leaves_no_trace=True,
        by_hidden=bringing.on_command_by_hidden,
    ),
    Command(
        moderating.on_command,
        ("cases", "casussen", "situations"),
        N_("The cases: open the urn, read, choose"),
        where=Where.PRIVATE,
    ),
    Command(
        library.on_command,
        ("library", "bib", "biblio"),
        N_("What colleagues find useful: search, share, try"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=library.on_command_in_group,
    ),
    Command(plan.on_command, ("plan",), N_("Plan the meetings"), Who.MODERATOR),
    Command(
        session.on_command,
        ("session", "sessie", "seance"),
        N_("Change a meeting"),
        Who.MODERATOR,
        in_cycle=True,
    ),
    Command(
        members_list.on_command,
        ("members", "leden", "membres"),
        N_("Who is in, and who waits"),
        Who.MODERATOR,
        Where.PRIVATE,
    ),
    Command(
        attendance.on_command,
        ("attendance", "aanwezigheid", "presence"),
        N_("Tick who was there"),
        Who.MODERATOR,
        Where.PRIVATE,
    ),
    Command(
        summaries.on_command,
        ("summary", "verslag", "compterendu"),
        N_("Write the summary of a session"),
        Who.MODERATOR,
    ),
    Command(
        prompts.on_command,
        ("prompt", "vraag", "question"),
        N_("Ask the group something between two meetings"),
        Who.LEAD,
        Where.PRIVATE,
        in_cycle=True,
        takes_community=True,
    ),
    Command(
        themes.on_command,
        ("themes", "themas", "themes"),
        N_("Which themes recur, and since when"),
        Who.LEADING,
        Where.PRIVATE,
    ),
    Command(
        found.on_command,
        ("community", "gemeenschap", "communaute"),
        N_("Found a community, or list them"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        overview.on_command,
        ("overview", "overzicht", "apercu"),
        N_("How all communities stand"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        announcing.on_command,
        ("announce", "bericht", "annonce"),
        N_("Say something to all moderators or communities"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        interest.on_command,
        ("interest", "interesse", "interet"),
        N_("Who would like to take part"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        links.on_command,
        ("links", "links", "liens"),
        N_("What communities release for each other"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        harvest.on_command,
        ("export", "oogst", "recolte"),
        N_("The harvest: what was released, as files"),
        Who.FOLLOWING,
        Where.PRIVATE,
    ),
    Command(
        _frame,
        ("frame", "kader", "cadre"),
        N_("The texts and the rhythm of all communities"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        language.on_command,
        ("language", "taal", "langue"),
        N_("Choose your language"),
        where=Where.PRIVATE,
    ),
    Command(_help, ("help",), N_("What I can do")),
    Command(
        people.on_cancel, ("cancel",), N_("Stop what you were filling in"), where=Where.PRIVATE
    ),
    Command(
        people.on_privacy, ("privacy",), N_("What I keep, and who sees it"), where=Where.PRIVATE
    ),
    Command(
        people.on_mydata,
        ("mydata",),
        N_("All that I keep about you, as a file"),
        where=Where.PRIVATE,
    ),
    Command(
        people.on_forget, ("forget",), N_("Erase all that I keep about you"), where=Where.PRIVATE
    ),
)
