"""The buttons of questions between two sessions."""

from bot.rules.summaries import Part
from handlers.core.arguments import COMMUNITY, FLAG, MEETING, PAGE, PROMPT, WORD, choice
from handlers.core.callback_data import Room
from handlers.core.drafts import NOTHING
from handlers.core.shared_verbs import PROMPT_FROM_THEME as THEME
from handlers.core.shared_verbs import PROMPTS as LEADING
from handlers.core.shared_verbs import not_leading as not_yours
from locales import Words

__all__ = ["THEME", "not_yours"]


def not_a_member(words: Words) -> str:
    """Why somebody can't answer."""
    return words("You are not registered in this community. Ask a moderator for an invitation.")


# Of members; the first two also stand under the post in the group
ANSWERING = Room("prompt", not_a_member)
ANSWER = ANSWERING.verb("answer", PROMPT)
READ_ALL = ANSWERING.verb("all", PROMPT)
CHANGE = ANSWERING.verb("change", PROMPT)
GIVE = ANSWERING.verb("give", PROMPT, FLAG)
"""With whether the name may stand with it."""
WITHDRAW = ANSWERING.verb("withdraw", PROMPT)

# What a prompt can begin with
WRITE = LEADING.verb("write", COMMUNITY)
FROM_THEMES = LEADING.verb("themes", COMMUNITY)
PASSAGES = LEADING.verb("passages", COMMUNITY)
PASSAGE = LEADING.verb("passage", MEETING, choice(Part))
PROPOSE = LEADING.verb("propose", MEETING)
PASS = LEADING.verb("pass", MEETING)
EDIT = LEADING.verb("edit", PROMPT)

# Under the preview, with the prompt that it changes, if any
TICK = LEADING.verb("tick", COMMUNITY, PROMPT.or_else(NOTHING), WORD, FLAG)
EVERY = LEADING.verb("every", COMMUNITY, PROMPT.or_else(NOTHING))
SEND = LEADING.verb("send", COMMUNITY, PROMPT.or_else(NOTHING))

# What there is
LIST = LEADING.verb("list", COMMUNITY, PAGE)
SHOW = LEADING.verb("show", PROMPT)
FILE = LEADING.verb("file", PROMPT)
CLOSE = LEADING.verb("close", PROMPT)
RELEASE = LEADING.verb("release", PROMPT)
DROP = LEADING.verb("drop", PROMPT)
