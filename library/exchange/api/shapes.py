"""The shape of an answer: each field is declared once, with its JSON schema and where its value is read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

Schema = dict[str, Any]
Reader = Callable[[Any, dt.date], Any]


@dataclass(frozen=True)
class Field:
    """A field of an answer. Without a reader it is the attribute of the same name."""

    schema: Schema
    reader: Reader | None = None
    is_null_when_empty: bool = False

    def of(self, read: Callable[[Any], Any]) -> Self:
        """Read the value from the thing that is described."""
        return replace(self, reader=lambda thing, _on: read(thing))

    def of_day(self, read: Reader) -> Self:
        """Read the value from the thing as it is on the day of the answer."""
        return replace(self, reader=read)

    def or_null(self) -> Self:
        """Answer ``null`` where there is nothing."""
        schema = {**self.schema, "type": [self.schema["type"], "null"]}
        return replace(self, schema=schema, is_null_when_empty=True)

    def said(self, description: str) -> Self:
        """Add a description for the reader of the document."""
        return replace(self, schema={**self.schema, "description": description})

    def value(self, name: str, thing: Any, on: dt.date) -> Any:
        """Return what the answer holds under this name."""
        value = self.reader(thing, on) if self.reader else getattr(thing, name)
        return value or None if self.is_null_when_empty else value


TEXT = Field({"type": "string"})
NUMBER = Field({"type": "integer"})
TRUTH = Field({"type": "boolean"})
ADDRESS = Field({"type": "string", "format": "uri"})
DAY = Field({"type": "string", "format": "date"})
MOMENT = Field({"type": "string", "format": "date-time"})


def choice(values: Iterable[str]) -> Field:
    """Declare a text that is one of these."""
    return Field({"type": "string", "enum": list(values)})


class Shape:
    """An object of an answer with its fields in their order; named shapes are schemas of the document."""

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        self.name = name
        self.fields = fields

    @property
    def schema(self) -> Schema:
        """The JSON schema of the object."""
        return {
            "type": "object",
            "required": list(self.fields),
            "properties": {name: field.schema for name, field in self.fields.items()},
            "additionalProperties": False,
        }

    @property
    def reference(self) -> Schema:
        """A reference to the schema in the document."""
        return reference_to(self.name)

    def answer(self, thing: Any, *, on: dt.date) -> dict[str, Any]:
        """Describe the thing as it is on that day."""
        return {name: field.value(name, thing, on) for name, field in self.fields.items()}

    def one(self, read: Callable[[Any], Any]) -> Field:
        """Declare a field that holds one such object."""
        return Field(self.reference, lambda thing, on: self.answer(read(thing), on=on))

    def many(self, read: Callable[[Any], Iterable[Any]]) -> Field:
        """Declare a field that holds a list of such objects."""
        return Field(
            {"type": "array", "items": self.reference},
            lambda thing, on: [self.answer(each, on=on) for each in read(thing)],
        )


def reference_to(name: str) -> Schema:
    """Refer to a schema of the document by its name."""
    return {"$ref": f"#/components/schemas/{name}"}
