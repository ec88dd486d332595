"""One module per row of the table: what is timed, against what, and the goal."""
