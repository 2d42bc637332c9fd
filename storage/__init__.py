"""Tables and queries, a module or package for each room; they know the rules and no Telegram."""
