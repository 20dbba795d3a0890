// Written by the tests of src/filter.rs. Do not edit.

/** A filter by its name. */
export type FilterName = "mono" | "noir" | "lofi" | "golden" | "vintage" | "cali" | "firenze" | "rose" | "mint" | "frost" | "ocean" | "lilac";

/** A filter, as it can be offered. */
export type Filter = { name: FilterName, label: string, };
