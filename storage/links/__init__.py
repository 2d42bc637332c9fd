"""Links between communities: what can be released, offering it to others, posting it there."""
