"""Writes the harvest of one community as a `.docx` to read and edit."""

import gc
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.rules.harvest import readable
from bot.rules.languages import BY_CODE
from handlers.harvest.labels import Labels, counts_row, figures_row
from storage.harvest import Harvest, Held

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row

NOT_SHOWN: Final = "–"
"""Stands in the place of a number that is not shown."""

_GRID: Final = "Table Grid"
_STYLES: Final = frozenset(
    {
        *("Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Title Char"),
        *("Heading 1", "Heading 1 Char", "Heading 2", "Heading 2 Char", "Heading 3"),
        *("Heading 3 Char", _GRID),
    }
)


class Documents:
    """Writes the documents of one harvest, each from a copy of the same empty document."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._empty = _empty(labels)

    def write(self, harvest: Harvest) -> bytes:
        """Return the bytes of a community's document; slow, so not for the event loop."""
        from docx import Document

        labels = self._labels
        document = Document(BytesIO(self._empty))
        document.core_properties.title = readable(labels.title(harvest.community))
        _front_matter(document, labels, harvest)
        _figures(document, labels, harvest)
        _sessions(document, labels, harvest.held)
        _evaluations(document, labels, harvest)
        _summaries(document, labels, harvest.held)
        _themes(document, labels, harvest)
        _practices(document, labels, harvest)
        content = _to_bytes(document)
        del document
        # The library's objects refer to each other in cycles, and the garbage collector, which
        # runs rarely while the program runs, would free them late.
        gc.collect(0)
        return content


def _empty(labels: Labels) -> bytes:
    """Make an empty document without metadata of where, by whom or with what it was made.

    Only the needed styles stay: the library searches all of them for each paragraph.
    """
    # Imported here: the library is slow to import and used by exports only.
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    about = document.core_properties
    about.author, about.comments = "", ""
    # The language of the word processor's spelling check.
    about.language = BY_CODE[labels.words.language].variant
    about.created = about.modified = labels.made_at.replace(tzinfo=None)
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), about.language)
    return _to_bytes(document)


def _to_bytes(document: "Document") -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _front_matter(document: "Document", labels: Labels, harvest: Harvest) -> None:
    community, words = harvest.community, labels.words
    document.add_heading(readable(labels.title(community)), 0)
    where = filter(None, (labels.zone(community), community.municipality))
    facts = {
        words.plain("Care zone"): " · ".join(where),
        words.plain("Language"): labels.languages(community),
        words.plain("Founded"): labels.day_in_words(community.founded_at),
    }
    for label, fact in facts.items():
        paragraph = document.add_paragraph()
        paragraph.add_run(readable(label)).bold = True
        paragraph.add_run(readable(f"\t{fact}"))
    _paragraph(document, labels.what_it_is())
    _paragraph(document, labels.made_on())


def _figures(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """Add the table of figures: a row for each figure, a column for each cycle."""
    words = labels.words
    document.add_heading(words.plain("In numbers"), 1)
    if not harvest.figures:
        _paragraph(document, words.plain("No session was held yet."))
        return
    cycles = [words.plain("Cycle {cycle}", cycle=one.cycle) for one in harvest.figures]
    columns = [figures_row(one) for one in harvest.figures]
    rows = [
        (label, *map(_number, numbers))
        for label, *numbers in zip(labels.figures(), *columns, strict=True)
    ]
    _table(document, ("", *cycles), rows)


def _sessions(document: "Document", labels: Labels, held: Sequence[Held]) -> None:
    """Add the table of sessions: date, people present, and counts of the value question."""
    if not held:
        return
    words = labels.words
    document.add_heading(words.plain("Sessions"), 1)
    heading = (
        words.plain("Cycle"),
        words.plain("Session"),
        words.plain("Date"),
        words.plain("People present"),
        *labels.values().values(),
    )
    rows = [
        (
            str(one.meeting.cycle),
            str(one.meeting.number),
            labels.day_in_words(one.meeting.starts_at),
            _number(one.present),
            *map(_number, counts_row(one.value, labels.values())),
        )
        for one in held
    ]
    _table(document, heading, rows)


def _evaluations(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """Add the answers to the evaluation of each cycle, where enough people answered."""
    evaluated = [one for one in harvest.figures if one.evaluation]
    if not evaluated:
        return
    words = labels.words
    document.add_heading(words.plain("Evaluation"), 1)
    heading = (words.plain("Question"), words.plain("Answer given"), words.plain("How often"))
    for one in evaluated:
        document.add_heading(words.plain("Cycle {cycle}", cycle=one.cycle), 2)
        rows = [
            (labels.questions()[question], labels.answer(question, answer), str(number))
            for question, given in one.evaluation.items()
            for answer, number in given.items()
        ]
        _table(document, heading, rows)


def _summaries(document: "Document", labels: Labels, held: Sequence[Held]) -> None:
    """Add the released parts of summaries, below a heading for each session."""
    released = [one for one in held if one.released]
    if not released:
        return
    document.add_heading(labels.words.plain("Summaries"), 1)
    titles = labels.parts()
    for one in released:
        document.add_heading(_session_title(labels, one), 2)
        for part, text in one.released.items():
            document.add_heading(titles[part], 3)
            _paragraph(document, text)


def _session_title(labels: Labels, one: Held) -> str:
    """The heading of a session: its cycle, number and day."""
    return labels.words.plain(
        "Cycle {cycle}, session {number}, {date}",
        cycle=one.meeting.cycle,
        number=one.meeting.number,
        date=labels.words.date(one.meeting.starts_at),
    )


def _themes(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """Add a table for each cycle: the theme, how often, and in which sessions."""
    if not harvest.themes:
        return
    words = labels.words
    document.add_heading(words.plain("Themes"), 1)
    heading = (words.plain("Theme"), words.plain("How often"), words.plain("In sessions"))
    for cycle, found in harvest.themes.items():
        document.add_heading(words.plain("Cycle {cycle}", cycle=cycle), 2)
        rows = [
            (labels.theme(one.theme), str(one.total), " · ".join(map(str, one.sessions)))
            for one in found
        ]
        _table(document, heading, rows)


def _practices(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """Add the released entries of the library, and the counts of how trying them went."""
    words = labels.words
    document.add_heading(words.plain("Practices and tools"), 1)
    shared = words.plural(
        "{number} tool, practice or resource is shared in the community.",
        "{number} tools, practices and resources are shared in the community.",
        harvest.shared,
    )
    _paragraph(document, shared)
    kinds, trying = labels.kinds(), labels.trying()
    for one in harvest.practices:
        document.add_heading(kinds[one.kind], 2)
        _paragraph(document, one.text)
        numbers = zip(trying.values(), counts_row(one.trials, trying), strict=True)
        _paragraph(document, " · ".join(f"{label}: {_number(many)}" for label, many in numbers))


def _number(number: int | None) -> str:
    return NOT_SHOWN if number is None else str(number)


def _paragraph(document: "Document", text: str) -> None:
    for line in readable(text).split("\n"):
        document.add_paragraph(line)


def _table(document: "Document", heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(heading), style=_GRID)
    _row(table, heading, is_heading=True)
    for row in rows:
        _row(table, row)
    document.add_paragraph()


def _row(table: "Table", texts: Sequence[str], *, is_heading: bool = False) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].add_run(readable(text)).bold = is_heading
    if is_heading:
        _repeat_on_each_page(row)


def _repeat_on_each_page(row: "_Row") -> None:
    """Repeat the heading row on each page of the table."""
    from docx.oxml import OxmlElement

    # The library has no public method for this.
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
