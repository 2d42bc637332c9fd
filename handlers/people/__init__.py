"""The room for everyone: the first words, the language, one's own data, what one still owes."""

from handlers.people.personal_data import on_forget, on_mydata
from handlers.people.todo import on_todo
from handlers.people.todo import show as show_todo
from handlers.people.welcome import on_cancel, on_help, on_privacy, on_start

__all__ = [
    "on_cancel",
    "on_forget",
    "on_help",
    "on_mydata",
    "on_privacy",
    "on_start",
    "on_todo",
    "show_todo",
]
