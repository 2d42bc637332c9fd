"""The names of forms, for telling a person which one is unfinished or was cancelled."""

from locales import Words
from storage.interest.placed import CHOOSING


def form_name(words: Words, topic: str) -> str:
    """Return the name of the form with this topic, worded for the middle of a sentence.

    A topic that is not in the table gets a general name.
    """
    names = {
        "registration": words("your registration"),
        "community": words("founding a community"),
        **dict.fromkeys(CHOOSING.values(), words("founding a community")),
        "announcement": words("an announcement"),
        "interest": words("your interest in taking part"),
        "plan": words("the plan of the meetings"),
        "session": words("the change of a meeting"),
        "summary": words("the summary of a session"),
        "handover": words("the hand-over"),
        "handover_restate": words("what you take up from a hand-over"),
        "handover_ask": words("your question about a hand-over"),
        "handover_answer": words("your answer about a hand-over"),
        "attendance_reason": words("why the list of who was there changes"),
        "prompt": words("a question to the group"),
        "prompt_answer": words("your answer to a question"),
        "library": words("what you share in the library"),
        "library_change": words("the change of what you shared"),
        "library_told": words("how trying something went"),
        "case_reason": words("why a case is not taken"),
        "case_reword": words("rewording a case"),
        "case_ask": words("a question about a case"),
        "case_advice": words("the group's advice on a case"),
        "step_note": words("the note to a message"),
        "theme": words("a theme for the list"),
        "frame": words("a text of the frame"),
        "pick": words("the choice of a community"),
    }
    return names.get(topic) or words("what you had begun")
