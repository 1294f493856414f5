"""Documents and, later, the register of what is in force (duty 1)."""
