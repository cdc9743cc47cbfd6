"""The submission as it is handed over: a BagIt bag in a zip, and its verification."""
