"""Many enterprises at once: what each workbook brings to each, stored firm by firm, gone on with after a kill."""
