"""The end of a cycle: evaluated without names, closed once, and begun anew by who accepts."""

import pytest
from sqlmodel import Session, select

from bot.playground.api_json import query_json
from bot.playground.model import CallbackQuery, Message
from storage import members
from storage.closing import EvaluationAnswered
from storage.communities import Community
from tests.end_to_end.ending import (
    BEGUN_ANEW,
    MORNING_AFTER,
    PLAN,
    RATINGS,
    SUMMER,
    Cycle,
    data_of,
    last,
    planned,
)
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.town import Town

MEMBERS = ("Anna", "Ben", "Cleo")
HARVEST = {"nl": "/oogst", "fr": "/recolte", "en": "/export"}


def is_refused(pop_up: CallbackQuery) -> bool:
    return (pop_up.text or "").startswith("⛔")


def is_done(pop_up: CallbackQuery) -> bool:
    return not (pop_up.text or "").startswith("⛔")


def asks_anew(said: Message) -> bool:
    return "agree:yes" in str(data_of(said))


async def community_of(cycle: Cycle) -> Community:
    return await cycle.town.app.database.read(lambda session: session.get_one(Community, 1))


async def names_in(town: Town, community_id: int = 1) -> set[str]:
    """Who is a member of a community."""

    def read(session: Session) -> set[str]:
        return {one.person.name for one in members.seated(session, community_id)}

    return await town.app.database.read(read)


def farewells(cycle: Cycle) -> list[Message]:
    return [one for one in cycle.group.messages if one.text.startswith("👋")]


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
async def test_a_cycle_is_evaluated_closed_and_begun_anew(town: Town, language: str) -> None:
    cycle = await planned(town, *MEMBERS, language=language)
    mo, anna, ben, cleo = (cycle.person(name) for name in ("Mo", *MEMBERS))
    await cycle.comes(MORNING_AFTER)

    asked = last(anna)
    assert "1/4" in asked.text
    assert list(asked.buttons) == ["1", "2", "3", "4", "5"]
    before = len(from_bot(anna))
    for press, then in (("4", "2/4"), ("🔧", "3/4"), ("🤔", "4/4"), ("✅", "✅")):
        await anna.presses(press, asked)
        await town.settles()
        assert then in asked.text
    assert len(from_bot(anna)) == before
    for person, going in ((ben, "no"), (cleo, "unsure"), (mo, "yes")):
        await cycle.rates(person, *RATINGS, going=going)
    mo.says("/todo")
    todo = await mo.hears(lambda said: "closing:close:1" in data_of(said))
    assert holding("4", "2", HARVEST[language])(todo)
    await mo.forges("closing:how:1:1", todo)
    shown = await mo.hears(holding("Anna", "Ben", "Cleo"))
    assert "🔧" not in shown.text
    await cycle.rates(cycle.person("Mia"), *RATINGS)
    await mo.forges("closing:how:1:1", todo)
    counted = (await mo.hears(holding("🔧"))).text.splitlines()
    assert [line.rsplit(" ", 1)[1] for line in counted if line[:1] in "12345" and ":" in line] == [
        *"00014"
    ]

    await _closes_and_is_silent(cycle)
    await cycle.plans_anew()
    await _begins_anew(cycle)


async def _closes_and_is_silent(cycle: Cycle) -> None:
    mo, anna = cycle.person("Mo"), cycle.person("Anna")
    assert (await cycle.closes(mo)).text.startswith("✅")
    (post,) = farewells(cycle)
    assert "10" in post.text
    assert cycle.group.pins == []
    anna.says("/rsvp")
    assert "Noord" in (await anna.hears("🌙")).text
    said = {name: len(from_bot(person)) for name, person in cycle.founded.people.items()}
    await cycle.comes(SUMMER)
    assert {name: len(from_bot(one)) for name, one in cycle.founded.people.items()} == said


async def _begins_anew(cycle: Cycle) -> None:
    mo, anna, ben, cleo = (cycle.person(name) for name in ("Mo", *MEMBERS))
    assert (await community_of(cycle)).archived_at is None
    for person in (anna, mo):
        await person.presses("✅", await person.sees(asks_anew))
    await ben.presses("❌", await ben.sees(asks_anew))
    sure = await ben.hears(lambda said: "agree:stop" in str(data_of(said)))
    await ben.presses("✅", sure)
    assert "Noord" in (await ben.hears(lambda said: said.text.startswith("✅"))).text
    assert is_refused(await ben.presses("✅", sure))
    assert await names_in(cycle.town) == {"Mo", "Mia", "Anna", "Cleo"}
    heard = len(from_bot(ben))
    await cycle.comes(BEGUN_ANEW)

    assert await names_in(cycle.town) == {"Mo", "Mia", "Anna"}
    assert "Noord" in last(cleo).text
    assert len(from_bot(ben)) == heard


