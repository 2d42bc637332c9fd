"""A duo's hand-over: written, delivered, read, restated, in the running program."""

import pytest

from bot.playground.model import Message
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.end_to_end.handing import (
    EVE,
    GIST,
    LEARNED,
    MORNING_AFTER,
    NEXT,
    UNSEEN,
    Duo,
    duo,
    from_bot,
    having,
    holding,
)
from tests.end_to_end.town import Town, living

LANGUAGES = pytest.mark.parametrize(("first", "second"), [("nl", "fr"), ("fr", "en"), ("en", "nl")])


async def is_asked(town: Town, both: Duo) -> None:
    """Have Ann come, and be asked the day after."""
    await both.comes(both.ann)
    await town.moves_to(MORNING_AFTER)
    await town.settles()
    await both.ann.presses("✏️", await both.ann.hears(having("✏️", "🕓", "🗓")))
    await both.ann.hears("1/6")


async def answers(person: Person, number: int, text: str) -> None:
    """Type the answer to a question, and wait for the next one."""
    await person.hears(f"{number}/6")
    person.says(text)
    await person.hears(f"{number + 1}/6")


@LANGUAGES
async def test_the_whole_loop_between_two_languages(town: Town, first: str, second: str) -> None:
    both = await duo(town, first, second)
    await is_asked(town, both)
    await is_written(both)
    note = await is_delivered(both)
    await is_restated(both, note)
    await is_asked_about(both, note)
    await town.moves_to(EVE)
    await town.settles()
    again = await both.dora.hears(holding(GIST, "Moi, lundi", "Ik bel de huisvesting"))
    assert again.protected
    assert not any("⛔" in one.text for one in from_bot(both.ann) + from_bot(both.dora))


async def is_written(both: Duo) -> None:
    """Have Ann answer the six questions, change one answer, and send the note."""
    ann = both.ann
    await answers(ann, 1, "a first try")
    await ann.presses("➡️", await ann.sees("2/6"))
    await ann.hears("3/6")
    await answers(ann, 3, LEARNED)
    await answers(ann, 4, "Dora: kloppen/frapper/knock 12/10\nAnn: bellen")
    await answers(ann, 5, NEXT)
    urgency = await ann.sees("6/6")
    await ann.presses(urgency.buttons[2], urgency)
    preview = await ann.hears(having("📨"))
    assert "a first try" in preview.text
    await ann.presses("✏️", preview)
    which = await ann.hears(having("⬅️"))
    await ann.presses(which.buttons[0], which)
    await ann.hears("1/6")
    ann.says(GIST)
    preview = await ann.hears(having("📨"))
    assert holding(GIST, LEARNED, NEXT)(preview)
    assert "a first try" not in preview.text
    await ann.presses("📨", preview)
    await ann.hears(lambda said: said.text.startswith("✅") and "Dora" in said.text)


async def is_delivered(both: Duo) -> Message:
    """The note as Dora gets it, in her language, with Ann's words as they are."""
    dora = both.dora
    note = await dora.hears(holding(GIST, LEARNED, "☐ Dora: kloppen/frapper/knock 12/10", NEXT))
    assert note.protected
    assert both.words(dora)("Concluded or learned") in note.text
    assert both.words(dora)("Call {name} first.", name="Ann") in note.text
    return note


async def is_restated(both: Duo, note: Message) -> None:
    """Have Dora confirm that she read it, and say what she takes up, which Ann reads."""
    dora = both.dora
    pop_up = await dora.presses("📖", note)
    assert (pop_up.text or "").startswith("✅")
    await dora.hears(both.words(dora)("In one sentence: what do you take up from this note?"))
    dora.says("Ik bel de huisvesting")
    await dora.hears(lambda said: said.text.startswith("✅"))
    assert (await both.ann.hears("Ik bel de huisvesting")).protected


async def is_asked_about(both: Duo, note: Message) -> None:
    """Have Dora ask and Ann answer."""
    ann, dora = both.ann, both.dora
    await dora.presses("❓", note)
    await dora.hears(both.words(dora)("What do you want to ask about this note?"))
    dora.says("Wie belt er terug?")
    await dora.hears(lambda said: said.text.startswith("✅"))
    asked = await ann.hears(holding("❓", "Wie belt er terug?"))
    assert asked.protected
    await ann.presses("✏️", asked)
    await ann.hears(both.words(ann)("Write your answer. It is added to the note."))
    ann.says("Moi, lundi")
    await ann.hears(lambda said: said.text.startswith("✅"))
    assert (await dora.hears(holding("Wie belt er terug?", "Moi, lundi"))).protected


@LANGUAGES
async def test_all_six_parts_at_once_by_the_labels_of_the_screen(
    town: Town, first: str, second: str
) -> None:
    both = await duo(town, first, second)
    note = await both.hands_over()
    assert holding(GIST, UNSEEN, LEARNED, "☐ Dora: ask the housing service", NEXT)(note)
    assert note.protected


