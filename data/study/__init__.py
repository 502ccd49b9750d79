"""What a study is: its TOML, its measured transfers, and the names that both give."""
