"""`/announce`: for whom, the text in each language, and what it looks like before it goes."""

from functools import partial

from sqlmodel import Session

from bot.rules.languages import CODES, OWN_NAMES, labels
from bot.rules.plain_text import clean, units
from bot.rules.rhythm import next_allowed
from handlers.announcing.verbs import SEND
from handlers.announcing.views import audiences, reach, text_for
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Field, Form, FormFlow
from handlers.core.screens import Screen, lines, paragraphs
from locales import N_, Words
from storage.announcing import TOPIC, Audience

LIMIT = 1500
"""Characters of a text: a group of two languages reads two of them in one message."""

SPOKEN = {
    Audience.MODERATORS.value: (
        "moderators",
        "moderatoren",
        "moderateurs",
        "moderateur·rices",
        "moderateurs·rices",
    ),
    Audience.COMMUNITIES.value: (
        *("communities", "gemeenschappen", "communautes"),
        *("groups", "groepen", "groupes"),
    ),
}


def _read_text(text: str) -> str | None:
    cleaned = clean(text)
    return cleaned if units(cleaned) <= LIMIT else None


def _text(language: str) -> Field:
    return fields.parsed(
        language,
        labels(language),
        lambda _words: OWN_NAMES[language],
        lambda words: words("The text in {language}?", language=OWN_NAMES[language]),
        lambda words: words("A text has at most {limit} characters.", limit=LIMIT),
        is_optional=True,
        is_long=True,
        read=_read_text,
    )


FORM = Form(
    TOPIC,
    (
        fields.choice(
            "audience",
            ("for whom", "for", "audience", "voor wie", "voor", "pour qui", "pour"),
            N_("For whom"),
            N_("To whom do you want to say something?"),
            N_("Choose the moderators or the communities."),
            choices=lambda words: tuple(
                (one.value, name) for one, name in audiences(words).items()
            ),
            aliases=SPOKEN,
        ),
        *(_text(language) for language in CODES),
    ),
)


async def on_command(context: Context) -> None:
    """`/announce`: begin, or go on with what was typed before."""
    draft = await forms.load(context, FORM.topic) or Draft()
    if context.arguments.strip():
        forms.fill(FORM, draft, context.arguments, context)
        for language in CODES:
            # Given at once, a language that is left out was skipped.
            if language not in draft.refused:
                draft.values.setdefault(language, "")
    await forms.proceed(context, FLOW, draft)


async def review(context: Context, draft: Draft) -> None:
    """Each text as it will be read, for how many, and when."""
    words = context.words
    if not context.is_coordinator:
        await context.refuse(words("This command is for Brusano's coordinators."))
        return
    texts = given(draft)
    if not texts:
        draft.values = {name: draft.values[name] for name in ("audience",)}
        why = words("At least one text is needed.")
        await forms.proceed(context, FLOW, draft, why=f"⛔ {why}")
        return
    audience = Audience(draft.values["audience"])
    number = await context.read(partial(_number, audience=audience))
    if not number:
        del draft.values["audience"]
        why = words("There is nobody yet to whom this could go.")
        await forms.proceed(context, FLOW, draft, why=f"⛔ {why}")
        return
    for language in CODES:
        if texts.get(language):
            await context.say(
                Screen(text_for(context.services.locales.words(language), language, texts))
            )
    send = SEND.button(f"📨 {words('Send')}", mark_of(context, draft))
    rows = forms.review_rows(words, FORM, send)
    await context.say(Screen(paragraphs(*_about(context, audience, number, texts)), rows))


def mark_of(context: Context, draft: Draft) -> str:
    """The fingerprint in the button under a preview, so that it sends only the text above it."""
    return context.services.cipher.fingerprint(repr(sorted(draft.values.items())))


def given(draft: Draft) -> dict[str, str]:
    """The texts there are, by language."""
    return {one: draft.values[one] for one in CODES if draft.values.get(one)}


def _number(session: Session, audience: Audience) -> int:
    return len(reach(session, audience))


def _about(
    context: Context, audience: Audience, number: int, texts: dict[str, str]
) -> tuple[str | None, ...]:
    words = context.words
    return (
        lines(
            words(
                "This goes to: {audience} ({number}).",
                audience=audiences(words)[audience],
                number=number,
            ),
            _missing(words, texts),
        ),
        _when(context),
    )


def _missing(words: Words, texts: dict[str, str]) -> str | None:
    lacking = [OWN_NAMES[one] for one in CODES if one not in texts]
    if not lacking:
        return None
    return words(
        "There is no text in {lacking}: who reads that gets the one in {language}.",
        lacking=", ".join(lacking),
        language=OWN_NAMES[next(iter(texts))],
    )


def _when(context: Context) -> str | None:
    """Said where it waits for the morning."""
    settings, words = context.services.settings, context.words
    at = next_allowed(context.now, settings.quiet_hours, settings.timezone)
    if at <= context.now:
        return None
    return words(
        "It is quiet now: it goes out on {day} at {time}.",
        day=words.day(at),
        time=words.time(at),
    )


FLOW = FormFlow(FORM, review)
