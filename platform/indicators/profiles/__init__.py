"""What readers see: the page of an indicator, the profile of a place, and places side by side."""
