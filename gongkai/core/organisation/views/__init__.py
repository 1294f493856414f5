"""Staff screens under 机构与人员."""
