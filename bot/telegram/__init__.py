"""The connection to Telegram: intake of updates, delivery, rate limits, HTTP clients."""
