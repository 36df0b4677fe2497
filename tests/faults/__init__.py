"""Whether a report that somebody was thanked for can be lost: measured by breaking things."""
