"""What recurs in a community, for those who lead it; and the list of themes that all share.

Names, signs and numbers are looked for, not the program's own words.
"""

import asyncio
from dataclasses import dataclass

import pytest
from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.people import Person
from bot.rules.cases import Choices, Domain, OpenedCase
from bot.rules.languages import CODES
from bot.rules.library import Kind
from bot.rules.summaries import Part
from bot.rules.themes import DOMAIN
from handlers.cases import decisions
from handlers.core.arguments import LARGEST_ID
from handlers.core.screens import Button, in_fitting_rows
from storage import cases, library, meetings, members, summaries, themes
from storage.library import Told
from storage.members import Membership
from storage.themes import Tagged, Theme
from tests.end_to_end.handing import PLAN, from_bot, having, holding
from tests.end_to_end.town import Founded, Town

HOUSING, MONEY = f"{DOMAIN}housing", f"{DOMAIN}money"
PASSAGE = "De huur & de <b>woning</b> van roodborst."
CASE, ITEM = "Zwaluw: waar kan zij slapen?", "Huurgids <2026>"
SAID = {"nl": "wonen", "fr": "logement", "en": "housing"}


@dataclass
class Table:
    """A community with Lea who leads it, and themes in the sessions 1 and 3."""

    town: Town
    founded: Founded
    lea: Person

    @property
    def mo(self) -> Person:
        return self.founded.people["Mo"]

    async def asks(self, person: Person) -> Message:
        """Have somebody give /themes; what they get."""
        person.says("/themes")
        return await person.hears()

    async def own(self) -> list[tuple[str, ...]]:
        """The themes that were added."""
        found = await self.town.app.database.read(lambda session: session.exec(select(Theme)).all())
        return [tuple(one.names.values()) for one in found]

    async def tags(self) -> None:
        """A summary of session 1, a case for session 3 and something in the library."""
        await self.town.app.database.write(self._tag)

    def _tag(self, session: Session) -> None:
        first, third = (meetings.with_number(session, 1, number) for number in (1, 3))
        assert first is not None
        assert third is not None
        now, cipher = self.town.clock(), self.town.app.services.cipher
        said = {Part.TEXT: f"We waren met acht.\n{PASSAGE}"}
        summary = summaries.publish(session, first.id or 0, said, (), None, cipher, now)
        both = frozenset({HOUSING, MONEY})
        themes.retag(session, Tagged.SUMMARY, summary.id or 0, both, 1, first.id, now)
        window = cases.begin_window(session, third, b"k" * 32, b"s" * 16)
        ticks = Choices(domains=frozenset({Domain.HOUSING}))
        brought = [OpenedCase("A", f"{CASE}\nMerel", ticks, (b"m" * 32,))]
        (case,) = cases.keep_opened(session, window, brought, cipher)
        decisions.accept(session, case, now)
        item = library.share(session, Told(Kind.TOOL, ITEM, "why"), 1, None, now)
        library.tag(session, item, frozenset({HOUSING}), now)


async def table(town: Town, language: str = "en") -> Table:
    founded = await town.community("Ann", language=language)
    lea = await town.registers(founded, "Lea", founded.lead, language=language)
    mo = founded.people["Mo"]
    mo.says(PLAN)
    await mo.presses("✅", await mo.hears("De Kade"))
    await town.settles()
    return Table(town, founded, lea)


def data(message: Message, verb: str, *rest: object) -> str:
    """What the button with this verb, and these references, carries."""
    wanted = ":".join(("themes", verb, *map(str, rest)))
    held = (one.data or "" for row in message.rows for one in row)
    return next(one for one in held if one.startswith(wanted))


@pytest.mark.parametrize("language", SAID)
async def test_who_leads_sees_what_recurs_and_where_it_came_up(town: Town, language: str) -> None:
    around = await table(town, language)
    await around.tags()
    lea = around.lea

    shown = await around.asks(lea)

    assert shown.photo is not None
    assert shown.photo.content.startswith(b"\x89PNG")
    first, *_ = (line for line in shown.text.splitlines() if line.startswith("•"))
    assert SAID[language] in first
    assert "3×" in first
    assert "1 · 3" in first
    opened = await lea.forges(data(shown, "where", 1, HOUSING), shown)
    assert not (opened.text or "").startswith("⛔")
    listed = await lea.hears(holding("📄", "🗳", "📚"))
    assert PASSAGE in listed.text
    assert "met acht" not in listed.text
    assert CASE in listed.text
    assert "Merel" not in listed.text
    assert ITEM in listed.text
    assert listed.protected
    assert [one.data for row in listed.rows for one in row] == [f"prompt:theme:{HOUSING}:1"]
    assert shown in from_bot(lea)


async def test_a_moderator_looks_and_changes_nothing(town: Town) -> None:
    around = await table(town)
    await around.tags()
    shown = await around.asks(around.mo)

    assert shown.photo is not None
    assert shown.button("➕") is None
    await around.mo.forges(data(shown, "where", 1, HOUSING), shown)
    assert (await around.mo.hears(holding("🗳"))).rows == ()
    for forged in ("themes:new", "themes:own", "themes:rename:1", "themes:add"):
        assert ((await around.mo.forges(forged, shown)).text or "").startswith("⛔")
    around.mo.says("/themes\nnl: a\nfr: b\nen: c")
    assert (await around.mo.hears()).text.startswith("⛔")
    assert await around.own() == []


