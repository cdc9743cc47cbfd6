"""The skills: pure functions on pixels and text; no paths, clock, database or settings lookup."""
