"""The sections of the reading bench; each has `tables(job)`, and `work(arm, job)` for a process of its own."""