def test_two_buttons_stand_in_a_row_only_where_a_phone_shows_both_whole() -> None:
    labels = ("a", "b", "c", "famille et proches aidant·es", "d", "e", "f")
    rows = in_fitting_rows([Button(label, "x") for label in labels])
    assert ["".join(one.label[0] for one in row) for row in rows] == ["ab", "c", "f", "de", "f"]


async def test_without_themes_a_text_says_where_they_come_from(town: Town) -> None:
    around = await table(town)
    said = await around.asks(around.lea)

    assert said.photo is None
    assert said.button("➕") is not None
    assert (await around.asks(around.mo)).rows == ()
    around.founded.people["Ann"].says("/themes")
    assert (await around.founded.people["Ann"].hears()).text.startswith("⛔")


async def test_more_themes_than_a_picture_holds_are_all_listed(town: Town) -> None:
    around = await table(town)
    await around.tags()
    lea = around.lea
    names = [f"<b>{'é' * 30}& {number}" for number in range(30)]

    def add(session: Session) -> None:
        now, meeting = town.clock(), meetings.with_number(session, 1, 2)
        assert meeting is not None
        for name in names:
            session.add(Theme(names=dict.fromkeys(CODES, name), name_key=name, added_at=now))
        session.flush()
        keys = frozenset(themes.added_names(session))
        themes.retag(session, Tagged.PROMPT, 9, keys, 1, meeting.id, now)

    await town.app.database.write(add)
    shown = await around.asks(lea)
    await lea.forges(data(shown, "all"), shown)
    last = await lea.hears(lambda said: len(said.buttons) == 32)

    told = "\n".join(one.text for one in from_bot(lea) if one.id > shown.id and one.id <= last.id)
    assert all(name in told for name in names)


async def test_a_theme_is_added_step_by_step_renamed_and_removed(town: Town) -> None:
    around = await table(town)
    lea = around.lea
    await lea.presses("➕", await around.asks(lea))
    for name in ("x" * 41, "digitale kloof", "fracture <numérique>", "digital divide"):
        lea.says(name)
        await lea.hears()
    preview = await lea.hears(having("✅", "✏️", "❌"))
    assert "fracture <numérique>" in preview.text
    await asyncio.gather(*(lea.forges("themes:add", preview) for _ in range(2)))
    await town.settles()
    assert await around.own() == [("digitale kloof", "fracture <numérique>", "digital divide")]

    shown = await around.asks(lea)
    await lea.forges("themes:own", shown)
    listed = await lea.hears(having("🗑"))
    await lea.presses("✏️", listed)
    renaming = await lea.hears(having("✅", "❌"))
    lea.says("en: digital gap")
    renaming = await lea.hears(holding("digital gap"))
    await lea.presses("✅", renaming)
    await town.settles()
    assert (await around.own())[0][2] == "digital gap"
    await lea.forges("themes:own", shown)
    listed = await lea.hears(having("🗑"))
    pressed = await lea.forges(data(listed, "remove"), listed)
    assert (pressed.text or "").startswith("✅")
    assert ((await lea.forges("themes:remove:1", listed)).text or "").startswith("✅")
    assert await around.own() == []


async def test_no_name_comes_twice_in_any_language(town: Town) -> None:
    around = await table(town)
    lea = around.lea
    for given in ("nl: Werk\nfr: xyz\nen: abc", "nl: klok\nfr: LOGEMENT\nen: abc"):
        lea.says(f"/themes\n{given}")
        await lea.presses("✅", await lea.hears(having("✅")))
        await lea.hears("⛔")
        lea.says("/cancel")
        await lea.hears(lambda said: said.text.startswith("✅"))
    lea.says("/themes\nnéerlandais: kloof\nfrançais: fossé\nenglish: gap\nblauw: groen")
    preview = await lea.hears(having("✅"))
    assert "blauw: groen" in preview.text
    await lea.presses("✅", preview)
    await town.settles()

    assert await around.own() == [("kloof", "fossé", "gap")]


async def test_who_leads_another_community_or_none_any_more_is_refused(town: Town) -> None:
    around = await table(town)
    await around.tags()
    other = await town.founds("Zuid")
    max_ = await town.registers(other, "Max", other.lead, language="en")
    empty = await around.asks(max_)
    shown = await around.asks(around.lea)
    forged = [
        f"themes:where:1:{HOUSING}",
        "themes:all:1:1",
        "themes:cycle:1:1",
        "themes:where:2:own_9",
        "themes:where:1",
        "themes:where",
        f"themes:where:{LARGEST_ID + 1}:{HOUSING}",
        "themes:remove:1:2",
        "themes:nothing",
    ]
    for one in forged[:-2]:
        assert ((await max_.forges(one, empty)).text or "").startswith("⛔"), one
    assert ((await max_.forges(forged[-1], empty)).text or "").startswith("⛔")

    def leave(session: Session) -> None:
        lead = members.with_role(session, 1, "lead")[0]
        own = session.exec(select(Membership).where(Membership.person_id == lead.id)).one()
        members.leave(session, own)

    await town.app.database.write(leave)
    heard = len(from_bot(around.lea))
    for one in (*forged[:3], "themes:new", "themes:own", "themes:add"):
        assert ((await around.lea.forges(one, shown)).text or "").startswith("⛔"), one
    assert len(from_bot(around.lea)) == heard
