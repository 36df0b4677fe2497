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
