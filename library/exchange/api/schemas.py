"""What programs are told of records and facets: every field with its type, from which the document is made."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field, create_model

from api.answers import Address, Answer
from library.exchange.citing.formats import FORMATS
from library.practice.states import PracticeStage
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType


class Creator(Answer):
    """A person or an organisation that made a work, in the order of the title page."""

    name: str = Field(description="The name as the work gives it.", examples=["Michael Marmot"])
    sort_name: str = Field(description="The name for sorting.", examples=["Marmot, Michael"])
    kind: Literal["person", "organisation"] = Field(description="What the creator is.")
    role: CreatorRole = Field(description="What the creator did.")
    orcid: str | None = Field(description="The ORCID iD.", examples=["0000-0002-2431-6419"])


class Subject(Answer):
    """A topic, a place, a population group or a setting."""

    code: str = Field(description="Its value in a search.", examples=["housing"])
    label: str = Field(description="Its name.", examples=["Housing"])


class File(Answer):
    """A document of a version. While an embargo keeps it closed it has no address."""

    name: str = Field(description="The name of the file.", examples=["report.pdf"])
    media_type: str = Field(description="Its media type.", examples=["application/pdf"])
    size: int = Field(description="Its size in bytes.", examples=[482133])
    sha256: str | None = Field(description="Its SHA-256 sum in hexadecimal.")
    url: Address | None = Field(description="Where it is downloaded.")
    closed_until: dt.date | None = Field(description="The day on which an embargo ends.")


class Version(Answer):
    """A fixed deposit of a work, to which citations point."""

    number: int = Field(description="Counts the versions of the record.", examples=[1])
    url: Address = Field(description="The page of this version.")
    note: str = Field(description="What is new in it.")
    deposited_at: dt.datetime = Field(description="When it came into the library.")
    has_text: bool = Field(description="Whether its page shows the text itself.")
    files: list[File] = Field(description="Its documents, by name.")


_REFERENCES: dict[str, Any] = {
    f"as_{each.ending}": (
        Address,
        Field(alias=each.ending, description=f"The reference as {each.label}."),
    )
    for each in FORMATS.values()
    if each.cite
}
# The record for each reference manager that the library writes for.
References = create_model(
    "References", __base__=Answer, __doc__="Where references come from.", **_REFERENCES
)


class Detail(Answer):
    """What works of one type are asked besides the common fields."""

    name: str = Field(description="The name of the field.", examples=["targeting"])
    label: str = Field(description="Its label.", examples=["Equity targeting"])
    value: str = Field(description="What is stored.", examples=["proportionate"])
    text: str = Field(description="The same in words; Markdown where it is longer.")


class StageReason(Answer):
    """A condition of a stage of practice."""

    stage: PracticeStage = Field(description="The stage that asks for it.")
    condition: str = Field(
        description="The condition, in words.", examples=["Relevance and ethics are met"]
    )
    holds: bool = Field(description="Whether it holds by what counts of both judgements.")


class Record(Answer):
    """A work in the library, with its newest version."""

    id: int = Field(description="The number of the record, which it keeps.", examples=[42])
    url: Address = Field(description="Its page, a permanent address.")
    type: RecordType = Field(description="What kind of work it is.")
    title: str = Field(description="Its title.", examples=["Cold homes and health"])
    summary: str = Field(description="What it says, in a few sentences.")
    issued: str | None = Field(
        description="2020, 2020-03 or 2020-03-14, as it is known", examples=["2020-03"]
    )
    language: str = Field(description="BCP 47", examples=["en"])
    creators: list[Creator] = Field(description="Who made it.")
    has_more_creators: bool = Field(description="Whether the list of creators is cut short.")
    publisher: str = Field(description="Who published it.")
    container: str = Field(description="The journal, series or book it appeared in")
    volume: str = Field(description="The volume of the journal.")
    issue: str = Field(description="The issue of the journal.")
    pages: str = Field(description="The pages in the container.", examples=["12-19"])
    doi: str | None = Field(description="Its DOI.", examples=["10.1136/bmj.m693"])
    isbn: str | None = Field(description="Its ISBN.", examples=["9780198795575"])
    source_url: Address | None = Field(description="Where it was published.")
    licence: str | None = Field(description="Its licence.", examples=["CC-BY-4.0"])
    rights: str = Field(description="Who holds the rights, in words.")
    evidence_kind: EvidenceKind | None = Field(description="What kind of evidence it gives.")
    topics: list[Subject] = Field(description="What it is about.")
    places: list[Subject] = Field(description="The places it is about.")
    place_in_words: str = Field(description="Where it is about, when the vocabulary lacks it.")
    populations: list[Subject] = Field(description="The groups of people it is about.")
    settings: list[Subject] = Field(description="The settings it is about.")
    details: list[Detail] = Field(description="What works of its type are asked, as answered.")
    stage: PracticeStage | None = Field(
        description="Of a case study: the stage that follows from the judgements of two editors."
    )
    stage_reasons: list[StageReason] = Field(
        description="The published conditions of the stages, and whether they hold; empty before two editors judged."
    )
    version: Version = Field(description="The newest version.")
    references: References = Field(  # type: ignore[valid-type]  # made from the formats
        description="The record as a reference."
    )
    published_at: dt.datetime = Field(description="When the record came into the library.")
    changed_at: dt.datetime = Field(description="When the record was last changed.")


class RecordList(Answer):
    """A page of the records of a search, and the address of the next."""

    total: int = Field(description="How many records the search finds.", examples=[1])
    searched_for: str = Field(
        description="The words that were searched for: a typing error may have been repaired.",
        examples=["cold homes"],
    )
    items: list[Record] = Field(description="The records of this page.")
    next: Address | None = Field(description="The next page; null on the last one.")


class FacetValue(Answer):
    """A value of a facet with its count."""

    value: str = Field(description="The value of the parameter.", examples=["housing"])
    label: str = Field(description="Its name.", examples=["Housing"])
    records: int = Field(description="How many records of the search have it.", examples=[17])
    within: str | None = Field(description="The broader value that it belongs to.")


class Facet(Answer):
    """A property that a search can be narrowed by."""

    name: str = Field(description="The name of the parameter.", examples=["topic"])
    values: list[FacetValue] = Field(description="Its values, each before the narrower ones.")


class FacetList(Answer):
    """The facets of a search."""

    total: int = Field(description="How many records the search finds.", examples=[1])
    facets: list[Facet] = Field(description="All facets, with the values that occur.")
