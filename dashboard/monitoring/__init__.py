"""What the operator of a server learns of its requests and pages: lines of a log, and counts.

Neither holds anything that a reader brought or wrote: no address, no name of a file, no message.
"""
