"""The methods of the Bot API that the bot calls; `table` says which function answers which."""
