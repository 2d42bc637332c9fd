"""The files of a harvest, opened again by readers that know nothing of how they were written."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from bot.rules.harvest import Format
from bot.rules.summaries import Part
from handlers.core.screens import Document
from handlers.harvest.docx_writer import Documents
from handlers.harvest.export import ExportRequest, make
from handlers.harvest.temp_files import TempFiles
from handlers.harvest.xlsx_sheets import Sheets
from handlers.harvest.xlsx_writer import FOLDER, Column, Workbook
from locales import load
from storage import migrations, summaries
from storage.core.database import Database
from tests.end_to_end.town import BRUSSELS
from tests.storage.handing import SEAL
from tests.storage.marked import (
    COMMUNITY,
    MARK,
    MUNICIPALITY,
    PRACTICE,
    RELEASED,
    TELEGRAM_ID,
    fill,
)
from tests.storage.seats import NOW, found, plan

LATER = NOW + timedelta(days=60)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LOCALES = load(BRUSSELS, "nl")
LANGUAGES = pytest.mark.parametrize("language", ["nl", "fr", "en"])


@pytest.fixture
async def database(database_url: str) -> Any:
    made = Database(database_url)
    migrations.upgrade(made.engine)
    yield made
    await made.close()


async def silently(_done: int, _total: int) -> None:
    """Nobody watches how far it is."""


async def harvested(
    database: Database, language: str = "nl", *, only: int | None = None, largest: int = 45_000_000
) -> dict[str, bytes]:
    """The files of a harvest in every format, by name."""
    words = LOCALES.words(language)
    request = ExportRequest(only, frozenset(Format), words, "oogst")
    with TempFiles("oogst" if only is None else None, largest) as files:
        await make(request, database.read, SEAL, files, LATER, silently)
        return {one.name: one.content for one in files.documents() if one is not None}


def unzipped(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files, those in a zip out of it."""
    loose: dict[str, bytes] = {}
    for name, content in files.items():
        if name.endswith(".zip"):
            with ZipFile(BytesIO(content)) as archive:
                assert archive.testzip() is None
                loose |= {one: archive.read(one) for one in archive.namelist()}
        else:
            loose[name] = content
    return loose


def parts(content: bytes) -> Iterator[ET.Element]:
    """Every part of a document, read as XML."""
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield ET.fromstring(archive.read(name))  # noqa: S314 - made here


