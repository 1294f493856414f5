"""Files without hidden data, and redaction that takes the text out instead of covering it (duty 13).

Pure: bytes in, bytes out; nothing of it knows the database or the settings. Use cases go through
:mod:`gongkai.clearance.cleaning.bounded`, which does the work in a process with bounds.
"""

from gongkai.clearance.cleaning.masks import Stretch
from gongkai.clearance.cleaning.opening import clean
from gongkai.clearance.cleaning.picking import Pick
from gongkai.clearance.cleaning.redaction import redact
from gongkai.clearance.cleaning.result import Cleaned, NotCleaned, Redacted

__all__ = ["Cleaned", "NotCleaned", "Pick", "Redacted", "Stretch", "clean", "redact"]
