"""Networks of which only the chosen parts are computed."""
