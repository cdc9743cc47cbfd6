"""The desk: everything that touches disk, clock, database or processes."""
