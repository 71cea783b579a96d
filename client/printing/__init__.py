"""Forms, receipts and cards on A4: what is to stand on a sheet, and painting it on anything Qt can page through.

Fonts and painting need Qt's GUI library but no widget and no screen; see ``output``.
"""
