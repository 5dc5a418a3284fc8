"""Reading the text of documents, in a process of its own that no document can hold up."""

from library.reading.reader import READABLE, Cannot, Reading, read_document

__all__ = ["READABLE", "Cannot", "Reading", "read_document"]
