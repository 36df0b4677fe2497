"""A stand-in identity provider for the demo: a real OpenID Connect code flow, with invented people.

Its addresses exist only under settings.DEMO, and answer only on a loopback address with a database
that is marked as a demo's. A realm is one provider it stands in for: a JSON file beside this one.
"""
