"""Speed and memory of reading and extracting, measured side by side; commands, never assertions."""
