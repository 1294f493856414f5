"""Units, their names through time, posts, groups and delegations."""
