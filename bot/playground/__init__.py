"""A Telegram on localhost: its state in memory, its HTTP server, a web page with phones.

`run.open_playground` starts all of it; the tests use `telegram.Telegram` alone.
"""
