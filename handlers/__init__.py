"""What people say and press. The routing table stands here, to be read from top to bottom."""

from typing import Final

from sqlmodel import Session

from handlers import attendance, duos, meetings, people, rhythm, routing, start
from handlers.communities import founding, group, looking
from handlers.communities import told as of_groups
from handlers.meetings import agenda, changes, plan, session
from handlers.members import gate, kept, registration
from handlers.members import list as members_list
from handlers.members import told as of_members
from handlers.menus import MENU, compose_menu
from handlers.outgoing import Composer, Parcel, compose_reply
from handlers.people import language, own_data
from handlers.routes import Buttons, Command, Where, Who
from handlers.routing import Happening
from handlers.rsvp import card, mine, press
from handlers.rsvp import told as of_answers
from handlers.updates import AskedToJoin, Left, Migrated, Placed, Raw, Seen
from handlers.visit import REPLY, House, Visit
from locales import N_
from storage.outbox import Outgoing


async def _help(visit: Visit) -> None:
    await people.on_help(visit, COMMANDS)


def _menu(session: Session, row: Outgoing, house: House) -> Parcel:
    return compose_menu(session, row, house, COMMANDS)


# Names in English, Dutch and French; a language without its own name uses the English one.
COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        start.on_command,
        ("start",),
        N_("Begin here"),
        by_hidden=group.on_start_by_hidden,
    ),
    Command(people.on_todo, ("todo",), N_("What you still have to do"), where=Where.PRIVATE),
    Command(mine.on_command, ("rsvp",), N_("The next meeting: do you come?"), Who.MEMBER),
    Command(agenda.on_command, ("agenda",), N_("All meetings, for your calendar"), Who.MEMBER),
    Command(
        duos.on_command, ("duo",), N_("Share your seat with a colleague"), Who.MEMBER, Where.PRIVATE
    ),
    Command(plan.on_command, ("plan",), N_("Plan the meetings"), Who.MODERATOR),
    Command(
        session.on_command, ("session", "sessie", "seance"), N_("Change a meeting"), Who.MODERATOR
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
        founding.on_command,
        ("community", "gemeenschap", "communaute"),
        N_("Found a community, or list them"),
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

ROOMS: Final = (
    Buttons("rsvp", press.on_press, is_swift=True),
    Buttons("join", registration.on_press, where=Where.PRIVATE),
    Buttons("seat", kept.on_press, where=Where.PRIVATE),
    Buttons("meetings", meetings.on_press),
    Buttons("members", members_list.on_press, where=Where.PRIVATE),
    Buttons("duo", duos.on_press, where=Where.PRIVATE),
    Buttons("attendance", attendance.on_press, where=Where.PRIVATE),
    Buttons("community", founding.on_press, where=Where.PRIVATE),
    Buttons("language", language.on_press, where=Where.PRIVATE),
    Buttons("forget", own_data.on_press, where=Where.PRIVATE),
)

TALKS: Final = {
    "registration": registration.TALK,
    "community": founding.TALK,
    "plan": plan.TALK,
    "session": session.TALK,
}

HAPPENINGS: Final[dict[type, Happening]] = {
    AskedToJoin: gate.on_asked_to_join,
    Seen: gate.on_seen,
    Left: gate.on_left,
    Placed: group.on_placed,
    Migrated: group.on_migrated,
}

COMPOSERS: Final[dict[str, Composer]] = {
    REPLY: compose_reply,
    "card": card.compose_card,
    "turn": of_answers.compose_turn,
    "replaced": of_answers.compose_replaced,
    "late": of_answers.compose_late,
    "bundle": rhythm.compose_bundle,
    "eve": rhythm.compose_eve,
    "moved": changes.compose_moved,
    "cancelled": changes.compose_cancelled,
    "changed": changes.compose_changed,
    "swapped": duos.compose_swapped,
    "alone": duos.compose_alone,
    "welcome": of_members.compose_welcome,
    "partner": of_members.compose_partner,
    "waiting": of_members.compose_waiting,
    "seat": kept.compose_seat,
    "let_in": gate.compose_let_in,
    MENU: _menu,
    "look": looking.compose_look,
    "greeting": of_groups.compose_greeting,
    "rights": of_groups.compose_rights,
    "join": of_groups.compose_join,
    "goodbye": of_groups.compose_goodbye,
}

TABLE: Final = routing.Table(COMMANDS, {row.room: row for row in ROOMS}, TALKS, HAPPENINGS)


async def handle(house: House, raw: Raw) -> None:
    """Handle one raw update by the table."""
    await routing.handle(TABLE, house, raw)
