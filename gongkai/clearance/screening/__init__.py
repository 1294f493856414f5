"""The screening engine (duty 13): what may not go public as it stands, found in texts and files. Pure; works offline."""

from gongkai.clearance.screening.engine import scan_parts, scan_text
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge, Lexicon, Office, Term
from gongkai.clearance.screening.marks import first_screen

__all__ = [
    "Finding",
    "Knowledge",
    "Lexicon",
    "Office",
    "Term",
    "first_screen",
    "scan_parts",
    "scan_text",
]
