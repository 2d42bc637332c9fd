"""The page of one community for coordinators, with its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlmodel import Session

from bot.rules.communities import SEATS, zone_name
from bot.rules.overview import FEWEST, Reason, Shown
from handlers.closing.public import CLOSE, HOW
from handlers.communities.public import LINKS
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.overview.verbs import ZONE
from handlers.overview.views import ATTENTION, SIGN, back_row, people, reason, when
from locales import Words
from storage import overview
from storage.communities import Community
from storage.overview import Mix


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """A community with what only its own page shows; `mix` is None with too few people."""

    community: Community
    shown: Shown
    moderators: Sequence[str]
    mix: Mix | None


def read_facts(session: Session, community_id: int | None, now: datetime) -> CommunityFacts | None:
    """Read what is shown of one community; None where it does not exist."""
    community = session.get(Community, community_id) if community_id is not None else None
    shown = overview.of_community(session, community_id, now)
    if community is None or shown is None:
        return None
    return CommunityFacts(
        community,
        shown,
        overview.moderators(session, shown.key),
        overview.mix(session, shown.key),
    )


def screen(words: Words, facts: CommunityFacts) -> Screen:
    """All figures of one community, the names of its moderators, and the buttons."""
    one = facts.shown
    heading = f"{SIGN} <b>{escape(one.name, quote=False)}</b>"
    text = paragraphs(
        lines(heading, *_about(words, facts)),
        lines(*(f"{ATTENTION} {why}" for why in _reasons(words, one))),
        lines(*_people(words, facts)),
        lines(*_cycle(words, one)),
    )
    return Screen(text, (*_buttons(words, one), _zone_row(words, one), back_row(words)))


def _about(words: Words, facts: CommunityFacts) -> list[str]:
    community, one = facts.community, facts.shown
    where = [zone_name(one.zone, words.language)]
    if community.municipality:
        where.append(escape(community.municipality, quote=False))
    parts = [
        " · ".join((*where, community.language.replace("+", " + "))),
        words("Founded on {day}", day=words.date(community.founded_at)),
    ]
    if one.archived_at is not None:
        parts.append(f"🗄 {words('Archived on {day}', day=words.date(one.archived_at))}")
    return parts


def _reasons(words: Words, one: Shown) -> list[str]:
    parts: dict[Reason, str] = {why: reason(words, why) for why in one.reasons}
    if Reason.NOT_AGREED in parts and one.behind is not None:
        parts[Reason.NOT_AGREED] = words(
            "not yet accepted the agreement: {number}", number=one.behind
        )
    return list(parts.values())


def _people(words: Words, facts: CommunityFacts) -> list[str]:
    one = facts.shown
    names = ", ".join(facts.moderators) or "–"
    parts: list[str] = [
        words("Moderators: {names}", names=names),
        words("{taken} of {seats} seats", taken=people(one.seats), seats=SEATS),
        words("waiting: {number}", number=people(one.waiting)),
    ]
    if facts.mix is not None:
        parts.append(
            words(
                "Different sectors: {sectors}, professions: {professions}, "
                "organisations: {organisations}",
                sectors=facts.mix.sectors,
                professions=facts.mix.professions,
                organisations=facts.mix.organisations,
            )
        )
    return parts


def _cycle(words: Words, one: Shown) -> list[str]:
    written, held = one.summaries
    coming = [] if one.coming is None else [when(words, one)]
    return [
        words("Cycle {cycle}", cycle=one.cycle),
        *coming,
        words("{held} of {total} sessions held", held=one.held, total=one.total),
        *_attendance(words, one),
        words("summaries {written} of {held}", written=written, held=held),
        _handovers(words, one),
    ]


def _attendance(words: Words, one: Shown) -> list[str]:
    if not one.attendance:
        return []
    percents = " · ".join(f"{number}: {value} %" for number, value in one.attendance.items())
    return [words("Attendance by session: {percents}", percents=percents)]


def _handovers(words: Words, one: Shown) -> str:
    if one.handed is None:
        return words("hand-overs: not shown of fewer than {number} people", number=FEWEST)
    written, due = one.handed
    return words("hand-overs {written} of {due}", written=written, due=due)


def _buttons(words: Words, one: Shown) -> tuple[Row, ...]:
    """🔗 links; once the cycle is over also its evaluation, and closing it if not archived."""
    links = LINKS.button(f"🔗 {words('Links')}", one.key)
    if one.coming is not None or not one.held:
        return ((links,),)
    evaluation = HOW.button(f"➡️ {words('What people answered')}", one.key, one.cycle)
    if one.archived_at is not None:
        return ((links,), (evaluation,))
    close = CLOSE.button(f"✅ {words('Close the cycle')}", one.key)
    return ((links,), (evaluation,), (close,))


def _zone_row(words: Words, one: Shown) -> Row:
    zone = zone_name(one.zone, words.language)
    return (ZONE.button(f"⬅️ {zone}", one.zone, 0),)
