"""The gate's rules: pure functions that answer with reasons."""

from gongkai.clearance.rules import (
    addresses,
    chains,
    cleaning,
    datasets,
    full_review,
    granting,
    live,
    release,
    review,
    screening,
    storing,
    typo,
    withdrawal,
)

__all__ = [
    "addresses",
    "chains",
    "cleaning",
    "datasets",
    "full_review",
    "granting",
    "live",
    "release",
    "review",
    "screening",
    "storing",
    "typo",
    "withdrawal",
]
