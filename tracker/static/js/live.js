// Keeps an open page up to date without taking anything from whoever reads it: focus, place, typed text, what they
// opened and what they selected stay. It asks whether the data has another version than the page; only then does it
// fetch the page, and only what differs is changed (see tracker/core/living.py).
const main = document.getElementById("maincontent");
const status = document.getElementById("live-status");
const button = document.getElementById("live-switch");
const every = Number(main.dataset.liveSeconds) * 1000;
const LONGEST_WAIT = 10 * 60 * 1000;
const PAUSED = "tracker-updates-paused";
const TEMPORARY = "live: "; // begins the names that things get for the time of one comparison
let [version, tag, ticket] = main.dataset.live.split(" ");
let wait = every;
let timer = 0;
let lastAsked = Date.now();
let isStopped = false;
let isAsking = false;

// --- What is remembered ----------------------------------------------------------------------------------------------

function isPaused() {
  try {
    return localStorage.getItem(PAUSED) === "yes";
  } catch {
    return button.dataset.paused === "yes"; // a browser that keeps nothing: paused for as long as the page is open
  }
}

function rememberPaused(paused) {
  button.dataset.paused = paused ? "yes" : "";
  try {
    paused ? localStorage.setItem(PAUSED, "yes") : localStorage.removeItem(PAUSED);
  } catch {
    // as above
  }
}

// --- What is said ----------------------------------------------------------------------------------------------------

function timeNow() {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "numeric", minute: "2-digit", hour12: false });
  const [hour, minute] = parts.format(new Date()).split(":");
  if (minute === "00" && hour % 12 === 0) {
    return hour % 24 === 12 ? "midday" : "midnight";
  }
  return `${hour % 12 || 12}${minute === "00" ? "" : `.${minute}`}${hour % 24 < 12 ? "am" : "pm"}`;
}

function say(text) {
  if (status.textContent !== text) {
    status.textContent = text;
  }
}

function showSwitch() {
  button.textContent = isPaused() ? "Resume updates" : "Pause updates";
  if (isPaused()) {
    say("Updates are paused");
  }
}

function stop(text, link) {
  isStopped = true;
  clearTimeout(timer);
  button.hidden = true;
  say(`${text} `);
  const way = document.createElement("a");
  way.href = location.href;
  way.textContent = link;
  status.append(way);
}

// --- Asking ----------------------------------------------------------------------------------------------------------

function plan(delay = wait) {
  clearTimeout(timer);
  if (!isStopped && !isPaused() && !document.hidden) {
    timer = setTimeout(ask, delay * (0.9 + Math.random() * 0.2)); // so that many pages do not ask at once
  }
}

function get(address, known) {
  const headers = { "If-None-Match": `"${known}"` };
  return fetch(address, { headers, cache: "no-store", credentials: "same-origin", redirect: "manual" });
}

async function ask() {
  if (isAsking) {
    return;
  }
  isAsking = true;
  lastAsked = Date.now();
  try {
    const answer = await get(`/live/?ticket=${ticket}`, version);
    if (answer.status === 403) {
      stop("You are signed out.", "Sign in again");
    } else if (answer.status === 204) {
      await refresh();
    } else if (answer.status !== 304) {
      throw new Error(`The service answered ${answer.status}.`);
    }
    wait = every;
  } catch (error) {
    wait = Math.min(wait * 2, LONGEST_WAIT);
    console.warn("The page could not be brought up to date; it asks again later.", error);
  } finally {
    isAsking = false;
    plan();
  }
}

async function refresh() {
  if (hasSelection()) {
    return; // asked again next time: the version still differs
  }
  const answer = await get(location.pathname + location.search, tag);
  if (answer.type === "opaqueredirect") {
    stop("You are signed out.", "Sign in again");
  } else if (answer.status === 304) {
    version = answer.headers.get("X-Data-Version");
  } else if (answer.status === 403 || answer.status === 404) {
    stop("This page is no longer here, or no longer yours to see.", "Load it again");
  } else if (answer.ok) {
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } else {
    throw new Error(`The page answered ${answer.status}.`);
  }
}

function hasSelection() {
  const selection = getSelection();
  return !selection.isCollapsed && main.contains(selection.anchorNode);
}

// --- Showing what differs --------------------------------------------------------------------------------------------

