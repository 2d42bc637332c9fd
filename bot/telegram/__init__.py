"""The wire to Telegram, in both directions: intake, delivery, rate limits, HTTP clients."""
