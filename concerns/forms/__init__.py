"""The questions: what the national forms need (privat and offentlig bekymringsmelding v2), nothing more."""
