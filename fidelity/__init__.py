"""Does this quotation say what the original says?"""

__version__ = "0.1.0"
