"""Tables and queries, one module a room. Knows the rules; knows nothing of Telegram."""
