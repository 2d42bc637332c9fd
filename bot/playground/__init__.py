"""A Telegram on localhost: the world in memory, its HTTP face, the page with the phones.

`opening.open_playground` opens it all; `telegram.Telegram` alone serves the tests.
"""
