"""DORA registers of information (ITS (EU) 2024/2956): read, checked, and turned into records."""
