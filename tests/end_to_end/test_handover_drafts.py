"""Half-written notes: each stays with its own meeting, and a slip can be put right."""

import pytest

from bot.playground.people import Person
from storage.core.text_encryption import TextCipher
from tests.end_to_end.handing import (
    GIST,
    MORNING_AFTER,
    UNSEEN,
    Duo,
    duo,
    from_bot,
    having,
    holding,
)
from tests.end_to_end.town import Town

SECOND = "the second session"


async def has_begun(town: Town) -> Duo:
    """A duo whose first partner came to the first meeting, and wrote one part of the note."""
    both = await duo(town)
    ann = both.ann
    await both.comes(ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    await ann.presses("✏️", await ann.hears(having("✏️", "🕓")))
    await says(ann, GIST, "1/6")
    await ann.hears("2/6")
    return both


async def says(person: Person, text: str, question: str) -> None:
    await person.hears(question)
    person.says(text)


async def test_a_half_written_note_waits_while_another_one_is_written(town: Town) -> None:
    both = await has_begun(town)
    ann = both.ann
    await town.moves_to("2026-10-19 18:00")
    await both.comes(ann)
    await town.moves_to("2026-10-21 10:00")
    await town.settles()
    await ann.presses("✏️", await ann.sees(holding("session 2", "Dora was not")))
    await says(ann, SECOND, "1/6")
    await ann.hears("2/6")
    for number, said in ((1, GIST), (2, SECOND)):
        ann.says("/todo")
        await ann.presses(f"✏️ Hand over session {number}", await ann.hears("Still to do"))
        await says(ann, UNSEEN, "2/6")
        await ann.hears("3/6")
        ann.says("learned: a\nopen: b\nnext: c\nurgency: nothing")
        preview = await ann.hears(having("📨"))
        assert holding(f"session {number}", said)(preview)
        await ann.presses("📨", preview)
        await town.settles()
        assert holding(f"session {number}", said)(await both.dora.sees(having("📖")))


async def test_what_was_written_of_one_meeting_goes_into_no_other_note(town: Town) -> None:
    both = await has_begun(town)
    ann, mo = both.ann, both.founded.people["Mo"]
    mo.says("/attendance")
    sheet = await mo.hears(having("☑ Ann"))
    await mo.presses("☑ Ann", sheet)
    await mo.hears(having("☐ Ann"))
    await mo.presses("✅", sheet)
    await town.settles()
    await town.moves_to("2026-10-20 18:00")
    ann.says("/handover")
    await says(ann, SECOND, "1/6")
    await ann.hears("2/6")


async def test_a_note_of_another_key_is_not_changed_and_nothing_breaks(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = await duo(town)
    await both.hands_over()
    ann = both.ann
    ann.says("/handover")
    await ann.presses("📖", await ann.hears(having("📖")))
    whole = await ann.hears(having("✏️ Change"))
    monkeypatch.setattr(type(town.app.services.cipher), "decrypt", TextCipher(bytes(32)).decrypt)
    pop_up = await ann.presses("✏️", whole)
    assert "another key" in (pop_up.text or "")
    assert not any("Something went wrong" in one.text for one in from_bot(ann))


async def test_a_tick_can_be_taken_back_on_the_list(town: Town) -> None:
    both = await duo(town)
    await both.hands_over(open="Dora: ask the housing service\nAnn: bring cake")
    dora = both.dora
    dora.says("/handover")
    shown = await dora.hears(having("☐ Dora", "☐ Ann"))
    for sign, turned in (("☐ Dora", "☑ Dora"), ("☑ Dora", "☐ Dora")):
        await dora.presses(sign, shown)
        await town.settles()
        assert having(turned, "☐ Ann")(shown)
