"""Decoders of each format; they run inside the isolated process only."""
