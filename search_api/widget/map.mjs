// The provinces' outlines, simplified to a file that a phone fetches in a blink. Source: @svg-maps/netherlands
// (MapSVG, CC BY 4.0), whose paths are straight lines only: `m` and `z`, relative.
import netherlands from "@svg-maps/netherlands";

const GRID = 2.2; // units of the source, about a kilometre: points in one cell are one point, so borders stay shared
const SMALLEST = 12; // square cells; a smaller island or pool is left out
const NAMES = { fr: "Fryslân" }; // the API's name where it is not the map's
const CREDIT = "MapSVG / svg-maps, CC BY 4.0";

/** `{ box, credit, provinces: { name: path } }`: what the widget draws. */
export function provinces() {
  const [, , width, height] = netherlands.viewBox.split(" ").map((size) => Math.ceil(size / GRID));
  const paths = netherlands.locations.map(({ id, name, path }) => [NAMES[id] ?? name, rings(path).map(draw).join("")]);
  return { box: `0 0 ${width} ${height}`, credit: CREDIT, provinces: Object.fromEntries(paths) };
}

/** The closed lines of a path as points on the grid, without repeats and without the smallest. */
function rings(path) {
  let at = [0, 0];
  return path
    .split("z")
    .map((part) => {
      const steps = [...part.matchAll(/(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)/g)].map(([, x, y]) => [Number(x), Number(y)]);
      const points = steps.map(([x, y]) => (at = [at[0] + x, at[1] + y]));
      if (points.length) at = points[0];
      return straightened(points.map((point) => point.map((size) => Math.round(size / GRID))));
    })
    .filter((points) => Math.abs(area(points)) > SMALLEST);
}

/** Without points that repeat the one before, or lie on the straight line between their neighbours. */
function straightened(points) {
  const apart = points.filter(([x, y], index) => index === 0 || x !== points[index - 1][0] || y !== points[index - 1][1]);
  const bent = ([x, y], [px, py], [nx, ny]) => (x - px) * (ny - y) !== (y - py) * (nx - x);
  return apart.filter((point, index) => bent(point, apart.at(index - 1), apart[(index + 1) % apart.length]));
}

const area = (points) => points.reduce((sum, [x, y], index) => sum + (points.at(index - 1)[0] * y - x * points.at(index - 1)[1]) / 2, 0);

const draw = ([start, ...rest]) => {
  let [x, y] = start;
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${nextX - x} ${nextY - y}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${start.join(" ")}l${steps.join(" ")}z`.replace(/ -/g, "-");
};
