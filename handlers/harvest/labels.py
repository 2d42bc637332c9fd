"""What the files of a harvest say beside the texts of people: plain words in one language."""

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
    """The words of one harvest; `themes` names every theme by its key, `made_at` is for all."""

    words: Words
    themes: Mapping[str, str]
    made_at: datetime

    def title(self, community: Community) -> str:
        """The heading of what one community brought."""
        return self.words.plain("Harvest of {name}", name=community.name)

    def what_it_is(self) -> str:
        """What stands in a harvest, and what never does."""
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
        """A day as a date, where the communities are."""
        return moment.astimezone(self.words.zone).date()

    def theme(self, key: str) -> str:
        """What a theme is called."""
        return self.themes.get(key, key)

    def parts(self) -> dict[Part, str]:
        """The parts of a summary."""
        words = self.words
        return {
            Part.TEXT: words.plain("Free text"),
            Part.BROUGHT: words.plain("What was brought"),
            Part.LEARNED: words.plain("What we learned"),
            Part.AGREEMENTS: words.plain("Agreements"),
        }

    def values(self) -> dict[Value, str]:
        """What a session can have brought."""
        words = self.words
        return {
            Value.USEFUL: words.plain("Useful now"),
            Value.IDEA: words.plain("A new idea"),
            Value.TRIED: words.plain("Tried something"),
            Value.CHANGED: words.plain("Changed something for someone"),
        }

    def questions(self) -> dict[Question, str]:
        """What is asked at the end of a cycle."""
        words = self.words
        return {
            Question.WORTH: words.plain("Was this cycle worth your time? 1 is no, 5 is very much."),
            Question.CHANGED: words.plain("Where did it change most?"),
            Question.RECOMMEND: words.plain("Would you recommend a community to a colleague?"),
        }

    def answer(self, question: Question, given: str) -> str:
        """An answer to what is asked at the end of a cycle."""
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
        """What something in the library is."""
        words = self.words
        return {
            Kind.TOOL: words.plain("Tool"),
            Kind.PRACTICE: words.plain("Practice"),
            Kind.RESOURCE: words.plain("Resource"),
            Kind.EXAMPLE: words.plain("Tool"),
        }

    def trying(self) -> dict[Trying, str]:
        """How trying something can have gone."""
        words = self.words
        return {
            Trying.HELPED: words.plain("It helped"),
            Trying.PARTLY: words.plain("It partly helped"),
            Trying.NOT: words.plain("It did not help"),
        }

    def figures(self) -> tuple[str, ...]:
        """What the numbers of `reckoned` count, in their order."""
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


def reckoned(one: Figures) -> Sequence[int | None]:
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


def counted(counts: Mapping[Key, int] | None, keys: Iterable[Key]) -> tuple[int | None, ...]:
    """A number for each key; None where they are not told."""
    return tuple(None if counts is None else counts.get(key, 0) for key in keys)
