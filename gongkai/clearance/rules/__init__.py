"""The gate's rules: pure functions that answer with reasons."""

from gongkai.clearance.rules import granting, live, release, review, storing, typo

__all__ = ["granting", "live", "release", "review", "storing", "typo"]
