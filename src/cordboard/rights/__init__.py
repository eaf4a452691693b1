"""Who may call what: call classes, classes of service, emergency numbers."""
