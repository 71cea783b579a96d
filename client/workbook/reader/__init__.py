"""From a file to typed columns, in a child process that may be killed."""
