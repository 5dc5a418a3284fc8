"""What the pages of mentoring show: the desks, the front page, a match, and what is to do."""