async def test_two_close_at_once_and_the_group_hears_one_farewell(town: Town) -> None:
    cycle = await planned(town, "Anna", language="en")
    mo, mia, anna = (cycle.person(name) for name in ("Mo", "Mia", "Anna"))
    elsewhere = await town.founds("Zuid", "en")
    zoe = await town.registers(elsewhere, "Zoe", elsewhere.moderators[0], "en")
    stranger = town.telegram.world.person("Vreemd")
    early = await mo.forges("closing:close:1", last(mo))
    await cycle.comes(MORNING_AFTER)

    refused = [
        early,
        *[await one.forges("closing:closed:1:1", last(mo)) for one in (anna, zoe, stranger)],
        *[await one.forges("closing:how:1:1", last(mo)) for one in (anna, zoe, stranger)],
        *[
            await mo.forges(f"closing:{data}", last(mo))
            for data in ("closed:1:2", "close:2", "closed:x:1", "close", "how:9:9", "open:1:1")
        ],
    ]
    assert all(map(is_refused, refused)), [one.text for one in refused]
    assert (await community_of(cycle)).archived_at is None
    presses = [one.forges("closing:closed:1:1", last(one)) for one in (mo, mia, mo)]
    assert all([is_done(await press) for press in presses])
    town.telegram.world.queue_update("callback_query", query_json(presses[0].query))
    await town.settles()
    assert last(mo).text.startswith("✅")
    assert last(mia).text.startswith("✅")
    assert len(farewells(cycle)) == 1


async def test_a_coordinator_closes_and_sees_numbers_without_names(town: Town) -> None:
    cycle = await planned(town, "Anna", language="en")
    els = town.brusano
    await cycle.comes(MORNING_AFTER)
    for name in ("Mo", "Mia", "Anna"):
        await cycle.rates(cycle.person(name), *RATINGS, going="yes")

    await els.forges("closing:how:1:1", last(els))
    shown = (await els.hears("Noord")).text
    assert not any(name in shown for name in ("Mo", "Mia", "Anna", "3"))
    await els.forges("closing:close:1", last(els))
    await els.presses("✅", await els.hears(having("✅", "❌")))
    await town.settles()

    assert (await community_of(cycle)).archived_at is not None
    assert len(farewells(cycle)) == 1


async def test_taps_that_do_not_count_are_refused_and_each_counts_once(town: Town) -> None:
    cycle = await planned(town, "Anna", language="en")
    anna, mo = cycle.person("Anna"), cycle.person("Mo")
    elsewhere = await town.founds("Zuid", "en")
    zoe = await town.registers(elsewhere, "Zoe", elsewhere.member, "en")
    early = await anna.forges("closing:rate:1:1:worth:5", last(anna))
    await cycle.comes(MORNING_AFTER)
    asked = last(anna)

    refused = [
        early,
        await zoe.forges("closing:rate:1:1:worth:5", asked),
        *[
            await anna.forges(f"closing:{data}", asked)
            for data in (
                "rate:1:1:worth:6",
                "rate:1:1:worth:<b>",
                "rate:1:1:other:1",
                "rate:1:2:worth:5",
                "rate:2:1:worth:5",
                "rate:1:1:worth:5:5",
                "rate",
                "go:1:1:perhaps",
                "begin:99999999999999999999:1",
            )
        ],
    ]
    pressed = anna.forges("closing:rate:1:1:worth:5", asked)
    assert is_done(await pressed)
    town.telegram.world.queue_update("callback_query", query_json(pressed.query))
    await anna.forges("closing:rate:1:1:worth:1", asked)
    await town.settles()
    assert await town.app.database.read(answered) == ["worth"]
    await cycle.closes(mo)
    refused.append(await anna.forges("closing:rate:1:1:changed:me", asked))
    assert is_done(await anna.forges("closing:go:1:1:no", asked))

    assert all(map(is_refused, refused)), [one.text for one in refused]
    assert await town.app.database.read(answered) == ["worth"]


def answered(session: Session) -> list[str]:
    return list(session.exec(select(EvaluationAnswered.question)))


async def test_who_is_in_two_communities_looks_back_on_each(town: Town) -> None:
    cycle = await planned(town, "Anna", language="en")
    anna = cycle.person("Anna")
    elsewhere = await town.founds("Zuid", "en")
    zoe = await town.registers(elsewhere, "Zoe", elsewhere.moderators[0], "en")
    anna.says(f"/start {elsewhere.member.partition('start=')[2]}")
    await anna.presses("✅", await anna.hears("Zuid"))
    await anna.presses("✅", await anna.hears("2026-1"))
    await anna.hears("🎉")
    zoe.says(PLAN)
    await zoe.presses("✅", await zoe.hears("De Kade"))
    await town.settles()
    await cycle.comes(MORNING_AFTER)

    both = last(anna)
    assert holding("Noord", "Zuid")(both)
    ways = [one for one in both.buttons if one.startswith("➡️")]
    assert len(ways) == 2
    await anna.presses(next(one for one in ways if "Zuid" in one), both)
    question = await anna.hears(holding("Zuid", "1/4"))
    assert "Noord" not in question.text
    assert holding("Noord", "Zuid")(both)
    await anna.presses("5", question)
    await town.settles()
    assert holding("Zuid", "2/4")(question)
