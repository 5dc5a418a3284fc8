"""The tables of the library, for Django to find: each stands in the models of its shelf."""
