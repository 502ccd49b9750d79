// Mends the page that Streamlit has drawn, whenever it has changed; draws nothing of its own but
// the headline that stays.

const PAUSE = 80; // milliseconds of changes that are looked at together
const MAIN = "[data-testid=stMain]";
const FIELD = ["stSelectbox", "stMultiSelect", "stNumberInput"].map((id) => `[data-testid=${id}]`);
const PART = "button[aria-label]:not([aria-label^=Help])"; // of a field: its arrow, its crosses
const RUNNING = "data-test-script-state";
const MOVED = ".st-key-moved p"; // what moved since the former slice
const OPENED = "[class*=st-key-opened]";
const ARRIVED = "[class*=st-key-arrived]";

let drawnDark = null; // whether figures are drawn for a dark page; outlives a run
let last = ""; // the sentence that was said last; outlives a change of page
let lastMoved = ""; // and what had moved
let shown = location.pathname; // the page that is shown
let brought = null; // the table that was brought last, whose conclusion is shown on top
let rest = { page: "", list: null, answer: "" }; // the page, its list and its answer, after a run

export default function ({ parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector(".headline");
  const status = parentElement.querySelector("[role=status]");
  const main = parentElement.closest(MAIN);
  const app = parentElement.closest("[data-testid=stApp]");
  let waiting = 0;

  const stay = () => {
    const headline = main.querySelector("h2");
    bar.classList.toggle("shown", !!headline && headline.getBoundingClientRect().bottom < 0);
  };
  const mend = () => {
    waiting = 0;
    const sentence = main.querySelector("h2")?.textContent.trim();
    const moved = main.querySelector(MOVED)?.textContent.trim() ?? "";
    if (sentence && (sentence !== last || moved !== lastMoved)) {
      bar.textContent = sentence;
      const said = moved === lastMoved ? sentence : `${sentence} ${moved}`;
      if (last) status.textContent = said.trim();
      [last, lastMoved] = [sentence, moved];
    } else if (sentence && !bar.textContent) bar.textContent = sentence;
    stay();
    keepPlaces(main);
    markPages();
    beginAtTop(main);
    const list = openedSinceRest(main, app);
    if (list) {
      status.textContent = list.matches(ARRIVED) ? "An answer is shown." : "A list has opened.";
      bringIntoView(list);
    }
    skipRows();
    nameParts();
    tellApart();
  };
  const changed = () => {
    moveMarks(main); // before the browser paints them
    waiting ||= window.setTimeout(mend, PAUSE);
  };

  const watch = new MutationObserver(changed);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  watch.observe(app, { attributeFilter: [RUNNING] });
  main.addEventListener("scroll", stay, { passive: true });
  document.addEventListener("touchstart", leaveToBrowser, { capture: true, passive: true });
  // Figures are drawn for a light page or a dark one: they are drawn again when it becomes the other.
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let redrawing = 0;
  const redraw = () => {
    const open = document.querySelector("[role=dialog]"); // which a run of the page would close
    if (open) redrawing = window.setTimeout(redraw, 1000);
    else {
      drawnDark = dark.matches;
      setTriggerValue("scheme", drawnDark);
    }
  };
  const turned = () => { redrawing = window.setTimeout(redraw, 4 * PAUSE); };
  dark.addEventListener("change", turned);
  drawnDark ??= dark.matches;
  if (drawnDark !== dark.matches) turned(); // a run of the page came before the figures were drawn
  mend();
  return () => {
    dark.removeEventListener("change", turned);
    window.clearTimeout(redrawing);
    watch.disconnect();
    window.clearTimeout(waiting);
    main.removeEventListener("scroll", stay);
    document.removeEventListener("touchstart", leaveToBrowser, { capture: true });
  };
}

// Plotly would keep a touch of a figure to itself: no finger could scroll the page there, and no tap
// would count. The browser scrolls, and makes a click of a tap.
function leaveToBrowser(event) {
  if (event.target.closest?.(".js-plotly-plot")) event.stopPropagation();
}

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// The links to the pages are a landmark, and the present one is marked.
function markPages() {
  const pages = document.querySelector(".st-key-pages");
  if (!pages) return;
  set(pages, "role", "navigation");
  set(pages, "aria-label", "Pages");
  // The link to the first page has no path, so that it resolves to whichever page is open.
  const page = location.pathname.split("/").pop();
  for (const link of pages.querySelectorAll("a")) {
    if (link.getAttribute("href").split("?")[0] === page) set(link, "aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// Another page, or the conclusion of another table that was brought, is read from its top. Streamlit
// leaves the place: it was lost, at times, only as the page was short until it was drawn.
function beginAtTop(main) {
  const own = main.querySelector("[data-brought]")?.dataset.brought ?? brought;
  if (shown !== location.pathname || own !== brought) main.scrollTo({ top: 0 });
  [shown, brought] = [location.pathname, own];
}

// The list that a click on this page has opened, none where the page came with it; or the answer
// that a click on any page has asked for. A link that was followed shows the top of its page.
function openedSinceRest(main, app) {
  if (app.getAttribute(RUNNING) !== "notRunning") return null;
  const [list, answer] = [main.querySelector(OPENED), main.querySelector(ARRIVED)];
  const now = { page: location.pathname, list, answer: answer?.className ?? "" };
  const fresh = list && !rest.list && now.page === rest.page;
  const asked = answer && rest.page && now.answer !== rest.answer;
  rest = now;
  if (asked) return answer;
  return fresh ? list : null;
}

// The click that opened it may have been far below.
function bringIntoView(list) {
  const { top } = list.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight * 0.8) list.scrollIntoView({ block: "start" });
}

// A cell that the keyboard reaches counts as clicked: Tab passes by, and the list below is used.
function skipRows() {
  for (const grid of document.querySelectorAll("[class*=st-key-rows] canvas[tabindex]"))
    set(grid, "tabindex", "-1");
}

// Streamlit calls the arrow of every list "Open", every help without a label "Help", and a button
// that has only an icon after the file of the icon; its key says what it does.
function nameParts() {
  for (const field of document.querySelectorAll(FIELD.join())) {
    const input = field.querySelector("input");
    const label = input?.getAttribute("aria-label") || input?.labels?.[0]?.textContent
      || field.querySelector("label")?.textContent;
    for (const button of label ? field.querySelectorAll(PART) : []) {
      const [own, of] = [button.getAttribute("aria-label"), `: ${label.trim()}`];
      if (!own.endsWith(of)) set(button, "aria-label", own + of);
    }
  }
  for (const help of document.querySelectorAll("button[aria-label=Help]")) {
    const of = help.closest("[data-testid=stMarkdown]")?.textContent.trim();
    if (of) set(help, "aria-label", `Help for ${of}`);
  }
  for (const button of document.querySelectorAll("button:has([data-testid=stIconMaterial])")) {
    const key = button.closest("[class*=st-key-]")?.className.match(/st-key-(\S+)/)[1];
    if (key && / icon$/.test(wordsOf(button))) set(button, "aria-label", key.replaceAll("-", " "));
  }
}

// Buttons with the same words, and links, are told apart by the heading above them.
function tellApart() {
  const groups = new Map();
  let heading = "";
  const headline = document.querySelector(`${MAIN} h2`);
  for (const element of document.querySelectorAll(`h2, h3, ${OPENED} strong, button, a[href]`)) {
    if (/^(H|STRONG)/.test(element.tagName)) {
      const panel = element.closest("[data-testid=stSidebar]");
      heading = panel || element === headline ? "" : element.textContent.trim();
    } else if (element.checkVisibility({ visibilityProperty: true })) {
      const words = wordsOf(element);
      const alike = `${element.tagName} ${words}`;
      if (words) groups.set(alike, [...(groups.get(alike) ?? []), [element, words, heading]]);
    }
  }
  for (const group of groups.values()) {
    const taken = new Map();
    for (const [element, words, under] of group) {
      const name = group.length > 1 && under ? `${words}, ${under}` : words;
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      const distinct = count > 1 ? `${name} (${count})` : name;
      if (distinct !== words || element.dataset.told) {
        element.dataset.told = "yes";
        set(element, "aria-label", distinct);
      }
    }
  }
}

// What an element is called before it is told apart: its label, or its words without icons.
function wordsOf(element) {
  if (element.hasAttribute("aria-label") && !element.dataset.told)
    return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true]").forEach((icon) => icon.remove());
  return copy.textContent.trim();
}