function show(fresh) {
  const state = fresh.getElementById("maincontent")?.dataset.live;
  if (!state) {
    stop("This page has changed.", "Load it again");
    return;
  }
  const focused = document.activeElement;
  const pageTop = scrollY;
  for (const region of document.querySelectorAll("[data-live-region]")) {
    const wanted = fresh.getElementById(region.id);
    if (wanted) {
      morph(region, wanted);
      document.body.dispatchEvent(new CustomEvent("live:updated", { detail: { target: region } }));
    }
  }
  document.title = fresh.title;
  if (focused !== document.body && !focused.isConnected) {
    main.tabIndex = -1; // what had the focus is gone: stay here rather than at the top of the page
    main.focus({ preventScroll: true });
    scrollTo({ top: pageTop, behavior: "instant" });
  }
  [version, tag, ticket] = state.split(" ");
  say(`Updated at ${timeNow()}`);
}

function morph(region, wanted) {
  nameThings(region);
  nameThings(wanted);
  window.Idiomorph.morph(region, wanted, {
    callbacks: {
      beforeNodeMorphed: (old, fresh) => !(isKept(old) || isBeingUsed(old) || isSameChart(old, fresh)),
      beforeNodeRemoved: (old) => !holdsSomethingUsed(old),
      beforeAttributeUpdated: (name, element) =>
        !(name === "open" && element.localName === "details") && !/^data-.+-init$/.test(name),
    },
  });
  region.querySelectorAll(`[id^="${TEMPORARY}"]`).forEach((element) => element.removeAttribute("id"));
  window.htmx?.process(region);
}

// Links and summaries get a name from what they lead to or say, so that the row that holds one is known again when it
// moves: whoever is on the link of a flag stays on it when another flag comes above.
function nameThings(root) {
  const uses = new Map();
  for (const element of root.querySelectorAll("a[href]:not([id]), summary:not([id])")) {
    const key = `${element.localName} ${element.getAttribute("href") ?? element.textContent.trim()}`;
    uses.set(key, (uses.get(key) ?? 0) + 1);
    element.id = `${TEMPORARY}${key} ${uses.get(key)}`;
  }
}

// What a script has changed for its reader, such as the step of a tour, and the server knows nothing of.
function isKept(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.hasAttribute("data-live-keep");
}

// A form in which somebody has typed, chosen or stands is theirs until they send it.
function isBeingUsed(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    return false;
  }
  if (node.localName === "form" || node.matches("input, select, textarea")) {
    const controls = node.localName === "form" ? [...node.elements] : [node];
    return controls.some(isTouched);
  }
  return false;
}

function holdsSomethingUsed(node) {
  return isBeingUsed(node) || (node.nodeType === Node.ELEMENT_NODE && [...node.querySelectorAll("form")].some(isBeingUsed));
}

function isTouched(control) {
  if (control === document.activeElement && control.localName !== "button") {
    return true;
  }
  if (control.localName === "select") {
    return [...control.options].some((option) => option.selected !== option.defaultSelected) && hasChoice(control);
  }
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked !== control.defaultChecked;
  }
  return "defaultValue" in control && control.type !== "hidden" && control.value !== control.defaultValue;
}

// Without a marked option a browser chooses the first one itself, which nobody touched.
function hasChoice(select) {
  return select.multiple || select.selectedIndex > 0 || [...select.options].some((option) => option.defaultSelected);
}

// An interactive chart stays as it is unless its data changed; then its picture and table are drawn anew.
function isSameChart(old, fresh) {
  const specification = (figure) => figure.querySelector('script[type="application/json"]')?.textContent;
  return old.localName === "figure" && specification(old) !== undefined && specification(old) === specification(fresh);
}

// --- Start -----------------------------------------------------------------------------------------------------------

button.addEventListener("click", () => {
  rememberPaused(!isPaused());
  showSwitch();
  if (!isPaused()) {
    say("Updates by itself");
    plan(0);
  }
});
document.addEventListener("visibilitychange", () => {
  plan(Date.now() - lastAsked > every ? 0 : wait);
});
addEventListener("pageshow", (event) => event.persisted && plan(0));
addEventListener("storage", (event) => {
  if (event.key === PAUSED && !isStopped) {
    say("Updates by itself");
    showSwitch();
    plan();
  }
});
showSwitch();
plan();
