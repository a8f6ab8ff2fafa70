"""A slow, plain restatement of section 2 (and part of 3) of the risk model: the engine's judge.

Dictionaries, sets and loops, no arrays and no import from ``graphrisk``: whoever doubts an answer
can follow these pages with a pencil. Nothing here is fast, and nothing here should become so.

===================  ==============================================================================
``harm_view``        which edges count on the day, and which of them form a group
``outage``           depends, reach, states, who is kept up and by whom, the range
``breach``           data along walks: carried, possible, unknown; and compromise along access
``witness``          is a path that an answer prints a true one, and the shortest one?
``concentration``    shares, HHI, effective number, CR_k, Gini; direct and cascaded
``systemic``         ESRI and DebtRank, link by link
===================  ==============================================================================
"""
