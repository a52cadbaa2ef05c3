"""Many articles: runs that can be stopped and resumed, and what is asked of their results."""
