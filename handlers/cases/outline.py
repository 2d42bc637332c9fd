"""What somebody who brings a case reads first: who sees it, whom to call, what to write."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.rules.frame import Frame
from handlers.cases.verbs import BRING, DANGER, LEAVE, RECEIPT, SAFE
from handlers.cases.views import SIGN
from handlers.core.screens import Row, Screen, lines, paragraphs
from handlers.frame.public import standing
from locales import Words


def welcome(words: Words, places: Sequence[tuple[int, str]]) -> Screen:
    """Who sees it and what cannot be hidden; and first, whether someone is in danger now.

    `places` are windows with the names of their communities: who is in several says which.
    """
    text = paragraphs(
        f"{SIGN} <b>{words('Bring a case')}</b>",
        lines(
            words(
                "Your moderators read it without your name, together with the others, at the "
                "opening of the urn. Nobody is told who wrote it, and I keep no note of it."
            ),
            words(
                "What I can't hide: your way of writing, details that only you know, what "
                "Telegram itself sees, and what people tell each other."
            ),
            words("So write no names, places or dates."),
        ),
        f"<b>{words('Is someone in danger at this moment?')}</b>",
    )
    first = places[0][0]
    go_on = [SAFE.button(_go_on(words, name, len(places)), window_id) for window_id, name in places]
    yes = DANGER.button(f"❗ {words('Yes')}", first)
    rows: tuple[Row, ...] = (
        ((*go_on, yes),) if len(go_on) == 1 else (*((b,) for b in go_on), (yes,))
    )
    return Screen(
        text,
        (
            *rows,
            (RECEIPT.button(f"🔑 {words('I have a receipt')}", first),),
            _leave(words, first),
        ),
    )


def _go_on(words: Words, community: str, number: int) -> str:
    label = f"➡️ {words.plain('No, go on')}"
    return label if number == 1 else f"{label}: {community}"


def _leave(words: Words, window_id: int) -> Row:
    return (LEAVE.button(f"❌ {words('Leave it')}", window_id),)


def who_to_call(words: Words) -> str:
    """The numbers as they come along."""
    return lines(
        f"<b>112</b> – {words('emergency: police, ambulance, fire brigade')}",
        f"<b>1712</b> – {words('violence, abuse and child abuse (Dutch)')}",
        f"<b>106</b> – {words('someone to talk to, in Dutch: Tele-Onthaal')}",
        f"<b>107</b> – {words('someone to talk to, in French: Télé-Accueil')}",
        f"<b>1813</b> – {words('thoughts of suicide (Dutch); in French 0800 32 123')}",
    )


def danger(session: Session, words: Words, window_id: int) -> Screen:
    """Whom to call."""
    text = paragraphs(
        f"❗ <b>{words('Call now, before anything else:')}</b>",
        standing(session, Frame.WHO_TO_CALL, words, who_to_call),
        words("A case can wait; this can't. You can bring it later with /case."),
    )
    back = BRING.button(f"⬅️ {words('Back')}", window_id)
    return Screen(text, ((back,), _leave(words, window_id)))


def outline(words: Words, window_id: int, problem: str | None = None) -> Screen:
    """What to write about, in one message; first what was wrong with the last one."""
    text = paragraphs(
        f"⛔ {problem}" if problem else None,
        f"{SIGN} <b>{words('Write it in one message, without names')}</b>",
        lines(
            f"1. {words('Your question to the group, in one sentence.')}",
            f"2. {words('What happens, and what makes it stuck?')}",
            f"3. {words('About the person only what is needed.')}",
            f"4. {words('Who is involved, by function? What was tried?')}",
            f"5. {words('What does the person want?')}",
        ),
        words(
            "What help you want, age, life domains, where it blocks and how it may be used: "
            "you tick these afterwards."
        ),
        words("Only text: photos and voice carry traces of you. Write it here now:"),
    )
    return Screen(text, (_leave(words, window_id),))
