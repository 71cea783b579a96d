"""Leads from page to page, and does what nobody has to ask for."""
