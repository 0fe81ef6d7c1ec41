"""An invented programme, always the same for the same anchor day and size, as the rows of a programme workbook.

It stands on the anchor day where the study of the real fund left it in June 2025 (Ramsay and others, eClinicalMedicine
2025): contracts signed 4 to 10 months late, 24 of 66 trusts live seven months before the anchor and 43 on it. Everything
else, every name, code, date and sum, is made up. The only clock is the anchor, the only chance a fixed seed.
"""
