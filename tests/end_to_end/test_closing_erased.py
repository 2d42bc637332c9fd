"""So long after a cycle, nothing of what was for its group lies in any file any more.

Searched are the bytes of the database's files and of the urns, while the program runs and once it
has stopped: for the words people wrote, for every longer text that stood in a row before and no
longer does (what is sealed among them), and for the name of who left. PostgreSQL's log (WAL) is
left out: what was erased stays there until the server recycles it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.playground.model import Message
from bot.playground.telegram import Telegram
from storage.summaries import Summary
from tests.end_to_end.bringing import AGENDA_DAY, NAMES, Called, Rows, called, until
from tests.end_to_end.ending import data_of, last
from tests.end_to_end.handing import Duo, having, holding
from tests.end_to_end.town import Town, is_file, living
from tests.postgresql import bytes_of_files

pytestmark = pytest.mark.long

LEFT = "Zwartkopmees"
CASE = "How do we reach a Kwartelkoning who never opens the door to anyone who comes by?"
NOTE = {"gist": "Roerdomp one", "unseen": "Roerdomp two", "learned": "Roerdomp three"}
ASKED, ANSWERED, DRAFTED = "Wielewaal, what helped?", "Boomklever helped", "Grutto unfinished"
BROUGHT, SHARED, AGREED = "Goudplevier brought", "Nachtegaal learned", "Tureluur: call on Monday"
REASON, STEP_NOTE, TOLD = "Scholekster left early", "Bring Kluut along", "Lepelaar opened up"
WRITTEN = (CASE, *NOTE.values(), ASKED, ANSWERED, DRAFTED, BROUGHT, SHARED, AGREED, REASON)
MARKS = tuple(
    word for text in (*WRITTEN, STEP_NOTE, TOLD) for word in text.split() if word[0].isupper()
)
WRITTEN_IN = {
    "attendance_correction",
    "case",
    "form_draft",
    "handover",
    "open_item",
    "prompt",
    "prompt_answer",
    "step_change",
    "summary",
    "trial",
}
LONG = 24
"""Characters from which on a text of a row is surely not in the file by chance."""

MORNING_AFTER, OVER, LATER = "2026-10-21 09:30", "2027-02-17 10:00", "2027-03-25 10:00"


def carrying(said: Message, start: str) -> str:
    """What the first button carries that begins so."""
    return next(one for one in data_of(said) if one.startswith(start))


async def brings_a_case(here: Called) -> None:
    await here.brings(here.person("Bo"), CASE)
    others = [here.person(name) for name in (*NAMES, LEFT, "Mo", "Mia") if name != "Bo"]
    await here.nothing_from(others)
    await here.town.moves_to(AGENDA_DAY)
    await here.town.settles()
    assert (await here.opens()).text.startswith("✅")


async def hands_over(here: Called) -> None:
    ann = here.person("Ann")
    ann.says("/duo")
    link = (await ann.hears("start=")).text.partition("start=")[2].split()[0]
    fred = await here.town.registers(here.founded, "Fred", f"start={link}", language="en")
    duo = Duo(here.town, here.founded, ann, fred)
    await duo.comes(ann)
    await here.town.moves_to(MORNING_AFTER)
    await here.town.settles()
    await ann.presses("📨", await duo.writes(ann, **NOTE))
    await here.town.settles()


async def asks(here: Called) -> None:
    lea = await here.town.registers(here.founded, "Lea", here.founded.lead, language="en")
    lea.says(f"/prompt\nquestion: {ASKED}\nwhen: now")
    await lea.presses("📨", await lea.hears(having("📨")))
    await here.town.settles()
    bo = here.person("Bo")
    assert here.founded.group is not None
    await bo.presses("✏️", await lea_sees(here, ASKED))
    await bo.hears(ASKED)
    bo.says(ANSWERED)
    preview = await bo.hears(having("📨"))
    await bo.presses(preview.buttons[0], preview)
    await bo.hears(lambda said: said.text.startswith("✅"))


async def lea_sees(here: Called, text: str) -> Message:
    return await here.person("Lea").sees(holding(text), chat=here.founded.group)


async def sums_up(here: Called) -> None:
    mo, mia = here.person("Mo"), here.person("Mia")
    mo.says(f"/summary\nbrought: {BROUGHT}\nlearned: {SHARED}\nagreed: {AGREED}")
    preview = await mo.hears(having("📨", "🔒"))
    await mo.forges(carrying(preview, "summary:share:1:learned:1"), preview)
    await mo.presses("📨", await mo.hears(having("🏛")))
    await mo.hears(lambda said: said.text.startswith("✅"))
    mia.says(f"/summary\nbrought: {DRAFTED}")
    await mia.hears(having("📨"))


async def corrects(here: Called) -> None:
    mo = here.person("Mo")
    for before, then in (("☑ Ann", "☐ Ann"), ("☐ Ann", "☑ Ann")):
        mo.says("/attendance")
        await mo.presses(before, await mo.hears(having(before)))
        await mo.presses("✅", await mo.hears(having(then)))
        await here.town.settles()
    mo.says(REASON)
    await mo.hears(lambda said: said.text.startswith("✅"))


async def adds_a_note(here: Called) -> None:
    mo = here.person("Mo")
    mo.says("/todo")
    todo = await mo.hears(lambda said: "cockpit:skip:" in str(data_of(said)))
    while "cockpit:note:" not in str(data_of(todo)):
        await mo.presses("➡️", todo)
        await here.town.settles()
    await mo.forges(carrying(todo, "cockpit:note:"), todo)
    await mo.hears(lambda said: "form:choose" in str(data_of(said)))
    mo.says(STEP_NOTE)
    await mo.hears(lambda said: said.text.startswith("✅"))


async def tries(here: Called) -> None:
    bo = here.person("Bo")
    bo.says("/library babbel")
    found = await bo.hears(holding("🔎", "BabbelBoost"))
    await bo.presses(next(one for one in found.buttons if "BabbelBoost" in one), found)
    await bo.presses("✅", await bo.hears(having("✅", "⬅️")))
    await bo.presses("👍", await bo.hears(having("👍")))
    await bo.hears(having("➡️", "❌"))
    bo.says(TOLD)
    await bo.hears(lambda said: said.text.startswith("✅"))


async def leaves(here: Called) -> None:
    person = here.person(LEFT)
    person.says("/forget")
    await person.presses("✅", await person.hears(having("✅", "❌")))
    await here.town.settles()


def texts(value: Any) -> Iterator[str]:
    """Every text in a row, whatever it stands in."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def long_texts(rows: Rows) -> set[str]:
    return {text for text in texts(rows) if len(text) >= LONG}


