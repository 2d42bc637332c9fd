"""Prompts where things go wrong: forged, deleted, blocked, twice, very long, no group, no lead."""

import pytest
from sqlmodel import Session, select

from bot.playground.people import Person
from bot.rules.summaries import Part
from storage import summaries
from storage.prompts import Prompt, PromptAnswer
from tests.end_to_end.handing import from_bot, having, holding
from tests.end_to_end.prompting import CLOSES, FIRST, QUESTION, SECOND, Table, table
from tests.end_to_end.town import Town

OF_LEADS = ("write", "themes", "passages", "propose", "edit", "send", "tick", "list", "show")
DECIDING = ("file", "close", "release", "drop")
ANSWERING = ("answer", "change", "give", "withdraw", "all", "pass", "theme", "passage", "nonsense")


async def state(town: Town) -> list[str]:
    """Everything that is stored of prompts."""

    def read(session: Session) -> list[str]:
        return [str(row) for kind in (Prompt, PromptAnswer) for row in session.exec(select(kind))]

    return await town.app.database.read(read)


async def presses_all(town: Town, person: Person, *verbs: str) -> None:
    """Press every forged button of these verbs, below a message of one's own."""
    person.says("/help")
    on = await person.hears("/todo")
    for verb in verbs:
        for data in (
            f"prompt:{verb}:1",
            f"prompt:{verb}:1:1",
            f"prompt:{verb}:x:9",
            f"prompt:{verb}",
        ):
            await person.forges(data, on)
    for data in (
        "prompt:theme:domain_work:1",
        "prompt:passage:1:learned",
        "prompt:send:99999999999",
    ):
        await person.forges(data, on)
    await town.settles()


async def test_nobody_else_reads_or_changes_anything(town: Town) -> None:
    around = await table(town)
    post = await around.asks_now()
    await around.answers(around.person("Ann"), FIRST, post, named=False)
    other = await town.founds("Zuid")
    stranger = await town.registers(other, "Zoe", other.lead, language="en")
    before = await state(town)

    await presses_all(town, stranger, *OF_LEADS, *DECIDING, *ANSWERING)
    await presses_all(town, around.person("Mo"), *OF_LEADS, *DECIDING, "all")
    await presses_all(town, around.person("Bo"), *OF_LEADS, *DECIDING, "all", "give")
    await presses_all(town, around.lea, *ANSWERING)

    assert await state(town) == before
    for person in (stranger, around.person("Mo"), around.person("Bo"), around.lea):
        assert not any(FIRST in one.text for one in from_bot(person))
    assert not any(QUESTION in one.text for one in from_bot(stranger))
    around.person("Bo").says("/prompt")
    assert (await around.person("Bo").hears()).text.startswith("⛔")
    pop_up = await around.lea.presses("✏️", post)
    assert (pop_up.text or "").startswith("⛔")
    pop_up = await around.lea.forges("prompt:file:1", post)
    assert (pop_up.text or "").startswith("⛔")


async def test_pressed_twice_it_is_asked_and_counted_once(town: Town) -> None:
    around = await table(town)
    preview, posts = await around.asks(), len(around.group.messages)
    await around.lea.presses("📨", preview)
    await around.lea.forges("prompt:send:1", preview)
    await town.settles()
    assert len(around.group.messages) == posts + 1
    post, ann = around.group.messages[-1], around.person("Ann")

    await ann.presses("✏️", post)
    await ann.hears(QUESTION)
    ann.says(FIRST)
    mine = await ann.hears(having("📨"))
    await ann.forges("prompt:give:1:0", mine)
    await ann.forges("prompt:give:1:0", mine)
    await ann.presses("✏️", post)
    own = await ann.hears(holding("📬", FIRST))
    await ann.presses("✏️", own)
    ann.says(SECOND)
    await ann.presses("📨", await ann.hears(having("📨")))
    await around.comes(CLOSES)
    assert holding(f"{SECOND} – Ann")(post)
    assert FIRST not in post.text

    await ann.presses("✏️", post)
    await ann.presses("🗑", await ann.hears(holding("📬", SECOND)))
    await town.settles()
    assert SECOND not in post.text


@pytest.mark.parametrize("unit", ["😀", "&"], ids=["emoji", "ampersands"])
async def test_long_answers_are_cut_alike_and_read_whole_privately(town: Town, unit: str) -> None:
    around = await table(town)
    size = 1490 // len(unit.encode("utf-16-le")) * 2
    post = await around.asks_now()
    ann, bo, mo = (around.person(name) for name in ("Ann", "Bo", "Mo"))
    await ann.presses("✏️", post)
    await ann.hears(QUESTION)
    ann.says("x" * 1501)
    assert (await ann.hears()).text.startswith("⛔")
    for text in ("Eerst dit.", "En dan dat.", "x" * 1490):
        ann.says(text)
    assert holding("⛔", "Eerst dit.\n\nEn dan dat.")(await ann.hears(holding("⛔", "1500")))
    await ann.presses("❌")
    await ann.hears("✅")
    long = {person: f"{person.name}{unit * size}{person.name}" for person in (ann, bo, mo)}
    for person, text in long.items():
        await around.answers(person, text, post, named=True)
    await around.answers(around.person("Mia"), SECOND, post, named=False)
    await around.comes(CLOSES)

    assert SECOND in post.text
    assert post.text.count("…") == 3
    assert len(post.text.encode("utf-16-le")) // 2 <= 4096
    await ann.presses("📖", post)
    await town.settles()
    whole = "\n".join(one.text for one in from_bot(ann))
    assert all(text in whole for text in long.values())


