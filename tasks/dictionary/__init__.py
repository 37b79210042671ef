"""The catalog as its readers need it: what the suites must know, and the published table of indicators."""
