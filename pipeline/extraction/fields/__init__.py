"""One field of an article each: as printed, held against what the head states."""
