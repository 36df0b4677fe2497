from django.db import models


class Entry(models.Model):
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    text = models.CharField(max_length=200)
    open_now = models.BooleanField()
    closes_at = models.CharField(max_length=5)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Message(models.Model):
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)

    def __str__(self):
        return f"message {self.pk}"


class Report(models.Model):
    """The questions of a report of concern, as one plain row."""

    who = models.CharField(max_length=20, choices=[(one, one) for one in ("private", "parent", "child")])
    child_name = models.CharField(max_length=150)
    age = models.CharField(max_length=50)
    place = models.CharField(max_length=300)
    relation = models.CharField(max_length=150)
    text = models.TextField(max_length=10_000)
    identity = models.CharField(max_length=10, choices=[(one, one) for one in ("named", "anonymous")])
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    def __str__(self):
        return f"report {self.pk}"
