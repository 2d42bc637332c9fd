"""What joins rooms: start, todo, due work and default texts."""
