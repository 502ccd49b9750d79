"""Does the store say what SciPy says, and each table what its definition says?"""
