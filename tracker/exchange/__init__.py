"""What comes in and goes out in files: organisations from ODS, and a whole programme as a workbook."""
