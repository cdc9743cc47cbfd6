"""Filled-in forms with known values, as a reader gives them."""
