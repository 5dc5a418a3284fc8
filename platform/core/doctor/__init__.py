"""What the operator is told about the site: ``manage.py doctor``, and a page for administrators."""
