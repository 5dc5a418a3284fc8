"""How fast Praxis answers: main pages against a bare Django view, in one run on one machine.

``make bench`` starts the real server twice with two worker processes each, once with Praxis and once with a
bare view, asks both from outside over HTTP, and prints a table. Absolute numbers mean little on another
machine; the ratios travel.
"""
