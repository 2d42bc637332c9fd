"""Links between communities: what can be released, offers to others, and posting."""
