"""What search engines may list: each app registers its pages in its ``sitemaps.py``."""

from django.contrib.sitemaps import Sitemap

from core.registry import Registry

# By the name in the address of each, ``sitemap-<name>.xml``; the positions are their order in the index.
SITEMAPS: Registry[type[Sitemap]] = Registry("sitemap")
