/** The longest message in graphemes, what a person counts as characters. */
export const MESSAGE_LIMIT = 280;