def content(files: Iterable[Path]) -> bytes:
    return b"\n".join(file.read_bytes() for file in files if file.is_file())


def files_of(town: Town, url: str, folder: Path) -> bytes:
    """All bytes of the database and of the urns, once the program has stopped."""
    urns = content(town.app.settings.urns_folder.rglob("*"))
    if is_file(url):
        return content(folder.rglob("test.db*")) + urns
    return bytes_of_files(url) + urns


def still_in(found: bytes, gone: Iterable[str]) -> list[str]:
    return [text for text in gone if text.encode() in found]


async def test_after_the_cycle_nothing_that_was_for_the_group_is_in_any_file(
    telegram: Telegram, database_url: str, tmp_path: Path
) -> None:
    seen: set[str] = set()
    filled: set[str] = set()
    async with living(telegram, database_url) as town:
        here = await called(town, names=(*NAMES, LEFT))
        await brings_a_case(here)
        for step in (hands_over, asks, sums_up, corrects, adds_a_note, tries):
            await step(here)
            rows = await here.rows()
            seen |= long_texts(rows)
            filled |= {table for table, held in rows.items() if held}
        await leaves(here)
        await town.moves_to(OVER)
        await town.settles()
        seen |= long_texts(await here.rows())
        mo = here.person("Mo")
        await mo.forges("closing:closed:1:1", last(mo))
        await town.settles()
        await town.moves_to(LATER)
        await town.settles()
        kept = await here.rows()
        shared = await town.app.database.read(learned)
        assert town.app.services.cipher.decrypt(shared) == SHARED
        gone = [*(seen - long_texts(kept)), *MARKS, LEFT]
        # The program may be writing its files anew just now.
        await until(lambda: not still_in(files_of(town, database_url, tmp_path), gone))

    found = files_of(town, database_url, tmp_path)
    assert filled >= WRITTEN_IN
    assert len(gone) >= len(WRITTEN_IN)
    assert still_in(found, gone) == []
    assert shared.encode() in found
    assert b"BabbelBoost" in found


def learned(session: Session) -> str:
    """What was learned, sealed: the part of the summary that may be shared."""
    (summary,) = session.exec(select(Summary))
    assert set(summary.parts) == {"learned"}
    return summary.parts["learned"]
