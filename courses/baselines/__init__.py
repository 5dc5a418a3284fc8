"""The figures that an action plan starts from: what can be chosen, and how the plan is drawn against them."""
