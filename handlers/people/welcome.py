"""`/start` without an invitation, `/help`, `/cancel` and `/privacy`."""

from collections.abc import Callable, Sequence
from functools import partial

from sqlmodel import Session

from bot.rules.communities import SEATS
from bot.rules.frame import Frame
from bot.rules.interest import MONTHS_KEPT, clean_source
from bot.rules.languages import OWN_NAMES
from bot.rules.members import Role
from handlers.core import menus
from handlers.core.context import Context
from handlers.core.routes import SERVED, Command, Where, Who
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.frame.public import standing
from handlers.interest.public import leave_row, own
from handlers.members.public import WaitingPlace, waiting_places
from handlers.people.form_names import form_name
from handlers.people.language import choose
from handlers.people.verbs import SPEAK_AT_START
from locales import Words
from storage.communities import Community
from storage.core import form_drafts

DAYS = "{days}"
"""Placeholder in the privacy notice for the number of days that texts are kept."""


async def on_start(context: Context, source: str = "") -> None:
    """`/start` in private without an invitation: explain the bot and what the person can do.

    `source` is the word in a link for posters, empty without one.
    """
    await context.say(await _greeting(context, source))


async def on_speak(context: Context, language: str, source: str) -> None:
    """A language button under the greeting: store the language and show the greeting in it."""
    context = await choose(context, language)
    await context.answer()
    await context.show(await _greeting(context, clean_source(source)))


async def _greeting(context: Context, source: str) -> Screen:
    words = context.words
    registered = await context.write(partial(_communities, context=context))
    waits = await context.read(partial(_waiting_places, context=context))
    interest = await context.read(partial(own, context=context))
    is_known = bool(registered or waits or context.is_coordinator)
    is_new = interest is None and (bool(source) or not is_known)
    hello = words("Hello! I help communities of practice in Brussels with their meetings.")
    screen = paragraphs(
        await context.read(_for_newcomers(words)) if is_new else hello,
        _registered(words, registered) if registered else None,
        *(place.text for place in waits),
        interest.text if interest else None,
        _for_coordinators(words) if context.is_coordinator else None,
    )
    rows = (
        *(row for place in waits for row in place.rows),
        *(interest.rows if interest else ()),
        *((leave_row(words, source),) if is_new else ()),
        _languages(source),
    )
    return Screen(screen, rows)


def _for_coordinators(words: Words) -> str:
    return lines(
        words("You are a coordinator: /community founds a community."),
        words("/interest shows who would like to take part."),
    )


def _languages(source: str) -> Row:
    """One button for each language; a press shows the greeting in it."""
    return tuple(SPEAK_AT_START.button(name, code, source) for code, name in OWN_NAMES.items())


def _for_newcomers(words: Words) -> Callable[[Session], str]:
    """Return a read of the text for newcomers: the coordinators' wording, or the default."""
    return partial(standing, key=Frame.NEWCOMERS, words=words, comes_along=newcomers)


def newcomers(words: Words) -> str:
    """The default text for newcomers: what a community is and how to take part, as HTML."""
    return lines(
        words(
            "Do you recognise yourself in this function? As a neighbourhood referent you "
            "accompany people in complex situations, in a relationship of trust, with their "
            "priorities at the centre."
        ),
        words(
            "In a community of practice, {seats} of you at most from social work and health care "
            "in one part of Brussels meet ten times a year: to share experience, to unblock what "
            "is stuck, to develop your practice.",
            seats=SEATS,
        ),
        words(
            "Would you like to take part? Leave your interest, and Brusano looks for a place for "
            "you. If you have an invitation, open its link."
        ),
    )


def _communities(session: Session, context: Context) -> list[str]:
    """Return the names of the requester's communities, and publish their own menu again, if any."""
    if menus.has_own(context):
        menus.change(session, context.sender.telegram_id, context.now)
    found = (session.get(Community, m.community_id) for m in context.requester.memberships)
    return [community.name for community in found if community is not None]


def _waiting_places(session: Session, context: Context) -> list[WaitingPlace]:
    return list(waiting_places(session, context.sender.telegram_id, context.words, context.now))


def _registered(words: Words, names: Sequence[str]) -> str:
    return lines(
        words("You are registered in {names}.", names=", ".join(names)),
        words(
            "/agenda shows the meetings, /rsvp the next one, /todo what you still owe, "
            "/help everything else."
        ),
    )


