"""URL converters."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """A primary key: a number that a database can hold. Anything longer is no address of ours (404)."""

    regex = "[0-9]{1,18}"
