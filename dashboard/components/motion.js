// Marks move from where they were to where they are. Streamlit replaces a figure by another whenever
// it changes, so that Plotly has nothing to move: the browser does, unless the reader prefers less.

const MOVING = [".st-key-bars", "[class*='st-key-flips-']"].map((key) => `${key} .js-plotly-plot`);
const MARKS = ".barlayer .point > path, .barlayer .errorbar, .scatterlayer path.point";
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const MOTION = { duration: 500, easing: "ease-in-out", composite: "add" };

let places = { page: "", of: new Map() }; // where each mark of each figure was drawn last
const drawn = new WeakMap(); // the first mark of each figure, new ones of which are moved

function figuresIn(main) {
  if (places.page !== location.pathname) places = { page: location.pathname, of: new Map() };
  return [...main.querySelectorAll(MOVING.join())].map((figure) => {
    const key = figure.closest("[class*='st-key-']").className.match(/st-key-(\S+)/)[1];
    return [figure, key];
  });
}

// The marks of a figure that carry something, by what they carry.
function marksOf(figure) {
  const marks = new Map();
  for (const mark of figure.querySelectorAll(MARKS)) {
    const points = mark.closest(".trace")?.__data__; // what Plotly has made of the trace
    const place = points?.indexOf(mark.__data__ ?? mark.parentElement.__data__);
    const carried = points?.[0].trace.customdata?.[place];
    if (carried !== undefined) marks.set(`${mark.tagName} ${JSON.stringify(carried)}`, mark);
  }
  return marks;
}

function placesOf(figure, marks) {
  const { left, top } = figure.getBoundingClientRect();
  return new Map([...marks].map(([name, mark]) => {
    const box = mark.getBoundingClientRect();
    return [name, { x: box.left - left, y: box.top - top, width: box.width }];
  }));
}

// A figure that has come in the place of another moves its marks from where these were.
function moveMarks(main) {
  for (const [figure, key] of figuresIn(main)) {
    const first = figure.querySelector(MARKS);
    if (!first || drawn.get(figure) === first) continue;
    drawn.set(figure, first);
    const marks = marksOf(figure);
    const [from, to] = [places.of.get(key), placesOf(figure, marks)];
    if (from && !STILL.matches) for (const [name, mark] of marks) move(mark, from.get(name), to.get(name));
    places.of.set(key, to);
  }
}

function move(mark, from, to) {
  if (!from || !to.width) return;
  const [x, y] = [from.x - to.x, from.y - to.y];
  const wide = mark.closest(".barlayer .point") ? from.width / to.width : 1;
  if (Math.abs(x) < 1 && Math.abs(y) < 1 && Math.abs(from.width - to.width) < 1) return;
  if (mark.closest(".barlayer")) Object.assign(mark.style, { transformBox: "fill-box", transformOrigin: "0 50%" });
  mark.animate([{ transform: `translate(${x}px, ${y}px) scale(${wide}, 1)` }, { transform: "none" }], MOTION);
}

// Figures that are at rest may have been drawn anew for another width.
function keepPlaces(main) {
  for (const [figure, key] of figuresIn(main)) {
    if (!figure.getAnimations({ subtree: true }).length)
      places.of.set(key, placesOf(figure, marksOf(figure)));
  }
}
