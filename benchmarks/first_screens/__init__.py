"""What the first screens of the demo show, in pixels."""
