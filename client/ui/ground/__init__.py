"""What everything in the window stands on: binding, threads, languages, the words of states."""
