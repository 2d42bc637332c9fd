"""What the forms are called when a person hears of one they have not finished."""

from locales import Words


def named(words: Words, topic: str) -> str:
    """A form by its topic, in the middle of a sentence."""
    names = {
        "registration": words("your registration"),
        "community": words("founding a community"),
        "plan": words("the plan of the meetings"),
        "session": words("the change of a meeting"),
        "handover": words("the hand-over"),
        "handover_restate": words("what you take up from a hand-over"),
        "handover_ask": words("your question about a hand-over"),
        "handover_answer": words("your answer about a hand-over"),
        "case_reason": words("why a case is not taken"),
        "case_reword": words("rewording a case"),
        "case_ask": words("a question about a case"),
        "case_advice": words("the group's advice on a case"),
        "pick": words("the choice of a community"),
    }
    return names.get(topic) or words("what you had begun")