async def on_help(context: Context, commands: Sequence[Command]) -> None:
    """`/help`: list the commands for this person's roles; in a group those that work there."""
    if context.is_private:
        sections = (_section(context, who, commands) for who in Who if _is_for(context, who))
        await context.say(Screen(paragraphs(*sections)))
        return
    words = context.words
    here = [
        f"/{command.name_in(words.language)} – {words(command.about)}"
        for command in commands
        if command.where is Where.ANYWHERE and command.who is Who.MEMBER
    ]
    text = paragraphs(
        words("I help this group with its meetings. Here I understand:"),
        lines(*here),
        words("Everything else in a private chat with me."),
    )
    link = f"https://t.me/{context.services.bot_username}"
    await context.say(Screen(text, ((Button(words("Write to me"), url=link),),)))


def _is_for(context: Context, who: Who) -> bool:
    if who is Who.COORDINATOR:
        return context.is_coordinator
    roles = {Role(membership.role) for membership in context.requester.memberships}
    if who is Who.FOLLOWING and context.is_coordinator:
        return True
    if who in SERVED:
        return bool(roles & SERVED[who])
    return who is Who.ANYONE or bool(roles)


def _section(context: Context, who: Who, commands: Sequence[Command]) -> str:
    words = context.words
    headings = {
        Who.ANYONE: words("For everyone"),
        Who.MEMBER: words("For members"),
        Who.MODERATOR: words("For moderators"),
        Who.LEAD: words("For the monitoring lead"),
        Who.LEADING: words("For moderators and the monitoring lead"),
        Who.FOLLOWING: words("For coordinators and moderators"),
        Who.COORDINATOR: words("For coordinators"),
    }
    listed = [
        f"/{command.name_in(words.language)} – {words(command.about)}"
        for command in commands
        if command.who is who
    ]
    return lines(f"<b>{headings[who]}</b>", *listed) if listed else ""


async def on_cancel(context: Context) -> None:
    """`/cancel`: delete the draft that was changed last."""
    topic = await context.write(
        partial(
            form_drafts.cancel_last,
            person_telegram_id=context.sender.telegram_id,
            message_id=context.event.message_id,
            now=context.now,
        )
    )
    words = context.words
    if topic is None:
        await context.say(Screen(words("There is nothing to cancel.")))
        return
    done = words("Cancelled: {form}. Nothing of it is kept.", form=form_name(words, topic))
    await context.say(Screen(f"✅ {done}"))


async def on_privacy(context: Context) -> None:
    """`/privacy`: tell what is kept, who sees it, for how long, and how to see and erase it."""
    retention = context.services.settings.retention
    notice = partial(standing, key=Frame.PRIVACY, words=context.words, comes_along=privacy)
    text = (await context.read(notice)).replace(DAYS, str(retention.days))
    await context.say(Screen(paragraphs(text, _own_data(context.words))))


def _own_data(words: Words) -> str:
    """The end of the notice, which coordinators cannot change: the commands for own data."""
    return lines(
        words("/mydata sends you all that I keep about you."),
        words("/forget erases it. Messages in the chats themselves you delete in Telegram."),
    )


def privacy(words: Words) -> str:
    """The default privacy notice, as HTML; `DAYS` stands in it for the retention in days."""
    return paragraphs(
        f"<b>{words('What I keep')}</b>\n"
        + words(
            "Your name, profession, sector and organisation, your communities, when you accepted "
            "the agreement, your answers and attendance, your language, forms that you have "
            "not finished, and in a duo the hand-over notes you write, sealed with a key that is "
            "in no backup. From Telegram: your account number there (not your phone number), "
            "your language and, in the group chat of a community, the name you show."
        ),
        f"<b>{words('Who sees it')}</b>\n"
        + words(
            "Your community sees your name and whether you come. Its moderators also see your "
            "profession, organisation and attendance. Brusano sees who takes part. Nobody else."
        )
        + " "
        + words(
            "A hand-over note is read by your duo partner alone; "
            "moderators see whether it was written and read."
        ),
        f"<b>{words('Cases')}</b>\n"
        + words(
            "A case that you bring is kept without your name: not in the database, not in a log. "
            "It lies in a sealed urn until your moderators open it."
        )
        + " "
        + words(
            "Not hidden: your way of writing, what only you know, what Telegram sees, what people "
            "tell each other, and whoever would change the running program."
        ),
        f"<b>{words('Interest in taking part')}</b>\n"
        + words(
            "What you tell when you leave your interest is seen by Brusano's coordinators alone. "
            "It is erased when you withdraw it, once you are registered, or {months} months after "
            "your last change. How to reach you is sealed with a key that is in no backup.",
            months=MONTHS_KEPT,
        ),
        f"<b>{words('How long')}</b>\n"
        + words(
            "Until you erase it. Hand-over notes and cases go {days} days after the cycle's end. "
            "What was sent to you is listed, without its text, for 90 days.",
            days=DAYS,
        ),
        f"<b>{words('What to know about Telegram')}</b>\n"
        + words(
            "Chats with a bot on Telegram are not end-to-end encrypted: Telegram could read them. "
            "Never write the name of a person you accompany."
        ),
    )
