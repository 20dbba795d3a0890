// Written by a test of lambda/api from its limits.rs.

/** Graphemes of a message: what a person counts as characters. */
export const MESSAGE_GRAPHEMES = 280;

/** Code points of a display name. */
export const DISPLAY_NAME_CODE_POINTS = 64;

/** Code points of a bio. */
export const BIO_CODE_POINTS = 300;
