"""Which material a page is, and why."""
