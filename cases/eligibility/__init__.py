"""Preconditions of casework on other rows: lists of problems, each with its code, text, tag and source.

Services ask them, pages show them; nothing is written here.
"""
