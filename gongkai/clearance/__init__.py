"""The gate: nothing uncleared is public, by any route (duty 13)."""
