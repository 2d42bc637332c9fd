"""The story that fills the playground: invented people use the bot as it is meant to be used."""
