"""Drills that an operator runs in a throw-away installation: what has to hold when nobody has time to look (紧急清除)."""
