"""Looking whether an address on the web still answers, without ever being led to the inside of a network."""

from library.links.asking import Answer, ask
from library.links.inside import is_public
from library.links.rounds import look_round

__all__ = ["Answer", "ask", "is_public", "look_round"]
