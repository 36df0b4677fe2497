"""The dates child-welfare law sets for a report (barnevernsloven of 2021, in force 2023)."""

from casework.clocks import Clock

REVIEW = Clock("review", days=7, law="barnevernsloven § 2-1", source="Bufdir; Farsund kommune", verified=True)
# The rule is verified at Bufdir; the paragraph's number in the 2021 Act is from memory.
FEEDBACK = Clock("feedback", days=21, law="barnevernsloven § 13-5", source="Bufdir", verified=False)
