"""Near twins: made-up names that are a procedure's in another print, nearly its, or another procedure's.

`cases.csv` holds them with a grade, `reference.csv` what the matching made of each when last looked at.
"""
