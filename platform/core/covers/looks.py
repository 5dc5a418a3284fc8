"""The looks that covers have: three grounds, four inks and a motif for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.covers import motifs


@dataclass(frozen=True)
class Look:
    """A ground is deep enough to stand out on light and dark pages; the inks are seen on it and beside each other."""

    grounds: Sequence[str]
    inks: Sequence[str]
    motif: motifs.Motif


LOOKS = {
    "circles": Look(
        ("#5b2148", "#3a1d4e", "#7a2a2f"),
        ("#8f3a68", "#c65f79", "#f0a08c", "#ffd9a0"),
        motifs.circles,
    ),
    "steps": Look(
        ("#15365c", "#1d2a63", "#0f4a52"),
        ("#24598a", "#3f86b0", "#7fb9cf", "#ffc24a"),
        motifs.steps,
    ),
    "tiles": Look(
        ("#3b2a5e", "#27345f", "#5a2148"),
        ("#5a4591", "#8b76c4", "#c4b5e8", "#f4b860"),
        motifs.tiles,
    ),
    "bars": Look(
        ("#1d2a63", "#3a2160", "#0f3d5c"), ("#2e45a8", "#5b78d6", "#a3b8f2", "#ffc24a"), motifs.bars
    ),
    "houses": Look(
        ("#0f3d4c", "#1d2f5c", "#3a2a4e"),
        ("#1d6274", "#3b8f97", "#8cc6bd", "#ffd88a"),
        motifs.houses,
    ),
    "waves": Look(
        ("#123f3a", "#143a5c", "#1f4023"),
        ("#1f6b5d", "#3d9980", "#8fd0b0", "#f6d98b"),
        motifs.waves,
    ),
    "weave": Look(
        ("#5a2419", "#4a1f3f", "#3d3016"),
        ("#94402a", "#cc6a3f", "#eeae77", "#ffe2b0"),
        motifs.weave,
    ),
    "hills": Look(
        ("#1f4023", "#12403f", "#33401a"),
        ("#2f6b35", "#5b9a4c", "#a5cc7d", "#ffd35c"),
        motifs.hills,
    ),
    "links": Look(
        ("#1b2140", "#3a1f4a", "#0f3f4a"),
        ("#4055a8", "#6f80c9", "#c3c8e4", "#ffc24a"),
        motifs.links,
    ),
    "leaves": Look(
        ("#33302a", "#2a3040", "#3a2a26"),
        ("#6a6253", "#9c907a", "#cfc3aa", "#f0e4cb"),
        motifs.leaves,
    ),
}
PLAIN = "leaves"
