"""The group that a coordinator is putting together: kept as a draft until it is founded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from bot.rules.communities import Zone
from bot.rules.interest_diversity import Candidate, Reason
from bot.rules.interest_selection import MOST_CANDIDATES, Selection
from bot.rules.languages import single_languages
from bot.rules.plain_text import fold
from handlers.communities.public import LANGUAGE, MUNICIPALITY, NAME
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form
from locales import Words
from storage import interest as interests
from storage.core import form_drafts
from storage.interest import Interest
from storage.interest.placed import CHOOSING
from storage.members import Person

FORMS: Final = {
    zone: Form(topic, (NAME, LANGUAGE, MUNICIPALITY)) for zone, topic in CHOOSING.items()
}
"""The form of the new community, asked once the people are chosen."""


@dataclass(frozen=True, slots=True)
class Making:
    """A group in the making, with those of its zone who can be chosen, the longest waiting first.

    `draft` also holds what was given of the form so far.
    """

    draft: Draft
    zone: Zone
    selection: Selection
    waiting: Mapping[int, Interest]

    @property
    def form(self) -> Form:
        """The fields of that form."""
        return FORMS[self.zone]

    @property
    def candidates(self) -> list[Candidate]:
        """The people who can be chosen, as the rule compares them."""
        return [candidate(key, one, place) for place, (key, one) in enumerate(self.waiting.items())]

    @property
    def chosen(self) -> list[Interest]:
        """The people in the group, longest waiting first."""
        return [one for key, one in self.waiting.items() if key in self.selection.chosen]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the group; none while that was not said."""
        code = self.draft.values.get(LANGUAGE.name)
        return single_languages(code) if code else ()


def candidate(key: int, one: Interest | Person, place: int) -> Candidate:
    """Somebody as the rule compares them: capitals and accents make no difference."""
    return Candidate(
        key,
        fold(one.sector),
        fold(one.profession),
        fold(one.organisation),
        one.language or "",
        place,
    )


def choosable(session: Session, zone: Zone) -> dict[int, Interest]:
    """The people of a zone who can be invited, by key, longest waiting first."""
    waiting = interests.not_placed(session, zone.value, MOST_CANDIDATES)
    # Who was invited before and did not come goes behind all others.
    waiting.sort(key=lambda one: one.placed_at is not None)
    return {one.id or 0: one for one in waiting if one.is_reachable}


def begun(session: Session, context: Context, zone: Zone) -> Making:
    """Read the requester's group of this zone; proposed now unless they had begun one."""
    found = current(session, context, zone)
    if found is not None:
        return found
    waiting = choosable(session, zone)
    making = Making(Draft(), zone, Selection(), waiting)
    return changed(session, context, making, proposed(making))


def proposed(making: Making) -> Selection:
    """The group that the rule makes around what was decided by hand."""
    return making.selection.proposed_anew(making.candidates, making.languages)


def current(
    session: Session, context: Context, zone: Zone, draft: Draft | None = None
) -> Making | None:
    """Read the requester's group of a zone as saved, or from `draft`; None without one.

    People who were invited elsewhere or withdrew meanwhile are left out.
    """
    if draft is None:
        row = form_drafts.about(session, context.sender.telegram_id, CHOOSING[zone])
        draft = forms.opened(row, context.services.cipher)
    if draft is None:
        return None
    waiting = choosable(session, zone)
    stored = _stored(draft)
    gone = {key for keys in (stored.proposed, stored.chosen) for key in keys if key not in waiting}
    return Making(draft, zone, stored.missing(gone), waiting)


def lost(making: Making) -> int:
    """How many of the group as it was kept last can't be invited any more."""
    return len(set(_stored(making.draft).chosen) - set(making.selection.chosen))


def _stored(draft: Draft) -> Selection:
    names = ("proposed", "chosen", "kept", "out")
    return Selection(*(tuple(draft.facts.get(name, ())) for name in names))


def changed(session: Session, context: Context, making: Making, selection: Selection) -> Making:
    """Keep the group with another selection."""
    making.draft.facts |= {
        "proposed": list(selection.proposed),
        "chosen": list(selection.chosen),
        "kept": list(selection.kept),
        "out": list(selection.out),
    }
    forms.keep(session, context, making.form, making.draft)
    return Making(making.draft, making.zone, selection, making.waiting)


def why(words: Words, reasons: Iterable[Reason]) -> str:
    """What somebody adds to the group, in the reader's language; empty for nothing."""
    named = {
        Reason.ONLY_SECTOR: words("the only one of this sector"),
        Reason.ONLY_PROFESSION: words("the only one of this profession"),
        Reason.ONLY_ORGANISATION: words("the only one of this organisation"),
        Reason.LANGUAGE: words("speaks the language"),
    }
    return " · ".join(named[reason] for reason in reasons)
