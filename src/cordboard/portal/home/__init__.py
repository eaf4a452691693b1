"""Where everyone starts: the way home, the language, the end of acting for someone."""
