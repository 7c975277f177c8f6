"""The trusted checker: standard library only, its own reader and semantics; can be copied out and run alone.

``python -m verify.check BUNDLE`` checks every claim of a bundle; docs/reference/format.md says what is valid.
"""
