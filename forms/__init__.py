"""What is asked and what is right: periods, values, definitions, rules, findings.

Knows no window, no network and no file but its own packs.
"""
