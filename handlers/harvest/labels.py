"""The headings and labels of a harvest's files: plain text in one language."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.rules.cases import Outcome as Afterwards
from bot.rules.closing import Question
from bot.rules.communities import Zone, zone_name
from bot.rules.languages import group_name
from bot.rules.library import Kind
from bot.rules.library import Outcome as Trying
from bot.rules.summaries import Part
from bot.rules.value import Value
from locales import Words
from storage.communities import Community
from storage.harvest import Figures

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one harvest; `themes` maps a theme's key to its name."""

    words: Words
    themes: Mapping[str, str]
    made_at: datetime

    def title(self, community: Community) -> str:
        """The title of one community's harvest."""
        return self.words.plain("Harvest of {name}", name=community.name)

    def what_it_is(self) -> str:
        """What a harvest contains, and what never."""
        return self.words.plain(
            "What the community released, and figures; nothing else, and no names. "
            "Numbers about fewer than five people are left out: there stands –."
        )

    def made_on(self) -> str:
        """When it was made."""
        return self.words.plain("Made on {date}.", date=self.words.date(self.made_at))

    def zone(self, community: Community) -> str:
        """The care zone by its name."""
        return zone_name(Zone(community.zone), self.words.language)

    def languages(self, community: Community) -> str:
        """The languages of a community by their names."""
        return group_name(community.language)

    def day_in_words(self, moment: datetime) -> str:
        """A day in words."""
        return str(self.words.date(moment))

    def day(self, moment: datetime) -> date:
        """The date of a moment, in the communities' time zone."""
        return moment.astimezone(self.words.zone).date()

    def theme(self, key: str) -> str:
        """The name of a theme; its key where it has none."""
        return self.themes.get(key, key)

    def parts(self) -> dict[Part, str]:
        """The labels of the parts of a summary."""
        words = self.words
        return {
            Part.TEXT: words.plain("Free text"),
            Part.BROUGHT: words.plain("What was brought"),
            Part.LEARNED: words.plain("What we learned"),
            Part.AGREEMENTS: words.plain("Agreements"),
        }

    def values(self) -> dict[Value, str]:
        """The labels of the answers to the value question."""
        words = self.words
        return {
            Value.USEFUL: words.plain("Useful now"),
            Value.IDEA: words.plain("A new idea"),
            Value.TRIED: words.plain("Tried something"),
            Value.CHANGED: words.plain("Changed something for someone"),
        }

    def questions(self) -> dict[Question, str]:
        """The questions of the evaluation at the end of a cycle."""
        words = self.words
        return {
            Question.WORTH: words.plain("Was this cycle worth your time? 1 is no, 5 is very much."),
            Question.CHANGED: words.plain("Where did it change most?"),
            Question.RECOMMEND: words.plain("Would you recommend a community to a colleague?"),
        }

    def answer(self, question: Question, given: str) -> str:
        """The label of an answer to a question of the evaluation."""
        words = self.words
        named = {
            Question.CHANGED: {
                "me": words.plain("For me"),
                "work": words.plain("For my work"),
                "others": words.plain("For people I accompany"),
                "nothing": words.plain("Nothing yet"),
            },
            Question.RECOMMEND: {
                "yes": words.plain("Yes"),
                "perhaps": words.plain("Perhaps"),
                "no": words.plain("No"),
            },
        }
        return named.get(question, {}).get(given, given)

    def kinds(self) -> dict[Kind, str]:
        """The labels of the kinds of library entries."""
        words = self.words
        return {
            Kind.TOOL: words.plain("Tool"),
            Kind.PRACTICE: words.plain("Practice"),
            Kind.RESOURCE: words.plain("Resource"),
            Kind.EXAMPLE: words.plain("Tool"),
        }

    def trying(self) -> dict[Trying, str]:
        """The labels of the outcomes of trying a library entry."""
        words = self.words
        return {
            Trying.HELPED: words.plain("It helped"),
            Trying.PARTLY: words.plain("It partly helped"),
            Trying.NOT: words.plain("It did not help"),
        }

    def figures(self) -> tuple[str, ...]:
        """The labels of the numbers of `figures_row`, in the same order."""
        words = self.words
        return (
            words.plain("Sessions held"),
            words.plain("Cases brought"),
            words.plain("Cases that came first at a session"),
            words.plain("Cases: the advice was tried"),
            words.plain("Cases: the advice helped"),
            words.plain("Cases: blocked all the same"),
            words.plain("Hand-overs due"),
            words.plain("Hand-overs written"),
        )


def figures_row(one: Figures) -> Sequence[int | None]:
    """The numbers of one cycle, in the order of `Labels.figures`."""
    afterwards = one.afterwards or {}
    return (
        one.sessions,
        one.opened,
        one.heard,
        *(afterwards.get(outcome) for outcome in Afterwards),
        one.due,
        one.written,
    )


def counts_row(counts: Mapping[Key, int] | None, keys: Iterable[Key]) -> tuple[int | None, ...]:
    """The count of each key, in order; all None where `counts` is None because not shown."""
    return tuple(None if counts is None else counts.get(key, 0) for key in keys)
