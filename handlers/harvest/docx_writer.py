"""What one community brought as a `.docx` to read and to edit."""

import gc
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.rules.harvest import readable
from bot.rules.languages import BY_CODE
from handlers.harvest.labels import Labels, counted, reckoned
from storage.harvest import Harvest, Held

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row

UNTOLD: Final = "–"
"""In the place of a number that is not told."""

_GRID: Final = "Table Grid"
_STYLES: Final = frozenset(
    {
        *("Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Title Char"),
        *("Heading 1", "Heading 1 Char", "Heading 2", "Heading 2 Char", "Heading 3"),
        *("Heading 3 Char", _GRID),
    }
)


class Documents:
    """The documents of one harvest: all begin as the same empty one."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._empty = _empty(labels)

    def written(self, harvest: Harvest) -> bytes:
        """The document of a community. It takes a moment: not for the loop that serves everyone."""
        from docx import Document

        labels = self._labels
        document = Document(BytesIO(self._empty))
        document.core_properties.title = readable(labels.title(harvest.community))
        _beginning(document, labels, harvest)
        _figures(document, labels, harvest)
        _sessions(document, labels, harvest.held)
        _evaluations(document, labels, harvest)
        _summaries(document, labels, harvest.held)
        _themes(document, labels, harvest)
        _practices(document, labels, harvest)
        content = _saved(document)
        del document
        # What the library makes refers to itself in circles, and would wait for the collector,
        # which comes late while the program runs.
        gc.collect(0)
        return content


def _empty(labels: Labels) -> bytes:
    """An empty document; the file tells nothing of where, by whom or with what it was made.

    It has the styles that are needed: the library looks through all of them at each paragraph.
    """
    # What writes is heavy, and only needed here.
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    about = document.core_properties
    about.author, about.comments = "", ""
    # The language in which the word processor looks for mistakes.
    about.language = BY_CODE[labels.words.language].variant
    about.created = about.modified = labels.made_at.replace(tzinfo=None)
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), about.language)
    return _saved(document)


def _saved(document: "Document") -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _beginning(document: "Document", labels: Labels, harvest: Harvest) -> None:
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
    """A row a figure, a column a cycle."""
    words = labels.words
    document.add_heading(words.plain("In numbers"), 1)
    if not harvest.figures:
        _paragraph(document, words.plain("No session was held yet."))
        return
    cycles = [words.plain("Cycle {cycle}", cycle=one.cycle) for one in harvest.figures]
    columns = [reckoned(one) for one in harvest.figures]
    rows = [
        (label, *map(_number, numbers))
        for label, *numbers in zip(labels.figures(), *columns, strict=True)
    ]
    _table(document, ("", *cycles), rows)


def _sessions(document: "Document", labels: Labels, held: Sequence[Held]) -> None:
    """A row a session: when, how many were there, and what it brought."""
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
            *map(_number, counted(one.value, labels.values())),
        )
        for one in held
    ]
    _table(document, heading, rows)


def _evaluations(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """What people answered at the end of a cycle, where enough did."""
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
    """The parts that were released, below a heading for each session."""
    released = [one for one in held if one.released]
    if not released:
        return
    document.add_heading(labels.words.plain("Summaries"), 1)
    titles = labels.parts()
    for one in released:
        document.add_heading(_which(labels, one), 2)
        for part, text in one.released.items():
            document.add_heading(titles[part], 3)
            _paragraph(document, text)


def _which(labels: Labels, one: Held) -> str:
    """A session by its cycle, number and day."""
    return labels.words.plain(
        "Cycle {cycle}, session {number}, {date}",
        cycle=one.meeting.cycle,
        number=one.meeting.number,
        date=labels.words.date(one.meeting.starts_at),
    )


def _themes(document: "Document", labels: Labels, harvest: Harvest) -> None:
    """A table a cycle: the theme, how often, and in which sessions."""
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
    """What was released of the library, and how trying it went."""
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
        numbers = zip(trying.values(), counted(one.trials, trying), strict=True)
        _paragraph(document, " · ".join(f"{label}: {_number(many)}" for label, many in numbers))


def _number(number: int | None) -> str:
    return UNTOLD if number is None else str(number)


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
    for place, text in zip(row.cells, texts, strict=True):
        place.paragraphs[0].add_run(readable(text)).bold = is_heading
    if is_heading:
        _repeat(row)


def _repeat(row: "_Row") -> None:
    """Have the heading stand again on each page."""
    from docx.oxml import OxmlElement

    # The library has no word of its own for it.
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
