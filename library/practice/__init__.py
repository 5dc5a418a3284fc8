"""Case studies as practice: judged by two editors, with a stage, and tried elsewhere."""
