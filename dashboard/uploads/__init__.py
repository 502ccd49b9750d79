"""A stranger's table, worked on in a process with limits."""
