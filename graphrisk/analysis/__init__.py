"""RiskGraph and parameters in, results out: pure, seeded, no input or output."""
