"""Apache Spark: a cluster that scores setups, and that reads stores."""
