"""What Praxis shows to the outside, before and after a redrawing of its code.

A change that only redraws the code must leave every page, address, API answer, export and mail as it was. This
package records them and compares two records:

    make outside RECORD=/tmp/before                  # on the old checkout
    make outside RECORD=/tmp/after                   # on the new one
    make outside-compare BEFORE=/tmp/before AFTER=/tmp/after

A checkout that does not have this package yet is given a copy of it (``benchmarks/outside``). So that it runs on
both, it uses only names that stay: Django's registries and test client, the settings, ``demo.cast`` and
``demo.story.tell``. Of the registries of our own, ``inventory.REGISTRIES`` lists where they may be found.

What it does not see: what JavaScript does in a browser, what a stylesheet does to a page (only that a file is
another one), file uploads, and speed.
"""
