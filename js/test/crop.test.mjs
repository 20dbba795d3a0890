import assert from "node:assert/strict";
import { test } from "node:test";
import { cropBox, highestZoom, move, openCrop, scaleTo, turn, zoomOf, zoomTo } from "roundel";

const LANDSCAPE = openCrop(4000, 3000);

test("opens with the largest square in the middle", () => {
  assert.deepEqual(cropBox(LANDSCAPE), { x: 500, y: 0, width: 3000, height: 3000 });
  assert.deepEqual(cropBox(openCrop(1, 9)), { x: 0, y: 4, width: 1, height: 1 });
  assert.equal(zoomOf(LANDSCAPE), 1);
});

test("moving right shows what is left of it, up to the picture's edge", () => {
  assert.equal(cropBox(move(LANDSCAPE, { right: 0.1, down: 0 })).x, 200);
  assert.equal(cropBox(move(LANDSCAPE, { right: 99, down: 99 })).x, 0);
  assert.deepEqual(cropBox(move(LANDSCAPE, { right: -99, down: -99 })), { x: 1000, y: 0, width: 3000, height: 3000 });
});

test("a turned picture follows the finger as it is seen", () => {
  const zoomed = zoomTo(LANDSCAPE, 2);
  const centre = ({ centreX, centreY }) => [centreX, centreY];
  const right = { right: 0.1, down: 0 };
  assert.deepEqual(centre(move(zoomed, right)), [1850, 1500]);
  assert.deepEqual(centre(move(turn(zoomed), right)), [2000, 1650]);
  assert.deepEqual(centre(move(turn(turn(zoomed)), right)), [2150, 1500]);
  assert.deepEqual(centre(move(turn(turn(turn(zoomed))), right)), [2000, 1350]);
});

test("four quarter turns are none", () => {
  assert.deepEqual(turn(turn(turn(turn(LANDSCAPE)))), LANDSCAPE);
});

test("zoom keeps to 1 and the highest, also for numbers that are none of these", () => {
  assert.equal(zoomOf(zoomTo(LANDSCAPE, 0)), 1);
  assert.equal(zoomOf(zoomTo(LANDSCAPE, -5)), 1);
  assert.equal(zoomOf(zoomTo(LANDSCAPE, 1e9)), 8);
  assert.equal(highestZoom(openCrop(128, 500)), 2);
  assert.equal(highestZoom(openCrop(40, 40)), 1);
  assert.equal(cropBox(zoomTo(openCrop(40, 40), 8)).width, 40);
  assert.equal(cropBox(zoomTo(openCrop(128, 500), 8)).width, 64);
});

test("the point under the finger stays there while zooming", () => {
  const at = { right: 0.3, down: -0.2 };
  const under = (view) => [view.centreX + at.right * view.side, view.centreY + at.down * view.side];
  const before = zoomTo(LANDSCAPE, 2);
  const after = zoomTo(before, 3, at);
  assert.ok(Math.abs(under(before)[0] - under(after)[0]) < 1e-6);
  assert.ok(Math.abs(under(before)[1] - under(after)[1]) < 1e-6);
});

test("zooming out at an edge never leaves the picture", () => {
  const corner = move(zoomTo(LANDSCAPE, 8), { right: 99, down: 99 });
  assert.deepEqual(cropBox(corner), { x: 0, y: 0, width: 375, height: 375 });
  const out = zoomTo(corner, 1, { right: -0.5, down: -0.5 });
  assert.deepEqual(cropBox(out), { x: 0, y: 0, width: 3000, height: 3000 });
});

test("any walk ends in whole pixels inside the picture", () => {
  let seed = 42;
  const random = () => ((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648) * 4 - 2;
  for (const [width, height] of [[1, 1], [3, 2], [501, 333], [333, 501], [12000, 5333]]) {
    let view = openCrop(width, height);
    for (let step = 0; step < 500; step++) {
      view = move(view, { right: random(), down: random() });
      view = zoomTo(view, zoomOf(view) * Math.exp(random()), { right: random(), down: random() });
      view = step % 3 ? view : turn(view);
      const box = cropBox(view);
      assert.ok(Object.values(box).every(Number.isInteger));
      assert.ok(box.width === box.height && box.width >= 1);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
    }
  }
});

test("the same crop of a smaller picture shows the same part", () => {
  const view = move(zoomTo(openCrop(4000, 3000), 3), { right: 0.4, down: -0.2 });
  const whole = cropBox(view);
  const small = cropBox(scaleTo(view, 960, 720));
  for (const side of ["x", "y", "width", "height"]) {
    assert.ok(Math.abs(small[side] - whole[side] * 0.24) <= 1, side);
  }
  // a preview's sides are rounded: the box must lie inside them all the same
  const edge = move(openCrop(3001, 1000), { right: -9, down: 0 });
  const { x, y, width, height } = cropBox(scaleTo(edge, 960, 320));
  assert.ok(x >= 0 && y >= 0 && x + width <= 960 && y + height <= 320);
});
