"""A bare Django project: what the framework itself costs. Written once, left alone: figures must compare."""
