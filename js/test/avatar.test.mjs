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

test("URLs that a server knows come before the address, and a missing size is left out", () => {
  const urls = { 64: "https://cdn.example/a/64", 256: "https://cdn.example/a/256" };
  const html = render({ publicId: "xj4bnp4pahh6uqkbidpf3lrceo", urls });
  assert.match(html, /src="https:\/\/cdn.example\/a\/256"/);
  assert.match(html, /srcSet="https:\/\/cdn.example\/a\/64 64w, https:\/\/cdn.example\/a\/256 256w"/);
  assert.match(render({ urls: { 64: urls[64] }, size: 132 }), /src="https:\/\/cdn.example\/a\/64"/);
  assert.match(render({ urls: {} }), />AB</);
});

test("beside the name it is decorative: no text, no role", () => {
  assert.match(render({ publicId: "xj4bnp4pahh6uqkbidpf3lrceo", decorative: true, loading: "lazy" }), /loading="lazy".* alt=""/);
  assert.match(render({ decorative: true }), /aria-hidden="true"/);
  assert.doesNotMatch(render({ decorative: true }), /role=/);
});

test("a thumbhash is painted behind the picture, one that cannot be read is left out", () => {
  const props = { publicId: "xj4bnp4pahh6uqkbidpf3lrceo" };
  assert.match(render({ ...props, thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI" }), /style="background-image:url\(data:image\/bmp;base64,/);
  assert.doesNotMatch(render({ ...props, thumbhash: "no hash" }), /style=/);
  assert.doesNotMatch(render({ thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI" }), /style=/);
});
