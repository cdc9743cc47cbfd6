"""Light, sharpness and other defects, blank pages, seals, portraits, and pages that fit a portal's limits."""
