"""Writing a programme as the rows of its workbook: what one person may see of it, as it stood on a day.

Each module answers for the sheets that the module of the same name in `importing` reads, and writes them so that reading
them again changes nothing.
"""
