"""Posts as quotations in Markdown, to begin a reply with."""

from django.utils.translation import gettext as _

from networks.models import Post

MOST_CHARACTERS = 600


def quotation(post: Post) -> str:
    """Return the words of the post as a quotation that says who wrote them and leads to them."""
    words = post.body.strip()
    if len(words) > MOST_CHARACTERS:
        words = f"{words[:MOST_CHARACTERS].rsplit(maxsplit=1)[0]} …"
    name = post.author.full_name.translate(str.maketrans("[]", "()"))
    who = _("%(person)s wrote:") % {"person": name}
    lines = [f"[{who}]({post.get_permanent_url()})", "", *words.splitlines()]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"
