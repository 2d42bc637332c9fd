"""The field's rules: pure Python, with no Telegram, no database, no clock and no words."""
