"""Speed and memory of Riftline, as ratios measured in one run on one machine: ``make bench``."""
