"""How the actor tables under ``src/riftline/actors/data`` are built from the open sources."""