async def test_a_post_that_is_gone_and_a_group_that_is_left_stop_nobody(town: Town) -> None:
    around = await table(town)
    ann, bo, mo, group = (*map(around.person, ("Ann", "Bo", "Mo")), around.group)
    post = await around.asks_now()
    await ann.presses("✏️", post)
    await ann.hears(QUESTION)
    mo.deletes(post)
    posts = len(group.messages)
    ann.says(FIRST)
    await ann.presses("📨", await ann.hears(having("📨")))
    await town.settles()
    assert len(group.messages) == posts

    mo.removes_bot(group)
    await town.settles()
    bo.says("/todo")
    await bo.presses("✏️", await bo.hears(QUESTION))
    bo.says(SECOND)
    await bo.presses("📨", await bo.hears(having("📨")))
    await around.comes(CLOSES)
    await ann.presses("📖", await ann.sees(having("📖")))
    await ann.hears(holding(f"{FIRST} – Ann", f"{SECOND} – Bo"))
    assert (await around.lea.sees(lambda said: said.document is not None)).document is not None


async def test_who_has_no_chat_with_the_bot_is_shown_the_way(town: Town) -> None:
    around = await table(town)
    post, ann = await around.asks_now(), around.person("Ann")
    ann.blocks_bot()
    pop_up = await ann.presses("✏️", post)
    assert (pop_up.text or "").startswith("⛔")
    ann.opens(ann.link_on("💬", chat=around.group))
    await ann.hears(QUESTION)
    ann.says(FIRST)
    await ann.presses("📨", await ann.hears(having("📨")))
    await ann.hears(lambda said: said.text.startswith("✅"))


async def planned_after(around: Table, question: str, when: str) -> None:
    """Have the lead plan a prompt for later."""
    await around.lea.presses("📨", await around.asks(question, when))
    await around.lea.hears(lambda said: said.text.startswith("✅"))


async def test_what_a_lead_who_left_had_planned_waits_for_a_moderator(town: Town) -> None:
    around = await table(town)
    lea, mo = around.lea, around.person("Mo")
    await planned_after(around, QUESTION, "2026-09-24")
    old = await around.asks(SECOND)
    lea.says("/forget")
    await lea.presses("✅", await lea.hears(having("✅", "❌")))
    await lea.hears(lambda said: said.text.startswith("✅"))
    posts = len(around.group.messages)
    pop_up = await lea.forges("prompt:send:1", old)
    assert (pop_up.text or "").startswith("⛔")
    await around.comes("2026-09-24 09:00")
    assert len(around.group.messages) == posts

    mo.says("/todo")
    await mo.presses("💬", await mo.hears(QUESTION))
    await mo.presses("📨", await mo.hears(having("📨", "🗑")))
    await town.settles()
    assert QUESTION in around.group.messages[-1].text
    assert len(around.group.messages) == posts + 1


async def test_what_may_be_shared_is_proposed_and_what_may_not_is_never_seen(town: Town) -> None:
    around = await table(town)
    lea = around.lea
    said = {Part.LEARNED: FIRST, Part.BROUGHT: SECOND}

    def write(session: Session) -> None:
        seal = town.app.services.cipher
        summaries.publish(session, 1, said, {Part.LEARNED}, None, seal, town.clock.at)

    await town.app.database.write(write)
    await around.comes("2026-09-29 08:00")
    proposed = await lea.sees(having("✏️", "➡️"))
    assert FIRST in proposed.text
    await lea.presses("➡️", proposed)
    await lea.presses("✏️", proposed)
    assert FIRST in (await lea.hears(having("📨"))).text
    await lea.presses("❌")
    lea.says("/prompt")
    await lea.presses("📄", await lea.hears(having("📄")))
    offered = await lea.hears(having("📄", "⬅️"))
    assert [label for label in offered.buttons if "📄" in label] == [f"📄 1 · {FIRST}"]
    await lea.forges("prompt:passage:1:brought", offered)
    await lea.presses("📄", offered)
    lea.says("now")
    assert FIRST in (await lea.hears(having("📨"))).text
    await lea.presses("📨")
    await town.settles()
    assert FIRST in around.group.messages[-1].text
    assert not any(SECOND in one.text for one in from_bot(lea))


async def test_a_theme_begins_a_question_and_what_is_planned_can_change(town: Town) -> None:
    around = await table(town)
    lea, group = around.lea, around.group
    lea.says("/prompt")
    proposed = await lea.hears(having("🏷"))
    await lea.forges("prompt:theme:domain_work:1", proposed)
    await lea.hears(having("❌"))
    lea.says("2026-10-02")
    themed = await lea.hears(having("📨", "☑"))
    await lea.presses("📨", themed)
    await lea.presses("⬅️", await lea.hears("✅"))
    await lea.presses("💬", await lea.hears(having("💬", "🏷", "📄")))
    await lea.presses("✏️", await lea.hears(having("✏️", "🗑")))
    await lea.hears(having("❌"))
    lea.says(f"question: {QUESTION}\nwhen: 1 day after session 2")
    await lea.presses("📨", await lea.hears(holding(QUESTION)))
    await lea.hears("✅")

    mo = around.person("Mo")
    mo.says("/session 2\ndate: 2026-11-24")
    await mo.presses("✅", await mo.hears("24"))
    await town.settles()
    posts = len(group.messages)
    await around.comes("2026-11-18 12:00")
    assert not any(QUESTION in one.text for one in group.messages)
    await around.comes("2026-11-25 09:00")
    assert [QUESTION in one.text for one in group.messages[posts:]].count(True) == 1
