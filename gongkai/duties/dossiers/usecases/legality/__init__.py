"""The review of legality: sent, accepted or handed back, concluded; carried over, or recorded from outside."""