@pytest.mark.parametrize(
    "labels",
    [
        ("In één zin", "Niet in het verslag", "Geleerd", "Wie doet wat", "Volgende keer", "niets"),
        ("En une phrase", "Hors compte rendu", "Appris", "À faire", "Prochaine fois", "rien"),
        ("in one sentence", "Beside the summary", "LEARNED", "to do", "next", "nothing"),
    ],
    ids=["nl", "fr", "en"],
)
async def test_labels_are_known_in_every_language_whatever_one_reads(
    town: Town, labels: tuple[str, ...]
) -> None:
    both = await duo(town)
    await both.comes(both.ann)
    await town.moves_to(MORNING_AFTER)
    *five, urgency = labels
    texts = (GIST, UNSEEN, LEARNED, "-", NEXT)
    lines = [f"{label}: {text}" for label, text in zip(five, texts, strict=True)]
    both.ann.says("\n".join(("/handover", *lines, f"Urgency: {urgency}")))
    assert holding(GIST, UNSEEN, LEARNED, NEXT)(await both.ann.hears(having("📨")))


async def test_a_note_typed_when_none_is_due_is_not_kept_and_says_so(town: Town) -> None:
    both = await duo(town)
    both.ann.says(both.whole(both.ann))
    told = await both.ann.hears("⛔")
    assert "Nothing of what you typed was kept" in told.text
    assert "the first session is still to come" in told.text

    await both.hands_over()
    both.ann.says(both.whole(both.ann, gist="something else"))
    told = await both.ann.hears("⛔")
    assert "Your note of session 1 was sent" in told.text
    assert having("📖")(told)
    both.dora.says(both.whole(both.dora))
    assert "Ann was at the last session" in (await both.dora.hears("⛔")).text


async def test_a_half_written_note_survives_another_form_a_restart_and_a_week(
    telegram: Telegram, database_url: str
) -> None:
    async with living(telegram, database_url) as town:
        both = await duo(town)
        ann, dora = both.ann, both.dora
        await is_asked(town, both)
        await answers(ann, 1, GIST)
        await answers(ann, 2, UNSEEN)
        other = await town.founds("Zuid")
        ann.opens(other.member)
        await ann.hears("Zuid")
        ann.says("/agenda")
        await ann.hears("De Kade")
    async with living(telegram, database_url, at="2026-09-23 11:00") as town:
        await town.settles()
        ann.says("/handover")
        await answers(ann, 3, LEARNED)
        await ann.presses("Nothing open", await ann.sees("4/6"))
        await answers(ann, 5, NEXT)
        await ann.presses("➡️", await ann.sees("6/6"))
        await ann.presses("📨", await ann.hears(holding(GIST, UNSEEN, LEARNED, NEXT)))
        await dora.hears(holding(GIST, UNSEEN, LEARNED, NEXT))


async def test_identifying_details_are_pointed_out_and_nothing_is_blocked(town: Town) -> None:
    both = await duo(town)
    ann = both.ann
    await both.comes(ann)
    await town.moves_to(MORNING_AFTER)
    preview = await both.writes(ann, gist="Mevrouw Peeters, 0470 12 34 56, a.b@example.org")
    assert holding("⚠️", "Mevrouw Peeters", "0470 12 34 56", "a.b@example.org")(preview)
    assert having("✏️", "📨 Send all the same")(preview)
    await ann.presses("✏️", preview)
    which = await ann.hears(having("⬅️"))
    await ann.presses(which.buttons[0], which)
    await ann.hears("1/6")
    ann.says("the neighbour calls often")
    preview = await ann.hears(having("📨"))
    assert "⚠️" not in preview.text
    preview = await both.writes(ann, gist="call 0470 12 34 56")
    await ann.presses("📨 Send all the same", preview)
    assert "⚠️" not in (await both.dora.hears("0470 12 34 56")).text


@pytest.mark.parametrize("unit", ["x", "😀", "&"], ids=["letters", "emoji", "ampersands"])
async def test_six_parts_of_a_thousand_characters_arrive_in_readable_messages(
    town: Town, unit: str
) -> None:
    both = await duo(town)
    ann, dora = both.ann, both.dora
    await is_asked(town, both)
    parts = [f"{number}{unit * 998}{number}" for number in range(1, 6)]
    for number, part in enumerate(parts, 1):
        await answers(ann, number, part)
    await ann.presses("Nothing urgent", await ann.sees("6/6"))
    await ann.hears(having("📨"))
    shown = from_bot(ann)
    assert all(any(part in one.text for one in shown) for part in parts)
    await ann.presses("📨")
    await town.settles()
    arrived = [one for one in from_bot(dora) if any(part in one.text for part in parts)]
    together = "\n".join(one.text for one in arrived)
    places = [together.index(part) for part in parts]
    assert places == sorted(places)
    assert all(one.protected for one in arrived)
    assert having("📖", "❓")(arrived[-1])
    await dora.presses("📖", arrived[-1])
    await town.settles()
    assert parts[-1] in arrived[-1].text
    dora.says("/handover")
    await dora.presses("📖", await dora.hears(having("📖")))
    await dora.hears(holding(parts[0]))
    await town.moves_to(EVE)
    await town.settles()
    assert (await dora.hears(having("📖 Read the whole note"))).protected


async def test_a_part_of_1001_characters_is_refused_and_the_others_stay(town: Town) -> None:
    both = await duo(town)
    ann = both.ann
    await both.comes(ann)
    await town.moves_to(MORNING_AFTER)
    ann.says(both.whole(ann, learned="y" * 1001))
    asked = await ann.hears("3/6")
    assert asked.text.startswith("⛔")
    assert "1000" in asked.text.replace(",", "")
    ann.says("z" * 1001)
    assert (await ann.hears("3/6")).text.startswith("⛔")
    ann.says("short")
    assert holding(GIST, UNSEEN, "short", NEXT)(await ann.hears(having("📨")))
