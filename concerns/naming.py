"""«Teksten ser ut til å røpe deg»: words by which a family may know who wrote."""


def found_in(cleaned):
    return []
