"""Numbers as a Vietnamese reader writes them: ``.`` groups thousands, ``,`` marks decimals."""

from __future__ import annotations

import polars as pl


def vietnamese(value: pl.Expr, decimals: int = 4) -> pl.Expr:
    """``1390.9`` as "1.390,9"; at most so many decimals, none that are zero."""
    size = value.abs().round(decimals)
    whole = size.floor()
    grouped = (
        whole.cast(pl.Int64, strict=False)
        .cast(pl.String)
        .str.reverse()
        .str.replace_all(r"(\d{3})", "$1.")
        .str.reverse()
        .str.strip_prefix(".")
    )
    fraction = ((size - whole) * 10**decimals).round(0).cast(pl.Int64, strict=False)
    written = fraction.cast(pl.String).str.zfill(decimals).str.strip_chars_end("0")
    tail = pl.when(fraction > 0).then(pl.lit(",") + written).otherwise(pl.lit(""))
    sign = pl.when((value < 0) & (size > 0)).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str([sign, grouped, tail]).fill_null("?")


def vietnamese_number(value: float, decimals: int = 4) -> str:
    """:func:`vietnamese` for one number."""
    whole, _, fraction = f"{value:,.{decimals}f}".partition(".")
    return ",".join(part for part in (whole.replace(",", "."), fraction.rstrip("0")) if part)
