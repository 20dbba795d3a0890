import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Avatar } from "roundel/react";

const render = (props) =>
  renderToStaticMarkup(createElement(Avatar, { cdn: "https://assets.example.com", name: "Andrew Brown", size: 60, ...props }));

test("an avatar has every size, its place, its name and its side", () => {
  const html = render({ publicId: "xj4bnp4pahh6uqkbidpf3lrceo" });
  assert.match(html, /srcSet="[^"]+\/current\/64 64w, [^"]+\/current\/512 512w"/);
  assert.match(html, /sizes="60px"/);
  assert.match(html, /src="[^"]+\/current\/128"/);
  assert.match(html, /alt="Andrew Brown"/);
  assert.match(html, /width="60" height="60"/);
});

test("nobody's avatar is initials with a name, and nothing is requested", () => {
  for (const props of [{ publicId: undefined }, { publicId: "" }, { publicId: "xj4bnp4pahh6uqkbidpf3lrceo", cdn: undefined }]) {
    const html = render(props);
    assert.doesNotMatch(html, /<img|undefined|https:/);
    assert.match(html, /role="img" aria-label="Andrew Brown"/);
    assert.match(html, />AB</);
  }
});

test("initials take whole characters of the first and last word", () => {
  const initials = (name) => render({ publicId: undefined, name }).match(/>([^<>]*)<\/text>/)[1];
  assert.equal(initials("  londo   g. mollari "), "LM");
  assert.equal(initials("bayko"), "B");
  assert.equal(initials("𝒳avier Ölander"), "𝒳Ö");
  assert.equal(initials(""), "");
});

test("the picture that was just saved is shown without the CDN", () => {
  const html = render({ publicId: "xj4bnp4pahh6uqkbidpf3lrceo", localUrl: "blob:one" });
  assert.match(html, /src="blob:one"/);
  assert.doesNotMatch(html, /https:/);
});
