"""The drop folder: when a folder is finished, and what becomes of it."""
