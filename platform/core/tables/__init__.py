"""Tables of working pages: columns, sorting, pages, chosen rows and CSV, all made by the server."""
