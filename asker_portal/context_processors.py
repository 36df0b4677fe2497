from asker_portal.municipality import current


def portal(request) -> dict:
    """The municipality's name, numbers and addresses, for every page."""
    return {"municipality": current()}
