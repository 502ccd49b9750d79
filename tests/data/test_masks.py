"""Masks over more names than a 64-bit integer has bits."""

import numpy as np
import pytest

from setupscope.data.masks import (
    as_mask,
    as_masks,
    as_text,
    digits_of,
    has_none,
    mask_of,
    sizes_of,
    spread,
    with_bits,
)

MASKS = [0b101, 1 << 62, 1 << 63, (1 << 64) - 1, 1 << 90 | 1]


@pytest.mark.parametrize("masks", [MASKS[:1], MASKS[:2], MASKS[:3], MASKS, []])
def test_masks_come_back_from_text(masks):
    digits = digits_of(91)
    text = as_text(as_masks(masks), digits)
    assert as_masks(text).tolist() == as_masks(masks).tolist() == masks
    assert [as_mask(own) for own in text] == masks
    assert {len(own) for own in text} <= {digits}
    assert sorted(text) == as_text(as_masks(sorted(masks)), digits)


@pytest.mark.parametrize("masks", [MASKS[:1], MASKS[:2], MASKS[:3], MASKS])
@pytest.mark.parametrize("of", [1, 1 << 62, 1 << 63, 1 << 90, 1 << 90 | 4])
def test_a_mask_has_none_of_another_or_some(masks, of):
    assert has_none(as_masks(masks), of).tolist() == [mask & of == 0 for mask in masks]
    assert sizes_of(as_masks(masks)).tolist() == [mask.bit_count() for mask in masks]


@pytest.mark.parametrize("names", [62, 63, 200])
def test_candidates_are_spread_over_all_names(names):
    bits = np.array([0, 40, names - 2, names - 1])
    inside = np.array([[1, 0, 1, 1], [0, 1, 0, 1]], float)
    wanted = [sum(1 << int(bit) for bit in bits[row > 0]) for row in inside]
    assert with_bits(inside, bits, names).tolist() == wanted
    within = mask_of(range(names), bits.tolist())
    assert spread(np.array([0b1101, 0b1010]), within, names).tolist() == wanted
