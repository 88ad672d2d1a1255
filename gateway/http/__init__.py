"""What endpoints stand on: how one is declared, read, guarded, answered and documented; and the process's own pages."""
