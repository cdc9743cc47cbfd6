"""The outlines of sheets and cards in a photo: where they are, how sure that is, and when there is none to crop by."""
