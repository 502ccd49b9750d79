"""Is a study sound: could anything be found in it, and would anything else be found as well?"""
