"""What a reader would notice between two versions of a collection: normalise, compare, classify, render."""
