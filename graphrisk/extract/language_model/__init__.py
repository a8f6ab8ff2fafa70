"""Claims by a language model that must prove each of them by the notice's own words; optional."""
