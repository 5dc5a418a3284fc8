"""How many mails somebody has caused lately."""

from django.db import models


class MailCount(models.Model):
    """The mails of one period that are counted under one key.

    The key is a digest of who wrote to whom, so that the table names nobody.
    """

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%Y-%m-%d %H:%M}"
