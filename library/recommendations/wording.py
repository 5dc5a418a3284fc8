"""What a recommendation says of itself, as forms and tables give it and before it is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from library.recommendations.models import Recommendation
from library.recommendations.states import Level
from library.vocabularies.models import Topic

# The words that stand in columns of the same name.
PLAIN = ("title", "text", "page", "principle", "horizon")


@dataclass(frozen=True)
class Wording:
    """All that editors write of a recommendation; its reference apart, which stays."""

    title: str
    text: str
    page: str = ""
    principle: str = ""
    horizon: str = ""
    levels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    replaced_by: str = ""

    def tidied(self) -> "Wording":
        """Return the words as they are kept: plain line breaks, no spaces around them, lists in their order."""
        return replace(
            self,
            title=" ".join(self.title.split()),
            text=self.text.replace("\r\n", "\n").replace("\r", "\n").strip(),
            page=" ".join(self.page.split()),
            levels=tuple(level for level in Level.values if level in self.levels),
            topics=tuple(sorted(set(self.topics))),
        )

    @property
    def columns(self) -> dict[str, str]:
        """Return the words that stand in columns of the recommendation."""
        return {name: getattr(self, name) for name in PLAIN}


@dataclass(frozen=True)
class Difference:
    """One word that a table changes: its column, and what stands there before and after."""

    column: str
    before: str
    after: str


def wording_of(recommendation: Recommendation) -> Wording:
    """Return what a recommendation says. Takes no query for one with its addressees, topics and successor."""
    return Wording(
        **{name: getattr(recommendation, name) for name in PLAIN},
        levels=tuple(level.value for level in recommendation.levels),
        topics=tuple(sorted(topic.code for topic in recommendation.topics.all())),
        replaced_by=recommendation.replaced_by.reference if recommendation.replaced_by else "",
    )


def differences(before: Wording, after: Wording) -> list[Difference]:
    """Return the words in which the two differ, in the order of the columns."""
    told, wanted = in_cells(before), in_cells(after)
    return [
        Difference(name, told[name], wanted[name]) for name in told if told[name] != wanted[name]
    ]


def with_columns_of(stored: Wording, wording: Wording, *, absent: Iterable[str]) -> Wording:
    """Return the words with those of ``stored`` in the columns that a table does not have."""
    fields = ("levels" if name == "addressed_to" else name for name in absent)
    return replace(wording, **{name: getattr(stored, name) for name in fields})


def in_cells(wording: Wording) -> dict[str, str]:
    """Return the words as the cells of a table have them."""
    return {
        "title": wording.title,
        "text": wording.text,
        "page": wording.page,
        "principle": wording.principle,
        "addressed_to": "; ".join(wording.levels),
        "horizon": wording.horizon,
        "topics": "; ".join(wording.topics),
        "replaced_by": wording.replaced_by,
    }


@dataclass
class Vocabulary:
    """The topics by code, loaded once for a table."""

    topics: Mapping[str, Topic] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Vocabulary":
        """Load the topics. One query."""
        return cls({topic.code: topic for topic in Topic.objects.order_by("pk")})

    def topics_of(self, codes: Iterable[str]) -> list[Topic]:
        """Return the topics with these codes."""
        return [self.topics[code] for code in codes]


def draft_of(reference: str, wording: Wording, **columns: Any) -> Recommendation:
    """Return an unsaved recommendation with these words, to check them."""
    return Recommendation(reference=reference, **wording.columns, **columns)
