"""Papers of an evaluation: each module reads what one paper needs, then builds it as plain values.

``read_…`` asks the database a constant number of times; ``…_paper`` is pure and gives an
``OfficialPaper`` for ``documents.layout`` to draw as PDF or DOCX.
"""
