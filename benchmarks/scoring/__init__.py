"""What was read of labelled notices against their labels: the definitions of the shared scorer.

`measures.score` compares one notice, `measures.Sheet` adds up, `golden` reads the files of labels.
"""
