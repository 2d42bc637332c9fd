"""Commands for everyone: greeting, help, language, own data, to-do list, cancelling a form."""

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
