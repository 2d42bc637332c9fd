"""The sheets of a harvest's workbook, and the rows that a community adds to each."""

from typing import IO

from handlers.harvest.labels import Labels, counts_row, figures_row
from handlers.harvest.xlsx_writer import Cell, Column, Workbook
from storage.harvest import Harvest

WIDE = 60
"""Width, in characters, of a column with texts."""


class Sheets:
    """The workbook of one harvest: a sheet for each subject; each row begins with its community."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._book = Workbook()
        words = labels.words
        name, cycle = Column(words.plain("Community"), 28), Column(words.plain("Cycle"), 8)
        session, day = Column(words.plain("Session"), 10), Column(words.plain("Date"), 12)
        values = [Column(label, 18) for label in labels.values().values()]
        trying = [Column(label, 18) for label in labels.trying().values()]
        self.communities = self._book.sheet(
            words.plain("Communities"),
            (
                name,
                Column(words.plain("Care zone")),
                Column(words.plain("Municipality"), 20),
                Column(words.plain("Language"), 24),
                Column(words.plain("Founded"), 12),
                cycle,
                *(Column(label, 18) for label in labels.figures()),
            ),
        )
        self.sessions = self._book.sheet(
            words.plain("Sessions"),
            (name, cycle, session, day, Column(words.plain("People present"))),
        )
        self.summaries = self._book.sheet(
            words.plain("Summaries"),
            (
                name,
                cycle,
                session,
                day,
                Column(words.plain("Part"), 20),
                Column(words.plain("Text"), WIDE),
            ),
        )
        self.themes = self._book.sheet(
            words.plain("Themes"),
            (
                name,
                cycle,
                session,
                Column(words.plain("Theme"), 28),
                Column(words.plain("How often"), 12),
            ),
        )
        self.library = self._book.sheet(
            words.plain("Library"),
            (name, Column(words.plain("Kind")), Column(words.plain("Text"), WIDE), *trying),
        )
        self.value = self._book.sheet(words.plain("Value"), (name, cycle, session, day, *values))
        self.evaluation = self._book.sheet(
            words.plain("Evaluation"),
            (
                name,
                cycle,
                Column(words.plain("Question"), WIDE),
                Column(words.plain("Answer given"), 28),
                Column(words.plain("How often"), 12),
            ),
        )

    def add(self, harvest: Harvest) -> None:
        """Add the rows of one community."""
        self._community(harvest)
        self._meetings(harvest)
        self._themes(harvest)
        self._evaluations(harvest)
        name, labels = harvest.community.name, self._labels
        for one in harvest.practices:
            kind = labels.kinds()[one.kind]
            self.library.add(name, kind, one.text, *counts_row(one.trials, labels.trying()))

    def _community(self, harvest: Harvest) -> None:
        community, labels = harvest.community, self._labels
        about: tuple[Cell, ...] = (
            community.name,
            labels.zone(community),
            community.municipality,
            labels.languages(community),
            labels.day(community.founded_at),
        )
        for one in harvest.figures:
            self.communities.add(*about, one.cycle, *figures_row(one))
        if not harvest.figures:
            self.communities.add(*about)

    def _meetings(self, harvest: Harvest) -> None:
        labels, parts = self._labels, self._labels.parts()
        for one in harvest.held:
            meeting = one.meeting
            day = labels.day(meeting.starts_at)
            prefix: tuple[Cell, ...] = (harvest.community.name, meeting.cycle, meeting.number, day)
            self.sessions.add(*prefix, one.present)
            for part, text in one.released.items():
                self.summaries.add(*prefix, parts[part], text)
            if one.value is not None:
                self.value.add(*prefix, *counts_row(one.value, labels.values()))

    def _themes(self, harvest: Harvest) -> None:
        """Add a row for each theme and session, and one for counts outside of sessions."""
        for cycle, found in harvest.themes.items():
            for one in found:
                prefix = (harvest.community.name, cycle)
                name = self._labels.theme(one.theme)
                for number in one.sessions:
                    self.themes.add(*prefix, number, name, one.by_session[number])
                if outside := one.total - sum(one.by_session.values()):
                    self.themes.add(*prefix, None, name, outside)

    def _evaluations(self, harvest: Harvest) -> None:
        """Add a row for each answer of the evaluation, of questions that enough people answered."""
        labels = self._labels
        for one in harvest.figures:
            for question, given in one.evaluation.items():
                prefix = (harvest.community.name, one.cycle, labels.questions()[question])
                for answer, number in given.items():
                    self.evaluation.add(*prefix, labels.answer(question, answer), number)

    def save(self, file: IO[bytes]) -> None:
        """Write the whole workbook into an open file."""
        self._book.save(file)

    def close(self) -> None:
        """Delete the temporary files, saved or not."""
        self._book.close()
