"""From transfers to the value of every metric in every setup."""
