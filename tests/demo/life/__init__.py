"""Random hands on the demo: what anybody may try, and the promises that hold all the same."""
