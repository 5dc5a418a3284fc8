"""The tables of the indicators, for Django to find: each stands in the models of its shelf."""