def document_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The paragraphs outside of tables, and the rows of all tables."""
    with ZipFile(BytesIO(content)) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))[0]  # noqa: S314 - made here
    said = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.findall(f"{W}p")]
    rows = [
        ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.findall(f"{W}tc")]
        for row in body.iter(f"{W}tr")
    ]
    return said, rows


def everything_in(name: str, content: bytes) -> str:
    """All that a file says anywhere, also about itself."""
    if name.endswith(".json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    return "\n".join(
        str(text)
        for part in parts(content)
        for one in part.iter()
        for text in (one.text, *one.attrib.values())
        if text
    )


def clear(text: str) -> str:
    return text


@LANGUAGES
@pytest.mark.parametrize("write", [clear, SEAL.encrypt], ids=["in the clear", "sealed"])
async def test_of_all_texts_in_all_tables_only_the_released_are_in_any_file(
    database: Database, language: str, write: Callable[[str], str]
) -> None:
    assert await database.write(lambda session: fill(session, SEAL, NOW, write)) > 50
    files = unzipped(await harvested(database, language))
    assert sorted(name.rpartition(".")[2] for name in files) == ["docx", "json", "xlsx"]
    for name, content in files.items():
        said = everything_in(name, content)
        assert MARK not in said, name
        assert str(TELEGRAM_ID) not in said, name
        for released in (COMMUNITY, MUNICIPALITY, RELEASED, PRACTICE):
            assert released in said, (name, released)


async def test_a_text_that_slipped_through_would_be_noticed(database: Database) -> None:
    def act(session: Any) -> None:
        fill(session, SEAL, NOW, SEAL.encrypt)
        summary = session.get(summaries.Summary, 1)
        summary.shared = ["text", "learned"]

    await database.write(act)
    files = unzipped(await harvested(database))
    assert all(MARK in everything_in(name, content) for name, content in files.items())


async def held(database: Database, *names: str) -> None:
    """Communities with a meeting and a summary that is shared."""

    def act(session: Any) -> None:
        for name in names:
            (meeting,) = plan(session, found(session, name), 14)
            said = {Part.BROUGHT: f"eerste regel van {name}\r\n=2+3\x00\x1b", Part.LEARNED: "Merel"}
            shared = (Part.BROUGHT,)
            summaries.publish(session, meeting.id or 0, said, shared, None, SEAL, NOW)

    await database.write(act)


async def test_a_document_reads_as_headings_tables_and_paragraphs(database: Database) -> None:
    await held(database, "Noord")
    files = await harvested(database, "en", only=1)
    assert set(files) == {"Noord.docx", "oogst.xlsx", "oogst.json"}
    said, rows = document_of(files["Noord.docx"])
    assert said[0] == "Harvest of Noord"
    assert {"eerste regel van Noord", "=2+3"} <= set(said)
    assert ["1", "1", "Tuesday 15 September 2026", "–", "–", "–", "–", "–"] in rows
    with ZipFile(BytesIO(files["Noord.docx"])) as archive:
        about = archive.read("docProps/core.xml").decode()
    assert "python" not in about
    assert "en-GB" in about


async def test_texts_in_a_workbook_are_never_formulas(database: Database) -> None:
    names = ["=1+1", "+32 2", "-1", "@SUM(A1)", "<b>&\"'", "_x0041_", "😀 é"]
    await held(database, *names)
    book = openpyxl.load_workbook(BytesIO((await harvested(database))["oogst.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n", "d"}
    read = [str(row[0].value) for row in book.worksheets[0].iter_rows(min_row=2)]
    assert set(map(unescape, read)) == set(names)
    quoted = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert all(cell.quotePrefix for cell in quoted if cell.data_type == "s")
    texts = [str(row[5].value) for row in book.worksheets[2].iter_rows(min_row=2)]
    assert set(map(unescape, texts)) == {f"eerste regel van {name}\n=2+3" for name in names}
    assert book.worksheets[1]["D2"].value == datetime(2026, 9, 15)


def test_what_a_killed_export_left_is_erased_by_the_next_and_what_is_being_made_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, foreign = tmp_path / f"{FOLDER}left", tmp_path / "foreign"
    for folder in (left, foreign):
        folder.mkdir()
        (folder / "sheet").write_text("half")
    one, other = Workbook(), Workbook()
    for book in (one, other):
        book.sheet("A", [Column("x")]).add("y")
        book.save(BytesIO())
    assert [folder.name for folder in tmp_path.iterdir()] == ["foreign"]


def test_what_a_workbook_can_not_hold_is_an_error_of_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handlers.harvest.xlsx_writer.ROWS", 3)
    book = Workbook()
    sheet = book.sheet("A", [Column("x")])
    for text in "yz":
        sheet.add(text)
    with pytest.raises(OSError, match="full"):
        sheet.add("too much")
    monkeypatch.setattr("zipfile.ZipFile.write", full)
    with pytest.raises(OSError, match="No space"):
        book.save(BytesIO())
    book.close()


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_cell_holds_is_what_is_read_again() -> None:
    values: list[str | int | date | None] = ["x" * 40_000, " a ", "\t=1", "", 0, None, NOW.date()]
    workbook = Workbook()
    workbook.sheet("A & <B>", [Column(str(n)) for n in range(len(values))]).add(*values)
    file = BytesIO()
    workbook.save(file)
    book = openpyxl.load_workbook(file)
    read = [cell.value for cell in next(book["A & <B>"].iter_rows(min_row=2))]
    assert read[0] == "x" * 32_766 + "…"
    assert read[1:6] == [" a ", "\t=1", "", 0, None]
    assert read[6] == datetime(2026, 9, 1)


async def test_a_record_has_the_shape_that_is_written_down(database: Database) -> None:
    await held(database, "Noord", "Zuid")
    record = json.loads((await harvested(database, "fr"))["oogst.json"])
    assert (record["format"], record["version"]) == ("praktijkgemeenschap-harvest", 1)
    first, second = record["communities"]
    assert (first["name"], second["name"]) == ("Noord", "Zuid")
    assert first["zone_name"] == "Nord"
    (session,) = first["sessions"]
    assert session["starts_at"] == "2026-09-15T10:00:00+02:00"
    assert session["summary"] == {"brought": "eerste regel van Noord\r\n=2+3\x00\x1b"}
    assert (session["present"], session["value"]) == (None, None)
    assert first["library"] == {"shared": 0, "released": []}


async def test_documents_of_several_come_zipped_each_zip_small_enough(database: Database) -> None:
    names = [f"Wijk {number}" for number in range(7)]
    await held(database, *names)
    files = await harvested(database, largest=60_000)
    zips = [name for name in files if name.endswith(".zip")]
    assert len(zips) > 1
    assert all(len(content) <= 60_000 for content in files.values())
    assert {f"{name}.docx" for name in names} <= set(unzipped(files))


async def test_a_file_that_is_too_large_even_zipped_is_told_as_missing() -> None:
    with TempFiles(None, largest=1000) as files:
        files.open("a.json").write(b"a" * 5000)
        files.put("b.docx", bytes(range(256)) * 2)
        files.open("c.json").write(b"".join(n.to_bytes(3, "big") for n in range(5000)))
        zipped, whole, missing = files.documents()
    assert isinstance(zipped, Document)
    assert zipped.name == "a.json.zip"
    assert whole == Document("b.docx", bytes(range(256)) * 2)
    assert missing is None


async def test_nothing_is_written_in_the_loop_that_serves_everyone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held(database, *(f"Wijk {number}" for number in range(6)))
    threads = set()
    for kind, name in ((Documents, "write"), (Sheets, "add"), (Sheets, "save")):
        before = getattr(kind, name)

        def noted(*given: Any, before: Any = before) -> Any:
            threads.add(threading.current_thread())
            return before(*given)

        monkeypatch.setattr(kind, name, noted)
    await harvested(database)
    assert threads
    assert threading.main_thread() not in threads
