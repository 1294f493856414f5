"""Reading, keeping and erasing personal data, and changing its keys."""

from gongkai.core.personaldata.usecases.retention import erase_due, set_period
from gongkai.core.personaldata.usecases.reveal import reveal, reveal_many
from gongkai.core.personaldata.usecases.rotation import rotate_keys

__all__ = ["erase_due", "reveal", "reveal_many", "rotate_keys", "set_period"]
