"""Files of setups: small, and quick to read in place."""

import pyarrow.parquet as pq


def test_masks_are_stored_as_differences_and_what_repeats_as_a_dictionary(small):
    for file in sorted((small.path / "setups").rglob("*.parquet")):
        group = pq.ParquetFile(file).metadata.row_group(0)
        columns = [group.column(i) for i in range(group.num_columns)]
        encodings = {column.path_in_schema: column.encodings for column in columns}
        for mask in ("pool", "roster"):
            assert "DELTA_BINARY_PACKED" in encodings[mask]
        for name in ("given", "backbone", "measure", "pool_size", "covered", "outcome"):
            assert "RLE_DICTIONARY" in encodings[name]
