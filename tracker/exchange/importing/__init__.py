"""A programme workbook into the tracker: every row checked, all of it applied or nothing.

The rows are applied sheet by sheet through the actions, inside one transaction. A row with a mistake is told and passed
over, so that the rows after it are still checked against all that stands and all that the workbook itself brings; at
the end one problem is enough to take the whole transaction back.
"""
