"""Whose note it is not reads nothing of it, whatever button or command they make themselves."""

import json

from sqlmodel import select

from bot.playground.people import Person
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from tests.end_to_end.handing import Duo, duo, from_bot, having, holding
from tests.end_to_end.town import Town

SECRET, QUESTION = "Zwaluwstaart", "Kwikstaart"
OF_AUTHOR = ("begin", "later", "tomorrow", "send", "change", "answer")
OF_READER = ("read", "seen", "restate", "ask")
PARTS = {
    "gist": f"{SECRET} one",
    "unseen": f"{SECRET} two",
    "learned": f"{SECRET} three",
    "open": f"Dora: {SECRET} by 12/10",
    "next": f"{SECRET} five",
}


async def with_question(town: Town) -> Duo:
    """A duo whose note is read and asked about, and who has another member around."""
    both = await duo(town, "en", "en", "Zed")
    note = await both.hands_over(**PARTS)
    await both.dora.presses("❓", note)
    await both.dora.hears("What do you want to ask")
    both.dora.says(QUESTION)
    await both.ann.hears(QUESTION)
    await town.settles()
    return both


async def state(town: Town) -> list[str]:
    """Everything that is stored of hand-overs."""

    def read(session: object) -> list[str]:
        kinds = (Handover, HandoverQuestion, OpenItem)
        return [str(row) for kind in kinds for row in session.exec(select(kind))]  # type: ignore[attr-defined]

    return await town.app.database.read(read)


def forged(verb: str) -> list[str]:
    """A button of this verb, for each row that there may be."""
    rest = (":1:1", ":1:2") if verb in ("tick", "done") else ("",)
    return [f"handover:{verb}:{key}{more}" for key in (0, 1, 2, 3) for more in rest] + [
        f"handover:{verb}",
        f"handover:{verb}:x:y:z",
        f"handover:{verb}:99999999999999999999",
    ]


async def presses_all(town: Town, person: Person, *verbs: str) -> None:
    """Press every forged button of these verbs; nothing readable comes back, nothing changes."""
    before, heard = await state(town), len(from_bot(person))
    on = from_bot(person)[-1]
    for verb in verbs:
        for data in forged(verb):
            pop_up = await person.forges(data, on)
            assert (pop_up.text or "⛔").startswith("⛔"), data
            assert SECRET not in (pop_up.text or "")
    person.says("what I type now goes nowhere")
    await town.settles()
    for said in (*from_bot(person)[heard:], on):
        assert SECRET not in said.text
        assert QUESTION not in said.text
        assert not any(SECRET in label for label in said.buttons)
    assert await state(town) == before


async def test_author_and_reader_have_no_use_for_each_others_buttons(town: Town) -> None:
    both = await with_question(town)
    both.ann.says("/help")
    both.dora.says("/help")
    await both.ann.hears()
    await both.dora.hears()
    await presses_all(town, both.ann, *OF_READER)
    await presses_all(town, both.dora, *OF_AUTHOR)


async def test_a_command_a_link_or_a_form_of_ones_own_making_opens_nothing(town: Town) -> None:
    both = await with_question(town)
    zed = both.founded.people["Zed"]
    heard = len(from_bot(zed))
    for text in ("/handover", "/handover 1", "/start handover-1", "/start note_1", "/overdracht"):
        zed.says(text)
        await zed.hears()
    on = from_bot(zed)[-1]
    for topic in ("handover", "handover_restate", "handover_ask", "handover_answer"):
        for verb in ("continue", "change", "edit", "skip", "choose"):
            await zed.forges(f"form:{verb}:{topic}:0:0", on)
    zed.says("/mydata")
    file = (await zed.hears(lambda one: one.document is not None)).document
    assert file is not None
    assert SECRET not in json.dumps(json.loads(file.content), ensure_ascii=False)
    assert not any(SECRET in one.text for one in from_bot(zed)[heard:])


async def test_who_left_the_duo_reads_no_more(town: Town) -> None:
    both = await with_question(town)
    both.dora.says("/duo")
    await both.dora.presses("❌ Leave", await both.dora.hears(having("❌ Leave")))
    await both.dora.presses("✅", await both.dora.hears("Ann keeps the seat"))
    await both.dora.hears(lambda said: said.text.startswith("✅"))
    await town.settles()
    both.dora.says("/help")
    await both.dora.hears()
    await presses_all(town, both.dora, *OF_AUTHOR, *OF_READER, "open")
    both.ann.says("/handover")
    assert SECRET in (await both.ann.hears(holding("☐"))).text
