const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : undefined;

/** How many characters a person sees: 👩‍🚀 is one. */
export function graphemes(text: string): number {
  return segmenter ? [...segmenter.segment(text)].length : [...text].length;
}
