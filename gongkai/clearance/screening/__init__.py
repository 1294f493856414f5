"""Screening of what comes in. Here: the first screen for classification marks; the full engine is a later room."""

from gongkai.clearance.screening.marks import Finding, first_screen

__all__ = ["Finding", "first_screen"]
